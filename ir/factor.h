/* Private to factor.c, factor_poly.c and factor_search.c: polynomials. */
#ifndef SG_FACTOR_H
#define SG_FACTOR_H

#include "ir/expr.h"

/* Larger ones are left as they are. */
enum { POLY_ATOMS = 24, POLY_TERMS = 256 };

/* What a polynomial is over: nodes that are no sum and no product. */
typedef struct Atoms {
	Ref ref[POLY_ATOMS];
	uint8_t signal[POLY_ATOMS]; /* the first atom of the same signal */
	bool is_var[POLY_ATOMS];
	unsigned n;
} Atoms;

typedef struct Powers {
	uint8_t e[POLY_ATOMS];
} Powers;

/* Sorted by powers, no powers twice, no coefficient 0. */
typedef struct ExactTerm {
	Powers p;
	mpq_ptr c;
} ExactTerm;
typedef struct Exact {
	VEC(ExactTerm) term;
} Exact;

/* The same in double, for the search: what is 1e-11 of the largest number
 * that went into it is 0. */
typedef struct PolyTerm {
	Powers p;
	double c;
} PolyTerm;
typedef struct Poly {
	VEC(PolyTerm) term;
} Poly;

/* ---- factor_poly.c ---- */

/* Node r of e, multiplied out; false if that is too large. Adds to `atoms`
 * what it meets. */
bool exact_expand(Arena *a, const Expr *e, Ref r, Atoms *atoms, Exact *out);
/* x - y. */
Exact exact_sub(Arena *a, const Exact *x, const Exact *y);
Poly poly_from(Arena *a, const Exact *x);
/* p - c * (powers m) * d. */
Poly poly_reduce(Arena *a, const Poly *p, const Poly *d, double c, Powers m);
bool powers_divide(const Powers *x, const Powers *by, Powers *quotient);
int powers_compare(const Powers *x, const Powers *y);
void poly_add(Arena *a, Poly *p, PolyTerm t); /* at its end */
Poly poly_sorted(Arena *a, const Poly *p);    /* and merged */

/* ---- factor_search.c ---- */

/* A polynomial as it shall be computed: as it is, or scale * d * q + r. */
typedef struct Plan {
	Poly p;
	double cost, scale;
	const struct Plan *d, *q, *r; /* NULL: as it is */
} Plan;

/* What operations cost, in LUTs. */
typedef struct PlanCost {
	double mul;  /* signal * signal */
	double unit; /* a function of one signal */
	double coef; /* signal * constant */
	double add;
} PlanCost;

const Plan *plan_search(Arena *a, const Atoms *atoms, const PlanCost *cost,
                        const Poly *p);

#endif
