/* The devices that are known. A new one is one record in ir/targets/ and two
 * lines here; nothing else in the compiler names a device. */
#include "ir/target.h"

#include <string.h>

static const Target ice40_hx = {
#include "ir/targets/ice40-hx.def"
};
static const Target ecp5 = {
#include "ir/targets/ecp5.def"
};
static const Target xc7 = {
#include "ir/targets/xc7.def"
};
static const Target xcvu9p = {
#include "ir/targets/xcvu9p.def"
};

const Target *const targets[] = {&xcvu9p, &xc7, &ecp5, &ice40_hx, NULL};

const Target *
target_by_name(const char *name)
{
	for (const Target *const *t = targets; *t; t++)
		if (!strcmp((*t)->name, name))
			return *t;
	return NULL;
}
