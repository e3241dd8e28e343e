/* Functions of two narrow ports as function units of one number.
 *
 * requires signals with pairs; gives the node of an R_pair within its allowance.
 *
 * One port's bits stand above the other's, k of them: X = 2^k high + low, where
 * low is taken modulo 2^k. What the signal is of X is an Expr of its own, in
 * which high is floor(X / 2^k) and low the rest, so that a unit of every family
 * (unit.h) can take it, and is proven on every X, whatever order the ports are
 * in; both are planned. Segments of X no longer than 2^k have one value of high
 * each: with polynomials on them the unit is a table of polynomials in low.
 * Where low is out of its port's range it counts as the nearest end of that. */
#include "ir/lower.h"

#include <math.h>

enum { PRODUCT_BITS = 8 }; /* of the ports of one product */

/* ---- which nodes ---- */

/* What is known of a node: it is const, linear in ports, or more. */
enum Shape { S_CONST, S_LINEAR, S_OTHER };

typedef struct Below {
	Ref port[2]; /* 0: none */
	bool more;   /* than two */
	uint8_t shape;
} Below;

static void
add_port(Below *b, Ref p)
{
	if (p == 0 || p == b->port[0] || p == b->port[1])
		return;
	if (!b->port[0])
		b->port[0] = p;
	else if (!b->port[1])
		b->port[1] = p;
	else
		b->more = true;
}

static enum Shape
shape_of(const ExprNode *n, const Below *b)
{
	enum Shape x = b[n->arg[0]].shape, y = b[n->arg[1]].shape;
	enum Shape most = x > y ? x : y;
	switch (n->op) {
	case O_const:
		return S_CONST;
	case O_var:
		return S_LINEAR;
	case O_add:
		return most;
	case O_mul:
		return x == S_CONST || y == S_CONST ? most : S_OTHER;
	default:
		return S_OTHER;
	}
}

/* One multiplication, which is smaller than a table of many bits. */
static bool
is_product(const ExprNode *n, const Below *b)
{
	return n->op == O_mul && b[n->arg[0]].shape <= S_LINEAR &&
	       b[n->arg[1]].shape <= S_LINEAR;
}

/* Bits of a port: of its range in two's complement, or as an unsigned number
 * where that is never negative. */
static unsigned
port_bits(const InputSpec *in)
{
	unsigned w = width_of(in->lo, in->hi);
	return in->lo < 0 ? w : w - 1;
}

bool
pair_possible(const InputSpec *in, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < i; k++)
			if (port_bits(&in[i]) + port_bits(&in[k]) <= PAIR_BITS)
				return true;
	return false;
}

/* Whether both ports take bits, and no more than `most` together. */
static bool
is_narrow(const Expr *e, const InputSpec *in, const Below *b, unsigned most)
{
	unsigned x = port_bits(&in[expr_at(e, b->port[0])->index]);
	unsigned y = port_bits(&in[expr_at(e, b->port[1])->index]);
	return x > 0 && y > 0 && x + y <= most;
}

void
pairs_find(Arena *a, const Expr *e, const InputSpec *in, Signal *s)
{
	Below *b = arena_alloc(a, e->node.len * sizeof *b);
	for (Ref r = 1; r < e->node.len; r++) {
		const ExprNode *n = expr_at(e, r);
		if (n->op == O_var)
			add_port(&b[r], r);
		for (int i = 0; i < n->narg; i++) {
			add_port(&b[r], b[n->arg[i]].port[0]);
			add_port(&b[r], b[n->arg[i]].port[1]);
			b[r].more = b[r].more || b[n->arg[i]].more;
		}
		b[r].shape = (uint8_t)shape_of(n, b);
		if (b[r].more || !b[r].port[1] || b[r].shape != S_OTHER)
			continue;
		if (!is_narrow(e, in, &b[r],
		               is_product(n, b) ? PRODUCT_BITS : PAIR_BITS))
			continue;
		s[r].port[0] = b[r].port[0];
		s[r].port[1] = b[r].port[1];
	}
}

/* ---- the function of X ---- */

struct PairKept {
	const Expr *e;
	Ref root, x;
	uint32_t function;
};

typedef struct Join {
	Lower *l;
	Expr *to;
	Ref high, low; /* ports in l->e */
	int k;
	Span span;
} Join;

static Ref
power_of_two(const Join *j, int e)
{
	mpq_t q;
	mpq_init(q);
	mpq_set_si(q, 1, 1);
	if (e < 0)
		mpq_div_2exp(q, q, (mp_bitcnt_t)-e);
	else
		mpq_mul_2exp(q, q, (mp_bitcnt_t)e);
	Ref r = expr_const(j->to, q, j->span);
	mpq_clear(q);
	return r;
}

static Ref
op(const Join *j, enum Op o, Ref x, Ref y)
{
	return expr_op(j->to, o, (Ref[]){x, y}, j->span);
}

static Ref
scaled(const Join *j, Ref x, int e)
{
	return e == 0 ? x : op(j, O_mul, x, power_of_two(j, e));
}

/* x modulo 2^k and, where high is not NULL, the integer floor(x / 2^k). */
static Ref
field(const Join *j, Ref x, int k, Ref *high)
{
	Ref f = op(j, O_floor, scaled(j, x, -k), 0);
	Ref top = op(j, O_mul, f, expr_int(j->to, -(1L << k), j->span));
	if (high)
		*high = f;
	return op(j, O_add, x, top);
}

/* x of k bits as two's complement: less 2^k from 2^(k - 1) on. */
static Ref
signed_field(const Join *j, Ref x)
{
	Ref half = expr_int(j->to, 1L << (j->k - 1), j->span);
	Ref back = expr_int(j->to, -(1L << (j->k - 1)), j->span);
	return op(j, O_add, field(j, op(j, O_add, x, half), j->k, NULL), back);
}

/* r within the port's range. */
static Ref
within(const Join *j, Ref r, const InputSpec *in)
{
	Ref lo = expr_int(j->to, (long)in->lo, j->span);
	Ref hi = expr_int(j->to, (long)in->hi, j->span);
	return op(j, O_max, op(j, O_min, r, hi), lo);
}

static const InputSpec *
spec(const Join *j, Ref port)
{
	return &j->l->n->in[expr_at(j->l->e, port)->index];
}

/* The function of X that r is. */
static PairKept
join(Join *j, Ref r)
{
	Lower *l = j->l;
	Ref *map = arena_alloc(l->kept_in, l->e->node.len * sizeof *map);
	const InputSpec *low = spec(j, j->low), *high = spec(j, j->high);
	PairKept p = {0};
	j->to = expr_new(l->kept_in, l->e->diag);
	p.x = expr_var(j->to, "x", j->span);
	Ref top, rest = field(j, p.x, j->k, &top);
	if (low->lo < 0)
		rest = signed_field(j, rest);
	map[j->low] = scaled(j, within(j, rest, low), low->format.lsb);
	map[j->high] = scaled(j, within(j, top, high), high->format.lsb);
	p.root = expr_copy(j->to, l->e, r, map);
	p.e = j->to;
	p.function = unit_function(l->n->units, p.e, p.root, p.x);
	return p;
}

/* ---- the signal ---- */

static Join
order(Lower *l, Ref r, int low)
{
	Join j = {.l = l, .span = expr_at(l->e, r)->span};
	j.low = l->s[r].port[low];
	j.high = l->s[r].port[1 - low];
	j.k = (int)port_bits(spec(&j, j.low));
	return j;
}

static const PairKept *
kept(Lower *l, Ref r, int low)
{
	if (!l->pairs)
		l->pairs = arena_alloc(l->kept_in,
		                       2 * l->e->node.len * sizeof *l->pairs);
	PairKept *p = &l->pairs[2 * r + (uint32_t)low];
	Join j = order(l, r, low);
	if (!p->e)
		*p = join(&j, r);
	return p;
}

/* X: no carry passes from low to high. */
static DRef
number(Lower *l, Ref r, int low)
{
	Join j = order(l, r, low);
	DRef x = l->fx[j.low].d, k = (DRef)j.k;
	return dp_add(l->d, dp_shl(l->d, l->fx[j.high].d, k),
	              dp_bits(l->d, x, 0, k));
}

static double
price(const Lower *l, const UnitKept *u)
{
	if (!u->d)
		return INFINITY;
	Cost c = dp_cost(l->n->target, u->d);
	return device_share(l->n->target, &c);
}

bool
lower_pair(Lower *l, Ref r, Allow allow, Fixed *out)
{
	Fixed x[2] = {{0}};
	const UnitKept *u[2];
	double least[2];
	for (int i = 0; i < 2; i++) {
		const PairKept *p = kept(l, r, i);
		x[i] = (Fixed){.d = number(l, r, i), .exact = true};
		u[i] = unit_asked(l, r,
		                  &(UnitArg){.e = p->e,
		                             .root = p->root,
		                             .arg = p->x,
		                             .function = p->function,
		                             .x = &x[i]},
		                  allow);
		least[i] = price(l, u[i]);
	}
	int i = least[1] < least[0];
	if (u[i]->u.undefined && !l->quiet)
		return lower_refuse(l, r,
		                    "narrow its inputs with --input NAME="
		                    "FORMAT@LO..HI, or give --undefined any",
		                    "'%s' is not defined everywhere",
		                    lower_text(l, r));
	if (!u[i]->d)
		return unit_refused(l, r, u[i]);
	return unit_placed(l, r, &x[i], u[i], out);
}
