More than anyone means: bytes, rows, cells, depth, nodes, names, parameters.

  $ cat >many.sh <<'E'
  > lines() { seq "$2" | sed "s|.*|$1|"; }
  > many() { lines "$@" | tr -d '\n'; }
  > E
  $ truncate -s 65M huge.csv; wrong huge.csv
  EQUATIONS:1:1: error: cannot read the file: File too large
      1 | huge.csv
        | ^~~~~~~~
  note: a file of equations has at most 64 MiB
  [2]
  $ . ./many.sh; { echo Equation; lines x0 100001; } >rows.csv; wrong rows.csv
  rows.csv:100002:1: error: more than 100000 rows
      100002 | x0
             | ^~
  [2]
  $ . ./many.sh; lines 'x&' 100001 >rows.txt; wrong rows.txt
  rows.txt:100001:1: error: more than 100000 rows
      100001 | x100001
             | ^~~~~~~
  [2]
  $ . ./many.sh; { echo '['; lines '{"equation": "x"},' 10000; echo '{}]'; } >runs.json; wrong runs.json
  runs.json:1:1: error: more than 10000 results
      1 | [
        | ^
  [2]
  $ . ./many.sh; { echo Equation,Loss; many '1,' 1001; } >cells.csv; wrong cells.csv
  cells.csv:2:1999: error: more than 1000 cells in a line
      2 | ...1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,
        |                                  ^
  [2]
  $ . ./many.sh; { echo Output,Equation; lines 'y&,x0' 1001; } >outputs.csv; wrong outputs.csv
  outputs.csv:1002:1: error: more than 1000 outputs
      1002 | y1001,x0
           | ^~~~~
  [2]
  $ . ./many.sh; { many '(' 1001; } >deep.txt; wrong deep.txt 2>&1 | head -n 1
  deep.txt:1:1001: error: the expression is nested more than 1000 deep
  $ . ./many.sh; { many 'neg,' 1001; echo x1; } >deep.txt; wrong deep.txt 2>&1 | head -n 1
  deep.txt:1:4005: error: the expression is nested more than 1000 deep
  $ . ./many.sh; { many 'x0+' 60000; echo 1; } >nodes.txt; wrong nodes.txt 2>&1 | head -n 1
  nodes.txt:1:1: error: the expression has more than 100000 nodes
  $ . ./many.sh; { many 'x&+' 4100; echo 1; } >vars.txt; wrong vars.txt 2>&1 | head -n 1
  vars.txt:1:23470: error: more than 4096 variables
  $ . ./many.sh; wrong -e "$(many 1 1001)" 2>&1 | head -n 1
  -e:1:1: error: number of more than 1000 characters
  $ . ./many.sh; wrong -e "$(many a 201)" 2>&1 | head -n 1
  -e:1:1: error: name of more than 200 bytes
  $ . ./many.sh; wrong -e 'f(x)' --define "f($(many 'a&, ' 100)x) = x" 2>&1 | head -n 1
  --define:1:495: error: more than 100 parameters
  $ printf 'Complexity,Loss,Equation\n1,0,"f = #101"\n' >t.csv; wrong t.csv --template 'f(x)'
  t.csv:2:10: error: more than 100 arguments
      2 | 1,0,"f = #101"
        |          ^~~~
  note: a template's row is written 'f = ...; g = ...; p = [1.0, 2.0]'
  [2]
  $ . ./many.sh; printf 'Complexity,Loss,Equation\n1,0,"p = [%s]"\n' "$(many '1,' 1001)" >t.csv; wrong t.csv --template 'p[1]' 2>&1 | head -n 1
  t.csv:2:10: error: more than 1000 parameters
  $ wrong -e x0 --input 'ap_int<99999999999999999999>'
  --input:1:8: error: the width is not in 1..63
      1 | ap_int<99999999999999999999>
        |        ^~~~~~~~~~~~~~~~~~~~
  note: integers of up to 63 bits are supported
  [2]
