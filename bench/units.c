/* units: function units as Verilog, for Yosys to count.
 *
 * Prints into WORK/all.v one combinational module a function, size and
 * family, and a module that instantiates them all; on standard output one
 * line each: module, set, function, its range, bits, family, kind, LUTs and DSPs
 * by the model, milliseconds. Family "all" is what symgate chooses; the others are
 * each family alone, by its own cheapest plan, unless that is the one chosen
 * or costs three tenths more by the model, whose error is a fifth at most.
 * Every unit is proven faithful: its error is below one unit in the last
 * place.
 *
 * Set "flopoco": functions on [0, 1), as many fraction bits out as in, and
 * no multiplier blocks. Set "operator": every operator of one argument that
 * is no other logic (`lower` of ops.def), as many bits out as in over a range
 * of its own, whole xcvu9p. */
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "backends/backend.h"
#include "ir/unit.h"
#include "tests/unit/equation.h"

static const double RULED_OUT = 1.3;

typedef struct Function {
	const char *f;
	double lo, hi; /* of x: lo <= x < hi */
} Function;

static const Function flopoco[] = {
    {"sin(1.5*x)", 0, 1},
    {"exp(-2*x)", 0, 1},
    {"log(1 + x)", 0, 1},
    {"1/(1 + x)", 0, 1},
    {"tanh(4*x)", 0, 1},
    {"exp(-16*x*x)", 0, 1},
    {"1/(1 + exp(-8*(x - 0.5)))", 0, 1},
    {"sqrt(x)", 0, 1},
};

static const Function operators[] = {
    {"neg(x)", -4, 4},    {"square(x)", -2, 2},  {"cube(x)", -2, 2},
    {"inv(x)", 0.25, 4},  {"sqrt(x)", 0, 4},     {"cbrt(x)", -4, 4},
    {"exp(x)", -4, 4},    {"exp2(x)", -4, 4},    {"log(x)", 0.25, 4},
    {"log2(x)", 0.25, 4}, {"log10(x)", 0.25, 4}, {"log1p(x)", -0.5, 4},
    {"sin(x)", -4, 4},    {"cos(x)", -4, 4},     {"tan(x)", -1, 1},
    {"sinh(x)", -2, 2},   {"cosh(x)", -2, 2},    {"tanh(x)", -4, 4},
    {"asin(x)", -1, 1},   {"acos(x)", -1, 1},    {"atan(x)", -8, 8},
    {"asinh(x)", -8, 8},  {"acosh(x)", 1, 9},    {"atanh(x)", -0.875, 0.875},
    {"erf(x)", -4, 4},    {"erfc(x)", -4, 4},    {"gamma(x)", 0.25, 4},
    {"sinc(x)", -4, 4},   {"sigmoid(x)", -8, 8}, {"gauss(x)", -4, 4},
};

/* One function at one size. */
typedef struct Job {
	Arena *a;
	const char *set;
	const Function *f;
	int bits;
	const Target *target;
	FILE *verilog;
	unsigned *serial;
	double best;      /* share of the chosen unit */
	const char *kind; /* and what it is */
} Job;

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* The weight with which `bits` signed or unsigned bits hold every value. */
static int
operator_lsb(const Prog *p, int64_t lo, int64_t hi, int lsb_x, int bits)
{
	double most = 0x1p-60;
	bool negative = false;

	for (int64_t i = lo; i <= hi; i++) {
		double x = ldexp((double)i, lsb_x), y = prog_double(p, &x);

		if (!isfinite(y))
			continue;
		most = fmax(most, fabs(y));
		negative = negative || y < 0;
	}
	return (int)ceil(log2(most)) + negative - bits;
}

static void
emit(const Job *j, Datapath *d)
{
	OutFiles out = {.a = d->a};
	Design g = {.a = d->a,
	            .name = d->name,
	            .command = "",
	            .numerics = "",
	            .undefined = "error",
	            .dialect = "julia",
	            .dp = d,
	            .target = j->target,
	            .clock_mhz = 200};
	DesignInput in = {.name = "x",
	                  .ident = "x",
	                  .scale = "1",
	                  .offset = "0",
	                  .lo_text = "",
	                  .hi_text = ""};
	DesignOutput y = {.name = "y",
	                  .ident = "y",
	                  .equation = "",
	                  .simplified = "",
	                  .overflow = "never",
	                  .bound_abs = "",
	                  .bound_ulp = ""};
	const DPort *px = &d->in.at[0], *py = &d->out.at[0];

	in.format = (Format){.is_signed = px->is_signed, .width = px->width};
	y.format = (Format){.is_signed = py->is_signed, .width = py->width};
	vec_push(d->a, g.in, in);
	vec_push(d->a, g.out, y);
	backend_by_name("verilog", 7)->emit(&g, &out);
	fwrite(out.file.at[0].text, 1, out.file.at[0].len, j->verilog);
}

/* The datapath of one unit; NULL if the family has none. */
static Datapath *
build(Arena *a, const Job *j, UnitSpec u, int64_t lo, int64_t hi, UnitResult *r)
{
	const char *why, *name = arena_printf(a, "u%u", *j->serial);
	Datapath *d = dp_new(a, name);
	DPort x = {.name = "x",
	           .ident = "x",
	           .is_signed = lo < 0,
	           .lo = lo,
	           .hi = hi,
	           .width = (uint8_t)(width_of(lo, hi) - (lo >= 0))};

	u.x = dp_input(d, &x);
	if (!unit_build(d, &u, r, &why))
		return NULL;
	const DNode *n = dp_at(d, r->d);
	DPort y = {.name = "y",
	           .ident = "y",
	           .ref = r->d,
	           .lo = n->lo,
	           .hi = n->hi,
	           .is_signed = true,
	           .width = (uint8_t)width_of(n->lo, n->hi)};
	vec_push(a, d->out, y);
	dp_dce(d);
	dp_pack(d, u.target);
	return d;
}

/* Builds, prints and reports one unit, if it is worth it. */
static void
unit(Job *j, UnitSpec u, const char *family, int64_t lo, int64_t hi)
{
	Arena *a = arena_new();
	UnitResult r;
	double start = now_ms();

	u.only = family;
	Datapath *d = build(a, j, u, lo, hi, &r);
	double ms = now_ms() - start;
	Cost c = d ? dp_cost(u.target, d) : (Cost){0};
	double share = device_share(u.target, &c);
	bool chosen = family && share == j->best && !strcmp(r.kind, j->kind);

	if (!family) {
		j->best = share;
		j->kind = d ? arena_strdup(j->a, r.kind) : "";
	}
	if (d && !chosen && share <= RULED_OUT * j->best) {
		emit(j, d);
		printf("%s,%s,%s,%g,%g,%d,%s,%s,%.0f,%.0f,%.1f\n", d->name,
		       j->set, j->f->f, j->f->lo, j->f->hi, j->bits,
		       family ? family : "all", r.kind, c.lut, c.dsp, ms);
		++*j->serial;
	}
	arena_free(a);
}

/* Faithful: strictly below one ulp, so that an exact value is hit. */
static double
below_ulp(int lsb)
{
	return nextafter(ldexp(1, lsb), 0);
}

static void
measure(Job *j)
{
	double span = j->f->hi - j->f->lo;
	int lsb_x = (int)ceil(log2(span)) - j->bits;
	int64_t lo = (int64_t)ceil(ldexp(j->f->lo, -lsb_x));
	int64_t hi = (int64_t)ceil(ldexp(j->f->hi, -lsb_x)) - 1;
	Expr *e = new_expr(j->a);
	Ref x = expr_var(e, "x", (Span){0}), root = equation(e, j->f->f);
	bool fractions = j->set[0] == 'f';
	int lsb = fractions ? -j->bits
	                    : operator_lsb(prog_new(j->a, e, root, x), lo, hi,
	                                   lsb_x, j->bits);
	UnitSpec u = {.e = e,
	              .root = root,
	              .arg = x,
	              .lsb_x = lsb_x,
	              .lsb = lsb,
	              .max_err = below_ulp(lsb),
	              .target = j->target,
	              .opts = opts_level(OPT_LEVEL_MAX)};

	unit(j, u, NULL, lo, hi);
	for (unsigned k = 0; unit_family_name(k); k++)
		unit(j, u, unit_family_name(k), lo, hi);
}

static void
run_set(const char *set, const Function *f, unsigned n, const Target *t,
        int bits, FILE *verilog, unsigned *serial)
{
	for (unsigned i = 0; i < n; i++) {
		Job j = {.a = arena_new(),
		         .set = set,
		         .f = &f[i],
		         .bits = bits,
		         .target = t,
		         .verilog = verilog,
		         .serial = serial};

		measure(&j);
		arena_free(j.a);
	}
}

/* Every operator of one argument that units make is among `operators`. */
static void
check_complete(void)
{
	enum { N = sizeof operators / sizeof *operators };
	for (enum Op op = O_var + 1; op < O_count; op++) {
		const char *name = op_info[op].name;
		bool found = op_info[op].narg != 1 || op_info[op].lower;

		for (size_t i = 0; i < N; i++)
			found = found ||
			        (!strncmp(operators[i].f, name, strlen(name)) &&
			         operators[i].f[strlen(name)] == '(');
		if (!found) {
			fprintf(stderr, "units: no range for %s\n", name);
			exit(2);
		}
	}
}

int
main(int argc, char **argv)
{
	enum {
		NFLOPOCO = sizeof flopoco / sizeof *flopoco,
		NOPERATOR = sizeof operators / sizeof *operators
	};
	unsigned serial = 0;
	int bits = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0;
	FILE *verilog = argc == 4 ? fopen(argv[2], "w") : NULL;

	if (!verilog) {
		fprintf(stderr, "Usage: units flopoco|operator OUT.v BITS\n");
		return 2;
	}
	check_complete();
	Target t = *target_by_name("xcvu9p"), lutonly = t;
	lutonly.dsps = 0;
	if (strcmp(argv[1], "flopoco") == 0)
		run_set("flopoco", flopoco, NFLOPOCO, &lutonly, bits, verilog,
		        &serial);
	else
		run_set("operator", operators, NOPERATOR, &t, bits, verilog,
		        &serial);
	return fclose(verilog) != 0;
}
