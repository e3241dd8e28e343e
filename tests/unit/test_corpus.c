/* The front end on real files, and on bytes that no one meant as a file.
 *
 * The real files lie outside the project: where SYMGATE_CORPUS says, or in
 * shared/corpus beside it. SYMGATE_FUZZ is the number of random texts. */
#include "tests/unit/front.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- real files, and no files at all ---- */

/* What a row of the corpus may be refused for: operators that its file does
 * not define, and templates. */
static void
check_refusal(const Diag *d)
{
	const char *s = log_of(d);

	while ((s = strstr(s, ": error: "))) {
		s += strlen(": error: ");
		if (strncmp(s, "unknown function", 16) != 0 &&
		    strncmp(s, "unexpected '='", 14) != 0)
			fail_msg("%s", s);
	}
}

static void
check_row(Arena *a, const Diag *all, const Row *row, const Dialect *dialect)
{
	const char *text = arena_strdup(a, diag_text(all, row->equation, a));
	Diag *d = diag_new(a, NULL);
	Front f = {.a = a, .diag = d, .e = expr_new(a, d), .dialect = dialect};
	Ref r = parse(&f, text), again;

	if (!r) {
		check_refusal(d);
		return;
	}
	again = parse(&f, expr_text(f.e, r, a));
	assert_int_equal(again, r);
	expr_check(f.e);
}

static uint32_t
check_file(const char *path)
{
	Arena *a = arena_new();
	Diag *d = diag_new(a, NULL);
	Table t;
	size_t len;
	char *text = file_read(a, path, 1 << 24, &len);
	uint32_t n = 0;

	assert_non_null(text);
	if (table_read(a, d, diag_source(d, path, text, len), &t)) {
		for (; n < t.row.len; n++)
			if (t.row.at[n].has_complexity || t.outputs)
				check_row(a, d, &t.row.at[n], t.dialect);
	} else if (!strstr(log_of(d), "no column is named Equation")) {
		fail_msg("%s", log_of(d));
	}
	arena_free(a);
	return n;
}

static uint32_t
check_folder(Arena *a, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	uint32_t n = 0;

	while (dir && (e = readdir(dir)))
		if (strstr(e->d_name, ".csv"))
			n += check_file(
			    arena_printf(a, "%s/%s", folder, e->d_name));
	if (dir)
		closedir(dir);
	return n;
}

static const char *program; /* as it was called: PROJECT/build/tests/NAME */

/* The folder of real files, or NULL. */
static const char *
corpus(Arena *a)
{
	const char *given = getenv("SYMGATE_CORPUS");
	const char *slash = strrchr(program, '/'), *up = "/../..";
	int dir = slash ? (int)(slash - program) : 0;

	for (int k = 0; !given && k < 4; k++) {
		const char *s = arena_printf(a, "%.*s%s/../shared/corpus", dir,
		                             program, up);

		up = arena_printf(a, "%s/..", up);
		if (access(s, R_OK) == 0)
			given = s;
	}
	return given;
}

static void
real_files_are_read(void **state)
{
	static const char *const folders[] = {"pysr", "pysr_derived", "jets"};
	const char *root = corpus(*state);
	uint32_t n = 0;

	if (!root) {
		print_message("no folder of real files\n");
		skip();
	}
	for (size_t i = 0; i < COUNT(folders); i++)
		n += check_folder(
		    *state, arena_printf(*state, "%s/%s", root, folders[i]));
	print_message("%u rows of real files\n", n);
	assert_true(n > 0);
}

static uint64_t
next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	return *seed ^= *seed << 17;
}

static const char *const seeds[] = {
    "Complexity,Loss,Equation\n1,0.5,\"x0\"\n3,1.5e-5,\"max(x0, 2.0)\"\n",
    "Complexity|MSE|Equation\n1|0.5|x0\n3|1.5e-5|max(x0, 2.0)",
    "\xef\xbb\xbfloss\tcomplexity\tequation\r\n0.5\t1\tx0\r\nInf\t3\tx0^-2\r\n",
    ",complexity,loss,equation,score\n0,1,0.5,x0,\n1,3,nan,\"-2.5**x₁\",3\n",
    "Output,Equation\ng,\"sin(x0*(x1 - -1.5f0))\"\nΔ,pi/x1\n",
    "f(x, y) = sin(x)^-2.5e-3*max(x, y, 1.5f0)",
};

/* Overwrites, drops or repeats a few bytes. */
static char *
mutated(Arena *a, const char *s, size_t *len, uint64_t *seed)
{
	static const char bytes[] = "()+-*/^,|=\"\t\n\r x0.e5\xff\xce\x00#";
	Buf b = buf_new(a);
	size_t n = strlen(s);

	buf_add(&b, "", 0);
	for (size_t i = 0; i < n; i++) {
		uint64_t r = next(seed);

		if (r % 16 == 0)
			buf_add(&b, &bytes[(r >> 8) % sizeof bytes], 1);
		else if (r % 16 == 1)
			buf_add(&b, s + i, (r >> 8) % (n - i) % 9);
		else if (r % 16 != 2)
			buf_add(&b, s + i, 1);
	}
	*len = b.len;
	return b.s;
}

static void
check_any_bytes(const char *from, uint64_t *seed)
{
	Arena *a = arena_new();
	Front f = front(a, *seed & 1 ? "julia" : "python");
	size_t len;
	char *s = mutated(a, from, &len, seed);
	Span all = {diag_source(f.diag, "f", s, len), 0, (uint32_t)len};
	Table t;
	bool ok = table_read(a, f.diag, all.src, &t);

	assert_true(ok || f.diag->errors > 0);
	for (uint32_t i = 0; ok && i < t.row.len; i++) {
		uint32_t errors = f.diag->errors;
		Ref r = front_parse(&f, t.row.at[i].equation);

		assert_true((r == 0) == (f.diag->errors > errors));
	}
	front_define(&f, all);
	front_parse(&f, all);
	expr_check(f.e);
	arena_free(a);
}

static void
no_bytes_break_it(void **state)
{
	const char *n = getenv("SYMGATE_FUZZ");
	long rounds = n ? strtol(n, NULL, 10) : 2000;
	uint64_t seed = 88172645463325252u;

	(void)state;
	for (long i = 0; i < rounds; i++)
		check_any_bytes(seeds[next(&seed) % COUNT(seeds)], &seed);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    TEST(real_files_are_read),
	    TEST(no_bytes_break_it),
	};

	(void)argc;
	program = argv[0];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
