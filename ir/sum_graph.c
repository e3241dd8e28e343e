/* Constants that share adders.
 *
 * requires parts with their digits and a choice; gives digits of fewer adders.
 *
 * Beside a signal x itself, its multiple f x by one odd f = 2^i +- 1, which is
 * one addition, may be what is shifted and added: c x is then a sum of terms
 * +-2^k x and +-2^k f x. That is the first step of every adder graph: of all f,
 * and of those that other sums have made of x already, which cost nothing, the
 * one is taken with which some constant as near to c as was good enough before
 * needs the fewest LUTs. With few terms all of them are tried; in doubles, what
 * they leave is enclosed as that of all digits is.
 * Reference: Voronenko and Pueschel, Multiplierless multiple constant
 * multiplication, ACM Trans. Algorithms 3(2), 2007: constants at a distance of
 * one and two adders from what is there. */
#include "ir/sum.h"

#include <math.h>

enum {
	MOST_TERMS = 4,
	LEAST_DIGITS = 3, /* fewer cannot be had for less */
	LARGEST_SHIFT = 8,
	WIDEST = 40
};

/* Terms of a constant. */
typedef struct Found {
	unsigned n;
	double bits; /* LUTs, about */
	Digit at[MOST_TERMS];
} Found;

typedef struct Search {
	const Sum *s;
	const Part *p;
	int f;
	double tol; /* of the constant */
	Found now, best;
} Search;

/* ---- the terms ---- */

static void try_terms(Search *q, double rest, unsigned n);

/* Takes +-2^at f as the next term. */
static void
take(Search *q, double rest, unsigned n, int f, int at)
{
	Found *t = &q->now;
	double v = ldexp(f, at), was = t->bits;
	Digit d = {.at = at, .f = f, .minus = rest < 0};
	t->at[t->n++] = d;
	t->bits += sum_digit_bits(q->s, q->p, &d);
	if (t->bits < q->best.bits)
		try_terms(q, rest < 0 ? rest + v : rest - v, n - 1);
	t->bits = was;
	t->n--;
}

/* n more terms at most, the powers of two next below and above what is left. */
static void
try_terms(Search *q, double rest, unsigned n)
{
	if (fabs(rest) <= q->tol) {
		if (q->now.bits < q->best.bits)
			q->best = q->now;
		return;
	}
	if (n == 0)
		return;
	for (int i = 0; i < 2; i++) {
		int e, f = i ? q->f : 1;
		frexp(rest / f, &e); /* 2^(e - 1) <= |rest / f| < 2^e */
		take(q, rest, n, f, e - 1);
		take(q, rest, n, f, e);
	}
}

/* ---- the multiple ---- */

/* f = 2^i - 1, by a difference as wide as f x, and not 2^i + 1. */
static bool
is_below(int f)
{
	return f > 3 && f & 2;
}

static bool
is_made(const Lower *l, DRef x, int f)
{
	for (uint32_t i = 0; i < l->multiple.len; i++)
		if (l->multiple.at[i].x == x && l->multiple.at[i].f == f)
			return true;
	return false;
}

/* LUTs of f x. */
static double
multiple_bits(const Sum *s, const Part *p, int f)
{
	unsigned w = dp_width(s->l->d, p->x.d);
	return is_made(s->l, p->x.d, f) ? 0 : w + (is_below(f) ? log2(f) : 1);
}

DRef
sum_multiple(Sum *s, DRef x, int f)
{
	Datapath *d = s->l->d;
	bool below = is_below(f);
	unsigned i = (unsigned)ilogb(f) + below;
	DRef high = dp_shl(d, x, i);
	if (!is_made(s->l, x, f))
		vec_push(s->l->a, s->l->multiple, ((Multiple){x, f}));
	return below ? dp_sub(d, high, x) : dp_add(d, high, x);
}

/* ---- the digits ---- */

static void
improve(Sum *s, Part *p)
{
	double c = mpfi_get_d(p->coef), least = p->cost[p->use + 1];
	double tol = p->left[p->use] / p->mag;
	Search q = {.s = s, .p = p, .tol = tol * (1 - 0x1p-30)};
	Found best = {0};
	for (int i = 1; i <= LARGEST_SHIFT; i++)
		for (int k = i > 2 ? -1 : 1; k <= 1; k += 2) {
			q.f = (1 << i) + k;
			double own = multiple_bits(s, p, q.f);
			q.best = (Found){.bits = least - own};
			try_terms(&q, c, MOST_TERMS);
			if (q.best.n == 0)
				continue;
			best = q.best;
			least = best.bits + own;
			p->own = own;
		}
	if (best.n)
		part_digits(p, best.at, best.n, p->left[p->n]);
}

bool
sum_share(Sum *s)
{
	bool any = false;
	for (uint32_t i = 0; i < s->part.len; i++) {
		Part *p = &s->part.at[i];
		if (p->use < LEAST_DIGITS || !(p->mag > 0) ||
		    dp_width(s->l->d, p->x.d) > WIDEST)
			continue;
		p->own = -1;
		improve(s, p);
		any = any || p->own >= 0;
	}
	return any;
}
