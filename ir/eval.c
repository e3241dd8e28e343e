/* Straight-line programs: an Expr's value at points, and what it can be off.
 *
 * Contract: see eval.h. A Prog holds one step for each node its root needs,
 * arguments first, and the scratch storage of every kind of evaluation, so
 * that a call allocates nothing; it must not be used by two threads at once.
 * Invariant: a step without variables below it ("fixed") is rounded once,
 * from an enclosure at FIXED_BITS, and keeps the error of that rounding.
 * Error bounds: forward analysis, e = sum |df/da| e_a + rounding, with the
 * derivatives over all values the arguments can have, errors included
 * (Higham, Accuracy and Stability of Numerical Algorithms, 2002, 1.4). */
#include <float.h>
#include <math.h>
#include <string.h>

#include "ir/eval.h"

enum { FIXED_BITS = 128, MAX_BITS = 4096, NO_GRID = -100000 };

typedef struct Step {
	uint8_t op; /* enum Op; O_var: an input */
	uint8_t narg;
	bool fixed;            /* no variable below */
	uint32_t in;           /* O_var: index into x */
	mpq_srcptr q;          /* O_const */
	uint32_t arg[OP_ARGS]; /* steps */
} Step;

struct Prog {
	Arena *a;
	uint32_t n; /* the root is step n - 1 */
	Step *step;
	bool branches; /* some step is an ifelse */
	uint32_t nlive;
	uint32_t *live; /* steps that are neither fixed nor inputs */
	uint32_t ninput;
	uint32_t *input; /* steps that are inputs */
	double *value;   /* prog_double's scratch; fixed steps are kept */
	double *off;     /* of fixed steps: |value - exact| at most this */
	/* boxes */
	OpBox *box;
	Range *range, *slope;
	double *err;
	int *grid; /* see prog_grid */
	struct Exact *exact;
};

/* Storage of prog_exact, a step each. */
struct Exact {
	uint32_t n;
	mpfr_prec_t prec; /* that the fixed steps were computed with */
	mpfi_t *r;
	mpq_t *q;
	bool *rational; /* q holds the value */
	uint8_t *def;   /* enum Defined, arguments included */
};

/* ---- making ---- */

static void
mark(const Expr *e, Ref root, Ref leaf, uint32_t *slot)
{
	slot[root] = 1;
	for (Ref r = root; r > 0; r--) {
		const ExprNode *x = expr_at(e, r);
		for (int k = 0; slot[r] && r != leaf && k < x->narg; k++)
			slot[x->arg[k]] = 1;
	}
}

static Step
make_step(const Expr *e, Ref r, Ref leaf, const uint32_t *slot,
          const Step *step)
{
	const ExprNode *x = expr_at(e, r);
	if (r == leaf)
		return (Step){.op = O_var};
	if (x->op == O_var) {
		check(leaf == 0);
		return (Step){.op = O_var, .in = x->index};
	}
	Step s = {.op = x->op, .narg = x->narg, .fixed = true};
	if (x->op == O_const)
		s.q = expr_q(e, r);
	for (int k = 0; k < s.narg; k++) {
		s.arg[k] = slot[x->arg[k]];
		s.fixed = s.fixed && step[s.arg[k]].fixed;
	}
	return s;
}

static void
exact_clear(void *p)
{
	struct Exact *x = p;
	for (uint32_t i = 0; i < x->n; i++) {
		mpfi_clear(x->r[i]);
		mpq_clear(x->q[i]);
	}
}

static struct Exact *
exact_new(Arena *a, uint32_t n)
{
	struct Exact *x = arena_alloc(a, sizeof *x);
	x->n = n;
	x->r = arena_alloc(a, n * sizeof *x->r);
	x->q = arena_alloc(a, n * sizeof *x->q);
	x->rational = arena_alloc(a, n);
	x->def = arena_alloc(a, n);
	for (uint32_t i = 0; i < n; i++) {
		mpfi_init2(x->r[i], FIXED_BITS);
		mpq_init(x->q[i]);
	}
	arena_defer(a, exact_clear, x);
	return x;
}

static enum Defined exact_step(const Prog *p, uint32_t i, const mpq_t *x);

/* Rounds the fixed steps to double. One whose value is not known to exist
 * gets NaN and an infinite error: then prog_exact decides. */
static void
round_fixed(Prog *p)
{
	mpfi_t diff;
	mpfi_init2(diff, FIXED_BITS);
	bool known = true;
	for (uint32_t i = 0; i < p->n; i++) {
		if (!p->step[i].fixed)
			continue;
		enum Defined def = exact_step(p, i, NULL);
		p->exact->def[i] = (uint8_t)def;
		known = known && def == DEF_ALL;
		p->value[i] = NAN;
		p->off[i] = INFINITY;
		if (def != DEF_ALL)
			continue;
		mpfi_srcptr r = p->exact->r[i];
		p->value[i] = mpfr_get_d(&r->left, MPFR_RNDN);
		mpfi_sub_d(diff, r, p->value[i]);
		p->off[i] = interval_mag(interval_from(diff));
	}
	p->exact->prec = known ? FIXED_BITS : 0;
	mpfi_clear(diff);
}

static void
list_steps(Prog *p)
{
	p->live = arena_alloc(p->a, p->n * sizeof *p->live);
	p->input = arena_alloc(p->a, p->n * sizeof *p->input);
	for (uint32_t i = 0; i < p->n; i++) {
		if (p->step[i].op == O_var)
			p->input[p->ninput++] = i;
		else if (!p->step[i].fixed)
			p->live[p->nlive++] = i;
	}
}

Prog *
prog_new(Arena *a, const Expr *e, Ref root, Ref leaf)
{
	Prog *p = arena_alloc(a, sizeof *p);
	uint32_t *slot = arena_alloc(a, (root + 1) * sizeof *slot);
	p->a = a;
	mark(e, root, leaf, slot);
	for (Ref r = 1; r <= root; r++)
		p->n += slot[r] != 0;
	p->step = arena_alloc(a, p->n * sizeof *p->step);
	uint32_t n = 0;
	for (Ref r = 1; r <= root; r++) {
		if (!slot[r])
			continue;
		p->step[n] = make_step(e, r, leaf, slot, p->step);
		p->branches = p->branches || p->step[n].op == O_ifelse;
		slot[r] = n++;
	}
	p->value = arena_alloc(a, n * sizeof *p->value);
	p->off = arena_alloc(a, n * sizeof *p->off);
	p->range = arena_alloc(a, n * sizeof *p->range);
	p->slope = arena_alloc(a, n * sizeof *p->slope);
	p->err = arena_alloc(a, n * sizeof *p->err);
	p->grid = arena_alloc(a, n * sizeof *p->grid);
	prog_grid(p, NO_GRID);
	p->box = op_box_new(a);
	p->exact = exact_new(a, n);
	list_steps(p);
	round_fixed(p);
	return p;
}

/* ---- points in double ---- */

static inline double
step_double(const Step *s, const double *v)
{
	double a = v[s->arg[0]], b = v[s->arg[1]];
	switch (s->op) {
	case O_add:
		return a + b;
	case O_sub:
		return a - b;
	case O_mul:
		return a * b;
	case O_neg:
		return -a;
	default:
		return op_info[s->op].real(
		    (double[OP_ARGS]){a, b, v[s->arg[2]]});
	}
}

double
prog_double(const Prog *p, const double *x)
{
	double *v = p->value;
	for (uint32_t i = 0; i < p->ninput; i++)
		v[p->input[i]] = x[p->step[p->input[i]].in];
	for (uint32_t i = 0; i < p->nlive; i++)
		v[p->live[i]] = step_double(&p->step[p->live[i]], v);
	return v[p->n - 1];
}

/* ---- points, enclosed ---- */

/* The exact rational, where there is one. */
static enum Rational
exact_rational(const Prog *p, uint32_t i, const mpq_t *x)
{
	struct Exact *t = p->exact;
	const Step *s = &p->step[i];
	if (s->op == O_var || s->op == O_const) {
		mpq_set(t->q[i], s->op == O_var ? x[s->in] : s->q);
		return RAT_YES;
	}
	mpq_srcptr q[OP_ARGS] = {0};
	for (int k = 0; k < s->narg; k++) {
		if (!t->rational[s->arg[k]])
			return RAT_NO;
		q[k] = t->q[s->arg[k]];
	}
	return s->narg ? op_rational(s->op, t->q[i], q) : RAT_NO;
}

static enum Defined
exact_copy(const Prog *p, uint32_t i, uint32_t from)
{
	struct Exact *t = p->exact;
	t->rational[i] = t->rational[from];
	mpfi_set(t->r[i], t->r[from]);
	mpq_set(t->q[i], t->q[from]);
	return t->def[from];
}

static enum Defined
worse(enum Defined a, enum Defined b)
{
	return a > b ? a : b;
}

/* An ifelse whose condition is decided is its one branch, whatever the other
 * one is; else it may be either, also where one of them has no value. */
static enum Defined
exact_ifelse(const Prog *p, uint32_t i)
{
	struct Exact *t = p->exact;
	const uint32_t *arg = p->step[i].arg;
	enum Defined known = t->def[arg[0]], yes = t->def[arg[1]],
		     no = t->def[arg[2]];
	mpfi_srcptr c = t->r[arg[0]];
	if (known == DEF_NONE)
		return known;
	if (mpfr_sgn(&c->left) > 0)
		return worse(known, exact_copy(p, i, arg[1]));
	if (mpfr_sgn(&c->right) <= 0)
		return worse(known, exact_copy(p, i, arg[2]));
	if (yes == DEF_NONE && no == DEF_NONE)
		return DEF_NONE;
	if (yes == DEF_NONE || no == DEF_NONE) {
		exact_copy(p, i, no == DEF_NONE ? arg[1] : arg[2]);
		return DEF_SOME;
	}
	t->rational[i] = false;
	mpfi_union(t->r[i], t->r[arg[1]], t->r[arg[2]]);
	return worse(known, worse(yes, no));
}

/* The worst of the arguments'. */
static enum Defined
arguments_defined(const Prog *p, const Step *s)
{
	enum Defined def = DEF_ALL;
	for (int k = 0; k < s->narg; k++)
		def = worse(def, p->exact->def[s->arg[k]]);
	return def;
}

static const enum Defined rational_defined[] = {
    [RAT_YES] = DEF_ALL, [RAT_UNDEFINED] = DEF_NONE};

/* Step i from its arguments, at the precision of r[i]. DEF_SOME: not known
 * whether it is defined, but if so it is in r[i]. */
static enum Defined
exact_step(const Prog *p, uint32_t i, const mpq_t *x)
{
	struct Exact *t = p->exact;
	const Step *s = &p->step[i];
	if (s->op == O_ifelse)
		return exact_ifelse(p, i);
	enum Defined def = arguments_defined(p, s);
	t->rational[i] = false;
	if (def == DEF_NONE)
		return def;
	enum Rational rat = exact_rational(p, i, x);
	t->rational[i] = rat == RAT_YES;
	if (rat == RAT_YES)
		mpfi_set_q(t->r[i], t->q[i]);
	if (rat != RAT_NO)
		return rational_defined[rat];
	mpfi_srcptr a[OP_ARGS] = {0};
	for (int k = 0; k < s->narg; k++)
		a[k] = t->r[s->arg[k]];
	return worse(def, op_info[s->op].range(t->r[i], a));
}

static enum Defined
exact_at(const Prog *p, const mpq_t *x, mpfr_prec_t prec)
{
	struct Exact *t = p->exact;
	bool keep = t->prec == prec;
	t->prec = 0;
	for (uint32_t i = 0; i < p->n; i++) {
		if (keep && p->step[i].fixed)
			continue;
		if (!keep)
			mpfi_set_prec(t->r[i], prec);
		t->def[i] = (uint8_t)exact_step(p, i, x);
		if (t->def[i] == DEF_NONE && !p->branches)
			return DEF_NONE;
	}
	t->prec = prec;
	return t->def[p->n - 1];
}

enum Defined
prog_enclosed(const Prog *p, const mpq_t *x, mpfr_prec_t prec, mpfi_ptr r)
{
	enum Defined def = exact_at(p, x, prec);
	while (def == DEF_SOME && prec < MAX_BITS) {
		prec = prec < MAX_BITS / 4 ? 4 * prec : MAX_BITS;
		def = exact_at(p, x, prec);
	}
	if (def != DEF_NONE)
		mpfi_set(r, p->exact->r[p->n - 1]);
	return def;
}

bool
prog_exact(const Prog *p, const mpq_t *x, mpfr_prec_t prec, mpfi_ptr r)
{
	return prog_enclosed(p, x, prec, r) == DEF_ALL;
}

/* ---- boxes ---- */

/* Rounding error of real_NAME in ulp of its result. */
static double
op_ulps(enum Op op)
{
	switch (op) {
	case O_neg:
	case O_abs:
	case O_max:
	case O_min:
	case O_sign:
	case O_floor:
	case O_ceil:
	case O_round:
	case O_relu:
	case O_greater:
	case O_cond:
	case O_ifelse:
		return 0;
	case O_add:
	case O_sub:
	case O_mul:
	case O_div:
	case O_inv:
	case O_square:
	case O_sqrt:
		return 1; /* half an ulp, and rounding of our own bounds */
	default:
		return OP_ULP;
	}
}

/* The exponent g such that every value of a step is a multiple of 2^g, from
 * its arguments' (x's is `in`); NO_GRID if there is none to be found. */
static int
step_grid(const Step *s, const int *grid, int in)
{
	int a = grid[s->arg[0]], b = grid[s->arg[1]];
	int least = a < b ? a : b;
	switch (s->op) {
	case O_var:
		return in;
	case O_const:
		/* a power of two below the line: a binary fraction */
		return mpz_popcount(mpq_denref(s->q)) == 1
		           ? 1 - (int)mpz_sizeinbase(mpq_denref(s->q), 2)
		           : NO_GRID;
	case O_neg:
	case O_abs:
	case O_relu:
		return a;
	case O_add:
	case O_sub:
	case O_max:
	case O_min:
		return least;
	case O_cond:
		return b;
	case O_ifelse:
		return b < grid[s->arg[2]] ? b : grid[s->arg[2]];
	case O_mul:
		return least <= NO_GRID / 2 ? NO_GRID : a + b;
	case O_square:
		return a <= NO_GRID / 2 ? NO_GRID : 2 * a;
	case O_sign:
	case O_floor:
	case O_ceil:
	case O_round:
	case O_greater:
		return 0;
	default:
		return NO_GRID;
	}
}

void
prog_grid(Prog *p, int lsb)
{
	for (uint32_t i = 0; i < p->n; i++)
		p->grid[i] = step_grid(&p->step[i], p->grid, lsb);
}

/* Multiples of 2^g below 2^(g + 53) are doubles: + - * then are exact. */
static double
rounding(enum Op op, Range r, int grid)
{
	double n = op_ulps(op);
	if (n == 1 && grid > DBL_MIN_EXP &&
	    interval_mag(r) < ldexp(1, grid + DBL_MANT_DIG))
		return 0;
	/* an ulp is at most |v| 2^-52, or 2^-1074 among the subnormals */
	return n == 0 ? 0 : n * (interval_mag(r) * DBL_EPSILON + DBL_TRUE_MIN);
}

/* What the arguments' errors do to the result. */
static double
inherited(const Step *s, const double *err, enum Defined def,
          const Range *slope)
{
	double sum = 0;
	for (int k = 0; k < s->narg; k++) {
		double e = err[s->arg[k]];
		if (e != 0 && def != DEF_ALL)
			return INFINITY; /* may step out of where f is defined */
		if (e != 0 && interval_mag(slope[k]) != 0)
			sum = up(sum + up(mul0(interval_mag(slope[k]), e)));
	}
	return sum;
}

/* Range, which covers the exact and the double values, and error of a step
 * that is neither fixed nor an input. */
static enum Defined
bound_step(const Prog *p, uint32_t i)
{
	const Step *s = &p->step[i];
	Range arg[OP_ARGS], slope[OP_ARGS];
	bool clean = true;
	for (int k = 0; k < s->narg; k++) {
		arg[k] = p->range[s->arg[k]];
		clean = clean && p->err[s->arg[k]] == 0;
	}
	bool same = s->narg == 2 && s->arg[0] == s->arg[1];
	enum Defined def = op_box(p->box, s->op, same, arg, &p->range[i],
	                          clean ? NULL : slope);
	double in = clean ? 0 : inherited(s, p->err, def, slope);
	double own = rounding(s->op, p->range[i], p->grid[i]);
	p->range[i] = interval_widen(p->range[i], own);
	p->err[i] = def == DEF_NONE ? INFINITY
	            : in == 0       ? own
	            : own == 0      ? in
	                            : up(in + own);
	return def;
}

static void
bound_leaf(const Prog *p, uint32_t i, const Range *x)
{
	const Step *s = &p->step[i];
	p->err[i] = 0;
	if (s->op == O_var) {
		p->range[i] = x[s->in];
		return;
	}
	p->err[i] = p->off[i];
	p->range[i] =
	    isnan(p->value[i])
		? interval_whole
		: interval_widen((Range){p->value[i], p->value[i]}, p->off[i]);
}

double
prog_error(const Prog *p, const Range *x)
{
	for (uint32_t i = 0; i < p->n; i++) {
		if (p->step[i].fixed || p->step[i].op == O_var)
			bound_leaf(p, i, x);
		else
			bound_step(p, i);
		if (!(p->err[i] < INFINITY))
			return INFINITY;
	}
	return p->err[p->n - 1];
}

/* Ranges of the exact values, and slopes where wanted. */
static enum Defined
forward(const Prog *p, const Range *x, bool slopes)
{
	enum Defined all = DEF_ALL;
	Range arg[OP_ARGS], d[OP_ARGS] = {{0}};
	for (uint32_t i = 0; i < p->n; i++) {
		const Step *s = &p->step[i];
		if (s->fixed || s->op == O_var) {
			bound_leaf(p, i, x);
			bool first = s->op == O_var && s->in == 0;
			p->slope[i] = (Range){first, first};
			all = isnan(p->value[i]) && s->fixed ? DEF_SOME : all;
			continue;
		}
		for (int k = 0; k < s->narg; k++)
			arg[k] = p->range[s->arg[k]];
		bool same = s->narg == 2 && s->arg[0] == s->arg[1];
		enum Defined def = op_box(p->box, s->op, same, arg,
		                          &p->range[i], slopes ? d : NULL);
		if (def == DEF_NONE)
			return DEF_NONE;
		all = def == DEF_SOME ? def : all;
		p->slope[i] = (Range){0, 0};
		for (int k = 0; slopes && k < s->narg; k++)
			p->slope[i] = interval_add(
			    p->slope[i],
			    interval_mul(d[k], p->slope[s->arg[k]]));
	}
	return all;
}

enum Defined
prog_range(const Prog *p, const Range *x, Range *r)
{
	enum Defined def = forward(p, x, false);
	*r = def == DEF_NONE ? interval_none : p->range[p->n - 1];
	return def;
}

Range
prog_slope(const Prog *p, const Range *x)
{
	return forward(p, x, true) == DEF_NONE ? interval_whole
	                                       : p->slope[p->n - 1];
}
