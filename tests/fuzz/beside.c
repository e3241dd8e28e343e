/* libFuzzer: any bytes as a file that stands beside the equations. The first
 * byte chooses: a design file, samples, a table of parameters. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "driver/design_file.h"
#include "frontend/front.h"
#include "ir/samples.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The one file that all texts are written to. */
static const char *
as_file(Arena *a, const char *text, size_t len)
{
	const char *path =
	    arena_printf(a, "/tmp/symgate-fuzz-%ld", (long)getpid());

	check(file_put(path, text, len));
	return path;
}

static bool
design(Arena *a, Diag *d, const char *path)
{
	struct sg_options opt = {.design = path};
	DesignFile f;
	bool ok = design_file_read(a, d, &opt, &f);

	for (uint32_t i = 0; ok && i < f.design.len; i++)
		args_command(a, &f.design.at[i].args);
	return ok;
}

static bool
samples(Arena *a, Diag *d, const char *path)
{
	Span at = {diag_source(d, "--data", path, strlen(path)), 0,
	           (uint32_t)strlen(path)};
	Expr *e = expr_new(a, d);
	Samples s;
	int col[2];

	expr_var(e, "x0", (Span){0});
	expr_var(e, "x1", (Span){0});
	return samples_read(a, d, at, &s) && samples_bind(d, &s, e, false, col);
}

static bool
parameters(Arena *a, Diag *d, const char *text, size_t len)
{
	Texts out = {0};

	return categories_read(a, d, diag_source(d, "file", text, len),
	                       "category", &out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Arena *a = arena_new();
	Diag *d = diag_new(a, NULL);
	size_t len = size - !!size;
	const char *text = arena_strndup(a, (const char *)data + !!size, len);
	bool ok;

	switch (size ? data[0] % 3 : 0) {
	case 0:
		ok = design(a, d, as_file(a, text, len));
		break;
	case 1:
		ok = samples(a, d, as_file(a, text, len));
		break;
	default:
		ok = parameters(a, d, text, len);
	}
	check(ok == (d->errors == 0));
	arena_free(a);
	return 0;
}
