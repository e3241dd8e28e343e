/* libclang, loaded when it is needed: linked in, it would cost every command
 * 30 ms and 56 MB. LIBCLANG is the library's name, found by the Makefile
 * beside the header that clang.h was compiled with. */
#include "frontend/clang.h"

#include <dlfcn.h>
#include <string.h>

/* dlsym's result as a function pointer: POSIX has them alike. */
static bool
find(void *library, const char *name, void *function)
{
	void *p = dlsym(library, name);

	memcpy(function, &p, sizeof p);
	return p != NULL;
}

const Clang *
clang_load(Arena *a, const char **why)
{
	Clang *cx = arena_alloc(a, sizeof *cx);
	void *library = dlopen(LIBCLANG, RTLD_NOW | RTLD_LOCAL);
	bool ok = library != NULL;

#define F(name) ok = ok && find(library, "clang_" #name, (void *)&cx->name);
	CLANG_FUNCTIONS(F)
#undef F
	if (!ok)
		*why = arena_strdup(a, dlerror());
	return ok ? cx : NULL;
}
