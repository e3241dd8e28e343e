/* Memory, growable arrays, text buffers and files: the ground floor.
 *
 * Everything lives in an Arena and dies with it; there is no free() outside
 * arena.c. Nothing here knows what an equation is. */
#ifndef SG_UTIL_H
#define SG_UTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define SG_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* Our own bug: prints "symgate: internal error: FILE:LINE: ..." and aborts
 * with exit status 70. Users' mistakes go through diag.h. */
_Noreturn void die_at(const char *file, int line, const char *fmt, ...)
    SG_PRINTF(3, 4);
#define die(...)    die_at(__FILE__, __LINE__, __VA_ARGS__)
#define check(cond) ((cond) ? (void)0 : die("check failed: %s", #cond))

/* ---- arena.c: one lifetime per arena ---- */

typedef struct Arena Arena;

Arena *arena_new(void);
/* Runs the deferred calls, newest first, then frees everything. */
void arena_free(Arena *a);
/* Zeroed, 16-byte aligned; never NULL (out of memory ends the program). */
void *arena_alloc(Arena *a, size_t size);
/* Calls fn(p) in arena_free: for GMP, MPFR, FFTW and FILE handles. */
void arena_defer(Arena *a, void (*fn)(void *), void *p);
/* The n bytes at p. */
void *arena_copy(Arena *a, const void *p, size_t n);
char *arena_strndup(Arena *a, const char *s, size_t n);
char *arena_strdup(Arena *a, const char *s);
char *arena_printf(Arena *a, const char *fmt, ...) SG_PRINTF(2, 3);

/* A growable array in an arena: VEC(Node) v = {0}; vec_push(a, v, n);
 * v.at[i], v.len. Pointers into it die with the next push. */
#define VEC(T)                                                                 \
	struct {                                                               \
		T *at;                                                         \
		uint32_t len, cap;                                             \
	}
#define vec_push(a, v, x)                                                      \
	(vec_grow((a), (void **)&(v).at, &(v).cap, (v).len, sizeof *(v).at),   \
	 (v).at[(v).len++] = (x))
/* Its elements as ones of its own. */
#define vec_own(a, v)                                                          \
	((v).at = arena_copy((a), (v).at, (v).len * sizeof *(v).at),           \
	 (v).cap = (v).len)
/* Makes room for element `len`; arena memory is never returned early. */
void vec_grow(Arena *a, void **at, uint32_t *cap, uint32_t len, size_t size);

uint32_t hash_bytes(uint32_t seed, const void *p, size_t n);
/* The word of words[0..n-1] that s was most likely meant to be, for "did you
 * mean"; NULL if none is near. */
const char *nearest_word(const char *s, size_t len, const char *const *words,
                         size_t n);

/* ---- random.c: numbers that depend on seed and index alone ---- */

uint64_t mix64(uint64_t x); /* a bijection that scatters all bits */
/* Uniform in [0, n), n > 0, from 64 random bits. */
uint64_t scale64(uint64_t bits, uint64_t n);

/* ---- buf.c: text under construction ---- */

typedef struct Buf {
	Arena *a;
	char *s;    /* always NUL-terminated once anything was added */
	size_t len; /* bytes without the NUL */
	size_t cap;
} Buf;

Buf buf_new(Arena *a);
void buf_add(Buf *b, const char *s, size_t n);
void buf_printf(Buf *b, const char *fmt, ...) SG_PRINTF(2, 3);

/* ---- utf8.c ---- */

enum { UTF8_BAD = 0xfffd };
/* The code point at s[0..n-1], n > 0, and its length in bytes; UTF8_BAD and
 * 1 where the bytes are not UTF-8. */
uint32_t utf8_next(const char *s, size_t n, size_t *len);

/* ---- file.c: whole files, whole or not at all ---- */

/* NULL with errno set if it cannot be read or is larger than `limit` bytes
 * (then errno is EFBIG). The text is NUL-terminated; *len excludes the NUL. */
char *file_read(Arena *a, const char *path, size_t limit, size_t *len);
/* Writes to a temporary name in the same folder, syncs and renames.
 * False with errno set, and nothing left behind, if anything fails. */
bool file_write(const char *path, const char *s, size_t len);
/* Writes in place, without the sync: for a folder that nobody sees before it
 * is complete. False with errno set. */
bool file_put(const char *path, const char *s, size_t len);
/* mkdir -p. False with errno set. */
bool dir_make(const char *path);
/* $XDG_CACHE_HOME/symgate or ~/.cache/symgate, made if missing; NULL with
 * errno set if that fails. */
const char *dir_cache(Arena *a);

/* ---- run.c: other programs ---- */

/* Runs argv[0] (looked up in PATH, no shell) in folder `dir` (NULL: here).
 * Output (stdout and stderr together) is put into *out if out is not NULL.
 * Returns the exit status, 127 if it could not be started, 128+n if signal n
 * ended it. */
int run(Arena *a, const char *dir, const char *const *argv, char **out);
/* True if `tool` is an executable file somewhere in PATH. */
bool tool_exists(const char *tool);

#endif
