/* NumPy's .npz: a ZIP archive of .npy files, through libzip.
 *
 * Arrays of one dimension are columns of the array's name; one array of two
 * dimensions gives columns without names. All have as many rows as that one,
 * or as the first: what differs is no column to use. */
#include "ir/samples_in.h"

#include <string.h>
#include <zip.h>

enum { MAX_MEMBERS = 10000, MAX_RATIO = 1100 /* deflate's is 1032 */ };

typedef struct Member {
	zip_uint64_t index; /* in the archive */
	const char *name;   /* the array's */
	Array array;
	uint32_t first; /* its first column */
} Member;

typedef struct Npz {
	Intake *in;
	zip_t *zip;
	VEC(Member) member;
	const Member *table; /* the one of two dimensions, or NULL */
} Npz;

static bool
failed(Npz *z, const char *what, const char *why)
{
	diag_error(z->in->d, z->in->path, "cannot read %s: %s", what, why);
	return false;
}

static long
read_member(void *from, void *to, size_t n)
{
	size_t got = 0;

	while (got < n) {
		zip_int64_t k = zip_fread(from, (char *)to + got, n - got);

		if (k < 0)
			return -1;
		if (k == 0)
			break;
		got += (size_t)k;
	}
	return (long)got;
}

/* Opens member m, reads its header into *r, and then its cells if they are
 * asked for. */
static bool
with_member(Npz *z, Member *m, Array *r, bool cells)
{
	zip_stat_t st;
	zip_file_t *f = zip_fopen_index(z->zip, m->index, 0);
	Stream s = {
	    .name = arena_printf(z->in->a, "%s:%s", z->in->s->path, m->name),
	    .read = read_member,
	    .from = f};
	bool ok;

	if (!f || zip_stat_index(z->zip, m->index, 0, &st) != 0)
		return failed(z, m->name, zip_strerror(z->zip));
	if (st.size / MAX_RATIO <= st.comp_size)
		s.size = st.size;
	ok = npy_header(z->in, &s, r) &&
	     (cells ? npy_cells(z->in, &s, r, m->first)
	            : (r->ndim != 1 && r->ndim != 2) ||
	                  array_is_table(z->in, &s, r));
	if (ok && cells && zip_file_get_error(f)->zip_err)
		ok = failed(z, m->name, zip_file_strerror(f));
	zip_fclose(f);
	return ok;
}

/* Reads the headers of all members; those of no or of many dimensions are
 * left out. */
static bool
read_headers(Npz *z)
{
	zip_int64_t n = zip_get_num_entries(z->zip, 0);

	if (n > MAX_MEMBERS)
		return failed(z, "the archive", "it has too many members");
	for (zip_int64_t i = 0; i < n; i++) {
		const char *name = zip_get_name(z->zip, (zip_uint64_t)i, 0);
		size_t len = name ? strlen(name) : 0;
		Member m = {.index = (zip_uint64_t)i};

		if (len < 5 || strcmp(name + len - 4, ".npy") != 0)
			continue;
		m.name = arena_strndup(z->in->a, name, len - 4);
		if (!with_member(z, &m, &m.array, false))
			return false;
		if (m.array.ndim == 1 || m.array.ndim == 2)
			vec_push(z->in->a, z->member, m);
	}
	return true;
}

static bool
find_table(Npz *z)
{
	for (uint32_t i = 0; i < z->member.len; i++) {
		const Member *m = &z->member.at[i];

		if (m->array.ndim != 2)
			continue;
		if (z->table) {
			diag_error(z->in->d, m->array.header,
			           "a second array of two dimensions; the "
			           "first is '%s'",
			           z->table->name);
			diag_note(z->in->d, "give a file with one of them, "
			                    "or save columns by their names");
			return false;
		}
		z->table = m;
	}
	return true;
}

static void
add_columns(Npz *z, Member *m, uint64_t nrow)
{
	const Array *r = &m->array;

	m->first = z->in->s->col.len;
	for (uint32_t k = 0; k < array_columns(r); k++) {
		const Field *f = array_field(r, k);
		uint32_t col = z->in->s->col.len;

		intake_column(z->in, r->ndim == 2 ? NULL
		                     : f->name    ? f->name
		                                  : m->name);
		if (!f->kind)
			intake_wrong(z->in, col, r->header,
			             "type '%s' is no number that is read",
			             f->type);
		if (r->shape[0] != nrow)
			intake_wrong(z->in, col, r->header,
			             "it has %llu rows where others have %llu",
			             (unsigned long long)r->shape[0],
			             (unsigned long long)nrow);
	}
}

static bool
read_archive(Npz *z)
{
	const Member *lead;

	if (!read_headers(z) || !find_table(z))
		return false;
	if (!z->member.len)
		return failed(z, "the archive", "it holds no arrays");
	lead = z->table ? z->table : &z->member.at[0];
	const uint64_t nrow = lead->array.shape[0];

	z->in->s->header = lead->array.header;
	for (uint32_t i = 0; i < z->member.len; i++)
		add_columns(z, &z->member.at[i], nrow);
	if (z->in->s->col.len > MAX_COLUMNS)
		return failed(z, "the archive", "more than 10,000 columns");
	intake_begin(z->in);
	intake_choose(z->in, nrow);
	for (uint32_t i = 0; i < z->member.len; i++) {
		Member *m = &z->member.at[i];
		Array again;

		if (m->array.shape[0] == nrow &&
		    !with_member(z, m, &again, true))
			return false;
	}
	return true;
}

bool
npz_samples(Intake *in, const char *path)
{
	int code;
	Npz z = {.in = in, .zip = zip_open(path, ZIP_RDONLY, &code)};
	zip_error_t error;
	bool ok;

	if (!z.zip) {
		zip_error_init_with_code(&error, code);
		failed(&z, "the archive", zip_error_strerror(&error));
		zip_error_fini(&error);
		return false;
	}
	ok = read_archive(&z);
	zip_discard(z.zip);
	return ok;
}
