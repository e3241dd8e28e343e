/* C expressions to values.
 *
 * libclang shows every implicit conversion as an UnexposedExpr whose type is
 * another than its child's, so a conversion is made wherever those differ.
 * Operands that run only on a condition (of ?:, && and ||) may change nothing
 * outside themselves. */
#include "frontend/clang.h"

/* ---- operands that run on a condition ---- */

typedef struct Guard {
	uint32_t outer;
	bool wrote;
} Guard;

static Guard
guard(CReader *r)
{
	Guard g = {r->outer, r->wrote_outer};

	r->outer = r->s ? r->s->cell.len : 0;
	r->wrote_outer = false;
	return g;
}

static Value
unguard(CReader *r, Guard g, Value v, CXCursor c)
{
	bool wrote = r->wrote_outer;

	r->outer = g.outer;
	r->wrote_outer = g.wrote;
	if (!wrote)
		return v;
	v = run_error(r, cursor_span(r, c),
	              "this changes a variable only if a condition holds");
	run_note(r, "write it as an if statement");
	return v;
}

static Value
guarded(CReader *r, CXCursor c)
{
	Guard g = guard(r);

	return unguard(r, g, run_value(r, c), c);
}

static Value
conditional(CReader *r, CXCursor c)
{
	Cursors k = cursor_children(r, c);
	Span at = cursor_span(r, c);
	Value cond, x, y;

	if (k.len != 3)
		return run_error(r, at, "this conditional is not read");
	cond = value_truth(r, run_value(r, k.at[0]), cursor_span(r, k.at[0]));
	if (cond.known)
		return run_value(r, k.at[cond.k ? 1 : 2]);
	x = guarded(r, k.at[1]);
	y = guarded(r, k.at[2]);
	if (cond.kind == V_bad || x.kind == V_bad || y.kind == V_bad)
		return (Value){0};
	if (x.kind != V_number)
		return run_error(r, at,
		                 "a choice between things that are not "
		                 "numbers");
	return value_select(r, cond.ref, x, y, at);
}

/* x && y is (x ? y : 0), x || y is (x ? 1 : y). */
static Value
logic(CReader *r, CXCursor c, const Cursors *k, bool both)
{
	Span at = cursor_span(r, c);
	Value x =
	    value_truth(r, run_value(r, k->at[0]), cursor_span(r, k->at[0]));
	Value y;

	if (x.known && (x.k != 0) != both)
		return x;
	if (x.known)
		return value_truth(r, run_value(r, k->at[1]), at);
	y = value_truth(r, guarded(r, k->at[1]), cursor_span(r, k->at[1]));
	if (x.kind == V_bad || y.kind == V_bad)
		return (Value){0};
	return both ? value_select(r, x.ref, y, value_int(0), at)
	            : value_select(r, x.ref, value_int(1), y, at);
}

/* ---- operators ---- */

static Value
pointer_sum(CReader *r, CXCursor c, Value p, Value i, bool minus)
{
	CXType t = r->cx->getCanonicalType(r->cx->getCursorType(c));
	uint32_t n = type_cells(r, r->cx->getPointeeType(t));
	int64_t k = minus ? -i.k : i.k;
	int64_t cell = (int64_t)p.cell + k * (int64_t)n;
	Span at = cursor_span(r, c);

	if (p.kind != V_pointer || i.kind == V_pointer)
		return run_error(r, at, "this pointer arithmetic is not read");
	if (!i.known)
		return run_error(
		    r, at, "the index is not known when this is compiled");
	if (cell < p.lo || cell > p.hi)
		return run_error(r, at, "this pointer is outside its array");
	p.cell = (uint32_t)cell;
	return p;
}

static Value
arithmetic(CReader *r, CXCursor c, enum CXBinaryOperatorKind op,
           const Cursors *k)
{
	Value x = run_value(r, k->at[0]), y = run_value(r, k->at[1]);
	CXType t = r->cx->getCursorType(k->at[0]);

	if (x.kind == V_bad || y.kind == V_bad)
		return (Value){0};
	if (x.kind == V_pointer &&
	    (op == CXBinaryOperator_Add || op == CXBinaryOperator_Sub))
		return pointer_sum(r, c, x, y, op == CXBinaryOperator_Sub);
	if (y.kind == V_pointer && op == CXBinaryOperator_Add)
		return pointer_sum(r, c, y, x, false);
	return value_binary(r, op, x, y, t, cursor_span(r, c));
}

static Value
binary(CReader *r, CXCursor c)
{
	Cursors k = cursor_children(r, c);
	enum CXBinaryOperatorKind op = r->cx->getCursorBinaryOperatorKind(c);

	if (k.len != 2)
		return run_error(r, cursor_span(r, c),
		                 "this operator is not read");
	switch (op) {
	case CXBinaryOperator_Assign:
		return run_assign(r, c, k.at[0], k.at[1]);
	case CXBinaryOperator_LAnd:
		return logic(r, c, &k, true);
	case CXBinaryOperator_LOr:
		return logic(r, c, &k, false);
	case CXBinaryOperator_Comma:
		run_value(r, k.at[0]);
		return run_value(r, k.at[1]);
	default:
		return arithmetic(r, c, op, &k);
	}
}

static bool
is_literal(const CReader *r, CXCursor c)
{
	enum CXCursorKind k = r->cx->getCursorKind(c);

	return k == CXCursor_FloatingLiteral || k == CXCursor_IntegerLiteral;
}

/* -2.5 is a constant, -(2.5) an operation on one. */
static Value
negative(CReader *r, CXCursor c, CXCursor of)
{
	Span at = cursor_span(r, c);
	Value v = run_value(r, of);
	mpq_t q;

	if (v.kind != V_number)
		return v;
	if (v.known)
		return value_binary(r, CXBinaryOperator_Sub, value_int(0), v,
		                    r->cx->getCursorType(c), at);
	if (!is_literal(r, of) || !expr_is_const(r->e, v.ref))
		return value_op(r, O_neg, v, v, at);
	mpq_init(q);
	mpq_neg(q, expr_q(r->e, v.ref));
	v = value_ref(expr_const(r->e, q, at));
	mpq_clear(q);
	return v;
}

static Value
address(CReader *r, CXCursor of)
{
	Place p;

	if (!run_place(r, of, &p))
		return (Value){0};
	return (Value){
	    .kind = V_pointer, .cell = p.cell, .lo = p.lo, .hi = p.hi};
}

static Value
unary(CReader *r, CXCursor c)
{
	Cursors k = cursor_children(r, c);
	enum CXUnaryOperatorKind op = r->cx->getCursorUnaryOperatorKind(c);
	Span at = cursor_span(r, c);
	Value v;

	if (k.len != 1)
		return run_error(r, at, "this operator is not read");
	switch (op) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PreInc:
		return run_step(r, c, CXBinaryOperator_Add,
		                op == CXUnaryOperator_PostInc, k.at[0]);
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreDec:
		return run_step(r, c, CXBinaryOperator_Sub,
		                op == CXUnaryOperator_PostDec, k.at[0]);
	case CXUnaryOperator_AddrOf:
		return address(r, k.at[0]);
	case CXUnaryOperator_Deref:
		return place_load(r, c, r->cx->getCursorType(c));
	case CXUnaryOperator_Plus:
	case CXUnaryOperator_Extension:
		return run_value(r, k.at[0]);
	case CXUnaryOperator_Minus:
		return negative(r, c, k.at[0]);
	case CXUnaryOperator_LNot:
		return value_not(r, run_value(r, k.at[0]), at);
	case CXUnaryOperator_Not:
		v = run_value(r, k.at[0]);
		if (v.known)
			return value_int(~v.k);
		return run_error(
		    r, at, "bits of an integer that depends on the inputs");
	default:
		return run_error(r, at, "this operator is not read");
	}
}

/* ---- conversions ---- */

/* Casts and what libclang does not name: one operand, last of the children
 * (types stand before it). */
static Value
converted(CReader *r, CXCursor c)
{
	Cursors k = cursor_children(r, c);
	enum CXCursorKind kind = r->cx->getCursorKind(c);
	CXType t = r->cx->getCursorType(c), from;
	Span at = cursor_span(r, c);
	CXCursor of;
	Value v;

	/* a designated initialiser is an UnexposedExpr of several children */
	if (!k.len || (k.len != 1 && kind == CXCursor_UnexposedExpr) ||
	    !r->cx->isExpression(r->cx->getCursorKind(k.at[k.len - 1])))
		return run_error(r, at, "this expression is not read");
	of = k.at[k.len - 1];
	from = r->cx->getCursorType(of);
	if (type_kind(r, t) == K_VOID) {
		run_value(r, of);
		return (Value){.kind = V_nothing};
	}
	v = run_value(r, of);
	if (type_kind(r, t) == K_POINTER && v.kind == V_number)
		return run_error(r, at, "a number becomes a pointer");
	if (type_kind(r, t) == K_POINTER && type_kind(r, from) == K_POINTER &&
	    type_kind(r, r->cx->getPointeeType(t)) !=
	        type_kind(r, r->cx->getPointeeType(from)))
		return run_error(r, at, "a pointer to '%s' becomes one to '%s'",
		                 type_name(r, r->cx->getPointeeType(from)),
		                 type_name(r, r->cx->getPointeeType(t)));
	return v.kind == V_number ? value_convert(r, v, from, t, at) : v;
}

/* ---- all of them ---- */

static Value
expression(CReader *r, CXCursor c)
{
	Span at = cursor_span(r, c);
	enum CXCursorKind kind = r->cx->getCursorKind(c);
	CXCursor decl;
	Cursors k;

	switch (kind) {
	case CXCursor_IntegerLiteral:
	case CXCursor_FloatingLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_CXXBoolLiteralExpr:
	case CXCursor_UnaryExpr: /* sizeof */
		return run_literal(r, c);
	case CXCursor_DeclRefExpr:
		decl = r->cx->getCursorReferenced(c);
		if (r->cx->getCursorKind(decl) == CXCursor_EnumConstantDecl)
			return value_int(r->cx->getEnumConstantDeclValue(decl));
		return place_load(r, c, r->cx->getCursorType(c));
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
		return place_load(r, c, r->cx->getCursorType(c));
	case CXCursor_ParenExpr:
		k = cursor_children(r, c);
		return k.len == 1 ? run_value(r, k.at[0])
		                  : run_error(r, at, "this is not read");
	case CXCursor_UnexposedExpr:
	case CXCursor_CStyleCastExpr:
	case CXCursor_CXXStaticCastExpr:
	case CXCursor_CXXFunctionalCastExpr:
		return converted(r, c);
	case CXCursor_UnaryOperator:
		return unary(r, c);
	case CXCursor_BinaryOperator:
		return binary(r, c);
	case CXCursor_CompoundAssignOperator:
		return run_compound(r, c);
	case CXCursor_ConditionalOperator:
		return conditional(r, c);
	case CXCursor_CallExpr:
		return run_call(r, c);
	case CXCursor_InitListExpr:
	case CXCursor_CompoundLiteralExpr:
		return run_aggregate(r, c);
	case CXCursor_StringLiteral:
		return run_error(r, at, "a text is no number");
	case CXCursor_LambdaExpr:
		return run_error(r, at, "a lambda is not read");
	default:
		return run_error(r, at, "this kind of expression is not read");
	}
}

Value
run_value(CReader *r, CXCursor c)
{
	Value v = {0};

	if (r->stopped)
		return v;
	if (++r->depth > C_MAX_DEPTH)
		v = run_stop(r, cursor_span(r, c),
		             "this is nested more than %d deep", C_MAX_DEPTH);
	else
		v = expression(r, c);
	r->depth--;
	return v;
}
