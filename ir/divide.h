/* Exact integer division as datapath nodes: see divide.c. */
#ifndef SG_DIVIDE_H
#define SG_DIVIDE_H

#include "ir/datapath.h"

/* x = q * y + r with 0 <= r < y, for x >= 0 and y >= 1. Where y's bounds let
 * it be 0, q and r are some integers there. */
typedef struct Division {
	DRef q, r;
} Division;
Division dp_divide(Datapath *d, DRef x, DRef y);

/* x / y truncated towards zero, any signs. */
DRef dp_div_trunc(Datapath *d, DRef x, DRef y);
/* x - y * floor(x / y): has y's sign. */
DRef dp_mod_floor(Datapath *d, DRef x, DRef y);

#endif
