/* Calls: an operator of the table, a definition, or a name that is neither.
 *
 * A definition's body is parsed anew at each call, with its parameters bound
 * to the arguments and every node placed at the call. */
#include "frontend/parse.h"

#include <string.h>

/* The operator whose name is nearest, or NULL. */
static const char *
suggestion(const char *s)
{
	const char *name[O_count];
	size_t n = 0;

	for (int op = 0; op < O_count; op++)
		if (op_info[op].name && op_info[op].spell)
			name[n++] = op_info[op].name;
	return nearest_word(s, strlen(s), name, n);
}

static void
note_unknown(Parser *p, const char *s, const Call *c)
{
	static const char *const usual[] = {"", "x", "x, y", "x, y, z"};
	const char *params = c->ref.len < 4 ? usual[c->ref.len] : "x1, x2, ...";
	const char *meant = suggestion(s);

	if (meant)
		diag_note(p->f->diag,
		          "did you mean %s? If not, define it: "
		          "--define '%s(%s) = ...'",
		          meant, s, params);
	else
		diag_note(p->f->diag, "define it: --define '%s(%s) = ...'", s,
		          params);
}

static Ref
unknown(Parser *p, const Call *c)
{
	const char *s = parse_text_of(p, c->name.span);

	p->failed = true;
	for (uint32_t i = 0; i < p->unknown.len; i++)
		if (strcmp(parse_text_of(p, p->unknown.at[i]), s) == 0)
			return 0;
	vec_push(p->f->a, p->unknown, c->name.span);
	if (p->def && strcmp(p->def->name, s) == 0) {
		diag_error(p->f->diag, parse_place(p, c->name.span),
		           "the definition of %s calls itself", s);
		return 0;
	}
	diag_error(p->f->diag, parse_place(p, c->name.span),
	           "unknown function '%s'", s);
	note_unknown(p, s, c);
	return 0;
}

static Ref
wrong_count(Parser *p, const Call *c, uint32_t takes, bool more)
{
	diag_error(p->f->diag, parse_place(p, c->span),
	           "%s takes %s%u argument%s, not %u",
	           parse_text_of(p, c->name.span), more ? "at least " : "",
	           takes, takes == 1 ? "" : "s", c->ref.len);
	p->failed = true;
	return 0;
}

/* A definition's body with its parameters bound to the arguments. */
static Ref
expand(Parser *p, const Define *d, const Call *c)
{
	Parser q = {.f = p->f,
	            .e = p->e,
	            .budget = p->budget,
	            .def = d,
	            .arg = c->ref.at,
	            .site = parse_place(p, c->span)};
	Ref r;

	if (c->ref.len != d->param.len)
		return wrong_count(p, c, d->param.len, false);
	if (c->poisoned || !parse_spend(p, c->span, 1 + d->body.len / 64))
		return 0;
	r = parse_text(&q, d->body);
	p->failed = p->failed || q.failed;
	if (q.stopped)
		parse_stop(p, c->span);
	return r;
}

/* A table operator; associative ones take more arguments than their arity,
 * from the left. */
static Ref
operation(Parser *p, enum Op op, const Call *c)
{
	const OpInfo *o = &op_info[op];
	bool folds = (o->flags & F_ASSOC) && o->narg == 2;
	Ref r;

	if (folds ? c->ref.len < 2 : c->ref.len != o->narg)
		return wrong_count(p, c, o->narg, folds);
	r = parse_apply(p, op, c->ref.at, c->span);
	for (uint32_t i = o->narg; i < c->ref.len; i++)
		r = parse_apply(p, op, (Ref[OP_ARGS]){r, c->ref.at[i]},
		                c->span);
	return r;
}

Ref
parse_call(Parser *p, const Call *c)
{
	const char *s = lex_text(&p->lex, c->name);
	const Define *d = define_find(p->f, s, c->name.span.len);
	enum Op op = op_by_name(s, c->name.span.len);

	if (d)
		return expand(p, d, c);
	return op != O_none ? operation(p, op, c) : unknown(p, c);
}
