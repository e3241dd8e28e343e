/* The interpreter: the one definition of each datapath operation, for single
 * values (folding) and for blocks of vectors (the reference of every
 * backend).
 *
 * eval_NAME functions are total: arguments outside their proven bounds give
 * some value and no undefined behaviour, because such a run is still reported
 * node by node. Within the bounds they are exact. A block holds LANES vectors
 * as one row a node, so that each operation is one plain loop. */
#include "ir/datapath.h"

#include <string.h>

enum { LANES = 256 };

#define EVAL(name)                                                             \
	static inline int64_t eval_##name(                                     \
	    const DNode *n, int64_t a, int64_t b, int64_t c, const DTable *t)
#define UNUSED ((void)n, (void)a, (void)b, (void)c, (void)t)

/* Two's complement, without the undefined behaviour of signed overflow. Here
 * and below no branch: rows are loops that the compiler makes vectors of. */
static inline int64_t
wrap(uint64_t v)
{
	int64_t s;
	memcpy(&s, &v, sizeof s);
	return s;
}

/* All ones if a < 0, as shifts and sums: vectors of 64-bit comparisons are not
 * everywhere. */
static inline uint64_t
sign_mask(uint64_t a)
{
	return 0 - (a >> 63);
}

/* floor(a / 2^k) for any k >= 0. */
static inline int64_t
floor_shift(int64_t a, uint64_t k)
{
	uint64_t s = k > 63 ? 63 : k, m = sign_mask((uint64_t)a);
	return wrap((((uint64_t)a ^ m) >> s) ^ m);
}

/* The lowest w bits, 1 <= w <= 63. */
static inline uint64_t
field(int64_t a, unsigned w)
{
	return (uint64_t)a & ((UINT64_C(1) << w) - 1);
}

EVAL(input)
{
	UNUSED;
	return a; /* the port's integer */
}

EVAL(const)
{
	UNUSED;
	return n->k;
}

EVAL(add)
{
	UNUSED;
	return wrap((uint64_t)a + (uint64_t)b);
}

EVAL(sub)
{
	UNUSED;
	return wrap((uint64_t)a - (uint64_t)b);
}

EVAL(mul)
{
	UNUSED;
	return wrap((uint64_t)a * (uint64_t)b);
}

EVAL(neg)
{
	UNUSED;
	return wrap(0 - (uint64_t)a);
}

EVAL(shl)
{
	UNUSED;
	return wrap((uint64_t)a << (n->k & 63));
}

EVAL(asr)
{
	UNUSED;
	return floor_shift(a, (uint64_t)n->k);
}

EVAL(shlv)
{
	UNUSED;
	return wrap((uint64_t)b > 63 ? 0 : (uint64_t)a << b);
}

EVAL(asrv)
{
	UNUSED;
	return floor_shift(a, (uint64_t)b);
}

EVAL(lzc)
{
	UNUSED;
	int64_t z = n->k;
	for (uint64_t m = (uint64_t)a; m; m >>= 1)
		z--;
	return z;
}

EVAL(lt)
{
	UNUSED;
	return a < b;
}

EVAL(eq)
{
	UNUSED;
	return a == b;
}

EVAL(select)
{
	UNUSED;
	uint64_t m = sign_mask((uint64_t)a | (0 - (uint64_t)a));
	return wrap(((uint64_t)b & m) | ((uint64_t)c & ~m));
}

EVAL(lut)
{
	UNUSED;
	return (uint64_t)a < t->len ? t->at[a] : 0;
}

EVAL(bits)
{
	UNUSED;
	return (int64_t)field(floor_shift(a, (uint64_t)n->k), n->w);
}

EVAL(sbits)
{
	UNUSED;
	uint64_t sign = UINT64_C(1) << (n->w - 1);
	return wrap((field(floor_shift(a, (uint64_t)n->k), n->w) ^ sign) -
	            sign);
}

int64_t
dop_eval(const DNode *n, int64_t a, int64_t b, int64_t c, const DTable *t)
{
	switch (n->op) {
#define DOP(name, narg, doc)                                                   \
	case D_##name:                                                         \
		return eval_##name(n, a, b, c, t);
#include "ir/dops.def"
	}
	die("no operation %d", n->op);
}

/* ---- blocks ---- */

static void
eval_row(const DNode *n, int64_t *restrict r, const int64_t *a,
         const int64_t *b, const int64_t *c, const DTable *t, size_t len)
{
	switch (n->op) {
#define DOP(name, narg, doc)                                                   \
	case D_##name:                                                         \
		for (size_t i = 0; i < len; i++)                               \
			r[i] = eval_##name(n, a[i], b[i], c[i], t);            \
		break;
#include "ir/dops.def"
	default:
		die("no operation %d", n->op);
	}
}

/* Whether a value is outside [lo, hi]: then v - lo or hi - v is negative, of
 * which at most one can wrap. */
static bool
row_leaves(const DNode *n, const int64_t *r, size_t len)
{
	uint64_t out = 0;
	for (size_t i = 0; i < len; i++)
		out |= ((uint64_t)r[i] - (uint64_t)n->lo) |
		       ((uint64_t)n->hi - (uint64_t)r[i]);
	return out >> 63;
}

static void
report(const Datapath *d, DRef r, DRef *bad)
{
	const DNode *n = dp_at(d, r);
	if (bad) {
		*bad = *bad ? *bad : r;
		return;
	}
	die("node %u (%s) leaves its bounds [%lld, %lld]", (unsigned)r,
	    dop_name[n->op], (long long)n->lo, (long long)n->hi);
}

/* Per node: its bounds follow from its arguments', so that no value within those
 * can leave them. Tables are looked at value by value. */
static bool *
bounds_follow(const Datapath *d, Arena *a)
{
	bool *follow = arena_alloc(a, d->node.len);
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);
		int64_t lo, hi;
		follow[r] = n->op != D_input && n->op != D_lut &&
		            !dop_bounds(d, n, &lo, &hi) && lo >= n->lo &&
		            hi <= n->hi;
	}
	return follow;
}

/* Per node the place of its row: one that nobody reads any more is used again,
 * so that all of them stay in the cache. *rows: how many there are. */
static uint32_t *
places(const Datapath *d, Arena *a, uint32_t *rows)
{
	uint32_t n = d->node.len, nfree = 0;
	uint32_t *at = arena_alloc(a, n * sizeof *at);
	uint32_t *unused = arena_alloc(a, n * sizeof *unused);
	DRef *last = arena_alloc(a, n * sizeof *last); /* reader */
	for (DRef r = 1; r < n; r++)
		for (unsigned i = 0; i < dp_at(d, r)->narg; i++)
			last[dp_at(d, r)->arg[i]] = r;
	for (uint32_t o = 0; o < d->out.len; o++)
		last[d->out.at[o].ref] = n;
	*rows = 1;
	for (DRef r = 1; r < n; r++) {
		const DNode *node = dp_at(d, r);
		at[r] = nfree ? unused[--nfree] : (*rows)++;
		for (unsigned i = 0; i < node->narg; i++) {
			DRef arg = node->arg[i];
			if (last[arg] == r)
				unused[nfree++] = at[arg];
			last[arg] = last[arg] == r ? n : last[arg];
		}
	}
	return at;
}

/* Rows of all nodes for `len` <= lanes vectors; row r starts at r * lanes, or
 * where at[] says. follow: NULL, or as bounds_follow says. */
static void
run_block(const Datapath *d, int64_t *row, size_t lanes, const uint32_t *at,
          const int64_t *in, size_t len, const bool *follow, DRef *bad)
{
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);
		int64_t *to = row + (at ? at[r] : r) * lanes;
		const int64_t *arg[DP_ARGS];
		for (unsigned i = 0; i < DP_ARGS; i++)
			arg[i] = row + (at ? at[n->arg[i]] : n->arg[i]) * lanes;
		const DTable *t = n->op == D_lut ? &d->table.at[n->k] : NULL;
		if (n->op == D_input)
			for (size_t i = 0; i < len; i++)
				to[i] = in[i * d->in.len + (size_t)n->k];
		else
			eval_row(n, to, arg[0], arg[1], arg[2], t, len);
		if (!(follow && follow[r]) && row_leaves(n, to, len))
			report(d, r, bad);
	}
}

static void
put_outputs(const Datapath *d, const int64_t *row, size_t lanes,
            const uint32_t *at, int64_t *out, size_t len)
{
	for (uint32_t o = 0; o < d->out.len; o++) {
		DRef r = d->out.at[o].ref;
		const int64_t *from = row + (at ? at[r] : r) * lanes;
		for (size_t i = 0; i < len; i++)
			out[i * d->out.len + o] = from[i];
	}
}

void
dp_interp_batch(const Datapath *d, const int64_t *in, int64_t *out, size_t n,
                DRef *bad)
{
	size_t lanes = n < LANES ? n : LANES;
	uint32_t rows;
	Arena *a = arena_new();
	const uint32_t *at = places(d, a, &rows);
	int64_t *row = arena_alloc(a, rows * lanes * sizeof *row);
	/* worth it for many vectors only */
	bool *follow = n > LANES ? bounds_follow(d, a) : NULL;
	if (bad)
		*bad = 0;
	for (size_t v = 0; v < n; v += lanes) {
		size_t len = n - v < lanes ? n - v : lanes;
		run_block(d, row, lanes, at, in + v * d->in.len, len, follow,
		          bad);
		put_outputs(d, row, lanes, at, out + v * d->out.len, len);
	}
	arena_free(a);
}

void
dp_interp(const Datapath *d, const int64_t *in, int64_t *out, DRef *bad)
{
	enum { ON_STACK = 1024 };
	int64_t row[ON_STACK];
	if (d->node.len > ON_STACK) {
		dp_interp_batch(d, in, out, 1, bad);
		return;
	}
	if (bad)
		*bad = 0;
	row[0] = 0;
	run_block(d, row, 1, NULL, in, 1, NULL, bad);
	put_outputs(d, row, 1, NULL, out, 1);
}
