/* Weighted sums: c0 + sum of c_i * signal_i with one rounding at the end.
 *
 * requires the signals; gives the sum within its allowance at, by a count of
 * adder bits, the least cost over the weight of the result and the weight at
 * which the terms are added. Terms with the same coefficient up to a power of
 * two are added first and multiplied once.
 *
 * Error, all of it against the allowance: that of each term (sum_items.c)
 * + rounding of the constant + 2^(lsb - 1) if bits below lsb remain to be
 * rounded. The half of that rounding, the mean of what cutting takes off and
 * the biases of the signals are part of the constant; where the result is to
 * stand for the middle of what was cut, a half less. */
#include "ir/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXACT = -100000, INNER = 8 };

/* A bit that the result has more costs what uses it about this many LUTs. */
static const double NEXT_BIT = 6;

/* ---- parts ---- */

static mpfi_ptr
interval(Sum *s)
{
	mpfi_ptr c = arena_alloc(s->a, sizeof(mpfi_t));
	mpfi_init2(c, COEF_PREC);
	arena_defer(s->a, (void (*)(void *))mpfi_clear, c);
	return c;
}

static void
add_part(Sum *s, const Fixed *x, mpfi_srcptr coef)
{
	Part p = {.x = *x, .coef = interval(s)};
	mpfi_t b;
	mpfi_init2(b, COEF_PREC);
	mpfi_mul_d(b, coef, x->bias);
	mpfi_add(s->c0, s->c0, b);
	mpfi_clear(b);
	mpfi_set(p.coef, coef);
	p.x.bias = 0;
	p.mag = fixed_mag(s->l->d, &p.x);
	vec_push(s->a, s->part, p);
}

/* |b| = |a * 2^k| */
static bool
same_digits(mpfr_srcptr a, mpfr_srcptr b, int k)
{
	mpfr_t m;
	mpfr_init2(m, COEF_PREC);
	mpfr_mul_2si(m, a, k, MPFR_RNDN);
	bool same = mpfr_cmpabs(m, b) == 0;
	mpfr_clear(m);
	return same;
}

/* Whether q's coefficient is enclosed by p's times +-2^k: sets k. */
static bool
same_coef(const Part *p, const Part *q, int *k, bool *minus)
{
	mpfr_srcptr pl = &p->coef->left, pr = &p->coef->right;
	mpfr_srcptr ql = &q->coef->left, qr = &q->coef->right;
	if (mpfi_has_zero(p->coef) || mpfi_has_zero(q->coef))
		return false;
	*minus = (mpfr_sgn(pl) < 0) != (mpfr_sgn(ql) < 0);
	*k = (int)(mpfr_get_exp(*minus ? qr : ql) - mpfr_get_exp(pl));
	return abs(*k) < 16 && same_digits(pl, *minus ? qr : ql, *k) &&
	       same_digits(pr, *minus ? ql : qr, *k);
}

static bool
is_power(const Part *p)
{
	return mpfr_equal_p(&p->coef->left, &p->coef->right) &&
	       mpfr_min_prec(&p->coef->left) <= 1;
}

/* What it takes that two coefficients that one interval encloses are not the
 * same: c x + e y = c (x + y) + (e - c) y. */
static void
book_apart(Sum *s, const Part *q)
{
	mpfr_t diam;
	mpfr_init2(diam, 53);
	mpfi_diam_abs(diam, q->coef);
	double err = mpfr_get_d(diam, MPFR_RNDU) * q->mag;
	s->apart = fixed_add_up(s->apart, err > 0 ? up(err) : 0);
	mpfr_clear(diam);
}

/* Adds x to p's signal first. */
static bool
join_parts(Sum *s, Part *p, Fixed x, int k, bool minus)
{
	Datapath *d = s->l->d;
	Fixed a = p->x, b = x;
	b.lsb += k;
	fixed_align2(d, &a, &b);
	if (!a.d || !b.d)
		return false;
	a.d = minus ? dp_sub(d, a.d, b.d) : dp_add(d, a.d, b.d);
	if (!a.d || dp_width(d, a.d) > DP_MAX_WIDTH / 2)
		return false;
	a.ns = fmax(a.ns, b.ns) + node_delay(s->l->n->target, d, a.d);
	p->x = a;
	p->mag = fixed_mag(d, &a);
	return true;
}

static void
join_equal(Sum *s)
{
	for (uint32_t i = 0; i < s->part.len; i++)
		for (uint32_t j = s->part.len - 1; j > i; j--) {
			Part *p = &s->part.at[i], *q = &s->part.at[j];
			bool minus;
			int k;
			if (is_power(p) || !same_coef(p, q, &k, &minus) ||
			    !join_parts(s, p, q->x, k, minus))
				continue;
			book_apart(s, q);
			*q = s->part.at[--s->part.len];
		}
}

/* ---- weights ---- */

/* Lowest bit of a rational constant, or EXACT if it has no last bit. */
static int
const_lsb(mpfi_srcptr c)
{
	if (!mpfr_equal_p(&c->left, &c->right))
		return EXACT;
	if (mpfr_zero_p(&c->left))
		return -EXACT;
	return (int)(mpfr_get_exp(&c->left) -
	             (mpfr_exp_t)mpfr_min_prec(&c->left));
}

/* Lowest bit of the exact sum; EXACT if it has none, -EXACT if it is 0. */
static int
lowest(const Sum *s)
{
	int lsb = const_lsb(s->c0);
	for (uint32_t i = 0; i < s->part.len; i++) {
		const Part *p = &s->part.at[i];
		int low = const_lsb(p->coef);
		low += low == EXACT || low == -EXACT ? 0 : p->x.lsb;
		lsb = low < lsb ? low : lsb;
	}
	return lsb;
}

/* Sets items, constant and the total error of the choice. */
static void
weigh(Sum *s)
{
	mpfr_t c;
	bool tables = false;
	mpfr_init2(c, SUM_PREC);
	mpfi_get_fr(c, s->c0);
	sum_items(s, c);
	s->err = fixed_add_up(s->err, s->apart);
	for (uint32_t i = 0; i < s->item.len; i++)
		tables = tables || s->item.at[i].table;
	if (s->middle)
		mpfr_sub_d(c, c, ldexp(1, s->lsb - 1), MPFR_RNDN);
	if (s->inner < s->lsb) {
		mpfr_add_d(c, c, ldexp(1, s->lsb - 1), MPFR_RNDN);
		s->err = fixed_add_up(s->err, ldexp(1, s->lsb - 1));
	}
	mpfr_mul_2si(s->constant, c, -s->inner, MPFR_RNDN);
	mpfr_rint(c, s->constant, MPFR_RNDN);
	mpfr_sub(c, c, s->constant, MPFR_RNDA);
	/* a table rounds it together with its own entries */
	double off = ldexp(fabs(mpfr_get_d(c, MPFR_RNDA)), s->inner);
	if (!tables)
		s->err = fixed_add_up(s->err, off);
	mpfi_diam_abs(c, s->c0);
	s->err = fixed_add_up(s->err, mpfr_get_d(c, MPFR_RNDU));
	mpfr_clear(c);
}

/* The choice at s->lsb and s->inner; false if it misses the limit. */
static bool
choose(Sum *s, double limit)
{
	double room = limit;
	if (s->inner < s->lsb)
		room -= ldexp(1, s->lsb - 1);
	for (int i = 0; i < 2 && room >= 0; i++) {
		if (!sum_choose(s, room))
			return false;
		weigh(s);
		if (s->err <= limit)
			return true;
		room -= (s->err - limit) * (1 + 0x1p-20);
	}
	return false;
}

static bool
exact(Sum *s, Allow allow)
{
	int low = lowest(s);
	if (low == EXACT)
		return false;
	s->lsb = low == -EXACT ? 0 : low;
	if (allow.lsb != ANY_LSB && allow.lsb > s->lsb && allow.half == 0)
		return false;
	s->lsb = allow.lsb != ANY_LSB ? allow.lsb : s->lsb;
	s->inner = low < s->lsb ? low : s->lsb;
	return choose(s, allow.half);
}

/* The cheapest weights within the limit, from the coarsest; `again`: that of
 * the result stays. */
static bool
rounded(Sum *s, Allow allow, bool again)
{
	int top = allow.lsb != ANY_LSB ? allow.lsb : ilogb(allow.err) + 1;
	int last = allow.lsb != ANY_LSB ? top : top - 1, low = lowest(s);
	double limit = allow.err + allow.half, best = INFINITY;
	int lsb = top, inner = top;
	int depth = INNER + (int)fmax(0, last - ilogb(allow.err));
	if (allow.lsb == ANY_LSB && low > top && low < -EXACT)
		top = last = low; /* exact already */
	if (again)
		top = last = s->lsb;
	for (s->lsb = top; s->lsb >= last; s->lsb--)
		for (s->inner = s->lsb; s->inner >= s->lsb - depth;
		     s->inner--) {
			double more = NEXT_BIT * (top - s->lsb);
			if (!choose(s, limit) || s->cost + more >= best)
				continue;
			best = s->cost + more;
			lsb = s->lsb;
			inner = s->inner;
		}
	s->lsb = lsb;
	s->inner = inner;
	return best < INFINITY && choose(s, limit);
}

/* The same with constants that share adders, where that is cheaper at the
 * result's weight. */
static bool
shared(Sum *s, Allow allow)
{
	uint32_t n = s->part.len;
	if (!rounded(s, allow, false))
		return false;
	if (n == 0 || !opt_has(s->l->n->opts, OPT_share))
		return true;
	double was = s->cost;
	Part *old = arena_alloc(s->a, n * sizeof *old);
	memcpy(old, s->part.at, n * sizeof *old);
	if (!sum_share(s) || (rounded(s, allow, true) && s->cost < was))
		return true;
	memcpy(s->part.at, old, n * sizeof *old);
	return rounded(s, allow, true);
}

/* ---- the signal ---- */

static void
sum_free(void *p)
{
	Sum *s = p;
	mpfi_clear(s->c0);
	mpfr_clear(s->constant);
}

static bool
refuse_sum(Lower *l, Ref r, const Allow *allow)
{
	if (allow->err > 0)
		return lower_refuse(
		    l, r,
		    "give the output fewer fraction bits or a larger "
		    "--max-error",
		    "'%s' needs more than %d bits", lower_text(l, r),
		    DP_MAX_WIDTH);
	return lower_refuse(
	    l, r,
	    "write its constants as multiples of a power of two, or "
	    "move the jump away from its range with --input ...@LO..HI",
	    "'%s' cannot be computed exactly, and what uses it allows no error",
	    lower_text(l, r));
}

static bool
lower_terms(Lower *l, Ref r, const Terms *t, Allow allow, Fixed *out)
{
	Sum *s = arena_alloc(l->a, sizeof *s);
	double tol = fmin((allow.err + allow.half) / 256, allow.err / 8);
	bool is_exact = true;
	s->l = l;
	s->r = r;
	s->a = l->a;
	s->middle = l->middle[r] && allow.err > 0 && allow.lsb == ANY_LSB;
	mpfi_init2(s->c0, SUM_PREC);
	mpfr_init2(s->constant, SUM_PREC);
	arena_defer(l->a, sum_free, s);
	mpfi_set(s->c0, t->term.at[0].coef);
	for (uint32_t i = 1; i < t->term.len; i++)
		add_part(s, &l->fx[t->term.at[i].ref], t->term.at[i].coef);
	join_equal(s);
	for (uint32_t i = 0; i < s->part.len; i++) {
		Part *p = &s->part.at[i];
		part_digits(p, NULL, 0, allow.err > 0 ? tol / s->part.len : 0);
		is_exact = is_exact && p->x.exact;
	}
	if (!(allow.err > 0 ? shared(s, allow) : exact(s, allow)))
		return refuse_sum(l, r, &allow);
	is_exact = is_exact && s->err == 0;
	s->field = l->wrap[r] && s->inner < 0 && -s->inner < DP_MAX_WIDTH
	               ? (unsigned)-s->inner
	               : 0;
	*out = (Fixed){.lsb = s->lsb, .exact = is_exact, .local = s->err};
	out->bias = s->middle ? ldexp(1, s->lsb - 1) : 0;
	out->d = sum_build(s);
	return out->d || refuse_sum(l, r, &(Allow){.err = 1});
}

bool
lower_sum(Lower *l, Ref r, Allow allow, Fixed *out)
{
	if (!l->terms[r])
		l->terms[r] = signals_terms(l->kept_in, l->e, l->s, r);
	return lower_terms(l, r, l->terms[r], allow, out);
}

bool
lower_const(Lower *l, Ref r, Allow allow, Fixed *out)
{
	Terms t = {.a = l->a};
	mpfi_ptr c = arena_alloc(l->a, sizeof(mpfi_t));
	mpfi_init2(c, COEF_PREC);
	arena_defer(l->a, (void (*)(void *))mpfi_clear, c);
	if (!const_value(l->e, r, c))
		return lower_refuse(l, r, "remove it from the equation",
		                    "'%s' is not defined", lower_text(l, r));
	vec_push(l->a, t.term, ((Term){0, c}));
	return lower_terms(l, r, &t, allow, out);
}
