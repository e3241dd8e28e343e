/* C expressions of the datapath's operations.
 *
 * A node is an int32_t where its bounds fit, else an int64_t, and an
 * operation is done in the wider of its arguments and its result; so no
 * operation can overflow, by the datapath's proof. What C leaves undefined or
 * to the implementation is not used: a shift left of a signed value is a
 * product or goes through unsigned, a shift right of a value that may be
 * negative goes through its complement, and both compile to one shift. Inputs
 * are taken into their promised range first, so that the proof holds for
 * whatever the caller passes. */
#include "backends/c.h"

/* ---- types ---- */

unsigned
c_node_type(const DNode *n)
{
	return width_of(n->lo, n->hi) > 32 ? 64 : 32;
}

unsigned
c_work_type(const Design *g, DRef r)
{
	const DNode *n = dp_at(g->dp, r);
	unsigned type = c_node_type(n);

	if (n->op == D_lut)
		return g->dp->table.at[n->k].hi > INT32_MAX ||
		               g->dp->table.at[n->k].lo < INT32_MIN
		           ? 64
		           : type;
	if ((n->op == D_bits || n->op == D_sbits) && n->w > 31)
		return 64;
	if ((n->op == D_shlv || n->op == D_asrv) &&
	    dp_at(g->dp, n->arg[1])->hi > 31)
		return 64;
	for (unsigned i = n->op == D_select; i < n->narg; i++)
		if (c_node_type(dp_at(g->dp, n->arg[i])) == 64)
			type = 64;
	return type;
}

const char *
c_type(Arena *a, bool is_signed, unsigned width)
{
	unsigned n = 8;

	while (n < width)
		n *= 2;
	return arena_printf(a, "%sint%u_t", is_signed ? "" : "u", n);
}

const char *
c_port_type(const Design *g, const DPort *p)
{
	return c_type(g->a, p->is_signed, p->width);
}

/* ---- expressions ---- */

void
c_literal(int64_t v, Buf *b)
{
	if (v == INT32_MIN) /* the digits alone would be an int64_t */
		buf_printf(b, "(%lld - 1)", (long long)v + 1);
	else
		buf_printf(b, "%lld", (long long)v);
}

void
c_value(const Design *g, DRef r, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);

	if (is_literal(n))
		c_literal(n->lo, b);
	else
		buf_printf(b, "n%u", (unsigned)r);
}

/* Forms: v as it is, x in the type of the operation, a addend ("- 5"). */
static void
arg(const Design *g, DRef r, unsigned i, char form, Buf *b)
{
	DRef x = dp_at(g->dp, r)->arg[i];
	const DNode *n = dp_at(g->dp, x);
	bool minus = form == 'a' && is_literal(n) && n->lo < 0;

	if (form == 'a')
		buf_printf(b, minus ? "- " : "+ ");
	if (minus) {
		c_literal(-n->lo, b);
		return;
	}
	if (form != 'v' && !is_literal(n) && c_node_type(n) == 32 &&
	    c_work_type(g, r) == 64)
		buf_printf(b, "(int64_t)");
	c_value(g, x, b);
}

/* floor(argument 0 / 2^k). */
static void
shifted_right(const Design *g, DRef r, Buf *b)
{
	const DNode *n = dp_at(g->dp, r), *x = dp_at(g->dp, n->arg[0]);
	unsigned type = c_node_type(x);
	int64_t k = n->k < type - 1 ? n->k : type - 1;

	if (k && x->lo < 0)
		buf_printf(b, "%s_asr%u(", g->name, type);
	c_value(g, n->arg[0], b);
	if (k && x->lo < 0)
		buf_printf(b, ", %d)", (int)k);
	else if (k)
		buf_printf(b, " >> %d", (int)k);
}

/* A shift by a value: the value, at most 63. */
static void
shift_amount(const Design *g, DRef r, Buf *b)
{
	DRef x = dp_at(g->dp, r)->arg[1];
	bool limit = dp_at(g->dp, x)->hi > 63 && !is_literal(dp_at(g->dp, x));

	if (is_literal(dp_at(g->dp, x)) && dp_at(g->dp, x)->hi > 63) {
		c_literal(63, b);
		return;
	}
	if (limit) {
		c_value(g, x, b);
		buf_printf(b, " > 63 ? 63 : ");
	}
	if (c_node_type(dp_at(g->dp, x)) == 64)
		buf_printf(b, "(int32_t)");
	c_value(g, x, b);
}

/* An input within its promised range. */
static void
input(const Design *g, DRef r, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);
	const DPort *p = &g->dp->in.at[n->k];
	unsigned bits = 8;

	while (bits < p->width)
		bits *= 2;
	/* beyond 2^62 no bound is proven, so bits - 1 < 63 there */
	int64_t most = bits - p->is_signed >= 63
	                   ? INT64_MAX
	                   : (INT64_C(1) << (bits - p->is_signed)) - 1;
	int64_t least = p->is_signed ? -most - 1 : 0;

	if (c_node_type(n) < bits + !p->is_signed)
		buf_printf(b, "(int%u_t)(", c_node_type(n));
	if (least < n->lo) {
		buf_printf(b, "in->%s < ", p->ident);
		c_literal(n->lo, b);
		buf_printf(b, " ? ");
		c_literal(n->lo, b);
		buf_printf(b, " : ");
	}
	if (most > n->hi) {
		buf_printf(b, "in->%s > ", p->ident);
		c_literal(n->hi, b);
		buf_printf(b, " ? ");
		c_literal(n->hi, b);
		buf_printf(b, " : ");
	}
	buf_printf(b, "in->%s", p->ident);
	if (c_node_type(n) < bits + !p->is_signed)
		buf_printf(b, ")");
}

/* I input, R argument 0 shifted right by k, S the amount of a shift,
 * P 2^k, M the mask of a field, H its sign bit, N the design's name,
 * T bits of the type of argument 0, W bits of the type of the operation. */
static void
word(const Design *g, DRef r, char letter, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);
	int64_t half = n->w ? INT64_C(1) << (n->w - 1) : 0;

	switch (letter) {
	case 'I':
		input(g, r, b);
		break;
	case 'R':
		shifted_right(g, r, b);
		break;
	case 'S':
		shift_amount(g, r, b);
		break;
	case 'P':
		c_literal(INT64_C(1) << n->k, b);
		break;
	case 'M':
		c_literal((half - 1) * 2 + 1, b);
		break;
	case 'H':
		c_literal(half, b);
		break;
	case 'N':
		buf_printf(b, "%s", g->name);
		break;
	case 'T':
		buf_printf(b, "%u", c_node_type(dp_at(g->dp, n->arg[0])));
		break;
	case 'W':
		buf_printf(b, "%u", c_work_type(g, r));
		break;
	default:
		die("no word %%%c in C", letter);
	}
}

const Templates c99 = {
    .op = {[D_input] = "%I",
           [D_add] = "%x0 %a1",
           [D_sub] = "%x0 - %x1",
           [D_mul] = "%x0 * %x1",
           [D_neg] = "-%x0",
           [D_shl] = "%x0 * %P",
           [D_asr] = "%R",
           [D_shlv] = "%N_shl%W(%v0, %S)",
           [D_asrv] = "%N_asr%W(%v0, %S)",
           [D_lzc] = "%N_lzc%T(%v0, %k)",
           [D_lt] = "%v0 < %v1",
           [D_eq] = "%v0 == %v1",
           [D_select] = "%v0 ? %v1 : %v2",
           [D_lut] = "%N_t%k[%v0]",
           [D_bits] = "%R & %M",
           [D_sbits] = "((%R & %M) ^ %H) - %H"},
    .arg = arg,
    .word = word,
};
