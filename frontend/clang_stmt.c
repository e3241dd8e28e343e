/* C statements, run on symbols.
 *
 * An `if` whose condition depends on the inputs runs both branches, each on a
 * state of its own, and joins what they leave. A branch that returns becomes
 * an exit of the other one: the function's result is that of the first exit
 * whose condition holds. Loops run as often as their condition, which must be
 * known, says. */
#include "frontend/clang.h"

#include <string.h>

/* ---- declarations ---- */

/* A `double a[n]` whose n is known has no size for the compiler. */
static uint32_t
variable_array(CReader *r, CXCursor decl, CXType t)
{
	Cursors k = cursor_children(r, decl);
	uint32_t n = type_cells(r, r->cx->getArrayElementType(t));

	for (uint32_t i = 0; i < k.len && n; i++) {
		Value v;

		if (!r->cx->isExpression(r->cx->getCursorKind(k.at[i])))
			continue;
		v = run_value(r, k.at[i]);
		if (v.known && v.k > 0 && v.k <= C_MAX_CELLS)
			return n * (uint32_t)v.k;
	}
	return 0;
}

static void
declare_reference(CReader *r, CXCursor decl, CXCursor init, CXType t)
{
	Object o = {.decl = decl};
	Place p;

	if (r->cx->Cursor_isNull(init) || !run_place(r, init, &p))
		return;
	o.cell = p.cell;
	o.ncell = type_cells(r, r->cx->getPointeeType(t));
	vec_push(r->a, r->object, o);
}

static void
declare_variable(CReader *r, CXCursor decl)
{
	CXType t = r->cx->getCanonicalType(r->cx->getCursorType(decl));
	CXCursor init = r->cx->Cursor_getVarDeclInitializer(decl);
	Span at = cursor_span(r, decl);
	Object o = {.decl = decl};

	if (r->cx->Cursor_getStorageClass(decl) == CX_SC_Static)
		return; /* looked up when it is used */
	if (t.kind == CXType_LValueReference) {
		declare_reference(r, decl, init, t);
		return;
	}
	o.ncell = t.kind == CXType_VariableArray ? variable_array(r, decl, t)
	                                         : type_cells(r, t);
	if (!o.ncell) {
		run_error(r, at, "a variable of type '%s'",
		          type_name(r, r->cx->getCursorType(decl)));
		object_refused(r, decl);
		return;
	}
	o.cell = cells_new(r, o.ncell, at);
	vec_push(r->a, r->object, o);
	if (!r->cx->Cursor_isNull(init))
		run_initialiser(r, o.cell, t, init);
}

static void
declare(CReader *r, CXCursor c)
{
	Cursors k = cursor_children(r, c);

	for (uint32_t i = 0; i < k.len; i++) {
		switch (r->cx->getCursorKind(k.at[i])) {
		case CXCursor_VarDecl:
			declare_variable(r, k.at[i]);
			break;
		case CXCursor_TypedefDecl:
		case CXCursor_TypeAliasDecl:
		case CXCursor_StructDecl:
		case CXCursor_EnumDecl:
		case CXCursor_UsingDirective:
		case CXCursor_UsingDeclaration:
		case CXCursor_StaticAssert:
			break;
		default:
			run_error(r, cursor_span(r, k.at[i]),
			          "this declaration is not read");
		}
	}
}

/* ---- blocks ---- */

static enum Flow
compound(CReader *r, CXCursor c)
{
	Cursors k = cursor_children(r, c);
	uint32_t nobject = r->object.len, ncell = r->s->cell.len;
	enum Flow flow = FLOW_next;

	for (uint32_t i = 0; i < k.len && flow == FLOW_next; i++)
		flow = run_statement(r, k.at[i]);
	r->object.len = nobject;
	if (r->s->cell.len > ncell)
		r->s->cell.len = ncell;
	return flow;
}

/* ---- branches ---- */

static bool
jumps(enum Flow f)
{
	return f == FLOW_break || f == FLOW_continue;
}

/* One branch, from a copy of the state. */
static enum Flow
branch(CReader *r, const State *from, CXCursor c, State **left)
{
	enum Flow flow = FLOW_next;
	Span at = cursor_span(r, c);
	uint32_t nobject = r->object.len;

	at.len = 0;
	r->s = state_clone(r, from, at);
	if (!r->cx->Cursor_isNull(c))
		flow = run_statement(r, c);
	r->object.len = nobject;
	if (jumps(flow)) {
		run_error(r, r->jump,
		          "how often the loop runs depends on the inputs");
		run_note(r, "compute with ifs inside the loop instead of "
		            "leaving it");
		flow = FLOW_next;
	}
	*left = r->s;
	return flow;
}

/* Runs both branches; where one of them returns, it is an exit of the other,
 * and comes after the exits it has itself. */
static enum Flow
fork_on(CReader *r, Value cond, CXCursor then, CXCursor other, Span at)
{
	State *before = r->s, *s, *t, ends = {.exit = before->exit};
	enum Flow f = branch(r, before, then, &s);
	enum Flow g = branch(r, before, other, &t);
	Value no = value_not(r, cond, at);

	exits_add(r, cond.ref, true, s, &ends, at);
	exits_add(r, cond.ref, false, t, &ends, at);
	if (f == g) {
		r->s = state_join(r, cond.ref, s, t, at);
	} else if (f == FLOW_return) {
		vec_push(r->a, ends.exit, ((Exit){cond.ref, s}));
		r->s = t;
	} else {
		vec_push(r->a, ends.exit, ((Exit){value_node(r, no, at), t}));
		r->s = s;
	}
	r->s->exit = ends.exit;
	return f == g ? f : FLOW_next;
}

/* `if (double t = f(x); t > 0)` of C++ */
static bool
has_declaration(CReader *r, const Cursors *k)
{
	Span x = cursor_span(r, k->at[0]), y = cursor_span(r, k->at[1]);
	const char *text = r->d->source.at[x.src].text;
	enum CXCursorKind kind = r->cx->getCursorKind(k->at[0]);

	return !r->cx->isExpression(kind) ||
	       (x.src == y.src && x.pos + x.len < y.pos &&
	        memchr(text + x.pos + x.len, ';', y.pos - x.pos - x.len));
}

static enum Flow
if_statement(CReader *r, CXCursor c)
{
	Cursors k = cursor_children(r, c);
	CXCursor none = {.kind = CXCursor_InvalidFile};
	Span at = cursor_span(r, c);
	Value cond;

	if (k.len < 2 || k.len > 3 || has_declaration(r, &k)) {
		run_error(r, at, "an if with a declaration in its brackets");
		return FLOW_next;
	}
	if (k.len == 2)
		vec_push(r->a, k, none);
	cond = value_truth(r, run_value(r, k.at[0]), cursor_span(r, k.at[0]));
	if (cond.known && !cond.k && r->cx->Cursor_isNull(k.at[2]))
		return FLOW_next;
	if (cond.known)
		return run_statement(r, k.at[cond.k ? 1 : 2]);
	if (cond.kind == V_bad) /* both for their errors */
		cond = value_ref(expr_op(r->e, O_pi, NULL, at));
	return fork_on(r, cond, k.at[1], k.at[2], cursor_span(r, k.at[0]));
}

void
run_exits(CReader *r, Span at)
{
	State *s = r->s;

	while (s->exit.len) {
		Exit x = s->exit.at[--s->exit.len];
		State *j = state_join(r, x.cond, x.state, s, at);

		j->exit = s->exit;
		s = j;
	}
	r->s = s;
}

/* ---- loops ---- */

typedef struct Loop {
	CXCursor cond, next, body;
	bool has_next, first; /* first: the body runs before the condition */
} Loop;

/* Whether the loop goes on; false after an error. */
static bool
goes_on(CReader *r, CXCursor cond)
{
	Span at = cursor_span(r, cond);
	Value v = value_truth(r, run_value(r, cond), at);

	if (v.kind == V_bad)
		return false;
	if (!v.known) {
		run_error(r, at,
		          "how often the loop runs depends on the inputs");
		run_note(r, "a loop needs a count that is known when this is "
		            "compiled");
		return false;
	}
	if (v.k && ++r->turns > C_MAX_TURNS)
		run_stop(r, at, "the loops run more than %d times",
		         C_MAX_TURNS);
	return v.k && !r->stopped;
}

static enum Flow
loop(CReader *r, const Loop *l)
{
	enum Flow flow = FLOW_next;

	while (l->first || goes_on(r, l->cond)) {
		flow = run_statement(r, l->body);
		if (flow == FLOW_break || flow == FLOW_return || r->stopped)
			break;
		if (l->has_next)
			run_value(r, l->next);
		if (l->first && !goes_on(r, l->cond))
			break;
	}
	return flow == FLOW_return ? flow : FLOW_next;
}

static enum Flow
for_statement(CReader *r, CXCursor c)
{
	Cursors k = cursor_children(r, c);
	uint32_t nobject = r->object.len, ncell = r->s->cell.len;
	enum Flow flow;

	if (k.len != 4) {
		run_error(r, cursor_span(r, c),
		          "a for loop without a start, a condition or a step");
		run_note(r, "write for (int i = 0; i < 4; i++)");
		return FLOW_next;
	}
	run_statement(r, k.at[0]);
	flow = loop(r, &(Loop){k.at[1], k.at[2], k.at[3], true, false});
	r->object.len = nobject;
	if (r->s->cell.len > ncell)
		r->s->cell.len = ncell;
	return flow;
}

static enum Flow
while_statement(CReader *r, CXCursor c, bool first)
{
	Cursors k = cursor_children(r, c);
	Loop l = {.first = first};

	if (k.len != 2) {
		run_error(r, cursor_span(r, c), "this loop is not read");
		return FLOW_next;
	}
	l.cond = k.at[first ? 1 : 0];
	l.body = k.at[first ? 0 : 1];
	return loop(r, &l);
}

/* ---- return ---- */

static enum Flow
return_statement(CReader *r, CXCursor c)
{
	Cursors k = cursor_children(r, c);

	r->jump = cursor_span(r, c);
	if (k.len && r->frame->nresult)
		run_initialiser(r, r->frame->result,
		                r->cx->getCursorResultType(r->frame->function),
		                k.at[k.len - 1]);
	else if (k.len)
		run_value(r, k.at[0]);
	return FLOW_return;
}

/* ---- all of them ---- */

static enum Flow
statement(CReader *r, CXCursor c)
{
	enum CXCursorKind kind = r->cx->getCursorKind(c);

	switch (kind) {
	case CXCursor_CompoundStmt:
		return compound(r, c);
	case CXCursor_DeclStmt:
		declare(r, c);
		return FLOW_next;
	case CXCursor_NullStmt:
		return FLOW_next;
	case CXCursor_IfStmt:
		return if_statement(r, c);
	case CXCursor_ForStmt:
		return for_statement(r, c);
	case CXCursor_WhileStmt:
		return while_statement(r, c, false);
	case CXCursor_DoStmt:
		return while_statement(r, c, true);
	case CXCursor_ReturnStmt:
		return return_statement(r, c);
	case CXCursor_BreakStmt:
	case CXCursor_ContinueStmt:
		r->jump = cursor_span(r, c);
		return kind == CXCursor_BreakStmt ? FLOW_break : FLOW_continue;
	case CXCursor_SwitchStmt:
		run_error(r, cursor_span(r, c), "a switch is not read");
		run_note(r, "write it with if and else");
		return FLOW_next;
	case CXCursor_GotoStmt:
	case CXCursor_LabelStmt:
		run_error(r, cursor_span(r, c), "goto and labels are not read");
		return FLOW_next;
	default:
		break;
	}
	if (r->cx->isExpression(kind))
		run_value(r, c);
	else
		run_error(r, cursor_span(r, c), "this statement is not read");
	return FLOW_next;
}

enum Flow
run_statement(CReader *r, CXCursor c)
{
	enum Flow flow = FLOW_next;

	if (r->stopped)
		return FLOW_return;
	if (++r->depth > C_MAX_DEPTH)
		run_stop(r, cursor_span(r, c),
		         "this is nested more than %d deep", C_MAX_DEPTH);
	else
		flow = statement(r, c);
	r->depth--;
	return flow;
}
