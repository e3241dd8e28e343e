/* What the tests of the front end share. */
#ifndef SG_TEST_FRONT_H
#define SG_TEST_FRONT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "frontend/front.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static inline int
setup(void **state)
{
	*state = arena_new();
	return 0;
}

static inline int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static inline Front
front(Arena *a, const char *dialect)
{
	Diag *d = diag_new(a, NULL);

	return (Front){.a = a,
	               .diag = d,
	               .e = expr_new(a, d),
	               .dialect = dialect_by_name(dialect)};
}

static inline Span
source(Diag *d, const char *name, const char *text)
{
	size_t len = strlen(text);

	return (Span){diag_source(d, name, text, len), 0, (uint32_t)len};
}

static inline Ref
parse(Front *f, const char *text)
{
	return front_parse(f, source(f->diag, "-e", text));
}

static inline bool
define(Front *f, const char *text)
{
	return front_define(f, source(f->diag, "--define", text));
}

static inline const char *
log_of(const Diag *d)
{
	return d->log.s ? d->log.s : "";
}

static inline const char *
repeated(Arena *a, const char *s, unsigned n, const char *end)
{
	Buf b = buf_new(a);

	while (n--)
		buf_add(&b, s, strlen(s));
	buf_add(&b, end, strlen(end));
	return b.s;
}

/* A test with an arena of its own as *state. */
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
