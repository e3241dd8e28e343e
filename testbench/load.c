/* Reads a design directory back: manifest.json, the datapath text and the
 * samples.
 *
 * Contract: the manifest may have been edited by hand, so nothing in it is
 * believed before it is checked: shape and types field by field, then every
 * port against the datapath's. Gives a Design whose `dp` has passed dp_read's
 * checks. The tables below are the schema's fields that the test bench needs;
 * others may come and go. */
#include "testbench/fields.h"

#include <string.h>

enum { SCHEMA = 1 };

typedef struct Head {
	const char *name, *command, *numerics, *undefined, *dialect;
	const char *target, *clock_mhz;
	int64_t schema, latency, interval;
} Head;

typedef struct Port {
	const char *name, *ident, *format;
	bool is_signed;
	int64_t width, lsb;
	const char *scale, *offset, *lo, *hi, *overrange; /* inputs */
	const char *equation, *simplified, *overflow;     /* outputs */
	const char *bound_abs, *bound_ulp;
	bool proven;
} Port;

#define HEAD(m) offsetof(Head, m)
static const Field head_field[] = {
    {"schema", INTEGER, HEAD(schema), SCHEMA, SCHEMA},
    {"name", NAME, HEAD(name), 0, 0},
    {"command", TEXT_OR_NULL, HEAD(command), 0, 0},
    {"numerics", TEXT, HEAD(numerics), 0, 0},
    {"undefined", TEXT, HEAD(undefined), 0, 0},
    {"dialect", TEXT, HEAD(dialect), 0, 0},
    {"target", TEXT, HEAD(target), 0, 0},
    {"clock_mhz", RATIONAL, HEAD(clock_mhz), 0, 0},
    {"latency_cycles", INTEGER, HEAD(latency), 0, UINT16_MAX},
    {"initiation_interval", INTEGER, HEAD(interval), 1, 1},
    {NULL, TEXT, 0, 0, 0}};

#define PORT(m) offsetof(Port, m)
static const Field port_field[] = {
    {"name", TEXT, PORT(name), 0, 0},
    {"ident", NAME, PORT(ident), 0, 0},
    {"format", TEXT, PORT(format), 0, 0},
    {"signed", FLAG, PORT(is_signed), 0, 0},
    {"width", INTEGER, PORT(width), 1, DP_MAX_WIDTH},
    {"lsb", INTEGER, PORT(lsb), -1000, 900}, /* 2^lsb is a double */
    {NULL, TEXT, 0, 0, 0}};

static const Field input_field[] = {
    {"scale", RATIONAL, PORT(scale), 0, 0},
    {"offset", RATIONAL, PORT(offset), 0, 0},
    {"lo", RATIONAL, PORT(lo), 0, 0},
    {"hi", RATIONAL, PORT(hi), 0, 0},
    {"on_overrange", TEXT, PORT(overrange), 0, 0},
    {NULL, TEXT, 0, 0, 0}};

static const Field output_field[] = {
    {"equation", TEXT, PORT(equation), 0, 0},
    {"simplified", TEXT_OR_NULL, PORT(simplified), 0, 0},
    {"overflow", TEXT, PORT(overflow), 0, 0},
    {"proven", FLAG, PORT(proven), 0, 0},
    {"bound_abs", BOUND, PORT(bound_abs), 0, 0},
    {"bound_ulp", BOUND, PORT(bound_ulp), 0, 0},
    {NULL, TEXT, 0, 0, 0}};

/* ---- ports ---- */

static void
differs(Load *l, Span at, const char *what)
{
	l->ok = false;
	diag_error(l->diag, at, "%s is not what the datapath says", what);
	diag_note(l->diag, "the folder's files do not belong together: compile "
	                   "it again");
}

static void
match_port(Load *l, Span at, const Port *p, const DPort *d)
{
	const Diag *diag = l->diag;

	if (strcmp(p->ident, d->ident) != 0)
		differs(l, json_member(diag, at, "ident"), "the port's name");
	if (p->is_signed != d->is_signed)
		differs(l, json_member(diag, at, "signed"), "the port's sign");
	if (p->width != d->width)
		differs(l, json_member(diag, at, "width"), "the port's width");
	if (p->lsb != d->lsb)
		differs(l, json_member(diag, at, "lsb"), "the port's weight");
}

/* The format as written, which must be what the other fields say. */
static Format
port_format(Load *l, Span at, const Port *p)
{
	Span s = json_member(l->diag, at, "format");
	Format f = {0};

	s.pos++; /* inside the quotes */
	s.len -= 2;
	if (!format_parse(l->diag, s, &f)) {
		l->ok = false;
		return f;
	}
	if (f.is_signed != p->is_signed || f.width != p->width ||
	    f.lsb != p->lsb) {
		l->ok = false;
		diag_error(l->diag, s,
		           "the format is not what \"signed\", "
		           "\"width\" and \"lsb\" say");
	}
	return f;
}

/* The fields that both kinds of port have, and its own. */
static void
read_port(Load *l, const json_t *v, Span at, const Field *own, Port *p,
          Format *f, const DPort *d)
{
	read_fields(l, v, at, port_field, p);
	read_fields(l, v, at, own, p);
	if (!l->ok)
		return;
	match_port(l, at, p, d);
	*f = port_format(l, at, p);
}

/* The port integer at which the variable has the value in `text`. */
static bool
port_integer(const DesignInput *in, const char *text, int64_t *x)
{
	mpq_t q, t;
	bool ok;

	mpq_inits(q, t, (mpq_ptr)NULL);
	check(read_rational(text, q) && read_rational(in->offset, t));
	mpq_sub(q, q, t);
	port_value(&in->format, in->scale, "0", 1, t);
	mpq_div(q, q, t);
	ok = mpz_cmp_ui(mpq_denref(q), 1) == 0 &&
	     mpz_fits_slong_p(mpq_numref(q));
	*x = ok ? mpz_get_si(mpq_numref(q)) : 0;
	mpq_clears(q, t, (mpq_ptr)NULL);
	return ok && *x >= format_lo(&in->format) &&
	       *x <= format_hi(&in->format);
}

/* The promised range. The datapath's own is that, or more where it clamps. */
static void
read_range(Load *l, Span at, DesignInput *in, const DPort *d)
{
	bool lo = port_integer(in, in->lo_text, &in->lo);
	bool hi = port_integer(in, in->hi_text, &in->hi);

	if (in->lo > in->hi) {
		int64_t t = in->lo;
		in->lo = in->hi;
		in->hi = t;
	}
	if (!lo || in->lo < d->lo || (!in->clamp && in->lo > d->lo))
		differs(l, json_member(l->diag, at, "lo"), "the low end");
	if (!hi || in->hi > d->hi || (!in->clamp && in->hi < d->hi))
		differs(l, json_member(l->diag, at, "hi"), "the high end");
}

static void
check_scale(Load *l, Span at, const char *scale)
{
	mpq_t q;

	mpq_init(q);
	if (read_rational(scale, q) && mpq_sgn(q) == 0) {
		l->ok = false;
		diag_error(l->diag, json_member(l->diag, at, "scale"),
		           "a scale must not be zero");
	}
	mpq_clear(q);
}

static void
check_unique(Load *l, Span at, const Design *g, const char *name)
{
	for (uint32_t i = 0; name && i < g->in.len; i++) {
		if (strcmp(g->in.at[i].name, name) != 0)
			continue;
		l->ok = false;
		diag_error(l->diag, json_member(l->diag, at, "name"),
		           "two inputs have this name");
	}
}

static void
read_input(Load *l, const json_t *v, Span at, Design *g, const DPort *d)
{
	Port p = {0};
	bool before = l->ok;
	DesignInput in;
	Format f;

	l->ok = true;
	read_port(l, v, at, input_field, &p, &f, d);
	expect_word(l, at, "on_overrange", p.overrange, "assume clamp");
	check_unique(l, at, g, p.name);
	if (l->ok)
		check_scale(l, at, p.scale);
	if (l->ok) {
		in = (DesignInput){.name = p.name,
		                   .ident = d->ident,
		                   .format = f,
		                   .scale = p.scale,
		                   .offset = p.offset,
		                   .clamp = !strcmp(p.overrange, "clamp"),
		                   .lo_text = p.lo,
		                   .hi_text = p.hi};
		read_range(l, at, &in, d);
		vec_push(g->a, g->in, in);
	}
	l->ok = l->ok && before;
}

static Texts
read_texts(Load *l, const json_t *root, Span at, const char *key)
{
	const json_t *list = json_object_get(root, key);
	size_t n = json_array_size(list);
	Texts t = {0};

	for (size_t i = 0; i < n; i++) {
		const char *s = json_string_value(json_array_get(list, i));

		if (s)
			vec_push(l->a, t, arena_strdup(l->a, s));
	}
	if (!json_is_array(list) || t.len != n) {
		l->ok = false;
		diag_error(l->diag, json_member(l->diag, at, key),
		           "\"%s\" must be a list of strings", key);
	}
	return t;
}

static void
read_output(Load *l, const json_t *v, Span at, Design *g, const DPort *d)
{
	Port p = {0};
	bool before = l->ok;
	DesignOutput out;
	Texts own;
	Format f;

	l->ok = true;
	read_port(l, v, at, output_field, &p, &f, d);
	expect_word(l, at, "overflow", p.overflow, "never saturate wrap");
	own = read_texts(l, v, at, "defines");
	if (l->ok && p.proven && !*p.bound_abs) {
		l->ok = false;
		diag_error(l->diag, json_member(l->diag, at, "bound_abs"),
		           "an output that is proven has a bound");
	}
	if (l->ok) {
		out = (DesignOutput){.name = p.name,
		                     .ident = d->ident,
		                     .format = f,
		                     .equation = p.equation,
		                     .define = {own.at, own.len, own.cap},
		                     .simplified = p.simplified,
		                     .overflow = p.overflow,
		                     .proven = p.proven,
		                     .bound_abs = p.bound_abs,
		                     .bound_ulp = p.bound_ulp};
		vec_push(g->a, g->out, out);
	}
	l->ok = l->ok && before;
}

typedef void ReadPort(Load *, const json_t *, Span, Design *, const DPort *);

static void
read_ports(Load *l, const json_t *root, Span at, const char *key, Design *g,
           const DPort *port, uint32_t n, ReadPort *read)
{
	const json_t *list = json_object_get(root, key);
	Span where = json_member(l->diag, at, key);

	if (!json_is_array(list) || json_array_size(list) != n) {
		l->ok = false;
		diag_error(l->diag, where,
		           "\"%s\" must be a list of %u, one a port of the "
		           "datapath",
		           key, n);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		const json_t *v = json_array_get(list, i);
		Span here = json_element(l->diag, where, i);

		if (json_is_object(v)) {
			read(l, v, here, g, &port[i]);
			continue;
		}
		l->ok = false;
		diag_error(l->diag, here, "a port must be an object");
	}
}

/* ---- the whole manifest ---- */

static void
read_head(Load *l, const json_t *root, Span at, Design *g, int64_t *latency)
{
	Head h = {0};
	Texts defines;

	read_fields(l, root, at, head_field, &h);
	expect_word(l, at, "undefined", h.undefined, "error any");
	defines = read_texts(l, root, at, "defines");
	for (uint32_t i = 0; i < defines.len; i++)
		vec_push(l->a, g->define, defines.at[i]);
	if (h.target && !(g->target = target_by_name(h.target))) {
		l->ok = false;
		diag_error(l->diag, json_member(l->diag, at, "target"),
		           "unknown target");
		diag_note(l->diag, "symgate targets lists those that are "
		                   "known");
	}
	g->name = h.name;
	g->command = h.command;
	g->numerics = h.numerics;
	g->undefined = h.undefined;
	g->dialect = h.dialect;
	*latency = h.latency;
	if (l->ok) {
		mpq_t mhz;

		mpq_init(mhz);
		read_rational(h.clock_mhz, mhz);
		g->clock_mhz = mpq_get_d(mhz);
		mpq_clear(mhz);
	}
}

static Datapath *
read_datapath(Load *l, const char *dir, const char *name)
{
	uint32_t source;
	const char *path = arena_printf(l->a, "%s/%s.dp", dir, name);

	return read_text(l, path, &source) ? dp_read(l->a, l->diag, source)
	                                   : NULL;
}

static void
read_design(Load *l, const json_t *root, Span at, const char *dir, Design *g)
{
	int64_t latency;

	read_head(l, root, at, g, &latency);
	if (!l->ok || !(g->dp = read_datapath(l, dir, g->name))) {
		l->ok = false;
		return;
	}
	if (strcmp(g->dp->name, g->name) != 0)
		differs(l, json_member(l->diag, at, "name"), "the name");
	if (g->dp->latency != latency)
		differs(l, json_member(l->diag, at, "latency_cycles"),
		        "the latency");
	read_ports(l, root, at, "inputs", g, g->dp->in.at, g->dp->in.len,
	           read_input);
	read_ports(l, root, at, "outputs", g, g->dp->out.at, g->dp->out.len,
	           read_output);
}

/* ---- the whole folder ---- */

static void
drop(void *json)
{
	json_decref(json);
}

static json_t *
read_json(Load *l, const char *path, Span *at)
{
	uint32_t source;
	const char *s = read_text(l, path, &source);
	json_error_t error;
	json_t *root;

	if (!s) {
		diag_note(l->diag, "a design's folder is what symgate compile "
		                   "-o made");
		return NULL;
	}
	root = json_loads(s, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		*at = (Span){source, (uint32_t)error.position, 0};
		diag_error(l->diag, *at, "not JSON: %s", error.text);
		return NULL;
	}
	arena_defer(l->a, drop, root);
	*at = (Span){source, (uint32_t)strspn(s, " \t\r\n"), 1};
	if (json_is_object(root))
		return root;
	diag_error(l->diag, *at, "a manifest is a JSON object");
	return NULL;
}

bool
design_load(Arena *a, Diag *diag, const char *dir, Loaded *l)
{
	Load load = {a, diag, true};
	Texts files;
	Span at;
	json_t *root =
	    read_json(&load, arena_printf(a, "%s/manifest.json", dir), &at);

	*l = (Loaded){.g.a = a, .dir = arena_strdup(a, dir)};
	if (!root)
		return false;
	read_design(&load, root, at, l->dir, &l->g);
	files = read_texts(&load, root, at, "files");
	for (uint32_t i = 0; i < files.len; i++)
		vec_push(a, l->file, files.at[i]);
	if (load.ok)
		read_samples(&load, l->dir, &l->g);
	return load.ok;
}
