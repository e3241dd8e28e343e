/* Constant factors of products inside of their function units.
 *
 * requires simplify's canonical form, or what ratio.c makes of it; gives an
 * equal Expr in which the constants of a product are where they cost nothing:
 * at a factor that is a function unit and that nothing else reads, so that
 * 0.3 * (sin(x) * y) is (0.3 * sin(x)) * y. Breaks canonical form.
 *
 * A unit is as large with a constant as without. What the product leaves
 * instead, a multiplication by a constant and one more rounding, took a third
 * of such a design. */
#include "ir/guard.h"
#include "ir/ratio.h"

enum { CONSTANTS = 8 };

/* Argument `arg` of a product is multiplied by these. */
typedef struct Host {
	int arg;
	unsigned n;
	Ref constant[CONSTANTS];
} Host;

typedef struct Absorb {
	Arena *a;
	const Expr *e;
	const Signal *s;
	bool *live;  /* per node: a signal or a part of one, no unit's inside */
	bool *inner; /* per node: a part of the product that reads it */
	bool *gone;  /* per node: its constant argument is at a host */
	Host **host; /* per node, or NULL */
	Rebuild copy;
} Absorb;

/* A product as a tree: its constants, and the argument they may go to. */
typedef struct Tree {
	Host host;
	Ref at; /* host.arg is an argument of this; 0: there is none */
	unsigned factors; /* that are no constants */
} Tree;

/* ---- which ---- */

static bool
is_product(const Absorb *t, Ref r)
{
	return t->live[r] && expr_at(t->e, r)->op == O_mul;
}

static bool
is_part(const Absorb *t, Ref r)
{
	return is_product(t, r) && t->s[r].uses == 1;
}

/* A constant could join it, and changes it for nobody else. */
static bool
is_unit(const Absorb *t, Ref r)
{
	return t->s[r].role == R_unit && t->s[r].support != r &&
	       t->s[r].uses == 1;
}

static void
look(const Absorb *t, Ref r, Tree *tree)
{
	const ExprNode *n = expr_at(t->e, r);
	for (int i = 0; i < 2; i++) {
		Ref x = n->arg[i];
		if (t->s[x].role == R_const) {
			if (tree->host.n < CONSTANTS)
				tree->host.constant[tree->host.n] = x;
			tree->host.n++;
			continue;
		}
		if (is_part(t, x)) {
			look(t, x, tree);
			continue;
		}
		tree->factors++;
		if (is_unit(t, x)) {
			tree->at = r;
			tree->host.arg = i;
		}
	}
}

static void
mark_gone(Absorb *t, Ref r)
{
	const ExprNode *n = expr_at(t->e, r);
	for (int i = 0; i < 2; i++) {
		if (t->s[n->arg[i]].role == R_const)
			t->gone[r] = true;
		else if (is_part(t, n->arg[i]))
			mark_gone(t, n->arg[i]);
	}
}

/* Whether the constants of product r have a better place. */
static bool
move(Absorb *t, Ref r)
{
	Tree tree = {0};
	look(t, r, &tree);
	if (!tree.host.n || tree.host.n > CONSTANTS || tree.factors < 2 ||
	    !tree.at)
		return false;
	t->host[tree.at] = arena_alloc(t->a, sizeof tree.host);
	*t->host[tree.at] = tree.host;
	mark_gone(t, r);
	return true;
}

/* What sums and products of signals are made of. What a unit is made of has
 * constants of its own. */
static void
find_live(Absorb *t)
{
	for (Ref r = t->e->node.len - 1; r > 0; r--) {
		const ExprNode *n = expr_at(t->e, r);
		const Signal *s = &t->s[r];
		if (s->needed && s->role != R_unit && s->role != R_pair &&
		    s->role != R_const)
			t->live[r] = true;
		for (int i = 0; t->live[r] && i < n->narg; i++)
			if (!t->s[n->arg[i]].needed &&
			    t->s[n->arg[i]].role != R_const)
				t->live[n->arg[i]] = true;
	}
}

static bool
find(Absorb *t)
{
	const Expr *e = t->e;
	bool any = false;
	find_live(t);
	for (Ref r = 1; r < e->node.len; r++)
		for (int i = 0; is_product(t, r) && i < 2; i++)
			if (is_part(t, expr_at(e, r)->arg[i]))
				t->inner[expr_at(e, r)->arg[i]] = true;
	for (Ref r = 1; r < e->node.len; r++)
		if (is_product(t, r) && !t->inner[r])
			any = move(t, r) || any;
	return any;
}

/* ---- the copy ---- */

/* Argument i of product r, with the constants that it hosts. */
static Ref
factor_of(const Absorb *t, Ref r, int i)
{
	const ExprNode *n = expr_at(t->e, r);
	const Rebuild *b = &t->copy;
	const Host *h = t->host[r];
	Ref x = b->map[n->arg[i]];
	for (unsigned k = 0; h && h->arg == i && k < h->n; k++)
		x = expr_op(b->to, O_mul, (Ref[]){x, b->map[h->constant[k]]},
		            n->span);
	return x;
}

static Ref
product(const Absorb *t, Ref r)
{
	const ExprNode *n = expr_at(t->e, r);
	Ref x[2] = {factor_of(t, r, 0), factor_of(t, r, 1)};
	if (t->gone[r])
		return x[t->s[n->arg[0]].role == R_const];
	return expr_op(t->copy.to, O_mul, x, n->span);
}

static void
map_all(Absorb *t, bool constants)
{
	for (Ref r = 1; r < t->e->node.len; r++)
		if ((t->s[r].role == R_const) == constants)
			t->copy.map[r] = expr_at(t->e, r)->op == O_mul
			                     ? product(t, r)
			                     : rebuild_plain(&t->copy, r);
}

const Expr *
constants_absorb(const Expr *e, const InputSpec *in, Arena *a, bool **marks)
{
	Absorb t = {.a = a, .e = e, .s = signals_find(a, e, in, false)};
	t.live = arena_alloc(a, e->node.len);
	t.inner = arena_alloc(a, e->node.len);
	t.gone = arena_alloc(a, e->node.len);
	t.host = arena_alloc(a, e->node.len * sizeof *t.host);
	if (!find(&t))
		return e;
	rebuild_open(&t.copy, e, a);
	map_all(&t, true); /* constants may come after what they go to */
	map_all(&t, false);
	rebuild_close(&t.copy, a);
	*marks = rebuild_marks(&t.copy, *marks, a);
	return t.copy.to;
}
