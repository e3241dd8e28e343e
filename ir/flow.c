/* Dinitz' algorithm ("Algorithm for solution of a problem of maximum flow in
 * networks with power estimation", 1970): layers by breadth-first search,
 * then a blocking flow along them, until the source is out of reach. Layers
 * are counted from the sink, so that what does not lead there is not visited.
 *
 * Invariant: an arc and the one at its `back` are each other's reverse; what
 * flows forwards is the reverse one's capacity. The arcs that leave node x are
 * those from first[x] to first[x + 1]. */
#include "ir/flow.h"

typedef struct Given {
	uint32_t from, to;
	int64_t capacity;
} Given;

typedef struct Arc {
	uint32_t to, back;
	int64_t left; /* capacity that is not in use */
} Arc;

static const uint32_t NONE = UINT32_MAX;

struct Flow {
	Arena *a;
	uint32_t n;
	VEC(Given) given;
	Arc *arc;
	uint32_t *first, *at, *layer, *queue;
};

Flow *
flow_new(Arena *a, uint32_t n)
{
	Flow *f = arena_alloc(a, sizeof *f);
	*f = (Flow){.a = a, .n = n};
	f->first = arena_alloc(a, (n + 1) * sizeof *f->first);
	f->at = arena_alloc(a, (n + 1) * sizeof *f->at);
	f->layer = arena_alloc(a, n * sizeof *f->layer);
	f->queue = arena_alloc(a, n * sizeof *f->queue);
	return f;
}

void
flow_arc(Flow *f, uint32_t from, uint32_t to, int64_t capacity)
{
	vec_push(f->a, f->given, ((Given){from, to, capacity}));
}

/* The arcs and their reverses, those of one node side by side. */
static void
make_arcs(Flow *f)
{
	f->arc = arena_alloc(f->a, (2 * f->given.len + 1) * sizeof *f->arc);
	for (uint32_t i = 0; i < f->given.len; i++) {
		f->first[f->given.at[i].from + 1]++;
		f->first[f->given.at[i].to + 1]++;
	}
	for (uint32_t x = 0; x < f->n; x++) {
		f->first[x + 1] += f->first[x];
		f->at[x] = f->first[x];
	}
	for (uint32_t i = 0; i < f->given.len; i++) {
		const Given *g = &f->given.at[i];
		uint32_t there = f->at[g->from]++, back = f->at[g->to]++;
		f->arc[there] = (Arc){g->to, back, g->capacity};
		f->arc[back] = (Arc){g->from, there, 0};
	}
}

static void
no_layers(Flow *f, uint32_t root)
{
	for (uint32_t x = 0; x < f->n; x++)
		f->layer[x] = NONE;
	f->layer[root] = 0;
	f->queue[0] = root;
}

/* Layers of what has a way to the sink with capacity left, up to the source's;
 * true if it has one. */
static bool
find_layers(Flow *f, uint32_t source, uint32_t sink)
{
	no_layers(f, sink);
	for (uint32_t head = 0, tail = 1; head < tail; head++) {
		uint32_t x = f->queue[head];
		for (uint32_t i = f->first[x]; i < f->first[x + 1]; i++) {
			const Arc *arc = &f->arc[i];
			if (f->layer[arc->to] != NONE ||
			    !f->arc[arc->back].left)
				continue;
			f->layer[arc->to] = f->layer[x] + 1;
			if (arc->to == source)
				return true;
			f->queue[tail++] = arc->to;
		}
	}
	return false;
}

/* The layers of what the source reaches, from there. */
static void
find_reached(Flow *f, uint32_t source)
{
	no_layers(f, source);
	for (uint32_t head = 0, tail = 1; head < tail; head++) {
		uint32_t x = f->queue[head];
		for (uint32_t i = f->first[x]; i < f->first[x + 1]; i++) {
			const Arc *arc = &f->arc[i];
			if (f->layer[arc->to] != NONE || !arc->left)
				continue;
			f->layer[arc->to] = f->layer[x] + 1;
			f->queue[tail++] = arc->to;
		}
	}
}

/* Sends at most `most` from x to the sink, a layer at a time. */
static int64_t
send(Flow *f, uint32_t x, uint32_t sink, int64_t most)
{
	int64_t sent = 0;
	if (x == sink)
		return most;
	for (uint32_t *i = &f->at[x]; *i < f->first[x + 1]; ++*i) {
		Arc *arc = &f->arc[*i];
		int64_t can = most - sent < arc->left ? most - sent : arc->left;
		if (can > 0 && f->layer[arc->to] == f->layer[x] - 1) {
			int64_t got = send(f, arc->to, sink, can);
			arc->left -= got;
			f->arc[arc->back].left += got;
			sent += got;
		}
		if (sent == most)
			break;
	}
	return sent;
}

int64_t
flow_max(Flow *f, uint32_t source, uint32_t sink)
{
	int64_t sum = 0;
	make_arcs(f);
	while (find_layers(f, source, sink)) {
		for (uint32_t x = 0; x < f->n; x++)
			f->at[x] = f->first[x];
		sum += send(f, source, sink, FLOW_INFINITE);
	}
	find_reached(f, source);
	return sum;
}

bool
flow_reaches(const Flow *f, uint32_t node)
{
	return f->layer[node] != NONE;
}
