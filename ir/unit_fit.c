/* Chebyshev interpolation on uniform segments, by FFTW's DCT.
 *
 * Contract: see unit_fit.h. f at the Chebyshev nodes w_j = cos(pi (j + 1/2)
 * / N) of each segment, one batch of DCT-II (REDFT10) for all of them; the
 * series' first d + 1 terms are within a few per cent of the best
 * approximation of degree d (Trefethen, Approximation Theory and Practice,
 * 2013, ch. 3 and 16). Nothing here is proven: what is built is checked on
 * every input. */
#include <fftw3.h>
#include <math.h>

#include "ir/unit_fit.h"

enum { N = FIT_NODES };

static const double pi = 0x1.921fb54442d18p+1; /* 3.14159... */

static bool
is_free(const UnitBand *b, uint32_t i)
{
	return b->lo[i] == -UNIT_FREE && b->hi[i] == UNIT_FREE;
}

/* Inputs of segment seg that are not free, as indices [*i, *end). */
static void
constrained(const UnitEval *ev, const UnitBand *b, const Fit *f, uint32_t seg,
            uint32_t *i, uint32_t *end)
{
	int64_t from = f->base + (f->first + seg) * (INT64_C(1) << f->s);
	int64_t to = from + (INT64_C(1) << f->s);
	*i = from < ev->lo ? 0 : (uint32_t)(from - ev->lo);
	*end = to > ev->hi ? ev->n : (uint32_t)(to - ev->lo);
	while (*i < *end && is_free(b, *i))
		++*i;
	while (*i < *end && is_free(b, *end - 1))
		--*end;
}

static void
sample(const UnitEval *ev, const UnitBand *b, Fit *f, uint32_t seg,
       const double *node)
{
	uint32_t i, end;
	double *y = f->cheb + (size_t)seg * N;
	constrained(ev, b, f, seg, &i, &end);
	if (i == end)
		return; /* all free: the zero polynomial will do */
	double half = ldexp(1, (int)f->s - 1);
	double centre =
	    (double)(f->base + (f->first + seg) * (INT64_C(1) << f->s)) + half;
	double x0 = (double)(ev->lo + i), x1 = (double)(ev->lo + end - 1);
	f->rad[seg] = (x1 - x0) / 2;
	f->mid[seg] = (x0 + x1) / 2 - centre;
	for (int j = 0; j < N; j++)
		y[j] = unit_at(ev, (x0 + x1) / 2 + f->rad[seg] * node[j]);
}

/* Values to coefficients: c_k = (2 / N) sum y_j cos(pi k (j + 1/2) / N), half
 * that for k = 0; REDFT10 gives twice the sum. */
static void
transform(Fit *f)
{
	fftw_r2r_kind kind = FFTW_REDFT10;
	int n = N;
	fftw_plan plan = fftw_plan_many_r2r(1, &n, (int)f->nseg, f->cheb, NULL,
	                                    1, N, f->cheb, NULL, 1, N, &kind,
	                                    FFTW_ESTIMATE | FFTW_UNALIGNED);
	check(plan);
	fftw_execute(plan);
	fftw_destroy_plan(plan);
	for (size_t i = 0; i < (size_t)f->nseg * N; i++)
		f->cheb[i] /= i % N ? N : 2 * N;
}

static void
find_tails(Fit *f)
{
	for (uint32_t seg = 0; seg < f->nseg; seg++) {
		const double *c = f->cheb + (size_t)seg * N;
		double sum = 0;
		for (int k = N - 1; k > 0; k--) {
			sum += fabs(c[k]);
			if (k > FIT_DEGREE + 1)
				continue;
			if (!(sum <= f->tail[k - 1])) /* NaN too */
				f->tail[k - 1] = isfinite(sum) ? sum : INFINITY;
		}
	}
}

Fit *
fit_segments(UnitEval *ev, const UnitBand *b, unsigned s)
{
	Fit *f = arena_alloc(ev->a, sizeof *f);
	int64_t size = INT64_C(1) << s;
	f->s = s;
	f->base = ev->lo < 0 && s == width_of(ev->lo, ev->hi) ? -size / 2 : 0;
	f->first = (ev->lo - f->base) >> s;
	f->nseg = (uint32_t)(((ev->hi - f->base) >> s) - f->first + 1);
	f->cheb = arena_alloc(ev->a, (size_t)f->nseg * N * sizeof *f->cheb);
	f->mid = arena_alloc(ev->a, f->nseg * sizeof *f->mid);
	f->rad = arena_alloc(ev->a, f->nseg * sizeof *f->rad);
	double node[N];
	for (int j = 0; j < N; j++)
		node[j] = cos(pi * (j + 0.5) / N);
	for (uint32_t seg = 0; seg < f->nseg; seg++)
		sample(ev, b, f, seg, node);
	transform(f);
	find_tails(f);
	return f;
}

void
fit_powers(const Fit *f, uint32_t seg, unsigned degree,
           double a[FIT_DEGREE + 1])
{
	static const double chebyshev[FIT_DEGREE + 1][FIT_DEGREE + 1] = {
	    {1}, {0, 1}, {-1, 0, 2}, {0, -3, 0, 4}, {1, 0, -8, 0, 8}};
	const double *c = f->cheb + (size_t)seg * N;
	double w[FIT_DEGREE + 1] = {0}; /* powers of w */
	if (f->rad[seg] == 0)
		degree = 0;
	for (unsigned k = 0; k <= degree; k++)
		for (unsigned i = 0; i <= k; i++)
			w[i] += c[k] * chebyshev[k][i];
	/* w = p z + q, by Horner's rule on polynomials */
	double p = ldexp(1, (int)f->s - 1) / f->rad[seg];
	double q = -f->mid[seg] / f->rad[seg];
	for (unsigned i = 0; i <= FIT_DEGREE; i++)
		a[i] = 0;
	a[0] = w[degree];
	for (unsigned k = degree; k-- > 0;) {
		for (unsigned i = degree; i > 0; i--)
			a[i] = a[i] * q + a[i - 1] * p;
		a[0] = a[0] * q + w[k];
	}
}
