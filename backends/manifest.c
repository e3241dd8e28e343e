/* manifest.json: what a design is, for other tools, for verify and for synth.
 *
 * Contract: schema 1 of docs/design.md. Exact numbers are strings, fields
 * keep their order, and within a schema version fields are only added. Comes
 * after the other backends: it lists their files. */
#include "backends/backend.h"

#include <jansson.h>
#include <math.h>

enum { SCHEMA = 1 };

static json_t *
text(const Design *g, const char *s)
{
	json_t *j = s ? json_string(s) : json_null();
	Buf b = buf_new(g->a);

	if (j)
		return j;
	emit_text(s, SIZE_MAX, &b); /* it was not UTF-8 */
	return json_string(b.s);
}

/* Every json_pack format here is a literal: NULL is out of memory. */
static json_t *
made(json_t *j)
{
	if (!j)
		die("no memory for JSON");
	return j;
}

static json_t *
integer(const Design *g, int64_t v)
{
	return json_string(arena_printf(g->a, "%lld", (long long)v));
}

static json_t *
number(const Design *g, double v)
{
	return json_string(arena_printf(g->a, "%.12g", v));
}

static json_t *
nanoseconds(const Design *g, double v)
{
	return json_string(arena_printf(g->a, "%.3f", v));
}

static json_t *
source(const Design *g, const DesignOutput *o)
{
	if (!o->file)
		return json_null();
	return made(json_pack("{s:o, s:o, s:i, s:i, s:o}", "file",
	                      text(g, o->file), "sha256", text(g, o->sha256),
	                      "row", (int)o->row, "complexity",
	                      (int)o->complexity, "loss", text(g, o->loss)));
}

static json_t *
inputs(const Design *g)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < g->in.len; i++) {
		const DesignInput *in = &g->in.at[i];
		const Format *f = &in->format;
		json_t *j = made(json_pack(
		    "{s:o, s:o, s:o, s:b, s:i, s:i, s:o, s:o, s:o, s:o, s:o, "
		    "s:o, s:s}",
		    "name", text(g, in->name), "ident", text(g, in->ident),
		    "format", text(g, format_text(f, g->a)), "signed",
		    (int)f->is_signed, "width", (int)f->width, "lsb",
		    (int)f->lsb, "scale", text(g, in->scale), "offset",
		    text(g, in->offset), "lo", text(g, in->lo_text), "hi",
		    text(g, in->hi_text), "port_lo", integer(g, in->lo),
		    "port_hi", integer(g, in->hi), "on_overrange",
		    in->clamp ? "clamp" : "assume"));

		json_array_append_new(list, j);
	}
	return list;
}

static json_t *
texts(const Design *g, const char *const *s, uint32_t n)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < n; i++)
		json_array_append_new(list, text(g, s[i]));
	return list;
}

/* Of a fit: the best values and the shifts that were not taken too. */
static json_t *
params(const Design *g, const DesignOutput *o)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < o->param.len; i++) {
		const DesignParam *p = &o->param.at[i];

		json_array_append_new(
		    list, made(json_pack(
			      "{s:o, s:o, s:o, s:o}", "name", text(g, p->name),
			      "best", text(g, p->best), "plus",
			      text(g, p->plus), "minus", text(g, p->minus))));
	}
	return list;
}

static json_t *
outputs(const Design *g)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < g->out.len; i++) {
		const DesignOutput *o = &g->out.at[i];
		const Format *f = &o->format;
		json_t *j = made(json_pack(
		    "{s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:i, s:i, s:o, s:b, "
		    "s:o, s:o, s:o}",
		    "name", text(g, o->name), "ident", text(g, o->ident),
		    "equation", text(g, o->equation), "defines",
		    texts(g, o->define.at, o->define.len), "simplified",
		    text(g, o->simplified), "format",
		    text(g, format_text(f, g->a)), "signed", (int)f->is_signed,
		    "width", (int)f->width, "lsb", (int)f->lsb, "overflow",
		    text(g, o->overflow), "proven", (int)o->proven, "bound_abs",
		    text(g, o->bound_abs), "bound_ulp", text(g, o->bound_ulp),
		    "source", source(g, o)));

		if (o->param.len)
			json_object_set_new(j, "parameters", params(g, o));
		json_array_append_new(list, j);
	}
	return list;
}

/* Rounded up: part of a block RAM is a block RAM. */
static int
whole(double v)
{
	return (int)ceil(v - 1e-9);
}

static json_t *
model(const Design *g)
{
	Cost c = dp_cost(g->target, g->dp);

	return made(
	    json_pack("{s:i, s:i, s:i, s:i, s:i, s:o}", "lut", whole(c.lut),
	              "ff", whole(c.ff), "carry", whole(c.carry), "dsp",
	              whole(c.dsp), "bram", whole(c.bram), "critical_path_ns",
	              nanoseconds(g, dp_critical_path(g->target, g->dp))));
}

static json_t *
files(const OutFiles *out)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < out->file.len; i++)
		json_array_append_new(list, json_string(out->file.at[i].path));
	return list;
}

/* The level, and what --without took from it. */
static json_t *
optimise(const Design *g)
{
	OptSet off = opts_level(g->level) & ~g->opts;
	json_t *list = json_array();

	for (int o = 0; o < OPT_count; o++)
		if (opt_has(off, (enum Opt)o))
			json_array_append_new(list,
			                      json_string(opt_info[o].name));
	return made(
	    json_pack("{s:i, s:o}", "level", g->level, "without", list));
}

static json_t *
scores(const Design *g, const Scores *s)
{
	return made(json_pack("{s:I, s:o, s:o}", "rows", (json_int_t)s->rows,
	                      "equation", number(g, s->real), "design",
	                      number(g, s->fixed)));
}

/* What the search of --numerics data kept, and on what. */
static json_t *
data(const Design *g)
{
	const DataRecord *r = g->data;

	return made(json_pack(
	    "{s:o, s:o, s:o, s:o, s:o, s:i, s:b}", "keep", text(g, r->keep),
	    "decision", text(g, r->decision), "seed",
	    integer(g, (int64_t)r->seed), "train", scores(g, &r->result.train),
	    "held_out", scores(g, &r->result.held), "refitted_constants",
	    (int)r->result.constants, "limited", (int)r->result.saturated));
}

static json_t *
manifest(const Design *g, const OutFiles *out)
{
	return made(json_pack(
	    "{s:i, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
	    "s:i, s:i, s:o, s:o, s:o, s:o}",
	    "schema", SCHEMA, "symgate", SG_VERSION, "command",
	    text(g, g->command), "name", text(g, g->name), "source",
	    g->out.len ? source(g, &g->out.at[0]) : json_null(), "numerics",
	    text(g, g->numerics), "undefined", text(g, g->undefined), "dialect",
	    text(g, g->dialect), "defines",
	    texts(g, g->define.at, g->define.len), "target",
	    text(g, g->target->name), "clock_mhz", number(g, g->clock_mhz),
	    "optimise", optimise(g), "latency_cycles", (int)g->dp->latency,
	    "initiation_interval", 1, "inputs", inputs(g), "outputs",
	    outputs(g), "model", model(g), "files", files(out)));
}

static json_t *
choices(const Design *g)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < g->choice.len; i++) {
		const DesignChoice *c = &g->choice.at[i];

		json_array_append_new(
		    list,
		    made(json_pack("{s:o, s:o, s:o, s:s}", "input",
		                   text(g, c->input), "first",
		                   integer(g, c->first), "last",
		                   integer(g, c->last), "others", "nearest")));
	}
	return list;
}

static int
to_buf(const char *s, size_t n, void *b)
{
	buf_add(b, s, n);
	return 0;
}

static void
emit_manifest(const Design *g, OutFiles *out)
{
	Buf b = buf_new(out->a);
	json_t *j = manifest(g, out);

	if (g->data)
		json_object_set_new(j, "data", data(g));
	if (g->choice.len)
		json_object_set_new(j, "choices", choices(g));
	if (g->design_file)
		json_object_set_new(
		    j, "design",
		    made(json_pack("{s:o, s:o, s:o}", "file",
		                   text(g, g->design_file), "sha256",
		                   text(g, g->design_sha256), "name",
		                   text(g, g->design_name))));
	check(json_dump_callback(j, to_buf, &b, JSON_INDENT(2)) == 0);
	json_decref(j);
	buf_add(&b, "\n", 1);
	out_add(out, "manifest.json", &b);
}

const Backend backend_manifest = {
    .name = "manifest",
    .doc = "what the design is, as JSON",
    .always = true,
    .emit = emit_manifest,
};
