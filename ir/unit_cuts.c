/* Which cuts of x into segment number and fields are worth a look.
 *
 * Contract: see unit_parts.h; nothing here is proven. For every number of
 * low bits, guard bits and way to cut the low bits into fields, each field's
 * slope starts as one for all x and is made finer where that gains most error
 * a LUT, until the estimate fits the error. Two estimates: one that adds the
 * errors up, and one that trusts them not to meet. Reference: de Dinechin and
 * Tisserand, Multipartite Table Methods, IEEE Trans. Computers 54(3), 2005. */
#include <math.h>

#include "ir/unit_parts.h"

/* Share of the summed errors that counts, in the two estimates. */
static const double MEETING[] = {1, 0.7};

enum {
	NMEETING = sizeof MEETING / sizeof *MEETING,
	LEVELS = UNIT_MAX_BITS + 1
};

/* ---- slopes ---- */

static bool
is_free(const UnitBand *b, uint32_t i)
{
	return b->lo[i] == -UNIT_FREE || b->hi[i] == UNIT_FREE;
}

/* Slope and curvature of one segment; false if too few inputs count. */
static bool
segment_slope(const UnitEval *ev, const UnitBand *b, unsigned s, int64_t number,
              double *slope, double *curve)
{
	uint32_t i, end;
	segment_inputs(ev, s, number, &i, &end);
	while (i < end && is_free(b, i))
		i++;
	while (i < end && is_free(b, end - 1))
		end--;
	if (i + 1 >= end)
		return false;
	const double *y = ev->y;
	uint32_t last = end - 1, mid = i + (last - i) / 2;
	*slope = (y[last] - y[i]) / (last - i);
	*curve = fabs(y[mid] - y[i] - *slope * (mid - i)) / 2;
	return isfinite(*slope) && isfinite(*curve);
}

/* Least and largest slope of each number of one level, still free. */
static uint32_t
open_level(const UnitEval *ev, Slopes *o, unsigned k)
{
	int64_t first = ev->lo >> (o->s + k);
	uint32_t n = (uint32_t)((ev->hi >> (o->s + k)) - first + 1);
	o->lo[k] = arena_alloc(ev->a, n * sizeof **o->lo);
	o->hi[k] = arena_alloc(ev->a, n * sizeof **o->hi);
	for (uint32_t i = 0; i < n; i++) {
		o->lo[k][i] = INFINITY;
		o->hi[k][i] = -INFINITY;
	}
	return n;
}

static void
segment_level(const UnitEval *ev, const UnitBand *b, Slopes *o, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		double v, c;
		if (!segment_slope(ev, b, o->s, (ev->lo >> o->s) + i, &v, &c))
			continue;
		o->lo[0][i] = o->hi[0][i] = v;
		o->most = fmax(o->most, fabs(v));
		o->curve = fmax(o->curve, c);
	}
}

/* Level k from the n numbers of the level below. */
static void
join_level(const UnitEval *ev, Slopes *o, unsigned k, uint32_t n)
{
	int64_t below = ev->lo >> (o->s + k - 1), first = below >> 1;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t j = (uint32_t)(((below + i) >> 1) - first);
		o->lo[k][j] = fmin(o->lo[k][j], o->lo[k - 1][i]);
		o->hi[k][j] = fmax(o->hi[k][j], o->hi[k - 1][i]);
		o->spread[k] = fmax(o->spread[k], o->hi[k][j] - o->lo[k][j]);
	}
}

static Slopes *
find_slopes(const UnitEval *ev, const UnitBand *b, unsigned s)
{
	Arena *a = ev->a;
	Slopes *o = arena_alloc(a, sizeof *o);
	o->s = s;
	o->all = unit_index_bits(ev->n);
	unsigned levels = o->all - s + 1;
	o->lo = arena_alloc(a, levels * sizeof *o->lo);
	o->hi = arena_alloc(a, levels * sizeof *o->hi);
	o->spread = arena_alloc(a, levels * sizeof *o->spread);
	uint32_t n = open_level(ev, o, 0);
	segment_level(ev, b, o, n);
	for (unsigned k = 1; k < levels; k++) {
		uint32_t next = open_level(ev, o, k);
		join_level(ev, o, k, n);
		n = next;
	}
	return o;
}

/* ---- estimates ---- */

typedef struct Search {
	UnitEval *ev;
	const UnitBand *b;
	const Slopes *slopes;
	double room;   /* error, in units of y, beside the last rounding */
	double window; /* width of c's windows without an error, in results */
	double limit;
	unsigned keep, values; /* bits of the results */
	Cuts *out;
	/* looked up again and again */
	double bit[MAX_ADDRESS + 1];            /* table_cost of one */
	unsigned number[LEVELS];                /* bits, by top - s */
	double reach[MAX_LOW + 1][MAX_LOW + 1]; /* by low, bits */
	int width[MAX_LOW + 1][MAX_LOW + 1];    /* less guard bits */
	double loss[MAX_GUARD + 1];             /* rounding a table's entries */
} Search;

static double
ulp(const Search *q)
{
	return ldexp(1, q->b->lsb);
}

/* Largest distance of a field's values from their middle, in inputs. */
static double
reach(unsigned low, unsigned bits)
{
	return ldexp(ldexp(1, (int)bits) - 1, (int)low - 1);
}

static double
field_error(const Search *q, const Field *f)
{
	return q->slopes->spread[f->top - q->slopes->s] / 2 *
	       q->reach[f->low][f->bits];
}

static double
field_luts(const Search *q, const Field *f, unsigned guard)
{
	int w = q->width[f->low][f->bits] + (int)guard;
	unsigned address = q->number[f->top - q->slopes->s] + f->bits;
	w = w > 1 ? w : 1;
	return address > MAX_ADDRESS ? INFINITY : w * q->bit[address] + w;
}

static double
total_error(const Search *q, const Parts *p, double meeting)
{
	double e = q->slopes->curve;
	for (unsigned k = 0; k < p->nfield; k++)
		e += field_error(q, &p->field[k]) + q->loss[p->guard];
	return e * meeting;
}

/* Fills in what does not depend on s. */
static void
look_up(Search *q)
{
	for (unsigned k = 0; k <= MAX_ADDRESS; k++)
		q->bit[k] = table_cost(q->ev->u->target, k, 1).lut;
	for (unsigned low = 0; low <= MAX_LOW; low++)
		for (unsigned bits = 1; low + bits <= MAX_LOW; bits++)
			q->reach[low][bits] = reach(low, bits);
	for (int g = 0; g <= MAX_GUARD; g++)
		q->loss[g] = ldexp(0.3, q->b->lsb - g);
}

/* And what does. */
static void
look_up_fields(Search *q)
{
	const Slopes *o = q->slopes;
	for (unsigned top = o->s; top <= o->all; top++) {
		int64_t n = (q->ev->hi >> top) - (q->ev->lo >> top) + 1;
		q->number[top - o->s] = unit_index_bits((uint32_t)n);
	}
	for (unsigned low = 0; low < o->s; low++)
		for (unsigned bits = 1; low + bits <= o->s; bits++) {
			double most =
			    2 * q->reach[low][bits] * o->most / ulp(q);
			q->width[low][bits] = ilogb(fmax(most, 1e-9)) + 1;
		}
}

/* The step to a finer slope with the most error saved a LUT; false if there
 * is none. */
static bool
refine(const Search *q, Parts *p)
{
	double best = -1;
	unsigned field = 0, top = 0;
	for (unsigned k = 0; k < p->nfield; k++) {
		Field f = p->field[k];
		double e = field_error(q, &f);
		double lut = field_luts(q, &f, p->guard);
		while (f.top > q->slopes->s) {
			f.top--;
			double de = e - field_error(q, &f);
			double dl = field_luts(q, &f, p->guard) - lut + 1e-3;
			if (de <= 0 || !isfinite(dl) || de / dl <= best)
				continue;
			best = de / dl;
			field = k;
			top = f.top;
		}
	}
	if (best <= 0)
		return false;
	p->field[field].top = top;
	return true;
}

/* LUTs of the c: their windows leave the lowest bits free. */
static double
segment_luts(const Search *q, const Parts *p, double error)
{
	double free = ldexp(q->window - 2 * error / ulp(q), (int)p->guard) + 1;
	int drop = free >= 2 ? ilogb(free) : 0;
	int w = (int)q->values + (int)p->guard - drop;
	return table_cost(q->ev->u->target, unit_index_bits(p->nseg),
	                  (unsigned)(w < 1 ? 1 : w))
	    .lut;
}

static void
keep(const Search *q, const Parts *p)
{
	Cuts *o = q->out;
	uint32_t i = o->at.len;
	if (i == q->keep && p->lut >= o->at.at[i - 1].lut)
		return;
	if (i < q->keep)
		vec_push(q->ev->a, o->at, *p);
	else
		i--;
	for (; i > 0 && p->lut < o->at.at[i - 1].lut; i--)
		o->at.at[i] = o->at.at[i - 1];
	o->at.at[i] = *p;
}

static void
consider(const Search *q, Parts p)
{
	for (unsigned k = 0; k < p.nfield; k++)
		p.field[k].top = q->slopes->all;
	for (unsigned m = 0; m < NMEETING; m++) {
		double e;
		while ((e = total_error(q, &p, MEETING[NMEETING - 1 - m])) >
		       q->room)
			if (!refine(q, &p))
				return;
		p.lut = segment_luts(q, &p, e);
		for (unsigned k = 0; k < p.nfield; k++)
			p.lut += field_luts(q, &p.field[k], p.guard);
		if (p.lut < q->limit)
			keep(q, &p);
	}
}

/* All ways to cut the lowest `low` bits into fields, from the top. */
static void
cut(const Search *q, Parts *p, unsigned low)
{
	if (low == 0) {
		consider(q, *p);
		return;
	}
	if (p->nfield == FIELDS)
		return;
	Field *f = &p->field[p->nfield++];
	for (unsigned bits = 1; bits <= low; bits++) {
		f->bits = bits;
		f->low = low - bits;
		cut(q, p, low - bits);
	}
	p->nfield--;
}

static unsigned
value_bits(const UnitBand *b, uint32_t n)
{
	int64_t lo = INT64_MAX, hi = INT64_MIN;
	for (uint32_t i = 0; i < n; i++) {
		if (is_free(b, i))
			continue;
		lo = b->lo[i] < lo ? b->lo[i] : lo;
		hi = b->hi[i] > hi ? b->hi[i] : hi;
	}
	return lo > hi ? 1 : width_of(lo, hi) - (lo >= 0);
}

void
parts_cuts(UnitEval *ev, const UnitBand *b, double limit, unsigned keep,
           Cuts *out)
{
	Search q = {.ev = ev, .b = b, .limit = limit, .keep = keep, .out = out};
	q.room = ev->u->max_err - ldexp(1, b->lsb - 1);
	q.window = 2 * ev->u->max_err / ulp(&q) - 1;
	q.values = value_bits(b, ev->n);
	look_up(&q);
	for (unsigned s = 1; s <= MAX_LOW && s < unit_index_bits(ev->n); s++) {
		Parts p = {.ev = ev, .b = b, .s = s};
		q.slopes = find_slopes(ev, b, s);
		p.slopes = q.slopes;
		look_up_fields(&q);
		p.first = ev->lo >> s;
		p.nseg = (uint32_t)((ev->hi >> s) - p.first + 1);
		p.worst = p.nseg / 2;
		if (unit_index_bits(p.nseg) > MAX_ADDRESS ||
		    q.slopes->curve > q.room)
			continue;
		for (p.guard = 0; p.guard <= MAX_GUARD; p.guard++)
			cut(&q, &p, s);
	}
}
