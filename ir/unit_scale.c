/* Units with a scaling law, by normalisation: f(2^r x) = 2^p f(x), as 1/x,
 * sqrt(x) or 3 / x^2 have, or f(2^r x) = f(x) + c, as log(x) has.
 *
 * Contract: |x| is shifted left until one of its top r bits is set; f of that
 * is an inner unit over r octaves; its result is shifted back, or corrected
 * by a multiple of c: then it is half a unit more, for the last rounding. Pays
 * where x spans so many octaves that segments of one size suit none of them.
 * Invariant: none. The law is found by trying it at a few points: like every
 * plan, this one is proven by running it on every input, and fails there if
 * the law does not hold. Reference: Muller, Elementary Functions, 3rd ed.,
 * 2016, ch. 11 (range reduction). */
#include <math.h>

#include "ir/unit.h"

enum {
	MAX_RADIX = 3, /* cube roots */
	MAX_POWER = 8,
	MIN_ZEROS = 3, /* fewer leading zeros: segments do as well */
	MAX_GUARD = 8
};

enum Sign { POSITIVE, EVEN, ODD };

typedef struct Law {
	int radix;      /* r */
	int power;      /* p */
	double add;     /* c; then p = 0 */
	enum Sign sign; /* f(-x) = f(x) or -f(x), or x is never negative */
} Law;

typedef struct Scale {
	Law law;
	int64_t least; /* |x| below this counts as this */
	bool has_zero;
	int64_t zero;   /* the result at x = 0 */
	unsigned width; /* of |x| */
	int guard;      /* bits dropped at the end */
	const UnitPlan *inner;
	/* by the number of leading zeros: shift before, shift or term after */
	int64_t *left, *after;
} Scale;

/* ---- the law ---- */

static bool
close_to(double a, double b)
{
	return fabs(a - b) <= 1e-9 * (fabs(a) + fabs(b));
}

/* Powers: the same p for every one of the points x = hi, hi / 2^r, ... */
static bool
find_power(const UnitEval *ev, double hi, Law *l)
{
	double y = unit_at(ev, hi), z = unit_at(ev, ldexp(hi, -l->radix));
	double p = round(log2(fabs(y / z)));
	if (!(fabs(p) >= 1 && fabs(p) <= MAX_POWER))
		return false;
	l->power = (int)p;
	for (int i = 0; i < 4; i++) {
		double x = hi * (1 - 0.0711 * i); /* nothing special */
		y = unit_at(ev, x);
		z = unit_at(ev, ldexp(x, -l->radix));
		if (!close_to(y, ldexp(z, l->power)))
			return false;
	}
	return true;
}

static bool
find_sum(const UnitEval *ev, double hi, Law *l)
{
	l->add = unit_at(ev, hi) - unit_at(ev, hi / 2);
	for (int i = 0; i < 4; i++) {
		double x = hi * (1 - 0.0711 * i);
		double c = unit_at(ev, x) - unit_at(ev, x / 4);
		if (!close_to(c, 2 * l->add) || l->add == 0)
			return false;
	}
	return true;
}

static bool
find_sign(const UnitEval *ev, double x, Law *l)
{
	double y = unit_at(ev, x), z = unit_at(ev, -x);
	l->sign = POSITIVE;
	if (ev->lo >= 0 || (isnan(z) && ev->u->any_undefined))
		return true;
	l->sign = close_to(y, z) ? EVEN : ODD;
	return close_to(y, z) || close_to(y, -z);
}

static bool
find_law(const UnitEval *ev, Law *l)
{
	double hi = (double)ev->hi;
	for (l->radix = 1; l->radix <= MAX_RADIX; l->radix++)
		if (find_power(ev, hi, l))
			return find_sign(ev, hi, l);
	*l = (Law){.radix = 1};
	return find_sum(ev, hi, l) && find_sign(ev, hi, l);
}

/* ---- planning ---- */

static bool
saturated(const UnitEval *ev, const UnitBand *b, int64_t x)
{
	if (x < ev->lo || x > ev->hi)
		return true;
	uint32_t i = (uint32_t)(x - ev->lo);
	return b->hi[i] == UNIT_FREE || b->lo[i] == -UNIT_FREE;
}

/* The largest |x| up to which every result is saturated or free, so that all
 * these inputs may be treated as this one; else the least |x| but 0. */
static int64_t
least(const UnitEval *ev, const UnitBand *b)
{
	int64_t first = ev->lo > 1 ? ev->lo : 1, v = first;
	while (v <= ev->hi && saturated(ev, b, v) && saturated(ev, b, -v))
		v++;
	return v > first ? v - 1 : first;
}

/* Exponent of the result's scale after k steps of r octaves each. */
static int
exponent(const Law *l, int k)
{
	return -l->power * k;
}

static int
max(int a, int b)
{
	return a > b ? a : b;
}

/* Shifts and corrections for every number of leading zeros. */
static void
fill_tables(UnitEval *ev, Scale *s, int steps, int weight)
{
	const Law *l = &s->law;
	int top = max(exponent(l, 0), exponent(l, steps));
	uint32_t len = UINT32_C(1) << unit_index_bits(s->width + 1);
	s->left = arena_alloc(ev->a, len * sizeof *s->left);
	s->after = arena_alloc(ev->a, len * sizeof *s->after);
	for (uint32_t n = 0; n < len; n++) {
		int k = (int)n / l->radix;
		k = k < steps ? k : steps;
		s->left[n] = k * l->radix;
		s->after[n] = l->power ? top - exponent(l, k)
		                       : llrint(ldexp(-l->add * k, -weight));
	}
}

/* The inner unit: f on [2^(w-r), 2^w), its weight and its error such that
 * the scaled result, truncated and rounded, keeps max_err. */
static const UnitPlan *
plan_inner(UnitEval *ev, const Scale *s, int lsb, int steps)
{
	UnitSpec u = *ev->u;
	double room = u.max_err - ldexp(1, lsb - 1);
	int top = max(exponent(&s->law, 0), exponent(&s->law, steps));
	double lost = ldexp(s->law.power ? 1 : 0.5, lsb - s->guard);
	UnitSpec *inner = arena_alloc(ev->a, sizeof u);
	u.max_err = ldexp(room - lost, -top);
	u.lsb = lsb - s->guard - top;
	u.any_undefined = false;
	u.clamp = NULL;
	u.only = NULL;
	if (!s->law.power && s->guard > 0) /* half a unit, for the rounding */
		u.offset = -ldexp(1, lsb - 1);
	*inner = u;
	int64_t hi = INT64_C(1) << s->width;
	UnitEval *e = unit_eval(ev->a, inner, hi >> s->law.radix, hi - 1);
	return e->undefined ? NULL : unit_choose(e);
}

static void
plan_zero(const UnitEval *ev, const UnitBand *b, Scale *s)
{
	s->has_zero = ev->lo <= 0 && !saturated(ev, b, 0);
	if (s->has_zero)
		s->zero = llrint(ldexp(ev->y[-ev->lo], -b->lsb));
}

/* Bits below the result's weight, for the inner unit and the scaling: each
 * may spend about a third of what the last rounding leaves. */
static int
plan_guard(const UnitEval *ev, int lsb)
{
	double room = ev->u->max_err - ldexp(1, lsb - 1);
	return room > 0 ? max(0, lsb - ilogb(room / 3)) : MAX_GUARD + 1;
}

void
scale_plan(UnitEval *ev, UnitPlans *out)
{
	Scale *s = arena_alloc(ev->a, sizeof *s);
	int64_t most = ev->hi > -ev->lo ? ev->hi : -ev->lo;
	if (ev->u->float_bits || ev->u->half || ev->u->offset != 0 ||
	    ev->hi < 1 || ev->u->max_err <= 0 || !find_law(ev, &s->law))
		return;
	int lsb = unit_result_lsb(ev);
	const UnitBand *b = unit_band(ev, lsb);
	s->guard = plan_guard(ev, lsb);
	if (b->empty || s->guard > MAX_GUARD)
		return;
	plan_zero(ev, b, s);
	s->least = least(ev, b);
	s->width = width_of(0, most) - 1;
	int zeros = (int)(s->width - width_of(0, s->least)) + 1;
	int steps = zeros / s->law.radix;
	if (zeros < MIN_ZEROS || steps < 1)
		return;
	s->inner = plan_inner(ev, s, lsb, steps);
	if (!s->inner)
		return;
	fill_tables(ev, s, steps, lsb - s->guard);
	UnitPlan p = {.lsb = lsb, .own = s};
	p.kind = arena_printf(ev->a, "scaled %s", s->inner->kind);
	vec_push(ev->a, out->at, p);
}

/* ---- building ---- */

/* |x|, at least `least`. */
static DRef
magnitude(Datapath *d, DRef x, DRef negative, const Scale *s)
{
	if (s->law.sign != POSITIVE)
		x = dp_select(d, negative, dp_neg(d, x), x);
	return dp_max(d, x, dp_const(d, s->least));
}

/* The term that is added for n leading zeros; last bits that are 0 in all of
 * them are wires. */
static DRef
term(Datapath *d, DRef n, unsigned bits, const int64_t *of)
{
	uint32_t len = UINT32_C(1) << bits;
	int64_t *at = arena_alloc(d->a, len * sizeof *at);
	uint64_t any = 0;
	unsigned zeros = 0;
	for (uint32_t i = 0; i < len; i++)
		any |= (uint64_t)of[i];
	while (any && !(any >> zeros & 1))
		zeros++;
	for (uint32_t i = 0; i < len; i++)
		at[i] = of[i] >> zeros;
	return dp_shl(d, unit_lut(d, n, 0, bits, at), zeros);
}

DRef
scale_build(Datapath *d, DRef x, const UnitPlan *p)
{
	const Scale *s = p->own;
	const Law *l = &s->law;
	unsigned bits = unit_index_bits(s->width + 1);
	int64_t top = INT64_C(1) << s->width;
	DRef zero = dp_const(d, 0), negative = dp_lt(d, x, zero);
	DRef a = magnitude(d, x, negative, s);
	DRef n = dp_lzc(d, a, s->width);
	DRef left = l->radix == 1 ? n : unit_lut(d, n, 0, bits, s->left);
	DRef m = dp_shlv(d, a, left);
	if (m)
		dp_assume(d, m, top >> l->radix, top - 1);
	DRef y = unit_place(d, m, s->inner);
	y = l->power ? dp_asrv(d, y, unit_lut(d, n, 0, bits, s->after))
	             : dp_add(d, y, term(d, n, bits, s->after));
	y = l->power && s->guard ? dp_round(d, y, (unsigned)s->guard)
	                         : dp_asr(d, y, (unsigned)s->guard);
	if (l->sign == ODD)
		y = dp_select(d, negative, dp_neg(d, y), y);
	if (s->has_zero)
		y = dp_select(d, dp_eq(d, x, zero), dp_const(d, s->zero), y);
	return y;
}
