/* Roundings, extrema and products by constants, composed of the datapath's
 * operations. All results are exact integers; what bounds decide vanishes. */
#include "ir/datapath.h"

/* floor(a / 2^k + 1/2) = floor((floor(a / 2^(k-1)) + 1) / 2), which needs an
 * adder of k - 1 bits less; but a sum's constant takes the half for free. */
DRef
dp_round(Datapath *d, DRef a, unsigned k)
{
	if (k == 0 || !a)
		return a;
	bool sum = dp_at(d, a)->op == D_add &&
	           dp_at(d, dp_at(d, a)->arg[1])->op == D_const;
	if (sum && k <= 62 && dp_at(d, a)->hi < INT64_C(1) << 61)
		return dp_asr(
		    d, dp_add(d, a, dp_const(d, INT64_C(1) << (k - 1))), k);
	if (k > 63) /* |a| <= 2^62 <= 2^k / 4 */
		return dp_const(d, 0);
	return dp_asr(d, dp_add(d, dp_asr(d, a, k - 1), dp_const(d, 1)), 1);
}

/* True if a <= b always. */
static bool
never_above(const Datapath *d, DRef a, DRef b)
{
	return a && b && dp_at(d, a)->hi <= dp_at(d, b)->lo;
}

DRef
dp_min(Datapath *d, DRef a, DRef b)
{
	if (never_above(d, a, b))
		return a;
	if (never_above(d, b, a))
		return b;
	return dp_select(d, dp_lt(d, a, b), a, b);
}

DRef
dp_max(Datapath *d, DRef a, DRef b)
{
	if (never_above(d, a, b))
		return b;
	if (never_above(d, b, a))
		return a;
	return dp_select(d, dp_lt(d, a, b), b, a);
}

/* Both comparisons look at a itself, so that they run side by side. */
DRef
dp_clamp(Datapath *d, DRef a, int64_t lo, int64_t hi)
{
	check(lo <= hi);
	DRef l = dp_const(d, lo), h = dp_const(d, hi);
	if (never_above(d, l, a))
		return dp_min(d, a, h);
	DRef r = dp_select(d, dp_lt(d, a, l), l, dp_min(d, a, h));
	dp_assume(d, r, lo, hi);
	return r;
}

/* ---- products by constants ---- */

typedef struct Digit {
	uint8_t at; /* weight 2^at */
	bool minus;
} Digit;

/* Canonical signed digits of c > 0 (the non-adjacent form, which has the
 * fewest non-zero digits), least first. */
static unsigned
csd(uint64_t c, Digit *to)
{
	unsigned n = 0;
	for (uint8_t at = 0; c; c >>= 1, at++)
		if (c & 1) {
			to[n] = (Digit){at, (c & 3) == 3};
			c += to[n].minus ? 1 : 0;
			n++;
		}
	return n;
}

/* +-sum of digits[0..n) * a / 2^digits[0].at as a balanced tree; *minus tells
 * the sign. The sum of some canonical digits never exceeds the whole by more
 * than a bit. */
static DRef
digit_sum(Datapath *d, DRef a, const Digit *digit, unsigned n, bool *minus)
{
	if (n == 1) {
		*minus = digit->minus;
		return a;
	}
	unsigned half = n / 2;
	bool ml, mh;
	DRef l = digit_sum(d, a, digit, half, &ml);
	DRef h = digit_sum(d, a, digit + half, n - half, &mh);
	h = dp_shl(d, h, digit[half].at - (unsigned)digit[0].at);
	*minus = mh;
	return ml == mh ? dp_add(d, h, l) : dp_sub(d, h, l);
}

DRef
dp_mul_const(Datapath *d, DRef a, int64_t c)
{
	Digit digit[64];
	bool minus;
	DRef product = dp_mul(d, a, dp_const(d, c)), overflow = d->overflow;
	if (!product || dp_at(d, product)->op == D_const)
		return product;
	uint64_t m = c < 0 ? 0 - (uint64_t)c : (uint64_t)c;
	unsigned n = csd(m, digit);
	check(n > 0);
	DRef r = digit_sum(d, a, digit, n, &minus);
	r = dp_shl(d, r, digit[0].at);
	r = minus != (c < 0) ? dp_neg(d, r) : r;
	if (!r) { /* a partial sum was too wide where the product is not */
		d->overflow = overflow;
		return product;
	}
	dp_assume(d, r, dp_at(d, product)->lo, dp_at(d, product)->hi);
	return r;
}
