/* Building and running the generated models: C, HLS C++, and Verilog under
 * Verilator.
 *
 * Contract: one makefile in the bench's folder builds one program a model for
 * all designs, as many jobs as there are processors. The designs of a program
 * are spread over a few translation units, since headers (ap_types,
 * verilated.h) cost more to read than a design to compile. Two designs of the
 * same name never share a unit.
 *
 * The makefile and its few shell redirections hold names of ours only. */
#include "testbench/bench.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
	/* From here on optimising Verilator's C++ pays. Measured with 500
	 * nodes and 8,000 table entries: 3.5 s and 3.5 us a clock by -O0,
	 * 11.7 s and 1.7 us by -O1. */
	MANY_VECTORS = 1 << 20,
	PER_UNIT = 128, /* designs in a translation unit, at most */
	MAX_LOG = 1 << 20,
	MAX_RESULT = 1 << 30
};

const StreamInfo stream_info[STREAMS] = {
    [S_C] = {M_C, "c", "C", 0},
    [S_C_BATCH] = {M_C, "batch", "C batch", 0},
    [S_HLS] = {M_HLS, "hls", "HLS C++", 0},
    [S_VERILOG] = {M_VERILOG, "verilog", "Verilog", 0},
    [S_BUBBLES] = {M_VERILOG, "bubbles", "Verilog, bubbles", 1 << 14},
    [S_RESET] = {M_VERILOG, "reset", "Verilog, resets", 1 << 12}};

/* A program, made of units NAME<k>.EXT. */
typedef struct ModelInfo {
	const char *name; /* of its program, its log and its units */
	const char *ext;
	const char *compile; /* command, before -o */
	const char *link;    /* command, before -o, and what comes last */
	const char *libs;
	const char *need; /* a file of the design, %s its name */
	const char *folder, *file_ext[2]; /* what to link into d<i>/ */
	const char *opening;              /* of each unit */
	void (*harness)(const Unit *, size_t, Buf *);
} ModelInfo;

static const ModelInfo model_info[MODELS] = {
    [M_C] = {"c",
             "c",
             "gcc -std=c99 -O2 -I.",
             "gcc",
             "",
             "c/%s.h",
             "c",
             {"h", NULL},
             "#include \"common.h\"\n",
             harness_c},
    [M_HLS] = {"hls",
               "cpp",
               "g++ -std=gnu++14 -O1 -w -I. -isystem ap",
               "g++",
               "",
               "hls/%s.cpp",
               "hls",
               {"h", "cpp"},
               "#include \"ports.h\"\n",
               harness_hls},
    [M_VERILOG] = {"verilog",
                   "cpp",
                   "g++ $(VOPT) -w -I. -isystem vl $(VFLAGS)",
                   "g++",
                   "libverilated.a -pthread",
                   "verilog/%s.v",
                   "verilog",
                   {"v", NULL},
                   "#include \"driver.h\"\n",
                   harness_verilog}};

/* ---- designs and their translation units ---- */

bool
any_has(const Unit *u, size_t n, enum Model m)
{
	for (size_t i = 0; i < n; i++)
		if (u[i].has[m])
			return true;
	return false;
}

void
unit_init(Unit *u, const Loaded *l)
{
	Arena *a = l->g.a;

	*u = (Unit){.l = l, .nin = l->g.in.len, .nout = l->g.out.len};
	for (int m = 0; m < MODELS; m++) {
		const char *need =
		    arena_printf(a, model_info[m].need, l->g.name);

		for (uint32_t i = 0; i < l->file.len; i++)
			if (!strcmp(l->file.at[i], need))
				u->has[m] = true;
	}
}

static bool
fits(const Bench *b, uint32_t slot, size_t i, size_t most)
{
	size_t n = 0;

	for (size_t j = 0; j < i; j++) {
		if (b->unit[j].slot != slot)
			continue;
		if (!strcmp(b->unit[j].l->g.name, b->unit[i].l->g.name))
			return false;
		n++;
	}
	return n < most;
}

/* Gives each design a slot; returns their number. */
static uint32_t
spread(Bench *b)
{
	size_t most = (b->n + b->jobs - 1) / b->jobs;
	uint32_t slots = 0;

	if (most > PER_UNIT)
		most = PER_UNIT;
	for (size_t i = 0; i < b->n; i++) {
		uint32_t s = 0;

		while (!fits(b, s, i, most))
			s++;
		b->unit[i].slot = s;
		slots = s + 1 > slots ? s + 1 : slots;
	}
	return slots;
}

/* ---- files ---- */

static bool
put(Bench *b, const char *name, const Buf *text)
{
	return temp_write(b->a, b->dir, name, text->s, text->len);
}

static bool
put_text(Bench *b, const char *name, const char *text)
{
	return temp_write(b->a, b->dir, name, text, strlen(text));
}

/* Links DIR/FOLDER/NAME.EXT as d<i>/FOLDER/NAME.EXT. */
static bool
link_files(Bench *b, size_t i, const ModelInfo *info)
{
	const Loaded *l = b->unit[i].l;
	Arena *a = b->a;
	bool ok =
	    dir_make(arena_printf(a, "%s/d%zu/%s", b->dir, i, info->folder));

	for (size_t k = 0; k < 2 && info->file_ext[k]; k++) {
		const char *ext = info->file_ext[k];

		ok = temp_link(a, b->dir,
		               arena_printf(a, "d%zu/%s/%s.%s", i, info->folder,
		                            l->g.name, ext),
		               arena_printf(a, "%s/%s/%s.%s", l->dir,
		                            info->folder, l->g.name, ext)) &&
		     ok;
	}
	return ok;
}

static bool
put_design(Bench *b, size_t i)
{
	Unit *u = &b->unit[i];
	Buf wrapper = buf_new(b->a);
	bool ok = dir_make(arena_printf(b->a, "%s/d%zu", b->dir, i));

	for (int m = 0; m < MODELS; m++)
		if (u->has[m] && !link_files(b, i, &model_info[m]))
			u->fault[m] = arena_printf(
			    u->l->g.a, "%s/%s: file is missing", u->l->dir,
			    arena_printf(b->a, model_info[m].need,
			                 u->l->g.name));
	harness_wrapper(u, &wrapper);
	return ok && put(b, arena_printf(b->a, "d%zu/tb.v", i), &wrapper);
}

static bool
put_units(Bench *b, enum Model m, uint32_t slots)
{
	const ModelInfo *info = &model_info[m];
	Buf text = buf_new(b->a);
	bool ok = true;

	for (uint32_t s = 0; s < slots; s++) {
		text.len = 0;
		buf_printf(&text, "%s", info->opening);
		for (size_t i = 0; i < b->n; i++)
			if (b->unit[i].slot == s && b->unit[i].has[m])
				info->harness(&b->unit[i], i, &text);
		ok =
		    put(b,
		        arena_printf(b->a, "%s%u.%s", info->name, s, info->ext),
		        &text) &&
		    ok;
	}
	text.len = 0;
	harness_main(b, m, &text);
	return put(b, arena_printf(b->a, "%s_main.c", info->name), &text) && ok;
}

/* ---- the makefile ---- */

/* d<i>/all.h includes what Verilator made of design i. */
static void
verilate_rule(size_t i, const char *name, Buf *t)
{
	buf_printf(
	    t,
	    "d%zu/all.h:\n"
	    /* Verilator 5.006's bit-op trees are wrong for some designs */
	    "\tverilator --cc -O3 -fno-const-bit-op-tree --x-assign unique "
	    "--x-initial unique "
	    "--prefix Vd%zu --Mdir d%zu/obj --top-module symgate_tb_ "
	    "-Wno-lint -Wno-fatal d%zu/tb.v d%zu/verilog/%s.v "
	    ">>verilog.log 2>&1\n"
	    "\tfor f in d%zu/obj/*.cpp; do echo \"#include \\\"$$f\\\"\"; "
	    "done >$@\n",
	    i, i, i, i, i, name, i);
}

static void
model_rules(const Bench *b, enum Model m, uint32_t slots, Buf *t)
{
	const ModelInfo *f = &model_info[m];

	buf_printf(t, "%s: %s_main.o", f->name, f->name);
	for (uint32_t s = 0; s < slots; s++)
		buf_printf(t, " %s%u.o", f->name, s);
	buf_printf(t, "\n\t%s -o $@ $^ %s >>%s.log 2>&1\n", f->link, f->libs,
	           f->name);
	for (uint32_t s = 0; s < slots; s++) {
		buf_printf(t, "%s%u.o:", f->name, s);
		for (size_t i = 0; m == M_VERILOG && i < b->n; i++)
			if (b->unit[i].slot == s && b->unit[i].has[m])
				buf_printf(t, " d%zu/all.h", i);
		buf_printf(t, "\n\t%s -c -o $@ %s%u.%s >>%s.log 2>&1\n",
		           f->compile, f->name, s, f->ext, f->name);
	}
	buf_printf(t,
	           "%s_main.o:\n\tgcc -c -o $@ %s_main.c >>%s.log 2>&1\n"
	           "run-%s:\n\t./%s >>%s.log 2>&1 && touch %s.ok\n",
	           f->name, f->name, f->name, f->name, f->name, f->name,
	           f->name);
}

static bool
put_makefile(Bench *b, uint32_t slots)
{
	Buf t = buf_new(b->a);

	buf_printf(&t, "VOPT = %s\nVFLAGS =",
	           b->vectors > MANY_VECTORS ? "-O1" : "-O0");
	for (size_t i = 0; verilator_flags[i]; i++)
		buf_printf(&t, " %s", verilator_flags[i]);
	buf_printf(&t, "\nbuild:");
	for (int m = 0; m < MODELS; m++)
		if (any_has(b->unit, b->n, (enum Model)m))
			buf_printf(&t, " %s", model_info[m].name);
	buf_printf(&t, "\nrun:");
	for (int m = 0; m < MODELS; m++)
		if (any_has(b->unit, b->n, (enum Model)m))
			buf_printf(&t, " run-%s", model_info[m].name);
	buf_printf(&t, "\n");
	for (int m = 0; m < MODELS; m++)
		model_rules(b, (enum Model)m, slots, &t);
	for (size_t i = 0; i < b->n; i++)
		if (b->unit[i].has[M_VERILOG])
			verilate_rule(i, b->unit[i].l->g.name, &t);
	return put(b, "Makefile", &t);
}

/* What make, started by us, must not hear of a make that started us. */
static void
make(Bench *b, const char *target)
{
	Arena *a = arena_new();
	char *out;

	run(a, b->dir,
	    (const char *[]){"env", "-u", "MAKEFLAGS", "-u", "MFLAGS", "-u",
	                     "MAKELEVEL", "make", "-k", "-s",
	                     arena_printf(a, "-j%zu", b->jobs), target, NULL},
	    &out);
	arena_free(a);
}

/* ---- building ---- */

static const char *
log_of(Bench *b, enum Model m, const char *what)
{
	size_t len;
	const char *path =
	    arena_printf(b->a, "%s/%s.log", b->dir, model_info[m].name);
	const char *s = file_read(b->a, path, MAX_LOG, &len);

	return arena_printf(b->unit->l->g.a, "%s\n%s", what,
	                    s && len ? s : "(no output)");
}

static void
fault(Bench *b, enum Model m, const char *what)
{
	const char *text = log_of(b, m, what);

	for (size_t i = 0; i < b->n; i++)
		if (b->unit[i].has[m] && !b->unit[i].fault[m])
			b->unit[i].fault[m] = text;
}

static bool
there(Bench *b, const char *name)
{
	return access(arena_printf(b->a, "%s/%s", b->dir, name), F_OK) == 0;
}

/* What the Verilog model needs of Verilator. */
static bool
link_runtime(Bench *b)
{
	const char *include = verilator_include(b->a), *log;
	const char *library =
	    include ? runtime_library(b->a, include, &log) : NULL;

	if (!library) {
		diag_error(b->diag, (Span){0},
		           "cannot compile Verilator's runtime");
		diag_note(b->diag, "%s",
		          include ? log
		                  : "verilator --getenv "
		                    "VERILATOR_ROOT failed");
		return false;
	}
	return temp_link(b->a, b->dir, "vl", include) &&
	       temp_link(b->a, b->dir, "libverilated.a", library);
}

bool
bench_build(Bench *b)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	bool verilog = any_has(b->unit, b->n, M_VERILOG), ok;
	uint32_t slots;

	b->jobs = processors > 0 ? (size_t)processors : 1;
	slots = spread(b);
	b->dir = temp_new(b->a, NULL);
	ok = b->dir && put_text(b, "common.h", harness_common) &&
	     put_text(b, "ports.h", harness_ports) &&
	     put_text(b, "driver.h", harness_driver);
	if (ok && any_has(b->unit, b->n, M_HLS))
		ok = temp_link(b->a, b->dir, "ap", ap_types(b->a));
	for (size_t i = 0; ok && i < b->n; i++)
		ok = put_design(b, i);
	for (int m = 0; ok && m < MODELS; m++)
		ok = put_units(b, (enum Model)m, slots);
	ok = ok && put_makefile(b, slots);
	if (!ok) {
		diag_error(b->diag, (Span){0},
		           "cannot write a temporary folder: %s",
		           strerror(errno));
		return false;
	}
	if (verilog && !link_runtime(b))
		return false;
	make(b, "build");
	for (int m = 0; m < MODELS; m++)
		if (!there(b, model_info[m].name))
			fault(b, (enum Model)m, "does not compile");
	return true;
}

/* ---- running ---- */

bool
bench_vectors(Bench *b, size_t design, const int64_t *in, size_t n)
{
	Arena *a = arena_new();
	FILE *f = fopen(arena_printf(a, "%s/d%zu/in", b->dir, design), "wb");
	int64_t count = (int64_t)n;
	size_t words = n * b->unit[design].nin;
	bool ok = f && fwrite(&count, sizeof count, 1, f) == 1 &&
	          fwrite(in, sizeof *in, words, f) == words;

	ok = f && fclose(f) == 0 && ok;
	arena_free(a);
	return ok;
}

void
bench_run(Bench *b)
{
	make(b, "run");
	for (int m = 0; m < MODELS; m++) {
		const char *ok =
		    arena_printf(b->a, "%s/%s.ok", b->dir, model_info[m].name);

		if (access(ok, F_OK) != 0)
			fault(b, (enum Model)m, "does not run");
		unlink(ok);
	}
}

Records
bench_records(Bench *b, Arena *a, size_t design, enum Stream s)
{
	const char *path = arena_printf(a, "%s/d%zu/%s.out", b->dir, design,
	                                stream_info[s].name);
	uint32_t nout = b->unit[design].nout;
	size_t len;
	Records r = {.nout = nout};
	char *text = file_read(a, path, MAX_RESULT, &len);

	if (!text || len % ((1 + nout) * sizeof *r.at))
		return r;
	r.n = len / ((1 + nout) * sizeof *r.at);
	r.at = memcpy(arena_alloc(a, len + 1), text, len);
	return r;
}

const char *
bench_complaints(Bench *b, Arena *a, size_t design)
{
	const char *path =
	    arena_printf(a, "%s/d%zu/complaints", b->dir, design);
	size_t len;
	const char *s = file_read(a, path, MAX_LOG, &len);

	return s ? s : "";
}
