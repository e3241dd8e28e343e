/* Tries of word lengths, for descent.c. */
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
	double step;    /* what errors change by */
	double give;    /* and that of a signal that gets a bit */
	bool scheduled; /* prices are the schedule's, not rough ones */
	double price;   /* the least so far, */
	Arena *a;       /* and what it is the price of: */
	Datapath *d;
	Rough cost;
	/* of that, what was asked for last: */
	bool *of;   /* these outputs, or NULL: */
	Rough part; /* their cost */
	Prefix prefix;
	const Part *inside; /* NULL, or: what is tried is this alone, */
	double inner;       /* the least price with it */
} Descent;

/* Weights as they were. */
typedef struct Kept {
	double *given, *spare;
	uint8_t *hurry;
	double price;
} Kept;

/* The price of the weights as they are; infinite where they do not do. Keeps
 * what they make if they cost less than `most`; without such a limit, s->price is
 * theirs. */
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
/* What was built before is not what is built now: ranges or room changed. */
void forget_prefix(Descent *s);

/* ---- descent_ways.c ---- */

/* What the fastest way gains over a fast one is a multiplier block. */
uint8_t fastest_way(const Lower *l);
/* A faster or smaller way for a product; true if one pays. */
bool step_way(Descent *s, Ref r);
/* The same for all products of output o, or of all outputs, alike. */
bool step_ways(Descent *s, uint32_t o);
/* Prices are those of the schedule from here on: the best way for each product by
 * them. False, and nothing changes, where that takes too long. */
bool schedule_ways(Descent *s);

/* ---- descent_room.c ---- */

/* Little spare room, for a descent that has seen no proof. */
void room_plain(Lower *l);
/* Ranges and gains for the weights as they are. */
void look_again(Descent *s);
/* Weights as they are, and back to them. */
Kept keep(const Descent *s);
void put_back(Descent *s, const Kept *k);
/* Whether the last proof of the weights as they are holds. */
bool is_proven(Descent *s);
/* Bits again with the room that the last proof leaves, or needs, as long as that
 * pays; with exchanges of bits. False if nothing is proven. */
bool settle_room(Descent *s, bool exchanges);

/* ---- descent.c ---- */

/* Takes and exchanges bits as far as units of `planned` arguments more and tries
 * of `tried` nodes allow, then takes them with units of `last` more. */
void settle_bits(Descent *s, double planned, double last, double tried);

#endif
