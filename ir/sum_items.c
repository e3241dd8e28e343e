/* What the terms of a weighted sum are made of.
 *
 * requires parts with their digits; gives the choice and its items.
 *
 * coef * x is either some shifted copies of x, one for each signed digit of a
 * constant near coef, or tables of five bits of x each, which hold coef times
 * those bits (a KCM, Chapman 1993): AMD's carry cell adds any function of five
 * bits for the LUT that the addition takes anyway (pack.c). Copies lose the
 * bits below the weight at which all is added, tables are rounded there.
 *
 * Choice: all parts start as cheap as can be, with no item at all. While the
 * errors are too large, the step that takes off most error for a LUT is made:
 * the greedy solution of a multiple-choice knapsack (Sinha and Zoltners 1979).
 * Then whatever became too good in that gets cheaper again. */
#include "ir/sum.h"

#include <math.h>

/* ---- digits ---- */

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
	mpfr_init2(m, SUM_PREC);
	mpfr_abs(m, v, MPFR_RNDN);
	long e = mpfr_get_exp(m) - 1; /* 2^e <= |v| < 2^(e+1) */
	mpfr_mul_2si(m, m, -e, MPFR_RNDN);
	bool over = mpfr_cmp_d(m, 1.5) > 0;
	mpfr_clear(m);
	return (int)e + over;
}

static double
product_up(double a, double b)
{
	return a * b > 0 ? up(a * b) : a > 0 && b > 0 ? 0x1p-1074 : 0;
}

/* v += the digit, rest -= it. */
static void
take_digit(const Digit *t, mpfr_ptr v, mpfr_ptr rest)
{
	mpfr_t digit;
	mpfr_init2(digit, SUM_PREC);
	mpfr_set_si_2exp(digit, t->minus ? -t->f : t->f, t->at, MPFR_RNDN);
	mpfr_add(v, v, digit, MPFR_RNDN);
	mpfr_sub(rest, rest, digit, MPFR_RNDN);
	mpfr_clear(digit);
}

/* Nearest power of two first: each digit leaves at most a third of the
 * rest. */
void
part_digits(Part *p, const Digit *first, uint32_t n, double tol)
{
	mpfr_t v, rest;
	mpfr_inits2(SUM_PREC, v, rest, (mpfr_ptr)0);
	mpfr_set_zero(v, 1);
	mpfi_get_fr(rest, p->coef);
	p->left[0] = product_up(distance(p->coef, v), p->mag);
	for (p->n = 0; p->n < DIGITS && (p->n < n || p->left[p->n] > tol);
	     p->n++) {
		if (p->n < n)
			p->at[p->n] = first[p->n];
		else if (mpfr_zero_p(rest))
			break;
		else
			p->at[p->n] =
			    (Digit){nearest_power(rest), 1, mpfr_sgn(rest) < 0};
		take_digit(&p->at[p->n], v, rest);
		p->left[p->n + 1] = product_up(distance(p->coef, v), p->mag);
	}
	mpfr_clears(v, rest, (mpfr_ptr)0);
}

/* ---- one way to make a part ---- */

bool
sum_tables(const Sum *s)
{
	const Target *t = s->l->n->target;
	return opt_has(s->l->n->opts, OPT_kcm) && t->lut_in > TABLE_BITS &&
	       t->carry_lut && !t->carry_is_lut;
}

static unsigned
signal_bits(const Sum *s, const Part *p)
{
	const DNode *n = dp_at(s->l->d, p->x.d);
	unsigned w = width_of(n->lo, n->hi);
	return n->lo < 0 ? w : w - 1;
}

/* Tables for x's bits: the lowest may have one more, as the first operand of
 * an addition needs a LUT of its own. */
static unsigned
tables(const Sum *s, const Part *p)
{
	unsigned w = signal_bits(s, p);
	return w <= TABLE_BITS + 1 ? 1 : (w - 2) / TABLE_BITS + 1;
}

/* Bits of an item whose largest value is m. */
double
sum_item_bits(const Sum *s, double m)
{
	double w = m > 0 ? floor(log2(m)) + 2 - s->inner : 0;
	return w < 1 ? 1 : w;
}

/* The same for a copy: where it ends above the inner weight, what it is added
 * to passes below it. */
double
sum_digit_bits(const Sum *s, const Part *p, const Digit *t)
{
	double w = sum_item_bits(s, ldexp(p->mag * t->f, t->at));
	int below = p->x.lsb + t->at - s->inner;
	w = below > 0 && !sum_tables(s) ? w - below : w;
	return w < 1 ? 1 : w;
}

/* What cutting a copy at weight 2^lsb loses on average. */
static double
cut_mean(const Sum *s, int lsb)
{
	return lsb < s->inner ? ldexp(1, s->inner - 1) - ldexp(1, lsb - 1) : 0;
}

static double
error_of(const Sum *s, const Part *p, int use)
{
	if (use == TABLES) /* rounded entries, and coef's own interval */
		return tables(s, p) * ldexp(1 + 0x1p-30, s->inner - 1);
	double err = p->left[use];
	for (int i = 0; i < use; i++)
		err = fixed_add_up(err, cut_mean(s, p->x.lsb + p->at[i].at));
	return err;
}

static double
cost_of(const Sum *s, const Part *p, int use)
{
	double cost = 0;
	if (use == TABLES) {
		double m = p->left[0]; /* about |coef| * mag */
		for (unsigned i = 0; i < tables(s, p); i++)
			cost +=
			    sum_item_bits(s, ldexp(m, -(int)(TABLE_BITS * i)));
		return cost;
	}
	bool multiple = false;
	for (int i = 0; i < use; i++) {
		const Digit *t = &p->at[i];
		cost += sum_digit_bits(s, p, t);
		multiple = multiple || t->f != 1;
	}
	return multiple ? cost + p->own : cost;
}

/* ---- the choice ---- */

static int
first_use(const Sum *s, const Part *p)
{
	bool small = ldexp(p->left[0], -s->inner) < 0x1p60;
	return sum_tables(s) && small ? TABLES : 0;
}

static void
rate(const Sum *s, Part *p)
{
	p->use = 0;
	for (int k = first_use(s, p); k <= (int)p->n; k++) {
		p->err[k + 1] = error_of(s, p, k);
		p->cost[k + 1] = cost_of(s, p, k);
	}
}

static double
total(const Sum *s)
{
	double err = 0;
	for (uint32_t i = 0; i < s->part.len; i++) {
		const Part *p = &s->part.at[i];
		err = fixed_add_up(err, p->err[p->use + 1]);
	}
	return err;
}

/* The step of any part away from what it uses that takes off most error for
 * a LUT; false if there is none. */
static bool
improve(Sum *s)
{
	double most = 0;
	Part *best = NULL;
	int use = 0;
	for (uint32_t i = 0; i < s->part.len; i++) {
		Part *p = &s->part.at[i];
		double err = p->err[p->use + 1], cost = p->cost[p->use + 1];
		for (int k = first_use(s, p); k <= (int)p->n; k++) {
			double e = err - p->err[k + 1];
			double g = e / fmax(p->cost[k + 1] - cost, 0x1p-20);
			if (e > 0 && g > most) {
				most = g;
				best = p;
				use = k;
			}
		}
	}
	if (best)
		best->use = use;
	return best;
}

/* Makes part p as cheap as the room allows. */
static void
relax(Sum *s, Part *p, double room)
{
	int best = p->use;
	for (int k = first_use(s, p); k <= (int)p->n; k++) {
		p->use = k;
		if (p->cost[k + 1] < p->cost[best + 1] && total(s) <= room)
			best = k;
	}
	p->use = best;
}

bool
sum_choose(Sum *s, double room)
{
	for (uint32_t i = 0; i < s->part.len; i++)
		rate(s, &s->part.at[i]);
	while (total(s) > room)
		if (!improve(s))
			return false;
	s->cost = 0;
	for (uint32_t i = 0; i < s->part.len; i++) {
		Part *p = &s->part.at[i];
		relax(s, p, room);
		s->cost += p->cost[p->use + 1];
	}
	s->err = total(s);
	return true;
}

/* ---- items ---- */

static void
add_tables(Sum *s, const Part *p)
{
	unsigned w = signal_bits(s, p), n = tables(s, p), at = 0;
	for (unsigned i = 0; i < n; i++) {
		unsigned bits = TABLE_BITS;
		bits += i == 0 && n * TABLE_BITS < w;
		Item t = {.d = p->x.d,
		          .lsb = s->inner,
		          .ns = p->x.ns,
		          .table = p,
		          .at = at};
		t.bits = at + bits > w ? w - at : bits;
		at += t.bits;
		t.width = (unsigned)sum_item_bits(
		    s, ldexp(p->left[0], -(int)(w - at)));
		vec_push(s->a, s->item, t);
	}
}

static void
add_copies(Sum *s, const Part *p, mpfr_ptr mean)
{
	for (int i = 0; i < p->use; i++) {
		const Digit *t = &p->at[i];
		Item c = {.d = p->x.d,
		          .f = t->f,
		          .lsb = p->x.lsb + t->at,
		          .minus = t->minus,
		          .ns = p->x.ns};
		double cut = cut_mean(s, c.lsb);
		c.width =
		    (unsigned)sum_item_bits(s, ldexp(p->mag * t->f, t->at));
		if (t->f != 1)
			c.ns += adder_delay(s->l->n->target, c.width);
		mpfr_add_d(mean, mean, c.minus ? -cut : cut, MPFR_RNDN);
		vec_push(s->a, s->item, c);
	}
}

void
sum_items(Sum *s, mpfr_ptr mean)
{
	s->item.len = 0;
	for (uint32_t i = 0; i < s->part.len; i++) {
		if (s->part.at[i].use == TABLES)
			add_tables(s, &s->part.at[i]);
		else
			add_copies(s, &s->part.at[i], mean);
	}
}
