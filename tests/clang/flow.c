/* Branches, loops, returns. */
#include <math.h>

double
early(double x, double y)
{
	if (x < 0)
		return y;
	if (y < 0) {
		if (x > 1)
			return x * y;
		y = -y;
	}
	return x + y;
}

double
nested(double x, double y)
{
	double r = 1;

	if (x > 0) {
		if (y > 0)
			r = x;
		else
			r += y;
	} else if (x > -1) {
		r *= 2.5;
		if (y > 0.5)
			return r - x;
	}
	return r * r;
}

double
horner(double x)
{
	static const double c[] = {0.5, -1.25, 0.75, 2, -0.125};
	double p = 0;

	for (int i = 4; i >= 0; i--)
		p = p * x + c[i];
	return p;
}

double
newton(double x)
{
	double y = 1;
	int n = 5;

	while (n-- > 0)
		y = 0.5 * (y + (x * x + 1) / y);
	return y;
}

double
newton_30(double x)
{
	double y = 1;

	for (int n = 0; n < 30; n++)
		y = 0.5 * (y + (x * x + 1) / y);
	return y;
}

double
do_while(double x)
{
	int i = 0;
	double s = x;

	do {
		s = s * 0.5 + i;
		i += 2;
	} while (i < 5);
	return s;
}

double
skipping(double x)
{
	double s = 0;

	for (int i = 0; i < 10; ++i) {
		if (i % 2)
			continue;
		if (i > 6)
			break;
		s += pow(x, i) / (i + 1);
	}
	return s;
}

double
double_loop(double x, double y)
{
	double s = 0;
	int i, j;

	for (i = 0; i < 3; i++)
		for (j = i; j < 3; j++)
			s += (i + 1) * x - (double)j / (i + 1) * y;
	return s;
}

double
found(double x)
{
	const double edge[4] = {-1, 0, 0.5, 2};

	for (int i = 0; i < 4; i++)
		if (x < edge[i])
			return i * x + edge[i];
	return 10;
}

double
saturate(double x)
{
	if (x > 1.5)
		x = 1.5;
	else if (x < -0.5)
		x = -0.5;
	return x * 2;
}

double
logic(double x, double y)
{
	if ((x > 0 && y > 0) || !(x > -1 || y < 1))
		return 1 + x;
	return x == y ? 0 : y != 0 && 1 / y > 2 ? -1 : 0.5;
}

double
truth(double x, double y)
{
	int inside = x * x + y * y < 1;
	double w = (x > 0) * y + (y > 0) * x;

	return inside ? w : w * (x > y) - inside;
}

double
scoped(double x)
{
	double y = x;
	{
		double x = 2;
		y *= x;
	}
	for (int x = 0; x < 3; x++)
		y += x;
	return y - x;
}

double
deep(double x)
{
	double r = 0;

	if (x > -1)
		if (x > 0)
			if (x > 1)
				if (x > 2)
					return 4 + x;
				else
					r = 3;
			else
				r = 2;
		else
			return 1;
	else
		r = -x;
	return r;
}

double
comma(double x)
{
	double a, b;

	a = b = x, a += 1;
	return a * b;
}

#ifdef TEST
TEST2(early)
TEST2(nested)
TEST1(horner)
TEST1(newton)
TEST1(newton_30)
TEST1(do_while)
TEST1(skipping)
TEST2(double_loop)
TEST1(found)
TEST1(saturate)
TEST2(logic)
TEST2(truth)
TEST1(scoped)
TEST1(deep)
TEST1(comma)
#endif
