/* Square roots by the non-restoring recurrence of radix 2.
 *
 * As in recur.c, with remainders v_k = n - q_k^2 of the digits taken: the digit
 * s_k = 1 or -1 of weight w_k subtracts
 *
 *     q_k^2 - q_(k-1)^2 = 2 s_k q_(k-1) w_k + w_k^2
 *
 * (Ercegovac and Lang, Digital Arithmetic, 2004, chapter 6). q_(k-1) is an odd
 * number 2 j + 1 of w_(k-1) = 2 w_k, j being the digits so far as bits, 0 for
 * -1. So in units of w_k^2 that is 8 j + 5 or -8 j - 3 = 8 (-j - 1) + 5: j or
 * its complement, and wires. The bits that are the same for all inputs are
 * there from the start. Where n has no more bits, v_k = 4 v_(k-1) - 8 j - 5 in
 * those units ends in 11: with v = 4 u + 3,
 *
 *     4 (4 u + 3) - 8 j - 5 = 4 (2 (2 u - j) + 1) + 3,
 *
 * and a row is 2 u - j.
 *
 * Error. Rows are floored below the cut, so that the remainder that is kept is
 * too much by up to a unit of the cut for each, and too little by up to one
 * where n is floored (which changes no digit if no row is cut: q_k^2, of which
 * n is not below, is a whole number of units then): v' = v + e, |e| <= E. With s = sqrt(n),
 * v = (s - q) (s + q). A digit that goes the wrong way has |v| <= E, so
 * |s - q| <= t = min(E / (s + q), sqrt(E)), as |s - q| <= s + q; and by
 * induction |s - q_k| <= w_k + t for all k, t for the least s and q. */
#include "ir/recur.h"

#include <math.h>

static int
row_weight(const Root *q, unsigned k)
{
	return 2 * (q->lsb + (int)(q->digits - k));
}

/* E, in units of 2^cut. */
static double
worst_drift(const Root *q)
{
	double rows = 0;
	for (unsigned k = 1; k < q->digits; k++)
		rows += row_weight(q, k) < q->cut;
	return q->cut > row_weight(q, q->digits - 1)
	           ? fmax(rows, q->pn < q->cut)
	           : 0;
}

static double
root_down(double v)
{
	double s = sqrt(v);
	return fma(s, s, -v) > 0 ? nextafter(s, 0) : s;
}

static double
root_up(double v)
{
	double s = sqrt(v);
	return fma(s, s, -v) < 0 ? nextafter(s, INFINITY) : s;
}

/* Half of the first digit's weight doubled: what `head` counts. */
static int
head_weight(const Root *q)
{
	return q->lsb + (int)q->digits + 1;
}

double
root_error(const Root *q, int64_t lo)
{
	double e = ldexp(worst_drift(q), q->cut);
	double s = nextafter(root_down(ldexp((double)lo, q->pn)), 0);
	double sum = s + ldexp((double)q->head, head_weight(q));
	if (e == 0)
		return 0;
	double t = fmin(root_up(e), e / sum);
	return nextafter(nextafter(t, INFINITY), INFINITY);
}

bool
root_plan(Root *q, int64_t lo, int64_t hi)
{
	const int64_t most = INT64_C(1) << 52;
	if (lo < 0 || hi > most)
		return false;
	double least = root_down(ldexp((double)lo, q->pn));
	double top = root_up(ldexp((double)hi, q->pn));
	for (q->digits = 2; q->digits < 28; q->digits++) {
		double unit = ldexp(1, head_weight(q));
		double head = floor(least / unit);
		if (head < 0x1p20 && top <= (head + 1) * unit) {
			q->head = (int64_t)head;
			return row_weight(q, 0) >= q->cut;
		}
	}
	return false;
}

static DRef not(Datapath * d, DRef x)
{
	return dp_sub(d, dp_const(d, -1), x);
}

/* |v_k| <= (w_k + t) (2 s + w_k + t) and e. */
static double
most_after(const Root *q, unsigned k, int at)
{
	double e = ldexp(worst_drift(q), q->cut);
	double w = ldexp(1, q->lsb + (int)(q->digits - k)) + root_up(e);
	double s = ldexp((double)q->head + 1, head_weight(q));
	return ldexp(w * (2 * s + w) + 2 * e, -at);
}

/* 8 j + 5 of weight 2^a at weight 2^at. */
static DRef
row(Datapath *d, DRef j, int a, int at)
{
	DRef x = dp_add(d, dp_shl(d, j, 3), dp_const(d, 5));
	return to_weight(d, x, a, at);
}

/* Where v is 4 u + 3 and stays so. */
static void
short_row(Remainder *r, const Root *q, DRef b, DRef j, unsigned k)
{
	Datapath *d = r->d;
	DRef u = dp_shl(d, dp_asr(d, r->v, 2), 1);
	u = dp_sub(d, u, dp_select(d, b, not(d, j), j));
	r->at = row_weight(q, k);
	u = remainder_keep(d, u, most_after(q, k, r->at + 3));
	r->v = dp_add(d, dp_shl(d, u, 3), dp_const(d, 7));
}

/* Whether the row before had bits of 0 below the remainder, and no cut. */
static bool
is_short(const Root *q, unsigned k)
{
	return k > 1 && row_weight(q, k) >= q->cut &&
	       row_weight(q, k - 1) + 2 <= q->pn;
}

/* The digit after `down`: b where it is -1, j the bits before. */
static void
take_row(Remainder *r, const Root *q, DRef b, DRef j, unsigned k)
{
	Datapath *d = r->d;
	int a = row_weight(q, k), to = a > q->cut ? a : q->cut;
	if (to < r->at) {
		r->v = to_weight(d, r->v, r->at, to);
		r->at = to;
	}
	unsigned below = (unsigned)(to - r->at);
	DRef low = below ? dp_bits(d, r->v, 0, below) : 0;
	DRef v =
	    dp_sub(d, dp_asr(d, r->v, below),
	           dp_select(d, b, row(d, not(d, j), a, to), row(d, j, a, to)));
	v = remainder_keep(d, v, most_after(q, k, to));
	r->v = below ? dp_add(d, dp_shl(d, v, below), low) : v;
}

/* n less the square of the first bits and a half. */
static DRef
begin(Remainder *r, const Root *q)
{
	Datapath *d = r->d;
	int64_t odd = 2 * q->head + 1;
	int a = row_weight(q, 0);
	r->at = q->pn < a ? q->pn : a;
	r->at = r->at > q->cut ? r->at : q->cut;
	DRef n = to_weight(d, q->n, q->pn, r->at);
	DRef square = to_weight(d, dp_const(d, odd * odd), a, r->at);
	return dp_sub(d, n, square);
}

DRef
dp_root(Datapath *d, const Root *q)
{
	Remainder r = {.d = d};
	DRef j = dp_const(d, q->head);
	r.v = begin(&r, q);
	for (unsigned k = 1; k <= q->digits && r.v; k++) {
		DRef b = remainder_digit(&r);
		if (k < q->digits && is_short(q, k))
			short_row(&r, q, b, j, k);
		else if (k < q->digits)
			take_row(&r, q, b, j, k);
		DRef up = dp_sub(d, dp_const(d, 1), b);
		j = dp_add(d, dp_shl(d, j, 1), up);
	}
	return r.v ? j : 0;
}
