/* A backend turns a scheduled Datapath into files. It knows the closed set of
 * dops.def and nothing of equations; a new one is one file and one row in
 * backends.c. */
#ifndef SG_BACKEND_H
#define SG_BACKEND_H

#include "ir/design.h"

typedef struct Backend {
	const char *name; /* as in --emit */
	const char *doc;
	bool always; /* emitted whatever --emit says (manifest, datapath) */
	void (*emit)(const Design *g, OutFiles *out);
} Backend;

extern const Backend *const backends[]; /* NULL-terminated */
const Backend *backend_by_name(const char *s, size_t len);

/* ---- emit.c: shared by the text backends ---- */

/* One template a datapath operation, interpreted by emit_expr:
 *   %0 %1 %2 arguments, %k %w the node's constants, %t the table's name,
 *   %W the node's width, %% a percent sign. */
typedef struct Templates {
	const char *op[D_count];
	/* name of node r where a node of stage `at` reads it */
	void (*ref)(const Design *g, DRef r, unsigned at, Buf *b);
} Templates;
void emit_expr(const Design *g, const Templates *t, DRef r, Buf *b);
/* The head of every generated file: tool, command, equations, formats,
 * latency, bounds; each line after `prefix` ("// " or " * "). */
void emit_head(const Design *g, const char *prefix, Buf *b);
/* "(x0 * 0.5) + x1; ap_fixed<16,6>-like format": one node's comment, free of
 * line ends and comment closers. */
void emit_comment(const Design *g, DRef r, Buf *b);
void out_add(OutFiles *o, const char *path, const Buf *b);

/* ---- write.c ---- */
/* The files to the folder that `dir`'s text names, all or none; replaces only
 * what an earlier compile made. False after an error. */
bool out_write(Diag *diag, Span dir, const OutFiles *o);

#endif
