/* Rows of ops.def: pow sqrt cbrt (contract: op.h).
 *
 * x^y with x > 0 is monotone in x for every fixed y and in y for every fixed
 * x, so its extremes over a box lie at the four corners (limits where a
 * corner has x = 0 or an infinite end, which is what mpfr_pow gives). For
 * x < 0 only integers y count. */
#include "ir/op.h"

#include <math.h>

double
real_pow(const double *a)
{
	double x = a[0], y = a[1];

	if (isunordered(x, y) || (x == 0 && y < 0))
		return NAN;
	return pow(x, y); /* NaN for x < 0 unless y is an integer */
}

/* A hull under construction. */
typedef struct Hull {
	mpfi_ptr r;
	bool any;
} Hull;

static void
hull_end(Hull *h, mpfr_srcptr lo, mpfr_srcptr hi)
{
	if (!h->any || mpfr_less_p(lo, &h->r->left))
		mpfr_set(&h->r->left, lo, MPFR_RNDD);
	if (!h->any || mpfr_greater_p(hi, &h->r->right))
		mpfr_set(&h->r->right, hi, MPFR_RNDU);
	h->any = true;
}

static void
hull_si(Hull *h, long v)
{
	mpfr_t t;

	mpfr_init2(t, 64);
	mpfr_set_si(t, v, MPFR_RNDN);
	hull_end(h, t, t);
	mpfr_clear(t);
}

/* x^y for x >= 0, with libm where that is enough: see Curve in op.h. */
static void
pow_end(mpfr_ptr r, mpfr_srcptr x, mpfr_srcptr y, mpfr_rnd_t rnd)
{
	double v[2];

	if (mpfr_get_prec(r) > QUICK_BITS || !exact_double(x, &v[0]) ||
	    !exact_double(y, &v[1]) || mpfr_zero_p(y) ||
	    !widen_end(r, real_pow(v), rnd, 0, INFINITY))
		mpfr_pow(r, x, y, rnd);
}

/* Adds x^y for x >= 0. */
static void
hull_corner(Hull *h, mpfr_srcptr x, mpfr_srcptr y)
{
	mpfi_t t;

	mpfi_init2(t, mpfi_get_prec(h->r));
	pow_end(&t->left, x, y, MPFR_RNDD);
	pow_end(&t->right, x, y, MPFR_RNDU);
	hull_end(h, &t->left, &t->right);
	mpfi_clear(t);
}

/* Adds x^y over x in [max(+0, left), right], right > 0. */
static void
hull_positive(Hull *h, mpfi_srcptr x, mpfi_srcptr y)
{
	mpfi_t c;

	mpfi_init2(c, mpfi_get_prec(x));
	iv_cut(c, x, 0, INFINITY);
	if (mpfr_zero_p(&c->left))
		mpfr_set_zero(&c->left, 1);
	hull_corner(h, &c->left, &y->left);
	hull_corner(h, &c->right, &y->left);
	if (!iv_is_point(y)) {
		hull_corner(h, &c->left, &y->right);
		hull_corner(h, &c->right, &y->right);
	}
	mpfi_clear(c);
}

static bool
is_even(mpfr_srcptr n)
{
	mpfr_t half;
	bool even;

	mpfr_init2(half, mpfr_get_prec(n));
	mpfr_div_2ui(half, n, 1, MPFR_RNDN);
	even = mpfr_integer_p(half) != 0;
	mpfr_clear(half);
	return even;
}

/* x^n for an integer n < 0 or > 0 over an interval on which it is monotone:
 * odd n and one sign of x, or x >= 0. An end at 0 has a pole for n < 0, whose
 * sign is that of the rest of the interval. */
static void
pow_ends(mpfi_ptr r, mpfi_srcptr x, mpfr_srcptr n)
{
	if (mpfr_sgn(n) > 0) {
		mpfr_pow(&r->left, &x->left, n, MPFR_RNDD);
		mpfr_pow(&r->right, &x->right, n, MPFR_RNDU);
		return;
	}
	mpfr_pow(&r->left, &x->right, n, MPFR_RNDD);
	mpfr_pow(&r->right, &x->left, n, MPFR_RNDU);
	if (mpfr_zero_p(&x->right))
		mpfr_set_inf(&r->left, -1);
	if (mpfr_zero_p(&x->left))
		mpfr_set_inf(&r->right, 1);
}

/* x^n for one integer n. */
static enum Defined
pow_int(mpfi_ptr r, mpfi_srcptr x, mpfr_srcptr n)
{
	mpfi_t m;

	if (mpfr_zero_p(n)) {
		mpfi_set_ui(r, 1);
		return DEF_ALL;
	}
	if (mpfr_sgn(n) < 0 && iv_is_zero(x))
		return iv_none(r);
	if (is_even(n)) {
		mpfi_init2(m, mpfi_get_prec(x));
		mpfi_abs(m, x);
		pow_ends(r, m, n);
		mpfi_clear(m);
	} else if (mpfr_sgn(n) < 0 && iv_straddles(x)) {
		iv_whole(r);
	} else {
		pow_ends(r, x, n);
	}
	return mpfr_sgn(n) < 0 && mpfi_has_zero(x) ? DEF_SOME : DEF_ALL;
}

/* The first and last integer of y; false if there is none. */
static bool
integers(mpfi_ptr n, mpfi_srcptr y)
{
	mpfr_rint_ceil(&n->left, &y->left, MPFR_RNDD);
	mpfr_rint_floor(&n->right, &y->right, MPFR_RNDU);
	return mpfr_lessequal_p(&n->left, &n->right) != 0;
}

/* Adds x^y over the negative part of x, which exists. With two integers in y
 * there is an even and an odd one: take both signs of the magnitudes. */
static void
hull_negative(Hull *h, mpfi_srcptr x, mpfi_srcptr y)
{
	mpfi_t n, c, t;
	Hull mag = {.any = false};

	mpfi_init2(n, mpfi_get_prec(y) + 1);
	mpfi_init2(c, mpfi_get_prec(x));
	mpfi_init2(t, mpfi_get_prec(h->r));
	iv_cut(c, x, -INFINITY, 0);
	if (integers(n, y)) {
		if (iv_is_point(n)) {
			pow_int(t, c, &n->left);
		} else {
			mag.r = t;
			mpfi_neg(c, c);
			hull_positive(&mag, c, n);
			mpfr_neg(&t->left, &t->right, MPFR_RNDD);
		}
		hull_end(h, &t->left, &t->right);
	}
	mpfi_clear(t);
	mpfi_clear(c);
	mpfi_clear(n);
}

enum Defined
range_pow(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_srcptr x = a[0], y = a[1];
	Hull h = {r, false};

	if (iv_is_point(y) && mpfr_integer_p(&y->left))
		return pow_int(r, x, &y->left);
	if (mpfr_sgn(&x->right) > 0)
		hull_positive(&h, x, y);
	if (mpfi_has_zero(x) && mpfr_sgn(&y->right) > 0)
		hull_si(&h, 0);
	if (mpfi_has_zero(x) && mpfi_has_zero(y))
		hull_si(&h, 1);
	if (mpfr_sgn(&x->left) < 0)
		hull_negative(&h, x, y);
	if (!h.any)
		return iv_none(r);
	if (mpfr_sgn(&x->left) > 0 ||
	    (mpfr_zero_p(&x->left) && mpfr_sgn(&y->left) >= 0))
		return DEF_ALL;
	return DEF_SOME;
}

/* y * x^(y-1). Unbounded at x = 0 for y < 1, and no slope bounds the
 * difference across a pole. */
static void
slope_x(mpfi_ptr d, mpfi_srcptr x, mpfi_srcptr y)
{
	mpfi_t y1, p;
	mpfi_srcptr arg[2] = {x, y1};

	if (iv_is_zero(y)) {
		mpfi_set_ui(d, 0);
		return;
	}
	/* one bit more holds an integer y - 1 exactly */
	mpfi_init2(y1, mpfi_get_prec(y) + 1);
	mpfi_init2(p, mpfi_get_prec(d));
	mpfi_sub_ui(y1, y, 1);
	if ((iv_straddles(x) && mpfr_sgn(&y->left) < 0) ||
	    range_pow(p, arg) == DEF_NONE)
		iv_whole(d);
	else
		mpfi_mul(d, y, p);
	mpfi_clear(p);
	mpfi_clear(y1);
}

/* Raises the left end of d to -1/(e*y) for the least y > 0 of the box: with
 * u = x^y, x^y * log(x) = (u * log(u)) / y and u * log(u) >= -1/e. */
static void
floor_slope_y(mpfi_ptr d, mpfi_srcptr y)
{
	mpfr_t t, one;

	mpfr_init2(one, 2);
	mpfr_init2(t, mpfi_get_prec(d));
	mpfr_set_ui(one, 1, MPFR_RNDN);
	mpfr_exp(t, one, MPFR_RNDD);
	mpfr_mul(t, t, &y->left, MPFR_RNDD);
	mpfr_si_div(t, -1, t, MPFR_RNDD);
	if (mpfr_greater_p(t, &d->left))
		mpfr_set(&d->left, t, MPFR_RNDD);
	mpfr_clear(t);
	mpfr_clear(one);
}

/* x^y * log(x) for x >= 0, continued by 0 at x = 0 where y > 0. For x < 0 the
 * function is defined at single y only: no slope. */
static void
slope_y(mpfi_ptr d, mpfi_srcptr x, mpfi_srcptr y)
{
	mpfi_t n, c, l;
	mpfi_srcptr arg[2] = {c, y};
	bool holes;

	mpfi_init2(n, mpfi_get_prec(y) + 1);
	holes = mpfr_sgn(&x->left) < 0 && integers(n, y);
	mpfi_clear(n);
	if (holes || mpfr_sgn(&x->right) <= 0) {
		iv_whole(d);
		if (iv_is_zero(x) && mpfr_sgn(&y->left) > 0)
			mpfi_set_ui(d, 0);
		return;
	}
	mpfi_init2(c, mpfi_get_prec(x));
	iv_cut(c, x, 0, INFINITY);
	mpfi_init2(l, mpfi_get_prec(d));
	range_pow(d, arg);
	range_log(l, arg);
	mpfi_mul(d, d, l);
	if (mpfr_sgn(&y->left) > 0)
		floor_slope_y(d, y);
	mpfi_clear(l);
	mpfi_clear(c);
}

void
deriv_pow(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	slope_x(d[0], a[0], a[1]);
	slope_y(d[1], a[0], a[1]);
}

double
real_sqrt(const double *a)
{
	return sqrt(a[0]);
}

enum Defined
range_sqrt(mpfi_ptr r, mpfi_srcptr const *a)
{
	if (mpfr_sgn(&a[0]->right) < 0)
		return iv_none(r);
	iv_up(r, a[0], mpfr_sqrt);
	if (mpfr_sgn(&a[0]->left) >= 0)
		return DEF_ALL;
	mpfr_set_zero(&r->left, 1);
	return DEF_SOME;
}

/* 1/(2r) */
void
deriv_sqrt(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a;
	if (iv_is_zero(r)) {
		iv_whole(d[0]);
		return;
	}
	iv_inv(d[0], r);
	mpfi_div_2ui(d[0], d[0], 1);
}

double
real_cbrt(const double *a)
{
	return cbrt(a[0]);
}

static const Curve curve_cbrt = {mpfr_cbrt, real_cbrt, -INFINITY, INFINITY};

enum Defined
range_cbrt(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_rise(r, a[0], &curve_cbrt);
	return DEF_ALL;
}

/* 1/(3r^2) */
void
deriv_cbrt(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfi_t s;

	(void)a;
	if (iv_is_zero(r)) {
		iv_whole(d[0]);
		return;
	}
	mpfi_init2(s, mpfi_get_prec(d[0]));
	mpfi_sqr(s, r);
	mpfi_mul_ui(s, s, 3);
	iv_inv(d[0], s);
	mpfi_clear(s);
}
