/* Arguments of sine and cosine in turns.
 *
 * sin(a + b + c) with a and b of different variables and a range of more than
 * one period becomes sin((a / 2pi + b / 2pi) * 2pi + c): the same value, but
 * now the sum, which becomes a signal, has a period that is a power of two in
 * units of its own last place. Its function unit then needs the bits of one
 * period only (unit_fold.c), and nobody the others.
 *
 * Requires and gives simplify's canonical form. */
#include "ir/passes.h"

typedef struct Turns {
	Expr *to;
	Ref *map;       /* nodes of the source in `to` */
	uint64_t *vars; /* per node of the source */
	Ref turn;       /* 1 / 2pi, as a node of `to` */
	Span span;
} Turns;

enum { MAX_VARS = 64 };
static const double PERIOD = 6.2831853071795862; /* for a choice, no proof */

static Ref
op2(Turns *t, enum Op op, Ref x, Ref y)
{
	if (!x || !y)
		return x ? x : y;
	return expr_op(t->to, op, (Ref[]){x, y}, t->span);
}

/* Adds the terms of the sum r: what depends on no variable to *rest, the
 * others, in turns, to *sum. */
static void
split_sum(Turns *t, const Expr *e, Ref r, Ref *sum, Ref *rest)
{
	const ExprNode *n = expr_at(e, r);

	if (t->vars[r] == 0) {
		*rest = op2(t, O_add, *rest, t->map[r]);
	} else if (n->op == O_add) {
		split_sum(t, e, n->arg[0], sum, rest);
		split_sum(t, e, n->arg[1], sum, rest);
	} else {
		*sum = op2(t, O_add, *sum, op2(t, O_mul, t->map[r], t->turn));
	}
}

static bool
wanted(const Turns *t, const Expr *e, const BoxEval *box, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	uint64_t v = n->narg == 1 ? t->vars[n->arg[0]] : 0;
	const Range *x = &box->value[n->narg ? n->arg[0] : r];

	return (n->op == O_sin || n->op == O_cos) && (v & (v - 1)) != 0 &&
	       x->hi - x->lo > PERIOD;
}

static Ref
in_turns(Turns *t, const Expr *e, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	Ref sum = 0, rest = 0, pi, two;

	t->span = n->span;
	pi = expr_op(t->to, O_pi, NULL, t->span);
	two = op2(t, O_mul, pi, expr_int(t->to, 2, t->span));
	t->turn = expr_op(t->to, O_inv, &two, t->span);
	split_sum(t, e, n->arg[0], &sum, &rest);
	sum = op2(t, O_add, op2(t, O_mul, sum, two), rest);
	return expr_op(t->to, (enum Op)n->op, &sum, t->span);
}

static Ref
copy_node(Turns *t, const Expr *e, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	Ref arg[OP_ARGS] = {0};

	for (int k = 0; k < n->narg; k++) {
		arg[k] = t->map[n->arg[k]];
		t->vars[r] |= t->vars[n->arg[k]];
	}
	if (n->op == O_const)
		return expr_const(t->to, expr_q(e, r), n->span);
	if (n->op == O_var) {
		t->vars[r] = UINT64_C(1) << n->index;
		return expr_var(t->to, e->var.at[n->index].name, n->span);
	}
	return expr_op(t->to, (enum Op)n->op, arg, n->span);
}

Expr *
turns(const Expr *e, const Range *x, Arena *a)
{
	Turns t = {.to = expr_new(a, e->diag)};
	BoxEval *box = box_result(a, e);
	bool any = false;

	if (e->var.len > MAX_VARS)
		return NULL;
	t.map = arena_alloc(a, e->node.len * sizeof *t.map);
	t.vars = arena_alloc(a, e->node.len * sizeof *t.vars);
	box_eval(box_pool(a, e), &(BoxTask){.x = x}, box);
	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(t.to, e->var.at[i].name, e->var.at[i].span);
	for (Ref r = 1; r < e->node.len; r++) {
		t.map[r] = copy_node(&t, e, r);
		if (!wanted(&t, e, box, r))
			continue;
		t.map[r] = in_turns(&t, e, r);
		any = true;
	}
	for (uint32_t i = 0; i < e->out.len; i++) {
		ExprOutput o = e->out.at[i];

		o.ref = t.map[o.ref];
		vec_push(a, t.to->out, o);
	}
	return any ? simplify(t.to, a) : NULL;
}
