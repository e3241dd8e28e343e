/* Equality saturation: other forms of an Expr that may be cheaper.
 *
 * Requires simplify's canonical form; gives it again. Rounds of all rules,
 * each round's matches found before any is applied; a rule that matches too
 * often is banned for a while and longer each time (egg's back-off
 * scheduler). Ends when nothing is new or a limit is reached; limits count
 * rounds, nodes and steps of matching, so that the result does not depend on
 * the machine. Forms are estimated to be cheaper than the Expr at one of a
 * few prices of products against function units: which is right is known only
 * when they are built. */
#include "ir/egraph.h"

#include <string.h>

enum {
	ROUNDS = 10,
	NODES = 2000, /* and some for each node of the Expr */
	NODES_EACH = 30,
	NODES_MOST = 10000,
	STEPS = 1000000,
	MATCHES = 400, /* of one rule in a round, before it is banned */
	BAN = 2        /* rounds, doubled each time */
};

typedef struct Ban {
	unsigned until, times;
} Ban;

/* One round; false if nothing changed. */
static bool
round_once(EGraph *g, const Rules *rules, Ban *ban, unsigned round,
           uint32_t nodes, uint64_t *steps)
{
	Matches *m = arena_alloc(g->a, rules->at.len * sizeof *m);
	uint32_t before = g->node.len;
	bool waiting = false;

	for (uint32_t i = 0; i < rules->at.len; i++) {
		uint32_t limit = (uint32_t)MATCHES << ban[i].times;

		waiting = waiting || round < ban[i].until;
		if (round < ban[i].until)
			continue;
		eg_match(g, &rules->at.at[i], limit, steps, &m[i]);
		if (m[i].at.len <= limit)
			continue;
		ban[i].until = round + 1 + ((unsigned)BAN << ban[i].times);
		ban[i].times++;
		m[i].at.len = 0;
		waiting = true;
	}
	for (uint32_t i = 0; i < rules->at.len; i++)
		for (uint32_t k = 0; k < m[i].at.len && g->node.len < nodes;
		     k++)
			eg_apply(g, &rules->at.at[i], &m[i].at.at[k]);
	waiting = waiting || g->dirty || g->node.len > before;
	eg_rebuild(g);
	return waiting;
}

static void
run_rules(EGraph *g, const Rules *rules, uint32_t nodes)
{
	Ban *ban = arena_alloc(g->a, rules->at.len * sizeof *ban);
	uint64_t steps = STEPS;

	for (unsigned round = 0; round < ROUNDS && g->node.len < nodes; round++)
		if (!round_once(g, rules, ban, round, nodes, &steps) || !steps)
			break;
}

static bool
same_text(const Expr *x, const Expr *y, Arena *a)
{
	for (uint32_t o = 0; o < x->out.len; o++)
		if (strcmp(expr_text(x, x->out.at[o].ref, a),
		           expr_text(y, y->out.at[o].ref, a)) != 0)
			return false;
	return true;
}

static bool
is_new(const Forms *f, const Expr *e, const Expr *x, Arena *a)
{
	if (same_text(e, x, a))
		return false;
	for (uint32_t i = 0; i < f->at.len; i++)
		if (same_text(f->at.at[i], x, a))
			return false;
	return true;
}

Forms
equal_forms(const Expr *e, const Range *x, Arena *a)
{
	/* LUTs at 13 bits: products, squares, units, constants, sums; and with
	 * wide units, and with products in multiplier blocks */
	static const ECost price[] = {{170, 100, 90, 20, 13},
	                              {170, 100, 250, 20, 13},
	                              {80, 60, 120, 20, 13}};
	enum { NPRICE = sizeof price / sizeof *price };
	double before[NPRICE], after;
	Arena *scratch = arena_new();
	EGraph *g = eg_new(scratch, e->diag, x);
	Id *class = arena_alloc(scratch, e->node.len * sizeof *class);
	uint32_t nodes;
	Forms f = {0};

	if (e->var.len > EG_VARS) {
		arena_free(scratch);
		return f;
	}
	eg_add_expr(g, e, class);
	eg_rebuild(g);
	for (int i = 0; i < NPRICE; i++)
		eg_extract(g, e, class, &price[i], scratch, &before[i]);
	nodes = NODES + NODES_EACH * e->node.len;
	run_rules(g, rules_read(scratch),
	          nodes < NODES_MOST ? nodes : NODES_MOST);
	for (int i = 0; i < NPRICE; i++) {
		const Expr *form =
		    eg_extract(g, e, class, &price[i], scratch, &after);

		if (!form || after > before[i] - price[i].add / 2)
			continue;
		form = simplify(form, a);
		if (is_new(&f, e, form, scratch))
			vec_push(a, f.at, form);
	}
	arena_free(scratch);
	return f;
}
