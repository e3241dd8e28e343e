/* Calls: an operator of the table, a definition, or a name that is neither.
 *
 * A user's definition comes first, then what the dialect says the name means,
 * the table and builtin.def; in most dialects a name is also tried in lower
 * case (Sin, Abs, Max). A definition's body is parsed anew at each call, with
 * its parameters bound to the arguments and every node placed at the call. */
#include "frontend/parse.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What a name means; both empty: nothing. */
typedef struct Callee {
	enum Op op;
	const Define *def;
} Callee;

static bool
hidden(const Parser *p, const char *s, size_t len)
{
	const char *w = p->dialect->hides;

	while (*w) {
		size_t n = strcspn(w, " ");

		if (n == len && memcmp(w, s, n) == 0)
			return true;
		w += n + (w[n] == ' ');
	}
	return false;
}

/* Our own names only. */
static Callee
find_ours(Parser *p, const char *s, size_t len)
{
	Callee c = {0};

	if (!hidden(p, s, len))
		c.op = op_by_name(s, len);
	if (c.op == O_none)
		c.def = define_builtin(p->f, p->dialect,
		                       p->def && !p->def->piece, s, len);
	return c;
}

static Callee
find(Parser *p, const char *s)
{
	size_t len = strlen(s), n = len;
	const char *ours = dialect_pair(p->dialect->calls, s, len, &n);
	bool ours_only = p->def && p->def->builtin;
	Callee c = {.def = ours_only ? NULL : define_find(p->f, s, len)};
	char *lower;

	if (c.def)
		return c;
	c = find_ours(p, ours ? ours : s, n);
	if (c.op || c.def || (p->dialect->flags & D_OWN_NAMES))
		return c;
	lower = arena_strdup(p->f->a, s);
	for (size_t i = 0; i < len; i++)
		lower[i] = (char)tolower((unsigned char)lower[i]);
	ours = dialect_pair(p->dialect->calls, lower, len, &n);
	return find_ours(p, ours ? ours : lower, ours ? n : len);
}

bool
parse_is_function(Parser *p, const char *s)
{
	Callee c = find(p, s);

	return c.op != O_none || c.def || parse_form(p, s);
}

int
parse_arity(Parser *p, const char *s)
{
	Callee c = find(p, s);

	if (c.def)
		return (int)c.def->param.len;
	return c.op != O_none ? op_info[c.op].narg : -1;
}

/* ---- errors ---- */

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

/* Functions of earlier samples (Eureqa, HeuristicLab): no expression of one
 * sample has their value. */
static bool
has_memory(const char *s)
{
	static const char *const names[] = {"delay",   "lag",  "sma",
	                                    "wma",     "mma",  "smm",
	                                    "timelag", "diff", "integral"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcasecmp(names[i], s) == 0)
			return true;
	return false;
}

/* Whether the text has a call of s. */
static bool
calls(const char *text, const char *s)
{
	size_t len = strlen(s);

	for (const char *t = text; (t = strstr(t, s)); t += len) {
		bool begins = t == text ||
		              !(isalnum((unsigned char)t[-1]) || t[-1] == '_');

		if (begins && t[len] == '(')
			return true;
	}
	return false;
}

static void
note_rows(Parser *p, const char *s)
{
	const Front *f = p->f;
	uint32_t n = 0;

	if (f->nrow < 2)
		return;
	for (uint32_t i = 0; i < f->nrow; i++)
		n += calls(diag_text(f->diag, f->rows[i], f->a), s);
	diag_note(f->diag, "%s occurs in %u of the %u equations read", s, n,
	          f->nrow);
}

static void
note_unknown(Parser *p, const char *s, const Call *c)
{
	static const char *const usual[] = {"", "x", "x, y", "x, y, z"};
	const char *params = c->ref.len < 4 ? usual[c->ref.len] : "x1, x2, ...";
	const char *meant = suggestion(s);

	note_rows(p, s);
	if (has_memory(s))
		diag_note(p->f->diag,
		          "%s looks at earlier samples; an equation has one "
		          "sample at a time: make it an input of its own",
		          s);
	else if (hidden(p, s, strlen(s)))
		diag_note(p->f->diag,
		          "PySR has no %s of its own; give the definition that "
		          "the search used: --define '%s(%s) = ...'",
		          s, s, params);
	else if (meant)
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
	const char *s = c->text;

	p->failed = true;
	for (uint32_t i = 0; i < p->unknown.len; i++)
		if (strcmp(parse_text_of(p, p->unknown.at[i]), s) == 0)
			return 0;
	vec_push(p->f->a, p->unknown, c->name.core);
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
wrong_count(Parser *p, const char *name, uint32_t takes, uint32_t has,
            bool more, Span s)
{
	diag_error(p->f->diag, parse_place(p, s),
	           "%s takes %s%u argument%s, not %u", name,
	           more ? "at least " : "", takes, takes == 1 ? "" : "s", has);
	p->failed = true;
	return 0;
}

/* ---- values ---- */

Ref
parse_expand(Parser *p, const Define *d, const Ref *arg, Span s)
{
	Parser q = {.f = p->f,
	            .e = p->e,
	            .budget = p->budget,
	            .dialect = define_dialect(p->f, d),
	            .def = d,
	            .arg = arg,
	            .site = parse_place(p, s)};
	Ref r;

	if (d->memo && d->memo->e == p->e)
		return d->memo->ref;
	if (!parse_spend(p, s, 1 + d->body.len / 64))
		return 0;
	for (uint32_t i = 0; i < d->param.len; i++)
		if (!arg[i])
			return 0;
	r = parse_text(&q, d->body);
	p->failed = p->failed || q.failed;
	if (q.stopped)
		parse_stop(p, s);
	if (d->memo)
		*d->memo = (struct DefineMemo){p->e, r};
	return r;
}

/* A table operator; associative ones take more arguments than their arity,
 * from the left. */
static Ref
operation(Parser *p, enum Op op, const char *name, const Ref *arg, uint32_t n,
          Span s)
{
	const OpInfo *o = &op_info[op];
	bool folds = (o->flags & F_ASSOC) && o->narg == 2;
	Ref r;

	if (folds ? n < 2 : n != o->narg)
		return wrong_count(p, name, o->narg, n, folds, s);
	r = parse_apply(p, op, arg, s);
	for (uint32_t i = o->narg; i < n; i++)
		r = parse_apply(p, op, (Ref[OP_ARGS]){r, arg[i]}, s);
	return r;
}

/* And(a, b, c) of SymPy */
static bool
chains(const Define *d)
{
	return d->param.len == 2 &&
	       (!strcmp(d->name, "and") || !strcmp(d->name, "or") ||
	        !strcmp(d->name, "logical_and") ||
	        !strcmp(d->name, "logical_or"));
}

static Ref
definition(Parser *p, const Define *d, const char *name, const Ref *arg,
           uint32_t n, Span s)
{
	Ref pair[2];

	if (n == d->param.len || (d->piece && n > d->param.len))
		return parse_expand(p, d, arg, s);
	if (!chains(d) || n < 2)
		return wrong_count(p, name, d->param.len, n, chains(d), s);
	pair[0] = arg[0];
	for (uint32_t i = 1; i < n; i++) {
		pair[1] = arg[i];
		pair[0] = parse_expand(p, d, pair, s);
	}
	return pair[0];
}

static Ref
apply(Parser *p, Callee f, const char *name, const Ref *arg, uint32_t n, Span s)
{
	return f.def ? definition(p, f.def, name, arg, n, s)
	             : operation(p, f.op, name, arg, n, s);
}

Ref
parse_named(Parser *p, const char *name, size_t len, const Ref *arg, uint32_t n,
            Span s)
{
	Callee c = find_ours(p, name, len);

	check(c.op != O_none || c.def);
	return apply(p, c, arena_strndup(p->f->a, name, len), arg, n, s);
}

/* u(1), with no such function: the variable u1, as in u[1]. */
static const char *
indexed(const Parser *p, const Call *c)
{
	const char *s = parse_text_of(p, c->span);
	size_t n = strlen(s), name = c->name.span.len;

	if (p->def || (p->dialect->flags & D_OWN_NAMES) || name != 1 || n < 4 ||
	    s[n - 1] != ')' || strspn(s + 2, "0123456789") != n - 3)
		return NULL;
	return arena_printf(p->f->a, "%c%.*s", s[0], (int)n - 3, s + 2);
}

Ref
parse_call(Parser *p, const Call *c)
{
	Callee f = find(p, c->text);
	const char *variable = f.op == O_none && !f.def ? indexed(p, c) : NULL;

	if (variable)
		return parse_leaf(p, variable, c->span).ref;
	if (f.op == O_none && !f.def)
		return unknown(p, c);
	return apply(p, f, c->text, c->ref.at, c->ref.len, c->span);
}
