/* The rows of builtin.def: all can be read, and those with a meaning of a
 * tool's own have exactly that one, here written in C as the tool has it. */
#include "tests/unit/front.h"

#include <math.h>

#include "ir/eval.h"

static double
pdiv(double x, double y)
{
	return fabs(y) > 0.001 ? x / y : 1;
}

static double
plog(double x, double y)
{
	(void)y;
	return fabs(x) > 0.001 ? log(fabs(x)) : 0;
}

static double
pinv(double x, double y)
{
	(void)y;
	return fabs(x) > 0.001 ? 1 / x : 0;
}

static double
gomea_div(double x, double y)
{
	double s = y > 0 ? 1 : y < 0 ? -1 : 0;

	return s * x / (1e-6 + fabs(y));
}

static double
gomea_log(double x, double y)
{
	(void)y;
	return x == 0 ? 0 : log(fabs(x));
}

static double
protected_exp(double x, double y)
{
	(void)y;
	return x < 100 ? exp(x) : 0;
}

static double
protected_n2(double x, double y)
{
	(void)y;
	return fabs(x) < 1e6 ? x * x : 0;
}

static double
aq(double x, double y)
{
	return x / sqrt(1 + y * y);
}

static double
atanh_clip(double x, double y)
{
	double m = x + 1 - 2 * floor((x + 1) / 2);

	(void)y;
	return m - 1 > -1 ? atanh(m - 1) : NAN;
}

static double
clamp(double x, double y)
{
	double lo = y, hi = 0.5;

	return x > hi ? hi : x < lo ? lo : x;
}

static double
logical_xor(double x, double y)
{
	return (x > 0) != (y > 0);
}

static double
less_equal(double x, double y)
{
	return x <= y;
}

static double
equal(double x, double y)
{
	return x == y;
}

static double
log_abs(double x, double y)
{
	(void)y;
	return log(fabs(x) + 1e-8);
}

static double
factorial(double x, double y)
{
	(void)y;
	return floor(x) == x && x < 0 ? NAN : tgamma(x + 1);
}

static const struct {
	const char *text;
	double (*tool)(double x, double y);
} meanings[] = {
    {"pdiv(x, y)", pdiv},
    {"plog(x) + 0*y", plog},
    {"pinv(x) + 0*y", pinv},
    {"gomea_div(x, y)", gomea_div},
    {"gomea_log(x) + 0*y", gomea_log},
    {"protected_exp(x) + 0*y", protected_exp},
    {"protected_n2(x) + 0*y", protected_n2},
    {"aq(x, y)", aq},
    {"atanh_clip(x) + 0*y", atanh_clip},
    {"clamp(x, y, 0.5)", clamp},
    {"xor(x, y)", logical_xor},
    {"less_equal(x, y)", less_equal},
    {"x == y", equal},
    {"log_abs(x) + 0*y", log_abs},
    {"x! + 0*y", factorial},
    {"atan2(x, y)", atan2},
};

static const double points[] = {0,      0.001, -0.001, 0.0011, -0.0009, 0.5,
                                -0.5,   1,     -1,     2.5,    -3,      7,
                                99.999, 100,   -100,   101,    1e6,     -2e6};

static bool
close_to(double got, double want)
{
	if (isnan(want) || isinf(want))
		return isnan(got) || isinf(got);
	return fabs(got - want) <= 1e-12 * (1 + fabs(want));
}

static void
tools_meanings_are_kept(void **state)
{
	for (size_t i = 0; i < COUNT(meanings); i++) {
		Front f = front(*state, "python");
		Ref x = expr_var(f.e, "x", (Span){0});
		Ref r;
		Prog *p;

		expr_var(f.e, "y", (Span){0});
		r = parse(&f, meanings[i].text);
		assert_string_equal(log_of(f.diag), "");
		assert_true(r > x);
		p = prog_new(*state, f.e, r, 0);
		for (size_t k = 0; k < COUNT(points) * COUNT(points); k++) {
			double v[2] = {points[k % COUNT(points)],
			               points[k / COUNT(points)]};
			double got = prog_double(p, v);
			double want = meanings[i].tool(v[0], v[1]);

			if (!close_to(got, want))
				fail_msg("%s at %g, %g: %g, not %g",
				         meanings[i].text, v[0], v[1], got,
				         want);
		}
	}
}

/* "less(x, y) = ..." is called as less(x, y), in a definition, which may use
 * all of them. */
static void
every_row_can_be_called(void **state)
{
	for (size_t i = 0; front_builtin(i); i++) {
		const char *row = front_builtin(i);
		int n = (int)strcspn(row, "="), name = (int)strcspn(row, "(");
		const char *call =
		    arena_printf(*state, "its%.*s", n - name, row + name);
		Front f = front(*state, "python");
		bool ok =
		    define(&f, arena_printf(*state, "%s = %.*s", call, n, row));
		Ref r = parse(&f, call);

		assert_string_equal(log_of(f.diag), "");
		assert_true(ok && r != 0);
		expr_check(f.e);
	}
}

/* PySR's users own these names. */
static void
tools_rows_are_not_pysrs(void **state)
{
	Front f = front(*state, "julia");

	assert_int_equal(parse(&f, "step(x)"), 0);
	assert_non_null(strstr(log_of(f.diag), "unknown function 'step'"));
	assert_true(parse(&f, "less(x, y) + clamp(x, 0, 1)") != 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(tools_meanings_are_kept),
	    TEST(every_row_can_be_called),
	    TEST(tools_rows_are_not_pysrs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
