/* Multipartite tables: what they are made of. */
#ifndef SG_UNIT_PARTS_H
#define SG_UNIT_PARTS_H

#include "ir/unit_pack.h"

enum {
	FIELDS = 4,
	MAX_LOW = 9,      /* bits of all fields together */
	MAX_ADDRESS = 12, /* of one table */
	MAX_GUARD = 3
};

/* How much the slope varies, by the lowest bit of x that it may depend on. */
typedef struct Slopes {
	unsigned s, all;   /* fields together; bits of x */
	double **lo, **hi; /* [top - s][x >> top, from 0]; lo > hi: free */
	double *spread;    /* [top - s]: the largest hi - lo */
	double most;       /* largest |slope| */
	double curve;      /* largest distance from a line in a segment */
} Slopes;

/* Table i and its place: entry (number << bits) + field, where number is
 * (x >> top) - first and field is x's bits low .. low + bits - 1. */
typedef struct Field {
	unsigned low, bits, top;
	int64_t first;
	uint32_t numbers;
	int64_t *at;
	int64_t hi; /* largest entry; the least is 0 */
} Field;

/* result = floor((c[x >> s] + sum_i t_i[x >> top_i, field_i]) / 2^guard) */
typedef struct Parts {
	UnitEval *ev;
	const UnitBand *b;
	const Slopes *slopes; /* for s */
	unsigned s, guard, nfield;
	Field field[FIELDS];
	double lut;    /* estimated */
	int64_t first; /* lo >> s */
	uint32_t nseg;
	Window *window; /* of c */
	int64_t *c;
	Pack pack;      /* of c */
	uint32_t worst; /* segment that failed last */
} Parts;

/* Cuts of x by estimated LUTs, the cheapest first, that the error estimate
 * does not rule out. */
typedef struct Cuts {
	VEC(Parts) at;
} Cuts;
void parts_cuts(UnitEval *ev, const UnitBand *b, double limit, unsigned keep,
                Cuts *out);

#endif
