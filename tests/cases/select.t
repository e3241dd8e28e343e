PySR's rules of selection.

  $ cat >front.csv <<'E'
  > Complexity,Loss,Equation
  > 1,1.0,"0.5"
  > 3,0.4,"x0 * 0.7"
  > 5,0.11,"x0 * 0.7 + x1"
  > 9,0.1,"(x0 * 0.71 + x1) * 1.01"
  > E
  > for how in best accurate score complexity=3 row=1; do
  >   echo "$how: $(symgate show front.csv --select $how --dump parse | tail -n 2 | head -n 1)"
  > done
  best: %5 = add %3 %4           ; x0 * 0.7 + x1
  accurate: %7 = mul %5 %6           ; (x0 * 0.71 + x1) * 1.01
  score: %5 = add %3 %4           ; x0 * 0.7 + x1
  complexity=3: %3 = mul %1 %2           ; x0 * 0.7
  row=1: %1 = const 0.5
  $ symgate show front.csv --select all --dump simplify
  front.csv: PySR hall of fame (pysr), 4 equations
  == front_row1
  -- simplify
  %1 = const 0.5
  output y = %1
  == front_row2
  -- simplify
  %1 = var x0
  %2 = const 0.7
  %3 = mul %1 %2           ; x0 * 0.7
  output y = %3
  == front_row3
  -- simplify
  %1 = var x0
  %2 = var x1
  %3 = const 0.7
  %4 = mul %1 %3           ; x0 * 0.7
  %5 = add %4 %2           ; x0 * 0.7 + x1
  output y = %5
  == front_row4
  -- simplify
  %1 = var x0
  %2 = var x1
  %3 = const 0.71
  %4 = mul %1 %3           ; x0 * 0.71
  %5 = add %4 %2           ; x0 * 0.71 + x1
  %6 = const 1.01
  %7 = mul %5 %6           ; (x0 * 0.71 + x1) * 1.01
  output y = %7

An Output column makes each row an output; several files do so, too.

  $ cat >outputs.csv <<'E'
  > Output,Equation
  > sum,"x0 + x1"
  > product,"x0 * x1"
  > E
  > symgate show outputs.csv --dump parse
  outputs.csv: equations with outputs (outputs), 2 equations
  -- parse
  %1 = var x0
  %2 = var x1
  %3 = add %1 %2           ; x0 + x1
  %4 = mul %1 %2           ; x0 * x1
  output sum = %3
  output product = %4
  $ cp front.csv other.csv; symgate show front.csv other.csv --dump parse
  front.csv: PySR hall of fame (pysr), 4 equations
  other.csv: PySR hall of fame (pysr), 4 equations
  -- parse
  %1 = var x0
  %2 = const 0.7
  %3 = mul %1 %2           ; x0 * 0.7
  %4 = var x1
  %5 = add %3 %4           ; x0 * 0.7 + x1
  output front = %5
  output other = %5

The old form of the table and a backup.

  $ printf 'Complexity|MSE|Equation\n1|0.5|x0\n3|0.1|(x0 * 2.0)\n' >hall_of_fame.csv.bkup
  $ symgate show hall_of_fame.csv.bkup --dump parse
  hall_of_fame.csv.bkup: PySR hall of fame before 0.10 (pysr2021), 2 equations
  -- parse
  %1 = var x0
  %2 = const 2
  %3 = mul %1 %2           ; x0 * 2
  output y = %3
