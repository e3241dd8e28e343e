/* Functions of one signal, each planned once.
 *
 * A unit is planned in a datapath of its own, for the argument's bounds and
 * weight and the error allowed, and placed from there node by node. Trying
 * other word lengths (descent.c) asks for the same units again and again, so
 * plans are kept; allowances are rounded down to a quarter of an octave to
 * make them meet. */
#include "ir/lower.h"

#include <math.h>

enum {
	MORE = 6, /* times the weight */
	MOST_WEIGHT = 250
};

typedef struct UnitKey {
	Ref root;
	int lsb_x, lsb;
	int64_t lo, hi; /* of the argument's integer */
	double max_err;
	OptSet opts;
} UnitKey;

struct UnitKept {
	UnitKey key;
	Datapath *d; /* one input, one output; NULL: there is no such unit */
	UnitResult u;
	const char *why;
};

static bool
same_key(const UnitKey *a, const UnitKey *b)
{
	return a->root == b->root && a->lsb_x == b->lsb_x && a->lsb == b->lsb &&
	       a->lo == b->lo && a->hi == b->hi &&
	       a->max_err == b->max_err && a->opts == b->opts;
}

/* The result may be clamped to the range of the output that it makes. */
static const Range *
clamp_of(const Lower *l, Ref r)
{
	int o = sole_output(l, r);
	const Format *f = o >= 0 ? &l->n->out[o].format : NULL;
	if (!f || (f->o_given && f->o == OV_WRAP))
		return NULL;
	Range *c = arena_alloc(l->kept_in, sizeof *c);
	c->lo = ldexp((double)format_lo(f), f->lsb);
	c->hi = ldexp((double)format_hi(f), f->lsb);
	return c;
}

static UnitKept *
plan(Lower *l, const UnitKey *k)
{
	Arena *a = l->kept_in;
	UnitKept *u = arena_alloc(a, sizeof *u);
	UnitSpec spec = {.e = l->e,
	                 .root = k->root,
	                 .arg = l->s[k->root].arg,
	                 .lsb_x = k->lsb_x,
	                 .max_err = k->max_err,
	                 .lsb = k->lsb == ANY_LSB ? UNIT_ANY_LSB : k->lsb,
	                 .any_undefined = l->n->undefined == UNDEF_ANY,
	                 .clamp = clamp_of(l, k->root),
	                 .target = l->n->target,
	                 .opts = k->opts,
	                 .patience = UNIT_PATIENCE_NS,
	                 .span = expr_at(l->e, k->root)->span};
	Datapath *d = dp_new(a, "unit");
	DPort x = {.name = "x", .ident = "x", .is_signed = true};
	DPort y = {.name = "y", .ident = "y", .is_signed = true};
	x.width = y.width = DP_MAX_WIDTH;
	x.lo = k->lo;
	x.hi = k->hi;
	spec.x = dp_input(d, &x);
	u->key = *k;
	vec_push(a, l->kept, u);
	l->planned += (double)(k->hi - k->lo);
	if (!unit_build(d, &spec, &u->u, &u->why))
		return u;
	y.ref = u->u.d;
	vec_push(a, d->out, y);
	dp_dce(d);
	u->d = d;
	return u;
}

static UnitKept *
find(Lower *l, const UnitKey *k)
{
	for (uint32_t i = 0; i < l->kept.len; i++)
		if (same_key(&l->kept.at[i]->key, k))
			return l->kept.at[i];
	return plan(l, k);
}

/* The unit's nodes over x; all bounds are facts, x's being the same. */
static DRef
place(Datapath *to, const Datapath *d, DRef x)
{
	Arena *a = arena_new();
	DRef *map = arena_alloc(a, d->node.len * sizeof *map);
	for (DRef r = 1; r < d->node.len; r++) {
		const DNode *n = dp_at(d, r);
		DRef arg[DP_ARGS] = {0};
		int64_t k = n->k;
		if (n->op == D_input) {
			map[r] = x;
			continue;
		}
		for (unsigned i = 0; i < n->narg; i++)
			arg[i] = map[n->arg[i]];
		if (n->op == D_lut)
			k = dp_table_copy(to, &d->table.at[k]);
		map[r] = dp_op(to, n->op, k, n->w, arg);
		if (map[r] && n->op != D_const)
			dp_assume(to, map[r], n->lo, n->hi);
	}
	DRef y = map[d->out.at[0].ref];
	arena_free(a);
	return y;
}

/* Down to the next quarter of an octave. */
static double
quarters(double err)
{
	double q = exp2(floor(log2(err) * 4) / 4);
	return err > 0 && q <= err ? q : err;
}

/* A unit that cannot be built gets a larger share of the error in another
 * attempt; false where it had one already. */
static bool
ask_for_more(Lower *l, Ref r)
{
	if (l->weight[r] * MORE > MOST_WEIGHT)
		return false;
	l->weight[r] *= MORE;
	l->again = true;
	return true;
}

static bool
refuse(Lower *l, Ref r, const UnitKept *u, int lsb_x)
{
	if (l->quiet)
		return false;
	if (u->u.undefined)
		return lower_undefined(l, r, l->s[r].arg, u->u.where, lsb_x);
	return ask_for_more(l, r) ||
	       lower_refuse(l, r,
	                    "give narrower inputs (--input "
	                    "NAME=FORMAT@LO..HI), "
	                    "a coarser --output, or a larger --max-error",
	                    "no function unit for '%s': %s", lower_text(l, r),
	                    u->why);
}

bool
lower_unit(Lower *l, Ref r, Allow allow, Fixed *out)
{
	const Fixed *x = &l->fx[l->s[r].arg];
	UnitKey k = {.root = r, .lsb_x = x->lsb, .lsb = allow.lsb};
	k.opts = l->n->opts;
	if (l->quiet) /* a try: halves take more time than all the rest */
		k.opts &= ~(OptSet)(1U << OPT_halves);
	k.max_err = allow.err + allow.half;
	if (allow.lsb == ANY_LSB)
		k.max_err = quarters(k.max_err);
	if (!x->d)
		return lower_refuse(l, r, "narrow its argument",
		                    "the argument of '%s' needs more than %d "
		                    "bits",
		                    lower_text(l, r), DP_MAX_WIDTH);
	k.lo = dp_at(l->d, x->d)->lo;
	k.hi = dp_at(l->d, x->d)->hi;
	const UnitKept *u = find(l, &k);
	if (!u->d)
		return refuse(l, r, u, x->lsb);
	*out = (Fixed){.d = place(l->d, u->d, x->d),
	               .lsb = u->u.lsb,
	               .exact = x->exact && u->u.err == 0,
	               .local = u->u.err};
	l->kind[r] = u->u.kind;
	return out->d || lower_refuse(l, r, "narrow its argument",
	                              "'%s' needs more than %d bits",
	                              lower_text(l, r), DP_MAX_WIDTH);
}
