/* Quotients and roots digit by digit against the real ones, for every argument. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "ir/recur.h"

typedef struct Box {
	int64_t nlo, nhi, dlo, dhi;
} Box;

static const Box boxes[] = {
    {-31, 31, 3, 17},   {0, 63, 5, 31},   {1, 40, -13, -4},   {-50, -3, 9, 31},
    {-40, -9, -21, -6}, {20, 63, 16, 31}, {-31, 30, -31, -8}, {0, 5, 1, 1},
};

static const double MOST = 1 + 0x1p-40; /* double's own rounding */

/* How many recurrences were tried, and of those the exact ones. */
typedef struct Tried {
	unsigned all, exact;
} Tried;

static DRef
port(Datapath *d, int64_t lo, int64_t hi, const char *name)
{
	DPort p = {.name = name, .ident = name, .is_signed = true, .width = 16};
	p.lo = lo;
	p.hi = hi;
	return dp_input(d, &p);
}

static double
exact_quotient(const Quotient *q, int64_t n, int64_t d)
{
	double v = ldexp((double)n / (double)d, q->pn - q->pd);
	return q->shift ? v + ldexp(1, q->lsb) : v;
}

/* The digits that the first one leaves. */
static bool
set_digits(const Box *b, Quotient *q)
{
	double most = 0, first = q->sign * ldexp(1, q->start);
	for (int64_t n = b->nlo; n <= b->nhi; n++)
		for (int64_t d = b->dlo; d <= b->dhi; d++)
			most =
			    fmax(most, fabs(exact_quotient(q, n, d) - first));
	q->digits = 2;
	while (ldexp(1, q->lsb + (int)q->digits) < most)
		q->digits++;
	return q->sign == 0 || q->start >= q->lsb + (int)q->digits;
}

/* Every pair; the largest error in units of what is allowed. */
static double
worst(const Box *b, const Quotient *q, Datapath *d)
{
	double allowed = ldexp(1, q->lsb) + quotient_error(d, q), most = 0;
	for (int64_t n = b->nlo; n <= b->nhi; n++)
		for (int64_t y = b->dlo; y <= b->dhi; y++) {
			int64_t in[] = {n, y}, out;
			dp_interp(d, in, &out, NULL);
			double got = ldexp(2 * (double)out + 1, q->lsb);
			double e = fabs(got - exact_quotient(q, n, y));
			most = fmax(most, e / allowed);
		}
	return most;
}

static void
check_quotient(const Box *b, Quotient q, Tried *tried)
{
	Arena *mem = arena_new();
	Datapath *d = dp_new(mem, "quotient");
	DPort y = {.name = "y", .ident = "y", .is_signed = true, .width = 40};
	q.n = port(d, b->nlo, b->nhi, "n");
	q.d = port(d, b->dlo, b->dhi, "d");
	if (set_digits(b, &q) && quotient_makes(d, &q)) {
		y.ref = dp_quotient(d, &q);
		assert_true(y.ref);
		y.lo = dp_at(d, y.ref)->lo;
		y.hi = dp_at(d, y.ref)->hi;
		vec_push(mem, d->out, y);
		dp_check(d);
		double w = worst(b, &q, d);
		if (!(w <= MOST))
			print_error("[%lld, %lld] / [%lld, %lld] pn %d lsb %d "
			            "cut %d sign %d start %d plus %d shift %d "
			            "centre %d: %g\n",
			            (long long)b->nlo, (long long)b->nhi,
			            (long long)b->dlo, (long long)b->dhi, q.pn,
			            q.lsb, q.cut, q.sign, q.start, q.plus,
			            q.shift, q.centre, w);
		assert_true(w <= MOST);
		tried->all++;
		tried->exact += quotient_error(d, &q) == 0;
	}
	arena_free(mem);
}

static void
quotients_are_within_bounds(void **state)
{
	static const int first[][2] = {{0, 0},  {1, 2},  {1, 3}, {1, 4},
	                               {-1, 2}, {-1, 3}, {-1, 5}};
	Tried tried = {0};
	(void)state;
	for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++)
		for (size_t k = 0; k < sizeof first / sizeof *first; k++)
			for (int cut = -7; cut <= 1; cut++)
				for (unsigned how = 0; how < 48; how++) {
					Quotient q = {.cut = cut};
					q.sign = first[k][0];
					q.start = first[k][1];
					q.pn = -(int)(how / 16) * 3;
					q.lsb = how & 1 ? -4 : -2;
					q.plus = how & 2;
					q.shift = how & 4;
					q.centre = how & 8;
					check_quotient(&boxes[i], q, &tried);
				}
	assert_true(tried.all > 2000);
	assert_true(tried.exact > 500);
}

/* Two remainders that are cut: each row errs by up to one unit of the cut, and
 * the quotient uses most of what that allows. */
static void
bounds_are_not_loose(void **state)
{
	static const Box b = {0, 255, 16, 31};
	Arena *mem = arena_new();
	Datapath *d = dp_new(mem, "quotient");
	Quotient q = {.lsb = -4, .sign = 1, .start = 3, .cut = -2};
	DPort y = {.name = "y", .ident = "y", .is_signed = true, .width = 40};
	(void)state;
	q.n = port(d, b.nlo, b.nhi, "n");
	q.d = port(d, b.dlo, b.dhi, "d");
	assert_true(set_digits(&b, &q) && quotient_makes(d, &q));
	y.ref = dp_quotient(d, &q);
	y.lo = dp_at(d, y.ref)->lo;
	y.hi = dp_at(d, y.ref)->hi;
	vec_push(mem, d->out, y);
	assert_true(quotient_error(d, &q) > 0);
	assert_true(worst(&b, &q, d) > 0.7);
	arena_free(mem);
}

static void
check_root(int64_t lo, int64_t hi, Root q, Tried *tried)
{
	Arena *mem = arena_new();
	Datapath *d = dp_new(mem, "root");
	DPort y = {.name = "y", .ident = "y", .is_signed = true, .width = 40};
	q.n = port(d, lo, hi, "n");
	if (root_plan(&q, lo, hi)) {
		double allowed = ldexp(1, q.lsb) + root_error(&q, lo), most = 0;
		y.ref = dp_root(d, &q);
		assert_true(y.ref);
		y.lo = dp_at(d, y.ref)->lo;
		y.hi = dp_at(d, y.ref)->hi;
		vec_push(mem, d->out, y);
		dp_check(d);
		for (int64_t n = lo; n <= hi; n++) {
			int64_t out;
			dp_interp(d, &n, &out, NULL);
			double got = ldexp(2 * (double)out + 1, q.lsb);
			double want = sqrt(ldexp((double)n, q.pn));
			most = fmax(most, fabs(got - want) / allowed);
		}
		if (!(most <= MOST))
			print_error("sqrt of [%lld, %lld] pn %d lsb %d cut %d "
			            "digits %u: %g\n",
			            (long long)lo, (long long)hi, q.pn, q.lsb,
			            q.cut, q.digits, most);
		assert_true(most <= MOST);
		tried->all++;
		tried->exact += root_error(&q, lo) == 0;
	}
	arena_free(mem);
}

static void
roots_are_within_bounds(void **state)
{
	static const int64_t range[][2] = {{0, 255},  {0, 256},   {1, 200},
	                                   {17, 63},  {64, 80},   {100, 1000},
	                                   {0, 1023}, {900, 1100}};
	Tried tried = {0};
	(void)state;
	for (size_t i = 0; i < sizeof range / sizeof *range; i++)
		for (int pn = -9; pn <= 3; pn++)
			for (int lsb = -8; lsb <= 0; lsb++)
				for (int cut = -16; cut <= 4; cut++) {
					Root q = {.pn = pn, .lsb = lsb};
					q.cut = cut;
					check_root(range[i][0], range[i][1], q,
					           &tried);
				}
	assert_true(tried.all > 5000);
	assert_true(tried.exact > 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(quotients_are_within_bounds),
	    cmocka_unit_test(bounds_are_not_loose),
	    cmocka_unit_test(roots_are_within_bounds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
