/* Chebyshev fits of a function unit on uniform segments of its input. */
#ifndef SG_UNIT_FIT_H
#define SG_UNIT_FIT_H

#include "ir/unit.h"

enum { FIT_NODES = 8, FIT_DEGREE = 4 };

/* Segment g holds the inputs base + g 2^s + 2^(s-1) + t with the centred
 * offset -2^(s-1) <= t < 2^(s-1); z = t / 2^(s-1) is in [-1, 1). */
typedef struct Fit {
	unsigned s;
	int64_t base;  /* 0, or -2^(s-1) where one segment holds all inputs */
	int64_t first; /* number of the segment that holds the least input */
	uint32_t nseg;
	double *cheb;      /* [segment * FIT_NODES + k], of T_k */
	double *mid, *rad; /* per segment: t = mid + rad w, |w| <= 1, is where
	                      the series holds */
	/* per degree: largest sum of the terms that it leaves out */
	double tail[FIT_DEGREE + 1];
} Fit;

/* Fits where the band constrains the result; the rest of a segment is left
 * to extrapolation. */
Fit *fit_segments(UnitEval *ev, const UnitBand *b, unsigned s);
/* Coefficients of the powers of z, 0 above `degree`. */
void fit_powers(const Fit *f, uint32_t seg, unsigned degree,
                double a[FIT_DEGREE + 1]);

#endif
