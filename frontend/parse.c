/* Infix text to Expr, by precedence climbing (Richards' and Pratt's method).
 *
 *     expression = operand { infix expression }
 *     operand    = ("-" | "+") expression | primary
 *     primary    = number | name | name "(" [expression {","}] ")"
 *                | "(" expression ")"
 *
 * Operators, their spellings and precedences are rows of ops.def. Those that
 * bind tighter than a sign are right associative, the others left: so
 * -x^2 is -(x^2), 2^-x is 2^(-x) and a^b^c is a^(b^c). A name that has a
 * row of no arguments, such as pi, is that constant, unless the Expr has a
 * variable of the same name already (the caller declares inputs first).
 *
 * Equal sub-expressions become one node, so a node's span is that of its
 * first appearance; messages point at the text that is being parsed.
 *
 * Invariant: a Ref of 0 says that an error was reported, and nothing is built
 * on it. A wrong name or count of arguments lets parsing go on, so that all of
 * them are reported; wrong syntax stops it. */
#include "frontend/parse.h"

#include <string.h>

enum {
	PREC_SIGN = 30, /* between products and powers */
	MAX_DEPTH = 1000,
	MAX_NODES = 100000,
	MAX_VARS = 4096,
	CONST_POWER = 300 /* constants are 0 or within 10^-300 .. 10^300 */
};

typedef struct Term {
	Ref ref;
	Span span; /* with its brackets and sign */
} Term;

static Term expression(Parser *p, uint8_t limit);

Span
parse_place(const Parser *p, Span s)
{
	return p->site.src ? p->site : s;
}

const char *
parse_text_of(const Parser *p, Span s)
{
	return diag_text(p->f->diag, s, p->f->a);
}

/* ---- errors ---- */

static Term
wrong(Parser *p, Span s)
{
	p->failed = true;
	return (Term){0, s};
}

void
parse_stop(Parser *p, Span s)
{
	p->failed = true;
	p->stopped = true;
	p->tok = (Token){.kind = T_end, .span = s};
}

static Term
stop(Parser *p, Span s)
{
	parse_stop(p, s);
	return wrong(p, s);
}

static Term
stop_with(Parser *p, Span s, const char *message)
{
	if (!p->stopped)
		diag_error(p->f->diag, parse_place(p, s), "%s", message);
	return stop(p, s);
}

/* The next token cannot follow what was read. */
static Term
unexpected(Parser *p, bool operand)
{
	Token t = p->tok;
	const char *s = parse_text_of(p, t.span);

	if (t.kind == T_bad || p->stopped)
		return stop_with(p, t.span, t.why);
	if (t.kind == T_end)
		diag_error(p->f->diag, parse_place(p, t.span),
		           "a number, a name or '(' is expected at the end");
	else if (operand)
		diag_error(p->f->diag, parse_place(p, t.span),
		           "a number, a name or '(' is expected before '%s'",
		           s);
	else if (t.kind == T_number || t.kind == T_name || t.kind == T_open)
		diag_error(p->f->diag, parse_place(p, t.span),
		           "an operator is missing before '%s'", s);
	else
		diag_error(p->f->diag, parse_place(p, t.span),
		           "unexpected '%s'", s);
	if (t.kind == T_equals)
		diag_note(p->f->diag,
		          "an equation is one expression; a template "
		          "`f = ...; g = ...` lacks the rule that joins them");
	return stop(p, t.span);
}

bool
parse_spend(Parser *p, Span s, uint32_t nodes)
{
	if (p->stopped)
		return false;
	p->budget->nodes += nodes;
	if (p->budget->nodes <= MAX_NODES)
		return true;
	stop_with(p, s, "the expression has more than 100000 nodes");
	return false;
}

Ref
parse_apply(Parser *p, enum Op op, const Ref *arg, Span s)
{
	Ref a[OP_ARGS] = {0};

	for (uint8_t i = 0; i < op_info[op].narg; i++) {
		if (!arg[i])
			return 0;
		a[i] = arg[i];
	}
	return parse_spend(p, s, 1) ? expr_op(p->e, op, a, parse_place(p, s))
	                            : 0;
}

/* ---- tokens ---- */

static void
advance(Parser *p)
{
	if (!p->stopped)
		p->tok = lex_next(&p->lex);
}

static bool
is_sign(Token t)
{
	return t.kind == T_infix && (t.op == O_sub || t.op == O_add);
}

/* ---- leaves ---- */

static bool
in_range(mpq_srcptr q)
{
	mpz_t big, num, den;
	bool ok;

	mpz_init(big);
	mpz_init(num);
	mpz_init(den);
	mpz_ui_pow_ui(big, 10, CONST_POWER);
	mpz_mul(num, mpq_numref(q), big); /* q * 10^300 */
	mpz_mul(den, mpq_denref(q), big);
	ok = mpq_sgn(q) == 0 || (mpz_cmpabs(mpq_numref(q), den) <= 0 &&
	                         mpz_cmpabs(num, mpq_denref(q)) >= 0);
	mpz_clear(big);
	mpz_clear(num);
	mpz_clear(den);
	return ok;
}

/* The number token at hand; `s` is its place, its sign included. */
static Term
constant(Parser *p, bool negative, Span s)
{
	Term t = {0, s};
	mpq_t q;

	mpq_init(q);
	if (!expr_parse_decimal(lex_text(&p->lex, p->tok), p->tok.span.len,
	                        q) ||
	    !in_range(q)) {
		diag_error(p->f->diag, parse_place(p, s),
		           "constant %s is not within 1e-300 .. 1e300",
		           parse_text_of(p, s));
		wrong(p, s);
	} else if (parse_spend(p, s, 1)) {
		if (negative)
			mpq_neg(q, q);
		t.ref = expr_const(p->e, q, parse_place(p, s));
	}
	mpq_clear(q);
	advance(p);
	return t;
}

static bool
is_no_number(const Parser *p, Token name)
{
	return lex_is(&p->lex, name, "nan") || lex_is(&p->lex, name, "inf") ||
	       lex_is(&p->lex, name, "infinity");
}

static Term
parameter(Parser *p, const char *s, Span at)
{
	const Define *d = p->def;

	for (uint32_t i = 0; i < d->param.len; i++)
		if (strcmp(d->param.at[i], s) == 0)
			return (Term){p->arg[i], at};
	diag_error(p->f->diag, parse_place(p, at),
	           "'%s' is not a parameter of %s", s, d->name);
	return wrong(p, at);
}

static Term
variable(Parser *p, const char *s, Span at)
{
	if (expr_find_var(p->e, s) < 0 && p->e->var.len >= MAX_VARS)
		return stop_with(p, at, "more than 4096 variables");
	if (!parse_spend(p, at, 1))
		return wrong(p, at);
	return (Term){expr_var(p->e, s, parse_place(p, at)), at};
}

static bool
is_parameter(const Parser *p, const char *s)
{
	for (uint32_t i = 0; p->def && i < p->def->param.len; i++)
		if (strcmp(p->def->param.at[i], s) == 0)
			return true;
	return false;
}

/* A name that is not called. */
static Term
leaf(Parser *p, Token name)
{
	const char *s = parse_text_of(p, name.span);
	enum Op op = op_by_name(s, name.span.len);
	bool known =
	    is_parameter(p, s) || (!p->def && expr_find_var(p->e, s) >= 0);

	if (is_no_number(p, name)) {
		diag_error(p->f->diag, parse_place(p, name.span),
		           "'%s' is not a number", s);
		return wrong(p, name.span);
	}
	if (op != O_none && op_info[op].narg == 0 && !known)
		return (Term){parse_apply(p, op, (Ref[OP_ARGS]){0}, name.span),
		              name.span};
	return p->def ? parameter(p, s, name.span) : variable(p, s, name.span);
}

/* ---- calls ---- */

static void
arguments(Parser *p, Call *c)
{
	Token open = p->tok;

	advance(p);
	if (p->tok.kind != T_close)
		for (;;) {
			Term t = expression(p, 0);

			c->poisoned = c->poisoned || !t.ref;
			vec_push(p->f->a, c->ref, t.ref);
			if (p->tok.kind != T_comma)
				break;
			advance(p);
		}
	c->span = span_join(c->name.span, p->tok.span);
	if (p->tok.kind == T_close)
		advance(p);
	else if (p->tok.kind == T_end)
		stop_with(p, open.span, "this '(' is not closed");
	else
		unexpected(p, false);
}

static Term
call(Parser *p, Token name)
{
	Call c = {.name = name};

	arguments(p, &c);
	if (p->stopped)
		return wrong(p, c.span);
	return (Term){parse_call(p, &c), c.span};
}

/* ---- the grammar ---- */

static Term
brackets(Parser *p)
{
	Token open = p->tok;
	Term t;

	advance(p);
	t = expression(p, 0);
	t.span = span_join(open.span, p->tok.span);
	if (p->tok.kind == T_close)
		advance(p);
	else if (p->tok.kind == T_end)
		return stop_with(p, open.span, "this '(' is not closed");
	else
		return unexpected(p, false);
	return t;
}

static Term
primary(Parser *p)
{
	Token t = p->tok;

	switch (t.kind) {
	case T_number:
		return constant(p, false, t.span);
	case T_open:
		return brackets(p);
	case T_name:
		advance(p);
		return p->tok.kind == T_open ? call(p, t) : leaf(p, t);
	default:
		return unexpected(p, true);
	}
}

/* True for the number of a printed tree's `-2.5 ^ b`: there the sign is part
 * of the literal. What people write, definitions included, is not printed. */
static bool
is_signed_literal(const Parser *p, Token sign)
{
	return !p->def && p->f->dialect->literal_base_signed &&
	       p->tok.kind == T_number &&
	       p->tok.span.pos == sign.span.pos + sign.span.len;
}

static Term
negated(Parser *p, Term t)
{
	mpq_t q;

	if (!t.ref)
		return t;
	if (!expr_is_const(p->e, t.ref)) {
		t.ref = parse_apply(p, O_neg, &t.ref, t.span);
		return t;
	}
	mpq_init(q);
	mpq_neg(q, expr_q(p->e, t.ref));
	t.ref = expr_const(p->e, q, parse_place(p, t.span));
	mpq_clear(q);
	return t;
}

static Term
operand(Parser *p)
{
	Token sign = p->tok;
	Term t;

	if (!is_sign(sign))
		return primary(p);
	advance(p);
	if (sign.op == O_sub && is_signed_literal(p, sign))
		return constant(p, true, span_join(sign.span, p->tok.span));
	t = expression(p, PREC_SIGN);
	t.span = span_join(sign.span, t.span);
	return sign.op == O_sub ? negated(p, t) : t;
}

/* An operand and all infix operators after it that bind tighter than
 * `limit`. */
static Term
expression(Parser *p, uint8_t limit)
{
	Term left;

	if (++p->budget->depth > MAX_DEPTH) {
		left =
		    stop_with(p, p->tok.span,
		              "the expression is nested more than 1000 deep");
		p->budget->depth--;
		return left;
	}
	left = operand(p);
	while (p->tok.kind == T_infix && op_info[p->tok.op].prec > limit) {
		enum Op op = p->tok.op;
		uint8_t prec = op_info[op].prec;
		Term right;

		advance(p);
		if (prec > PREC_SIGN)
			prec--;
		right = expression(p, prec);
		left.span = span_join(left.span, right.span);
		left.ref = parse_apply(
		    p, op, (Ref[OP_ARGS]){left.ref, right.ref}, left.span);
	}
	p->budget->depth--;
	return left;
}

Ref
parse_text(Parser *p, Span text)
{
	Term t;

	p->lex = lex_new(p->f->diag, text);
	advance(p);
	if (p->tok.kind == T_end) {
		stop_with(p, p->tok.span, "the expression is empty");
		return 0;
	}
	t = expression(p, 0);
	if (p->tok.kind != T_end)
		unexpected(p, false);
	return p->failed ? 0 : t.ref;
}

Ref
front_parse(Front *f, Span text)
{
	Budget b = {0};
	Parser p = {.f = f, .e = f->e, .budget = &b};

	return parse_text(&p, text);
}
