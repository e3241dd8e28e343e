Numerics by samples: options that make no sense together.

  $ printf 'x0,x1,truth\n' >s.csv; i=0; while [ $i -lt 40 ]; do
  > echo "$((i % 7)),$((i % 11)),$((i % 2))"; i=$((i + 1)); done >>s.csv
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --numerics data
  --numerics:1:1: error: no samples
      1 | data
        | ^~~~
  note: give --data FILE
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --keep rmse:1% --label truth
  --keep:1:1: error: only --numerics data uses this
      1 | rmse:1%
        | ^~~~~~~
  --label:1:1: error: only --numerics data uses this
      1 | truth
        | ^~~~~
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --data s.csv --numerics data --keep mse:1%
  --keep:1:1: error: unknown metric 'mse'
      1 | mse:1%
        | ^~~
  note: did you mean rmse? known: rmse, accuracy, auc
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --data s.csv --numerics data --keep rmse
  --keep:1:1: error: no tolerance
      1 | rmse
        | ^~~~
  note: give rmse:1% or rmse:0.01
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --data s.csv --numerics data --keep rmse:-1%
  --keep:1:1: error: a tolerance is not negative
      1 | rmse:-1%
        | ^~~~~~~~
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --data s.csv --numerics data --keep auc:0.1
  --keep:1:1: error: auc needs 1 label
      1 | auc:0.1
        | ^~~~~~~
  note: give --label COLUMN
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --data s.csv --numerics data --label trust
  --label:1:1: error: no such column in the samples
      1 | trust
        | ^~~~~
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --data s.csv --numerics data --label truth --label x0
  --label:1:1: error: more labels than the metric has
      1 | x0
        | ^~
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --data s.csv --numerics data --decision 'y>1'
  --decision:1:1: error: a decision has no rmse
      1 | y>1
        | ^~~
  note: give --keep accuracy:TOLERANCE
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --data s.csv --numerics data --keep accuracy:1% --decision 'z>1'
  --decision:1:1: error: no output 'z' in the design
      1 | z>1
        | ^
  note: a decision is argmax, or OUTPUT>NUMBER
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --data s.csv --numerics data --keep accuracy:1% --decision 'y<1'
  --decision:1:2: error: expected '>' and a number
      1 | y<1
        |  ^~
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --data s.csv --numerics data --keep accuracy:1% --decision argmax
  --decision:1:1: error: argmax of one output
      1 | argmax
        | ^~~~~~
  note: give OUTPUT>NUMBER instead
  [2]
  $ wrong -e 'x0*x1' --input 'ap_int<8>' --data s.csv --numerics data --keep accuracy:1% --seed one
  --seed:1:1: error: not a whole number from 0
      1 | one
        | ^~~
  [2]
  $ wrong -e '0.3*x0*x1' --input 'ap_int<8>' --output 'ap_int<8>' --data s.csv --numerics data --keep rmse:0.001%
  --keep:1:1: error: no design keeps this on the training rows: the equation has rmse 0, the best design 0.280942
      1 | rmse:0.001%
        | ^~~~~~~~~~~
  note: give a larger tolerance, finer --input or --output formats, or more rows
  [2]
