/* Literals and initialisers.
 *
 * A decimal literal of type double is the decimal itself, 0.1 a tenth; one of
 * type float is the float nearest. What a list does not mention is zero. */
#include "frontend/clang.h"

#include <string.h>

/* ---- literals ---- */

/* Where the literal is spelt, which for a macro is its #define. */
static const char *
spelling(CReader *r, CXCursor c, size_t *len)
{
	CXFile file;
	unsigned offset;
	size_t size, n = 0;
	const char *s;

	r->cx->getSpellingLocation(r->cx->getCursorLocation(c), &file, NULL,
	                           NULL, &offset);
	s = file ? r->cx->getFileContents(r->tu, file, &size) : NULL;
	if (!s || offset >= size)
		return NULL;
	s += offset;
	while (n < size - offset &&
	       (strchr("0123456789.eE", s[n]) ||
	        (n && strchr("+-", s[n]) && strchr("eE", s[n - 1]))))
		n++;
	*len = n;
	return s;
}

/* The literal's value v, by its digits where those are what v was read from:
 * 0.1 is a tenth. The digits of M_PI are pi itself. */
static Value
real(CReader *r, CXCursor c, double v, bool is_float, Span at)
{
	static const char pi[] = "3.14159265358979323846";
	size_t len = 0;
	const char *s = spelling(r, c, &len);
	mpq_t q;
	mpfr_t f;
	Ref ref;

	if (!(v - v == 0))
		return run_error(r, at, "this literal is not a finite number");
	if (!is_float && len == strlen(pi) && !strncmp(s, pi, len))
		return value_ref(expr_op(r->e, O_pi, NULL, at));
	mpq_init(q);
	mpfr_init2(f, 53);
	if (!is_float && len && expr_parse_decimal(s, len, q))
		mpfr_set_q(f, q, MPFR_RNDN);
	else
		mpfr_set_nan(f);
	if (mpfr_cmp_d(f, v) != 0 || mpfr_nan_p(f))
		mpq_set_d(q, v);
	ref = expr_const(r->e, q, at);
	mpfr_clear(f);
	mpq_clear(q);
	return value_ref(ref);
}

Value
run_literal(CReader *r, CXCursor c)
{
	Span at = cursor_span(r, c);
	CXEvalResult e = r->cx->Cursor_Evaluate(c);
	bool is_float = type_kind(r, r->cx->getCursorType(c)) == K_FLOAT;
	Value v;

	if (!e)
		return run_error(r, at, "this is not a number");
	switch (r->cx->EvalResult_getKind(e)) {
	case CXEval_Int:
		v = value_int(r->cx->EvalResult_getAsLongLong(e));
		break;
	case CXEval_Float:
		v = real(r, c, r->cx->EvalResult_getAsDouble(e), is_float, at);
		break;
	default:
		v = run_error(r, at, "this is not a number");
	}
	r->cx->EvalResult_dispose(e);
	return v;
}

/* ---- initialisers ---- */

static void
fill_zero(CReader *r, uint32_t cell, CXType t)
{
	enum TypeKind k = type_kind(r, t);
	uint32_t n = type_cells(r, t);

	if (k == K_ARRAY) {
		CXType of = r->cx->getArrayElementType(t);
		uint32_t step_cells = type_cells(r, of);

		for (uint32_t i = 0; i < n && step_cells; i += step_cells)
			fill_zero(r, cell + i, of);
	} else if (k == K_RECORD) {
		Fields f = type_fields(r, t);

		for (uint32_t i = 0; i < f.len; i++)
			fill_zero(r, cell + f.at[i].offset, f.at[i].type);
	} else if (type_is_float(k)) {
		cell_write(r, cell, value_ref(expr_int(r->e, 0, (Span){0})));
	} else if (k != K_POINTER) {
		cell_write(r, cell, value_int(0));
	}
}

/* A member with a value of its own in the structure, as C++ has them. */
static void
initialise_member(CReader *r, uint32_t cell, const Field *f)
{
	Cursors k = cursor_children(r, f->decl);
	CXCursor last;

	if (!k.len)
		return;
	last = k.at[k.len - 1];
	if (!r->cx->isExpression(r->cx->getCursorKind(last)) ||
	    (type_kind(r, f->type) == K_ARRAY &&
	     r->cx->getCursorKind(last) != CXCursor_InitListExpr))
		return;
	run_initialiser(r, cell + f->offset, f->type, last);
}

static void
initialise_list(CReader *r, uint32_t cell, CXType t, CXCursor init)
{
	Cursors k = cursor_children(r, init);
	Fields f = {0};
	CXType of = {0};
	uint32_t n = 0, size = 0;

	if (type_kind(r, t) == K_RECORD) {
		f = type_fields(r, t);
		n = f.len;
	} else if (type_kind(r, t) == K_ARRAY) {
		of = r->cx->getArrayElementType(t);
		size = type_cells(r, of);
		n = size ? type_cells(r, t) / size : 0;
	} else {
		n = 1;
		of = t;
	}
	fill_zero(r, cell, t);
	for (uint32_t i = k.len; i < f.len; i++)
		initialise_member(r, cell, &f.at[i]);
	for (uint32_t i = 0; i < k.len; i++) {
		if (i >= n ||
		    !r->cx->isExpression(r->cx->getCursorKind(k.at[i]))) {
			run_error(r, cursor_span(r, k.at[i]),
			          "this initialiser is not read");
			run_note(r, "give the values in order, without names");
			return;
		}
		if (f.len)
			run_initialiser(r, cell + f.at[i].offset, f.at[i].type,
			                k.at[i]);
		else
			run_initialiser(r, cell + i * size, of, k.at[i]);
	}
}

/* {1, 2}, perhaps behind conversions and casts */
static bool
find_list(CReader *r, CXCursor c, CXCursor *list)
{
	Cursors k;

	switch (r->cx->getCursorKind(c)) {
	case CXCursor_InitListExpr:
		*list = c;
		return true;
	case CXCursor_UnexposedExpr:
	case CXCursor_CompoundLiteralExpr:
	case CXCursor_CXXFunctionalCastExpr:
		k = cursor_children(r, c);
		return k.len && find_list(r, k.at[k.len - 1], list);
	default:
		return false;
	}
}

void
run_initialiser(CReader *r, uint32_t cell, CXType t, CXCursor init)
{
	enum TypeKind k = type_kind(r, t);
	CXCursor list;
	Value v;

	if (find_list(r, init, &list)) {
		initialise_list(r, cell, t, list);
		return;
	}
	if (k == K_ARRAY) {
		run_error(r, cursor_span(r, init),
		          "this initialiser is not read");
		return;
	}
	v = run_value(r, init);
	if (v.kind == V_nothing)
		return; /* a constructor that does nothing */
	place_store(r, (Place){cell, cell, cell + 1}, t, v);
}

Value
run_aggregate(CReader *r, CXCursor c)
{
	CXType t = r->cx->getCursorType(c);
	Span at = cursor_span(r, c);
	uint32_t n = type_cells(r, t), cell;

	if (!n)
		return run_error(r, at, "a value of type '%s'",
		                 type_name(r, t));
	cell = cells_new(r, n, at);
	run_initialiser(r, cell, t, c);
	if (type_kind(r, t) == K_RECORD)
		return (Value){.kind = V_object, .cell = cell, .lo = cell};
	if (type_kind(r, t) == K_ARRAY)
		return (Value){.kind = V_pointer,
		               .cell = cell,
		               .lo = cell,
		               .hi = cell + n};
	return cell_read(r, cell, at, "this");
}
