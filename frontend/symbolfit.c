/* SymbolFit's parameters: a Python dict of best fits and their shifts.
 *
 *     {'a1': (0.217, 0, 0), 'a2': (0.00341192, 0.000614, -0.000614)}
 *
 * The numbers are kept as written: they become definitions, and exact. */
#include "frontend/container.h"
#include "frontend/lex.h"

#include <string.h>

typedef struct Cursor {
	Arena *a;
	Diag *diag;
	Lexer lex;
	Token tok;
} Cursor;

static void
next(Cursor *c)
{
	c->tok = lex_next(&c->lex);
}

static bool
wrong(Cursor *c, const char *expected)
{
	diag_error(c->diag, c->tok.span, "%s is expected here", expected);
	diag_note(c->diag,
	          "parameters are written {'a1': (best, +1, -1), ...}");
	return false;
}

static bool
take(Cursor *c, enum TokenKind kind, const char *what)
{
	if (c->tok.kind != kind)
		return wrong(c, what);
	next(c);
	return true;
}

static bool
is_undetermined(const Cursor *c)
{
	return c->tok.kind == T_name && (lex_is(&c->lex, c->tok, "nan") ||
	                                 lex_is(&c->lex, c->tok, "inf"));
}

/* A signed number, as written, np.float64(1.5) too; a shift may be nan or inf
 * where the fit found none. */
static bool
number(Cursor *c, bool is_shift, const char **text)
{
	bool wrapped = c->tok.kind == T_name && !is_undetermined(c) &&
	               memcmp(lex_text(&c->lex, c->tok), "np.", 3) == 0;
	bool minus;

	if (wrapped)
		next(c);
	if (wrapped && !take(c, T_open, "'('"))
		return false;
	minus = c->tok.kind == T_infix && c->tok.op == O_sub;
	if (minus)
		next(c);
	if (c->tok.kind != T_number && !(is_shift && is_undetermined(c)))
		return wrong(c, "a number");
	*text = arena_printf(c->a, "%s%.*s", minus ? "-" : "",
	                     (int)c->tok.span.len, lex_text(&c->lex, c->tok));
	next(c);
	return !wrapped || take(c, T_close, "')'");
}

/* 'a1': (best, plus, minus) */
static bool
param(Cursor *c, Param *p)
{
	if (c->tok.kind != T_name)
		return wrong(c, "a parameter's quoted name");
	p->name = diag_text(c->diag, c->tok.core, c->a);
	next(c);
	return take(c, T_colon, "':'") && take(c, T_open, "'('") &&
	       number(c, false, &p->best) && take(c, T_comma, "','") &&
	       number(c, true, &p->plus) && take(c, T_comma, "','") &&
	       number(c, true, &p->minus) && take(c, T_close, "')'");
}

bool
params_read(Arena *a, Diag *d, Span cell, Row *row)
{
	const char *s = d->source.at[cell.src].text + cell.pos;
	Cursor c = {.a = a, .diag = d};
	Param p = {0};

	if (cell.len < 2 || s[0] != '{' || s[cell.len - 1] != '}') {
		diag_error(d, cell, "no parameters in { }");
		return false;
	}
	cell.pos++;
	cell.len -= 2;
	c.lex = lex_new(d, cell, dialect_by_name("python"));
	for (next(&c); c.tok.kind != T_end;) {
		if (!param(&c, &p))
			return false;
		vec_push(a, row->param, p);
		if (c.tok.kind != T_end && !take(&c, T_comma, "','"))
			return false;
	}
	return true;
}
