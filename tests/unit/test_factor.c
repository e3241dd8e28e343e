/* Factoring: how many multiplications are left of polynomials that were
 * multiplied out, and that the result is as near as it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "ir/passes.h"
#include "tests/unit/equation.h"

enum { POINTS = 200, MAX_VARS = 8 };

/* Products of two nodes that are no constants. */
static unsigned
multiplications(const Expr *e)
{
	unsigned n = 0;

	for (Ref r = 1; r < e->node.len; r++) {
		const ExprNode *x = expr_at(e, r);

		n += x->op == O_mul && !expr_is_const(e, x->arg[0]) &&
		     !expr_is_const(e, x->arg[1]);
	}
	return n;
}

static Expr *
factored(Arena *a, const Expr *e, double *off)
{
	Range x[MAX_VARS];

	for (uint32_t i = 0; i < e->var.len; i++)
		x[i] = (Range){-4, 4};
	return factor(e, x, target_by_name("xcvu9p"), off, a);
}

static void
check_values(Arena *a, const Expr *e, const Expr *f, const double *off)
{
	uint64_t seed = 7;
	mpfi_t p, q;
	mpq_t x[MAX_VARS];

	mpfi_init2(p, 200);
	mpfi_init2(q, 200);
	for (int k = 0; k < MAX_VARS; k++)
		mpq_init(x[k]);
	for (uint32_t o = 0; o < e->out.len; o++) {
		Prog *old = prog_new(a, e, e->out.at[o].ref, 0);
		Prog *new = prog_new(a, f, f->out.at[o].ref, 0);

		for (int i = 0; i < POINTS; i++) {
			for (int k = 0; k < MAX_VARS; k++)
				mpq_set_d(x[k], uniform(&seed, -4, 4));
			assert_true(prog_exact(old, (const mpq_t *)x, 200, p));
			assert_true(prog_exact(new, (const mpq_t *)x, 200, q));
			mpfi_sub(p, p, q);
			mpfi_abs(p, p);
			assert_true(mpfi_get_d(p) <= off[o] + 1e-50);
		}
	}
	for (int k = 0; k < MAX_VARS; k++)
		mpq_clear(x[k]);
	mpfi_clear(p);
	mpfi_clear(q);
}

static void
finds_factors(void **state)
{
	static const struct {
		const char *text;
		unsigned most; /* multiplications */
	} cases[] = {
	    {"x*y + x*z", 1},
	    {"x*y + x*z + 3*y + 3*z", 1},
	    /* (x - 0.3)(y + 1.7)(z - 2) + w */
	    {"x*y*z - 2*x*y + 1.7*x*z - 3.4*x - 0.3*y*z + 0.6*y - 0.51*z + "
	     "1.02 + w",
	     2},
	    /* the same, rounded to six digits */
	    {"0.333333*x*y + 0.666666*x*z - 0.1*y - 0.2*z + 0.25*w*y + "
	     "0.5*w*z",
	     1},
	    /* (x^2 - 1.5x)(y - z) + 2z */
	    {"x*x*y - x*x*z - 1.5*x*y + 1.5*x*z + 2*z", 2},
	    {"sin(x)*y + sin(x)*z - 0.7*y - 0.7*z", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		Arena *a = arena_new();
		Expr *read = new_expr(a), *e, *f;
		double off[1];

		equation(read, cases[i].text);
		e = simplify(read, a);
		f = factored(a, e, off);
		assert_non_null(f);
		assert_true(multiplications(f) <= cases[i].most);
		assert_true(off[0] < 1e-9);
		check_values(a, e, f, off);
		arena_free(a);
	}
}

/* Where nothing is gained, or a value that is not defined would be lost. */
static void
leaves_alone(void **state)
{
	static const char *const text[] = {"x", "3*x + 2*y - 1", "sin(x)",
	                                   "x*y", "log(x)*y + log(x)*z"};

	(void)state;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		Arena *a = arena_new();
		Expr *e = new_expr(a);
		double off[1];

		equation(e, text[i]);
		assert_null(factored(a, simplify(e, a), off));
		arena_free(a);
	}
}

/* Random products multiplied out by hand: no more multiplications than they
 * had, for most; always within what it says. */
static void
random_products(void **state)
{
	uint64_t seed = 11;
	unsigned good = 0;
	enum { CASES = 40 };

	(void)state;
	for (int i = 0; i < CASES; i++) {
		Arena *a = arena_new();
		Expr *read = new_expr(a), *e, *f;
		double c[6], off[1];

		for (int k = 0; k < 6; k++)
			c[k] =
			    round(uniform(&seed, -2000, 2000)) / 1000 + 0.0005;
		/* (x + c0)(y + c1 z + c2) + c3 w x + c4 w + c5 */
		equation(read,
		         arena_printf(a,
		                      "x*y + %.17g*x*z + %.17g*x + %.17g*y + "
		                      "%.17g*z + %.17g + %.17g*w*x + %.17g*w",
		                      c[1], c[2], c[0], c[0] * c[1],
		                      c[0] * c[2] + c[5], c[3], c[4]));
		e = simplify(read, a);
		f = factored(a, e, off);
		if (f) {
			check_values(a, e, f, off);
			good += multiplications(f) <= 2;
		}
		arena_free(a);
	}
	assert_true(good == CASES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(finds_factors),
	                                   cmocka_unit_test(leaves_alone),
	                                   cmocka_unit_test(random_products)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
