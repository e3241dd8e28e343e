/* Products rearranged: reciprocals as quotients, constants at units. */
#ifndef SG_RATIO_H
#define SG_RATIO_H

#include "ir/passes.h"

Reciprocals ratios_find(const Expr *e, Arena *a);
/* See ratio.c; only those reciprocals divide that `which` names, a bit each. e
 * itself where there is none. *marks, of e's nodes, become those of the
 * result's. */
const Expr *ratios_bind(const Expr *e, uint64_t which, Arena *a, bool **marks);

/* absorb.c: constant factors at function units, ports as inputs; *marks as
 * above. */
const Expr *constants_absorb(const Expr *e, const InputSpec *in, Arena *a,
                             bool **marks);

#endif
