/* The report for people: a line a model and output, then what is wrong. */
#include "testbench/result.h"

#include <math.h>
#include <string.h>

enum { NAME_WIDTH = 17 };

/* 1234567 as "1,234,567". */
static const char *
grouped(uint64_t v, Arena *a)
{
	char digits[32];
	int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)v);
	Buf b = buf_new(a);

	for (int i = 0; i < n; i++)
		buf_printf(&b, i && (n - i) % 3 == 0 ? ",%c" : "%c", digits[i]);
	return b.s;
}

static void
line(Buf *b, const char *name, const char *verdict)
{
	buf_printf(b, "  %-*s %s", NAME_WIDTH, name, verdict);
}

/* Text of several lines, indented; the first is where the line is. */
static void
indented(Buf *b, const char *text)
{
	enum { MOST = 12 }; /* lines */
	int lines = 0;

	for (; *text && lines < MOST; lines++) {
		size_t n = strcspn(text, "\n");

		buf_printf(b, lines ? "\n      %.*s" : "  %.*s", (int)n, text);
		text += n + (text[n] == '\n');
	}
	buf_printf(b, *text ? "\n      ...\n" : "\n");
}

static void
vectors_line(const Result *r, Arena *a, Buf *b)
{
	const Vectors *v = &r->vectors;

	line(b, "vectors", grouped(v->n, a));
	if (v->grid)
		buf_printf(b, ": every point of the box%s",
		           v->random ? " and" : "");
	else
		buf_printf(b, ":");
	if (v->random)
		buf_printf(b,
		           " %s corners, %s edges of tables and segments, %s "
		           "samples, %s random; seed %llu",
		           grouped(v->corner, a), grouped(v->edge, a),
		           grouped(v->sample, a), grouped(v->random, a),
		           (unsigned long long)v->seed);
	buf_printf(b, "\n");
}

static void
histogram(const Error *e, Buf *b)
{
	int last = BINS - 1;

	while (last > 0 && !e->bin[last])
		last--;
	buf_printf(b, "      |error| in %% by 1/8 ulp:");
	for (int i = 0; i <= last; i++)
		buf_printf(b, "%s %.3g", i == EIGHTHS ? "; by octaves:" : "",
		           100 * (double)e->bin[i] / (double)e->points);
	buf_printf(b, "\n");
}

static void
remarks(const Error *e, Arena *a, Buf *b)
{
	buf_printf(b, "      %s by MPFI", grouped(e->exact, a));
	if (e->points > e->exact)
		buf_printf(b, ", %s by double and its proven error",
		           grouped(e->points - e->exact, a));
	if (e->undefined)
		buf_printf(b, "; %s not defined", grouped(e->undefined, a));
	if (e->undecided)
		buf_printf(b, "; %s undecided at 4096 bits",
		           grouped(e->undecided, a));
	buf_printf(b, "\n");
}

static void
output_lines(const Result *r, uint32_t output, Arena *a, Buf *b)
{
	const DesignOutput *o = &r->l->g.out.at[output];
	const Error *e = reference_error(r->real, output);
	bool pass = output_passes(r, output);
	double n = e->points ? (double)e->points : 1;
	double rms = sqrt(e->square / n);

	line(b, arena_printf(a, "real %s", o->ident),
	     pass ? o->proven ? "PASS" : "none" : "FAIL");
	buf_printf(b, "  max %.4g ulp (%.4g), rms %.4g ulp (%.4g), ",
	           e->max / e->ulp, e->max, rms / e->ulp, rms);
	if (o->proven)
		buf_printf(b, "bound %s ulp (%s)\n", o->bound_ulp,
		           o->bound_abs);
	else
		buf_printf(b, "no proven bound\n");
	remarks(e, a, b);
	if (e->points)
		histogram(e, b);
	if (!pass)
		buf_printf(b, "      %s\n", output_failure(r, output, a));
}

static void
stream_line(const Result *r, enum Stream s, Arena *a, Buf *b)
{
	const char *failure = stream_failure(r, s, a);
	enum Model m = stream_info[s].model;
	unsigned latency = r->l->g.dp->latency;

	if (!r->unit.has[m]) {
		line(b, stream_info[s].doc, "not in this design (--emit)\n");
		return;
	}
	if (s == S_RESET && latency == 0 && !failure)
		return;
	line(b, stream_info[s].doc, failure ? "FAIL" : "PASS");
	if (failure)
		indented(b, failure);
	else if (m == M_VERILOG)
		buf_printf(b, "  %s vectors, latency %u\n",
		           grouped(r->stream[s].vectors, a), latency);
	else
		buf_printf(b, "  %s vectors\n",
		           grouped(r->stream[s].vectors, a));
}

static void
bad_lines(const Result *r, const Bad *bad, Arena *a, Buf *b)
{
	buf_printf(b, "  at %s\n", bad_inputs(r, bad, a));
	for (uint32_t o = 0; o < r->unit.nout; o++) {
		buf_printf(b, "      %s: real %s", r->l->g.out.at[o].ident,
		           reference_value(r->real, o, bad->in, a));
		if (bad->out[STREAMS])
			buf_printf(b, "; interpreter %s (%.12g)",
			           output_bits(r, o, bad->out[STREAMS][o], a),
			           ldexp((double)bad->out[STREAMS][o],
			                 r->l->g.out.at[o].format.lsb));
		for (int s = 0; s < STREAMS; s++)
			if (bad->out[s])
				buf_printf(
				    b, "; %s %s", stream_info[s].doc,
				    output_bits(r, o, bad->out[s][o], a));
		buf_printf(b, "\n");
	}
}

void
report_text(const Result *r, Arena *a, Buf *b)
{
	const char *node = interpreter_failure(r, a);

	buf_printf(b, "%s in %s\n", r->l->g.name, r->l->dir);
	vectors_line(r, a, b);
	for (uint32_t o = 0; o < r->unit.nout; o++)
		output_lines(r, o, a, b);
	line(b, "interpreter", node ? "FAIL" : "PASS");
	buf_printf(b, "  %s\n", node ? node : "every node in its range");
	for (int s = 0; s < STREAMS; s++)
		stream_line(r, (enum Stream)s, a, b);
	for (uint32_t i = 0; i < r->bad.len; i++)
		bad_lines(r, &r->bad.at[i], a, b);
	buf_printf(b, "%s %s\n", result_passes(r) ? "PASS" : "FAIL",
	           r->l->g.name);
}
