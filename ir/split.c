/* Operations slower than the clock, cut into shorter ones.
 *
 * requires nothing; gives a datapath whose operations fit the period where
 * the rules below can make them, and no dead nodes; breaks stages and node
 * indices.
 *
 * The datapath is rebuilt node by node through the builder, so folding and
 * hash-consing apply to the pieces too. A rule writes one operation with the
 * closed set of dops.def, its pieces through split_* again, until they fit;
 * dp_assume then restores the bounds that the builder cannot see through the
 * pieces. What no rule shortens stays whole and gets a stage of its own. */
#include "ir/target.h"

typedef struct Split {
	Datapath *d; /* being built */
	const Target *t;
	double period, budget; /* ns; budget within a stage */
} Split;

/* Too slow for one stage, registers inside a multiplier block considered. */
static bool
slow(const Split *s, DRef r)
{
	return r && node_delay_piped(s->t, s->d, r, DSP_RANKS) > s->budget;
}

/* ---- adders: low bits, carry, high bits ---- */

static DRef split_sum(Split *s, enum DOp op, DRef a, DRef b);

/* Operand bits of the longest carry chain that fits, with room for the carry
 * and the sign; 0 if not even four do. */
static unsigned
chain_bits(const Split *s)
{
	const Target *t = s->t;
	double fixed = t->t_net + t->t_carry_in + t->t_carry_out;
	if (!t->carry_lut)
		fixed += t->t_lut + t->t_net;
	double bits = (s->budget - fixed) / t->t_carry - 2;
	return bits < 4 ? 0 : bits > 62 ? 62 : (unsigned)bits;
}

/* high * 2^k + low, low a k-bit field: wires. */
static DRef
join(Split *s, DRef high, DRef low, unsigned k)
{
	return dp_add(s->d, dp_shl(s->d, high, k), dp_bits(s->d, low, 0, k));
}

/* With a = ah * 2^k + al and b likewise, c = al + b's low part carries
 * floor(c / 2^k) into ah + bh; a difference borrows, which is the same floor. */
static DRef
chunks(Split *s, enum DOp op, DRef a, DRef b, unsigned k)
{
	Datapath *d = s->d;
	DRef al = dp_bits(d, a, 0, k), bl = dp_bits(d, b, 0, k);
	DRef low = op == D_add ? dp_add(d, al, bl) : dp_sub(d, al, bl);
	DRef high = split_sum(s, op, dp_asr(d, a, k), dp_asr(d, b, k));
	return join(s, split_sum(s, D_add, high, dp_asr(d, low, k)), low, k);
}

/* a + b or a - b. */
static DRef
split_sum(Split *s, enum DOp op, DRef a, DRef b)
{
	DRef r = op == D_add ? dp_add(s->d, a, b) : dp_sub(s->d, a, b);
	unsigned k = chain_bits(s);
	if (!slow(s, r) || !k || k + 1 >= dp_width(s->d, r))
		return r;
	return chunks(s, op, a, b, k);
}

/* a < b by their high parts, by their low parts where those are equal. */
static DRef
split_lt(Split *s, DRef a, DRef b)
{
	Datapath *d = s->d;
	DRef r = dp_lt(d, a, b);
	unsigned k = chain_bits(s), wa = dp_width(d, a), wb = dp_width(d, b);
	if (!slow(s, r) || !k || k + 1 >= (wa > wb ? wa : wb))
		return r;
	DRef ah = dp_asr(d, a, k), bh = dp_asr(d, b, k);
	DRef low = dp_lt(d, dp_bits(d, a, 0, k), dp_bits(d, b, 0, k));
	return dp_select(d, dp_eq(d, ah, bh), low, split_lt(s, ah, bh));
}

/* ---- multipliers ---- */

static DRef split_mul(Split *s, DRef a, DRef b);

/* a * c in canonical signed digits: c's lowest non-zero digit is 1 or -1, as
 * it is 1 or 3 modulo 4. */
static DRef
mul_digits(Split *s, DRef a, int64_t c)
{
	DRef sum = dp_const(s->d, 0);
	for (unsigned k = 0; c != 0; k++) {
		int64_t digit = c % 2 == 0 ? 0 : (c & 3) == 1 ? 1 : -1;
		if (digit)
			sum = split_sum(s, digit > 0 ? D_add : D_sub, sum,
			                dp_shl(s->d, a, k));
		c = (c - digit) / 2;
	}
	return sum;
}

/* a * (digit of two bits), 0 to 3 times a. */
static DRef
row(Split *s, DRef a, DRef a3, DRef b, unsigned at, unsigned bits)
{
	Datapath *d = s->d;
	DRef zero = dp_const(d, 0);
	DRef odd = dp_select(d, dp_bits(d, b, at, 1), a, zero);
	if (bits == 1)
		return odd;
	DRef more = dp_select(d, dp_bits(d, b, at, 1), a3, dp_shl(d, a, 1));
	return dp_select(d, dp_bits(d, b, at + 1, 1), more, odd);
}

/* Rows of two bits of b each, added as a balanced tree; the sign bit of b
 * counts -2^(w-1). */
static DRef
mul_rows(Split *s, DRef a, DRef b)
{
	Datapath *d = s->d;
	DRef part[DP_MAX_WIDTH] = {0};
	unsigned n = 0, w = dp_width(d, b) - 1;
	DRef a3 = split_sum(s, D_add, a, dp_shl(d, a, 1));
	for (unsigned at = 0; at < w; at += 2) {
		unsigned bits = w - at < 2 ? 1 : 2;
		part[n++] = dp_shl(d, row(s, a, a3, b, at, bits), at);
	}
	DRef sign = dp_lt(d, b, dp_const(d, 0));
	DRef minus = split_sum(s, D_sub, dp_const(d, 0), a);
	part[n++] = dp_shl(d, dp_select(d, sign, minus, dp_const(d, 0)), w);
	for (; n > 1; n = (n + 1) / 2)
		for (unsigned i = 0; i < n; i += 2)
			part[i / 2] = i + 1 < n ? split_sum(s, D_add, part[i],
			                                    part[i + 1])
			                        : part[i];
	return part[0];
}

/* a * b = (a * (b / 2^k)) * 2^k + a * (b mod 2^k), b in slices that a block
 * takes. */
static DRef
mul_slices(Split *s, DRef a, DRef b, unsigned k)
{
	Datapath *d = s->d;
	DRef high = split_mul(s, a, dp_asr(d, b, k));
	DRef low = split_mul(s, a, dp_bits(d, b, 0, k));
	return split_sum(s, D_add, dp_shl(d, high, k), low);
}

static DRef
split_mul(Split *s, DRef a, DRef b)
{
	Datapath *d = s->d;
	const Target *t = s->t;
	DRef r = dp_mul(d, a, b);
	if (!slow(s, r) || dp_at(d, r)->op != D_mul)
		return r;
	if (dp_at(d, b)->op == D_const)
		return mul_digits(s, a, dp_at(d, b)->k);
	if (dp_width(d, a) < dp_width(d, b)) {
		DRef swap = a;
		a = b;
		b = swap;
	}
	if (!has_blocks(t, s->period))
		return mul_rows(s, a, b);
	if (dp_width(d, a) > t->dsp_a)
		return mul_slices(s, b, a, t->dsp_part - 1u);
	if (dp_width(d, b) > t->dsp_b)
		return mul_slices(s, a, b, t->dsp_part - 1u);
	return r;
}

/* ---- tables: a multiplexer of two halves ---- */

static DRef
split_lut(Split *s, DRef a, uint32_t table)
{
	Datapath *d = s->d;
	DRef r = dp_lut(d, a, table);
	DTable t = d->table.at[table];
	if (!slow(s, r) || t.len <= 1u << s->t->lut_in)
		return r;
	unsigned top = 0;
	while (2u << top < t.len)
		top++;
	uint32_t half = 1u << top;
	Arena *scratch = arena_new();
	int64_t *upper = arena_alloc(scratch, half * sizeof *upper);
	for (uint32_t i = 0; i < half; i++)
		upper[i] = t.at[half + i < t.len ? half + i : t.len - 1];
	uint32_t low_table = dp_table(d, t.at, half);
	uint32_t high_table = dp_table(d, upper, half);
	arena_free(scratch);
	DRef low = dp_bits(d, a, 0, top);
	return dp_select(d, dp_bits(d, a, top, 1),
	                 split_lut(s, low, high_table),
	                 split_lut(s, low, low_table));
}

/* ---- shifters: a stage a bit of the amount, the largest first for asrv and
 * last for shlv, so that the stages stay narrow ---- */

static DRef
shift_stage(Split *s, enum DOp op, DRef a, DRef b, unsigned bit)
{
	Datapath *d = s->d;
	unsigned by = bit < 6 ? 1u << bit : 62;
	DRef moved =
	    op == D_shlv ? dp_shl(d, a, by) : dp_asr(d, a, by < 62 ? by : 62);
	return dp_select(d, dp_bits(d, b, bit, 1), moved, a);
}

static DRef
split_shift(Split *s, enum DOp op, DRef a, DRef b)
{
	Datapath *d = s->d;
	DRef r = op == D_shlv ? dp_shlv(d, a, b) : dp_asrv(d, a, b);
	if (!slow(s, r))
		return r;
	DRef x = a;
	unsigned stages = dp_width(d, b) - 1;
	for (unsigned i = 0; i < stages; i++)
		x = shift_stage(s, op, x, b, op == D_shlv ? i : stages - 1 - i);
	return x;
}

/* ---- leading zeros and equality: by halves ---- */

static DRef
split_lzc(Split *s, DRef a, unsigned field)
{
	Datapath *d = s->d;
	DRef r = dp_lzc(d, a, field);
	if (!slow(s, r) || field < 4)
		return r;
	unsigned low = field / 2;
	DRef top = dp_asr(d, a, low);
	DRef rest = dp_add(d, split_lzc(s, dp_bits(d, a, 0, low), low),
	                   dp_const(d, field - low));
	return dp_select(d, dp_eq(d, top, dp_const(d, 0)), rest,
	                 split_lzc(s, top, field - low));
}

static DRef
split_eq(Split *s, DRef a, DRef b)
{
	Datapath *d = s->d;
	DRef r = dp_eq(d, a, b);
	unsigned wa = dp_width(d, a), wb = dp_width(d, b);
	unsigned k = (wa > wb ? wa : wb) / 2;
	if (!slow(s, r) || k < 2)
		return r;
	DRef low = split_eq(s, dp_bits(d, a, 0, k), dp_bits(d, b, 0, k));
	DRef high = split_eq(s, dp_asr(d, a, k), dp_asr(d, b, k));
	return dp_select(d, high, low, dp_const(d, 0));
}

/* ---- the pass ---- */

/* The operation in pieces; 0 where pieces, whose bounds the builder cannot
 * see together, would need more than 63 bits. */
static DRef
pieces(Split *s, const DNode *n, const DRef *arg)
{
	switch ((enum DOp)n->op) {
	case D_add:
	case D_sub:
		return split_sum(s, n->op, arg[0], arg[1]);
	case D_neg:
		return split_sum(s, D_sub, dp_const(s->d, 0), arg[0]);
	case D_lt:
		return split_lt(s, arg[0], arg[1]);
	case D_mul:
		return split_mul(s, arg[0], arg[1]);
	case D_lut:
		return split_lut(s, arg[0], (uint32_t)n->k);
	case D_shlv:
	case D_asrv:
		return split_shift(s, n->op, arg[0], arg[1]);
	case D_lzc:
		return split_lzc(s, arg[0], (unsigned)n->k);
	case D_eq:
		return split_eq(s, arg[0], arg[1]);
	default:
		return dp_op(s->d, n->op, n->k, n->w, arg);
	}
}

static DRef
split_node(Split *s, const DNode *n, const DRef *arg)
{
	DRef overflow = s->d->overflow, r = pieces(s, n, arg);
	s->d->overflow = overflow;
	return r ? r : dp_op(s->d, n->op, n->k, n->w, arg);
}

void
dp_split(Datapath *d, const Target *t, double period_ns)
{
	DRef *map = arena_alloc(d->a, d->node.len * sizeof *map);
	Split s = {.d = dp_shell(d, map), .t = t, .period = period_ns};
	s.budget =
	    usable_ns(t, period_ns, LATENCY_AUTO) - t->t_clkq - t->t_setup;
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);
		DRef arg[DP_ARGS] = {0};
		if (n->op == D_input)
			continue;
		for (unsigned i = 0; i < n->narg; i++)
			arg[i] = map[n->arg[i]];
		s.d->span = n->span;
		s.d->lsb = n->lsb;
		map[r] = split_node(&s, n, arg);
		check(map[r]);
		dp_assume(s.d, map[r], n->lo, n->hi);
	}
	dp_shell_outputs(s.d, d, map);
	*d = *s.d;
	dp_dce(d);
	dp_pack(d, t);
}
