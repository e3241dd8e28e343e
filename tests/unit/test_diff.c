/* Symbolic derivatives against the operators' own interval derivatives, which
 * test_ops.c holds against differences. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ir/diff.h"
#include "ir/eval.h"

static uint64_t
next(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	return *s ^= *s << 17;
}

/* Away from the kinks and jumps at whole numbers. */
static double
any_point(uint64_t *s)
{
	return 0.1 + 0.8 * ((double)(next(s) >> 11) * 0x1p-53) +
	       (double)(next(s) % 5) - 2;
}

/* d op / d argument k at x by expr_diff; NAN where it is undefined. */
static double
by_rule(Arena *a, enum Op op, int k, const double *x)
{
	Expr *e = expr_new(a, diag_new(a, NULL));
	Ref v[OP_ARGS] = {0};
	enum Op none = O_none;

	for (int i = 0; i < op_info[op].narg; i++)
		v[i] = expr_var(e, arena_printf(a, "x%d", i), (Span){0});
	Ref d = expr_diff(e, expr_op(e, op, v, (Span){0}), v[k], &none);
	if (!d) {
		assert_int_equal(op, O_gamma);
		assert_int_equal(none, O_gamma);
		return NAN;
	}
	expr_check(e);
	return prog_double(prog_new(a, e, d, 0), x);
}

static void
check_point(enum Op op, uint64_t *s)
{
	Arena *a = arena_new();
	OpBox *b = op_box_new(a);
	double x[OP_ARGS] = {0};
	Range arg[OP_ARGS] = {{0, 0}}, val, slope[OP_ARGS] = {{0, 0}};

	for (int k = 0; k < op_info[op].narg; k++) {
		x[k] = any_point(s);
		arg[k] = (Range){x[k], x[k]};
	}
	if (op_box(b, op, false, arg, &val, slope) == DEF_ALL)
		for (int k = 0; k < op_info[op].narg; k++) {
			double d = by_rule(a, op, k, x);
			double room = 1e-9 * (1 + fabs(d));
			if (!isnan(d) &&
			    (d < slope[k].lo - room || d > slope[k].hi + room))
				fail_msg("%s by argument %d at %g: %g is not "
				         "in [%g, %g]",
				         op_info[op].name, k, x[0], d,
				         slope[k].lo, slope[k].hi);
		}
	arena_free(a);
}

static void
rules_are_derivatives(void **state)
{
	uint64_t s = 88172645463325252u;

	(void)state;
	for (enum Op op = O_var + 1; op < O_count; op++)
		for (int i = 0; i < 100; i++)
			check_point(op, &s);
}

/* The chain rule, and variables that are not asked for. */
static void
chains_are_followed(void **state)
{
	Arena *a = arena_new();
	Expr *e = expr_new(a, diag_new(a, NULL));
	Span s = {0};
	Ref x = expr_var(e, "x", s), y = expr_var(e, "y", s);
	Ref p = expr_op(e, O_mul, (Ref[OP_ARGS]){x, y}, s);
	Ref r =
	    expr_op(e, O_add, (Ref[OP_ARGS]){expr_op(e, O_sin, &p, s), y}, s);
	enum Op none = O_none;

	(void)state;
	assert_string_equal(expr_text(e, expr_diff(e, r, x, &none), a),
	                    "cos(x * y) * y");
	assert_string_equal(expr_text(e, expr_diff(e, r, y, &none), a),
	                    "cos(x * y) * x + 1");
	assert_true(expr_is_int(e, expr_diff(e, x, y, &none), 0));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules_are_derivatives),
	    cmocka_unit_test(chains_are_followed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
