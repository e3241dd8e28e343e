/* Symbolic differentiation. */
#ifndef SG_DIFF_H
#define SG_DIFF_H

#include "ir/expr.h"

/* d r / d var, as nodes of e: var is an O_var of e and everything else that r
 * depends on is constant. Defined wherever r is differentiable; where r jumps
 * it is the slope beside the jump. 0 where an operator has no derivative that
 * the table can express: then *op names it. */
Ref expr_diff(Expr *e, Ref r, Ref var, enum Op *op);

#endif
