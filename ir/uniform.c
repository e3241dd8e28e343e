/* Lowering, --numerics uniform: every intermediate result has the one type
 * n->uniform, as in a C++ program over ap_fixed that stores each result in
 * that type, operation by operation as the equation is written.
 *
 * Requires nothing of e. Gives a Datapath; nothing is proven (n->bound is
 * infinite), except that no node leaves its bounds.
 *
 * The rules, T being the type:
 *  - a sub-expression without variables is one constant, exact, assigned to T;
 *  - a variable is port * 2^lsb * scale + offset, exact, assigned to T;
 *  - + - * min max abs neg sign greater cond ifelse relu floor ceil round mod are
 *    exact on their arguments in T, and assigned to T;
 *  - x / y truncates towards zero at the dividend's last place, as ap_fixed
 *    divides, and is assigned to T; inv(x) is T(1) / x;
 *  - square, cube and small whole powers are repeated products, each assigned;
 *  - x ^ y of two signals is exp(y * log(x)), each step in T;
 *  - any other function of one signal is a function unit of T's weight, off by
 *    less than one unit of it, saturated into T whatever T's overflow mode;
 *  - an output is assigned to its format, which saturates unless it names
 *    another overflow mode. */
#include "ir/affine.h"
#include "ir/divide.h"
#include "ir/lower.h"

#include <math.h>

/* x ^ k is repeated products up to here, else a function unit. */
enum { POWER_MAX = 32 };

/* The Lower's fx[r] is node r in T; d is 0 where it failed. */
typedef struct Uniform {
	Lower l;
	const Format *t;
	mpq_ptr *q; /* per Ref: exact value of a rational constant, or NULL */
	bool *vars; /* per Ref: depends on a variable */
} Uniform;

/* ---- assignment ---- */

static DRef
assign(Uniform *u, DRef x, int lsb)
{
	return dp_quantize(u->l.d, x, lsb, u->t);
}

/* An integer result of T's own weight. */
static DRef
same(Uniform *u, DRef x)
{
	return assign(u, x, u->t->lsb);
}

/* The integer v as a constant of type T. */
static DRef
whole(Uniform *u, long v)
{
	mpq_t q;
	mpq_init(q);
	mpq_set_si(q, v, 1);
	DRef r = dp_const(u->l.d, format_from_q(u->t, q));
	mpq_clear(q);
	return r;
}

/* ---- constants ---- */

static void
clear_q(void *p)
{
	mpq_clear(p);
}

/* The exact value of r, a node without variables, if that is rational. */
static mpq_ptr
rational(const Uniform *u, Ref r)
{
	const ExprNode *n = expr_at(u->l.e, r);
	mpq_srcptr arg[OP_ARGS] = {0};
	for (int i = 0; i < n->narg; i++)
		if (!(arg[i] = u->q[n->arg[i]]))
			return NULL;
	mpq_ptr q = arena_alloc(u->l.a, sizeof(mpq_t));
	mpq_init(q);
	arena_defer(u->l.a, clear_q, q);
	if (n->op == O_const)
		mpq_set(q, expr_q(u->l.e, r));
	else if (op_rational(n->op, q, arg) != RAT_YES)
		return NULL;
	return q;
}

/* A constant known to 320 bits is taken at 256, so that one on a rounding
 * boundary (sqrt(2) * sqrt(2)) is not missed by its enclosure around it. */
static int64_t
from_enclosure(const Format *t, mpfi_srcptr v)
{
	enum { NEAR = 256 };
	mpfr_t m;
	mpq_t q;
	mpfr_init2(m, NEAR);
	mpq_init(q);
	mpfr_add(m, &v->left, &v->right, MPFR_RNDN);
	mpfr_div_2ui(m, m, 1, MPFR_RNDN);
	mpfr_get_q(q, m);
	int64_t r = format_from_q(t, q);
	mpq_clear(q);
	mpfr_clear(m);
	return r;
}

static DRef
constant(Uniform *u, Ref r)
{
	mpfi_t v;
	if (u->q[r])
		return dp_const(u->l.d, format_from_q(u->t, u->q[r]));
	mpfi_init2(v, COEF_PREC);
	DRef d = 0;
	if (const_value(u->l.e, r, v) && mpfi_bounded_p(v))
		d = dp_const(u->l.d, from_enclosure(u->t, v));
	else
		lower_refuse(&u->l, r, "take it out of the equation",
		             "the constant '%s' is not defined",
		             lower_text(&u->l, r));
	mpfi_clear(v);
	return d;
}

/* ---- one rule an operator ---- */

#define RULE(name) static DRef rule_##name(Uniform *u, Ref r, DRef x, DRef y)
#define UNUSED     ((void)u, (void)r, (void)x, (void)y)

static DRef
product(Uniform *u, DRef x, DRef y)
{
	return assign(u, dp_mul(u->l.d, x, y), 2 * u->t->lsb);
}

/* ap_fixed's quotient: truncated at the dividend's last place, f fraction
 * bits, and computed in the W + f bits of the shifted dividend. The least
 * dividend by -1 leaves those and wraps, in ap_types as here. */
static DRef
quotient(Uniform *u, DRef x, DRef y)
{
	unsigned f = u->t->lsb < 0 ? (unsigned)-u->t->lsb : 0;
	DRef n = dp_shl(u->l.d, x, f);
	if (!n || !y)
		return 0;
	DRef q = dp_div_trunc(u->l.d, n, y);
	if (u->t->is_signed && u->t->width + f <= DP_MAX_WIDTH)
		q = dp_sbits(u->l.d, q, 0, u->t->width + f);
	return assign(u, q, -(int)f);
}

RULE(add)
{
	UNUSED;
	return same(u, dp_add(u->l.d, x, y));
}

RULE(sub)
{
	UNUSED;
	return same(u, dp_sub(u->l.d, x, y));
}

RULE(mul)
{
	UNUSED;
	return product(u, x, y);
}

RULE(div)
{
	UNUSED;
	return quotient(u, x, y);
}

RULE(inv)
{
	UNUSED;
	return quotient(u, whole(u, 1), x);
}

RULE(neg)
{
	UNUSED;
	return same(u, dp_neg(u->l.d, x));
}

RULE(abs)
{
	UNUSED;
	return same(u, dp_max(u->l.d, x, dp_neg(u->l.d, x)));
}

RULE(square)
{
	UNUSED;
	return product(u, x, x);
}

RULE(cube)
{
	UNUSED;
	return product(u, product(u, x, x), x);
}

RULE(max)
{
	UNUSED;
	return dp_max(u->l.d, x, y);
}

RULE(min)
{
	UNUSED;
	return dp_min(u->l.d, x, y);
}

RULE(relu)
{
	UNUSED;
	return dp_max(u->l.d, x, dp_const(u->l.d, 0));
}

RULE(sign)
{
	UNUSED;
	DRef zero = dp_const(u->l.d, 0);
	DRef below =
	    dp_select(u->l.d, dp_lt(u->l.d, x, zero), whole(u, -1), zero);
	return dp_select(u->l.d, dp_lt(u->l.d, zero, x), whole(u, 1), below);
}

RULE(greater)
{
	UNUSED;
	return dp_select(u->l.d, dp_lt(u->l.d, y, x), whole(u, 1),
	                 dp_const(u->l.d, 0));
}

RULE(cond)
{
	UNUSED;
	DRef zero = dp_const(u->l.d, 0);
	return dp_select(u->l.d, dp_lt(u->l.d, zero, x), y, zero);
}

RULE(ifelse)
{
	UNUSED;
	DRef no = u->l.fx[expr_at(u->l.e, r)->arg[2]].d;
	return dp_select(u->l.d, dp_lt(u->l.d, dp_const(u->l.d, 0), x), y, no);
}

RULE(mod)
{
	UNUSED;
	return x && y ? same(u, dp_mod_floor(u->l.d, x, y)) : 0;
}

/* x as a whole number by ap_fixed's rounding q. */
static DRef
to_whole(Uniform *u, DRef x, enum Round q)
{
	const Format whole_type = {
	    .is_signed = true, .width = DP_MAX_WIDTH, .q = q};
	return dp_quantize(u->l.d, x, u->t->lsb, &whole_type);
}

RULE(floor)
{
	UNUSED;
	return u->t->lsb >= 0 ? x : assign(u, to_whole(u, x, Q_TRN), 0);
}

RULE(round)
{
	UNUSED;
	return u->t->lsb >= 0 ? x : assign(u, to_whole(u, x, Q_RND_CONV), 0);
}

/* -floor(-x) */
RULE(ceil)
{
	UNUSED;
	DRef minus = to_whole(u, dp_neg(u->l.d, x), Q_TRN);
	return u->t->lsb >= 0 ? x : assign(u, dp_neg(u->l.d, minus), 0);
}

/* ---- functions ---- */

/* The one argument that is a signal; 0 if there are two. */
static Ref
signal_of(const Uniform *u, Ref r)
{
	const ExprNode *n = expr_at(u->l.e, r);
	Ref arg = 0;
	for (int i = 0; i < n->narg; i++) {
		if (!u->vars[n->arg[i]])
			continue;
		if (arg && arg != n->arg[i])
			return 0;
		arg = n->arg[i];
	}
	return arg;
}

static DRef
unit(Uniform *u, Ref r)
{
	Ref arg = signal_of(u, r);
	int lsb = u->t->lsb;
	int64_t lo = format_lo(u->t), hi = format_hi(u->t);
	Range clamp = {ldexp((double)lo, lsb), ldexp((double)hi, lsb)};
	check(arg);
	UnitSpec spec = {.e = u->l.e,
	                 .root = r,
	                 .arg = arg,
	                 .x = u->l.fx[arg].d,
	                 .lsb_x = lsb,
	                 .max_err = nextafter(ldexp(1, lsb), 0),
	                 .lsb = lsb,
	                 .any_undefined = true, /* the box was checked */
	                 .clamp = &clamp,
	                 .target = u->l.n->target,
	                 .span = expr_at(u->l.e, r)->span};
	UnitResult v;
	const char *why = NULL;
	if (unit_build(u->l.d, &spec, &v, &why)) {
		u->l.kind[r] = v.kind;
		return dp_clamp(u->l.d, v.d, lo, hi);
	}
	lower_refuse(&u->l, r, "give a narrower uniform type or input ranges",
	             "no function unit for '%s': %s", lower_text(&u->l, r),
	             why);
	return 0;
}

/* The exponent if it is a small whole number. */
static bool
small_power(const Uniform *u, Ref exponent, long *k)
{
	mpq_srcptr q = u->q[exponent];
	if (!q || mpz_cmp_ui(mpq_denref(q), 1) != 0 ||
	    mpz_cmpabs_ui(mpq_numref(q), POWER_MAX) > 0)
		return false;
	*k = mpz_get_si(mpq_numref(q));
	return true;
}

RULE(pow)
{
	UNUSED;
	long k;
	if (!small_power(u, expr_at(u->l.e, r)->arg[1], &k))
		return unit(u, r);
	if (k == 0)
		return whole(u, 1);
	DRef p = x;
	for (long i = 1; i < (k < 0 ? -k : k); i++)
		p = product(u, p, x);
	return k < 0 ? quotient(u, whole(u, 1), p) : p;
}

/* ---- nodes ---- */

typedef DRef Rule(Uniform *, Ref, DRef, DRef);

/* Operators without a rule are functions of one signal. */
static Rule *const rule[O_count] = {
    [O_add] = rule_add,         [O_sub] = rule_sub,
    [O_mul] = rule_mul,         [O_div] = rule_div,
    [O_inv] = rule_inv,         [O_neg] = rule_neg,
    [O_abs] = rule_abs,         [O_square] = rule_square,
    [O_cube] = rule_cube,       [O_pow] = rule_pow,
    [O_max] = rule_max,         [O_min] = rule_min,
    [O_relu] = rule_relu,       [O_sign] = rule_sign,
    [O_greater] = rule_greater, [O_cond] = rule_cond,
    [O_mod] = rule_mod,         [O_floor] = rule_floor,
    [O_round] = rule_round,     [O_ceil] = rule_ceil,
    [O_ifelse] = rule_ifelse,
};

static DRef
operation(Uniform *u, Ref r)
{
	const ExprNode *n = expr_at(u->l.e, r);
	DRef a[OP_ARGS] = {0};
	for (int i = 0; i < n->narg; i++)
		if (!(a[i] = u->l.fx[n->arg[i]].d))
			return 0;
	uint32_t errors = u->l.e->diag->errors;
	DRef d = rule[n->op] ? rule[n->op](u, r, a[0], a[1]) : unit(u, r);
	if (!d && u->l.e->diag->errors == errors)
		lower_refuse(&u->l, r,
		             "give a narrower uniform type or input ranges",
		             "'%s' needs more than %d bits before it is "
		             "assigned to the type",
		             lower_text(&u->l, r), DP_MAX_WIDTH);
	return d;
}

static DRef
variable(Uniform *u, Ref r, const InputSpec *in, const DRef *port)
{
	uint32_t i = expr_at(u->l.e, r)->index;
	DRef d = dp_affine(u->l.d, port[i], in[i].format.lsb, in[i].scale,
	                   in[i].offset, u->t);
	if (!d)
		lower_refuse(&u->l, r, "give it a narrower format",
		             "input '%s' needs more than %d bits", in[i].name,
		             DP_MAX_WIDTH);
	return d;
}

static void
lower_nodes(Uniform *u, const bool *needed)
{
	const InputSpec *in = u->l.n->in;
	Datapath *d = u->l.d;
	DRef *port = arena_alloc(u->l.a, (u->l.e->var.len + 1) * sizeof *port);
	for (uint32_t i = 0; i < u->l.e->var.len; i++)
		port[i] = port_in(d, &in[i]);
	for (Ref r = 1; r < u->l.e->node.len; r++) {
		if (!needed[r])
			continue;
		d->span = expr_at(u->l.e, r)->span;
		d->lsb = u->t->lsb;
		u->l.fx[r].lsb = u->t->lsb;
		if (!u->vars[r])
			u->l.fx[r].d = constant(u, r);
		else if (expr_at(u->l.e, r)->op == O_var)
			u->l.fx[r].d = variable(u, r, in, port);
		else
			u->l.fx[r].d = operation(u, r);
	}
}

/* ---- outputs ---- */

/* Whether rounding x, of weight 2^lsb, to f can leave f's range. Rounding is
 * monotone, so the ends decide. */
static bool
leaves_range(const DNode *x, int lsb, const Format *f)
{
	const Format wide = {.is_signed = true,
	                     .width = DP_MAX_WIDTH,
	                     .lsb = f->lsb,
	                     .q = f->q,
	                     .o = OV_SAT};
	int64_t end[2] = {x->lo, x->hi};
	bool out = false;
	mpq_t v;
	mpq_init(v);
	for (int i = 0; i < 2; i++) {
		mpq_set_si(v, end[i], 1);
		if (lsb < 0)
			mpq_div_2exp(v, v, (mp_bitcnt_t)-lsb);
		else
			mpq_mul_2exp(v, v, (mp_bitcnt_t)lsb);
		int64_t y = format_from_q(&wide, v);
		out = out || y < format_lo(f) || y > format_hi(f);
	}
	mpq_clear(v);
	return out;
}

static void
lower_output(Uniform *u, uint32_t o)
{
	const ExprOutput *out = &u->l.e->out.at[o];
	Datapath *d = u->l.d;
	Format f = u->l.n->out[o].format;
	int lsb = u->t->lsb;
	DRef x = u->l.fx[out->ref].d;
	if (!x) /* reported already */
		return;
	f.o = f.o_given ? f.o : OV_SAT;
	d->span = expr_at(u->l.e, out->ref)->span;
	DRef y = dp_quantize(d, x, lsb, &f);
	if (!y) {
		lower_refuse(&u->l, out->ref, "give a coarser --output format",
		             "output '%s' needs more than %d bits", out->name,
		             DP_MAX_WIDTH);
		return;
	}
	u->l.n->saturates[o] = leaves_range(dp_at(d, x), lsb, &f);
	u->l.n->bound[o] = INFINITY;
	port_out(d, out, &f, y);
}

/* ---- definedness ---- */

/* A double at or beyond v * scale + offset on the side of `towards`. */
static double
port_end(const InputSpec *in, int64_t v, double towards)
{
	mpq_t q;
	mpq_init(q);
	mpq_set_si(q, v, 1);
	if (in->format.lsb < 0)
		mpq_div_2exp(q, q, (mp_bitcnt_t)-in->format.lsb);
	else
		mpq_mul_2exp(q, q, (mp_bitcnt_t)in->format.lsb);
	mpq_mul(q, q, in->scale);
	mpq_add(q, q, in->offset);
	double x = mpq_get_d(q);
	mpq_t back;
	mpq_init(back);
	mpq_set_d(back, x);
	if (!mpq_equal(back, q))
		x = nextafter(x, towards);
	mpq_clear(back);
	mpq_clear(q);
	return x;
}

/* The equation itself must be defined over the box, whatever the type makes
 * of it. Nodes that no output needs do not count. */
static bool
is_defined(Uniform *u, const bool *needed)
{
	Lower *l = &u->l;
	enum { BOXES = 64 };
	l->x = arena_alloc(l->a, (l->e->var.len + 1) * sizeof *l->x);
	for (uint32_t i = 0; i < l->e->var.len; i++) {
		const InputSpec *in = &l->n->in[i];
		bool falls = mpq_sgn(in->scale) < 0;
		l->x[i].lo = port_end(in, falls ? in->hi : in->lo, -INFINITY);
		l->x[i].hi = port_end(in, falls ? in->lo : in->hi, INFINITY);
	}
	l->box = box_result(l->a, l->e);
	box_subdivide(box_pool(l->a, l->e), l->x, NULL, NULL, BOXES, l->box,
	              NULL);
	for (Ref r = 1; r < l->e->node.len; r++)
		if (!needed[r])
			l->box->def[r] = DEF_ALL;
	return budget_defined(l);
}

/* ---- driver ---- */

/* The specifications with every variable taken as it is in the equation. */
static const InputSpec *
plain_inputs(Arena *a, const Expr *e, const InputSpec *in)
{
	InputSpec *to = arena_alloc(a, (e->var.len + 1) * sizeof *to);
	for (uint32_t i = 0; i < e->var.len; i++) {
		to[i] = in[i];
		mpq_init(to[i].scale);
		mpq_init(to[i].offset);
		mpq_set_si(to[i].scale, 1, 1);
		arena_defer(a, clear_q, to[i].scale);
		arena_defer(a, clear_q, to[i].offset);
	}
	return to;
}

/* Constants and variables below each node; which nodes the outputs need. */
static bool *
look_around(Uniform *u)
{
	const Expr *e = u->l.e;
	bool *needed = arena_alloc(u->l.a, e->node.len);
	for (Ref r = 1; r < e->node.len; r++) {
		const ExprNode *n = expr_at(e, r);
		u->vars[r] = n->op == O_var;
		for (int i = 0; i < n->narg; i++)
			u->vars[r] = u->vars[r] || u->vars[n->arg[i]];
		u->q[r] = u->vars[r] ? NULL : rational(u, r);
	}
	for (uint32_t o = 0; o < e->out.len; o++)
		needed[e->out.at[o].ref] = true;
	for (Ref r = e->node.len; r-- > 1;) {
		const ExprNode *n = expr_at(e, r);
		for (int i = 0; needed[r] && u->vars[r] && i < n->narg; i++)
			needed[n->arg[i]] = true;
	}
	return needed;
}

static const char *
kind(const Uniform *u, Ref r)
{
	const ExprNode *n = expr_at(u->l.e, r);
	if (!u->vars[r])
		return "const";
	if (n->op == O_var)
		return "input";
	return u->l.kind[r] ? u->l.kind[r] : op_info[n->op].name;
}

static void
dump(const Uniform *u, const bool *needed, Buf *b)
{
	int lsb = u->t->lsb;
	buf_printf(b, "every value: %s\n", format_text(u->t, u->l.a));
	for (Ref r = 1; r < u->l.e->node.len; r++) {
		const DNode *n = dp_at(u->l.d, u->l.fx[r].d);
		if (needed[r])
			buf_printf(b, "%%%u %-10s in [%.6g, %.6g]  ; %s\n", r,
			           kind(u, r), ldexp((double)n->lo, lsb),
			           ldexp((double)n->hi, lsb),
			           lower_text(&u->l, r));
	}
}

Datapath *
lower_uniform(const Expr *e, Numerics *n, Arena *a)
{
	Uniform u = {.t = &n->uniform};
	uint32_t errors = e->diag->errors;
	u.l.a = a;
	u.l.n = n;
	u.l.e = bind_ports(e, plain_inputs(a, e, n->in), a);
	u.l.d = dp_new(a, n->name);
	u.l.fx = arena_alloc(a, u.l.e->node.len * sizeof *u.l.fx);
	u.l.kind = arena_alloc(a, u.l.e->node.len * sizeof *u.l.kind);
	u.q = arena_alloc(a, u.l.e->node.len * sizeof *u.q);
	u.vars = arena_alloc(a, u.l.e->node.len);
	const bool *needed = look_around(&u);
	if (!is_defined(&u, needed))
		return NULL;
	lower_nodes(&u, needed);
	for (uint32_t o = 0; o < e->out.len; o++)
		lower_output(&u, o);
	if (e->diag->errors > errors)
		return NULL;
	if (n->dump)
		dump(&u, needed, n->dump);
	return u.l.d;
}
