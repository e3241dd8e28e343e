/* Files to DIR, all or none.
 *
 * A new DIR is written as a hidden sibling and renamed when it is complete:
 * a full disk leaves nothing and a kill leaves at most that sibling. In a DIR
 * that is ours each file is replaced by rename, the manifest last; files that
 * only the old design had, and what verify and synth said, go first. A DIR that holds
 * anything else is left alone. */
#include "backends/backend.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_MANIFEST = 1 << 26 };

static bool
is_manifest(const char *path)
{
	const char *slash = strrchr(path, '/');

	return !strcmp(slash ? slash + 1 : path, "manifest.json");
}

static const char *
folder_of(Arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return slash == path ? "/"
	                     : arena_strndup(a, path, (size_t)(slash - path));
}

typedef bool Write(const char *path, const char *s, size_t len);

/* Writes the manifests, or all but the manifests. */
static bool
write_some(Arena *a, const char *dir, const OutFiles *o, Write *write,
           bool manifests)
{
	for (uint32_t i = 0; i < o->file.len; i++) {
		const OutFile *f = &o->file.at[i];
		const char *path = arena_printf(a, "%s/%s", dir, f->path);

		if (is_manifest(f->path) != manifests)
			continue;
		if (!dir_make(folder_of(a, path)) ||
		    !write(path, f->text, f->len))
			return false;
	}
	return true;
}

static bool
write_all(Arena *a, const char *dir, const OutFiles *o, Write *write)
{
	return write_some(a, dir, o, write, false) &&
	       write_some(a, dir, o, write, true);
}

/* rm -r of what write_all made: its files, then the folders they were in. */
static void
remove_all(Arena *a, const char *dir, const OutFiles *o)
{
	for (uint32_t i = 0; i < o->file.len; i++)
		unlink(arena_printf(a, "%s/%s", dir, o->file.at[i].path));
	for (uint32_t i = 0; i < o->file.len; i++) {
		const char *p = folder_of(a, o->file.at[i].path);

		for (; strcmp(p, ".") != 0; p = folder_of(a, p))
			if (rmdir(arena_printf(a, "%s/%s", dir, p)) != 0)
				break;
	}
	rmdir(dir);
}

static bool
write_new(Arena *a, const char *dir, const OutFiles *o)
{
	const char *folder = folder_of(a, dir), *slash = strrchr(dir, '/');
	const char *temp =
	    arena_printf(a, "%s/.%s.tmp-%ld", folder, slash ? slash + 1 : dir,
	                 (long)getpid());
	int err;

	if (dir_make(folder) && dir_make(temp) &&
	    write_all(a, temp, o, file_put) && rename(temp, dir) == 0)
		return true;
	err = errno;
	remove_all(a, temp, o);
	errno = err;
	return false;
}

static bool
has_our_manifest(Arena *a, const char *dir)
{
	size_t len;
	const char *s = file_read(a, arena_printf(a, "%s/manifest.json", dir),
	                          MAX_MANIFEST, &len);

	return s && strstr(s, "\"symgate\"");
}

/* Ours: a design, or folders of ours and nothing else, of designs of a file
 * and of rows of a front; *empty: no entries. */
static bool
is_ours(Arena *a, const char *dir, int depth, bool *empty)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	bool ours = true, none;

	*empty = d != NULL;
	if (has_our_manifest(a, dir))
		*empty = false;
	else
		while (d && (e = readdir(d))) {
			const char *n = e->d_name;

			if (!strcmp(n, ".") || !strcmp(n, ".."))
				continue;
			*empty = false;
			ours = ours && depth &&
			       is_ours(a, arena_printf(a, "%s/%s", dir, n),
			               depth - 1, &none);
		}
	if (d)
		closedir(d);
	return ours && d && !*empty;
}

static bool
is_written(const OutFiles *o, const char *path)
{
	for (uint32_t i = 0; i < o->file.len; i++)
		if (!strcmp(o->file.at[i].path, path))
			return true;
	return false;
}

/* Files that the design in dir/folder lists and the new one has not. */
static void
remove_listed(Arena *a, const char *dir, const char *folder, const OutFiles *o)
{
	const char *path = arena_printf(a, "%s/%s/manifest.json", dir, folder);
	json_t *root = json_load_file(path, 0, NULL), *v;
	size_t i;

	json_array_foreach(json_object_get(root, "files"), i, v)
	{
		const char *s = json_string_value(v);

		if (!s || s[0] == '/' || strstr(s, ".."))
			continue;
		if (strcmp(folder, ".") != 0)
			s = arena_printf(a, "%s/%s", folder, s);
		if (!is_written(o, s))
			unlink(arena_printf(a, "%s/%s", dir, s));
	}
	json_decref(root);
}

/* What would outlive the design that is being replaced: its own files under
 * other names, and the reports on it. */
static void
remove_old(Arena *a, const char *dir, const OutFiles *o)
{
	for (uint32_t i = 0; i < o->file.len; i++) {
		const char *path = o->file.at[i].path;
		const char *in = folder_of(a, path);

		if (!is_manifest(path))
			continue;
		unlink(arena_printf(a, "%s/%s/verify.json", dir, in));
		unlink(arena_printf(a, "%s/%s/synth.json", dir, in));
		remove_listed(a, dir, in, o);
	}
}

bool
out_write(Diag *diag, Span dir, const OutFiles *o)
{
	Arena *a = diag->a;
	char *path = arena_strdup(a, diag_text(diag, dir, a));
	struct stat st;
	/* a design does not go in among others */
	int depth = is_written(o, "manifest.json") ? 0 : 2;
	bool ok, empty = false;

	for (size_t n = strlen(path); n > 1 && path[n - 1] == '/'; n--)
		path[n - 1] = '\0';
	if (stat(path, &st) != 0) {
		ok = write_new(a, path, o);
	} else if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		ok = false;
	} else if (is_ours(a, path, depth, &empty)) {
		remove_old(a, path, o);
		ok = write_all(a, path, o, file_write);
	} else if (empty) {
		ok = write_new(a, path, o);
	} else {
		diag_error(diag, dir,
		           "the folder holds files that are not symgate's");
		diag_note(diag, "give -o a new or an empty folder, or one that "
		                "an earlier compile made");
		return false;
	}
	if (!ok)
		diag_error(diag, dir, "cannot write the folder: %s",
		           strerror(errno));
	return ok;
}
