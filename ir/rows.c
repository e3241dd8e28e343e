/* Products as rows of a carry chain.
 *
 * a * b with b in digits of two bits is a sum of rows {0, a, 2a, 3a} * 4^k,
 * b's sign a last row that is subtracted. With 6-LUTs in front of the carry
 * each row is one LUT a bit, the selection included (pack.c), and so is a
 * constant or an addend that starts the chain. Bits that nobody needs are
 * not computed: each row is cut below weight 2^cut (a truncated multiplier,
 * Schulte and Swartzlander 1993, with every row floored at its own multiple
 * of a, so it loses less than one unit), partial sums lose what lies below
 * the result, and a product modulo 2^top has no bits above.
 *
 * Invariant of a chain: `acc` has weight 2^at; what was below it and is part
 * of the result is in `low`. */
#include "ir/rows.h"

#include <math.h>

typedef struct Chain {
	Datapath *d;
	const Rows *m;
	DRef acc; /* 0: nothing yet */
	unsigned at;
	DRef low; /* field of at - out bits below acc; 0: none */
} Chain;

/* Keeps what matters of a value of weight 2^at. */
static DRef
field(const Chain *c, DRef x, unsigned at)
{
	return c->m->top ? dp_bits(c->d, x, 0, c->m->top - at) : x;
}

static DRef
floor_to(const Chain *c, DRef x, unsigned at, unsigned weight)
{
	return weight > at ? dp_asr(c->d, x, weight - at) : x;
}

/* Brings acc up to weight 2^at; the bits that it leaves and that the result
 * needs go to low. */
static void
raise(Chain *c, unsigned at)
{
	Datapath *d = c->d;
	unsigned from = c->at, out = c->m->out;
	if (!c->acc || at <= from)
		return;
	if (from < out) { /* below the result: gone */
		unsigned to = at < out ? at : out;
		c->acc = dp_asr(d, c->acc, to - from);
		from = to;
	}
	if (at > from) {
		DRef kept = dp_bits(d, c->acc, 0, at - from);
		kept = dp_shl(d, kept, from - out);
		c->low = c->low ? dp_add(d, kept, c->low) : kept;
		c->acc = dp_asr(d, c->acc, at - from);
	}
	c->at = at;
}

/* Adds a row of weight 2^at >= acc's. */
static void
add_row(Chain *c, DRef row, unsigned at, bool minus)
{
	Datapath *d = c->d;
	if (!c->acc) {
		c->acc = minus ? dp_neg(d, row) : row;
		c->at = at;
	} else {
		raise(c, at);
		c->acc =
		    minus ? dp_sub(d, c->acc, row) : dp_add(d, c->acc, row);
	}
	c->acc = field(c, c->acc, c->at);
}

/* {0, a, 2a, 3a} by bits of b at `p`, floored to weight 2^at and without bits
 * that do not matter. */
static DRef
row(const Chain *c, DRef a3, unsigned p, unsigned bits, unsigned at)
{
	Datapath *d = c->d;
	DRef zero = dp_const(d, 0), a = c->m->a, b = c->m->b;
	DRef one = field(c, floor_to(c, a, p, at), at);
	DRef low = dp_bits(d, b, p, 1);
	if (bits == 1)
		return dp_select(d, low, one, zero);
	DRef two = field(c, floor_to(c, dp_shl(d, a, 1), p, at), at);
	DRef three = field(c, floor_to(c, a3, p, at), at);
	DRef more = dp_select(d, low, three, two);
	DRef less = dp_select(d, low, one, zero);
	return dp_select(d, dp_bits(d, b, p + 1, 1), more, less);
}

/* Weight of the row whose digit is at p. */
static unsigned
weight(const Rows *m, unsigned p)
{
	return p > m->cut ? p : m->cut;
}

/* Bits of b below its sign. */
static unsigned
magnitude(const Datapath *d, const Rows *m)
{
	unsigned w = dp_width(d, m->b) - 1;
	return m->top && w > m->top ? m->top : w;
}

/* Rows for b's bits first .. end, two a row and an odd one alone in front. */
static void
add_rows(Chain *c, DRef a3, unsigned first, unsigned end)
{
	for (unsigned p = first; p < end;) {
		unsigned bits = (end - p) % 2 ? 1 : 2, at = weight(c->m, p);
		if (!c->m->top || at < c->m->top)
			add_row(c, row(c, a3, p, bits, at), at, false);
		p += bits;
	}
}

static void
add_sign(Chain *c, unsigned w)
{
	Datapath *d = c->d;
	unsigned at = weight(c->m, w);
	if (dp_at(d, c->m->b)->lo >= 0 || (c->m->top && at >= c->m->top))
		return;
	DRef a = field(c, floor_to(c, c->m->a, w, at), at);
	DRef sign = dp_bits(d, c->m->b, w, 1);
	add_row(c, dp_select(d, sign, a, dp_const(d, 0)), at, true);
}

/* The chain's value at weight 2^out. */
static DRef
finish(Chain *c)
{
	Datapath *d = c->d;
	raise(c, c->m->out);
	if (c->at == c->m->out)
		return c->acc;
	DRef high = dp_shl(d, c->acc, c->at - c->m->out);
	return c->low ? dp_add(d, high, c->low) : high;
}

static DRef
one_chain(Datapath *d, const Rows *m, DRef a3, unsigned w)
{
	Chain c = {.d = d, .m = m, .at = m->cut};
	if (m->add)
		c.acc = field(&c, dp_const(d, m->add), m->cut);
	add_rows(&c, a3, 0, w);
	add_sign(&c, w);
	return finish(&c);
}

/* Both halves at the weight of the cut, so that nothing is lost before they
 * meet. */
static DRef
two_chains(Datapath *d, const Rows *m, DRef a3, unsigned w)
{
	Rows part = *m;
	unsigned half = w / 4 * 2 + w % 2;
	part.out = m->cut;
	Chain l = {.d = d, .m = &part, .at = m->cut}, h = l;
	if (m->add)
		l.acc = field(&l, dp_const(d, m->add), m->cut);
	add_rows(&l, a3, 0, half);
	add_rows(&h, a3, half, w);
	add_sign(&h, w);
	DRef low = finish(&l), high = finish(&h);
	DRef sum = field(&l, dp_add(d, low, high), m->cut);
	return dp_asr(d, sum, m->out - m->cut);
}

DRef
dp_rows(Datapath *d, const Rows *m)
{
	unsigned w = magnitude(d, m);
	DRef a3 = w > 1 ? dp_add(d, m->a, dp_shl(d, m->a, 1)) : m->a;
	check(m->cut <= m->out && (!m->top || m->out < m->top));
	if (!m->a || !m->b || !a3)
		return 0;
	return m->chains == 2 && w >= 6 ? two_chains(d, m, a3, w)
	                                : one_chain(d, m, a3, w);
}

/* Each row is floored by itself; the sign's is subtracted and gives back. */
void
rows_loss(const Datapath *d, const Rows *m, double *lo, double *hi)
{
	unsigned w = magnitude(d, m);
	*lo = *hi = 0;
	for (unsigned p = 0; p < w && p < m->cut;) {
		*hi += 1 - ldexp(1, (int)p - (int)m->cut);
		p += (w - p) % 2 ? 1 : 2;
	}
	if (w < m->cut && dp_at(d, m->b)->lo < 0)
		*lo = ldexp(1, (int)w - (int)m->cut) - 1;
}
