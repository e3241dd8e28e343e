/* Multipartite tables: a sum of small tables instead of one large one.
 *
 * x is cut into a segment number and low bits, the low bits into one or two
 * fields. One table gives f at the middle of each segment; one table a field
 * gives slope * field, the slope taken from the top bits of x alone, fewer
 * of them than number the segments:
 *
 *     result = floor((c[x >> s] + sum_i t_i[x >> top_i, field_i]) / 2^guard)
 *
 * Contract: like unit_trim.c, given the t_i the test for c is exact
 * (unit_window.h), on a sample for comparison and on all inputs before it is
 * built. Reference: de Dinechin and Tisserand, Multipartite Table Methods,
 * IEEE Trans. Computers 54(3), 2005. */
#include <math.h>

#include "ir/unit_window.h"

enum {
	FIELDS = 2,
	MAX_LOW = 9,      /* bits of all fields together */
	MAX_ADDRESS = 12, /* of one table */
	MAX_GUARD = 4,
	KEPT = 2, /* candidates a number of fields */
	SAMPLED_INPUTS = 8
};

/* t_i and its place: entry (number << bits) + field, where number is
 * (x >> top) - first and field is x's bits low .. low + bits - 1. */
typedef struct Field {
	unsigned low, bits, top;
	int64_t first;
	uint32_t numbers;
	int64_t *at;
	int64_t lo, hi; /* of the entries */
} Field;

typedef struct Parts {
	UnitEval *ev;
	const UnitBand *b;
	unsigned s, guard, nfield;
	int64_t first; /* lo >> s */
	uint32_t nseg;
	int64_t *c;
	int64_t clo, chi; /* of c */
	Field field[FIELDS];
	uint32_t worst; /* segment that failed last */
	double share;   /* estimated */
	double limit;   /* the same, above which it is not worth a look */
} Parts;

/* ---- tables ---- */

static bool
is_free(const UnitBand *b, uint32_t i)
{
	return b->lo[i] == -UNIT_FREE || b->hi[i] == UNIT_FREE;
}

/* Average slope, in units of y an input, over one value of the top bits;
 * inputs that saturate or are undefined do not count. */
static double
slope(const Parts *p, unsigned top, int64_t number)
{
	uint32_t i, end;
	segment_inputs(p->ev, top, number, &i, &end);
	while (i < end && is_free(p->b, i))
		i++;
	while (i < end && is_free(p->b, end - 1))
		end--;
	if (i + 1 >= end)
		return 0;
	return (p->ev->y[end - 1] - p->ev->y[i]) / (end - 1 - i);
}

static void
fill_field(const Parts *p, Field *f)
{
	uint32_t len = UINT32_C(1) << f->bits;
	double unit = ldexp(1, (int)f->low - p->b->lsb + (int)p->guard);
	f->first = p->ev->lo >> f->top;
	f->numbers = (uint32_t)((p->ev->hi >> f->top) - f->first + 1);
	f->at = arena_alloc(p->ev->a, f->numbers * len * sizeof *f->at);
	f->lo = INT64_MAX;
	f->hi = INT64_MIN;
	for (uint32_t n = 0; n < f->numbers; n++) {
		double step = slope(p, f->top, f->first + n) * unit;
		for (uint32_t j = 0; j < len; j++) {
			double at = j - (len - 1) / 2.0; /* from the middle */
			int64_t v = llrint(step * at);
			f->at[n * len + j] = v;
			f->lo = v < f->lo ? v : f->lo;
			f->hi = v > f->hi ? v : f->hi;
		}
	}
}

static inline int64_t
field_at(const Field *f, int64_t x)
{
	uint32_t number = (uint32_t)((x >> f->top) - f->first);
	uint32_t j = (uint32_t)(x >> f->low) & ((UINT32_C(1) << f->bits) - 1);
	return f->at[(number << f->bits) + j];
}

static inline int64_t
fields_at(const Parts *p, int64_t x)
{
	int64_t v = field_at(&p->field[0], x);
	return p->nfield > 1 ? v + field_at(&p->field[1], x) : v;
}

/* ---- c ---- */

static bool
solve(Parts *p, uint32_t seg, uint32_t stride)
{
	uint32_t i, end;
	Window w = window_all(p->guard);
	segment_inputs(p->ev, p->s, p->first + seg, &i, &end);
	window_meet(&w, p->b, end - 1, p->guard,
	            fields_at(p, p->ev->lo + end - 1));
	for (; i < end && w.lo <= w.hi; i += stride)
		window_meet(&w, p->b, i, p->guard, fields_at(p, p->ev->lo + i));
	p->c[seg] = window_middle(w);
	return w.lo <= w.hi;
}

static bool
solve_all(Parts *p, uint32_t stride)
{
	if (!solve(p, p->worst, stride))
		return false;
	p->clo = INT64_MAX;
	p->chi = INT64_MIN;
	for (uint32_t seg = 0; seg < p->nseg; seg++) {
		if (!solve(p, seg, stride)) {
			p->worst = seg;
			return false;
		}
		p->clo = p->c[seg] < p->clo ? p->c[seg] : p->clo;
		p->chi = p->c[seg] > p->chi ? p->c[seg] : p->chi;
	}
	return true;
}

static uint32_t
sample_stride(const Parts *p)
{
	return (UINT32_C(1) << p->s) / SAMPLED_INPUTS | 1;
}

/* ---- search ---- */

static double
luts(const Parts *p, unsigned address, int64_t lo, int64_t hi)
{
	unsigned w = width_of(lo, hi) - (lo >= 0);
	return table_cost(p->ev->u->target, address, w).lut;
}

static unsigned
address_bits(const Field *f)
{
	return unit_index_bits(f->numbers) + f->bits;
}

static double
estimate(const Parts *p)
{
	Cost c = {0};
	c.lut = luts(p, unit_index_bits(p->nseg), p->clo, p->chi);
	for (unsigned k = 0; k < p->nfield; k++) {
		const Field *f = &p->field[k];
		c.lut += luts(p, address_bits(f), f->lo, f->hi) +
		         width_of(p->clo, p->chi);
	}
	return device_share(p->ev->u->target, &c);
}

static bool
try_top(Parts *p, Field *f, unsigned top)
{
	f->top = top;
	fill_field(p, f);
	Cost c = {.lut = luts(p, address_bits(f), f->lo, f->hi)};
	return address_bits(f) <= MAX_ADDRESS &&
	       device_share(p->ev->u->target, &c) < p->limit;
}

/* The coarsest slopes that pass: for all fields alike, then for the lower
 * one alone. False if none do. */
static bool
find_tops(Parts *p)
{
	uint32_t stride = sample_stride(p);
	unsigned all = unit_index_bits(p->ev->n), top = all;
	bool ok = false;
	for (; top >= p->s && !ok; top--) {
		for (unsigned k = 0; k < p->nfield; k++)
			if (!try_top(p, &p->field[k], top))
				return false;
		ok = solve_all(p, stride);
	}
	Field *low = &p->field[p->nfield - 1];
	while (ok && p->nfield > 1 && low->top < all) {
		Field old = *low;
		if (try_top(p, low, low->top + 1) && solve_all(p, stride))
			continue;
		*low = old;
		return solve_all(p, stride);
	}
	return ok;
}

static void
keep(const Parts *p, Parts *best, unsigned *n)
{
	unsigned i = *n < KEPT ? (*n)++ : KEPT;
	for (; i > 0 && p->share < best[i - 1].share; i--)
		if (i < KEPT)
			best[i] = best[i - 1];
	if (i < KEPT)
		best[i] = *p;
}

/* Cuts the low s bits into fields, the upper ones not shorter. */
static void
cut(Parts *p)
{
	unsigned low = p->s;
	for (unsigned k = 0; k < p->nfield; k++) {
		Field *f = &p->field[k];
		unsigned left = p->nfield - k;
		f->bits = (low + left - 1) / left;
		low -= f->bits;
		f->low = low;
	}
}

/* Twice what the cheapest plan so far costs: the estimate does not see what
 * the tables' contents save. */
static double
limit(const UnitPlans *plans)
{
	double least = INFINITY;
	for (uint32_t i = 0; i < plans->at.len; i++)
		least = fmin(least, plans->at.at[i].share);
	return 2 * least;
}

static bool
candidate(Parts *p, UnitEval *ev, unsigned s)
{
	p->ev = ev;
	p->s = s;
	p->first = ev->lo >> s;
	p->nseg = (uint32_t)((ev->hi >> s) - p->first + 1);
	p->worst = p->nseg / 2;
	unsigned address = unit_index_bits(p->nseg);
	Cost c = {.lut = luts(p, address, 0, p->b->hi[ev->n / 2])};
	if (address > MAX_ADDRESS || device_share(ev->u->target, &c) > p->limit)
		return false;
	p->c = arena_alloc(ev->a, p->nseg * sizeof *p->c);
	cut(p);
	return find_tops(p);
}

static void
search(UnitEval *ev, const UnitBand *b, unsigned nfield, UnitPlans *out)
{
	Parts best[KEPT];
	unsigned n = 0, w = unit_index_bits(ev->n);
	for (unsigned s = nfield; s <= MAX_LOW && s < w; s++)
		for (unsigned g = 0; g <= MAX_GUARD; g++) {
			Parts p = {.b = b, .guard = g, .nfield = nfield};
			p.limit = n < KEPT ? limit(out) : best[n - 1].share;
			if (!candidate(&p, ev, s))
				continue;
			p.share = estimate(&p);
			keep(&p, best, &n);
		}
	for (unsigned i = 0; i < n; i++) {
		Parts *own = arena_alloc(ev->a, sizeof *own);
		*own = best[i];
		UnitPlan plan = {.lsb = b->lsb, .own = own};
		plan.share = INFINITY;
		plan.kind = arena_printf(ev->a, "%upartite x%u", nfield + 1,
		                         (unsigned)own->nseg);
		vec_push(ev->a, out->at, plan);
	}
}

void
parts_plan(UnitEval *ev, UnitPlans *out)
{
	if (ev->u->max_err <= 0 || unit_index_bits(ev->n) > 16)
		return;
	const UnitBand *b = unit_band(ev, unit_result_lsb(ev));
	for (unsigned k = 1; k <= FIELDS && !b->empty; k++)
		search(ev, b, k, out);
}

/* More guard bits, then finer slopes, until all inputs pass. */
bool
parts_settle(const UnitPlan *plan)
{
	Parts *p = plan->own;
	for (bool more = true; !solve_all(p, 1);) {
		Field *f = &p->field[0];
		if (more)
			p->guard++;
		else if (f->top > p->s)
			f->top--;
		else
			return false;
		more = !more && p->guard < MAX_GUARD + 2;
		for (unsigned k = 0; k < p->nfield; k++)
			fill_field(p, &p->field[k]);
	}
	return true;
}

/* ---- building ---- */

static DRef
field_node(Datapath *d, DRef x, const Field *f)
{
	unsigned number = unit_index_bits(f->numbers);
	uint32_t len = UINT32_C(1) << (number + f->bits);
	uint32_t mask = (UINT32_C(1) << number) - 1;
	int64_t *at = arena_alloc(d->a, len * sizeof *at);
	for (uint32_t n = 0; n <= mask; n++) {
		uint32_t k = n < f->numbers ? n : f->numbers - 1;
		uint32_t to = ((uint32_t)f->first + n) & mask;
		for (uint32_t j = 0; j < UINT32_C(1) << f->bits; j++)
			at[(to << f->bits) + j] = f->at[(k << f->bits) + j];
	}
	DRef i = dp_bits(d, x, f->low, f->bits);
	if (number > 0)
		i = dp_add(d, dp_shl(d, dp_bits(d, x, f->top, number), f->bits),
		           i);
	return dp_lut(d, i, dp_table(d, at, len));
}

DRef
parts_build(Datapath *d, DRef x, const UnitPlan *plan)
{
	const Parts *p = plan->own;
	DRef y = unit_segment_lut(d, x, p->s, p->first, p->nseg, p->c);
	for (unsigned k = 0; k < p->nfield; k++)
		y = dp_add(d, y, field_node(d, x, &p->field[k]));
	return dp_asr(d, y, p->guard);
}
