/* Arenas: memory by lifetime, and the growable arrays that live in it.
 *
 * Memory is cut from chunks that double in size; a request larger than the
 * next chunk gets its own. Chunks come from calloc and no byte is handed out
 * twice, so what arena_alloc returns is zero. */
#include "util/util.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 1 << 14, LARGEST_CHUNK = 1 << 22, ALIGN = 16 };

typedef struct Chunk {
	struct Chunk *next;
	size_t used, size; /* bytes of `at` */
	_Alignas(ALIGN) unsigned char at[];
} Chunk;

typedef struct Deferred {
	struct Deferred *next;
	void (*fn)(void *);
	void *p;
} Deferred;

struct Arena {
	Chunk *chunk; /* the one being cut is first */
	Deferred *deferred;
	size_t next_size;
};

static void *
zeroed(size_t size)
{
	void *p = calloc(1, size);

	if (!p)
		die("out of memory (%zu bytes)", size);
	return p;
}

Arena *
arena_new(void)
{
	Arena *a = zeroed(sizeof *a);

	a->next_size = FIRST_CHUNK;
	return a;
}

void
arena_free(Arena *a)
{
	if (!a)
		return;
	for (Deferred *d = a->deferred; d; d = d->next)
		d->fn(d->p);
	for (Chunk *c = a->chunk, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

static void
add_chunk(Arena *a, size_t need)
{
	size_t size = need > a->next_size ? need : a->next_size;
	Chunk *c = zeroed(sizeof *c + size);

	c->size = size;
	c->next = a->chunk;
	a->chunk = c;
	if (a->next_size < LARGEST_CHUNK)
		a->next_size *= 2;
}

void *
arena_alloc(Arena *a, size_t size)
{
	Chunk *c = a->chunk;

	if (size > PTRDIFF_MAX / 2)
		die("out of memory (%zu bytes)", size);
	size = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (!c || c->size - c->used < size) {
		add_chunk(a, size);
		c = a->chunk;
	}
	c->used += size;
	return c->at + c->used - size;
}

void
arena_defer(Arena *a, void (*fn)(void *), void *p)
{
	Deferred *d = arena_alloc(a, sizeof *d);

	*d = (Deferred){a->deferred, fn, p};
	a->deferred = d;
}

void *
arena_copy(Arena *a, const void *p, size_t n)
{
	void *c = arena_alloc(a, n + 1);

	if (n)
		memcpy(c, p, n);
	return c;
}

char *
arena_strndup(Arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	if (n)
		memcpy(p, s, n);
	return p;
}

char *
arena_strdup(Arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *
arena_printf(Arena *a, const char *fmt, ...)
{
	va_list ap;
	int n;
	char *p;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	check(n >= 0);
	p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

void
vec_grow(Arena *a, void **at, uint32_t *cap, uint32_t len, size_t size)
{
	void *old = *at;

	if (len < *cap)
		return;
	check(*cap < UINT32_MAX / 2);
	*cap = *cap ? *cap * 2 : 8;
	*at = arena_alloc(a, *cap * size);
	if (len)
		memcpy(*at, old, len * size);
}
