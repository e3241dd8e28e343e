/* Weighted sums: c0 + sum of c_i * signal_i with one rounding at the end.
 *
 * Each coefficient is replaced by the constant with the fewest signed digits
 * inside the interval that the error budget leaves around it, so a product is
 * a few shifted copies of its signal. All copies of all signals go into one
 * tree of additions. Bits far below the result's weight are cut from a copy
 * before it is added; the mean of what is cut, the constant term and the
 * half of the final rounding are one constant.
 *
 * Error, all of it against `allow`: sum |c_i' - c_i| * max |signal_i|
 * + half of what each cut can lose + rounding of the constant
 * + 2^(lsb - 1) if bits below lsb remain to be rounded. */
#include "ir/lower.h"

#include <math.h>

/* One shifted copy of a signal. */
typedef struct Copy {
	DRef d;
	int lsb;
	bool minus;
} Copy;

typedef struct Sum {
	Lower *l;
	Ref r;
	VEC(Copy) copy;
	mpfi_t c0;
	double coef_err; /* of the replaced coefficients */
	int lsb;         /* of the result */
	int cut;         /* copies lose the bits below this weight */
	int inner;       /* weight at which the copies are added */
	mpfr_t constant; /* in units of 2^inner, an integer */
	double err;      /* total, for the chosen cut */
} Sum;

enum { EXACT = -100000, DIGITS = 62, PREC = COEF_PREC + 64 };

/* ---- coefficients ---- */

/* Largest distance between c's interval and v, rounded up. */
static double
distance(mpfi_srcptr c, mpfr_srcptr v)
{
	mpfr_t lo, hi;
	mpfr_inits2(53, lo, hi, (mpfr_ptr)0);
	mpfr_sub(lo, v, &c->left, MPFR_RNDU);
	mpfr_sub(hi, &c->right, v, MPFR_RNDU);
	double d = fmax(mpfr_get_d(lo, MPFR_RNDU), mpfr_get_d(hi, MPFR_RNDU));
	mpfr_clears(lo, hi, (mpfr_ptr)0);
	return d < 0 ? 0 : d;
}

/* Power of two nearest to |v| > 0: its exponent. */
static int
nearest_power(mpfr_srcptr v)
{
	mpfr_t m;
	mpfr_init2(m, PREC);
	mpfr_abs(m, v, MPFR_RNDN);
	long e = mpfr_get_exp(m) - 1; /* 2^e <= |v| < 2^(e+1) */
	mpfr_mul_2si(m, m, -e, MPFR_RNDN);
	bool up = mpfr_cmp_d(m, 1.5) > 0;
	mpfr_clear(m);
	return (int)e + up;
}

/* Appends to s the copies of x that make c * x up to tol * |x|, nearest power
 * of two first: each step leaves at most a third of the rest, and the first
 * constant inside the interval is the answer. */
static bool
add_product(Sum *s, const Fixed *x, mpfi_srcptr c, double tol, double *left)
{
	mpfr_t v, rest, p;
	bool ok = true;
	mpfr_inits2(PREC, v, rest, p, (mpfr_ptr)0);
	mpfr_set_zero(v, 1);
	mpfi_get_fr(rest, c);
	for (int i = 0; (*left = distance(c, v)) > tol && ok; i++) {
		ok = i < DIGITS && !mpfr_zero_p(rest);
		if (!ok)
			break;
		int e = nearest_power(rest);
		bool minus = mpfr_sgn(rest) < 0;
		mpfr_set_si_2exp(p, minus ? -1 : 1, e, MPFR_RNDN);
		mpfr_add(v, v, p, MPFR_RNDN);
		mpfr_sub(rest, rest, p, MPFR_RNDN);
		vec_push(s->l->a, s->copy, ((Copy){x->d, x->lsb + e, minus}));
	}
	mpfr_clears(v, rest, p, (mpfr_ptr)0);
	return ok;
}

static bool
add_products(Sum *s, const Terms *t, double tol)
{
	const Lower *l = s->l;
	s->copy.len = 0;
	s->coef_err = 0;
	for (uint32_t i = 1; i < t->term.len; i++) {
		const Fixed *x = &l->fx[t->term.at[i].ref];
		double mag = fixed_mag(l->d, x), left;
		double share = tol / (t->term.len - 1) / (mag > 0 ? mag : 1);
		if (!add_product(s, x, t->term.at[i].coef, share, &left))
			return false;
		s->coef_err =
		    fixed_add_up(s->coef_err, left * mag * (1 + 0x1p-50));
	}
	return true;
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

static int
lowest(const Sum *s)
{
	int lsb = const_lsb(s->c0);
	for (uint32_t i = 0; i < s->copy.len; i++)
		lsb = s->copy.at[i].lsb < lsb ? s->copy.at[i].lsb : lsb;
	return lsb;
}

/* Sets inner weight, constant and total error for a cut at s->cut. */
static void
weigh(Sum *s)
{
	mpfr_t c;
	int low = lowest(s);
	s->inner = low > s->cut ? low : s->cut;
	s->inner = s->inner < s->lsb ? s->inner : s->lsb;
	s->err = s->coef_err;
	mpfr_init2(c, PREC);
	mpfi_get_fr(c, s->c0);
	for (uint32_t i = 0; i < s->copy.len; i++) {
		const Copy *y = &s->copy.at[i];
		if (y->lsb >= s->cut)
			continue;
		double mean = ldexp(1, s->cut - 1) - ldexp(1, y->lsb - 1);
		mpfr_add_d(c, c, y->minus ? -mean : mean, MPFR_RNDN);
		s->err = fixed_add_up(s->err, mean);
	}
	if (s->inner < s->lsb) {
		mpfr_add_d(c, c, ldexp(1, s->lsb - 1), MPFR_RNDN);
		s->err = fixed_add_up(s->err, ldexp(1, s->lsb - 1));
	}
	mpfr_mul_2si(c, c, -s->inner, MPFR_RNDN);
	mpfr_rint(s->constant, c, MPFR_RNDN);
	mpfr_sub(c, c, s->constant, MPFR_RNDA);
	double off = ldexp(fabs(mpfr_get_d(c, MPFR_RNDA)), s->inner);
	mpfi_diam_abs(c, s->c0);
	s->err = fixed_add_up(s->err, off);
	s->err = fixed_add_up(s->err, mpfr_get_d(c, MPFR_RNDU));
	mpfr_clear(c);
}

/* The coarsest cut that stays within `limit`. */
static bool
choose_cut(Sum *s, double limit)
{
	int low = lowest(s);
	for (s->cut = s->lsb; s->cut > s->lsb - DIGITS; s->cut--) {
		weigh(s);
		if (s->err <= limit)
			return true;
		if (s->cut < low)
			return false;
	}
	return false;
}

/* ---- building ---- */

static unsigned
bits(const Datapath *d, DRef r)
{
	return r ? width_of(dp_at(d, r)->lo, dp_at(d, r)->hi) : 0;
}

static Copy
join(Datapath *d, Copy x, Copy y)
{
	Copy z = {0, x.lsb, x.minus && y.minus};
	if (x.minus == y.minus)
		z.d = dp_add(d, x.d, y.d);
	else
		z.d = x.minus ? dp_sub(d, y.d, x.d) : dp_sub(d, x.d, y.d);
	return z;
}

/* Removes and returns the narrowest copy. */
static Copy
take_narrowest(Sum *s)
{
	uint32_t best = 0;
	for (uint32_t i = 1; i < s->copy.len; i++) {
		if (bits(s->l->d, s->copy.at[i].d) <
		    bits(s->l->d, s->copy.at[best].d))
			best = i;
	}
	Copy c = s->copy.at[best];
	for (uint32_t i = best + 1; i < s->copy.len; i++)
		s->copy.at[i - 1] = s->copy.at[i];
	s->copy.len--;
	return c;
}

/* Cuts a copy and brings it to the inner weight. */
static void
align(Sum *s, Copy *c)
{
	Datapath *d = s->l->d;
	Fixed f = {.d = c->d, .lsb = c->lsb};
	if (c->lsb < s->cut) {
		unsigned k = (unsigned)(s->cut - c->lsb);
		f.d = k > DP_MAX_WIDTH - 1 ? dp_const(d, 0) : dp_asr(d, f.d, k);
		f.lsb = s->cut;
	}
	f = fixed_align(d, f, s->inner);
	*c = (Copy){f.d, s->inner, c->minus};
}

/* Adds all copies, narrowest pairs first (Huffman's tree on widths: the least
 * sum of adder widths and a depth near log2), then the constant. */
static DRef
build(Sum *s)
{
	Datapath *d = s->l->d;
	if (!mpfr_fits_slong_p(s->constant, MPFR_RNDN))
		return 0;
	DRef c = dp_const(d, mpfr_get_si(s->constant, MPFR_RNDN));
	for (uint32_t i = 0; i < s->copy.len; i++)
		align(s, &s->copy.at[i]);
	while (s->copy.len > 1) {
		Copy x = take_narrowest(s), y = take_narrowest(s);
		vec_push(s->l->a, s->copy, join(d, x, y));
	}
	if (s->copy.len) {
		Copy x = s->copy.at[0];
		c = x.minus ? dp_sub(d, c, x.d) : dp_add(d, x.d, c);
	}
	return dp_asr(d, c, (unsigned)(s->lsb - s->inner));
}

static bool
is_exact(const Sum *s, const Terms *t)
{
	bool exact = s->err == 0;
	for (uint32_t i = 1; i < t->term.len; i++)
		exact = exact && s->l->fx[t->term.at[i].ref].exact;
	return exact;
}

/* Without room for error every digit counts. */
static bool
sum_exact(Sum *s, const Terms *t, Allow allow)
{
	if (!add_products(s, t, 0))
		return false;
	s->lsb = lowest(s);
	if (s->lsb == EXACT)
		return false;
	if (s->lsb == -EXACT)
		s->lsb = 0;
	if (allow.lsb != ANY_LSB && allow.lsb > s->lsb && allow.half == 0)
		return false;
	s->lsb = allow.lsb != ANY_LSB ? allow.lsb : s->lsb;
	s->cut = lowest(s) < s->lsb ? lowest(s) : s->lsb;
	weigh(s);
	return s->err <= allow.half;
}

static bool
sum_rounded(Sum *s, const Terms *t, Allow allow)
{
	s->lsb = allow.lsb != ANY_LSB ? allow.lsb : (int)floor(log2(allow.err));
	if (!add_products(s, t, allow.err / 4))
		return false;
	int low = lowest(s);
	if (allow.lsb == ANY_LSB && low > s->lsb && low < -EXACT)
		s->lsb = low; /* exact already */
	return choose_cut(s, allow.err + allow.half);
}

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
	s->l = l;
	s->r = r;
	mpfi_init2(s->c0, PREC);
	mpfr_init2(s->constant, PREC);
	arena_defer(l->a, sum_free, s);
	mpfi_set(s->c0, t->term.at[0].coef);
	if (!(allow.err > 0 ? sum_rounded(s, t, allow)
	                    : sum_exact(s, t, allow)))
		return refuse_sum(l, r, &allow);
	bool exact = is_exact(s, t);
	*out = (Fixed){build(s), s->lsb, exact, s->err};
	return out->d || refuse_sum(l, r, &(Allow){.err = 1});
}

bool
lower_sum(Lower *l, Ref r, Allow allow, Fixed *out)
{
	return lower_terms(l, r, signals_terms(l->a, l->e, l->s, r), allow,
	                   out);
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
