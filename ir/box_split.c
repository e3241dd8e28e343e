/* Ranges and gains over many boxes.
 *
 * Contract: see eval.h. box_subdivide halves the variable of the largest
 * smear in the box that has it (Kearfott, Rigorous Global Search, 1996,
 * ch. 4), which narrows all ranges. box_gains is branch and bound: a box in
 * which something is worst is cut where trial says that this helps most, at a
 * variable or at an inner node whose variables occur nowhere else, until no
 * such box can be improved. Of factors that share a variable, f(x) * g(x), each
 * may reach its most in both halves though never with the other: where no cut
 * helps, eight parts of such a variable are tried. Each output has boxes of its
 * own, as what is worst for one is not for others.
 * Invariant: the boxes cover all inputs, and overlap at most in faces. */
#include <math.h>

#include "ir/box.h"

enum {
	MAX_INNER = 200, /* nodes: more, and no inner node is cut */
	MAX_CUTS = 24,
	DEEP = 3 /* cuts one after the other, where one does not help */
};

/* In logarithms: a cut that lowers the worst by less is not worth it; what a
 * bound where there was none counts. */
static const double PROGRESS = 0.02, MOST = 50;
static const double NEAR = 0.98; /* of the worst: as bad */

/* ---- cutting ---- */

static double
grid_of(const BoxPool *p, Ref r)
{
	const ExprNode *x = expr_at(p->e, r);
	return x->op == O_var && p->task.grid ? p->task.grid[x->index] : 0;
}

/* Where to cut: in the middle, or where one sign spans octaves in the middle
 * of those, since slopes mostly go with powers. */
static double
middle(Range r, bool octaves)
{
	if (octaves && r.lo > 0 && r.hi > 4 * r.lo)
		return sqrt(r.lo) * sqrt(r.hi);
	if (octaves && r.hi < 0 && r.lo < 4 * r.hi)
		return -sqrt(-r.lo) * sqrt(-r.hi);
	return r.lo / 2 + r.hi / 2;
}

/* Where [a, b] ends on the left and starts again on the right. Between two
 * neighbours of a power-of-two grid there is nothing to cover. */
static void
halve(Range r, double mid, double grid, Range *left, Range *right)
{
	int exp;
	double gap = 0;
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

static bool
can_cut(const BoxPool *p, const Box *b, const Cut *c)
{
	Range r = b->limit[c->node];
	double w = r.hi - r.lo;
	return w > grid_of(p, c->node) / 2 && w < INFINITY;
}

/* left, a copy of b on entry, and right become the parts of b. */
static void
cut_box(BoxPool *p, Box *left, Box *right, uint32_t side, bool octaves)
{
	const Cut *c = &p->v->cut.at[side];
	Range r = left->limit[c->node];
	box_copy(p, right, left);
	halve(r, middle(r, octaves), grid_of(p, c->node), &left->limit[c->node],
	      &right->limit[c->node]);
	box_update(p, left, c);
	box_update(p, right, c);
}

static void
merge_all(const BoxPool *p, uint32_t n, BoxEval *r, double *bound)
{
	bool first = true;
	for (uint32_t i = 0; i < n; i++) {
		if (p->box.at[i].empty)
			continue;
		box_merge(p, &p->box.at[i], first, r);
		first = false;
	}
	check(!first);
	for (uint32_t o = p->v->first; bound && o < p->v->end; o++) {
		bound[o] = 0;
		for (uint32_t i = 0; p->task.err && i < n; i++)
			if (!p->box.at[i].empty)
				bound[o] = fmax(bound[o],
				                box_error(p, &p->box.at[i], o));
	}
}

/* ---- for ranges ---- */

/* The side whose halving promises most: largest sum over paths of |slope|,
 * times width; among unbounded ones the widest. Slopes that cancel count in
 * full, because intervals do not see that they cancel. */
static void
choose_side(const BoxPool *p, Box *b)
{
	b->smear = -1;
	b->width = 0;
	for (uint32_t v = 0; v < p->v->nvar && !b->empty; v++) {
		Ref r = p->v->cut.at[v].node;
		double w = b->limit[r].hi - b->limit[r].lo;
		double smear = mul0(b->path[r], w);
		if (!can_cut(p, b, &p->v->cut.at[v]))
			continue;
		if (smear > b->smear || (smear == b->smear && w > b->width)) {
			b->smear = smear;
			b->width = w;
			b->side = v;
		}
	}
}

static uint32_t
most_smeared(const BoxPool *p, uint32_t n)
{
	uint32_t best = 0;
	const Box *b = p->box.at;
	for (uint32_t i = 1; i < n; i++)
		if (b[i].smear > b[best].smear ||
		    (b[i].smear == b[best].smear && b[i].width > b[best].width))
			best = i;
	return best;
}

void
box_subdivide(BoxPool *p, const BoxTask *t, BoxEval *r, double *bound)
{
	uint32_t n = 1;
	p->task = *t;
	box_view(p, &p->all);
	box_root(p);
	choose_side(p, &p->box.at[0]);
	for (; n < t->budget; n++) {
		uint32_t i = most_smeared(p, n);
		if (!(p->box.at[i].smear > 0))
			break;
		Box *right = box_at(p, n), *left = &p->box.at[i];
		cut_box(p, left, right, left->side, false);
		choose_side(p, left);
		choose_side(p, right);
	}
	merge_all(p, n, r, bound);
}

/* ---- for gains ---- */

/* Whether everything that r depends on reaches the outputs through r only. */
static bool
is_module(const BoxPool *p, const bool *below, Ref r)
{
	for (uint32_t i = 0; i < p->v->nstep; i++) {
		Ref n = p->v->step[i];
		const ExprNode *x = expr_at(p->e, n);
		for (int k = 0; k < x->narg; k++) {
			Ref a = x->arg[k];
			bool inside = below[n] || n == r;
			if (!inside && below[a] && a != r &&
			    expr_at(p->e, a)->op != O_const)
				return false;
		}
	}
	return true;
}

static void
mark_below(const BoxPool *p, Ref r, bool *below)
{
	for (Ref n = 0; n < p->nnode; n++)
		below[n] = n == r;
	for (Ref n = r; n > 0; n--)
		for (int k = 0; below[n] && k < expr_at(p->e, n)->narg; k++)
			below[expr_at(p->e, n)->arg[k]] = true;
}

/* Arguments of n with a variable below them. */
static int
varying(const BoxPool *p, const ExprNode *n)
{
	int count = 0;
	for (int k = 0; k < n->narg; k++) {
		bool varies = false;
		for (uint32_t v = 0; v < p->v->nvar; v++)
			varies = varies || p->v->cut.at[v].above[n->arg[k]];
		count += varies;
	}
	return count;
}

static bool
is_output(const BoxPool *p, Ref r)
{
	bool out = false;
	for (uint32_t o = 0; o < p->nout; o++)
		out = out || p->e->out.at[o].ref == r;
	return out;
}

/* Adds the inner nodes that may be cut: those that join two or more signals
 * which occur nowhere else. In such a node's values its whole sub-DAG is one
 * dimension of the box. */
static void
find_modules(BoxPool *p)
{
	if (p->v->inner || p->v->nstep > MAX_INNER)
		return;
	p->v->inner = true;
	bool *below = arena_alloc(p->a, p->nnode);
	for (uint32_t i = 0; i < p->v->nstep && p->v->cut.len < MAX_CUTS; i++) {
		Ref r = p->v->step[i];
		if (is_output(p, r) || varying(p, expr_at(p->e, r)) < 2)
			continue;
		mark_below(p, r, below);
		if (is_module(p, below, r))
			box_add_cut(p, r);
	}
}

/* What is to become small: for each output the bound on its error, where that
 * is asked for, else its gain at every site. */
typedef struct Search {
	BoxPool *p;
	uint32_t n;    /* boxes */
	uint32_t work; /* nodes evaluated */
	bool bound;
	uint32_t ngoal;
	size_t *goal;  /* where it is in Box.gain; or the output */
	double *worst; /* per goal, of all boxes */
} Search;

static double
goal_at(const Search *s, const Box *b, uint32_t k)
{
	return b->empty   ? 0
	       : s->bound ? b->sum[s->goal[k]]
	                  : b->gain[s->goal[k]];
}

static void
find_goals(Search *s, const bool *site)
{
	const BoxPool *p = s->p;
	const BoxView *v = p->v;
	uint32_t n = v->end - v->first, step = s->bound ? 1 : v->nstep;
	s->goal = arena_alloc(p->a, (n * step + 1) * sizeof *s->goal);
	s->worst = arena_alloc(p->a, (n * step + 1) * sizeof *s->worst);
	for (uint32_t o = v->first; o < v->end; o++) {
		if (s->bound)
			s->goal[s->ngoal++] = o;
		for (uint32_t i = 0; !s->bound && i < step; i++)
			if (site[v->step[i]])
				s->goal[s->ngoal++] =
				    (size_t)o * p->nnode + v->step[i];
	}
}

static void
find_worst(Search *s)
{
	for (uint32_t k = 0; k < s->ngoal; k++) {
		s->worst[k] = 0;
		for (uint32_t i = 0; i < s->n; i++)
			s->worst[k] =
			    fmax(s->worst[k], goal_at(s, &s->p->box.at[i], k));
	}
}

/* Whether box b is among the worst for goal k. */
static bool
is_critical(const Search *s, const Box *b, uint32_t k)
{
	return s->worst[k] > 0 && goal_at(s, b, k) >= NEAR * s->worst[k];
}

static void
sum_errors(const Search *s, Box *b)
{
	const BoxPool *p = s->p;
	for (uint32_t o = p->v->first; s->bound && o < p->v->end; o++)
		b->sum[o] = b->empty ? 0 : box_error(p, b, o);
}

/* Cuts box i at `side`, `levels` times one after the other, into the boxes from
 * n on, for trial: how many. */
static uint32_t
cut_parts(Search *s, uint32_t i, uint32_t side, int levels)
{
	BoxPool *p = s->p;
	uint32_t n = 1;
	box_at(p, s->n);
	box_copy(p, &p->box.at[s->n], &p->box.at[i]);
	for (int l = 0; l < levels; l++)
		for (uint32_t k = n; k-- > 0;) {
			Box *right = box_at(p, s->n + n);
			Box *left = &p->box.at[s->n + k];
			if (l > 0 && (left->empty ||
			              !can_cut(p, left, &p->v->cut.at[side])))
				continue;
			cut_box(p, left, right, side, levels == 1);
			s->work += 2 * p->v->nstep;
			n++;
		}
	for (uint32_t k = 0; k < n; k++)
		sum_errors(s, &p->box.at[s->n + k]);
	return n;
}

/* How much such a cut lowers what box i is critical for, in logarithms. */
static double
try_cut(Search *s, uint32_t i, uint32_t side, int levels)
{
	uint32_t n = cut_parts(s, i, side, levels);
	const Box *b = &s->p->box.at[i], *part = &s->p->box.at[s->n];
	double better = 0;
	for (uint32_t k = 0; k < s->ngoal; k++) {
		if (!is_critical(s, b, k))
			continue;
		double was = goal_at(s, b, k), is = 0;
		for (uint32_t m = 0; m < n; m++)
			is = fmax(is, goal_at(s, &part[m], k));
		if (is < was)
			better +=
			    was < INFINITY && is > 0 ? log(was / is) : MOST;
	}
	return better;
}

/* The cut of box i that helps most, of all or of variables that are read more
 * than once; UINT32_MAX if none does. */
static uint32_t
best_cut(Search *s, uint32_t i, int levels)
{
	const BoxPool *p = s->p;
	double most = PROGRESS;
	uint32_t best = UINT32_MAX;
	for (uint32_t c = 0; c < p->v->cut.len; c++) {
		if (!can_cut(p, &p->box.at[i], &p->v->cut.at[c]) ||
		    (levels > 1 &&
		     (c >= p->v->nvar || !p->v->cut.at[c].shared)))
			continue;
		double better = try_cut(s, i, c, levels);
		if (better > most) {
			most = better;
			best = c;
		}
	}
	return best;
}

/* Where something stays unbounded in box i: the widest variable. */
static uint32_t
any_cut(Search *s, uint32_t i)
{
	Box *b = &s->p->box.at[i];
	bool unbounded = false;
	for (uint32_t k = 0; k < s->ngoal; k++)
		unbounded = unbounded || goal_at(s, b, k) == INFINITY;
	if (!unbounded)
		return UINT32_MAX;
	choose_side(s->p, b);
	return b->smear > 0 ? b->side : UINT32_MAX;
}

static uint32_t
count_critical(const Search *s, const Box *b)
{
	uint32_t count = 0;
	for (uint32_t k = 0; k < s->ngoal; k++)
		count += is_critical(s, b, k);
	return count;
}

/* The box that is critical for most; n if all that are have been tried for as
 * much. */
static uint32_t
next_box(Search *s)
{
	uint32_t best = s->n, most = 0;
	find_worst(s);
	for (uint32_t i = 0; i < s->n; i++) {
		const Box *b = &s->p->box.at[i];
		uint32_t count = count_critical(s, b);
		if (count > b->tried && count > most) {
			most = count;
			best = i;
		}
	}
	return best;
}

static void
swap_boxes(BoxPool *p, uint32_t i, uint32_t k)
{
	Box b = p->box.at[i];
	p->box.at[i] = p->box.at[k];
	p->box.at[k] = b;
}

/* Replaces box i by its parts. */
static void
take_cut(Search *s, uint32_t i, uint32_t side, int levels)
{
	uint32_t n = cut_parts(s, i, side, levels);
	for (uint32_t k = 0; k < n; k++)
		s->p->box.at[s->n + k].tried = 0;
	s->n += n - 1;
	swap_boxes(s->p, i, s->n); /* the last part in i's place */
}

/* Cuts box i where that helps. */
static bool
improve(Search *s, uint32_t i)
{
	int levels = 1;
	uint32_t c = best_cut(s, i, 1);
	if (c == UINT32_MAX && s->n + (1 << DEEP) <= s->p->task.budget) {
		levels = DEEP;
		c = best_cut(s, i, DEEP);
	}
	if (c == UINT32_MAX) {
		levels = 1;
		c = any_cut(s, i);
	}
	if (c != UINT32_MAX)
		take_cut(s, i, c, levels);
	return c != UINT32_MAX;
}

static void
search(BoxPool *p, BoxView *v, const bool *site, BoxEval *r, double *bound)
{
	Search s = {.p = p, .n = 1, .bound = bound != NULL};
	box_view(p, v);
	find_modules(p);
	find_goals(&s, site);
	box_root(p);
	p->box.at[0].tried = 0;
	sum_errors(&s, &p->box.at[0]);
	while (s.n < p->task.budget && s.work < p->task.work) {
		uint32_t i = next_box(&s);
		if (i == s.n)
			break;
		if (!improve(&s, i))
			p->box.at[i].tried = count_critical(&s, &p->box.at[i]);
	}
	merge_all(p, s.n, r, bound);
}

/* What the boxes of one output say joins what those of others have said about
 * the same nodes. */
static void
join(const BoxPool *p, const BoxEval *part, bool *seen, BoxEval *r)
{
	for (uint32_t i = 0; i < p->v->nstep; i++) {
		Ref n = p->v->step[i];
		size_t g = (size_t)p->v->first * p->nnode + n;
		Range v = part->value[n];
		r->gain[g] = part->gain[g];
		if (seen[n]) {
			v.lo = fmax(v.lo, r->value[n].lo);
			v.hi = fmin(v.hi, r->value[n].hi);
		}
		r->value[n] = v;
		if (!seen[n] || r->def[n] == DEF_SOME)
			r->def[n] = part->def[n];
		r->extra[n] = seen[n] ? fmax(r->extra[n], part->extra[n])
		                      : part->extra[n];
		seen[n] = true;
	}
}

void
box_gains(BoxPool *p, const BoxTask *t, const bool *site, BoxEval *r,
          double *bound)
{
	p->task = *t;
	if (p->nout == 1) {
		search(p, &p->all, site, r, bound);
		return;
	}
	BoxEval *part = box_result(p->a, p->e);
	bool *seen = arena_alloc(p->a, p->nnode);
	for (uint32_t o = 0; o < p->nout; o++) {
		search(p, &p->one[o], site, part, bound);
		join(p, part, seen, r);
	}
}
