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

/* a of `a = f(x); b = g(y); a + b` */
typedef struct Local {
	const char *name;
	Ref value;
} Local;

/* One text being parsed: an equation, or a definition's body. */
typedef struct Parser {
	Front *f;
	Expr *e;
	Budget *budget;
	Lexer lex;
	Token tok; /* the next one */
	const Dialect *dialect;
	unsigned bars;     /* | that are open in these brackets */
	bool beside;       /* the operand just read was a product like 2x */
	const Define *def; /* whose body this is, or NULL */
	const Ref *arg;    /* the values of def's parameters */
	Span site;         /* the call that is expanded: the place of every
	                      node and message; src 0 for a text's own places */
	bool failed;       /* an error was reported */
	bool stopped;      /* it was one that parsing cannot go on after */
	VEC(Span) unknown; /* functions reported already */
	VEC(Local) local;  /* named in front of the expression */
} Parser;

/* A name and what stands in the brackets after it. */
typedef struct Call {
	Token name;
	const char *text; /* of the name */
	Span span;        /* of the whole call */
	bool poisoned;    /* some argument is 0 */
	VEC(Ref) ref;
} Call;

typedef struct ParseTerm {
	Ref ref;
	Span span; /* with its brackets and sign */
} ParseTerm;

/* Parses all of `text`; 0 after an error. */
Ref parse_text(Parser *p, Span text);
/* An expression of operators that bind tighter than `limit`. */
ParseTerm parse_expression(Parser *p, uint8_t limit);
void parse_advance(Parser *p);
/* Takes a token of this kind; an error if there is another. */
bool parse_expect(Parser *p, enum TokenKind kind, const char *what);
/* Makes a node, unless an argument is 0 or the budget is spent. */
Ref parse_apply(Parser *p, enum Op op, const Ref *arg, Span s);
/* Takes nodes off the budget; false after an error. */
bool parse_spend(Parser *p, Span s, uint32_t nodes);
/* From here on the text looks as if it ended. */
void parse_stop(Parser *p, Span s);
/* Reports what is wrong at `s` and stops there. */
ParseTerm parse_stop_with(Parser *p, Span s, const char *message);
/* A constant: the decimal number s[0..len-1], at `at`. */
ParseTerm parse_number(Parser *p, const char *s, size_t len, bool negative,
                       Span at);
ParseTerm parse_variable(Parser *p, const char *s, Span at);
/* A variable, parameter or named constant. */
ParseTerm parse_leaf(Parser *p, const char *s, Span at);
/* What has no value: 1/0. So is NaN in a definition's branch. */
Ref parse_undefined(Parser *p, Span s);
/* Where a node or message for this piece of the text belongs. */
Span parse_place(const Parser *p, Span s);
const char *parse_text_of(const Parser *p, Span s);

/* ---- call.c ---- */

Ref parse_call(Parser *p, const Call *c);
/* The function `name` of table or builtin.def applied to n arguments. */
Ref parse_named(Parser *p, const char *name, size_t len, const Ref *arg,
                uint32_t n, Span s);
/* Whether the text names a function that can be called here. */
bool parse_is_function(Parser *p, const char *s);
/* The value of a definition without brackets, or of a call. */
Ref parse_expand(Parser *p, const Define *d, const Ref *arg, Span s);

/* The number of arguments s takes, or -1 where it is no function. */
int parse_arity(Parser *p, const char *s);

/* ---- choose.c: constants that an index chooses ---- */

/* The constant's value for the variable `category`. */
Ref parse_category(Parser *p, const Define *d, Span s);
/* name[index] with the '[' at hand, name1 being a constant. */
bool parse_is_element(const Parser *p, const char *name);
ParseTerm parse_element(Parser *p, const char *name, Span at);

/* ---- prefix.c ---- */

/* parse_text for dialects with D_PREFIX. */
Ref parse_prefix(Parser *p, Span text);

/* ---- forms.c: calls with a syntax of their own ---- */

typedef ParseTerm ParseForm(Parser *p, Token name);
/* What reads the call of s, whose '(' is the token at hand; or NULL. */
ParseForm *parse_form(const Parser *p, const char *s);

/* ---- define.c ---- */

const Define *define_find(const Front *f, const char *s, size_t len);
/* A row of builtin.def that the dialect has, or NULL; `helpers`: those for
 * definitions too. */
const Define *define_builtin(Front *f, const Dialect *d, bool helpers,
                             const char *s, size_t len);
/* The dialect of a definition's body, and (d NULL) of its head. */
const Dialect *define_dialect(const Front *f, const Define *d);

#endif
