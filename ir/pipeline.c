/* From a datapath to one with registers: sums reordered, slow operations
 * cut, stages chosen.
 *
 * Contract: as dp_schedule. Reordered sums are wider but earlier, so several
 * orders are tried, from the datapath as it is to the fastest; what meets the
 * clock best, then with the least device share, a cycle counting as some of
 * it, stays. */
#include "ir/target.h"

#include <string.h>

typedef struct Try {
	Datapath d;
	bool met;
	double price; /* share and latency */
} Try;

static Try
attempt(Datapath d, const Target *t, double period_ns, int latency,
        unsigned cycles, OptSet opts)
{
	Try try = {.d = d};
	if (latency != 0)
		dp_split(&try.d, t, period_ns);
	dp_check(&try.d);
	try.met = dp_schedule(&try.d, t, period_ns, latency, opts);
	Cost c = dp_cost(t, &try.d);
	try.price = device_share(t, &c) * (cycles + try.d.latency);
	return try;
}

static bool
better(const Try *a, const Try *b)
{
	if (a->met != b->met)
		return a->met;
	return a->price < b->price;
}

/* Whether b computes what a does in the same way. */
static bool
same(const Datapath *a, const Datapath *b)
{
	if (a->node.len != b->node.len)
		return false;
	for (DRef r = 1; r < a->node.len; r++) {
		const DNode *x = dp_at(a, r), *y = dp_at(b, r);
		if (x->op != y->op || x->w != y->w || x->k != y->k ||
		    x->lo != y->lo || x->hi != y->hi ||
		    memcmp(x->arg, y->arg, sizeof x->arg) != 0)
			return false;
	}
	return true;
}

bool
dp_pipeline(Datapath *d, const Target *t, double period_ns, int latency,
            unsigned cycles, OptSet opts)
{
	static const double slack[] = {2, 1.5, 1.25, 1.1, 1};
	Try best = attempt(*d, t, period_ns, latency, cycles, opts);
	bool tries =
	    latency != 0 && best.d.latency > 0 && opt_has(opts, OPT_balance);
	const Datapath *last = d;
	for (size_t i = 0; tries && i < sizeof slack / sizeof *slack; i++) {
		const Datapath *other = dp_balance(d, t, slack[i]);
		if (same(other, last))
			continue;
		last = other;
		Try try = attempt(*other, t, period_ns, latency, cycles, opts);
		if (better(&try, &best))
			best = try;
	}
	*d = best.d;
	return best.met;
}
