/* The texts of symgate.h's options as values. Every text is a source of its
 * own, named as the option ("--input"), so that messages point into it. All
 * functions return false after an error. */
#ifndef SG_OPTIONS_H
#define SG_OPTIONS_H

#include "backends/backend.h"
#include "driver/scan.h"
#include "frontend/front.h"
#include "ir/data.h"
#include "ir/samples.h"
#include "symgate.h"

/* [NAME=]FORMAT[@LO..[<]HI][*SCALE][+OFFSET], numbers exact. */
typedef struct InputOption {
	const char *name; /* NULL: for all inputs without one of their own */
	Format format;
	bool has_range;
	bool open;                   /* HI itself is not reached */
	mpq_t lo, hi, scale, offset; /* lo, hi in the equation's units */
	Span span, name_span;
	bool used;
} InputOption;

/* [NAME=]FORMAT or [NAME=]auto. */
typedef struct OutputOption {
	const char *name; /* NULL: for all others */
	bool auto_format;
	Format format;
	Span span, name_span;
	bool used;
} OutputOption;

typedef struct Options {
	Indices
	    index; /* inputs that choose among constants; by the front end */
	InputOption *input;
	size_t ninput;
	OutputOption *output;
	size_t noutput;
	double ulp, abs; /* --max-error: one of them is > 0 */
	Span max_error;
	enum Undefined undefined;
	bool uniform;       /* --numerics uniform[:FORMAT] */
	bool uniform_given; /* with a FORMAT */
	Format uniform_format;
	bool by_data;   /* --numerics data */
	enum Keep keep; /* and its options */
	double tol;
	const char *keep_text;
	Span keep_span;
	uint64_t seed;
	Span numerics;
	const Target *target;
	double clock_mhz;
	int latency; /* LATENCY_AUTO, 0: combinational, N ranks */
	bool hurry;  /* false: any latency will do */
	bool *emit;  /* parallel to backends[] */
	int level;   /* -O */
	OptSet opts; /* of -O and --without */
} Options;

/* A source for option `name`'s text, and all of it as a span. */
Span option_span(Diag *d, const char *name, const char *text);
/* Everything but EQUATIONS, --define, --select, --data and --dump. */
bool options_read(Arena *a, Diag *d, const struct sg_options *opt, Options *o);

/* The n words of comma-separated `s`, as spans. */
typedef VEC(Span) Words;
Words option_words(Arena *a, const Diag *d, Span s);
/* The target of that name; an error and NULL if there is none. */
const Target *option_target(Arena *a, Diag *d, const char *text);
/* Index in words[0..n-1] of the span's text; an error with the choices and
 * -1 if it is none of them. `what` names the kind: "target". */
int option_choice(Diag *d, Span s, const char *what, const char *const *words,
                  size_t n);

/* ---- sources.c: what to compile ---- */

/* One output's equation and where it came from. */
typedef struct Equation {
	Span text;
	const char *output;        /* the output's name */
	const char *file, *sha256; /* NULL for -e */
	uint32_t row, complexity;  /* 0 where not known */
	const char *loss;          /* as written, or NULL */
	Texts define;              /* parameters, pieces of a template */
	VEC(Param) param;          /* of SymbolFit, shifts and all */
	/* of C: made already, with a text for the manifest */
	const Expr *dag;
	Ref ref;
	const char *dag_text;
} Equation;

/* One design: a module with one output an equation. */
typedef struct Module {
	const char *name;   /* wished for; not yet legal */
	const char *folder; /* below DIR: "", or "row7/" with --select all */
	VEC(Equation) eq;
	VEC(Stated) range; /* of variables, where a table states them */
} Module;

typedef struct Sources {
	const Dialect *dialect;
	VEC(Module) module;
	VEC(uint32_t) table; /* the files, as sources */
	VEC(Span) equation;  /* of all rows of all files */
	Buf about;           /* what was recognised, for the terminal */
} Sources;

/* Files, -e, --select, --dialect and --name to modules; nothing is parsed
 * yet but the tables. */
bool sources_read(Arena *a, Diag *d, const struct sg_options *opt, Sources *s);
/* The name is in a file as a word: some row may have the variable. */
bool sources_mention(const Sources *s, const Diag *d, const char *name);

/* ---- tuning.c: --numerics data ---- */

bool tuning_read(Diag *d, const struct sg_options *opt, Options *o);

/* ---- params.c ---- */

typedef VEC(Span) Spans;
/* --param and --category as definitions. */
bool param_definitions(Arena *a, Diag *d, const struct sg_options *opt,
                       Spans *out);

/* ---- ports.c: what the ports are ---- */

/* --input and --output, for options_read. */
bool ports_read(Arena *a, Diag *d, const struct sg_options *opt, Options *o);

/* Parallel to e->var and e->out; NULL after an error. Ranges of inputs that
 * have none come from the samples, if there are any, or from what the
 * module's table states. An option for a
 * variable that only other rows or the samples have does no harm. */
InputSpec *inputs_bind(Diag *d, const Options *o, const Expr *e,
                       const Sources *from, const Module *m, Samples *s);
/* The samples' column of each variable; false after an error. */
bool inputs_columns(Diag *d, const Expr *e, const Sources *from, Samples *s,
                    int *col);
OutputSpec *outputs_bind(Diag *d, const Options *o, const Expr *e);
/* The type of --numerics uniform; completes `out`. */
bool uniform_bind(Diag *d, const Options *o, const Expr *e, OutputSpec *out,
                  Format *f);

#endif
