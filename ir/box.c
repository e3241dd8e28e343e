/* Ranges and sensitivities of every node over boxes of inputs.
 *
 * Contract: see eval.h. Forward intervals, then one adjoint sweep an output:
 * reverse-mode differentiation over intervals, so that a gain holds for every
 * point of the box and every perturbation within err.
 * Invariant: a sub-box keeps its values and local slopes; halving one input
 * recomputes only the nodes that depend on it.
 * Subdivision by smear: Kearfott, Rigorous Global Search, 1996, ch. 4. */
#include <math.h>
#include <string.h>

#include "ir/eval.h"

typedef struct Box {
	Range *x;      /* per variable */
	double *path;  /* per variable: sum of |slopes| of all its paths */
	Range *value;  /* per node */
	Range *slope;  /* per node and argument */
	uint8_t *def;  /* per node */
	double *gain;  /* per output and node */
	uint32_t side; /* variable to halve next */
	double smear;  /* of that side; < 0: cannot be halved */
	double width;  /* of that side */
} Box;

struct BoxPool {
	Arena *a;
	const Expr *e;
	OpBox *op;
	uint32_t nnode, nvar, nout;
	uint32_t nstep;
	Ref *step;      /* nodes that the outputs need, arguments first */
	bool *depends;  /* per variable and node */
	Range *adjoint; /* per node */
	double *path;   /* per node: the same without cancellation */
	VEC(Box) box;
};

/* ---- storage ---- */

static void
find_steps(BoxPool *p)
{
	const Expr *e = p->e;
	bool *need = arena_alloc(p->a, p->nnode);
	for (uint32_t o = 0; o < p->nout; o++)
		need[e->out.at[o].ref] = true;
	for (Ref r = p->nnode - 1; r > 0; r--)
		for (int k = 0; need[r] && k < expr_at(e, r)->narg; k++)
			need[expr_at(e, r)->arg[k]] = true;
	p->step = arena_alloc(p->a, p->nnode * sizeof *p->step);
	for (Ref r = 1; r < p->nnode; r++)
		if (need[r])
			p->step[p->nstep++] = r;
}

static void
find_dependences(BoxPool *p)
{
	p->depends = arena_alloc(p->a, (size_t)p->nvar * p->nnode);
	for (uint32_t v = 0; v < p->nvar; v++) {
		bool *dep = p->depends + (size_t)v * p->nnode;
		for (uint32_t i = 0; i < p->nstep; i++) {
			const ExprNode *x = expr_at(p->e, p->step[i]);
			bool d = x->op == O_var && x->index == v;
			for (int k = 0; k < x->narg; k++)
				d = d || dep[x->arg[k]];
			dep[p->step[i]] = d;
		}
	}
}

BoxPool *
box_pool(Arena *a, const Expr *e)
{
	BoxPool *p = arena_alloc(a, sizeof *p);
	p->a = a;
	p->e = e;
	p->op = op_box_new(a);
	p->nnode = e->node.len;
	p->nvar = e->var.len;
	p->nout = e->out.len;
	find_steps(p);
	find_dependences(p);
	p->adjoint = arena_alloc(a, p->nnode * sizeof *p->adjoint);
	p->path = arena_alloc(a, p->nnode * sizeof *p->path);
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
	r->gain = arena_alloc(a, (size_t)r->nnode * r->nout * sizeof *r->gain);
	return r;
}

/* Box i of the pool, made if there is none. */
static Box *
box_at(BoxPool *p, uint32_t i)
{
	check(i <= p->box.len);
	if (i == p->box.len) {
		size_t n = p->nnode;
		Box b = {
		    .x = arena_alloc(p->a, p->nvar * sizeof *b.x),
		    .path = arena_alloc(p->a, p->nvar * sizeof *b.path),
		    .value = arena_alloc(p->a, n * sizeof *b.value),
		    .slope = arena_alloc(p->a, OP_ARGS * n * sizeof *b.slope),
		    .def = arena_alloc(p->a, n),
		    .gain = arena_alloc(p->a, p->nout * n * sizeof *b.gain)};
		vec_push(p->a, p->box, b);
	}
	return &p->box.at[i];
}

static void
box_copy(const BoxPool *p, Box *to, const Box *from)
{
	size_t n = p->nnode;
	memcpy(to->x, from->x, p->nvar * sizeof *to->x);
	memcpy(to->value, from->value, n * sizeof *to->value);
	memcpy(to->slope, from->slope, OP_ARGS * n * sizeof *to->slope);
	memcpy(to->def, from->def, n);
}

/* ---- one box ---- */

static void
eval_node(const BoxPool *p, Box *b, Ref r, const double *err)
{
	const ExprNode *x = expr_at(p->e, r);
	Range arg[OP_ARGS], *v = &b->value[r];
	b->def[r] = DEF_ALL;
	if (x->op == O_var) {
		*v = b->x[x->index];
	} else if (x->op == O_const) {
		*v = op_box_const(p->op, expr_q(p->e, r));
	} else {
		for (int k = 0; k < x->narg; k++)
			arg[k] = b->value[x->arg[k]];
		bool same = x->narg == 2 && x->arg[0] == x->arg[1];
		b->def[r] = (uint8_t)op_box(p->op, x->op, same, arg, v,
		                            &b->slope[OP_ARGS * r]);
	}
	if (err)
		*v = interval_widen(*v, err[r]);
}

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
	for (uint32_t i = p->nstep; i-- > 0;) {
		Ref r = p->step[i];
		const ExprNode *x = expr_at(p->e, r);
		gain[r] = interval_mag(adj[r]);
		for (uint32_t k = 0; p->path[r] != 0 && k < x->narg; k++) {
			Ref a = x->arg[k];
			Range d = b->slope[OP_ARGS * r + k];
			adj[a] = interval_add(adj[a], interval_mul(adj[r], d));
			p->path[a] += mul0(p->path[r], interval_mag(d));
		}
		if (x->op == O_var)
			b->path[x->index] = fmax(b->path[x->index], p->path[r]);
	}
}

/* The side whose halving promises most: largest sum over paths of |slope|,
 * times width; among unbounded ones the widest. Slopes that cancel count in
 * full, because intervals do not see that they cancel. */
static void
choose_side(const BoxPool *p, Box *b, const double *grid)
{
	b->smear = -1;
	b->width = 0;
	for (uint32_t v = 0; v < p->nvar; v++) {
		double w = b->x[v].hi - b->x[v].lo;
		double smear = mul0(b->path[v], w);
		if (!(w > (grid ? grid[v] : 0) / 2))
			continue;
		if (smear > b->smear || (smear == b->smear && w > b->width)) {
			b->smear = smear;
			b->width = w;
			b->side = v;
		}
	}
}

/* Everything about a box, of which only `side` has changed (UINT32_MAX: all
 * is new). */
static void
eval_box(BoxPool *p, Box *b, uint32_t side, const double *err)
{
	const bool *dep =
	    side == UINT32_MAX ? NULL : p->depends + (size_t)side * p->nnode;
	for (uint32_t i = 0; i < p->nstep; i++)
		if (!dep || dep[p->step[i]])
			eval_node(p, b, p->step[i], err);
	memset(b->path, 0, p->nvar * sizeof *b->path);
	for (uint32_t o = 0; o < p->nout; o++)
		sweep(p, b, o);
}

static void
merge(const BoxPool *p, const Box *b, bool first, BoxEval *r)
{
	for (uint32_t i = 0; i < p->nstep; i++) {
		Ref n = p->step[i];
		r->value[n] = first ? b->value[n]
		                    : interval_hull(r->value[n], b->value[n]);
		bool agree = first || r->def[n] == b->def[n];
		r->def[n] = agree ? b->def[n] : DEF_SOME;
		for (uint32_t o = 0; o < p->nout; o++) {
			size_t g = (size_t)o * p->nnode + n;
			r->gain[g] =
			    first ? b->gain[g] : fmax(r->gain[g], b->gain[g]);
		}
	}
}

void
box_eval(BoxPool *p, const Range *x, const double *err, BoxEval *r)
{
	Box *b = box_at(p, 0);
	memcpy(b->x, x, p->nvar * sizeof *x);
	eval_box(p, b, UINT32_MAX, err);
	merge(p, b, true, r);
}

/* ---- many boxes ---- */

/* Where [a, b] ends on the left and starts again on the right. Between two
 * neighbours of a power-of-two grid there is nothing to cover. */
static void
halve(Range r, double grid, Range *left, Range *right)
{
	int exp;
	double mid = r.lo / 2 + r.hi / 2, gap = 0;
	if (grid > 0 && frexp(grid, &exp) == 0.5 &&
	    interval_mag(r) < ldexp(grid, 52)) {
		double on = floor(mid / grid) * grid;
		if (on >= r.lo && on + grid <= r.hi) {
			mid = on;
			gap = grid;
		}
	}
	*left = (Range){r.lo, mid};
	*right = (Range){mid + gap, r.hi};
}

static uint32_t
worst(const BoxPool *p, uint32_t n)
{
	uint32_t best = 0;
	const Box *b = p->box.at;
	for (uint32_t i = 1; i < n; i++)
		if (b[i].smear > b[best].smear ||
		    (b[i].smear == b[best].smear && b[i].width > b[best].width))
			best = i;
	return best;
}

static double
error_bound(const BoxPool *p, const Box *b, uint32_t out, const double *err)
{
	double sum = 0;
	const double *gain = b->gain + (size_t)out * p->nnode;
	for (uint32_t i = 0; i < p->nstep; i++) {
		Ref r = p->step[i];
		if (err[r] != 0 && gain[r] != 0)
			sum = up(sum + up(mul0(gain[r], err[r])));
	}
	return sum;
}

/* Halves the side of box i that its smear names; box n is the new one. */
static void
split(BoxPool *p, uint32_t i, uint32_t n, const double *grid, const double *err)
{
	Box *right = box_at(p, n), *left = &p->box.at[i];
	uint32_t s = left->side;
	box_copy(p, right, left);
	halve(left->x[s], grid ? grid[s] : 0, &left->x[s], &right->x[s]);
	eval_box(p, left, s, err);
	choose_side(p, left, grid);
	eval_box(p, right, s, err);
	choose_side(p, right, grid);
}

void
box_subdivide(BoxPool *p, const Range *x, const double *grid, const double *err,
              uint32_t budget, BoxEval *r, double *bound)
{
	uint32_t n = 1;
	box_eval(p, x, err, r);
	choose_side(p, &p->box.at[0], grid);
	for (; n < budget; n++) {
		uint32_t i = worst(p, n);
		if (!(p->box.at[i].smear > 0))
			break;
		split(p, i, n, grid, err);
	}
	for (uint32_t i = 0; i < n; i++)
		merge(p, &p->box.at[i], i == 0, r);
	for (uint32_t o = 0; bound && o < p->nout; o++) {
		bound[o] = 0;
		for (uint32_t i = 0; err && i < n; i++)
			bound[o] = fmax(bound[o],
			                error_bound(p, &p->box.at[i], o, err));
	}
}
