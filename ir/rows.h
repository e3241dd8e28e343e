/* Products as rows of a carry chain, with what need not be computed left
 * out. */
#ifndef SG_ROWS_H
#define SG_ROWS_H

#include "ir/target.h"

/* floor((a * b + add) / 2^out), less `rows_loss`. */
typedef struct Rows {
	DRef a, b;     /* b gives the digits */
	unsigned cut;  /* no row has bits below this weight, */
	unsigned less; /* so many rows of Booth's digits, the first ones that
	                  are cut, none of that weight either, */
	unsigned out;  /* the result none below this: cut <= out */
	unsigned top;  /* only the result modulo 2^top (before out) matters, as
	                 a field of top - out bits; 0: all of it */
	int64_t add;   /* in units of 2^cut */
	unsigned chains; /* 1: smallest; 2: two halves side by side */
	bool booth;      /* b's digits are -2 .. 2 instead of 0 .. 3, */
	bool square;     /* as they are of a square, a being b */
} Rows;

DRef dp_rows(Datapath *d, const Rows *m);
/* What the cut takes off the sum, in units of 2^cut: between lo and hi. */
void rows_loss(const Datapath *d, const Rows *m, double *lo, double *hi);

/* What dp_rows computes with Booth's digits, 0 < cut <= out, nothing else set
 * and one chain, or two of which the second has no row that is cut:
 * |d| a 2^p / 2^cut of a digit d at p is floored, one more for d > 0. */
static inline int64_t
rows_booth(int64_t a, int64_t b, unsigned cut, unsigned out)
{
	int64_t sum = 0, carry = 0;
	unsigned p = 0;
	for (; p < cut; p += 2) {
		int64_t two = b >> p & 3, d = (two ^ 2) - 2 + carry;
		int64_t row = (d < 0 ? -d : d) * a * (INT64_C(1) << p) >> cut;
		sum += d > 0 ? row + 1 : -row;
		carry = two >> 1;
	}
	sum += a * ((b >> p) + carry) * (INT64_C(1) << (p - cut));
	return sum >> (out - cut);
}

#endif
