The command line explains itself.

  $ symgate --version
  symgate 0.1.0
  $ symgate --help
  Usage: symgate COMMAND [OPTION]...
  Equations found by symbolic regression to proven fixed-point hardware and C.
  
    compile    [EQUATIONS...] -o DIR  equations to Verilog, HLS C++, C and a manifest
    verify     DIR...                 all models against each other and the reals
    synth      DIR                    Yosys and nextpnr: area and timing
    show       [EQUATIONS...]         what each pass makes of the equations
    init       [EQUATIONS...]         a design file to begin with
    targets                           the known devices
    operators                         the known operators and their meaning
  
  `symgate COMMAND --help` tells a command's options, `man symgate` all.
  Exit status: 0 done, 1 a check failed, 2 wrong input, 3 a needed tool is missing.
  $ symgate compile --help
  Usage: symgate compile [OPTION]... [EQUATIONS...] -o DIR
  equations to Verilog, HLS C++, C and a manifest
  
        --design=FILE             options from a design file, YAML
        --only=NAME               of the design file's designs this one
    -o, --output-dir=DIR          where the design goes
    -e, --expr=[NAME=]EXPR        an equation; repeatable
        --select=HOW              best, accurate, score, complexity=N, row=N or all; by PySR's rules
        --name=NAME               the module's name
        --define='F(X)=EXPR'      a custom operator; repeatable
        --define-file=FILE        definitions, one a line; repeatable
        --param=NAME=VALUE[,VALUE...]
                                  a parameter, or its value in each category; or a table FILE of them
        --category=NAME           the input that chooses among parameters
        --template='F(X)+G(Y)'    joins the pieces of a template
        --vary=NAME=+1|-1         SymbolFit: shift a parameter by its error
        --from=KIND               what kind of file it is, where its text does not tell
        --column=NAME             the table's column of equations, if it is not Equation
        --dialect=NAME            julia or python, where the file does not tell
    -i, --input=[NAME=]FORMAT[@LO..[<]HI][*SCALE][+OFFSET]
                                  an input port; without NAME: all others
        --output=[NAME=]FORMAT    an output port; auto: by range and error
        --max-error=E             1ulp (default), 0.75ulp, 1e-3, 2^-10
        --numerics=HOW            faithful (default), data or uniform[:FORMAT]
        --keep=METRIC:TOL         data: rmse:1% (default), accuracy:0.1%, auc:0.001, within TOL
        --label=COLUMN            data: the truth in the samples; repeatable
        --decision=HOW            data: argmax or 'OUTPUT>NUMBER' as the output
        --undefined=HOW           error (default) or any, where the equation has no value
        --data=FILE               samples, CSV, .npy or .npz: ranges and test vectors
    -t, --target=NAME             the device; see `symgate targets`
    -c, --clock=F                 frequency or period: 200MHz (default), 5ns
        --latency=N               auto (default), any: the smallest, comb, or cycles
    -O, --optimise=LEVEL          0, 1 (default) or 2: how much to try
        --without=LIST            leaves optimisations out, of: affine saturate factor turns absorb pairs rows recurrence kcm share multipartite poly scale symmetry halves descent balance retime
        --emit=LIST               of verilog,hls,c (default) and ref
        --seed=N                  data: of the split into training and held-out rows
    -h, --help                    this text
    -V, --version                 the version
  $ symgate verify --help
  Usage: symgate verify [OPTION]... DIR...
  all models against each other and the reals
  
        --vectors=N               random vectors a design (default 100000)
        --exhaustive=N            visit boxes of up to N points whole (default 2^24)
        --seed=N                  of the random vectors (default 1)
        --format=KIND             text (default), json or junit
        --junit=FILE              also write a JUnit report
    -h, --help                    this text
    -V, --version                 the version
  $ symgate
  Usage: symgate COMMAND [OPTION]...
  Equations found by symbolic regression to proven fixed-point hardware and C.
  
    compile    [EQUATIONS...] -o DIR  equations to Verilog, HLS C++, C and a manifest
    verify     DIR...                 all models against each other and the reals
    synth      DIR                    Yosys and nextpnr: area and timing
    show       [EQUATIONS...]         what each pass makes of the equations
    init       [EQUATIONS...]         a design file to begin with
    targets                           the known devices
    operators                         the known operators and their meaning
  
  `symgate COMMAND --help` tells a command's options, `man symgate` all.
  Exit status: 0 done, 1 a check failed, 2 wrong input, 3 a needed tool is missing.
  [2]
  $ symgate compiel
  command line:1:9: error: no such command
      1 | symgate compiel
        |         ^~~~~~~
  note: did you mean `symgate compile`?
  [2]
  $ symgate compile --targt=ecp5
  command line:1:17: error: compile has no such option
      1 | symgate compile --targt=ecp5
        |                 ^~~~~~~~~~~~
  note: did you mean --target?
  [2]
  $ symgate compile -e
  command line:1:17: error: the option needs a value
      1 | symgate compile -e
        |                 ^~
  [2]
  $ symgate compile -zx
  command line:1:17: error: compile has no such option
      1 | symgate compile -zx
        |                 ^~~
  note: `symgate compile --help` lists the options
  [2]
  $ symgate verify
  symgate: error: no design to verify
  note: give the DIR that compile -o made
  [2]
  $ symgate synth
  symgate: error: synth takes one DIR, 0 are given
  [2]
