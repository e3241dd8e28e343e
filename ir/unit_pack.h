/* A table of consecutive segments as one table, or as a coarse one plus small
 * differences. */
#ifndef SG_UNIT_PACK_H
#define SG_UNIT_PACK_H

#include "ir/unit_window.h"

/* at[i] at the segment x >> s = first + i of n. With k > 0
 *     at[i] = coarse[(first + i) >> k] * 2^h + fine[i], fine >= 0. */
typedef struct Pack {
	unsigned s;
	int64_t first;
	uint32_t n;
	const int64_t *at;
	unsigned k, h;
	int64_t *coarse, *fine;
	double lut; /* by the model */
} Pack;

/* The cheapest form of the table. */
Pack pack(Arena *a, const Target *t, unsigned s, int64_t first, uint32_t n,
          const int64_t *at);
DRef pack_build(Datapath *d, DRef x, const Pack *p);

/* One number of each window so that as many low bits as possible are the
 * same in all of them, then as near to the middle as that allows: bits that
 * never change cost nothing. Where anything goes, the number before. */
void pack_align(const Window *w, uint32_t n, int64_t *at);

#endif
