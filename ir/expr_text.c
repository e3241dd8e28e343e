/* Expr as text: infix for people and parsers, one node a line for --dump.
 *
 * Brackets are written where precedence asks for them, round a left operand
 * that begins with a minus sign, and round both operands of a power, so that
 * no reader has to know how another language binds them. The work is kept on
 * a stack of our own: a sum of 100,000 terms is 100,000 deep. */
#include "ir/expr.h"

#include <string.h>

enum {
	MAX_TEXT = 1 << 20, /* bytes; a DAG's text can be exponentially long */
	MAX_PLAIN = 500,    /* nodes of a text without definitions */
	MIN_LET = 8,        /* nodes that are worth a definition */
	MAX_NOTE = 60,      /* of the comment in a dump */
	MAX_DIGITS = 80,    /* of a constant; beyond, a fraction is written */
	PREC_NEG = 5,       /* -x: bracketed as any operand */
	PREC_ATOM = 100
};

/* What is still to be written, last first: a text, or a node whose brackets
 * may be dropped if it binds at least as tight as `prec`. */
typedef struct Item {
	const char *s;
	Ref r;
	uint8_t prec;
	bool right; /* right operand: a minus sign is clear here */
} Item;

typedef struct Writer {
	const Expr *e;
	const char *const *let; /* per node: its definition's name; or NULL */
	Ref root;               /* written out in any case */
	Buf b;
	VEC(Item) stack;
} Writer;

static void
push_text(Writer *w, const char *s)
{
	Item i = {.s = s};

	vec_push(w->b.a, w->stack, i);
}

static void
push_node(Writer *w, Ref r, int prec, bool right)
{
	Item i = {.r = r, .prec = (uint8_t)prec, .right = right};

	vec_push(w->b.a, w->stack, i);
}

/* Number of times p divides z, which it is divided by. */
static unsigned long
divide_out(mpz_ptr z, unsigned long p)
{
	mpz_t f;
	unsigned long n;

	mpz_init_set_ui(f, p);
	n = mpz_remove(z, z, f);
	mpz_clear(f);
	return n;
}

/* q = m * 10^-places with the fewest places (negative for trailing zeros);
 * false if q is no finite decimal. */
static bool
to_decimal(mpq_srcptr q, mpz_ptr m, long *places)
{
	mpz_t den, f;
	unsigned long two, five, n;
	bool finite;

	mpz_init_set(den, mpq_denref(q));
	two = divide_out(den, 2);
	five = divide_out(den, 5);
	finite = mpz_cmp_ui(den, 1) == 0;
	n = two > five ? two : five;
	mpz_init(f);
	mpz_ui_pow_ui(f, 10, n);
	mpz_mul(m, mpq_numref(q), f);
	mpz_tdiv_q(m, m, mpq_denref(q));
	*places = (long)n;
	if (finite && n == 0 && mpz_sgn(m) != 0)
		*places = -(long)divide_out(m, 10);
	mpz_clear(f);
	mpz_clear(den);
	return finite;
}

/* digits * 10^-places, as a plain decimal if that is short, else 1.25e-9. */
static void
add_decimal(Buf *b, const char *d, long places)
{
	long n = (long)strlen(d), exp = n - 1 - places;

	if (places <= 0 && exp < 21) {
		buf_printf(b, "%s%.*s", d, (int)-places,
		           "00000000000000000000");
	} else if (places > 0 && places < n) {
		buf_printf(b, "%.*s.%s", (int)(n - places), d, d + n - places);
	} else if (places > 0 && exp >= -5) {
		buf_printf(b, "0.%.*s%s", (int)(places - n), "0000", d);
	} else {
		buf_add(b, d, 1);
		if (n > 1)
			buf_printf(b, ".%s", d + 1);
		buf_printf(b, "e%ld", exp);
	}
}

/* A fraction is bracketed: it binds as an atom. */
static void
add_const(Buf *b, mpq_srcptr q)
{
	mpz_t m;
	long places;
	char *d;

	mpz_init(m);
	if (to_decimal(q, m, &places) &&
	    mpz_sizeinbase(m, 10) <= MAX_DIGITS + 1 && places <= 400 &&
	    places >= -300) {
		if (mpz_sgn(m) < 0)
			buf_add(b, "-", 1);
		mpz_abs(m, m);
		d = arena_alloc(b->a, mpz_sizeinbase(m, 10) + 2);
		add_decimal(b, mpz_get_str(d, 10, m), places);
	} else {
		d = arena_alloc(b->a, mpz_sizeinbase(mpq_numref(q), 10) +
		                          mpz_sizeinbase(mpq_denref(q), 10) +
		                          3);
		buf_printf(b, "(%s)", mpq_get_str(d, 10, q));
	}
	mpz_clear(m);
}

static void
push_call(Writer *w, const ExprNode *n)
{
	const OpInfo *op = &op_info[n->op];

	if (n->narg > 0)
		push_text(w, ")");
	for (int k = n->narg; k-- > 0;) {
		push_node(w, n->arg[k], 0, false);
		push_text(w, k > 0 ? ", " : "(");
	}
	buf_add(&w->b, op->spell, strcspn(op->spell, " "));
}

static void
push_infix(Writer *w, const ExprNode *n)
{
	const OpInfo *op = &op_info[n->op];
	int prec = op->prec;

	push_node(w, n->arg[1], prec + 1, true);
	push_text(w, " ");
	push_text(w, arena_strndup(w->b.a, op->infix, strcspn(op->infix, " ")));
	push_text(w, " ");
	push_node(w, n->arg[0], n->op == O_pow ? prec + 1 : prec, false);
}

static int
node_prec(const Expr *e, Ref r)
{
	const ExprNode *n = expr_at(e, r);

	if (n->op == O_const && mpq_sgn(expr_q(e, r)) < 0)
		return PREC_NEG;
	if (n->op <= O_var)
		return PREC_ATOM;
	if (n->op == O_neg && !expr_is_const(e, n->arg[0]))
		return PREC_NEG;
	return op_info[n->op].prec ? op_info[n->op].prec : PREC_ATOM;
}

static void
write_node(Writer *w, const Item *i)
{
	const ExprNode *n = expr_at(w->e, i->r);
	int prec = node_prec(w->e, i->r);
	bool literal = n->op == O_const && i->right;

	if (w->let && w->let[i->r] && i->r != w->root)
		buf_printf(&w->b, "%s", w->let[i->r]);
	else if (prec < i->prec && !literal) {
		push_text(w, ")");
		push_node(w, i->r, 0, false);
		push_text(w, "(");
	} else if (n->op == O_const) {
		add_const(&w->b, expr_q(w->e, i->r));
	} else if (n->op == O_var) {
		buf_printf(&w->b, "%s", w->e->var.at[n->index].name);
	} else if (prec == PREC_NEG) {
		push_node(w, n->arg[0], PREC_ATOM, false);
		push_text(w, "-");
	} else if (prec == PREC_ATOM) {
		push_call(w, n);
	} else {
		push_infix(w, n);
	}
}

/* At most about `limit` bytes, then "...". */
static char *
text(const Expr *e, const char *const *let, Ref r, Arena *a, size_t limit)
{
	Writer w = {.e = e, .let = let, .root = r, .b = buf_new(a)};

	push_node(&w, r, 0, false);
	while (w.stack.len > 0 && w.b.len <= limit) {
		Item i = w.stack.at[--w.stack.len];
		if (i.s)
			buf_add(&w.b, i.s, strlen(i.s));
		else
			write_node(&w, &i);
	}
	if (w.b.len > limit) {
		while (((unsigned char)w.b.s[limit] & 0xc0) == 0x80)
			limit--; /* not inside a UTF-8 character */
		w.b.len = limit;
		buf_printf(&w.b, "...");
	}
	return w.b.s;
}

char *
expr_text(const Expr *e, Ref r, Arena *a)
{
	return text(e, NULL, r, a, MAX_TEXT);
}

/* ---- definitions ---- */

/* What no variable's name begins with. */
static const char *
let_prefix(const Expr *e, Arena *a)
{
	const char *p = "t";

	for (uint32_t i = 0; i < e->var.len; i++)
		if (!strncmp(e->var.at[i].name, p, strlen(p))) {
			p = arena_printf(a, "%s_", p);
			i = UINT32_MAX; /* from the start */
		}
	return p;
}

/* Per node the nodes of its text, 0 where root does not need it, and how often
 * it is used. */
static double *
text_sizes(const Expr *e, Ref root, Arena *a, uint32_t *uses)
{
	double *size = arena_alloc(a, (root + 1) * sizeof *size);

	uses[root] = 1;
	for (Ref r = root; r > 0; r--)
		for (int k = 0; uses[r] && k < expr_at(e, r)->narg; k++)
			uses[expr_at(e, r)->arg[k]]++;
	for (Ref r = 1; r <= root; r++) {
		size[r] = uses[r] != 0;
		for (int k = 0; uses[r] && k < expr_at(e, r)->narg; k++)
			size[r] += size[expr_at(e, r)->arg[k]];
	}
	return size;
}

char *
expr_lets(const Expr *e, Ref root, Arena *a, Texts *define)
{
	uint32_t *uses = arena_alloc(a, (root + 1) * sizeof *uses), n = 0;
	const double *size = text_sizes(e, root, a, uses);
	const char **let = arena_alloc(a, (root + 1) * sizeof *let);
	const char *prefix = let_prefix(e, a);

	for (Ref r = 1; r < root && size[root] > MAX_PLAIN; r++) {
		if (uses[r] < 2 || size[r] < MIN_LET)
			continue;
		let[r] = arena_printf(a, "%s%u", prefix, ++n);
		vec_push(a, *define,
		         arena_printf(a, "let %s = %s", let[r],
		                      text(e, let, r, a, MAX_TEXT)));
	}
	return text(e, let, root, a, MAX_TEXT);
}

static void
print_node(const Expr *e, Ref r, Arena *a, Buf *b)
{
	const ExprNode *n = expr_at(e, r);
	size_t start = b->len;

	buf_printf(b, "%%%u = ", r);
	if (n->op == O_const) {
		buf_printf(b, "const %s", text(e, NULL, r, a, MAX_TEXT));
	} else if (n->op == O_var) {
		buf_printf(b, "var %s", e->var.at[n->index].name);
	} else {
		buf_printf(b, "%s", op_info[n->op].name);
		for (int k = 0; k < n->narg; k++)
			buf_printf(b, " %%%u", n->arg[k]);
		buf_printf(b, "%*s ; %s",
		           (int)(b->len - start < 24 ? start + 24 - b->len : 0),
		           "", text(e, NULL, r, a, MAX_NOTE));
	}
	buf_add(b, "\n", 1);
}

void
expr_print(const Expr *e, Buf *b)
{
	Arena *a = arena_new();

	for (Ref r = 1; r < e->node.len; r++)
		print_node(e, r, a, b);
	for (uint32_t i = 0; i < e->out.len; i++)
		buf_printf(b, "output %s = %%%u\n", e->out.at[i].name,
		           e->out.at[i].ref);
	arena_free(a);
}
