/* The search for a cheap way to compute a polynomial: p = c * d * q + r, again
 * and again in d, q and r.
 *
 * Divisors d that are tried: v - c for every variable v, with c = 0 (Horner)
 * and each real c at which the coefficient of some monomial of the other
 * variables vanishes (what a factored equation leaves behind when it is
 * multiplied out); these coefficients themselves; and kernels, the quotients
 * of p by a monomial. Kernels and co-kernels: Hosangadi, Fallah, Kastner,
 * "Optimizing polynomial expressions by algebraic factorization and common
 * subexpression elimination", IEEE TCAD 25(10), 2006; division by values c
 * and of kernels with numeric coefficients is ours. A branch follows the most
 * promising few, fewer as it gets deeper. The number c makes most coefficients
 * of d and q powers of two, which cost nothing.
 *
 * Requires sorted polynomials. Everything is in double: what comes out is a
 * proposal, and exact_expand tells how far it is from the polynomial. */
#include "ir/factor.h"

#include <math.h>
#include <string.h>

enum { DEPTH = 6, MAX_NODES = 400, MAX_TRIES = 96 };
static const unsigned beam[DEPTH] = {5, 3, 2, 1, 1, 1};
static const double SAME = 1e-9; /* ratios that are one number */

typedef struct Try {
	Poly d, q, r;
	double scale; /* p = scale * d * q + r */
	double guess;
} Try;

typedef struct Search {
	Arena *a;
	const Atoms *atoms;
	const PlanCost *cost;
	unsigned nodes;
} Search;

/* ---- price as it is ---- */

static bool
is_shift(double c)
{
	int e;

	return fabs(frexp(c, &e)) == 0.5;
}

static double
price_coef(const Search *s, double c)
{
	return is_shift(c) ? 0 : s->cost->coef;
}

static uint32_t
signals_of(const Atoms *t, const Powers *p)
{
	uint32_t set = 0;

	for (unsigned i = 0; i < t->n; i++)
		if (p->e[i])
			set |= UINT32_C(1) << t->signal[i];
	return set;
}

static unsigned
count(uint32_t set)
{
	unsigned n = 0;

	for (; set; set &= set - 1)
		n++;
	return n;
}

/* p's powers of the atoms of one signal; true if that is one variable. */
static bool
part_of(const Atoms *t, const Powers *p, unsigned signal, Powers *part)
{
	unsigned degree = 0;
	bool var = true;

	memset(part, 0, sizeof *part);
	for (unsigned i = 0; i < t->n; i++)
		if (t->signal[i] == signal && p->e[i]) {
			part->e[i] = p->e[i];
			degree += p->e[i];
			var = var && t->is_var[i];
		}
	return var && degree == 1;
}

/* Whether an earlier term of several signals has the same part. */
static bool
seen(const Atoms *t, const Poly *p, uint32_t term, unsigned signal,
     const Powers *part)
{
	Powers other;

	for (uint32_t i = 0; i < term; i++) {
		if (count(signals_of(t, &p->term.at[i].p)) < 2)
			continue;
		part_of(t, &p->term.at[i].p, signal, &other);
		if (powers_compare(&other, part) == 0)
			return true;
	}
	return false;
}

/* A term of several signals: its multiplications, and its functions. */
static double
price_mixed(const Search *s, const Poly *p, uint32_t i, uint32_t set)
{
	const PlanCost *c = s->cost;
	double sum =
	    (count(set) - 1) * c->mul + c->add + price_coef(s, p->term.at[i].c);
	Powers part;

	for (unsigned g = 0; g < s->atoms->n; g++)
		if (set >> g & 1 &&
		    !part_of(s->atoms, &p->term.at[i].p, g, &part) &&
		    !seen(s->atoms, p, i, g, &part))
			sum += c->unit / 2;
	return sum;
}

static double
price(const Search *s, const Poly *p)
{
	const PlanCost *c = s->cost;
	uint32_t linear = 0, curved = 0;
	double sum = 0;
	Powers part;

	for (uint32_t i = 0; i < p->term.len; i++) {
		uint32_t set = signals_of(s->atoms, &p->term.at[i].p);
		unsigned g = 0;

		if (count(set) > 1) {
			sum += price_mixed(s, p, i, set);
			continue;
		}
		while (set && !(set >> g & 1))
			g++;
		if (set && part_of(s->atoms, &p->term.at[i].p, g, &part)) {
			linear |= set;
			sum += price_coef(s, p->term.at[i].c) - c->coef;
		} else {
			curved |= set;
		}
	}
	return sum + count(curved) * (c->unit + c->add) +
	       count(linear & ~curved) * (c->coef + c->add);
}

/* ---- division ---- */

static PolyTerm
monomial(unsigned v, unsigned n, double c)
{
	PolyTerm t = {.c = c};

	t.p.e[v] = (uint8_t)n;
	return t;
}

/* Division by the monic d in v alone, of degree n, to the end. */
static void
divide_all(Search *s, const Poly *p, unsigned v, unsigned n, Try *t)
{
	Poly q = {0};

	t->r = *p;
	for (;;) {
		const PolyTerm *top = NULL;
		PolyTerm m;

		for (uint32_t i = 0; i < t->r.term.len; i++) {
			const PolyTerm *x = &t->r.term.at[i];

			if (x->p.e[v] >= n && (!top || x->p.e[v] > top->p.e[v]))
				top = x;
		}
		if (!top)
			break;
		m = *top;
		m.p.e[v] = (uint8_t)(m.p.e[v] - n);
		poly_add(s->a, &q, m);
		t->r = poly_reduce(s->a, &t->r, &t->d, m.c, m.p);
	}
	t->q = poly_sorted(s->a, &q);
}

static const PolyTerm *
find_term(const Poly *p, const Powers *x)
{
	uint32_t lo = 0, hi = p->term.len;

	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		int c = powers_compare(&p->term.at[mid].p, x);

		if (c == 0)
			return &p->term.at[mid];
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static double
weight(const Search *s, const Powers *p)
{
	unsigned n = count(signals_of(s->atoms, p)), degree = 0;

	for (unsigned i = 0; i < s->atoms->n; i++)
		degree += p->e[i];
	return n > 1 ? n - 1 : degree > 1 ? 0.5 : degree ? 0.15 : 0.05;
}

static bool
near(double x, double y)
{
	return fabs(x - y) <= SAME * fabs(x);
}

/* How much lighter r gets when c * (powers m) * d is taken away. */
static double
gain_of(const Search *s, const Poly *r, const Poly *d, const Powers *m,
        double c)
{
	double gain = 0;

	for (uint32_t j = 0; j < d->term.len; j++) {
		const PolyTerm *x, *y = &d->term.at[j];
		Powers at;

		for (unsigned i = 0; i < POLY_ATOMS; i++)
			at.e[i] = (uint8_t)(y->p.e[i] + m->e[i]);
		x = find_term(r, &at);
		if (!x)
			gain -= weight(s, &at);
		else if (near(x->c, c * y->c))
			gain += weight(s, &at);
	}
	return gain;
}

/* The step that makes r lightest; false if none makes it lighter. */
static bool
best_step(const Search *s, const Poly *r, const Poly *d, PolyTerm *step)
{
	double best = 0;

	for (uint32_t i = 0; i < r->term.len; i++)
		for (uint32_t j = 0; j < d->term.len; j++) {
			const PolyTerm *x = &r->term.at[i], *y = &d->term.at[j];
			PolyTerm t = {.c = x->c / y->c};
			double gain;

			if (!powers_divide(&x->p, &y->p, &t.p))
				continue;
			gain = gain_of(s, r, d, &t.p, t.c);
			if (gain > best) {
				best = gain;
				*step = t;
			}
		}
	return best > 0;
}

/* Division by d as far as what is left gets lighter. */
static void
divide_greedy(Search *s, const Poly *p, Try *t)
{
	Poly q = {0};
	PolyTerm step = {0};

	t->r = *p;
	for (unsigned i = 0;
	     i < POLY_TERMS && best_step(s, &t->r, &t->d, &step); i++) {
		poly_add(s->a, &q, step);
		t->r = poly_reduce(s->a, &t->r, &t->d, step.c, step.p);
	}
	t->q = poly_sorted(s->a, &q);
}

/* ---- scale ---- */

/* Divides p by the magnitude of one of its coefficients, the one that leaves
 * most of them powers of two, and returns it. */
static double
normalise(Poly *p)
{
	double best = 1;
	unsigned most = 0;

	for (uint32_t i = 0; i < p->term.len; i++) {
		double c = fabs(p->term.at[i].c);
		unsigned n = 0;

		for (uint32_t k = 0; k < p->term.len; k++) {
			int e;
			double m = fabs(frexp(p->term.at[k].c / c, &e));

			n += near(m, 0.5) || near(m, 1);
		}
		if (n > most) {
			most = n;
			best = c;
		}
	}
	for (uint32_t i = 0; i < p->term.len; i++) {
		double c = p->term.at[i].c / best;
		int e;
		double m = frexp(c, &e);

		if (near(fabs(m), 0.5) || near(fabs(m), 1))
			c = ldexp(m < 0 ? -round(2 * -m) : round(2 * m), e - 1);
		p->term.at[i].c = c;
	}
	return best;
}

/* ---- divisors ---- */

typedef struct Tries {
	VEC(Try) at;
} Tries;

static uint32_t
poly_signals(const Search *s, const Poly *p)
{
	uint32_t set = 0;

	for (uint32_t i = 0; i < p->term.len; i++)
		set |= signals_of(s->atoms, &p->term.at[i].p);
	return set;
}

static bool
tried(const Tries *t, const Poly *d)
{
	for (uint32_t i = 0; i < t->at.len; i++) {
		const Poly *x = &t->at.at[i].d;
		uint32_t k = 0;

		while (k < d->term.len && x->term.len == d->term.len &&
		       near(x->term.at[k].c, d->term.at[k].c) &&
		       powers_compare(&x->term.at[k].p, &d->term.at[k].p) == 0)
			k++;
		if (k == d->term.len)
			return true;
	}
	return false;
}

/* Divides p by d if that is new; v: d is monic in v alone with degree n. */
static void
add_try(Search *s, Tries *out, const Poly *p, Poly d, int v, unsigned n)
{
	Try t = {.d = d};
	uint32_t both;

	if (out->at.len >= MAX_TRIES || tried(out, &d))
		return;
	if (v >= 0 && n == 1)
		divide_all(s, p, (unsigned)v, n, &t);
	else
		divide_greedy(s, p, &t);
	both = poly_signals(s, &t.d) | poly_signals(s, &t.q);
	if (t.q.term.len == 0 || poly_signals(s, &t.q) == 0 || count(both) < 2)
		return;
	t.scale = normalise(&t.q);
	t.guess = s->cost->mul + price_coef(s, t.scale) + price(s, &t.d) +
	          price(s, &t.q) + price(s, &t.r);
	vec_push(s->a, out->at, t);
}

/* p's terms whose part without atom v is `rest`, as a polynomial in v: the
 * coefficients by degree; the degree, or 0 if there is one term only. */
static unsigned
coefficients(const Poly *p, unsigned v, const Powers *rest, double *c)
{
	unsigned degree = 0, n = 0;

	memset(c, 0, (UINT8_MAX + 1) * sizeof *c);
	for (uint32_t i = 0; i < p->term.len; i++) {
		Powers m = p->term.at[i].p;
		unsigned k = m.e[v];

		m.e[v] = 0;
		if (powers_compare(&m, rest) != 0)
			continue;
		c[k] = p->term.at[i].c;
		degree = k > degree ? k : degree;
		n++;
	}
	return n > 1 ? degree : 0;
}

static double
horner(const double *c, unsigned n, double x)
{
	double y = 0;

	for (unsigned i = n + 1; i-- > 0;)
		y = y * x + c[i];
	return y;
}

/* Real roots of sum c[i] x^i in [-bound, bound] at sign changes between the
 * derivative's roots: recursion by degree. */
static unsigned
roots(const double *c, unsigned n, double bound, double *x)
{
	double d[UINT8_MAX + 1], turn[UINT8_MAX + 2];
	unsigned m, found = 0;

	if (n == 0)
		return 0;
	for (unsigned i = 1; i <= n; i++)
		d[i - 1] = c[i] * i;
	m = roots(d, n - 1, bound, turn + 1);
	turn[0] = -bound;
	turn[m + 1] = bound;
	for (unsigned i = 0; i <= m; i++) {
		double lo = turn[i], hi = turn[i + 1];

		if ((horner(c, n, lo) > 0) == (horner(c, n, hi) > 0))
			continue;
		for (int k = 0; k < 200 && lo < hi; k++) {
			double mid = lo / 2 + hi / 2;

			if (mid <= lo || mid >= hi)
				break;
			if ((horner(c, n, mid) > 0) == (horner(c, n, lo) > 0))
				lo = mid;
			else
				hi = mid;
		}
		x[found++] =
		    fabs(horner(c, n, lo)) < fabs(horner(c, n, hi)) ? lo : hi;
	}
	return found;
}

/* Cauchy's bound on the roots. */
static double
root_bound(const double *c, unsigned n)
{
	double most = 0;

	for (unsigned i = 0; i < n; i++)
		most = fmax(most, fabs(c[i] / c[n]));
	return 1 + most;
}

static Poly
linear(Search *s, unsigned v, double root)
{
	Poly d = {0};

	if (root != 0)
		poly_add(s->a, &d, monomial(v, 0, -root));
	poly_add(s->a, &d, monomial(v, 1, 1));
	return d;
}

/* Divisors in atom v alone. */
static void
try_atom(Search *s, Tries *out, const Poly *p, unsigned v)
{
	enum { MAX_ROOTS_OF = 8 };
	double c[UINT8_MAX + 1], x[UINT8_MAX + 2];

	add_try(s, out, p, linear(s, v, 0), (int)v, 1);
	for (uint32_t i = 0; i < p->term.len; i++) {
		Powers rest = p->term.at[i].p;
		unsigned n, low = 0, found;
		Poly d = {0};

		rest.e[v] = 0;
		n = coefficients(p, v, &rest, c);
		if (n == 0 || n > MAX_ROOTS_OF)
			continue;
		found = roots(c, n, root_bound(c, n), x);
		for (unsigned k = 0; k < found; k++)
			if (fabs(x[k]) > SAME)
				add_try(s, out, p, linear(s, v, x[k]), (int)v,
				        1);
		while (c[low] == 0)
			low++;
		for (unsigned k = low; k <= n; k++)
			if (c[k] != 0)
				poly_add(s->a, &d, monomial(v, k, c[k] / c[n]));
		add_try(s, out, p, poly_sorted(s->a, &d), (int)v, n);
	}
}

/* What is left of the terms that the monomial k divides. */
static void
try_kernel(Search *s, Tries *out, const Poly *p, const Powers *k)
{
	Poly d = {0};

	for (uint32_t i = 0; i < p->term.len; i++) {
		PolyTerm t = p->term.at[i];

		if (powers_divide(&t.p, k, &t.p))
			poly_add(s->a, &d, t);
	}
	if (d.term.len < 2 || d.term.len == p->term.len)
		return;
	d = poly_sorted(s->a, &d);
	normalise(&d);
	add_try(s, out, p, d, -1, 0);
}

/* Co-kernels: what two terms of several signals have in common. */
static void
try_kernels(Search *s, Tries *out, const Poly *p)
{
	for (uint32_t i = 0; i < p->term.len; i++)
		for (uint32_t k = 0; k < i; k++) {
			const Powers *x = &p->term.at[i].p,
				     *y = &p->term.at[k].p;
			Powers g = {{0}};
			bool any = false;

			for (unsigned v = 0; v < POLY_ATOMS; v++) {
				g.e[v] = x->e[v] < y->e[v] ? x->e[v] : y->e[v];
				any = any || g.e[v];
			}
			if (any)
				try_kernel(s, out, p, &g);
		}
}

/* ---- search ---- */

static const Plan *plan(Search *s, const Poly *p, unsigned depth);

static bool
follow(Search *s, const Try *t, unsigned depth, Plan *best)
{
	const Plan *d = plan(s, &t->d, depth + 1);
	const Plan *q = plan(s, &t->q, depth + 1);
	const Plan *r = plan(s, &t->r, depth + 1);
	double cost = s->cost->mul + price_coef(s, t->scale) + s->cost->add +
	              d->cost + q->cost + r->cost;

	if (cost >= best->cost)
		return false;
	best->cost = cost;
	best->scale = t->scale;
	best->d = d;
	best->q = q;
	best->r = r;
	return true;
}

static const Plan *
plan(Search *s, const Poly *p, unsigned depth)
{
	Plan *best = arena_alloc(s->a, sizeof *best);
	Tries tries = {0};

	*best = (Plan){.p = *p, .cost = price(s, p)};
	if (count(poly_signals(s, p)) < 2 || depth == DEPTH ||
	    best->cost < s->cost->mul || s->nodes >= MAX_NODES)
		return best;
	s->nodes++;
	for (unsigned v = 0; v < s->atoms->n; v++)
		try_atom(s, &tries, p, v);
	try_kernels(s, &tries, p);
	for (unsigned i = 0; i < beam[depth] && i < tries.at.len; i++) {
		uint32_t k = i;
		Try t;

		for (uint32_t j = i; j < tries.at.len; j++)
			if (tries.at.at[j].guess < tries.at.at[k].guess)
				k = j;
		t = tries.at.at[k];
		tries.at.at[k] = tries.at.at[i];
		tries.at.at[i] = t;
		follow(s, &t, depth, best);
	}
	return best;
}

const Plan *
plan_search(Arena *a, const Atoms *atoms, const PlanCost *cost, const Poly *p)
{
	Search s = {.a = a, .atoms = atoms, .cost = cost};

	return plan(&s, p, 0);
}
