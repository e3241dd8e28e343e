/* The test bench on designs made by hand: it passes what is right, and finds
 * every kind of fault that is put in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "backends/backend.h"
#include "testbench/bench.h"

typedef struct Work {
	Arena *a;
	Diag *d;
	const char *dir;
} Work;

static int
set_up(void **state)
{
	Arena *a = arena_new();
	Work *w = arena_alloc(a, sizeof *w);

	*w = (Work){a, diag_new(a, NULL), temp_new(a, NULL)};
	*state = w;
	return w->dir ? 0 : -1;
}

static int
tear_down(void **state)
{
	Work *w = *state;

	arena_free(w->a);
	return 0;
}

/* ---- designs ---- */

static DPort
port(const char *name, bool is_signed, unsigned width, int lsb)
{
	Format f = {is_signed, (uint8_t)width, (int16_t)lsb, 0, 0, 0, 0};

	return (DPort){.name = name,
	               .ident = name,
	               .is_signed = is_signed,
	               .width = (uint8_t)width,
	               .lsb = (int16_t)lsb,
	               .lo = format_lo(&f),
	               .hi = format_hi(&f)};
}

static DesignInput
input_of(const DPort *p, const char *lo, const char *hi)
{
	return (DesignInput){
	    .name = p->name,
	    .ident = p->ident,
	    .format = {p->is_signed, p->width, p->lsb, Q_TRN, OV_SAT, 0, 0},
	    .scale = "1",
	    .offset = "0",
	    .lo = p->lo,
	    .hi = p->hi,
	    .lo_text = lo,
	    .hi_text = hi};
}

static void
add_output(Design *g, DRef r, DPort p, const char *equation,
           const char *overflow, const char *bound)
{
	p.ref = r;
	p.lo = dp_at(g->dp, r)->lo;
	p.hi = dp_at(g->dp, r)->hi;
	vec_push(g->a, g->dp->out, p);
	vec_push(g->a, g->out,
	         ((DesignOutput){.name = p.name,
	                         .ident = p.ident,
	                         .format = {p.is_signed, p.width, p.lsb, Q_TRN,
	                                    OV_SAT, 0, 0},
	                         .equation = equation,
	                         .simplified = equation,
	                         .overflow = overflow,
	                         .proven = true,
	                         .bound_abs = bound,
	                         .bound_ulp = "?"}));
	g->out.at[g->out.len - 1].bound_ulp = "1";
}

static Design
new_design(Arena *a, const char *name)
{
	return (Design){.a = a,
	                .name = name,
	                .command = "test",
	                .numerics = "faithful",
	                .undefined = "error",
	                .dialect = "julia",
	                .dp = dp_new(a, name),
	                .target = target_by_name("xcvu9p"),
	                .clock_mhz = 200};
}

/* y = x0 * x1 + 1/4, rounded half up and saturated, three ranks. */
static Design
product(Arena *a, const char *name)
{
	Design g = new_design(a, name);
	DPort x0 = port("x0", true, 8, -4), x1 = port("x1", true, 8, -4);
	DRef p, y;

	x0.ref = dp_input(g.dp, &x0);
	x1.ref = dp_input(g.dp, &x1);
	p = dp_mul(g.dp, x0.ref, x1.ref);
	y = dp_round(g.dp, dp_add(g.dp, p, dp_const(g.dp, 64)), 2);
	y = dp_clamp(g.dp, y, -2048, 2047);
	vec_push(a, g.in, input_of(&x0, "-8", "7.9375"));
	vec_push(a, g.in, input_of(&x1, "-8", "7.9375"));
	add_output(&g, y, port("y", true, 12, -6), "x0 * x1 + 0.25", "saturate",
	           "0.0078125");
	dp_dce(g.dp);
	dp_schedule(g.dp, g.target, 2.0, 3, UINT32_MAX);
	return g;
}

static Expr *
product_expr(Arena *a, Diag *d)
{
	Expr *e = expr_new(a, d);
	Ref x[2], r;
	mpq_t q;

	mpq_init(q);
	mpq_set_ui(q, 1, 4);
	x[0] = expr_var(e, "x0", (Span){0});
	x[1] = expr_var(e, "x1", (Span){0});
	x[0] = expr_op(e, O_mul, x, (Span){0});
	x[1] = expr_const(e, q, (Span){0});
	mpq_clear(q);
	r = expr_op(e, O_add, x, (Span){0});
	vec_push(a, e->out, ((ExprOutput){.name = "y", .ref = r}));
	return e;
}

/* y = 1 / t, t = x / 3 + 1/2, combinational, by a table of 64 entries; x is
 * clamped to [8, 40]. */
static Design
reciprocal(Arena *a, const char *name)
{
	Design g = new_design(a, name);
	DPort x = port("x", false, 6, -2);
	DesignInput in = input_of(&x, "1.1666666666666666", "?");
	int64_t entry[33];
	uint32_t table;
	DRef i;

	/* t = x / 12 + 1/2 for the port integer x; y = 2^8 / t, rounded */
	for (int64_t k = 8; k <= 40; k++)
		entry[k - 8] = (2 * 256 * 12 + k + 6) / (2 * (k + 6));
	x.ref = dp_input(g.dp, &x);
	table = dp_table(g.dp, entry, 33);
	i = dp_sub(g.dp, dp_clamp(g.dp, x.ref, 8, 40), dp_const(g.dp, 8));
	in.scale = "1/3";
	in.offset = "0.5";
	in.lo = 8;
	in.hi = 40;
	in.lo_text = "7/6";
	in.hi_text = "23/6";
	in.clamp = true;
	vec_push(a, g.in, in);
	add_output(&g, dp_lut(g.dp, i, table), port("y", false, 10, -8),
	           "inv(x)", "never", "0.001953125");
	dp_dce(g.dp);
	dp_schedule(g.dp, g.target, 5.0, 0, UINT32_MAX);
	return g;
}

static Expr *
reciprocal_expr(Arena *a, Diag *d)
{
	Expr *e = expr_new(a, d);
	Ref x = expr_var(e, "x", (Span){0});

	x = expr_op(e, O_inv, &x, (Span){0});
	vec_push(a, e->out, ((ExprOutput){.name = "y", .ref = x}));
	return e;
}

static const char *
write_design(Work *w, const Design *g, const char *folder)
{
	OutFiles files = {.a = w->a};
	const char *dir = arena_printf(w->a, "%s/%s", w->dir, folder);

	for (size_t i = 0; backends[i]; i++)
		if (!backends[i]->asked)
			backends[i]->emit(g, &files);
	Span at = {diag_source(w->d, "-o", dir, strlen(dir)), 0,
	           (uint32_t)strlen(dir)};

	assert_true(out_write(w->d, at, &files));
	return dir;
}

/* Replaces the first `from` in a file of the design. */
static void
edit(Work *w, const char *dir, const char *file, const char *from,
     const char *to)
{
	const char *path = arena_printf(w->a, "%s/%s", dir, file);
	size_t len;
	char *s = file_read(w->a, path, 1 << 20, &len), *at;
	Buf b = buf_new(w->a);

	assert_non_null(s);
	at = strstr(s, from);
	assert_non_null(at);
	buf_printf(&b, "%.*s%s%s", (int)(at - s), s, to, at + strlen(from));
	assert_true(file_write(path, b.s, b.len));
}

/* ---- loading ---- */

static void
test_load(void **state)
{
	Work *w = *state;
	Design g = reciprocal(w->a, "rec");
	const char *dir = write_design(w, &g, "rec");
	Loaded l;

	assert_true(design_load(w->a, w->d, dir, &l));
	assert_int_equal(l.g.in.len, 1);
	assert_int_equal(l.g.in.at[0].lo, 8);
	assert_int_equal(l.g.in.at[0].hi, 40);
	assert_true(l.g.in.at[0].clamp);
	assert_string_equal(l.g.out.at[0].bound_abs, "0.001953125");
	assert_int_equal(l.g.dp->table.at[0].len, 33);
	assert_int_equal(w->d->errors, 0);
}

typedef struct Edit {
	const char *file, *from, *to, *message;
} Edit;

static const Edit wrong[] = {
    {"manifest.json", "\"schema\": 1", "\"schema\": 2", "\"schema\" must be"},
    {"manifest.json", "\"name\": \"rec\"", "\"name\": \"../rec\"",
     "\"name\" must be"},
    {"manifest.json", "\"name\": \"rec\"", "\"nome\": \"rec\"",
     "\"name\" is missing"},
    {"manifest.json", "\"name\": \"rec\"", "\"name\": \"other\"", "other.dp"},
    {"manifest.json", "\"latency_cycles\": 0", "\"latency_cycles\": 1",
     "the latency is not"},
    {"manifest.json", "\"width\": 6", "\"width\": \"6\"",
     "must be an integer from 1 to 63"},
    {"manifest.json", "\"width\": 6", "\"width\": 7", "is not what"},
    {"manifest.json", "\"signed\": false", "\"signed\": 0",
     "must be true or false"},
    {"manifest.json", "\"lsb\": -2", "\"lsb\": -3", "is not what"},
    {"manifest.json", "\"scale\": \"1/3\"", "\"scale\": \"0\"",
     "must not be zero"},
    {"manifest.json", "\"scale\": \"1/3\"", "\"scale\": \"1/0\"",
     "a number in quotes"},
    {"manifest.json", "\"lo\": \"7/6\"", "\"lo\": \"7/5\"",
     "the low end is not"},
    {"manifest.json", "\"clamp\"", "\"wish\"", "one of: assume clamp"},
    {"manifest.json", "\"bound_abs\": \"0.001953125\"", "\"bound_abs\": \"\"",
     "an output that is proven has a bound"},
    {"manifest.json", "\"bound_abs\": \"0.001953125\"", "\"bound_abs\": \"-1\"",
     "not negative"},
    {"manifest.json", "\"undefined\": \"error\"", "\"undefined\": \"some\"",
     "one of: error any"},
    {"manifest.json", "\"target\": \"xcvu9p\"", "\"target\": \"z80\"",
     "unknown target"},
    {"manifest.json", "\"outputs\": [", "\"outputs\": [3, ",
     "must be a list of 1"},
    {"manifest.json", "{", "[", "not JSON"},
    {"rec.dp", "rec", "raw", "the name is not"},
    {"rec.dp", "lut", "lot", "error"}};

static void
test_wrong(void **state)
{
	Work *w = *state;
	Design g = reciprocal(w->a, "rec");

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		const Edit *e = &wrong[i];
		const char *dir =
		    write_design(w, &g, arena_printf(w->a, "w%zu", i));
		Diag *d = diag_new(w->a, NULL);
		Loaded l;

		edit(w, dir, e->file, e->from, e->to);
		if (design_load(w->a, d, dir, &l) || !d->log.s ||
		    !strstr(d->log.s, e->message))
			fail_msg("%s to %s: %s", e->from, e->to,
			         d->log.s ? d->log.s : "accepted");
	}
}

/* ---- vectors ---- */

static void
test_vectors(void **state)
{
	Work *w = *state;
	VerifyOptions opt = {.vectors = 50, .seed = 3, .exhaustive = 1000};
	Design g = product(w->a, "prod");
	Loaded l = {.g = g};
	Vectors v, again;
	int64_t *in, *one;
	bool corner = false;

	vectors_plan(w->a, &l, &opt, &v);
	assert_int_equal(v.grid, 0);
	assert_int_equal(v.random, 50);
	assert_int_equal(v.edge, 0); /* no decision hangs on one input alone */
	in = arena_alloc(w->a, v.n * 2 * sizeof *in);
	one = arena_alloc(w->a, 2 * sizeof *one);
	vectors_fill(&v, 0, v.n, in);
	vectors_plan(w->a, &l, &opt, &again);
	for (uint64_t k = 0; k < v.n; k++) {
		vectors_fill(&again, k, 1, one);
		assert_memory_equal(one, in + 2 * k, 2 * sizeof *one);
		assert_in_range(in[2 * k] + 128, 0, 255);
		corner |= in[2 * k] == -128 && in[2 * k + 1] == 127;
	}
	assert_true(corner);
	l.g = reciprocal(w->a, "rec");
	opt.exhaustive = 10;
	vectors_plan(w->a, &l, &opt, &v);
	assert_int_equal(v.edge, 2 * 32); /* both sides of each */
	l.g = g;
	opt.exhaustive = 0;
	vectors_plan(w->a, &l, &opt, &v);
	assert_int_equal(v.grid, 65536);
	assert_int_equal(v.n, 65536);
}

/* ---- against the reals ---- */

static void
count_bad(void *n, uint64_t vector, uint32_t output)
{
	(void)vector, (void)output;
	++*(unsigned *)n;
}

/* Errors of a design on its grid, the interpreter's outputs plus `shift`. */
static const Error *
errors(Work *w, const Loaded *l, int64_t shift, unsigned *bad)
{
	VerifyOptions opt = {.vectors = 10, .seed = 1};
	Vectors *v = arena_alloc(w->a, sizeof *v);
	Reference *r;
	int64_t *in, *out;

	vectors_plan(w->a, l, &opt, v);
	r = reference_new(w->a, w->d, l, v);
	in = arena_alloc(w->a, v->n * (l->g.in.len + 1) * sizeof *in);
	out = arena_alloc(w->a, v->n * sizeof *out);
	vectors_fill(v, 0, v->n, in);
	dp_interp_batch(l->g.dp, in, out, v->n, NULL);
	for (uint64_t k = 0; k < v->n; k++)
		out[k] += shift;
	*bad = 0;
	reference_block(r, 0, v->n, in, out, count_bad, bad);
	return reference_error(r, 0);
}

static void
test_errors(void **state)
{
	Work *w = *state;
	Loaded l = {.g = product(w->a, "prod"), .e = product_expr(w->a, w->d)};
	unsigned bad;
	const Error *e = errors(w, &l, 0, &bad);

	assert_int_equal(bad, 0);
	assert_int_equal(e->points, 65536);
	assert_true(e->exact >= 20000 && e->exact < e->points);
	assert_true(e->max == 0x1p-7); /* half an ulp: ties are rounded up */
	assert_int_equal(e->bin[4], e->points - e->bin[0] - e->bin[2]);
	e = errors(w, &l, 1, &bad); /* only ties, rounded up, err the more */
	assert_true(bad > 40000);
	assert_int_equal(e->over, bad);
	assert_true(e->max == 3 * 0x1p-7);
}

/* A wrapping output is compared on the circle. */
static void
test_wrap(void **state)
{
	Work *w = *state;
	Loaded l = {.g = product(w->a, "prod"), .e = product_expr(w->a, w->d)};
	unsigned bad;

	l.g.out.at[0].overflow = "wrap";
	errors(w, &l, 0, &bad); /* it saturates: wrong, now */
	assert_true(bad > 0);
	l.g.out.at[0].overflow = "never";
	errors(w, &l, 0, &bad);
	assert_true(bad > 0);
	/* whole turns of 2^12 make no difference */
	l.g = product(w->a, "prod");
	l.g.in.at[0].lo = l.g.in.at[1].lo = 0;
	l.g.in.at[0].hi = l.g.in.at[1].hi = 64; /* 4 * 4 + 1/4: no overflow */
	l.g.out.at[0].overflow = "wrap";
	errors(w, &l, 0, &bad);
	assert_int_equal(bad, 0);
	errors(w, &l, 4096, &bad);
	assert_int_equal(bad, 0);
	errors(w, &l, -4096 + 3, &bad);
	assert_true(bad > 0);
}

/* 1 / x at 0: a failure, unless such inputs may give anything. */
static void
test_undefined(void **state)
{
	Work *w = *state;
	Loaded l = {.g = reciprocal(w->a, "rec"),
	            .e = reciprocal_expr(w->a, w->d)};
	unsigned bad;
	const Error *e;

	l.g.in.at[0].offset = "-10/12"; /* x = 0 at the port's 10 */
	l.g.out.at[0].proven = false;
	e = errors(w, &l, 0, &bad);
	assert_true(bad > 0);
	assert_int_equal(e->over, e->undefined);
	l.g.undefined = "any";
	e = errors(w, &l, 0, &bad);
	assert_int_equal(bad, 0);
	assert_int_equal(e->over, 0);
	assert_true(e->undefined > 0);
}

static void
test_foreign_variable(void **state)
{
	Work *w = *state;
	Loaded l = {.g = reciprocal(w->a, "rec"),
	            .e = product_expr(w->a, w->d)};
	VerifyOptions opt = {.vectors = 10};
	Vectors v;

	vectors_plan(w->a, &l, &opt, &v);
	assert_null(reference_new(w->a, w->d, &l, &v));
	assert_non_null(strstr(w->d->log.s, "x0 is no input"));
}

/* ---- everything ---- */

/* Faults that are put into a design, and what verify.json must say. */
typedef struct Fault {
	bool table; /* the design: reciprocal, else product */
	const char *file, *from, *to;
	const char *finding[2];
} Fault;

#define MODEL(name, pass)                                                      \
	"\"name\": \"" name "\",\n      \"run\": true,\n      \"pass\": " pass
#define OUTPUT(pass) "\"proven\": true,\n      \"pass\": " pass

static const Fault fault[] = {
    {false, NULL, NULL, NULL, {OUTPUT("true"), MODEL("reset", "true")}},
    {true, NULL, NULL, NULL, {OUTPUT("true"), MODEL("bubbles", "true")}},
    {false,
     "verilog/%s.v",
     "= n1 * n2;",
     "= n1 * n2 + 16'sd4;",
     {MODEL("verilog", "false"), MODEL("c", "true")}},
    {false,
     "c/%s.h",
     "+ 66",
     "+ 67",
     {MODEL("c", "false"), MODEL("verilog", "true")}},
    {false,
     "c/%s.h",
     "y[i_] = ",
     "y[i_] = 1 ^ ",
     {MODEL("batch", "false"), MODEL("c", "true")}},
    {true,
     "hls/%s.cpp",
     "140, 134",
     "141, 134",
     {MODEL("hls", "false"), MODEL("c", "true")}},
    {true,
     "%s.dp",
     " 140 134 ",
     " 141 134 ",
     {MODEL("hls", "false"), OUTPUT("false")}},
    {false,
     "manifest.json",
     "\"0.0078125\"",
     "\"0.0078124\"",
     {OUTPUT("false"), MODEL("c", "true")}},
    {false,
     "verilog/%s.v",
     "valid <= 3'd0",
     "valid <= valid",
     {MODEL("reset", "false"), "out_valid is 1 and should be 0"}},
    {false,
     "verilog/%s.v",
     "assign out_valid = valid[LATENCY-1]",
     "assign out_valid = valid[LATENCY-2]",
     {MODEL("bubbles", "false"), "out_valid is 1 and should be 0"}},
};

enum { FAULTS = sizeof fault / sizeof *fault };

static void
has(Work *w, const char *dir, const char *text)
{
	size_t len;
	const char *s = file_read(
	    w->a, arena_printf(w->a, "%s/verify.json", dir), 1 << 20, &len);

	assert_non_null(s);
	if (!strstr(s, text))
		fail_msg("%s: no %s in %s", dir, text, s);
}

/* compile did not make some models, says the manifest. */
static void
drop(Work *w, const char *dir, const char *file)
{
	const char *name = arena_printf(w->a, "%s\"", file);

	edit(w, dir, "manifest.json", name,
	     arena_printf(w->a, "%s.none\"", file));
}

/* Design i of the table with its fault. HLS C++ is left out where it says
 * nothing new: it is slow to compile. */
static Loaded
faulty_design(Work *w, size_t i, bool only_c)
{
	const Fault *f = &fault[i];
	bool hls = !f->file || strstr(f->file, "hls") || strstr(f->file, "dp");
	const char *name = arena_printf(w->a, "m%zu", i);
	Design g = f->table ? reciprocal(w->a, name) : product(w->a, name);
	const char *dir = write_design(w, &g, name);
	Loaded l;

	if (f->file)
		edit(w, dir, arena_printf(w->a, f->file, name), f->from, f->to);
	if (!hls || only_c)
		drop(w, dir, arena_printf(w->a, "hls/%s.cpp", name));
	if (only_c)
		drop(w, dir, arena_printf(w->a, "verilog/%s.v", name));
	if (!design_load(w->a, w->d, dir, &l))
		fail_msg("%s", w->d->log.s);
	l.e = f->table ? reciprocal_expr(w->a, w->d) : product_expr(w->a, w->d);
	return l;
}

/* The text of a run over the first n faults. */
static char *
run_verify(Work *w, Loaded *l, size_t n, VerifyOptions opt, int expected)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	opt.vectors = 1000;
	opt.seed = 1;
	opt.exhaustive = 100;
	assert_int_equal(verify(w->a, w->d, l, n, &opt, out), expected);
	fclose(out);
	return text;
}

static void
test_faults(void **state)
{
	Work *w = *state;
	Loaded l[FAULTS];
	char *text;

	for (size_t i = 0; i < FAULTS; i++)
		l[i] = faulty_design(w, i, false);
	text = run_verify(w, l, FAULTS, (VerifyOptions){0}, 1);
	for (size_t i = 0; i < FAULTS; i++)
		for (size_t k = 0; k < 2; k++)
			has(w, l[i].dir, fault[i].finding[k]);
	has(w, l[0].dir, "\"mismatches\": []");
	assert_non_null(strstr(text, "PASS m0\n"));
	assert_non_null(strstr(text, "PASS m1\n"));
	for (size_t i = 2; i < FAULTS; i++)
		assert_non_null(
		    strstr(text, arena_printf(w->a, "FAIL m%zu\n", i)));
	free(text);
}

/* Both good designs, under one name: the reports, and the exit status. */
static void
test_reports(void **state)
{
	Work *w = *state;
	const char *junit = arena_printf(w->a, "%s/junit.xml", w->dir);
	VerifyOptions opt = {.junit_path = junit};
	Loaded l[2];
	char *text, *again;
	size_t len;

	l[0] = faulty_design(w, 0, true);
	l[1] = l[0];
	text = run_verify(w, l, 2, opt, 0);
	assert_non_null(strstr(text, "PASS m0\n"));
	again = run_verify(w, l, 2, opt, 0);
	assert_string_equal(text, again);
	free(again);
	free(text);
	text = file_read(w->a, junit, 1 << 20, &len);
	assert_non_null(strstr(text, "<testsuites name=\"symgate verify\" "
	                             "tests=\"8\" failures=\"0\">"));
}

/* One design does not compile: it fails, and the other one passes. */
static void
test_broken(void **state)
{
	Work *w = *state;
	Loaded l[2];
	char *text;

	for (size_t i = 0; i < 2; i++)
		l[i] = faulty_design(w, i, true);
	edit(w, l[0].dir, "c/m0.h", "->y = ", "->z = ");
	text = run_verify(w, l, 2, (VerifyOptions){0}, 1);
	has(w, l[0].dir, "does not compile");
	assert_non_null(strstr(text, "has no member named"));
	assert_non_null(strstr(text, "FAIL m0\n"));
	assert_non_null(strstr(text, "PASS m1\n"));
	free(text);
}

static void
test_missing_tool(void **state)
{
	Work *w = *state;
	const char *path = arena_strdup(w->a, getenv("PATH"));
	Loaded l = faulty_design(w, 0, false);
	char *text;

	setenv("PATH", w->dir, 1);
	text = run_verify(w, &l, 1, (VerifyOptions){0}, 3);
	setenv("PATH", path, 1);
	assert_string_equal(text, "");
	assert_non_null(strstr(w->d->log.s, "needs verilator"));
	assert_non_null(strstr(w->d->log.s, "apt-get install verilator"));
	free(text);
	setenv("SYMGATE_AP_TYPES", w->dir, 1);
	free(run_verify(w, &l, 1, (VerifyOptions){0}, 3));
	assert_non_null(strstr(w->d->log.s, "ap_types"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_load, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_wrong, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_vectors, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_errors, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_wrap, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_undefined, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_foreign_variable, set_up,
	                                    tear_down),
	    cmocka_unit_test_setup_teardown(test_faults, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_reports, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_broken, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_missing_tool, set_up,
	                                    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
