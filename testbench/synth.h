/* What synth's two files share: one run's state and results. */
#ifndef SG_SYNTH_H
#define SG_SYNTH_H

#include "testbench/testbench.h"

/* What the tool flows differ in. */
typedef struct Flow {
	const char *family;   /* Target.family */
	const char *synth;    /* the Yosys command, without -top */
	const char *place[3]; /* programs, the first that is there is used */
	const char *device[8];
} Flow;

typedef struct Synth {
	Arena *a;
	Diag *diag;
	const Loaded *l;
	const Target *t;
	const Flow *flow;
	const char *work; /* folder */
	/* results */
	Cost area, model;
	double mux;         /* wide multiplexers */
	const char *other;  /* "2 x BUFG", cells that count nowhere */
	const char *placer; /* NULL: not placed */
	double fmax;
	int seed;
} Synth;

/* The clock is met, or nothing was placed. */
bool synth_met(const Synth *s);
/* Text or JSON on `out`, and DIR/synth.json. False after an error. */
bool synth_report(const Synth *s, bool json, FILE *out);

#endif
