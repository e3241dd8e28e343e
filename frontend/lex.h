/* Tokens of infix text; private to the front end. */
#ifndef SG_LEX_H
#define SG_LEX_H

#include "frontend/front.h"

enum TokenKind {
	T_end,
	T_number, /* unsigned decimal literal */
	T_name,
	T_infix, /* op, or call: the operator; prec */
	T_open,
	T_close,
	T_comma,
	T_equals,
	T_bar,   /* one | */
	T_bang,  /* ! */
	T_query, /* ? */
	T_colon,
	T_bad /* why: what is wrong with it, a whole message */
};

/* How tight infix operators bind; products and sums as in ops.def. */
enum {
	PREC_CHOICE = 1, /* c ? a : b, a if c else b */
	PREC_OR = 3,
	PREC_AND = 4,
	PREC_NOT = 5,
	PREC_COMPARE = 6,
	PREC_PRODUCT = 20,
	PREC_SIGN = 30 /* between products and powers */
};

typedef struct Token {
	enum TokenKind kind;
	enum Op op;       /* T_infix: of the table, or O_none */
	uint8_t prec;     /* T_infix */
	const char *call; /* T_infix without op: the function it calls */
	const char *why;
	Span span;
	Span core; /* the name itself: np.sin is sin, 'x y' is x y */
} Token;

typedef struct Lexer {
	const Diag *diag;
	uint32_t src;
	uint32_t pos, end; /* bytes of the source that are left */
	const Dialect *dialect;
	bool operand; /* an operand comes next, not an operator */
} Lexer;

Lexer lex_new(const Diag *d, Span text, const Dialect *dialect);
Token lex_next(Lexer *l);
/* The bytes of a token, not NUL-terminated. */
const char *lex_text(const Lexer *l, Token t);
/* What a name token names: x[:,0], x[0] are x0; np.sin is sin. */
const char *lex_name(const Lexer *l, Token t, Arena *a);
/* True if the token's bytes are s, ASCII case aside. */
bool lex_is(const Lexer *l, Token t, const char *s);
/* The smallest span that holds both. */
Span span_join(Span a, Span b);

#endif
