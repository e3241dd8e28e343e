/* Stages: which register rank each operation stands behind.
 *
 * requires dp_split for AUTO; gives stage and latency, and no dead nodes;
 * breaks node indices.
 *
 * 1. As soon as possible: each operation joins the stage of its latest
 *    argument if the path stays within the budget
 *
 *        period * (1 - uncertainty) - clock-to-q - set-up,
 *
 *    else it opens the next. The least number of ranks for this budget; where
 *    that number is given, the least budget.
 * 2. Fewer registers: retime.c, at the same latency.
 *
 * Invariant after both: ranks are even; every path from an input to an output
 * port passes `latency` of them. */
#include "ir/stages.h"

static unsigned
stage(const Stages *p, DRef r)
{
	return dp_at(p->d, r)->stage;
}

/* ---- set-up ---- */

static Stages
stages_new(Arena *a, Datapath *d, const Target *t)
{
	uint32_t n = d->node.len;
	Stages p = {.a = a, .d = d, .t = t};
	p.delay = arena_alloc(a, n * sizeof *p.delay);
	p.ranks = arena_alloc(a, n * sizeof *p.ranks);
	return p;
}

/* Delays for a budget: a multiplier that does not fit takes registers inside
 * its block where the device has them. */
static void
set_budget(Stages *p, double budget)
{
	p->budget = budget;
	for (DRef r = 1; r < p->d->node.len; r++) {
		p->ranks[r] = 0;
		p->delay[r] = node_delay(p->t, p->d, r);
		if (p->delay[r] <= budget)
			continue;
		double piped = node_delay_piped(p->t, p->d, r, DSP_RANKS);
		if (piped < p->delay[r]) {
			p->delay[r] = piped;
			p->ranks[r] = DSP_RANKS;
		}
	}
}

/* ---- as soon as possible ---- */

static void
place_asap(Stages *p, DRef r, double *ready)
{
	DNode *n = &p->d->node.at[r];
	unsigned at = 0;
	double start = 0;
	for (unsigned i = 0; i < n->narg; i++) {
		DRef a = n->arg[i];
		unsigned s = stage(p, a) + p->ranks[a];
		double done = p->ranks[a] ? 0 : ready[a];
		if (s > at || (s == at && done > start)) {
			at = s;
			start = done;
		}
	}
	/* a block's own registers want its arguments straight from a rank */
	bool alone = p->ranks[r] > 0;
	if (start > 0 && (alone || start + p->delay[r] > p->budget)) {
		at++;
		start = 0;
	}
	n->stage = (uint16_t)at;
	ready[r] = start + p->delay[r];
}

/* Returns the latency. */
static unsigned
asap(Stages *p, double budget)
{
	double *ready = arena_alloc(p->a, p->d->node.len * sizeof *ready);
	unsigned latency = 0;
	set_budget(p, budget);
	for (DRef r = 1; r < p->d->node.len; r++)
		place_asap(p, r, ready);
	for (uint32_t o = 0; o < p->d->out.len; o++) {
		DRef r = p->d->out.at[o].ref;
		unsigned end = stage(p, r) + p->ranks[r];
		latency = latency < end ? end : latency;
	}
	return latency;
}

/* ---- the pass ---- */

void
follow_readers(Datapath *d)
{
	for (DRef r = d->node.len - 1; r > 0; r--)
		for (unsigned i = 0; i < dp_at(d, r)->narg; i++) {
			DNode *a = &d->node.at[dp_at(d, r)->arg[i]];
			if (a->packed)
				a->stage = dp_at(d, r)->stage;
		}
}

/* The shortest budget that needs no more than `ranks` ranks. */
static double
shortest_budget(Stages *p, unsigned ranks)
{
	double low = 0, high = 0;
	for (DRef r = 1; r < p->d->node.len; r++)
		high += node_delay(p->t, p->d, r);
	while (high - low > 1e-6) {
		double mid = (low + high) / 2;
		if (asap(p, mid) <= ranks)
			high = mid;
		else
			low = mid;
	}
	return high;
}

static double
share(const Target *t, const Datapath *d)
{
	Cost c = dp_cost(t, d);
	return device_share(t, &c);
}

/* Retiming, and once more with copies of what is free if that is less. */
static void
move_registers(const Stages *p)
{
	retime(p);
	Datapath copied = copies_make(p->d);
	Stages q = stages_new(p->a, &copied, p->t);
	set_budget(&q, p->budget);
	retime(&q);
	copies_merge(&copied);
	if (share(p->t, &copied) < share(p->t, p->d))
		*p->d = copied;
}

double
usable_ns(const Target *t, double period_ns, int latency)
{
	return period_ns * (latency == LATENCY_AUTO ? 1 - t->uncertainty : 1);
}

bool
dp_schedule(Datapath *d, const Target *t, double period_ns, int latency,
            OptSet opts)
{
	dp_dce(d);
	dp_pack(d, t);
	Arena *a = arena_new();
	Stages p = stages_new(a, d, t);
	double usable = usable_ns(t, period_ns, latency);
	double budget = usable - t->t_clkq - t->t_setup;
	if (latency != LATENCY_AUTO)
		budget = shortest_budget(&p, (unsigned)latency);
	unsigned ranks = asap(&p, budget > 0 ? budget : 0);
	d->latency =
	    latency == LATENCY_AUTO ? (uint16_t)ranks : (uint16_t)latency;
	follow_readers(d);
	if (opt_has(opts, OPT_retime) && d->latency > 0)
		move_registers(&p);
	arena_free(a);
	return dp_critical_path(t, d) <= usable + 1e-9;
}
