/* Verilog-2001: one module, one named wire a node, one section a stage.
 *
 * Requires a scheduled datapath. Every wire is as wide as its node's bounds,
 * so every sum may be taken modulo 2^width: an operand is brought to exactly
 * the width of the result, by repeating its sign or by leaving its upper bits
 * away. Products and equalities need signed operands instead, as wide as
 * they are. No expression is wider or narrower than what it is assigned to,
 * and bits that nobody reads go to a wire n..._unused, which is the name that
 * Verilator's lint knows; so the text is clean without a waiver.
 *
 * Tables are functions with a case statement. Measured with Yosys 0.23 on
 * exp, sin and sqrt of 64 to 1024 entries against an initialised array: 2 %
 * more LUTs on ice40, 1 % more on xcup, and +-20 % on ecp5, where ABC is
 * noisy; and a function is shared by its readers and needs no initial block.
 * (* logic_block *) keeps Yosys from making a block RAM of a table that
 * stands next to a register, whose timing would be another one.
 * Leading zeros are a casez: 1 to 6 LUT levels against 1 to 9 for a tree of
 * halves on ice40 for fields of 8 to 32 bits, with 14 % fewer LUTs to 45 %
 * more. */
#include "backends/backend.h"

/* ---- literals and slices ---- */

static uint64_t
low_bits(unsigned n)
{
	return n >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1;
}

/* v modulo 2^n in n bits; in two's complement if `is_signed`. */
static void
literal(int64_t v, unsigned n, bool is_signed, Buf *b)
{
	uint64_t m = (uint64_t)v & low_bits(n);

	if (v < 0)
		buf_printf(b, "-%u'sd%llu", n,
		           (unsigned long long)(-m & low_bits(n)));
	else
		buf_printf(b, "%u'%sd%llu", n, is_signed ? "s" : "",
		           (unsigned long long)m);
}

/* The wire or register that carries node r in stage `at`. */
static void
name(const Design *g, DRef r, unsigned at, Buf *b)
{
	check(dp_at(g->dp, r)->stage <= at);
	buf_printf(b, "n%u", (unsigned)r);
	if (dp_at(g->dp, r)->stage < at)
		buf_printf(b, "_s%u", at);
}

/* "[7:0] " of a declaration, with the sign. */
static void
declared_range(bool is_signed, unsigned width, Buf *b)
{
	if (is_signed)
		buf_printf(b, "signed ");
	if (width > 1)
		buf_printf(b, "[%u:0] ", width - 1);
}

/* Bits low .. low+n-1 of a vector of `width` bits that has them. */
static void
part(const char *vector, unsigned width, unsigned low, unsigned n, Buf *b)
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
		part(vector, width, width - 1, 1, b);
	if (more > 1 && is_signed)
		buf_printf(b, "}}");
	if (more && have)
		buf_printf(b, ", ");
	if (have)
		part(vector, width, low, have, b);
	if (more && have)
		buf_printf(b, "}");
}

static const char *
wire(const Design *g, DRef r, unsigned at)
{
	Buf b = buf_new(g->a);

	name(g, r, at, &b);
	return b.s;
}

static void
node_slice(const Design *g, DRef r, unsigned at, unsigned low, unsigned n,
           Buf *b)
{
	const DNode *x = dp_at(g->dp, r);

	if (is_literal(x))
		literal(low > 62 ? -(x->lo < 0) : x->lo >> low, n, false, b);
	else
		slice(wire(g, r, at), x->lo < 0, node_width(x), low, n, b);
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

typedef struct Field {
	unsigned low, n;
} Field;

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

/* The bits of its argument i that node r reads. */
static Field
reads(const Design *g, DRef r, unsigned i)
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

/* Width and sign of an operation's expression where that is not the node's:
 * then the node is a part of it. */
static unsigned
full_width(const Design *g, const DNode *n, bool *is_signed)
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
	return node_width(n);
}

/* Where the node stands in its expression. */
static unsigned
first_bit(const Design *g, const DNode *n)
{
	bool is_signed;

	return n->op == D_lt ? full_width(g, n, &is_signed) - 1 : 0;
}

/* ---- expressions ---- */

/* An operand of a product: signed unless both are unsigned. */
static void
factor(const Design *g, DRef r, unsigned i, Buf *b)
{
	const DNode *n = dp_at(g->dp, r), *x = dp_at(g->dp, n->arg[i]);
	bool as_signed =
	    dp_at(g->dp, n->arg[0])->lo < 0 || dp_at(g->dp, n->arg[1])->lo < 0;
	unsigned w = reads(g, r, i).n;

	if (is_literal(x)) {
		if (x->lo < 0) /* lint wants the minus at full width */
			w = node_width(n);
		else if (as_signed && w < node_width(n))
			w++;
		literal(x->lo, w, as_signed, b);
		return;
	}
	if (!as_signed || (x->lo < 0 && w == node_width(x))) {
		node_slice(g, n->arg[i], n->stage, 0, w, b);
		return;
	}
	buf_printf(b, "$signed(");
	if (x->lo >= 0 && w < node_width(n))
		w++;
	node_slice(g, n->arg[i], n->stage, 0, w, b);
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
		literal(x->lo, w, is_signed, b);
		return;
	}
	buf_printf(b, plain ? "" : "$signed(");
	node_slice(g, n->arg[i], n->stage, 0, w, b);
	buf_printf(b, plain ? "" : ")");
}

/* "+ x" of a sum, "- 5" for a literal below 0. */
static void
addend(const Design *g, DRef r, unsigned i, Buf *b)
{
	const DNode *n = dp_at(g->dp, r), *x = dp_at(g->dp, n->arg[i]);
	bool minus = is_literal(x) && x->lo < 0;

	buf_printf(b, minus ? "- " : "+ ");
	if (minus)
		literal(-x->lo, node_width(n), false, b);
	else
		node_slice(g, n->arg[i], n->stage, 0, node_width(n), b);
}

/* Forms: r what the operation reads, a addend, f factor, c compared. */
static void
arg(const Design *g, DRef r, unsigned i, char form, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);
	Field f = reads(g, r, i);

	if (form == 'a')
		addend(g, r, i, b);
	else if (form == 'f')
		factor(g, r, i, b);
	else if (form == 'c')
		compared(g, r, i, b);
	else
		node_slice(g, n->arg[i], n->stage, f.low, f.n, b);
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

/* I: an input's port, in full or in part; L: a comparison. */
static void
word(const Design *g, DRef r, char letter, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);
	const DPort *p;

	if (letter == 'L') {
		less(g, r, b);
		return;
	}
	check(letter == 'I');
	p = &g->dp->in.at[n->k];
	part(p->ident, p->width, 0, node_width(n), b);
}

static const Templates verilog = {
    .op = {[D_input] = "%I",
           [D_add] = "%r0 %a1",
           [D_sub] = "%r0 - %r1",
           [D_mul] = "%f0 * %f1",
           [D_neg] = "-%r0",
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

/* ---- who reads what, and when ---- */

typedef struct Use {
	bool live;     /* as emit_live */
	unsigned last; /* the last stage in which the node is read */
	uint64_t bits; /* what is read of it in that stage */
} Use;

static void
use(const Design *g, Use *u, DRef r, unsigned at, Field f)
{
	const DNode *x = dp_at(g->dp, r);
	unsigned w = node_width(x);
	uint64_t bits = f.low < 64 ? low_bits(f.n) << f.low : 0;

	if (f.low + f.n > w && x->lo < 0) /* the sign, repeated */
		bits |= low_bits(w) ^ low_bits(w - 1);
	if (at > u[r].last) {
		u[r].last = at;
		u[r].bits = 0;
	}
	if (at == u[r].last)
		u[r].bits |= bits & low_bits(w);
}

static Use *
uses(const Design *g)
{
	const Datapath *d = g->dp;
	const bool *live = emit_live(g);
	Use *u = arena_alloc(g->a, d->node.len * sizeof *u);

	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);

		u[r].live = live[r];
		u[r].last = n->stage;
		for (unsigned i = 0; live[r] && i < n->narg; i++)
			use(g, u, n->arg[i], n->stage, reads(g, r, i));
	}
	for (uint32_t i = 0; i < d->out.len; i++)
		use(g, u, d->out.at[i].ref, d->latency,
		    (Field){0, d->out.at[i].width});
	return u;
}

/* A wire named VECTOR_unused for the bits not in `used`, if there are any. */
static void
unused(const Design *g, const char *vector, const char *label, unsigned width,
       uint64_t used, Buf *out)
{
	Buf list = buf_new(g->a);
	unsigned total = 0, pieces = 0;

	for (unsigned hi = width; hi > 0;) {
		unsigned lo = hi - 1;

		if (used >> lo & 1) {
			hi = lo;
			continue;
		}
		while (lo > 0 && !(used >> (lo - 1) & 1))
			lo--;
		buf_printf(&list, pieces++ ? ", " : "");
		part(vector, width, lo, hi - lo, &list);
		total += hi - lo;
		hi = lo;
	}
	if (!total)
		return;
	buf_printf(out, "    wire ");
	declared_range(false, total, out);
	buf_printf(out,
	           pieces > 1 ? "%s_unused = {%s};\n" : "%s_unused = %s;\n",
	           label, list.s);
}

/* ---- the module ---- */

static void
port_line(const char *direction, const DPort *p, bool last, Buf *b)
{
	Buf range = buf_new(b->a);

	buf_add(&range, "", 0);
	declared_range(p->is_signed, p->width, &range);
	buf_printf(b, "    %s wire %-15s%s%s\n", direction, range.s, p->ident,
	           last ? "" : ",");
}

static void
ports(const Design *g, Buf *b)
{
	const Datapath *d = g->dp;

	buf_printf(b, "module %s (\n", g->name);
	if (d->latency)
		buf_printf(b, "    input  wire                clk,\n"
		              "    input  wire                rst,"
		              "  // synchronous; clears the valid pipeline\n");
	buf_printf(b, "    input  wire                in_valid,\n");
	for (uint32_t i = 0; i < d->in.len; i++)
		port_line("input ", &d->in.at[i], false, b);
	buf_printf(b, "    output wire                out_valid,\n");
	for (uint32_t i = 0; i < d->out.len; i++)
		port_line("output", &d->out.at[i], i + 1 == d->out.len, b);
	buf_printf(b, ");\n\n");
	buf_printf(b,
	           "    localparam [31:0] LATENCY = %u;  // clocks from "
	           "in_valid to out_valid\n",
	           d->latency);
	buf_printf(b, "    localparam [31:0] II      = 1;  // clocks from one "
	              "input to the next\n"
	              "    wire [63:0] n0_unused = {LATENCY, II};\n");
}

static void
valid(const Datapath *d, Buf *b)
{
	buf_printf(b, "\n    // ---- valid ----\n");
	if (d->latency == 0) {
		buf_printf(b, "    assign out_valid = in_valid;\n");
		return;
	}
	buf_printf(b,
	           "    reg [LATENCY-1:0] valid;\n"
	           "    always @(posedge clk)\n"
	           "        if (rst)\n"
	           "            valid <= %u'd0;\n"
	           "        else\n",
	           d->latency);
	if (d->latency == 1)
		buf_printf(b, "            valid <= in_valid;\n"
		              "    assign out_valid = valid;\n");
	else
		buf_printf(b, "            valid <= {valid[LATENCY-2:0], "
		              "in_valid};\n"
		              "    assign out_valid = valid[LATENCY-1];\n");
}

static void
declare(const char *kind, bool is_signed, unsigned width, const char *vector,
        Buf *b)
{
	buf_printf(b, "%s ", kind);
	declared_range(is_signed, width, b);
	buf_printf(b, "%s", vector);
}

/* One node's wire as a line of the grid; its _unused wires go to `after`. */
static void
node_line(const Design *g, DRef r, const Use *u, Grid *grid, Buf *after)
{
	const DNode *n = dp_at(g->dp, r);
	unsigned w = node_width(n), full, low = first_bit(g, n);
	const char *vector = wire(g, r, n->stage), *whole = vector;
	bool full_signed;
	Buf cell[GRID_CELLS] = {buf_new(g->a), buf_new(g->a), buf_new(g->a)};

	full = full_width(g, n, &full_signed);
	if (full != w)
		whole = arena_printf(g->a, "%s_full", vector);
	declare("wire", full_signed, full, whole, &cell[0]);
	buf_printf(&cell[1], "= ");
	emit_expr(g, &verilog, r, &cell[1]);
	buf_printf(&cell[1], ";");
	buf_printf(&cell[2], "// ");
	emit_comment(g, r, &cell[2]);
	grid_line(grid, cell);
	if (full != w) {
		declare("wire", n->lo < 0, w, vector, &cell[0]);
		buf_printf(&cell[1], "= ");
		part(whole, full, low, w, &cell[1]);
		buf_printf(&cell[1], ";");
		grid_line(grid, cell);
		unused(g, whole, whole, full, low_bits(w) << low, after);
	}
	if (u->last == n->stage)
		unused(g, vector, vector, w, u->bits, after);
}

/* What nobody reads of a port. */
static void
unused_port(const Design *g, const DPort *p, const Use *u, Buf *b)
{
	unsigned read = u[p->ref].live ? node_width(dp_at(g->dp, p->ref)) : 0;

	unused(g, p->ident, arena_printf(g->a, "n%u_port", (unsigned)p->ref),
	       p->width, low_bits(read), b);
}

static void
stage_wires(const Design *g, const Use *u, unsigned stage, Buf *b)
{
	Grid grid = {.a = g->a};
	Buf after = buf_new(g->a);

	buf_printf(b, "\n    // ---- stage %u ----\n", stage);
	for (uint32_t i = 0; stage == 0 && i < g->dp->in.len; i++)
		unused_port(g, &g->dp->in.at[i], u, &after);
	for (DRef r = 1; r < g->dp->node.len; r++)
		if (u[r].live && dp_at(g->dp, r)->stage == stage)
			node_line(g, r, &u[r], &grid, &after);
	grid_print(&grid, "    ", 64, b);
	buf_add(b, after.s ? after.s : "", after.len);
}

/* True if node r is carried from stage to stage + 1. */
static bool
crosses(const Design *g, const Use *u, DRef r, unsigned stage)
{
	return u[r].live && dp_at(g->dp, r)->stage <= stage &&
	       u[r].last > stage;
}

/* The register that carries node r into stage + 1. */
static void
register_line(const Design *g, const Use *u, DRef r, unsigned stage,
              Grid *declared, Grid *assigned, Buf *after)
{
	const DNode *n = dp_at(g->dp, r);
	const char *to = wire(g, r, stage + 1);
	Buf c[GRID_CELLS] = {buf_new(g->a), buf_new(g->a), buf_new(g->a)};

	declare("reg", n->lo < 0, node_width(n), to, &c[0]);
	buf_printf(&c[0], ";");
	grid_line(declared, c);
	buf_printf(&c[0], "%s", to);
	buf_printf(&c[1], "<= %s;", wire(g, r, stage));
	grid_line(assigned, c);
	if (u->last == stage + 1)
		unused(g, to, to, node_width(n), u->bits, after);
}

/* The rank of registers between a stage and the next. */
static void
registers(const Design *g, const Use *u, unsigned stage, Buf *b)
{
	Grid declared = {.a = g->a}, assigned = {.a = g->a};
	Buf after = buf_new(g->a);

	buf_printf(b, "\n    // ---- registers between stages %u and %u ----\n",
	           stage, stage + 1);
	for (DRef r = 1; r < g->dp->node.len; r++)
		if (crosses(g, u, r, stage))
			register_line(g, &u[r], r, stage, &declared, &assigned,
			              &after);
	if (!declared.cell.len)
		return;
	grid_print(&declared, "    ", 64, b);
	buf_printf(b, "    always @(posedge clk) begin\n");
	grid_print(&assigned, "        ", 64, b);
	buf_printf(b, "    end\n");
	buf_add(b, after.s ? after.s : "", after.len);
}

static void
outputs(const Design *g, Buf *b)
{
	buf_printf(b, "\n    // ---- outputs ----\n");
	for (uint32_t i = 0; i < g->dp->out.len; i++) {
		const DPort *p = &g->dp->out.at[i];

		buf_printf(b, "    assign %s = ", p->ident);
		node_slice(g, p->ref, g->dp->latency, 0, p->width, b);
		buf_printf(b, ";\n");
	}
}

/* ---- functions ---- */

static void
table(const Design *g, uint32_t k, Buf *b)
{
	const DTable *t = &g->dp->table.at[k];
	unsigned w = stored_width(t->lo, t->hi), index = index_width(t->len);
	Grid grid = {.a = g->a};
	Buf cell[GRID_CELLS] = {buf_new(g->a), buf_new(g->a), buf_new(g->a)};

	buf_printf(b, "\n    // table %u: %u entries of %u bits\n", k, t->len,
	           w);
	buf_printf(b, "    function ");
	declared_range(t->lo < 0, w, b);
	buf_printf(b, "t%u;\n        input ", k);
	declared_range(false, index, b);
	buf_printf(b,
	           "t%u_index;\n        (* logic_block *)\n"
	           "        case (t%u_index)\n",
	           k, k);
	for (uint32_t i = 0; i < t->len; i++) {
		Buf *c = &cell[i % GRID_CELLS];

		buf_printf(c, "%u'd%u: t%u = ", index, i, k);
		literal(t->at[i], w, t->lo < 0, c);
		buf_printf(c, ";");
		if (i % GRID_CELLS == GRID_CELLS - 1 || i + 1 == t->len)
			grid_line(&grid, cell);
	}
	grid_print(&grid, "            ", 64, b);
	buf_printf(b,
	           "            default: t%u = %u'bx;  // never reached\n"
	           "        endcase\n    endfunction\n",
	           k, w);
}

static void
leading_zeros(unsigned field, Buf *b)
{
	unsigned w = stored_width(0, field);

	buf_printf(b,
	           "\n    // zeros above the leading one in a field of %u "
	           "bits\n    function ",
	           field);
	declared_range(false, w, b);
	buf_printf(b, "lzc%u;\n        input ", field);
	declared_range(false, field, b);
	buf_printf(b, "lzc%u_in;\n        casez (lzc%u_in)\n", field, field);
	for (unsigned i = 0; i < field; i++) {
		buf_printf(b, "            %u'b", field);
		for (unsigned j = 0; j < field; j++)
			buf_printf(b, "%c", j < i ? '0' : j == i ? '1' : '?');
		buf_printf(b, ": lzc%u = %u'd%u;\n", field, w, i);
	}
	buf_printf(b,
	           "            default: lzc%u = %u'd%u;\n"
	           "        endcase\n    endfunction\n",
	           field, w, field);
}

static void
functions(const Design *g, const Use *u, Buf *b)
{
	const Datapath *d = g->dp;
	uint64_t lzc = 0; /* fields already written */

	for (uint32_t k = 0; k < d->table.len; k++)
		table(g, k, b);
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);

		if (n->op != D_lzc || !u[r].live || lzc >> n->k & 1)
			continue;
		lzc |= UINT64_C(1) << n->k;
		leading_zeros((unsigned)n->k, b);
	}
}

static void
emit_verilog(const Design *g, OutFiles *out)
{
	Buf b = buf_new(out->a);
	const Use *u = uses(g);

	emit_head(g, "// ", &b);
	buf_printf(&b, "\n");
	ports(g, &b);
	functions(g, u, &b);
	valid(g->dp, &b);
	for (unsigned s = 0; s <= g->dp->latency; s++) {
		stage_wires(g, u, s, &b);
		if (s < g->dp->latency)
			registers(g, u, s, &b);
	}
	outputs(g, &b);
	buf_printf(&b, "\nendmodule\n");
	out_add(out, arena_printf(out->a, "verilog/%s.v", g->name), &b);
}

const Backend backend_verilog = {
    .name = "verilog",
    .doc = "one Verilog-2001 module, pipelined, no vendor primitives",
    .emit = emit_verilog,
};
