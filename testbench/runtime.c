/* The Verilator runtime, compiled once for a Verilator, a compiler and flags.
 *
 * Contract: runtime_library gives a static library in the cache folder. Its
 * name holds a hash of all that it depends on; it is made in a folder of its
 * own and renamed into place, so runs at the same time never see half of it,
 * and whoever comes last wins with the same contents. */
#include "testbench/bench.h"

#include <string.h>
#include <unistd.h>

const char *const verilator_flags[] = {
    "-std=gnu++17", "-DVERILATOR=1",    "-DVM_COVERAGE=0",  "-DVM_SC=0",
    "-DVM_TRACE=0", "-DVM_TRACE_FST=0", "-DVM_TRACE_VCD=0", NULL};

/* First line of what a program prints. */
static const char *
ask(Arena *a, const char *const *argv)
{
	char *out;

	if (run(a, NULL, argv, &out) != 0)
		return NULL;
	out[strcspn(out, "\n")] = '\0';
	return out;
}

const char *
verilator_include(Arena *a)
{
	const char *root = ask(a, (const char *[]){"verilator", "--getenv",
	                                           "VERILATOR_ROOT", NULL});

	return root ? arena_printf(a, "%s/include", root) : NULL;
}

static uint32_t
hash_text(uint32_t seed, const char *s)
{
	return hash_bytes(seed, s, strlen(s));
}

static const char *
library_path(Arena *a, const char *include)
{
	const char *version =
	    ask(a, (const char *[]){"verilator", "--version", NULL});
	const char *compiler =
	    ask(a, (const char *[]){"g++", "--version", NULL});
	const char *cache = dir_cache(a);
	uint32_t h[2];

	if (!version || !compiler || !cache)
		return NULL;
	for (uint32_t k = 0; k < 2; k++) {
		h[k] = hash_text(hash_text(k, version), compiler);
		h[k] = hash_text(h[k], include);
		for (size_t i = 0; verilator_flags[i]; i++)
			h[k] = hash_text(h[k], verilator_flags[i]);
	}
	return arena_printf(a, "%s/verilated-%08x%08x.a", cache, h[0], h[1]);
}

/* Compiles FILE of the runtime in the current temporary folder. */
static bool
compile(Arena *a, const char *dir, const char *include, const char *file,
        char **log)
{
	VEC(const char *) argv = {0};

	vec_push(a, argv, "g++");
	for (size_t i = 0; verilator_flags[i]; i++)
		vec_push(a, argv, verilator_flags[i]);
	vec_push(a, argv, "-O2");
	vec_push(a, argv, "-I");
	vec_push(a, argv, include);
	vec_push(a, argv, "-c");
	vec_push(a, argv, arena_printf(a, "%s/%s", include, file));
	vec_push(a, argv, NULL);
	return run(a, dir, argv.at, log) == 0;
}

/* The library must be renamed within one file system: build beside it. */
static bool
build(Arena *a, const char *path, const char *include, char **log)
{
	const char *dir = temp_new(a, dir_cache(a));
	static const char *const ar[] = {
	    "ar", "rcs", "lib.a", "verilated.o", "verilated_threads.o", NULL};

	*log = arena_strdup(a, "cannot write the cache folder");
	return dir && compile(a, dir, include, "verilated.cpp", log) &&
	       compile(a, dir, include, "verilated_threads.cpp", log) &&
	       run(a, dir, ar, log) == 0 &&
	       rename(arena_printf(a, "%s/lib.a", dir), path) == 0;
}

const char *
runtime_library(Arena *a, const char *include, const char **log)
{
	const char *path = library_path(a, include);
	char *said = arena_strdup(a, "no Verilator version or cache folder");
	Arena *scratch;
	bool ok;

	*log = said;
	if (!path || access(path, R_OK) == 0)
		return path;
	scratch = arena_new();
	ok = build(scratch, path, include, &said);
	*log = arena_strdup(a, said);
	arena_free(scratch);
	return ok ? path : NULL;
}
