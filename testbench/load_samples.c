/* The samples of a design folder: tb/samples.csv, port integers. */
#include "testbench/fields.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_FILE = 1 << 30 };

const char *
read_text(Load *l, const char *path, uint32_t *source)
{
	size_t len;
	const char *s = file_read(l->a, path, MAX_FILE, &len);

	if (!s) {
		diag_error(l->diag, (Span){0}, "%s: %s", path, strerror(errno));
		return NULL;
	}
	*source = diag_source(l->diag, path, s, len);
	return s;
}

/* One line of port integers, the inputs' order; false at the text's end. */
static bool
read_row(Load *l, Span *at, const Design *g, int64_t *row)
{
	const char *s = l->diag->source.at[at->src].text;
	char *end;

	if (!s[at->pos])
		return false;
	for (uint32_t i = 0; i < g->in.len; i++) {
		const DesignInput *in = &g->in.at[i];
		char stop = i + 1 < g->in.len ? ',' : '\n';

		errno = 0;
		row[i] = strtoll(s + at->pos, &end, 10);
		if (end == s + at->pos || errno || *end != stop ||
		    row[i] < format_lo(&in->format) ||
		    row[i] > format_hi(&in->format)) {
			l->ok = false;
			diag_error(l->diag, *at,
			           "%s must be one of its port's integers, "
			           "followed by a %s",
			           in->ident,
			           stop == ',' ? "comma" : "new line");
			return false;
		}
		at->pos = (uint32_t)(end - s) + 1;
	}
	return true;
}

/* tb/samples.csv, if there is one: a header line, then port integers. */
void
read_samples(Load *l, const char *dir, Design *g)
{
	const char *path = arena_printf(l->a, "%s/tb/samples.csv", dir);
	VEC(int64_t) all = {0};
	int64_t *row = arena_alloc(l->a, g->in.len * sizeof *row);
	Span at = {0};
	const char *s;

	if (access(path, F_OK) != 0 || !g->in.len)
		return;
	if (!(s = read_text(l, path, &at.src))) {
		l->ok = false;
		return;
	}
	at.pos = (uint32_t)strcspn(s, "\n");
	at.pos += s[at.pos] == '\n';
	while (read_row(l, &at, g, row)) {
		for (uint32_t i = 0; i < g->in.len; i++)
			vec_push(l->a, all, row[i]);
		g->nsample++;
	}
	g->sample = all.at;
}
