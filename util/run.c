/* Other programs: fork and exec, never a shell. */
#include "util/util.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_STARTED = 127, SIGNALLED = 128 }; /* as a shell reports them */

/* In the child: only async-signal-safe calls, the parent may have threads. */
static _Noreturn void
become(const char *dir, const char *const *argv, int out)
{
	int null = open("/dev/null", O_RDONLY);

	if (null >= 0)
		dup2(null, STDIN_FILENO);
	if (out >= 0) {
		dup2(out, STDOUT_FILENO);
		dup2(out, STDERR_FILENO);
	}
	if (!dir || chdir(dir) == 0) {
		/* execvp's argv lacks const for historical reasons only */
		union {
			const char *const *in;
			char *const *out;
		} v = {argv};
		execvp(argv[0], v.out);
	}
	_exit(NOT_STARTED);
}

static char *
drain(Arena *a, int fd)
{
	Buf b = buf_new(a);
	char part[4096];
	ssize_t n;

	buf_add(&b, "", 0);
	while ((n = read(fd, part, sizeof part)) != 0) {
		if (n > 0)
			buf_add(&b, part, (size_t)n);
		else if (errno != EINTR)
			break;
	}
	return b.s;
}

static int
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return NOT_STARTED;
	if (WIFSIGNALED(status))
		return SIGNALLED + WTERMSIG(status);
	return WEXITSTATUS(status);
}

int
run(Arena *a, const char *dir, const char *const *argv, char **out)
{
	int fd[2] = {-1, -1};
	pid_t pid;

	if (out) {
		*out = arena_strdup(a, "");
		if (pipe(fd) != 0)
			return NOT_STARTED;
		fcntl(fd[0], F_SETFD, FD_CLOEXEC);
		fcntl(fd[1], F_SETFD, FD_CLOEXEC);
	}
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(dir, argv, fd[1]);
	if (out) {
		close(fd[1]);
		if (pid > 0)
			*out = drain(a, fd[0]);
		close(fd[0]);
	}
	return pid < 0 ? NOT_STARTED : wait_for(pid);
}

static bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       access(path, X_OK) == 0;
}

bool
tool_exists(const char *tool)
{
	const char *path = getenv("PATH");
	Arena *a;
	bool found = false;

	if (strchr(tool, '/'))
		return is_program(tool);
	a = arena_new();
	while (path && !found) {
		size_t n = strcspn(path, ":");

		found = is_program(arena_printf(a, "%.*s/%s", n ? (int)n : 1,
		                                n ? path : ".", tool));
		path = path[n] ? path + n + 1 : NULL;
	}
	arena_free(a);
	return found;
}
