/* The function that is read: its parameters as inputs, and what it returns and
 * writes through its parameters as outputs. */
#include "frontend/clang.h"

#include <string.h>

/* ---- parameters ---- */

/* A number, or numbers only. */
static bool
is_floating(CReader *r, CXType t)
{
	enum TypeKind k = type_kind(r, t);
	Fields f;

	if (k == K_ARRAY)
		return is_floating(r, r->cx->getArrayElementType(t));
	if (k != K_RECORD)
		return type_is_float(k);
	f = type_fields(r, t);
	for (uint32_t i = 0; i < f.len; i++)
		if (!is_floating(r, f.at[i].type))
			return false;
	return f.len > 0;
}

/* What the parameter is or points to, and how many of them. */
static uint32_t
pointed(CReader *r, CXType *t, Block *b)
{
	enum { RECORDS = 16 };
	CXType c = r->cx->getCanonicalType(*t);
	enum TypeKind k = type_kind(r, c);
	long long n = 1;

	if (k == K_ARRAY) {
		n = r->cx->getArraySize(c);
		*t = r->cx->getArrayElementType(c);
		b->many = true;
	} else if (k == K_POINTER) {
		*t = r->cx->getPointeeType(c);
		b->many = c.kind == CXType_Pointer;
		n = b->many ? -1 : 1;
	}
	b->output = k == K_ARRAY || k == K_POINTER;
	for (c = *t; type_kind(r, c) == K_ARRAY;)
		c = r->cx->getArrayElementType(c);
	b->output = b->output && !r->cx->isConstQualifiedType(c);
	b->sized = n > 0 && !b->output;
	if (n < 0 && type_kind(r, *t) == K_RECORD)
		return RECORDS;
	return n < 0 || n > C_MAX_CELLS ? C_POINTED : (uint32_t)n;
}

static void
add_parameter(CReader *r, CXCursor decl)
{
	CXType whole = r->cx->getCursorType(decl), t = whole;
	Block b = {.name = cursor_text(r, r->cx->getCursorSpelling(decl)),
	           .span = cursor_span(r, decl)};
	uint32_t n = pointed(r, &t, &b);
	uint32_t cells = n * type_cells(r, t);
	Object o = {.decl = decl, .ncell = cells};

	if (!is_floating(r, t) || !cells || !*b.name) {
		run_error(r, b.span, "a parameter of type '%s'",
		          type_name(r, whole));
		run_note(r, "inputs are double or float, arrays or structures "
		            "of them, and have names");
		object_refused(r, decl);
		return;
	}
	b.type = t;
	b.lo = cells_new(r, cells, b.span);
	b.hi = b.lo + cells;
	b.input = arena_alloc(r->a, cells * sizeof *b.input);
	vec_push(r->a, r->block, b);
	o.cell = b.lo;
	if (b.many) {
		o = (Object){decl, cells_new(r, 1, b.span), 1};
		cell_write(r, o.cell,
		           (Value){.kind = V_pointer,
		                   .cell = b.lo,
		                   .lo = b.lo,
		                   .hi = b.hi});
	}
	vec_push(r->a, r->object, o);
	/* its inputs are there even if nothing reads them now */
	for (uint32_t i = b.lo; i < b.hi && b.sized; i++)
		cell_read(r, i, b.span, b.name);
}

/* ---- outputs ---- */

/* A copy of what the outputs need, its variables in the order of the
 * parameters. */
static void
order_inputs(CReader *r, Table *t)
{
	Expr *e = expr_new(r->a, r->d);
	Ref *map = arena_alloc(r->a, r->e->node.len * sizeof *map);

	for (uint32_t i = 0; i < r->block.len; i++) {
		const Block *b = &r->block.at[i];

		for (uint32_t k = 0; k < b->hi - b->lo; k++)
			if (b->input[k])
				map[b->input[k]] = expr_var(
				    e,
				    r->e->var
					.at[expr_at(r->e, b->input[k])->index]
					.name,
				    b->span);
	}
	for (uint32_t i = 0; i < t->row.len; i++) {
		Row *row = &t->row.at[i];

		row->ref = expr_copy(e, r->e, row->ref, map);
		row->dag = e;
		row->text = expr_lets(e, row->ref, r->a, &row->define);
	}
}

static void
add_output(CReader *r, Table *t, const char *name, Value v, Span at)
{
	Row row = {.number = t->row.len + 1,
	           .equation = at,
	           .output = name,
	           .ref = value_node(r, v, at)};

	if (row.ref)
		vec_push(r->a, t->row, row);
}

static void
add_result(CReader *r, Table *t, CXCursor f, Value v, Span at)
{
	CXType type = r->cx->getCursorResultType(f);
	Block b = {.name = "", .type = type, .lo = v.cell};

	if (v.kind == V_nothing || v.kind == V_bad)
		return;
	if (!is_floating(r, type)) {
		run_error(r, at, "the function returns '%s'",
		          type_name(r, type));
		run_note(r,
		         "outputs are double or float, or structures of them");
		return;
	}
	if (v.kind == V_number) {
		add_output(r, t, NULL, v, at);
		return;
	}
	for (uint32_t i = 0; i < type_cells(r, type); i++)
		add_output(
		    r, t, cell_name(r, &b, v.cell + i),
		    cell_read(r, v.cell + i, at, cell_name(r, &b, v.cell + i)),
		    at);
}

/* *y and nothing else behind y is y. */
static bool
is_single(CReader *r, const Block *b)
{
	for (uint32_t i = b->lo + 1; i < b->hi; i++)
		if (cell_at(r, i)->state != CELL_unset)
			return false;
	return type_kind(r, b->type) != K_RECORD &&
	       type_kind(r, b->type) != K_ARRAY;
}

static void
add_written(CReader *r, Table *t, const Block *b)
{
	bool single = is_single(r, b);

	for (uint32_t i = b->lo; i < b->hi; i++) {
		const Cell *c = cell_at(r, i);
		const char *name = single ? b->name : cell_name(r, b, i);

		if (c->state == CELL_unset ||
		    (c->state == CELL_set && c->v.ref &&
		     c->v.ref == b->input[i - b->lo]))
			continue;
		add_output(r, t, name, cell_read(r, i, b->span, name), b->span);
	}
}

static void
add_outputs(CReader *r, Table *t, CXCursor f, Value v)
{
	Span at = location_span(r, r->cx->getCursorLocation(f));
	const char *name = cursor_text(r, r->cx->getCursorSpelling(f));

	at.len = (uint32_t)strlen(name);
	add_result(r, t, f, v, at);
	for (uint32_t i = 0; i < r->block.len && !r->failed; i++)
		if (r->block.at[i].output)
			add_written(r, t, &r->block.at[i]);
	if (t->row.len > 1 && !t->row.at[0].output)
		t->row.at[0].output = name;
	if (!t->row.len && !r->failed) {
		run_error(r, at, "the function has no output");
		run_note(r, "return a value, or write it through a pointer");
	}
}

void
run_function(CReader *r, CXCursor f, Table *t)
{
	Frame frame = {.function = f};
	int n = r->cx->Cursor_getNumArguments(f);
	Value v;

	r->s = arena_alloc(r->a, sizeof *r->s);
	for (int i = 0; i < n; i++)
		add_parameter(r, r->cx->Cursor_getArgument(f, (unsigned)i));
	v = run_body(r, &frame);
	if (!r->failed)
		add_outputs(r, t, f, v);
	if (!r->failed)
		order_inputs(r, t);
}
