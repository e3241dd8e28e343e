/* Quotients digit by digit. */
#ifndef SG_RECUR_H
#define SG_RECUR_H

#include "ir/datapath.h"

/* n / d = (2 X + 1) * 2^lsb, off by at most 2^lsb + quotient_error, where
 * |n / d - sign * 2^start| <= 2^(lsb + digits) for every input, sign and start
 * being those of the first digit; with `shift` all that of n / d + 2^lsb, so
 * that X * 2^(lsb + 1) is n / d rounded. d is above 0 or below 0 for every
 * input. Weights are powers of two. */
typedef struct Quotient {
	DRef n, d;
	int pn, pd;      /* weights of n and d */
	int lsb;         /* of the last digit */
	unsigned digits; /* after the first one */
	int sign,
	    start; /* the first digit, sign 0: none; start >= lsb + digits */
	bool plus; /* remainders are q d - n, not n - q d; sign 1 only */
	bool shift;
	int cut;     /* remainders have no bits below this weight */
	bool centre; /* what is cut errs to both sides alike */
} Quotient;

/* False where no such recurrence is built: the first digit's multiple of d
 * would be cut, or n has bits far below those of the remainders. */
bool quotient_makes(const Datapath *d, const Quotient *q);
/* X; 0 where a remainder needs more than 63 bits. */
DRef dp_quotient(Datapath *d, const Quotient *q);
double quotient_error(const Datapath *d, const Quotient *q);

#endif
