/* Random datapaths: every operation, every width up to 63 bits, bounds of
 * every sign, tightened bounds, and stages. For tests of backends and passes.
 * Include in one file a program. Deterministic in the seed. */
#ifndef SG_RANDOM_DP_H
#define SG_RANDOM_DP_H

#include "ir/datapath.h"

/* splitmix64: Steele, Lea and Flood, OOPSLA 2014. */
static inline uint64_t
rnd(uint64_t *s)
{
	uint64_t z = *s += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static inline unsigned
rnd_below(uint64_t *s, unsigned n)
{
	return (unsigned)(rnd(s) % n);
}

/* Uniform in [lo, hi]. */
static inline int64_t
rnd_in(uint64_t *s, int64_t lo, int64_t hi)
{
	uint64_t n = (uint64_t)hi - (uint64_t)lo + 1;

	return (int64_t)((uint64_t)lo + (n ? rnd(s) % n : rnd(s)));
}

/* Any width from 1 to `most`, small ones more often. */
static inline unsigned
rnd_width(uint64_t *s, unsigned most)
{
	return 1 + rnd_below(s, 1 + rnd_below(s, most));
}

static inline void
random_input(Datapath *d, uint64_t *s)
{
	unsigned width = rnd_width(s, 63);
	bool is_signed = rnd_below(s, 3) > 0;
	int64_t hi = (INT64_C(1) << (width - 1)) - 1,
		lo = is_signed ? -hi - 1 : 0;
	unsigned i = d->in.len;
	DPort p = {.is_signed = is_signed,
	           .width = (uint8_t)width,
	           .lsb = (int16_t)rnd_in(s, -20, 3)};

	if (!is_signed && width < 63)
		hi = 2 * hi + 1;
	p.name = p.ident = arena_printf(d->a, "x%u", i);
	p.lo = lo;
	p.hi = hi;
	if (rnd_below(s, 3) == 0) { /* a promise tighter than the format */
		p.lo = rnd_in(s, lo, hi);
		p.hi = rnd_in(s, p.lo, hi);
	}
	check(dp_input(d, &p));
}

static inline DRef
rnd_node(const Datapath *d, uint64_t *s)
{
	unsigned n = d->node.len - 1;

	/* half the time a recent one, so that chains grow deep */
	if (rnd_below(s, 2) && n > 4)
		return n - rnd_below(s, 4);
	return 1 + rnd_below(s, n);
}

/* A value of few bits, at least 0: for shifts and indices. */
static inline DRef
rnd_small(Datapath *d, uint64_t *s, unsigned bits)
{
	return dp_bits(d, rnd_node(d, s), rnd_below(s, 8),
	               1 + rnd_below(s, bits));
}

static inline DRef
random_table(Datapath *d, uint64_t *s, DRef x)
{
	uint32_t len = (uint32_t)dp_at(d, x)->hi + 1 + rnd_below(s, 3);
	int64_t *at = arena_alloc(d->a, len * sizeof *at);
	unsigned width = rnd_width(s, 62);
	int64_t hi = (INT64_C(1) << (width - 1)) - 1;
	int64_t lo = rnd_below(s, 2) ? -hi - 1 : 0;

	for (uint32_t i = 0; i < len; i++)
		at[i] = rnd_in(s, lo, hi);
	return dp_lut(d, x, dp_table(d, at, len));
}

static inline DRef
random_op(Datapath *d, uint64_t *s, enum DOp op)
{
	DRef a = rnd_node(d, s), b = rnd_node(d, s), c;
	int64_t hi = dp_at(d, a)->hi;
	unsigned wa = width_of(dp_at(d, a)->lo, hi);

	switch (op) {
	case D_const:
		hi = (INT64_C(1) << (rnd_width(s, 62) - 1)) - 1;
		return dp_const(d, rnd_in(s, -hi - 1, hi));
	case D_add:
		return dp_add(d, a, b);
	case D_sub:
		return dp_sub(d, a, b);
	case D_mul:
		return dp_mul(d, a, b);
	case D_neg:
		return dp_neg(d, a);
	case D_shl:
		return dp_shl(d, a, rnd_below(s, 20));
	case D_asr:
		return dp_asr(d, a, rnd_below(s, wa < 62 ? wa + 1 : 62));
	case D_shlv:
		return dp_shlv(d, a, rnd_small(d, s, 4));
	case D_asrv:
		return dp_asrv(d, a, rnd_small(d, s, 7));
	case D_lzc:
		c = dp_bits(d, a, rnd_below(s, 4), 1 + rnd_below(s, 62));
		wa = width_of(0, dp_at(d, c)->hi);
		c = dp_lzc(d, c, wa > 1 ? wa - rnd_below(s, 2) : 1);
		return rnd_below(s, 2) ? c : dp_shlv(d, dp_at(d, c)->arg[0], c);
	case D_lt:
		return dp_lt(d, a, b);
	case D_eq:
		return dp_eq(d, a, rnd_below(s, 2) ? b : dp_const(d, hi));
	case D_select:
		return dp_select(d, dp_lt(d, rnd_node(d, s), rnd_node(d, s)), a,
		                 b);
	case D_lut:
		return random_table(d, s, rnd_small(d, s, 6));
	case D_bits:
		return dp_bits(d, a, rnd_below(s, wa < 61 ? wa + 2 : 62),
		               1 + rnd_below(s, 62));
	case D_sbits:
		return dp_sbits(d, a, rnd_below(s, wa < 61 ? wa + 2 : 62),
		                1 + rnd_below(s, 63));
	default:
		return rnd_below(s, 2) ? dp_max(d, a, b) : dp_min(d, a, b);
	}
}

static inline void
random_output(Datapath *d, uint64_t *s)
{
	DRef r = rnd_node(d, s);
	const DNode *n = dp_at(d, r);
	unsigned width = width_of(n->lo, n->hi);
	DPort p = {.is_signed = n->lo < 0 || rnd_below(s, 2),
	           .ref = r,
	           .lsb = n->lsb,
	           .lo = n->lo,
	           .hi = n->hi};

	if (!p.is_signed && width > 1)
		width--;
	if (rnd_below(s, 3) == 0 && width < 60)
		width += rnd_below(s, 4);
	p.width = (uint8_t)width;
	p.name = p.ident = arena_printf(d->a, "y%u", d->out.len);
	vec_push(d->a, d->out, p);
}

/* Stages that respect the order, and now and then wait. */
static inline void
random_stages(Datapath *d, uint64_t *s, unsigned latency)
{
	for (DRef r = 1; r < d->node.len; r++) {
		DNode *n = &d->node.at[r];

		n->stage = 0;
		for (unsigned i = 0; i < n->narg; i++)
			if (dp_at(d, n->arg[i])->stage > n->stage)
				n->stage = dp_at(d, n->arg[i])->stage;
		if (n->op != D_input && n->op != D_const &&
		    n->stage < latency && rnd_below(s, 3) == 0)
			n->stage++;
	}
	d->latency = (uint16_t)latency;
}

/* About `size` operations, 1 to 5 inputs, 1 to 4 outputs. */
static inline Datapath *
random_dp(Arena *a, uint64_t seed, const char *name, unsigned size,
          unsigned latency)
{
	uint64_t s = seed;
	Datapath *d = dp_new(a, name);

	for (unsigned i = 0, n = 1 + rnd_below(&s, 5); i < n; i++)
		random_input(d, &s);
	for (unsigned i = 0; i < size; i++) {
		d->lsb = (int16_t)rnd_in(&s, -24, 2);
		random_op(d, &s,
		          D_const + rnd_below(&s, D_count - D_const + 1));
		d->overflow = 0;
	}
	for (unsigned i = 0, n = 1 + rnd_below(&s, 4); i < n; i++)
		random_output(d, &s);
	dp_dce(d);
	random_stages(d, &s, latency);
	dp_check(d);
	return d;
}

/* A vector of port integers: corners half the time. */
static inline void
random_vector(const Datapath *d, uint64_t *s, int64_t *in)
{
	for (uint32_t i = 0; i < d->in.len; i++) {
		const DPort *p = &d->in.at[i];
		unsigned how = rnd_below(s, 6);

		in[i] = how == 0   ? p->lo
		        : how == 1 ? p->hi
		        : how == 2 && p->lo <= 0 && p->hi >= 0
		            ? 0
		            : rnd_in(s, p->lo, p->hi);
	}
}

#endif
