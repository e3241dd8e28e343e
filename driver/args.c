/* The options: see args.h. What an option's text means is options.c's and
 * ports.c's business. */
#include "driver/args.h"

#include <string.h>

enum {
	COMPILE = FOR_COMPILE,
	VERIFY = FOR_VERIFY,
	SYNTH = FOR_SYNTH,
	SHOW = FOR_SHOW,
	INIT = FOR_INIT,
	/* whatever reads equations */
	EQ = FOR_COMPILE | FOR_SHOW | FOR_FILE | FOR_INIT,
	LINE = FOR_COMPILE | FOR_SHOW
};

#define OPT(name, ...) " " #name
static const char without_doc[] = "leaves optimisations out, of:"
#include "ir/opts.def"
    ;

#define AT(m) offsetof(Args, m)
const Option option_table[] = {
    {"design", "FILE", "options from a design file, YAML", NULL, 0, LINE,
     ARG_PATH, AT(o.design)},
    {"only", "NAME", "of the design file's designs this one", NULL, 0, LINE,
     ARG_TEXT, AT(o.only)},
    {"equations", "FILE", "files of equations", NULL, 0, FOR_FILE, ARG_PATHS,
     AT(o.files)},
    {"output-dir", "DIR", "where the design goes", NULL, 'o',
     COMPILE | FOR_FILE, ARG_PATH, AT(o.out_dir)},
    {"output-file", "FILE", "the design file; default: standard output", NULL,
     'o', INIT, ARG_PATH, AT(init_file)},
    {"expr", "[NAME=]EXPR", "an equation; repeatable", NULL, 'e', EQ, ARG_LIST,
     AT(o.exprs)},
    {"select", "HOW",
     "best, accurate, score, complexity=N, row=N or all; by PySR's rules",
     "best", 0, EQ, ARG_TEXT, AT(o.select)},
    {"name", "NAME", "the module's name", NULL, 0, EQ, ARG_TEXT, AT(o.name)},
    {"define", "'F(X)=EXPR'", "a custom operator; repeatable", NULL, 0, EQ,
     ARG_NAMED, AT(o.defines)},
    {"define-file", "FILE", "definitions, one a line; repeatable", NULL, 0, EQ,
     ARG_PATHS, AT(o.define_files)},
    {"param", "NAME=VALUE[,VALUE...]",
     "a parameter, or its value in each category; or a table FILE of them",
     NULL, 0, EQ, ARG_TABLE, AT(o.params)},
    {"category", "NAME", "the input that chooses among parameters", "category",
     0, EQ, ARG_TEXT, AT(o.category)},
    {"template", "'F(X)+G(Y)'", "joins the pieces of a template", NULL, 0, EQ,
     ARG_TEXT, AT(o.combine)},
    {"vary", "NAME=+1|-1", "SymbolFit: shift a parameter by its error", NULL, 0,
     EQ, ARG_NAMED, AT(o.vary)},
    {"from", "KIND", "what kind of file it is, where its text does not tell",
     NULL, 0, EQ, ARG_TEXT, AT(o.from)},
    {"column", "NAME", "the table's column of equations, if it is not Equation",
     NULL, 0, EQ, ARG_TEXT, AT(o.column)},
    {"dialect", "NAME", "julia or python, where the file does not tell", NULL,
     0, EQ, ARG_TEXT, AT(o.dialect)},
    {"input", "[NAME=]FORMAT[@LO..[<]HI][*SCALE][+OFFSET]",
     "an input port; without NAME: all others", NULL, 'i', EQ, ARG_NAMED,
     AT(o.inputs)},
    {"output", "[NAME=]FORMAT", "an output port; auto: by range and error",
     NULL, 0, EQ, ARG_NAMED, AT(o.outputs)},
    {"max-error", "E", "1ulp (default), 0.75ulp, 1e-3, 2^-10", "1ulp", 0, EQ,
     ARG_TEXT, AT(o.max_error)},
    {"numerics", "HOW", "faithful (default), data or uniform[:FORMAT]",
     "faithful", 0, EQ, ARG_TEXT, AT(o.numerics)},
    {"keep", "METRIC:TOL",
     "data: rmse:1% (default), accuracy:0.1%, auc:0.001, within TOL", "rmse:1%",
     0, EQ, ARG_TEXT, AT(o.keep)},
    {"label", "COLUMN", "data: the truth in the samples; repeatable", NULL, 0,
     EQ, ARG_LIST, AT(o.labels)},
    {"decision", "HOW", "data: argmax or 'OUTPUT>NUMBER' as the output", NULL,
     0, EQ, ARG_TEXT, AT(o.decision)},
    {"undefined", "HOW",
     "error (default) or any, where the equation has no value", "error", 0, EQ,
     ARG_TEXT, AT(o.undefined)},
    {"data", "FILE", "samples, CSV, .npy or .npz: ranges and test vectors",
     NULL, 0, EQ, ARG_PATH, AT(o.data)},
    {"target", "NAME", "the device; see `symgate targets`", "xcvu9p", 't', EQ,
     ARG_TEXT, AT(o.target)},
    {"target", "NAME", "the device; see `symgate targets`", NULL, 't', SYNTH,
     ARG_TEXT, AT(s.target)},
    {"clock", "F", "frequency or period: 200MHz (default), 5ns", "200MHz", 'c',
     EQ, ARG_TEXT, AT(o.clock)},
    {"latency", "N", "auto (default), any: the smallest, comb, or cycles",
     "auto", 0, EQ, ARG_TEXT, AT(o.latency)},
    {"optimise", "LEVEL", "0, 1 (default) or 2: how much to try", "1", 'O', EQ,
     ARG_TEXT, AT(o.optimise)},
    {"without", "LIST", without_doc, NULL, 0, EQ, ARG_TEXT, AT(o.without)},
    {"emit", "LIST", "of verilog,hls,c (default) and ref", NULL, 0,
     COMPILE | FOR_FILE | INIT, ARG_TEXT, AT(o.emit)},
    {"dump", "LIST",
     "of parse,simplify,range,formats,datapath,schedule (default: the first "
     "two)",
     "parse,simplify", 0, SHOW, ARG_TEXT, AT(o.dump)},
    {"seed", "N", "data: of the split into training and held-out rows", "1", 0,
     EQ, ARG_TEXT, AT(o.seed)},
    {"vectors", "N", "random vectors a design (default 100000)", "100000", 0,
     VERIFY, ARG_TEXT, AT(v.vectors)},
    {"exhaustive", "N", "visit boxes of up to N points whole (default 2^24)",
     "16777216", 0, VERIFY, ARG_TEXT, AT(v.exhaustive)},
    {"seed", "N", "of the random vectors (default 1)", "1", 0, VERIFY, ARG_TEXT,
     AT(v.seed)},
    {"format", "KIND", "text (default), json or junit", "text", 0, VERIFY,
     ARG_TEXT, AT(v.format)},
    {"format", "KIND", "text (default) or json", "text", 0, SYNTH, ARG_TEXT,
     AT(s.format)},
    {"junit", "FILE", "also write a JUnit report", NULL, 0, VERIFY, ARG_PATH,
     AT(v.junit_file)},
    {"no-place", NULL, "stop after Yosys", NULL, 0, SYNTH, ARG_FLAG,
     AT(s.no_place)},
    {"help", NULL, "this text", NULL, 'h', FOR_ALL, ARG_HELP, 0},
    {"version", NULL, "the version", NULL, 'V', FOR_ALL, ARG_VERSION, 0},
    {0},
};

const char *
option_preset(const char *name)
{
	const Option *o = option_table;

	while (strcmp(o->name, name) != 0)
		o++;
	return o->preset;
}

/* ---- values ---- */

bool
args_is_list(const Option *o)
{
	return o->kind == ARG_LIST || o->kind == ARG_PATHS ||
	       o->kind == ARG_NAMED || o->kind == ARG_TABLE;
}

const char *
args_text(const Args *args, const Option *o)
{
	const char *s = NULL;

	if (o->kind == ARG_TEXT || o->kind == ARG_PATH)
		memcpy(&s, (const char *)args + o->at, sizeof s);
	return s;
}

struct sg_list
args_list(const Args *args, const Option *o)
{
	struct sg_list list = {0};

	if (args_is_list(o))
		memcpy(&list, (const char *)args + o->at, sizeof list);
	return list;
}

void
args_store(Arena *a, Args *args, const Option *o, const char *value)
{
	char *at = (char *)args + o->at;
	struct sg_list list = args_list(args, o);
	const char **text;
	int set = 1;

	if (o->kind == ARG_FLAG) {
		memcpy(at, &set, sizeof set);
	} else if (args_is_list(o)) {
		text = arena_alloc(a, (list.n + 1) * sizeof *text);
		if (list.n)
			memcpy(text, list.text, list.n * sizeof *text);
		text[list.n] = value;
		list = (struct sg_list){text, list.n + 1};
		memcpy(at, &list, sizeof list);
	} else {
		memcpy(at, &value, sizeof value);
	}
}

/* ---- designs ---- */

size_t
args_name(const char *s)
{
	const char *eq = strchr(s, '=');
	size_t n = eq ? (size_t)(eq - s) : 0;

	while (n && s[n - 1] == ' ')
		n--;
	return n;
}

static bool
has_name(struct sg_list list, const char *s)
{
	size_t n = args_name(s);

	for (size_t i = 0; i < list.n; i++)
		if (args_name(list.text[i]) == n &&
		    !strncmp(list.text[i], s, n))
			return true;
	return false;
}

static void
override_list(Arena *a, Args *args, const Option *o, struct sg_list over)
{
	struct sg_list old = args_list(args, o), none = {0};

	memcpy((char *)args + o->at, &none, sizeof none);
	bool named = o->kind == ARG_NAMED || o->kind == ARG_TABLE;
	for (size_t i = 0; named && i < old.n; i++)
		if (!has_name(over, old.text[i]))
			args_store(a, args, o, old.text[i]);
	for (size_t i = 0; i < over.n; i++)
		args_store(a, args, o, over.text[i]);
}

void
args_override(Arena *a, Args *args, const Args *over)
{
	for (const Option *o = option_table; o->name; o++) {
		const char *s = args_text(over, o);
		struct sg_list list = args_list(over, o);
		int flag = 0;

		if (!(o->users & FOR_FILE) || o->users == FOR_ALL)
			continue;
		if (list.n)
			override_list(a, args, o, list);
		if (o->kind == ARG_FLAG)
			memcpy(&flag, (const char *)over + o->at, sizeof flag);
		if (s || flag)
			args_store(a, args, o, s);
	}
}

bool
args_is_path(const Option *o, const char *s)
{
	return o->kind == ARG_PATH || o->kind == ARG_PATHS ||
	       (o->kind == ARG_TABLE && !strchr(s, '='));
}

const char *
args_command(Arena *a, const Args *args)
{
	Buf b = buf_new(a);

	buf_printf(&b, "symgate compile");
	for (const Option *o = option_table; o->name; o++) {
		struct sg_list list = args_list(args, o);
		const char *s = args_text(args, o);
		int flag = 0;

		if (!(o->users & FOR_FILE) || o->users == FOR_ALL)
			continue;
		if (s)
			list = (struct sg_list){&s, 1};
		for (size_t i = 0; i < list.n; i++) {
			if (o->users & FOR_COMPILE)
				buf_printf(&b, " --%s", o->name);
			buf_printf(&b, " ");
			args_quote(&b, list.text[i]);
		}
		if (o->kind == ARG_FLAG)
			memcpy(&flag, (const char *)args + o->at, sizeof flag);
		if (flag)
			buf_printf(&b, " --%s", o->name);
	}
	return b.s;
}

void
args_quote(Buf *b, const char *s)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	    "_-+=./,:@%^";

	if (*s && !s[strspn(s, plain)]) {
		buf_add(b, s, strlen(s));
		return;
	}
	buf_add(b, "'", 1);
	for (; *s; s++)
		buf_add(b, *s == '\'' ? "'\\''" : s, *s == '\'' ? 4 : 1);
	buf_add(b, "'", 1);
}
