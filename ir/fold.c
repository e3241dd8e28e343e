/* Exact folding: operators on rationals where the result is a rational.
 *
 * What is not rational (sin(1/2), sqrt(2)) or too large stays a node, which is
 * exact as well. Odd functions that are defined at 0 are 0 there; the other
 * special points are in a table. */
#include "ir/simplify.h"

typedef bool Rule(mpq_ptr r, mpq_srcptr const *a);

bool
fold_fits(mpq_srcptr q)
{
	return mpz_sizeinbase(mpq_numref(q), 2) <= FOLD_BITS &&
	       mpz_sizeinbase(mpq_denref(q), 2) <= FOLD_BITS;
}

bool
fold_power(mpq_ptr r, mpq_srcptr x, long n)
{
	unsigned long m;
	size_t num = mpz_sizeinbase(mpq_numref(x), 2);
	size_t den = mpz_sizeinbase(mpq_denref(x), 2);

	if (n < -FOLD_BITS || n > FOLD_BITS || (mpq_sgn(x) == 0 && n < 0))
		return false;
	/* |v| >= 2^(bits - 1): refused before the work is done */
	m = (unsigned long)(n < 0 ? -n : n);
	if ((num > 1 && (num - 1) * m > FOLD_BITS) ||
	    (den > 1 && (den - 1) * m > FOLD_BITS))
		return false;
	mpz_pow_ui(mpq_numref(r), mpq_numref(x), m);
	mpz_pow_ui(mpq_denref(r), mpq_denref(x), m);
	if (n < 0)
		mpq_inv(r, r);
	return fold_fits(r);
}

static bool
fold_add(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_add(r, a[0], a[1]);
	return true;
}

static bool
fold_sub(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_sub(r, a[0], a[1]);
	return true;
}

static bool
fold_mul(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_mul(r, a[0], a[1]);
	return true;
}

static bool
fold_div(mpq_ptr r, mpq_srcptr const *a)
{
	if (mpq_sgn(a[1]) == 0)
		return false;
	mpq_div(r, a[0], a[1]);
	return true;
}

static bool
fold_neg(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_neg(r, a[0]);
	return true;
}

static bool
fold_abs(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_abs(r, a[0]);
	return true;
}

static bool
fold_square(mpq_ptr r, mpq_srcptr const *a)
{
	return fold_power(r, a[0], 2);
}

static bool
fold_cube(mpq_ptr r, mpq_srcptr const *a)
{
	return fold_power(r, a[0], 3);
}

static bool
fold_inv(mpq_ptr r, mpq_srcptr const *a)
{
	return fold_power(r, a[0], -1);
}

/* r = the n-th root of x; false if that is not rational. */
static bool
root(mpq_ptr r, mpq_srcptr x, unsigned long n)
{
	if (n % 2 == 0 && mpq_sgn(x) < 0)
		return false;
	return mpz_root(mpq_numref(r), mpq_numref(x), n) != 0 &&
	       mpz_root(mpq_denref(r), mpq_denref(x), n) != 0;
}

static bool
fold_sqrt(mpq_ptr r, mpq_srcptr const *a)
{
	return root(r, a[0], 2);
}

static bool
fold_cbrt(mpq_ptr r, mpq_srcptr const *a)
{
	return root(r, a[0], 3);
}

/* x^(p/q) with a small q: the q-th root to the p. A non-integer power of a
 * negative number is undefined, whatever q. */
static bool
fold_pow(mpq_ptr r, mpq_srcptr const *a)
{
	mpz_srcptr p = mpq_numref(a[1]), q = mpq_denref(a[1]);
	mpq_t base;
	bool ok;

	if (!mpz_fits_slong_p(p) || mpz_cmp_ui(q, 64) > 0)
		return false;
	if (mpz_cmp_ui(q, 1) == 0)
		return fold_power(r, a[0], mpz_get_si(p));
	mpq_init(base);
	ok = mpq_sgn(a[0]) >= 0 && root(base, a[0], mpz_get_ui(q)) &&
	     fold_power(r, base, mpz_get_si(p));
	mpq_clear(base);
	return ok;
}

static bool
fold_exp2(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_t two;
	bool ok;

	if (mpz_cmp_ui(mpq_denref(a[0]), 1) != 0 ||
	    !mpz_fits_slong_p(mpq_numref(a[0])))
		return false;
	mpq_init(two);
	mpq_set_ui(two, 2, 1);
	ok = fold_power(r, two, mpz_get_si(mpq_numref(a[0])));
	mpq_clear(two);
	return ok;
}

/* The exponent of a power of `base`; -1 if z is none. */
static long
exact_log(mpz_srcptr z, unsigned long base)
{
	mpz_t rest, b;
	unsigned long n;

	mpz_init(rest);
	mpz_init_set_ui(b, base);
	n = mpz_remove(rest, z, b);
	if (mpz_cmp_ui(rest, 1) != 0)
		n = (unsigned long)-1;
	mpz_clear(b);
	mpz_clear(rest);
	return (long)n;
}

static bool
fold_log_base(mpq_ptr r, mpq_srcptr x, unsigned long base)
{
	long num, den;

	if (mpq_sgn(x) <= 0)
		return false;
	num = exact_log(mpq_numref(x), base);
	den = exact_log(mpq_denref(x), base);
	mpq_set_si(r, num - den, 1);
	return num >= 0 && den >= 0;
}

static bool
fold_log2(mpq_ptr r, mpq_srcptr const *a)
{
	return fold_log_base(r, a[0], 2);
}

static bool
fold_log10(mpq_ptr r, mpq_srcptr const *a)
{
	return fold_log_base(r, a[0], 10);
}

static bool
fold_relu(mpq_ptr r, mpq_srcptr const *a)
{
	if (mpq_sgn(a[0]) > 0)
		mpq_set(r, a[0]);
	else
		mpq_set_ui(r, 0, 1);
	return true;
}

static bool
fold_max(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_set(r, mpq_cmp(a[0], a[1]) > 0 ? a[0] : a[1]);
	return true;
}

static bool
fold_min(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_set(r, mpq_cmp(a[0], a[1]) < 0 ? a[0] : a[1]);
	return true;
}

static bool
fold_sign(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_set_si(r, mpq_sgn(a[0]), 1);
	return true;
}

static bool
fold_floor(mpq_ptr r, mpq_srcptr const *a)
{
	mpz_fdiv_q(mpq_numref(r), mpq_numref(a[0]), mpq_denref(a[0]));
	mpz_set_ui(mpq_denref(r), 1);
	return true;
}

static bool
fold_ceil(mpq_ptr r, mpq_srcptr const *a)
{
	mpz_cdiv_q(mpq_numref(r), mpq_numref(a[0]), mpq_denref(a[0]));
	mpz_set_ui(mpq_denref(r), 1);
	return true;
}

/* floor(x + 1/2), less one if that is an odd number from a tie */
static bool
fold_round(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_t half;
	bool tie = mpz_cmp_ui(mpq_denref(a[0]), 2) == 0;

	mpq_init(half);
	mpq_set_ui(half, 1, 2);
	mpq_add(half, half, a[0]);
	mpz_fdiv_q(mpq_numref(r), mpq_numref(half), mpq_denref(half));
	if (tie && mpz_odd_p(mpq_numref(r)))
		mpz_sub_ui(mpq_numref(r), mpq_numref(r), 1);
	mpz_set_ui(mpq_denref(r), 1);
	mpq_clear(half);
	return true;
}

static bool
fold_greater(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_set_ui(r, mpq_cmp(a[0], a[1]) > 0, 1);
	return true;
}

static bool
fold_cond(mpq_ptr r, mpq_srcptr const *a)
{
	if (mpq_sgn(a[0]) > 0)
		mpq_set(r, a[1]);
	else
		mpq_set_ui(r, 0, 1);
	return true;
}

static bool
fold_mod(mpq_ptr r, mpq_srcptr const *a)
{
	if (!fold_div(r, a))
		return false;
	mpz_fdiv_q(mpq_numref(r), mpq_numref(r), mpq_denref(r));
	mpz_set_ui(mpq_denref(r), 1);
	mpq_mul(r, r, a[1]);
	mpq_sub(r, a[0], r);
	return true;
}

static bool
fold_ifelse(mpq_ptr r, mpq_srcptr const *a)
{
	mpq_set(r, mpq_sgn(a[0]) > 0 ? a[1] : a[2]);
	return true;
}

static Rule *const rules[O_count] = {
    [O_add] = fold_add,         [O_sub] = fold_sub,
    [O_mul] = fold_mul,         [O_div] = fold_div,
    [O_neg] = fold_neg,         [O_abs] = fold_abs,
    [O_square] = fold_square,   [O_cube] = fold_cube,
    [O_inv] = fold_inv,         [O_pow] = fold_pow,
    [O_sqrt] = fold_sqrt,       [O_cbrt] = fold_cbrt,
    [O_exp2] = fold_exp2,       [O_log2] = fold_log2,
    [O_log10] = fold_log10,     [O_relu] = fold_relu,
    [O_max] = fold_max,         [O_min] = fold_min,
    [O_sign] = fold_sign,       [O_floor] = fold_floor,
    [O_ceil] = fold_ceil,       [O_round] = fold_round,
    [O_greater] = fold_greater, [O_cond] = fold_cond,
    [O_mod] = fold_mod,         [O_ifelse] = fold_ifelse,
};

/* f(at) = num/den */
static const struct {
	enum Op op;
	long at, num;
	unsigned long den;
} points[] = {
    {O_exp, 0, 1, 1},   {O_log, 1, 0, 1},     {O_log1p, 0, 0, 1},
    {O_cos, 0, 1, 1},   {O_cosh, 0, 1, 1},    {O_acos, 1, 0, 1},
    {O_gauss, 0, 1, 1}, {O_sigmoid, 0, 1, 2}, {O_acosh, 1, 0, 1},
    {O_erfc, 0, 1, 1},  {O_sinc, 0, 1, 1},    {O_gamma, 1, 1, 1},
    {O_gamma, 2, 1, 1},
};

static bool
fold_point(enum Op op, mpq_ptr r, mpq_srcptr x)
{
	if ((op_info[op].flags & F_ODD) && mpq_sgn(x) == 0) {
		mpq_set_ui(r, 0, 1);
		return true;
	}
	for (size_t i = 0; i < sizeof points / sizeof *points; i++)
		if (points[i].op == op && mpq_cmp_si(x, points[i].at, 1) == 0) {
			mpq_set_si(r, points[i].num, points[i].den);
			return true;
		}
	return false;
}

bool
fold_op(enum Op op, mpq_ptr r, mpq_srcptr const *arg)
{
	if (rules[op])
		return rules[op](r, arg) && fold_fits(r);
	return op_info[op].narg == 1 && fold_point(op, r, arg[0]);
}
