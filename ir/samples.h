/* Samples of the inputs, in the equation's units: ranges and test vectors.
 *
 * A file of samples is read once from front to end, whatever its size: of
 * each column the extremes are kept, and some thousand whole rows. */
#ifndef SG_SAMPLES_H
#define SG_SAMPLES_H

#include "ir/passes.h"

typedef struct Column {
	const char *name;  /* NULL: column of an array, which has none */
	double lo, hi;     /* of its cells */
	const char *wrong; /* why it cannot be used, or NULL */
	Span at;           /* where that is to be seen; src 0: in no text */
} Column;

typedef struct Samples {
	const char *path;
	VEC(Column) col;
	uint64_t nrow; /* of the file */
	/* Rows drawn from all with equal chance, in the file's order:
	 * [row * col.len + column]. Which they are depends on nrow alone. */
	double *kept;
	size_t nkept;
	Span header; /* what names the columns; src 0: no text does */
	Buf about;   /* what was assumed, for the terminal */
} Samples;

/* Reads the file whose path is the text at `path`: CSV with a header line of
 * names (also ; or tab between cells), NumPy's .npy and .npz; which of them
 * its first bytes tell. False after an error. */
bool samples_read(Arena *a, Diag *d, Span path, Samples *s);
/* The column of that name, case set aside if no other is meant; or -1. */
int samples_column(const Samples *s, const char *name);
/* The column (-1: there is none) may be used for what is called `name`;
 * otherwise an error. */
bool samples_usable(Diag *d, const Samples *s, const char *name, int col);
/* col[i] = the column of variable i of e. Columns without names are x0, x1,
 * ... where the variables are called so (`one`: x1 is the first), else the
 * variables in order; s->about says so. Every column is fit for use. False
 * after an error. */
bool samples_bind(Diag *d, Samples *s, const Expr *e, bool one, int *col);
/* The port's range becomes what column `col` spans, within its format; what
 * lies outside of it will be clamped, as samples prove nothing. */
void samples_range(const Samples *s, int col, InputSpec *in);
/* A row's port integers, column in[i].column for input i, into out; false
 * if it is outside the promised range of an input. */
bool samples_port(const double *row, const InputSpec *in, size_t nin,
                  int64_t *out);
/* Up to `max` of the kept rows so, spread over all, out[row * nin + i]; those outside are left
 * out. Returns the number of rows. */
size_t samples_ports(const Samples *s, const InputSpec *in, size_t nin,
                     size_t max, int64_t *out);

#endif
