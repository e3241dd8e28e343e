/* libsymgate: equations to fixed-point hardware and C.
 *
 * One call a command. Every option is the text that the command line takes
 * (see `man symgate`), so the two can never differ; NULL means the default.
 * There is no global state: calls may run in different threads. Messages go
 * to `err`, results to `out` and to files. Functions return the exit status
 * of the command: 0 done, 1 a check failed, 2 wrong input or options, 3 a
 * needed tool is missing. */
#ifndef SYMGATE_H
#define SYMGATE_H

#include <stddef.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A repeatable option: text[0..n-1], owned by the caller. */
struct sg_list {
	const char *const *text;
	size_t n;
};

struct sg_options {
	/* --design: a file of options, YAML, which the other fields override:
	 * texts and lists as a whole, NAME=VALUE by its name. If it has a list
	 * of designs, each goes to out_dir/NAME, or `only` the one. */
	const char *design;
	const char *only;
	struct sg_list files;        /* EQUATIONS: tables of equations */
	struct sg_list exprs;        /* -e: 'EXPR' or 'name=EXPR' */
	struct sg_list defines;      /* --define 'sc(x) = sin(x)*cos(x)' */
	struct sg_list define_files; /* --define-file: one definition a line */
	struct sg_list params;       /* --param p1=0.3, p1=0.3,0.5 or FILE */
	const char *category;        /* the input that chooses; category */
	struct sg_list vary;         /* --vary a2=+1: SymbolFit's shifts */
	struct sg_list inputs;       /* --input [NAME=]FORMAT[@LO..HI]... */
	struct sg_list outputs;      /* --output [NAME=]FORMAT */
	const char *select;          /* best */
	const char *name;            /* module name; from the file or output */
	const char *dialect;         /* by the container */
	const char *from;            /* kind of file: by its content */
	const char *column;          /* the equations' column; Equation */
	const char *combine;         /* --template: joins a template's pieces */
	const char *numerics;        /* faithful */
	struct sg_list labels;       /* --label: columns of the truth */
	const char *keep;            /* rmse:1%; --numerics data keeps it */
	const char *decision;        /* argmax or 'y>0.5', for the outputs */
	const char *seed;            /* 1; of the rows that are held out */
	const char *max_error;       /* 1ulp */
	const char *undefined;       /* error */
	const char *target;          /* xcvu9p */
	const char *clock;           /* 200MHz; also a period such as 5ns */
	const char *latency;         /* auto, any, comb or cycles */
	const char *emit;            /* verilog,hls,c */
	const char *optimise;        /* -O: 1; 0, 1 or 2 */
	const char *without;         /* optimisations to leave out */
	const char *data;            /* samples: CSV, .npy or .npz */
	const char *dump;            /* show: comma-separated pass names */
	const char *out_dir;         /* -o; required by compile */
	const char *command;         /* recorded in the manifest; may be NULL */
};

/* Equations to DIR/: Verilog, HLS C++, C, manifest. Nothing is written when
 * the result is not 0. */
int sg_compile(const struct sg_options *opt, FILE *out, FILE *err);

/* What each pass makes of the equations, as text on `out`. */
int sg_show(const struct sg_options *opt, FILE *out, FILE *err);

/* A commented design file for the equations and samples of `opt`, with all
 * that opt says in it, to the new file `file` or, NULL, to `out`. What it
 * writes compiles. */
int sg_init(const struct sg_options *opt, const char *file, FILE *out,
            FILE *err);

struct sg_verify_options {
	const char *vectors;    /* 100000; a number */
	const char *exhaustive; /* 16777216; larger boxes are sampled */
	const char *seed;       /* 1 */
	const char *format;     /* text, json or junit */
	const char *junit_file; /* also write JUnit XML here */
};

/* All models of dirs[0..n-1] against each other and the real equation. */
int sg_verify(const char *const *dirs, size_t n,
              const struct sg_verify_options *opt, FILE *out, FILE *err);

struct sg_synth_options {
	const char *target; /* the design's own */
	const char *format; /* text or json */
	int no_place;       /* skip nextpnr */
};

/* Yosys and nextpnr on DIR's Verilog: area and timing beside the model's. */
int sg_synth(const char *dir, const struct sg_synth_options *opt, FILE *out,
             FILE *err);

/* The targets and the operators that are known, as text tables on `out`. */
int sg_targets(FILE *out);
int sg_operators(FILE *out);

const char *sg_version(void);

#ifdef __cplusplus
}
#endif
#endif
