/* verify and synth: what the generated files really do. */
#ifndef SG_TESTBENCH_H
#define SG_TESTBENCH_H

#include "ir/design.h"
#include "ir/eval.h"

/* A design directory read back from manifest.json and the datapath text.
 * `expr` is parsed by the caller (only the command line sees the front end)
 * from the equations in the manifest. */
typedef struct Loaded {
	Design g;
	const char *dir;
	VEC(const char *) file; /* paths in dir that compile made */
	Expr *e; /* the equations as read; variables by the inputs' names */
} Loaded;

/* False after an error. Leaves e NULL. */
bool design_load(Arena *a, Diag *diag, const char *dir, Loaded *l);

typedef struct VerifyOptions {
	uint64_t vectors; /* random vectors a design; default 100000 */
	uint64_t seed;
	uint64_t exhaustive;    /* boxes of up to so many points are visited
	                        whole; 0: 2^24, which is also the most */
	bool json, junit;       /* reports on stdout instead of text */
	const char *junit_path; /* or NULL */
	bool quiet;
} VerifyOptions;

/* Runs every model of every design against each other and the reals; the
 * designs share one C, one HLS and one Verilator build. Writes verify.json
 * beside each manifest. Returns the exit status: 0 all agree, 1 a mismatch or
 * an exceeded bound, 2 unusable input, 3 a tool is missing. */
int verify(Arena *a, Diag *diag, Loaded *design, size_t n,
           const VerifyOptions *opt, FILE *out);

typedef struct SynthOptions {
	const Target *target; /* NULL: the design's own */
	bool place;           /* also nextpnr, where the target has it */
	bool json;
} SynthOptions;

/* Yosys, and nextpnr for ice40 and ecp5. Writes synth.json. Exit status. */
int synth(Arena *a, Diag *diag, const Loaded *design, const SynthOptions *opt,
          FILE *out);

#endif
