/* The datapath: arithmetic, bounds, builder, verifier, interpreter, text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "ir/datapath.h"
#include "ir/target.h"

#define LIMIT62 (INT64_C(1) << 62)

static uint64_t seed;

static uint64_t
next(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	return seed ^= seed << 17;
}

static int64_t
pick(int64_t lo, int64_t hi)
{
	return lo + (int64_t)(next() % (uint64_t)(hi - lo + 1));
}

static DRef
input(Datapath *d, int64_t lo, int64_t hi)
{
	char name[16];
	snprintf(name, sizeof name, "x%u", (unsigned)d->in.len);
	return dp_input(d, &(DPort){.name = name,
	                            .ident = name,
	                            .is_signed = true,
	                            .width = (uint8_t)width_of(lo, hi),
	                            .lo = lo,
	                            .hi = hi});
}

static void
output(Datapath *d, DRef r)
{
	const DNode *n = dp_at(d, r);
	char *name = arena_printf(d->a, "y%u", (unsigned)d->out.len);
	DPort p = {.name = name,
	           .ident = name,
	           .ref = r,
	           .is_signed = true,
	           .width = (uint8_t)width_of(n->lo, n->hi),
	           .lsb = n->lsb,
	           .lo = n->lo,
	           .hi = n->hi};
	vec_push(d->a, d->out, p);
}

/* ---- every operation's rewrites and bounds, against dop_eval ---- */

static const int64_t table[] = {7, -3, 12, 0, 5, 5, -9, 1, 100, 2, 3, 4, -8};

/* A random legal operation on nodes of d, built (r) and by dop_eval on the
 * arguments' values (to[r]). 0 if it was too wide. */
static DRef
random_op(Datapath *d, uint32_t tab, const int64_t *val, int64_t *v)
{
	enum DOp op = (enum DOp)pick(D_const, D_count - 1);
	DNode n = {.op = (uint8_t)op, .narg = dop_narg[op]};
	for (unsigned i = 0; i < n.narg; i++)
		n.arg[i] = (DRef)pick(1, d->node.len - 1);
	n.k = pick(0, 9);
	if (op == D_const)
		n.k = pick(-20, 20);
	if (op == D_bits || op == D_sbits)
		n.w = (uint8_t)pick(1, 9);
	if (op == D_lut)
		n.k = tab;
	if (op == D_lzc)
		n.k = pick(1, 62);
	int64_t lo, hi;
	if (dop_bounds(d, &n, &lo, &hi))
		return 0;
	*v = dop_eval(&n, val[n.arg[0]], val[n.arg[1]], val[n.arg[2]],
	              op == D_lut ? &d->table.at[tab] : NULL);
	assert_in_range((uint64_t)*v - (uint64_t)lo, 0,
	                (uint64_t)hi - (uint64_t)lo);
	return dp_op(d, op, n.k, n.w, n.arg);
}

/* One random datapath evaluated at one random point while it is built: each
 * rewritten node must have the value of the operation asked for, and lie in
 * its bounds; the interpreter must agree, before and after dp_dce. */
static void
random_datapath(uint64_t s)
{
	enum { NODES = 60, VALUES = 4096 };
	seed = s * 2654435761U + 88172645463325252U;
	Arena *a = arena_new();
	Datapath *d = dp_new(a, "random");
	int64_t val[VALUES] = {0}, in[3], want[NODES], got[NODES];
	bool have[VALUES] = {0};
	for (int i = 0; i < 3; i++) {
		int64_t lo = pick(-40, 20), hi = lo + pick(0, 60);
		DRef r = input(d, lo, hi);
		val[r] = in[i] = pick(lo, hi);
		have[r] = true;
	}
	uint32_t tab = dp_table(d, table, sizeof table / sizeof *table);
	for (int i = 0; i < 200 && d->out.len < NODES; i++) {
		uint32_t before = d->node.len;
		int64_t v;
		DRef r = random_op(d, tab, val, &v);
		if (!r)
			continue;
		assert_true(d->node.len < VALUES);
		/* nodes a rewrite made on the way get their values too */
		for (DRef m = before; m < d->node.len; m++) {
			const DNode *n = dp_at(d, m);
			val[m] = dop_eval(
			    n, val[n->arg[0]], val[n->arg[1]], val[n->arg[2]],
			    n->op == D_lut ? &d->table.at[n->k] : NULL);
			have[m] = true;
		}
		assert_true(have[r]);
		assert_int_equal(val[r], v);
		assert_true(val[r] >= dp_at(d, r)->lo);
		assert_true(val[r] <= dp_at(d, r)->hi);
		want[d->out.len] = v;
		output(d, r);
	}
	dp_check(d);
	dp_interp(d, in, got, NULL);
	assert_memory_equal(got, want, d->out.len * sizeof *got);
	dp_dce(d);
	dp_check(d);
	dp_interp(d, in, got, NULL);
	assert_memory_equal(got, want, d->out.len * sizeof *got);
	arena_free(a);
}

static void
test_random(void **state)
{
	(void)state;
	for (uint64_t s = 1; s <= 3000; s++)
		random_datapath(s);
}

/* ---- what vanishes ---- */

static void
test_identities(void **state)
{
	(void)state;
	Arena *a = arena_new();
	Datapath *d = dp_new(a, "t");
	DRef x = input(d, -100, 100), y = input(d, 0, 15);
	DRef zero = dp_const(d, 0), one = dp_const(d, 1);
	assert_int_equal(dp_add(d, x, zero), x);
	assert_int_equal(dp_add(d, zero, x), x);
	assert_int_equal(dp_sub(d, x, zero), x);
	assert_int_equal(dp_sub(d, x, x), zero);
	assert_int_equal(dp_mul(d, x, one), x);
	assert_int_equal(dp_mul(d, x, zero), zero);
	assert_int_equal(dp_mul(d, x, dp_const(d, 8)), dp_shl(d, x, 3));
	assert_int_equal(dp_mul(d, x, dp_const(d, -1)), dp_neg(d, x));
	assert_int_equal(dp_neg(d, dp_neg(d, x)), x);
	assert_int_equal(dp_shl(d, x, 0), x);
	assert_int_equal(dp_asr(d, dp_shl(d, x, 5), 5), x);
	assert_int_equal(dp_asr(d, dp_shl(d, x, 5), 2), dp_shl(d, x, 3));
	assert_int_equal(dp_add(d, x, y), dp_add(d, y, x));
	assert_int_equal(dp_add(d, dp_add(d, x, one), one),
	                 dp_add(d, x, dp_const(d, 2)));
	assert_int_equal(dp_select(d, one, x, y), x);
	assert_int_equal(dp_select(d, dp_lt(d, x, y), x, x), x);
	assert_int_equal(dp_lt(d, x, dp_const(d, 101)), one);
	assert_int_equal(dp_eq(d, x, dp_const(d, 101)), zero);
	assert_int_equal(dp_bits(d, y, 0, 4), y);
	assert_int_equal(dp_sbits(d, x, 0, 8), x);
	assert_int_equal(dp_min(d, x, dp_const(d, 100)), x);
	assert_int_equal(dp_max(d, x, dp_const(d, -100)), x);
	assert_int_equal(dp_clamp(d, x, -100, 100), x);
	assert_int_equal(dp_lut(d, dp_const(d, 2), dp_table(d, table, 5)),
	                 dp_const(d, 12));
	assert_int_equal(dp_round(d, dp_shl(d, x, 4), 4), x);
	assert_int_equal(d->overflow, 0);
	arena_free(a);
}

static void
bounded(const Datapath *d, DRef r, int64_t lo, int64_t hi)
{
	assert_int_equal(dp_at(d, r)->lo, lo);
	assert_int_equal(dp_at(d, r)->hi, hi);
}

static void
test_bounds(void **state)
{
	(void)state;
	Arena *a = arena_new();
	Datapath *d = dp_new(a, "t");
	DRef x = input(d, -100, 50), y = input(d, 3, 15), z = input(d, 0, 200);
	DRef zero = dp_const(d, 0);
	bounded(d, dp_mul(d, x, x), 0, 10000);
	bounded(d, dp_mul(d, x, y), -1500, 750);
	bounded(d, dp_min(d, x, y), -100, 15);
	bounded(d, dp_max(d, x, y), 3, 50);
	bounded(d, dp_clamp(d, x, -7, 9), -7, 9);
	bounded(d, dp_select(d, dp_lt(d, x, zero), dp_neg(d, x), x), 0, 100);
	bounded(d, dp_max(d, x, zero), 0, 50);
	bounded(d, dp_select(d, dp_lt(d, z, y), z, dp_sub(d, z, y)), 0, 197);
	bounded(d, dp_lzc(d, y, 6), 2, 4);
	bounded(d, dp_shlv(d, y, dp_lzc(d, y, 6)), 32, 63);
	bounded(d, dp_bits(d, y, 2, 2), 0, 3);
	bounded(d, dp_bits(d, dp_add(d, y, dp_const(d, 64)), 0, 4), 3, 15);
	bounded(d, dp_sbits(d, z, 0, 8), -128, 127);
	bounded(d, dp_round(d, x, 3), -12, 6);
	DRef s = dp_add(d, x, z), t = dp_shl(d, s, 2);
	dp_assume(d, s, -10, 10);
	bounded(d, t, -40, 40);
	bounded(d, dp_add(d, s, dp_const(d, 5)), -5, 15);
	arena_free(a);
}

/* What no value reaches is left out: the low bits of a leading one's field, the
 * end of a table. */
static void
test_unreached(void **state)
{
	(void)state;
	static const int64_t at[] = {5, 4, 3, 2, 1, 0, 9, 9};
	Arena *a = arena_new();
	Datapath *d = dp_new(a, "t");
	DRef y = input(d, 3, 15), one = input(d, 1, 15), zero = input(d, 0, 15);
	DRef n = dp_lzc(d, y, 6);
	const DNode *of = dp_at(d, dp_at(d, n)->arg[0]);
	assert_int_equal(dp_at(d, n)->k, 4);
	assert_int_equal(of->op, D_asr);
	assert_int_equal(of->k, 2);
	assert_int_equal(dp_at(d, dp_lzc(d, one, 6))->k, 5);
	assert_int_equal(dp_at(d, dp_lzc(d, zero, 6))->arg[0], zero);
	for (int64_t v = 1; v < 16; v++) {
		DRef c = dp_const(d, v), l = dp_lzc(d, c, 6);
		int64_t zeros = 0;
		while (v << zeros < 32)
			zeros++;
		bounded(d, l, zeros, zeros);
		bounded(d, dp_shlv(d, c, l), v << zeros, v << zeros);
	}
	uint32_t t = dp_table(d, at, 8);
	DRef r = dp_lut(d, dp_bits(d, y, 0, 3), t);
	assert_int_equal(dp_at(d, r)->k, t);
	r = dp_lut(d, dp_bits(d, n, 0, 3), t);
	assert_int_equal(d->table.at[dp_at(d, r)->k].len, 5);
	bounded(d, r, 1, 3);
	arena_free(a);
}

static void
test_width(void **state)
{
	(void)state;
	assert_int_equal(width_of(0, 0), 1);
	assert_int_equal(width_of(-1, 0), 1);
	assert_int_equal(width_of(0, 7), 4);
	assert_int_equal(width_of(-8, 7), 4);
	assert_int_equal(width_of(-9, 7), 5);
	assert_int_equal(width_of(-LIMIT62, LIMIT62 - 1), 63);
	assert_int_equal(width_of(INT64_MIN, INT64_MAX), 64);
	Arena *a = arena_new();
	Datapath *d = dp_new(a, "t");
	DRef x = input(d, -LIMIT62, LIMIT62 - 1);
	assert_true(x != 0);
	assert_int_equal(dp_neg(d, x), 0);
	assert_int_equal(d->overflow, 1);
	assert_int_equal(dp_add(d, dp_neg(d, x), x), 0); /* 0 goes through */
	d->overflow = 0;
	assert_int_equal(input(d, 0, LIMIT62), 0);
	assert_int_equal(d->overflow, 1);
	arena_free(a);
}

static void
test_mul_const(void **state)
{
	(void)state;
	for (int64_t c = -3000; c <= 3000; c++) {
		Arena *a = arena_new();
		Datapath *d = dp_new(a, "t");
		DRef x = input(d, -9, 9);
		output(d, dp_mul_const(d, x, c));
		dp_dce(d);
		for (DRef r = 1; r < d->node.len; r++)
			assert_int_not_equal(dp_at(d, r)->op, D_mul);
		for (int64_t v = -9; v <= 9; v++) {
			int64_t y;
			dp_interp(d, &v, &y, NULL);
			assert_int_equal(y, c * v);
		}
		bounded(d, d->out.at[0].ref, c < 0 ? 9 * c : -9 * c,
		        c < 0 ? -9 * c : 9 * c);
		arena_free(a);
	}
}

static void
test_round(void **state)
{
	(void)state;
	for (int offset = 0; offset < 2; offset++)
		for (unsigned k = 0; k <= 70; k++) {
			Arena *a = arena_new();
			Datapath *d = dp_new(a, "t");
			DRef x = input(d, -300, 300);
			output(d, dp_round(d, dp_add(d, x, dp_const(d, offset)),
			                   k));
			for (int64_t v = -300; v <= 300; v++) {
				int64_t y, u = v + offset;
				dp_interp(d, &v, &y, NULL);
				if (k == 0)
					assert_int_equal(y, u);
				else if (k > 40)
					assert_int_equal(y, 0);
				else /* y - 1/2 <= u / 2^k < y + 1/2 */
					assert_in_range(
					    2 * u -
						(2 * y - 1) * (INT64_C(1) << k),
					    0, 2 * (INT64_C(1) << k) - 1);
			}
			arena_free(a);
		}
}

/* ---- interpreter ---- */

static void
test_batch(void **state)
{
	(void)state;
	enum { N = 1000 };
	Arena *a = arena_new();
	Datapath *d = dp_new(a, "t");
	DRef x = input(d, -50, 50), y = input(d, -50, 50);
	output(d, dp_mul(d, dp_add(d, x, y), x));
	output(d, dp_max(d, x, y));
	int64_t in[N][2], out[N][2], one[2];
	seed = 1;
	for (int i = 0; i < N; i++)
		for (int j = 0; j < 2; j++)
			in[i][j] = pick(-50, 50);
	dp_interp_batch(d, in[0], out[0], N, NULL);
	for (int i = 0; i < N; i++) {
		dp_interp(d, in[i], one, NULL);
		assert_memory_equal(one, out[i], sizeof one);
		assert_int_equal(one[0], (in[i][0] + in[i][1]) * in[i][0]);
	}
	DRef bad = 0;
	in[700][1] = 51; /* outside its promise */
	dp_interp_batch(d, in[0], out[0], N, &bad);
	assert_int_equal(bad, y);
	assert_int_equal(out[700][0], (in[700][0] + 51) * in[700][0]);
	arena_free(a);
}

/* ---- text ---- */

static char *
printed(const Datapath *d)
{
	Buf b = buf_new(d->a);
	dp_print(d, &b);
	return b.s;
}

static Datapath *
sample(Arena *a)
{
	Datapath *d = dp_new(a, "sample");
	d->latency = 2;
	d->lsb = -3;
	DRef x = dp_input(d, &(DPort){.name = "\xce\x94x \"q\"\n",
	                              .ident = "dx",
	                              .is_signed = true,
	                              .width = 8,
	                              .lsb = -3,
	                              .lo = -128,
	                              .hi = 127});
	DRef t = dp_lut(d, dp_bits(d, x, 2, 3), dp_table(d, table, 8));
	DRef s =
	    dp_select(d, dp_lt(d, x, t), dp_mul(d, x, t), dp_sbits(d, x, 1, 4));
	d->node.at[s].stage = 1;
	output(d, s);
	return d;
}

static void
test_text(void **state)
{
	(void)state;
	Arena *a = arena_new();
	char *text = printed(sample(a));
	Diag *diag = diag_new(a, NULL);
	Datapath *d =
	    dp_read(a, diag, diag_source(diag, "dp.txt", text, strlen(text)));
	assert_non_null(d);
	assert_string_equal(printed(d), text);
	assert_string_equal(d->in.at[0].name, "\xce\x94x \"q\"\n");
	const Target *t = target_by_name("xcvu9p"); /* tables have a price */
	assert_true(dp_cost(t, d).lut == dp_cost(t, sample(a)).lut);
	for (int64_t x = -128; x < 128; x++) {
		int64_t y, z;
		dp_interp(d, &x, &y, NULL);
		dp_interp(sample(a), &x, &z, NULL);
		assert_int_equal(y, z);
	}
	arena_free(a);
}

/* Each is the sample with one piece replaced, and the error it must give. */
static void
test_text_errors(void **state)
{
	static const struct {
		const char *old, *new, *error;
	} row[] = {
	    {"datapath 1", "datapath 2", "dp.txt:1:10: error: "},
	    {"latency 2", "latency 0", "the stage is past the latency"},
	    {"sample", "9", "the name is not an identifier"},
	    {"in dx", "in 2x", "identifier is not one"},
	    {"\"\xce", "\xce", "a name in double quotes"},
	    {"signed 8", "signed 7", "does not fit its width"},
	    {"signed 8", "signed 64", "this number is out of range"},
	    {"signed 8", "sined 8", "`unsigned` is expected"},
	    {"range -128", "range -128x", "not a 64-bit integer"},
	    {"range -128", "range 99999999999999999999", "64-bit"},
	    {"table 8", "table 9", "a word is missing here"},
	    {"table 8", "table 7", "the line should end here"},
	    {"\n2 bits", "\n3 bits", "this number is out of range"},
	    {"bits", "bitz", "there is no such operation"},
	    {"lut 2", "lut 3", "this number is out of range"},
	    {"lut 2", "lut 1", "the index can leave the table"},
	    {" w 3", "", "the field is not in"},
	    {"input", "input k 7", "there is no such input port"},
	    {"node 1\n", "node 2\n", "not at its input node"},
	    {"end\n", "", "a word is missing here"},
	    {"end\n", "end\nend\n", "nothing may follow the end"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		Arena *a = arena_new();
		char *text = printed(sample(a)), *p = strstr(text, row[i].old);
		assert_non_null(p);
		char *bad = arena_printf(a, "%.*s%s%s", (int)(p - text), text,
		                         row[i].new, p + strlen(row[i].old));
		Diag *diag = diag_new(a, NULL);
		assert_null(dp_read(
		    a, diag, diag_source(diag, "dp.txt", bad, strlen(bad))));
		if (!strstr(diag->log.s, row[i].error))
			fail_msg("`%s` is not in:\n%s", row[i].error,
			         diag->log.s);
		arena_free(a);
	}
}

/* Any bytes: a datapath that the verifier accepts, or an error. */
static void
test_text_mutated(void **state)
{
	(void)state;
	Arena *keep = arena_new();
	const char *text = printed(sample(keep));
	size_t len = strlen(text);
	seed = 99;
	for (int i = 0; i < 5000; i++) {
		Arena *a = arena_new();
		char *s = arena_strdup(a, text);
		for (int64_t n = pick(1, 4); n > 0; n--)
			s[pick(0, (int64_t)len - 1)] =
			    pick(0, 1) ? text[pick(0, (int64_t)len - 1)]
				       : (char)pick(-128, 127);
		Diag *diag = diag_new(a, NULL);
		Datapath *d =
		    dp_read(a, diag, diag_source(diag, "dp.txt", s, len));
		assert_int_equal(d == NULL, diag->errors > 0);
		if (d) {
			int64_t in = 5, out[4];
			DRef bad;
			dp_check(d);
			if (d->in.len == 1 && d->out.len <= 4)
				dp_interp(d, &in, out, &bad);
		}
		arena_free(a);
	}
	arena_free(keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_random),
	    cmocka_unit_test(test_identities),
	    cmocka_unit_test(test_bounds),
	    cmocka_unit_test(test_unreached),
	    cmocka_unit_test(test_width),
	    cmocka_unit_test(test_mul_const),
	    cmocka_unit_test(test_round),
	    cmocka_unit_test(test_batch),
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_text_errors),
	    cmocka_unit_test(test_text_mutated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
