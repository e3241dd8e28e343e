/* Datapath storage: nodes, hash-consing, tables, ports, dead nodes.
 *
 * Invariants: node[0] is unused; arguments have smaller indices than their
 * users; two nodes never agree in op, k, w and arguments; a node's bounds lie
 * within what dop_bounds derives from its arguments' bounds. The hash table
 * is open addressing with linear probing, at most half full. */
#include "ir/datapath.h"

#include <string.h>

const char *const dop_name[D_count] = {
    "none",
#define DOP(name, n, doc) #name,
#include "ir/dops.def"
};
const char *const dop_doc[D_count] = {
    "",
#define DOP(name, n, doc) doc,
#include "ir/dops.def"
};
const uint8_t dop_narg[D_count] = {
    0,
#define DOP(name, n, doc) n,
#include "ir/dops.def"
};

enum { TABLE_MAX = 1 << 24 };

Datapath *
dp_new(Arena *a, const char *name)
{
	Datapath *d = arena_alloc(a, sizeof *d);
	d->a = a;
	d->name = arena_strdup(a, name);
	vec_push(a, d->node, (DNode){0});
	dp_rehash(d);
	return d;
}

/* ---- hash-consing ---- */

static uint32_t
node_hash(const DNode *n)
{
	/* multiply and fold, as in Knuth's multiplicative hashing: a byte-wise
	 * hash of the same was a quarter of a compilation */
	static const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t h = ((uint64_t)n->op << 8 | n->w) * odd;
	h = (h ^ h >> 32 ^ (uint64_t)n->k) * odd;
	for (unsigned i = 0; i < DP_ARGS; i++)
		h = (h ^ h >> 32 ^ n->arg[i]) * odd;
	return (uint32_t)(h >> 32);
}

static bool
same_node(const DNode *a, const DNode *b)
{
	return a->op == b->op && a->w == b->w && a->k == b->k &&
	       !memcmp(a->arg, b->arg, sizeof a->arg);
}

/* The slot of the node equal to n, or the empty slot where it belongs. */
static uint32_t *
slot(const Datapath *d, const DNode *n)
{
	uint32_t mask = d->hash_size - 1, i = node_hash(n) & mask;
	while (d->hash[i] && !same_node(dp_at(d, d->hash[i]), n))
		i = (i + 1) & mask;
	return &d->hash[i];
}

void
dp_rehash(Datapath *d)
{
	uint32_t size = 64;
	while (size < 4 * d->node.len)
		size *= 2;
	d->hash = arena_alloc(d->a, size * sizeof *d->hash);
	d->hash_size = size;
	for (DRef r = 1; r < d->node.len; r++) {
		uint32_t *s = slot(d, dp_at(d, r));
		if (!*s)
			*s = r;
	}
}

DRef
dp_intern(Datapath *d, const DNode *n)
{
	uint32_t *s = slot(d, n);
	DRef equal = *s;
	if (equal)
		return equal;
	DRef r = d->node.len;
	*s = r;
	vec_push(d->a, d->node, *n);
	if (2 * d->node.len > d->hash_size)
		dp_rehash(d);
	return r;
}

/* ---- leaves ---- */

DRef
dp_input(Datapath *d, const DPort *port)
{
	DNode n = {.op = D_input,
	           .k = d->in.len,
	           .lsb = port->lsb,
	           .span = port->span};
	vec_push(d->a, d->in, *port);
	DPort *p = &d->in.at[n.k];
	p->name = arena_strdup(d->a, port->name);
	p->ident = arena_strdup(d->a, port->ident);
	const char *why = dop_bounds(d, &n, &n.lo, &n.hi);
	if (why == dp_too_wide) {
		d->overflow = 1;
		return p->ref = 0;
	}
	if (why)
		die("input %s: %s", p->name, why);
	return p->ref = dp_intern(d, &n);
}

DRef
dp_const(Datapath *d, int64_t v)
{
	return dp_op(d, D_const, v, 0, NULL);
}

static bool
same_table(const DTable *t, const int64_t *at, uint32_t len)
{
	return t->len == len && !memcmp(t->at, at, len * sizeof *at);
}

uint32_t
dp_table(Datapath *d, const int64_t *at, uint32_t len)
{
	check(len >= 1 && len <= TABLE_MAX);
	for (uint32_t i = 0; i < d->table.len; i++)
		if (same_table(&d->table.at[i], at, len))
			return i;
	int64_t *copy = arena_alloc(d->a, len * sizeof *copy);
	memcpy(copy, at, len * sizeof *copy);
	DTable t = {.at = copy, .len = len, .lo = at[0], .hi = at[0]};
	t.price = arena_alloc(d->a, sizeof *t.price);
	for (uint32_t i = 1; i < len; i++) {
		t.lo = at[i] < t.lo ? at[i] : t.lo;
		t.hi = at[i] > t.hi ? at[i] : t.hi;
	}
	vec_push(d->a, d->table, t);
	return d->table.len - 1;
}

uint32_t
dp_table_copy(Datapath *d, const DTable *t)
{
	for (uint32_t i = 0; i < d->table.len; i++)
		if (same_table(&d->table.at[i], t->at, t->len))
			return i;
	vec_push(d->a, d->table, *t);
	return d->table.len - 1;
}

/* ---- bounds ---- */

unsigned
width_of(int64_t lo, int64_t hi)
{
	unsigned w = 1; /* the sign */
	uint64_t m = lo < 0 ? ~(uint64_t)lo : (uint64_t)lo;
	for (m |= hi < 0 ? ~(uint64_t)hi : (uint64_t)hi; m; m >>= 1)
		w++;
	return w;
}

/* Intersects; true if that changed anything. */
static bool
narrow(DNode *n, int64_t lo, int64_t hi)
{
	bool changed = lo > n->lo || hi < n->hi;
	n->lo = lo > n->lo ? lo : n->lo;
	n->hi = hi < n->hi ? hi : n->hi;
	if (n->lo > n->hi)
		die("contradictory bounds for a %s node", dop_name[n->op]);
	return changed;
}

void
dp_assume(Datapath *d, DRef a, int64_t lo, int64_t hi)
{
	if (!a || !narrow(&d->node.at[a], lo, hi))
		return;
	for (DRef r = a + 1; r < d->node.len; r++) {
		DNode *n = &d->node.at[r];
		if (dop_bounds(d, n, &lo, &hi))
			die("node %u has no bounds", (unsigned)r);
		narrow(n, lo, hi);
	}
}

/* ---- dead nodes ---- */

/* live[r] = 1 for the inputs and everything that an output needs. */
static void
mark_live(const Datapath *d, DRef *live)
{
	for (uint32_t i = 0; i < d->in.len; i++)
		live[d->in.at[i].ref] = 1;
	for (uint32_t i = 0; i < d->out.len; i++)
		live[d->out.at[i].ref] = 1;
	for (DRef r = d->node.len; r-- > 1;)
		for (unsigned i = 0; live[r] && i < dp_at(d, r)->narg; i++)
			live[dp_at(d, r)->arg[i]] = 1;
}

/* Drops unused tables; the luts follow. */
static void
sweep_tables(Datapath *d)
{
	uint32_t *map = arena_alloc(d->a, (d->table.len + 1) * sizeof *map);
	for (DRef r = 1; r < d->node.len; r++)
		if (dp_at(d, r)->op == D_lut)
			map[dp_at(d, r)->k] = 1;
	uint32_t len = 0;
	for (uint32_t i = 0; i < d->table.len; i++)
		if (map[i]) {
			d->table.at[len] = d->table.at[i];
			map[i] = len++;
		}
	d->table.len = len;
	for (DRef r = 1; r < d->node.len; r++)
		if (dp_at(d, r)->op == D_lut)
			d->node.at[r].k = map[dp_at(d, r)->k];
}

void
dp_dce(Datapath *d)
{
	DRef *map = arena_alloc(d->a, d->node.len * sizeof *map);
	mark_live(d, map);
	DRef len = 1;
	for (DRef r = 1; r < d->node.len; r++) {
		if (!map[r])
			continue;
		DNode n = *dp_at(d, r);
		for (unsigned i = 0; i < n.narg; i++)
			n.arg[i] = map[n.arg[i]];
		d->node.at[len] = n;
		map[r] = len++;
	}
	d->node.len = len;
	for (uint32_t i = 0; i < d->in.len; i++)
		d->in.at[i].ref = map[d->in.at[i].ref];
	for (uint32_t i = 0; i < d->out.len; i++)
		d->out.at[i].ref = map[d->out.at[i].ref];
	sweep_tables(d);
	dp_rehash(d);
}

static DPort
port_copy(Arena *a, const DPort *p)
{
	DPort c = *p;
	c.name = arena_strdup(a, p->name);
	c.ident = arena_strdup(a, p->ident);
	return c;
}

Datapath *
dp_copy(Arena *a, const Datapath *d)
{
	Datapath *new = dp_new(a, d->name);
	new->node.len = 0;
	for (DRef r = 0; r < d->node.len; r++)
		vec_push(a, new->node, *dp_at(d, r));
	for (uint32_t i = 0; i < d->table.len; i++) {
		const DTable *t = &d->table.at[i];
		uint32_t k = dp_table(new, t->at, t->len);
		*new->table.at[k].price = *t->price;
	}
	for (uint32_t i = 0; i < d->in.len; i++)
		vec_push(a, new->in, port_copy(a, &d->in.at[i]));
	for (uint32_t i = 0; i < d->out.len; i++)
		vec_push(a, new->out, port_copy(a, &d->out.at[i]));
	new->latency = d->latency;
	new->span = d->span;
	new->lsb = d->lsb;
	new->overflow = d->overflow;
	dp_rehash(new);
	return new;
}

Datapath *
dp_fork(Arena *a, const Datapath *d)
{
	Datapath *new = arena_alloc(a, sizeof *new);
	*new = *d;
	new->a = a;
	vec_own(a, new->node);
	vec_own(a, new->table);
	vec_own(a, new->in);
	vec_own(a, new->out);
	new->hash = arena_copy(a, d->hash, d->hash_size * sizeof *d->hash);
	return new;
}

Datapath *
dp_shell(const Datapath *d, DRef *map)
{
	Datapath *new = dp_new(d->a, d->name);
	new->overflow = d->overflow;
	for (uint32_t i = 0; i < d->table.len; i++)
		dp_table_copy(new, &d->table.at[i]);
	for (uint32_t i = 0; i < d->in.len; i++)
		map[d->in.at[i].ref] = dp_input(new, &d->in.at[i]);
	return new;
}

void
dp_shell_outputs(Datapath *new, const Datapath *d, const DRef *map)
{
	for (uint32_t o = 0; o < d->out.len; o++) {
		vec_push(d->a, new->out, d->out.at[o]);
		new->out.at[o].ref = map[d->out.at[o].ref];
	}
	new->span = d->span;
	new->lsb = d->lsb;
}

bool
dp_is_not(const Datapath *d, const DNode *n)
{
	if (n->op != D_sub || dp_at(d, n->arg[0])->op != D_const)
		return false;
	int64_t k = dp_at(d, n->arg[0])->k;
	const DNode *x = dp_at(d, n->arg[1]);
	return k == -1 ||
	       (k > 0 && (k & (k + 1)) == 0 && x->lo >= 0 && x->hi <= k);
}

unsigned
dp_trailing_zeros(const Datapath *d, DRef r)
{
	unsigned z = 0;
	for (; dp_at(d, r)->op == D_shl; r = dp_at(d, r)->arg[0])
		z += (unsigned)dp_at(d, r)->k;
	const DNode *n = dp_at(d, r);
	if (n->op != D_const)
		return z;
	return n->k ? z + (unsigned)__builtin_ctzll((uint64_t)n->k) : 63;
}

/* Whether r has bits below x's last one only. */
static bool
is_below(const Datapath *d, DRef r, DRef x)
{
	unsigned z = dp_trailing_zeros(d, x);
	return dp_at(d, r)->lo >= 0 &&
	       dp_at(d, r)->hi >> (z < 63 ? z : 63) == 0;
}

bool
dp_is_joined(const Datapath *d, const DNode *n)
{
	return n->op == D_add && (is_below(d, n->arg[0], n->arg[1]) ||
	                          is_below(d, n->arg[1], n->arg[0]));
}

DRef
dp_upper(const Datapath *d, DRef r)
{
	const DNode *n = dp_at(d, r);
	bool joined = dp_is_joined(d, n) && dp_at(d, n->arg[1])->op == D_const;
	if (joined && dp_at(d, n->arg[0])->op == D_shl)
		return dp_at(d, n->arg[0])->arg[0];
	return r;
}
