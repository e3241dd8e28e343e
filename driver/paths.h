/* From an EQUATIONS text of the command line to files. */
#ifndef SG_PATHS_H
#define SG_PATHS_H

#include "util/diag.h"

typedef struct Path {
	const char *path;   /* NULL: an output that is 0, an inactive one */
	const char *output; /* its name where the path tells, or NULL */
	Span function;      /* of FILE.c:FUNCTION; src 0: none */
} Path;
typedef VEC(Path) Paths;

/* The path without its folders. */
const char *path_last(const char *path);
/* Bytes of the path in FILE.c:FUNCTION, or of all of the text. */
size_t path_file_len(const char *text);

/* One file, FILE.c:FUNCTION, the outputs of one search (FILE.out1,
 * FILE_output1.csv, by the name without them), or a folder that SymTorch or
 * PySR wrote. False after an error. */
bool paths_expand(Arena *a, Diag *d, Span text, Paths *p);

#endif
