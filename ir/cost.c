/* What an operation costs and how long it takes.
 *
 * Contract: areas are what Yosys reports for the operation alone (LUT cells
 * of any size, two for a CCU2C; carry cells; multiplier blocks); delays run
 * from the latest input, routing to it included, to the output. Delays err
 * on the slow side: a chain of operations is never faster than their sum.
 * bench/characterise.py prints the measurements that the formulas follow;
 * tests/unit/test_cost.c compares the two.
 *
 * Wires are free: shl, asr, bits, sbits, constants, ports. */
#include "ir/target.h"

#include <math.h>

/* Nets that feed many LUTs, against an average net: a table's address, the
 * condition of a selection. */
static const double ADDRESS_NET = 1.6, CONDITION_NET = 1.9;

static unsigned
umax(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

static unsigned
umin(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static unsigned
ceil_log(unsigned base, unsigned n)
{
	unsigned levels = 0;
	for (uint64_t reach = 1; reach < n; reach *= base)
		levels++;
	return levels;
}

static unsigned
ceil_div(unsigned a, unsigned b)
{
	return (a + b - 1) / b;
}

/* Bits that are not always zero: a backend's sign bit of a number that is
 * never negative is a constant. */
static unsigned
active(const DNode *n)
{
	unsigned w = width_of(n->lo, n->hi);
	return n->lo >= 0 ? w - 1 : w;
}

static bool
is_const(const Datapath *d, DRef r)
{
	return dp_at(d, r)->op == D_const;
}

/* ---- adders ---- */

/* A carry chain: bits of sum, operand bits that need an inverter in a LUT of
 * its own, whether one operand is a constant or is inverted for nothing, and
 * whether only the sign is read. */
typedef struct Chain {
	unsigned bits, inverters;
	unsigned both; /* bits that both operands of a sum reach */
	bool constant, inverted, sign_only;
	bool full; /* the second operand has its own top bit */
} Chain;

/* Whether r is x * 2 + 1: what that is subtracted from has a carry into the next
 * bit as its last. */
static bool
ends_in_one(const Datapath *d, DRef r)
{
	const DNode *n = dp_at(d, r);
	return dp_upper(d, r) != r && dp_at(d, n->arg[0])->k == 1;
}

/* Bits of a sum's w that may depend on an operand: all if it has a sign. */
static unsigned
reach_of(const DNode *n, unsigned w)
{
	return n->lo < 0 ? w : active(n);
}

/* The low bits where one operand is zero are wires; 0 - b needs them all. */
static Chain
chain_of(const Target *t, const Datapath *d, const DNode *n)
{
	DRef a = n->arg[0], b = n->narg > 1 ? n->arg[1] : n->arg[0];
	Chain c = {.sign_only = n->op == D_lt, .constant = n->op == D_neg};
	unsigned w = width_of(n->lo, n->hi);
	if (n->op == D_lt)
		w = umax(dp_width(d, a), dp_width(d, b)) + 1;
	unsigned za = dp_trailing_zeros(d, a), zb = dp_trailing_zeros(d, b);
	if (dp_is_joined(d, n))
		return (Chain){0};
	unsigned skip = n->op == D_add ? umax(za, zb) : n->op == D_neg ? 0 : zb;
	skip += n->op == D_sub && ends_in_one(d, b);
	c.bits = skip < w ? w - skip : 1;
	c.both = c.bits;
	if (n->op == D_add) {
		unsigned reach = reach_of(dp_at(d, b), w);
		if (!dp_at(d, b)->packed)
			reach = umin(reach, reach_of(dp_at(d, a), w));
		c.both = reach > skip ? reach - skip : 0;
	}
	c.constant = c.constant || is_const(d, a) || is_const(d, b);
	c.inverted = n->op != D_add && !is_const(d, b);
	c.full = dp_at(d, dp_upper(d, b))->packed && dp_width(d, b) >= w;
	/* Yosys inverts 0 - b before a CCU2C, though the cell could */
	if (c.inverted &&
	    (!t->carry_lut || (n->op == D_neg && t->carry_is_lut)))
		c.inverters = active(dp_at(d, b));
	return c;
}

static double
chain_delay(const Target *t, Chain c)
{
	if (c.bits == 0)
		return 0;
	double invert = c.inverters ? t->t_lut + t->t_net : 0;
	return invert + t->t_net + t->t_carry_in + c.bits * t->t_carry +
	       t->t_carry_out;
}

double
adder_delay(const Target *t, unsigned bits)
{
	return chain_delay(t, (Chain){.bits = bits});
}

/* LUTs that make the sum's bits. An operand and a constant go into AMD's
 * carry cell without one, two bits a LUT where only the sign is read; the top
 * bit shares the LUT of the one below unless it is a packed operand's own, and
 * above the shorter operand of a sum the longer one goes in as it is, unless it
 * is packed. An iCE40 sign is one LUT behind the carry cells. */
static double
chain_luts(const Target *t, Chain c)
{
	if (t->carry_is_lut)
		return ceil_div(c.bits, t->carry_bits) * t->carry_bits;
	if (t->carry_lut && c.constant && !c.inverted)
		return c.sign_only ? c.bits / 2 : 1;
	if (t->carry_lut)
		return umin(umax(c.bits, 2) - !c.full, c.both);
	return c.sign_only ? 1 : c.bits;
}

static Cost
chain_cost(const Target *t, Chain c)
{
	if (c.bits == 0)
		return (Cost){0};
	return (Cost){.lut = chain_luts(t, c) + c.inverters,
	              .carry = ceil_div(c.bits, t->carry_bits)};
}

/* ---- multipliers ---- */

static Cost
sum(Cost a, Cost b)
{
	return (Cost){a.lut + b.lut, a.ff + b.ff, a.carry + b.carry,
	              a.dsp + b.dsp, a.bram + b.bram};
}

static bool
in_blocks(const Target *t, unsigned wa, unsigned wb)
{
	return t->dsps > 0 && wa >= 2 && wb >= 2 && wa + wb >= t->dsp_min;
}

/* Rows of partial products, compressed three to two and then added. */
static Cost
soft_mul_cost(const Target *t, unsigned wa, unsigned wb)
{
	/* LUTs a product bit; larger ones only where there is no block */
	double cell = t->lut_in == 4 ? 3.0 : wa + wb < 12 ? 1.6 : 2.4;
	if (wa < 2 || wb < 2)
		return (Cost){.lut = umax(wa, wb)};
	return (Cost){.lut = cell * wa * wb,
	              .carry = ceil_div(wa + wb, t->carry_bits)};
}

/* Levels of 3:2 compression from n rows to two. */
static unsigned
compress_levels(unsigned n)
{
	unsigned levels = 0;
	for (; n > 2; n -= n / 3)
		levels++;
	return levels;
}

/* Slices of `part` (one bit less where the block is signed only) that leave
 * at most `full` bits: mul2dsp's rule. 0: fits. */
static unsigned
slices(const Target *t, unsigned w, unsigned full, unsigned part)
{
	unsigned step = part - t->dsp_signed;
	return w <= full ? 0 : (w - full + part - t->dsp_signed - 1) / step;
}

/* Yosys' mul2dsp: the first operand is cut first, the products of its slices
 * are summed one after the other; what is left may be narrow enough for
 * LUTs. Slices keep the operands' order, whichever is wider by then. *adds
 * counts additions in a row. */
static Cost
block_mul_cost(const Target *t, unsigned a, unsigned b, unsigned *adds)
{
	if (!in_blocks(t, a, b))
		return soft_mul_cost(t, a, b);
	bool cut_a = a > t->dsp_a;
	unsigned part = cut_a ? t->dsp_part : t->dsp_b;
	unsigned step = part - t->dsp_signed;
	unsigned n =
	    cut_a ? slices(t, a, t->dsp_a, part) : slices(t, b, t->dsp_b, part);
	if (n == 0)
		return (Cost){.dsp = 1};
	unsigned inner = 0, rest = (cut_a ? a : b) - n * step;
	Cost c = cut_a ? block_mul_cost(t, rest, b, &inner)
	               : block_mul_cost(t, a, rest, &inner);
	for (unsigned i = 0; i < n; i++) {
		c = sum(c, cut_a ? block_mul_cost(t, part, b, &inner)
		                 : block_mul_cost(t, a, part, &inner));
		/* a block adds what comes from one other block */
		if (!t->dsp_adds || inner)
			c = sum(c,
			        chain_cost(t, (Chain){.bits = a + b - step}));
	}
	*adds = n + inner;
	return c;
}

/* As signed operands, the wider one first: that is when Yosys sorts them. */
Cost
mul_cost(const Target *t, unsigned wa, unsigned wb)
{
	unsigned adds = 0;
	return block_mul_cost(t, umax(wa, wb), umin(wa, wb), &adds);
}

bool
has_blocks(const Target *t, double period_ns)
{
	double block =
	    t->t_dsp_reg > 0 ? t->t_dsp_reg : mul_delay(t, t->dsp_a, t->dsp_b);
	return t->dsps > 0 && block <= usable_ns(t, period_ns, LATENCY_AUTO) -
	                                   t->t_clkq - t->t_setup;
}

double
mul_delay(const Target *t, unsigned wa, unsigned wb)
{
	Chain last = {.bits = wa + wb};
	if (!in_blocks(t, wa, wb))
		return (1 + compress_levels(wa < wb ? wa : wb)) *
		           (t->t_lut + t->t_net) +
		       chain_delay(t, last);
	unsigned adds = 0;
	(void)block_mul_cost(t, umax(wa, wb), umin(wa, wb), &adds);
	double add = t->dsp_adds ? t->t_dsp_add : chain_delay(t, last);
	return t->t_dsp + 2 * t->t_net + adds * add;
}

/* ---- tables ---- */

/* Address bits that one level of logic above the slice's own multiplexers
 * decides: a K-LUT is a 2^m:1 multiplexer with m + 2^m <= K, and a wide
 * multiplexer behind a 4-LUT makes it two. */
static unsigned
mux_bits(const Target *t)
{
	return t->lut_in >= 6 || t->mux_in > t->lut_in ? 2 : 1;
}

double
table_delay(const Target *t, unsigned addr)
{
	double in = t->t_lut + ADDRESS_NET * t->t_net;
	if (addr <= t->lut_in) /* see select_delay: reached by half of it */
		return in + t->t_sync / 2;
	unsigned own = addr < t->mux_in ? addr : t->mux_in;
	unsigned levels = ceil_div(addr - own, mux_bits(t));
	double wide = t->t_mux * (own - t->lut_in);
	double level = in + (t->lut_in < 6 ? t->t_mux : 0);
	return in + wide + levels * level;
}

/* ---- shifters, comparators, selections ---- */

static double
level_delay(const Target *t)
{
	return t->t_lut + t->t_net;
}

/* Stages of a barrel shifter: the bits of the shift amount. */
static unsigned
shift_stages(const Datapath *d, const DNode *n)
{
	return active(dp_at(d, n->arg[1]));
}

static double
shift_delay(const Target *t, unsigned stages)
{
	double level =
	    t->t_lut + 1.25 * t->t_net + (t->lut_in < 6 ? t->t_mux : 0);
	return ceil_div(stages, mux_bits(t)) * level;
}

/* Multiplexers behind 4-LUTs, which ABC uses generously. */
static bool
muxes_behind_luts(const Target *t)
{
	return t->lut_in < 6 && t->mux_in > t->lut_in;
}

/* Stage i of shlv makes a + 2^(i+1) - 1 bits, of asrv as many as a has; a
 * 6-LUT does two stages. ABC's choice of wide multiplexers behind 4-LUTs
 * costs 1.2 to 1.5 times as much. */
static Cost
shift_cost(const Target *t, const Datapath *d, const DNode *n)
{
	unsigned stages = shift_stages(d, n), w = dp_width(d, n->arg[0]);
	unsigned all = width_of(n->lo, n->hi);
	unsigned step = t->lut_in >= 6 ? 2 : 1;
	double lut = 0;
	for (unsigned s = stages; s > 0; s -= s > step ? step : s) {
		double grown = n->op == D_shlv ? w + ldexp(1, (int)s) - 1 : w;
		lut += grown > all ? all : grown;
	}
	return (Cost){.lut = muxes_behind_luts(t) ? 1.4 * lut : lut};
}

/* Leading zeros: a casez of priorities, which grows by one to two levels of
 * logic each time the field doubles. */
static unsigned
lzc_levels(const Target *t, unsigned field)
{
	unsigned log = umax(ceil_log(2, field), 2);
	return t->lut_in >= 6         ? log - 1
	       : muxes_behind_luts(t) ? log
	                              : 2 * log - 3;
}

static Cost
lzc_cost(const Target *t, unsigned field)
{
	double bit = t->lut_in >= 6 ? 2.1 : muxes_behind_luts(t) ? 4.8 : 2.6;
	if (field <= t->lut_in)
		return (Cost){.lut = ceil_log(2, field + 1)};
	return (Cost){.lut = field > 5 ? bit * (field - 4) : field};
}

/* Inputs of an equality: all bits of both, constants apart. */
static unsigned
eq_inputs(const Datapath *d, const DNode *n)
{
	const DNode *a = dp_at(d, n->arg[0]), *b = dp_at(d, n->arg[1]);
	unsigned w = umax(active(a), active(b));
	bool one = a->op == D_const || b->op == D_const;
	return one ? w : 2 * w;
}

/* x < 0 and -1 < x: the sign bit itself. */
static bool
is_sign(const Datapath *d, const DNode *n)
{
	const DNode *a = dp_at(d, n->arg[0]), *b = dp_at(d, n->arg[1]);
	return (b->op == D_const && b->k == 0) ||
	       (a->op == D_const && a->k == -1);
}

static double
select_luts(const Datapath *d, const DNode *n)
{
	if (is_const(d, n->arg[1]) && is_const(d, n->arg[2]))
		return 0; /* each bit is the condition or its complement */
	return width_of(n->lo, n->hi);
}

/* A register in front of which a constant is chosen becomes one with a
 * synchronous set or reset, and that net may have to cross a global buffer. */
static double
select_delay(const Target *t, const Datapath *d, const DNode *n)
{
	if (select_luts(d, n) == 0)
		return 0;
	bool constant = is_const(d, n->arg[1]) || is_const(d, n->arg[2]);
	return t->t_lut + CONDITION_NET * t->t_net + (constant ? t->t_sync : 0);
}

static unsigned
addr_bits(const Datapath *d, const DNode *n)
{
	return ceil_log(2, d->table.at[n->k].len);
}

double
node_delay(const Target *t, const Datapath *d, DRef r)
{
	const DNode *n = dp_at(d, r);
	if (n->packed || dp_is_not(d, n))
		return 0;
	switch ((enum DOp)n->op) {
	case D_add:
	case D_sub:
	case D_neg:
		return chain_delay(t, chain_of(t, d, n));
	case D_lt:
		return is_sign(d, n) ? 0 : chain_delay(t, chain_of(t, d, n));
	case D_mul:
		return mul_delay(t, dp_width(d, n->arg[0]),
		                 dp_width(d, n->arg[1]));
	case D_shlv:
	case D_asrv:
		return shift_delay(t, shift_stages(d, n));
	case D_lzc:
		return lzc_levels(t, (unsigned)n->k) * level_delay(t);
	case D_eq:
		return ceil_log(t->lut_in, eq_inputs(d, n)) *
		       (t->t_lut + 1.3 * t->t_net);
	case D_select:
		return select_delay(t, d, n);
	case D_lut:
		return table_delay(t, addr_bits(d, n));
	case D_none:
	case D_input:
	case D_const:
	case D_shl:
	case D_asr:
	case D_bits:
	case D_sbits:
	case D_count:
		return 0;
	}
	return 0;
}

double
node_delay_piped(const Target *t, const Datapath *d, DRef r, unsigned ranks)
{
	const DNode *n = dp_at(d, r);
	if (n->op != D_mul || ranks < DSP_RANKS || t->t_dsp_reg <= 0 ||
	    mul_cost(t, dp_width(d, n->arg[0]), dp_width(d, n->arg[1])).dsp !=
	        1)
		return node_delay(t, d, r);
	return t->t_dsp_reg;
}

Cost
node_cost(const Target *t, const Datapath *d, DRef r)
{
	const DNode *n = dp_at(d, r);
	if (n->packed || dp_is_not(d, n))
		return (Cost){0};
	switch ((enum DOp)n->op) {
	case D_add:
	case D_sub:
	case D_neg:
		return chain_cost(t, chain_of(t, d, n));
	case D_lt:
		return is_sign(d, n) ? (Cost){0}
		                     : chain_cost(t, chain_of(t, d, n));
	case D_mul:
		return mul_cost(t, dp_width(d, n->arg[0]),
		                dp_width(d, n->arg[1]));
	case D_shlv:
	case D_asrv:
		return shift_cost(t, d, n);
	case D_lzc:
		return lzc_cost(t, (unsigned)n->k);
	case D_eq:
		return (Cost){
		    .lut = ceil_div(eq_inputs(d, n) - 1, t->lut_in - 1u)};
	case D_select:
		return (Cost){.lut = select_luts(d, n)};
	case D_lut:
		return table_price(t, &d->table.at[n->k]);
	case D_none:
	case D_input:
	case D_const:
	case D_shl:
	case D_asr:
	case D_bits:
	case D_sbits:
	case D_count:
		return (Cost){0};
	}
	return (Cost){0};
}

double
device_share(const Target *t, const Cost *c)
{
	double share = c->lut / t->luts + c->ff / t->ffs;
	if (t->dsps > 0)
		share += c->dsp / t->dsps;
	if (t->brams > 0)
		share += c->bram / t->brams;
	return share;
}
