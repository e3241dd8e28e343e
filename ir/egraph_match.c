/* Matching patterns in an e-graph, and applying rules.
 *
 * Matching is a search with backtracking over a list of goals, "this class
 * has this form", the first of which is replaced by goals for its arguments.
 * Operators that commute are tried both ways. */
#include "ir/egraph.h"

enum { MAX_GOALS = 24 };

typedef struct Goals {
	const Pattern *p[MAX_GOALS];
	Id c[MAX_GOALS];
	unsigned n;
} Goals;

typedef struct Matcher {
	const EGraph *g;
	const Rule *r;
	uint32_t limit;
	uint64_t *steps;
	Matches *out;
	Id root;
} Matcher;

static void solve(Matcher *m, Goals goals, Subst s);

static void
push(Goals *goals, const Pattern *p, Id c)
{
	check(goals->n < MAX_GOALS);
	goals->p[goals->n] = p;
	goals->c[goals->n++] = c;
}

static bool
same_match(const Match *x, Id root, const Subst *s)
{
	for (unsigned i = 0; i < RULE_VARS; i++)
		if (x->s.of[i] != s->of[i])
			return false;
	return x->root == root;
}

static void
found(Matcher *m, const Subst *s)
{
	uint32_t n = m->out->at.len;

	/* the ways around of operators that commute often agree */
	for (uint32_t i = n; i > 0 && m->out->at.at[i - 1].root == m->root; i--)
		if (same_match(&m->out->at.at[i - 1], m->root, s))
			return;
	if (rule_holds(m->g, m->r, s))
		vec_push(m->g->a, m->out->at, ((Match){m->root, *s}));
}

static void
solve_node(Matcher *m, const Goals *rest, const Pattern *p, const ENode *n,
           const Subst *s)
{
	bool swap = op_info[n->op].flags & F_COMM && n->arg[0] != n->arg[1];

	for (int way = 0; way < (swap ? 2 : 1); way++) {
		Goals goals = *rest;

		for (int k = n->narg - 1; k >= 0; k--)
			push(&goals, p->arg[k],
			     n->arg[way && k < 2 ? 1 - k : k]);
		solve(m, goals, *s);
	}
}

static void
solve(Matcher *m, Goals goals, Subst s)
{
	const Pattern *p;
	Id c;

	if (m->out->at.len > m->limit || *m->steps == 0)
		return;
	--*m->steps;
	if (goals.n == 0) {
		found(m, &s);
		return;
	}
	p = goals.p[--goals.n];
	c = eg_find(m->g, goals.c[goals.n]);
	if (p->op == O_var) {
		if (s.of[p->var] && s.of[p->var] != c)
			return;
		s.of[p->var] = c;
		solve(m, goals, s);
		return;
	}
	if (p->op == O_const) {
		mpq_srcptr q = eg_q(m->g, c);

		if (q && mpq_equal(q, p->q))
			solve(m, goals, s);
		return;
	}
	for (Id i = m->g->first.at[c]; i; i = m->g->next.at[i])
		if (m->g->node.at[i].op == p->op)
			solve_node(m, &goals, p, &m->g->node.at[i], &s);
}

void
eg_match(const EGraph *g, const Rule *r, uint32_t limit, uint64_t *steps,
         Matches *out)
{
	Matcher m = {
	    .g = g, .r = r, .limit = limit, .steps = steps, .out = out};

	for (Id c = 1; c < g->first.len; c++) {
		Goals goals = {.n = 0};

		if (eg_find(g, c) != c || !g->first.at[c])
			continue;
		m.root = c;
		push(&goals, r->lhs, c);
		solve(&m, goals, (Subst){{0}});
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
