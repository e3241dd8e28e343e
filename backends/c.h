/* The pieces of the C backend. */
#ifndef SG_BACKEND_C_H
#define SG_BACKEND_C_H

#include "backends/backend.h"

/* ---- c_expr.c ---- */

unsigned c_node_type(const DNode *n);          /* 32 or 64: of its variable */
unsigned c_work_type(const Design *g, DRef r); /* in which it is computed */
/* "int16_t": the smallest type of integers of `width` bits. */
const char *c_type(Arena *a, bool is_signed, unsigned width);
const char *c_port_type(const Design *g, const DPort *p);
void c_literal(int64_t v, Buf *b);
/* The node's variable, or its literal. */
void c_value(const Design *g, DRef r, Buf *b);
extern const Templates c99;

/* ---- c.c ---- */

/* The text with @ standing for the design's name. */
void c_named(const Design *g, const char *text, Buf *b);

/* ---- c_double.c ---- */

/* Conversions between port integers and doubles, under a macro. */
void c_conversions(const Design *g, Buf *b);

#endif
