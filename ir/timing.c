/* What a scheduled datapath costs and how fast it is.
 *
 * Contract: both read `stage` and `latency` as dp_schedule or dp_read left
 * them. A value lives from its node's stage to its last reader's (outputs
 * are read at stage `latency`) in one register a bit and stage; constants
 * have none. Inputs arrive clock-to-q after the edge, outputs are set up
 * before it, as if registers stood outside the block. */
#include "ir/target.h"

/* First stage above the node's own that reads it, or UINT16_MAX; a reader
 * in the same stage gives the node's own. */
static uint16_t *
first_use(const Datapath *d, Arena *a)
{
	uint16_t *use = arena_alloc(a, d->node.len * sizeof *use);
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);
		use[r] = UINT16_MAX;
		for (unsigned i = 0; i < n->narg; i++)
			if (use[n->arg[i]] > n->stage)
				use[n->arg[i]] = n->stage;
	}
	for (uint32_t o = 0; o < d->out.len; o++)
		if (use[d->out.at[o].ref] > d->latency)
			use[d->out.at[o].ref] = d->latency;
	return use;
}

/* Stages that read each node, a row of latency + 1 flags a node. */
static bool *
taps(const Datapath *d, Arena *a)
{
	size_t row = d->latency + 1u;
	bool *tap = arena_alloc(a, d->node.len * row);
	for (DRef r = 1; r < d->node.len; r++)
		for (unsigned i = 0; i < dp_at(d, r)->narg; i++)
			tap[dp_at(d, r)->arg[i] * row + dp_at(d, r)->stage] =
			    true;
	for (uint32_t o = 0; o < d->out.len; o++)
		tap[d->out.at[o].ref * row + d->latency] = true;
	return tap;
}

/* Registers of node r, read in the stages of `tap`: between two of them a
 * shift register where it is long enough. synth_xilinx moves the first two
 * behind a 7 series multiplier into its block. */
static Cost
registers(const Target *t, const Datapath *d, DRef r, const bool *tap)
{
	const DNode *n = dp_at(d, r);
	double bits = width_of(n->lo, n->hi) - (n->lo >= 0);
	Cost c = {0};
	unsigned from = n->stage;
	if (n->op == D_const)
		return c;
	if (n->op == D_mul && t->dsp_adds && node_cost(t, d, r).dsp > 0)
		from += DSP_RANKS;
	for (unsigned at = from + 1; at <= d->latency; at++) {
		if (!tap[at])
			continue;
		if (t->shreg_min > 0 && at - from >= t->shreg_min)
			c.lut += bits;
		else
			c.ff += (at - from) * bits;
		from = at;
	}
	return c;
}

static void
add_cost(Cost *sum, Cost c)
{
	sum->lut += c.lut;
	sum->ff += c.ff;
	sum->carry += c.carry;
	sum->dsp += c.dsp;
	sum->bram += c.bram;
}

Cost
dp_cost(const Target *t, const Datapath *d)
{
	Arena *a = arena_new();
	const bool *tap = taps(d, a);
	Cost sum = {.ff = d->latency}; /* the valid bit */
	for (DRef r = 1; r < d->node.len; r++) {
		add_cost(&sum, node_cost(t, d, r));
		add_cost(&sum, registers(t, d, r, tap + r * (d->latency + 1u)));
	}
	arena_free(a);
	return sum;
}

double
dp_critical_path(const Target *t, const Datapath *d)
{
	Arena *a = arena_new();
	const uint16_t *use = first_use(d, a);
	double *done = arena_alloc(a, d->node.len * sizeof *done), worst = 0;
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);
		unsigned ranks = use[r] == UINT16_MAX ? 0 : use[r] - n->stage;
		for (unsigned i = 0; i < n->narg; i++)
			if (dp_at(d, n->arg[i])->stage == n->stage &&
			    done[r] < done[n->arg[i]])
				done[r] = done[n->arg[i]];
		done[r] += node_delay_piped(t, d, r, ranks);
		if (worst < done[r])
			worst = done[r];
	}
	arena_free(a);
	return t->t_clkq + worst + t->t_setup;
}
