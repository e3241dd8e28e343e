/* Rows of ops.def: sin cos tan sinh cosh tanh asin acos atan pi (contract:
 * op.h).
 *
 * sin, cos and tan take their ends' values and, where a turning point or a
 * pole may lie inside, that point's: see hits(). */
#include "ir/op.h"

#include <math.h>

/* Arguments of 2^BIG and more are not reduced: their sine may be anything. */
enum { BIG = 4096 };

/* Exponent of the larger end, 0 if below 1, BIG if it is not reduced. */
static mpfr_exp_t
magnitude(mpfi_srcptr x)
{
	mpfr_exp_t m = 0;
	mpfr_srcptr end[2] = {&x->left, &x->right};

	for (int i = 0; i < 2; i++) {
		if (!mpfr_number_p(end[i]))
			return BIG;
		if (!mpfr_zero_p(end[i]) && mpfr_get_exp(end[i]) > m)
			m = mpfr_get_exp(end[i]);
	}
	return m < BIG ? m : BIG;
}

/* Whether x may contain (k + quarter/4) * 2*pi for an integer k. False is
 * proven; true may be a false alarm by an outward rounding, at a precision
 * that leaves as many bits after the point as `prec`. */
static bool
hits(mpfi_srcptr x, unsigned quarter, mpfr_prec_t prec)
{
	mpfr_exp_t m = magnitude(x);
	mpfi_t q, turn;
	bool hit;

	if (m == BIG)
		return true;
	mpfi_init2(q, prec + m + 4);
	mpfi_init2(turn, prec + m + 4);
	mpfi_const_pi(turn);
	mpfi_mul_2ui(turn, turn, 1);
	mpfi_div(q, x, turn);
	mpfi_sub_d(q, q, 0.25 * quarter);
	mpfr_rint_ceil(&q->left, &q->left, MPFR_RNDD);
	mpfr_rint_floor(&q->right, &q->right, MPFR_RNDU);
	hit = mpfr_lessequal_p(&q->left, &q->right) != 0;
	mpfi_clear(turn);
	mpfi_clear(q);
	return hit;
}

/* c = sin or cos, whose maximum 1 is at `top` quarter turns. */
static void
range_wave(mpfi_ptr r, mpfi_srcptr x, const Curve *c, unsigned top)
{
	mpfr_prec_t prec = mpfi_get_prec(r);
	bool high = hits(x, top, prec), low = hits(x, top + 2, prec);
	mpfi_t e;

	mpfi_interv_si(r, -1, 1);
	if (high && low)
		return;
	mpfi_init2(e, prec);
	if (!low) {
		curve_end(&r->left, &x->left, MPFR_RNDD, c);
		curve_end(&e->left, &x->right, MPFR_RNDD, c);
		mpfr_min(&r->left, &r->left, &e->left, MPFR_RNDD);
	}
	if (!high) {
		curve_end(&r->right, &x->left, MPFR_RNDU, c);
		curve_end(&e->right, &x->right, MPFR_RNDU, c);
		mpfr_max(&r->right, &r->right, &e->right, MPFR_RNDU);
	}
	mpfi_clear(e);
}

double
real_sin(const double *a)
{
	return sin(a[0]);
}

static const Curve curve_sin = {mpfr_sin, real_sin, -1, 1};

enum Defined
range_sin(mpfi_ptr r, mpfi_srcptr const *a)
{
	range_wave(r, a[0], &curve_sin, 1);
	return DEF_ALL;
}

void
deriv_sin(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	range_cos(d[0], a);
}

double
real_cos(const double *a)
{
	return cos(a[0]);
}

static const Curve curve_cos = {mpfr_cos, real_cos, -1, 1};

enum Defined
range_cos(mpfi_ptr r, mpfi_srcptr const *a)
{
	range_wave(r, a[0], &curve_cos, 0);
	return DEF_ALL;
}

void
deriv_cos(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	range_sin(d[0], a);
	mpfi_neg(d[0], d[0]);
}

double
real_tan(const double *a)
{
	return tan(a[0]);
}

/* The poles are irrational: a point is never one. */
static const Curve curve_tan = {mpfr_tan, real_tan, -INFINITY, INFINITY};

enum Defined
range_tan(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfr_prec_t prec = mpfi_get_prec(r);
	bool point = iv_is_point(a[0]);

	if (magnitude(a[0]) < BIG &&
	    (point || (!hits(a[0], 1, prec) && !hits(a[0], 3, prec)))) {
		iv_rise(r, a[0], &curve_tan);
		return DEF_ALL;
	}
	iv_whole(r);
	return point ? DEF_ALL : DEF_SOME;
}

/* 1 + r^2; across a pole no slope bounds the difference */
void
deriv_tan(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a;
	if (iv_is_whole(r)) {
		iv_whole(d[0]);
		return;
	}
	mpfi_sqr(d[0], r);
	mpfi_add_ui(d[0], d[0], 1);
}

double
real_sinh(const double *a)
{
	return sinh(a[0]);
}

static const Curve curve_sinh = {mpfr_sinh, real_sinh, -INFINITY, INFINITY};

enum Defined
range_sinh(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_rise(r, a[0], &curve_sinh);
	return DEF_ALL;
}

void
deriv_sinh(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	range_cosh(d[0], a);
}

double
real_cosh(const double *a)
{
	return cosh(a[0]);
}

static const Curve curve_cosh = {mpfr_cosh, real_cosh, 1, INFINITY};

enum Defined
range_cosh(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_t m;

	mpfi_init2(m, mpfi_get_prec(a[0]));
	mpfi_abs(m, a[0]);
	iv_rise(r, m, &curve_cosh);
	mpfi_clear(m);
	return DEF_ALL;
}

void
deriv_cosh(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	range_sinh(d[0], a);
}

double
real_tanh(const double *a)
{
	return tanh(a[0]);
}

static const Curve curve_tanh = {mpfr_tanh, real_tanh, -1, 1};

enum Defined
range_tanh(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_rise(r, a[0], &curve_tanh);
	return DEF_ALL;
}

static double
real_sech(const double *a)
{
	return 1 / cosh(a[0]);
}

static const Curve curve_sech = {mpfr_sech, real_sech, 0, 1};

/* 1/cosh(x)^2: no cancellation, unlike 1 - r^2 */
void
deriv_tanh(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfi_t m;

	(void)r;
	mpfi_init2(m, mpfi_get_prec(a[0]));
	mpfi_abs(m, a[0]);
	iv_fall(d[0], m, &curve_sech);
	mpfi_sqr(d[0], d[0]);
	mpfi_clear(m);
}

/* Whether a meets and whether it lies within [-1, 1]. */
static enum Defined
unit_domain(mpfi_srcptr a)
{
	if (mpfr_cmp_si(&a->left, 1) > 0 || mpfr_cmp_si(&a->right, -1) < 0)
		return DEF_NONE;
	if (mpfr_cmp_si(&a->left, -1) < 0 || mpfr_cmp_si(&a->right, 1) > 0)
		return DEF_SOME;
	return DEF_ALL;
}

double
real_asin(const double *a)
{
	return asin(a[0]);
}

static const Curve curve_asin = {mpfr_asin, real_asin, -INFINITY, INFINITY};

enum Defined
range_asin(mpfi_ptr r, mpfi_srcptr const *a)
{
	enum Defined def = unit_domain(a[0]);
	mpfi_t c;

	if (def == DEF_NONE)
		return iv_none(r);
	mpfi_init2(c, mpfi_get_prec(a[0]));
	iv_cut(c, a[0], -1, 1);
	iv_rise(r, c, &curve_asin);
	mpfi_clear(c);
	return def;
}

/* 1/sqrt(1 - x^2); 1 - x^2 = (1 - x)(1 + x) would not be tighter */
void
deriv_asin(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfi_t c, s;

	(void)r;
	mpfi_init2(c, mpfi_get_prec(a[0]));
	iv_cut(c, a[0], -1, 1);
	mpfi_init2(s, mpfi_get_prec(d[0]) + mpfi_get_prec(c));
	mpfi_sqr(s, c);
	mpfi_ui_sub(s, 1, s);
	mpfi_sqrt(s, s);
	if (iv_is_zero(s))
		iv_whole(d[0]);
	else
		iv_inv(d[0], s);
	mpfi_clear(s);
	mpfi_clear(c);
}

double
real_acos(const double *a)
{
	return acos(a[0]);
}

static const Curve curve_acos = {mpfr_acos, real_acos, 0, INFINITY};

enum Defined
range_acos(mpfi_ptr r, mpfi_srcptr const *a)
{
	enum Defined def = unit_domain(a[0]);
	mpfi_t c;

	if (def == DEF_NONE)
		return iv_none(r);
	mpfi_init2(c, mpfi_get_prec(a[0]));
	iv_cut(c, a[0], -1, 1);
	iv_fall(r, c, &curve_acos);
	mpfi_clear(c);
	return def;
}

void
deriv_acos(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	deriv_asin(d, a, r);
	mpfi_neg(d[0], d[0]);
}

double
real_atan(const double *a)
{
	return atan(a[0]);
}

static const Curve curve_atan = {mpfr_atan, real_atan, -INFINITY, INFINITY};

enum Defined
range_atan(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_rise(r, a[0], &curve_atan);
	return DEF_ALL;
}

/* 1/(1 + x^2) */
void
deriv_atan(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfi_t s;

	(void)r;
	mpfi_init2(s, mpfi_get_prec(d[0]) + 8);
	mpfi_sqr(s, a[0]);
	mpfi_add_ui(s, s, 1);
	iv_inv(d[0], s);
	mpfi_clear(s);
}

double
real_pi(const double *a)
{
	(void)a;
	return 0x1.921fb54442d18p+1;
}

enum Defined
range_pi(mpfi_ptr r, mpfi_srcptr const *a)
{
	(void)a;
	mpfi_const_pi(r);
	return DEF_ALL;
}

void
deriv_pi(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)d, (void)a, (void)r;
}
