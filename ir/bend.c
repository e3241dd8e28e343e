/* Operators of unbounded slope, in the budget: sqrt at 0, asin at 1, x^0.3.
 *
 * Requires ranges and the outputs' allowances. Gives l->bend, the step of the
 * argument at which such an operator trades its slope for the modulus of
 * continuity (BoxTask in eval.h), so that errors below it have a finite gain.
 * Where all that reaches it can as well be computed exactly, its slope does no
 * harm and it stays as it is. */
#include "ir/lower.h"

#include <math.h>
#include <string.h>

enum { EXACT_BITS = 40 }; /* what is computed exactly without regret */

/* What such an operator may take of an output's room for having no slope. */
static const double BEND_SHARE = 0.25;

/* The weight of a ring expression's last bit, as far as it is small enough to
 * be computed exactly; ANY_LSB else. */
static int
exact_lsb(const Lower *l, Ref r, const int *lsb)
{
	const ExprNode *n = expr_at(l->e, r);
	int a = lsb[n->arg[0]], b = lsb[n->arg[1]], at = ANY_LSB;
	if (n->op == O_var)
		return l->n->in[n->index].format.lsb;
	if (n->op == O_const)
		return mpz_popcount(mpq_denref(expr_q(l->e, r))) == 1
		           ? 1 - (int)mpz_sizeinbase(
				     mpq_denref(expr_q(l->e, r)), 2)
		           : ANY_LSB;
	if (n->op == O_relu || n->op == O_abs)
		at = a;
	else if (a == ANY_LSB || b == ANY_LSB)
		return ANY_LSB;
	else if (n->op == O_add || n->op == O_max || n->op == O_min)
		at = a < b ? a : b;
	else if (n->op == O_mul)
		at = a + b;
	if (at == ANY_LSB ||
	    interval_mag(l->known[r]) > ldexp(1, at + EXACT_BITS))
		return ANY_LSB;
	return at;
}

void
bend_open(Lower *l)
{
	int *lsb = arena_alloc(l->a, l->e->node.len * sizeof *lsb);
	l->exact = arena_alloc(l->a, l->e->node.len);
	lsb[0] = ANY_LSB;
	for (Ref r = 1; r < l->e->node.len; r++) {
		lsb[r] = exact_lsb(l, r, lsb);
		l->exact[r] = lsb[r] != ANY_LSB;
	}
}

/* Whether some signal below r that reaches an output may err, being one that
 * is not just as well computed exactly. */
static bool
errs_below(const Lower *l, Ref r)
{
	bool *below = arena_alloc(l->a, r + 1);
	below[r] = true;
	for (Ref n = r; n > 0; n--) {
		const ExprNode *x = expr_at(l->e, n);
		for (int k = 0; below[n] && k < x->narg; k++)
			below[x->arg[k]] = true;
		for (uint32_t o = 0; o < l->e->out.len && n < r; o++)
			if (below[n] && l->site[n] && !l->exact[n] &&
			    budget_gain(l, o, n) > 0)
				return true;
	}
	return false;
}

/* The step of r's argument at which it gives away what BEND_SHARE of every
 * output's room allows it. */
static double
bend_at(const Lower *l, Ref r, double c, double power, double scale)
{
	double most = INFINITY;
	for (uint32_t o = 0; o < l->e->out.len; o++) {
		double room = scale * (l->total[o] - l->half[o]);
		if (budget_gain(l, o, r) > 0)
			most = fmin(most,
			            BEND_SHARE * room / budget_gain(l, o, r));
	}
	return fmin(pow(most / ((1 - power) * c), 1 / power), MODULUS_MOST);
}

/* Lets all operators that have a modulus of continuity bend where they are
 * steep, from the outputs down: the gain at an operator must be bounded to say
 * how much. */
void
bend_slopes(Lower *l, double scale)
{
	bool more = true;
	memset(l->bend, 0, l->e->node.len * sizeof *l->bend);
	while (more) {
		more = false;
		budget_gains(l, NULL, NULL);
		for (Ref r = l->e->node.len - 1; r > 0; r--) {
			const ExprNode *x = expr_at(l->e, r);
			Range arg[OP_ARGS];
			double c, power;
			for (int k = 0; k < x->narg; k++)
				arg[k] = l->known[x->arg[k]];
			if (l->bend[r] > 0 ||
			    !op_modulus(x->op, arg, &c, &power) ||
			    !errs_below(l, r))
				continue;
			l->bend[r] = bend_at(l, r, c, power, scale);
			more = more || l->bend[r] > 0;
		}
	}
}
