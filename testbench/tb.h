/* What the parts of the test bench share. */
#ifndef SG_TB_H
#define SG_TB_H

#include "testbench/testbench.h"

/* ---- json.c: places in a JSON text ---- */

/* The value of a member, the object's first bracket if there is none. */
Span json_member(const Diag *d, Span object, const char *key);
Span json_element(const Diag *d, Span array, size_t index);

/* ---- load.c ---- */

/* "-1.5", "1/3": a decimal or a quotient of two, exactly. */
bool read_rational(const char *s, mpq_ptr q);
/* q = (x * 2^lsb) * scale + offset. */
void port_value(const Format *f, const char *scale, const char *offset,
                int64_t x, mpq_ptr q);

/* ---- vectors.c: what goes in ---- */

/* Vector v is a function of the plan and v alone, so that any block of them
 * can be made at any time. In order: every point of the box if `grid` is not
 * 0, the listed vectors, random ones. */
typedef struct Vectors {
	const Design *g;
	uint64_t seed;
	uint64_t n;    /* all of them */
	uint64_t grid; /* points of the whole box, 0: too many */
	uint64_t random;
	uint32_t corner, edge, sample; /* listed, in this order */
	int64_t *list;                 /* [v * nin + i] */
} Vectors;

/* The integers input i may be given: its promised range, or all that fit the
 * port where the design clamps. */
int64_t domain_lo(const DesignInput *in);
int64_t domain_hi(const DesignInput *in);
void vectors_plan(Arena *a, const Loaded *l, const VerifyOptions *opt,
                  Vectors *v);
void vectors_fill(const Vectors *v, uint64_t first, size_t n, int64_t *in);

/* ---- reference.c: what should come out, over the reals ---- */

enum { EIGHTHS = 8, OCTAVES = 16, BINS = EIGHTHS + OCTAVES };

/* One output against the real equation. Errors are in the equation's units
 * unless named ulp. */
typedef struct Error {
	uint64_t points;    /* vectors where the equation is defined */
	uint64_t exact;     /* of them decided by MPFI */
	uint64_t undefined; /* not defined there */
	uint64_t undecided; /* no precision up to 4096 bits was enough */
	uint64_t over;      /* bound exceeded, or undefined and not allowed */
	double ulp;         /* of the output */
	double max, square; /* largest error, sum of squares */
	uint64_t worst;     /* vector with the largest error */
	uint64_t bin[BINS]; /* |error|: eighths of an ulp, then octaves */
} Error;

typedef struct Reference Reference;

/* NULL after an error: the equations do not fit the ports. */
Reference *reference_new(Arena *a, Diag *diag, const Loaded *l,
                         const Vectors *v);
/* The interpreter's outputs for vectors first .. first + n - 1. Calls
 * bad(ctx, vector, output) for each that is wrong. */
typedef void BadVector(void *ctx, uint64_t vector, uint32_t output);
void reference_block(Reference *r, uint64_t first, size_t n, const int64_t *in,
                     const int64_t *out, BadVector *bad, void *ctx);
const Error *reference_error(const Reference *r, uint32_t output);
/* The exact value of the output as a decimal, "undefined" or "undecided". */
const char *reference_value(Reference *r, uint32_t output, const int64_t *in,
                            Arena *a);
/* Variables of input i as the equation sees the port integer x. */
const char *reference_input(const Reference *r, uint32_t i, int64_t x,
                            Arena *a);

#endif
