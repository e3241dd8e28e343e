/* Function units: a univariate sub-DAG of one fixed-point signal as a table,
 * a piecewise polynomial or a normalised reciprocal, whichever the target
 * says is cheapest, proven over every input it can get. */
#ifndef SG_UNIT_H
#define SG_UNIT_H

#include "ir/eval.h"
#include "ir/opts.h"
#include "ir/target.h"

enum {
	UNIT_MAX_BITS = 24,   /* exhaustive proof up to here, */
	UNIT_EASY_BITS = 20,  /* in a moment up to here; beyond,
	                        powers are cut (unit_wide.c) */
	UNIT_HALVES_BITS = 16 /* in two halves up to here: of the larger units
	                         of five fronts and the Feynman equations none
	                         gains by that, and each takes seconds */
};

enum { UNIT_ANY_LSB = INT16_MIN };

/* For units within a pipeline, by trial: where delay counts, with 10
 * jets_sincos of the taggers takes 5 cycles instead of 4, with 4 jets_poly is
 * 2 % larger. */
enum { UNIT_PATIENCE_NS = 15, UNIT_HURRY_NS = 6, UNIT_NO_ROWS_NS = 10 };

typedef struct UnitSpec {
	const Expr *e;
	Ref root;            /* the function's value */
	Ref arg;             /* its only signal: everything below is cut off */
	DRef x;              /* the signal in the datapath, bounds proven */
	int lsb_x;           /* weight of x: arg = x * 2^lsb_x exactly here */
	unsigned float_bits; /* 0, or x >= 0 stands for unit_mantissa(x) *
	                        2^(unit_exponent(x) + lsb_x): unit_float.c */
	bool half;      /* x stands for (x + 1/2) * 2^lsb_x: the middle of what
	                  was cut; float_bits is 0 then */
	bool no_odd;    /* no result may be 2 v + 1: unit_fold.c */
	double offset;  /* of an inner unit: f is less by this */
	double max_err; /* |result * 2^lsb - f(x * 2^lsb_x)| allowed, all x */
	int lsb;        /* weight the result must have, or UNIT_ANY_LSB: the
	                   unit picks the coarsest that its error allows */
	bool any_undefined; /* points where f is undefined may give anything;
	                       false: such a point is an error */
	const Range *clamp; /* if not NULL the result may be clamped to this
	                       range (output saturation): |clamp(result) -
	                       clamp(f)| counts */
	const Target *target;
	OptSet opts;      /* families that are on */
	double patience;  /* ns of delay that are worth as much as the whole
	                    unit; 0: only the share counts */
	const char *only; /* the only family to try, for measurements; NULL:
	                     all of them */
	Span span;
} UnitSpec;

typedef struct UnitResult {
	DRef d;
	int lsb;
	double err;       /* proven: max |result - f| over every x */
	const char *kind; /* "table 8x12", "poly2 x64", for --dump */
	bool undefined;   /* refused because f has no value */
	int64_t where;    /* at this x */
} UnitResult;

/* Builds the unit into d. False if no family can meet max_err (then *why is
 * a sentence for the user, without a final full stop). */
bool unit_build(Datapath *d, const UnitSpec *u, UnitResult *r,
                const char **why);

/* ---- unit_wide.c: the same where x has too many values to try them all ---- */

/* False where the function is no power of its argument. */
bool unit_wide(Datapath *d, const UnitSpec *u, UnitResult *r);

/* ---- unit_root.c: a square root of any argument ---- */

/* False where the function is none, or --without recurrence. */
bool unit_root(Datapath *d, const UnitSpec *u, UnitResult *r);

/* ---- unit_float.c: any function, of an argument cut to a floating one ---- */

/* Floating integers of p bits: 0 .. 2^p - 1 are themselves; from there on each
 * 2^(p-1) of them cover the next octave, so that the order stays. */
static inline int64_t
unit_exponent(int64_t z, unsigned p)
{
	return z >> p ? (z >> (p - 1)) - 1 : 0;
}
static inline int64_t
unit_mantissa(int64_t z, unsigned p)
{
	return z - unit_exponent(z, p) * (INT64_C(1) << (p - 1));
}
/* False where the argument may be negative, or no cut is fine enough. */
bool unit_float(Datapath *d, const UnitSpec *u, UnitResult *r);
bool unit_octaves(Datapath *d, const UnitSpec *u, UnitResult *r);

/* ---- unit_eval.c: f at every input, and what a result may be there ---- */

/* Results r with |r * 2^lsb - f| <= max_err, per input, as lo[i] <= r <=
 * hi[i]; -+UNIT_FREE where anything goes, lo > hi where nothing does. */
#define UNIT_FREE (INT64_C(1) << 52)
typedef struct UnitBand {
	int lsb;
	bool empty; /* some input has no result */
	int64_t *lo, *hi;
} UnitBand;

typedef struct UnitEval {
	Arena *a; /* the unit's own: gone when it is built */
	const UnitSpec *u;
	Prog *prog;
	int64_t lo, hi; /* of x */
	uint32_t n;     /* hi - lo + 1 */
	double *y;      /* f, clamped, at lo + i; NaN: undefined, so free */
	double off;     /* |y - f| <= off at every input */
	bool undefined; /* f is undefined somewhere, */
	int64_t where;  /* at this input */
	VEC(UnitBand) band;
	mpq_t q; /* scratch */
	mpfi_t r;
} UnitEval;

UnitEval *unit_eval(Arena *a, const UnitSpec *u, int64_t lo, int64_t hi);
/* f in double at any real x, clamped or not proven; NaN where undefined. */
double unit_at(const UnitEval *ev, double x);
const UnitBand *unit_band(UnitEval *ev, int lsb);
/* The weight a table would use: the spec's, or the coarsest that max_err
 * allows; coarser still where all values are exact multiples. */
int unit_table_lsb(const UnitEval *ev);
/* The same for families that need some of max_err before the last rounding. */
int unit_result_lsb(const UnitEval *ev);

/* ---- families ---- */

/* One way to build the unit. Plans never touch the datapath. */
typedef struct UnitPlan {
	const struct UnitFamily *family;
	const char *kind;
	int lsb;      /* of the result */
	void *own;    /* the family's */
	bool settled; /* what `own` says will be built as it is */
	/* filled in by unit.c */
	Cost cost;
	double share, ns, err;
	int64_t lo, hi; /* of the result */
} UnitPlan;

typedef struct UnitPlans {
	VEC(UnitPlan) at;
} UnitPlans;

/* One family = one row in unit.c's array and one file. It adds what it
 * thinks worth comparing; unit.c builds each into a scratch datapath for its
 * cost, and proves the cheapest there by running it on every input. */
typedef struct UnitFamily {
	const char *name;
	enum Opt opt; /* that turns it off */
	void (*plan)(UnitEval *ev, UnitPlans *out);
	/* NULL, or: makes a plan that was good enough to be compared good for
	 * every input, perhaps at a higher cost; false if that cannot be. */
	bool (*settle)(const UnitPlan *p);
	DRef (*build)(Datapath *d, DRef x, const UnitPlan *p);
} UnitFamily;

/* What is minimised: `patience` of delay count as much as the whole unit. */
double unit_price(const UnitSpec *u, double share, double ns);
/* The least of the plans so far; infinite if there is none. */
double unit_least_price(const UnitEval *ev, const UnitPlans *plans);
/* Name of family k; NULL behind the last one. */
const char *unit_family_name(unsigned k);
/* Bits that tell n consecutive integers apart. */
unsigned unit_index_bits(uint32_t n);
/* The table `at` of 2^bits entries at bits k .. k + bits - 1 of x. */
DRef unit_lut(Datapath *d, DRef x, unsigned k, unsigned bits,
              const int64_t *at);
/* of[k] at the segment x >> s = first + k of n; numbers that do not occur
 * repeat the last one. */
DRef unit_segment_lut(Datapath *d, DRef x, unsigned s, int64_t first,
                      uint32_t n, const int64_t *of);
/* The cheapest proven plan; NULL if there is none. For a family whose plan
 * holds another unit. */
const UnitPlan *unit_choose(UnitEval *ev);
/* Builds a proven plan. */
DRef unit_place(Datapath *d, DRef x, const UnitPlan *p);

void table_plan(UnitEval *ev, UnitPlans *out);
DRef table_build(Datapath *d, DRef x, const UnitPlan *p);
void line_plan(UnitEval *ev, UnitPlans *out);
DRef line_build(Datapath *d, DRef x, const UnitPlan *p);
void poly_plan(UnitEval *ev, UnitPlans *out);
bool poly_settle(const UnitPlan *p);
DRef poly_build(Datapath *d, DRef x, const UnitPlan *p);
void parts_plan(UnitEval *ev, UnitPlans *out);
bool parts_settle(const UnitPlan *p);
DRef parts_build(Datapath *d, DRef x, const UnitPlan *p);
void scale_plan(UnitEval *ev, UnitPlans *out);
DRef scale_build(Datapath *d, DRef x, const UnitPlan *p);
void fold_plan(UnitEval *ev, UnitPlans *out);
DRef fold_build(Datapath *d, DRef x, const UnitPlan *p);
void root_plans(UnitEval *ev, UnitPlans *out);
DRef root_build(Datapath *d, DRef x, const UnitPlan *p);
void halves_plan(UnitEval *ev, UnitPlans *out);
DRef halves_build(Datapath *d, DRef x, const UnitPlan *p);

#endif
