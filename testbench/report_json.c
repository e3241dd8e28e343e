/* verify.json: the report for programs. Fields keep their order, numbers that
 * must be exact are strings, and nothing in it depends on time or place. */
#include "testbench/result.h"

#include <jansson.h>
#include <math.h>

enum { SCHEMA = 1 };

/* Every json_pack format here is a literal: NULL is out of memory or a text
 * that is not UTF-8, which the manifest cannot hold. */
static json_t *
made(json_t *j)
{
	if (!j)
		die("no JSON");
	return j;
}

static json_t *
count(uint64_t v)
{
	return json_integer((json_int_t)v);
}

static json_t *
text_or_null(const char *s)
{
	return s ? json_string(s) : json_null();
}

static json_t *
vectors(const Vectors *v)
{
	return made(json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "all",
	                      count(v->n), "grid", count(v->grid), "corners",
	                      count(v->corner), "edges", count(v->edge),
	                      "samples", count(v->sample), "random",
	                      count(v->random), "seed", count(v->seed)));
}

/* Sums may overflow where no bound is proven. */
static json_t *
number(double v)
{
	return isfinite(v) ? json_real(v) : json_null();
}

/* |error| in ulp: eight bins to 1, then one an octave. */
static json_t *
histogram(const Error *e)
{
	json_t *list = json_array();

	for (int i = 0; i < BINS; i++) {
		double lo =
		    i <= EIGHTHS ? (double)i / EIGHTHS : ldexp(1, i - EIGHTHS);

		json_array_append_new(
		    list, made(json_pack("{s:f, s:o}", "from_ulp", lo, "count",
		                         count(e->bin[i]))));
	}
	return list;
}

static json_t *
output(const Result *r, uint32_t k, Arena *a)
{
	const DesignOutput *o = &r->l->g.out.at[k];
	const Error *e = reference_error(r->real, k);
	double rms = e->points ? sqrt(e->square / (double)e->points) : 0;

	return made(json_pack(
	    "{s:s, s:b, s:b, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
	    "s:o, s:o, s:o}",
	    "name", o->ident, "proven", (int)o->proven, "pass",
	    (int)output_passes(r, k), "bound_abs", o->bound_abs, "bound_ulp",
	    o->bound_ulp, "max_abs", number(e->max), "max_ulp",
	    number(e->max / e->ulp), "rms_abs", number(rms), "rms_ulp",
	    number(rms / e->ulp), "points", count(e->points), "by_mpfi",
	    count(e->exact), "undefined", count(e->undefined), "undecided",
	    count(e->undecided), "beyond", count(e->over), "failure",
	    text_or_null(output_failure(r, k, a)), "histogram", histogram(e)));
}

static json_t *
model(const Result *r, enum Stream s, Arena *a)
{
	return made(json_pack(
	    "{s:s, s:b, s:b, s:o, s:o, s:o}", "name", stream_info[s].name,
	    "run", (int)stream_runs(r, s), "pass", (int)stream_passes(r, s),
	    "vectors", count(r->stream[s].vectors), "mismatches",
	    count(r->stream[s].mismatches), "failure",
	    text_or_null(stream_failure(r, s, a))));
}

static json_t *
bits(const Result *r, uint32_t o, const int64_t *out, Arena *a)
{
	return text_or_null(out ? output_bits(r, o, out[o], a) : NULL);
}

static json_t *
bad_output(const Result *r, const Bad *bad, uint32_t o, Arena *a)
{
	json_t *j =
	    made(json_pack("{s:s, s:s, s:o}", "name", r->l->g.out.at[o].ident,
	                   "real", reference_value(r->real, o, bad->in, a),
	                   "interpreter", bits(r, o, bad->out[STREAMS], a)));

	for (int s = 0; s < STREAMS; s++)
		json_object_set_new(j, stream_info[s].name,
		                    bits(r, o, bad->out[s], a));
	return j;
}

static json_t *
mismatch(const Result *r, const Bad *bad, Arena *a)
{
	json_t *in = json_array(), *out = json_array();

	for (uint32_t i = 0; i < r->unit.nin; i++)
		json_array_append_new(
		    in, made(json_pack(
			    "{s:s, s:I, s:s}", "name", r->l->g.in.at[i].ident,
			    "port", (json_int_t)bad->in[i], "value",
			    reference_input(r->real, i, bad->in[i], a))));
	for (uint32_t o = 0; o < r->unit.nout; o++)
		json_array_append_new(out, bad_output(r, bad, o, a));
	return made(json_pack("{s:o, s:o, s:o}", "vector", count(bad->vector),
	                      "inputs", in, "outputs", out));
}

static json_t *
design(const Result *r, Arena *a)
{
	json_t *outputs = json_array(), *models = json_array(),
	       *bad = json_array();

	for (uint32_t o = 0; o < r->unit.nout; o++)
		json_array_append_new(outputs, output(r, o, a));
	for (int s = 0; s < STREAMS; s++)
		if (r->unit.has[stream_info[s].model])
			json_array_append_new(models,
			                      model(r, (enum Stream)s, a));
	for (uint32_t i = 0; i < r->bad.len; i++)
		json_array_append_new(bad, mismatch(r, &r->bad.at[i], a));
	return made(json_pack(
	    "{s:i, s:s, s:s, s:b, s:i, s:o, s:o, s:o, s:o, s:o}", "schema",
	    SCHEMA, "symgate", SG_VERSION, "name", r->l->g.name, "pass",
	    (int)result_passes(r), "latency_cycles", (int)r->l->g.dp->latency,
	    "vectors", vectors(&r->vectors), "outputs", outputs,
	    "interpreter_failure", text_or_null(interpreter_failure(r, a)),
	    "models", models, "mismatches", bad));
}

static int
to_buf(const char *s, size_t n, void *b)
{
	buf_add(b, s, n);
	return 0;
}

static void
dump(json_t *j, Buf *b)
{
	size_t flags = JSON_INDENT(2) | JSON_REAL_PRECISION(12);

	check(json_dump_callback(j, to_buf, b, flags) == 0);
	buf_add(b, "\n", 1);
	json_decref(j);
}

void
report_json(const Result *r, Arena *a, Buf *b)
{
	dump(design(r, a), b);
}

void
report_json_all(const Result *r, size_t n, Arena *a, Buf *b)
{
	json_t *list = json_array();
	bool pass = true;

	for (size_t i = 0; i < n; i++) {
		json_array_append_new(list, design(&r[i], a));
		pass = pass && result_passes(&r[i]);
	}
	dump(made(json_pack("{s:i, s:b, s:o}", "schema", SCHEMA, "pass",
	                    (int)pass, "designs", list)),
	     b);
}
