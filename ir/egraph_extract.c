/* Extraction: the cheapest form of the outputs that an e-graph holds.
 *
 * Costs are counted where a value is needed as a signal. What depends on one
 * variable is one function unit, whatever it is made of, so its form does not
 * matter; factors and terms that are constants are free below a function,
 * which takes them in. First bottom up, each class by itself, which counts
 * what is shared as often as it is used; then by local search over the whole,
 * each shared value once: another node of one class at a time, as long as
 * that pays. */
#include "ir/egraph.h"

#include <math.h>
#include <string.h>

/* Makes every node cost something, so that no choice can be a cycle. */
static const double EPSILON = 0.01;

enum { MAX_PASSES = 4, MAX_ROUNDS = 200, MAX_TRIALS = 4000 };

/* How a class's value is used. */
enum Mode { M_signal, M_inside, M_count };

typedef struct Extract {
	Arena *a;
	EGraph *g;
	const ECost *c;
	const Expr *e;
	const Id *class;
	double *cost[M_count]; /* per class, bottom up */
	Id *pick[M_count];     /* per class: its node; 0: none yet */
	double *
	    affine; /* per class of one variable: as c0 + c1 * v, or infinite */
	/* of one walk over what is picked */
	uint8_t *state[M_count]; /* 1: being visited, 2: done */
	VEC(Id) reached;         /* classes picked as M_signal */
} Extract;

/* ---- classes ---- */

static unsigned
variables(const Extract *x, Id c)
{
	uint64_t v = eg_fact(x->g, c)->vars;

	return v == 0 ? 0 : (v & (v - 1)) == 0 ? 1 : 2;
}

static bool
is_const(const Extract *x, Id c)
{
	return variables(x, c) == 0;
}

static bool
is_shift(const Extract *x, Id c)
{
	mpq_srcptr q = eg_q(x->g, c);
	int e;

	return q && fabs(frexp(mpq_get_d(q), &e)) == 0.5;
}

/* The argument of x + c or x * c that is not constant, or -1. */
static int
linear_argument(const Extract *x, const ENode *n)
{
	if (n->op != O_add && n->op != O_mul)
		return -1;
	return is_const(x, n->arg[0]) ? 1 : is_const(x, n->arg[1]) ? 0 : -1;
}

/* A function that becomes a unit of its argument. */
static bool
is_function(const ENode *n)
{
	return n->op > O_var && op_info[n->op].narg == 1 &&
	       !op_info[n->op].lower;
}

static double
own_cost(const Extract *x, const ENode *n)
{
	const ECost *c = x->c;
	int k = linear_argument(x, n);

	if (n->op <= O_var)
		return 0;
	if (n->op == O_add)
		return k >= 0 ? EPSILON : c->add;
	if (n->op == O_mul && k >= 0)
		return is_shift(x, n->arg[1 - k]) ? 0 : c->coef;
	if (n->op == O_mul)
		return n->arg[0] == n->arg[1] ? c->square : c->mul;
	if (is_function(n))
		return n->op == O_inv ? 2 * c->unit : c->unit;
	return op_info[n->op].lower && n->op != O_mod ? 2 * c->add
	                                              : 3 * c->unit;
}

/* What a class of at most one variable costs as a signal. */
static double
unit_cost(const Extract *x, Id c)
{
	return is_const(x, c) ? 0 : fmin(x->affine[c], x->c->unit);
}

/* How argument k of node n is used where n is used as `mode`. */
static enum Mode
argument_mode(const Extract *x, const ENode *n, enum Mode mode, int k)
{
	if (is_function(n))
		return M_inside;
	return mode == M_inside && linear_argument(x, n) == k ? M_inside
	                                                      : M_signal;
}

/* ---- bottom up ---- */

/* Cost of class c by node n used as `mode`. Of one variable: the number of
 * nodes, for the shortest form. */
static double
node_cost_up(const Extract *x, Id c, const ENode *n, enum Mode mode)
{
	double sum = EPSILON;

	if (variables(x, c) < 2) {
		for (int k = 0; k < n->narg; k++)
			sum += x->cost[M_inside][eg_find(x->g, n->arg[k])];
		return n->op == O_const ? 0 : sum;
	}
	if (mode == M_signal || linear_argument(x, n) < 0)
		sum += own_cost(x, n);
	for (int k = 0; k < n->narg; k++) {
		Id a = eg_find(x->g, n->arg[k]);
		enum Mode m = argument_mode(x, n, mode, k);

		if (k == 1 && a == eg_find(x->g, n->arg[0]))
			continue;
		sum += x->cost[m][a];
		if (variables(x, a) < 2 && m == M_signal)
			sum += unit_cost(x, a);
	}
	return sum;
}

static bool
improve(Extract *x, Id c, enum Mode mode)
{
	bool better = false;

	for (Id i = x->g->first.at[c]; i; i = x->g->next.at[i]) {
		double v = node_cost_up(x, c, &x->g->node.at[i], mode);

		if (v >= x->cost[mode][c])
			continue;
		x->cost[mode][c] = v;
		x->pick[mode][c] = i;
		better = true;
	}
	return better;
}

/* c0 + c1 * v is a product by a constant, if it is no shift. */
static bool
find_affine(Extract *x)
{
	bool more = false;

	for (Id i = 1; i < x->g->first.len; i++) {
		const ENode *n = &x->g->node.at[i];
		Id c = eg_find(x->g, i);
		int k = linear_argument(x, n);
		double v = n->op == O_var ? 0 : INFINITY;

		if (k >= 0)
			v = x->affine[eg_find(x->g, n->arg[k])] +
			    own_cost(x, n);
		if (n->op == O_none || v >= x->affine[c])
			continue;
		x->affine[c] = v;
		more = true;
	}
	return more;
}

static void
bottom_up(Extract *x)
{
	bool more = true;

	for (int round = 0; find_affine(x) && round < MAX_ROUNDS; round++)
		;
	for (int round = 0; more && round < MAX_ROUNDS; round++) {
		more = false;
		for (Id c = 1; c < x->g->first.len; c++) {
			if (!x->g->first.at[c])
				continue;
			more |= improve(x, c, M_inside);
			more |= improve(x, c, M_signal);
		}
	}
}

/* ---- the whole, what is shared counted once ---- */

/* Adds what class c used as `mode` needs and is not counted yet; infinite if
 * the picks run in a circle. */
static double
walk(Extract *x, Id c, enum Mode mode)
{
	const ENode *n;
	double sum = 0;

	c = eg_find(x->g, c);
	if (variables(x, c) < 2) {
		if (mode == M_inside || x->state[mode][c])
			return 0;
		x->state[mode][c] = 2;
		return unit_cost(x, c);
	}
	if (x->state[mode][c])
		return x->state[mode][c] == 1 ? INFINITY : 0;
	if (!x->pick[mode][c])
		return INFINITY;
	n = &x->g->node.at[x->pick[mode][c]];
	x->state[mode][c] = 1;
	if (mode == M_signal || linear_argument(x, n) < 0)
		sum = own_cost(x, n) + EPSILON;
	if (mode == M_signal)
		vec_push(x->a, x->reached, c);
	for (int k = 0; k < n->narg; k++)
		sum += walk(x, n->arg[k], argument_mode(x, n, mode, k));
	x->state[mode][c] = 2;
	return sum;
}

static double
total(Extract *x)
{
	double sum = 0;

	x->reached.len = 0;
	for (int m = 0; m < M_count; m++)
		memset(x->state[m], 0, x->g->first.len);
	for (uint32_t o = 0; o < x->e->out.len; o++)
		sum += walk(x, x->class[x->e->out.at[o].ref], M_signal);
	return sum;
}

/* Another node for one class; true if that made the whole cheaper. */
static bool
try_others(Extract *x, Id c, double *best, unsigned *trials)
{
	Id had = x->pick[M_signal][c];

	for (Id i = x->g->first.at[c]; i && *trials; i = x->g->next.at[i]) {
		double v;

		if (i == had)
			continue;
		--*trials;
		x->pick[M_signal][c] = i;
		v = total(x);
		if (v < *best - EPSILON) {
			*best = v;
			return true;
		}
		x->pick[M_signal][c] = had;
	}
	return false;
}

static double
local_search(Extract *x)
{
	double best = total(x);
	unsigned trials = MAX_TRIALS;
	bool more = isfinite(best);

	for (int pass = 0; more && pass < MAX_PASSES; pass++) {
		VEC(Id) list = {0};

		more = false;
		total(x);
		for (uint32_t i = 0; i < x->reached.len; i++)
			vec_push(x->a, list, x->reached.at[i]);
		for (uint32_t i = 0; i < list.len; i++)
			more |= try_others(x, list.at[i], &best, &trials);
	}
	return best;
}

/* ---- building ---- */

static Ref
build(Extract *x, Expr *to, Id c, enum Mode mode, Ref *map[M_count])
{
	Ref arg[OP_ARGS] = {0};
	const ENode *n;

	c = eg_find(x->g, c);
	if (variables(x, c) < 2)
		mode = M_inside;
	if (map[mode][c])
		return map[mode][c];
	n = &x->g->node.at[x->pick[mode][c]];
	for (int k = 0; k < n->narg; k++)
		arg[k] =
		    build(x, to, n->arg[k], argument_mode(x, n, mode, k), map);
	if (n->op == O_const)
		map[mode][c] =
		    expr_const(to, expr_q(x->g->konst, n->index), n->span);
	else if (n->op == O_var)
		map[mode][c] =
		    expr_var(to, x->e->var.at[n->index].name, n->span);
	else
		map[mode][c] = expr_op(to, (enum Op)n->op, arg, n->span);
	return map[mode][c];
}

static Expr *
build_all(Extract *x, Arena *a)
{
	Expr *to = expr_new(a, x->e->diag);
	Ref *map[M_count];

	for (int m = 0; m < M_count; m++)
		map[m] = arena_alloc(x->a, x->g->first.len * sizeof *map[m]);
	for (uint32_t i = 0; i < x->e->var.len; i++)
		expr_var(to, x->e->var.at[i].name, x->e->var.at[i].span);
	for (uint32_t i = 0; i < x->e->out.len; i++) {
		ExprOutput o = x->e->out.at[i];

		o.ref = build(x, to, x->class[o.ref], M_signal, map);
		vec_push(a, to->out, o);
	}
	return to;
}

Expr *
eg_extract(EGraph *g, const Expr *e, const Id *class, const ECost *c, Arena *a,
           double *cost)
{
	uint32_t n = g->first.len;
	Extract x = {.a = g->a, .g = g, .c = c, .e = e, .class = class};

	x.affine = arena_alloc(g->a, n * sizeof *x.affine);
	for (Id i = 0; i < n; i++)
		x.affine[i] = INFINITY;
	for (int m = 0; m < M_count; m++) {
		x.cost[m] = arena_alloc(g->a, n * sizeof *x.cost[m]);
		x.pick[m] = arena_alloc(g->a, n * sizeof *x.pick[m]);
		x.state[m] = arena_alloc(g->a, n * sizeof *x.state[m]);
		for (Id i = 0; i < n; i++)
			x.cost[m][i] = INFINITY;
	}
	bottom_up(&x);
	*cost = local_search(&x);
	return isfinite(*cost) ? build_all(&x, a) : NULL;
}
