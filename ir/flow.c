/* Dinitz' algorithm ("Algorithm for solution of a problem of maximum flow in
 * networks with power estimation", 1970): layers by breadth-first search,
 * then a blocking flow along them, until the sink is out of reach.
 *
 * Invariant: arc[i] and arc[i ^ 1] are each other's reverse; what flows
 * forwards is the reverse one's capacity. */
#include "ir/flow.h"

typedef struct Arc {
	uint32_t to, next; /* next arc of the same node; NONE: no more */
	int64_t left;      /* capacity that is not in use */
} Arc;

static const uint32_t NONE = UINT32_MAX;

struct Flow {
	Arena *a;
	uint32_t n;
	VEC(Arc) arc;
	uint32_t *first, *at, *layer, *queue;
};

Flow *
flow_new(Arena *a, uint32_t n)
{
	Flow *f = arena_alloc(a, sizeof *f);
	*f = (Flow){.a = a, .n = n};
	f->first = arena_alloc(a, n * sizeof *f->first);
	f->at = arena_alloc(a, n * sizeof *f->at);
	f->layer = arena_alloc(a, n * sizeof *f->layer);
	f->queue = arena_alloc(a, n * sizeof *f->queue);
	for (uint32_t i = 0; i < n; i++)
		f->first[i] = NONE;
	return f;
}

static void
half_arc(Flow *f, uint32_t from, uint32_t to, int64_t capacity)
{
	Arc arc = {to, f->first[from], capacity};
	f->first[from] = f->arc.len;
	vec_push(f->a, f->arc, arc);
}

void
flow_arc(Flow *f, uint32_t from, uint32_t to, int64_t capacity)
{
	half_arc(f, from, to, capacity);
	half_arc(f, to, from, 0);
}

/* Layers from the source along arcs with capacity left; true if the sink has
 * one. */
static bool
find_layers(Flow *f, uint32_t source, uint32_t sink)
{
	uint32_t head = 0, tail = 0;
	for (uint32_t i = 0; i < f->n; i++) {
		f->layer[i] = NONE;
		f->at[i] = f->first[i];
	}
	f->layer[source] = 0;
	f->queue[tail++] = source;
	while (head < tail) {
		uint32_t x = f->queue[head++];
		for (uint32_t i = f->first[x]; i != NONE;
		     i = f->arc.at[i].next) {
			uint32_t y = f->arc.at[i].to;
			if (!f->arc.at[i].left || f->layer[y] != NONE)
				continue;
			f->layer[y] = f->layer[x] + 1;
			f->queue[tail++] = y;
		}
	}
	return f->layer[sink] != NONE;
}

/* Sends at most `most` from x to the sink, a layer at a time. */
static int64_t
send(Flow *f, uint32_t x, uint32_t sink, int64_t most)
{
	int64_t sent = 0;
	if (x == sink)
		return most;
	for (uint32_t *i = &f->at[x]; *i != NONE;) {
		Arc *arc = &f->arc.at[*i];
		int64_t can = most - sent < arc->left ? most - sent : arc->left;
		if (can > 0 && f->layer[arc->to] == f->layer[x] + 1) {
			int64_t got = send(f, arc->to, sink, can);
			arc->left -= got;
			f->arc.at[*i ^ 1].left += got;
			sent += got;
		}
		if (sent == most)
			break;
		*i = arc->next;
	}
	return sent;
}

int64_t
flow_max(Flow *f, uint32_t source, uint32_t sink)
{
	int64_t sum = 0;
	while (find_layers(f, source, sink))
		sum += send(f, source, sink, FLOW_INFINITE);
	return sum;
}

bool
flow_reaches(const Flow *f, uint32_t node)
{
	return f->layer[node] != NONE;
}
