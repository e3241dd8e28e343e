/* Quotients and square roots digit by digit. */
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

/* sqrt(n) = (2 X + 1) * 2^lsb, off by at most 2^lsb + root_error, where
 * head <= sqrt(n) / 2^(lsb + digits + 1) <= head + 1 for every input. */
typedef struct Root {
	DRef n;          /* never negative */
	int pn;          /* its weight */
	int lsb;         /* of the last digit */
	unsigned digits; /* after the first bits, */
	int64_t head;    /* which are the same for every input */
	int cut;         /* remainders have no bits below this weight */
} Root;

/* Sets digits and head for n of [lo, hi] and the other fields; false where no
 * such recurrence is built. */
bool root_plan(Root *q, int64_t lo, int64_t hi);
DRef dp_root(Datapath *d, const Root *q); /* X */
/* lo: the least n */
double root_error(const Root *q, int64_t lo);

/* ---- what both are made of ---- */

/* A remainder, whose sign is the next digit. */
typedef struct Remainder {
	Datapath *d;
	DRef v;
	int at;    /* its weight */
	DRef down; /* the digits so far: bits, 1 for a negative remainder */
} Remainder;

/* x of weight 2^from as a multiple of 2^to, floored. */
DRef to_weight(Datapath *d, DRef x, int from, int to);
/* The sign of r->v, which becomes a digit; 0 without remainder. */
DRef remainder_digit(Remainder *r);
/* The field of v that is left where |v| <= most, for every input. */
DRef remainder_keep(Datapath *d, DRef v, double most);

#endif
