/* Which equations of a table: PySR's model_selection (pysr/sr.py, since
 * 0.10), or a row by its complexity or number.
 *
 * Where PySR has no scores (negative losses), best and score are accurate, as
 * there. NaN never wins. */
#include "frontend/front.h"

#include <math.h>
#include <string.h>

static const double BEST_FACTOR = 1.5; /* PySR: loss <= 1.5 * least loss */

typedef struct Choice {
	Arena *a;
	Diag *diag;
	const Table *t;
	const char *how;
	Span span;
	Pick *pick;
} Choice;

/* ---- by loss and score ---- */

/* The first row of least loss, or -1. */
static int
most_accurate(const Choice *c)
{
	int best = -1;

	for (uint32_t i = 0; i < c->t->row.len; i++) {
		const Row *r = &c->t->row.at[i];

		if (r->has_loss && !isnan(r->loss) &&
		    (best < 0 || r->loss < c->t->row.at[best].loss))
			best = (int)i;
	}
	return best;
}

/* The first row of largest score among those with at most this loss, or
 * -1. */
static int
highest_score(const Choice *c, double loss)
{
	int best = -1;

	for (uint32_t i = 0; i < c->t->row.len; i++) {
		const Row *r = &c->t->row.at[i];

		if (r->has_score && !isnan(r->score) && r->loss <= loss &&
		    (best < 0 || r->score > c->t->row.at[best].score))
			best = (int)i;
	}
	return best;
}

/* Row i, and what else has its number. */
static bool
choose(const Choice *c, int i)
{
	uint32_t number = c->t->row.at[i].number;

	for (uint32_t k = (uint32_t)i;
	     k < c->t->row.len && c->t->row.at[k].number == number; k++)
		vec_push(c->a, *c->pick, k);
	return true;
}

static bool
no_loss(const Choice *c)
{
	diag_error(c->diag, c->span, "'%s' needs a Loss column of numbers",
	           c->how);
	if (c->t->columns[0])
		diag_note(c->diag,
		          "the columns are %s; give --select row=N or all",
		          c->t->columns);
	else
		diag_note(c->diag, "the text has none; give --select row=N, "
		                   "one of its lines, or all");
	return false;
}

static bool
by_accuracy(const Choice *c)
{
	const Row *row = c->t->row.at;
	uint32_t n = c->t->row.len;
	bool one = n && row[n - 1].number == row[0].number;
	int least = one ? 0 : most_accurate(c);

	return least < 0 ? no_loss(c) : choose(c, least);
}

static bool
by_best(const Choice *c)
{
	int least = most_accurate(c), best = -1;

	if (least >= 0)
		best = highest_score(c, BEST_FACTOR * c->t->row.at[least].loss);
	return best < 0 ? by_accuracy(c) : choose(c, best);
}

static bool
by_score(const Choice *c)
{
	int best = highest_score(c, INFINITY);

	return best < 0 ? by_accuracy(c) : choose(c, best);
}

/* ---- by number ---- */

static bool
all(const Choice *c)
{
	for (uint32_t i = 0; i < c->t->row.len; i++)
		vec_push(c->a, *c->pick, i);
	return true;
}

static bool
parse_whole(const char *s, uint32_t *v)
{
	uint64_t n = 0;

	for (const char *p = s; *p; p++) {
		if (*p < '0' || *p > '9' || p - s > 9)
			return false;
		n = n * 10 + (uint64_t)(*p - '0');
	}
	*v = (uint32_t)n;
	return s[0] != '\0' && n <= UINT32_MAX;
}

static bool
not_whole(const Choice *c, const char *s)
{
	diag_error(c->diag, c->span, "'%.40s' is not a whole number", s);
	return false;
}

static bool
by_row(const Choice *c, const char *s)
{
	uint32_t v;

	if (!parse_whole(s, &v))
		return not_whole(c, s);
	for (uint32_t i = 0; i < c->t->row.len; i++)
		if (c->t->row.at[i].number == v)
			return choose(c, (int)i);
	diag_error(c->diag, c->span, "there is no row %u", v);
	diag_note(c->diag, "the rows are 1 to %u",
	          c->t->row.len ? c->t->row.at[c->t->row.len - 1].number : 0);
	return false;
}

/* The complexities there are, each once if they come in order. */
static const char *
complexities(const Choice *c)
{
	Buf b = buf_new(c->a);
	uint32_t last = UINT32_MAX;

	for (uint32_t i = 0; i < c->t->row.len && b.len < 300; i++) {
		const Row *r = &c->t->row.at[i];

		if (r->has_complexity && r->complexity != last)
			buf_printf(&b, "%s%u", b.len ? ", " : "",
			           last = r->complexity);
	}
	return b.s;
}

static bool
by_complexity(const Choice *c, const char *s)
{
	const char *list = complexities(c);
	uint32_t v;

	if (!parse_whole(s, &v))
		return not_whole(c, s);
	for (uint32_t i = 0; i < c->t->row.len; i++)
		if (c->t->row.at[i].has_complexity &&
		    c->t->row.at[i].complexity == v)
			return choose(c, (int)i);
	if (list) {
		diag_error(c->diag, c->span, "no row has complexity %u", v);
		diag_note(c->diag, "the complexities are %s", list);
	} else {
		diag_error(c->diag, c->span,
		           "the table has no Complexity column");
		diag_note(c->diag, "the columns are %s", c->t->columns);
	}
	return false;
}

static const struct {
	const char *name; /* with its '=' where a value follows */
	bool (*pick)(const Choice *);
	bool (*pick_value)(const Choice *, const char *value);
} ways[] = {{"best", by_best, NULL},   {"accurate", by_accuracy, NULL},
            {"score", by_score, NULL}, {"complexity=", NULL, by_complexity},
            {"row=", NULL, by_row},    {"all", all, NULL}};

bool
table_select(Arena *a, Diag *diag, const Table *t, const char *how,
             Span how_span, Pick *pick)
{
	Choice c = {a, diag, t, how, how_span, pick};

	if (t->outputs && strcmp(how, "best") == 0)
		return all(&c);
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		size_t n = strlen(ways[i].name);

		if (ways[i].pick && strcmp(how, ways[i].name) == 0)
			return ways[i].pick(&c);
		if (ways[i].pick_value && strncmp(how, ways[i].name, n) == 0)
			return ways[i].pick_value(&c, how + n);
	}
	diag_error(diag, how_span, "unknown selection '%.40s'", how);
	diag_note(diag, "give best, accurate, score, complexity=N, row=N or "
	                "all");
	return false;
}
