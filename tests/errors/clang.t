C that cannot be read: every error at its place.

the compiler's own errors:

  $ cat >t.c <<'E'
  > double f(double x) { return x + ; }
  > E
  $ wrong t.c:f
  t.c:1:33: error: expected expression
      1 | double f(double x) { return x + ; }
        |                                 ^
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { return x + y; }
  > double g(double x) { return f(z); }
  > E
  $ wrong t.c:f
  t.c:1:33: error: use of undeclared identifier 'y'
      1 | double f(double x) { return x + y; }
        |                                 ^
  t.c:2:31: error: use of undeclared identifier 'z'
      2 | double g(double x) { return f(z); }
        |                               ^
  [2]
  $ cat >t.c <<'E'
  > #include "no_such.h"
  > double f(double x) { return x; }
  > E
  $ wrong t.c:f
  t.c:1:10: error: 'no_such.h' file not found
      1 | #include "no_such.h"
        |          ^~~~~~~~~~~
  [2]
an unknown function:

  $ cat >t.c <<'E'
  > double cosine(double);
  > double f(double x) { return j0(x) + cosine(x); }
  > E
  $ wrong t.c:f
  t.c:2:29: error: the function j0 is neither in this file nor one that is known
      2 | double f(double x) { return j0(x) + cosine(x); }
        |                             ^~~~~
  note: write its definition into the file
  t.c:2:37: error: the function cosine is neither in this file nor one that is known
      2 | double f(double x) { return j0(x) + cosine(x); }
        |                                     ^~~~~~~~~
  note: write its definition into the file
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { return sinn(x); }
  > 
  > E
  $ wrong t.c:f
  t.c:1:29: error: the function sinn is neither in this file nor one that is known
      1 | double f(double x) { return sinn(x); }
        |                             ^~~~~~~
  note: did you mean sin?
  [2]
  $ cat >t.c <<'E'
  > double cosin(double);
  > double f(double x) { return cosin(x); }
  > E
  $ wrong t.c:f
  t.c:2:29: error: the function cosin is neither in this file nor one that is known
      2 | double f(double x) { return cosin(x); }
        |                             ^~~~~~~~
  note: write its definition into the file
  [2]
recursion:

  $ cat >t.c <<'E'
  > double f(double x) { return x > 1 ? x * f(x - 1) : 1; }
  > E
  $ wrong t.c:f
  t.c:1:41: error: f calls itself: recursion is not read
      1 | double f(double x) { return x > 1 ? x * f(x - 1) : 1; }
        |                                         ^~~~~~~~
  [2]
  $ cat >t.c <<'E'
  > double g(double x);
  > static double h(double x) { return g(x); }
  > double g(double x) { return h(x) + 1; }
  > double f(double x) { return g(x); }
  > E
  $ wrong t.c:f
  t.c:2:36: error: g calls itself: recursion is not read
      2 | static double h(double x) { return g(x); }
        |                                    ^~~~
  [2]
loops without a bound:

  $ cat >t.c <<'E'
  > double f(double x) {
  > 	while (x > 1)
  > 		x /= 2;
  > 	return x;
  > }
  > E
  $ wrong t.c:f
  t.c:2:9: error: how often the loop runs depends on the inputs
      2 |  while (x > 1)
        |         ^~~~~
  note: a loop needs a count that is known when this is compiled
  [2]
  $ cat >t.c <<'E'
  > double f(double x) {
  > 	for (int i = 0; i < 100000; i++)
  > 		x += i;
  > 	return x;
  > }
  > E
  $ wrong t.c:f
  t.c:2:18: error: the loops run more than 10000 times
      2 |  for (int i = 0; i < 100000; i++)
        |                  ^~~~~~~~~~
  [2]
  $ cat >t.c <<'E'
  > double f(double x) {
  > 	for (int i = 0; i < 4; i++)
  > 		if (x > i) break;
  > 	return x;
  > }
  > E
  $ wrong t.c:f
  t.c:3:14: error: how often the loop runs depends on the inputs
      3 |   if (x > i) break;
        |              ^~~~~
  note: compute with ifs inside the loop instead of leaving it
  [2]
  $ cat >t.c <<'E'
  > double f(double x) {
  > 	for (;;) x += 1;
  > }
  > E
  $ wrong t.c:f
  t.c:2:2: error: a for loop without a start, a condition or a step
      2 |  for (;;) x += 1;
        |  ^~~~~~~~~~~~~~~
  note: write for (int i = 0; i < 4; i++)
  [2]
statements:

  $ cat >t.c <<'E'
  > double f(double x) {
  > 	switch ((int)x) { case 0: return 1; }
  > 	return x;
  > }
  > E
  $ wrong t.c:f
  t.c:2:2: error: a switch is not read
      2 |  switch ((int)x) { case 0: return 1; }
        |  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  note: write it with if and else
  [2]
  $ cat >t.c <<'E'
  > double f(double x) {
  > 	goto end;
  > end:
  > 	return x;
  > }
  > E
  $ wrong t.c:f
  t.c:2:2: error: goto and labels are not read
      2 |  goto end;
        |  ^~~~~~~~
  t.c:3:1: error: goto and labels are not read
      3 | end:
        | ^~~~
  [2]
values that are not there:

  $ cat >t.c <<'E'
  > double f(double x) { double y; return x + y; }
  > E
  $ wrong t.c:f
  t.c:1:43: error: y is used before it has a value
      1 | double f(double x) { double y; return x + y; }
        |                                           ^
  [2]
  $ cat >t.c <<'E'
  > double f(double x) {
  > 	double y;
  > 	if (x > 0) y = 1;
  > 	return x + y;
  > }
  > E
  $ wrong t.c:f
  t.c:4:13: error: y does not have a value on every path to here
      4 |  return x + y;
        |             ^
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { if (x > 0) return 1; }
  > E
  $ wrong t.c:f
  t.c:1:1: error: the result of f does not have a value on every path to here
      1 | double f(double x) { if (x > 0) return 1; }
        | ^
  [2]
  $ cat >t.c <<'E'
  > void f(double x, double *y) { if (x > 0) *y = x; }
  > E
  $ wrong t.c:f
  t.c:1:18: error: y does not have a value on every path to here
      1 | void f(double x, double *y) { if (x > 0) *y = x; }
        |                  ^~~~~~~~~
  [2]
  $ cat >t.c <<'E'
  > double k = 2;
  > double f(double x) { return k * x; }
  > E
  $ wrong t.c:f
  t.c:2:29: error: k outlives the call: its value is not known
      2 | double f(double x) { return k * x; }
        |                             ^
  note: make it const, or a parameter
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { static double n; n += x; return n; }
  > E
  $ wrong t.c:f
  t.c:1:39: error: n outlives the call: its value is not known
      1 | double f(double x) { static double n; n += x; return n; }
        |                                       ^
  note: make it const, or a parameter
  t.c:1:54: error: n outlives the call: its value is not known
      1 | double f(double x) { static double n; n += x; return n; }
        |                                                      ^
  note: make it const, or a parameter
  [2]
arrays:

  $ cat >t.c <<'E'
  > double f(const double x[3]) { return x[3]; }
  > E
  $ wrong t.c:f
  t.c:1:38: error: element 3 is outside the array, which has 3 from here
      1 | double f(const double x[3]) { return x[3]; }
        |                                      ^~~~
  [2]
  $ cat >t.c <<'E'
  > double f(const double *x, double i) { return x[(int)i]; }
  > E
  $ wrong t.c:f
  t.c:1:48: error: the index is not known when this is compiled
      1 | double f(const double *x, double i) { return x[(int)i]; }
        |                                                ^~~~~~
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { double a[2] = {1, 2}; return *(a + 3) * x; }
  > E
  $ wrong t.c:f
  t.c:1:53: error: this pointer is outside its array
      1 | double f(double x) { double a[2] = {1, 2}; return *(a + 3) * x; }
        |                                                     ^~~~~
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { double a[2] = {[1] = x}; return a[1]; }
  > E
  $ wrong t.c:f
  t.c:1:37: error: this expression is not read
      1 | double f(double x) { double a[2] = {[1] = x}; return a[1]; }
        |                                     ^~~~~~~
  [2]
  $ cat >t.c <<'E'
  > double f(double x) {
  > 	double a = 1, b = 2, *p = &a;
  > 	if (x > 0) p = &b;
  > 	return *p;
  > }
  > E
  $ wrong t.c:f
  t.c:3:6: error: a pointer depends on the inputs after this
      3 |  if (x > 0) p = &b;
        |      ^~~~~
  [2]
parameters and results:

  $ cat >t.c <<'E'
  > double f(int n, double x) { return n * x; }
  > E
  $ wrong t.c:f
  t.c:1:10: error: a parameter of type 'int'
      1 | double f(int n, double x) { return n * x; }
        |          ^~~~~
  note: inputs are double or float, arrays or structures of them, and have names
  [2]
  $ cat >t.c <<'E'
  > double f(double **x) { return **x; }
  > E
  $ wrong t.c:f
  t.c:1:10: error: a parameter of type 'double **'
      1 | double f(double **x) { return **x; }
        |          ^~~~~~~~~~
  note: inputs are double or float, arrays or structures of them, and have names
  [2]
  $ cat >t.c <<'E'
  > int f(double x) { return x > 0; }
  > E
  $ wrong t.c:f
  t.c:1:5: error: the function returns 'int'
      1 | int f(double x) { return x > 0; }
        |     ^
  note: outputs are double or float, or structures of them
  [2]
  $ cat >t.c <<'E'
  > void f(double x) { x += 1; }
  > E
  $ wrong t.c:f
  t.c:1:6: error: the function has no output
      1 | void f(double x) { x += 1; }
        |      ^
  note: return a value, or write it through a pointer
  [2]
  $ cat >t.c <<'E'
  > #include <complex.h>
  > double f(double _Complex z) { return creal(z); }
  > E
  $ wrong t.c:f
  t.c:2:10: error: a parameter of type '_Complex double'
      2 | double f(double _Complex z) { return creal(z); }
        |          ^~~~~~~~~~~~~~~~~
  note: inputs are double or float, arrays or structures of them, and have names
  t.c:2:44: error: a value of type '_Complex double'
      2 | double f(double _Complex z) { return creal(z); }
        |                                            ^
  [2]
  $ cat >t.c <<'E'
  > union u { double a; float b; };
  > double f(union u x) { return x.a; }
  > E
  $ wrong t.c:f
  t.c:2:10: error: a parameter of type 'union u'
      2 | double f(union u x) { return x.a; }
        |          ^~~~~~~~~
  note: inputs are double or float, arrays or structures of them, and have names
  [2]
side effects on a condition:

  $ cat >t.c <<'E'
  > double f(double x) { double y = 0; x > 0 && (y = 1); return y; }
  > E
  $ wrong t.c:f
  t.c:1:45: error: this changes a variable only if a condition holds
      1 | double f(double x) { double y = 0; x > 0 && (y = 1); return y; }
        |                                             ^~~~~~~
  note: write it as an if statement
  [2]
integers:

  $ cat >t.c <<'E'
  > double f(double x) { int n = x; return x * (n & 3); }
  > E
  $ wrong t.c:f
  t.c:1:45: error: bits of an integer that depends on the inputs
      1 | double f(double x) { int n = x; return x * (n & 3); }
        |                                             ^~~~~
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { return x / (1 / 2 * 0 + 1 % 0); }
  > E
  $ wrong t.c:f
  t.c:1:46: error: an integer is divided by zero
      1 | double f(double x) { return x / (1 / 2 * 0 + 1 % 0); }
        |                                              ^~~~~
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { int n = 2147483647; n += 1; return n * x; }
  > E
  $ wrong t.c:f
  t.c:1:42: error: 2147483648 is outside the range of 'int'
      1 | double f(double x) { int n = 2147483647; n += 1; return n * x; }
        |                                          ^~~~~~
  [2]
other expressions:

  $ cat >t.c <<'E'
  > double f(double x) { return x + *"a"; }
  > E
  $ wrong t.c:f
  t.c:1:34: error: a text is no number
      1 | double f(double x) { return x + *"a"; }
        |                                  ^~~
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { double (*g)(double) = 0; return g(x); }
  > E
  $ wrong t.c:f
  t.c:1:44: error: a number becomes a pointer
      1 | double f(double x) { double (*g)(double) = 0; return g(x); }
        |                                            ^
  t.c:1:54: error: only functions that are named are called
      1 | double f(double x) { double (*g)(double) = 0; return g(x); }
        |                                                      ^~~~
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { union { double d; long n; } u; u.d = x; return u.n; }
  > E
  $ wrong t.c:f
  t.c:1:22: error: this declaration is not read
      1 | double f(double x) { union { double d; long n; } u; u.d = x; return u.n; }
        |                      ^~~~~~~~~~~~~~~~~~~~~~~~~~~
  t.c:1:50: error: a variable of type 'union (unnamed union at t.c:1:22)'
      1 | double f(double x) { union { double d; long n; } u; u.d = x; return u.n; }
        |                                                  ^
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { return __builtin_huge_val() + 1e999 * x; }
  > E
  $ wrong t.c:f
  t.c:1:29: error: the function __builtin_huge_val is neither in this file nor one that is known
      1 | double f(double x) { return __builtin_huge_val() + 1e999 * x; }
        |                             ^~~~~~~~~~~~~~~~~~~~
  note: write its definition into the file
  t.c:1:52: error: this literal is not a finite number
      1 | double f(double x) { return __builtin_huge_val() + 1e999 * x; }
        |                                                    ^~~~~
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { return ({ double y = x; y; }); }
  > E
  $ wrong t.c:f
  t.c:1:29: error: this kind of expression is not read
      1 | double f(double x) { return ({ double y = x; y; }); }
        |                             ^~~~~~~~~~~~~~~~~~~~~~
  [2]
  $ cat >t.c <<'E'
  > double f(double x) { long n = *(long *)&x; return n; }
  > E
  $ wrong t.c:f
  t.c:1:32: error: a pointer to 'double' becomes one to 'long'
      1 | double f(double x) { long n = *(long *)&x; return n; }
        |                                ^~~~~~~~~~
  [2]
C++:

  $ cat >t.cc <<'E'
  > struct A { double v; double twice() { return 2 * v; } };
  > double f(double x) { A a{x}; return a.twice(); }
  > E
  $ wrong t.cc:f
  t.cc:2:37: error: only functions that are named are called
      2 | double f(double x) { A a{x}; return a.twice(); }
        |                                     ^~~~~~~~~
  [2]
  $ cat >t.cc <<'E'
  > double f(double x) { auto g = [&](double y) { return x * y; }; return g(2); }
  > E
  $ wrong t.cc:f
  t.cc:1:31: error: a lambda is not read
      1 | double f(double x) { auto g = [&](double y) { return x * y; }; return g(2); }
        |                               ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  t.cc:1:71: error: only functions that are named are called
      1 | double f(double x) { auto g = [&](double y) { return x * y; }; return g(2); }
        |                                                                       ^~~~
  [2]
  $ cat >t.cc <<'E'
  > #include <vector>
  > double f(double x) { std::vector<double> v(3, x); return v[0]; }
  > E
  $ wrong t.cc:f
  t.cc:2:22: error: a variable of type 'std::vector<double>'
      2 | double f(double x) { std::vector<double> v(3, x); return v[0]; }
        |                      ^~~~~~~~~~~~~~~~~~~~~~~~~~~
  t.cc:2:58: error: only functions that are named are called
      2 | double f(double x) { std::vector<double> v(3, x); return v[0]; }
        |                                                          ^~~~
  [2]
  $ cat >t.cc <<'E'
  > double f(double x) { try { return x; } catch (...) { return 0; } }
  > E
  $ wrong t.cc:f
  t.cc:1:22: error: this statement is not read
      1 | double f(double x) { try { return x; } catch (...) { return 0; } }
        |                      ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  [2]
  $ cat >t.cc <<'E'
  > double f(double x) { double *p = new double(x); return *p; }
  > E
  $ wrong t.cc:f
  t.cc:1:34: error: this kind of expression is not read
      1 | double f(double x) { double *p = new double(x); return *p; }
        |                                  ^~~~~~~~~~~~~
  [2]
  $ cat >t.cc <<'E'
  > struct A { double v; A(double x) : v(2 * x) {} };
  > double f(double x) { A a(x); return a.v; }
  > E
  $ wrong t.cc:f
  t.cc:2:22: error: a variable of type 'A'
      2 | double f(double x) { A a(x); return a.v; }
        |                      ^~~~~~
  [2]
  $ cat >t.cc <<'E'
  > struct B { double b; };
  > struct A : B { double v; };
  > A f(double x) { A a; a.v = x; a.b = 1; return a; }
  > E
  $ wrong t.cc:f
  t.cc:3:1: error: f returns 'A'
      3 | A f(double x) { A a; a.v = x; a.b = 1; return a; }
        | ^
  [2]
which function:

  $ cat >t.c <<'E'
  > double f(double x) { return x; }
  > double g(double x) { return 2 * x; }
  > E
  $ wrong t.c
  t.c:1:1: error: the file has several functions that may be meant
      1 | double f(double x) { return x; }
        | ^
  note: give FILE:FUNCTION with one of: f, g
  [2]
  $ wrong t.c:h
  EQUATIONS:1:5: error: the file has no such function
      1 | t.c:h
        |     ^
  note: give FILE:FUNCTION with one of: f, g
  [2]
  $ wrong t.c:g:f
  EQUATIONS:1:5: error: the file has no such function
      1 | t.c:g:f
        |     ^~~
  note: give FILE:FUNCTION with one of: f, g
  [2]
  $ symgate show t.c:g --dump parse
  t.c: C function (c), 1 equation
  -- parse
  %1 = var x
  %2 = const 2
  %3 = mul %2 %1           ; 2 * x
  output y = %3
  $ echo '// nothing' >t.c
  $ wrong t.c
  t.c:1:1: error: the file defines no function
      1 | // nothing
        | ^
  [2]
  $ printf 'int f' >t.c
  $ wrong t.c
  t.c:1:6: error: expected ';' after top level declarator
      1 | int f
        |      ^
  [2]
  $ cat >t.cpp <<'E'
  > namespace a { double f(double x) { return x; } }
  > namespace b { double f(double x) { return -x; } }
  > E
  $ wrong t.cpp:f
  EQUATIONS:1:7: error: the file has several functions of this name
      1 | t.cpp:f
        |       ^
  note: give FILE:FUNCTION with one of: a::f, b::f
  [2]
  $ symgate show t.cpp:b::f --dump parse
  t.cpp: C++ function (c++), 1 equation
  -- parse
  %1 = var x
  %2 = neg %1              ; -x
  output y = %2
limits:

  $ for i in 1 2 3 4 5 6; do echo "#define A$i A$((i-1))+A$((i-1))+A$((i-1))+A$((i-1))+A$((i-1))+A$((i-1))+A$((i-1))+A$((i-1))"; done >t.c
  $ printf '#define A0 x\ndouble f(double x) { return A6; }\n' >>t.c
  $ wrong t.c
  t.c:1:1: error: libclang cannot read the file: it is nested too deeply, or its macros make too much of it
      1 | #define A1 A0+A0+A0+A0+A0+A0+A0+A0
        | ^
  [2]
  $ { printf 'double f(double x) { return x'; printf '+x%.0s' $(seq 2000); echo '; }'; } >t.c
  $ wrong t.c
  t.c:1:29: error: this is nested more than 1000 deep
      1 | double f(double x) { return x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+...
        |                             ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  [2]
  $ { printf 'double f(double x) { return '; printf '(%.0s' $(seq 600); echo '; }'; } >t.c
  $ wrong t.c
  t.c:1:529: error: bracket nesting level exceeded maximum of 500
      1 | ...((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((...
        |                                  ^
  note: use -fbracket-depth=N to increase maximum nesting level
  [2]
  $ cat >t.c <<'E'
  > static double g(double x) { double y = x; for (int i = 0; i < 2000; i++) y = y * x + i * x; return y; }
  > double f(double x) { double y = 0; for (int i = 0; i < 99; i++) y += g(x + i); return y; }
  > E
  $ wrong t.c
  t.c:1:59: error: the loops run more than 10000 times
      1 | ...double y = x; for (int i = 0; i < 2000; i++) y = y * x + i * x; return y; }
        |                                  ^~~~~~~~
  [2]
