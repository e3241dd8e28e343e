/* Sums, products, and chains of max or min, as flat lists (flatten.c).
 *
 * A list is sorted by signal (see Fact), so that what depends on one signal is
 * combined first and can become one function unit:
 *
 *     x*y*sin(x)   ->  (x * sin(x)) * y
 *     x + y + 2*x  ->  x * 3 + y
 *     a / b / c    ->  a * inv(b * c)
 *
 * Constants come last: (x * y) * (pi * 2). Nothing is cancelled that may be
 * undefined: x - x becomes 0 only if x is total, x / x stays x * inv(x). */
#include "ir/simplify.h"

#include <stdlib.h>

/* One entry of a sum: q * atom; of a product: atom^num / atom^den. */
typedef struct Entry {
	Ref signal; /* of the atom */
	Ref atom;
	uint32_t num, den;
	mpq_t q;
} Entry;

/* One operand of the operator that joins the list. */
typedef struct Item {
	Ref signal;
	Ref node;
} Item;

typedef struct List {
	enum Op op; /* add, mul, max or min */
	Span span;
	mpq_t q; /* the rational term, factor or bound, if any */
	bool has_q;
	VEC(Entry) entry;
	VEC(Item) item;
} List;

/* l->q = l->q op q, unless that is too large. */
static bool
absorb(List *l, mpq_srcptr q)
{
	mpq_t r;
	mpq_srcptr arg[2] = {l->q, q};
	bool ok = true;

	mpq_init(r);
	if (l->has_q)
		ok = fold_op(l->op, r, arg);
	else
		mpq_set(r, q);
	if (ok) {
		mpq_swap(l->q, r);
		l->has_q = true;
	}
	mpq_clear(r);
	return ok;
}

static Entry *
add_entry(Rewrite *s, List *l, Ref atom)
{
	Entry e = {.signal = rw_fact(s, atom).signal, .atom = atom};

	mpq_init(e.q);
	vec_push(s->a, l->entry, e);
	return &l->entry.at[l->entry.len - 1];
}

/* By signal, constants (signal 0) last, then by node. */
static int
compare_entries(const void *pa, const void *pb)
{
	const Entry *a = pa, *b = pb;

	if (a->signal != b->signal)
		return a->signal - 1 < b->signal - 1 ? -1 : 1;
	return a->atom < b->atom ? -1 : a->atom > b->atom;
}

/* Takes b into a, which has the same atom; false if a factor gets too large. */
static bool
merge(Entry *a, const Entry *b)
{
	mpq_t q;
	bool ok;

	mpq_init(q);
	mpq_add(q, a->q, b->q);
	ok = fold_fits(q);
	if (ok) {
		mpq_swap(a->q, q);
		a->num += b->num;
		a->den += b->den;
	}
	mpq_clear(q);
	return ok;
}

static void
sort_list(List *l)
{
	uint32_t n = 0;

	if (l->entry.len == 0)
		return;
	qsort(l->entry.at, l->entry.len, sizeof *l->entry.at, compare_entries);
	for (uint32_t i = 1; i < l->entry.len; i++) {
		Entry *e = &l->entry.at[i], *last = &l->entry.at[n];
		if (e->atom == last->atom && merge(last, e))
			mpq_clear(e->q);
		else
			l->entry.at[++n] = *e;
	}
	l->entry.len = n + 1;
}

static void
add_item(Rewrite *s, List *l, Ref signal, Ref node)
{
	Item i = {signal, node};

	vec_push(s->a, l->item, i);
}

/* Joins the items, those of one signal first among themselves. */
static Ref
join(Rewrite *s, const List *l)
{
	Ref all = 0;

	for (uint32_t i = 0; i < l->item.len;) {
		Ref signal = l->item.at[i].signal, one = 0;
		for (; i < l->item.len && l->item.at[i].signal == signal; i++) {
			Ref r = l->item.at[i].node;
			one = one ? rw_make2(s, l->op, one, r, l->span) : r;
		}
		all = all ? rw_make2(s, l->op, all, one, l->span) : one;
	}
	return all;
}

/* The rational part goes last; `neutral` is left out if anything else is
 * there. */
static Ref
finish(Rewrite *s, List *l, long neutral)
{
	if (l->has_q &&
	    (l->item.len == 0 || mpq_cmp_si(l->q, neutral, 1) != 0 ||
	     (op_info[l->op].flags & F_IDEM)))
		add_item(s, l, 0, expr_const(s->to, l->q, l->span));
	return join(s, l);
}

/* ---- sums ---- */

/* If r is x * c for a rational c, puts c into *q and returns x; else r. */
static Ref
split_factor(const Expr *e, Ref r, mpq_srcptr *q)
{
	const ExprNode *n = expr_at(e, r);

	if (n->op != O_mul || !expr_is_const(e, n->arg[1]))
		return r;
	*q = expr_q(e, n->arg[1]);
	return n->arg[0];
}

static void
add_term(Rewrite *s, List *l, Ref r, int sign)
{
	mpq_srcptr c = NULL;
	Ref x = split_factor(s->to, r, &c);
	Entry *e;
	mpq_t q;

	mpq_init(q);
	mpq_set_si(q, sign, 1);
	if (expr_is_const(s->to, r)) {
		mpq_mul(q, q, expr_q(s->to, r));
		if (absorb(l, q)) {
			mpq_clear(q);
			return;
		}
		mpq_set_si(q, sign, 1);
	} else if (c) {
		mpq_mul(q, q, c);
	}
	e = add_entry(s, l, x);
	mpq_swap(e->q, q);
	mpq_clear(q);
}

static Ref
build_sum(Rewrite *s, List *l)
{
	for (uint32_t i = 0; i < s->leaf.len; i++)
		add_term(s, l, s->map[s->leaf.at[i].r], s->leaf.at[i].k);
	sort_list(l);
	for (uint32_t i = 0; i < l->entry.len; i++) {
		const Entry *e = &l->entry.at[i];
		Ref x = e->atom;
		if (mpq_sgn(e->q) == 0 && rw_fact(s, x).total)
			continue;
		if (mpq_cmp_ui(e->q, 1, 1) != 0)
			x = rw_make2(s, O_mul, x,
			             expr_const(s->to, e->q, l->span), l->span);
		add_item(s, l, e->signal, x);
	}
	l->has_q = l->has_q || l->item.len == 0;
	return finish(s, l, 0);
}

/* ---- products ---- */

/* Takes q^k into the product's rational factor, if it is defined and small. */
static bool
absorb_power(List *l, mpq_srcptr q, int k)
{
	mpq_t p;
	bool ok;

	mpq_init(p);
	ok = fold_power(p, q, k) && absorb(l, p);
	mpq_clear(p);
	return ok;
}

static void
add_factor(Rewrite *s, List *l, Ref r, int k)
{
	mpq_srcptr c = NULL;
	Ref x = split_factor(s->to, r, &c);
	Entry *e;

	if (expr_is_const(s->to, r) && absorb_power(l, expr_q(s->to, r), k))
		return;
	if (c && absorb_power(l, c, k))
		r = x;
	if (expr_at(s->to, r)->op == O_inv && k > 0) {
		r = expr_at(s->to, r)->arg[0];
		k = -k;
	}
	e = add_entry(s, l, r);
	if (k > 0)
		e->num = (uint32_t)k;
	else
		e->den = (uint32_t)-k;
}

/* x^n by squaring: the sub-powers are shared. */
static Ref
power(Rewrite *s, Ref x, uint32_t n, Span span)
{
	Ref h;

	if (n == 1)
		return x;
	if (n % 2 == 1)
		return rw_make2(s, O_mul, x, power(s, x, n - 1, span), span);
	h = power(s, x, n / 2, span);
	return rw_make2(s, O_mul, h, h, span);
}

/* den * x^n, where den = 0 stands for 1. */
static Ref
times_power(Rewrite *s, Ref den, Ref x, uint32_t n, Span span)
{
	Ref p = power(s, x, n, span);

	return den ? rw_make2(s, O_mul, den, p, span) : p;
}

/* The factors of one signal, entries [i, return). Denominators join their own
 * signal's numerators, or *common if there are none. */
static uint32_t
one_signal(Rewrite *s, List *l, uint32_t i, Ref *common)
{
	Ref signal = l->entry.at[i].signal, den = 0;
	uint32_t start = i, had = l->item.len;
	bool own;

	for (; i < l->entry.len && l->entry.at[i].signal == signal; i++) {
		const Entry *e = &l->entry.at[i];
		if (e->num)
			add_item(s, l, signal,
			         power(s, e->atom, e->num, l->span));
	}
	own = l->item.len > had || signal == 0;
	for (uint32_t j = start; j < i; j++) {
		const Entry *e = &l->entry.at[j];
		Ref *d = own ? &den : common;
		if (e->den)
			*d = times_power(s, *d, e->atom, e->den, l->span);
	}
	if (den)
		add_item(s, l, signal, rw_make1(s, O_inv, den, l->span));
	return i;
}

/* A product with the factor 0 is 0 if all the others are defined. */
static bool
vanishes(Rewrite *s, const List *l)
{
	if (!l->has_q || mpq_sgn(l->q) != 0)
		return false;
	for (uint32_t i = 0; i < l->entry.len; i++)
		if (l->entry.at[i].den ||
		    !rw_fact(s, l->entry.at[i].atom).total)
			return false;
	return true;
}

static Ref
build_product(Rewrite *s, List *l)
{
	uint32_t i = 0;
	Ref common = 0;

	l->has_q = true;
	mpq_set_ui(l->q, 1, 1);
	for (uint32_t k = 0; k < s->leaf.len; k++) {
		Leaf f = s->leaf.at[k];
		if (f.r)
			add_factor(s, l, s->map[f.r], f.k);
		else if (f.k % 2 != 0)
			mpq_neg(l->q, l->q);
	}
	if (vanishes(s, l))
		return expr_int(s->to, 0, l->span);
	sort_list(l);
	while (i < l->entry.len && l->entry.at[i].signal)
		i = one_signal(s, l, i, &common);
	if (common)
		add_item(s, l, UINT32_MAX, rw_make1(s, O_inv, common, l->span));
	if (i < l->entry.len)
		one_signal(s, l, i, &common);
	return finish(s, l, 1);
}

/* ---- max and min ---- */

static Ref
build_chain(Rewrite *s, List *l)
{
	for (uint32_t i = 0; i < s->leaf.len; i++) {
		Ref r = s->map[s->leaf.at[i].r];
		if (!expr_is_const(s->to, r) || !absorb(l, expr_q(s->to, r)))
			add_entry(s, l, r);
	}
	sort_list(l);
	for (uint32_t i = 0; i < l->entry.len; i++)
		add_item(s, l, l->entry.at[i].signal, l->entry.at[i].atom);
	return finish(s, l, 0);
}

Ref
rw_build(Rewrite *s, Ref r)
{
	enum Family f = rw_family(s->e, r);
	List l = {.span = expr_at(s->e, r)->span};
	Ref result;

	mpq_init(l.q);
	if (f == FAM_SUM) {
		l.op = O_add;
		result = build_sum(s, &l);
	} else if (f == FAM_PRODUCT) {
		l.op = O_mul;
		result = build_product(s, &l);
	} else {
		l.op = expr_at(s->e, r)->op;
		result = build_chain(s, &l);
	}
	for (uint32_t i = 0; i < l.entry.len; i++)
		mpq_clear(l.entry.at[i].q);
	mpq_clear(l.q);
	return result;
}
