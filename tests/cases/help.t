The command line explains itself.

  $ symgate --version
  $ symgate --help
  $ symgate compile --help
  $ symgate verify --help
  $ symgate
  $ symgate compiel
  $ symgate compile --targt=ecp5
  $ symgate compile -e
  $ symgate compile -zx
  $ symgate verify
  $ symgate synth
