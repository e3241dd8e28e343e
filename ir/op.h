/* Shared by the op_*.c files: what a row of ops.def must define, and the
 * interval pieces that the rows are made of.
 *
 * Intervals are handled by their two ends with MPFR, which rounds correctly
 * in the direction asked for, so enclosure is by construction: the left end
 * is always rounded down (MPFR_RNDD), the right end up (MPFR_RNDU). An
 * infinite end means "unbounded"; it is never a member. No argument is empty
 * or NaN; a result is NaN only where DEF_NONE is returned, and deriv_NAME is
 * not called then. */
#ifndef SG_OP_H
#define SG_OP_H

#include "ir/expr.h"

#define OP(name, ...)                                                          \
	double real_##name(const double *a);                                   \
	enum Defined range_##name(mpfi_ptr r, mpfi_srcptr const *a);           \
	void deriv_##name(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r);
#include "ir/ops.def"

bool lower_div(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_abs(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_relu(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_max(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_min(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_sign(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_floor(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_ceil(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_round(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_greater(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_cond(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_ifelse(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
bool lower_mod(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);

/* ---- interval pieces: ops.c ---- */

/* A correctly rounded MPFR function of one argument. */
typedef int EndFn(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

/* [-inf, +inf] */
void iv_whole(mpfi_ptr r);
bool iv_is_whole(mpfi_srcptr a);
/* NaN: no value at all. */
enum Defined iv_none(mpfi_ptr r);
bool iv_is_point(mpfi_srcptr a);
bool iv_is_zero(mpfi_srcptr a);
/* 0 lies strictly between the ends. */
bool iv_straddles(mpfi_srcptr a);
/* f increasing over all of a. */
void iv_up(mpfi_ptr r, mpfi_srcptr a, EndFn *f);

/* A transcendental function of one argument. Boxes want a thousand of them in
 * a millisecond, not the last bit: at QUICK_BITS and below, an end is real()
 * moved outwards by the OP_ULP ulp that it is trusted to (eval.h), but never
 * out of [min, max]. */
enum { QUICK_BITS = 64 };
typedef struct Curve {
	EndFn *exact;
	double (*real)(const double *a);
	double min, max;
} Curve;
/* The value at x, rounded down or up. */
void curve_end(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd, const Curve *c);
/* The curve rises resp. falls over all of a. */
void iv_rise(mpfi_ptr r, mpfi_srcptr a, const Curve *c);
void iv_fall(mpfi_ptr r, mpfi_srcptr a, const Curve *c);
/* v = a real_NAME's result: moves it outwards by OP_ULP. False if it is too
 * small or too large for that. */
bool widen_end(mpfr_ptr r, double v, mpfr_rnd_t rnd, double min, double max);
/* If x is a double, that. */
bool exact_double(mpfr_srcptr x, double *v);

/* Hull of { 1/x : x in a, x not 0 }; a is not [0, 0]. */
void iv_inv(mpfi_ptr r, mpfi_srcptr a);
/* c = the part of a with lo <= x <= hi, which must exist; exact if c has a's
 * precision. */
void iv_cut(mpfi_ptr c, mpfi_srcptr a, double lo, double hi);
/* Derivative of a step function with range r: 0 where r is one value. */
void iv_step(mpfi_ptr d, mpfi_srcptr r);

#endif
