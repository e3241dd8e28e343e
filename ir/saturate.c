/* Saturation points from samples.
 *
 * Contract: a signal of several variables whose interval is far wider than
 * what it takes over the rows becomes min(max(signal, lo), hi), lo and hi a
 * margin beyond the rows' extremes, on few bits. Whatever comes after it then
 * has the narrow range, in the proofs too: they are of the limited equation.
 * Requires simplify's form. */
#include "ir/data.h"

#include <math.h>

/* An interval this many times wider than the samples is worth two
 * comparisons: a bit of every operation after it and more. */
static const double WORTH = 2;
/* Beyond the extremes of the samples, in parts of their spread. */
static const double MARGIN = 1.0 / 16;

/* The least and the largest value of node r over the rows. */
static Range
reached(const Expr *e, Ref r, const Rows *rows)
{
	Arena *a = arena_new();
	Prog *f = prog_new(a, e, r, 0);
	Range v = {INFINITY, -INFINITY};

	for (size_t i = 0; i < rows->n; i++) {
		double y = prog_double(f, &rows->x[i * rows->nvar]);
		v.lo = fmin(v.lo, y); /* NaN changes nothing */
		v.hi = fmax(v.hi, y);
	}
	arena_free(a);
	return v;
}

/* Several variables meet at r. */
static bool
is_joint(const Expr *e, const Ref *signal, Ref r)
{
	const ExprNode *n = expr_at(e, r);

	return n->op > O_var && signal[r] == r;
}

/* 0: none; a variable: a function of that alone; else the node itself. */
static void
find_signal(const Expr *e, Ref *signal, Ref r)
{
	const ExprNode *n = expr_at(e, r);

	signal[r] = n->op == O_var ? r : 0;
	for (int k = 0; k < n->narg; k++) {
		Ref s = signal[n->arg[k]];
		if (s && signal[r] && s != signal[r])
			signal[r] = r;
		else if (s && signal[r] != r)
			signal[r] = s;
	}
}

/* v widened by the margin and rounded out to few bits. */
static Range
limits(Range v)
{
	double wide = (v.hi - v.lo) * MARGIN;
	double unit = exp2(floor(log2(wide)));

	return (Range){floor((v.lo - wide) / unit) * unit,
	               ceil((v.hi + wide) / unit) * unit};
}

static Ref
limited(Expr *to, Ref r, Range v, Span s)
{
	mpq_t q;
	Ref lo, hi;

	mpq_init(q);
	mpq_set_d(q, v.lo);
	lo = expr_const(to, q, s);
	mpq_set_d(q, v.hi);
	hi = expr_const(to, q, s);
	mpq_clear(q);
	r = expr_op(to, O_max, (Ref[]){r, lo}, s);
	return expr_op(to, O_min, (Ref[]){r, hi}, s);
}

static Ref
copy_node(Expr *to, const Expr *e, const Ref *map, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	Ref arg[OP_ARGS] = {0};

	if (n->op == O_const)
		return expr_const(to, expr_q(e, r), n->span);
	if (n->op == O_var)
		return expr_var(to, e->var.at[n->index].name, n->span);
	for (int k = 0; k < n->narg; k++)
		arg[k] = map[n->arg[k]];
	return expr_op(to, n->op, arg, n->span);
}

Expr *
saturate(const Expr *e, const Rows *rows, const Range *box, Arena *a)
{
	Expr *to = expr_new(a, e->diag);
	Ref *map = arena_alloc(a, e->node.len * sizeof *map);
	Ref *signal = arena_alloc(a, e->node.len * sizeof *signal);
	BoxEval *b = box_result(a, e);
	bool any = false;

	box_eval(box_pool(a, e), &(BoxTask){.x = box}, b);
	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(to, e->var.at[i].name, e->var.at[i].span);
	for (Ref r = 1; r < e->node.len; r++) {
		find_signal(e, signal, r);
		map[r] = copy_node(to, e, map, r);
		if (!is_joint(e, signal, r))
			continue;
		Range v = reached(e, r, rows);
		if (!(v.hi > v.lo) || !isfinite(v.hi - v.lo) ||
		    b->value[r].hi - b->value[r].lo < WORTH * (v.hi - v.lo))
			continue;
		map[r] = limited(to, map[r], limits(v), expr_at(e, r)->span);
		any = true;
	}
	for (uint32_t o = 0; o < e->out.len; o++) {
		ExprOutput out = e->out.at[o];
		out.ref = map[out.ref];
		vec_push(a, to->out, out);
	}
	return any ? to : NULL;
}
