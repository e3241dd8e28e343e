/* Sparse polynomials: expanding an Expr, adding, one step of a division. */
#include "ir/factor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What rounding leaves of a coefficient that should have cancelled. */
static const double NOTHING = 1e-11;

enum { MAX_STEPS = 20000, MAX_DEGREE = 200 };

int
powers_compare(const Powers *x, const Powers *y)
{
	return memcmp(x->e, y->e, sizeof x->e);
}

bool
powers_divide(const Powers *x, const Powers *by, Powers *quotient)
{
	for (unsigned i = 0; i < POLY_ATOMS; i++) {
		if (x->e[i] < by->e[i])
			return false;
		quotient->e[i] = (uint8_t)(x->e[i] - by->e[i]);
	}
	return true;
}

static bool
powers_multiply(const Powers *x, const Powers *y, Powers *product)
{
	for (unsigned i = 0; i < POLY_ATOMS; i++) {
		if (x->e[i] + y->e[i] > MAX_DEGREE)
			return false;
		product->e[i] = (uint8_t)(x->e[i] + y->e[i]);
	}
	return true;
}

/* ---- exact ---- */

static void
clear_q(void *q)
{
	mpq_clear(q);
}

static mpq_ptr
new_q(Arena *a)
{
	mpq_ptr q = arena_alloc(a, sizeof *q);

	mpq_init(q);
	arena_defer(a, clear_q, q);
	return q;
}

static int
compare_exact(const void *px, const void *py)
{
	const ExactTerm *x = px, *y = py;

	return powers_compare(&x->p, &y->p);
}

/* Sorts, adds up equal powers, drops zeros. The terms are x's own. */
static void
normalise(Exact *x)
{
	uint32_t n = 0;

	if (x->term.len == 0)
		return;
	qsort(x->term.at, x->term.len, sizeof *x->term.at, compare_exact);
	for (uint32_t i = 0; i < x->term.len; i++) {
		ExactTerm *t = &x->term.at[i];

		if (n && powers_compare(&x->term.at[n - 1].p, &t->p) == 0) {
			mpq_ptr c = x->term.at[n - 1].c;

			mpq_add(c, c, t->c);
			continue;
		}
		if (n && mpq_sgn(x->term.at[n - 1].c) == 0)
			n--;
		x->term.at[n++] = *t;
	}
	if (n && mpq_sgn(x->term.at[n - 1].c) == 0)
		n--;
	x->term.len = n;
}

/* out += sign * x, not normalised. */
static void
append(Arena *a, Exact *out, const Exact *x, int sign)
{
	for (uint32_t i = 0; i < x->term.len; i++) {
		ExactTerm t = {.p = x->term.at[i].p, .c = new_q(a)};

		mpq_set(t.c, x->term.at[i].c);
		if (sign < 0)
			mpq_neg(t.c, t.c);
		vec_push(a, out->term, t);
	}
}

Exact
exact_sub(Arena *a, const Exact *x, const Exact *y)
{
	Exact out = {0};

	append(a, &out, x, 1);
	append(a, &out, y, -1);
	normalise(&out);
	return out;
}

static bool
multiply(Arena *a, const Exact *x, const Exact *y, Exact *out)
{
	if ((size_t)x->term.len * y->term.len > (size_t)4 * POLY_TERMS)
		return false;
	for (uint32_t i = 0; i < x->term.len; i++)
		for (uint32_t k = 0; k < y->term.len; k++) {
			ExactTerm t = {.c = new_q(a)};

			if (!powers_multiply(&x->term.at[i].p, &y->term.at[k].p,
			                     &t.p))
				return false;
			mpq_mul(t.c, x->term.at[i].c, y->term.at[k].c);
			vec_push(a, out->term, t);
		}
	normalise(out);
	return out->term.len <= POLY_TERMS;
}

/* ---- expanding ---- */

typedef struct Expand {
	Arena *a;
	const Expr *e;
	Atoms *atoms;
	unsigned steps;
} Expand;

/* The one variable below r; 0 if there are several or none. */
static Ref
only_variable(const Expr *e, Ref r)
{
	bool *in = calloc(r + 1, sizeof *in);
	Ref v = 0;
	bool several = false;

	if (!in)
		die("out of memory");
	in[r] = true;
	for (Ref i = r; i > 0; i--) {
		const ExprNode *n = expr_at(e, i);

		if (!in[i])
			continue;
		several = several || (n->op == O_var && v);
		v = n->op == O_var ? i : v;
		for (int k = 0; k < n->narg; k++)
			in[n->arg[k]] = true;
	}
	free(in);
	return several ? 0 : v;
}

static bool
find_atom(Expand *x, Ref r, unsigned *at)
{
	Atoms *t = x->atoms;
	Ref signal;

	for (*at = 0; *at < t->n; (*at)++)
		if (t->ref[*at] == r)
			return true;
	if (t->n == POLY_ATOMS)
		return false;
	signal = only_variable(x->e, r);
	t->signal[t->n] = (uint8_t)t->n;
	for (unsigned i = 0; signal && i < t->n; i++)
		if (only_variable(x->e, t->ref[i]) == signal) {
			t->signal[t->n] = t->signal[i];
			break;
		}
	t->is_var[t->n] = expr_at(x->e, r)->op == O_var;
	t->ref[t->n++] = r;
	return true;
}

static bool
expand_atom(Expand *x, Ref r, Exact *out)
{
	ExactTerm t = {.c = new_q(x->a)};
	unsigned i;

	if (!find_atom(x, r, &i))
		return false;
	t.p.e[i] = 1;
	mpq_set_ui(t.c, 1, 1);
	vec_push(x->a, out->term, t);
	return true;
}

static bool
expand(Expand *x, Ref r, Exact *out)
{
	const ExprNode *n = expr_at(x->e, r);
	Exact left = {0}, right = {0};

	if (++x->steps > MAX_STEPS)
		return false;
	if (n->op == O_const) {
		ExactTerm t = {.c = new_q(x->a)};

		mpq_set(t.c, expr_q(x->e, r));
		vec_push(x->a, out->term, t);
		normalise(out);
		return true;
	}
	if (n->op != O_add && n->op != O_mul)
		return expand_atom(x, r, out);
	if (!expand(x, n->arg[0], &left) || !expand(x, n->arg[1], &right))
		return false;
	if (n->op == O_mul)
		return multiply(x->a, &left, &right, out);
	append(x->a, out, &left, 1);
	append(x->a, out, &right, 1);
	normalise(out);
	return out->term.len <= POLY_TERMS;
}

bool
exact_expand(Arena *a, const Expr *e, Ref r, Atoms *atoms, Exact *out)
{
	Expand x = {.a = a, .e = e, .atoms = atoms};

	*out = (Exact){0};
	return expand(&x, r, out);
}

/* ---- in double ---- */

void
poly_add(Arena *a, Poly *p, PolyTerm t)
{
	vec_push(a, p->term, t);
}

Poly
poly_from(Arena *a, const Exact *x)
{
	Poly p = {0};

	for (uint32_t i = 0; i < x->term.len; i++)
		poly_add(
		    a, &p,
		    (PolyTerm){x->term.at[i].p, mpq_get_d(x->term.at[i].c)});
	return p;
}

static int
compare_terms(const void *px, const void *py)
{
	const PolyTerm *x = px, *y = py;

	return powers_compare(&x->p, &y->p);
}

Poly
poly_sorted(Arena *a, const Poly *p)
{
	Poly out = {0};

	if (p->term.len)
		qsort(p->term.at, p->term.len, sizeof *p->term.at,
		      compare_terms);
	for (uint32_t i = 0; i < p->term.len;) {
		PolyTerm t = p->term.at[i];
		double most = fabs(t.c);

		while (++i < p->term.len &&
		       powers_compare(&p->term.at[i].p, &t.p) == 0) {
			t.c += p->term.at[i].c;
			most = fmax(most, fabs(p->term.at[i].c));
		}
		if (fabs(t.c) > NOTHING * most)
			vec_push(a, out.term, t);
	}
	return out;
}

Poly
poly_reduce(Arena *a, const Poly *p, const Poly *d, double c, Powers m)
{
	Poly all = {0};

	for (uint32_t i = 0; i < p->term.len; i++)
		vec_push(a, all.term, p->term.at[i]);
	for (uint32_t i = 0; i < d->term.len; i++) {
		PolyTerm t = {.c = -c * d->term.at[i].c};

		if (powers_multiply(&d->term.at[i].p, &m, &t.p))
			vec_push(a, all.term, t);
	}
	return poly_sorted(a, &all);
}
