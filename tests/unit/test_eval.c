/* Programs and boxes against points at 200 bits: errors, ranges, slopes and
 * gains must enclose what random points show. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "ir/eval.h"
#include "tests/unit/equation.h"

enum { PREC = 200, BOXES = 40, POINTS = 25, WORK = 20000 };

static const char *const equations[] = {
    "sin(0.3*x0)*x1 - 1.7",
    "exp(-x0*x0) + 0.1*x1*x1*x1",
    "1.7/(1.2 + x0*x0) - tanh(x0 - x1)",
    "log(5 + x0)*cos(x1*0.77)",
    "max(x0, x1) - min(x0, 0.3) + abs(x0*x1)",
    "sqrt(x0*x0 + x1*x1 + 0.01)",
    "relu(x0 - 0.5) + sign(x1)*floor(3*x0)",
    "greater(x0, x1)*2.5 + cond(x1, x0)",
    "(x0 + 5)^1.5 + 2.3^x1",
    "erf(x0) + atan(3*x1) + sinh(0.2*x0)",
    "ifelse(x0 - 0.3, log(x0 + 5), 0.7*x1)",
};

enum { NEQUATION = sizeof equations / sizeof *equations };

typedef struct Case {
	Arena *a;
	Expr *e;
	Ref root;
	Prog *p;
	mpq_t q[2];
	mpfi_t r;
} Case;

static Case
open_case(const char *text)
{
	Case c = {.a = arena_new()};
	c.e = new_expr(c.a);
	/* both variables, in order, whatever the equation uses */
	expr_var(c.e, "x0", (Span){0});
	expr_var(c.e, "x1", (Span){0});
	c.root = equation(c.e, text);
	c.p = prog_new(c.a, c.e, c.root, 0);
	mpq_init(c.q[0]);
	mpq_init(c.q[1]);
	mpfi_init2(c.r, PREC);
	return c;
}

static void
close_case(Case *c)
{
	mpq_clear(c->q[0]);
	mpq_clear(c->q[1]);
	mpfi_clear(c->r);
	arena_free(c->a);
}

static bool
exact(Case *c, const double *x)
{
	mpq_set_d(c->q[0], x[0]);
	mpq_set_d(c->q[1], x[1]);
	return prog_exact(c->p, (const mpq_t *)c->q, PREC, c->r);
}

/* An upper bound on |v - exact|. */
static double
distance(Case *c, double v)
{
	mpfi_t d;
	mpfi_init2(d, PREC);
	mpfi_sub_d(d, c->r, v);
	double e = interval_mag(interval_from(d));
	mpfi_clear(d);
	return e;
}

/* What cannot be decided at any precision is enclosed as if it were defined; an
 * ifelse that may take either branch is the one that has a value. */
static void
test_undecided(void **state)
{
	static const struct {
		const char *text;
		enum Defined def;
		double value; /* if it is defined */
	} t[] = {
	    {"sqrt(exp(x0) - exp(x0))", DEF_SOME, 0},
	    {"1 + sqrt(exp(x0) - exp(x0))", DEF_SOME, 1},
	    {"ifelse(exp(x0) - exp(x0), log(-1 - x0*x0), 3)", DEF_SOME, 3},
	    {"ifelse(exp(x0) - exp(x0), 4, log(-1 - x0*x0))", DEF_SOME, 4},
	    {"ifelse(exp(x0), 2, log(-1 - x0*x0))", DEF_ALL, 2},
	    {"ifelse(exp(x0), log(-1 - x0*x0), 2)", DEF_NONE, 0},
	    {"ifelse(exp(x0) - exp(x0), log(-2), log(-1 - x0*x0))", DEF_NONE,
	     0},
	    {"ifelse(log(-1 - x0*x0), 1, 2)", DEF_NONE, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		Case c = open_case(t[i].text);
		mpq_set_d(c.q[0], 0.75);
		enum Defined def =
		    prog_enclosed(c.p, (const mpq_t *)c.q, PREC, c.r);
		if (def != t[i].def)
			fail_msg("%s: %d", t[i].text, (int)def);
		if (def != DEF_NONE)
			assert_true(distance(&c, t[i].value) < 1e-50);
		close_case(&c);
	}
}

static void
random_box(uint64_t *s, Range *x)
{
	for (int i = 0; i < 2; i++) {
		double mid = uniform(s, -4, 4), rad = uniform(s, 0, 1);
		x[i] = (Range){mid - rad * rad, mid + rad * rad};
	}
}

static void
random_point(uint64_t *s, const Range *box, double *x)
{
	for (int i = 0; i < 2; i++)
		x[i] = fmin(uniform(s, box[i].lo, box[i].hi), box[i].hi);
}

static void
test_double(void **state)
{
	uint64_t s = 7;
	unsigned bounded = 0;
	(void)state;
	for (int i = 0; i < NEQUATION; i++) {
		Case c = open_case(equations[i]);
		for (int b = 0; b < BOXES; b++) {
			Range box[2];
			double x[2];
			random_box(&s, box);
			double e = prog_error(c.p, box);
			bounded += e < 1e-9;
			for (int k = 0; k < POINTS; k++) {
				random_point(&s, box, x);
				assert_true(exact(&c, x));
				double v = prog_double(c.p, x);
				assert_true(distance(&c, v) <= e * 1.0000001);
			}
		}
		close_case(&c);
	}
	/* infinite only across jumps */
	assert_in_range(bounded, NEQUATION * BOXES * 3 / 4, NEQUATION * BOXES);
}

static void
test_range(void **state)
{
	uint64_t s = 8;
	(void)state;
	for (int i = 0; i < NEQUATION; i++) {
		Case c = open_case(equations[i]);
		for (int b = 0; b < BOXES; b++) {
			Range box[2], r;
			double x[2], y[2];
			random_box(&s, box);
			box[1].hi = box[1].lo; /* slopes: along x0 only */
			assert_int_equal(prog_range(c.p, box, &r), DEF_ALL);
			Range d = prog_slope(c.p, box);
			for (int k = 0; k < POINTS; k++) {
				random_point(&s, box, x);
				random_point(&s, box, y);
				double v = prog_double(c.p, x);
				double w = prog_double(c.p, y);
				double tiny = 1e-12 * (1 + fabs(v));
				double dx = fabs(y[0] - x[0]), dv = w - v;
				dv = y[0] > x[0] ? dv : -dv;
				assert_true(v >= r.lo - tiny &&
				            v <= r.hi + tiny);
				assert_true(dx == 0 || dv <= d.hi * dx + tiny);
				assert_true(dx == 0 || dv >= d.lo * dx - tiny);
			}
		}
		close_case(&c);
	}
}

static void
expect_exact(const char *text, double x0, bool defined, double value)
{
	Case c = open_case(text);
	double x[2] = {x0, 0};
	assert_int_equal(exact(&c, x), defined);
	if (defined)
		assert_true(distance(&c, value) < 0x1p-180);
	close_case(&c);
}

static void
test_exact(void **state)
{
	(void)state;
	/* what no interval decides, because 0.1 is not a binary fraction */
	expect_exact("floor(0.1*x0)", 30, true, 3);
	expect_exact("sign(0.3*x0 - 3)", 10, true, 0);
	expect_exact("greater(0.1*x0, 0.7)", 7, true, 0);
	expect_exact("round(0.1*x0)", 25, true, 2);
	expect_exact("round(0.1*x0)", 35, true, 4);
	expect_exact("mod(0.1*x0, 0.3)", 9, true, 0);
	expect_exact("ceil(-0.1*x0)", 15, true, -1);
	expect_exact("(0.5*x0)^3", -4, true, -8);
	expect_exact("1/(0.1*x0 - 1)", 10, false, 0);
	expect_exact("(x0 - 1)^-2", 1, false, 0);
	expect_exact("log(x0 - x0)", 3, false, 0);
	expect_exact("sqrt(x0)", -1, false, 0);
	expect_exact("log(exp(x0) - exp(x0))", 1, false, 0);
}

/* |f perturbed - f| <= sum gain err, where each node is off by up to err. */
static double
perturbed(const Expr *e, Ref root, const double *x, const double *err,
          uint64_t *s, double *v)
{
	for (Ref r = 1; r <= root; r++) {
		const ExprNode *n = expr_at(e, r);
		double a[OP_ARGS];
		for (int k = 0; k < n->narg; k++)
			a[k] = v[n->arg[k]];
		v[r] = n->op == O_var     ? x[n->index]
		       : n->op == O_const ? mpq_get_d(expr_q(e, r))
		                          : op_info[n->op].real(a);
		v[r] += err[r] * uniform(s, -1, 1);
	}
	return v[root];
}

/* By ranges or by gains. */
static void
check_box(Case *c, BoxPool *p, const Range *box, uint32_t budget, bool gains,
          uint64_t *s)
{
	uint32_t n = c->e->node.len;
	double *err = arena_alloc(c->a, n * sizeof *err), bound, x[2];
	double *v = arena_alloc(c->a, n * sizeof *v);
	BoxEval *r = box_result(c->a, c->e);
	for (Ref i = 1; i < n; i++)
		err[i] = expr_at(c->e, i)->op == O_var ? 0 : 1e-3;
	BoxTask t = {.x = box, .err = err, .budget = budget, .work = WORK};
	if (gains)
		box_gains(p, &t, NULL, r, &bound);
	else
		box_subdivide(p, &t, r, &bound);
	for (int k = 0; k < POINTS; k++) {
		random_point(s, box, x);
		double f = prog_double(c->p, x);
		double g = perturbed(c->e, c->root, x, err, s, v);
		assert_true(fabs(f - g) <= bound * (1 + 1e-12) + 1e-12);
		for (Ref i = 1; i <= c->root; i++)
			assert_true(v[i] >= r->value[i].lo &&
			            v[i] <= r->value[i].hi);
	}
}

static void
test_box(void **state)
{
	uint64_t s = 9;
	(void)state;
	for (int i = 0; i < NEQUATION; i++) {
		Case c = open_case(equations[i]);
		BoxPool *p = box_pool(c.a, c.e);
		for (int b = 0; b < BOXES; b++) {
			Range box[2];
			random_box(&s, box);
			check_box(&c, p, box, 1u << (b % 6), b % 2, &s);
		}
		close_case(&c);
	}
}

/* The same with unbounded slopes: arguments that leave the domain by their
 * error are brought back, as hardware does it. */
static double
back(enum Op op, double a)
{
	return op == O_sqrt || op == O_pow    ? fmax(a, 0)
	       : op == O_asin || op == O_acos ? fmin(fmax(a, -1), 1)
	       : op == O_acosh                ? fmax(a, 1)
	                                      : a;
}

static void
check_bend(Case *c, const Range *box, double step, double most, uint64_t *s)
{
	uint32_t n = c->e->node.len;
	const ExprNode *root = expr_at(c->e, c->root);
	double *err = arena_alloc(c->a, n * sizeof *err), bound, x[2];
	double *bend = arena_alloc(c->a, n * sizeof *bend);
	double *v = arena_alloc(c->a, n * sizeof *v);
	BoxEval *r = box_result(c->a, c->e);
	err[root->arg[0]] = most;
	bend[c->root] = step;
	BoxTask t = {.x = box, .err = err, .bend = bend, .budget = 16};
	t.work = WORK;
	box_gains(box_pool(c->a, c->e), &t, NULL, r, &bound);
	assert_true(isfinite(bound));
	for (int k = 0; k < POINTS; k++) {
		random_point(s, box, x);
		double f = prog_double(c->p, x);
		perturbed(c->e, root->arg[0], x, err, s, v);
		double a[2] = {back(root->op, v[root->arg[0]]), 0.3};
		double g = op_info[root->op].real(a);
		assert_true(fabs(f - g) <= bound * (1 + 1e-12) + 1e-14);
	}
}

static void
test_bend(void **state)
{
	static const char *const f[] = {"sqrt(abs(x0))",
	                                "cbrt(x0)",
	                                "abs(x0)^0.3",
	                                "asin(min(max(x0, -1), 1))",
	                                "acos(max(min(x0, 1), -1))",
	                                "acosh(max(x0, 1))"};
	uint64_t s = 10;
	(void)state;
	for (size_t i = 0; i < sizeof f / sizeof *f; i++) {
		Case c = open_case(f[i]);
		for (int b = 0; b < 4 * BOXES; b++) {
			double mid = b % 3 - 1,
			       wide = pow(2, uniform(&s, -20, 1));
			Range box[2] = {{mid - wide, mid + wide}, {0, 0}};
			double step = pow(2, uniform(&s, -30, -10));
			double err = step * pow(2, uniform(&s, -6, 6));
			check_bend(&c, box, step, err, &s);
		}
		close_case(&c);
	}
}

/* x0 * x1 is one dimension: |(1 - u) exp(-u)| is at most exp(-2) from 1 on. */
static void
test_module(void **state)
{
	(void)state;
	Case c = open_case("x0*x1*exp(-(x0*x1))");
	BoxPool *p = box_pool(c.a, c.e);
	BoxEval *r = box_result(c.a, c.e);
	Range box[2] = {{1, 5}, {1, 5}};
	bool *site = arena_alloc(c.a, c.e->node.len);
	Ref u = expr_at(c.e, c.root)->arg[0];
	assert_int_equal(expr_at(c.e, u)->op, O_mul);
	site[u] = true;
	BoxTask t = {.x = box, .budget = 64, .work = WORK};
	box_subdivide(p, &t, r, NULL);
	assert_true(r->gain[u] > 0.2);
	box_gains(p, &t, site, r, NULL);
	assert_true(r->gain[u] >= exp(-2) && r->gain[u] < 1.1 * exp(-2));
	close_case(&c);
}

/* sin(x) * (1 + cos(x)^2) is at most 1.09, but over each half of [-4, 4] both
 * factors reach their most. */
static void
test_shared(void **state)
{
	(void)state;
	Case c = open_case("x1*(sin(x0)*(1 + cos(x0)*cos(x0)))");
	BoxPool *p = box_pool(c.a, c.e);
	BoxEval *r = box_result(c.a, c.e);
	Range box[2] = {{-4, 4}, {-1, 1}};
	bool *site = arena_alloc(c.a, c.e->node.len);
	site[2] = true;
	assert_int_equal(expr_at(c.e, 2)->op, O_var);
	BoxTask t = {.x = box, .budget = 64, .work = WORK};
	box_gains(p, &t, site, r, NULL);
	assert_true(r->gain[2] >= 1.088 && r->gain[2] < 1.2);
	close_case(&c);
}

/* Two outputs over the same nodes, each with boxes of its own. */
static void
test_outputs(void **state)
{
	uint64_t s = 12;
	(void)state;
	for (int i = 0; i < 2 * NEQUATION; i++) {
		Case c = open_case(equations[i / 2]);
		uint32_t o = (uint32_t)i % 2, n;
		Ref other = equation(c.e, "exp(x1)*sin(x0) - x0*x1");
		ExprOutput out[2] = {{.name = "f"}, {.name = "g"}};
		out[o].ref = c.root;
		out[1 - o].ref = other;
		c.e->out.len = 0;
		for (int k = 0; k < 2; k++)
			vec_push(c.a, c.e->out, out[k]);
		n = c.e->node.len;
		double *err = arena_alloc(c.a, n * sizeof *err), bound[2];
		double *v = arena_alloc(c.a, n * sizeof *v);
		for (Ref k = 1; k < n; k++)
			err[k] = expr_at(c.e, k)->op == O_var ? 0 : 1e-3;
		BoxPool *p = box_pool(c.a, c.e);
		BoxEval *r = box_result(c.a, c.e);
		for (int b = 0; b < BOXES; b++) {
			Range box[2];
			double x[2];
			random_box(&s, box);
			BoxTask t = {.x = box, .err = err, .budget = 16};
			t.work = WORK;
			box_gains(p, &t, NULL, r, bound);
			random_point(&s, box, x);
			double f = prog_double(c.p, x);
			perturbed(c.e, n - 1, x, err, &s, v);
			assert_true(fabs(f - v[c.root]) <=
			            bound[o] * (1 + 1e-12) + 1e-12);
			for (Ref k = 1; k < n; k++)
				assert_true(v[k] >= r->value[k].lo &&
				            v[k] <= r->value[k].hi);
		}
		close_case(&c);
	}
}

/* Halving pays: x - x^2 over [0, 1] is at most 1/4, slope at most 1. */
static void
test_subdivision(void **state)
{
	(void)state;
	Case c = open_case("x0 - x0*x0");
	BoxPool *p = box_pool(c.a, c.e);
	BoxEval *r = box_result(c.a, c.e);
	Range box[2] = {{0, 1}, {0, 0}};
	box_eval(p, &(BoxTask){.x = box}, r);
	assert_true(r->value[c.root].hi >= 1);
	box_subdivide(p, &(BoxTask){.x = box, .budget = 64}, r, NULL);
	assert_true(r->value[c.root].hi < 0.27);
	assert_true(r->value[c.root].hi >= 0.25);
	Ref x0 = 1;
	assert_int_equal(expr_at(c.e, x0)->op, O_var);
	assert_true(r->gain[x0] >= 1 && r->gain[x0] < 1.1);
	close_case(&c);
}

/* The jump at 1/2 lies between two points of the grid: no sub-box holds it,
 * so its unbounded slope never shows. */
static void
test_grid(void **state)
{
	(void)state;
	Case c = open_case("greater(x0, 0.5)");
	BoxPool *p = box_pool(c.a, c.e);
	BoxEval *r = box_result(c.a, c.e);
	Range box[2] = {{-8, 8}, {0, 0}};
	double grid[2] = {1, 1};
	BoxTask t = {.x = box, .budget = 32};
	box_subdivide(p, &t, r, NULL);
	assert_true(isinf(r->gain[1]));
	t.grid = grid;
	box_subdivide(p, &t, r, NULL);
	assert_true(r->gain[1] == 0);
	assert_true(r->value[c.root].lo == 0 && r->value[c.root].hi == 1);
	close_case(&c);
}

/* An unbounded slope harms only where an error passes through it. */
static void
test_unbounded(void **state)
{
	(void)state;
	Case c = open_case("0.5*sqrt(x0)");
	BoxPool *p = box_pool(c.a, c.e);
	BoxEval *r = box_result(c.a, c.e);
	Range box[2] = {{0, 1}, {0, 0}};
	double bound, *err = arena_alloc(c.a, c.e->node.len * sizeof *err);
	err[c.root] = 0.25;
	BoxTask t = {.x = box, .err = err, .budget = 8};
	box_subdivide(p, &t, r, &bound);
	assert_true(fabs(bound - 0.25) < 1e-12 && isinf(r->gain[1]));
	err[1] = 1e-9;
	box_subdivide(p, &t, r, &bound);
	assert_true(isinf(bound));
	close_case(&c);
}

static void
narrow(BoxPool *p, const Range *box, BoxEval *r, bool affine)
{
	if (affine)
		box_affine(p, r->def, r->value);
	else
		box_mean(p, box, r->def, r->value);
}

/* Sound at random points, for a whole box. */
static void
check_narrow(Case *c, BoxPool *p, bool affine, uint64_t *s)
{
	Range box[2];
	double x[2];
	random_box(s, box);
	BoxEval *r = box_result(c->a, c->e);
	box_eval(p, &(BoxTask){.x = box}, r);
	Range was = r->value[c->root];
	narrow(p, box, r, affine);
	Range is = r->value[c->root];
	assert_true(is.lo >= was.lo && is.hi <= was.hi);
	for (int k = 0; k < POINTS; k++) {
		random_point(s, box, x);
		assert_true(exact(c, x));
		Range v = interval_from(c->r);
		assert_true(v.hi >= is.lo && v.lo <= is.hi);
	}
}

static void
check_narrows(bool affine)
{
	uint64_t s = 11;
	for (int i = 0; i < NEQUATION; i++) {
		Case c = open_case(equations[i]);
		BoxPool *p = box_pool(c.a, c.e);
		for (int b = 0; b < BOXES; b++)
			check_narrow(&c, p, affine, &s);
		close_case(&c);
	}
}

/* Exact where a function is monotone. */
static void
test_mean(void **state)
{
	(void)state;
	check_narrows(false);
	Case c = open_case("x0/(x0 + x1)");
	Range box[2] = {{2, 2.5}, {2, 2.5}};
	BoxEval *r = box_result(c.a, c.e);
	BoxPool *p = box_pool(c.a, c.e);
	box_eval(p, &(BoxTask){.x = box}, r);
	assert_true(r->value[c.root].hi > 0.62);
	box_mean(p, box, r->def, r->value);
	assert_true(fabs(r->value[c.root].hi - 2.5 / 4.5) < 1e-12);
	assert_true(fabs(r->value[c.root].lo - 2 / 4.5) < 1e-12);
	close_case(&c);
}

/* What two factors have in common is seen, also where the product decides
 * whether the rest is defined. 4 - 2 - 2 and 4 + 2 are the ends of the form:
 * (2 + e + f)(2 - e - f) = 4 - e^2 - f^2 - 2 e f. */
static void
test_affine(void **state)
{
	(void)state;
	check_narrows(true);
	Case c = open_case("1/(7 - (x0 + x1)*(4 - x0 - x1))");
	Range box[2] = {{0, 2}, {0, 2}};
	BoxEval *r = box_result(c.a, c.e);
	BoxPool *p = box_pool(c.a, c.e);
	box_eval(p, &(BoxTask){.x = box}, r);
	assert_int_equal(r->def[c.root], DEF_SOME);
	box_affine(p, r->def, r->value);
	assert_int_equal(r->def[c.root], DEF_ALL);
	assert_true(fabs(r->value[c.root].hi - 1) < 1e-12);
	assert_true(fabs(r->value[c.root].lo - 1. / 7) < 1e-12);
	close_case(&c);
}

static void
expect_nonneg(const char *text, bool expected)
{
	Case c = open_case(text);
	BoxEval *r = box_result(c.a, c.e);
	Range box[2] = {{-1, 2}, {-3, 1}};
	box_eval(box_pool(c.a, c.e), &(BoxTask){.x = box}, r);
	assert_int_equal(expr_nonneg(c.e, c.root, r->value), expected);
	close_case(&c);
}

/* Polynomials in canonical form; intervals do not see any of them. */
static void
test_nonneg(void **state)
{
	(void)state;
	expect_nonneg("x0*x0 + x1*x1 + x0*x1*-2", true);
	expect_nonneg("x0*x0 + x1*x1 + x0*x1*-2.01", false);
	expect_nonneg("x0*x0 + x1*x1 + x0*x1*cos(x0 + x1)*-2", true);
	expect_nonneg("x0*x0 + x1*x1 + x0*x1*cos(x0 + x1)*-2 + -0.01", false);
	expect_nonneg("x0*x0*x0*x0 + x0*x0*x1*2 + x1*x1", true);
	expect_nonneg("x0*x1*x0*x1*(x0*x0 + x1*x0*2 + x1*x1)", true);
	expect_nonneg("x0*x1*(x0*x0 + x1*x0*2 + x1*x1)", false);
	expect_nonneg("1 + sin(x0)*sin(x0)*-1", true);
	expect_nonneg("3*x0*x0 + x0*x1*-2 + x1*x1 + x1*4 + 6.1", true);
	expect_nonneg("3*x0*x0 + x0*x1*-2 + x1*x1 + x1*4 + 5.9", false);
	expect_nonneg("x0", false);
}

static void
test_rational(void **state)
{
	(void)state;
	static const int a[] = {-7, -3, -1, 0, 1, 2, 5};
	enum { N = sizeof a / sizeof *a };
	mpq_t q[3], r;
	mpfi_t x[3], y;
	mpq_inits(q[0], q[1], q[2], r, NULL);
	mpfi_init2(x[0], PREC);
	mpfi_init2(x[1], PREC);
	mpfi_init2(x[2], PREC);
	mpfi_init2(y, PREC);
	mpq_set_si(q[2], 3, 4);
	mpfi_set_q(x[2], q[2]);
	unsigned decided = 0;
	for (int op = 1; op < O_count; op++)
		for (int i = 0; i < N * N; i++) {
			if (!op_info[op].range || op_info[op].narg < 1)
				continue;
			/* halves and integers: MPFI has them exactly too */
			mpq_set_si(q[0], a[i % N], 2);
			mpq_set_si(q[1], a[i / N], 1);
			mpq_canonicalize(q[0]);
			mpfi_set_q(x[0], q[0]);
			mpfi_set_q(x[1], q[1]);
			mpq_srcptr qa[] = {q[0], q[1], q[2]};
			mpfi_srcptr xa[] = {x[0], x[1], x[2]};
			enum Rational rat = op_rational((enum Op)op, r, qa);
			if (rat == RAT_NO)
				continue;
			decided++;
			enum Defined d = op_info[op].range(y, xa);
			assert_int_equal(d,
			                 rat == RAT_YES ? DEF_ALL : DEF_NONE);
			if (rat == RAT_UNDEFINED)
				continue;
			mpfi_sub_q(y, y, r);
			assert_true(interval_mag(interval_from(y)) < 0x1p-150);
		}
	assert_true(decided > 500);
	mpq_clears(q[0], q[1], q[2], r, NULL);
	mpfi_clear(x[0]);
	mpfi_clear(x[1]);
	mpfi_clear(x[2]);
	mpfi_clear(y);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_undecided),
	    cmocka_unit_test(test_double),
	    cmocka_unit_test(test_range),
	    cmocka_unit_test(test_exact),
	    cmocka_unit_test(test_box),
	    cmocka_unit_test(test_subdivision),
	    cmocka_unit_test(test_grid),
	    cmocka_unit_test(test_unbounded),
	    cmocka_unit_test(test_rational),
	    cmocka_unit_test(test_bend),
	    cmocka_unit_test(test_module),
	    cmocka_unit_test(test_shared),
	    cmocka_unit_test(test_outputs),
	    cmocka_unit_test(test_nonneg),
	    cmocka_unit_test(test_mean),
	    cmocka_unit_test(test_affine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
