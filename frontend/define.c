/* Definitions of functions, and the dialects.
 *
 * A definition is checked when it is made, against the table and the
 * definitions before it, so that expanding it cannot fail; and because it sees
 * only those before it, none can call itself. */
#include "frontend/parse.h"

#include <string.h>

const Dialect dialects[] = {
    {"julia",
     "trees as SymbolicRegression.jl prints them: -2.5 ^ b is (-2.5)^b", true},
    {"python", "Python, SymPy and what people write: -2.5 ^ b is -(2.5^b)",
     false},
    {NULL, NULL, false}};

const Dialect *
dialect_by_name(const char *s)
{
	for (const Dialect *d = dialects; d->name; d++)
		if (strcmp(d->name, s) == 0)
			return d;
	return NULL;
}

const Define *
define_find(const Front *f, const char *s, size_t len)
{
	for (uint32_t i = 0; i < f->define.len; i++) {
		const Define *d = &f->define.at[i];

		if (strlen(d->name) == len && memcmp(d->name, s, len) == 0)
			return d;
	}
	return NULL;
}

static bool
malformed(Front *f, Token t, const char *expected)
{
	if (t.kind == T_bad)
		diag_error(f->diag, t.span, "%s", t.why);
	else
		diag_error(f->diag, t.span, "%s is expected here", expected);
	diag_note(f->diag, "a definition is written 'sc(x) = sin(x)*cos(x)'");
	return false;
}

static bool
is_free(Front *f, Token name)
{
	const char *s = diag_text(f->diag, name.span, f->a);

	if (op_by_name(s, name.span.len) != O_none) {
		diag_error(f->diag, name.span,
		           "%s is an operator and cannot be redefined", s);
		diag_note(f->diag,
		          "choose another name, in the equations too; "
		          "`symgate operators` says what %s means",
		          s);
		return false;
	}
	if (define_find(f, s, name.span.len)) {
		diag_error(f->diag, name.span, "%s is already defined", s);
		return false;
	}
	return true;
}

static bool
add_parameter(Front *f, Define *d, Token t)
{
	const char *s = diag_text(f->diag, t.span, f->a);

	for (uint32_t i = 0; i < d->param.len; i++)
		if (strcmp(d->param.at[i], s) == 0) {
			diag_error(f->diag, t.span,
			           "parameter %s appears twice", s);
			return false;
		}
	vec_push(f->a, d->param, s);
	return true;
}

/* '(' [NAME {',' NAME}] ')' */
static bool
parameters(Front *f, Lexer *l, Define *d)
{
	Token t = lex_next(l);

	if (t.kind != T_open)
		return malformed(f, t, "'('");
	t = lex_next(l);
	if (t.kind == T_close)
		return true;
	for (;; t = lex_next(l)) {
		if (t.kind != T_name)
			return malformed(f, t, "a parameter's name");
		if (!add_parameter(f, d, t))
			return false;
		t = lex_next(l);
		if (t.kind == T_close)
			return true;
		if (t.kind != T_comma)
			return malformed(f, t, "',' or ')'");
	}
}

/* Parses the body once, into an Expr of its own. */
static bool
check_body(Front *f, const Define *d)
{
	Budget b = {0};
	Parser p = {
	    .f = f, .e = expr_new(f->a, f->diag), .budget = &b, .def = d};
	Ref *arg = arena_alloc(f->a, (d->param.len + 1) * sizeof *arg);

	for (uint32_t i = 0; i < d->param.len; i++)
		arg[i] = expr_var(p.e, d->param.at[i], d->body);
	p.arg = arg;
	return parse_text(&p, d->body) != 0;
}

bool
front_define(Front *f, Span text)
{
	Lexer l = lex_new(f->diag, text);
	Token name = lex_next(&l), t;
	Define d = {0};

	if (name.kind != T_name)
		return malformed(f, name, "a name");
	if (!is_free(f, name) || !parameters(f, &l, &d))
		return false;
	t = lex_next(&l);
	if (t.kind != T_equals)
		return malformed(f, t, "'='");
	d.name = diag_text(f->diag, name.span, f->a);
	d.body = (Span){l.src, l.pos, l.end - l.pos};
	if (!check_body(f, &d))
		return false;
	vec_push(f->a, f->define, d);
	return true;
}
