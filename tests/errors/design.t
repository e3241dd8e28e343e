Design files that make no sense: each at its place in the file.

  $ : unknown key, near another; printf 'target: ecp5\nmax_error: 1ulp\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:1: error: unknown key 'max_error'
      2 | max_error: 1ulp
        | ^~~~~~~~~
  note: did you mean max-error?
  [2]
  $ : unknown key, near none; printf 'expr: x0\nfrobnicate: 1\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:1: error: unknown key 'frobnicate'
      2 | frobnicate: 1
        | ^~~~~~~~~~
  note: keys are the long options of `symgate compile --help`, and equations and designs
  [2]
  $ : key twice; printf 'expr: x0\nclock: 200MHz\nclock: 100MHz\n' >d.yaml; wrong --design d.yaml
  d.yaml:3:1: error: 'clock' is given twice, first in line 2
      3 | clock: 100MHz
        | ^~~~~
  [2]
  $ : key in both spellings; printf 'expr: x0\ninput: ap_int<4>\ninputs: {x0: ap_int<5>}\n' >d.yaml; wrong --design d.yaml
  d.yaml:3:1: error: input is given twice, in one spelling and the other
      3 | inputs: {x0: ap_int<5>}
        | ^~~~~~
  [2]
  $ : map key twice; printf 'expr: x0\ninputs: {x0: ap_int<4>, x0: ap_int<5>}\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:25: error: 'x0' is given twice, first in line 2
      2 | inputs: {x0: ap_int<4>, x0: ap_int<5>}
        |                         ^~
  [2]
  $ : list for a text; printf 'expr: x0\nclock: [100MHz, 200MHz]\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:8: error: clock is one text, not a list
      2 | clock: [100MHz, 200MHz]
        |        ^~~~~~~~~~~~~~~~
  note: it is written F
  [2]
  $ : map for a text; printf 'expr: x0\ntarget:\n  name: ecp5\n' >d.yaml; wrong --design d.yaml
  d.yaml:3:3: error: target is one text, not a map
      3 |   name: ecp5
        |   ^~~~~~~~~~
  note: it is written NAME
  [2]
  $ : map for a list of paths; printf 'equations: {a: b.csv}\n' >d.yaml; wrong --design d.yaml
  d.yaml:1:12: error: equations is a text or a list of texts, not a map
      1 | equations: {a: b.csv}
        |            ^~~~~~~~~~
  note: it is written FILE
  [2]
  $ : no value; printf 'expr: x0\nclock:\ninput: ap_int<4>\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:7: error: clock has no value
      2 | clock:
        |       ^
  note: give one, or make the line a comment with #
  [2]
  $ : no value in a map; printf 'expr: x0\ninput: {x0: ~}\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:13: error: input has no value
      2 | input: {x0: ~}
        |             ^
  note: give one, or make the line a comment with #
  [2]
  $ : list in a map; printf 'expr: x0\ninput: {x0: [ap_int<4>]}\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:13: error: input is a text, a list of texts or a map, not a list
      2 | input: {x0: [ap_int<4>]}
        |             ^~~~~~~~~~~
  note: it is written [NAME=]FORMAT[@LO..[<]HI][*SCALE][+OFFSET]
  [2]
  $ : tab; printf 'expr: x0\n\ttarget: ecp5\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:1: error: found a tab character that violates indentation
      2 |  target: ecp5
        | ^
  note: while scanning a plain scalar that begins in line 1
  [2]
  $ : open list; printf 'expr: [x0\ntarget: ecp5\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:7: error: did not find expected ',' or ']'
      2 | target: ecp5
        |       ^
  note: while parsing a flow sequence that begins in line 1
  [2]
  $ : open quote; printf 'expr: "x0\ntarget: ecp5\n' >d.yaml; wrong --design d.yaml
  d.yaml:3:1: error: found unexpected end of stream
      3 | 
        | ^
  note: while scanning a quoted scalar that begins in line 1
  [2]
  $ : bad indentation; printf 'expr: x0\n  target: ecp5\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:9: error: mapping values are not allowed in this context
      2 |   target: ecp5
        |         ^
  [2]
  $ : star; printf 'expr: x0\ninput: {*: ap_int<4>}\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:10: error: did not find expected alphabetic or numeric character
      2 | input: {*: ap_int<4>}
        |          ^
  note: while scanning an alias that begins in line 2
  [2]
  $ : no map; printf '\055 x0\n' >d.yaml; wrong --design d.yaml
  d.yaml:1:1: error: a design file is a map of options
      1 | - x0
        | ^~~~
  note: write one KEY: VALUE a line; `symgate init` makes a file to begin with
  [2]
  $ : empty; printf '# nothing\n' >d.yaml; wrong --design d.yaml
  d.yaml:1:1: error: the file is empty
      1 | # nothing
        | ^
  [2]
  $ : two documents; printf 'expr: x0\n---\nexpr: x1\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:1: error: a second document; there can be one
      2 | ---
        | ^
  [2]
  $ : designs no list; printf 'designs: {name: a}\n' >d.yaml; wrong --design d.yaml
  d.yaml:1:10: error: designs is a list of designs
      1 | designs: {name: a}
        |          ^~~~~~~~~
  note: begin each with - name: NAME
  [2]
  $ : designs empty; printf 'designs: []\n' >d.yaml; wrong --design d.yaml
  d.yaml:1:10: error: designs is a list of designs
      1 | designs: []
        |          ^~
  note: begin each with - name: NAME
  [2]
  $ : design without name; printf 'designs:\n  - expr: x0\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:5: error: a design of a list needs a name of its own
      2 |   - expr: x0
        |     ^
  note: give name: NAME; it goes to DIR/NAME
  [2]
  $ : design name twice; printf 'input: ap_int<4>\ndesigns:\n  - {name: a, expr: x0}\n  - {name: a, expr: x1}\n' >d.yaml; wrong --design d.yaml
  d.yaml:4:12: error: an earlier design has this name
      4 |   - {name: a, expr: x1}
        |            ^
  [2]
  $ : design name no folder; printf 'input: ap_int<4>\ndesigns:\n  - {name: a/b, expr: x0}\n' >d.yaml; wrong --design d.yaml
  d.yaml:3:12: error: this cannot be a folder's name
      3 |   - {name: a/b, expr: x0}
        |            ^~~
  [2]
  $ : design of text; printf 'designs: [a, b]\n' >d.yaml; wrong --design d.yaml
  d.yaml:1:11: error: a design is a map of options
      1 | designs: [a, b]
        |           ^
  d.yaml:1:14: error: a design is a map of options
      1 | designs: [a, b]
        |              ^
  [2]
  $ : nested designs; printf 'designs:\n  - name: a\n    designs: []\n' >d.yaml; wrong --design d.yaml
  d.yaml:3:5: error: unknown key 'designs'
      3 |     designs: []
        |     ^~~~~~~
  note: keys are the long options of `symgate compile --help`, and equations and designs
  [2]
  $ : name of the file; printf 'name: all\ndesigns:\n  - {name: a, expr: x0, input: ap_int<4>}\n' >d.yaml; wrong --design d.yaml
  d.yaml:1:1: error: the designs of a list have their own names
      1 | name: all
        | ^~~~
  [2]
  $ : folder in a design; printf 'designs:\n  - name: a\n    output-dir: b\n    expr: x0\n    input: ap_int<4>\n' >d.yaml; wrong --design d.yaml
  d.yaml:3:5: error: a design of a list has no folder of its choice
      3 |     output-dir: b
        |     ^~~~~~~~~~
  note: give output-dir for the whole file: each goes to DIR/NAME
  [2]
  $ : value wrong; printf 'expr: x0\ninputs: {x0: "ap_int<4>@1..0"}\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:25: error: the range is empty: LO is above HI
      2 | inputs: {x0: "ap_int<4>@1..0"}
        |                         ^~~~
  [2]
  $ : value wrong in two designs: said once; printf 'clock: 200\ninput: ap_int<4>\ndesigns:\n  - {name: a, expr: x0}\n  - {name: b, expr: x1}\n' >d.yaml; wrong --design d.yaml
  d.yaml:1:11: error: the clock has no unit
      1 | clock: 200
        |           ^
  note: give a frequency in GHz, MHz, kHz or a period in ns, ps, us, such as 200MHz or 5ns
  [2]
  $ : equation wrong; printf 'input: ap_int<4>\nexpr:\n  y: x0 + foo(x1)\n' >d.yaml; wrong --design d.yaml
  d.yaml:3:11: error: unknown function 'foo'
      3 |   y: x0 + foo(x1)
        |           ^~~
  note: define it: --define 'foo(x) = ...'
  [2]
  $ : variable not there; printf 'expr: {y: x0}\ninput: {x0: ap_int<4>, größe: ap_int<4>}\n' >d.yaml; wrong --design d.yaml
  d.yaml:2:24: error: no variable 'größe' in the equations
      2 | input: {x0: ap_int<4>, größe: ap_int<4>}
        |                        ^~~~~
  note: the variables are: x0
  [2]
  $ : escapes; printf 'expr: "x0 \\x2b foo(x0)"\ninput: ap_int<4>\n' >d.yaml; wrong --design d.yaml
  d.yaml:1:8: error: unknown function 'foo'
      1 | expr: "x0 \x2b foo(x0)"
        |        ^~~~~~~~~~~~~~~
  note: define it: --define 'foo(x) = ...'
  [2]
  $ : file not there; printf 'equations: none.csv\ninput: ap_int<4>\n' >d.yaml; wrong --design d.yaml
  d.yaml:1:12: error: cannot read the file: No such file or directory
      1 | equations: none.csv
        |            ^~~~~~~~
  [2]
  $ : mark and carriage returns; printf '\357\273\277expr: x0\r\ninput: ap_int<4>\r\ncloc: 1\r\n' >d.yaml; wrong --design d.yaml
  d.yaml:3:1: error: unknown key 'cloc'
      3 | cloc: 1
        | ^~~~
  note: did you mean clock?
  [2]
  $ : byte order mark; printf '\357\273\277cloc: 1' >d.yaml; wrong --design d.yaml
  d.yaml:1:1: error: unknown key 'cloc'
      1 | cloc: 1
        | ^~~~
  note: did you mean clock?
  [2]
  $ wrong --design none.yaml
  --design:1:1: error: cannot read the file: No such file or directory
      1 | none.yaml
        | ^~~~~~~~~
  [2]
  $ wrong --only pt -e x0 --input 'ap_int<4>'
  --only:1:1: error: there is no design file to choose from
      1 | pt
        | ^~
  note: give --design FILE
  [2]
  $ printf 'expr: x0' >d.yaml; wrong --design d.yaml --only pt
  --only:1:1: error: the design file has no list of designs
      1 | pt
        | ^~
  [2]
  $ printf 'input: ap_int<4>\ndesigns: [{name: pt, expr: x0}, {name: eta, expr: x1}]' >d.yaml; wrong --design d.yaml --only ptt
  --only:1:1: error: unknown design 'ptt'
      1 | ptt
        | ^~~
  note: did you mean pt? known: pt, eta
  [2]
  $ printf 'expr: \377x0\n' >d.yaml; wrong --design d.yaml
  d.yaml:1:7: error: invalid leading UTF-8 octet
      1 | expr: ?x0
        |       ^
  [2]
