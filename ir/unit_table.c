/* Direct tables: the correctly rounded result for every input.
 *
 * Contract: one plan, indexed by x's low bits: consecutive integers are
 * distinct modulo any power of two that is not less than their number, so
 * neither signs nor offsets cost anything.
 * Invariant: every reachable entry is the allowed result nearest to f. */
#include <math.h>

#include "ir/unit.h"

enum { TABLE_BITS = 16 }; /* longer tables are never worth their text */

typedef struct Table {
	unsigned bits; /* the index is x mod 2^bits */
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
	uint32_t len = UINT32_C(1) << t->bits, first = 0;
	while (first < len - 1 && !set[first])
		first++;
	int64_t last = t->at[first];
	for (uint32_t j = 0; j < len; j++) {
		if (!set[j])
			t->at[j] = last;
		last = t->at[j];
	}
}

static void
fill(const UnitEval *ev, const UnitBand *b, Table *t)
{
	uint32_t mask = (UINT32_C(1) << t->bits) - 1;
	bool *set = arena_alloc(ev->a, mask + 1u);
	t->at = arena_alloc(ev->a, (mask + 1u) * sizeof *t->at);
	for (uint32_t i = 0; i < ev->n; i++) {
		uint32_t j = (uint32_t)(ev->lo + i) & mask;
		set[j] = !isnan(ev->y[i]);
		if (set[j])
			t->at[j] = nearest(ev, b, i);
	}
	fill_gaps(t, set);
}

void
table_plan(UnitEval *ev, UnitPlans *out)
{
	int lsb = unit_table_lsb(ev);
	unsigned bits = unit_index_bits(ev->n);
	if (lsb == UNIT_ANY_LSB || bits > TABLE_BITS)
		return;
	const UnitBand *b = unit_band(ev, lsb);
	if (b->empty)
		return;
	Table *t = arena_alloc(ev->a, sizeof *t);
	t->bits = bits;
	fill(ev, b, t);
	UnitPlan p = {.lsb = lsb, .own = t};
	p.kind = arena_printf(ev->a, "table x%u", (unsigned)ev->n);
	vec_push(ev->a, out->at, p);
}

DRef
table_build(Datapath *d, DRef x, const UnitPlan *p)
{
	const Table *t = p->own;
	return unit_lut(d, x, 0, t->bits, t->at);
}
