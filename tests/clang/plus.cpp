// C++: std::, references, namespaces, overloads of the standard library.
#include <algorithm>
#include <cmath>

namespace physics {
constexpr double c = 0.299792458;

inline double gamma_of(double beta)
{
	return 1 / std::sqrt(1 - beta * beta);
}

double boosted(double x, double t)
{
	const double beta = 0.6;
	return gamma_of(beta) * (x - beta * c * t);
}
}

extern "C" double standard(double x, double y)
{
	return std::pow(x, 2) + std::max(x, y) + std::abs(y) +
	       std::min(1.0, std::exp(-x)) + std::hypot(x, y);
}

static void update(double &total, const double &by)
{
	total += by * by;
}

double references(double x, double y)
{
	double total = 0.5;
	auto twice = 2 * x;

	update(total, x);
	update(total, twice + y);
	return static_cast<double>(total);
}

void by_reference(double x, double &lo, double &hi)
{
	lo = std::floor(x);
	hi = lo + 1;
}

struct Vec {
	double x, y;
};

Vec rotated(const Vec &v, double a)
{
	Vec r{v.x * std::cos(a) - v.y * std::sin(a),
	      v.x * std::sin(a) + v.y * std::cos(a)};
	return r;
}

double boolean(double x)
{
	bool positive = x > 0;
	bool both = positive && x < 1;

	return both ? x : positive ? 1.0 : double(positive) - 0.5;
}

struct Cut {
	double lo = -0.5, hi = 1.25, width[2] = {2, 3};
};

double defaults(double x)
{
	Cut c{}, d{x}, e;

	e = d;
	d = {1, 2};
	return c.lo * x + c.hi + c.width[1] + e.lo * e.hi + d.width[0] - d.lo;
}

template <class T> static T squared(T x)
{
	return x * x;
}

double templates(double x)
{
	return squared(x) + squared(3) / 2;
}

static Vec operator+(const Vec &a, const Vec &b)
{
	return {a.x + b.x, a.y + b.y};
}

double operators(double x, double y)
{
	Vec a = {x, y}, b = {y, 1};
	Vec c = a + b + a;

	return c.x * c.y;
}

#ifdef TEST
extern "C" {
TEST(boosted, y[0] = physics::boosted(v[0], v[1]))
TEST2(standard)
TEST2(references)
TEST(by_reference, by_reference(v[0], y[0], y[1]))
TEST(rotated, Vec a = {v[0], v[1]}; a = rotated(a, v[2]); y[0] = a.x; y[1] = a.y)
TEST1(boolean)
TEST1(defaults)
TEST1(templates)
TEST2(operators)
}
#endif
