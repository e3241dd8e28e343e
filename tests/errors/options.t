Options that make no sense.

  $ wrong -e 'x0' --input 'ap_int<8>' --target virtex
  --target:1:1: error: unknown target 'virtex'
      1 | virtex
        | ^~~~~~
  note: known: xcvu9p, xc7, ecp5, ice40-hx
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --target xcvu9q
  --target:1:1: error: unknown target 'xcvu9q'
      1 | xcvu9q
        | ^~~~~~
  note: did you mean xcvu9p? known: xcvu9p, xc7, ecp5, ice40-hx
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --clock 200
  --clock:1:4: error: the clock has no unit
      1 | 200
        |    ^
  note: give a frequency in GHz, MHz, kHz or a period in ns, ps, us, such as 200MHz or 5ns
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --clock fast
  --clock:1:1: error: the clock is not a number
      1 | fast
        | ^
  note: write a decimal such as 0.25 or 1e-3, or a fraction such as 1/3
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --clock 0MHz
  --clock:1:1: error: the clock must be within 1 kHz and 10 GHz
      1 | 0MHz
        | ^~~~
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --clock 200THz
  --clock:1:4: error: unknown unit of the clock
      1 | 200THz
        |    ^~~
  note: give a frequency in GHz, MHz, kHz or a period in ns, ps, us, such as 200MHz or 5ns
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --latency soon
  --latency:1:1: error: the latency must be auto, any, comb or a number of cycles from 1 to 1000
      1 | soon
        | ^~~~
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --latency 0
  --latency:1:1: error: the latency must be auto, any, comb or a number of cycles from 1 to 1000
      1 | 0
        | ^
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --latency -- -1
  command line:1:56: error: compile has no such option
      1 | symgate compile -e x0 --input 'ap_int<8>' --latency -- -1 -o d
        |                                                        ^~
  note: `symgate compile --help` lists the options
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --max-error 0
  --max-error:1:1: error: the error must be positive
      1 | 0
        | ^
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --max-error -1
  --max-error:1:1: error: the error must be positive
      1 | -1
        | ^~
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --max-error 0.3ulp
  --max-error:1:1: error: no rounded result is always closer than half an ulp
      1 | 0.3ulp
        | ^~~~~~
  note: give 0.5ulp or more, or a finer --output format
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --max-error 2^x
  --max-error:1:3: error: the exponent is not a number
      1 | 2^x
        |   ^
  note: write a decimal such as 0.25 or 1e-3, or a fraction such as 1/3
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --max-error 1lsb
  --max-error:1:2: error: unexpected text after the error
      1 | 1lsb
        |  ^~~
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --numerics exact
  --numerics:1:1: error: unknown numerics 'exact'
      1 | exact
        | ^~~~~
  note: known: faithful, uniform, data
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --numerics uniform
  --numerics:1:1: error: uniform numerics need a type
      1 | uniform
        | ^~~~~~~
  note: give --numerics 'uniform:ap_fixed<16,6>', or a format in --output
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --numerics uniform:ap_fixed
  --numerics:1:9: error: this is not a number format
      1 | uniform:ap_fixed
        |         ^~~~~~~~
  note: formats are ap_fixed<W,I>, ap_ufixed<W,I>, ap_int<W>, ap_uint<W>, Qm.n, UQm.n, sfixW_EnF and ufixW_EnF
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --undefined maybe
  --undefined:1:1: error: unknown policy 'maybe'
      1 | maybe
        | ^~~~~
  note: known: error, any
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --emit verilog,vhdl
  --emit:1:9: error: unknown output 'vhdl'
      1 | verilog,vhdl
        |         ^~~~
  note: known: verilog, hls, c, ref
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --emit ''
  --emit:1:1: error: unknown output ''
      1 | 
        | ^
  note: known: verilog, hls, c, ref
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --targt ecp5
  command line:1:43: error: compile has no such option
      1 | symgate compile -e x0 --input 'ap_int<8>' --targt ecp5 -o d
        |                                           ^~~~~~~
  note: did you mean --target?
  [2]
  $ symgate compile -e 'x0' --input 'ap_int<8>' -o d --name
  command line:1:48: error: the option needs a value
      1 | symgate compile -e x0 --input 'ap_int<8>' -o d --name
        |                                                ^~~~~~
  [2]
  $ echo mine >d; symgate compile -e 'x0' --input 'ap_int<8>' -o d; cat d; rm d
  -o:1:1: error: cannot write the folder: Not a directory
      1 | d
        | ^
  mine
  $ symgate compile -e 'x0' --input 'ap_int<8>' -o ''
  -o:1:1: error: cannot write the folder: No such file or directory
      1 | 
        | ^
  [2]
  $ symgate compile -e 'x0' --input 'ap_int<8>' -o /proc/no/such
  -o:1:1: error: cannot write the folder: No such file or directory
      1 | /proc/no/such
        | ^~~~~~~~~~~~~
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' -O3
  -O:1:1: error: unknown level '3'
      1 | 3
        | ^
  note: known: 0, 1, 2
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --without kcm,multpartite
  --without:1:5: error: unknown optimisation 'multpartite'
      1 | kcm,multpartite
        |     ^~~~~~~~~~~
  note: did you mean multipartite? known: affine, saturate, factor, turns, absorb, pairs, rows, recurrence, kcm, share, multipartite, poly, scale, symmetry, halves, descent, balance, retime
  [2]
  $ wrong -e 'x0' --input 'ap_int<8>' --without everything
  --without:1:1: error: unknown optimisation 'everything'
      1 | everything
        | ^~~~~~~~~~
  note: known: affine, saturate, factor, turns, absorb, pairs, rows, recurrence, kcm, share, multipartite, poly, scale, symmetry, halves, descent, balance, retime
  [2]
