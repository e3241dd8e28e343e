/* Infix text to Expr, by precedence climbing (Richards' and Pratt's method).
 *
 *     expression = operand { infix expression
 *                          | "?" expression ":" expression
 *                          | "if" expression "else" expression }
 *     operand    = ("-" | "+" | "!" | "not") expression | primary { "!" }
 *                | number primary, with nothing between
 *     primary    = number | name | name "(" [expression {","}] ")"
 *                | "(" expression ")" | "|" expression "|"
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
#include <strings.h>

enum {
	MAX_DEPTH = 1000,
	MAX_NODES = 100000,
	MAX_VARS = 4096,
	CONST_POWER = 300 /* constants are 0 or within 10^-300 .. 10^300 */
};

typedef ParseTerm Term;

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

Term
parse_stop_with(Parser *p, Span s, const char *message)
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
		return parse_stop_with(p, t.span, t.why);
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
		          "`f = ...; g = ...` needs the rule that joins "
		          "them: --template 'f(x0) + g(x1)'");
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
	parse_stop_with(p, s, "the expression has more than 100000 nodes");
	return false;
}

Ref
parse_apply(Parser *p, enum Op op, const Ref *arg, Span s)
{
	Ref a[OP_ARGS] = {0};

	for (uint8_t i = 0; i < op_info[op].narg && i < OP_ARGS; i++) {
		if (!arg[i])
			return 0;
		a[i] = arg[i];
	}
	return parse_spend(p, s, 1) ? expr_op(p->e, op, a, parse_place(p, s))
	                            : 0;
}

static Ref
apply_one(Parser *p, enum Op op, Ref x, Span s)
{
	Ref arg[OP_ARGS] = {x};

	return parse_apply(p, op, arg, s);
}

/* ---- tokens ---- */

void
parse_advance(Parser *p)
{
	if (!p->stopped)
		p->tok = lex_next(&p->lex);
}

bool
parse_expect(Parser *p, enum TokenKind kind, const char *what)
{
	if (p->tok.kind == kind) {
		parse_advance(p);
		return true;
	}
	if (!p->stopped && p->tok.kind != T_bad)
		diag_error(p->f->diag, parse_place(p, p->tok.span),
		           "%s is expected here", what);
	else if (!p->stopped)
		diag_error(p->f->diag, parse_place(p, p->tok.span), "%s",
		           p->tok.why);
	parse_stop(p, p->tok.span);
	return false;
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

Term
parse_number(Parser *p, const char *s, size_t len, bool negative, Span at)
{
	Term t = {0, at};
	mpq_t q;

	mpq_init(q);
	if (!expr_parse_decimal(s, len, q) || !in_range(q)) {
		diag_error(p->f->diag, parse_place(p, at),
		           "constant %s is not within 1e-300 .. 1e300",
		           parse_text_of(p, at));
		wrong(p, at);
	} else if (parse_spend(p, at, 1)) {
		if (negative)
			mpq_neg(q, q);
		t.ref = expr_const(p->e, q, parse_place(p, at));
	}
	mpq_clear(q);
	return t;
}

/* The number token at hand; `s` is its place, its sign included. */
static Term
constant(Parser *p, bool negative, Span s)
{
	Term t = parse_number(p, lex_text(&p->lex, p->tok), p->tok.span.len,
	                      negative, s);

	parse_advance(p);
	return t;
}

Ref
parse_undefined(Parser *p, Span s)
{
	Ref zero = expr_int(p->e, 0, parse_place(p, s));

	return apply_one(p, O_inv, zero, s);
}

/* Names of what is no real number. */
static const struct {
	const char *name;
	uint32_t dialects; /* with this flag; 0: all */
	const char *why;
} no_numbers[] = {
    {"nan", 0, "'%s' is not a number"},
    {"inf", 0, "'%s' is not a number"},
    {"infinity", 0, "'%s' is not a number"},
    {"oo", D_EULER, "'%s' is not a number"},
    {"zoo", D_EULER, "'%s' is not a number"},
    {"I", D_EULER,
     "'%s' is the imaginary unit: complex numbers have no meaning in "
     "hardware"},
};

static const char *
no_number(const Parser *p, const char *s)
{
	for (size_t i = 0; i < sizeof no_numbers / sizeof *no_numbers; i++) {
		uint32_t flag = no_numbers[i].dialects;

		if (flag ? (p->dialect->flags & flag) &&
		               strcmp(s, no_numbers[i].name) == 0
		         : strcasecmp(s, no_numbers[i].name) == 0)
			return no_numbers[i].why;
	}
	return NULL;
}

/* E of SymPy, True and False; 0 if the name is none of them. */
static Ref
named_number(Parser *p, const char *s, Span at)
{
	Ref one = 0;
	bool euler = (p->dialect->flags & D_EULER) && strcmp(s, "E") == 0;

	if (euler || strcmp(s, "\xe2\x84\xaf") == 0) { /* Julia's script e */
		one = expr_int(p->e, 1, parse_place(p, at));
		return apply_one(p, O_exp, one, at);
	}
	if (strcasecmp(s, "true") == 0 || strcasecmp(s, "false") == 0)
		return expr_int(p->e, (s[0] | 32) == 't', parse_place(p, at));
	return 0;
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

Term
parse_variable(Parser *p, const char *s, Span at)
{
	if (expr_find_var(p->e, s) < 0 && p->e->var.len >= MAX_VARS)
		return parse_stop_with(p, at, "more than 4096 variables");
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

Term
parse_leaf(Parser *p, const char *s, Span at)
{
	enum Op op = op_by_name(s, strlen(s));
	const Define *d = define_find(p->f, s, strlen(s));
	const char *why = no_number(p, s);
	bool variables = !p->def || p->def->let;
	Ref r;

	for (uint32_t i = p->local.len; i-- > 0;)
		if (strcmp(p->local.at[i].name, s) == 0)
			return (Term){p->local.at[i].value, at};
	if (is_parameter(p, s))
		return parameter(p, s, at);
	if (variables && expr_find_var(p->e, s) >= 0)
		return parse_variable(p, s, at);
	if (d && d->constant)
		return (Term){d->value.len ? parse_category(p, d, at)
		                           : parse_expand(p, d, NULL, at),
		              at};
	if (strcmp(s, "NaN") == 0 && p->def && !p->def->piece)
		return (Term){parse_undefined(p, at), at};
	if (why) {
		diag_error(p->f->diag, parse_place(p, at), why, s);
		return wrong(p, at);
	}
	if (op != O_none && op_info[op].narg == 0)
		return (Term){parse_apply(p, op, (Ref[OP_ARGS]){0}, at), at};
	r = named_number(p, s, at);
	if (r)
		return (Term){r, at};
	return variables ? parse_variable(p, s, at) : parameter(p, s, at);
}

/* ---- calls ---- */

static void
arguments(Parser *p, Call *c)
{
	Token open = p->tok;
	unsigned bars = p->bars;

	p->bars = 0;
	parse_advance(p);
	if (p->tok.kind != T_close)
		for (;;) {
			Term t = expression(p, 0);

			c->poisoned = c->poisoned || !t.ref;
			vec_push(p->f->a, c->ref, t.ref);
			if (p->tok.kind != T_comma)
				break;
			parse_advance(p);
		}
	p->bars = bars;
	c->span = span_join(c->name.span, p->tok.span);
	if (p->tok.kind == T_close)
		parse_advance(p);
	else if (p->tok.kind == T_end)
		parse_stop_with(p, open.span, "this '(' is not closed");
	else
		unexpected(p, false);
}

/* gpg prints sqrt(x) as sqrt(max(0,x)) and log(max(1,x)), wrongly, as
 * sqrt(max(1.0,x)). */
static bool
is_misprinted_log(const Parser *p, const char *text)
{
	const char *s = lex_text(&p->lex, p->tok);
	static const char mark[] = "(max(1.0,";

	return (p->dialect->flags & D_GLUED) && strcmp(text, "sqrt") == 0 &&
	       strncmp(s, mark, strlen(mark)) == 0;
}

static Term
call(Parser *p, Token name, const char *text)
{
	Call c = {.name = name, .text = text};
	ParseForm *form = parse_form(p, text);

	if (is_misprinted_log(p, text))
		c.text = "log";
	if (form)
		return form(p, name);
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
	unsigned bars = p->bars;
	Term t;

	p->bars = 0;
	parse_advance(p);
	t = expression(p, 0);
	p->bars = bars;
	t.span = span_join(open.span, p->tok.span);
	if (p->tok.kind == T_close)
		parse_advance(p);
	else if (p->tok.kind == T_end)
		return parse_stop_with(p, open.span, "this '(' is not closed");
	else
		return unexpected(p, false);
	return t;
}

/* |x| */
static Term
magnitude(Parser *p)
{
	Token open = p->tok;
	Term t;

	p->bars++;
	p->lex.operand = true;
	parse_advance(p);
	t = expression(p, 0);
	p->bars--;
	t.span = span_join(open.span, p->tok.span);
	if (p->tok.kind != T_bar)
		return p->tok.kind == T_end
		           ? parse_stop_with(p, open.span,
		                             "this '|' is not closed")
		           : unexpected(p, false);
	parse_advance(p);
	t.ref = apply_one(p, O_abs, t.ref, t.span);
	return t;
}

static Term
named(Parser *p)
{
	Token t = p->tok;
	const char *s = lex_name(&p->lex, t, p->f->a);

	parse_advance(p);
	if (parse_is_element(p, s))
		return parse_element(p, s, t.span);
	if (p->tok.kind != T_open ||
	    ((p->dialect->flags & D_IMPLICIT) && !parse_is_function(p, s)))
		return parse_leaf(p, s, t.span);
	return call(p, t, s);
}

static Term
primary(Parser *p)
{
	switch (p->tok.kind) {
	case T_number:
		return constant(p, false, p->tok.span);
	case T_open:
		return brackets(p);
	case T_bar:
		return magnitude(p);
	case T_name:
		return named(p);
	default:
		return unexpected(p, true);
	}
}

/* x! */
static Term
postfix(Parser *p)
{
	Term t = primary(p);

	while (p->tok.kind == T_bang) {
		t.span = span_join(t.span, p->tok.span);
		t.ref = t.ref
		            ? parse_named(p, "factorial", 9, &t.ref, 1, t.span)
		            : 0;
		parse_advance(p);
	}
	return t;
}

/* True for the number of a printed tree's `-2.5 ^ b`: there the sign is part
 * of the literal. What people write, definitions included, is not printed. */
static bool
is_signed_literal(const Parser *p, Token sign)
{
	return (p->dialect->flags & D_SIGNED_BASE) && p->tok.kind == T_number &&
	       p->tok.span.pos == sign.span.pos + sign.span.len;
}

static Term
negated(Parser *p, Term t)
{
	mpq_t q;

	if (!t.ref)
		return t;
	if (!expr_is_const(p->e, t.ref)) {
		t.ref = apply_one(p, O_neg, t.ref, t.span);
		return t;
	}
	mpq_init(q);
	mpq_neg(q, expr_q(p->e, t.ref));
	t.ref = expr_const(p->e, q, parse_place(p, t.span));
	mpq_clear(q);
	return t;
}

/* Whether the token at hand stands right beside the number before it. */
static bool
is_beside(const Parser *p, Token number)
{
	return (p->dialect->flags & D_BESIDE) &&
	       (p->tok.kind == T_name || p->tok.kind == T_open) &&
	       p->tok.span.pos == number.span.pos + number.span.len;
}

/* A number, or its product with what stands beside it: 2x^2 is 2*(x^2). */
static Term
number(Parser *p)
{
	Token n = p->tok;
	Term t = postfix(p), factor;
	Ref arg[OP_ARGS] = {t.ref};

	if (!is_beside(p, n))
		return t;
	factor = expression(p, PREC_SIGN);
	arg[1] = factor.ref;
	p->beside = true;
	return (Term){
	    parse_apply(p, O_mul, arg, span_join(t.span, factor.span)),
	    span_join(t.span, factor.span)};
}

/* ! or Python's not; NOT(x) is a call, and outside of definitions not(x). */
static bool
is_not(const Parser *p)
{
	const char *s = lex_text(&p->lex, p->tok);

	if (p->tok.kind != T_name || !lex_is(&p->lex, p->tok, "not"))
		return p->tok.kind == T_bang;
	return s[3] != '(' || (p->def && s[0] == 'n');
}

/* !x and not x */
static Term
negation(Parser *p)
{
	Token not = p->tok;
	Term t;

	parse_advance(p);
	t = expression(p, not .kind == T_bang ? PREC_SIGN : PREC_NOT);
	t.span = span_join(not .span, t.span);
	if (t.ref)
		t.ref = parse_named(p, "logical_not", 11, &t.ref, 1, t.span);
	return t;
}

static Term
operand(Parser *p)
{
	Token sign = p->tok;
	Term t;

	if (is_not(p))
		return negation(p);
	if (!is_sign(sign)) {
		t = sign.kind == T_number ? number(p) : postfix(p);
		p->beside = sign.kind == T_number && p->beside;
		return t;
	}
	parse_advance(p);
	if (sign.op == O_sub && is_signed_literal(p, sign))
		return constant(p, true, span_join(sign.span, p->tok.span));
	t = expression(p, PREC_SIGN);
	t.span = span_join(sign.span, t.span);
	return sign.op == O_sub ? negated(p, t) : t;
}

/* ---- infix ---- */

/* Operators spelt as names or as more than one token. */
static const struct {
	const char *name, *call;
	uint8_t prec;
} keywords[] = {{"and", "logical_and", PREC_AND},
                {"or", "logical_or", PREC_OR},
                {"if", NULL, PREC_CHOICE}};

/* The operator that the token at hand is, or one that binds nothing
 * (prec 0). An operator that is left out has an empty span. */
static Token
infix(const Parser *p)
{
	Token t = p->tok;
	bool begins =
	    t.kind == T_number || t.kind == T_name || t.kind == T_open;

	if (t.kind == T_infix)
		return t;
	t.prec = 0;
	if (t.kind == T_query)
		t.prec = PREC_CHOICE;
	if (t.kind == T_bar && !p->bars) {
		t.call = "logical_or";
		t.prec = PREC_OR;
	}
	for (size_t i = 0;
	     t.kind == T_name && i < sizeof keywords / sizeof *keywords; i++)
		if (lex_is(&p->lex, t, keywords[i].name)) {
			t.call = keywords[i].call;
			t.prec = keywords[i].prec;
			return t;
		}
	if (begins && (p->dialect->flags & D_IMPLICIT))
		return (Token){
		    .kind = T_infix, .op = O_mul, .prec = PREC_PRODUCT};
	return t;
}

static bool
is_else(const Parser *p)
{
	return p->tok.kind == T_name && lex_is(&p->lex, p->tok, "else");
}

/* x ? y : z and y if x else z, `left` being what stands in front. */
static Term
choice(Parser *p, Token op, Term left)
{
	bool python = op.kind == T_name;
	Term middle, right;
	Ref arg[OP_ARGS];

	parse_advance(p);
	middle = expression(p, python ? PREC_CHOICE : 0);
	if (python && !is_else(p))
		return parse_stop_with(p, p->tok.span,
		                       "'else' is expected here");
	if (python)
		parse_advance(p);
	else if (!parse_expect(p, T_colon, "':'"))
		return wrong(p, op.span);
	right = expression(p, 0);
	arg[0] = python ? middle.ref : left.ref;
	arg[1] = python ? left.ref : middle.ref;
	arg[2] = right.ref;
	left.span = span_join(left.span, right.span);
	left.ref = parse_apply(p, O_ifelse, arg, left.span);
	return left;
}

/* Takes the operator's tokens. */
static void
skip_infix(Parser *p, Token op)
{
	if (op.span.len)
		parse_advance(p);
	if (op.kind == T_bar && p->tok.kind == T_bar)
		parse_advance(p); /* || */
}

static Term
binary(Parser *p, Token op, Term left)
{
	uint8_t limit = op.prec > PREC_SIGN ? op.prec - 1 : op.prec;
	Ref arg[OP_ARGS] = {0};
	Term right;

	skip_infix(p, op);
	p->beside = false;
	right = expression(p, limit);
	left.span = span_join(left.span, right.span);
	if (p->beside && !p->def && !op.call &&
	    (op.op == O_div || op.op == O_pow))
		return parse_stop_with(p, left.span,
		                       "1/2x may be (1/2)*x or 1/(2*x): write "
		                       "the brackets");
	arg[0] = left.ref;
	arg[1] = right.ref;
	if (op.call && (!left.ref || !right.ref))
		left.ref = 0;
	else if (op.call)
		left.ref = parse_named(p, op.call, strcspn(op.call, " "), arg,
		                       2, left.span);
	else
		left.ref = parse_apply(p, op.op, arg, left.span);
	if (op.prec == PREC_COMPARE && infix(p).prec == PREC_COMPARE)
		return parse_stop_with(
		    p, p->tok.span,
		    "comparisons cannot be chained: write a < b "
		    "and b < c");
	return left;
}

/* An operand and all infix operators after it that bind tighter than
 * `limit`. */
static Term
expression(Parser *p, uint8_t limit)
{
	Term left;

	if (++p->budget->depth > MAX_DEPTH) {
		left = parse_stop_with(
		    p, p->tok.span,
		    "the expression is nested more than 1000 deep");
		p->budget->depth--;
		return left;
	}
	left = operand(p);
	for (Token op = infix(p); op.prec > limit; op = infix(p))
		left = op.prec == PREC_CHOICE ? choice(p, op, left)
		                              : binary(p, op, left);
	p->budget->depth--;
	return left;
}

Term
parse_expression(Parser *p, uint8_t limit)
{
	return expression(p, limit);
}

Ref
parse_text(Parser *p, Span text)
{
	Term t;

	p->lex = lex_new(p->f->diag, text, p->dialect);
	parse_advance(p);
	if (p->tok.kind == T_end) {
		parse_stop_with(p, p->tok.span, "the expression is empty");
		return 0;
	}
	t = expression(p, 0);
	if (p->tok.kind != T_end)
		unexpected(p, false);
	return p->failed ? 0 : t.ref;
}

/* ---- left sides ---- */

/* Whether `l` goes on with NAME ['] or NAME '(' names ')', then '=', and the
 * rest has no other '=' of a template. Moves l behind the '='. */
static bool
skip_left(Lexer *l)
{
	Token t = lex_next(l);

	if (t.kind != T_name)
		return false;
	t = lex_next(l);
	if (t.kind == T_bad && lex_is(l, t, "'"))
		t = lex_next(l);
	if (t.kind == T_open) {
		do
			t = lex_next(l);
		while (t.kind == T_name || t.kind == T_comma);
		if (t.kind != T_close)
			return false;
		t = lex_next(l);
	}
	return t.kind == T_equals;
}

/* `text` without its left side, if it has one. */
static Span
without_left(const Front *f, Span text)
{
	Lexer l = lex_new(f->diag, text, f->dialect);

	if (memchr(f->diag->source.at[text.src].text + text.pos, ';',
	           l.end - l.pos) ||
	    !skip_left(&l))
		return text;
	return (Span){text.src, l.pos, l.end - l.pos};
}

/* ---- several lines ---- */

/* The text up to the next ';' or end of line, or all of it; *rest behind. */
static Span
statement(const Front *f, Span *rest)
{
	const char *s = f->diag->source.at[rest->src].text + rest->pos;
	uint32_t n = 0;
	Span one = *rest;

	while (n < rest->len && s[n] != ';' && s[n] != '\n')
		n++;
	one.len = n;
	n += n < rest->len;
	rest->pos += n;
	rest->len -= n;
	return one;
}

static bool
is_blank(const Front *f, Span s)
{
	const char *t = f->diag->source.at[s.src].text + s.pos;

	return strspn(t, " \t\r\n;") >= s.len;
}

/* Whether the text is assignments and then an expression. */
static bool
has_locals(const Front *f, Span text)
{
	uint32_t n = 0;

	while (!is_blank(f, text)) {
		Span one = statement(f, &text);
		Lexer l = lex_new(f->diag, one, f->dialect);
		bool last = is_blank(f, text);

		if (is_blank(f, one))
			continue;
		if (skip_left(&l) == last)
			return false;
		n++;
	}
	return n > 1;
}

/* a = f(x); b = g(y); a + b: what a rule that joins a template's pieces may
 * be. */
static Ref
parse_locals(Parser *p, Span text)
{
	Ref r = 0;

	while (!is_blank(p->f, text)) {
		Span one = statement(p->f, &text);
		Span right = without_left(p->f, one);
		Local v = {0};

		if (is_blank(p->f, one))
			continue;
		r = v.value = parse_text(p, right);
		if (!r)
			return 0;
		p->lex = lex_new(p->f->diag, one, p->dialect);
		parse_advance(p);
		v.name = lex_name(&p->lex, p->tok, p->f->a);
		vec_push(p->f->a, p->local, v);
	}
	return r;
}

Ref
front_parse(Front *f, Span text)
{
	Budget b = {0};
	Parser p = {.f = f, .e = f->e, .budget = &b, .dialect = f->dialect};

	if (f->dialect->flags & D_PREFIX)
		return parse_prefix(&p, text);
	if (has_locals(f, text))
		return parse_locals(&p, text);
	return parse_text(&p, without_left(f, text));
}
