/* Definitions of functions and constants: the user's, and builtin.def's.
 *
 * A definition is checked when it is made, against the table and the
 * definitions before it, so that expanding it cannot fail; and because it sees
 * only those before it, none can call itself. Rows of builtin.def become
 * definitions when they are first called. */
#include "frontend/parse.h"

#include <string.h>

enum { MAX_PARAMS = 100 };

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

const Dialect *
define_dialect(const Front *f, const Define *d)
{
	return d && d->piece ? f->dialect : dialect_by_name("python");
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

/* ---- names ---- */

/* An operator whose name means the same to everyone. */
static bool
is_taken(const char *s, size_t len)
{
	enum Op op = op_by_name(s, len);

	return op != O_none && !(op_info[op].flags & F_LOOSE);
}

static bool
is_free(Front *f, Token name)
{
	const char *s = diag_text(f->diag, name.core, f->a);

	if (is_taken(s, name.core.len)) {
		diag_error(f->diag, name.span,
		           "%s is an operator and cannot be redefined", s);
		diag_note(f->diag,
		          "choose another name, in the equations too; "
		          "`symgate operators` says what %s means",
		          s);
		return false;
	}
	if (define_find(f, s, name.core.len)) {
		diag_error(f->diag, name.span, "%s is already defined", s);
		return false;
	}
	return true;
}

static bool
add_parameter(Front *f, Define *d, Token t)
{
	const char *s = diag_text(f->diag, t.core, f->a);

	if (d->param.len >= MAX_PARAMS) {
		diag_error(f->diag, t.span, "more than 100 parameters");
		return false;
	}
	for (uint32_t i = 0; i < d->param.len; i++)
		if (strcmp(d->param.at[i], s) == 0) {
			diag_error(f->diag, t.span,
			           "parameter %s appears twice", s);
			return false;
		}
	vec_push(f->a, d->param, s);
	return true;
}

/* ---- heads ---- */

/* A definition being read: the tokens of its head. */
typedef struct Head {
	Front *f;
	Lexer lex;
	Token tok;
} Head;

static void
next(Head *h)
{
	h->tok = lex_next(&h->lex);
}

static bool
is_word(const Head *h, const char *s)
{
	return h->tok.kind == T_name && lex_is(&h->lex, h->tok, s);
}

/* Julia's `x::T`, Python's `x: float` */
static void
skip_type(Head *h)
{
	while (h->tok.kind == T_colon) {
		next(h);
		if (h->tok.kind == T_name)
			next(h);
	}
}

/* Julia's `where {T <: Real}` in front of the '=' */
static void
skip_where(Head *h)
{
	if (is_word(h, "where"))
		while (h->tok.kind != T_equals && h->tok.kind != T_end)
			next(h);
}

/* NAME {',' NAME} and then a token of kind `end`. */
static bool
names(Head *h, Define *d, enum TokenKind end, const char *what)
{
	if (h->tok.kind == end)
		return true;
	for (;;) {
		if (h->tok.kind != T_name)
			return malformed(h->f, h->tok, "a parameter's name");
		if (!add_parameter(h->f, d, h->tok))
			return false;
		next(h);
		if (end != T_colon)
			skip_type(h);
		if (h->tok.kind == end)
			return true;
		if (h->tok.kind != T_comma)
			return malformed(h->f, h->tok, what);
		next(h);
	}
}

/* '(' [names] ')' */
static bool
bracketed(Head *h, Define *d)
{
	next(h);
	if (!names(h, d, T_close, "',' or ')'"))
		return false;
	next(h);
	return true;
}

/* `->` at the token at hand */
static bool
arrow(Head *h)
{
	if (h->tok.kind != T_infix || h->tok.op != O_sub ||
	    h->lex.pos >= h->lex.end ||
	    h->f->diag->source.at[h->lex.src].text[h->lex.pos] != '>')
		return false;
	next(h);
	return true;
}

/* `x -> ...` or `(x, y) -> ...`: true if the text goes on so. */
static bool
is_arrow(Head h)
{
	Define d = {0};
	Diag *quiet = diag_new(h.f->a, NULL);
	Front f = *h.f;

	quiet->source = h.f->diag->source;
	f.diag = quiet;
	h.f = &f;
	if (h.tok.kind == T_name) {
		next(&h);
		return arrow(&h);
	}
	return h.tok.kind == T_open && bracketed(&h, &d) && arrow(&h);
}

/* What stands after `name =`. */
static bool
right_side(Head *h, Define *d)
{
	if (is_word(h, "lambda")) {
		next(h);
		return names(h, d, T_colon, "',' or ':'");
	}
	if (is_arrow(*h)) {
		if (h->tok.kind == T_open)
			return bracketed(h, d) && arrow(h);
		add_parameter(h->f, d, h->tok);
		next(h);
		return arrow(h);
	}
	d->constant = true;
	return true;
}

static bool
is_mark(const Head *h, const char *mark)
{
	return h->tok.kind == T_bad && lex_is(&h->lex, h->tok, mark);
}

/* [class] after a constant's name, if it is there */
static bool
chooser(Head *h, Define *d)
{
	if (!is_mark(h, "["))
		return true;
	h->lex.operand = true;
	next(h);
	if (h->tok.kind != T_name)
		return malformed(h->f, h->tok, "the name of an input");
	d->index = diag_text(h->f->diag, h->tok.core, h->f->a);
	next(h);
	if (!is_mark(h, "]"))
		return malformed(h->f, h->tok, "']'");
	next(h);
	return true;
}

/* Everything in front of the body; h->lex is left there. */
static bool
head(Head *h, Define *d)
{
	Token name = h->tok;
	Lexer body;

	if (name.kind != T_name ||
	    lex_text(&h->lex, name)[name.span.len - 1] == ']')
		return malformed(h->f, name, "a name");
	if (!is_free(h->f, name))
		return false;
	d->name = diag_text(h->f->diag, name.core, h->f->a);
	next(h);
	if (h->tok.kind == T_open) {
		if (!bracketed(h, d))
			return false;
		skip_where(h);
		if (h->tok.kind != T_equals)
			return malformed(h->f, h->tok, "'='");
		return true;
	}
	if (!chooser(h, d))
		return false;
	if (h->tok.kind != T_equals && h->tok.kind != T_colon)
		return malformed(h->f, h->tok, "'('");
	body = h->lex;
	next(h);
	if (!right_side(h, d))
		return false;
	if (d->constant)
		h->lex = body;
	return true;
}

/* ---- bodies ---- */

/* Parses the body once, into an Expr of its own. */
static bool
check_body(Front *f, const Define *d)
{
	Budget b = {0};
	Parser p = {.f = f,
	            .e = expr_new(f->a, f->diag),
	            .budget = &b,
	            .dialect = define_dialect(f, d),
	            .def = d};
	Ref *arg = arena_alloc(f->a, (d->param.len + 1) * sizeof *arg);

	for (uint32_t i = 0; i < d->param.len; i++)
		arg[i] = expr_var(p.e, d->param.at[i], d->body);
	p.arg = arg;
	return parse_text(&p, d->body) != 0;
}

/* The values of `k = 1.5, 2.5`; none where there is one only. */
static void
split_values(Front *f, Define *d)
{
	const char *text = f->diag->source.at[d->body.src].text;
	Span one = {d->body.src, d->body.pos, 0};
	uint32_t end = d->body.pos + d->body.len;

	if (!memchr(text + one.pos, ',', d->body.len) ||
	    memchr(text + one.pos, '(', d->body.len))
		return;
	for (uint32_t i = one.pos; i <= end; i++) {
		if (i < end && text[i] != ',')
			continue;
		one.len = i - one.pos;
		vec_push(f->a, d->value, one);
		one.pos = i + 1;
	}
}

/* check_body of each value. */
static bool
check_values(Front *f, const Define *d)
{
	Define one = *d;

	for (uint32_t i = 0; i < d->value.len; i++) {
		if (i >= MAX_PARAMS) {
			diag_error(f->diag, d->value.at[i],
			           "more than 100 categories");
			return false;
		}
		one.body = d->value.at[i];
		if (!check_body(f, &one))
			return false;
	}
	return d->value.len || check_body(f, d);
}

/* `let` in front of a name */
static bool
skip_let(Head *h)
{
	Head after = *h;

	if (!is_word(h, "let"))
		return false;
	next(&after);
	if (after.tok.kind == T_name)
		*h = after;
	return after.tok.kind == T_name;
}

bool
front_define(Front *f, Span text)
{
	Head h = {.f = f,
	          .lex = lex_new(f->diag, text, define_dialect(f, NULL))};
	Define d = {0};

	next(&h);
	d.let = skip_let(&h);
	if (!head(&h, &d))
		return false;
	d.let = d.let && d.constant;
	d.body = (Span){h.lex.src, h.lex.pos, h.lex.end - h.lex.pos};
	d.piece = d.param.len && d.param.at[0][0] == '#';
	if (d.constant)
		split_values(f, &d);
	if (d.constant && !d.value.len)
		d.memo = arena_alloc(f->a, sizeof *d.memo);
	/* a let is checked where it is used: its text is ours */
	if (!d.let && !check_values(f, &d))
		return false;
	vec_push(f->a, f->define, d);
	return true;
}

/* ---- builtin.def ---- */

enum Builtin { B_all, B_tool, B_helper };

static const struct {
	const char *text;
	enum Builtin kind;
} builtins[] = {
#define BUILTIN(text) {text, B_all},
#define TOOL(text)    {text, B_tool},
#define HELPER(text)  {text, B_helper},
#include "frontend/builtin.def"
};

const char *
front_builtin(size_t i)
{
	return i < sizeof builtins / sizeof *builtins ? builtins[i].text : NULL;
}

static Define *
known_builtin(Front *f, const char *s, size_t len)
{
	for (uint32_t i = 0; i < f->builtin.len; i++) {
		Define *d = &f->builtin.at[i];

		if (strlen(d->name) == len && memcmp(d->name, s, len) == 0)
			return d;
	}
	return NULL;
}

static Define
read_builtin(Front *f, const char *text)
{
	size_t len = strlen(text);
	Span s = {diag_source(f->diag, "builtin.def", text, len), 0,
	          (uint32_t)len};
	Head h = {.f = f, .lex = lex_new(f->diag, s, define_dialect(f, NULL))};
	Define d = {.builtin = true};

	next(&h);
	d.name = diag_text(f->diag, h.tok.core, f->a);
	next(&h);
	check(bracketed(&h, &d) && h.tok.kind == T_equals);
	d.body = (Span){s.src, h.lex.pos, h.lex.end - h.lex.pos};
	return d;
}

Ref
front_apply(Front *f, const char *text, const Ref *arg, Span site)
{
	Budget b = {0};
	Parser p = {.f = f,
	            .e = f->e,
	            .budget = &b,
	            .dialect = define_dialect(f, NULL)};
	uint32_t i = 0;

	while (i < f->applied.len &&
	       f->diag->source.at[f->applied.at[i].body.src].text != text)
		i++;
	if (i == f->applied.len)
		vec_push(f->a, f->applied, read_builtin(f, text));
	return parse_expand(&p, &f->applied.at[i], arg, site);
}

const Define *
define_builtin(Front *f, const Dialect *d, bool helpers, const char *s,
               size_t len)
{
	for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++) {
		const char *t = builtins[i].text;

		if (strncmp(t, s, len) != 0 || t[len] != '(')
			continue;
		if ((builtins[i].kind == B_tool && (d->flags & D_OWN_NAMES)) ||
		    (builtins[i].kind == B_helper && !helpers))
			return NULL;
		if (!known_builtin(f, s, len))
			vec_push(f->a, f->builtin, read_builtin(f, t));
		return known_builtin(f, s, len);
	}
	return NULL;
}
