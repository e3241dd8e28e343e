/* Design: one compiled module and everything that may be said about it.
 * What backends, manifest and test bench get, and all they get. */
#ifndef SG_DESIGN_H
#define SG_DESIGN_H

#include "ir/datapath.h"
#include "ir/expr.h"
#include "ir/format.h"
#include "ir/opts.h"
#include "ir/target.h"

#define SG_VERSION "0.1.0"

typedef struct DesignInput {
	const char *name;  /* the user's */
	const char *ident; /* = dp->in[i].ident */
	Format format;
	const char *scale, *offset; /* exact decimals or fractions, "1", "0" */
	int64_t lo, hi;             /* promised range of the port integer */
	bool clamp; /* out of range is clamped, not assumed away */
	const char *lo_text, *hi_text; /* in the equation's units, exact */
} DesignInput;

/* A parameter of a fit and the shifts to it, as written. */
typedef struct DesignParam {
	const char *name, *best, *plus, *minus;
} DesignParam;

typedef struct DesignChoice {
	const char *input;
	uint32_t first, last;
} DesignChoice;

typedef struct DesignOutput {
	const char *name, *ident;
	Format format;
	const char *equation;     /* as read */
	VEC(const char *) define; /* its own parameters and pieces */
	VEC(DesignParam) param;   /* for the manifest's readers */
	const char *simplified;
	const char *overflow; /* "never", "saturate", "wrap" */
	bool proven;
	const char *bound_abs; /* decimal, rounded up; "" if not proven */
	const char *bound_ulp;
	/* where it came from; NULL or 0 where that is not known */
	const char *file, *sha256;
	uint32_t row, complexity; /* row from 1 in file order */
	const char *loss;         /* as written */
} DesignOutput;

/* The metric's value for the real equation and for the design. */
typedef struct Scores {
	size_t rows;
	double real, fixed;
} Scores;

/* What --numerics data found. */
typedef struct DataResult {
	Scores train, held;
	unsigned designs;   /* that were tried */
	unsigned constants; /* that were refitted */
	bool saturated;     /* signals are limited to what samples reach */
} DataResult;

typedef struct DataRecord {
	const char *keep, *metric, *decision; /* decision NULL: none */
	uint64_t seed;
	DataResult result;
} DataRecord;

typedef struct Design {
	Arena *a;
	const char *name;
	const char *command; /* the command line, as one line */
	/* of a design file: its name, what it was, the design's name in it or
	 * NULL */
	const char *design_file, *design_sha256, *design_name;
	const char *numerics;     /* "faithful", "uniform" */
	const char *undefined;    /* "error", "any" */
	const char *dialect;      /* "julia", "python" */
	VEC(const char *) define; /* --define texts in order */
	Datapath *dp;
	const Expr *read; /* the equations as read; NULL in a loaded design */
	const Diag *diag; /* the texts that spans point into; NULL: not known */
	const Target *target;
	double clock_mhz;
	int level;   /* -O */
	OptSet opts; /* optimisations that were on */
	/* inputs that choose among constants, and which numbers choose one;
	 * others choose the nearest */
	VEC(DesignChoice) choice;
	VEC(DesignInput) in;    /* parallel to dp->in */
	VEC(DesignOutput) out;  /* parallel to dp->out */
	const DataRecord *data; /* NULL: not by --numerics data */
	/* samples from --data as port integers, [row * nin + i] */
	const int64_t *sample;
	size_t nsample;
} Design;

/* Files a compile makes, collected in memory first. */
typedef struct OutFile {
	const char *path; /* relative to DIR: "verilog/NAME.v" */
	const char *text;
	size_t len;
} OutFile;
typedef struct OutFiles {
	Arena *a;
	VEC(OutFile) file;
} OutFiles;

#endif
