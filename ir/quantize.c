/* Assignment to a fixed-point type, bit for bit as ap_fixed does it: first
 * quantisation (Q mode) to the type's weight, then overflow (O mode).
 *
 * Quantisation by 2^k with h = 2^(k-1) is floor((x + h - 1 + t) / 2^k) with
 *     RND          t = 1       halves up
 *     RND_MIN_INF  t = 0       halves down
 *     RND_ZERO     t = x < 0   halves up below zero, down above
 *     RND_INF      t = x >= 0  the other way round
 *     RND_CONV     t = bit k of x   halves up to even
 * and TRN_ZERO is floor((x + (x < 0 ? 2^k - 1 : 0)) / 2^k). Modes: AMD UG1399;
 * checked against the ap_types headers for all modes (see the tests). */
#include "ir/format.h"

static int64_t
floor_shift(int64_t v, int64_t k)
{
	DNode n = {.op = D_asr, .k = k};
	return dop_eval(&n, v, 0, 0, NULL);
}

/* The t of the table above. */
static DRef
tie(Datapath *d, DRef x, unsigned k, enum Round q)
{
	DRef zero = dp_const(d, 0);
	switch (q) {
	case Q_RND_MIN_INF:
		return zero;
	case Q_RND_ZERO:
		return dp_lt(d, x, zero);
	case Q_RND_INF:
		return dp_lt(d, dp_const(d, -1), x);
	case Q_RND_CONV:
		return dp_bits(d, x, k, 1);
	default:
		die("rounding %d has no tie", (int)q);
	}
}

/* |x| < 2^e for every x. */
static bool
below_power(const Datapath *d, DRef x, unsigned e)
{
	const DNode *n = dp_at(d, x);
	return e > 62 ||
	       (n->lo > -(INT64_C(1) << e) && n->hi < INT64_C(1) << e);
}

/* x / 2^k by rule q, k > 0. Where x is so near to 2^62 that the sum leaves 63
 * bits, the datapath's overflow is set. */
static DRef
quantize(Datapath *d, DRef x, unsigned k, enum Round q)
{
	if (q == Q_TRN)
		return dp_asr(d, x, k);
	if (q == Q_RND)
		return dp_round(d, x, k);
	if (below_power(d, x, q == Q_TRN_ZERO ? k : k - 1))
		return dp_const(d, 0);
	if (k > 62) { /* only x = -2^62 at k = 63 */
		d->overflow = 1;
		return 0;
	}
	int64_t h = INT64_C(1) << (k - 1);
	DRef up = q == Q_TRN_ZERO
	              ? dp_select(d, dp_lt(d, x, dp_const(d, 0)),
	                          dp_const(d, h - 1 + h), dp_const(d, 0))
	              : dp_add(d, tie(d, x, k, q), dp_const(d, h - 1));
	return dp_asr(d, dp_add(d, x, up), k);
}

/* x reduced to w bits of f's signedness; a no-op where it fits already. */
static DRef
wrap(Datapath *d, DRef x, const Format *f, unsigned w)
{
	const DNode *n = dp_at(d, x);
	if (f->is_signed)
		return dp_sbits(d, x, 0, w);
	if (n->lo >= 0 && floor_shift(n->hi, w) == 0)
		return x;
	if (w > 62) { /* negative values become 2^63 - something */
		d->overflow = 1;
		return 0;
	}
	return dp_bits(d, x, 0, w);
}

/* y where x is in [lo, hi], else what f's saturation gives there. */
static DRef
saturate(Datapath *d, DRef x, DRef y, int64_t lo, int64_t hi, const Format *f)
{
	bool zero = f->o == OV_SAT_ZERO;
	DRef out_lo = dp_const(d, zero ? 0 : format_lo(f));
	y = dp_at(d, x)->hi <= hi
	        ? y
	        : dp_select(d, dp_lt(d, dp_const(d, hi), x),
	                    dp_const(d, zero ? 0 : format_hi(f)), y);
	return dp_select(d, dp_lt(d, x, dp_const(d, lo)), out_lo, y);
}

/* The integer x, of f's weight, by f's overflow rule. */
static DRef
limit(Datapath *d, DRef x, const Format *f)
{
	int64_t lo = format_lo(f), hi = format_hi(f);
	if (dp_at(d, x)->lo >= lo && dp_at(d, x)->hi <= hi)
		return x;
	if (f->o == OV_WRAP)
		return wrap(d, x, f, f->width);
	if (f->o == OV_SAT_ZERO || hi >= INT64_C(1) << 62)
		return saturate(d, x, x, lo, hi, f);
	return dp_clamp(d, x, lo, hi);
}

/* x * 2^k by f's overflow rule where the product itself is too wide: the
 * surplus is taken off before the shift. */
static DRef
limit_shifted(Datapath *d, DRef x, unsigned k, const Format *f)
{
	int64_t lo = -floor_shift(-format_lo(f), k);
	int64_t hi = floor_shift(format_hi(f), k);
	if (f->o == OV_WRAP)
		return k >= f->width
		           ? dp_const(d, 0)
		           : dp_shl(d, wrap(d, x, f, f->width - k), k);
	DRef y = dp_shl(d, dp_clamp(d, x, lo, hi), k);
	return y ? saturate(d, x, y, lo, hi, f) : 0;
}

static DRef
assign(Datapath *d, DRef x, int lsb_x, const Format *f)
{
	if (lsb_x < f->lsb) {
		x = quantize(d, x, (unsigned)(f->lsb - lsb_x), f->q);
		return x ? limit(d, x, f) : 0;
	}
	unsigned k = (unsigned)(lsb_x - f->lsb);
	const DNode *n = dp_at(d, x);
	if (k + width_of(n->lo, n->hi) > DP_MAX_WIDTH)
		return limit_shifted(d, x, k, f);
	return limit(d, dp_shl(d, x, k), f);
}

DRef
dp_quantize(Datapath *d, DRef x, int lsb_x, const Format *f)
{
	int16_t lsb = d->lsb;
	d->lsb = f->lsb;
	DRef r = x ? assign(d, x, lsb_x, f) : 0;
	d->lsb = lsb;
	dp_assume(d, r, format_lo(f), format_hi(f));
	return r;
}
