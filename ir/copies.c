/* Wires and inverters once for every stage that reads them.
 *
 * requires stages, no dead nodes; gives the same values with, of each node
 * that is no logic (a field, a shift, a complement), one copy for all its
 * readers in a stage, so that retiming may choose to keep what it is made of
 * instead; `merge` makes copies that ended in one stage one again. Both break
 * node indices.
 * Invariant: the copies of a node are neighbours. */
#include "ir/stages.h"

#include <string.h>

typedef struct Copies {
	const Datapath *d;
	size_t row;  /* stages */
	bool *read;  /* per node and stage: a reader there wants a copy */
	DRef *copy;  /* the same: the copy */
	Datapath to; /* its nodes are being made */
} Copies;

bool
dp_is_wire(const Datapath *d, DRef r)
{
	const DNode *n = dp_at(d, r);
	switch ((enum DOp)n->op) {
	case D_shl:
	case D_asr:
	case D_bits:
	case D_sbits:
		return true;
	case D_sub:
		return dp_is_not(d, n);
	default:
		return false;
	}
}

static void
find_reads(Copies *c)
{
	const Datapath *d = c->d;
	for (uint32_t o = 0; o < d->out.len; o++)
		c->read[d->out.at[o].ref * c->row + d->latency] = true;
	for (DRef r = d->node.len - 1; r > 0; r--) {
		const DNode *n = dp_at(d, r);
		bool wire = dp_is_wire(d, r);
		for (unsigned i = 0; i < n->narg; i++)
			for (size_t s = n->stage; s < c->row; s++)
				c->read[n->arg[i] * c->row + s] |=
				    wire ? c->read[r * c->row + s]
					 : s == n->stage;
	}
}

/* Node r for the readers in stage s. */
static void
copy_for(Copies *c, DRef r, size_t s)
{
	DNode n = *dp_at(c->d, r);
	for (unsigned i = 0; i < n.narg; i++)
		n.arg[i] = c->copy[n.arg[i] * c->row + s];
	c->copy[r * c->row + s] = c->to.node.len;
	vec_push(c->d->a, c->to.node, n);
}

static void
copy_node(Copies *c, DRef r)
{
	const size_t at = r * c->row;
	if (dp_is_wire(c->d, r)) {
		for (size_t s = 0; s < c->row; s++)
			if (c->read[at + s])
				copy_for(c, r, s);
		return;
	}
	copy_for(c, r, dp_at(c->d, r)->stage);
	for (size_t s = 0; s < c->row; s++)
		c->copy[at + s] = c->to.node.len - 1;
}

static void
set_ports(Datapath *d, const DRef *map, size_t row, size_t last)
{
	for (uint32_t i = 0; i < d->in.len; i++)
		d->in.at[i].ref = map[d->in.at[i].ref * row];
	for (uint32_t o = 0; o < d->out.len; o++)
		d->out.at[o].ref = map[d->out.at[o].ref * row + last];
}

Datapath
copies_make(const Datapath *d)
{
	Arena *a = arena_new();
	Copies c = {.d = d, .row = d->latency + 1u, .to = *d};
	c.read = arena_alloc(a, d->node.len * c.row * sizeof *c.read);
	c.copy = arena_alloc(a, d->node.len * c.row * sizeof *c.copy);
	memset(&c.to.node, 0, sizeof c.to.node);
	memset(&c.to.in, 0, sizeof c.to.in);
	memset(&c.to.out, 0, sizeof c.to.out);
	find_reads(&c);
	vec_push(d->a, c.to.node, *dp_at(d, 0));
	for (DRef r = 1; r < d->node.len; r++)
		copy_node(&c, r);
	for (uint32_t i = 0; i < d->in.len; i++)
		vec_push(d->a, c.to.in, d->in.at[i]);
	for (uint32_t o = 0; o < d->out.len; o++)
		vec_push(d->a, c.to.out, d->out.at[o]);
	set_ports(&c.to, c.copy, c.row, d->latency);
	arena_free(a);
	return c.to;
}

/* The same operation on the same values in the same stage. */
static bool
same(const DNode *x, const DNode *y)
{
	return x->op == y->op && x->k == y->k && x->w == y->w &&
	       x->stage == y->stage &&
	       memcmp(x->arg, y->arg, sizeof x->arg) == 0;
}

void
copies_merge(Datapath *d)
{
	Arena *a = arena_new();
	DRef *map = arena_alloc(a, d->node.len * sizeof *map);
	for (DRef r = 1; r < d->node.len; r++) {
		DNode *n = &d->node.at[r];
		map[r] = r;
		for (unsigned i = 0; i < n->narg; i++)
			n->arg[i] = map[n->arg[i]];
		for (DRef k = r - 1;
		     k > 0 && dp_is_wire(d, r) && dp_at(d, k)->op == n->op; k--)
			if (same(dp_at(d, k), n))
				map[r] = map[k];
	}
	set_ports(d, map, 1, 0);
	dp_dce(d);
	arena_free(a);
}
