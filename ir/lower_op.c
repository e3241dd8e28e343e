/* lower_NAME: operators of fixed-point signals that are neither sums nor
 * products nor functions of one signal.
 *
 * All are exact in their arguments' integers, so they add no error. One that
 * jumps demands exact arguments, since an argument that may be off could fall
 * on the other side, unless its value is the same over the whole box. */
#include "ir/divide.h"
#include "ir/lower.h"
#include "ir/op.h"

#include <math.h>

static bool
constant(Lower *l, int64_t v, Fixed *out)
{
	*out = (Fixed){.d = dp_const(l->d, v), .exact = true};
	return true;
}

/* Sets *out where operator r, which jumps, may be computed from arguments
 * that are not exact: true if it is done, with or without success in *ok. */
static bool
jump_decided(Lower *l, Ref r, const Fixed *arg, int nexact, Fixed *out,
             bool *ok)
{
	bool exact = true;
	const Range *v = &l->box->value[r];
	for (int i = 0; i < nexact; i++)
		exact = exact && arg[i].exact;
	if (exact)
		return false;
	if (v->lo == v->hi && fabs(v->lo) < 0x1p53 && rint(v->lo) == v->lo) {
		*ok = constant(l, (int64_t)v->lo, out);
		return true;
	}
	*ok = lower_refuse(
	    l, r,
	    "make its arguments exact: sums of inputs with constants "
	    "that are multiples of a power of two; or keep the jump out of "
	    "their range with --input NAME=FORMAT@LO..HI",
	    "'%s' jumps, and its argument is not exact in fixed point",
	    lower_text(l, r));
	return true;
}

bool
lower_abs(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	Datapath *d = l->d;
	(void)r;
	*out = (Fixed){.d = dp_max(d, arg->d, dp_neg(d, arg->d)),
	               .lsb = arg->lsb,
	               .exact = arg->exact};
	return true;
}

bool
lower_relu(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	(void)r;
	*out = (Fixed){.d = dp_max(l->d, arg->d, dp_const(l->d, 0)),
	               .lsb = arg->lsb,
	               .exact = arg->exact};
	return true;
}

static bool
pick(Lower *l, const Fixed *arg, DRef (*of)(Datapath *, DRef, DRef), Fixed *out)
{
	Fixed x = arg[0], y = arg[1];
	fixed_align2(l->d, &x, &y);
	*out = (Fixed){
	    .d = of(l->d, x.d, y.d), .lsb = x.lsb, .exact = x.exact && y.exact};
	return true;
}

bool
lower_max(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	(void)r;
	return pick(l, arg, dp_max, out);
}

bool
lower_min(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	(void)r;
	return pick(l, arg, dp_min, out);
}

bool
lower_sign(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	Datapath *d = l->d;
	bool ok;
	if (jump_decided(l, r, arg, 1, out, &ok))
		return ok;
	DRef zero = dp_const(d, 0);
	*out = (Fixed){
	    .d = dp_sub(d, dp_lt(d, zero, arg->d), dp_lt(d, arg->d, zero)),
	    .exact = true};
	return true;
}

/* Fraction bits of an exact argument; 0 where it is an integer already. */
static unsigned
fraction_bits(const Fixed *x)
{
	return x->lsb < 0 ? (unsigned)-x->lsb : 0;
}

/* floor((x + add) / 2^k) at weight 1, or x itself where it has no fraction. */
static Fixed
floor_of(Datapath *d, const Fixed *x, int64_t add)
{
	unsigned k = fraction_bits(x);
	if (k == 0)
		return *x;
	return (Fixed){.d = dp_asr(d, dp_add(d, x->d, dp_const(d, add)), k),
	               .exact = true};
}

/* True, with the answer in *out, where |x| is far below 1: k fraction bits
 * are more than any node has. */
static bool
all_fraction(Lower *l, const Fixed *x, int64_t below, int64_t above, Fixed *out)
{
	if (fraction_bits(x) < DP_MAX_WIDTH - 1)
		return false;
	DRef zero = dp_const(l->d, 0);
	*out = (Fixed){.d = dp_select(l->d, dp_lt(l->d, x->d, zero),
	                              dp_const(l->d, below),
	                              dp_select(l->d, dp_lt(l->d, zero, x->d),
	                                        dp_const(l->d, above), zero)),
	               .exact = true};
	return true;
}

bool
lower_floor(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	bool ok;
	if (jump_decided(l, r, arg, 1, out, &ok))
		return ok;
	if (!all_fraction(l, arg, -1, 0, out))
		*out = floor_of(l->d, arg, 0);
	return true;
}

bool
lower_ceil(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	bool ok;
	if (jump_decided(l, r, arg, 1, out, &ok))
		return ok;
	if (!all_fraction(l, arg, 0, 1, out))
		*out =
		    floor_of(l->d, arg, (INT64_C(1) << fraction_bits(arg)) - 1);
	return true;
}

/* floor(x + 1/2), less one where x is half-way and that is odd. */
bool
lower_round(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	Datapath *d = l->d;
	bool ok;
	if (jump_decided(l, r, arg, 1, out, &ok))
		return ok;
	if (all_fraction(l, arg, 0, 0, out))
		return true;
	unsigned k = fraction_bits(arg);
	if (k == 0) {
		*out = *arg;
		return true;
	}
	int64_t half = INT64_C(1) << (k - 1);
	*out = floor_of(d, arg, half);
	DRef tie = dp_eq(d, dp_bits(d, arg->d, 0, k), dp_const(d, half));
	DRef odd = dp_bits(d, out->d, 0, 1);
	out->d = dp_sub(d, out->d, dp_select(d, tie, odd, dp_const(d, 0)));
	return true;
}

bool
lower_greater(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	Fixed x = arg[0], y = arg[1];
	bool ok;
	if (jump_decided(l, r, arg, 2, out, &ok))
		return ok;
	fixed_align2(l->d, &x, &y);
	*out = (Fixed){.d = dp_lt(l->d, y.d, x.d), .exact = true};
	return true;
}

bool
lower_cond(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	const Range *x = &l->box->value[expr_at(l->e, r)->arg[0]];
	Datapath *d = l->d;
	DRef zero = dp_const(d, 0);
	bool ok;
	*out = arg[1];
	out->local = 0;
	if (x->lo > 0)
		return true;
	if (x->hi <= 0)
		return constant(l, 0, out);
	if (!arg[0].exact && jump_decided(l, r, arg, 1, out, &ok))
		return ok;
	out->d = dp_select(d, dp_lt(d, zero, arg[0].d), arg[1].d, zero);
	return true;
}

bool
lower_ifelse(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	const Range *x = &l->box->value[expr_at(l->e, r)->arg[0]];
	Fixed yes = arg[1], no = arg[2];
	Datapath *d = l->d;
	bool ok;
	if (x->lo > 0 || x->hi <= 0) {
		*out = x->lo > 0 ? yes : no;
		out->local = 0;
		return true;
	}
	if (!arg[0].exact && jump_decided(l, r, arg, 1, out, &ok))
		return ok;
	fixed_align2(d, &yes, &no);
	DRef taken = dp_lt(d, dp_const(d, 0), arg[0].d);
	*out = (Fixed){.d = dp_select(d, taken, yes.d, no.d),
	               .lsb = yes.lsb,
	               .exact = yes.exact && no.exact};
	return true;
}

/* x - y * floor(x / y): the remainder of the magnitudes, moved to y's sign. */
bool
lower_mod(Lower *l, Ref r, const Fixed *arg, Fixed *out)
{
	Fixed x = arg[0], y = arg[1];
	bool ok;
	if (jump_decided(l, r, arg, 2, out, &ok))
		return ok;
	fixed_align2(l->d, &x, &y);
	if (dp_at(l->d, y.d)->lo <= 0 && dp_at(l->d, y.d)->hi >= 0 &&
	    l->n->undefined == UNDEF_ERROR)
		return lower_refuse(l, r, "give the divisor a range without 0",
		                    "the divisor of '%s' may be zero",
		                    lower_text(l, r));
	*out = (Fixed){
	    .d = dp_mod_floor(l->d, x.d, y.d), .lsb = x.lsb, .exact = true};
	return true;
}
