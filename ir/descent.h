/* Tries of word lengths: descent_try.c for descent.c. */
#ifndef SG_DESCENT_H
#define SG_DESCENT_H

#include "ir/lower.h"

/* What has been built of a datapath. */
typedef struct Built {
	Datapath *d;
	Doubles ns;
	Multiples multiple;
	Fixed *fx;
	double *used, *left;
} Built;

/* Of the outputs in `of`, the signals before `to`, as they are given to be. */
typedef struct Prefix {
	Arena *a; /* NULL: there is none */
	bool *of;
	Ref to;
	double *given;
	uint8_t *hurry;
	Built built;
} Prefix;

/* Some outputs and all that they are made of. */
typedef struct Part {
	bool *of;     /* per output */
	bool *within; /* per Ref */
} Part;

typedef struct Descent {
	Lower *l;
	double step;  /* what errors change by */
	double give;  /* and that of a signal that gets a bit */
	double price; /* the least so far, */
	Arena *a;     /* and what it is the price of: */
	Datapath *d;
	Rough cost;
	/* of that, what was asked for last: */
	bool *of;   /* these outputs, or NULL: */
	Rough part; /* their cost */
	Prefix prefix;
	const Part *inside; /* NULL, or: what is tried is this alone, */
	double inner;       /* the least price with it */
} Descent;

/* The price of the weights as they are; infinite where they do not do. Keeps
 * what they make if they cost less than `most`. */
double try_whole(Descent *s, double most);
/* What r changes: the outputs that it reaches. */
Part part_of(const Descent *s, Arena *a, Ref r);
/* The same price where only p may differ from what is kept, and of that, where
 * errors are given, only what r and the signals after it make. */
double try_part(Descent *s, const Part *p, Ref r);
/* Share of the device of what r is part of, as it is kept. */
double part_share(Descent *s, Ref r);
/* True if what changed at r, or everywhere (0), pays: it is kept then. */
bool pays(Descent *s, Ref r);

#endif
