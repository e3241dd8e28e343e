Input and output ports that make no sense.

  $ wrong -e 'x0 + x1' --input 'x0=ap_int<8>'
  -e:1:6: error: x1 has no --input
      1 | x0 + x1
        |      ^~
  note: give --input 'x1=FORMAT@LO..HI', or --input FORMAT for all variables; FORMAT is such as ap_fixed<16,6>
  [2]
  $ wrong -e 'x0 + 1' --input 'x1=ap_int<8>'
  -e:1:1: error: x0 has no --input
      1 | x0 + 1
        | ^~
  note: give --input 'x0=FORMAT@LO..HI', or --input FORMAT for all variables; FORMAT is such as ap_fixed<16,6>
  --input:1:1: error: no variable 'x1' in the equations
      1 | x1=ap_int<8>
        | ^~
  note: the variables are: x0
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>' --input 'ap_int<9>'
  --input:1:1: error: a format for all others is given twice
      1 | ap_int<9>
        | ^~~~~~~~~
  [2]
  $ wrong -e 'x0 + 1' --input 'x0=ap_int<8>' --input 'x0=ap_int<9>'
  --input:1:1: error: 'x0' is given twice
      1 | x0=ap_int<9>
        | ^~~~~~~~~~~~
  [2]
  $ wrong -e 'x0 + 1' --input '=ap_int<8>'
  --input:1:1: error: no name before '='
      1 | =ap_int<8>
        | ^
  [2]
  $ wrong -e 'x0 + 1' --input ''
  --input:1:1: error: this is not a number format
      1 | 
        | ^
  note: formats are ap_fixed<W,I>, ap_ufixed<W,I>, ap_int<W>, ap_uint<W>, Qm.n, UQm.n, sfixW_EnF and ufixW_EnF
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_fixd<8,4>'
  --input:1:1: error: this is not a number format
      1 | ap_fixd<8,4>
        | ^~~~~~~~~~~~
  note: formats are ap_fixed<W,I>, ap_ufixed<W,I>, ap_int<W>, ap_uint<W>, Qm.n, UQm.n, sfixW_EnF and ufixW_EnF
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_fixed<8>'
  --input:1:1: error: ap_fixed needs W and I
      1 | ap_fixed<8>
        | ^~~~~~~~~~~
  note: write ap_fixed<W,I>: W bits, I of them before the point
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_fixed<8,4'
  --input:1:1: error: this is not a number format
      1 | ap_fixed<8,4
        | ^~~~~~~~~~~~
  note: formats are ap_fixed<W,I>, ap_ufixed<W,I>, ap_int<W>, ap_uint<W>, Qm.n, UQm.n, sfixW_EnF and ufixW_EnF
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_fixed<0,4>'
  --input:1:10: error: the width is not in 1..63
      1 | ap_fixed<0,4>
        |          ^
  note: integers of up to 63 bits are supported
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_fixed<64,4>'
  --input:1:10: error: the width is not in 1..63
      1 | ap_fixed<64,4>
        |          ^~
  note: integers of up to 63 bits are supported
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_fixed<8,4,AP_ROUND>'
  --input:1:14: error: this is not a quantisation mode
      1 | ap_fixed<8,4,AP_ROUND>
        |              ^~~~~~~~
  note: modes are AP_TRN, AP_TRN_ZERO, AP_RND, AP_RND_ZERO, AP_RND_MIN_INF, AP_RND_INF and AP_RND_CONV
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8,4>'
  --input:1:1: error: this is not a number format
      1 | ap_int<8,4>
        | ^~~~~~~~~~~
  note: formats are ap_fixed<W,I>, ap_ufixed<W,I>, ap_int<W>, ap_uint<W>, Qm.n, UQm.n, sfixW_EnF and ufixW_EnF
  [2]
  $ wrong -e 'x0 + 1' --input 'float'
  --input:1:1: error: only fixed-point formats are supported
      1 | float
        | ^~~~~
  note: formats are ap_fixed<W,I>, ap_ufixed<W,I>, ap_int<W>, ap_uint<W>, Qm.n, UQm.n, sfixW_EnF and ufixW_EnF
  [2]
  $ wrong -e 'x0 + 1' --input 'Q4'
  --input:1:1: error: this is not a number format
      1 | Q4
        | ^~
  note: formats are ap_fixed<W,I>, ap_ufixed<W,I>, ap_int<W>, ap_uint<W>, Qm.n, UQm.n, sfixW_EnF and ufixW_EnF
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>@3'
  --input:1:12: error: '..' is missing
      1 | ap_int<8>@3
        |            ^
  note: a range is @LO..HI, such as @-4..4, or @-4..<4 without its end
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>@3..'
  --input:1:14: error: HI is not a number
      1 | ap_int<8>@3..
        |              ^
  note: write a decimal such as 0.25 or 1e-3, or a fraction such as 1/3
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>@4..3'
  --input:1:11: error: the range is empty: LO is above HI
      1 | ap_int<8>@4..3
        |           ^~~~
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>@3..<3'
  --input:1:11: error: the range is empty: LO is not below HI
      1 | ap_int<8>@3..<3
        |           ^~~~~
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>@a..b'
  --input:1:11: error: LO is not a number
      1 | ap_int<8>@a..b
        |           ^
  note: write a decimal such as 0.25 or 1e-3, or a fraction such as 1/3
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>@200..300'
  --input:1:1: error: no value of ap_fixed<8,8> for x0 lies in the range
      1 | ap_int<8>@200..300
        | ^~~~~~~~~~~~~~~~~~
  note: the range is in the equation's units, after SCALE and OFFSET
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>@0.25..0.75'
  --input:1:1: error: no value of ap_fixed<8,8> for x0 lies in the range
      1 | ap_int<8>@0.25..0.75
        | ^~~~~~~~~~~~~~~~~~~~
  note: the range is in the equation's units, after SCALE and OFFSET
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>*0'
  --input:1:11: error: a scale of zero makes the input a constant
      1 | ap_int<8>*0
        |           ^
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>*1/0'
  --input:1:13: error: SCALE divides by zero
      1 | ap_int<8>*1/0
        |             ^
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>*'
  --input:1:11: error: SCALE is not a number
      1 | ap_int<8>*
        |           ^
  note: write a decimal such as 0.25 or 1e-3, or a fraction such as 1/3
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>+1+2'
  --input:1:12: error: unexpected text
      1 | ap_int<8>+1+2
        |            ^~
  note: the form is [NAME=]FORMAT[@LO..[<]HI][*SCALE][+OFFSET]
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>@0..1e999'
  --input:1:14: error: HI is not a number that can be represented
      1 | ap_int<8>@0..1e999
        |              ^~~~~
  note: write a decimal such as 0.25 or 1e-3, or a fraction such as 1/3
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>' --output 'z=ap_int<9>'
  --output:1:1: error: no output 'z' in the design
      1 | z=ap_int<9>
        | ^
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>' --output 'ap_fixed<9>'
  --output:1:1: error: ap_fixed needs W and I
      1 | ap_fixed<9>
        | ^~~~~~~~~~~
  note: write ap_fixed<W,I>: W bits, I of them before the point
  [2]
  $ wrong -e 'x0 + 1' --input 'ap_int<8>' --output 'autom'
  --output:1:1: error: this is not a number format
      1 | autom
        | ^~~~~
  note: formats are ap_fixed<W,I>, ap_ufixed<W,I>, ap_int<W>, ap_uint<W>, Qm.n, UQm.n, sfixW_EnF and ufixW_EnF
  [2]
