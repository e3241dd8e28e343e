Files of many tools: what is recognised, and options for them.

  $ printf 'Complexity,Loss,Equation\n3,0.5,"f = sin(#1) * #1; p = [1.5, 2.0]"\n' >t.csv
  $ symgate show t.csv --template 'p[1]*f(x) + D(f, 1)(y) - p[2]' --dump simplify
  t.csv: PySR hall of fame (pysr), 1 equation
  -- simplify
  %1 = var x
  %2 = var y
  %3 = const 1.5
  %4 = sin %1              ; sin(x)
  %5 = mul %1 %4           ; x * sin(x)
  %6 = mul %5 %3           ; x * sin(x) * 1.5
  %7 = sin %2              ; sin(y)
  %8 = cos %2              ; cos(y)
  %9 = mul %2 %8           ; y * cos(y)
  %10 = const -2
  %11 = add %7 %9          ; sin(y) + y * cos(y)
  %12 = add %6 %11         ; x * sin(x) * 1.5 + (sin(y) + y * cos(y))
  %13 = add %12 %10        ; x * sin(x) * 1.5 + (sin(y) + y * cos(y)) + -2
  output y = %13
  $ symgate show t.csv
  t.csv:2:10: error: unexpected '='
      2 | 3,0.5,"f = sin(#1) * #1; p = [1.5, 2.0]"
        |          ^
  note: an equation is one expression; a template `f = ...; g = ...` needs the rule that joins them: --template 'f(x0) + g(x1)'
  [2]
  $ cat >fit.csv <<'E'
  > ,"Parameterized equation, unscaled","Parameters: (best-fit, +1, -1)",RMSE
  > 0,a1*x0 + a2,"{'a1': (2.5, 0.25, -0.5), 'a2': (1, 0, 0)}",3.0
  > E
  $ symgate show fit.csv --dump simplify
  fit.csv: SymbolFit candidates (symbolfit), 1 equation
  -- simplify
  %1 = var x0
  %2 = const 2.5
  %3 = mul %1 %2           ; x0 * 2.5
  %4 = const 1
  %5 = add %3 %4           ; x0 * 2.5 + 1
  output y = %5
  $ symgate show fit.csv --vary a1=-1 --dump simplify
  fit.csv: SymbolFit candidates (symbolfit), 1 equation
  -- simplify
  %1 = var x0
  %2 = const 2
  %3 = mul %1 %2           ; x0 * 2
  %4 = const 1
  %5 = add %3 %4           ; x0 * 2 + 1
  output y = %5
  $ symgate show fit.csv --vary a3=-1
  --vary:1:1: error: no such parameter in the equations chosen
      1 | a3=-1
        | ^~~~~
  note: give --vary NAME=+1 or NAME=-1, NAME being one of SymbolFit's parameters
  [2]
  $ symgate show fit.csv --vary a1=2
  --vary:1:1: error: a shift is +1 or -1, as in a1=+1
      1 | a1=2
        | ^~~~
  [2]
  $ echo 'sqr(x) * 1.5e-001' >hl.txt
  $ symgate show hl.txt --from heuristiclab --dump parse
  hl.txt: HeuristicLab models (heuristiclab), 1 equation
  -- parse
  %1 = var x
  %2 = const 2
  %3 = pow %1 %2           ; x ^ 2
  %4 = const 0.15
  %5 = mul %3 %4           ; x ^ 2 * 0.15
  output y = %5
  $ symgate show hl.txt --from fortran
  --from:1:1: error: unknown kind 'fortran'
      1 | fortran
        | ^~~~~~~
  note: known: symbolfit, pandas, pysr, pysr2021, itea, feynman, groundtruth, physo, physo-pareto, dso, outputs, e2e-table, e2e-relabeled, e2e-prefix, table, srbench, pstree, aifeynman, traversal, pysr2020, gplearn, pysr-text, gomea, bingo, words, tir, itea-text, e2e, operon, heuristiclab, c, c++, eql, qlattice, sympy, eureqa, turingbot, text
  [2]
  $ for k in 1 2; do printf 'Complexity,Loss,Equation\n1,0.5,"x0 * k'$k'"\n' >hof.csv.out$k; done
  $ symgate show hof.csv --param k1=3 --param k2=4 --dump parse
  hof.csv.out1: PySR hall of fame (pysr), 1 equation
  hof.csv.out2: PySR hall of fame (pysr), 1 equation
  -- parse
  %1 = var x0
  %2 = const 3
  %3 = mul %1 %2           ; x0 * 3
  %4 = const 4
  %5 = mul %1 %4           ; x0 * 4
  output y1 = %3
  output y2 = %5
  $ mkdir -p SR/block/dim0_a SR/block/dim2_a SR/block/dim2_b
  $ cp hof.csv.out1 SR/block/dim0_a/hall_of_fame.csv; cp hof.csv.out1 SR/block/dim2_a/hall_of_fame.csv
  $ cp hof.csv.out2 SR/block/dim2_b/hall_of_fame.csv
  $ symgate show SR --dump parse
  hall_of_fame.csv: PySR hall of fame (pysr), 1 equation
  hall_of_fame.csv: PySR hall of fame (pysr), 1 equation
  -- parse
  %1 = var x0
  %2 = var k1
  %3 = mul %1 %2           ; x0 * k1
  %4 = const 0
  %5 = var k2
  %6 = mul %1 %5           ; x0 * k2
  output y0 = %3
  output y1 = %4
  output y2 = %6
  $ printf '# ours\n\nsq(x) = x^2\nhalf = x -> x/2\nk = 1.5\n' >defs.txt
  $ symgate show -e 'k*sq(half(x))' --define-file defs.txt --dump parse
  -- parse
  %1 = const 1.5
  %2 = var x
  %3 = const 2
  %4 = div %2 %3           ; x / 2
  %5 = pow %4 %3           ; (x / 2) ^ 2
  %6 = mul %1 %5           ; 1.5 * (x / 2) ^ 2
  output y = %6
  $ cat >dict.txt <<'E'
  > # extra_sympy_mappings, pasted
  > "inv2": lambda x: 1 / x**2,  # a comment
  > 'half': lambda x: x / 2,
  > E
  $ symgate show -e 'inv2(half(x))' --define-file dict.txt --dump parse
  -- parse
  %1 = var x
  %2 = const 2
  %3 = div %1 %2           ; x / 2
  %4 = const 1
  %5 = pow %3 %2           ; (x / 2) ^ 2
  %6 = div %4 %5           ; 1 / (x / 2) ^ 2
  output y = %6
  $ printf 'a(x) = x +\nb(x) = x\nc(x = 1\n' >bad.txt
  $ symgate show -e 'b(x)' --define-file bad.txt
  bad.txt:1:11: error: a number, a name or '(' is expected at the end
      1 | a(x) = x +
        |           ^
  bad.txt:3:5: error: ',' or ')' is expected here
      3 | c(x = 1
        |     ^
  note: a definition is written 'sc(x) = sin(x)*cos(x)'
  [2]
  $ symgate show -e 'x' --define-file none.txt
  --define-file:1:1: error: cannot read the file: No such file or directory
      1 | none.txt
        | ^~~~~~~~
  [2]
  $ printf 'Complexity,Loss,Equation\n1,0.5,"qq(x0)"\n2,0.1,"qq(x1)*qq(x0)"\n3,0.09,"x0"\n' >q.csv
  $ symgate show q.csv --select row=2
  q.csv:3:8: error: unknown function 'qq'
      3 | 2,0.1,"qq(x1)*qq(x0)"
        |        ^~
  note: qq occurs in 2 of the 3 equations read
  note: define it: --define 'qq(x) = ...'
  [2]
  $ cat >pair.c <<'E'
  > struct out { double sum, ratio; };
  > struct out pair(const double x[2], double k)
  > {
  > 	struct out o = {0};
  > 	for (int i = 0; i < 2; i++)
  > 		o.sum += x[i];
  > 	o.ratio = k > 0.5 ? x[0] / (k + 3) : sqrt(x[1] * x[1]);
  > 	return o;
  > }
  > E
  $ symgate show pair.c --dump parse
  pair.c: C function (c), 2 equations
  -- parse
  %1 = var x0
  %2 = var x1
  %3 = const 0
  %4 = add %3 %1           ; 0 + x0
  %5 = add %4 %2           ; 0 + x0 + x1
  %6 = var k
  %7 = const 0.5
  %8 = greater %6 %7       ; greater(k, 0.5)
  %9 = const 3
  %10 = add %6 %9          ; k + 3
  %11 = div %1 %10         ; x0 / (k + 3)
  %12 = mul %2 %2          ; x1 * x1
  %13 = sqrt %12           ; sqrt(x1 * x1)
  %14 = ifelse %8 %11 %13  ; ifelse(greater(k, 0.5), x0 / (k + 3), sqrt(x1 * x1))
  output sum = %5
  output ratio = %14
  $ symgate compile pair.c --input 'ap_fixed<10,2>' --emit ref -o pair >/dev/null
  $ ls pair pair/ref; sed -n '/^.include/,$p' pair/ref/pair.c
  pair:
  manifest.json
  pair.dp
  ref
  
  pair/ref:
  pair.c
  #include <math.h>
  
  static double op_greater(double x, double y)
  {
  	return x > y ? 1.0 : 0.0;
  }
  
  static double op_ifelse(double x, double y, double z)
  {
  	return x > 0.0 ? y : z;
  }
  
  void pair(double x0, double x1, double k, double *sum, double *ratio)
  {
  	*sum = (0.0 + x0) + x1;
  	*ratio = op_ifelse(op_greater(k, 0.5), x0 / (k + 3.0), sqrt(x1 * x1));
  }
