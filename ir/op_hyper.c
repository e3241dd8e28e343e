/* Rows of ops.def: asinh acosh atanh (contract: op.h). All increase wherever
 * they are defined, so ranges are those of the ends of the domain's part. */
#include "ir/op.h"

#include <math.h>

double
real_asinh(const double *a)
{
	return asinh(a[0]);
}

static const Curve curve_asinh = {mpfr_asinh, real_asinh, -INFINITY, INFINITY};

enum Defined
range_asinh(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_rise(r, a[0], &curve_asinh);
	return DEF_ALL;
}

/* 1/sqrt(1 + x^2) */
void
deriv_asinh(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfi_t s;

	(void)r;
	mpfi_init2(s, mpfi_get_prec(d[0]) + 8);
	mpfi_sqr(s, a[0]);
	mpfi_add_ui(s, s, 1);
	mpfi_sqrt(s, s);
	iv_inv(d[0], s);
	mpfi_clear(s);
}

double
real_acosh(const double *a)
{
	return a[0] >= 1 ? acosh(a[0]) : NAN;
}

static const Curve curve_acosh = {mpfr_acosh, real_acosh, 0, INFINITY};

enum Defined
range_acosh(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_t c;

	if (mpfr_cmp_si(&a[0]->right, 1) < 0)
		return iv_none(r);
	mpfi_init2(c, mpfi_get_prec(a[0]));
	iv_cut(c, a[0], 1, INFINITY);
	iv_rise(r, c, &curve_acosh);
	mpfi_clear(c);
	return mpfr_cmp_si(&a[0]->left, 1) < 0 ? DEF_SOME : DEF_ALL;
}

/* d = 1/s, whole where s is 0 */
static void
inverse_root(mpfi_ptr d, mpfi_ptr s)
{
	mpfi_sqrt(s, s);
	if (iv_is_zero(s))
		iv_whole(d);
	else
		iv_inv(d, s);
}

/* 1/sqrt((x - 1)(x + 1)) */
void
deriv_acosh(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfi_t c, s;

	(void)r;
	mpfi_init2(c, mpfi_get_prec(a[0]));
	iv_cut(c, a[0], 1, INFINITY);
	mpfi_init2(s, mpfi_get_prec(d[0]) + mpfi_get_prec(c));
	mpfi_sub_ui(s, c, 1);
	mpfi_add_ui(c, c, 1);
	mpfi_mul(s, s, c);
	inverse_root(d[0], s);
	mpfi_clear(s);
	mpfi_clear(c);
}

double
real_atanh(const double *a)
{
	return fabs(a[0]) < 1 ? atanh(a[0]) : NAN;
}

static const Curve curve_atanh = {mpfr_atanh, real_atanh, -INFINITY, INFINITY};

/* The domain is open: at -1 and 1 there are poles. */
enum Defined
range_atanh(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_t c;
	bool left = mpfr_cmp_si(&a[0]->left, -1) > 0;
	bool right = mpfr_cmp_si(&a[0]->right, 1) < 0;

	if (mpfr_cmp_si(&a[0]->left, 1) >= 0 ||
	    mpfr_cmp_si(&a[0]->right, -1) <= 0)
		return iv_none(r);
	mpfi_init2(c, mpfi_get_prec(a[0]));
	iv_cut(c, a[0], -1, 1);
	iv_rise(r, c, &curve_atanh);
	mpfi_clear(c);
	return left && right ? DEF_ALL : DEF_SOME;
}

/* 1/((1 - x)(1 + x)) */
void
deriv_atanh(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	mpfi_t c, s;

	(void)r;
	mpfi_init2(c, mpfi_get_prec(a[0]));
	iv_cut(c, a[0], -1, 1);
	mpfi_init2(s, 2 * mpfi_get_prec(c) + mpfi_get_prec(d[0]));
	mpfi_sqr(s, c);
	mpfi_ui_sub(s, 1, s);
	iv_inv(d[0], s);
	mpfi_clear(s);
	mpfi_clear(c);
}
