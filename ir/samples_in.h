/* What the readers of files of samples share: one takes the file apart, the
 * intake keeps what is kept. */
#ifndef SG_SAMPLES_IN_H
#define SG_SAMPLES_IN_H

#include "ir/samples.h"

enum {
	MAX_COLUMNS = 10000,
	MAX_KEPT = 100000,  /* rows */
	MAX_CELLS = 1 << 21 /* in them: 16 MB */
};

/* A row that is kept. */
typedef struct Kept {
	uint64_t key, row;
	size_t slot; /* row of Samples.kept */
} Kept;

typedef struct Intake {
	Arena *a;
	Diag *d;
	Samples *s;
	Span path;  /* of the option's text */
	Kept *kept; /* a heap, largest key first; after intake_choose by row */
	size_t nkept, max;
	size_t next; /* of kept, for intake_cell */
} Intake;

/* A column more. */
void intake_column(Intake *in, const char *name);
/* All columns are there: makes room. */
void intake_begin(Intake *in);
/* A row of col.len cells; of columns that are wrong they count for nothing. */
void intake_row(Intake *in, const double *row);
/* Or, where the number of rows is known: which rows will be kept, and then
 * cells in any order of columns, each from the first row to the last. */
void intake_choose(Intake *in, uint64_t nrow);
void intake_cell(Intake *in, uint32_t col, uint64_t row, double v);
/* Every row was given. */
void intake_end(Intake *in);
/* The column is of no use from now on, unless it was of none before. */
void intake_wrong(Intake *in, uint32_t col, Span at, const char *fmt, ...)
    SG_PRINTF(4, 5);

/* ---- samples_csv.c ---- */
/* `start`: the n bytes of f that were read already. */
bool csv_samples(Intake *in, FILE *f, const char *start, size_t n);

/* ---- samples_npy.c ---- */

/* Bytes in order, from a file or a packed member of one. */
typedef struct Stream {
	const char *name;
	/* Up to n bytes; less only at the end, -1 if they cannot be read. */
	long (*read)(void *from, void *to, size_t n);
	void *from;
	const char *start; /* nstart bytes that come before all */
	size_t nstart;
	uint64_t size; /* no more bytes can be in it */
} Stream;

/* A member of a structure, or the one type of a plain array. */
typedef struct Field {
	const char *name; /* NULL: none */
	const char *type; /* as NumPy writes it: "<f8" */
	size_t size, offset;
	char kind; /* f i u b: a number; else none that we read */
	bool big;  /* byte order */
} Field;

typedef struct Array {
	VEC(Field) field; /* one if not structured */
	bool fortran;
	uint32_t ndim;
	uint64_t shape[2];
	size_t size; /* of an item */
	Span header; /* its text */
} Array;

bool npy_header(Intake *in, Stream *s, Array *r);
/* One or two dimensions, of rows that fit into memory and are all there. */
bool array_is_table(Intake *in, const Stream *s, const Array *r);
/* Columns that the array has: fields, or those of its second dimension. */
uint32_t array_columns(const Array *r);
/* The type of its column k. */
const Field *array_field(const Array *r, uint32_t k);
/* All cells into the columns from `first` on. */
bool npy_cells(Intake *in, Stream *s, const Array *r, uint32_t first);
bool npy_samples(Intake *in, FILE *f, const char *start, size_t n);

/* ---- samples_npz.c ---- */
bool npz_samples(Intake *in, const char *path);

#endif
