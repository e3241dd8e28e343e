/* Quotients by the non-restoring recurrence of radix 2.
 *
 * With digits s_k = 1 or -1 of weights w_k, each half of the one before, the
 * remainders
 *
 *     v_k = v_(k-1) + s_k w_k d = q_k d - n,  q_k = first + sum of s_j w_j,
 *
 * stay within |v_k| <= w_k |d| if each digit takes its remainder towards 0
 * (Ercegovac and Lang, Digital Arithmetic, 2004, chapter 5), whose sign is the
 * next digit. So the quotient is known to within the last digit's weight. Its
 * bits are the digits with 0 for -1, once: sum of s_k w_k = (2 B + 1) w - 2^n w,
 * wires. The last digit needs no remainder, and remainders lose a bit at the
 * top with each digit: fields of their proven bounds.
 *
 * A row is v -+ d, one LUT a bit with the choice before the carry (pack.c),
 * and always a difference, of which Yosys takes the second operand into the
 * LUT: v - {~d, d} is v + d + 1 or v - d. An exact row has one more bit below,
 * where the 1 gets lost: floor((2 v - {~2d, 2d}) / 2) is v + d or v - d. Where
 * d's weight is below the cut, d is floored, and the row gives between 0 and 1
 * unit of the cut too much in both cases:
 *
 *     v + floor(x) + 1 - (v + x) in (0, 1],  v - floor(x) - (v - x) in [0, 1).
 *
 * Error. Let v' = v + e be what is kept instead of the exact remainder v of the
 * digits taken, e in [lo, hi]: lo and hi grow by 0 and 1 with each cut row, and
 * by [-1, 0] where n is floored, its sign being that of n in v (but n - q d that
 * is not negative stays so where q d is a whole number of units: without cut
 * rows). A digit that
 * goes the wrong way has |v| <= |e|, so that |v_k| <= w_k |d| + E for all k,
 * E being the largest |e| that a digit sees, by induction: the right way from
 * |v| <= 2 w |d| + E leaves at most w |d| + E, the wrong one w |d| + |e|. So
 * the quotient is off by at most its last weight and E / |d|. `centre` begins
 * with half of the cut rows less. */
#include "ir/recur.h"

#include <math.h>

typedef struct Recur {
	Remainder r;
	const Quotient *q;
	bool neg; /* d < 0 */
} Recur;

static DRef not(Datapath * d, DRef x)
{
	return dp_sub(d, dp_const(d, -1), x);
}

DRef
to_weight(Datapath *d, DRef x, int from, int to)
{
	if (to > from)
		return dp_asr(d, x,
		              to - from < 62 ? (unsigned)(to - from) : 62);
	return from - to < 63 ? dp_shl(d, x, (unsigned)(from - to)) : 0;
}

DRef
remainder_digit(Remainder *r)
{
	Datapath *d = r->d;
	DRef b = r->v ? dp_bits(d, r->v, dp_width(d, r->v) - 1, 1) : 0;
	r->down = r->down ? dp_add(d, dp_shl(d, r->down, 1), b) : b;
	return b;
}

DRef
remainder_keep(Datapath *d, DRef v, double most)
{
	if (!v || !(most < 0x1p61))
		return v;
	int64_t b = (int64_t)most + 2;
	const DNode *now = dp_at(d, v);
	if (now->lo >= -b && now->hi <= b)
		return v;
	v = dp_sbits(d, v, 0, width_of(-b, b));
	if (v)
		dp_assume(d, v, -b, b);
	return v;
}

static int
min(int a, int b)
{
	return a < b ? a : b;
}

static int
max(int a, int b)
{
	return a > b ? a : b;
}

/* Weight of the multiple of d of digit k = 1 .. digits. */
static int
row_weight(const Quotient *q, unsigned k)
{
	return q->pd + q->lsb + (int)(q->digits - k);
}

/* Rows that are cut. */
static unsigned
cut_rows(const Quotient *q)
{
	int last =
	    row_weight(q, q->digits - 1); /* the last one that is built */
	int n = q->cut - last + 1;
	return n < 0 ? 0 : (unsigned)min(n, (int)q->digits - 1);
}

static int64_t
offset(const Quotient *q)
{
	return q->centre ? (int64_t)(cut_rows(q) / 2) : 0;
}

/* The least and largest e, in units of 2^cut. */
static void
drift(const Quotient *q, double *lo, double *hi)
{
	double floored = q->pn < q->cut;
	if (!q->plus && !q->shift && !cut_rows(q)) {
		*lo = *hi = 0;
		return;
	}
	if (q->shift)
		floored += q->pd + q->lsb < q->cut;
	*hi = (q->plus ? floored : 0) - (double)offset(q) + cut_rows(q);
	*lo = (q->plus ? 0 : -floored) - (double)offset(q);
}

/* E. */
static double
worst_drift(const Quotient *q)
{
	double lo, hi;
	drift(q, &lo, &hi);
	return fmax(-lo, hi);
}

double
quotient_error(const Datapath *d, const Quotient *q)
{
	const DNode *n = dp_at(d, q->d);
	double least = n->lo > 0 ? (double)n->lo : -(double)n->hi;
	double e = ldexp(worst_drift(q) / least, q->cut - q->pd);
	return e > 0 ? nextafter(nextafter(e, INFINITY), INFINITY) : 0;
}

bool
quotient_makes(const Datapath *d, const Quotient *q)
{
	const DNode *n = dp_at(d, q->d);
	if ((n->lo <= 0 && n->hi >= 0) || q->digits < 2)
		return false;
	if (q->sign == 0)
		return !q->plus && !q->centre;
	if (q->start + q->pd < q->cut || q->start < q->lsb + (int)q->digits)
		return false;
	return q->sign > 0 || (!q->plus && !q->centre);
}

/* ---- remainders ---- */

/* Keeps a remainder after the digit of weight 2^(weight - pd), without its
 * `below` last bits: see E. */
static DRef
keep(const Recur *c, DRef v, int weight, unsigned below)
{
	const DNode *n = dp_at(c->r.d, c->q->d);
	double size = (double)(n->lo > 0 ? n->hi : -n->lo);
	double most = ldexp(size, weight - c->r.at) +
	              ldexp(2 * worst_drift(c->q), c->q->cut - c->r.at);
	return remainder_keep(c->r.d, v, ldexp(most, -(int)below));
}

/* x where the remainder is negative, to be added, else subtracted: a row to
 * be subtracted from it. */
static DRef
row(const Recur *c, DRef b, DRef x)
{
	DRef inverse = not(c->r.d, x);
	return c->neg ? dp_select(c->r.d, b, x, inverse)
	              : dp_select(c->r.d, b, inverse, x);
}

/* v -+ d with d of weight 2^a above the cut; what v has below stays. */
static void
exact_row(Recur *c, DRef b, int a)
{
	Datapath *d = c->r.d;
	if (a < c->r.at) {
		c->r.v = to_weight(d, c->r.v, c->r.at, a);
		c->r.at = a;
	}
	unsigned below = (unsigned)(a - c->r.at);
	DRef low = below ? dp_bits(d, c->r.v, 0, below) : 0;
	DRef high = dp_shl(d, dp_asr(d, c->r.v, below), 1);
	high = dp_sub(d, high, row(c, b, dp_shl(d, c->q->d, 1)));
	high = keep(c, dp_asr(d, high, 1), a, below);
	c->r.v = below ? dp_add(d, dp_shl(d, high, below), low) : high;
}

static void
cut_row(Recur *c, DRef b, int a)
{
	Datapath *d = c->r.d;
	int cut = c->q->cut;
	c->r.v = to_weight(d, c->r.v, c->r.at, cut);
	c->r.at = cut;
	DRef x = to_weight(d, c->q->d, a, cut);
	c->r.v = keep(c, dp_sub(d, c->r.v, row(c, b, x)), a, 0);
}

/* n, with d * 2^lsb where it is shifted. */
static DRef
numerator(const Recur *c, int *at)
{
	Datapath *d = c->r.d;
	const Quotient *q = c->q;
	int a = q->pd + q->lsb;
	*at = max(q->cut, q->shift ? min(q->pn, a) : q->pn);
	DRef n = to_weight(d, q->n, q->pn, *at);
	return q->shift ? dp_add(d, n, to_weight(d, q->d, a, *at)) : n;
}

static void
begin(Recur *c)
{
	Datapath *d = c->r.d;
	const Quotient *q = c->q;
	int at;
	DRef n = numerator(c, &at);
	int a = q->pd + q->start;
	c->r.at = at;
	if (q->sign == 0) {
		c->r.v = n;
		return;
	}
	c->r.at = offset(q) ? q->cut : max(q->cut, min(at, a));
	n = to_weight(d, n, at, c->r.at);
	DRef first = to_weight(d, q->d, a, c->r.at);
	DRef less = dp_const(d, offset(q));
	if (q->sign < 0)
		c->r.v = dp_add(d, n, first);
	else if (q->plus)
		c->r.v = dp_sub(d, first, dp_add(d, n, less));
	else
		c->r.v = dp_sub(d, n, dp_add(d, first, less));
	c->r.v = keep(c, c->r.v, row_weight(q, 0), 0);
}

/* ---- the quotient ---- */

/* X of the digits: bits B, 1 for up, give first + (2 B + 1) - 2^digits. */
static DRef
integer(const Recur *c)
{
	Datapath *d = c->r.d;
	const Quotient *q = c->q;
	unsigned n = q->digits;
	DRef b = c->r.down;
	bool inverse = q->plus == c->neg; /* a negative remainder: down */
	if (q->sign == 0) {               /* the first is the sign bit */
		DRef top = dp_bits(d, b, n - 1, 1),
		     low = dp_bits(d, b, 0, n - 1);
		if (inverse)
			low = dp_sub(
			    d, dp_const(d, (INT64_C(1) << (n - 1)) - 1), low);
		else
			top = dp_sub(d, dp_const(d, 1), top);
		return dp_sbits(d, dp_add(d, dp_shl(d, top, n - 1), low), 0, n);
	}
	if (inverse)
		b = dp_sub(d, dp_const(d, (INT64_C(1) << n) - 1), b);
	int64_t first = INT64_C(1) << (q->start - q->lsb - 1);
	int64_t add = (q->sign < 0 ? -first : first) - (INT64_C(1) << (n - 1));
	return dp_add(d, b, dp_const(d, add));
}

DRef
dp_quotient(Datapath *d, const Quotient *q)
{
	Recur c = {.r = {.d = d}, .q = q, .neg = dp_at(d, q->d)->hi < 0};
	check(quotient_makes(d, q));
	if (q->digits > 60 || (q->sign && q->start - q->lsb > 60))
		return 0;
	begin(&c);
	for (unsigned k = 1; k < q->digits && c.r.v; k++) {
		DRef b = remainder_digit(&c.r);
		int a = row_weight(q, k);
		if (a > q->cut)
			exact_row(&c, b, a);
		else
			cut_row(&c, b, a);
	}
	if (!c.r.v || !remainder_digit(&c.r) || !c.r.down)
		return 0;
	return integer(&c);
}
