/* The programs around the generated models: they read vectors, run the model
 * and write what came out.
 *
 * Contract: only identifiers that the manifest's check let through, and
 * numbers, get into these texts. A program runs in the bench's folder; design
 * i reads d<i>/in and writes d<i>/STREAM.out, records of a vector's number and
 * its outputs. Outputs are sign-extended from the port's bits, so that every
 * model is compared by its bits alone. */
#include "testbench/bench.h"

const char harness_common[] =
    "#include <stdint.h>\n"
    "#include <stdio.h>\n"
    "#include <stdlib.h>\n"
    "typedef void tb_fn(const int64_t *in, int64_t *out);\n"
    "typedef struct { int64_t *at; size_t n; } tb_vectors;\n"
    "static inline void tb_need(int ok, const char *what)\n"
    "{\n"
    "\tif (!ok) { perror(what); exit(1); }\n"
    "}\n"
    "static inline tb_vectors tb_read(const char *path, size_t nin)\n"
    "{\n"
    "\tFILE *f = fopen(path, \"rb\");\n"
    "\tint64_t n = 0;\n"
    "\ttb_vectors v;\n"
    "\ttb_need(f && fread(&n, sizeof n, 1, f) == 1, path);\n"
    "\tv.n = (size_t)n;\n"
    "\tv.at = (int64_t *)calloc(v.n * nin + 1, sizeof *v.at);\n"
    "\ttb_need(v.at && fread(v.at, sizeof *v.at, v.n * nin, f) ==\n"
    "\t        v.n * nin, path);\n"
    "\tfclose(f);\n"
    "\treturn v;\n"
    "}\n"
    "static inline void tb_record(FILE *f, size_t k, const int64_t *y,\n"
    "                             size_t nout)\n"
    "{\n"
    "\tint64_t index = (int64_t)k;\n"
    "\tfwrite(&index, sizeof index, 1, f);\n"
    "\tfwrite(y, sizeof *y, nout, f);\n"
    "}\n"
    "static inline void tb_close(FILE *f, const char *path)\n"
    "{\n"
    "\tint bad = ferror(f);\n"
    "\ttb_need(!(fclose(f) | bad), path);\n"
    "}\n"
    "/* the low w bits of v, as two's complement if s */\n"
    "static inline int64_t tb_bits(uint64_t v, unsigned w, int s)\n"
    "{\n"
    "\tuint64_t sign = (uint64_t)1 << (w - 1);\n"
    "\tv &= 2 * sign - 1;\n"
    "\treturn (int64_t)(s ? (v ^ sign) - sign : v);\n"
    "}\n"
    "/* every vector through fn, one by one */\n"
    "static inline void tb_each(const char *in, const char *out,\n"
    "                           size_t nin, size_t nout, tb_fn *fn)\n"
    "{\n"
    "\ttb_vectors v = tb_read(in, nin);\n"
    "\tint64_t *y = (int64_t *)calloc(nout, sizeof *y);\n"
    "\tFILE *f = fopen(out, \"wb\");\n"
    "\ttb_need(f && y, out);\n"
    "\tfor (size_t k = 0; k < v.n; k++) {\n"
    "\t\tfn(v.at + k * nin, y);\n"
    "\t\ttb_record(f, k, y, nout);\n"
    "\t}\n"
    "\ttb_close(f, out);\n"
    "\tfree(y);\n"
    "\tfree(v.at);\n"
    "}\n";

/* D names a design: Model, nin, nout, latency, and set and get of its ports.
 * A cycle is: inputs, rising edge, look, falling edge. What went in `latency`
 * edges ago, counted with this one, must be what out_valid tells; a reset
 * empties the pipeline at its edge. */
const char harness_driver[] =
    "#include \"common.h\"\n"
    "#include <verilated.h>\n"
    "#include <memory>\n"
    "#include <vector>\n"
    "template <class D> class tb_bench {\n"
    "\tVerilatedContext context;\n"
    "\tstd::unique_ptr<typename D::Model> m;\n"
    "\ttb_vectors v;\n"
    "\tuint64_t random = 1, cycle = 0;\n"
    "\tstd::vector<int64_t> ring;\n"
    "\tFILE *out = nullptr, *complaints;\n"
    "\tconst char *stream = nullptr;\n"
    "\tunsigned said = 0;\n"
    "\tuint64_t dice()\n"
    "\t{ /* xorshift64*, Vigna 2016 */\n"
    "\t\trandom ^= random >> 12;\n"
    "\t\trandom ^= random << 25;\n"
    "\t\trandom ^= random >> 27;\n"
    "\t\treturn random * 0x2545f4914f6cdd1d;\n"
    "\t}\n"
    "\tvoid look(int64_t expected)\n"
    "\t{\n"
    "\t\tint64_t y[D::nout];\n"
    "\t\tif (m->out_valid != (expected >= 0) && said++ < 10)\n"
    "\t\t\tfprintf(complaints, \"%s: out_valid is %d and should be\"\n"
    "\t\t\t        \" %d in cycle %llu\\n\", stream, m->out_valid,\n"
    "\t\t\t        expected >= 0, (unsigned long long)cycle);\n"
    "\t\tif (expected < 0 || !m->out_valid)\n"
    "\t\t\treturn;\n"
    "\t\tD::get(*m, y);\n"
    "\t\ttb_record(out, (size_t)expected, y, D::nout);\n"
    "\t}\n"
    "\t/* index < 0: anything on the inputs */\n"
    "\tvoid step(bool rst, bool valid, int64_t index)\n"
    "\t{\n"
    "\t\tint64_t x[D::nin + 1];\n"
    "\t\tfor (unsigned i = 0; i < D::nin; i++)\n"
    "\t\t\tx[i] = index < 0 ? (int64_t)dice()\n"
    "\t\t\t                 : v.at[(size_t)index * D::nin + i];\n"
    "\t\tD::set(*m, x);\n"
    "\t\tm->rst = rst;\n"
    "\t\tm->in_valid = valid;\n"
    "\t\tif (rst)\n"
    "\t\t\tring.assign(ring.size(), -1);\n"
    "\t\tring[cycle % ring.size()] = rst || !valid ? -1 : index;\n"
    "\t\tm->clk = 1;\n"
    "\t\tm->eval();\n"
    "\t\tlook(ring[(cycle + 1) % ring.size()]);\n"
    "\t\tm->clk = 0;\n"
    "\t\tm->eval();\n"
    "\t\tcycle++;\n"
    "\t}\n"
    "\tvoid flush()\n"
    "\t{\n"
    "\t\tfor (unsigned k = 0; k < D::latency + 2; k++)\n"
    "\t\t\tstep(false, false, -1);\n"
    "\t}\n"
    "public:\n"
    "\ttb_bench(const char *in, const char *said_path)\n"
    "\t{\n"
    "\t\tv = tb_read(in, D::nin);\n"
    "\t\tcontext.randReset(2);\n"
    "\t\tcontext.randSeed(7);\n"
    "\t\tm.reset(new typename D::Model{&context});\n"
    "\t\tring.assign(D::latency ? D::latency : 1, -1);\n"
    "\t\tcomplaints = fopen(said_path, \"w\");\n"
    "\t\ttb_need(complaints != nullptr, said_path);\n"
    "\t\tm->clk = 0;\n"
    "\t\tm->eval();\n"
    "\t}\n"
    "\t~tb_bench()\n"
    "\t{\n"
    "\t\tfclose(complaints);\n"
    "\t\tfree(v.at);\n"
    "\t}\n"
    "\t/* bubbles, resets: one cycle in so many; 0: none */\n"
    "\tvoid run(const char *path, const char *name, size_t most,\n"
    "\t         unsigned bubbles, unsigned resets)\n"
    "\t{\n"
    "\t\tsize_t n = most && most < v.n ? most : v.n;\n"
    "\t\tout = fopen(path, \"wb\");\n"
    "\t\ttb_need(out != nullptr, path);\n"
    "\t\tstream = name;\n"
    "\t\tstep(D::latency > 0, D::latency > 0, -1);\n"
    "\t\tfor (size_t k = 0; k < n;) {\n"
    "\t\t\tif (resets && dice() % resets == 0)\n"
    "\t\t\t\tstep(true, dice() & 1, -1);\n"
    "\t\t\telse if (bubbles && dice() % bubbles == 0)\n"
    "\t\t\t\tstep(false, false, -1);\n"
    "\t\t\telse\n"
    "\t\t\t\tstep(false, true, (int64_t)k++);\n"
    "\t\t}\n"
    "\t\tflush();\n"
    "\t\ttb_close(out, path);\n"
    "\t}\n"
    "};\n";

/* ---- C ---- */

static const char *
c_type(const Format *f)
{
	static const char *const name[2][4] = {
	    {"uint8_t", "uint16_t", "uint32_t", "uint64_t"},
	    {"int8_t", "int16_t", "int32_t", "int64_t"}};
	unsigned k = 0;

	while (8u << k < f->width)
		k++;
	return name[f->is_signed][k];
}

static void
c_vector(const Unit *u, size_t i, Buf *b)
{
	const Design *g = &u->l->g;

	buf_printf(b,
	           "static void one_d%zu(const int64_t *x, int64_t *y)\n"
	           "{\n"
	           "\t%s_in in = {0};\n"
	           "\t%s_out out;\n"
	           "\t(void)x;\n",
	           i, g->name, g->name);
	for (uint32_t k = 0; k < u->nin; k++)
		buf_printf(b, "\tin.%s = (%s)x[%u];\n", g->in.at[k].ident,
		           c_type(&g->in.at[k].format), k);
	buf_printf(b, "\t%s_run(&in, &out);\n", g->name);
	for (uint32_t o = 0; o < u->nout; o++)
		buf_printf(b, "\ty[%u] = (int64_t)out.%s;\n", o,
		           g->out.at[o].ident);
	buf_printf(b, "}\n");
}

/* Names of ours: p<k> is port k's array, inputs first. */
static void
c_batch(const Unit *u, size_t i, Buf *b)
{
	const Design *g = &u->l->g;

	buf_printf(b,
	           "static void batch_d%zu(void)\n"
	           "{\n"
	           "\ttb_vectors v = tb_read(\"d%zu/in\", %u);\n"
	           "\tint64_t y[%u];\n"
	           "\tFILE *f = fopen(\"d%zu/batch.out\", \"wb\");\n"
	           "\ttb_need(f != NULL, \"batch\");\n",
	           i, i, u->nin, u->nout, i);
	for (uint32_t k = 0; k < u->nin + u->nout; k++) {
		const Format *f = k < u->nin ? &g->in.at[k].format
		                             : &g->out.at[k - u->nin].format;

		buf_printf(b,
		           "\t%s *p%u = (%s *)calloc(v.n + 1, sizeof *p%u);\n"
		           "\ttb_need(p%u != NULL, \"batch\");\n",
		           c_type(f), k, c_type(f), k, k);
	}
	for (uint32_t k = 0; k < u->nin; k++)
		buf_printf(b,
		           "\tfor (size_t k = 0; k < v.n; k++)\n"
		           "\t\tp%u[k] = (%s)v.at[k * %u + %u];\n",
		           k, c_type(&g->in.at[k].format), u->nin, k);
	buf_printf(b, "\t%s_batch((uint32_t)v.n", g->name);
	for (uint32_t k = 0; k < u->nin + u->nout; k++)
		buf_printf(b, ", p%u", k);
	buf_printf(b, ");\n\tfor (size_t k = 0; k < v.n; k++) {\n");
	for (uint32_t o = 0; o < u->nout; o++)
		buf_printf(b, "\t\ty[%u] = (int64_t)p%u[k];\n", o, u->nin + o);
	buf_printf(b, "\t\ttb_record(f, k, y, %u);\n\t}\n", u->nout);
	for (uint32_t k = 0; k < u->nin + u->nout; k++)
		buf_printf(b, "\tfree(p%u);\n", k);
	buf_printf(b, "\tfree(v.at);\n\ttb_close(f, \"batch\");\n}\n");
}

void
harness_c(const Unit *u, size_t i, Buf *b)
{
	buf_printf(b, "#include \"d%zu/c/%s.h\"\n", i, u->l->g.name);
	c_vector(u, i, b);
	c_batch(u, i, b);
	buf_printf(b,
	           "void run_d%zu(void)\n"
	           "{\n"
	           "\ttb_each(\"d%zu/in\", \"d%zu/c.out\", %u, %u,\n"
	           "\t        one_d%zu);\n"
	           "\tbatch_d%zu();\n"
	           "}\n",
	           i, i, i, u->nin, u->nout, i, i);
}

/* ---- HLS C++ ---- */

/* The function's own parameter types tell how to pass a port: any ap_int or
 * ap_fixed, inputs first, outputs by reference. */
const char harness_ports[] =
    "#include \"common.h\"\n"
    "#include <ap_int.h>\n"
    "#include <ap_fixed.h>\n"
    "#include <tuple>\n"
    "#include <utility>\n"
    "template <class F> struct tb_ports;\n"
    "template <class... A> struct tb_ports<void (*)(A...)> {\n"
    "\ttypedef std::tuple<typename std::remove_cv<\n"
    "\t        typename std::remove_reference<A>::type>::type...> type;\n"
    "};\n"
    "template <class T> int tb_put(T &port, int64_t v)\n"
    "{\n"
    "\tport.range(T::width - 1, 0) = (unsigned long long)v;\n"
    "\treturn 0;\n"
    "}\n"
    "template <class T> int64_t tb_get(T &port, int is_signed)\n"
    "{\n"
    "\treturn tb_bits(port.range(T::width - 1, 0).to_uint64(), T::width,\n"
    "\t               is_signed);\n"
    "}\n"
    "template <class F, size_t... I>\n"
    "void tb_call(F f, typename tb_ports<F>::type &p,\n"
    "             std::index_sequence<I...>)\n"
    "{\n"
    "\tf(std::get<I>(p)...);\n"
    "}\n";

void
harness_hls(const Unit *u, size_t i, Buf *b)
{
	const Design *g = &u->l->g;

	buf_printf(b,
	           "namespace d%zu {\n#include \"d%zu/hls/%s.cpp\"\n}\n"
	           "static void one_d%zu(const int64_t *x, int64_t *y)\n"
	           "{\n"
	           "\ttypedef decltype(&d%zu::%s) function;\n"
	           "\ttb_ports<function>::type p;\n"
	           "\t(void)x;\n",
	           i, i, g->name, i, i, g->name);
	for (uint32_t k = 0; k < u->nin; k++)
		buf_printf(b, "\ttb_put(std::get<%u>(p), x[%u]);\n", k, k);
	buf_printf(b,
	           "\ttb_call(&d%zu::%s, p, "
	           "std::make_index_sequence<%u>());\n",
	           i, g->name, u->nin + u->nout);
	for (uint32_t o = 0; o < u->nout; o++)
		buf_printf(b, "\ty[%u] = tb_get(std::get<%u>(p), %d);\n", o,
		           u->nin + o, g->out.at[o].format.is_signed);
	buf_printf(
	    b,
	    "}\n"
	    "extern \"C\" void run_d%zu(void)\n"
	    "{\n"
	    "\ttb_each(\"d%zu/in\", \"d%zu/hls.out\", %u, %u, one_d%zu);\n"
	    "}\n",
	    i, i, i, u->nin, u->nout, i);
}

/* ---- Verilog ---- */

static void
port_list(const Unit *u, bool declare, Buf *b)
{
	const Design *g = &u->l->g;

	for (uint32_t i = 0; i < u->nin; i++)
		if (declare)
			buf_printf(b, ", input [%u:0] i%u",
			           g->in.at[i].format.width - 1u, i);
		else
			buf_printf(b, ", .%s(i%u)", g->in.at[i].ident, i);
	for (uint32_t o = 0; o < u->nout; o++)
		if (declare)
			buf_printf(b, ", output [%u:0] o%u",
			           g->out.at[o].format.width - 1u, o);
		else
			buf_printf(b, ", .%s(o%u)", g->out.at[o].ident, o);
}

/* Ports get names of ours, and clk and rst even where they do nothing. */
void
harness_wrapper(const Unit *u, Buf *b)
{
	buf_printf(b, "module symgate_tb_(input clk, input rst, input in_valid,"
	              " output out_valid");
	port_list(u, true, b);
	buf_printf(b, ");\n%s u(.in_valid(in_valid), .out_valid(out_valid)",
	           u->l->g.name);
	if (u->l->g.dp->latency)
		buf_printf(b, ", .clk(clk), .rst(rst)");
	port_list(u, false, b);
	buf_printf(b, ");\nendmodule\n");
}

static void
verilated_ports(const Unit *u, Buf *b)
{
	const Design *g = &u->l->g;

	buf_printf(b, "\tstatic void set(Model &m, const int64_t *x)\n\t{\n"
	              "\t\t(void)m, (void)x;\n");
	for (uint32_t i = 0; i < u->nin; i++)
		buf_printf(b, "\t\tm.i%u = (uint64_t)x[%u] & 0x%llxu;\n", i, i,
		           ~0ull >> (64 - g->in.at[i].format.width));
	buf_printf(b, "\t}\n\tstatic void get(Model &m, int64_t *y)\n\t{\n");
	for (uint32_t o = 0; o < u->nout; o++)
		buf_printf(b, "\t\ty[%u] = tb_bits(m.o%u, %u, %d);\n", o, o,
		           g->out.at[o].format.width,
		           g->out.at[o].format.is_signed);
	buf_printf(b, "\t}\n");
}

static void
verilated_run(size_t i, enum Stream s, unsigned bubbles, unsigned resets,
              Buf *b)
{
	const StreamInfo *f = &stream_info[s];

	buf_printf(b, "\tb.run(\"d%zu/%s.out\", \"%s\", %zu, %u, %u);\n", i,
	           f->name, f->doc, f->most, bubbles, resets);
}

void
harness_verilog(const Unit *u, size_t i, Buf *b)
{
	enum { BUBBLES = 2, RESETS = 24 }; /* one cycle in so many */
	unsigned latency = u->l->g.dp->latency;

	buf_printf(b,
	           "#include \"d%zu/all.h\"\n"
	           "struct D%zu {\n"
	           "\ttypedef Vd%zu Model;\n"
	           "\tenum : unsigned { nin = %u, nout = %u, latency = %u };\n",
	           i, i, i, u->nin, u->nout, latency);
	verilated_ports(u, b);
	buf_printf(b,
	           "};\n"
	           "extern \"C\" void run_d%zu(void)\n"
	           "{\n"
	           "\ttb_bench<D%zu> b(\"d%zu/in\", \"d%zu/complaints\");\n",
	           i, i, i, i);
	verilated_run(i, S_VERILOG, 0, 0, b);
	verilated_run(i, S_BUBBLES, BUBBLES, 0, b);
	if (latency)
		verilated_run(i, S_RESET, 3 * BUBBLES, RESETS, b);
	buf_printf(b, "}\n");
}

/* ---- main ---- */

void
harness_main(const Bench *bench, enum Model m, Buf *b)
{
	for (size_t i = 0; i < bench->n; i++)
		if (bench->unit[i].has[m])
			buf_printf(b, "void run_d%zu(void);\n", i);
	buf_printf(b, "int main(void)\n{\n");
	for (size_t i = 0; i < bench->n; i++)
		if (bench->unit[i].has[m])
			buf_printf(b, "\trun_d%zu();\n", i);
	buf_printf(b, "\treturn 0;\n}\n");
}
