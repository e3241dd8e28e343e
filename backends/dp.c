/* The datapath's own text, NAME.dp: what verify interprets. The smallest
 * backend, and the one to copy for a new one. */
#include "backends/backend.h"

static void
emit_datapath(const Design *g, OutFiles *out)
{
	Buf b = buf_new(out->a);

	dp_print(g->dp, &b);
	out_add(out, arena_printf(out->a, "%s.dp", g->name), &b);
}

const Backend backend_datapath = {
    .name = "dp",
    .doc = "the datapath as text, which verify reads back",
    .always = true,
    .emit = emit_datapath,
};
