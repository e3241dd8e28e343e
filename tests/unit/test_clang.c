/* C functions through libclang: the values of the DAG against those of the
 * compiled function, and C that `--emit ref` wrote read back. */
#include "tests/unit/front.h"

#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>

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

int
main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_compiled)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
