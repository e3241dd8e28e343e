/* Intervals of doubles, and operators over them.
 *
 * Contract: every result encloses the exact one: double arithmetic is
 * widened by one ulp outward, operators go through MPFI at RANGE_BITS and are
 * rounded outward on the way back.
 * Invariant: an empty Range has lo > hi; a NaN end never escapes. */
#include <float.h>
#include <math.h>

#include "ir/eval.h"

enum { RANGE_BITS = 64 };

struct OpBox {
	mpfi_t a[OP_ARGS], r, d[OP_ARGS];
};

const Range interval_whole = {-INFINITY, INFINITY};
const Range interval_none = {INFINITY, -INFINITY};

double
up(double v)
{
	return nextafter(v, INFINITY);
}

double
down(double v)
{
	return nextafter(v, -INFINITY);
}

bool
interval_empty(Range a)
{
	return !(a.lo <= a.hi);
}

double
interval_mag(Range a)
{
	return fmax(fabs(a.lo), fabs(a.hi));
}

Range
interval_hull(Range a, Range b)
{
	return (Range){fmin(a.lo, b.lo), fmax(a.hi, b.hi)};
}

Range
interval_widen(Range a, double e)
{
	return e == 0 || interval_empty(a)
	           ? a
	           : (Range){down(a.lo - e), up(a.hi + e)};
}

Range
interval_add(Range a, Range b)
{
	if (a.lo == 0 && a.hi == 0)
		return b;
	if (b.lo == 0 && b.hi == 0)
		return a;
	return (Range){down(a.lo + b.lo), up(a.hi + b.hi)};
}

/* 0 * inf = 0, in contrast to IEEE 754; and a product that underflows stays
 * apart from zero, so that its neighbour outward encloses it. */
double
mul0(double a, double b)
{
	if (a == 0 || b == 0)
		return 0;
	double p = a * b;
	return p != 0 ? p : (a < 0) == (b < 0) ? DBL_TRUE_MIN : -DBL_TRUE_MIN;
}

static bool
is_one(Range a)
{
	return a.lo == 1 && a.hi == 1;
}

Range
interval_mul(Range a, Range b)
{
	if (is_one(a))
		return b;
	if (is_one(b))
		return a;
	double p = mul0(a.lo, b.lo), q = mul0(a.lo, b.hi);
	double r = mul0(a.hi, b.lo), s = mul0(a.hi, b.hi);
	double lo = fmin(fmin(p, q), fmin(r, s));
	double hi = fmax(fmax(p, q), fmax(r, s));
	return (Range){lo == 0 ? 0 : down(lo), hi == 0 ? 0 : up(hi)};
}

Range
interval_from(mpfi_srcptr r)
{
	double lo = mpfr_get_d(&r->left, MPFR_RNDD);
	double hi = mpfr_get_d(&r->right, MPFR_RNDU);
	/* adding 0 turns -0 into +0 */
	return (Range){isnan(lo) ? -INFINITY : lo + 0.0,
	               isnan(hi) ? INFINITY : hi + 0.0};
}

static void
op_box_clear(void *p)
{
	OpBox *b = p;
	mpfi_clear(b->r);
	for (int i = 0; i < OP_ARGS; i++) {
		mpfi_clear(b->a[i]);
		mpfi_clear(b->d[i]);
	}
}

OpBox *
op_box_new(Arena *a)
{
	OpBox *b = arena_alloc(a, sizeof *b);
	mpfi_init2(b->r, RANGE_BITS);
	for (int i = 0; i < OP_ARGS; i++) {
		mpfi_init2(b->a[i], RANGE_BITS);
		mpfi_init2(b->d[i], RANGE_BITS);
	}
	arena_defer(a, op_box_clear, b);
	return b;
}

Range
op_box_const(OpBox *b, mpq_srcptr q)
{
	mpfi_set_q(b->r, q);
	return interval_from(b->r);
}

static enum Defined
nothing(Range *val, Range *slope, int narg)
{
	*val = interval_none;
	for (int k = 0; slope && k < narg; k++)
		slope[k] = interval_whole;
	return DEF_NONE;
}

/* An ifelse with a branch that has no value in the box: the other one, if
 * that is taken for sure. False where the operator's own rules hold. */
static bool
lone_branch(const Range *arg, Range *val, Range *slope, enum Defined *def)
{
	bool yes = !interval_empty(arg[1]), no = !interval_empty(arg[2]);
	Range c = arg[0];
	if ((yes && no) || interval_empty(c))
		return false;
	if ((c.lo > 0 && !yes) || (c.hi <= 0 && !no) || (!yes && !no)) {
		*def = nothing(val, slope, 3);
		return true;
	}
	*val = yes ? arg[1] : arg[2];
	*def = c.lo > 0 || c.hi <= 0 ? DEF_ALL : DEF_SOME;
	if (slope) {
		slope[0] = *def == DEF_ALL ? (Range){0, 0} : interval_whole;
		slope[1] = (Range){0, yes};
		slope[2] = (Range){0, no};
	}
	return true;
}

enum Defined
op_box(OpBox *b, enum Op op, bool same, const Range *arg, Range *val,
       Range *slope)
{
	/* x * x is never negative, which a product of intervals cannot see */
	if (op == O_mul && same) {
		enum Defined def = op_box(b, O_square, false, arg, val, slope);
		if (slope)
			slope[0] = slope[1] = arg[0];
		return def;
	}
	const OpInfo *o = &op_info[op];
	mpfi_srcptr a[OP_ARGS] = {b->a[0], b->a[1], b->a[2]};
	enum Defined def;
	if (op == O_ifelse && lone_branch(arg, val, slope, &def))
		return def;
	for (int k = 0; k < o->narg; k++) {
		if (interval_empty(arg[k]))
			return nothing(val, slope, o->narg);
		mpfi_interv_d(b->a[k], arg[k].lo, arg[k].hi);
	}
	def = o->range(b->r, a);
	if (def == DEF_NONE)
		return nothing(val, slope, o->narg);
	*val = interval_from(b->r);
	if (slope && o->narg) {
		o->deriv(b->d, a, b->r);
		for (int k = 0; k < o->narg; k++)
			slope[k] = interval_from(b->d[k]);
	}
	return def;
}
