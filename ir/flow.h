/* Maximum flow and minimum cut. */
#ifndef SG_FLOW_H
#define SG_FLOW_H

#include "util/util.h"

typedef struct Flow Flow;

static const int64_t FLOW_INFINITE = INT64_C(1) << 60;

/* A network of nodes 0 .. n - 1 without arcs. */
Flow *flow_new(Arena *a, uint32_t n);
void flow_arc(Flow *f, uint32_t from, uint32_t to, int64_t capacity);
/* The greatest flow. Afterwards flow_reaches tells the source's side of the
 * minimum cut with the fewest nodes. */
int64_t flow_max(Flow *f, uint32_t source, uint32_t sink);
bool flow_reaches(const Flow *f, uint32_t node);

#endif
