Equations that cannot be read.

  $ wrong -e ''
  -e:1:1: error: the expression is empty
      1 | 
        | ^
  [2]
  $ wrong -e 'x0 +'
  -e:1:5: error: a number, a name or '(' is expected at the end
      1 | x0 +
        |     ^
  [2]
  $ wrong -e 'x0 + * x1'
  -e:1:6: error: a number, a name or '(' is expected before '*'
      1 | x0 + * x1
        |      ^
  [2]
  $ wrong -e '(x0 + 1'
  -e:1:1: error: this '(' is not closed
      1 | (x0 + 1
        | ^
  [2]
  $ wrong -e 'x0 + 1)'
  -e:1:7: error: unexpected ')'
      1 | x0 + 1)
        |       ^
  [2]
  $ wrong -e 'x0 x1 x2'
  -e:1:4: error: an operator is missing before 'x1'
      1 | x0 x1 x2
        |    ^~
  [2]
  $ wrong -e 'snh(x0)'
  -e:1:1: error: unknown function 'snh'
      1 | snh(x0)
        | ^~~
  note: did you mean sinh? If not, define it: --define 'snh(x) = ...'
  [2]
  $ wrong -e 'sin(x0, x1)'
  -e:1:1: error: sin takes 1 argument, not 2
      1 | sin(x0, x1)
        | ^~~~~~~~~~~
  [2]
  $ wrong -e 'max(x0)'
  -e:1:1: error: max takes at least 2 arguments, not 1
      1 | max(x0)
        | ^~~~~~~
  [2]
  $ wrong -e 'sin()'
  -e:1:1: error: sin takes 1 argument, not 0
      1 | sin()
        | ^~~~~
  [2]
  $ wrong -e '1.2.3 + x0'
  -e:1:1: error: malformed number, or an operator is missing after it
      1 | 1.2.3 + x0
        | ^~~~~
  [2]
  $ wrong -e 'x0 * 1e999'
  -e:1:6: error: constant 1e999 is not within 1e-300 .. 1e300
      1 | x0 * 1e999
        |      ^~~~~
  [2]
  $ wrong -e 'x0 * 1e-999'
  -e:1:6: error: constant 1e-999 is not within 1e-300 .. 1e300
      1 | x0 * 1e-999
        |      ^~~~~~
  [2]
  $ wrong -e 'x0 ? 1 : 2'
  -e:1:1: error: x0 has no --input
      1 | x0 ? 1 : 2
        | ^~
  note: give --input 'x0=FORMAT@LO..HI', or --input FORMAT for all variables; FORMAT is such as ap_fixed<16,6>
  [2]
  $ wrong -e 'x0 = 3'
  f: 0 inputs, 1 output, faithful
    y: ap_ufixed<16,2>, error at most 0 (0 ulp), proven; overflow: never
    xcvu9p at 200 MHz: latency 0 cycles, critical path 0.11 ns by the model
    0 LUT, 0 FF, 0 DSP, 0.0 BRAM by the model
  files left
  $ wrong -e 'x0 > 3 > 2'
  -e:1:8: error: comparisons cannot be chained: write a < b and b < c
      1 | x0 > 3 > 2
        |        ^
  [2]
  $ wrong -e 'x0 + "text"'
  -e:1:1: error: x0 has no --input
      1 | x0 + "text"
        | ^~
  note: give --input 'x0=FORMAT@LO..HI', or --input FORMAT for all variables; FORMAT is such as ap_fixed<16,6>
  -e:1:6: error: text has no --input
      1 | x0 + "text"
        |      ^~~~~~
  note: give --input 'text=FORMAT@LO..HI', or --input FORMAT for all variables; FORMAT is such as ap_fixed<16,6>
  [2]
  $ wrong -e 'x0; rm -rf /'
  -e:1:3: error: unexpected character
      1 | x0; rm -rf /
        |   ^
  [2]
  $ wrong -e "$(awk 'BEGIN { for (i = 0; i < 2000; i++) printf "(" }')x0"
  -e:1:1001: error: the expression is nested more than 1000 deep
      1 | ...((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((...
        |                                  ^
  [2]
  $ awk 'BEGIN { print "Output,Equation"; printf "y,x0"; for (i = 1; i < 200000; i++) printf "+x%d", i }' >big.csv; wrong big.csv
  big.csv:2:23469: error: more than 4096 variables
      2 | ...x4091+x4092+x4093+x4094+x4095+x4096+x4097+x4098+x4099+x4100+x4101+x4102+x4103+x4104+x4105+x4106+x410...
        |                                  ^~~~~
  [2]
  $ wrong -e "$(printf 'x0 + \001\033[2J')"
  -e:1:6: error: unexpected character
      1 | x0 + ??[2J
        |      ^
  [2]
  $ wrong -e "$(printf 'x0 + \377\376')"
  -e:1:6: error: unexpected character
      1 | x0 + ??
        |      ^
  [2]
  $ wrong -e 'foo(x0) + bar(x1)'
  -e:1:1: error: unknown function 'foo'
      1 | foo(x0) + bar(x1)
        | ^~~
  note: define it: --define 'foo(x) = ...'
  -e:1:11: error: unknown function 'bar'
      1 | foo(x0) + bar(x1)
        |           ^~~
  note: define it: --define 'bar(x) = ...'
  [2]
  $ wrong -e 'y=x0' -e 'y=x1' --input 'ap_int<8>'
  -e:1:3: error: a second output with the name 'y'
      1 | y=x1
        |   ^~
  note: name outputs by -e NAME=EXPR, by an Output column or by the files' names
  [2]
  $ wrong -e 'sc(x0)' --define 'sc(x) = sin(x'
  --define:1:12: error: this '(' is not closed
      1 | sc(x) = sin(x
        |            ^
  [2]
  $ wrong -e 'sc(x0)' --define 'sc x = sin(x)'
  --define:1:4: error: '(' is expected here
      1 | sc x = sin(x)
        |    ^
  note: a definition is written 'sc(x) = sin(x)*cos(x)'
  [2]
  $ wrong -e 'sc(x0)' --define 'sc(x) = sc(x) + 1'
  --define:1:9: error: the definition of sc calls itself
      1 | sc(x) = sc(x) + 1
        |         ^~
  [2]
  $ wrong -e 'sc(x0)' --define 'sc(x, x) = x'
  --define:1:7: error: parameter x appears twice
      1 | sc(x, x) = x
        |       ^
  [2]
  $ wrong -e 'sc(x0)' --define 'sc(x) = x*z'
  --define:1:11: error: 'z' is not a parameter of sc
      1 | sc(x) = x*z
        |           ^
  [2]
  $ wrong -e 'sc(x0)' --define 'sin(x) = x'
  --define:1:1: error: sin is an operator and cannot be redefined
      1 | sin(x) = x
        | ^~~
  note: choose another name, in the equations too; `symgate operators` says what sin means
  [2]
  $ wrong -e 'x0' --dialect fortran
  --dialect:1:1: error: unknown dialect 'fortran'
      1 | fortran
        | ^~~~~~~
  note: known: julia, julia2021, python, sympy, gplearn, gomea, bingo, e2e, traversal
  [2]
