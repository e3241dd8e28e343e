Equations that read well and cannot be proven, each with a way out.

  $ wrong -e 'log(x0)' --input 'ap_fixed<8,4>'
  -e:1:1: error: 'log(x0)' is not defined everywhere: it means natural logarithm; undefined for x <= 0
      1 | log(x0)
        | ^~~~~~~
  note: here x0 = -8; narrow it with --input NAME=FORMAT@LO..HI, or give --undefined any
  [2]
  $ wrong -e 'sqrt(x0 - 1)' --input 'ap_fixed<8,4>'
  -e:1:1: error: 'sqrt(x0 + -1)' is not defined everywhere: it means square root; undefined for x < 0
      1 | sqrt(x0 - 1)
        | ^~~~~~~~~~~~
  note: here x0 = -8; narrow it with --input NAME=FORMAT@LO..HI, or give --undefined any
  [2]
  $ wrong -e '2 + 1/x0' --input 'ap_fixed<8,4>'
  -e:1:5: error: 'inv(x0)' is not defined everywhere: it means 1 / x; undefined at 0
      1 | 2 + 1/x0
        |     ^~~~
  note: here x0 = 0; narrow it with --input NAME=FORMAT@LO..HI, or give --undefined any
  [2]
  $ wrong -e 'x1 / (x0 + 3)' --input 'ap_fixed<8,4>'
  -e:1:1: error: 'inv(x0 + 3)' is not defined everywhere: it means 1 / x; undefined at 0
      1 | x1 / (x0 + 3)
        | ^~~~~~~~~~~~~
  note: here x0 = -3; narrow it with --input NAME=FORMAT@LO..HI, or give --undefined any
  [2]
  $ wrong -e 'x0 ^ -2' --input 'ap_fixed<8,4>'
  -e:1:1: error: 'inv(x0 * x0)' is not defined everywhere: it means 1 / x; undefined at 0
      1 | x0 ^ -2
        | ^~~~~~~
  note: here x0 = 0; narrow it with --input NAME=FORMAT@LO..HI, or give --undefined any
  [2]
  $ wrong -e 'x0 ^ x1' --input 'ap_fixed<8,4>'
  -e:1:1: error: 'log(x0)' is not defined everywhere: it means natural logarithm; undefined for x <= 0
      1 | x0 ^ x1
        | ^~~~~~~
  note: here x0 = -8; narrow it with --input NAME=FORMAT@LO..HI, or give --undefined any
  [2]
  $ wrong -e 'asin(2*x0)' --input 'ap_fixed<8,2>'
  -e:1:1: error: 'asin(x0 * 2)' is not defined everywhere: it means arc sine; undefined outside [-1, 1]
      1 | asin(2*x0)
        | ^~~~~~~~~~
  note: here x0 = -2; narrow it with --input NAME=FORMAT@LO..HI, or give --undefined any
  [2]
  $ wrong -e 'mod(x0, x1)' --input 'ap_fixed<8,4>'
  -e:1:1: error: 'mod(x0, x1)' is not proven to be defined: it means x - y * floor(x / y), the sign of y; undefined at y = 0
      1 | mod(x0, x1)
        | ^~~~~~~~~~~
  note: here x1 in [-8, 7.9375], x0 in [-8, 7.9375]; narrow it with --input NAME=FORMAT@LO..HI, or give --undefined any
  [2]
  $ wrong -e 'log(x0 - x0)' --input 'ap_fixed<8,4>'
  -e:1:1: error: 'log(0)' is not proven to be defined: it means natural logarithm; undefined for x <= 0
      1 | log(x0 - x0)
        | ^~~~~~~~~~~~
  note: an operator of constants has no value: correct it
  [2]
  $ wrong -e '1/0 + x0' --input 'ap_fixed<8,4>'
  -e:1:1: error: 'inv(0)' is not proven to be defined: it means 1 / x; undefined at 0
      1 | 1/0 + x0
        | ^~~
  note: an operator of constants has no value: correct it
  [2]
  $ wrong -e 'log(-2) + x0' --input 'ap_fixed<8,4>'
  -e:1:1: error: 'log(-2)' is not proven to be defined: it means natural logarithm; undefined for x <= 0
      1 | log(-2) + x0
        | ^~~~~~~
  note: an operator of constants has no value: correct it
  [2]
  $ wrong -e 'floor(x0 + x1*0.3)' --input 'ap_fixed<8,4>'
  -e:1:7: error: 'x0 + x1 * 0.3' cannot be computed exactly, and what uses it allows no error
      1 | floor(x0 + x1*0.3)
        |       ^~~~~~~~~~~
  note: write its constants as multiples of a power of two, or move the jump away from its range with --input ...@LO..HI
  [2]
  $ wrong -e 'y=ifelse(x == 1.9145*x, cos(x), cos(x)/(x - 1.9145*x))' --input 'x=Q4.10@-1..4.5+0.3' --output 'ap_fixed<9,6>' --undefined any
  -e:1:10: error: '-0.00078125' cannot be computed exactly, and what uses it allows no error
      1 | y=ifelse(x == 1.9145*x, cos(x), cos(x)/(x - 1.9145*x))
        |          ^
  note: write its constants as multiples of a power of two, or move the jump away from its range with --input ...@LO..HI
  [2]
  $ wrong -e 'x0*x1*x2*x3*x4' --input 'ap_int<40>' --output 'ap_int<63>'
  -e:1:1: error: the product 'x0 * x1 * x2' needs more than 63 bits
      1 | x0*x1*x2*x3*x4
        | ^~~~~~~~~~~~~~
  note: give its factors narrower formats or ranges
  [2]
  $ wrong -e 'tan(x0)' --input 'ap_fixed<30,4>' --output 'ap_fixed<40,20>'
  -e:1:1: error: no function unit for 'tan(x0)': it needs 30 input bits; the limit is 24
      1 | tan(x0)
        | ^~~~~~~
  note: give narrower inputs (--input NAME=FORMAT@LO..HI), a coarser --output, or a larger --max-error
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_fixed<8,4>' --output 'ap_int<8>' --max-error 0.001
  -e:1:1: error: an error of 0.001 is less than half of the output's last place (0.5)
      1 | x0 + 1
        | ^~~~~~
  note: give a finer --output format, or a larger --max-error
  [2]
  $ wrong -e 'exp(exp(exp(x0)))' --input 'ap_fixed<8,4>'
  -e:1:1: error: output 'y' in [1.71919, inf] has no range to choose a format by
      1 | exp(exp(exp(x0)))
        | ^~~~~~~~~~~~~~~~~
  note: give --output FORMAT, or narrower inputs
  [2]
  $ wrong -e 'x0 * 1e200 * 1e200' --input 'ap_fixed<8,4>'
  -e:1:1: error: 'x0 * (1000000000000000000000000000000000...' needs more than 63 bits
      1 | x0 * 1e200 * 1e200
        | ^~~~~~~~~~~~~~~~~~
  note: give the output fewer fraction bits or a larger --max-error
  [2]
  $ wrong -e 'x0 * 1e300' --input 'ap_fixed<8,4>' --output 'ap_fixed<16,6>'
  -e:1:1: error: 'x0 * 1e300' needs more than 63 bits
      1 | x0 * 1e300
        | ^~~~~~~~~~
  note: give the output fewer fraction bits or a larger --max-error
  [2]
