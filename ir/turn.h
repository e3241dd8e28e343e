/* Sines and cosines with their arguments in turns. */
#ifndef SG_TURN_H
#define SG_TURN_H

#include "ir/signals.h"

/* See turn.c. (*is_turn)[r]: node r of the result is only read as an argument
 * of functions of period 1. */
const Expr *turns_bind(const Expr *e, const InputSpec *in, Arena *a,
                       bool **is_turn);
/* The signals whose value modulo 1 is all that is needed: turns, and products
 * that only turns read, with the factor 1. */
bool *turns_wrap(Arena *a, const Expr *e, const Signal *s, const bool *turn);

#endif
