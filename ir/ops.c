/* The operator table as data, look-up by name, and the interval pieces that
 * the rows share (contract in op.h). */
#include "ir/op.h"
#include "ir/eval.h"

#include <math.h>
#include <string.h>

#define OP(name, n, spell, infix, prec, flags, lower, doc)                     \
	[O_##name] = {#name, n,   spell,       infix,        prec,             \
	              flags, doc, real_##name, range_##name, deriv_##name,     \
	              lower},
const OpInfo op_info[O_count] = {
#include "ir/ops.def"
};

/* Whether blank-separated `list` has the word s[0..len-1]. */
static bool
has_word(const char *list, const char *s, size_t len)
{
	while (*list) {
		size_t n = strcspn(list, " ");
		if (n == len && memcmp(list, s, n) == 0)
			return true;
		list += n + (list[n] == ' ');
	}
	return false;
}

enum Op
op_by_name(const char *s, size_t len)
{
	for (enum Op op = O_var + 1; op < O_count; op++)
		if (has_word(op_info[op].spell, s, len))
			return op;
	return O_none;
}

void
iv_whole(mpfi_ptr r)
{
	mpfr_set_inf(&r->left, -1);
	mpfr_set_inf(&r->right, 1);
}

bool
iv_is_whole(mpfi_srcptr a)
{
	return mpfr_inf_p(&a->left) && mpfr_inf_p(&a->right);
}

enum Defined
iv_none(mpfi_ptr r)
{
	mpfr_set_nan(&r->left);
	mpfr_set_nan(&r->right);
	return DEF_NONE;
}

bool
iv_is_point(mpfi_srcptr a)
{
	return mpfr_equal_p(&a->left, &a->right) != 0;
}

bool
iv_is_zero(mpfi_srcptr a)
{
	return mpfr_zero_p(&a->left) && mpfr_zero_p(&a->right);
}

bool
iv_straddles(mpfi_srcptr a)
{
	return mpfr_sgn(&a->left) < 0 && mpfr_sgn(&a->right) > 0;
}

void
iv_up(mpfi_ptr r, mpfi_srcptr a, EndFn *f)
{
	f(&r->left, &a->left, MPFR_RNDD);
	f(&r->right, &a->right, MPFR_RNDU);
}

bool
exact_double(mpfr_srcptr x, double *v)
{
	*v = mpfr_get_d(x, MPFR_RNDN);
	return mpfr_cmp_d(x, *v) == 0;
}

/* One ulp of v is at most 2^-52 |v|, far from the subnormals; one more pays
 * for the addition's own rounding. */
bool
widen_end(mpfr_ptr r, double v, mpfr_rnd_t rnd, double min, double max)
{
	double w = fabs(v) * (OP_ULP + 1) * 0x1p-52;

	if (!(w > 1e-280 && w < 1e280))
		return false;
	v += rnd == MPFR_RNDD ? -w : w;
	mpfr_set_d(r, fmin(fmax(v, min), max), rnd);
	return true;
}

void
curve_end(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd, const Curve *c)
{
	double v;

	if (mpfr_get_prec(r) > QUICK_BITS || !exact_double(x, &v) ||
	    !widen_end(r, c->real(&v), rnd, c->min, c->max))
		c->exact(r, x, rnd);
}

void
iv_rise(mpfi_ptr r, mpfi_srcptr a, const Curve *c)
{
	curve_end(&r->left, &a->left, MPFR_RNDD, c);
	curve_end(&r->right, &a->right, MPFR_RNDU, c);
}

void
iv_fall(mpfi_ptr r, mpfi_srcptr a, const Curve *c)
{
	curve_end(&r->left, &a->right, MPFR_RNDD, c);
	curve_end(&r->right, &a->left, MPFR_RNDU, c);
}

void
iv_inv(mpfi_ptr r, mpfi_srcptr a)
{
	if (iv_straddles(a)) {
		iv_whole(r);
		return;
	}
	/* An end that is 0 is approached from inside: the signed zero that
	 * the end may carry must not decide. */
	if (mpfr_zero_p(&a->right))
		mpfr_set_inf(&r->left, -1);
	else
		mpfr_ui_div(&r->left, 1, &a->right, MPFR_RNDD);
	if (mpfr_zero_p(&a->left))
		mpfr_set_inf(&r->right, 1);
	else
		mpfr_ui_div(&r->right, 1, &a->left, MPFR_RNDU);
}

void
iv_cut(mpfi_ptr c, mpfi_srcptr a, double lo, double hi)
{
	mpfi_set(c, a);
	if (mpfr_cmp_d(&c->left, lo) < 0)
		mpfr_set_d(&c->left, lo, MPFR_RNDD);
	if (mpfr_cmp_d(&c->right, hi) > 0)
		mpfr_set_d(&c->right, hi, MPFR_RNDU);
}

void
iv_step(mpfi_ptr d, mpfi_srcptr r)
{
	if (iv_is_point(r))
		mpfi_set_ui(d, 0);
	else
		iv_whole(d);
}
