/* Direct tables: the correctly rounded result for every input.
 *
 * Contract: one plan per way of indexing: x's own bits (a table permuted by
 * two's complement), or x - lo where that needs fewer address bits.
 * Invariant: every reachable entry is the allowed result nearest to f. */
#include <math.h>

#include "ir/unit.h"

enum { TABLE_BITS = 16 }; /* longer tables are never worth their text */

typedef struct Table {
	int64_t offset; /* index = the low `bits` bits of x - offset */
	unsigned bits;
	uint32_t len;
	int64_t *at;
} Table;

static int64_t
nearest(const UnitEval *ev, const UnitBand *b, uint32_t i)
{
	int64_t r = llrint(ldexp(ev->y[i], -b->lsb));
	return r < b->lo[i] ? b->lo[i] : r > b->hi[i] ? b->hi[i] : r;
}

/* Entries no input reaches, or at which f is undefined, repeat the one
 * before them: synthesis finds that. */
static void
fill_gaps(Table *t, const bool *set)
{
	uint32_t first = 0;
	while (first < t->len - 1 && !set[first])
		first++;
	int64_t last = t->at[first];
	for (uint32_t j = 0; j < t->len; j++) {
		if (!set[j])
			t->at[j] = last;
		last = t->at[j];
	}
}

static void
add_plan(UnitEval *ev, const UnitBand *b, int64_t offset, UnitPlans *out)
{
	int64_t lo = ev->lo - offset, hi = ev->hi - offset;
	unsigned bits = width_of(lo, hi) - (lo >= 0);
	if (bits > TABLE_BITS)
		return;
	Table *t = arena_alloc(ev->a, sizeof *t);
	t->offset = offset;
	t->bits = bits;
	t->len = lo < 0 ? UINT32_C(1) << bits : (uint32_t)hi + 1;
	t->at = arena_alloc(ev->a, t->len * sizeof *t->at);
	bool *set = arena_alloc(ev->a, t->len);
	for (uint32_t i = 0; i < ev->n; i++) {
		uint32_t j = (uint32_t)(lo + i) & ((UINT32_C(1) << bits) - 1);
		if (isnan(ev->y[i]))
			continue;
		t->at[j] = nearest(ev, b, i);
		set[j] = true;
	}
	fill_gaps(t, set);
	UnitPlan p = {.lsb = b->lsb, .own = t};
	p.kind = arena_printf(ev->a, "table x%u", (unsigned)t->len);
	vec_push(ev->a, out->at, p);
}

void
table_plan(UnitEval *ev, UnitPlans *out)
{
	int lsb = unit_table_lsb(ev);
	if (lsb == UNIT_ANY_LSB)
		return;
	const UnitBand *b = unit_band(ev, lsb);
	if (b->empty)
		return;
	add_plan(ev, b, 0, out);
	if (width_of(0, ev->hi - ev->lo) < width_of(ev->lo, ev->hi))
		add_plan(ev, b, ev->lo, out);
}

DRef
table_build(Datapath *d, DRef x, const UnitPlan *p)
{
	const Table *t = p->own;
	DRef i = dp_sub(d, x, dp_const(d, t->offset));
	if (i && dp_at(d, i)->lo < 0)
		i = dp_bits(d, i, 0, t->bits);
	return dp_lut(d, i, dp_table(d, t->at, t->len));
}
