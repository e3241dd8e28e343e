/* Where an equation has no value: refusals that point at the operator.
 *
 * Contract: every node of the box that may be undefined is reported once, by
 * lower_defined at the operator whose own domain is left, or by
 * lower_undefined where a function unit found the very input. An operator
 * that is defined for all reals is never to blame: an argument of it is. */
#include "ir/lower.h"

#include <math.h>

enum { POINT_BITS = 128 };

/* ---- where ---- */

/* The variables below node r, and the ranges they have here. */
static const char *
ranges_below(const Lower *l, Ref r)
{
	const char *names = "";
	bool *in = arena_alloc(l->a, (r + 1) * sizeof *in);
	in[r] = true;
	for (Ref i = r; i > 0; i--) {
		const ExprNode *n = expr_at(l->e, i);
		for (int k = 0; in[i] && k < n->narg; k++)
			in[n->arg[k]] = true;
		if (in[i] && n->op == O_var) {
			const Range *x = &l->x[n->index];
			names = arena_printf(l->a, "%s%s%s in [%.6g, %.6g]",
			                     names, *names ? ", " : "",
			                     l->e->var.at[n->index].name, x->lo,
			                     x->hi);
		}
	}
	return names;
}

static const char *
way_out(const Lower *l, const char *where)
{
	if (!*where)
		return "an operator of constants has no value: correct it";
	return arena_printf(
	    l->a,
	    "here %s; narrow it with --input NAME="
	    "FORMAT@LO..HI%s",
	    where,
	    l->n->undefined == UNDEF_ERROR ? ", or give --undefined any" : "");
}

static const char *
meaning(const Lower *l, Ref r)
{
	return op_info[expr_at(l->e, r)->op].doc;
}

/* ---- over the box ---- */

/* Whether unit_build decides about r: it then sees every input exactly. */
static bool
inside_exact_unit(const Lower *l, Ref r)
{
	Ref support = l->s ? l->s[r].support : 0;
	if (l->s && l->s[r].port[0])
		return true;
	return support && support != r && l->s[support].role == R_input;
}

bool
lower_defined(Lower *l)
{
	bool ok = true;
	for (Ref r = 1; r < l->e->node.len; r++) {
		if (l->box->def[r] == DEF_ALL || inside_exact_unit(l, r))
			continue;
		if (l->n->undefined == UNDEF_ANY && l->box->def[r] == DEF_SOME)
			l->partial = true;
		else if (!(op_info[expr_at(l->e, r)->op].flags & F_TOTAL))
			ok = lower_refuse(
			    l, r, way_out(l, ranges_below(l, r)),
			    "'%s' is not proven to be defined: it means %s",
			    lower_text(l, r), meaning(l, r));
	}
	return ok;
}

/* ---- at a point ---- */

/* The unit of `arg` below r, at arg = x. */
typedef struct Point {
	Lower *l;
	Ref arg;
	mpq_t x;
	mpfi_t v;
} Point;

static bool
has_value(Point *p, Ref r)
{
	Arena *a = arena_new();
	bool ok = prog_exact(prog_new(a, p->l->e, r, p->arg),
	                     (const mpq_t *)&p->x, POINT_BITS, p->v);
	arena_free(a);
	return ok;
}

/* An argument of r that is needed there and has no value, or 0. */
static Ref
culprit_below(Point *p, Ref r)
{
	const ExprNode *n = expr_at(p->l->e, r);
	for (int k = 0; k < n->narg; k++) {
		if (!has_value(p, n->arg[k]))
			return n->arg[k];
		if (n->op == O_ifelse && k == 0 && mpfr_sgn(&p->v->right) <= 0)
			k++; /* the other branch does not matter */
	}
	return 0;
}

/* The port's value in the equation's units. */
static const char *
point_text(const Point *p)
{
	const ExprNode *n = expr_at(p->l->e, p->arg);
	const char *name = lower_text(p->l, p->arg);
	double v;
	mpq_t q;
	mpq_init(q);
	mpq_set(q, p->x);
	if (n->op == O_var) {
		const InputSpec *in = &p->l->n->in[n->index];
		mpq_mul(q, q, in->scale);
		mpq_add(q, q, in->offset);
	}
	v = mpq_get_d(q);
	mpq_clear(q);
	return arena_printf(p->l->a, "%s = %.6g", name, v);
}

bool
lower_undefined(Lower *l, Ref r, Ref arg, int64_t at, int lsb)
{
	Point p = {.l = l, .arg = arg};
	mpq_init(p.x);
	mpfi_init2(p.v, POINT_BITS);
	mpq_set_si(p.x, at, 1);
	if (lsb < 0)
		mpq_div_2exp(p.x, p.x, (mp_bitcnt_t)-lsb);
	else
		mpq_mul_2exp(p.x, p.x, (mp_bitcnt_t)lsb);
	for (Ref below = r; below; below = culprit_below(&p, r))
		r = below;
	lower_refuse(l, r, way_out(l, point_text(&p)),
	             "'%s' is not defined everywhere: it means %s",
	             lower_text(l, r), meaning(l, r));
	mpq_clear(p.x);
	mpfi_clear(p.v);
	return false;
}
