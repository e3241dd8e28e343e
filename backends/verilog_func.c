/* Tables, shifts and leading zeros.
 *
 * A table is a case statement: measured with Yosys 0.23 on exp, sin and sqrt
 * of 64 to 1024 entries against an initialised array 2 % more LUTs on ice40,
 * 1 % more on xcup, and +-20 % on ecp5, where ABC is noisy; and it needs no
 * initial block. (* logic_block *) keeps Yosys from making a block RAM of a
 * table that stands next to a register, whose timing would be another one.
 *
 * Small tables and those that share their reader's LUT are functions, which
 * ABC merges with what reads them. Larger ones are modules behind the design's own: where the flow does not flatten
 * (synth_xilinx), ABC maps each for itself. Within one network it trades area
 * for depth and copies tables into their readers:
 * a normalised sqrt of 12 bits took 588 LUTs, and takes 204; a tanh as lines
 * on 128 segments 183, and takes 112.
 *
 * So are shifts by a signal: what reads a shifter would be mapped together with it, for
 * depth: 1/x of 12 bits, normalised, took 322 LUTs, and takes 94.
 *
 * Leading zeros are a casez: 1 to 6 LUT levels against 1 to 9 for a tree of
 * halves on ice40 for fields of 8 to 32 bits, with 14 % fewer LUTs to 45 %
 * more. */
#include "backends/verilog.h"

enum { FUNCTION_BITS = 3 }; /* index of the largest table as a function */

static bool
is_table_module(const Design *g, DRef r)
{
	const DNode *n = dp_at(g->dp, r);

	return n->op == D_lut && !n->packed &&
	       index_width(g->dp->table.at[n->k].len) > FUNCTION_BITS;
}

static bool
is_shift_module(const Design *g, DRef r)
{
	const DNode *n = dp_at(g->dp, r);

	return (n->op == D_shlv || n->op == D_asrv) &&
	       !is_literal(dp_at(g->dp, n->arg[0]));
}

bool
v_is_instance(const Design *g, DRef r)
{
	return is_table_module(g, r) || is_shift_module(g, r);
}

void
v_instance(const Design *g, DRef r, const char *vector, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);
	unsigned k = (unsigned)n->k, self = (unsigned)r;

	if (is_table_module(g, r)) {
		buf_printf(b, "; %s_t%u n%u_t%u (.index(", g->name, k, self, k);
		verilog.arg(g, r, 0, 'r', b);
		buf_printf(b, "), .value(%s));", vector);
		return;
	}
	buf_printf(b, "; %s_s%u n%u_s (.word(", g->name, self, self);
	verilog.arg(g, r, 0, 'r', b);
	buf_printf(b, "), .by(");
	verilog.arg(g, r, 1, 'r', b);
	buf_printf(b, "), .value(%s));", vector);
}

/* Which tables are needed as modules, or else as functions. */
static const bool *
tables_as(const Design *g, bool modules)
{
	const Datapath *d = g->dp;
	const bool *live = emit_live(g);
	bool *as = arena_alloc(g->a, d->table.len * sizeof *as);

	for (DRef r = 1; r < d->node.len; r++)
		if (live[r] && dp_at(d, r)->op == D_lut &&
		    is_table_module(g, r) == modules)
			as[dp_at(d, r)->k] = true;
	return as;
}

/* The case statement that gives `value` the entry at `index`. In a function
 * the first entry reads an index bit, which is 0 there: Yosys makes a memory of
 * a case of constants, whatever its attributes, and moves a register in front
 * of the index behind it, where it has more bits. */
static void
entries(const Design *g, const DTable *t, const char *value, const char *index,
        bool in_function, Buf *b)
{
	unsigned w = stored_width(t->lo, t->hi), bits = index_width(t->len);
	Grid grid = {.a = g->a};
	Buf cell[GRID_CELLS] = {buf_new(g->a), buf_new(g->a), buf_new(g->a)};

	buf_printf(b, "        (* logic_block *)\n        case (%s)\n", index);
	for (uint32_t i = 0; i < t->len; i++) {
		Buf *c = &cell[i % GRID_CELLS];

		buf_printf(c, "%u'd%u: %s = ", bits, i, value);
		v_literal(t->at[i], w, t->lo < 0, c);
		if (i == 0 && in_function && bits > 1)
			buf_printf(c, " ^ {%u{%s[0]}}", w, index);
		buf_printf(c, ";");
		if (i % GRID_CELLS == GRID_CELLS - 1 || i + 1 == t->len)
			grid_line(&grid, cell);
	}
	grid_print(&grid, "            ", 64, b);
	buf_printf(b, "            default: %s = ", value);
	v_literal(t->at[t->len - 1], w, t->lo < 0, b);
	buf_printf(b, ";  // never reached\n        endcase\n");
}

static void
heading(const DTable *t, uint32_t k, const char *indent, Buf *b)
{
	buf_printf(b, "\n%s// table %u: %u entries of %u bits\n", indent, k,
	           t->len, stored_width(t->lo, t->hi));
}

static void
table_function(const Design *g, uint32_t k, Buf *b)
{
	const DTable *t = &g->dp->table.at[k];

	heading(t, k, "    ", b);
	buf_printf(b, "    function ");
	v_range(t->lo < 0, stored_width(t->lo, t->hi), b);
	buf_printf(b, "t%u;\n        input ", k);
	v_range(false, index_width(t->len), b);
	buf_printf(b, "t%u_index;\n", k);
	if (index_width(t->len) > 1)
		buf_printf(b,
		           "        // entry 0 reads a bit that is 0 there, or "
		           "Yosys would make a memory of it\n");
	entries(g, t, arena_printf(g->a, "t%u", k),
	        arena_printf(g->a, "t%u_index", k), true, b);
	buf_printf(b, "    endfunction\n");
}

static void
table_module(const Design *g, uint32_t k, Buf *b)
{
	const DTable *t = &g->dp->table.at[k];

	heading(t, k, "", b);
	buf_printf(b, "module %s_t%u (input wire ", g->name, k);
	v_range(false, index_width(t->len), b);
	buf_printf(b, "index, output reg ");
	v_range(t->lo < 0, stored_width(t->lo, t->hi), b);
	buf_printf(b, "value);\n    always @*\n");
	entries(g, t, "value", "index", false, b);
	buf_printf(b, "endmodule\n");
}

/* As wide as the node's expression on both sides. */
static void
shift_module(const Design *g, DRef r, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);
	bool is_signed, right = n->op == D_asrv;
	unsigned w = v_full_width(g, n, &is_signed);

	buf_printf(b, "\nmodule %s_s%u (input wire ", g->name, (unsigned)r);
	v_range(is_signed, v_reads(g, r, 0).n, b);
	buf_printf(b, "word, input wire ");
	v_range(false, v_reads(g, r, 1).n, b);
	buf_printf(b, "by, output wire ");
	v_range(is_signed, w, b);
	buf_printf(b, "value);\n    assign value = word %s by;\nendmodule\n",
	           right ? ">>>" : "<<");
}

void
v_modules(const Design *g, Buf *b)
{
	const bool *as = tables_as(g, true), *live = emit_live(g);
	Buf all = buf_new(g->a);

	for (uint32_t k = 0; k < g->dp->table.len; k++)
		if (as[k])
			table_module(g, k, &all);
	for (DRef r = 1; r < g->dp->node.len; r++)
		if (live[r] && is_shift_module(g, r))
			shift_module(g, r, &all);
	if (!all.len)
		return;
	buf_printf(b,
	           "\n// the modules of tables and shifts are in the file of "
	           "the design\n// verilator lint_off DECLFILENAME\n");
	buf_add(b, all.s, all.len);
}

static void
leading_zeros(unsigned field, Buf *b)
{
	unsigned w = stored_width(0, field);

	buf_printf(b,
	           "\n    // zeros above the leading one in a field of %u "
	           "bits\n    function ",
	           field);
	v_range(false, w, b);
	buf_printf(b, "lzc%u;\n        input ", field);
	v_range(false, field, b);
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

void
v_functions(const Design *g, Buf *b)
{
	const Datapath *d = g->dp;
	const bool *live = emit_live(g), *as = tables_as(g, false);
	uint64_t lzc = 0; /* fields already written */

	for (uint32_t k = 0; k < d->table.len; k++)
		if (as[k])
			table_function(g, k, b);
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);

		if (n->op != D_lzc || !live[r] || lzc >> n->k & 1)
			continue;
		lzc |= UINT64_C(1) << n->k;
		leading_zeros((unsigned)n->k, b);
	}
}
