/* Operators that map rationals to rationals, exactly.
 *
 * Contract: see op_rational in eval.h. The one definition of exact constant
 * arithmetic, for folding and for the evaluation of points, where it decides
 * what intervals of any precision cannot: floor(0.1 * 30), or whether
 * 0.3 * x - 3 is zero. */
#include "ir/eval.h"

/* Larger results are left to MPFI: they would cost more than they tell. */
enum { RATIONAL_BITS = 1 << 15, RATIONAL_EXPONENT = 1 << 10 };

static size_t
bits(mpq_srcptr q)
{
	return mpz_sizeinbase(mpq_numref(q), 2) +
	       mpz_sizeinbase(mpq_denref(q), 2);
}

typedef void Divide(mpz_ptr, mpz_srcptr, mpz_srcptr);

/* floor or ceil, as `divide` rounds. */
static void
to_integer(mpq_ptr r, mpq_srcptr a, Divide *divide)
{
	divide(mpq_numref(r), mpq_numref(a), mpq_denref(a));
	mpz_set_ui(mpq_denref(r), 1);
}

/* Nearest, ties to even: floor(a + 1/2), less 1 if that was an odd tie. */
static void
nearest(mpq_ptr r, mpq_srcptr a)
{
	mpq_t half;
	mpq_init(half);
	mpq_set_ui(half, 1, 2);
	mpq_add(half, half, a);
	to_integer(r, half, mpz_fdiv_q);
	bool tie = mpz_cmp_ui(mpq_denref(half), 1) == 0;
	if (tie && mpz_odd_p(mpq_numref(r)))
		mpz_sub_ui(mpq_numref(r), mpq_numref(r), 1);
	mpq_clear(half);
}

static enum Rational
quotient(mpq_ptr r, mpq_srcptr x, mpq_srcptr y)
{
	if (mpq_sgn(y) == 0)
		return RAT_UNDEFINED;
	mpq_div(r, x, y);
	return RAT_YES;
}

static enum Rational
modulo(mpq_ptr r, mpq_srcptr x, mpq_srcptr y)
{
	if (mpq_sgn(y) == 0)
		return RAT_UNDEFINED;
	mpq_t q;
	mpq_init(q);
	mpq_div(q, x, y);
	to_integer(r, q, mpz_fdiv_q);
	mpq_mul(q, r, y);
	mpq_sub(r, x, q);
	mpq_clear(q);
	return RAT_YES;
}

static enum Rational
power(mpq_ptr r, mpq_srcptr x, mpq_srcptr y)
{
	if (mpz_cmp_ui(mpq_denref(y), 1) != 0)
		return mpq_sgn(x) < 0 ? RAT_UNDEFINED : RAT_NO;
	if (mpq_sgn(x) == 0 && mpq_sgn(y) < 0)
		return RAT_UNDEFINED;
	if (mpz_cmpabs_ui(mpq_numref(y), RATIONAL_EXPONENT) > 0)
		return RAT_NO;
	long n = mpz_get_si(mpq_numref(y));
	unsigned long m = (unsigned long)(n < 0 ? -n : n);
	if (bits(x) * m > RATIONAL_BITS)
		return RAT_NO;
	mpz_pow_ui(mpq_numref(r), mpq_numref(x), m);
	mpz_pow_ui(mpq_denref(r), mpq_denref(x), m);
	if (n < 0)
		mpq_inv(r, r);
	return RAT_YES;
}

static enum Rational
yes(mpq_ptr r, mpq_srcptr v)
{
	mpq_set(r, v);
	return RAT_YES;
}

static enum Rational
integer(mpq_ptr r, long v)
{
	mpq_set_si(r, v, 1);
	return RAT_YES;
}

static enum Rational
one(enum Op op, mpq_ptr r, mpq_srcptr x)
{
	switch (op) {
	case O_neg:
		mpq_neg(r, x);
		return RAT_YES;
	case O_abs:
		mpq_abs(r, x);
		return RAT_YES;
	case O_square:
		mpq_mul(r, x, x);
		return RAT_YES;
	case O_cube:
		mpq_mul(r, x, x);
		mpq_mul(r, r, x);
		return RAT_YES;
	case O_inv:
		if (mpq_sgn(x) == 0)
			return RAT_UNDEFINED;
		mpq_inv(r, x);
		return RAT_YES;
	case O_relu:
		return mpq_sgn(x) > 0 ? yes(r, x) : integer(r, 0);
	case O_sign:
		return integer(r, mpq_sgn(x));
	case O_floor:
		to_integer(r, x, mpz_fdiv_q);
		return RAT_YES;
	case O_ceil:
		to_integer(r, x, mpz_cdiv_q);
		return RAT_YES;
	case O_round:
		nearest(r, x);
		return RAT_YES;
	default:
		return RAT_NO;
	}
}

static enum Rational
two(enum Op op, mpq_ptr r, mpq_srcptr x, mpq_srcptr y)
{
	switch (op) {
	case O_add:
		mpq_add(r, x, y);
		return RAT_YES;
	case O_sub:
		mpq_sub(r, x, y);
		return RAT_YES;
	case O_mul:
		mpq_mul(r, x, y);
		return RAT_YES;
	case O_div:
		return quotient(r, x, y);
	case O_pow:
		return power(r, x, y);
	case O_max:
		return yes(r, mpq_cmp(x, y) > 0 ? x : y);
	case O_min:
		return yes(r, mpq_cmp(x, y) < 0 ? x : y);
	case O_greater:
		return integer(r, mpq_cmp(x, y) > 0);
	case O_cond:
		return mpq_sgn(x) > 0 ? yes(r, y) : integer(r, 0);
	case O_mod:
		return modulo(r, x, y);
	default:
		return RAT_NO;
	}
}

static enum Rational
three(enum Op op, mpq_ptr r, mpq_srcptr const *a)
{
	if (op != O_ifelse)
		return RAT_NO;
	return yes(r, mpq_sgn(a[0]) > 0 ? a[1] : a[2]);
}

enum Rational
op_rational(enum Op op, mpq_ptr r, mpq_srcptr const *a)
{
	unsigned n = op_info[op].narg;
	for (unsigned k = 0; k < n; k++)
		if (bits(a[k]) > RATIONAL_BITS)
			return RAT_NO;
	return n == 1   ? one(op, r, a[0])
	       : n == 2 ? two(op, r, a[0], a[1])
	       : n == 3 ? three(op, r, a)
	                : RAT_NO;
}
