/* NumPy's .npy: a magic word, a version, the text of a Python dict that says
 * what the array is, then its items.
 *
 * The format: numpy.lib.format's documentation, versions 1 to 3. Arrays of
 * one or two dimensions, of numbers or of one level of named fields; others
 * are refused, at their place in the header. */
#include "ir/samples_in.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	MAX_HEADER = 1 << 20,
	MAX_ITEM = 1 << 22, /* bytes of a row in memory */
	BLOCK = 1 << 16     /* bytes read at a time */
};

/* ---- the header's text ---- */

/* Reading along it. */
typedef struct Text {
	Intake *in;
	const char *s;
	Span rest;
	bool ok;
} Text;

static void
expected(Text *t, const char *what)
{
	Span at = t->rest;

	if (t->ok) {
		at.len = at.len ? 1 : 0;
		diag_error(t->in->d, at,
		           "%s is expected here in the array's header", what);
	}
	t->ok = false;
}

static void
skip(Text *t, size_t n)
{
	t->rest.pos += (uint32_t)n;
	t->rest.len -= (uint32_t)n;
}

static char
peek(Text *t)
{
	size_t n = strspn(t->s + t->rest.pos, " \n");

	skip(t, n < t->rest.len ? n : t->rest.len);
	return t->rest.len ? t->s[t->rest.pos] : '\0';
}

static bool
accept(Text *t, const char *word)
{
	size_t n = strlen(word);

	if (!t->ok || peek(t) == '\0' || t->rest.len < n ||
	    strncmp(t->s + t->rest.pos, word, n) != 0)
		return false;
	skip(t, n);
	return true;
}

static void
expect(Text *t, const char *word)
{
	if (!accept(t, word))
		expected(t, word);
}

/* A string in either kind of quotes; escapes stand for themselves. */
static const char *
string(Text *t, Span *at)
{
	char quote = peek(t);
	const char *s = t->s + t->rest.pos, *end;

	if (quote != '\'' && quote != '"') {
		expected(t, "a string");
		return "";
	}
	end = memchr(s + 1, quote, t->rest.len - 1);
	if (!end) {
		expected(t, "the string's end");
		return "";
	}
	*at = t->rest;
	at->len = (uint32_t)(end - s) + 1;
	skip(t, at->len);
	return arena_strndup(t->in->a, s + 1, at->len - 2);
}

static uint64_t
whole(Text *t)
{
	char *end;
	unsigned long long v;

	if (!isdigit((unsigned char)peek(t))) {
		expected(t, "a number");
		return 0;
	}
	v = strtoull(t->s + t->rest.pos, &end, 10);
	skip(t, (size_t)(end - (t->s + t->rest.pos)));
	accept(t, "L"); /* Python 2 */
	return v;
}

/* ---- types ---- */

/* "<f8", "|u1", ">i4": byte order, kind, bytes. */
static void
read_type(Text *t, Field *f)
{
	static const char numbers[] = "f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1 ";
	Span at = {0};
	const char *s = string(t, &at);
	bool ordered = *s && strchr("<>|=", *s) != NULL;
	const char *kind = s + ordered;
	char key[4] = {0};

	if (!t->ok)
		return;
	f->type = s;
	f->big = *s == '>';
	f->size = kind[0] ? (size_t)strtoul(kind + 1, NULL, 10) : 0;
	if (kind[0] == 'U')
		f->size *= 4;
	if (kind[0] == 'M' || kind[0] == 'm')
		f->size = 8;
	if (kind[0] == 'O' || !f->size || f->size > MAX_ITEM) {
		diag_error(t->in->d, at, "items of this type are not read");
		t->ok = false;
		return;
	}
	snprintf(key, sizeof key, "%.2s ", kind);
	if (strlen(kind) == 2 && strstr(numbers, key))
		f->kind = kind[0];
}

/* ('x', '<f8') of a structured type */
static void
read_field(Text *t, Array *r)
{
	Field f = {.offset = r->size};
	Span at = {0};

	expect(t, "(");
	f.name = string(t, &at);
	expect(t, ",");
	read_type(t, &f);
	expect(t, ")");
	r->size += f.size;
	if (t->ok && r->field.len < MAX_COLUMNS)
		vec_push(t->in->a, r->field, f);
}

static void
read_types(Text *t, Array *r)
{
	Field f = {0};

	if (!accept(t, "[")) {
		read_type(t, &f);
		r->size = f.size;
		vec_push(t->in->a, r->field, f);
		return;
	}
	while (t->ok && !accept(t, "]")) {
		read_field(t, r);
		if (!accept(t, ",") && peek(t) != ']')
			expected(t, "',' or ']'");
	}
}

static void
read_shape(Text *t, Array *r)
{
	expect(t, "(");
	while (t->ok && !accept(t, ")")) {
		uint64_t n = whole(t);

		if (r->ndim < 2)
			r->shape[r->ndim] = n;
		r->ndim++;
		if (!accept(t, ",") && peek(t) != ')')
			expected(t, "',' or ')'");
	}
}

static void
read_dict(Text *t, Array *r)
{
	unsigned seen = 0;

	expect(t, "{");
	while (t->ok && !accept(t, "}")) {
		Span at = {0};
		const char *key = string(t, &at);

		expect(t, ":");
		if (!strcmp(key, "descr")) {
			read_types(t, r);
			seen |= 1;
		} else if (!strcmp(key, "fortran_order")) {
			r->fortran = accept(t, "True");
			if (!r->fortran)
				expect(t, "False");
			seen |= 2;
		} else if (!strcmp(key, "shape")) {
			read_shape(t, r);
			seen |= 4;
		} else {
			expected(t, "one of descr, fortran_order, shape");
		}
		if (!accept(t, ",") && peek(t) != '}')
			expected(t, "',' or '}'");
	}
	if (seen != 7)
		expected(t, "one of descr, fortran_order, shape");
}

/* ---- streams ---- */

static bool
read_bytes(Stream *s, void *to, size_t n)
{
	size_t first = n < s->nstart ? n : s->nstart;

	if (first)
		memcpy(to, s->start, first);
	s->start += first;
	s->nstart -= first;
	return first == n || s->read(s->from, (char *)to + first, n - first) ==
	                         (long)(n - first);
}

static bool
no_header(Intake *in, const Stream *s)
{
	diag_error(in->d, in->path, "%s is not an array of NumPy", s->name);
	return false;
}

bool
npy_header(Intake *in, Stream *s, Array *r)
{
	unsigned char head[12];
	Text t = {.in = in, .ok = true};
	size_t n, len;
	char *text;

	*r = (Array){0};
	if (!read_bytes(s, head, 8) || memcmp(head, "\x93NUMPY", 6) != 0 ||
	    head[6] < 1 || head[6] > 3)
		return no_header(in, s);
	n = head[6] == 1 ? 2 : 4;
	if (!read_bytes(s, head + 8, n))
		return no_header(in, s);
	len = head[8] | (size_t)head[9] << 8;
	if (n == 4)
		len |= (size_t)head[10] << 16 | (size_t)head[11] << 24;
	if (len > MAX_HEADER)
		return no_header(in, s);
	text = arena_alloc(in->a, len + 1);
	if (!read_bytes(s, text, len))
		return no_header(in, s);
	t.s = text;
	t.rest =
	    (Span){diag_source(in->d, s->name, text, len), 0, (uint32_t)len};
	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	r->header = (Span){t.rest.src, 0, (uint32_t)len};
	read_dict(&t, r);
	return t.ok;
}

/* ---- items ---- */

uint32_t
array_columns(const Array *r)
{
	if (r->ndim == 1)
		return r->field.len;
	return r->ndim == 2 && r->shape[1] <= MAX_COLUMNS
	           ? (uint32_t)r->shape[1]
	           : 0;
}

const Field *
array_field(const Array *r, uint32_t k)
{
	return &r->field.at[r->ndim == 1 ? k : 0];
}

static uint64_t
bits(const Field *f, const unsigned char *p)
{
	uint64_t v = 0;

	for (size_t i = 0; i < f->size; i++)
		v = v << 8 | p[f->big ? i : f->size - 1 - i];
	return v;
}

/* The item at p; integers beyond 2^53 are rounded. */
static double
item(const Field *f, const unsigned char *p)
{
	uint64_t v;
	uint32_t half;
	float single;
	double d;

	if (!f->kind || !f->size)
		return 0;
	v = bits(f, p);
	if (f->kind == 'f' && f->size == 8) {
		memcpy(&d, &v, sizeof d);
		return d;
	}
	if (f->kind == 'f') {
		half = (uint32_t)v;
		memcpy(&single, &half, sizeof single);
		return single;
	}
	if (f->kind == 'i' && v >> (8 * f->size - 1) & 1)
		return -(double)((~v & (UINT64_MAX >> (64 - 8 * f->size))) + 1);
	return (double)v;
}

/* Items of `size` bytes, each of `ncol` columns from `first` on, the file's
 * next n rows. */
static bool
read_rows(Intake *in, Stream *s, const Array *r, uint64_t n, uint32_t first,
          uint32_t ncol, size_t size)
{
	const size_t many = size < BLOCK ? BLOCK / size : 1;
	unsigned char *block = arena_alloc(in->a, many * size);

	for (uint64_t row = 0; row < n;) {
		size_t k = n - row < many ? (size_t)(n - row) : many;

		if (!read_bytes(s, block, k * size)) {
			diag_error(in->d, in->path,
			           "%s ends before row %" PRIu64 " of %" PRIu64
			           " is there",
			           s->name, row + k, n);
			return false;
		}
		for (size_t i = 0; i < k; i++, row++)
			for (uint32_t c = 0; c < ncol; c++) {
				const Field *f = array_field(r, c);
				size_t at =
				    r->ndim == 1 ? f->offset : c * f->size;

				intake_cell(in, first + c, row,
				            item(f, block + i * size + at));
			}
	}
	return true;
}

/* Bytes; shape[1] must be small. */
static size_t
row_size(const Array *r)
{
	return r->ndim == 2 ? (size_t)r->shape[1] * r->size : r->size;
}

bool
npy_cells(Intake *in, Stream *s, const Array *r, uint32_t first)
{
	const uint32_t n = array_columns(r);

	if (r->ndim == 2 && r->fortran) {
		for (uint32_t c = 0; c < n; c++)
			if (!read_rows(in, s, r, r->shape[0], first + c, 1,
			               r->size))
				return false;
		return true;
	}
	return read_rows(in, s, r, r->shape[0], first, n, row_size(r));
}

/* ---- files ---- */

static long
read_file(void *from, void *to, size_t n)
{
	size_t got = fread(to, 1, n, from);

	return ferror((FILE *)from) ? -1 : (long)got;
}

bool
array_is_table(Intake *in, const Stream *s, const Array *r)
{
	const char *why = NULL;

	if (r->ndim != 1 && r->ndim != 2)
		why = "an array of samples has one or two dimensions";
	else if (!r->field.len)
		why = "the array has no fields";
	else if (r->ndim == 2 && r->field.at[0].name)
		why = "structures come in one dimension only";
	else if (r->ndim == 2 &&
	         (r->shape[1] > MAX_COLUMNS || r->shape[1] == 0))
		why = "an array of samples has 1 to 10,000 columns";
	else if (row_size(r) > MAX_ITEM)
		why = "the array's rows are too large";
	else if (r->shape[0] > s->size / row_size(r))
		why = "there are less bytes in the file than in the array";
	if (why)
		diag_error(in->d, r->header, "%s", why);
	return !why;
}

bool
npy_samples(Intake *in, FILE *f, const char *start, size_t n)
{
	Stream s = {in->s->path, read_file, f, start, n, 0};
	struct stat st;
	Array r;

	if (fstat(fileno(f), &st) == 0 && st.st_size > 0)
		s.size = (uint64_t)st.st_size;
	if (!npy_header(in, &s, &r) || !array_is_table(in, &s, &r))
		return false;
	in->s->header = r.header;
	for (uint32_t i = 0; i < array_columns(&r); i++) {
		const Field *t = array_field(&r, i);

		intake_column(in, t->name);
		if (!t->kind)
			intake_wrong(in, i, r.header,
			             "type '%s' is no number that is read",
			             t->type);
	}
	intake_begin(in);
	intake_choose(in, r.shape[0]);
	return npy_cells(in, &s, &r, 0);
}
