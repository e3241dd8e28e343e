/* --dump: what a pass made of the equations, as text. */
#include "driver/driver.h"

#include <math.h>

const char *const pass_name[P_count] = {
    [P_parse] = "parse",       [P_simplify] = "simplify",
    [P_range] = "range",       [P_formats] = "formats",
    [P_datapath] = "datapath", [P_schedule] = "schedule"};

/* Sub-boxes for --dump range: as many as its figures are worth. */
enum { DUMP_BOXES = 256 };

enum Pass
dump_last(const Job *j)
{
	int last = P_parse;

	for (int p = 0; p < P_count; p++)
		if (j->dump[p])
			last = p;
	return (enum Pass)last;
}

static bool
wanted(Job *j, enum Pass p)
{
	if (j->dump[p])
		buf_printf(&j->text, "-- %s\n", pass_name[p]);
	return j->dump[p];
}

void
dump_expr(Job *j, enum Pass p, const Expr *e)
{
	if (wanted(j, p))
		expr_print(e, &j->text);
}

static double
largest_gain(const BoxEval *b, Ref r)
{
	double g = 0;

	for (uint32_t o = 0; o < b->nout; o++)
		g = fmax(g, b->gain[o * b->nnode + r]);
	return g;
}

void
dump_range(Job *j, const Expr *e, const InputSpec *in)
{
	static const char *const where[] = {[DEF_ALL] = "",
	                                    [DEF_SOME] = "  (partly undefined)",
	                                    [DEF_NONE] = "  (undefined)"};
	BoxEval *b;

	if (!wanted(j, P_range))
		return;
	b = box_result(j->a, e);
	BoxTask task = {.x = variable_box(j->a, e, in), .budget = DUMP_BOXES};
	box_subdivide(box_pool(j->a, e), &task, b, NULL);
	for (Ref r = 1; r < e->node.len; r++)
		buf_printf(&j->text, "%%%u [%.6g, %.6g] gain %.3g%s  %s\n", r,
		           b->value[r].lo, b->value[r].hi, largest_gain(b, r),
		           where[b->def[r]], expr_text(e, r, j->a));
}

static void
dump_schedule(Job *j, const Choice *c)
{
	const Target *t = j->o.target;
	Cost cost = dp_cost(t, c->dp);

	dp_print(c->dp, &j->text);
	buf_printf(&j->text,
	           "latency %u cycles; critical path %.2f ns of %.2f "
	           "ns on %s\n",
	           c->dp->latency, dp_critical_path(t, c->dp), c->n.period_ns,
	           t->name);
	buf_printf(&j->text,
	           "%.0f LUT, %.0f FF, %.0f carry, %.0f DSP, %.1f "
	           "BRAM; %.3g %% of the device\n",
	           cost.lut, cost.ff, cost.carry, cost.dsp, cost.bram,
	           100 * c->share);
}

void
dump_choice(Job *j, const Choice *c)
{
	if (wanted(j, P_formats)) {
		buf_printf(&j->text, "%s\n", c->way);
		buf_add(&j->text, c->n.dump->s, c->n.dump->len);
	}
	if (wanted(j, P_datapath))
		buf_add(&j->text, c->datapath.s, c->datapath.len);
	if (wanted(j, P_schedule))
		dump_schedule(j, c);
}
