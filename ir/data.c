/* Lowering, --numerics data: the coarsest design that keeps a metric.
 *
 * Requires simplify's form. Gives a Datapath of lower_faithful for errors
 * that no proof asks for but the samples allow: the errors are found by
 * search, so the bound is proven of the design's own equation (limits,
 * refitted constants and all) and says nothing about the one as read.
 *
 * Method. All outputs' errors start at their own deviation over the rows and
 * halve until the metric holds on the training rows; half and quarter steps
 * go back from there; then each output alone is made coarser while that is
 * cheaper; then signals are limited to what the rows reach, and constants
 * are refitted one step coarser, each kept only where the design gets
 * cheaper. The held-out rows decide last: while they do not hold, all errors
 * shrink. Deterministic: the split is by seed, the search has no clock. */
#include "ir/data.h"
#include "ir/lower.h"

#include <math.h>

enum {
	HALVINGS = 24, /* of the errors, from the outputs' deviations */
	STEPS = 3,     /* back: by 2^(1/2), 2^(1/4), ... */
	REFITS = 2,    /* each one step coarser */
	REFIT_TRIALS = 48,
	RETREATS = 8 /* for the held-out rows */
};

/* An error below this part of the output's last place buys nothing. */
static const double FINEST_ULP = 0.75;

typedef struct Search {
	Arena *a;
	const DataSpec *s;
	const Numerics *n;
	Part train, held;
	DataResult *r;
	uint32_t nout;
} Search;

/* A design of the search, without its datapath. */
typedef struct Found {
	const Expr *e;
	double *abs;               /* error per output */
	double share, train, held; /* device share; losses */
} Found;

/* ---- one design ---- */

/* The numerics for errors `abs`. */
static Numerics
asked(const Search *s, const double *abs, Arena *a)
{
	Numerics n = *s->n;

	n.decision = s->s->decision.kind ? &s->s->decision : NULL;
	n.out = arena_alloc(a, (s->nout + 1) * sizeof *n.out);
	for (uint32_t o = 0; o < s->nout; o++) {
		OutputSpec *out = &n.out[o];
		*out = s->n->out[o];
		out->auto_format = out->auto_format || n.decision;
		out->ulp = 0;
		out->abs = abs[o];
		if (!out->auto_format)
			out->abs =
			    fmax(abs[o], ldexp(FINEST_ULP, out->format.lsb));
	}
	return n;
}

/* The loss of the datapath on a part, by the interpreter. */
static double
measure(const Search *s, const Datapath *d, const Part *p)
{
	Arena *a = arena_new();
	size_t n = p->rows.n * d->out.len;
	int64_t *out = arena_alloc(a, n * sizeof *out + 1);
	double *y = arena_alloc(a, n * sizeof *y + 1), loss;

	dp_interp_batch(d, p->rows.port, out, p->rows.n, NULL);
	for (size_t i = 0; i < n; i++)
		y[i] = ldexp((double)out[i], d->out.at[i % d->out.len].lsb);
	loss = part_loss(s->s, p, y);
	arena_free(a);
	return loss;
}

static void
progress(const Search *s, const Found *f)
{
	FILE *to = s->s->progress;

	if (!to)
		return;
	fprintf(to, "\rdata: %u designs, share %.4f %%, %s %.5g   ",
	        s->r->designs, 100 * f->share, keep_name[s->s->keep],
	        part_score(s->s, &s->train, f->train));
	fflush(to);
}

/* Lowers f->e for f->abs and fills in the rest. What goes wrong is said to
 * nobody: there are other designs. */
static void
try(Search *s, Found *f)
{
	Arena *a = arena_new();
	Diag quiet = *f->e->diag;
	Expr e = *f->e;
	Numerics n = asked(s, f->abs, a);
	Datapath *d;

	quiet.a = a;
	quiet.out = NULL;
	quiet.log = buf_new(a);
	e.diag = &quiet;
	f->share = f->train = f->held = INFINITY;
	d = lower_faithful(&e, &n, a);
	s->r->designs++;
	if (d) {
		dp_dce(d);
		Cost c = dp_cost(n.target, d);
		f->share = device_share(n.target, &c);
		f->train = measure(s, d, &s->train);
		f->held = measure(s, d, &s->held);
		progress(s, f);
	}
	arena_free(a);
}

static bool
holds(const Search *s, const Found *f)
{
	return f->train <= s->train.limit;
}

/* `factor` times the errors of f, for the equations e. */
static Found
like(const Search *s, const Found *f, const Expr *e, double factor)
{
	Found g = {.e = e};

	g.abs = arena_alloc(s->a, (s->nout + 1) * sizeof *g.abs);
	for (uint32_t o = 0; o < s->nout; o++)
		g.abs[o] = f->abs[o] * factor;
	return g;
}

/* Takes g for f if it holds and is cheaper. */
static bool
improves(Search *s, Found *f, Found *g)
{
	try(s, g);
	if (!holds(s, g) || g->share >= f->share)
		return false;
	*f = *g;
	return true;
}

/* ---- the search ---- */

static bool
descend(Search *s, Found *f)
{
	try(s, f);
	for (int i = 0; i < HALVINGS && !holds(s, f); i++) {
		*f = like(s, f, f->e, 0.5);
		try(s, f);
	}
	return holds(s, f);
}

static void
step_back(Search *s, Found *f)
{
	for (int i = 1; i <= STEPS; i++) {
		Found g = like(s, f, f->e, exp2(ldexp(1, -i)));
		improves(s, f, &g);
	}
}

static void
loosen_each(Search *s, Found *f)
{
	for (uint32_t o = 0; s->nout > 1 && o < s->nout; o++) {
		Found g;
		do {
			g = like(s, f, f->e, 1);
			g.abs[o] *= 2;
		} while (improves(s, f, &g));
	}
}

static void
limit_signals(Search *s, Found *f)
{
	const Expr *e = f->e;
	Range *box = arena_alloc(s->a, (e->var.len + 1) * sizeof *box);

	for (uint32_t i = 0; i < e->var.len; i++)
		box[i] = input_range(&s->n->in[i]);
	e = saturate(e, &s->train.rows, box, s->a);
	if (!e)
		return;
	Found g = like(s, f, simplify(e, s->a), 1);
	s->r->saturated = improves(s, f, &g);
}

/* What refit asks: the loss of e with f's errors. */
typedef struct Ask {
	Search *s;
	const Found *f;
} Ask;

static double
loss_of(void *of, const Expr *e)
{
	Ask *q = of;
	Found g = *q->f;

	g.e = e;
	try(q->s, &g);
	return g.train;
}

static void
refit_constants(Search *s, Found *f)
{
	for (int i = 0; i < REFITS; i++) {
		Found g = like(s, f, f->e, 2);
		Ask q = {s, &g};
		unsigned n;
		const Expr *e = refit(g.e, loss_of, &q, REFIT_TRIALS, &n, s->a);
		if (!e)
			return;
		g.e = e;
		if (!improves(s, f, &g))
			return;
		s->r->constants = n;
	}
}

/* The held-out rows have the last word. */
static bool
retreat(Search *s, Found *f)
{
	for (int i = 0; i < RETREATS; i++) {
		if (f->held <= s->held.limit && holds(s, f))
			return true;
		*f = like(s, f, f->e, M_SQRT1_2);
		try(s, f);
	}
	return false;
}

/* ---- the whole ---- */

static Datapath *
refuse(const Search *s, const Expr *e, const Found *f, bool held)
{
	const Part *p = held ? &s->held : &s->train;

	diag_error(e->diag, s->s->span,
	           "no design keeps this on the %s rows: the equation has %s "
	           "%.6g, the best design %.6g",
	           held ? "held-out" : "training", keep_name[s->s->keep],
	           part_score(s->s, p, p->loss),
	           part_score(s->s, p, held ? f->held : f->train));
	diag_note(e->diag, "give a larger tolerance, finer --input or --output "
	                   "formats, or more rows");
	return NULL;
}

static Datapath *
finish(Search *s, const Expr **e, const Found *f, Numerics *n)
{
	Numerics last = asked(s, f->abs, s->a);
	Datapath *d;

	last.dump = n->dump;
	*e = f->e;
	d = lower_faithful(f->e, &last, s->a);
	for (uint32_t o = 0; o < s->nout; o++) {
		n->out[o] = last.out[o];
		n->bound[o] = INFINITY;
	}
	s->r->train = (Scores){s->train.rows.n,
	                       part_score(s->s, &s->train, s->train.loss),
	                       part_score(s->s, &s->train, f->train)};
	s->r->held =
	    (Scores){s->held.rows.n, part_score(s->s, &s->held, s->held.loss),
	             part_score(s->s, &s->held, f->held)};
	return d;
}

Datapath *
lower_data(const Expr **e, Numerics *n, const DataSpec *spec, DataResult *r,
           Arena *a)
{
	Search s = {.a = a, .s = spec, .n = n, .r = r, .nout = (*e)->out.len};
	Found f = {.e = *e};

	*r = (DataResult){0};
	if (!part_split(a, spec, *e, &s.train, &s.held)) {
		diag_error((*e)->diag, spec->span,
		           "too few rows at which the equation has a value");
		diag_note((*e)->diag, "give more rows in --data");
		return NULL;
	}
	f.abs = arena_alloc(a, (s.nout + 1) * sizeof *f.abs);
	for (uint32_t o = 0; o < s.nout; o++)
		f.abs[o] = s.train.scale[o];
	bool ok = descend(&s, &f);
	if (ok) {
		step_back(&s, &f);
		loosen_each(&s, &f);
		limit_signals(&s, &f);
		refit_constants(&s, &f);
	}
	bool held = ok && retreat(&s, &f);
	if (spec->progress)
		fputc('\n', spec->progress);
	return held ? finish(&s, e, &f, n) : refuse(&s, *e, &f, ok);
}
