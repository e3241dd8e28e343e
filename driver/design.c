/* The design record: everything that may be said about a finished module,
 * gathered for the backends, the manifest and the terminal. */
#include "driver/driver.h"
#include "driver/paths.h"

#include <math.h>
#include <string.h>

/* Decimal digits of a stated bound; it is rounded up to them. */
enum { BOUND_DIGITS = 6, MAX_VECTORS = 10000 };

static DesignInput
design_input(Arena *a, const InputSpec *s, const DPort *p)
{
	bool falls = mpq_sgn(s->scale) < 0;
	DesignInput in = {.name = s->name,
	                  .ident = p->ident,
	                  .format = s->format,
	                  .scale = rational_text(a, s->scale),
	                  .offset = rational_text(a, s->offset),
	                  .lo = s->lo,
	                  .hi = s->hi,
	                  .clamp = s->clamp};
	mpq_t q;

	mpq_init(q);
	port_to_equation(s, falls ? s->hi : s->lo, q);
	in.lo_text = rational_text(a, q);
	port_to_equation(s, falls ? s->lo : s->hi, q);
	in.hi_text = rational_text(a, q);
	mpq_clear(q);
	return in;
}

/* v * 2^-lsb as a decimal that is not below it. */
static const char *
bound_text(Arena *a, double v, int lsb)
{
	char text[64];
	mpfr_t f;

	mpfr_init2(f, 64);
	mpfr_set_d(f, v, MPFR_RNDU);
	mpfr_mul_2si(f, f, -lsb, MPFR_RNDU);
	mpfr_snprintf(text, sizeof text, "%.*RUg", BOUND_DIGITS, f);
	mpfr_clear(f);
	return arena_strdup(a, text);
}

static const char *
overflow_text(const Format *f, bool leaves_range)
{
	if (!leaves_range)
		return "never";
	return f->o_given && f->o == OV_WRAP ? "wrap" : "saturate";
}

static void
add_params(Arena *a, const Equation *q, DesignOutput *o)
{
	for (uint32_t i = 0; i < q->param.len; i++) {
		const Param *p = &q->param.at[i];

		vec_push(a, o->param,
		         ((DesignParam){p->name, p->best, p->plus, p->minus}));
	}
}

static DesignOutput
design_output(Job *j, const Made *m, uint32_t i)
{
	const Equation *q = &m->module->eq.at[i];
	const OutputSpec *s = &m->n->out[i];
	double bound = m->n->bound[i];
	bool proven = isfinite(bound);

	return (DesignOutput){
	    .name = m->read->out.at[i].name,
	    .ident = m->dp->out.at[i].ident,
	    .format = s->format,
	    .equation = m->read->out.at[i].text,
	    .define = {q->define.at, q->define.len, q->define.cap},
	    .simplified = expr_text(m->simple, m->simple->out.at[i].ref, j->a),
	    .overflow = overflow_text(&s->format, m->n->saturates[i]),
	    .proven = proven,
	    .bound_abs = proven ? bound_text(j->a, bound, 0) : "",
	    .bound_ulp = proven ? bound_text(j->a, bound, s->format.lsb) : "",
	    .file = q->file,
	    .sha256 = q->sha256,
	    .row = q->row,
	    .complexity = q->complexity,
	    .loss = q->loss};
}

/* A module name that no port has. */
static const char *
module_name(Arena *a, const char *wish, const Datapath *dp)
{
	VEC(const char *) taken = {0};

	for (uint32_t i = 0; i < dp->in.len; i++)
		vec_push(a, taken, dp->in.at[i].ident);
	for (uint32_t i = 0; i < dp->out.len; i++)
		vec_push(a, taken, dp->out.at[i].ident);
	return legal_name(a, wish, taken.at, taken.len);
}

static void
add_samples(Job *j, const Made *m, Design *g)
{
	const uint32_t n = m->simple->var.len;
	const size_t rows =
	    j->samples->nkept < MAX_VECTORS ? j->samples->nkept : MAX_VECTORS;
	int64_t *v = arena_alloc(j->a, rows * n * sizeof *v + 1);

	g->sample = v;
	g->nsample = samples_ports(j->samples, m->n->in, n, rows, v);
}

static void
add_choice(Design *g, const Index *x)
{
	for (uint32_t i = 0; i < g->in.len; i++)
		if (!strcmp(g->in.at[i].name, x->name))
			vec_push(g->a, g->choice,
			         ((DesignChoice){x->name, x->first, x->last}));
}

Design *
design_make(Job *j, const Made *m)
{
	Design *g = arena_alloc(j->a, sizeof *g);

	g->a = j->a;
	g->dp = m->dp;
	g->read = m->read;
	g->name = m->dp->name = module_name(j->a, m->module->name, m->dp);
	g->command = j->opt->command ? j->opt->command : "libsymgate";
	if (j->file->path) {
		g->design_file = path_last(j->file->path);
		g->design_sha256 = j->file->sha256;
		g->design_name = j->design;
	}
	g->numerics = j->o.uniform   ? "uniform"
	              : j->o.by_data ? "data"
	                             : "faithful";
	g->data = m->data;
	g->undefined = j->o.undefined == UNDEF_ANY ? "any" : "error";
	g->dialect = j->sources.dialect->name;
	for (uint32_t i = 0; i < j->define.len; i++)
		vec_push(j->a, g->define, j->define.at[i]);
	g->target = j->o.target;
	g->clock_mhz = j->o.clock_mhz;
	g->level = j->o.level;
	g->opts = j->o.opts;
	g->diag = j->d;
	for (uint32_t i = 0; i < m->dp->in.len; i++)
		vec_push(j->a, g->in,
		         design_input(j->a, &m->n->in[i], &m->dp->in.at[i]));
	for (uint32_t i = 0; i < j->o.index.len; i++)
		add_choice(g, &j->o.index.at[i]);
	for (uint32_t i = 0; i < m->dp->out.len; i++)
		vec_push(j->a, g->out, design_output(j, m, i));
	for (uint32_t i = 0; i < g->out.len; i++)
		add_params(j->a, &m->module->eq.at[i], &g->out.at[i]);
	if (j->samples)
		add_samples(j, m, g);
	return g;
}

void
design_samples(const Design *g, OutFiles *out)
{
	Buf b = buf_new(g->a);

	if (!g->nsample)
		return;
	for (uint32_t i = 0; i < g->in.len; i++)
		buf_printf(&b, "%s%s", i ? "," : "", g->in.at[i].ident);
	buf_printf(&b, "\n");
	for (size_t r = 0; r < g->nsample; r++)
		for (uint32_t i = 0; i < g->in.len; i++)
			buf_printf(&b, "%lld%s",
			           (long long)g->sample[r * g->in.len + i],
			           i + 1 < g->in.len ? "," : "\n");
	out_add(out, "tb/samples.csv", &b);
}

static void
output_summary(const Design *g, const DesignOutput *o, FILE *out)
{
	fprintf(out, "  %s", o->name);
	if (strcmp(o->name, o->ident) != 0)
		fprintf(out, " (port %s)", o->ident);
	fprintf(out, ": %s", format_text(&o->format, g->a));
	if (o->proven)
		fprintf(out, ", error at most %s (%s ulp), proven",
		        o->bound_abs, o->bound_ulp);
	else
		fprintf(out, ", error not proven");
	fprintf(out, "; overflow: %s\n", o->overflow);
}

static void
data_summary(const DataRecord *r, FILE *out)
{
	const Scores *s[] = {&r->result.train, &r->result.held};

	for (int i = 0; i < 2; i++)
		fprintf(out,
		        "  %s of %zu %s rows: %.6g, of the equation %.6g\n",
		        r->metric, s[i]->rows, i ? "held-out" : "training",
		        s[i]->fixed, s[i]->real);
}

void
design_summary(const Design *g, FILE *out)
{
	Cost c = dp_cost(g->target, g->dp);

	fprintf(out, "%s: %u input%s, %u output%s, %s\n", g->name, g->in.len,
	        g->in.len == 1 ? "" : "s", g->out.len,
	        g->out.len == 1 ? "" : "s", g->numerics);
	for (uint32_t i = 0; i < g->out.len; i++)
		output_summary(g, &g->out.at[i], out);
	if (g->data)
		data_summary(g->data, out);
	fprintf(out,
	        "  %s at %g MHz: latency %u cycles, critical path %.2f "
	        "ns by the model\n",
	        g->target->name, g->clock_mhz, g->dp->latency,
	        dp_critical_path(g->target, g->dp));
	fprintf(out, "  %.0f LUT, %.0f FF, %.0f DSP, %.1f BRAM by the model\n",
	        ceil(c.lut), ceil(c.ff), ceil(c.dsp), c.bram);
}
