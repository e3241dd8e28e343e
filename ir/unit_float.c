/* Units of arguments with more bits than can be tried one by one, where the
 * function is flat enough for large arguments to do without their last bits,
 * as 1 / (exp(x) - 1) does.
 *
 * The argument x >= 0 is cut to a floating one of p bits: as it is below 2^p,
 * with its first p bits above. Those numbers, in their order, are the inputs
 * of an inner unit (unit.h), which is proven on all of them. unit_octaves
 * gives x zeros at its end first, so that small arguments become floating
 * too: then each octave has its own segments, as roots and logarithms want.
 * Error, against max_err: the inner unit's + what the cut does, which is the
 * slope over each octave times the bits that are lost there. */
#include <math.h>

#include "ir/unit.h"

enum { MIN_BITS = 8, MAX_INPUTS = 1 << 23, PIECES = 8, MAX_OCTAVES = 18 };

typedef struct Float {
	const UnitSpec *u;
	Prog *prog;
	unsigned zeros; /* at the end of x */
	int64_t lo, hi; /* of x, with them */
	int lsb_x;      /* likewise */
	unsigned width; /* of hi */
	unsigned p;
	double cut;      /* error of the cut */
	bool zero;       /* x may be 0, which is apart where x has zeros */
	int64_t at_zero; /* f there, at the inner unit's weight */
	double zero_err;
} Float;

/* The slope over [lo, hi] in parts, since it may be steep at one end. */
static double
steepest(const Float *f, double lo, double hi)
{
	double most = 0;
	for (int k = 0; k < PIECES; k++) {
		double w = (hi - lo) / PIECES;
		Range x = {ldexp(floor(lo + w * k), f->lsb_x),
		           ldexp(ceil(lo + w * (k + 1)), f->lsb_x)};
		most = fmax(most, interval_mag(prog_slope(f->prog, &x)));
	}
	return most;
}

/* Inputs of e octaves above 2^p lose e bits, as far as they are not zeros. */
static double
cut_error(const Float *f)
{
	double worst = 0;
	for (unsigned e = f->zeros + 1; e + f->p <= f->width; e++) {
		double lo = ldexp(1, (int)(f->p + e) - 1);
		double hi = fmin(2 * lo - 1, (double)f->hi);
		if (hi < (double)f->lo)
			continue;
		double lost = ldexp(1, (int)e) - ldexp(1, (int)f->zeros);
		worst = fmax(worst,
		             up(steepest(f, lo, hi) * ldexp(lost, f->lsb_x)));
	}
	return worst;
}

/* The fewest bits that leave half of what the last rounding does. */
static bool
choose_bits(Float *f)
{
	const UnitSpec *u = f->u;
	double room = u->lsb == UNIT_ANY_LSB
	                  ? u->max_err / 2
	                  : u->max_err - ldexp(1, u->lsb - 1);
	unsigned all = f->width - f->zeros; /* bits: nothing is cut */
	for (f->p = MIN_BITS; f->p <= all && f->p < f->width; f->p++) {
		f->cut = cut_error(f);
		if (f->cut <= room / 2)
			return true;
	}
	return false;
}

/* The floating number of x, cut. */
static int64_t
encode(int64_t x, unsigned p)
{
	int64_t e = 0;
	while (x >> e >> p)
		e++;
	return e * (INT64_C(1) << (p - 1)) + (x >> e);
}

static DRef
encoded(Datapath *d, const Float *f, DRef x)
{
	x = dp_shl(d, x, f->zeros);
	DRef n = dp_lzc(d, x, f->width);
	DRef e = dp_sub(d, dp_const(d, f->width - f->p), n);
	e = dp_max(d, e, dp_const(d, 0));
	DRef z = dp_add(d, dp_shl(d, e, f->p - 1), dp_asrv(d, x, e));
	if (z)
		dp_assume(d, z, encode(f->lo, f->p), encode(f->hi, f->p));
	return z;
}

/* f(0) at the weight of the inner unit's results; false if it has none. */
static bool
set_zero(Arena *a, Float *f, int lsb)
{
	UnitEval *ev = unit_eval(a, f->u, 0, 0);
	if (ev->undefined)
		return f->u->any_undefined;
	f->at_zero = llrint(ldexp(ev->y[0], -lsb));
	double away = fabs(ldexp((double)f->at_zero, lsb) - ev->y[0]);
	f->zero_err = away > 0 || ev->off > 0 ? up(up(away) + ev->off) : 0;
	return f->zero_err <= f->u->max_err;
}

static const UnitPlan *
plan(Arena *a, Float *f)
{
	int64_t lo = encode(f->lo, f->p), hi = encode(f->hi, f->p);
	if (hi - lo >= MAX_INPUTS)
		return NULL;
	UnitSpec *s = arena_alloc(a, sizeof *s);
	*s = *f->u;
	s->float_bits = f->p;
	s->lsb_x = f->lsb_x;
	s->max_err = f->u->max_err - f->cut;
	UnitEval *ev = unit_eval(a, s, lo, hi);
	const UnitPlan *p = ev->undefined ? NULL : unit_choose(ev);
	return p && (!f->zero || set_zero(a, f, p->lsb)) ? p : NULL;
}

static DRef
place(Datapath *d, const Float *f, const UnitPlan *inner)
{
	DRef zero = dp_const(d, 0), x = f->u->x;
	DRef least = dp_const(d, f->lo >> f->zeros);
	DRef y = unit_place(d, encoded(d, f, dp_max(d, x, least)), inner);
	if (!f->zero)
		return y;
	return dp_select(d, dp_eq(d, x, zero), dp_const(d, f->at_zero), y);
}

static bool
build(Datapath *d, const UnitSpec *u, unsigned zeros, UnitResult *r)
{
	Arena *a = arena_new();
	Float f = {.u = u, .zeros = zeros, .lsb_x = u->lsb_x - (int)zeros};
	const UnitPlan *inner = NULL;
	int64_t lo = dp_at(d, u->x)->lo;
	f.zero = zeros && lo == 0;
	f.lo = (f.zero ? 1 : lo) << zeros;
	f.hi = dp_at(d, u->x)->hi << zeros;
	f.width = width_of(0, f.hi) - 1;
	f.prog = prog_new(a, u->e, u->root, u->arg);
	if (choose_bits(&f))
		inner = plan(a, &f);
	if (inner) {
		double err = f.cut > 0 ? up(inner->err + f.cut) : inner->err;
		*r = (UnitResult){.lsb = inner->lsb,
		                  .err = fmax(err, f.zero_err)};
		r->d = place(d, &f, inner);
		r->kind = arena_printf(d->a, "float %u %s", f.p, inner->kind);
	}
	arena_free(a);
	return inner && r->d;
}

static bool
can_float(const Datapath *d, const UnitSpec *u)
{
	return dp_at(d, u->x)->lo >= 0 && dp_at(d, u->x)->hi >= 1 &&
	       !u->float_bits && u->max_err > 0;
}

bool
unit_float(Datapath *d, const UnitSpec *u, UnitResult *r)
{
	return can_float(d, u) && build(d, u, 0, r);
}

bool
unit_octaves(Datapath *d, const UnitSpec *u, UnitResult *r)
{
	if (!can_float(d, u))
		return false;
	unsigned width = width_of(0, dp_at(d, u->x)->hi) - 1;
	return width > MIN_BITS && width <= MAX_OCTAVES &&
	       build(d, u, width - 1, r);
}
