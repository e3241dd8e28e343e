/* Design files to begin with. */
#ifndef SG_INIT_H
#define SG_INIT_H

#include "driver/driver.h"

/* What a design file says beside its options. */
typedef struct InitNotes {
	const char *about;  /* lines on what was read */
	const char *folder; /* of the file that is written, with its slash */
	/* remarks on args.o.inputs and outputs, parallel, from some entry on */
	VEC(const char *) input, output;
} InitNotes;

/* The ranges that are tried for inputs of which nothing is known, NULL after
 * the last. */
const char *init_range(size_t i);
/* Adds inputs to args for those variables of e that have none: of the range
 * in the samples, that a table states, or `range`; and their notes. */
void init_inputs(const Job *j, const Module *m, const Expr *e,
                 const char *range, Args *args, InitNotes *n);
/* Adds outputs with the formats of the design g, and their notes. */
void init_outputs(Arena *a, const Design *g, Args *args, InitNotes *n);
/* The design file of args, with every other option as a comment. */
void init_text(Arena *a, const Args *args, const InitNotes *n, Buf *b);

#endif
