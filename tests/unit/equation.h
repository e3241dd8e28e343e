/* What tests of the numerics share: equations from text, random numbers. */
#ifndef SG_EQUATION_H
#define SG_EQUATION_H

#include <string.h>

#include "frontend/front.h"

/* Adds the output `text` to e. */
static inline Ref
equation(Expr *e, const char *text)
{
	Arena *a = e->a;
	Front f = {.a = a,
	           .diag = e->diag,
	           .e = e,
	           .dialect = dialect_by_name("julia")};
	uint32_t len = (uint32_t)strlen(text);
	uint32_t src = diag_source(e->diag, "-e", text, len);
	Ref r = front_parse(&f, (Span){src, 0, len});
	check(r);
	ExprOutput out = {.name = "y", .ref = r, .text = text};
	vec_push(a, e->out, out);
	return r;
}

static inline Expr *
new_expr(Arena *a)
{
	return expr_new(a, diag_new(a, stderr));
}

/* xorshift64*: the same cases on every machine. */
static inline double
uniform(uint64_t *s, double lo, double hi)
{
	*s ^= *s >> 12;
	*s ^= *s << 25;
	*s ^= *s >> 27;
	return lo +
	       (hi - lo) * ((double)(*s * 0x2545f4914f6cdd1du >> 11) * 0x1p-53);
}

#endif
