/* Equality saturation: every rule holds, by an SMT solver where it is
 * arithmetic and against MPFI at random points otherwise; and what comes out
 * of given equations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "ir/egraph.h"
#include "tests/unit/equation.h"

enum { PREC = 300, POINTS = 60, TRIES = 20000 };

/* ---- a pattern as an Expr over x0, x1, ... ---- */

static Ref
pattern_expr(Expr *e, const Rule *r, const Pattern *p)
{
	Ref arg[OP_ARGS] = {0};

	if (p->op == O_var) {
		char name[2] = {r->var[p->var], 0};

		return expr_var(e, name, (Span){0});
	}
	if (p->op == O_const)
		return expr_const(e, p->q, (Span){0});
	for (int k = 0; k < op_info[p->op].narg; k++)
		arg[k] = pattern_expr(e, r, p->arg[k]);
	return expr_op(e, p->op, arg, (Span){0});
}

static Expr *
rule_expr(Arena *a, const Rule *r)
{
	Expr *e = new_expr(a);
	ExprOutput left = {.name = "l"}, right = {.name = "r"};

	for (uint32_t i = 0; i < r->nvar; i++)
		expr_var(e, (char[2]){r->var[i], 0}, (Span){0});
	left.ref = pattern_expr(e, r, r->lhs);
	right.ref = pattern_expr(e, r, r->rhs);
	vec_push(a, e->out, left);
	vec_push(a, e->out, right);
	return e;
}

/* ---- against MPFI ---- */

/* The rule's condition where its variables are points: an e-graph over the
 * box that is the point decides it, as it does in the pass. */
static bool
point_allowed(Arena *a, const Rule *r, const double *v)
{
	Range x[RULE_VARS];
	EGraph *g;
	Subst s = {{0}};
	mpq_t q;

	mpq_init(q);
	for (uint32_t i = 0; i < r->nvar; i++)
		x[i] = (Range){v[i], v[i]};
	g = eg_new(a, diag_new(a, NULL), x);
	for (uint32_t i = 0; i < r->nvar; i++) {
		bool is_const = false;

		for (uint32_t k = 0; k < r->condition.len; k++) {
			const Condition *c = &r->condition.at[k];

			is_const |=
			    (c->kind == C_const && c->x == i) ||
			    (c->kind == C_shift && (c->x == i || c->y == i));
		}
		mpq_set_d(q, v[i]);
		/* one variable for all: `meet` and `single` are no matter */
		s.of[i] = is_const ? eg_const(g, q)
		                   : eg_add(g, O_var, i, NULL, (Span){0});
	}
	mpq_clear(q);
	eg_rebuild(g);
	for (uint32_t k = 0; k < r->condition.len; k++) {
		Rule one = *r;

		one.condition.at = &r->condition.at[k];
		one.condition.len = 1;
		/* these only say when a rule is worth it */
		if (r->condition.at[k].kind == C_meet ||
		    r->condition.at[k].kind == C_single)
			continue;
		if (!rule_holds(g, &one, &s))
			return false;
	}
	return true;
}

/* Points that are often special: small, halves, signs, powers of two. */
static double
random_value(uint64_t *seed)
{
	double u = uniform(seed, 0, 1), v = uniform(seed, -4, 4);

	if (u < 0.15)
		return round(v);
	if (u < 0.3)
		return ldexp(1, (int)round(v)) * (u < 0.22 ? -1 : 1);
	return u < 0.6 ? fabs(v) : v;
}

static void
differ(const Rule *r, const double *v)
{
	print_error("rule %s: %s is not %s at", r->name, r->left, r->right);
	for (uint32_t i = 0; i < r->nvar; i++)
		print_error(" %c = %.17g", r->var[i], v[i]);
	print_error("\n");
	fail();
}

/* Both sides are defined, or neither is, and then they are equal. */
static void
check_point(const Rule *r, const Prog *left, const Prog *right, const double *v)
{
	mpq_t x[RULE_VARS];
	mpfi_t p, q;
	bool dl, dr;

	mpfi_init2(p, PREC);
	mpfi_init2(q, PREC);
	for (int i = 0; i < RULE_VARS; i++)
		mpq_init(x[i]);
	for (uint32_t i = 0; i < r->nvar; i++)
		mpq_set_d(x[i], v[i]);
	dl = prog_exact(left, (const mpq_t *)x, PREC, p);
	dr = prog_exact(right, (const mpq_t *)x, PREC, q);
	if (dl != dr)
		differ(r, v);
	if (dl) {
		mpfi_sub(p, p, q);
		if (!mpfi_has_zero(p))
			differ(r, v);
		mpfi_abs(p, p);
		/* and the enclosures are narrow: the check means something */
		assert_true(mpfr_cmp_d(&p->right, 0x1p-60) < 0);
	}
	for (int i = 0; i < RULE_VARS; i++)
		mpq_clear(x[i]);
	mpfi_clear(p);
	mpfi_clear(q);
}

static void
rules_hold_at_points(void **state)
{
	Arena *all = arena_new();
	const Rules *rules = rules_read(all);
	uint64_t seed = 3;

	(void)state;
	for (uint32_t i = 0; i < rules->at.len; i++) {
		const Rule *r = &rules->at.at[i];
		Arena *a = arena_new();
		Expr *e = rule_expr(a, r);
		const Prog *left = prog_new(a, e, e->out.at[0].ref, 0);
		const Prog *right = prog_new(a, e, e->out.at[1].ref, 0);
		unsigned points = 0;

		for (int t = 0; t < TRIES && points < POINTS; t++) {
			Arena *one = arena_new();
			double v[RULE_VARS];

			for (uint32_t k = 0; k < r->nvar; k++)
				v[k] = random_value(&seed);
			if (point_allowed(one, r, v)) {
				check_point(r, left, right, v);
				points++;
			}
			arena_free(one);
		}
		if (points < POINTS)
			print_error("rule %s: %u points\n", r->name, points);
		assert_true(points == POINTS);
		arena_free(a);
	}
	print_message("%u rules at %d points each\n", rules->at.len, POINTS);
	arena_free(all);
}

/* ---- proofs ---- */

static void
smt_number(Buf *b, mpq_srcptr q)
{
	char *text =
	    arena_alloc(b->a, mpz_sizeinbase(mpq_numref(q), 10) +
	                          mpz_sizeinbase(mpq_denref(q), 10) + 3);
	char *slash;

	mpq_get_str(text, 10, q);
	slash = strchr(text, '/');
	if (slash)
		*slash = 0;
	buf_printf(b, *text == '-' ? "(- (/ %s %s))" : "(/ %s %s)",
	           text + (*text == '-'), slash ? slash + 1 : "1");
}

static void smt_term(Buf *b, const Rule *r, const Pattern *p, Buf *defined);

/* "TEXT with %x and %y for its arguments". */
static void
smt_form(Buf *b, const Rule *r, const Pattern *p, Buf *defined,
         const char *form)
{
	for (; *form; form++) {
		if (*form == '%') {
			form++;
			smt_term(b, r, p->arg[*form - 'x'], defined);
		} else {
			buf_add(b, form, 1);
		}
	}
}

/* Appends p, and to `defined` where it is. */
static void
smt_term(Buf *b, const Rule *r, const Pattern *p, Buf *defined)
{
	static const struct {
		enum Op op;
		const char *form;
	} known[] = {{O_add, "(+ %x %y)"},
	             {O_mul, "(* %x %y)"},
	             {O_inv, "(/ 1.0 %x)"},
	             {O_max, "(ite (>= %x %y) %x %y)"},
	             {O_min, "(ite (<= %x %y) %x %y)"},
	             {O_abs, "(ite (>= %x 0.0) %x (- %x))"},
	             {O_relu, "(ite (> %x 0.0) %x 0.0)"},
	             {O_greater, "(ite (> %x %y) 1.0 0.0)"},
	             {O_cond, "(ite (> %x 0.0) %y 0.0)"}};

	if (p->op == O_var) {
		buf_printf(b, "%c", r->var[p->var]);
		return;
	}
	if (p->op == O_const) {
		smt_number(b, p->q);
		return;
	}
	if (p->op == O_inv) {
		Buf inner = buf_new(b->a);

		smt_term(&inner, r, p->arg[0], defined);
		buf_printf(defined, " (not (= %s 0.0))", inner.s);
	}
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].op == p->op) {
			smt_form(b, r, p, defined, known[i].form);
			return;
		}
	fail_msg("rule %s: %s is no rational arithmetic", r->name,
	         op_info[p->op].name);
}

/* `form` with %c replaced. */
static void
smt_about(Buf *b, const char *form, char var)
{
	for (; *form; form++) {
		if (form[0] == '%' && form[1] == 'c') {
			buf_add(b, &var, 1);
			form++;
		} else {
			buf_add(b, form, 1);
		}
	}
}

/* The condition, as far as values have to do with it. */
static void
smt_condition(Buf *b, const Rule *r)
{
	static const char *const form[] = {
	    [C_nonzero] = "(assert (not (= %c 0.0)))\n",
	    [C_positive] = "(assert (> %c 0.0))\n",
	    [C_nonneg] = "(assert (>= %c 0.0))\n",
	    [C_nonpos] = "(assert (<= %c 0.0))\n"};

	for (uint32_t i = 0; i < r->condition.len; i++) {
		const Condition *c = &r->condition.at[i];

		if (c->kind >= C_nonzero && c->kind <= C_nonpos) {
			smt_about(b, form[c->kind], r->var[c->x]);
		} else if (c->kind == C_above) {
			buf_printf(b, "(assert (>= %c %c))\n", r->var[c->x],
			           r->var[c->y]);
		} else if (c->kind == C_shift) {
			buf_printf(b,
			           "(assert (not (= %c 0.0)))\n"
			           "(assert (not (= %c 0.0)))\n",
			           r->var[c->x], r->var[c->y]);
		}
	}
}

/* Satisfiable where the rule is wrong: one side is defined and the other is
 * not, or they are and differ. */
static char *
smt_text(Arena *a, const Rule *r)
{
	Buf b = buf_new(a), left = buf_new(a), right = buf_new(a);
	Buf dl = buf_new(a), dr = buf_new(a);

	smt_term(&left, r, r->lhs, &dl);
	smt_term(&right, r, r->rhs, &dr);
	buf_printf(&b, "(set-logic QF_NRA)\n");
	for (uint32_t i = 0; i < r->nvar; i++)
		buf_printf(&b, "(declare-const %c Real)\n", r->var[i]);
	smt_condition(&b, r);
	buf_printf(&b,
	           "(define-fun dl () Bool (and true%s))\n"
	           "(define-fun dr () Bool (and true%s))\n"
	           "(assert (or (not (= dl dr)) (and dl dr (not (= %s "
	           "%s)))))\n(check-sat)\n",
	           dl.s ? dl.s : "", dr.s ? dr.s : "", left.s, right.s);
	return b.s;
}

/* One solver says that there is no counterexample. */
static bool
proven(Arena *a, const char *file)
{
	const char *const z3[] = {"z3", "-T:20", file, NULL};
	const char *const cvc5[] = {"cvc5", "--tlimit=20000", file, NULL};
	char *out = NULL;

	if (run(a, NULL, z3, &out) == 0 && !strncmp(out, "unsat", 5))
		return true;
	return run(a, NULL, cvc5, &out) == 0 && !strncmp(out, "unsat", 5);
}

static void
arithmetic_is_proven(void **state)
{
	Arena *a = arena_new();
	const Rules *rules = rules_read(a);
	const char *dir = dir_cache(a);
	unsigned poly = 0, good = 0;

	(void)state;
	if (!tool_exists("z3") && !tool_exists("cvc5")) {
		arena_free(a);
		skip();
	}
	assert_non_null(dir);
	for (uint32_t i = 0; i < rules->at.len; i++) {
		const Rule *r = &rules->at.at[i];
		const char *file, *text;

		if (r->kind != RULE_POLY)
			continue;
		file = arena_printf(a, "%s/rule-%s.smt2", dir, r->name);
		text = smt_text(a, r);
		assert_true(file_put(file, text, strlen(text)));
		poly++;
		if (proven(a, file)) {
			good++;
			remove(file);
		} else {
			print_error("rule %s is not proven: %s\n", r->name,
			            file);
		}
	}
	print_message("%u of %u arithmetic rules proven\n", good, poly);
	assert_true(poly > 40 && good == poly);
	arena_free(a);
}

/* ---- what comes out ---- */

static const Range box[8] = {{-4, 4}, {-4, 4}, {-4, 4}, {-4, 4},
                             {-4, 4}, {-4, 4}, {-4, 4}, {-4, 4}};

static void
finds_forms(void **state)
{
	static const struct {
		const char *in, *out; /* out NULL: no other form */
	} cases[] = {
	    {"x*y + x*z", "x * (y + z)"},
	    {"sin(x - 0.7*y) * sin(x - 0.7*y)",
	     "cos((x + y * -0.7) * 2) * -0.5 + 0.5"},
	    {"sin(x + y) * cos(x + y)", "sin((x + y) * 2) * 0.5"},
	    {"sin(x)*cos(y) + cos(x)*sin(y)", "sin(x + y)"},
	    {"exp(x) * exp(y)", "exp(x + y)"},
	    {"max(x, y) + min(x, y)", "x + y"},
	    {"sin(0.75*x - 0.75*y + 0.5)", "sin((x + y * -1) * 0.75 + 0.5)"},
	    {"cosh(x)*cosh(y)*0 + x", NULL},
	    /* not where it changes what is defined, or is not true */
	    {"x * y * inv(x)", NULL},
	    {"sqrt(x) * sqrt(y)", NULL},
	    {"x + y", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		Arena *a = arena_new();
		Expr *e = new_expr(a);
		Forms f;

		equation(e, cases[i].in);
		f = equal_forms(simplify(e, a), box, a);
		if (cases[i].out) {
			assert_true(f.at.len > 0);
			assert_string_equal(
			    expr_text(f.at.at[0], f.at.at[0]->out.at[0].ref, a),
			    cases[i].out);
		} else {
			assert_true(f.at.len == 0);
		}
		arena_free(a);
	}
}

/* Forms of equations with everything in them have the same values. */
static void
forms_are_equal(void **state)
{
	static const char *const text[] = {
	    "(sin(x) - 1.37)*(sin(x*x + y - z) - 0.92)*(0.03*y + 0.3)*sin(z)",
	    "exp(-x*x)*exp(-y*y) + sin(x)*sin(y)*cos(z)",
	    "relu(x - y) + y + tanh(0.5*(x + y))*sigmoid(x*y)",
	    "(cos(x) + 0.4)*(cos(x) + 0.4)*square(cos(0.4*y + 0.4*z))",
	    "x*y*z + x*y*w + log(5 + x)*log(5 + x) - abs(x - y)*abs(x - y)",
	    "exp(x)/(exp(x) + exp(-x)) + sqrt(x*x + y*y)"};
	uint64_t seed = 5;
	unsigned forms = 0;

	(void)state;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		Arena *a = arena_new();
		Expr *read = new_expr(a);
		const Expr *e;
		Forms f;

		equation(read, text[i]);
		e = simplify(read, a);
		f = equal_forms(e, box, a);
		forms += f.at.len;
		for (uint32_t k = 0; k < f.at.len; k++) {
			const Prog *l = prog_new(a, e, e->out.at[0].ref, 0);
			const Prog *r = prog_new(a, f.at.at[k],
			                         f.at.at[k]->out.at[0].ref, 0);
			const Rule about = {.name = text[i],
			                    .left = "it",
			                    .right = "its form",
			                    .nvar = e->var.len};

			for (int p = 0; p < POINTS; p++) {
				double v[RULE_VARS];

				for (int j = 0; j < RULE_VARS; j++)
					v[j] = uniform(&seed, -4, 4);
				check_point(&about, l, r, v);
			}
		}
		arena_free(a);
	}
	assert_true(forms >= 5);
}

/* The same graph twice. */
static void
is_deterministic(void **state)
{
	char *first = NULL;
	Arena *a = arena_new();

	(void)state;
	for (int i = 0; i < 2; i++) {
		Expr *e = new_expr(a);
		Buf b = buf_new(a);
		Forms f;

		equation(e, "sin(x)*sin(y)*(z - 0.5) + cos(x + y)*cos(x + y)");
		f = equal_forms(simplify(e, a), box, a);
		for (uint32_t k = 0; k < f.at.len; k++)
			expr_print(f.at.at[k], &b);
		assert_non_null(b.s);
		if (first)
			assert_string_equal(first, b.s);
		first = b.s;
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules_hold_at_points),
	    cmocka_unit_test(arithmetic_is_proven),
	    cmocka_unit_test(finds_forms), cmocka_unit_test(forms_are_equal),
	    cmocka_unit_test(is_deterministic)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
