/* symgate verify: every model of every design against each other and the
 * real equation.
 *
 * Contract: see testbench.h. Vectors go through in blocks: the interpreter
 * and the reference first, then all models of all designs at once, then the
 * comparison, so that memory does not grow with the number of vectors. Where
 * a shared build fails, the designs are built one by one, and only those to
 * blame fail. */
#include "testbench/result.h"

#include <errno.h>
#include <string.h>

enum {
	ALL_BLOCKS = 1 << 20, /* vectors at the bench at a time, all designs */
	MIN_BLOCK = 1 << 12,
	MAX_BLOCK = 1 << 18,
	MAX_EXPECTED = 1 << 30
};

/* ---- bad vectors ---- */

/* Vectors may repeat one another; one of each is told. */
static bool
is_known(const Result *r, const int64_t *in)
{
	for (uint32_t i = 0; i < r->bad.len; i++)
		if (!memcmp(r->bad.at[i].in, in, r->unit.nin * sizeof *in))
			return true;
	return false;
}

static void
add_bad(Result *r, uint64_t vector)
{
	Arena *a = r->l->g.a;
	Bad bad = {.vector = vector};

	if (r->bad.len >= MAX_BAD)
		return;
	bad.in = arena_alloc(a, (r->unit.nin + 1) * sizeof *bad.in);
	vectors_fill(&r->vectors, vector, 1, bad.in);
	if (!is_known(r, bad.in))
		vec_push(a, r->bad, bad);
}

static void
real_is_bad(void *result, uint64_t vector, uint32_t output)
{
	(void)output;
	add_bad(result, vector);
}

static int64_t *
copied(const Result *r, const int64_t *out)
{
	int64_t *p = arena_alloc(r->l->g.a, r->unit.nout * sizeof *p);

	return memcpy(p, out, r->unit.nout * sizeof *p);
}

/* ---- a block ---- */

typedef struct Block {
	Arena *a;
	uint64_t first;
	size_t n;
	const int64_t *expected;
} Block;

/* Vectors, interpreter, reference. False if the bench's folder is full. */
static bool
prepare(Bench *b, size_t i, Result *r, uint64_t first, size_t n)
{
	Arena *a = arena_new();
	size_t nout = r->unit.nout;
	int64_t *in = arena_alloc(a, n * r->unit.nin * sizeof *in + 1);
	int64_t *out = arena_alloc(a, n * nout * sizeof *out);
	DRef bad = 0;
	bool ok;

	vectors_fill(&r->vectors, first, n, in);
	dp_interp_batch(r->l->g.dp, in, out, n, &bad);
	if (bad && !r->bad_node)
		r->bad_node = bad;
	if (n)
		reference_block(r->real, first, n, in, out, real_is_bad, r);
	ok = bench_vectors(b, i, in, n) &&
	     temp_write(a, b->dir, arena_printf(a, "d%zu/expected", i), out,
	                n * nout * sizeof *out);
	arena_free(a);
	return ok;
}

static void
compare_record(Result *r, enum Stream s, const Block *k, const int64_t *rec)
{
	size_t nout = r->unit.nout, v = (size_t)rec[0];

	r->stream[s].vectors++;
	if (v < k->n &&
	    !memcmp(rec + 1, k->expected + v * nout, nout * sizeof *rec))
		return;
	r->stream[s].mismatches++;
	if (v < k->n)
		add_bad(r, k->first + v);
}

/* Puts the outputs of the block's bad vectors beside them. */
static void
fill_bad(Result *r, enum Stream s, const Block *k, const Records *rec)
{
	for (uint32_t i = 0; i < r->bad.len; i++) {
		Bad *bad = &r->bad.at[i];
		uint64_t v = bad->vector - k->first;

		if (v >= k->n)
			continue;
		bad->out[STREAMS] = copied(r, k->expected + v * r->unit.nout);
		for (size_t j = 0; j < rec->n; j++) {
			const int64_t *at = rec->at + j * (rec->nout + 1);

			if ((uint64_t)at[0] == v)
				bad->out[s] = copied(r, at + 1);
		}
	}
}

static void
compare(Bench *b, size_t i, Result *r, Block *k)
{
	Records rec[STREAMS];
	size_t len;

	k->expected = (const int64_t *)(void *)file_read(
	    k->a, arena_printf(k->a, "%s/d%zu/expected", b->dir, i),
	    MAX_EXPECTED, &len);
	if (!k->expected)
		die("cannot read back what was expected: %s", strerror(errno));
	for (int s = 0; s < STREAMS; s++) {
		size_t most = stream_info[s].most;
		size_t all = most && most < k->n ? most : k->n;

		if (!stream_runs(r, (enum Stream)s))
			continue;
		rec[s] = bench_records(b, k->a, i, (enum Stream)s);
		for (size_t j = 0; j < rec[s].n; j++)
			compare_record(r, (enum Stream)s, k,
			               rec[s].at + j * (rec[s].nout + 1));
		if (s != S_RESET && rec[s].n < all)
			r->stream[s].mismatches += all - rec[s].n;
	}
	for (int s = 0; s < STREAMS; s++)
		if (stream_runs(r, (enum Stream)s))
			fill_bad(r, (enum Stream)s, k, &rec[s]);
	if (r->complaints.len == 0)
		buf_printf(&r->complaints, "%s", bench_complaints(b, k->a, i));
}

/* ---- a group of designs at one bench ---- */

static bool
faulty(const Bench *b)
{
	for (size_t i = 0; i < b->n; i++)
		for (int m = 0; m < MODELS; m++)
			if (b->unit[i].fault[m])
				return true;
	return false;
}

static size_t
block_length(size_t designs)
{
	size_t n = ALL_BLOCKS / designs;

	return n < MIN_BLOCK ? MIN_BLOCK : n > MAX_BLOCK ? MAX_BLOCK : n;
}

/* Vectors of the design in the block from `first`: all designs start at
 * vector 0, and the last blocks lack those that have fewer. */
static size_t
block_vectors(const Result *r, uint64_t first, size_t length)
{
	if (first >= r->vectors.n)
		return 0;
	return r->vectors.n - first < length ? (size_t)(r->vectors.n - first)
	                                     : length;
}

static bool
run_block(Bench *b, Result *r, uint64_t first, size_t length)
{
	for (size_t i = 0; i < b->n; i++)
		if (!prepare(b, i, &r[i], first,
		             block_vectors(&r[i], first, length))) {
			diag_error(b->diag, (Span){0},
			           "cannot write a temporary folder: %s",
			           strerror(errno));
			return false;
		}
	bench_run(b);
	for (size_t i = 0; i < b->n; i++) {
		Block k = {arena_new(), first,
		           block_vectors(&r[i], first, length), NULL};

		r[i].unit = b->unit[i];
		compare(b, i, &r[i], &k);
		arena_free(k.a);
	}
	return true;
}

/* As if nothing had been run yet. */
static bool
start(Diag *diag, Result *r)
{
	Arena *a = r->l->g.a;

	r->real = reference_new(a, diag, r->l, &r->vectors);
	r->complaints = buf_new(a);
	r->bad_node = 0;
	memset(r->stream, 0, sizeof r->stream);
	r->bad.len = 0;
	return r->real;
}

static bool run_group(Diag *diag, Result *r, size_t n);

static bool
run_singly(Diag *diag, Result *r, size_t n)
{
	bool ok = true;

	for (size_t i = 0; i < n; i++)
		ok = start(diag, &r[i]) && run_group(diag, &r[i], 1) && ok;
	return ok;
}

/* False if the bench itself does not work. */
static bool
run_group(Diag *diag, Result *r, size_t n)
{
	Bench b = {.a = arena_new(), .diag = diag, .n = n};
	size_t length = block_length(n);
	bool ok, alone = false;

	b.unit = arena_alloc(b.a, n * sizeof *b.unit);
	for (size_t i = 0; i < n; i++) {
		b.unit[i] = r[i].unit;
		if (r[i].vectors.n > b.vectors)
			b.vectors = r[i].vectors.n;
	}
	ok = bench_build(&b);
	alone = n > 1 && faulty(&b);
	for (uint64_t at = 0; ok && !alone && at < b.vectors; at += length) {
		ok = run_block(&b, r, at, length);
		alone = n > 1 && faulty(&b);
	}
	arena_free(b.a);
	return ok && alone ? run_singly(diag, r, n) : ok;
}

/* ---- reports ---- */

static bool
write_file(Diag *diag, const char *path, const Buf *b)
{
	if (file_write(path, b->s, b->len))
		return true;
	diag_error(diag, (Span){0}, "%s: %s", path, strerror(errno));
	return false;
}

static bool
report(Arena *a, Diag *diag, const Result *r, size_t n,
       const VerifyOptions *opt, FILE *out)
{
	Buf text = buf_new(a);
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		Buf json = buf_new(a);

		report_json(&r[i], a, &json);
		ok = write_file(diag,
		                arena_printf(a, "%s/verify.json", r[i].l->dir),
		                &json) &&
		     ok;
		if (!opt->json && !opt->junit &&
		    (!opt->quiet || !result_passes(&r[i])))
			report_text(&r[i], a, &text);
	}
	if (opt->json)
		report_json_all(r, n, a, &text);
	if (opt->junit)
		report_junit(r, n, a, &text);
	fwrite(text.s, 1, text.len, out);
	if (opt->junit_path) {
		Buf junit = buf_new(a);

		report_junit(r, n, a, &junit);
		ok = write_file(diag, opt->junit_path, &junit) && ok;
	}
	return ok;
}

int
verify(Arena *a, Diag *diag, Loaded *design, size_t n, const VerifyOptions *opt,
       FILE *out)
{
	Result *r = arena_alloc(a, n * sizeof *r);
	Unit *unit = arena_alloc(a, n * sizeof *unit);
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		r[i].l = &design[i];
		unit_init(&r[i].unit, &design[i]);
		unit[i] = r[i].unit;
		vectors_plan(a, &design[i], opt, &r[i].vectors);
		ok = start(diag, &r[i]) && ok;
	}
	if (!ok)
		return 2;
	if (bench_tools(diag, unit, n) != 0 || (n && !run_group(diag, r, n)))
		return 3;
	if (!report(a, diag, r, n, opt, out))
		return 2;
	for (size_t i = 0; i < n; i++)
		ok = ok && result_passes(&r[i]);
	return ok ? 0 : 1;
}
