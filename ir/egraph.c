/* The e-graph's storage: union-find, hash-consing, facts, rebuilding.
 *
 * Contract: see egraph.h. Invariant after eg_rebuild: no two nodes that count
 * have the same operator and equal arguments, and each class's fact is the
 * meet of what its nodes say. Rebuilding is deferred until a round of rules
 * is over, and then visits all nodes until nothing changes: graphs here have
 * a few thousand. */
#include "ir/egraph.h"

#include <string.h>

enum { FIRST_HASH = 1 << 10, CONST_BITS = 512 };

/* ---- classes ---- */

Id
eg_find(const EGraph *g, Id c)
{
	while (g->parent.at[c] != c)
		c = g->parent.at[c];
	return c;
}

const EFact *
eg_fact(const EGraph *g, Id c)
{
	return &g->fact.at[eg_find(g, c)];
}

mpq_srcptr
eg_q(const EGraph *g, Id c)
{
	Ref k = eg_fact(g, c)->konst;

	return k ? expr_q(g->konst, k) : NULL;
}

/* Takes into *x what *y knows; true if *x got more. Both are true of the same
 * value, so both hold; rounding alone never leaves an empty interval. */
static bool
meet(EFact *x, const EFact *y)
{
	EFact old = *x;

	if (y->value.lo > x->value.lo && y->value.lo <= x->value.hi)
		x->value.lo = y->value.lo;
	if (y->value.hi < x->value.hi && y->value.hi >= x->value.lo)
		x->value.hi = y->value.hi;
	x->vars &= y->vars;
	x->total = x->total || y->total;
	x->konst = x->konst ? x->konst : y->konst;
	return x->value.lo != old.value.lo || x->value.hi != old.value.hi ||
	       x->vars != old.vars || x->total != old.total ||
	       x->konst != old.konst;
}

void
eg_union(EGraph *g, Id x, Id y)
{
	x = eg_find(g, x);
	y = eg_find(g, y);
	if (x == y)
		return;
	/* the older name stays: the same on every run, and near the leaves */
	Id keep = x < y ? x : y, go = x < y ? y : x;
	g->parent.at[go] = keep;
	meet(&g->fact.at[keep], &g->fact.at[go]);
	g->dirty = true;
}

/* ---- nodes ---- */

static void
canonical(const EGraph *g, ENode *n)
{
	for (int k = 0; k < n->narg; k++)
		n->arg[k] = eg_find(g, n->arg[k]);
	if ((op_info[n->op].flags & F_COMM) && n->op > O_var &&
	    n->arg[0] > n->arg[1]) {
		Id t = n->arg[0];

		n->arg[0] = n->arg[1];
		n->arg[1] = t;
	}
}

static uint32_t
hash_node(const ENode *n)
{
	uint32_t key[2 + OP_ARGS] = {n->op, n->index, n->arg[0], n->arg[1],
	                             n->arg[2]};

	return hash_bytes(0, key, sizeof key);
}

static bool
equal(const ENode *x, const ENode *y)
{
	return x->op == y->op && x->index == y->index &&
	       memcmp(x->arg, y->arg, sizeof x->arg) == 0;
}

/* The slot of a node equal to n, or a free one. */
static Id *
slot(const EGraph *g, const ENode *n)
{
	uint32_t i = hash_node(n);

	for (;; i++) {
		Id *s = &g->hash[i & (g->hash_size - 1)];

		if (*s == 0 || equal(&g->node.at[*s], n))
			return s;
	}
}

static void
rehash(EGraph *g, uint32_t size)
{
	g->hash_size = size;
	g->hash = arena_alloc(g->a, size * sizeof *g->hash);
	for (Id i = 1; i < g->node.len; i++)
		if (g->node.at[i].op != O_none)
			*slot(g, &g->node.at[i]) = i;
}

/* ---- facts ---- */

static unsigned
bits(mpq_srcptr q)
{
	return (unsigned)(mpz_sizeinbase(mpq_numref(q), 2) +
	                  mpz_sizeinbase(mpq_denref(q), 2));
}

/* The rational that the node is, if its arguments are rationals; else 0. */
static Ref
fold(EGraph *g, const ENode *n)
{
	mpq_srcptr q[OP_ARGS] = {NULL};
	mpq_t v;
	Ref r = 0;

	if (n->narg == 0)
		return 0;
	for (int k = 0; k < n->narg; k++)
		if (!(q[k] = eg_q(g, n->arg[k])))
			return 0;
	mpq_init(v);
	if (op_rational((enum Op)n->op, v, q) == RAT_YES &&
	    bits(v) < CONST_BITS)
		r = expr_const(g->konst, v, n->span);
	mpq_clear(v);
	return r;
}

static EFact
node_fact(EGraph *g, const ENode *n)
{
	EFact f = {.total = true};
	Range arg[OP_ARGS];
	enum Defined def;

	if (n->op == O_const) {
		f.konst = n->index;
		f.value = op_box_const(g->box, expr_q(g->konst, n->index));
		return f;
	}
	if (n->op == O_var) {
		f.vars = UINT64_C(1) << n->index;
		f.value = g->x[n->index];
		return f;
	}
	for (int k = 0; k < n->narg; k++) {
		const EFact *x = eg_fact(g, n->arg[k]);

		arg[k] = x->value;
		f.vars |= x->vars;
		f.total = f.total && x->total;
	}
	def =
	    op_box(g->box, (enum Op)n->op,
	           n->narg == 2 && n->arg[0] == n->arg[1], arg, &f.value, NULL);
	f.total = f.total && def == DEF_ALL;
	if (def == DEF_NONE)
		f.value = interval_whole;
	f.konst = fold(g, n);
	return f;
}

static Id
new_node(EGraph *g, const ENode *n)
{
	Id id = g->node.len;

	vec_push(g->a, g->node, *n);
	vec_push(g->a, g->parent, id);
	vec_push(g->a, g->fact, node_fact(g, n));
	if (2 * g->node.len > g->hash_size)
		rehash(g, 2 * g->hash_size);
	else
		*slot(g, n) = id;
	return id;
}

static Id
add_const_node(EGraph *g, Ref k)
{
	ENode n = {.op = O_const, .index = k};
	Id *s = slot(g, &n);

	return *s ? eg_find(g, *s) : new_node(g, &n);
}

Id
eg_const(EGraph *g, mpq_srcptr q)
{
	return add_const_node(g, expr_const(g->konst, q, (Span){0}));
}

Id
eg_add(EGraph *g, enum Op op, uint32_t index, const Id *arg, Span span)
{
	ENode n = {.op = (uint8_t)op,
	           .narg = op > O_var ? op_info[op].narg : 0,
	           .index = index,
	           .span = span};
	Id *s, id;
	Ref k;

	for (int i = 0; i < n.narg; i++)
		n.arg[i] = arg[i];
	canonical(g, &n);
	s = slot(g, &n);
	if (*s)
		return eg_find(g, *s);
	id = new_node(g, &n);
	k = g->fact.at[id].konst;
	if (k && op != O_const)
		eg_union(g, id, add_const_node(g, k));
	return eg_find(g, id);
}

EGraph *
eg_new(Arena *a, Diag *d, const Range *x)
{
	EGraph *g = arena_alloc(a, sizeof *g);

	g->a = a;
	g->konst = expr_new(a, d);
	g->box = op_box_new(a);
	g->x = x;
	vec_push(a, g->node, ((ENode){.op = O_none}));
	vec_push(a, g->parent, 0);
	vec_push(a, g->fact, ((EFact){.total = false}));
	rehash(g, FIRST_HASH);
	return g;
}

void
eg_add_expr(EGraph *g, const Expr *e, Id *class)
{
	for (Ref r = 1; r < e->node.len; r++) {
		const ExprNode *n = expr_at(e, r);
		Id arg[OP_ARGS] = {0};

		for (int k = 0; k < n->narg; k++)
			arg[k] = class[n->arg[k]];
		class[r] =
		    n->op == O_const
			? eg_const(g, expr_q(e, r))
			: eg_add(g, (enum Op)n->op,
		                 n->op == O_var ? n->index : 0, arg, n->span);
	}
}

/* ---- rebuilding ---- */

/* Nodes that have become equal are joined; true if there were any. */
static bool
close(EGraph *g)
{
	bool joined = false;

	memset(g->hash, 0, g->hash_size * sizeof *g->hash);
	for (Id i = 1; i < g->node.len; i++) {
		ENode *n = &g->node.at[i];
		Id *s;

		if (n->op == O_none)
			continue;
		canonical(g, n);
		s = slot(g, n);
		if (*s == 0) {
			*s = i;
			continue;
		}
		joined = joined || eg_find(g, *s) != eg_find(g, i);
		eg_union(g, *s, i);
		n->op = O_none;
	}
	return joined;
}

/* Facts from arguments to users; true if a class is a constant that it was
 * not known to be. */
static bool
spread(EGraph *g)
{
	bool more = false;

	for (Id i = 1; i < g->node.len; i++) {
		const ENode n = g->node.at[i];
		Id c = eg_find(g, i);
		Ref had = g->fact.at[c].konst;
		EFact f;

		if (n.op == O_none)
			continue;
		f = node_fact(g, &n);
		meet(&g->fact.at[c], &f);
		if (!had && g->fact.at[c].konst) {
			eg_union(g, c, add_const_node(g, g->fact.at[c].konst));
			more = true;
		}
	}
	return more;
}

static void
list_classes(EGraph *g)
{
	g->first.len = g->next.len = 0;
	for (Id i = 0; i < g->node.len; i++) {
		vec_push(g->a, g->first, 0);
		vec_push(g->a, g->next, 0);
	}
	for (Id i = g->node.len - 1; i > 0; i--) {
		Id c = eg_find(g, i);

		if (g->node.at[i].op == O_none)
			continue;
		g->next.at[i] = g->first.at[c];
		g->first.at[c] = i;
	}
}

void
eg_rebuild(EGraph *g)
{
	do {
		while (close(g))
			;
	} while (spread(g));
	list_classes(g);
	g->dirty = false;
}
