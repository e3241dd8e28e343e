/* The stages with the fewest register bits for a latency.
 *
 * requires the earliest stages (schedule.c); gives the best ones.
 *
 * The constraints are differences, as in Leiserson and Saxe's retiming
 * ("Retiming synchronous circuitry", 1991) and in SDC scheduling (Cong and
 * Zhang 2006). With s[r] the stage of node r and e[r] the last stage that reads it:
 *
 *     s[reader] >= s[r] + ranks[r]        what feeds comes before
 *     e[r] >= s[reader], e[output] >= latency >= s[output] + ranks[output]
 *     s[r] >= s[reader]                   if r shares its reader's LUT
 *     s[v] >= s[u] + 1                    if the path u .. v is too long
 *
 * and the register bits are the sum of width[r] * (e[r] - s[r]). Starting
 * from the least solution, the set of variables whose common increment by one
 * saves most is a closure of the tight constraints of the greatest weight,
 * which a minimum cut finds; when none saves anything, the solution is
 * optimal, since the sum is L-natural convex (Murota, "Discrete convex
 * analysis", 2003). Hurst, Mishchenko and Brayton, "Fast minimum-register
 * retiming via binary maximum-flow" (2007), do the same on netlists.
 *
 * A variable is a number: r for s[r], n + r for e[r]. s of inputs and of
 * constants never moves. */
#include "ir/flow.h"
#include "ir/stages.h"

/* value[of] >= value[than] + by */
typedef struct Apart {
	uint32_t of, than, by;
} Apart;

typedef struct Retime {
	const Stages *p;
	Arena *a;
	uint32_t n; /* nodes */
	uint32_t *value;
	VEC(Apart) apart;
} Retime;

static void
apart(Retime *t, uint32_t of, uint32_t than, uint32_t by)
{
	Apart c = {of, than, by};
	vec_push(t->a, t->apart, c);
}

static bool
is_const(const Retime *t, DRef r)
{
	return dp_at(t->p->d, r)->op == D_const;
}

static bool
fixed(const Retime *t, DRef r)
{
	return is_const(t, r) || dp_at(t->p->d, r)->op == D_input;
}

/* ---- constraints ---- */

static void
reads(Retime *t, DRef r)
{
	const DNode *n = dp_at(t->p->d, r);
	for (unsigned i = 0; i < n->narg; i++) {
		DRef a = n->arg[i];
		if (is_const(t, a))
			continue;
		apart(t, r, a, t->p->ranks[a]);
		if (dp_at(t->p->d, a)->packed)
			apart(t, a, r, 0);
		apart(t, t->n + a, r, 0);
	}
}

/* Length of the longest path from u's start to v's end, both in one stage;
 * before: the same to v's latest argument. */
static double
path_to(const Retime *t, DRef v, double before)
{
	/* a block's own registers want its arguments straight from a rank */
	return t->p->ranks[v] ? 2 * t->p->budget + 1 : before + t->p->delay[v];
}

/* Nodes that cannot share u's stage: the first on each path from u that is
 * too long, as those behind it come no earlier. */
static void
too_far_from(Retime *t, DRef u, double *path)
{
	const Stages *p = t->p;
	const double budget = p->budget;
	path[u] = p->delay[u];
	for (DRef v = u + 1; v < t->n; v++) {
		const DNode *n = dp_at(p->d, v);
		double before = 0;
		for (unsigned i = 0; i < n->narg; i++)
			if (n->arg[i] >= u && before < path[n->arg[i]])
				before = path[n->arg[i]];
		bool later = before > budget && before > path[u];
		path[v] = before > 0 ? path_to(t, v, before) : 0;
		if (before > 0 && !later && path[v] > budget)
			apart(t, v, u, 1);
	}
}

/* Paths start at operations that take time; those behind a block's own
 * registers start at their readers. */
static void
too_far(Retime *t)
{
	double *path = arena_alloc(t->a, t->n * sizeof *path);
	for (DRef u = 1; u < t->n; u++)
		if (t->p->delay[u] > 0 && !t->p->ranks[u])
			too_far_from(t, u, path);
}

/* ---- the best closure ---- */

static int64_t
bits(const Retime *t, DRef r)
{
	const DNode *n = dp_at(t->p->d, r);
	return width_of(n->lo, n->hi) - (n->lo >= 0);
}

/* How far the set that the cut found can move before another constraint holds
 * it: until then it is what saves most at every step, so that going there at
 * once passes no optimum. */
static uint32_t
room(const Retime *t, const Flow *f)
{
	uint32_t most = UINT32_MAX;
	for (uint32_t o = 0; o < t->p->d->out.len; o++) {
		DRef r = t->p->d->out.at[o].ref;
		uint32_t left = t->p->d->latency - t->p->ranks[r] - t->value[r];
		if (flow_reaches(f, r) && left < most)
			most = left;
	}
	for (uint32_t i = 0; i < t->apart.len; i++) {
		const Apart *c = &t->apart.at[i];
		uint32_t left = t->value[c->of] - t->value[c->than] - c->by;
		if (flow_reaches(f, c->than) && !flow_reaches(f, c->of) &&
		    left < most)
			most = left;
	}
	return most == UINT32_MAX ? 1 : most;
}

/* Moves the set of variables that saves most; false if none saves a bit. The
 * network has an arc from the source to what saves (each s), to the sink from
 * what costs (each e), and to what must move along. */
static bool
move(Retime *t)
{
	Arena *a = arena_new();
	const uint32_t source = 0, sink = 2 * t->n; /* node 0 is unused */
	Flow *f = flow_new(a, sink + 1);
	int64_t all = 0;
	for (DRef r = 1; r < t->n; r++) {
		if (is_const(t, r))
			continue;
		flow_arc(f, t->n + r, sink, bits(t, r));
		if (fixed(t, r)) {
			flow_arc(f, r, sink, FLOW_INFINITE);
			continue;
		}
		flow_arc(f, source, r, bits(t, r));
		all += bits(t, r);
	}
	for (uint32_t o = 0; o < t->p->d->out.len; o++) {
		DRef r = t->p->d->out.at[o].ref;
		if (t->value[r] + t->p->ranks[r] >= t->p->d->latency)
			flow_arc(f, r, sink, FLOW_INFINITE);
	}
	for (uint32_t i = 0; i < t->apart.len; i++) {
		const Apart *c = &t->apart.at[i];
		if (t->value[c->of] == t->value[c->than] + c->by)
			flow_arc(f, c->than, c->of, FLOW_INFINITE);
	}
	bool saves = flow_max(f, source, sink) < all;
	uint32_t by = saves ? room(t, f) : 0;
	for (uint32_t x = 1; saves && x < sink; x++)
		t->value[x] += flow_reaches(f, x) ? by : 0;
	arena_free(a);
	return saves;
}

/* ---- the pass ---- */

/* e[r] of the stages as they are. */
static void
last_reads(Retime *t)
{
	const Datapath *d = t->p->d;
	uint32_t *last = t->value + t->n;
	for (DRef r = 1; r < t->n; r++) {
		const DNode *n = dp_at(d, r);
		t->value[r] = last[r] = n->stage;
		for (unsigned i = 0; i < n->narg; i++)
			if (last[n->arg[i]] < n->stage)
				last[n->arg[i]] = n->stage;
	}
	for (uint32_t o = 0; o < d->out.len; o++)
		last[d->out.at[o].ref] = d->latency;
}

void
retime(const Stages *p)
{
	Retime t = {.p = p, .a = arena_new(), .n = p->d->node.len};
	t.value = arena_alloc(t.a, 2 * t.n * sizeof *t.value);
	last_reads(&t);
	for (DRef r = 1; r < t.n; r++)
		if (!fixed(&t, r))
			reads(&t, r);
	too_far(&t);
	while (move(&t))
		;
	for (DRef r = 1; r < t.n; r++)
		p->d->node.at[r].stage = (uint16_t)t.value[r];
	arena_free(t.a);
}
