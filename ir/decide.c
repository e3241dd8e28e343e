/* Decisions: the class or the bit that outputs stand for, instead of them.
 *
 * Contract: a decision sees only the order of the outputs, or the side of a
 * threshold an output is on. So functions that increase may be dropped from
 * the end of the equations: from all of them at once for an argmax, with the
 * threshold moved by the inverse for a comparison. The comparison itself is
 * exact in the outputs' integers; the first of equal outputs wins. */
#include "ir/data.h"
#include "ir/lower.h"

#include <math.h>

enum { HALVINGS = 2200 }; /* from the largest double to the smallest */

/* ---- in integers ---- */

Format
decision_format(const Decision *c, uint32_t n)
{
	int64_t last = c->kind == DECIDE_ARGMAX ? (int64_t)n - 1 : 1;
	unsigned bits = width_of(0, last) - 1;

	return (Format){.width = (uint8_t)(bits ? bits : 1)};
}

/* y * 2^lsb > above, that is y > floor(above / 2^lsb). */
static DRef
is_above(Datapath *d, DRef y, int lsb, mpq_srcptr above)
{
	const DNode *n = dp_at(d, y);
	mpq_t q;
	DRef r;

	mpq_init(q);
	if (lsb < 0)
		mpq_mul_2exp(q, above, (mp_bitcnt_t)-lsb);
	else
		mpq_div_2exp(q, above, (mp_bitcnt_t)lsb);
	mpz_fdiv_q(mpq_numref(q), mpq_numref(q), mpq_denref(q));
	if (mpz_cmp_si(mpq_numref(q), n->hi) >= 0)
		r = dp_const(d, 0);
	else if (mpz_cmp_si(mpq_numref(q), n->lo) < 0)
		r = dp_const(d, 1);
	else
		r = dp_lt(d, dp_const(d, mpz_get_si(mpq_numref(q))), y);
	mpq_clear(q);
	return r;
}

static DRef
argmax(Datapath *d, const DRef *y, const int *lsb, uint32_t n)
{
	Fixed best = {.d = y[0], .lsb = lsb[0]};
	DRef which = dp_const(d, 0);

	for (uint32_t o = 1; o < n; o++) {
		Fixed next = {.d = y[o], .lsb = lsb[o]};
		fixed_align2(d, &best, &next);
		DRef more = dp_lt(d, best.d, next.d);
		best.d = dp_select(d, more, next.d, best.d);
		which = dp_select(d, more, dp_const(d, o), which);
	}
	return which;
}

void
decide(Datapath *d, const Decision *c, const DRef *y, const int *lsb,
       uint32_t n)
{
	ExprOutput out = {.name = c->name, .span = c->span};
	Format f = decision_format(c, n);
	DRef r = c->kind == DECIDE_ARGMAX
	             ? argmax(d, y, lsb, n)
	             : is_above(d, y[c->out], lsb[c->out], c->above);

	port_out(d, &out, &f, r);
}

/* ---- over the reals ---- */

/* `e` with other outputs: its names, what they now are. */
static Expr *
with_outputs(const Expr *e, const Ref *root, Arena *a)
{
	Expr *to = expr_new(a, e->diag);
	Ref *map = arena_alloc(a, e->node.len * sizeof *map);

	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(to, e->var.at[i].name, e->var.at[i].span);
	for (uint32_t o = 0; o < e->out.len; o++) {
		ExprOutput out = e->out.at[o];
		out.ref = expr_copy(to, e, root[o], map);
		vec_push(a, to->out, out);
	}
	return to;
}

/* x where f(x) = v, f increasing: where the doubles change sides. False if v
 * is no value of f. */
static bool
inverse(enum Op f, double v, double *x)
{
	double lo = -0x1p1023, hi = 0x1p1023;

	for (int i = 0; i < HALVINGS && nextafter(lo, hi) < hi; i++) {
		double mid = lo < 0 && hi > 0 ? 0 : lo / 2 + hi / 2;
		if (lo > 1 && hi / 4 > lo)
			mid = sqrt(lo) * sqrt(hi);
		else if (hi < -1 && lo / 4 < hi)
			mid = -sqrt(-lo) * sqrt(-hi);
		double y = op_info[f].real(&mid);
		/* below its domain it has no value, above it neither */
		if (isnan(y))
			y = mid > 0 ? INFINITY : -INFINITY;
		if (y > v)
			hi = mid;
		else
			lo = mid;
	}
	*x = lo;
	return fabs(lo) < 0x1p1000 && fabs(hi) < 0x1p1000;
}

/* The increasing function that all of root[0..n-1] end in, or O_none. */
static enum Op
common_end(const Expr *e, const Ref *root, uint32_t n)
{
	enum Op op = expr_at(e, root[0])->op;

	for (uint32_t o = 0; o < n; o++)
		if (expr_at(e, root[o])->op != op)
			return O_none;
	return op_info[op].narg == 1 && (op_info[op].flags & F_MONO) ? op
	                                                             : O_none;
}

/* Drops the last operation of the output with a threshold. */
static bool
strip_one(const Expr *e, Ref *root, Decision *c)
{
	const ExprNode *n = expr_at(e, *root);
	enum Op op = common_end(e, root, 1);
	double x;

	if (op != O_none && inverse(op, mpq_get_d(c->above), &x)) {
		mpq_set_d(c->above, x);
		*root = n->arg[0];
		return true;
	}
	for (int k = 0; n->narg == 2 && k < 2; k++) {
		if (!expr_is_const(e, n->arg[k]))
			continue;
		mpq_srcptr q = expr_q(e, n->arg[k]);
		if (n->op == O_add)
			mpq_sub(c->above, c->above, q);
		else if (n->op == O_mul && mpq_sgn(q) > 0)
			mpq_div(c->above, c->above, q);
		else
			continue;
		*root = n->arg[1 - k];
		return true;
	}
	return false;
}

static void
drop_q(void *q)
{
	mpq_clear(q);
}

/* A threshold of c's own. */
static void
own_threshold(Decision *c, Arena *a)
{
	mpq_ptr q = arena_alloc(a, sizeof(mpq_t));

	mpq_init(q);
	arena_defer(a, drop_q, q);
	mpq_set(q, c->above);
	c->above = q;
}

Expr *
decision_strip(const Expr *e, Decision *c, Arena *a)
{
	Ref *root = arena_alloc(a, (e->out.len + 1) * sizeof *root);

	for (uint32_t o = 0; o < e->out.len; o++)
		root[o] = e->out.at[o].ref;
	if (c->kind == DECIDE_ABOVE) {
		own_threshold(c, a);
		while (strip_one(e, &root[c->out], c))
			;
	}
	while (c->kind == DECIDE_ARGMAX &&
	       common_end(e, root, e->out.len) != O_none)
		for (uint32_t o = 0; o < e->out.len; o++)
			root[o] = expr_at(e, root[o])->arg[0];
	return with_outputs(e, root, a);
}

static Ref
argmax_expr(Expr *e, const Ref *y, uint32_t n)
{
	Ref best = y[0], which = expr_int(e, 0, (Span){0});

	for (uint32_t o = 1; o < n; o++) {
		Ref more =
		    expr_op(e, O_greater, (Ref[]){y[o], best}, (Span){0});
		Ref index = expr_int(e, (long)o, (Span){0});
		which = expr_op(e, O_ifelse, (Ref[]){more, index, which},
		                (Span){0});
		best = expr_op(e, O_max, (Ref[]){best, y[o]}, (Span){0});
	}
	return which;
}

Expr *
decision_expr(const Expr *e, const Decision *c, Arena *a)
{
	Expr *to = expr_new(a, e->diag);
	Ref *map = arena_alloc(a, e->node.len * sizeof *map), r;
	Ref *y = arena_alloc(a, (e->out.len + 1) * sizeof *y);

	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(to, e->var.at[i].name, e->var.at[i].span);
	for (uint32_t o = 0; o < e->out.len; o++)
		y[o] = expr_copy(to, e, e->out.at[o].ref, map);
	if (c->kind == DECIDE_ARGMAX) {
		r = argmax_expr(to, y, e->out.len);
	} else {
		Ref above = expr_const(to, c->above, c->span);
		r = expr_op(to, O_greater, (Ref[]){y[c->out], above}, c->span);
	}
	ExprOutput out = {.name = c->name,
	                  .ref = r,
	                  .text = expr_text(to, r, a),
	                  .span = c->span};
	vec_push(a, to->out, out);
	return to;
}
