/* Verilog-2001: one module, its tables' and its shifts', one named wire a node, one
 * section a stage.
 *
 * Requires a scheduled datapath. A node that is read in a later stage goes
 * through one register a rank, shared by all its readers. Bits that nobody
 * reads go to a wire n..._unused, which is the name that Verilator's lint
 * knows; so the text is clean without a waiver. */
#include "backends/verilog.h"

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
	uint64_t bits = f.low < 64 ? v_low_bits(f.n) << f.low : 0;

	if (f.low + f.n > w && x->lo < 0) /* the sign, repeated */
		bits |= v_low_bits(w) ^ v_low_bits(w - 1);
	if (at > u[r].last) {
		u[r].last = at;
		u[r].bits = 0;
	}
	if (at == u[r].last)
		u[r].bits |= bits & v_low_bits(w);
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
			use(g, u, n->arg[i], n->stage, v_reads(g, r, i));
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
		v_part(vector, width, lo, hi - lo, &list);
		total += hi - lo;
		hi = lo;
	}
	if (!total)
		return;
	buf_printf(out, "    wire ");
	v_range(false, total, out);
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
	v_range(p->is_signed, p->width, &range);
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
	v_range(is_signed, width, b);
	buf_printf(b, "%s", vector);
}

/* The line of a node's wire up to its comment: its expression, or the
 * instance of a module. */
static void
value_line(const Design *g, DRef r, const char *vector, Buf *cell)
{
	const DNode *n = dp_at(g->dp, r);
	bool is_signed;
	unsigned w = v_full_width(g, n, &is_signed);

	declare("wire", is_signed, w, vector, &cell[0]);
	if (!v_is_instance(g, r)) {
		buf_printf(&cell[1], "= ");
		emit_expr(g, &verilog, r, &cell[1]);
		buf_printf(&cell[1], ";");
		return;
	}
	v_instance(g, r, vector, &cell[1]);
}

/* One node's wire as a line of the grid; its _unused wires go to `after`. */
static void
node_line(const Design *g, DRef r, const Use *u, Grid *grid, Buf *after)
{
	const DNode *n = dp_at(g->dp, r);
	unsigned w = node_width(n), full, low = v_first_bit(g, n);
	const char *vector = v_wire(g, r, n->stage), *whole = vector;
	bool full_signed;
	Buf cell[GRID_CELLS] = {buf_new(g->a), buf_new(g->a), buf_new(g->a)};

	full = v_full_width(g, n, &full_signed);
	if (full != w)
		whole = arena_printf(g->a, "%s_full", vector);
	value_line(g, r, whole, cell);
	buf_printf(&cell[2], "// ");
	emit_comment(g, r, &cell[2]);
	grid_line(grid, cell);
	if (full != w) {
		declare("wire", n->lo < 0, w, vector, &cell[0]);
		buf_printf(&cell[1], "= ");
		v_part(whole, full, low, w, &cell[1]);
		buf_printf(&cell[1], ";");
		grid_line(grid, cell);
		unused(g, whole, whole, full, v_low_bits(w) << low, after);
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
	       p->width, v_low_bits(read), b);
}

static void
stage_wires(const Design *g, const Use *u, unsigned stage, Buf *b)
{
	Grid grid = {.a = g->a};
	Buf after = buf_new(g->a);

	for (uint32_t i = 0; stage == 0 && i < g->dp->in.len; i++)
		unused_port(g, &g->dp->in.at[i], u, &after);
	for (DRef r = 1; r < g->dp->node.len; r++)
		if (u[r].live && dp_at(g->dp, r)->stage == stage)
			node_line(g, r, &u[r], &grid, &after);
	if (!grid.cell.len && !after.len)
		return;
	buf_printf(b, "\n    // ---- stage %u ----\n", stage);
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
	const char *to = v_wire(g, r, stage + 1);
	Buf c[GRID_CELLS] = {buf_new(g->a), buf_new(g->a), buf_new(g->a)};

	declare("reg", n->lo < 0, node_width(n), to, &c[0]);
	buf_printf(&c[0], ";");
	grid_line(declared, c);
	buf_printf(&c[0], "%s", to);
	buf_printf(&c[1], "<= %s;", v_wire(g, r, stage));
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

	for (DRef r = 1; r < g->dp->node.len; r++)
		if (crosses(g, u, r, stage))
			register_line(g, &u[r], r, stage, &declared, &assigned,
			              &after);
	if (!declared.cell.len)
		return;
	buf_printf(b, "\n    // ---- registers between stages %u and %u ----\n",
	           stage, stage + 1);
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
		v_slice(g, p->ref, g->dp->latency, 0, p->width, b);
		buf_printf(b, ";\n");
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
	v_functions(g, &b);
	valid(g->dp, &b);
	for (unsigned s = 0; s <= g->dp->latency; s++) {
		stage_wires(g, u, s, &b);
		if (s < g->dp->latency)
			registers(g, u, s, &b);
	}
	outputs(g, &b);
	buf_printf(&b, "\nendmodule\n");
	v_modules(g, &b);
	out_add(out, arena_printf(out->a, "verilog/%s.v", g->name), &b);
}

const Backend backend_verilog = {
    .name = "verilog",
    .doc = "one Verilog-2001 module, pipelined, no vendor primitives",
    .emit = emit_verilog,
};
