/* What option texts mean: exact numbers, port ranges, samples, and the
 * library's calls. What is wrong with a text is pinned in tests/errors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "driver/options.h"

static void
test_numbers(void **state)
{
	static const struct {
		const char *text, *same;
	} row[] = {
	    {"0", "0"},
	    {"-0.0", "0"},
	    {"+1.50", "1.5"},
	    {"1e-3", "0.001"},
	    {"-2.5e2", "-250"},
	    {"1/3", "1/3"},
	    {"-10/4", "-2.5"},
	    {"0.1/0.2", "0.5"},
	    {"1e-20", "0.00000000000000000001"},
	    {"0.3333333333333333333333333", "0.3333333333333333333333333"},
	    {"2/1e300", NULL}, /* longer than worth writing down here */
	};
	(void)state;
	Arena *a = arena_new();
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		Diag *d = diag_new(a, NULL);
		Scan c = scan(d, option_span(d, "--test", row[i].text));
		mpq_ptr q = arena_alloc(a, sizeof *q);
		rational_init(a, q);
		assert_true(scan_number(&c, "it", q));
		assert_int_equal(c.rest.len, 0);
		const char *text = rational_text(a, q);
		if (row[i].same)
			assert_string_equal(text, row[i].same);

		/* and back, to the same number */
		Scan again = scan(d, option_span(d, "--test", text));
		mpq_ptr back = arena_alloc(a, sizeof *back);
		rational_init(a, back);
		assert_true(scan_number(&again, "it", back));
		assert_true(mpq_equal(q, back));
	}
	arena_free(a);
}

/* Binds --input `text` to x; the port integers of the range. */
static InputSpec
bind(Arena *a, const char *text)
{
	const char *input[] = {text};
	struct sg_options opt = {.inputs = {input, 1}};
	Diag *d = diag_new(a, NULL);
	Options o = {0};
	Sources from = {0};
	Module m = {0};
	Expr *e = expr_new(a, d);
	expr_var(e, "x", (Span){0});
	if (!options_read(a, d, &opt, &o))
		fail_msg("%s: %s", text, d->log.s);
	InputSpec *in = inputs_bind(d, &o, e, &from, &m, NULL);
	if (!in)
		fail_msg("%s: %s", text, d->log.s);
	return in[0];
}

/* LO..HI is in the equation's units; the ends that no port integer hits fall
 * inwards. */
static void
test_ranges(void **state)
{
	static const struct {
		const char *text;
		int64_t lo, hi;
	} row[] = {
	    {"ap_int<8>", -128, 127},
	    {"ap_uint<8>", 0, 255},
	    {"ap_fixed<16,6>@-4..4", -4096, 4096},
	    {"ap_fixed<16,6>@-4..100", -4096, 32767},
	    {"ap_fixed<16,6>@-4..<4", -4096, 4095},
	    {"ap_fixed<8,4>@0.1..<0.9", 2, 14},
	    {"ap_fixed<8,4>@0..<0.875", 0, 13},
	    {"ap_int<8>@-1..<1*-0.1", -9, 10},
	    {"ap_fixed<8,4>@0.1..0.9", 2, 14},
	    {"ap_int<8>@-1..1*0.1", -10, 10},
	    {"ap_int<8>@-1..1*-0.1", -10, 10},
	    {"ap_int<8>@0..1*-0.1", -10, 0},
	    {"ap_int<8>@0..1*1/3", 0, 3},
	    {"ap_int<8>@0..1*1/3+0.5", -1, 1},
	    {"ap_int<8>@0..1+-100", 100, 101},
	    {"ap_int<8>*2-1", -128, 127},
	    {"ap_int<63>@-1e30..1e30", -(INT64_C(1) << 62),
	     (INT64_C(1) << 62) - 1},
	    {"x=Q4.4@1/3..2/3", 6, 10},
	};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		Arena *a = arena_new();
		InputSpec in = bind(a, row[i].text);
		if (in.lo != row[i].lo || in.hi != row[i].hi)
			fail_msg("%s: %lld..%lld", row[i].text,
			         (long long)in.lo, (long long)in.hi);
		arena_free(a);
	}
}

static void
test_samples(void **state)
{
	static const char text[] = "x;other\r\n"
				   "0.30;1\n"
				   "-1.03;\"2\"\n"
				   "99;3\n"
				   "0.4;4";
	char path[] = "/tmp/symgate-test-XXXXXX";
	int fd = mkstemp(path);
	(void)state;
	Arena *a = arena_new();
	Diag *d = diag_new(a, NULL);
	Samples s;
	assert_true(fd >= 0 && close(fd) == 0);
	assert_true(file_put(path, text, sizeof text - 1));
	if (!samples_read(a, d, option_span(d, "--data", path), &s))
		fail_msg("%s", d->log.s);
	unlink(path);
	assert_int_equal(s.nrow, 4);
	assert_int_equal(samples_column(&s, "OTHER"), 1);
	assert_int_equal(samples_column(&s, "y"), -1);

	/* -1.03 / 0.1 = -10.3, 99 / 0.1 is more than 7 bits hold */
	InputSpec in = bind(a, "ap_int<8>*0.1");
	samples_range(&s, 0, &in);
	assert_int_equal(in.lo, -10);
	assert_int_equal(in.hi, 127);
	assert_true(in.clamp);

	int64_t v[4];
	assert_int_equal(samples_ports(&s, &in, 1, 4, v), 4);
	assert_int_equal(v[0], 3);
	assert_int_equal(v[1], -10);
	assert_int_equal(v[2], 127);
	assert_int_equal(v[3], 4);

	/* a promised range leaves out the rows that break it */
	InputSpec promise = bind(a, "ap_int<8>@0..1*0.1");
	assert_int_equal(samples_ports(&s, &promise, 1, 4, v), 2);
	assert_int_equal(v[0], 3);
	assert_int_equal(v[1], 4);
	arena_free(a);
}

static void
test_max_error(void **state)
{
	static const struct {
		const char *text;
		double ulp, abs;
	} row[] = {{"1ulp", 1, 0}, {"0.75ulp", 0.75, 0}, {"2^-10", 0, 0x1p-10},
	           {"2^3", 0, 8},  {"0.125", 0, 0.125},  {"1/4", 0, 0.25}};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		Arena *a = arena_new();
		struct sg_options opt = {.max_error = row[i].text};
		Options o = {0};
		assert_true(options_read(a, diag_new(a, NULL), &opt, &o));
		assert_true(o.ulp == row[i].ulp && o.abs == row[i].abs);
		arena_free(a);
	}

	/* what no double holds is rounded down: a bound never grows */
	Arena *a = arena_new();
	struct sg_options opt = {.max_error = "0.1"};
	Options o = {0};
	assert_true(options_read(a, diag_new(a, NULL), &opt, &o));
	assert_true(o.abs < 0.1 && o.abs > 0.1 - 0x1p-55);
	arena_free(a);
}

/* Calls share nothing: the same call gives the same text. */
static void
test_library(void **state)
{
	const char *expr[] = {"sin(x)*x"}, *input[] = {"ap_fixed<8,3>"};
	struct sg_options o = {.exprs = {expr, 1},
	                       .inputs = {input, 1},
	                       .dump = "parse,simplify,range,formats,"
	                               "datapath,schedule"};
	char *text[2];
	size_t len[2];
	(void)state;
	for (int i = 0; i < 2; i++) {
		FILE *out = open_memstream(&text[i], &len[i]);
		assert_non_null(out);
		assert_int_equal(sg_show(&o, out, stderr), 0);
		fclose(out);
	}
	assert_int_equal(len[0], len[1]);
	assert_memory_equal(text[0], text[1], len[0]);
	assert_non_null(strstr(text[0], "-- schedule"));
	free(text[0]);
	free(text[1]);
}

int
main(void)
{
	const struct CMUnitTest test[] = {
	    cmocka_unit_test(test_numbers), cmocka_unit_test(test_ranges),
	    cmocka_unit_test(test_samples), cmocka_unit_test(test_max_error),
	    cmocka_unit_test(test_library),
	};
	return cmocka_run_group_tests(test, NULL, NULL);
}
