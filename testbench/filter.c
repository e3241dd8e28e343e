/* The double-precision filter before MPFI.
 *
 * Contract: see reference.c. What the filter passes, |y - f| + error <=
 * bound, is proven: f is the double value, error is prog_error's bound on
 * |f - exact| over a box that holds the vector, and clamping and wrapping do
 * not enlarge a distance. */
#include "testbench/reference.h"

#include <math.h>

enum {
	EXACT_SAMPLE = 20000, /* vectors that MPFI sees in any case */
	LEAF = 8              /* boxes of no more vectors are not halved */
};

/* |y - f| for the double value f, rounded up. */
static double
double_error(const Head *h, int64_t y, double f)
{
	double d, rounding;

	if (h->clamps)
		f = fmin(fmax(f, h->lo), h->hi);
	d = (double)y * h->weight - f; /* one rounding */
	rounding = fabs(d) * 0x1p-51;  /* and room for those below */
	if (h->wraps)
		d = remainder(d, h->turn_double); /* exact */
	return fabs(d) + rounding;
}

/* EXACT_SAMPLE vectors of the plan, evenly spaced. */
static bool
in_sample(const Reference *r, uint64_t v)
{
	uint64_t n = r->v->n, step = n / EXACT_SAMPLE;

	if (step == 0)
		return true;
	/* one in each stretch of `step`, at a place that is its own */
	return v % step == scale64(mix64(r->v->seed ^ mix64(v / step)), step);
}

/* MPFI must agree with the filter: both are in the trusted base. */
static void
test_filter(Reference *r, uint32_t o, uint32_t k, double f, double error)
{
	Head *h = &r->head[o];
	mpfr_t d;

	if (exact_vector(r, o, k) == UNDEFINED)
		die("double evaluation of %s is defined where MPFI's is not",
		    h->out->name);
	mpfr_init2(d, mpfi_get_prec(h->exact));
	mpfr_sub_d(d, &h->exact->left, up(f + error), MPFR_RNDU);
	bool above = mpfr_sgn(d) > 0;
	mpfr_sub_d(d, &h->exact->right, down(f - error), MPFR_RNDD);
	bool below = mpfr_sgn(d) < 0;
	mpfr_clear(d);
	if (above || below)
		die("double evaluation of %s is off by more than %g",
		    h->out->name, error);
}

/* Vectors index[0..n-1] of a box where the double value is off by at most
 * `error`. */
static void
filter(Reference *r, uint32_t o, const uint32_t *index, size_t n, double error)
{
	Head *h = &r->head[o];

	for (size_t j = 0; j < n; j++) {
		uint32_t k = index[j];
		int64_t y = r->out[(size_t)k * r->nout + o];
		double f = prog_double(h->prog, r->point + (size_t)k * r->nin);
		double e = isfinite(f) ? double_error(h, y, f) : INFINITY;

		if (e == INFINITY || up(e + error) > h->bound_below)
			exact_vector(r, o, k);
		else if (in_sample(r, r->first + k))
			test_filter(r, o, k, f, error);
		else
			exact_count(h, r->first + k, e);
	}
}

/* The smallest box around the vectors. Gives the input to halve: the widest
 * as a fraction of its domain. */
static uint32_t
bounding_box(const Reference *r, const uint32_t *index, size_t n, Range *box)
{
	uint32_t widest = 0;
	double width = -1;

	for (uint32_t i = 0; i < r->nin; i++) {
		const DesignInput *in = &r->g->in.at[i];
		double all = (double)in->hi - (double)in->lo;
		Range b = {INFINITY, -INFINITY};

		for (size_t j = 0; j < n; j++) {
			double x = r->point[(size_t)index[j] * r->nin + i];

			b.lo = x < b.lo ? x : b.lo;
			b.hi = x > b.hi ? x : b.hi;
		}
		box[i] = b;
		if (b.hi > b.lo && (b.hi - b.lo) / all > width) {
			width = (b.hi - b.lo) / all;
			widest = i;
		}
	}
	return widest;
}

/* Moves the vectors whose input i is at most `at` to the front. */
static size_t
partition(const Reference *r, uint32_t *index, size_t n, uint32_t i, double at)
{
	size_t low = 0;

	for (size_t j = 0; j < n; j++) {
		uint32_t k = index[j];

		if (r->point[(size_t)k * r->nin + i] <= at) {
			index[j] = index[low];
			index[low++] = k;
		}
	}
	return low;
}

static void
exact_vectors(Reference *r, uint32_t o, const uint32_t *index, size_t n)
{
	for (size_t j = 0; j < n; j++)
		exact_vector(r, o, index[j]);
}

/* Depth: every level halves a side of at most 2^53 integers. */
static void
halve(Reference *r, uint32_t o, uint32_t *index, size_t n, Range *box)
{
	Head *h = &r->head[o];
	uint32_t i = bounding_box(r, index, n, box);
	double error = prog_error(h->prog, box);
	Range value;

	if (error <= h->tight) {
		filter(r, o, index, n, error);
		return;
	}
	if (prog_range(h->prog, box, &value) == DEF_NONE || n <= LEAF ||
	    box[i].lo == box[i].hi) {
		exact_vectors(r, o, index, n);
		return;
	}
	size_t low =
	    partition(r, index, n, i, floor(box[i].lo / 2 + box[i].hi / 2));
	halve(r, o, index, low, box);
	halve(r, o, index + low, n - low, box);
}

void
filter_block(Reference *r, uint32_t o, size_t n)
{
	Range *box = arena_alloc(r->a, (r->nin + 1) * sizeof *box);

	for (size_t k = 0; k < n; k++)
		r->index[k] = (uint32_t)k;
	if (r->filter && r->nin)
		halve(r, o, r->index, n, box);
	else
		exact_vectors(r, o, r->index, n);
}
