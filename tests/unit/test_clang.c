/* C functions through libclang: the values of the DAG against those of the
 * compiled function, and C that `--emit ref` wrote read back. */
#include "tests/unit/front.h"

#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>

#include "backends/backend.h"
#include "ir/eval.h"

enum { POINTS = 1000, MAX_IN = 16, MAX_OUT = 16, GRID = 1024, BITS = 128 };

static const struct Sample {
	const char *file, *function;
	uint32_t outputs;
	double lo, hi;    /* of every input */
	double tolerance; /* relative to the larger of 1 and the value */
} samples[] = {
    {"tools.c", "eureqa", 1, -2, 3, 1e-12},
    {"tools.c", "turingbot", 1, -2, 3, 1e-12},
    {"tools.c", "turingbot_step", 1, -2, 3, 1e-12},
    {"tools.c", "heuristiclab", 1, -2, 3, 1e-12},
    {"tools.c", "sympy_result", 1, 0.1, 3, 1e-12},
    {"tools.c", "sympy_piecewise", 1, -2, 3, 1e-12},
    {"tools.c", "sympy_ccode", 1, -2, 3, 1e-12},
    {"tools.c", "sympy_vector", 3, -2, 3, 1e-12},
    {"tools.c", "sympy_cse", 1, -2, 3, 1e-12},
    {"tools.c", "pysr", 1, -2, 3, 1e-12},
    {"flow.c", "early", 1, -2, 3, 1e-12},
    {"flow.c", "nested", 1, -2, 3, 1e-12},
    {"flow.c", "horner", 1, -2, 3, 1e-12},
    {"flow.c", "newton", 1, -2, 3, 1e-12},
    {"flow.c", "newton_30", 1, -2, 3, 1e-12},
    {"flow.c", "do_while", 1, -2, 3, 1e-12},
    {"flow.c", "skipping", 1, -2, 3, 1e-12},
    {"flow.c", "double_loop", 1, -2, 3, 1e-12},
    {"flow.c", "found", 1, -2, 3, 1e-12},
    {"flow.c", "saturate", 1, -2, 3, 1e-12},
    {"flow.c", "logic", 1, -2, 3, 1e-12},
    {"flow.c", "truth", 1, -2, 3, 1e-12},
    {"flow.c", "scoped", 1, -2, 3, 1e-12},
    {"flow.c", "deep", 1, -2, 3, 1e-12},
    {"flow.c", "comma", 1, -2, 3, 1e-12},
    {"numbers.c", "division", 1, -2, 3, 1e-12},
    {"numbers.c", "macros", 1, -2, 3, 1e-12},
    {"numbers.c", "constants", 1, -2, 3, 1e-12},
    {"numbers.c", "casts", 1, -2, 3, 1e-12},
    {"numbers.c", "remainders", 1, -2, 3, 1e-12},
    {"numbers.c", "rounding", 1, -2, 3, 1e-12},
    {"numbers.c", "bits", 1, -2, 3, 1e-12},
    {"numbers.c", "trigonometry", 1, -2, 3, 1e-12},
    {"numbers.c", "hyperbolic", 1, -2, 3, 1e-12},
    {"numbers.c", "exponentials", 1, -2, 3, 1e-12},
    {"numbers.c", "powers", 1, -2, 3, 1e-12},
    {"numbers.c", "special", 1, -2, 3, 1e-12},
    {"numbers.c", "extrema", 1, -2, 3, 1e-12},
    {"numbers.c", "abs_int", 1, -2, 3, 1e-12},
    {"numbers.c", "scaled", 1, -2, 3, 1e-12},
    {"numbers.c", "stepping", 1, -2, 3, 1e-12},
    {"numbers.c", "mixed", 1, -2, 3, 1e-12},
    {"objects.c", "dot", 1, -2, 3, 1e-12},
    {"objects.c", "matrix", 1, -2, 3, 1e-12},
    {"objects.c", "local_array", 1, -2, 3, 1e-12},
    {"objects.c", "polar", 2, -2, 3, 1e-12},
    {"objects.c", "by_value", 1, -2, 3, 1e-12},
    {"objects.c", "by_pointer", 1, -2, 3, 1e-12},
    {"objects.c", "pair", 2, -2, 3, 1e-12},
    {"objects.c", "into", 2, -2, 3, 1e-12},
    {"objects.c", "swapped", 1, -2, 3, 1e-12},
    {"objects.c", "sliced", 1, -2, 3, 1e-12},
    {"objects.c", "twice", 1, -2, 3, 1e-12},
    {"objects.c", "in_place", 2, -2, 3, 1e-12},
    {"objects.c", "chained", 1, -2, 3, 1e-12},
    {"objects.c", "returned", 2, -2, 3, 1e-12},
    {"floats.c", "line", 1, -2, 3, 1e-6},
    {"floats.c", "wave", 1, -2, 3, 2e-6},
    {"floats.c", "half_float", 1, -2, 3, 1e-12},
    {"floats.c", "picks", 1, -2, 3, 1e-12},
    {"plus.cpp", "boosted", 1, -2, 3, 1e-12},
    {"plus.cpp", "standard", 1, -2, 3, 1e-12},
    {"plus.cpp", "references", 1, -2, 3, 1e-12},
    {"plus.cpp", "by_reference", 2, -2, 3, 1e-12},
    {"plus.cpp", "rotated", 2, -2, 3, 1e-12},
    {"plus.cpp", "boolean", 1, -2, 3, 1e-12},
    {"plus.cpp", "defaults", 1, -2, 3, 1e-12},
    {"plus.cpp", "templates", 1, -2, 3, 1e-12},
    {"plus.cpp", "operators", 1, -2, 3, 1e-12},
};

typedef void Compiled(const double *, double *);

static bool
read_c(Arena *a, const char *path, const char *function, Table *t)
{
	Diag *d = diag_new(a, stderr);
	size_t len;
	const char *text = file_read(a, path, 1 << 20, &len);

	assert_non_null(text);
	return table_read(a, d, diag_source(d, path, text, len), NULL,
	                  source(d, "function", function), t);
}

/* The shared library of a file; it stays loaded. */
static void *
library(Arena *a, const char *file)
{
	static struct {
		const char *file;
		void *handle;
	} cache[8];
	char dir[] = "/tmp/symgate-clang-XXXXXX";
	const char *so, *src = arena_printf(a, "tests/clang/%s", file);
	size_t i = 0;

	while (cache[i].file && strcmp(cache[i].file, file) != 0)
		i++;
	assert_true(i < COUNT(cache));
	if (cache[i].file)
		return cache[i].handle;
	assert_non_null(mkdtemp(dir));
	so = arena_printf(a, "%s/f.so", dir);
	assert_int_equal(
	    run(a, NULL,
	        (const char *const[]){strstr(file, ".cpp") ? "g++" : "gcc",
	                              "-O1", "-ffp-contract=off", "-include",
	                              "tests/clang/adapt.h", "-shared", "-fPIC",
	                              "-o", so, src, "-lm", NULL},
	        NULL),
	    0);
	cache[i].file = file;
	cache[i].handle = dlopen(so, RTLD_NOW | RTLD_LOCAL);
	assert_non_null(cache[i].handle);
	remove(so);
	remove(dir);
	return cache[i].handle;
}

static Compiled *
compiled(Arena *a, const struct Sample *s)
{
	void *p =
	    dlsym(library(a, s->file), arena_printf(a, "test_%s", s->function));
	Compiled *f;

	assert_non_null(p);
	memcpy(&f, &p, sizeof f);
	return f;
}

/* The n inputs of point i: multiples of 1/1024, which floats hold. */
static void
point(const struct Sample *s, uint64_t *seed, double *x)
{
	for (int i = 0; i < MAX_IN; i++) {
		*seed = *seed * 6364136223846793005u + 1442695040888963407u;
		x[i] = floor((s->lo + (s->hi - s->lo) * (double)(*seed >> 33) *
		                          0x1p-31) *
		             GRID) /
		       GRID;
	}
}

/* The DAG's value, or NaN. */
static double
value_at(const Prog *p, const double *x, mpq_t *q, mpfi_ptr r)
{
	mpfr_t m;
	double v = NAN;

	for (int i = 0; i < MAX_IN; i++)
		mpq_set_d(q[i], x[i]);
	if (!prog_exact(p, (const mpq_t *)q, BITS, r))
		return v;
	mpfr_init2(m, BITS);
	mpfi_mid(m, r);
	v = mpfr_get_d(m, MPFR_RNDN);
	mpfr_clear(m);
	return v;
}

typedef struct Check {
	const struct Sample *s;
	Table t;
	Compiled *f;
	const Prog *p[MAX_OUT];
	mpq_t q[MAX_IN];
	mpfi_t r;
} Check;

/* Whether both are defined at x; fails where they differ. */
static bool
check_point(Check *c, const double *x)
{
	double y[MAX_OUT];

	c->f(x, y);
	for (uint32_t k = 0; k < c->t.row.len; k++) {
		double v = value_at(c->p[k], x, c->q, c->r);

		if (!isfinite(v) && !isfinite(y[k]))
			return false;
		if (!(fabs(v - y[k]) <= c->s->tolerance * fmax(1, fabs(y[k]))))
			fail_msg("%s: %.17g, compiled %.17g at %g, %g, %g",
			         c->s->function, v, y[k], x[0], x[1], x[2]);
	}
	return true;
}

/* The text that the manifest gets is the same DAG to the front end. */
static void
text_returns(Arena *a, const Row *row)
{
	Front f = front(a, "python");
	Expr *both = expr_new(a, f.diag);
	Ref *x = arena_alloc(a, row->dag->node.len * sizeof *x), *y, r;

	for (uint32_t i = 0; i < row->define.len; i++)
		assert_true(define(&f, row->define.at[i]));
	r = parse(&f, row->text);
	if (!r)
		fail_msg("%s", log_of(f.diag));
	y = arena_alloc(a, f.e->node.len * sizeof *y);
	if (expr_copy(both, row->dag, row->ref, x) !=
	    expr_copy(both, f.e, r, y))
		fail_msg("another meaning: %s", row->text);
}

static void
agrees(Arena *a, const struct Sample *s)
{
	Check c = {.s = s, .f = compiled(a, s)};
	const char *path = arena_printf(a, "tests/clang/%s", s->file);
	double x[MAX_IN];
	uint64_t seed = 1;
	uint32_t n = 0;

	if (!read_c(a, path, s->function, &c.t))
		fail_msg("%s is not read", s->function);
	assert_int_equal(c.t.row.len, s->outputs);
	for (uint32_t k = 0; k < c.t.row.len; k++)
		text_returns(a, &c.t.row.at[k]);
	for (uint32_t k = 0; k < c.t.row.len; k++)
		c.p[k] = prog_new(a, c.t.row.at[k].dag, c.t.row.at[k].ref, 0);
	for (int i = 0; i < MAX_IN; i++)
		mpq_init(c.q[i]);
	mpfi_init2(c.r, BITS);
	for (int i = 0; n < POINTS && i < 100 * POINTS; i++) {
		point(s, &seed, x);
		n += check_point(&c, x);
	}
	assert_int_equal(n, POINTS);
	mpfi_clear(c.r);
	for (int i = 0; i < MAX_IN; i++)
		mpq_clear(c.q[i]);
}

static void
test_compiled(void **state)
{
	for (size_t i = 0; i < COUNT(samples); i++)
		agrees(*state, &samples[i]);
}

/* ---- --emit ref, read back ---- */

/* e's outputs written as C and read again are the same nodes. */
static void
returns(Arena *a, const Expr *e)
{
	Diag *d = diag_new(a, stderr);
	Datapath dp = {0};
	Design g = {
	    .a = a, .name = "f", .read = e, .dp = &dp, .target = targets[0]};
	OutFiles files = {.a = a};
	Expr *both = expr_new(a, d);
	Ref *map = arena_alloc(a, e->node.len * sizeof *map);
	Table t = {0};

	for (uint32_t i = 0; i < e->out.len; i++) {
		DesignOutput o = {.ident = e->out.at[i].name, .equation = "?"};

		vec_push(a, g.out, o);
	}
	backend_by_name("ref", 3)->emit(&g, &files);
	assert_int_equal(files.file.len, 1);
	if (!table_read(a, d,
	                diag_source(d, "ref.c", files.file.at[0].text,
	                            files.file.at[0].len),
	                NULL, (Span){0}, &t))
		fail_msg("not read:\n%s", files.file.at[0].text);
	assert_int_equal(t.row.len, e->out.len);
	for (uint32_t i = 0; i < t.row.len; i++) {
		const Row *row = &t.row.at[i];
		Ref *back = arena_alloc(a, row->dag->node.len * sizeof *back);
		Ref was = expr_copy(both, e, e->out.at[i].ref, map);
		Ref is = expr_copy(both, row->dag, row->ref, back);

		if (was != is)
			fail_msg("output %u became another:\n%s", i,
			         files.file.at[0].text);
	}
}

static void
add_output(Expr *e, const char *name, Ref r)
{
	vec_push(e->a, e->out, ((ExprOutput){.name = name, .ref = r}));
}

static void
test_ref_operators(void **state)
{
	Arena *a = *state;

	for (int op = O_var + 1; op < O_count; op++) {
		Expr *e = expr_new(a, diag_new(a, stderr));
		Ref x[OP_ARGS] = {expr_var(e, "x", (Span){0}),
		                  expr_var(e, "y", (Span){0}),
		                  expr_var(e, "z", (Span){0})};
		Ref half = parse(&(Front){.a = a,
		                          .diag = e->diag,
		                          .e = e,
		                          .dialect = dialect_by_name("python")},
		                 "x * -0.5 - 1e-30 * 12345678901234567890123");
		Ref r = expr_op(e, (enum Op)op, x, (Span){0});

		add_output(e, "u", r);
		x[0] = half;
		x[1] = r;
		x[2] = half;
		r = expr_op(e, (enum Op)op, x, (Span){0});
		r = expr_op(e, O_neg, &r, (Span){0});
		add_output(e, "v", expr_op(e, O_neg, &r, (Span){0}));
		r = expr_int(e, 2, (Span){0});
		add_output(e, "w", expr_op(e, O_neg, &r, (Span){0}));
		returns(a, e);
	}
}

/* Sharing and depth: 64 nested squares and a long sum. */
static void
test_ref_shared(void **state)
{
	Arena *a = *state;
	Expr *e = expr_new(a, diag_new(a, stderr));
	Ref x = expr_var(e, "x", (Span){0}), r = x, s = x;

	for (int i = 0; i < 64; i++) {
		r = expr_op(e, O_mul, (Ref[]){r, r}, (Span){0});
		s = expr_op(e, O_add, (Ref[]){s, expr_int(e, i, (Span){0})},
		            (Span){0});
	}
	add_output(e, "u", r);
	add_output(e, "v", s);
	returns(a, e);
}

static void
test_ref_fronts(void **state)
{
	static const char *const file[] = {
	    "examples/muon/hall_of_fame.csv", "examples/pulse/energy.csv",
	    "examples/pulse/time.csv", "examples/jets/taggers.csv"};
	uint32_t n = 0;

	for (size_t i = 0; i < COUNT(file); i++) {
		Arena *a = *state;
		Diag *d = diag_new(a, stderr);
		size_t len;
		const char *text = file_read(a, file[i], 1 << 20, &len);
		Table t;

		assert_non_null(text);
		assert_true(table_read(a, d, diag_source(d, file[i], text, len),
		                       NULL, (Span){0}, &t));
		for (uint32_t k = 0; k < t.row.len; k++, n++) {
			Front f = {.a = a,
			           .diag = d,
			           .e = expr_new(a, d),
			           .dialect = t.dialect};
			Ref r = front_parse(&f, t.row.at[k].equation);

			assert_true(r);
			add_output(f.e, "y", r);
			returns(a, f.e);
		}
	}
	assert_int_equal(n, 40);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_compiled), TEST(test_ref_operators),
	    TEST(test_ref_shared), TEST(test_ref_fronts)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
