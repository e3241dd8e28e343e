/* Lowering, --numerics faithful: Expr to Datapath with a proven bound.
 *
 * Requires simplify's canonical form. Gives a Datapath whose outputs differ
 * from the exact real values (clamped to the output's range) by at most
 * n->bound[o] <= the allowed error, for every input in the box.
 *
 * The steps: ports for variables (bind.c), roles (signals.c), ranges, gains
 * and allowances (budget.c), then signal by signal the datapath: weighted sums
 * (lower_sum.c), products (lower_product.c), function units (unit.c, pair.c), operators with their own
 * lowering (lower_op.c), and last the rounding and overflow of each output.
 * If the proof over the errors as built misses the allowance, all shares
 * shrink and it is done again; if it leaves much room, they grow. */
#include "ir/data.h"
#include "ir/lower.h"
#include "ir/ratio.h"
#include "ir/turn.h"

#include <math.h>
#include <string.h>

enum { ATTEMPTS = 6, END_BOXES = 64 };

/* A signal may get this many shares when others leave theirs. */
static const double PLAN = 4;

/* ---- ports ---- */

static void
lower_inputs(Lower *l)
{
	for (uint32_t i = 0; i < l->e->var.len; i++) {
		const InputSpec *in = &l->n->in[i];
		DRef r = port_in(l->d, in);
		for (Ref v = 1; v < l->e->node.len; v++) {
			const ExprNode *n = expr_at(l->e, v);
			if (n->op == O_var && n->index == i)
				l->fx[v] = (Fixed){.d = r,
				                   .lsb = in->format.lsb,
				                   .exact = true};
		}
	}
}

/* Integer bits for a range, without sign. */
static int
magnitude_bits(const Range *v)
{
	double m = fmax(fabs(v->lo), fabs(v->hi));
	int e;
	frexp(m, &e);
	return m > 0 ? e : 0;
}

/* A range that a format can be chosen by. */
static bool
is_bounded(const Range *v)
{
	static const double max = 0x1p1000;
	return fabs(v->lo) < max && fabs(v->hi) < max; /* false for NaN */
}

/* auto: 16 bits that hold the range, or just the bits an absolute error
 * asks for: half an lsb for the last rounding, half for the rest. Without a
 * bound any format will do: lower_outputs refuses it, if nothing with more
 * to say has done so before. */
static void
auto_format(const Range *v, OutputSpec *o)
{
	Format f = {.is_signed = v->lo < 0, .width = 16};
	if (!is_bounded(v)) {
		o->format = f;
		return;
	}
	int top = magnitude_bits(v) + f.is_signed;
	if (o->abs > 0) {
		f.lsb = (int16_t)ilogb(o->abs);
		top = top > f.lsb ? top : f.lsb + 1 + f.is_signed;
		f.width = (uint8_t)fmin(top - f.lsb, DP_MAX_WIDTH);
	} else {
		f.width = 16;
		f.lsb = (int16_t)(top - 16);
	}
	o->format = f;
}

static bool
output_formats(Lower *l)
{
	bool ok = true;
	for (uint32_t i = 0; i < l->e->out.len; i++) {
		OutputSpec *o = &l->n->out[i];
		const Range *v = &l->box->value[l->e->out.at[i].ref];
		if (o->auto_format)
			auto_format(v, o);
		double ulp = ldexp(1, o->format.lsb);
		l->total[i] = o->abs > 0 ? o->abs : o->ulp * ulp;
		if (l->n->off)
			l->total[i] = down(l->total[i] - l->n->off[i]);
		/* bits that a large allowance makes meaningless are zeros */
		int coarse = ilogb(l->total[i]) - 1;
		budget_output(l, i,
		              coarse > o->format.lsb ? coarse : o->format.lsb);
		if (l->total[i] >= l->half[i])
			continue;
		ok = lower_refuse(
		    l, l->e->out.at[i].ref,
		    "give a finer --output format, or a larger --max-error",
		    "an error of %.6g is less than half of the output's last "
		    "place (%.6g)",
		    l->total[i], l->half[i]);
	}
	return ok;
}

/* Rounding and overflow of output o. */
static DRef
lower_output(Lower *l, uint32_t o)
{
	const OutputSpec *spec = &l->n->out[o];
	const Format *f = &spec->format;
	Fixed y = fixed_round(l->d, l->fx[l->e->out.at[o].ref], l->out_lsb[o]);
	y = fixed_align(l->d, y, f->lsb);
	if (!y.d)
		return 0;
	int64_t lo = format_lo(f), hi = format_hi(f);
	bool over = dp_at(l->d, y.d)->lo < lo || dp_at(l->d, y.d)->hi > hi;
	/* a function unit may have clamped to the output's range already */
	const Range *v = &l->box->value[l->e->out.at[o].ref];
	l->n->saturates[o] = over || v->lo < ldexp((double)lo, f->lsb) ||
	                     v->hi > ldexp((double)hi, f->lsb);
	if (!over)
		return y.d;
	return f->o_given && f->o == OV_WRAP ? dp_quantize(l->d, y.d, f->lsb, f)
	                                     : dp_clamp(l->d, y.d, lo, hi);
}

bool
lower_outputs(Lower *l)
{
	const Decision *decision = l->n->decision;
	DRef *y = arena_alloc(l->a, (l->e->out.len + 1) * sizeof *y);
	int *lsb = arena_alloc(l->a, (l->e->out.len + 1) * sizeof *lsb);
	for (uint32_t o = 0; o < l->e->out.len; o++) {
		const ExprOutput *out = &l->e->out.at[o];
		const Format *f = &l->n->out[o].format;
		const Range *v = &l->box->value[out->ref];
		if (l->within && !l->within[out->ref])
			continue;
		if (l->n->out[o].auto_format && !is_bounded(v))
			return lower_refuse(
			    l, out->ref,
			    "give --output FORMAT, or narrower inputs",
			    "output '%s' in [%.6g, %.6g] has no range to "
			    "choose a format by",
			    out->name, v->lo, v->hi);
		l->d->span = expr_at(l->e, out->ref)->span;
		l->d->lsb = f->lsb;
		DRef r = lower_output(l, o);
		if (!r)
			return lower_refuse(
			    l, out->ref, "give a coarser --output format",
			    "output '%s' needs more than %d bits", out->name,
			    DP_MAX_WIDTH);
		y[o] = r;
		lsb[o] = f->lsb;
		if (!decision)
			port_out(l->d, out, f, r);
	}
	if (decision)
		decide(l->d, decision, y, lsb, l->e->out.len);
	return true;
}

/* ---- signals ---- */

static bool
lower_operator(Lower *l, Ref r, Fixed *out)
{
	const ExprNode *n = expr_at(l->e, r);
	Fixed arg[OP_ARGS];
	for (int i = 0; i < n->narg; i++)
		arg[i] = l->fx[n->arg[i]];
	*out = (Fixed){.exact = true};
	if (!op_info[n->op].lower(l, r, arg, out))
		return false;
	return out->d || lower_refuse(l, r, "narrow its arguments",
	                              "'%s' needs more than %d bits",
	                              lower_text(l, r), DP_MAX_WIDTH);
}

static bool
lower_signal(Lower *l, Ref r)
{
	Allow allow = budget_allow(l, r);
	l->allowed[r] = allow.err;
	Fixed *out = &l->fx[r];
	l->d->span = expr_at(l->e, r)->span;
	l->kind[r] = role_name[l->s[r].role];
	switch (l->s[r].role) {
	case R_const:
		return lower_const(l, r, allow, out);
	case R_sum:
		return lower_sum(l, r, allow, out);
	case R_product:
		return lower_product(l, r, allow, out);
	case R_quotient:
		return lower_quotient(l, r, allow, out);
	case R_unit:
		return lower_unit(l, r, allow, out);
	case R_pair:
		return lower_pair(l, r, allow, out);
	default:
		return lower_operator(l, r, out);
	}
}

/* For readers of the generated code: inner nodes of a unit or a product are
 * plain integers, and what a signal ends in has its weight. */
static void
stamp_weight(Lower *l, Ref r)
{
	DNode *n = &l->d->node.at[l->fx[r].d];
	if (n->op != D_input)
		n->lsb = (int16_t)l->fx[r].lsb;
}

/* When signal r is there, by the nodes built since the last one. Selections
 * are taken to share their reader's LUT. */
static void
arrive(Lower *l, Ref r)
{
	const Datapath *d = l->d;
	while (l->ns.len < d->node.len) {
		DRef at = l->ns.len;
		const DNode *n = dp_at(d, at);
		double ns = 0;
		for (unsigned i = 0; i < n->narg; i++)
			ns = fmax(ns, l->ns.at[n->arg[i]]);
		bool packed = n->op == D_select ||
		              (n->op == D_lut && d->table.at[n->k].len <= 32);
		if (at && !packed)
			ns += node_delay(l->n->target, d, at);
		vec_push(l->a, l->ns, ns);
	}
	l->fx[r].ns = l->ns.at[l->fx[r].d];
}

void
lower_begin(Lower *l, double scale)
{
	l->d = dp_new(l->a, l->n->name);
	memset(&l->ns, 0, sizeof l->ns);
	memset(&l->multiple, 0, sizeof l->multiple);
	budget_start(l, scale);
	lower_inputs(l);
}

bool
lower_signals(Lower *l, Ref from, Ref to)
{
	for (Ref r = from; r < to; r++) {
		if (!l->s[r].needed || l->s[r].role == R_input)
			continue;
		if (l->within && !l->within[r])
			continue;
		if (!lower_signal(l, r))
			return false;
		if (l->again)
			return true;
		if (l->wrap[r])
			l->fx[r] = fixed_wrap(l->d, l->fx[r]);
		arrive(l, r);
		stamp_weight(l, r);
		budget_spend(l, r);
		if (l->quiet && budget_fill(l) > 1)
			return false;
	}
	return true;
}

bool
lower_build(Lower *l, double scale)
{
	lower_begin(l, scale);
	return lower_signals(l, 1, l->e->node.len) &&
	       (l->again || lower_outputs(l));
}

bool
lower_attempt(Lower *l, double scale, double *bound)
{
	budget_ranges(l, l->given ? 1 : PLAN, scale);
	if (!lower_build(l, scale))
		return false;
	if (l->again)
		return true;
	budget_prove(l, bound);
	for (uint32_t o = 0; o < l->e->out.len; o++) {
		/* the last rounding, where the signal itself did not do it */
		if (l->fx[l->e->out.at[o].ref].lsb < l->out_lsb[o])
			bound[o] = fixed_add_up(bound[o], l->half[o]);
	}
	return true;
}

/* ---- driver ---- */

double
lower_fill(const Lower *l, const double *bound, uint32_t o)
{
	double room = l->total[o] - l->half[o];
	if (room > 0 && isfinite(bound[o]))
		return (bound[o] - l->half[o]) / room;
	return bound[o] <= l->total[o] ? 0 : INFINITY;
}

/* Of the output that is closest to its allowance, or furthest beyond it. */
static double
worst_fill(const Lower *l, const double *bound)
{
	double worst = 0;
	for (uint32_t o = 0; o < l->e->out.len; o++)
		worst = fmax(worst, lower_fill(l, bound, o));
	return worst;
}

static bool
refuse_bound(Lower *l, const double *bound)
{
	for (uint32_t o = 0; o < l->e->out.len; o++) {
		if (bound[o] > l->total[o])
			lower_refuse(
			    l, l->e->out.at[o].ref,
			    "give narrower input ranges (--input NAME=FORMAT"
			    "@LO..HI), a coarser --output, or a larger "
			    "--max-error",
			    "the best proven error of '%s' is %.6g, the "
			    "allowed one %.6g",
			    l->e->out.at[o].name, bound[o], l->total[o]);
	}
	return false;
}

/* Without what no try had: halves; then without the errors that it was given. */
static void
step_back(Lower *l)
{
	if (l->plain) {
		l->given = NULL;
		memset(l->spare, 0, l->e->out.len * sizeof *l->spare);
	}
	l->plain = !l->plain;
}

static bool
lower_all(Lower *l, double *bound)
{
	double scale = 1;
	if (opt_has(l->n->opts, OPT_descent))
		lower_descend(l);
	for (int i = 0; i < ATTEMPTS; i += !l->again) {
		l->again = false;
		bool built = lower_attempt(l, scale, bound);
		if (!built && !l->given)
			return false;
		if (l->again)
			continue;
		double f = built ? worst_fill(l, bound) : INFINITY;
		if (f <= 1)
			return true;
		if (l->given) {
			step_back(l);
			continue;
		}
		scale *= isfinite(f) && f < 8 ? 0.9 / f : 0.1;
	}
	return refuse_bound(l, bound);
}

/* What one bit less of signal r is worth. */
static void
dump_bit(const Lower *l, Ref r, Buf *b)
{
	double less = l->less ? l->less[r] : NAN;
	if (isfinite(less))
		buf_printf(b, " bit %+.2f %%", 100 * less);
	else if (!isnan(less))
		buf_printf(b, " bit %s", less > 0 ? "needed" : "untried");
}

static void
dump(const Lower *l, Buf *b)
{
	for (Ref r = 1; r < l->e->node.len; r++) {
		if (!l->s[r].needed)
			continue;
		const Fixed *f = &l->fx[r];
		const DNode *n = dp_at(l->d, f->d);
		buf_printf(b, "%%%u %-10s lsb %4d width %2u err %.3g", r,
		           l->kind[r] ? l->kind[r] : role_name[l->s[r].role],
		           f->lsb, width_of(n->lo, n->hi), f->local);
		for (uint32_t o = 0; o < l->e->out.len; o++) {
			double g = l->box->gain[(size_t)o * l->box->nnode + r];
			buf_printf(b, "%s%.3g", o ? " " : " gain ", g);
		}
		const Range *v = &l->box->value[r];
		dump_bit(l, r, b);
		buf_printf(b, " in [%.6g, %.6g]  ; %s\n", v->lo, v->hi,
		           lower_text(l, r));
	}
}

static void
keep_from_ends(Lower *l)
{
	BoxEval *box = box_result(l->a, l->e);
	BoxTask task = {.x = l->x, .grid = l->grid, .budget = END_BOXES};
	bool any = false;
	for (Ref r = 1; r < l->e->node.len; r++) {
		enum Op op = (enum Op)expr_at(l->e, r)->op;
		any = any || op == O_sqrt || op == O_pow || op == O_asin ||
		      op == O_acos;
	}
	if (!any)
		return;
	box_subdivide(box_pool(l->a, l->e), &task, box, NULL);
	const Expr *e = ends_bind(l->e, l->n->in, box->value, l->a);
	l->e = e ? simplify(e, l->a) : l->e;
}

/* Which signals only sums read: a bias of theirs costs nothing. */
static void
find_summed(Lower *l)
{
	const Expr *e = l->e;
	l->summed = arena_alloc(l->a, e->node.len * sizeof *l->summed);
	memset(l->summed, true, e->node.len);
	for (uint32_t o = 0; o < e->out.len; o++)
		l->summed[e->out.at[o].ref] = false;
	for (Ref r = 1; r < e->node.len; r++) {
		const Signal *s = &l->s[r];
		if (!s->needed || s->role == R_sum)
			continue;
		if (s->role == R_unit)
			l->summed[s->arg] = false;
		else if (s->role != R_pair)
			for (int i = 0; i < expr_at(e, s->product)->narg; i++)
				l->summed[expr_at(e, s->product)->arg[i]] =
				    false;
	}
}

/* Which sums and products in turns only units use, which may stand for the
 * middle of what was cut; and what only products use. */
static void
find_middles(Lower *l, const bool *turn)
{
	const Expr *e = l->e;
	l->middle = arena_alloc(l->a, e->node.len * sizeof *l->middle);
	l->multiplied = arena_alloc(l->a, e->node.len * sizeof *l->multiplied);
	for (Ref r = 1; r < e->node.len; r++) {
		const Signal *s = &l->s[r];
		l->middle[r] =
		    s->role == R_quotient ||
		    (turn[r] && (s->role == R_product || s->role == R_sum));
		l->multiplied[r] = true;
	}
	for (uint32_t o = 0; o < e->out.len; o++) {
		Ref r = e->out.at[o].ref;
		l->middle[r] = l->multiplied[r] = false;
	}
	for (Ref r = 1; r < e->node.len; r++) {
		const Signal *s = &l->s[r];
		if (!s->needed)
			continue;
		if (s->role == R_unit)
			l->multiplied[s->arg] = false;
		if (s->role == R_unit || s->role == R_pair)
			continue;
		for (int i = 0; i < expr_at(e, s->product)->narg; i++) {
			Ref x = expr_at(e, s->product)->arg[i];
			l->middle[x] = false;
			if (s->role != R_product)
				l->multiplied[x] = false;
		}
		if (s->role != R_sum)
			continue;
		Terms *t = signals_terms(l->a, e, l->s, r);
		for (uint32_t i = 1; i < t->term.len; i++) {
			Ref x = t->term.at[i].ref;
			l->middle[x] = l->multiplied[x] = false;
		}
	}
}

Datapath *
lower_faithful(const Expr *e, Numerics *n, Arena *a)
{
	Lower *l = arena_alloc(a, sizeof *l);
	l->a = a;
	l->n = n;
	bool *turn = NULL;
	l->e = simplify(bind_ports(e, n->in, a), a);
	l->e = continuous_bind(l->e, n->in, a);
	budget_box(l);
	l->e = quotients_bind(l->e, n->in, l->x, n->undefined == UNDEF_ANY, a);
	l->e = guard_bind(l->e, n->in, l->x, a);
	l->e = thresholds_bind(l->e, n->in, a);
	keep_from_ends(l);
	if (opt_has(n->opts, OPT_turns))
		l->e = turns_bind(l->e, n->in, a, &turn);
	else
		turn = arena_alloc(a, l->e->node.len);
	if (opt_has(n->opts, OPT_recurrence) && n->undefined != UNDEF_ANY) {
		n->reciprocals = ratios_find(l->e, a);
		l->e = ratios_bind(l->e, n->divide, a, &turn);
	}
	if (opt_has(n->opts, OPT_absorb))
		l->e = constants_absorb(l->e, n->in, a, &turn);
	l->s = signals_find(a, l->e, n->in, opt_has(n->opts, OPT_pairs));
	l->wrap = turns_wrap(a, l->e, l->s, turn);
	l->fx = arena_alloc(a, l->e->node.len * sizeof *l->fx);
	l->hurry = arena_alloc(a, l->e->node.len * sizeof *l->hurry);
	memset(l->hurry, n->hurry ? HURRY_MAX - 1 : 0,
	       l->e->node.len * sizeof *l->hurry);
	l->kept_in = a;
	l->function = arena_alloc(a, l->e->node.len * sizeof *l->function);
	if (!n->units)
		n->units = unit_cache_new(a);
	l->terms = arena_alloc(a, l->e->node.len * sizeof(Terms *));
	l->kind = arena_alloc(a, l->e->node.len * sizeof *l->kind);
	find_summed(l);
	find_middles(l, turn);
	n->planned = 0;
	if (!budget_open(l) || !output_formats(l) || !lower_all(l, n->bound))
		return NULL;
	for (uint32_t o = 0; n->off && o < e->out.len; o++)
		n->bound[o] = fixed_add_up(n->bound[o], n->off[o]);
	n->planned = l->planned;
	if (n->dump)
		dump(l, n->dump);
	return l->d;
}
