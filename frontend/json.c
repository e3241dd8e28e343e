/* JSON results of a run, or of several in an array: SRBench's symbolic_model,
 * TPSR's equation.
 *
 * The equation is the first of the keys below that has a string. Where the
 * file has the string as it is, messages point into the file. Its dialect is
 * that of the algorithm, else what the string looks like, else SymPy's. */
#include "frontend/container.h"

#include <jansson.h>
#include <string.h>

enum { MAX_RESULTS = 10000 };

static const char *const keys[] = {"symbolic_model", "equation",
                                   "expression",     "model",
                                   "formula",        "predicted_tree"};
static const char *const losses[] = {"mse_test", "mse", "mse_train"};

/* Algorithms of SRBench whose operators have a meaning of their own. */
static const struct {
	const char *name, *dialect;
} algorithms[] = {{"gplearn", "gplearn"},
                  {"GPGOMEA", "gomea"},
                  {"GP-GOMEA", "gomea"},
                  {"Bingo", "bingo"}};

static const Dialect *
find_dialect(const json_t *root, const char *model)
{
	const char *by = json_string_value(json_object_get(root, "algorithm"));
	const Container *c = text_recognise(model, strlen(model));

	for (size_t i = 0; by && i < sizeof algorithms / sizeof *algorithms;
	     i++)
		if (strstr(by, algorithms[i].name))
			return dialect_by_name(algorithms[i].dialect);
	return dialect_by_name(strcmp(c->dialect, "python") == 0 ? "sympy"
	                                                         : c->dialect);
}

static void
release(void *j)
{
	json_decref(j);
}

/* The string's place in the file, or a source of its own. */
static Span
place(Arena *a, Diag *d, uint32_t src, const char *key, const char *s)
{
	const Source *f = &d->source.at[src];
	const char *at = strstr(f->text, arena_printf(a, "\"%s\"", key));
	size_t len = strlen(s);

	at = at ? strstr(at, s) : NULL;
	if (at && len)
		return (Span){src, (uint32_t)(at - f->text), (uint32_t)len};
	return (Span){
	    diag_source(d, arena_printf(a, "%s:%s", f->name, key), s, len), 0,
	    (uint32_t)len};
}

static bool
malformed(Diag *d, uint32_t src, const json_error_t *e)
{
	uint32_t pos = e->position > 0 ? (uint32_t)e->position - 1 : 0;

	diag_error(d, (Span){src, pos, 0}, "the file is not JSON: %s", e->text);
	return false;
}

static void
read_loss(Arena *a, const json_t *root, Row *row)
{
	for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
		const json_t *v = json_object_get(root, losses[i]);

		if (!json_is_number(v))
			continue;
		row->has_loss = true;
		row->loss = json_number_value(v);
		row->loss_text = arena_printf(a, "%.17g", row->loss);
		return;
	}
}

/* The row of one result; false if it has no equation. */
static bool
read_result(Arena *a, Diag *d, uint32_t src, const json_t *result, Table *t)
{
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const json_t *v = json_object_get(result, keys[i]);
		Row row = {.number = t->row.len + 1};

		if (!json_is_string(v))
			continue;
		row.equation = place(a, d, src, keys[i], json_string_value(v));
		if (!t->row.len)
			t->dialect = find_dialect(result, json_string_value(v));
		read_loss(a, result, &row);
		vec_push(a, t->row, row);
		return true;
	}
	diag_error(d, (Span){src, 0, 0}, "the file has no equation");
	diag_note(d, "looked for a text under symbolic_model, equation, "
	             "expression, model, formula and predicted_tree");
	return false;
}

bool
json_read(Arena *a, Diag *d, uint32_t src, Table *t)
{
	const Source *s = &d->source.at[src];
	json_error_t e;
	json_t *root = json_loadb(s->text, s->len, 0, &e);

	if (!root)
		return malformed(d, src, &e);
	arena_defer(a, release, root);
	if (!json_is_array(root) || !json_array_size(root))
		return read_result(a, d, src, root, t);
	if (json_array_size(root) > MAX_RESULTS) {
		diag_error(d, (Span){src, 0, 0}, "more than 10000 results");
		return false;
	}
	for (size_t i = 0; i < json_array_size(root); i++)
		if (!read_result(a, d, src, json_array_get(root, i), t))
			return false;
	return true;
}
