/* The bench: models of designs, built and run in a temporary folder. */
#ifndef SG_BENCH_H
#define SG_BENCH_H

#include "testbench/tb.h"

/* ---- temp.c ---- */

/* A new folder in `base` (NULL: $TMPDIR or /tmp), removed with the arena.
 * NULL if it cannot be made. */
const char *temp_new(Arena *a, const char *base);
bool temp_write(Arena *a, const char *dir, const char *name, const void *p,
                size_t size);
bool temp_link(Arena *a, const char *dir, const char *name, const char *target);

/* ---- runtime.c ---- */

extern const char *const verilator_flags[]; /* NULL-terminated, for g++ */
/* Folder of the runtime's sources, or NULL. */
const char *verilator_include(Arena *a);
/* The compiled runtime in the cache; NULL, and why in *log, if it cannot be
 * made. */
const char *runtime_library(Arena *a, const char *include, const char **log);

/* ---- streams: what is run and compared ---- */

enum Model { M_C, M_HLS, M_VERILOG, MODELS };

enum Stream {
	S_C,       /* NAME_run, vector by vector */
	S_C_BATCH, /* NAME_batch */
	S_HLS,
	S_VERILOG, /* back to back */
	S_BUBBLES, /* in_valid at random */
	S_RESET,   /* resets in the middle */
	STREAMS
};

typedef struct StreamInfo {
	enum Model model;
	const char *name; /* of its result file, and in reports */
	const char *doc;
	size_t most; /* vectors of a block it takes at most, 0: all */
} StreamInfo;
extern const StreamInfo stream_info[STREAMS];

/* A design at the bench: d<i>/ in the folder. */
typedef struct Unit {
	const Loaded *l;
	uint32_t nin, nout;
	uint32_t slot;             /* translation unit it is compiled in */
	bool has[MODELS];          /* compile made it */
	const char *fault[MODELS]; /* could not be built or run: why */
} Unit;

typedef struct Bench {
	Arena *a;
	Diag *diag;
	const char *dir;
	Unit *unit;
	size_t n;
	uint64_t vectors; /* to come, of the design that has most */
	size_t jobs;      /* processors */
} Bench;

/* ---- harness.c: the programs around the models ---- */

/* Text of the file that drives design i in a model. */
void harness_c(const Unit *u, size_t i, Buf *b);
void harness_hls(const Unit *u, size_t i, Buf *b);
void harness_verilog(const Unit *u, size_t i, Buf *b); /* the C++ side */
void harness_wrapper(const Unit *u, Buf *b);           /* the Verilog side */
/* main() that runs the designs that have the model by their run_d<i>(). */
void harness_main(const Bench *bench, enum Model m, Buf *b);
extern const char harness_common[]; /* common.h, C and C++ */
extern const char harness_ports[];  /* ports.h, C++ */
extern const char harness_driver[]; /* driver.h, C++ */

/* ---- tools.c ---- */

/* The folder of the ap_types headers: $SYMGATE_AP_TYPES, else in the cache. */
const char *ap_types(Arena *a);
/* Exit status 3 and a message if a tool is missing, else 0. */
int bench_tools(Diag *diag, const Unit *u, size_t n);
/* ---- models.c ---- */

void unit_init(Unit *u, const Loaded *l);
bool any_has(const Unit *u, size_t n, enum Model m);
/* Builds every model of every design. False if the bench itself cannot work
 * (no room for files); models that do not build are faults of their units. */
bool bench_build(Bench *b);
/* Vectors for the next run: in[v * nin + i]. */
bool bench_vectors(Bench *b, size_t design, const int64_t *in, size_t n);
/* Runs all models on the vectors. */
void bench_run(Bench *b);

/* One result: which vector, and the outputs as the model gave them. */
typedef struct Records {
	uint32_t nout;
	size_t n;
	const int64_t *at; /* [k * (1 + nout)]: vector, outputs */
} Records;
/* Results of a stream; .at NULL if there are none. Lives in a. */
Records bench_records(Bench *b, Arena *a, size_t design, enum Stream s);
/* Complaints of the Verilog harness about out_valid, one a line. */
const char *bench_complaints(Bench *b, Arena *a, size_t design);

#endif
