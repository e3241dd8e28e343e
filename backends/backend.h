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
	bool asked;  /* emitted only if --emit names it */
	void (*emit)(const Design *g, OutFiles *out);
} Backend;

extern const Backend *const backends[]; /* NULL-terminated */
const Backend *backend_by_name(const char *s, size_t len);

/* ---- emit.c: shared by the text backends ---- */

/* Names in every output language: node 12 is n12, table 3 is t3. names.c
 * keeps both patterns, and lzc and a number, away from ports. */

/* Bits in which a backend stores every integer of [lo, hi]: two's complement
 * (width_of) if lo < 0, else unsigned. */
unsigned stored_width(int64_t lo, int64_t hi);
static inline unsigned
node_width(const DNode *n)
{
	return stored_width(n->lo, n->hi);
}
/* The node's only value, if it has one: backends write it as a literal. */
static inline bool
is_literal(const DNode *n)
{
	return n->lo == n->hi;
}
/* Per node: an output needs it, and not as a literal. Only these are written. */
const bool *emit_live(const Design *g);
/* Bits of an index into a table of len entries, at least 1. */
unsigned index_width(uint32_t len);

/* One template a datapath operation. In it
 *     %F0 %F1 %F2    argument 0, 1, 2 in form F, a letter of the language
 *     %k %w          the node's constants
 *     %X             any other letter: word() of the language
 *     %%             a percent sign */
typedef struct Templates {
	const char *op[D_count];
	void (*arg)(const Design *g, DRef r, unsigned i, char form, Buf *b);
	void (*word)(const Design *g, DRef r, char letter, Buf *b);
} Templates;
void emit_expr(const Design *g, const Templates *t, DRef r, Buf *b);

/* "ap_fixed<16,6>": the type of width bits with weight 2^lsb. */
void emit_type(bool is_signed, unsigned width, int lsb, Buf *b);
/* "ap_fixed<12,2>  (x0 * 0.5) + x1": one node's comment, one line, free of
 * everything that could end a comment or a line. */
void emit_comment(const Design *g, DRef r, Buf *b);
/* Any text as part of a one-line comment: at most `limit` bytes of it, never
 * an end of a comment or a line, never a backslash at the end. */
void emit_text(const char *s, size_t limit, Buf *b);
/* The head of every generated file: tool, command, equations, formats,
 * latency, bounds; each line after `prefix` ("// " or " * "). */
void emit_head(const Design *g, const char *prefix, Buf *b);

/* Lines of several cells, aligned like a table when they are printed. */
enum { GRID_CELLS = 3 };
typedef struct Grid {
	Arena *a;
	VEC(char *) cell; /* GRID_CELLS a line */
} Grid;
/* Takes the texts of b[0..GRID_CELLS-1] and empties them. */
void grid_line(Grid *t, Buf *b);
/* Prints and empties: cells padded to the column's widest, which counts only
 * up to `widest` characters. */
void grid_print(Grid *t, const char *indent, unsigned widest, Buf *b);

void out_add(OutFiles *o, const char *path, const Buf *b);

/* ---- write.c ---- */
/* The files to the folder that `dir`'s text names, all or none; replaces only
 * what an earlier compile made. False after an error. */
bool out_write(Diag *diag, Span dir, const OutFiles *o);

/* ---- backends.c: a row each ---- */
extern const Backend backend_verilog, backend_hls, backend_c, backend_ref;
extern const Backend backend_datapath, backend_manifest;

#endif
