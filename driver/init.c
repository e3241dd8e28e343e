/* Design files to begin with: see init.h. Formats are 16 bits wide with as
 * many in front of the point as the range needs; integers where all samples
 * are. */
#include "driver/init.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 16, MOST_INTEGER = 32, DIGITS = 6 };

const char *
init_range(size_t i)
{
	static const char *const range[] = {"-4..4",  "0..4",      "0.5..4",
	                                    "1..4",   "-0.5..0.5", "0.1..0.9",
	                                    "10..20", NULL};

	return range[i];
}

/* ---- inputs ---- */

/* v as a decimal that is not above it (up: not below it). */
static const char *
outward(Arena *a, double v, bool up)
{
	double unit = v == 0 ? 0 : pow(10, floor(log10(fabs(v))) - DIGITS + 1);
	double w = v;

	for (;;) {
		const char *s = arena_printf(a, "%.*g", DIGITS, w);
		double back = strtod(s, NULL);

		if (up ? back >= v : back <= v)
			return s;
		w += up ? unit : -unit;
	}
}

static bool
all_integers(const Samples *s, int col)
{
	for (size_t r = 0; r < s->nkept; r++) {
		double v = s->kept[r * s->col.len + (size_t)col];

		if (v != rint(v))
			return false;
	}
	return true;
}

/* A format for all from lo to hi. */
static const char *
format_for(Arena *a, double lo, double hi, bool integer)
{
	bool minus = lo < 0;
	int e;

	frexp(fmax(fabs(lo), fabs(hi)), &e);
	if (minus)
		e++;
	if (integer && e <= MOST_INTEGER)
		return arena_printf(a, "ap_%sint<%d>", minus ? "" : "u",
		                    e > 1 ? e : 1);
	return arena_printf(a, "ap_%sfixed<%d,%d>", minus ? "" : "u", WIDTH, e);
}

static const char *
from_samples(const Job *j, int col)
{
	const Column *c = &j->samples->col.at[col];
	bool integer = all_integers(j->samples, col);
	const char *lo = outward(j->a, c->lo, false);
	const char *hi = outward(j->a, c->hi, true);

	return arena_printf(
	    j->a, "%s@%s..%s",
	    format_for(j->a, strtod(lo, NULL), strtod(hi, NULL), integer), lo,
	    hi);
}

static const char *
from_range(Arena *a, const char *lo, const char *hi)
{
	return arena_printf(
	    a, "%s@%s..%s",
	    format_for(a, strtod(lo, NULL), strtod(hi, NULL), false), lo, hi);
}

static const Stated *
stated(const Module *m, const char *name)
{
	for (uint32_t i = 0; i < m->range.len; i++)
		if (!strcmp(m->range.at[i].name, name))
			return &m->range.at[i];
	return NULL;
}

/* The user gave an input for the variable, or for all others. */
static bool
is_given(struct sg_list inputs, const char *name)
{
	for (size_t i = 0; i < inputs.n; i++) {
		size_t n = args_name(inputs.text[i]);

		if (!n ||
		    (strlen(name) == n && !strncmp(inputs.text[i], name, n)))
			return true;
	}
	return false;
}

/* Such an input has a port that fits. */
static bool
chooses(const Job *j, const char *name)
{
	for (uint32_t i = 0; i < j->o.index.len; i++)
		if (!strcmp(j->o.index.at[i].name, name))
			return true;
	return false;
}

static const Option *
option(const char *name)
{
	const Option *o = option_table;

	while (strcmp(o->name, name) != 0)
		o++;
	return o;
}

static void
add_input(const Job *j, const Module *m, const char *name, int col,
          const char *range, Args *args, InitNotes *n)
{
	const Stated *s = stated(m, name);
	const char *dots = strstr(range, ".."), *text, *note;

	if (col >= 0) {
		text = from_samples(j, col);
		note = "the samples' range, now a promise; without @LO..HI "
		       "inputs are clamped to it";
	} else if (s) {
		text = from_range(j->a, s->lo, s->hi);
		note = "the range that the table states";
	} else {
		text = from_range(
		    j->a, arena_strndup(j->a, range, (size_t)(dots - range)),
		    dots + 2);
		note = "a placeholder: give the port's format and its range";
	}
	args_store(j->a, args, option("input"),
	           arena_printf(j->a, "%s=%s", name, text));
	vec_push(j->a, n->input, note);
}

void
init_inputs(const Job *j, const Module *m, const Expr *e, const char *range,
            Args *args, InitNotes *n)
{
	struct sg_list given = args->o.inputs;
	int *col = arena_alloc(j->a, e->var.len * sizeof *col + 1);

	for (uint32_t i = 0; i < e->var.len; i++)
		col[i] = -1;
	if (j->samples)
		inputs_columns(j->d, e, &j->sources, j->samples, col);
	for (uint32_t i = 0; i < e->var.len; i++)
		if (!is_given(given, e->var.at[i].name) &&
		    !chooses(j, e->var.at[i].name))
			add_input(j, m, e->var.at[i].name, col[i], range, args,
			          n);
}

/* ---- outputs ---- */

void
init_outputs(Arena *a, const Design *g, Args *args, InitNotes *n)
{
	if (args->o.outputs.n)
		return;
	for (uint32_t i = 0; i < g->out.len; i++) {
		const DesignOutput *o = &g->out.at[i];

		args_store(a, args, option("output"),
		           arena_printf(a, "%s=%s", o->name,
		                        format_text(&o->format, a)));
		vec_push(a, n->output,
		         arena_printf(a,
		                      "what auto chooses; error at most %s, "
		                      "overflow: %s",
		                      o->proven ? o->bound_abs : "?",
		                      o->overflow));
	}
}

/* ---- text ---- */

/* In double quotes unless it is plain beyond doubt. */
static void
add_value(Buf *b, const char *s)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	    "_-./";

	if (*s && strcmp(s, "null") != 0 && *s != '-' && !s[strspn(s, plain)]) {
		buf_printf(b, "%s", s);
		return;
	}
	buf_printf(b, "\"");
	for (; *s; s++)
		if (*s == '"' || *s == '\\')
			buf_printf(b, "\\%c", *s);
		else if ((unsigned char)*s < 0x20)
			buf_printf(b, "\\x%02x", (unsigned)*s);
		else
			buf_add(b, s, 1);
	buf_printf(b, "\"");
}

/* A path of here as one of the written file. */
static const char *
moved(Arena *a, const InitNotes *n, const Option *o, const char *s)
{
	size_t len = strlen(n->folder);
	char here[4096];

	if (!args_is_path(o, s) || !len || s[0] == '/')
		return s;
	if (!strncmp(s, n->folder, len))
		return s + len;
	return getcwd(here, sizeof here) ? arena_printf(a, "%s/%s", here, s)
	                                 : s;
}

/* The note on entry i of n, the last of which the notes are about. */
static void
add_note(Buf *b, const InitNotes *n, const Option *o, size_t i, size_t count)
{
	const char *const *at = NULL;
	size_t len = 0;

	if (!strcmp(o->name, "input")) {
		at = n->input.at;
		len = n->input.len;
	} else if (!strcmp(o->name, "output")) {
		at = n->output.at;
		len = n->output.len;
	}
	if (len && i + len >= count)
		buf_printf(b, "  # %s", at[i + len - count]);
	buf_printf(b, "\n");
}

/* A text, a list of texts, or of names and texts. */
static void
add_option(Arena *a, const Args *args, const InitNotes *n, const Option *o,
           Buf *b)
{
	struct sg_list list = args_list(args, o);
	const char *s = args_text(args, o);

	if (s) {
		buf_printf(b, "%s: ", o->name);
		add_value(b, moved(a, n, o, s));
		buf_printf(b, "\n");
		return;
	}
	buf_printf(b, "%s%s:\n", o->name,
	           o->name[strlen(o->name) - 1] == 's' ? "" : "s");
	for (size_t i = 0; i < list.n; i++) {
		const char *t = list.text[i];
		size_t len = o->kind == ARG_NAMED || o->kind == ARG_TABLE
		                 ? args_name(t)
		                 : 0;

		buf_printf(b, "  - ");
		if (len) {
			add_value(b, arena_strndup(a, t, len));
			buf_printf(b, ": ");
			t = strchr(t, '=') + 1;
			t += strspn(t, " ");
		}
		add_value(b, moved(a, n, o, t));
		add_note(b, n, o, i, list.n);
	}
}

static bool
is_set(const Args *args, const Option *o)
{
	return args_text(args, o) || args_list(args, o).n;
}

/* Lines as comments. */
static void
add_comment(Buf *b, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\r\n");

		buf_printf(b, "# %.*s\n", (int)n, s);
		s += n + strspn(s + n, "\r\n");
	}
}

void
init_text(Arena *a, const Args *args, const InitNotes *n, Buf *b)
{
	buf_printf(b, "# A design file of symgate " SG_VERSION
	              "; `man symgate` says what it may hold.\n"
	              "#   symgate compile --design THIS -o DIR\n");
	add_comment(b, n->about);
	buf_printf(b, "\n");
	for (const Option *o = option_table; o->name; o++)
		if ((o->users & FOR_FILE) && o->users != FOR_ALL &&
		    is_set(args, o))
			add_option(a, args, n, o, b);
	buf_printf(b, "\n# every other option, with its default or its form\n");
	for (const Option *o = option_table; o->name; o++)
		if ((o->users & FOR_FILE) && o->users != FOR_ALL &&
		    !is_set(args, o))
			buf_printf(b, "# %s: %s  # %s\n", o->name,
			           o->preset ? o->preset
			           : o->arg  ? o->arg
			                     : "false",
			           o->doc);
}
