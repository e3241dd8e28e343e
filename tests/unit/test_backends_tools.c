/* What the backends wrote, in the tools it is for: random designs with every
 * operation and hostile texts pass gcc, clang, g++, Verilator's lint and
 * Yosys without a warning, and every model gives the interpreter's bits. */
#include <setjmp.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "backends/backend.h"
#include "testbench/bench.h"
#include "tests/unit/random_design.h"

enum {
	DESIGNS = 120, /* compiled and linted */
	SIZE = 40,     /* operations of each */
	BENCH = 12,    /* of them built as all models and run */
	VECTORS = 3000
};

typedef struct Work {
	Arena *a;
	const char *dir;
	Design *g[DESIGNS];
} Work;

static void
write_design(const Work *w, const Design *g)
{
	OutFiles out = {.a = w->a};

	for (size_t i = 0; backends[i]; i++)
		if (!backends[i]->asked)
			backends[i]->emit(g, &out);
	for (uint32_t i = 0; i < out.file.len; i++) {
		const OutFile *f = &out.file.at[i];
		char *path = arena_printf(w->a, "%s/%s", w->dir, f->path);
		char *slash = strrchr(path, '/');

		*slash = '\0';
		assert_true(dir_make(path));
		*slash = '/';
		assert_true(file_write(path, f->text, f->len));
	}
}

static void
write_text(const Work *w, const char *name, const Buf *b)
{
	assert_true(file_write(arena_printf(w->a, "%s/%s", w->dir, name), b->s,
	                       b->len));
}

static int
set_up(void **state)
{
	Arena *a = arena_new();
	Work *w = arena_alloc(a, sizeof *w);

	w->a = a;
	w->dir = temp_new(a, NULL);
	if (!w->dir)
		return -1;
	for (unsigned i = 0; i < DESIGNS; i++) {
		w->g[i] = random_design(a, i + 1, arena_printf(a, "d%u", i),
		                        SIZE, i % 5);
		write_design(w, w->g[i]);
	}
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	arena_free(((Work *)*state)->a);
	return 0;
}

/* Runs words of a command line in the folder; it must end well and print
 * nothing. */
static void
silent(const Work *w, const char *command)
{
	enum { WORDS = 64 };
	const char *argv[WORDS] = {NULL};
	char *words = arena_strdup(w->a, command), *out;
	size_t n = 0;
	int status;

	for (char *s = strtok(words, " "); s; s = strtok(NULL, " ")) {
		assert_true(n + 1 < WORDS);
		argv[n++] = s;
	}
	if (!argv[0])
		return;
	if (!strchr(argv[0], '/') && !tool_exists(argv[0])) {
		print_message("SKIP no %s\n", argv[0]);
		skip();
	}
	status = run(w->a, w->dir, argv, &out);
	if (status != 0 || *out)
		fail_msg("%s: status %d\n%.4000s", command, status, out);
}

/* ---- C ---- */

#define C_FLAGS                                                                \
	"-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow "    \
	"-Wcast-qual -Wundef -Werror "

static void
test_c_warnings(void **state)
{
	Work *w = *state;
	Buf b = buf_new(w->a);

	for (int i = 0; i < DESIGNS; i++)
		buf_printf(&b, "#include \"c/d%d.h\"\n", i);
	write_text(w, "all.c", &b);
	write_text(w, "all.cpp", &b);
	Buf small = buf_new(w->a);

	for (int i = 0; i < DESIGNS; i++)
		buf_printf(&small,
		           "#define d%d_SMALL_TABLES\n"
		           "#define d%d_WITH_DOUBLE\n",
		           i, i);
	buf_add(&small, b.s, b.len);
	write_text(w, "small.c", &small);
	silent(w, "gcc -std=c99 -fsyntax-only " C_FLAGS "all.c small.c");
	silent(w, "clang -std=c99 -fsyntax-only " C_FLAGS "all.c small.c");
	silent(w, "g++ -std=c++98 -Wno-long-long -fsyntax-only " C_FLAGS
	          "all.cpp");
	silent(w, "g++ -std=c++17 -fsyntax-only " C_FLAGS "all.cpp");
}

/* The caller of design i: int64_t in, int64_t out. */
static void
add_caller(const Work *w, unsigned i, Buf *b)
{
	const Datapath *d = w->g[i]->dp;

	buf_printf(b,
	           "static void run%u(const int64_t *i, int64_t *o)\n{\n"
	           "\td%u_in in;\n\td%u_out out;\n",
	           i, i, i);
	for (uint32_t k = 0; k < d->in.len; k++) {
		const DPort *p = &d->in.at[k];

		buf_printf(b, "\tin.%s = (%sint%d_t)i[%u];\n", p->ident,
		           p->is_signed ? "" : "u",
		           p->width <= 8    ? 8
		           : p->width <= 16 ? 16
		           : p->width <= 32 ? 32
		                            : 64,
		           k);
	}
	buf_printf(b, "\td%u_run(&in, &out);\n", i);
	for (uint32_t k = 0; k < d->out.len; k++)
		buf_printf(b, "\to[%u] = (int64_t)out.%s;\n", k,
		           d->out.at[k].ident);
	buf_printf(b, "}\n");
}

/* Every value a port's type can hold, promise or not. */
static void
wild_vector(const Datapath *d, uint64_t *s, int64_t *in)
{
	for (uint32_t i = 0; i < d->in.len; i++)
		in[i] = (int64_t)(rnd(s) >> rnd_below(s, 64));
}

static const char c_main[] =
    "int main(void)\n{\n"
    "\tint64_t in[64], want[64], got[64];\n"
    "\tint d, v, k, bad = 0;\n"
    "\tFILE *f = fopen(\"vectors\", \"rb\");\n"
    "\tfor (d = 0; d < DESIGNS; d++)\n"
    "\t\tfor (v = 0; v < 2 * VECTORS; v++) {\n"
    "\t\t\tif (fread(in, 8, nin[d], f) != nin[d])\n"
    "\t\t\t\treturn 2;\n"
    "\t\t\trun[d](in, got);\n"
    "\t\t\tif (v >= VECTORS)\n"
    "\t\t\t\tcontinue; /* outside the promise */\n"
    "\t\t\tif (fread(want, 8, nout[d], f) != nout[d])\n"
    "\t\t\t\treturn 3;\n"
    "\t\t\tfor (k = 0; k < (int)nout[d]; k++)\n"
    "\t\t\t\tif (got[k] != want[k] && bad++ < 10)\n"
    "\t\t\t\t\tprintf(\"d%d vector %d output %d: %lld, not %lld\\n\",\n"
    "\t\t\t\t\t       d, v, k, (long long)got[k],\n"
    "\t\t\t\t\t       (long long)want[k]);\n"
    "\t\t}\n"
    "\treturn bad != 0;\n}\n";

enum { C_VECTORS = 300 };

/* The interpreter's bits for promised inputs, and no undefined behaviour for
 * any. */
static void
test_c_bits(void **state)
{
	Work *w = *state;
	Buf b = buf_new(w->a), run_list = buf_new(w->a),
	    vectors = buf_new(w->a);
	Buf nin = buf_new(w->a), nout = buf_new(w->a);
	uint64_t s = 1;

	buf_printf(&b, "#include <stdio.h>\n");
	for (unsigned i = 0; i < DESIGNS; i++) {
		const Datapath *d = w->g[i]->dp;
		int64_t in[64], out[64];

		buf_printf(&b, "#include \"c/d%u.h\"\n", i);
		add_caller(w, i, &b);
		buf_printf(&run_list, "run%u, ", i);
		buf_printf(&nin, "%u, ", d->in.len);
		buf_printf(&nout, "%u, ", d->out.len);
		for (int v = 0; v < C_VECTORS; v++) {
			random_vector(d, &s, in);
			dp_interp(d, in, out, NULL);
			buf_add(&vectors, (char *)in, 8 * d->in.len);
			buf_add(&vectors, (char *)out, 8 * d->out.len);
		}
		for (int v = 0; v < C_VECTORS; v++) {
			wild_vector(d, &s, in);
			buf_add(&vectors, (char *)in, 8 * d->in.len);
		}
	}
	buf_printf(&b,
	           "enum { DESIGNS = %d, VECTORS = %d };\n"
	           "static void (*const run[])(const int64_t *, int64_t *) = "
	           "{%s};\n"
	           "static const size_t nin[] = {%s}, nout[] = {%s};\n%s",
	           DESIGNS, C_VECTORS, run_list.s, nin.s, nout.s, c_main);
	write_text(w, "main.c", &b);
	write_text(w, "vectors", &vectors);
	silent(w, "gcc -std=c99 -O1 " C_FLAGS "-fsanitize=undefined "
	          "-fno-sanitize-recover=all main.c -o main");
	silent(w, "./main");
}

/* ---- conversions to and from double ---- */

enum {
	ROUNDS = Q_RND_CONV + 1,
	OVERS = OV_SAT_SYM + 1,
	FORMATS = ROUNDS * OVERS * 2
};

/* A design with an input of every rounding, overflow and sign. */
static Design *
conversion_design(Arena *a)
{
	Datapath *d = dp_new(a, "conv");
	Design *g;
	uint64_t s = 5;

	for (unsigned i = 0; i < FORMATS; i++) {
		DPort p = {.is_signed = i % 2,
		           .width = (uint8_t)(1 + rnd_below(&s, 62)),
		           .lsb = (int16_t)rnd_in(&s, -40, 20)};
		Format f = port_format(&p);

		p.name = p.ident = arena_printf(a, "x%u", i);
		p.lo = format_lo(&f);
		p.hi = format_hi(&f);
		assert_true(dp_input(d, &p));
	}
	random_output(d, &s);
	g = design_of(d, 0);
	for (unsigned i = 0; i < FORMATS; i++) {
		g->in.at[i].format.q = (enum Round)(i / 2 % ROUNDS);
		g->in.at[i].format.o = (enum Over)(i / 2 / ROUNDS);
	}
	return g;
}

/* Halves, whole numbers and others, in range, beyond it, and far beyond. */
static double
conversion_value(const Format *f, uint64_t *s)
{
	double steps =
	    ldexp((double)rnd_in(s, -(INT64_C(1) << 53), INT64_C(1) << 53),
	          -(int)rnd_below(s, 56));

	if (rnd_below(s, 2))
		steps = floor(steps) + 0.5 * rnd_below(s, 2);
	if (rnd_below(s, 4) == 0)
		steps = ldexp(steps, (int)rnd_below(s, 70));
	return ldexp(steps, f->lsb);
}

static void
test_conversions(void **state)
{
	enum { VALUES = 400 };
	Work *w = *state;
	Design *g = conversion_design(w->a);
	Buf b = buf_new(w->a), data = buf_new(w->a);
	uint64_t s = 3;

	write_design(w, g);
	buf_printf(&b, "#include <stdio.h>\n#define conv_WITH_DOUBLE\n"
	               "#include \"c/conv.h\"\n"
	               "int main(void)\n{\n\tdouble v;\n\tint64_t want, got;\n"
	               "\tint i, bad = 0;\n"
	               "\tFILE *f = fopen(\"doubles\", \"rb\");\n");
	for (unsigned i = 0; i < FORMATS; i++) {
		const Format *f = &g->in.at[i].format;

		buf_printf(
		    &b,
		    "\tfor (i = 0; i < %d; i++) {\n"
		    "\t\tif (fread(&v, 8, 1, f) + fread(&want, 8, 1, f) "
		    "!= 2)\n\t\t\treturn 2;\n"
		    "\t\tgot = (int64_t)conv_x%u_from_double(v);\n"
		    "\t\tif (got != want && bad++ < 10)\n"
		    "\t\t\tprintf(\"%%a in %s: %%lld, not %%lld\\n\", v, "
		    "(long long)got, (long long)want);\n"
		    "\t\tif (conv_x%u_to_double(1) * %.17g < 1.0)\n"
		    "\t\t\treturn 3;\n\t}\n",
		    VALUES, i, format_text(f, w->a), i, ldexp(1, -f->lsb));
		for (int k = 0; k < VALUES; k++) {
			double v = conversion_value(f, &s);
			int64_t want = format_from_double(f, v);

			buf_add(&data, (char *)&v, 8);
			buf_add(&data, (char *)&want, 8);
		}
	}
	buf_printf(&b, "\treturn bad != 0;\n}\n");
	write_text(w, "conv.c", &b);
	write_text(w, "doubles", &data);
	silent(w, "gcc -std=c99 -O1 " C_FLAGS "-fsanitize=undefined,"
	          "float-cast-overflow -fno-sanitize-recover=all conv.c -o "
	          "conv");
	silent(w, "./conv");
}

/* ---- Verilog ---- */

/* A module around all designs, so that one run of a tool sees them all. */
static void
write_top(const Work *w)
{
	Buf b = buf_new(w->a);

	buf_printf(&b, "module top (\n    input wire clk,\n"
	               "    input wire rst,\n    input wire in_valid,\n"
	               "    input wire [62:0] in_unused\n);\n");
	for (unsigned i = 0; i < DESIGNS; i++) {
		const Datapath *d = w->g[i]->dp;

		buf_printf(&b, "    wire d%u_valid_unused;\n", i);
		for (uint32_t k = 0; k < d->out.len; k++)
			buf_printf(&b, "    wire [%d:0] d%u_%s_unused;\n",
			           d->out.at[k].width - 1, i,
			           d->out.at[k].ident);
		buf_printf(&b,
		           "    d%u i%u (%s.in_valid(in_valid), "
		           ".out_valid(d%u_valid_unused)",
		           i, i, d->latency ? ".clk(clk), .rst(rst), " : "", i);
		for (uint32_t k = 0; k < d->in.len; k++)
			buf_printf(&b, ", .%s(in_unused[%d:0])",
			           d->in.at[k].ident, d->in.at[k].width - 1);
		for (uint32_t k = 0; k < d->out.len; k++)
			buf_printf(&b, ", .%s(d%u_%s_unused)",
			           d->out.at[k].ident, i, d->out.at[k].ident);
		buf_printf(&b, ");\n");
	}
	buf_printf(&b, "endmodule\n");
	write_text(w, "top.v", &b);
}

static void
test_verilator_lint(void **state)
{
	write_top(*state);
	silent(*state,
	       "verilator --lint-only -Wall -y verilog --top-module top top.v");
}

static void
test_yosys(void **state)
{
	Work *w = *state;
	Buf b = buf_new(w->a);

	for (int i = 0; i < DESIGNS; i++)
		buf_printf(&b, "read_verilog verilog/d%d.v\n", i);
	buf_printf(&b, "proc\nopt -fast\ncheck -assert\n");
	write_text(w, "all.ys", &b);
	silent(w, "yosys -q -e .* -s all.ys");
}

/* ---- all models ---- */

static void
compare(Bench *b, const Work *w, size_t i, enum Stream s, const int64_t *in)
{
	const Datapath *d = w->g[i]->dp;
	Records r = bench_records(b, w->a, i, s);
	size_t want = stream_info[s].most ? stream_info[s].most : VECTORS;

	if (!r.at) {
		fail_msg("d%zu, %s: no results", i, stream_info[s].doc);
		return;
	}
	assert_true(s == S_RESET ? r.n > 0
	                         : r.n == (want < VECTORS ? want : VECTORS));
	for (size_t k = 0; k < r.n; k++) {
		const int64_t *at = &r.at[k * (1 + d->out.len)];
		int64_t out[64];

		dp_interp(d, in + (size_t)at[0] * d->in.len, out, NULL);
		if (memcmp(out, at + 1, 8 * d->out.len) != 0)
			fail_msg("d%zu, %s: vector %lld", i, stream_info[s].doc,
			         (long long)at[0]);
	}
	assert_int_equal(strlen(bench_complaints(b, w->a, i)), 0);
}

static void
test_models(void **state)
{
	Work *w = *state;
	Diag *diag = diag_new(w->a, NULL);
	Loaded *l = arena_alloc(w->a, BENCH * sizeof *l);
	Unit *unit = arena_alloc(w->a, BENCH * sizeof *unit);
	Bench b = {.a = w->a,
	           .diag = diag,
	           .dir = temp_new(w->a, NULL),
	           .unit = unit,
	           .n = BENCH,
	           .jobs = 2};
	int64_t *in[BENCH];
	uint64_t s = 7;

	for (size_t i = 0; i < BENCH; i++) {
		const Datapath *d = w->g[i]->dp;
		static const char *const file[] = {"c/%s.h", "hls/%s.cpp",
		                                   "verilog/%s.v"};

		l[i] = (Loaded){.g = *w->g[i], .dir = w->dir};
		for (size_t k = 0; k < 3; k++)
			vec_push(w->a, l[i].file,
			         arena_printf(w->a, file[k], d->name));
		unit_init(&unit[i], &l[i]);
		in[i] = arena_alloc(w->a, VECTORS * d->in.len * sizeof **in);
		for (size_t v = 0; v < VECTORS; v++)
			random_vector(d, &s, in[i] + v * d->in.len);
	}
	if (bench_tools(diag, unit, BENCH)) {
		print_message("SKIP %s", diag->log.s);
		skip();
	}
	assert_true(bench_build(&b));
	for (size_t i = 0; i < BENCH; i++)
		assert_true(bench_vectors(&b, i, in[i], VECTORS));
	bench_run(&b);
	for (size_t i = 0; i < BENCH; i++) {
		for (int m = 0; m < MODELS; m++)
			if (unit[i].fault[m])
				fail_msg("d%zu: %s", i, unit[i].fault[m]);
		for (int k = 0; k < STREAMS; k++)
			if (k != S_RESET || w->g[i]->dp->latency)
				compare(&b, w, i, (enum Stream)k, in[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_c_warnings),
	    cmocka_unit_test(test_c_bits),
	    cmocka_unit_test(test_conversions),
	    cmocka_unit_test(test_verilator_lint),
	    cmocka_unit_test(test_yosys),
	    cmocka_unit_test(test_models),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
