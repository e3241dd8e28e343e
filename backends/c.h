/* The pieces of the C backend. */
#ifndef SG_BACKEND_C_H
#define SG_BACKEND_C_H

#include "backends/backend.h"

/* "int16_t": the smallest type of integers of `width` bits. */
const char *c_type(Arena *a, bool is_signed, unsigned width);
/* The text with @ standing for the design's name. */
void c_named(const Design *g, const char *text, Buf *b);
/* c_double.c: conversions between port integers and doubles. */
void c_conversions(const Design *g, Buf *b);

#endif
