Tables of equations and of samples that cannot be read.

  $ wrong missing.csv
  EQUATIONS:1:1: error: cannot read the file: No such file or directory
      1 | missing.csv
        | ^~~~~~~~~~~
  [2]
  $ wrong .
  EQUATIONS:1:1: error: the folder has no hall_of_fame.csv
      1 | .
        | ^
  [2]
  $ : >empty.csv; wrong empty.csv
  empty.csv:1:1: error: the file is empty
      1 | 
        | ^
  [2]
  $ echo 'Complexity,Loss,Equation' >header.csv; wrong header.csv
  header.csv:1:1: error: the table has a header and no equations
      1 | Complexity,Loss,Equation
        | ^~~~~~~~~~~~~~~~~~~~~~~~
  [2]
  $ printf 'a,b,c\n1,2,3\n' >other.csv; wrong other.csv
  other.csv:1:1: error: no column is named Equation
      1 | a,b,c
        | ^~~~~
  note: a table of equations begins with a line of column names, such as Complexity,Loss,Equation
  [2]
  $ echo '+--+--+' >rules.txt; wrong rules.txt --from table
  rules.txt:1:1: error: the table has no line of column names
      1 | +--+--+
        | ^
  [2]
  $ cat >unclosed.csv <<'E'
  > Complexity,Loss,Equation
  > 1,0.5,"x0 + 1
  > E
  > wrong unclosed.csv
  unclosed.csv:2:7: error: this quote is not closed
      2 | 1,0.5,"x0 + 1
        |       ^
  [2]
  $ cat >bad.csv <<'E'
  > Complexity,Loss,Equation
  > 1,0.5,"x0 + "
  > 3,oops,"x0 * 2"
  > five,0.25,"x0"
  > E
  > wrong bad.csv
  bad.csv:3:3: error: loss 'oops' is not a number
      3 | 3,oops,"x0 * 2"
        |   ^~~~
  bad.csv:4:1: error: complexity 'five' is not a number
      4 | five,0.25,"x0"
        | ^~~~
  [2]
  $ cat >front.csv <<'E'
  > Complexity,Loss,Equation
  > 1,0.5,"0.25"
  > 3,0.4,"x0 * (1.5 - x1"
  > 5,0.3,"x0 * log(x1)"
  > E
  > wrong front.csv --select complexity=3
  front.csv:3:13: error: this '(' is not closed
      3 | 3,0.4,"x0 * (1.5 - x1"
        |             ^
  [2]
  $ wrong front.csv --select complexity=4
  --select:1:1: error: no row has complexity 4
      1 | complexity=4
        | ^~~~~~~~~~~~
  note: the complexities are 1, 3, 5
  [2]
  $ wrong front.csv --select row=9
  --select:1:1: error: there is no row 9
      1 | row=9
        | ^~~~~
  note: the rows are 1 to 3
  [2]
  $ wrong front.csv --select row=x
  --select:1:1: error: 'x' is not a whole number
      1 | row=x
        | ^~~~~
  [2]
  $ wrong front.csv --select worst
  --select:1:1: error: unknown selection 'worst'
      1 | worst
        | ^~~~~
  note: give best, accurate, score, complexity=N, row=N or all
  [2]
  $ wrong front.csv front.csv --select all
  --select:1:1: error: every row becomes a design of its own only for one file alone
      1 | all
        | ^~~
  note: compile the files one by one
  [2]
  $ wrong -e x0 --select best
  --select:1:1: error: there is no file to select rows of
      1 | best
        | ^~~~
  [2]
  $ cat >outputs.csv <<'E'
  > Output,Equation
  > a,"x0"
  > a,"x1"
  > E
  > wrong outputs.csv --input 'ap_int<8>'
  outputs.csv:3:1: error: output 'a' has an equation already, in row 1
      3 | a,"x1"
        | ^
  [2]
  $ wrong -e 'x0 + x1' --input 'ap_int<8>' --data missing.csv
  --data:1:1: error: cannot read the file: No such file or directory
      1 | missing.csv
        | ^~~~~~~~~~~
  [2]
  $ printf 'x0,x1\n' >none.csv; wrong -e 'x0 + x1' --input 'ap_int<8>' --data none.csv
  none.csv:1:1: error: there are no samples in the file
      1 | x0,x1
        | ^~~~~
  note: --data is a CSV: a line of variable names, then lines of numbers; or an array of NumPy
  [2]
  $ printf 'x0,x1\n1,2\n3\n' >short.csv; wrong -e 'x0 + x1' --input 'ap_int<8>' --data short.csv
  short.csv:3:1: error: 1 cells where the header has 2 names
      3 | 3
        | ^
  [2]
  $ printf 'x0,x1\n1,2,3\n' >long.csv; wrong -e 'x0 + x1' --input 'ap_int<8>' --data long.csv
  long.csv:2:5: error: more cells than the header has names
      2 | 1,2,3
        |     ^
  [2]
  $ printf 'x0,x1\n1,two\n' >text.csv; wrong -e 'x0 + x1' --input 'ap_int<8>' --data text.csv
  text.csv:2:3: error: column 'x1': 'two' in row 1 is not a finite number
      2 | 1,two
        |   ^~~
  [2]
  $ printf 'x0,x1\n1,nan\n' >nan.csv; wrong -e 'x0 + x1' --input 'ap_int<8>' --data nan.csv
  nan.csv:2:3: error: column 'x1': 'nan' in row 1 is not a finite number
      2 | 1,nan
        |   ^~~
  [2]
  $ printf 'x0,z\n1,2\n' >column.csv; wrong -e 'x0 + x1' --input 'ap_int<8>' --data column.csv
  column.csv:1:1: error: no column 'x1' in the samples
      1 | x0,z
        | ^~~~
  note: the columns are: x0, z
  [2]
