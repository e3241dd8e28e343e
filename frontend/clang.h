/* Equations written as C or C++ functions, read through libclang; private to
 * the front end.
 *
 * A function is run on symbols: each object is a block of cells, a cell holds
 * a node of the Expr or an integer that is known now, statements change the
 * cells, and where a condition depends on the inputs both branches run and
 * what they leave is joined by ifelse. Loops and calls are run as often as
 * they are written to, so nothing of them is left. */
#ifndef SG_CLANG_H
#define SG_CLANG_H

#include <clang-c/Index.h>

#include "frontend/container.h"

/* ---- clang_load.c: libclang, loaded when the first C file is read ---- */

#define CLANG_FUNCTIONS(F)                                                     \
	F(createIndex)                                                         \
	F(disposeIndex)                                                        \
	F(parseTranslationUnit2)                                               \
	F(disposeTranslationUnit)                                              \
	F(getTranslationUnitCursor)                                            \
	F(getNumDiagnostics)                                                   \
	F(getDiagnostic)                                                       \
	F(disposeDiagnostic)                                                   \
	F(getDiagnosticSeverity)                                               \
	F(getDiagnosticLocation)                                               \
	F(getDiagnosticSpelling)                                               \
	F(getDiagnosticNumRanges)                                              \
	F(getDiagnosticRange)                                                  \
	F(getChildDiagnostics)                                                 \
	F(getNumDiagnosticsInSet)                                              \
	F(getDiagnosticInSet)                                                  \
	F(getCString)                                                          \
	F(disposeString)                                                       \
	F(getExpansionLocation)                                                \
	F(getSpellingLocation)                                                 \
	F(getFileContents)                                                     \
	F(getFileName)                                                         \
	F(getRangeStart)                                                       \
	F(getRangeEnd)                                                         \
	F(Location_isFromMainFile)                                             \
	F(Location_isInSystemHeader)                                           \
	F(visitChildren)                                                       \
	F(equalCursors)                                                        \
	F(getCursorKind)                                                       \
	F(getCursorSpelling)                                                   \
	F(getCursorLocation)                                                   \
	F(getCursorExtent)                                                     \
	F(getCursorType)                                                       \
	F(getCursorResultType)                                                 \
	F(getCursorReferenced)                                                 \
	F(getCursorDefinition)                                                 \
	F(getCursorSemanticParent)                                             \
	F(getCursorBinaryOperatorKind)                                         \
	F(getCursorUnaryOperatorKind)                                          \
	F(getEnumConstantDeclValue)                                            \
	F(isExpression)                                                        \
	F(isCursorDefinition)                                                  \
	F(Cursor_isBitField)                                                   \
	F(Cursor_isNull)                                                       \
	F(Cursor_getNumArguments)                                              \
	F(Cursor_getArgument)                                                  \
	F(Cursor_getVarDeclInitializer)                                        \
	F(Cursor_getStorageClass)                                              \
	F(Cursor_Evaluate)                                                     \
	F(EvalResult_getKind)                                                  \
	F(EvalResult_getAsLongLong)                                            \
	F(EvalResult_getAsDouble)                                              \
	F(EvalResult_dispose)                                                  \
	F(getCanonicalType)                                                    \
	F(getPointeeType)                                                      \
	F(getArrayElementType)                                                 \
	F(getArraySize)                                                        \
	F(isConstQualifiedType)                                                \
	F(getTypeDeclaration)                                                  \
	F(getTypeSpelling)                                                     \
	F(Type_getSizeOf)                                                      \
	F(Type_visitFields)

/* clang_NAME is `name` here. */
typedef struct Clang {
#define F(name) __typeof__(clang_##name) *name;
	CLANG_FUNCTIONS(F)
#undef F
} Clang;
/* NULL where there is no libclang; *why then says so. */
const Clang *clang_load(Arena *a, const char **why);

/* ---- values and memory ---- */

enum {
	C_MAX_BYTES = 1 << 20, /* of the source */
	C_MAX_NODES = 100000,
	C_MAX_CELLS = 1 << 16,  /* of memory at one time */
	C_MAX_COPIES = 1 << 24, /* of cells, at branches */
	C_MAX_TURNS = 10000,    /* of all loops together */
	C_MAX_CALLS = 10000,
	C_MAX_INLINED = 64, /* calls inside calls */
	C_MAX_DEPTH = 1000, /* of expressions and statements */
	C_POINTED = 256     /* objects behind a pointer parameter */
};

enum TypeKind {
	K_BOOL,
	K_INT,
	K_FLOAT,
	K_DOUBLE,
	K_POINTER,
	K_RECORD,
	K_ARRAY,
	K_VOID,
	K_OTHER
};

enum ValueKind {
	V_bad,     /* an error was reported */
	V_nothing, /* of a void function */
	V_number,
	V_pointer, /* to `cell`, inside [lo, hi) */
	V_object   /* a structure whose first cell is `cell` */
};

typedef struct Value {
	uint8_t kind;
	bool known; /* number: an integer whose value is k; ref may be 0 */
	bool truth; /* number: 0 or 1 */
	Ref ref;
	int64_t k;
	uint32_t cell, lo, hi;
} Value;

enum CellState {
	CELL_unset,
	CELL_maybe, /* not on every path */
	CELL_set
};

typedef struct Cell {
	uint8_t state;
	Value v;
} Cell;

typedef struct State State;
/* Where `cond` holds, the function had returned and left `state`. */
typedef struct Exit {
	Ref cond;
	State *state;
} Exit;

struct State {
	VEC(Cell) cell;
	VEC(Exit) exit; /* of the function that runs, disjoint */
};

/* What a parameter of the outermost function points to, or is. */
typedef struct Block {
	const char *name;
	CXType type;     /* of one object */
	uint32_t lo, hi; /* cells */
	bool many;       /* objects beside the first may be meant */
	bool sized;      /* all of it are inputs */
	bool output;     /* what is left here can be an output */
	Ref *input;      /* a cell: the variable it was read as, or 0 */
	Span span;
} Block;

/* An object or a reference: its declaration and first cell. */
typedef struct Object {
	CXCursor decl;
	uint32_t cell, ncell;
} Object;

typedef struct FileSource {
	const char *name;
	uint32_t src;
} FileSource;

typedef VEC(CXCursor) Cursors;

typedef struct Frame {
	struct Frame *up;
	CXCursor function;
	uint32_t object;          /* its first in CReader.object */
	uint32_t result, nresult; /* cells of the value returned */
} Frame;

typedef struct CReader {
	Arena *a;
	Diag *d;
	const Clang *cx;
	CXIndex index;
	CXTranslationUnit tu;
	Front front; /* for functions that are compositions */
	Expr *e;
	uint32_t src;
	VEC(FileSource) file;
	State *s;
	State fixed; /* cells from FIXED on: constants of the file */
	VEC(Object) object, constant;
	VEC(Block) block;
	VEC(Span) told; /* errors, each told once */
	Frame *frame;
	uint32_t depth, turns, calls, copies;
	uint32_t outer; /* cells below it are not an operand's own */
	bool wrote_outer;
	Span jump; /* the last break, continue or return */
	bool failed, stopped;
	bool silent; /* the last error was told before: no note */
} CReader;

/* ---- clang_mem.c ---- */

enum TypeKind type_kind(const CReader *r, CXType t);
bool type_is_float(enum TypeKind k); /* floating */
const char *type_name(CReader *r, CXType t);
/* Cells of an object of the type; 0 where it can have none. */
uint32_t type_cells(CReader *r, CXType t);
typedef struct Field {
	const char *name;
	CXType type;
	CXCursor decl;
	uint32_t offset; /* in cells */
} Field;
typedef VEC(Field) Fields;
Fields type_fields(CReader *r, CXType t);

uint32_t cells_new(CReader *r, uint32_t n, Span at);
Value cell_read(CReader *r, uint32_t cell, Span at, const char *what);
void cell_write(CReader *r, uint32_t cell, Value v);
/* An object of a type that was refused: what uses it is no error. */
void object_refused(CReader *r, CXCursor decl);
void cells_copy(CReader *r, uint32_t to, uint32_t from, uint32_t n);
/* The name of a cell of a parameter: "x", "x3", "p_pt". */
const char *cell_name(CReader *r, const Block *b, uint32_t cell);
Block *cell_block(CReader *r, uint32_t cell);
const Cell *cell_at(const CReader *r, uint32_t cell);

State *state_clone(CReader *r, const State *s, Span at);
/* The cells where cond is > 0 and s, or not and t; no exits. */
State *state_join(CReader *r, Ref cond, const State *s, const State *t,
                  Span at);

/* Adds the exits of `from`, a branch taken where `cond` is `when`. */
void exits_add(CReader *r, Ref cond, bool when, const State *from, State *to,
               Span at);

/* ---- clang.c ---- */

Span cursor_span(CReader *r, CXCursor c);
/* Where it begins, without a length. */
Span location_span(CReader *r, CXSourceLocation at);
Span range_span(CReader *r, CXSourceRange range);
Cursors cursor_children(CReader *r, CXCursor c);
/* The NUL-terminated text of s, which is disposed of. */
const char *cursor_text(const CReader *r, CXString s);
/* Reports once at a place, and fails; a note may follow. */
Value run_error(CReader *r, Span at, const char *fmt, ...) SG_PRINTF(3, 4);
void run_note(CReader *r, const char *text);
/* A limit was passed: nothing more is run. */
Value run_stop(CReader *r, Span at, const char *fmt, ...) SG_PRINTF(3, 4);

/* ---- clang_value.c: arithmetic of values ---- */

Value value_int(int64_t k);
Value value_ref(Ref ref);
Ref value_node(CReader *r, Value v, Span at); /* 0 if bad */
Value value_op(CReader *r, enum Op op, Value x, Value y, Span at);
/* The value in another type. */
Value value_convert(CReader *r, Value v, CXType from, CXType to, Span at);
/* Integer or floating arithmetic by C's rules, in type t. */
Value value_binary(CReader *r, enum CXBinaryOperatorKind op, Value x, Value y,
                   CXType t, Span at);
Value value_truth(CReader *r, Value v, Span at); /* v != 0 */
Value value_not(CReader *r, Value v, Span at);
Value value_select(CReader *r, Ref cond, Value x, Value y, Span at);
/* A composition: "hypot(x, y) = ...", applied. */
Value value_apply(CReader *r, const char *definition, const Value *arg,
                  uint32_t n, Span at);

/* ---- clang_expr.c ---- */

Value run_value(CReader *r, CXCursor c);

/* ---- clang_init.c ---- */

/* A literal, or what else is a constant for the compiler, as sizeof. */
Value run_literal(CReader *r, CXCursor c);
/* {1, 2}, which has no name. */
Value run_aggregate(CReader *r, CXCursor c);
/* Initialises the object of type t at `cell`. */
void run_initialiser(CReader *r, uint32_t cell, CXType t, CXCursor init);

/* ---- clang_place.c ---- */

/* The cell of an lvalue; false after an error. */
typedef struct Place {
	uint32_t cell, lo, hi;
} Place;
bool run_place(CReader *r, CXCursor c, Place *p);
/* What stands at the place c, as a value of type t, and putting it there. */
Value place_load(CReader *r, CXCursor c, CXType t);
void place_store(CReader *r, Place p, CXType t, Value v);
Value run_assign(CReader *r, CXCursor c, CXCursor left, CXCursor right);
Value run_compound(CReader *r, CXCursor c); /* += and the like */
/* ++ and --, by the operator + or - */
Value run_step(CReader *r, CXCursor c, enum CXBinaryOperatorKind op, bool post,
               CXCursor of);

/* ---- clang_ports.c ---- */

/* Runs function f; its outputs become rows. */
void run_function(CReader *r, CXCursor f, Table *t);

/* ---- clang_call.c ---- */

Value run_call(CReader *r, CXCursor c);
/* Runs the body: its value. */
Value run_body(CReader *r, Frame *f);

/* ---- clang_stmt.c ---- */

enum Flow { FLOW_next, FLOW_break, FLOW_continue, FLOW_return };
enum Flow run_statement(CReader *r, CXCursor c);
/* The state at the end of a function, its exits joined. */
void run_exits(CReader *r, Span at);

#endif
