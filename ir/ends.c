/* Operators at the ends of their domains, for fixed point.
 *
 * Requires simplify's canonical form over ports. Gives equal outputs, defined
 * for the same inputs, in which errors of arguments do no harm:
 *   sqrt(t), t^p    sqrt(max(t, 0)) where t gets near 0, or is at least proven
 *                   (nonneg.c) not to be negative: what an error takes below
 *                   zero comes back, and the root is a function of a signal
 *                   of its own, which normalisation computes well
 *   asin(t)         pi/2 - 2 asin(sqrt(max((1 - t) / 2, 0))) where t touches
 *                   1 only, the like at -1, and where it may reach both,
 *                   2 atan(t / (1 + sqrt(max((1 - t) (1 + t), 0)))): the root
 *                   takes the unbounded slope, and the rest is smooth. Where
 *                   t is a quotient, 1 - t is on one denominator
 *   acos(t)         pi/2 - asin(t)
 * Arguments that are narrow ports stay: they are exact, and a table of all
 * their values is cheap. Breaks the canonical form. */
#include <math.h>

#include "ir/signals.h"

typedef struct Ends {
	const Expr *e;
	const InputSpec *in;
	const Range *range;
	Expr *to;
	Ref *map;
	bool changed;
} Ends;

/* From where slopes are steep: of |t| for asin, of t's range for roots. */
static const double NEAR = 0.875, STEEP = 0x1p-6;

/* ---- building ---- */

static Ref
op1(Ends *d, enum Op op, Ref x, Span s)
{
	return expr_op(d->to, op, &x, s);
}

static Ref
op2(Ends *d, enum Op op, Ref x, Ref y, Span s)
{
	return expr_op(d->to, op, (Ref[]){x, y}, s);
}

static Ref
rational(Ends *d, long num, unsigned long den, Span s)
{
	mpq_t q;
	mpq_init(q);
	mpq_set_si(q, num, den);
	Ref r = expr_const(d->to, q, s);
	mpq_clear(q);
	return r;
}

/* c + k * x */
static Ref
affine(Ends *d, Ref c, Ref k, Ref x, Span s)
{
	return op2(d, O_add, op2(d, O_mul, k, x, s), c, s);
}

static Ref
half_pi(Ends *d, Span s)
{
	return op2(d, O_mul, expr_op(d->to, O_pi, NULL, s),
	           rational(d, 1, 2, s), s);
}

static Ref
root(Ends *d, Ref x, Span s)
{
	return op1(d, O_sqrt, op1(d, O_relu, x, s), s);
}

/* t = num / den with den > 0, as far as t is a product of reciprocals: 1 - t is
 * (den - num) / den, whose numerator does not cancel. den 0: no such. */
typedef struct Quotient {
	Ref num, den;
} Quotient;

static Ref
times(Ends *d, Ref x, Ref y, Span s)
{
	return x && y ? op2(d, O_mul, x, y, s) : x ? x : y;
}

static Quotient
quotient(Ends *d, Ref t)
{
	const ExprNode *n = expr_at(d->e, t);
	Span s = n->span;
	if (n->op == O_inv && d->range[n->arg[0]].lo > 0)
		return (Quotient){0, d->map[n->arg[0]]};
	if (n->op != O_mul)
		return (Quotient){d->map[t], 0};
	Quotient x = quotient(d, n->arg[0]), y = quotient(d, n->arg[1]);
	if (!x.den && !y.den)
		return (Quotient){d->map[t], 0};
	return (Quotient){times(d, x.num, y.num, s), times(d, x.den, y.den, s)};
}

/* t as a quotient with both parts. */
static Quotient
split(Ends *d, Ref t, Span s)
{
	Quotient q = quotient(d, t);
	Ref one = rational(d, 1, 1, s);
	return (Quotient){q.num ? q.num : one, q.den ? q.den : one};
}

/* sqrt(inv(x)), x > 0 */
static Ref
inverse_root(Ends *d, Ref x, Span s)
{
	return op1(d, O_sqrt, op1(d, O_inv, x, s), s);
}

/* asin where |t| reaches 1 at the sign's side only. */
static Ref
asin_one_end(Ends *d, Ref t, long sign, Span s)
{
	Quotient q = split(d, t, s);
	Ref two = rational(d, 2, 1, s);
	Ref top = affine(d, q.den, rational(d, -sign, 1, s), q.num, s);
	Ref y = op2(d, O_mul, root(d, top, s),
	            inverse_root(d, op2(d, O_mul, two, q.den, s), s), s);
	double most = sqrt((1 + NEAR) / 2) + 0x1p-12;
	y = op2(d, O_min, y, rational(d, lrint(ldexp(most, 16)), 65536, s), s);
	Ref c = op2(d, O_mul, rational(d, sign, 1, s), half_pi(d, s), s);
	return affine(d, c, rational(d, -2 * sign, 1, s), op1(d, O_asin, y, s),
	              s);
}

static Ref
asin_two_ends(Ends *d, Ref t, Span s)
{
	Quotient q = split(d, t, s);
	Ref minus = rational(d, -1, 1, s);
	Ref low = op2(d, O_add, q.den, q.num, s);
	Ref high = affine(d, q.den, minus, q.num, s);
	Ref c = root(d, op2(d, O_mul, low, high, s), s);
	Ref r = op1(d, O_inv, op2(d, O_add, q.den, c, s), s);
	Ref y = op1(d, O_atan, op2(d, O_mul, q.num, r, s), s);
	return op2(d, O_mul, rational(d, 2, 1, s), y, s);
}

/* ---- choosing ---- */

/* A function of one narrow port. */
static bool
is_narrow(const Ends *d, Ref r)
{
	const ExprNode *n = expr_at(d->e, r);
	if (n->op == O_var)
		return d->in[n->index].format.width <= UNIT_JOIN_BITS;
	Arena *a = arena_new();
	bool *below = arena_alloc(a, r + 1);
	uint32_t vars = 0;
	bool narrow = true;
	below[r] = true;
	for (Ref i = r; i > 0; i--) {
		const ExprNode *x = expr_at(d->e, i);
		for (int k = 0; below[i] && k < x->narg; k++)
			below[x->arg[k]] = true;
		if (!below[i] || x->op != O_var)
			continue;
		vars++;
		narrow = narrow && is_narrow(d, i);
	}
	arena_free(a);
	return narrow && vars <= 1;
}

static bool
is_root(const Ends *d, const ExprNode *n)
{
	double c, power;
	Range arg[OP_ARGS];
	for (int k = 0; k < n->narg; k++)
		arg[k] = d->range[n->arg[k]];
	return (n->op == O_sqrt || n->op == O_pow) &&
	       op_modulus(n->op, arg, &c, &power);
}

/* The argument of a root as it should be. */
static Ref
argument(Ends *d, Ref r, Ref mapped, Span s)
{
	Range t = d->range[r];
	const ExprNode *n = expr_at(d->e, r);
	if (t.lo > t.hi * STEEP || n->op == O_var || n->op == O_relu ||
	    (t.lo < 0 && !expr_nonneg(d->e, r, d->range)))
		return mapped;
	d->changed = true;
	return op1(d, O_relu, mapped, s);
}

static Ref
arc(Ends *d, const ExprNode *n, const Ref *arg)
{
	Ref x = n->arg[0];
	Range t = d->range[x];
	Span s = n->span;
	if (t.lo < -1 || t.hi > 1 || (t.lo > -NEAR && t.hi < NEAR))
		return expr_op(d->to, n->op, arg, s);
	d->changed = true;
	Ref y = t.lo > -NEAR  ? asin_one_end(d, x, 1, s)
	        : t.hi < NEAR ? asin_one_end(d, x, -1, s)
	                      : asin_two_ends(d, x, s);
	if (n->op == O_asin)
		return y;
	return affine(d, half_pi(d, s), rational(d, -1, 1, s), y, s);
}

static Ref
rebuild(Ends *d, Ref r)
{
	const ExprNode *n = expr_at(d->e, r);
	Ref arg[OP_ARGS] = {0};
	if (n->op == O_const)
		return expr_const(d->to, expr_q(d->e, r), n->span);
	if (n->op == O_var)
		return expr_var(d->to, d->e->var.at[n->index].name, n->span);
	for (int k = 0; k < n->narg; k++)
		arg[k] = d->map[n->arg[k]];
	bool arcs = n->op == O_asin || n->op == O_acos;
	if ((arcs || is_root(d, n)) && !is_narrow(d, n->arg[0])) {
		if (arcs)
			return arc(d, n, arg);
		arg[0] = argument(d, n->arg[0], arg[0], n->span);
	}
	return expr_op(d->to, n->op, arg, n->span);
}

Expr *
ends_bind(const Expr *e, const InputSpec *in, const Range *range, Arena *a)
{
	Ends d = {.e = e, .in = in, .range = range, .to = expr_new(a, e->diag)};
	d.map = arena_alloc(a, e->node.len * sizeof *d.map);
	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(d.to, e->var.at[i].name, e->var.at[i].span);
	for (Ref r = 1; r < e->node.len; r++)
		d.map[r] = rebuild(&d, r);
	for (uint32_t i = 0; i < e->out.len; i++) {
		ExprOutput o = e->out.at[i];
		o.ref = d.map[o.ref];
		vec_push(d.to->a, d.to->out, o);
	}
	return d.changed ? d.to : NULL;
}
