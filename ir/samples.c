/* Samples: see samples.h. Which rows are kept, columns and variables, port
 * integers.
 *
 * Rows are drawn without knowing how many there will be: each has a key, a
 * hash of its number, and those with the smallest keys are kept (bottom-k
 * sampling; Cohen and Kaplan, Summarizing Data using Bottom-k Sketches, 2007).
 * So an array that comes column by column is drawn like a table that comes
 * row by row. */
#include "ir/samples_in.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- which rows are kept ---- */

/* splitmix64's mixer (Steele, Lea, Flood 2014): one to one, so that no two
 * rows have the same key. */
static uint64_t
key_of(uint64_t row)
{
	uint64_t z = (row + 1) * 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static void
swap(Kept *x, Kept *y)
{
	Kept t = *x;

	*x = *y;
	*y = t;
}

static void
sift_up(Kept *heap, size_t i)
{
	for (; i && heap[(i - 1) / 2].key < heap[i].key; i = (i - 1) / 2)
		swap(&heap[(i - 1) / 2], &heap[i]);
}

static void
sift_down(Kept *heap, size_t n)
{
	for (size_t i = 0, k; (k = 2 * i + 1) < n; i = k) {
		k += k + 1 < n && heap[k + 1].key > heap[k].key;
		if (heap[i].key > heap[k].key)
			return;
		swap(&heap[i], &heap[k]);
	}
}

/* The slot that the row goes into, or SIZE_MAX: it is not kept. */
static size_t
keep(Intake *in, uint64_t row)
{
	Kept *h = in->kept, new = {key_of(row), row, in->nkept};

	if (in->nkept < in->max) {
		h[in->nkept] = new;
		sift_up(h, in->nkept++);
		return new.slot;
	}
	if (new.key > h[0].key)
		return SIZE_MAX;
	new.slot = h[0].slot;
	h[0] = new;
	sift_down(h, in->nkept);
	return new.slot;
}

static int
by_row(const void *x, const void *y)
{
	const Kept *p = x, *q = y;

	return (p->row > q->row) - (p->row < q->row);
}

static void
sort_kept(Intake *in)
{
	if (in->nkept)
		qsort(in->kept, in->nkept, sizeof *in->kept, by_row);
}

/* ---- the intake ---- */

void
intake_column(Intake *in, const char *name)
{
	Samples *s = in->s;
	Column c = {.name = name, .lo = INFINITY, .hi = -INFINITY};

	vec_push(in->a, s->col, c);
	for (uint32_t i = 0; name && i + 1 < s->col.len; i++)
		if (s->col.at[i].name && !strcmp(s->col.at[i].name, name))
			intake_wrong(in, i, s->header,
			             "there are two columns '%s'", name);
}

void
intake_begin(Intake *in)
{
	uint32_t n = in->s->col.len;

	in->max = n && MAX_CELLS / n < MAX_KEPT ? MAX_CELLS / n : MAX_KEPT;
	in->kept = arena_alloc(in->a, in->max * sizeof *in->kept);
	in->s->kept = arena_alloc(in->a, in->max * n * sizeof(double));
}

void
intake_wrong(Intake *in, uint32_t col, Span at, const char *fmt, ...)
{
	Column *c = &in->s->col.at[col];
	va_list ap;
	char text[300];

	if (c->wrong)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	c->wrong = arena_strdup(in->a, text);
	c->at = at;
}

static void
widen(Column *c, double v)
{
	if (v < c->lo)
		c->lo = v;
	if (v > c->hi)
		c->hi = v;
}

void
intake_row(Intake *in, const double *row)
{
	Samples *s = in->s;
	size_t slot = keep(in, s->nrow++);

	for (uint32_t i = 0; i < s->col.len; i++)
		widen(&s->col.at[i], row[i]);
	if (slot != SIZE_MAX)
		memcpy(s->kept + slot * s->col.len, row,
		       s->col.len * sizeof *row);
}

void
intake_choose(Intake *in, uint64_t nrow)
{
	in->s->nrow = nrow;
	for (uint64_t r = 0; r < nrow; r++)
		keep(in, r);
	sort_kept(in);
	for (size_t i = 0; i < in->nkept; i++)
		in->kept[i].slot = i;
}

void
intake_cell(Intake *in, uint32_t col, uint64_t row, double v)
{
	Samples *s = in->s;

	if (!isfinite(v))
		intake_wrong(in, col, (Span){0},
		             "%g in row %llu is no finite number", v,
		             (unsigned long long)row + 1);
	widen(&s->col.at[col], v);
	if (row == 0)
		in->next = 0;
	while (in->next < in->nkept && in->kept[in->next].row < row)
		in->next++;
	if (in->next < in->nkept && in->kept[in->next].row == row)
		s->kept[in->next * s->col.len + col] = v;
}

/* Slots become the rows' order. */
void
intake_end(Intake *in)
{
	Samples *s = in->s;
	const size_t width = s->col.len * sizeof(double);
	double *sorted = arena_alloc(in->a, in->nkept * width + 1);

	sort_kept(in);
	for (size_t i = 0; i < in->nkept; i++)
		memcpy((char *)sorted + i * width,
		       (char *)s->kept + in->kept[i].slot * width, width);
	s->kept = sorted;
	s->nkept = in->nkept;
}

/* ---- files ---- */

/* What a file begins with that holds samples, but none that are read here. */
static const struct {
	const char *bytes, *what;
} foreign[] = {
    {"\x1f\x8b", "gzip"},
    {"\x28\xb5\x2f\xfd", "zstd"},
    {"\xfd"
     "7zXZ",
     "xz"},
    {"\x89HDF", "an HDF5 file"},
    {"PAR1\x15", "a Parquet file"},
    {"\x80\x04", "a Python pickle"},
};

static bool
is_foreign(Intake *in, const char *start)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
		const char *b = foreign[i].bytes;

		if (strncmp(start, b, strlen(b)) != 0)
			continue;
		diag_error(in->d, in->path, "samples are not read from %s",
		           foreign[i].what);
		diag_note(in->d,
		          "write them as CSV with a line of names, or by "
		          "numpy.save or numpy.savez");
		return true;
	}
	return false;
}

static void
close_file(void *f)
{
	fclose(f);
}

static bool
read_file(Intake *in)
{
	FILE *f = fopen(in->s->path, "rb");
	char start[9] = {0};
	size_t n;

	if (!f) {
		diag_error(in->d, in->path, "cannot read the file: %s",
		           strerror(errno));
		return false;
	}
	arena_defer(in->a, close_file, f);
	n = fread(start, 1, sizeof start - 1, f);
	if (ferror(f)) {
		diag_error(in->d, in->path, "cannot read the file: %s",
		           strerror(errno));
		return false;
	}
	if (n >= 6 && !memcmp(start, "\x93NUMPY", 6))
		return npy_samples(in, f, start, n);
	if (n >= 4 &&
	    (!memcmp(start, "PK\3\4", 4) || !memcmp(start, "PK\5\6", 4)))
		return npz_samples(in, in->s->path);
	return !is_foreign(in, start) && csv_samples(in, f, start, n);
}

bool
samples_read(Arena *a, Diag *d, Span path, Samples *s)
{
	Intake in = {.a = a, .d = d, .s = s, .path = path};

	*s = (Samples){.path = diag_text(d, path, a), .about = buf_new(a)};
	if (!read_file(&in))
		return false;
	if (!s->nrow) {
		diag_error(d, s->header.src ? s->header : path,
		           "there are no samples in the file");
		diag_note(d, "--data is a CSV: a line of variable names, then "
		             "lines of numbers; or an array of NumPy");
		return false;
	}
	intake_end(&in);
	return true;
}

/* ---- columns and variables ---- */

int
samples_column(const Samples *s, const char *name)
{
	int like = -1, n = 0;

	for (uint32_t i = 0; i < s->col.len; i++) {
		const char *c = s->col.at[i].name;

		if (c && !strcmp(c, name))
			return (int)i;
		if (c && !strcasecmp(c, name)) {
			like = (int)i;
			n++;
		}
	}
	return n == 1 ? like : -1;
}

/* How many columns have no name; they come one after the other, from
 * *first on. */
static uint32_t
unnamed(const Samples *s, uint32_t *first)
{
	uint32_t n = 0;

	for (uint32_t i = s->col.len; i-- > 0;)
		if (!s->col.at[i].name) {
			*first = i;
			n++;
		}
	return n;
}

/* The number in x7, or -1. */
static long
x_number(const char *name)
{
	size_t n = strspn(name + (name[0] == 'x'), "0123456789");

	if (name[0] != 'x' || !n || n > 8 || name[1 + n])
		return -1;
	return strtol(name + 1, NULL, 10);
}

/* The names that there are, for a message. */
static const char *
column_names(const Samples *s, Arena *a)
{
	enum { MANY = 30 };
	Buf b = buf_new(a);
	uint32_t first = 0, without = unnamed(s, &first), n = 0;

	for (uint32_t i = 0; i < s->col.len && n < MANY; i++)
		if (s->col.at[i].name)
			buf_printf(&b, "%s%s", n++ ? ", " : "",
			           s->col.at[i].name);
	if (n + without < s->col.len)
		buf_printf(&b, " and %u more", s->col.len - n - without);
	if (without)
		buf_printf(&b, "%s%u without a name", n ? ", and " : "",
		           without);
	return b.len ? b.s : "none";
}

/* Columns without names, if the variables that no column is named after can
 * be told which are theirs: x7 by its number, else all in order. */
static void
assume(Samples *s, const Expr *e, bool one, int *col)
{
	uint32_t first = 0, n = unnamed(s, &first), left = 0, numbered = 0;
	uint32_t k = 0;

	for (uint32_t i = 0; i < e->var.len; i++) {
		long x = x_number(e->var.at[i].name) - one;

		left += col[i] < 0;
		numbered += col[i] < 0 && x >= 0 && x < (long)n;
	}
	if (!left || !n || (numbered < left && left != n))
		return;
	for (uint32_t i = 0; i < e->var.len; i++) {
		const char *name = e->var.at[i].name, *line;

		if (col[i] >= 0)
			continue;
		if (numbered == left)
			col[i] = (int)first + (int)x_number(name) - one;
		else
			col[i] = (int)(first + k++);
		line =
		    arena_printf(s->about.a,
		                 "%s: column %d, which has no name, is taken "
		                 "for %s\n",
		                 s->path, col[i] - (int)first + 1, name);
		if (!s->about.s || !strstr(s->about.s, line))
			buf_add(&s->about, line, strlen(line));
	}
}

bool
samples_usable(Diag *d, const Samples *s, const char *name, int col)
{
	const Column *c;

	if (col < 0) {
		diag_error(d, s->header, "no column '%s' in the samples", name);
		diag_note(d, "the columns are: %s", column_names(s, d->a));
		return false;
	}
	c = &s->col.at[col];
	if (!c->wrong)
		return true;
	if (c->at.src)
		diag_error(d, c->at, "column '%s': %s", name, c->wrong);
	else
		diag_error(d, (Span){0}, "%s: column '%s': %s", s->path, name,
		           c->wrong);
	return false;
}

bool
samples_bind(Diag *d, Samples *s, const Expr *e, bool one, int *col)
{
	bool ok = true;

	for (uint32_t i = 0; i < e->var.len; i++)
		col[i] = samples_column(s, e->var.at[i].name);
	assume(s, e, one, col);
	for (uint32_t i = 0; i < e->var.len; i++)
		ok &= samples_usable(d, s, e->var.at[i].name, col[i]);
	return ok;
}

/* ---- port integers ---- */

/* Nearest port integer to the sample v, within the format. */
static int64_t
port_integer(const InputSpec *in, double v)
{
	const int lsb = in->format.lsb;
	int64_t lo = format_lo(&in->format), hi = format_hi(&in->format), n;
	mpq_t q, half;

	mpq_init(q);
	mpq_init(half);
	mpq_set_d(q, v);
	mpq_sub(q, q, in->offset);
	mpq_div(q, q, in->scale);
	if (lsb < 0)
		mpq_mul_2exp(q, q, (mp_bitcnt_t)-lsb);
	else
		mpq_div_2exp(q, q, (mp_bitcnt_t)lsb);
	mpq_set_ui(half, 1, 2);
	mpq_add(q, q, half);
	mpz_fdiv_q(mpq_numref(q), mpq_numref(q), mpq_denref(q));
	if (mpz_cmp_si(mpq_numref(q), lo) < 0)
		n = lo;
	else if (mpz_cmp_si(mpq_numref(q), hi) > 0)
		n = hi;
	else
		n = mpz_get_si(mpq_numref(q));
	mpq_clear(half);
	mpq_clear(q);
	return n;
}

void
samples_range(const Samples *s, int col, InputSpec *in)
{
	const Column *c = &s->col.at[col];
	int64_t a = port_integer(in, c->lo), b = port_integer(in, c->hi);

	in->lo = a < b ? a : b; /* a negative scale swaps them */
	in->hi = a < b ? b : a;
	in->clamp = true;
}

bool
samples_port(const double *row, const InputSpec *in, size_t nin, int64_t *out)
{
	bool inside = true;

	for (size_t i = 0; i < nin; i++) {
		out[i] = port_integer(&in[i], row[in[i].column]);
		inside &=
		    in[i].clamp || (out[i] >= in[i].lo && out[i] <= in[i].hi);
	}
	return inside;
}

size_t
samples_ports(const Samples *s, const InputSpec *in, size_t nin, size_t max,
              int64_t *out)
{
	const size_t rows = s->nkept < max ? s->nkept : max;
	size_t n = 0;

	for (size_t i = 0; i < rows; i++) {
		size_t r = i * s->nkept / rows;

		n += samples_port(s->kept + r * s->col.len, in, nin,
		                  out + n * nin);
	}
	return n;
}
