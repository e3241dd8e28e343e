/* bench: how long compiling takes, through the public header.
 *
 * First a front's best equation to all three outputs, again and again: the
 * median is the figure. Then every row of the fronts in the folder given (the
 * five jet tagger fronts: 112 equations), all outputs, the total. Last, reading
 * one file, every row parsed, in a process of its own. */
#define _DEFAULT_SOURCE /* wait4 */
#include "symgate.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 21, MAX_PATH = 4096, READ_MS = 100, READ_MB = 50 };

static double
now_ms(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Compile time of one file in ms at -O level, -1 if it fails. */
static double
compile(const char *file, const char *select, const char *level,
        const char *dir)
{
	static const char *const input[] = {"ap_fixed<16,6>@-4..4"};
	static const char *const output[] = {"ap_fixed<16,6>"};
	static const char *const define[] = {"sc(x) = sin(x)*cos(x)"};
	struct sg_options o = {.files = {&file, 1},
	                       .inputs = {input, 1},
	                       .outputs = {output, 1},
	                       .defines = {define, 1},
	                       .select = select,
	                       .optimise = level,
	                       .target = "xcvu9p",
	                       .clock = "200MHz",
	                       .out_dir = dir};
	FILE *out = fopen("/dev/null", "w");
	double start = now_ms(CLOCK_MONOTONIC), ms;
	int status;

	if (!out)
		return -1;
	status = sg_compile(&o, out, stderr);
	ms = now_ms(CLOCK_MONOTONIC) - start;
	fclose(out);
	return status == 0 ? ms : -1;
}

static int
by_size(const void *a, const void *b)
{
	double x, y;

	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	return (x > y) - (x < y);
}

static bool
bench_best(const char *file, const char *level, const char *work)
{
	double ms[RUNS];
	char dir[MAX_PATH];

	for (int i = 0; i < RUNS; i++) {
		snprintf(dir, sizeof dir, "%s/best%s%d", work, level, i);
		ms[i] = compile(file, "best", level, dir);
		if (ms[i] < 0)
			return false;
	}
	qsort(ms, RUNS, sizeof *ms, by_size);
	printf("%s, best, -O%s: median %.1f ms (%.1f to %.1f, %d runs)\n", file,
	       level, ms[RUNS / 2], ms[0], ms[RUNS - 1], RUNS);
	return true;
}

/* All rows of DIR's front_*.csv; false if one fails. */
static bool
bench_fronts(const char *folder, const char *level, const char *work)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	double total = 0, cpu = now_ms(CLOCK_PROCESS_CPUTIME_ID);
	unsigned files = 0;
	bool ok = true;

	while (ok && d && (e = readdir(d))) {
		char file[MAX_PATH], dir[MAX_PATH];
		double ms;

		if (strncmp(e->d_name, "front_", 6) != 0)
			continue;
		snprintf(file, sizeof file, "%s/%s", folder, e->d_name);
		snprintf(dir, sizeof dir, "%s/all%s%u", work, level, files++);
		ms = compile(file, "all", level, dir);
		ok = ms >= 0;
		total += ms;
	}
	if (d)
		closedir(d);
	if (files && ok)
		printf(
		    "%s, every row of %u fronts, -O%s: %.2f s (CPU %.2f s)\n",
		    folder, files, level, total / 1e3,
		    (now_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu) / 1e3);
	else if (ok)
		printf("no fronts in %s\n", folder);
	return ok;
}

/* Reads and parses every row, and says nothing about those it cannot read. */
static void
read_all(const char *file)
{
	struct sg_options o = {
	    .files = {&file, 1}, .select = "all", .dump = "parse"};
	FILE *out = fopen("/dev/null", "w");

	if (out)
		sg_show(&o, out, out);
	_exit(!out);
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* False if it takes more than READ_MS of the processor or READ_MB. */
static bool
bench_read(const char *file)
{
	double start = now_ms(CLOCK_MONOTONIC), cpu, mb;
	struct rusage u;
	pid_t pid = fork();
	int status;

	if (pid == 0)
		read_all(file);
	if (pid < 0 || wait4(pid, &status, 0, &u) != pid || status != 0)
		return false;
	cpu = 1e3 * (seconds(u.ru_utime) + seconds(u.ru_stime));
	mb = (double)u.ru_maxrss / 1024;
	printf("%s, read: %.1f ms (CPU %.1f ms, limit %d), %.1f MB (limit "
	       "%d)\n",
	       file, now_ms(CLOCK_MONOTONIC) - start, cpu, READ_MS, mb,
	       READ_MB);
	return cpu <= READ_MS && mb <= READ_MB;
}

int
main(int argc, char **argv)
{
	static const char *const level[] = {"1", "2"};

	if (argc != 5) {
		fprintf(stderr, "Usage: bench FRONT.csv FRONTS WORK FILE\n");
		return 2;
	}
	/* first: a child has what its parent had in memory */
	bool ok = bench_read(argv[4]);
	for (int i = 0; i < 2; i++)
		if (!bench_best(argv[1], level[i], argv[3]) ||
		    !bench_fronts(argv[2], level[i], argv[3]))
			return 1;
	return ok ? 0 : 1;
}
