/* What the lower_NAME functions of the operator table may use: see lower.c. */
#ifndef SG_LOWER_H
#define SG_LOWER_H

#include "ir/passes.h"

/* A real signal in fixed point: value = d * 2^lsb, off by at most err. */
struct Fixed {
	DRef d;
	int lsb;
	double err; /* 0: exact */
};

typedef struct Lower Lower;

/* The same value with weight 2^lsb <= f.lsb: an exact left shift. */
Fixed fixed_align(Datapath *d, Fixed f, int lsb);
/* Both at the finer of the two weights. */
void fixed_align2(Datapath *d, Fixed *a, Fixed *b);
/* Rounded half up to weight 2^lsb; err grows by what was lost. */
Fixed fixed_round(Datapath *d, Fixed f, int lsb);

Datapath *lower_datapath(Lower *l);
/* The absolute error node r may still add, by the error budget. */
double lower_budget(const Lower *l, Ref r);
/* Reports why node r cannot be proven, with a way out; returns false. */
bool lower_refuse(Lower *l, Ref r, const char *note, const char *fmt, ...)
    SG_PRINTF(4, 5);

#endif
