/* What the text backends share: the template interpreter, the heads and
 * comments of generated files, and lines aligned like a table.
 *
 * Contract: nothing that a user typed leaves here but through emit_text,
 * which keeps it inside one line of a comment in Verilog, C, C++ and Tcl. */
#include "backends/backend.h"

#include <string.h>

/* ---- widths ---- */

unsigned
stored_width(int64_t lo, int64_t hi)
{
	unsigned n = width_of(lo, hi);

	return lo < 0 || n == 1 ? n : n - 1;
}

unsigned
index_width(uint32_t len)
{
	return stored_width(0, (int64_t)len - 1);
}

const bool *
emit_live(const Design *g)
{
	const Datapath *d = g->dp;
	bool *live = arena_alloc(g->a, d->node.len * sizeof *live);

	for (uint32_t i = 0; i < d->out.len; i++)
		live[d->out.at[i].ref] = true;
	for (DRef r = d->node.len; r-- > 1;) {
		const DNode *n = dp_at(d, r);

		live[r] = live[r] && !is_literal(n);
		for (unsigned i = 0; live[r] && i < n->narg; i++)
			live[n->arg[i]] = true;
	}
	return live;
}

/* ---- templates ---- */

void
emit_expr(const Design *g, const Templates *t, DRef r, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);
	const char *s = t->op[n->op];

	check(s);
	for (; *s; s++) {
		if (*s != '%') {
			buf_add(b, s, 1);
			continue;
		}
		s++;
		if (s[1] >= '0' && s[1] < '0' + DP_ARGS) {
			t->arg(g, r, (unsigned)(s[1] - '0'), *s, b);
			s++;
		} else if (*s == '%') {
			buf_add(b, s, 1);
		} else if (*s == 'k') {
			buf_printf(b, "%lld", (long long)n->k);
		} else if (*s == 'w') {
			buf_printf(b, "%u", n->w);
		} else {
			t->word(g, r, *s, b);
		}
	}
}

/* ---- comments ---- */

/* Characters that reorder what a reader sees ("Trojan source") or end lines
 * in some editors. */
static bool
is_deceptive(uint32_t c)
{
	return c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	       c == 0xfeff || c == UTF8_BAD;
}

/* A character that must not follow the one before it in a comment. */
static bool
makes_digraph(char before, char c)
{
	return (before == '*' && c == '/') || (before == '/' && c == '*') ||
	       (before == '?' && c == '?');
}

void
emit_text(const char *s, size_t limit, Buf *b)
{
	size_t n = strlen(s), len;
	char before = ' ';

	for (size_t i = 0; i < n; i += len) {
		uint32_t c = utf8_next(s + i, n - i, &len);

		if (i + len > limit) {
			buf_printf(b, "...");
			return;
		}
		if (c < 0x20) {
			buf_printf(b, " ");
		} else if (c == '\\' || (c >= 0x7f && c < 0xa0) ||
		           is_deceptive(c)) {
			buf_printf(b, "<%02x>", c);
		} else {
			if (makes_digraph(before, s[i]))
				buf_printf(b, " ");
			buf_add(b, s + i, len);
		}
		before = s[i];
	}
}

void
emit_type(bool is_signed, unsigned width, int lsb, Buf *b)
{
	const char *u = is_signed ? "" : "u";

	if (lsb == 0)
		buf_printf(b, "ap_%sint<%u>", u, width);
	else
		buf_printf(b, "ap_%sfixed<%u,%d>", u, width, (int)width + lsb);
}

enum { FRAGMENT_LIMIT = 56 }; /* bytes of an equation at the end of a line */

void
emit_comment(const Design *g, DRef r, Buf *b)
{
	const DNode *n = dp_at(g->dp, r);

	emit_type(n->lo < 0, node_width(n), n->lsb, b);
	if (n->op == D_input) {
		buf_printf(b, "  ");
		emit_text(g->dp->in.at[n->k].name, FRAGMENT_LIMIT, b);
		return;
	}
	if (!g->diag || !n->span.src || !n->span.len)
		return;
	buf_printf(b, "  ");
	emit_text(diag_text(g->diag, n->span, g->a), FRAGMENT_LIMIT, b);
}

/* ---- heads ---- */

enum { HEAD_LIMIT = 1000 }; /* bytes of a text; the manifest has it whole */

static void
head_line(const char *prefix, const char *label, const char *text, Buf *b)
{
	buf_printf(b, "%s%s", prefix, label);
	emit_text(text, HEAD_LIMIT, b);
	buf_printf(b, "\n");
}

static void
head_input(const Design *g, const DesignInput *in, const char *prefix, Buf *b)
{
	buf_printf(b, "%sinput   %s: %s in [%s, %s]", prefix, in->ident,
	           format_text(&in->format, g->a), in->lo_text, in->hi_text);
	if (strcmp(in->scale, "1") != 0 || strcmp(in->offset, "0") != 0)
		buf_printf(b, ", variable = value * (%s) + (%s)", in->scale,
		           in->offset);
	if (in->clamp)
		buf_printf(b, ", clamped to it");
	if (strcmp(in->name, in->ident) != 0)
		head_line(", the equation's ", "", in->name, b);
	else
		buf_printf(b, "\n");
}

static void
head_output(const Design *g, const DesignOutput *out, const char *prefix,
            Buf *b)
{
	buf_printf(b, "%soutput  %s: %s, overflow: %s, ", prefix, out->ident,
	           format_text(&out->format, g->a), out->overflow);
	if (out->proven)
		buf_printf(b, "proven within %s (%s ulp) of\n", out->bound_abs,
		           out->bound_ulp);
	else
		buf_printf(b, "without a proven bound for\n");
	buf_printf(b, "%s        ", prefix);
	head_line(out->ident, " = ", out->equation, b);
}

void
emit_head(const Design *g, const char *prefix, Buf *b)
{
	buf_printf(b, "%s%s, by symgate " SG_VERSION "\n", prefix, g->name);
	head_line(prefix, "command ", g->command ? g->command : "(library)", b);
	for (uint32_t i = 0; i < g->in.len; i++)
		head_input(g, &g->in.at[i], prefix, b);
	for (uint32_t i = 0; i < g->out.len; i++)
		head_output(g, &g->out.at[i], prefix, b);
	buf_printf(b,
	           "%slatency %u clocks, a result every clock; %s at %g MHz\n",
	           prefix, g->dp->latency, g->target->name, g->clock_mhz);
	buf_printf(b, "%slicence none of symgate's: this file is yours\n",
	           prefix);
}

/* ---- grids ---- */

void
grid_line(Grid *t, Buf *b)
{
	for (int i = 0; i < GRID_CELLS; i++) {
		vec_push(t->a, t->cell,
		         arena_strndup(t->a, b[i].s ? b[i].s : "", b[i].len));
		b[i].len = 0;
	}
}

static unsigned
column_width(const Grid *t, unsigned column, unsigned widest)
{
	size_t w = 0;

	for (uint32_t i = column; i < t->cell.len; i += GRID_CELLS) {
		size_t n = strlen(t->cell.at[i]);

		if (n > w && n <= widest)
			w = n;
	}
	return (unsigned)w;
}

void
grid_print(Grid *t, const char *indent, unsigned widest, Buf *b)
{
	int w[GRID_CELLS];

	for (unsigned c = 0; c < GRID_CELLS; c++)
		w[c] = (int)column_width(t, c, widest);
	for (uint32_t i = 0; i < t->cell.len; i += GRID_CELLS) {
		char **cell = t->cell.at + i;

		buf_printf(b, "%s", indent);
		for (int c = 0; c < GRID_CELLS - 1; c++)
			buf_printf(b, "%-*s ", *cell[c + 1] ? w[c] : 0,
			           cell[c]);
		buf_printf(b, "%s", cell[GRID_CELLS - 1]);
		while (b->s[b->len - 1] == ' ')
			b->s[--b->len] = '\0';
		buf_printf(b, "\n");
	}
	t->cell.len = 0;
}

void
out_add(OutFiles *o, const char *path, const Buf *b)
{
	OutFile f = {arena_strdup(o->a, path), b->s, b->len};

	vec_push(o->a, o->file, f);
}
