/* Tables of equations: PySR's hall of fame of every version, its re-saved
 * relatives, and any table with an Equation column.
 *
 * Columns are found by the names in the header, in any order and case; others
 * are skipped. Where the equation is the last column and not quoted, it goes
 * on to the end of the line, separators and all: PySR before 0.10 and files
 * that were saved again write it so. A header that comes again in the middle
 * (two runs that wrote to one file) is skipped. Every error of the file is
 * reported. */
#include "frontend/cells.h"
#include "frontend/front.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include <strings.h>

enum { MAX_ROWS = 100000, MAX_OUTPUTS = 1000, MAX_NUMBER = 100 };

enum Column { C_equation, C_complexity, C_loss, C_score, C_output, C_count };

static const struct {
	const char *name;
	enum Column column;
} headings[] = {{"equation", C_equation}, {"complexity", C_complexity},
                {"loss", C_loss},         {"mse", C_loss},
                {"score", C_score},       {"output", C_output}};

typedef struct Reader {
	Arena *a;
	Diag *diag;
	Splitter split;
	Record record; /* at hand */
	uint32_t ncol;
	int col[C_count];  /* index of the cell, or -1 */
	const char *title; /* the heading of the equations */
	Span header;
	bool powers; /* some equation has ** */
	bool failed;
	Table *t;
} Reader;

static const char *
text_of(const Reader *r, Span s)
{
	return diag_text(r->diag, s, r->a);
}

static bool
wrong(Reader *r)
{
	r->failed = true;
	return false;
}

/* ---- the header ---- */

static void
find_columns(Reader *r)
{
	Buf names = buf_new(r->a);

	buf_add(&names, "", 0);
	for (int c = 0; c < C_count; c++)
		r->col[c] = -1;
	for (uint32_t i = 0; i < r->record.cell.len; i++) {
		const char *s = text_of(r, r->record.cell.at[i].span);

		if (s[0] && names.len < 400)
			buf_printf(&names, "%s%.60s", names.len ? ", " : "", s);
		for (size_t k = 0; k < sizeof headings / sizeof *headings; k++)
			if (r->col[headings[k].column] < 0 &&
			    strcasecmp(s, headings[k].name) == 0)
				r->col[headings[k].column] = (int)i;
	}
	r->t->columns = names.s;
}

static bool
read_header(Reader *r)
{
	if (!record_next(&r->split, r->a, &r->record)) {
		if (!r->split.failed)
			diag_error(r->diag, (Span){r->split.src, 0, 0},
			           "the file is empty");
		return wrong(r);
	}
	r->header = r->record.span;
	r->ncol = r->record.cell.len;
	find_columns(r);
	if (r->col[C_equation] < 0) {
		diag_error(r->diag, r->header, "no column is named Equation");
		diag_note(r->diag, "a table of equations begins with a line of "
		                   "column names, such as "
		                   "Complexity,Loss,Equation");
		return wrong(r);
	}
	r->title = text_of(r, r->record.cell.at[r->col[C_equation]].span);
	r->t->outputs = r->col[C_output] >= 0;
	return true;
}

/* ---- cells ---- */

/* The cell of a column; an empty one where the row is short. */
static Span
cell_of(const Reader *r, enum Column c)
{
	Span end = r->record.span;

	if (r->col[c] >= 0 && (uint32_t)r->col[c] < r->record.cell.len)
		return r->record.cell.at[r->col[c]].span;
	return (Span){end.src, end.pos + end.len, 0};
}

/* "1.5e-5", "-3", "Inf", "nan" (Julia's and Python's spellings). */
static bool
parse_real(const char *s, size_t len, double *v)
{
	bool minus = s[0] == '-';
	mpq_t q;
	mpfr_t f;
	bool ok;

	if (len > MAX_NUMBER)
		return false;
	if (s[0] == '-' || s[0] == '+')
		s++, len--;
	if (strcasecmp(s, "nan") == 0) {
		*v = NAN;
		return true;
	}
	if (strcasecmp(s, "inf") == 0 || strcasecmp(s, "infinity") == 0) {
		*v = minus ? -INFINITY : INFINITY;
		return true;
	}
	mpq_init(q);
	mpfr_init2(f, DBL_MANT_DIG);
	ok = expr_parse_decimal(s, len, q);
	mpfr_set_q(f, q, MPFR_RNDN);
	*v = mpfr_get_d(f, MPFR_RNDN);
	*v = minus ? -*v : *v;
	mpfr_clear(f);
	mpq_clear(q);
	return ok;
}

/* An optional column of numbers: *has tells whether there is one here. */
static bool
read_real(Reader *r, enum Column c, const char *what, bool *has, double *v)
{
	Span s = cell_of(r, c);
	const char *text = text_of(r, s);

	*has = s.len > 0;
	if (!*has || parse_real(text, s.len, v))
		return true;
	diag_error(r->diag, s, "%s '%.40s' is not a number", what, text);
	return wrong(r);
}

static bool
read_complexity(Reader *r, Row *row)
{
	double v = 0;
	Span s = cell_of(r, C_complexity);

	if (!read_real(r, C_complexity, "complexity", &row->has_complexity, &v))
		return false;
	if (!(v >= 0 && v <= UINT32_MAX && v == floor(v))) {
		diag_error(r->diag, s,
		           "complexity '%.40s' is not a whole number",
		           text_of(r, s));
		return wrong(r);
	}
	row->complexity = (uint32_t)v;
	return true;
}

static bool
read_output(Reader *r, Row *row)
{
	Span s = cell_of(r, C_output);

	if (!r->t->outputs)
		return true;
	row->output = text_of(r, s);
	if (!s.len || r->t->row.len >= MAX_OUTPUTS) {
		diag_error(r->diag, s,
		           s.len ? "more than 1000 outputs"
		                 : "the output has no name");
		return wrong(r);
	}
	for (uint32_t i = 0; i < r->t->row.len; i++)
		if (strcmp(r->t->row.at[i].output, row->output) == 0) {
			diag_error(r->diag, s,
			           "output '%s' has an equation already, in "
			           "row %u",
			           row->output, i + 1);
			return wrong(r);
		}
	return true;
}

/* ---- rows ---- */

/* Joins the pieces of an unquoted equation that holds separators. */
static bool
join_equation(Reader *r)
{
	uint32_t n = r->record.cell.len, last = r->ncol - 1;
	Cell *c = r->record.cell.at;
	Span end;

	while (n > r->ncol && !c[n - 1].span.len && !c[n - 1].quoted)
		n--;
	if (n <= r->ncol)
		return true;
	if (r->col[C_equation] != (int)last || c[last].quoted) {
		diag_error(r->diag, c[r->ncol].span,
		           "the row has %u cells, the header has %u", n,
		           r->ncol);
		return wrong(r);
	}
	end = c[n - 1].span;
	c[last].span.len = end.pos + end.len - c[last].span.pos;
	return true;
}

static void
read_row(Reader *r)
{
	Row row = {.number = r->t->row.len + 1};
	const char *text;

	if (!join_equation(r))
		return;
	row.equation = cell_of(r, C_equation);
	text = text_of(r, row.equation);
	if (strcasecmp(text, r->title) == 0)
		return;
	if (!row.equation.len) {
		diag_error(r->diag, r->record.span, "the row has no equation");
		wrong(r);
		return;
	}
	if (!read_complexity(r, &row) ||
	    !read_real(r, C_loss, "loss", &row.has_loss, &row.loss) ||
	    !read_real(r, C_score, "score", &row.has_score, &row.score) ||
	    !read_output(r, &row))
		return;
	if (row.has_loss)
		row.loss_text = text_of(r, cell_of(r, C_loss));
	r->powers = r->powers || strstr(text, "**");
	vec_push(r->a, r->t->row, row);
}

static bool
read_rows(Reader *r)
{
	while (record_next(&r->split, r->a, &r->record)) {
		if (r->t->row.len >= MAX_ROWS) {
			diag_error(r->diag, r->record.span,
			           "more than 100000 rows");
			return wrong(r);
		}
		read_row(r);
	}
	if (r->split.failed)
		return wrong(r);
	if (!r->t->row.len && !r->failed) {
		diag_error(r->diag, r->header,
		           "the table has a header and no equations");
		return wrong(r);
	}
	return !r->failed;
}

/* ---- scores ---- */

/* PySR's score (pysr/sr.py): the fall of log(loss) per complexity against
 * the row before. With loss_scale="linear", which negative losses tell,
 * PySR has no scores. A row that is not more complex than the one before
 * begins another front. */
static void
score_rows(Table *t)
{
	for (uint32_t i = 0; i < t->row.len; i++)
		if (t->row.at[i].has_loss && t->row.at[i].loss < 0)
			return;
	for (uint32_t i = 0; i < t->row.len; i++) {
		Row *row = &t->row.at[i], *before = i ? row - 1 : row;

		if (row->has_score || !row->has_loss || !row->has_complexity)
			continue;
		row->has_score = true;
		if (row->complexity <= before->complexity)
			row->score = 0;
		else if (row->loss > 0)
			row->score = -log(row->loss / before->loss) /
			             (row->complexity - before->complexity);
		else
			row->score = INFINITY;
	}
}

/* PySR prints Julia trees, which never hold `**`; its re-saved tables keep
 * them in their equation column. */
static void
classify(const Reader *r, Table *t)
{
	bool pysr = r->col[C_complexity] >= 0 && r->col[C_loss] >= 0;

	t->kind = t->outputs ? "equations with outputs"
	          : pysr     ? "PySR hall of fame"
	                     : "equations";
	t->dialect = dialect_by_name(pysr && !r->powers ? "julia" : "python");
}

static bool
is_utf16(const Source *s)
{
	return s->len >= 2 && (memcmp(s->text, "\xff\xfe", 2) == 0 ||
	                       memcmp(s->text, "\xfe\xff", 2) == 0);
}

bool
table_read(Arena *a, Diag *diag, uint32_t src, Table *t)
{
	Reader r = {
	    .a = a, .diag = diag, .t = t, .split = splitter_new(diag, src)};

	*t = (Table){0};
	if (is_utf16(&diag->source.at[src])) {
		diag_error(diag, (Span){src, 0, 0},
		           "the file is UTF-16; save it as UTF-8");
		return false;
	}
	if (!read_header(&r) || !read_rows(&r))
		return false;
	classify(&r, t);
	score_rows(t);
	return true;
}
