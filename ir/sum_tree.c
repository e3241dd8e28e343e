/* The tree that adds a weighted sum.
 *
 * requires items; gives the node of the sum.
 *
 * The earliest pairs are added first and of those the narrowest: Huffman's
 * tree, on arrival for the least depth (Oklobdzija's three-greedy approach,
 * with adders for counters) and on widths for the least sum of adder widths.
 * A table becomes a node only when it is added, behind its partner, so that it
 * is the operand that the carry cell's LUT makes (pack.c). The constant goes
 * into a table where there is one, else to what is there first. */
#include "ir/sum.h"

#include <math.h>

/* What of x matters. */
static DRef
field(const Sum *s, DRef x)
{
	return s->field ? dp_sbits(s->l->d, x, 0, s->field) : x;
}

/* Cuts a copy and brings it to the inner weight. */
static DRef
aligned(Sum *s, const Item *c)
{
	Datapath *d = s->l->d;
	Fixed f = {.d = c->d, .lsb = c->lsb};
	if (c->f != 1)
		f.d = sum_multiple(s, c->d, c->f);
	if (c->lsb < s->inner) {
		unsigned k = (unsigned)(s->inner - c->lsb);
		f.d = k > DP_MAX_WIDTH - 1 ? dp_const(d, 0) : dp_asr(d, f.d, k);
		f.lsb = s->inner;
	}
	return field(s, fixed_align(d, f, s->inner).d);
}

/* The entry for `v`, the bits as a number, in units of 2^inner. */
static int64_t
entry(const Sum *s, const Item *t, int64_t v, bool constant)
{
	mpfr_t r;
	mpfr_init2(r, SUM_PREC);
	mpfi_get_fr(r, t->table->coef);
	mpfr_mul_si(r, r, v, MPFR_RNDN);
	mpfr_mul_2si(r, r, t->table->x.lsb + (int)t->at - s->inner, MPFR_RNDN);
	if (constant)
		mpfr_add(r, r, s->constant, MPFR_RNDN);
	if (t->minus)
		mpfr_neg(r, r, MPFR_RNDN);
	mpfr_rint(r, r, MPFR_RNDN);
	DNode wrap = {.op = D_sbits, .w = (uint8_t)s->field};
	int64_t e = mpfr_get_si(r, MPFR_RNDN);
	mpfr_clear(r);
	return s->field ? dop_eval(&wrap, e, 0, 0, NULL) : e;
}

static DRef
table(Sum *s, const Item *t)
{
	Datapath *d = s->l->d;
	const DNode *n = dp_at(d, t->d);
	uint32_t len = UINT32_C(1) << t->bits;
	bool top = n->lo < 0 && t->at + t->bits == dp_width(d, t->d);
	bool constant = !mpfr_zero_p(s->constant);
	int64_t at[2 << TABLE_BITS];
	check(t->bits <= TABLE_BITS + 1);
	for (uint32_t i = 0; i < len; i++)
		at[i] = entry(s, t, top && i >= len / 2 ? (int64_t)i - len : i,
		              constant);
	mpfr_set_zero(s->constant, 1);
	return dp_lut(d, dp_bits(d, t->d, t->at, t->bits),
	              dp_table(d, at, len));
}

static DRef
made(Sum *s, const Item *i)
{
	return i->table ? table(s, i) : i->d;
}

static Item
join(Sum *s, Item x, Item y)
{
	Datapath *d = s->l->d;
	Item z = {.lsb = s->inner, .ns = fmax(x.ns, y.ns)};
	if (x.table && !y.table) {
		Item swap = x;
		x = y;
		y = swap;
	}
	if (y.table && !x.table) /* its entries can be of either sign */
		y.minus = x.minus;
	z.minus = x.minus && y.minus;
	DRef a = made(s, &x), b = made(s, &y);
	if (x.minus == y.minus)
		z.d = dp_add(d, a, b);
	else
		z.d = x.minus ? dp_sub(d, b, a) : dp_sub(d, a, b);
	if (!z.d)
		return z;
	z.ns += node_delay(s->l->n->target, d, z.d);
	z.d = field(s, z.d);
	z.width = dp_width(d, z.d);
	return z;
}

/* x is there earlier than y by a level of addition, or else is narrower. */
static bool
before(const Sum *s, const Item *x, const Item *y)
{
	double level = 2 * s->l->n->target->t_net;
	double a = floor(x->ns / level), b = floor(y->ns / level);
	return a != b ? a < b : x->width < y->width;
}

/* Removes and returns the item to be added next. */
static Item
take_first(Sum *s)
{
	uint32_t best = 0;
	for (uint32_t i = 1; i < s->item.len; i++)
		if (before(s, &s->item.at[i], &s->item.at[best]))
			best = i;
	Item c = s->item.at[best];
	for (uint32_t i = best + 1; i < s->item.len; i++)
		s->item.at[i - 1] = s->item.at[i];
	s->item.len--;
	return c;
}

static DRef
add_constant(Sum *s, Item x)
{
	Datapath *d = s->l->d;
	DRef a = made(s, &x); /* a table takes it before it is rounded */
	mpfr_rint(s->constant, s->constant, MPFR_RNDN);
	DRef c = dp_const(d, mpfr_get_si(s->constant, MPFR_RNDN));
	return field(s, x.minus ? dp_sub(d, c, a) : dp_add(d, a, c));
}

/* Adds the constant to what is there first, if no table takes it: in nobody's
 * way, where it needs no LUTs; else it is left for the end.
 */
static bool
constant_first(Sum *s)
{
	if (!sum_tables(s))
		return true;
	for (uint32_t i = 0; i < s->item.len; i++)
		if (s->item.at[i].table)
			return true;
	mpfr_rint(s->constant, s->constant, MPFR_RNDN);
	if (mpfr_zero_p(s->constant) || s->item.len < 2)
		return true;
	Item x = take_first(s);
	x.d = add_constant(s, x);
	x.minus = false;
	if (!x.d)
		return false;
	x.ns += node_delay(s->l->n->target, s->l->d, x.d);
	mpfr_set_zero(s->constant, 1);
	vec_push(s->a, s->item, x);
	return true;
}

DRef
sum_build(Sum *s)
{
	Datapath *d = s->l->d;
	DRef c;
	if (!mpfr_fits_slong_p(s->constant, MPFR_RNDN))
		return 0;
	for (uint32_t i = 0; i < s->item.len; i++) {
		Item *x = &s->item.at[i];
		if (!x->table && !(x->d = aligned(s, x)))
			return 0;
	}
	if (!constant_first(s))
		return 0;
	while (s->item.len > 1) {
		Item x = take_first(s), y = take_first(s);
		Item z = join(s, x, y);
		if (!z.d)
			return 0;
		vec_push(s->a, s->item, z);
	}
	if (s->item.len) {
		c = add_constant(s, s->item.at[0]);
	} else {
		mpfr_rint(s->constant, s->constant, MPFR_RNDN);
		c = dp_const(d, mpfr_get_si(s->constant, MPFR_RNDN));
	}
	return dp_asr(d, c, (unsigned)(s->lsb - s->inner));
}
