/* Prices of ways to make a signal from two others: each is built by itself into
 * a scratch datapath, once, and its device share and its delay are kept. */
#include "ir/lower.h"

#include <math.h>
#include <string.h>

struct WayKept {
	WayKey key;
	bool taken;
	double share, ns;
};

enum { WAYS = 1 << 12 }; /* the newer of two in one place stays */

static DRef
port(Datapath *d, const Datapath *from, DRef r, const char *name)
{
	const DNode *n = dp_at(from, r);
	DPort p = {.name = name, .ident = name, .is_signed = true};
	p.width = DP_MAX_WIDTH;
	p.lo = n->lo;
	p.hi = n->hi;
	return dp_input(d, &p);
}

static void
measure(const Lower *l, WayKept *w, DRef x, DRef y, WayBuild *build,
        const void *ctx)
{
	Arena *a = arena_new();
	const Target *t = l->n->target;
	Datapath *d = dp_new(a, "way");
	DRef px = port(d, l->d, x, "x");
	DRef py = x == y ? px : port(d, l->d, y, "y");
	DPort out = {.name = "z", .ident = "z", .width = DP_MAX_WIDTH};
	w->share = w->ns = INFINITY;
	out.ref = build(d, ctx, px, py);
	if (out.ref) {
		vec_push(a, d->out, out);
		dp_dce(d);
		dp_pack(d, t);
		Cost c = dp_cost(t, d);
		w->share = device_share(t, &c);
		w->ns = dp_critical_path(t, d);
	}
	arena_free(a);
}

double
way_price(Lower *l, const WayKey *k, unsigned hurry, DRef x, DRef y,
          WayBuild *build, const void *ctx)
{
	static const double power[HURRY_MAX + 1] = {0, 2, 2, 8};
	if (!l->ways)
		l->ways = arena_alloc(l->kept_in, WAYS * sizeof *l->ways);
	WayKept *at = &l->ways[hash_bytes(0, k, sizeof *k) % WAYS];
	if (!at->taken || memcmp(&at->key, k, sizeof *k) != 0) {
		at->key = *k;
		at->taken = true;
		measure(l, at, x, y, build, ctx);
	}
	return at->share * pow(at->ns, power[hurry]);
}
