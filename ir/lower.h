/* Lowering: state and helpers of the faithful numerics (lower.c, budget.c,
 * lower_sum.c) and of the lower_NAME functions in lower_op.c. */
#ifndef SG_LOWER_H
#define SG_LOWER_H

#include "ir/signals.h"
#include "ir/unit_cache.h"

/* A real signal in fixed point: value = d * 2^lsb. */
struct Fixed {
	DRef d;
	int lsb;
	bool exact;   /* equal to the real value for every input */
	double local; /* error added here, beyond what the arguments brought */
	double ns;    /* when it is there, all operations in a row */
	double bias;  /* value = d * 2^lsb + bias: what a sum's constant takes
	                 over; 0 unless only sums use the signal, or only
	                 units, and then 0 or 2^(lsb - 1) */
};

typedef struct Lower Lower;
typedef struct WayKept WayKept;   /* price.c */
typedef struct PairKept PairKept; /* pair.c */

/* f x */
typedef struct Multiple {
	DRef x;
	int f;
} Multiple;

typedef VEC(double) Doubles;
typedef VEC(Multiple) Multiples;

enum { ANY_LSB = UNIT_ANY_LSB };

/* How much a product's delay counts: not at all; as much as its area twice over,
 * without and with multiplier blocks; more than anything. */
enum { HURRY_ROWS = 1, HURRY_MAX = 3 };

/* Room for error, in units of the equation. */
typedef struct Allow {
	double err;  /* the signal may add this much */
	int lsb;     /* weight it must have, or ANY_LSB */
	double half; /* 2^(lsb - 1) where lsb is given: its rounding, on top
	                of err */
} Allow;

struct Lower {
	Arena *a;
	const Expr *e; /* after bind_ports */
	Numerics *n;
	const Signal *s;
	Datapath *d;
	Fixed *fx;          /* per Ref */
	const char **kind;  /* per Ref: how it was built, for the dump */
	bool *summed;       /* per Ref: only weighted sums use it */
	bool *wrap;         /* per Ref: its value modulo 1 is enough; turn.c */
	bool *middle;       /* per Ref: a signal in turns that only units use */
	bool *multiplied;   /* per Ref: only products use it */
	uint8_t *hurry;     /* per Ref: see HURRY_MAX */
	Terms **terms;      /* per Ref: of an R_sum, once it was asked for */
	Arena *kept_in;     /* holds what outlives an attempt */
	uint32_t *function; /* per Ref: unit_function, or 0 */
	VEC(const UnitKept *) kept; /* the units that were asked for */
	double planned;             /* and their arguments, in sum, */
	double most;                /* which end the descent's tries */
	Doubles ns;                 /* per DRef: see arrive */
	WayKept *ways;              /* prices of products, hashed */
	Multiples multiple;         /* made in this attempt; sum_graph.c */
	PairKept *pairs;            /* two per Ref, once one was asked for */
	double tried;               /* nodes that its tries built */
	bool punctual;              /* the latency asked for counts */
	bool quiet;                 /* a try: what it refuses is no error */
	bool plain;                 /* units as tries have them */
	const bool *within;         /* per Ref: of a try, what is built; NULL:
	                               everything */
	double *allowed;            /* per Ref: the last build's allowance */
	double *given;              /* per Ref: what it gets, whatever the
	                               weights are, but for outputs; or NULL */
	double *spare;              /* per output: of its room, what is left of
	                               it then */
	double scale;               /* times what is given, in this attempt */
	double *less;               /* per Ref, for the dump: what one bit less
	                               adds to the price; NAN: none, INFINITY:
	                               no proof, -INFINITY: not tried */
	/* budget.c */
	BoxPool *pool;
	BoxEval *box;   /* ranges and gains with `plan` injected */
	Range *x;       /* input box in the ports' own values */
	double *grid;   /* spacing of the ports' values */
	Range *known;   /* per Ref: its exact value over the box */
	double *bend;   /* per Ref: see BoxTask */
	bool *site;     /* per Ref: a signal that may err */
	bool *exact;    /* per Ref: small enough without any error */
	double *plan;   /* per Ref: no signal may add more than this */
	double *total;  /* per output: error allowed to it */
	int *out_lsb;   /* per output: its weight, the port's or above */
	double *half;   /* per output: what its last rounding takes */
	double *used;   /* per output: gain * error of finished signals */
	double *weight; /* per Ref: its share, see share_weight */
	double *left;   /* per output: weights of unfinished signals that
	                      reach it */
	bool again;     /* a signal's weight was raised: begin anew */
	bool partial;   /* undefined somewhere in the box, as allowed */
};

/* ---- budget.c ---- */

/* Sets x and grid. */
void budget_box(Lower *l);
/* Ranges, gains and the plan; refuses what is undefined or unbounded. */
bool budget_open(Lower *l);
/* Ranges and gains for signals that err by up to `shares` times their share of
 * `scale` times the room, or times what they are given. */
void budget_ranges(Lower *l, double shares, double scale);
/* Starts one attempt at `scale` times the room there is. */
void budget_start(Lower *l, double scale);
/* The error that the finished signals make, in units of the room of the
 * output that has least left; at most 1 is within all allowances as far as
 * the gains are those of budget_ranges. */
double budget_fill(const Lower *l);
/* Gives output o the weight 2^lsb. */
void budget_output(Lower *l, uint32_t o, int lsb);
/* The signal takes part in the budget. */
bool budget_site(const Lower *l, Ref r);
Allow budget_allow(const Lower *l, Ref r);
/* Books what signal r really added and takes over its proven range. */
void budget_spend(Lower *l, Ref r);
/* Proves the outputs: bound[o] over the box with the errors as built. */
void budget_prove(Lower *l, double *bound);
/* Gains with the errors err injected (NULL: for any), and where it is not NULL
 * the bound that they make. */
void budget_gains(Lower *l, const double *err, double *bound);
static inline double
budget_gain(const Lower *l, uint32_t o, Ref r)
{
	return l->box->gain[(size_t)o * l->box->nnode + r];
}
/* The output that r alone makes and nothing else reads, or -1. */
int sole_output(const Lower *l, Ref r);

/* ---- bend.c ---- */
void bend_open(Lower *l);
/* Sets l->bend for one attempt, and the gains that follow. */
void bend_slopes(Lower *l, double scale);

/* ---- undefined.c ---- */

/* Refuses nodes that l->box finds undefined over the box l->x, as far as
 * --undefined asks for it; units decide about their own inside (l->s NULL:
 * there are none). */
bool lower_defined(Lower *l);
/* Refuses r, a function of arg that has no value at arg = at * 2^lsb, at the
 * operator that has none there; returns false. */
bool lower_undefined(Lower *l, Ref r, Ref arg, int64_t at, int lsb);

/* ---- lower_sum.c ---- */
bool lower_sum(Lower *l, Ref r, Allow allow, Fixed *out);
/* A node without variables as a signal. */
bool lower_const(Lower *l, Ref r, Allow allow, Fixed *out);

/* ---- lower_product.c ---- */
bool lower_product(Lower *l, Ref r, Allow allow, Fixed *out);

/* ---- lower_quotient.c ---- */
bool lower_quotient(Lower *l, Ref r, Allow allow, Fixed *out);

/* ---- price.c ---- */

/* What decides the price of a way to make something of two signals; all of it
 * fits 64 bits a word. */
typedef struct WayKey {
	int64_t lo[2], hi[2], add;
	uint32_t how, size;
} WayKey;

typedef DRef WayBuild(Datapath *d, const void *ctx, DRef x, DRef y);

/* Device share, times a power of the delay by hurry. */
double way_price(Lower *l, const WayKey *k, unsigned hurry, DRef x, DRef y,
                 WayBuild *build, const void *ctx);

/* ---- lower_unit.c ---- */
bool lower_unit(Lower *l, Ref r, Allow allow, Fixed *out);

/* What a unit is a function of: root of the signal arg in e. */
typedef struct UnitArg {
	const Expr *e;
	Ref root, arg;
	uint32_t function; /* unit_function of these */
	const Fixed *x;    /* the signal */
} UnitArg;
/* The unit for signal r; its d is NULL if there is none, */
const UnitKept *unit_asked(Lower *l, Ref r, const UnitArg *of, Allow allow);
/* which asks for another attempt, or else is an error: returns false. */
bool unit_refused(Lower *l, Ref r, const UnitKept *u);
/* Builds it over x. */
bool unit_placed(Lower *l, Ref r, const Fixed *x, const UnitKept *u,
                 Fixed *out);

/* ---- pair.c ---- */
bool lower_pair(Lower *l, Ref r, Allow allow, Fixed *out);

/* ---- rough.c ---- */

/* What a datapath costs before it is scheduled. */
typedef struct Rough {
	double share; /* of the device, registers included */
	double latency;
	double *end; /* per output: the stages until it is there, the last
	                   one in part */
} Rough;

/* Of outputs that are in `of` (NULL: all), the others being there after
 * `latency`, where paths may take `usable` ns; in `a`. */
Rough rough_cost(Arena *a, const Datapath *d, const bool *of, const Target *t,
                 double usable, double latency);

/* ---- lower.c and descent.c ---- */
/* Builds l->d by the weights as they are; false if a signal cannot be, or a
 * try errs by more than is allowed. */
bool lower_build(Lower *l, double scale);
/* Builds everything at `scale` times the room and proves it, into bound[o], unless
 * a signal asks for another attempt (l->again); false as above. */
bool lower_attempt(Lower *l, double scale, double *bound);
/* How far output o is from its allowance, its last rounding aside: above 1 it
 * misses it. */
double lower_fill(const Lower *l, const double *bound, uint32_t o);
/* In its parts: the inputs, the signals from..to - 1, the outputs. */
void lower_begin(Lower *l, double scale);
bool lower_signals(Lower *l, Ref from, Ref to);
bool lower_outputs(Lower *l);
/* Changes weights and the outputs' weights to what costs least. */
void lower_descend(Lower *l);

/* ---- ports.c ---- */

/* What the input's variable can be, in the equation's units. */
Range input_range(const InputSpec *in);
/* Adds an input port; its integer, clamped where the range is a guess. */
DRef port_in(Datapath *d, const InputSpec *in);
/* Adds an output port for node r. */
void port_out(Datapath *d, const ExprOutput *out, const Format *f, DRef r);

/* ---- fixed.c ---- */

/* The same value with weight 2^lsb <= f.lsb: an exact left shift. */
Fixed fixed_align(Datapath *d, Fixed f, int lsb);
/* Both at the finer of the two weights. */
void fixed_align2(Datapath *d, Fixed *a, Fixed *b);
/* Rounded half up to weight 2^lsb; local grows by what was lost. */
Fixed fixed_round(Datapath *d, Fixed f, int lsb);
/* The same value modulo 1, in [-1/2, 1/2) or as it is. */
Fixed fixed_wrap(Datapath *d, Fixed f);
/* a + b rounded up; exact where the sum is. */
double fixed_add_up(double a, double b);
/* Largest |value|. */
double fixed_mag(const Datapath *d, const Fixed *f);

/* Reports why node r cannot be proven, with a way out; returns false. */
bool lower_refuse(Lower *l, Ref r, const char *note, const char *fmt, ...)
    SG_PRINTF(4, 5);
/* The piece of the equation that r came from, shortened for messages. */
const char *lower_text(const Lower *l, Ref r);

#endif
