/* The datapath's text form: written beside a design, shown by --dump, and
 * read back by verify.
 *
 *     datapath 1 NAME latency 3
 *     in x0 "x0" signed 16 lsb -10 range -4096 4095 node 1
 *     table 4 7 -3 12 0
 *     1 input lsb -10 stage 0 range -4096 4095
 *     2 bits 1 k 3 w 2 lsb 0 stage 0 range 0 3
 *     3 lut 2 lsb -6 stage 0 range -3 12
 *     out y "y" signed 5 lsb -6 range -3 12 node 3
 *     end
 *
 * One line a thing, single blanks, decimal integers; k and w stand only where
 * they are not 0. What was printed, read and printed again is the same bytes.
 * Spans are not kept: a node that was read has the span of its line.
 *
 * The reader trusts nothing: every word is checked where it stands, and then
 * the whole by dp_fault. Memory stays proportional to the text. */
#include "ir/datapath.h"

#include <string.h>

/* ---- writing ---- */

static void
print_name(Buf *b, const char *s)
{
	buf_add(b, "\"", 1);
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c < 32 || c == 127 || c == '"' || c == '\\')
			buf_printf(b, "\\x%02x", c);
		else
			buf_add(b, s, 1);
	}
	buf_add(b, "\"", 1);
}

static void
print_port(Buf *b, const char *what, const DPort *p)
{
	buf_printf(b, "%s %s ", what, p->ident);
	print_name(b, p->name);
	buf_printf(b, " %s %d lsb %d range %lld %lld node %u\n",
	           p->is_signed ? "signed" : "unsigned", p->width, p->lsb,
	           (long long)p->lo, (long long)p->hi, (unsigned)p->ref);
}

static void
print_table(Buf *b, const DTable *t)
{
	buf_printf(b, "table %u", (unsigned)t->len);
	for (uint32_t i = 0; i < t->len; i++)
		buf_printf(b, " %lld", (long long)t->at[i]);
	buf_printf(b, "\n");
}

static void
print_node(Buf *b, DRef r, const DNode *n)
{
	buf_printf(b, "%u %s", (unsigned)r, dop_name[n->op]);
	for (unsigned i = 0; i < n->narg; i++)
		buf_printf(b, " %u", (unsigned)n->arg[i]);
	if (n->k)
		buf_printf(b, " k %lld", (long long)n->k);
	if (n->w)
		buf_printf(b, " w %d", n->w);
	buf_printf(b, " lsb %d stage %d range %lld %lld\n", n->lsb, n->stage,
	           (long long)n->lo, (long long)n->hi);
}

void
dp_print(const Datapath *d, Buf *b)
{
	buf_printf(b, "datapath 1 %s latency %d\n", d->name, d->latency);
	for (uint32_t i = 0; i < d->in.len; i++)
		print_port(b, "in", &d->in.at[i]);
	for (uint32_t i = 0; i < d->table.len; i++)
		print_table(b, &d->table.at[i]);
	for (DRef r = 1; r < d->node.len; r++)
		print_node(b, r, dp_at(d, r));
	for (uint32_t i = 0; i < d->out.len; i++)
		print_port(b, "out", &d->out.at[i]);
	buf_printf(b, "end\n");
}

/* ---- reading ---- */

/* The text and the place in it. After the first error `failed` is set and
 * every function returns at once, with nothing in its results. */
typedef struct Reader {
	Arena *a;
	Diag *diag;
	uint32_t source;
	const char *s;  /* the text */
	size_t at, len; /* the next byte; the end */
	Span word;      /* the last word taken */
	bool failed;
} Reader;

static void
fail(Reader *r, Span s, const char *what)
{
	if (r->failed)
		return;
	r->failed = true;
	diag_error(r->diag, s, "%s", what);
	diag_note(r->diag, "symgate compile writes this file; compile the "
	                   "design again");
}

static bool
at_byte(const Reader *r, char c)
{
	return r->at < r->len && r->s[r->at] == c;
}

static bool
ends_word(const Reader *r)
{
	return r->at >= r->len || at_byte(r, ' ') || at_byte(r, '\n');
}

/* Passes the blank before a word that is not a line's first. */
static void
skip_blank(Reader *r)
{
	if (at_byte(r, ' ') && r->at > 0 && r->s[r->at - 1] != '\n')
		r->at++;
}

static void
take_word(Reader *r)
{
	if (r->failed)
		return;
	skip_blank(r);
	size_t from = r->at;
	while (!ends_word(r))
		r->at++;
	r->word = (Span){r->source, (uint32_t)from, (uint32_t)(r->at - from)};
	if (r->at == from)
		fail(r, r->word, "a word is missing here");
}

static bool
word_is(const Reader *r, const char *w)
{
	return !r->failed && r->word.len == strlen(w) &&
	       !memcmp(r->s + r->word.pos, w, r->word.len);
}

/* True, and the word taken, if the next word is w. */
static bool
accept(Reader *r, const char *w)
{
	Reader next = *r;
	size_t n = strlen(w);
	if (r->failed)
		return false;
	skip_blank(&next);
	if (r->len - next.at < n || memcmp(r->s + next.at, w, n) != 0)
		return false;
	next.at += n;
	if (!ends_word(&next))
		return false;
	r->at = next.at;
	return true;
}

static void
expect(Reader *r, const char *w)
{
	take_word(r);
	if (!r->failed && !word_is(r, w)) {
		fail(r, r->word, "this is not what stands here in a datapath");
		diag_note(r->diag, "`%s` is expected", w);
	}
}

static void
end_line(Reader *r)
{
	if (!r->failed && !at_byte(r, '\n'))
		fail(r, (Span){r->source, (uint32_t)r->at, 0},
		     "the line should end here");
	r->at++;
}

static int64_t
number(Reader *r, int64_t lo, int64_t hi)
{
	take_word(r);
	if (r->failed)
		return 0;
	const char *s = r->s + r->word.pos;
	uint32_t n = r->word.len, i = s[0] == '-';
	bool minus = i == 1, good = i < n && n <= 20;
	uint64_t v = 0;
	for (; good && i < n; i++) {
		good = s[i] >= '0' && s[i] <= '9' && v < UINT64_MAX / 10;
		v = 10 * v + (uint64_t)(s[i] - '0');
	}
	if (!good || v > (uint64_t)INT64_MAX) {
		fail(r, r->word, "this is not a 64-bit integer");
		return 0;
	}
	int64_t x = minus ? -(int64_t)v : (int64_t)v;
	if (x < lo || x > hi) {
		fail(r, r->word, "this number is out of range");
		return 0;
	}
	return x;
}

static int64_t
named_number(Reader *r, const char *name, int64_t lo, int64_t hi)
{
	expect(r, name);
	return number(r, lo, hi);
}

static void
range(Reader *r, int64_t *lo, int64_t *hi)
{
	*lo = named_number(r, "range", INT64_MIN, INT64_MAX);
	*hi = number(r, INT64_MIN, INT64_MAX);
}

static int
hex_digit(char c)
{
	const char *digits = "0123456789abcdef", *p = strchr(digits, c);
	return c && p ? (int)(p - digits) : -1;
}

/* One character of a quoted name, or -1. */
static int
name_byte(Reader *r)
{
	if (r->at >= r->len)
		return -1;
	unsigned char c = (unsigned char)r->s[r->at++];
	if (c != '\\')
		return c < 32 || c == 127 ? -1 : c;
	if (r->len - r->at < 3 || r->s[r->at] != 'x')
		return -1;
	int v = hex_digit(r->s[r->at + 1]), w = hex_digit(r->s[r->at + 2]);
	r->at += 3;
	return v < 0 || w < 0 || v + w == 0 ? -1 : 16 * v + w;
}

static const char *
quoted(Reader *r)
{
	if (r->failed)
		return "";
	skip_blank(r);
	size_t from = r->at;
	Buf b = buf_new(r->a);
	int c = at_byte(r, '"') ? 0 : -1;
	for (r->at++; c >= 0 && !at_byte(r, '"');) {
		c = name_byte(r);
		if (c >= 0)
			buf_add(&b, &(char){(char)c}, 1);
	}
	r->at++;
	if (c < 0)
		fail(r, (Span){r->source, (uint32_t)from, 0},
		     "a name in double quotes should stand here");
	return r->failed || !b.s ? "" : b.s;
}

static const char *
text_of_word(const Reader *r)
{
	return r->failed ? ""
	                 : arena_strndup(r->a, r->s + r->word.pos, r->word.len);
}

static DPort
read_port(Reader *r)
{
	DPort p = {0};
	take_word(r);
	p.span = r->word;
	p.ident = text_of_word(r);
	p.name = quoted(r);
	p.is_signed = accept(r, "signed");
	if (!p.is_signed)
		expect(r, "unsigned");
	p.width = (uint8_t)number(r, 1, DP_MAX_WIDTH);
	p.lsb = (int16_t)named_number(r, "lsb", INT16_MIN, INT16_MAX);
	range(r, &p.lo, &p.hi);
	p.ref = (DRef)named_number(r, "node", 1, UINT32_MAX);
	end_line(r);
	return p;
}

static DTable
read_table(Reader *r)
{
	VEC(int64_t) v = {0};
	int64_t len = number(r, 1, 1 << 24);
	DTable t = {.lo = INT64_MAX, .hi = INT64_MIN};
	for (int64_t i = 0; i < len && !r->failed; i++) {
		int64_t x = number(r, INT64_MIN, INT64_MAX);
		vec_push(r->a, v, x);
		t.lo = x < t.lo ? x : t.lo;
		t.hi = x > t.hi ? x : t.hi;
	}
	end_line(r);
	t.at = v.at;
	t.len = v.len;
	t.price = arena_alloc(r->a, sizeof *t.price);
	return t;
}

static uint8_t
read_op(Reader *r)
{
	take_word(r);
	for (int op = D_none + 1; op < D_count; op++)
		if (word_is(r, dop_name[op]))
			return (uint8_t)op;
	fail(r, r->word, "there is no such operation");
	return D_none;
}

/* The line of node `self`, which has to bear that number. */
static DNode
read_node(Reader *r, DRef self)
{
	size_t from = r->at;
	number(r, self, self);
	DNode n = {.op = read_op(r)};
	n.narg = dop_narg[n.op];
	for (unsigned i = 0; i < n.narg; i++)
		n.arg[i] = (DRef)number(r, 1, (int64_t)self - 1);
	if (accept(r, "k"))
		n.k = number(r, INT64_MIN, INT64_MAX);
	if (accept(r, "w"))
		n.w = (uint8_t)number(r, 1, DP_MAX_WIDTH);
	n.lsb = (int16_t)named_number(r, "lsb", INT16_MIN, INT16_MAX);
	n.stage = (uint16_t)named_number(r, "stage", 0, UINT16_MAX);
	range(r, &n.lo, &n.hi);
	n.span = (Span){r->source, (uint32_t)from, (uint32_t)(r->at - from)};
	end_line(r);
	return n;
}

static bool
at_number(const Reader *r)
{
	return !r->failed && r->at < r->len && r->s[r->at] >= '0' &&
	       r->s[r->at] <= '9';
}

/* More than this many ports would make no module, only a slow check. */
static void
count_port(Reader *r, uint32_t n)
{
	enum { PORTS_MAX = 4096 };
	if (n > PORTS_MAX)
		fail(r, r->word, "there are too many ports");
}

static void
read_lines(Reader *r, Datapath *d)
{
	while (accept(r, "in")) {
		DPort p = read_port(r);
		vec_push(r->a, d->in, p);
		count_port(r, d->in.len);
	}
	while (accept(r, "table")) {
		DTable t = read_table(r);
		vec_push(r->a, d->table, t);
	}
	while (at_number(r)) {
		DNode n = read_node(r, d->node.len);
		vec_push(r->a, d->node, n);
	}
	while (accept(r, "out")) {
		DPort p = read_port(r);
		vec_push(r->a, d->out, p);
		count_port(r, d->out.len);
	}
	expect(r, "end");
	end_line(r);
	if (!r->failed && r->at != r->len)
		fail(r, (Span){r->source, (uint32_t)r->at, 0},
		     "nothing may follow the end");
}

Datapath *
dp_read(Arena *a, Diag *diag, uint32_t source)
{
	const Source *s = &diag->source.at[source];
	Reader r = {a, diag, source, s->text, 0, s->len, {0}, false};
	expect(&r, "datapath");
	expect(&r, "1"); /* the version of this form */
	take_word(&r);
	Span name = r.word;
	Datapath *d = dp_new(a, text_of_word(&r));
	d->latency = (uint16_t)named_number(&r, "latency", 0, UINT16_MAX);
	end_line(&r);
	read_lines(&r, d);
	DRef at;
	const char *why = r.failed ? NULL : dp_fault(d, &at);
	if (why)
		fail(&r, at ? dp_at(d, at)->span : name, why);
	if (r.failed)
		return NULL;
	dp_rehash(d);
	return d;
}
