/* Branches that are only taken under a condition.
 *
 * Hardware computes both branches of ifelse(c, p, q), whatever c is, and the
 * equation has no value where the branch that is taken has none. Requires
 * simplify's canonical form over ports. Gives equal outputs, in which an
 * operator of p that may be undefined over the whole box, but not where c
 * holds, has its arguments clamped to what c says of them (facts.c):
 *     ifelse(x > y, sqrt(x - y), 0) = ifelse(x > y, sqrt(max(x - y, 0)), 0)
 * Where c is strict and the argument takes multiples of 2^k only, the next
 * multiple is the end. A reciprocal of what is only known not to be near 0
 * becomes that of its magnitude, with its sign. Breaks the canonical form. */
#include "ir/guard.h"

enum {
	RANGE_BOXES = 16,
	MOST_CONTEXTS = 256, /* nested branches; in deeper ones, and where */
	MOST_NODES = 20000   /* there are more, nothing is changed */
};

/* A branch's own copy of nodes. */
typedef struct Context {
	const Fact *known;
	Ref *plain, *inside; /* per node of e: its copy; below a bad node */
} Context;

typedef struct Guard {
	Facts f;
	const InputSpec *in;
	Expr *to;
	bool *bad;     /* per node of e: may be undefined */
	bool *has_bad; /* at or below */
	int *grid;     /* per node: a multiple of 2^grid, or NO_GRID */
	unsigned contexts;
} Guard;

/* ---- what is known of nodes ---- */

static void
survey(Guard *g, Arena *a, const Range *x)
{
	const Expr *e = g->f.e;
	BoxTask task = {.x = x, .budget = RANGE_BOXES};
	BoxEval *box = box_result(a, e);
	g->bad = arena_alloc(a, e->node.len);
	g->has_bad = arena_alloc(a, e->node.len);
	g->grid = node_grids(a, e, g->in);
	box_subdivide(box_pool(a, e), &task, box, NULL);
	g->f.value = box->value;
	for (Ref r = 1; r < e->node.len; r++) {
		const ExprNode *n = expr_at(e, r);
		g->bad[r] =
		    box->def[r] != DEF_ALL && !(op_info[n->op].flags & F_TOTAL);
		g->has_bad[r] = g->bad[r];
		for (int i = 0; i < n->narg; i++)
			g->has_bad[r] = g->has_bad[r] || g->has_bad[n->arg[i]];
	}
}

static bool
is_wanted(const Guard *g)
{
	const Expr *e = g->f.e;
	for (Ref r = 1; r < e->node.len; r++) {
		const ExprNode *n = expr_at(e, r);
		if (n->op == O_ifelse &&
		    (g->has_bad[n->arg[1]] || g->has_bad[n->arg[2]]))
			return true;
	}
	return false;
}

/* ---- clamping ---- */

/* The value next to q that the linear form s, in whole terms a multiple of it,
 * takes and the fact leaves possible. */
static void
next_value(const Fact *f, const Linear *s, mpq_srcptr step, bool above,
           mpq_ptr q)
{
	mpq_t was;
	mpq_init(was);
	mpq_sub(q, q, s->constant);
	mpq_set(was, q);
	round_to_step(q, step, above);
	if (f->strict && mpq_equal(was, q) && above)
		mpq_add(q, q, step);
	else if (f->strict && mpq_equal(was, q))
		mpq_sub(q, q, step);
	mpq_add(q, q, s->constant);
	mpq_clear(was);
}

/* The end `at` of what the fact leaves possible, or where the values that the
 * node can take are known, the first of them. */
static Ref
end(Guard *g, const Fact *f, Ref at, bool above)
{
	Linear s;
	mpq_t one, q, step, first;
	Ref r = at;
	mpq_inits(one, q, step, first, NULL);
	mpq_set_si(one, 1, 1);
	linear_init(&s);
	if (linear_add(&s, g->f.e, f->node, one) && s.n > 0) {
		mpq_set(first, s.k[0]);
		if (linear_whole(&s, g->grid, step)) {
			mpq_div(first, s.k[0], first); /* whole / node */
			mpq_mul(q, expr_q(g->to, at), first);
			next_value(f, &s, step, above, q);
			mpq_div(q, q, first);
			r = expr_const(g->to, q, (Span){0});
		}
	}
	linear_clear(&s);
	mpq_clears(one, q, step, first, NULL);
	return r;
}

static Ref
op2(Guard *g, enum Op op, Ref x, Ref y, Span s)
{
	return expr_op(g->to, op, (Ref[]){x, y}, s);
}

/* x as a value that the fact leaves possible. */
static Ref
clamp(Guard *g, const Fact *f, Ref x, Span s)
{
	Ref lo, hi;
	if (f->kind == ABOVE)
		return op2(g, O_max, x, end(g, f, f->lo, true), s);
	if (f->kind == BELOW)
		return op2(g, O_min, x, end(g, f, f->hi, false), s);
	lo = end(g, f, f->lo, false);
	hi = end(g, f, f->hi, true);
	return expr_op(g->to, O_ifelse,
	               (Ref[]){op2(g, O_greater, x, lo, s),
	                       op2(g, O_max, x, hi, s),
	                       op2(g, O_min, x, lo, s)},
	               s);
}

/* ---- copies ---- */

static Ref copy(Guard *g, Context *c, Ref r, bool inside);

static Context *
context(Guard *g, const Fact *known)
{
	Context *c = arena_alloc(g->f.a, sizeof *c);
	const size_t size = g->f.e->node.len * sizeof(Ref);
	c->known = known;
	c->plain = arena_alloc(g->f.a, size);
	c->inside = arena_alloc(g->f.a, size);
	g->contexts++;
	return c;
}

/* One branch of an ifelse. */
static Ref
branch(Guard *g, Context *c, Ref r, Ref condition, bool truth)
{
	if (!g->has_bad[r] || g->contexts >= MOST_CONTEXTS)
		return copy(g, c, r, false);
	const Fact *known = facts_learn(&g->f, c->known, condition, truth);
	return copy(g, known == c->known ? c : context(g, known), r, false);
}

/* inv(x) where x < -k or x > k is known: by its magnitude. 0: not so. */
static Ref
signed_inverse(Guard *g, Context *c, const ExprNode *n)
{
	const Fact *f = c->known;
	while (f && (f->kind != APART || f->node != n->arg[0]))
		f = f->next;
	if (n->op != O_inv || !f)
		return 0;
	Ref x = copy(g, c, n->arg[0], false), minus, positive;
	Ref lo = end(g, f, f->lo, false), hi = end(g, f, f->hi, true);
	Ref size = expr_op(g->to, O_abs, &x, n->span);
	mpq_t q;
	mpq_init(q);
	mpq_neg(q, expr_q(g->to, lo));
	bool symmetric = mpq_equal(q, expr_q(g->to, hi));
	mpq_clear(q);
	if (!symmetric)
		return 0;
	size = op2(g, O_max, size, hi, n->span);
	size = expr_op(g->to, O_inv, &size, n->span);
	minus = expr_op(g->to, O_neg, &size, n->span);
	positive = op2(g, O_greater, x, expr_int(g->to, 0, n->span), n->span);
	return expr_op(g->to, O_ifelse, (Ref[]){positive, size, minus},
	               n->span);
}

static Ref
copy_node(Guard *g, Context *c, Ref r, bool inside)
{
	const ExprNode *n = expr_at(g->f.e, r);
	Ref arg[OP_ARGS] = {0};
	if (n->narg == 0) {
		Rebuild b = {.e = g->f.e, .to = g->to};
		return rebuild_plain(&b, r);
	}
	if (g->bad[r]) {
		Ref v = signed_inverse(g, c, n);
		if (v)
			return v;
		inside = true;
	}
	if (n->op == O_ifelse && !inside) {
		arg[0] = copy(g, c, n->arg[0], false);
		arg[1] = branch(g, c, n->arg[1], n->arg[0], true);
		arg[2] = branch(g, c, n->arg[2], n->arg[0], false);
	} else {
		for (int i = 0; i < n->narg; i++)
			arg[i] = copy(g, c, n->arg[i], inside);
	}
	return expr_op(g->to, (enum Op)n->op, arg, n->span);
}

/* Node r in a branch, `inside` the arguments of a bad operator. */
static Ref
copy(Guard *g, Context *c, Ref r, bool inside)
{
	Ref *map = inside ? c->inside : c->plain;
	if (map[r])
		return map[r];
	bool known = false;
	for (const Fact *f = c->known; inside && f; f = f->next)
		known = known || f->node == r;
	Ref v = copy_node(g, c, r, inside && !known);
	for (const Fact *f = c->known; known && f; f = f->next)
		if (f->node == r)
			v = clamp(g, f, v, expr_at(g->f.e, r)->span);
	map[r] = v;
	return v;
}

static bool
has_branch(const Expr *e)
{
	for (Ref r = 1; r < e->node.len; r++)
		if (expr_at(e, r)->op == O_ifelse)
			return true;
	return false;
}

const Expr *
guard_bind(const Expr *e, const InputSpec *in, const Range *x, Arena *a)
{
	Guard g = {.in = in, .f = {.a = a}};
	if (!has_branch(e) || e->node.len > MOST_NODES)
		return e;
	g.f.e = e;
	survey(&g, a, x);
	if (!is_wanted(&g))
		return e;
	g.to = g.f.to = expr_new(a, e->diag);
	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(g.to, e->var.at[i].name, e->var.at[i].span);
	Context *all = context(&g, NULL);
	for (uint32_t o = 0; o < e->out.len; o++) {
		ExprOutput out = e->out.at[o];
		out.ref = copy(&g, all, g.f.e->out.at[o].ref, false);
		vec_push(a, g.to->out, out);
	}
	return simplify(g.to, a);
}
