/* Selections and small tables that share the LUT of their only reader; sums of
 * sums.
 *
 * requires no dead nodes; gives `packed` and `chained` of every node; breaks
 * nothing.
 *
 * A selection is one LUT a bit, and so is an addition; where a selection's
 * only reader is another selection, or an addition whose LUT has inputs to
 * spare (AMD's carry cell takes one operand beside the LUT, so the other may
 * be any function of five bits), ABC makes one LUT of both. That is what
 * makes a product by rows cheap, acc + {0, a, 2a, 3a} being one 6-LUT a bit, and a table of five bits
 * that is added to something free.
 * The cost of a packed node is nothing, its delay its reader's. This is the
 * one level of the FlowMap cut (Cong and Ding 1994) that matters here, on
 * words instead of bits. */
#include "ir/target.h"

enum { LEAVES = 8 };

/* Inputs of the LUT that makes a node's bits; constants are none. A word is
 * one, each address bit of a table too: node and bit. */
typedef struct Cone {
	uint64_t leaf[LEAVES];
	unsigned n; /* above LEAVES: too many */
} Cone;

static void
add(Cone *c, uint64_t leaf)
{
	for (unsigned i = 0; i < c->n; i++)
		if (c->leaf[i] == leaf)
			return;
	if (c->n < LEAVES)
		c->leaf[c->n] = leaf;
	c->n += c->n < LEAVES;
}

/* x * 2^k + c with 0 <= c < 2^k: wires. */
static bool
is_joined(const Datapath *d, const DNode *n)
{
	const DNode *x = dp_at(d, n->arg[0]), *c = dp_at(d, n->arg[1]);
	return n->op == D_add && x->op == D_shl && c->op == D_const &&
	       c->k >= 0 && c->k >> x->k == 0;
}

/* A word, by what it is made of and how far that is shifted. */
static void
add_leaf(const Datapath *d, Cone *c, DRef r)
{
	int64_t shift = 256;
	for (;; r = dp_at(d, r)->arg[dp_is_not(d, dp_at(d, r))]) {
		const DNode *n = dp_at(d, r);
		if (n->op == D_shl || n->op == D_asr)
			shift += n->op == D_shl ? n->k : -n->k;
		else if (!dp_is_not(d, n) && !is_joined(d, n))
			break;
	}
	if (dp_at(d, r)->op != D_const)
		add(c, (uint64_t)r << 32 | (uint64_t)shift);
}

static void
add_cone(Cone *c, const Cone *more)
{
	for (unsigned i = 0; i < more->n; i++)
		add(c, more->leaf[i]);
}

/* Takes argument i of r into r's LUT if it is a selection nobody else reads
 * and `room` inputs suffice. */
static void
take(Datapath *d, const uint32_t *readers, Cone *cone, DRef r, unsigned i,
     unsigned room)
{
	DRef arg = dp_at(d, r)->arg[i], a = dp_upper(d, arg);
	Cone both = {0};
	if (readers[arg] != 1 || readers[a] != 1 ||
	    (dp_at(d, a)->op != D_select && dp_at(d, a)->op != D_lut))
		return;
	for (unsigned k = 0; k < dp_at(d, r)->narg; k++)
		if (k != i && dp_at(d, dp_at(d, r)->arg[k])->packed)
			add_cone(&both, &cone[dp_at(d, r)->arg[k]]);
		else if (k != i)
			add_leaf(d, &both, dp_at(d, r)->arg[k]);
	add_cone(&both, &cone[a]);
	d->node.at[a].packed = both.n <= room;
}

static void
find_cone(const Datapath *d, Cone *cone, DRef r)
{
	const DNode *n = dp_at(d, r);
	if (n->op == D_lut)
		for (unsigned k = 0; d->table.at[n->k].len > 1u << k; k++)
			add(&cone[r], (uint64_t)n->arg[0] << 32 | k);
	for (unsigned k = 0; n->op == D_select && k < n->narg; k++)
		if (dp_at(d, n->arg[k])->packed)
			add_cone(&cone[r], &cone[n->arg[k]]);
		else
			add_leaf(d, &cone[r], n->arg[k]);
}

static bool
is_sum(const DNode *n)
{
	return n->op == D_add || n->op == D_sub || n->op == D_neg ||
	       n->op == D_lt;
}

/* The node itself or the one of which it is the low bits. */
static DRef
low_bits_of(const Datapath *d, DRef r)
{
	while ((dp_at(d, r)->op == D_bits || dp_at(d, r)->op == D_sbits) &&
	       dp_at(d, r)->k == 0)
		r = dp_at(d, r)->arg[0];
	return r;
}

static void
mark_chained(Datapath *d, DRef r)
{
	const DNode *n = dp_at(d, r);
	for (unsigned i = 0; is_sum(n) && i < n->narg; i++) {
		DRef a = low_bits_of(d, n->arg[i]);
		if (is_sum(dp_at(d, a)) && dp_at(d, a)->op != D_lt)
			d->node.at[a].chained = true;
	}
}

void
dp_pack(Datapath *d, const Target *t)
{
	Arena *a = arena_new();
	uint32_t *readers = arena_alloc(a, d->node.len * sizeof *readers);
	Cone *cone = arena_alloc(a, d->node.len * sizeof *cone);
	for (uint32_t o = 0; o < d->out.len; o++)
		readers[d->out.at[o].ref]++;
	for (DRef r = 1; r < d->node.len; r++) {
		d->node.at[r].packed = d->node.at[r].chained = false;
		for (unsigned i = 0; i < dp_at(d, r)->narg; i++)
			readers[dp_at(d, r)->arg[i]]++;
	}
	for (DRef r = 1; r < d->node.len; r++) {
		enum DOp op = dp_at(d, r)->op;
		mark_chained(d, r);
		if (op == D_select)
			for (unsigned i = 1; i < 3; i++)
				take(d, readers, cone, r, i, t->lut_in);
		else if ((op == D_add || op == D_sub || op == D_neg) &&
		         !dp_is_not(d, dp_at(d, r)) && t->carry_lut &&
		         !t->carry_is_lut)
			take(d, readers, cone, r, op != D_neg, t->lut_in);
		if (op == D_select || op == D_lut)
			find_cone(d, cone, r);
	}
	arena_free(a);
}
