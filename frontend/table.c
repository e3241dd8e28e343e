/* Tables with a header: PySR's hall of fame of every version, its re-saved
 * relatives, and what other tools write in columns.
 *
 * Columns are found by the names in the header, in any order and case; others
 * are skipped. Where the equation is the last column and not quoted, it goes
 * on to the end of the line, separators and all: PySR before 0.10 and files
 * that were saved again write it so. A header that comes again in the middle
 * (two runs that wrote to one file) is skipped. Every error of the file is
 * reported. */
#include "frontend/cells.h"
#include "frontend/container.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <string.h>
#include <strings.h>

enum { MAX_ROWS = 100000, MAX_OUTPUTS = 1000, MAX_NUMBER = 100 };

enum Column {
	C_equation,
	C_complexity,
	C_loss,
	C_score,
	C_output,
	C_params, /* SymbolFit's */
	C_ranges, /* 'x in [1,5]; ...' */
	C_count
};

typedef struct Reader {
	Arena *a;
	Diag *diag;
	Splitter split;
	Record record; /* at hand */
	uint32_t ncol;
	int col[C_count];  /* index of the cell, or -1 */
	Texts name;        /* the heading of each column */
	const char *title; /* of the equations' */
	Span header;
	bool powers; /* some equation has ** */
	bool failed;
	const Container *as;
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

/* Index of the cell that is `name`[0..len-1], case aside, or -1. */
static int
column(const Reader *r, const char *name, size_t len)
{
	for (uint32_t i = 0; i < r->record.cell.len; i++) {
		const char *s = text_of(r, r->record.cell.at[i].span);

		if (strlen(s) == len && strncasecmp(s, name, len) == 0)
			return (int)i;
	}
	return -1;
}

/* The column `name`, or where there is none, `other`. */
static int
either(const Reader *r, const char *name, const char *other)
{
	int i = column(r, name, strlen(name));

	return i < 0 && other[0] ? column(r, other, strlen(other)) : i;
}

static const char *
names(const Reader *r)
{
	Buf b = buf_new(r->a);

	buf_add(&b, "", 0);
	for (uint32_t i = 0; i < r->record.cell.len && b.len < 400; i++) {
		const char *s = text_of(r, r->record.cell.at[i].span);

		if (s[0])
			buf_printf(&b, "%s%.60s", b.len ? ", " : "", s);
	}
	return b.s;
}

static void
find_columns(Reader *r)
{
	const Container *c = r->as;
	bool outputs = strcmp(c->kind, "outputs") == 0;

	r->t->columns = names(r);
	r->col[C_equation] = column(r, c->columns, strcspn(c->columns, "|"));
	r->col[C_complexity] = either(r, "complexity", c->complexity);
	r->col[C_loss] = either(r, "loss", c->loss);
	r->col[C_score] = column(r, "score", 5);
	r->col[C_output] = outputs ? column(r, "output", 6) : -1;
	r->col[C_params] = column(r, "Parameters: (best-fit, +1, -1)", 30);
	r->col[C_ranges] = column(r, "ranges", 6);
}

/* Whether the header has all columns of the container. */
static bool
has_columns(const Reader *r, const Container *c)
{
	const char *s = c->columns;

	while (s && *s) {
		size_t len = strcspn(s, "|");

		if (column(r, s, len) < 0)
			return false;
		s += len + (s[len] == '|');
	}
	return s != NULL;
}

/* The first line is a row of a file that has lost its header. */
static bool
lost_header(const Reader *r, const Container *c)
{
	return c->begin && r->record.cell.len &&
	       strncmp(text_of(r, r->record.cell.at[0].span), c->begin,
	               strlen(c->begin)) == 0;
}

static Reader
reader(Arena *a, Diag *d, uint32_t src)
{
	return (Reader){.a = a, .diag = d, .split = splitter_new(d, src)};
}

/* A first line that is no record at all (an unclosed quote) is reported by
 * those who read it for good. */
static bool
first_line(Reader *r, Arena *a, const Diag *d, uint32_t src)
{
	Diag *quiet = diag_new(a, NULL);

	quiet->source = d->source;
	*r = reader(a, quiet, src);
	return record_next(&r->split, a, &r->record);
}

const Container *
header_recognise(Arena *a, Diag *d, uint32_t src)
{
	Reader r;

	if (!first_line(&r, a, d, src))
		return NULL;
	for (const Container *c = containers; c->kind; c++)
		if (has_columns(&r, c) || lost_header(&r, c))
			return c;
	return NULL;
}

/* Letters, digits and what else is in names of columns. */
static bool
like_name(const char *s)
{
	bool letter = false;

	for (; *s; s++) {
		letter = letter || isalpha((unsigned char)*s);
		if (!isalnum((unsigned char)*s) && !strchr("_ #.:%-", *s))
			return false;
	}
	return letter;
}

/* "a_equation or b_equation": the columns whose names end so; NULL if none. */
static const char *
meant_columns(const Reader *r)
{
	static const char end[] = "equation";
	Buf b = buf_new(r->a);

	for (uint32_t i = 0; i < r->record.cell.len && b.len < 200; i++) {
		const char *s = text_of(r, r->record.cell.at[i].span);
		size_t n = strlen(s), k = strlen(end);

		if (n > k && strcasecmp(s + n - k, end) == 0)
			buf_printf(&b, "%s%s", b.len ? " or " : "", s);
	}
	return b.s;
}

bool
header_refused(Arena *a, Diag *d, uint32_t src)
{
	const char *meant;
	Reader r;
	uint32_t n = 0;

	if (!first_line(&r, a, d, src) || r.record.cell.len < 2)
		return false;
	for (uint32_t i = 0; i < r.record.cell.len; i++) {
		const char *s = text_of(&r, r.record.cell.at[i].span);

		if (s[0] && !like_name(s))
			return false;
		n += s[0] != '\0';
	}
	if (n == 0)
		return false;
	diag_error(d, r.record.span, "no column is named Equation");
	meant = meant_columns(&r);
	if (meant)
		diag_note(d, "give one: --column %s", meant);
	else
		diag_note(d, "a table of equations begins with a line of "
		             "column names, such as "
		             "Complexity,Loss,Equation");
	return true;
}

/* Takes the container's own header for the missing one. */
static void
assume_header(Reader *r)
{
	const char *s = r->as->header;
	Splitter header =
	    splitter_new(r->diag, diag_source(r->diag, "header", s, strlen(s)));

	r->split.pos = r->record.span.pos;
	record_next(&header, r->a, &r->record);
}

static bool
read_header(Reader *r)
{
	if (!record_next(&r->split, r->a, &r->record)) {
		if (!r->split.failed)
			diag_error(r->diag, (Span){r->split.src, 0, 0},
			           "the table has no line of column names");
		return wrong(r);
	}
	if (lost_header(r, r->as))
		assume_header(r);
	r->header = r->record.span;
	r->ncol = r->record.cell.len;
	find_columns(r);
	for (uint32_t i = 0; i < r->ncol; i++)
		vec_push(r->a, r->name, text_of(r, r->record.cell.at[i].span));
	if (!has_columns(r, r->as)) {
		diag_error(r->diag, r->header,
		           "this is no table of the kind %s", r->as->kind);
		diag_note(r->diag, "it needs the columns %s", r->as->columns);
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

bool
table_real(const char *s, size_t len, double *v)
{
	bool minus = len && s[0] == '-';
	mpq_t q;
	mpfr_t f;
	bool ok;

	if (len > MAX_NUMBER)
		return false;
	if (len && (s[0] == '-' || s[0] == '+'))
		s++, len--;
	if (len == 3 && strncasecmp(s, "nan", 3) == 0) {
		*v = NAN;
		return true;
	}
	if ((len == 3 && strncasecmp(s, "inf", 3) == 0) ||
	    (len == 8 && strncasecmp(s, "infinity", 8) == 0)) {
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
	if (!*has || table_real(text, s.len, v))
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

/* Feynman's table: # variables, then name, low and high of each. */
static bool
read_columns_of_ranges(Reader *r, Row *row)
{
	const Cell *c = r->record.cell.at;

	if (strcmp(r->as->kind, "feynman") != 0)
		return true;
	for (uint32_t i = (uint32_t)r->col[C_equation] + 2;
	     i + 2 < r->record.cell.len && c[i].span.len; i += 3) {
		Stated s = {text_of(r, c[i].span), text_of(r, c[i + 1].span),
		            text_of(r, c[i + 2].span)};
		double v;

		if (!table_real(s.lo, c[i + 1].span.len, &v) ||
		    !table_real(s.hi, c[i + 2].span.len, &v)) {
			diag_error(r->diag, c[i].span,
			           "the range of %s is not two numbers",
			           s.name);
			return wrong(r);
		}
		vec_push(r->a, row->range, s);
	}
	return true;
}

/* PhySO's free constants: the columns from the eighth on, named as in the
 * expression; empty or nan where it has none. */
static bool
read_constants(Reader *r, Row *row)
{
	enum { FIRST = 7 };

	if (strcmp(r->as->kind, "physo-pareto") != 0)
		return true;
	for (uint32_t i = FIRST; i < r->record.cell.len && i < r->name.len;
	     i++) {
		Span s = r->record.cell.at[i].span;
		Param p = {r->name.at[i], text_of(r, s), "0", "0"};
		double v = NAN;

		if (s.len && !table_real(p.best, s.len, &v)) {
			diag_error(r->diag, s, "constant %s is not a number",
			           p.name);
			return wrong(r);
		}
		if (!isnan(v))
			vec_push(r->a, row->param, p);
	}
	return true;
}

static bool
read_extras(Reader *r, Row *row)
{
	bool ok = read_columns_of_ranges(r, row) && read_constants(r, row);

	if (r->col[C_params] >= 0)
		ok = params_read(r->a, r->diag, cell_of(r, C_params), row);
	if (ok && r->col[C_ranges] >= 0)
		ok = ranges_read(r->a, r->diag, cell_of(r, C_ranges), row);
	return ok || wrong(r);
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

static uint32_t
next_number(const Reader *r)
{
	uint32_t n = r->t->row.len;

	return n ? r->t->row.at[n - 1].number + 1 : 1;
}

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

/* [e1, e2]: a system, whose equations are outputs y1, y2 of one row. */
static void
add_list(Reader *r, const Row *row, const char *text)
{
	uint32_t from = 1, n = 0;
	int depth = 0;

	for (uint32_t i = 1; text[i]; i++) {
		Row one = *row;

		depth += (text[i] == '(') - (text[i] == ')');
		if (text[i + 1] && (text[i] != ',' || depth))
			continue;
		one.output = arena_printf(r->a, "y%u", ++n);
		one.equation.pos += from;
		one.equation.len = i - from;
		vec_push(r->a, r->t->row, one);
		from = i + 1;
	}
}

static void
read_row(Reader *r)
{
	Row row = {.number = next_number(r)};
	const char *text;

	if (!join_equation(r))
		return;
	row.equation = cell_of(r, C_equation);
	text = text_of(r, row.equation);
	if (strcasecmp(text, r->title) == 0)
		return;
	if (!row.equation.len && strcmp(r->as->kind, "feynman") == 0)
		return; /* its file ends in rows of commas */
	if (!row.equation.len) {
		diag_error(r->diag, r->record.span, "the row has no equation");
		wrong(r);
		return;
	}
	if (!read_complexity(r, &row) ||
	    !read_real(r, C_loss, "loss", &row.has_loss, &row.loss) ||
	    !read_real(r, C_score, "score", &row.has_score, &row.score) ||
	    !read_output(r, &row) || !read_extras(r, &row))
		return;
	if (row.has_loss)
		row.loss_text = text_of(r, cell_of(r, C_loss));
	r->powers = r->powers || strstr(text, "**");
	if (text[0] == '[' && text[row.equation.len - 1] == ']')
		add_list(r, &row, text);
	else
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
void
table_score(Table *t)
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
static const Dialect *
find_dialect(const Reader *r)
{
	const Dialect *d = dialect_by_name(r->as->dialect);

	return (d->flags & D_SIGNED_BASE) && r->powers
	           ? dialect_by_name("sympy")
	           : d;
}

bool
header_read(Arena *a, Diag *d, uint32_t src, const Container *as, Table *t)
{
	Reader r = reader(a, d, src);

	r.t = t;
	r.as = as;
	if (!read_header(&r) || !read_rows(&r))
		return false;
	t->dialect = find_dialect(&r);
	table_score(t);
	return true;
}
