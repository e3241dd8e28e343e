/* Rows of ops.def that choose or step: relu max min sign floor ceil round
 * greater cond ifelse mod (contract: op.h). The step functions are constant between
 * their jumps; iv_step() tells the two cases apart by the range. */
#include "ir/op.h"

#include <math.h>

double
real_relu(const double *a)
{
	return a[0] <= 0 ? 0 : a[0];
}

static int
end_relu(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
	return mpfr_sgn(x) > 0 ? mpfr_set(r, x, rnd) : mpfr_set_si(r, 0, rnd);
}

enum Defined
range_relu(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_up(r, a[0], end_relu);
	return DEF_ALL;
}

void
deriv_relu(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	bool left = mpfr_sgn(&a[0]->left) < 0 || iv_is_zero(a[0]);
	bool right = mpfr_sgn(&a[0]->right) > 0 || iv_is_zero(a[0]);

	(void)r;
	mpfi_interv_ui(d[0], left ? 0 : 1, right ? 1 : 0);
}

double
real_max(const double *a)
{
	return isunordered(a[0], a[1]) ? NAN : fmax(a[0], a[1]);
}

enum Defined
range_max(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfr_max(&r->left, &a[0]->left, &a[1]->left, MPFR_RNDD);
	mpfr_max(&r->right, &a[0]->right, &a[1]->right, MPFR_RNDU);
	return DEF_ALL;
}

/* Slopes where the larger of big and small is taken: 1 and 0 if it is always
 * big's. Boxes that only touch are equal at one point at most, unless both are
 * that point. */
static void
deriv_pick(mpfi_ptr big, mpfi_ptr small, mpfi_srcptr b, mpfi_srcptr s)
{
	bool point = iv_is_point(b) && iv_is_point(s) &&
	             mpfr_equal_p(&b->left, &s->left);
	bool always = mpfr_greaterequal_p(&b->left, &s->right) && !point;
	bool never = mpfr_lessequal_p(&b->right, &s->left) && !point;

	mpfi_interv_ui(big, always ? 1 : 0, never ? 0 : 1);
	mpfi_interv_ui(small, never ? 1 : 0, always ? 0 : 1);
}

void
deriv_max(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	deriv_pick(d[0], d[1], a[0], a[1]);
}

double
real_min(const double *a)
{
	return isunordered(a[0], a[1]) ? NAN : fmin(a[0], a[1]);
}

enum Defined
range_min(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfr_min(&r->left, &a[0]->left, &a[1]->left, MPFR_RNDD);
	mpfr_min(&r->right, &a[0]->right, &a[1]->right, MPFR_RNDU);
	return DEF_ALL;
}

void
deriv_min(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	deriv_pick(d[1], d[0], a[0], a[1]);
}

double
real_sign(const double *a)
{
	if (isnan(a[0]))
		return NAN;
	return (a[0] > 0) - (a[0] < 0);
}

static int
end_sign(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
	int s = mpfr_sgn(x);

	return mpfr_set_si(r, (s > 0) - (s < 0), rnd);
}

enum Defined
range_sign(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_up(r, a[0], end_sign);
	return DEF_ALL;
}

void
deriv_sign(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a;
	iv_step(d[0], r);
}

double
real_floor(const double *a)
{
	return floor(a[0]);
}

enum Defined
range_floor(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_up(r, a[0], mpfr_rint_floor);
	return DEF_ALL;
}

void
deriv_floor(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a;
	iv_step(d[0], r);
}

double
real_ceil(const double *a)
{
	return ceil(a[0]);
}

enum Defined
range_ceil(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_up(r, a[0], mpfr_rint_ceil);
	return DEF_ALL;
}

void
deriv_ceil(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a;
	iv_step(d[0], r);
}

/* The default rounding mode, to nearest with ties to even, is assumed. */
double
real_round(const double *a)
{
	return nearbyint(a[0]);
}

enum Defined
range_round(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_up(r, a[0], mpfr_rint_roundeven);
	return DEF_ALL;
}

void
deriv_round(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a;
	iv_step(d[0], r);
}

double
real_greater(const double *a)
{
	if (isunordered(a[0], a[1]))
		return NAN;
	return a[0] > a[1];
}

enum Defined
range_greater(mpfi_ptr r, mpfi_srcptr const *a)
{
	bool always = mpfr_greater_p(&a[0]->left, &a[1]->right);
	bool never = mpfr_lessequal_p(&a[0]->right, &a[1]->left);

	mpfi_interv_ui(r, always ? 1 : 0, never ? 0 : 1);
	return DEF_ALL;
}

void
deriv_greater(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a;
	iv_step(d[0], r);
	iv_step(d[1], r);
}

double
real_cond(const double *a)
{
	if (isunordered(a[0], a[1]))
		return NAN;
	return a[0] > 0 ? a[1] : 0;
}

/* Whether x > 0 holds everywhere, somewhere or nowhere in x. */
static enum Defined
positive(mpfi_srcptr x)
{
	if (mpfr_sgn(&x->left) > 0)
		return DEF_ALL;
	return mpfr_sgn(&x->right) > 0 ? DEF_SOME : DEF_NONE;
}

enum Defined
range_cond(mpfi_ptr r, mpfi_srcptr const *a)
{
	enum Defined p = positive(a[0]);

	if (p == DEF_NONE)
		mpfi_set_ui(r, 0);
	else
		mpfi_set(r, a[1]);
	if (p == DEF_SOME)
		mpfi_put_ui(r, 0);
	return DEF_ALL;
}

void
deriv_cond(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	enum Defined p = positive(a[0]);

	(void)r;
	if (p == DEF_SOME && !iv_is_zero(a[1]))
		iv_whole(d[0]);
	else
		mpfi_set_ui(d[0], 0);
	mpfi_interv_ui(d[1], p == DEF_ALL ? 1 : 0, p == DEF_NONE ? 0 : 1);
}

double
real_ifelse(const double *a)
{
	if (isnan(a[0]))
		return NAN;
	return a[0] > 0 ? a[1] : a[2];
}

enum Defined
range_ifelse(mpfi_ptr r, mpfi_srcptr const *a)
{
	enum Defined p = positive(a[0]);

	mpfi_set(r, p == DEF_NONE ? a[2] : a[1]);
	if (p == DEF_SOME)
		mpfi_union(r, r, a[2]);
	return DEF_ALL;
}

void
deriv_ifelse(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	enum Defined p = positive(a[0]);

	(void)r;
	if (p == DEF_SOME && !(iv_is_point(a[1]) && iv_is_point(a[2]) &&
	                       mpfr_equal_p(&a[1]->left, &a[2]->left)))
		iv_whole(d[0]);
	else
		mpfi_set_ui(d[0], 0);
	mpfi_interv_ui(d[1], p == DEF_ALL ? 1 : 0, p == DEF_NONE ? 0 : 1);
	mpfi_interv_ui(d[2], p == DEF_NONE ? 1 : 0, p == DEF_ALL ? 0 : 1);
}

/* fmod is exact and has x's sign. */
double
real_mod(const double *a)
{
	double r = fmod(a[0], a[1]);

	return r != 0 && (r < 0) != (a[1] < 0) ? r + a[1] : r;
}

/* floor(x/y) of two numbers, y not 0. Exact if n has room for all its bits:
 * rounding x/y down to a precision that holds floor(x/y) cannot pass it. */
static void
floor_div(mpfr_ptr n, mpfr_srcptr x, mpfr_srcptr y)
{
	mpfr_div(n, x, y, MPFR_RNDD);
	mpfr_rint_floor(n, n, MPFR_RNDD);
}

/* Bits of an integer part that are looked at. */
enum { QUOTIENT_BITS = 4096 };

/* If floor(x/y) is one number over the box, puts it into n, which has
 * QUOTIENT_BITS. x/y is monotone in x and in y: its extremes are at two
 * corners. */
static bool
one_quotient(mpfr_ptr n, mpfi_srcptr x, mpfi_srcptr y)
{
	bool up = mpfr_sgn(&y->left) > 0; /* x/y increases with x */
	mpfr_srcptr x0 = up ? &x->left : &x->right;
	mpfr_srcptr x1 = up ? &x->right : &x->left;
	/* x/y falls with y where x > 0 */
	mpfr_srcptr y0 = mpfr_sgn(x0) > 0 ? &y->right : &y->left;
	mpfr_srcptr y1 = mpfr_sgn(x1) > 0 ? &y->left : &y->right;
	mpfr_t top;
	bool one;

	if (mpfi_has_zero(y) || !mpfi_bounded_p(x) || !mpfi_bounded_p(y))
		return false;
	mpfr_init2(top, QUOTIENT_BITS);
	floor_div(n, x0, y0);
	floor_div(top, x1, y1);
	one = mpfr_equal_p(n, top) &&
	      (mpfr_zero_p(n) || mpfr_get_exp(n) < QUOTIENT_BITS);
	mpfr_clear(top);
	return one;
}

/* With several quotients all of [0, y) or (y, 0] may come up. */
enum Defined
range_mod(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_srcptr x = a[0], y = a[1];
	mpfi_t all, p;
	mpfr_t n;

	if (iv_is_zero(y))
		return iv_none(r);
	mpfi_init2(all, mpfi_get_prec(y));
	mpfi_set(all, y);
	mpfi_put_ui(all, 0);
	mpfr_init2(n, QUOTIENT_BITS);
	if (one_quotient(n, x, y)) {
		/* n*y exactly */
		mpfi_init2(p, QUOTIENT_BITS + mpfi_get_prec(y));
		mpfi_mul_fr(p, y, n);
		mpfi_sub(r, x, p);
		mpfi_intersect(r, r, all);
		mpfi_clear(p);
	} else {
		mpfi_set(r, all);
	}
	mpfr_clear(n);
	mpfi_clear(all);
	return mpfi_has_zero(y) ? DEF_SOME : DEF_ALL;
}

void
deriv_mod(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfr_t n;

	(void)r;
	mpfr_init2(n, QUOTIENT_BITS);
	if (one_quotient(n, a[0], a[1])) {
		mpfi_set_ui(d[0], 1);
		mpfi_set_fr(d[1], n);
		mpfi_neg(d[1], d[1]);
	} else {
		iv_whole(d[0]);
		iv_whole(d[1]);
	}
	mpfr_clear(n);
}
