/* libFuzzer: any bytes as the text of an option, and the ports that come of
 * it bound to a variable. The first byte chooses the option. */
#include <stdint.h>

#include "driver/options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The option number b, set to text. */
static struct sg_options
any_option(uint8_t b, const char *const *text)
{
	struct sg_options o = {0};
	const char **one[] = {&o.max_error, &o.undefined, &o.numerics,
	                      &o.target,    &o.clock,     &o.latency,
	                      &o.emit};
	unsigned k = b % (sizeof one / sizeof *one + 2);

	if (k == 0)
		o.inputs = (struct sg_list){text, 1};
	else if (k == 1)
		o.outputs = (struct sg_list){text, 1};
	else
		*one[k - 2] = *text;
	return o;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Arena *a = arena_new();
	Diag *d = diag_new(a, NULL);
	const char *text =
	    arena_strndup(a, (const char *)data + !!size, size - !!size);
	struct sg_options opt = any_option(size ? data[0] : 0, &text);
	Options o = {0};
	Sources from = {0};
	Module m = {0};
	Expr *e = expr_new(a, d);
	bool ok = options_read(a, d, &opt, &o);

	check(ok == (d->errors == 0));
	vec_push(
	    a, e->out,
	    ((ExprOutput){.name = "y", .ref = expr_var(e, "x", (Span){0})}));
	if (ok && inputs_bind(d, &o, e, &from, &m, NULL))
		outputs_bind(d, &o, e);
	arena_free(a);
	return 0;
}
