/* Weighted sums in the making: what one term can be made of, and the tree
 * that adds it all. For lower_sum.c, sum_items.c, sum_graph.c, sum_tree.c. */
#ifndef SG_SUM_H
#define SG_SUM_H

#include "ir/lower.h"

enum {
	SUM_PREC = COEF_PREC + 64, /* bits of a coefficient */
	DIGITS = 62,               /* signed digits at most */
	TABLE_BITS = 5             /* address bits beside a carry chain */
};

/* +-2^at f x, f odd. */
typedef struct Digit {
	int at, f;
	bool minus;
} Digit;

/* coef * x, to be added. */
typedef struct Part {
	Fixed x;
	mpfi_ptr coef;
	double mag; /* largest |x| */
	/* coef in signed digits, nearest power of two first */
	uint32_t n;
	Digit at[DIGITS];
	double own;              /* LUTs of f x, where some f is not 1 */
	double left[DIGITS + 1]; /* |coef - first i digits| * mag, upwards */
	int use; /* what was chosen: the first `use` digits, or TABLES */
	/* of each use at s->inner, TABLES first */
	double err[DIGITS + 2], cost[DIGITS + 2];
} Part;

enum { TABLES = -1 };

/* What is added: a shifted signal, or a table of bits of one. */
typedef struct Item {
	DRef d; /* the signal, */
	int f;  /* times this, to be made */
	int lsb;
	bool minus;
	double ns;         /* when it is there */
	unsigned width;    /* bits that it has, about */
	const Part *table; /* NULL: the signal itself; else of this product, */
	unsigned at, bits; /* of its bits at .. at + bits - 1; lsb = inner */
} Item;

typedef struct Sum {
	Lower *l;
	Ref r;
	Arena *a;
	VEC(Part) part;
	VEC(Item) item;
	mpfi_t c0;       /* the constant */
	int lsb;         /* of the result */
	int inner;       /* weight at which items are added; lower bits of
	                    theirs are cut */
	bool middle;     /* the result's value is d + 1/2 */
	unsigned field;  /* bits that matter from there on; 0: all */
	mpfr_t constant; /* in units of 2^inner */
	double apart;    /* error of coefficients taken as one */
	double err;      /* of everything, as chosen */
	double cost;     /* LUTs, about */
} Sum;

/* ---- sum_items.c ---- */

/* Finds the digits of p's coefficient, until what is left is at most `tol`; the
 * first n are given. */
void part_digits(Part *p, const Digit *first, uint32_t n, double tol);
/* About the LUTs that adding an item takes whose largest value is m. */
double sum_item_bits(const Sum *s, double m);
/* The same of a digit. */
double sum_digit_bits(const Sum *s, const Part *p, const Digit *t);
/* Chooses for every part what it is made of so that all errors, at s->inner,
 * are at most `room`, at the least cost; sets s->err, s->cost. */
bool sum_choose(Sum *s, double room);
/* The items of the choice, and what cutting them takes off on average, in
 * *mean (the equation's units, added to it). */
void sum_items(Sum *s, mpfr_ptr mean);
/* Tables share their LUT with the adder. */
bool sum_tables(const Sum *s);

/* ---- sum_graph.c ---- */

/* Gives parts digits that cost less for what they were chosen for; false if
 * there are none. */
bool sum_share(Sum *s);
/* f x */
DRef sum_multiple(Sum *s, DRef x, int f);

/* ---- sum_tree.c ---- */

/* The sum of all items and the constant, at weight 2^lsb; 0: too wide. */
DRef sum_build(Sum *s);

#endif
