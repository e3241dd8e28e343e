/* Integers, constants, conversions, and <math.h>. */
#include <float.h>
#include <math.h>
#include <stddef.h>

#define SQ(x)            ((x) * (x))
#define POLY(a, b, c, x) ((a) + (x) * ((b) + (x) * (c)))
#define N                3
#define K                0.125
static const double scale = 2.5, offset = 3 / 2.0;
enum { FIRST = 2, SECOND };

double
division(double x)
{
	return 7 / 2 * x + 7 % 4 - 1 / 2 + (-7) / 2 + 1 / 2.;
}

double
macros(double x, double y)
{
	return SQ(x + 1) - POLY(0.5, -1, K, y) * N + SECOND;
}

double
constants(double x)
{
	const int n = FIRST + SECOND;
	const double h = 1e-1, q = 1 / (double)n;

	return x * scale + offset + n * h - q + DBL_EPSILON * 0 + 0x10 + 010;
}

double
casts(double x, double y)
{
	return (int)x + (int)(y * 3) / 2 + (double)(long)(x * y) + (int)2.7;
}

double
remainders(double x, double y)
{
	return fmod(x, 0.7) + fmod(y * 5, y * y + 1) + remainder(x, 0.3) +
	       (int)(x * 10) % 3;
}

double
rounding(double x)
{
	return floor(x) + 10 * ceil(x * 1.5) + 100 * trunc(x * 2) +
	       1000 * round(x) + 10000 * rint(x * 0.7);
}

double
bits(double x)
{
	unsigned m = 0x5 << 1 | 1, i;
	double s = 0;

	for (i = 0; i < 4; i++)
		if (m >> i & 1)
			s += x * i;
	return s + (m ^ 3) + (~0 & 6);
}

double
trigonometry(double x, double y)
{
	return sin(x) + cos(y) * tan(x * 0.3) + asin(x / 4) * acos(y / 4) +
	       atan(x) + atan2(y, x) - atan2(-x, y);
}

double
hyperbolic(double x, double y)
{
	return sinh(x) / cosh(y) + tanh(x) + asinh(y) + acosh(1 + x * x) +
	       atanh(x / 4);
}

double
exponentials(double x, double y)
{
	return exp(x) + exp2(y) + expm1(x / 2) + log(x * x + 1) +
	       log2(y * y + 1) + log10(2 + y * y) + log1p(x * x);
}

double
powers(double x, double y)
{
	return pow(x, 2) + pow(fabs(x) + 0.1, y) + sqrt(y * y) + cbrt(x) +
	       hypot(x, y) + pow(x, -1);
}

double
special(double x, double y)
{
	return erf(x) + erfc(y) + tgamma(fabs(x) + 0.5);
}

double
extrema(double x, double y, double z)
{
	return fmax(x, fmin(y, z)) + fdim(x, y) + fma(x, y, z) +
	       copysign(x, y) + fabs(z);
}

double
abs_int(double x)
{
	return x * __builtin_fabs(-3) + sizeof(double) + (size_t)4;
}

double
scaled(double x)
{
	return ldexp(x, 3) + scalbn(x, -2);
}

double
stepping(double x)
{
	int i = 3, j = i++ * 2, k = --i;

	x += 1;
	x -= .5, x *= 2., x /= 4;
	j %= 4;
	j <<= 2;
	k |= 8;
	return x++ + x-- - -x + +x + i + j + k;
}

double
mixed(double x)
{
	int n = 0;

	n += 2.75;
	n *= 3;
	return n * x + (x > 0 ? 1 : 2.5) + 'A' - 64;
}

#ifdef TEST
TEST1(division)
TEST2(macros)
TEST1(constants)
TEST2(casts)
TEST2(remainders)
TEST1(rounding)
TEST1(bits)
TEST2(trigonometry)
TEST2(hyperbolic)
TEST2(exponentials)
TEST2(powers)
TEST2(special)
TEST3(extrema)
TEST1(abs_int)
TEST1(scaled)
TEST1(stepping)
TEST1(mixed)
#endif
