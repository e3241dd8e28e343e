/* Units that are square roots: f(x)^2 = a x + b, a and b dyadic, digit by digit
 * (recur_root.c).
 *
 * Contract: n = m x + b' is exact, m odd and small, 0 where it is negative and
 * f is 0 there. The result is an odd number of the last digit; or where its
 * weight is given, the digits without the last, floored or rounded. Invariant of the family:
 * none. The law is found by trying it at a few points: like every plan, this
 * one is proven by running it on every input. Of arguments that are too wide
 * for that the law is read off the expression, and the error that of the
 * recurrence. */
#include <math.h>

#include "ir/recur.h"
#include "ir/unit.h"

enum { MAX_FACTOR = 63, MAX_FRACTION = 24, POINTS = 8 };

enum Last { ODD, FLOORED, ROUNDED };

typedef struct Square {
	int64_t m, b; /* f(x)^2 = (m x + b) * 2^pn, or 0 where that is less */
	bool least;   /* 0 */
	Root root;
	enum Last last;
} Square;

static DRef
argument(Datapath *d, DRef x, const Square *s)
{
	DRef n = dp_add(d, dp_mul_const(d, x, s->m), dp_const(d, s->b));
	return s->least ? dp_max(d, n, dp_const(d, 0)) : n;
}

static DRef
build(Datapath *d, DRef x, const Square *s)
{
	Root q = s->root;
	q.n = argument(d, x, s);
	DRef y = q.n ? dp_root(d, &q) : 0;
	if (s->last != ODD)
		return s->last == ROUNDED ? dp_round(d, y, 1) : y;
	return dp_add(d, dp_shl(d, y, 1), dp_const(d, 1));
}

/* The coarsest remainders for digits down to 2^lsb and an error of `err`; n of
 * [lo, hi]. False if there are none. */
static bool
find_root(Square *s, int lsb, double err, int64_t lo, int64_t hi)
{
	Root *q = &s->root;
	double room = err - ldexp(s->last == ODD ? 1 : 2, lsb);
	int last = 2 * (lsb + 1); /* the last remainder's */
	q->lsb = lsb;
	for (q->cut = last + 40; q->cut >= last && room >= 0; q->cut--)
		if (root_plan(q, lo, hi) && q->pn + 62 > q->cut &&
		    root_error(q, lo) <= room)
			break;
	if (room >= 0 && q->cut < last && q->pn < last) {
		q->cut = q->pn;
		return root_plan(q, lo, hi);
	}
	return room >= 0 && q->cut >= last;
}

/* ---- the family ---- */

/* v = k * 2^lsb, k odd and at most `most`. */
static bool
is_dyadic(double v, double most, int64_t *k, int *lsb)
{
	for (*lsb = ilogb(v); ldexp(v, -*lsb) < most; --*lsb) {
		double r = rint(ldexp(v, -*lsb));
		if (fabs(r - ldexp(v, -*lsb)) > 1e-9 * r)
			continue;
		*k = (int64_t)r;
		return true;
	}
	return false;
}

static double
square_at(const UnitEval *ev, double x)
{
	double y = unit_at(ev, x);
	return y * y;
}

/* f(x)^2 = a x + b at some points from `lo` on. */
static bool
find_law(const UnitEval *ev, int64_t lo, Square *s)
{
	double width = (double)ev->hi - (double)lo;
	double first = square_at(ev, (double)lo);
	double last = square_at(ev, (double)ev->hi);
	double a = (last - first) / width;
	if (!(a > 0) || !is_dyadic(a, MAX_FACTOR, &s->m, &s->root.pn))
		return false;
	for (int i = 1; i < POINTS; i++) {
		double x = (double)lo + rint(width * i / POINTS);
		double want = first + a * (x - (double)lo);
		if (!(fabs(square_at(ev, x) - want) <= 1e-9 * last))
			return false;
	}
	double b = first - a * (double)lo;
	for (int k = 0; k < MAX_FRACTION; k++, s->root.pn--, s->m *= 2) {
		double v = ldexp(b, -s->root.pn);
		if (fabs(v) < 0x1p40 &&
		    fabs(v - rint(v)) <= 1e-7 + 1e-9 * fabs(v)) {
			s->b = (int64_t)rint(v);
			return true;
		}
	}
	return false;
}

static void
add_plan(UnitEval *ev, UnitPlans *out, Square s, int lsb, int result)
{
	int64_t lo = s.m * ev->lo + s.b, hi = s.m * ev->hi + s.b;
	lo = s.least && lo < 0 ? 0 : lo;
	if (!find_root(&s, lsb, ev->u->max_err, lo, hi))
		return;
	UnitPlan p = {.lsb = result};
	Square *own = arena_alloc(ev->a, sizeof *own);
	*own = s;
	p.own = own;
	p.kind = arena_printf(ev->a, "root %u", s.root.digits);
	vec_push(ev->a, out->at, p);
}

void
root_plans(UnitEval *ev, UnitPlans *out)
{
	const UnitSpec *u = ev->u;
	Square s = {.least = ev->lo < 0 && unit_at(ev, (double)ev->lo) == 0};
	int64_t from = s.least ? 1 : ev->lo;
	if (ev->undefined || !(u->max_err > 0) || !(u->max_err < 0x1p100) ||
	    ev->hi - from < 2 || u->float_bits || !find_law(ev, from, &s))
		return;
	if (u->lsb != UNIT_ANY_LSB) {
		s.last = FLOORED;
		add_plan(ev, out, s, u->lsb - 1, u->lsb);
		s.last = ROUNDED;
		add_plan(ev, out, s, u->lsb - 2, u->lsb);
		return;
	}
	int lsb = ilogb(u->max_err);
	add_plan(ev, out, s, lsb, lsb);
	add_plan(ev, out, s, lsb - 1, lsb - 1);
}

DRef
root_build(Datapath *d, DRef x, const UnitPlan *p)
{
	return build(d, x, p->own);
}

/* ---- arguments that are too wide to try ---- */

/* sqrt(arg) or sqrt(max(arg, 0)). */
static bool
is_root(const UnitSpec *u, Square *s)
{
	const ExprNode *n = expr_at(u->e, u->root);
	if (n->op != O_sqrt)
		return false;
	s->least = expr_at(u->e, n->arg[0])->op == O_relu;
	return n->arg[0] == u->arg ||
	       (s->least && expr_at(u->e, n->arg[0])->arg[0] == u->arg);
}

/* How the digits end, coarse remainders first. */
static bool
find_end(const UnitSpec *u, Square *s, int64_t lo, int64_t hi)
{
	int lsb = u->lsb != UNIT_ANY_LSB ? u->lsb - 1 : ilogb(u->max_err);
	s->last = u->lsb != UNIT_ANY_LSB ? FLOORED : ODD;
	if (find_root(s, lsb, u->max_err, lo, hi) &&
	    s->root.cut >= 2 * (lsb + 1))
		return true;
	s->last = u->lsb != UNIT_ANY_LSB ? ROUNDED : ODD;
	return find_root(s, lsb - 1, u->max_err, lo, hi);
}

bool
unit_root(Datapath *d, const UnitSpec *u, UnitResult *r)
{
	Square s = {.m = u->half ? 2 : 1, .b = u->half};
	int64_t lo = dp_at(d, u->x)->lo, hi = dp_at(d, u->x)->hi;
	if (!opt_has(u->opts, OPT_recurrence) || u->float_bits ||
	    !is_root(u, &s) || !(u->max_err > 0 && u->max_err < 0x1p100) ||
	    hi >= INT64_C(1) << 51 || (lo < 0 && !s.least))
		return false;
	lo = lo < 0 ? 0 : s.m * lo + s.b;
	s.root.pn = u->lsb_x - u->half;
	if (!find_end(u, &s, lo, s.m * hi + s.b))
		return false;
	*r = (UnitResult){.lsb = s.root.lsb + (int)s.last};
	r->err = ldexp(s.last == ODD ? 1 : 2, s.root.lsb);
	r->err = fmin(up(r->err + root_error(&s.root, lo)), u->max_err);
	r->kind = arena_printf(d->a, "root %u", s.root.digits);
	r->d = build(d, u->x, &s);
	return r->d != 0;
}
