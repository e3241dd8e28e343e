/* Which nodes make one sum, product, or chain of max or min: see poly.c.
 *
 * A list's head is a node of the source; those of its children that belong to
 * the list and have no other user are opened, down to the leaves. A shared
 * sub-sum stays one signal: opening it would compute it twice. Nothing is
 * distributed but the sign of a sum within a sum. The leaves are kept on a
 * stack of our own, so that no length of a sum is too deep. */
#include "ir/simplify.h"

#include <stdlib.h>

enum {
	MAX_POWER = 16,    /* larger integer exponents stay a pow */
	MAX_EXPONENT = 256 /* of nested powers, before they are kept apart */
};

/* The integer n of pow(x, n) that is written as products, or 0. */
static int
small_power(const Expr *e, const ExprNode *n)
{
	mpq_srcptr q;
	int v;

	if (n->op != O_pow || !expr_is_const(e, n->arg[1]))
		return 0;
	q = expr_q(e, n->arg[1]);
	if (mpz_cmp_ui(mpq_denref(q), 1) != 0 ||
	    mpz_cmpabs_ui(mpq_numref(q), MAX_POWER) > 0)
		return 0;
	v = (int)mpz_get_si(mpq_numref(q));
	return v;
}

/* x if r is x * 1 (*k = 1) or x * -1 (*k = -1), else 0. */
static Ref
signed_child(const Expr *e, const ExprNode *n, int *k)
{
	if (n->op == O_neg) {
		*k = -1;
		return n->arg[0];
	}
	for (int i = 0; n->op == O_mul && i < 2; i++)
		for (*k = -1; *k <= 1; *k += 2)
			if (expr_is_int(e, n->arg[i], *k))
				return n->arg[1 - i];
	return 0;
}

enum Family
rw_family(const Expr *e, Ref r)
{
	const ExprNode *n = expr_at(e, r);
	const OpInfo *op = &op_info[n->op];
	int k;

	if (n->op == O_add || n->op == O_sub || signed_child(e, n, &k))
		return FAM_SUM;
	if (n->op == O_mul || n->op == O_div || n->op == O_inv ||
	    n->op == O_square || n->op == O_cube || small_power(e, n))
		return FAM_PRODUCT;
	if ((op->flags & F_ASSOC) && (op->flags & F_IDEM))
		return FAM_CHAIN;
	return FAM_OTHER;
}

static void
push(Rewrite *s, Ref r, int k)
{
	Leaf l = {r, k};

	vec_push(s->a, s->open, l);
}

/* Opens leaf l of a sum: pushes its parts, or returns false. */
static bool
open_sum(Rewrite *s, Leaf l)
{
	const ExprNode *n = expr_at(s->e, l.r);
	int k;
	Ref x = signed_child(s->e, n, &k);

	if (x) {
		push(s, x, k * l.k);
	} else if (n->op == O_add || n->op == O_sub) {
		push(s, n->arg[0], l.k);
		push(s, n->arg[1], n->op == O_sub ? -l.k : l.k);
	} else {
		return false;
	}
	return true;
}

/* The exponent that a one-argument power gives to its argument, or 0. */
static int
own_power(const Expr *e, const ExprNode *n)
{
	switch (n->op) {
	case O_square:
		return 2;
	case O_cube:
		return 3;
	case O_inv:
		return -1;
	default:
		return small_power(e, n);
	}
}

/* Opens leaf l of a product. Below a division nothing may be opened that can
 * be undefined itself: 1/(1/x) is not x at x = 0. Powers of products are not
 * distributed. */
static bool
open_product(Rewrite *s, Leaf l)
{
	const ExprNode *n = expr_at(s->e, l.r);
	int k = own_power(s->e, n);

	if (k != 0 && (k > 0 || l.k > 0) && abs(k * l.k) <= MAX_EXPONENT) {
		push(s, n->arg[0], k * l.k);
	} else if (n->op == O_mul && abs(l.k) == 1) {
		push(s, n->arg[0], l.k);
		push(s, n->arg[1], l.k);
	} else if (n->op == O_div && l.k == 1) {
		push(s, n->arg[0], 1);
		push(s, n->arg[1], -1);
	} else if (n->op == O_neg) {
		push(s, n->arg[0], l.k);
		push(s, 0, l.k); /* a factor -1 */
	} else {
		return false;
	}
	return true;
}

static bool
open_chain(Rewrite *s, Leaf l, uint8_t op)
{
	const ExprNode *n = expr_at(s->e, l.r);

	if (n->op != op)
		return false;
	push(s, n->arg[0], 1);
	push(s, n->arg[1], 1);
	return true;
}

static bool
open_leaf(Rewrite *s, Leaf l, enum Family f, uint8_t op)
{
	if (f == FAM_SUM)
		return open_sum(s, l);
	if (f == FAM_PRODUCT)
		return open_product(s, l);
	return open_chain(s, l, op);
}

void
rw_gather(Rewrite *s, Ref r)
{
	enum Family f = rw_family(s->e, r);
	uint8_t op = expr_at(s->e, r)->op;

	s->leaf.len = s->open.len = 0;
	push(s, r, 1);
	while (s->open.len > 0) {
		Leaf l = s->open.at[--s->open.len];
		bool mine = l.r == r || (l.r && s->uses[l.r] == 1);
		if (!mine || !open_leaf(s, l, f, op))
			vec_push(s->a, s->leaf, l);
	}
}
