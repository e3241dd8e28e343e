/* What choosing stages and moving registers share. */
#ifndef SG_STAGES_H
#define SG_STAGES_H

#include "ir/target.h"

typedef struct Stages {
	Arena *a;
	Datapath *d; /* without dead nodes */
	const Target *t;
	double budget;   /* ns within a stage */
	double *delay;   /* of each node */
	uint16_t *ranks; /* registers inside it before it can be read */
} Stages;

/* retime.c: from valid stages to those with the fewest register bits. */
void retime(const Stages *p);

#endif
