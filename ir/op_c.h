/* The operators in C: what `--emit ref` writes and the C front end reads. */
#ifndef SG_OP_C_H
#define SG_OP_C_H

#include "ir/expr.h"

typedef struct OpC {
	const char *name;     /* the function to call */
	const char *function; /* its definition, where <math.h> has none */
	const char *form;     /* "%0 + %1", instead of a call */
} OpC;
extern const OpC op_c[O_count];

#endif
