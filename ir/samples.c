/* Samples: see samples.h.
 *
 * The text goes through libcsv one byte at a time, so that the place of
 * every cell is known when there is something to say about it. */
#include "ir/samples.h"

#include <csv.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_COLUMNS = 10000 };

typedef struct Reader {
	Arena *a;
	Diag *d;
	Samples *s;
	Span cell;    /* the cell being read */
	uint32_t col; /* its column */
	uint32_t bad; /* columns of the bad cells: reported once each */
	bool header, failed;
} Reader;

static bool
number(const char *s, double *v)
{
	char *end;

	*v = strtod(s, &end);
	while (*end == ' ')
		end++;
	return end != s && !*end && isfinite(*v);
}

static void
fail(Reader *r)
{
	r->failed = true;
	r->bad++;
}

static void
cell_done(void *text, size_t len, void *data)
{
	Reader *r = data;
	double v = 0;

	if (r->header) {
		if (r->s->name.len < MAX_COLUMNS)
			vec_push(r->a, r->s->name,
			         arena_strndup(r->a, text, len));
	} else if (r->col >= r->s->name.len) {
		if (r->col == r->s->name.len) {
			diag_error(r->d, r->cell,
			           "more cells than the header has names");
			fail(r);
		}
	} else if (number(text, &v)) {
		vec_push(r->a, r->s->at, v);
	} else {
		diag_error(r->d, r->cell, "'%s' is not a finite number",
		           (const char *)text);
		fail(r);
	}
	r->col++;
}

static void
row_done(int end, void *data)
{
	Reader *r = data;

	(void)end;
	if (r->header) {
		r->header = false;
		r->s->header.len = r->cell.pos + r->cell.len;
	} else if (r->col < r->s->name.len) {
		diag_error(r->d, r->cell,
		           "%u cells where the header has %u names", r->col,
		           r->s->name.len);
		fail(r);
	} else {
		r->s->nrow++;
	}
	r->col = 0;
}

/* The first of , ; tab that the header line has. */
static unsigned char
delimiter(const char *text)
{
	size_t i = strcspn(text, ",;\t\n");

	return text[i] == ';' || text[i] == '\t' ? (unsigned char)text[i]
	                                         : CSV_COMMA;
}

static void
feed(Reader *r, const Source *src, struct csv_parser *p)
{
	unsigned char delim = delimiter(src->text);
	uint32_t i = !strncmp(src->text, "\xef\xbb\xbf", 3) ? 3 : 0;
	uint32_t col = 0;

	csv_set_delim(p, delim);
	r->cell.pos = i;
	for (; i < src->len && r->bad < MAX_COLUMNS; i++) {
		r->cell.len = i - r->cell.pos;
		if (csv_parse(p, src->text + i, 1, cell_done, row_done, r) != 1)
			return;
		if (r->col != col || src->text[i] == '\n')
			r->cell.pos = i + 1;
		col = r->col;
	}
	r->cell.len = i - r->cell.pos;
	csv_fini(p, cell_done, row_done, r);
}

bool
samples_read(Arena *a, Diag *d, uint32_t src, Samples *s)
{
	Reader r = {.a = a, .d = d, .s = s, .header = true};
	struct csv_parser p;

	*s = (Samples){0};
	s->header.src = r.cell.src = src;
	check(csv_init(&p, CSV_APPEND_NULL) == 0);
	feed(&r, &d->source.at[src], &p);
	if (!r.failed && csv_error(&p)) {
		diag_error(d, r.cell, "malformed CSV: %s",
		           csv_strerror(csv_error(&p)));
		r.failed = true;
	}
	csv_free(&p);
	if (!r.failed && !s->nrow) {
		diag_error(d, s->header, "no samples below the header line");
		diag_note(d, "--data is a CSV: a line of variable names, then "
		             "lines of numbers");
		r.failed = true;
	}
	return !r.failed;
}

int
samples_column(const Samples *s, const char *name)
{
	for (uint32_t i = 0; i < s->name.len; i++)
		if (!strcmp(s->name.at[i], name))
			return (int)i;
	return -1;
}

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
	double lo = INFINITY, hi = -INFINITY;
	int64_t a, b;

	for (size_t r = 0; r < s->nrow; r++) {
		double v = s->at.at[r * s->name.len + (size_t)col];

		lo = fmin(lo, v);
		hi = fmax(hi, v);
	}
	a = port_integer(in, lo);
	b = port_integer(in, hi);
	in->lo = a < b ? a : b; /* a negative scale swaps them */
	in->hi = a < b ? b : a;
	in->clamp = true;
}

size_t
samples_ports(const Samples *s, const InputSpec *in, const int *col, size_t nin,
              size_t max, int64_t *out)
{
	size_t n = 0;

	for (size_t r = 0; r < s->nrow && n < max; r++) {
		int64_t *v = out + n * nin;
		bool inside = true;

		for (size_t i = 0; i < nin; i++) {
			size_t at = r * s->name.len + (size_t)col[i];

			v[i] = port_integer(&in[i], s->at.at[at]);
			inside &= in[i].clamp ||
			          (v[i] >= in[i].lo && v[i] <= in[i].hi);
		}
		n += inside;
	}
	return n;
}
