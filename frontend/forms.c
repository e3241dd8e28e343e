/* Calls with a syntax of their own: SymPy's Piecewise and the leaves of its
 * srepr, derivatives of a template's pieces.
 *
 *     Piecewise((a, c), (b, True))
 *     Piecewise(ExprCondPair(a, c), ExprCondPair(b, true))
 *     Symbol('x0')    Float('0.65', precision=53)
 *     D(f, 1)(x, y)
 *     convert(T, x)
 *
 * A Piecewise is a chain of ifelse; where no condition holds it is undefined,
 * which 1/0 says. */
#include "frontend/parse.h"
#include "ir/diff.h"

#include <string.h>

static ParseTerm
failed(Parser *p, Span s)
{
	p->failed = true;
	return (ParseTerm){0, s};
}

/* The ')' that ends the form that began with `name`. */
static Span
close_form(Parser *p, Token name)
{
	Span s = span_join(name.span, p->tok.span);

	parse_expect(p, T_close, "')'");
	return s;
}

static ParseTerm
form_symbol(Parser *p, Token name)
{
	Token t;
	Span s;

	parse_advance(p);
	t = p->tok;
	if (!parse_expect(p, T_name, "a quoted name"))
		return failed(p, t.span);
	while (p->tok.kind == T_comma) { /* Symbol('x', real=True) */
		parse_advance(p);
		while (p->tok.kind == T_name || p->tok.kind == T_equals)
			parse_advance(p);
	}
	s = close_form(p, name);
	return parse_leaf(p, lex_name(&p->lex, t, p->f->a), s);
}

/* Float('-0.65', precision=53) */
static ParseTerm
form_float(Parser *p, Token name)
{
	const char *s;
	bool minus;
	Token t;
	Span all;

	parse_advance(p);
	t = p->tok;
	if (!parse_expect(p, T_name, "a quoted number"))
		return failed(p, t.span);
	while (p->tok.kind != T_close && p->tok.kind != T_end)
		parse_advance(p);
	all = close_form(p, name);
	s = parse_text_of(p, t.core);
	minus = s[0] == '-';
	return p->stopped
	           ? failed(p, all)
	           : parse_number(p, s + minus, strlen(s + minus), minus, all);
}

typedef struct Piece {
	Ref value, condition;
} Piece;

/* '(' value ',' condition ')' or ExprCondPair(value, condition) */
static bool
piece(Parser *p, Piece *piece)
{
	if (p->tok.kind == T_name && lex_is(&p->lex, p->tok, "ExprCondPair"))
		parse_advance(p);
	if (!parse_expect(p, T_open, "'(' of a piece"))
		return false;
	piece->value = parse_expression(p, 0).ref;
	if (!parse_expect(p, T_comma, "',' and the piece's condition"))
		return false;
	piece->condition = parse_expression(p, 0).ref;
	return parse_expect(p, T_close, "')'");
}

static ParseTerm
form_piecewise(Parser *p, Token name)
{
	VEC(Piece) list = {0};
	Ref r = 0;
	Piece one;
	Span s;

	do {
		parse_advance(p);
		if (!piece(p, &one))
			return failed(p, name.span);
		vec_push(p->f->a, list, one);
	} while (p->tok.kind == T_comma);
	s = close_form(p, name);
	for (uint32_t i = list.len; i-- > 0;) {
		one = list.at[i];
		if (!one.value || !one.condition)
			return failed(p, s);
		if (i + 1 == list.len && expr_is_int(p->e, one.condition, 1)) {
			r = one.value;
			continue;
		}
		if (!r)
			r = parse_undefined(p, s);
		r = parse_apply(p, O_ifelse,
		                (Ref[OP_ARGS]){one.condition, one.value, r}, s);
	}
	return (ParseTerm){r, s};
}

/* convert(typeof(x), y) is y: in Julia's definitions */
static ParseTerm
form_convert(Parser *p, Token name)
{
	ParseTerm t;
	int depth = 0;

	do {
		parse_advance(p);
		depth += (p->tok.kind == T_open) - (p->tok.kind == T_close);
	} while (p->tok.kind != T_end && (p->tok.kind != T_comma || depth));
	if (!parse_expect(p, T_comma, "',' and a value"))
		return failed(p, name.span);
	t = parse_expression(p, 0);
	t.span = close_form(p, name);
	return t;
}

/* ---- D(f, 1)(x, y): a template's derivative ---- */

/* The derivative of d by its k-th argument at arg: taken of d's body with
 * variables for arguments, which then become the arguments. */
static Ref
derivative(Parser *p, const Define *d, uint32_t k, const Ref *arg, Span s)
{
	Expr *own = expr_new(p->f->a, p->f->diag);
	Parser q = *p;
	Ref *map, *var, r;
	enum Op op = O_none;

	var = arena_alloc(p->f->a, d->param.len * sizeof *var + 1);
	for (uint32_t i = 0; i < d->param.len; i++)
		var[i] = expr_var(own, d->param.at[i], s);
	if (k > d->param.len)
		return expr_int(p->e, 0, parse_place(p, s));
	q.e = own;
	r = parse_expand(&q, d, var, s);
	if (!r)
		return failed(p, s).ref;
	r = expr_diff(own, r, var[k - 1], &op);
	if (!r) {
		diag_error(p->f->diag, parse_place(p, s),
		           "%s has no derivative among the operators",
		           op_info[op].name);
		return failed(p, s).ref;
	}
	if (!parse_spend(p, s, own->node.len))
		return 0;
	map = arena_alloc(p->f->a, own->node.len * sizeof *map);
	for (uint32_t i = 0; i < d->param.len; i++)
		map[var[i]] = arg[i];
	return expr_copy(p->e, own, r, map);
}

/* '(' f ',' k ')' */
static bool
derivative_head(Parser *p, const Define **d, uint32_t *k)
{
	const char *s;

	parse_advance(p);
	s = lex_name(&p->lex, p->tok, p->f->a);
	*d = define_find(p->f, s, strlen(s));
	if (p->tok.kind != T_name || !*d) {
		parse_stop_with(p, p->tok.span,
		                "D needs a function that is defined");
		return false;
	}
	parse_advance(p);
	if (!parse_expect(p, T_comma, "',' and the number of an argument"))
		return false;
	s = lex_text(&p->lex, p->tok);
	if (p->tok.kind != T_number || p->tok.span.len != 1 || s[0] == '0') {
		parse_stop_with(p, p->tok.span,
		                "the number of an argument, from 1 to 9, is "
		                "expected here");
		return false;
	}
	*k = (uint32_t)(s[0] - '0');
	parse_advance(p);
	return parse_expect(p, T_close, "')'");
}

static ParseTerm
form_derivative(Parser *p, Token name)
{
	const Define *d;
	VEC(Ref) arg = {0};
	uint32_t k;
	Span s;

	if (!derivative_head(p, &d, &k))
		return failed(p, name.span);
	if (p->tok.kind != T_open)
		return parse_stop_with(p, p->tok.span,
		                       "'(' and the arguments are expected "
		                       "here");
	do {
		ParseTerm t;

		parse_advance(p);
		t = parse_expression(p, 0);
		if (!t.ref)
			return failed(p, name.span);
		vec_push(p->f->a, arg, t.ref);
	} while (p->tok.kind == T_comma);
	s = close_form(p, name);
	if (p->stopped)
		return failed(p, s);
	if (arg.len < d->param.len || (arg.len > d->param.len && !d->piece)) {
		diag_error(p->f->diag, parse_place(p, s),
		           "%s takes %u arguments, not %u", d->name,
		           d->param.len, arg.len);
		return failed(p, s);
	}
	return (ParseTerm){derivative(p, d, k, arg.at, s), s};
}

/* Some definition is a template's piece. */
static bool
in_template(const Parser *p)
{
	for (uint32_t i = 0; i < p->f->define.len; i++)
		if (p->f->define.at[i].piece)
			return true;
	return false;
}

static const struct {
	const char *name;
	ParseForm *parse;
} forms[] = {{"Piecewise", form_piecewise},
             {"Symbol", form_symbol},
             {"Float", form_float}};

ParseForm *
parse_form(const Parser *p, const char *s)
{
	if (strcmp(s, "D") == 0 && in_template(p))
		return form_derivative;
	if (p->dialect->flags & D_OWN_NAMES)
		return NULL;
	if (p->def && strcmp(s, "convert") == 0)
		return form_convert;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (strcmp(forms[i].name, s) == 0)
			return forms[i].parse;
	return NULL;
}
