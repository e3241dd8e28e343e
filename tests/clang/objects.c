/* Arrays, structures, pointers, helpers. */
#include <math.h>

double
dot(const double x[3], const double *w)
{
	double s = 0;

	for (int i = 0; i < 3; i++)
		s += x[i] * w[i];
	return s;
}

double
matrix(const double m[2][2])
{
	return m[0][0] * m[1][1] - m[0][1] * m[1][0];
}

double
local_array(double x)
{
	double p[5] = {1}, t[2][2] = {{1, 2}, {3}};

	for (int i = 1; i < 5; i++)
		p[i] = p[i - 1] * x;
	return p[4] + p[2] * t[1][0] + t[1][1] + t[0][1];
}

void
polar(double x, double y, double *r, double *phi)
{
	*r = sqrt(x * x + y * y);
	*phi = atan2(y, x);
}

struct jet {
	double pt, eta;
	float w[2];
};

double
by_value(struct jet a, struct jet b)
{
	double d = a.eta - b.eta;

	return a.pt * b.pt * cosh(d) + a.w[0] * b.w[1];
}

double
by_pointer(const struct jet *a, double s)
{
	return s * a->pt + a->w[1] - (*a).eta;
}

typedef struct {
	double sum, product;
} Pair;

Pair
pair(double x, double y)
{
	Pair p = {x + y, 0};

	p.product = x * y;
	return p;
}

void
into(double x, Pair *out)
{
	out->sum = x + 1;
	if (x > 0)
		out->product = x;
	else
		out->product = -2 * x;
}

static double
square(double x)
{
	return x * x;
}

static void
swap(double *a, double *b)
{
	double t = *a;

	*a = *b;
	*b = t;
}

double
swapped(double x, double y)
{
	swap(&x, &y);
	return square(x) - y;
}

static double
sum(const double *x, int n)
{
	double s = 0;

	while (n > 0)
		s += x[--n];
	return s;
}

double
sliced(const double *x)
{
	const double *p = x + 1;

	return sum(x, 2) * sum(p, 3) + *p + p[1];
}

static double
clipped(double x, double lo, double hi)
{
	if (x < lo)
		return lo;
	if (x > hi)
		return hi;
	return x;
}

double
twice(double x, double y)
{
	return clipped(x, -1, clipped(y, 0, 1)) + clipped(x * y, -0.5, 0.5);
}

void
in_place(double *v)
{
	double a = v[0], b = v[1];

	v[0] = a + b;
	v[1] = a - b;
}

static Pair
half(Pair p)
{
	p.sum /= 2;
	p.product /= 2;
	return p;
}

double
chained(double x, double y)
{
	Pair p = half(half((Pair){x, y})), q = p;

	q.sum += 1;
	return p.sum * q.sum + p.product;
}

double
returned(double x, double *rest)
{
	*rest = x - floor(x);
	return floor(x);
}

#ifdef TEST
TEST(dot, y[0] = dot(v, v + 3))
TEST(matrix, y[0] = matrix((const double (*)[2])v))
TEST1(local_array)
TEST(polar, polar(v[0], v[1], &y[0], &y[1]))
static struct jet
jet_of(const double *v)
{
	return (struct jet){v[0], v[1], {(float)v[2], (float)v[3]}};
}
TEST(by_value, y[0] = by_value(jet_of(v), jet_of(v + 4)))
TEST(by_pointer, struct jet j = {v[0], v[1], {0, (float)v[2]}};
     y[0] = by_pointer(&j, v[3]))
TEST(pair, Pair p = pair(v[0], v[1]); y[0] = p.sum; y[1] = p.product)
TEST(into, Pair p; into(v[0], &p); y[0] = p.sum; y[1] = p.product)
TEST2(swapped)
TEST(sliced, y[0] = sliced(v))
TEST2(twice)
TEST(in_place, y[0] = v[0]; y[1] = v[1]; in_place(y))
TEST2(chained)
TEST(returned, y[0] = returned(v[0], &y[1]))
#endif
