/* The scheduler's constraints on random datapaths, and its choices on small
 * ones where the best answer is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>

#include <cmocka.h>

#include "ir/target.h"

static const OptSet ALL = UINT32_MAX;

static uint64_t seed;

static uint64_t
next(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	return seed ^= seed << 17;
}

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
	           .lo = n->lo,
	           .hi = n->hi};
	vec_push(d->a, d->out, p);
}

/* A random operation on earlier nodes; 0 if it would be too wide. */
static DRef
random_node(Datapath *d)
{
	DRef a = 1 + (DRef)(next() % (d->node.len - 1));
	DRef b = 1 + (DRef)(next() % (d->node.len - 1));
	DRef c = 1 + (DRef)(next() % (d->node.len - 1));
	switch (next() % 8) {
	case 0:
		return dp_add(d, a, b);
	case 1:
		return dp_sub(d, a, b);
	case 2:
		return dp_mul(d, dp_sbits(d, a, 0, 8), dp_sbits(d, b, 0, 8));
	case 3:
		return dp_select(d, dp_lt(d, a, b), b, c);
	case 4:
		return dp_asr(d, a, 3);
	case 5:
		return dp_neg(d, a);
	case 6:
		return dp_shlv(d, dp_bits(d, a, 0, 9), dp_bits(d, b, 0, 3));
	default:
		return dp_round(d, a, 4);
	}
}

static Datapath *
random_datapath(Arena *a, uint64_t s)
{
	seed = s * 77777 + 12345;
	Datapath *d = dp_new(a, "random");
	for (int i = 0; i < 4; i++)
		input(d, 6 + (unsigned)(next() % 12));
	for (int i = 0; i < 60; i++)
		random_node(d);
	for (DRef r = 0; r < 3; r++)
		output(d, d->node.len - 1 - 7 * r);
	return d;
}

/* Longest path within a stage against the usable period, and stages that
 * never go back. */
static void
check_schedule(const Datapath *d)
{
	dp_check(d);
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);
		assert_true(n->stage <= d->latency);
		for (unsigned i = 0; i < n->narg; i++) {
			const DNode *arg = dp_at(d, n->arg[i]);
			assert_true(arg->op == D_const ||
			            arg->stage <= n->stage);
		}
		if (n->op == D_input)
			assert_int_equal(n->stage, 0);
	}
}

static void
test_auto_meets_the_period(void **state)
{
	(void)state;
	for (const Target *const *t = targets; *t; t++)
		for (uint64_t s = 0; s < 20; s++) {
			Arena *a = arena_new();
			Datapath *d = random_datapath(a, s);
			double period = 4 + (double)(s % 5) * 4;
			dp_split(d, *t, period);
			bool ok = dp_schedule(d, *t, period, LATENCY_AUTO, ALL);
			check_schedule(d);
			double usable = period * (1 - (*t)->uncertainty);
			double path = dp_critical_path(*t, d);
			assert_int_equal(ok, path <= usable + 1e-9);
			if (period >= 12)
				assert_true(ok);
			arena_free(a);
		}
}

static void
test_comb_and_fixed_latency(void **state)
{
	(void)state;
	const Target *t = target_by_name("ecp5");
	double before = 1e9;
	for (int n = 0; n < 6; n++) {
		Arena *a = arena_new();
		Datapath *d = random_datapath(a, 7);
		dp_schedule(d, t, 1, n, ALL);
		check_schedule(d);
		assert_int_equal(d->latency, n);
		double path = dp_critical_path(t, d);
		/* the whole period will do */
		assert_true(dp_schedule(d, t, path, n, ALL));
		assert_false(dp_schedule(d, t, 0.999 * path, n, ALL));
		assert_true(path <= before + 1e-9);
		before = path;
		arena_free(a);
	}
}

static void
test_more_ranks_than_work(void **state)
{
	(void)state;
	const Target *t = target_by_name("xc7");
	Arena *a = arena_new();
	Datapath *d = dp_new(a, "wire");
	output(d, dp_add(d, input(d, 8), input(d, 8)));
	assert_true(dp_schedule(d, t, 10, 5, ALL));
	assert_int_equal(d->latency, 5);
	/* 9 bits of sum are cheaper to delay than 16 bits of operands, and
	 * five ranks in a row are one SRL a bit */
	assert_int_equal(dp_at(d, d->out.at[0].ref)->stage, 0);
	Cost c = dp_cost(t, d);
	assert_true(c.lut > 16.5 && c.lut < 18.5);
	arena_free(a);
}

/* x << s widens 8 bits to 15: it waits for its late reader, and its argument
 * is kept instead. */
static void
test_registers_where_they_are_narrow(void **state)
{
	(void)state;
	const Target *t = target_by_name("ecp5");
	Arena *a = arena_new();
	Datapath *d = dp_new(a, "late");
	DRef x = input(d, 8), s = input(d, 3), y = input(d, 8);
	DRef wide = dp_shlv(d, x, dp_bits(d, s, 0, 3)), late = y;
	for (int i = 0; i < 8; i++)
		late = dp_sub(d, dp_select(d, dp_lt(d, late, x), y, late),
		              dp_asr(d, late, 1));
	output(d, dp_add(d, wide, late));
	dp_schedule(d, t, 7, LATENCY_AUTO, ALL);
	check_schedule(d);
	assert_true(d->latency >= 4);
	for (DRef r = 1; r < d->node.len; r++)
		if (dp_at(d, r)->op == D_shlv)
			assert_true(dp_at(d, r)->stage + 1 >= d->latency);
	arena_free(a);
}

/* Eight operations of random widths, every value read by somebody. */
static Datapath *
small_datapath(Arena *a, uint64_t s)
{
	seed = s * 7919 + 1;
	Datapath *d = dp_new(a, "small");
	for (int i = 0; i < 3; i++)
		input(d, 4 + (unsigned)(next() % 12));
	while (d->node.len < 12) {
		DRef last = d->node.len - 1;
		DRef b = 1 + (DRef)(next() % last);
		DRef x = next() % 3 ? last : 1 + (DRef)(next() % last);
		if (next() % 3 == 0)
			dp_asr(d, x, 1 + (unsigned)(next() % 3));
		else
			dp_sub(d, x, b);
	}
	output(d, d->node.len - 1);
	output(d, d->node.len - 3);
	dp_dce(d);
	return d;
}

/* The least register bits of all stages from node r on that meet `usable`. */
static double
least_bits(Datapath *d, const Target *t, double usable, DRef r)
{
	if (r == d->node.len)
		return dp_critical_path(t, d) <= usable + 1e-9
		           ? dp_cost(t, d).ff
		           : 1e9;
	DNode *n = &d->node.at[r];
	uint16_t from = 0, old = n->stage;
	double best = 1e9;
	for (unsigned i = 0; i < n->narg; i++)
		if (from < dp_at(d, n->arg[i])->stage)
			from = dp_at(d, n->arg[i])->stage;
	bool stays = n->op == D_input || n->op == D_const;
	for (unsigned at = from; at <= (stays ? 0u : d->latency); at++) {
		n->stage = (uint16_t)at;
		best = fmin(best, least_bits(d, t, usable, r + 1));
	}
	n->stage = old;
	return best;
}

static void
test_fewest_register_bits(void **state)
{
	(void)state;
	const Target *t = target_by_name("ecp5");
	unsigned ranks = 0, equal = 0;
	for (uint64_t s = 0; s < 40; s++) {
		Arena *a = arena_new();
		Datapath *d = small_datapath(a, s);
		Datapath *plain = small_datapath(a, s);
		double period = 5 + (double)(s % 3);
		assert_true(dp_schedule(d, t, period, LATENCY_AUTO, ALL));
		check_schedule(d);
		ranks += d->latency;
		double usable = period * (1 - t->uncertainty);
		double have = dp_cost(t, d).ff;
		plain->latency = d->latency;
		double least = least_bits(plain, t, usable, 1);
		assert_true(have <= least); /* less by copies of wires */
		equal += have == least;
		arena_free(a);
	}
	assert_true(ranks > 40 && equal > 20);
}

static void
test_deterministic(void **state)
{
	(void)state;
	Buf text[2];
	Arena *a = arena_new();
	for (int i = 0; i < 2; i++) {
		Datapath *d = random_datapath(a, 3);
		dp_split(d, targets[0], 2);
		dp_schedule(d, targets[0], 2, LATENCY_AUTO, ALL);
		text[i] = buf_new(a);
		dp_print(d, &text[i]);
	}
	assert_string_equal(text[0].s, text[1].s);
	arena_free(a);
}

/* ---- splitting ---- */

/* The same outputs of both for random inputs. */
static void
check_values(const Datapath *whole, const Datapath *d, uint64_t s)
{
	dp_check(d);
	assert_int_equal(d->out.len, whole->out.len);
	seed = s + 99;
	for (int v = 0; v < 200; v++) {
		int64_t in[8], want[8], got[8];
		for (uint32_t i = 0; i < d->in.len; i++) {
			const DPort *p = &d->in.at[i];
			uint64_t span = (uint64_t)(p->hi - p->lo) + 1;
			in[i] = p->lo + (int64_t)(next() % span);
		}
		dp_interp(whole, in, want, NULL);
		dp_interp(d, in, got, NULL);
		for (uint32_t o = 0; o < d->out.len; o++)
			assert_int_equal(got[o], want[o]);
	}
}

/* The same outputs for random inputs; *slowest is the longest operation. */
static void
check_split(Datapath *(*make)(Arena *, uint64_t), uint64_t s, const Target *t,
            double period, double *slowest)
{
	Arena *a = arena_new();
	Datapath *whole = make(a, s), *d = make(a, s);
	dp_split(d, t, period);
	check_values(whole, d, s);
	*slowest = 0;
	for (DRef r = 1; r < d->node.len; r++) {
		double ns = node_delay_piped(t, d, r, DSP_RANKS);
		*slowest = ns > *slowest ? ns : *slowest;
	}
	arena_free(a);
}

static void
test_split_keeps_values(void **state)
{
	(void)state;
	double slowest;
	for (const Target *const *t = targets; *t; t++)
		for (uint64_t s = 0; s < 10; s++)
			check_split(random_datapath, s, *t,
			            1.5 + (double)(s % 3), &slowest);
}

/* One operation too slow for 4 ns on an ice40, one way each. */
static Datapath *
one_slow(Arena *a, uint64_t which)
{
	Datapath *d = dp_new(a, "slow");
	DRef x = input(d, 30), y = input(d, 28), n = input(d, 9);
	DRef r = 0, shift = dp_bits(d, n, 0, 5);
	int64_t entry[700];
	for (int i = 0; i < 700; i++)
		entry[i] = (int64_t)i * i % 251 - 100;
	switch (which) {
	case 0:
		r = dp_add(d, x, y);
		break;
	case 1:
		r = dp_sub(d, x, y);
		break;
	case 2:
		r = dp_neg(d, x);
		break;
	case 3:
		r = dp_lt(d, x, y);
		break;
	case 4:
		r = dp_mul(d, x, y);
		break;
	case 5:
		r = dp_mul(d, x, dp_const(d, 12345));
		break;
	case 6:
		r = dp_lut(d, dp_min(d, dp_bits(d, x, 3, 10), dp_const(d, 699)),
		           dp_table(d, entry, 700));
		break;
	case 7:
		r = dp_shlv(d, y, shift);
		break;
	case 8:
		r = dp_asrv(d, x, dp_bits(d, n, 0, 7));
		break;
	case 9:
		r = dp_lzc(d, dp_bits(d, x, 0, 29), 31);
		break;
	default:
		r = dp_eq(d, x, y);
		break;
	}
	output(d, r);
	return d;
}

static void
test_split_fits(void **state)
{
	(void)state;
	const Target *t = target_by_name("ice40-hx");
	for (uint64_t which = 0; which <= 10; which++) {
		double slowest,
		    budget = 6 * (1 - t->uncertainty) - t->t_clkq - t->t_setup;
		check_split(one_slow, which, t, 6, &slowest);
		if (slowest > budget)
			fail_msg("case %d: %g ns", (int)which, slowest);
	}
}

/* A block that is too slow with its registers too is built from LUTs. */
static void
test_split_blocks(void **state)
{
	(void)state;
	double slowest;
	const Target *ecp5 = target_by_name("ecp5");
	const Target *xc7 = target_by_name("xc7");
	check_split(one_slow, 4, ecp5, 1000 / 160.0, &slowest);
	assert_true(slowest < 0.9 * 1000 / 160.0);
	check_split(one_slow, 4, xc7, 5, &slowest);
	assert_true(slowest < 0.9 * 5);
}

/* A DSP block that is too slow for the clock takes registers inside. */
static void
test_pipelined_block(void **state)
{
	(void)state;
	const Target *t = target_by_name("xc7");
	Arena *a = arena_new();
	Datapath *d = dp_new(a, "product");
	DRef p = dp_mul(d, input(d, 16), input(d, 16));
	output(d, dp_add(d, p, dp_const(d, 5)));
	assert_true(node_delay(t, d, p) > 4);
	assert_true(dp_schedule(d, t, 4.5, LATENCY_AUTO, ALL));
	check_schedule(d);
	assert_true(d->latency >= 2);
	arena_free(a);
}

/* ---- the order of sums ---- */

static void
test_balance_keeps_values(void **state)
{
	(void)state;
	for (const Target *const *t = targets; *t; t++)
		for (uint64_t s = 0; s < 20; s++) {
			Arena *a = arena_new();
			Datapath *d = random_datapath(a, s);
			double slack = 1 + (double)(s % 3) / 2;
			check_values(d, dp_balance(d, *t, slack), s);
			arena_free(a);
		}
}

/* +-x0 +-x1 * 2 +-x2 * 4 ..., one after the other; the first comes late. */
static Datapath *
long_sum(Arena *a, unsigned n, DRef *first)
{
	Datapath *d = dp_new(a, "sum");
	DRef x[8], sum = 0;
	for (int i = 0; i < 8; i++)
		x[i] = input(d, 8);
	*first = dp_mul(d, x[0], x[1]);
	for (unsigned i = 0; i < n; i++) {
		DRef term = dp_shl(d, i ? x[i % 8] : *first, i);
		sum = !sum    ? term
		      : i % 3 ? dp_sub(d, sum, term)
		              : dp_add(d, sum, term);
	}
	output(d, dp_neg(d, sum));
	return d;
}

static double
comb_path(Datapath *d, const Target *t)
{
	dp_schedule(d, t, 5, 0, ALL);
	return dp_critical_path(t, d);
}

/* 16 terms in four levels, the late one last; with slack, narrower. */
static void
test_balance_long_sum(void **state)
{
	(void)state;
	const Target *t = target_by_name("xcvu9p");
	Arena *a = arena_new();
	DRef first;
	Datapath *d = long_sum(a, 17, &first);
	Datapath *fast = dp_balance(d, t, 1), *small = dp_balance(d, t, 9);
	check_values(d, fast, 1);
	check_values(d, small, 1);
	double add = adder_delay(t, 30), mul = node_delay(t, d, first);
	assert_true(comb_path(d, t) > mul + 15 * adder_delay(t, 10));
	assert_true(comb_path(fast, t) < fmax(4 * add, mul) + 2 * add + 0.2);
	assert_true(dp_cost(t, small).lut <= dp_cost(t, fast).lut);
	assert_true(dp_cost(t, fast).lut <= 1.1 * dp_cost(t, d).lut);
	arena_free(a);
}

/* Fewer cycles with it than without, and never more. */
static void
test_balance_saves_cycles(void **state)
{
	(void)state;
	const Target *t = target_by_name("xcvu9p");
	OptSet all = opts_level(OPT_LEVEL_MAX);
	DRef first;
	for (unsigned n = 3; n < 30; n += 4) {
		Arena *a = arena_new();
		Datapath *with = long_sum(a, n, &first);
		Datapath *without = long_sum(a, n, &first);
		assert_true(
		    dp_pipeline(with, t, 3, LATENCY_AUTO, CYCLES_HURRY, all));
		assert_true(
		    dp_pipeline(without, t, 3, LATENCY_AUTO, CYCLES_HURRY, 0));
		check_schedule(with);
		assert_true(with->latency <= without->latency);
		if (n > 15)
			assert_true(with->latency < without->latency);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_auto_meets_the_period),
	    cmocka_unit_test(test_comb_and_fixed_latency),
	    cmocka_unit_test(test_more_ranks_than_work),
	    cmocka_unit_test(test_registers_where_they_are_narrow),
	    cmocka_unit_test(test_fewest_register_bits),
	    cmocka_unit_test(test_deterministic),
	    cmocka_unit_test(test_pipelined_block),
	    cmocka_unit_test(test_split_keeps_values),
	    cmocka_unit_test(test_split_fits),
	    cmocka_unit_test(test_split_blocks),
	    cmocka_unit_test(test_balance_keeps_values),
	    cmocka_unit_test(test_balance_long_sum),
	    cmocka_unit_test(test_balance_saves_cycles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
