/* Reading along an option's text. Functions that take something cut it off
 * the front of `rest`; those that return bool report an error and return
 * false if it is not there. */
#ifndef SG_SCAN_H
#define SG_SCAN_H

#include "ir/expr.h"

typedef struct Scan {
	Diag *d;
	const char *s; /* the whole source's text */
	Span rest;
} Scan;

Scan scan(Diag *d, Span s);
/* What comes next, rest.len bytes. */
const char *scan_here(const Scan *c);
/* The next character, or NUL. */
char scan_peek(const Scan *c);
/* The next n bytes. */
Span scan_take(Scan *c, size_t n);
/* Takes `word` if it comes next. */
bool scan_accept(Scan *c, const char *word);
/* All that is left is `word`. */
bool scan_is(const Scan *c, const char *word);
/* Nothing is left after `what`. */
bool scan_end(const Scan *c, const char *what);
/* Without the blanks at both ends. */
Span scan_trim(const Scan *c, Span s);
/* [+-] decimal [/ decimal], exactly. */
bool scan_number(Scan *c, const char *what, mpq_ptr q);

/* A rational that is cleared with the arena and must live as long. */
void rational_init(Arena *a, mpq_ptr q);
/* "0.125", or "1/3" where no decimal ends: exact. */
const char *rational_text(Arena *a, mpq_srcptr q);

#endif
