/* Uniform numerics: one rule an operator (the list is in uniform.c). */
#include "ir/divide.h"
#include "ir/uniform.h"

#include <math.h>

/* x ^ k is repeated products up to here, else a function unit. */
enum { POWER_MAX = 32 };

/* ---- assignment ---- */

static DRef
assign(Uniform *u, DRef x, int lsb)
{
	return dp_quantize(u->l.d, x, lsb, u->t);
}

/* An integer result of T's own weight. */
static DRef
same(Uniform *u, DRef x)
{
	return assign(u, x, u->t->lsb);
}

/* The integer v as a constant of type T. */
static DRef
whole(Uniform *u, long v)
{
	mpq_t q;
	mpq_init(q);
	mpq_set_si(q, v, 1);
	DRef r = dp_const(u->l.d, format_from_q(u->t, q));
	mpq_clear(q);
	return r;
}

/* ---- one rule an operator ---- */

#define RULE(name) static DRef rule_##name(Uniform *u, Ref r, DRef x, DRef y)
#define UNUSED     ((void)u, (void)r, (void)x, (void)y)

static DRef
product(Uniform *u, DRef x, DRef y)
{
	return assign(u, dp_mul(u->l.d, x, y), 2 * u->t->lsb);
}

/* ap_fixed's quotient: truncated at the dividend's last place, f fraction
 * bits, and computed in the W + f bits of the shifted dividend. The least
 * dividend by -1 leaves those and wraps, in ap_types as here. */
static DRef
quotient(Uniform *u, DRef x, DRef y)
{
	unsigned f = u->t->lsb < 0 ? (unsigned)-u->t->lsb : 0;
	DRef n = dp_shl(u->l.d, x, f);
	if (!n || !y)
		return 0;
	DRef q = dp_div_trunc(u->l.d, n, y);
	if (u->t->is_signed && u->t->width + f <= DP_MAX_WIDTH)
		q = dp_sbits(u->l.d, q, 0, u->t->width + f);
	return assign(u, q, -(int)f);
}

RULE(add)
{
	UNUSED;
	return same(u, dp_add(u->l.d, x, y));
}

RULE(sub)
{
	UNUSED;
	return same(u, dp_sub(u->l.d, x, y));
}

RULE(mul)
{
	UNUSED;
	return product(u, x, y);
}

RULE(div)
{
	UNUSED;
	return quotient(u, x, y);
}

RULE(inv)
{
	UNUSED;
	return quotient(u, whole(u, 1), x);
}

RULE(neg)
{
	UNUSED;
	return same(u, dp_neg(u->l.d, x));
}

RULE(abs)
{
	UNUSED;
	return same(u, dp_max(u->l.d, x, dp_neg(u->l.d, x)));
}

RULE(square)
{
	UNUSED;
	return product(u, x, x);
}

RULE(cube)
{
	UNUSED;
	return product(u, product(u, x, x), x);
}

RULE(max)
{
	UNUSED;
	return dp_max(u->l.d, x, y);
}

RULE(min)
{
	UNUSED;
	return dp_min(u->l.d, x, y);
}

RULE(relu)
{
	UNUSED;
	return dp_max(u->l.d, x, dp_const(u->l.d, 0));
}

RULE(sign)
{
	UNUSED;
	DRef zero = dp_const(u->l.d, 0);
	DRef below =
	    dp_select(u->l.d, dp_lt(u->l.d, x, zero), whole(u, -1), zero);
	return dp_select(u->l.d, dp_lt(u->l.d, zero, x), whole(u, 1), below);
}

RULE(greater)
{
	UNUSED;
	return dp_select(u->l.d, dp_lt(u->l.d, y, x), whole(u, 1),
	                 dp_const(u->l.d, 0));
}

RULE(cond)
{
	UNUSED;
	DRef zero = dp_const(u->l.d, 0);
	return dp_select(u->l.d, dp_lt(u->l.d, zero, x), y, zero);
}

RULE(ifelse)
{
	UNUSED;
	DRef no = u->l.fx[expr_at(u->l.e, r)->arg[2]].d;
	return dp_select(u->l.d, dp_lt(u->l.d, dp_const(u->l.d, 0), x), y, no);
}

RULE(mod)
{
	UNUSED;
	return x && y ? same(u, dp_mod_floor(u->l.d, x, y)) : 0;
}

/* x as a whole number by ap_fixed's rounding q. */
static DRef
to_whole(Uniform *u, DRef x, enum Round q)
{
	const Format whole_type = {
	    .is_signed = true, .width = DP_MAX_WIDTH, .q = q};
	return dp_quantize(u->l.d, x, u->t->lsb, &whole_type);
}

RULE(floor)
{
	UNUSED;
	return u->t->lsb >= 0 ? x : assign(u, to_whole(u, x, Q_TRN), 0);
}

RULE(round)
{
	UNUSED;
	return u->t->lsb >= 0 ? x : assign(u, to_whole(u, x, Q_RND_CONV), 0);
}

/* -floor(-x) */
RULE(ceil)
{
	UNUSED;
	DRef minus = to_whole(u, dp_neg(u->l.d, x), Q_TRN);
	return u->t->lsb >= 0 ? x : assign(u, dp_neg(u->l.d, minus), 0);
}

/* ---- functions ---- */

/* The one argument that is a signal; 0 if there are two. */
static Ref
signal_of(const Uniform *u, Ref r)
{
	const ExprNode *n = expr_at(u->l.e, r);
	Ref arg = 0;
	for (int i = 0; i < n->narg; i++) {
		if (!u->vars[n->arg[i]])
			continue;
		if (arg && arg != n->arg[i])
			return 0;
		arg = n->arg[i];
	}
	return arg;
}

static DRef
unit(Uniform *u, Ref r)
{
	Ref arg = signal_of(u, r);
	int lsb = u->t->lsb;
	int64_t lo = format_lo(u->t), hi = format_hi(u->t);
	Range clamp = {ldexp((double)lo, lsb), ldexp((double)hi, lsb)};
	check(arg);
	UnitSpec spec = {.e = u->l.e,
	                 .root = r,
	                 .arg = arg,
	                 .x = u->l.fx[arg].d,
	                 .lsb_x = lsb,
	                 .max_err = nextafter(ldexp(1, lsb), 0),
	                 .lsb = lsb,
	                 .any_undefined = true, /* the box was checked */
	                 .clamp = &clamp,
	                 .target = u->l.n->target,
	                 .opts = u->l.n->opts,
	                 .span = expr_at(u->l.e, r)->span};
	UnitResult v;
	const char *why = NULL;
	if (unit_build(u->l.d, &spec, &v, &why)) {
		u->l.kind[r] = v.kind;
		return dp_clamp(u->l.d, v.d, lo, hi);
	}
	lower_refuse(&u->l, r, "give a narrower uniform type or input ranges",
	             "no function unit for '%s': %s", lower_text(&u->l, r),
	             why);
	return 0;
}

/* The exponent if it is a small whole number. */
static bool
small_power(const Uniform *u, Ref exponent, long *k)
{
	mpq_srcptr q = u->q[exponent];
	if (!q || mpz_cmp_ui(mpq_denref(q), 1) != 0 ||
	    mpz_cmpabs_ui(mpq_numref(q), POWER_MAX) > 0)
		return false;
	*k = mpz_get_si(mpq_numref(q));
	return true;
}

RULE(pow)
{
	UNUSED;
	long k;
	if (!small_power(u, expr_at(u->l.e, r)->arg[1], &k))
		return unit(u, r);
	if (k == 0)
		return whole(u, 1);
	DRef p = x;
	for (long i = 1; i < (k < 0 ? -k : k); i++)
		p = product(u, p, x);
	return k < 0 ? quotient(u, whole(u, 1), p) : p;
}

/* ---- the table ---- */

typedef DRef Rule(Uniform *, Ref, DRef, DRef);

/* Operators without a rule are functions of one signal. */
static Rule *const rule[O_count] = {
    [O_add] = rule_add,         [O_sub] = rule_sub,
    [O_mul] = rule_mul,         [O_div] = rule_div,
    [O_inv] = rule_inv,         [O_neg] = rule_neg,
    [O_abs] = rule_abs,         [O_square] = rule_square,
    [O_cube] = rule_cube,       [O_pow] = rule_pow,
    [O_max] = rule_max,         [O_min] = rule_min,
    [O_relu] = rule_relu,       [O_sign] = rule_sign,
    [O_greater] = rule_greater, [O_cond] = rule_cond,
    [O_mod] = rule_mod,         [O_floor] = rule_floor,
    [O_round] = rule_round,     [O_ceil] = rule_ceil,
    [O_ifelse] = rule_ifelse,
};

DRef
uniform_op(Uniform *u, Ref r, const DRef *arg)
{
	Rule *f = rule[expr_at(u->l.e, r)->op];
	return f ? f(u, r, arg[0], arg[1]) : unit(u, r);
}
