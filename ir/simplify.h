/* Private to simplify.c, flatten.c, poly.c and fold.c: one round. */
#ifndef SG_SIMPLIFY_H
#define SG_SIMPLIFY_H

#include "ir/expr.h"

enum { FOLD_BITS = 4096 }; /* a folded constant's numerator, denominator */

/* A node of the source that a rule takes as it is, with its exponent in a
 * product or its sign, +1 or -1, in a sum. */
typedef struct Leaf {
	Ref r;
	int k;
} Leaf;

/* What the rules know about a node of the result. */
typedef struct Fact {
	/* The one signal that it is a function of: 0 for a constant, the
	 * variable for a function of one variable, and otherwise the first
	 * node below which signals meet. */
	Ref signal;
	bool total; /* defined for all values of the variables */
} Fact;

/* One round: `e` is rewritten into `to`. */
typedef struct Rewrite {
	Arena *a; /* scratch */
	const Expr *e;
	Expr *to;
	Ref *map;       /* e to to; 0 = not needed, or part of a larger rule */
	uint32_t *uses; /* per node of e: parents that are needed, outputs */
	VEC(Fact) fact; /* per node of to: use rw_fact() */
	VEC(Leaf) leaf, open; /* of the list at hand; still to be opened */
} Rewrite;

Fact rw_fact(Rewrite *s, Ref r);
Ref rw_make1(Rewrite *s, enum Op op, Ref x, Span span);
Ref rw_make2(Rewrite *s, enum Op op, Ref x, Ref y, Span span);

/* ---- flatten.c and poly.c: sums, products, max and min as lists ---- */

/* How node r of e is built: as one list, or by the rule of its operator. */
enum Family { FAM_OTHER, FAM_SUM, FAM_PRODUCT, FAM_CHAIN };
enum Family rw_family(const Expr *e, Ref r);
/* Puts the leaves of the list that r is the head of into s->leaf. */
void rw_gather(Rewrite *s, Ref r);
/* Builds it from the gathered leaves, all of which are mapped. */
Ref rw_build(Rewrite *s, Ref r);

/* ---- fold.c: exact arithmetic ---- */

bool fold_fits(mpq_srcptr q);
/* r = op(arg) if that is a rational of at most FOLD_BITS bits that the rules
 * know; false otherwise, also where it is undefined. r may not alias arg. */
bool fold_op(enum Op op, mpq_ptr r, mpq_srcptr const *arg);
/* r = x^n exactly; false if undefined or too large. */
bool fold_power(mpq_ptr r, mpq_srcptr x, long n);

#endif
