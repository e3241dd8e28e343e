/* Records of a separated text; private to the front end. */
#ifndef SG_CELLS_H
#define SG_CELLS_H

#include "util/diag.h"

typedef struct Cell {
	Span span; /* of its text, without quotes and blanks around it */
	bool quoted;
} Cell;

typedef struct Record {
	Span span; /* from the first cell to the last, as they stand */
	VEC(Cell) cell;
} Record;

typedef struct Splitter {
	Diag *diag;
	uint32_t src;
	uint32_t pos; /* first byte not read yet */
	char sep;
	bool framed; /* | stands around the cells too; rules between lines */
	bool failed; /* an error was reported */
} Splitter;

Splitter splitter_new(Diag *d, uint32_t src);
/* The next record that is not blank; false at the end or after an error.
 * Reuses the memory of r->cell. */
bool record_next(Splitter *s, Arena *a, Record *r);

#endif
