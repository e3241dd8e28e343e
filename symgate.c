/* libsymgate: see symgate.h. The only file but main.c and driver/ that sees
 * every layer; the pipeline is compile_module. */
#include "symgate.h"

#include "driver/args.h"
#include "driver/driver.h"
#include "testbench/testbench.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum Status { DONE = 0, FAILED = 1, WRONG = 2, NO_TOOL = 3 };
enum { MAX_DATA = 1 << 28, NS_A_US = 1000 };

const char *
sg_version(void)
{
	return SG_VERSION;
}

/* ---- the pipeline ---- */

/* The equation with its own parameters and pieces defined. */
static Ref
parse_with(Front *f, const Texts *define, Span text)
{
	const uint32_t n = f->define.len;
	bool ok = true;
	Ref r;

	for (uint32_t i = 0; i < define->len; i++)
		ok &= front_define(
		    f, option_span(f->diag, "define", define->at[i]));
	r = ok ? front_parse(f, text) : 0;
	f->define.len = n;
	return r;
}

/* The front end: each output's equation; all of them are read even when one
 * is wrong. NULL after an error. */
static Expr *
parse_module(Job *j, const Module *m)
{
	Front f = j->front;
	bool ok = true;

	f.e = expr_new(j->a, j->d);
	for (uint32_t i = 0; i < m->eq.len; i++) {
		const Equation *q = &m->eq.at[i];
		ExprOutput out = {.name = q->output,
		                  .ref = parse_with(&f, &q->define, q->text),
		                  .text = diag_text(j->d, q->text, j->a),
		                  .span = q->text};

		ok = ok && out.ref;
		vec_push(j->a, f.e->out, out);
	}
	return ok ? f.e : NULL;
}

static bool
bind(Job *j, const Expr *e, const Module *m, Numerics *n)
{
	*n = (Numerics){
	    .in = inputs_bind(j->d, &j->o, e, &j->sources, m, j->samples),
	    .out = outputs_bind(j->d, &j->o, e),
	    .undefined = j->o.undefined,
	    .target = j->o.target,
	    .period_ns = NS_A_US / j->o.clock_mhz,
	    .opts = j->o.opts,
	    .name = legal_name(j->a, m->name, NULL, 0)};
	return n->in && n->out &&
	       (!j->o.uniform ||
	        uniform_bind(j->d, &j->o, e, n->out, &n->uniform));
}

/* parse -> simplify -> bind -> choose, and there for each way to compute the
 * equations: lower -> dce -> pipeline; each pass checked. *g stays
 * NULL if no pass beyond the front end was asked for. False after an error. */
static bool
compile_module(Job *j, const Module *m, enum Pass last, Design **g)
{
	const Expr *read = parse_module(j, m), *e;
	Numerics n;
	Choice c;

	*g = NULL;
	if (!read)
		return false;
	expr_check(read);
	dump_expr(j, P_parse, read);
	/* uniform numerics compute the equation as it is written */
	e = j->o.uniform ? read : simplify(read, j->a);
	expr_check(e);
	dump_expr(j, P_simplify, e);
	if (last <= P_simplify)
		return true;
	if (!bind(j, e, m, &n))
		return false;
	dump_range(j, e, n.in);
	if (last == P_range)
		return true;
	if (!choose(j, read, e, &n, &c))
		return false;
	dump_choice(j, &c);
	*g = design_make(j, &(Made){m, c.read, c.e, &c.n, c.dp, c.record});
	return true;
}

static void
emit(const Job *j, const Design *g, const char *folder, OutFiles *all)
{
	OutFiles one = {.a = j->a};

	for (size_t i = 0; backends[i]; i++)
		if (backends[i]->always || j->o.emit[i])
			backends[i]->emit(g, &one);
	design_samples(g, &one);
	for (uint32_t i = 0; i < one.file.len; i++) {
		OutFile f = one.file.at[i];

		f.path = arena_printf(j->a, "%s%s", folder, f.path);
		vec_push(j->a, all->file, f);
	}
}

/* ---- compile and show ---- */

static bool
read_data(Job *j)
{
	if (!j->opt->data)
		return true;
	j->samples = arena_alloc(j->a, sizeof *j->samples);
	return samples_read(
	    j->a, j->d, option_span(j->d, "--data", j->opt->data), j->samples);
}

static Job
job_new(const struct sg_options *opt, FILE *err)
{
	Arena *a = arena_new();

	return (Job){
	    .a = a, .d = diag_new(a, err), .opt = opt, .text = buf_new(a)};
}

/* One definition, which the manifest will have too. */
static bool
define(Job *j, Span text)
{
	vec_push(j->a, j->define, diag_text(j->d, text, j->a));
	return front_define(&j->front, text);
}

static bool
define_all(Job *j, const char *option, const struct sg_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (!define(j, option_span(j->d, option, list->text[i])))
			return false;
	return true;
}

/* A definition a line; blank lines and those that begin with # are none. */
static bool
define_file(Job *j, const char *path)
{
	size_t len;
	const char *text = file_read(j->a, path, MAX_DATA, &len);
	Span line = {0};

	if (!text) {
		diag_error(j->d, option_span(j->d, "--define-file", path),
		           "cannot read the file: %s", strerror(errno));
		return false;
	}
	line.src = diag_source(j->d, path, text, len);
	while (line.pos < len) {
		line.pos += (uint32_t)strspn(text + line.pos, " \t\r\n");
		line.len = (uint32_t)strcspn(text + line.pos, "\r\n");
		if (line.len && text[line.pos] != '#' && !define(j, line))
			return false;
		line.pos += line.len;
	}
	return true;
}

/* Options, equation tables, definitions, samples. False after an error. */
static bool
job_read(Job *j)
{
	bool ok = options_read(j->a, j->d, j->opt, &j->o);

	ok = sources_read(j->a, j->d, j->opt, &j->sources) && ok;
	j->front =
	    (Front){.a = j->a, .diag = j->d, .dialect = j->sources.dialect};
	j->front.rows = j->sources.equation.at;
	j->front.nrow = j->sources.equation.len;
	for (size_t i = 0; ok && i < j->opt->define_files.n; i++)
		ok = define_file(j, j->opt->define_files.text[i]);
	ok = ok && define_all(j, "--define", &j->opt->defines) &&
	     define_all(j, "--param", &j->opt->params);
	return read_data(j) && ok;
}

/* What was recognised and assumed. */
static void
about(const Job *j, FILE *out)
{
	if (j->sources.about.len)
		fwrite(j->sources.about.s, 1, j->sources.about.len, out);
	if (j->samples && j->samples->about.len)
		fwrite(j->samples->about.s, 1, j->samples->about.len, out);
}

int
sg_compile(const struct sg_options *opt, FILE *out, FILE *err)
{
	Job j = job_new(opt, err);
	OutFiles files = {.a = j.a};
	VEC(Design *) made = {0};
	bool ok = job_read(&j);

	if (!opt->out_dir) {
		diag_error(j.d, (Span){0}, "no folder for the design");
		diag_note(j.d, "give -o DIR");
		ok = false;
	}
	for (uint32_t i = 0; ok && i < j.sources.module.len; i++) {
		const Module *m = &j.sources.module.at[i];
		Design *g;

		if (!compile_module(&j, m, P_schedule, &g))
			continue;
		vec_push(j.a, made, g);
		emit(&j, g, m->folder, &files);
	}
	ok = ok && !j.d->errors &&
	     out_write(j.d, option_span(j.d, "-o", opt->out_dir), &files);
	if (ok)
		about(&j, out);
	for (uint32_t i = 0; ok && i < made.len; i++)
		design_summary(made.at[i], out);
	arena_free(j.a);
	return ok ? DONE : WRONG;
}

static bool
read_dump(Job *j)
{
	const char *text = j->opt->dump ? j->opt->dump : option_preset("dump");
	Words w = option_words(j->a, j->d, option_span(j->d, "--dump", text));
	bool ok = true;

	for (uint32_t i = 0; i < w.len; i++) {
		int p =
		    option_choice(j->d, w.at[i], "pass", pass_name, P_count);

		if (p < 0)
			ok = false;
		else
			j->dump[p] = true;
	}
	return ok;
}

int
sg_show(const struct sg_options *opt, FILE *out, FILE *err)
{
	Job j = job_new(opt, err);
	bool ok = read_dump(&j);

	ok = job_read(&j) && ok;
	for (uint32_t i = 0; ok && i < j.sources.module.len; i++) {
		const Module *m = &j.sources.module.at[i];
		Design *g;

		if (m->folder[0])
			buf_printf(&j.text, "== %s\n", m->name);
		compile_module(&j, m, dump_last(&j), &g);
	}
	ok = ok && !j.d->errors;
	if (ok)
		about(&j, out);
	if (ok && j.text.len)
		fwrite(j.text.s, 1, j.text.len, out);
	arena_free(j.a);
	return ok ? DONE : WRONG;
}

/* ---- verify and synth ---- */

/* The manifest's equations as an Expr, by the front end that read them
 * first. */
static bool
parse_loaded(Arena *a, Diag *d, Loaded *l)
{
	const Design *g = &l->g;
	Front f = {.a = a,
	           .diag = d,
	           .e = expr_new(a, d),
	           .dialect = dialect_by_name(g->dialect)};
	bool ok = true;

	if (!f.dialect) {
		diag_error(d, (Span){0},
		           "%s/manifest.json: unknown dialect "
		           "'%s'",
		           l->dir, g->dialect);
		return false;
	}
	for (uint32_t i = 0; i < g->define.len; i++)
		ok &=
		    front_define(&f, option_span(d, "define", g->define.at[i]));
	for (uint32_t i = 0; ok && i < g->out.len; i++) {
		const DesignOutput *o = &g->out.at[i];
		Span s = option_span(d, "equation", o->equation);
		Texts own = {o->define.at, o->define.len, 0};
		ExprOutput out = {.name = o->name,
		                  .ref = parse_with(&f, &own, s),
		                  .text = o->equation,
		                  .span = s};

		ok = out.ref != 0;
		vec_push(a, f.e->out, out);
	}
	l->e = f.e;
	return ok;
}

static bool
load(Arena *a, Diag *d, const char *dir, Loaded *l)
{
	return design_load(a, d, dir, l) && parse_loaded(a, d, l);
}

/* A whole number from `lo`. */
static bool
whole(Diag *d, const char *name, const char *text, uint64_t lo, uint64_t *v)
{
	char *end;

	if (!text)
		return true;
	errno = 0;
	*v = strtoull(text, &end, 10);
	if (text[0] >= '0' && text[0] <= '9' && !*end && !errno && *v >= lo)
		return true;
	diag_error(d, option_span(d, name, text),
	           "not a whole number from %llu", (unsigned long long)lo);
	return false;
}

static bool
format_choice(Diag *d, const char *text, size_t n, int *choice)
{
	static const char *const word[] = {"text", "json", "junit"};

	*choice = 0;
	if (text)
		*choice = option_choice(d, option_span(d, "--format", text),
		                        "format", word, n);
	return *choice >= 0;
}

int
sg_verify(const char *const *dirs, size_t n,
          const struct sg_verify_options *opt, FILE *out, FILE *err)
{
	Arena *a = arena_new();
	Diag *d = diag_new(a, err);
	VerifyOptions v = {
	    .vectors = 100000, .seed = 1, .junit_path = opt->junit_file};
	Loaded *l = arena_alloc(a, n * sizeof *l + 1);
	int format, status = WRONG;
	bool ok = whole(d, "--vectors", opt->vectors, 0, &v.vectors);

	ok &= whole(d, "--exhaustive", opt->exhaustive, 1, &v.exhaustive);
	ok &= whole(d, "--seed", opt->seed, 0, &v.seed);
	ok &= format_choice(d, opt->format, 3, &format);
	v.json = format == 1;
	v.junit = format == 2;
	if (!n) {
		diag_error(d, (Span){0}, "no design to verify");
		diag_note(d, "give the DIR that compile -o made");
		ok = false;
	}
	for (size_t i = 0; i < n; i++)
		ok &= load(a, d, dirs[i], &l[i]);
	if (ok)
		status = verify(a, d, l, n, &v, out);
	arena_free(a);
	return status;
}

int
sg_synth(const char *dir, const struct sg_synth_options *opt, FILE *out,
         FILE *err)
{
	Arena *a = arena_new();
	Diag *d = diag_new(a, err);
	SynthOptions s = {.place = !opt->no_place};
	Loaded l;
	int format, status = WRONG;
	bool ok = format_choice(d, opt->format, 2, &format);

	s.json = format == 1;
	if (opt->target) {
		s.target = option_target(a, d, opt->target);
		ok &= s.target != NULL;
	}
	if (design_load(a, d, dir, &l) && ok)
		status = synth(a, d, &l, &s, out);
	arena_free(a);
	return status;
}

/* ---- what is known ---- */

int
sg_targets(FILE *out)
{
	fprintf(out, "%-10s %-36s %9s %9s %6s %6s\n", "name", "device", "LUT",
	        "FF", "DSP", "BRAM");
	for (size_t i = 0; targets[i]; i++) {
		const Target *t = targets[i];

		fprintf(out, "%-10s %-36s %9.0f %9.0f %6.0f %6.0f\n", t->name,
		        t->title, t->luts, t->ffs, t->dsps, t->brams);
	}
	return DONE;
}

int
sg_operators(FILE *out)
{
	fprintf(out, "%-9s %-4s %-18s %-6s %s\n", "name", "args", "spellings",
	        "infix", "meaning");
	for (int op = O_var + 1; op < O_count; op++) {
		const OpInfo *i = &op_info[op];

		fprintf(out, "%-9s %-4u %-18s %-6s %s\n", i->name, i->narg,
		        i->spell, i->infix, i->doc);
	}
	fprintf(out, "\ndefined by them; --define may replace these:\n");
	for (size_t i = 0; front_builtin(i); i++)
		fprintf(out, "  %s\n", front_builtin(i));
	return DONE;
}
