/* The command line: option texts to the library, and help.
 *
 * One table of commands, one of options; everything that an option's text
 * means is the library's business. Mistakes on the command line itself are
 * reported like any other, with a caret under the word. */
#include "symgate.h"
#include "util/diag.h"

#include <getopt.h>
#include <stddef.h>
#include <string.h>

enum { WRONG = 2 };

/* ---- tables ---- */

enum { COMPILE = 1, VERIFY = 2, SYNTH = 4, SHOW = 8, EQ = COMPILE | SHOW };

typedef struct Args {
	struct sg_options o;
	struct sg_verify_options v;
	struct sg_synth_options s;
	const char *target, *format; /* of more than one command */
	const char *const *word;     /* what is no option */
	size_t nword;
} Args;

enum Kind { TEXT, LIST, FLAG, HELP, VERSION };

typedef struct Option {
	const char *name, *arg, *doc;
	int letter;        /* short form, or 0 */
	unsigned commands; /* that take it */
	enum Kind kind;
	size_t at; /* in Args: const char *, struct sg_list or int */
} Option;

#define AT(m)          offsetof(Args, m)
#define OPT(name, ...) " " #name
static const char without_doc[] = "leaves optimisations out, of:"
#include "ir/opts.def"
    ;
static const Option option[] = {
    {"output-dir", "DIR", "where the design goes", 'o', COMPILE, TEXT,
     AT(o.out_dir)},
    {"expr", "[NAME=]EXPR", "an equation; repeatable", 'e', EQ, LIST,
     AT(o.exprs)},
    {"select", "HOW",
     "best, accurate, score, complexity=N, row=N or all; by PySR's rules", 0,
     EQ, TEXT, AT(o.select)},
    {"name", "NAME", "the module's name", 0, EQ, TEXT, AT(o.name)},
    {"define", "'F(X)=EXPR'", "a custom operator; repeatable", 0, EQ, LIST,
     AT(o.defines)},
    {"define-file", "FILE", "definitions, one a line; repeatable", 0, EQ, LIST,
     AT(o.define_files)},
    {"param", "NAME=VALUE", "a parameter of the equations; repeatable", 0, EQ,
     LIST, AT(o.params)},
    {"template", "'F(X)+G(Y)'", "joins the pieces of a template", 0, EQ, TEXT,
     AT(o.combine)},
    {"vary", "NAME=+1|-1", "SymbolFit: shift a parameter by its error", 0, EQ,
     LIST, AT(o.vary)},
    {"from", "KIND", "what kind of file it is, where its text does not tell", 0,
     EQ, TEXT, AT(o.from)},
    {"dialect", "NAME", "julia or python, where the file does not tell", 0, EQ,
     TEXT, AT(o.dialect)},
    {"input", "[NAME=]FORMAT[@LO..HI][*SCALE][+OFFSET]",
     "an input port; without NAME: all others", 'i', EQ, LIST, AT(o.inputs)},
    {"output", "[NAME=]FORMAT", "an output port; auto: by range and error", 0,
     EQ, LIST, AT(o.outputs)},
    {"max-error", "E", "1ulp (default), 0.75ulp, 1e-3, 2^-10", 0, EQ, TEXT,
     AT(o.max_error)},
    {"numerics", "HOW", "faithful (default) or uniform[:FORMAT]", 0, EQ, TEXT,
     AT(o.numerics)},
    {"undefined", "HOW",
     "error (default) or any, where the equation has no value", 0, EQ, TEXT,
     AT(o.undefined)},
    {"data", "FILE", "CSV of samples: ranges and test vectors", 0, EQ, TEXT,
     AT(o.data)},
    {"target", "NAME", "the device; see `symgate targets`", 't', EQ | SYNTH,
     TEXT, AT(target)},
    {"clock", "F", "frequency or period: 200MHz (default), 5ns", 'c', EQ, TEXT,
     AT(o.clock)},
    {"latency", "N", "auto (default), comb, or cycles", 0, EQ, TEXT,
     AT(o.latency)},
    {"optimise", "LEVEL", "0, 1 or 2 (default): how much to try", 'O', EQ, TEXT,
     AT(o.optimise)},
    {"without", "LIST", without_doc, 0, EQ, TEXT, AT(o.without)},
    {"emit", "LIST", "of verilog,hls,c (default: all)", 0, COMPILE, TEXT,
     AT(o.emit)},
    {"dump", "LIST",
     "of parse,simplify,range,formats,datapath,schedule (default: the first "
     "two)",
     0, SHOW, TEXT, AT(o.dump)},
    {"vectors", "N", "random vectors a design (default 100000)", 0, VERIFY,
     TEXT, AT(v.vectors)},
    {"exhaustive", "N", "visit boxes of up to N points whole (default 2^24)", 0,
     VERIFY, TEXT, AT(v.exhaustive)},
    {"seed", "N", "of the random vectors (default 1)", 0, VERIFY, TEXT,
     AT(v.seed)},
    {"format", "KIND", "text (default), json or, for verify, junit", 0,
     VERIFY | SYNTH, TEXT, AT(format)},
    {"junit", "FILE", "also write a JUnit report", 0, VERIFY, TEXT,
     AT(v.junit_file)},
    {"no-place", NULL, "stop after Yosys", 0, SYNTH, FLAG, AT(s.no_place)},
    {"help", NULL, "this text", 'h', ~0u, HELP, 0},
    {"version", NULL, "the version", 'V', ~0u, VERSION, 0},
};
enum { NOPTION = sizeof option / sizeof *option };

typedef struct Command {
	const char *name, *args, *doc;
	unsigned bit;
	int (*run)(Args *a);
} Command;

static int
run_compile(Args *a)
{
	a->o.files = (struct sg_list){a->word, a->nword};
	a->o.target = a->target;
	return sg_compile(&a->o, stdout, stderr);
}

static int
run_show(Args *a)
{
	a->o.files = (struct sg_list){a->word, a->nword};
	a->o.target = a->target;
	return sg_show(&a->o, stdout, stderr);
}

static int
run_verify(Args *a)
{
	a->v.format = a->format;
	return sg_verify(a->word, a->nword, &a->v, stdout, stderr);
}

static int
run_synth(Args *a)
{
	if (a->nword != 1) {
		fprintf(stderr,
		        "symgate: error: synth takes one DIR, %zu are "
		        "given\n",
		        a->nword);
		return WRONG;
	}
	a->s.target = a->target;
	a->s.format = a->format;
	return sg_synth(a->word[0], &a->s, stdout, stderr);
}

static int
run_targets(Args *a)
{
	(void)a;
	return sg_targets(stdout);
}

static int
run_operators(Args *a)
{
	(void)a;
	return sg_operators(stdout);
}

static const Command command[] = {
    {"compile", "[EQUATIONS...] -o DIR",
     "equations to Verilog, HLS C++, C and a manifest", COMPILE, run_compile},
    {"verify", "DIR...", "all models against each other and the reals", VERIFY,
     run_verify},
    {"synth", "DIR", "Yosys and nextpnr: area and timing", SYNTH, run_synth},
    {"show", "[EQUATIONS...]", "what each pass makes of the equations", SHOW,
     run_show},
    {"targets", "", "the known devices", 0, run_targets},
    {"operators", "", "the known operators and their meaning", 0,
     run_operators},
};
enum { NCOMMAND = sizeof command / sizeof *command };

/* ---- help ---- */

static void
print_option(const Option *o, FILE *out)
{
	char left[80];

	snprintf(left, sizeof left, "%c%c%s--%s%s%s", o->letter ? '-' : ' ',
	         o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name,
	         o->arg ? "=" : "", o->arg ? o->arg : "");
	if (strlen(left) > 28)
		fprintf(out, "  %s\n  %28s  %s\n", left, "", o->doc);
	else
		fprintf(out, "  %-28s  %s\n", left, o->doc);
}

static void
print_help(const Command *c, FILE *out)
{
	if (!c) {
		fprintf(out, "Usage: symgate COMMAND [OPTION]...\n"
		             "Equations found by symbolic regression to proven "
		             "fixed-point hardware and C.\n\n");
		for (size_t i = 0; i < NCOMMAND; i++)
			fprintf(out, "  %-10s %-22s %s\n", command[i].name,
			        command[i].args, command[i].doc);
		fprintf(out, "\n`symgate COMMAND --help` tells a command's "
		             "options, `man symgate` all.\nExit status: 0 "
		             "done, 1 a check failed, 2 wrong input, 3 a "
		             "needed tool is missing.\n");
		return;
	}
	fprintf(out, "Usage: symgate %s [OPTION]... %s\n%s\n\n", c->name,
	        c->args, c->doc);
	for (size_t i = 0; i < NOPTION; i++)
		if (option[i].commands & c->bit || option[i].commands == ~0u)
			print_option(&option[i], out);
}

/* ---- the command line as a text ---- */

typedef struct Line {
	Arena *a;
	Diag *d;
	const char *text;
	Span *word; /* of each argv[i] in text */
	char **argv;
	int argc;
} Line;

/* As a shell would need it. */
static void
add_quoted(Buf *b, const char *s)
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

static Line
line_new(Arena *a, int argc, char **argv)
{
	Line l = {a, diag_new(a, stderr), NULL, NULL, NULL, argc};
	Buf b = buf_new(a);
	uint32_t src;

	l.word = arena_alloc(a, (size_t)argc * sizeof *l.word + 1);
	l.argv = arena_alloc(a, (size_t)argc * sizeof *l.argv + 1);
	memcpy(l.argv, argv, (size_t)argc * sizeof *argv);
	buf_printf(&b, "symgate");
	for (int i = 1; i < argc; i++) {
		buf_printf(&b, " ");
		l.word[i].pos = (uint32_t)b.len;
		add_quoted(&b, argv[i]);
		l.word[i].len = (uint32_t)b.len - l.word[i].pos;
	}
	l.text = b.s;
	src = diag_source(l.d, "command line", b.s, b.len);
	for (int i = 1; i < argc; i++)
		l.word[i].src = src;
	return l;
}

/* Where the word is; getopt moves the pointers, not the words. */
static Span
line_find(const Line *l, const char *word)
{
	for (int i = 1; i < l->argc; i++)
		if (l->argv[i] == word)
			return l->word[i];
	return (Span){0};
}

/* ---- options ---- */

static void
store(Args *args, Arena *a, const Option *o, const char *value, size_t max)
{
	char *at = (char *)args + o->at;
	struct sg_list list;
	const char **text;
	int set = 1;

	if (o->kind == TEXT)
		memcpy(at, &value, sizeof value);
	if (o->kind == FLAG)
		memcpy(at, &set, sizeof set);
	if (o->kind != LIST)
		return;
	memcpy(&list, at, sizeof list);
	text = arena_alloc(a, max * sizeof *text);
	if (list.n)
		memcpy(text, list.text, list.n * sizeof *text);
	text[list.n] = value;
	list = (struct sg_list){text, list.n + 1};
	memcpy(at, &list, sizeof list);
}

static void
unknown_option(const Line *l, const Command *c, const char *word)
{
	VEC(const char *) name = {0};
	const char *near;

	for (size_t i = 0; i < NOPTION; i++)
		if (option[i].commands & c->bit)
			vec_push(l->a, name, option[i].name);
	diag_error(l->d, line_find(l, word), "%s has no such option", c->name);
	word += strspn(word, "-");
	near = nearest_word(word, strcspn(word, "="), name.at, name.len);
	if (near)
		diag_note(l->d, "did you mean --%s?", near);
	else
		diag_note(l->d, "`symgate %s --help` lists the options",
		          c->name);
}

/* The options of a command in getopt's form; val is 1 + index in option[]. */
static const char *
getopt_tables(Arena *a, const Command *c, struct option *longs)
{
	Buf shorts = buf_new(a);
	size_t n = 0;

	buf_printf(&shorts, ":");
	for (size_t i = 0; i < NOPTION; i++) {
		const Option *o = &option[i];

		if (!(o->commands & c->bit) && o->commands != ~0u)
			continue;
		longs[n++] = (struct option){
		    o->name, o->arg ? required_argument : no_argument, NULL,
		    o->letter ? o->letter : 1 + (int)i};
		if (o->letter)
			buf_printf(&shorts, "%c%s", o->letter,
			           o->arg ? ":" : "");
	}
	longs[n] = (struct option){0};
	return shorts.s;
}

static const Option *
option_by_code(int code)
{
	for (int i = 0; i < NOPTION; i++)
		if (code == (option[i].letter ? option[i].letter : 1 + i))
			return &option[i];
	return NULL;
}

/* Returns an exit status, or -1 to go on. argv[0] is the command's name. */
static int
read_options(const Line *l, const Command *c, int argc, char **argv, Args *args)
{
	struct option longs[NOPTION + 1];
	const char *shorts = getopt_tables(l->a, c, longs);
	int code, before = 1;

	opterr = 0;
	for (; (code = getopt_long(argc, argv, shorts, longs, NULL)) != -1;
	     before = optind) {
		const Option *o = option_by_code(code);

		if (code == ':') {
			diag_error(l->d, line_find(l, argv[optind - 1]),
			           "the option needs a value");
		} else if (code == '?') {
			unknown_option(
			    l, c, argv[optind > before ? optind - 1 : optind]);
			if (optind == before) /* a bad letter among others */
				return WRONG;
		} else if (o->kind == HELP) {
			print_help(c, stdout);
			return 0;
		} else if (o->kind == VERSION) {
			printf("symgate %s\n", sg_version());
			return 0;
		} else {
			store(args, l->a, o, optarg, (size_t)l->argc);
		}
	}
	args->word = (const char *const *)(argv + optind);
	args->nword = (size_t)(argc - optind);
	return l->d->errors ? WRONG : -1;
}

static int
run_command(const Line *l, const Command *c, int argc, char **argv)
{
	Args args = {0};
	int status = read_options(l, c, argc, argv, &args);

	if (status >= 0)
		return status;
	args.o.command = l->text;
	return c->run(&args);
}

static const Command *
find_command(const Line *l, const char *word)
{
	const char *name[NCOMMAND], *near;

	for (size_t i = 0; i < NCOMMAND; i++) {
		if (!strcmp(command[i].name, word))
			return &command[i];
		name[i] = command[i].name;
	}
	diag_error(l->d, line_find(l, word), "no such command");
	near = nearest_word(word, strlen(word), name, NCOMMAND);
	if (near)
		diag_note(l->d, "did you mean `symgate %s`?", near);
	else
		diag_note(l->d, "`symgate --help` lists the commands");
	return NULL;
}

static int
run_line(const Line *l, int argc, char **argv)
{
	const Command *c;

	if (argc < 2) {
		print_help(NULL, stderr);
		return WRONG;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		print_help(NULL, stdout);
		return 0;
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		printf("symgate %s\n", sg_version());
		return 0;
	}
	c = find_command(l, argv[1]);
	return c ? run_command(l, c, argc - 1, argv + 1) : WRONG;
}

int
main(int argc, char **argv)
{
	Arena *a = arena_new();
	Line l = line_new(a, argc, argv);
	int status = run_line(&l, argc, argv);

	arena_free(a);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fputs("symgate: error: cannot write the output\n", stderr);
		return WRONG;
	}
	return status;
}
