Numerics by samples: what is kept, and a decision in the place of outputs.

  $ printf 'a,b,class\n' >s.csv; i=0; while [ $i -lt 400 ]; do
  > a=$((i * 37 % 64 - 32)); b=$((i * 53 % 61 - 30))
  > echo "$a,$b,$((3 * a - 2 * b > 5))"; i=$((i + 1)); done >>s.csv
  $ symgate compile -e 'y=sigmoid(0.3*a - 0.2*b)' --input 'ap_int<6>' --data s.csv \
  >     --numerics data --keep accuracy:0 --label class --decision 'y>0.6225' --name cut -o d | head -4
  cut: 2 inputs, 1 output, data
    decision: ap_ufixed<1,1>, error not proven; overflow: never
    accuracy of 313 training rows: 1, of the equation 1
    accuracy of 87 held-out rows: 1, of the equation 1
  $ grep -A 15 '"data": {' d/manifest.json
    "data": {
      "keep": "accuracy:0",
      "decision": "y>0.6225",
      "seed": "1",
      "train": {
        "rows": 313,
        "equation": "1",
        "design": "1"
      },
      "held_out": {
        "rows": 87,
        "equation": "1",
        "design": "1"
      },
      "refitted_constants": 0,
      "limited": false
  $ symgate verify d >/dev/null
