/* Optimisations: which are on. */
#ifndef SG_OPTS_H
#define SG_OPTS_H

#include <stdbool.h>
#include <stdint.h>

enum Opt {
#define OPT(name, ...) OPT_##name,
#include "ir/opts.def"
	OPT_count,
	OPT_none = OPT_count /* of what is always on */
};

typedef uint32_t OptSet; /* bit o: enum Opt o is on */

enum { OPT_LEVEL_MAX = 2 };

typedef struct OptInfo {
	const char *name;
	int level; /* on from this -O level up */
	const char *doc;
} OptInfo;

extern const OptInfo opt_info[OPT_count];

/* What -O level turns on. */
OptSet opts_level(int level);

static inline bool
opt_has(OptSet s, enum Opt o)
{
	return o == OPT_none || (s >> o & 1);
}

#endif
