Parameters and tables of them that make no sense.

  $ printf '' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  t.csv:1:1: error: the file is empty
      1 | 
        | ^
  note: a table of parameters has a line such as category,p1,p2 and then numbers, a line a category
  [2]
  $ printf 'category,p1\n' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  t.csv:1:1: error: no rows below the header
      1 | category,p1
        | ^~~~~~~~~~~
  note: a table of parameters has a line such as category,p1,p2 and then numbers, a line a category
  [2]
  $ printf 'kind,p1\n0,1\n' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  t.csv:1:1: error: no column 'category'
      1 | kind,p1
        | ^~~~~~~
  note: give --category NAME where the category is called so
  [2]
  $ printf 'category\n0\n' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  t.csv:1:1: error: no parameters
      1 | category
        | ^~~~~~~~
  note: a table of parameters has a line such as category,p1,p2 and then numbers, a line a category
  [2]
  $ printf 'category,p1\n0,1\n2,3\n' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  t.csv:3:1: error: there is this category, but no row for 1
      3 | 2,3
        | ^
  [2]
  $ printf 'category,p1\n0,1\n0,3\n' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  t.csv:3:1: error: an earlier row is of this category
      3 | 0,3
        | ^
  note: a table of parameters has a line such as category,p1,p2 and then numbers, a line a category
  [2]
  $ printf 'category,p1\n0,one\n' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  t.csv:2:3: error: this is not a number
      2 | 0,one
        |   ^~~
  note: a table of parameters has a line such as category,p1,p2 and then numbers, a line a category
  [2]
  $ printf 'category,p1\n0,nan\n' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  t.csv:2:3: error: this is not a number
      2 | 0,nan
        |   ^~~
  note: a table of parameters has a line such as category,p1,p2 and then numbers, a line a category
  [2]
  $ printf 'category,p1\n0,1,2\n' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  t.csv:2:1: error: not as many cells as the header has names
      2 | 0,1,2
        | ^~~~~
  note: a table of parameters has a line such as category,p1,p2 and then numbers, a line a category
  [2]
  $ printf 'category,p1\n-1,1\n' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  t.csv:2:1: error: a category is a whole number from 0 to 99
      2 | -1,1
        | ^~
  note: a table of parameters has a line such as category,p1,p2 and then numbers, a line a category
  [2]
  $ printf 'category,p1\n100,1\n' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  t.csv:2:1: error: a category is a whole number from 0 to 99
      2 | 100,1
        | ^~~
  note: a table of parameters has a line such as category,p1,p2 and then numbers, a line a category
  [2]
  $ printf 'category,exp\n0,1\n1,2\n' >t.csv; wrong -e 'p1 * x0' --input 'ap_int<4>' --param t.csv
  --param:1:1: error: exp is an operator and cannot be redefined
      1 | exp[category] = 1,2
        | ^~~
  note: choose another name, in the equations too; `symgate operators` says what exp means
  [2]
  $ wrong -e 'p1 * x0' --input 'ap_int<4>' --param none.csv
  --param:1:1: error: cannot read the file: No such file or directory
      1 | none.csv
        | ^~~~~~~~
  note: give NAME=VALUE, or a table of parameters
  [2]
  $ wrong -e 'p1 * p2' --param p1=1,2,3 --param p2=1,2
  --param:1:1: error: 2 values, where another parameter has 3
      1 | p2=1,2
        | ^~~~~~
  note: give one for each category
  [2]
  $ wrong -e 'p1 * x0' --input 'ap_int<4>' --param p1=1,2,oops
  --param:1:8: error: 'oops' is not a parameter of p1
      1 | p1=1,2,oops
        |        ^~~~
  [2]
  $ wrong -e 'p1 * x0' --input 'ap_int<4>' --param p1=1,2,oops --category class
  --param:1:8: error: 'oops' is not a parameter of p1
      1 | p1=1,2,oops
        |        ^~~~
  [2]
  $ wrong -e 'p1 * x0' --input 'ap_int<4>' --param p1=1 --category class
  --category:1:1: error: no parameter has a value for each category
      1 | class
        | ^~~~~
  note: give --param NAME=VALUE,VALUE... or a table
  [2]
  $ wrong -e 'p1 * x0' --input 'ap_int<4>' --param p1=1,2 --category 'a b'
  --category:1:1: error: this is not a variable's name
      1 | a b
        | ^~~
  [2]
  $ wrong -e 'p1 * x0' --input 'ap_int<4>' --param 'p1[0]=1,2'
  --param:1:1: error: a name is expected here
      1 | p1[0]=1,2
        | ^~~~~
  note: a definition is written 'sc(x) = sin(x)*cos(x)'
  [2]
  $ wrong -e 'p1 * x0' --input 'ap_int<4>' --param 'p1[class=1,2'
  --param:1:9: error: ']' is expected here
      1 | p1[class=1,2
        |         ^
  note: a definition is written 'sc(x) = sin(x)*cos(x)'
  [2]
  $ printf 'expr: p1*x0\ninput: ap_int<4>\nparam:\n  - p1: 1,2,oops\ncategory: class\n' >d.yaml; wrong --design d.yaml
  d.yaml:4:13: error: 'oops' is not a parameter of p1
      4 |   - p1: 1,2,oops
        |             ^~~~
  [2]
