/* Whether an expression is never negative, where intervals cannot see it, as
 * in x^2 + y^2 - 2 x y cos(t).
 *
 * Contract: see eval.h. The expression becomes a polynomial with exact
 * coefficients in its atoms, the nodes that are neither sums nor products,
 * each within its range. A polynomial is never negative if
 *   - its enclosure is not, term by term; or
 *   - it is so after division by a common factor that is never negative; or
 *   - in some atom v it is A v^2 + B v + C, and A, C and 4 A C - B^2 are never
 *     negative: where A > 0 its least value over all real v is the last of
 *     them over 4 A, and where A = 0 so is B, and C is left.
 * Sound for all values of the atoms in their ranges, whatever relates them. */
#include <string.h>

#include "ir/eval.h"

enum {
	MAX_ATOMS = 12,
	MAX_TERMS = 64,
	MAX_DEPTH = 4,
	MAX_DEGREE = 64,
	BITS = 256
};

typedef struct Term {
	mpq_ptr c;
	uint8_t deg[MAX_ATOMS];
} Term;

typedef struct Poly {
	VEC(Term) t;
} Poly;

typedef struct Nonneg {
	Arena *a;
	const Expr *e;
	const Range *range; /* per node */
	Ref atom[MAX_ATOMS];
	int natom;
} Nonneg;

/* ---- polynomials ---- */

static void
clear_q(void *p)
{
	mpq_clear(p);
}

static mpq_ptr
new_q(Arena *a)
{
	mpq_ptr q = arena_alloc(a, sizeof(mpq_t));
	mpq_init(q);
	arena_defer(a, clear_q, q);
	return q;
}

/* p += c * the product of the atoms to their degrees; false if p grows too large. */
static bool
add_term(Nonneg *n, Poly *p, mpq_srcptr c, const uint8_t *deg)
{
	for (uint32_t i = 0; i < p->t.len; i++) {
		Term *t = &p->t.at[i];
		if (memcmp(t->deg, deg, MAX_ATOMS) != 0)
			continue;
		mpq_add(t->c, t->c, c);
		if (mpq_sgn(t->c) == 0)
			*t = p->t.at[--p->t.len];
		return true;
	}
	if (mpq_sgn(c) == 0)
		return true;
	if (p->t.len == MAX_TERMS)
		return false;
	Term t = {.c = new_q(n->a)};
	mpq_set(t.c, c);
	memcpy(t.deg, deg, MAX_ATOMS);
	vec_push(n->a, p->t, t);
	return true;
}

/* p += k * x * y */
static bool
add_product(Nonneg *n, Poly *p, long k, const Poly *x, const Poly *y)
{
	mpq_ptr c = new_q(n->a), q = new_q(n->a);
	mpq_set_si(q, k, 1);
	for (uint32_t i = 0; i < x->t.len; i++) {
		for (uint32_t j = 0; j < y->t.len; j++) {
			uint8_t deg[MAX_ATOMS];
			for (int a = 0; a < MAX_ATOMS; a++) {
				deg[a] = (uint8_t)(x->t.at[i].deg[a] +
				                   y->t.at[j].deg[a]);
				if (deg[a] > MAX_DEGREE)
					return false;
			}
			mpq_mul(c, x->t.at[i].c, y->t.at[j].c);
			mpq_mul(c, c, q);
			if (!add_term(n, p, c, deg))
				return false;
		}
	}
	return true;
}

static int
atom_index(Nonneg *n, Ref r)
{
	for (int i = 0; i < n->natom; i++)
		if (n->atom[i] == r)
			return i;
	if (n->natom == MAX_ATOMS)
		return -1;
	n->atom[n->natom] = r;
	return n->natom++;
}

static bool
to_poly(Nonneg *n, Ref r, int depth, Poly *p)
{
	enum { DEEP = 32 };
	const ExprNode *x = expr_at(n->e, r);
	uint8_t deg[MAX_ATOMS] = {0};
	Poly u = {0}, v = {0};
	if (depth > DEEP)
		return false;
	if (x->op == O_const)
		return add_term(n, p, expr_q(n->e, r), deg);
	if (x->op == O_add)
		return to_poly(n, x->arg[0], depth + 1, p) &&
		       to_poly(n, x->arg[1], depth + 1, p);
	if (x->op == O_mul)
		return to_poly(n, x->arg[0], depth + 1, &u) &&
		       to_poly(n, x->arg[1], depth + 1, &v) &&
		       add_product(n, p, 1, &u, &v);
	int i = atom_index(n, r);
	mpq_ptr one = new_q(n->a);
	mpq_set_si(one, 1, 1);
	if (i >= 0)
		deg[i] = 1;
	return i >= 0 && add_term(n, p, one, deg);
}

/* ---- signs ---- */

/* b ^ deg, times r. */
static void
mul_power(mpfi_ptr r, const Range *b, unsigned deg)
{
	mpfi_t x, y;
	mpfi_init2(x, BITS);
	mpfi_init2(y, BITS);
	mpfi_interv_d(x, b->lo, b->hi);
	mpfi_sqr(y, x);
	if (deg % 2)
		mpfi_mul(r, r, x);
	for (unsigned k = 0; k < deg / 2; k++)
		mpfi_mul(r, r, y);
	mpfi_clear(x);
	mpfi_clear(y);
}

static bool
enclosed(const Nonneg *n, const Poly *p)
{
	mpfi_t sum, t;
	mpfi_init2(sum, BITS);
	mpfi_init2(t, BITS);
	mpfi_set_si(sum, 0);
	for (uint32_t i = 0; i < p->t.len; i++) {
		mpfi_set_q(t, p->t.at[i].c);
		for (int a = 0; a < n->natom; a++)
			mul_power(t, &n->range[n->atom[a]], p->t.at[i].deg[a]);
		mpfi_add(sum, sum, t);
	}
	bool ok = mpfr_sgn(&sum->left) >= 0; /* false for NaN as well */
	ok = ok && !mpfr_nan_p(&sum->left);
	mpfi_clear(sum);
	mpfi_clear(t);
	return ok;
}

/* Divides by the common factor; false if that may be negative. */
static bool
divide_content(const Nonneg *n, Poly *p)
{
	bool ok = true;
	for (int a = 0; a < n->natom; a++) {
		uint8_t least = MAX_DEGREE;
		for (uint32_t i = 0; i < p->t.len; i++)
			if (p->t.at[i].deg[a] < least)
				least = p->t.at[i].deg[a];
		for (uint32_t i = 0; i < p->t.len; i++)
			p->t.at[i].deg[a] =
			    (uint8_t)(p->t.at[i].deg[a] - least);
		ok = ok && (least % 2 == 0 || n->range[n->atom[a]].lo >= 0);
	}
	return ok;
}

/* p as c[0] + c[1] v + c[2] v^2, v being atom a; false if it is of another
 * degree in v. */
static bool
in_atom(Nonneg *n, const Poly *p, int a, Poly *c)
{
	unsigned degree = 0;
	for (uint32_t i = 0; i < p->t.len; i++) {
		const Term *t = &p->t.at[i];
		uint8_t deg[MAX_ATOMS];
		memcpy(deg, t->deg, MAX_ATOMS);
		deg[a] = 0;
		degree = t->deg[a] > degree ? t->deg[a] : degree;
		if (degree > 2 || !add_term(n, &c[t->deg[a]], t->c, deg))
			return false;
	}
	return degree == 2;
}

static bool
nonneg(Nonneg *n, Poly *p, int depth)
{
	if (enclosed(n, p))
		return true;
	if (depth == MAX_DEPTH || !divide_content(n, p))
		return false;
	if (enclosed(n, p))
		return true;
	for (int a = 0; a < n->natom; a++) {
		Poly c[3] = {0}, d = {0};
		if (in_atom(n, p, a, c) &&
		    add_product(n, &d, 4, &c[2], &c[0]) &&
		    add_product(n, &d, -1, &c[1], &c[1]) &&
		    nonneg(n, &c[2], depth + 1) &&
		    nonneg(n, &c[0], depth + 1) && nonneg(n, &d, depth + 1))
			return true;
	}
	return false;
}

bool
expr_nonneg(const Expr *e, Ref r, const Range *range)
{
	Arena *a = arena_new();
	Nonneg n = {.a = a, .e = e, .range = range};
	Poly p = {0};
	bool ok = to_poly(&n, r, 0, &p) && nonneg(&n, &p, 0);
	arena_free(a);
	return ok;
}
