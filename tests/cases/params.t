Parameters with a value for each category.

  $ printf 'Complexity,Loss,Equation\n5,0.1,p1 * x0 + exp(p2 * x0)\n' >f.csv
  $ printf 'p2,category,p1\n-0.5,2,0.25\n0.5,0,-1\n0.125,1,3\n' >t.csv

A table, rows in any order; the input is of as many bits as it takes.

  $ symgate show f.csv --param t.csv --dump parse | tail -n +2
  -- parse
  %1 = var category
  %2 = const 1
  %3 = const -1
  %4 = const 3
  %5 = const 0.5
  %6 = greater %1 %5       ; greater(category, 0.5)
  %7 = ifelse %6 %4 %3     ; ifelse(greater(category, 0.5), 3, -1)
  %8 = const 0.25
  %9 = const 1.5
  %10 = greater %1 %9      ; greater(category, 1.5)
  %11 = ifelse %10 %8 %7   ; ifelse(greater(category, 1.5), 0.25, ifelse(greater(category...
  %12 = var x0
  %13 = mul %11 %12        ; ifelse(greater(category, 1.5), 0.25, ifelse(greater(category...
  %14 = const 0.125
  %15 = ifelse %6 %14 %5   ; ifelse(greater(category, 0.5), 0.125, 0.5)
  %16 = const -0.5
  %17 = ifelse %10 %16 %15 ; ifelse(greater(category, 1.5), -0.5, ifelse(greater(category...
  %18 = mul %17 %12        ; ifelse(greater(category, 1.5), -0.5, ifelse(greater(category...
  %19 = exp %18            ; exp(ifelse(greater(category, 1.5), -0.5, ifelse(greater(cate...
  %20 = add %13 %19        ; ifelse(greater(category, 1.5), 0.25, ifelse(greater(category...
  output y = %20
  $ symgate compile f.csv --param t.csv --input 'ap_fixed<8,2>' -o d | head -2
  f.csv: PySR hall of fame (pysr), 1 equation
  f: 2 inputs, 1 output, faithful
  $ sed -n '/"defines": \[$/,/\]/p; /"choices"/,/\]/p' d/manifest.json
    "defines": [
      "p2[category] = 0.5,0.125,-0.5",
    "choices": [
      {
        "input": "category",
        "first": "0",
        "last": "2",
        "others": "nearest"
      }
    ]
  $ grep -A 11 '"name": "category"' d/manifest.json | grep -e format -e 'port_'
        "format": "ap_ufixed<2,2>",
        "port_lo": "0",
        "port_hi": "3",

Verify knows the table from the manifest; a category that is none is the last.

  $ symgate verify d | grep -v -e '|error|' -e 'vectors ' -e MPFI -e 'real y'
  f in d
    interpreter       PASS  every node in its range
    C                 PASS  1,024 vectors
    C batch           PASS  1,024 vectors
    HLS C++           PASS  1,024 vectors
    Verilog           PASS  1,024 vectors, latency 1
    Verilog, bubbles  PASS  1,024 vectors, latency 1
    Verilog, resets   PASS  1,024 vectors, latency 1
  PASS f

The same from lists, and by another name.

  $ symgate compile f.csv --param p1=-1,3,0.25 --param p2=0.5,0.125,-0.5 --category detector --input 'ap_fixed<8,2>' --input 'detector=ap_uint<4>@0..2' -o e >/dev/null; grep -c 'p1\[detector\]=-1,3,0.25' e/manifest.json; grep -A 9 '"name": "detector"' e/manifest.json | grep -e format -e port_; symgate verify e | tail -1
  1
        "format": "ap_ufixed<4,4>",
  PASS f
  $ sed 's/category/detector/' t.csv >u.csv; symgate compile f.csv --param u.csv --category detector --input 'ap_fixed<8,2>' --input 'detector=ap_uint<4>@0..2' -o g >/dev/null; sed 's/^;.*//' e/f.dp >1; sed 's/^;.*//' g/f.dp >2; cmp 1 2

In a design file, and what init makes of it.

  $ mkdir sub; mv t.csv f.csv sub; printf 'equations: f.csv\nparam: t.csv\ninput: ap_fixed<8,2>\n' >sub/d.yaml; symgate compile --design sub/d.yaml -o h >/dev/null; sed 's/^;.*//' d/f.dp >1; sed 's/^;.*//' h/f.dp >2; cmp 1 2
  $ symgate init sub/f.csv --param sub/t.csv -o sub/i.yaml; sed -n '/^params/,/^outputs/p' sub/i.yaml; symgate compile --design sub/i.yaml -o i >/dev/null
  params:
    - t.csv
  inputs:
    - x0: "ap_fixed<16,4>@-4..4"  # a placeholder: give the port's format and its range
  outputs:

A template's vector: its index is such an input too, from 1.

  $ printf 'Complexity,Loss,Equation\n5,0.1,"f = #1 * #1; p = [0.5, 1.5, -2.0]"\n' >v.csv
  $ symgate compile v.csv --template 'p[class] + f(x0)' --input 'ap_fixed<8,2>' -o k >/dev/null; grep -A 12 '"choices"' k/manifest.json | head -8; grep -A 9 '"name": "class"' k/manifest.json | grep format; symgate verify k | tail -1
    "choices": [
      {
        "input": "class",
        "first": "1",
        "last": "3",
        "others": "nearest"
      }
    ]
        "format": "ap_ufixed<2,2>",
  PASS v
