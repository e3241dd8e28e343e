/* Calls: functions of the standard library by the table cmath.def, functions
 * of the file by running them. */
#include "frontend/clang.h"
#include "ir/op_c.h"

#include <stdlib.h>
#include <string.h>

/* ---- the standard library ---- */

static const char *const cmath[] = {
#define CMATH(text) text,
#include "frontend/cmath.def"
};
enum { NCMATH = sizeof cmath / sizeof *cmath };

static uint32_t
parameters(const char *row)
{
	uint32_t n = 1;

	for (; *row != ')'; row++)
		n += *row == ',';
	return n;
}

/* The row of s[0..len-1] with n arguments. */
static const char *
row(const char *s, size_t len, uint32_t n)
{
	for (size_t i = 0; i < NCMATH; i++)
		if (!strncmp(cmath[i], s, len) && cmath[i][len] == '(' &&
		    parameters(cmath[i]) == n)
			return cmath[i];
	return NULL;
}

static const char *
find_row(const char *s, uint32_t n)
{
	static const char prefix[] = "__builtin_";
	const char *found;
	size_t len;

	if (!strncmp(s, prefix, sizeof prefix - 1))
		s += sizeof prefix - 1;
	len = strlen(s);
	found = row(s, len, n);
	if (!found && len > 1 && strchr("fl", s[len - 1]))
		found = row(s, len - 1, n);
	return found;
}

static Value
unknown(CReader *r, CXCursor c, const char *name)
{
	const char *names[NCMATH], *near;
	Value v = run_error(r, cursor_span(r, c),
	                    "the function %s is neither in this file nor one "
	                    "that is known",
	                    name);

	for (size_t i = 0; i < NCMATH; i++)
		names[i] =
		    arena_strndup(r->a, cmath[i], strcspn(cmath[i], "("));
	near = nearest_word(name, strlen(name), names, NCMATH);
	if (near)
		run_note(r, arena_printf(r->a, "did you mean %s?", near));
	else
		run_note(r, "write its definition into the file");
	return v;
}

/* Of integers that are known; false if it is another function. */
static bool
of_integers(const char *row_text, const Value *x, uint32_t n, Value *v)
{
	for (uint32_t i = 0; i < n; i++)
		if (!x[i].known)
			return false;
	if (!strncmp(row_text, "abs(", 4) || !strncmp(row_text, "labs(", 5))
		*v = value_int(llabs(x[0].k));
	else if (!strncmp(row_text, "max(", 4))
		*v = value_int(x[0].k > x[1].k ? x[0].k : x[1].k);
	else if (!strncmp(row_text, "min(", 4))
		*v = value_int(x[0].k < x[1].k ? x[0].k : x[1].k);
	else
		return false;
	return true;
}

typedef VEC(Value) Values;

/* False if one is bad. */
static bool
arguments(CReader *r, CXCursor c, Values *x)
{
	int n = r->cx->Cursor_getNumArguments(c);
	bool ok = true;

	for (int i = 0; i < n; i++) {
		Value v =
		    run_value(r, r->cx->Cursor_getArgument(c, (unsigned)i));

		ok &= v.kind != V_bad;
		vec_push(r->a, *x, v);
	}
	return ok;
}

static Value
library(CReader *r, CXCursor c, const char *name)
{
	Span at = cursor_span(r, c);
	Values x = {0};
	const char *text;
	Value v;

	if (!arguments(r, c, &x))
		return (Value){0};
	text = find_row(name, x.len);
	if (!text)
		return unknown(r, c, name);
	if (of_integers(text, x.at, x.len, &v))
		return v;
	for (uint32_t i = 0; i < x.len; i++)
		if (x.at[i].kind != V_number)
			return run_error(r, at,
			                 "this is no function of numbers");
	return value_apply(r, text, x.at, x.len, at);
}

/* ---- functions of the file ---- */

/* s without blanks */
static const char *
squeezed(Arena *a, const char *s)
{
	char *out = arena_strdup(a, s), *p = out;

	for (; *s; s++)
		if (!strchr(" \t\r\n", *s))
			*p++ = *s;
	*p = '\0';
	return out;
}

/* The operator that the function is by its text, or O_none. */
static enum Op
operator_of(CReader *r, CXCursor function)
{
	const char *name = cursor_text(r, r->cx->getCursorSpelling(function));
	const char *text = NULL;

	for (int op = 0; op < O_count; op++) {
		if (!op_c[op].function || strcmp(op_c[op].name, name) != 0)
			continue;
		text = diag_text(r->d, cursor_span(r, function), r->a);
		if (!strcmp(squeezed(r->a, text),
		            squeezed(r->a, op_c[op].function)))
			return (enum Op)op;
	}
	return O_none;
}

static Value
operation(CReader *r, CXCursor c, enum Op op)
{
	Ref arg[OP_ARGS] = {0};
	Values x = {0};

	if (!arguments(r, c, &x))
		return (Value){0};
	for (uint32_t i = 0; i < x.len && i < OP_ARGS; i++)
		arg[i] = value_node(r, x.at[i], cursor_span(r, c));
	return value_ref(expr_op(r->e, op, arg, cursor_span(r, c)));
}

static bool
is_reference(CXType t)
{
	return t.kind == CXType_LValueReference ||
	       t.kind == CXType_RValueReference;
}

/* The object that parameter `decl` is for argument `c`: a copy, or behind a
 * reference that is not const the argument itself. */
static bool
pass(CReader *r, CXCursor decl, CXCursor c, Object *o)
{
	CXType t = r->cx->getCanonicalType(r->cx->getCursorType(decl));
	Place p;

	*o = (Object){.decl = decl};
	if (is_reference(t)) {
		t = r->cx->getPointeeType(t);
		o->ncell = type_cells(r, t);
		if (!r->cx->isConstQualifiedType(t)) {
			bool ok = run_place(r, c, &p);

			o->cell = p.cell;
			return ok;
		}
	}
	o->ncell = type_kind(r, t) == K_ARRAY ? 1 : type_cells(r, t);
	if (!o->ncell) {
		run_error(r, cursor_span(r, c), "an argument of type '%s'",
		          type_name(r, t));
		return false;
	}
	o->cell = cells_new(r, o->ncell, cursor_span(r, c));
	if (type_kind(r, t) == K_ARRAY)
		cell_write(r, o->cell, run_value(r, c));
	else
		run_initialiser(r, o->cell, t, c);
	return true;
}

static bool
pass_all(CReader *r, CXCursor function, CXCursor c, Object *o, int n)
{
	bool ok = true;

	if (r->cx->Cursor_getNumArguments(function) != n) {
		run_error(r, cursor_span(r, c),
		          "the call has another number of arguments than the "
		          "function");
		return false;
	}
	for (int i = 0; i < n; i++)
		ok &= pass(r, r->cx->Cursor_getArgument(function, (unsigned)i),
		           r->cx->Cursor_getArgument(c, (unsigned)i), &o[i]);
	return ok;
}

static bool
may_run(CReader *r, CXCursor function, CXCursor c, const char *name)
{
	Span at = cursor_span(r, c);
	uint32_t deep = 0;

	for (const Frame *f = r->frame; f; f = f->up, deep++) {
		if (!r->cx->equalCursors(f->function, function))
			continue;
		run_error(r, at, "%s calls itself: recursion is not read",
		          name);
		return false;
	}
	if (deep >= C_MAX_INLINED)
		run_stop(r, at, "more than %d calls inside each other",
		         C_MAX_INLINED);
	else if (++r->calls > C_MAX_CALLS)
		run_stop(r, at, "more than %d calls", C_MAX_CALLS);
	return !r->stopped;
}

static CXCursor
body_of(CReader *r, CXCursor function)
{
	Cursors k = cursor_children(r, function);
	CXCursor none = {0};

	for (uint32_t i = 0; i < k.len; i++)
		if (r->cx->getCursorKind(k.at[i]) == CXCursor_CompoundStmt)
			return k.at[i];
	return none;
}

Value
run_body(CReader *r, Frame *f)
{
	CXType t = r->cx->getCursorResultType(f->function);
	Span at = cursor_span(r, f->function);
	const char *name =
	    cursor_text(r, r->cx->getCursorSpelling(f->function));
	enum TypeKind k = type_kind(r, t);

	at.len = 0;
	f->up = r->frame;
	f->result = r->s->cell.len;
	f->nresult = k == K_VOID ? 0 : type_cells(r, t);
	if (k != K_VOID && (!f->nresult || k == K_POINTER))
		return run_error(r, at, "%s returns '%s'", name,
		                 type_name(r, t));
	cells_new(r, f->nresult, at);
	r->frame = f;
	run_statement(r, body_of(r, f->function));
	run_exits(r, at);
	r->frame = f->up;
	r->object.len = f->object;
	if (k == K_VOID)
		return (Value){.kind = V_nothing};
	if (r->failed)
		return (Value){0};
	if (k == K_RECORD)
		return (Value){
		    .kind = V_object, .cell = f->result, .lo = f->result};
	return cell_read(r, f->result, at,
	                 arena_printf(r->a, "the result of %s", name));
}

static Value
inlined(CReader *r, CXCursor c, CXCursor function, const char *name)
{
	int n = r->cx->Cursor_getNumArguments(c);
	Object *o = arena_alloc(r->a, (size_t)n * sizeof *o + 1);
	State outer = {.exit = r->s->exit};
	Frame f = {.function = function, .object = r->object.len};
	uint32_t ncell = r->s->cell.len;
	Value v;

	if (!may_run(r, function, c, name) || !pass_all(r, function, c, o, n))
		return (Value){0};
	for (int i = 0; i < n; i++)
		vec_push(r->a, r->object, o[i]);
	r->s->exit.at = NULL;
	r->s->exit.len = r->s->exit.cap = 0;
	v = run_body(r, &f);
	r->s->exit = outer.exit;
	if (v.kind != V_object)
		r->s->cell.len = ncell;
	return v;
}

/* A structure made from another one, or without values. */
static Value
constructed(CReader *r, CXCursor c)
{
	int n = r->cx->Cursor_getNumArguments(c);

	if (n == 0)
		return (Value){.kind = V_nothing};
	if (n == 1)
		return run_value(r, r->cx->Cursor_getArgument(c, 0));
	return run_error(r, cursor_span(r, c), "a constructor is called");
}

Value
run_call(CReader *r, CXCursor c)
{
	CXCursor of = r->cx->getCursorReferenced(c), function;
	enum CXCursorKind k = r->cx->getCursorKind(of);
	const char *name = cursor_text(r, r->cx->getCursorSpelling(of));
	bool known;

	if (k == CXCursor_Constructor)
		return constructed(r, c);
	/* only plain structures have an object: this one is made for them */
	if (k == CXCursor_CXXMethod && !strcmp(name, "operator=") &&
	    r->cx->Cursor_getNumArguments(c) == 2)
		return run_assign(r, c, r->cx->Cursor_getArgument(c, 0),
		                  r->cx->Cursor_getArgument(c, 1));
	if (k != CXCursor_FunctionDecl)
		return run_error(r, cursor_span(r, c),
		                 "only functions that are named are called");
	function = r->cx->getCursorDefinition(of);
	known = !r->cx->Cursor_isNull(function) &&
	        !r->cx->Location_isInSystemHeader(
		    r->cx->getCursorLocation(function));
	if (!known)
		return library(r, c, name);
	if (operator_of(r, function) != O_none)
		return operation(r, c, operator_of(r, function));
	return inlined(r, c, function, name);
}
