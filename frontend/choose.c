/* Constants that an index chooses: a template's p[class], and a parameter with
 * a value for each category, --param p1=0.3,0.5.
 *
 *     p[i] = i > n - 1/2 ? pn : ... i > 3/2 ? p2 : p1
 *
 * The index is rounded to the nearest, and beyond either end is that end. A
 * template's counts from 1, as Julia does; a category from 0, as PySR's
 * `category` does, and is a variable of that name. */
#include "frontend/parse.h"

#include <string.h>

/* index > k - 1/2 ? above : below */
static Ref
choice(Parser *p, Ref index, uint32_t k, Ref above, Ref below, Span s)
{
	Ref arg[OP_ARGS] = {0};
	mpq_t half;

	mpq_init(half);
	mpq_set_si(half, 2 * (long)k - 1, 2);
	mpq_canonicalize(half);
	arg[0] = index;
	arg[1] = expr_const(p->e, half, parse_place(p, s));
	mpq_clear(half);
	arg[0] = parse_apply(p, O_greater, arg, s);
	arg[1] = above;
	arg[2] = below;
	return parse_apply(p, O_ifelse, arg, s);
}

/* Whoever makes the ports will want to know. */
static void
note_index(Parser *p, const char *name, uint32_t first, uint32_t last)
{
	Indices *all = &p->f->index;

	for (uint32_t i = 0; i < all->len; i++)
		if (!strcmp(all->at[i].name, name)) {
			if (all->at[i].last < last)
				all->at[i].last = last;
			return;
		}
	vec_push(p->f->a, *all, ((Index){name, first, last}));
}

Ref
parse_category(Parser *p, const Define *d, Span s)
{
	const char *name = d->index ? d->index : "category";
	Ref index = parse_variable(p, name, s).ref, r = 0;

	if (index && d->value.len)
		note_index(p, name, 0, d->value.len - 1);
	for (uint32_t i = 0; index && i < d->value.len; i++) {
		Define one = *d;
		Ref v;

		one.body = d->value.at[i];
		v = parse_expand(p, &one, NULL, s);
		r = i ? choice(p, index, i, v, r, s) : v;
	}
	return r;
}

/* Element k of the vector, from 1, or NULL. */
static const Define *
element(const Parser *p, const char *name, uint32_t k)
{
	const char *s = arena_printf(p->f->a, "%s%u", name, k);
	const Define *d = define_find(p->f, s, strlen(s));

	return d && d->constant ? d : NULL;
}

static bool
is_mark(const Parser *p, const char *mark)
{
	return p->tok.kind == T_bad && lex_is(&p->lex, p->tok, mark);
}

bool
parse_is_element(const Parser *p, const char *name)
{
	return is_mark(p, "[") && element(p, name, 1);
}

ParseTerm
parse_element(Parser *p, const char *name, Span at)
{
	ParseTerm index;
	const Define *d;
	uint32_t k;
	Ref r = 0;

	p->lex.operand = true;
	parse_advance(p);
	index = parse_expression(p, 0);
	if (!is_mark(p, "]"))
		return parse_stop_with(p, p->tok.span, "']' is expected here");
	index.span = span_join(at, p->tok.span);
	p->lex.operand = false;
	parse_advance(p);
	for (k = 1; index.ref && (d = element(p, name, k)); k++) {
		Ref v = parse_expand(p, d, NULL, index.span);

		r = k > 1 ? choice(p, index.ref, k, v, r, index.span) : v;
	}
	if (index.ref && expr_at(p->e, index.ref)->op == O_var)
		note_index(p,
		           p->e->var.at[expr_at(p->e, index.ref)->index].name,
		           1, k - 1);
	return (ParseTerm){r, index.span};
}
