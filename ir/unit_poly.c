/* Piecewise polynomials on uniform segments.
 *
 * Contract: for every segment size and degree the error analysis estimates
 * the area; the most promising few are fitted in integers (unit_trim.c) and
 * become plans.
 * Invariant: a plan's integers are exactly those that poly_build's nodes
 * compute. */
#include <math.h>

#include "ir/unit_pack.h"
#include "ir/unit_poly.h"

enum {
	MIN_OFFSET = 2,    /* bits of t */
	MAX_SEGMENTS = 12, /* log2 */
	CANDIDATES = 64,
	NO_GAIN = 5, /* a fit's error of 2^-5 ulp is none */
	TRIMMED = 5  /* candidates worth fitting in integers */
};

typedef struct Candidate {
	Poly poly;
	double share; /* estimated */
} Candidate;

/* ---- estimates ---- */

static void
add_cost(Cost *c, Cost x)
{
	c->lut += x.lut;
	c->ff += x.ff;
	c->carry += x.carry;
	c->dsp += x.dsp;
	c->bram += x.bram;
}

static unsigned
bits_above(double magnitude, int lsb)
{
	int n = magnitude > 0 ? ilogb(magnitude) + 2 - lsb : 1;
	return n < 1 ? 1 : (unsigned)n;
}

static void
find_sizes(Poly *p)
{
	double a[FIT_DEGREE + 1];
	for (uint32_t seg = 0; seg < p->fit->nseg; seg++) {
		fit_powers(p->fit, seg, p->degree, a);
		for (unsigned k = 0; k <= p->degree; k++)
			p->size[k] = fmax(p->size[k], fabs(a[k]));
	}
}

static double
estimate(const UnitEval *ev, const Poly *p)
{
	const Target *t = ev->u->target;
	unsigned index = unit_index_bits(p->fit->nseg);
	Cost sum = {0};
	for (unsigned k = 0; k <= p->degree; k++) {
		unsigned w = bits_above(p->size[k], p->lsb[k]);
		unsigned wt = p->fit->s - (unsigned)p->drop[k];
		if (index > 0)
			add_cost(&sum, table_cost(t, index, w));
		sum.lut += w; /* its adder */
		if (k > 0)
			add_cost(&sum, mul_cost(t, w, wt));
	}
	return device_share(t, &sum);
}

/* ---- plans ---- */

static void
consider(UnitEval *ev, const UnitBand *b, const Fit *f, unsigned degree,
         Candidate *c, unsigned *n)
{
	Candidate new = {
	    .poly = {.target = ev->u->target, .fit = f, .degree = degree}};
	if (*n == CANDIDATES || !poly_fits(ev, b, f, degree))
		return;
	find_sizes(&new.poly);
	if (!poly_formats(ev, b, &new.poly, 0))
		return;
	new.share = estimate(ev, &new.poly);
	unsigned i = (*n)++;
	for (; i > 0 && new.share < c[i - 1].share; i--)
		c[i] = c[i - 1];
	c[i] = new;
}

/* All candidates, the cheapest by estimate first. */
static unsigned
candidates(UnitEval *ev, const UnitBand *b, Candidate *c)
{
	unsigned n = 0, w = width_of(ev->lo, ev->hi);
	for (unsigned s = w; s >= MIN_OFFSET && w - s <= MAX_SEGMENTS; s--) {
		const Fit *f = fit_segments(ev, b, s);
		for (unsigned d = 1; d <= FIT_DEGREE; d++)
			consider(ev, b, f, d, c, &n);
		/* straight lines are exact: smaller segments gain nothing */
		if (f->tail[1] < ldexp(1, b->lsb - NO_GAIN))
			break;
	}
	return n;
}

void
poly_plan(UnitEval *ev, UnitPlans *out)
{
	if (ev->u->max_err <= 0)
		return;
	const UnitBand *b = unit_band(ev, unit_result_lsb(ev));
	if (b->empty)
		return;
	Candidate c[CANDIDATES];
	unsigned n = candidates(ev, b, c), found = 0;
	for (unsigned i = 0; i < n && found < TRIMMED; i++) {
		Poly *p = arena_alloc(ev->a, sizeof *p);
		*p = c[i].poly;
		if (!poly_trim(ev, b, p))
			continue;
		found++;
		UnitPlan plan = {.lsb = b->lsb, .own = p};
		plan.kind = arena_printf(ev->a, "poly%u x%u", p->degree,
		                         (unsigned)p->fit->nseg);
		vec_push(ev->a, out->at, plan);
	}
}

bool
poly_settle(const UnitPlan *plan)
{
	return poly_finish(plan->own);
}

/* ---- building ---- */

static DRef
offset_node(Datapath *d, DRef x, const Fit *f)
{
	if (f->base < 0)
		return x;
	DRef half = dp_const(d, INT64_C(1) << (f->s - 1));
	return dp_sub(d, dp_bits(d, x, 0, f->s), half);
}

static DRef
coefficient_node(Datapath *d, DRef x, const Poly *p, unsigned k)
{
	const Fit *f = p->fit;
	Pack t = pack(d->a, p->target, f->s, f->first, f->nseg, p->c[k]);
	return pack_build(d, x, &t);
}

DRef
poly_build(Datapath *d, DRef x, const UnitPlan *plan)
{
	const Poly *p = plan->own;
	DRef t = offset_node(d, x, p->fit);
	DRef v = coefficient_node(d, x, p, p->degree);
	for (unsigned k = p->degree; k > 0; k--) {
		DRef tk = dp_asr(d, t, (unsigned)p->drop[k]);
		v = dp_at(d, v)->op == D_const
		        ? dp_mul_const(d, tk, dp_at(d, v)->k)
		        : dp_mul(d, v, tk);
		v = dp_asr(d, v, (unsigned)poly_shift(p, k));
		v = dp_add(d, v, coefficient_node(d, x, p, k - 1));
		if (v)
			dp_assume(d, v, p->lo[k - 1], p->hi[k - 1]);
	}
	return dp_asr(d, v, p->guard);
}
