/* The rows of ops.def against each other: ranges and slopes over random boxes
 * against points at 200 bits, libm against MPFR, and the edge cases by hand. */
#include "ir/op.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "ir/eval.h"

/* QUICK is libm's side of op.h's Curve, FINE is MPFR's. */
enum { QUICK = 53, FINE = 80, POINT_PREC = 200, BOXES = 150, POINTS = 12 };

/* xorshift64*: the same cases on every machine */
static uint64_t
next(uint64_t *s)
{
	*s ^= *s >> 12;
	*s ^= *s << 25;
	*s ^= *s >> 27;
	return *s * 0x2545f4914f6cdd1du;
}

static double
uniform(uint64_t *s, double lo, double hi)
{
	return lo + (hi - lo) * ((double)(next(s) >> 11) * 0x1p-53);
}

/* Often where something happens, sometimes very large or small. */
static double
any_end(uint64_t *s)
{
	static const double nice[] = {-INFINITY, -1e3, -3,  -2,      -1.5, -1,
	                              -0.5,      -0.0, 0,   0.5,     1,    1.5,
	                              2,         3,    1e3, INFINITY};

	switch (next(s) % 4) {
	case 0:
		return nice[next(s) % (sizeof nice / sizeof *nice)];
	case 1:
		return uniform(s, -10, 10);
	case 2:
		return uniform(s, -1, 1) * exp2(uniform(s, -60, 60));
	default:
		return uniform(s, -2, 2);
	}
}

static Range
any_range(uint64_t *s)
{
	double a = any_end(s), b = next(s) % 8 ? any_end(s) : a;

	if (a > b)
		return (Range){b, a};
	if (isinf(a) && a == b)
		return (Range){-INFINITY, INFINITY};
	return (Range){a, b};
}

/* A finite number in x. */
static double
any_inside(uint64_t *s, Range x)
{
	double lo = fmax(x.lo, fmin(-1e6, x.hi));
	double hi = fmin(x.hi, fmax(1e6, x.lo)), v;

	switch (next(s) % 6) {
	case 0:
		v = x.lo;
		break;
	case 1:
		v = x.hi;
		break;
	case 2:
		v = nearbyint(uniform(s, lo, hi));
		break;
	case 3:
		v = any_end(s);
		break;
	default:
		v = uniform(s, lo, hi);
	}
	if (v >= x.lo && v <= x.hi && isfinite(v))
		return v;
	return fmin(fmax(uniform(s, lo, hi), lo), hi);
}

/* Arguments of an operator, its range and its derivatives. */
typedef struct Call {
	mpfi_t x[OP_ARGS], d[OP_ARGS], r;
	mpfi_srcptr arg[OP_ARGS];
} Call;

static void
call_init(Call *c, mpfr_prec_t prec)
{
	mpfi_init2(c->r, prec);
	for (int k = 0; k < OP_ARGS; k++) {
		mpfi_init2(c->x[k], 53);
		mpfi_init2(c->d[k], prec);
		c->arg[k] = c->x[k];
	}
}

static void
call_clear(Call *c)
{
	mpfi_clear(c->r);
	for (int k = 0; k < OP_ARGS; k++) {
		mpfi_clear(c->x[k]);
		mpfi_clear(c->d[k]);
	}
}

static enum Defined
call_range(Call *c, enum Op op, const Range *x)
{
	for (int k = 0; k < op_info[op].narg; k++)
		mpfi_interv_d(c->x[k], x[k].lo, x[k].hi);
	return op_info[op].range(c->r, c->arg);
}

static enum Defined
call_point(Call *c, enum Op op, const double *v)
{
	Range x[OP_ARGS];

	for (int k = 0; k < op_info[op].narg; k++)
		x[k] = (Range){v[k], v[k]};
	return call_range(c, op, x);
}

static void
fail_box(const char *what, enum Op op, const Range *x, const double *v)
{
	print_error("%s: %s", op_info[op].name, what);
	for (int k = 0; k < op_info[op].narg; k++)
		print_error(" [%a, %a] at %a", x[k].lo, x[k].hi, v[k]);
	fail();
}

static bool
meets(mpfi_srcptr a, mpfi_srcptr b)
{
	return mpfr_lessequal_p(&a->left, &b->right) &&
	       mpfr_lessequal_p(&b->left, &a->right);
}

/* v in box x: the value lies in the range, definedness agrees. */
static void
check_point(enum Op op, Call *box, enum Defined def, Call *pt, const Range *x,
            const double *v)
{
	enum Defined d = call_point(pt, op, v);

	if (d == DEF_SOME || (d == DEF_ALL && def == DEF_NONE) ||
	    (d == DEF_NONE && def == DEF_ALL))
		fail_box("definedness", op, x, v);
	if (d == DEF_ALL && (mpfi_nan_p(pt->r) || !meets(box->r, pt->r)))
		fail_box("range", op, x, v);
}

/* The slope between v and w, which differ in argument k only. */
static void
check_slope(enum Op op, Call *box, Call *p, Call *q, const Range *x,
            const double *v, const double *w, int k)
{
	mpfi_t run;

	if (v[k] == w[k] || call_point(p, op, v) != DEF_ALL ||
	    call_point(q, op, w) != DEF_ALL)
		return;
	mpfi_init2(run, POINT_PREC);
	mpfi_sub(run, q->x[k], p->x[k]);
	mpfi_sub(q->r, q->r, p->r);
	mpfi_div(q->r, q->r, run);
	if (mpfi_nan_p(box->d[k]) || !meets(box->d[k], q->r))
		fail_box("slope", op, x, w);
	mpfi_clear(run);
}

static void
check_box(enum Op op, uint64_t *s, Call *box, Call *p, Call *q)
{
	int n = op_info[op].narg;
	Range x[OP_ARGS];
	double v[OP_ARGS], w[OP_ARGS];
	enum Defined def;

	for (int k = 0; k < n; k++)
		x[k] = any_range(s);
	def = call_range(box, op, x);
	if (def != DEF_NONE) {
		assert_false(mpfi_nan_p(box->r));
		op_info[op].deriv(box->d, box->arg, box->r);
	}
	for (int i = 0; i < POINTS; i++) {
		int k = n ? i % n : 0;
		for (int j = 0; j < n; j++)
			w[j] = v[j] = any_inside(s, x[j]);
		check_point(op, box, def, p, x, v);
		if (n == 0 || def == DEF_NONE)
			continue;
		w[k] = any_inside(s, x[k]);
		check_slope(op, box, p, q, x, v, w, k);
	}
}

static void
boxes_enclose_points(void **state)
{
	static const mpfr_prec_t prec[] = {QUICK, FINE};
	Call box, p, q;
	uint64_t s = 1;

	(void)state;
	call_init(&p, POINT_PREC);
	call_init(&q, POINT_PREC);
	for (int j = 0; j < 2; j++) {
		call_init(&box, prec[j]);
		for (enum Op op = O_var + 1; op < O_count; op++)
			for (int i = 0; i < BOXES; i++)
				check_box(op, &s, &box, &p, &q);
		call_clear(&box);
	}
	call_clear(&p);
	call_clear(&q);
}

/* Bits by which the enclosure of a point at 200 bits is off. */
static void
points_are_tight(void **state)
{
	Call p;
	uint64_t s = 2;
	mpfr_t w;

	(void)state;
	call_init(&p, POINT_PREC);
	mpfr_init2(w, 64);
	for (enum Op op = O_var + 1; op < O_count; op++) {
		for (int i = 0; i < BOXES; i++) {
			double v[OP_ARGS];
			Range x[OP_ARGS];
			for (int k = 0; k < op_info[op].narg; k++) {
				v[k] = uniform(&s, -20, 20);
				x[k] = (Range){v[k], v[k]};
			}
			if (call_point(&p, op, v) != DEF_ALL)
				continue;
			mpfi_diam_rel(w, p.r);
			if (mpfi_is_zero(p.r) == 0 &&
			    mpfr_cmp_d(w, 0x1p-190) > 0)
				fail_box("loose point", op, x, v);
		}
	}
	mpfr_clear(w);
	call_clear(&p);
}

/* What libm's side gives away: at most 18 ulp an end. */
static void
quick_ends_are_close(void **state)
{
	Call quick, fine;
	uint64_t s = 4;

	(void)state;
	call_init(&quick, QUICK);
	call_init(&fine, FINE);
	for (enum Op op = O_var + 1; op < O_count; op++) {
		for (int i = 0; i < BOXES; i++) {
			double v[OP_ARGS], lo, hi, near;
			Range x[OP_ARGS];
			for (int k = 0; k < op_info[op].narg; k++) {
				v[k] = uniform(&s, -20, 20);
				x[k] = (Range){v[k], v[k]};
			}
			if (call_point(&fine, op, v) != DEF_ALL)
				continue;
			call_point(&quick, op, v);
			near = fabs(mpfi_get_d(fine.r));
			lo = mpfr_get_d(&quick.r->left, MPFR_RNDD);
			hi = mpfr_get_d(&quick.r->right, MPFR_RNDU);
			if (hi - lo > 36 * 0x1p-52 * near)
				fail_box("loose quick end", op, x, v);
		}
	}
	call_clear(&quick);
	call_clear(&fine);
}

/* Distance in ulp of double of v from the exact value. */
static double
ulps(double v, mpfi_srcptr exact)
{
	double near = mpfr_get_d(&exact->left, MPFR_RNDN), err;
	mpfr_t t;
	int e;

	frexp(near, &e);
	if (e < DBL_MIN_EXP)
		e = DBL_MIN_EXP;
	mpfr_init2(t, POINT_PREC);
	mpfr_sub_d(t, &exact->left, v, MPFR_RNDN);
	mpfr_mul_2si(t, t, 53 - e, MPFR_RNDN);
	err = fabs(mpfr_get_d(t, MPFR_RNDA));
	mpfr_clear(t);
	return err;
}

static void
doubles_are_close(void **state)
{
	Call p;
	uint64_t s = 3;
	double worst[O_count] = {0};

	(void)state;
	call_init(&p, POINT_PREC);
	for (enum Op op = O_var + 1; op < O_count; op++) {
		for (int i = 0; i < 3000; i++) {
			Range all = {-INFINITY, INFINITY}, x[OP_ARGS];
			double v[OP_ARGS], real, err;
			for (int k = 0; k < op_info[op].narg; k++) {
				v[k] = any_inside(&s, all);
				x[k] = (Range){v[k], v[k]};
			}
			real = op_info[op].real(v);
			if ((call_point(&p, op, v) == DEF_ALL) == isnan(real))
				fail_box("NaN", op, x, v);
			if (isnan(real) || isinf(real))
				continue;
			err = ulps(real, p.r);
			if (err > worst[op])
				worst[op] = err;
			if (err > OP_ULP)
				fail_box("double", op, x, v);
		}
	}
	call_clear(&p);
	for (enum Op op = O_var + 1; op < O_count; op++)
		if (worst[op] > 1.1)
			print_message("real_%s: %.2f ulp\n", op_info[op].name,
			              worst[op]);
}

#define INF INFINITY

/* Both ends must be within one ulp (outward) of what is written here. */
static const struct {
	enum Op op;
	Range x[OP_ARGS];
	enum Defined def;
	Range r;
} edges[] = {
    {O_mul, {{0, 0}, {-INF, INF}}, DEF_ALL, {0, 0}},
    {O_mul, {{0, 1}, {-INF, INF}}, DEF_ALL, {-INF, INF}},
    {O_mul, {{0, INF}, {0, INF}}, DEF_ALL, {0, INF}},
    {O_mul, {{-1, 0}, {2, INF}}, DEF_ALL, {-INF, 0}},
    {O_square, {{-INF, 2}}, DEF_ALL, {0, INF}},
    {O_inv, {{0, 2}}, DEF_SOME, {0.5, INF}},
    {O_inv, {{-0.0, 2}}, DEF_SOME, {0.5, INF}},
    {O_inv, {{-2, 0}}, DEF_SOME, {-INF, -0.5}},
    {O_inv, {{-2, 2}}, DEF_SOME, {-INF, INF}},
    {O_inv, {{2, INF}}, DEF_ALL, {0, 0.5}},
    {O_inv, {{0, 0}}, DEF_NONE, {0, 0}},
    {O_div, {{1, 2}, {0, 4}}, DEF_SOME, {0.25, INF}},
    {O_div, {{-2, -1}, {0, 4}}, DEF_SOME, {-INF, -0.25}},
    {O_div, {{1, 2}, {-4, -0.0}}, DEF_SOME, {-INF, -0.25}},
    {O_div, {{0, 2}, {0, 4}}, DEF_SOME, {0, INF}},
    {O_div, {{0, 0}, {-1, 1}}, DEF_SOME, {0, 0}},
    {O_div, {{1, 2}, {-1, 1}}, DEF_SOME, {-INF, INF}},
    {O_div, {{1, 2}, {1, INF}}, DEF_ALL, {0, 2}},
    {O_div, {{-INF, INF}, {1, INF}}, DEF_ALL, {-INF, INF}},
    {O_div, {{1, 1}, {0, 0}}, DEF_NONE, {0, 0}},
    {O_pow, {{-2, 3}, {2, 2}}, DEF_ALL, {0, 9}},
    {O_pow, {{-2, 3}, {3, 3}}, DEF_ALL, {-8, 27}},
    {O_pow, {{-2, 3}, {0, 0}}, DEF_ALL, {1, 1}},
    {O_pow, {{-2, 4}, {-1, -1}}, DEF_SOME, {-INF, INF}},
    {O_pow, {{-2, 4}, {-2, -2}}, DEF_SOME, {0.0625, INF}},
    {O_pow, {{-2, -1}, {-3, -3}}, DEF_ALL, {-1, -0.125}},
    {O_pow, {{-0.0, 2}, {-3, -3}}, DEF_SOME, {0.125, INF}},
    {O_pow, {{-2, 0}, {-3, -3}}, DEF_SOME, {-INF, -0.125}},
    {O_pow, {{0, 0}, {-3, -3}}, DEF_NONE, {0, 0}},
    {O_pow, {{0, 0}, {0.5, 0.5}}, DEF_ALL, {0, 0}},
    {O_pow, {{0, 0}, {-1, 1}}, DEF_SOME, {0, 1}},
    {O_pow, {{0, 0}, {0, 1}}, DEF_ALL, {0, 1}},
    {O_pow, {{-4, 4}, {0.5, 0.5}}, DEF_SOME, {0, 2}},
    {O_pow, {{0, 4}, {0.5, 0.5}}, DEF_ALL, {0, 2}},
    {O_pow, {{0, 4}, {-0.5, -0.5}}, DEF_SOME, {0.5, INF}},
    {O_pow, {{-4, -1}, {0.5, 0.5}}, DEF_NONE, {0, 0}},
    {O_pow, {{-4, -1}, {0.25, 0.5}}, DEF_NONE, {0, 0}},
    {O_pow, {{-4, -2}, {0.25, 1.5}}, DEF_SOME, {-4, -2}},
    {O_pow, {{-4, -2}, {1, 2}}, DEF_SOME, {-16, 16}},
    {O_pow, {{0.5, 2}, {-1, 3}}, DEF_ALL, {0.125, 8}},
    {O_pow, {{2, INF}, {0, 1}}, DEF_ALL, {1, INF}},
    {O_pow, {{2, 3}, {-INF, INF}}, DEF_ALL, {0, INF}},
    {O_sqrt, {{-1, 4}}, DEF_SOME, {0, 2}},
    {O_sqrt, {{-2, -1}}, DEF_NONE, {0, 0}},
    {O_sqrt, {{-2, 0}}, DEF_SOME, {0, 0}},
    {O_sqrt, {{4, INF}}, DEF_ALL, {2, INF}},
    {O_cbrt, {{-8, 27}}, DEF_ALL, {-2, 3}},
    {O_exp, {{-INF, 0}}, DEF_ALL, {0, 1}},
    {O_exp2, {{-1, 10}}, DEF_ALL, {0.5, 1024}},
    {O_log, {{0, 1}}, DEF_SOME, {-INF, 0}},
    {O_log, {{-2, 1}}, DEF_SOME, {-INF, 0}},
    {O_log, {{-2, 0}}, DEF_NONE, {0, 0}},
    {O_log2, {{0.25, INF}}, DEF_ALL, {-2, INF}},
    {O_log10, {{10, 1000}}, DEF_ALL, {1, 3}},
    {O_log1p, {{-1, 0}}, DEF_SOME, {-INF, 0}},
    {O_sin, {{-INF, INF}}, DEF_ALL, {-1, 1}},
    {O_sin, {{0, 2}}, DEF_ALL, {0, 1}},
    {O_sin, {{-2, 0}}, DEF_ALL, {-1, 0}},
    {O_cos, {{0, 0}}, DEF_ALL, {1, 1}},
    {O_cos, {{-1e300, 1e300}}, DEF_ALL, {-1, 1}},
    {O_tan, {{1, 2}}, DEF_SOME, {-INF, INF}},
    {O_tan, {{-2, -1}}, DEF_SOME, {-INF, INF}},
    {O_tan, {{-INF, 0}}, DEF_SOME, {-INF, INF}},
    {O_cosh, {{-INF, 0}}, DEF_ALL, {1, INF}},
    {O_tanh, {{-INF, INF}}, DEF_ALL, {-1, 1}},
    {O_asin, {{2, 3}}, DEF_NONE, {0, 0}},
    {O_asin, {{-3, 0}}, DEF_SOME, {-0x1.921fb54442d19p0, 0}},
    {O_acos, {{1, 3}}, DEF_SOME, {0, 0}},
    {O_asinh, {{-INF, 0}}, DEF_ALL, {-INF, 0}},
    {O_acosh, {{0, 1}}, DEF_SOME, {0, 0}},
    {O_acosh, {{1, INF}}, DEF_ALL, {0, INF}},
    {O_acosh, {{-2, 0.5}}, DEF_NONE, {0, 0}},
    {O_atanh, {{-1, 0}}, DEF_SOME, {-INF, 0}},
    {O_atanh, {{1, 2}}, DEF_NONE, {0, 0}},
    {O_erf, {{-INF, INF}}, DEF_ALL, {-1, 1}},
    {O_erfc, {{-INF, INF}}, DEF_ALL, {0, 2}},
    {O_gamma, {{0, 1}}, DEF_SOME, {1, INF}},
    {O_gamma, {{3, 5}}, DEF_ALL, {2, 24}},
    {O_gamma, {{0.5, INF}}, DEF_ALL, {0.88560319441088, INF}},
    {O_gamma, {{-0.5, 1}}, DEF_SOME, {-INF, INF}},
    {O_gamma, {{0, 0}}, DEF_NONE, {0, 0}},
    {O_gamma, {{-3, -3}}, DEF_NONE, {0, 0}},
    {O_sinc, {{-INF, 1}}, DEF_ALL, {-0.21723362821124, 1}},
    {O_sinc, {{0.5, 1}}, DEF_ALL, {0, 0x1.45f306dc9c882p-1}},
    {O_sinc, {{-3, -3}}, DEF_ALL, {0, 0}},
    {O_sinc, {{0.96, 5}}, DEF_ALL, {-0.21723362821124, 0.1284}},
    {O_ifelse, {{1, 2}, {3, 4}, {7, 8}}, DEF_ALL, {3, 4}},
    {O_ifelse, {{0, 2}, {3, 4}, {7, 8}}, DEF_ALL, {3, 8}},
    {O_ifelse, {{-1, 0}, {3, 4}, {7, 8}}, DEF_ALL, {7, 8}},
    {O_sigmoid, {{-INF, INF}}, DEF_ALL, {0, 1}},
    {O_sigmoid, {{0, INF}}, DEF_ALL, {0.5, 1}},
    {O_gauss, {{-INF, INF}}, DEF_ALL, {0, 1}},
    {O_gauss, {{0, 0}}, DEF_ALL, {1, 1}},
    {O_relu, {{-INF, 2}}, DEF_ALL, {0, 2}},
    {O_max, {{-1, 2}, {0, 1}}, DEF_ALL, {0, 2}},
    {O_min, {{-1, 2}, {0, 1}}, DEF_ALL, {-1, 1}},
    {O_sign, {{-1, 0}}, DEF_ALL, {-1, 0}},
    {O_floor, {{-0.5, 1.5}}, DEF_ALL, {-1, 1}},
    {O_ceil, {{-0.5, 1.5}}, DEF_ALL, {0, 2}},
    {O_round, {{0.5, 1.5}}, DEF_ALL, {0, 2}},
    {O_round, {{2.5, 2.5}}, DEF_ALL, {2, 2}},
    {O_round, {{-3.5, -2.5}}, DEF_ALL, {-4, -2}},
    {O_greater, {{1, 2}, {0, 1}}, DEF_ALL, {0, 1}},
    {O_greater, {{1, 2}, {0, 0.5}}, DEF_ALL, {1, 1}},
    {O_greater, {{0, 1}, {1, 2}}, DEF_ALL, {0, 0}},
    {O_cond, {{-1, 1}, {2, 3}}, DEF_ALL, {0, 3}},
    {O_cond, {{1, 1}, {2, 3}}, DEF_ALL, {2, 3}},
    {O_cond, {{-1, 0}, {2, 3}}, DEF_ALL, {0, 0}},
    {O_mod, {{5, 6}, {4, 4}}, DEF_ALL, {1, 2}},
    {O_mod, {{-1, -1}, {4, 4}}, DEF_ALL, {3, 3}},
    {O_mod, {{5.5, 5.5}, {-4, -4}}, DEF_ALL, {-2.5, -2.5}},
    {O_mod, {{5, 9}, {4, 4}}, DEF_ALL, {0, 4}},
    {O_mod, {{5, 9}, {-1, 1}}, DEF_SOME, {-1, 1}},
    {O_mod, {{5, 9}, {0, 0}}, DEF_NONE, {0, 0}},
    {O_mod, {{0, INF}, {3, 4}}, DEF_ALL, {0, 4}},
};

static void
edge_cases(void **state)
{
	Call c;

	(void)state;
	call_init(&c, FINE);
	for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
		enum Op op = edges[i].op;
		Range want = edges[i].r;
		double mid[OP_ARGS] = {0};
		enum Defined def = call_range(&c, op, edges[i].x);
		double lo = mpfr_get_d(&c.r->left, MPFR_RNDD);
		double hi = mpfr_get_d(&c.r->right, MPFR_RNDU);
		if (def != edges[i].def)
			fail_box("edge case's definedness", op, edges[i].x,
			         mid);
		if (def == DEF_NONE)
			continue;
		if (lo > want.lo || lo < nextafter(want.lo, -INF) ||
		    hi < want.hi || hi > nextafter(want.hi, INF))
			fail_box("edge case's range", op, edges[i].x, mid);
	}
	call_clear(&c);
}

static const struct {
	enum Op op;
	Range x[OP_ARGS];
	Range d[OP_ARGS];
} slopes[] = {
    {O_abs, {{0, 2}}, {{1, 1}}},
    {O_abs, {{-1, 2}}, {{-1, 1}}},
    {O_abs, {{0, 0}}, {{-1, 1}}},
    {O_relu, {{-1, 0}}, {{0, 0}}},
    {O_relu, {{0, 0}}, {{0, 1}}},
    {O_relu, {{-1, 2}}, {{0, 1}}},
    {O_max, {{2, 3}, {0, 2}}, {{1, 1}, {0, 0}}},
    {O_max, {{1, 3}, {0, 2}}, {{0, 1}, {0, 1}}},
    {O_max, {{2, 2}, {2, 2}}, {{0, 1}, {0, 1}}},
    {O_min, {{2, 3}, {0, 2}}, {{0, 0}, {1, 1}}},
    {O_inv, {{-1, 1}}, {{-INF, INF}}},
    {O_inv, {{0, 2}}, {{-INF, -0.25}}},
    {O_div, {{1, 2}, {1, 2}}, {{0.5, 1}, {-2, -0.25}}},
    {O_sqrt, {{0, 4}}, {{0.25, INF}}},
    {O_sqrt, {{0, 0}}, {{-INF, INF}}},
    {O_tan, {{1, 2}}, {{-INF, INF}}},
    {O_log, {{-1, 2}}, {{0.5, INF}}},
    {O_asin, {{-1, 0}}, {{1, INF}}},
    {O_tanh, {{-INF, INF}}, {{0, 1}}},
    {O_sigmoid, {{-INF, INF}}, {{0, 0.25}}},
    {O_gauss, {{-INF, INF}}, {{-0x1.b72cd3f331399p-1, 0x1.b72cd3f331399p-1}}},
    {O_acosh, {{0, 1}}, {{-INF, INF}}},
    {O_acosh, {{-2, 2}}, {{0x1.279a74590331dp-1, INF}}},
    {O_atanh, {{-1, 0}}, {{1, INF}}},
    {O_gamma, {{0, 1}}, {{-INF, -0x1.2788cfc6fb619p-1}}},
    {O_gamma, {{-0.5, 0.5}}, {{-INF, INF}}},
    {O_sinc, {{0, 0}}, {{0, 0}}},
    {O_sinc, {{-INF, INF}}, {{-1.3705, 1.3705}}},
    {O_ifelse, {{0, 1}, {3, 4}, {7, 8}}, {{-INF, INF}, {0, 1}, {0, 1}}},
    {O_ifelse, {{0, 1}, {3, 3}, {3, 3}}, {{0, 0}, {0, 1}, {0, 1}}},
    {O_ifelse, {{1, 2}, {3, 4}, {7, 8}}, {{0, 0}, {1, 1}, {0, 0}}},
    {O_floor, {{0, 0.5}}, {{0, 0}}},
    {O_floor, {{0.5, 1}}, {{-INF, INF}}},
    {O_ceil, {{0.5, 1}}, {{0, 0}}},
    {O_round, {{0.5, 1.25}}, {{-INF, INF}}},
    {O_round, {{0.75, 1.5}}, {{-INF, INF}}},
    {O_round, {{0.75, 1.25}}, {{0, 0}}},
    {O_sign, {{0, 1}}, {{-INF, INF}}},
    {O_greater, {{0, 1}, {1, 2}}, {{0, 0}, {0, 0}}},
    {O_cond, {{-1, 1}, {2, 3}}, {{-INF, INF}, {0, 1}}},
    {O_cond, {{-1, 1}, {0, 0}}, {{0, 0}, {0, 1}}},
    {O_cond, {{1, 2}, {2, 3}}, {{0, 0}, {1, 1}}},
    {O_mod, {{5, 6}, {4, 4}}, {{1, 1}, {-1, -1}}},
    {O_mod, {{5, 8}, {4, 4}}, {{-INF, INF}, {-INF, INF}}},
    {O_pow, {{-2, 3}, {2, 2}}, {{-4, 6}, {-INF, INF}}},
    {O_pow,
     {{0, 4}, {0.5, 0.5}},
     {{0.25, INF}, {-0x1.78b56362cef37p-1, 0x1.62e42fefa39efp1}}},
    {O_pow, {{0, 1}, {1, 1}}, {{1, 1}, {-0x1.78b56362cef37p-2, 0}}},
    {O_pow, {{0, 1}, {0, 0}}, {{0, 0}, {-INF, 0}}},
    {O_pow, {{-1, 1}, {-1, -1}}, {{-INF, INF}, {-INF, INF}}},
};

static void
slope_edge_cases(void **state)
{
	Call c;

	(void)state;
	call_init(&c, FINE);
	for (size_t i = 0; i < sizeof slopes / sizeof *slopes; i++) {
		enum Op op = slopes[i].op;
		double mid[OP_ARGS] = {0};
		call_range(&c, op, slopes[i].x);
		op_info[op].deriv(c.d, c.arg, c.r);
		for (int k = 0; k < op_info[op].narg; k++) {
			Range want = slopes[i].d[k];
			double lo = mpfr_get_d(&c.d[k]->left, MPFR_RNDD);
			double hi = mpfr_get_d(&c.d[k]->right, MPFR_RNDU);
			if (!(lo <= want.lo) || !(hi >= want.hi) ||
			    lo < want.lo - 1e-15 || hi > want.hi + 1e-15)
				fail_box("edge case's slope", op, slopes[i].x,
				         mid);
		}
	}
	call_clear(&c);
}

static void
every_name_is_found(void **state)
{
	(void)state;
	for (enum Op op = O_var + 1; op < O_count; op++) {
		const OpInfo *i = &op_info[op];
		assert_int_equal(op_by_name(i->name, strlen(i->name)), op);
		assert_true(i->narg <= OP_ARGS);
		assert_true(i->doc[0] && i->real && i->range && i->deriv);
	}
	assert_int_equal(op_by_name("logistic", 8), O_sigmoid);
	assert_int_equal(op_by_name("fabs", 4), O_abs);
	assert_int_equal(op_by_name("ln", 2), O_log);
	assert_int_equal(op_by_name("lo", 2), O_none);
	assert_int_equal(op_by_name("", 0), O_none);
	assert_int_equal(op_by_name("abs fabs", 8), O_none);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(boxes_enclose_points),
	    cmocka_unit_test(points_are_tight),
	    cmocka_unit_test(quick_ends_are_close),
	    cmocka_unit_test(doubles_are_close),
	    cmocka_unit_test(edge_cases),
	    cmocka_unit_test(slope_edge_cases),
	    cmocka_unit_test(every_name_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
