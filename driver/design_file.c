/* Design files: see design_file.h and `man symgate`.
 *
 *     target: ecp5
 *     designs:
 *       - name: pt
 *         equations: front.csv
 *         inputs: {x0: "ap_fixed<16,6>@-4..4"}
 *
 * The keys are the rows of args.c's table, repeatable ones also with an s at
 * the end. Values become the texts that the command line would have; the
 * place of each is remembered, so that whoever reads the text can point at
 * it. */
#include "driver/design_file.h"
#include "driver/options.h"
#include "util/yaml.h"

#include <errno.h>
#include <sha256.h>
#include <string.h>

enum { MAX_FILE = 1 << 18 };

static const char designs_key[] = "designs";

typedef struct Reader {
	Arena *a;
	Diag *d;
	const char *folder; /* of the file, with its slash, or "" */
	bool ok;
} Reader;

/* ---- keys ---- */

static bool
in_file(const Option *o)
{
	return (o->users & FOR_FILE) && o->users != FOR_ALL;
}

/* `expr` or `exprs` for the repeatable option expr. */
static bool
is_called(const Option *o, const char *key)
{
	size_t n = strlen(o->name);

	return !strncmp(key, o->name, n) &&
	       (!key[n] || (args_is_list(o) && !strcmp(key + n, "s")));
}

static const Option *
find_option(const char *key)
{
	for (const Option *o = option_table; o->name; o++)
		if (in_file(o) && is_called(o, key))
			return o;
	return NULL;
}

static void
unknown_key(Reader *r, const Yaml *key, bool top)
{
	VEC(const char *) name = {0};
	const char *near;

	for (const Option *o = option_table; o->name; o++)
		if (in_file(o))
			vec_push(r->a, name, o->name);
	if (top)
		vec_push(r->a, name, designs_key);
	near = nearest_word(key->text, strlen(key->text), name.at, name.len);
	diag_error(r->d, key->span, "unknown key '%s'", key->text);
	if (near)
		diag_note(r->d, "did you mean %s?", near);
	else
		diag_note(r->d, "keys are the long options of `symgate compile "
		                "--help`, and equations and designs");
	r->ok = false;
}

/* ---- values ---- */

static void
wrong_type(Reader *r, const Option *o, const Yaml *v)
{
	static const char *const is[] = {
	    [Y_TEXT] = "a text", [Y_LIST] = "a list", [Y_MAP] = "a map"};
	bool named = o->arg && strchr(o->arg, '=');
	const char *wants = !args_is_list(o) ? "one text"
	                    : named ? "a text, a list of texts or a map"
	                            : "a text or a list of texts";

	if (v->kind == Y_TEXT && v->empty) {
		diag_error(r->d, v->span, "%s has no value", o->name);
		diag_note(r->d, "give one, or make the line a comment with #");
	} else {
		diag_error(r->d, v->span, "%s is %s, not %s", o->name, wants,
		           is[v->kind]);
		if (o->arg)
			diag_note(r->d, "it is written %s", o->arg);
	}
	r->ok = false;
}

/* A path in the file is relative to the file. */
static const char *
resolved(const Reader *r, const Option *o, const char *s)
{
	if (!args_is_path(o, s) || s[0] == '/')
		return arena_strdup(r->a, s);
	return arena_printf(r->a, "%s%s", r->folder, s);
}

static void
store_text(Reader *r, Args *args, const Option *o, const Yaml *v)
{
	const char *text;

	if (v->kind != Y_TEXT || v->empty) {
		wrong_type(r, o, v);
		return;
	}
	text = resolved(r, o, v->text);
	diag_origin(r->d,
	            (Origin){.text = text,
	                     .from = (uint32_t)(strlen(text) - strlen(v->text)),
	                     .value = v->inner});
	args_store(r->a, args, o, text);
}

/* KEY: VALUE as KEY=VALUE; "*" is for all others. */
static void
store_pair(Reader *r, Args *args, const Option *o, const Yaml *k, const Yaml *v)
{
	const char *text;

	if (!strcmp(k->text, "*")) {
		store_text(r, args, o, v);
		return;
	}
	if (v->kind != Y_TEXT || v->empty) {
		wrong_type(r, o, v);
		return;
	}
	text = arena_printf(r->a, "%s=%s", k->text, v->text);
	diag_origin(r->d, (Origin){.text = text,
	                           .from = (uint32_t)strlen(k->text) + 1,
	                           .key = k->inner,
	                           .value = v->inner});
	args_store(r->a, args, o, text);
}

static void
store_map(Reader *r, Args *args, const Option *o, const Yaml *v)
{
	if (!o->arg || !strchr(o->arg, '=')) {
		wrong_type(r, o, v);
		return;
	}
	for (uint32_t i = 0; i < v->key.len; i++)
		store_pair(r, args, o, v->key.at[i], v->item.at[i]);
}

static void
store_list(Reader *r, Args *args, const Option *o, const Yaml *v)
{
	for (uint32_t i = 0; i < v->item.len; i++)
		if (v->item.at[i]->kind == Y_MAP)
			store_map(r, args, o, v->item.at[i]);
		else
			store_text(r, args, o, v->item.at[i]);
}

/* [verilog, c] for what the command line takes as verilog,c */
static void
store_words(Reader *r, Args *args, const Option *o, const Yaml *v)
{
	Buf b = buf_new(r->a);

	for (uint32_t i = 0; i < v->item.len; i++) {
		const Yaml *word = v->item.at[i];

		if (word->kind != Y_TEXT || word->empty) {
			wrong_type(r, o, word);
			return;
		}
		buf_printf(&b, "%s%s", i ? "," : "", word->text);
	}
	if (!b.len) {
		wrong_type(r, o, v);
		return;
	}
	diag_origin(r->d, (Origin){.text = b.s, .value = v->span});
	args_store(r->a, args, o, b.s);
}

static void
store_flag(Reader *r, Args *args, const Option *o, const Yaml *v)
{
	if (v->kind == Y_TEXT && !strcmp(v->text, "true")) {
		args_store(r->a, args, o, NULL);
	} else if (v->kind != Y_TEXT || strcmp(v->text, "false") != 0) {
		diag_error(r->d, v->span, "%s is true or false", o->name);
		r->ok = false;
	}
}

static void
store_value(Reader *r, Args *args, const Option *o, const Yaml *v)
{
	if (o->kind == ARG_FLAG)
		store_flag(r, args, o, v);
	else if (!args_is_list(o) && v->kind == Y_LIST && o->arg &&
	         !strcmp(o->arg, "LIST"))
		store_words(r, args, o, v);
	else if (!args_is_list(o) || v->kind == Y_TEXT)
		store_text(r, args, o, v);
	else if (v->kind == Y_LIST)
		store_list(r, args, o, v);
	else
		store_map(r, args, o, v);
}

/* ---- designs ---- */

/* The options of a map; `designs` is passed over where it may stand. */
static void
read_map(Reader *r, const Yaml *m, bool top, Args *args)
{
	const Option *seen[64];
	size_t nseen = 0;

	for (uint32_t i = 0; i < m->key.len; i++) {
		const Yaml *key = m->key.at[i];
		const Option *o = find_option(key->text);

		if (top && !strcmp(key->text, designs_key))
			continue;
		if (!o) {
			unknown_key(r, key, top);
			continue;
		}
		for (size_t k = 0; k < nseen; k++)
			if (seen[k] == o) {
				diag_error(r->d, key->span,
				           "%s is given twice, in one "
				           "spelling and the other",
				           o->name);
				r->ok = false;
			}
		check(nseen < sizeof seen / sizeof *seen);
		seen[nseen++] = o;
		store_value(r, args, o, m->item.at[i]);
	}
}

static const Yaml *
find_key(const Yaml *m, const char *key, bool value)
{
	for (uint32_t i = 0; i < m->key.len; i++)
		if (!strcmp(m->key.at[i]->text, key))
			return value ? m->item.at[i] : m->key.at[i];
	return NULL;
}

/* A name that a folder can have. */
static bool
check_name(Reader *r, const DesignFile *f, const Yaml *m)
{
	const Yaml *v = find_key(m, "name", true);
	const char *why = NULL;

	if (!v) {
		diag_error(r->d, (Span){m->span.src, m->span.pos, 1},
		           "a design of a list needs a name of its own");
		diag_note(r->d, "give name: NAME; it goes to DIR/NAME");
		return false;
	}
	if (v->kind != Y_TEXT)
		return true; /* said already */
	if (!v->text[0] || strlen(v->text) > 200 || strchr(v->text, '/') ||
	    v->text[0] == '.')
		why = "this cannot be a folder's name";
	for (uint32_t i = 0; i < f->design.len; i++)
		if (!strcmp(f->design.at[i].name, v->text))
			why = "an earlier design has this name";
	if (why)
		diag_error(r->d, v->span, "%s", why);
	return !why;
}

static void
read_design(Reader *r, const Yaml *m, const Args *file, DesignFile *f)
{
	Args own = {0};
	FileDesign g = {.args = *file};
	const Yaml *dir;

	if (m->kind != Y_MAP) {
		diag_error(r->d, m->span, "a design is a map of options");
		r->ok = false;
		return;
	}
	read_map(r, m, false, &own);
	dir = find_key(m, "output-dir", false);
	if (dir) {
		diag_error(r->d, dir->span,
		           "a design of a list has no folder of its choice");
		diag_note(r->d, "give output-dir for the whole file: each "
		                "goes to DIR/NAME");
		r->ok = false;
	}
	if (!check_name(r, f, m)) {
		r->ok = false;
		return;
	}
	args_override(r->a, &g.args, &own);
	g.name = own.o.name ? own.o.name : "";
	vec_push(r->a, f->design, g);
}

static void
read_designs(Reader *r, const Yaml *root, const Args *file, DesignFile *f)
{
	const Yaml *list = find_key(root, designs_key, true);
	const Yaml *name = find_key(root, "name", false);

	if (!list) {
		vec_push(r->a, f->design, ((FileDesign){.args = *file}));
		return;
	}
	if (list->kind != Y_LIST || !list->item.len) {
		diag_error(r->d, list->span, "designs is a list of designs");
		diag_note(r->d, "begin each with - name: NAME");
		r->ok = false;
		return;
	}
	if (name) {
		diag_error(r->d, name->span,
		           "the designs of a list have their own names");
		r->ok = false;
	}
	for (uint32_t i = 0; i < list->item.len; i++)
		read_design(r, list->item.at[i], file, f);
}

/* ---- files ---- */

static void
no_such_design(Reader *r, const DesignFile *f, const char *only)
{
	VEC(const char *) name = {0};

	for (uint32_t i = 0; i < f->design.len; i++)
		if (f->design.at[i].name)
			vec_push(r->a, name, f->design.at[i].name);
	r->ok = false;
	if (name.len) {
		option_choice(r->d, option_span(r->d, "--only", only), "design",
		              name.at, name.len);
		return;
	}
	diag_error(r->d, option_span(r->d, "--only", only),
	           "the design file has no list of designs");
}

static void
choose(Reader *r, DesignFile *f, const char *only)
{
	for (uint32_t i = 0; i < f->design.len; i++) {
		const char *name = f->design.at[i].name;

		if (!name || strcmp(name, only) != 0)
			continue;
		f->design.at[0] = f->design.at[i];
		f->design.len = 1;
		return;
	}
	no_such_design(r, f, only);
}

static void
finish(Reader *r, DesignFile *f, const struct sg_options *opt)
{
	Args line = {.o = *opt};

	for (uint32_t i = 0; i < f->design.len; i++) {
		Args *args = &f->design.at[i].args;

		args_override(r->a, args, &line);
		args->o.dump = opt->dump;
	}
}

static const char *
load(Reader *r, const char *path, DesignFile *f, Span *at)
{
	char hex[SHA256_DIGEST_STRING_LENGTH];
	size_t len;
	const char *text = file_read(r->a, path, MAX_FILE, &len);

	if (!text) {
		diag_error(r->d, option_span(r->d, "--design", path),
		           "cannot read the file: %s", strerror(errno));
		return NULL;
	}
	SHA256Data((const uint8_t *)text, len, hex);
	f->path = path;
	f->sha256 = arena_strdup(r->a, hex);
	*at = (Span){diag_source(r->d, path, text, len), 0, 0};
	return text;
}

static bool
read_file(Reader *r, const struct sg_options *opt, DesignFile *f)
{
	const char *slash = strrchr(opt->design, '/');
	const Yaml *root;
	Args file = {0};
	Span at;

	r->folder = arena_strndup(
	    r->a, opt->design, slash ? (size_t)(slash - opt->design) + 1 : 0);
	if (!load(r, opt->design, f, &at))
		return false;
	root = yaml_read(r->a, r->d, at.src);
	if (!root)
		return false;
	if (root->kind != Y_MAP) {
		diag_error(r->d, root->span,
		           "a design file is a map of options");
		diag_note(r->d, "write one KEY: VALUE a line; `symgate init` "
		                "makes a file to begin with");
		return false;
	}
	read_map(r, root, true, &file);
	read_designs(r, root, &file, f);
	if (r->ok && opt->only)
		choose(r, f, opt->only);
	finish(r, f, opt);
	return r->ok;
}

bool
design_file_read(Arena *a, Diag *d, const struct sg_options *opt, DesignFile *f)
{
	Reader r = {.a = a, .d = d, .ok = true};

	*f = (DesignFile){0};
	if (opt->design)
		return read_file(&r, opt, f);
	if (opt->only) {
		diag_error(d, option_span(d, "--only", opt->only),
		           "there is no design file to choose from");
		diag_note(d, "give --design FILE");
		return false;
	}
	vec_push(a, f->design, ((FileDesign){.args.o = *opt}));
	return true;
}
