/* Formats as text, and assignment to them: ap_fixed's rules as pinned from
 * the ap_types headers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "ir/format.h"

static bool
parse(Arena *a, const char *text, Format *f, Diag **diag)
{
	*diag = diag_new(a, NULL);
	uint32_t s = diag_source(*diag, "--output", text, strlen(text));
	return format_parse(*diag, (Span){s, 0, (uint32_t)strlen(text)}, f);
}

static Format
format(Arena *a, const char *text)
{
	Format f;
	Diag *diag;
	if (!parse(a, text, &f, &diag))
		fail_msg("%s: %s", text, diag->log.s);
	return f;
}

static void
test_parse(void **state)
{
	static const struct {
		const char *text, *same;
	} row[] = {
	    {"ap_fixed<16,6>", "ap_fixed<16,6>"},
	    {" ap_ufixed < 8 , 1 > ", "ap_ufixed<8,1>"},
	    {"ap_fixed<8,12>", "ap_fixed<8,12>"},
	    {"ap_fixed<6,-2>", "ap_fixed<6,-2>"},
	    {"ap_int<12>", "ap_fixed<12,12>"},
	    {"ap_uint<63>", "ap_ufixed<63,63>"},
	    {"ap_fixed<16,6,AP_RND>", "ap_fixed<16,6,AP_RND>"},
	    {"ap_fixed<16,6,RND_CONV,SAT>",
	     "ap_fixed<16,6,AP_RND_CONV,AP_SAT>"},
	    {"ap_fixed<16,6, AP_TRN, AP_SAT_SYM, 0>",
	     "ap_fixed<16,6,AP_TRN,AP_SAT_SYM>"},
	    {"Q4.12", "ap_fixed<16,4>"},
	    {"UQ0.8", "ap_ufixed<8,0>"},
	    {"sfix16_En10", "ap_fixed<16,6>"},
	    {"ufix8_E3", "ap_ufixed<8,11>"},
	    {"sfix8", "ap_fixed<8,8>"},
	};
	(void)state;
	Arena *a = arena_new();
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		Format f = format(a, row[i].text);
		assert_string_equal(format_text(&f, a), row[i].same);
		Format g = format(a, row[i].same);
		assert_string_equal(format_text(&g, a), row[i].same);
	}
	Format f = format(a, "ap_ufixed<16,6>");
	assert_false(f.is_signed || f.q_given || f.o_given);
	assert_int_equal(f.lsb, -10);
	arena_free(a);
}

static void
test_parse_errors(void **state)
{
	static const struct {
		const char *text, *error;
	} row[] = {
	    {"", "--output:1:1: error: this is not a number format"},
	    {"fixed<16,6>", "--output:1:1: error: this is not a number format"},
	    {"float", "--output:1:1: error: only fixed-point formats"},
	    {"ap_fixed<64,6>",
	     "--output:1:10: error: the width is not in 1..63"},
	    {"ap_fixed<0,6>", "--output:1:10: error: the width is not in"},
	    {"ap_fixed<99999999999999999999,6>", "the width is not in 1..63"},
	    {"ap_fixed<16>", "ap_fixed needs W and I"},
	    {"ap_int<16,6>", "this is not a number format"},
	    {"ap_fixed<16,6", "this is not a number format"},
	    {"ap_fixed<16,6>x", "this is not a number format"},
	    {"ap_fixed<16,99999>", "--output:1:13: error: the binary point"},
	    {"ap_fixed<16,6,AP_SAT>",
	     "--output:1:15: error: this is not a quant"},
	    {"ap_fixed<16,6,AP_RND,AP_WRAP_SM>",
	     "--output:1:22: error: this is not an overflow mode"},
	    {"ap_fixed<16,6,AP_RND,AP_WRAP,2>", "saturation bits are not"},
	    {"Q32.32", "--output:1:2: error: the width is not in 1..63"},
	    {"Q4", "this is not a number format"},
	    {"sfix16_E", "this is not a number format"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		Arena *a = arena_new();
		Format f;
		Diag *diag;
		assert_false(parse(a, row[i].text, &f, &diag));
		assert_int_equal(diag->errors, 1);
		if (!strstr(diag->log.s, row[i].error))
			fail_msg("%s: %s", row[i].text, diag->log.s);
		assert_non_null(strstr(diag->log.s, "note: "));
		arena_free(a);
	}
}

/* x * 2^lsb_x assigned to `text`, by the datapath. */
static int64_t
assigned(int64_t x, int lsb_x, const char *text)
{
	Arena *a = arena_new();
	Format f = format(a, text);
	Datapath *d = dp_new(a, "t");
	/* bounds wide enough that nothing folds */
	DRef in = dp_input(d, &(DPort){.name = "x",
	                               .ident = "x",
	                               .is_signed = true,
	                               .width = 20,
	                               .lo = -500000,
	                               .hi = 500000});
	DRef y = dp_quantize(d, in, lsb_x, &f);
	DPort out = {.name = "y",
	             .ident = "y",
	             .ref = y,
	             .is_signed = f.is_signed,
	             .width = f.width,
	             .lo = format_lo(&f),
	             .hi = format_hi(&f)};
	vec_push(a, d->out, out);
	dp_check(d);
	int64_t r;
	dp_interp(d, &x, &r, NULL);
	assert_int_equal(r, format_from_double(&f, ldexp((double)x, lsb_x)));
	arena_free(a);
	return r;
}

/* Quarters assigned to ap_fixed<4,4,MODE>, from the ap_types headers. */
static void
test_rounding(void **state)
{
	static const int quarters[10] = {6, 10, -6, -10, 5, -5, 7, -7, 2, -2};
	static const struct {
		const char *mode;
		int y[10];
	} row[] = {
	    {"AP_TRN", {1, 2, -2, -3, 1, -2, 1, -2, 0, -1}},
	    {"AP_TRN_ZERO", {1, 2, -1, -2, 1, -1, 1, -1, 0, 0}},
	    {"AP_RND", {2, 3, -1, -2, 1, -1, 2, -2, 1, 0}},
	    {"AP_RND_ZERO", {1, 2, -1, -2, 1, -1, 2, -2, 0, 0}},
	    {"AP_RND_MIN_INF", {1, 2, -2, -3, 1, -1, 2, -2, 0, -1}},
	    {"AP_RND_INF", {2, 3, -2, -3, 1, -1, 2, -2, 1, -1}},
	    {"AP_RND_CONV", {2, 2, -2, -2, 1, -1, 2, -2, 0, 0}},
	};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		for (size_t j = 0; j < 10; j++) {
			char text[40];
			snprintf(text, sizeof text, "ap_fixed<4,4,%s>",
			         row[i].mode);
			assert_int_equal(assigned(quarters[j], -2, text),
			                 row[i].y[j]);
		}
}

static void
test_overflow(void **state)
{
	static const struct {
		int64_t x;
		int lsb;
		const char *text;
		int64_t y;
	} row[] = {
	    {9, 0, "ap_fixed<4,4,AP_TRN,AP_SAT>", 7},
	    {-9, 0, "ap_fixed<4,4,AP_TRN,AP_SAT>", -8},
	    {-17, -1, "ap_fixed<4,4,AP_TRN,AP_SAT_SYM>", -7},
	    {-8, 0, "ap_fixed<4,4,AP_TRN,AP_SAT_SYM>", -7},
	    {-3, 0, "ap_fixed<1,1,AP_TRN,AP_SAT_SYM>", -1},
	    {9, 0, "ap_fixed<4,4,AP_TRN,AP_SAT_ZERO>", 0},
	    {-9, 0, "ap_fixed<4,4,AP_TRN,AP_SAT_ZERO>", 0},
	    {9, 0, "ap_fixed<4,4>", -7},
	    {-9, 0, "ap_fixed<4,4>", 7},
	    /* quantise, then overflow */
	    {15, -1, "ap_fixed<4,4,AP_RND,AP_WRAP>", -8},
	    {15, -1, "ap_fixed<4,4,AP_RND,AP_SAT>", 7},
	    {-3, 0, "ap_ufixed<4,4,AP_TRN,AP_SAT>", 0},
	    {-3, 0, "ap_ufixed<4,4>", 13},
	    {20, 0, "ap_ufixed<4,4,AP_TRN,AP_SAT_SYM>", 15},
	    /* I > W, and weights far apart in both directions */
	    {100, 0, "ap_fixed<8,12>", 6},
	    {3, 60, "ap_fixed<16,6,AP_TRN,AP_SAT>", 32767},
	    {-3, 60, "ap_fixed<16,6,AP_TRN,AP_SAT>", -32768},
	    {-3, 60, "ap_fixed<16,6,AP_TRN,AP_SAT_ZERO>", 0},
	    {3, 60, "ap_fixed<16,6>", 0},
	    {499999, 50, "ap_fixed<62,62>", INT64_C(287) << 50},
	    {-1, -300, "ap_fixed<16,6>", -1},
	    {-1, -300, "ap_fixed<16,6,AP_RND>", 0},
	    {-1, -1400, "ap_fixed<16,6,AP_TRN_ZERO>", 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		assert_int_equal(assigned(row[i].x, row[i].lsb, row[i].text),
		                 row[i].y);
}

/* All modes at a few formats, every input: the datapath against the double
 * rule, which is a different program. */
static void
test_exhaustive(void **state)
{
	static const char *const q[] = {"TRN",      "TRN_ZERO",    "RND",
	                                "RND_ZERO", "RND_MIN_INF", "RND_INF",
	                                "RND_CONV"};
	static const char *const o[] = {"WRAP", "SAT", "SAT_ZERO", "SAT_SYM"};
	static const char *const type[] = {
	    "fixed<6,4",  "ufixed<5,3", "fixed<4,-1", "ufixed<3,6",
	    "fixed<12,9", "fixed<1,2",  "fixed<6,12", "fixed<62,61"};
	(void)state;
	Arena *a = arena_new();
	for (int i = 0; i < 8 * 7 * 4; i++) {
		Format f =
		    format(a, arena_printf(a, "ap_%s,%s,%s>", type[i / 28],
		                           q[i / 4 % 7], o[i % 4]));
		Datapath *d = dp_new(a, "t");
		DPort p = {.name = "x",
		           .ident = "x",
		           .is_signed = true,
		           .width = 9,
		           .lsb = -4,
		           .lo = -256,
		           .hi = 255};
		p.ref = dp_quantize(d, dp_input(d, &p), p.lsb, &f);
		p.ident = "y";
		p.lo = format_lo(&f);
		p.hi = format_hi(&f);
		p.is_signed = f.is_signed;
		p.width = f.width;
		vec_push(a, d->out, p);
		dp_check(d);
		for (int64_t x = -256, y; x < 256; x++) {
			dp_interp(d, &x, &y, NULL);
			assert_int_equal(
			    y, format_from_double(&f, ldexp((double)x, -4)));
		}
	}
	arena_free(a);
}

static void
test_from_double(void **state)
{
	(void)state;
	Arena *a = arena_new();
	Format f = format(a, "ap_fixed<16,6>");
	assert_int_equal(format_from_double(&f, -0.3), -308);
	assert_int_equal(format_from_double(&f, -0x1p-1074), -1);
	assert_int_equal(format_from_double(&f, 1e300), 0);
	assert_int_equal(format_from_double(&f, (double)INFINITY), 0);
	f = format(a, "ap_fixed<63,63,AP_RND,AP_SAT>");
	assert_int_equal(format_from_double(&f, -0x1p62), -(INT64_C(1) << 62));
	assert_int_equal(format_from_double(&f, 0x1p62),
	                 (INT64_C(1) << 62) - 1);
	assert_int_equal(format_from_double(&f, (double)-INFINITY),
	                 -(INT64_C(1) << 62));
	f = format(a, "ap_ufixed<63,63>");
	assert_int_equal(format_hi(&f), INT64_MAX);
	assert_int_equal(format_from_double(&f, -1), INT64_MAX);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parse),
	    cmocka_unit_test(test_parse_errors),
	    cmocka_unit_test(test_rounding),
	    cmocka_unit_test(test_overflow),
	    cmocka_unit_test(test_exhaustive),
	    cmocka_unit_test(test_from_double),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
