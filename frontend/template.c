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

enum { MAX_ARGUMENTS = 100, MAX_VECTOR = 1000 };

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

/* The largest k of #k, at least 1; more than MAX_ARGUMENTS are not counted. */
static int
arguments(const char *body)
{
	int most = 1;

	for (const char *s = body; (s = strchr(s, '#'));) {
		int k = 0;

		for (s++; isdigit((unsigned char)*s) && k <= MAX_ARGUMENTS; s++)
			k = 10 * k + (*s - '0');
		most = k > most ? k : most;
	}
	return most;
}

static const char *
piece_text(Arena *a, const char *name, const char *body, int n)
{
	Buf b = buf_new(a);

	buf_printf(&b, "%s(", name);
	for (int k = 1; k <= n; k++)
		buf_printf(&b, "%s#%d", k > 1 ? ", " : "", k);
	buf_printf(&b, ") = %s", body);
	return b.s;
}

/* [1.0, 2.0] */
static bool
vector_texts(Arena *a, Diag *d, const Piece *p, Texts *out)
{
	const char *name = diag_text(d, p->name, a);
	const char *s = diag_text(d, p->body, a) + 1;
	int k = 0;

	while (*s && *s != ']') {
		size_t n;

		s += strspn(s, " ");
		n = strcspn(s, ",]");
		vec_push(a, *out,
		         arena_printf(a, "%s%d = %.*s", name, ++k, (int)n, s));
		s += n + (s[n] == ',');
		if (k > MAX_VECTOR)
			return wrong(d, p->body, "more than 1000 parameters");
	}
	return true;
}

static bool
function_text(Arena *a, Diag *d, const Piece *p, Texts *out)
{
	const char *body = diag_text(d, p->body, a);
	int n = arguments(body);

	if (n > MAX_ARGUMENTS)
		return wrong(d, p->body, "more than 100 arguments");
	vec_push(a, *out, piece_text(a, diag_text(d, p->name, a), body, n));
	return true;
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
		if (p.body.len && text[p.body.pos] == '['
		        ? !vector_texts(a, d, &p, out)
		        : !function_text(a, d, &p, out))
			return false;
	}
	return true;
}
