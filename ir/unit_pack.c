/* Tables made cheaper by how they are cut and by what they may hold.
 *
 * Contract: see unit_pack.h; pack_build gives exactly at[]. The compression
 * is lossless: neighbours share their upper part, and what is left of each is
 * a few bits wide. The two parts overlap in a bit or two only, so that their
 * sum needs few LUTs. Reference: Hsiao, Lee, Huang, Chen, "Table size
 * reduction methods for faithfully rounded lookup-table-based multiplierless
 * function evaluation", IEEE TCAS-II 62(5), 2015. */
#include <math.h>

#include "ir/unit_pack.h"

enum { MIN_BITS = 6, MAX_BITS = 13, TRIED = 4, MAX_ALIGN = 8 };

/* ---- the choice within windows ---- */

static int64_t
floor_mod(int64_t v, int64_t m)
{
	return ((v % m) + m) % m;
}

static bool
is_free(const Window *w)
{
	return w->lo < -UNIT_FREE / 2 || w->hi > UNIT_FREE / 2;
}

static bool
any_number(const Window *w)
{
	return w->lo < -UNIT_FREE / 2 && w->hi > UNIT_FREE / 2;
}

/* The least number from w->lo on that is r modulo m. */
static int64_t
first_of(const Window *w, int64_t r, int64_t m)
{
	return w->lo + floor_mod(r - w->lo, m);
}

static bool
all_have(const Window *w, uint32_t n, int64_t r, int64_t m)
{
	for (uint32_t i = 0; i < n; i++)
		if (!is_free(&w[i]) && first_of(&w[i], r, m) > w[i].hi)
			return false;
	return true;
}

static int64_t
nearest_of(const Window *w, int64_t r, int64_t m)
{
	int64_t mid = window_middle(*w), v = mid + floor_mod(r - mid, m);
	if (v - m >= w->lo && (v > w->hi || mid - (v - m) < v - mid))
		v -= m;
	return v;
}

/* The residue modulo m that every window has; -1 if there is none. */
static int64_t
residue(const Window *w, uint32_t n, int64_t m)
{
	for (int64_t r = 0; r < m; r++)
		if (all_have(w, n, r, m))
			return r;
	return -1;
}

void
pack_align(const Window *w, uint32_t n, int64_t *at)
{
	int64_t m = 1, r = 0, next;
	while (m < INT64_C(1) << MAX_ALIGN &&
	       (next = residue(w, n, 2 * m)) >= 0) {
		m *= 2;
		r = next;
	}
	uint32_t first = 0;
	while (first + 1 < n && any_number(&w[first]))
		first++;
	int64_t last = nearest_of(&w[first], r, m);
	for (uint32_t i = 0; i < n; i++)
		last = at[i] =
		    any_number(&w[i]) ? last : nearest_of(&w[i], r, m);
}

/* ---- coarse and fine ---- */

static unsigned
bits_of(int64_t lo, int64_t hi)
{
	return width_of(lo, hi) - (lo >= 0);
}

typedef struct Limits {
	int64_t lo, hi;
} Limits;

/* The least and largest entry, and the largest spread within 2^k segments. */
static Limits
limits(const Pack *p, unsigned k, int64_t *spread)
{
	Limits all = {INT64_MAX, INT64_MIN}, block = all;
	int64_t number = INT64_MIN;
	*spread = 0;
	for (uint32_t i = 0; i < p->n; i++) {
		int64_t v = p->at[i];
		if ((p->first + i) >> k != number)
			block = (Limits){INT64_MAX, INT64_MIN};
		number = (p->first + i) >> k;
		block.lo = v < block.lo ? v : block.lo;
		block.hi = v > block.hi ? v : block.hi;
		if (block.hi - block.lo > *spread)
			*spread = block.hi - block.lo;
		all.lo = v < all.lo ? v : all.lo;
		all.hi = v > all.hi ? v : all.hi;
	}
	return all;
}

/* Fills in the parts for k and h; the LUTs by contents. */
static void
fill(Arena *a, const Target *t, Pack *p)
{
	int64_t from = p->first >> p->k, most = 0;
	uint32_t nc = (uint32_t)(((p->first + p->n - 1) >> p->k) - from + 1);
	p->coarse = arena_alloc(a, nc * sizeof *p->coarse);
	p->fine = arena_alloc(a, p->n * sizeof *p->fine);
	for (uint32_t b = 0; b < nc; b++)
		p->coarse[b] = INT64_MAX;
	for (uint32_t i = 0; i < p->n; i++) {
		int64_t *c = &p->coarse[((p->first + i) >> p->k) - from];
		int64_t v = p->at[i] >> p->h;
		*c = v < *c ? v : *c;
	}
	for (uint32_t i = 0; i < p->n; i++) {
		int64_t c = p->coarse[((p->first + i) >> p->k) - from];
		p->fine[i] = p->at[i] - c * (INT64_C(1) << p->h);
		most = p->fine[i] > most ? p->fine[i] : most;
	}
	unsigned overlap = bits_of(0, most) - p->h;
	p->lut = table_cost_of(t, p->coarse, nc).lut +
	         table_cost_of(t, p->fine, p->n).lut + overlap;
}

/* What k and h would cost if contents did not matter. */
static double
estimate(const Target *t, const Pack *p, unsigned bits, Limits all,
         int64_t spread)
{
	int64_t one = INT64_C(1) << p->h;
	unsigned fine = bits_of(0, spread + one - 1);
	unsigned coarse = bits_of(all.lo >> p->h, all.hi >> p->h);
	return table_cost(t, bits - p->k, coarse).lut +
	       table_cost(t, bits, fine).lut + (fine - p->h);
}

/* The cheapest TRIED ways by estimate, cheapest first; returns how many. */
static unsigned
ways(const Target *t, const Pack *whole, unsigned bits, Pack *try)
{
	unsigned n = 0;
	for (unsigned k = 1; k + 2 < bits; k++) {
		int64_t spread;
		Pack p = *whole;
		Limits all = limits(&p, k, &spread);
		unsigned top = bits_of(0, spread);
		for (p.k = k, p.h = top > 2 ? top - 2 : 0; p.h <= top; p.h++) {
			p.lut = estimate(t, &p, bits, all, spread);
			unsigned i = n < TRIED ? n++ : TRIED;
			for (; i > 0 && p.lut < try[i - 1].lut; i--)
				try[i] = try[i - 1];
			try[i] = p;
		}
	}
	return n;
}

Pack
pack(Arena *a, const Target *t, unsigned s, int64_t first, uint32_t n,
     const int64_t *at)
{
	Pack best = {.s = s, .first = first, .n = n, .at = at};
	unsigned bits = unit_index_bits(n);
	best.lut = table_cost_of(t, at, n).lut;
	if (bits <= t->lut_in || bits < MIN_BITS || bits > MAX_BITS)
		return best;
	Pack try[TRIED + 1], whole = best;
	unsigned ntry = ways(t, &whole, bits, try);
	for (unsigned i = 0; i < ntry; i++) {
		fill(a, t, &try[i]);
		best = try[i].lut < best.lut ? try[i] : best;
	}
	return best;
}

DRef
pack_build(Datapath *d, DRef x, const Pack *p)
{
	if (p->k == 0)
		return unit_segment_lut(d, x, p->s, p->first, p->n, p->at);
	int64_t from = p->first >> p->k;
	uint32_t nc = (uint32_t)(((p->first + p->n - 1) >> p->k) - from + 1);
	DRef c = unit_segment_lut(d, x, p->s + p->k, from, nc, p->coarse);
	DRef f = unit_segment_lut(d, x, p->s, p->first, p->n, p->fine);
	return dp_add(d, dp_shl(d, c, p->h), f);
}
