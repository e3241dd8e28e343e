/* What to compile: equation tables, -e texts and PySR's selection rules to
 * modules, each with one or several outputs.
 *
 * A table with an Output column is one module with an output a row. Of any
 * other table --select takes one row; several files, and -e texts beside
 * them, are outputs of one module. With `--select all` each row is a module
 * of its own. */
#include "driver/options.h"
#include "driver/paths.h"

#include <ctype.h>
#include <errno.h>
#include <sha256.h>
#include <string.h>

enum { MAX_FILE = 1 << 26 };

typedef struct Reader {
	Arena *a;
	Diag *d;
	const struct sg_options *opt;
	Sources *s;
	Module one; /* what all outputs join, unless rows are split */
	const Container *from; /* NULL: by content */
	Span combine;          /* --template */
	bool *varied;          /* parallel to opt->vary */
	uint32_t nfile;        /* files in all, siblings included */
	bool ok;
} Reader;

/* "out/hall_of_fame.csv.out1" -> "hall_of_fame" */
static const char *
stem(Arena *a, const char *path)
{
	const char *name = path_last(path);
	size_t n = name[0] ? 1 + strcspn(name + 1, ".") : 0;

	return arena_strndup(a, name, n);
}

static const char *
sha256_text(Arena *a, const char *s, size_t len)
{
	char hex[SHA256_DIGEST_STRING_LENGTH];

	SHA256Data((const uint8_t *)s, len, hex);
	return arena_strdup(a, hex);
}

/* The first table decides; --dialect overrides. */
static void
use_dialect(Reader *r, const Dialect *t, Span file)
{
	if (r->opt->dialect)
		return;
	if (r->s->dialect && r->s->dialect != t) {
		diag_error(r->d, file,
		           "this file is in the %s dialect, an earlier one in "
		           "the %s dialect",
		           t->name, r->s->dialect->name);
		diag_note(r->d, "give --dialect, or compile them apart");
		r->ok = false;
	}
	r->s->dialect = t;
}

/* ---- parameters ---- */

/* The value of --vary NAME=VALUE if it is about p, or NULL. */
static const char *
vary_value(const Reader *r, size_t i, const Param *p)
{
	const char *s = r->opt->vary.text[i];
	size_t n = strlen(p->name);

	return strncmp(s, p->name, n) == 0 && s[n] == '=' ? s + n + 1 : NULL;
}

/* Best fit, or shifted as --vary says. */
static const char *
param_value(Reader *r, const Param *p)
{
	for (size_t i = 0; i < r->opt->vary.n; i++) {
		const char *v = vary_value(r, i, p);

		if (!v)
			continue;
		r->varied[i] = true;
		if (strcmp(v, "+1") == 0)
			return arena_printf(r->a, "%s + %s", p->best, p->plus);
		if (strcmp(v, "-1") == 0)
			return arena_printf(r->a, "%s + %s", p->best, p->minus);
		diag_error(r->d,
		           option_span(r->d, "--vary", r->opt->vary.text[i]),
		           "a shift is +1 or -1, as in %s=+1", p->name);
		r->ok = false;
	}
	return p->best;
}

static Equation
row_equation(Reader *r, const Row *row, const char *file, const char *sha256)
{
	Equation q = {.text = row->equation,
	              .output = row->output,
	              .file = path_last(file),
	              .sha256 = sha256,
	              .row = row->number,
	              .complexity = row->has_complexity ? row->complexity : 0,
	              .loss = row->loss_text,
	              .define = row->define,
	              .dag = row->dag,
	              .ref = row->ref,
	              .dag_text = row->text};

	for (uint32_t i = 0; i < row->param.len; i++) {
		const Param *p = &row->param.at[i];

		vec_push(r->a, q.param, *p);
		vec_push(
		    r->a, q.define,
		    arena_printf(r->a, "%s = %s", p->name, param_value(r, p)));
	}
	if (r->combine.src) {
		r->ok &= template_split(r->a, r->d, row->equation, &q.define);
		q.text = r->combine;
	}
	return q;
}

static bool
splits(const Reader *r)
{
	return r->opt->select && !strcmp(r->opt->select, "all");
}

/* A module for one row of a front: DIR/rowN, named NAME_rowN. */
static void
add_row_module(Reader *r, Equation q, const char *file)
{
	const char *base = r->opt->name ? r->opt->name : stem(r->a, file);
	uint32_t n = r->s->module.len;
	Module m = {.name = arena_printf(r->a, "%s_row%u", base, q.row),
	            .folder = arena_printf(r->a, "row%u/", q.row)};

	if (n && r->s->module.at[n - 1].eq.at[0].row == q.row) {
		vec_push(r->a, r->s->module.at[n - 1].eq, q);
		return; /* the row's next equation */
	}
	if (!q.output)
		q.output = "y";
	vec_push(r->a, m.eq, q);
	vec_push(r->a, r->s->module, m);
}

/* ---- files ---- */

/* The table at `path`; false after an error. */
static bool
load_table(Reader *r, const Path *p, Span at, Table *t, const char **sha)
{
	const char *path = p->path;
	size_t len;
	const char *text = file_read(r->a, path, MAX_FILE, &len);
	uint32_t src;

	if (!text) {
		int why = errno;

		diag_error(r->d, at, "cannot read the file: %s", strerror(why));
		if (why == EFBIG)
			diag_note(r->d, "a file of equations has at most "
			                "64 MiB");
		return false;
	}
	src = diag_source(r->d, path, text, len);
	vec_push(r->a, r->s->table, src);
	*sha = sha256_text(r->a, text, len);
	if (!table_read(r->a, r->d, src, r->from, p->function, t))
		return false;
	use_dialect(r, t->dialect, (Span){src, 0, 0});
	buf_printf(&r->s->about, "%s: %s (%s), %u equation%s\n",
	           path_last(path), t->doc, t->kind, t->row.len,
	           t->row.len == 1 ? "" : "s");
	for (uint32_t i = 0; i < t->row.len; i++)
		vec_push(r->a, r->s->equation, t->row.at[i].equation);
	return true;
}

static void
add_rows(Reader *r, const Table *t, const Pick *pick, const Path *p,
         const char *sha)
{
	for (uint32_t i = 0; i < pick->len; i++) {
		const Row *row = &t->row.at[pick->at[i]];
		Equation q = row_equation(r, row, p->path, sha);

		if (splits(r) && !t->outputs) {
			add_row_module(r, q, p->path);
			continue;
		}
		if (!q.output)
			q.output = p->output;
		if (!q.output && r->nfile > 1)
			q.output = stem(r->a, p->path);
		vec_push(r->a, r->one.eq, q);
		for (uint32_t k = 0; k < row->range.len; k++)
			vec_push(r->a, r->one.range, row->range.at[k]);
	}
}

static void
read_table(Reader *r, const Path *p, Span at)
{
	Table t = {0};
	Pick pick = {0};
	const char *how, *sha;

	if (!load_table(r, p, at, &t, &sha)) {
		r->ok = false;
		return;
	}
	how = r->opt->select ? r->opt->select : t.outputs ? "all" : "best";
	if (!table_select(r->a, r->d, &t, how,
	                  option_span(r->d, "--select", how), &pick)) {
		r->ok = false;
		return;
	}
	add_rows(r, &t, &pick, p, sha);
}

/* An output that the search left out: it is 0. */
static void
add_zero(Reader *r, const Path *p)
{
	Equation q = {.text = option_span(r->d, "inactive", "0"),
	              .output = p->output};

	vec_push(r->a, r->one.eq, q);
}

static void
read_files(Reader *r)
{
	VEC(Path) all = {0};
	VEC(Span) at = {0};

	for (size_t i = 0; i < r->opt->files.n; i++) {
		Span s = option_span(r->d, "EQUATIONS", r->opt->files.text[i]);
		Paths p = {0};

		if (!paths_expand(r->a, r->d, s, &p))
			r->ok = false;
		for (uint32_t k = 0; k < p.len; k++) {
			vec_push(r->a, all, p.at[k]);
			vec_push(r->a, at, s);
		}
	}
	r->nfile = all.len;
	for (uint32_t i = 0; i < all.len; i++) {
		if (r->nfile == 1)
			all.at[i].output = NULL;
		if (all.at[i].path)
			read_table(r, &all.at[i], at.at[i]);
		else
			add_zero(r, &all.at[i]);
	}
}

static void
read_from(Reader *r)
{
	VEC(const char *) kind = {0};
	const char *text = r->opt->from, *last = "";
	Container *own;
	int i;

	if (!text && r->opt->column) {
		own = arena_alloc(r->a, sizeof *own);
		*own = (Container){.kind = "table",
		                   .doc = "equations",
		                   .dialect = "sympy",
		                   .columns = r->opt->column,
		                   .loss = "mse",
		                   .complexity = ""};
		r->from = own;
	}
	if (!text)
		return;
	for (const Container *c = containers; c->kind; last = c++->kind)
		if (strcmp(last, c->kind) != 0)
			vec_push(r->a, kind, c->kind);
	i = option_choice(r->d, option_span(r->d, "--from", text), "kind",
	                  kind.at, kind.len);
	if (i < 0) {
		r->ok = false;
		return;
	}
	check(kind.at);
	r->from = container_by_kind(kind.at[i]);
}

static void
check_varied(Reader *r)
{
	for (size_t i = 0; r->ok && i < r->opt->vary.n; i++) {
		if (r->varied[i])
			continue;
		diag_error(r->d,
		           option_span(r->d, "--vary", r->opt->vary.text[i]),
		           "no such parameter in the equations chosen");
		diag_note(r->d, "give --vary NAME=+1 or NAME=-1, NAME being "
		                "one of SymbolFit's parameters");
		r->ok = false;
	}
}

/* ---- -e ---- */

/* A name at the front of "name=EXPR"; "==", "<=" and the like are left for
 * the parser to judge. */
static size_t
name_len(const char *s)
{
	size_t n = strcspn(s, "=()+-*/^<>!, ");

	return n && s[n] == '=' && s[n + 1] != '=' ? n : 0;
}

static void
read_expr(Reader *r, size_t i)
{
	const char *text = r->opt->exprs.text[i];
	Span s = option_span(r->d, "-e", text);
	size_t n = name_len(text);
	Equation q = {.text = s};

	if (n) {
		q.output = arena_strndup(r->a, text, n);
		q.text.pos += (uint32_t)n + 1;
		q.text.len -= (uint32_t)n + 1;
	} else if (r->opt->exprs.n > 1) {
		q.output = arena_printf(r->a, "y%zu", i);
	}
	vec_push(r->a, r->one.eq, q);
}

/* Every output gets a name of its own. */
static void
name_outputs(Reader *r)
{
	Module *m = &r->one;

	for (uint32_t i = 0; i < m->eq.len; i++) {
		Equation *q = &m->eq.at[i];

		if (!q->output)
			q->output = "y";
		for (uint32_t k = 0; k < i; k++) {
			if (strcmp(m->eq.at[k].output, q->output) != 0)
				continue;
			diag_error(r->d, q->text,
			           "a second output with the name '%s'",
			           q->output);
			diag_note(r->d, "name outputs by -e NAME=EXPR, by an "
			                "Output column or by the files' names");
			r->ok = false;
			break;
		}
	}
}

static void
read_dialect(Reader *r)
{
	VEC(const char *) name = {0};
	int i;

	if (!r->opt->dialect)
		return;
	for (size_t k = 0; dialects[k].name; k++)
		vec_push(r->a, name, dialects[k].name);
	i = option_choice(r->d, option_span(r->d, "--dialect", r->opt->dialect),
	                  "dialect", name.at, name.len);
	if (i < 0)
		r->ok = false;
	else
		r->s->dialect = &dialects[i];
}

/* The function of FILE.c:FUNCTION, or the file's name. */
static const char *
file_module(const Reader *r, const char *text)
{
	size_t n = path_file_len(text);
	const char *colon = strrchr(text + n, ':');

	return colon ? colon + 1 : stem(r->a, text);
}

static const char *
module_name(const Reader *r)
{
	if (r->opt->name)
		return r->opt->name;
	return r->opt->files.n ? file_module(r, r->opt->files.text[0]) : "f";
}

/* Rows that are split and outputs that are not cannot share a DIR. */
static bool
check_split(Reader *r)
{
	if (!splits(r) || !r->s->module.len ||
	    (r->opt->files.n == 1 && !r->opt->exprs.n))
		return true;
	diag_error(r->d, option_span(r->d, "--select", r->opt->select),
	           "every row becomes a design of its own only for one file "
	           "alone");
	diag_note(r->d, "compile the files one by one");
	return false;
}

bool
sources_read(Arena *a, Diag *d, const struct sg_options *opt, Sources *s)
{
	Reader r = {.a = a, .d = d, .opt = opt, .s = s, .ok = true};

	*s = (Sources){.about = buf_new(a)};
	r.one.folder = "";
	r.one.name = module_name(&r);
	r.varied = arena_alloc(a, opt->vary.n + 1);
	if (opt->combine)
		r.combine = option_span(d, "--template", opt->combine);
	read_dialect(&r);
	read_from(&r);
	if (r.ok)
		read_files(&r);
	check_varied(&r);
	for (size_t i = 0; i < opt->exprs.n; i++)
		read_expr(&r, i);
	if (opt->select && !opt->files.n) {
		diag_error(d, option_span(d, "--select", opt->select),
		           "there is no file to select rows of");
		r.ok = false;
	}
	if (!r.ok || !check_split(&r))
		return false;
	if (!s->dialect)
		s->dialect = dialect_by_name("python");
	name_outputs(&r);
	if (r.one.eq.len)
		vec_push(a, s->module, r.one);
	if (r.ok && !s->module.len) {
		diag_error(d, (Span){0}, "no equations");
		diag_note(d, "give a file of them or -e 'EXPR'");
		return false;
	}
	return r.ok;
}

static bool
in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (c & 0x80);
}

bool
sources_mention(const Sources *s, const Diag *d, const char *name)
{
	size_t n = strlen(name);

	for (uint32_t i = 0; i < s->table.len; i++) {
		const char *text = d->source.at[s->table.at[i]].text, *p = text;

		for (; (p = strstr(p, name)); p++)
			if (!in_word(p[n]) && (p == text || !in_word(p[-1])))
				return true;
	}
	return false;
}
