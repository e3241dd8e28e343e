/* What a condition says about the signals it compares.
 *
 * Requires simplify's canonical form, in which comparisons are greater(a, b)
 * and the logic of conditions is arithmetic on their 0 and 1: min for "and",
 * max for "or", 1 - x for "not". Gives inequalities between single nodes and
 * constants, each of which holds wherever the condition has the value asked
 * for; what is not understood gives none. */
#include "ir/guard.h"

enum { MOST_TERMS = 16 };

/* Inequality to a constant. */
enum Rel { GT, GE, LT, LE };

static bool
is_above(enum Rel r)
{
	return r == GT || r == GE;
}

static enum Rel
mirrored(enum Rel r)
{
	return (enum Rel[]){LT, LE, GT, GE}[r];
}

/* v rel k */
static bool
holds(long v, enum Rel rel, mpq_srcptr k)
{
	int c = -mpq_cmp_si(k, v, 1);
	return rel == GT   ? c > 0
	       : rel == GE ? c >= 0
	       : rel == LT ? c < 0
	                   : c <= 0;
}

typedef struct Learn {
	Facts *f;
	const Fact *known;
} Learn;

static void learn(Learn *l, Ref n, enum Rel rel, mpq_srcptr k);
static void learn_sum(Learn *l, const Linear *s, enum Rel rel, mpq_srcptr k);

static void
add_fact(Learn *l, Fact x)
{
	Fact *f = arena_alloc(l->f->a, sizeof *f);
	*f = x;
	f->next = l->known;
	l->known = f;
}

static Ref
constant(Learn *l, mpq_srcptr k)
{
	return expr_const(l->f->to, k, (Span){0});
}

/* ---- inequalities ---- */

/* v = ratio * (k - constant of s) + constant of t */
static void
carry_over(const Linear *s, mpq_srcptr k, const Linear *t, mpq_srcptr ratio,
           mpq_ptr v)
{
	mpq_sub(v, k, s->constant);
	mpq_mul(v, v, ratio);
	mpq_add(v, v, t->constant);
}

/* The fact that s is above lo, below hi, or apart (one or the other), and so
 * each node that is a multiple of s. */
static void
learn_bounds(Learn *l, const Linear *s, int kind, mpq_srcptr lo, mpq_srcptr hi,
             bool strict)
{
	mpq_t ratio, a, b, one;
	mpq_inits(ratio, a, b, one, NULL);
	mpq_set_si(one, 1, 1);
	for (Ref r = 1; r < l->f->e->node.len; r++) {
		Linear t;
		linear_init(&t);
		if (linear_add(&t, l->f->e, r, one) &&
		    linear_ratio(s, &t, ratio)) {
			bool swap = mpq_sgn(ratio) < 0;
			carry_over(s, lo, &t, ratio, swap ? b : a);
			carry_over(s, hi, &t, ratio, swap ? a : b);
			Fact f = {.node = r,
			          .kind = kind,
			          .lo = constant(l, a),
			          .hi = constant(l, b),
			          .strict = strict};
			if (swap && kind != APART)
				f.kind = kind == ABOVE ? BELOW : ABOVE;
			add_fact(l, f);
		}
		linear_clear(&t);
	}
	mpq_clears(ratio, a, b, one, NULL);
}

/* |n| rel k */
static void
learn_abs(Learn *l, Ref n, enum Rel rel, mpq_srcptr k)
{
	Linear s;
	mpq_t minus, one;
	mpq_inits(minus, one, NULL);
	linear_init(&s);
	mpq_set_si(one, 1, 1);
	mpq_neg(minus, k);
	if (!is_above(rel)) {
		learn(l, n, rel, k);
		learn(l, n, mirrored(rel), minus);
	} else if (mpq_sgn(k) >= 0 && linear_add(&s, l->f->e, n, one)) {
		learn_bounds(l, &s, APART, minus, k, rel == GT);
	}
	linear_clear(&s);
	mpq_clears(minus, one, NULL);
}

/* What s rel k says beyond itself where s is a multiple of one node. */
static void
learn_inside(Learn *l, const Linear *s, enum Rel rel, mpq_srcptr k)
{
	const ExprNode *x = expr_at(l->f->e, s->at[0]);
	mpq_t q;
	mpq_init(q);
	mpq_sub(q, k, s->constant);
	mpq_div(q, q, s->k[0]);
	if (mpq_sgn(s->k[0]) < 0)
		rel = mirrored(rel);
	if (x->op == O_greater)
		learn(l, s->at[0], rel, q);
	if (x->op == O_abs)
		learn_abs(l, x->arg[0], rel, q);
	for (int i = 0; i < 2 && x->op == (is_above(rel) ? O_min : O_max); i++)
		learn(l, x->arg[i], rel, q);
	mpq_clear(q);
}

static void
learn_sum(Learn *l, const Linear *s, enum Rel rel, mpq_srcptr k)
{
	if (s->n == 1)
		learn_inside(l, s, rel, k);
	learn_bounds(l, s, is_above(rel) ? ABOVE : BELOW, k, k,
	             rel == GT || rel == LT);
}

/* ---- logic ---- */

/* constant + sum of k * at, each `at` 0 or 1. */
typedef struct Bits {
	Ref at[MOST_TERMS];
	long k[MOST_TERMS];
	unsigned n;
	long constant;
} Bits;

static bool
is_integer(const Expr *e, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	switch (n->op) {
	case O_greater:
	case O_sign:
	case O_floor:
	case O_ceil:
	case O_round:
		return true;
	case O_const:
		return mpz_cmp_ui(mpq_denref(expr_q(e, r)), 1) == 0;
	case O_add:
	case O_mul:
	case O_min:
	case O_max:
		return is_integer(e, n->arg[0]) && is_integer(e, n->arg[1]);
	default:
		return false;
	}
}

static bool
is_bit(const Facts *f, Ref r)
{
	const Range *v = &f->value[r];
	return expr_at(f->e, r)->op == O_greater ||
	       (v->lo >= 0 && v->hi <= 1 && is_integer(f->e, r));
}

static bool
small_integer(const Expr *e, Ref r, long *v)
{
	if (!expr_is_const(e, r))
		return false;
	mpq_srcptr q = expr_q(e, r);
	if (mpz_cmp_ui(mpq_denref(q), 1) != 0 ||
	    mpz_cmpabs_ui(mpq_numref(q), 1000) > 0)
		return false;
	*v = mpz_get_si(mpq_numref(q));
	return true;
}

/* False if n is no such sum. */
static bool
gather_bits(const Facts *f, Ref n, Bits *b)
{
	const ExprNode *x = expr_at(f->e, n);
	long k = 1, c;
	if (x->op == O_add)
		return gather_bits(f, x->arg[0], b) &&
		       gather_bits(f, x->arg[1], b);
	if (small_integer(f->e, n, &c)) {
		b->constant += c;
		return true;
	}
	if (x->op == O_mul && small_integer(f->e, x->arg[1], &k))
		n = x->arg[0];
	if (b->n == MOST_TERMS || !is_bit(f, n))
		return false;
	b->at[b->n] = n;
	b->k[b->n++] = k;
	return true;
}

/* s = x - y for the comparison n; false where that has too many terms. */
static bool
difference(const Facts *f, Ref n, Linear *s)
{
	const ExprNode *x = expr_at(f->e, n);
	mpq_t one;
	mpq_init(one);
	mpq_set_si(one, 1, 1);
	bool ok = linear_add(s, f->e, x->arg[0], one);
	mpq_neg(one, one);
	ok = ok && linear_add(s, f->e, x->arg[1], one);
	mpq_clear(one);
	return ok;
}

static void
learn_bit(Learn *l, Ref n, bool v)
{
	const ExprNode *x = expr_at(l->f->e, n);
	enum Rel rel = v ? GT : LE;
	Linear s;
	mpq_t zero;
	mpq_init(zero);
	linear_init(&s);
	if (x->op == O_greater && difference(l->f, n, &s))
		learn_sum(l, &s, rel, zero);
	if (x->op == O_mul && v)
		for (int i = 0; i < 2; i++)
			if (is_bit(l->f, x->arg[i]))
				learn_bit(l, x->arg[i], true);
	if (x->op == (v ? O_min : O_max))
		learn(l, n, rel, zero);
	linear_clear(&s);
	mpq_clear(zero);
}

/* x > y or y > x: their difference is not 0. */
static void
learn_differ(Learn *l, const Bits *b)
{
	const ExprNode *x = expr_at(l->f->e, b->at[0]);
	const ExprNode *y = expr_at(l->f->e, b->at[1]);
	Linear s;
	mpq_t zero;
	if (x->op != O_greater || y->op != O_greater ||
	    x->arg[0] != y->arg[1] || x->arg[1] != y->arg[0])
		return;
	mpq_init(zero);
	linear_init(&s);
	if (difference(l->f, b->at[0], &s))
		learn_bounds(l, &s, APART, zero, zero, true);
	linear_clear(&s);
	mpq_clear(zero);
}

/* Bit i must be what makes the inequality possible at all, the others being
 * whatever helps it most. */
static void
learn_bits(Learn *l, const Bits *b, enum Rel rel, mpq_srcptr k)
{
	const bool above = is_above(rel);
	long most = b->constant;
	bool forced = false;
	for (unsigned i = 0; i < b->n; i++)
		most += above == (b->k[i] > 0) ? b->k[i] : 0;
	for (unsigned i = 0; i < b->n; i++) {
		bool helps = above == (b->k[i] > 0);
		if (b->k[i] == 0 ||
		    holds(most + (helps ? -b->k[i] : b->k[i]), rel, k))
			continue;
		forced = true;
		learn_bit(l, b->at[i], helps);
	}
	bool any =
	    b->n == 2 && above == (b->k[0] > 0) && above == (b->k[1] > 0);
	if (!forced && any && !holds(b->constant, rel, k))
		learn_differ(l, b);
}

static void
learn(Learn *l, Ref n, enum Rel rel, mpq_srcptr k)
{
	const Expr *e = l->f->e;
	bool both = expr_at(e, n)->op == (is_above(rel) ? O_min : O_max);
	Bits b = {0};
	Linear s;
	mpq_t one;
	if (!both && gather_bits(l->f, n, &b)) {
		if (b.n > 0)
			learn_bits(l, &b, rel, k);
		return;
	}
	mpq_init(one);
	linear_init(&s);
	mpq_set_si(one, 1, 1);
	if (linear_add(&s, e, n, one))
		learn_sum(l, &s, rel, k);
	linear_clear(&s);
	mpq_clear(one);
}

const Fact *
facts_learn(Facts *f, const Fact *known, Ref condition, bool truth)
{
	Learn l = {f, known};
	mpq_t zero;
	mpq_init(zero);
	learn(&l, condition, truth ? GT : LE, zero);
	mpq_clear(zero);
	return l.known;
}
