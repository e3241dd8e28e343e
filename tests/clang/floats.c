/* In single precision: the equation has the floats' constants. */
#include <math.h>

float
line(float x, float y)
{
	return 0.1f * x + 2.3f * y - 1.0e-2f;
}

float
wave(float t)
{
	const float w = 6.2831853f;

	return sinf(w * t * 0.1f) * expf(-0.25f * t) + fabsf(t);
}

double
half_float(double x)
{
	const float third = 1.f / 3.f;
	float k = 0.3;

	return k * x + 0.1f * x * x + third * 0;
}

float
picks(const float x[4])
{
	float m = x[0];

	for (int i = 1; i < 4; i++)
		m = fmaxf(m, x[i]);
	return m;
}

#ifdef TEST
TEST2(line)
TEST1(wave)
TEST1(half_float)
TEST(picks, float f[4] = {(float)v[0]};
     for (int i = 1; i < 4; i++) f[i] = (float)v[i]; y[0] = picks(f))
#endif
