/* Function units over all their inputs against MPFI: every operator of one
 * argument, some compound functions, refusals, clamps and don't-cares.
 * With SYMGATE_VERBOSE set, the modelled cost of each is printed. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "ir/unit.h"
#include "tests/unit/equation.h"

enum { PREC = 128 };

typedef struct Sample {
	const char *f;
	double lo, hi; /* of x: lo <= x < hi */
} Sample;

static const Sample samples[] = {
    {"exp(x)", -4, 2},
    {"exp2(x)", -3, 3},
    {"log(x)", 1, 5},
    {"log2(x)", 0.5, 8},
    {"log10(x)", 2, 10},
    {"log1p(x)", -0.5, 4},
    {"sin(x)", -4, 4},
    {"cos(x)", -4, 4},
    {"tan(x)", -1, 1},
    {"sinh(x)", -2, 2},
    {"cosh(x)", -2, 2},
    {"tanh(x)", -4, 4},
    {"asin(x)", -1, 1},
    {"acos(x)", -1, 1},
    {"atan(x)", -8, 8},
    {"erf(x)", -4, 4},
    {"sigmoid(x)", -8, 8},
    {"relu(1.7*x)", -4, 4},
    {"abs(0.3*x)", -4, 4},
    {"sign(x)", -4, 4},
    {"floor(x)", -4, 4},
    {"ceil(0.7*x)", -4, 4},
    {"round(x)", -4, 4},
    {"sqrt(x)", 0, 4},
    {"cbrt(x)", -4, 4},
    {"inv(x)", 0.25, 4},
    {"x^1.5", 0, 4},
    {"square(1.1*x)", -2, 2},
    {"cube(x)", -2, 2},
    {"exp(-x*x)", -4, 4},
    {"sin(0.3*x)", -4, 4},
    {"x*sin(x)", -4, 4},
    {"1/(1 + x*x)", -4, 4},
    {"max(x, 0.3) - 0.2*x*x", -2, 2},
    {"greater(x, 0.7) + 0.5", -2, 2},
    {"mod(x, 0.75)", -2, 2},
    {"exp(-16*x*x)", 0, 1},
};

enum { NSAMPLE = sizeof samples / sizeof *samples };

typedef struct Case {
	Arena *a;
	Expr *e;
	Ref x, root;
	Prog *p;
	int lsb_x, lsb; /* of the result: ulp */
	int64_t lo, hi;
	Datapath *d;
	UnitSpec u;
} Case;

/* x with 2^bits steps between lo and hi; a result of `out` bits. */
static Case
open_case(const Sample *s, int bits, int out)
{
	Case c = {.a = arena_new()};
	c.e = new_expr(c.a);
	c.x = expr_var(c.e, "x", (Span){0});
	c.root = equation(c.e, s->f);
	c.p = prog_new(c.a, c.e, c.root, c.x);
	c.lsb_x = (int)ceil(log2(s->hi - s->lo)) - bits;
	c.lo = (int64_t)ceil(ldexp(s->lo, -c.lsb_x));
	c.hi = (int64_t)ceil(ldexp(s->hi, -c.lsb_x)) - 1;
	double most = 0x1p-60;
	for (int64_t i = c.lo; i <= c.hi; i++) {
		double x = ldexp((double)i, c.lsb_x);
		double y = prog_double(c.p, &x);
		most = isfinite(y) ? fmax(most, fabs(y)) : most;
	}
	c.lsb = (int)ceil(log2(most)) + 1 - out;
	c.d = dp_new(c.a, "t");
	DPort port = {.name = "x",
	              .ident = "x",
	              .is_signed = c.lo < 0,
	              .width = (uint8_t)width_of(c.lo, c.hi),
	              .lsb = (int16_t)c.lsb_x,
	              .lo = c.lo,
	              .hi = c.hi};
	c.u = (UnitSpec){.e = c.e,
	                 .root = c.root,
	                 .arg = c.x,
	                 .x = dp_input(c.d, &port),
	                 .lsb_x = c.lsb_x,
	                 .max_err = ldexp(1, c.lsb),
	                 .lsb = c.lsb,
	                 .target = target_by_name("xcvu9p"),
	                 .opts = opts_level(OPT_LEVEL_MAX)};
	return c;
}

static void
finish(Case *c, const UnitResult *r)
{
	const DNode *n = dp_at(c->d, r->d);
	DPort out = {.name = "y",
	             .ident = "y",
	             .ref = r->d,
	             .is_signed = true,
	             .width = (uint8_t)width_of(n->lo, n->hi),
	             .lsb = (int16_t)r->lsb,
	             .lo = n->lo,
	             .hi = n->hi};
	vec_push(c->a, c->d->out, out);
	dp_dce(c->d);
	dp_check(c->d);
}

static bool
build(Case *c, UnitResult *r, const char **why)
{
	if (!unit_build(c->d, &c->u, r, why))
		return false;
	finish(c, r);
	return true;
}

/* The largest |result - f| over all inputs where f is defined, rounded up;
 * both clamped. */
static double
true_error(Case *c, const UnitResult *r)
{
	mpq_t q;
	mpfi_t f;
	double worst = 0;
	const Range *lim = c->u.clamp;
	mpq_init(q);
	mpfi_init2(f, PREC);
	for (int64_t i = c->lo; i <= c->hi; i++) {
		int64_t y;
		dp_interp(c->d, &i, &y, NULL);
		double x = (double)i + (c->u.half ? 0.5 : 0);
		mpq_set_d(q, ldexp(x, c->lsb_x));
		if (!prog_exact(c->p, (const mpq_t *)&q, PREC, f))
			continue;
		double v = ldexp((double)y, r->lsb);
		if (lim) {
			Range all = interval_from(f);
			v = fmin(fmax(v, lim->lo), lim->hi);
			if (all.lo >= lim->hi || all.hi <= lim->lo)
				mpfi_set_d(f, all.lo >= lim->hi ? lim->hi
				                                : lim->lo);
		}
		mpfi_sub_d(f, f, v);
		worst = fmax(worst, interval_mag(interval_from(f)));
	}
	mpq_clear(q);
	mpfi_clear(f);
	return worst;
}

static void
report(const Case *c, const Sample *s, const UnitResult *r, double seen)
{
	if (!getenv("SYMGATE_VERBOSE"))
		return;
	Cost cost = dp_cost(c->u.target, c->d);
	double ulp = ldexp(1, c->lsb);
	printf("%-22s %2u bits  %-14s %5.0f LUT %2.0f DSP  "
	       "error %.3f (seen %.3f) ulp\n",
	       s->f, width_of(0, c->hi - c->lo) - 1, r->kind, cost.lut,
	       cost.dsp, r->err / ulp, seen / ulp);
}

static void
check_sample(const Sample *s, int bits, int out)
{
	Case c = open_case(s, bits, out);
	UnitResult r;
	const char *why = NULL;
	if (!build(&c, &r, &why))
		fail_msg("%s at %d bits: %s", s->f, bits, why);
	double seen = true_error(&c, &r);
	report(&c, s, &r, seen);
	assert_int_equal(r.lsb, c.lsb);
	assert_true(r.err <= c.u.max_err);
	assert_true(seen <= r.err * (1 + 1e-9));
	arena_free(c.a);
}

static void
test_samples(void **state)
{
	(void)state;
	for (int bits = 8; bits <= 12; bits += 2)
		for (int i = 0; i < NSAMPLE; i++)
			check_sample(&samples[i], bits, bits);
}

static void
test_wide(void **state)
{
	static const Sample wide[] = {
	    {"sin(0.3*x)", -4, 4},   {"exp(-x*x)", -4, 4},
	    {"1/(1 + x*x)", -4, 4},  {"sqrt(x)", 0, 8},
	    {"cbrt(1.3*x)", -4, 4},  {"2/x", 0.125, 8},
	    {"log2(3*x)", 0.125, 8}, {"1/sqrt(x)", 0.0625, 8},
	};
	(void)state;
	for (unsigned i = 0; i < sizeof wide / sizeof *wide; i++) {
		check_sample(&wide[i], 13, 13);
		check_sample(&wide[i], 13, 10);
		check_sample(&wide[i], 10, 18);
	}
}

/* Normalisation: what segments of one size do not reach. */
static void
test_scaled(void **state)
{
	static const Sample s[] = {{"sqrt(x)", 0, 8},
	                           {"cbrt(x)", -4, 4},
	                           {"-1.7/x", 0.0625, 8},
	                           {"log(x)", 0.03125, 8}};
	(void)state;
	for (unsigned i = 0; i < sizeof s / sizeof *s; i++) {
		Case c = open_case(&s[i], 14, 14);
		UnitResult r;
		const char *why = NULL;
		c.u.opts &= ~(OptSet)(1U << OPT_recurrence);
		if (!build(&c, &r, &why))
			fail_msg("%s: %s", s[i].f, why);
		assert_non_null(strstr(r.kind, "scaled"));
		double seen = true_error(&c, &r);
		report(&c, &s[i], &r, seen);
		assert_true(seen <= r.err * (1 + 1e-9));
		dp_pack(c.d, c.u.target);
		Cost cost = dp_cost(c.u.target, c.d);
		assert_in_range((unsigned)cost.lut, 50, 400);
		arena_free(c.a);
	}
}

/* Square roots digit by digit: the unit, and what is made of an argument that
 * has too many values to try. */
static void
check_root(const Sample *s, bool half, bool given, bool wide)
{
	Case c = open_case(s, 12, 13);
	UnitResult r;
	const char *why = NULL;
	c.u.half = half;
	c.u.only = "root";
	if (!given) {
		c.u.lsb = UNIT_ANY_LSB;
		c.u.max_err *= 0.7;
	}
	if (wide && unit_root(c.d, &c.u, &r))
		finish(&c, &r);
	else if (wide || !build(&c, &r, &why))
		fail_msg("%s: %s", s->f, wide ? "not by itself" : why);
	assert_true(strncmp(r.kind, "root", 4) == 0);
	double seen = true_error(&c, &r);
	report(&c, s, &r, seen);
	assert_true(r.err <= c.u.max_err);
	assert_true(seen <= r.err * (1 + 1e-9));
	assert_true(seen > 0.3 * c.u.max_err);
	arena_free(c.a);
}

static void
test_roots(void **state)
{
	static const Sample s[] = {{"sqrt(x)", 0, 8},
	                           {"sqrt(x)", 0.75, 2},
	                           {"sqrt(relu(x))", -0.5, 7.5},
	                           {"2*sqrt(x)", 0, 4},
	                           {"sqrt(3*x + 1)", 1, 8},
	                           {"0.5*sqrt(1.25 - 0.25*x + x)", 0, 3}};
	(void)state;
	for (unsigned i = 0; i < sizeof s / sizeof *s; i++)
		for (unsigned k = 0; k < 8; k++)
			if (i < 3 || !(k & 4))
				check_root(&s[i], k & 1, k & 2, k & 4);
}

/* Folding: odd, even, about a centre, periodic; on both kinds of range. */
static void
test_folded(void **state)
{
	static const Sample s[] = {
	    {"sin(x)", -4, 4},
	    {"exp(-x*x)", -4, 4},
	    {"1/(1 + exp(-8*(x - 0.5)))", 0, 1},
	    {"sin(square(mod(x, 0.5)))", 0, 4},
	    {"x*exp(-x*x)", -2, 2},
	};
	static const char *const kind[] = {"odd", "even", "odd", "periodic",
	                                   "odd"};
	(void)state;
	for (unsigned i = 0; i < sizeof s / sizeof *s; i++) {
		Case c = open_case(&s[i], 12, 12);
		UnitResult r;
		const char *why = NULL;
		c.u.only = "fold";
		if (!build(&c, &r, &why))
			fail_msg("%s: %s", s[i].f, why);
		assert_int_equal(strncmp(r.kind, kind[i], strlen(kind[i])), 0);
		double seen = true_error(&c, &r);
		report(&c, &s[i], &r, seen);
		assert_true(seen <= r.err * (1 + 1e-9));
		arena_free(c.a);
	}
}

/* Arguments that stand for the middle of what was cut: no carry chain folds
 * them, nor the results, which are odd numbers. */
static void
test_folded_halves(void **state)
{
	static const Sample s[] = {{"sin(2*pi*x)", -0.5, 0.5},
	                           {"cos(2*pi*x)", -0.5, 0.5},
	                           {"square(sin(pi*x))", -0.5, 0.5}};
	static const char *const kind[] = {"odd even ", "even ", "even "};
	(void)state;
	for (unsigned i = 0; i < sizeof s / sizeof *s; i++) {
		Case c = open_case(&s[i], 11, 10);
		UnitResult r;
		const char *why = NULL;
		double lut[2];
		for (int half = 0; half < 2; half++) {
			Datapath *d = dp_new(c.a, "h");
			DPort x = c.d->in.at[0];
			c.d = d;
			c.u.x = dp_input(d, &x);
			c.u.half = half;
			c.u.lsb = UNIT_ANY_LSB;
			assert_true(build(&c, &r, &why));
			lut[half] = dp_cost(c.u.target, c.d).lut;
		}
		if (strncmp(r.kind, kind[i], strlen(kind[i])) != 0)
			fail_msg("%s: %s", s[i].f, r.kind);
		if (lut[1] >= lut[0])
			fail_msg("%s: %g LUTs, else %g", s[i].f, lut[1],
			         lut[0]);
		double seen = true_error(&c, &r);
		report(&c, &s[i], &r, seen);
		assert_true(seen <= r.err * (1 + 1e-9));
		arena_free(c.a);
	}
}

/* Floors and lines need no table, whatever their size. */
static void
test_lines(void **state)
{
	static const Sample s[] = {{"ceil(x)", -8, 8},
	                           {"2*floor(0.5*x)", -8, 8},
	                           {"0.7*x - 0.1", -8, 8}};
	(void)state;
	for (unsigned i = 0; i < sizeof s / sizeof *s; i++) {
		Case c = open_case(&s[i], 16, 16);
		UnitResult r;
		const char *why = NULL;
		c.u.only = "line";
		if (!build(&c, &r, &why))
			fail_msg("%s: %s", s[i].f, why);
		double seen = true_error(&c, &r);
		report(&c, &s[i], &r, seen);
		assert_true(seen <= r.err * (1 + 1e-9));
		assert_in_range((unsigned)dp_cost(c.u.target, c.d).lut, 0, 100);
		arena_free(c.a);
	}
}

/* Polynomials with and without products by rows: where there is no block the
 * rows are much the smaller. */
static void
test_rows(void **state)
{
	static const Sample s[] = {{"sin(1.5*x)", 0, 1}, {"exp(x)", -2, 2}};
	Target t = *target_by_name("xcvu9p");
	(void)state;
	t.dsps = 0;
	for (unsigned i = 0; i < sizeof s / sizeof *s; i++) {
		double lut[2];
		for (int rows = 0; rows < 2; rows++) {
			Case c = open_case(&s[i], 14, 14);
			UnitResult r;
			const char *why = NULL;
			c.u.only = "poly";
			c.u.target = &t;
			if (!rows)
				c.u.opts &= ~(UINT32_C(1) << OPT_rows);
			if (!build(&c, &r, &why))
				fail_msg("%s: %s", s[i].f, why);
			double seen = true_error(&c, &r);
			report(&c, &s[i], &r, seen);
			assert_true(seen <= r.err * (1 + 1e-9));
			dp_pack(c.d, &t);
			lut[rows] = dp_cost(&t, c.d).lut;
			arena_free(c.a);
		}
		if (lut[1] > 0.8 * lut[0])
			fail_msg("%s: %.0f LUT, %.0f without rows", s[i].f,
			         lut[1], lut[0]);
	}
}

/* Steep at an end: nothing uniform is cheap. */
static void
test_halves(void **state)
{
	static const Sample s[] = {{"acosh(x)", 1, 9}, {"asin(x)", -1, 1}};
	(void)state;
	for (unsigned i = 0; i < sizeof s / sizeof *s; i++) {
		Case c = open_case(&s[i], 14, 14);
		UnitResult r;
		const char *why = NULL;
		c.u.only = "halves";
		if (!build(&c, &r, &why))
			fail_msg("%s: %s", s[i].f, why);
		assert_non_null(strstr(r.kind, " | "));
		double seen = true_error(&c, &r);
		report(&c, &s[i], &r, seen);
		assert_true(seen <= r.err * (1 + 1e-9));
		dp_pack(c.d, c.u.target);
		assert_in_range((unsigned)dp_cost(c.u.target, c.d).lut, 50,
		                700);
		arena_free(c.a);
	}
}

/* Cut where one part is much steeper, and there alone. */
static void
test_uneven(void **state)
{
	static const struct {
		Sample s;
		bool cut;
	} of[] = {{{"log1p(x)", -0.5, 4}, true},
	          {{"sqrt(x)", 0, 4}, true},
	          {{"exp(-2*x)", 0, 1}, false}};
	(void)state;
	for (unsigned i = 0; i < sizeof of / sizeof *of; i++) {
		Case c = open_case(&of[i].s, 10, 10);
		UnitResult r;
		const char *why = NULL;
		c.u.opts = opts_level(OPT_LEVEL_MAX);
		if (!build(&c, &r, &why))
			fail_msg("%s: %s", of[i].s.f, why);
		if ((strstr(r.kind, " | ") != NULL) != of[i].cut)
			fail_msg("%s: %s", of[i].s.f, r.kind);
		assert_true(true_error(&c, &r) <= r.err * (1 + 1e-9));
		arena_free(c.a);
	}
}

/* The unit chooses the weight: the coarsest that the error allows, and for
 * steps the steps themselves, without any error. */
/* Powers of an argument that unit_wide cuts to its first bits, on all inputs
 * of a width that still allows that. */
static void
test_powers(void **state)
{
	static const Sample powers[] = {{"inv(x)", 0.125, 8},
	                                {"inv(x)", 0.001, 1},
	                                {"3.7*inv(x*x)", 1, 5},
	                                {"sqrt(x)", 0, 4},
	                                {"sqrt(x)*x*0.1", 0, 4},
	                                {"inv(sqrt(x))", 0.01, 4},
	                                {"x^0.75", 0, 16},
	                                {"x^(-0.25)", 0.5, 16},
	                                {"inv(1.1*x*x*x)", -16, -0.5}};
	(void)state;
	for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
		for (int bits = 13; bits <= 17; bits += 4) {
			Case c = open_case(&powers[i], bits, 10);
			UnitResult r;
			assert_true(unit_wide(c.d, &c.u, &r));
			finish(&c, &r);
			double seen = true_error(&c, &r);
			report(&c, &powers[i], &r, seen);
			assert_true(seen <= r.err);
			assert_true(r.err <= c.u.max_err);
			arena_free(c.a);
		}
	}
}

/* Functions that are steep at small arguments only, cut to floating ones. */
static void
test_floats(void **state)
{
	static const Sample floats[] = {{"inv(exp(x) - 1)", 0.01, 4},
	                                {"log(x)", 0.001, 8},
	                                {"x*log(x)", 0.001, 2},
	                                {"sqrt(x)*cos(x)", 0, 4},
	                                {"1/(x + x*x)", 0.01, 4}};
	(void)state;
	for (size_t i = 0; i < sizeof floats / sizeof *floats; i++) {
		Case c = open_case(&floats[i], 17, 10);
		UnitResult r;
		assert_true(unit_float(c.d, &c.u, &r));
		finish(&c, &r);
		double seen = true_error(&c, &r);
		report(&c, &floats[i], &r, seen);
		assert_true(seen <= r.err && r.err <= c.u.max_err);
		arena_free(c.a);
		c = open_case(&floats[i], 13, 12);
		assert_true(unit_octaves(c.d, &c.u, &r));
		finish(&c, &r);
		seen = true_error(&c, &r);
		report(&c, &floats[i], &r, seen);
		assert_true(seen <= r.err && r.err <= c.u.max_err);
		arena_free(c.a);
	}
	/* every integer is coded in order, and what is cut is below one octave */
	for (int64_t z = 0, x = 0; z < 400; z++) {
		int64_t y = unit_mantissa(z, 4) << unit_exponent(z, 4);
		assert_true(z == 0 || y > x);
		assert_true(z == 0 || y - x <= (y + 7) / 8);
		x = y;
	}
}

/* Where the argument has more values than anyone can try. */
static void
test_too_wide(void **state)
{
	static const Sample f = {"exp(x)", -1, 1};
	UnitResult r;
	(void)state;
	Case c = open_case(&f, 12, 10);
	assert_false(unit_wide(c.d, &c.u, &r));
	arena_free(c.a);
}

static void
test_any_lsb(void **state)
{
	static const Sample f = {"sin(x)", -4, 4}, step = {"2*floor(x)", -4, 4};
	UnitResult r;
	const char *why = NULL;
	(void)state;
	Case c = open_case(&f, 10, 10);
	c.u.lsb = UNIT_ANY_LSB;
	c.u.max_err = 0.01;
	assert_true(build(&c, &r, &why));
	/* 2^-7 < 0.01, 2^-6 / 2 < 0.01; an odd result has half the weight */
	assert_in_range(-r.lsb, 6, 8);
	assert_true(true_error(&c, &r) <= r.err && r.err <= 0.01);
	arena_free(c.a);
	c = open_case(&step, 10, 10);
	c.u.lsb = UNIT_ANY_LSB;
	c.u.max_err = 0.01;
	assert_true(build(&c, &r, &why));
	assert_int_equal(r.lsb, 1);
	assert_true(r.err == 0 && true_error(&c, &r) == 0);
	arena_free(c.a);
	c = open_case(&step, 10, 10);
	c.u.lsb = UNIT_ANY_LSB;
	c.u.max_err = 0;
	assert_true(build(&c, &r, &why));
	assert_true(r.err == 0);
	arena_free(c.a);
}

static void
expect_refusal(const Sample *s, int bits, double max_err, const char *text)
{
	Case c = open_case(s, bits, 10);
	UnitResult r;
	const char *why = NULL;
	c.u.max_err = max_err < 0 ? c.u.max_err : max_err;
	assert_false(build(&c, &r, &why));
	assert_non_null(why);
	if (!strstr(why, text))
		fail_msg("\"%s\" does not say \"%s\"", why, text);
	arena_free(c.a);
}

static void
test_refusals(void **state)
{
	static const Sample log = {"log(x)", -1, 1}, inv = {"inv(x)", -1, 1},
			    sin = {"sin(x)", -1, 1};
	(void)state;
	expect_refusal(&log, 8, -1, "undefined where its argument is -1");
	expect_refusal(&inv, 8, -1, "undefined where its argument is 0");
	expect_refusal(&sin, 8, 0, "without an error");
	expect_refusal(&sin, 8, 1e-40, "error below");
	Case c = open_case(&sin, 10, 10);
	UnitResult r;
	const char *why = NULL;
	DPort wide = {
	    .name = "w", .ident = "w", .width = 25, .hi = (1 << 25) - 1};
	c.u.x = dp_input(c.d, &wide);
	assert_false(unit_build(c.d, &c.u, &r, &why));
	assert_non_null(strstr(why, "25 input bits; the limit is 24"));
	arena_free(c.a);
}

/* Undefined points may give anything; all others are still right. */
static void
test_any_undefined(void **state)
{
	static const Sample s[] = {
	    {"log(x)", -1, 1}, {"sqrt(x)", -3, 1}, {"inv(x)", -1, 1}};
	(void)state;
	for (int i = 0; i < 6; i++) {
		Case c = open_case(&s[i / 2], i % 2 ? 13 : 9, 12);
		UnitResult r;
		const char *why = NULL;
		c.u.any_undefined = true;
		if (!build(&c, &r, &why))
			fail_msg("%s: %s", s[i / 2].f, why);
		double seen = true_error(&c, &r);
		report(&c, &s[i / 2], &r, seen);
		assert_true(seen <= r.err * (1 + 1e-9));
		arena_free(c.a);
	}
}

/* An output that saturates needs no more than its range: 1/x to 4, e^x to
 * 100. */
static void
test_clamp(void **state)
{
	static const Sample s[] = {{"inv(x)", 0.0625, 8}, {"exp(x)", -8, 8}};
	static const Range limit[] = {{-4, 4}, {0, 100}};
	(void)state;
	for (int i = 0; i < 2; i++) {
		Case c = open_case(&s[i], 10, 10);
		UnitResult r;
		const char *why = NULL;
		c.u.clamp = &limit[i];
		c.u.lsb = -7;
		c.u.max_err = 0x1p-7;
		if (!build(&c, &r, &why))
			fail_msg("%s: %s", s[i].f, why);
		double seen = true_error(&c, &r);
		c.lsb = -7;
		report(&c, &s[i], &r, seen);
		assert_true(seen <= r.err * (1 + 1e-9) && r.err <= 0x1p-7);
		arena_free(c.a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_wide),
	    cmocka_unit_test(test_scaled),
	    cmocka_unit_test(test_roots),
	    cmocka_unit_test(test_powers),
	    cmocka_unit_test(test_floats),
	    cmocka_unit_test(test_too_wide),
	    cmocka_unit_test(test_folded),
	    cmocka_unit_test(test_folded_halves),
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_halves),
	    cmocka_unit_test(test_uneven),
	    cmocka_unit_test(test_any_lsb),
	    cmocka_unit_test(test_refusals),
	    cmocka_unit_test(test_any_undefined),
	    cmocka_unit_test(test_clamp),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
