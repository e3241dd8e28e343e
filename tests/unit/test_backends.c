/* The backends without any other tool: what the files say, and that nothing
 * a user typed can leave a comment. test_backends_tools.c compiles them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "backends/backend.h"
#include "tests/unit/random_design.h"

static int
set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

static OutFiles
emit_all(const Design *g)
{
	OutFiles out = {.a = g->a};

	for (size_t i = 0; backends[i]; i++)
		if (!backends[i]->asked)
			backends[i]->emit(g, &out);
	return out;
}

static const char *
text_of(const OutFiles *out, const char *path)
{
	for (uint32_t i = 0; i < out->file.len; i++)
		if (!strcmp(out->file.at[i].path, path))
			return out->file.at[i].text;
	fail_msg("no file %s", path);
	return "";
}

static void
assert_has(const char *text, const char *piece)
{
	if (!strstr(text, piece))
		fail_msg("no \"%s\" in:\n%s", piece, text);
}

static void
assert_lacks(const char *text, const char *piece)
{
	if (strstr(text, piece))
		fail_msg("\"%s\" in:\n%s", piece, text);
}

/* ---- a datapath with every operation ---- */

static DRef
input(Datapath *d, const char *name, bool is_signed, unsigned width)
{
	DPort p = {.name = name,
	           .ident = name,
	           .is_signed = is_signed,
	           .width = (uint8_t)width,
	           .lsb = -4,
	           .lo = is_signed ? -(INT64_C(1) << (width - 1)) : 0,
	           .hi = (INT64_C(1) << (width - is_signed)) - 1};

	return dp_input(d, &p);
}

static void
output(Datapath *d, const char *name, DRef r)
{
	const DNode *n = dp_at(d, r);
	DPort p = {.name = name,
	           .ident = name,
	           .ref = r,
	           .is_signed = n->lo < 0,
	           .width = (uint8_t)stored_width(n->lo, n->hi),
	           .lsb = n->lsb,
	           .lo = n->lo,
	           .hi = n->hi};

	vec_push(d->a, d->out, p);
}

/* Output y<op> is operation op of the inputs; without stages. */
static Datapath *
every_op(Arena *a, const char *name)
{
	static const int64_t entry[] = {3, -1, 4, 1, -5, 9, 2};
	Datapath *d = dp_new(a, name);
	DRef x = input(d, "x", true, 8), u = input(d, "u", false, 5);
	DRef i = dp_clamp(d, u, 0, 6), c = dp_lt(d, x, u);
	DRef of[D_count] = {[D_input] = x,
	                    [D_const] = dp_const(d, -7),
	                    [D_add] = dp_add(d, x, u),
	                    [D_sub] = dp_sub(d, u, x),
	                    [D_mul] = dp_mul(d, x, u),
	                    [D_neg] = dp_neg(d, x),
	                    [D_shl] = dp_shl(d, x, 3),
	                    [D_asr] = dp_asr(d, x, 3),
	                    [D_shlv] = dp_shlv(d, x, u),
	                    [D_asrv] = dp_asrv(d, x, u),
	                    [D_lzc] = dp_lzc(d, u, 5),
	                    [D_lt] = c,
	                    [D_eq] = dp_eq(d, x, u),
	                    [D_select] = dp_select(d, c, x, u),
	                    [D_lut] = dp_lut(d, i, dp_table(d, entry, 7)),
	                    [D_bits] = dp_bits(d, x, 2, 4),
	                    [D_sbits] = dp_sbits(d, x, 2, 4)};

	for (int op = D_input; op < D_count; op++)
		output(d, arena_printf(a, "y_%s", dop_name[op]), of[op]);
	dp_dce(d);
	dp_check(d);
	return d;
}

/* ---- tests ---- */

static void
test_files(void **state)
{
	static const char *const path[] = {
	    "verilog/ops.v",     "hls/ops.h",
	    "hls/ops.cpp",       "hls/ops_tb.cpp",
	    "hls/vitis_hls.tcl", "hls/vivado_hls.tcl",
	    "c/ops.h",           "ops.dp",
	    "manifest.json"};
	Design *g = design_of(every_op(*state, "ops"), 0);
	OutFiles one = emit_all(g), two = emit_all(g);

	assert_int_equal(one.file.len, sizeof path / sizeof *path);
	for (uint32_t i = 0; i < one.file.len; i++) {
		assert_string_equal(one.file.at[i].path, path[i]);
		assert_int_equal(one.file.at[i].len,
		                 strlen(one.file.at[i].text));
		assert_string_equal(one.file.at[i].text, two.file.at[i].text);
	}
}

static void
test_by_name(void **state)
{
	(void)state;
	assert_ptr_equal(backend_by_name("verilog,c", 7), &backend_verilog);
	assert_ptr_equal(backend_by_name("c", 1), &backend_c);
	assert_null(backend_by_name("ver", 3));
	assert_null(backend_by_name("", 0));
}

static void
test_widths(void **state)
{
	(void)state;
	assert_int_equal(stored_width(0, 0), 1);
	assert_int_equal(stored_width(0, 1), 1);
	assert_int_equal(stored_width(3, 4), 3);
	assert_int_equal(stored_width(-1, 0), 1);
	assert_int_equal(stored_width(-1, 1), 2);
	assert_int_equal(stored_width(-128, 127), 8);
	assert_int_equal(stored_width(-1, 128), 9);
	assert_int_equal(stored_width(0, (INT64_C(1) << 62) - 1), 62);
	assert_int_equal(index_width(1), 1);
	assert_int_equal(index_width(2), 1);
	assert_int_equal(index_width(3), 2);
	assert_int_equal(index_width(256), 8);
	assert_int_equal(index_width(257), 9);
}

typedef struct Case {
	const char *text, *comment;
} Case;

static const Case comments[] = {
    {"x0 + 1.5", "x0 + 1.5"},
    {"a */ b", "a * / b"},
    {"a /* b", "a / * b"},
    {"a **/ b", "a ** / b"},
    {"a\nb\r\tc", "a b  c"},
    {"ends \\", "ends <5c>"},
    {"?\?/", "? ?/"},
    {"?\?\?/", "? ? ?/"},
    {"\xce\x94x\xe2\x82\x81", "\xce\x94x\xe2\x82\x81"},
    {"a\xe2\x80\xae"
     "b",
     "a<202e>b"},
    {"a\xff"
     "b",
     "a<fffd>b"},
    {"a\x7f"
     "b",
     "a<7f>b"},
};

static void
test_comments(void **state)
{
	Arena *a = *state;

	for (size_t i = 0; i < sizeof comments / sizeof *comments; i++) {
		Buf b = buf_new(a);

		emit_text(comments[i].text, 100, &b);
		assert_string_equal(b.s, comments[i].comment);
	}
	Buf cut = buf_new(a);

	emit_text("abcd\xce\x94x", 5, &cut); /* never half a character */
	assert_string_equal(cut.s, "abcd...");
}

/* A line of every head that names the tool; no text of a user's starts a
 * comment, where it could be a directive, and none ends one. */
static void
test_heads(void **state)
{
	for (uint64_t seed = 0; seed < HOSTILE; seed++) {
		Design *g = design_of(every_op(*state, "ops"), seed);
		OutFiles out = emit_all(g);

		for (uint32_t i = 0; i < out.file.len; i++) {
			const char *s = out.file.at[i].text;

			if (strstr(out.file.at[i].path, ".dp") ||
			    strstr(out.file.at[i].path, ".json"))
				continue;
			assert_has(s, "ops, by symgate " SG_VERSION);
			assert_lacks(s, "\\\n");
			assert_lacks(s, "?\?/");
			assert_lacks(s, "// verilator lint_off WIDTH");
			assert_lacks(s, "// synopsys");
			assert_lacks(s, "int z = 1; /*");
			assert_lacks(s, "\n`include");
		}
	}
}

/* Sums of sums have a guard bit; what shares a sum's LUTs is a function and its
 * second operand. */
static void
test_sums(void **state)
{
	Arena *a = *state;
	Datapath *d = dp_new(a, "sums");
	int64_t entry[32];
	DRef x = input(d, "x", true, 8), u = input(d, "u", false, 5);

	for (int i = 0; i < 32; i++)
		entry[i] = i * i % 29;
	DRef t = dp_lut(d, u, dp_table(d, entry, 32));
	DRef s = dp_add(d, dp_add(d, x, t), dp_shl(d, u, 3));
	output(d, "y", s);
	output(d, "z", dp_sub(d, dp_const(d, 31), u));
	dp_pack(d, target_by_name("xcvu9p"));
	Design *g = design_of(d, 0);
	OutFiles out = emit_all(g);
	const char *v = text_of(&out, "verilog/sums.v");

	assert_has(v, "= t0(n2);");
	assert_has(v, "5'd0: t0 = 5'd0 ^ {5{t0_index[0]}};");
	assert_lacks(v, "module sums_t0");
	assert_has(v, "= {{n1[7], n1}, 1'b0} - {~{4'd0, n3}, 1'b1};");
	assert_has(v, "n5      = n5_full[9:1];");
	assert_has(v, "= ~n2;");

	dp_pack(d, target_by_name("ecp5"));
	out = emit_all(g);
	v = text_of(&out, "verilog/sums.v");
	assert_has(v, "module sums_t0");
	assert_has(v, "= {{n1[7], n1}, 1'b0} + {{4'd0, n3}, 1'b0};");
}

static void
test_verilog(void **state)
{
	Datapath *d = every_op(*state, "ops");
	Design *g = design_of(d, 0);
	OutFiles out = emit_all(g);
	const char *v = text_of(&out, "verilog/ops.v");

	assert_has(v, "module ops (");
	assert_has(v, "input  wire signed [7:0]   x,");
	assert_has(v, "input  wire [4:0]          u,");
	assert_has(v, "output wire signed [3:0]   y_const,");
	assert_has(v, "assign y_const = -4'sd7;");
	assert_has(v, "assign out_valid = in_valid;");
	assert_has(v, "localparam [31:0] LATENCY = 0;");
	assert_lacks(v, "clk");
	assert_lacks(v, "rst");
	assert_lacks(v, "always");

	/* x waits two ranks, shared by all its readers */
	for (DRef r = 1; r < d->node.len; r++)
		if (dp_at(d, r)->narg)
			d->node.at[r].stage = 2;
	d->latency = 3;
	dp_check(d);
	out = emit_all(g);
	v = text_of(&out, "verilog/ops.v");
	assert_has(v, "valid <= {valid[LATENCY-2:0], in_valid};");
	assert_has(v, "<= n1;");
	assert_has(v, "<= n1_s1;");
	assert_has(v, "<= n1_s2;");
	assert_lacks(v, "n1_s4");
	assert_has(v, "assign y_input = n1_s3;");
	assert_has(v, "default: t0 = 5'sd2;  // never reached");
	assert_has(v, "5'b0001?: lzc5 = 3'd3;");
}

static void
test_c(void **state)
{
	OutFiles out = emit_all(design_of(every_op(*state, "ops"), 0));
	const char *c = text_of(&out, "c/ops.h");

	assert_has(c, "#define ops_LATENCY 0\n");
	assert_has(c, "#define ops_II 1\n");
	assert_has(c, "#define ops_x_LSB (-4)\n");
	assert_has(c, "\tint8_t x; /* ap_fixed<8,4> */\n\tuint8_t u;");
	assert_has(c, "static inline void ops_run(const ops_in *in, ops_out "
	              "*out)\n");
	assert_has(c, "in->u > 31 ? 31 : in->u;");
	assert_has(c, "static const ops_ENTRY(int8_t) ops_t0[7] = {\n\t"
	              "3, -1, 4, 1, -5, 9, 2\n};");
	assert_lacks(c, "<math.h>");
	assert_lacks(c, "ops_asr32(n2"); /* u is never negative */
}

static void
test_hls(void **state)
{
	OutFiles out = emit_all(design_of(every_op(*state, "ops"), 0));
	const char *s = text_of(&out, "hls/ops.cpp");

	assert_has(s, "#pragma HLS PIPELINE II=1\n");
	assert_has(s, "#pragma HLS LATENCY min=0 max=0\n");
	assert_has(s, "    ap_fixed<8,4> x,\n    ap_ufixed<5,1> u,\n");
	assert_has(s, "static const ENTRY(ap_int<5>, int8_t) t0[8] = {\n");
	s = text_of(&out, "hls/vitis_hls.tcl");
	assert_has(s, "create_clock -period 5.000");
	assert_has(s, "set_part xcvu9p");
}

static const char *
string_at(const json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));

	assert_non_null(s);
	return s;
}

static void
test_manifest(void **state)
{
	Design *g = design_of(every_op(*state, "ops"), 6); /* not UTF-8 */
	vec_push(g->a, g->define, "f(x) = x + \"\\\"");
	OutFiles out = emit_all(g);
	const char *s = text_of(&out, "manifest.json");
	json_t *j = json_loads(s, JSON_REJECT_DUPLICATES, NULL), *k;

	assert_non_null(j);
	assert_int_equal(json_integer_value(json_object_get(j, "schema")), 1);
	assert_string_equal(string_at(j, "symgate"), SG_VERSION);
	assert_string_equal(string_at(j, "name"), "ops");
	assert_string_equal(string_at(j, "clock_mhz"), "200");
	assert_string_equal(string_at(j, "undefined"), "any");
	assert_string_equal(
	    json_string_value(json_array_get(json_object_get(j, "defines"), 0)),
	    "f(x) = x + \"\\\"");
	k = json_array_get(json_object_get(j, "inputs"), 1);
	assert_string_equal(string_at(k, "ident"), "u");
	assert_string_equal(string_at(k, "port_hi"), "31");
	assert_string_equal(string_at(k, "format"), "ap_ufixed<5,1>");
	assert_true(json_is_false(json_object_get(k, "signed")));
	k = json_object_get(j, "outputs");
	assert_int_equal(json_array_size(k), D_count - 1);
	assert_true(
	    json_is_true(json_object_get(json_array_get(k, 0), "proven")));
	/* every file but the manifest itself */
	assert_int_equal(json_array_size(json_object_get(j, "files")),
	                 out.file.len - 1);
	json_decref(j);
}

/* Texts of random datapaths read back as the same datapaths. */
static void
test_datapath(void **state)
{
	Arena *a = *state;

	for (uint64_t seed = 1; seed <= 100; seed++) {
		Design *g = random_design(a, seed, "r", 40, seed % 4);
		OutFiles out = emit_all(g);
		const char *s = text_of(&out, "r.dp");
		Diag *diag = diag_new(a, NULL);
		Buf again = buf_new(a);
		Datapath *d =
		    dp_read(a, diag, diag_source(diag, "r.dp", s, strlen(s)));

		assert_non_null(d);
		dp_print(d, &again);
		assert_string_equal(again.s, s);
	}
}

static void
test_grid(void **state)
{
	static const char *const cell[][GRID_CELLS] = {
	    {"a", "= 1;", "// x"},
	    {"bcd", "= 12;", ""},
	    {"ef", "= a very long one;", "// y"},
	    {"g", "", ""},
	};
	Grid grid = {.a = *state};
	Buf out = buf_new(*state);

	for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
		Buf b[GRID_CELLS];

		for (int c = 0; c < GRID_CELLS; c++) {
			b[c] = buf_new(*state);
			buf_printf(&b[c], "%s", cell[i][c]);
		}
		grid_line(&grid, b);
		assert_int_equal(b[0].len, 0);
	}
	grid_print(&grid, "  ", 10, &out);
	assert_string_equal(out.s, "  a   = 1;  // x\n"
	                           "  bcd = 12;\n"
	                           "  ef  = a very long one; // y\n"
	                           "  g\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	    T(test_files),    T(test_by_name), T(test_widths),
	    T(test_comments), T(test_heads),   T(test_verilog),
	    T(test_c),        T(test_hls),     T(test_manifest),
	    T(test_datapath), T(test_grid),    T(test_sums),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
