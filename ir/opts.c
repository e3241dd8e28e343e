/* The table of optimisations as data. */
#include "ir/opts.h"

#include <assert.h>

static_assert(OPT_count <= 32, "an OptSet has 32 bits");

const OptInfo opt_info[OPT_count] = {
#define OPT(name, level, doc) {#name, level, doc},
#include "ir/opts.def"
};

OptSet
opts_level(int level)
{
	OptSet s = 0;

	for (int o = 0; o < OPT_count; o++)
		if (opt_info[o].level <= level)
			s |= UINT32_C(1) << o;
	return s;
}
