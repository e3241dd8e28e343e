/* A datapath's ports from the specifications of inputs and outputs, for all
 * numerics. */
#include "ir/lower.h"

#include <math.h>

/* The identifiers so far. */
static const char **
taken(const Datapath *d, size_t *n)
{
	*n = d->in.len + d->out.len;
	const char **t = arena_alloc(d->a, (*n + 1) * sizeof *t);
	for (uint32_t i = 0; i < d->in.len; i++)
		t[i] = d->in.at[i].ident;
	for (uint32_t o = 0; o < d->out.len; o++)
		t[d->in.len + o] = d->out.at[o].ident;
	return t;
}

static void
name_port(const Datapath *d, DPort *p, const char *name)
{
	size_t n;
	const char **t = taken(d, &n);
	p->name = name;
	p->ident = legal_name(d->a, name, t, n);
}

DRef
port_in(Datapath *d, const InputSpec *in)
{
	DPort p = {.is_signed = in->format.is_signed,
	           .width = in->format.width,
	           .lsb = in->format.lsb,
	           .lo = in->clamp ? format_lo(&in->format) : in->lo,
	           .hi = in->clamp ? format_hi(&in->format) : in->hi,
	           .span = in->span};
	name_port(d, &p, in->name);
	DRef r = dp_input(d, &p);
	return in->clamp ? dp_clamp(d, r, in->lo, in->hi) : r;
}

void
port_out(Datapath *d, const ExprOutput *out, const Format *f, DRef r)
{
	DPort p = {.ref = r,
	           .is_signed = f->is_signed,
	           .width = f->width,
	           .lsb = f->lsb,
	           .lo = dp_at(d, r)->lo,
	           .hi = dp_at(d, r)->hi,
	           .span = out->span};
	name_port(d, &p, out->name);
	vec_push(d->a, d->out, p);
}

/* A double at or beyond v's value on the side of `towards`. */
static double
port_end(const InputSpec *in, int64_t v, double towards)
{
	mpq_t q, back;
	mpq_inits(q, back, NULL);
	port_to_equation(in, v, q);
	double x = mpq_get_d(q);
	mpq_set_d(back, x);
	if (!mpq_equal(back, q))
		x = nextafter(x, towards);
	mpq_clears(q, back, NULL);
	return x;
}

Range
input_range(const InputSpec *in)
{
	bool falls = mpq_sgn(in->scale) < 0;
	return (Range){port_end(in, falls ? in->hi : in->lo, -INFINITY),
	               port_end(in, falls ? in->lo : in->hi, INFINITY)};
}
