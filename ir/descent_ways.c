/* Ways of products: rows of one chain or of two, a multiplier block (see
 * HURRY_MAX).
 *
 * While bits go, a way's worth is that of a rough schedule (rough.c), whose
 * registers are off by a factor of up to two; chains are long, so that a cycle
 * more or less is often what decides between ways. So last each product is
 * tried in each way by what scheduling makes of the whole. */
#include "ir/descent.h"

#include <math.h>

/* Of nodes that are scheduled for that in one pass: some seconds. */
static const double MOST_SCHEDULED = 1e5;
enum { PASSES = 2 };

/* Units may take so much more for that, unless they took as much as that. */
static const double MORE_PLANNED = 0x1p20, MOST_PLANNED = 0x1p23;

uint8_t
fastest_way(const Lower *l)
{
	return has_blocks(l->n->target, l->n->period_ns) ? HURRY_MAX
	                                                 : HURRY_MAX - 1;
}

bool
step_way(Descent *s, Ref r)
{
	Lower *l = s->l;
	uint8_t old = l->hurry[r], kept = old, most = fastest_way(l);
	for (uint8_t h = 0; l->s[r].role == R_product && h <= most; h++) {
		l->hurry[r] = h;
		if (h != old && pays(s, r))
			kept = h;
	}
	l->hurry[r] = kept;
	return kept != old;
}

static bool
reaches(const Lower *l, Ref r, uint32_t o)
{
	return o == l->e->out.len || budget_gain(l, o, r) > 0;
}

/* One of several products that take equally long gains nothing by itself. */
bool
step_ways(Descent *s, uint32_t o)
{
	Lower *l = s->l;
	uint32_t n = l->e->node.len;
	uint8_t *old = l->hurry, *kept = old;
	bool any = false;
	for (Ref r = 1; r < n; r++)
		any = any || (budget_site(l, r) && l->s[r].role == R_product);
	for (uint8_t h = 0; any && h <= fastest_way(l); h++) {
		l->hurry = arena_alloc(l->kept_in, n * sizeof *l->hurry);
		for (Ref r = 0; r < n; r++)
			l->hurry[r] =
			    r && l->s[r].role == R_product && reaches(l, r, o)
				? h
				: old[r];
		if (pays(s, 0))
			kept = l->hurry;
	}
	l->hurry = kept;
	return kept != old;
}

/* Whether one pass over all products and signals is within seconds; where a
 * latency is asked for, its budget takes as long to find as what follows. */
static bool
may_schedule(const Descent *s)
{
	const Lower *l = s->l;
	uint32_t tries = 1, times = l->n->stages > 0 ? 2 : 1;
	for (Ref r = 1; r < l->e->node.len; r++)
		if (budget_site(l, r))
			tries += l->s[r].role == R_product ? 1u + fastest_way(l)
			                                   : 1u;
	return l->planned <= MOST_PLANNED &&
	       (double)(tries * times) * s->d->node.len <= MOST_SCHEDULED;
}

bool
schedule_ways(Descent *s)
{
	Lower *l = s->l;
	if (!s->scheduled && !may_schedule(s))
		return false;
	s->scheduled = true;
	l->most = l->planned + MORE_PLANNED;
	if (!isfinite(try_whole(s, INFINITY)))
		return true;
	double most = l->tried + PASSES * MOST_SCHEDULED;
	for (bool any = true; any && l->tried < most;) {
		any = false;
		for (Ref r = 1; r < l->e->node.len; r++)
			if (budget_site(l, r))
				any = step_way(s, r) || any;
	}
	return true;
}
