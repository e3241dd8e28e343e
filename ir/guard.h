/* Private to guard.c, facts.c, continuous.c, quotient.c, threshold.c,
 * linear.c, and rebuild.c with what copies by it: conditions. */
#ifndef SG_GUARD_H
#define SG_GUARD_H

#include "ir/signals.h"

enum { ABOVE, BELOW, APART };

/* In the branch at hand: node > lo, node < hi, or one of the two; `strict`
 * false: the end itself is possible too. lo and hi are constants of Facts.to. */
typedef struct Fact {
	Ref node;
	int kind; /* ABOVE, BELOW, or APART: node < lo or node > hi */
	Ref lo, hi;
	bool strict;
	const struct Fact *next; /* known before */
} Fact;

enum { LINEAR_TERMS = 16 };

/* constant + sum of k[i] * at[i], which are no sums; i < n. */
typedef struct Linear {
	unsigned n;
	Ref at[LINEAR_TERMS];
	mpq_t k[LINEAR_TERMS];
	mpq_t constant;
} Linear;

/* ---- linear.c ---- */

void linear_init(Linear *s); /* 0 */
void linear_clear(Linear *s);
/* s += k * r; false where it would have too many terms. */
bool linear_add(Linear *s, const Expr *e, Ref r, mpq_srcptr k);
/* Whether t = ratio * s, their constants aside; neither is only constant. */
bool linear_ratio(const Linear *s, const Linear *t, mpq_ptr ratio);

enum { NO_GRID = INT16_MIN };

/* Per node: its exact value is a multiple of 2^grid, or NO_GRID: of no such
 * that is known. */
int *node_grids(Arena *a, const Expr *e, const InputSpec *in);

/* s times a positive number, so that its coefficients are whole without common
 * divisor: then s takes multiples of `step` only, its constant aside. False
 * (s as it was) where the grid of a term is not known. */
bool linear_whole(Linear *s, const int *grid, mpq_ptr step);
/* The multiple of step next to q that is not above it, or not below. */
void round_to_step(mpq_ptr q, mpq_srcptr step, bool up);

/* ---- rebuild.c ---- */

/* A pass over e that makes `to`. */
typedef struct Rebuild Rebuild;
struct Rebuild {
	/* What node r becomes, all nodes before it being mapped; 0: it stays. */
	Ref (*rule)(Rebuild *b, Ref r);
	const Expr *e;
	Expr *to;
	Ref *map;           /* per node of e */
	const int *grid;    /* for the rules: node_grids of e, */
	const uint8_t *def; /* and where its nodes are defined, or NULL */
};

/* Applies b->rule to all of e, then simplify; e itself where nothing changed. */
const Expr *rebuild(Rebuild *b, const Expr *e, Arena *a);
/* Node r as it is, of mapped arguments. */
Ref rebuild_plain(const Rebuild *b, Ref r);
/* The same in steps: a copy of e with its variables and no node yet, then what
 * was mapped as its outputs. */
void rebuild_open(Rebuild *b, const Expr *e, Arena *a);
void rebuild_close(const Rebuild *b, Arena *a);
/* Marks of e's nodes as marks of what they became. */
bool *rebuild_marks(const Rebuild *b, const bool *marks, Arena *a);

/* ---- facts.c ---- */

typedef struct Facts {
	Arena *a;
	const Expr *e;
	const Range *value; /* per node: its range */
	Expr *to;           /* where constants are made */
} Facts;

/* `known` and what follows from (condition > 0) == truth. */
const Fact *facts_learn(Facts *f, const Fact *known, Ref condition, bool truth);

#endif
