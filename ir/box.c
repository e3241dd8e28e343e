/* Ranges and sensitivities of every node over one box of inputs.
 *
 * Contract: see eval.h and box.h. Forward intervals, then one adjoint sweep
 * an output: reverse-mode differentiation over intervals, so that a gain
 * holds for every point of the box and every perturbation within err.
 * A node's value is also within its limit, give or take `off`, the most that
 * the whole box's forward analysis lets it be off.
 * Invariant: a box keeps its values and local slopes; changing one limit
 * recomputes only the nodes above it. */
#include <math.h>
#include <string.h>

#include "ir/box.h"

/* ---- storage ---- */

static void
find_steps(BoxPool *p)
{
	const Expr *e = p->e;
	BoxView *v = p->v;
	bool *need = arena_alloc(p->a, p->nnode);
	for (uint32_t o = v->first; o < v->end; o++)
		need[e->out.at[o].ref] = true;
	for (Ref r = p->nnode - 1; r > 0; r--)
		for (int k = 0; need[r] && k < expr_at(e, r)->narg; k++)
			need[expr_at(e, r)->arg[k]] = true;
	v->step = arena_alloc(p->a, p->nnode * sizeof *v->step);
	for (Ref r = 1; r < p->nnode; r++)
		if (need[r])
			v->step[v->nstep++] = r;
}

void
box_add_cut(BoxPool *p, Ref r)
{
	Cut c = {.node = r, .above = arena_alloc(p->a, p->nnode)};
	uint32_t reads = 0;
	c.above[r] = true;
	for (uint32_t i = 0; i < p->v->nstep; i++) {
		const ExprNode *x = expr_at(p->e, p->v->step[i]);
		for (int k = 0; k < x->narg; k++) {
			c.above[p->v->step[i]] |= c.above[x->arg[k]];
			reads += x->arg[k] == r;
		}
	}
	c.shared = reads > 1;
	vec_push(p->a, p->v->cut, c);
}

void
box_view(BoxPool *p, BoxView *v)
{
	p->v = v;
	if (v->step)
		return;
	find_steps(p);
	for (uint32_t i = 0; i < v->nstep; i++)
		if (expr_at(p->e, v->step[i])->op == O_var)
			box_add_cut(p, v->step[i]);
	v->nvar = v->cut.len;
}

BoxPool *
box_pool(Arena *a, const Expr *e)
{
	BoxPool *p = arena_alloc(a, sizeof *p);
	p->a = a;
	p->e = e;
	p->op = op_box_new(a);
	p->nnode = e->node.len;
	p->nout = e->out.len;
	p->all.end = p->nout;
	p->one = arena_alloc(a, p->nout * sizeof *p->one + 1);
	for (uint32_t o = 0; o < p->nout; o++)
		p->one[o] = (BoxView){.first = o, .end = o + 1};
	box_view(p, &p->all);
	p->adjoint = arena_alloc(a, p->nnode * sizeof *p->adjoint);
	p->path = arena_alloc(a, p->nnode * sizeof *p->path);
	p->off = arena_alloc(a, p->nnode * sizeof *p->off);
	return p;
}

BoxEval *
box_result(Arena *a, const Expr *e)
{
	BoxEval *r = arena_alloc(a, sizeof *r);
	r->nnode = e->node.len;
	r->nout = e->out.len;
	r->value = arena_alloc(a, r->nnode * sizeof *r->value);
	r->def = arena_alloc(a, r->nnode);
	r->extra = arena_alloc(a, r->nnode * sizeof *r->extra);
	r->gain = arena_alloc(a, (size_t)r->nnode * r->nout * sizeof *r->gain);
	return r;
}

Box *
box_at(BoxPool *p, uint32_t i)
{
	check(i <= p->box.len);
	if (i == p->box.len) {
		size_t n = p->nnode;
		Box b = {
		    .limit = arena_alloc(p->a, n * sizeof *b.limit),
		    .value = arena_alloc(p->a, n * sizeof *b.value),
		    .slope = arena_alloc(p->a, OP_ARGS * n * sizeof *b.slope),
		    .def = arena_alloc(p->a, n),
		    .extra = arena_alloc(p->a, n * sizeof *b.extra),
		    .gain = arena_alloc(p->a, p->nout * n * sizeof *b.gain),
		    .sum = arena_alloc(p->a, p->nout * sizeof *b.sum + 1),
		    .path = arena_alloc(p->a, n * sizeof *b.path)};
		vec_push(p->a, p->box, b);
	}
	return &p->box.at[i];
}

void
box_copy(const BoxPool *p, Box *to, const Box *from)
{
	size_t n = p->nnode;
	memcpy(to->limit, from->limit, n * sizeof *to->limit);
	memcpy(to->value, from->value, n * sizeof *to->value);
	memcpy(to->slope, from->slope, OP_ARGS * n * sizeof *to->slope);
	memcpy(to->def, from->def, n);
	memcpy(to->extra, from->extra, n * sizeof *to->extra);
}

/* ---- one node ---- */

/* Bends the slope of r, if that is steep: see BoxTask.bend. */
static void
bend(const BoxPool *p, Box *b, Ref r, const Range *arg)
{
	const ExprNode *x = expr_at(p->e, r);
	Range *d = &b->slope[OP_ARGS * r];
	double c, power, e = p->task.bend ? p->task.bend[r] : 0;
	b->extra[r] = 0;
	bool clean = p->task.err && p->off[x->arg[0]] == 0;
	if (!(e > 0) || clean || !op_modulus(x->op, arg, &c, &power))
		return;
	double rest = up(c * pow(e, power) * (1 + 0x1p-40));
	double steep = up(power * rest / e);
	if (interval_mag(*d) <= 2 * steep)
		return;
	b->extra[r] = up((1 - power) * rest);
	*d = (Range){fmin(fmax(d->lo, -steep), steep),
	             fmin(fmax(d->hi, -steep), steep)};
}

static void
eval_op(const BoxPool *p, Box *b, Ref r)
{
	const ExprNode *x = expr_at(p->e, r);
	Range arg[OP_ARGS];
	for (int k = 0; k < x->narg; k++)
		arg[k] = b->value[x->arg[k]];
	bool same = x->narg == 2 && x->arg[0] == x->arg[1];
	b->def[r] = (uint8_t)op_box(p->op, x->op, same, arg, &b->value[r],
	                            &b->slope[OP_ARGS * r]);
	bend(p, b, r, arg);
}

/* Within the limit of the exact value. */
static void
keep_limit(const BoxPool *p, Box *b, Ref r)
{
	Range *v = &b->value[r];
	Range lim = interval_widen(b->limit[r], p->off[r]);
	if (interval_empty(*v) || interval_empty(lim))
		return; /* undefined */
	*v = (Range){fmax(v->lo, lim.lo), fmin(v->hi, lim.hi)};
	b->empty = b->empty || interval_empty(*v);
}

static void
eval_node(const BoxPool *p, Box *b, Ref r)
{
	const ExprNode *x = expr_at(p->e, r);
	const double *err = p->task.err;
	b->def[r] = DEF_ALL;
	if (x->op == O_var)
		b->value[r] = b->limit[r];
	else if (x->op == O_const)
		b->value[r] = op_box_const(p->op, expr_q(p->e, r));
	else
		eval_op(p, b, r);
	if (err)
		b->value[r] = interval_widen(b->value[r], err[r]);
	if (x->op != O_var)
		keep_limit(p, b, r);
}

/* How far r may be from its exact value: by the slopes of its own operation
 * over all values that its arguments can have. */
static double
forward_error(const BoxPool *p, const Box *b, Ref r)
{
	const ExprNode *x = expr_at(p->e, r);
	double sum = p->task.err ? p->task.err[r] : 0;
	for (int k = 0; k < x->narg; k++) {
		double d = interval_mag(b->slope[OP_ARGS * r + (uint32_t)k]);
		double e = mul0(d, p->off[x->arg[k]]);
		sum = e == 0 ? sum : up(sum + up(e));
	}
	return b->extra[r] == 0 ? sum : up(sum + b->extra[r]);
}

/* ---- one box ---- */

/* d out / d node for every node, then its largest magnitude. */
static void
sweep(const BoxPool *p, Box *b, uint32_t out)
{
	Range *adj = p->adjoint;
	double *gain = b->gain + (size_t)out * p->nnode;
	memset(adj, 0, p->nnode * sizeof *adj);
	memset(p->path, 0, p->nnode * sizeof *p->path);
	adj[p->e->out.at[out].ref] = (Range){1, 1};
	p->path[p->e->out.at[out].ref] = 1;
	for (uint32_t i = p->v->nstep; i-- > 0;) {
		Ref r = p->v->step[i];
		const ExprNode *x = expr_at(p->e, r);
		gain[r] = interval_mag(adj[r]);
		for (uint32_t k = 0; p->path[r] != 0 && k < x->narg; k++) {
			Ref a = x->arg[k];
			Range d = b->slope[OP_ARGS * r + k];
			adj[a] = interval_add(adj[a], interval_mul(adj[r], d));
			p->path[a] += mul0(p->path[r], interval_mag(d));
		}
		b->path[r] = fmax(b->path[r], p->path[r]);
	}
}

static void
sweep_all(const BoxPool *p, Box *b)
{
	memset(b->path, 0, p->nnode * sizeof *b->path);
	for (uint32_t o = p->v->first; o < p->v->end; o++)
		sweep(p, b, o);
}

void
box_root(BoxPool *p)
{
	Box *b = box_at(p, 0);
	b->empty = false;
	for (uint32_t i = 0; i < p->v->nstep; i++) {
		Ref r = p->v->step[i];
		const ExprNode *x = expr_at(p->e, r);
		bool var = x->op == O_var;
		b->limit[r] = var             ? p->task.x[x->index]
		              : p->task.known ? p->task.known[r]
		                              : interval_whole;
		p->off[r] = INFINITY;
		eval_node(p, b, r);
		p->off[r] = var && !p->task.err ? 0 : forward_error(p, b, r);
		if (!var)
			keep_limit(p, b, r);
		if (!var && !p->task.known && !interval_empty(b->value[r]))
			b->limit[r] = b->value[r];
	}
	check(!b->empty);
	sweep_all(p, b);
}

void
box_update(BoxPool *p, Box *b, const Cut *c)
{
	b->empty = false;
	for (uint32_t i = 0; i < p->v->nstep; i++) {
		if (c->above[p->v->step[i]])
			eval_node(p, b, p->v->step[i]);
		if (b->empty)
			return;
	}
	sweep_all(p, b);
}

void
box_merge(const BoxPool *p, const Box *b, bool first, BoxEval *r)
{
	for (uint32_t i = 0; i < p->v->nstep; i++) {
		Ref n = p->v->step[i];
		r->value[n] = first ? b->value[n]
		                    : interval_hull(r->value[n], b->value[n]);
		bool agree = first || r->def[n] == b->def[n];
		r->def[n] = agree ? b->def[n] : DEF_SOME;
		r->extra[n] =
		    first ? b->extra[n] : fmax(r->extra[n], b->extra[n]);
		for (uint32_t o = p->v->first; o < p->v->end; o++) {
			size_t g = (size_t)o * p->nnode + n;
			r->gain[g] =
			    first ? b->gain[g] : fmax(r->gain[g], b->gain[g]);
		}
	}
}

double
box_error(const BoxPool *p, const Box *b, uint32_t out)
{
	double sum = 0;
	const double *err = p->task.err;
	const double *gain = b->gain + (size_t)out * p->nnode;
	for (uint32_t i = 0; i < p->v->nstep; i++) {
		Ref r = p->v->step[i];
		double e = err[r];
		if (b->extra[r] != 0)
			e = up(e + b->extra[r]);
		if (e != 0 && gain[r] != 0)
			sum = up(sum + up(mul0(gain[r], e)));
	}
	return sum;
}

void
box_eval(BoxPool *p, const BoxTask *task, BoxEval *r)
{
	p->task = *task;
	box_view(p, &p->all);
	box_root(p);
	box_merge(p, &p->box.at[0], true, r);
}
