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
#include "ir/uniform.h"

#include <math.h>

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

/* ---- nodes ---- */

static DRef
operation(Uniform *u, Ref r)
{
	const ExprNode *n = expr_at(u->l.e, r);
	DRef a[OP_ARGS] = {0};
	for (int i = 0; i < n->narg; i++)
		if (!(a[i] = u->l.fx[n->arg[i]].d))
			return 0;
	uint32_t errors = u->l.e->diag->errors;
	DRef d = uniform_op(u, r, a);
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

/* The equation itself must be defined over the box, whatever the type makes
 * of it. Nodes that no output needs do not count. */
static bool
is_defined(Uniform *u, const bool *needed)
{
	Lower *l = &u->l;
	enum { BOXES = 64 };
	l->x = arena_alloc(l->a, (l->e->var.len + 1) * sizeof *l->x);
	for (uint32_t i = 0; i < l->e->var.len; i++)
		l->x[i] = input_range(&l->n->in[i]);
	l->box = box_result(l->a, l->e);
	BoxTask task = {.x = l->x, .budget = BOXES};
	box_subdivide(box_pool(l->a, l->e), &task, l->box, NULL);
	for (Ref r = 1; r < l->e->node.len; r++)
		if (!needed[r])
			l->box->def[r] = DEF_ALL;
	return lower_defined(l);
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
	u.q = arena_alloc(a, u.l.e->node.len * sizeof(mpq_ptr));
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
