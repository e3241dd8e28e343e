/* A function unit's values at every input, and which results are allowed.
 *
 * Contract: see unit.h. The values are doubles of libm with a proven error:
 * blocks of inputs are halved until prog_error's bound is far below max_err;
 * where it never is (near poles and jumps) MPFI gives the value input by
 * input. Where a double cannot tell whether a result is within max_err, MPFI
 * decides that too.
 * Invariant: after unit_eval, |y[i] - f| <= off for every defined input. */
#include <float.h>
#include <math.h>

#include "ir/unit.h"

enum {
	TOLERANCE = 12,  /* blocks: error below max_err * 2^-TOLERANCE */
	SINGLE = 4,      /* inputs in a block that is not halved any more */
	START_BITS = 96, /* precision of MPFI */
	STOP_BITS = 4096
};

static double
clamped(const UnitEval *ev, double v)
{
	const Range *c = ev->u->clamp;
	return c ? fmin(fmax(v, c->lo), c->hi) : v;
}

/* What the input x stands for; between two of them, what lies between. */
static double
argument(const UnitEval *ev, double x)
{
	const UnitSpec *u = ev->u;
	if (!u->float_bits)
		return ldexp(u->half ? x + 0.5 : x, u->lsb_x);
	int64_t e = unit_exponent((int64_t)x, u->float_bits);
	x -= ldexp((double)e, (int)u->float_bits - 1);
	return ldexp(x, (int)e + u->lsb_x);
}

double
unit_at(const UnitEval *ev, double x)
{
	double arg = argument(ev, x);
	return prog_double(ev->prog, &arg) - ev->u->offset;
}

static void
set_undefined(UnitEval *ev, uint32_t i)
{
	ev->y[i] = NAN;
	if (!ev->undefined)
		ev->where = ev->lo + i;
	ev->undefined = true;
}

/* f at input i into ev->r, about `prec` bits; false where it is undefined. Where
 * that is not known, as for sqrt(x - x), and allowed: the value that it has if it
 * is not. */
static bool
enclose(UnitEval *ev, uint32_t i, mpfr_prec_t prec)
{
	int e = ev->u->lsb_x;
	int64_t x = ev->lo + i;
	if (ev->u->float_bits) {
		e += (int)unit_exponent(x, ev->u->float_bits);
		x = unit_mantissa(x, ev->u->float_bits);
	}
	if (ev->u->half) {
		x = 2 * x + 1;
		e--;
	}
	mpq_set_si(ev->q, (long)x, 1);
	if (e < 0)
		mpq_div_2exp(ev->q, ev->q, (mp_bitcnt_t)-e);
	else
		mpq_mul_2exp(ev->q, ev->q, (mp_bitcnt_t)e);
	mpfi_set_prec(ev->r, prec);
	enum Defined def =
	    prog_enclosed(ev->prog, (const mpq_t *)&ev->q, prec, ev->r);
	mpfi_sub_d(ev->r, ev->r, ev->u->offset);
	return def == DEF_ALL || (def == DEF_SOME && ev->u->any_undefined);
}

/* The double nearest to f at input i, and how far it may be off. */
static void
fill_one(UnitEval *ev, uint32_t i)
{
	for (mpfr_prec_t prec = START_BITS;; prec *= 2) {
		if (!enclose(ev, i, prec)) {
			set_undefined(ev, i);
			return;
		}
		Range r = interval_from(ev->r);
		r = (Range){clamped(ev, r.lo), clamped(ev, r.hi)};
		double y = r.lo / 2 + r.hi / 2;
		double off = fmax(up(r.hi - y), up(y - r.lo));
		if (r.lo == r.hi)
			off = 0;
		if (up(r.lo) < r.hi && prec < STOP_BITS)
			continue;
		ev->y[i] = y;
		ev->off = fmax(ev->off, off);
		return;
	}
}

static void
fill_double(UnitEval *ev, uint32_t i, uint32_t end)
{
	for (; i < end; i++) {
		double x = argument(ev, (double)(ev->lo + i));
		double y = prog_double(ev->prog, &x);
		if (isnan(y))
			set_undefined(ev, i);
		else
			ev->y[i] = clamped(ev, y) - ev->u->offset;
	}
}

/* What subtracting the offset from a double loses. */
static double
offset_error(const UnitEval *ev)
{
	double most = 0;
	for (uint32_t i = 0; ev->u->offset != 0 && i < ev->n; i++)
		most = fmax(most, fabs(ev->y[i])); /* NaN is skipped */
	return most * DBL_EPSILON;
}

/* All of [i, end) lies beyond one side of the clamp. */
static bool
saturated(const UnitEval *ev, Range x, double *y)
{
	Range r;
	const Range *c = ev->u->clamp;
	if (!c || prog_range(ev->prog, &x, &r) != DEF_ALL)
		return false;
	*y = r.lo >= c->hi ? c->hi : c->lo;
	return r.lo >= c->hi || r.hi <= c->lo;
}

static void
fill(UnitEval *ev, uint32_t i, uint32_t end)
{
	double sat;
	Range x = {argument(ev, (double)(ev->lo + i)),
	           argument(ev, (double)(ev->lo + end - 1))};
	double err = prog_error(ev->prog, &x);
	if (err <= ldexp(ev->u->max_err, -TOLERANCE)) {
		ev->off = fmax(ev->off, err);
		fill_double(ev, i, end);
	} else if (saturated(ev, x, &sat)) {
		for (; i < end; i++)
			ev->y[i] = sat;
	} else if (end - i > SINGLE) {
		uint32_t mid = i + (end - i) / 2;
		fill(ev, i, mid);
		fill(ev, mid, end);
	} else {
		for (; i < end; i++)
			fill_one(ev, i);
	}
}

static void
clear(void *p)
{
	UnitEval *ev = p;
	mpq_clear(ev->q);
	mpfi_clear(ev->r);
}

UnitEval *
unit_eval(Arena *a, const UnitSpec *u, int64_t lo, int64_t hi)
{
	UnitEval *ev = arena_alloc(a, sizeof *ev);
	ev->a = a;
	ev->u = u;
	ev->prog = prog_new(a, u->e, u->root, u->arg);
	prog_grid(ev->prog, u->lsb_x - u->half);
	ev->lo = lo;
	ev->hi = hi;
	ev->n = (uint32_t)(hi - lo + 1);
	ev->y = arena_alloc(a, ev->n * sizeof *ev->y);
	mpq_init(ev->q);
	mpfi_init2(ev->r, START_BITS);
	arena_defer(a, clear, ev);
	check(u->offset == 0 || !u->clamp);
	fill(ev, 0, ev->n);
	double lost = offset_error(ev);
	ev->off = lost > 0 ? up(ev->off + lost) : ev->off;
	return ev;
}

/* ---- bands ---- */

/* a + b rounded up, by the exact error of the sum (Knuth's TwoSum), so that
 * an exact sum stays exact. */
static inline double
sum_up(double a, double b)
{
	double s = a + b, t = s - a;
	double e = (a - (s - t)) + (b - t);
	return e > 0 ? s + fabs(s) * DBL_EPSILON : s;
}

/* floor(v), |v| < 2^62. */
static inline int64_t
floor_of(double v)
{
	int64_t i = (int64_t)v;
	return i - ((double)i > v);
}

/* As an integer; results must be small enough for doubles to hold them. */
static bool
fits(double lo, double hi)
{
	return lo > -(double)UNIT_FREE / 2 && hi < (double)UNIT_FREE / 2;
}

/* Results within err of y. */
static inline void
band_one(const Range *clamp, UnitBand *b, uint32_t i, double y, double err,
         double scale)
{
	double lo = sum_up(y, -err), hi = -sum_up(-y, -err);
	bool low = clamp && lo <= clamp->lo, high = clamp && hi >= clamp->hi;
	lo = low ? 0 : lo * scale;
	hi = high ? 0 : hi * scale;
	bool ok = fits(lo, hi);
	b->lo[i] = !ok ? 1 : low ? -UNIT_FREE : -floor_of(-lo);
	b->hi[i] = !ok ? 0 : high ? UNIT_FREE : floor_of(hi);
}

/* The same by MPFI, until an integer fits in or cannot; unclamped. */
static void
band_exact(UnitEval *ev, UnitBand *b, uint32_t i)
{
	for (mpfr_prec_t prec = START_BITS; prec <= STOP_BITS; prec *= 4) {
		if (!enclose(ev, i, prec))
			return;
		mpfi_t lo, hi;
		mpfi_init2(lo, prec);
		mpfi_init2(hi, prec);
		mpfi_sub_d(lo, ev->r, ev->u->max_err);
		mpfi_add_d(hi, ev->r, ev->u->max_err);
		mpfi_mul_2si(lo, lo, -b->lsb);
		mpfi_mul_2si(hi, hi, -b->lsb);
		double from = ceil(mpfr_get_d(&lo->right, MPFR_RNDU));
		double to = floor(mpfr_get_d(&hi->left, MPFR_RNDD));
		mpfi_clear(lo);
		mpfi_clear(hi);
		if (!fits(from, to))
			return;
		b->lo[i] = (int64_t)from;
		b->hi[i] = (int64_t)to;
		if (from <= to)
			return;
	}
}

const UnitBand *
unit_band(UnitEval *ev, int lsb)
{
	for (uint32_t i = 0; i < ev->band.len; i++)
		if (ev->band.at[i].lsb == lsb)
			return &ev->band.at[i];
	UnitBand b = {.lsb = lsb};
	b.lo = arena_alloc(ev->a, ev->n * sizeof *b.lo);
	b.hi = arena_alloc(ev->a, ev->n * sizeof *b.hi);
	double err = -sum_up(-ev->u->max_err, ev->off);
	double scale = ldexp(1, -lsb);
	for (uint32_t i = 0; i < ev->n; i++) {
		double y = ev->y[i];
		if (isnan(y)) {
			b.lo[i] = -UNIT_FREE;
			b.hi[i] = UNIT_FREE;
			continue;
		}
		band_one(ev->u->clamp, &b, i, y, err, scale);
		if (b.lo[i] > b.hi[i])
			band_exact(ev, &b, i);
		b.empty = b.empty || b.lo[i] > b.hi[i];
	}
	vec_push(ev->a, ev->band, b);
	return &ev->band.at[ev->band.len - 1];
}

/* The largest e with y = integer * 2^e for every y; INT_MAX if all are 0. */
static int
natural_lsb(const UnitEval *ev)
{
	int lsb = UNIT_ANY_LSB;
	bool first = true;
	for (uint32_t i = 0; i < ev->n; i++) {
		int e;
		double m = frexp(ev->y[i], &e);
		if (isnan(m) || m == 0)
			continue;
		int64_t k = (int64_t)ldexp(m, 53);
		e += __builtin_ctzll((uint64_t)k) - 53;
		lsb = first || e < lsb ? e : lsb;
		first = false;
	}
	return first ? 0 : lsb;
}

int
unit_table_lsb(const UnitEval *ev)
{
	if (ev->u->lsb != UNIT_ANY_LSB)
		return ev->u->lsb;
	int exact = ev->off == 0 ? natural_lsb(ev) : UNIT_ANY_LSB;
	if (ev->u->max_err == 0)
		return exact;
	int lsb = ilogb(ev->u->max_err) + 1; /* 2^(lsb-1) <= max_err */
	return exact > lsb ? exact : lsb;
}

/* Half an ulp is at most 2/3 of the error: the rest is for the family.
 * Exact values need no more than their own weight. */
int
unit_result_lsb(const UnitEval *ev)
{
	if (ev->u->lsb != UNIT_ANY_LSB)
		return ev->u->lsb;
	int lsb = ilogb(ev->u->max_err / 0.75), table = unit_table_lsb(ev);
	return table > lsb + 1 ? table : lsb;
}
