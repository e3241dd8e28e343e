/* Sums in an order that is fast enough.
 *
 * requires no dead nodes; gives a datapath with the same values; breaks
 * stages and node indices.
 *
 * A maximal tree of additions, subtractions, negations and shifts whose
 * inner results nobody else reads is a sum of terms +-x * 2^k, which may be
 * added in any order, exactly. Adding always the two terms that are there
 * first is the fastest order (Golumbic, "Combinatorial merging", 1976); the
 * smallest one makes narrow sums of narrow terms. So a sum takes the narrowest
 * addition from which the fastest order still meets its deadline, again and
 * again. Deadlines leave the whole datapath `slack` times its shortest path:
 * a sum off that path keeps the time that it does not need. */
#include "ir/target.h"

#include <math.h>
#include <stdlib.h>

typedef struct Term {
	DRef x;
	unsigned k; /* value * 2^k */
	bool minus;
	double at; /* when it is there */
} Term;

typedef VEC(Term) Terms;

typedef struct Balance {
	Arena *a;
	const Datapath *from;
	const Target *t;
	const bool *inner;  /* of a node: part of its reader's sum */
	const double *late; /* of a node: its deadline; NULL: at once */
	Datapath *d;        /* being built */
	DRef *map;
	VEC(double) done; /* of d's nodes, from the inputs */
} Balance;

/* ---- which nodes are one sum ---- */

/* A row of a product that is subtracted in its chain's LUTs (rows.c) stays
 * there. */
static bool
in_chain(const Target *t, const Datapath *d, const DNode *n)
{
	return t->carry_lut && !t->carry_is_lut && n->op == D_sub &&
	       dp_at(d, n->arg[1])->op == D_select;
}

static bool
adds(const Target *t, const Datapath *d, DRef r)
{
	const DNode *n = dp_at(d, r);
	if (in_chain(t, d, n))
		return false;
	return (n->op == D_add || n->op == D_sub || n->op == D_neg) &&
	       node_delay(t, d, r) > 0; /* else it joins fields: wires */
}

static bool *
inner_nodes(Arena *a, const Target *t, const Datapath *d)
{
	unsigned *reads = arena_alloc(a, d->node.len * sizeof *reads);
	bool *inner = arena_alloc(a, d->node.len * sizeof *inner);
	for (uint32_t o = 0; o < d->out.len; o++)
		reads[d->out.at[o].ref] += 2; /* never inner */
	for (DRef r = 1; r < d->node.len; r++)
		for (unsigned i = 0; i < dp_at(d, r)->narg; i++)
			reads[dp_at(d, r)->arg[i]]++;
	for (DRef r = d->node.len - 1; r > 0; r--) {
		const DNode *n = dp_at(d, r);
		bool sum = adds(t, d, r) || (inner[r] && n->op == D_shl);
		for (unsigned i = 0; sum && i < n->narg; i++) {
			DRef x = n->arg[i];
			inner[x] = reads[x] == 1 &&
			           (adds(t, d, x) || dp_at(d, x)->op == D_shl);
		}
	}
	return inner;
}

/* ---- arrival times ---- */

/* When r is there, counted from the inputs without registers. */
static double
arrival(Balance *b, DRef r)
{
	if (b->done.len == 0)
		vec_push(b->a, b->done, 0); /* node 0 is none */
	for (DRef i = b->done.len; i < b->d->node.len; i++) {
		const DNode *n = dp_at(b->d, i);
		double at = 0;
		for (unsigned k = 0; k < n->narg; k++)
			at = fmax(at, b->done.at[n->arg[k]]);
		vec_push(b->a, b->done, at + node_delay(b->t, b->d, i));
	}
	return b->done.at[r];
}

/* The longest path from each node to an output. */
static double *
tails(Balance *b)
{
	const Datapath *d = b->d;
	double *tail = arena_alloc(b->a, d->node.len * sizeof *tail);
	for (DRef r = d->node.len - 1; r > 0; r--)
		for (unsigned i = 0; i < dp_at(d, r)->narg; i++) {
			double *x = &tail[dp_at(d, r)->arg[i]];
			*x = fmax(*x, tail[r] + node_delay(b->t, d, r));
		}
	return tail;
}

/* ---- one sum ---- */

static void
collect(Balance *b, DRef r, bool root, Term as, Terms *terms)
{
	const DNode *n = dp_at(b->from, r);
	Term second = as;
	if (!root && !b->inner[r]) {
		as.x = b->map[r];
		as.at = arrival(b, as.x);
		vec_push(b->a, *terms, as);
		return;
	}
	if (n->op == D_shl)
		as.k += (unsigned)n->k;
	else if (n->op == D_sub)
		second.minus = !as.minus;
	else if (n->op == D_neg)
		as.minus = !as.minus;
	collect(b, n->arg[0], false, as, terms);
	if (n->narg > 1)
		collect(b, n->arg[1], false, second, terms);
}

static int
by_arrival(const void *x, const void *y)
{
	const Term *a = x, *b = y;
	return (a->at > b->at) - (a->at < b->at);
}

/* When the sum of terms but `skip` and of one more term, there at `at`, is
 * ready in the fastest order, each addition taking `step`. Terms are sorted by
 * arrival; queue holds as many sums. */
static double
fastest(const Terms *s, const uint32_t skip[2], double at, double step,
        double *queue)
{
	uint32_t left = s->len - 1, next = 0, head = 0, tail = 0;
	bool more = true;
	double last = at;
	for (; left > 1; left--) {
		double sum = 0;
		for (int i = 0; i < 2; i++) { /* the two earliest */
			while (next == skip[0] || next == skip[1])
				next++;
			double t = next < s->len ? s->at[next].at : INFINITY;
			double q = head < tail ? queue[head] : INFINITY;
			double m = more ? at : INFINITY;
			double first = fmin(t, fmin(q, m));
			if (first == m)
				more = false;
			else if (first == t)
				next++;
			else
				head++;
			sum = first;
		}
		last = queue[tail++] = sum + step;
	}
	return last;
}

/* x * 2^k + y * 2^m with their signs, one of them kept out of the sum where
 * both are negative; and the shift that both have in common outside it. */
static Term
merge(Balance *b, Term x, Term y)
{
	Datapath *d = b->d;
	Term z = {.k = x.k < y.k ? x.k : y.k, .minus = x.minus && y.minus};
	DRef p = dp_shl(d, x.x, x.k - z.k), q = dp_shl(d, y.x, y.k - z.k);
	z.x = x.minus == y.minus ? dp_add(d, p, q)
	      : x.minus          ? dp_sub(d, q, p)
	                         : dp_sub(d, p, q);
	z.at = z.x ? arrival(b, z.x) : 0;
	return z;
}

/* Bits that an addition of two terms needs: from the higher of their last
 * places to the top. */
static int
bits(const Balance *b, const Term *x, const Term *y)
{
	int top_x = (int)(x->k + dp_width(b->d, x->x));
	int top_y = (int)(y->k + dp_width(b->d, y->x));
	int low = (int)(x->k > y->k ? x->k : y->k);
	return (top_x > top_y ? top_x : top_y) - low;
}

/* The pair whose addition is narrowest, of those that leave `late` in reach;
 * the two earliest if none does. Terms are sorted by arrival. */
static void
choose(const Balance *b, const Terms *s, double late, double step,
       double *queue, uint32_t pair[2])
{
	int best = INT32_MAX;
	pair[0] = 0;
	pair[1] = 1;
	for (uint32_t j = 1; j < s->len; j++)
		for (uint32_t i = 0; i < j; i++) {
			int w = bits(b, &s->at[i], &s->at[j]);
			uint32_t p[2] = {i, j};
			if (w >= best || fastest(s, p, s->at[j].at + step, step,
			                         queue) > late)
				continue;
			best = w;
			pair[0] = i;
			pair[1] = j;
		}
}

static DRef
add_terms(Balance *b, Terms *s, double late, unsigned width)
{
	double step = adder_delay(b->t, width), *queue;
	queue = arena_alloc(b->a, s->len * sizeof *queue);
	while (s->len > 1) {
		uint32_t pair[2];
		qsort(s->at, s->len, sizeof *s->at, by_arrival);
		choose(b, s, late, step, queue, pair);
		Term z = merge(b, s->at[pair[0]], s->at[pair[1]]);
		if (!z.x)
			return 0;
		s->at[pair[0]] = z;
		s->at[pair[1]] = s->at[--s->len];
	}
	DRef x = dp_shl(b->d, s->at[0].x, s->at[0].k);
	return s->at[0].minus ? dp_neg(b->d, x) : x;
}

enum { MIN_TERMS = 3, MAX_TERMS = 96 }; /* the work grows with their cube */

/* The sum that ends in r; 0 where it is better left as it is. */
static DRef
sum(Balance *b, DRef r)
{
	Terms s = {0};
	DRef overflow = b->d->overflow;
	if (!adds(b->t, b->from, r))
		return 0;
	collect(b, r, true, (Term){0}, &s);
	if (s.len < MIN_TERMS || s.len > MAX_TERMS)
		return 0;
	DRef z =
	    add_terms(b, &s, b->late ? b->late[r] : 0, dp_width(b->from, r));
	b->d->overflow = overflow;
	return z;
}

/* ---- the pass ---- */

static void
place(Balance *b, DRef r, DRef z)
{
	const DNode *n = dp_at(b->from, r);
	check(z);
	b->map[r] = z;
	dp_assume(b->d, z, n->lo, n->hi);
}

/* The node as it is, and what of its sum is not there yet. */
static DRef
copy(Balance *b, DRef r)
{
	const DNode *n = dp_at(b->from, r);
	DRef arg[DP_ARGS] = {0};
	for (unsigned i = 0; i < n->narg; i++) {
		if (!b->map[n->arg[i]])
			place(b, n->arg[i], copy(b, n->arg[i]));
		arg[i] = b->map[n->arg[i]];
	}
	return dp_op(b->d, n->op, n->k, n->w, arg);
}

static void
rebuild(Balance *b)
{
	const Datapath *from = b->from;
	b->map = arena_alloc(b->a, from->node.len * sizeof *b->map);
	b->d = dp_shell(from, b->map);
	b->done.len = 0;
	for (DRef r = 1; r < from->node.len; r++) {
		const DNode *n = dp_at(from, r);
		if (n->op == D_input || b->inner[r])
			continue;
		b->d->span = n->span;
		b->d->lsb = n->lsb;
		DRef z = sum(b, r);
		place(b, r, z ? z : copy(b, r));
	}
	dp_shell_outputs(b->d, from, b->map);
}

Datapath *
dp_balance(const Datapath *d, const Target *t, double slack)
{
	Arena *a = arena_new();
	Balance b = {.a = a, .from = d, .t = t};
	b.inner = inner_nodes(a, t, d);
	rebuild(&b);
	double *tail = tails(&b), *late;
	double whole = 0;
	late = arena_alloc(a, d->node.len * sizeof *late);
	for (uint32_t o = 0; o < d->out.len; o++)
		whole = fmax(whole, arrival(&b, b.map[d->out.at[o].ref]));
	for (DRef r = 1; r < d->node.len; r++)
		late[r] = slack * whole - tail[b.map[r]];
	b.late = late;
	rebuild(&b);
	dp_dce(b.d);
	arena_free(a);
	return b.d;
}
