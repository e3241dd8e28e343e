/* NAME_tb.cpp: a self-checking test bench for C simulation and co-simulation.
 * Its results come from the interpreter, the reference of every backend. */
#include "hls/hls.h"

enum { RANDOM_VECTORS = 64, SEED = 1 };

typedef struct Vectors {
	int64_t *in, *out; /* [v * nin + i], [v * nout + o] */
	size_t n;
} Vectors;

/* xorshift64: G. Marsaglia, "Xorshift RNGs", J. Stat. Software 8, 2003. */
static uint64_t
next_random(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	return *s ^= *s << 17;
}

static int64_t
random_in(uint64_t *s, int64_t lo, int64_t hi)
{
	uint64_t n = (uint64_t)hi - (uint64_t)lo + 1;

	return (int64_t)((uint64_t)lo + next_random(s) % n);
}

/* 0, or what is nearest to it. */
static int64_t
near_zero(const DPort *p)
{
	return p->lo > 0 ? p->lo : p->hi < 0 ? p->hi : 0;
}

/* All at the least, all at the most, all near 0; each alone at its least and
 * at its most; random ones. */
static Vectors
make_vectors(const Design *g)
{
	const Datapath *d = g->dp;
	size_t nin = d->in.len, corners = 3 + 2 * nin;
	Vectors v = {.n = corners + RANDOM_VECTORS};
	uint64_t seed = SEED;

	v.in = arena_alloc(g->a, (v.n * nin + 1) * sizeof *v.in);
	v.out = arena_alloc(g->a, (v.n * d->out.len + 1) * sizeof *v.out);
	for (size_t k = 0; k < v.n; k++)
		for (size_t i = 0; i < nin; i++) {
			const DPort *p = &d->in.at[i];

			v.in[k * nin + i] =
			    k >= corners ? random_in(&seed, p->lo, p->hi)
			    : k == 0 || k == 3 + 2 * i ? p->lo
			    : k == 1 || k == 4 + 2 * i ? p->hi
						       : near_zero(p);
		}
	dp_interp_batch(d, v.in, v.out, v.n, NULL);
	return v;
}

static void
array(const char *name, const int64_t *at, size_t rows, size_t columns, Buf *b)
{
	buf_printf(b, "static const long long %s[%zu][%zu] = {\n", name, rows,
	           columns ? columns : 1);
	for (size_t k = 0; k < rows; k++) {
		buf_printf(b, "    {");
		for (size_t i = 0; i < columns; i++) {
			buf_printf(b, i ? ", " : "");
			hls_literal(at[k * columns + i], b);
		}
		buf_printf(b, columns ? "},\n" : "0},\n");
	}
	buf_printf(b, "};\n\n");
}

static void
call(const Design *g, Buf *b)
{
	const char *comma = "";

	for (uint32_t i = 0; i < g->in.len; i++)
		buf_printf(
		    b,
		    "        %s %s;\n"
		    "        %s.range(%u, 0) = ap_uint<%u>(in_[k_][%u]);\n",
		    format_text(&g->in.at[i].format, g->a), g->in.at[i].ident,
		    g->in.at[i].ident, g->dp->in.at[i].width - 1U,
		    g->dp->in.at[i].width, i);
	for (uint32_t i = 0; i < g->out.len; i++)
		buf_printf(b, "        %s %s;\n",
		           format_text(&g->out.at[i].format, g->a),
		           g->out.at[i].ident);
	buf_printf(b, "        ::%s(", g->name);
	for (uint32_t i = 0; i < g->in.len; i++, comma = ", ")
		buf_printf(b, "%s%s", comma, g->in.at[i].ident);
	for (uint32_t i = 0; i < g->out.len; i++, comma = ", ")
		buf_printf(b, "%s%s", comma, g->out.at[i].ident);
	buf_printf(b, ");\n");
}

static void
compare(const Design *g, Buf *b)
{
	for (uint32_t i = 0; i < g->out.len; i++) {
		const DPort *p = &g->dp->out.at[i];

		buf_printf(b, "        bad_ += check_(k_, \"%s\", ", p->ident);
		hls_integer(p->is_signed, p->width, b);
		buf_printf(b, "(%s.range(%u, 0)).to_int64(), out_[k_][%u]);\n",
		           p->ident, p->width - 1U, i);
	}
}

static const char check_function[] =
    "static int check_(int k, const char *port, long long got, long long "
    "want)\n"
    "{\n"
    "    if (got == want)\n"
    "        return 0;\n"
    "    std::printf(\"vector %d: %s is %lld, not %lld\\n\", k, port, got, "
    "want);\n"
    "    return 1;\n"
    "}\n\n";

/* Names with an underscore at the end are never a port's. */
void
hls_test_bench(const Design *g, OutFiles *out)
{
	Buf b = buf_new(out->a);
	Vectors v = make_vectors(g);

	emit_head(g, "// ", &b);
	buf_printf(&b, "#include <cstdio>\n\n#include \"%s.h\"\n\n", g->name);
	buf_printf(&b, "// port integers and the results they must give, bit "
	               "for bit\n");
	array("in_", v.in, v.n, g->in.len, &b);
	array("out_", v.out, v.n, g->out.len, &b);
	buf_printf(&b, "%s", check_function);
	buf_printf(&b,
	           "int main()\n{\n    int bad_ = 0;\n\n"
	           "    for (int k_ = 0; k_ < %zu; k_++) {\n",
	           v.n);
	call(g, &b);
	compare(g, &b);
	buf_printf(&b, "    }\n"
	               "    std::printf(bad_ ? \"FAIL\\n\" : \"PASS\\n\");\n"
	               "    return bad_ != 0;\n}\n");
	out_add(out, arena_printf(out->a, "hls/%s_tb.cpp", g->name), &b);
}
