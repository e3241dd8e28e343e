/* The command line: option texts to the library, and help.
 *
 * One table of commands; the one of options is driver/args.c's, and everything
 * that an option's text means is the library's business. Mistakes on the
 * command line itself are reported like any other, with a caret under the
 * word. */
#include "driver/args.h"
#include "util/diag.h"

#include <getopt.h>
#include <stddef.h>
#include <string.h>

enum { WRONG = 2 };

/* ---- tables ---- */

/* What a command gets. */
typedef struct Given {
	Args args;
	const char *const *word; /* what is no option */
	size_t nword;
} Given;

typedef struct Command {
	const char *name, *args, *doc;
	int bit; /* ArgUser */
	int (*run)(Given *g);
} Command;

static int
run_compile(Given *g)
{
	g->args.o.files = (struct sg_list){g->word, g->nword};
	return sg_compile(&g->args.o, stdout, stderr);
}

static int
run_show(Given *g)
{
	g->args.o.files = (struct sg_list){g->word, g->nword};
	return sg_show(&g->args.o, stdout, stderr);
}

static int
run_init(Given *g)
{
	g->args.o.files = (struct sg_list){g->word, g->nword};
	return sg_init(&g->args.o, g->args.init_file, stdout, stderr);
}

static int
run_verify(Given *g)
{
	return sg_verify(g->word, g->nword, &g->args.v, stdout, stderr);
}

static int
run_synth(Given *g)
{
	if (g->nword != 1) {
		fprintf(stderr,
		        "symgate: error: synth takes one DIR, %zu are "
		        "given\n",
		        g->nword);
		return WRONG;
	}
	return sg_synth(g->word[0], &g->args.s, stdout, stderr);
}

static int
run_targets(Given *g)
{
	(void)g;
	return sg_targets(stdout);
}

static int
run_operators(Given *g)
{
	(void)g;
	return sg_operators(stdout);
}

static const Command command[] = {
    {"compile", "[EQUATIONS...] -o DIR",
     "equations to Verilog, HLS C++, C and a manifest", FOR_COMPILE,
     run_compile},
    {"verify", "DIR...", "all models against each other and the reals",
     FOR_VERIFY, run_verify},
    {"synth", "DIR", "Yosys and nextpnr: area and timing", FOR_SYNTH,
     run_synth},
    {"show", "[EQUATIONS...]", "what each pass makes of the equations",
     FOR_SHOW, run_show},
    {"init", "[EQUATIONS...]", "a design file to begin with", FOR_INIT,
     run_init},
    {"targets", "", "the known devices", 0, run_targets},
    {"operators", "", "the known operators and their meaning", 0,
     run_operators},
};
enum { NCOMMAND = sizeof command / sizeof *command };

static bool
takes(const Command *c, const Option *o)
{
	return (o->users & c->bit) || o->users == FOR_ALL;
}

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
	for (const Option *o = option_table; o->name; o++)
		if (takes(c, o))
			print_option(o, out);
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
		args_quote(&b, argv[i]);
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
unknown_option(const Line *l, const Command *c, const char *word)
{
	VEC(const char *) name = {0};
	const char *near;

	for (const Option *o = option_table; o->name; o++)
		if (o->users & c->bit)
			vec_push(l->a, name, o->name);
	diag_error(l->d, line_find(l, word), "%s has no such option", c->name);
	word += strspn(word, "-");
	near = nearest_word(word, strcspn(word, "="), name.at, name.len);
	if (near)
		diag_note(l->d, "did you mean --%s?", near);
	else
		diag_note(l->d, "`symgate %s --help` lists the options",
		          c->name);
}

typedef VEC(struct option) Longs;

/* The options of a command in getopt's form; val is 1 + index in the table. */
static const char *
getopt_tables(Arena *a, const Command *c, Longs *longs)
{
	Buf shorts = buf_new(a);

	buf_printf(&shorts, ":");
	for (int i = 0; option_table[i].name; i++) {
		const Option *o = &option_table[i];

		if (!takes(c, o))
			continue;
		vec_push(a, *longs,
		         ((struct option){
			     o->name, o->arg ? required_argument : no_argument,
			     NULL, o->letter ? o->letter : 1 + i}));
		if (o->letter)
			buf_printf(&shorts, "%c%s", o->letter,
			           o->arg ? ":" : "");
	}
	vec_push(a, *longs, (struct option){0});
	return shorts.s;
}

static const Option *
option_by_code(const Command *c, int code)
{
	for (int i = 0; option_table[i].name; i++) {
		const Option *o = &option_table[i];

		if (takes(c, o) && code == (o->letter ? o->letter : 1 + i))
			return o;
	}
	return NULL;
}

/* Returns an exit status, or -1 to go on. argv[0] is the command's name. */
static int
read_options(const Line *l, const Command *c, int argc, char **argv, Given *g)
{
	Longs longs = {0};
	const char *shorts = getopt_tables(l->a, c, &longs);
	int code, before = 1;

	opterr = 0;
	for (; (code = getopt_long(argc, argv, shorts, longs.at, NULL)) != -1;
	     before = optind) {
		const Option *o = option_by_code(c, code);

		if (code == ':') {
			diag_error(l->d, line_find(l, argv[optind - 1]),
			           "the option needs a value");
		} else if (code == '?') {
			unknown_option(
			    l, c, argv[optind > before ? optind - 1 : optind]);
			if (optind == before) /* a bad letter among others */
				return WRONG;
		} else if (o->kind == ARG_HELP) {
			print_help(c, stdout);
			return 0;
		} else if (o->kind == ARG_VERSION) {
			printf("symgate %s\n", sg_version());
			return 0;
		} else {
			args_store(l->a, &g->args, o, optarg);
		}
	}
	g->word = (const char *const *)(argv + optind);
	g->nword = (size_t)(argc - optind);
	return l->d->errors ? WRONG : -1;
}

static int
run_command(const Line *l, const Command *c, int argc, char **argv)
{
	Given g = {0};
	int status = read_options(l, c, argc, argv, &g);

	if (status >= 0)
		return status;
	g.args.o.command = l->text;
	return c->run(&g);
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
