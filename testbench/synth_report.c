/* synth's report: what Yosys and nextpnr found beside what the model says.
 *
 * Contract: the text is for people, synth.json for programs; its fields stay
 * stable within a schema version, measured values are strings. */
#include "testbench/synth.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

typedef struct Row {
	const char *name;
	double yosys, model, device;
} Row;

enum { ROWS = 5 };

static void
rows(const Synth *s, Row row[ROWS])
{
	const Cost *y = &s->area, *m = &s->model;
	row[0] = (Row){"lut", y->lut, m->lut, s->t->luts};
	row[1] = (Row){"ff", y->ff, m->ff, s->t->ffs};
	row[2] = (Row){"carry", y->carry, m->carry, 0};
	row[3] = (Row){"dsp", y->dsp, m->dsp, s->t->dsps};
	row[4] = (Row){"bram", y->bram, m->bram, s->t->brams};
}

bool
synth_met(const Synth *s)
{
	return !s->placer || s->fmax >= s->l->g.clock_mhz;
}

static double
model_mhz(const Synth *s)
{
	return 1000 / dp_critical_path(s->t, s->l->g.dp);
}

static void
print_text(const Synth *s, FILE *out)
{
	const Design *g = &s->l->g;
	Row row[ROWS];
	rows(s, row);
	fprintf(out, "%s on %s, %g MHz, latency %u\n", g->name, s->t->title,
	        g->clock_mhz, (unsigned)g->dp->latency);
	fprintf(out, "  %-6s %10s %10s %12s\n", "", "Yosys", "model",
	        "of device");
	for (int i = 0; i < ROWS; i++) {
		fprintf(out, "  %-6s %10.0f %10.0f", row[i].name, row[i].yosys,
		        row[i].model);
		if (row[i].device > 0)
			fprintf(out, " %10.3f %%",
			        100 * row[i].yosys / row[i].device);
		fprintf(out, "\n");
	}
	fprintf(out, "  %-6s %10s %10s %10.3f %%\n", "share", "", "",
	        100 * device_share(s->t, &s->area));
	if (*s->other)
		fprintf(out, "  other cells: %s\n", s->other);
	if (s->placer)
		fprintf(out, "  MHz    %10.1f %10.1f   %s, seed %d: %s\n",
		        s->fmax, model_mhz(s), s->flow->place[0], s->seed,
		        synth_met(s) ? "PASS" : "FAIL");
	else
		fprintf(out, "  MHz    %10s %10.1f   not placed\n", "-",
		        model_mhz(s));
}

static json_t *
number(const Synth *s, double v)
{
	return json_string(arena_printf(s->a, "%.2f", v));
}

static json_t *
cost_json(const Synth *s, bool model)
{
	Row row[ROWS];
	json_t *o = json_object();
	rows(s, row);
	for (int i = 0; i < ROWS; i++) {
		double v = model ? row[i].model : row[i].yosys;
		json_object_set_new(o, row[i].name,
		                    json_integer((json_int_t)(v + 0.5)));
	}
	return o;
}

static json_t *
place_json(const Synth *s)
{
	if (!s->placer)
		return json_null();
	json_t *o = json_object();
	json_object_set_new(o, "tool", json_string(s->flow->place[0]));
	json_object_set_new(o, "seed", json_integer(s->seed));
	json_object_set_new(o, "fmax_mhz", number(s, s->fmax));
	json_object_set_new(o, "pass", json_boolean(synth_met(s)));
	return o;
}

/* Owned by the caller's arena. */
static const char *
report_json(const Synth *s)
{
	const Design *g = &s->l->g;
	json_t *o = json_object(), *y = cost_json(s, false),
	       *m = cost_json(s, true);
	json_object_set_new(o, "schema", json_integer(1));
	json_object_set_new(o, "symgate", json_string(SG_VERSION));
	json_object_set_new(o, "name", json_string(g->name));
	json_object_set_new(o, "target", json_string(s->t->name));
	json_object_set_new(o, "clock_mhz", number(s, g->clock_mhz));
	json_object_set_new(o, "latency_cycles", json_integer(g->dp->latency));
	json_object_set_new(y, "wide_mux",
	                    json_integer((json_int_t)(s->mux + 0.5)));
	json_object_set_new(y, "other", json_string(s->other));
	json_object_set_new(o, "yosys", y);
	json_object_set_new(m, "fmax_mhz", number(s, model_mhz(s)));
	json_object_set_new(o, "model", m);
	json_object_set_new(o, "device_share",
	                    json_string(arena_printf(
				s->a, "%.3g", device_share(s->t, &s->area))));
	json_object_set_new(o, "place", place_json(s));
	char *text = json_dumps(o, JSON_INDENT(2));
	json_decref(o);
	check(text);
	const char *kept = arena_printf(s->a, "%s\n", text);
	arena_defer(s->a, free, text);
	return kept;
}

bool
synth_report(const Synth *s, bool json, FILE *out)
{
	const char *text = report_json(s);
	const char *to = arena_printf(s->a, "%s/synth.json", s->l->dir);
	if (json)
		fputs(text, out);
	else
		print_text(s, out);
	if (file_write(to, text, strlen(text)))
		return true;
	diag_error(s->diag, (Span){0}, "cannot write %s: %s", to,
	           strerror(errno));
	return false;
}
