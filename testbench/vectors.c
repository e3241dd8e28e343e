/* Input vectors: all of them where the box is small; else corners, edges,
 * samples and random ones.
 *
 * Contract: vector v of a plan depends on the design, the options and v alone
 * (vectors_fill), so blocks can be made in any order and as often as wanted.
 * Every integer lies in its input's domain.
 *
 * Edges. What tables and segments a design has is read from the datapath: an
 * integer that indexes a table or decides a select, and that depends on one
 * input only, changes value at the edges of that table or segment. They are
 * found by evaluation: the input is stepped through its domain, and where two
 * neighbouring steps differ, halving finds one place of change between. */
#include "testbench/tb.h"

#include <string.h>

enum {
	GRID_BITS = 24, /* as many input bits together are exhaustive */
	MAX_COMBINATIONS = 6561, /* 3^8: {lo, 0, hi} of eight inputs */
	STEPS = 1 << 14,         /* over an input's domain, looking for edges */
	MAX_EDGES = 2048,        /* an input */
	NEAR_LOG = 4 /* one random vector of so many is logarithmic */
};

int64_t
domain_lo(const DesignInput *in)
{
	return in->clamp ? format_lo(&in->format) : in->lo;
}

int64_t
domain_hi(const DesignInput *in)
{
	return in->clamp ? format_hi(&in->format) : in->hi;
}

typedef VEC(int64_t) Values;

typedef struct Plan {
	Arena *a;
	const Design *g;
	uint64_t seed;
	Values *list;
} Plan;

/* ---- single integers ---- */

static int64_t
bounded(int64_t lo, int64_t x, int64_t hi)
{
	return x < lo ? lo : x > hi ? hi : x;
}

/* Number of integers in [lo, hi]; both within 63 bits, so it fits. */
static uint64_t
count(int64_t lo, int64_t hi)
{
	return (uint64_t)hi - (uint64_t)lo + 1;
}

static int64_t
uniform(int64_t lo, int64_t hi, uint64_t bits)
{
	return (int64_t)((uint64_t)lo + scale64(bits, count(lo, hi)));
}

/* Uniform in the logarithm of the magnitude: small numbers are as likely as
 * large ones, where quotients, logarithms and leading-zero counts live. */
static int64_t
logarithmic(int64_t lo, int64_t hi, uint64_t bits)
{
	uint64_t a = mix64(bits), b = mix64(a);
	int64_t m = (int64_t)(b >> (1 + scale64(a, DP_MAX_WIDTH)));

	return bounded(lo, bits & 1 ? m : -m, hi);
}

/* Input i of random vector v. */
static int64_t
random_value(const DesignInput *in, uint64_t seed, uint64_t v, uint64_t i)
{
	uint64_t key = mix64(mix64(seed) + v);
	uint64_t bits = mix64(key ^ mix64(i + 1));
	bool outside = in->clamp && key % 8 == 7; /* one in eight */
	int64_t lo = outside ? domain_lo(in) : in->lo;
	int64_t hi = outside ? domain_hi(in) : in->hi;

	return key % NEAR_LOG == 0 ? logarithmic(lo, hi, bits)
	                           : uniform(lo, hi, bits);
}

/* ---- listed vectors ---- */

static void
add_vector(Plan *p, const int64_t *x)
{
	for (uint32_t i = 0; i < p->g->in.len; i++)
		vec_push(p->a, *p->list, x[i]);
}

static uint32_t
listed(const Plan *p)
{
	return p->g->in.len ? p->list->len / p->g->in.len : 0;
}

/* Input i at x, the others at zero or what is nearest to it; and the same
 * with the others at random. */
static void
add_value(Plan *p, int64_t *vector, uint32_t i, int64_t x)
{
	const DesignInput *in = p->g->in.at;

	for (uint32_t j = 0; j < p->g->in.len; j++)
		vector[j] = bounded(in[j].lo, 0, in[j].hi);
	vector[i] = bounded(domain_lo(&in[i]), x, domain_hi(&in[i]));
	add_vector(p, vector);
	if (p->g->in.len == 1)
		return;
	for (uint32_t j = 0; j < p->g->in.len; j++)
		if (j != i)
			vector[j] =
			    random_value(&in[j], ~p->seed, listed(p), j);
	add_vector(p, vector);
}

static void
add_corners(Plan *p, int64_t *vector, uint32_t i)
{
	const DesignInput *in = &p->g->in.at[i];
	int64_t lo = domain_lo(in), hi = domain_hi(in);
	const int64_t x[] = {lo,         lo + 1,     -1,     0,
	                     1,          hi,         hi - 1, in->lo,
	                     in->lo - 1, in->lo + 1, in->hi, in->hi - 1,
	                     in->hi + 1};

	for (size_t k = 0; k < sizeof x / sizeof *x; k++)
		if (x[k] >= lo && x[k] <= hi)
			add_value(p, vector, i, x[k]);
	for (unsigned k = 1; k < in->format.width; k++) {
		int64_t power = (int64_t)1 << k;

		if (power <= hi)
			add_value(p, vector, i, power);
		if (-power >= lo)
			add_value(p, vector, i, -power);
	}
}

/* Choice c, 0 .. 2, of {lo, 0, hi}. */
static int64_t
choice(const DesignInput *in, uint64_t c)
{
	int64_t lo = domain_lo(in), hi = domain_hi(in);

	return c == 0 ? lo : c == 1 ? bounded(lo, 0, hi) : hi;
}

/* All combinations of {lo, 0, hi}, or as many at random. */
static void
add_combinations(Plan *p, int64_t *vector)
{
	uint32_t nin = p->g->in.len, all = 1;

	for (uint32_t i = 0; i < nin && all <= MAX_COMBINATIONS; i++)
		all *= 3;
	for (uint32_t c = 0; c < all && c < MAX_COMBINATIONS; c++) {
		uint32_t digit = c;

		for (uint32_t i = 0; i < nin; i++, digit /= 3) {
			uint64_t bits = mix64(p->seed ^ mix64(c) ^ ~mix64(i));
			uint64_t k = all > MAX_COMBINATIONS ? scale64(bits, 3)
			                                    : digit % 3;

			vector[i] = choice(&p->g->in.at[i], k);
		}
		add_vector(p, vector);
	}
}

/* ---- edges ---- */

static const uint32_t NO_INPUT = UINT32_MAX, MANY_INPUTS = UINT32_MAX - 1;

/* Per node the one input it depends on. */
static uint32_t *
only_input(Arena *a, const Datapath *d)
{
	uint32_t *only = arena_alloc(a, d->node.len * sizeof *only);

	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);

		only[r] = n->op == D_input ? (uint32_t)n->k : NO_INPUT;
		for (int i = 0; i < n->narg; i++) {
			uint32_t o = only[n->arg[i]];

			if (only[r] == NO_INPUT)
				only[r] = o;
			else if (o != NO_INPUT && o != only[r])
				only[r] = MANY_INPUTS;
		}
	}
	return only;
}

/* The datapath with table indices and decisions that depend on input i alone
 * as its outputs. */
static Datapath
edge_probe(Arena *a, const Datapath *d, const uint32_t *only, uint32_t i)
{
	Datapath probe = *d;

	memset(&probe.out, 0, sizeof probe.out);
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);

		if ((n->op == D_lut || n->op == D_select) &&
		    only[n->arg[0]] == i)
			vec_push(a, probe.out, ((DPort){.ref = n->arg[0]}));
	}
	return probe;
}

typedef struct Search {
	Plan *p;
	const Datapath *probe;
	uint32_t input;
	int64_t *vector;                 /* others at zero */
	int64_t *below, *above, *middle; /* probe outputs */
	Values found;
} Search;

static bool
same(const Search *s, const int64_t *x, const int64_t *y)
{
	return !memcmp(x, y, s->probe->out.len * sizeof *x);
}

static void
evaluate(Search *s, int64_t x, int64_t *result)
{
	DRef bad; /* other inputs may leave what the design assumes of them */

	s->vector[s->input] = x;
	dp_interp(s->probe, s->vector, result, &bad);
}

/* Between lo, where the outputs are s->below, and hi, where they differ. */
static void
halve(Search *s, int64_t lo, int64_t hi)
{
	while (hi - lo > 1) {
		int64_t mid = lo + (hi - lo) / 2;

		evaluate(s, mid, s->middle);
		if (same(s, s->middle, s->below))
			lo = mid;
		else
			hi = mid;
	}
	vec_push(s->p->a, s->found, lo);
	vec_push(s->p->a, s->found, hi);
}

static void
search(Search *s, int64_t lo, int64_t hi)
{
	uint64_t n = count(lo, hi);
	uint64_t steps = n < STEPS ? n : STEPS;
	int64_t before = lo, *swap;

	evaluate(s, lo, s->below);
	for (uint64_t k = 1; k < steps; k++) {
		/* k * (n - 1) / (steps - 1) without the product */
		uint64_t q = (n - 1) / (steps - 1),
			 rest = (n - 1) % (steps - 1);
		int64_t x =
		    (int64_t)((uint64_t)lo + k * q + k * rest / (steps - 1));

		evaluate(s, x, s->above);
		if (!same(s, s->below, s->above))
			halve(s, before, x);
		swap = s->below;
		s->below = s->above;
		s->above = swap;
		before = x;
	}
}

/* At most MAX_EDGES of what was found, evenly. */
static void
add_edges(Plan *p, int64_t *vector, const uint32_t *only, uint32_t i)
{
	const DesignInput *in = &p->g->in.at[i];
	Datapath probe = edge_probe(p->a, p->g->dp, only, i);
	size_t bytes = probe.out.len * sizeof(int64_t);
	Search s = {.p = p, .probe = &probe, .input = i, .vector = vector};
	uint32_t keep;

	if (!probe.out.len)
		return;
	for (uint32_t j = 0; j < p->g->in.len; j++)
		vector[j] = bounded(p->g->in.at[j].lo, 0, p->g->in.at[j].hi);
	s.below = arena_alloc(p->a, bytes);
	s.above = arena_alloc(p->a, bytes);
	s.middle = arena_alloc(p->a, bytes);
	search(&s, in->lo, in->hi);
	keep = s.found.len < MAX_EDGES ? s.found.len : MAX_EDGES;
	for (uint32_t k = 0; k < keep; k++) {
		uint64_t at = (uint64_t)k * s.found.len / keep;

		add_value(p, vector, i, s.found.at[at]);
	}
}

/* ---- the plan ---- */

/* Points of the box, or 0 if they are too many. */
static uint64_t
grid_points(const Design *g, uint64_t limit)
{
	uint64_t n = 1;

	for (uint32_t i = 0; i < g->in.len; i++) {
		uint64_t side = count(g->in.at[i].lo, g->in.at[i].hi);

		if (side > limit / n)
			return 0;
		n *= side;
	}
	return n;
}

static bool
clamps(const Design *g)
{
	for (uint32_t i = 0; i < g->in.len; i++)
		if (g->in.at[i].clamp)
			return true;
	return false;
}

static void
list_vectors(Plan *p, Vectors *v)
{
	const Design *g = p->g;
	int64_t *vector = arena_alloc(p->a, g->in.len * sizeof *vector);
	const uint32_t *only = only_input(p->a, g->dp);

	for (uint32_t i = 0; i < g->in.len; i++)
		add_corners(p, vector, i);
	add_combinations(p, vector);
	v->corner = listed(p);
	for (uint32_t i = 0; i < g->in.len; i++)
		add_edges(p, vector, only, i);
	v->edge = listed(p) - v->corner;
	for (size_t k = 0; k < g->nsample; k++)
		add_vector(p, g->sample + k * g->in.len);
	v->sample = listed(p) - v->edge - v->corner;
}

void
vectors_plan(Arena *a, const Loaded *l, const VerifyOptions *opt, Vectors *v)
{
	const Design *g = &l->g;
	Values list = {0};
	Plan p = {a, g, opt->seed, &list};
	uint64_t limit = (uint64_t)1 << GRID_BITS;

	if (opt->exhaustive && opt->exhaustive < limit)
		limit = opt->exhaustive;
	*v = (Vectors){.g = g, .seed = opt->seed};
	v->grid = grid_points(g, limit);
	if (!v->grid || clamps(g)) {
		list_vectors(&p, v);
		v->random = opt->vectors;
	}
	v->list = list.at;
	v->n = v->grid + v->corner + v->edge + v->sample + v->random;
}

/* Point k of the box: mixed radix, the last input fastest. */
static void
grid_point(const Design *g, uint64_t k, int64_t *in)
{
	for (uint32_t i = g->in.len; i--;) {
		uint64_t side = count(g->in.at[i].lo, g->in.at[i].hi);

		in[i] = (int64_t)((uint64_t)g->in.at[i].lo + k % side);
		k /= side;
	}
}

void
vectors_fill(const Vectors *v, uint64_t first, size_t n, int64_t *in)
{
	const Design *g = v->g;
	uint32_t nin = g->in.len;
	uint64_t listed_end = v->grid + v->corner + v->edge + v->sample;

	for (size_t k = 0; k < n; k++, in += nin) {
		uint64_t i = first + k;

		if (i < v->grid)
			grid_point(g, i, in);
		else if (i < listed_end)
			memcpy(in, v->list + (i - v->grid) * nin,
			       nin * sizeof *in);
		else
			for (uint32_t j = 0; j < nin; j++)
				in[j] = random_value(&g->in.at[j], v->seed,
				                     i - listed_end, j);
	}
}
