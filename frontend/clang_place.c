/* Where the objects of a C function are, what stands there, and assignments.
 *
 * Constants of the file, and `static const` ones, are made when they are first
 * used; other objects that outlive the call have no value that is known. */
#include "frontend/clang.h"

/* ---- objects ---- */

/* Constants of the file, and `static const` ones, are made when they are
 * first used. */
static Object *
constant(CReader *r, CXCursor decl)
{
	CXType t = r->cx->getCursorType(decl);
	CXCursor init = r->cx->Cursor_getVarDeclInitializer(decl);
	uint32_t n = type_cells(r, t);
	Object o = {decl, 0, n};
	State *s = r->s;

	if (!n || r->cx->Cursor_isNull(init))
		return NULL;
	r->s = NULL;
	o.cell = cells_new(r, n, cursor_span(r, decl));
	r->s = s;
	vec_push(r->a, r->constant, o);
	run_initialiser(r, o.cell, t, init);
	return &r->constant.at[r->constant.len - 1];
}

static bool
is_constant(const CReader *r, CXCursor decl)
{
	CXType t = r->cx->getCursorType(decl);

	while (type_kind(r, t) == K_ARRAY)
		t = r->cx->getArrayElementType(t);
	return r->cx->isConstQualifiedType(t);
}

/* A file's or a static variable. */
static bool
outlives(const CReader *r, CXCursor decl)
{
	CXCursor parent = r->cx->getCursorSemanticParent(decl);
	enum CXCursorKind k = r->cx->getCursorKind(parent);

	return r->cx->Cursor_getStorageClass(decl) == CX_SC_Static ||
	       k == CXCursor_TranslationUnit || k == CXCursor_Namespace;
}

static Object *
object_find(CReader *r, CXCursor decl)
{
	uint32_t from = r->frame ? r->frame->object : 0;

	for (uint32_t i = r->object.len; i-- > from;)
		if (r->cx->equalCursors(r->object.at[i].decl, decl))
			return &r->object.at[i];
	for (uint32_t i = 0; i < r->constant.len; i++)
		if (r->cx->equalCursors(r->constant.at[i].decl, decl))
			return &r->constant.at[i];
	return NULL;
}

static const Object *
object_of(CReader *r, CXCursor c)
{
	CXCursor decl = r->cx->getCursorReferenced(c);
	const char *name = cursor_text(r, r->cx->getCursorSpelling(c));
	Span at = cursor_span(r, c);
	const Object *o = object_find(r, decl);
	enum CXCursorKind k = r->cx->getCursorKind(decl);

	if (o)
		return o;
	if (k != CXCursor_VarDecl || !outlives(r, decl)) {
		run_error(r, at, "%s is no variable of this function", name);
		return NULL;
	}
	if (!is_constant(r, decl)) {
		run_error(r, at, "%s outlives the call: its value is not known",
		          name);
		run_note(r, "make it const, or a parameter");
		return NULL;
	}
	if (!(o = constant(r, decl)))
		run_error(r, at, "%s has no value in this file", name);
	return o;
}

/* ---- places ---- */

static bool
at_pointer(CReader *r, Value p, int64_t index, uint32_t n, Span at,
           Place *place)
{
	int64_t cell = (int64_t)p.cell + index * (int64_t)n;

	if (p.kind == V_bad)
		return false;
	if (p.kind != V_pointer) {
		run_error(r, at, "this is not a pointer to numbers");
		return false;
	}
	if (!n || cell < p.lo || cell + n > p.hi) {
		run_error(r, at,
		          "element %lld is outside the array, which has "
		          "%u from here",
		          (long long)index, n ? (p.hi - p.cell) / n : 0);
		return false;
	}
	*place = (Place){(uint32_t)cell, p.lo, p.hi};
	return true;
}

static bool
place_subscript(CReader *r, CXCursor c, Place *p)
{
	Cursors k = cursor_children(r, c);
	Value base, index;

	if (k.len != 2) {
		run_error(r, cursor_span(r, c), "this subscript is not read");
		return false;
	}
	base = run_value(r, k.at[0]);
	index = run_value(r, k.at[1]);
	if (base.kind == V_bad || index.kind == V_bad)
		return false;
	if (!index.known) {
		run_error(r, cursor_span(r, k.at[1]),
		          "the index is not known when this is compiled");
		return false;
	}
	return at_pointer(r, base, index.k,
	                  type_cells(r, r->cx->getCursorType(c)),
	                  cursor_span(r, c), p);
}

static bool
place_member(CReader *r, CXCursor c, Place *p)
{
	Cursors k = cursor_children(r, c);
	CXCursor decl = r->cx->getCursorReferenced(c);
	CXType t;
	Value v;
	Fields f;

	if (k.len < 1 || !r->cx->isExpression(r->cx->getCursorKind(k.at[0]))) {
		run_error(r, cursor_span(r, c), "this member is not read");
		return false;
	}
	t = r->cx->getCursorType(k.at[0]);
	v = run_value(r, k.at[0]);
	if (v.kind == V_bad)
		return false;
	if (type_kind(r, t) == K_POINTER)
		t = r->cx->getPointeeType(r->cx->getCanonicalType(t));
	f = type_fields(r, t);
	for (uint32_t i = 0; i < f.len; i++) {
		if (!r->cx->equalCursors(f.at[i].decl, decl))
			continue;
		p->cell = p->lo = v.cell + f.at[i].offset;
		p->hi = p->lo + type_cells(r, f.at[i].type);
		return true;
	}
	run_error(r, cursor_span(r, c),
	          "this is no member of a plain structure");
	return false;
}

static bool
place_unary(CReader *r, CXCursor c, Place *p)
{
	Cursors k = cursor_children(r, c);

	if (r->cx->getCursorUnaryOperatorKind(c) != CXUnaryOperator_Deref ||
	    k.len != 1) {
		run_error(r, cursor_span(r, c), "this is no variable");
		return false;
	}
	return at_pointer(r, run_value(r, k.at[0]), 0,
	                  type_cells(r, r->cx->getCursorType(c)),
	                  cursor_span(r, c), p);
}

bool
run_place(CReader *r, CXCursor c, Place *p)
{
	Cursors k;
	const Object *o;

	switch (r->cx->getCursorKind(c)) {
	case CXCursor_DeclRefExpr:
		o = object_of(r, c);
		if (o)
			*p = (Place){o->cell, o->cell, o->cell + o->ncell};
		return o != NULL;
	case CXCursor_ArraySubscriptExpr:
		return place_subscript(r, c, p);
	case CXCursor_MemberRefExpr:
		return place_member(r, c, p);
	case CXCursor_UnaryOperator:
		return place_unary(r, c, p);
	case CXCursor_ParenExpr:
	case CXCursor_UnexposedExpr:
		k = cursor_children(r, c);
		if (k.len == 1)
			return run_place(r, k.at[0], p);
		break;
	default:
		break;
	}
	run_error(r, cursor_span(r, c), "this is no variable");
	return false;
}

/* `double x[3]` as a parameter is a pointer, though libclang says array. */
static bool
is_parameter(const CReader *r, CXCursor c)
{
	return r->cx->getCursorKind(c) == CXCursor_DeclRefExpr &&
	       r->cx->getCursorKind(r->cx->getCursorReferenced(c)) ==
	           CXCursor_ParmDecl;
}

Value
place_load(CReader *r, CXCursor c, CXType t)
{
	Span at = cursor_span(r, c);
	enum TypeKind k = type_kind(r, t);
	uint32_t n;
	Place p;

	if (k == K_OTHER || k == K_VOID)
		return run_error(r, at, "a value of type '%s'",
		                 type_name(r, t));
	if (!run_place(r, c, &p))
		return (Value){0};
	if (cell_at(r, p.cell)->state == CELL_set &&
	    cell_at(r, p.cell)->v.kind == V_bad)
		return (Value){0}; /* of a type that was refused */
	if (k == K_RECORD)
		return (Value){.kind = V_object, .cell = p.cell, .lo = p.cell};
	if (k != K_ARRAY || is_parameter(r, c))
		return cell_read(r, p.cell, at, diag_text(r->d, at, r->a));
	n = type_cells(r, t); /* 0: its size was computed */
	return (Value){.kind = V_pointer,
	               .cell = p.cell,
	               .lo = p.cell,
	               .hi = n ? p.cell + n : p.hi};
}

/* ---- assignments ---- */

void
place_store(CReader *r, Place p, CXType t, Value v)
{
	if (v.kind == V_object)
		cells_copy(r, p.cell, v.cell, type_cells(r, t));
	else
		cell_write(r, p.cell, v);
}

Value
run_assign(CReader *r, CXCursor c, CXCursor left, CXCursor right)
{
	CXType t = r->cx->getCursorType(c);
	Value v = run_value(r, right);
	Place p;

	if (!run_place(r, left, &p))
		return (Value){0};
	place_store(r, p, t, v);
	return v;
}

/* x += y is x = x + y, in the type that both have in common. */
static Value
compound(CReader *r, CXCursor c, enum CXBinaryOperatorKind op, CXCursor left,
         Value y, CXType from)
{
	Span at = cursor_span(r, c);
	CXType to = r->cx->getCursorType(left), common = to;
	Value x = place_load(r, left, to);
	Place p;

	if (x.kind == V_bad || y.kind == V_bad || !run_place(r, left, &p))
		return (Value){0};
	if (type_kind(r, to) == K_POINTER)
		return run_error(r, at, "a pointer that changes");
	if (type_is_float(type_kind(r, from)) || type_kind(r, to) == K_BOOL)
		common = from;
	if (type_is_float(type_kind(r, to)))
		common = to;
	x = value_convert(r, x, to, common, at);
	y = value_convert(r, y, from, common, at);
	x = value_binary(r, op, x, y, common, at);
	x = value_convert(r, x, common, to, at);
	cell_write(r, p.cell, x);
	return x;
}

Value
run_compound(CReader *r, CXCursor c)
{
	static const struct {
		enum CXBinaryOperatorKind with, op;
	} ops[] = {{CXBinaryOperator_MulAssign, CXBinaryOperator_Mul},
	           {CXBinaryOperator_DivAssign, CXBinaryOperator_Div},
	           {CXBinaryOperator_RemAssign, CXBinaryOperator_Rem},
	           {CXBinaryOperator_AddAssign, CXBinaryOperator_Add},
	           {CXBinaryOperator_SubAssign, CXBinaryOperator_Sub},
	           {CXBinaryOperator_ShlAssign, CXBinaryOperator_Shl},
	           {CXBinaryOperator_ShrAssign, CXBinaryOperator_Shr},
	           {CXBinaryOperator_AndAssign, CXBinaryOperator_And},
	           {CXBinaryOperator_XorAssign, CXBinaryOperator_Xor},
	           {CXBinaryOperator_OrAssign, CXBinaryOperator_Or}};
	Cursors k = cursor_children(r, c);
	enum CXBinaryOperatorKind with = r->cx->getCursorBinaryOperatorKind(c);

	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
		if (ops[i].with == with && k.len == 2)
			return compound(r, c, ops[i].op, k.at[0],
			                run_value(r, k.at[1]),
			                r->cx->getCursorType(k.at[1]));
	return run_error(r, cursor_span(r, c), "this assignment is not read");
}

Value
run_step(CReader *r, CXCursor c, enum CXBinaryOperatorKind op, bool post,
         CXCursor of)
{
	CXType t = r->cx->getCursorType(of);
	Span at = cursor_span(r, c);
	Value old = place_load(r, of, t), one = value_int(1);

	if (type_is_float(type_kind(r, t)))
		one = value_ref(expr_int(r->e, 1, at));
	one = compound(r, c, op, of, one, t);
	return post ? old : one;
}
