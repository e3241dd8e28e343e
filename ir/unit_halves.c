/* Units cut in two: one inner unit below a power-of-two boundary of x, one
 * above it, and a selection. Each half chooses for itself and may be cut
 * again, so that segments shrink towards a point where the function is steep:
 * the power-of-two hierarchy of non-uniform segmentation.
 *
 * Contract: planned only where everything else is dear and one half is much
 * steeper than the other, for the sum of two units' costs seldom beats one. Invariant: both halves are proven units, so
 * the whole is; it is run on every input all the same. Reference: Lee, Luk,
 * Villasenor, Cheung, "Hierarchical segmentation schemes for function
 * evaluation", FPT 2003. */
#include <math.h>

#include "ir/unit.h"

enum {
	MIN_INDEX = 9,
	EASY_INDEX = 14, /* planned in a moment up to here */
	EASY_LUTS = 4,   /* a bit of x: nothing cheaper is looked at then, */
	DEAR_LUTS = 25,  /* or beyond */
	SAMPLES = 32,    /* of each half */
	UNEVEN = 3       /* times the other half's curvature: worth a look */
};

typedef struct Halves {
	int64_t cut; /* the least x of the upper half */
	const UnitPlan *half[2];
} Halves;

/* The multiple of the largest power of two inside (lo, hi]. */
static int64_t
boundary(int64_t lo, int64_t hi)
{
	unsigned k = 62;
	while ((hi >> k) == (lo >> k))
		k--;
	return (hi >> k) * (INT64_C(1) << k);
}

static bool
is_dear(const UnitEval *ev, const UnitPlans *plans)
{
	unsigned bits = unit_index_bits(ev->n);
	Cost c = {.lut = (bits > EASY_INDEX ? DEAR_LUTS : EASY_LUTS) * bits};
	double share = device_share(ev->u->target, &c);
	for (uint32_t i = 0; i < plans->at.len; i++)
		if (plans->at.at[i].share <= share)
			return false;
	return true;
}

/* The largest second difference of samples from lo to hi. */
static double
curvature(const UnitEval *ev, int64_t lo, int64_t hi)
{
	int64_t step = (hi - lo) / SAMPLES + 1;
	double most = 0;
	for (int64_t x = lo + step; x + step <= hi; x += step) {
		const double *y = &ev->y[x - ev->lo];
		double d = fabs(y[-step] - 2 * y[0] + y[step]);
		most = fmax(most, d / (double)(step * step)); /* no NaN */
	}
	return most;
}

static bool
is_uneven(const UnitEval *ev, int64_t cut)
{
	double low = curvature(ev, ev->lo, cut - 1);
	double high = curvature(ev, cut, ev->hi);
	return low > UNEVEN * high || high > UNEVEN * low;
}

static const UnitPlan *
plan_half(UnitEval *ev, int lsb, int64_t lo, int64_t hi)
{
	UnitSpec *u = arena_alloc(ev->a, sizeof *u);
	*u = *ev->u;
	u->lsb = lsb;
	u->only = NULL;
	u->opts &= ~(UINT32_C(1) << OPT_symmetry);
	return unit_choose(unit_eval(ev->a, u, lo, hi));
}

void
halves_plan(UnitEval *ev, UnitPlans *out)
{
	unsigned index = unit_index_bits(ev->n);
	if (index < MIN_INDEX || index > UNIT_HALVES_BITS ||
	    ev->u->max_err <= 0 || !is_dear(ev, out))
		return;
	Halves *h = arena_alloc(ev->a, sizeof *h);
	int lsb = unit_result_lsb(ev);
	h->cut = boundary(ev->lo, ev->hi);
	if (!is_uneven(ev, h->cut))
		return;
	h->half[0] = plan_half(ev, lsb, ev->lo, h->cut - 1);
	if (!h->half[0])
		return;
	h->half[1] = plan_half(ev, lsb, h->cut, ev->hi);
	if (!h->half[1])
		return;
	UnitPlan p = {.lsb = lsb, .own = h};
	p.kind =
	    arena_printf(ev->a, "%s | %s", h->half[0]->kind, h->half[1]->kind);
	vec_push(ev->a, out->at, p);
}

/* x where it lies in [lo, hi], else anything there: the low bits, where all
 * their values are in the range, else `edge`. */
static DRef
within(Datapath *d, DRef x, DRef inside, int64_t lo, int64_t hi, int64_t edge)
{
	if (lo == hi)
		return dp_const(d, lo);
	unsigned bits = width_of(0, hi - lo) - 1;
	int64_t block = INT64_C(1) << bits;
	if (hi - lo == block - 1 && lo % block == 0)
		return dp_add(d, dp_const(d, lo), dp_bits(d, x, 0, bits));
	DRef r = dp_select(d, inside, x, dp_const(d, edge));
	if (r)
		dp_assume(d, r, lo, hi);
	return r;
}

DRef
halves_build(Datapath *d, DRef x, const UnitPlan *p)
{
	const Halves *h = p->own;
	int64_t lo = dp_at(d, x)->lo, hi = dp_at(d, x)->hi, cut = h->cut;
	DRef below = dp_lt(d, x, dp_const(d, cut));
	DRef above = dp_lt(d, dp_const(d, cut - 1), x);
	DRef low = within(d, x, below, lo, cut - 1, cut - 1);
	DRef high = within(d, x, above, cut, hi, cut);
	return dp_select(d, below, unit_place(d, low, h->half[0]),
	                 unit_place(d, high, h->half[1]));
}
