/* Functions of one signal.
 *
 * The unit comes from those that were planned (unit_cache.c); allowances are
 * rounded down to a quarter of an octave to make them meet. */
#include "ir/lower.h"
#include "ir/unit_cache.h"

#include <math.h>

enum {
	MORE = 6, /* times the weight */
	MOST_WEIGHT = 250
};

/* The result may be clamped to the range of the output that it makes. */
static const Range *
clamp_of(const Lower *l, Ref r)
{
	int o = sole_output(l, r);
	const Format *f = o >= 0 ? &l->n->out[o].format : NULL;
	if (!f || (f->o_given && f->o == OV_WRAP))
		return NULL;
	Range *c = arena_alloc(l->a, sizeof *c);
	c->lo = ldexp((double)format_lo(f), f->lsb);
	c->hi = ldexp((double)format_hi(f), f->lsb);
	return c;
}

/* Down to the next quarter of an octave. */
static double
quarters(double err)
{
	double q = exp2(floor(log2(err) * 4) / 4);
	return err > 0 && q <= err ? q : err;
}

/* What a unit of n inputs takes to plan, in inputs of one of up to 2^19, of
 * which 2^20 take about half a second: of more, the segments are no shorter. */
static double
work(double n)
{
	const double whole = 0x1p19, most = 0x1p24;
	return n <= whole ? n : sqrt(fmin(n, most) * whole);
}

/* l->planned counts a unit once, whoever planned it. */
static void
count(Lower *l, const UnitKept *u)
{
	for (uint32_t i = 0; i < l->kept.len; i++)
		if (l->kept.at[i] == u)
			return;
	vec_push(l->kept_in, l->kept, u);
	if (u->d)
		l->planned += work((double)(u->key.hi - u->key.lo));
}

/* Without rows the units that are left to choose from are slower. */
static double
patience(const Numerics *n)
{
	if (!n->urgent)
		return UNIT_PATIENCE_NS;
	return opt_has(n->opts, OPT_rows) ? UNIT_HURRY_NS : UNIT_NO_ROWS_NS;
}

const UnitKept *
unit_asked(Lower *l, Ref r, const UnitArg *of, Allow allow)
{
	const DNode *n = dp_at(l->d, of->x->d);
	UnitSpec spec = {.e = of->e,
	                 .root = of->root,
	                 .arg = of->arg,
	                 .lsb_x = of->x->lsb,
	                 .half = of->x->bias != 0,
	                 .no_odd = !l->summed[r],
	                 .lsb = allow.lsb,
	                 .max_err = allow.err + allow.half,
	                 .any_undefined = l->n->undefined == UNDEF_ANY,
	                 .clamp = clamp_of(l, r),
	                 .target = l->n->target,
	                 .opts = l->n->opts,
	                 .patience = patience(l->n),
	                 .span = expr_at(l->e, r)->span};
	const UnitKept *u;

	if (allow.lsb == ANY_LSB)
		spec.max_err = quarters(spec.max_err);
	/* a try: halves take more time than all the rest */
	if ((l->quiet || l->plain) &&
	    width_of(0, n->hi - n->lo) - 1 <= UNIT_HALVES_BITS)
		spec.opts &= ~(OptSet)(1U << OPT_halves);
	u = unit_kept(l->n->units, &spec, of->function, n->lo, n->hi);
	count(l, u);
	return u;
}

static const UnitKept *
find(Lower *l, Ref r, const Fixed *x, Allow allow)
{
	UnitArg of = {.e = l->e, .root = r, .arg = l->s[r].arg, .x = x};

	if (!l->function[r])
		l->function[r] = unit_function(l->n->units, l->e, r, of.arg);
	of.function = l->function[r];
	return unit_asked(l, r, &of, allow);
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

/* A unit that cannot be built gets a larger share of the error in another
 * attempt; false where it had one already. */
static bool
ask_for_more(Lower *l, Ref r)
{
	if (l->weight[r] * MORE > MOST_WEIGHT)
		return false;
	l->weight[r] *= MORE;
	l->given = NULL;
	l->again = true;
	return true;
}

bool
unit_refused(Lower *l, Ref r, const UnitKept *u)
{
	if (l->quiet)
		return false;
	return ask_for_more(l, r) ||
	       lower_refuse(l, r,
	                    "give narrower inputs (--input "
	                    "NAME=FORMAT@LO..HI), "
	                    "a coarser --output, or a larger --max-error",
	                    "no function unit for '%s': %s", lower_text(l, r),
	                    u->why);
}

static bool
refuse(Lower *l, Ref r, const UnitKept *u, int lsb_x)
{
	if (u->u.undefined && !l->quiet)
		return lower_undefined(l, r, l->s[r].arg, u->u.where, lsb_x);
	return unit_refused(l, r, u);
}

/* An odd number 2 v + 1 is v, and its half a bias. */
static void
leave_bias(Datapath *d, Fixed *f)
{
	const DNode *n = f->d ? dp_at(d, f->d) : NULL;
	if (!n || n->op != D_add || dp_at(d, n->arg[0])->op != D_shl ||
	    dp_at(d, n->arg[1])->op != D_const || dp_at(d, n->arg[1])->k != 1)
		return;
	const DNode *v = dp_at(d, n->arg[0]);
	f->bias = ldexp(1, f->lsb++);
	f->d = dp_shl(d, v->arg[0], (unsigned)v->k - 1);
}

bool
unit_placed(Lower *l, Ref r, const Fixed *x, const UnitKept *u, Fixed *out)
{
	*out = (Fixed){.d = place(l->d, u->d, x->d),
	               .lsb = u->u.lsb,
	               .exact = x->exact && u->u.err == 0,
	               .local = u->u.err};
	if (l->summed[r])
		leave_bias(l->d, out);
	l->kind[r] = u->u.kind;
	return out->d || lower_refuse(l, r, "narrow its argument",
	                              "'%s' needs more than %d bits",
	                              lower_text(l, r), DP_MAX_WIDTH);
}

bool
lower_unit(Lower *l, Ref r, Allow allow, Fixed *out)
{
	Fixed *x = &l->fx[l->s[r].arg];
	check(x->bias == 0 || x->bias == ldexp(1, x->lsb - 1));
	if (!x->d)
		return lower_refuse(l, r, "narrow its argument",
		                    "the argument of '%s' needs more than %d "
		                    "bits",
		                    lower_text(l, r), DP_MAX_WIDTH);
	const UnitKept *u = find(l, r, x, allow);
	if (!u->d && x->bias != 0) { /* as a last bit all families take it */
		x->d = dp_add(l->d, dp_shl(l->d, x->d, 1), dp_const(l->d, 1));
		x->lsb--;
		x->bias = 0;
		return lower_unit(l, r, allow, out);
	}
	if (!u->d)
		return refuse(l, r, u, x->lsb);
	return unit_placed(l, r, x, u, out);
}
