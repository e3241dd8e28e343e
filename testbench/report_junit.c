/* JUnit XML: a suite a design, a case a model and output. */
#include "testbench/result.h"

typedef struct Counts {
	unsigned tests, failures;
} Counts;

/* Characters that XML 1.0 cannot hold, even escaped, become '?'. */
static void
escaped(Buf *b, const char *s)
{
	for (; *s; s++)
		if (*s == '<' || *s == '>' || *s == '&' || *s == '"')
			buf_printf(b, "&#%d;", *s);
		else if (*s == '\n' || *s == '\t')
			buf_printf(b, "&#%d;", *s);
		else
			buf_printf(b, "%c",
			           (unsigned char)*s < 0x20 ? '?' : *s);
}

/* failure: NULL if the case passes. */
static void
test_case(const Result *r, const char *name, const char *failure, Counts *c,
          Buf *b)
{
	c->tests++;
	buf_printf(b, "    <testcase classname=\"%s\" name=\"", r->l->g.name);
	escaped(b, name);
	if (!failure) {
		buf_printf(b, "\"/>\n");
		return;
	}
	c->failures++;
	buf_printf(b, "\"><failure message=\"");
	escaped(b, failure);
	buf_printf(b, "\"/></testcase>\n");
}

/* The failure, and the inputs of the first bad vector. */
static const char *
with_vector(const Result *r, const char *failure, Arena *a)
{
	if (!failure || !r->bad.len)
		return failure;
	return arena_printf(a, "%s\nfirst bad vector: %s", failure,
	                    bad_inputs(r, &r->bad.at[0], a));
}

static Counts
suite(const Result *r, Arena *a, Buf *b)
{
	Counts c = {0, 0};
	Buf cases = buf_new(a);

	for (uint32_t o = 0; o < r->unit.nout; o++)
		test_case(
		    r, arena_printf(a, "real %s", r->l->g.out.at[o].ident),
		    with_vector(r, output_failure(r, o, a), a), &c, &cases);
	test_case(r, "interpreter", interpreter_failure(r, a), &c, &cases);
	for (int s = 0; s < STREAMS; s++) {
		enum Stream t = (enum Stream)s;

		if (stream_runs(r, t) || r->unit.fault[stream_info[s].model])
			test_case(r, stream_info[s].doc,
			          with_vector(r, stream_failure(r, t, a), a),
			          &c, &cases);
	}
	buf_printf(b,
	           "  <testsuite name=\"%s\" tests=\"%u\" failures=\"%u\">\n",
	           r->l->g.name, c.tests, c.failures);
	buf_add(b, cases.s, cases.len);
	buf_printf(b, "  </testsuite>\n");
	return c;
}

void
report_junit(const Result *r, size_t n, Arena *a, Buf *b)
{
	Buf suites = buf_new(a);
	Counts all = {0, 0};

	buf_add(&suites, "", 0);
	for (size_t i = 0; i < n; i++) {
		Counts c = suite(&r[i], a, &suites);

		all.tests += c.tests;
		all.failures += c.failures;
	}
	buf_printf(b,
	           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	           "<testsuites name=\"symgate verify\" tests=\"%u\" "
	           "failures=\"%u\">\n",
	           all.tests, all.failures);
	buf_add(b, suites.s, suites.len);
	buf_printf(b, "</testsuites>\n");
}
