/* The parts of the reference: exact.c (MPFI), filter.c (double), and
 * reference.c, which makes it and reads it. */
#ifndef SG_REFERENCE_H
#define SG_REFERENCE_H

#include "testbench/tb.h"

enum { TIGHT = 128 }; /* a filter's error of bound / TIGHT is good */

typedef struct Head {
	const DesignOutput *out;
	Prog *prog;
	mpfr_t bound;       /* rounded down; +inf where there is none */
	double bound_below; /* the same in double */
	double tight;       /* error the filter should reach */
	double weight;      /* of the port integer: 2^lsb, exact */
	double turn_double;
	double lo, hi; /* clamp of a double value, outward */
	bool wraps, clamps;
	mpfr_t y, clamp_lo, clamp_hi, turn; /* turn: 2^(width + lsb) */
	mpfi_t exact, diff;
	Error error;
} Head;

struct Reference {
	Arena *a;
	const Design *g;
	const Vectors *v;
	uint32_t nin, nout;
	Head *head;
	bool filter; /* all port integers are exact doubles */
	mpq_t *x;
	/* the block at hand */
	uint64_t first;
	const int64_t *in, *out;
	double *point;   /* [v * nin + i], clamped */
	uint32_t *index; /* permuted by halving */
	size_t room;
	BadVector *bad;
	void *ctx;
};

enum Verdict { WITHIN, BEYOND, UNDEFINED, UNDECIDED };

/* Vector k of the block, output o, by MPFI. Counts it. */
enum Verdict exact_vector(Reference *r, uint32_t o, uint32_t k);
void exact_inputs(Reference *r, const int64_t *in);
void exact_count(Head *h, uint64_t vector, double e);
/* Output o of the n vectors of the block, by the filter where it can. */
void filter_block(Reference *r, uint32_t o, size_t n);

#endif
