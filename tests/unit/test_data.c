/* Numerics by samples: metrics by hand, designs that keep them and are
 * cheaper than proven ones, decisions instead of outputs. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "equation.h"
#include "ir/data.h"
#include "ir/lower.h"

enum { ROWS = 1200, NVAR = 3 };

typedef struct Case {
	Arena *a;
	Expr *e;
	Numerics n;
	DataSpec s;
	DataResult r;
} Case;

static InputSpec
port(const char *name)
{
	InputSpec in = {.name = name,
	                .format = {.is_signed = true, .width = 14, .lsb = -10},
	                .lo = -4096,
	                .hi = 4096};

	mpq_init(in.scale);
	mpq_init(in.offset);
	mpq_set_ui(in.scale, 1, 1);
	return in;
}

/* Outputs text[0..n-1] of x0, x1, x2, normal-like samples in [-4, 4]. */
static Case
open_case(const char *const *text, uint32_t nout, enum Keep keep, double tol)
{
	Arena *a = arena_new();
	Case c = {.a = a, .e = new_expr(a)};
	InputSpec *in = arena_alloc(a, NVAR * sizeof *in);
	Rows *rows = &c.s.rows;
	uint64_t seed = 7;

	for (int i = 0; i < NVAR; i++) {
		const char *name = arena_printf(a, "x%d", i);
		in[i] = port(name);
		expr_var(c.e, name, (Span){0});
	}
	for (uint32_t o = 0; o < nout; o++)
		equation(c.e, text[o]);
	c.e = simplify(c.e, a);
	c.n = (Numerics){.in = in,
	                 .target = target_by_name("xcvu9p"),
	                 .period_ns = 5,
	                 .opts = opts_level(OPT_LEVEL_MAX),
	                 .name = "data"};
	c.n.out = arena_alloc(a, nout * sizeof *c.n.out);
	c.n.bound = arena_alloc(a, nout * sizeof *c.n.bound);
	c.n.saturates = arena_alloc(a, nout);
	for (uint32_t o = 0; o < nout; o++)
		c.n.out[o] = (OutputSpec){.auto_format = true, .ulp = 1};
	c.s.keep = keep;
	c.s.tol = tol;
	c.s.seed = 1;
	rows->n = ROWS;
	rows->nvar = NVAR;
	rows->x = arena_alloc(a, ROWS * NVAR * sizeof *rows->x);
	rows->port = arena_alloc(a, ROWS * NVAR * sizeof *rows->port);
	for (size_t i = 0; i < ROWS * NVAR; i++) {
		double v = 0;
		for (int k = 0; k < 4; k++)
			v += uniform(&seed, -1, 1);
		rows->port[i] = llrint(ldexp(v, 10));
		rows->x[i] = ldexp((double)rows->port[i], -10);
	}
	return c;
}

static void
close_case(Case *c)
{
	for (int i = 0; i < NVAR; i++) {
		InputSpec in = c->n.in[i];
		mpq_clears(in.scale, in.offset, (mpq_ptr)NULL);
	}
	arena_free(c->a);
}

static double
share(const Case *c, Datapath *d)
{
	dp_dce(d);
	dp_pack(d, c->n.target);
	Cost k = dp_cost(c->n.target, d);
	return device_share(c->n.target, &k);
}

static unsigned
count(const Datapath *d, enum DOp op)
{
	unsigned n = 0;

	for (DRef r = 1; r < d->node.len; r++)
		n += dp_at(d, r)->op == op;
	return n;
}

/* rmse within the tolerance on both parts, for less than the proven one. */
static void
test_rmse(void **state)
{
	static const char *const text[] = {"sin(x0)*x1 + 0.3*x2",
	                                   "x0*x1*x2 - 1.7*x0"};
	Case c = open_case(text, 2, KEEP_RMSE, 0.01);
	const Expr *e = c.e;

	(void)state;
	Datapath *d = lower_data(&e, &c.n, &c.s, &c.r, c.a);
	assert_non_null(d);
	assert_true(c.r.train.fixed <= 0.01 && c.r.held.fixed <= 0.01);
	assert_true(c.r.train.fixed > 0.001); /* and uses the room */
	assert_int_equal(c.r.train.rows + c.r.held.rows, ROWS);
	assert_true(isinf(c.n.bound[0]) && isinf(c.n.bound[1]));
	for (uint32_t o = 0; o < 2; o++)
		c.n.out[o] = (OutputSpec){.auto_format = true, .ulp = 1};
	Datapath *proven = lower_faithful(c.e, &c.n, c.a);
	assert_true(share(&c, d) < 0.8 * share(&c, proven));
	close_case(&c);
}

/* Labels: the equation is a bad fit, so a coarse design is as good. */
static void
test_labels(void **state)
{
	static const char *const text[] = {"0.97*x0*x1 + 0.4321*x2"};
	Case c = open_case(text, 1, KEEP_RMSE, 0.01);
	const Expr *e = c.e;
	uint64_t seed = 3;

	(void)state;
	c.s.rows.nlabel = 1;
	c.s.rows.label = arena_alloc(c.a, ROWS * sizeof(double));
	for (size_t i = 0; i < ROWS; i++) {
		const double *x = &c.s.rows.x[i * NVAR];
		c.s.rows.label[i] =
		    x[0] * x[1] + 0.4 * x[2] + uniform(&seed, -0.5, 0.5);
	}
	Datapath *d = lower_data(&e, &c.n, &c.s, &c.r, c.a);
	assert_non_null(d);
	assert_true(c.r.train.fixed <= 1.01 * c.r.train.real);
	assert_true(fabs(c.r.train.real - 0.5 / sqrt(3)) <
	            0.05); /* in y's units */
	assert_true(c.r.held.fixed <= 1.01 * c.r.held.real);
	close_case(&c);
}

/* The sigmoid and the factor vanish; what is left is one comparison. */
static void
test_above(void **state)
{
	static const char *const text[] = {
	    "sigmoid(2.5*(3*x0 - 2*x1 + 0.25*x2))"};
	Case c = open_case(text, 1, KEEP_ACCURACY, 0);
	mpq_t above;

	(void)state;
	mpq_init(above);
	mpq_set_d(above, 0.75);
	c.s.decision = (Decision){DECIDE_ABOVE, 0, above, "yes", {0}};
	const Expr *e = decision_strip(c.e, &c.s.decision, c.a);
	assert_true(fabs(mpq_get_d(c.s.decision.above) - log(3) / 2.5) < 1e-12);
	Datapath *d = lower_data(&e, &c.n, &c.s, &c.r, c.a);
	assert_non_null(d);
	assert_int_equal(d->out.len, 1);
	assert_string_equal(d->out.at[0].name, "yes");
	assert_int_equal(d->out.at[0].width, 1);
	dp_dce(d);
	assert_int_equal(count(d, D_lut), 0);
	assert_int_equal(count(d, D_mul), 0);
	assert_true(c.r.train.fixed == 1 && c.r.held.fixed == 1);
	mpq_clear(above);
	close_case(&c);
}

static void
test_argmax(void **state)
{
	static const char *const text[] = {"exp(x0 - x1)", "exp(0.5*x2*x1)",
	                                   "exp(x1 - 0.2)"};
	Case c = open_case(text, 3, KEEP_ACCURACY, 0.01);

	(void)state;
	c.s.decision = (Decision){DECIDE_ARGMAX, 0, NULL, "class", {0}};
	const Expr *e = decision_strip(c.e, &c.s.decision, c.a);
	Datapath *d = lower_data(&e, &c.n, &c.s, &c.r, c.a);
	assert_non_null(d);
	assert_int_equal(d->out.at[0].width, 2);
	dp_dce(d);
	assert_int_equal(count(d, D_lut), 0);
	assert_true(c.r.held.fixed >= 0.99);
	/* over the reals it is the same choice */
	Expr *r = decision_expr(c.e, &c.s.decision, c.a);
	Prog *p = prog_new(c.a, r, r->out.at[0].ref, 0);
	size_t same = 0;
	for (size_t i = 0; i < ROWS; i++) {
		int64_t class;
		dp_interp(d, &c.s.rows.port[i * NVAR], &class, NULL);
		same += prog_double(p, &c.s.rows.x[i * NVAR]) == (double)class;
	}
	assert_true((double)same >= 0.99 * ROWS);
	close_case(&c);
}

/* Four of six pairs in order, and one tie: AUC = (4 + 1/2) / 6. */
static void
test_auc(void **state)
{
	static double real[] = {0.1, 0.4, 0.35, 0.8, 0.4},
		      label[] = {0, 0, 1, 1, 1};
	Part p = {.rows = {.n = 5, .nlabel = 1, .label = label},
	          .nout = 1,
	          .real = real};
	DataSpec s = {.keep = KEEP_AUC};

	(void)state;
	assert_true(fabs(part_score(&s, &p, part_loss(&s, &p, real)) -
	                 4.5 / 6) < 1e-12);
}

/* The same twice; another seed holds other rows out. */
static void
test_deterministic(void **state)
{
	static const char *const text[] = {"tanh(x0*x1) - 0.37*x2"};
	const char *dump[3];

	(void)state;
	for (int i = 0; i < 3; i++) {
		Case c = open_case(text, 1, KEEP_RMSE, 0.02);
		const Expr *e = c.e;
		c.s.seed = i == 2 ? 9 : 1;
		Datapath *d = lower_data(&e, &c.n, &c.s, &c.r, c.a);
		Buf b = buf_new(c.a);
		dp_print(d, &b);
		buf_printf(&b, "%.17g", c.r.train.fixed);
		dump[i] = strdup(b.s);
		close_case(&c);
	}
	assert_string_equal(dump[0], dump[1]);
	assert_string_not_equal(dump[0], dump[2]);
	for (int i = 0; i < 3; i++)
		free((char *)(uintptr_t)dump[i]);
}

static void
test_refusals(void **state)
{
	static const char *const text[] = {"x0*x1"};
	Case c = open_case(text, 1, KEEP_RMSE, 0.001);
	const Expr *e = c.e;

	(void)state;
	e->diag->out = NULL;
	c.n.out[0] = (OutputSpec){
	    .format = {.is_signed = true, .width = 5, .lsb = 0}, .ulp = 1};
	assert_null(lower_data(&e, &c.n, &c.s, &c.r, c.a));
	assert_non_null(strstr(e->diag->log.s, "no design keeps this"));
	c.s.rows.n = 9;
	assert_null(lower_data(&e, &c.n, &c.s, &c.r, c.a));
	assert_non_null(strstr(e->diag->log.s, "too few rows"));
	close_case(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rmse),
	    cmocka_unit_test(test_labels),
	    cmocka_unit_test(test_above),
	    cmocka_unit_test(test_argmax),
	    cmocka_unit_test(test_auc),
	    cmocka_unit_test(test_deterministic),
	    cmocka_unit_test(test_refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
