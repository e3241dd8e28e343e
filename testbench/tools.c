/* What verify needs of the machine, and how to get it. */
#include "testbench/bench.h"

#include <stdlib.h>
#include <unistd.h>

static bool
has_tool(Diag *diag, const char *tool, const char *package)
{
	if (tool_exists(tool))
		return true;
	diag_error(diag, (Span){0}, "verify needs %s, which is not in PATH",
	           tool);
	diag_note(diag, "install it: apt-get install %s", package);
	return false;
}

/* The folder of the ap_types headers. */
const char *
ap_types(Arena *a)
{
	const char *given = getenv("SYMGATE_AP_TYPES"), *cache;

	if (given && *given)
		return given;
	cache = dir_cache(a);
	return cache ? arena_printf(a, "%s/ap_types", cache) : "";
}

static bool
has_ap_types(Diag *diag)
{
	const char *dir = ap_types(diag->a);

	if (access(arena_printf(diag->a, "%s/ap_fixed.h", dir), R_OK) == 0 &&
	    access(arena_printf(diag->a, "%s/ap_int.h", dir), R_OK) == 0)
		return true;
	diag_error(diag, (Span){0},
	           "verify needs the ap_types headers, which are not in %s",
	           dir);
	diag_note(diag,
	          "make deps fetches them, or set SYMGATE_AP_TYPES to the "
	          "folder that holds ap_int.h");
	return false;
}

int
bench_tools(Diag *diag, const Unit *u, size_t n)
{
	bool c = any_has(u, n, M_C), hls = any_has(u, n, M_HLS),
	     verilog = any_has(u, n, M_VERILOG), ok = true;

	if (c || hls || verilog)
		ok = has_tool(diag, "make", "make");
	if (c)
		ok = has_tool(diag, "gcc", "gcc") && ok;
	if (hls || verilog)
		ok = has_tool(diag, "g++", "g++") && ok;
	if (hls)
		ok = has_ap_types(diag) && ok;
	if (verilog)
		ok = has_tool(diag, "verilator", "verilator") && ok;
	return ok ? 0 : 3;
}
