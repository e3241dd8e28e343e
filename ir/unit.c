/* Function units: plan, compare, prove, build.
 *
 * Contract: see unit.h. Every plan is built into a scratch datapath of its
 * own: dp_cost and node_delay of that are its price, and running it on every
 * input, with the interpreter that is every backend's reference, is its
 * proof. So what is proven is what is built.
 * Invariant: a unit that is returned has been run on all its inputs. */
#include <math.h>
#include <string.h>

#include "ir/unit.h"

/* Of equals the first is taken. Those that take long come last, as they look no
 * further than where what is there already is much cheaper. */
static const UnitFamily families[] = {
    {"line", OPT_none, line_plan, NULL, line_build},
    {"table", OPT_none, table_plan, NULL, table_build},
    {"parts", OPT_multipartite, parts_plan, parts_settle, parts_build},
    {"fold", OPT_symmetry, fold_plan, NULL, fold_build},
    {"scale", OPT_scale, scale_plan, NULL, scale_build},
    {"poly", OPT_poly, poly_plan, poly_settle, poly_build},
    {"root", OPT_recurrence, root_plans, NULL, root_build},
    {"halves", OPT_halves, halves_plan, NULL, halves_build},
};

enum { CUTTERS = 4 };

/* Of a device: what costs less is not compared with cut arguments. */
#define UNIT_CHEAP 2e-4

enum { NFAMILY = sizeof families / sizeof families[0] };

const char *
unit_family_name(unsigned k)
{
	return k < NFAMILY ? families[k].name : NULL;
}

/* ---- price ---- */

static Datapath *
scratch(Arena *a, const UnitEval *ev, const UnitPlan *p)
{
	Datapath *d = dp_new(a, "unit");
	DPort x = {.name = "x", .ident = "x", .is_signed = ev->lo < 0};
	x.width = (uint8_t)width_of(ev->lo, ev->hi);
	x.lo = ev->lo;
	x.hi = ev->hi;
	DPort y = {.name = "y", .ident = "y", .is_signed = true};
	y.ref = p->family->build(d, dp_input(d, &x), p);
	y.width = DP_MAX_WIDTH;
	if (!y.ref)
		return NULL;
	y.lo = dp_at(d, y.ref)->lo;
	y.hi = dp_at(d, y.ref)->hi;
	vec_push(a, d->out, y);
	dp_dce(d);
	dp_pack(d, ev->u->target);
	return d;
}

static double
delay(Arena *a, const Datapath *d, const Target *t)
{
	double *at = arena_alloc(a, d->node.len * sizeof *at);
	double last = 0;
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);
		for (unsigned k = 0; k < n->narg; k++)
			at[r] = fmax(at[r], at[n->arg[k]]);
		at[r] += node_delay(t, d, r);
		last = fmax(last, at[r]);
	}
	return last;
}

static void
price(UnitEval *ev, UnitPlan *p)
{
	Arena *a = arena_new();
	const Target *t = ev->u->target;
	const Datapath *d = scratch(a, ev, p);
	p->share = INFINITY;
	if (d) {
		p->cost = dp_cost(t, d);
		p->share = device_share(t, &p->cost);
		p->ns = delay(a, d, t);
	}
	arena_free(a);
}

/* ---- proof ---- */

/* |r - y| at input i; infinite if r is not proven to be within max_err. */
static inline double
error_at(const UnitEval *ev, const UnitBand *b, uint32_t i, int64_t r,
         double ulp)
{
	const Range *c = ev->u->clamp;
	double v = (double)r * ulp;
	if (r < b->lo[i] || r > b->hi[i])
		return INFINITY;
	v = c && v < c->lo ? c->lo : c && v > c->hi ? c->hi : v;
	return fabs(v - ev->y[i]); /* NaN where f is undefined */
}

/* Runs the plan on every input. */
static bool
prove(UnitEval *ev, UnitPlan *p)
{
	enum { BLOCK = 4096 };
	Arena *a = arena_new();
	const Datapath *d = scratch(a, ev, p);
	const UnitBand *b = unit_band(ev, p->lsb);
	int64_t x[BLOCK], y[BLOCK];
	double ulp = ldexp(1, p->lsb);
	DRef bad;
	p->lo = INT64_MAX;
	p->hi = INT64_MIN;
	p->err = 0;
	for (uint32_t i = 0; i < ev->n && p->err < INFINITY; i += BLOCK) {
		uint32_t len = ev->n - i < BLOCK ? ev->n - i : BLOCK;
		for (uint32_t k = 0; k < len; k++)
			x[k] = ev->lo + i + k;
		/* bounds that a family assumed are part of what is proven */
		dp_interp_batch(d, x, y, len, &bad);
		if (bad)
			p->err = INFINITY;
		for (uint32_t k = 0; k < len; k++) {
			double e = error_at(ev, b, i + k, y[k], ulp);
			p->err = e > p->err ? e : p->err;
			p->lo = y[k] < p->lo ? y[k] : p->lo;
			p->hi = y[k] > p->hi ? y[k] : p->hi;
		}
	}
	arena_free(a);
	if (p->err < INFINITY && (p->err > 0 || ev->off > 0))
		p->err = fmin(up(up(p->err) + ev->off), ev->u->max_err);
	return p->err < INFINITY;
}

/* ---- choice ---- */

static bool
is_on(const UnitSpec *u, const UnitFamily *f)
{
	return opt_has(u->opts, f->opt) &&
	       (!u->only || strcmp(f->name, u->only) == 0);
}

static void
collect(UnitEval *ev, UnitPlans *plans)
{
	for (unsigned f = 0; f < NFAMILY; f++) {
		uint32_t first = plans->at.len;

		if (!is_on(ev->u, &families[f]))
			continue;
		families[f].plan(ev, plans);
		for (uint32_t i = first; i < plans->at.len; i++) {
			plans->at.at[i].family = &families[f];
			price(ev, &plans->at.at[i]);
		}
	}
}

double
unit_price(const UnitSpec *u, double share, double ns)
{
	return share * (1 + (u->patience > 0 ? ns / u->patience : 0));
}

static double
price_of(const UnitEval *ev, const UnitPlan *p)
{
	return unit_price(ev->u, p->share, p->ns);
}

double
unit_least_price(const UnitEval *ev, const UnitPlans *plans)
{
	double least = INFINITY;
	for (uint32_t i = 0; i < plans->at.len; i++)
		least = fmin(least, price_of(ev, &plans->at.at[i]));
	return least;
}

static UnitPlan *
cheapest(const UnitEval *ev, UnitPlans *plans)
{
	UnitPlan *best = NULL;
	for (uint32_t i = 0; i < plans->at.len; i++) {
		UnitPlan *p = &plans->at.at[i];
		if (p->share < INFINITY &&
		    (!best || price_of(ev, p) < price_of(ev, best)))
			best = p;
	}
	return best;
}

/* Settles a plan and prices it again. */
static void
settle(UnitEval *ev, UnitPlan *p)
{
	p->settled = true;
	if (p->family->settle && !p->family->settle(p))
		p->share = INFINITY;
	else if (p->family->settle)
		price(ev, p);
}

const UnitPlan *
unit_choose(UnitEval *ev)
{
	UnitPlans plans = {0};
	collect(ev, &plans);
	for (;;) {
		UnitPlan *p = cheapest(ev, &plans);
		if (!p)
			return NULL;
		if (!p->settled)
			settle(ev, p);
		else if (prove(ev, p))
			return p;
		else
			p->share = INFINITY;
	}
}

/* ---- building ---- */

unsigned
unit_index_bits(uint32_t n)
{
	return width_of(0, (int64_t)n - 1) - 1;
}

DRef
unit_lut(Datapath *d, DRef x, unsigned k, unsigned bits, const int64_t *at)
{
	if (bits == 0)
		return dp_const(d, at[0]);
	uint32_t t = dp_table(d, at, UINT32_C(1) << bits);
	return dp_lut(d, dp_bits(d, x, k, bits), t);
}

DRef
unit_segment_lut(Datapath *d, DRef x, unsigned s, int64_t first, uint32_t n,
                 const int64_t *of)
{
	unsigned bits = unit_index_bits(n);
	uint32_t len = UINT32_C(1) << bits;
	int64_t *at = arena_alloc(d->a, len * sizeof *at);
	for (uint32_t k = 0; k < len; k++)
		at[((uint32_t)first + k) & (len - 1)] = of[k < n ? k : n - 1];
	return unit_lut(d, x, s, bits, at);
}

DRef
unit_place(Datapath *d, DRef x, const UnitPlan *p)
{
	DRef r = p->family->build(d, x, p);
	if (r)
		dp_assume(d, r, p->lo, p->hi);
	return r;
}

static const char *
refusal(Arena *a, const UnitEval *ev)
{
	const UnitSpec *u = ev->u;
	if (u->max_err == 0)
		return "its values cannot be represented without an error";
	return arena_printf(a,
	                    "neither a table nor a piecewise polynomial "
	                    "keeps its error below %.3g over %u input values",
	                    u->max_err, (unsigned)ev->n);
}

static bool build_cut(Datapath *d, const UnitSpec *u, unsigned most,
                      double limit, UnitResult *r);

static bool
build(Datapath *d, const UnitSpec *u, UnitEval *ev, UnitResult *r,
      const char **why)
{
	if (ev->undefined && !u->any_undefined) {
		r->undefined = true;
		r->where = ev->where;
		*why = arena_printf(d->a,
		                    "it is undefined where its argument is %g",
		                    ldexp((double)ev->where, u->lsb_x));
		return false;
	}
	const UnitPlan *p = unit_choose(ev);
	double share = p ? p->share : INFINITY;
	if (share > UNIT_CHEAP && !u->half &&
	    build_cut(d, u, CUTTERS, share, r))
		return true;
	if (!p) {
		*why = refusal(d->a, ev);
		return false;
	}
	r->d = unit_place(d, u->x, p);
	r->lsb = p->lsb;
	r->err = p->err;
	r->kind = arena_strdup(d->a, p->kind);
	if (!r->d)
		*why = "it needs more than 63 bits";
	return r->d != 0;
}

/* ---- arguments that are cut first ---- */

typedef bool Cutter(Datapath *d, const UnitSpec *u, UnitResult *r);

/* Each is tried where all before cost more than that much of a device: they
 * take time, most of all the last. */
static const struct {
	Cutter *build;
	double from;
} cutters[CUTTERS] = {{unit_root, UNIT_CHEAP},
                      {unit_wide, UNIT_CHEAP},
                      {unit_float, 4e-4},
                      {unit_octaves, 6e-4}};

/* What a cutter's unit would cost; infinite if it has none. */
static double
cut_share(Cutter *cutter, const Datapath *d, const UnitSpec *u)
{
	Arena *a = arena_new();
	Datapath *t = dp_new(a, "cut");
	DPort x = {.name = "x", .ident = "x", .is_signed = true};
	DPort y = {.name = "y", .ident = "y", .is_signed = true};
	UnitSpec s = *u;
	UnitResult r = {0};
	double share = INFINITY;
	x.lo = dp_at(d, u->x)->lo;
	x.hi = dp_at(d, u->x)->hi;
	x.width = y.width = DP_MAX_WIDTH;
	s.x = dp_input(t, &x);
	if (cutter(t, &s, &r)) {
		y.ref = r.d;
		y.lo = dp_at(t, r.d)->lo;
		y.hi = dp_at(t, r.d)->hi;
		vec_push(a, t->out, y);
		dp_dce(t);
		dp_pack(t, u->target);
		Cost c = dp_cost(u->target, t);
		share = device_share(u->target, &c);
	}
	arena_free(a);
	return share;
}

/* Builds the cheapest of the first cutters' units that costs less than
 * `limit`. */
static bool
build_cut(Datapath *d, const UnitSpec *u, unsigned most, double limit,
          UnitResult *r)
{
	Cutter *best = NULL;
	for (unsigned i = 0; i < most; i++) {
		if (limit < cutters[i].from)
			break;
		double share = cut_share(cutters[i].build, d, u);
		if (share < limit) {
			limit = share;
			best = cutters[i].build;
		}
	}
	return best && best(d, u, r);
}

bool
unit_build(Datapath *d, const UnitSpec *u, UnitResult *r, const char **why)
{
	*r = (UnitResult){0};
	if (!u->x) {
		*why = "its argument needs more than 63 bits";
		return false;
	}
	int64_t lo = dp_at(d, u->x)->lo, hi = dp_at(d, u->x)->hi;
	unsigned bits = width_of(0, hi - lo) - 1;
	if (bits > UNIT_EASY_BITS && !u->half &&
	    build_cut(d, u, 2, INFINITY, r)) /* of powers only */
		return true;
	if (bits > UNIT_MAX_BITS) {
		*why = arena_printf(d->a,
		                    "it needs %u input bits; the limit is %d",
		                    bits, UNIT_MAX_BITS);
		return !u->half && build_cut(d, u, CUTTERS, INFINITY, r);
	}
	Arena *a = arena_new();
	bool ok = build(d, u, unit_eval(a, u, lo, hi), r, why);
	arena_free(a);
	return ok || (!r->undefined && !u->half &&
	              (unit_wide(d, u, r) || unit_float(d, u, r)));
}
