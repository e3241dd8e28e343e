/* The datapath's verifier.
 *
 * Requires nothing of the datapath but that its arrays exist, so that it can
 * judge a text that somebody else wrote: nodes are judged in order, and each
 * only after its arguments were found good. */
#include "ir/datapath.h"

#include <ctype.h>
#include <string.h>

/* Order and arity; after that dop_bounds may look at the arguments. */
static const char *
shape_fault(const DNode *n, DRef r)
{
	if (n->op <= D_none || n->op >= D_count)
		return "there is no such operation";
	if (n->narg != dop_narg[n->op])
		return "the number of arguments is wrong";
	for (unsigned i = 0; i < DP_ARGS; i++) {
		if (i >= n->narg && n->arg[i])
			return "there is an argument too many";
		if (i < n->narg && (n->arg[i] == 0 || n->arg[i] >= r))
			return "an argument does not come before its use";
	}
	if (n->w && n->op != D_bits && n->op != D_sbits)
		return "only a field has a width";
	return NULL;
}

static const char *
stage_fault(const Datapath *d, const DNode *n)
{
	for (unsigned i = 0; i < n->narg; i++)
		if (dp_at(d, n->arg[i])->stage > n->stage)
			return "an argument comes from a later stage";
	if (n->op == D_input && n->stage != 0)
		return "an input is not in stage 0";
	return n->stage > d->latency ? "the stage is past the latency" : NULL;
}

static const char *
node_fault(const Datapath *d, DRef r)
{
	const DNode *n = dp_at(d, r);
	int64_t lo, hi;
	const char *why = shape_fault(n, r);
	if (!why)
		why = dop_bounds(d, n, &lo, &hi);
	if (why)
		return why;
	if (n->lo > n->hi)
		return "the bounds are empty";
	if (n->lo < lo || n->hi > hi)
		return "the bounds are wider than the arguments allow";
	return stage_fault(d, n);
}

static const char *
table_fault(const DTable *t)
{
	if (t->len < 1 || t->len > 1 << 24)
		return "a table's length is not in 1..2^24";
	if (!t->price)
		return "a table has no place for its price";
	for (uint32_t i = 0; i < t->len; i++)
		if (t->at[i] < t->lo || t->at[i] > t->hi)
			return "a table's bounds are wrong";
	return NULL;
}

/* The identifiers go into source code: nothing but letters may pass. */
static bool
is_ident(const char *s)
{
	if (!isalpha((unsigned char)*s) && *s != '_')
		return false;
	for (; *s; s++)
		if ((unsigned char)*s > 126 ||
		    (!isalnum((unsigned char)*s) && *s != '_'))
			return false;
	return true;
}

static const char *
port_fault(const Datapath *d, const DPort *p)
{
	if (!is_ident(p->ident))
		return "a port's identifier is not one";
	if (p->width < 1 || p->width > DP_MAX_WIDTH)
		return "a port's width is not in 1..63";
	if (p->ref == 0 || p->ref >= d->node.len)
		return "a port has no node";
	if (p->lo > p->hi || (!p->is_signed && p->lo < 0))
		return "a port's range is empty or negative";
	if (width_of(p->lo, p->hi) > p->width + (p->is_signed ? 0U : 1U))
		return "a port's range does not fit its width";
	return NULL;
}

static const char *
ports_fault(const Datapath *d)
{
	for (uint32_t i = 0; i < d->in.len; i++) {
		const DPort *p = &d->in.at[i];
		const char *why = port_fault(d, p);
		if (why)
			return why;
		const DNode *n = dp_at(d, p->ref);
		if (n->op != D_input || n->k != i)
			return "an input port is not at its input node";
	}
	for (uint32_t i = 0; i < d->out.len; i++) {
		const DPort *p = &d->out.at[i];
		const char *why = port_fault(d, p);
		if (why)
			return why;
		const DNode *n = dp_at(d, p->ref);
		if (n->lo < p->lo || n->hi > p->hi)
			return "an output leaves its port's range";
	}
	return NULL;
}

static const char *
ident_at(const Datapath *d, uint32_t i)
{
	return i < d->in.len ? d->in.at[i].ident
	                     : d->out.at[i - d->in.len].ident;
}

static const char *
names_fault(const Datapath *d)
{
	if (!is_ident(d->name))
		return "the name is not an identifier";
	for (uint32_t i = 0; i < d->in.len + d->out.len; i++)
		for (uint32_t j = 0; j < i; j++)
			if (!strcmp(ident_at(d, i), ident_at(d, j)))
				return "two ports have the same identifier";
	return NULL;
}

const char *
dp_fault(const Datapath *d, DRef *at)
{
	const char *why;
	*at = 0;
	for (uint32_t i = 0; i < d->table.len; i++)
		if ((why = table_fault(&d->table.at[i])))
			return why;
	for (DRef r = 1; r < d->node.len; r++)
		if ((why = node_fault(d, r))) {
			*at = r;
			return why;
		}
	why = ports_fault(d);
	return why ? why : names_fault(d);
}

void
dp_check(const Datapath *d)
{
	DRef at;
	const char *why = dp_fault(d, &at);
	if (why && at)
		die("datapath %s, node %u (%s): %s", d->name, (unsigned)at,
		    dop_name[dp_at(d, at)->op < D_count ? dp_at(d, at)->op : 0],
		    why);
	if (why)
		die("datapath %s: %s", d->name, why);
}
