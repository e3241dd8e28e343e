What compile writes, and what the manifest says.

  $ cat >field <<'E'
  > import json, sys
  > m = json.load(open(sys.argv[1]))
  > for key in sys.argv[2:]:
  >     v = m
  >     for k in key.split("."):
  >         v = v[int(k) if k.isdigit() else k]
  >     print(key, "=", v)
  > E
  $ cat >front.csv <<'E'
  > Complexity,Loss,Equation
  > 1,1.0,"0.5"
  > 3,0.25,"x0 * 0.5"
  > E
  $ symgate compile front.csv --input 'ap_int<8>@-100..99.5*0.1+1/3' --output 'ap_fixed<12,6>' -o d >/dev/null
  $ find d -type f | sort
  d/c/front.h
  d/front.dp
  d/hls/front.cpp
  d/hls/front.h
  d/hls/front_tb.cpp
  d/hls/vitis_hls.tcl
  d/hls/vivado_hls.tcl
  d/manifest.json
  d/verilog/front.v
  $ python3 field d/manifest.json name inputs.0.lo inputs.0.hi inputs.0.scale inputs.0.offset inputs.0.port_lo inputs.0.port_hi inputs.0.on_overrange
  name = front
  inputs.0.lo = -187/15
  inputs.0.hi = 391/30
  inputs.0.scale = 0.1
  inputs.0.offset = 1/3
  inputs.0.port_lo = -128
  inputs.0.port_hi = 127
  inputs.0.on_overrange = assume
  $ python3 field d/manifest.json outputs.0.equation outputs.0.format outputs.0.source.row outputs.0.source.loss outputs.0.source.file command
  outputs.0.equation = x0 * 0.5
  outputs.0.format = ap_fixed<12,6>
  outputs.0.source.row = 2
  outputs.0.source.loss = 0.25
  outputs.0.source.file = front.csv
  command = symgate compile front.csv --input 'ap_int<8>@-100..99.5*0.1+1/3' --output 'ap_fixed<12,6>' -o d

Every file says what made it.

  $ for f in d/verilog/front.v d/hls/front.cpp d/c/front.h; do head -n 12 $f | grep -c -e 'symgate 0.1.0' -e 'symgate compile front.csv' -e 'x0 \* 0.5'; done
  3
  3
  3

Only what is asked for; the datapath and the manifest always.

  $ symgate compile -e 'x' --input 'ap_int<4>' --emit c -o c >/dev/null; find c -type f | sort
  c/c/f.h
  c/f.dp
  c/manifest.json

A second compile into the same folder leaves no file of the first behind.

  $ symgate compile -e 'x' --input 'ap_int<4>' --name other --emit verilog -o c >/dev/null; find c -type f | sort
  c/manifest.json
  c/other.dp
  c/verilog/other.v

With --select all each row is a design of its own.

  $ symgate compile front.csv --select all --input 'ap_int<8>' --emit c -o rows >/dev/null; find rows -type f | sort
  rows/row1/c/front_row1.h
  rows/row1/front_row1.dp
  rows/row1/manifest.json
  rows/row2/c/front_row2.h
  rows/row2/front_row2.dp
  rows/row2/manifest.json

Ranges from samples are clamped to; samples become test vectors.

  $ printf 'x0,y\n-1.5,0\n2.25,1\n0.3,2\n' >data.csv
  $ symgate compile front.csv --data data.csv --input 'ap_fixed<8,4>' -o s >/dev/null; cat s/tb/samples.csv
  x0
  -24
  36
  5
  $ python3 field s/manifest.json inputs.0.lo inputs.0.hi inputs.0.on_overrange
  inputs.0.lo = -1.5
  inputs.0.hi = 2.25
  inputs.0.on_overrange = clamp

A latency that is too short for the clock is a warning, not an error.

  $ symgate compile -e 'x0*x1*x2*x3' --input 'ap_fixed<12,3>' --latency 1 --clock 500MHz --target ice40-hx -o w 2>&1 | sed 's/[0-9.]* ns/N ns/g' | grep -c 'warning: 1 cycles need a period of N ns'
  1

One that is not may use all of the 5 ns: a slower unit is smaller.

  $ symgate compile -e '(x0+1)/(2.5+sin(x1*x0))*exp(x2*x0*0.1)' --input 'ap_fixed<14,3>@-2..2' --target xcvu9p --latency 4 -O2 -o w 2>&1 | sed -n '/warn/p; s/.*latency/latency/p'
  latency 4 cycles, critical path 4.90 ns by the model

What is tried is recorded, and what is left out.

  $ symgate compile -e 'sin(x0)' --input 'Q4.8' --output 'Q4.8' -O2 --without poly,multipartite -o o >/dev/null
  $ grep -A7 '"optimise"' o/manifest.json
    "optimise": {
      "level": 2,
      "without": [
        "multipartite",
        "poly"
      ]
    },
    "latency_cycles": 0,
  $ symgate compile -e 'sin(x0)' --input 'Q4.8' --output 'Q4.8' -O1 -o o1 >/dev/null
  $ grep -A5 '"optimise"' o1/manifest.json
    "optimise": {
      "level": 1,
      "without": []
    },
    "latency_cycles": 0,
    "initiation_interval": 1,

Leaving one out changes a design that it helped.

  $ cat >without <<'EOF'
  > option=$1; shift
  > for o in none $option; do
  >     [ $o = none ] || set -- "$@" --without $o
  >     symgate compile "$@" -O2 -o $o.out >/dev/null || echo "$o: failed"
  >     grep -A8 '"model"' $o.out/manifest.json >$o.model
  > done
  > cmp -s none.model $option.model && echo "$option: the same"
  > :
  > EOF
  $ sh without affine -e '2/(36 - (x0+x1+x2+x3+x4+x5+x6)*(7.3-x0-x1-x2-x3-x4-x5-x6+0.1*(x7+x8+x9+x10+x11+x12+x13)))' --input 'ap_ufixed<8,0>' --output 'ap_ufixed<12,5>'
  $ sh without saturate -e 'exp(x0)*exp(x1)*exp(x2)/(exp(x0)+exp(x1))' --input 'ap_fixed<9,1>' --output 'ap_fixed<9,3>'
  $ sh without factor -e 'x0*x2 - 0.25*x0 + 0.5*x1*x2 - 0.125*x1' --input 'ap_fixed<12,1>' --output 'ap_fixed<12,3>'
  $ sh without turns -e 'sin(3*x0 + x1^2)' --input 'ap_fixed<10,5>' --output 'ap_fixed<9,2>'
  $ sh without absorb -e '0.3*sin(x0)*x1' --input 'ap_fixed<10,3>' --output 'ap_fixed<10,3>'
  $ sh without pairs -e 'atan(x1/x0)' --input 'ap_ufixed<5,1>@0.25..1.9' --output 'ap_fixed<6,1>'
  $ sh without rows -e 'x0*x1' --input 'ap_fixed<9,1>' --output 'ap_fixed<9,1>'
  $ sh without recurrence -e 'x0/x1' --input 'ap_ufixed<14,3>@1..7' --output 'ap_fixed<14,4>'
  $ sh without kcm -e '0.3*x0 + 0.7*x1' --input 'ap_fixed<9,1>' --output 'ap_fixed<9,2>'
  $ sh without share -e '0.75*x0 - 0.3*x1 + max(0, 0.4*x1 - x0)' --input 'ap_fixed<12,4>' --output 'ap_fixed<12,5>' --target ecp5
  $ sh without multipartite -e 'exp(x0)' --input 'ap_fixed<12,1>' --output 'ap_fixed<12,3>'
  $ sh without poly -e 'exp(x0)' --input 'ap_fixed<16,1>' --output 'ap_fixed<16,3>'
  $ sh without scale -e 'log(x0)' --input 'ap_ufixed<16,8>@0.5..255' --output 'ap_fixed<16,4>'
  $ sh without symmetry -e 'gauss(x0)' --input 'ap_fixed<16,3>' --output 'ap_fixed<16,2>' --latency any
  $ sh without halves -e '1/(x0 + 0.01)' --input 'ap_ufixed<12,1>' --output 'ap_fixed<14,8>' --target ecp5
  $ symgate verify none.out halves.out | grep PASS.f
  PASS f
  PASS f
  $ sh without descent -e 'x0*x1*x2 + 0.3*x0*x0' --input 'ap_fixed<12,2>' --output 'ap_fixed<12,6>'
  $ sh without balance -e '3.3*x0 + 5.7*x1 + x2*x3 + 7.9*x4 + 11.3*x5 + x6*x7*x6' --input 'ap_fixed<16,2>' --output 'ap_fixed<16,8>' --target ecp5
  $ sh without retime -e 'sqrt(x0*x1 + x2)' --input 'ap_ufixed<12,2>' --output 'ap_fixed<16,6>' --clock 500MHz

A unit whose upper half is one input.

  $ symgate compile -e 'y0=gauss(asin(tanh(x1)))' --input 'x1=ap_fixed<7,5>' --output 'ap_fixed<10,6>' --target ice40-hx --numerics 'uniform:ap_fixed<20,8>' -o h | head -n 1
  f: 1 input, 1 output, uniform

Rounding a wide port takes no table.

  $ symgate compile -e 'round(x0)' --input 'ap_fixed<16,3>' --output 'ap_fixed<16,4>' -o round.out | grep -o '[0-9]* LUT'
  7 LUT
  $ symgate verify round.out | grep PASS.f
  PASS f

A product's error just below a power of two is not one.

  $ symgate compile -e 'x0*x1*x2*x3*x4*x5' --input 'ap_fixed<14,3>@-2..2' --output 'ap_fixed<24,8>' -o six.out | grep -o '([0-9.]* ulp), proven'
  (0.812501 ulp), proven

A product in turns keeps its own constants, whatever factors it has.

  $ symgate compile -e 'sin(atan(x1)/(1 + x0*x0))' --input 'ap_fixed<6,2>' --output 'ap_fixed<8,2>' -O1 -o turns.out >/dev/null
  $ symgate verify turns.out | grep PASS.f
  PASS f

What a unit of two ports gives above the output's range is not what its function gives there.

  $ symgate compile -e 'greater(x0/2.3852, x1)^3' --input 'x0=ap_int<5>+-1.5' --input 'x1=ap_fixed<12,6>@-2..2.5*0.75' --output 'ap_int<2>' --latency any -O2 -o p2 | tail -1
    36 LUT, 0 FF, 0 DSP, 0.0 BRAM by the model
  $ symgate verify p2 | grep -E '^(PASS|FAIL)'
  PASS f

A function that repeats itself does so far from 0 as well.

  $ symgate compile -e 'mod(x1, 1 + abs(x0))' --input 'x0=Q3.7@2..4.5' --input 'x1=ap_fixed<8,5>@2..2.5' --output 'ap_fixed<11,3>' --target ice40-hx --latency comb -O2 -o p3 | tail -1
    0 LUT, 0 FF, 0 DSP, 0.0 BRAM by the model

Tries of word lengths use the room that the last proof leaves: here a fifth of it, which their own sum of errors
does not see.

  $ symgate compile -e '(u+v)/(1+u*v/c**2)' --input 'ap_ufixed<16,3>@1..5' --target xcvu9p --latency any -O2 -o room.out | grep -o '([0-9.]* ulp), proven'
  (0.980707 ulp), proven

Ways of products are chosen by the schedule that they lead to: two short chains and a cycle less, or one.

  $ symgate compile -e 'e*x**2' --input 'ap_ufixed<16,3>@1..5' --target xcvu9p --latency any -O2 -o ways.out | tail -1
    208 LUT, 77 FF, 0 DSP, 0.0 BRAM by the model

Where nothing is said of inputs without a value, those whose value cannot be told from an undefined one keep it: here
a root of exactly 0.

  $ symgate compile -e 'ifelse(gauss(x0) > ifelse(x0 > 2.8, sqrt(x0), x0), sqrt(gauss(x0) - ifelse(x0 > 2.8, sqrt(x0), x0)), 0)' --input 'ap_fixed<7,5>@-1..1.5' --output 'ap_fixed<9,6>' --max-error 2^-4 --undefined any --latency comb -o undecided >/dev/null
  $ symgate verify undecided | grep PASS.f
  PASS f
