/* Metrics of --numerics data on parts of the samples.
 *
 * Contract: a loss is 0 at best and grows as the metric gets worse, so one
 * comparison with Part.limit decides for every metric. Rows go to the parts
 * by a hash of their number and the seed: the same in every run.
 * AUC as the Mann-Whitney statistic with ties counted half: Hanley and
 * McNeil, Radiology 143, 1982. */
#include "ir/data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HELD_OUT = 4, MIN_ROWS = 8 }; /* one row in four is held out */

const char *const keep_name[3] = {"rmse", "accuracy", "auc"};

/* ---- the split ---- */

static bool
is_held(uint64_t seed, size_t row)
{
	return mix64(mix64(seed) + row) % HELD_OUT == 0;
}

static void
part_push(Part *p, const Rows *r, size_t row, const double *real)
{
	Rows *to = &p->rows;

	memcpy(p->real + to->n * p->nout, real, p->nout * sizeof *real);
	memcpy(to->x + to->n * r->nvar, r->x + row * r->nvar,
	       r->nvar * sizeof *r->x);
	memcpy(to->port + to->n * r->nvar, r->port + row * r->nvar,
	       r->nvar * sizeof *r->port);
	if (r->nlabel)
		memcpy(to->label + to->n * r->nlabel,
		       r->label + row * r->nlabel,
		       r->nlabel * sizeof *r->label);
	to->n++;
}

static void
part_open(Arena *a, Part *p, const Rows *r, uint32_t nout)
{
	size_t n = r->n + 1;

	*p = (Part){.rows = *r, .nout = nout};
	p->rows.n = 0;
	p->rows.x = arena_alloc(a, n * r->nvar * sizeof *r->x + 1);
	p->rows.port = arena_alloc(a, n * r->nvar * sizeof *r->port + 1);
	p->rows.label = arena_alloc(a, n * r->nlabel * sizeof *r->label + 1);
	p->real = arena_alloc(a, n * nout * sizeof *p->real + 1);
	p->scale = arena_alloc(a, (nout + 1) * sizeof *p->scale);
}

/* ---- losses ---- */

static const double *
truth(const Part *p, size_t row, uint32_t o)
{
	return p->rows.nlabel ? &p->rows.label[row * p->rows.nlabel + o]
	                      : &p->real[row * p->nout + o];
}

/* Root of the mean square over rows and outputs, each output over its own
 * deviation, so that none drowns the others. */
static double
loss_rmse(const Part *p, const double *y)
{
	double sum = 0;

	for (size_t r = 0; r < p->rows.n; r++)
		for (uint32_t o = 0; o < p->nout; o++) {
			double e = y[r * p->nout + o] - *truth(p, r, o);
			sum += (e / p->scale[o]) * (e / p->scale[o]);
		}
	return sqrt(sum / (double)(p->rows.n * p->nout));
}

/* The class that values y say: the largest output, or above the threshold. */
static double
class_of(const DataSpec *s, const double *y, uint32_t nout)
{
	const Decision *c = &s->decision;
	uint32_t best = 0;

	if (nout == 1 || c->kind == DECIDE_ABOVE)
		return y[c->out] > (c->above ? mpq_get_d(c->above) : 0.5);
	for (uint32_t o = 1; o < nout; o++)
		best = y[o] > y[best] ? o : best;
	return best;
}

static double
loss_accuracy(const DataSpec *s, const Part *p, const double *y)
{
	bool decided = s->decision.kind != DECIDE_NONE && y != p->real;
	size_t wrong = 0;

	for (size_t r = 0; r < p->rows.n; r++) {
		double right =
		    p->rows.nlabel
			? p->rows.label[r * p->rows.nlabel]
			: class_of(s, &p->real[r * p->nout], p->nout);
		double is =
		    decided ? y[r] : class_of(s, &y[r * p->nout], p->nout);
		wrong += is != right;
	}
	return (double)wrong / (double)p->rows.n;
}

typedef struct Ranked {
	double y;
	bool yes;
} Ranked;

static int
by_value(const void *a, const void *b)
{
	const Ranked *x = a, *y = b;

	return (x->y > y->y) - (x->y < y->y);
}

/* 1 - AUC of output 0: the share of pairs of unlike rows in the wrong order. */
static double
loss_auc(const Part *p, const double *y)
{
	Arena *a = arena_new();
	Ranked *k = arena_alloc(a, p->rows.n * sizeof *k);
	double below = 0, yes = 0, pairs = 0;

	for (size_t r = 0; r < p->rows.n; r++)
		k[r] = (Ranked){y[r * p->nout],
		                p->rows.label[r * p->rows.nlabel] > 0.5};
	qsort(k, p->rows.n, sizeof *k, by_value);
	for (size_t i = 0, j; i < p->rows.n; i = j) {
		double same_yes = 0, same_no = 0;
		for (j = i; j < p->rows.n && !(k[j].y > k[i].y); j++)
			k[j].yes ? same_yes++ : same_no++;
		pairs += same_no * (yes + same_yes / 2);
		below += same_no;
		yes += same_yes;
	}
	arena_free(a);
	return yes > 0 && below > 0 ? pairs / (yes * below) : 0;
}

double
part_loss(const DataSpec *s, const Part *p, const double *y)
{
	if (s->keep == KEEP_ACCURACY)
		return loss_accuracy(s, p, y);
	return s->keep == KEEP_AUC ? loss_auc(p, y) : loss_rmse(p, y);
}

double
part_score(const DataSpec *s, const Part *p, double loss)
{
	if (s->keep != KEEP_RMSE)
		return 1 - loss;
	return p->nout == 1 ? loss * p->scale[0] : loss;
}

/* ---- the equation's own values ---- */

/* Deviation of output o over the rows; 1 where it is constant. */
static double
deviation(const Part *p, uint32_t o)
{
	double mean = 0, square = 0;

	for (size_t r = 0; r < p->rows.n; r++)
		mean += p->real[r * p->nout + o] / (double)p->rows.n;
	for (size_t r = 0; r < p->rows.n; r++) {
		double v = p->real[r * p->nout + o] - mean;
		square += v * v / (double)p->rows.n;
	}
	return square > 0 ? sqrt(square) : 1;
}

static void
part_close(const DataSpec *s, Part *p)
{
	for (uint32_t o = 0; o < p->nout; o++)
		p->scale[o] = deviation(p, o);
	p->loss = part_loss(s, p, p->real);
	p->limit = p->loss + s->tol;
	if (s->keep == KEEP_RMSE && p->rows.nlabel)
		p->limit = p->loss * (1 + s->tol);
}

/* Every row at which the equation has a value, to one of the parts. */
static void
deal(const DataSpec *s, const Expr *e, Part *train, Part *held)
{
	Arena *a = arena_new();
	const Rows *rows = &s->rows;
	uint32_t nout = e->out.len;
	Prog **f = arena_alloc(a, nout * sizeof *f + 1);
	double *y = arena_alloc(a, nout * sizeof *y + 1);

	for (uint32_t o = 0; o < nout; o++)
		f[o] = prog_new(a, e, e->out.at[o].ref, 0);
	for (size_t r = 0; r < rows->n; r++) {
		bool ok = true;
		for (uint32_t o = 0; o < nout; o++) {
			y[o] = prog_double(f[o], &rows->x[r * rows->nvar]);
			ok = ok && isfinite(y[o]);
		}
		if (ok)
			part_push(is_held(s->seed, r) ? held : train, rows, r,
			          y);
	}
	arena_free(a);
}

bool
part_split(Arena *a, const DataSpec *s, const Expr *e, Part *train, Part *held)
{
	part_open(a, train, &s->rows, e->out.len);
	part_open(a, held, &s->rows, e->out.len);
	deal(s, e, train, held);
	if (train->rows.n < MIN_ROWS || held->rows.n < MIN_ROWS)
		return false;
	part_close(s, train);
	part_close(s, held);
	return true;
}
