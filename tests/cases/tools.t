A file of each kind of tool, as the tools write them, and what is made of it.

PySR, 2020 to now.

  $ cat >hall_of_fame.csv <<'E'
  > Complexity|MSE|Equation
  > 1|1.5|x0
  > 3|0.5|pow(x0, 2.0)
  > 5|0.1|(x1 + log_abs(x0 * 2.0))
  > E
  $ means hall_of_fame.csv
  hall_of_fame.csv: PySR hall of fame before 0.10 (pysr2021), 3 equations
  y = x1 + log(abs(x0 * 2) + 1e-8)
  $ echo 'mult(pow(x1, -0.43), logm(x0))' >old.txt; means old.txt
  old.txt: PySR calls of 2020 (pysr2020), 1 equation
  y = abs(x1) ^ -0.43 * log(abs(x0) + 1e-8)
  $ printf '\357\273\277Complexity,Loss,Equation\r\n1,Inf,"x0"\r\n3,0.25,"(-0.94 ^ x0)"\r\nComplexity,Loss,Equation\r\n172,1.5e-5,"max(x0, -1.5, x₁) - Δx"' >bom.csv
  $ for n in 1 2 3; do means bom.csv --select row=$n; done
  bom.csv: PySR hall of fame (pysr), 3 equations
  y = var x0
  bom.csv: PySR hall of fame (pysr), 3 equations
  y = (-0.94) ^ x0
  bom.csv: PySR hall of fame (pysr), 3 equations
  y = max(max(x0, -1.5), x₁) - Δx
  $ printf 'Complexity\tLoss\tEquation\n1\t0.5\tmax(x0, 2.0)\n' >hall.txt; means hall.txt
  hall.txt: PySR hall of fame (pysr), 1 equation
  y = max(x0, 2)
  $ printf 'Complexity,Loss,Equation\n1,0.5,max(x0, x1)\n' >bare.csv; means bare.csv
  bare.csv: PySR hall of fame (pysr), 1 equation
  y = max(x0, x1)
  $ echo 'Complexity,Loss,Equation' >empty.csv; symgate show empty.csv
  empty.csv:1:1: error: the table has a header and no equations
      1 | Complexity,Loss,Equation
        | ^~~~~~~~~~~~~~~~~~~~~~~~
  [2]
  $ cat >pandas.csv <<'E'
  > ,complexity,loss,equation,score,sympy_format,lambda_format
  > 0,1,0.5,x0,0.0,x0,PySRFunction(X=>x0)
  > 1,4,0.25,(-0.94 ^ x0) + x1,0.3,x1 - 0.94**x0,"PySRFunction(X=>x1 -
  > 0.94**x0)"
  > E
  $ means pandas.csv
  pandas.csv: PySR equations_ saved by pandas (pandas), 2 equations
  y = (-0.94) ^ x0 + x1
  $ cat >pandas06.csv <<'E'
  > ,Complexity,MSE,score,Equation,sympy_format,lambda_format
  > 0,3,0.25,0.3,"pow(x0, 3.0)",Abs(x0)**3.0,"PySRFunction(X=>Abs(x0)**3.0)"
  > E
  $ means pandas06.csv
  pandas06.csv: PySR hall of fame before 0.10 (pysr2021), 1 equation
  y = abs(x0) ^ 3
  $ cat >texts.txt <<'E'
  > (-2.5 ^ x0)
  > square(x1 * (x0 - -1.5))
  > E
  $ means texts.txt --select row=1
  texts.txt: PySR equations, one a line (pysr-text), 2 equations
  y = (-2.5) ^ x0

Several outputs, in the names of every era, and what a killed search leaves.

  $ mkdir a b c d e
  $ hof() { printf 'Complexity,Loss,Equation\n1,0.5,"%s"\n' "$1"; }
  > hof x0 >a/hof.csv.out1; hof x1 >a/hof.csv.out2; means a/hof.csv
  > hof x0 >b/out1_hof.csv; hof x1 >b/out2_hof.csv; means b/hof.csv
  > hof x0 >c/hall_of_fame_output1.csv; hof x1 >c/hall_of_fame_output2.csv; means c
  > hof x0 >d/hall_of_fame.csv.bak; means d; means d/hall_of_fame.csv
  > hof x0 >e/hof.csv.out1.bkup; hof x1 >e/hof.csv.out2; means e/hof.csv
  hof.csv.out1: PySR hall of fame (pysr), 1 equation
  hof.csv.out2: PySR hall of fame (pysr), 1 equation
  y1 = var x0
  y2 = var x1
  out1_hof.csv: PySR hall of fame (pysr), 1 equation
  out2_hof.csv: PySR hall of fame (pysr), 1 equation
  y1 = var x0
  y2 = var x1
  hall_of_fame_output1.csv: PySR hall of fame (pysr), 1 equation
  hall_of_fame_output2.csv: PySR hall of fame (pysr), 1 equation
  y1 = var x0
  y2 = var x1
  hall_of_fame.csv.bak: PySR hall of fame (pysr), 1 equation
  y = var x0
  hall_of_fame.csv.bak: PySR hall of fame (pysr), 1 equation
  y = var x0
  hof.csv.out1.bkup: PySR hall of fame (pysr), 1 equation
  hof.csv.out2: PySR hall of fame (pysr), 1 equation
  y1 = var x0
  y2 = var x1
  $ mkdir -p SR_output/mlp/dim0_x SR_output/mlp/dim2_y; cp a/hof.csv.out1 SR_output/mlp/dim0_x/hall_of_fame.csv
  > cp a/hof.csv.out2 SR_output/mlp/dim2_y/hall_of_fame.csv; means SR_output/mlp; means SR_output
  hall_of_fame.csv: PySR hall of fame (pysr), 1 equation
  hall_of_fame.csv: PySR hall of fame (pysr), 1 equation
  y0 = var x0
  y1 = const 0
  y2 = var x1
  hall_of_fame.csv: PySR hall of fame (pysr), 1 equation
  hall_of_fame.csv: PySR hall of fame (pysr), 1 equation
  y0 = var x0
  y1 = const 0
  y2 = var x1

Templates and parametric expressions.

  $ cat >template.csv <<'E'
  > Complexity,Loss,Equation
  > 3,0.5,"f = #1 * 0.9; g = sqrt(#2); p = [1.5, -2.0]"
  > E
  $ means template.csv --template 'p[1]*f(x, y) + g(x, y)^2 - p[2]' -e 'z=x'
  template.csv: PySR hall of fame (pysr), 1 equation
  y = 1.5 * (x * 0.9) + sqrt(y) ^ 2 - -2
  z = var x
  $ means template.csv --template 'D(f, 1)(x, y) + x'
  template.csv: PySR hall of fame (pysr), 1 equation
  y = 0.9 + x
  $ printf 'Complexity,Loss,Equation\n3,0.5,"(p1 * x0) + p2"\n' >parametric.csv
  $ means parametric.csv --param p1=0.3 --param p2=-2
  parametric.csv: PySR hall of fame (pysr), 1 equation
  y = 0.3 * x0 + -2
  $ means parametric.csv --param p1=0.3,0.5,0.7 --param p2=-2
  parametric.csv: PySR hall of fame (pysr), 1 equation
  y = ifelse(greater(category, 1.5), 0.7, ifelse(greater(category,...
  $ means template.csv --template 'p[class]*x'
  template.csv: PySR hall of fame (pysr), 1 equation
  y = ifelse(greater(class, 1.5), -2, 1.5) * x
  $ means template.csv --template 'a = f(x, y); b = g(x, y)
  > a^2 + b*a'
  template.csv: PySR hall of fame (pysr), 1 equation
  y = (x * 0.9) ^ 2 + sqrt(y) * (x * 0.9)
  $ means template.csv --template 'p[class*x'
  --template:1:10: error: ']' is expected here
  $ means parametric.csv --param p1=0.3,oops --param p2=-2
  --param:1:8: error: 'oops' is not a parameter of p1

SymbolFit: all its tables.

  $ cat >candidates.csv <<'E'
  > ,Complexity,PySR equation,Parameterized equation,Parameterization,"Parameters: (best-fit, +1, -1)",Covariance,Correlation,"Parameterized equation, unscaled",RMSE,R2
  > 0,5,1.5*gauss(x0),a1*gauss(x0),{'a1': 1.5},"{'a1': (1.5, 0.25, -0.5)}","{'a1, a1': 0.1}",{},a1*gauss((x0 - 2.5) * 0.5),0.5,0.9
  > E
  $ means candidates.csv; means candidates.csv --vary a1=-1
  candidates.csv: SymbolFit candidates (symbolfit), 1 equation
  y = 1.5 * gauss((x0 - 2.5) * 0.5)
  candidates.csv: SymbolFit candidates (symbolfit), 1 equation
  y = (1.5 + -0.5) * gauss((x0 - 2.5) * 0.5)
  $ cat >compact.csv <<'E'
  > ,"Parameterized equation, unscaled","Parameters: (best-fit, +1, -1)",Covariance,Correlation,RMSE
  > 0,a2*x0**a1,"{'a1': (-7.02, 0, 0), 'a2': (4.2e+24, 5e+22, -5e+22)}",{},{},1.5
  > E
  $ means compact.csv
  compact.csv: SymbolFit candidates (symbolfit), 1 equation
  y = 4.2e24 * x0 ^ -7.02

  $ cat >numpy.csv <<'E'
  > ,"Parameterized equation, unscaled","Parameters: (best-fit, +1, -1)",RMSE
  > 0,a1*x0,"{'a1': (np.float64(-7.02), nan, -inf)}",1.5
  > E
  $ means numpy.csv; means numpy.csv --vary a1=+1
  numpy.csv: SymbolFit candidates (symbolfit), 1 equation
  y = (-7.02) * x0
  define:1:14: error: 'nan' is not a number

SRBench: in the dialect of the algorithm.

  $ cat >operon.json <<'E'
  > {"dataset": "d", "algorithm": "tuned.Operon", "symbolic_model": "((-1.5) + (1.000 * log(abs(X1))))", "mse_test": 0.5}
  > E
  $ means operon.json
  operon.json: SRBench or TPSR result in JSON (srbench), 1 equation
  y = (-1.5) + 1 * log(abs(X1))
  $ cat >gplearn.json <<'E'
  > {"algorithm": "gplearn", "symbolic_model": "sqrt(X0)"}
  > E
  $ means gplearn.json
  gplearn.json: SRBench or TPSR result in JSON (srbench), 1 equation
  y = sqrt(abs(X0))
  $ cat >gomea.json <<'E'
  > {"algorithm": "tuned.GPGOMEARegressor", "symbolic_model": "1.5+plog((x0p/x1))"}
  > E
  $ means gomea.json
  gomea.json: SRBench or TPSR result in JSON (srbench), 1 equation
  y = 1.5 + log(abs(sign(x1) * x0 / (1e-6 + abs(x1))) + 1 - sign(a...
  $ cat >itea.json <<'E'
  > {"algorithm": "tuned.ITEARegressor", "symbolic_model": "2.5*np.sin(x[:,0]**(-1)) + sqrtAbs(x[:,1])"}
  > E
  $ means itea.json
  itea.json: SRBench or TPSR result in JSON (srbench), 1 equation
  y = 2.5 * sin(x0 ^ -1) + sqrt(abs(x1))

  $ echo '[{"equation": "x0"}, {"equation": "2*x0**2", "mse": 0.5}]' >runs.json; means runs.json --select row=2
  runs.json: SRBench or TPSR result in JSON (srbench), 2 equations
  y = 2 * x0 ^ 2

PhySO, AI Feynman, ITEA, TIR.

  $ cat >SR_curves_pareto.csv <<'E'
  > epoch,position,complexity,length,reward,rmse,expression,c,k
  > 0,1,3,3,0.5,1.5,c*x,2.5,nan
  > 9,3,5,5,0.9,0.5,c*x + k**2,2.5,-1.5
  > E
  $ means SR_curves_pareto.csv --select accurate
  SR_curves_pareto.csv: PhySO Pareto front (physo-pareto), 2 equations
  y = 2.5 * x + (-1.5) ^ 2
  $ cat >solution.txt <<'E'
  > 18.1 40.6 sqrt(666.000000000000+pi)
  > 31.12 4.95 24799.8 68.5 0.5 11.407377723538+((x1*x0)-(x2*pi))
  > -inf 0.0 -inf -inf 0.25 (x1)**(-1) + asin(x0)
  > E
  $ means solution.txt --select row=2; means solution.txt --select row=3
  solution.txt: AI Feynman solutions (aifeynman), 3 equations
  y = 11.407377723538 + (x1 * x0 - x2 * pi)
  solution.txt: AI Feynman solutions (aifeynman), 3 equations
  y = x1 ^ -1 + asin(x0)
  $ cat >exprs.csv <<'E'
  > 
  > "[Term Sin (fromList [(0,-1)])]","[0.5,2.5]","0.5 + 2.5*np.sin(x[:,0]**(-1))"
  > E
  $ means exprs.csv
  exprs.csv: ITEA expressions (itea), 1 equation
  y = 0.5 + 2.5 * sin(x0 ^ -1)
  $ cat >tir.txt <<'E'
  > ((-5.0e-17) + ((1.0) * (Sin((x0)^(1))))) / ((1.0) + ((2.0) * (Sqrt((x1)**(-1.0)))))
  > E
  $ means tir.txt
  tir.txt: TIR expressions (tir), 1 equation
  y = ((-5e-17) + 1 * sin(x0 ^ 1)) / (1 + 2 * sqrt(x1 ^ -1))

Operon, gplearn, GP-GOMEA and gpg, Bingo, HeuristicLab.

  $ cat >operon.txt <<'E'
  > ((-36.005) + (1.000 * (nu / (sqrt(1 + ((-391.4) * T) ^ 2)))))
  > E
  $ means operon.txt
  operon.txt: Operon models (operon), 1 equation
  y = (-36.005) + 1 * (nu / sqrt(1 + ((-391.4) * T) ^ 2))
  $ cat >gplearn.txt <<'E'
  > X2
  > sub(add(-0.999, X1), log(X0))
  > E
  $ means gplearn.txt --select row=2
  gplearn.txt: gplearn programs (gplearn), 2 equations
  y = (-0.999) + X1 - cond(abs(X0) - 0.001, log(max(abs(X0), 0.001...
  $ echo 'log(x0)' >log.txt; means log.txt
  log.txt: plain text, one equation a line (text), 1 equation
  y = log(x0)
  $ echo '-4.242429+0.131071*((sin((0.791000*x1)))^2+((-12.1aqx1)p/(-4.25)))' >gomea.txt
  $ means gomea.txt
  gomea.txt: GP-GOMEA models (gomea), 1 equation
  y = (-4.242429) + 0.131071 * (sin(0.791 * x1) ^ 2 + sign(-4.25) ...
  $ echo '( x_0 )**2+sqrt(max(1.0,x_1))-¬( x_1 )' >gpg.txt; means gpg.txt --from gomea
  gpg.txt: GP-GOMEA models (gomea), 1 equation
  y = x_0 ^ 2 + log(max(1, x_1)) - (-x_1)
  $ echo '(X_0)((5.0)(X_1 - (cos(X_2))) + (|X_1|)^(2))' >bingo.txt; means bingo.txt
  bingo.txt: Bingo equations (bingo), 1 equation
  y = X_0 * (5 * (X_1 - cos(X_2)) + abs(X_1) ^ 2)
  $ echo "sqr(-1.5 * 'var 1' - cbrt(r)) * 1.43757011e-001 + IF(GT(r, 1), 1, 0)" >hl.txt
  $ means hl.txt
  hl.txt: HeuristicLab models (heuristiclab), 1 equation
  y = ((-1.5) * var 1 - cbrt(r)) ^ 2 * 0.143757011 + ifelse(greate...

DSO, uDSR, E2E, TPSR, PS-Tree.

  $ cat >dso_hof.csv <<'E'
  > r,count_on_policy,expression,traversal
  > 0.99,3,sin(x1)/x2 + E,"add,div,sin,x1,x2,exp,1.0"
  > E
  $ means dso_hof.csv
  dso_hof.csv: DSO expressions (dso), 1 equation
  y = sin(x1) / x2 + exp(1)
  $ echo 'mul,-1.5e-1,pow2,x_0' >prefix.txt; means prefix.txt
  prefix.txt: prefix tokens (DSO traversal, E2E) (traversal), 1 equation
  y = (-0.15) * x_0 ^ 2
  $ echo '(3.79 add (-1.48 mul x_1))' >words.txt; means words.txt
  words.txt: E2E with operators in words (words), 1 equation
  y = 3.79 + (-1.48) * x_1
  $ echo '(0.1 + (0.4 * 1/((-0.34 + (6.0e-16 * x_0))))) ** 2' >e2e.txt; means e2e.txt
  e2e.txt: E2E or TPSR expressions (e2e), 1 equation
  y = (0.1 + 0.4 * 1 / ((-0.34) + 6e-16 * x_0)) ^ 2
  $ cat >e2e.csv <<'E'
  > problem,relabed_predicted_tree,predicted_tree,predicted_tree_prefix
  > p,"(3.79 add (-1.48 mul x_1))","(3.79 + (-1.48 * x_1))","add,3.79,mul,-1.48,x_1"
  > E
  $ means e2e.csv
  e2e.csv: E2E or TPSR predictions (e2e-table), 1 equation
  y = 3.79 + (-1.48) * x_1
  $ cat >pstree.txt <<'E'
  > Piecewise(ExprCondPair(Mul(Float('0.65', precision=53), Pow(Symbol('X0'), Rational(-1, 2))), And(LessThan(Symbol('X0'), Float('0.5', precision=53)), StrictGreaterThan(Symbol('X1'), Integer(2)))), ExprCondPair(Integer(0), true))
  > E
  $ means pstree.txt
  pstree.txt: SymPy srepr (PS-Tree) (pstree), 1 equation
  y = ifelse(greater(min(1 - greater(X0, 0.5), greater(X1, 2)), 0)...

EQL, QLattice, Eureqa, TuringBot: their texts look like anyone's.

  $ echo '159.0*a + 10.1*log(Abs(0.305*a - 0.004)) + E' >eql.txt; means eql.txt --from eql; means eql.txt
  eql.txt: EQL models (eql), 1 equation
  y = 159 * a + 10.1 * log(abs(0.305 * a - 0.004)) + exp(1)
  eql.txt: plain text, one equation a line (text), 1 equation
  y = 159 * a + 10.1 * log(abs(0.305 * a - 0.004)) + E
  $ echo '8.09*exp(-2.0*tanh(0.16*x0 + 1)**2)' >feyn.txt; means feyn.txt --from qlattice
  feyn.txt: QLattice models (qlattice), 1 equation
  y = 8.09 * exp((-2) * tanh(0.16 * x0 + 1) ^ 2)
  $ echo 'y = 2*gauss(x) + logistic(x) + step(x) + if(x > 1, sgn(x), x!)' >eureqa.txt; means eureqa.txt --from eureqa
  eureqa.txt: Eureqa formulas (eureqa), 1 equation
  y = 2 * gauss(x) + sigmoid(x) + greater(x, 0) + ifelse(greater(x...
  $ echo 'y = 1.5*col1 + pow(col2, 2) - atan2(col1, col2)' >turing.txt; means turing.txt --from turingbot
  turing.txt: TuringBot formulas (turingbot), 1 equation
  y = 1.5 * col1 + col2 ^ 2 - ifelse(greater(col2, 0), atan(col1 /...
  $ printf '# ours\n\n y = 2*x\nsin(x)\n' >text.txt; means text.txt --select row=2
  text.txt: plain text, one equation a line (text), 2 equations
  y = sin(x)
  $ printf '"x + 1"\ny = x*2;\n' >quoted.txt; means quoted.txt --select row=1; means quoted.txt --select row=2
  quoted.txt: plain text, one equation a line (text), 2 equations
  y = x + 1
  quoted.txt: plain text, one equation a line (text), 2 equations
  y = x * 2

  $ printf 'Size\tError\tFunction\n1\t0.5\t6.29\n3\t0.25\t1.5*col1\n' >turing.tsv; means turing.tsv --select accurate
  turing.tsv: equations (table), 2 equations
  y = 1.5 * col1
  $ printf 'Size,Fit,Solution\n3,0.25,"y = if(x > 1, x, 0.5*x)"\n' >eureqa.csv; means eureqa.csv
  eureqa.csv: equations (table), 1 equation
  y = ifelse(greater(x, 1), x, 0.5 * x)
  $ echo "AND('a', 'b') + NOT(a) + IF(OR(a, b), SQR(a), CUBEROOT(b))" >hl2.txt; means hl2.txt
  hl2.txt: HeuristicLab models (heuristiclab), 1 equation
  y = greater(min(a, b), 0) + (1 - greater(a, 0)) + ifelse(greater...

Tables of others: in frames, with several equations a row, with columns of another name.

  $ cat >report.txt <<'E'
  > +----+--------+---------------------+
  > |    | method | expr                |
  > |----+--------+---------------------|
  > |  0 | SINDy  | [-1.0*x + y, x**2]  |
  > |  1 | ProGED | [max(x, y), -y]     |
  > +----+--------+---------------------+
  > E
  $ means report.txt --select row=2; means report.txt --select row=1
  report.txt: equations (table), 4 equations
  y1 = max(x, y)
  y2 = -y
  report.txt: equations (table), 4 equations
  y1 = (-1) * x + y
  y2 = x ^ 2
  $ printf '| Equation | Loss |\n|:---|---:|\n| x0*2 | 0.5 |\n' >table.md; means table.md
  table.md: equations (table), 1 equation
  y = x0 * 2
  $ printf 'run,first_equation,last_equation\n1,x0 + 1,2*x1\n' >runs.csv; symgate show runs.csv
  runs.csv:1:1: error: no column is named Equation
      1 | run,first_equation,last_equation
        | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  note: give one: --column first_equation or last_equation
  [2]
  $ means runs.csv --column last_equation
  runs.csv: equations (table), 1 equation
  y = 2 * x1
  $ printf '\200\005pickle\000' >model.csv; symgate show model.csv
  model.csv:1:1: error: the file is not a text
      1 | ??pickle?
        | ^
  note: it is a Python pickle; load it there and save its equations_ with to_csv
  [2]
