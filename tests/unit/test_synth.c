/* synth: exit statuses, the figures it reads, the report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "testbench/bench.h"
#include "testbench/synth.h"

/* y = x0 + x1, 8 bits, registered once; the Verilog is written here so that
 * the test needs no backend. */
static const char adder[] =
    "module adder(input clk, input rst, input in_valid,\n"
    "  input signed [7:0] x0, input signed [7:0] x1,\n"
    "  output reg out_valid, output reg signed [8:0] y);\n"
    "  always @(posedge clk) begin\n"
    "    out_valid <= in_valid & ~rst;\n"
    "    y <= x0 + x1;\n"
    "  end\n"
    "endmodule\n";

static DPort
port(const char *name, unsigned width)
{
	int64_t top = (INT64_C(1) << (width - 1)) - 1;
	return (DPort){.name = name,
	               .ident = name,
	               .is_signed = true,
	               .width = (uint8_t)width,
	               .lo = -top - 1,
	               .hi = top};
}

static Loaded
design(Arena *a, const char *dir, const char *target, double mhz)
{
	Datapath *d = dp_new(a, "adder");
	DPort x0 = port("x0", 8), x1 = port("x1", 8), y = port("y", 9);
	DRef r = dp_input(d, &x0);
	y.ref = dp_add(d, r, dp_input(d, &x1));
	vec_push(a, d->out, y);
	d->latency = 1;
	Loaded l = {.dir = dir};
	l.g = (Design){.a = a,
	               .name = "adder",
	               .dp = d,
	               .target = target_by_name(target),
	               .clock_mhz = mhz};
	return l;
}

static const char *
folder(Arena *a, const char *text)
{
	const char *dir = temp_new(a, NULL);
	assert_non_null(dir);
	assert_true(dir_make(arena_printf(a, "%s/verilog", dir)));
	const char *path = arena_printf(a, "%s/verilog/adder.v", dir);
	if (text)
		assert_true(file_write(path, text, strlen(text)));
	return dir;
}

static void
need(const char *tool)
{
	if (tool_exists(tool))
		return;
	print_message("SKIP no %s\n", tool);
	skip();
}

static void
test_missing_tool(void **state)
{
	(void)state;
	Arena *a = arena_new();
	Diag *diag = diag_new(a, NULL);
	Loaded l = design(a, folder(a, adder), "ecp5", 100);
	char *path = arena_strdup(a, getenv("PATH"));
	setenv("PATH", "/nonexistent", 1);
	int status = synth(a, diag, &l, &(SynthOptions){0}, stderr);
	setenv("PATH", path, 1);
	assert_int_equal(status, 3);
	assert_non_null(strstr(diag->log.s, "yosys is not installed"));
	assert_non_null(strstr(diag->log.s, "note: run `make deps`"));
	arena_free(a);
}

static void
test_missing_verilog(void **state)
{
	(void)state;
	need("yosys");
	Arena *a = arena_new();
	Diag *diag = diag_new(a, NULL);
	Loaded l = design(a, folder(a, NULL), "ecp5", 100);
	assert_int_equal(synth(a, diag, &l, &(SynthOptions){0}, stderr), 2);
	assert_non_null(strstr(diag->log.s, "adder.v"));
	arena_free(a);
}

/* Yosys' complaint reaches the user. */
static void
test_broken_verilog(void **state)
{
	(void)state;
	need("yosys");
	Arena *a = arena_new();
	Diag *diag = diag_new(a, NULL);
	Loaded l = design(a, folder(a, "module adder(;\n"), "xc7", 100);
	assert_int_equal(synth(a, diag, &l, &(SynthOptions){0}, stderr), 1);
	assert_non_null(strstr(diag->log.s, "syntax error"));
	arena_free(a);
}

static json_t *
report_of(Arena *a, const char *dir)
{
	json_error_t e;
	json_t *o =
	    json_load_file(arena_printf(a, "%s/synth.json", dir), 0, &e);
	assert_non_null(o);
	return o;
}

static json_int_t
integer(json_t *o, const char *part, const char *key)
{
	json_t *v = json_object_get(json_object_get(o, part), key);
	assert_true(json_is_integer(v));
	return json_integer_value(v);
}

/* An 8-bit sum on an iCE40 is nine LUTs and eight carry cells; 20 MHz is
 * nothing to it. */
static void
test_placed(void **state)
{
	(void)state;
	need("yosys");
	need("nextpnr-ice40");
	Arena *a = arena_new();
	Diag *diag = diag_new(a, stderr);
	Loaded l = design(a, folder(a, adder), "ice40-hx", 20);
	FILE *out = tmpfile();
	SynthOptions opt = {.place = true};
	assert_int_equal(synth(a, diag, &l, &opt, out), 0);
	assert_true(ftell(out) > 0);
	fclose(out);
	json_t *o = report_of(a, l.dir), *p = json_object_get(o, "place");
	assert_int_equal(integer(o, "yosys", "lut"), 10); /* and out_valid's */
	assert_int_equal(integer(o, "yosys", "carry"), 8);
	assert_int_equal(integer(o, "yosys", "ff"), 10);
	assert_int_equal(integer(o, "yosys", "dsp"), 0);
	assert_true(json_is_true(json_object_get(p, "pass")));
	const char *mhz = json_string_value(json_object_get(p, "fmax_mhz"));
	assert_true(strtod(mhz, NULL) > 100);
	json_decref(o);
	arena_free(a);
}

static void
test_missed_clock(void **state)
{
	(void)state;
	Synth s = {.placer = "nextpnr", .fmax = 99.9};
	Loaded l = {.g = {.clock_mhz = 100}};
	s.l = &l;
	assert_false(synth_met(&s));
	s.fmax = 100;
	assert_true(synth_met(&s));
	s.placer = NULL; /* not placed */
	s.fmax = 0;
	assert_true(synth_met(&s));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_missing_tool),
	    cmocka_unit_test(test_missing_verilog),
	    cmocka_unit_test(test_broken_verilog),
	    cmocka_unit_test(test_placed),
	    cmocka_unit_test(test_missed_clock),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
