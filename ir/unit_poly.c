/* Piecewise polynomials on uniform segments.
 *
 * Contract: for every segment size and degree the error analysis estimates
 * the area; the most promising few are fitted in integers (unit_trim.c) and
 * become plans, with products as they are and as rows of a carry chain.
 * Invariant: a plan's integers are exactly those that poly_build's nodes
 * compute. */
#include <math.h>

#include "ir/rows.h"
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
	double price; /* estimated */
} Candidate;

typedef struct PolyPlan {
	Poly *p;
	unsigned chains; /* of a product by rows; 0: as it is */
} PolyPlan;

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

/* LUTs of a product by rows, two bits of b each, about: a and its triple are
 * added. */
static double
rows_luts(unsigned wa, unsigned wb)
{
	return (wa + 2) * (wb / 2 + 1);
}

/* The cheaper of a product by rows and one as it is, the former in *rows. */
static Cost
product_cost(const Target *t, unsigned wa, unsigned wb, bool *rows)
{
	Cost mul = mul_cost(t, wa, wb);
	Cost r = {.lut = fmin(rows_luts(wa, wb), rows_luts(wb, wa))};
	*rows = *rows && device_share(t, &r) < device_share(t, &mul);
	return *rows ? r : mul;
}

/* A constant has about a signed digit in three bits. */
static Cost
by_constant(unsigned w, unsigned wt)
{
	return (Cost){.lut = w / 3 * wt};
}

/* The price, as unit.c has it, of about the smallest that it can be. */
static double
estimate(const UnitEval *ev, const Poly *p)
{
	const Target *t = ev->u->target;
	unsigned index = unit_index_bits(p->fit->nseg);
	Cost sum = {0};
	double ns = table_delay(t, index);
	for (unsigned k = 0; k <= p->degree; k++) {
		unsigned w = bits_above(p->size[k], p->lsb[k]);
		unsigned wt = p->fit->s - (unsigned)p->drop[k];
		bool rows = opt_has(ev->u->opts, OPT_rows);
		if (index > 0)
			add_cost(&sum, table_cost(t, index, w));
		sum.lut += w; /* its adder */
		ns += adder_delay(t, w);
		if (k == 0)
			continue;
		if (k == p->degree && index == 0)
			add_cost(&sum, by_constant(w, wt));
		else
			add_cost(&sum, product_cost(t, w, wt, &rows));
		ns += rows ? (wt / 4 + 1) * adder_delay(t, w)
		           : mul_delay(t, w, wt);
	}
	return unit_price(ev->u, device_share(t, &sum), ns);
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
	new.price = estimate(ev, &new.poly);
	unsigned i = (*n)++;
	for (; i > 0 && new.price < c[i - 1].price; i--)
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

static void
add_plans(UnitEval *ev, const UnitBand *b, Poly *p, UnitPlans *out)
{
	UnitPlan plan = {.lsb = b->lsb};
	plan.kind = arena_printf(ev->a, "poly%u x%u", p->degree,
	                         (unsigned)p->fit->nseg);
	unsigned most = opt_has(ev->u->opts, OPT_rows) ? 2 : 0;
	for (unsigned chains = 0; chains <= most; chains++) {
		PolyPlan *own = arena_alloc(ev->a, sizeof *own);
		*own = (PolyPlan){p, chains};
		plan.own = own;
		vec_push(ev->a, out->at, plan);
	}
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
		add_plans(ev, b, p, out);
	}
}

bool
poly_settle(const UnitPlan *plan)
{
	const PolyPlan *own = plan->own;
	return poly_finish(own->p);
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

/* floor(v * t / 2^shift) */
static DRef
product(Datapath *d, DRef v, DRef t, unsigned shift, const PolyPlan *plan)
{
	if (dp_at(d, v)->op == D_const)
		return dp_asr(d, dp_mul_const(d, t, dp_at(d, v)->k), shift);
	unsigned wv = dp_width(d, v), wt = dp_width(d, t);
	bool rows = plan->chains > 0;
	(void)product_cost(plan->p->target, wv, wt, &rows);
	if (!rows)
		return dp_asr(d, dp_mul(d, v, t), shift);
	bool swap = rows_luts(wt, wv) < rows_luts(wv, wt);
	return dp_rows(d, &(Rows){.a = swap ? t : v,
	                          .b = swap ? v : t,
	                          .out = shift,
	                          .chains = plan->chains});
}

DRef
poly_build(Datapath *d, DRef x, const UnitPlan *plan)
{
	const PolyPlan *own = plan->own;
	const Poly *p = own->p;
	DRef t = offset_node(d, x, p->fit);
	DRef v = coefficient_node(d, x, p, p->degree);
	for (unsigned k = p->degree; k > 0; k--) {
		DRef tk = dp_asr(d, t, (unsigned)p->drop[k]);
		v = product(d, v, tk, (unsigned)poly_shift(p, k), own);
		v = dp_add(d, v, coefficient_node(d, x, p, k - 1));
		if (v)
			dp_assume(d, v, p->lo[k - 1], p->hi[k - 1]);
	}
	return dp_asr(d, v, p->guard);
}
