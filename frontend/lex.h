/* Tokens of infix text; private to the front end. */
#ifndef SG_LEX_H
#define SG_LEX_H

#include "ir/expr.h"

enum TokenKind {
	T_end,
	T_number, /* unsigned decimal literal */
	T_name,
	T_infix, /* op: the operator */
	T_open,
	T_close,
	T_comma,
	T_equals,
	T_bad /* why: what is wrong with it, a whole message */
};

typedef struct Token {
	enum TokenKind kind;
	enum Op op;
	const char *why;
	Span span;
} Token;

typedef struct Lexer {
	const Diag *diag;
	uint32_t src;
	uint32_t pos, end; /* bytes of the source that are left */
} Lexer;

Lexer lex_new(const Diag *d, Span text);
Token lex_next(Lexer *l);
/* The bytes of a token, not NUL-terminated. */
const char *lex_text(const Lexer *l, Token t);
/* True if the token's bytes are s, ASCII case aside. */
bool lex_is(const Lexer *l, Token t, const char *s);
/* The smallest span that holds both. */
Span span_join(Span a, Span b);

#endif
