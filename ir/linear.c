/* Sums as exact linear forms, and the grid that exact values lie on. */
#include "ir/guard.h"

#include <stdlib.h>

void
linear_init(Linear *s)
{
	s->n = 0;
	mpq_init(s->constant);
	for (unsigned i = 0; i < LINEAR_TERMS; i++)
		mpq_init(s->k[i]);
}

void
linear_clear(Linear *s)
{
	mpq_clear(s->constant);
	for (unsigned i = 0; i < LINEAR_TERMS; i++)
		mpq_clear(s->k[i]);
}

/* s += k * at; terms stay in the order of `at`, none is 0. */
static bool
add_term(Linear *s, Ref at, mpq_srcptr k)
{
	unsigned i = 0;
	while (i < s->n && s->at[i] < at)
		i++;
	if (i == s->n || s->at[i] != at) {
		if (s->n == LINEAR_TERMS)
			return false;
		for (unsigned j = s->n++; j > i; j--) {
			s->at[j] = s->at[j - 1];
			mpq_swap(s->k[j], s->k[j - 1]);
		}
		s->at[i] = at;
		mpq_set_ui(s->k[i], 0, 1);
	}
	mpq_add(s->k[i], s->k[i], k);
	if (mpq_sgn(s->k[i]) != 0)
		return true;
	for (s->n--; i < s->n; i++) {
		s->at[i] = s->at[i + 1];
		mpq_swap(s->k[i], s->k[i + 1]);
	}
	return true;
}

bool
linear_add(Linear *s, const Expr *e, Ref r, mpq_srcptr k)
{
	const ExprNode *n = expr_at(e, r);
	mpq_t q;
	bool ok = true;
	if (n->op == O_add)
		return linear_add(s, e, n->arg[0], k) &&
		       linear_add(s, e, n->arg[1], k);
	if (n->op != O_const &&
	    (n->op != O_mul || !expr_is_const(e, n->arg[1])))
		return add_term(s, r, k);
	mpq_init(q);
	mpq_mul(q, k, expr_q(e, n->op == O_const ? r : n->arg[1]));
	if (n->op == O_const)
		mpq_add(s->constant, s->constant, q);
	else
		ok = linear_add(s, e, n->arg[0], q);
	mpq_clear(q);
	return ok;
}

bool
linear_ratio(const Linear *s, const Linear *t, mpq_ptr ratio)
{
	mpq_t q;
	bool same = s->n == t->n && s->n > 0;
	if (!same)
		return false;
	mpq_init(q);
	mpq_div(ratio, t->k[0], s->k[0]);
	for (unsigned i = 0; same && i < s->n; i++) {
		mpq_mul(q, s->k[i], ratio);
		same = s->at[i] == t->at[i] && mpq_equal(q, t->k[i]);
	}
	mpq_clear(q);
	return same;
}

/* ---- grids ---- */

/* The largest k for which q is a multiple of 2^k. */
static int
grid_of(mpq_srcptr q)
{
	mp_bitcnt_t k = mpz_scan1(mpq_denref(q), 0);
	if (mpz_sizeinbase(mpq_denref(q), 2) != k + 1 || k > DP_MAX_WIDTH)
		return NO_GRID;
	if (k > 0 || mpq_sgn(q) == 0)
		return -(int)k;
	k = mpz_scan1(mpq_numref(q), 0);
	return k < DP_MAX_WIDTH ? (int)k : DP_MAX_WIDTH;
}

static int
node_grid(const Expr *e, const InputSpec *in, const int *grid, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	int x = n->narg > 0 ? grid[n->arg[0]] : NO_GRID;
	int y = n->narg > 1 ? grid[n->arg[1]] : NO_GRID;
	bool all = x != NO_GRID && y != NO_GRID;
	switch (n->op) {
	case O_const:
		return grid_of(expr_q(e, r));
	case O_var:
		return in[n->index].format.lsb;
	case O_abs:
	case O_relu:
		return x;
	case O_add:
	case O_max:
	case O_min:
		return all ? (x < y ? x : y) : NO_GRID;
	case O_mul:
		return all && abs(x + y) < DP_MAX_WIDTH ? x + y : NO_GRID;
	case O_greater:
	case O_sign:
	case O_floor:
	case O_ceil:
	case O_round:
		return 0;
	default:
		return NO_GRID;
	}
}

int *
node_grids(Arena *a, const Expr *e, const InputSpec *in)
{
	int *grid = arena_alloc(a, e->node.len * sizeof *grid);
	for (Ref r = 1; r < e->node.len; r++)
		grid[r] = node_grid(e, in, grid, r);
	return grid;
}

/* ---- steps ---- */

/* s times a positive number: coefficients whole, without common divisor. */
static void
make_whole(Linear *s)
{
	mpz_t lcm, gcd, q;
	mpq_t f;
	mpz_inits(lcm, gcd, q, NULL);
	mpq_init(f);
	mpz_set_ui(lcm, 1);
	for (unsigned i = 0; i < s->n; i++)
		mpz_lcm(lcm, lcm, mpq_denref(s->k[i]));
	for (unsigned i = 0; i < s->n; i++) {
		mpz_divexact(q, lcm, mpq_denref(s->k[i]));
		mpz_mul(q, q, mpq_numref(s->k[i]));
		mpz_gcd(gcd, gcd, q);
	}
	mpz_set(mpq_numref(f), lcm);
	mpz_set(mpq_denref(f), gcd);
	mpq_canonicalize(f);
	for (unsigned i = 0; i < s->n; i++)
		mpq_mul(s->k[i], s->k[i], f);
	mpq_mul(s->constant, s->constant, f);
	mpz_clears(lcm, gcd, q, NULL);
	mpq_clear(f);
}

bool
linear_whole(Linear *s, const int *grid, mpq_ptr step)
{
	int least = INT16_MAX;
	for (unsigned i = 0; i < s->n; i++)
		if (grid[s->at[i]] == NO_GRID)
			return false;
	if (s->n == 0)
		return false;
	make_whole(s);
	for (unsigned i = 0; i < s->n; i++) {
		int k = grid[s->at[i]] + (int)mpz_scan1(mpq_numref(s->k[i]), 0);
		least = k < least ? k : least;
	}
	mpq_set_ui(step, 1, 1);
	if (least < 0)
		mpq_div_2exp(step, step, (mp_bitcnt_t)-least);
	else
		mpq_mul_2exp(step, step, (mp_bitcnt_t)least);
	return true;
}

void
round_to_step(mpq_ptr q, mpq_srcptr step, bool up)
{
	mpq_div(q, q, step);
	if (up)
		mpz_cdiv_q(mpq_numref(q), mpq_numref(q), mpq_denref(q));
	else
		mpz_fdiv_q(mpq_numref(q), mpq_numref(q), mpq_denref(q));
	mpz_set_ui(mpq_denref(q), 1);
	mpq_mul(q, q, step);
}
