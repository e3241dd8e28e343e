/* The files of a search by their names.
 *
 * PySR with several outputs writes hall_of_fame.csv.out1, .out2 (before 1.0,
 * backups .bkup), out1_hall_of_fame.csv (2021) or hall_of_fame_output1.csv
 * (backups .bak); giving hall_of_fame.csv means all of them. A file that a
 * killed search left as its backup only is read from that. SymTorch writes
 * SR_output/<block>/dim<d>_<time>/hall_of_fame.csv: the last time counts, and
 * a dimension without a folder was pruned and is 0. FILE.c:FUNCTION is a C file
 * and which of its functions is meant. */
#include "driver/paths.h"

#include "frontend/front.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_OUTPUTS = 1000 };

static const char table_name[] = "hall_of_fame.csv";

const char *
path_last(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool
is_folder(const char *path)
{
	struct stat s;

	return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

static bool
exists(const char *path)
{
	struct stat s;

	return stat(path, &s) == 0;
}

/* The file, or its backup where only that is left, or NULL. */
static const char *
file_or_backup(Arena *a, const char *path)
{
	static const char *const ends[] = {"", ".bak", ".bkup"};

	for (size_t i = 0; path && i < sizeof ends / sizeof *ends; i++) {
		const char *s = arena_printf(a, "%s%s", path, ends[i]);

		if (exists(s))
			return s;
	}
	return NULL;
}

/* ---- outputs of one search ---- */

/* "y3" for a path that ends in .out3, .out3.bkup or _output3.csv, or whose
 * file is out3_...; else NULL. */
static const char *
output_name(Arena *a, const char *path)
{
	static const char *const marks[] = {".out", "_output"};
	const char *slash = strrchr(path, '/');
	const char *file = slash ? slash + 1 : path;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		const char *at = strstr(file, marks[i]);
		size_t n;

		if (!at)
			continue;
		at += strlen(marks[i]);
		n = strspn(at, "0123456789");
		if (n && (!at[n] || at[n] == '.'))
			return arena_printf(a, "y%.*s", (int)n, at);
	}
	if (strncmp(file, "out", 3) == 0) {
		size_t n = strspn(file + 3, "0123456789");

		if (n && file[3 + n] == '_')
			return arena_printf(a, "y%.*s", (int)n, file + 3);
	}
	return NULL;
}

/* Output k of the search that `path` names, in one of the three styles. */
static const char *
sibling(Arena *a, const char *path, int style, int k)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	int dir = slash ? (int)(slash + 1 - path) : 0;

	if (style == 0)
		return arena_printf(a, "%s.out%d", path, k);
	if (style == 1 && dot && dot > path + dir)
		return arena_printf(a, "%.*s_output%d%s", (int)(dot - path),
		                    path, k, dot);
	if (style == 2)
		return arena_printf(a, "%.*sout%d_%s", dir, path, k,
		                    path + dir);
	return NULL;
}

static bool
add_siblings(Arena *a, const char *path, Paths *p)
{
	for (int style = 0; style < 3; style++) {
		for (int k = 1; k <= MAX_OUTPUTS; k++) {
			const char *s =
			    file_or_backup(a, sibling(a, path, style, k));

			if (!s)
				break;
			vec_push(
			    a, *p,
			    ((Path){.path = s, .output = output_name(a, s)}));
		}
		if (p->len)
			return true;
	}
	return false;
}

/* ---- folders ---- */

typedef VEC(const char *) Names;

static int
by_name(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* The folders below `path`, sorted. */
static Names
folders(Arena *a, const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *e;
	Names n = {0};

	while (dir && (e = readdir(dir))) {
		const char *s = arena_printf(a, "%s/%s", path, e->d_name);

		if (e->d_name[0] != '.' && is_folder(s))
			vec_push(a, n, arena_strdup(a, e->d_name));
	}
	if (dir)
		closedir(dir);
	if (n.len)
		qsort(n.at, n.len, sizeof *n.at, by_name);
	return n;
}

/* The d of dim<d>_<time>, or -1. */
static int
dimension(const char *name)
{
	char *end;
	long d;

	if (strncmp(name, "dim", 3) != 0 || !isdigit((unsigned char)name[3]))
		return -1;
	d = strtol(name + 3, &end, 10);
	return *end == '_' && d < MAX_OUTPUTS ? (int)d : -1;
}

/* The dim<d>_* folders of a block: names are sorted, so that the last time of
 * a dimension replaces the ones before. */
static bool
add_dimensions(Arena *a, const char *path, Paths *p)
{
	Names n = folders(a, path);

	for (uint32_t i = 0; i < n.len; i++) {
		int d = dimension(n.at[i]);
		const char *s = file_or_backup(
		    a, arena_printf(a, "%s/%s/%s", path, n.at[i], table_name));

		if (d < 0 || !s)
			continue;
		while (p->len <= (uint32_t)d)
			vec_push(a, *p, ((Path){0}));
		p->at[d].path = s;
	}
	for (uint32_t i = 0; i < p->len; i++)
		p->at[i].output = arena_printf(a, "y%u", i);
	return p->len > 0;
}

static bool
no_table(Diag *d, Span text, const Names *blocks)
{
	Buf b = buf_new(d->a);

	for (uint32_t i = 0; i < blocks->len; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", blocks->at[i]);
	diag_error(d, text, "the folder has no %s", table_name);
	if (blocks->len)
		diag_note(d, "give one of the folders in it: %s", b.s);
	return false;
}

static bool
add_folder(Arena *a, Diag *d, Span text, const char *path, Paths *p)
{
	const char *table = arena_printf(a, "%s/%s", path, table_name);
	const char *s = file_or_backup(a, table);
	Names n;

	if (s) {
		vec_push(a, *p, ((Path){.path = s}));
		return true;
	}
	if (add_siblings(a, table, p) || add_dimensions(a, path, p))
		return true;
	n = folders(a, path);
	if (n.len == 1 &&
	    add_dimensions(a, arena_printf(a, "%s/%s", path, n.at[0]), p))
		return true;
	return no_table(d, text, &n);
}

size_t
path_file_len(const char *text)
{
	const char *colon = text;

	while (!exists(text) && (colon = strchr(colon, ':'))) {
		if (clang_kind(text, (size_t)(colon - text)))
			return (size_t)(colon - text);
		colon++;
	}
	return strlen(text);
}

bool
paths_expand(Arena *a, Diag *d, Span text, Paths *p)
{
	const char *path = diag_text(d, text, a);
	const char *there = file_or_backup(a, path);
	size_t n = path_file_len(path);
	Span function = text;

	p->len = 0;
	if (path[n]) {
		function.pos += (uint32_t)n + 1;
		function.len -= (uint32_t)n + 1;
		vec_push(a, *p,
		         ((Path){.path = arena_strndup(a, path, n),
		                 .function = function}));
		return true;
	}
	if (is_folder(path))
		return add_folder(a, d, text, path, p);
	if (!there && add_siblings(a, path, p))
		return true;
	if (there)
		path = there;
	vec_push(a, *p, ((Path){.path = path, .output = output_name(a, path)}));
	return true;
}
