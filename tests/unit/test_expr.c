/* The Expr DAG: sharing, exact literals, copies, and text that reads back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "frontend/front.h"
#include "ir/expr.h"

static const Span nowhere;

static Expr *
empty(Arena *a)
{
	return expr_new(a, diag_new(a, NULL));
}

/* Reads Python infix; fails the test if it is wrong. */
static Ref
parse(Expr *e, const char *s)
{
	Front f = {.a = e->a, .diag = e->diag, .e = e};
	size_t n = strlen(s);
	Span at = {diag_source(e->diag, "-e", s, n), 0, (uint32_t)n};
	Ref r;

	f.dialect = dialect_by_name("python");
	r = front_parse(&f, at);
	if (!r)
		fail_msg("%s", e->diag->log.s);
	return r;
}

static void
equal_nodes_are_one(void **state)
{
	Arena *a = arena_new();
	Expr *e = empty(a);
	Ref x = expr_var(e, "x", nowhere), y = expr_var(e, "y", nowhere);
	Ref xy[2] = {x, y}, yx[2] = {y, x};
	Ref sum = expr_op(e, O_add, xy, nowhere);

	(void)state;
	assert_int_equal(expr_var(e, "x", nowhere), x);
	assert_int_equal(expr_op(e, O_add, xy, nowhere), sum);
	assert_int_not_equal(expr_op(e, O_add, yx, nowhere), sum);
	assert_int_not_equal(expr_op(e, O_sub, xy, nowhere), sum);
	assert_int_equal(expr_int(e, 7, nowhere), expr_int(e, 7, nowhere));
	assert_int_not_equal(expr_int(e, 7, nowhere), expr_int(e, -7, nowhere));
	assert_int_equal(expr_find_var(e, "y"), 1);
	assert_int_equal(expr_find_var(e, "z"), -1);
	assert_true(expr_is_int(e, expr_int(e, -3, nowhere), -3));
	assert_false(expr_is_int(e, x, 0));
	expr_check(e);
	arena_free(a);
}

static void
many_nodes_stay_apart(void **state)
{
	Arena *a = arena_new();
	Expr *e = empty(a);
	Ref r = expr_var(e, "x", nowhere);

	(void)state;
	for (long i = 0; i < 20000; i++) {
		Ref arg[2] = {r, expr_int(e, i, nowhere)};
		r = expr_op(e, O_add, arg, nowhere);
	}
	assert_int_equal(e->node.len, 1 + 1 + 20000 + 20000);
	assert_int_equal(expr_int(e, 12345, nowhere), 2 + 2 * 12345);
	expr_check(e);
	assert_int_equal(expr_text(e, r, a)[0], 'x');
	arena_free(a);
}

static const struct {
	const char *text, *value; /* NULL: malformed */
} decimals[] = {
    {"0", "0"},
    {"15", "15"},
    {"1.5e-3", "3/2000"},
    {"2f0", "2"},
    {"2F1", "20"},
    {".5", "1/2"},
    {"5.", "5"},
    {"-2.5", "-5/2"},
    {"+4", "4"},
    {"1e-001", "1/10"},
    {"0.1", "1/10"},
    {"1E+2", "100"},
    {"00.250", "1/4"},
    {"1e400", ""},
    {"1e-400", ""},
    {"1e401", NULL},
    {"1e-401", NULL},
    {"", NULL},
    {".", NULL},
    {"-", NULL},
    {"e5", NULL},
    {"1e", NULL},
    {"1e+", NULL},
    {"1.2.3", NULL},
    {"1x", NULL},
    {" 1", NULL},
    {"1e5 ", NULL},
    {"0x10", NULL},
    {"1e99999999999999999999", NULL},
    {"--1", NULL},
    {"1_000", NULL},
    {"inf", NULL},
};

static void
decimals_are_exact(void **state)
{
	mpq_t q, want;

	(void)state;
	mpq_init(q);
	mpq_init(want);
	for (size_t i = 0; i < sizeof decimals / sizeof *decimals; i++) {
		const char *s = decimals[i].text, *v = decimals[i].value;
		if (expr_parse_decimal(s, strlen(s), q) != (v != NULL))
			fail_msg("'%s' taken or refused wrongly", s);
		if (!v || !*v)
			continue;
		mpq_set_str(want, v, 10);
		if (!mpq_equal(q, want))
			fail_msg("'%s' is not %s", s, v);
	}
	assert_false(expr_parse_decimal("1\0"
	                                "5",
	                                3, q));
	mpq_clear(q);
	mpq_clear(want);
}

static const char *const round_trips[] = {
    "x + y + z",
    "x + (y + z)",
    "x - y - z",
    "x - (y - z)",
    "x - (-y)",
    "-x",
    "-(x + y)",
    "-(x ^ y)",
    "(-x) ^ y",
    "(-2.5) ^ y",
    "x * -2.5",
    "(-2.5) * x",
    "-2.5",
    "x ^ -2",
    "x ^ (y ^ z)",
    "(x ^ y) ^ z",
    "x / y / z",
    "x / (y * z)",
    "x * (y / z)",
    "(x + y) * (x - y)",
    "sin(x + y) * cos(-x)",
    "max(x, min(y, -1))",
    "neg(2.5) + x",
    "neg(-2.5) + x",
    "x * 0.1 + 1e-7 * y + 1e300 * z",
    "1.2345678901234567e-9",
    "1.2345678901234567890123456789e29",
    "120000000000000000000",
    "1.2e21",
    "0.00012",
    "0.000012",
    "1.2e-6",
    "pi * x",
    "greater(x, y) + cond(x, mod(y, 3))",
    "sigmoid(gauss(relu(square(cube(inv(x))))))",
    "x * y - (x * y) ^ 2",
};

/* Text to DAG to text to DAG: the same node, and the text of the list. */
static void
text_reads_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof round_trips / sizeof *round_trips; i++) {
		Arena *a = arena_new();
		Expr *e = empty(a);
		Ref r = parse(e, round_trips[i]);
		char *s = expr_text(e, r, a);
		assert_int_equal(parse(e, s), r);
		assert_string_equal(s, round_trips[i]);
		arena_free(a);
	}
}

static const struct {
	const char *in, *out;
} texts[] = {
    {"((x)+(y))+z", "x + y + z"},
    {"x**y", "x ^ y"},
    {"x/(3*1)", "x / (3 * 1)"},
    {"1e-3*x", "0.001 * x"},
    {"2.50", "2.5"},
    {"-(3.5)*x", "(-3.5) * x"},
    {"1e21", "1e21"},
    {"1e20", "100000000000000000000"},
    {"12345e-10", "1.2345e-6"},
    {"-x*y", "(-x) * y"},
};

static void
text_is_readable(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		Arena *a = arena_new();
		Expr *e = empty(a);
		Ref r = parse(e, texts[i].in);
		assert_string_equal(expr_text(e, r, a), texts[i].out);
		arena_free(a);
	}
}

/* A rational that is no decimal, and text that doubles at every step. */
static void
text_has_limits(void **state)
{
	Arena *a = arena_new();
	Expr *e = empty(a);
	Ref x = expr_var(e, "x", nowhere);
	mpq_t third;
	char *s;

	(void)state;
	mpq_init(third);
	mpq_set_si(third, -1, 3);
	assert_string_equal(expr_text(e, expr_const(e, third, nowhere), a),
	                    "(-1/3)");
	mpq_clear(third);
	for (int i = 0; i < 100; i++) {
		Ref xx[2] = {x, x};
		x = expr_op(e, O_add, xx, nowhere);
	}
	s = expr_text(e, x, a);
	assert_true(strlen(s) < 2 << 20);
	assert_string_equal(s + strlen(s) - 3, "...");
	arena_free(a);
}

static void
copy_takes_what_is_needed(void **state)
{
	Arena *a = arena_new();
	Expr *from = empty(a), *to = empty(a);
	Ref r1 = parse(from, "sin(x) * 2 + y");
	Ref r2 = parse(from, "sin(x) + z");
	Ref *map = arena_alloc(a, from->node.len * sizeof *map), c1, c2;

	(void)state;
	c2 = expr_copy(to, from, r2, map);
	assert_int_equal(to->node.len, 1 + 4);
	assert_string_equal(expr_text(to, c2, a), "sin(x) + z");
	c1 = expr_copy(to, from, r1, map);
	assert_string_equal(expr_text(to, c1, a), "sin(x) * 2 + y");
	assert_int_equal(to->node.len, 1 + 4 + 4);
	expr_check(to);
	arena_free(a);
}

static void
print_shows_every_node(void **state)
{
	Arena *a = arena_new();
	Expr *e = empty(a);
	ExprOutput o = {.name = "y"};
	Buf b = buf_new(a);

	(void)state;
	o.ref = parse(e, "sin(x0 * 0.5) + x1");
	vec_push(a, e->out, o);
	expr_print(e, &b);
	assert_string_equal(b.s, "%1 = var x0\n"
	                         "%2 = const 0.5\n"
	                         "%3 = mul %1 %2           ; x0 * 0.5\n"
	                         "%4 = sin %3              ; sin(x0 * 0.5)\n"
	                         "%5 = var x1\n"
	                         "%6 = add %4 %5           ; sin(x0 * 0.5) + "
	                         "x1\n"
	                         "output y = %6\n");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equal_nodes_are_one),
	    cmocka_unit_test(many_nodes_stay_apart),
	    cmocka_unit_test(decimals_are_exact),
	    cmocka_unit_test(text_reads_back),
	    cmocka_unit_test(text_is_readable),
	    cmocka_unit_test(text_has_limits),
	    cmocka_unit_test(copy_takes_what_is_needed),
	    cmocka_unit_test(print_shows_every_node),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
