/* Whole files, whole or not at all.
 *
 * A file is written under a temporary name in its own folder, synced and
 * renamed, so that a reader, a full disk or a kill at any time finds the old
 * file or the new one and nothing between. */
#include "util/util.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static ssize_t
read_some(int fd, char *p, size_t n)
{
	ssize_t got;

	do
		got = read(fd, p, n);
	while (got < 0 && errno == EINTR);
	return got;
}

/* The rest of fd, at most `limit` bytes. */
static char *
read_all(Arena *a, int fd, size_t limit, size_t *len)
{
	Buf b = buf_new(a);
	char part[1 << 16];
	ssize_t n;

	buf_add(&b, "", 0);
	while ((n = read_some(fd, part, sizeof part)) > 0) {
		if ((size_t)n > limit - b.len) {
			errno = EFBIG;
			return NULL;
		}
		buf_add(&b, part, (size_t)n);
	}
	*len = b.len;
	return n < 0 ? NULL : b.s;
}

char *
file_read(Arena *a, const char *path, size_t limit, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;
	char *s;

	if (fd < 0)
		return NULL;
	s = read_all(a, fd, limit, len);
	err = errno;
	close(fd);
	errno = err;
	return s;
}

static bool
write_all(int fd, const char *s, size_t len)
{
	while (len) {
		ssize_t n = write(fd, s, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		s += n;
		len -= (size_t)n;
	}
	return true;
}

/* Opens a new file beside `path`: hidden, and named so that no two writers
 * (processes or threads) ever share one. */
static int
open_beside(Arena *a, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	int dir = slash ? (int)(slash - path) + 1 : 0, fd;

	for (unsigned i = 0;; i++) {
		*name = arena_printf(a, "%.*s.%s.%ld.%u", dir, path, path + dir,
		                     (long)getpid(), i);
		fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
}

static bool
write_renamed(Arena *a, const char *path, const char *s, size_t len)
{
	const char *temp;
	int fd = open_beside(a, path, &temp), err;
	bool ok;

	if (fd < 0)
		return false;
	ok = write_all(fd, s, len) && fsync(fd) == 0;
	err = errno;
	if (close(fd) != 0 && ok) {
		err = errno;
		ok = false;
	}
	if (ok && rename(temp, path) == 0)
		return true;
	if (ok)
		err = errno;
	unlink(temp);
	errno = err;
	return false;
}

bool
file_put(const char *path, const char *s, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool ok;
	int err;

	if (fd < 0)
		return false;
	ok = write_all(fd, s, len);
	err = errno;
	if (close(fd) != 0 && ok) {
		err = errno;
		ok = false;
	}
	errno = err;
	return ok;
}

/* Devices and pipes are written in place: renaming would replace them. */
static bool
write_device(const char *path, const char *s, size_t len)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err;
	bool ok;

	if (fd < 0)
		return false;
	ok = write_all(fd, s, len);
	err = errno;
	close(fd);
	errno = err;
	return ok;
}

bool
file_write(const char *path, const char *s, size_t len)
{
	struct stat st;
	Arena *a;
	bool ok;
	int err;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return write_device(path, s, len);
	a = arena_new();
	ok = write_renamed(a, path, s, len);
	err = errno;
	arena_free(a);
	errno = err;
	return ok;
}

static bool
make_one(const char *path)
{
	struct stat st;

	if (mkdir(path, 0777) == 0)
		return true;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	if (errno == EEXIST)
		errno = ENOTDIR;
	return false;
}

bool
dir_make(const char *path)
{
	Arena *a = arena_new();
	char *p = arena_strdup(a, path);
	bool ok = true;
	int err;

	for (size_t i = 1; ok && p[0] && p[i]; i++)
		if (p[i] == '/' && p[i - 1] != '/') {
			p[i] = '\0';
			ok = make_one(p);
			p[i] = '/';
		}
	ok = ok && make_one(p);
	err = errno;
	arena_free(a);
	errno = err;
	return ok;
}

const char *
dir_cache(Arena *a)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	const char *path;

	if (xdg && xdg[0] == '/') { /* the standard: ignore a relative one */
		path = arena_printf(a, "%s/symgate", xdg);
	} else if (home && home[0] == '/') {
		path = arena_printf(a, "%s/.cache/symgate", home);
	} else {
		errno = ENOENT;
		return NULL;
	}
	return dir_make(path) ? path : NULL;
}
