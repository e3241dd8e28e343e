/* C99: one header a design, integers only, also valid C++.
 *
 * Requires nothing of the schedule: stages are the hardware's. Helpers and
 * tables carry the design's name, and only those in use are written: several
 * headers can be included together. */
#include "backends/c.h"

#include <string.h>

/* ---- pieces of fixed text, @ standing for the design's name ---- */

void
c_named(const Design *g, const char *text, Buf *b)
{
	for (; *text; text++)
		if (*text == '@')
			buf_printf(b, "%s", g->name);
		else
			buf_add(b, text, 1);
}

typedef struct Helper {
	const char *name; /* with the opening bracket of its call */
	const char *text;
} Helper;

static const Helper helpers[] = {
    {"_asr32(", "/* floor(x / 2^k), 0 <= k <= 31 */\n"
                "static inline int32_t @_asr32(int32_t x, int32_t k)\n"
                "{\n"
                "\treturn x < 0 ? ~(~x >> k) : x >> k;\n"
                "}\n\n"},
    {"_asr64(", "/* floor(x / 2^k), 0 <= k <= 63 */\n"
                "static inline int64_t @_asr64(int64_t x, int32_t k)\n"
                "{\n"
                "\treturn x < 0 ? ~(~x >> k) : x >> k;\n"
                "}\n\n"},
    {"_shl32(", "/* x * 2^k, which fits; 0 <= k <= 31 */\n"
                "static inline int32_t @_shl32(int32_t x, int32_t k)\n"
                "{\n"
                "\tconst uint32_t u = (uint32_t)x << k;\n"
                "\treturn x < 0 ? -(int32_t)~u - 1 : (int32_t)u;\n"
                "}\n\n"},
    {"_shl64(", "/* x * 2^k, which fits; 0 <= k <= 63 */\n"
                "static inline int64_t @_shl64(int64_t x, int32_t k)\n"
                "{\n"
                "\tconst uint64_t u = (uint64_t)x << k;\n"
                "\treturn x < 0 ? -(int64_t)~u - 1 : (int64_t)u;\n"
                "}\n\n"},
    {"_lzc32(",
     "/* zeros above the leading one of x >= 0 in a field of k bits */\n"
     "static inline int32_t @_lzc32(int32_t x, int32_t k)\n"
     "{\n"
     "\tint32_t s;\n"
     "\ts = (x > 0xffff) * 16; k -= s; x >>= s;\n"
     "\ts = (x > 0xff) * 8; k -= s; x >>= s;\n"
     "\ts = (x > 0xf) * 4; k -= s; x >>= s;\n"
     "\ts = (x > 3) * 2; k -= s; x >>= s;\n"
     "\treturn k - (x > 1) - (x > 0);\n"
     "}\n\n"},
    {"_lzc64(",
     "/* zeros above the leading one of x >= 0 in a field of k bits */\n"
     "static inline int32_t @_lzc64(int64_t x, int32_t k)\n"
     "{\n"
     "\tint32_t s;\n"
     "\ts = (x > 0xffffffff) * 32; k -= s; x >>= s;\n"
     "\ts = (x > 0xffff) * 16; k -= s; x >>= s;\n"
     "\ts = (x > 0xff) * 8; k -= s; x >>= s;\n"
     "\ts = (x > 0xf) * 4; k -= s; x >>= s;\n"
     "\ts = (x > 3) * 2; k -= s; x >>= s;\n"
     "\treturn k - (x > 1) - (x > 0);\n"
     "}\n\n"},
};

static void
add_helpers(const Design *g, const char *body, Buf *b)
{
	for (size_t i = 0; i < sizeof helpers / sizeof *helpers; i++)
		if (strstr(body, arena_printf(g->a, "%s%s", g->name,
		                              helpers[i].name)))
			c_named(g, helpers[i].text, b);
}

/* ---- tables, constants, port structures ---- */

static void
table(const Design *g, uint32_t k, Buf *b)
{
	enum { PER_LINE = 8 };
	const DTable *t = &g->dp->table.at[k];
	unsigned width = stored_width(t->lo, t->hi);
	/* unsigned only where that makes the type smaller */
	bool is_signed =
	    t->lo < 0 || (width != 8 && width != 16 && width != 32);

	const char *type = c_type(g->a, is_signed, width);

	if (width + !is_signed <= 16)
		type = arena_printf(g->a, "%s_ENTRY(%s)", g->name, type);
	buf_printf(b, "static const %s %s_t%u[%u] = {", type, g->name, k,
	           t->len);
	for (uint32_t i = 0; i < t->len; i++) {
		buf_printf(b, i % PER_LINE ? " " : "\n\t");
		c_literal(t->at[i], b);
		buf_printf(b, i + 1 < t->len ? "," : "\n};\n\n");
	}
}

static void
define(const Design *g, const char *port, const char *what, int64_t v, Buf *b)
{
	buf_printf(b, "#define %s%s%s_%s ", g->name, *port ? "_" : "", port,
	           what);
	buf_printf(b, v < 0 ? "(%lld)\n" : "%lld\n", (long long)v);
}

static void
port_constants(const Design *g, const DPort *p, Buf *b)
{
	define(g, p->ident, "WIDTH", p->width, b);
	define(g, p->ident, "SIGNED", p->is_signed, b);
	define(g, p->ident, "LSB", p->lsb, b);
	define(g, p->ident, "LO", p->lo, b);
	define(g, p->ident, "HI", p->hi, b);
}

static void
constants(const Design *g, Buf *b)
{
	buf_printf(b, "/* The hardware's latency and initiation interval in "
	              "clocks; of each port:\n"
	              " * width in bits, sign, weight 2^LSB of the last bit, "
	              "range of the integer. */\n");
	define(g, "", "LATENCY", g->dp->latency, b);
	define(g, "", "II", 1, b);
	for (uint32_t i = 0; i < g->dp->in.len; i++)
		port_constants(g, &g->dp->in.at[i], b);
	for (uint32_t i = 0; i < g->dp->out.len; i++)
		port_constants(g, &g->dp->out.at[i], b);
	buf_printf(b, "\n");
}

static void
members(const Design *g, const DPort *port, uint32_t n, const char *kind,
        Buf *b)
{
	buf_printf(b, "typedef struct {\n");
	for (uint32_t i = 0; i < n; i++) {
		buf_printf(b, "\t%s %s; /* ", c_port_type(g, &port[i]),
		           port[i].ident);
		emit_type(port[i].is_signed, port[i].width, port[i].lsb, b);
		buf_printf(b, " */\n");
	}
	if (n == 0) /* C has no empty structures */
		buf_printf(b, "\tuint8_t none_;\n");
	buf_printf(b, "} %s_%s;\n\n", g->name, kind);
}

/* ---- the function ---- */

static void
node_line(const Design *g, DRef r, Grid *grid)
{
	const DNode *n = dp_at(g->dp, r);
	bool cast = c_node_type(n) == 32 && c_work_type(g, r) == 64 &&
	            n->op != D_lt && n->op != D_eq && n->op != D_lzc;
	Buf cell[GRID_CELLS] = {buf_new(g->a), buf_new(g->a), buf_new(g->a)};

	buf_printf(&cell[0], "const int%u_t n%u", c_node_type(n), (unsigned)r);
	buf_printf(&cell[1], cast ? "= (int32_t)(" : "= ");
	emit_expr(g, &c99, r, &cell[1]);
	buf_printf(&cell[1], cast ? ");" : ";");
	buf_printf(&cell[2], "/* ");
	emit_comment(g, r, &cell[2]);
	buf_printf(&cell[2], " */");
	grid_line(grid, cell);
}

static void
run_function(const Design *g, Buf *b)
{
	const Datapath *d = g->dp;
	const bool *live = emit_live(g);
	Grid grid = {.a = g->a};
	bool reads_input = false;

	buf_printf(b,
	           "/* One evaluation. An input outside LO..HI is taken as the "
	           "nearer of the two. */\n"
	           "static inline void %s_run(const %s_in *in, %s_out *out)\n"
	           "{\n",
	           g->name, g->name, g->name);
	for (DRef r = 1; r < d->node.len; r++) {
		if (!live[r])
			continue;
		reads_input |= dp_at(d, r)->op == D_input;
		node_line(g, r, &grid);
	}
	grid_print(&grid, "\t", 64, b);
	if (!reads_input)
		buf_printf(b, "\t(void)in;\n");
	for (uint32_t i = 0; i < d->out.len; i++) {
		const DPort *p = &d->out.at[i];

		buf_printf(b, "\tout->%s = (%s)", p->ident, c_port_type(g, p));
		c_value(g, p->ref, b);
		buf_printf(b, ";\n");
	}
	buf_printf(b, "}\n\n");
}

/* Names with an underscore at the end are never a port's. */
static void
batch_function(const Design *g, Buf *b)
{
	const Datapath *d = g->dp;

	buf_printf(b,
	           "/* n_ evaluations, an array a port; no array may overlap "
	           "an output's. */\n"
	           "static inline void %s_batch(uint32_t n_",
	           g->name);
	for (uint32_t i = 0; i < d->in.len; i++)
		buf_printf(b, ",\n\tconst %s *%s_RESTRICT %s",
		           c_port_type(g, &d->in.at[i]), g->name,
		           d->in.at[i].ident);
	for (uint32_t i = 0; i < d->out.len; i++)
		buf_printf(b, ",\n\t%s *%s_RESTRICT %s",
		           c_port_type(g, &d->out.at[i]), g->name,
		           d->out.at[i].ident);
	buf_printf(b,
	           ")\n{\n\tuint32_t i_;\n\n"
	           "\tfor (i_ = 0; i_ < n_; i_++) {\n"
	           "\t\t%s_in in_;\n\t\t%s_out out_;\n\n",
	           g->name, g->name);
	for (uint32_t i = 0; i < d->in.len; i++)
		buf_printf(b, "\t\tin_.%s = %s[i_];\n", d->in.at[i].ident,
		           d->in.at[i].ident);
	if (d->in.len == 0)
		buf_printf(b, "\t\tin_.none_ = 0;\n");
	buf_printf(b, "\t\t%s_run(&in_, &out_);\n", g->name);
	for (uint32_t i = 0; i < d->out.len; i++)
		buf_printf(b, "\t\t%s[i_] = out_.%s;\n", d->out.at[i].ident,
		           d->out.at[i].ident);
	buf_printf(b, "\t}\n}\n\n");
}

static const char opening[] = " */\n"
			      "#ifndef @_H_\n"
			      "#define @_H_\n"
			      "\n"
			      "#include <stdint.h>\n"
			      "\n"
			      "#ifdef __cplusplus\n"
			      "extern \"C\" {\n"
			      "#if defined(__GNUC__)\n"
			      "#define @_RESTRICT __restrict__\n"
			      "#else\n"
			      "#define @_RESTRICT\n"
			      "#endif\n"
			      "#else\n"
			      "#define @_RESTRICT restrict\n"
			      "#endif\n"
			      "\n";

static const char entries[] =
    "/* Tables of 32-bit entries vectorise; @_SMALL_TABLES takes the smallest "
    "type. */\n"
    "#ifdef @_SMALL_TABLES\n"
    "#define @_ENTRY(small) small\n"
    "#else\n"
    "#define @_ENTRY(small) int32_t\n"
    "#endif\n\n";

static const char closing[] = "#ifdef __cplusplus\n"
			      "}\n"
			      "#endif\n"
			      "#endif\n";

static void
emit_c(const Design *g, OutFiles *out)
{
	Buf b = buf_new(out->a), body = buf_new(g->a);

	run_function(g, &body);
	buf_printf(&b, "/*\n");
	emit_head(g, " * ", &b);
	c_named(g, opening, &b);
	constants(g, &b);
	members(g, g->dp->in.at, g->dp->in.len, "in", &b);
	members(g, g->dp->out.at, g->dp->out.len, "out", &b);
	if (g->dp->table.len)
		c_named(g, entries, &b);
	for (uint32_t k = 0; k < g->dp->table.len; k++)
		table(g, k, &b);
	add_helpers(g, body.s, &b);
	buf_add(&b, body.s, body.len);
	batch_function(g, &b);
	c_conversions(g, &b);
	c_named(g, closing, &b);
	out_add(out, arena_printf(out->a, "c/%s.h", g->name), &b);
}

const Backend backend_c = {
    .name = "c",
    .doc = "one C99 header: integers only, no libm, vectorises",
    .emit = emit_c,
};
