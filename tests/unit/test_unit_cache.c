/* Units that are kept: which functions are one, which units are one, and that
 * what is had again is what would have been planned. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "ir/unit_cache.h"
#include "tests/unit/equation.h"

/* An equation of x in an Expr of its own, behind another one. */
typedef struct Case {
	Expr *e;
	Ref root, x;
} Case;

static Case
open_case(Arena *a, const char *before, const char *text)
{
	Case c = {.e = new_expr(a)};

	equation(c.e, before);
	c.root = equation(c.e, text);
	c.x = expr_var(c.e, "x", (Span){0});
	return c;
}

static uint32_t
function_of(UnitCache *k, Arena *a, const char *before, const char *text)
{
	Case c = open_case(a, before, text);

	return unit_function(k, c.e, c.root, c.x);
}

static void
equal_functions_are_one(void **state)
{
	static const char *const text = "0.5*x*exp(x) + 0.5";
	Arena *a = arena_new();
	UnitCache *k = unit_cache_new(a);
	uint32_t f = function_of(k, a, "x", text);

	(void)state;
	assert_int_not_equal(f, 0);
	/* nodes and constants before it have other numbers */
	assert_int_equal(function_of(k, a, "x", text), f);
	assert_int_equal(function_of(k, a, "exp(x)/7 + sin(y)", text), f);
	assert_int_equal(function_of(k, a, "exp(x) + 0.5", text), f);
	assert_int_equal(function_of(k, a, "x + 3", "0.50*x*exp(x) + 5e-1"), f);
	arena_free(a);
}

static void
other_functions_are_others(void **state)
{
	static const char *const text[] = {
	    "0.5*x*exp(x) + 0.5",
	    "0.5*x*exp(x) + 0.25",
	    "0.5*x*exp(x) - 0.5",
	    "0.5*x*exp2(x) + 0.5",
	    "0.5*exp(x)*x + 0.5",
	    "x*exp(x) + 0.5",
	    "0.5*x*exp(x)",
	    "0.5*x*exp(0.5) + 0.5",
	    "0.5000000000000000000000000001*x*exp(x) + 0.5"};
	enum { N = sizeof text / sizeof *text };
	Arena *a = arena_new();
	UnitCache *k = unit_cache_new(a);
	uint32_t f[N];

	(void)state;
	for (int i = 0; i < N; i++) {
		f[i] = function_of(k, a, "x", text[i]);
		for (int j = 0; j < i; j++)
			assert_int_not_equal(f[i], f[j]);
	}
	arena_free(a);
}

/* Its name is no part of a function, nor is what makes the argument. */
static void
arguments_are_cut_off(void **state)
{
	Arena *a = arena_new();
	UnitCache *k = unit_cache_new(a);
	Case c = open_case(a, "x", "sin(x) + 1");
	Expr *e = new_expr(a);
	Ref arg = equation(e, "y*z - 3"),
	    root = equation(e, "sin(y*z - 3) + 1");

	(void)state;
	assert_int_equal(unit_function(k, c.e, c.root, c.x),
	                 unit_function(k, e, root, arg));
	assert_int_not_equal(unit_function(k, c.e, c.root, c.x),
	                     unit_function(k, e, arg, arg));
	arena_free(a);
}

/* More than the first tables hold. */
static void
many_functions(void **state)
{
	enum { N = 300 };
	Arena *a = arena_new();
	UnitCache *k = unit_cache_new(a);
	Expr *e = new_expr(a);
	Ref x = expr_var(e, "x", (Span){0});
	uint32_t f[N];

	(void)state;
	for (int i = 0; i < N; i++)
		f[i] = unit_function(
		    k, e, equation(e, arena_printf(a, "exp(x*%d)", i + 2)), x);
	for (int i = 0; i < N; i++)
		assert_int_equal(
		    f[i], function_of(k, a, "exp(x*7)",
		                      arena_printf(a, "exp(x*%d)", i + 2)));
	arena_free(a);
}

/* ---- units ---- */

static UnitSpec
spec_of(const Case *c)
{
	return (UnitSpec){.e = c->e,
	                  .root = c->root,
	                  .arg = c->x,
	                  .lsb_x = -6,
	                  .lsb = -6,
	                  .max_err = 0x1p-6,
	                  .target = target_by_name("xcvu9p"),
	                  .opts = opts_level(OPT_LEVEL_MAX)};
}

static const UnitKept *
kept(UnitCache *k, const Case *c, const UnitSpec *u)
{
	return unit_kept(k, u, unit_function(k, c->e, c->root, c->x), -64, 63);
}

static const char *
text_of(Arena *a, const Datapath *d)
{
	Buf b = buf_new(a);

	dp_print(d, &b);
	return b.s;
}

/* The unit had from another Expr is what a cache of its own gives. */
static void
units_are_planned_once(void **state)
{
	Arena *a = arena_new();
	UnitCache *k = unit_cache_new(a);
	Case c = open_case(a, "x", "exp(x)*0.5");
	Case d = open_case(a, "cos(x) + 0.25", "exp(x)*0.5");
	UnitSpec u = spec_of(&c), v = spec_of(&d);
	const UnitKept *first = kept(k, &c, &u);
	const UnitKept *fresh = kept(unit_cache_new(a), &d, &v);

	(void)state;
	assert_non_null(first->d);
	assert_ptr_equal(kept(k, &d, &v), first);
	/* an optimisation that no unit knows */
	v.opts &= ~(OptSet)(1U << OPT_turns);
	assert_ptr_equal(kept(k, &d, &v), first);
	assert_ptr_not_equal(fresh, first);
	assert_string_equal(text_of(a, fresh->d), text_of(a, first->d));
	assert_string_equal(fresh->u.kind, first->u.kind);
	assert_true(fresh->u.err == first->u.err && first->u.err <= u.max_err);
	dp_check(first->d);
	arena_free(a);
}

/* Of many inputs the last bits of the bounds make no other unit, unless there the
 * function has no value. */
static void
bounds_of_many_inputs_meet(void **state)
{
	Arena *a = arena_new();
	UnitCache *k = unit_cache_new(a);
	Case c = open_case(a, "x", "exp(x)*0.5"),
	     l = open_case(a, "x", "log(x)");
	UnitSpec u = spec_of(&c), v = spec_of(&l);
	uint32_t f = unit_function(k, c.e, c.root, c.x);
	uint32_t g = unit_function(k, l.e, l.root, l.x);
	const UnitKept *r;

	(void)state;
	u.lsb_x = v.lsb_x = -17;
	r = unit_kept(k, &u, f, 1, 131100);
	assert_non_null(r->d);
	assert_true(r->key.lo <= 1 && r->key.hi >= 131100);
	assert_ptr_equal(unit_kept(k, &u, f, 3, 131097), r);
	assert_ptr_not_equal(unit_kept(k, &u, f, 3, 140000), r);
	assert_ptr_not_equal(unit_kept(k, &u, f, 1, 1000),
	                     unit_kept(k, &u, f, 1, 1001));
	r = unit_kept(k, &v, g, 3, 140003);
	assert_non_null(r->d);
	assert_int_equal(r->key.lo, 3);
	assert_int_equal(r->key.hi, 140003);
	arena_free(a);
}

/* Whatever of a unit's specification differs makes it another one. */
static void
other_units_are_others(void **state)
{
	Arena *a = arena_new();
	UnitCache *k = unit_cache_new(a);
	Case c = open_case(a, "x", "exp(x)*0.5");
	const Range low = {0, 1}, high = {0, 2};
	UnitSpec u = spec_of(&c), other[9];
	uint32_t f = unit_function(k, c.e, c.root, c.x);
	const UnitKept *got[11];

	(void)state;
	for (int i = 0; i < 9; i++)
		other[i] = u;
	other[0].lsb_x = -5;
	other[1].lsb = UNIT_ANY_LSB;
	other[2].max_err *= 0.75;
	other[3].any_undefined = true;
	other[4].clamp = &low;
	other[5].clamp = &high;
	other[6].target = target_by_name("ecp5");
	other[7].opts &= ~(OptSet)(1U << OPT_poly);
	other[8].patience = 3;
	for (int i = 0; i < 9; i++)
		got[i] = unit_kept(k, &other[i], f, -64, 63);
	got[9] = unit_kept(k, &u, f, -64, 62);
	got[10] = unit_kept(k, &u, f, -64, 63);
	for (int i = 0; i < 11; i++)
		for (int j = 0; j < i; j++)
			assert_ptr_not_equal(got[i], got[j]);
	for (int i = 0; i < 9; i++)
		assert_ptr_equal(unit_kept(k, &other[i], f, -64, 63), got[i]);
	arena_free(a);
}

/* So is a refusal, with its reason. */
static void
refusals_are_kept(void **state)
{
	Arena *a = arena_new();
	UnitCache *k = unit_cache_new(a);
	Case c = open_case(a, "x", "log(x)");
	UnitSpec u = spec_of(&c);
	const UnitKept *no = kept(k, &c, &u);

	(void)state;
	assert_null(no->d);
	assert_true(no->u.undefined);
	assert_int_equal(no->u.where, -64);
	assert_non_null(strstr(no->why, "undefined"));
	assert_ptr_equal(kept(k, &c, &u), no);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equal_functions_are_one),
	    cmocka_unit_test(other_functions_are_others),
	    cmocka_unit_test(arguments_are_cut_off),
	    cmocka_unit_test(many_functions),
	    cmocka_unit_test(units_are_planned_once),
	    cmocka_unit_test(bounds_of_many_inputs_meet),
	    cmocka_unit_test(other_units_are_others),
	    cmocka_unit_test(refusals_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
