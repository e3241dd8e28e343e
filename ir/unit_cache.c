/* Function units, each planned once.
 *
 * A unit is planned in a datapath of its own, for its argument's bounds and
 * weight and the error allowed; lower_unit.c places it from there node by
 * node. Word lengths that are tried (descent.c), the ways to compute an
 * equation (driver/choose.c) and equations of one table ask for the same units
 * again and again, and for much the same ones: bounds of many inputs, whose last
 * bits depend on the errors of what comes before, are rounded outwards, so that
 * they meet. Invariant: a unit depends on its key alone, so that nobody
 * can tell from a design what was planned before it. */
#include "ir/unit_cache.h"

#include <string.h>

/* Text of a function, its number being its place. */
typedef struct Function {
	char *text;
	size_t len;
} Function;

struct UnitCache {
	Arena *a;
	VEC(Function) function; /* [0] is unused */
	VEC(UnitKept *) kept;   /* likewise */
	/* open addressing, indices into the above; 0: free */
	uint32_t *functions, *units;
	uint32_t nfunctions, nunits; /* slots */
};

enum { FIRST_SLOTS = 64, LEAST_WIDENED = 17, FINEST = 12 };

/* Optimisations that differ between the ways of a design. */
static const OptSet NO_UNIT_READS =
    (OptSet)1 << OPT_turns | (OptSet)1 << OPT_pairs | (OptSet)1 << OPT_descent;

UnitCache *
unit_cache_new(Arena *a)
{
	UnitCache *c = arena_alloc(a, sizeof *c);

	c->a = a;
	vec_push(a, c->function, (Function){0});
	vec_push(a, c->kept, NULL);
	c->nfunctions = c->nunits = FIRST_SLOTS;
	c->functions = arena_alloc(a, FIRST_SLOTS * sizeof *c->functions);
	c->units = arena_alloc(a, FIRST_SLOTS * sizeof *c->units);
	return c;
}

/* ---- functions ---- */

/* A node as bytes: its operator, then the constant's digits or the places of
 * its arguments. */
static void
add_node(Buf *b, const Expr *e, Ref r, bool leaf, const uint32_t *place)
{
	const ExprNode *n = expr_at(e, r);
	char op = (char)(leaf ? O_var : n->op);

	buf_add(b, &op, 1);
	if (n->op == O_const && !leaf) {
		char *q = mpq_get_str(NULL, 10, expr_q(e, r));
		void (*release)(void *, size_t);

		buf_add(b, q, strlen(q) + 1);
		mp_get_memory_functions(NULL, NULL, &release);
		release(q, strlen(q) + 1);
	}
	for (int k = 0; !leaf && k < n->narg; k++)
		buf_add(b, (const char *)&place[n->arg[k]], sizeof *place);
}

/* The nodes below root, arguments first and from left to right: an order that
 * does not depend on what else is in e. */
static Buf
function_text(Arena *a, const Expr *e, Ref root, Ref arg)
{
	uint32_t *place = arena_alloc(a, (root + 1) * sizeof *place);
	uint32_t next = 1;
	VEC(Ref) open = {0};
	Buf b = buf_new(a);

	vec_push(a, open, root);
	while (open.len) {
		Ref r = open.at[open.len - 1];
		const ExprNode *n = expr_at(e, r);
		uint32_t before = open.len;

		for (int k = n->narg - 1; r != arg && k >= 0; k--)
			if (!place[n->arg[k]])
				vec_push(a, open, n->arg[k]);
		if (open.len > before)
			continue;
		open.len--;
		if (place[r])
			continue;
		add_node(&b, e, r, r == arg, place);
		place[r] = next++;
	}
	return b;
}

static uint32_t *
function_slot(const UnitCache *c, const char *text, size_t len)
{
	uint32_t i = hash_bytes(0, text, len);

	for (;; i++) {
		uint32_t *s = &c->functions[i & (c->nfunctions - 1)];
		const Function *f = &c->function.at[*s];

		if (*s == 0 ||
		    (f->len == len && memcmp(f->text, text, len) == 0))
			return s;
	}
}

static void
more_functions(UnitCache *c)
{
	c->nfunctions *= 2;
	c->functions = arena_alloc(c->a, c->nfunctions * sizeof *c->functions);
	for (uint32_t i = 1; i < c->function.len; i++) {
		const Function *f = &c->function.at[i];

		*function_slot(c, f->text, f->len) = i;
	}
}

uint32_t
unit_function(UnitCache *c, const Expr *e, Ref root, Ref arg)
{
	Arena *a = arena_new();
	Buf b = function_text(a, e, root, arg);
	uint32_t *s = function_slot(c, b.s, b.len), found = *s;

	if (!found) {
		Function f = {arena_alloc(c->a, b.len), b.len};

		memcpy(f.text, b.s, b.len);
		found = *s = c->function.len;
		vec_push(c->a, c->function, f);
		if (2 * c->function.len > c->nfunctions)
			more_functions(c);
	}
	arena_free(a);
	return found;
}

/* ---- units ---- */

static bool
same_key(const UnitKey *x, const UnitKey *y)
{
	return x->function == y->function && x->lsb_x == y->lsb_x &&
	       x->lsb == y->lsb && x->lo == y->lo && x->hi == y->hi &&
	       x->half == y->half && x->no_odd == y->no_odd &&
	       x->max_err == y->max_err &&
	       x->any_undefined == y->any_undefined &&
	       x->clamped == y->clamped && x->clamp.lo == y->clamp.lo &&
	       x->clamp.hi == y->clamp.hi && x->target == y->target &&
	       x->opts == y->opts && x->patience == y->patience;
}

/* Of what differs most often. */
static uint32_t
hash_key(const UnitKey *k)
{
	uint32_t h = hash_bytes(k->function, &k->lo, sizeof k->lo);

	h = hash_bytes(h, &k->hi, sizeof k->hi);
	return hash_bytes(h, &k->max_err, sizeof k->max_err);
}

static uint32_t *
unit_slot(const UnitCache *c, const UnitKey *k)
{
	uint32_t i = hash_key(k);

	for (;; i++) {
		uint32_t *s = &c->units[i & (c->nunits - 1)];

		if (*s == 0 || same_key(&c->kept.at[*s]->key, k))
			return s;
	}
}

static void
more_units(UnitCache *c)
{
	c->nunits *= 2;
	c->units = arena_alloc(c->a, c->nunits * sizeof *c->units);
	for (uint32_t i = 1; i < c->kept.len; i++)
		*unit_slot(c, &c->kept.at[i]->key) = i;
}

static UnitKey
key_of(const UnitSpec *u, uint32_t function, int64_t lo, int64_t hi)
{
	check(!u->float_bits && !u->only && u->offset == 0);
	return (UnitKey){.function = function,
	                 .lsb_x = u->lsb_x,
	                 .lsb = u->lsb,
	                 .lo = lo,
	                 .hi = hi,
	                 .half = u->half,
	                 .no_odd = u->no_odd,
	                 .max_err = u->max_err,
	                 .any_undefined = u->any_undefined,
	                 .clamped = u->clamp != NULL,
	                 .clamp = u->clamp ? *u->clamp : (Range){0, 0},
	                 .target = u->target,
	                 .opts = u->opts & ~NO_UNIT_READS,
	                 .patience = u->patience};
}

/* Plans it beside; what is kept has no more than its own nodes. */
static UnitKept *
plan(UnitCache *c, const UnitSpec *asked, const UnitKey *k)
{
	Arena *a = arena_new();
	Datapath *d = dp_new(a, "unit");
	DPort x = {.name = "x", .ident = "x", .is_signed = true};
	DPort y = {.name = "y", .ident = "y", .is_signed = true};
	UnitKept *kept = arena_alloc(c->a, sizeof *kept);
	UnitSpec u = *asked;

	kept->key = *k;
	x.width = y.width = DP_MAX_WIDTH;
	x.lo = k->lo;
	x.hi = k->hi;
	u.x = dp_input(d, &x);
	if (unit_build(d, &u, &kept->u, &kept->why)) {
		y.ref = kept->u.d;
		y.lo = dp_at(d, y.ref)->lo;
		y.hi = dp_at(d, y.ref)->hi;
		vec_push(a, d->out, y);
		dp_dce(d);
		kept->d = dp_copy(c->a, d);
		kept->u.kind = arena_strdup(c->a, kept->u.kind);
	} else {
		kept->why = arena_strdup(c->a, kept->why);
	}
	arena_free(a);
	return kept;
}

static const UnitKept *
kept_for(UnitCache *c, const UnitSpec *u, const UnitKey *k)
{
	uint32_t *s = unit_slot(c, k);
	UnitKept *kept = c->kept.at[*s];

	if (*s)
		return kept;
	kept = plan(c, u, k);
	*s = c->kept.len;
	vec_push(c->a, c->kept, kept);
	if (2 * c->kept.len > c->nunits)
		more_units(c);
	return kept;
}

/* Moves the bounds of many inputs outwards to multiples of about 2^-FINEST of
 * their number, where that takes no more bits of them or of their number. */
static void
widen(UnitKey *k)
{
	unsigned bits = width_of(0, k->hi - k->lo) - 1;
	unsigned width = width_of(k->lo, k->hi);
	int64_t m, lo, hi;

	if (bits < LEAST_WIDENED)
		return;
	m = INT64_C(1) << (bits - FINEST);
	lo = k->lo & -m;
	hi = k->hi | (m - 1);
	if (width_of(0, k->hi - lo) - 1 <= bits && width_of(lo, k->hi) <= width)
		k->lo = lo;
	if (width_of(0, hi - k->lo) - 1 <= bits && width_of(k->lo, hi) <= width)
		k->hi = hi;
}

/* Where there is none for bounds moved outwards, as the function may have no
 * value there, the bounds asked for count. */
const UnitKept *
unit_kept(UnitCache *c, const UnitSpec *u, uint32_t function, int64_t lo,
          int64_t hi)
{
	UnitKey k = key_of(u, function, lo, hi), wide = k;
	const UnitKept *kept;

	widen(&wide);
	kept = kept_for(c, u, &wide);
	return kept->d ? kept : kept_for(c, u, &k);
}
