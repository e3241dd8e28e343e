/* Typed fields of a JSON object. */
#ifndef SG_FIELDS_H
#define SG_FIELDS_H

#include "testbench/tb.h"

#include <jansson.h>
#include <stddef.h>

typedef struct Load {
	Arena *a;
	Diag *diag;
	bool ok; /* no error yet */
} Load;

enum Kind {
	TEXT,         /* a string */
	TEXT_OR_NULL, /* NULL for null */
	NAME,         /* an identifier: it names files and C functions */
	RATIONAL,     /* a string: decimal or fraction of decimals */
	BOUND,        /* the same, not negative, or "" */
	FLAG,         /* true or false */
	INTEGER
};

typedef struct Field {
	const char *key;
	enum Kind kind;
	size_t at;   /* offset of a const char *, bool or int64_t */
	long lo, hi; /* of an INTEGER */
} Field;

/* Fills the struct at `to` by the table, which a NULL key ends; `at` is where
 * the object stands. */
void read_fields(Load *l, const json_t *object, Span at, const Field *f,
                 void *to);
/* `got` (NULL: missing, and reported already) must be one of the
 * blank-separated words. */
void expect_word(Load *l, Span object, const char *key, const char *got,
                 const char *words);

/* ---- load_samples.c ---- */

/* A file as a source of messages, or NULL after an error. */
const char *read_text(Load *l, const char *path, uint32_t *source);
/* tb/samples.csv, if there is one, into g->sample: needs g->in. */
void read_samples(Load *l, const char *dir, Design *g);

#endif
