/* Arguments of sine and cosine in turns.
 *
 * requires simplify's canonical form; gives an equal Expr in which sin(u), for
 * a u of several variables that nothing but sines and cosines read, is
 * sin(2 pi v) with v = u / (2 pi), and the v; breaks canonical form.
 *
 * The period of v is 1, so that in hardware its integer bits need not exist:
 * v is computed modulo 1, and what only v reads with an integer factor is
 * too. The factor 1 / (2 pi) goes to where it costs nothing: into function
 * units, into constants that are there already. Where only squares of
 * sines and cosines read u the period is half of that, and v = u / pi.
 *
 * This is the argument reduction of Payne and Hanek (1983) for fixed point,
 * where dropping the integer bits is exact. */
#include "ir/turn.h"

typedef struct Turns {
	Arena *a;
	const Expr *e;
	const Signal *s;
	Expr *to;
	Ref *map;
	bool *seen;  /* per node: an output needs it */
	mpq_ptr *c1; /* per node: node = c1 * support + constant, or NULL */
	bool *turns; /* per support: only periodic operators read it */
	bool *half;  /* per support: and of those only squares are read */
	Ref *reader; /* per support: a node that is read by one */
	bool *many;  /* per support: and others are too */
	VEC(Ref) v;  /* new nodes in turns */
} Turns;

/* ---- which ---- */

static void
clear_q(void *q)
{
	mpq_clear(q);
}

static mpq_ptr
new_q(Turns *t)
{
	mpq_ptr q = arena_alloc(t->a, sizeof(mpq_t));
	mpq_init(q);
	arena_defer(t->a, clear_q, q);
	return q;
}

/* A sum or product of several variables that exists in hardware. */
static bool
is_core(const Turns *t, Ref r)
{
	uint8_t role = t->s[r].role;
	return t->s[r].support == r && t->s[r].needed &&
	       (role == R_sum || role == R_product);
}

static void
find_slope(Turns *t, Ref r)
{
	const ExprNode *n = expr_at(t->e, r);
	if (is_core(t, r)) {
		t->c1[r] = new_q(t);
		mpq_set_si(t->c1[r], 1, 1);
		return;
	}
	for (int k = 0; k < 2 && n->narg == 2; k++) {
		Ref x = n->arg[k], c = n->arg[1 - k];
		if (!t->c1[x] || !expr_is_const(t->e, c) ||
		    (n->op != O_add && n->op != O_mul))
			continue;
		t->c1[r] = new_q(t);
		mpq_set(t->c1[r], t->c1[x]);
		if (n->op == O_mul)
			mpq_mul(t->c1[r], t->c1[r], expr_q(t->e, c));
	}
}

/* Node r reads its argument x, an affine function of a core. */
static void
judge_reader(Turns *t, Ref r, Ref x)
{
	Ref core = t->s[x].support;
	bool periodic = op_info[expr_at(t->e, r)->op].flags & F_PERIOD;
	if (t->c1[r] && !is_core(t, r))
		return;
	if (!periodic) {
		t->turns[core] = false;
	} else if (!t->reader[core]) {
		t->reader[core] = x;
	} else if (!mpq_equal(t->c1[t->reader[core]], t->c1[x])) {
		t->turns[core] = false;
	} else if (t->reader[core] != x) {
		t->many[core] = true;
	}
}

/* Node r reads x, a periodic operator of an affine function of a core. */
static void
judge_square(Turns *t, Ref r, Ref x)
{
	const ExprNode *n = expr_at(t->e, r);
	Ref u = expr_at(t->e, x)->arg[0];
	if (t->c1[u] && !(n->op == O_mul && n->arg[0] == n->arg[1]))
		t->half[t->s[u].support] = false;
}

static void
judge(Turns *t, Ref r, Ref x)
{
	if (t->c1[x])
		judge_reader(t, r, x);
	if (op_info[expr_at(t->e, x)->op].flags & F_PERIOD)
		judge_square(t, r, x);
}

static void
judge_output(Turns *t, Ref r)
{
	const ExprNode *n = expr_at(t->e, r);
	if (t->c1[r])
		t->turns[t->s[r].support] = false;
	if (n->narg == 1 && t->c1[n->arg[0]])
		t->half[t->s[n->arg[0]].support] = false;
}

static void
find_turns(Turns *t)
{
	const Expr *e = t->e;
	for (Ref r = 1; r < e->node.len; r++) {
		t->turns[r] = t->half[r] = true;
		find_slope(t, r);
	}
	for (uint32_t o = 0; o < e->out.len; o++) {
		Ref r = e->out.at[o].ref;
		t->seen[r] = true;
		judge_output(t, r);
	}
	for (Ref r = e->node.len - 1; r > 0; r--)
		for (int k = 0; t->seen[r] && k < expr_at(e, r)->narg; k++) {
			t->seen[expr_at(e, r)->arg[k]] = true;
			judge(t, r, expr_at(e, r)->arg[k]);
		}
}

/* ---- rewriting ---- */

static Ref
op2(Turns *t, enum Op op, Ref x, Ref y, Span s)
{
	return expr_op(t->to, op, (Ref[]){x, y}, s);
}

static bool
is_unit(const Turns *t, Ref r)
{
	return t->s[r].support != r && !t->s[r].affine;
}

/* Which factor takes a constant at the least cost: a unit for nothing, a sum
 * into its constants. */
static int
best_factor(const Turns *t, const Ref *x)
{
	for (int i = 0; i < 2; i++)
		if (is_unit(t, x[i]))
			return i;
	for (int i = 0; i < 2; i++)
		if (expr_at(t->e, x[i])->op == O_add)
			return i;
	for (int i = 0; i < 2; i++)
		if (expr_at(t->e, x[i])->op == O_mul)
			return i;
	return 0;
}

/* k * old, k a constant of the new Expr. */
static Ref
scale(Turns *t, Ref old, Ref k)
{
	const ExprNode *n = expr_at(t->e, old);
	const Ref *x = n->arg;
	Ref y[2];
	if (is_unit(t, old) || (n->op != O_add && n->op != O_mul))
		return op2(t, O_mul, k, t->map[old], n->span);
	if (n->op == O_add) {
		for (int i = 0; i < 2; i++)
			y[i] = scale(t, x[i], k);
		return op2(t, O_add, y[0], y[1], n->span);
	}
	for (int i = 0; i < 2; i++)
		if (t->s[x[i]].role == R_const)
			return scale(t, x[1 - i],
			             op2(t, O_mul, k, t->map[x[i]], n->span));
	int i = best_factor(t, x);
	y[i] = scale(t, x[i], k);
	y[1 - i] = t->map[x[1 - i]];
	return op2(t, O_mul, y[0], y[1], n->span);
}

/* The old affine node r over `core`, the new node for the core given. */
static Ref
over(Turns *t, Ref r, Ref core, Ref with)
{
	const ExprNode *n = expr_at(t->e, r);
	Ref y[2];
	if (r == core)
		return with;
	for (int k = 0; k < 2; k++)
		y[k] = t->c1[n->arg[k]] ? over(t, n->arg[k], core, with)
		                        : t->map[n->arg[k]];
	return op2(t, n->op, y[0], y[1], n->span);
}

/* The sum v plus a constant that becomes part of it. */
static Ref
shifted(Turns *t, Ref v, Ref c, Span s)
{
	const ExprNode *n = expr_at(t->to, v);
	Ref x = n->arg[0], y = op2(t, O_add, n->arg[1], c, s);
	return op2(t, O_add, x, y, s);
}

/* The argument u = c1 * core + c0 of a periodic operator in turns:
 * period * v + c0 with v = core * c1 / period; where core is a sum and u is
 * all that is read of it, c0 goes into v, so that the sine is odd, the cosine
 * even. */
static Ref
argument(Turns *t, Ref u)
{
	Ref core = t->s[u].support;
	Span s = expr_at(t->e, u)->span;
	Ref period = expr_op(t->to, O_pi, NULL, s);
	if (!t->half[core])
		period = op2(t, O_mul, expr_int(t->to, 2, s), period, s);
	Ref c1 = expr_const(t->to, t->c1[u], s);
	Ref per_turn = expr_op(t->to, O_inv, &period, s);
	Ref v = scale(t, core, op2(t, O_mul, c1, per_turn, s));
	if (!t->many[core] && expr_at(t->to, v)->op == O_add && u != core) {
		Ref c0 = over(t, u, core, expr_int(t->to, 0, s));
		v = shifted(t, v, op2(t, O_mul, c0, per_turn, s), s);
		vec_push(t->a, t->v, v);
		return op2(t, O_mul, period, v, s);
	}
	Ref turn = expr_op(t->to, O_inv, &c1, s);
	turn = op2(t, O_mul, turn, period, s);
	vec_push(t->a, t->v, v);
	return over(t, u, core, op2(t, O_mul, turn, v, s));
}

static void
copy_node(Turns *t, Ref r)
{
	const ExprNode *n = expr_at(t->e, r);
	Ref arg[OP_ARGS] = {0};
	for (int k = 0; k < n->narg; k++)
		arg[k] = t->map[n->arg[k]];
	if (n->op == O_const)
		t->map[r] = expr_const(t->to, expr_q(t->e, r), n->span);
	else if (n->op == O_var)
		t->map[r] =
		    expr_var(t->to, t->e->var.at[n->index].name, n->span);
	else {
		if ((op_info[n->op].flags & F_PERIOD) && t->c1[n->arg[0]] &&
		    t->turns[t->s[n->arg[0]].support])
			arg[0] = argument(t, n->arg[0]);
		t->map[r] = expr_op(t->to, n->op, arg, n->span);
	}
}

const Expr *
turns_bind(const Expr *e, const InputSpec *in, Arena *a, bool **is_turn)
{
	uint32_t n = e->node.len;
	Turns t = {.a = a, .e = e, .s = signals_find(a, e, in, false)};
	t.to = expr_new(a, e->diag);
	t.map = arena_alloc(a, n * sizeof *t.map);
	t.seen = arena_alloc(a, n);
	t.c1 = arena_alloc(a, n * sizeof(mpq_ptr));
	t.turns = arena_alloc(a, n);
	t.half = arena_alloc(a, n);
	t.reader = arena_alloc(a, n * sizeof *t.reader);
	t.many = arena_alloc(a, n);
	find_turns(&t);
	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(t.to, e->var.at[i].name, e->var.at[i].span);
	for (Ref r = 1; r < n; r++)
		copy_node(&t, r);
	for (uint32_t i = 0; i < e->out.len; i++) {
		ExprOutput o = e->out.at[i];
		o.ref = t.map[o.ref];
		vec_push(a, t.to->out, o);
	}
	*is_turn = arena_alloc(a, t.to->node.len);
	for (uint32_t i = 0; i < t.v.len; i++)
		(*is_turn)[t.v.at[i]] = true;
	return t.to;
}

/* ---- what else may wrap ---- */

bool *
turns_wrap(Arena *a, const Expr *e, const Signal *s, const bool *turn)
{
	bool *wrap = arena_alloc(a, e->node.len), *other;
	other = arena_alloc(a, e->node.len);
	for (Ref r = 1; r < e->node.len; r++) {
		if (!s[r].needed || s[r].role != R_sum) {
			for (int k = 0; k < expr_at(e, r)->narg; k++)
				other[expr_at(e, r)->arg[k]] |= s[r].needed;
			continue;
		}
		Arena *b = arena_new();
		Terms *t = signals_terms(b, e, s, r);
		for (uint32_t i = 1; i < t->term.len; i++) {
			Term *x = &t->term.at[i];
			bool one =
			    mpfi_is_inside_si(1, x->coef) &&
			    mpfr_equal_p(&x->coef->left, &x->coef->right);
			wrap[x->ref] |= turn[r] && one;
			other[x->ref] |= !(turn[r] && one);
		}
		arena_free(b);
	}
	for (uint32_t o = 0; o < e->out.len; o++)
		other[e->out.at[o].ref] = true;
	for (Ref r = 1; r < e->node.len; r++)
		wrap[r] = s[r].needed && (turn[r] || (wrap[r] && !other[r] &&
		                                      s[r].role == R_product));
	return wrap;
}
