/* What a verification found, and the forms in which it is told. */
#ifndef SG_RESULT_H
#define SG_RESULT_H

#include "testbench/bench.h"

enum { MAX_BAD = 10 };

/* A vector where something is wrong. */
typedef struct Bad {
	uint64_t vector;
	int64_t *in;
	int64_t *out[STREAMS + 1]; /* a model's outputs, NULL if it gave none;
	                              [STREAMS]: the interpreter's */
} Bad;

typedef struct StreamResult {
	uint64_t vectors;    /* that were compared */
	uint64_t mismatches; /* different bits, or no result at all */
} StreamResult;

typedef struct Result {
	const Loaded *l;
	Unit unit;
	Vectors vectors;
	Reference *real;
	DRef bad_node; /* left its proven bounds in the interpreter, or 0 */
	StreamResult stream[STREAMS];
	Buf complaints; /* about out_valid, one a line */
	VEC(Bad) bad;   /* at most MAX_BAD */
} Result;

bool output_passes(const Result *r, uint32_t output);
bool stream_runs(const Result *r, enum Stream s);
bool stream_passes(const Result *r, enum Stream s);
bool result_passes(const Result *r);

/* "x0 = -12 (-0.75), x1 = 3 (3)": the inputs of a bad vector. */
const char *bad_inputs(const Result *r, const Bad *bad, Arena *a);
/* The port's bits of an output value: "16'h03f1". */
const char *output_bits(const Result *r, uint32_t output, int64_t v, Arena *a);
/* Why a stream fails, in a line or a few; NULL if it passes. */
const char *stream_failure(const Result *r, enum Stream s, Arena *a);
const char *output_failure(const Result *r, uint32_t output, Arena *a);
const char *interpreter_failure(const Result *r, Arena *a);

/* ---- report.c, report_json.c, report_junit.c ---- */
void report_text(const Result *r, Arena *a, Buf *b);
/* One object: the contents of verify.json. */
void report_json(const Result *r, Arena *a, Buf *b);
void report_json_all(const Result *r, size_t n, Arena *a, Buf *b);
void report_junit(const Result *r, size_t n, Arena *a, Buf *b);

#endif
