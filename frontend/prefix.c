/* Prefix tokens with commas between: DSO's traversals, E2E's trees.
 *
 *     add,mul,x1,sin,x2        mul,add,0.018,x_0,-1.5
 *
 * An operator takes as many of the following terms as it has arguments, so no
 * brackets are needed (Lukasiewicz' notation). */
#include "frontend/parse.h"

enum { MAX_PREFIX = 1000 };

static ParseTerm term(Parser *p, uint32_t depth);

static ParseTerm
number(Parser *p)
{
	Token sign = p->tok;
	bool minus = sign.kind == T_infix && sign.op == O_sub;
	ParseTerm t;

	if (minus)
		parse_advance(p);
	if (p->tok.kind != T_number)
		return parse_stop_with(p, p->tok.span,
		                       "a number, a name or an operator is "
		                       "expected here");
	t = parse_number(p, lex_text(&p->lex, p->tok), p->tok.span.len, minus,
	                 span_join(sign.span, p->tok.span));
	parse_advance(p);
	return t;
}

static ParseTerm
operation(Parser *p, Call *c, int arity, uint32_t depth)
{
	for (int i = 0; i < arity && !p->stopped; i++) {
		ParseTerm t;

		if (!parse_expect(p, T_comma, "',' and an argument"))
			break;
		t = term(p, depth);
		c->span = span_join(c->span, t.span);
		c->poisoned = c->poisoned || !t.ref;
		vec_push(p->f->a, c->ref, t.ref);
	}
	if (p->stopped)
		return (ParseTerm){0, c->span};
	return (ParseTerm){parse_call(p, c), c->span};
}

static ParseTerm
term(Parser *p, uint32_t depth)
{
	Call c = {.name = p->tok, .span = p->tok.span};
	int arity;

	if (depth > MAX_PREFIX)
		return parse_stop_with(
		    p, p->tok.span,
		    "the expression is nested more than 1000 deep");
	if (p->tok.kind != T_name)
		return number(p);
	c.text = lex_name(&p->lex, p->tok, p->f->a);
	parse_advance(p);
	arity = parse_arity(p, c.text);
	return arity > 0 ? operation(p, &c, arity, depth + 1)
	                 : parse_leaf(p, c.text, c.span);
}

Ref
parse_prefix(Parser *p, Span text)
{
	ParseTerm t;

	p->lex = lex_new(p->f->diag, text, p->dialect);
	parse_advance(p);
	t = term(p, 0);
	if (p->tok.kind != T_end && !p->stopped)
		parse_stop_with(p, p->tok.span,
		                "the tree is complete before this");
	return p->failed ? 0 : t.ref;
}
