/* A piecewise polynomial in integers: what the datapath computes. */
#ifndef SG_UNIT_POLY_H
#define SG_UNIT_POLY_H

#include "ir/rows.h"
#include "ir/unit_fit.h"
#include "ir/unit_pack.h"

/* Horner's rule on the centred offset t of x in its segment:
 *
 *     a_d = c_d[segment]
 *     a_k = c_k[segment] + floor(a_{k+1} floor(t / 2^drop) / 2^shift)
 *     result = floor(a_0 / 2^guard)
 *
 * with drop, shift of stage k + 1. Integer a_k has weight 2^lsb[k]. A product
 * may be by rows that are cut (rows.h), and is then what poly_product says. */
typedef struct Poly {
	const Target *target;
	const Fit *fit;
	unsigned degree;
	double
	    size[FIT_DEGREE + 1]; /* largest coefficient of each power of z */
	unsigned guard;
	int lsb[FIT_DEGREE + 1];
	int drop[FIT_DEGREE + 1];     /* of stage 1..degree */
	int cut[FIT_DEGREE + 1];      /* likewise, of its rows; 0: exact */
	bool swap[FIT_DEGREE + 1];    /* the digits are a's instead of t's */
	bool by_rows[FIT_DEGREE + 1]; /* rows are cheaper, so they may be cut */
	int64_t *c[FIT_DEGREE + 1];   /* per segment */
	int64_t lo[FIT_DEGREE + 1], hi[FIT_DEGREE + 1]; /* of a_k, proven */
	Pack *pack;        /* of each c, once all of them are known */
	struct Trim *trim; /* the search for all this */
} Poly;

/* Stage k's right shift, never negative: from the product's weight, which is
 * that of a_k times that of t, to that of a_{k-1}. */
static inline int
poly_shift(const Poly *p, unsigned k)
{
	return p->lsb[k - 1] - p->lsb[k] + (int)p->fit->s - 1 - p->drop[k];
}

/* Stage k's product, floor(a t / 2^shift) or nearly. */
static inline int64_t
poly_product(const Poly *p, unsigned k, int shift, int64_t a, int64_t t)
{
	if (p->cut[k] == 0)
		return a * t >> shift;
	return rows_booth(p->swap[k] ? t : a, p->swap[k] ? a : t,
	                  (unsigned)p->cut[k], (unsigned)shift);
}

/* unit_trim.c: the narrowest formats, starting from those that the error
 * analysis gives, with which the results of a sample of the inputs lie in the
 * band; fills in c, pack, lo and hi. False if there are none. */
bool poly_trim(UnitEval *ev, const UnitBand *b, Poly *p);
/* The same for all inputs; to be called after poly_trim. */
bool poly_finish(Poly *p);
/* The fit leaves some of the error for rounding. */
bool poly_fits(const UnitEval *ev, const UnitBand *b, const Fit *f,
               unsigned degree);
/* Formats by error analysis, `finer` bits wider than it says; false if they
 * are too wide. */
bool poly_formats(const UnitEval *ev, const UnitBand *b, Poly *p, int finer);

#endif
