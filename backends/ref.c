/* The equations as plain C in double, ref/NAME.c: what users compare with, and
 * what the C front end reads back to the same DAG.
 *
 * Contract: of Expr, the equations as they were read, each operator as the
 * table ir/op_c.c has it. One output is returned, several are written through
 * pointers. Nodes that are used again, or deep, are locals. */
#include "backends/backend.h"
#include "ir/op_c.h"
#include "ir/passes.h"

#include <string.h>

enum { MAX_NESTED = 8 }; /* operators in each other in one line */

typedef struct Writer {
	const Design *g;
	const Expr *e;
	const char **name; /* per node: of a variable or a local */
	bool *live;
	Buf *b;
} Writer;

/* ---- names ---- */

static bool
is_function(const char *s)
{
	for (int op = 0; op < O_count; op++)
		if (op_c[op].name && !strcmp(op_c[op].name, s))
			return true;
	return false;
}

/* A name that is not one of the functions we call. */
static const char *
safe(const Design *g, const char *s)
{
	return is_function(s) ? arena_printf(g->a, "%s_", s) : s;
}

/* The port of the variable, or a name for one that nothing depends on. */
static const char *
variable(const Design *g, const char *name)
{
	for (uint32_t i = 0; i < g->in.len; i++)
		if (!strcmp(g->in.at[i].name, name))
			return safe(g, g->in.at[i].ident);
	return safe(g, legal_name(g->a, name, NULL, 0));
}

/* Names for the variables and for the nodes that become locals: n and a number,
 * which no port is called. */
static void
name_nodes(Writer *w)
{
	const uint32_t n = w->e->node.len;
	uint32_t *uses = arena_alloc(w->g->a, n * sizeof *uses), local = 0;
	uint8_t *depth = arena_alloc(w->g->a, n);

	for (uint32_t i = 0; i < w->e->out.len; i++)
		w->live[w->e->out.at[i].ref] = true;
	for (Ref r = n; r-- > 1;)
		for (int k = 0; w->live[r] && k < expr_at(w->e, r)->narg; k++) {
			w->live[expr_at(w->e, r)->arg[k]] = true;
			uses[expr_at(w->e, r)->arg[k]]++;
		}
	for (Ref r = 1; r < n; r++) {
		const ExprNode *x = expr_at(w->e, r);

		for (int k = 0; k < x->narg; k++)
			if (depth[r] <= depth[x->arg[k]])
				depth[r] = depth[x->arg[k]] + 1;
		if (x->op == O_var)
			w->name[r] =
			    variable(w->g, w->e->var.at[x->index].name);
		if (x->narg && (uses[r] > 1 || depth[r] >= MAX_NESTED) &&
		    w->live[r]) {
			w->name[r] = arena_printf(w->g->a, "n%u", ++local);
			depth[r] = 0;
		}
	}
}

/* ---- expressions ---- */

static void
constant(const Writer *w, Ref r)
{
	const char *s = expr_text(w->e, r, w->g->a), *bar = strchr(s, '/');

	if (bar) /* "(1/3)" */
		buf_printf(w->b, "%.*s.0 / %.*s.0", (int)(bar - s - 1), s + 1,
		           (int)strcspn(bar + 1, ")"), bar + 1);
	else
		buf_printf(w->b, "%s%s", s, strpbrk(s, ".e") ? "" : ".0");
}

static void node(const Writer *w, Ref r);

/* The node, or the name of it. */
static void
value(const Writer *w, Ref r)
{
	if (w->name[r])
		buf_printf(w->b, "%s", w->name[r]);
	else
		node(w, r);
}

/* In brackets where an operator round it might take it apart; a minus sign in
 * front of a constant would become part of it. */
static void
operand(const Writer *w, Ref r, enum Op round)
{
	const ExprNode *n = expr_at(w->e, r);
	bool plain = w->name[r] || (n->narg && !op_c[n->op].form) ||
	             n->op == O_pi ||
	             (n->op == O_const && round != O_neg &&
	              mpq_sgn(expr_q(w->e, r)) >= 0 &&
	              expr_text(w->e, r, w->g->a)[0] != '(');

	if (!plain)
		buf_printf(w->b, "(");
	value(w, r);
	if (!plain)
		buf_printf(w->b, ")");
}

static void
operation(const Writer *w, const ExprNode *n)
{
	const OpC *c = &op_c[n->op];

	for (const char *s = c->form; s && *s; s++) {
		if (*s == '%')
			operand(w, n->arg[*++s - '0'], n->op);
		else
			buf_add(w->b, s, 1);
	}
	if (c->form)
		return;
	buf_printf(w->b, "%s(", c->name);
	for (int k = 0; k < n->narg; k++) {
		if (k)
			buf_printf(w->b, ", ");
		value(w, n->arg[k]);
	}
	buf_printf(w->b, ")");
}

/* The node itself; operands may be names. */
static void
node(const Writer *w, Ref r)
{
	const ExprNode *n = expr_at(w->e, r);

	if (n->op == O_var)
		buf_printf(w->b, "%s", w->name[r]);
	else if (n->op == O_const)
		constant(w, r);
	else
		operation(w, n);
}

/* ---- the file ---- */

static void
helpers(const Writer *w)
{
	bool used[O_count] = {0};

	for (Ref r = 1; r < w->e->node.len; r++)
		used[expr_at(w->e, r)->op] |= w->live[r];
	for (int op = 0; op < O_count; op++)
		if (used[op] && op_c[op].function)
			buf_printf(w->b, "%s\n", op_c[op].function);
}

static void
parameters(const Writer *w, bool pointers)
{
	const char *comma = "";

	for (Ref r = 1; r < w->e->node.len; r++)
		if (expr_at(w->e, r)->op == O_var) {
			buf_printf(w->b, "%sdouble %s", comma, w->name[r]);
			comma = ", ";
		}
	for (uint32_t i = 0; pointers && i < w->g->out.len; i++) {
		buf_printf(w->b, "%sdouble *%s", comma,
		           safe(w->g, w->g->out.at[i].ident));
		comma = ", ";
	}
	if (!*comma)
		buf_printf(w->b, "void");
}

static void
body(const Writer *w, bool pointers)
{
	for (Ref r = 1; r < w->e->node.len; r++) {
		if (!w->live[r] || !w->name[r] || expr_at(w->e, r)->op == O_var)
			continue;
		buf_printf(w->b, "\tconst double %s = ", w->name[r]);
		node(w, r);
		buf_printf(w->b, ";\n");
	}
	for (uint32_t i = 0; i < w->e->out.len; i++) {
		if (pointers)
			buf_printf(w->b, "\t*%s = ",
			           safe(w->g, w->g->out.at[i].ident));
		else
			buf_printf(w->b, "\treturn ");
		value(w, w->e->out.at[i].ref);
		buf_printf(w->b, ";\n");
	}
}

static void
emit_ref(const Design *g, OutFiles *out)
{
	Buf b = buf_new(out->a);
	const uint32_t n = g->read->node.len;
	Writer w = {.g = g, .e = g->read, .b = &b};
	bool pointers = g->out.len > 1;

	w.name = arena_alloc(g->a, n * sizeof *w.name);
	w.live = arena_alloc(g->a, n);
	name_nodes(&w);
	buf_printf(&b, "/*\n");
	emit_head(g, " * ", &b);
	buf_printf(&b, " * the equations in double, for comparison\n */\n"
	               "#include <math.h>\n\n");
	helpers(&w);
	buf_printf(&b, "%s %s(", pointers ? "void" : "double",
	           safe(g, g->name));
	parameters(&w, pointers);
	buf_printf(&b, ")\n{\n");
	body(&w, pointers);
	buf_printf(&b, "}\n");
	out_add(out, arena_printf(out->a, "ref/%s.c", g->name), &b);
}

const Backend backend_ref = {
    .name = "ref",
    .doc = "the equations as C in double",
    .asked = true,
    .emit = emit_ref,
};
