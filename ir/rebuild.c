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

void
rebuild_open(Rebuild *b, const Expr *e, Arena *a)
{
	b->e = e;
	b->to = expr_new(a, e->diag);
	b->map = arena_alloc(a, e->node.len * sizeof *b->map);
	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(b->to, e->var.at[i].name, e->var.at[i].span);
}

void
rebuild_close(const Rebuild *b, Arena *a)
{
	for (uint32_t o = 0; o < b->e->out.len; o++) {
		ExprOutput out = b->e->out.at[o];
		out.ref = b->map[out.ref];
		vec_push(a, b->to->out, out);
	}
}

bool *
rebuild_marks(const Rebuild *b, const bool *marks, Arena *a)
{
	bool *moved = arena_alloc(a, b->to->node.len);
	for (Ref r = 1; r < b->e->node.len; r++)
		moved[b->map[r]] = moved[b->map[r]] || marks[r];
	return moved;
}

const Expr *
rebuild(Rebuild *b, const Expr *e, Arena *a)
{
	bool changed = false;
	rebuild_open(b, e, a);
	for (Ref r = 1; r < e->node.len; r++) {
		b->map[r] = b->rule(b, r);
		changed = changed || b->map[r];
		if (!b->map[r])
			b->map[r] = rebuild_plain(b, r);
	}
	rebuild_close(b, a);
	return changed ? simplify(b->to, a) : e;
}
