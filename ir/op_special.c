/* Rows of ops.def: erfc gamma sinc (contract: op.h).
 *
 * Gamma (Abramowitz and Stegun, chapter 6): convex on x > 0 with its minimum
 * at x = 1.4616...; on x < 0 by reflection, between its poles at 0, -1, -2 ...;
 * its logarithmic derivative, digamma, increases between poles.
 * sinc(x) = sin(pi x)/(pi x) falls on [0, 1.43]; its extremes beyond are
 * within the constants below. */
#include "ir/op.h"

#include <math.h>

/* ---- erfc ---- */

double
real_erfc(const double *a)
{
	return erfc(a[0]);
}

static const Curve curve_erfc = {mpfr_erfc, real_erfc, 0, 2};

enum Defined
range_erfc(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_fall(r, a[0], &curve_erfc);
	return DEF_ALL;
}

void
deriv_erfc(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	deriv_erf(d, a, r);
	mpfi_neg(d[0], d[0]);
}

/* ---- gamma ---- */

/* Around the minimum: below the left argument gamma falls, above the right
 * one it rises, and the value is never smaller. */
static const double gamma_falls = 1.46163214496836;
static const double gamma_rises = 1.46163214496837;
static const double gamma_least = 0.88560319441088;

double
real_gamma(const double *a)
{
	if (a[0] <= 0 && floor(a[0]) == a[0])
		return NAN;
	return tgamma(a[0]);
}

/* Whether a holds one of the poles 0, -1, -2, ... */
static bool
has_pole(mpfi_srcptr a)
{
	mpfr_t n;
	bool pole;

	if (mpfr_sgn(&a->left) > 0)
		return false;
	mpfr_init2(n, mpfi_get_prec(a) + 1);
	mpfr_rint_ceil(n, &a->left, MPFR_RNDD);
	pole = mpfr_lessequal_p(n, &a->right) != 0;
	mpfr_clear(n);
	return pole;
}

/* x > 0, or x = 0 as a limit from above */
static void
gamma_end(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
	if (mpfr_zero_p(x))
		mpfr_set_inf(r, 1);
	else
		mpfr_gamma(r, x, rnd);
}

/* Over a part of x >= 0. */
static void
gamma_positive(mpfi_ptr r, mpfi_srcptr a)
{
	mpfr_t t;

	if (mpfr_cmp_d(&a->right, gamma_falls) <= 0) {
		gamma_end(&r->left, &a->right, MPFR_RNDD);
		gamma_end(&r->right, &a->left, MPFR_RNDU);
	} else if (mpfr_cmp_d(&a->left, gamma_rises) >= 0) {
		gamma_end(&r->left, &a->left, MPFR_RNDD);
		gamma_end(&r->right, &a->right, MPFR_RNDU);
	} else {
		mpfr_init2(t, mpfi_get_prec(r));
		gamma_end(t, &a->left, MPFR_RNDU);
		gamma_end(&r->right, &a->right, MPFR_RNDU);
		mpfr_max(&r->right, &r->right, t, MPFR_RNDU);
		mpfr_set_d(&r->left, gamma_least, MPFR_RNDD);
		mpfr_clear(t);
	}
}

/* Between two poles: gamma(x) = pi / (sin(pi x) gamma(1 - x)). */
static void
gamma_negative(mpfi_ptr r, mpfi_srcptr a)
{
	mpfi_t s, g, x;
	mpfr_prec_t prec = mpfi_get_prec(a) + mpfi_get_prec(r) + 64;

	mpfi_init2(s, prec);
	mpfi_init2(g, prec);
	mpfi_init2(x, prec);
	mpfi_const_pi(s);
	mpfi_mul(s, s, a);
	mpfi_sin(s, s);
	mpfi_ui_sub(x, 1, a);
	gamma_positive(g, x);
	mpfi_mul(s, s, g);
	mpfi_const_pi(g);
	iv_inv(x, s);
	mpfi_mul(r, g, x);
	mpfi_clear(x);
	mpfi_clear(g);
	mpfi_clear(s);
}

enum Defined
range_gamma(mpfi_ptr r, mpfi_srcptr const *a)
{
	bool pole = has_pole(a[0]);

	if (mpfr_sgn(&a[0]->left) >= 0) {
		if (iv_is_zero(a[0]))
			return iv_none(r);
		gamma_positive(r, a[0]);
	} else if (iv_is_point(a[0])) {
		if (pole)
			return iv_none(r);
		iv_up(r, a[0], mpfr_gamma);
	} else if (pole) {
		iv_whole(r);
	} else {
		gamma_negative(r, a[0]);
	}
	return pole ? DEF_SOME : DEF_ALL;
}

/* gamma(x) * digamma(x) at one x > 0 */
static void
gamma_slope(mpfi_ptr d, mpfr_srcptr x)
{
	mpfi_t p, g;

	if (mpfr_zero_p(x)) {
		mpfr_set_inf(&d->left, -1);
		mpfr_set_inf(&d->right, -1);
		return;
	}
	mpfi_init2(p, mpfi_get_prec(d));
	mpfi_init2(g, mpfi_get_prec(d));
	mpfr_gamma(&g->left, x, MPFR_RNDD);
	mpfr_gamma(&g->right, x, MPFR_RNDU);
	mpfr_digamma(&p->left, x, MPFR_RNDD);
	mpfr_digamma(&p->right, x, MPFR_RNDU);
	mpfi_mul(d, p, g);
	mpfi_clear(g);
	mpfi_clear(p);
}

/* Increasing on x > 0, where gamma is convex. */
void
deriv_gamma(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfi_t end;

	if (mpfr_sgn(&a[0]->left) >= 0) {
		mpfi_init2(end, mpfi_get_prec(d[0]));
		gamma_slope(d[0], &a[0]->left);
		gamma_slope(end, &a[0]->right);
		mpfr_set(&d[0]->right, &end->right, MPFR_RNDU);
		mpfi_clear(end);
	} else if (has_pole(a[0])) {
		iv_whole(d[0]);
	} else {
		mpfr_digamma(&d[0]->left, &a[0]->left, MPFR_RNDD);
		mpfr_digamma(&d[0]->right, &a[0]->right, MPFR_RNDU);
		mpfi_mul(d[0], d[0], r);
	}
}

/* ---- sinc ---- */

static const double sinc_falls = 1.43;              /* on [0, this] */
static const double sinc_least = -0.21723362821124; /* rounded down */
static const double sinc_lobe = 0.1284;  /* no value is larger beyond 1 */
static const double sinc_steep = 1.3705; /* no slope is steeper */

/* x less its nearest integer is exact; so is a factor of -1 for odd ones. */
double
real_sinc(const double *a)
{
	double x = a[0], n = nearbyint(x), s;

	if (x == 0)
		return 1;
	s = sin(M_PI * (x - n)) / (M_PI * x);
	return fmod(n, 2) == 0 ? s : -s;
}

/* sin(pi x)/(pi x) at one x that is not 0 */
static void
sinc_point(mpfi_ptr r, mpfr_srcptr x)
{
	mpfi_t p, s;
	mpfr_t n, t, half;

	mpfr_init2(n, mpfr_get_prec(x) + 2);
	mpfr_init2(t, mpfr_get_prec(x) + 2);
	mpfr_init2(half, mpfr_get_prec(x) + 2);
	mpfi_init2(p, mpfi_get_prec(r) + 32);
	mpfi_init2(s, mpfi_get_prec(r) + 32);
	mpfr_rint_roundeven(n, x, MPFR_RNDN);
	mpfr_sub(t, x, n, MPFR_RNDN); /* exact */
	mpfr_div_2ui(half, n, 1, MPFR_RNDN);
	mpfi_const_pi(p);
	mpfi_mul_fr(s, p, t);
	mpfi_sin(s, s);
	mpfi_mul_fr(p, p, x);
	mpfi_div(r, s, p);
	if (!mpfr_integer_p(half))
		mpfi_neg(r, r);
	mpfi_clear(s);
	mpfi_clear(p);
	mpfr_clear(half);
	mpfr_clear(t);
	mpfr_clear(n);
}

static int
end_sinc(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
	mpfi_t v;

	if (mpfr_zero_p(x))
		return mpfr_set_ui(r, 1, rnd);
	if (mpfr_inf_p(x))
		return mpfr_set_ui(r, 0, rnd);
	mpfi_init2(v, mpfr_get_prec(r) + 32);
	sinc_point(v, x);
	mpfr_set(r, rnd == MPFR_RNDD ? &v->left : &v->right, rnd);
	mpfi_clear(v);
	return 0;
}

static const Curve curve_sinc = {end_sinc, real_sinc, -1, 1};

/* |x| >= 1: |sinc| <= 1/(pi |x|), and the sine's own range. */
static void
sinc_tail(mpfi_ptr r, mpfi_srcptr m)
{
	mpfi_t x, bounds;

	mpfi_init2(x, mpfi_get_prec(m) + 64);
	mpfi_init2(bounds, 53);
	mpfi_interv_d(bounds, sinc_least, 1);
	mpfi_const_pi(x);
	mpfi_mul(x, x, m);
	mpfi_sin(r, x);
	mpfi_div(r, r, x);
	mpfi_intersect(r, r, bounds);
	mpfi_clear(bounds);
	mpfi_clear(x);
}

enum Defined
range_sinc(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_t m;

	mpfi_init2(m, mpfi_get_prec(a[0]));
	mpfi_abs(m, a[0]);
	if (mpfr_cmp_d(&m->right, sinc_falls) <= 0 || iv_is_point(m)) {
		iv_fall(r, m, &curve_sinc);
	} else if (mpfr_cmp_d(&m->left, 1) >= 0) {
		sinc_tail(r, m);
	} else {
		mpfr_set_d(&r->left, sinc_least, MPFR_RNDD);
		curve_end(&r->right, &m->left, MPFR_RNDU, &curve_sinc);
		if (mpfr_cmp_d(&r->right, sinc_lobe) < 0)
			mpfr_set_d(&r->right, sinc_lobe, MPFR_RNDU);
	}
	mpfi_clear(m);
	return DEF_ALL;
}

/* Slopes for |x| <= 1.43: towards 0 as x goes away from it, by at most
 * pi^2/3 |x| < 3.29 |x|. */
static void
sinc_slope_near(mpfi_ptr d, mpfi_srcptr x)
{
	double mag = fmax(fabs(mpfr_get_d(&x->left, MPFR_RNDA)),
	                  fabs(mpfr_get_d(&x->right, MPFR_RNDA)));
	double most = fmin(3.29 * mag, sinc_steep);

	mpfi_interv_d(d, mpfr_sgn(&x->right) > 0 ? -most : 0,
	              mpfr_sgn(&x->left) < 0 ? most : 0);
}

/* (cos(pi x) - sinc(x)) / x */
static void
sinc_slope_far(mpfi_ptr d, mpfi_srcptr x, mpfi_srcptr r)
{
	mpfi_t c, bounds;

	mpfi_init2(c, mpfi_get_prec(x) + 64);
	mpfi_init2(bounds, 53);
	mpfi_interv_d(bounds, -sinc_steep, sinc_steep);
	mpfi_const_pi(c);
	mpfi_mul(c, c, x);
	mpfi_cos(c, c);
	mpfi_sub(c, c, r);
	mpfi_div(d, c, x);
	mpfi_intersect(d, d, bounds);
	mpfi_clear(bounds);
	mpfi_clear(c);
}

void
deriv_sinc(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	if (mpfr_cmp_d(&a[0]->right, sinc_falls) <= 0 &&
	    mpfr_cmp_d(&a[0]->left, -sinc_falls) >= 0)
		sinc_slope_near(d[0], a[0]);
	else if (mpfi_has_zero(a[0]))
		mpfi_interv_d(d[0], -sinc_steep, sinc_steep);
	else
		sinc_slope_far(d[0], a[0], r);
}
