/* Ports: --input and --output texts, and which variable and which output
 * gets which.
 *
 * Gives the InputSpec and OutputSpec arrays that lowering works with. All
 * arithmetic on ranges is exact: the port integers are those whose value, in
 * the equation's units, lies within LO..HI. */
#include "driver/options.h"

#include <ctype.h>
#include <string.h>

/* ---- ports ---- */

/* NAME= at the front, if there is one. */
static bool
take_name(Arena *a, Scan *c, const char **name, Span *at)
{
	const char *eq = memchr(scan_here(c), '=', c->rest.len);

	*name = NULL;
	*at = c->rest;
	if (!eq)
		return true;
	*at = scan_trim(c, scan_take(c, (size_t)(eq - scan_here(c))));
	scan_accept(c, "=");
	c->rest = scan_trim(c, c->rest);
	if (!at->len) {
		diag_error(c->d, *at, "no name before '='");
		return false;
	}
	*name = arena_strndup(a, c->s + at->pos, at->len);
	return true;
}

/* A format ends at one of @ * +, or at a minus after its last digit. */
static Span
take_format(Scan *c)
{
	const char *s = scan_here(c);
	size_t n = 0;
	int depth = 0;

	for (; n < c->rest.len; n++) {
		depth += (s[n] == '<') - (s[n] == '>');
		if (depth > 0)
			continue;
		if (strchr("@*+", s[n]))
			break;
		if (s[n] == '-' && n &&
		    (isdigit((unsigned char)s[n - 1]) || s[n - 1] == '>'))
			break;
	}
	return scan_take(c, n);
}

static bool
take_range(Scan *c, InputOption *o)
{
	Span at = c->rest;

	o->has_range = true;
	if (!scan_number(c, "LO", o->lo))
		return false;
	if (!scan_accept(c, "..")) {
		diag_error(c->d, c->rest, "'..' is missing");
		diag_note(c->d, "a range is @LO..HI, such as @-4..4, or "
		                "@-4..<4 without its end");
		return false;
	}
	o->open = scan_accept(c, "<");
	if (!scan_number(c, "HI", o->hi))
		return false;
	if (mpq_cmp(o->lo, o->hi) < !o->open)
		return true;
	at.len -= c->rest.len;
	diag_error(c->d, at, "the range is empty: LO is %s HI",
	           o->open ? "not below" : "above");
	return false;
}

static bool
take_scale(Scan *c, InputOption *o)
{
	Span at = c->rest;

	if (!scan_number(c, "SCALE", o->scale))
		return false;
	if (mpq_sgn(o->scale) != 0)
		return true;
	at.len -= c->rest.len;
	diag_error(c->d, at, "a scale of zero makes the input a constant");
	return false;
}

static bool
input_read(Arena *a, Diag *d, const char *text, InputOption *o)
{
	Scan c = scan(d, option_span(d, "--input", text));

	rational_init(a, o->lo);
	rational_init(a, o->hi);
	rational_init(a, o->scale);
	rational_init(a, o->offset);
	mpq_set_ui(o->scale, 1, 1);
	o->span = c.rest;
	if (!take_name(a, &c, &o->name, &o->name_span) ||
	    !format_parse(d, scan_trim(&c, take_format(&c)), &o->format))
		return false;
	if (scan_accept(&c, "@") && !take_range(&c, o))
		return false;
	if (scan_accept(&c, "*") && !take_scale(&c, o))
		return false;
	if (scan_peek(&c) == '-' || scan_accept(&c, "+"))
		if (!scan_number(&c, "OFFSET", o->offset))
			return false;
	if (!c.rest.len)
		return true;
	diag_error(d, c.rest, "unexpected text");
	diag_note(d, "the form is [NAME=]FORMAT[@LO..[<]HI][*SCALE][+OFFSET]");
	return false;
}

static bool
output_read(Arena *a, Diag *d, const char *text, OutputOption *o)
{
	Scan c = scan(d, option_span(d, "--output", text));

	o->span = c.rest;
	if (!take_name(a, &c, &o->name, &o->name_span))
		return false;
	c.rest = scan_trim(&c, c.rest);
	o->auto_format = scan_is(&c, "auto");
	return o->auto_format || format_parse(d, c.rest, &o->format);
}

/* A second text for the same name (NULL: for all others) would leave open
 * which of them counts. */
static bool
given_twice(Diag *d, const char *name, const char *earlier, Span at)
{
	if ((name == NULL) != (earlier == NULL) ||
	    (name && strcmp(name, earlier) != 0))
		return false;
	if (name)
		diag_error(d, at, "'%s' is given twice", name);
	else
		diag_error(d, at, "a format for all others is given twice");
	return true;
}

static bool
inputs_read(Arena *a, Diag *d, const struct sg_list *text, Options *o)
{
	bool ok = true;

	o->ninput = text->n;
	o->input = arena_alloc(a, text->n * sizeof *o->input + 1);
	for (size_t i = 0; i < text->n; i++) {
		InputOption *p = &o->input[i];

		ok &= input_read(a, d, text->text[i], p);
		for (size_t k = 0; ok && k < i; k++)
			ok =
			    !given_twice(d, p->name, o->input[k].name, p->span);
	}
	return ok;
}

static bool
outputs_read(Arena *a, Diag *d, const struct sg_list *text, Options *o)
{
	bool ok = true;

	o->noutput = text->n;
	o->output = arena_alloc(a, text->n * sizeof *o->output + 1);
	for (size_t i = 0; i < text->n; i++) {
		OutputOption *p = &o->output[i];

		ok &= output_read(a, d, text->text[i], p);
		for (size_t k = 0; ok && k < i; k++)
			ok = !given_twice(d, p->name, o->output[k].name,
			                  p->span);
	}
	return ok;
}

bool
ports_read(Arena *a, Diag *d, const struct sg_options *opt, Options *o)
{
	bool inputs = inputs_read(a, d, &opt->inputs, o);

	return outputs_read(a, d, &opt->outputs, o) && inputs;
}

/* ---- ports and the equations' variables ---- */

/* q = the port integers' scale: what one step of the port is worth. */
static void
step_of(const InputSpec *in, mpq_ptr q)
{
	if (in->format.lsb >= 0)
		mpq_mul_2exp(q, in->scale, (mp_bitcnt_t)in->format.lsb);
	else
		mpq_div_2exp(q, in->scale, (mp_bitcnt_t)-in->format.lsb);
}

typedef void Divide(mpz_ptr, mpz_srcptr, mpz_srcptr);

/* (v - offset) / step as an integer, rounded by `divide`, kept within
 * [lo - 1, hi + 1] so that it fits. */
static int64_t
port_integer(const InputSpec *in, mpq_srcptr v, Divide *divide, int64_t lo,
             int64_t hi)
{
	mpq_t q, step;
	mpz_t n;
	int64_t r;

	mpq_inits(q, step, NULL);
	mpz_init(n);
	step_of(in, step);
	mpq_sub(q, v, in->offset);
	mpq_div(q, q, step);
	divide(n, mpq_numref(q), mpq_denref(q));
	if (mpz_cmp_si(n, lo) < 0)
		r = lo - 1;
	else if (mpz_cmp_si(n, hi) > 0)
		r = hi + 1;
	else
		r = mpz_get_si(n);
	mpz_clear(n);
	mpq_clears(q, step, NULL);
	return r;
}

/* The largest integer below n / d, and the smallest above. */
static void
below(mpz_ptr q, mpz_srcptr n, mpz_srcptr d)
{
	mpz_cdiv_q(q, n, d);
	mpz_sub_ui(q, q, 1);
}

static void
above(mpz_ptr q, mpz_srcptr n, mpz_srcptr d)
{
	mpz_fdiv_q(q, n, d);
	mpz_add_ui(q, q, 1);
}

/* The port integers inside LO..HI and the format. */
static bool
promised_range(Diag *d, const InputOption *o, InputSpec *in)
{
	int64_t lo = in->lo, hi = in->hi, from, to;
	bool falls = mpq_sgn(in->scale) < 0; /* HI is at the smallest integer */
	Divide *least = falls && o->open ? above : mpz_cdiv_q;
	Divide *most = !falls && o->open ? below : mpz_fdiv_q;

	from = port_integer(in, falls ? o->hi : o->lo, least, lo, hi);
	to = port_integer(in, falls ? o->lo : o->hi, most, lo, hi);
	in->lo = from > lo ? from : lo;
	in->hi = to < hi ? to : hi;
	if (in->lo <= in->hi)
		return true;
	diag_error(d, o->span, "no value of %s for %s lies in the range",
	           format_text(&in->format, d->a), in->name);
	diag_note(d, "the range is in the equation's units, after SCALE and "
	             "OFFSET");
	return false;
}

static InputOption *
find_input(const Options *o, const char *name)
{
	InputOption *all = NULL;

	for (size_t i = 0; i < o->ninput; i++) {
		InputOption *p = &o->input[i];

		if (p->name && !strcmp(p->name, name))
			return p;
		if (!p->name)
			all = p;
	}
	return all;
}

/* The option for the variable; an input that chooses among constants has
 * none but its own, and without that is an integer that holds them all. */
static InputOption *
choose_input(Diag *d, const Options *o, const char *name)
{
	InputOption *p = find_input(o, name);
	unsigned bits = 1;

	for (uint32_t i = 0; i < o->index.len && !(p && p->name); i++) {
		const Index *x = &o->index.at[i];

		if (strcmp(x->name, name) != 0)
			continue;
		while (x->last >> bits)
			bits++;
		p = arena_alloc(d->a, sizeof *p);
		/* a text that is right */
		check(input_read(d->a, d,
		                 arena_printf(d->a, "%s=ap_uint<%u>@0..%u",
		                              name, bits, (1u << bits) - 1),
		                 p));
		return p;
	}
	return p;
}

static bool
stated_number(const char *s, mpq_ptr q)
{
	bool minus = s[0] == '-';

	if (!expr_parse_decimal(s + minus, strlen(s + minus), q))
		return false;
	if (minus)
		mpq_neg(q, q);
	return true;
}

/* The range that the equations' table states for the variable, as if the
 * option had it; NULL if there is none. */
static const InputOption *
stated_range(Diag *d, const Module *m, const char *name, const InputOption *o)
{
	for (uint32_t i = 0; i < m->range.len; i++) {
		const Stated *r = &m->range.at[i];
		InputOption *p;

		if (strcmp(r->name, name) != 0)
			continue;
		p = arena_alloc(d->a, sizeof *p);
		*p = *o;
		rational_init(d->a, p->lo);
		rational_init(d->a, p->hi);
		p->has_range =
		    stated_number(r->lo, p->lo) && stated_number(r->hi, p->hi);
		return p->has_range ? p : NULL;
	}
	return NULL;
}

static bool
bind_input(Diag *d, const Var *v, InputOption *o, const Module *m,
           const Samples *s, InputSpec *in)
{
	const InputOption *stated;

	rational_init(d->a, in->scale);
	rational_init(d->a, in->offset);
	in->name = v->name;
	if (!o) {
		diag_error(d, v->span, "%s has no --input", v->name);
		diag_note(d,
		          "give --input '%s=FORMAT@LO..HI', or --input FORMAT "
		          "for all variables; FORMAT is such as ap_fixed<16,6>",
		          v->name);
		return false;
	}
	o->used = true;
	in->format = o->format;
	in->span = o->span;
	mpq_set(in->scale, o->scale);
	mpq_set(in->offset, o->offset);
	in->lo = format_lo(&o->format);
	in->hi = format_hi(&o->format);
	if (o->has_range)
		return promised_range(d, o, in);
	stated = s ? NULL : stated_range(d, m, v->name, o);
	if (stated)
		return promised_range(d, stated, in);
	if (s)
		samples_range(s, in->column, in);
	return true;
}

/* "x0, x3, x15" */
static const char *
variables(const Expr *e, Arena *a)
{
	Buf b = buf_new(a);

	for (uint32_t i = 0; i < e->var.len; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", e->var.at[i].name);
	return e->var.len ? b.s : "none";
}

/* Variables count from x1 if some equation has that and none has x0. */
bool
inputs_columns(Diag *d, const Expr *e, const Sources *from, Samples *s,
               int *col)
{
	bool zero =
	    expr_find_var(e, "x0") >= 0 || sources_mention(from, d, "x0");
	bool one =
	    expr_find_var(e, "x1") >= 0 || sources_mention(from, d, "x1");

	return samples_bind(d, s, e, one && !zero, col);
}

static bool
bind_samples(Diag *d, const Expr *e, const Sources *from, Samples *s,
             InputSpec *in)
{
	int *col = arena_alloc(d->a, e->var.len * sizeof *col + 1);
	bool ok = inputs_columns(d, e, from, s, col);

	for (uint32_t i = 0; i < e->var.len; i++)
		in[i].column = col[i];
	return ok;
}

InputSpec *
inputs_bind(Diag *d, const Options *o, const Expr *e, const Sources *from,
            const Module *m, Samples *s)
{
	InputSpec *in = arena_alloc(d->a, e->var.len * sizeof *in + 1);
	bool ok = !s || bind_samples(d, e, from, s, in);

	if (!ok)
		s = NULL;
	for (uint32_t i = 0; i < e->var.len; i++)
		ok &= bind_input(d, &e->var.at[i],
		                 choose_input(d, o, e->var.at[i].name), m, s,
		                 &in[i]);
	for (size_t i = 0; i < o->ninput; i++) {
		const InputOption *p = &o->input[i];

		if (p->used || !p->name || sources_mention(from, d, p->name) ||
		    (s && samples_column(s, p->name) >= 0))
			continue;
		diag_error(d, p->name_span, "no variable '%s' in the equations",
		           p->name);
		diag_note(d, "the variables are: %s", variables(e, d->a));
		ok = false;
	}
	return ok ? in : NULL;
}

OutputSpec *
outputs_bind(Diag *d, const Options *o, const Expr *e)
{
	OutputSpec *out = arena_alloc(d->a, e->out.len * sizeof *out + 1);
	bool ok = true;

	for (size_t k = 0; k < o->noutput; k++)
		o->output[k].used = !o->output[k].name;
	for (uint32_t i = 0; i < e->out.len; i++) {
		OutputOption *best = NULL;

		for (size_t k = 0; k < o->noutput; k++) {
			OutputOption *p = &o->output[k];

			if (p->name && !strcmp(p->name, e->out.at[i].name))
				best = p;
			else if (!p->name && !best)
				best = p;
		}
		out[i] = (OutputSpec){.auto_format = true,
		                      .ulp = o->ulp,
		                      .abs = o->abs,
		                      .span = e->out.at[i].span};
		if (!best)
			continue;
		best->used = true;
		out[i].auto_format = best->auto_format;
		out[i].format = best->format;
		out[i].span = best->span;
	}
	for (size_t k = 0; k < o->noutput; k++)
		if (!o->output[k].used) {
			diag_error(d, o->output[k].name_span,
			           "no output '%s' in the design",
			           o->output[k].name);
			ok = false;
		}
	return ok ? out : NULL;
}

/* --numerics uniform takes its type from its own text, else from the first
 * output that has a format; outputs without one get that type. */
bool
uniform_bind(Diag *d, const Options *o, const Expr *e, OutputSpec *out,
             Format *f)
{
	bool found = o->uniform_given;

	*f = o->uniform_format;
	for (uint32_t i = 0; i < e->out.len && !found; i++)
		if (!out[i].auto_format) {
			*f = out[i].format;
			found = true;
		}
	if (!found) {
		diag_error(d, o->numerics, "uniform numerics need a type");
		diag_note(d, "give --numerics 'uniform:ap_fixed<16,6>', or a "
		             "format in --output");
		return false;
	}
	for (uint32_t i = 0; i < e->out.len; i++)
		if (out[i].auto_format) {
			out[i].auto_format = false;
			out[i].format = *f;
		}
	return true;
}
