/* Files of samples: the same numbers from CSV and from NumPy's arrays in all
 * their layouts, what is wrong with a file, and how much memory it takes.
 * Files of NumPy are made here byte by byte, but for two that NumPy wrote. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zip.h>

#include "ir/samples.h"

/* ---- files ---- */

typedef struct Place {
	Arena *a;
	char dir[64];
	const char *path; /* of the one file */
} Place;

static int
setup(void **state)
{
	Arena *a = arena_new();
	Place *p = arena_alloc(a, sizeof *p);

	p->a = a;
	strcpy(p->dir, "/tmp/symgate-test-XXXXXX");
	*state = p;
	if (!mkdtemp(p->dir))
		return -1;
	p->path = arena_printf(a, "%s/s", p->dir);
	return 0;
}

static int
teardown(void **state)
{
	Place *p = *state;

	unlink(p->path);
	rmdir(p->dir);
	arena_free(p->a);
	return 0;
}

static void
write_bytes(const Place *p, const void *s, size_t n)
{
	assert_true(file_put(p->path, s, n));
}

static bool
read_it(const Place *p, Diag *d, Samples *s)
{
	Span at = {diag_source(d, "--data", p->path, strlen(p->path)), 0,
	           (uint32_t)strlen(p->path)};

	return samples_read(p->a, d, at, s);
}

static Samples
samples(const Place *p)
{
	Diag *d = diag_new(p->a, NULL);
	Samples s;

	if (!read_it(p, d, &s))
		fail_msg("%s", d->log.s);
	return s;
}

/* The first message on the file, which must be wrong: on reading it or on
 * taking x0 and x1 from it. */
static const char *
message(const Place *p)
{
	Diag *d = diag_new(p->a, NULL);
	Expr *e = expr_new(p->a, d);
	Samples s;
	int col[2];

	expr_var(e, "x0", (Span){0});
	expr_var(e, "x1", (Span){0});
	if (read_it(p, d, &s))
		assert_false(samples_bind(d, &s, e, false, col));
	assert_true(d->errors > 0);
	return strstr(d->log.s, "error: ") + 7;
}

/* ---- arrays ---- */

/* An array's header: magic, version 1.0, the dict. */
static void
npy_head(Buf *b, const char *descr, const char *order, const char *shape)
{
	char dict[400];
	int n = snprintf(dict, sizeof dict,
	                 "{'descr': %s, 'fortran_order': %s, 'shape': %s, }\n",
	                 descr, order, shape);

	buf_add(b, "\x93NUMPY\1\0", 8);
	buf_add(b, (char[]){(char)n, (char)(n >> 8)}, 2);
	buf_add(b, dict, (size_t)n);
}

/* v as NumPy's type: '<' or '>', kind, size. */
static void
put(Buf *b, const char *type, double v)
{
	size_t n = (size_t)(type[2] - '0');
	float f = (float)v;
	uint32_t half;
	uint64_t w = 0;
	char s[8];

	if (type[1] == 'f' && n == 8) {
		memcpy(&w, &v, sizeof w);
	} else if (type[1] == 'f') {
		memcpy(&half, &f, sizeof half);
		w = half;
	} else {
		w = (uint64_t)(int64_t)v;
	}
	for (size_t i = 0; i < n; i++)
		s[type[0] == '>' ? n - 1 - i : i] = (char)(w >> (8 * i));
	buf_add(b, s, n);
}

/* Samples that every number type holds: two columns, some rows too many. */
enum { ROWS = 120000, KEPT = 100000 };

static double
value(uint32_t row, uint32_t col)
{
	return (double)((row * 7 + col * 13) % 101);
}

static void
check_values(const Samples *s, int x0, int x1)
{
	assert_int_equal(s->nrow, ROWS);
	assert_int_equal(s->nkept, KEPT);
	assert_true(s->col.at[x0].lo == 0 && s->col.at[x0].hi == 100);
	for (size_t r = 0, k = 0; r < s->nkept; r++, k++) {
		const double *row = s->kept + r * s->col.len;

		/* 7 and 101 have no common factor: a value tells the row but
		 * for multiples of 101; they are in order */
		while (k < ROWS && value((uint32_t)k, 0) != row[x0])
			k++;
		assert_true(k < ROWS && row[x1] == value((uint32_t)k, 1));
	}
}

static void
matrix(const Place *p, const char *type, bool fortran)
{
	Buf b = buf_new(p->a);

	npy_head(&b, arena_printf(p->a, "'%s'", type),
	         fortran ? "True" : "False", "(120000, 2)");
	for (uint32_t i = 0; i < 2 * ROWS; i++)
		put(&b, type,
		    fortran ? value(i % ROWS, i / ROWS) : value(i / 2, i % 2));
	write_bytes(p, b.s, b.len);
}

static void
test_layouts(void **state)
{
	static const char *const type[] = {"<f8", ">f8", "<f4", ">f4", "<i1",
	                                   ">i2", "<i4", "<i8", ">i8", "<u1",
	                                   "<u2", ">u4", "<u8"};
	Place *p = *state;
	Buf b = buf_new(p->a);
	Samples csv, s;

	buf_printf(&b, "x0,x1\n");
	for (uint32_t r = 0; r < ROWS; r++)
		buf_printf(&b, "%g,%g\n", value(r, 0), value(r, 1));
	write_bytes(p, b.s, b.len);
	csv = samples(p);
	check_values(&csv, 0, 1);
	for (size_t i = 0; i < 2 * sizeof type / sizeof *type; i++) {
		matrix(p, type[i / 2], i % 2);
		s = samples(p);
		check_values(&s, 0, 1);
		/* not only some rows: the same */
		assert_memory_equal(s.kept, csv.kept,
		                    s.nkept * 2 * sizeof(double));
	}
}

/* Fields of other types between those that are read. */
static void
test_structure(void **state)
{
	Place *p = *state;
	Buf b = buf_new(p->a);

	npy_head(&b,
	         "[('x1', '>i2'), ('name', '<U2'), ('', '|V1'), "
	         "('x0', '<f4')]",
	         "False", "(120000,)");
	for (uint32_t r = 0; r < ROWS; r++) {
		put(&b, ">i2", value(r, 1));
		buf_add(&b, "a\0\0\0b\0\0\0!", 9);
		put(&b, "<f4", value(r, 0));
	}
	write_bytes(p, b.s, b.len);
	Samples s = samples(p);
	check_values(&s, samples_column(&s, "x0"), samples_column(&s, "x1"));
	assert_non_null(s.col.at[samples_column(&s, "name")].wrong);
}

/* numpy.savez(f, x1=array([1, -2, 3], '<i2'), x0=array([.5, 1.5, -2.5],
 * '>f4')), NumPy 1.24 */
static const unsigned char stored[] = {
    0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x21, 0x00, 0x92, 0x1f, 0x28, 0xe3, 0x86, 0x00, 0x00, 0x00, 0x86, 0x00,
    0x00, 0x00, 0x06, 0x00, 0x14, 0x00, 0x78, 0x31, 0x2e, 0x6e, 0x70, 0x79,
    0x01, 0x00, 0x10, 0x00, 0x86, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x86, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x93, 0x4e, 0x55, 0x4d,
    0x50, 0x59, 0x01, 0x00, 0x76, 0x00, 0x7b, 0x27, 0x64, 0x65, 0x73, 0x63,
    0x72, 0x27, 0x3a, 0x20, 0x27, 0x3c, 0x69, 0x32, 0x27, 0x2c, 0x20, 0x27,
    0x66, 0x6f, 0x72, 0x74, 0x72, 0x61, 0x6e, 0x5f, 0x6f, 0x72, 0x64, 0x65,
    0x72, 0x27, 0x3a, 0x20, 0x46, 0x61, 0x6c, 0x73, 0x65, 0x2c, 0x20, 0x27,
    0x73, 0x68, 0x61, 0x70, 0x65, 0x27, 0x3a, 0x20, 0x28, 0x33, 0x2c, 0x29,
    0x2c, 0x20, 0x7d, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
    0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
    0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
    0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
    0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
    0x20, 0x20, 0x20, 0x0a, 0x01, 0x00, 0xfe, 0xff, 0x03, 0x00, 0x50, 0x4b,
    0x03, 0x04, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x21, 0x00,
    0xfc, 0x85, 0xd2, 0x75, 0x8c, 0x00, 0x00, 0x00, 0x8c, 0x00, 0x00, 0x00,
    0x06, 0x00, 0x14, 0x00, 0x78, 0x30, 0x2e, 0x6e, 0x70, 0x79, 0x01, 0x00,
    0x10, 0x00, 0x8c, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x8c, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59,
    0x01, 0x00, 0x76, 0x00, 0x7b, 0x27, 0x64, 0x65, 0x73, 0x63, 0x72, 0x27,
    0x3a, 0x20, 0x27, 0x3e, 0x66, 0x34, 0x27, 0x2c, 0x20, 0x27, 0x66, 0x6f,
    0x72, 0x74, 0x72, 0x61, 0x6e, 0x5f, 0x6f, 0x72, 0x64, 0x65, 0x72, 0x27,
    0x3a, 0x20, 0x46, 0x61, 0x6c, 0x73, 0x65, 0x2c, 0x20, 0x27, 0x73, 0x68,
    0x61, 0x70, 0x65, 0x27, 0x3a, 0x20, 0x28, 0x33, 0x2c, 0x29, 0x2c, 0x20,
    0x7d, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
    0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
    0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
    0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
    0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
    0x20, 0x0a, 0x3f, 0x00, 0x00, 0x00, 0x3f, 0xc0, 0x00, 0x00, 0xc0, 0x20,
    0x00, 0x00, 0x50, 0x4b, 0x01, 0x02, 0x14, 0x03, 0x14, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x21, 0x00, 0x92, 0x1f, 0x28, 0xe3, 0x86, 0x00,
    0x00, 0x00, 0x86, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x01, 0x00, 0x00, 0x00, 0x00,
    0x78, 0x31, 0x2e, 0x6e, 0x70, 0x79, 0x50, 0x4b, 0x01, 0x02, 0x14, 0x03,
    0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x21, 0x00, 0xfc, 0x85,
    0xd2, 0x75, 0x8c, 0x00, 0x00, 0x00, 0x8c, 0x00, 0x00, 0x00, 0x06, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x01,
    0xbe, 0x00, 0x00, 0x00, 0x78, 0x30, 0x2e, 0x6e, 0x70, 0x79, 0x50, 0x4b,
    0x05, 0x06, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x02, 0x00, 0x68, 0x00,
    0x00, 0x00, 0x82, 0x01, 0x00, 0x00, 0x00, 0x00,
};

/* X = the same in Fortran's order, <f8 */
static const unsigned char deflated[] = {
    0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00,
    0x21, 0x00, 0xc9, 0x6e, 0x95, 0x7f, 0x5a, 0x00, 0x00, 0x00, 0xb0, 0x00,
    0x00, 0x00, 0x05, 0x00, 0x14, 0x00, 0x58, 0x2e, 0x6e, 0x70, 0x79, 0x01,
    0x00, 0x10, 0x00, 0xb0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x5a,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x9b, 0xec, 0x17, 0xea, 0x1b,
    0x10, 0xc9, 0xc8, 0x50, 0xc6, 0x50, 0xad, 0x9e, 0x92, 0x5a, 0x9c, 0x5c,
    0xa4, 0x6e, 0xa5, 0xa0, 0x6e, 0x93, 0x66, 0xa1, 0xae, 0xa3, 0xa0, 0x9e,
    0x96, 0x5f, 0x54, 0x52, 0x94, 0x98, 0x17, 0x9f, 0x5f, 0x94, 0x92, 0x0a,
    0x12, 0x0f, 0x29, 0x2a, 0x4d, 0x05, 0x0a, 0x17, 0x67, 0x24, 0x16, 0xa4,
    0x02, 0xb9, 0x1a, 0xc6, 0x3a, 0x0a, 0x46, 0x9a, 0x3a, 0x0a, 0xb5, 0x0a,
    0xe4, 0x03, 0x2e, 0x06, 0x30, 0x78, 0x60, 0x0f, 0xa1, 0x7f, 0x40, 0x69,
    0x96, 0x03, 0x10, 0xfa, 0x03, 0x94, 0xcf, 0x00, 0xe5, 0x73, 0x38, 0x00,
    0x00, 0x50, 0x4b, 0x01, 0x02, 0x14, 0x03, 0x14, 0x00, 0x00, 0x00, 0x08,
    0x00, 0x00, 0x00, 0x21, 0x00, 0xc9, 0x6e, 0x95, 0x7f, 0x5a, 0x00, 0x00,
    0x00, 0xb0, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x01, 0x00, 0x00, 0x00, 0x00, 0x58,
    0x2e, 0x6e, 0x70, 0x79, 0x50, 0x4b, 0x05, 0x06, 0x00, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x01, 0x00, 0x33, 0x00, 0x00, 0x00, 0x91, 0x00, 0x00, 0x00,
    0x00, 0x00,
};

static void
check_three(const Samples *s, uint32_t x0, uint32_t x1)
{
	static const double want[][2] = {{0.5, 1}, {1.5, -2}, {-2.5, 3}};

	assert_int_equal(s->nkept, 3);
	for (size_t r = 0; r < 3; r++) {
		assert_true(s->kept[2 * r + x0] == want[r][0]);
		assert_true(s->kept[2 * r + x1] == want[r][1]);
	}
	assert_true(s->col.at[x0].lo == -2.5 && s->col.at[x0].hi == 1.5);
	assert_true(s->col.at[x1].lo == -2 && s->col.at[x1].hi == 3);
}

static void
test_archives(void **state)
{
	Place *p = *state;
	Samples s;

	write_bytes(p, stored, sizeof stored);
	s = samples(p);
	assert_int_equal(samples_column(&s, "x0"), 1);
	assert_int_equal(samples_column(&s, "X1"), 0);
	check_three(&s, 1, 0);
	write_bytes(p, deflated, sizeof deflated);
	s = samples(p);
	assert_null(s.col.at[0].name);
	check_three(&s, 0, 1);
}

/* ---- names ---- */

/* The columns that `names` (blanks between) get of an array of n columns. */
static const char *
bound(const Place *p, int n, const char *names, bool one)
{
	Diag *d = diag_new(p->a, NULL);
	Expr *e = expr_new(p->a, d);
	Buf b = buf_new(p->a);
	Samples s;
	int col[8];

	npy_head(&b, "'|u1'", "False", arena_printf(p->a, "(1, %d)", n));
	buf_add(&b, "\1\2\3\4\5\6\7\10", (size_t)n);
	write_bytes(p, b.s, b.len);
	assert_true(read_it(p, d, &s));
	while (*names) {
		size_t len = strcspn(names, " ");

		expr_var(e, arena_strndup(p->a, names, len), (Span){0});
		names += len + (names[len] == ' ');
	}
	if (!samples_bind(d, &s, e, one, col))
		return "none";
	b = buf_new(p->a);
	for (uint32_t i = 0; i < e->var.len; i++)
		buf_printf(&b, "%s%d", i ? " " : "", col[i]);
	return b.s;
}

static void
test_assumed(void **state)
{
	Place *p = *state;

	assert_string_equal(bound(p, 3, "x2 x0", false), "2 0");
	assert_string_equal(bound(p, 3, "x3 x1", true), "2 0");
	assert_string_equal(bound(p, 2, "pt eta", false), "0 1");
	assert_string_equal(bound(p, 3, "pt eta", false), "none");
	assert_string_equal(bound(p, 2, "x0 x2", false), "0 1");
	assert_string_equal(bound(p, 1, "x0 x2", false), "none");
}

/* ---- what is wrong ---- */

static void
test_wrong_arrays(void **state)
{
	static const struct {
		const char *descr, *order, *shape, *data, *message;
	} row[] = {
	    {"'<f8'", "False", "(2, 2)", "", "ends before row 2 of 2 is there"},
	    {"'<f8'", "False", "(1152921504606846976, 2)", "",
	     "there are less bytes in the"},
	    {"'<f8'", "False", "(2, 2, 2)", "", "an array of samples has one"},
	    {"'<f8'", "False", "()", "", "an array of samples has one"},
	    {"'<f8'", "False", "(2, 0)", "", "an array of samples has 1 to"},
	    {"'<f8'", "False", "(0, 2)", "", "there are no samples"},
	    {"'|O'", "False", "(2, 2)", "", "items of this type are not read"},
	    {"'<f8'", "Maybe", "(2, 2)", "", "False is expected here"},
	    {"'<f8'", "True", "2", "", "( is expected here"},
	    {"'<f8', 'more': 1", "True", "(1, 2)", "", "one of descr, fortran"},
	    {"[('a', '<f4', (2,))]", "True", "(1,)", "", ") is expected here"},
	    {"[]", "False", "(1,)", "", "the array has no fields"},
	    {"[('x0', '|u1'), ('x1', '|u1')]", "False", "(1, 1)", "",
	     "structures come in one dimension only"},
	    {"[('x0', '|u1'), ('x2', '|u1')]", "False", "(1,)", "ab",
	     "no column 'x1' in the samples"},
	    {"[('x0', '|u1'), ('x1', '<f2')]", "False", "(1,)", "abc",
	     "column 'x1': type '<f2' is no number that is read"},
	    {"'<f4'", "False", "(1, 2)", "\0\0\0\0\0\0\xc0\x7f",
	     "column 'x1': nan in row 1 is no finite number"},
	};
	Place *p = *state;

	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		Buf b = buf_new(p->a);

		npy_head(&b, row[i].descr, row[i].order, row[i].shape);
		buf_add(&b, row[i].data,
		        row[i].data[0] ? strlen(row[i].data)
		        : i == sizeof row / sizeof *row - 1 ? 8
		                                            : 0);
		write_bytes(p, b.s, b.len);
		const char *m = message(p);

		if (!strstr(m, row[i].message))
			fail_msg("%s, %s: %s", row[i].descr, row[i].shape, m);
	}
}

/* An archive of arrays, each an .npy of three bytes a row. */
static void
archive(const Place *p, const char *const *name, const char *const *shape)
{
	zip_t *z = zip_open(p->path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

	assert_non_null(z);
	for (size_t i = 0; name[i]; i++) {
		Buf b = buf_new(p->a);
		zip_source_t *s;

		npy_head(&b, "'|u1'", "False", shape[i]);
		buf_add(&b, "abcdef", 6);
		s = zip_source_buffer(z, b.s, b.len, 0);
		assert_true(zip_file_add(z, name[i], s, 0) >= 0);
	}
	assert_int_equal(zip_close(z), 0);
}

static void
test_wrong_archives(void **state)
{
	static const struct {
		const char *name[4], *shape[4], *message;
	} row[] = {
	    {{"x0.npy", "x1.npy"},
	     {"(6,)", "(5,)"},
	     "column 'x1': it has 5 rows where others have 6"},
	    {{"a.npy", "b.npy"},
	     {"(3, 2)", "(2, 3)"},
	     "a second array of two dimensions; the first is 'a'"},
	    {{"readme.txt"}, {"(6,)"}, "the archive: it holds no arrays"},
	    {{"x0.npy", "pt.npy"},
	     {"(6,)", "(6,)"},
	     "no column 'x1' in the samples"},
	    {{"x0.npy", "x1.npy"},
	     {"(6,)", "(900,)"},
	     "there are less bytes in the file than in the array"},
	};
	Place *p = *state;

	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		archive(p, row[i].name, row[i].shape);
		const char *m = message(p);

		if (!strstr(m, row[i].message))
			fail_msg("%s: %s", row[i].message, m);
	}
}

/* One byte changed, or the end cut off: a message or samples, nothing else. */
static void
damage(const Place *p, const unsigned char *s, size_t n)
{
	unsigned char *t = arena_alloc(p->a, n);

	for (size_t i = 0; i < 2 * n; i++) {
		Diag *d = diag_new(p->a, NULL);
		Samples out;

		memcpy(t, s, n);
		t[i % n] ^= (unsigned char)(1u << i % 8);
		write_bytes(p, t, i < n ? n : i - n);
		assert_true(read_it(p, d, &out) || d->errors);
	}
}

static void
test_damage(void **state)
{
	Place *p = *state;
	Buf b = buf_new(p->a);

	damage(p, stored, sizeof stored);
	damage(p, deflated, sizeof deflated);
	npy_head(&b, "[('x0', '<f8'), ('x1', '>i2')]", "False", "(2,)");
	for (int i = 0; i < 2; i++) {
		put(&b, "<f8", 1.5);
		put(&b, ">i2", -3);
	}
	damage(p, (const unsigned char *)b.s, b.len);
}

static void
test_wrong_text(void **state)
{
	static const struct {
		const char *text, *message;
	} row[] = {
	    {"x0,x1\n1,2\n3,nan\n", "column 'x1': 'nan' in row 2 is not a fi"},
	    {"x0,x1\n1,2\ninf,3\n", "column 'x0': 'inf' in row 2 is not a fi"},
	    {"x0,x1\n1,\n", "column 'x1': '' in row 1 is not a finite number"},
	    {"x0;x1\n1;2,5\n", "the decimal mark is a point"},
	    {"x0,x1\n1,0x\n", "column 'x1': '0x' in row 1 is not"},
	    {"x0,x1,x0\n1,2,3\n", "column 'x0': there are two columns 'x0'"},
	    {"x0,pt,y\n1,2,3\n", "no column 'x1' in the samples"},
	    {"x0,x1\n1\n", "1 cells where the header has 2 names"},
	    {"x0,x1\n1,2,3\n", "more cells than the header has names"},
	    {"x0,x1\n", "there are no samples in the file"},
	    {"", "there are no samples in the file"},
	    {"\x89HDF\r\n", "samples are not read from an HDF5 file"},
	    {"\x1f\x8b\x08", "samples are not read from gzip"},
	};
	Place *p = *state;

	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		write_bytes(p, row[i].text, strlen(row[i].text));
		const char *m = message(p);

		if (!strstr(m, row[i].message))
			fail_msg("%s: %s", row[i].text, m);
	}
}

/* ---- size ---- */

/* The largest memory, in kB, of a process that reads the file. */
static long
memory(const Place *p)
{
	struct rusage use;
	int status = 1;
	pid_t child = fork();

	if (child == 0) {
		Samples s;

		_exit(read_it(p, diag_new(p->a, NULL), &s) && s.nkept == KEPT &&
		              s.col.at[1].hi == 80
		          ? 0
		          : 1);
	}
	assert_true(child > 0 && waitpid(child, &status, 0) == child);
	assert_int_equal(getrusage(RUSAGE_CHILDREN, &use), 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	return use.ru_maxrss;
}

/* A text of 50 MB takes no more memory than one of 1 MB. */
static void
test_large(void **state)
{
	enum { LINES = 4000, TIMES = 850, LIMIT = 40000 };
	Place *p = *state;
	Buf b = buf_new(p->a);
	FILE *f = fopen(p->path, "w");

	assert_non_null(f);
	fputs("note,x0,x1\n", f);
	for (int i = 0; i < LINES; i++)
		buf_printf(&b, "some words,%d,0.%04d\n", i % 81, i);
	for (int i = 0; i < TIMES; i++)
		fwrite(b.s, 1, b.len, f);
	assert_true(ftell(f) > 50000000);
	assert_int_equal(fclose(f), 0);
	const long kb = memory(p);
#ifndef __SANITIZE_ADDRESS__
	assert_in_range(kb, 1000, LIMIT);
#else
	(void)kb;
#endif
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest test[] = {
	    TEST(test_large), /* first: a child has its parent's memory */
	    TEST(test_layouts),      TEST(test_structure),
	    TEST(test_archives),     TEST(test_assumed),
	    TEST(test_wrong_arrays), TEST(test_wrong_archives),
	    TEST(test_damage),       TEST(test_wrong_text),
	};
	return cmocka_run_group_tests(test, NULL, NULL);
}
