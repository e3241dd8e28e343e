/* Exact integer division by the restoring method: one comparison and one
 * subtraction a quotient bit, highest first.
 *
 * Invariant after each step: (bits of x read so far) = q * y + r, 0 <= r < y.
 * Reference: Ercegovac and Lang, Digital Arithmetic, 2004, section 1.7. */
#include "ir/divide.h"

static int64_t
lo(const Datapath *d, DRef r)
{
	return r ? dp_at(d, r)->lo : 0;
}

static int64_t
hi(const Datapath *d, DRef r)
{
	return r ? dp_at(d, r)->hi : 0;
}

static unsigned
bit_length(int64_t v)
{
	unsigned n = 0;
	for (; v > 0; v >>= 1)
		n++;
	return n;
}

/* r < y, and r <= x: what no step's own bounds can tell. */
static void
assume_remainder(Datapath *d, DRef r, DRef x, DRef y)
{
	int64_t top = hi(d, x);
	if (!r || dp_at(d, r)->op == D_const)
		return;
	if (lo(d, y) >= 1 && hi(d, y) - 1 < top)
		top = hi(d, y) - 1;
	if (top < hi(d, r))
		dp_assume(d, r, 0, top);
}

Division
dp_divide(Datapath *d, DRef x, DRef y)
{
	unsigned n = bit_length(hi(d, x));
	int64_t least = lo(d, y) < 1 ? 1 : lo(d, y);
	unsigned qbits = bit_length(hi(d, x) / least);
	DRef zero = dp_const(d, 0);
	/* the bits above the quotient's top can only go to the remainder */
	Division v = {zero, dp_asr(d, x, qbits)};
	check(qbits <= n);
	for (unsigned i = qbits; i-- > 0;) {
		DRef bit = dp_bits(d, x, i, 1);
		DRef t = dp_add(d, dp_shl(d, v.r, 1), bit);
		DRef less = dp_lt(d, t, y);
		v.r = dp_select(d, less, t, dp_sub(d, t, y));
		assume_remainder(d, v.r, x, y);
		v.q = dp_add(d, dp_shl(d, v.q, 1),
		             dp_select(d, less, zero, dp_const(d, 1)));
	}
	return v;
}

static DRef
negative(Datapath *d, DRef x)
{
	return dp_lt(d, x, dp_const(d, 0));
}

static DRef
magnitude(Datapath *d, DRef x)
{
	return dp_max(d, x, dp_neg(d, x));
}

DRef
dp_div_trunc(Datapath *d, DRef x, DRef y)
{
	DRef q = dp_divide(d, magnitude(d, x), magnitude(d, y)).q;
	DRef same = dp_eq(d, negative(d, x), negative(d, y));
	return dp_select(d, same, q, dp_neg(d, q));
}

DRef
dp_mod_floor(Datapath *d, DRef x, DRef y)
{
	DRef ay = magnitude(d, y), zero = dp_const(d, 0);
	DRef r = dp_divide(d, magnitude(d, x), ay).r;
	DRef same = dp_eq(d, negative(d, x), negative(d, y));
	DRef keep = dp_select(d, dp_eq(d, r, zero), dp_const(d, 1), same);
	DRef m = dp_select(d, keep, r, dp_sub(d, ay, r));
	return dp_select(d, negative(d, y), dp_neg(d, m), m);
}
