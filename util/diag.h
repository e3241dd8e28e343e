/* Diagnostics: where in which text, what is wrong, and what to do about it.
 *
 *     fronts.csv:7:12: error: log of x1 is not defined for x1 in [-3, 3]
 *         7 | 9,0.31,"log(x1) + 2"
 *           |         ^~~~~~~
 *     note: give --input x1=FORMAT@LO..HI with LO > 0, or --undefined any
 *
 * A text is a file or a command-line option's value (then its name is the
 * option, such as "-e" or "--input"). */
#ifndef SG_DIAG_H
#define SG_DIAG_H

#include "util/util.h"

/* A piece of a text; len 0 marks a point. src 0 is "nowhere": the message is
 * printed as "symgate: error: ...". */
typedef struct Span {
	uint32_t src; /* index in Diag.source, from 1 */
	uint32_t pos; /* byte offset */
	uint32_t len; /* bytes */
} Span;

typedef struct Source {
	const char *name; /* as the user wrote it */
	const char *text; /* NUL-terminated, kept by the caller's arena */
	size_t len;
	uint32_t line, col; /* of a file too large to keep, text being a piece
	                       of it: what is in front of it */
} Source;

/* Where a text was taken from: what is in front of byte `from`, but for one
 * mark between them, from `key` (src 0: from nowhere), the rest from `value`,
 * both in other sources. */
typedef struct Origin {
	const char *text;
	uint32_t from;
	Span key, value;
} Origin;

typedef struct Diag {
	Arena *a;
	FILE *out; /* where messages go; NULL keeps them only in `log` */
	Buf log;   /* every message, as printed */
	VEC(Source) source;
	VEC(Origin) origin;
	uint32_t errors, warnings;
	bool again; /* the last message was said before, of another design that
	               has the same text: it and its notes are left out */
} Diag;

Diag *diag_new(Arena *a, FILE *out);
uint32_t diag_source(Diag *d, const char *name, const char *text, size_t len);
/* A piece of a file: `line` lines and then `col` characters in front. */
uint32_t diag_piece(Diag *d, const char *name, const char *text, size_t len,
                    uint32_t line, uint32_t col);
/* Messages on a source of this very text (the pointer) point to where it was
 * taken from. */
void diag_origin(Diag *d, Origin o);
/* Line and column, both from 1; columns count UTF-8 characters. */
void diag_locate(const Diag *d, Span s, uint32_t *line, uint32_t *col);
void diag_error(Diag *d, Span s, const char *fmt, ...) SG_PRINTF(3, 4);
void diag_warn(Diag *d, Span s, const char *fmt, ...) SG_PRINTF(3, 4);
/* Says more about the message before it: usually the way out. */
void diag_note(Diag *d, const char *fmt, ...) SG_PRINTF(2, 3);
/* The text of a span, for messages and comments. */
const char *diag_text(const Diag *d, Span s, Arena *a);

#endif
