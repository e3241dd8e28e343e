/* --numerics data: its options, and the samples as rows for the search. */
#include "driver/args.h"
#include "driver/driver.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- options ---- */

static bool
keep_read(Diag *d, const char *text, Options *o)
{
	Scan c = scan(d, option_span(d, "--keep", text));
	size_t colon = strcspn(text, ":");
	Span name = {c.rest.src, 0, (uint32_t)colon};
	int kind = option_choice(d, name, "metric", keep_name, 3);
	mpq_t q;
	bool ok;

	o->keep_span = c.rest;
	o->keep_text = text;
	if (kind < 0)
		return false;
	o->keep = (enum Keep)kind;
	if (!scan_accept(&c, arena_printf(d->a, "%s:", keep_name[kind]))) {
		diag_error(d, c.rest, "no tolerance");
		diag_note(d, "give %s:1%% or %s:0.01", keep_name[kind],
		          keep_name[kind]);
		return false;
	}
	mpq_init(q);
	ok = scan_number(&c, "the tolerance", q);
	o->tol = mpq_get_d(q);
	mpq_clear(q);
	if (ok && scan_accept(&c, "%"))
		o->tol /= 100;
	ok = ok && scan_end(&c, "the tolerance");
	if (ok && !(o->tol >= 0)) {
		diag_error(d, o->keep_span, "a tolerance is not negative");
		ok = false;
	}
	return ok;
}

static bool
seed_read(Diag *d, const char *text, uint64_t *seed)
{
	char *end;

	*seed = strtoull(text, &end, 10);
	if (text[0] >= '0' && text[0] <= '9' && !*end)
		return true;
	diag_error(d, option_span(d, "--seed", text),
	           "not a whole number from 0");
	return false;
}

/* The options that only mean something with --numerics data. */
static bool
none_given(Diag *d, const struct sg_options *opt)
{
	const struct {
		const char *name, *text;
	} own[] = {{"--keep", opt->keep},
	           {"--decision", opt->decision},
	           {"--label", opt->labels.n ? opt->labels.text[0] : NULL}};
	bool ok = true;

	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		if (!own[i].text)
			continue;
		diag_error(d, option_span(d, own[i].name, own[i].text),
		           "only --numerics data uses this");
		ok = false;
	}
	return ok;
}

bool
tuning_read(Diag *d, const struct sg_options *opt, Options *o)
{
	const char *keep = opt->keep ? opt->keep : option_preset("keep");
	const char *seed = opt->seed ? opt->seed : option_preset("seed");
	bool ok = seed_read(d, seed, &o->seed);

	if (!o->by_data)
		return none_given(d, opt) && ok;
	if (!opt->data) {
		diag_error(d, o->numerics, "no samples");
		diag_note(d, "give --data FILE");
		ok = false;
	}
	return keep_read(d, keep, o) && ok;
}

/* ---- decisions ---- */

/* 'y>0.5' */
static bool
read_above(Diag *d, const Expr *e, Span all, Decision *c)
{
	const char *text = d->source.at[all.src].text;
	size_t name = strcspn(text, "<>=! ");
	Scan s = scan(d, all);

	c->above = arena_alloc(d->a, sizeof(mpq_t));
	rational_init(d->a, c->above);
	c->kind = DECIDE_ABOVE;
	for (c->out = 0; c->out < e->out.len; c->out++) {
		const char *y = e->out.at[c->out].name;
		if (strlen(y) == name && !strncmp(y, text, name))
			break;
	}
	if (c->out == e->out.len) {
		diag_error(d, (Span){all.src, 0, (uint32_t)name},
		           "no output '%.*s' in the design", (int)name, text);
		diag_note(d, "a decision is argmax, or OUTPUT>NUMBER");
		return false;
	}
	s.rest.pos += (uint32_t)(name + strspn(text + name, " "));
	s.rest.len = all.len - s.rest.pos;
	if (!scan_accept(&s, ">")) {
		diag_error(d, s.rest, "expected '>' and a number");
		return false;
	}
	while (scan_accept(&s, " "))
		;
	return scan_number(&s, "the threshold", c->above) &&
	       scan_end(&s, "the threshold");
}

static bool
read_decision(const Job *j, const Expr *e, DataSpec *s)
{
	const char *text = j->opt->decision;
	Decision *c = &s->decision;

	if (!text)
		return true;
	c->span = option_span(j->d, "--decision", text);
	c->name = "decision";
	if (s->keep != KEEP_ACCURACY) {
		diag_error(j->d, c->span, "a decision has no %s",
		           keep_name[s->keep]);
		diag_note(j->d, "give --keep accuracy:TOLERANCE");
		return false;
	}
	if (strcmp(text, "argmax") != 0)
		return read_above(j->d, e, c->span, c);
	c->kind = DECIDE_ARGMAX;
	if (e->out.len > 1)
		return true;
	diag_error(j->d, c->span, "argmax of one output");
	diag_note(j->d, "give OUTPUT>NUMBER instead");
	return false;
}

/* ---- rows ---- */

/* Columns of the labels: one an output for rmse, else one. */
static bool
find_labels(const Job *j, const Expr *e, const DataSpec *s, int *col)
{
	const struct sg_list *l = &j->opt->labels;
	size_t want = s->keep == KEEP_RMSE ? e->out.len : 1;
	bool ok = true;

	for (size_t i = 0; i < l->n; i++) {
		Span at = option_span(j->d, "--label", l->text[i]);
		if (i < want)
			col[i] = samples_column(j->samples, l->text[i]);
		if (i < want && col[i] >= 0) {
			ok &= samples_usable(j->d, j->samples, l->text[i],
			                     col[i]);
			continue;
		}
		diag_error(j->d, at, "%s",
		           i < want ? "no such column in the samples"
		                    : "more labels than the metric has");
		ok = false;
	}
	if (ok && ((l->n && l->n < want) || (!l->n && s->keep == KEEP_AUC))) {
		diag_error(j->d, s->span, "%s needs %zu label%s",
		           keep_name[s->keep], want, want == 1 ? "" : "s");
		diag_note(j->d, "give --label COLUMN%s",
		          want == 1 ? "" : ", once an output");
		ok = false;
	}
	return ok;
}

/* Rows within the promised ranges, with their port integers. */
static void
read_rows(const Job *j, const InputSpec *in, const int *label, Rows *r)
{
	const Samples *s = j->samples;
	const size_t max = s->nkept;

	r->x = arena_alloc(j->a, max * r->nvar * sizeof *r->x + 1);
	r->port = arena_alloc(j->a, max * r->nvar * sizeof *r->port + 1);
	r->label = arena_alloc(j->a, max * r->nlabel * sizeof *r->label + 1);
	for (size_t i = 0; i < max; i++) {
		const double *row = s->kept + i * s->col.len;

		if (!samples_port(row, in, r->nvar, r->port + r->n * r->nvar))
			continue;
		for (uint32_t v = 0; v < r->nvar; v++)
			r->x[r->n * r->nvar + v] = row[in[v].column];
		for (uint32_t k = 0; k < r->nlabel; k++)
			r->label[r->n * r->nlabel + k] = row[label[k]];
		r->n++;
	}
}

bool
tuning_bind(const Job *j, const Expr *e, const InputSpec *in, DataSpec *s)
{
	int *label = arena_alloc(j->a, (e->out.len + 1) * sizeof *label);
	FILE *err = j->d->out;

	*s = (DataSpec){.keep = j->o.keep,
	                .tol = j->o.tol,
	                .keep_text = j->o.keep_text,
	                .seed = j->o.seed,
	                .progress = err && isatty(fileno(err)) ? err : NULL,
	                .span = j->o.keep_span};
	if (!read_decision(j, e, s) || !find_labels(j, e, s, label))
		return false;
	s->rows.nvar = e->var.len;
	s->rows.nlabel = (uint32_t)j->opt->labels.n;
	read_rows(j, in, label, &s->rows);
	return true;
}
