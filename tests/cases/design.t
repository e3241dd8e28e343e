Design files.

  $ cat >field <<'E'
  > import json, sys
  > m = json.load(open(sys.argv[1]))
  > for key in sys.argv[2:]:
  >     v = m
  >     for k in key.split("."):
  >         v = v[int(k) if k.isdigit() else k]
  >     print(v)
  > E
  $ mkdir sub; cat >sub/front.csv <<'E'
  > Complexity,Loss,Equation
  > 1,1.0,"0.5"
  > 3,0.25,"x0 * x2 + sin(x0)"
  > E

A design alone: the same as the command line's options. Paths in the file are
relative to it.

  $ cat >sub/one.yaml <<'E'
  > equations: front.csv
  > select: row=2
  > name: one
  > inputs: {x0: "ap_fixed<8,3>", x2: 'ap_fixed<10,4>@-4..4'}
  > output: ap_fixed<12,6>
  > max-error: 1ulp
  > target: ecp5
  > emit: [verilog, c]
  > E
  $ symgate compile --design sub/one.yaml -o one | grep -c "ap_fixed<12,6>, error at most .*, proven"
  1
  $ symgate compile sub/front.csv --select row=2 --name one --input 'x0=ap_fixed<8,3>' --input 'x2=ap_fixed<10,4>@-4..4' --output 'ap_fixed<12,6>' --target ecp5 --emit verilog,c -o two >/dev/null
  $ cmp one/one.dp two/one.dp

What the manifest records makes it again, without the file.

  $ python3 field one/manifest.json command design.file design.name
  symgate compile sub/front.csv --output-dir one --select row=2 --name one --input 'x0=ap_fixed<8,3>' --input 'x2=ap_fixed<10,4>@-4..4' --output 'ap_fixed<12,6>' --max-error 1ulp --target ecp5 --emit verilog,c
  one.yaml
  None
  $ mv one kept; mv sub/one.yaml gone; python3 field kept/manifest.json command | sh >/dev/null; mv gone sub/one.yaml; for f in one.dp verilog/one.v c/one.h; do cmp one/$f kept/$f; done

The command line wins: texts and lists as a whole, ports by their name.

  $ symgate compile --design sub/one.yaml -o three --target ice40-hx --input 'x2=ap_int<3>' >/dev/null; python3 field three/manifest.json target inputs.0.format inputs.1.format
  ice40-hx
  ap_fixed<8,3>
  ap_fixed<3,3>

Several designs, each with the file's options and its own, each in a folder.

  $ cat >sub/all.yaml <<'E'
  > # shared
  > input: ap_fixed<8,3>
  > emit: c
  > designs:
  >   - name: pt
  >     equations: [front.csv]
  >     param: {a: 0.5}
  >   - name: eta
  >     exprs: {y: "x0*k", z: x0+1}
  >     define:
  >       - k = 2
  >     inputs:
  >       x0: &wide ap_int<5>
  >       "*": *wide
  >   - {name: rows, equations: front.csv, select: all}
  > E
  $ symgate compile --design sub/all.yaml -o all | grep -c proven
  5
  $ find all -name '*.h' | sort
  all/eta/c/eta.h
  all/pt/c/pt.h
  all/rows/row1/c/rows_row1.h
  all/rows/row2/c/rows_row2.h
  $ python3 field all/eta/manifest.json design.name command
  eta
  symgate compile --output-dir all/eta --expr 'y=x0*k' --expr z=x0+1 --name eta --define 'k = 2' --input 'x0=ap_int<5>' --input 'ap_int<5>' --emit c
  $ symgate compile --design sub/all.yaml -o all >/dev/null
  $ symgate compile --design sub/all.yaml --only eta --latency 3 -o all | head -1
  eta: 1 input, 2 outputs, faithful
  $ symgate show --design sub/all.yaml --only eta
  == eta
  -- parse
  %1 = var x0
  %2 = const 2
  %3 = mul %1 %2           ; x0 * 2
  %4 = const 1
  %5 = add %1 %4           ; x0 + 1
  output y = %3
  output z = %5
  -- simplify
  %1 = var x0
  %2 = const 2
  %3 = mul %1 %2           ; x0 * 2
  %4 = const 1
  %5 = add %1 %4           ; x0 + 1
  output y = %3
  output z = %5
  $ symgate verify all/pt all/eta | grep PASS.[a-z]
  PASS pt
  PASS eta
  $ mkdir other; echo mine >other/file; symgate compile --design sub/all.yaml -o other; cat other/file
  -o:1:1: error: the folder holds files that are not symgate's
      1 | other
        | ^~~~~
  note: give -o a new or an empty folder, or one that an earlier compile made
  mine

Every option of compile can stand in a file.

  $ for o in $(symgate compile --help | sed -n 's/^ .*--\([a-z-]*\).*/\1/p'); do echo "$o: 1" >o.yaml; symgate compile --design o.yaml -o never 2>&1 | grep 'unknown key'; done
  o.yaml:1:1: error: unknown key 'design'
  o.yaml:1:1: error: unknown key 'only'
  o.yaml:1:1: error: unknown key 'help'
  o.yaml:1:1: error: unknown key 'version'
