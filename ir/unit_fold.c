/* Units that repeat themselves: f(c + t) = f(c - t), f(c + t) = d - f(c - t)
 * or f(x + 2^k) = f(x), so that an inner unit over half of x, or one period,
 * is enough. Odd and even functions have c = 0, a sigmoid of x - 1/2 has
 * c = 1/2 and d = 1.
 *
 * Contract: the inner unit's argument is c + |x - c| (or c - |x - c|, the
 * longer side), by one carry chain; d - v by another. Where the range has one
 * more input on the mirrored side, the result there is a constant: else the
 * inner unit would need one more bit of index for it.
 * Where integers stand for the middle of what was cut, x + 1/2, mirrored ones
 * are each other's complements, and no carry chain is needed: arguments, where the
 * spec says so (u->half); results of odd functions, which then are odd numbers
 * 2 v + 1 of half the weight, where no weight is prescribed.
 * Invariant: none. The law is found by trying it at a few points; like every
 * plan, this one is proven by running it on every input. Whether it pays is
 * up to the cost model: it costs about a LUT a bit of x, and of the result. */
#include <math.h>

#include "ir/unit.h"

enum { MIN_INDEX = 7, POINTS = 7 };

enum Law { NO_LAW, EVEN, ODD, PERIODIC };

typedef struct Fold {
	enum Law law;
	int64_t c;        /* centre */
	bool left;        /* the inner unit has the inputs below c */
	unsigned bits;    /* of |x - c|, or of the period */
	int64_t d;        /* in results: ODD */
	bool extra;       /* |x - c| = 2^bits occurs, */
	int64_t at_extra; /* and this is the result there */
	bool half;        /* of the spec */
	bool middle;      /* the result is 2 v + 1 */
	const UnitPlan *inner;
} Fold;

/* ---- the law ---- */

static double
at(const UnitEval *ev, int64_t x)
{
	return ev->y[x - ev->lo];
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Sampled t from 1 to most, both ends among them. */
static int64_t
point(int i, int64_t most)
{
	return 1 + (most - 1) * i / (POINTS - 1);
}

/* The input that mirrors c. */
static int64_t
across(const UnitEval *ev, int64_t c)
{
	return c - ev->u->half;
}

static enum Law
law_at(const UnitEval *ev, int64_t c)
{
	int64_t e = across(ev, c), most = least(ev->hi - c, e - ev->lo);
	double d = at(ev, c) + at(ev, e), close = ev->u->max_err / 64;
	bool even = true, odd = true;
	for (int i = 0; i < POINTS; i++) {
		int64_t t = point(i, most);
		double a = at(ev, c + t), b = at(ev, e - t);
		even = even && fabs(a - b) <= close;
		odd = odd && fabs(a + b - d) <= close;
	}
	return even ? EVEN : odd ? ODD : NO_LAW;
}

static bool
repeats(const UnitEval *ev, unsigned k)
{
	int64_t period = INT64_C(1) << k, most = ev->hi - period - ev->lo;
	if (most < 1)
		return false;
	for (int i = 0; i < POINTS; i++) {
		int64_t x = ev->lo + point(i, most);
		double off = at(ev, x) - at(ev, x + period);
		if (!(fabs(off) <= ev->u->max_err / 64))
			return false;
	}
	return true;
}

static bool
find_period(const UnitEval *ev, Fold *f)
{
	unsigned all = unit_index_bits(ev->n);
	for (f->bits = all - 1; f->bits > 2 && repeats(ev, f->bits - 1);)
		f->bits--;
	f->law = PERIODIC;
	return repeats(ev, f->bits);
}

/* The domain's middle: 0 for signed ranges, half for unsigned ones. */
static bool
find_centre(const UnitEval *ev, Fold *f)
{
	int64_t below, above, side;
	f->c = (ev->lo + ev->hi + 1) >> 1;
	if (ev->lo < 0 && ev->hi > 0)
		f->c = 0;
	below = across(ev, f->c) - ev->lo;
	above = ev->hi - f->c;
	if (least(below, above) < (int64_t)ev->n / 4)
		return false;
	f->law = law_at(ev, f->c);
	f->left = below > above + 1;
	side = f->left ? below : above;
	f->bits = width_of(0, side) - 1;
	f->extra = !f->left && below == INT64_C(1) << f->bits;
	if (ev->u->half && (f->left || f->c % (INT64_C(1) << f->bits) != 0))
		return false;
	return f->law != NO_LAW && f->bits < unit_index_bits(ev->n);
}

/* ---- planning ---- */

/* d as an integer and the result at the extra input, if they are exact
 * enough: *lost is what they take of the error. */
static bool
constants(const UnitEval *ev, int lsb, Fold *f, double *lost)
{
	double d = 0;
	if (f->law == ODD)
		d = ldexp(at(ev, f->c) + at(ev, across(ev, f->c)), -lsb) -
		    f->middle;
	if (!(fabs(d) < 0x1p50))
		return false;
	f->d = llrint(d);
	*lost = ldexp(fabs(d - (double)f->d), lsb);
	if (f->extra)
		f->at_extra =
		    llrint(ldexp(at(ev, ev->lo), -lsb) - f->middle / 2.);
	return *lost < ev->u->max_err / 3;
}

static const UnitPlan *
plan_inner(UnitEval *ev, const Fold *f, int lsb, double lost)
{
	UnitSpec *u = arena_alloc(ev->a, sizeof *u);
	int64_t lo = f->law == PERIODIC ? 0 : f->c, hi = lo;
	int64_t side = (INT64_C(1) << f->bits) - 1;
	*u = *ev->u;
	/* one period may be even or odd itself, and half of a sine's even */
	if (f->law != PERIODIC && !u->half)
		u->opts &= ~(UINT32_C(1) << OPT_symmetry);
	u->only = NULL;
	u->lsb = lsb;
	u->max_err -= lost;
	if (f->middle)
		u->offset = ldexp(1, lsb - 1);
	if (f->law == PERIODIC)
		hi = side;
	else if (f->left)
		lo = ev->lo;
	else
		hi = least(ev->hi, f->c + side);
	UnitEval *e = unit_eval(ev->a, u, lo, hi);
	return e->undefined ? NULL : unit_choose(e);
}

/* LUTs beside the inner unit, at least: not worth it if all of the cheapest
 * plan so far costs no more than twice that. */
static bool
may_pay(const UnitEval *ev, const UnitPlans *plans, const Fold *f)
{
	Cost c = {.lut = f->law == PERIODIC ? 0 : f->bits};
	double share = 2 * device_share(ev->u->target, &c);
	for (uint32_t i = 0; i < plans->at.len; i++)
		if (plans->at.at[i].share <= share)
			return false;
	return true;
}

static void
add_plan(UnitEval *ev, UnitPlans *out, Fold *f)
{
	static const char *const name[] = {
	    [EVEN] = "even", [ODD] = "odd", [PERIODIC] = "periodic"};
	int lsb = unit_result_lsb(ev);
	double lost;
	f->half = ev->u->half;
	f->middle = f->law == ODD && ev->u->lsb == UNIT_ANY_LSB &&
	            ev->u->offset == 0 && !ev->u->clamp && !ev->u->no_odd;
	if (!may_pay(ev, out, f) || !constants(ev, lsb, f, &lost))
		return;
	f->inner = plan_inner(ev, f, lsb, lost);
	if (!f->inner)
		return;
	UnitPlan p = {.lsb = lsb - f->middle, .own = f};
	p.kind = arena_printf(ev->a, "%s %s", name[f->law], f->inner->kind);
	vec_push(ev->a, out->at, p);
}

/* By the period where there is one: what is left of it folds by itself. */
void
fold_plan(UnitEval *ev, UnitPlans *out)
{
	Fold *f = arena_alloc(ev->a, sizeof *f);
	if (unit_index_bits(ev->n) < MIN_INDEX || ev->undefined ||
	    ev->u->max_err <= 0)
		return;
	if (find_period(ev, f) || find_centre(ev, f))
		add_plan(ev, out, f);
}

/* ---- building ---- */

/* flip ? -1 - a : a, an XOR a bit. */
static DRef
flipped(Datapath *d, DRef flip, DRef a)
{
	return dp_select(d, flip, dp_sub(d, dp_const(d, -1), a), a);
}

/* side ? a : b, or the other way round. */
static DRef
choose(Datapath *d, DRef side, bool straight, DRef a, DRef b)
{
	return straight ? dp_select(d, side, a, b) : dp_select(d, side, b, a);
}

static bool
all_ones(int64_t v)
{
	return v > 0 && (v & (v + 1)) == 0;
}

/* z where x is z or its complement, as another fold left it; else x. */
static DRef
unflipped(const Datapath *d, DRef x)
{
	const DNode *n = dp_at(d, x);
	for (unsigned i = 1; n->op == D_select && i < 3; i++) {
		const DNode *back = dp_at(d, n->arg[i]);
		if (back->op == D_sub && back->arg[1] == n->arg[3 - i] &&
		    dp_at(d, back->arg[0])->op == D_const &&
		    all_ones(dp_at(d, back->arg[0])->k))
			return n->arg[3 - i];
	}
	return x;
}

/* Folded at half an input below c, by complements: the bit above the index
 * tells the side. Where x = z ^ s bit by bit, s one bit, the index x ^ side has
 * side = s ^ z's bit, so that s cancels. */
static DRef
build_half(Datapath *d, DRef x, const Fold *f)
{
	int64_t most = (INT64_C(1) << f->bits) - 1;
	bool straight = f->c >> f->bits & 1;
	DRef side = dp_bits(d, x, f->bits, 1), z = unflipped(d, x);
	DRef low = dp_bits(d, z, 0, f->bits), up = dp_bits(d, z, f->bits, 1);
	DRef back = dp_sub(d, dp_const(d, most), low);
	DRef m = choose(d, up, straight, low, back);
	if (m)
		dp_assume(d, m, 0, most);
	DRef y = unit_place(d, dp_add(d, dp_const(d, f->c), m), f->inner);
	if (f->law == EVEN || !y)
		return y;
	if (all_ones(f->d) && dp_at(d, y)->lo >= 0 && dp_at(d, y)->hi <= f->d)
		return choose(d, side, straight, y,
		              dp_sub(d, dp_const(d, f->d), y));
	back = dp_sub(d, dp_const(d, -1), y);
	DRef more =
	    choose(d, side, straight, dp_const(d, 0), dp_const(d, f->d + 1));
	return dp_add(d, choose(d, side, straight, y, back), more);
}

/* Folded at c itself. */
static DRef
build_at(Datapath *d, DRef x, const Fold *f)
{
	DRef c = dp_const(d, f->c), zero = dp_const(d, 0);
	DRef t = f->left ? dp_sub(d, c, x) : dp_sub(d, x, c);
	DRef mirrored = dp_lt(d, t, zero);
	DRef u = dp_add(d, flipped(d, mirrored, t), mirrored);
	if (u)
		dp_assume(d, u, 0, INT64_C(1) << f->bits);
	DRef m = dp_bits(d, u, 0, f->bits);
	m = f->left ? dp_sub(d, c, m) : dp_add(d, c, m);
	DRef y = unit_place(d, m, f->inner);
	DRef last = f->extra ? dp_bits(d, u, f->bits, 1) : zero;
	if (f->law == EVEN)
		return dp_select(d, last, dp_const(d, f->at_extra), y);
	/* d - y in the LUTs of one carry chain, the extra result too */
	DRef back = dp_select(d, last, dp_const(d, f->at_extra - f->d - 1),
	                      dp_sub(d, dp_const(d, -1), y));
	return dp_add(d, dp_select(d, mirrored, back, y),
	              dp_select(d, mirrored, dp_const(d, f->d + 1), zero));
}

DRef
fold_build(Datapath *d, DRef x, const UnitPlan *p)
{
	const Fold *f = p->own;
	if (f->law == PERIODIC)
		return unit_place(d, dp_bits(d, x, 0, f->bits), f->inner);
	DRef y = f->half ? build_half(d, x, f) : build_at(d, x, f);
	return f->middle ? dp_add(d, dp_shl(d, y, 1), dp_const(d, 1)) : y;
}
