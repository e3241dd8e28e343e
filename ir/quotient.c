/* Comparisons of quotients without a division.
 *
 * x / y > c jumps where x / y = c, and a quotient is not exact in fixed point.
 * But it is x > c y where y > 0 and x < c y where y < 0, and sums are. Requires
 * simplify's canonical form over ports. Gives equal outputs, in which each
 * comparison of k x / y, x and y exact, with a constant is one of sums; plus
 * 0 / y where y may be 0, which must not get a value by this. Breaks the
 * canonical form. */
#include "ir/guard.h"

enum { RANGE_BOXES = 16 };

/* at = x / y with x and y exact: x (in `to`) and 1 / y (in e). */
static bool
split(Rebuild *q, Ref at, Ref *x, Ref *inv, Span s)
{
	const ExprNode *n = expr_at(q->e, at);
	if (n->op == O_mul)
		return split(q, n->arg[0], x, inv, s) &&
		       split(q, n->arg[1], x, inv, s);
	if (n->op == O_inv && !*inv) {
		*inv = at;
		return q->grid[n->arg[0]] != NO_GRID;
	}
	if (q->grid[at] == NO_GRID)
		return false;
	*x = expr_op(q->to, O_mul, (Ref[]){*x, q->map[at]}, s);
	return true;
}

/* k x / y + c > 0, s being the left side; 0: it is no such. */
static Ref
above_zero(Rebuild *q, const Linear *s, Span at)
{
	Expr *to = q->to;
	Ref x = expr_int(to, 1, at), inv = 0;
	if (s->n != 1 || !split(q, s->at[0], &x, &inv, at) || !inv)
		return 0;
	Ref k = expr_const(to, s->k[0], at);
	Ref c = expr_const(to, s->constant, at);
	Ref zero = expr_int(to, 0, at);
	Ref y = q->map[expr_at(q->e, inv)->arg[0]];
	x = expr_op(to, O_mul, (Ref[]){x, k}, at);
	c = expr_op(to, O_mul, (Ref[]){y, c}, at);
	Ref sum = expr_op(to, O_add, (Ref[]){x, c}, at);
	Ref sides[] = {expr_op(to, O_greater, (Ref[]){y, zero}, at),
	               expr_op(to, O_greater, (Ref[]){sum, zero}, at),
	               expr_op(to, O_greater, (Ref[]){zero, sum}, at)};
	Ref r = expr_op(to, O_ifelse, sides, at);
	if (!q->def || q->def[inv] == DEF_ALL)
		return r;
	Ref none = expr_op(to, O_mul, (Ref[]){q->map[inv], zero}, at);
	return expr_op(to, O_add, (Ref[]){r, none}, at);
}

static Ref
rule(Rebuild *q, Ref r)
{
	const ExprNode *n = expr_at(q->e, r);
	Linear s;
	Ref v = 0;
	mpq_t one;
	if (n->op != O_greater)
		return 0;
	mpq_init(one);
	linear_init(&s);
	mpq_set_si(one, 1, 1);
	bool ok = linear_add(&s, q->e, n->arg[0], one);
	mpq_neg(one, one);
	if (ok && linear_add(&s, q->e, n->arg[1], one))
		v = above_zero(q, &s, n->span);
	linear_clear(&s);
	mpq_clear(one);
	return v;
}

const Expr *
quotients_bind(const Expr *e, const InputSpec *in, const Range *x,
               bool any_undefined, Arena *a)
{
	Rebuild q = {.rule = rule};
	bool any = false, inv = false;
	for (Ref r = 1; r < e->node.len; r++) {
		any = any || expr_at(e, r)->op == O_greater;
		inv = inv || expr_at(e, r)->op == O_inv;
	}
	if (!any || !inv)
		return e;
	q.grid = node_grids(a, e, in);
	if (!any_undefined) {
		BoxTask task = {.x = x, .budget = RANGE_BOXES};
		BoxEval *box = box_result(a, e);
		box_subdivide(box_pool(a, e), &task, box, NULL);
		q.def = box->def;
	}
	return rebuild(&q, e, a);
}
