/* Multipartite tables: a sum of small tables instead of one large one.
 *
 * x is cut into a segment number and low bits, the low bits into fields. One
 * table gives f at the middle of each segment; one table a field gives slope
 * * field, the slope taken from the top bits of x alone, fewer of them than
 * number the segments:
 *
 *     result = floor((c[x >> s] + sum_i t_i[x >> top_i, field_i]) / 2^guard)
 *
 * No field at all is a direct table, compressed. Contract: given the t_i the
 * test for c is exact (unit_window.h), on a sample for comparison and on all
 * inputs before it is built. Invariant: the t_i are never negative, so that
 * their upper bits need no adder. References: de Dinechin and Tisserand,
 * Multipartite Table Methods, IEEE Trans. Computers 54(3), 2005; unit_cuts.c
 * chooses the cuts, unit_pack.c compresses c. */
#include <math.h>

#include "ir/unit_parts.h"

enum {
	KEPT = 3,    /* cuts that are compared by their contents */
	TESTED = 40, /* cuts that are tried */
	SAMPLED_INPUTS = 8,
	DIRECT_BITS = 12
};

/* ---- tables ---- */

/* The slope that is least wrong for all segments of a number. */
static double
slope(const Slopes *o, unsigned top, uint32_t number)
{
	double lo = o->lo[top - o->s][number], hi = o->hi[top - o->s][number];
	return lo <= hi ? lo / 2 + hi / 2 : 0;
}

static void
fill_field(const Parts *p, const Slopes *o, Field *f)
{
	uint32_t len = UINT32_C(1) << f->bits;
	double unit = ldexp(1, (int)f->low - p->b->lsb + (int)p->guard);
	f->first = p->ev->lo >> f->top;
	f->numbers = (uint32_t)((p->ev->hi >> f->top) - f->first + 1);
	f->at = arena_alloc(p->ev->a, f->numbers * len * sizeof *f->at);
	int64_t lo = INT64_MAX, hi = INT64_MIN;
	for (uint32_t n = 0; n < f->numbers; n++) {
		double step = slope(o, f->top, n) * unit;
		for (uint32_t j = 0; j < len; j++) {
			double at = j - (len - 1) / 2.0; /* from the middle */
			int64_t v = llrint(step * at);
			f->at[n * len + j] = v;
			lo = v < lo ? v : lo;
			hi = v > hi ? v : hi;
		}
	}
	for (uint32_t i = 0; i < f->numbers * len; i++)
		f->at[i] -= lo;
	f->hi = hi - lo;
}

static void
fill_fields(Parts *p)
{
	for (unsigned k = 0; k < p->nfield; k++)
		fill_field(p, p->slopes, &p->field[k]);
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
	int64_t v = 0;
	for (unsigned k = 0; k < p->nfield; k++)
		v += field_at(&p->field[k], x);
	return v;
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
	p->window[seg] = w;
	return w.lo <= w.hi;
}

/* Windows of every segment, and c from them. */
static bool
solve_all(Parts *p, uint32_t stride)
{
	if (!solve(p, p->worst, stride))
		return false;
	for (uint32_t seg = 0; seg < p->nseg; seg++)
		if (!solve(p, seg, stride)) {
			p->worst = seg;
			return false;
		}
	pack_align(p->window, p->nseg, p->c);
	p->pack =
	    pack(p->ev->a, p->ev->u->target, p->s, p->first, p->nseg, p->c);
	return true;
}

static uint32_t
sample_stride(const Parts *p)
{
	return (UINT32_C(1) << p->s) / SAMPLED_INPUTS | 1;
}

static void
allocate(Parts *p)
{
	p->c = arena_alloc(p->ev->a, p->nseg * sizeof *p->c);
	p->window = arena_alloc(p->ev->a, p->nseg * sizeof *p->window);
}

/* ---- plans ---- */

static void
add_plan(const Parts *p, UnitPlans *out)
{
	Arena *a = p->ev->a;
	Parts *own = arena_alloc(a, sizeof *own);
	*own = *p;
	UnitPlan plan = {.lsb = p->b->lsb, .own = own};
	plan.share = INFINITY;
	plan.kind = p->nfield
	                ? arena_printf(a, "%upartite x%u", p->nfield + 1,
	                               (unsigned)p->nseg)
	                : arena_printf(a, "packed x%u", (unsigned)p->nseg);
	vec_push(a, out->at, plan);
}

static void
plan_direct(UnitEval *ev, UnitPlans *out)
{
	int lsb = unit_table_lsb(ev);
	if (lsb == UNIT_ANY_LSB || unit_index_bits(ev->n) > DIRECT_BITS)
		return;
	Parts p = {.ev = ev, .b = unit_band(ev, lsb)};
	p.first = ev->lo;
	p.nseg = ev->n;
	if (p.b->empty)
		return;
	allocate(&p);
	if (solve_all(&p, 1) && p.pack.k > 0)
		add_plan(&p, out);
}

/* LUTs: three times the lowest price so far, as estimates do not see what the
 * tables' contents save. */
static double
limit(const UnitEval *ev, const UnitPlans *plans)
{
	return 3 * unit_least_price(ev, plans) * ev->u->target->luts;
}

void
parts_plan(UnitEval *ev, UnitPlans *out)
{
	double most = limit(ev, out);
	plan_direct(ev, out);
	if (ev->u->max_err <= 0 || unit_index_bits(ev->n) > 16)
		return;
	const UnitBand *b = unit_band(ev, unit_result_lsb(ev));
	if (b->empty)
		return;
	Cuts cuts = {0};
	parts_cuts(ev, b, most, TESTED, &cuts);
	for (uint32_t i = 0, kept = 0; i < cuts.at.len && kept < KEPT; i++) {
		Parts *p = &cuts.at.at[i];
		allocate(p);
		fill_fields(p);
		if (!solve_all(p, sample_stride(p)))
			continue;
		add_plan(p, out);
		kept++;
	}
}

/* More guard bits, then finer slopes, until all inputs pass. */
bool
parts_settle(const UnitPlan *plan)
{
	Parts *p = plan->own;
	for (unsigned k = 0; !solve_all(p, 1); k++) {
		if (k == 0)
			p->guard++;
		else if (k <= p->nfield && p->field[k - 1].top > p->s)
			p->field[k - 1].top--;
		else if (k > p->nfield)
			return false;
		fill_fields(p);
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
	DRef y = pack_build(d, x, &p->pack);
	for (unsigned k = 0; k < p->nfield; k++)
		y = dp_add(d, y, field_node(d, x, &p->field[k]));
	return dp_asr(d, y, p->guard);
}
