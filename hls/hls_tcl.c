/* Scripts that make the project, simulate, synthesise, co-simulate and export
 * it: `vitis_hls -f vitis_hls.tcl`, `vivado_hls -f vivado_hls.tcl`. */
#include "hls/hls.h"

#include <string.h>

/* What the two tools take differently. */
typedef struct Tool {
	const char *name;
	const char *cflags;   /* of every source */
	const char *solution; /* further arguments of open_solution */
} Tool;

static const Tool tools[] = {
    {"vitis_hls", "", " -flow_target vivado"},
    {"vivado_hls", " -cflags -std=c++0x", ""},
};

/* The HLS tools know AMD's parts only; another target borrows one. */
static const Target *
part_of(const Design *g)
{
	const Target *t = g->target;
	bool amd = !strcmp(t->family, "xc7") || !strcmp(t->family, "xcup");

	return amd ? t : target_by_name("xcvu9p");
}

static void
script(const Design *g, const Tool *tool, OutFiles *out)
{
	Buf b = buf_new(out->a);
	const Target *t = part_of(g);

	emit_head(g, "# ", &b);
	buf_printf(&b, "# run in this folder: %s -f %s.tcl\n\n", tool->name,
	           tool->name);
	buf_printf(&b, "open_project -reset %s_%s\nset_top %s\n", g->name,
	           tool->name, g->name);
	buf_printf(&b, "add_files %s.cpp%s\n", g->name, tool->cflags);
	buf_printf(&b, "add_files -tb %s_tb.cpp%s\n", g->name, tool->cflags);
	buf_printf(&b, "open_solution -reset solution%s\n", tool->solution);
	if (t != g->target)
		buf_printf(&b,
		           "# %s is not a part of AMD's: this one is for "
		           "comparison\n",
		           g->target->name);
	buf_printf(&b, "set_part %s\n", t->part);
	buf_printf(&b, "create_clock -period %.3f -name default\n",
	           1e3 / g->clock_mhz);
	buf_printf(&b, "csim_design\ncsynth_design\ncosim_design\n"
	               "export_design -format ip_catalog\nexit\n");
	out_add(out, arena_printf(out->a, "hls/%s.tcl", tool->name), &b);
}

void
hls_scripts(const Design *g, OutFiles *out)
{
	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
		script(g, &tools[i], out);
}
