/* Template rows of PySR: named pieces and parameter vectors, which a rule
 * outside the file joins.
 *
 *     f = #1 * 0.9; g = sqrt(#1 - #2); p = [1.0, 2.0]
 *
 * They become definitions: f(#1) = ..., g(#1, #2) = ..., p1 = 1.0, p2 = 2.0.
 * #k is the k-th argument of its piece, which may have more. */
#include "frontend/front.h"

#include <ctype.h>
#include <string.h>

typedef struct Piece {
	Span name, body;
} Piece;

static bool
wrong(Diag *d, Span s, const char *what)
{
	diag_error(d, s, "%s", what);
	diag_note(d, "a template's row is written 'f = ...; g = ...; "
	             "p = [1.0, 2.0]'");
	return false;
}

static Span
trimmed(const char *text, Span s)
{
	while (s.len && isspace((unsigned char)text[s.pos]))
		s.pos++, s.len--;
	while (s.len && isspace((unsigned char)text[s.pos + s.len - 1]))
		s.len--;
	return s;
}

/* `name = body` at s. */
static bool
split_piece(Diag *d, Span s, Piece *p)
{
	const char *text = d->source.at[s.src].text;
	const char *eq = memchr(text + s.pos, '=', s.len);
	uint32_t at;

	if (!eq)
		return wrong(d, trimmed(text, s), "this piece has no '='");
	at = (uint32_t)(eq - text);
	p->name = trimmed(text, (Span){s.src, s.pos, at - s.pos});
	p->body = trimmed(text, (Span){s.src, at + 1, s.pos + s.len - at - 1});
	if (!p->name.len)
		return wrong(d, trimmed(text, s), "this piece has no name");
	return true;
}

/* The largest k of #k, at least 1. */
static int
arguments(const char *body)
{
	int most = 1;

	for (const char *s = body; (s = strchr(s, '#'));) {
		int k = 0;

		for (s++; isdigit((unsigned char)*s) && k < 1000; s++)
			k = 10 * k + (*s - '0');
		most = k > most ? k : most;
	}
	return most;
}

static const char *
piece_text(Arena *a, const char *name, const char *body)
{
	Buf b = buf_new(a);
	int n = arguments(body);

	buf_printf(&b, "%s(", name);
	for (int k = 1; k <= n; k++)
		buf_printf(&b, "%s#%d", k > 1 ? ", " : "", k);
	buf_printf(&b, ") = %s", body);
	return b.s;
}

/* [1.0, 2.0] */
static void
vector_texts(Arena *a, const char *name, const char *body, Texts *out)
{
	int k = 0;

	for (const char *s = body + 1; *s && *s != ']';) {
		size_t n;

		s += strspn(s, " ");
		n = strcspn(s, ",]");
		vec_push(a, *out,
		         arena_printf(a, "%s%d = %.*s", name, ++k, (int)n, s));
		s += n + (s[n] == ',');
	}
}

bool
template_split(Arena *a, Diag *d, Span row, Texts *out)
{
	const char *text = d->source.at[row.src].text;
	uint32_t end = row.pos + row.len;

	for (uint32_t from = row.pos, i = row.pos; i <= end; i++) {
		Piece p;

		if (i < end && text[i] != ';')
			continue;
		if (!split_piece(d, (Span){row.src, from, i - from}, &p))
			return false;
		from = i + 1;
		if (text[p.body.pos] == '[')
			vector_texts(a, diag_text(d, p.name, a),
			             diag_text(d, p.body, a), out);
		else
			vec_push(a, *out,
			         piece_text(a, diag_text(d, p.name, a),
			                    diag_text(d, p.body, a)));
	}
	return true;
}
