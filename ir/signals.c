/* Which nodes become signals.
 *
 * Requires simplify's canonical form after bind_ports. Gives a role to every
 * node that the outputs need.
 *
 * A function unit is a maximal sub-DAG that depends on one signal. Bottom up,
 * a node's support is the one signal that all its arguments depend on; where
 * they depend on different ones, the node is a new signal and its own
 * support. Top down from the outputs, a node with another support is a unit
 * of that support, unless it is a weighted sum of it, which shifts and adds
 * do exactly. A function of two narrow ports (pair.c) comes before all that. */
#include "ir/signals.h"

const char *const role_name[] = {"none",     "const", "input", "sum", "product",
                                 "quotient", "unit",  "pair",  "op"};

static bool
is_const(const Signal *s, Ref r)
{
	return s[r].role == R_const;
}

/* The common support of the arguments; 0: none; r: they differ. */
static Ref
join(const Expr *e, const Signal *s, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	Ref support = 0;
	for (int i = 0; i < n->narg; i++) {
		Ref of = s[n->arg[i]].support;
		if (of && support && of != support)
			return r;
		support = of ? of : support;
	}
	return support;
}

/* Whether the operator has its own lowering and keeps it here: its argument
 * is no narrow port, so a table of everything above it would be large. An
 * operator that jumps stays in the unit of any port, where every input is
 * exact and the table is its proof, but where the port itself is its argument:
 * that is exact. */
static bool
stands_alone(const Expr *e, const InputSpec *in, Ref r, Ref support)
{
	const ExprNode *n = expr_at(e, r), *sup = expr_at(e, support);
	if (!op_info[n->op].lower)
		return false;
	if (sup->op != O_var)
		return true;
	if (op_info[n->op].flags & F_JUMP && n->arg[0] != support)
		return false;
	return in[sup->index].format.width > UNIT_JOIN_BITS;
}

static bool
is_affine(const Expr *e, const Signal *s, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	const Signal *x = &s[n->arg[0]], *y = &s[n->arg[1]];
	if (n->op == O_add)
		return (x->affine || x->role == R_const) &&
		       (y->affine || y->role == R_const);
	if (n->op == O_mul)
		return (x->role == R_const && y->affine) ||
		       (y->role == R_const && x->affine);
	return false;
}

/* A product of two affine factors of one signal costs one multiplier; as a
 * unit it would cost a table and a multiplier. */
static bool
is_square(const Expr *e, const Signal *s, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	return n->op == O_mul && s[n->arg[0]].affine && s[n->arg[1]].affine;
}

/* A root of a signal that ends.c has brought back into its domain: alone it
 * obeys a law of scaling, which it would not as a part of anything else. */
static bool
is_lone_root(const Expr *e, const Signal *s, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	return (n->op == O_sqrt || n->op == O_pow) &&
	       expr_at(e, n->arg[0])->op == O_relu &&
	       s[n->arg[0]].support == n->arg[0] &&
	       (n->op == O_sqrt || is_const(s, n->arg[1]));
}

static void
find_support(const Expr *e, const InputSpec *in, Signal *s, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	if (n->op == O_var) {
		s[r] = (Signal){.role = R_input, .affine = true, .support = r};
		return;
	}
	s[r].support = n->op == O_const ? 0 : join(e, s, r);
	if (!s[r].support) {
		s[r].role = R_const;
		return;
	}
	if (stands_alone(e, in, r, s[r].support)) {
		s[r].support = r;
		s[r].role = R_op;
	}
	if (is_lone_root(e, s, r)) {
		s[r].arg = s[r].support;
		s[r].support = r;
		s[r].role = R_unit;
	}
	s[r].affine = s[r].support == r || is_affine(e, s, r);
}

static enum Role
role_of(const Expr *e, const Signal *s, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	if (s[r].role != R_none)
		return s[r].role;
	if (s[r].support != r && !s[r].affine && !is_square(e, s, r))
		return R_unit;
	if (n->op == O_add || (n->op == O_mul && (is_const(s, n->arg[0]) ||
	                                          is_const(s, n->arg[1]))))
		return R_sum;
	check(n->op == O_mul || n->op == O_div);
	return n->op == O_mul ? R_product : R_quotient;
}

/* A partial sum vanishes into the sum that uses it. */
static bool
vanishes(const Expr *e, const Signal *s, Ref r)
{
	if (is_const(s, r) || s[r].role == R_input || s[r].role == R_op ||
	    s[r].port[0])
		return false;
	return role_of(e, s, r) == R_sum &&
	       (s[r].uses == 1 || (s[r].affine && s[r].support != r));
}

/* 2^k, else false. */
static bool
is_power(const Expr *e, Ref r, int *k)
{
	if (expr_at(e, r)->op != O_const || mpq_sgn(expr_q(e, r)) <= 0)
		return false;
	mpz_srcptr num = mpq_numref(expr_q(e, r));
	mpz_srcptr den = mpq_denref(expr_q(e, r));
	int up = (int)mpz_sizeinbase(num, 2) - 1;
	int down = (int)mpz_sizeinbase(den, 2) - 1;
	*k = up - down;
	return (int)mpz_scan1(num, 0) == up && (int)mpz_scan1(den, 0) == down &&
	       up + down < 64;
}

/* A product that nobody else reads, times a power of two, is that product in
 * other units: rounded once, as what it is read as. */
static void
find_product(const Expr *e, Signal *s, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	s[r].product = r;
	for (int i = 0; s[r].role == R_sum && n->op == O_mul && i < 2; i++) {
		Ref x = n->arg[i];
		if (!is_power(e, n->arg[1 - i], &s[r].shift) ||
		    s[x].uses != 1 || s[x].needed || is_const(s, x) ||
		    role_of(e, s, x) != R_product)
			continue;
		s[r].product = x;
		s[r].role = R_product;
	}
	s[r].shift = s[r].product == r ? 0 : s[r].shift;
}

static void
need(const Expr *e, Signal *s, Ref r)
{
	s[r].role = (uint8_t)role_of(e, s, r);
	find_product(e, s, r);
	const ExprNode *n = expr_at(e, s[r].product);
	if (s[r].port[0]) {
		s[r].role = R_pair;
		s[s[r].port[0]].needed = s[s[r].port[1]].needed = true;
		return;
	}
	if (s[r].role == R_unit) {
		s[r].arg = s[r].arg ? s[r].arg : s[r].support;
		s[s[r].arg].needed = true;
		return;
	}
	if (s[r].role != R_sum) {
		for (int i = 0; i < n->narg; i++)
			s[n->arg[i]].needed = true;
		return;
	}
	Arena *a = arena_new();
	Terms *t = signals_terms(a, e, s, r);
	for (uint32_t i = 1; i < t->term.len; i++)
		s[t->term.at[i].ref].needed = true;
	arena_free(a);
}

static void
count_uses(const Expr *e, Signal *s)
{
	Arena *a = arena_new();
	bool *seen = arena_alloc(a, e->node.len);
	for (uint32_t i = 0; i < e->out.len; i++) {
		s[e->out.at[i].ref].uses++;
		seen[e->out.at[i].ref] = true;
	}
	for (Ref r = e->node.len - 1; r > 0; r--) {
		const ExprNode *n = expr_at(e, r);
		for (int i = 0; seen[r] && i < n->narg; i++) {
			s[n->arg[i]].uses++;
			seen[n->arg[i]] = true;
		}
	}
	arena_free(a);
}

Signal *
signals_find(Arena *a, const Expr *e, const InputSpec *in, bool pairs)
{
	Signal *s = arena_alloc(a, e->node.len * sizeof *s);
	for (Ref r = 1; r < e->node.len; r++)
		find_support(e, in, s, r);
	if (pairs)
		pairs_find(a, e, in, s);
	count_uses(e, s);
	for (uint32_t i = 0; i < e->out.len; i++)
		s[e->out.at[i].ref].needed = true;
	for (Ref r = e->node.len - 1; r > 0; r--) {
		if (s[r].needed && s[r].role != R_const)
			need(e, s, r);
	}
	for (Ref r = 1; r < e->node.len; r++) {
		if (!s[r].needed && s[r].role != R_const)
			s[r].role = R_none;
	}
	return s;
}

bool
const_value(const Expr *e, Ref r, mpfi_ptr v)
{
	if (expr_at(e, r)->op == O_const) {
		mpfi_set_q(v, expr_q(e, r));
		return true;
	}
	Arena *a = arena_new();
	bool ok = prog_exact(prog_new(a, e, r, 0), NULL, COEF_PREC, v);
	arena_free(a);
	return ok;
}

/* ---- the terms of a sum ---- */

static void
clear_coef(void *p)
{
	mpfi_clear(p);
}

static mpfi_ptr
new_coef(Arena *a, long v)
{
	mpfi_ptr c = arena_alloc(a, sizeof(mpfi_t));
	mpfi_init2(c, COEF_PREC);
	mpfi_set_si(c, v);
	arena_defer(a, clear_coef, c);
	return c;
}

static void
add_term(Terms *t, Ref ref, mpfi_srcptr coef)
{
	uint32_t i = ref ? 1 : 0;
	while (i < t->term.len && t->term.at[i].ref != ref)
		i++;
	if (i == t->term.len)
		vec_push(t->a, t->term, ((Term){ref, new_coef(t->a, 0)}));
	mpfi_add(t->term.at[i].coef, t->term.at[i].coef, coef);
}

static void
flatten(Terms *t, const Expr *e, const Signal *s, Ref r, mpfi_srcptr coef,
        bool top)
{
	const ExprNode *n = expr_at(e, r);
	if (is_const(s, r)) {
		mpfi_ptr v = new_coef(t->a, 0);
		const_value(e, r, v);
		mpfi_mul(v, v, coef);
		add_term(t, 0, v);
	} else if (!top && !vanishes(e, s, r)) {
		add_term(t, r, coef);
	} else if (n->op == O_add) {
		flatten(t, e, s, n->arg[0], coef, false);
		flatten(t, e, s, n->arg[1], coef, false);
	} else {
		int k = is_const(s, n->arg[0]) ? 0 : 1;
		mpfi_ptr c = new_coef(t->a, 0);
		const_value(e, n->arg[k], c);
		mpfi_mul(c, c, coef);
		flatten(t, e, s, n->arg[1 - k], c, false);
	}
}

Terms *
signals_terms(Arena *a, const Expr *e, const Signal *s, Ref sum)
{
	Terms *t = arena_alloc(a, sizeof *t);
	t->a = a;
	vec_push(a, t->term, ((Term){0, new_coef(a, 0)}));
	mpfi_ptr one = new_coef(a, 1);
	flatten(t, e, s, sum, one, true);
	return t;
}
