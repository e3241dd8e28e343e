/* The Expr DAG: construction with hash-consing, copying, checking.
 *
 * Invariants (expr_check): node[0] is unused; a node's arguments come before
 * it; no two nodes are equal; every var and konst entry has one node. The hash
 * table is open addressing with linear probing over a power of two, at most
 * half full; an entry is a Ref, 0 = free. */
#include "ir/expr.h"

#include <string.h>

Expr *
expr_new(Arena *a, Diag *diag)
{
	Expr *e = arena_alloc(a, sizeof *e);

	e->a = a;
	e->diag = diag;
	vec_push(a, e->node, (ExprNode){0});
	e->hash_size = 64;
	e->hash = arena_alloc(a, e->hash_size * sizeof *e->hash);
	return e;
}

static uint32_t
hash_int(uint32_t seed, mpz_srcptr z)
{
	int sign = mpz_sgn(z);

	seed = hash_bytes(seed, &sign, sizeof sign);
	return hash_bytes(seed, mpz_limbs_read(z),
	                  mpz_size(z) * sizeof(mp_limb_t));
}

static uint32_t
hash_const(mpq_srcptr q)
{
	return hash_int(hash_int(O_const, mpq_numref(q)), mpq_denref(q));
}

static uint32_t
hash_var(const char *name)
{
	return hash_bytes(O_var, name, strlen(name));
}

static uint32_t
hash_op(uint32_t op, const Ref *arg, uint32_t narg)
{
	return hash_bytes(op, arg, narg * sizeof *arg);
}

static uint32_t
hash_node(const Expr *e, const ExprNode *n)
{
	if (n->op == O_const)
		return hash_const(e->konst.at[n->index]);
	if (n->op == O_var)
		return hash_var(e->var.at[n->index].name);
	return hash_op(n->op, n->arg, n->narg);
}

static void
hash_insert(Expr *e, Ref r)
{
	uint32_t mask = e->hash_size - 1;
	uint32_t i = hash_node(e, &e->node.at[r]) & mask;

	while (e->hash[i])
		i = (i + 1) & mask;
	e->hash[i] = r;
}

static Ref
add_node(Expr *e, const ExprNode *n)
{
	Ref r = e->node.len;

	if (r == UINT32_MAX / 4)
		die("expression has %u nodes", r);
	vec_push(e->a, e->node, *n);
	if (2 * e->node.len > e->hash_size) {
		e->hash_size *= 2;
		e->hash = arena_alloc(e->a, e->hash_size * sizeof *e->hash);
		for (Ref i = 1; i < r; i++)
			hash_insert(e, i);
	}
	hash_insert(e, r);
	return r;
}

/* The next node in the probe sequence of hash h from *i on; 0 at its end. */
static Ref
probe(const Expr *e, uint32_t *i)
{
	return e->hash[(*i)++ & (e->hash_size - 1)];
}

static void
clear_q(void *q)
{
	mpq_clear(q);
}

Ref
expr_const(Expr *e, mpq_srcptr q, Span s)
{
	uint32_t i = hash_const(q);
	mpq_ptr own;

	for (Ref r; (r = probe(e, &i)) != 0;)
		if (expr_is_const(e, r) && mpq_equal(expr_q(e, r), q))
			return r;
	own = arena_alloc(e->a, sizeof *own);
	mpq_init(own);
	arena_defer(e->a, clear_q, own);
	mpq_set(own, q);
	/* NOLINTNEXTLINE(bugprone-sizeof-expression): they are pointers */
	vec_push(e->a, e->konst, own);
	return add_node(
	    e,
	    &(ExprNode){.op = O_const, .index = e->konst.len - 1, .span = s});
}

Ref
expr_int(Expr *e, long v, Span s)
{
	mpq_t q;
	Ref r;

	mpq_init(q);
	mpq_set_si(q, v, 1);
	r = expr_const(e, q, s);
	mpq_clear(q);
	return r;
}

/* The node of a variable, or 0. */
static Ref
find_var(const Expr *e, const char *name)
{
	uint32_t i = hash_var(name);

	for (Ref r; (r = probe(e, &i)) != 0;) {
		const ExprNode *n = expr_at(e, r);
		if (n->op == O_var && !strcmp(e->var.at[n->index].name, name))
			return r;
	}
	return 0;
}

int
expr_find_var(const Expr *e, const char *name)
{
	Ref r = find_var(e, name);

	return r ? (int)expr_at(e, r)->index : -1;
}

Ref
expr_var(Expr *e, const char *name, Span s)
{
	Ref r = find_var(e, name);
	Var v = {.span = s};

	if (r)
		return r;
	v.name = arena_strdup(e->a, name);
	vec_push(e->a, e->var, v);
	return add_node(
	    e, &(ExprNode){.op = O_var, .index = e->var.len - 1, .span = s});
}

/* The node with this operator and these arguments, or 0. */
static Ref
find_op(const Expr *e, enum Op op, const Ref *arg)
{
	uint32_t narg = op_info[op].narg, i = hash_op(op, arg, narg);

	for (Ref r; (r = probe(e, &i)) != 0;)
		if (expr_at(e, r)->op == op &&
		    (narg == 0 ||
		     !memcmp(expr_at(e, r)->arg, arg, narg * sizeof *arg)))
			return r;
	return 0;
}

Ref
expr_op(Expr *e, enum Op op, const Ref *arg, Span s)
{
	uint32_t narg = op_info[op].narg;
	ExprNode n = {.op = (uint8_t)op, .narg = (uint8_t)narg, .span = s};
	Ref r = find_op(e, op, arg);

	check(op > O_var && op < O_count);
	if (r)
		return r;
	for (uint32_t k = 0; k < narg; k++) {
		check(arg[k] > 0 && arg[k] < e->node.len);
		n.arg[k] = arg[k];
	}
	return add_node(e, &n);
}

bool
expr_is_const(const Expr *e, Ref r)
{
	return expr_at(e, r)->op == O_const;
}

mpq_srcptr
expr_q(const Expr *e, Ref r)
{
	check(expr_is_const(e, r));
	return e->konst.at[expr_at(e, r)->index];
}

bool
expr_is_int(const Expr *e, Ref r, long v)
{
	return expr_is_const(e, r) && mpq_cmp_si(expr_q(e, r), v, 1) == 0;
}

static Ref
copy_node(Expr *to, const Expr *from, const ExprNode *n, const Ref *map)
{
	Ref arg[OP_ARGS] = {0};

	if (n->op == O_const)
		return expr_const(to, from->konst.at[n->index], n->span);
	if (n->op == O_var)
		return expr_var(to, from->var.at[n->index].name, n->span);
	for (int k = 0; k < n->narg; k++)
		arg[k] = map[n->arg[k]];
	return expr_op(to, n->op, arg, n->span);
}

/* In two sweeps, so that no depth of nesting overflows the stack: downwards
 * to mark what is needed, upwards to copy it. */
Ref
expr_copy(Expr *to, const Expr *from, Ref root, Ref *map)
{
	bool *need = arena_alloc(to->a, root + 1);

	need[root] = true;
	for (Ref r = root; r > 0; r--) {
		const ExprNode *n = expr_at(from, r);
		if (!need[r] || map[r])
			continue;
		for (int k = 0; k < n->narg; k++)
			need[n->arg[k]] = true;
	}
	for (Ref r = 1; r <= root; r++)
		if (need[r] && !map[r])
			map[r] = copy_node(to, from, expr_at(from, r), map);
	return map[root];
}

/* One decimal digit run: its end. */
static size_t
digits(const char *s, size_t i, size_t len)
{
	while (i < len && s[i] >= '0' && s[i] <= '9')
		i++;
	return i;
}

/* Reads "[eEfF][+-]digits" or nothing at s[0..len-1]; false if malformed or
 * out of bounds. */
static bool
parse_exponent(const char *s, size_t len, long *exp)
{
	size_t i = 1;
	long v = 0;

	*exp = 0;
	if (len == 0)
		return true;
	if (s[0] == '\0' || !strchr("eEfF", s[0]))
		return false;
	if (i < len && (s[i] == '+' || s[i] == '-'))
		i++;
	if (i == len || digits(s, i, len) != len)
		return false;
	for (; i < len; i++) {
		v = v * 10 + (s[i] - '0');
		if (v > 400)
			return false;
	}
	*exp = s[1] == '-' ? -v : v;
	return true;
}

/* q = m * 10^exp */
static void
set_decimal(mpq_ptr q, mpz_srcptr m, long exp)
{
	mpz_t p;

	mpz_init(p);
	mpz_ui_pow_ui(p, 10, (unsigned long)(exp < 0 ? -exp : exp));
	mpq_set_z(q, m);
	if (exp < 0)
		mpz_set(mpq_denref(q), p);
	else
		mpz_mul(mpq_numref(q), mpq_numref(q), p);
	mpq_canonicalize(q);
	mpz_clear(p);
}

bool
expr_parse_decimal(const char *s, size_t len, mpq_ptr q)
{
	size_t sign = len > 0 && (s[0] == '-' || s[0] == '+');
	size_t whole = digits(s, sign, len), end = whole;
	size_t point = whole < len && s[whole] == '.';
	Arena *a;
	Buf m;
	mpz_t z;
	long exp;

	if (point)
		end = digits(s, whole + 1, len);
	if (end - sign == point || !parse_exponent(s + end, len - end, &exp))
		return false;
	a = arena_new();
	m = buf_new(a);
	buf_add(&m, s, whole);
	buf_add(&m, s + whole + point, end - whole - point);
	mpz_init_set_str(z, m.s + (s[0] == '+'), 10);
	set_decimal(q, z, exp - (long)(end - whole - point));
	mpz_clear(z);
	arena_free(a);
	return true;
}

static void
check_node(const Expr *e, Ref r)
{
	const ExprNode *n = expr_at(e, r);

	check(n->op > O_none && n->op < O_count);
	if (n->op == O_const) {
		check(n->narg == 0 && n->index < e->konst.len);
	} else if (n->op == O_var) {
		check(n->narg == 0 && n->index < e->var.len);
	} else {
		check(n->narg == op_info[n->op].narg);
		for (int k = 0; k < n->narg; k++)
			check(n->arg[k] > 0 && n->arg[k] < r);
		check(find_op(e, n->op, n->arg) == r);
	}
}

void
expr_check(const Expr *e)
{
	uint32_t used = 0;

	for (Ref r = 1; r < e->node.len; r++)
		check_node(e, r);
	for (uint32_t i = 0; i < e->hash_size; i++)
		used += e->hash[i] != 0;
	check(used == e->node.len - 1);
	for (uint32_t i = 0; i < e->out.len; i++)
		check(e->out.at[i].ref > 0 && e->out.at[i].ref < e->node.len);
}
