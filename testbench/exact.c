/* One vector against the real equation, by MPFI at rising precision.
 *
 * Contract: the verdict is rigorous: WITHIN and BEYOND are proven for the
 * exact value; UNDECIDED says that MAX_PREC bits could not tell. */
#include "testbench/reference.h"

#include <math.h>
#include <string.h>

enum { MAX_PREC = 4096 };

void
exact_count(Head *h, uint64_t vector, double e)
{
	Error *s = &h->error;
	double ulps = e / s->ulp;
	int bin = EIGHTHS + OCTAVES - 1;

	if (ulps < 1)
		bin = (int)(ulps * EIGHTHS);
	else if (ulps < ldexp(1, OCTAVES - 1))
		bin = EIGHTHS + ilogb(ulps);
	s->points++;
	s->bin[bin]++;
	s->square += e * e;
	if (e > s->max || s->points == 1) {
		s->max = e;
		s->worst = vector;
	}
}

static void
count_bad(Reference *r, uint32_t o, uint32_t k)
{
	r->head[o].error.over++;
	r->bad(r->ctx, r->first + k, o);
}

void
exact_inputs(Reference *r, const int64_t *in)
{
	for (uint32_t i = 0; i < r->nin; i++) {
		const DesignInput *d = &r->g->in.at[i];
		int64_t x = in[i];

		if (d->clamp)
			x = x < d->lo ? d->lo : x > d->hi ? d->hi : x;
		mpq_set_si(r->x[i], x, 1);
	}
}

static void
clamp_end(Head *h, mpfr_ptr v)
{
	if (mpfr_cmp(v, h->clamp_lo) < 0)
		mpfr_set(v, h->clamp_lo, MPFR_RNDN);
	if (mpfr_cmp(v, h->clamp_hi) > 0)
		mpfr_set(v, h->clamp_hi, MPFR_RNDN);
}

/* Takes off the whole turns: what is left is the distance on the circle. */
static void
unwrap(Head *h)
{
	mpfr_t turns;

	mpfr_init2(turns, mpfi_get_prec(h->diff));
	mpfi_mid(turns, h->diff);
	mpfr_div(turns, turns, h->turn, MPFR_RNDN);
	mpfr_rint(turns, turns, MPFR_RNDN);
	mpfr_mul(turns, turns, h->turn, MPFR_RNDN);
	mpfi_sub_fr(h->diff, h->diff, turns);
	mpfr_clear(turns);
}

/* h->diff = |y - exact| enclosed, for the inputs in r->x. */
static bool
enclose(Reference *r, Head *h, int64_t y, mpfr_prec_t prec)
{
	mpfi_set_prec(h->exact, prec);
	mpfi_set_prec(h->diff, prec);
	if (!prog_exact(h->prog, (const mpq_t *)r->x, prec, h->exact))
		return false;
	mpfi_set(h->diff, h->exact);
	if (h->clamps) {
		clamp_end(h, &h->diff->left);
		clamp_end(h, &h->diff->right);
	}
	mpfr_set_sj_2exp(h->y, y, h->out->format.lsb, MPFR_RNDN);
	mpfi_fr_sub(h->diff, h->y, h->diff);
	if (h->wraps)
		unwrap(h);
	mpfi_abs(h->diff, h->diff);
	return true;
}

/* Precision doubles until the bound is decided and the error is known to a
 * thousandth of an ulp. */
static enum Verdict
decide(Reference *r, Head *h, int64_t y, double *error)
{
	mpfr_prec_t prec = h->out->format.width + 48;

	for (;; prec *= 2) {
		if (!enclose(r, h, y, prec))
			return UNDEFINED;
		double lo = mpfr_get_d(&h->diff->left, MPFR_RNDD);
		double hi = mpfr_get_d(&h->diff->right, MPFR_RNDU);
		bool within = mpfr_cmp(&h->diff->right, h->bound) <= 0;
		bool beyond = mpfr_cmp(&h->diff->left, h->bound) > 0;

		*error = lo + (hi - lo) / 2;
		if (beyond)
			return BEYOND;
		if (within && (hi - lo <= h->weight / 1024 || prec >= MAX_PREC))
			return WITHIN;
		if (prec >= MAX_PREC)
			return UNDECIDED;
	}
}

/* Vector k of the block by MPFI. */
enum Verdict
exact_vector(Reference *r, uint32_t o, uint32_t k)
{
	Head *h = &r->head[o];
	double error;
	enum Verdict v;

	exact_inputs(r, r->in + (size_t)k * r->nin);
	v = decide(r, h, r->out[(size_t)k * r->nout + o], &error);
	switch (v) {
	case WITHIN:
	case BEYOND:
		h->error.exact++;
		exact_count(h, r->first + k, error);
		if (v == BEYOND)
			count_bad(r, o, k);
		break;
	case UNDEFINED:
		h->error.undefined++;
		if (strcmp(r->g->undefined, "any") != 0)
			count_bad(r, o, k);
		break;
	case UNDECIDED:
		h->error.undecided++;
		break;
	}
	return v;
}
