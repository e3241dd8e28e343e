/* Passes that make another node of each node. */
#include "ir/guard.h"

Ref
rebuild_plain(const Rebuild *b, Ref r)
{
	const ExprNode *n = expr_at(b->e, r);
	Ref arg[OP_ARGS] = {0};
	if (n->op == O_const)
		return expr_const(b->to, expr_q(b->e, r), n->span);
	if (n->op == O_var)
		return expr_var(b->to, b->e->var.at[n->index].name, n->span);
	for (int i = 0; i < n->narg; i++)
		arg[i] = b->map[n->arg[i]];
	return expr_op(b->to, (enum Op)n->op, arg, n->span);
}

const Expr *
rebuild(Rebuild *b, const Expr *e, Arena *a)
{
	bool changed = false;
	b->e = e;
	b->to = expr_new(a, e->diag);
	b->map = arena_alloc(a, e->node.len * sizeof *b->map);
	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(b->to, e->var.at[i].name, e->var.at[i].span);
	for (Ref r = 1; r < e->node.len; r++) {
		b->map[r] = b->rule(b, r);
		changed = changed || b->map[r];
		if (!b->map[r])
			b->map[r] = rebuild_plain(b, r);
	}
	for (uint32_t o = 0; o < e->out.len; o++) {
		ExprOutput out = e->out.at[o];
		out.ref = b->map[out.ref];
		vec_push(a, b->to->out, out);
	}
	return changed ? simplify(b->to, a) : e;
}
