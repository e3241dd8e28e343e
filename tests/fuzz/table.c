/* libFuzzer: any bytes as a file of equations; every row is split as a template
 * and parsed. A program called fuzz_table-KIND reads them as that kind;
 * called fuzz_table, by their content. */
#include <stdint.h>
#include <string.h>

#include "frontend/front.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS = 20 };

static const Container *as; /* NULL: by the content */

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *kind = strstr((*argv)[0], "fuzz_table-");

	(void)argc;
	if (kind) {
		as = container_by_kind(kind + strlen("fuzz_table-"));
		check(as);
	}
	return 0;
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
	char *text = arena_alloc(a, size + 1);
	Table t;

	if (size)
		memcpy(text, data, size);
	if (!as && container_by_kind("c")->is(text, size)) {
		arena_free(a); /* libclang's business, and slow */
		return -1;
	}
	if (table_read(a, d, diag_source(d, "f", text, size), as, (Span){0},
	               &t)) {
		f.dialect = t.dialect;
		check_rows(&f, &t);
	} else {
		check(d->errors > 0);
	}
	expr_check(f.e);
	arena_free(a);
	return 0;
}
