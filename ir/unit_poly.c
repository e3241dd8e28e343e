/* Piecewise polynomials on uniform segments.
 *
 * Contract: for every segment size and degree the error analysis estimates
 * the area; the most promising few are fitted in integers (unit_trim.c) and
 * become plans, with products as they are, as rows of a carry chain, and as
 * rows that are cut (rows.h) by what the other formats leave of the error.
 * Invariant: a plan's integers are exactly those that poly_build's nodes
 * compute. */
#include <math.h>

#include "ir/rows.h"
#include "ir/unit_poly.h"

enum {
	MIN_OFFSET = 2,    /* bits of t */
	MAX_SEGMENTS = 12, /* log2 */
	CANDIDATES = 64,
	NO_GAIN = 5,       /* a fit's error of 2^-5 ulp is none */
	TRIMMED = 4,       /* candidates worth fitting in integers */
	MOST_CUT = 1 << 20 /* inputs of a unit whose rows are cut: each
	                      test of all takes long, and there are many */
};

/* Of the cheapest plan so far: of the operators' units at 8 to 16 bits none is
 * estimated at more. */
static const double FAR = 4;

typedef struct Candidate {
	Poly poly;
	double price; /* estimated */
} Candidate;

typedef struct PolyPlan {
	Poly *p;
	unsigned chains; /* of a product by rows; 0: as it is */
} PolyPlan;

typedef struct Search {
	UnitEval *ev;
	const UnitBand *b;
	double most;              /* largest |f| */
	double slope;             /* largest |c_1| of z in the last fit */
	unsigned s;               /* the next segment size, */
	bool done;                /* or there is none */
	Candidate at[CANDIDATES]; /* by price */
	unsigned n;
} Search;

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

/* LUTs of a product by rows, two bits of b each, about. */
static double
rows_luts(unsigned wa, unsigned wb)
{
	unsigned luts = (wa + 2) * ((wb + 1) / 2);
	return luts;
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
	unsigned luts = w / 3 * wt;
	return (Cost){.lut = luts};
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
		unsigned adders = wt / 4 + 1;
		ns += rows ? adders * adder_delay(t, w) : mul_delay(t, w, wt);
	}
	return unit_price(ev->u, device_share(t, &sum), ns);
}

/* What every candidate with segments of 2^s inputs, and of fewer, is estimated
 * at, at least: straight lines, the values in the middle of some segment half
 * as large as they are anywhere, slopes as large as in the last fit. */
static double
least_price(const Search *q)
{
	const UnitSpec *u = q->ev->u;
	const Target *t = u->target;
	int64_t n = (q->ev->hi >> q->s) - (q->ev->lo >> q->s) + 1;
	unsigned index = unit_index_bits((uint32_t)n);
	double room = u->max_err - ldexp(1, q->b->lsb - 1);
	int lsb = ilogb(room / 4);
	unsigned w0 =
	    bits_above(q->most / 2, lsb < q->b->lsb ? lsb + 1 : q->b->lsb);
	unsigned w1 = bits_above(q->slope / 2, lsb);
	bool rows = opt_has(u->opts, OPT_rows);
	Cost c = product_cost(t, w1, 1, &rows);
	c.lut += w0 + w1;
	if (index > 0)
		add_cost(&c, table_cost(t, index, w0 + w1));
	return unit_price(u, device_share(t, &c),
	                  table_delay(t, index) + adder_delay(t, w0));
}

/* ---- candidates ---- */

/* `best` of the lower degrees: where one of them does, another term gains
 * nothing. */
static void
consider(Search *q, const Fit *f, unsigned degree, double *best)
{
	Candidate new = {
	    .poly = {.target = q->ev->u->target, .fit = f, .degree = degree}};
	if (q->n == CANDIDATES || !poly_fits(q->ev, q->b, f, degree))
		return;
	find_sizes(&new.poly);
	if (!poly_formats(q->ev, q->b, &new.poly, 0))
		return;
	new.price = estimate(q->ev, &new.poly);
	if (new.price >= *best)
		return;
	*best = new.price;
	unsigned i = q->n++;
	for (; i > 0 && new.price < q->at[i - 1].price; i--)
		q->at[i] = q->at[i - 1];
	q->at[i] = new;
}

static double
largest_slope(const Fit *f)
{
	double most = 0;
	for (uint32_t seg = 0; seg < f->nseg; seg++)
		if (f->rad[seg] > 0)
			most = fmax(most, fabs(f->cheb[seg * FIT_NODES + 1]) /
			                      f->rad[seg]);
	return ldexp(most, (int)f->s - 1);
}

/* Adds the candidates with segments of 2^s inputs; half of that is next. */
static void
extend(Search *q)
{
	const Fit *f = fit_segments(q->ev, q->b, q->s);
	double best = INFINITY;
	/* where a fit is this good, another term gains nothing */
	double fine = (q->ev->u->max_err - ldexp(1, q->b->lsb - 1)) / 16;
	for (unsigned d = 1; d <= FIT_DEGREE; d++) {
		consider(q, f, d, &best);
		if (f->tail[d] < fine)
			break;
	}
	q->slope = largest_slope(f) / 2;
	unsigned segments = width_of(q->ev->lo, q->ev->hi) - --q->s;
	/* straight lines are exact: smaller segments gain nothing */
	q->done = f->tail[1] < ldexp(1, q->b->lsb - NO_GAIN) ||
	          q->s < MIN_OFFSET || segments > MAX_SEGMENTS;
}

/* Candidate i in the order of the estimates; NULL if there is none. Fits are
 * made only as far as that needs. */
static const Candidate *
nth(Search *q, unsigned i)
{
	while (!q->done && (i >= q->n || q->at[i].price > least_price(q)))
		extend(q);
	return i < q->n ? &q->at[i] : NULL;
}

/* Marks the stages whose products are cheaper by rows. */
static bool
may_cut(Poly *p)
{
	bool any = false;
	for (unsigned k = 1; k <= p->degree; k++) {
		unsigned w = bits_above(p->size[k], p->lsb[k]);
		unsigned wt = p->fit->s - (unsigned)p->drop[k];
		p->by_rows[k] = p->fit->nseg > 1 || k < p->degree;
		if (p->by_rows[k])
			(void)product_cost(p->target, w, wt, &p->by_rows[k]);
		p->swap[k] = rows_luts(wt, w) < rows_luts(w, wt);
		any = any || p->by_rows[k];
	}
	return any;
}

static double
largest(const UnitEval *ev)
{
	double most = 0;
	for (uint32_t i = 0; i < ev->n; i++)
		most = fmax(most, fabs(ev->y[i])); /* fmax drops NaN */
	return most;
}

/* ---- plans ---- */

static void
add_plans(UnitEval *ev, const UnitBand *b, Poly *p, UnitPlans *out)
{
	UnitPlan plan = {.lsb = b->lsb};
	plan.kind = arena_printf(ev->a, "poly%u x%u", p->degree,
	                         (unsigned)p->fit->nseg);
	unsigned least = 0, most = 0;
	if (opt_has(ev->u->opts, OPT_rows)) /* two chains for the delay only */
		most = ev->u->patience > 0 ? 2 : 1;
	for (unsigned k = 1; k <= p->degree; k++)
		least = p->cut[k] > 0 ? 1 : least;
	for (unsigned chains = least; chains <= most; chains++) {
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
	Search q = {.ev = ev, .b = unit_band(ev, unit_result_lsb(ev))};
	if (q.b->empty)
		return;
	const Candidate *c;
	double limit = FAR * unit_least_price(ev, out);
	q.s = width_of(ev->lo, ev->hi);
	q.done = q.s < MIN_OFFSET;
	q.most = largest(ev);
	for (unsigned i = 0, found = 0;
	     found < TRIMMED && (c = nth(&q, i)) && c->price < limit; i++) {
		Poly *p = arena_alloc(ev->a, sizeof *p);
		*p = c->poly;
		if (!poly_trim(ev, q.b, p))
			continue;
		found++;
		add_plans(ev, q.b, p, out);
		if (!opt_has(ev->u->opts, OPT_rows) || ev->n > MOST_CUT)
			continue;
		p = arena_alloc(ev->a, sizeof *p);
		*p = c->poly;
		if (may_cut(p) && poly_trim(ev, q.b, p))
			add_plans(ev, q.b, p, out);
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
	return pack_build(d, x, &p->pack[k]);
}

/* floor(v * t / 2^shift) */
static DRef
product(Datapath *d, DRef v, DRef t, unsigned k, const PolyPlan *plan)
{
	const Poly *p = plan->p;
	unsigned shift = (unsigned)poly_shift(p, k), cut = (unsigned)p->cut[k];
	if (cut == 0 && dp_at(d, v)->op == D_const)
		return dp_asr(d, dp_mul_const(d, t, dp_at(d, v)->k), shift);
	unsigned wv = dp_width(d, v), wt = dp_width(d, t);
	bool rows = plan->chains > 0;
	(void)product_cost(p->target, wv, wt, &rows);
	if (cut == 0 && !rows)
		return dp_asr(d, dp_mul(d, v, t), shift);
	bool swap =
	    cut > 0 ? p->swap[k] : rows_luts(wt, wv) < rows_luts(wv, wt);
	unsigned half = (swap ? wv : wt) / 4 * 2; /* of the digits */
	return dp_rows(d, &(Rows){.a = swap ? t : v,
	                          .b = swap ? v : t,
	                          .cut = cut,
	                          .out = shift,
	                          .chains = half < cut ? 1 : plan->chains,
	                          .booth = true});
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
		v = product(d, v, tk, k, own);
		v = dp_add(d, v, coefficient_node(d, x, p, k - 1));
		if (v)
			dp_assume(d, v, p->lo[k - 1], p->hi[k - 1]);
	}
	return dp_asr(d, v, p->guard);
}
