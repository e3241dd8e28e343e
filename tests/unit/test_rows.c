/* Products by rows against products, for every pair of factors. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "ir/rows.h"

static DRef
port(Datapath *d, int64_t lo, int64_t hi, const char *name)
{
	DPort p = {.name = name, .ident = name, .is_signed = true};
	p.width = 16;
	p.lo = lo;
	p.hi = hi;
	return dp_input(d, &p);
}

typedef struct Factors {
	int64_t alo, ahi, blo, bhi;
} Factors;

static const Factors factors[] = {
    {-16, 15, -16, 15}, {-13, 9, -5, 21},  {0, 30, -9, 7}, {-8, 8, 0, 37},
    {0, 14, 0, 15},     {-31, -2, -8, -3}, {3, 3, -4, 3},  {-128, 127, -1, 1},
    {-9, 12, 3, 40},    {5, 31, 0, 160},
};

/* floor((a * b + add * 2^cut) / 2^out) less what rows_loss says. */
static void
check_value(const Factors *f, const Rows *m, const double *loss, int64_t a,
            int64_t b, int64_t got)
{
	double exact = (double)(a * b) + ldexp((double)m->add, (int)m->cut);
	double unit = ldexp(1, (int)m->cut);
	double most = floor((exact - loss[0] * unit) / ldexp(1, (int)m->out));
	double least = floor((exact - loss[1] * unit) / ldexp(1, (int)m->out));
	double v = (double)got;
	if (m->top) { /* the same field of both */
		double period = ldexp(1, (int)(m->top - m->out));
		assert_true(v >= 0 && v < period);
		v += period * ceil((least - v) / period);
	}
	if (!(v >= least && v <= most))
		print_error("%lld * %lld of [%lld, %lld] * [%lld, %lld], "
		            "cut %u, out %u, top %u, add %lld, %u chains: "
		            "%g not in [%g, %g]\n",
		            (long long)a, (long long)b, (long long)f->alo,
		            (long long)f->ahi, (long long)f->blo,
		            (long long)f->bhi, m->cut, m->out, m->top,
		            (long long)m->add, m->chains, v, least, most);
	assert_true(v >= least && v <= most);
}

/* What rows_booth computes too. */
static bool
is_plain(const Datapath *d, const Rows *m)
{
	return m->booth && !m->square && m->cut > 0 && !m->top && !m->add &&
	       !m->less &&
	       (m->chains == 1 || dp_width(d, m->b) / 4 * 2 >= m->cut);
}

static void
check_rows(const Factors *f, Rows m)
{
	Arena *mem = arena_new();
	Datapath *d = dp_new(mem, "rows");
	double loss[2];
	m.a = port(d, f->alo, f->ahi, "a");
	m.b = port(d, f->blo, f->bhi, "b");
	if (m.square)
		m.b = m.a;
	DPort y = {.name = "y", .ident = "y", .is_signed = true};
	y.width = 40;
	y.ref = dp_rows(d, &m);
	assert_true(y.ref);
	y.lo = dp_at(d, y.ref)->lo;
	y.hi = dp_at(d, y.ref)->hi;
	vec_push(mem, d->out, y);
	rows_loss(d, &m, &loss[0], &loss[1]);
	dp_dce(d);
	dp_check(d);
	for (int64_t a = f->alo; a <= f->ahi; a++)
		for (int64_t b = m.square ? a : f->blo;
		     b <= (m.square ? a : f->bhi); b++) {
			int64_t in[] = {a, m.square ? f->blo : b}, out;
			dp_interp(d, in, &out, NULL);
			check_value(f, &m, loss, a, b, out);
			if (is_plain(d, &m))
				assert_int_equal(
				    out, rows_booth(a, b, m.cut, m.out));
		}
	arena_free(mem);
}

static void
rows_are_products(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof factors / sizeof *factors; i++)
		for (unsigned cut = 0; cut < 8; cut++)
			for (unsigned out = cut; out < 9; out++)
				for (unsigned k = 0; k < 60; k++) {
					Rows m = {.cut = cut, .out = out};
					m.less = k / 30 * (1 + cut / 3);
					unsigned how = k % 30;
					m.add = how >= 24 ? -7
					        : how & 1 ? 5
					                  : 0;
					m.chains = how & 2 ? 2 : 1;
					m.top = how & 4 ? out + 3 : 0;
					m.booth = how & 24;
					m.square = (how & 24) == 16;
					check_rows(&factors[i], m);
				}
}

/* The longest path of a * b of 14 bits each. */
static double
delay(int64_t add)
{
	Arena *mem = arena_new();
	Datapath *d = dp_new(mem, "rows");
	const Target *t = target_by_name("xcvu9p");
	Rows m = {.cut = 4, .out = 8, .chains = 1, .booth = true};
	m.a = port(d, -8192, 8191, "a");
	m.b = port(d, -8192, 8191, "b");
	m.add = add;
	DPort y = {.name = "y", .ident = "y", .is_signed = true, .width = 40};
	y.ref = dp_rows(d, &m);
	vec_push(mem, d->out, y);
	dp_dce(d);
	dp_pack(d, t);
	double ns = dp_critical_path(t, d);
	arena_free(mem);
	return ns;
}

/* Neither the digits' signs nor the constant that a chain starts with is an
 * adder of its own. */
static void
signs_are_carried_in(void **state)
{
	double adder = adder_delay(target_by_name("xcvu9p"), 8);
	(void)state;
	for (int64_t add = -9; add < 9; add++)
		assert_true(delay(add) < delay(1) + adder / 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_products),
	    cmocka_unit_test(signs_are_carried_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
