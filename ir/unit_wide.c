/* Units of arguments with more bits than can be tried one by one, where the
 * function is a power of its argument, f(x) = C x^p with a rational p.
 *
 * Requires simplify's canonical form. |x| is shifted left by a multiple of
 * p's denominator d until one of its top d bits is set; its first m bits are
 * the argument of an inner unit; the result is shifted back by a multiple of
 * p's numerator. Gives false where f is no such power, or where 24 bits of x
 * are not enough.
 * Error, k being the number of steps that x was shifted by:
 *     inner * 2^e_k + max |f'| * (what the cut to m bits takes from x)
 *     + 2^(lsb - guard) for the bits shifted out + 2^(lsb - 1) for rounding.
 * The inner unit is proven on all its inputs; the law is read off the
 * expression, so it is exact; the slope is p f(x) / x by intervals, for each
 * k. Reference: Muller, Elementary Functions, 3rd ed., 2016, ch. 11. */
#include <math.h>
#include <stdlib.h>

#include "ir/unit.h"

enum {
	MAX_DEN = 4,
	MAX_NUM = 16,
	MIN_BITS = 8,
	MAX_BITS = 24, /* of m: more take seconds to prove */
	MAX_GUARD = 8
};

typedef struct Wide {
	const UnitSpec *u;
	Arena *a;
	Prog *prog;
	int num, den;        /* p */
	bool negative, zero; /* among the values of x */
	int64_t least, most; /* of |x|, 0 aside */
	unsigned width;      /* of most */
	int steps;           /* x is shifted by up to so many times den bits */
	unsigned m;          /* bits of the inner argument */
	int lsb, guard, top; /* of the result; largest e_k */
	double room;         /* max_err less the last rounding */
	double cut;          /* error of the cut to m bits */
} Wide;

/* ---- the law ---- */

typedef struct Law {
	const Expr *e;
	Ref arg;
	bool *depends;
	bool whole; /* integer powers only: f(-x) = (-1)^p f(x) */
} Law;

static bool power_of(Law *l, Ref r, mpq_ptr p);

/* The power of a node that has one argument which is a power itself, and
 * another one, in q. */
static bool
power_of_two(Law *l, const ExprNode *n, mpq_ptr p)
{
	mpq_t q;
	mpq_init(q);
	bool ok = true;
	if (n->op == O_mul) {
		ok = power_of(l, n->arg[1], q);
		mpq_add(p, p, q);
	} else {
		ok = expr_is_const(l->e, n->arg[1]);
		if (ok)
			mpq_mul(p, p, expr_q(l->e, n->arg[1]));
	}
	mpq_clear(q);
	return ok;
}

/* p with node r = C * arg^p for every arg > 0; false if there is none. */
static bool
power_of(Law *l, Ref r, mpq_ptr p)
{
	const ExprNode *n = expr_at(l->e, r);
	mpq_set_si(p, r == l->arg, 1);
	if (r == l->arg || !l->depends[r])
		return true;
	if (!power_of(l, n->arg[0], p))
		return false;
	bool ok = true;
	if (n->op == O_inv)
		mpq_neg(p, p);
	else if (n->op == O_sqrt)
		mpq_div_2exp(p, p, 1);
	else if (n->op == O_mul || n->op == O_pow)
		ok = power_of_two(l, n, p);
	else
		return false;
	bool whole = mpz_cmp_ui(mpq_denref(p), 1) == 0 && n->op != O_sqrt;
	l->whole = l->whole && whole;
	return ok;
}

static bool
find_law(Wide *w)
{
	const UnitSpec *u = w->u;
	Law l = {.e = u->e, .arg = u->arg, .whole = true};
	l.depends = arena_alloc(w->a, u->root + 1);
	l.depends[u->arg] = true;
	for (Ref r = u->arg + 1; r <= u->root; r++)
		for (int k = 0; k < expr_at(u->e, r)->narg; k++)
			l.depends[r] =
			    l.depends[r] || l.depends[expr_at(u->e, r)->arg[k]];
	mpq_t p;
	mpq_init(p);
	bool ok = power_of(&l, u->root, p) && mpq_sgn(p) != 0 &&
	          mpz_cmp_ui(mpq_denref(p), MAX_DEN) <= 0 &&
	          mpz_cmpabs_ui(mpq_numref(p), MAX_NUM) <= 0;
	if (ok) {
		w->num = (int)mpz_get_si(mpq_numref(p));
		w->den = (int)mpz_get_si(mpq_denref(p));
	}
	mpq_clear(p);
	return ok && (l.whole || !w->negative);
}

/* ---- errors ---- */

/* What the cut to m bits does to f where x was shifted by k steps. */
static double
cut_error(const Wide *w, unsigned m, int k)
{
	int shift = k * w->den;
	int lost = (int)(w->width - m) - shift; /* bits of x */
	if (lost <= 0)
		return 0;
	double lo = ldexp(1, (int)w->width - shift - w->den);
	double hi = 2 * ldexp(lo, w->den - 1) - 1;
	Range y, x = {ldexp(fmax(lo, 1), w->u->lsb_x), ldexp(hi, w->u->lsb_x)};
	if (prog_range(w->prog, &x, &y) != DEF_ALL)
		return INFINITY;
	double p = fabs((double)w->num / w->den);
	double slope = up(up(p * interval_mag(y)) / x.lo);
	return up(up(slope) * ldexp(ldexp(1, lost) - 1, w->u->lsb_x));
}

/* The fewest bits that keep a quarter of the room. */
static bool
choose_bits(Wide *w)
{
	unsigned most = w->width < MAX_BITS ? w->width : MAX_BITS;
	for (w->m = MIN_BITS; w->m <= most; w->m++) {
		w->cut = 0;
		for (int k = 0; k <= w->steps; k++)
			w->cut = fmax(w->cut, cut_error(w, w->m, k));
		if (w->cut <= w->room / 4)
			return true;
	}
	return false;
}

/* ---- planning ---- */

static int
exponent(const Wide *w, int k)
{
	return -w->num * k;
}

static void
set_argument(Wide *w, int64_t lo, int64_t hi)
{
	w->negative = lo < 0;
	w->zero = lo <= 0 && hi >= 0;
	w->most = hi > -lo ? hi : -lo;
	w->least = lo > 0 ? lo : hi < 0 ? -hi : 1;
	w->width = width_of(0, w->most) - 1;
}

/* Error of the bits that the last shift drops. */
static double
shifted_out(const Wide *w)
{
	return w->steps ? ldexp(1, w->lsb - w->guard) : 0;
}

/* Weight of the result, guard bits and room, before m is known. */
static bool
set_result(Wide *w)
{
	const UnitSpec *u = w->u;
	if (!(u->max_err > 0) || isinf(u->max_err))
		return false; /* exact, or of no weight */
	w->lsb = u->lsb == UNIT_ANY_LSB ? ilogb(u->max_err / 0.75) : u->lsb;
	w->room = u->max_err - ldexp(1, w->lsb - 1);
	if (!(w->room > 0))
		return false;
	w->guard = w->lsb - ilogb(w->room / 4);
	w->guard = w->guard > 0 ? w->guard : 0;
	int zeros = (int)(w->width - width_of(0, w->least)) + 1;
	w->steps = zeros / w->den;
	int first = exponent(w, 0), last = exponent(w, w->steps);
	w->top = first > last ? first : last;
	return w->guard <= MAX_GUARD;
}

/* The inner unit: f of m bits, at a weight and with an error such that the
 * result shifted by its largest exponent has what is left of the room. */
static UnitSpec *
inner_spec(const Wide *w)
{
	UnitSpec *s = arena_alloc(w->a, sizeof *s);
	*s = *w->u;
	s->lsb_x = w->u->lsb_x + (int)(w->width - w->m);
	s->max_err = ldexp(w->room - w->cut - shifted_out(w), -w->top);
	s->lsb = w->lsb - w->guard - w->top;
	s->any_undefined = false;
	s->clamp = NULL;
	return s;
}

/* ---- building ---- */

/* The first m bits of x << left. A wide x would leave the datapath's widths on
 * the way, so that goes to the right instead: x << m >> width - left. */
static DRef
top_bits(Datapath *d, const Wide *w, DRef x, DRef left)
{
	int64_t top = INT64_C(1) << w->m;
	DRef y;
	if (2 * w->width < DP_MAX_WIDTH) {
		y = dp_asr(d, dp_shlv(d, x, left), w->width - w->m);
	} else {
		DRef right = dp_sub(d, dp_const(d, w->width), left);
		y = dp_asrv(d, dp_shl(d, x, w->m), right);
	}
	if (y)
		dp_assume(d, y, top >> w->den, top - 1);
	return y;
}

/* |x| shifted left and cut, and the number of steps that took. */
static DRef
normalise(Datapath *d, const Wide *w, DRef x, DRef *step)
{
	DRef n = dp_lzc(d, x, w->width), left = n;
	*step = n;
	if (w->den > 1) {
		uint32_t len = UINT32_C(1) << unit_index_bits(w->width + 1);
		int64_t *at = arena_alloc(w->a, 2 * len * sizeof *at);
		for (uint32_t i = 0; i < len; i++) {
			int64_t k = i / (uint32_t)w->den;
			at[len + i] = k < w->steps ? k : w->steps;
			at[i] = at[len + i] * w->den;
		}
		unsigned bits = unit_index_bits(w->width + 1);
		left = unit_lut(d, n, 0, bits, at);
		*step = unit_lut(d, n, 0, bits, at + len);
	}
	return top_bits(d, w, x, left);
}

/* The shift by top - e_k to the right: |num| k, or its complement. */
static DRef
scale_back(Datapath *d, const Wide *w, DRef y, DRef step)
{
	DRef k = step;
	if (w->num < 0)
		k = dp_sub(d, dp_const(d, w->steps), k);
	k = dp_mul_const(d, k, abs(w->num));
	y = dp_asrv(d, y, k);
	return w->guard ? dp_round(d, y, (unsigned)w->guard) : y;
}

static DRef
build(Datapath *d, const Wide *w, const UnitPlan *inner)
{
	DRef x = w->u->x, zero = dp_const(d, 0), step;
	DRef minus = dp_lt(d, x, zero);
	DRef a = w->negative ? dp_select(d, minus, dp_neg(d, x), x) : x;
	if (w->zero)
		a = dp_max(d, a, dp_const(d, w->least));
	DRef m = normalise(d, w, a, &step);
	DRef y = scale_back(d, w, unit_place(d, m, inner), step);
	if (w->negative && w->num % 2 != 0)
		y = dp_select(d, minus, dp_neg(d, y), y);
	return w->zero ? dp_select(d, dp_eq(d, x, zero), zero, y) : y;
}

bool
unit_wide(Datapath *d, const UnitSpec *u, UnitResult *r)
{
	Arena *a = arena_new();
	Wide w = {.u = u, .a = a, .prog = prog_new(a, u->e, u->root, u->arg)};
	const UnitPlan *inner = NULL;
	set_argument(&w, dp_at(d, u->x)->lo, dp_at(d, u->x)->hi);
	bool pole = w.zero && !u->any_undefined;
	if (w.most > 0 && find_law(&w) && !(pole && w.num < 0) &&
	    set_result(&w) && choose_bits(&w)) {
		int64_t top = INT64_C(1) << w.m;
		UnitEval *ev =
		    unit_eval(a, inner_spec(&w), top >> w.den, top - 1);
		inner = ev->undefined ? NULL : unit_choose(ev);
	}
	if (inner) {
		double err = up(ldexp(inner->err, w.top) + shifted_out(&w));
		err = up(up(err + w.cut) + ldexp(1, w.lsb - 1));
		*r = (UnitResult){.lsb = w.lsb, .err = fmin(err, u->max_err)};
		r->d = build(d, &w, inner);
		r->kind = arena_printf(d->a, "wide %u %s", w.m, inner->kind);
	}
	arena_free(a);
	return inner && r->d;
}
