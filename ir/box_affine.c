/* Ranges by affine arithmetic: where variables occur more than once, and are
 * too many to be cut.
 *
 * Contract: see eval.h. A node's form is
 *     mid + sum of coef_k * e_k + anything in [-rest, rest],
 * every e_k in [-1, 1] and the same in all forms: one for each variable, one
 * for each operation that is not affine, whose approximation error it is. What
 * two forms have in common cancels when they are added. Every rounding of a
 * coefficient goes into rest. Operations of one argument are taken by the line
 * through the ends of their graph and what that leaves, by pieces; products
 * with the square of each e_k in [0, 1]. A node is within its form and within
 * what was known of it. Where that is too little to define an operator, the
 * narrower arguments may be enough.
 * Reference: de Figueiredo and Stolfi, Affine arithmetic: concepts and
 * applications, Numerical Algorithms 37, 2004. */
#include <math.h>

#include "ir/box.h"

enum {
	MAX_STEPS = 120,
	MAX_SQUARE = 32, /* symbols of a product that are paired */
	PIECES = 4       /* of a graph */
};

/* A form is given up for a new symbol where it is wider than what is known by
 * more than this. */
static const double WIDER = 2;

typedef struct Form {
	bool ok; /* false: nothing is known */
	double mid, rest;
	double *coef; /* per symbol */
} Form;

typedef struct Affine {
	BoxPool *p;
	uint8_t *def;
	Range *known;
	Form *form;    /* per node */
	uint32_t n;    /* symbols in use */
	uint32_t most; /* that there can be */
} Affine;

/* What rounding to v may have lost. */
static double
slack(double v)
{
	return fabs(v) * 0x1p-52 + 0x1p-1060;
}

static double
add_up(double a, double b)
{
	return up(a + b);
}

static Form
form_new(Affine *f)
{
	return (Form){.ok = true,
	              .coef = arena_alloc(f->p->a, f->most * sizeof(double))};
}

static double
radius(const Affine *f, const Form *x)
{
	double r = x->rest;
	for (uint32_t k = 0; k < f->n; k++)
		r = x->coef[k] == 0 ? r : add_up(r, fabs(x->coef[k]));
	return r;
}

static Range
range_of(const Affine *f, const Form *x)
{
	double r = radius(f, x);
	Range v = {down(x->mid - r), up(x->mid + r)};
	return x->ok && isfinite(v.lo) && isfinite(v.hi) ? v : interval_whole;
}

static bool
is_bounded(Range v)
{
	return !interval_empty(v) && isfinite(v.lo) && isfinite(v.hi) &&
	       isfinite(v.hi - v.lo);
}

/* x += the interval v, by a symbol of its own. */
static void
add_symbol(Affine *f, Form *x, Range v)
{
	double c = v.lo / 2 + v.hi / 2, r = fmax(up(v.hi - c), up(c - v.lo));
	double mid = x->mid + c;
	x->ok = x->ok && is_bounded(v);
	x->rest = add_up(x->rest, slack(mid));
	x->mid = mid;
	check(f->n < f->most);
	x->coef[f->n++] = r;
}

static Form
form_of_range(Affine *f, Range v)
{
	Form x = form_new(f);
	if (v.lo == v.hi)
		x.mid = v.lo;
	else
		add_symbol(f, &x, v);
	return x;
}

/* z += a x */
static void
add_scaled(const Affine *f, Form *z, double a, const Form *x)
{
	double lost = 0, t = a * x->mid;
	lost = add_up(lost, slack(t));
	z->mid += t;
	lost = add_up(lost, slack(z->mid));
	for (uint32_t k = 0; k < f->n; k++) {
		if (x->coef[k] == 0)
			continue;
		t = a * x->coef[k];
		z->coef[k] += t;
		lost = add_up(lost, add_up(slack(t), slack(z->coef[k])));
	}
	lost = add_up(lost, up(fabs(a) * x->rest));
	z->rest = add_up(z->rest, lost);
	z->ok = z->ok && x->ok;
}

/* ---- operations ---- */

/* What the product of two forms has beyond the products with their middles:
 * x_k y_k e_k^2 with e_k^2 in [0, 1], and the mixed ones. */
static Range
mixed(const Affine *f, const Form *x, const Form *y)
{
	double rx = radius(f, x), ry = radius(f, y);
	double off = add_up(up(x->rest * ry), up(rx * y->rest));
	Range v = {0, 0};
	if (f->n > MAX_SQUARE)
		return interval_mul((Range){-rx, rx}, (Range){-ry, ry});
	for (uint32_t k = 0; k < f->n; k++) {
		double t = mul0(x->coef[k], y->coef[k]);
		v.lo = t < 0 ? down(v.lo + down(t)) : v.lo;
		v.hi = t > 0 ? up(v.hi + up(t)) : v.hi;
		for (uint32_t i = 0; i < k; i++) {
			double a = mul0(x->coef[k], y->coef[i]);
			double b = mul0(x->coef[i], y->coef[k]);
			if (a == 0 && b == 0)
				continue;
			off = add_up(off, up(fabs(a + b)));
			off = add_up(off, add_up(slack(a), slack(b)));
		}
	}
	return interval_widen(v, off);
}

static Form
product(Affine *f, const Form *x, const Form *y)
{
	Form z = form_new(f);
	double both = x->mid * y->mid;
	add_scaled(f, &z, x->mid, y);
	add_scaled(f, &z, y->mid, x);
	z.mid -= both;
	z.rest = add_up(z.rest, add_up(slack(both), slack(z.mid)));
	add_symbol(f, &z, mixed(f, x, y));
	return z;
}

/* f - a x over the piece [u, v] of x: between its ends where it is monotone,
 * and in its mean value form. */
static Range
residual(BoxPool *p, enum Op op, double a, Range piece, Range *arg)
{
	double c = piece.lo / 2 + piece.hi / 2;
	const double at[3] = {piece.lo, c, piece.hi};
	Range v[3], slope[OP_ARGS], whole, minus = {-a, -a};
	for (int i = 0; i < 3; i++) {
		arg[0] = (Range){at[i], at[i]};
		if (op_box(p->op, op, false, arg, &v[i], NULL) != DEF_ALL)
			return interval_whole;
		v[i] = interval_add(v[i], interval_mul(minus, arg[0]));
	}
	arg[0] = piece;
	if (op_box(p->op, op, false, arg, &whole, slope) != DEF_ALL)
		return interval_whole;
	Range d = interval_add(slope[0], minus);
	if (d.lo >= 0 || d.hi <= 0)
		return interval_hull(v[0], v[2]);
	double r = fmax(up(piece.hi - c), up(c - piece.lo));
	return interval_add(v[1], interval_mul(d, (Range){-r, r}));
}

/* The slope of the line through the ends of the graph over `in`; NaN where it
 * has none. */
static double
secant(BoxPool *p, enum Op op, Range in, Range *arg)
{
	Range left, right;
	arg[0] = (Range){in.lo, in.lo};
	op_box(p->op, op, false, arg, &left, NULL);
	arg[0] = (Range){in.hi, in.hi};
	op_box(p->op, op, false, arg, &right, NULL);
	return (right.lo - left.lo) / (in.hi - in.lo);
}

/* Piece i of `in`; they overlap in ends and cover it. */
static Range
piece_of(Range in, int i)
{
	double w = in.hi - in.lo, step = w / PIECES;
	Range r = {fmin(in.lo + i * step, in.hi),
	           fmin(in.lo + (i + 1) * step, in.hi)};
	return i + 1 == PIECES ? (Range){r.lo, in.hi} : r;
}

/* Any function of x, which lies in `in`; arg[1] is a point if there is one. */
static Form
curve(Affine *f, enum Op op, const Form *x, Range in, Range *arg)
{
	Form z = form_new(f);
	Range rest = interval_none;
	double a = secant(f->p, op, in, arg);
	z.ok = isfinite(a);
	for (int i = 0; z.ok && i < PIECES; i++) {
		Range piece = piece_of(in, i);
		rest = interval_hull(rest, residual(f->p, op, a, piece, arg));
		z.ok = is_bounded(rest);
	}
	if (z.ok) {
		add_scaled(f, &z, a, x);
		add_symbol(f, &z, rest);
	}
	return z;
}

static Form
operation(Affine *f, Ref r)
{
	const ExprNode *n = expr_at(f->p->e, r);
	const Form *x = &f->form[n->arg[0]], *y = &f->form[n->arg[1]];
	Range arg[OP_ARGS];
	Form z = {.ok = false};
	for (int k = 0; k < n->narg; k++) {
		if (!f->form[n->arg[k]].ok)
			return z;
		arg[k] = f->known[n->arg[k]];
	}
	switch (n->op) {
	case O_add:
	case O_sub:
		z = form_new(f);
		add_scaled(f, &z, 1, x);
		add_scaled(f, &z, n->op == O_add ? 1 : -1, y);
		return z;
	case O_mul:
		return product(f, x, y);
	default:
		if ((n->narg == 1 ||
		     (n->narg == 2 && arg[1].lo == arg[1].hi)) &&
		    arg[0].lo < arg[0].hi)
			return curve(f, (enum Op)n->op, x, arg[0], arg);
		return z;
	}
}

static void
narrow(Range *known, Range by)
{
	Range v = {fmax(known->lo, by.lo), fmin(known->hi, by.hi)};
	if (!interval_empty(v)) /* else it has no value at all */
		*known = v;
}

/* The form of r, and its range from there on. */
static void
visit(Affine *f, Ref r)
{
	Range *k = &f->known[r];
	uint32_t was = f->n;
	Form z = {.ok = false};
	if (expr_at(f->p->e, r)->narg)
		z = operation(f, r);
	if (z.ok)
		narrow(k, range_of(f, &z));
	if (is_bounded(*k) &&
	    (!z.ok || radius(f, &z) > WIDER * (k->hi - k->lo) / 2)) {
		f->n = was;
		z = form_of_range(f, *k);
	}
	f->form[r] = z;
}

/* What r's arguments tell by themselves, now that they are narrower: also
 * whether r is defined, after all. */
static void
look_again(Affine *f, Ref r)
{
	const ExprNode *n = expr_at(f->p->e, r);
	Range arg[OP_ARGS], v;
	for (int k = 0; k < n->narg; k++)
		arg[k] = f->known[n->arg[k]];
	bool same = n->narg == 2 && n->arg[0] == n->arg[1];
	if (n->narg == 0 ||
	    op_box(f->p->op, (enum Op)n->op, same, arg, &v, NULL) != DEF_ALL)
		return;
	f->def[r] = DEF_ALL;
	narrow(&f->known[r], v);
}

void
box_affine(BoxPool *p, uint8_t *def, Range *known)
{
	box_view(p, &p->all);
	if (p->v->nstep > MAX_STEPS)
		return;
	bool again = false;
	Affine f = {.p = p, .def = def, .known = known};
	f.most = p->nnode + 1;
	f.form = arena_alloc(p->a, p->nnode * sizeof *f.form);
	for (uint32_t i = 0; i < p->v->nstep; i++) {
		Ref r = p->v->step[i];
		again = again || def[r] != DEF_ALL;
		if (again)
			look_again(&f, r);
		if (def[r] != DEF_ALL || interval_empty(known[r]))
			return;
		visit(&f, r);
	}
}
