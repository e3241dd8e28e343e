/* Function units that were planned, to be had again. */
#ifndef SG_UNIT_CACHE_H
#define SG_UNIT_CACHE_H

#include "ir/unit.h"

typedef struct UnitCache UnitCache;

/* All that a unit depends on. */
typedef struct UnitKey {
	uint32_t function; /* unit_function */
	int lsb_x, lsb;
	int64_t lo, hi; /* of the argument's integer */
	bool half, no_odd;
	double max_err;
	bool any_undefined;
	bool clamped;
	Range clamp;
	const Target *target;
	OptSet opts; /* less those that are no unit's */
	double patience;
} UnitKey;

typedef struct UnitKept {
	UnitKey key;
	Datapath *d; /* one input, one output; NULL: there is no such unit, */
	const char *why; /* for this reason */
	UnitResult u;    /* but for d, which is d's output */
} UnitKept;

/* What it holds lives in `a`, as long as the cache. */
UnitCache *unit_cache_new(Arena *a);
/* A number for root as a function of arg: the same one, whatever Expr it
 * stands in, for equal operations on equal constants; never 0. */
uint32_t unit_function(UnitCache *c, const Expr *e, Ref root, Ref arg);
/* The unit u, for arguments lo .. hi instead of u->x. It is planned when it is
 * asked for first. */
const UnitKept *unit_kept(UnitCache *c, const UnitSpec *u, uint32_t function,
                          int64_t lo, int64_t hi);

#endif
