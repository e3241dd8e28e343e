/* A temporary folder, gone when its arena goes.
 *
 * Contract: everything in it has names of ours; the user's files come in as
 * symbolic links, so that no path of theirs reaches a makefile or a shell. */
#include "testbench/bench.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Never follows a link. */
static void
remove_tree(int parent, const char *name)
{
	int fd = openat(parent, name,
	                O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0 &&
		    unlinkat(fd, e->d_name, 0) != 0)
			remove_tree(fd, e->d_name);
	if (dir)
		closedir(dir);
	unlinkat(parent, name, AT_REMOVEDIR);
}

static void
remove_temp(void *dir)
{
	remove_tree(AT_FDCWD, dir);
}

const char *
temp_new(Arena *a, const char *base)
{
	const char *tmp = getenv("TMPDIR");
	char *dir;

	if (!base)
		base = tmp && *tmp ? tmp : "/tmp";
	dir = arena_printf(a, "%s/symgate-XXXXXX", base);

	if (!mkdtemp(dir))
		return NULL;
	if (!getenv("KEEP"))
		arena_defer(a, remove_temp, dir);
	return dir;
}

bool
temp_write(Arena *a, const char *dir, const char *name, const void *p,
           size_t size)
{
	const char *path = arena_printf(a, "%s/%s", dir, name);
	FILE *f = fopen(path, "wb");
	bool ok = f && fwrite(p, 1, size, f) == size;

	return f && fclose(f) == 0 && ok;
}

/* The absolute path of what the user may have named from here. */
static const char *
absolute(Arena *a, const char *path)
{
	enum { LONGEST = 1 << 16 };
	char *here;

	if (*path == '/')
		return path;
	here = arena_alloc(a, LONGEST);
	return getcwd(here, LONGEST) ? arena_printf(a, "%s/%s", here, path)
	                             : path;
}

bool
temp_link(Arena *a, const char *dir, const char *name, const char *target)
{
	return access(target, R_OK) == 0 &&
	       symlink(absolute(a, target),
	               arena_printf(a, "%s/%s", dir, name)) == 0;
}
