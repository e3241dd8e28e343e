/* Uniform numerics: what its driver (uniform.c) and its operator rules
 * (uniform_op.c) share. */
#ifndef SG_UNIFORM_H
#define SG_UNIFORM_H

#include "ir/lower.h"

/* The Lower's fx[r] is node r in T; d is 0 where it failed. */
typedef struct Uniform {
	Lower l;
	const Format *t;
	mpq_ptr *q; /* per Ref: exact value of a rational constant, or NULL */
	bool *vars; /* per Ref: depends on a variable */
} Uniform;

/* Operator node r of arguments in T, assigned to T. 0 where an intermediate
 * value needs more than 63 bits or there is no function unit (reported). */
DRef uniform_op(Uniform *u, Ref r, const DRef *arg);

#endif
