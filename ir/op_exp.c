/* Rows of ops.def: exp exp2 log log2 log10 log1p sigmoid gauss erf (contract:
 * op.h). Increasing functions are evaluated at their ends; what is made of
 * several steps takes each step in the direction that its end needs. */
#include "ir/op.h"

#include <math.h>

double
real_exp(const double *a)
{
	return exp(a[0]);
}

static const Curve curve_exp = {mpfr_exp, real_exp, 0, INFINITY};

enum Defined
range_exp(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_rise(r, a[0], &curve_exp);
	return DEF_ALL;
}

void
deriv_exp(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a;
	mpfi_set(d[0], r);
}

double
real_exp2(const double *a)
{
	return exp2(a[0]);
}

static const Curve curve_exp2 = {mpfr_exp2, real_exp2, 0, INFINITY};

enum Defined
range_exp2(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_rise(r, a[0], &curve_exp2);
	return DEF_ALL;
}

void
deriv_exp2(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a;
	mpfi_const_log2(d[0]);
	mpfi_mul(d[0], d[0], r);
}

/* An increasing logarithm whose pole is at `pole`. */
static enum Defined
range_logarithm(mpfi_ptr r, mpfi_srcptr a, long pole, const Curve *c)
{
	if (mpfr_cmp_si(&a->right, pole) <= 0)
		return iv_none(r);
	curve_end(&r->right, &a->right, MPFR_RNDU, c);
	if (mpfr_cmp_si(&a->left, pole) > 0) {
		curve_end(&r->left, &a->left, MPFR_RNDD, c);
		return DEF_ALL;
	}
	mpfr_set_inf(&r->left, -1);
	return DEF_SOME;
}

/* 1/x over the positive part of x */
static void
inv_positive(mpfi_ptr d, mpfi_srcptr x)
{
	mpfi_t c;

	mpfi_init2(c, mpfi_get_prec(x));
	iv_cut(c, x, 0, INFINITY);
	iv_inv(d, c);
	mpfi_clear(c);
}

double
real_log(const double *a)
{
	return a[0] > 0 ? log(a[0]) : NAN;
}

static const Curve curve_log = {mpfr_log, real_log, -INFINITY, INFINITY};

enum Defined
range_log(mpfi_ptr r, mpfi_srcptr const *a)
{
	return range_logarithm(r, a[0], 0, &curve_log);
}

void
deriv_log(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	inv_positive(d[0], a[0]);
}

/* d / log(base) */
static void
div_log(mpfi_ptr d, unsigned long base)
{
	mpfi_t b;

	mpfi_init2(b, mpfi_get_prec(d));
	mpfi_set_ui(b, base);
	curve_end(&b->left, &b->left, MPFR_RNDD, &curve_log);
	curve_end(&b->right, &b->right, MPFR_RNDU, &curve_log);
	mpfi_div(d, d, b);
	mpfi_clear(b);
}

double
real_log2(const double *a)
{
	return a[0] > 0 ? log2(a[0]) : NAN;
}

static const Curve curve_log2 = {mpfr_log2, real_log2, -INFINITY, INFINITY};

enum Defined
range_log2(mpfi_ptr r, mpfi_srcptr const *a)
{
	return range_logarithm(r, a[0], 0, &curve_log2);
}

void
deriv_log2(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	inv_positive(d[0], a[0]);
	div_log(d[0], 2);
}

double
real_log10(const double *a)
{
	return a[0] > 0 ? log10(a[0]) : NAN;
}

static const Curve curve_log10 = {mpfr_log10, real_log10, -INFINITY, INFINITY};

enum Defined
range_log10(mpfi_ptr r, mpfi_srcptr const *a)
{
	return range_logarithm(r, a[0], 0, &curve_log10);
}

void
deriv_log10(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	inv_positive(d[0], a[0]);
	div_log(d[0], 10);
}

double
real_log1p(const double *a)
{
	return a[0] > -1 ? log1p(a[0]) : NAN;
}

static const Curve curve_log1p = {mpfr_log1p, real_log1p, -INFINITY, INFINITY};

enum Defined
range_log1p(mpfi_ptr r, mpfi_srcptr const *a)
{
	return range_logarithm(r, a[0], -1, &curve_log1p);
}

void
deriv_log1p(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfi_t c;

	(void)r;
	mpfi_init2(c, mpfi_get_prec(a[0]) + mpfi_get_prec(d[0]));
	mpfi_add_ui(c, a[0], 1);
	inv_positive(d[0], c);
	mpfi_clear(c);
}

/* The side that keeps exp's argument negative: no overflow, no cancellation. */
double
real_sigmoid(const double *a)
{
	double t;

	if (!(a[0] < 0))
		return 1 / (1 + exp(-a[0]));
	t = exp(a[0]);
	return t / (1 + t);
}

static mpfr_rnd_t
opposite(mpfr_rnd_t rnd)
{
	return rnd == MPFR_RNDD ? MPFR_RNDU : MPFR_RNDD;
}

/* 1 / (1 + exp(-x)), all steps but the last rounded away from the result's
 * direction; exp's overflow to +inf then gives the limit 0. */
static int
end_sigmoid(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
	mpfr_t t;

	mpfr_init2(t, mpfr_get_prec(x) + mpfr_get_prec(r));
	mpfr_neg(t, x, rnd);
	mpfr_exp(t, t, opposite(rnd));
	mpfr_add_ui(t, t, 1, opposite(rnd));
	mpfr_ui_div(r, 1, t, rnd);
	mpfr_clear(t);
	return 0;
}

static const Curve curve_sigmoid = {end_sigmoid, real_sigmoid, 0, 1};

enum Defined
range_sigmoid(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_rise(r, a[0], &curve_sigmoid);
	return DEF_ALL;
}

/* s'(x) = 1 / (2 + 2 cosh x): no cancellation, unlike s * (1 - s) */
void
deriv_sigmoid(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfi_t c;

	(void)r;
	mpfi_init2(c, mpfi_get_prec(d[0]) + 8);
	range_cosh(c, a);
	mpfi_add_ui(c, c, 1);
	mpfi_mul_2ui(c, c, 1);
	iv_inv(d[0], c);
	mpfi_clear(c);
}

/* exp(-(h + l)) with x*x = h + l exactly; below exp(-746) there is no double. */
double
real_gauss(const double *a)
{
	double h = a[0] * a[0];

	if (h > 746)
		return 0;
	return exp(-h) * (1 - fma(a[0], a[0], -h));
}

/* exp(-x^2) for x >= 0: decreasing. The exponent's absolute error is the
 * result's relative error, so x^2 gets 32 bits more: enough up to 2^32, beyond
 * which the result is 0 in any number format. */
static int
end_gauss(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
	mpfr_t t;

	mpfr_init2(t, mpfr_get_prec(r) + 32);
	mpfr_sqr(t, x, opposite(rnd));
	mpfr_neg(t, t, rnd);
	mpfr_exp(r, t, rnd);
	mpfr_clear(t);
	return 0;
}

static const Curve curve_gauss = {end_gauss, real_gauss, 0, 1};

enum Defined
range_gauss(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_t m;

	mpfi_init2(m, mpfi_get_prec(a[0]));
	mpfi_abs(m, a[0]);
	iv_fall(r, m, &curve_gauss);
	mpfi_clear(m);
	return DEF_ALL;
}

/* -2x * r; its extremes over the reals are sqrt(2/e) = 0.85776388496070679...
 * at x = -1/sqrt(2) and the negative at 1/sqrt(2). */
void
deriv_gauss(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	static const double peak = 0x1.b72cd3f331399p-1; /* rounded up */
	mpfi_t all;

	mpfi_init2(all, 53);
	mpfi_interv_d(all, -peak, peak);
	mpfi_mul(d[0], a[0], r);
	mpfi_mul_si(d[0], d[0], -2);
	mpfi_intersect(d[0], d[0], all);
	mpfi_clear(all);
}

double
real_erf(const double *a)
{
	return erf(a[0]);
}

static const Curve curve_erf = {mpfr_erf, real_erf, -1, 1};

enum Defined
range_erf(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_rise(r, a[0], &curve_erf);
	return DEF_ALL;
}

/* 2/sqrt(pi) * exp(-x^2) */
void
deriv_erf(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfi_t k;

	(void)r;
	mpfi_init2(k, mpfi_get_prec(d[0]));
	mpfi_const_pi(k);
	mpfi_sqrt(k, k);
	range_gauss(d[0], a);
	mpfi_div(d[0], d[0], k);
	mpfi_mul_2ui(d[0], d[0], 1);
	mpfi_clear(k);
}
