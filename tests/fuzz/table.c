/* libFuzzer: any bytes as a file of equations, by its content and as any kind;
 * every row is split as a template and parsed. The first byte chooses. */
#include <stdint.h>
#include <string.h>

#include "frontend/front.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS = 20 };

/* NULL, or a kind. */
static const Container *
any_kind(uint8_t b)
{
	unsigned n = 0;

	while (containers[n].kind)
		n++;
	check(n > 0);
	return b < 128 ? NULL : &containers[b % n];
}

static void
check_rows(Front *f, const Table *t)
{
	Pick p = {0};

	for (uint32_t i = 0; i < t->row.len && i < ROWS; i++) {
		Texts pieces = {0};

		template_split(f->a, f->diag, t->row.at[i].equation, &pieces);
		for (uint32_t k = 0; k < pieces.len && k < ROWS; k++) {
			const char *s = pieces.at[k];
			size_t len = strlen(s);

			front_define(
			    f, (Span){diag_source(f->diag, "piece", s, len), 0,
			              (uint32_t)len});
		}
		f->define.len = 0;
		front_parse(f, t->row.at[i].equation);
	}
	table_select(f->a, f->diag, t, "best", (Span){0}, &p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Arena *a = arena_new();
	Diag *d = diag_new(a, NULL);
	Front f = {.a = a, .diag = d, .e = expr_new(a, d)};
	size_t len = size ? size - 1 : 0;
	char *text = arena_alloc(a, len + 1);
	Table t;

	memcpy(text, data + !!size, len);
	if (table_read(a, d, diag_source(d, "f", text, len),
	               any_kind(size ? data[0] : 0), &t)) {
		f.dialect = t.dialect;
		check_rows(&f, &t);
	} else {
		check(d->errors > 0);
	}
	expr_check(f.e);
	arena_free(a);
	return 0;
}
