/* Word lengths by descent on the true cost.
 *
 * requires budget_open and the outputs' formats; changes l->weight, l->out_lsb
 * and l->given.
 *
 * What a bit of a signal costs is only known once everything that reads it is
 * built: a table halves, a multiplier loses a row, a sum a LUT. So each step
 * changes one signal's share of the error by a factor of two, which is one
 * bit, builds the whole datapath, and keeps what lowers its price, the device
 * share with the path's delay at l->speed. The shares that are left roll on
 * from signal to signal (budget.c), so that every try uses its whole
 * allowance. What is still left when that ends is spent bit by bit: each
 * signal keeps the error it was allowed, and is allowed twice that where the
 * proof holds and the price falls, until there is no such signal
 * (tests/descent), unless tries get too dear. Then bits are exchanged: one
 * signal gets a bit, or a product another way, and the others take what that
 * leaves; by whole bits first, then by halves and quarters of one, as units
 * cost less for any larger error. All of that once more with the room that the
 * last proof leaves (descent_room.c), and ways of products and bits by what
 * scheduling makes of them (descent_ways.c). Steps are coordinate descent as in
 * Sung and Kum, "Simulation-based word-length optimization" (1995), with
 * the proof by gains in place of the simulation; units that were planned once
 * are not planned again. */
#include "ir/descent.h"

#include <math.h>
#include <string.h>

enum { PASSES = 3 };

/* Units are what takes time: no more tries once those that were planned have
 * this many inputs in sum. */
static const double MOST_PLANNED = 0x1p21;
/* So that the last bits are tried whatever came before. */
static const double LAST_PLANNED = 0x1p23;

/* Exchanges may plan three times what was before them, and so many inputs more,
 * and all that no more than this; and their tries make so many nodes: some
 * seconds. */
static const double MORE_PLANNED = 0x1p17, ALL_PLANNED = 0x1.8p22;
static const double MOST_TRIED = 12e6;

/* What an exchange costs at first beyond this much of the whole, the others do
 * not make good: of 381 that paid in two sets of taggers, two cost more. */
static const double HOPE = 0.01;

/* Rough prices may differ by this much from those of the schedule. */
static const double NEAR = 0.1;

/* ---- steps ---- */

/* One bit more or less for r while that pays; true if anything did. */
static bool
step_signal(Descent *s, Ref r)
{
	static const double factor[] = {2, 0.5};
	double *w = &s->l->weight[r];
	bool any = false;
	for (int k = 0; k < 2 && !any; k++)
		for (;;) {
			double old = *w;
			*w *= factor[k];
			if (!pays(s, r)) {
				*w = old;
				break;
			}
			any = true;
		}
	return any;
}

static bool
step_output(Descent *s, uint32_t o)
{
	Lower *l = s->l;
	bool any = false;
	for (int by = -1; by <= 1; by += 2) {
		int old = l->out_lsb[o];
		if (old + by < l->n->out[o].format.lsb ||
		    ldexp(1, old + by - 1) >= l->total[o])
			continue;
		budget_output(l, o, old + by);
		if (pays(s, l->e->out.at[o].ref))
			any = true;
		else
			budget_output(l, o, old);
	}
	return any;
}

/* ---- the last bits ---- */

/* r is a signal that may err by what it is given. */
static bool
is_given(const Lower *l, Ref r)
{
	return l->given && budget_site(l, r) && sole_output(l, r) < 0 &&
	       l->given[r] > 0;
}

/* For the dump: what one bit less of each signal would do to the price. */
static void
tell_bits(Descent *s)
{
	Lower *l = s->l;
	uint32_t n = l->e->node.len;
	l->less = arena_alloc(l->kept_in, n * sizeof *l->less);
	for (Ref r = 1; r < n; r++) {
		l->less[r] = NAN;
		if (!is_given(l, r))
			continue;
		l->given[r] *= 2;
		double p = try_whole(s, 0);
		l->given[r] /= 2;
		l->less[r] =
		    l->planned > l->most ? -INFINITY : p / s->price - 1;
	}
}

/* Takes bits of r as long as that pays; true if it did. */
static bool
take_bits(Descent *s, Ref r)
{
	double *given = &s->l->given[r];
	bool any = false;
	for (;; any = true) {
		double old = *given;
		*given *= s->step;
		if (!pays(s, r)) {
			*given = old;
			return any;
		}
	}
}

/* The same for a bit that pays only with all else built anew. */
static bool
take_last_bit(Descent *s, Ref r)
{
	double *given = &s->l->given[r];
	*given *= s->step;
	if (pays(s, 0))
		return true;
	*given /= s->step;
	return false;
}

/* Takes bits as long as there is one that can go and lowers the price. */
static void
take_all_bits(Descent *s)
{
	bool any = true, whole = false;
	while (any || !whole) {
		whole = !any;
		any = false;
		for (Ref r = 1; r < s->l->e->node.len; r++)
			if (is_given(s->l, r))
				any =
				    (whole ? take_last_bit : take_bits)(s, r) ||
				    any;
	}
}

/* r changes nothing outside p. */
static bool
is_inside(const Part *p, const Lower *l, Ref r)
{
	bool inside = p->within[r];
	for (uint32_t o = 0; o < l->e->out.len; o++)
		inside = inside && (p->of[o] || !(budget_gain(l, o, r) > 0));
	return inside;
}

/* Bits and ways inside p, but of r, as long as any pays. */
static void
descend_inside(Descent *s, const Part *p, Ref but)
{
	Lower *l = s->l;
	for (bool any = true; any;) {
		any = false;
		for (Ref r = 1; r < l->e->node.len; r++)
			if (r != but && is_given(l, r) && is_inside(p, l, r)) {
				any = take_bits(s, r) || any;
				any = step_way(s, r) || any;
			}
	}
}

/* Gives r a bit, or makes it another way (not -1), and lets the others take
 * what that leaves; true if all of it pays. */
static bool
exchange(Descent *s, Ref r, int way)
{
	Lower *l = s->l;
	uint32_t n = l->e->node.len;
	Arena *a = arena_new();
	double *given = arena_copy(a, l->given, n * sizeof *given);
	uint8_t *hurry = arena_copy(a, l->hurry, n * sizeof *hurry);
	double best = s->price;
	Part p = part_of(s, a, r);
	if (way >= 0)
		l->hurry[r] = (uint8_t)way;
	else
		l->given[r] /= s->give;
	s->inner = try_part(s, &p, r);
	s->inside = &p;
	if (s->inner < best * (1 + HOPE))
		descend_inside(s, &p, r);
	s->inside = NULL;
	bool pay = s->inner < best && try_whole(s, best) < best;
	if (!pay) {
		memcpy(l->given, given, n * sizeof *given);
		memcpy(l->hurry, hurry, n * sizeof *hurry);
	}
	arena_free(a);
	return pay;
}

/* r has bits or ways to exchange. */
static bool
exchanges(const Lower *l, Ref r)
{
	return is_given(l, r) ||
	       (budget_site(l, r) && l->s[r].role == R_product);
}

/* Exchanges at r; true if anything pays. Not where its part costs what it did
 * the last time, *seen. */
static bool
exchange_at(Descent *s, Ref r, double *seen)
{
	Lower *l = s->l;
	if (part_share(s, r) == *seen)
		return false;
	bool any = is_given(l, r) && exchange(s, r, -1);
	for (int h = 0; l->s[r].role == R_product && h <= fastest_way(l); h++)
		any = (h != l->hurry[r] && exchange(s, r, h)) || any;
	*seen = part_share(s, r);
	return any;
}

/* Exchanges bits, halves and quarters of one as long as any pays, by tries of up
 * to so many nodes. */
static void
exchange_all(Descent *s, double tried)
{
	static const double bit = 2, half = 0x1.6a09e667f3bcdp0, /* its root */
	    quarter = 0x1.306fe0a31b715p0; /* and the root of that */
	const double by[][2] = {{bit, bit},         {half, half},
	                        {quarter, quarter}, {bit, quarter},
	                        {bit, half},        {half, quarter}};
	enum { PAIRS = sizeof by / sizeof *by };
	Lower *l = s->l;
	uint32_t n = l->e->node.len;
	double *seen = arena_alloc(l->kept_in, PAIRS * n * sizeof *seen);
	double most = l->tried + tried;
	for (bool any = true; any;) {
		any = false;
		for (unsigned p = 0; p < PAIRS; p++) {
			s->give = by[p][0];
			s->step = by[p][1];
			for (Ref r = 1; r < n; r++)
				if (exchanges(l, r) && l->tried < most &&
				    l->planned < l->most)
					any = exchange_at(s, r,
					                  &seen[p * n + r]) ||
					      any;
		}
	}
	s->step = bit;
}

/* ---- what errors are given ---- */

void
settle_bits(Descent *s, double planned, double last, double tried)
{
	Lower *l = s->l;
	l->most = l->planned + planned;
	take_all_bits(s);
	exchange_all(s, tried);
	l->most = l->planned + last;
	take_all_bits(s);
}

/* Ways by the schedule, and the bits that they leave. */
static void
settle_ways(Descent *s)
{
	Kept before = keep(s);
	if (!schedule_ways(s) || !s->l->given)
		return;
	take_all_bits(s);
	if (!settle_room(s, false))
		put_back(s, &before);
}

/* By the schedule, where there is time for that; by weights alone where that is
 * cheaper, or may be. */
static void
settle_one(Descent *s, const Kept *weighed)
{
	Kept given = keep(s), other = *weighed;
	if (!(given.price > weighed->price * (1 - NEAR))) {
		settle_ways(s);
		return;
	}
	put_back(s, weighed);
	settle_ways(s);
	other = keep(s);
	if (!is_proven(s)) /* it would be built again with less */
		other.price = INFINITY;
	put_back(s, &given);
	settle_ways(s);
	if (!(s->price <= other.price))
		put_back(s, &other);
}

/* Gives each signal what it was allowed, and takes bits from there; back to the
 * weights if that is not the least after all, as the gains are others. */
static void
settle(Descent *s)
{
	Lower *l = s->l;
	uint32_t n = l->e->node.len;
	Kept weighed = keep(s);
	double planned =
	    fmin(3 * l->planned + MORE_PLANNED, ALL_PLANNED - l->planned);
	l->most = l->planned + planned;
	room_plain(l);
	try_whole(s, 0); /* for what it allowed */
	l->given = l->allowed;
	l->allowed = arena_alloc(l->kept_in, n * sizeof *l->allowed);
	look_again(s);
	if (isfinite(try_whole(s, INFINITY))) {
		settle_bits(s, planned, LAST_PLANNED, MOST_TRIED);
		settle_room(s, true);
	}
	settle_one(s, &weighed);
}

/* Steps of all signals and outputs as long as any pays. */
static void
walk(Descent *s)
{
	Lower *l = s->l;
	for (int pass = 0; pass < PASSES; pass++) {
		bool any = false;
		for (uint32_t o = 0; l->punctual && o < l->e->out.len; o++)
			any = step_ways(s, o) || any;
		for (uint32_t o = 0; o < l->e->out.len; o++)
			any = step_output(s, o) || any;
		for (Ref r = 1; r < l->e->node.len; r++)
			if (budget_site(l, r)) {
				if (sole_output(l, r) < 0)
					any = step_signal(s, r) || any;
				any = step_way(s, r) || any;
			}
		if (!any)
			break;
	}
}

void
lower_descend(Lower *l)
{
	Descent s = {.l = l, .a = arena_new(), .step = 2};
	l->most = MOST_PLANNED;
	look_again(&s);
	if (isfinite(try_whole(&s, INFINITY))) {
		step_ways(&s, l->e->out.len);
		walk(&s);
		l->punctual = l->n->stages > 0;
		/* from there, or it would begin with what is fastest */
		if (l->punctual) {
			try_whole(&s, INFINITY);
			walk(&s);
		}
		settle(&s);
		l->most = l->planned + LAST_PLANNED;
		if (l->n->dump)
			tell_bits(&s);
	}
	arena_free(s.a);
	forget_prefix(&s);
}
