/* The ways to compute a module's equations, each to its scheduled datapath;
 * the one with the smallest share of the device is taken, of equals (to what
 * the model can tell) the one with the lowest latency. They are compared
 * without halves and descent, which the best one then gets, and the equations
 * as simplified are always among them: before that last step the result is
 * never larger than theirs.
 * Where time counts for more (no descent: -O1) sines and cosines are in turns
 * at once: units of one period have fewer inputs, so that they are planned
 * faster, too. */
#include "driver/driver.h"

#include <math.h>

/* A design whose units have more inputs than this in sum (see Numerics) gets no
 * descent, */
static const double MOST_DESCENDED = 0x1.8p20;
/* or more than this is not made in several ways: each takes a second. */
static const double MOST_PLANNED = 0x1.8p21;

/* When those of all ways so far are more, no others are made. */
static const double MOST_TRIED = 0x1.8p23;

/* Shares that differ by less are one share where time counts for more: the model
 * is no better. */
static const double SAME_SHARE = 0.02;

/* One of them: equal to the equations to within off. */
typedef struct Way {
	const char *name;
	const Expr *e;
	double *off;     /* per output */
	bool turns;      /* arguments of sine and cosine in turns */
	bool pairs;      /* functions of two narrow ports as units */
	uint64_t divide; /* as in Numerics */
} Way;
typedef VEC(Way) Ways;

static void
add_way(Arena *a, Ways *w, const char *name, const Expr *e, double *off)
{
	vec_push(a, *w, ((Way){.name = name, .e = e, .off = off}));
}

static bool
has_period(const Expr *e)
{
	for (Ref r = 1; r < e->node.len; r++)
		if (op_info[expr_at(e, r)->op].flags & F_PERIOD)
			return true;
	return false;
}

/* The way at i again, in turns. */
static void
add_turns(Arena *a, Ways *w, uint32_t i, const char *name)
{
	Way t = w->at[i];

	t.name = name;
	t.turns = true;
	if (has_period(t.e))
		vec_push(a, *w, t);
}

/* The first way again, with functions of two ports as units. */
static void
add_pairs(Arena *a, Ways *w, const InputSpec *in)
{
	Way p = w->at[0];

	p.name = "in pairs";
	p.pairs = true;
	if (pair_possible(in, p.e->var.len))
		vec_push(a, *w, p);
}

/* All of them, the equations themselves first. */
static Ways
find_ways(Job *j, const Expr *e, const Numerics *n)
{
	const Range *x = variable_box(j->a, e, n->in);
	double *off = arena_alloc(j->a, e->out.len * sizeof *off + 1);
	const Expr *other;
	Forms forms = {0};
	Ways w = {0};

	add_way(j->a, &w, "as simplified", e, NULL);
	w.at[0].turns = j->o.by_data || !opt_has(n->opts, OPT_descent);
	if (j->o.uniform || j->o.by_data)
		return w;
	if (opt_has(n->opts, OPT_factor)) {
		other = factor(e, x, n->target, off, j->a);
		if (other)
			add_way(j->a, &w, "factored", other, off);
	}
	if (opt_has(n->opts, OPT_saturate))
		forms = equal_forms(e, x, j->a);
	if (opt_has(n->opts, OPT_turns) && !w.at[0].turns)
		add_turns(j->a, &w, 0, "in turns");
	if (opt_has(n->opts, OPT_pairs))
		add_pairs(j->a, &w, n->in);
	for (uint32_t i = 0; i < forms.at.len; i++)
		add_way(j->a, &w, "rewritten", forms.at.at[i], NULL);
	if (forms.at.len && opt_has(n->opts, OPT_turns))
		add_turns(j->a, &w, w.len - forms.at.len,
		          "rewritten, in turns");
	return w;
}

/* A copy of n with results of its own. */
static Numerics
numerics_copy(Arena *a, const Numerics *n, const Way *w, bool dump)
{
	uint32_t nout = w->e->out.len;
	Numerics c = *n;

	c.out = arena_alloc(a, nout * sizeof *c.out + 1);
	for (uint32_t i = 0; i < nout; i++)
		c.out[i] = n->out[i];
	c.off = w->off;
	c.divide = w->divide;
	if (!w->turns)
		c.opts &= ~(OptSet)(1U << OPT_turns);
	if (!w->pairs)
		c.opts &= ~(OptSet)(1U << OPT_pairs);
	c.bound = arena_alloc(a, nout * sizeof *c.bound + 1);
	c.saturates = arena_alloc(a, nout * sizeof *c.saturates + 1);
	if (dump) {
		c.dump = arena_alloc(a, sizeof *c.dump);
		*c.dump = buf_new(a);
	}
	return c;
}

/* Lowers by samples. Where a decision takes the outputs' place, c->read and
 * c->e become its own equation. NULL after an error. */
static Datapath *
lower_tuned(Job *j, Choice *c)
{
	const uint32_t nout = c->e->out.len;
	DataRecord *r = c->record = arena_alloc(j->a, sizeof *r);
	DataSpec s;
	Decision asked;
	Datapath *d;

	if (!tuning_bind(j, c->e, c->n.in, &s))
		return NULL;
	*r = (DataRecord){.keep = s.keep_text,
	                  .metric = keep_name[s.keep],
	                  .decision = j->opt->decision,
	                  .seed = s.seed};
	asked = s.decision;
	if (asked.kind == DECIDE_NONE)
		return lower_data(&c->e, &c->n, &s, &r->result, j->a);
	c->read = decision_expr(c->read, &asked, j->a);
	c->e = decision_strip(c->e, &s.decision, j->a);
	d = lower_data(&c->e, &c->n, &s, &r->result, j->a);
	c->e = decision_expr(c->e, &s.decision, j->a);
	c->n.out[0] = (OutputSpec){.format = decision_format(&asked, nout)};
	c->n.saturates[0] = false;
	return d;
}

/* Messages go to d, but those of numerics that are chosen by samples or by
 * the user: there is one way for them. */
static Datapath *
lower(Job *j, Choice *c, Diag *d)
{
	Expr e = *c->e; /* with another place for messages */

	if (j->o.uniform)
		return lower_uniform(c->e, &c->n, j->a);
	if (j->o.by_data)
		return lower_tuned(j, c);
	e.diag = d;
	return lower_faithful(&e, &c->n, j->a);
}

/* lower -> dce -> pipeline; what was asked of --dump formats and
 * datapath into c->text. Messages go to d. False after an error. */
static bool
try_way(Job *j, const Expr *read, const Numerics *n, const Way *w, Diag *d,
        Choice *c)
{
	const Target *t = j->o.target;
	Cost cost;

	*c = (Choice){.way = w->name, .read = read, .e = w->e};
	c->n = numerics_copy(j->a, n, w, j->dump[P_formats]);
	c->dp = lower(j, c, d);
	if (!c->dp)
		return false;
	dp_dce(c->dp);
	dp_check(c->dp);
	if (j->dump[P_datapath]) {
		c->datapath = buf_new(j->a);
		dp_print(c->dp, &c->datapath);
	}
	c->in_time = dp_pipeline(c->dp, t, n->period_ns, j->o.latency,
	                         n->hurry ? CYCLES_HURRY : CYCLES_ANY, n->opts);
	dp_check(c->dp);
	cost = dp_cost(t, c->dp);
	c->share = device_share(t, &cost);
	return true;
}

/* Of those whose share is the smallest, to within `same`, and no larger than
 * that of the equations as simplified: the one with the lowest latency. NULL if
 * nothing was made. */
static const Choice *
pick(const Choice *made, uint32_t n, double same)
{
	double least = INFINITY, most;
	const Choice *best = NULL;

	for (uint32_t i = 0; i < n; i++)
		if (made[i].dp)
			least = fmin(least, made[i].share);
	most = least * (1 + same);
	if (n > 0 && made[0].dp)
		most = fmin(most, made[0].share);
	for (uint32_t i = 0; i < n; i++)
		if (made[i].dp && made[i].share <= most &&
		    (!best || made[i].dp->latency < best->dp->latency ||
		     (made[i].dp->latency == best->dp->latency &&
		      made[i].share < best->share)))
			best = &made[i];
	return best;
}

static double
path(const Job *j, const Choice *c)
{
	return dp_critical_path(j->o.target, c->dp);
}

/* A user's own latency may be too short for the clock: the model may be
 * wrong, so that is no error. */
static void
warn_latency(Job *j, const Choice *c)
{
	if (!c->in_time && j->o.latency > 0)
		diag_warn(j->d, (Span){0},
		          "%d cycles need a period of %.2f ns on %s; the clock "
		          "has %.2f ns",
		          j->o.latency, path(j, c), j->o.target->name,
		          c->n.period_ns);
}

/* ---- the best of each output ---- */

/* Share of the device that output o of c alone needs, registers aside. */
static double
cone_share(Arena *a, const Target *t, const Datapath *d, uint32_t o)
{
	uint8_t *of = arena_alloc(a, d->node.len); /* 1: o, 2: another */
	double sum = 0;

	for (uint32_t i = 0; i < d->out.len; i++)
		of[d->out.at[i].ref] |= i == o ? 1 : 2;
	for (DRef r = d->node.len - 1; r > 0; r--) {
		const DNode *n = dp_at(d, r);
		Cost c = {0};

		for (unsigned k = 0; k < n->narg; k++)
			of[n->arg[k]] |= of[r];
		if (of[r] == 1)
			c = node_cost(t, d, r);
		sum += device_share(t, &c);
	}
	return sum;
}

/* A way in which each output is computed as in the way where it is cheapest.
 * False if that is one of them. */
static bool
mix_ways(Job *j, const Ways *w, const Choice *made, Way *mixed)
{
	const Expr *e = w->at[0].e;
	Expr *to = expr_new(j->a, e->diag);
	Ref **map = arena_alloc(j->a, w->len * sizeof *map);
	double *off = arena_alloc(j->a, e->out.len * sizeof *off + 1);
	uint32_t first = 0;
	bool differ = false, turns = false, pairs = false;

	for (uint32_t i = 0; i < e->var.len; i++)
		expr_var(to, e->var.at[i].name, e->var.at[i].span);
	for (uint32_t i = 0; i < w->len; i++)
		map[i] =
		    arena_alloc(j->a, w->at[i].e->node.len * sizeof *map[i]);
	for (uint32_t o = 0; o < e->out.len; o++) {
		double least = INFINITY;
		uint32_t best = 0;
		ExprOutput out;

		for (uint32_t i = 0; i < w->len; i++) {
			double v = INFINITY;

			if (made[i].dp)
				v = cone_share(j->a, j->o.target, made[i].dp,
				               o);
			if (v >= least)
				continue;
			least = v;
			best = i;
		}
		differ = differ || (o && best != first);
		first = o ? first : best;
		out = w->at[best].e->out.at[o];
		out.ref = expr_copy(to, w->at[best].e, out.ref, map[best]);
		turns = turns || w->at[best].turns;
		pairs = pairs || w->at[best].pairs;
		off[o] = w->at[best].off ? w->at[best].off[o] : 0;
		vec_push(j->a, to->out, out);
	}
	*mixed =
	    (Way){.name = "mixed", .off = off, .turns = turns, .pairs = pairs};
	mixed->e = differ ? simplify(to, j->a) : NULL;
	return differ;
}

/* ---- all of them ---- */

typedef struct Tries {
	Job *j;
	const Expr *read;
	Numerics fast; /* without halves and descent */
	Diag quiet;
	Ways w;
	VEC(Choice) made; /* parallel to w */
	double planned;   /* inputs of units, in sum */
} Tries;

/* Makes the ways that were not made yet, or leaves them out. */
static void
make(Tries *t)
{
	Choice c;

	while (t->made.len < t->w.len && t->planned <= MOST_TRIED) {
		try_way(t->j, t->read, &t->fast, &t->w.at[t->made.len],
		        &t->quiet, &c);
		vec_push(t->j->a, t->made, c);
		t->planned += c.n.planned;
	}
	t->w.len = t->made.len;
}

static double
same_share(const Tries *t)
{
	return t->fast.hurry ? SAME_SHARE : 0;
}

/* What a design costs with its cycles; see dp_pipeline. */
static double
worth(const Tries *t, const Choice *c)
{
	unsigned cycles = t->fast.hurry ? CYCLES_HURRY : CYCLES_ANY;

	return c->dp ? c->share * (cycles + c->dp->latency) : INFINITY;
}

/* Way i with other divisors. */
static void
add_divided(Tries *t, uint32_t i, uint64_t which)
{
	Way w = t->w.at[i];

	if (w.divide == which)
		return;
	w.divide = which;
	vec_push(t->j->a, t->w, w);
}

/* Each way again with its reciprocals as divisors: digits take cycles, so only
 * those stay that are worth them and in time. */
static void
divide(Tries *t)
{
	uint32_t n = t->w.len;
	const Choice *best = pick(t->made.at, n, same_share(t));
	double most = best ? worth(t, best) : INFINITY;
	bool in_time = best && best->in_time;

	for (uint32_t i = 0; i < n; i++) {
		Reciprocals r = t->made.at[i].n.reciprocals;

		add_divided(t, i, r.plain);
		if (r.all != r.plain)
			add_divided(t, i, r.all);
	}
	make(t);
	for (uint32_t i = n; i < t->w.len; i++)
		if (worth(t, &t->made.at[i]) >= most ||
		    (in_time && !t->made.at[i].in_time))
			t->made.at[i].dp = NULL;
}

/* The best one with constants aside, and with each of its divisors changed
 * alone, where there are several. */
static const Choice *
divide_each(Tries *t, const Choice *best)
{
	uint32_t at = (uint32_t)(best - t->made.at);
	uint64_t all = best->n.reciprocals.all, bits = all;

	if (!(all & (all - 1)))
		bits = 0;
	if (t->w.at[at].divide)
		bits |= DIVIDE_ASIDE;
	for (; bits && t->planned < MOST_TRIED; bits &= bits - 1) {
		uint32_t last = t->w.len;

		add_divided(t, at, t->w.at[at].divide ^ (bits & -bits));
		make(t);
		if (t->made.at[last].in_time >= t->made.at[at].in_time &&
		    worth(t, &t->made.at[last]) < worth(t, &t->made.at[at]))
			at = last;
	}
	return &t->made.at[at];
}

/* Whether the equation as simplified may have divisors. */
static bool
divides(const Tries *t)
{
	const Expr *e = t->w.at[0].e;
	bool any = false;

	for (Ref r = 1; r < e->node.len; r++)
		any = any || expr_at(e, r)->op == O_inv;
	return any && opt_has(t->fast.opts, OPT_recurrence);
}

/* The best of all ways; NULL if there is one only, or none can be made. */
static const Choice *
try_all(Tries *t)
{
	Way mixed;

	if (t->w.len < 2 && !divides(t))
		return NULL;
	const Ways all = t->w;
	t->w.len = 1;
	make(t);
	if (t->made.len > 0 && t->made.at[0].dp &&
	    t->made.at[0].n.planned <= MOST_PLANNED) {
		t->w = all;
		make(t);
		if (mix_ways(t->j, &t->w, t->made.at, &mixed))
			vec_push(t->j->a, t->w, mixed);
		make(t);
	}
	divide(t);
	const Choice *best = pick(t->made.at, t->made.len, same_share(t));
	return best ? divide_each(t, best) : NULL;
}

/* Messages go to d. */
static bool
choose_by(Job *j, const Expr *read, const Expr *e, const Numerics *n, Diag *d,
          Choice *best)
{
	Tries t = {.j = j, .read = read, .fast = *n, .quiet = *j->d};
	const Choice *first;
	Choice fine;

	t.quiet.out = NULL;
	t.quiet.log = buf_new(j->a);
	t.fast.opts &= ~(OptSet)(1U << OPT_descent | 1U << OPT_halves);
	t.w = find_ways(j, e, n);
	first = j->o.uniform || j->o.by_data ? NULL : try_all(&t);
	/* these take most of the time: the best way only */
	if (first && t.fast.opts != n->opts &&
	    first->n.planned <= MOST_DESCENDED &&
	    try_way(j, read, n, &t.w.at[first - t.made.at], &t.quiet, &fine) &&
	    fine.share <= first->share * (1 + SAME_SHARE) &&
	    fine.in_time >= first->in_time)
		first = &fine;
	/* alone, or for its messages */
	if (!first && !try_way(j, read, n, &t.w.at[0], d, &fine))
		return false;
	*best = first ? *first : fine;
	return true;
}

bool
choose(Job *j, const Expr *read, const Expr *e, const Numerics *n, Choice *best)
{
	Numerics urgent = *n;
	Diag quiet = *j->d;
	Choice fast;

	if (!choose_by(j, read, e, n, j->d, best))
		return false;
	urgent.urgent = true;
	quiet.out = NULL;
	quiet.log = buf_new(j->a);
	/* with faster units where the latency that is asked for needs them */
	if (j->o.latency > 0 && !best->in_time && !n->urgent &&
	    choose_by(j, read, e, &urgent, &quiet, &fast) &&
	    path(j, &fast) < path(j, best))
		*best = fast;
	warn_latency(j, best);
	return true;
}
