/* Word lengths by descent on the true cost.
 *
 * requires budget_open and the outputs' formats; changes l->weight, l->out_lsb
 * and l->given.
 *
 * What a bit of a signal costs is only known once everything that reads it is
 * built: a table halves, a multiplier loses a row, a sum a LUT. So each step
 * changes one signal's share of the error by a factor of two, which is one
 * bit, builds the whole datapath, and keeps what lowers its price, the device
 * share with the path's delay at l->speed. The shares that are left roll on
 * from signal to signal (budget.c), so that every try uses its whole
 * allowance. What is still left when that ends is spent bit by bit: each
 * signal keeps the error it was allowed, and is allowed twice that where the
 * proof holds and the price falls, until there is no such signal
 * (tests/descent), unless tries get too dear. Steps are coordinate descent as
 * in Sung and Kum, "Simulation-based word-length optimization" (1995), with
 * the proof by gains in place of the simulation; units that were planned once
 * are not planned again. */
#include "ir/lower.h"
#include "ir/stages.h"

#include <math.h>
#include <string.h>

enum { PASSES = 3 };

/* Units are what takes time: no more tries once those that were planned have
 * this many inputs in sum. */
static const double MOST_PLANNED = 0x1p21;
/* So that the last bits are tried whatever came before. */
static const double LAST_PLANNED = 0x1p23;

/* Ranges and gains hold for signals that err by this many of their first
 * shares. */
static const double ROOM = 8;

/* Where a latency is asked for, of the share: for each stage in use, as what is
 * estimated here is not exactly what comes out, and for each that is late. */
static const double STAGE = 0.003, LATE = 1;

/* ---- price ---- */

/* A copy without dead nodes, in `a`. */
static Datapath
copy(Arena *a, const Datapath *from)
{
	Datapath d = *from;
	d.a = a;
	d.node.at = arena_alloc(a, d.node.len * sizeof *d.node.at);
	memcpy(d.node.at, from->node.at, d.node.len * sizeof *d.node.at);
	d.in.at = arena_alloc(a, (d.in.len + 1) * sizeof *d.in.at);
	if (d.in.len)
		memcpy(d.in.at, from->in.at, d.in.len * sizeof *d.in.at);
	d.out.at = arena_alloc(a, d.out.len * sizeof *d.out.at);
	if (d.out.len)
		memcpy(d.out.at, from->out.at, d.out.len * sizeof *d.out.at);
	dp_dce(&d);
	return d;
}

/* Stages as soon as possible, an estimate of what dp_schedule will do: sets
 * d's stages and latency, returns the latency with the fraction of its last
 * stage; end[o] is that of output o. */
static double
rough_stages(Datapath *d, const Target *t, double period, double *end)
{
	double budget = period * (1 - t->uncertainty) - t->t_clkq - t->t_setup;
	double *done = arena_alloc(d->a, d->node.len * sizeof *done);
	double last = 0;
	for (DRef r = 1; r < d->node.len; r++) {
		DNode *n = &d->node.at[r];
		unsigned at = 0;
		double start = 0, delay = node_delay(t, d, r);
		for (unsigned i = 0; i < n->narg; i++) {
			unsigned s = dp_at(d, n->arg[i])->stage;
			if (s > at)
				start = 0;
			at = s > at ? s : at;
			if (s == at)
				start = fmax(start, done[n->arg[i]]);
		}
		if (start > 0 && start + delay > budget) {
			at++;
			start = 0;
		}
		n->stage = (uint16_t)at;
		done[r] = start + delay;
		last = fmax(last, at + done[r] / budget);
	}
	d->latency = (uint16_t)ceil(last) > 0 ? (uint16_t)(ceil(last) - 1) : 0;
	for (uint32_t o = 0; o < d->out.len; o++) {
		const DNode *n = dp_at(d, d->out.at[o].ref);
		if (d->latency < n->stage)
			d->latency = n->stage;
		end[o] = n->stage + done[d->out.at[o].ref] / budget;
	}
	follow_readers(d);
	return last;
}

/* Register bits: of each value either what is made of it by wires, each kept
 * for itself, or the value as long as any of that is read. */
static double
register_bits(const Datapath *d)
{
	uint32_t n = d->node.len;
	uint16_t *last = arena_alloc(d->a, n * sizeof *last), *all;
	double *parts = arena_alloc(d->a, n * sizeof *parts), sum = 0;
	all = arena_alloc(d->a, n * sizeof *all);
	for (uint32_t o = 0; o < d->out.len; o++)
		last[d->out.at[o].ref] = all[d->out.at[o].ref] = d->latency;
	for (DRef r = n - 1; r > 0; r--) {
		const DNode *x = dp_at(d, r);
		bool wire = dp_is_wire(d, r);
		if (x->op == D_const)
			continue;
		double bits = width_of(x->lo, x->hi) - (x->lo >= 0);
		double own =
		    last[r] > x->stage ? bits * (last[r] - x->stage) : 0;
		parts[r] += own;
		for (unsigned i = 0; i < x->narg; i++) {
			DRef a = x->arg[i];
			last[a] = last[a] > x->stage ? last[a] : x->stage;
			uint16_t end = wire ? all[r] : x->stage;
			all[a] = all[a] > end ? all[a] : end;
			if (wire)
				parts[a] += parts[r];
		}
		if (!wire)
			sum += fmin(parts[r],
			            bits * (fmax(all[r], x->stage) - x->stage));
	}
	return sum;
}

/* What the share is multiplied by for the time that it takes. Once the latency
 * that is asked for counts, each output that is late does: else nothing would be
 * gained by making one of two that are late faster. */
static double
haste(const Lower *l, uint32_t nout, const double *end, double last)
{
	double sum = 0, late = 0;
	if (!l->punctual)
		return (l->n->hurry ? CYCLES_HURRY : CYCLES_ANY) + last;
	for (uint32_t o = 0; o < nout; o++) {
		sum += end[o];
		late += fmax(0, end[o] - l->n->stages);
	}
	return 1 + STAGE * sum / nout + LATE * late;
}

/* Device share, registers included, times that. */
static double
price(const Lower *l)
{
	Arena *a = arena_new();
	const Target *t = l->n->target;
	Datapath d = copy(a, l->d);
	dp_pack(&d, t);
	double *end = arena_alloc(a, d.out.len * sizeof *end + 1);
	double last = rough_stages(&d, t, l->n->period_ns, end);
	Cost c = dp_cost(t, &d);
	c.ff = register_bits(&d);
	double p = device_share(t, &c) * haste(l, d.out.len, end, last);
	arena_free(a);
	return p;
}

/* ---- steps ---- */

/* The price of the weights as they are; infinite where they do not do. */
static double
try(Lower *l)
{
	Arena *keep = l->a;
	double p = INFINITY;
	if (l->planned > l->most)
		return p;
	l->a = arena_new();
	l->quiet = true;
	if (lower_build(l, 1) && budget_fill(l) <= 1)
		p = price(l);
	l->quiet = false;
	arena_free(l->a);
	l->a = keep;
	return p;
}

/* One bit more or less for r while that pays; true if anything did. */
static bool
step_signal(Lower *l, Ref r, double *best)
{
	static const double factor[] = {2, 0.5};
	bool any = false;
	for (int k = 0; k < 2 && !any; k++)
		for (;;) {
			double old = l->weight[r];
			l->weight[r] *= factor[k];
			double p = try(l);
			if (!(p < *best)) {
				l->weight[r] = old;
				break;
			}
			*best = p;
			any = true;
		}
	return any;
}

/* What the fastest way gains over a fast one is a multiplier block. */
static uint8_t
fastest(const Lower *l)
{
	return has_blocks(l->n->target, l->n->period_ns) ? HURRY_MAX
	                                                 : HURRY_MAX - 1;
}

/* A faster or smaller way for a product. */
static bool
step_way(Lower *l, Ref r, double *best)
{
	uint8_t old = l->hurry[r], kept = old, most = fastest(l);
	for (uint8_t h = 0; l->s[r].role == R_product && h <= most; h++) {
		l->hurry[r] = h;
		double p = h == old ? *best : try(l);
		if (p < *best) {
			*best = p;
			kept = h;
		}
	}
	l->hurry[r] = kept;
	return kept != old;
}

static bool
reaches(const Lower *l, Ref r, uint32_t o)
{
	return o == l->e->out.len || budget_gain(l, o, r) > 0;
}

/* All products of output o, or of all outputs, alike, where that is better:
 * one of several that take equally long gains nothing by itself. */
static bool
step_ways(Lower *l, uint32_t o, double *best)
{
	uint32_t n = l->e->node.len;
	uint8_t *old = l->hurry, *kept = old;
	bool any = false;
	for (Ref r = 1; r < n; r++)
		any = any || (budget_site(l, r) && l->s[r].role == R_product);
	for (uint8_t h = 0; any && h <= fastest(l); h++) {
		l->hurry = arena_alloc(l->kept_in, n * sizeof *l->hurry);
		for (Ref r = 0; r < n; r++)
			l->hurry[r] = r && reaches(l, r, o) ? h : old[r];
		double p = try(l);
		if (p < *best) {
			*best = p;
			kept = l->hurry;
		}
	}
	l->hurry = kept;
	return kept != old;
}

static bool
step_output(Lower *l, uint32_t o, double *best)
{
	bool any = false;
	for (int by = -1; by <= 1; by += 2) {
		int old = l->out_lsb[o];
		if (old + by < l->n->out[o].format.lsb ||
		    ldexp(1, old + by - 1) >= l->total[o])
			continue;
		budget_output(l, o, old + by);
		double p = try(l);
		if (p < *best) {
			*best = p;
			any = true;
		} else {
			budget_output(l, o, old);
		}
	}
	return any;
}

/* ---- the last bits ---- */

/* r is a signal that may err by what it is given. */
static bool
is_given(const Lower *l, Ref r)
{
	return budget_site(l, r) && sole_output(l, r) < 0 && l->given[r] > 0;
}

/* The price with one bit less of r, all else as it is. */
static double
without_bit(Lower *l, Ref r)
{
	l->given[r] *= 2;
	double p = try(l);
	l->given[r] /= 2;
	return p;
}

/* For the dump: what one bit less of each signal would do to the price. */
static void
tell_bits(Lower *l, double least)
{
	uint32_t n = l->e->node.len;
	l->less = arena_alloc(l->kept_in, n * sizeof *l->less);
	for (Ref r = 1; r < n; r++) {
		l->less[r] = NAN;
		if (!is_given(l, r))
			continue;
		double p = without_bit(l, r);
		l->less[r] = l->planned > l->most ? -INFINITY : p / least - 1;
	}
}

/* Takes bits as long as there is one that can go and lowers the price, which
 * was `best`; back to the weights if that is not the least after all, as the
 * gains are others. */
static void
settle(Lower *l, double best)
{
	l->most = l->planned + LAST_PLANNED;
	try(l); /* for what it allowed */
	l->given = l->allowed;
	l->allowed =
	    arena_alloc(l->kept_in, l->e->node.len * sizeof *l->allowed);
	budget_ranges(l, ROOM, 1);
	double least = try(l), p;
	for (bool any = isfinite(least); any;) {
		any = false;
		for (Ref r = 1; r < l->e->node.len; r++)
			while (is_given(l, r) &&
			       (p = without_bit(l, r)) < least) {
				l->given[r] *= 2;
				least = p;
				any = true;
			}
	}
	if (l->n->dump)
		tell_bits(l, fmin(least, best));
	if (least > best)
		l->given = NULL;
}

/* Steps of all signals and outputs as long as any pays. */
static void
walk(Lower *l, double *best)
{
	for (int pass = 0; pass < PASSES; pass++) {
		bool any = false;
		for (uint32_t o = 0; l->punctual && o < l->e->out.len; o++)
			any = step_ways(l, o, best) || any;
		for (uint32_t o = 0; o < l->e->out.len; o++)
			any = step_output(l, o, best) || any;
		for (Ref r = 1; r < l->e->node.len; r++)
			if (budget_site(l, r)) {
				if (sole_output(l, r) < 0)
					any = step_signal(l, r, best) || any;
				any = step_way(l, r, best) || any;
			}
		if (!any)
			break;
	}
}

void
lower_descend(Lower *l)
{
	l->most = MOST_PLANNED;
	budget_ranges(l, ROOM, 1);
	double best = try(l);
	if (!isfinite(best))
		return;
	step_ways(l, l->e->out.len, &best);
	walk(l, &best);
	l->punctual = l->n->stages > 0;
	if (l->punctual) { /* from there, or it would begin with what is fastest */
		best = try(l);
		walk(l, &best);
	}
	settle(l, best);
}
