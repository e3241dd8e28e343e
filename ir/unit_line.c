/* Straight lines: result = floor((a x + c) / 2^g) * 2^k, by shifts and adds.
 *
 * Floors, roundings and what is nearly linear need no table. Contract: g
 * grows from 0; a is the mean slope, rounded; whether a c exists is decided
 * exactly, on all inputs (unit_window.h), and of those that do the one with
 * the most low zeros is taken. k are the low bits that are 0 in every exact
 * value. Invariant: what is planned is right on all inputs. */
#include <math.h>

#include "ir/unit_window.h"

enum { MAX_SHIFT = 20, KEPT = 2, SAMPLES = 64 };

static const int64_t ANYTHING = INT64_C(1) << 61;

typedef struct Line {
	int64_t a, c;
	unsigned g, k;
} Line;

/* Low bits at weight 2^lsb that are 0 in all values. */
static unsigned
zero_bits(const UnitEval *ev, int lsb)
{
	unsigned k = ev->off == 0 ? 30 : 0;
	for (uint32_t i = 0; i < ev->n && k > 0; i++)
		while (k > 0 &&
		       ev->y[i] != ldexp(rint(ldexp(ev->y[i], -lsb - (int)k)),
		                         lsb + (int)k))
			k--;
	return k;
}

/* The c that suit every stride-th input: UNIT_FREE * 2^g would not fit. */
static Window
meet(const UnitEval *ev, const UnitBand *b, const Line *l, uint32_t stride)
{
	Window w = {-ANYTHING, ANYTHING};
	int64_t one = INT64_C(1) << l->g;
	for (uint32_t i = 0; i < ev->n && w.lo <= w.hi; i += stride) {
		int64_t v = l->a * (ev->lo + i);
		int64_t lo = b->lo[i] == -UNIT_FREE ? w.lo : b->lo[i] * one - v;
		int64_t hi =
		    b->hi[i] == UNIT_FREE ? w.hi : (b->hi[i] + 1) * one - 1 - v;
		w.lo = lo > w.lo ? lo : w.lo;
		w.hi = hi < w.hi ? hi : w.hi;
	}
	return w;
}

/* The largest g with which results times 2^g fit. */
static unsigned
most_shift(const UnitEval *ev, const UnitBand *b)
{
	int64_t lo = 0, hi = 0;
	for (uint32_t i = 0; i < ev->n; i++) {
		lo = b->lo[i] > -UNIT_FREE && b->lo[i] < lo ? b->lo[i] : lo;
		hi = b->hi[i] < UNIT_FREE && b->hi[i] > hi ? b->hi[i] : hi;
	}
	unsigned left = 60 - width_of(lo, hi);
	return left < MAX_SHIFT ? left : MAX_SHIFT;
}

/* The number in the window with the most low zeros. */
static int64_t
roundest(Window w)
{
	int64_t best = w.lo;
	for (unsigned s = 0; s < 62; s++) {
		int64_t unit = INT64_C(1) << s;
		int64_t v = ((w.lo + unit - 1) >> s) * unit;
		if (v < w.lo || v > w.hi)
			break;
		best = v;
	}
	return best;
}

static bool
is_line(const UnitEval *ev, const UnitBand *b, Line *l)
{
	Window w = meet(ev, b, l, ev->n / SAMPLES | 1);
	if (w.lo > w.hi)
		return false;
	w = meet(ev, b, l,
	         1); /* undefined or saturated everywhere: a table's business */
	if (w.lo > w.hi || w.lo == -ANYTHING || w.hi == ANYTHING)
		return false;
	l->c = roundest(w);
	return true;
}

void
line_plan(UnitEval *ev, UnitPlans *out)
{
	int lsb = ev->u->max_err > 0 ? unit_result_lsb(ev) : unit_table_lsb(ev);
	if (lsb == UNIT_ANY_LSB || ev->n < 3)
		return;
	Line l = {.k = zero_bits(ev, lsb)};
	const UnitBand *b = unit_band(ev, lsb + (int)l.k);
	double slope =
	    ldexp((ev->y[ev->n - 1] - ev->y[0]) / (ev->n - 1), -lsb - (int)l.k);
	if (b->empty || !(fabs(slope) < 0x1p10))
		return;
	unsigned most = most_shift(ev, b);
	for (unsigned found = 0; l.g <= most && found < KEPT; l.g++) {
		l.a = llrint(ldexp(slope, (int)l.g));
		if (l.a == 0 || !is_line(ev, b, &l))
			continue;
		Line *own = arena_alloc(ev->a, sizeof *own);
		*own = l;
		UnitPlan p = {.lsb = lsb, .own = own, .kind = "line"};
		vec_push(ev->a, out->at, p);
		found++;
	}
}

DRef
line_build(Datapath *d, DRef x, const UnitPlan *p)
{
	const Line *l = p->own;
	DRef y = dp_add(d, dp_mul_const(d, x, l->a), dp_const(d, l->c));
	return dp_shl(d, dp_asr(d, y, l->g), l->k);
}
