/* What parse.c, call.c and define.c share; private to the front end. */
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

/* A name and what stands in the brackets after it. */
typedef struct Call {
	Token name;
	Span span;     /* of the whole call */
	bool poisoned; /* some argument is 0 */
	VEC(Ref) ref;
} Call;

/* Parses all of `text`; 0 after an error. */
Ref parse_text(Parser *p, Span text);
/* Makes a node, unless an argument is 0 or the budget is spent. */
Ref parse_apply(Parser *p, enum Op op, const Ref *arg, Span s);
/* Takes nodes off the budget; false after an error. */
bool parse_spend(Parser *p, Span s, uint32_t nodes);
/* From here on the text looks as if it ended. */
void parse_stop(Parser *p, Span s);
/* Where a node or message for this piece of the text belongs. */
Span parse_place(const Parser *p, Span s);
const char *parse_text_of(const Parser *p, Span s);

/* ---- call.c ---- */

Ref parse_call(Parser *p, const Call *c);

/* ---- define.c ---- */

const Define *define_find(const Front *f, const char *s, size_t len);

#endif
