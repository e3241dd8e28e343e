/* Factoring: outputs that are polynomials, with few multiplications.
 *
 * Requires simplify's canonical form. Each output is multiplied out over its
 * atoms (nodes that are neither sums nor products), factored anew by
 * factor_search.c, and kept if that needs fewer multiplications. The
 * coefficients of a factor are decimals that are not exactly those of the
 * product, so the new output may differ from the old one: by a polynomial
 * that is computed exactly, whose bound over the box is off[o].
 *
 * Nothing else changes where it is defined: an atom that is no longer needed
 * because its coefficient cancelled is kept if it is not total (the candidate
 * is then given up). */
#include "ir/factor.h"
#include "ir/passes.h"

#include <math.h>
#include <string.h>

/* Digits of a coefficient: its error is far below any error that hardware
 * can be asked for, and is part of the bound anyway. */
enum { DIGITS = 13 };

typedef struct Factor {
	Arena *a; /* scratch */
	Expr *to;
	Span span;
	Atoms atoms;  /* of the output at hand */
	BoxEval *box; /* of the outputs as they were */
} Factor;

/* ---- building ---- */

static Ref
number(Factor *f, double v)
{
	char text[40];
	mpq_t q;
	Ref r;

	mpq_init(q);
	snprintf(text, sizeof text, "%.*g", DIGITS, fabs(v));
	check(expr_parse_decimal(text, strlen(text), q));
	if (v < 0)
		mpq_neg(q, q);
	r = expr_const(f->to, q, f->span);
	mpq_clear(q);
	return r;
}

static Ref
join(Factor *f, enum Op op, Ref x, Ref y)
{
	Ref arg[2] = {x, y};

	if (!x || !y)
		return x ? x : y;
	return expr_op(f->to, op, arg, f->span);
}

static Ref
build_term(Factor *f, const PolyTerm *t)
{
	Ref r = 0;

	for (unsigned i = 0; i < f->atoms.n; i++)
		for (unsigned k = 0; k < t->p.e[i]; k++)
			r = join(f, O_mul, r, f->atoms.ref[i]);
	if (r && t->c == 1)
		return r;
	return join(f, O_mul, r, number(f, t->c));
}

static Ref
build_poly(Factor *f, const Poly *p)
{
	Ref r = 0;

	for (uint32_t i = 0; i < p->term.len; i++)
		r = join(f, O_add, r, build_term(f, &p->term.at[i]));
	return r;
}

/* The node of a plan; 0 stands for the number 0. */
static Ref
build_plan(Factor *f, const Plan *p)
{
	Ref dq;

	if (!p->d)
		return build_poly(f, &p->p);
	dq = join(f, O_mul, build_plan(f, p->d), build_plan(f, p->q));
	if (p->scale != 1)
		dq = join(f, O_mul, dq, number(f, p->scale));
	return join(f, O_add, dq, build_plan(f, p->r));
}

/* ---- how far off it is ---- */

/* Largest |x| over the box, by powers of the atoms' largest magnitudes. */
static double
largest(const Factor *f, const Exact *x)
{
	double sum = 0;
	mpfr_t c;

	mpfr_init2(c, 53);
	for (uint32_t i = 0; i < x->term.len; i++) {
		const ExactTerm *t = &x->term.at[i];
		double v;

		mpfr_set_q(c, t->c, MPFR_RNDA);
		v = fabs(mpfr_get_d(c, MPFR_RNDA));
		for (unsigned k = 0; k < f->atoms.n; k++)
			for (unsigned n = 0; n < t->p.e[k]; n++)
				v = up(mul0(
				    v, interval_mag(
					   f->box->value[f->atoms.ref[k]])));
		sum = up(sum + v);
	}
	mpfr_clear(c);
	return sum;
}

/* ---- one output ---- */

/* Whether everything below the atoms is defined everywhere: then nothing is
 * lost where one of them cancels. */
static bool
atoms_total(const Factor *f)
{
	bool *in = arena_alloc(f->a, f->to->node.len);

	for (unsigned i = 0; i < f->atoms.n; i++)
		in[f->atoms.ref[i]] = true;
	for (Ref r = f->to->node.len - 1; r > 0; r--) {
		const ExprNode *n = expr_at(f->to, r);

		if (!in[r])
			continue;
		if (n->op > O_var && !(op_info[n->op].flags & F_TOTAL))
			return false;
		for (int k = 0; k < n->narg; k++)
			in[n->arg[k]] = true;
	}
	return true;
}

/* Products below r of what depends on several variables or on different ones:
 * what depends on one variable is a function unit. */
static unsigned
multiplications(const Factor *f, Ref r)
{
	const uint32_t none = 0, many = UINT32_MAX;
	uint32_t *var = arena_alloc(f->a, (r + 1) * sizeof *var);
	bool *in = arena_alloc(f->a, r + 1);
	unsigned count = 0;

	for (Ref i = 1; i <= r; i++) {
		const ExprNode *n = expr_at(f->to, i);

		var[i] = n->op == O_var ? n->index + 1 : none;
		for (int k = 0; k < n->narg; k++) {
			uint32_t v = var[n->arg[k]];

			if (v)
				var[i] = var[i] && var[i] != v ? many : v;
		}
	}
	in[r] = true;
	for (Ref i = r; i > 0; i--) {
		const ExprNode *n = expr_at(f->to, i);

		for (int k = 0; in[i] && k < n->narg; k++)
			in[n->arg[k]] = true;
		count += in[i] && n->op == O_mul && var[i] == many &&
		         var[n->arg[0]] && var[n->arg[1]];
	}
	return count;
}

/* Node r factored; r itself if nothing is gained. *off: how far the result
 * may be from r. */
static Ref
factor_node(Factor *f, Ref r, const PlanCost *cost, double *off)
{
	Exact old, new, left;
	const Plan *p;
	Poly poly;
	Ref s;

	*off = 0;
	f->atoms = (Atoms){.n = 0};
	if (!exact_expand(f->a, f->to, r, &f->atoms, &old) || !atoms_total(f))
		return r;
	poly = poly_from(f->a, &old);
	p = plan_search(f->a, &f->atoms, cost, &poly);
	if (!p->d)
		return r;
	s = build_plan(f, p);
	if (!s || multiplications(f, s) >= multiplications(f, r) ||
	    !exact_expand(f->a, f->to, s, &f->atoms, &new))
		return r;
	left = exact_sub(f->a, &old, &new);
	*off = largest(f, &left);
	return s;
}

static PlanCost
plan_cost(const Target *t, unsigned width)
{
	Cost mul = mul_cost(t, width, width), one = {.lut = 1};
	double lut = device_share(t, &one);

	return (PlanCost){.mul = device_share(t, &mul) / lut,
	                  .unit = 6.0 * width,
	                  .coef = 1.5 * width,
	                  .add = width};
}

/* e without what the outputs do not need, and the box of its values. */
static void
copy_all(Factor *f, const Expr *e, const Range *x)
{
	Ref *map = arena_alloc(f->a, e->node.len * sizeof *map);

	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(f->to, e->var.at[i].name, e->var.at[i].span);
	for (uint32_t i = 0; i < e->out.len; i++) {
		ExprOutput o = e->out.at[i];

		o.ref = expr_copy(f->to, e, o.ref, map);
		vec_push(f->to->a, f->to->out, o);
	}
	f->box = box_result(f->a, f->to);
	box_eval(box_pool(f->a, f->to), &(BoxTask){.x = x}, f->box);
}

Expr *
factor(const Expr *e, const Range *x, const Target *t, double *off, Arena *a)
{
	enum { WIDTH = 13 }; /* of a typical signal */
	Factor f = {.a = arena_new(), .to = expr_new(a, e->diag)};
	PlanCost cost = plan_cost(t, WIDTH);
	bool changed = false;

	copy_all(&f, e, x);
	for (uint32_t i = 0; i < e->out.len; i++) {
		ExprOutput *o = &f.to->out.at[i];
		Ref old = o->ref;

		f.span = expr_at(f.to, old)->span;
		o->ref = factor_node(&f, old, &cost, &off[i]);
		changed = changed || o->ref != old;
	}
	arena_free(f.a);
	return changed ? simplify(f.to, a) : NULL;
}
