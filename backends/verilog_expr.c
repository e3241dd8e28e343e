/* Verilog expressions of the datapath's operations.
 *
 * Every wire is as wide as its node's bounds, so every sum may be taken
 * modulo 2^width: an operand is brought to exactly the width of the result,
 * by repeating its sign or by leaving its upper bits away. Products and
 * equalities need signed operands instead, as wide as they are. Invariant: no
 * expression is wider or narrower than what it is assigned to. */
#include "backends/verilog.h"

/* ---- literals and slices ---- */

uint64_t
v_low_bits(unsigned n)
{
	return n >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1;
}

void
v_literal(int64_t v, unsigned n, bool is_signed, Buf *b)
{
	uint64_t m = (uint64_t)v & v_low_bits(n);

	if (v < 0)
		buf_printf(b, "-%u'sd%llu", n,
		           (unsigned long long)(-m & v_low_bits(n)));
	else
		buf_printf(b, "%u'%sd%llu", n, is_signed ? "s" : "",
		           (unsigned long long)m);
}

static void
name(const Design *g, DRef r, unsigned at, Buf *b)
{
	check(dp_at(g->dp, r)->stage <= at);
	buf_printf(b, "n%u", (unsigned)r);
	if (dp_at(g->dp, r)->stage < at)
		buf_printf(b, "_s%u", at);
}

void
v_range(bool is_signed, unsigned width, Buf *b)
{
	if (is_signed)
		buf_printf(b, "signed ");
	if (width > 1)
		buf_printf(b, "[%u:0] ", width - 1);
}

void
v_part(const char *vector, unsigned width, unsigned low, unsigned n, Buf *b)
{
	if (n == width)
		buf_printf(b, "%s", vector);
	else if (n == 1)
		buf_printf(b, "%s[%u]", vector, low);
	else
		buf_printf(b, "%s[%u:%u]", vector, low + n - 1, low);
}

/* The same where low + n may be beyond the vector: then its sign follows. */
static void
slice(const char *vector, bool is_signed, unsigned width, unsigned low,
      unsigned n, Buf *b)
{
	unsigned have = low >= width ? 0 : n < width - low ? n : width - low;
	unsigned more = n - have;

	if (more && have)
		buf_printf(b, "{");
	if (more && !is_signed)
		buf_printf(b, "%u'd0", more);
	if (more > 1 && is_signed)
		buf_printf(b, "{%u{", more);
	if (more && is_signed)
		v_part(vector, width, width - 1, 1, b);
	if (more > 1 && is_signed)
		buf_printf(b, "}}");
	if (more && have)
		buf_printf(b, ", ");
	if (have)
		v_part(vector, width, low, have, b);
	if (more && have)
		buf_printf(b, "}");
}

const char *
v_wire(const Design *g, DRef r, unsigned at)
{
	Buf b = buf_new(g->a);

	name(g, r, at, &b);
	return b.s;
}

void
v_slice(const Design *g, DRef r, unsigned at, unsigned low, unsigned n, Buf *b)
{
	const DNode *x = dp_at(g->dp, r);

	if (is_literal(x))
		v_literal(low > 62 ? -(x->lo < 0) : x->lo >> low, n, false, b);
	else
		slice(v_wire(g, r, at), x->lo < 0, node_width(x), low, n, b);
}

/* ---- what each operation reads ---- */

/* Width in which two nodes can be compared; *is_signed: as two's complement,
 * else both are unsigned. */
static unsigned
compare_width(const DNode *a, const DNode *b, bool *is_signed)
{
	int64_t lo = a->lo < b->lo ? a->lo : b->lo;
	int64_t hi = a->hi > b->hi ? a->hi : b->hi;

	*is_signed = lo < 0;
	return stored_width(lo, hi);
}

/* x < 0 and -1 < x are the sign of argument 0 or 1; -1: neither. */
static int
sign_test(const Design *g, const DNode *n)
{
	const DNode *a = dp_at(g->dp, n->arg[0]), *b = dp_at(g->dp, n->arg[1]);

	if (is_literal(b) && b->lo == 0)
		return 0;
	return is_literal(a) && a->lo == -1 ? 1 : -1;
}

static Field
less_reads(const Design *g, const DNode *n, unsigned i)
{
	const DNode *a = dp_at(g->dp, n->arg[0]), *b = dp_at(g->dp, n->arg[1]);
	bool is_signed;
	int test = sign_test(g, n);
	unsigned w = compare_width(a, b, &is_signed);

	if (test < 0)
		return (Field){0, w + 1};
	return (Field){(int)i == test ? node_width(i ? b : a) - 1 : 0, 1};
}

Field
v_reads(const Design *g, DRef r, unsigned i)
{
	const DNode *n = dp_at(g->dp, r), *a = dp_at(g->dp, n->arg[i]);
	unsigned w = node_width(n), wa = node_width(a);
	bool is_signed;

	switch (n->op) {
	case D_mul:
		return (Field){0, w < wa ? w : wa};
	case D_shl:
		return (Field){0, w > n->k ? w - (unsigned)n->k : 1};
	case D_asr:
	case D_bits:
	case D_sbits:
		return (Field){(unsigned)n->k, w};
	case D_shlv:
		return (Field){0, i == 0 ? w : wa};
	case D_asrv:
		return (Field){0, wa};
	case D_lzc:
		return (Field){0, (unsigned)n->k};
	case D_lt:
		return less_reads(g, n, i);
	case D_eq:
		return (Field){0, compare_width(dp_at(g->dp, n->arg[0]),
		                                dp_at(g->dp, n->arg[1]),
		                                &is_signed)};
	case D_select:
		return (Field){0, i == 0 ? 1 : w};
	case D_lut:
		return (Field){0, index_width(g->dp->table.at[n->k].len)};
	default:
		return (Field){0, w};
	}
}

/* The second operand shares the sum's LUTs. */
static bool
packs(const Design *g, const DNode *n)
{
	return n->op == D_add && dp_at(g->dp, n->arg[1])->packed;
}

/* A sum without a carry: Yosys would make a chain of it. */
static bool
joins(const Design *g, const DNode *n)
{
	return dp_is_joined(g->dp, n) && !packs(g, n);
}

/* A sum is computed with one bit below its own where Yosys would otherwise
 * add up the operands of several sums at once by carry-save adders of two LUTs a bit
 * (alumacc), which neither a selection nor a table can share. It does not where the
 * sum in between is read in part. 16-bit a + b + (s ? c : 0) on xcup: 32 LUTs
 * this way, 45 and 14 wide multiplexers the other; with a table of 32
 * entries for b 32 and 130. */
static bool
has_guard(const Design *g, const DNode *n)
{
	if (n->op != D_add && n->op != D_sub && n->op != D_neg)
		return false;
	return packs(g, n) ||
	       (n->chained && !joins(g, n) && !dp_is_not(g->dp, n));
}

unsigned
v_full_width(const Design *g, const DNode *n, bool *is_signed)
{
	const DNode *a = n->narg ? dp_at(g->dp, n->arg[0]) : n;
	const DTable *t;

	*is_signed = n->lo < 0;
	if (n->op == D_asrv) {
		*is_signed = a->lo < 0;
		return node_width(a);
	}
	if (n->op == D_lut) {
		t = &g->dp->table.at[n->k];
		*is_signed = t->lo < 0;
		return stored_width(t->lo, t->hi);
	}
	if (n->op == D_lt && sign_test(g, n) < 0) {
		*is_signed = true;
		return less_reads(g, n, 0).n;
	}
	if (n->op == D_lzc)
		return stored_width(0, n->k);
	return node_width(n) + has_guard(g, n);
}

unsigned
v_first_bit(const Design *g, const DNode *n)
{
	bool is_signed;

	return n->op == D_lt ? v_full_width(g, n, &is_signed) - 1
	                     : has_guard(g, n);
}

/* ---- expressions ---- */

/* An operand of a product: signed unless both are unsigned. */
static void
factor(const Design *g, DRef r, unsigned i, Buf *b)
{
	const DNode *n = dp_at(g->dp, r), *x = dp_at(g->dp, n->arg[i]);
	bool as_signed =
	    dp_at(g->dp, n->arg[0])->lo < 0 || dp_at(g->dp, n->arg[1])->lo < 0;
	unsigned w = v_reads(g, r, i).n;

	if (is_literal(x)) {
		if (x->lo < 0) /* lint wants the minus at full width */
			w = node_width(n);
		else if (as_signed && w < node_width(n))
			w++;
		v_literal(x->lo, w, as_signed, b);
		return;
	}
	if (!as_signed || (x->lo < 0 && w == node_width(x))) {
		v_slice(g, n->arg[i], n->stage, 0, w, b);
		return;
	}
	buf_printf(b, "$signed(");
	if (x->lo >= 0 && w < node_width(n))
		w++;
	v_slice(g, n->arg[i], n->stage, 0, w, b);
	buf_printf(b, ")");
}

/* An operand of a comparison. */
static void
compared(const Design *g, DRef r, unsigned i, Buf *b)
{
	const DNode *n = dp_at(g->dp, r), *x = dp_at(g->dp, n->arg[i]);
	bool is_signed;
	unsigned w = compare_width(dp_at(g->dp, n->arg[0]),
	                           dp_at(g->dp, n->arg[1]), &is_signed);
	bool plain = !is_signed || (x->lo < 0 && w == node_width(x));

	if (is_literal(x)) {
		v_literal(x->lo, w, is_signed, b);
		return;
	}
	buf_printf(b, plain ? "" : "$signed(");
	v_slice(g, n->arg[i], n->stage, 0, w, b);
	buf_printf(b, plain ? "" : ")");
}

/* Forms: r what the operation reads, f factor, c compared. */
static void
arg(const Design *g, DRef r, unsigned i, char form, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);
	Field f = v_reads(g, r, i);

	if (form == 'f')
		factor(g, r, i, b);
	else if (form == 'c')
		compared(g, r, i, b);
	else
		v_slice(g, n->arg[i], n->stage, f.low, f.n, b);
}

/* a < b as the sign of a - b: a comparison would be mapped to a carry chain
 * whose carry leaves through general routing, 6.6 ns instead of 2.9 on ecp5
 * and 5.9 instead of 4.0 on ice40 for 8 bits. */
static void
less(const Design *g, DRef r, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);
	int test = sign_test(g, n);

	if (test < 0)
		arg(g, r, 0, 'r', b);
	buf_printf(b, test < 0 ? " - " : test == 1 ? "~" : "");
	arg(g, r, test == 0 ? 0 : 1, 'r', b);
}

/* An operand of a sum, complemented or not, with the guard bit below it; a
 * second literal that is added without its sign. */
static void
operand(const Design *g, DRef r, unsigned i, bool complement, Buf *b)
{
	const DNode *n = dp_at(g->dp, r), *x = dp_at(g->dp, n->arg[i]);
	bool guard = has_guard(g, n);

	buf_printf(b, guard ? "{" : "");
	buf_printf(b, complement ? "~" : "");
	if (n->op == D_add && i == 1 && is_literal(x) && x->lo < 0)
		v_literal(-x->lo, node_width(n), false, b);
	else
		arg(g, r, i, 'r', b);
	if (guard)
		buf_printf(b, ", 1'b%d}", complement);
}

/* a + b. A packed b is written as a - (-1 - b) - 1, the last by the guard
 * bit: in a difference Yosys keeps the order of the operands, and only the
 * second shares the LUT with the addition, the first being an input of the
 * carry cell as well. */
static void
add(const Design *g, DRef r, Buf *b)
{
	const DNode *n = dp_at(g->dp, r), *y = dp_at(g->dp, n->arg[1]);
	bool share = packs(g, n), minus = is_literal(y) && y->lo < 0;

	operand(g, r, 0, false, b);
	buf_printf(b, share || minus ? " - " : joins(g, n) ? " | " : " + ");
	operand(g, r, 1, share, b);
}

static void
difference(const Design *g, DRef r, Buf *b)
{
	bool complement = dp_is_not(g->dp, dp_at(g->dp, r));

	if (!complement)
		operand(g, r, 0, false, b);
	buf_printf(b, complement ? "~" : " - ");
	operand(g, r, 1, false, b);
}

/* I: an input's port, in full or in part; L: a comparison; A: a + b; S: a - b;
 * N: -a. */
static void
word(const Design *g, DRef r, char letter, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);
	const DPort *p;

	if (letter == 'L') {
		less(g, r, b);
		return;
	}
	if (letter == 'A' || letter == 'S') {
		letter == 'A' ? add(g, r, b) : difference(g, r, b);
		return;
	}
	if (letter == 'N') {
		buf_printf(b, "-");
		operand(g, r, 0, false, b);
		return;
	}
	check(letter == 'I');
	p = &g->dp->in.at[n->k];
	v_part(p->ident, p->width, 0, node_width(n), b);
}

const Templates verilog = {
    .op = {[D_input] = "%I",
           [D_add] = "%A",
           [D_sub] = "%S",
           [D_mul] = "%f0 * %f1",
           [D_neg] = "%N",
           [D_shl] = "{%r0, %k'd0}",
           [D_asr] = "%r0",
           [D_shlv] = "%r0 << %r1",
           [D_asrv] = "%r0 >>> %r1",
           [D_lzc] = "lzc%k(%r0)",
           [D_lt] = "%L",
           [D_eq] = "%c0 == %c1",
           [D_select] = "%r0 ? %r1 : %r2",
           [D_lut] = "t%k(%r0)",
           [D_bits] = "%r0",
           [D_sbits] = "%r0"},
    .arg = arg,
    .word = word,
};
