/* Bounds of each datapath operation from its arguments' bounds: interval
 * arithmetic on exact integers, one function an operation.
 *
 * Sound always; tight wherever the arguments are independent, and in the
 * correlated cases that lowering makes all the time: squares, a value
 * normalised by its own leading zeros, and the arms of a select under its
 * comparison (minimum, maximum, absolute value, clamp, conditional
 * subtraction). Builder and verifier share these functions. */
#include "ir/datapath.h"

typedef struct Bound {
	int64_t lo, hi; /* lo > hi: empty, a case that cannot happen */
} Bound;

#define INT63_MIN (-(INT64_C(1) << 62))
#define INT63_MAX ((INT64_C(1) << 62) - 1)

const char dp_too_wide[] = "needs more than 63 bits";

static int64_t
min2(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
max2(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static Bound
of(const Datapath *d, DRef r)
{
	return (Bound){dp_at(d, r)->lo, dp_at(d, r)->hi};
}

static Bound
arg(const Datapath *d, const DNode *n, unsigned i)
{
	return of(d, n->arg[i]);
}

static bool
empty(Bound x)
{
	return x.lo > x.hi;
}

static Bound
hull(Bound a, Bound b)
{
	if (empty(a))
		return b;
	if (empty(b))
		return a;
	return (Bound){min2(a.lo, b.lo), max2(a.hi, b.hi)};
}

static Bound
meet(Bound a, Bound b)
{
	return (Bound){max2(a.lo, b.lo), min2(a.hi, b.hi)};
}

/* Checks the 63-bit limit and hands the bounds out. */
static const char *
give(Bound *r, int64_t lo, int64_t hi)
{
	if (lo < INT63_MIN || hi > INT63_MAX)
		return dp_too_wide;
	*r = (Bound){lo, hi};
	return NULL;
}

/* floor(a / 2^k), any k >= 0. */
static int64_t
floor_shift(int64_t a, int64_t k)
{
	DNode n = {.op = D_asr, .k = k};
	return dop_eval(&n, a, 0, 0, NULL);
}

/* a * 2^k; false if it leaves 64 bits. */
static bool
up_shift(int64_t a, int64_t k, int64_t *r)
{
	*r = 0;
	if (a == 0)
		return true;
	return k <= 62 && !__builtin_mul_overflow(a, INT64_C(1) << k, r);
}

#define BOUNDS(name)                                                           \
	static const char *bounds_##name(const Datapath *d, const DNode *n,    \
	                                 Bound *r)

BOUNDS(input)
{
	if (n->k < 0 || n->k >= d->in.len)
		return "there is no such input port";
	const DPort *p = &d->in.at[n->k];
	return give(r, p->lo, p->hi);
}

BOUNDS(const)
{
	(void)d;
	return give(r, n->k, n->k);
}

BOUNDS(add)
{
	Bound a = arg(d, n, 0), b = arg(d, n, 1);
	return give(r, a.lo + b.lo, a.hi + b.hi);
}

BOUNDS(sub)
{
	Bound a = arg(d, n, 0), b = arg(d, n, 1);
	return give(r, a.lo - b.hi, a.hi - b.lo);
}

BOUNDS(mul)
{
	Bound a = arg(d, n, 0), b = arg(d, n, 1);
	int64_t p[4];
	if (__builtin_mul_overflow(a.lo, b.lo, &p[0]) ||
	    __builtin_mul_overflow(a.hi, b.hi, &p[1]) ||
	    __builtin_mul_overflow(a.lo, b.hi, &p[2]) ||
	    __builtin_mul_overflow(a.hi, b.lo, &p[3]))
		return dp_too_wide;
	if (n->arg[0] == n->arg[1]) {
		bool zero = a.lo <= 0 && a.hi >= 0;
		return give(r, zero ? 0 : min2(p[0], p[1]), max2(p[0], p[1]));
	}
	return give(r, min2(min2(p[0], p[1]), min2(p[2], p[3])),
	            max2(max2(p[0], p[1]), max2(p[2], p[3])));
}

BOUNDS(neg)
{
	Bound a = arg(d, n, 0);
	return give(r, -a.hi, -a.lo);
}

BOUNDS(shl)
{
	Bound a = arg(d, n, 0), v;
	if (n->k < 0 || n->k > 62)
		return "the shift is not in 0..62";
	if (!up_shift(a.lo, n->k, &v.lo) || !up_shift(a.hi, n->k, &v.hi))
		return dp_too_wide;
	return give(r, v.lo, v.hi);
}

BOUNDS(asr)
{
	Bound a = arg(d, n, 0);
	if (n->k < 0 || n->k > 62)
		return "the shift is not in 0..62";
	return give(r, floor_shift(a.lo, n->k), floor_shift(a.hi, n->k));
}

/* a shifted left by its own leading zeros in a field of k bits: 0, or in
 * [2^(k-1), 2^k). They may be counted above the leading one of its least value
 * alone (dp_lzc). */
static bool
normalised(const Datapath *d, const DNode *n, Bound *r)
{
	const DNode *z = dp_at(d, n->arg[1]), *f = dp_at(d, z->arg[0]);
	int64_t lo = arg(d, n, 0).lo, k = z->k;
	if (z->op != D_lzc)
		return false;
	if (z->arg[0] != n->arg[0]) {
		if (f->op != D_asr || f->arg[0] != n->arg[0] || f->k < 1 ||
		    lo < INT64_C(1) << (f->k - 1))
			return false;
		k += f->k;
	}
	if (k > 62)
		return false;
	*r = (Bound){lo > 0 ? INT64_C(1) << (k - 1) : 0, (INT64_C(1) << k) - 1};
	return true;
}

BOUNDS(shlv)
{
	Bound a = arg(d, n, 0), b = arg(d, n, 1), v;
	if (b.lo < 0)
		return "the shift can be negative";
	if (normalised(d, n, &v))
		return give(r, v.lo, v.hi);
	if (!up_shift(a.lo, a.lo < 0 ? b.hi : b.lo, &v.lo) ||
	    !up_shift(a.hi, a.hi < 0 ? b.lo : b.hi, &v.hi))
		return dp_too_wide;
	return give(r, v.lo, v.hi);
}

BOUNDS(asrv)
{
	Bound a = arg(d, n, 0), b = arg(d, n, 1);
	if (b.lo < 0)
		return "the shift can be negative";
	return give(r, floor_shift(a.lo, a.lo < 0 ? b.lo : b.hi),
	            floor_shift(a.hi, a.hi < 0 ? b.hi : b.lo));
}

BOUNDS(lzc)
{
	Bound a = arg(d, n, 0);
	if (n->k < 1 || n->k > 63)
		return "the field is not in 1..63";
	if (a.lo < 0 || floor_shift(a.hi, n->k) != 0)
		return "the argument can leave its field";
	return give(r, dop_eval(n, a.hi, 0, 0, NULL),
	            dop_eval(n, a.lo, 0, 0, NULL));
}

BOUNDS(lt)
{
	Bound a = arg(d, n, 0), b = arg(d, n, 1);
	if (n->arg[0] == n->arg[1])
		return give(r, 0, 0);
	return give(r, a.hi < b.lo, a.lo < b.hi);
}

BOUNDS(eq)
{
	Bound a = arg(d, n, 0), b = arg(d, n, 1);
	if (n->arg[0] == n->arg[1])
		return give(r, 1, 1);
	return give(r, a.lo == a.hi && b.lo == b.hi && a.lo == b.lo,
	            !empty(meet(a, b)));
}

/* What p < q, or its opposite, tells about r if that is p, q, p - q or q - p. */
static Bound
compared(const Datapath *d, DRef r, DRef p, DRef q, bool yes)
{
	const DNode *n = dp_at(d, r);
	if (r == p)
		return yes ? (Bound){INT63_MIN, of(d, q).hi - 1}
		           : (Bound){of(d, q).lo, INT63_MAX};
	if (r == q)
		return yes ? (Bound){of(d, p).lo + 1, INT63_MAX}
		           : (Bound){INT63_MIN, of(d, p).hi};
	if (n->op == D_sub && n->arg[0] == p && n->arg[1] == q)
		return yes ? (Bound){INT63_MIN, -1} : (Bound){0, INT63_MAX};
	if (n->op == D_sub && n->arg[0] == q && n->arg[1] == p)
		return yes ? (Bound){1, INT63_MAX} : (Bound){INT63_MIN, 0};
	return (Bound){INT63_MIN, INT63_MAX};
}

/* The result of n where its arguments are in x and y, parts of their own
 * bounds, so that nothing leaves 64 bits. */
static Bound
through(const DNode *n, Bound x, Bound y)
{
	switch (n->op) {
	case D_neg:
		return (Bound){-x.hi, -x.lo};
	case D_add:
		return (Bound){x.lo + y.lo, x.hi + y.hi};
	case D_sub:
		return (Bound){x.lo - y.hi, x.hi - y.lo};
	case D_asr:
		return (Bound){floor_shift(x.lo, n->k),
		               floor_shift(x.hi, n->k)};
	case D_shl:
		return (Bound){x.lo * (INT64_C(1) << n->k),
		               x.hi * (INT64_C(1) << n->k)};
	}
	return (Bound){INT63_MIN, INT63_MAX};
}

/* Bounds of r in the cases where the bit `cond` is `yes`, looking through at
 * most `depth` operations. Of a comparison, what it compares is known better
 * then; of any bit, the bit itself. */
static Bound
given(const Datapath *d, DRef r, DRef cond, bool yes, int depth)
{
	const DNode *n = dp_at(d, r), *c = dp_at(d, cond);
	Bound x = of(d, r), y, z;
	if (r == cond)
		return meet(x, (Bound){yes, yes});
	if (c->op == D_lt)
		x = meet(x, compared(d, r, c->arg[0], c->arg[1], yes));
	if (n->narg == 0 || depth == 0 || empty(x))
		return x;
	bool select = n->op == D_select;
	y = given(d, n->arg[select ? 1 : 0], cond, yes, depth - 1);
	z = n->narg == 1
	        ? y
	        : given(d, n->arg[select ? 2 : 1], cond, yes, depth - 1);
	if (select)
		return meet(x, hull(y, z));
	return empty(y) ? y : empty(z) ? z : meet(x, through(n, y, z));
}

BOUNDS(select)
{
	enum { DEPTH = 3 };
	Bound a = arg(d, n, 0);
	if (a.lo < 0 || a.hi > 1)
		return "the condition can be other than 0 and 1";
	Bound b[2]; /* by the condition */
	for (int yes = 0; yes < 2; yes++)
		b[yes] = given(d, n->arg[yes ? 1 : 2], n->arg[0], yes, DEPTH);
	if (a.lo == a.hi && !empty(b[a.lo]))
		return give(r, b[a.lo].lo, b[a.lo].hi);
	Bound v = hull(b[0], b[1]);
	if (empty(v))
		v = hull(arg(d, n, 1), arg(d, n, 2));
	return give(r, v.lo, v.hi);
}

/* The entries in reach of the index, or all of them where those are many. */
BOUNDS(lut)
{
	enum { LUT_SCAN = 1 << 16 };
	if (n->k < 0 || n->k >= d->table.len)
		return "there is no such table";
	const DTable *t = &d->table.at[n->k];
	Bound a = arg(d, n, 0);
	if (a.lo < 0 || a.hi >= t->len)
		return "the index can leave the table";
	bool all = a.lo == 0 && a.hi == (int64_t)t->len - 1;
	if (all || a.hi - a.lo >= LUT_SCAN)
		return give(r, t->lo, t->hi);
	Bound v = {t->at[a.lo], t->at[a.lo]};
	for (int64_t i = a.lo + 1; i <= a.hi; i++)
		v = hull(v, (Bound){t->at[i], t->at[i]});
	return give(r, v.lo, v.hi);
}

/* The field of w bits from bit k, least value `base`: exact while the
 * argument stays between two multiples of 2^w (counted from base). */
static const char *
field_bounds(const Datapath *d, const DNode *n, int64_t base, Bound *r)
{
	Bound a = arg(d, n, 0);
	int64_t lo = floor_shift(a.lo, n->k) - base;
	int64_t hi = floor_shift(a.hi, n->k) - base;
	if (floor_shift(lo, n->w) == floor_shift(hi, n->w))
		return give(r, dop_eval(n, a.lo, 0, 0, NULL),
		            dop_eval(n, a.hi, 0, 0, NULL));
	return give(r, base, base + ((INT64_C(1) << (n->w - 1)) - 1) * 2 + 1);
}

BOUNDS(bits)
{
	if (n->k < 0 || n->k > 62 || n->w < 1 || n->w > 62)
		return "the field is not in 0..62, 1..62";
	return field_bounds(d, n, 0, r);
}

BOUNDS(sbits)
{
	if (n->k < 0 || n->k > 62 || n->w < 1 || n->w > 63)
		return "the field is not in 0..62, 1..63";
	return field_bounds(d, n, -(INT64_C(1) << (n->w - 1)), r);
}

const char *
dop_bounds(const Datapath *d, const DNode *n, int64_t *lo, int64_t *hi)
{
	static const char *(*const rule[D_count])(const Datapath *,
	                                          const DNode *, Bound *) = {
#define DOP(name, narg, doc) [D_##name] = bounds_##name,
#include "ir/dops.def"
	};
	Bound r;
	check(n->op > D_none && n->op < D_count);
	const char *why = rule[n->op](d, n, &r);
	if (why)
		return why;
	*lo = r.lo;
	*hi = r.hi;
	return NULL;
}
