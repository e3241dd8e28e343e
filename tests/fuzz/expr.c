/* libFuzzer: any bytes as a definition and as an equation, in any dialect. The
 * first byte chooses the dialect. What is read must read back as itself. */
#include <stdint.h>

#include "frontend/front.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const Dialect *
any_dialect(uint8_t b)
{
	unsigned n = 0;

	while (dialects[n].name)
		n++;
	check(n > 0);
	return &dialects[b % n];
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Arena *a = arena_new();
	Diag *d = diag_new(a, NULL);
	Front f = {.a = a, .diag = d, .e = expr_new(a, d)};
	size_t len = size ? size - 1 : 0;
	Span all;

	f.dialect = any_dialect(size ? data[0] : 0);
	all =
	    (Span){diag_source(
		       d, "f",
		       arena_strndup(a, (const char *)data + !!size, len), len),
	           0, (uint32_t)len};
	front_define(&f, all);
	uint32_t errors = d->errors;
	Ref r = front_parse(&f, all);
	check((r == 0) == (d->errors > errors));
	expr_check(f.e);
	arena_free(a);
	return 0;
}
