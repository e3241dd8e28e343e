/* Matching patterns in an e-graph, and applying rules.
 *
 * Matching is a search with backtracking over a list of goals, "this class
 * has this form", the first of which is replaced by goals for its arguments.
 * Lists share their ends and live on the stack of the search that made them.
 * Operators that commute are tried both ways. */
#include "ir/egraph.h"

typedef struct Goal {
	const Pattern *p;
	Id c;
	const struct Goal *next;
} Goal;

typedef struct Matcher {
	const EGraph *g;
	const Rule *r;
	uint32_t limit;
	uint64_t *steps;
	Matches *out;
	Id root;
	Subst s; /* of the goals that are met */
} Matcher;

static void solve(Matcher *m, const Goal *goal);

static bool
same_match(const Match *x, Id root, const Subst *s)
{
	for (unsigned i = 0; i < RULE_VARS; i++)
		if (x->s.of[i] != s->of[i])
			return false;
	return x->root == root;
}

static void
found(Matcher *m)
{
	const Match *at = m->out->at.at;

	/* the ways around of operators that commute often agree */
	for (uint32_t i = m->out->at.len; i > 0 && at[i - 1].root == m->root;
	     i--)
		if (same_match(&at[i - 1], m->root, &m->s))
			return;
	if (rule_holds(m->g, m->r, &m->s))
		vec_push(m->g->a, m->out->at, ((Match){m->root, m->s}));
}

static void
solve_node(Matcher *m, const Goal *goal, const ENode *n)
{
	bool swap = op_info[n->op].flags & F_COMM && n->arg[0] != n->arg[1];
	Goal arg[OP_ARGS];

	for (int way = 0; way < (swap ? 2 : 1); way++) {
		for (int k = 0; k < n->narg; k++)
			arg[k] = (Goal){
			    goal->p->arg[k], n->arg[way && k < 2 ? 1 - k : k],
			    k + 1 < n->narg ? &arg[k + 1] : goal->next};
		solve(m, n->narg ? arg : goal->next);
	}
}

static void
solve_var(Matcher *m, const Goal *goal, Id c)
{
	Id *of = &m->s.of[goal->p->var], old = *of;

	if (old && old != c)
		return;
	*of = c;
	solve(m, goal->next);
	*of = old;
}

static void
solve(Matcher *m, const Goal *goal)
{
	Id c;

	if (m->out->at.len > m->limit || *m->steps == 0)
		return;
	--*m->steps;
	if (!goal) {
		found(m);
		return;
	}
	c = eg_find(m->g, goal->c);
	if (goal->p->op == O_var) {
		solve_var(m, goal, c);
	} else if (goal->p->op == O_const) {
		mpq_srcptr q = eg_q(m->g, c);

		if (q && mpq_equal(q, goal->p->q))
			solve(m, goal->next);
	} else {
		for (Id i = m->g->first.at[c]; i; i = m->g->next.at[i])
			if (m->g->node.at[i].op == goal->p->op)
				solve_node(m, goal, &m->g->node.at[i]);
	}
}

void
eg_match(const EGraph *g, const Rule *r, uint32_t limit, uint64_t *steps,
         Matches *out)
{
	Matcher m = {
	    .g = g, .r = r, .limit = limit, .steps = steps, .out = out};

	for (Id c = 1; c < g->first.len; c++) {
		if (eg_find(g, c) != c || !g->first.at[c])
			continue;
		m.root = c;
		solve(&m, &(Goal){r->lhs, c, NULL});
	}
}

static Id
build(EGraph *g, const Pattern *p, const Subst *s, Span span)
{
	Id arg[OP_ARGS] = {0};

	if (p->op == O_var)
		return eg_find(g, s->of[p->var]);
	if (p->op == O_const)
		return eg_const(g, p->q);
	for (int k = 0; k < op_info[p->op].narg; k++)
		arg[k] = build(g, p->arg[k], s, span);
	return eg_add(g, p->op, 0, arg, span);
}

void
eg_apply(EGraph *g, const Rule *r, const Match *m)
{
	Span span = g->node.at[m->root].span;

	eg_union(g, m->root, build(g, r->rhs, &m->s, span));
}
