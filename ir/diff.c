/* Symbolic differentiation: the chain rule over the DAG, with one rule an
 * operator for its partial derivatives (contract: diff.h).
 *
 * A rule is the derivative as an infix text would have it; the builders below
 * read alike. Forward accumulation, one node at a time in topological order;
 * zeros and ones are dropped as they come up, everything else is left to
 * simplify.c. */
#include "ir/diff.h"

typedef struct Diff {
	Expr *e;
	Span s; /* place of the nodes that are made */
} Diff;

/* ---- builders ---- */

static Ref
num(Diff *d, long v)
{
	return expr_int(d->e, v, d->s);
}

static Ref
op1(Diff *d, enum Op op, Ref x)
{
	return expr_op(d->e, op, (Ref[OP_ARGS]){x}, d->s);
}

static Ref
op2(Diff *d, enum Op op, Ref x, Ref y)
{
	return expr_op(d->e, op, (Ref[OP_ARGS]){x, y}, d->s);
}

static Ref
add(Diff *d, Ref x, Ref y)
{
	if (expr_is_int(d->e, x, 0))
		return y;
	return expr_is_int(d->e, y, 0) ? x : op2(d, O_add, x, y);
}

static Ref
mul(Diff *d, Ref x, Ref y)
{
	if (expr_is_int(d->e, x, 1) || expr_is_int(d->e, y, 0))
		return y;
	if (expr_is_int(d->e, y, 1) || expr_is_int(d->e, x, 0))
		return x;
	return op2(d, O_mul, x, y);
}

static Ref
quo(Diff *d, Ref x, Ref y)
{
	return op2(d, O_div, x, y);
}

static Ref
neg(Diff *d, Ref x)
{
	return op1(d, O_neg, x);
}

static Ref
sqr(Diff *d, Ref x)
{
	return op1(d, O_square, x);
}

/* 1 - x^2 and 1 + x^2 */
static Ref
one_less(Diff *d, Ref x)
{
	return op2(d, O_sub, num(d, 1), sqr(d, x));
}

static Ref
one_more(Diff *d, Ref x)
{
	return op2(d, O_add, num(d, 1), sqr(d, x));
}

/* log of a whole number */
static Ref
ln(Diff *d, long base)
{
	return op1(d, O_log, num(d, base));
}

/* ---- one rule an operator ---- */

/* The partial derivative of r = op(a) by argument k. */
#define RULE(name) static Ref diff_##name(Diff *d, const Ref *a, Ref r, int k)
#define UNUSED     ((void)d, (void)a, (void)r, (void)k)

RULE(add)
{
	UNUSED;
	return num(d, 1);
}
RULE(sub)
{
	UNUSED;
	return num(d, k ? -1 : 1);
}
RULE(mul)
{
	UNUSED;
	return a[1 - k];
}
RULE(div)
{
	UNUSED;
	return k ? neg(d, quo(d, r, a[1])) : op1(d, O_inv, a[1]);
}
RULE(neg)
{
	UNUSED;
	return num(d, -1);
}
RULE(abs)
{
	UNUSED;
	return op1(d, O_sign, a[0]);
}
RULE(square)
{
	UNUSED;
	return mul(d, num(d, 2), a[0]);
}
RULE(cube)
{
	UNUSED;
	return mul(d, num(d, 3), sqr(d, a[0]));
}
RULE(inv)
{
	UNUSED;
	return neg(d, sqr(d, r));
}
RULE(sqrt)
{
	UNUSED;
	return quo(d, num(d, 1), mul(d, num(d, 2), r));
}
RULE(cbrt)
{
	UNUSED;
	return quo(d, num(d, 1), mul(d, num(d, 3), sqr(d, r)));
}
RULE(exp)
{
	UNUSED;
	return r;
}
RULE(exp2)
{
	UNUSED;
	return mul(d, ln(d, 2), r);
}
RULE(log)
{
	UNUSED;
	return op1(d, O_inv, a[0]);
}
RULE(log2)
{
	UNUSED;
	return quo(d, num(d, 1), mul(d, ln(d, 2), a[0]));
}
RULE(log10)
{
	UNUSED;
	return quo(d, num(d, 1), mul(d, ln(d, 10), a[0]));
}
RULE(log1p)
{
	UNUSED;
	return op1(d, O_inv, add(d, num(d, 1), a[0]));
}
RULE(sin)
{
	UNUSED;
	return op1(d, O_cos, a[0]);
}
RULE(cos)
{
	UNUSED;
	return neg(d, op1(d, O_sin, a[0]));
}
RULE(tan)
{
	UNUSED;
	return one_more(d, r);
}
RULE(sinh)
{
	UNUSED;
	return op1(d, O_cosh, a[0]);
}
RULE(cosh)
{
	UNUSED;
	return op1(d, O_sinh, a[0]);
}
RULE(tanh)
{
	UNUSED;
	return one_less(d, r);
}
RULE(asin)
{
	UNUSED;
	return op1(d, O_inv, op1(d, O_sqrt, one_less(d, a[0])));
}
RULE(acos)
{
	UNUSED;
	return neg(d, diff_asin(d, a, r, k));
}
RULE(atan)
{
	UNUSED;
	return op1(d, O_inv, one_more(d, a[0]));
}
RULE(asinh)
{
	UNUSED;
	return op1(d, O_inv, op1(d, O_sqrt, one_more(d, a[0])));
}
RULE(atanh)
{
	UNUSED;
	return op1(d, O_inv, one_less(d, a[0]));
}
RULE(gauss)
{
	UNUSED;
	return mul(d, mul(d, num(d, -2), a[0]), r);
}
RULE(max)
{
	UNUSED;
	return op2(d, O_greater, a[k], a[1 - k]);
}
RULE(min)
{
	UNUSED;
	return op2(d, O_greater, a[1 - k], a[k]);
}
RULE(relu)
{
	UNUSED;
	return op2(d, O_greater, a[0], num(d, 0));
}
RULE(flat)
{
	UNUSED;
	return num(d, 0);
}

/* 1/sqrt((x - 1)(x + 1)) */
RULE(acosh)
{
	UNUSED;
	Ref low = op2(d, O_sub, a[0], num(d, 1));
	Ref high = op2(d, O_add, a[0], num(d, 1));
	return op1(d, O_inv, op1(d, O_sqrt, mul(d, low, high)));
}

/* 2/sqrt(pi) * exp(-x^2) */
RULE(erf)
{
	UNUSED;
	Ref pi = expr_op(d->e, O_pi, (Ref[OP_ARGS]){0}, d->s);
	Ref c = quo(d, num(d, 2), op1(d, O_sqrt, pi));
	return mul(d, c, op1(d, O_gauss, a[0]));
}

RULE(erfc)
{
	UNUSED;
	return neg(d, diff_erf(d, a, r, k));
}

/* r * (1 - r) */
RULE(sigmoid)
{
	UNUSED;
	return mul(d, r, op2(d, O_sub, num(d, 1), r));
}

/* y x^(y - 1), log(x) r */
RULE(pow)
{
	UNUSED;
	if (k)
		return mul(d, op1(d, O_log, a[0]), r);
	Ref less = op2(d, O_sub, a[1], num(d, 1));
	if (expr_is_int(d->e, a[1], 2))
		return mul(d, num(d, 2), a[0]);
	return mul(d, a[1], op2(d, O_pow, a[0], less));
}

/* (x > 0) * y, by y */
RULE(cond)
{
	UNUSED;
	return k ? op2(d, O_greater, a[0], num(d, 0)) : num(d, 0);
}

RULE(ifelse)
{
	UNUSED;
	Ref yes = op2(d, O_greater, a[0], num(d, 0));
	if (k == 0)
		return num(d, 0);
	return k == 1 ? yes : op2(d, O_sub, num(d, 1), yes);
}

/* 1, -floor(x / y) */
RULE(mod)
{
	UNUSED;
	if (k == 0)
		return num(d, 1);
	return neg(d, op1(d, O_floor, quo(d, a[0], a[1])));
}

/* (cos(pi x) - sinc(x)) / x; at 0, where that is 0/0, 0 */
RULE(sinc)
{
	UNUSED;
	Ref pi = expr_op(d->e, O_pi, (Ref[OP_ARGS]){0}, d->s);
	Ref c = op1(d, O_cos, mul(d, pi, a[0]));
	Ref slope = quo(d, op2(d, O_sub, c, r), a[0]);
	Ref away = op1(d, O_abs, a[0]);
	return expr_op(d->e, O_ifelse, (Ref[OP_ARGS]){away, slope, num(d, 0)},
	               d->s);
}

typedef Ref Rule(Diff *d, const Ref *a, Ref r, int k);

/* Without a rule: gamma, whose derivative is no operator of the table. */
static Rule *const rule[O_count] = {
    [O_add] = diff_add,       [O_sub] = diff_sub,
    [O_mul] = diff_mul,       [O_div] = diff_div,
    [O_neg] = diff_neg,       [O_abs] = diff_abs,
    [O_square] = diff_square, [O_cube] = diff_cube,
    [O_inv] = diff_inv,       [O_pow] = diff_pow,
    [O_sqrt] = diff_sqrt,     [O_cbrt] = diff_cbrt,
    [O_exp] = diff_exp,       [O_exp2] = diff_exp2,
    [O_log] = diff_log,       [O_log2] = diff_log2,
    [O_log10] = diff_log10,   [O_log1p] = diff_log1p,
    [O_sin] = diff_sin,       [O_cos] = diff_cos,
    [O_tan] = diff_tan,       [O_sinh] = diff_sinh,
    [O_cosh] = diff_cosh,     [O_tanh] = diff_tanh,
    [O_asin] = diff_asin,     [O_acos] = diff_acos,
    [O_atan] = diff_atan,     [O_asinh] = diff_asinh,
    [O_acosh] = diff_acosh,   [O_atanh] = diff_atanh,
    [O_erf] = diff_erf,       [O_erfc] = diff_erfc,
    [O_sinc] = diff_sinc,     [O_sigmoid] = diff_sigmoid,
    [O_gauss] = diff_gauss,   [O_relu] = diff_relu,
    [O_max] = diff_max,       [O_min] = diff_min,
    [O_sign] = diff_flat,     [O_floor] = diff_flat,
    [O_ceil] = diff_flat,     [O_round] = diff_flat,
    [O_greater] = diff_flat,  [O_cond] = diff_cond,
    [O_ifelse] = diff_ifelse, [O_mod] = diff_mod,
};

/* Sum of the partial derivatives times the arguments' own: slope[r], or 0. */
static Ref
chain(Diff *d, Ref r, const Ref *slope)
{
	const ExprNode n = *expr_at(d->e, r); /* the array may move */
	Ref sum = num(d, 0);

	d->s = n.span;
	for (int k = 0; k < n.narg; k++) {
		if (expr_is_int(d->e, slope[n.arg[k]], 0))
			continue;
		if (!rule[n.op])
			return 0;
		sum = add(d, sum,
		          mul(d, rule[n.op](d, n.arg, r, k), slope[n.arg[k]]));
	}
	return sum;
}

Ref
expr_diff(Expr *e, Ref r, Ref var, enum Op *op)
{
	Diff d = {.e = e, .s = expr_at(e, r)->span};
	Ref *slope = arena_alloc(e->a, (r + 1) * sizeof *slope);

	for (Ref i = 1; i <= r; i++) {
		slope[i] = i == var ? num(&d, 1) : chain(&d, i, slope);
		if (!slope[i]) {
			*op = expr_at(e, i)->op;
			return 0;
		}
	}
	return slope[r];
}
