/* Uniform numerics: ap_fixed's results where ap_types defines them, function
 * units within one unit of the last place, ports with scale and offset; and
 * the division that they use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "equation.h"
#include "ir/affine.h"
#include "ir/divide.h"
#include "ir/eval.h"
#include "ir/passes.h"

/* ---- division ---- */

static Datapath *
two_inputs(Arena *a, int64_t lo, int64_t hi, DRef *x, DRef *y)
{
	Datapath *d = dp_new(a, "t");
	DPort p = {.name = "x",
	           .ident = "x",
	           .is_signed = true,
	           .width = 20,
	           .lo = lo,
	           .hi = hi};
	*x = dp_input(d, &p);
	p.ident = "y";
	*y = dp_input(d, &p);
	return d;
}

static void
add_output(Datapath *d, const char *ident, DRef r)
{
	DPort p = {.name = ident,
	           .ident = ident,
	           .ref = r,
	           .is_signed = true,
	           .width = 40,
	           .lo = dp_at(d, r)->lo,
	           .hi = dp_at(d, r)->hi};
	vec_push(d->a, d->out, p);
}

static int64_t
floor_div(int64_t x, int64_t y)
{
	return x / y - (x % y != 0 && (x < 0) != (y < 0));
}

static void
test_divide(void **state)
{
	(void)state;
	Arena *a = arena_new();
	DRef x, y;
	Datapath *d = two_inputs(a, -37, 45, &x, &y);
	add_output(d, "q", dp_div_trunc(d, x, y));
	add_output(d, "m", dp_mod_floor(d, x, y));
	dp_dce(d);
	dp_check(d);
	for (int64_t u = -37; u <= 45; u++)
		for (int64_t v = -37; v <= 45; v++) {
			int64_t in[2] = {u, v}, out[2];
			dp_interp(d, in, out, NULL); /* also for v = 0 */
			if (v == 0)
				continue;
			assert_int_equal(out[0], u / v);
			assert_int_equal(out[1], u - v * floor_div(u, v));
		}
	d = two_inputs(a, 0, 300, &x, &y);
	for (int64_t den = 1; den < 40; den++) {
		Division v = dp_divide(d, x, dp_const(d, den));
		assert_int_equal(dp_at(d, v.q)->hi >= 300 / den, 1);
		assert_in_range(dp_at(d, v.r)->hi, 0, den - 1);
		d->out.len = 0;
		add_output(d, "q", v.q);
		add_output(d, "r", v.r);
		for (int64_t u = 0; u <= 300; u++) {
			int64_t in[2] = {u, 0}, out[2];
			dp_interp(d, in, out, NULL);
			assert_int_equal(out[0], u / den);
			assert_int_equal(out[1], u % den);
		}
	}
	arena_free(a);
}

/* ---- formats and specifications ---- */

static Format
format(Arena *a, const char *text)
{
	Format f;
	Diag *diag = diag_new(a, stderr);
	uint32_t s = diag_source(diag, "t", text, strlen(text));
	check(format_parse(diag, (Span){s, 0, (uint32_t)strlen(text)}, &f));
	return f;
}

static void
clear(void *p)
{
	mpq_clear(p);
}

/* All of `f` with this scale and offset. */
static InputSpec
input(Arena *a, const char *name, const char *f, const char *scale,
      const char *offset)
{
	InputSpec in = {.name = name, .format = format(a, f)};
	InputSpec *keep = arena_alloc(a, sizeof *keep);
	mpq_init(in.scale);
	mpq_init(in.offset);
	check(expr_parse_decimal(scale, strlen(scale), in.scale));
	bool minus = *offset == '-';
	check(expr_parse_decimal(offset + minus, strlen(offset + minus),
	                         in.offset));
	if (minus)
		mpq_neg(in.offset, in.offset);
	*keep = in;
	arena_defer(a, clear, keep->scale);
	arena_defer(a, clear, keep->offset);
	in.lo = format_lo(&in.format);
	in.hi = format_hi(&in.format);
	return in;
}

/* ---- ports ---- */

static void
ports(const char *scale, const char *offset, const char *type)
{
	Arena *a = arena_new();
	InputSpec in = input(a, "x", "ap_fixed<11,5>", scale, offset);
	Format t = format(a, type);
	Datapath *d = dp_new(a, "t");
	DRef x = dp_input(d, &(DPort){.name = "x",
	                              .ident = "x",
	                              .is_signed = true,
	                              .width = 11,
	                              .lo = in.lo,
	                              .hi = in.hi});
	DRef r = dp_affine(d, x, in.format.lsb, in.scale, in.offset, &t);
	assert_true(r != 0);
	add_output(d, "y", r);
	dp_check(d);
	mpq_t v;
	mpq_init(v);
	for (int64_t i = in.lo, y; i <= in.hi; i++) {
		dp_interp(d, &i, &y, NULL);
		mpq_set_si(v, i, 64);
		mpq_canonicalize(v);
		mpq_mul(v, v, in.scale);
		mpq_add(v, v, in.offset);
		assert_int_equal(y, format_from_q(&t, v));
	}
	mpq_clear(v);
	arena_free(a);
}

static void
test_ports(void **state)
{
	static const char *const type[] = {
	    "ap_fixed<12,6>", "ap_fixed<12,6,AP_RND_CONV,AP_SAT>",
	    "ap_fixed<9,2,AP_TRN_ZERO,AP_WRAP>",
	    "ap_ufixed<16,4,AP_RND_ZERO,AP_SAT>", "ap_fixed<8,12,AP_RND_INF>"};
	(void)state;
	for (int i = 0; i < 5; i++) {
		ports("1", "0", type[i]);
		ports("0.375", "-2.5", type[i]);
		ports("0.1", "0.05", type[i]); /* on many boundaries */
		ports("0.3", "-7.15", type[i]);
		ports("1e-3", "1e3", type[i]);
		ports("0.12345678901234567", "-3.1415926535897932", type[i]);
		ports("8", "0.1", type[i]);
	}
}

/* ---- equations ---- */

typedef struct Compiled {
	const Expr *e;
	Datapath *d;
	double bound;
	bool saturates;
} Compiled;

/* Inputs x0 and x1 are ap_fixed<11,5>. */
static Compiled
compile(Arena *a, Expr *e, const char *type, const char *out,
        enum Undefined undefined, const char *text)
{
	Compiled c = {.e = e};
	expr_var(e, "x0", (Span){0});
	expr_var(e, "x1", (Span){0});
	equation(e, text);
	InputSpec in[2] = {input(a, "x0", "ap_fixed<11,5>", "1", "0"),
	                   input(a, "x1", "ap_fixed<11,5>", "1", "0")};
	OutputSpec o = {.format = format(a, out)};
	Numerics n = {.in = in,
	              .out = &o,
	              .undefined = undefined,
	              .target = target_by_name("xcvu9p"),
	              .opts = opts_level(OPT_LEVEL_MAX),
	              .uniform = format(a, type),
	              .name = "t",
	              .bound = &c.bound,
	              .saturates = &c.saturates};
	c.d = lower_uniform(e, &n, a);
	if (c.d) {
		dp_check(c.d);
		dp_dce(c.d);
		dp_check(c.d);
	}
	return c;
}

/* Results of C++ programs over the ap_types headers, each result of an
 * operator stored in the type, at x = (700, -300), (-1024, 4), (37, -1020),
 * (-650, -5) and (1023, 1023), divided by 64. */
static void
test_as_ap_types(void **state)
{
	static const struct {
		const char *type, *out, *text;
		int y[5];
	} row[] = {
	    {"ap_fixed<12,4>",
	     "ap_fixed<12,4>",
	     "x0*x1 + 0.3",
	     {-2041, 76, 85, -41, 76}},
	    {"ap_fixed<12,4,AP_RND,AP_SAT>",
	     "ap_fixed<9,4,AP_RND_CONV,AP_SAT>",
	     "x0*x1 + 0.3",
	     {-246, -6, -138, 30, 255}},
	    {"ap_fixed<12,4>",
	     "ap_fixed<12,4>",
	     "x0 / x1",
	     {276, 0, -1728, 1332, 256}},
	    {"ap_fixed<14,9,AP_RND_CONV,AP_SAT>",
	     "ap_ufixed<10,6,AP_TRN,AP_SAT>",
	     "x0 / x1",
	     {0, 0, 0, 1023, 16}},
	    {"ap_fixed<6,2,AP_RND,AP_SAT>",
	     "ap_fixed<6,2>",
	     "x1 / neg(x0)",
	     {16, 0, 31, 0, -16}},
	    {"ap_fixed<16,6,AP_TRN_ZERO,AP_SAT_SYM>",
	     "ap_fixed<16,6>",
	     "cube(x0) - square(x1)",
	     {10267, -32767, -32570, -32767, 0}},
	    {"ap_fixed<16,6>",
	     "ap_fixed<16,6>",
	     "x0 ^ 4 - inv(x1)",
	     {19230, -16384, 177, -14872, 191}},
	    {"ap_fixed<16,6>",
	     "ap_fixed<16,6>",
	     "x1 ^ (-2)",
	     {46, 0, -513, -21846, -2048}},
	    {"ap_fixed<11,5,AP_TRN,AP_SAT>",
	     "ap_fixed<11,5>",
	     "floor(x0) + ceil(x1) - round(x0)",
	     {-320, 64, -1024, -64, 0}},
	    {"ap_fixed<11,5>",
	     "ap_fixed<11,5>",
	     "abs(neg(x0)) + cond(x0, x1) + greater(x1, x0) + sign(x1)",
	     {336, -896, 1001, 650, 62}},
	    {"ap_ufixed<8,3,AP_RND_INF,AP_SAT_ZERO>",
	     "ap_fixed<11,5>",
	     "max(x0, x1) * min(x0, 2.5)",
	     {0, 0, 22, 0, 0}},
	    {"ap_fixed<10,1>",
	     "ap_fixed<11,5>",
	     "relu(x0) + greater(x0, x1)",
	     {-4, 0, -27, 0, 0}},
	};
	static const int64_t x[5][2] = {
	    {700, -300}, {-1024, 4}, {37, -1020}, {-650, -5}, {1023, 1023}};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		Arena *a = arena_new();
		Compiled c = compile(a, new_expr(a), row[i].type, row[i].out,
		                     UNDEF_ANY, row[i].text);
		assert_non_null(c.d);
		assert_true(isinf(c.bound));
		for (int j = 0; j < 5; j++) {
			int64_t y;
			dp_interp(c.d, x[j], &y, NULL);
			if (y != row[i].y[j])
				fail_msg("%s: %lld, ap_types %d", row[i].text,
				         (long long)y, row[i].y[j]);
		}
		arena_free(a);
	}
}

/* Functions of one stored value: at every input less than one unit of the
 * last place from the function, where that is in range. */
static void
test_functions(void **state)
{
	static const char *const text[] = {
	    "sin(x0)", "exp(x0)",  "log(x0)", "tanh(x0)",    "x0 ^ 0.5",
	    "2 ^ x0",  "sqrt(x0)", "erf(x0)", "x0 ^ (-1.5)", "cbrt(x0)"};
	(void)state;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		Arena *a = arena_new();
		Expr *e = new_expr(a);
		Compiled c =
		    compile(a, e, "ap_fixed<11,5,AP_RND,AP_SAT>",
		            "ap_fixed<11,5,AP_RND,AP_SAT>", UNDEF_ANY, text[i]);
		assert_non_null(c.d);
		Prog *p = prog_new(a, e, e->out.at[0].ref, 0);
		for (int64_t x = -1024; x < 1024; x++) {
			int64_t in[2] = {x, 0}, y;
			double at[2] = {(double)x / 64, 0};
			double f = prog_double(p, at);
			dp_interp(c.d, in, &y, NULL);
			if (isnan(f))
				continue;
			f = fmin(fmax(f, -16), 1023.0 / 64);
			assert_true(fabs((double)y / 64 - f) < 1.0 / 64);
		}
		arena_free(a);
	}
}

/* Constants are exact and rounded once; x ^ y of two signals is stepwise. */
static void
test_constants(void **state)
{
	static const struct {
		const char *text;
		int64_t y; /* times 64, at x0 = 3, x1 = 2 */
	} row[] = {
	    {"0.1 * 640 * 0.5 - 31", 64}, /* exactly 1, not T(0.1)... */
	    {"sqrt(2) * sqrt(2)", 128},   /* exactly 2 */
	    {"pi", 201},                  /* floor(3.14159 * 64) */
	    {"exp(1) + x0", 173 + 192},   /* floor(2.71828 * 64) */
	    {"1 / 3", 21},
	    {"x0 ^ 0", 64},
	    {"mod(x0, x1)", 64},
	    {"mod(neg(x0), x1)", 64},
	};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		Arena *a = arena_new();
		Compiled c = compile(a, new_expr(a), "ap_fixed<14,8>",
		                     "ap_fixed<14,8>", UNDEF_ANY, row[i].text);
		assert_non_null(c.d);
		int64_t in[2] = {192, 128}, y;
		dp_interp(c.d, in, &y, NULL);
		if (y != row[i].y)
			fail_msg("%s: %lld", row[i].text, (long long)y);
		arena_free(a);
	}
	Arena *a = arena_new();
	Compiled c = compile(a, new_expr(a), "ap_fixed<14,6>", "ap_fixed<14,8>",
	                     UNDEF_ANY, "x0 ^ x1");
	assert_non_null(c.d);
	int64_t in[2] = {192, 128}, y;
	dp_interp(c.d, in, &y, NULL);
	/* log and the product are off by an lsb or two of 1/256, times 18 */
	assert_in_range(y, 9 * 64 - 9, 9 * 64 + 9);
	arena_free(a);
}

static void
test_saturates(void **state)
{
	(void)state;
	Arena *a = arena_new();
	assert_false(compile(a, new_expr(a), "ap_fixed<12,6>", "ap_fixed<14,8>",
	                     UNDEF_ERROR, "x0 + x1")
	                 .saturates);
	assert_true(compile(a, new_expr(a), "ap_fixed<12,6>", "ap_fixed<9,5>",
	                    UNDEF_ERROR, "x0 + x1")
	                .saturates);
	Compiled c =
	    compile(a, new_expr(a), "ap_fixed<12,6>",
	            "ap_fixed<9,5,AP_TRN,AP_WRAP>", UNDEF_ERROR, "x0 + x1");
	assert_true(c.saturates); /* leaves the range: there it wraps */
	int64_t in[2] = {640, 640}, y;
	dp_interp(c.d, in, &y, NULL);
	assert_int_equal(y, (640 + 640) / 4 - 512);
	c = compile(a, new_expr(a), "ap_fixed<12,6>", "ap_fixed<9,5>",
	            UNDEF_ERROR, "x0 + x1");
	dp_interp(c.d, in, &y, NULL);
	assert_int_equal(y, 255);
	arena_free(a);
}

static void
test_errors(void **state)
{
	static const struct {
		const char *type, *text, *error;
	} row[] = {
	    {"ap_fixed<16,6>", "log(x0)",
	     "-e:1:1: error: 'log(x0)' is not "
	     "proven to be defined"},
	    {"ap_fixed<16,6>", "1 + x0/x1", "-e:1:5: error: 'x0 / x1' is not"},
	    {"ap_fixed<16,6>", "x0 + log(0 - 1)", "-e:1:6: error: "},
	    {"ap_fixed<40,10>", "x0 + x1*x1", "needs more than 63 bits"},
	    {"ap_fixed<30,10>", "1 - sin(x0*x1)",
	     "-e:1:5: error: no function unit for 'sin(x0 * x1)'"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		Arena *a = arena_new();
		Diag *diag = diag_new(a, NULL);
		Compiled c =
		    compile(a, expr_new(a, diag), row[i].type, "ap_fixed<16,6>",
		            UNDEF_ERROR, row[i].text);
		if (c.d || diag->errors == 0)
			fail_msg("%s is accepted", row[i].text);
		if (!strstr(diag->log.s, row[i].error))
			fail_msg("%s: %s", row[i].text, diag->log.s);
		assert_non_null(strstr(diag->log.s, "note: "));
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_divide),
	    cmocka_unit_test(test_ports),
	    cmocka_unit_test(test_as_ap_types),
	    cmocka_unit_test(test_functions),
	    cmocka_unit_test(test_constants),
	    cmocka_unit_test(test_saturates),
	    cmocka_unit_test(test_errors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
