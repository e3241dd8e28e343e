/* Random designs: a random datapath with all that a backend prints around it,
 * texts meant to break out of comments included. Include in one file a
 * program. */
#ifndef SG_RANDOM_DESIGN_H
#define SG_RANDOM_DESIGN_H

#include "ir/design.h"
#include "tests/unit/random_dp.h"

/* Each tries to end a comment, a line or a string in some language. */
static const char *const hostile[] = {
    "x0 */ int z = 1; /* + x1",
    "x0 // + \\",
    "x0 + ?\?/",
    "x0 +\n`include \"y\"\r\nx1",
    "verilator lint_off WIDTH",
    "synopsys translate_off",
    "\xce\x94x \xe2\x80\xae + \xff\xfe \x01",
    "\"\\\"; exit [exec id] } {",
};
enum { HOSTILE = sizeof hostile / sizeof *hostile };

static inline const char *
hostile_text(uint64_t seed)
{
	return hostile[seed % HOSTILE];
}

static inline Format
port_format(const DPort *p)
{
	return (Format){.is_signed = p->is_signed,
	                .width = p->width,
	                .lsb = p->lsb,
	                .q = Q_TRN,
	                .o = OV_WRAP};
}

/* The design around a datapath: names, formats, bounds. */
static inline Design *
design_of(Datapath *d, uint64_t seed)
{
	Arena *a = d->a;
	Design *g = arena_alloc(a, sizeof *g);

	*g = (Design){.a = a,
	              .name = d->name,
	              .command = hostile_text(seed),
	              .numerics = "faithful",
	              .undefined = "any",
	              .dialect = "julia",
	              .dp = d,
	              .target = target_by_name("xcvu9p"),
	              .clock_mhz = 200};
	for (uint32_t i = 0; i < d->in.len; i++) {
		const DPort *p = &d->in.at[i];
		DesignInput in = {.name = p->name,
		                  .ident = p->ident,
		                  .format = port_format(p),
		                  .scale = "1",
		                  .offset = "0",
		                  .lo = p->lo,
		                  .hi = p->hi,
		                  .lo_text = "?",
		                  .hi_text = "?"};

		vec_push(a, g->in, in);
	}
	for (uint32_t i = 0; i < d->out.len; i++) {
		const DPort *p = &d->out.at[i];
		DesignOutput out = {.name = p->name,
		                    .ident = p->ident,
		                    .format = port_format(p),
		                    .equation = hostile_text(seed + i),
		                    .simplified = "?",
		                    .overflow = "never",
		                    .proven = true,
		                    .bound_abs = "1",
		                    .bound_ulp = "1",
		                    .file = hostile_text(seed + 1),
		                    .sha256 = "0",
		                    .row = 1,
		                    .loss = "0.5"};

		vec_push(a, g->out, out);
	}
	return g;
}

static inline Design *
random_design(Arena *a, uint64_t seed, const char *name, unsigned size,
              unsigned latency)
{
	return design_of(random_dp(a, seed, name, size, latency), seed);
}

#endif
