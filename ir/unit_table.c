/* Direct tables: an allowed result for every input.
 *
 * Contract: one plan, indexed by x's low bits: consecutive integers are
 * distinct modulo any power of two that is not less than their number, so
 * neither signs nor offsets cost anything.
 * Invariant: every reachable entry is an allowed result; which, pack_align
 * says: at an error of one unit its lowest bit is always 0. */
#include "ir/unit_pack.h"

enum { TABLE_BITS = 16 }; /* longer tables are never worth their text */

typedef struct Table {
	unsigned bits; /* the index is x mod 2^bits */
	int64_t *at;
} Table;

static void
fill(const UnitEval *ev, const UnitBand *b, Table *t)
{
	uint32_t len = UINT32_C(1) << t->bits;
	Window *w = arena_alloc(ev->a, len * sizeof *w);
	t->at = arena_alloc(ev->a, len * sizeof *t->at);
	for (uint32_t j = 0; j < len; j++)
		w[j] = window_all(0);
	for (uint32_t i = 0; i < ev->n; i++)
		w[(uint32_t)(ev->lo + i) & (len - 1)] =
		    (Window){b->lo[i], b->hi[i]};
	pack_align(w, len, t->at);
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
