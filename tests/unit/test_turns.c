/* Sines with arguments in turns: the same values, and only where it helps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ir/turn.h"
#include "tests/unit/equation.h"

enum { PREC = 300, POINTS = 200, VARS = 4 };

/* In turns, for 14-bit ports over [-4, 4]; *any: whether that changes e. */
static const Expr *
turned(Arena *a, const Expr *e, bool *any)
{
	InputSpec *in = arena_alloc(a, VARS * sizeof *in);
	bool *is_turn;
	const Expr *f;

	for (uint32_t i = 0; i < e->var.len; i++)
		in[i] = (InputSpec){
		    .format = {.is_signed = true, .width = 14, .lsb = -10}};
	f = turns_bind(e, in, a, &is_turn);
	*any = false;
	for (Ref r = 1; r < f->node.len; r++)
		*any = *any || is_turn[r];
	return f;
}

static void
check_equal(Arena *a, const Expr *e, const Expr *f, uint64_t *seed)
{
	const Prog *p = prog_new(a, e, e->out.at[0].ref, 0);
	const Prog *q = prog_new(a, f, f->out.at[0].ref, 0);
	mpq_t x[VARS];
	mpfi_t u, v;

	mpfi_init2(u, PREC);
	mpfi_init2(v, PREC);
	for (int i = 0; i < VARS; i++)
		mpq_init(x[i]);
	for (int k = 0; k < POINTS; k++) {
		for (int i = 0; i < VARS; i++)
			mpq_set_d(x[i], uniform(seed, -4, 4));
		assert_true(prog_exact(p, (const mpq_t *)x, PREC, u));
		assert_true(prog_exact(q, (const mpq_t *)x, PREC, v));
		mpfi_sub(u, u, v);
		assert_true(mpfi_has_zero(u));
		mpfi_abs(u, u);
		assert_true(mpfr_cmp_d(&u->right, 0x1p-200) < 0);
	}
	for (int i = 0; i < VARS; i++)
		mpq_clear(x[i]);
	mpfi_clear(u);
	mpfi_clear(v);
}

static void
keeps_values(void **state)
{
	static const char *const text[] = {
	    "sin(x + y)", "cos(3*x - 2.5*y + 0.7) * z",
	    "sin(3.28*x*x + 3.28*x + 6.5*y) + cos(x*y + z)",
	    "sin(sin(x + 2*y) * 5 + z + w)"};
	uint64_t seed = 9;

	(void)state;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		Arena *a = arena_new();
		Expr *read = new_expr(a), *e;
		const Expr *f;
		bool any;

		equation(read, text[i]);
		e = simplify(read, a);
		f = turned(a, e, &any);
		assert_true(any);
		expr_check(f);
		check_equal(a, e, f, &seed);
		arena_free(a);
	}
}

/* One variable is a unit anyway; and what others read needs all its bits. */
static void
leaves_alone(void **state)
{
	static const char *const text[] = {
	    "sin(9*x + 1)", "x*y + z", "sin(x + y) + (x + y)*z", "cos(x*x*x)"};

	(void)state;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		Arena *a = arena_new();
		Expr *e = new_expr(a);
		bool any;

		equation(e, text[i]);
		turned(a, simplify(e, a), &any);
		assert_false(any);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(keeps_values),
	                                   cmocka_unit_test(leaves_alone)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
