/* A port's integer as the equation's variable: x * 2^lsb_x * scale + offset,
 * exact, and assigned once to a type.
 *
 * With the quarter u of the type's last place as the unit, the value is
 * (n * x + m) / den * u with integers n, m and den > 0. A power of two divides
 * by moving the point; another den divides by subtraction (divide.c), whose
 * quotient with "the remainder is not 0" as one more bit below it rounds as
 * the exact value does in every mode. Where n * x + m would leave 61 bits,
 * n / den and m / den are first rounded to the finest common power of two that
 * fits: decimals of many digits, which only a type of about as many bits could
 * tell from exact ones. */
#include "ir/affine.h"

#include "ir/divide.h"

enum { BITS = 61 };

/* (n * x + m) / den in units of 2^lsb. */
typedef struct Affine {
	mpz_t n, m, den, top; /* top: scratch, then bound on |n * x + m| */
	mpq_t scale, offset;  /* n / den, m / den */
	int lsb;
} Affine;

static void
shift_q(mpq_ptr q, int k)
{
	if (k < 0)
		mpq_div_2exp(q, q, (mp_bitcnt_t)-k);
	else
		mpq_mul_2exp(q, q, (mp_bitcnt_t)k);
}

/* top = |n| * x + |m|; true if that and den fit. */
static bool
fits(Affine *a, unsigned long x)
{
	mpz_mul_ui(a->top, a->n, x);
	mpz_abs(a->top, a->top);
	if (mpz_sgn(a->m) < 0)
		mpz_sub(a->top, a->top, a->m);
	else
		mpz_add(a->top, a->top, a->m);
	return mpz_sizeinbase(a->top, 2) <= BITS &&
	       mpz_sizeinbase(a->den, 2) <= BITS;
}

static void
common_denominator(Affine *a)
{
	mpz_lcm(a->den, mpq_denref(a->scale), mpq_denref(a->offset));
	mpz_divexact(a->n, a->den, mpq_denref(a->scale));
	mpz_mul(a->n, a->n, mpq_numref(a->scale));
	mpz_divexact(a->m, a->den, mpq_denref(a->offset));
	mpz_mul(a->m, a->m, mpq_numref(a->offset));
}

/* z = q * 2^k rounded half up. */
static void
round_q(mpz_ptr z, mpq_srcptr q, unsigned k)
{
	mpz_mul_2exp(z, mpq_numref(q), k + 1);
	mpz_add(z, z, mpq_denref(q));
	mpz_fdiv_q(z, z, mpq_denref(q));
	mpz_fdiv_q_2exp(z, z, 1);
}

/* The finest den = 2^k that fits; 2^0 if none does. */
static void
power_denominator(Affine *a, unsigned long x)
{
	unsigned k = BITS;
	do {
		k--;
		round_q(a->n, a->scale, k);
		round_q(a->m, a->offset, k);
		mpz_set_ui(a->den, 1);
		mpz_mul_2exp(a->den, a->den, k);
	} while (!fits(a, x) && k > 0);
}

static int64_t
floor_div(int64_t x, int64_t y)
{
	return x / y - (x % y < 0);
}

/* y / den assigned to f, y of weight 2^lsb and den odd or not. */
static DRef
divide(Datapath *d, DRef y, int64_t den, int lsb, const Format *f)
{
	int twos = 0;
	for (; den % 2 == 0; den /= 2)
		twos++;
	if (den == 1 || !y)
		return dp_quantize(d, y, lsb - twos, f);
	for (; twos > 0; twos--)
		den *= 2;
	int64_t base = floor_div(dp_at(d, y)->lo, den);
	Division v = dp_divide(d, dp_sub(d, y, dp_const(d, base * den)),
	                       dp_const(d, den));
	DRef q = dp_add(d, v.q, dp_const(d, base));
	DRef sticky = dp_lt(d, dp_const(d, 0), v.r);
	return dp_quantize(d, dp_add(d, dp_shl(d, q, 1), sticky), lsb - 1, f);
}

DRef
dp_affine(Datapath *d, DRef x, int lsb_x, mpq_srcptr scale, mpq_srcptr offset,
          const Format *f)
{
	Affine a;
	if (!x)
		return 0;
	const DNode *n = dp_at(d, x);
	unsigned long top = (unsigned long)(-n->lo > n->hi ? -n->lo : n->hi);
	mpz_inits(a.n, a.m, a.den, a.top, NULL);
	mpq_inits(a.scale, a.offset, NULL);
	a.lsb = f->lsb - 2;
	mpq_set(a.scale, scale);
	mpq_set(a.offset, offset);
	shift_q(a.scale, lsb_x - a.lsb);
	shift_q(a.offset, -a.lsb);
	common_denominator(&a);
	if (!fits(&a, top))
		power_denominator(&a, top);
	DRef r = 0;
	if (fits(&a, top)) {
		DRef y = dp_add(d, dp_mul_const(d, x, mpz_get_si(a.n)),
		                dp_const(d, mpz_get_si(a.m)));
		r = divide(d, y, mpz_get_si(a.den), a.lsb, f);
	} else {
		d->overflow = 1;
	}
	mpz_clears(a.n, a.m, a.den, a.top, NULL);
	mpq_clears(a.scale, a.offset, NULL);
	return r;
}
