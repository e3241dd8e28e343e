/* The pieces of the HLS backend: one file of output each. */
#ifndef SG_HLS_H
#define SG_HLS_H

#include "backends/backend.h"

/* The function's prototype without its semicolon. */
void hls_prototype(const Design *g, Buf *b);
/* "ap_int<7>" or "ap_uint<7>". */
void hls_integer(bool is_signed, unsigned width, Buf *b);
/* A literal that no compiler takes for a narrower type. */
void hls_literal(int64_t v, Buf *b);

/* hls_tb.c: NAME_tb.cpp, vectors and their results included. */
void hls_test_bench(const Design *g, OutFiles *out);
/* hls_tcl.c: the projects for vitis_hls and vivado_hls. */
void hls_scripts(const Design *g, OutFiles *out);

#endif
