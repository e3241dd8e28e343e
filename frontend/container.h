/* The readers of the kinds of files; private to the front end. */
#ifndef SG_CONTAINER_H
#define SG_CONTAINER_H

#include "frontend/front.h"

/* The kind of a text without a header. */
const Container *text_recognise(const char *s, size_t len);

/* ---- table.c: tables with a header ---- */

/* The container whose columns the header has, or NULL. */
const Container *header_recognise(Arena *a, Diag *d, uint32_t src);
/* Whether the text begins with column names, none of which are ours: an error
 * is reported. */
bool header_refused(Arena *a, Diag *d, uint32_t src);
bool header_read(Arena *a, Diag *d, uint32_t src, const Container *as,
                 Table *t);
/* "1.5e-5", "-3", "Inf", "nan" (Julia's and Python's spellings). */
bool table_real(const char *s, size_t len, double *v);
/* PySR's score, where losses and complexities allow it. */
void table_score(Table *t);

/* ---- lines.c: an equation a line ---- */

/* A line of AI Feynman's: numbers, then an expression, with blanks between. */
typedef struct Solution {
	uint32_t fields;       /* numbers in front of the expression */
	size_t loss, loss_len; /* the last of them */
	size_t expression;     /* where it begins */
} Solution;
Solution lines_solution(const char *s, size_t len);
bool lines_read(Arena *a, Diag *d, uint32_t src, const Container *as, Table *t);

/* ---- clang.c: a function in C or C++, which makes a row an output ---- */
bool clang_read(Arena *a, Diag *d, uint32_t src, bool cpp, Span function,
                Table *t);

/* ---- json.c ---- */
bool json_read(Arena *a, Diag *d, uint32_t src, Table *t);

/* ---- symbolfit.c ---- */

/* {'a1': (0.217, 0.1, -0.2), ...}: false after an error. */
bool params_read(Arena *a, Diag *d, Span cell, Row *row);

/* ---- ranges.c ---- */

/* 'mom in [1.0,5.0]; Bx in [1.0,5.0]': false after an error. */
bool ranges_read(Arena *a, Diag *d, Span cell, Row *row);

#endif
