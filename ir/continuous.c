/* Selections that do not jump.
 *
 * ifelse(a > b, p, q) jumps where a = b, so that a and b must be exact. But
 * often both branches meet there, and then errors of a and b do no harm:
 *     p - q = k (a - b):       q + k max(a - b, 0), or |a|
 *     q = f(a) and p = f(b):   f(min(a, b))
 *     p = f(a) and q = f(b):   f(max(a, b))
 * That is how clamps, magnitudes and leaky rectifiers are written in C.
 * Requires simplify's canonical form over ports. Gives equal outputs, in which
 * such selections by what is not exact are one of these; they are defined
 * where the selections were, p and q having no other arguments than a, b and
 * each other's. Breaks the canonical form. */
#include "ir/guard.h"

/* ifelse(a > b, p, q) */
typedef struct Choose {
	Ref a, b, p, q;
} Choose;

/* s += k x */
static bool
add(const Rebuild *t, Linear *s, Ref x, long k)
{
	mpq_t q;
	mpq_init(q);
	mpq_set_si(q, k, 1);
	bool ok = linear_add(s, t->e, x, q);
	mpq_clear(q);
	return ok;
}

/* The comparison in 1 - greater(a, b), or 0. */
static Ref
negated(const Expr *e, Ref c)
{
	const ExprNode *n = expr_at(e, c);
	if (n->op != O_add || !expr_is_int(e, n->arg[1], 1))
		return 0;
	n = expr_at(e, n->arg[0]);
	return n->op == O_mul && expr_is_int(e, n->arg[1], -1) ? n->arg[0] : 0;
}

static bool
read_choice(const Expr *e, Ref r, Choose *x)
{
	const ExprNode *n = expr_at(e, r);
	Ref not = n->op == O_ifelse ? negated(e, n->arg[0]) : 0;
	if (n->op != O_ifelse)
		return false;
	const ExprNode *c = expr_at(e, not ? not : n->arg[0]);
	if (c->op == O_greater && expr_is_int(e, c->arg[1], 0) &&
	    expr_at(e, c->arg[0])->op == O_greater)
		c = expr_at(e, c->arg[0]); /* of 0 or 1 with 0 */
	if (c->op != O_greater)
		return false;
	*x = (Choose){c->arg[0], c->arg[1], n->arg[not ? 2 : 1],
	              n->arg[not ? 1 : 2]};
	return true;
}

/* Whether p - q = k (a - b). */
static bool
meets(const Rebuild *t, const Choose *x, mpq_ptr k)
{
	Linear s, d;
	mpq_t c;
	mpq_init(c);
	linear_init(&s);
	linear_init(&d);
	bool ok = add(t, &s, x->a, 1) && add(t, &s, x->b, -1) &&
	          add(t, &d, x->p, 1) && add(t, &d, x->q, -1) &&
	          linear_ratio(&s, &d, k);
	mpq_mul(c, s.constant, k);
	ok = ok && mpq_equal(c, d.constant);
	linear_clear(&s);
	linear_clear(&d);
	mpq_clear(c);
	return ok;
}

static bool
is_exact(const Rebuild *t, const Choose *x)
{
	Linear s;
	linear_init(&s);
	bool exact = add(t, &s, x->a, 1) && add(t, &s, x->b, -1);
	for (unsigned i = 0; i < s.n; i++)
		exact = exact && t->grid[s.at[i]] != NO_GRID;
	linear_clear(&s);
	return exact;
}

/* Node r of `to` with `by` in place of node a. */
static Ref
replaced(Rebuild *t, Ref r, Ref a, Ref by)
{
	Ref *map = arena_alloc(t->to->a, (r + 1) * sizeof *map);
	for (Ref i = 1; i <= r; i++) {
		ExprNode n = *expr_at(t->to, i);
		for (int k = 0; k < n.narg; k++)
			n.arg[k] = map[n.arg[k]];
		map[i] = i == a   ? by
		         : n.narg ? expr_op(t->to, (enum Op)n.op, n.arg, n.span)
		                  : i;
	}
	return map[r];
}

/* Whether two nodes of `to` are one by the rules of simplify. */
static bool
are_equal(const Rebuild *t, Ref x, Ref y)
{
	Arena *a = arena_new();
	Expr *e = expr_new(a, t->e->diag);
	Ref *map = arena_alloc(a, t->to->node.len * sizeof *map);
	for (uint32_t i = 0; i < t->to->var.len; i++)
		expr_var(e, t->to->var.at[i].name, t->to->var.at[i].span);
	vec_push(a, e->out, ((ExprOutput){.ref = expr_copy(e, t->to, x, map)}));
	vec_push(a, e->out, ((ExprOutput){.ref = expr_copy(e, t->to, y, map)}));
	e = simplify(e, a);
	bool equal = e->out.at[0].ref == e->out.at[1].ref;
	arena_free(a);
	return equal;
}

/* f(op(a, b)) where r is f(a) and other is f(b); else 0. */
static Ref
composed(Rebuild *t, Ref r, Ref other, const Choose *x, enum Op op, Span s)
{
	Ref a = t->map[x->a], b = t->map[x->b];
	if (expr_is_const(t->to, a) ||
	    !are_equal(t, replaced(t, r, a, b), other))
		return 0;
	return replaced(t, r, a, expr_op(t->to, op, (Ref[]){a, b}, s));
}

static Ref
op2(Rebuild *t, enum Op op, Ref x, Ref y, Span s)
{
	return expr_op(t->to, op, (Ref[]){x, y}, s);
}

/* q + k max(a - b, 0), or the same for k = 2 and b = 0. */
static Ref
bent(Rebuild *t, const Choose *x, mpq_srcptr k, Span s)
{
	Ref a = t->map[x->a];
	if (expr_is_int(t->e, x->b, 0) && x->p == x->a &&
	    mpq_cmp_si(k, 2, 1) == 0)
		return expr_op(t->to, O_abs, &a, s);
	Ref above = op2(t, O_max, op2(t, O_sub, a, t->map[x->b], s),
	                expr_int(t->to, 0, s), s);
	above = op2(t, O_mul, above, expr_const(t->to, k, s), s);
	return op2(t, O_add, t->map[x->q], above, s);
}

static Ref
rewrite(Rebuild *t, const Choose *x, Span s)
{
	const Choose flipped = {x->b, x->a, x->p, x->q};
	Ref p = t->map[x->p], q = t->map[x->q], v;
	mpq_t k;
	if (is_exact(t, x))
		return 0;
	if ((v = composed(t, q, p, x, O_min, s)) ||
	    (v = composed(t, p, q, x, O_max, s)) ||
	    (v = composed(t, q, p, &flipped, O_max, s)) ||
	    (v = composed(t, p, q, &flipped, O_min, s)))
		return v;
	mpq_init(k);
	if (meets(t, x, k))
		v = bent(t, x, k, s);
	mpq_clear(k);
	return v;
}

static Ref
rule(Rebuild *t, Ref r)
{
	Choose x;
	return read_choice(t->e, r, &x) ? rewrite(t, &x, expr_at(t->e, r)->span)
	                                : 0;
}

const Expr *
continuous_bind(const Expr *e, const InputSpec *in, Arena *a)
{
	Rebuild t = {.rule = rule};
	Choose x;
	bool any = false;
	for (Ref r = 1; r < e->node.len; r++)
		any = any || read_choice(e, r, &x);
	if (!any)
		return e;
	t.grid = node_grids(a, e, in);
	return rebuild(&t, e, a);
}
