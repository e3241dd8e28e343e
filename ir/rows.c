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
 * With Booth's digits (MacSorley 1961), -2 .. 2 from three bits of b, nobody
 * needs 3a and b's sign is no row.
 *
 * Every row is the complement of what it should add, and is subtracted: of a
 * difference Yosys always takes the second operand into the LUT, of a sum
 * the one it likes, and unsigned differences it leaves as they are, where it
 * makes carry-save trees of sums. acc - ~x is acc + x + 1, which the start of
 * the chain makes good, or the loss counts. A negative digit's row needs no
 * complement, and gives nothing: so the start is a constant and the digits'
 * signs, wires as long as the constant has no bit where a sign is.
 *
 * Of a square each pair of digits is needed once: with x = sum d_j 4^j,
 *
 *     x^2 = sum 4^2j d_j (8 X_j + d_j),  X_j = sum_(i>j) d_i 4^(i-j-1),
 *
 * and as what is below X_j is negative where d_j is, or that is 0, X_j is the
 * floor of x / 4^(j+1), one more for negative digits, so that d_j X_j is
 * |d_j| times that floor or its complement: rows half as long that are exact
 * and wires.
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

/* Subtracts a row of weight 2^at >= acc's. */
static void
take_row(Chain *c, DRef row, unsigned at)
{
	Datapath *d = c->d;
	if (!c->acc) {
		c->acc = row;
		c->at = at;
		return;
	}
	raise(c, at);
	c->acc = field(c, dp_sub(d, c->acc, row), c->at);
}

/* -x - 1: no logic. */
static DRef not(Datapath * d, DRef x)
{
	return dp_sub(d, dp_const(d, -1), x);
}

/* a * 2^p floored to weight 2^at, without bits that do not matter. */
static DRef
multiple(const Chain *c, DRef a, unsigned p, unsigned at)
{
	return field(c, floor_to(c, a, p, at), at);
}

/* ~{0, a, 2a, 3a} by bits of b at `p`. */
static DRef
row(const Chain *c, DRef a3, unsigned p, unsigned bits, unsigned at)
{
	Datapath *d = c->d;
	DRef a = c->m->a, b = c->m->b, zero = dp_const(d, -1);
	DRef one = not(d, multiple(c, a, p, at));
	DRef low = dp_bits(d, b, p, 1);
	if (bits == 1)
		return dp_select(d, low, one, zero);
	DRef two = not(d, multiple(c, dp_shl(d, a, 1), p, at));
	DRef three = not(d, multiple(c, a3, p, at));
	DRef more = dp_select(d, low, three, two);
	DRef less = dp_select(d, low, one, zero);
	return dp_select(d, dp_bits(d, b, p + 1, 1), more, less);
}

/* Booth's digit of b at p: ~{0, a, 2a} or, negative, {0, a, 2a}; below the
 * cut no 0 is ~0. */
static DRef
booth_row(const Chain *c, unsigned p, unsigned at)
{
	Datapath *d = c->d;
	DRef b = c->m->b, zero = dp_const(d, 0);
	DRef one = multiple(c, c->m->a, p, at);
	DRef two = multiple(c, dp_shl(d, c->m->a, 1), p, at);
	DRef plus = not(d, one), plus2 = not(d, two);
	DRef none = p < c->m->cut ? zero : dp_const(d, -1);
	DRef lower = p ? dp_bits(d, b, p - 1, 1) : zero;
	DRef low = dp_bits(d, b, p, 1), high = dp_bits(d, b, p + 1, 1);
	DRef more = dp_select(d, low, dp_select(d, lower, plus2, plus),
	                      dp_select(d, lower, plus, none));
	DRef less = dp_select(d, low, dp_select(d, lower, zero, one),
	                      dp_select(d, lower, one, two));
	return dp_select(d, high, less, more);
}

/* A square's row for the digit at p, subtracted: -(8m + 1) or -(16m + 4) for
 * m = X_j or ~X_j, which are 8 ~m + 7 and 16 ~m + 12; as it is for a chain
 * that is still nothing. */
static DRef
square_row(const Chain *c, unsigned p, unsigned at)
{
	Datapath *d = c->d;
	DRef x = c->m->a, zero = dp_const(d, 0), leaf[2][2];
	DRef m = dp_asr(d, x, p + 2);
	if (c->acc)
		m = not(d, m);
	for (int minus = 0; minus < 2; minus++, m = not(d, m)) {
		DRef one =
		    dp_add(d, dp_shl(d, m, 3), dp_const(d, c->acc ? 7 : 1));
		DRef two =
		    dp_add(d, dp_shl(d, m, 4), dp_const(d, c->acc ? 12 : 4));
		leaf[minus][0] = multiple(c, one, 2 * p, at);
		leaf[minus][1] = multiple(c, two, 2 * p, at);
	}
	DRef lower = p ? dp_bits(d, x, p - 1, 1) : zero;
	DRef low = dp_bits(d, x, p, 1), high = dp_bits(d, x, p + 1, 1);
	DRef more =
	    dp_select(d, low, dp_select(d, lower, leaf[0][1], leaf[0][0]),
	              dp_select(d, lower, leaf[0][0], zero));
	DRef less = dp_select(d, low, dp_select(d, lower, zero, leaf[1][0]),
	                      dp_select(d, lower, leaf[1][0], leaf[1][1]));
	return dp_select(d, high, less, more);
}

/* Weight of the row whose digit is at p, whole */
static unsigned
place(const Rows *m, unsigned p)
{
	return m->square ? 2 * p : p;
}

/* and cut. */
static unsigned
weight(const Rows *m, unsigned p)
{
	return place(m, p) > m->cut ? place(m, p) : m->cut;
}

/* Where the next digit begins. */
static unsigned
next(const Rows *m, unsigned p, unsigned end)
{
	return p + (!m->booth && (end - p) % 2 ? 1 : 2);
}

/* Bits of b that make rows: all for Booth's, else those below its sign. */
static unsigned
magnitude(const Datapath *d, const Rows *m)
{
	unsigned w = dp_width(d, m->b) - !m->booth;
	return m->top && w > m->top ? m->top : w;
}

/* Rows for the digits at first .. end. */
static void
add_rows(Chain *c, DRef a3, unsigned first, unsigned end)
{
	for (unsigned p = first, to; p < end; p = to) {
		unsigned at = weight(c->m, p);
		to = next(c->m, p, end);
		if (c->m->top && at >= c->m->top)
			break;
		take_row(c,
		         c->m->square  ? square_row(c, p, at)
		         : c->m->booth ? booth_row(c, p, at)
		                       : row(c, a3, p, to - p, at),
		         at);
	}
}

static void
add_sign(Chain *c, unsigned w)
{
	Datapath *d = c->d;
	unsigned at = weight(c->m, w);
	if (c->m->booth || dp_at(d, c->m->b)->lo >= 0 ||
	    (c->m->top && at >= c->m->top))
		return;
	DRef a = field(c, floor_to(c, c->m->a, w, at), at);
	DRef sign = dp_bits(d, c->m->b, w, 1);
	take_row(c, dp_select(d, sign, a, dp_const(d, 0)), at);
}

/* The chain's value at weight 2^out. */
static DRef
finish(Chain *c)
{
	Datapath *d = c->d;
	if (!c->acc)
		return dp_const(d, 0);
	raise(c, c->m->out);
	if (c->at == c->m->out)
		return c->acc;
	DRef high = dp_shl(d, c->acc, c->at - c->m->out);
	return c->low ? dp_add(d, high, c->low) : high;
}

/* Whether the row of the digit at p takes one off as it is subtracted: Booth's
 * where its digit is not negative. */
static bool
owes(const Rows *m, unsigned p)
{
	return !m->square && p >= m->cut && (!m->top || p < m->top);
}

/* What the rows first .. end give too much, digits being positive; less the -1
 * in front of a cut row, which is for nothing: then that is no sum. */
static int64_t
owed(const Rows *m, unsigned first, unsigned end)
{
	int64_t sum = -(place(m, first) < m->cut);
	for (unsigned p = first; p < end; p = next(m, p, end))
		if (owes(m, p))
			sum -= INT64_C(1) << (p - m->cut);
	return sum;
}

/* Weights at which Booth's digits give that back: their signs. */
static int64_t
signs(const Rows *m, unsigned first, unsigned end)
{
	int64_t mask = 0;
	for (unsigned p = first; m->booth && p < end; p += 2)
		if (owes(m, p))
			mask |= INT64_C(1) << (p - m->cut);
	return mask;
}

/* The signs and a constant that has no bit where one is, side by side. */
static DRef
beside(const Chain *c, int64_t constant, unsigned first, unsigned end)
{
	Datapath *d = c->d;
	unsigned at = 63; /* bits from here on are in acc */
	DRef acc = dp_const(d, constant < 0 ? -1 : 0);
	for (unsigned p = end; p-- > first;) {
		unsigned k = p - c->m->cut;
		if ((p - first) % 2 || !owes(c->m, p))
			continue;
		DNode own = {
		    .op = D_bits, .k = k + 1, .w = (uint8_t)(at - k - 1)};
		int64_t more = dop_eval(&own, constant, 0, 0, NULL);
		acc = dp_add(d, dp_shl(d, acc, at - k - 1), dp_const(d, more));
		acc =
		    dp_add(d, dp_shl(d, acc, 1), dp_bits(d, c->m->b, p + 1, 1));
		at = k;
	}
	DNode rest = {.op = D_bits, .w = (uint8_t)at};
	return dp_add(d, dp_shl(d, acc, at),
	              dp_const(d, dop_eval(&rest, constant, 0, 0, NULL)));
}

/* What a chain of the rows first .. end starts with. */
static void
start(Chain *c, int64_t constant, unsigned first, unsigned end)
{
	const Rows *m = c->m;
	Datapath *d = c->d;
	int64_t mask = signs(m, first, end);
	c->at = m->cut;
	c->acc = 0;
	if (m->square && place(m, first) >= m->cut && constant == 0)
		return;
	if (!mask)
		c->acc = dp_const(d, constant);
	else if (!(constant & mask))
		c->acc = beside(c, constant, first, end);
	else
		c->acc =
		    dp_add(d, beside(c, 0, first, end), dp_const(d, constant));
	c->acc = field(c, c->acc, m->cut);
}

static DRef
one_chain(Datapath *d, const Rows *m, DRef a3, unsigned w)
{
	Chain c = {.d = d, .m = m, .at = m->cut};
	start(&c, m->add + owed(m, 0, w), 0, w);
	add_rows(&c, a3, 0, w);
	add_sign(&c, w);
	return finish(&c);
}

/* The bits of b that the first chain takes: all if it is the only one. */
static unsigned
half_of(const Rows *m, unsigned w)
{
	if (m->chains < 2 || w < 6)
		return w;
	return w / 4 * 2 + (m->booth ? 0 : w % 2);
}

/* What the second chain starts with beside its signs: nothing, if there are
 * any. */
static int64_t
second_start(const Rows *m, unsigned half, unsigned w)
{
	return signs(m, half, w) ? 0 : owed(m, half, w);
}

/* What the first does, but for m->add. */
static int64_t
first_start(const Rows *m, unsigned half, unsigned w)
{
	int64_t sum = owed(m, 0, half);
	if (half < w)
		sum += owed(m, half, w) - second_start(m, half, w);
	return sum;
}

/* Both halves at the weight of the cut, so that nothing is lost before they
 * meet. */
static DRef
two_chains(Datapath *d, const Rows *m, DRef a3, unsigned w)
{
	Rows part = *m;
	unsigned half = half_of(m, w);
	part.out = m->cut;
	Chain l = {.d = d, .m = &part, .at = m->cut}, h = l;
	start(&l, m->add + first_start(m, half, w), 0, half);
	add_rows(&l, a3, 0, half);
	start(&h, second_start(m, half, w), half, w);
	add_rows(&h, a3, half, w);
	add_sign(&h, w);
	DRef low = finish(&l), high = finish(&h);
	DRef sum = field(&l, dp_add(d, low, high), m->cut);
	return dp_asr(d, sum, m->out - m->cut);
}

/* The numbers nearest to x without a bit of `mask`: below or at it, above. */
static int64_t
without_below(int64_t x, int64_t mask)
{
	uint64_t clash = (uint64_t)(x & mask), most = 63;
	if (!clash)
		return x;
	most -= (uint64_t)__builtin_clzll(clash);
	int64_t low = (INT64_C(1) << most) - 1; /* what is below that bit */
	return (x & ~(low << 1 | 1)) | (low & ~mask);
}

static int64_t
without_above(int64_t x, int64_t mask)
{
	while (x & mask) {
		uint64_t clash = (uint64_t)(x & mask), most = 63;
		most -= (uint64_t)__builtin_clzll(clash);
		x = ((x >> most) + 1) * (INT64_C(1) << most);
	}
	return x;
}

int64_t
rows_free_add(const Datapath *d, const Rows *m, int64_t add)
{
	unsigned w = magnitude(d, m), half = half_of(m, w);
	int64_t mask = signs(m, 0, half), base = first_start(m, half, w);
	int64_t x = add + base;
	int64_t below = without_below(x, mask), above = without_above(x, mask);
	return (x - below <= above - x ? below : above) - base;
}

DRef
dp_rows(Datapath *d, const Rows *m)
{
	unsigned w = magnitude(d, m);
	DRef a3 =
	    w > 1 && !m->booth ? dp_add(d, m->a, dp_shl(d, m->a, 1)) : m->a;
	check(m->cut <= m->out && (!m->top || m->out < m->top));
	if (!m->a || !m->b || !a3)
		return 0;
	return half_of(m, w) < w ? two_chains(d, m, a3, w)
	                         : one_chain(d, m, a3, w);
}

/* Of a chain: a row that is cut gives one and loses less than that, Booth's
 * and a square's also nothing; the -1 it starts with is taken back. */
static void
chain_loss(const Rows *m, unsigned first, unsigned end, double *lo, double *hi)
{
	bool cut = place(m, first) < m->cut;
	*lo += cut;
	*hi += cut;
	for (unsigned p = first; p < end && place(m, p) < m->cut;
	     p = next(m, p, end)) {
		*lo -= 1;
		*hi -= m->booth ? 0 : ldexp(1, (int)p - (int)m->cut);
	}
}

/* Each row is floored by itself; the sign's is subtracted and gives back. */
void
rows_loss(const Datapath *d, const Rows *m, double *lo, double *hi)
{
	unsigned w = magnitude(d, m), half = half_of(m, w);
	*lo = *hi = 0;
	chain_loss(m, 0, half, lo, hi);
	if (half < w)
		chain_loss(m, half, w, lo, hi);
	if (!m->booth && w < m->cut && dp_at(d, m->b)->lo < 0)
		*lo += ldexp(1, (int)w - (int)m->cut) - 1;
}
