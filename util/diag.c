/* Diagnostics: see diag.h for the form.
 *
 * Texts come from files that nobody here wrote: what is printed of them is
 * cut to a window around the caret, and bytes that are not printable UTF-8
 * become '?', so that no file can drive the user's terminal. */
#include "util/diag.h"

#include <stdarg.h>
#include <string.h>

enum {
	MAX_SHOWN = 100, /* errors printed; the rest are only counted */
	WINDOW = 100,    /* characters shown of a longer line */
	LEAD = 30,       /* of them before the caret */
	MAX_ORIGINS = 2  /* of an origin */
};

Diag *
diag_new(Arena *a, FILE *out)
{
	Diag *d = arena_alloc(a, sizeof *d);

	d->a = a;
	d->out = out;
	d->log = buf_new(a);
	vec_push(a, d->source, (Source){0});
	return d;
}

uint32_t
diag_source(Diag *d, const char *name, const char *text, size_t len)
{
	return diag_piece(d, name, text, len, 0, 0);
}

uint32_t
diag_piece(Diag *d, const char *name, const char *text, size_t len,
           uint32_t line, uint32_t col)
{
	check(len < UINT32_MAX);
	vec_push(d->a, d->source, ((Source){name, text, len, line, col}));
	return d->source.len - 1;
}

/* ---- characters ---- */

static size_t
step(const char *s, size_t n)
{
	size_t len;

	utf8_next(s, n, &len);
	return len;
}

static bool
shown(uint32_t c)
{
	return c != UTF8_BAD && c >= 0x20 && (c < 0x7f || c >= 0xa0);
}

/* Adds s with tabs as blanks and what cannot be shown as '?'. */
static void
add_shown(Buf *b, const char *s, size_t n)
{
	for (size_t i = 0, len; i < n; i += len) {
		uint32_t c = utf8_next(s + i, n - i, &len);

		if (c == '\t')
			buf_add(b, " ", 1);
		else if (c == '\n' || shown(c))
			buf_add(b, s + i, len);
		else
			buf_add(b, "?", 1);
	}
}

/* ---- places ---- */

/* Lines end at \n, \r\n or a lone \r. */
static bool
ends_line(const Source *s, size_t i)
{
	return s->text[i] == '\n' ||
	       (s->text[i] == '\r' &&
	        (i + 1 == s->len || s->text[i + 1] != '\n'));
}

/* First byte of the line that `pos` is in; a byte order mark is no part of
 * the first line. */
static size_t
line_start(const Source *s, size_t pos, uint32_t *line)
{
	size_t start =
	    s->len >= 3 && !memcmp(s->text, "\xef\xbb\xbf", 3) ? 3 : 0;

	*line = 1;
	for (size_t i = start; i < pos; i++)
		if (ends_line(s, i)) {
			start = i + 1;
			++*line;
		}
	return start;
}

/* One past the last byte of the line that starts at `start`. */
static size_t
line_end(const Source *s, size_t start)
{
	size_t end = start;

	while (end < s->len && s->text[end] != '\n' && s->text[end] != '\r')
		end++;
	return end;
}

static uint32_t
count(const char *s, size_t n)
{
	uint32_t k = 0;

	for (size_t i = 0; i < n; i += step(s + i, n - i))
		k++;
	return k;
}

/* The byte offset of character k of s, or n. */
static size_t
offset(const char *s, size_t n, uint32_t k)
{
	size_t i = 0;

	for (; i < n && k; k--)
		i += step(s + i, n - i);
	return i;
}

static size_t
clamped(const Source *s, Span at)
{
	return at.pos < s->len ? at.pos : s->len;
}

void
diag_locate(const Diag *d, Span at, uint32_t *line, uint32_t *col)
{
	const Source *s = &d->source.at[at.src];
	size_t pos = clamped(s, at), start = line_start(s, pos, line);

	*col = pos > start ? count(s->text + start, pos - start) + 1 : 1;
	*col += start == 0 ? s->col : 0;
	*line += s->line;
}

const char *
diag_text(const Diag *d, Span at, Arena *a)
{
	const Source *s = &d->source.at[at.src];
	size_t pos = clamped(s, at);
	size_t len = at.len < s->len - pos ? at.len : s->len - pos;

	return arena_strndup(a, s->text + pos, len);
}

/* ---- messages ---- */

static void
add_many(Buf *b, char c, size_t n)
{
	while (n--)
		buf_add(b, &c, 1);
}

/* The source line, cut to a window, and the caret line under it. */
static void
add_excerpt(Buf *b, const Source *s, Span at)
{
	uint32_t line;
	size_t pos = clamped(s, at), start = line_start(s, pos, &line);
	const char *t = s->text + start;
	size_t len = line_end(s, start) - start;
	size_t lead = pos - start < len ? pos - start : len;
	size_t mark = at.len < len - lead ? at.len : len - lead;
	uint32_t n = count(t, len), col = count(t, lead);
	uint32_t from = n > WINDOW && col > LEAD ? col - LEAD : 0;
	uint32_t width = n - from > WINDOW ? WINDOW : n - from;
	uint32_t under = count(t + lead, mark), room = from + width - col;
	size_t first = offset(t, len, from);

	line += s->line;
	buf_printf(b, "    %u | %s", line, from ? "..." : "");
	add_shown(b, t + first, offset(t + first, len - first, width));
	buf_printf(b, "%s\n", from + width < n ? "..." : "");
	add_many(b, ' ', 4 + (size_t)snprintf(NULL, 0, "%u", line));
	buf_add(b, " | ", 3);
	add_many(b, ' ', (from ? 3 : 0) + col - from);
	buf_add(b, "^", 1);
	if (under && room)
		add_many(b, '~', (under < room ? under : room) - 1);
	buf_add(b, "\n", 1);
}

/* Prints what was added to the log since `from`. */
static void
flush(Diag *d, size_t from)
{
	if (d->out)
		fwrite(d->log.s + from, 1, d->log.len - from, d->out);
}

static void
add_message(Diag *d, const char *kind, const char *fmt, va_list ap)
{
	Buf b = buf_new(d->a);
	va_list again;
	int n;
	char *s;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	check(n >= 0);
	s = arena_alloc(d->a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	add_shown(&b, s, (size_t)n);
	buf_printf(&d->log, "%s: %s\n", kind, b.s ? b.s : "");
}

void
diag_origin(Diag *d, Origin o)
{
	vec_push(d->a, d->origin, o);
}

/* The piece of `from` that shows text[0..len-1] at `at`, if it stands there
 * letter by letter; else all of it. */
static Span
within(const Diag *d, Span from, const char *text, size_t len, Span at)
{
	const Source *s = &d->source.at[from.src];

	if (from.len != len || from.pos + len > s->len ||
	    memcmp(s->text + from.pos, text, len) != 0 || at.pos > len)
		return from;
	from.pos += at.pos;
	from.len = at.len < len - at.pos ? at.len : (uint32_t)len - at.pos;
	return from;
}

/* Where the text was taken from that `at` is in. */
static Span
original(const Diag *d, Span at)
{
	const Source *s = &d->source.at[at.src];
	const Origin *o = NULL;

	for (uint32_t i = 0; s->text && i < d->origin.len && !o; i++)
		if (d->origin.at[i].text == s->text)
			o = &d->origin.at[i];
	if (!o)
		return at;
	if (at.pos < o->from && o->key.src) {
		if (at.pos + at.len <= o->from)
			return within(d, o->key, s->text, o->from - 1, at);
		return (Span){o->key.src, o->key.pos,
		              o->value.pos + o->value.len - o->key.pos};
	}
	at.pos = at.pos > o->from ? at.pos - o->from : 0;
	return within(d, o->value, s->text + o->from, s->len - o->from, at);
}

static void
report(Diag *d, Span at, const char *kind, const char *fmt, va_list ap)
{
	const Source *s;
	size_t from = d->log.len;
	uint32_t line, col;

	for (int i = 0; i < MAX_ORIGINS; i++)
		at = original(d, at);
	s = &d->source.at[at.src];
	if (at.src) {
		diag_locate(d, at, &line, &col);
		add_shown(&d->log, s->name, strlen(s->name));
		buf_printf(&d->log, ":%u:%u: ", line, col);
	} else {
		buf_printf(&d->log, "symgate: ");
	}
	add_message(d, kind, fmt, ap);
	if (at.src)
		add_excerpt(&d->log, s, at);
	d->again = d->origin.len &&
	           strstr(d->log.s, d->log.s + from) != d->log.s + from;
	if (d->again) {
		d->log.len = from;
		d->log.s[from] = '\0';
	}
	flush(d, from);
}

void
diag_error(Diag *d, Span at, const char *fmt, ...)
{
	va_list ap;
	size_t from = d->log.len;

	if (++d->errors == MAX_SHOWN + 1) {
		buf_printf(&d->log,
		           "symgate: error: more than %d errors; the "
		           "rest are not shown\n",
		           MAX_SHOWN);
		flush(d, from);
	}
	if (d->errors > MAX_SHOWN)
		return;
	va_start(ap, fmt);
	report(d, at, "error", fmt, ap);
	va_end(ap);
}

void
diag_warn(Diag *d, Span at, const char *fmt, ...)
{
	va_list ap;

	if (++d->warnings > MAX_SHOWN || d->errors > MAX_SHOWN)
		return;
	va_start(ap, fmt);
	report(d, at, "warning", fmt, ap);
	va_end(ap);
}

void
diag_note(Diag *d, const char *fmt, ...)
{
	va_list ap;
	size_t from = d->log.len;

	if (d->errors > MAX_SHOWN || d->again)
		return;
	va_start(ap, fmt);
	add_message(d, "note", fmt, ap);
	va_end(ap);
	flush(d, from);
}
