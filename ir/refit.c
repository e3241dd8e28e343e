/* Constants refitted against the fixed-point design.
 *
 * Contract: rounding moves an equation, and other constants move it back. The
 * loss of the whole design is a staircase in them, so the search takes no
 * derivatives: Nelder-Mead on subspaces (Rowan, Functional Stability Analysis
 * of Numerical Algorithms, 1990) as NLopt has it, deterministic, from the
 * equation's own constants. Constants that are whole numbers are structure
 * and stay. */
#include "ir/data.h"

#include <math.h>
#include <nlopt.h>

enum { MAX_CONSTANTS = 24 };

/* First step, in parts of a constant. */
static const double STEP = 0x1p-8;

typedef struct Refit {
	const Expr *e;
	Arena *a; /* of the trial */
	RefitLoss *loss;
	void *of;
	unsigned n;
	Ref at[MAX_CONSTANTS];
	double best;
	double c[MAX_CONSTANTS]; /* with the best loss */
} Refit;

static bool
is_free(const Expr *e, Ref r)
{
	return expr_is_const(e, r) &&
	       mpz_cmp_ui(mpq_denref(expr_q(e, r)), 1) != 0;
}

static Ref
rebuilt(Expr *to, const Refit *f, const double *c, const Ref *map, Ref r)
{
	const ExprNode *n = expr_at(f->e, r);
	Ref arg[OP_ARGS] = {0}, k;
	mpq_t q;

	if (n->op == O_var)
		return expr_var(to, f->e->var.at[n->index].name, n->span);
	if (n->op != O_const) {
		for (int i = 0; i < n->narg; i++)
			arg[i] = map[n->arg[i]];
		return expr_op(to, n->op, arg, n->span);
	}
	mpq_init(q);
	mpq_set(q, expr_q(f->e, r));
	for (unsigned i = 0; i < f->n; i++)
		if (f->at[i] == r)
			mpq_set_d(q, c[i]);
	k = expr_const(to, q, n->span);
	mpq_clear(q);
	return k;
}

/* The equations with constants c. */
static Expr *
with_constants(const Refit *f, const double *c, Arena *a)
{
	const Expr *e = f->e;
	Expr *to = expr_new(a, e->diag);
	Ref *map = arena_alloc(a, e->node.len * sizeof *map);

	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(to, e->var.at[i].name, e->var.at[i].span);
	for (Ref r = 1; r < e->node.len; r++)
		map[r] = rebuilt(to, f, c, map, r);
	for (uint32_t o = 0; o < e->out.len; o++) {
		ExprOutput out = e->out.at[o];
		out.ref = map[out.ref];
		vec_push(a, to->out, out);
	}
	return to;
}

static double
trial(unsigned n, const double *c, double *slope, void *data)
{
	Refit *f = data;
	Arena *a = arena_new();
	double loss = f->loss(f->of, with_constants(f, c, a));

	(void)slope; /* never asked for */
	arena_free(a);
	if (loss < f->best) {
		f->best = loss;
		for (unsigned i = 0; i < n; i++)
			f->c[i] = c[i];
	}
	/* NLopt takes no infinities */
	return isfinite(loss) ? loss : 1e300;
}

Expr *
refit(const Expr *e, RefitLoss *loss, void *of, unsigned budget, unsigned *n,
      Arena *a)
{
	Refit f = {.e = e, .loss = loss, .of = of, .best = INFINITY};
	double x[MAX_CONSTANTS], step[MAX_CONSTANTS], least;

	for (Ref r = 1; r < e->node.len && f.n < MAX_CONSTANTS; r++) {
		if (!is_free(e, r))
			continue;
		x[f.n] = f.c[f.n] = mpq_get_d(expr_q(e, r));
		step[f.n] = fabs(x[f.n]) * STEP;
		f.at[f.n++] = r;
	}
	*n = f.n;
	if (!f.n)
		return NULL;
	nlopt_opt o = nlopt_create(NLOPT_LN_SBPLX, f.n);
	if (!o)
		die("no memory for NLopt");
	nlopt_set_min_objective(o, trial, &f);
	nlopt_set_maxeval(o, (int)budget);
	nlopt_set_initial_step(o, step);
	nlopt_optimize(o, x, &least);
	nlopt_destroy(o);
	return with_constants(&f, f.c, a);
}
