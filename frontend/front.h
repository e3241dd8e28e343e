/* The front end: text to Expr. Knows syntax, knows no hardware. */
#ifndef SG_FRONT_H
#define SG_FRONT_H

#include "ir/expr.h"

/* ---- dialects ---- */

enum DialectFlag {
	D_SIGNED_BASE = 1 << 0, /* -2.5 ^ b is (-2.5)^b: printed trees */
	D_IMPLICIT = 1 << 1,    /* (a)(b) and 2x are products */
	D_GLUED = 1 << 2,       /* word operators without blanks: x1aq0.5 */
	D_EULER = 1 << 3,       /* E is e, I the imaginary unit: SymPy */
	D_OWN_NAMES = 1 << 4,   /* names beyond PySR's are the user's own, and
	                           upper case is not lower case */
	D_PREFIX = 1 << 5,      /* tokens in prefix order, commas between */
	D_BESIDE = 1 << 6       /* 2x and 2(x + 1) are products */
};

/* What differs between writers of equations; one row a dialect. */
typedef struct Dialect {
	const char *name; /* "julia", "python" */
	const char *doc;
	uint32_t flags;
	/* Pairs "theirs=ours", blank-separated: what the tool's calls mean, as
	 * `div` of gplearn is pdiv, and its infix operators spelt in letters,
	 * as GP-GOMEA's aq. */
	const char *calls, *words;
	const char *hides; /* our names that this tool's users define */
} Dialect;
extern const Dialect dialects[]; /* name NULL ends it */
const Dialect *dialect_by_name(const char *s);
/* The right side of the pair whose left side is s, or NULL. */
const char *dialect_pair(const char *pairs, const char *s, size_t len,
                         size_t *out);

/* ---- definitions and parsing ---- */

struct DefineMemo {
	const Expr *e;
	Ref ref;
};

typedef struct Define {
	const char *name;
	VEC(const char *) param;
	bool constant;   /* `k = 3`: used without brackets */
	bool builtin;    /* a row of builtin.def */
	bool piece;      /* of a template: parameters #1, #2, ..., and arguments
	                  beyond them are let go */
	Span body;       /* the right-hand side in its source */
	VEC(Span) value; /* of a constant with one for each category */
	const char *index;       /* the variable that chooses; NULL: category */
	struct DefineMemo *memo; /* of a constant: its node where last used */
	bool let;                /* a constant that may have variables in it */
} Define;

/* A variable that chooses among constants, first..last of them. */
typedef struct Index {
	const char *name;
	uint32_t first, last;
} Index;
typedef VEC(Index) Indices;

typedef struct Front {
	Arena *a;
	Diag *diag;
	Expr *e;
	const Dialect *dialect;
	VEC(Define) define;
	VEC(Define) builtin; /* rows of builtin.def that were used */
	VEC(Define) applied; /* texts of front_apply */
	Indices index;       /* of all texts parsed */
	const Span *rows;    /* all equations of the tables, for messages */
	uint32_t nrow;
} Front;

/* Adds to f->define one of
 *     sc(x) = sin(x)*cos(x)          Julia, mathematics
 *     sc = x -> sin(x)*cos(x)        Julia
 *     sc = lambda x: sin(x)*cos(x)   Python; also "sc": lambda ...
 *     k = 1.5                        a constant
 *     k = 1.5, 2.5                   one for each value of `category`
 *     k[class] = 1.5, 2.5            or of another variable, from 0
 *     let t1 = x * y                 a piece of the equations, with variables
 * False after an error. */
bool front_define(Front *f, Span text);
/* The body of `text`, a literal "hypot(x, y) = ..." such as the rows of
 * builtin.def, with its parameters bound to arg: all nodes are placed at
 * `site`. */
Ref front_apply(Front *f, const char *text, const Ref *arg, Span site);
/* Row i of builtin.def, "less(x, y) = ...", or NULL after the last. */
const char *front_builtin(size_t i);
/* Parses the infix text at `text` into f->e, with or without a left side
 * (`y =`, `f(x) =`); 0 after an error. Limits: depth 1000, 100,000 nodes; all
 * unknown functions of the text are reported. */
Ref front_parse(Front *f, Span text);

/* The definitions that the template row `f = ...; g = ...; p = [...]` makes.
 * False after an error. */
bool template_split(Arena *a, Diag *d, Span row, Texts *out);

/* The definitions that a table of parameters makes, a row a category, whose
 * column has that name. False after an error. */
bool categories_read(Arena *a, Diag *d, uint32_t src, const char *category,
                     Texts *out);

/* ---- equation tables ---- */

/* A parameter of a fit: its best value and the shifts to it, as written. */
typedef struct Param {
	const char *name;
	const char *best, *plus, *minus; /* numbers; minus has its sign */
} Param;

/* The range a table states for a variable, as written. */
typedef struct Stated {
	const char *name, *lo, *hi;
} Stated;

typedef struct Row {
	uint32_t number; /* data row in the file, from 1; a system of equations
	                    in one row has one Row each */
	Span equation;
	const char *output; /* Output column, or NULL */
	bool has_complexity, has_loss, has_score;
	uint32_t complexity;
	double loss, score;    /* score is computed by score_rows if absent */
	const char *loss_text; /* as written */
	VEC(Param) param;      /* SymbolFit */
	VEC(Stated) range;     /* tables of Feynman's equations */
	/* Of C: the equation is made already; its text and what that needs. */
	const Expr *dag;
	Ref ref;
	const char *text;
	Texts define;
} Row;

typedef struct Table {
	const char *kind; /* as in --from: "pysr", "outputs" */
	const char *doc;  /* "PySR hall of fame", "equations with outputs" */
	const Dialect *dialect;
	const char *columns; /* names in the header, for messages */
	bool outputs;        /* an Output column: each row is one output */
	VEC(Row) row;
} Table;

/* What files of equations there are: one row each. */
typedef struct Container {
	const char *kind, *doc;
	const char *dialect; /* of its equations */
	/* Of a table with a header: the columns it must have, separated by |,
	 * the equation's first. NULL: read below recognises the text. */
	const char *columns;
	const char *loss, *complexity; /* other names of those columns */
	bool (*is)(const char *text, size_t len);
	/* The header of files that lost theirs, and what they begin with. */
	const char *header, *begin;
} Container;
extern const Container containers[]; /* kind NULL ends it */
const Container *container_by_kind(const char *s);

/* Recognises and splits the text of source `src`; `as` NULL: by its content
 * or, for C, its name. `function` (src 0: none) names the function of a C file.
 * False after an error. */
bool table_read(Arena *a, Diag *diag, uint32_t src, const Container *as,
                Span function, Table *t);
/* "c" or "c++" for the name of a C or C++ file, else NULL. */
const char *clang_kind(const char *path, size_t len);

/* PySR's rules. `how`: best | accurate | score | complexity=N | row=N | all;
 * in a table of outputs `best` takes all. Puts indices into t->row in pick. False after an error at `how_span`. */
typedef VEC(uint32_t) Pick;
bool table_select(Arena *a, Diag *diag, const Table *t, const char *how,
                  Span how_span, Pick *pick);

#endif
