/* Rows of ops.def: add sub mul div neg abs square cube inv (contract: op.h).
 *
 * mpfi_add, _sub, _mul, _sqr, _abs and _div by an interval without 0 are
 * optimal; division by an interval that touches 0 is ours. */
#include "ir/op.h"

#include <math.h>

double
real_add(const double *a)
{
	return a[0] + a[1];
}

enum Defined
range_add(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_add(r, a[0], a[1]);
	return DEF_ALL;
}

void
deriv_add(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a, (void)r;
	mpfi_set_ui(d[0], 1);
	mpfi_set_ui(d[1], 1);
}

double
real_sub(const double *a)
{
	return a[0] - a[1];
}

enum Defined
range_sub(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_sub(r, a[0], a[1]);
	return DEF_ALL;
}

void
deriv_sub(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a, (void)r;
	mpfi_set_ui(d[0], 1);
	mpfi_set_si(d[1], -1);
}

double
real_mul(const double *a)
{
	return a[0] * a[1];
}

enum Defined
range_mul(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_mul(r, a[0], a[1]);
	return DEF_ALL;
}

void
deriv_mul(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	mpfi_set(d[0], a[1]);
	mpfi_set(d[1], a[0]);
}

double
real_div(const double *a)
{
	return a[1] == 0 ? NAN : a[0] / a[1];
}

enum Defined
range_div(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_t q;

	if (iv_is_zero(a[1]))
		return iv_none(r);
	if (!mpfi_has_zero(a[1])) {
		mpfi_div(r, a[0], a[1]);
		return DEF_ALL;
	}
	mpfi_init2(q, mpfi_get_prec(r));
	iv_inv(q, a[1]);
	mpfi_mul(r, a[0], q);
	mpfi_clear(q);
	return DEF_SOME;
}

/* 1/y and -x/y^2 = -r * (1/y) */
void
deriv_div(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	iv_inv(d[0], a[1]);
	mpfi_mul(d[1], r, d[0]);
	mpfi_neg(d[1], d[1]);
}

double
real_neg(const double *a)
{
	return -a[0];
}

enum Defined
range_neg(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_neg(r, a[0]);
	return DEF_ALL;
}

void
deriv_neg(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)a, (void)r;
	mpfi_set_si(d[0], -1);
}

double
real_abs(const double *a)
{
	return fabs(a[0]);
}

enum Defined
range_abs(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_abs(r, a[0]);
	return DEF_ALL;
}

void
deriv_abs(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	bool left = mpfr_sgn(&a[0]->left) < 0 || iv_is_zero(r);
	bool right = mpfr_sgn(&a[0]->right) > 0 || iv_is_zero(r);

	mpfi_interv_si(d[0], left ? -1 : 1, right ? 1 : -1);
}

double
real_square(const double *a)
{
	return a[0] * a[0];
}

enum Defined
range_square(mpfi_ptr r, mpfi_srcptr const *a)
{
	mpfi_sqr(r, a[0]);
	return DEF_ALL;
}

void
deriv_square(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	mpfi_mul_2ui(d[0], a[0], 1);
}

double
real_cube(const double *a)
{
	return a[0] * a[0] * a[0];
}

static int
end_cube(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
	return mpfr_pow_ui(r, x, 3, rnd);
}

enum Defined
range_cube(mpfi_ptr r, mpfi_srcptr const *a)
{
	iv_up(r, a[0], end_cube);
	return DEF_ALL;
}

void
deriv_cube(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	(void)r;
	mpfi_sqr(d[0], a[0]);
	mpfi_mul_ui(d[0], d[0], 3);
}

double
real_inv(const double *a)
{
	return a[0] == 0 ? NAN : 1 / a[0];
}

enum Defined
range_inv(mpfi_ptr r, mpfi_srcptr const *a)
{
	if (iv_is_zero(a[0]))
		return iv_none(r);
	iv_inv(r, a[0]);
	return mpfi_has_zero(a[0]) ? DEF_SOME : DEF_ALL;
}

/* -1/x^2 = -r^2; across the pole no slope bounds the difference */
void
deriv_inv(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r)
{
	if (iv_straddles(a[0])) {
		iv_whole(d[0]);
		return;
	}
	mpfi_sqr(d[0], r);
	mpfi_neg(d[0], d[0]);
}
