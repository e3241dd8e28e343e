/* Simplification of an Expr by exact algebra.
 *
 * Requires nothing. Gives canonical form: no sub, neg, div, square or cube;
 * sums and products flat, sorted and folded (poly.c); rationals folded
 * (fold.c); every variable in its old place, used or not. Never changes where
 * an output is defined, never rounds, never distributes a product over a sum.
 *
 * A round visits the nodes from arguments to users and rebuilds those that
 * are needed, each by one rule, into a new Expr; equal results become one node
 * there. Rounds are repeated until nothing changes: a rule may rely on the
 * next round to see what it made. Every rule folds, shortens, or sorts, so
 * that two or three rounds do; ROUNDS only guards against a mistake. (The
 * place for equality saturation is here, between the first round and the
 * last.) */
#include "ir/passes.h"
#include "ir/simplify.h"

#include <string.h>

enum { ROUNDS = 20 };

/* ---- facts ---- */

/* x^n with a constant integer n >= 0 is defined everywhere. */
static bool
is_power(const Expr *e, const ExprNode *n)
{
	mpq_srcptr q;

	if (n->op != O_pow || !expr_is_const(e, n->arg[1]))
		return false;
	q = expr_q(e, n->arg[1]);
	return mpz_cmp_ui(mpq_denref(q), 1) == 0 && mpq_sgn(q) >= 0;
}

static Fact
find_fact(const Rewrite *s, Ref r)
{
	const ExprNode *n = expr_at(s->to, r);
	Fact f = {.total = true};

	if (n->op == O_var)
		f.signal = r;
	if (n->op > O_var && !(op_info[n->op].flags & F_TOTAL))
		f.total = is_power(s->to, n);
	for (int k = 0; k < n->narg; k++) {
		Fact g = s->fact.at[n->arg[k]];
		f.total = f.total && g.total;
		if (f.signal && g.signal && f.signal != g.signal)
			f.signal = r;
		else if (g.signal && f.signal != r)
			f.signal = g.signal;
	}
	return f;
}

Fact
rw_fact(Rewrite *s, Ref r)
{
	while (s->fact.len <= r) {
		Fact f = {0};
		if (s->fact.len > 0)
			f = find_fact(s, s->fact.len);
		vec_push(s->a, s->fact, f);
	}
	return s->fact.at[r];
}

/* ---- rules for single operators ---- */

Ref
rw_make1(Rewrite *s, enum Op op, Ref x, Span span)
{
	return expr_op(s->to, op, &x, span);
}

Ref
rw_make2(Rewrite *s, enum Op op, Ref x, Ref y, Span span)
{
	Ref arg[2] = {x, y};

	return expr_op(s->to, op, arg, span);
}

/* The constant op(arg), or 0. */
static Ref
fold_node(Rewrite *s, enum Op op, const Ref *arg, Span span)
{
	mpq_srcptr q[OP_ARGS] = {NULL};
	mpq_t v;
	Ref r = 0;

	if (op_info[op].narg == 0)
		return 0;
	for (int k = 0; k < op_info[op].narg; k++) {
		if (!expr_is_const(s->to, arg[k]))
			return 0;
		q[k] = expr_q(s->to, arg[k]);
	}
	mpq_init(v);
	if (fold_op(op, v, q))
		r = expr_const(s->to, v, span);
	mpq_clear(v);
	return r;
}

/* -x if x is a negative rational or has a negative rational factor, else 0. */
static Ref
flipped(Rewrite *s, Ref x, Span span)
{
	const ExprNode *n = expr_at(s->to, x);
	Ref rest = 0, c = x;
	mpq_t q;

	if (n->op == O_mul) {
		rest = n->arg[0];
		c = n->arg[1];
	}
	if (!expr_is_const(s->to, c) || mpq_sgn(expr_q(s->to, c)) >= 0)
		return 0;
	mpq_init(q);
	mpq_neg(q, expr_q(s->to, c));
	if (rest && mpq_cmp_ui(q, 1, 1) == 0) {
		c = rest;
	} else {
		c = expr_const(s->to, q, span);
		if (rest)
			c = rw_make2(s, O_mul, rest, c, span);
	}
	mpq_clear(q);
	return c;
}

/* Idempotence and the movement of signs, by the table's flags. */
static Ref
rule_unary(Rewrite *s, enum Op op, Ref x, Span span)
{
	uint32_t flags = op_info[op].flags;
	Ref minus = flags & (F_ODD | F_EVEN) ? flipped(s, x, span) : 0;
	Ref r;

	if ((flags & F_IDEM) && expr_at(s->to, x)->op == op)
		return x;
	r = rw_make1(s, op, minus ? minus : x, span);
	if (minus && (flags & F_ODD))
		r = rw_make2(s, O_mul, r, expr_int(s->to, -1, span), span);
	return r;
}

/* pow(x, y) with a constant y that is no small integer but 0. */
static Ref
rule_pow(Rewrite *s, const Ref *arg, Span span)
{
	bool is_const = expr_is_const(s->to, arg[1]);
	mpq_srcptr y = is_const ? expr_q(s->to, arg[1]) : NULL;
	Ref r;

	if (y && mpq_sgn(y) == 0 && rw_fact(s, arg[0]).total)
		return expr_int(s->to, 1, span);
	if (y && mpz_cmp_ui(mpq_denref(y), 2) == 0 &&
	    mpz_cmpabs_ui(mpq_numref(y), 1) == 0) {
		r = rw_make1(s, O_sqrt, arg[0], span);
		return mpq_sgn(y) > 0 ? r : rw_make1(s, O_inv, r, span);
	}
	return rw_make2(s, O_pow, arg[0], arg[1], span);
}

/* (x > 0) * y: decided where x is known. */
static Ref
rule_cond(Rewrite *s, const Ref *arg, Span span)
{
	if (expr_is_const(s->to, arg[0])) {
		if (mpq_sgn(expr_q(s->to, arg[0])) > 0)
			return arg[1];
		if (rw_fact(s, arg[1]).total)
			return expr_int(s->to, 0, span);
	}
	if (expr_is_int(s->to, arg[1], 0) && rw_fact(s, arg[0]).total)
		return arg[1];
	return rw_make2(s, O_cond, arg[0], arg[1], span);
}

static Ref
rule_greater(Rewrite *s, const Ref *arg, Span span)
{
	if (arg[0] == arg[1] && rw_fact(s, arg[0]).total)
		return expr_int(s->to, 0, span);
	return rw_make2(s, O_greater, arg[0], arg[1], span);
}

/* A branch that is never taken need not be defined: it goes. */
static Ref
rule_ifelse(Rewrite *s, const Ref *arg, Span span)
{
	if (expr_is_const(s->to, arg[0]))
		return mpq_sgn(expr_q(s->to, arg[0])) > 0 ? arg[1] : arg[2];
	if (arg[1] == arg[2] && rw_fact(s, arg[0]).total)
		return arg[1];
	return expr_op(s->to, O_ifelse, arg, span);
}

static Ref
rule_other(Rewrite *s, const ExprNode *n)
{
	Ref arg[OP_ARGS] = {0}, r;

	if (n->op == O_const)
		return expr_const(s->to, s->e->konst.at[n->index], n->span);
	if (n->op == O_var)
		return expr_var(s->to, s->e->var.at[n->index].name, n->span);
	for (int k = 0; k < n->narg; k++)
		arg[k] = s->map[n->arg[k]];
	r = fold_node(s, n->op, arg, n->span);
	if (r)
		return r;
	if (n->op == O_pow)
		return rule_pow(s, arg, n->span);
	if (n->op == O_cond)
		return rule_cond(s, arg, n->span);
	if (n->op == O_greater)
		return rule_greater(s, arg, n->span);
	if (n->op == O_ifelse)
		return rule_ifelse(s, arg, n->span);
	if (n->narg == 1)
		return rule_unary(s, n->op, arg[0], n->span);
	return expr_op(s->to, n->op, arg, n->span);
}

/* ---- rounds ---- */

static void
count_uses(Rewrite *s)
{
	const Expr *e = s->e;

	for (uint32_t i = 0; i < e->out.len; i++)
		s->uses[e->out.at[i].ref]++;
	for (Ref r = e->node.len - 1; r > 0; r--) {
		const ExprNode *n = expr_at(e, r);
		for (int k = 0; s->uses[r] && k < n->narg; k++)
			s->uses[n->arg[k]]++;
	}
}

/* Marks what must be built: outputs, and the leaves of what must be built. */
static bool *
find_needed(Rewrite *s)
{
	const Expr *e = s->e;
	bool *need = arena_alloc(s->a, e->node.len);

	for (uint32_t i = 0; i < e->out.len; i++)
		need[e->out.at[i].ref] = true;
	for (Ref r = e->node.len - 1; r > 0; r--) {
		const ExprNode *n = expr_at(e, r);
		if (!need[r])
			continue;
		if (rw_family(e, r) == FAM_OTHER) {
			for (int k = 0; k < n->narg; k++)
				need[n->arg[k]] = true;
			continue;
		}
		rw_gather(s, r);
		for (uint32_t i = 0; i < s->leaf.len; i++)
			need[s->leaf.at[i].r] = true;
	}
	return need;
}

/* An empty Expr with the variables of e in their places. */
static Expr *
same_variables(Arena *a, const Expr *e)
{
	Expr *to = expr_new(a, e->diag);

	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(to, e->var.at[i].name, e->var.at[i].span);
	return to;
}

/* `to` gets e's outputs, whose nodes are map[] there. */
static void
set_outputs(Expr *to, const Expr *e, const Ref *map)
{
	for (uint32_t i = 0; i < e->out.len; i++) {
		ExprOutput o = e->out.at[i];
		o.ref = map[o.ref];
		vec_push(to->a, to->out, o);
	}
}

/* The nodes that the outputs need, and all variables. */
static Expr *
compact(const Expr *e, Arena *a)
{
	Expr *to = same_variables(a, e);
	Ref *map = arena_alloc(a, e->node.len * sizeof *map);

	for (uint32_t i = 0; i < e->out.len; i++)
		expr_copy(to, e, e->out.at[i].ref, map);
	set_outputs(to, e, map);
	return to;
}

static Expr *
round_once(const Expr *e, Arena *a)
{
	Rewrite s = {.a = a, .e = e, .to = same_variables(a, e)};
	bool *need;

	s.map = arena_alloc(a, e->node.len * sizeof *s.map);
	s.uses = arena_alloc(a, e->node.len * sizeof *s.uses);
	count_uses(&s);
	need = find_needed(&s);
	for (Ref r = 1; r < e->node.len; r++) {
		if (!need[r])
			continue;
		if (rw_family(e, r) == FAM_OTHER) {
			s.map[r] = rule_other(&s, expr_at(e, r));
		} else {
			rw_gather(&s, r);
			s.map[r] = rw_build(&s, r);
		}
	}
	set_outputs(s.to, e, s.map);
	return compact(s.to, a);
}

static bool
same(const Expr *a, const Expr *b)
{
	if (a->node.len != b->node.len)
		return false;
	for (Ref r = 1; r < a->node.len; r++) {
		const ExprNode *m = expr_at(a, r), *n = expr_at(b, r);
		if (m->op != n->op ||
		    memcmp(m->arg, n->arg, sizeof m->arg) != 0)
			return false;
		if (m->op == O_const && !mpq_equal(expr_q(a, r), expr_q(b, r)))
			return false;
	}
	for (uint32_t i = 0; i < a->out.len; i++)
		if (a->out.at[i].ref != b->out.at[i].ref)
			return false;
	return true;
}

Expr *
simplify(const Expr *e, Arena *a)
{
	Arena *scratch = arena_new();
	const Expr *old = compact(e, scratch);
	Expr *new = round_once(old, scratch);

	for (int i = 0; i < ROUNDS && !same(old, new); i++) {
		old = new;
		new = round_once(old, scratch);
	}
	new = compact(new, a);
	expr_check(new);
	arena_free(scratch);
	return new;
}
