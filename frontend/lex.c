/* Text to tokens.
 *
 * Infix operators are what ops.def spells, the longest that fits, and the
 * comparisons below. A number is `1 1. .5 1.5e-3 1e+5 1.5f0` (Julia's
 * Float32) and must be followed by something that cannot continue it, but for
 * dialects that leave out operators. A name is letters, digits, underscores
 * and combining marks of any script, with no digit in front; it may be quoted,
 * may have a module in front (np.sin), one index behind (x[0], x[:,0]), and
 * `#1` is one too. Every byte string gives tokens: what is no token is a T_bad
 * that says why. */
#include "frontend/lex.h"

#include <string.h>
#include <strings.h>

/* Bytes of one token; more than anyone means. */
enum { MAX_NUMBER = 1000, MAX_NAME = 200 };

Lexer
lex_new(const Diag *d, Span text, const Dialect *dialect)
{
	const Source *s = &d->source.at[text.src];
	uint32_t len = (uint32_t)s->len;
	uint32_t pos = text.pos < len ? text.pos : len;

	return (Lexer){d,       text.src,
	               pos,     text.len < len - pos ? pos + text.len : len,
	               dialect, true};
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

/* ---- operators spelt in letters ---- */

/* Bytes of the word operator of the dialect that the text begins with; *pair
 * is what it calls, of *len bytes. */
static const char *
word_at(const Lexer *l, const char *s, size_t n, size_t *size, size_t *len)
{
	const char *w = l->dialect->words;

	while (w && *w) {
		size_t k = strcspn(w, "="), all = strcspn(w, " ");

		if (k <= n && memcmp(s, w, k) == 0) {
			*size = k;
			*len = all - k - 1;
			return w + k + 1;
		}
		w += all + (w[all] == ' ');
	}
	return NULL;
}

static size_t
word_length(const Lexer *l, const char *s, size_t n, size_t *len)
{
	size_t size = 0;

	return word_at(l, s, n, &size, len) ? size : 0;
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

/* Whether the n bytes at s, after a number of len bytes, begin a name of their
 * own: not so in 0x1f, 1e, 1.5im. */
static bool
begins_factor(const char *s, size_t len, size_t n)
{
	size_t k = name_length(s, n, true);
	bool exponent = k && strchr("eEfFdD", s[0]) && s[0];

	if (!k || (len == 1 && s[-1] == '0') ||
	    (exponent && digits(s + 1, k - 1) == k - 1))
		return false;
	return k != 2 || memcmp(s, "im", 2) != 0;
}

/* Whether an operator may be left out between a number and what follows. */
static bool
may_follow(const Lexer *l, const char *s, size_t number, size_t n)
{
	size_t len;

	if (n == 0 || s[0] == '.' || is_digit(s[0]))
		return false;
	if (l->dialect->flags & D_IMPLICIT)
		return true;
	if (l->dialect->flags & D_BESIDE)
		return begins_factor(s, number, n);
	return (l->dialect->flags & D_GLUED) && word_length(l, s, n, &len);
}

static Token
number(Lexer *l)
{
	const char *s = at(l);
	size_t n = l->end - l->pos, len = number_length(s, n), tail = 0;
	Token t = {.kind = T_number};

	while (len + tail < n &&
	       (tail || !may_follow(l, s + len, len, n - len))) {
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

/* ---- names ---- */

static size_t
quoted_length(const char *s, size_t n)
{
	size_t i = 1;

	while (i < n && s[i] != s[0])
		i++;
	return i < n && i > 1 ? i + 1 : 0;
}

static const char *const modules[] = {"np",    "numpy", "jnp",  "jax", "sp",
                                      "sympy", "torch", "math", "Math"};

/* Bytes of the module names with their points in front of a name. */
static size_t
module_length(const char *s, size_t n)
{
	for (size_t k = 0; k < sizeof modules / sizeof *modules; k++) {
		size_t len = strlen(modules[k]);

		if (len + 1 < n && s[len] == '.' &&
		    memcmp(s, modules[k], len) == 0 &&
		    name_length(s + len + 1, n - len - 1, true))
			return len + 1 +
			       module_length(s + len + 1, n - len - 1);
	}
	return 0;
}

/* Bytes of `[0]`, `[:,0]`, or 0. */
static size_t
index_length(const char *s, size_t n)
{
	size_t i = 1, d;

	if (n < 3 || s[0] != '[')
		return 0;
	while (i < n && strchr(" :,", s[i]) && s[i])
		i++;
	d = digits(s + i, n - i);
	i += d;
	while (i < n && s[i] == ' ')
		i++;
	return d && i < n && s[i] == ']' ? i + 1 : 0;
}

/* In a dialect of glued words, x1aq0 ends at x1: of the n bytes at s, len are
 * name characters. */
static size_t
before_word(const Lexer *l, const char *s, size_t len, size_t n)
{
	size_t w;

	for (size_t i = 1; (l->dialect->flags & D_GLUED) && i < len; i++)
		if (is_digit(s[i - 1]) && word_length(l, s + i, n - i, &w))
			return i;
	return len;
}

static Token
plain_name(const Lexer *l, const char *s, size_t n)
{
	size_t from = module_length(s, n);
	size_t len = s[0] == '#' ? 1 + digits(s + 1, n - 1)
	                         : name_length(s + from, n - from, true);
	Token t = {.kind = T_name};

	len = before_word(l, s + from, len, n - from);
	t.core = (Span){l->src, l->pos + (uint32_t)from, (uint32_t)len};
	if (len > MAX_NAME) {
		t.kind = T_bad;
		t.why = "name of more than 200 bytes";
	}
	t.span.len = (uint32_t)(from + len +
	                        index_length(s + from + len, n - from - len));
	return t;
}

/* A name, or nothing (span.len 0). */
static Token
name(const Lexer *l)
{
	const char *s = at(l);
	size_t n = l->end - l->pos, len;

	if (n && (s[0] == '\'' || s[0] == '"')) {
		len = quoted_length(s, n);
		if (len > MAX_NAME)
			return (Token){.kind = T_bad,
			               .why = "name of more than 200 bytes",
			               .span = {.len = (uint32_t)len}};
		if (len)
			return (Token){
			    .kind = T_name,
			    .span = {.len = (uint32_t)len},
			    .core = {l->src, l->pos + 1, (uint32_t)len - 2}};
	}
	if (n && (name_length(s, n, true) ||
	          (s[0] == '#' && n > 1 && is_digit(s[1]))))
		return plain_name(l, s, n);
	return (Token){0};
}

const char *
lex_name(const Lexer *l, Token t, Arena *a)
{
	const char *s = l->diag->source.at[l->src].text;
	uint32_t end = t.core.pos + t.core.len, i = end;
	uint32_t last = t.span.pos + t.span.len;

	while (i < last && !is_digit(s[i]))
		i++;
	return arena_printf(a, "%.*s%.*s", (int)t.core.len, s + t.core.pos,
	                    (int)digits(s + i, last - i), s + i);
}

/* ---- the rest ---- */

static const struct {
	const char *text, *call;
	uint8_t prec;
} comparisons[] = {
    {"<=", "less_equal", PREC_COMPARE}, {">=", "greater_equal", PREC_COMPARE},
    {"==", "equal", PREC_COMPARE},      {"!=", "not_equal", PREC_COMPARE},
    {"≤", "less_equal", PREC_COMPARE},  {"≥", "greater_equal", PREC_COMPARE},
    {"≠", "not_equal", PREC_COMPARE},   {"<", "less", PREC_COMPARE},
    {">", "greater", PREC_COMPARE},     {"&&", "logical_and", PREC_AND},
    {"&", "logical_and", PREC_AND},
};

/* A comparison, or nothing. */
static Token
comparison(const Lexer *l)
{
	size_t n = l->end - l->pos;

	for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
		size_t len = strlen(comparisons[i].text);

		if (len <= n && memcmp(at(l), comparisons[i].text, len) == 0)
			return (Token){.kind = T_infix,
			               .call = comparisons[i].call,
			               .prec = comparisons[i].prec,
			               .span = {.len = (uint32_t)len}};
	}
	return (Token){0};
}

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
				t.prec = op_info[op].prec;
				t.span.len = (uint32_t)len;
			}
		}
	}
	if (!t.span.len && (l->dialect->flags & D_GLUED) && n >= 2 &&
	    memcmp(s, "\xc2\xac", 2) == 0) { /* gpg's not sign negates */
		t.op = O_sub;
		t.prec = op_info[O_sub].prec;
		t.span.len = 2;
	}
	return t.span.len ? t : comparison(l);
}

/* A word operator of the dialect where an operator is due, or nothing. */
static Token
word(const Lexer *l)
{
	const char *s = at(l), *call;
	size_t n = l->end - l->pos, size = 0, len = 0;
	Token t = {.kind = T_infix, .prec = PREC_PRODUCT};

	if (l->operand || !n)
		return (Token){0};
	call = word_at(l, s, n, &size, &len);
	if (!call ||
	    (!(l->dialect->flags & D_GLUED) && name_length(s, n, true) != size))
		return (Token){0};
	t.op = op_by_name(call, len);
	if (t.op != O_none && op_info[t.op].prec)
		t.prec = op_info[t.op].prec;
	else
		t.call = call;
	t.span.len = (uint32_t)size;
	return t;
}

static enum TokenKind
punctuation(char c)
{
	static const char marks[] = "(),=|!?:";
	static const enum TokenKind kinds[] = {T_open,   T_close, T_comma,
	                                       T_equals, T_bar,   T_bang,
	                                       T_query,  T_colon};
	const char *m = c ? strchr(marks, c) : NULL;

	return m ? kinds[m - marks] : T_bad;
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
	t.why = at(l)[0] == '[' ? "an index is one number, as in x[0] or x[:,0]"
	                        : "unexpected character";
	t.span.len = (uint32_t)len;
	return t;
}

static Token
any(Lexer *l)
{
	const char *s = at(l);
	size_t n = l->end - l->pos;
	Token t = word(l);

	if (!t.span.len)
		t = name(l);
	if (t.span.len || !n)
		return t;
	if (is_digit(s[0]) || (n > 1 && s[0] == '.' && is_digit(s[1])))
		return number(l);
	return other(l);
}

Token
lex_next(Lexer *l)
{
	Token t;

	while (l->pos < l->end && at(l)[0] && strchr(" \t\r\n", at(l)[0]))
		l->pos++;
	t = any(l);
	t.span.src = l->src;
	t.span.pos = l->pos;
	l->pos += t.span.len;
	l->operand = t.kind != T_number && t.kind != T_name &&
	             t.kind != T_close && t.kind != T_bar && t.kind != T_bang;
	return t;
}
