/* The datapath's builder: folding and removal of operations that do nothing.
 *
 * Every operation goes through dp_op: its bounds decide first (too wide, or a
 * single value), then rewrite_NAME may give an equal but cheaper node (0:
 * nothing applies), then it is interned. Rewrites are equalities of integers
 * for all arguments within bounds; the result also keeps the bounds of the
 * operation as it was asked for. Canonical form: constants are second
 * arguments, a - c is a + (-c), powers of two are shifts, and shifts move
 * out of sums and products towards the result. */
#include "ir/datapath.h"

#define REWRITE(name)                                                          \
	static DRef rewrite_##name(Datapath *d, const DNode *n, DRef a, DRef b)

/* True, with the value, if the node can only have one value. */
static bool
known(const Datapath *d, DRef r, int64_t *v)
{
	if (!r || dp_at(d, r)->lo != dp_at(d, r)->hi)
		return false;
	*v = dp_at(d, r)->lo;
	return true;
}

static bool
is(const Datapath *d, DRef r, enum DOp op)
{
	return dp_at(d, r)->op == op;
}

static DRef
arg_of(const Datapath *d, DRef r, unsigned i)
{
	return dp_at(d, r)->arg[i];
}

/* v + x with v a known sum's constant; false if it leaves 63 bits. */
static bool
sum_fits(int64_t u, int64_t v)
{
	return u + v >= -(INT64_C(1) << 62) && u + v < INT64_C(1) << 62;
}

static unsigned
trailing_zeros(int64_t v)
{
	unsigned k = 0;
	for (uint64_t u = (uint64_t)v; u && !(u & 1); u >>= 1)
		k++;
	return k;
}

/* floor(v / 2^k) of a constant. */
static int64_t
floor_shift(int64_t v, int64_t k)
{
	DNode n = {.op = D_asr, .k = k};
	return dop_eval(&n, v, 0, 0, NULL);
}

REWRITE(input)
{
	(void)d, (void)n, (void)a, (void)b;
	return 0;
}

REWRITE(const)
{
	(void)d, (void)n, (void)a, (void)b;
	return 0;
}

/* x + v for a constant v. */
static DRef
add_const(Datapath *d, DRef x, int64_t v)
{
	int64_t u;
	if (v == 0)
		return x;
	if (is(d, x, D_add) && known(d, arg_of(d, x, 1), &u) && sum_fits(u, v))
		return dp_add(d, arg_of(d, x, 0), dp_const(d, u + v));
	if (is(d, x, D_sub) && known(d, arg_of(d, x, 0), &u) && sum_fits(u, v))
		return dp_sub(d, dp_const(d, u + v), arg_of(d, x, 1));
	return 0;
}

REWRITE(add)
{
	int64_t v;
	(void)n;
	if (known(d, b, &v))
		return add_const(d, a, v);
	if (known(d, a, &v) || (a > b && !known(d, b, &v)))
		return dp_add(d, b, a);
	if (a == b)
		return dp_shl(d, a, 1);
	if (is(d, b, D_neg))
		return dp_sub(d, a, arg_of(d, b, 0));
	if (is(d, a, D_neg))
		return dp_sub(d, b, arg_of(d, a, 0));
	return 0;
}

REWRITE(sub)
{
	int64_t u, v;
	(void)n;
	if (a == b)
		return dp_const(d, 0);
	if (known(d, b, &v))
		return dp_add(d, a, dp_const(d, -v));
	if (known(d, a, &v) && v == 0)
		return dp_neg(d, b);
	/* a complement is no logic, v - u - x would be another chain */
	if (known(d, a, &v) && v != -1 && is(d, b, D_add) &&
	    known(d, arg_of(d, b, 1), &u) && sum_fits(v, -u))
		return dp_sub(d, dp_const(d, v - u), arg_of(d, b, 0));
	if (is(d, b, D_neg))
		return dp_add(d, a, arg_of(d, b, 0));
	return 0;
}

/* x * v for a constant v other than 0. */
static DRef
mul_const(Datapath *d, DRef x, int64_t v)
{
	int64_t u, uv;
	unsigned k = trailing_zeros(v);
	if (v == -1)
		return dp_neg(d, x);
	if (k > 0 && k <= 62)
		return dp_shl(d, dp_mul(d, x, dp_const(d, floor_shift(v, k))),
		              k);
	if (v == 1)
		return x;
	if (is(d, x, D_mul) && known(d, arg_of(d, x, 1), &u) &&
	    !__builtin_mul_overflow(u, v, &uv))
		return dp_mul(d, arg_of(d, x, 0), dp_const(d, uv));
	return 0;
}

REWRITE(mul)
{
	int64_t v;
	(void)n;
	if (is(d, a, D_shl))
		return dp_shl(d, dp_mul(d, arg_of(d, a, 0), b),
		              (unsigned)dp_at(d, a)->k);
	if (is(d, b, D_shl))
		return dp_shl(d, dp_mul(d, a, arg_of(d, b, 0)),
		              (unsigned)dp_at(d, b)->k);
	if (is(d, a, D_neg))
		return dp_neg(d, dp_mul(d, arg_of(d, a, 0), b));
	if (is(d, b, D_neg))
		return dp_neg(d, dp_mul(d, a, arg_of(d, b, 0)));
	if (known(d, b, &v))
		return mul_const(d, a, v);
	if (known(d, a, &v) || a > b)
		return dp_mul(d, b, a);
	return 0;
}

REWRITE(neg)
{
	int64_t v;
	(void)n, (void)b;
	if (is(d, a, D_neg))
		return arg_of(d, a, 0);
	if (is(d, a, D_sub))
		return dp_sub(d, arg_of(d, a, 1), arg_of(d, a, 0));
	if (is(d, a, D_add) && known(d, arg_of(d, a, 1), &v))
		return dp_sub(d, dp_const(d, -v), arg_of(d, a, 0));
	return 0;
}

REWRITE(shl)
{
	(void)b;
	if (n->k == 0)
		return a;
	if (is(d, a, D_shl) && n->k + dp_at(d, a)->k <= 62)
		return dp_shl(d, arg_of(d, a, 0),
		              (unsigned)(n->k + dp_at(d, a)->k));
	return 0;
}

/* floor(x * 2^j / 2^k). */
static DRef
shift_by(Datapath *d, DRef x, int64_t j, int64_t k)
{
	return j >= k ? dp_shl(d, x, (unsigned)(j - k))
	              : dp_asr(d, x, (unsigned)(k - j));
}

REWRITE(asr)
{
	int64_t v, j = dp_at(d, a)->k;
	(void)b;
	if (n->k == 0)
		return a;
	if (is(d, a, D_asr))
		return dp_asr(d, arg_of(d, a, 0), (unsigned)(n->k + j));
	if (is(d, a, D_shl))
		return shift_by(d, arg_of(d, a, 0), j, n->k);
	if (is(d, a, D_bits) && n->k < dp_at(d, a)->w && j + n->k <= 62)
		return dp_bits(d, arg_of(d, a, 0), (unsigned)(j + n->k),
		               dp_at(d, a)->w - (unsigned)n->k);
	if (is(d, a, D_sbits) && n->k < dp_at(d, a)->w && j + n->k <= 62)
		return dp_sbits(d, arg_of(d, a, 0), (unsigned)(j + n->k),
		                dp_at(d, a)->w - (unsigned)n->k);
	/* (x * 2^j + v) / 2^k: v's bits below 2^j never matter */
	if (is(d, a, D_add) && known(d, arg_of(d, a, 1), &v) &&
	    is(d, arg_of(d, a, 0), D_shl)) {
		j = dp_at(d, arg_of(d, a, 0))->k;
		j = j < n->k ? j : n->k;
		DRef x = shift_by(d, arg_of(d, a, 0), 0, j);
		return dp_asr(d, dp_add(d, x, dp_const(d, floor_shift(v, j))),
		              (unsigned)(n->k - j));
	}
	return 0;
}

REWRITE(shlv)
{
	int64_t v;
	(void)n;
	return known(d, b, &v) && v <= 62 ? dp_shl(d, a, (unsigned)v) : 0;
}

REWRITE(asrv)
{
	int64_t v;
	(void)n;
	return known(d, b, &v) ? dp_asr(d, a, v > 62 ? 62 : (unsigned)v) : 0;
}

REWRITE(lzc)
{
	(void)d, (void)n, (void)a, (void)b;
	return 0;
}

static bool
is_bit(const Datapath *d, DRef r)
{
	return dp_at(d, r)->lo >= 0 && dp_at(d, r)->hi <= 1;
}

/* x = x' + u with a constant u taken off, or x itself and u = 0. */
static DRef
take_sum(const Datapath *d, DRef x, int64_t *u)
{
	if (is(d, x, D_add) && known(d, arg_of(d, x, 1), u))
		return arg_of(d, x, 0);
	*u = 0;
	return x;
}

REWRITE(lt)
{
	int64_t u, v;
	(void)n;
	if (is(d, a, D_shl) && is(d, b, D_shl) &&
	    dp_at(d, a)->k == dp_at(d, b)->k)
		return dp_lt(d, arg_of(d, a, 0), arg_of(d, b, 0));
	if (known(d, b, &v) && is(d, a, D_shl)) /* x < ceil(v / 2^k) */
		return dp_lt(d, arg_of(d, a, 0),
		             dp_const(d, -floor_shift(-v, dp_at(d, a)->k)));
	if (known(d, a, &v) && is(d, b, D_shl)) /* floor(v / 2^k) < x */
		return dp_lt(d, dp_const(d, floor_shift(v, dp_at(d, b)->k)),
		             arg_of(d, b, 0));
	if (known(d, b, &v) && take_sum(d, a, &u) != a && sum_fits(v, -u))
		return dp_lt(d, take_sum(d, a, &u), dp_const(d, v - u));
	if (known(d, a, &v) && take_sum(d, b, &u) != b && sum_fits(v, -u))
		return dp_lt(d, dp_const(d, v - u), take_sum(d, b, &u));
	return known(d, a, &v) && v == 0 && is_bit(d, b) ? b : 0;
}

REWRITE(eq)
{
	int64_t u, v;
	(void)n;
	if (known(d, a, &v) && !known(d, b, &v))
		return dp_eq(d, b, a);
	if (!known(d, b, &v))
		return a > b ? dp_eq(d, b, a) : 0;
	if (v == 1 && is_bit(d, a))
		return a;
	if (is(d, a, D_shl)) {
		int64_t k = dp_at(d, a)->k, w = floor_shift(v, k);
		return w * (INT64_C(1) << k) != v
		           ? dp_const(d, 0)
		           : dp_eq(d, arg_of(d, a, 0), dp_const(d, w));
	}
	if (take_sum(d, a, &u) != a && sum_fits(v, -u))
		return dp_eq(d, take_sum(d, a, &u), dp_const(d, v - u));
	return 0;
}

REWRITE(select)
{
	int64_t u, v;
	DRef c = n->arg[2];
	if (known(d, a, &v))
		return v ? b : c;
	if (b == c)
		return b;
	if (known(d, b, &u) && known(d, c, &v) && u == 1 && v == 0)
		return a;
	return 0;
}

REWRITE(lut)
{
	(void)d, (void)n, (void)a, (void)b;
	return 0;
}

/* A field of something whose lower bits are a field or a shift already. */
static DRef
inner_field(Datapath *d, const DNode *n, DRef a,
            DRef (*make)(Datapath *, DRef, unsigned, unsigned))
{
	const DNode *m = dp_at(d, a);
	bool inside =
	    (m->op == D_bits || m->op == D_sbits) && n->k + n->w <= m->w;
	bool low = m->op == D_shl && m->k <= n->k;
	if ((inside || m->op == D_asr) && n->k + m->k <= 62)
		return make(d, m->arg[0], (unsigned)(n->k + m->k), n->w);
	if (low)
		return make(d, m->arg[0], (unsigned)(n->k - m->k), n->w);
	return 0;
}

REWRITE(bits)
{
	(void)b;
	if (floor_shift(floor_shift(dp_at(d, a)->lo, n->k), n->w) == 0 &&
	    floor_shift(floor_shift(dp_at(d, a)->hi, n->k), n->w) == 0)
		return dp_asr(d, a, (unsigned)n->k);
	return inner_field(d, n, a, dp_bits);
}

REWRITE(sbits)
{
	int64_t lo = floor_shift(floor_shift(dp_at(d, a)->lo, n->k), n->w - 1);
	int64_t hi = floor_shift(floor_shift(dp_at(d, a)->hi, n->k), n->w - 1);
	(void)b;
	if (lo >= -1 && hi <= 0) /* every bit above is the sign */
		return dp_asr(d, a, (unsigned)n->k);
	return inner_field(d, n, a, dp_sbits);
}

/* The value if all arguments have only one. */
static bool
fold(const Datapath *d, const DNode *n, int64_t *v)
{
	int64_t x[DP_ARGS] = {0};
	for (unsigned i = 0; i < n->narg; i++)
		if (!known(d, n->arg[i], &x[i]))
			return false;
	const DTable *t = n->op == D_lut ? &d->table.at[n->k] : NULL;
	*v = dop_eval(n, x[0], x[1], x[2], t);
	return true;
}

static DRef
rewrite(Datapath *d, const DNode *n)
{
	static DRef (*const rule[D_count])(Datapath *, const DNode *, DRef,
	                                   DRef) = {
#define DOP(name, narg, doc) [D_##name] = rewrite_##name,
#include "ir/dops.def"
	};
	DRef overflow = d->overflow;
	DRef r = rule[n->op](d, n, n->arg[0], n->arg[1]);
	if (!r) /* an overflow in a rewrite that came to nothing is none */
		d->overflow = overflow;
	return r;
}

DRef
dp_op(Datapath *d, enum DOp op, int64_t k, unsigned w, const DRef *arg)
{
	DNode n = {.op = (uint8_t)op,
	           .narg = dop_narg[op],
	           .w = (uint8_t)w,
	           .k = k,
	           .lsb = d->lsb,
	           .span = d->span};
	int64_t v;
	for (unsigned i = 0; i < n.narg; i++)
		if (!(n.arg[i] = arg[i]))
			return 0;
	const char *why = dop_bounds(d, &n, &n.lo, &n.hi);
	if (why == dp_too_wide)
		d->overflow = 1;
	else if (why)
		die("%s: %s", dop_name[op], why);
	if (why)
		return 0;
	if (op == D_const)
		return dp_intern(d, &n);
	if (fold(d, &n, &v) || (v = n.lo) == n.hi)
		return dp_const(d, v);
	DRef r = rewrite(d, &n);
	if (!r) {
		for (unsigned i = 0; i < n.narg; i++)
			if (known(d, n.arg[i], &v))
				n.arg[i] = dp_const(d, v);
		return dp_intern(d, &n);
	}
	dp_assume(d, r, n.lo, n.hi);
	return r;
}

/* ---- the operations by name ---- */

#define BINARY(name)                                                           \
	DRef dp_##name(Datapath *d, DRef a, DRef b)                            \
	{                                                                      \
		return dp_op(d, D_##name, 0, 0, (DRef[]){a, b});               \
	}

BINARY(add)
BINARY(sub)
BINARY(mul)
BINARY(shlv)
BINARY(asrv)
BINARY(lt)
BINARY(eq)

DRef
dp_neg(Datapath *d, DRef a)
{
	return dp_op(d, D_neg, 0, 0, &a);
}

DRef
dp_shl(Datapath *d, DRef a, unsigned k)
{
	int64_t v;
	if (a && k > 62) { /* only 0 has room for that */
		bool zero = known(d, a, &v) && v == 0;
		d->overflow |= !zero;
		return zero ? a : 0;
	}
	return dp_op(d, D_shl, k, 0, &a);
}

DRef
dp_asr(Datapath *d, DRef a, unsigned k)
{
	return dp_op(d, D_asr, k > 62 ? 62 : k, 0, &a);
}

/* Bits below the least value's leading one are not looked at: where none above
 * is set, it is that one. */
DRef
dp_lzc(Datapath *d, DRef a, unsigned width)
{
	const DNode *n = dp_at(d, a);
	unsigned below = n->lo > 0 ? width_of(0, n->lo) - 1 : 0;
	if (below > 0 && below < width) {
		a = dp_asr(d, a, below);
		width -= below;
	}
	return dp_op(d, D_lzc, width, 0, &a);
}

DRef
dp_select(Datapath *d, DRef c, DRef a, DRef b)
{
	return dp_op(d, D_select, 0, 0, (DRef[]){c, a, b});
}

/* Entries that are not reached at the end are left out. */
DRef
dp_lut(Datapath *d, DRef a, uint32_t table)
{
	const DTable *t = &d->table.at[table];
	int64_t most = dp_at(d, a)->hi;
	if (a && most >= 0 && most < (int64_t)t->len - 1)
		table = dp_table(d, t->at, (uint32_t)most + 1);
	return dp_op(d, D_lut, table, 0, &a);
}

DRef
dp_bits(Datapath *d, DRef a, unsigned k, unsigned w)
{
	return dp_op(d, D_bits, k, w, &a);
}

DRef
dp_sbits(Datapath *d, DRef a, unsigned k, unsigned w)
{
	return dp_op(d, D_sbits, k, w, &a);
}
