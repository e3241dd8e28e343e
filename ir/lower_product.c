/* Products of two signals.
 *
 * Two ways: one multiplication that is cut afterwards, which takes a
 * multiplier block where the device has them, or rows of a carry chain
 * (rows.c), which leave out what the error budget does not need. Both are
 * built into a scratch datapath, and the lower device share, or in a hurry the
 * lower product of it with a power of the delay, is taken, with blocks or
 * without: rows of two chains are twice as slow as a block at half its share.
 *
 * Error: cutting is floor, so value - result lies in [lo, hi] >= about 0;
 * half the width of that is the error, its middle a bias, which a sum takes
 * into its constant and a unit as the middle of what was cut; elsewhere it
 * starts the chain, or a cut multiplication's integer r becomes 2 r + 1 of half
 * the weight where products read it, which is rounded as well without a carry
 * chain. */
#include "ir/lower.h"
#include "ir/rows.h"

#include <math.h>

typedef struct Way {
	bool rows, swap;
	Rows m;           /* cut, out, chains, add */
	double err, bias; /* in units of the result */
	double price;
} Way;

typedef struct Product {
	Lower *l;
	Fixed x, y;
	unsigned out;   /* bits to cut */
	unsigned top;   /* see Rows */
	double limit;   /* error allowed, in units of the result */
	bool biased;    /* a bias may be left: any, */
	bool middle;    /* or half of the result's last place */
	bool odd;       /* or that as a last bit */
	unsigned hurry; /* as in Lower */
	Way best;
} Product;

/* A way of a product, to be tried. */
typedef struct Trial {
	const Product *p;
	const Way *w;
} Trial;

/* ---- building ---- */

static DRef
build(Datapath *d, const Product *p, const Way *w, DRef x, DRef y)
{
	Rows m = w->m;
	if (!w->rows) {
		DRef r = dp_mul(d, x, y);
		r = p->biased || p->middle || p->odd ? dp_asr(d, r, p->out)
		                                     : dp_round(d, r, p->out);
		r = m.top ? dp_bits(d, r, 0, m.top - m.out) : r;
		return p->odd ? dp_add(d, dp_shl(d, r, 1), dp_const(d, 1)) : r;
	}
	m.a = w->swap ? y : x;
	m.b = w->swap ? x : y;
	return dp_rows(d, &m);
}

static WayKey
key_of(const Product *p, const Way *w)
{
	const DNode *x = dp_at(p->l->d, p->x.d), *y = dp_at(p->l->d, p->y.d);
	WayKey k = {.lo = {x->lo, y->lo}, .hi = {x->hi, y->hi}};
	k.add = w->m.add;
	k.how = (uint32_t)w->rows | (uint32_t)w->swap << 1 |
	        (uint32_t)p->biased << 2 | (uint32_t)(p->x.d == p->y.d) << 3 |
	        (uint32_t)p->middle << 4 | (uint32_t)p->odd << 5 |
	        w->m.chains << 6 | (uint32_t)w->m.booth << 8;
	k.size = w->m.cut | w->m.out << 8 | w->m.top << 16 | w->m.less << 24;
	return k;
}

static DRef
build_pair(Datapath *d, const void *ctx, DRef x, DRef y)
{
	const Trial *t = ctx;
	return build(d, t->p, t->w, x, y);
}

static double
price(const Product *p, const Way *w)
{
	WayKey k = key_of(p, w);
	Trial t = {p, w};
	return way_price(p->l, &k, p->hurry, p->x.d, p->y.d, build_pair, &t);
}

/* ---- choosing ---- */

static void
consider(Product *p, Way w)
{
	if (w.err > p->limit)
		return;
	w.price = price(p, &w);
	if (w.price < p->best.price)
		p->best = w;
}

/* Error and bias of rows that are cut; false if it is too much. */
static bool
weigh(const Product *p, Way *w)
{
	double lo, hi, unit = ldexp(1, (int)w->m.cut - (int)p->out);
	Rows m = w->m;
	m.a = w->swap ? p->y.d : p->x.d;
	m.b = w->swap ? p->x.d : p->y.d;
	rows_loss(p->l->d, &m, &lo, &hi);
	lo *= unit;
	hi = hi * unit + 1 - unit;
	w->bias = p->middle ? 0.5 : 0;
	if (!p->biased)
		w->m.add = (int64_t)rint(((lo + hi) / 2 - w->bias) / unit);
	lo -= (double)w->m.add * unit;
	hi -= (double)w->m.add * unit;
	if (p->biased)
		w->bias = (lo + hi) / 2;
	w->err = fmax(w->bias - lo, hi - w->bias);
	return w->err <= p->limit;
}

static bool
weigh_anew(const Product *p, Way *w)
{
	w->m.add = 0;
	return weigh(p, w);
}

/* The coarsest cut within the limit, and rows of less. */
static void
consider_rows(Product *p, bool swap, unsigned chains, bool booth)
{
	Way w = {.rows = true, .swap = swap};
	w.m.booth = booth;
	w.m.square = booth && p->x.d == p->y.d;
	w.m.out = p->out;
	w.m.top = p->top;
	w.m.chains = chains;
	for (w.m.cut = p->out; w.m.cut > 0; w.m.cut--) {
		if (weigh_anew(p, &w))
			break;
	}
	if (booth && w.m.cut < p->out)
		w.m.less = (w.m.cut + 1) / 2;
	while (!weigh_anew(p, &w) && w.m.less > 0)
		w.m.less--;
	consider(p, w);
}

/* A multiplication is not cut into rows later (split.c), which are better cut
 * here. */
static bool
stays_whole(const Product *p)
{
	const Lower *l = p->l;
	const Target *t = l->n->target;
	unsigned wx = dp_width(l->d, p->x.d), wy = dp_width(l->d, p->y.d);
	return has_blocks(t, l->n->period_ns) || mul_cost(t, wx, wy).dsp <= 0;
}

static bool
in_block(const Product *p)
{
	const Lower *l = p->l;
	unsigned wx = dp_width(l->d, p->x.d), wy = dp_width(l->d, p->y.d);
	return mul_cost(l->n->target, wx, wy).dsp > 0;
}

static void
choose(Product *p)
{
	double ulp = ldexp(1, -(int)p->out); /* of the exact product */
	Way mul = {.bias = p->biased   ? (1 - ulp) / 2
	                   : p->middle ? 0.5
	                               : 0,
	           .err = p->biased ? (1 - ulp) / 2
	                  : p->out  ? 0.5
	                            : 0};
	mul.m.out = p->out;
	mul.m.top = p->top;
	p->best.price = INFINITY;
	bool rows = opt_has(p->l->n->opts, OPT_rows);
	if (!rows ||
	    (stays_whole(p) && (p->hurry != HURRY_ROWS || !in_block(p))))
		consider(p, mul);
	if (!rows)
		return;
	for (unsigned k = 0; k < 8; k++)
		if (!(k & 1) || p->x.d != p->y.d)
			consider_rows(p, k & 1, k & 2 ? 2 : 1, k >= 4);
}

/* Bounds of the exact product of the factors, cut; rows see less. */
static void
assume(Datapath *d, const Product *p, const Way *w, DRef r)
{
	Rows m = w->m;
	double lo, hi;
	DNode exact = {.op = D_mul, .narg = 2, .arg = {p->x.d, p->y.d}};
	const DNode *n = &exact;
	if (!w->rows || !r || p->top || dop_bounds(d, n, &exact.lo, &exact.hi))
		return;
	m.a = w->swap ? p->y.d : p->x.d;
	m.b = w->swap ? p->x.d : p->y.d;
	rows_loss(d, &m, &lo, &hi);
	int64_t most = (int64_t)ceil(-lo) + m.add,
		least = (int64_t)floor(-hi) + m.add;
	DNode cut = {.op = D_asr, .k = (int64_t)(p->out - m.cut)};
	DNode low = {.op = D_asr, .k = m.cut};
	int64_t a = dop_eval(&low, n->lo, 0, 0, NULL) + least;
	int64_t b = dop_eval(&low, n->hi, 0, 0, NULL) + 1 + most;
	dp_assume(d, r, dop_eval(&cut, a, 0, 0, NULL),
	          dop_eval(&cut, b, 0, 0, NULL));
}

/* x * y of more than 63 bits, from two parts of the wider factor of which the
 * lower one's product is rounded: an error of half a last place. */
static Fixed
wide(Datapath *d, Fixed x, Fixed y)
{
	if (dp_width(d, x.d) > dp_width(d, y.d))
		return wide(d, y, x);
	Fixed p = {.lsb = x.lsb + y.lsb, .exact = x.exact && y.exact};
	unsigned both = dp_width(d, x.d) + dp_width(d, y.d);
	unsigned k = both - DP_MAX_WIDTH + 1; /* one bit for the sum */
	DRef low = dp_mul(d, x.d, dp_bits(d, y.d, 0, k));
	p.d = dp_mul(d, x.d, dp_asr(d, y.d, k));
	p.d = dp_add(d, p.d, dp_round(d, low, k));
	p.lsb += (int)k;
	p.local = ldexp(1, p.lsb - 1);
	p.exact = false;
	return p;
}

static bool
refuse(Lower *l, Ref r)
{
	return lower_refuse(l, r, "give its factors narrower formats or ranges",
	                    "the product '%s' needs more than %d bits",
	                    lower_text(l, r), DP_MAX_WIDTH);
}

static bool
lower_wide(Lower *l, Ref r, const Product *p, Allow allow, Fixed *out)
{
	*out = wide(l->d, p->x, p->y);
	if (!out->d)
		return refuse(l, r);
	if (out->local < allow.err)
		allow.err -= out->local;
	int lsb = allow.lsb;
	if (lsb == ANY_LSB)
		lsb = allow.err > 0 ? ilogb(allow.err) + 1 : out->lsb;
	if (lsb > out->lsb || allow.lsb != ANY_LSB)
		*out = fixed_round(l->d, *out, lsb);
	return true;
}

bool
lower_product(Lower *l, Ref r, Allow allow, Fixed *out)
{
	const ExprNode *n = expr_at(l->e, l->s[r].product);
	Product p = {.l = l, .x = l->fx[n->arg[0]], .y = l->fx[n->arg[1]]};
	p.x.lsb += l->s[r].shift;
	int exact = p.x.lsb + p.y.lsb, lsb = allow.lsb;
	if (p.x.d && p.y.d &&
	    dp_width(l->d, p.x.d) + dp_width(l->d, p.y.d) > DP_MAX_WIDTH)
		return lower_wide(l, r, &p, allow, out);
	if (lsb == ANY_LSB)
		lsb = allow.err > 0 ? ilogb(allow.err) + 1 : exact;
	if (lsb < exact)
		lsb = exact;
	p.out = (unsigned)fmin(lsb - exact, 62);
	p.limit = ldexp(allow.err + allow.half, -lsb);
	if (l->wrap[r] && lsb < 0 && -exact < DP_MAX_WIDTH)
		p.top = (unsigned)-exact;
	p.hurry = l->hurry[r];
	p.biased = l->summed[r] && p.out > 0;
	p.middle = l->middle[r] && p.out > 0 && allow.lsb == ANY_LSB;
	p.odd = l->multiplied[r] && has_blocks(l->n->target, l->n->period_ns) &&
	        p.out > 0 && allow.lsb == ANY_LSB;
	choose(&p);
	DRef d = build(l->d, &p, &p.best, p.x.d, p.y.d);
	if (!isfinite(p.best.price) || !d)
		return refuse(l, r);
	assume(l->d, &p, &p.best, d);
	*out = (Fixed){.d = d,
	               .lsb = p.odd && !p.best.rows ? lsb - 1 : lsb,
	               .exact = p.x.exact && p.y.exact && p.best.err == 0,
	               .local = ldexp(p.best.err, lsb),
	               .bias = ldexp(p.best.bias, lsb)};
	if (allow.lsb != ANY_LSB && allow.lsb < lsb)
		*out = fixed_align(l->d, *out, allow.lsb);
	l->kind[r] = p.best.rows ? "rows" : "product";
	return true;
}
