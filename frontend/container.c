/* The kinds of files: how each is recognised and what dialect it is in.
 *
 * A table with a header is the first row of `containers` whose columns it has;
 * a text without one is the first row whose `is` holds of it, and plain text
 * last. Which tool writes what: see the comments; facts from the tools' own
 * sources and files. */
#include "frontend/container.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *
skip_blanks(const char *s)
{
	while (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n')
		s++;
	return s;
}

/* Whether s begins with one of the blank-separated words and a '('. */
static bool
begins_call(const char *s, const char *words)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	for (const char *w = words; n && s[n] == '(' && *w;) {
		size_t len = strcspn(w, " ");

		if (len == n && strncmp(w, s, n) == 0)
			return true;
		w += len + (w[len] == ' ');
	}
	return false;
}

static bool
is_json(const char *s, size_t len)
{
	(void)len;
	s = skip_blanks(s);
	return *s == '{' && strchr(s, '"');
}

static bool
is_srepr(const char *s, size_t len)
{
	(void)len;
	return strstr(s, "Symbol('") ||
	       begins_call(skip_blanks(s), "Piecewise Float Integer Rational");
}

/* Two numbers and more, then an expression, all separated by blanks. */
static bool
is_ai_feynman(const char *s, size_t len)
{
	(void)len;
	s = skip_blanks(s);
	return lines_solution(s, strcspn(s, "\r\n")).fields >= 2;
}

/* Calls of operators and no infix: gplearn's str(program). */
static bool
is_calls(const char *s, const char *words)
{
	const char *line = skip_blanks(s);
	size_t n = strcspn(line, "\r\n");

	if (!begins_call(line, words))
		return false;
	for (size_t i = 0; i < n; i++)
		if (line[i] == '*' || line[i] == '/' || line[i] == '^' ||
		    (i && line[i] == '+' && line[i - 1] != 'e'))
			return false;
	return true;
}

static bool
is_gplearn(const char *s, size_t len)
{
	(void)len;
	return is_calls(s, "add sub mul div sqrt log inv neg abs max min sin "
	                   "cos tan sig");
}

static bool
is_old_pysr(const char *s, size_t len)
{
	(void)len;
	return is_calls(s, "mult plus pow powm logm sqrtm");
}

/* aq after a digit or a bracket, or p/ */
static bool
is_gomea(const char *s, size_t len)
{
	(void)len;
	for (const char *t = s; (t = strstr(t, "aq")); t++)
		if (t > s && (isdigit((unsigned char)t[-1]) || t[-1] == ')') &&
		    t[2] != ' ')
			return true;
	return strstr(s, "p/(") != NULL;
}

static bool
is_bingo(const char *s, size_t len)
{
	(void)len;
	return strstr(s, ")(") != NULL;
}

/* (3.79 add (-1.48 mul x_1)) */
static bool
is_words(const char *s, size_t len)
{
	(void)len;
	return strstr(s, " add ") || strstr(s, " mul ");
}

/* add,mul,x1,sin,x2 */
static bool
is_traversal(const char *s, size_t len)
{
	size_t n;

	(void)len;
	s = skip_blanks(s);
	n = strcspn(s, "\r\n");
	if (!memchr(s, ',', n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)s[i]) &&
		    !strchr(",._-+ \"[]'", s[i]))
			return false;
	s += strspn(s, "\"[' ");
	return op_by_name(s, strcspn(s, ",\"' ")) != O_none;
}

static bool
has(const char *s, const char *what)
{
	return strstr(s, what) != NULL;
}

static bool
is_tir(const char *s, size_t len)
{
	(void)len;
	return has(s, "Id(") || has(s, "(Sin(") || has(s, "(Exp(");
}

static bool
is_operon(const char *s, size_t len)
{
	(void)len;
	return has(s, "(sqrt(1 + ") || has(s, "log(abs(");
}

static bool
is_e2e(const char *s, size_t len)
{
	(void)len;
	return has(s, "x_0") && has(s, " * ");
}

static bool
is_itea(const char *s, size_t len)
{
	(void)len;
	return has(s, "x[:,") || has(s, "x[:, ");
}

static bool
always(const char *s, size_t len)
{
	(void)s, (void)len;
	return true;
}

static bool
never(const char *s, size_t len)
{
	(void)s, (void)len;
	return false;
}

#define TABLE(kind, doc, dialect, columns, loss, complexity)                   \
	{                                                                      \
		kind, doc, dialect, columns, loss, complexity, NULL            \
	}
#define TEXT(kind, doc, dialect, is)                                           \
	{                                                                      \
		kind, doc, dialect, NULL, "", "", is                           \
	}

const Container containers[] = {
    TABLE("symbolfit", "SymbolFit candidates", "python",
          "Parameterized equation, unscaled|Parameters: (best-fit, +1, -1)",
          "RMSE", ""),
    TABLE("pandas", "PySR equations_ saved by pandas", "julia",
          "equation|complexity|loss|sympy_format", "mse", ""),
    TABLE("pysr", "PySR hall of fame", "julia", "equation|complexity|loss", "",
          ""),
    TABLE("pysr2021", "PySR hall of fame before 0.10", "julia2021",
          "equation|complexity|mse", "mse", ""),
    TABLE("itea", "ITEA expressions", "python", "python|expr|weights", "", ""),
    TABLE("feynman", "Feynman equations with ranges", "python",
          "formula|# variables|v1_low", "", ""),
    TABLE("groundtruth", "SRBench ground truth with ranges", "python",
          "equation|dataset|ranges", "", ""),
    TABLE("physo", "PhySO or SRBench results", "sympy",
          "symbolic_model|dataset", "mse_test", "model_size"),
    TABLE("dso", "DSO expressions", "sympy", "expression|traversal", "", ""),
    TABLE("outputs", "equations with outputs", "python", "equation|output", "",
          ""),
    TABLE("e2e-table", "E2E or TPSR predictions", "e2e", "predicted_tree", "",
          ""),
    TABLE("e2e-relabeled", "E2E or TPSR predictions", "e2e",
          "relabed_predicted_tree", "", ""),
    TABLE("table", "equations", "sympy", "formula", "", ""),
    TABLE("table", "equations", "sympy", "equation", "mse", ""),
    TABLE("table", "equations", "sympy", "expression", "mse", ""),
    TABLE("table", "equations", "sympy", "expr", "mse", ""),
    TABLE("table", "equations", "sympy", "eq", "mse", "compl"),
    TABLE("table", "equations", "sympy", "individual", "mse", "compl"),
    TABLE("table", "equations", "sympy", "infix", "mse", ""),
    TABLE("table", "equations", "sympy", "model", "mse", ""),
    TEXT("srbench", "SRBench or TPSR result in JSON", "sympy", is_json),
    TEXT("pstree", "SymPy srepr (PS-Tree)", "sympy", is_srepr),
    TEXT("aifeynman", "AI Feynman solutions", "python", is_ai_feynman),
    TEXT("traversal", "prefix tokens (DSO traversal, E2E)", "traversal",
         is_traversal),
    TEXT("pysr2020", "PySR calls of 2020", "julia2021", is_old_pysr),
    TEXT("gplearn", "gplearn programs", "gplearn", is_gplearn),
    TEXT("gomea", "GP-GOMEA models", "gomea", is_gomea),
    TEXT("bingo", "Bingo equations", "bingo", is_bingo),
    TEXT("words", "E2E with operators in words", "e2e", is_words),
    TEXT("tir", "TIR expressions", "python", is_tir),
    TEXT("itea-text", "ITEA in Python", "python", is_itea),
    TEXT("e2e", "E2E or TPSR expressions", "e2e", is_e2e),
    TEXT("operon", "Operon models", "python", is_operon),
    /* told by --from only: nothing sets them apart from plain text */
    TEXT("heuristiclab", "HeuristicLab models", "python", never),
    TEXT("eql", "EQL models", "sympy", never),
    TEXT("qlattice", "QLattice models", "sympy", never),
    TEXT("sympy", "SymPy expressions", "sympy", never),
    TEXT("pysr-text", "PySR equations, one a line", "julia", never),
    TEXT("eureqa", "Eureqa formulas", "python", never),
    TEXT("turingbot", "TuringBot formulas", "python", never),
    TEXT("text", "plain text, one equation a line", "python", always),
    {0}};

const Container *
container_by_kind(const char *s)
{
	for (const Container *c = containers; c->kind; c++)
		if (strcmp(c->kind, s) == 0)
			return c;
	return NULL;
}

static bool
is_binary(const Source *s)
{
	return memchr(s->text, '\0', s->len) != NULL;
}

static bool
is_utf16(const Source *s)
{
	return s->len >= 2 && (memcmp(s->text, "\xff\xfe", 2) == 0 ||
	                       memcmp(s->text, "\xfe\xff", 2) == 0);
}

static bool
is_empty(const Source *s)
{
	bool mark = s->len >= 3 && memcmp(s->text, "\xef\xbb\xbf", 3) == 0;

	return s->len == 0 || !*skip_blanks(s->text + (mark ? 3 : 0));
}

/* What cannot be a text of equations. */
static bool
refused(Diag *d, uint32_t src)
{
	const Source *s = &d->source.at[src];
	const char *why = is_utf16(s)   ? "the file is UTF-16; save it as UTF-8"
	                  : is_empty(s) ? "the file is empty"
	                  : is_binary(s) ? "the file is not a text"
	                                 : NULL;

	if (why)
		diag_error(d, (Span){src, 0, 0}, "%s", why);
	return why != NULL;
}

/* The text's own kind; NULL after an error. */
static const Container *
recognise(Arena *a, Diag *d, uint32_t src)
{
	const Source *s = &d->source.at[src];
	const Container *c = header_recognise(a, d, src);

	if (c)
		return c;
	if (header_refused(a, d, src) && !is_traversal(s->text, s->len))
		return NULL;
	for (c = containers; !c->is || !c->is(s->text, s->len);)
		c++;
	return c;
}

bool
table_read(Arena *a, Diag *diag, uint32_t src, const Container *as, Table *t)
{
	*t = (Table){.columns = ""};
	if (refused(diag, src))
		return false;
	if (!as)
		as = recognise(a, diag, src);
	if (!as)
		return false;
	t->kind = as->kind;
	t->doc = as->doc;
	t->dialect = dialect_by_name(as->dialect);
	if (as->columns)
		return header_read(a, diag, src, as, t);
	return as->is == is_json ? json_read(a, diag, src, t)
	                         : lines_read(a, diag, src, as, t);
}
