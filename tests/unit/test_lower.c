/* The faithful numerics against the reals: whole equations through lowering
 * and the interpreter, every output within its proven bound. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "frontend/front.h"
#include "ir/passes.h"

typedef struct Case {
	const char *text;
	const char *in;  /* one format for all inputs */
	double lo, hi;   /* promised range in the equation's units */
	const char *out; /* format, or "auto" */
	double ulp;      /* allowed; 0: refused */
	const char *why; /* part of the message, where refused */
} Case;

static const Case cases[] = {
    /* sums */
    {"x0 + x1", "ap_fixed<8,4>", -8, 8, "ap_fixed<9,5>", 0.5, 0},
    {"x0 - x1", "ap_fixed<8,4>", -8, 8, "ap_fixed<9,5>", 0.5, 0},
    {"0.1*x0 + x1/3 - 2", "ap_fixed<12,4>", -8, 8, "ap_fixed<12,5>", 1, 0},
    {"0.5078125*x0", "ap_ufixed<8,8>", 0, 255, "ap_ufixed<16,9>", 0.5, 0},
    {"1e-3*x0 + 1e-3*x1", "ap_int<10>", -512, 511, "ap_fixed<12,2>", 1, 0},
    {"x0 + x1 + x2 + x3 - 7.3", "ap_fixed<10,3>", -4, 4, "auto", 1, 0},
    /* products and units */
    {"x0 * x1", "ap_fixed<10,4>", -8, 8, "ap_fixed<12,7>", 1, 0},
    {"x0 * x1 * x2", "ap_fixed<8,2>", -2, 2, "ap_fixed<10,4>", 1, 0},
    {"sin(x0 + 0.77*x1)", "ap_fixed<10,3>", -4, 4, "ap_fixed<12,2>", 1, 0},
    {"exp(-x0^2) * x1", "ap_fixed<10,3>", -4, 4, "ap_fixed<12,3>", 1, 0},
    {"x0 / (x1 + 2)", "ap_fixed<9,2>", -1, 1, "ap_fixed<12,3>", 1, 0},
    {"x0 / x1", "ap_ufixed<8,3>", 0.5, 7, "ap_fixed<12,5>", 1, 0},
    {"x0 ^ x1", "ap_ufixed<8,3>", 0.5, 4, "ap_ufixed<14,9>", 1, 0},
    {"sqrt(x0*x0 + x1*x1 + 1)", "ap_fixed<9,4>", -8, 8, "ap_ufixed<10,4>", 1,
     0},
    {"tanh(x0)*x1 - tanh(x1)*x0", "ap_fixed<9,3>", -4, 4, "ap_fixed<11,4>", 1,
     0},
    /* saturation */
    {"x0 * x1", "ap_fixed<10,4>", -8, 8, "ap_fixed<10,4>", 1, 0},
    {"exp(x0 + x1)", "ap_fixed<9,3>", -3, 3, "ap_ufixed<10,5>", 1, 0},
    {"asinh(x0)", "ap_int<5>", -3, 3.5, "ap_ufixed<6,0>", 1, 0},
    /* operators of their own */
    {"max(x0, x1*0.3)", "ap_fixed<9,3>", -4, 4, "ap_fixed<10,3>", 1, 0},
    {"abs(x0*x1) + relu(x0 - x1)", "ap_fixed<8,3>", -4, 4, "ap_fixed<12,6>", 1,
     0},
    {"greater(x0, x1) * x0", "ap_fixed<8,3>", -4, 4, "ap_fixed<8,3>", 1, 0},
    {"cond(x0 - x1, x1)", "ap_fixed<8,3>", -4, 4, "ap_fixed<8,3>", 1, 0},
    {"floor(x0 + x1) + round(x0 - x1) - ceil(x1 + x0)", "ap_fixed<8,3>", -4, 4,
     "ap_fixed<8,8>", 1, 0},
    {"mod(x0, 1.5) + sign(x1 - x0)", "ap_fixed<8,3>", -4, 4, "ap_fixed<8,4>", 1,
     0},
    {"mod(x0, x1)", "ap_ufixed<7,3>", 1, 7, "ap_ufixed<7,3>", 0.5, 0},
    /* slopes that are unbounded, domains that are touched */
    {"sqrt(x0*x0 + x1*x1)", "ap_fixed<9,4>", -8, 8, "ap_ufixed<10,4>", 1, 0},
    {"sqrt(0.3*x0 + 0.7*x1)", "ap_ufixed<9,2>", 0, 3, "ap_ufixed<9,2>", 1, 0},
    {"(x0 + x1*x2)^0.3", "ap_ufixed<8,2>", 0, 3, "ap_ufixed<9,2>", 1, 0},
    {"sqrt(x0*x0 + x1*x1 - 2*x0*x1*cos(x2 - x3))", "ap_ufixed<9,3>", 1, 5,
     "ap_ufixed<10,4>", 1, 0},
    {"asin(x0*sin(x1))", "ap_fixed<9,2>", -1, 1, "ap_fixed<10,2>", 1, 0},
    {"asin(x0*sin(3*x1))", "ap_fixed<9,2>", -1, 1, "ap_fixed<10,2>", 1, 0},
    {"asin(x0/x1)", "ap_ufixed<9,2>", 1, 2, "ap_ufixed<10,1>", 0, ""},
    {"asin(x0/(x1 + 1))", "ap_ufixed<9,2>", 1, 2, "ap_ufixed<10,1>", 1, 0},
    {"acos(-x0/(x1 + 1))", "ap_ufixed<9,2>", 1, 2, "ap_ufixed<10,2>", 1, 0},
    {"acos(x0*x1)", "ap_fixed<9,2>", -1, 1, "ap_ufixed<10,2>", 1, 0},
    {"sqrt(1 - x0) + x1", "ap_ufixed<15,1>", 0, 1, "ap_ufixed<12,2>", 1, 0},
    {"greater(0.1*x0, x1)", "ap_fixed<8,3>", -4, 4, "ap_fixed<8,3>", 1, 0},
    {"ifelse(x0 - 0.3*x1 > 0.2 && x2 > 0.1, log(x0 - 0.3*x1)/x2, x1)",
     "ap_fixed<8,3>", -4, 4, "ap_fixed<9,6>", 1, 0},
    {"0.3*x0 + 0.2", "ap_ufixed<6,2>", 1, 3, "ap_ufixed<6,2>", 1, 0},
    /* two narrow ports as one number */
    {"sin(3*x0)*exp(x1)", "ap_fixed<6,2>", -1.3, 1.1, "ap_fixed<8,3>", 1, 0},
    {"log(x0/x1) + x2", "ap_ufixed<5,1>", 0.3, 1.7, "ap_fixed<7,3>", 1, 0},
    {"ifelse(x0 - 0.3*x1, log(x0 + 2), x1*x0)", "ap_fixed<5,2>", -1.5, 1.5,
     "ap_fixed<7,3>", 1, 0},
    {"greater(sin(x0), x1) + floor(x0*x1*0.3)", "ap_fixed<6,3>", -4, 3.5,
     "ap_fixed<6,4>", 0.5, 0},
    {"1/(x0 - x1)", "ap_fixed<6,3>", -4, 3.5, "ap_fixed<8,3>", 0,
     "not defined everywhere"},
    /* what cannot be proven */
    {"log(x0 + x1)", "ap_fixed<8,3>", -4, 4, "ap_fixed<8,3>", 0, "defined"},
    {"1 / (x0 - x1)", "ap_fixed<8,3>", -4, 4, "ap_fixed<8,3>", 0, "defined"},
    {"greater(sin(x0), x1)", "ap_fixed<8,3>", -4, 4, "ap_fixed<8,3>", 0,
     "without an error"},
    {"exp(x0*x1)", "ap_fixed<16,8>", -100, 100, "auto", 0, ""},
};

/* On targets without tables beside a carry chain: constants share adders. */
static const Case adders[] = {
    {"0.3*x0 - 0.41*x1", "ap_fixed<12,4>", -8, 8, "ap_fixed<12,4>", 1, 0},
    {"max(x0/3, 0.7071*x1) + 0.27182*x0 - 0.141592*x1", "ap_fixed<12,4>", -8, 8,
     "ap_fixed<16,5>", 1, 0},
    {"0.77777*x0 + 0.123456*x1 - 5.4321*x2", "ap_ufixed<9,2>", 0, 4,
     "ap_fixed<16,6>", 1, 0},
    {"-0.3333*x0*x1 + 0.2929*(x0 - x1)", "ap_fixed<9,3>", -4, 4,
     "ap_fixed<12,4>", 1, 0},
};

enum { VECTORS = 3000, MAXVAR = 6 };

static uint64_t
random64(uint64_t *s)
{
	uint64_t z = *s += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static Format
format_of(Diag *d, const char *text)
{
	Format f = {0};
	Span s = {diag_source(d, "format", text, strlen(text)), 0,
	          (uint32_t)strlen(text)};
	assert_true(format_parse(d, s, &f));
	return f;
}

/* Moves an end of an interval into [lo, hi]. */
static void
clamp(mpfr_ptr v, double lo, double hi)
{
	if (mpfr_cmp_d(v, lo) < 0)
		mpfr_set_d(v, lo, MPFR_RNDN);
	if (mpfr_cmp_d(v, hi) > 0)
		mpfr_set_d(v, hi, MPFR_RNDN);
}

/* Largest distance of y from the real value clamped to the output's range;
 * 0 where the equation is not defined. */
static double
distance(const Prog *p, mpq_t *x, const Format *f, double y)
{
	double lo = ldexp((double)format_lo(f), f->lsb), away = 0;
	double hi = ldexp((double)format_hi(f), f->lsb);
	mpfi_t v;
	mpfi_init2(v, 200);
	if (prog_exact(p, (const mpq_t *)x, 200, v)) {
		clamp(&v->left, lo, hi);
		clamp(&v->right, lo, hi);
		mpfi_sub_d(v, v, y);
		away = fmax(fabs(mpfr_get_d(&v->left, MPFR_RNDA)),
		            fabs(mpfr_get_d(&v->right, MPFR_RNDA)));
	}
	mpfi_clear(v);
	return away;
}

static void
check_vectors(const Expr *e, const Numerics *n, const Datapath *d, Arena *a)
{
	const Format *f = &n->out[0].format;
	Prog *p = prog_new(a, e, e->out.at[0].ref, 0);
	mpq_t x[MAXVAR];
	uint64_t seed = 1;
	for (int i = 0; i < MAXVAR; i++)
		mpq_init(x[i]);
	for (int v = 0; v < VECTORS; v++) {
		int64_t in[MAXVAR] = {0}, out;
		for (uint32_t i = 0; i < e->var.len; i++) {
			const InputSpec *s = &n->in[i];
			uint64_t span = (uint64_t)(s->hi - s->lo) + 1;
			in[i] = s->lo + (int64_t)(random64(&seed) % span);
			if (v < 32)
				in[i] = v >> i & 1 ? s->hi : s->lo;
			mpq_set_d(x[i], ldexp((double)in[i], s->format.lsb));
		}
		dp_interp(d, in, &out, NULL);
		double y = ldexp((double)out, f->lsb);
		double away = distance(p, x, f, y);
		if (away > n->bound[0] + 0x1p-80)
			fail_msg("%s: got %.12g, off by %.12g, bound %.12g",
			         e->out.at[0].text, y, away, n->bound[0]);
	}
	for (int i = 0; i < MAXVAR; i++)
		mpq_clear(x[i]);
}

static void
set_inputs(const Case *c, Diag *diag, const Expr *e, InputSpec *in)
{
	for (uint32_t i = 0; i < e->var.len; i++) {
		Format f = format_of(diag, c->in);
		int64_t lo = (int64_t)ceil(ldexp(c->lo, -f.lsb));
		int64_t hi = (int64_t)floor(ldexp(c->hi, -f.lsb));
		in[i] = (InputSpec){.name = e->var.at[i].name, .format = f};
		in[i].lo = lo > format_lo(&f) ? lo : format_lo(&f);
		in[i].hi = hi < format_hi(&f) ? hi : format_hi(&f);
		mpq_init(in[i].scale);
		mpq_init(in[i].offset);
		mpq_set_si(in[i].scale, 1, 1);
	}
}

static void
run_case(const Case *c, const char *target, Arena *a)
{
	Diag *diag = diag_new(a, NULL);
	Expr *e = expr_new(a, diag);
	Front f = {
	    .a = a, .diag = diag, .e = e, .dialect = dialect_by_name("python")};
	uint32_t len = (uint32_t)strlen(c->text);
	Span s = {diag_source(diag, "-e", c->text, len), 0, len};
	Ref r = front_parse(&f, s);
	assert_int_not_equal(r, 0);
	vec_push(a, e->out, ((ExprOutput){"y", r, c->text, s}));

	InputSpec in[MAXVAR];
	double bound = 0, ulp = c->ulp > 0 ? c->ulp : 1;
	bool saturates = false;
	OutputSpec out = {.ulp = ulp,
	                  .auto_format = strcmp(c->out, "auto") == 0};
	if (!out.auto_format)
		out.format = format_of(diag, c->out);
	set_inputs(c, diag, e, in);
	Numerics n = {.in = in,
	              .out = &out,
	              .name = "t",
	              .period_ns = 5,
	              .target = target_by_name(target),
	              .opts = opts_level(OPT_LEVEL_MAX),
	              .bound = &bound,
	              .saturates = &saturates};
	Datapath *d = lower_faithful(simplify(e, a), &n, a);
	for (uint32_t i = 0; i < e->var.len; i++)
		mpq_clears(in[i].scale, in[i].offset, (mpq_ptr)0);
	if (c->why) {
		assert_null(d);
		assert_non_null(strstr(diag->log.s, c->why));
		assert_non_null(strstr(diag->log.s, "note: "));
		return;
	}
	if (!d)
		fail_msg("%s: %s", c->text, diag->log.s);
	dp_dce(d);
	dp_check(d);
	assert_true(bound <= ulp * ldexp(1, out.format.lsb));
	check_vectors(e, &n, d, a);
	if (getenv("VERBOSE"))
		print_message("%-40s bound %.3f ulp, %u nodes\n", c->text,
		              bound / ldexp(1, out.format.lsb), d->node.len);
}

static void
run_cases(const Case *c, size_t n, const char *target)
{
	for (size_t i = 0; i < n; i++) {
		Arena *a = arena_new();
		run_case(&c[i], target, a);
		arena_free(a);
	}
}

static void
equations_stay_in_their_bounds(void **state)
{
	(void)state;
	run_cases(cases, sizeof cases / sizeof *cases, "xcvu9p");
	run_cases(adders, sizeof adders / sizeof *adders, "ecp5");
	run_cases(adders, sizeof adders / sizeof *adders, "ice40-hx");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equations_stay_in_their_bounds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
