/* C objects as cells: types, memory, and the joining of two memories.
 *
 * A scalar has one cell, arrays and structures one after the other. Cells of
 * the outermost function's parameters become variables when they are read
 * before they are written. Constants of the file live outside the states, from
 * FIXED on, so that they outlast the branch that first used them. */
#include "frontend/clang.h"

#include <string.h>

enum { FIXED = 1 << 30 };

/* ---- types ---- */

enum TypeKind
type_kind(const CReader *r, CXType t)
{
	switch (r->cx->getCanonicalType(t).kind) {
	case CXType_Bool:
		return K_BOOL;
	case CXType_Char_U:
	case CXType_UChar:
	case CXType_UShort:
	case CXType_UInt:
	case CXType_ULong:
	case CXType_ULongLong:
	case CXType_Char_S:
	case CXType_SChar:
	case CXType_Short:
	case CXType_Int:
	case CXType_Long:
	case CXType_LongLong:
	case CXType_Enum:
		return K_INT;
	case CXType_Float:
		return K_FLOAT;
	case CXType_Double:
	case CXType_LongDouble:
		return K_DOUBLE;
	case CXType_Pointer:
	case CXType_LValueReference:
	case CXType_RValueReference:
		return K_POINTER;
	case CXType_Record:
		return K_RECORD;
	case CXType_ConstantArray:
	case CXType_IncompleteArray:
	case CXType_VariableArray:
		return K_ARRAY;
	case CXType_Void:
		return K_VOID;
	default:
		return K_OTHER;
	}
}

bool
type_is_float(enum TypeKind k)
{
	return k == K_FLOAT || k == K_DOUBLE;
}

const char *
type_name(CReader *r, CXType t)
{
	return cursor_text(r, r->cx->getTypeSpelling(t));
}

typedef struct FieldVisit {
	CReader *r;
	Fields *out;
	uint32_t offset;
} FieldVisit;

static enum CXVisitorResult
add_field(CXCursor c, CXClientData data)
{
	FieldVisit *v = data;
	CReader *r = v->r;
	CXType t = r->cx->getCursorType(c);
	uint32_t n = type_cells(r, t);
	Field f = {cursor_text(r, r->cx->getCursorSpelling(c)), t, c,
	           v->offset};

	if (!n || r->cx->Cursor_isBitField(c)) {
		v->out->len = 0;
		return CXVisit_Break;
	}
	vec_push(r->a, *v->out, f);
	v->offset += n;
	return CXVisit_Continue;
}

/* Copied and made as in C: no bases, constructors or assignment of its own. */
static bool
is_plain(CReader *r, CXCursor record)
{
	Cursors k = cursor_children(r, record);

	for (uint32_t i = 0; i < k.len; i++)
		switch (r->cx->getCursorKind(k.at[i])) {
		case CXCursor_Constructor:
		case CXCursor_Destructor:
		case CXCursor_CXXBaseSpecifier:
			return false;
		case CXCursor_CXXMethod:
			if (!strcmp(cursor_text(
					r, r->cx->getCursorSpelling(k.at[i])),
			            "operator="))
				return false;
			break;
		default:
			break;
		}
	return r->cx->getCursorKind(record) != CXCursor_UnionDecl;
}

Fields
type_fields(CReader *r, CXType t)
{
	CXType canon = r->cx->getCanonicalType(t);
	Fields f = {0};
	FieldVisit v = {r, &f, 0};

	if (is_plain(r, r->cx->getTypeDeclaration(canon)))
		r->cx->Type_visitFields(canon, add_field, &v);
	return f;
}

uint32_t
type_cells(CReader *r, CXType t)
{
	uint64_t n = 0;
	Fields f;

	switch (type_kind(r, t)) {
	case K_BOOL:
	case K_INT:
	case K_FLOAT:
	case K_DOUBLE:
	case K_POINTER:
		return 1;
	case K_ARRAY:
		if (r->cx->getArraySize(t) > 0)
			n = type_cells(r, r->cx->getArrayElementType(t));
		if (n && (uint64_t)r->cx->getArraySize(t) <= C_MAX_CELLS)
			n *= (uint64_t)r->cx->getArraySize(t);
		return n <= C_MAX_CELLS ? (uint32_t)n : 0;
	case K_RECORD:
		f = type_fields(r, t);
		if (!f.len)
			return 0;
		n = f.at[f.len - 1].offset +
		    type_cells(r, f.at[f.len - 1].type);
		return n <= C_MAX_CELLS ? (uint32_t)n : 0;
	default:
		return 0;
	}
}

/* ---- cells ---- */

const Cell *
cell_at(const CReader *r, uint32_t cell)
{
	return cell >= FIXED ? &r->fixed.cell.at[cell - FIXED]
	                     : &r->s->cell.at[cell];
}

uint32_t
cells_new(CReader *r, uint32_t n, Span at)
{
	State *s = r->s ? r->s : &r->fixed;
	uint32_t first = s->cell.len;

	if (first + n > C_MAX_CELLS)
		run_stop(r, at,
		         "the objects of this function have more than %d "
		         "numbers",
		         C_MAX_CELLS);
	for (uint32_t i = 0; i < n; i++)
		vec_push(r->a, s->cell, (Cell){0});
	return s == &r->fixed ? FIXED + first : first;
}

void
cell_write(CReader *r, uint32_t cell, Value v)
{
	Cell c = {CELL_set, v};

	if (cell >= FIXED) {
		r->fixed.cell.at[cell - FIXED] = c;
		return;
	}
	r->wrote_outer |= cell < r->outer;
	r->s->cell.at[cell] = c;
}

void
cells_copy(CReader *r, uint32_t to, uint32_t from, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		Block *b = cell_block(r, from + i);
		Cell c = *cell_at(r, from + i);

		if (c.state == CELL_unset && b)
			c = (Cell){CELL_set,
			           cell_read(r, from + i, b->span, b->name)};
		if (c.state == CELL_set)
			cell_write(r, to + i, c.v);
		else if (to < FIXED)
			r->s->cell.at[to + i] = c;
	}
}

void
object_refused(CReader *r, CXCursor decl)
{
	Object o = {decl, cells_new(r, 1, cursor_span(r, decl)), 1};

	cell_write(r, o.cell, (Value){0});
	vec_push(r->a, r->object, o);
}

/* ---- parameters ---- */

Block *
cell_block(CReader *r, uint32_t cell)
{
	for (uint32_t i = 0; i < r->block.len; i++)
		if (cell >= r->block.at[i].lo && cell < r->block.at[i].hi)
			return &r->block.at[i];
	return NULL;
}

/* Adds the index of an array element to a name: x3, x2_3. */
static void
add_index(Buf *b, uint32_t i)
{
	char last = b->len ? b->s[b->len - 1] : 'x';

	buf_printf(b, "%s%u", last >= '0' && last <= '9' ? "_" : "", i);
}

static void
name_inside(CReader *r, Buf *b, CXType t, uint32_t offset)
{
	enum TypeKind k = type_kind(r, t);

	if (k == K_ARRAY) {
		CXType of = r->cx->getArrayElementType(t);
		uint32_t n = type_cells(r, of);

		check(n > 0);
		add_index(b, offset / n);
		name_inside(r, b, of, offset % n);
	} else if (k == K_RECORD) {
		Fields f = type_fields(r, t);
		uint32_t i = f.len - 1;

		check(f.at);
		while (f.at[i].offset > offset)
			i--;
		buf_printf(b, "%s%s", b->len ? "_" : "", f.at[i].name);
		name_inside(r, b, f.at[i].type, offset - f.at[i].offset);
	}
}

const char *
cell_name(CReader *r, const Block *b, uint32_t cell)
{
	uint32_t n = type_cells(r, b->type), offset = cell - b->lo;
	Buf name = buf_new(r->a);

	check(n > 0);
	buf_printf(&name, "%s", b->name);
	if (b->many && (offset >= n || type_kind(r, b->type) != K_RECORD))
		add_index(&name, offset / n);
	name_inside(r, &name, b->type, offset % n);
	return name.s;
}

/* Whether the equation's text can have this name for a variable. */
static bool
is_variable(CReader *r, const char *name)
{
	Diag *quiet = diag_new(r->a, NULL);
	Front f = {.a = r->a,
	           .diag = quiet,
	           .e = expr_new(r->a, quiet),
	           .dialect = r->front.dialect};
	size_t len = strlen(name);
	Ref v = front_parse(&f, (Span){diag_source(quiet, "name", name, len), 0,
	                               (uint32_t)len});

	return v && expr_find_var(f.e, name) >= 0;
}

/* The variable that the parameter's cell is. */
static Value
input(CReader *r, Block *b, uint32_t cell)
{
	Ref *v = &b->input[cell - b->lo];
	const char *name;

	if (*v)
		return value_ref(*v);
	name = cell_name(r, b, cell);
	while (!is_variable(r, name) || expr_find_var(r->e, name) >= 0)
		name = arena_printf(r->a, "%s_", name);
	*v = expr_var(r->e, name, b->span);
	return value_ref(*v);
}

Value
cell_read(CReader *r, uint32_t cell, Span at, const char *what)
{
	const Cell *c = cell_at(r, cell);
	Block *b = cell_block(r, cell);

	if (c->state == CELL_set)
		return c->v;
	if (c->state == CELL_unset && b)
		return input(r, b, cell);
	if (c->state == CELL_maybe)
		return run_error(r, at,
		                 "%s does not have a value on every path "
		                 "to here",
		                 what);
	return run_error(r, at, "%s is used before it has a value", what);
}

/* ---- states ---- */

static void
spend(CReader *r, uint32_t n, Span at)
{
	r->copies += n;
	if (r->copies > C_MAX_COPIES)
		run_stop(r, at, "too many branches over too much memory");
}

State *
state_clone(CReader *r, const State *s, Span at)
{
	State *t = arena_alloc(r->a, sizeof *t);

	spend(r, s->cell.len, at);
	for (uint32_t i = 0; i < s->cell.len; i++)
		vec_push(r->a, t->cell, s->cell.at[i]);
	return t;
}

static bool
same(const Value *x, const Value *y)
{
	return x->kind == y->kind && x->known == y->known && x->k == y->k &&
	       x->ref == y->ref && x->cell == y->cell;
}

static Cell
join(CReader *r, Ref cond, uint32_t i, Cell x, Cell y, Span at)
{
	Block *b = cell_block(r, i);

	if (x.state == CELL_unset && y.state == CELL_unset)
		return x;
	/* the caller's value stays where nothing is written */
	if (b && b->input[i - b->lo]) {
		Cell old = {CELL_set, value_ref(b->input[i - b->lo])};

		x = x.state == CELL_unset ? old : x;
		y = y.state == CELL_unset ? old : y;
	}
	if (x.state != CELL_set || y.state != CELL_set)
		return (Cell){.state = CELL_maybe};
	if (same(&x.v, &y.v) || x.v.kind == V_bad)
		return x;
	if (y.v.kind == V_bad)
		return y;
	if (x.v.kind != V_number || y.v.kind != V_number)
		return (Cell){CELL_set,
		              run_error(r, at,
		                        "a pointer depends on the inputs "
		                        "after this")};
	return (Cell){CELL_set, value_select(r, cond, x.v, y.v, at)};
}

void
exits_add(CReader *r, Ref cond, bool when, const State *from, State *to,
          Span at)
{
	for (uint32_t i = 0; i < from->exit.len; i++) {
		Exit x = from->exit.at[i];
		Value both = value_ref(x.cond), none = value_int(0);
		Value v = when ? value_select(r, cond, both, none, at)
		               : value_select(r, cond, none, both, at);

		x.cond = value_node(r, v, at);
		if (x.cond)
			vec_push(r->a, to->exit, x);
	}
}

State *
state_join(CReader *r, Ref cond, const State *s, const State *t, Span at)
{
	State *j = arena_alloc(r->a, sizeof *j);
	uint32_t n = s->cell.len < t->cell.len ? s->cell.len : t->cell.len;

	spend(r, n, at);
	for (uint32_t i = 0; i < n; i++)
		vec_push(r->a, j->cell,
		         join(r, cond, i, s->cell.at[i], t->cell.at[i], at));
	return j;
}
