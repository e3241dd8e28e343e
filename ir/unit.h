/* Function units: a univariate sub-DAG of one fixed-point signal as a table,
 * a piecewise polynomial or a normalised reciprocal, whichever the target
 * says is cheapest, proven over every input it can get. */
#ifndef SG_UNIT_H
#define SG_UNIT_H

#include "ir/eval.h"
#include "ir/target.h"

struct UnitEval; /* unit.c: f at every input, with an error bound */

enum { UNIT_MAX_BITS = 24 }; /* exhaustive proof up to here */

typedef struct UnitSpec {
	const Expr *e;
	Ref root;       /* the function's value */
	Ref arg;        /* its only signal: everything below is cut off */
	DRef x;         /* the signal in the datapath, bounds proven */
	int lsb_x;      /* weight of x: arg = x * 2^lsb_x exactly here */
	double max_err; /* |result * 2^lsb - f(x * 2^lsb_x)| allowed, all x */
	int lsb;        /* weight the result must have, or UNIT_ANY_LSB: the
	                   unit picks the coarsest that its error allows */
	bool any_undefined; /* points where f is undefined may give anything;
	                       false: such a point is an error */
	const Range *clamp; /* if not NULL the result may be clamped to this
	                       range (output saturation): |clamp(result) -
	                       clamp(f)| counts */
	const Target *target;
	Span span;
} UnitSpec;

enum { UNIT_ANY_LSB = INT16_MIN };

typedef struct UnitResult {
	DRef d;
	int lsb;
	double err;       /* proven: max |result - f| over every x */
	const char *kind; /* "table", "poly2 x64", "reciprocal", for --dump */
} UnitResult;

/* Builds the unit into d. False if no family can meet max_err (then *why is
 * a sentence for the user, without a final full stop). */
bool unit_build(Datapath *d, const UnitSpec *u, UnitResult *r,
                const char **why);

/* One family = one row in unit.c's array and one file. A family proposes its
 * cheapest realisation without touching the datapath; unit_build picks the
 * best by device share and lets the winner build. */
typedef struct UnitFamily {
	const char *name;
	/* NULL where it does not apply; else an opaque plan in arena `a` with
	 * its modelled cost and delay (ns). */
	void *(*plan)(Arena *a, const UnitSpec *u, const Datapath *d,
	              const struct UnitEval *ev, Cost *cost, double *ns);
	bool (*build)(Datapath *d, const UnitSpec *u, void *plan,
	              const struct UnitEval *ev, UnitResult *r);
} UnitFamily;

#endif
