/* libsymgate: see symgate.h. The only file but main.c and driver/ that sees
 * every layer; the pipeline is compile_module. */
#include "symgate.h"

#include "driver/init.h"
#include "ir/unit_cache.h"
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

/* An equation that was read as a DAG, C, as an output of e. */
static ExprOutput
take_made(Expr *e, const Equation *q)
{
	Ref *map = arena_alloc(e->a, q->dag->node.len * sizeof *map);

	return (ExprOutput){.name = q->output,
	                    .ref = expr_copy(e, q->dag, q->ref, map),
	                    .text = q->dag_text,
	                    .span = q->text};
}

static ExprOutput
take_text(Front *f, const Equation *q)
{
	return (ExprOutput){.name = q->output,
	                    .ref = parse_with(f, &q->define, q->text),
	                    .text = diag_text(f->diag, q->text, f->a),
	                    .span = q->text};
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
		ExprOutput out = q->dag ? take_made(f.e, q) : take_text(&f, q);

		ok = ok && out.ref;
		vec_push(j->a, f.e->out, out);
	}
	j->o.index = f.index;
	return ok ? f.e : NULL;
}

static bool
bind(Job *j, const Expr *e, const Module *m, Numerics *n)
{
	if (!j->units)
		j->units = unit_cache_new(j->a);
	*n = (Numerics){
	    .units = j->units,
	    .in = inputs_bind(j->d, &j->o, e, &j->sources, m, j->samples),
	    .out = outputs_bind(j->d, &j->o, e),
	    .undefined = j->o.undefined,
	    .target = j->o.target,
	    .period_ns = NS_A_US / j->o.clock_mhz,
	    .hurry = j->o.hurry,
	    .urgent = j->o.hurry && j->o.latency == LATENCY_AUTO,
	    .stages = (unsigned)(j->o.latency + 1),
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

/* What is left of a line without a comment and, from a Python dictionary, the
 * comma at its end. */
static Span
definition_in(const char *text, Span line)
{
	const char *s = text + line.pos;

	for (uint32_t i = 0; i < line.len; i++)
		if (s[i] == '#' &&
		    (i == 0 || s[i - 1] == ' ' || s[i - 1] == '\t'))
			line.len = i;
	while (line.len && strchr(" \t,", s[line.len - 1]))
		line.len--;
	return line;
}

/* A definition a line; blank lines and those that begin with # are none. All
 * errors are reported. */
static bool
define_file(Job *j, const char *path)
{
	size_t len;
	const char *text = file_read(j->a, path, MAX_DATA, &len);
	Span line = {0}, def;
	bool ok = true;

	if (!text) {
		diag_error(j->d, option_span(j->d, "--define-file", path),
		           "cannot read the file: %s", strerror(errno));
		return false;
	}
	line.src = diag_source(j->d, path, text, len);
	while (line.pos < len) {
		line.pos += (uint32_t)strspn(text + line.pos, " \t\r\n");
		line.len = (uint32_t)strcspn(text + line.pos, "\r\n");
		def = definition_in(text, line);
		ok = (!def.len || define(j, def)) && ok;
		line.pos += line.len;
	}
	return ok;
}

/* Options, equation tables, definitions, samples. False after an error. */
static bool
job_read(Job *j)
{
	bool ok = options_read(j->a, j->d, j->opt, &j->o);
	Spans params = {0};

	ok = sources_read(j->a, j->d, j->opt, &j->sources) && ok;
	j->front =
	    (Front){.a = j->a, .diag = j->d, .dialect = j->sources.dialect};
	j->front.rows = j->sources.equation.at;
	j->front.nrow = j->sources.equation.len;
	for (size_t i = 0; ok && i < j->opt->define_files.n; i++)
		ok = define_file(j, j->opt->define_files.text[i]);
	ok = ok && define_all(j, "--define", &j->opt->defines) &&
	     param_definitions(j->a, j->d, j->opt, &params);
	for (uint32_t i = 0; ok && i < params.len; i++)
		ok = define(j, params.at[i]);
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

/* ---- the designs of a file ---- */

/* One run over all of them. */
typedef struct Run {
	Arena *a;
	Diag *d;
	DesignFile file;
	Job *job;        /* parallel to file.design */
	const char *dir; /* to write; NULL: none was given */
	bool ok;
} Run;

/* Design i of the file: its folder, and the command that makes it. */
static Job
job_new(const Run *r, uint32_t i, bool all)
{
	FileDesign *g = &r->file.design.at[i];
	struct sg_options *o = &g->args.o;
	Job j = {.a = r->a,
	         .d = r->d,
	         .opt = o,
	         .text = buf_new(r->a),
	         .file = &r->file,
	         .design = g->name,
	         .folder = ""};

	if (g->name && all)
		j.folder = arena_printf(r->a, "%s/", g->name);
	if (g->name && o->out_dir)
		o->out_dir = arena_printf(r->a, "%s/%s", o->out_dir, g->name);
	if (r->file.path)
		o->command = args_command(r->a, &g->args);
	return j;
}

static void
run_begin(Run *r, const struct sg_options *opt, FILE *err)
{
	*r = (Run){.a = arena_new()};
	r->d = diag_new(r->a, err);
	r->ok = design_file_read(r->a, r->d, opt, &r->file);
	if (!r->ok)
		r->file.design.len = 0;
	r->job = arena_alloc(r->a, r->file.design.len * sizeof *r->job + 1);
	if (r->file.design.len)
		r->dir = r->file.design.at[0].args.o.out_dir;
	for (uint32_t i = 0; i < r->file.design.len; i++)
		r->job[i] = job_new(r, i, !opt->only);
	if (opt->only && r->ok)
		r->dir = r->job[0].opt->out_dir;
}

static int
run_end(Run *r)
{
	arena_free(r->a);
	return r->ok ? DONE : WRONG;
}

static void
compile_job(Job *j, OutFiles *files)
{
	bool ok = job_read(j);

	for (uint32_t i = 0; ok && i < j->sources.module.len; i++) {
		const Module *m = &j->sources.module.at[i];
		Design *g;

		if (!compile_module(j, m, P_schedule, &g))
			continue;
		vec_push(j->a, j->made, g);
		emit(j, g, arena_printf(j->a, "%s%s", j->folder, m->folder),
		     files);
	}
}

/* Where everything goes; NULL after an error. */
static const char *
run_folder(Run *r)
{
	if (r->dir || !r->ok)
		return r->dir;
	diag_error(r->d, (Span){0}, "no folder for the design");
	diag_note(r->d, "give -o DIR");
	return NULL;
}

int
sg_compile(const struct sg_options *opt, FILE *out, FILE *err)
{
	OutFiles files = {0};
	const char *dir;
	Run r;

	run_begin(&r, opt, err);
	files.a = r.a;
	dir = run_folder(&r);
	for (uint32_t i = 0; i < r.file.design.len; i++)
		compile_job(&r.job[i], &files);
	r.ok = r.ok && dir && !r.d->errors &&
	       out_write(r.d, option_span(r.d, "-o", dir), &files);
	for (uint32_t i = 0; r.ok && i < r.file.design.len; i++) {
		about(&r.job[i], out);
		for (uint32_t k = 0; k < r.job[i].made.len; k++)
			design_summary(r.job[i].made.at[k], out);
	}
	return run_end(&r);
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

static void
show_job(Job *j)
{
	bool ok = read_dump(j);

	ok = job_read(j) && ok;
	for (uint32_t i = 0; ok && i < j->sources.module.len; i++) {
		const Module *m = &j->sources.module.at[i];
		Design *g;

		if (m->folder[0] || j->design)
			buf_printf(&j->text, "== %s\n", m->name);
		compile_module(j, m, dump_last(j), &g);
	}
}

int
sg_show(const struct sg_options *opt, FILE *out, FILE *err)
{
	Run r;

	run_begin(&r, opt, err);
	for (uint32_t i = 0; i < r.file.design.len; i++)
		show_job(&r.job[i]);
	r.ok = r.ok && !r.d->errors;
	for (uint32_t i = 0; r.ok && i < r.file.design.len; i++) {
		about(&r.job[i], out);
		if (r.job[i].text.len)
			fwrite(r.job[i].text.s, 1, r.job[i].text.len, out);
	}
	return run_end(&r);
}

/* ---- init ---- */

/* The design that args give, if they compile; messages go to `d`. */
static Design *
attempt(Arena *a, Diag *d, const Args *args)
{
	static const DesignFile none;
	OutFiles files = {.a = a};
	Job j = {.a = a, .d = d, .opt = &args->o, .file = &none, .folder = ""};

	compile_job(&j, &files);
	return j.made.len && !d->errors ? j.made.at[0] : NULL;
}

/* Fills in args' inputs, by the first ranges that compile, and outputs. False
 * after an error. */
static bool
init_ports(Job *j, const Module *m, const Expr *e, Args *args, InitNotes *n)
{
	const InitNotes before = *n;
	const Args given = *args;

	for (int any = 0; any < 2; any++)
		for (size_t i = 0; init_range(i); i++) {
			const Design *g;

			*n = before;
			*args = given;
			if (any && !args->o.undefined)
				args->o.undefined = "any";
			init_inputs(j, m, e, init_range(i), args, n);
			if (j->d->errors)
				return false;
			g = attempt(j->a, diag_new(j->a, NULL), args);
			if (g) {
				init_outputs(j->a, g, args, n);
				return true;
			}
		}
	*args = given;
	init_inputs(j, m, e, init_range(0), args, n);
	attempt(j->a, j->d, args);
	return false;
}

/* What was read, for the head of the file. */
static const char *
init_about(const Job *j, const Module *m)
{
	Buf b = buf_new(j->a);

	buf_printf(&b, "%s", j->sources.about.len ? j->sources.about.s : "");
	if (j->samples && j->samples->about.len)
		buf_printf(&b, "%s", j->samples->about.s);
	for (uint32_t i = 0; i < m->eq.len; i++) {
		const Equation *q = &m->eq.at[i];

		if (q->row)
			buf_printf(&b, "row %u: ", q->row);
		buf_printf(&b, "%s = %s\n", q->output,
		           diag_text(j->d, q->text, j->a));
	}
	return b.s;
}

/* The text of the design file; false after an error. */
static bool
init_make(Job *j, const char *file, Args *args, Buf *text)
{
	const char *slash = file ? strrchr(file, '/') : NULL;
	InitNotes n = {.folder = slash
	                             ? arena_strndup(j->a, file,
	                                             (size_t)(slash - file) + 1)
	                             : ""};
	const Module *m;
	const Expr *e;

	if (!job_read(j))
		return false;
	m = &j->sources.module.at[0];
	if (j->sources.module.len > 1) {
		diag_error(j->d, option_span(j->d, "--select", args->o.select),
		           "a design file begins with one equation");
		diag_note(j->d, "choose one row");
		return false;
	}
	e = parse_module(j, m);
	if (!e)
		return false;
	if (args->o.files.n == 1 && m->eq.len == 1 && m->eq.at[0].row)
		args->o.select = arena_printf(j->a, "row=%u", m->eq.at[0].row);
	if (!args->o.target)
		args->o.target = option_preset("target");
	if (!args->o.clock)
		args->o.clock = option_preset("clock");
	if (!init_ports(j, m, e, args, &n))
		return false;
	n.about = init_about(j, m);
	init_text(j->a, args, &n, text);
	return true;
}

static bool
write_once(Diag *d, const char *file, const Buf *text)
{
	FILE *f = fopen(file, "wx");
	bool ok = f != NULL;

	ok = ok && fwrite(text->s, 1, text->len, f) == text->len;
	if (f)
		ok = fclose(f) == 0 && ok;
	if (ok)
		return true;
	diag_error(d, option_span(d, "-o", file), "cannot write the file: %s",
	           strerror(errno));
	if (errno == EEXIST)
		diag_note(d, "remove it, or give another name");
	return false;
}

int
sg_init(const struct sg_options *opt, const char *file, FILE *out, FILE *err)
{
	Arena *a = arena_new();
	Args args = {.o = *opt};
	Buf text = buf_new(a);
	Job j = {.a = a, .d = diag_new(a, err), .opt = &args.o};
	bool ok = init_make(&j, file, &args, &text);

	if (ok && file)
		ok = write_once(j.d, file, &text);
	else if (ok)
		fwrite(text.s, 1, text.len, out);
	arena_free(a);
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
