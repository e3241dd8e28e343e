/* values FILE...: the value of every equation of the files at ten points, for
 * tests/sympy to compare. Of each row that can be read, in its dialect:
 *
 *     row NUMBER
 *     var NAME...
 *     at RATIONAL... = DECIMAL | undefined        ten times
 *
 * and of each that cannot, `refused NUMBER`. Points are multiples of 1/256,
 * five of them in (0, 4], five in [-4, 4]. */
#include <stdio.h>
#include <string.h>

#include "frontend/front.h"
#include "ir/eval.h"

enum { POINTS = 10, STEPS = 1024, DENOMINATOR = 256, DIGITS = 40 };

typedef struct Values {
	Arena *a;
	Front f;
	Ref root;
	uint64_t seed;
} Values;

static uint64_t
next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	return *seed ^= *seed << 17;
}

/* The enclosure's middle once it is tight to DIGITS and a few more. */
static void
print_value(const Prog *p, const mpq_t *x)
{
	mpfi_t r;
	mpfr_t width, middle;
	bool defined = false;

	mpfi_init(r);
	mpfr_init2(width, 64);
	mpfr_init2(middle, 256);
	for (mpfr_prec_t prec = 256; prec <= 8192; prec *= 2) {
		mpfi_set_prec(r, prec);
		defined = prog_exact(p, x, prec, r);
		if (!defined)
			break;
		mpfi_diam(width, r);
		if (mpfr_cmp_d(width, 1e-45) <= 0)
			break;
	}
	mpfi_mid(middle, r);
	if (defined)
		mpfr_printf(" = %.*Re\n", DIGITS, middle);
	else
		puts(" = undefined");
	mpfr_clear(middle);
	mpfr_clear(width);
	mpfi_clear(r);
}

static void
print_points(Values *v)
{
	const Expr *e = v->f.e;
	const Prog *p = prog_new(v->a, e, v->root, 0);
	mpq_t *x = arena_alloc(v->a, (e->var.len + 1) * sizeof *x);

	for (uint32_t i = 0; i < e->var.len; i++)
		mpq_init(x[i]);
	for (int k = 0; k < POINTS; k++) {
		printf("at");
		for (uint32_t i = 0; i < e->var.len; i++) {
			long n = 1 + (long)(next(&v->seed) % STEPS);

			if (k >= POINTS / 2)
				n = 2 * n - STEPS;
			mpq_set_si(x[i], n, DENOMINATOR);
			mpq_canonicalize(x[i]);
			gmp_printf(" %Qd", x[i]);
		}
		print_value(p, (const mpq_t *)x);
	}
	for (uint32_t i = 0; i < e->var.len; i++)
		mpq_clear(x[i]);
}

static bool
define(Front *f, const Param *p)
{
	const char *s = arena_printf(f->a, "%s = %s", p->name, p->best);
	size_t len = strlen(s);

	return front_define(
	    f, (Span){diag_source(f->diag, "fit", s, len), 0, (uint32_t)len});
}

static void
print_row(const Table *t, const Row *row, Diag *d)
{
	Values v = {.a = arena_new(), .seed = 88172645463325252u};
	bool ok = true;

	v.f = (Front){
	    .a = v.a, .diag = d, .e = expr_new(v.a, d), .dialect = t->dialect};
	for (uint32_t i = 0; i < row->param.len; i++)
		ok &= define(&v.f, &row->param.at[i]);
	v.root = ok ? front_parse(&v.f, row->equation) : 0;
	if (v.root) {
		printf("row %u\nvar", row->number);
		for (uint32_t i = 0; i < v.f.e->var.len; i++)
			printf(" %s", v.f.e->var.at[i].name);
		puts("");
		print_points(&v);
	} else {
		printf("refused %u\n", row->number);
	}
	arena_free(v.a);
}

static bool
print_file(const char *path)
{
	Arena *a = arena_new();
	Diag *d = diag_new(a, NULL);
	Table t = {0};
	size_t len;
	char *text = file_read(a, path, 1 << 24, &len);
	bool ok = text && table_read(a, d, diag_source(d, path, text, len),
	                             NULL, (Span){0}, &t);

	for (uint32_t i = 0; ok && i < t.row.len; i++)
		print_row(&t, &t.row.at[i], d);
	arena_free(a);
	return ok;
}

int
main(int argc, char **argv)
{
	bool ok = argc > 1;

	for (int i = 1; i < argc; i++)
		ok &= print_file(argv[i]);
	return !ok;
}
