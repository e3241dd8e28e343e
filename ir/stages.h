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

/* schedule.c: what shares its reader's LUT stands where the reader does. */
void follow_readers(Datapath *d);
/* copies.c: a wire or an inverter: no logic of its own. */
bool dp_is_wire(const Datapath *d, DRef r);
/* copies.c: a copy of each wire or inverter for each stage that reads it, and
 * back. */
Datapath copies_make(const Datapath *d);
void copies_merge(Datapath *d);
/* retime.c: from valid stages to those with the fewest register bits. */
void retime(const Stages *p);

#endif
