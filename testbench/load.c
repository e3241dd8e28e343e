/* Reads a design directory back: manifest.json and the datapath text.
 *
 * Contract: the manifest may have been edited by hand, so nothing in it is
 * believed before it is checked: shape and types field by field, then every
 * port against the datapath's. Gives a Design whose `dp` has passed dp_read's
 * checks. The tables below are the schema's fields that the test bench needs;
 * others may come and go. */
#include "testbench/tb.h"

#include <errno.h>
#include <jansson.h>
#include <stddef.h>
#include <string.h>

enum {
	SCHEMA = 1,
	MAX_FILE = 1 << 30,
	MAX_NAME = 200 /* of a module: it becomes file names */
};

typedef struct Load {
	Arena *a;
	Diag *diag;
	bool ok;
} Load;

enum Kind {
	TEXT,     /* a string */
	NAME,     /* an identifier: it names files and C functions */
	RATIONAL, /* a string: decimal or fraction of decimals */
	BOUND,    /* the same, not negative, or "" */
	FLAG,     /* true or false */
	INTEGER
};

typedef struct Field {
	const char *key;
	enum Kind kind;
	size_t at;   /* offset of a const char *, bool or int64_t */
	long lo, hi; /* of an INTEGER */
} Field;

typedef struct Head {
	const char *name, *command, *numerics, *undefined, *dialect;
	const char *target, *clock_mhz;
	int64_t schema, latency, interval;
} Head;

typedef struct Port {
	const char *name, *ident;
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
    {"command", TEXT, HEAD(command), 0, 0},
    {"numerics", TEXT, HEAD(numerics), 0, 0},
    {"undefined", TEXT, HEAD(undefined), 0, 0},
    {"dialect", TEXT, HEAD(dialect), 0, 0},
    {"target", TEXT, HEAD(target), 0, 0},
    {"clock_mhz", RATIONAL, HEAD(clock_mhz), 0, 0},
    {"latency_cycles", INTEGER, HEAD(latency), 0, UINT16_MAX},
    {"initiation_interval", INTEGER, HEAD(interval), 1, 1},
    {NULL, TEXT, 0, 0, 0}};

#define PORT(m) offsetof(Port, m)
#define PORT_FIELDS                                                            \
	{"name", TEXT, PORT(name), 0, 0}, {"ident", NAME, PORT(ident), 0, 0},  \
	    {"signed", FLAG, PORT(is_signed), 0, 0},                           \
	    {"width", INTEGER, PORT(width), 1, DP_MAX_WIDTH},                  \
	{                                                                      \
		"lsb", INTEGER, PORT(lsb), -1000, 900                          \
	}

static const Field input_field[] = {
    PORT_FIELDS,
    {"scale", RATIONAL, PORT(scale), 0, 0},
    {"offset", RATIONAL, PORT(offset), 0, 0},
    {"lo", RATIONAL, PORT(lo), 0, 0},
    {"hi", RATIONAL, PORT(hi), 0, 0},
    {"on_overrange", TEXT, PORT(overrange), 0, 0},
    {NULL, TEXT, 0, 0, 0}};

static const Field output_field[] = {
    PORT_FIELDS,
    {"equation", TEXT, PORT(equation), 0, 0},
    {"simplified", TEXT, PORT(simplified), 0, 0},
    {"overflow", TEXT, PORT(overflow), 0, 0},
    {"proven", FLAG, PORT(proven), 0, 0},
    {"bound_abs", BOUND, PORT(bound_abs), 0, 0},
    {"bound_ulp", BOUND, PORT(bound_ulp), 0, 0},
    {NULL, TEXT, 0, 0, 0}};

/* ---- fields ---- */

static bool
read_decimal(const char *s, size_t len, mpq_ptr q)
{
	bool minus = len && (*s == '-' || *s == '+');

	if (!expr_parse_decimal(s + minus, len - minus, q))
		return false;
	if (*s == '-')
		mpq_neg(q, q);
	return true;
}

bool
read_rational(const char *s, mpq_ptr q)
{
	size_t n = strcspn(s, "/");
	mpq_t d;
	bool ok;

	if (!s[n])
		return read_decimal(s, n, q);
	mpq_init(d);
	ok = read_decimal(s, n, q) &&
	     read_decimal(s + n + 1, strlen(s + n + 1), d) && mpq_sgn(d) != 0;
	if (ok)
		mpq_div(q, q, d);
	mpq_clear(d);
	return ok;
}

static bool
is_rational(const char *s, bool negative_too)
{
	mpq_t q;
	bool ok;

	mpq_init(q);
	ok = read_rational(s, q) && (negative_too || mpq_sgn(q) >= 0);
	mpq_clear(q);
	return ok;
}

static bool
is_name(const char *s)
{
	static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "abcdefghijklmnopqrstuvwxyz_0123456789";
	size_t n = strlen(s);

	return n && n <= MAX_NAME && strspn(s, word) == n &&
	       !(*s >= '0' && *s <= '9');
}

static void
wrong(Load *l, Span at, const Field *f)
{
	static const char *const must[] = {
	    [TEXT] = "a string",
	    [NAME] = "a string: letters, digits and _, not a digit first",
	    [RATIONAL] = "a number in quotes, such as \"-1.5\" or \"1/3\"",
	    [BOUND] = "a number in quotes, not negative, or \"\"",
	    [FLAG] = "true or false"};

	l->ok = false;
	if (f->kind == INTEGER)
		diag_error(l->diag, at,
		           "\"%s\" must be an integer from %ld to %ld", f->key,
		           f->lo, f->hi);
	else
		diag_error(l->diag, at, "\"%s\" must be %s", f->key,
		           must[f->kind]);
}

static bool
text_fits(enum Kind k, const char *s)
{
	switch (k) {
	case NAME:
		return is_name(s);
	case RATIONAL:
		return is_rational(s, true);
	case BOUND:
		return !*s || is_rational(s, false);
	default:
		return true;
	}
}

static bool
store(Load *l, const Field *f, const json_t *v, void *to)
{
	char *at = (char *)to + f->at;

	if (f->kind == FLAG) {
		bool b = json_is_true(v);
		memcpy(at, &b, sizeof b);
		return json_is_boolean(v);
	}
	if (f->kind == INTEGER) {
		int64_t i = json_integer_value(v);
		memcpy(at, &i, sizeof i);
		return json_is_integer(v) && i >= f->lo && i <= f->hi;
	}
	if (!json_is_string(v) || !text_fits(f->kind, json_string_value(v)))
		return false;
	const char *s = arena_strdup(l->a, json_string_value(v));
	memcpy(at, &s, sizeof s);
	return true;
}

static void
read_fields(Load *l, const json_t *object, Span at, const Field *f, void *to)
{
	for (; f->key; f++) {
		const json_t *v = json_object_get(object, f->key);

		if (!v) {
			l->ok = false;
			diag_error(l->diag, at, "\"%s\" is missing", f->key);
		} else if (!store(l, f, v, to)) {
			wrong(l, json_member(l->diag, at, f->key), f);
		}
	}
}

/* One of the words in `words`, blank-separated. */
static void
expect_word(Load *l, Span object, const char *key, const char *got,
            const char *words)
{
	size_t n = got ? strlen(got) : 0;

	for (const char *w = words; got && *w;
	     w += strcspn(w, " "), w += strspn(w, " "))
		if (strcspn(w, " ") == n && !strncmp(w, got, n))
			return;
	if (!got)
		return; /* reported as missing */
	l->ok = false;
	diag_error(l->diag, json_member(l->diag, object, key),
	           "\"%s\" must be one of: %s", key, words);
}

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

static Format
port_format(const Port *p)
{
	bool wrap = p->overflow && !strcmp(p->overflow, "wrap");

	return (Format){.is_signed = p->is_signed,
	                .width = (uint8_t)p->width,
	                .lsb = (int16_t)p->lsb,
	                .q = Q_TRN,
	                .o = wrap ? OV_WRAP : OV_SAT};
}

void
port_value(const Format *f, const char *scale, const char *offset, int64_t x,
           mpq_ptr q)
{
	mpq_t t;

	mpq_init(t);
	mpq_set_si(q, x, 1);
	if (f->lsb >= 0)
		mpq_mul_2exp(q, q, (mp_bitcnt_t)f->lsb);
	else
		mpq_div_2exp(q, q, (mp_bitcnt_t)-f->lsb);
	check(read_rational(scale, t));
	mpq_mul(q, q, t);
	check(read_rational(offset, t));
	mpq_add(q, q, t);
	mpq_clear(t);
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

	l->ok = true;
	read_fields(l, v, at, input_field, &p);
	expect_word(l, at, "on_overrange", p.overrange, "assume clamp");
	check_unique(l, at, g, p.name);
	if (l->ok)
		check_scale(l, at, p.scale);
	if (l->ok) {
		match_port(l, at, &p, d);
		in = (DesignInput){.name = p.name,
		                   .ident = d->ident,
		                   .format = port_format(&p),
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

static void
read_output(Load *l, const json_t *v, Span at, Design *g, const DPort *d)
{
	Port p = {0};
	bool before = l->ok;
	DesignOutput out;

	l->ok = true;
	read_fields(l, v, at, output_field, &p);
	expect_word(l, at, "overflow", p.overflow, "never saturate wrap");
	if (l->ok && p.proven && !*p.bound_abs) {
		l->ok = false;
		diag_error(l->diag, json_member(l->diag, at, "bound_abs"),
		           "an output that is proven has a bound");
	}
	if (l->ok) {
		match_port(l, at, &p, d);
		out = (DesignOutput){.name = p.name,
		                     .ident = d->ident,
		                     .format = port_format(&p),
		                     .equation = p.equation,
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
read_defines(Load *l, const json_t *root, Span at, Design *g)
{
	const json_t *list = json_object_get(root, "define");
	size_t n = json_array_size(list);

	for (size_t i = 0; i < n; i++) {
		const char *s = json_string_value(json_array_get(list, i));

		if (s)
			vec_push(g->a, g->define, arena_strdup(g->a, s));
	}
	if (json_is_array(list) && g->define.len == n)
		return;
	l->ok = false;
	diag_error(l->diag, json_member(l->diag, at, "define"),
	           "\"define\" must be a list of strings");
}

static void
read_head(Load *l, const json_t *root, Span at, Design *g, int64_t *latency)
{
	Head h = {0};

	read_fields(l, root, at, head_field, &h);
	expect_word(l, at, "undefined", h.undefined, "error any");
	read_defines(l, root, at, g);
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

static char *
read_text(Load *l, const char *path, uint32_t *source)
{
	size_t len;
	char *s = file_read(l->a, path, MAX_FILE, &len);

	if (!s) {
		diag_error(l->diag, (Span){0}, "%s: %s", path, strerror(errno));
		return NULL;
	}
	*source = diag_source(l->diag, path, s, len);
	return s;
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
	Span at;
	json_t *root =
	    read_json(&load, arena_printf(a, "%s/manifest.json", dir), &at);

	*l = (Loaded){.g.a = a, .dir = arena_strdup(a, dir)};
	if (root)
		read_design(&load, root, at, l->dir, &l->g);
	return root && load.ok;
}
