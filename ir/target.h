/* A target: what one datapath operation costs and how long it takes.
 *
 * A target is one row of constants in ir/targets/NAME.def, each with its
 * source in a comment. Times in ns, areas in the device's own units. */
#ifndef SG_TARGET_H
#define SG_TARGET_H

#include "ir/datapath.h"
#include "ir/opts.h"

typedef struct Cost {
	double lut, ff, carry, dsp, bram;
} Cost;

typedef struct Target {
	const char *name;   /* "xcvu9p" */
	const char *title;  /* "AMD Virtex UltraScale+ xcvu9p-2" */
	const char *family; /* Yosys flow: "ice40", "ecp5", "xc7", "xcup" */
	const char *part;   /* full part number for the vendor's Tcl */
	/* device capacity, for the device share */
	double luts, ffs, dsps, brams;
	/* logic */
	uint8_t lut_in;    /* K of the LUT: 4, 6 */
	double t_lut;      /* one LUT */
	double t_net;      /* one average routed net */
	double t_carry_in; /* into a carry chain */
	double t_carry;    /* per bit along it */
	double t_carry_out;
	double t_clkq, t_setup;
	double t_sync;      /* more for a synchronous set or reset as data */
	uint8_t carry_bits; /* bits of sum in one carry cell */
	bool carry_is_lut;  /* the cell takes a LUT a bit out of use (CCU2C) */
	bool carry_lut; /* a free LUT before the carry: inverts an operand */
	/* multiplier block; dsps = 0: none */
	uint8_t dsp_a, dsp_b; /* signed operand widths */
	uint8_t dsp_part;  /* signed width of the slices of a wider operand */
	uint8_t dsp_min;   /* narrower products go to LUTs */
	bool dsp_signed;   /* signed only: a slice loses a bit to its sign */
	bool dsp_adds;     /* the block adds a third operand to its product */
	double t_dsp;      /* inputs to product, unregistered */
	double t_dsp_add;  /* through the adder of a following block */
	double t_dsp_reg;  /* its period with all its registers in use; 0:
	                      the tools never use them */
	uint8_t shreg_min; /* register ranks in a row that become one LUT a
	                      bit; 0: none do */
	/* mux structures wider than a LUT inside a slice (MUXF7/8, PFUMX) */
	uint8_t mux_in;     /* address bits covered without general routing */
	double t_mux;       /* per wide-mux level */
	double uncertainty; /* fraction of the period held back, e.g. 0.10 */
} Target;

extern const Target *const targets[]; /* NULL-terminated */
const Target *target_by_name(const char *name);

/* Delay of the node from its latest input, routing to it included. */
double node_delay(const Target *t, const Datapath *d, DRef r);
/* The same with `ranks` registers behind it before anyone reads it, and one
 * in front: a multiplier block takes them inside and is as fast as it can. */
enum { DSP_RANKS = 2 };
double node_delay_piped(const Target *t, const Datapath *d, DRef r,
                        unsigned ranks);
/* Area of the node alone, no registers. */
Cost node_cost(const Target *t, const Datapath *d, DRef r);
/* The whole design: nodes, and registers as scheduled. */
Cost dp_cost(const Target *t, const Datapath *d);
/* Longest register-to-register (or port) path in ns, as scheduled. */
double dp_critical_path(const Target *t, const Datapath *d);
/* Sum of the used fractions of the device: the figure of merit. */
double device_share(const Target *t, const Cost *c);

/* Same questions before a node exists (function units compare candidates):
 * a table of `len` entries of `width` bits with `addr` address bits, and a
 * product of two signed widths. */
Cost table_cost(const Target *t, unsigned addr, unsigned width);
/* The same for given entries: what the contents really need. */
Cost table_cost_of(const Target *t, const int64_t *at, uint32_t len);
/* The same for a table of a datapath, counted once. */
Cost table_price(const Target *t, const DTable *table);
Cost mul_cost(const Target *t, unsigned wa, unsigned wb);
double table_delay(const Target *t, unsigned addr);
/* Whether products go into multiplier blocks: there are some, and they, or
 * their own registers, leave time within a stage. */
bool has_blocks(const Target *t, double period_ns);
double mul_delay(const Target *t, unsigned wa, unsigned wb);
double adder_delay(const Target *t, unsigned bits);

/* pack.c: which selections share their reader's LUT; node_cost and node_delay
 * take no others to be. */
void dp_pack(Datapath *d, const Target *t);

/* ---- schedule.c ---- */
enum { LATENCY_AUTO = -1 };
/* balance.c: sums reordered so that no path is longer than `slack` times the
 * shortest that is possible, with the narrowest additions that allow it. */
Datapath *dp_balance(const Datapath *d, const Target *t, double slack);
/* Cuts operations that are slower than the clock into shorter ones
 * (requires nothing; breaks stages). */
void dp_split(Datapath *d, const Target *t, double period_ns);
/* What a path may take, registers included: the period less its uncertainty
 * where the latency follows from that, all of it where the latency is given. */
double usable_ns(const Target *t, double period_ns, int latency);
/* Gives every node its stage. latency: LATENCY_AUTO chains operations into
 * the period; 0 is combinational; N > 0 spreads the work over N ranks at the
 * shortest period that fits. Inputs come from registers and outputs go to
 * registers outside the block, whose set-up and clock-to-q are counted.
 * Requires dp_split for AUTO; gives stage and d->latency. False if N ranks
 * cannot meet period_ns (the stages are set all the same). */
bool dp_schedule(Datapath *d, const Target *t, double period_ns, int latency,
                 OptSet opts);
/* A cycle is worth as much as the area divided by this: in a hurry, and where
 * any latency will do. */
enum { CYCLES_HURRY = 4, CYCLES_ANY = 100 };
/* pipeline.c: the passes above for the clock, a cycle being worth the area
 * divided by `cycles`; the same answer. */
bool dp_pipeline(Datapath *d, const Target *t, double period_ns, int latency,
                 unsigned cycles, OptSet opts);

#endif
