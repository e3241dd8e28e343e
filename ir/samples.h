/* Samples of the inputs: a CSV of numbers under a header line of names, in
 * the equation's units. They give ranges and test vectors. */
#ifndef SG_SAMPLES_H
#define SG_SAMPLES_H

#include "ir/passes.h"

typedef struct Samples {
	VEC(const char *) name; /* of the columns */
	VEC(double) at;         /* [row * name.len + column] */
	size_t nrow;
	Span header;
} Samples;

/* Reads the text of source `src`. False after an error. */
bool samples_read(Arena *a, Diag *d, uint32_t src, Samples *s);
/* Index of the column, or -1. */
int samples_column(const Samples *s, const char *name);
/* The port's range becomes what column `col` spans, within its format; what
 * lies outside of it will be clamped, as samples prove nothing. */
void samples_range(const Samples *s, int col, InputSpec *in);
/* The first `max` rows as port integers, out[row * nin + i] (column col[i]
 * for input i); a row outside the promised range of an input is left out.
 * Returns the number of rows. */
size_t samples_ports(const Samples *s, const InputSpec *in, const int *col,
                     size_t nin, size_t max, int64_t *out);

#endif
