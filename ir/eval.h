/* Evaluating and bounding an Expr: the real-number side of every proof. */
#ifndef SG_EVAL_H
#define SG_EVAL_H

#include "ir/expr.h"

/* The real_NAME functions are trusted to be within this many ulp. glibc
 * publishes at most 4 ulp for those we call; the margin is ours. This and
 * MPFI are the trusted base of the proofs, and `symgate verify` checks every
 * vector with MPFI again. */
enum { OP_ULP = 16 };

/* A closed interval of reals, outward rounded; lo > hi = empty. */
typedef struct Range {
	double lo, hi;
} Range;

/* ---- interval.c: intervals of doubles; all results enclose ---- */
extern const Range interval_whole, interval_none;
double up(double v);             /* the next double above */
double down(double v);           /* and below */
double mul0(double a, double b); /* 0 * inf = 0 */
bool interval_empty(Range a);
double interval_mag(Range a); /* largest magnitude */
Range interval_hull(Range a, Range b);
Range interval_widen(Range a, double e); /* a + [-e, e] */
Range interval_add(Range a, Range b);
Range interval_mul(Range a, Range b); /* with 0 * inf = 0 */
Range interval_from(mpfi_srcptr r);

/* One operator over a box; an OpBox is its scratch storage. `same` tells
 * that both arguments are one value. slope (NULL: not wanted) gets the
 * partial derivatives. DEF_NONE leaves an empty val. */
typedef struct OpBox OpBox;
OpBox *op_box_new(Arena *a);
enum Defined op_box(OpBox *b, enum Op op, bool same, const Range *arg,
                    Range *val, Range *slope);
Range op_box_const(OpBox *b, mpq_srcptr q);

/* ---- nonneg.c ---- */

/* True only if r is never negative where every node n is in range[n]. */
bool expr_nonneg(const Expr *e, Ref r, const Range *range);

/* ---- modulus.c: continuity where the slope is unbounded ---- */

/* |f(u) - f(v)| <= w(|u - v|) for w(t) = c t^power and all u, v of f's domain
 * in arg[0] (arg[1], if there is one, is a point): tangents of w up to
 * t = MODULUS_MOST bound |f(u) - f(v)| for all u and v. False where f has no
 * such modulus worth having. */
#define MODULUS_MOST 0x1p-10
bool op_modulus(enum Op op, const Range *arg, double *c, double *power);

/* ---- rational.c: operators that map rationals to rationals ---- */

enum Rational { RAT_YES, RAT_NO, RAT_UNDEFINED };
/* r = op(a) exactly. RAT_NO where the result is irrational, too large, or
 * not known to be rational; r may not alias a. */
enum Rational op_rational(enum Op op, mpq_ptr r, mpq_srcptr const *a);

/* ---- points ---- */

/* One straight-line program for the part of `e` that `root` needs. */
typedef struct Prog Prog;
/* `leaf` (a Ref, or 0) is taken as the program's only input when it is not 0:
 * then x[0] is its value and everything below it is cut off. Otherwise x is
 * indexed like e->var. */
Prog *prog_new(Arena *a, const Expr *e, Ref root, Ref leaf);
/* In double; NaN where undefined. */
double prog_double(const Prog *p, const double *x);
/* Enclosure at precision `prec` (bits) with the inputs exact rationals:
 * false where undefined (or where definedness cannot be decided at 4096
 * bits, as for log(x - x)). Callers raise prec until it is tight enough. */
bool prog_exact(const Prog *p, const mpq_t *x, mpfr_prec_t prec, mpfi_ptr r);
/* The same, with what is known of definedness. DEF_SOME: nothing, and r encloses
 * the value that there is if it is defined. */
enum Defined prog_enclosed(const Prog *p, const mpq_t *x, mpfr_prec_t prec,
                           mpfi_ptr r);
/* Promises prog_error that every input is a multiple of 2^lsb: then sums and
 * products that are exact in double cost no error. */
void prog_grid(Prog *p, int lsb);
/* Upper bound on |prog_double(x) - exact| for every x in the box (one Range
 * an input, the x themselves exact doubles); +inf where none is found. */
double prog_error(const Prog *p, const Range *x);
/* Enclosure of the values over the box, no subdivision. */
enum Defined prog_range(const Prog *p, const Range *x, Range *r);
/* Enclosure of the derivative with respect to input 0 over the box. */
Range prog_slope(const Prog *p, const Range *x);

/* ---- boxes: forward values and reverse-mode sensitivities ---- */

typedef struct BoxEval {
	Range *value;  /* per node: enclosure over the box */
	uint8_t *def;  /* per node: enum Defined of the node's own operation */
	double *extra; /* per node: see BoxTask.bend */
	double *gain;  /* per output and node, [out * nnode + node]: largest
	                  |d out / d node| over the box; +inf if unbounded */
	uint32_t nnode, nout;
} BoxEval;

/* Ranges and gains of every node over the box var[i] in x[i].
 *
 * `err` (per node, may be NULL) is the absolute error injected at a node: its
 * value then is the exact operation of its perturbed arguments plus anything
 * in [-err, err], and the gains hold for all such perturbations, so that
 *     |out perturbed - out exact| <= sum over nodes gain * (err + extra)
 * by the mean value theorem, with no second-order remainder. 0 * inf = 0: an
 * unbounded gain does no harm where no error is injected below it. */
typedef struct BoxTask {
	const Range *x;
	/* Per variable, may be NULL: it only takes multiples of grid[i] inside
	 * its range, so that a sub-box need not end between two of them. */
	const double *grid;
	const double *err;
	/* Per node, may be NULL: what is known of its exact value. */
	const Range *known;
	/* Per node, may be NULL: steps of its argument by up to about this
	 * much are to be borne. An operator of unbounded slope that still has
	 * a modulus of continuity w (op_modulus) keeps the bounded slope
	 * w'(bend) instead, and by concavity of w an error of its own,
	 * extra = w(bend) - bend w'(bend). 0: its slope as it is. */
	const double *bend;
	uint32_t budget; /* sub-boxes */
	uint32_t work;   /* box_gains: nodes evaluated for an output, about */
} BoxTask;

typedef struct BoxPool BoxPool; /* scratch MPFI storage, reusable */
BoxPool *box_pool(Arena *a, const Expr *e);
void box_eval(BoxPool *p, const BoxTask *t, BoxEval *r);
BoxEval *box_result(Arena *a, const Expr *e);

/* The same over the whole box by subdivision into at most t->budget sub-boxes
 * (always halving the side whose smear |slope| * width is largest): hulls of
 * the values, maxima of the gains. `bound` (per output, may be NULL) gets
 * the largest sum of gain * (err + extra) over the sub-boxes. For ranges. */
void box_subdivide(BoxPool *p, const BoxTask *t, BoxEval *r, double *bound);
/* The same, for gains: sub-boxes are made, for each output by itself, where they
 * lower its bound, or where `bound` is NULL its gains at the nodes marked in
 * `site`, and only as long as they do. */
void box_gains(BoxPool *p, const BoxTask *t, const bool *site, BoxEval *r,
               double *bound);

/* box_mean.c: narrows known, enclosures of all nodes over the box x, by mean
 * value forms and monotony; def as box_subdivide gave it. Nodes above one
 * that is not defined everywhere stay. */
void box_mean(BoxPool *p, const Range *x, const uint8_t *def, Range *known);
/* box_affine.c: the same by affine arithmetic; operators that are defined over
 * the narrower ranges are so in def. */
void box_affine(BoxPool *p, uint8_t *def, Range *known);

#endif
