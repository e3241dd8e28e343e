/* The error budget: who may err by how much, and the proof of the whole.
 *
 * Requires roles (signals.h). Every signal n adds an error of at most e_n; by
 * the mean value theorem output o is off by at most sum_n gain[o][n] * e_n,
 * with gains enclosed over the box widened by the errors themselves (eval.h),
 * so the bound is rigorous to all orders.
 *
 * Split: an output's allowance, less the half unit of its own last rounding,
 * is shared among the signals that reach it, e_n = weight_n * share / gain.
 * Least cost under that constraint gives each signal error in proportion to
 * what one more of its bits costs (Lagrange), hence the weights. The signals
 * are built in topological order and each books what it really took, so what
 * one leaves over goes to those after it. */
#include "ir/lower.h"

#include <math.h>
#include <string.h>

enum { BOXES = 64 };

/* Of box_gains, in passing and for the design that is kept. */
enum { WORK = 20000, MORE_WORK = 50000 };

bool
budget_site(const Lower *l, Ref r)
{
	return l->s[r].needed && l->s[r].role != R_input;
}

int
sole_output(const Lower *l, Ref r)
{
	int o = -1;
	if (l->s[r].uses != 1)
		return -1;
	for (uint32_t i = 0; i < l->e->out.len; i++)
		o = l->e->out.at[i].ref == r ? (int)i : o;
	return o;
}

/* ---- opening: ranges, gains, definedness ---- */

void
budget_box(Lower *l)
{
	uint32_t n = l->e->var.len;
	l->x = arena_alloc(l->a, (n + 1) * sizeof *l->x);
	l->grid = arena_alloc(l->a, (n + 1) * sizeof *l->grid);
	for (uint32_t i = 0; i < n; i++) {
		const InputSpec *in = &l->n->in[i];
		double lo = (double)in->lo, hi = (double)in->hi;
		int64_t exact = INT64_C(1) << 53;
		if (in->lo < -exact)
			lo = nextafter(lo, -INFINITY);
		if (in->hi > exact)
			hi = nextafter(hi, INFINITY);
		l->x[i] = (Range){ldexp(lo, in->format.lsb),
		                  ldexp(hi, in->format.lsb)};
		l->grid[i] = ldexp(1, in->format.lsb);
	}
}

/* One more input bit can double a unit's tables; one more bit of anything
 * else is a full adder or a row of a multiplier. */
static const double UNIT_INPUT_WEIGHT = 6;

static void
share_weights(Lower *l)
{
	for (Ref r = 1; r < l->e->node.len; r++) /* operators add no error */
		l->weight[r] = budget_site(l, r) && l->s[r].role != R_op;
	for (Ref r = 1; r < l->e->node.len; r++) {
		Ref x = l->s[r].arg;
		if (l->s[r].role == R_unit && budget_site(l, x))
			l->weight[x] = UNIT_INPUT_WEIGHT;
	}
}

/* Weight of the signals that reach output o and may err; where the slope is
 * unbounded no error is allowed at all, and none is counted. */
static double
sum_weights(const Lower *l, uint32_t o)
{
	double sum = 0;
	for (Ref r = 1; r < l->e->node.len; r++) {
		if (budget_gain(l, o, r) > 0 && isfinite(budget_gain(l, o, r)))
			sum += l->weight[r];
	}
	return sum > 0 ? sum : 1;
}

/* The most that signal r may add if all got `shares` even shares. */
static double
even_share(const Lower *l, Ref r, double shares)
{
	double e = INFINITY;
	for (uint32_t o = 0; o < l->e->out.len; o++) {
		double g = budget_gain(l, o, r);
		double room = l->total[o] - l->half[o];
		if (g > 0)
			e = fmin(e, shares * l->weight[r] * room /
			                (l->left[o] * g));
	}
	return e;
}

static void
make_plan(Lower *l, double shares)
{
	for (uint32_t o = 0; o < l->e->out.len; o++)
		l->left[o] = sum_weights(l, o);
	for (Ref r = 1; r < l->e->node.len; r++) {
		l->plan[r] = 0;
		if (budget_site(l, r))
			l->plan[r] = l->given ? shares * l->given[r]
			                      : even_share(l, r, shares);
		int o = sole_output(l, r);
		if (o >= 0 && budget_site(l, r))
			l->plan[r] = l->total[o];
		if (isinf(l->plan[r])) { /* reaches no output */
			const Range *v = &l->box->value[r];
			l->plan[r] = fmin(fmax(-v->lo, v->hi), 0x1p60);
		}
	}
}

bool
budget_open(Lower *l)
{
	uint32_t n = l->e->node.len, m = l->e->out.len + 1;
	l->pool = box_pool(l->a, l->e);
	l->box = box_result(l->a, l->e);
	l->plan = arena_alloc(l->a, n * sizeof *l->plan);
	l->total = arena_alloc(l->a, m * sizeof *l->total);
	l->half = arena_alloc(l->a, m * sizeof *l->half);
	l->out_lsb = arena_alloc(l->a, m * sizeof *l->out_lsb);
	l->used = arena_alloc(l->a, m * sizeof *l->used);
	l->left = arena_alloc(l->a, m * sizeof *l->left);
	l->spare = arena_alloc(l->a, m * sizeof *l->spare);
	l->weight = arena_alloc(l->a, n * sizeof *l->weight);
	l->allowed = arena_alloc(l->a, n * sizeof *l->allowed);
	share_weights(l);
	l->site = arena_alloc(l->a, n);
	for (Ref r = 1; r < n; r++)
		l->site[r] = budget_site(l, r);
	BoxTask task = {.x = l->x, .grid = l->grid, .budget = BOXES};
	box_subdivide(l->pool, &task, l->box, NULL);
	l->known = arena_alloc(l->a, n * sizeof *l->known);
	l->bend = arena_alloc(l->a, n * sizeof *l->bend);
	memcpy(l->known, l->box->value, n * sizeof *l->known);
	box_mean(l->pool, l->x, l->box->def, l->known);
	if (opt_has(l->n->opts, OPT_affine))
		box_affine(l->pool, l->box->def, l->known);
	memcpy(l->box->value, l->known, n * sizeof *l->known);
	bend_open(l);
	return lower_defined(l);
}

/* ---- one attempt ---- */

void
budget_gains(Lower *l, const double *err, double *bound)
{
	BoxTask task = {.x = l->x,
	                .grid = l->grid,
	                .err = err,
	                .known = l->known,
	                .bend = l->bend,
	                .budget = BOXES};
	task.work = opt_has(l->n->opts, OPT_descent) ? MORE_WORK : WORK;
	box_gains(l->pool, &task, l->site, l->box, bound);
}

/* What the bends take from output o. */
static double
bent(const Lower *l, uint32_t o)
{
	double sum = 0;
	for (Ref r = 1; r < l->e->node.len; r++)
		if (l->box->extra[r] > 0)
			sum += budget_gain(l, o, r) * l->box->extra[r];
	return sum;
}

void
budget_ranges(Lower *l, double shares, double scale)
{
	bend_slopes(l, scale);
	make_plan(l, shares * scale);
	budget_gains(l, l->plan, NULL);
}

void
budget_start(Lower *l, double scale)
{
	l->scale = scale;
	for (uint32_t o = 0; o < l->e->out.len; o++) {
		double room = l->total[o] - l->half[o];
		l->used[o] =
		    room * (1 - scale * (1 - l->spare[o])) + bent(l, o);
		l->left[o] = sum_weights(l, o);
	}
}

void
budget_output(Lower *l, uint32_t o, int lsb)
{
	l->out_lsb[o] = lsb;
	l->half[o] = ldexp(1, lsb - 1);
}

double
budget_fill(const Lower *l)
{
	double worst = 0;
	for (uint32_t o = 0; o < l->e->out.len; o++) {
		double room = l->total[o] - l->half[o];
		if (l->used[o] > 0)
			worst = fmax(worst, l->used[o] / room);
	}
	return worst;
}

Allow
budget_allow(const Lower *l, Ref r)
{
	Allow allow = {.err = l->plan[r], .lsb = ANY_LSB};
	int sole = sole_output(l, r);
	if (sole >= 0) {
		allow.lsb = l->out_lsb[sole];
		allow.half = l->half[sole];
		allow.err -= allow.half;
	}
	if (l->given && sole < 0) {
		allow.err = fmin(allow.err, l->scale * l->given[r]);
		return allow;
	}
	for (uint32_t o = 0; o < l->e->out.len; o++) {
		double g = budget_gain(l, o, r);
		double room = l->total[o] - l->half[o] - l->used[o];
		if (g > 0)
			allow.err = fmin(allow.err, l->weight[r] * room /
			                                (l->left[o] * g));
	}
	allow.err = fmax(allow.err, 0);
	return allow;
}

/* The integers of a proven range; false where they are out of reach. */
static bool
integers(const Range *v, const Fixed *f, int64_t *lo, int64_t *hi)
{
	double a = floor(ldexp(down(v->lo - f->bias), -f->lsb));
	double b = ceil(ldexp(up(v->hi - f->bias), -f->lsb));
	if (!(a > -0x1p62 && b < 0x1p62))
		return false;
	*lo = (int64_t)a;
	*hi = (int64_t)b;
	return true;
}

void
budget_spend(Lower *l, Ref r)
{
	const Fixed *f = &l->fx[r];
	int sole = sole_output(l, r);
	int64_t lo, hi;
	for (uint32_t o = 0; o < l->e->out.len; o++) {
		double g = budget_gain(l, o, r), e = f->local;
		if (sole == (int)o)
			e = fmax(0, e - l->half[o]);
		if (g > 0 && e > 0)
			l->used[o] += g * e;
		if (budget_site(l, r) && g > 0 && isfinite(g))
			l->left[o] -=
			    l->left[o] > l->weight[r] ? l->weight[r] : 0;
	}
	/* a unit knows its results, which may be anything where they saturate */
	bool unit = l->s[r].role == R_unit || l->s[r].role == R_pair;
	if (!l->partial && !l->wrap[r] && !unit &&
	    integers(&l->box->value[r], f, &lo, &hi) &&
	    dp_at(l->d, f->d)->op != D_const)
		dp_assume(l->d, f->d, lo, hi);
}

void
budget_prove(Lower *l, double *bound)
{
	double *err = arena_alloc(l->a, l->e->node.len * sizeof *err);
	for (Ref r = 1; r < l->e->node.len; r++)
		err[r] = budget_site(l, r) ? l->fx[r].local : 0;
	budget_gains(l, err, bound);
}
