/* The ground floor: arenas, buffers, files, programs, diagnostics. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/diag.h"

/* A folder of the test's own in *state; an arena comes with it. */
typedef struct Place {
	Arena *a;
	char dir[64];
} Place;

static int
setup(void **state)
{
	Arena *a = arena_new();
	Place *p = arena_alloc(a, sizeof *p);

	p->a = a;
	strcpy(p->dir, "/tmp/symgate-test-XXXXXX");
	*state = p;
	return mkdtemp(p->dir) ? 0 : -1;
}

static int
teardown(void **state)
{
	Place *p = *state;
	const char *argv[] = {"rm", "-rf", p->dir, NULL};
	int status = run(p->a, NULL, argv, NULL);

	arena_free(p->a);
	return status;
}

static char *
inside(Place *p, const char *name)
{
	return arena_printf(p->a, "%s/%s", p->dir, name);
}

/* Names in the folder, hidden ones too, one a line. */
static char *
listing(Place *p)
{
	const char *argv[] = {"ls", "-A", p->dir, NULL};
	char *out;

	assert_int_equal(run(p->a, NULL, argv, &out), 0);
	return out;
}

/* ---- memory ---- */

static void
arena_gives_zeroed_aligned_memory(void **state)
{
	Arena *a = ((Place *)*state)->a;

	for (size_t n = 1; n < 300000; n = n * 3 + 1) {
		unsigned char *p = arena_alloc(a, n);

		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
}

static char order[8];

static void
append(void *p)
{
	const char *s = p;

	order[strlen(order)] = s[0];
}

static void
deferred_calls_run_newest_first(void **state)
{
	Arena *a = arena_new();
	char one[] = "1", two[] = "2";

	(void)state;
	memset(order, 0, sizeof order);
	arena_defer(a, append, one);
	arena_defer(a, append, two);
	arena_free(a);
	assert_string_equal(order, "21");
}

static void
vectors_keep_their_elements(void **state)
{
	Arena *a = ((Place *)*state)->a;
	VEC(uint32_t) v = {0};

	for (uint32_t i = 0; i < 10000; i++)
		vec_push(a, v, i * i);
	assert_int_equal(v.len, 10000);
	for (uint32_t i = 0; i < v.len; i++)
		assert_int_equal(v.at[i], i * i);
}

static void
buffers_grow(void **state)
{
	Buf b = buf_new(((Place *)*state)->a);

	buf_add(&b, "", 0);
	assert_string_equal(b.s, "");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d %0*d\n", i, i % 200, 7);
	assert_int_equal(b.len, strlen(b.s));
	assert_memory_equal(b.s, "0 7\n1 7\n2 07\n3 007\n", 19);
}

static void
hash_spreads(void **state)
{
	unsigned bucket[64] = {0};

	(void)state;
	for (uint32_t i = 0; i < 6400; i++)
		bucket[hash_bytes(0, &i, sizeof i) % 64]++;
	for (int i = 0; i < 64; i++) /* mean 100, sigma 10 */
		assert_in_range(bucket[i], 50, 150);
	assert_int_not_equal(hash_bytes(0, "a", 1), hash_bytes(1, "a", 1));
	assert_int_not_equal(hash_bytes(0, "a", 1), hash_bytes(0, "b", 1));
}

static void
utf8_is_strict(void **state)
{
	static const struct {
		const char *s;
		uint32_t c;
		size_t len;
	} good[] = {{"a", 'a', 1},
	            {"\xce\x94", 0x394, 2},
	            {"\xe2\x82\x81", 0x2081, 3},
	            {"\xf0\x9f\x98\x80", 0x1f600, 4}};
	static const char *const bad[] = {
	    "\x80",         "\xc0\x80",         "\xce",
	    "\xe0\x80\x80", "\xed\xa0\x80",     "\xf4\x90\x80\x80",
	    "\xff",         "\xf0\x80\x80\x80", "\xe2\x82"};
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_int_equal(utf8_next(good[i].s, strlen(good[i].s), &len),
		                 good[i].c);
		assert_int_equal(len, good[i].len);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(utf8_next(bad[i], strlen(bad[i]), &len),
		                 UTF8_BAD);
		assert_int_equal(len, 1);
	}
}

/* ---- files ---- */

static void
files_come_back_as_written(void **state)
{
	Place *p = *state;
	char *path = inside(p, "f");
	static char big[200001];
	size_t len;
	char *s;

	memset(big, 'x', sizeof big);
	big[100] = '\0';
	assert_true(file_write(path, "old", 3));
	assert_true(file_write(path, big, sizeof big));
	assert_string_equal(listing(p), "f\n");
	s = file_read(p->a, path, sizeof big, &len);
	assert_non_null(s);
	assert_int_equal(len, sizeof big);
	assert_memory_equal(s, big, sizeof big);
	assert_int_equal(s[len], '\0');
	assert_null(file_read(p->a, path, sizeof big - 1, &len));
	assert_int_equal(errno, EFBIG);
}

static void
reading_what_is_no_file_fails(void **state)
{
	Place *p = *state;
	size_t len;

	assert_null(file_read(p->a, inside(p, "none"), 10, &len));
	assert_int_equal(errno, ENOENT);
	assert_null(file_read(p->a, p->dir, 10, &len));
	assert_int_equal(errno, EISDIR);
}

/* A limit on the size of files stands in for the full disk. */
static void
a_failed_write_leaves_the_old_file(void **state)
{
	Place *p = *state;
	char *path = inside(p, "f"), *s;
	static const char big[100000];
	struct rlimit old, small;
	size_t len;

	assert_true(file_write(path, "old", 3));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = (struct rlimit){4096, old.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_false(file_write(path, big, sizeof big));
	assert_int_equal(errno, EFBIG);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_string_equal(listing(p), "f\n");
	s = file_read(p->a, path, 10, &len);
	assert_string_equal(s, "old");
}

static void
writing_where_it_cannot_be_fails(void **state)
{
	Place *p = *state;

	assert_false(file_write(inside(p, "none/f"), "x", 1));
	assert_int_equal(errno, ENOENT);
	assert_false(file_write(p->dir, "x", 1));
	assert_int_equal(errno, EISDIR);
	assert_false(file_write("/dev/full", "x", 1));
	assert_int_equal(errno, ENOSPC);
	assert_string_equal(listing(p), "");
}

static void
folders_are_made_with_their_parents(void **state)
{
	Place *p = *state;

	assert_true(dir_make(inside(p, "a//b/c/")));
	assert_true(dir_make(inside(p, "a/b")));
	assert_true(dir_make("/"));
	assert_true(file_write(inside(p, "a/b/c/f"), "", 0));
	assert_false(dir_make(inside(p, "a/b/c/f")));
	assert_int_equal(errno, ENOTDIR);
	assert_false(dir_make(inside(p, "a/b/c/f/g")));
	assert_false(dir_make(""));
}

static void
the_cache_is_where_xdg_says(void **state)
{
	Place *p = *state;

	setenv("XDG_CACHE_HOME", inside(p, "x"), 1);
	assert_string_equal(dir_cache(p->a), inside(p, "x/symgate"));
	setenv("XDG_CACHE_HOME", "relative", 1);
	setenv("HOME", p->dir, 1);
	assert_string_equal(dir_cache(p->a), inside(p, ".cache/symgate"));
	unsetenv("HOME");
	unsetenv("XDG_CACHE_HOME");
	assert_null(dir_cache(p->a));
	assert_string_equal(listing(p), ".cache\nx\n");
}

/* ---- programs ---- */

static void
programs_run_without_a_shell(void **state)
{
	Place *p = *state;
	const char *echo[] = {"echo", "a  b;", "$HOME", NULL};
	const char *both[] = {"sh", "-c", "echo 1; echo 2 >&2; exit 3", NULL};
	const char *killed[] = {"sh", "-c", "kill -9 $$", NULL};
	const char *none[] = {"no-such-program-at-all", NULL};
	const char *pwd[] = {"pwd", NULL};
	const char *cat[] = {"cat", NULL};
	char *out;

	assert_int_equal(run(p->a, NULL, echo, &out), 0);
	assert_string_equal(out, "a  b; $HOME\n");
	assert_int_equal(run(p->a, NULL, both, &out), 3);
	assert_string_equal(out, "1\n2\n");
	assert_int_equal(run(p->a, NULL, killed, NULL), 128 + 9);
	assert_int_equal(run(p->a, NULL, none, &out), 127);
	assert_int_equal(run(p->a, p->dir, pwd, &out), 0);
	assert_string_equal(out, arena_printf(p->a, "%s\n", p->dir));
	assert_int_equal(run(p->a, inside(p, "none"), pwd, &out), 127);
	assert_int_equal(run(p->a, NULL, cat, &out), 0); /* no input */
	assert_string_equal(out, "");
}

static void
tools_are_looked_up(void **state)
{
	Place *p = *state;
	char *path = inside(p, "tool");

	assert_true(tool_exists("sh"));
	assert_false(tool_exists("no-such-program-at-all"));
	assert_true(file_write(path, "", 0));
	assert_false(tool_exists(path)); /* not executable */
	assert_int_equal(chmod(path, 0755), 0);
	assert_true(tool_exists(path));
	assert_false(tool_exists(p->dir));
}

/* ---- diagnostics ---- */

static Span
find(const char *text, const char *what)
{
	return (Span){1, (uint32_t)(strstr(text, what) - text),
	              (uint32_t)strlen(what)};
}

/* The log of an error at `what` in `text`. */
static const char *
message(Arena *a, const char *text, const char *what)
{
	Diag *d = diag_new(a, NULL);

	diag_source(d, "f.csv", text, strlen(text));
	diag_error(d, find(text, what), "bad %s", what);
	assert_int_equal(d->errors, 1);
	return d->log.s;
}

static void
errors_have_place_and_caret(void **state)
{
	Arena *a = ((Place *)*state)->a;

	assert_string_equal(message(a, "a\nb, log(x)\n", "log(x)"),
	                    "f.csv:2:4: error: bad log(x)\n"
	                    "    2 | b, log(x)\n"
	                    "      |    ^~~~~~\n");
	assert_string_equal(message(a,
	                            "\xef\xbb\xbf"
	                            "a\r\n\r\n\tx\r\n",
	                            "x"),
	                    "f.csv:3:2: error: bad x\n"
	                    "    3 |  x\n"
	                    "      |  ^\n");
	assert_string_equal(message(a, "a\rb\rc", "c"),
	                    "f.csv:3:1: error: bad c\n"
	                    "    3 | c\n"
	                    "      | ^\n");
	assert_string_equal(message(a, "Δx₁ + é", "+ é"),
	                    "f.csv:1:5: error: bad + é\n"
	                    "    1 | Δx₁ + é\n"
	                    "      |     ^~~\n");
	assert_string_equal(message(a, "ab\ncd", "b\nc"),
	                    "f.csv:1:2: error: bad b\nc\n"
	                    "    1 | ab\n"
	                    "      |  ^\n");
}

static void
errors_can_be_at_the_end_or_nowhere(void **state)
{
	Arena *a = ((Place *)*state)->a;
	Diag *d = diag_new(a, NULL);
	uint32_t src = diag_source(d, "-e", "2*", 2);

	diag_error(d, (Span){src, 2, 0}, "more");
	diag_error(d, (Span){src, 99, 99}, "far");
	diag_warn(d, (Span){0}, "no place");
	diag_note(d, "a way out");
	assert_string_equal(d->log.s, "-e:1:3: error: more\n"
	                              "    1 | 2*\n"
	                              "      |   ^\n"
	                              "-e:1:3: error: far\n"
	                              "    1 | 2*\n"
	                              "      |   ^\n"
	                              "symgate: warning: no place\n"
	                              "note: a way out\n");
	assert_int_equal(d->errors, 2);
	assert_int_equal(d->warnings, 1);
}

static void
long_lines_are_cut_around_the_caret(void **state)
{
	Arena *a = ((Place *)*state)->a;
	Buf b = buf_new(a);

	for (int i = 0; i < 50; i++)
		buf_printf(&b, "%03d-", i);
	buf_printf(&b, "X");
	for (int i = 50; i < 99; i++)
		buf_printf(&b, "-%03d", i);
	assert_string_equal(
	    message(a, b.s, "X"),
	    "f.csv:1:201: error: bad X\n"
	    "    1 | ...2-043-044-045-046-047-048-049-X-050-051-052-053-054-"
	    "055-056-057-058-059-060-061-062-063-064-065-066-...\n"
	    "      |                                  ^\n");
	assert_string_equal(
	    message(a, b.s, "000-"),
	    "f.csv:1:1: error: bad 000-\n"
	    "    1 | 000-001-002-003-004-005-006-007-008-009-010-011-012-013-"
	    "014-015-016-017-018-019-020-021-022-023-024-...\n"
	    "      | ^~~~\n");
}

static void
no_text_drives_the_terminal(void **state)
{
	Arena *a = ((Place *)*state)->a;
	const char *text = "a\x1b[31m\x7f\xff\xc2\x9b z";

	assert_string_equal(message(a, text, "\x1b"),
	                    "f.csv:1:2: error: bad ?\n"
	                    "    1 | a?[31m??? z\n"
	                    "      |  ^\n");
}

static void
many_errors_are_counted_and_not_all_shown(void **state)
{
	Arena *a = ((Place *)*state)->a;
	Diag *d = diag_new(a, NULL);
	size_t len;

	for (int i = 0; i < 100; i++)
		diag_error(d, (Span){0}, "e");
	len = d->log.len;
	for (int i = 0; i < 100; i++) {
		diag_error(d, (Span){0}, "e");
		diag_note(d, "n");
	}
	assert_int_equal(d->errors, 200);
	assert_string_equal(d->log.s + len,
	                    "symgate: error: more than 100 errors; the rest "
	                    "are not shown\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(arena_gives_zeroed_aligned_memory),
	    TEST(deferred_calls_run_newest_first),
	    TEST(vectors_keep_their_elements),
	    TEST(buffers_grow),
	    TEST(hash_spreads),
	    TEST(utf8_is_strict),
	    TEST(files_come_back_as_written),
	    TEST(reading_what_is_no_file_fails),
	    TEST(a_failed_write_leaves_the_old_file),
	    TEST(writing_where_it_cannot_be_fails),
	    TEST(folders_are_made_with_their_parents),
	    TEST(the_cache_is_where_xdg_says),
	    TEST(programs_run_without_a_shell),
	    TEST(tools_are_looked_up),
	    TEST(errors_have_place_and_caret),
	    TEST(errors_can_be_at_the_end_or_nowhere),
	    TEST(long_lines_are_cut_around_the_caret),
	    TEST(no_text_drives_the_terminal),
	    TEST(many_errors_are_counted_and_not_all_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
