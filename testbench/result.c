/* Verdicts, and why they are what they are, as every report tells it. */
#include "testbench/result.h"

#include <math.h>
#include <string.h>

bool
output_passes(const Result *r, uint32_t output)
{
	return reference_error(r->real, output)->over == 0;
}

bool
stream_runs(const Result *r, enum Stream s)
{
	enum Model m = stream_info[s].model;

	return r->unit.has[m] && !r->unit.fault[m] &&
	       (s != S_RESET || r->l->g.dp->latency > 0);
}

static bool
complains(const Result *r, enum Stream s)
{
	const char *p = r->complaints.s, *name = stream_info[s].doc;
	size_t n = strlen(name);

	for (; p && *p; p += strcspn(p, "\n"), p += *p == '\n')
		if (!strncmp(p, name, n) && p[n] == ':')
			return true;
	return false;
}

bool
stream_passes(const Result *r, enum Stream s)
{
	return !r->unit.fault[stream_info[s].model] &&
	       r->stream[s].mismatches == 0 && !complains(r, s);
}

bool
result_passes(const Result *r)
{
	bool ok = r->bad_node == 0;

	for (uint32_t o = 0; o < r->unit.nout; o++)
		ok = ok && output_passes(r, o);
	for (int s = 0; s < STREAMS; s++)
		if (r->unit.has[stream_info[s].model])
			ok = ok && stream_passes(r, (enum Stream)s);
	return ok;
}

const char *
bad_inputs(const Result *r, const Bad *bad, Arena *a)
{
	Buf b = buf_new(a);

	buf_add(&b, "", 0);
	for (uint32_t i = 0; i < r->unit.nin; i++)
		buf_printf(&b, "%s%s = %lld (%s)", i ? ", " : "",
		           r->l->g.in.at[i].ident, (long long)bad->in[i],
		           reference_input(r->real, i, bad->in[i], a));
	return b.s;
}

const char *
output_bits(const Result *r, uint32_t output, int64_t v, Arena *a)
{
	unsigned w = r->l->g.out.at[output].format.width;
	uint64_t bits = (uint64_t)v & (~UINT64_C(0) >> (64 - w));

	return arena_printf(a, "%u'h%0*llx", w, (int)(w + 3) / 4,
	                    (unsigned long long)bits);
}

static const char *
own_complaints(const Result *r, enum Stream s, Arena *a)
{
	const char *p = r->complaints.s, *name = stream_info[s].doc;
	size_t n = strlen(name);
	Buf b = buf_new(a);

	for (; p && *p; p += strcspn(p, "\n"), p += *p == '\n')
		if (!strncmp(p, name, n) && p[n] == ':')
			buf_printf(&b, "\n%.*s", (int)strcspn(p, "\n"), p);
	return b.s ? b.s : "";
}

const char *
stream_failure(const Result *r, enum Stream s, Arena *a)
{
	const StreamResult *t = &r->stream[s];
	const char *fault = r->unit.fault[stream_info[s].model];

	if (stream_passes(r, s))
		return NULL;
	if (fault)
		return fault;
	return arena_printf(a,
	                    "%llu of %llu vectors differ from the "
	                    "interpreter%s",
	                    (unsigned long long)t->mismatches,
	                    (unsigned long long)t->vectors,
	                    own_complaints(r, s, a));
}

const char *
output_failure(const Result *r, uint32_t output, Arena *a)
{
	const Error *e = reference_error(r->real, output);
	const DesignOutput *o = &r->l->g.out.at[output];

	if (output_passes(r, output))
		return NULL;
	if (!o->proven)
		return arena_printf(a, "not defined at %llu vectors",
		                    (unsigned long long)e->over);
	return arena_printf(a, "%llu vectors are not within the bound of %s",
	                    (unsigned long long)e->over, o->bound_abs);
}

const char *
interpreter_failure(const Result *r, Arena *a)
{
	const Datapath *d = r->l->g.dp;

	if (!r->bad_node)
		return NULL;
	return arena_printf(a, "node %u (%s) leaves its proven range",
	                    r->bad_node, dop_name[dp_at(d, r->bad_node)->op]);
}
