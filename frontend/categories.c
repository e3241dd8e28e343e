/* A table of parameters: a row for each category.
 *
 *     category,p1,p2
 *     0,0.5,-1
 *     1,0.75,2
 *
 * They become definitions: p1[category] = 0.5,0.75. Categories are the whole
 * numbers from one to another, in any order of rows; those in front of the
 * first have its values. */
#include "frontend/cells.h"
#include "frontend/front.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_CATEGORY = 99 };

typedef struct Reader {
	Arena *a;
	Diag *d;
	Record header;
	uint32_t column; /* of the category */
	Record row[MAX_CATEGORY + 1];
	bool there[MAX_CATEGORY + 1]; /* parallel to row */
	uint32_t first, last;
	bool any;
} Reader;

static bool
wrong(Reader *r, Span s, const char *what)
{
	diag_error(r->d, s, "%s", what);
	diag_note(r->d, "a table of parameters has a line such as "
	                "category,p1,p2 and then numbers, a line a category");
	return false;
}

static bool
find_column(Reader *r, const char *category)
{
	for (uint32_t i = 0; i < r->header.cell.len; i++)
		if (!strcasecmp(
			diag_text(r->d, r->header.cell.at[i].span, r->a),
			category)) {
			r->column = i;
			return r->header.cell.len > 1 ||
			       wrong(r, r->header.span, "no parameters");
		}
	diag_error(r->d, r->header.span, "no column '%s'", category);
	diag_note(r->d, "give --category NAME where the category is called so");
	return false;
}

static bool
is_number(Reader *r, Span s)
{
	const char *t = diag_text(r->d, s, r->a);
	mpq_t q;
	bool ok;

	t += *t == '-' || *t == '+';
	mpq_init(q);
	ok = expr_parse_decimal(t, strlen(t), q);
	mpq_clear(q);
	return ok || wrong(r, s, "this is not a number");
}

static bool
take_category(Reader *r, Span s, uint32_t *k)
{
	const char *t = diag_text(r->d, s, r->a);
	char *end;
	unsigned long v = strtoul(t, &end, 10);

	if (t[0] < '0' || t[0] > '9' || *end || v > MAX_CATEGORY)
		return wrong(r, s, "a category is a whole number from 0 to 99");
	*k = (uint32_t)v;
	if (r->there[*k])
		return wrong(r, s, "an earlier row is of this category");
	return true;
}

static bool
take_row(Reader *r, const Record *one)
{
	uint32_t k;

	if (one->cell.len != r->header.cell.len)
		return wrong(r, one->span,
		             "not as many cells as the header has names");
	if (!take_category(r, one->cell.at[r->column].span, &k))
		return false;
	for (uint32_t i = 0; i < one->cell.len; i++) {
		if (i != r->column && !is_number(r, one->cell.at[i].span))
			return false;
		vec_push(r->a, r->row[k].cell, one->cell.at[i]);
	}
	r->there[k] = true;
	r->first = !r->any || k < r->first ? k : r->first;
	r->last = !r->any || k > r->last ? k : r->last;
	r->any = true;
	return true;
}

/* NAME[CATEGORY] = VALUE,VALUE... */
static const char *
definition(Reader *r, uint32_t col, const char *category)
{
	Buf b = buf_new(r->a);

	buf_printf(
	    &b, "%s[%s] = ", diag_text(r->d, r->header.cell.at[col].span, r->a),
	    category);
	for (uint32_t k = 0; k <= r->last; k++) {
		uint32_t row = k < r->first ? r->first : k;

		buf_printf(
		    &b, "%s%s", k ? "," : "",
		    diag_text(r->d, r->row[row].cell.at[col].span, r->a));
	}
	return b.s;
}

static bool
check_rows(Reader *r)
{
	if (!r->any)
		return wrong(r, r->header.span, "no rows below the header");
	for (uint32_t k = r->first; k < r->last; k++)
		if (!r->there[k]) {
			diag_error(
			    r->d, r->row[r->last].cell.at[r->column].span,
			    "there is this category, but no row for %u", k);
			return false;
		}
	return true;
}

bool
categories_read(Arena *a, Diag *d, uint32_t src, const char *category,
                Texts *out)
{
	Reader *r = arena_alloc(a, sizeof *r);
	Splitter s = splitter_new(d, src);
	Record one = {0};

	r->a = a;
	r->d = d;
	if (!record_next(&s, a, &r->header))
		return !s.failed &&
		       wrong(r, (Span){src, 0, 0}, "the file is empty");
	if (!find_column(r, category))
		return false;
	while (record_next(&s, a, &one))
		if (!take_row(r, &one))
			return false;
	if (s.failed || !check_rows(r))
		return false;
	for (uint32_t i = 0; i < r->header.cell.len; i++)
		if (i != r->column)
			vec_push(a, *out, definition(r, i, category));
	return true;
}
