/* Tries of word lengths: their price.
 *
 * What changes at one signal changes the outputs that it reaches. So only they
 * and what they are made of are built first, and of that only what comes after
 * the signal where the others keep the errors they are given; the whole follows
 * where that promises to be better. */
#include "ir/descent.h"

#include <math.h>
#include <string.h>

/* Where a latency is asked for, of the share: for each stage in use, as what is
 * estimated here is not exactly what comes out, and for each that is late. */
static const double STAGE = 0.003, LATE = 1;

static const double TOO_LATE = 1e6; /* no design costs that */

/* ---- price ---- */

/* What the share is multiplied by for the time that it takes. Once the latency
 * that is asked for counts, each output that is late does: else nothing would be
 * gained by making one of two that are late faster. */
static double
haste(const Lower *l, const double *end)
{
	uint32_t n = l->n->decision ? 1 : l->e->out.len;
	double sum = 0, late = 0, last = 0;
	for (uint32_t o = 0; o < n; o++) {
		sum += end[o];
		late += fmax(0, end[o] - l->n->stages);
		last = fmax(last, end[o]);
	}
	if (!l->punctual)
		return (l->n->hurry ? CYCLES_HURRY : CYCLES_ANY) + last;
	return 1 + STAGE * sum / n + LATE * late;
}

static Rough
cost(const Lower *l, Arena *a, const Datapath *d, const bool *of,
     double latency)
{
	const Numerics *n = l->n;
	int asked = n->stages > 0 ? (int)n->stages - 1 : LATENCY_AUTO;
	double usable = usable_ns(n->target, n->period_ns, asked);
	return rough_cost(a, d, of, n->target, usable, latency);
}

/* What scheduling makes of d: the price, more than any other where it is late. */
static double
scheduled_price(const Numerics *n, const Datapath *from)
{
	Arena *a = arena_new();
	Datapath d = *from;
	unsigned cycles = n->hurry ? CYCLES_HURRY : CYCLES_ANY;
	int asked = n->stages > 0 ? (int)n->stages - 1 : LATENCY_AUTO;
	d.a = a;
	vec_own(a, d.node);
	vec_own(a, d.in);
	vec_own(a, d.out);
	dp_dce(&d);
	bool in_time =
	    dp_pipeline(&d, n->target, n->period_ns, asked, cycles, n->opts);
	Cost c = dp_cost(n->target, &d);
	double p = device_share(n->target, &c) * (double)(cycles + d.latency);
	if (!in_time)
		p = TOO_LATE + dp_critical_path(n->target, &d);
	arena_free(a);
	return p;
}

/* ---- tries ---- */

/* Builds what is `within` by the weights as they are; false where they do not
 * do. */
static bool
build(Lower *l, const bool *within)
{
	if (l->planned > l->most)
		return false;
	l->quiet = true;
	l->within = within;
	bool ok = lower_build(l, 1) && budget_fill(l) <= 1;
	l->tried += l->d->node.len;
	l->within = NULL;
	l->quiet = false;
	return ok;
}

double
try_whole(Descent *s, double most)
{
	Lower *l = s->l;
	Arena *outer = l->a, *a = l->a = arena_new();
	double p = INFINITY;
	Rough c = {0};
	if (!build(l, NULL)) {
	} else if (s->scheduled) {
		p = scheduled_price(l->n, l->d);
	} else {
		c = cost(l, a, l->d, NULL, 0);
		p = c.share * haste(l, c.end);
	}
	l->a = outer;
	if (p < most) {
		arena_free(s->a);
		s->price = p;
		s->a = a;
		s->d = l->d;
		s->cost = c;
		s->of = NULL;
	} else {
		s->price = isinf(most) ? INFINITY : s->price;
		arena_free(a);
	}
	return p;
}

/* ---- parts ---- */

/* How many outputs the datapath has. */
static uint32_t
outputs(const Lower *l)
{
	return l->n->decision ? 1 : l->e->out.len;
}

Part
part_of(const Descent *s, Arena *a, Ref r)
{
	const Expr *e = s->l->e;
	bool *reached = arena_alloc(a, e->node.len * sizeof *reached);
	Part p = {.of = arena_alloc(a, e->out.len + 1),
	          .within = arena_alloc(a, e->node.len * sizeof *p.within)};
	reached[r] = true;
	for (Ref i = r + 1; i < e->node.len; i++)
		for (int k = 0; k < expr_at(e, i)->narg; k++)
			if (reached[expr_at(e, i)->arg[k]])
				reached[i] = true;
	for (uint32_t o = 0; o < e->out.len; o++) {
		Ref y = e->out.at[o].ref;
		p.of[o] = reached[y] || s->l->n->decision;
		p.within[y] |= p.of[o];
	}
	for (Ref i = e->node.len - 1; i > 0; i--)
		for (int k = 0; p.within[i] && k < expr_at(e, i)->narg; k++)
			p.within[expr_at(e, i)->arg[k]] = true;
	return p;
}

/* When the outputs are there that are not in `of`. */
static double
latency_beside(const Descent *s, const bool *of)
{
	double last = 0;
	for (uint32_t o = 0; o < outputs(s->l); o++)
		if (!of[o])
			last = fmax(last, ceil(s->cost.end[o]) - 1);
	return last;
}

/* What the outputs in `of` cost as they are kept. */
static const Rough *
kept_part(Descent *s, const bool *of)
{
	uint32_t n = outputs(s->l);
	if (s->of && memcmp(s->of, of, n * sizeof *of) == 0)
		return &s->part;
	s->of = arena_copy(s->a, of, n * sizeof *of);
	s->part = cost(s->l, s->a, s->d, of, latency_beside(s, of));
	return &s->part;
}

/* The price of the whole with another cost of the outputs in `of`. */
static double
price_with(const Descent *s, const bool *of, const Rough *old, const Rough *new,
           Arena *a)
{
	uint32_t n = outputs(s->l);
	double *end = arena_alloc(a, n * sizeof *end);
	for (uint32_t o = 0, i = 0; o < n; o++)
		end[o] = of[o] ? new->end[i++] : s->cost.end[o];
	return (s->cost.share + (new->share - old->share)) * haste(s->l, end);
}

/* ---- what comes before ---- */

static Built
built(const Lower *l)
{
	return (Built){.d = l->d,
	               .ns = l->ns,
	               .multiple = l->multiple,
	               .fx = l->fx,
	               .used = l->used,
	               .left = l->left};
}

/* l builds on that. */
static void
resume(Lower *l, const Built *b)
{
	l->d = b->d;
	l->ns = b->ns;
	l->multiple = b->multiple;
	l->fx = b->fx;
	l->used = b->used;
	l->left = b->left;
}

static Built
fork_built(Arena *a, const Expr *e, const Built *from)
{
	Built b = *from;
	b.d = dp_fork(a, from->d);
	vec_own(a, b.ns);
	vec_own(a, b.multiple);
	b.fx = arena_copy(a, b.fx, e->node.len * sizeof *b.fx);
	b.used = arena_copy(a, b.used, e->out.len * sizeof *b.used);
	b.left = arena_copy(a, b.left, e->out.len * sizeof *b.left);
	return b;
}

static bool
is_prefix(const Descent *s, Ref r, const bool *of)
{
	const Prefix *p = &s->prefix;
	const Lower *l = s->l;
	return p->a && p->to <= r &&
	       !memcmp(p->of, of, l->e->out.len * sizeof *of) &&
	       !memcmp(p->given, l->given, p->to * sizeof *p->given) &&
	       !memcmp(p->hurry, l->hurry, p->to * sizeof *p->hurry);
}

void
forget_prefix(Descent *s)
{
	if (s->prefix.a)
		arena_free(s->prefix.a);
	s->prefix = (Prefix){0};
}

static void
new_prefix(Descent *s, const bool *of)
{
	Lower *l = s->l;
	Prefix *p = &s->prefix;
	uint32_t nout = l->e->out.len;
	forget_prefix(s);
	*p = (Prefix){.a = arena_new(), .to = 1};
	p->of = arena_copy(p->a, of, nout * sizeof *of);
	l->a = p->a;
	l->fx = arena_alloc(p->a, l->e->node.len * sizeof *l->fx);
	l->used = arena_alloc(p->a, nout * sizeof *l->used);
	l->left = arena_alloc(p->a, nout * sizeof *l->left);
	lower_begin(l, 1);
	p->built = built(l);
}

/* The signals before r; false if there is an error. */
static bool
reach_prefix(Descent *s, Ref r, const bool *of)
{
	Lower *l = s->l;
	Prefix *p = &s->prefix;
	if (!is_prefix(s, r, of))
		new_prefix(s, of);
	l->a = p->a;
	resume(l, &p->built);
	bool ok = lower_signals(l, p->to, r);
	p->built = built(l);
	p->to = r;
	p->given = arena_copy(p->a, l->given, r * sizeof *p->given);
	p->hurry = arena_copy(p->a, l->hurry, r * sizeof *p->hurry);
	return ok;
}

/* The same as build() where all signals have given errors that were built
 * before, but for r's. */
static bool
build_from(Descent *s, Ref r, const Part *p)
{
	Lower *l = s->l;
	Arena *a = l->a;
	if (l->planned > l->most)
		return false;
	l->quiet = true;
	l->within = p->within;
	bool ok = reach_prefix(s, r, p->of);
	l->a = a;
	if (ok) {
		Built b = fork_built(a, l->e, &s->prefix.built);
		resume(l, &b);
		ok = lower_signals(l, r, l->e->node.len) && lower_outputs(l);
	}
	l->tried += l->d->node.len;
	l->within = NULL;
	l->quiet = false;
	return ok;
}

double
part_share(Descent *s, Ref r)
{
	Arena *a = arena_new();
	Part p = part_of(s, a, r);
	double share = kept_part(s, p.of)->share;
	arena_free(a);
	return share;
}

double
try_part(Descent *s, const Part *part, Ref r)
{
	Lower *l = s->l;
	Built own = built(l);
	Arena *outer = l->a, *a = l->a = arena_new();
	double p = INFINITY;
	if (l->given ? build_from(s, r, part) : build(l, part->within)) {
		const Rough *old = kept_part(s, part->of);
		Rough new = cost(l, a, l->d, NULL, latency_beside(s, part->of));
		p = price_with(s, part->of, old, &new, a);
	}
	resume(l, &own);
	l->a = outer;
	arena_free(a);
	return p;
}

/* ---- what pays ---- */

/* Whether p is less than `than` by more than what adding up parts may differ by. */
static bool
is_less(double p, double than)
{
	return p < than * (1 - 0x1p-30);
}

/* The same of what is tried inside a part. */
static bool
pays_inside(Descent *s, Ref r)
{
	double p = try_part(s, s->inside, r);
	bool less = is_less(p, s->inner);
	s->inner = less ? p : s->inner;
	return less;
}

/* False if what r changes is no cheaper by itself. */
static bool
promises(Descent *s, Ref r)
{
	Arena *a = arena_new();
	Part p = part_of(s, a, r);
	bool less = is_less(try_part(s, &p, r), s->price);
	arena_free(a);
	return less;
}

bool
pays(Descent *s, Ref r)
{
	double old = s->price;
	if (s->inside)
		return pays_inside(s, r);
	if (s->scheduled)
		return is_less(try_whole(s, old), old);
	return (!r || promises(s, r)) && try_whole(s, old) < old;
}
