/* The pieces of the Verilog backend. */
#ifndef SG_VERILOG_H
#define SG_VERILOG_H

#include "backends/backend.h"

/* ---- verilog_expr.c ---- */

typedef struct Field {
	unsigned low, n; /* bits low .. low+n-1 */
} Field;

uint64_t v_low_bits(unsigned n); /* 2^n - 1 */
/* v modulo 2^n in n bits; in two's complement if `is_signed`. */
void v_literal(int64_t v, unsigned n, bool is_signed, Buf *b);
/* "signed [7:0] " of a declaration. */
void v_range(bool is_signed, unsigned width, Buf *b);
/* Bits low .. low+n-1 of a vector of `width` bits that has them. */
void v_part(const char *vector, unsigned width, unsigned low, unsigned n,
            Buf *b);
/* The wire or register that carries node r in stage `at`. */
const char *v_wire(const Design *g, DRef r, unsigned at);
/* Bits low .. low+n-1 of node r as stage `at` has it, its sign repeated
 * beyond its width. */
void v_slice(const Design *g, DRef r, unsigned at, unsigned low, unsigned n,
             Buf *b);
/* The bits of its argument i that node r reads. */
Field v_reads(const Design *g, DRef r, unsigned i);
/* Width and sign of an operation's expression where that is not the node's:
 * then the node is a part of it, from bit v_first_bit. */
unsigned v_full_width(const Design *g, const DNode *n, bool *is_signed);
unsigned v_first_bit(const Design *g, const DNode *n);
extern const Templates verilog;

/* ---- verilog_func.c: tables, shifts and leading zeros ---- */

/* Node r, a table or a shift, is an instance of a module of its own. */
bool v_is_instance(const Design *g, DRef r);
/* That instance, whose value is `vector`, behind the declaration of it. */
void v_instance(const Design *g, DRef r, const char *vector, Buf *b);
void v_modules(const Design *g, Buf *b);
void v_functions(const Design *g, Buf *b);

#endif
