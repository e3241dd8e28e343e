/* fuzz SEED FIRST COUNT DIR [LEVEL]: random equations over random formats,
 * compiled through the public header into DIR/<index>, at -O1 and -O2 in turn
 * or at -OLEVEL.
 *
 * Case i depends on SEED and i alone, so a failure is found again by its
 * number. Equations are kept mostly inside their operators' domains; what
 * cannot be proven must be refused cleanly: status 2 and a caret. Each case
 * runs in a process of its own with a time limit, so that a crash or a hang
 * is a result too. Prints one line a failure, with the command that shows it
 * again, and last: "COMPILED compiled, REFUSED refused, FAILED failed". */
#include "symgate.h"

#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	MAX_TEXT = 16384,
	MAX_VARS = 4,
	MAX_PARTS = 3, /* of a template */
	MAX_OUT = 3,
	SECONDS = 60, /* of the processor a case may take */
	REFUSED = 2
};

/* ---- random numbers: splitmix64 (Steele, Lea, Flood 2014) ---- */

static uint64_t
next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* 0 .. n-1 */
static unsigned
below(uint64_t *state, unsigned n)
{
	return (unsigned)(next(state) % n);
}

static int
within(uint64_t *state, int lo, int hi)
{
	return lo + (int)below(state, (unsigned)(hi - lo + 1));
}

#define PICK(state, list) (list)[below(state, sizeof(list) / sizeof *(list))]

/* ---- one case ---- */

typedef char Text[MAX_TEXT];

typedef struct Case {
	uint64_t rng;
	unsigned nvar, nout;
	Text expr[MAX_OUT], input[MAX_VARS], output;
	Text max_error, clock, latency, numerics;
	const char *target, *undefined;
} Case;

/* Appends to a Text. */
static void
add(char *s, const char *fmt, ...)
{
	size_t n = strlen(s);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(s + n, MAX_TEXT - n, fmt, ap);
	va_end(ap);
}

/* Templates: % is a sub-expression, # a constant, @ an exponent, $ and a digit
 * that sub-expression of the template again. Most of them keep their operator
 * inside its domain whatever % is. */
static const char *const leaf[] = {"x", "x", "x", "x", "#"};
static const char *const inner[] = {"(% + %)",
                                    "(% + %)",
                                    "(% - %)",
                                    "(% * %)",
                                    "(% * %)",
                                    "(# * %)",
                                    "(% + #)",
                                    "-%",
                                    "abs(%)",
                                    "square(%)",
                                    "cube(%)",
                                    "(% ^ @)",
                                    "(% / #)",
                                    "(% / (1 + square(%)))",
                                    "inv(2 + abs(%))",
                                    "sqrt(abs(%))",
                                    "cbrt(%)",
                                    "exp(-abs(%))",
                                    "exp(sin(%))",
                                    "exp2(tanh(%))",
                                    "log(1 + abs(%))",
                                    "log2(0.5 + square(%))",
                                    "log10(2 + cos(%))",
                                    "log1p(abs(%))",
                                    "sin(%)",
                                    "cos(%)",
                                    "tan(tanh(%))",
                                    "sinh(sin(%))",
                                    "cosh(cos(%))",
                                    "tanh(%)",
                                    "asin(tanh(%))",
                                    "acos(sin(%) * 0.9)",
                                    "atan(%)",
                                    "asinh(%)",
                                    "acosh(1 + abs(%))",
                                    "atanh(tanh(%) * 0.9)",
                                    "erf(%)",
                                    "erfc(%)",
                                    "gamma(1 + abs(tanh(%)))",
                                    "sinc(%)",
                                    "ifelse(%, %, %)",
                                    "ifelse(% > %, sqrt($1 - $2), %)",
                                    "ifelse(% <= #, %, log($1) - %)",
                                    "ifelse(abs(%) > #, % / $1, $2)",
                                    "ifelse(% == %, %, $3 / ($1 - $2))",
                                    "sigmoid(%)",
                                    "gauss(%)",
                                    "relu(%)",
                                    "max(%, %)",
                                    "min(%, #)",
                                    "sign(%)",
                                    "floor(%)",
                                    "ceil(%)",
                                    "round(%)",
                                    "greater(%, %)",
                                    "cond(%, %)",
                                    "mod(%, 1 + abs(%))",
                                    "mod(%, 2)",
                                    "(abs(%) + 0.5) ^ #",
                                    "% / %",
                                    "log(%)",
                                    "sqrt(%)",
                                    "exp(%)"};
static const char *const exponent[] = {"2", "3", "4", "-1", "-2", "0.5"};

static void
constant(Case *c, char *s)
{
	static const char *const some[] = {"0",         "1",      "2",   "0.5",
	                                   "3.1415927", "1.0e-3", "100", "pi"};

	if (below(&c->rng, 4) == 0)
		add(s, "%s", PICK(&c->rng, some));
	else
		add(s, "%d.%04u", within(&c->rng, 0, 3), below(&c->rng, 10000));
}

/* `root` is never a leaf. */
static void
expression(Case *c, char *s, unsigned depth, bool root)
{
	const char *t = depth == 0 || (!root && below(&c->rng, 5) == 0)
	                    ? PICK(&c->rng, leaf)
	                    : PICK(&c->rng, inner);

	Text part[MAX_PARTS];
	unsigned n = 0;

	for (; *t; t++) {
		switch (*t) {
		case '%':
			part[n][0] = '\0';
			expression(c, part[n], depth ? depth - 1 : 0, false);
			add(s, "%s", part[n++]);
			break;
		case '$':
			add(s, "%s", part[*++t - '1']);
			break;
		case '#':
			constant(c, s);
			break;
		case '@':
			add(s, "%s", PICK(&c->rng, exponent));
			break;
		case 'x':
			/* the x of "exp" and "max" is no variable */
			if (t[1] == '\0')
				add(s, "x%u", below(&c->rng, c->nvar));
			else
				add(s, "x");
			break;
		default:
			add(s, "%c", *t);
		}
	}
}

static const char *const rounding[] = {
    "AP_TRN",         "AP_TRN_ZERO", "AP_RND",     "AP_RND_ZERO",
    "AP_RND_MIN_INF", "AP_RND_INF",  "AP_RND_CONV"};
static const char *const overflow[] = {"AP_WRAP", "AP_SAT", "AP_SAT_ZERO",
                                       "AP_SAT_SYM"};

static void
format(Case *c, char *s, int lo, int hi)
{
	int w = within(&c->rng, lo, hi);

	switch (below(&c->rng, 8)) {
	case 0:
		add(s, "ap_ufixed<%d,%d>", w, within(&c->rng, 0, 4));
		break;
	case 1:
		add(s, "ap_int<%d>", within(&c->rng, 2, 6));
		break;
	case 2:
		add(s, "Q%d.%d", within(&c->rng, 1, 4), w - 2);
		break;
	case 3:
		add(s, "ap_fixed<%d,%d,%s,%s>", w, within(&c->rng, 1, 6),
		    PICK(&c->rng, rounding), PICK(&c->rng, overflow));
		break;
	default:
		add(s, "ap_fixed<%d,%d>", w, within(&c->rng, 1, 5));
	}
}

static void
input(Case *c, char *s, unsigned i)
{
	add(s, "x%u=", i);
	format(c, s, 4, 14);
	if (below(&c->rng, 2)) {
		int lo = within(&c->rng, -4, 2);

		add(s, "@%d..%d.5", lo, within(&c->rng, lo > 0 ? lo : 0, 4));
	}
	if (below(&c->rng, 6) == 0)
		add(s, "*%s", below(&c->rng, 2) ? "0.75" : "1/3");
	if (below(&c->rng, 6) == 0)
		add(s, "+%s", below(&c->rng, 2) ? "0.3" : "-1.5");
}

static void
output(Case *c)
{
	switch (below(&c->rng, 6)) {
	case 0:
		add(c->output, "auto");
		break;
	case 1:
		format(c, c->output, 6, 18);
		break;
	default:
		add(c->output, "ap_fixed<%d,%d>", within(&c->rng, 8, 18),
		    within(&c->rng, 3, 6));
	}
}

/* Case i; options that are left empty take the tool's default. */
static Case
make_case(uint64_t seed, unsigned i)
{
	static const char *const device[] = {"ice40-hx", "ecp5", "xc7",
	                                     "xcvu9p"};
	Case c = {.rng = seed ^ ((uint64_t)i << 32)};

	next(&c.rng);
	c.nvar = 1 + below(&c.rng, MAX_VARS);
	c.nout = below(&c.rng, 5) ? 1 : 2 + below(&c.rng, MAX_OUT - 1);
	for (unsigned k = 0; k < c.nout; k++) {
		add(c.expr[k], "y%u=", k);
		expression(&c, c.expr[k], 1 + below(&c.rng, 4), true);
	}
	for (unsigned k = 0; k < c.nvar; k++)
		input(&c, c.input[k], k);
	output(&c);
	c.target = PICK(&c.rng, device);
	c.undefined = below(&c.rng, 4) ? "error" : "any";
	add(c.clock, "%dMHz", within(&c.rng, 20, 400));
	switch (below(&c.rng, 4)) {
	case 0:
		add(c.latency, "comb");
		break;
	case 1:
		add(c.latency, "%d", within(&c.rng, 1, 8));
		break;
	default:
		add(c.latency, "%s", below(&c.rng, 2) ? "any" : "auto");
	}
	if (below(&c.rng, 4) == 0)
		add(c.max_error, "%s", below(&c.rng, 2) ? "0.75ulp" : "2^-4");
	else
		add(c.max_error, "1ulp");
	add(c.numerics, "%s",
	    below(&c.rng, 8) ? "faithful" : "uniform:ap_fixed<20,8>");
	return c;
}

/* ---- compiling it ---- */

/* The inputs that the equations use: the others' options would be errors. */
static size_t
used_inputs(const Case *c, const char **text)
{
	size_t n = 0;

	for (unsigned i = 0; i < c->nvar; i++) {
		char name[16];
		int used = 0;

		snprintf(name, sizeof name, "x%u", i);
		for (unsigned k = 0; k < c->nout; k++)
			used |= strstr(c->expr[k], name) != NULL;
		if (used)
			text[n++] = c->input[i];
	}
	return n;
}

static void
command_line(const struct sg_options *o, char *s)
{
	add(s, "symgate compile");
	for (size_t i = 0; i < o->exprs.n; i++)
		add(s, " -e '%s'", o->exprs.text[i]);
	for (size_t i = 0; i < o->inputs.n; i++)
		add(s, " --input '%s'", o->inputs.text[i]);
	add(s,
	    " --output '%s' --target %s --clock %s --latency %s "
	    "--max-error %s --numerics '%s' --undefined %s -O%s -o d",
	    o->outputs.text[0], o->target, o->clock, o->latency, o->max_error,
	    o->numerics, o->undefined, o->optimise);
}

/* Compiles into `dir`; tells what is wrong with the result, or NULL. */
static const char *
compile(const struct sg_options *o, int *status)
{
	char *log = NULL;
	size_t len = 0;
	FILE *err = open_memstream(&log, &len), *out = fopen("/dev/null", "w");
	const char *wrong = NULL;

	if (!err || !out)
		return "no memory";
	*status = sg_compile(o, out, err);
	fclose(err);
	fclose(out);
	if (*status != 0 && *status != REFUSED)
		wrong = "exit status";
	else if (*status == REFUSED &&
	         (!strstr(log, " error: ") || !strstr(log, "^")))
		wrong = "refused without a caret";
	else if (*status == REFUSED && access(o->out_dir, F_OK) == 0)
		wrong = "refused, but files are left";
	free(log);
	return wrong;
}

/* In a process of its own. Returns 0 compiled, 2 refused, 1 failed. */
static int
run_case(uint64_t seed, unsigned i, const char *dir, const char *level)
{
	Case c = make_case(seed, i);
	Text out_dir = "", command = "", name = "";
	const char *in[MAX_VARS], *ex[MAX_OUT], *out[1] = {c.output};
	struct sg_options o = {.outputs = {out, 1},
	                       .max_error = c.max_error,
	                       .clock = c.clock,
	                       .latency = c.latency,
	                       .numerics = c.numerics,
	                       .target = c.target,
	                       .undefined = c.undefined,
	                       .optimise = level   ? level
	                                   : i % 2 ? "2"
	                                           : "1",
	                       .name = name,
	                       .out_dir = out_dir,
	                       .command = command};
	const char *wrong;
	int status = 0;
	pid_t pid;

	for (unsigned k = 0; k < c.nout; k++)
		ex[k] = c.expr[k];
	o.exprs = (struct sg_list){ex, c.nout};
	o.inputs = (struct sg_list){in, used_inputs(&c, in)};
	/* names of their own let verify compile many designs at once */
	add(name, "fuzz%u", i);
	add(out_dir, "%s/%u", dir, i);
	command_line(&o, command);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		setrlimit(RLIMIT_CPU, &(struct rlimit){SECONDS, SECONDS});
		wrong = compile(&o, &status);
		if (wrong)
			printf("FAIL fuzz %u: %s: %s\n", i, wrong, command);
		fflush(stdout);
		_exit(wrong ? 1 : status);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return 1;
	if (WIFEXITED(status) && WEXITSTATUS(status) <= REFUSED)
		return WEXITSTATUS(status);
	printf("FAIL fuzz %u: %s %d: %s\n", i,
	       WIFSIGNALED(status) ? "signal" : "exit status",
	       WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
	       command);
	return 1;
}

int
main(int argc, char **argv)
{
	unsigned count[REFUSED + 1] = {0};

	if (argc != 5 && argc != 6) {
		fprintf(stderr, "Usage: fuzz SEED FIRST COUNT DIR [LEVEL]\n");
		return 2;
	}
	uint64_t seed = strtoull(argv[1], NULL, 10);
	unsigned first = (unsigned)strtoul(argv[2], NULL, 10);
	unsigned n = (unsigned)strtoul(argv[3], NULL, 10);

	for (unsigned i = first; i < first + n; i++)
		count[run_case(seed, i, argv[4], argv[5])]++;
	printf("%u compiled, %u refused, %u failed\n", count[0], count[2],
	       count[1]);
	return count[1] > 0;
}
