Names that are keywords somewhere are renamed, and the manifest tells.

  $ symgate compile -e 'signed=reg + int*Δx + module' --input 'ap_int<4>' -o d >/dev/null
  $ python3 -c 'import json; m = json.load(open("d/manifest.json")); print([(p["name"], p["ident"]) for p in m["inputs"] + m["outputs"]])'
  [('reg', 'x_reg'), ('int', 'x_int'), ('Δx', 'Deltax'), ('module', 'x_module'), ('signed', 'x_signed')]

An output that nobody named takes another port where an input has its name, and
the summary tells.

  $ symgate compile -e 'x*y' --input 'ap_int<4>' -o f | sed -n 2p
    y (port y_2): ap_fixed<16,8>, error at most 0 (0 ulp), proven; overflow: never

A module's name never is a port's, nor a path.

  $ symgate compile -e 'y=x+1' --name y --input 'ap_int<4>' -o e >/dev/null; ls e/verilog
  y_2.v
  $ symgate compile -e 'y=x+1' --name '../../etc/passwd; rm' --input 'ap_int<4>' -o g >/dev/null; ls g/verilog
  etc_passwd_rm.v
