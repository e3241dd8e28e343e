/* Texts of one equation a line: what most tools print.
 *
 * Blank lines and lines that begin with # are skipped, and quotes around a
 * whole line or a semicolon behind it. Lines of AI Feynman
 * have numbers in front; the last of them is the error, taken as the loss. A
 * Julia template may stand on several lines, each with `|-`'s of its own; that
 * pretty form is for the terminal and not read. */
#include "frontend/container.h"

#include <string.h>

enum { MAX_LINES = 100000 };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The next field from *i on; its start, *i behind it. */
static size_t
field(const char *s, size_t len, size_t *i)
{
	size_t from;

	while (*i < len && is_blank(s[*i]))
		++*i;
	from = *i;
	while (*i < len && !is_blank(s[*i]))
		++*i;
	return from;
}

Solution
lines_solution(const char *s, size_t len)
{
	Solution r = {0};
	size_t i = 0;
	double v;

	while (i < len) {
		size_t from = field(s, len, &i), rest = i;

		r.expression = from;
		while (rest < len && is_blank(s[rest]))
			rest++;
		if (rest == len || !table_real(s + from, i - from, &v))
			return r;
		r.fields++;
		r.loss = from;
		r.loss_len = i - from;
	}
	return r;
}

static void
solution_row(Arena *a, const char *s, size_t len, Row *row)
{
	Solution x = lines_solution(s, len);

	if (x.fields) {
		row->has_loss = table_real(s + x.loss, x.loss_len, &row->loss);
		row->loss_text = arena_strndup(a, s + x.loss, x.loss_len);
		row->equation.pos += (uint32_t)x.expression;
		row->equation.len -= (uint32_t)x.expression;
	}
}

/* The quotes of "x + 1", which no name is. */
static bool
is_quoted(const char *s, size_t len)
{
	return len > 2 && (s[0] == '"' || s[0] == '\'') &&
	       memchr(s + 1, s[0], len - 1) == s + len - 1 &&
	       strcspn(s, "+*/^()") < len;
}

/* The line s[from..to-1] without blanks around it. */
static Span
trimmed(uint32_t src, const char *text, size_t from, size_t to)
{
	while (from < to && is_blank(text[from]))
		from++;
	while (to > from && (is_blank(text[to - 1]) || text[to - 1] == ';'))
		to--;
	if (is_quoted(text + from, to - from))
		return trimmed(src, text, from + 1, to - 1);
	return (Span){src, (uint32_t)from, (uint32_t)(to - from)};
}

bool
lines_read(Arena *a, Diag *d, uint32_t src, const Container *as, Table *t)
{
	const Source *s = &d->source.at[src];
	bool solutions = strcmp(as->kind, "aifeynman") == 0;
	size_t i =
	    s->len >= 3 && memcmp(s->text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (i < s->len) {
		size_t end = i + strcspn(s->text + i, "\r\n");
		Row row = {.number = t->row.len + 1,
		           .equation = trimmed(src, s->text, i, end)};

		i = end + 1;
		if (!row.equation.len || s->text[row.equation.pos] == '#')
			continue;
		if (t->row.len >= MAX_LINES) {
			diag_error(d, row.equation, "more than 100000 rows");
			return false;
		}
		if (solutions)
			solution_row(a, s->text + row.equation.pos,
			             row.equation.len, &row);
		vec_push(a, t->row, row);
	}
	return true;
}
