/* Ranges by derivatives: where subdivision is too slow because variables
 * occur more than once.
 *
 * Contract: see eval.h. With the gradient of every node over the box, by
 * forward differentiation in intervals, a node's value lies
 *   - in f(c) + sum of gradient_v * (x_v - c_v), the mean value form at the
 *     box's middle c;
 *   - between its values where every variable in which it is monotone is set
 *     to the end that makes it least, or most.
 * Both are intersected with what is known.
 * Reference: Neumaier, Interval Methods for Systems of Equations, 1990, 2.3. */
#include <math.h>

#include "ir/box.h"

enum { MAX_STEPS = 120, MAX_VARS = 12 };

typedef struct Mean {
	BoxPool *p;
	const Range *x;
	Range *known;
	Range *at;   /* per node: value over some part of the box */
	Range *grad; /* per node and cut variable */
	bool *below;
} Mean;

static Range
eval_node(const Mean *m, Ref r, const Range *x, Range *slope)
{
	const ExprNode *n = expr_at(m->p->e, r);
	Range arg[OP_ARGS], v;
	if (n->op == O_var)
		return x[n->index];
	if (n->op == O_const)
		return op_box_const(m->p->op, expr_q(m->p->e, r));
	for (int k = 0; k < n->narg; k++)
		arg[k] = m->at[n->arg[k]];
	bool same = n->narg == 2 && n->arg[0] == n->arg[1];
	enum Defined def = op_box(m->p->op, n->op, same, arg, &v, slope);
	return def == DEF_ALL ? v : interval_whole;
}

/* The value of node r, or with r = 0 of all, for x in a part of the box. */
static Range
eval_below(Mean *m, Ref r, const Range *x)
{
	for (uint32_t i = 0; i < m->p->v->nstep; i++) {
		Ref n = m->p->v->step[i];
		if (r == 0 || m->below[n])
			m->at[n] = eval_node(m, n, x, NULL);
		if (n == r)
			break;
	}
	return m->at[r];
}

static void
mark_below(Mean *m, Ref r)
{
	for (Ref n = 0; n < m->p->nnode; n++)
		m->below[n] = n == r;
	for (Ref n = r; n > 0; n--)
		for (int k = 0; m->below[n] && k < expr_at(m->p->e, n)->narg;
		     k++)
			m->below[expr_at(m->p->e, n)->arg[k]] = true;
}

static void
gradient(Mean *m, Ref r)
{
	const ExprNode *n = expr_at(m->p->e, r);
	Range slope[OP_ARGS] = {{0, 0}},
	      *g = m->grad + (size_t)r * m->p->v->nvar;
	for (int k = 0; k < n->narg; k++)
		m->at[n->arg[k]] = m->known[n->arg[k]];
	eval_node(m, r, m->x, slope);
	for (uint32_t v = 0; v < m->p->v->nvar; v++) {
		bool self = m->p->v->cut.at[v].node == r;
		g[v] = (Range){self, self};
		for (int k = 0; k < n->narg; k++) {
			Range a =
			    m->grad[(size_t)n->arg[k] * m->p->v->nvar + v];
			if (a.lo != 0 || a.hi != 0)
				g[v] = interval_add(g[v],
				                    interval_mul(slope[k], a));
		}
	}
}

static uint32_t
variable(const Mean *m, uint32_t v)
{
	return expr_at(m->p->e, m->p->v->cut.at[v].node)->index;
}

static Range
mean_value(const Mean *m, Ref r, Range middle)
{
	for (uint32_t v = 0; v < m->p->v->nvar; v++) {
		Range g = m->grad[(size_t)r * m->p->v->nvar + v];
		Range x = m->x[variable(m, v)];
		double c = x.lo / 2 + x.hi / 2;
		Range d = {x.lo == c ? 0 : down(x.lo - c),
		           x.hi == c ? 0 : up(x.hi - c)};
		if (g.lo != 0 || g.hi != 0)
			middle = interval_add(middle, interval_mul(g, d));
	}
	return middle;
}

/* The least (sign = -1) or most of r, as far as monotony tells. */
static Range
at_ends(Mean *m, Ref r, int sign, Range *x)
{
	for (uint32_t v = 0; v < m->p->v->nvar; v++) {
		Range g = m->grad[(size_t)r * m->p->v->nvar + v];
		uint32_t i = variable(m, v);
		int s = g.lo >= 0 ? sign : g.hi <= 0 ? -sign : 0;
		double end = s < 0 ? m->x[i].lo : m->x[i].hi;
		x[i] = s == 0 ? m->x[i] : (Range){end, end};
	}
	return eval_below(m, r, x);
}

static void
narrow(Range *known, double lo, double hi)
{
	Range v = {fmax(known->lo, lo), fmin(known->hi, hi)};
	if (!interval_empty(v)) /* else it has no value at all */
		*known = v;
}

void
box_mean(BoxPool *p, const Range *x, const uint8_t *def, Range *known)
{
	uint32_t vars = p->e->var.len;
	box_view(p, &p->all);
	if (p->v->nstep > MAX_STEPS || p->v->nvar > MAX_VARS)
		return;
	Mean m = {.p = p, .x = x, .known = known};
	m.at = arena_alloc(p->a, p->nnode * sizeof *m.at);
	m.below = arena_alloc(p->a, p->nnode);
	m.grad = arena_alloc(p->a, ((size_t)p->nnode * p->v->nvar + 1) *
	                               sizeof *m.grad);
	Range *part = arena_alloc(p->a, (vars + 1) * sizeof *part);
	Range *middle = arena_alloc(p->a, p->nnode * sizeof *middle);
	for (uint32_t i = 0; i < vars; i++) {
		double c = x[i].lo / 2 + x[i].hi / 2;
		part[i] = (Range){c, c};
	}
	eval_below(&m, 0, part);
	for (Ref r = 0; r < p->nnode; r++)
		middle[r] = m.at[r];
	for (uint32_t i = 0; i < p->v->nstep; i++) {
		Ref r = p->v->step[i];
		if (def[r] != DEF_ALL || interval_empty(known[r]))
			return; /* derivatives above tell nothing */
		gradient(&m, r);
		if (expr_at(p->e, r)->narg == 0)
			continue;
		Range v = mean_value(&m, r, middle[r]);
		narrow(&known[r], v.lo, v.hi);
		mark_below(&m, r);
		double lo = at_ends(&m, r, -1, part).lo;
		narrow(&known[r], lo, at_ends(&m, r, 1, part).hi);
	}
}
