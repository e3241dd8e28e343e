/* CSV of samples: a line of names, then lines of numbers.
 *
 * libcsv takes the lines apart, a piece of the file at a time: one line, or
 * several where a quoted cell goes over their end. The place of a cell is
 * looked for only when there is something to say about it. */
#include "ir/samples_in.h"

#include <csv.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAX_PIECE = 1 << 22, /* bytes; 10,000 numbers are a tenth of it */
	AROUND = 300         /* bytes of a line kept for a message */
};

typedef struct Csv {
	Intake *in;
	FILE *f;
	char chunk[1 << 16]; /* of the file: at..n-1 are to be read */
	size_t at, n;
	char *piece; /* piece[0..len-1] */
	size_t len, cap;
	uint32_t line, nline; /* in front of the piece, in it */
	uint32_t record;      /* in the piece */
	uint32_t col;         /* in the record */
	double *row;
	bool header, failed;
	char delim;
} Csv;

/* ---- pieces ---- */

static bool
fill(Csv *c)
{
	c->at = 0;
	c->n = fread(c->chunk, 1, sizeof c->chunk, c->f);
	return c->n > 0;
}

/* Makes room for n bytes and a NUL. */
static bool
reserve(Csv *c, size_t n)
{
	size_t cap = c->cap ? c->cap : 4096;
	char *s;

	if (c->len + n > MAX_PIECE) {
		diag_error(c->in->d, c->in->path,
		           "line %u of the file is longer than %d bytes",
		           c->line + 1, MAX_PIECE);
		c->failed = true;
		return false;
	}
	while (cap < c->len + n + 1)
		cap *= 2;
	if (cap > c->cap) {
		s = arena_alloc(c->in->a, cap);
		if (c->len)
			memcpy(s, c->piece, c->len);
		c->piece = s;
		c->cap = cap;
	}
	return true;
}

/* Adds the file's next line with its end to the piece. */
static bool
next_line(Csv *c)
{
	const size_t before = c->len;
	const char *end = NULL;

	while (!end && (c->at < c->n || fill(c))) {
		size_t n = c->n - c->at;

		end = memchr(c->chunk + c->at, '\n', n);
		if (end)
			n = (size_t)(end - c->chunk) + 1 - c->at;
		if (!reserve(c, n))
			return false;
		memcpy(c->piece + c->len, c->chunk + c->at, n);
		c->len += n;
		c->piece[c->len] = '\0';
		c->at += n;
	}
	c->nline += end != NULL;
	return c->len > before;
}

/* ---- places ---- */

/* Bytes of the cell at s, up to what ends it. */
static size_t
cell_length(const Csv *c, const char *s)
{
	bool quoted = false;
	size_t i = 0;

	for (; s[i]; i++) {
		if (s[i] == '"')
			quoted = !quoted;
		else if (!quoted &&
		         (s[i] == c->delim || s[i] == '\n' || s[i] == '\r'))
			break;
	}
	return i;
}

/* Where cell `col` of the record begins in the piece. Blank lines are no
 * records. */
static size_t
find_cell(const Csv *c, uint32_t record, uint32_t col)
{
	const char *s = c->piece;

	for (s += strspn(s, "\r\n"); record || col;) {
		s += cell_length(c, s);
		if (!*s)
			break;
		if (*s == c->delim) {
			col -= record == 0;
			s++;
		} else if (record == 0) {
			break;
		} else {
			s += strspn(s, "\r\n");
			record--;
		}
	}
	return (size_t)(s - c->piece);
}

static uint32_t
characters(const char *s, size_t n)
{
	uint32_t k = 0;

	for (size_t i = 0, len; i < n; i += len, k++)
		utf8_next(s + i, n - i, &len);
	return k;
}

/* The cell at hand as a span, in a source that holds what is around it. */
static Span
place(const Csv *c)
{
	size_t pos = find_cell(c, c->record, c->col);
	size_t len = cell_length(c, c->piece + pos), from = 0, n;
	uint32_t line = c->line;
	Span s = {.len = (uint32_t)len};

	for (size_t i = 0; i < pos; i++)
		if (c->piece[i] == '\n') {
			from = i + 1;
			line++;
		}
	const size_t start = from;

	if (pos - from > AROUND)
		from = pos - AROUND;
	while (from > start && (c->piece[from] & 0xc0) == 0x80)
		from--;
	n = strcspn(c->piece + pos, "\r\n");
	n = pos - from + (n < AROUND ? n : AROUND);
	s.pos = (uint32_t)(pos - from);
	s.src = diag_piece(c->in->d, c->in->s->path,
	                   arena_strndup(c->in->a, c->piece + from, n), n, line,
	                   characters(c->piece + start, from - start));
	return s;
}

/* ---- cells and rows ---- */

static bool
number(const char *s, size_t len, double *v)
{
	char *end;

	*v = strtod(s, &end);
	while (*end == ' ')
		end++;
	return len && end == s + len && isfinite(*v);
}

static void
header_cell(Csv *c, const char *s, size_t len)
{
	Samples *t = c->in->s;

	if (t->col.len == 0) {
		size_t n = strcspn(c->piece, "\r\n");

		t->header.len = (uint32_t)n;
		t->header.src = diag_piece(c->in->d, t->path,
		                           arena_strndup(c->in->a, c->piece, n),
		                           n, c->line, 0);
	}
	if (t->col.len == MAX_COLUMNS) {
		diag_error(c->in->d, place(c), "more than %d columns",
		           MAX_COLUMNS);
		c->failed = true;
	} else if (!c->failed) {
		intake_column(c->in, arena_strndup(c->in->a, s, len));
	}
}

static void
bad_cell(Csv *c, const char *s)
{
	enum { SHOWN = 40 };
	int n = (int)strnlen(s, SHOWN + 1);

	c->row[c->col] = 0;
	if (c->in->s->col.at[c->col].wrong)
		return;
	intake_wrong(c->in, c->col, place(c),
	             "'%.*s%s' in row %llu is not a finite number%s",
	             n > SHOWN ? SHOWN : n, s, n > SHOWN ? "..." : "",
	             (unsigned long long)c->in->s->nrow + 1,
	             c->delim == ';' && strchr(s, ',')
	                 ? "; the decimal mark is a point"
	                 : "");
}

static void
cell_done(void *text, size_t len, void *data)
{
	Csv *c = data;
	const uint32_t n = c->in->s->col.len;

	if (c->header) {
		header_cell(c, text, len);
	} else if (c->col == n && !c->failed) {
		diag_error(c->in->d, place(c),
		           "more cells than the header has names");
		c->failed = true;
	} else if (c->col < n && !number(text, len, &c->row[c->col])) {
		bad_cell(c, text);
	}
	c->col++;
}

static void
row_done(int end, void *data)
{
	Csv *c = data;
	const uint32_t n = c->in->s->col.len;

	(void)end;
	if (c->header) {
		c->header = false;
		c->row = arena_alloc(c->in->a, n * sizeof *c->row + 1);
		intake_begin(c->in);
	} else if (c->col < n && !c->failed) {
		uint32_t has = c->col--;

		diag_error(c->in->d, place(c),
		           "%u cells where the header has %u names", has, n);
		c->failed = true;
	} else if (!c->failed) {
		intake_row(c->in, c->row);
	}
	c->col = 0;
	c->record++;
}

/* ---- files ---- */

/* The first of , ; tab that is outside of quotes in the header line. */
static char
delimiter(const char *s)
{
	bool quoted = false;

	for (; *s && *s != '\n' && *s != '\r'; s++) {
		if (*s == '"')
			quoted = !quoted;
		else if (!quoted && strchr(",;\t", *s))
			return *s;
	}
	return ',';
}

/* The first line that is not blank, without a byte order mark. */
static bool
first_line(Csv *c)
{
	if (!next_line(c))
		return false;
	if (!strncmp(c->piece, "\xef\xbb\xbf", 3)) {
		c->len -= 3;
		memmove(c->piece, c->piece + 3, c->len + 1);
	}
	while (strspn(c->piece, " \r\n") == c->len) {
		c->len = 0;
		c->line += c->nline;
		c->nline = 0;
		if (!next_line(c))
			return false;
	}
	if (strlen(c->piece) == c->len)
		return true;
	diag_error(c->in->d, c->in->path,
	           "the file is neither text nor an array of NumPy");
	c->failed = true;
	return false;
}

static void
read_pieces(Csv *c, struct csv_parser *p)
{
	size_t from = 0;

	do {
		size_t n = c->len - from;

		if (csv_parse(p, c->piece + from, n, cell_done, row_done, c) !=
		    n)
			return;
		from = c->len;
		if (!p->quoted && c->piece[c->len - 1] == '\n') {
			c->line += c->nline;
			c->nline = c->record = 0;
			c->len = from = 0;
		}
	} while (!c->failed && next_line(c));
	if (!c->failed)
		csv_fini(p, cell_done, row_done, c);
}

bool
csv_samples(Intake *in, FILE *f, const char *start, size_t n)
{
	Csv *c = arena_alloc(in->a, sizeof *c);
	struct csv_parser p;

	c->in = in;
	c->f = f;
	c->header = true;
	memcpy(c->chunk, start, n);
	c->n = n;
	if (!first_line(c))
		return !c->failed;
	c->delim = delimiter(c->piece);
	check(csv_init(&p, CSV_APPEND_NULL) == 0);
	csv_set_delim(&p, (unsigned char)c->delim);
	read_pieces(c, &p);
	if (!c->failed && (csv_error(&p) || ferror(f))) {
		diag_error(in->d, in->path, "cannot read line %u: %s",
		           c->line + 1,
		           csv_error(&p) ? csv_strerror(csv_error(&p))
		                         : "the file has an error");
		c->failed = true;
	}
	csv_free(&p);
	return !c->failed;
}
