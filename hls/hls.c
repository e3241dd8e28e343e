/* HLS C++ for Vitis HLS and Vivado HLS: one function, ap_fixed ports, one
 * ap_int or ap_uint of exact width a node.
 *
 * ap_int's operators give full-width results and an assignment keeps the low
 * bits, so a node's proven bounds make every assignment exact. The exceptions
 * need care here: a shift keeps its operand's width, which is therefore
 * widened first, and comparisons and the arms of ?: are brought to one type.
 * Compiles with any C++14 compiler and the ap_types headers. */
#include "hls/hls.h"

/* ---- types and literals ---- */

void
hls_integer(bool is_signed, unsigned width, Buf *b)
{
	buf_printf(b, "ap_%sint<%u>", is_signed ? "" : "u", width);
}

void
hls_literal(int64_t v, Buf *b)
{
	bool wide = v > INT32_MAX || v <= INT32_MIN;

	buf_printf(b, "%lld%s", (long long)v, wide ? "LL" : "");
}

static void
node_type(const DNode *n, Buf *b)
{
	hls_integer(n->lo < 0, node_width(n), b);
}

/* ---- expressions ---- */

static void
value(const Design *g, DRef r, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);

	if (!is_literal(n)) {
		buf_printf(b, "n%u", (unsigned)r);
		return;
	}
	node_type(n, b);
	buf_printf(b, "(");
	hls_literal(n->lo, b);
	buf_printf(b, ")");
}

/* "+ x", or "- 5" for a literal below 0. */
static void
addend(const Design *g, DRef r, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);

	if (is_literal(n) && n->lo < 0) {
		buf_printf(b, "- ");
		hls_integer(false, stored_width(0, -n->lo), b);
		buf_printf(b, "(");
		hls_literal(-n->lo, b);
		buf_printf(b, ")");
	} else {
		buf_printf(b, "+ ");
		value(g, r, b);
	}
}

/* Argument i in the type that holds arguments 0 and 1. */
static void
common(const Design *g, const DNode *n, unsigned i, Buf *b)
{
	const DNode *x = dp_at(g->dp, n->arg[0]), *y = dp_at(g->dp, n->arg[1]);
	int64_t lo = x->lo < y->lo ? x->lo : y->lo;
	int64_t hi = x->hi > y->hi ? x->hi : y->hi;

	hls_integer(lo < 0, stored_width(lo, hi), b);
	buf_printf(b, "(");
	value(g, n->arg[i], b);
	buf_printf(b, ")");
}

/* Forms: v as it is, a addend, c in the common type, t in the node's type. */
static void
arg(const Design *g, DRef r, unsigned i, char form, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);

	switch (form) {
	case 'a':
		addend(g, n->arg[i], b);
		break;
	case 'c':
		common(g, n, i, b);
		break;
	case 't':
		node_type(n, b);
		buf_printf(b, "(");
		value(g, n->arg[i], b);
		buf_printf(b, ")");
		break;
	default:
		value(g, n->arg[i], b);
	}
}

/* The node's bits of its argument, from bit k. */
static void
field(const Design *g, const DNode *n, Buf *b)
{
	const DNode *x = dp_at(g->dp, n->arg[0]);
	unsigned top = (unsigned)n->k + node_width(n);

	if (top > node_width(x)) {
		hls_integer(x->lo < 0, top, b);
		buf_printf(b, "(");
		value(g, n->arg[0], b);
		buf_printf(b, ")");
	} else {
		value(g, n->arg[0], b);
	}
	buf_printf(b, ".range(%u, %u)", top - 1, (unsigned)n->k);
}

/* I the port of an input, F a field. */
static void
word(const Design *g, DRef r, char letter, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);

	check(letter == 'I' || letter == 'F');
	if (letter == 'F')
		field(g, n, b);
	else
		buf_printf(b, "%s.range(%u, 0)", g->dp->in.at[n->k].ident,
		           node_width(n) - 1);
}

static const Templates cpp = {
    .op = {[D_input] = "%I",
           [D_add] = "%v0 %a1",
           [D_sub] = "%v0 - %v1",
           [D_mul] = "%v0 * %v1",
           [D_neg] = "-%v0",
           [D_shl] = "%t0 << %k",
           [D_asr] = "%v0 >> %k",
           [D_shlv] = "%t0 << %v1",
           [D_asrv] = "%v0 >> %v1",
           [D_lzc] = "lzc%k(%v0)",
           [D_lt] = "%c0 < %c1",
           [D_eq] = "%c0 == %c1",
           [D_select] = "%v0 ? %t1 : %t2",
           [D_lut] = "t%k[%v0]",
           [D_bits] = "%F",
           [D_sbits] = "%F"},
    .arg = arg,
    .word = word,
};

/* ---- tables and functions ---- */

/* For synthesis an entry has its exact width. For simulation it is a native
 * integer: thousands of ap_int constructors in an initialiser take a compiler
 * minutes. Every index of the widest reader is within the array; entries
 * beyond the table are zero and never read. */
static void
table(const Design *g, uint32_t k, Buf *b)
{
	enum { PER_LINE = 8 };
	const DTable *t = &g->dp->table.at[k];
	unsigned width = stored_width(t->lo, t->hi), native = 8;

	while (native < width)
		native *= 2;
	buf_printf(b, "static const ENTRY(");
	hls_integer(t->lo < 0, width, b);
	buf_printf(b, ", %sint%u_t) t%u[%u] = {", t->lo < 0 ? "" : "u", native,
	           k, 1U << index_width(t->len));
	for (uint32_t i = 0; i < t->len; i++) {
		buf_printf(b, i % PER_LINE ? " " : "\n    ");
		hls_literal(t->at[i], b);
		buf_printf(b, i + 1 < t->len ? "," : "};\n\n");
	}
}

static void
tables(const Design *g, Buf *b)
{
	if (!g->dp->table.len)
		return;
	buf_printf(b, "#ifdef __SYNTHESIS__\n"
	              "#define ENTRY(exact, native) exact\n"
	              "#else\n"
	              "#define ENTRY(exact, native) native\n"
	              "#endif\n\n");
	for (uint32_t k = 0; k < g->dp->table.len; k++)
		table(g, k, b);
	buf_printf(b, "#undef ENTRY\n\n");
}

static void
leading_zeros(unsigned k, Buf *b)
{
	unsigned w = stored_width(0, k);

	buf_printf(b,
	           "// zeros above the leading one in a field of %u bits\n"
	           "static ap_uint<%u> lzc%u(ap_uint<%u> x)\n"
	           "{\n"
	           "#pragma HLS INLINE\n"
	           "    ap_uint<%u> zeros = %u;\n"
	           "    for (int i = 0; i < %u; i++) {\n"
	           "#pragma HLS UNROLL\n"
	           "        if (x[i])\n"
	           "            zeros = %u - i;\n"
	           "    }\n"
	           "    return zeros;\n"
	           "}\n\n",
	           k, w, k, k, w, k, k, k - 1);
}

static void
functions(const Design *g, const bool *live, Buf *b)
{
	uint64_t lzc = 0; /* fields already written */

	tables(g, b);
	for (DRef r = 1; r < g->dp->node.len; r++) {
		const DNode *n = dp_at(g->dp, r);

		if (n->op != D_lzc || !live[r] || lzc >> n->k & 1)
			continue;
		lzc |= UINT64_C(1) << n->k;
		leading_zeros((unsigned)n->k, b);
	}
}

/* ---- NAME.h and NAME.cpp ---- */

void
hls_prototype(const Design *g, Buf *b)
{
	const char *comma = "";

	buf_printf(b, "void %s(", g->name);
	for (uint32_t i = 0; i < g->in.len; i++, comma = ",")
		buf_printf(b, "%s\n    %s %s", comma,
		           format_text(&g->in.at[i].format, g->a),
		           g->in.at[i].ident);
	for (uint32_t i = 0; i < g->out.len; i++, comma = ",")
		buf_printf(b, "%s\n    %s &%s", comma,
		           format_text(&g->out.at[i].format, g->a),
		           g->out.at[i].ident);
	buf_printf(b, ")");
}

static void
header(const Design *g, OutFiles *out)
{
	Buf b = buf_new(out->a);

	emit_head(g, "// ", &b);
	buf_printf(&b,
	           "#ifndef %s_HLS_H_\n#define %s_HLS_H_\n\n"
	           "#include \"ap_fixed.h\"\n#include \"ap_int.h\"\n\n"
	           "#define %s_LATENCY %u\n#define %s_II 1\n\n",
	           g->name, g->name, g->name, g->dp->latency, g->name);
	hls_prototype(g, &b);
	buf_printf(&b, ";\n\n#endif\n");
	out_add(out, arena_printf(out->a, "hls/%s.h", g->name), &b);
}

static void
node_line(const Design *g, DRef r, Grid *grid)
{
	Buf cell[GRID_CELLS] = {buf_new(g->a), buf_new(g->a), buf_new(g->a)};

	buf_printf(&cell[0], "const ");
	node_type(dp_at(g->dp, r), &cell[0]);
	buf_printf(&cell[0], " n%u", (unsigned)r);
	buf_printf(&cell[1], "= ");
	emit_expr(g, &cpp, r, &cell[1]);
	buf_printf(&cell[1], ";");
	buf_printf(&cell[2], "// ");
	emit_comment(g, r, &cell[2]);
	grid_line(grid, cell);
}

static void
body(const Design *g, const bool *live, Buf *b)
{
	Grid grid = {.a = g->a};

	hls_prototype(g, b);
	buf_printf(b,
	           "\n{\n#pragma HLS PIPELINE II=1\n"
	           "#pragma HLS LATENCY min=%u max=%u\n",
	           g->dp->latency, g->dp->latency);
	for (uint32_t i = 0; i < g->dp->in.len; i++)
		if (!live[g->dp->in.at[i].ref])
			buf_printf(b, "    (void)%s;\n", g->dp->in.at[i].ident);
	for (DRef r = 1; r < g->dp->node.len; r++)
		if (live[r])
			node_line(g, r, &grid);
	grid_print(&grid, "    ", 64, b);
	for (uint32_t i = 0; i < g->dp->out.len; i++) {
		const DPort *p = &g->dp->out.at[i];

		buf_printf(b, "    %s.range(%u, 0) = ", p->ident,
		           p->width - 1U);
		hls_integer(p->is_signed, p->width, b);
		buf_printf(b, "(");
		value(g, p->ref, b);
		buf_printf(b, ");\n");
	}
	buf_printf(b, "}\n");
}

static void
emit_hls(const Design *g, OutFiles *out)
{
	Buf b = buf_new(out->a);
	const bool *live = emit_live(g);

	header(g, out);
	emit_head(g, "// ", &b);
	buf_printf(&b, "#include \"%s.h\"\n\n", g->name);
	functions(g, live, &b);
	body(g, live, &b);
	out_add(out, arena_printf(out->a, "hls/%s.cpp", g->name), &b);
	hls_test_bench(g, out);
	hls_scripts(g, out);
}

const Backend backend_hls = {
    .name = "hls",
    .doc = "HLS C++ with its test bench and scripts for Vitis and Vivado HLS",
    .emit = emit_hls,
};
