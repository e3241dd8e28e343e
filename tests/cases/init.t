A design file to begin with.

  $ printf 'Complexity,Loss,Equation\n1,1.0,"0.5"\n3,0.25,"x0 * x2 + log(pt)"\n' >front.csv
  $ printf 'PT,x0,x2,note\n1.5,-0.1234567,3,a\n70,2,-5,b\n' >s.csv
  $ symgate init front.csv --data s.csv --max-error 2ulp -o f.yaml; sed 's/; error at most [^,]*//; /^# every/q' f.yaml
  # A design file of symgate 0.1.0; `man symgate` says what it may hold.
  #   symgate compile --design THIS -o DIR
  # front.csv: PySR hall of fame (pysr), 2 equations
  # row 2: y = x0 * x2 + log(pt)
  
  equations:
    - front.csv
  select: "row=2"
  inputs:
    - x0: "ap_fixed<16,3>@-0.123457..2"  # the samples' range, now a promise; without @LO..HI inputs are clamped to it
    - x2: "ap_int<4>@-5..3"  # the samples' range, now a promise; without @LO..HI inputs are clamped to it
    - pt: "ap_ufixed<16,7>@1.5..70"  # the samples' range, now a promise; without @LO..HI inputs are clamped to it
  outputs:
    - y: "ap_fixed<16,5>"  # what auto chooses, overflow: never
  max-error: 2ulp
  data: s.csv
  target: xcvu9p
  clock: 200MHz
  
  # every other option, with its default or its form
  $ grep -e '^# clock' -e '^# max-error' -e '^# latency' -e '^# undefined' f.yaml
  # undefined: error  # error (default) or any, where the equation has no value
  # latency: auto  # auto (default), any: the smallest, comb, or cycles
  $ for o in $(symgate compile --help | sed -n 's/^ .*--\([a-z-]*\).*/\1/p'); do grep -q -e "^#* *${o}s*:" f.yaml || echo "lacks $o"; done
  lacks design
  lacks only
  lacks help
  lacks version
  $ symgate compile --design f.yaml -o f | grep -c "y: ap_fixed<16,5>, error at most .*, proven"
  1

In another folder, with ranges that are not known: the first that compile.

  $ mkdir sub; symgate init front.csv -o sub/g.yaml; sed -n '/^inputs/,/^outputs/p' sub/g.yaml
  inputs:
    - x0: "ap_ufixed<16,3>@0.5..4"  # a placeholder: give the port's format and its range
    - x2: "ap_ufixed<16,3>@0.5..4"  # a placeholder: give the port's format and its range
    - pt: "ap_ufixed<16,3>@0.5..4"  # a placeholder: give the port's format and its range
  outputs:
  $ symgate compile --design sub/g.yaml -o g | head -1
  front.csv: PySR hall of fame (pysr), 2 equations
  $ cd sub; symgate compile --design g.yaml -o g | head -1
  front.csv: PySR hall of fame (pysr), 2 equations
  $ symgate init -e 'sqrt(x - 1000)' -i 'x=ap_int<4>' | tail -1
  -e:1:1: error: 'sqrt(x + -1000)' is not defined everywhere: it means square root; undefined for x < 0
      1 | sqrt(x - 1000)
        | ^~~~~~~~~~~~~~
  note: here x = -8; narrow it with --input NAME=FORMAT@LO..HI, or give --undefined any

It says no less than the command line, to itself.

  $ symgate init -e 'k*x' --define 'k = 2' --clock 5ns --emit c -i 'ap_int<4>' >h.yaml; symgate compile --design h.yaml -o h >/dev/null; find h -type f | sort
  h/c/f.h
  h/f.dp
  h/manifest.json

Nothing is overwritten.

  $ symgate init -e x -o f.yaml; symgate init front.csv --select all
  -o:1:1: error: cannot write the file: File exists
      1 | f.yaml
        | ^~~~~~
  note: remove it, or give another name
  --select:1:1: error: a design file begins with one equation
      1 | all
        | ^~~
  note: choose one row
  [2]
