/* Stages: which register rank each operation stands behind.
 *
 * requires dp_split for AUTO; gives stage and latency, and no dead nodes;
 * breaks node indices.
 *
 * The constraints are differences, as in Leiserson and Saxe's retiming
 * ("Retiming synchronous circuitry", 1991) and in SDC scheduling (Cong and
 * Zhang 2006): stage[reader] - stage[node] >= ranks[node], and operations
 * of one stage form no path longer than the budget
 *
 *     period * (1 - uncertainty) - clock-to-q - set-up.
 *
 * 1. As soon as possible: each operation joins the stage of its latest
 *    argument if the path stays within the budget, else it opens the next.
 *    The least number of ranks for this budget.
 * 2. Fewer registers: from the outputs back, each operation moves to the
 *    later stage that saves most register bits (a sum of wide products stays
 *    early, a widening shift or table moves late), until nothing moves. Each
 *    move keeps the constraints and never adds a bit, so this ends.
 *
 * Invariant after both: ranks are even; every path from an input to an output
 * port passes `latency` of them. */
#include "ir/target.h"

typedef struct Plan {
	Arena *a;
	Datapath *d;
	const Target *t;
	double budget;
	unsigned *width; /* of each node */
	double *delay;
	uint16_t *ranks; /* registers inside it before it can be read */
	double *done;    /* within its stage, from the first path's start */
	double *tail;    /* from its output to the end of its stage */
	uint32_t *first; /* readers of r: reader[first[r] .. first[r + 1]) */
	DRef *reader;
	bool *is_output;
} Plan;

static bool
is_const(const Plan *p, DRef r)
{
	return dp_at(p->d, r)->op == D_const;
}

static unsigned
stage(const Plan *p, DRef r)
{
	return dp_at(p->d, r)->stage;
}

/* ---- set-up ---- */

static void
fill_readers(Plan *p)
{
	uint32_t n = p->d->node.len;
	p->first = arena_alloc(p->a, (n + 1) * sizeof *p->first);
	for (DRef r = 1; r < n; r++)
		for (unsigned i = 0; i < dp_at(p->d, r)->narg; i++)
			p->first[dp_at(p->d, r)->arg[i] + 1]++;
	for (DRef r = 0; r < n; r++)
		p->first[r + 1] += p->first[r];
	uint32_t *next = arena_alloc(p->a, (n + 1) * sizeof *next);
	p->reader = arena_alloc(p->a, (p->first[n] + 1) * sizeof *p->reader);
	for (DRef r = 1; r < n; r++)
		for (unsigned i = 0; i < dp_at(p->d, r)->narg; i++) {
			DRef a = dp_at(p->d, r)->arg[i];
			p->reader[p->first[a] + next[a]++] = r;
		}
}

static Plan
plan_new(Arena *a, Datapath *d, const Target *t)
{
	uint32_t n = d->node.len;
	Plan p = {.a = a, .d = d, .t = t};
	p.delay = arena_alloc(a, n * sizeof *p.delay);
	p.ranks = arena_alloc(a, n * sizeof *p.ranks);
	p.done = arena_alloc(a, n * sizeof *p.done);
	p.tail = arena_alloc(a, n * sizeof *p.tail);
	p.width = arena_alloc(a, n * sizeof *p.width);
	for (DRef r = 1; r < n; r++)
		p.width[r] = dp_width(d, r);
	p.is_output = arena_alloc(a, n * sizeof *p.is_output);
	for (uint32_t o = 0; o < d->out.len; o++)
		p.is_output[d->out.at[o].ref] = true;
	fill_readers(&p);
	return p;
}

/* Delays for a budget: a multiplier that does not fit takes registers inside
 * its block where the device has them. */
static void
set_budget(Plan *p, double budget)
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
place_asap(Plan *p, DRef r)
{
	DNode *n = &p->d->node.at[r];
	unsigned at = 0;
	double start = 0;
	for (unsigned i = 0; i < n->narg; i++) {
		DRef a = n->arg[i];
		unsigned s = stage(p, a) + p->ranks[a];
		double done = p->ranks[a] ? 0 : p->done[a];
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
	p->done[r] = start + p->delay[r];
}

/* Returns the latency. */
static unsigned
asap(Plan *p, double budget)
{
	unsigned latency = 0;
	set_budget(p, budget);
	for (DRef r = 1; r < p->d->node.len; r++) {
		place_asap(p, r);
		unsigned end = stage(p, r) + p->ranks[r];
		if (p->is_output[r] && latency < end)
			latency = end;
	}
	return latency;
}

/* ---- fewer registers ---- */

/* Last stage that reads a, if node `but` read it in stage `at`. */
static unsigned
last_read(const Plan *p, DRef a, DRef but, unsigned at)
{
	unsigned last = p->is_output[a] ? p->d->latency : stage(p, a);
	for (uint32_t i = p->first[a]; i < p->first[a + 1]; i++) {
		DRef c = p->reader[i];
		unsigned s = c == but ? at : stage(p, c);
		last = s > last ? s : last;
	}
	return last;
}

/* Register bits of r's value and of its arguments' if r stood in `at`. */
static unsigned
bits_around(const Plan *p, DRef r, unsigned at)
{
	const DNode *n = dp_at(p->d, r);
	unsigned bits = (last_read(p, r, 0, 0) - at) * p->width[r];
	for (unsigned i = 0; i < n->narg; i++) {
		DRef a = n->arg[i];
		bool seen = is_const(p, a);
		for (unsigned j = 0; j < i; j++)
			seen = seen || n->arg[j] == a;
		if (!seen)
			bits += (last_read(p, a, r, at) - stage(p, a)) *
			        p->width[a];
	}
	return bits;
}

/* The longest path behind r within stage `at`. */
static double
tail_in(const Plan *p, DRef r, unsigned at)
{
	double tail = 0;
	for (uint32_t i = p->first[r]; i < p->first[r + 1]; i++) {
		DRef c = p->reader[i];
		double path =
		    p->ranks[c] ? p->budget : p->delay[c] + p->tail[c];
		if (stage(p, c) == at && tail < path)
			tail = path;
	}
	return tail;
}

/* The latest stage that r's readers allow. */
static unsigned
latest(const Plan *p, DRef r)
{
	unsigned last = p->d->latency;
	for (uint32_t i = p->first[r]; i < p->first[r + 1]; i++)
		if (stage(p, p->reader[i]) < last)
			last = stage(p, p->reader[i]);
	return last - p->ranks[r];
}

/* Moves r to the best later stage; the last of equals, which lets what feeds
 * it follow. */
static bool
move_late(Plan *p, DRef r)
{
	DNode *n = &p->d->node.at[r];
	unsigned from = n->stage, best = from, best_bits = 0;
	bool movable = n->op != D_input && n->op != D_const &&
	               p->first[r] < p->first[r + 1] + p->is_output[r];
	if (movable)
		best_bits = bits_around(p, r, from);
	for (unsigned at = from + 1; movable && at <= latest(p, r); at++) {
		if (p->delay[r] + tail_in(p, r, at) > p->budget)
			continue;
		unsigned bits = bits_around(p, r, at);
		if (bits <= best_bits) {
			best = at;
			best_bits = bits;
		}
	}
	n->stage = (uint16_t)best;
	p->tail[r] = p->ranks[r] ? 0 : tail_in(p, r, best);
	return best != from;
}

static void
save_registers(Plan *p)
{
	for (bool moved = true; moved;) {
		moved = false;
		for (DRef r = p->d->node.len - 1; r > 0; r--)
			moved = move_late(p, r) || moved;
	}
}

/* ---- the pass ---- */

/* The shortest budget that needs no more than `ranks` ranks. */
static double
shortest_budget(Plan *p, unsigned ranks)
{
	double low = 0, high = 0;
	for (DRef r = 1; r < p->d->node.len; r++)
		high += node_delay(p->t, p->d, r);
	for (int i = 0; i < 50; i++) {
		double mid = (low + high) / 2;
		if (asap(p, mid) <= ranks)
			high = mid;
		else
			low = mid;
	}
	return high;
}

bool
dp_schedule(Datapath *d, const Target *t, double period_ns, int latency)
{
	dp_dce(d);
	Arena *a = arena_new();
	Plan p = plan_new(a, d, t);
	double usable = period_ns * (1 - t->uncertainty);
	double budget = usable - t->t_clkq - t->t_setup;
	if (latency != LATENCY_AUTO)
		budget = shortest_budget(&p, (unsigned)latency);
	unsigned ranks = asap(&p, budget > 0 ? budget : 0);
	d->latency =
	    latency == LATENCY_AUTO ? (uint16_t)ranks : (uint16_t)latency;
	save_registers(&p);
	arena_free(a);
	return dp_critical_path(t, d) <= usable + 1e-9;
}
