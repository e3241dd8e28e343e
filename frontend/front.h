/* The front end: text to Expr. Knows syntax, knows no hardware. */
#ifndef SG_FRONT_H
#define SG_FRONT_H

#include "ir/expr.h"

/* ---- dialects ---- */

/* What differs between writers of infix text; one row a dialect. */
typedef struct Dialect {
	const char *name; /* "julia", "python" */
	const char *doc;
	bool literal_base_signed; /* -2.5 ^ b is (-2.5)^b */
} Dialect;
extern const Dialect dialects[]; /* name NULL ends it */
const Dialect *dialect_by_name(const char *s);

/* ---- definitions and parsing ---- */

typedef struct Define {
	const char *name;
	VEC(const char *) param;
	Span body; /* the right-hand side in its source */
} Define;

typedef struct Front {
	Arena *a;
	Diag *diag;
	Expr *e;
	const Dialect *dialect;
	VEC(Define) define;
} Front;

/* 'sc(x) = sin(x)*cos(x)': adds to f->define. False after an error. */
bool front_define(Front *f, Span text);
/* Parses the infix text at `text` into f->e; 0 after an error. Limits: depth
 * 1000, 100,000 nodes; all unknown functions of the text are reported. */
Ref front_parse(Front *f, Span text);

/* ---- equation tables ---- */

typedef struct Row {
	uint32_t number; /* data row in the file, from 1 */
	Span equation;
	const char *output; /* Output column, or NULL */
	bool has_complexity, has_loss, has_score;
	uint32_t complexity;
	double loss, score;    /* score is computed by score_rows if absent */
	const char *loss_text; /* as written */
} Row;

typedef struct Table {
	const char *kind; /* "PySR hall of fame", "equations with outputs" */
	const Dialect *dialect;
	const char *columns; /* names in the header, for messages */
	bool outputs;        /* an Output column: each row is one output */
	VEC(Row) row;
} Table;

/* Recognises and splits the text of source `src`. False after an error. */
bool table_read(Arena *a, Diag *diag, uint32_t src, Table *t);

/* PySR's rules. `how`: best | accurate | score | complexity=N | row=N | all;
 * in a table of outputs `best` takes all. Puts indices into t->row in pick. False after an error at `how_span`. */
typedef VEC(uint32_t) Pick;
bool table_select(Arena *a, Diag *diag, const Table *t, const char *how,
                  Span how_span, Pick *pick);

#endif
