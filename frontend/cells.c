/* Separated text to cells that know where they are.
 *
 * CSV as RFC 4180 has it, and its relatives: the separator is the first of
 * TAB | ; , that the first line has outside quotes. SymbolicRegression.jl
 * puts text between quotes without escaping it, so a quote ends a cell only
 * where a separator or the end of the line follows; pandas doubles quotes, and
 * a doubled one never ends a cell. Lines end as diag.h's do. A table drawn in
 * lines, as Markdown and reports have it, has | around each line too. */
#include "frontend/cells.h"

#include <string.h>

enum { MAX_CELLS = 1000 };

static const Source *
source(const Splitter *s)
{
	return &s->diag->source.at[s->src];
}

/* The byte at pos; NUL past the end. */
static char
byte(const Splitter *s, size_t pos)
{
	const Source *t = source(s);

	return pos < t->len ? t->text[pos] : '\0';
}

static bool
at_end(const Splitter *s, size_t pos)
{
	return pos >= source(s)->len;
}

static bool
ends_line(const Splitter *s, size_t pos)
{
	return at_end(s, pos) || byte(s, pos) == '\n' || byte(s, pos) == '\r';
}

static bool
ends_cell(const Splitter *s, size_t pos)
{
	return ends_line(s, pos) || byte(s, pos) == s->sep;
}

static bool
is_blank(const Splitter *s, size_t pos)
{
	char c = byte(s, pos);

	return c != s->sep && (c == ' ' || c == '\t');
}

static uint32_t
skip_blanks(const Splitter *s, uint32_t pos)
{
	while (is_blank(s, pos))
		pos++;
	return pos;
}

/* The separator by the first line that is not blank. */
static char
find_separator(const Splitter *s)
{
	static const char order[] = "\t|;,";
	bool seen[sizeof order] = {false}, quoted = false, text = false;

	for (size_t i = s->pos; !at_end(s, i); i++) {
		char c = byte(s, i);
		const char *o = c ? strchr(order, c) : NULL;

		if (!quoted && ends_line(s, i) && text)
			break;
		text = text || !strchr(" \t\r\n", c);
		quoted = quoted != (c == '"');
		if (o && !quoted)
			seen[o - order] = true;
	}
	for (size_t i = 0; order[i]; i++)
		if (seen[i])
			return order[i];
	return ',';
}

/* A line such as +----+----+ or |----+----| or |:---|:---| */
static bool
is_rule(const Splitter *s, size_t pos)
{
	bool dashes = false;

	for (; !ends_line(s, pos); pos++) {
		dashes = dashes || byte(s, pos) == '-';
		if (!strchr("+-|:= \t", byte(s, pos)))
			return false;
	}
	return dashes;
}

static bool
is_framed(const Splitter *s)
{
	size_t pos = s->pos;

	while (!at_end(s, pos) && strchr(" \t\r\n", byte(s, pos)))
		pos++;
	if (byte(s, pos) == '+')
		return is_rule(s, pos);
	return byte(s, pos) == '|';
}

Splitter
splitter_new(Diag *d, uint32_t src)
{
	Splitter s = {.diag = d, .src = src};

	if (source(&s)->len >= 3 &&
	    memcmp(source(&s)->text, "\xef\xbb\xbf", 3) == 0)
		s.pos = 3;
	s.sep = find_separator(&s);
	s.framed = is_framed(&s);
	if (s.framed)
		s.sep = '|';
	return s;
}

/* The closing quote of a cell whose text begins at pos; the end of the
 * source if there is none. */
static uint32_t
closing_quote(const Splitter *s, uint32_t pos)
{
	for (; !at_end(s, pos); pos++) {
		if (byte(s, pos) != '"')
			continue;
		if (ends_cell(s, skip_blanks(s, pos + 1)))
			return pos;
		if (byte(s, pos + 1) == '"')
			pos++;
	}
	return pos;
}

static Span
span_of(const Splitter *s, uint32_t from, uint32_t to)
{
	return (Span){s->src, from, to - from};
}

/* The cell at s->pos, which is left at what ends it. */
static Cell
cell(Splitter *s)
{
	uint32_t from = skip_blanks(s, s->pos), to = from;

	if (byte(s, from) == '"') {
		to = closing_quote(s, ++from);
		s->pos = skip_blanks(s, to + 1);
		if (at_end(s, to)) {
			diag_error(s->diag, span_of(s, from - 1, from),
			           "this quote is not closed");
			s->failed = true;
		}
		return (Cell){span_of(s, from, to), true};
	}
	while (!ends_cell(s, to))
		to++;
	s->pos = to;
	while (to > from && is_blank(s, to - 1))
		to--;
	return (Cell){span_of(s, from, to), false};
}

static bool
too_many(Splitter *s, const Record *r)
{
	if (r->cell.len < MAX_CELLS)
		return false;
	diag_error(s->diag, r->cell.at[r->cell.len - 1].span,
	           "more than 1000 cells in a line");
	s->failed = true;
	return true;
}

/* Skips ends of lines, lines of blanks, and rules in a frame. */
static void
skip_blank_lines(Splitter *s)
{
	while (!at_end(s, s->pos)) {
		uint32_t pos = skip_blanks(s, s->pos);

		if (s->framed && is_rule(s, pos))
			while (!ends_line(s, pos))
				pos++;
		if (!ends_line(s, pos))
			return;
		s->pos = at_end(s, pos) ? pos : pos + 1;
	}
}

bool
record_next(Splitter *s, Arena *a, Record *r)
{
	r->cell.len = 0;
	skip_blank_lines(s);
	if (at_end(s, s->pos) || s->failed)
		return false;
	if (s->framed && byte(s, skip_blanks(s, s->pos)) == s->sep)
		s->pos = skip_blanks(s, s->pos) + 1;
	r->span = span_of(s, s->pos, s->pos);
	for (;;) {
		vec_push(a, r->cell, cell(s));
		if (s->failed || too_many(s, r))
			return false;
		if (ends_line(s, s->pos))
			break;
		s->pos++;
	}
	r->span.len = s->pos - r->span.pos;
	if (s->framed && r->cell.len > 1 &&
	    !r->cell.at[r->cell.len - 1].span.len)
		r->cell.len--; /* behind the last | */
	return true;
}
