/* What a datapath costs before it has been scheduled: the area of its nodes,
 * and stages and registers as dp_schedule will about make them. */
#include "ir/lower.h"
#include "ir/stages.h"

#include <math.h>
#include <string.h>

/* Of register bits, as the earliest stages need more than the best ones, 1.3
 * times on average. By trial: between all and a quarter, at this the Feynman
 * equations come out smallest. */
static const double COUNTED = 0.5;

/* A copy without dead nodes, in `a`, of the outputs that are in `of`. */
static Datapath
copy(Arena *a, const Datapath *from, const bool *of)
{
	Datapath d = *from;
	d.a = a;
	d.node.at = arena_alloc(a, d.node.len * sizeof *d.node.at);
	memcpy(d.node.at, from->node.at, d.node.len * sizeof *d.node.at);
	d.in.at = arena_alloc(a, (d.in.len + 1) * sizeof *d.in.at);
	if (d.in.len)
		memcpy(d.in.at, from->in.at, d.in.len * sizeof *d.in.at);
	memset(&d.out, 0, sizeof d.out);
	for (uint32_t o = 0; o < from->out.len; o++)
		if (!of || of[o])
			vec_push(a, d.out, from->out.at[o]);
	dp_dce(&d);
	return d;
}

/* Stages as soon as possible: sets d's stages and latency, at least that of r,
 * and r's ends. */
static void
stages(Datapath *d, const Target *t, double usable, Rough *r)
{
	double budget = usable - t->t_clkq - t->t_setup;
	double *done = arena_alloc(d->a, d->node.len * sizeof *done);
	for (DRef i = 1; i < d->node.len; i++) {
		DNode *n = &d->node.at[i];
		unsigned at = 0;
		double start = 0, delay = node_delay(t, d, i);
		for (unsigned k = 0; k < n->narg; k++) {
			unsigned s = dp_at(d, n->arg[k])->stage;
			if (s > at)
				start = 0;
			at = s > at ? s : at;
			if (s == at)
				start = fmax(start, done[n->arg[k]]);
		}
		if (start > 0 && start + delay > budget) {
			at++;
			start = 0;
		}
		n->stage = (uint16_t)at;
		done[i] = start + delay;
	}
	for (uint32_t o = 0; o < d->out.len; o++) {
		DRef i = d->out.at[o].ref;
		r->end[o] = dp_at(d, i)->stage + done[i] / budget;
		double at = fmax(dp_at(d, i)->stage, ceil(r->end[o]) - 1);
		r->latency = fmax(r->latency, at);
	}
	d->latency = (uint16_t)r->latency;
	follow_readers(d);
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

Rough
rough_cost(Arena *a, const Datapath *from, const bool *of, const Target *t,
           double usable, double latency)
{
	Arena *own = arena_new();
	Datapath d = copy(own, from, of);
	Rough r = {.latency = latency};
	r.end = arena_alloc(a, (d.out.len + 1) * sizeof *r.end);
	dp_pack(&d, t);
	stages(&d, t, usable, &r);
	Cost c = dp_cost(t, &d);
	c.ff = COUNTED * register_bits(&d);
	r.share = device_share(t, &c);
	arena_free(own);
	return r;
}
