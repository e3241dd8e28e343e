/* How much of an output's room tries may use.
 *
 * Tries add up what each error does at most anywhere in the box, and their
 * gains hold for errors that are several times as large; the last proof adds up
 * what they do in one part of the box. So it may leave much room where tries
 * see none, or miss what they take to be proven. The ratio of the two hardly
 * changes with a bit here or there: each output's spare room is set so that
 * tries stop where the last proof would. */
#include "ir/descent.h"

#include <math.h>

/* Of the room: that ratio does change by some thousandths. */
static const double SPARE = 0x1p-7;

/* Ranges and gains hold for signals that err by this many of their first
 * shares. */
static const double ROOM = 8;

/* The room is fitted to the last proof so many times, unless outputs are as full
 * as this or units took as long as that; each time may plan and try so much. */
enum { FITS = 3 };
static const double FULL = 0.97, FIT_MOST = 0x1p23;
static const double FIT_PLANNED = 0x1p19, FIT_TRIED = 1.5e6;

/* Where they are too full, signals get that much less, up to so many times. */
static const double LESS = 0.97;
enum { LESSENED = 24 };

void
room_plain(Lower *l)
{
	for (uint32_t o = 0; o < l->e->out.len; o++)
		l->spare[o] = SPARE;
}

/* What of output o's room is in use; spare: that beside it. */
static double
in_use(const Lower *l, uint32_t o, double spare)
{
	double room = l->total[o] - l->half[o];
	return room > 0 ? l->used[o] / room - spare : 0;
}

/* Builds the weights as they are, whatever they miss; with a proof where bound is
 * not NULL. */
static bool
build_all(Lower *l, double *bound)
{
	bool plain = l->plain, ok;
	l->plain = true; /* and not quiet: no error ends it early */
	ok = bound ? lower_attempt(l, 1, bound) : lower_build(l, 1);
	ok = ok && !l->again;
	l->plain = plain;
	l->again = false;
	return ok;
}

/* How full each output's room is by the last proof of the weights as they are,
 * with 1 for what is allowed, into fill[o]; returns the most. Ranges and gains
 * are that proof's then. */
static double
room_proven(Lower *l, double *fill)
{
	uint32_t n = l->e->out.len;
	Arena *outer = l->a, *a = l->a = arena_new();
	double *bound = arena_alloc(a, (n + 1) * sizeof *bound), worst = 0;
	bool ok = build_all(l, bound);
	for (uint32_t o = 0; o < n; o++) {
		fill[o] = ok ? lower_fill(l, bound, o) : INFINITY;
		worst = fmax(worst, fill[o]);
	}
	l->a = outer;
	arena_free(a);
	return worst;
}

bool
is_proven(Descent *s)
{
	Lower *l = s->l;
	double *fill =
	    arena_alloc(l->kept_in, (l->e->out.len + 1) * sizeof *fill);
	bool proven = room_proven(l, fill) <= 1;
	look_again(s);
	return proven;
}

/* Sets the spare room so that tries end where that proof would. */
static void
room_fit(Lower *l, const double *fill)
{
	Arena *outer = l->a, *a = l->a = arena_new();
	bool ok = build_all(l, NULL); /* for what it uses */
	for (uint32_t o = 0; ok && o < l->e->out.len; o++) {
		double used = in_use(l, o, l->spare[o]);
		if (used > 0 && fill[o] > 0)
			l->spare[o] = 1 - (1 - SPARE) * used / fill[o];
	}
	l->a = outer;
	arena_free(a);
}

/* ---- what errors are given ---- */

Kept
keep(const Descent *s)
{
	const Lower *l = s->l;
	uint32_t n = l->e->node.len, m = l->e->out.len;
	Kept k = {.price = s->price};
	if (l->given)
		k.given = arena_copy(l->kept_in, l->given, n * sizeof *k.given);
	k.spare = arena_copy(l->kept_in, l->spare, m * sizeof *k.spare);
	k.hurry = arena_copy(l->kept_in, l->hurry, n * sizeof *k.hurry);
	return k;
}

void
look_again(Descent *s)
{
	budget_ranges(s->l, ROOM, 1);
	forget_prefix(s);
}

void
put_back(Descent *s, const Kept *k)
{
	s->l->given = k->given;
	s->l->spare = k->spare;
	s->l->hurry = k->hurry;
	s->l->most = fmax(s->l->most, s->l->planned);
	look_again(s);
	try_whole(s, INFINITY);
}

/* Gives the signals of outputs that are too full less, until tries see room for
 * what is left; false if that never comes. */
static bool
give_less(Descent *s, const double *fill)
{
	Lower *l = s->l;
	for (int i = 0; i < LESSENED; i++) {
		if (isfinite(try_whole(s, INFINITY)))
			return true;
		for (Ref r = 1; r < l->e->node.len; r++) {
			bool full = false;
			for (uint32_t o = 0; o < l->e->out.len; o++)
				full = full || (fill[o] > 1 &&
				                budget_gain(l, o, r) > 0);
			l->given[r] *= full ? LESS : 1;
		}
	}
	return false;
}

bool
settle_room(Descent *s, bool exchanges)
{
	Lower *l = s->l;
	uint32_t n = l->e->out.len;
	double *fill = arena_alloc(l->kept_in, (n + 1) * sizeof *fill);
	Kept best = {.price = INFINITY};
	for (int i = 0; i <= FITS; i++) {
		double worst = room_proven(l, fill), least = worst;
		for (uint32_t o = 0; o < n; o++)
			least = fmin(least, fill[o]);
		look_again(s);
		if (worst <= 1 && !(s->price < best.price))
			break;
		if (worst <= 1)
			best = keep(s);
		if (i == FITS || isinf(worst) || l->planned > FIT_MOST ||
		    (worst <= 1 && least > FULL))
			break;
		room_fit(l, fill);
		if (worst > 1 && !give_less(s, fill))
			break;
		settle_bits(s, FIT_PLANNED, FIT_PLANNED,
		            exchanges ? FIT_TRIED : 0);
	}
	if (isfinite(best.price))
		put_back(s, &best);
	return isfinite(best.price);
}
