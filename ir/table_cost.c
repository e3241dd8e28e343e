/* What a table costs in LUTs: by its size, and by what its entries need.
 *
 * Contract: areas as Yosys reports them for a case statement that is kept in
 * logic (the Verilog backend marks it (* logic_block *), so that a block RAM
 * is never inferred from a register that happens to stand next to it). */
#include "ir/target.h"

#include <math.h>
#include <string.h>

/* LUTs of one multiplexer above the slice's own. */
static double
mux_luts(const Target *t)
{
	return t->lut_in >= 6 ? 0.5 : 1;
}

Cost
table_cost(const Target *t, unsigned addr, unsigned width)
{
	if (addr <= t->lut_in)
		return (Cost){.lut = width};
	double mux =
	    addr > t->mux_in ? ldexp(1, (int)(addr - t->mux_in)) - 1 : 0;
	double bit = ldexp(1, (int)(addr - t->lut_in)) + mux * mux_luts(t);
	return (Cost){.lut = width * bit};
}

/* Counting the contents: each output bit is a Boolean function of the
 * address, most significant bit first. Its sub-functions are hash-consed as
 * in a binary decision diagram (Bryant 1986) with complement edges, down to
 * the K bits that a LUT takes. An edge is 2 * node + complement; edge 0 is
 * the constant zero. */
typedef struct Bdd {
	const Target *t;
	uint64_t (*key)[2];
	double *lut; /* cost of the node's slice, if it starts one */
	uint32_t *slot;
	uint32_t len, mask;
} Bdd;

/* The edge of the node with this key; `fresh` if it was not there before. */
static uint32_t
bdd_node(Bdd *b, uint64_t lo, uint64_t hi, bool *fresh)
{
	uint64_t key[2] = {lo, hi};
	/* multiply and fold, as datapath.c does */
	static const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t h = (lo * odd ^ lo >> 32 ^ hi) * odd;
	uint32_t i = (uint32_t)(h >> 32 ^ h >> 16) & b->mask;
	while (b->slot[i] && memcmp(b->key[b->slot[i]], key, sizeof key) != 0)
		i = (i + 1) & b->mask;
	*fresh = !b->slot[i];
	if (*fresh) {
		b->slot[i] = ++b->len;
		memcpy(b->key[b->len], key, sizeof key);
	}
	return 2 * b->slot[i];
}

/* A LUT's truth table; complements share one LUT. */
static uint32_t
bdd_leaf(Bdd *b, uint64_t truth, uint64_t ones)
{
	uint32_t flip = truth & 1;
	bool fresh;
	if (flip)
		truth ^= ones;
	if (!truth)
		return flip;
	uint32_t e = bdd_node(b, truth, UINT64_MAX, &fresh);
	b->lut[e / 2] = 1;
	return e | flip;
}

/* A multiplexer of two edges. Within a slice it is free but needs its own
 * LUTs; above, *luts takes what is new. */
static uint32_t
bdd_mux(Bdd *b, uint32_t lo, uint32_t hi, bool in_slice, double *luts)
{
	bool fresh;
	if (lo == hi)
		return lo;
	uint32_t flip = lo & 1;
	uint32_t e = bdd_node(b, lo ^ flip, hi ^ flip, &fresh);
	if (fresh && in_slice)
		b->lut[e / 2] = b->lut[lo / 2] + b->lut[hi / 2];
	else if (fresh)
		*luts += mux_luts(b->t);
	return e | flip;
}

/* The 8 by 8 bit matrix whose rows are x's bytes, mirrored at its diagonal
 * (Warren, Hacker's Delight, 2nd ed., 2012, 7-3). */
static uint64_t
transposed(uint64_t x)
{
	uint64_t t = (x ^ x >> 7) & UINT64_C(0x00aa00aa00aa00aa);
	x ^= t ^ t << 7;
	t = (x ^ x >> 14) & UINT64_C(0x0000cccc0000cccc);
	x ^= t ^ t << 14;
	t = (x ^ x >> 28) & UINT64_C(0x00000000f0f0f0f0);
	return x ^ t ^ t << 28;
}

/* The truth tables of all w output bits over one LUT's worth of entries, bit
 * b's at truth[b * step]. The entries past the end repeat the last one, as
 * the `default` of a case. */
static void
truths(const int64_t *at, uint32_t len, uint32_t from, unsigned k, unsigned w,
       uint64_t *truth, uint32_t step)
{
	uint32_t n = 1u << k;
	for (unsigned b = 0; b < w; b += 8)
		for (uint32_t i = 0; i < n; i += 8) {
			uint64_t x = 0;
			for (uint32_t j = 0; j < 8 && i + j < n; j++) {
				uint32_t e = from + i + j;
				e = e < len ? e : len - 1;
				x |= ((uint64_t)at[e] >> b & 255) << 8 * j;
			}
			x = transposed(x);
			for (unsigned c = 0; c < 8 && b + c < w; c++)
				truth[(b + c) * step] |= (x >> 8 * c & 255)
				                         << i;
		}
}

/* Whether a LUT's truth table depends on all of its six inputs. */
static bool
is_full(uint64_t truth)
{
	static const uint64_t zero[] = {
	    UINT64_C(0x5555555555555555), UINT64_C(0x3333333333333333),
	    UINT64_C(0x0f0f0f0f0f0f0f0f), UINT64_C(0x00ff00ff00ff00ff),
	    UINT64_C(0x0000ffff0000ffff), UINT64_C(0x00000000ffffffff)};
	bool full = true;
	for (unsigned k = 0; k < 6; k++)
		full = full && ((truth >> (1u << k) ^ truth) & zero[k]);
	return full;
}

/* Of a slice of four LUTs, two that are constant, one on either side, and two
 * that are full: ABC often keeps all four, so that it is three on average (sixty
 * such bits in tables of the operators). */
static bool
is_crossed(const uint64_t *truth, const uint32_t *edge)
{
	bool flat[4];
	unsigned full = 0;
	for (unsigned i = 0; i < 4; i++) {
		flat[i] = edge[i] <= 1;
		full += is_full(truth[i]);
	}
	return flat[0] != flat[1] && flat[2] != flat[3] && full == 2;
}

/* LUTs of one output bit with these truth tables; edge[] has a place for each
 * leaf. */
static double
bit_luts(Bdd *b, const uint64_t *truth, unsigned addr, uint32_t *edge)
{
	unsigned k = addr < b->t->lut_in ? addr : b->t->lut_in;
	uint64_t ones = k == 6 ? UINT64_MAX : (UINT64_C(1) << (1u << k)) - 1;
	uint32_t n = 1u << (addr - k);
	double luts = 0;
	for (uint32_t i = 0; i < n; i++)
		edge[i] = bdd_leaf(b, truth[i], ones);
	bool crossed = k == 6 && n == 4 && is_crossed(truth, edge);
	unsigned level = k;
	for (; n > 1 && level < b->t->mux_in; n /= 2, level++)
		for (uint32_t i = 0; i < n / 2; i++)
			edge[i] = bdd_mux(b, edge[2 * i], edge[2 * i + 1], true,
			                  &luts);
	for (uint32_t i = 0; i < n; i++) { /* each distinct slice once */
		luts += b->lut[edge[i] / 2];
		b->lut[edge[i] / 2] = 0;
	}
	if (crossed && luts >= 2)
		luts = 3;
	for (; n > 1; n /= 2)
		for (uint32_t i = 0; i < n / 2; i++)
			edge[i] = bdd_mux(b, edge[2 * i], edge[2 * i + 1],
			                  false, &luts);
	return luts;
}

/* What ABC does not find of the sharing, as it prefers wide multiplexers:
 * measured with sines of 9 to 12 address bits; the direct tables of 8 of the
 * operators take 1.10 times as much. */
static double
lost_sharing(const Target *t, unsigned addr)
{
	if (addr <= t->mux_in)
		return t->lut_in >= 6 && addr > t->lut_in + 1u ? 1.1 : 1;
	return t->lut_in >= 6 ? 1.2 : t->mux_in > t->lut_in ? 1.5 : 1;
}

static unsigned
address_bits(uint32_t len)
{
	unsigned addr = 0;
	while (UINT32_C(1) << addr < len)
		addr++;
	return addr;
}

enum { COUNT_MAX_ADDR = 14 }; /* larger tables: the formula */

Cost
table_cost_of(const Target *t, const int64_t *at, uint32_t len)
{
	int64_t lo = at[0], hi = at[0];
	for (uint32_t i = 1; i < len; i++) {
		lo = at[i] < lo ? at[i] : lo;
		hi = at[i] > hi ? at[i] : hi;
	}
	unsigned addr = address_bits(len), w = width_of(lo, hi);
	w -= lo >= 0;
	if (addr > COUNT_MAX_ADDR || addr == 0)
		return table_cost(t, addr, addr ? w : 0);
	Arena *a = arena_new();
	uint32_t leaves = 1u << (addr > t->lut_in ? addr - t->lut_in : 0);
	uint32_t most = 2 * leaves * w + 2, size = 16;
	while (size < 2 * most)
		size *= 2;
	Bdd b = {.t = t, .mask = size - 1};
	b.key = arena_alloc(a, most * sizeof *b.key);
	b.lut = arena_alloc(a, most * sizeof *b.lut);
	b.slot = arena_alloc(a, size * sizeof *b.slot);
	uint32_t *edge = arena_alloc(a, leaves * sizeof *edge);
	uint64_t *truth = arena_alloc(a, leaves * w * sizeof *truth);
	unsigned k = addr < t->lut_in ? addr : t->lut_in;
	for (uint32_t i = 0; i < leaves; i++)
		truths(at, len, i << k, k, w, truth + i, leaves);
	Cost c = {0};
	double any = table_cost(t, addr, 1).lut;
	for (unsigned bit = 0; bit < w; bit++)
		c.lut += fmin(
		    any, lost_sharing(t, addr) *
			     bit_luts(&b, truth + bit * leaves, addr, edge));
	arena_free(a);
	return c;
}

Cost
table_price(const Target *t, const DTable *table)
{
	TablePrice *p = table->price;
	if (p->of != t)
		*p = (TablePrice){t,
		                  table_cost_of(t, table->at, table->len).lut};
	return (Cost){.lut = p->lut};
}
