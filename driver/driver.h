/* From a module's equations to a scheduled design, and the texts of what
 * each pass made of them. */
#ifndef SG_DRIVER_H
#define SG_DRIVER_H

#include "driver/design_file.h"
#include "driver/options.h"

/* The passes that --dump knows; one text each. */
enum Pass {
	P_parse,
	P_simplify,
	P_range,
	P_formats,
	P_datapath,
	P_schedule,
	P_count
};
extern const char *const pass_name[P_count];

/* One run of compile or show. */
typedef struct Job {
	Arena *a;
	Diag *d;
	const struct sg_options *opt;
	Options o;
	Sources sources;
	Front front;             /* with the definitions; e is a module's */
	Texts define;            /* all definitions of the user, in order */
	Samples *samples;        /* NULL: none */
	struct UnitCache *units; /* that its modules share */
	bool dump[P_count];
	Buf text;               /* what was dumped */
	const DesignFile *file; /* where opt comes from */
	const char *design;     /* its name there, or NULL */
	const char *folder;     /* below the folder that is written: "pt/" */
	VEC(Design *) made;
} Job;

/* ---- choose.c ---- */

/* A way to compute a module's equations, scheduled. */
typedef struct Choice {
	const char *way;
	const Expr *read, *e; /* as read, as it is computed */
	Numerics n;           /* with the results */
	DataRecord *record;   /* NULL, or how it was searched by samples */
	Datapath *dp;
	Buf datapath; /* before it was split, if --dump asks for it */
	double share; /* of the device */
	bool in_time; /* meets the clock */
} Choice;
/* The best one for `e`, which simplifies `read`; false after an error. */
bool choose(Job *j, const Expr *read, const Expr *e, const Numerics *n,
            Choice *best);

/* ---- dump.c ---- */
/* Puts the pass's text into j->text if the user asked for it. */
void dump_expr(Job *j, enum Pass p, const Expr *e);
void dump_range(Job *j, const Expr *e, const InputSpec *in);
void dump_choice(Job *j, const Choice *c);
/* The last pass that was asked for: no later one need run. */
enum Pass dump_last(const Job *j);

/* ---- tuning.c ---- */
/* Samples, metric and decision for e's search. False after an error. */
bool tuning_bind(const Job *j, const Expr *e, const InputSpec *in, DataSpec *s);

/* ---- design.c ---- */
/* What may be said about the finished module: all that backends get. */
typedef struct Made {
	const Module *module;
	const Expr *read, *simple; /* the equations as read, as simplified */
	const Numerics *n;
	Datapath *dp;
	const DataRecord *data; /* NULL, or how it was searched */
} Made;
Design *design_make(Job *j, const Made *m);
/* Samples as port integers, tb/samples.csv. */
void design_samples(const Design *g, OutFiles *out);
/* A few lines about the design for the terminal. */
void design_summary(const Design *g, FILE *out);

#endif
