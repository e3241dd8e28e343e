/* Quotients of two signals, digit by digit (recur.c).
 *
 * Requires n / d within its proven range for the integers of n and d as they
 * are built, d without 0. Several recurrences give a quotient to within an
 * error: more digits and coarser remainders, or fewer; the cheapest is taken.
 *
 * Where the weight of the result is given, its rounding is either the last
 * digit, with remainders that are exact, or half of the last place is added to
 * n / d first. Else the result is an odd number of the last digit, and where
 * only sums or only units read it, its last bit a bias. */
#include "ir/lower.h"
#include "ir/recur.h"

#include <math.h>

/* A recurrence and what it gives. */
typedef struct Trial {
	Quotient q;
	double err, price;
} Trial;

typedef struct Search {
	Lower *l;
	const Fixed *n, *d;
	Range v;      /* of the quotient */
	double limit; /* error allowed */
	unsigned hurry;
	Trial best;
} Search;

static DRef
build(Datapath *d, const void *ctx, DRef n, DRef x)
{
	Quotient q = *(const Quotient *)ctx;
	q.n = n;
	q.d = x;
	return dp_quotient(d, &q);
}

static double
price(const Search *s, const Quotient *q)
{
	const DNode *n = dp_at(s->l->d, q->n), *d = dp_at(s->l->d, q->d);
	WayKey k = {.lo = {n->lo, d->lo}, .hi = {n->hi, d->hi}};
	uint64_t at = (uint64_t)(q->pn & 0xffff) << 32 |
	              (uint64_t)(q->pd & 0xffff) << 16 | (q->lsb & 0xffff);
	k.add = (int64_t)at;
	k.how = 1U << 31 | q->digits << 8 | (uint32_t)(q->sign + 1) << 3 |
	        (uint32_t)q->plus | (uint32_t)q->shift << 1 |
	        (uint32_t)q->centre << 2 | (uint32_t)(q->n == q->d) << 5;
	k.size =
	    (uint32_t)(q->cut & 0xffff) << 16 | (uint32_t)(q->start & 0xffff);
	return way_price(s->l, &k, s->hurry, q->n, q->d, build, q);
}

/* The coarsest remainders within the limit. */
static void
consider(Search *s, Quotient q)
{
	double room = s->limit - ldexp(1, q.lsb);
	int exact = q.pd + q.lsb; /* the last row's */
	if (exact > q.pn)
		exact = q.pn;
	for (q.cut = q.pd + q.lsb + (int)q.digits; q.cut >= exact; q.cut--)
		if (quotient_makes(s->l->d, &q) &&
		    quotient_error(s->l->d, &q) <= room)
			break;
	if (!quotient_makes(s->l->d, &q))
		return;
	double err = quotient_error(s->l->d, &q);
	Trial t = {.q = q, .err = up(ldexp(1, q.lsb) + err)};
	if (err == 0)
		t.err = ldexp(1, q.lsb);
	if (!(t.err <= s->limit))
		return;
	t.price = price(s, &q);
	if (t.price < s->best.price)
		s->best = t;
}

/* The first digit that leaves fewest. */
static bool
first_digit(Range v, Quotient *q)
{
	q->digits = UINT32_MAX;
	for (int sign = 0; sign <= 1; sign++)
		for (int k = sign ? 2 : 62; k <= 62; k++) {
			double to = v.lo + v.hi < 0 ? -1 : 1;
			double c = sign ? to * ldexp(1, q->lsb + k) : 0;
			double most = fmax(up(v.hi - c), up(c - v.lo));
			int n = (int)ceil(log2(ldexp(most, -q->lsb)));
			n = n < 2 ? 2 : n;
			if (ldexp(1, q->lsb + n) < most || n > k ||
			    (unsigned)n > q->digits)
				continue;
			if ((unsigned)n == q->digits && sign && q->sign)
				continue;
			q->digits = (unsigned)n;
			q->sign = sign * (int)to;
			q->start = sign ? q->lsb + k : 0;
		}
	return q->digits <= 60;
}

/* All recurrences whose last digit is 2^lsb. */
static void
consider_lsb(Search *s, int lsb, bool shift)
{
	Quotient q = {.n = s->n->d, .d = s->d->d, .pn = s->n->lsb};
	q.pd = s->d->lsb;
	q.lsb = lsb;
	q.shift = shift;
	Range v = s->v;
	if (shift) {
		v.lo = down(v.lo + ldexp(1, lsb));
		v.hi = up(v.hi + ldexp(1, lsb));
	}
	if (!(ldexp(1, lsb) <= s->limit) || !first_digit(v, &q))
		return;
	for (unsigned k = 0; k < 4; k++) {
		q.plus = k & 1;
		q.centre = k & 2;
		if (q.sign > 0 || k == 0)
			consider(s, q);
	}
}

bool
lower_quotient(Lower *l, Ref r, Allow allow, Fixed *out)
{
	const ExprNode *e = expr_at(l->e, r);
	Search s = {.l = l, .n = &l->fx[e->arg[0]], .d = &l->fx[e->arg[1]]};
	bool whole = allow.lsb != ANY_LSB;
	bool odd = !whole && !l->summed[r] && !l->middle[r];
	s.v = l->box->value[r];
	s.limit = allow.err + allow.half;
	s.hurry = l->hurry[r];
	s.best.price = INFINITY;
	int lsb = whole ? allow.lsb : ilogb(s.limit);
	if (s.n->d && s.d->d && s.limit > 0) {
		consider_lsb(&s, lsb, false);
		consider_lsb(&s, lsb - 1, whole);
		if (!whole)
			consider_lsb(&s, lsb - 2, false);
	}
	DRef x = isfinite(s.best.price) ? dp_quotient(l->d, &s.best.q) : 0;
	if (!x)
		return lower_refuse(l, r,
		                    "leave it to units: --without recurrence",
		                    "no recurrence for '%s'", lower_text(l, r));
	*out = (Fixed){.d = x, .lsb = s.best.q.lsb + 1, .local = s.best.err};
	if (odd || (whole && !s.best.q.shift)) {
		out->d = dp_add(l->d, dp_shl(l->d, x, 1), dp_const(l->d, 1));
		out->lsb--;
	} else if (!whole) {
		out->bias = ldexp(1, s.best.q.lsb);
	}
	return out->d != 0;
}
