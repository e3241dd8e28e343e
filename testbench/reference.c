/* The head of the chain: outputs against the real equation.
 *
 * Contract: for every vector, |output - exact| <= bound is decided rigorously,
 * exact being the equation as read at variable = (port integer * 2^lsb) *
 * scale + offset, clamped to (or, for a wrapping output, taken modulo) the
 * output's range. Inputs that the design clamps are clamped here first.
 *
 * Method. MPFI decides, but takes microseconds an operation. So vectors are
 * filtered: for a box of vectors prog_error bounds how far the double value
 * is from the exact one, and |output - double| + that error <= bound decides
 * them all. Where the error is too large the box is halved, down to a few
 * vectors, which go to MPFI, as does whatever the filter cannot pass. MPFI
 * also sees every vector of a sample of EXACT_SAMPLE, where it must find the
 * double value within the filter's error: the filter is tested as it is used.
 *
 * The equation is rewritten in the port integers first: those are exact in
 * double, whatever the scale. */
#include "testbench/reference.h"

#include <math.h>
#include <string.h>

enum { DOUBLE_BITS = 53 };

/* ---- the equation in port integers ---- */

static Ref
port_expr(Expr *e, const DesignInput *in, const char *name)
{
	mpq_t scale, offset;
	Ref r = expr_var(e, name, (Span){0});
	Ref c;

	mpq_inits(scale, offset, (mpq_ptr)NULL);
	port_value(&in->format, in->scale, "0", 1, scale);
	check(read_rational(in->offset, offset));
	if (mpq_cmp_ui(scale, 1, 1) != 0) {
		c = expr_const(e, scale, (Span){0});
		r = expr_op(e, O_mul, (Ref[]){c, r}, (Span){0});
	}
	if (mpq_sgn(offset) != 0) {
		c = expr_const(e, offset, (Span){0});
		r = expr_op(e, O_add, (Ref[]){r, c}, (Span){0});
	}
	mpq_clears(scale, offset, (mpq_ptr)NULL);
	return r;
}

static const DesignInput *
find_input(const Design *g, const char *name)
{
	for (uint32_t i = 0; i < g->in.len; i++)
		if (!strcmp(g->in.at[i].name, name))
			return &g->in.at[i];
	return NULL;
}

/* Variable i of the result is input i of the design. False if the equations
 * use others. */
static bool
rewrite(Expr *to, const Loaded *l, Diag *diag, Ref *root)
{
	const Expr *e = l->e;
	Ref *map = arena_alloc(to->a, e->node.len * sizeof *map);
	bool ok = true;

	for (uint32_t i = 0; i < l->g.in.len; i++)
		expr_var(to, l->g.in.at[i].name, (Span){0});
	for (Ref r = 1; r < e->node.len; r++) {
		const ExprNode *n = expr_at(e, r);

		if (n->op != O_var)
			continue;
		const char *name = e->var.at[n->index].name;
		const DesignInput *in = find_input(&l->g, name);

		if (in) {
			map[r] = port_expr(to, in, name);
			continue;
		}
		ok = false;
		diag_error(diag, n->span, "%s is no input of the design", name);
	}
	for (uint32_t o = 0; ok && o < e->out.len; o++)
		root[o] = expr_copy(to, e, e->out.at[o].ref, map);
	return ok;
}

/* ---- making ---- */

static void
head_clear(void *p)
{
	Head *h = p;

	mpfr_clears(h->bound, h->y, h->clamp_lo, h->clamp_hi, h->turn,
	            (mpfr_ptr)NULL);
	mpfi_clear(h->exact);
	mpfi_clear(h->diff);
}

static void
read_bound(Head *h)
{
	mpq_t q;

	mpfr_set_inf(h->bound, 1);
	if (h->out->proven) {
		mpq_init(q);
		check(read_rational(h->out->bound_abs, q));
		mpfr_set_q(h->bound, q, MPFR_RNDD);
		mpq_clear(q);
	}
	h->bound_below = mpfr_get_d(h->bound, MPFR_RNDD);
	h->tight = fmin(h->bound_below, h->weight) / TIGHT;
}

static void
head_init(Arena *a, Head *h, const DesignOutput *out, Prog *prog)
{
	const Format *f = &out->format;

	h->out = out;
	h->prog = prog;
	h->weight = ldexp(1, f->lsb);
	h->wraps = !strcmp(out->overflow, "wrap");
	h->clamps = !strcmp(out->overflow, "saturate");
	mpfr_inits2(DP_MAX_WIDTH + 1, h->bound, h->y, h->clamp_lo, h->clamp_hi,
	            h->turn, (mpfr_ptr)NULL);
	mpfi_init(h->exact);
	mpfi_init(h->diff);
	arena_defer(a, head_clear, h);
	mpfr_set_sj_2exp(h->clamp_lo, format_lo(f), f->lsb, MPFR_RNDN);
	mpfr_set_sj_2exp(h->clamp_hi, format_hi(f), f->lsb, MPFR_RNDN);
	mpfr_set_ui_2exp(h->turn, 1, f->width + f->lsb, MPFR_RNDN);
	h->lo = mpfr_get_d(h->clamp_lo, MPFR_RNDD);
	h->turn_double = ldexp(1, f->width + f->lsb);
	h->hi = mpfr_get_d(h->clamp_hi, MPFR_RNDU);
	read_bound(h);
	h->error.ulp = h->weight;
}

static bool
filter_fits(const Design *g)
{
	for (uint32_t i = 0; i < g->in.len; i++)
		if (g->in.at[i].format.width > DOUBLE_BITS)
			return false;
	for (uint32_t o = 0; o < g->out.len; o++)
		if (g->out.at[o].format.width > DOUBLE_BITS)
			return false;
	return true;
}

static void
clear_inputs(void *p)
{
	Reference *r = p;

	for (uint32_t i = 0; i < r->nin; i++)
		mpq_clear(r->x[i]);
}

Reference *
reference_new(Arena *a, Diag *diag, const Loaded *l, const Vectors *v)
{
	Reference *r = arena_alloc(a, sizeof *r);
	Expr *e = expr_new(a, diag);
	Ref *root = arena_alloc(a, l->g.out.len * sizeof *root);

	*r = (Reference){.a = a,
	                 .g = &l->g,
	                 .v = v,
	                 .nin = l->g.in.len,
	                 .nout = l->g.out.len,
	                 .filter = filter_fits(&l->g)};
	if (l->e->out.len != r->nout) {
		diag_error(diag, (Span){0}, "%s: %u equations, %u outputs",
		           l->dir, l->e->out.len, r->nout);
		return NULL;
	}
	if (!rewrite(e, l, diag, root))
		return NULL;
	r->head = arena_alloc(a, r->nout * sizeof *r->head);
	for (uint32_t o = 0; o < r->nout; o++)
		head_init(a, &r->head[o], &l->g.out.at[o],
		          prog_new(a, e, root[o], 0));
	r->x = arena_alloc(a, r->nin * sizeof *r->x);
	for (uint32_t i = 0; i < r->nin; i++)
		mpq_init(r->x[i]);
	arena_defer(a, clear_inputs, r);
	return r;
}

/* ---- vectors ---- */

static void
set_points(Reference *r, size_t n)
{
	if (r->room < n) {
		r->point = arena_alloc(r->a, n * r->nin * sizeof *r->point);
		r->index = arena_alloc(r->a, n * sizeof *r->index);
		r->room = n;
	}
	for (size_t k = 0; k < n * r->nin; k++) {
		const DesignInput *d = &r->g->in.at[k % r->nin];
		int64_t x = r->in[k];

		if (d->clamp)
			x = x < d->lo ? d->lo : x > d->hi ? d->hi : x;
		r->point[k] = (double)x;
	}
}

void
reference_block(Reference *r, uint64_t first, size_t n, const int64_t *in,
                const int64_t *out, BadVector *bad, void *ctx)
{
	r->first = first;
	r->in = in;
	r->out = out;
	r->bad = bad;
	r->ctx = ctx;
	set_points(r, n);
	for (uint32_t o = 0; o < r->nout; o++)
		filter_block(r, o, n);
}

/* ---- reading ---- */

const Error *
reference_error(const Reference *r, uint32_t output)
{
	return &r->head[output].error;
}

const char *
reference_value(Reference *r, uint32_t output, const int64_t *in, Arena *a)
{
	Head *h = &r->head[output];
	mpfr_t mid;
	char text[64];

	exact_inputs(r, in);
	mpfi_set_prec(h->exact, 256);
	if (!prog_exact(h->prog, (const mpq_t *)r->x, 256, h->exact))
		return "undefined";
	mpfr_init2(mid, 256);
	mpfi_mid(mid, h->exact);
	mpfr_snprintf(text, sizeof text, "%.17Rg", mid);
	mpfr_clear(mid);
	return arena_strdup(a, text);
}

const char *
reference_input(const Reference *r, uint32_t i, int64_t x, Arena *a)
{
	const DesignInput *in = &r->g->in.at[i];
	mpq_t q;
	const char *text;

	mpq_init(q);
	port_value(&in->format, in->scale, in->offset, x, q);
	text = arena_printf(a, "%.12g", mpq_get_d(q));
	mpq_clear(q);
	return text;
}
