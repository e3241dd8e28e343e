/* Comparisons that fixed point can make exactly.
 *
 * A comparison jumps, so its two sides must be exact, and 0.1 x - y > 0.3 has
 * three numbers that are not. But x and y are multiples of powers of two, so
 * the same is x - 10 y > 3, and of the numbers that the left side can take,
 * those above 3 are those above the largest that is not above 3. Requires
 * simplify's canonical form over ports. Gives equal outputs, in which each
 * comparison of sums of exact signals (and each condition or sign of such a sum)
 * with a constant that is no multiple of a power of two has become one with
 * whole coefficients that have no common divisor. Others stay. Breaks the
 * canonical form. */
#include "ir/guard.h"

enum { MOST_BITS = 60 }; /* of a coefficient */

static bool
is_dyadic(mpq_srcptr q)
{
	return mpz_popcount(mpq_denref(q)) == 1;
}

/* There is something to gain, and all terms are exact. */
static bool
is_wanted(const Rebuild *t, const Linear *s)
{
	bool dyadic = is_dyadic(s->constant);
	for (unsigned i = 0; i < s->n; i++) {
		dyadic = dyadic && is_dyadic(s->k[i]);
		if (t->grid[s->at[i]] == NO_GRID)
			return false;
	}
	return s->n > 0 && !dyadic;
}

static bool
is_small(const Linear *s)
{
	for (unsigned i = 0; i < s->n; i++)
		if (mpz_sizeinbase(mpq_numref(s->k[i]), 2) > MOST_BITS)
			return false;
	return true;
}

/* s > 0 as a comparison; 0 where that is no better. */
static Ref
above_zero(Rebuild *t, Linear *s, Span at)
{
	Ref sum = 0;
	mpq_t step;
	if (!is_wanted(t, s))
		return 0;
	mpq_init(step);
	linear_whole(s, t->grid, step);
	if (!is_small(s)) {
		mpq_clear(step);
		return 0;
	}
	mpq_neg(s->constant, s->constant);
	round_to_step(s->constant, step, false);
	mpq_clear(step);
	for (unsigned i = 0; i < s->n; i++) {
		Ref arg[] = {t->map[s->at[i]], expr_const(t->to, s->k[i], at)};
		Ref term = expr_op(t->to, O_mul, arg, at);
		sum =
		    !sum ? term : expr_op(t->to, O_add, (Ref[]){sum, term}, at);
	}
	return expr_op(t->to, O_greater,
	               (Ref[]){sum, expr_const(t->to, s->constant, at)}, at);
}

/* k |z| + c > 0: so is k z + c or -k z + c where k > 0, and both where k < 0. */
static Ref
magnitude_above_zero(Rebuild *t, const Linear *s, Span at)
{
	const ExprNode *n = expr_at(t->e, s->n == 1 ? s->at[0] : 0);
	Ref side[2] = {0};
	mpq_t k;
	if (s->n != 1 || n->op != O_abs || t->grid[s->at[0]] != NO_GRID)
		return 0;
	mpq_init(k);
	mpq_set(k, s->k[0]);
	for (int i = 0; i < 2; i++) {
		Linear z;
		linear_init(&z);
		if (linear_add(&z, t->e, n->arg[0], k)) {
			mpq_add(z.constant, z.constant, s->constant);
			side[i] = above_zero(t, &z, at);
		}
		linear_clear(&z);
		mpq_neg(k, k);
	}
	mpq_clear(k);
	if (!side[0] || !side[1])
		return 0;
	return expr_op(t->to, mpq_sgn(s->k[0]) > 0 ? O_max : O_min, side, at);
}

/* x > y anew, where 0 stands for 0; 0: as it is. */
static Ref
compare(Rebuild *t, Ref x, Ref y, Span at)
{
	Linear s;
	Ref r = 0;
	mpq_t one;
	mpq_init(one);
	linear_init(&s);
	mpq_set_si(one, 1, 1);
	bool ok = !x || linear_add(&s, t->e, x, one);
	mpq_neg(one, one);
	ok = ok && (!y || linear_add(&s, t->e, y, one));
	if (ok)
		r = magnitude_above_zero(t, &s, at);
	if (ok && !r)
		r = above_zero(t, &s, at);
	linear_clear(&s);
	mpq_clear(one);
	return r;
}

static Ref
rule(Rebuild *t, Ref r)
{
	const ExprNode *n = expr_at(t->e, r);
	Ref c = 0;
	if (n->op == O_greater)
		return compare(t, n->arg[0], n->arg[1], n->span);
	if (n->op == O_sign || n->op == O_ifelse)
		c = compare(t, n->arg[0], 0, n->span);
	if (!c)
		return 0;
	if (n->op == O_sign)
		return expr_op(t->to, O_sub,
		               (Ref[]){c, compare(t, 0, n->arg[0], n->span)},
		               n->span);
	return expr_op(t->to, O_ifelse,
	               (Ref[]){c, t->map[n->arg[1]], t->map[n->arg[2]]},
	               n->span);
}

const Expr *
thresholds_bind(const Expr *e, const InputSpec *in, Arena *a)
{
	Rebuild t = {.rule = rule};
	bool any = false;
	for (Ref r = 1; r < e->node.len; r++) {
		enum Op op = (enum Op)expr_at(e, r)->op;
		any = any || op == O_greater || op == O_ifelse || op == O_sign;
	}
	if (!any)
		return e;
	t.grid = node_grids(a, e, in);
	return rebuild(&t, e, a);
}
