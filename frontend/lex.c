/* Text to tokens.
 *
 * Infix operators are what ops.def spells, the longest that fits. A number
 * is `1 1. .5 1.5e-3 1e+5 1.5f0` (Julia's Float32) and must be followed by
 * something that cannot continue it. A name is letters, digits, underscores
 * and combining marks of any script, with no digit in front. Every byte
 * string gives tokens: what is no token is a T_bad that says why. */
#include "frontend/lex.h"

#include <string.h>
#include <strings.h>

/* Bytes of one token; more than anyone means. */
enum { MAX_NUMBER = 1000, MAX_NAME = 200 };

Lexer
lex_new(const Diag *d, Span text)
{
	const Source *s = &d->source.at[text.src];
	uint32_t len = (uint32_t)s->len;
	uint32_t pos = text.pos < len ? text.pos : len;

	return (Lexer){d, text.src, pos,
	               text.len < len - pos ? pos + text.len : len};
}

static const char *
at(const Lexer *l)
{
	return l->diag->source.at[l->src].text + l->pos;
}

const char *
lex_text(const Lexer *l, Token t)
{
	return l->diag->source.at[l->src].text + t.span.pos;
}

bool
lex_is(const Lexer *l, Token t, const char *s)
{
	return strlen(s) == t.span.len &&
	       strncasecmp(lex_text(l, t), s, t.span.len) == 0;
}

Span
span_join(Span a, Span b)
{
	uint32_t pos = a.pos < b.pos ? a.pos : b.pos;
	uint32_t ea = a.pos + a.len, eb = b.pos + b.len;

	return (Span){a.src, pos, (ea > eb ? ea : eb) - pos};
}

/* ---- characters ---- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Ranges beyond ASCII that hold no letters, digits or marks: controls,
 * punctuation, symbols, private use and specials (Unicode 15 blocks). */
static const struct {
	uint32_t first, last;
} not_in_names[] = {
    {0x80, 0xa9},     {0xab, 0xb1},       {0xb4, 0xb4},       {0xb6, 0xb8},
    {0xbb, 0xbf},     {0xd7, 0xd7},       {0xf7, 0xf7},       {0x2000, 0x206f},
    {0x20a0, 0x20cf}, {0x2190, 0x2bff},   {0x2e00, 0x2e7f},   {0x3000, 0x3004},
    {0x3008, 0x3020}, {0xe000, 0xf8ff},   {0xfe00, 0xfe1f},   {0xfe30, 0xfe6f},
    {0xfeff, 0xff0f}, {0xff1a, 0xff20},   {0xff3b, 0xff40},   {0xff5b, 0xff65},
    {0xffe0, 0xffff}, {0x1f000, 0x1faff}, {0xe0000, 0x10ffff}};

/* Sub- and superscripts and combining marks continue a name only. */
static bool
only_continues(uint32_t c)
{
	return c == 0xb2 || c == 0xb3 || c == 0xb9 ||
	       (c >= 0x300 && c < 0x370) || (c >= 0x2070 && c < 0x20a0) ||
	       (c >= 0x20d0 && c < 0x2100);
}

static bool
in_name(uint32_t c, bool first)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		       c == '_' || (!first && is_digit((char)c));
	for (size_t i = 0; i < sizeof not_in_names / sizeof *not_in_names; i++)
		if (c >= not_in_names[i].first && c <= not_in_names[i].last)
			return false;
	return !(first && only_continues(c));
}

/* Bytes of the name characters from s on, `first` being its start. */
static size_t
name_length(const char *s, size_t n, bool first)
{
	size_t i = 0, len;

	for (; i < n; i += len, first = false)
		if (!in_name(utf8_next(s + i, n - i, &len), first))
			break;
	return i;
}

/* ---- numbers ---- */

static size_t
digits(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && is_digit(s[i]))
		i++;
	return i;
}

/* Bytes of `e-5`, `E+5` or `f0` at s, or 0. */
static size_t
exponent_length(const char *s, size_t n)
{
	size_t i = 1, d;

	if (n < 2 || !strchr("eEfF", s[0]) || !s[0])
		return 0;
	i += s[1] == '+' || s[1] == '-';
	d = digits(s + i, n - i);
	return d ? i + d : 0;
}

static size_t
number_length(const char *s, size_t n)
{
	size_t i = digits(s, n);

	if (i < n && s[i] == '.')
		i += 1 + digits(s + i + 1, n - i - 1);
	return i + exponent_length(s + i, n - i);
}

static const char *
number_fault(const char *s, size_t len, size_t tail)
{
	if (len > MAX_NUMBER)
		return "number of more than 1000 characters";
	if (tail == 2 && memcmp(s + len, "im", 2) == 0)
		return "complex numbers have no meaning in hardware";
	if (tail)
		return "malformed number, or an operator is missing after it";
	return NULL;
}

static Token
number(Lexer *l)
{
	const char *s = at(l);
	size_t n = l->end - l->pos, len = number_length(s, n), tail = 0;
	Token t = {.kind = T_number};

	while (len + tail < n) {
		size_t k = name_length(s + len + tail, n - len - tail, false);

		if (k == 0 && s[len + tail] == '.')
			k = 1;
		if (k == 0)
			break;
		tail += k;
	}
	t.why = number_fault(s, len, tail);
	if (t.why)
		t.kind = T_bad;
	t.span.len = (uint32_t)(len + tail);
	return t;
}

/* ---- the rest ---- */

/* The longest infix spelling in the table that the text begins with. */
static Token
infix(const Lexer *l)
{
	const char *s = at(l);
	size_t n = l->end - l->pos;
	Token t = {.kind = T_infix};

	for (int op = 0; op < O_count; op++) {
		const char *w = op_info[op].infix;

		for (size_t len; w && *w; w += len + (w[len] == ' ')) {
			len = strcspn(w, " ");
			if (len > t.span.len && len <= n &&
			    memcmp(s, w, len) == 0) {
				t.op = (enum Op)op;
				t.span.len = (uint32_t)len;
			}
		}
	}
	return t;
}

static enum TokenKind
punctuation(char c)
{
	switch (c) {
	case '(':
		return T_open;
	case ')':
		return T_close;
	case ',':
		return T_comma;
	case '=':
		return T_equals;
	}
	return T_bad;
}

static Token
other(const Lexer *l)
{
	size_t len;
	Token t = infix(l);

	if (t.span.len)
		return t;
	utf8_next(at(l), l->end - l->pos, &len);
	t.kind = punctuation(at(l)[0]);
	t.why = "unexpected character";
	t.span.len = (uint32_t)len;
	return t;
}

Token
lex_next(Lexer *l)
{
	Token t = {.kind = T_end};
	const char *s;
	size_t n, name;

	while (l->pos < l->end && at(l)[0] && strchr(" \t\r\n", at(l)[0]))
		l->pos++;
	s = at(l);
	n = l->end - l->pos;
	name = n ? name_length(s, n, true) : 0;
	if (name) {
		t.kind = name > MAX_NAME ? T_bad : T_name;
		t.why = "name of more than 200 bytes";
		t.span.len = (uint32_t)name;
	} else if (n && (is_digit(s[0]) ||
	                 (n > 1 && s[0] == '.' && is_digit(s[1])))) {
		t = number(l);
	} else if (n) {
		t = other(l);
	}
	t.span.src = l->src;
	t.span.pos = l->pos;
	l->pos += t.span.len;
	return t;
}
