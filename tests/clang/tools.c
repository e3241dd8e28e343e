/* As the tools that search for equations print them. */
#include <math.h>

/* Eureqa */
double
eureqa(double x, double y)
{
	return 3.14 + 2.5 * x * y - 0.12 * pow(x, 3) +
	       sin(1.7 * x - y) / (1 + y * y);
}

/* TuringBot */
double
turingbot(double col1, double col2, double col3)
{
	return (-0.0421 * (col1 + ((1.5e-03 * col2) / (cosh(col3)))));
}

double
turingbot_step(double col1, double col2)
{
	return ((col1 > 0.5) ? (1.2 * col2) : (-(0.3))) + floor(col1 * 3.1);
}

/* HeuristicLab: constants with long exponents, helpers of its own */
static double
aq(double a, double b)
{
	return a / sqrt(1 + b * b);
}

double
heuristiclab(double x1, double x2, double x3)
{
	return (
	    (((pow((-1.54E+000 * x1 - cbrt(-1.88E+001 * x2)), 2) * 2.6E-001) +
	      aq(x1, x3)) *
	     4.9E-002) +
	    -1.43757011E-001);
}

/* SymPy's codegen: results through pointers, locals, powers as pow */
double
sympy_result(double a, double b, double c)
{
	double sympy_result_result;
	sympy_result_result =
	    (1.0 / 2.0) * (-b + sqrt(pow(b, 2) - 4 * a * c)) / a;
	return sympy_result_result;
}

double
sympy_piecewise(double x)
{
	double r;
	if (x < 0) {
		r = -x;
	} else if (x >= 0 && x < 1) {
		r = pow(x, 2);
	} else {
		r = 2 * x - 1;
	}
	return r;
}

double
sympy_ccode(double x)
{
	return ((x < 0.25) ? (1.0 / 3.0)
	                   : ((x < 1.75) ? (exp(-x) * cos(2 * M_PI * x))
	                                 : (M_SQRT2 * M_E / x)));
}

void
sympy_vector(double q1, double q2, double *out_1234)
{
	out_1234[0] = sin(q1);
	out_1234[1] = cos(q1) * sin(q2);
	out_1234[2] = cos(q1) * cos(q2);
}

/* with common subexpressions taken out */
double
sympy_cse(double x, double y)
{
	const double x0 = x - y;
	const double x1 = x0 * x0 + 1.0;
	const double x2 = 1.0 / x1;

	return x2 * exp(-x0 * x2) + log(x1);
}

/* Operon's and PySR's, pasted into C */
double
pysr(double x0, double x1)
{
	return ((x0 * (x0 - 0.45378)) + cos(x1 * 2.3)) - fabs(x1) * 1.0e-2;
}

#ifdef TEST
TEST2(eureqa)
TEST3(turingbot)
TEST2(turingbot_step)
TEST3(heuristiclab)
TEST3(sympy_result)
TEST1(sympy_piecewise)
TEST1(sympy_ccode)
TEST(sympy_vector, sympy_vector(v[0], v[1], y))
TEST2(sympy_cse)
TEST2(pysr)
#endif
