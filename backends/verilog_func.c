/* Verilog functions: tables and leading zeros.
 *
 * A table is a function with a case statement. Measured with Yosys 0.23 on
 * exp, sin and sqrt of 64 to 1024 entries against an initialised array: 2 %
 * more LUTs on ice40, 1 % more on xcup, and +-20 % on ecp5, where ABC is
 * noisy; and a function is shared by its readers and needs no initial block.
 * (* logic_block *) keeps Yosys from making a block RAM of a table that
 * stands next to a register, whose timing would be another one.
 *
 * Leading zeros are a casez: 1 to 6 LUT levels against 1 to 9 for a tree of
 * halves on ice40 for fields of 8 to 32 bits, with 14 % fewer LUTs to 45 %
 * more. */
#include "backends/verilog.h"

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
	v_range(t->lo < 0, w, b);
	buf_printf(b, "t%u;\n        input ", k);
	v_range(false, index, b);
	buf_printf(b,
	           "t%u_index;\n        (* logic_block *)\n"
	           "        case (t%u_index)\n",
	           k, k);
	for (uint32_t i = 0; i < t->len; i++) {
		Buf *c = &cell[i % GRID_CELLS];

		buf_printf(c, "%u'd%u: t%u = ", index, i, k);
		v_literal(t->at[i], w, t->lo < 0, c);
		buf_printf(c, ";");
		if (i % GRID_CELLS == GRID_CELLS - 1 || i + 1 == t->len)
			grid_line(&grid, cell);
	}
	grid_print(&grid, "            ", 64, b);
	buf_printf(b, "            default: t%u = ", k);
	v_literal(t->at[t->len - 1], w, t->lo < 0, b);
	buf_printf(b,
	           ";  // never reached\n        endcase\n    endfunction\n");
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
	const bool *live = emit_live(g);
	uint64_t lzc = 0; /* fields already written */

	for (uint32_t k = 0; k < d->table.len; k++)
		table(g, k, b);
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);

		if (n->op != D_lzc || !live[r] || lzc >> n->k & 1)
			continue;
		lzc |= UINT64_C(1) << n->k;
		leading_zeros((unsigned)n->k, b);
	}
}
