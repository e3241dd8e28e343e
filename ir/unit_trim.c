/* Formats and coefficients of a piecewise polynomial.
 *
 * Contract: see unit_poly.h. The test is exact: formats and higher
 * coefficients work if every segment has a c_0 that suits all its inputs
 * (unit_window.h). So c_0 takes up all that truncation, rounding and the fit
 * are off on average, for free.
 * Formats are made coarser in turn, a bit at a time, while the test passes:
 * coordinate descent from the even split of the error. The descent tests a
 * sample: a few segments, a few inputs of each. What it ends with is tested
 * on all segments, and before it is built on all inputs; a segment that fails
 * joins the sample, with the inputs it fails on, for the next descent. */
#include <math.h>

#include "ir/unit_poly.h"
#include "ir/unit_window.h"

enum {
	MAX_GUARD = 8,
	FIRST_TESTED = 6,    /* segments in the first descent */
	MORE_TESTED = 3,     /* that join after each */
	SAMPLED_INPUTS = 40, /* of a segment */
	FINER = 16           /* each test's inputs by the last one's */
};

enum { FORMATS = 3, DROP = 1, WEIGHT = 2, CUT = 0 }; /* of a stage */
enum { TRIES = 3, WITNESSES = 2 * TRIES };

/* A segment in the sample: its last and every stride-th input, and inputs on
 * which it failed before. */
typedef struct Tested {
	uint32_t seg, stride;
	uint32_t nwitness, witness[WITNESSES]; /* indices of inputs */
} Tested;

struct Trim {
	UnitEval *ev;
	const UnitBand *b;
	Poly *p;
	Poly start;     /* formats before the descent */
	bool finer;     /* start is already the second choice */
	double *power;  /* per segment: FIT_DEGREE + 1 coefficients of z, */
	Window *window; /* and the c_0 that suit the other coefficients */
	VEC(Tested) tested;
};

typedef struct Trim Trim;

/* ---- error analysis ---- */

/* Error left for rounding. */
static double
room(const UnitEval *ev, const UnitBand *b, const Fit *f, unsigned degree)
{
	return ev->u->max_err - ldexp(1, b->lsb - 1) - f->tail[degree];
}

bool
poly_fits(const UnitEval *ev, const UnitBand *b, const Fit *f, unsigned degree)
{
	return room(ev, b, f, degree) > ldexp(1, b->lsb - 6);
}

bool
poly_formats(const UnitEval *ev, const UnitBand *b, Poly *p, int finer)
{
	/* two roundings a stage, one coefficient's and one product's */
	double share = room(ev, b, p->fit, p->degree) / (2 * (p->degree + 1));
	int guard = b->lsb - ilogb(share) - 1 + finer;
	p->guard = (unsigned)(guard < 0 ? 0 : guard);
	p->lsb[0] = b->lsb - (int)p->guard;
	for (unsigned k = 1; k <= p->degree; k++) {
		double m = 0;
		for (unsigned i = k; i <= p->degree; i++)
			m += p->size[i];
		p->lsb[k] = ilogb(share) - finer;
		if (p->lsb[k] > p->lsb[k - 1])
			p->lsb[k] = p->lsb[k - 1];
		/* t off by 2^drop / 2 on either side, in z by 2^-(s-1) that */
		int drop = m > 0 ? ilogb(share / m) + (int)p->fit->s - finer
		                 : (int)p->fit->s;
		int most = (int)p->fit->s - 1;
		p->drop[k] = drop < 0 ? 0 : drop > most ? most : drop;
		/* products must fit 63 bits */
		int bits = m > 0 ? ilogb(m) + 2 - p->lsb[k] : 0;
		if (bits + most - p->drop[k] > DP_MAX_WIDTH - 2)
			return false;
	}
	return p->guard <= MAX_GUARD;
}

/* ---- coefficients ---- */

/* What a stage's cut rows lose on average: half a unit each is gained where
 * its digit is not 0, so three times of four. */
static double
mean_loss(const Poly *p, unsigned k)
{
	int rows = (p->cut[k] + 1) / 2;
	return ldexp(-0.375 * rows, p->cut[k] - poly_shift(p, k));
}

/* Rounded to its weight, with what the floors above and below it lose on
 * average put back. */
static int64_t
coefficient(const Poly *p, const double *a, unsigned k)
{
	double v = ldexp(a[k], -p->lsb[k]);
	if (k < p->degree) {
		double t = (ldexp(1, p->drop[k + 1]) - 1) / 2;
		v += ldexp(a[k + 1] * t, 1 - (int)p->fit->s - p->lsb[k]);
		v += poly_shift(p, k + 1) > 0 ? 0.5 : 0;
		v += mean_loss(p, k + 1);
	}
	return llrint(v);
}

/* a_0 - c_0 at offset t. */
static inline int64_t
above(const Poly *p, unsigned degree, const int64_t *c, const int *shift,
      int64_t t)
{
	int64_t v = c[degree];
	for (unsigned k = degree; k > 0; k--) {
		v = poly_product(p, k, shift[k], v, t >> p->drop[k]);
		v += k > 1 ? c[k - 1] : 0;
	}
	return v;
}

/* The inputs of a segment, as indices [*i, *end), and t of the first. */
static int64_t
inputs(const Trim *m, uint32_t seg, uint32_t *i, uint32_t *end)
{
	const Fit *f = m->p->fit;
	const UnitEval *ev = m->ev;
	int64_t size = INT64_C(1) << f->s;
	int64_t from = f->base + (f->first + seg) * size;
	int64_t first = from < ev->lo ? ev->lo : from;
	*i = (uint32_t)(first - ev->lo);
	*end = from + size > ev->hi ? ev->n : (uint32_t)(from + size - ev->lo);
	return first - from - size / 2;
}

static inline Window
meet(const Trim *m, const Tested *s, const int64_t *c, unsigned degree)
{
	const Poly *p = m->p;
	uint32_t i, end;
	int shift[FIT_DEGREE + 1] = {0};
	int64_t t = inputs(m, s->seg, &i, &end), t0 = t - i;
	Window w = window_all(p->guard);
	for (unsigned k = 1; k <= degree; k++)
		shift[k] = poly_shift(p, k);
	for (uint32_t k = 0; k < s->nwitness; k++)
		window_meet(&w, m->b, s->witness[k], p->guard,
		            above(p, degree, c, shift, t0 + s->witness[k]));
	window_meet(&w, m->b, end - 1, p->guard,
	            above(p, degree, c, shift, t0 + (end - 1)));
	for (; i < end && w.lo <= w.hi; i += s->stride, t += s->stride)
		window_meet(&w, m->b, i, p->guard,
		            above(p, degree, c, shift, t));
	return w;
}

/* One loop a degree, so that the compiler unrolls Horner's rule. */
static Window
meets(const Trim *m, const Tested *s, const int64_t *c)
{
	switch (m->p->degree) {
	case 1:
		return meet(m, s, c, 1);
	case 2:
		return meet(m, s, c, 2);
	case 3:
		return meet(m, s, c, 3);
	default:
		return meet(m, s, c, FIT_DEGREE);
	}
}

/* Coefficients of a segment; c_1 may also be a neighbour of the rounded
 * one. */
static void
coefficients(const Trim *m, uint32_t seg, unsigned try, int64_t *c)
{
	static const int off[TRIES] = {0, 1, -1};
	const double *a = m->power + (size_t)seg * (FIT_DEGREE + 1);
	check(m->p->degree >= 1);
	for (unsigned k = 0; k <= m->p->degree; k++)
		c[k] = coefficient(m->p, a, k);
	c[1] += off[try];
}

static bool
solve(const Trim *m, const Tested *s)
{
	Poly *p = m->p;
	int64_t c[FIT_DEGREE + 1] = {0};
	for (unsigned try = 0; try < TRIES; try++) {
		coefficients(m, s->seg, try, c);
		Window w = meets(m, s, c);
		if (w.lo > w.hi)
			continue;
		m->window[s->seg] = w;
		for (unsigned k = 1; k <= p->degree; k++)
			p->c[k][s->seg] = c[k];
		return true;
	}
	return false;
}

/* The two inputs of a segment that leave no c_0 between them, for each of
 * the coefficients that were tried. */
static void
find_witnesses(const Trim *m, Tested *s)
{
	const Poly *p = m->p;
	int shift[FIT_DEGREE + 1] = {0};
	for (unsigned k = 1; k <= p->degree; k++)
		shift[k] = poly_shift(p, k);
	for (unsigned try = 0; try < TRIES; try++) {
		int64_t c[FIT_DEGREE + 1] = {0};
		uint32_t i, end, *lo = &s->witness[s->nwitness++];
		uint32_t *hi = &s->witness[s->nwitness++];
		int64_t t = inputs(m, s->seg, &i, &end);
		Window w = window_all(p->guard);
		coefficients(m, s->seg, try, c);
		for (*lo = *hi = i; i < end; i++, t++) {
			Window old = w;
			window_meet(&w, m->b, i, p->guard,
			            above(p, p->degree, c, shift, t));
			*lo = w.lo > old.lo ? i : *lo;
			*hi = w.hi < old.hi ? i : *hi;
		}
	}
}

/* The last segment that failed is tested first next time. */
static bool
solve_tested(Trim *m)
{
	Tested *s = m->tested.at;
	for (uint32_t i = 0; i < m->tested.len; i++) {
		if (solve(m, &s[i]))
			continue;
		Tested failed = s[i];
		s[i] = s[0];
		s[0] = failed;
		return false;
	}
	return true;
}

static uint32_t
sample_stride(const Fit *f)
{
	/* odd, so that it meets every pattern of t's low bits */
	return (UINT32_C(1) << f->s) / SAMPLED_INPUTS | 1;
}

/* All segments; a few of those that fail join the tested ones. */
static bool
solve_all(Trim *m, uint32_t stride)
{
	unsigned more = MORE_TESTED;
	for (uint32_t seg = 0; seg < m->p->fit->nseg && more > 0; seg++) {
		Tested s = {.seg = seg, .stride = stride};
		if (solve(m, &s))
			continue;
		s.stride = sample_stride(m->p->fit);
		find_witnesses(m, &s);
		vec_push(m->ev->a, m->tested, s);
		more--;
	}
	return more == MORE_TESTED;
}

/* ---- descent ---- */

/* Formats as one list: guard, then drop, weight and cut of each stage. False
 * if the product would end above the weight that it is added to. */
static bool
coarser(Poly *p, unsigned what)
{
	if (what == 0) {
		p->lsb[0]++;
		return p->guard-- > 0;
	}
	unsigned k = (what + FORMATS - 1) / FORMATS;
	if (what % FORMATS == CUT) {
		p->cut[k]++;
		return p->by_rows[k] && p->cut[k] <= poly_shift(p, k) &&
		       p->cut[k] < (int)p->fit->s - p->drop[k];
	}
	if (what % FORMATS == DROP)
		p->drop[k]++;
	else
		p->lsb[k]++;
	p->cut[k] -= p->cut[k] > 0; /* the same in a larger unit */
	return p->drop[k] < (int)p->fit->s && poly_shift(p, k) >= p->cut[k];
}

static bool
try_coarser(Trim *m, unsigned what)
{
	Poly old = *m->p;
	if (coarser(m->p, what) && solve_tested(m))
		return true;
	*m->p = old;
	return false;
}

static void
descend(Trim *m)
{
	unsigned n = 1 + FORMATS * m->p->degree, stuck = 0;
	while (stuck != (1u << n) - 1)
		for (unsigned w = 0; w < n; w++)
			if (!(stuck >> w & 1) && !try_coarser(m, w))
				stuck |= 1u << w;
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Bounds of floor([lo, hi] t / 2^shift) + c for t in [-half, half - 1], by
 * rows that are cut: at most one for each of them is gained. */
static Window
stage_bounds(Window a, int64_t half, int shift, int cut, int64_t c)
{
	int64_t gained = (cut + 1) / 2;
	int64_t u = a.lo * -half, v = a.lo * (half - 1);
	int64_t x = a.hi * -half, y = a.hi * (half - 1);
	int64_t lo = least(least(u, v), least(x, y));
	int64_t hi = most(most(u, v), most(x, y));
	lo = (lo >> cut) >> (shift - cut);
	hi = ((hi >> cut) + gained) >> (shift - cut);
	return (Window){lo + c, hi + c};
}

/* Bounds of every a_k, by intervals over each segment. */
static void
find_bounds(Poly *p)
{
	for (unsigned k = 0; k <= p->degree; k++) {
		p->lo[k] = INT64_MAX;
		p->hi[k] = INT64_MIN;
	}
	for (uint32_t seg = 0; seg < p->fit->nseg; seg++) {
		int64_t c = p->c[p->degree][seg];
		Window a = {c, c};
		for (unsigned k = p->degree;; k--) {
			p->lo[k] = least(p->lo[k], a.lo);
			p->hi[k] = most(p->hi[k], a.hi);
			if (k == 0)
				break;
			int64_t half = INT64_C(1)
			               << ((int)p->fit->s - 1 - p->drop[k]);
			a = stage_bounds(a, half, poly_shift(p, k), p->cut[k],
			                 p->c[k - 1][seg]);
		}
	}
}

/* What follows from the coefficients. */
static void
complete(const Trim *m)
{
	Poly *p = m->p;
	const Fit *f = p->fit;
	Arena *a = m->ev->a;

	pack_align(m->window, f->nseg, p->c[0]);
	find_bounds(p);
	p->pack = arena_alloc(a, (p->degree + 1) * sizeof *p->pack);
	for (unsigned k = 0; k <= p->degree; k++)
		p->pack[k] =
		    pack(a, p->target, f->s, f->first, f->nseg, p->c[k]);
}

/* Descends until all segments pass with this stride. The formats it starts
 * from may turn out too coarse once: then it starts from finer ones. */
static bool
search(Trim *m, uint32_t stride)
{
	do {
		*m->p = m->start;
		if (!solve_tested(m)) {
			if (m->finer ||
			    !poly_formats(m->ev, m->b, &m->start, 2))
				return false;
			m->finer = true;
			continue;
		}
		descend(m);
	} while (!solve_all(m, stride));
	complete(m);
	return true;
}

static void
set_up(Trim *m)
{
	Poly *p = m->p;
	Arena *a = m->ev->a;
	uint32_t n = p->fit->nseg;
	m->power = arena_alloc(a, n * (FIT_DEGREE + 1) * sizeof *m->power);
	for (uint32_t seg = 0; seg < n; seg++)
		fit_powers(p->fit, seg, p->degree,
		           m->power + (size_t)seg * (FIT_DEGREE + 1));
	m->window = arena_alloc(a, n * sizeof *m->window);
	for (unsigned k = 0; k <= p->degree; k++)
		p->c[k] = arena_alloc(a, n * sizeof *p->c[k]);
	uint32_t step = 1 + n / FIRST_TESTED;
	for (uint32_t seg = step / 2; seg < n; seg += step) {
		Tested s = {.seg = seg, .stride = sample_stride(p->fit)};
		vec_push(a, m->tested, s);
	}
}

bool
poly_trim(UnitEval *ev, const UnitBand *b, Poly *p)
{
	Trim *m = arena_alloc(ev->a, sizeof *m);
	p->trim = m;
	m->ev = ev;
	m->b = b;
	m->p = p;
	set_up(m);
	m->start = *p;
	return search(m, sample_stride(p->fit));
}

/* Few descents see all inputs, as those that fail on a sixteenth, or a
 * sixteenth of that, end there. */
bool
poly_finish(Poly *p)
{
	Trim *m = p->trim;
	uint32_t stride = sample_stride(p->fit);
	do {
		stride = stride / FINER | 1;
		if (!solve_all(m, stride) && !search(m, stride))
			return false;
	} while (stride > 1);
	complete(m);
	return true;
}
