/* Ports instead of variables, and only operators that the roles cover.
 *
 * Requires nothing; gives an Expr whose variables are the ports' own values
 * (integer * 2^lsb) under the same names and indices; breaks simplify's
 * canonical form. */
#include "ir/lower.h"

enum { RANGE_BOXES = 16 };

/* x ^ y with two signals: exp(y * log(x)), the same function where x > 0; with
 * `zero`, 0 where x is 0. */
static Ref
pow_to_exp(Expr *e, const Ref *arg, bool zero, Span s)
{
	Ref log_x = expr_op(e, O_log, &arg[0], s);
	Ref y_log_x = expr_op(e, O_mul, (Ref[]){arg[1], log_x}, s);
	Ref power = expr_op(e, O_exp, &y_log_x, s), none;
	if (!zero)
		return power;
	none = expr_int(e, 0, s);
	return expr_op(e, O_ifelse,
	               (Ref[]){expr_op(e, O_greater, (Ref[]){arg[0], none}, s),
	                       power, none},
	               s);
}

/* Per node of e: a power whose base may be 0, and its exponent may not. */
static bool *
powers_of_zero(Arena *a, const Expr *e, const InputSpec *in)
{
	bool *zero = arena_alloc(a, e->node.len), any = false;
	BoxEval *box = box_result(a, e);
	BoxTask task = {.x = variable_box(a, e, in), .budget = RANGE_BOXES};
	for (Ref r = 1; r < e->node.len; r++)
		any = any || expr_at(e, r)->op == O_pow;
	if (!any)
		return zero;
	box_subdivide(box_pool(a, e), &task, box, NULL);
	for (Ref r = 1; r < e->node.len; r++) {
		const ExprNode *n = expr_at(e, r);
		zero[r] = n->op == O_pow && box->value[n->arg[0]].lo == 0 &&
		          box->value[n->arg[1]].lo > 0;
	}
	return zero;
}

static Ref
port_value(Expr *e, const InputSpec *in, Span s)
{
	Ref v = expr_var(e, in->name, s);
	if (mpq_cmp_si(in->scale, 1, 1) != 0) {
		Ref c = expr_const(e, in->scale, s);
		v = expr_op(e, O_mul, (Ref[]){c, v}, s);
	}
	if (mpq_sgn(in->offset) != 0) {
		Ref c = expr_const(e, in->offset, s);
		v = expr_op(e, O_add, (Ref[]){v, c}, s);
	}
	return v;
}

static Ref
bind_node(Expr *to, const Expr *e, const InputSpec *in, const Ref *map,
          const bool *vars, bool zero, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	Ref arg[OP_ARGS] = {0};
	if (n->op == O_const)
		return expr_const(to, expr_q(e, r), n->span);
	if (n->op == O_var)
		return port_value(to, &in[n->index], n->span);
	for (int i = 0; i < n->narg; i++)
		arg[i] = map[n->arg[i]];
	if (n->op == O_pow && vars[n->arg[0]] && vars[n->arg[1]])
		return pow_to_exp(to, arg, zero, n->span);
	return expr_op(to, n->op, arg, n->span);
}

Expr *
bind_ports(const Expr *e, const InputSpec *in, Arena *a)
{
	Expr *to = expr_new(a, e->diag);
	Ref *map = arena_alloc(a, e->node.len * sizeof *map);
	bool *vars = arena_alloc(a, e->node.len);
	const bool *zero = powers_of_zero(a, e, in);
	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(to, e->var.at[i].name, e->var.at[i].span);
	for (Ref r = 1; r < e->node.len; r++) {
		const ExprNode *n = expr_at(e, r);
		vars[r] = n->op == O_var;
		for (int i = 0; i < n->narg; i++)
			vars[r] = vars[r] || vars[n->arg[i]];
		map[r] = bind_node(to, e, in, map, vars, zero[r], r);
	}
	for (uint32_t i = 0; i < e->out.len; i++) {
		ExprOutput o = e->out.at[i];
		o.ref = map[o.ref];
		vec_push(to->a, to->out, o);
	}
	return to;
}

/* ---- the box in the equation's units ---- */

void
port_to_equation(const InputSpec *in, int64_t port, mpq_ptr q)
{
	mpq_set_si(q, port, 1);
	if (in->format.lsb < 0)
		mpq_div_2exp(q, q, (mp_bitcnt_t)-in->format.lsb);
	else
		mpq_mul_2exp(q, q, (mp_bitcnt_t)in->format.lsb);
	mpq_mul(q, q, in->scale);
	mpq_add(q, q, in->offset);
}

Range *
variable_box(Arena *a, const Expr *e, const InputSpec *in)
{
	Range *x = arena_alloc(a, e->var.len * sizeof *x + 1);
	for (uint32_t i = 0; i < e->var.len; i++)
		x[i] = input_range(&in[i]);
	return x;
}
