/* The cost model against Yosys and nextpnr: every line of
 * bench/characterise.csv, which bench/characterise.py measured. With V=1 in
 * the environment it prints both. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ir/target.h"

static DRef
input(Datapath *d, unsigned w)
{
	char *name = arena_printf(d->a, "x%u", (unsigned)d->in.len);
	int64_t top = (INT64_C(1) << (w - 1)) - 1;
	return dp_input(d, &(DPort){.name = name,
	                            .ident = name,
	                            .is_signed = true,
	                            .width = (uint8_t)w,
	                            .lo = -top - 1,
	                            .hi = top});
}

static DRef
unsigned_input(Datapath *d, unsigned w)
{
	return dp_bits(d, input(d, w + 1), 0, w);
}

/* The tables of characterise.py: a sine, and the noise of a linear
 * congruential generator. */
static DRef
rom(Datapath *d, unsigned addr, unsigned w, bool noise)
{
	uint32_t n = 1u << addr, state = 12345;
	int64_t *at = arena_alloc(d->a, n * sizeof *at);
	double top = ldexp(1, (int)w) - 1;
	for (uint32_t i = 0; i < n; i++) {
		state = (state * UINT32_C(1103515245) + 12345) & 0x7fffffff;
		double s = 0.5 + 0.499 * sin(3.0 * i / n);
		at[i] = noise ? state >> (31 - w) : (int64_t)floor(top * s);
	}
	return dp_lut(d, unsigned_input(d, addr), dp_table(d, at, n));
}

static DRef
constant(Datapath *d, double v)
{
	return dp_const(d, (int64_t)v);
}

/* The operation of one line; 0 for chains of several, which it does not
 * compare. */
static DRef
operation(Datapath *d, const char *op, unsigned a, unsigned b)
{
	double full = ldexp(1, (int)a), half = ldexp(1, (int)a - 1);
	if (!strcmp(op, "add"))
		return dp_add(d, input(d, a), input(d, a));
	if (!strcmp(op, "sub"))
		return dp_sub(d, input(d, a), input(d, a));
	if (!strcmp(op, "addc"))
		return dp_add(d, input(d, a), constant(d, ldexp(1, (int)b)));
	if (!strcmp(op, "neg"))
		return dp_neg(d, input(d, a));
	if (!strcmp(op, "mul"))
		return dp_mul(d, input(d, a), input(d, b));
	if (!strcmp(op, "lt"))
		return dp_lt(d, input(d, a), input(d, a));
	if (!strcmp(op, "ltc"))
		return dp_lt(d, input(d, a),
		             dp_const(d, (int64_t)(0.37 * half) | 1));
	if (!strcmp(op, "eq"))
		return dp_eq(d, input(d, a), input(d, a));
	if (!strcmp(op, "eqc"))
		return dp_eq(d, unsigned_input(d, a), constant(d, 0.37 * full));
	if (!strcmp(op, "select"))
		return dp_select(d, dp_bits(d, input(d, 1), 0, 1), input(d, a),
		                 input(d, a));
	if (!strcmp(op, "shlv"))
		return dp_shlv(d, input(d, a), unsigned_input(d, b));
	if (!strcmp(op, "asrv"))
		return dp_asrv(d, input(d, a), unsigned_input(d, b));
	if (!strcmp(op, "lzc"))
		return dp_lzc(d, unsigned_input(d, a), a);
	if (!strcmp(op, "rom") || !strcmp(op, "noise"))
		return rom(d, a, b, *op == 'n');
	return 0;
}

/* ---- the comparison ---- */

typedef struct Line {
	char target[16], op[16];
	unsigned a, b;
	double lut, carry, mux, dsp, bram, ns; /* ns 0: not placed */
} Line;

typedef struct Sum {
	char key[34];
	double measured, predicted; /* LUTs */
	double shortest, longest;   /* ratio of delays, model to nextpnr */
} Sum;

/* The text up to the next comma or line end; *s goes behind it. */
static void
word(const char **s, char *to, size_t size)
{
	size_t n = strcspn(*s, ",\n");
	snprintf(to, size, "%.*s", (int)n, *s);
	*s += n + ((*s)[n] == ',');
}

static double
number(const char **s)
{
	char text[16];
	word(s, text, sizeof text);
	return strtod(text, NULL);
}

static void
read_line(const char *s, Line *l)
{
	word(&s, l->target, sizeof l->target);
	word(&s, l->op, sizeof l->op);
	l->a = (unsigned)number(&s);
	l->b = (unsigned)number(&s);
	l->lut = number(&s);
	l->carry = number(&s);
	l->mux = number(&s);
	l->dsp = number(&s);
	l->bram = number(&s);
	l->ns = number(&s);
}

static Sum *
sum_for(Sum *sum, size_t *n, const Line *l)
{
	char key[34];
	snprintf(key, sizeof key, "%s %s", l->target, l->op);
	for (size_t i = 0; i < *n; i++)
		if (!strcmp(sum[i].key, key))
			return &sum[i];
	Sum *s = &sum[(*n)++];
	*s = (Sum){.shortest = 1e9};
	memcpy(s->key, key, sizeof key);
	return s;
}

/* A CCU2C is two LUTs, as synth counts it. */
static double
luts(const Line *l, const Target *t)
{
	return l->lut + (t->carry_is_lut ? 2 * l->carry : 0);
}

static void
compare(const Line *l, Sum *sum, size_t *n)
{
	Arena *a = arena_new();
	const Target *t = target_by_name(l->target);
	assert_non_null(t);
	Datapath *d = dp_new(a, "one");
	DRef r = operation(d, l->op, l->a, l->b);
	if (r) {
		Cost c = node_cost(t, d, r);
		double ns = node_delay(t, d, r) + t->t_clkq + t->t_setup;
		Sum *s = sum_for(sum, n, l);
		s->measured += luts(l, t);
		s->predicted += c.lut;
		double ratio = l->ns > 0 ? ns / l->ns : 1;
		s->shortest = fmin(s->shortest, ratio);
		s->longest = fmax(s->longest, ratio);
		if (getenv("V"))
			print_message("%-9s %-6s %2u %2u  lut %5.0f %5.0f  dsp "
			              "%2.0f %2.0f  ns %6.2f %6.2f\n",
			              l->target, l->op, l->a, l->b, luts(l, t),
			              c.lut, l->dsp, c.dsp, l->ns, ns);
		if (l->dsp != c.dsp)
			fail_msg("%s %s %u %u: %g blocks, model %g", l->target,
			         l->op, l->a, l->b, l->dsp, c.dsp);
	}
	arena_free(a);
}

enum { SUMS = 128 };

static size_t
compare_all(Sum *sum)
{
	static const char path[] = "bench/characterise.csv";
	Arena *a = arena_new();
	size_t len, n = 0, lines = 0;
	char *text = file_read(a, path, 1 << 20, &len);
	if (!text)
		fail_msg("cannot read %s", path);
	for (const char *s = text ? strchr(text, '\n') : NULL; s && s[1];
	     lines++) {
		Line l;
		read_line(s + 1, &l);
		compare(&l, sum, &n);
		s = strchr(s + 1, '\n');
	}
	assert_true(lines > 280);
	arena_free(a);
	return n;
}

/* Areas within a third an operation kind (and 12 LUTs); delays from 7 %
 * optimistic, which the uncertainty covers, to twice as long. */
static void
test_against_the_tools(void **state)
{
	(void)state;
	static Sum sum[SUMS];
	size_t n = compare_all(sum);
	bool bad = false;
	for (size_t i = 0; i < n; i++) {
		Sum *s = &sum[i];
		double off = fabs(s->predicted - s->measured);
		bool wrong = off > s->measured / 3 + 12 || s->shortest < 0.93 ||
		             s->longest > 2;
		bad = bad || wrong;
		if (wrong || getenv("V"))
			print_message("%-18s LUTs %5.0f, model %5.0f (%+.0f "
			              "%%); delay x %.2f .. %.2f%s\n",
			              s->key, s->measured, s->predicted,
			              100 * (s->predicted - s->measured) /
			                  fmax(s->measured, 1),
			              s->shortest, s->longest,
			              wrong ? " <--" : "");
	}
	assert_false(bad);
}

/* ---- properties ---- */

static void
test_free_wires(void **state)
{
	(void)state;
	Arena *a = arena_new();
	Datapath *d = dp_new(a, "wires");
	DRef x = input(d, 12), y = input(d, 4);
	DRef wire[] = {dp_shl(d, x, 3),
	               dp_asr(d, x, 3),
	               dp_bits(d, x, 2, 5),
	               dp_lt(d, x, dp_const(d, 0)),
	               dp_lt(d, dp_const(d, -1), x),
	               dp_add(d, dp_shl(d, x, 4), dp_bits(d, y, 0, 4))};
	for (const Target *const *t = targets; *t; t++)
		for (size_t i = 0; i < sizeof wire / sizeof *wire; i++) {
			Cost c = node_cost(*t, d, wire[i]);
			assert_true(node_delay(*t, d, wire[i]) == 0);
			assert_true(c.lut + c.dsp + c.carry == 0);
		}
	arena_free(a);
}

/* What the entries need is never more than any entries of that size, and
 * nothing where they are all the same. */
static void
test_tables(void **state)
{
	(void)state;
	int64_t flat[256], step[256];
	for (int i = 0; i < 256; i++) {
		flat[i] = 5;
		step[i] = i / 128;
	}
	for (const Target *const *t = targets; *t; t++) {
		assert_true(table_cost_of(*t, flat, 256).lut == 0);
		assert_true(table_cost_of(*t, step, 256).lut <= 2);
		Arena *a = arena_new();
		for (unsigned addr = 1; addr <= 12; addr++) {
			Datapath *d = dp_new(a, "rom");
			DRef r = rom(d, addr, 9, addr % 2);
			Cost most = table_cost(*t, addr, 9);
			assert_true(node_cost(*t, d, r).lut <= most.lut + 1e-9);
			assert_true(table_delay(*t, addr) <=
			            table_delay(*t, addr + 1));
		}
		arena_free(a);
	}
}

static void
test_products(void **state)
{
	(void)state;
	for (const Target *const *t = targets; *t; t++)
		for (unsigned a = 1; a < 60; a++)
			for (unsigned b = 1; b <= a && a + b < 63; b++) {
				Cost c = mul_cost(*t, a, b);
				Cost swapped = mul_cost(*t, b, a);
				double share = device_share(*t, &c);
				assert_true(share > 0 && share < 1);
				assert_true(share ==
				            device_share(*t, &swapped));
				assert_true(mul_delay(*t, a, b) > 0);
			}
}

/* Multiplier blocks of an UltraScale+ part by synth_xilinx of Yosys 0.23. */
static void
test_sliced_products(void **state)
{
	static const struct {
		unsigned a, b, dsps;
	} yosys[] = {{16, 16, 1}, {26, 17, 1}, {18, 18, 2}, {26, 18, 2},
	             {28, 17, 2}, {25, 25, 2}, {26, 26, 2}, {27, 27, 4},
	             {28, 26, 4}, {30, 25, 4}, {34, 20, 4}};
	const Target *t = target_by_name("xcvu9p");

	(void)state;
	for (size_t i = 0; i < sizeof yosys / sizeof *yosys; i++)
		assert_int_equal(
		    mul_cost(t, yosys[i].a + 1, yosys[i].b + 1).dsp,
		    yosys[i].dsps); /* a sign each */
}

/* Paths after routing in published reports of an UltraScale+ part of grade -1
 * (see xcvu9p.def), by what they pass: LUTs behind average nets and behind
 * nets of fan-out 65 and more, adders with the LUT in front of them (mean
 * bits), multiplier blocks, adders of following blocks. */
static void
test_published_paths(void **state)
{
	static const struct {
		const char *report;
		double ns;
		int luts, wide, adders, bits, blocks, cascades;
	} path[] = {
	    {"inlining.futil", 5.046, 3, 1, 1, 16, 1, 1},
	    {"pipelined-mac.futil", 2.828, 2, 1, 1, 32, 0, 0},
	    {"std-fp-sdiv.futil", 3.676, 2, 2, 2, 16, 0, 0},
	    {"lt.futil", 1.625, 2, 0, 1, 32, 0, 0},
	};
	const Target *t = target_by_name("xcvu9p");
	const double grade = 0.83; /* of -1's delays on -2 */
	(void)state;
	for (size_t i = 0; i < sizeof path / sizeof *path; i++) {
		double ns = t->t_clkq + t->t_setup;
		ns += path[i].luts * (t->t_lut + t->t_net);
		ns += path[i].wide * (t->t_lut + 1.9 * t->t_net);
		ns += path[i].adders * adder_delay(t, (unsigned)path[i].bits);
		ns += path[i].blocks * mul_delay(t, 18, 18);
		ns += path[i].cascades * t->t_dsp_add;
		if (ns < grade * path[i].ns)
			fail_msg("%s: %g ns, the model %g", path[i].report,
			         grade * path[i].ns, ns);
		assert_true(ns / (1 - t->uncertainty) > 0.95 * path[i].ns);
	}
}

/* What is read back costs what was written, tables too. */
static void
text_keeps_the_cost(void **state)
{
	Arena *a = arena_new();
	const Target *t = target_by_name("xcvu9p");
	Datapath *d = dp_new(a, "text"), *back;
	Diag *diag = diag_new(a, stderr);
	DPort x = {.name = "x", .ident = "x", .width = 8, .hi = 255};
	DPort y = {.name = "y", .ident = "y", .width = 12, .hi = 4095};
	int64_t entry[256];
	Buf b = buf_new(a);

	(void)state;
	for (int i = 0; i < 256; i++)
		entry[i] = i * i / 17;
	y.ref = dp_lut(d, dp_input(d, &x), dp_table(d, entry, 256));
	vec_push(a, d->out, y);
	dp_print(d, &b);
	back = dp_read(a, diag, diag_source(diag, "text.dp", b.s, b.len));
	assert_non_null(back);
	assert_true(dp_cost(t, d).lut > 0);
	assert_true(dp_cost(t, back).lut == dp_cost(t, d).lut);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_keeps_the_cost),
	    cmocka_unit_test(test_against_the_tools),
	    cmocka_unit_test(test_free_wires),
	    cmocka_unit_test(test_tables),
	    cmocka_unit_test(test_products),
	    cmocka_unit_test(test_sliced_products),
	    cmocka_unit_test(test_published_paths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
