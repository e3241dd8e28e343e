/* Windows: the one number of a segment that is free to choose.
 *
 * Where a unit's result is floor((c + v) / 2^guard) with c fixed for a
 * segment of inputs and v known for each, every input leaves an interval of
 * c for which the result lies in the band. The meet of these intervals is
 * the exact answer to whether a c exists, rounding and truncation included. */
#ifndef SG_UNIT_WINDOW_H
#define SG_UNIT_WINDOW_H

#include "ir/unit.h"

typedef struct Window {
	int64_t lo, hi; /* lo > hi: there is no c */
} Window;

static inline Window
window_all(unsigned guard)
{
	return (Window){-(UNIT_FREE << guard), UNIT_FREE << guard};
}

/* The c that also suit input i, which adds v. */
static inline void
window_meet(Window *w, const UnitBand *b, uint32_t i, unsigned guard, int64_t v)
{
	int64_t one = INT64_C(1) << guard;
	int64_t lo = b->lo[i] * one - v, hi = (b->hi[i] + 1) * one - 1 - v;
	w->lo = lo > w->lo ? lo : w->lo;
	w->hi = hi < w->hi ? hi : w->hi;
}

/* The choice with the most room on both sides. */
static inline int64_t
window_middle(Window w)
{
	bool low = w.lo<-UNIT_FREE / 2, high = w.hi> UNIT_FREE / 2;
	if (low && high)
		return 0; /* no input asks for anything */
	return low ? w.hi : high ? w.lo : w.lo + (w.hi - w.lo) / 2;
}

/* The inputs of segment x >> s = number, as indices [*i, *end). */
static inline void
segment_inputs(const UnitEval *ev, unsigned s, int64_t number, uint32_t *i,
               uint32_t *end)
{
	int64_t from = number * (INT64_C(1) << s);
	int64_t to = from + (INT64_C(1) << s);
	*i = from < ev->lo ? 0 : (uint32_t)(from - ev->lo);
	*end = to > ev->hi ? ev->n : (uint32_t)(to - ev->lo);
}

#endif
