/* Products as rows of a carry chain.
 *
 * a * b with b in digits of two bits is a sum of rows {0, a, 2a, 3a} * 4^k,
 * b's sign a last row that is subtracted. With 6-LUTs in front of the carry
 * each row is one LUT a bit, the selection included (pack.c), and so is a
 * constant or an addend that starts the chain. Bits that nobody needs are
 * not computed: each row is cut below weight 2^cut (a truncated multiplier,
 * Schulte and Swartzlander 1993, with every row floored at its own multiple
 * of a, so it loses less than one unit, and the first ones a bit more where
 * the error leaves that), partial sums lose what lies below the result, and a
 * product modulo 2^top has no bits above.
 *
 * With Booth's digits (MacSorley 1961), -2 .. 2 from three bits of b, nobody
 * needs 3a and b's sign is no row; nor is one needed above the digits of a
 * number without a sign where the last of these is 2 at most.
 *
 * Every row is the complement of what it should add, and is subtracted: of a
 * difference Yosys always takes the second operand into the LUT, of a sum
 * the one it likes, and unsigned differences it leaves as they are, where it
 * makes carry-save trees of sums. acc - ~x is acc + x + 1, which the start of
 * the chain makes good, or the loss counts. A negative digit's row needs no
 * complement, and gives nothing: there the digit's sign is carried in, by a last
 * bit more, 2 acc + sign - (2 row + 1), that takes no LUT.
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
	int64_t add; /* part of what it starts with, in units of 2^cut */
	DRef low;    /* field of at - out bits below acc; 0: none */
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

/* 2 x + bit: wires. */
static DRef
append(Datapath *d, DRef x, DRef bit)
{
	return dp_add(d, dp_shl(d, x, 1), bit);
}

/* Subtracts a row of weight 2^at >= acc's, and where there is a carry one more
 * if that is 0. Under a row of less than others acc's last bit stays. */
static void
take_row(Chain *c, DRef row, unsigned at, DRef carry)
{
	Datapath *d = c->d;
	if (!c->acc) {
		c->acc = row;
		c->at = at;
		return;
	}
	bool less = c->m->less > 0 && at == c->m->cut + 1 && !carry;
	if (!less)
		raise(c, at);
	DRef last = less ? dp_bits(d, c->acc, 0, 1) : 0;
	DRef acc = carry ? append(d, c->acc, carry) : dp_asr(d, c->acc, less);
	row = carry ? append(d, row, dp_const(d, 1)) : row;
	acc = dp_asr(d, dp_sub(d, acc, row), carry != 0);
	c->acc = field(c, last ? append(d, acc, last) : acc, c->at);
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

/* Booth's digits, all of their rows and all of each. */
static bool
is_plain(const Rows *m)
{
	return m->booth && !m->square && !m->top;
}

/* Whether the row of Booth's digit at p is exact: it has a carry. */
static bool
carries(const Rows *m, unsigned p)
{
	return m->booth && !m->square && p >= m->cut;
}

/* The bits of a b that is never negative and at most 101000.., of an even number
 * of bits: its last digit is 2 where the last bit is set, so that no other row
 * follows. 0: b is not like that, or these rows are cut. */
static unsigned
never_three(const Datapath *d, const Rows *m)
{
	const DNode *b = dp_at(d, m->b);
	unsigned n = dp_width(d, m->b) - 1;
	bool even = n % 2 == 0 && n >= 6 && n - 4 >= m->cut;
	if (!is_plain(m) || b->lo < 0 || !even)
		return 0;
	return b->hi <= INT64_C(5) << (n - 3) ? n : 0;
}

/* Bits of b that make Booth's digit at p: -2 high + low + lower. Of 101000.. the
 * last digit but one is 2 instead of -2; in a table, as nothing else is mapped
 * together with that. */
static void
digit(const Chain *c, unsigned p, DRef *high, DRef *low, DRef *lower)
{
	Datapath *d = c->d;
	DRef b = c->m->b;
	unsigned n = never_three(d, c->m);
	*high = dp_bits(d, b, p + 1, 1);
	*low = dp_bits(d, b, p, 1);
	*lower = p ? dp_bits(d, b, p - 1, 1) : dp_const(d, 0);
	if (p + 4 != n || dp_at(d, b)->hi >> (n - 3) < 5)
		return;
	int64_t of[21];
	for (int i = 0; i < 20; i++)
		of[i] = i % 8;
	of[20] = 3;
	DRef bits = dp_lut(d, dp_asr(d, b, p - 1), dp_table(d, of, 21));
	*high = dp_bits(d, bits, 2, 1);
	*low = dp_bits(d, bits, 1, 1);
	*lower = dp_bits(d, bits, 0, 1);
}

/* By Booth's digit of b at p: [0] is 0, 1, 2, [1] -2, -1, 0. */
static DRef
by_digit(const Chain *c, unsigned p, DRef leaf[2][3])
{
	Datapath *d = c->d;
	DRef high, low, lower, half[2];
	digit(c, p, &high, &low, &lower);
	for (int i = 0; i < 2; i++)
		half[i] = dp_select(
		    d, low, dp_select(d, lower, leaf[i][2], leaf[i][1]),
		    dp_select(d, lower, leaf[i][1], leaf[i][0]));
	return dp_select(d, high, half[1], half[0]);
}

/* The last digit where that is never negative. */
static bool
is_last(const Chain *c, unsigned p)
{
	return p + 2 == never_three(c->d, c->m);
}

/* What is carried in with Booth's digit at p: its sign. */
static DRef
sign(const Chain *c, unsigned p)
{
	DRef high, low, lower;
	digit(c, p, &high, &low, &lower);
	return is_last(c, p) ? dp_const(c->d, 0) : high;
}

/* ~{0, a, 2a} or, for negative digits, {0, a, 2a}; below the cut no 0 is ~0. */
static DRef
booth_row(const Chain *c, unsigned p, unsigned at)
{
	Datapath *d = c->d;
	DRef zero = dp_const(d, 0);
	DRef one = multiple(c, c->m->a, p, at);
	DRef two = multiple(c, dp_shl(d, c->m->a, 1), p, at);
	DRef none = carries(c->m, p) ? dp_const(d, -1) : zero;
	DRef leaf[2][3] = {{none, not(d, one), not(d, two)}, {two, one, zero}};
	if (is_last(c, p))
		leaf[1][0] = leaf[1][1] = leaf[1][2] = leaf[0][2];
	return by_digit(c, p, leaf);
}

/* A square's row for the digit at p, subtracted: -(8m + 1) or -(16m + 4) for
 * m = X_j or ~X_j, which are 8 ~m + 7 and 16 ~m + 12; as it is for a chain
 * that is still nothing. */
static DRef
square_row(const Chain *c, unsigned p, unsigned at)
{
	Datapath *d = c->d;
	DRef zero = dp_const(d, 0);
	DRef leaf[2][3] = {{zero, 0, 0}, {0, 0, zero}};
	DRef m = dp_asr(d, c->m->a, p + 2);
	if (c->acc)
		m = not(d, m);
	for (int minus = 0; minus < 2; minus++, m = not(d, m)) {
		DRef one =
		    dp_add(d, dp_shl(d, m, 3), dp_const(d, c->acc ? 7 : 1));
		DRef two =
		    dp_add(d, dp_shl(d, m, 4), dp_const(d, c->acc ? 12 : 4));
		leaf[minus][1] = multiple(c, one, 2 * p, at);
		leaf[minus][minus ? 0 : 2] = multiple(c, two, 2 * p, at);
	}
	return by_digit(c, p, leaf);
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
	if (place(m, p) >= m->cut)
		return place(m, p);
	return m->cut + (m->booth && p < 2 * m->less);
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
	unsigned n = never_three(d, m);
	unsigned w = n ? n : dp_width(d, m->b) - !m->booth;
	return m->top && w > m->top ? m->top : w;
}

/* Of a chain: a row that is cut gives one and loses less than that, Booth's
 * and a square's also nothing. */
static void
chain_loss(const Rows *m, unsigned first, unsigned end, double *lo, double *hi)
{
	for (unsigned p = first; p < end && place(m, p) < m->cut;
	     p = next(m, p, end)) {
		*lo -= ldexp(1, (int)(weight(m, p) - m->cut));
		*hi -= m->booth ? 0 : ldexp(1, (int)p - (int)m->cut);
	}
}

/* Booth's digits first .. end are a number of that many bits with a sign, or one
 * more than the largest; of a double's 53 bits some are for what is lost. */
static void
assume(const Chain *c, unsigned first, unsigned end)
{
	const DNode *a = dp_at(c->d, c->m->a);
	int k = (int)c->m->cut, down = k - (int)c->at;
	unsigned bits = end - (end != never_three(c->d, c->m));
	double most = ldexp(fmax(-(double)a->lo, (double)a->hi), (int)bits - k);
	double add = (double)c->add, least_lost = 0, most_lost = 0;
	if (!is_plain(c->m) || most > 0x1p50)
		return;
	chain_loss(c->m, first, end, &least_lost, &most_lost);
	double lo = ldexp(add - most - most_lost, down);
	double hi = ldexp(add + most - least_lost, down);
	dp_assume(c->d, c->acc, (int64_t)floor(lo), (int64_t)floor(hi));
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
		DRef carry = carries(c->m, p) ? sign(c, p) : 0;
		take_row(c,
		         c->m->square  ? square_row(c, p, at)
		         : c->m->booth ? booth_row(c, p, at)
		                       : row(c, a3, p, to - p, at),
		         at, carry);
		assume(c, first, to);
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
	take_row(c, dp_select(d, sign, a, dp_const(d, 0)), at, 0);
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

/* What the rows first .. end take off: one each, where it is neither carried in
 * nor lost. */
static int64_t
owed(const Rows *m, unsigned first, unsigned end)
{
	int64_t sum = 0;
	for (unsigned p = first; !m->booth && p < end; p = next(m, p, end))
		if (p >= m->cut && (!m->top || p < m->top))
			sum -= INT64_C(1) << (p - m->cut);
	return sum;
}

/* What a chain of the rows first .. end starts with. */
static void
start(Chain *c, int64_t add, unsigned first, unsigned end)
{
	const Rows *m = c->m;
	int64_t constant = add + owed(m, first, end);
	bool nothing = m->square && place(m, first) >= m->cut && constant == 0;
	c->add = add;
	c->at = m->cut;
	c->acc = nothing ? 0 : field(c, dp_const(c->d, constant), m->cut);
}

static DRef
one_chain(Datapath *d, const Rows *m, DRef a3, unsigned w)
{
	Chain c = {.d = d, .m = m, .at = m->cut};
	start(&c, m->add, 0, w);
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

/* x + 2^k of a number of k + 1 bits and a sign: wires and an inverter. */
static DRef
lifted(Datapath *d, DRef x, unsigned k)
{
	DRef high = dp_sub(d, dp_const(d, 1), dp_bits(d, x, k, 1));
	return dp_add(d, dp_shl(d, high, k), dp_bits(d, x, 0, k));
}

/* Both halves at the weight of the cut, so that nothing is lost before they
 * meet. Booth's lower one is made positive, so that above its bits the other
 * takes no LUT. */
static DRef
two_chains(Datapath *d, const Rows *m, DRef a3, unsigned w)
{
	Rows part = *m;
	unsigned half = half_of(m, w);
	part.out = m->cut;
	Chain l = {.d = d, .m = &part, .at = m->cut}, h = l;
	start(&l, m->add, 0, half);
	add_rows(&l, a3, 0, half);
	DRef low = finish(&l);
	if (!low)
		return 0;
	unsigned k = dp_width(d, low) - 1;
	bool lift = is_plain(m) && k > 0;
	start(&h, lift ? -(INT64_C(1) << k) : 0, half, w);
	add_rows(&h, a3, half, w);
	add_sign(&h, w);
	low = lift ? lifted(d, low, k) : low;
	DRef sum = field(&l, dp_add(d, low, finish(&h)), m->cut);
	return dp_asr(d, sum, m->out - m->cut);
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
