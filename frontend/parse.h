/* What parse.c and define.c share; private to the front end. */
#ifndef SG_PARSE_H
#define SG_PARSE_H

#include "frontend/front.h"
#include "frontend/lex.h"

/* Of one front_parse, the definitions it expands included. */
typedef struct Budget {
	uint32_t depth; /* brackets, signs and exponents open now */
	uint32_t nodes; /* made so far, equal ones counted again */
} Budget;

/* One text being parsed: an equation, or a definition's body. */
typedef struct Parser {
	Front *f;
	Expr *e;
	Budget *budget;
	Lexer lex;
	Token tok;         /* the next one */
	const Define *def; /* whose body this is, or NULL */
	const Ref *arg;    /* the values of def's parameters */
	Span site;         /* the call that is expanded: the place of every
	                      node and message; src 0 for a text's own places */
	bool failed;       /* an error was reported */
	bool stopped;      /* it was one that parsing cannot go on after */
	VEC(Span) unknown; /* functions reported already */
} Parser;

/* Parses all of `text`; 0 after an error. */
Ref parse_text(Parser *p, Span text);

const Define *define_find(const Front *f, const char *s, size_t len);

#endif
