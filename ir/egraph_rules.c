/* rules.def as data: patterns and conditions from their texts, and whether a
 * condition holds. A text that cannot be read is our own bug. */
#include "ir/egraph.h"

#include <ctype.h>
#include <string.h>

static const struct {
	const char *name, *kind, *left, *right, *when;
} text[] = {
#define RULE(kind, name, left, right, when) {#name, #kind, left, right, when},
#include "ir/rules.def"
};

enum { NRULE = sizeof text / sizeof *text, MAX_WORD = 16 };

static const char *const condition_name[C_count] = {
    "const", "nonzero", "positive", "nonneg", "nonpos",
    "total", "single",  "above",    "meet",   "shift"};

/* ---- patterns ---- */

typedef struct Reader {
	Arena *a;
	Rule *rule;
	const char *s;
} Reader;

static void
skip(Reader *r, char c)
{
	if (*r->s != c)
		die("rule %s: '%c' expected at '%s'", r->rule->name, c, r->s);
	r->s++;
	r->s += strspn(r->s, " ");
}

static size_t
word(const Reader *r)
{
	return strcspn(r->s, " ();");
}

/* ?x: its number. */
static uint8_t
variable(Reader *r)
{
	Rule *rule = r->rule;
	uint8_t i = 0;

	skip(r, '?');
	while (i < rule->nvar && rule->var[i] != *r->s)
		i++;
	if (i == rule->nvar) {
		check(rule->nvar < RULE_VARS);
		rule->var[rule->nvar++] = *r->s;
	}
	r->s++;
	r->s += strspn(r->s, " ");
	return i;
}

static void
clear_q(void *q)
{
	mpq_clear(q);
}

static void
number(Reader *r, Pattern *p)
{
	size_t n = word(r);

	p->op = O_const;
	mpq_init(p->q);
	arena_defer(r->a, clear_q, p->q);
	check(mpq_set_str(p->q, arena_strndup(r->a, r->s, n), 10) == 0);
	mpq_canonicalize(p->q);
	r->s += n;
	r->s += strspn(r->s, " ");
}

static Pattern *
pattern(Reader *r)
{
	Pattern *p = arena_alloc(r->a, sizeof *p);
	size_t n;

	if (*r->s == '?') {
		p->op = O_var;
		p->var = variable(r);
		return p;
	}
	if (*r->s != '(') {
		number(r, p);
		return p;
	}
	skip(r, '(');
	n = word(r);
	p->op = op_by_name(r->s, n);
	if (p->op == O_none)
		die("rule %s: no operator '%.*s'", r->rule->name, (int)n, r->s);
	r->s += n;
	r->s += strspn(r->s, " ");
	for (int k = 0; k < op_info[p->op].narg; k++)
		p->arg[k] = pattern(r);
	skip(r, ')');
	return p;
}

static Pattern *
whole_pattern(Reader *r, const char *s)
{
	Pattern *p;

	r->s = s;
	p = pattern(r);
	if (*r->s)
		die("rule %s: too long: '%s'", r->rule->name, s);
	return p;
}

static void
conditions(Reader *r, const char *s)
{
	for (r->s = s; *r->s;) {
		Condition c = {0};
		size_t n = word(r);

		while (c.kind < C_count &&
		       (strlen(condition_name[c.kind]) != n ||
		        strncmp(condition_name[c.kind], r->s, n) != 0))
			c.kind++;
		if (c.kind == C_count)
			die("rule %s: no condition '%s'", r->rule->name, r->s);
		r->s += n;
		r->s += strspn(r->s, " ");
		c.x = variable(r);
		if (c.kind >= C_above)
			c.y = variable(r);
		vec_push(r->a, r->rule->condition, c);
		if (*r->s)
			skip(r, ';');
	}
}

const Rules *
rules_read(Arena *a)
{
	Rules *rules = arena_alloc(a, sizeof *rules);

	for (size_t i = 0; i < NRULE; i++) {
		Rule rule = {.name = text[i].name,
		             .left = text[i].left,
		             .right = text[i].right,
		             .when = text[i].when};
		Reader r = {a, &rule, NULL};

		rule.kind =
		    strcmp(text[i].kind, "POLY") == 0 ? RULE_POLY : RULE_REAL;
		rule.lhs = whole_pattern(&r, rule.left);
		rule.rhs = whole_pattern(&r, rule.right);
		conditions(&r, rule.when);
		vec_push(a, rules->at, rule);
	}
	return rules;
}

/* ---- conditions ---- */

static bool
is_shift(mpq_srcptr x, mpq_srcptr y)
{
	mpq_t q;
	bool yes;

	if (!x || !y || mpq_sgn(x) == 0 || mpq_sgn(y) == 0)
		return false;
	mpq_init(q);
	mpq_div(q, x, y);
	yes =
	    mpz_scan1(mpq_numref(q), 0) + 1 ==
		mpz_sizeinbase(mpq_numref(q), 2) &&
	    mpz_scan1(mpq_denref(q), 0) + 1 == mpz_sizeinbase(mpq_denref(q), 2);
	mpq_clear(q);
	return yes;
}

static bool
one_variable(uint64_t vars)
{
	return vars && (vars & (vars - 1)) == 0;
}

static bool
holds(const EGraph *g, const Condition *c, const Subst *s)
{
	const EFact *x = eg_fact(g, s->of[c->x]), *y = eg_fact(g, s->of[c->y]);

	switch ((enum CondKind)c->kind) {
	case C_const:
		return x->konst != 0;
	case C_nonzero:
		return x->value.lo > 0 || x->value.hi < 0;
	case C_positive:
		return x->value.lo > 0;
	case C_nonneg:
		return x->value.lo >= 0;
	case C_nonpos:
		return x->value.hi <= 0;
	case C_total:
		return x->total;
	case C_single:
		return one_variable(x->vars);
	case C_above:
		return x->value.lo >= y->value.hi;
	case C_meet:
		return one_variable(x->vars) && x->vars == y->vars;
	case C_shift:
		return is_shift(eg_q(g, s->of[c->x]), eg_q(g, s->of[c->y]));
	case C_count:
		break;
	}
	die("no such condition");
}

bool
rule_holds(const EGraph *g, const Rule *r, const Subst *s)
{
	for (uint32_t i = 0; i < r->condition.len; i++)
		if (!holds(g, &r->condition.at[i], s))
			return false;
	return true;
}
