/* Signals: which nodes of an Expr become fixed-point numbers, and how.
 *
 * A signal is a node whose value exists in hardware. The nodes between
 * signals vanish into them: the inside of a function unit, the partial sums
 * of a weighted sum. */
#ifndef SG_SIGNALS_H
#define SG_SIGNALS_H

#include "ir/eval.h"
#include "ir/passes.h"

enum Role {
	R_none,     /* not a signal */
	R_const,    /* no variable below it */
	R_input,    /* a port */
	R_sum,      /* c0 + sum of c_i * signal_i, exact until one rounding */
	R_product,  /* signal * signal */
	R_quotient, /* signal / signal */
	R_unit,     /* any function of the one signal `arg` */
	R_pair,     /* any function of the two ports in `port` */
	R_op        /* the operator's own lowering in the table */
};

typedef struct Signal {
	uint8_t role; /* enum Role */
	bool needed;  /* an output depends on its value in hardware */
	bool affine;  /* c0 + c1 * support */
	Ref support;  /* the one signal it is a function of; itself if none */
	Ref arg;     /* R_unit: of which signal; support, or what is below it */
	Ref product; /* R_product: 2^shift times this one, or itself */
	int shift;
	Ref port[2];   /* of two narrow ports this is a function, not a linear
	                one; else 0 */
	uint32_t uses; /* by needed nodes and outputs */
} Signal;

/* One term of a weighted sum. */
typedef struct Term {
	Ref ref; /* the signal; 0 for the constant term */
	mpfi_ptr coef;
} Term;
typedef struct Terms {
	Arena *a;
	VEC(Term) term; /* each signal once; [0] is the constant term */
} Terms;

enum {
	COEF_PREC = 320,     /* bits that enclose a constant */
	UNIT_JOIN_BITS = 12, /* up to here a port's |x|, max(x, 0) ... join a
	                        unit; wider ones are lowered by themselves */
	PAIR_BITS = 14       /* of two ports together */
};

/* Roles of all nodes that the outputs need; port widths decide what joins a
 * unit, and with `pairs` what is a function of two ports. The result is indexed
 * by Ref. */
Signal *signals_find(Arena *a, const Expr *e, const InputSpec *in, bool pairs);
/* The terms of an R_sum node. */
Terms *signals_terms(Arena *a, const Expr *e, const Signal *s, Ref sum);
/* Encloses the value of a node without variables. False where undefined. */
bool const_value(const Expr *e, Ref r, mpfi_ptr v);

extern const char *const role_name[];

/* pair.c: sets s[r].port. */
void pairs_find(Arena *a, const Expr *e, const InputSpec *in, Signal *s);

/* ends.c: equal outputs, but with operators kept from the ends of their
 * domains where their arguments may be off; NULL if there are no such. range:
 * per node, over the box. */
Expr *ends_bind(const Expr *e, const InputSpec *in, const Range *range,
                Arena *a);

/* continuous.c: selections whose branches meet where the condition changes. */
const Expr *continuous_bind(const Expr *e, const InputSpec *in, Arena *a);

/* quotient.c: comparisons of quotients as comparisons of sums; x: the box. */
const Expr *quotients_bind(const Expr *e, const InputSpec *in, const Range *x,
                           bool any_undefined, Arena *a);

/* threshold.c: comparisons of sums as comparisons of whole multiples of
 * signals with numbers they can take. */
const Expr *thresholds_bind(const Expr *e, const InputSpec *in, Arena *a);

/* guard.c: operators in branches of ifelse, defined where the branch is not
 * taken either; x: the box. e itself where nothing changes. */
const Expr *guard_bind(const Expr *e, const InputSpec *in, const Range *x,
                       Arena *a);

/* bind.c: ports instead of variables, and only operators that the roles
 * cover. Every variable becomes port * scale + offset with the port's own
 * dyadic value as the new variable; pow with two signals becomes
 * exp(y * log(x)), which is the same function where x > 0, and 0 where x is 0
 * and y > 0. */
Expr *bind_ports(const Expr *e, const InputSpec *in, Arena *a);

#endif
