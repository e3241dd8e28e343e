/* The front end on real files, and on bytes that no one meant as a file.
 *
 * The real files lie outside the project: where SYMGATE_CORPUS says, or in
 * shared/corpus beside it. SYMGATE_FUZZ is the number of random texts. */
#include "tests/unit/front.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- real files, and no files at all ---- */

/* Files that hold no equations, and why. */
static const struct {
	const char *name, *error;
} no_equations[] = {
    {"pysr_derived/AhanDatta", "the file is not a text"}, /* pickles */
    {"groundtruth/FeynmanUnits", "no column is named Equation"},
    {"empiricalbench/QLattice_tully", "the file is empty"},
};

/* Files whose columns of equations have names of their own: --column. */
static const struct {
	const char *name, *column[2];
} columns[] = {
    {"pysr_derived/kraisr", {"baseline_equation", "curriculum_equation"}},
};

/* What a row may be refused for; the first two ask for a definition that no
 * file has, or for the rule that joins a template's pieces. */
static const char *const reasons[] = {
    "unknown function", "unexpected '='",          "imaginary unit",
    "is not a number",  "the expression is empty", "another reason"};
enum { TEMPLATE = 1, OTHER = COUNT(reasons) - 1 };

typedef struct Counts {
	uint32_t files, none, rows, accepted;
	uint32_t refused[COUNT(reasons)];
} Counts;

static uint32_t
undefined(const Counts *n)
{
	return n->refused[0] + n->refused[1];
}

static void
add_counts(Counts *to, const Counts *n)
{
	to->files += n->files;
	to->none += n->none;
	to->rows += n->rows;
	to->accepted += n->accepted;
	for (size_t i = 0; i < COUNT(reasons); i++)
		to->refused[i] += n->refused[i];
}

/* "1240 of 1424 rows read, 184 unknown function" */
static const char *
counts_text(Arena *a, const Counts *n)
{
	Buf b = buf_new(a);

	buf_printf(&b, "%u of %u rows read", n->accepted, n->rows);
	for (size_t i = 0; i < COUNT(reasons); i++)
		if (n->refused[i])
			buf_printf(&b, ", %u %s", n->refused[i], reasons[i]);
	return b.s;
}

static bool
known_no_equations(const char *path, const Diag *d)
{
	for (size_t i = 0; i < COUNT(no_equations); i++)
		if (strstr(path, no_equations[i].name) &&
		    strstr(log_of(d), no_equations[i].error))
			return true;
	return false;
}

/* The reason in the messages. */
static size_t
reason(const Diag *d)
{
	size_t i = 0;

	while (i < OTHER && !strstr(log_of(d), reasons[i]))
		i++;
	return i;
}

/* The pieces of a template can be read, whatever rule joins them. */
static void
check_template(Arena *a, const char *text, const Dialect *dialect)
{
	Front f = front(a, dialect->name);
	Texts piece = {0};

	assert_true(
	    template_split(a, f.diag, source(f.diag, "row", text), &piece));
	for (uint32_t i = 0; i < piece.len; i++)
		assert_true(define(&f, piece.at[i]));
}

static void
check_row(Arena *a, const Diag *all, const Row *row, const Dialect *dialect,
          Counts *n)
{
	const char *text = diag_text(all, row->equation, a);
	Diag *d = diag_new(a, NULL);
	Front f = {.a = a, .diag = d, .e = expr_new(a, d), .dialect = dialect};
	Ref r, again;

	for (uint32_t i = 0; i < row->param.len; i++)
		assert_true(
		    define(&f, arena_printf(a, "%s = %s", row->param.at[i].name,
		                            row->param.at[i].best)));
	r = parse(&f, text);
	n->rows++;
	if (!r) {
		n->refused[reason(d)]++;
		if (reason(d) == TEMPLATE)
			check_template(a, text, dialect);
		if (reason(d) == OTHER)
			print_message("refused: %.300s\n", log_of(d));
		return;
	}
	f.dialect = dialect_by_name("python");
	again = parse(&f, expr_text(f.e, r, a));
	assert_int_equal(again, r);
	expr_check(f.e);
	n->accepted++;
}

static void
check_rows(Arena *a, const char *path, const Diag *d, const Table *t, Counts *n)
{
	Counts here = {0};

	for (uint32_t i = 0; i < t->row.len; i++)
		check_row(a, d, &t->row.at[i], t->dialect, &here);
	if (here.accepted < here.rows)
		print_message("    %s: %s\n", strrchr(path, '/') + 1,
		              counts_text(a, &here));
	add_counts(n, &here);
}

/* The table's columns of equations that have names of their own; 0: none. */
static int
check_columns(Arena *a, const char *path, Diag *d, uint32_t src, Counts *n)
{
	int found = 0;

	for (size_t i = 0; i < COUNT(columns); i++)
		for (size_t k = 0; strstr(path, columns[i].name) && k < 2;
		     k++) {
			Container c = {.kind = "table",
			               .dialect = "sympy",
			               .columns = columns[i].column[k],
			               .loss = "",
			               .complexity = ""};
			Table t;

			assert_true(table_read(a, d, src, &c, (Span){0}, &t));
			check_rows(a, path, d, &t, n);
			found++;
		}
	return found;
}

static void
check_file(const char *path, Counts *n)
{
	Arena *a = arena_new();
	Diag *d = diag_new(a, NULL);
	Table t;
	size_t len;
	char *text = file_read(a, path, 1 << 24, &len);
	uint32_t src;

	assert_non_null(text);
	src = diag_source(d, path, text, len);
	n->files++;
	if (table_read(a, d, src, NULL, (Span){0}, &t))
		check_rows(a, path, d, &t, n);
	else if (!check_columns(a, path, d, src, n)) {
		if (!known_no_equations(path, d))
			fail_msg("%s: %s", path, log_of(d));
		n->none++;
	}
	arena_free(a);
}

static int
by_name(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Every file of the folder, in order. */
static void
check_folder(Arena *a, const char *folder, Counts *n)
{
	DIR *dir = opendir(folder);
	VEC(const char *) name = {0};
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (e->d_name[0] != '.')
			vec_push(a, name, arena_strdup(a, e->d_name));
	if (dir)
		closedir(dir);
	if (name.len)
		qsort(name.at, name.len, sizeof *name.at, by_name);
	for (uint32_t i = 0; i < name.len; i++)
		check_file(arena_printf(a, "%s/%s", folder, name.at[i]), n);
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
	static const char *const folders[] = {
	    "pysr",         "pysr_derived",   "jets",  "symbolfit",
	    "srbench_json", "physo",          "itea",  "aifeynman",
	    "groundtruth",  "empiricalbench", "tools", "other"};
	const char *root = corpus(*state);
	Counts all = {0};

	if (!root) {
		print_message("no folder of real files\n");
		skip();
	}
	for (size_t i = 0; i < COUNT(folders); i++) {
		Counts n = {0};

		check_folder(*state,
		             arena_printf(*state, "%s/%s", root, folders[i]),
		             &n);
		print_message("%s: %u files, %u without equations; %s\n",
		              folders[i], n.files, n.none,
		              counts_text(*state, &n));
		add_counts(&all, &n);
	}
	print_message("all: %u files, %u without equations; %s\n", all.files,
	              all.none, counts_text(*state, &all));
	assert_true(all.rows > 0);
	assert_true(100 * all.accepted >= 99 * (all.rows - undefined(&all)));
	assert_int_equal(all.refused[OTHER], 0);
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
	bool ok = table_read(a, f.diag, all.src, NULL, (Span){0}, &t);

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
