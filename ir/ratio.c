/* Products with reciprocals become quotients.
 *
 * requires simplify's canonical form, in which a / b is a * inv(b); gives an
 * equal Expr in which those reciprocals of a product that `which` names are one
 * divisor, and the rest is divided by it, its constant in the numerator or
 * aside: q a^2 / (6 pi e c^3) is q a^2 / (6 pi) by e c^3, or 1 / (6 pi) times
 * q a^2 / (e c^3). Breaks canonical form. What pays is known when all of it is built (driver/choose.c); never
 * does the reciprocal of one variable beside another factor of that variable,
 * which both are one unit. */
#include "ir/guard.h"
#include "ir/ratio.h"

enum { FACTORS = 32 };

typedef struct Ratios {
	const Expr *e;
	Rebuild copy;
	uint32_t *uses;
	uint64_t *vars; /* per node: which variables, those from 63 on as one */
	uint64_t *bit;  /* per node: of a reciprocal, once it was found */
	uint64_t which;
	Reciprocals found;
} Ratios;

/* The factors of a product. */
typedef struct Factors {
	Ref at[FACTORS];
	unsigned n;
	bool all;
} Factors;

static void
gather(const Ratios *t, Ref r, bool top, Factors *f)
{
	const ExprNode *n = expr_at(t->e, r);
	if (n->op == O_mul && (top || t->uses[r] == 1)) {
		gather(t, n->arg[0], false, f);
		gather(t, n->arg[1], false, f);
	} else if (f->n < FACTORS) {
		f->at[f->n++] = r;
	} else {
		f->all = false;
	}
}

static bool
is_single(uint64_t vars)
{
	return vars && !(vars & (vars - 1)) && !(vars >> 63);
}

/* A product, a sum or a port: no function that is a unit anyway. */
static bool
is_plain(const Expr *e, Ref r)
{
	enum Op op = (enum Op)expr_at(e, r)->op;
	return op == O_var || op == O_add || op == O_mul;
}

/* The bit of factor i, if it may divide the others; 0. */
static uint64_t
divides(Ratios *t, const Factors *f, unsigned i)
{
	const ExprNode *n = expr_at(t->e, f->at[i]);
	uint64_t vars = t->vars[f->at[i]];
	if (n->op != O_inv || !vars)
		return 0;
	for (unsigned k = 0; k < f->n; k++)
		if (k != i && t->vars[f->at[k]] == vars && is_single(vars))
			return 0;
	if (!t->bit[f->at[i]] && t->found.all < DIVIDE_ASIDE >> 1) {
		t->bit[f->at[i]] = t->found.all + 1;
		t->found.all += t->bit[f->at[i]];
		if (is_plain(t->e, n->arg[0]))
			t->found.plain |= t->bit[f->at[i]];
	}
	return t->bit[f->at[i]];
}

static Ref
times(Ratios *t, Ref a, Ref b, Span s)
{
	return a && b ? expr_op(t->copy.to, O_mul, (Ref[]){a, b}, s)
	       : a    ? a
	              : b;
}

/* Product r as a quotient; 0: it is none. */
static Ref
quotient(Ratios *t, Ref r)
{
	Factors f = {.all = true};
	Ref part[3] = {0}; /* constants, numerator, divisor */
	Span s = expr_at(t->e, r)->span;
	gather(t, r, true, &f);
	for (unsigned i = 0; i < f.n; i++) {
		Ref at = f.at[i];
		int k = !t->vars[at] ? 0 : divides(t, &f, i) & t->which ? 2 : 1;
		if (k == 2)
			at = expr_at(t->e, at)->arg[0];
		part[k] = times(t, part[k], t->copy.map[at], s);
	}
	if (!f.all || !part[1] || !part[2])
		return 0;
	if (!(t->which & DIVIDE_ASIDE)) {
		part[1] = times(t, part[1], part[0], s);
		part[0] = 0;
	}
	Ref q = expr_op(t->copy.to, O_div, (Ref[]){part[1], part[2]}, s);
	return times(t, q, part[0], s);
}

static void
look(Ratios *t)
{
	const Expr *e = t->e;
	for (Ref r = 1; r < e->node.len; r++) {
		const ExprNode *n = expr_at(e, r);
		if (n->op == O_var)
			t->vars[r] = UINT64_C(1)
			             << (n->index < 63 ? n->index : 63);
		for (int i = 0; i < n->narg; i++) {
			t->vars[r] |= t->vars[n->arg[i]];
			t->uses[n->arg[i]]++;
		}
	}
	for (uint32_t o = 0; o < e->out.len; o++)
		t->uses[e->out.at[o].ref]++;
}

/* A copy with the quotients that `which` asks for; false if there is none. */
static bool
divide(Ratios *t, const Expr *e, uint64_t which, Arena *a)
{
	bool any = false;
	*t = (Ratios){.e = e, .which = which};
	t->uses = arena_alloc(a, e->node.len * sizeof *t->uses);
	t->vars = arena_alloc(a, e->node.len * sizeof *t->vars);
	t->bit = arena_alloc(a, e->node.len * sizeof *t->bit);
	look(t);
	rebuild_open(&t->copy, e, a);
	for (Ref r = 1; r < e->node.len; r++) {
		Ref q = expr_at(e, r)->op == O_mul ? quotient(t, r) : 0;
		any = any || q;
		t->copy.map[r] = q ? q : rebuild_plain(&t->copy, r);
	}
	return any;
}

Reciprocals
ratios_find(const Expr *e, Arena *a)
{
	Ratios t;
	divide(&t, e, 0, a);
	return t.found;
}

const Expr *
ratios_bind(const Expr *e, uint64_t which, Arena *a, bool **marks)
{
	Ratios t;
	if (!which || !divide(&t, e, which, a))
		return e;
	rebuild_close(&t.copy, a);
	*marks = rebuild_marks(&t.copy, *marks, a);
	return t.copy.to;
}
