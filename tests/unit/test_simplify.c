/* Simplification: what it makes of given equations, that it keeps the value
 * and the domain of random ones, and that its result is its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "frontend/front.h"
#include "ir/passes.h"

static const struct {
	const char *in, *out;
} cases[] = {
    /* constants */
    {"1 + 2 * 3", "7"},
    {"0.1 + 0.2", "0.3"},
    {"1 / 3 + 1 / 6", "0.5"},
    {"x / 3", "x * (1/3)"},
    {"sqrt(4) + cbrt(-27) + exp(0)", "0"},
    {"sqrt(2)", "sqrt(2)"},
    {"log2(8) + log10(0.01) + log(1)", "1"},
    {"exp2(-3) + 2 ^ 10", "1024.125"},
    {"4 ^ 1.5 + 8 ^ (1 / 3)", "10"},
    {"round(2.5) + round(-3.5) + round(1.2)", "-1"},
    {"floor(-1.5) + ceil(-1.5) + sign(-7)", "-4"},
    {"mod(-1, 4) + mod(5.5, -4)", "0.5"},
    {"greater(2, 1) + cond(1, 5) + cond(0, 5)", "6"},
    {"max(1, 2) + min(1, 2) + relu(-3) + abs(-4)", "7"},
    {"sin(0) + cos(0) + tanh(0) + sigmoid(0)", "1.5"},
    {"1 / 0", "inv(0)"},
    {"0 ^ -1", "inv(0)"},
    {"log(0) * 0", "log(0) * 0"},
    {"(-8) ^ (1 / 3)", "(-8) ^ (1/3)"},
    {"2 ^ 5000", "2 ^ 5000"},
    /* neutral elements, signs, involution, idempotence */
    {"x + 0", "x"},
    {"0 + x * 1", "x"},
    {"x / 1 - 0", "x"},
    {"x ^ 1", "x"},
    {"-(-x)", "x"},
    {"-x", "x * -1"},
    {"x - y", "x + y * -1"},
    {"-(x - y)", "x * -1 + y"},
    {"a - (b - (c - d))", "a + b * -1 + c + d * -1"},
    {"sin(-x)", "sin(x) * -1"},
    {"cos(-2 * x)", "cos(x * 2)"},
    {"sin(-0.5)", "sin(0.5) * -1"},
    {"-tanh(-x)", "tanh(x)"},
    {"abs(abs(x))", "abs(x)"},
    {"abs(-x)", "abs(x)"},
    {"floor(floor(x))", "floor(x)"},
    {"max(x, x)", "x"},
    {"max(max(x, 1), max(2, y))", "max(max(x, y), 2)"},
    {"min(sin(x), min(y, x))", "min(min(x, sin(x)), y)"},
    {"inv(inv(x))", "inv(inv(x))"},
    {"cond(2, x)", "x"},
    {"greater(x, x)", "0"},
    {"cond(-1, log(x))", "cond(-1, log(x))"},
    /* collecting */
    {"2 * x + 3 * x", "x * 5"},
    {"x * 2 * 3", "x * 6"},
    {"x + 1 + 2", "x + 3"},
    {"2 * (3 * x)", "x * 6"},
    {"x + y - x", "y"},
    {"x - x", "0"},
    {"0 * sin(x)", "0"},
    {"log(x) - log(x)", "log(x) * 0"},
    {"0 / x", "inv(x) * 0"},
    {"x / x", "x * inv(x)"},
    {"2 * (x + y) + 3 * (x + y)", "(x + y) * 5"},
    {"2 * (x + 1)", "(x + 1) * 2"},
    {"pi * x * 2", "x * (pi * 2)"},
    {"sin(0.5) + x + 1 + y", "x + y + (sin(0.5) + 1)"},
    /* powers */
    {"x * x", "x * x"},
    {"square(x) * x", "x * (x * x)"},
    {"x ^ 4", "x * x * (x * x)"},
    {"cube(x) / x ^ 2", "x * (x * x) * inv(x * x)"},
    {"x ^ -2", "inv(x * x)"},
    {"1 / (1 / x) ^ 2", "inv(inv(x) * inv(x))"},
    {"(2 * x) ^ 3", "x * (x * x) * 8"},
    {"(-x) ^ 3", "x * (x * x) * -1"},
    {"(x * y) ^ 2", "x * y * (x * y)"},
    {"x ^ 17", "x ^ 17"},
    {"x ^ 0.5", "sqrt(x)"},
    {"x ^ -0.5", "inv(sqrt(x))"},
    {"x ^ 0", "1"},
    {"log(x) ^ 0", "log(x) ^ 0"},
    {"x ^ (1 + 1)", "x * x"},
    {"x ^ y", "x ^ y"},
    /* division */
    {"x / y", "x * inv(y)"},
    {"x / y / z", "x * inv(y * z)"},
    {"x / (y * 4)", "x * inv(y) * 0.25"},
    {"1 / (x * y)", "inv(x * y)"},
    {"x / (y / z)", "x * inv(y * inv(z))"},
    {"sin(x) / x * y", "sin(x) * inv(x) * y"},
    /* one signal first */
    {"x * y * sin(x)", "x * sin(x) * y"},
    {"x + y + sin(x)", "x + sin(x) + y"},
    {"sin(x * y) * z * (x * y)", "z * (x * y * sin(x * y))"},
    {"y * exp(x) / x", "y * (exp(x) * inv(x))"},
};

static Expr *
parse(Arena *a, const char *s)
{
	Expr *e = expr_new(a, diag_new(a, NULL));
	Front f = {.a = a, .diag = e->diag, .e = e};
	size_t n = strlen(s);
	Span at = {diag_source(e->diag, "-e", s, n), 0, (uint32_t)n};
	ExprOutput o = {.name = "y", .text = s, .span = at};

	f.dialect = dialect_by_name("python");
	o.ref = front_parse(&f, at);
	if (!o.ref)
		fail_msg("%s", e->diag->log.s);
	vec_push(a, e->out, o);
	return e;
}

static void
equations_become(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		Arena *a = arena_new();
		Expr *e = parse(a, cases[i].in), *s = simplify(e, a);
		const char *got = expr_text(s, s->out.at[0].ref, a);
		if (strcmp(got, cases[i].out) != 0)
			fail_msg("%s -> %s, not %s", cases[i].in, got,
			         cases[i].out);
		arena_free(a);
	}
}

/* Unused variables keep their places, outputs share nodes and keep names. */
static void
ports_stay(void **state)
{
	Arena *a = arena_new();
	Expr *e = parse(a, "x - x + z * y"), *s;
	ExprOutput o = {.name = "second"};

	(void)state;
	o.ref = expr_at(e, e->out.at[0].ref)->arg[1]; /* z * y */
	vec_push(a, e->out, o);
	s = simplify(e, a);
	assert_int_equal(s->var.len, 3);
	assert_string_equal(s->var.at[0].name, "x");
	assert_int_equal(s->out.len, 2);
	assert_string_equal(s->out.at[1].name, "second");
	assert_int_equal(s->out.at[0].ref, s->out.at[1].ref);
	arena_free(a);
}

/* 1e300^5 has more than FOLD_BITS bits: it stays a product. */
static void
constants_have_limits(void **state)
{
	Arena *a = arena_new();
	Expr *e = parse(a, "1e300 * 1e300 * 1e300 * 1e300 * 1e300 * x");
	Expr *s = simplify(e, a);

	(void)state;
	for (uint32_t i = 0; i < s->konst.len; i++)
		assert_true(mpz_sizeinbase(mpq_numref(s->konst.at[i]), 2) <=
		            4096);
	assert_true(s->konst.len > 0);
	arena_free(a);
}

/* A sum of many terms and a deep nest: no recursion, no quadratic time. */
static void
size_is_no_problem(void **state)
{
	Arena *a = arena_new();
	Expr *e = expr_new(a, diag_new(a, NULL));
	Span s = {0};
	Ref x = expr_var(e, "x", s), sum = x, nest = x;
	ExprOutput o = {.name = "y"};

	(void)state;
	for (long i = 0; i < 30000; i++) {
		Ref t[2] = {x, expr_int(e, i, s)};
		t[1] = expr_op(e, i % 2 ? O_max : O_mul, t, s);
		t[0] = sum;
		sum = expr_op(e, O_sub, t, s);
		nest = expr_op(e, O_sin, &nest, s);
	}
	o.ref = sum;
	vec_push(a, e->out, o);
	o.ref = nest;
	vec_push(a, e->out, o);
	e = simplify(e, a);
	assert_true(e->node.len > 30000);
	arena_free(a);
}

/* ---- random equations ---- */

enum { EQUATIONS = 1500, NODES = 14, POINTS = 6, VARS = 3, PREC = 400 };

static uint64_t
next(uint64_t *s)
{
	*s ^= *s >> 12;
	*s ^= *s << 25;
	*s ^= *s >> 27;
	return *s * 0x2545f4914f6cdd1du;
}

/* Mostly ring operations, which have most rules. */
static enum Op
any_op(uint64_t *s)
{
	static const enum Op often[] = {O_add, O_sub, O_mul,    O_div,  O_neg,
	                                O_inv, O_pow, O_square, O_cube, O_max};

	if (next(s) % 3)
		return often[next(s) % (sizeof often / sizeof *often)];
	return O_var + 1 + next(s) % (O_count - O_var - 1);
}

static Ref
any_const(Expr *e, uint64_t *s)
{
	static const int num[] = {0, 1, -1, 2, -2, 3, 5, -7};
	mpq_t q;
	Ref r;

	mpq_init(q);
	mpq_set_si(q, num[next(s) % 8], next(s) % 3 ? 1 : 2);
	mpq_canonicalize(q);
	r = expr_const(e, q, (Span){0});
	mpq_clear(q);
	return r;
}

static Expr *
any_expr(Arena *a, uint64_t *s)
{
	static const char *const name[VARS] = {"x", "y", "z"};
	Expr *e = expr_new(a, diag_new(a, NULL));
	Ref pool[VARS + NODES] = {0}, n = 0;
	ExprOutput o = {.name = "y"};

	for (; n < VARS; n++)
		pool[n] = expr_var(e, name[n], (Span){0});
	for (; n < VARS + NODES; n++) {
		Ref arg[OP_ARGS];
		for (int k = 0; k < OP_ARGS; k++)
			arg[k] = next(s) % 4
			             ? pool[n - 1 - next(s) % (n < 6 ? n : 6)]
			             : any_const(e, s);
		pool[n] = expr_op(e, any_op(s), arg, (Span){0});
	}
	for (uint32_t i = 1; i < 3; i++) {
		o.ref = pool[n - i];
		vec_push(a, e->out, o);
	}
	return e;
}

/* Value of every node at a point; def is DEF_SOME where it is not decided. */
typedef struct Value {
	mpfi_t r;
	enum Defined def;
} Value;

static void
eval_node(const Expr *e, Ref r, const double *x, Value *v)
{
	const ExprNode *n = expr_at(e, r);
	mpfi_srcptr arg[OP_ARGS];
	enum Defined def = DEF_ALL;

	if (n->op == O_const) {
		mpfi_set_q(v[r].r, expr_q(e, r));
	} else if (n->op == O_var) {
		mpfi_set_d(v[r].r, x[n->index]);
	} else {
		for (int k = 0; k < n->narg; k++) {
			arg[k] = v[n->arg[k]].r;
			if (v[n->arg[k]].def > def)
				def = v[n->arg[k]].def;
		}
		if (n->op == O_ifelse && v[n->arg[0]].def == DEF_ALL &&
		    (mpfi_is_strictly_pos(arg[0]) || mpfi_is_nonpos(arg[0]))) {
			/* only the branch taken need be defined */
			Ref b = n->arg[mpfi_is_strictly_pos(arg[0]) ? 1 : 2];
			mpfi_set(v[r].r, v[b].r);
			def = v[b].def;
		} else if (def == DEF_ALL)
			def = op_info[n->op].range(v[r].r, arg);
	}
	v[r].def = def;
}

static Value *
eval(const Expr *e, const double *x, Arena *a)
{
	Value *v = arena_alloc(a, e->node.len * sizeof *v);

	for (Ref r = 1; r < e->node.len; r++) {
		mpfi_init2(v[r].r, PREC);
		eval_node(e, r, x, v);
	}
	return v;
}

static void
clear_values(const Expr *e, Value *v)
{
	for (Ref r = 1; r < e->node.len; r++)
		mpfi_clear(v[r].r);
}

static void
fail_pair(const char *what, const Expr *e, const Expr *s, uint32_t i)
{
	Arena *a = e->a;

	fail_msg("%s: %s -> %s", what, expr_text(e, e->out.at[i].ref, a),
	         expr_text(s, s->out.at[i].ref, a));
}

/* 1 if output i could be compared. */
static unsigned
compare(const Expr *e, const Value *v, const Expr *s, const Value *w,
        uint32_t i)
{
	const Value *p = &v[e->out.at[i].ref], *q = &w[s->out.at[i].ref];

	if (p->def == DEF_SOME || q->def == DEF_SOME)
		return 0;
	if (p->def != q->def)
		fail_pair("definedness", e, s, i);
	if (p->def == DEF_ALL && (mpfr_greater_p(&p->r->left, &q->r->right) ||
	                          mpfr_greater_p(&q->r->left, &p->r->right)))
		fail_pair("value", e, s, i);
	return 1;
}

static unsigned
same_function(const Expr *e, const Expr *s, uint64_t *seed, Arena *a)
{
	static const double nice[] = {0, 1, -1, 2, 0.5, -0.5, -3, 0.75};
	unsigned known = 0;

	for (int k = 0; k < POINTS; k++) {
		double x[VARS];
		Value *v, *w;
		for (int j = 0; j < VARS; j++)
			x[j] = nice[next(seed) % 8];
		v = eval(e, x, a);
		w = eval(s, x, a);
		for (uint32_t i = 0; i < e->out.len; i++)
			known += compare(e, v, s, w, i);
		clear_values(e, v);
		clear_values(s, w);
	}
	return known;
}

static void
is_canonical(const Expr *e, const Expr *s)
{
	for (Ref r = 1; r < s->node.len; r++) {
		enum Op op = expr_at(s, r)->op;
		if (op == O_sub || op == O_neg || op == O_div ||
		    op == O_square || op == O_cube)
			fail_pair("operator left", e, s, 0);
	}
}

static void
random_equations_keep_meaning(void **state)
{
	uint64_t seed = 5;
	unsigned known = 0;

	(void)state;
	for (int i = 0; i < EQUATIONS; i++) {
		Arena *a = arena_new();
		Expr *e = any_expr(a, &seed), *s = simplify(e, a), *t;
		Buf bs = buf_new(a), bt = buf_new(a);
		is_canonical(e, s);
		t = simplify(s, a);
		expr_print(s, &bs);
		expr_print(t, &bt);
		if (strcmp(bs.s, bt.s) != 0)
			fail_pair("not simplified at once", s, t, 0);
		known += same_function(e, s, &seed, a);
		arena_free(a);
	}
	assert_true(known > EQUATIONS * POINTS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equations_become),
	    cmocka_unit_test(ports_stay),
	    cmocka_unit_test(constants_have_limits),
	    cmocka_unit_test(size_is_no_problem),
	    cmocka_unit_test(random_equations_keep_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
