What each pass makes of the equations.

  $ symgate show -e 'x0*sin(x1 + 0.5)/3 - -x0^2'
  -- parse
  %1 = var x0
  %2 = var x1
  %3 = const 0.5
  %4 = add %2 %3           ; x1 + 0.5
  %5 = sin %4              ; sin(x1 + 0.5)
  %6 = mul %1 %5           ; x0 * sin(x1 + 0.5)
  %7 = const 3
  %8 = div %6 %7           ; x0 * sin(x1 + 0.5) / 3
  %9 = const 2
  %10 = pow %1 %9          ; x0 ^ 2
  %11 = neg %10            ; -(x0 ^ 2)
  %12 = sub %8 %11         ; x0 * sin(x1 + 0.5) / 3 - (-(x0 ^ 2))
  output y = %12
  -- simplify
  %1 = var x0
  %2 = var x1
  %3 = const 0.5
  %4 = add %2 %3           ; x1 + 0.5
  %5 = sin %4              ; sin(x1 + 0.5)
  %6 = const (1/3)
  %7 = mul %1 %5           ; x0 * sin(x1 + 0.5)
  %8 = mul %7 %6           ; x0 * sin(x1 + 0.5) * (1/3)
  %9 = mul %1 %1           ; x0 * x0
  %10 = add %9 %8          ; x0 * x0 + x0 * sin(x1 + 0.5) * (1/3)
  output y = %10
  $ symgate show -e 'a=x^2' -e 'b=sqrt(x^2 + 1)' --dump parse
  -- parse
  %1 = var x
  %2 = const 2
  %3 = pow %1 %2           ; x ^ 2
  %4 = const 1
  %5 = add %3 %4           ; x ^ 2 + 1
  %6 = sqrt %5             ; sqrt(x ^ 2 + 1)
  output a = %3
  output b = %6
  $ symgate show -e 'sc(x0 + 1)' --define 'sc(x) = sin(x)*cos(x)' --dump simplify
  -- simplify
  %1 = var x0
  %2 = const 1
  %3 = add %1 %2           ; x0 + 1
  %4 = sin %3              ; sin(x0 + 1)
  %5 = cos %3              ; cos(x0 + 1)
  %6 = mul %4 %5           ; sin(x0 + 1) * cos(x0 + 1)
  output y = %6
  $ symgate show -e 'x0*sin(x1)' --input 'ap_fixed<8,3>@-1..2' --dump range
  -- range
  %1 [-1, 2] gain 1  x0
  %2 [-1, 2] gain 2  x1
  %3 [-0.841471, 1] gain 2  sin(x1)
  %4 [-1.68294, 2] gain 1  x0 * sin(x1)
  $ symgate show -e '2*x0 + 1' --input 'ap_int<4>' --output 'ap_int<6>' --dump formats,datapath
  -- formats
  as simplified
  %1 input      lsb    0 width  4 err 0 gain 2 in [-8, 7]  ; x0
  %5 sum        lsb    0 width  5 err 0 gain 1 in [-15, 15]  ; x0 * 2 + 1
  -- datapath
  datapath 1 f latency 0
  in x0 "x0" signed 4 lsb 0 range -8 7 node 1
  1 input lsb 0 stage 0 range -8 7
  2 shl 1 k 1 lsb 0 stage 0 range -16 14
  3 const k 1 lsb 0 stage 0 range 1 1
  4 add 2 3 lsb 0 stage 0 range -15 15
  out y "y" signed 6 lsb 0 range -15 15 node 4
  end
  $ symgate show -e 'x0*x1/4' --input 'ap_int<4>' --output 'ap_int<6>' --dump formats
  -- formats
  as simplified
  %1 input      lsb    0 width  4 err 0 gain 2 in [-8, 7]  ; x0
  %2 input      lsb    0 width  4 err 0 gain 2 in [-8, 7]  ; x1
  %5 product    lsb    0 width  6 err 0.5 gain 1 in [-14.5, 16.5]  ; x0 * x1 * 0.25
  $ symgate show -e 'x0' --dump parse,everything
  --dump:1:7: error: unknown pass 'everything'
      1 | parse,everything
        |       ^~~~~~~~~~
  note: known: parse, simplify, range, formats, datapath, schedule
  [2]

The dialects differ in what a sign before a power means.

  $ symgate show -e '-2.5^x0' --dump parse --dialect julia
  -- parse
  %1 = const -2.5
  %2 = var x0
  %3 = pow %1 %2           ; (-2.5) ^ x0
  output y = %3
  $ symgate show -e '-2.5^x0' --dump parse --dialect python
  -- parse
  %1 = const 2.5
  %2 = var x0
  %3 = pow %1 %2           ; 2.5 ^ x0
  %4 = neg %3              ; -(2.5 ^ x0)
  output y = %4
