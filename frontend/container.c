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
	if (*s == '[')
		s = skip_blanks(s + 1);
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

/* ---- all lines of a text ---- */

/* Whether `is` holds of every line that is not blank. */
static bool
every_line(const char *s, bool (*is)(const char *line, size_t n))
{
	while (*(s = skip_blanks(s))) {
		size_t n = strcspn(s, "\r\n");

		if (!is(s, n))
			return false;
		s += n;
	}
	return true;
}

/* The sign at s[i] belongs to a number: one before it, or an exponent's. */
static bool
is_number_sign(const char *s, size_t i, size_t n)
{
	size_t before = i;

	while (before && s[before - 1] == ' ')
		before--;
	if (before == i && i >= 2 && strchr("eE", s[i - 1]))
		return isdigit((unsigned char)s[i - 2]) || s[i - 2] == '.';
	return i + 1 < n && isdigit((unsigned char)s[i + 1]) &&
	       (!before || strchr("(,+-*/^", s[before - 1]));
}

/* Calls, names and numbers, no infix: gplearn's str(program). */
static bool
is_calls(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strchr("*/^|=", s[i]) ||
		    (strchr("+-", s[i]) && !is_number_sign(s, i, n)))
			return false;
	return true;
}

/* Whether some call of the words is in the text. */
static bool
has_call(const char *s, const char *words)
{
	for (bool begins = true; *s; s++) {
		if (begins && begins_call(s, words))
			return true;
		begins = !isalnum((unsigned char)*s) && *s != '_';
	}
	return false;
}

static bool
is_gplearn(const char *s, size_t len)
{
	(void)len;
	return has_call(s, "add sub mul div") && every_line(s, is_calls);
}

static bool
is_old_pysr(const char *s, size_t len)
{
	(void)len;
	return has_call(s, "mult plus powm logm sqrtm") &&
	       every_line(s, is_calls);
}

enum { MAX_DEPTH = 200 };

/* Whether s[i] is an operator with a blank on either side. */
static bool
is_spaced(const char *s, size_t i, size_t n)
{
	return strchr("+-*/^", s[i]) && i && i + 1 < n && s[i - 1] == ' ' &&
	       s[i + 1] == ' ';
}

/* A tree as SymbolicRegression.jl prints it: one operator, blanks around it,
 * in each pair of brackets, and signs only of numbers that have none. */
static bool
is_printed_tree(const char *s, size_t n)
{
	int ops[MAX_DEPTH] = {0}, depth = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '(' && ++depth < MAX_DEPTH)
			ops[depth] = 0;
		if (depth >= MAX_DEPTH || depth < 0)
			return false;
		if (s[i] == ',')
			ops[depth] = 0;
		if (is_spaced(s, i, n)) {
			if (ops[depth]++)
				return false;
		} else if (strchr("+-*/^|=", s[i]) &&
		           !is_number_sign(s, i, n)) {
			return false;
		}
		depth -= s[i] == ')';
	}
	return depth == 0;
}

/* (-2.5) with a bracket of its own, which Operon prints and PySR does not. */
static bool
has_bracketed_number(const char *s)
{
	for (; (s = strstr(s, "(-")); s++)
		if (isdigit((unsigned char)s[2]) &&
		    s[2 + strspn(s + 2, "0123456789.e")] == ')')
			return true;
	return false;
}

static bool
is_pysr_text(const char *s, size_t len)
{
	(void)len;
	return (strstr(s, " ^ ") || has_call(s, "square cube inv neg")) &&
	       every_line(s, is_printed_tree) && !has_bracketed_number(s);
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
	return strstr(s, "p/(") || strstr(s, "\xc2\xac(") ||
	       strstr(s, "sqrt(max(0,");
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

/* Exponents of three digits, as .NET prints them, or HeuristicLab's names. */
static bool
is_heuristiclab(const char *s, size_t len)
{
	for (size_t i = 1; i + 4 < len; i++)
		if (strchr("eE", s[i]) && isdigit((unsigned char)s[i - 1]) &&
		    strchr("+-", s[i + 1]) &&
		    strspn(s + i + 2, "0123456789") == 3)
			return true;
	return has_call(s, "sqr cuberoot cube SQR CUBE POW ROOT LAG IF");
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

/* A body in braces, a floating type and a result. */
static bool
is_c(const char *s, size_t len)
{
	(void)len;
	return has(s, "{") && has(s, "(") && has(s, ";") &&
	       (has(s, "double ") || has(s, "float ")) &&
	       (has(s, "return ") || has(s, "void "));
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
		kind, doc, dialect, columns, loss, complexity, NULL, NULL,     \
		    NULL                                                       \
	}
#define TEXT(kind, doc, dialect, is)                                           \
	{                                                                      \
		kind, doc, dialect, NULL, "", "", is, NULL, NULL               \
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
    {"itea", "ITEA expressions", "python", "python|expr|weights", "", "", NULL,
     "expr,weights,python", "[Term "},
    TABLE("feynman", "Feynman equations with ranges", "python",
          "formula|# variables|v1_low", "", ""),
    TABLE("groundtruth", "SRBench ground truth with ranges", "python",
          "equation|dataset|ranges", "", ""),
    TABLE("physo", "PhySO or SRBench results", "sympy",
          "symbolic_model|dataset", "mse_test", "model_size"),
    TABLE("physo-pareto", "PhySO Pareto front", "sympy",
          "expression|reward|rmse", "rmse", ""),
    TABLE("dso", "DSO expressions", "sympy", "expression|traversal", "", ""),
    TABLE("outputs", "equations with outputs", "python", "equation|output", "",
          ""),
    TABLE("e2e-table", "E2E or TPSR predictions", "e2e", "predicted_tree", "",
          ""),
    TABLE("e2e-relabeled", "E2E or TPSR predictions", "e2e",
          "relabed_predicted_tree", "", ""),
    TABLE("e2e-prefix", "E2E or TPSR predictions", "traversal",
          "predicted_tree_prefix", "", ""),
    TABLE("table", "equations", "sympy", "symbolic_model", "mse_test",
          "model_size"),
    TABLE("table", "equations", "sympy", "PySR equation", "rmse", ""),
    TABLE("table", "equations", "sympy", "formula", "", ""),
    TABLE("table", "equations", "sympy", "equation", "mse", ""),
    TABLE("table", "equations", "sympy", "expression", "mse", ""),
    TABLE("table", "equations", "sympy", "expr", "mse", ""),
    TABLE("table", "equations", "sympy", "eq", "mse", "compl"),
    TABLE("table", "equations", "sympy", "individual", "mse", "compl"),
    TABLE("table", "equations", "python", "function|error", "error", "size"),
    TABLE("table", "equations", "python", "solution|fit", "fit", "size"),
    TABLE("table", "equations", "sympy", "infix", "mse", ""),
    TABLE("table", "equations", "sympy", "model", "mse", ""),
    TEXT("srbench", "SRBench or TPSR result in JSON", "sympy", is_json),
    TEXT("pstree", "SymPy srepr (PS-Tree)", "sympy", is_srepr),
    TEXT("aifeynman", "AI Feynman solutions", "python", is_ai_feynman),
    TEXT("traversal", "prefix tokens (DSO traversal, E2E)", "traversal",
         is_traversal),
    TEXT("pysr2020", "PySR calls of 2020", "julia2021", is_old_pysr),
    TEXT("gplearn", "gplearn programs", "gplearn", is_gplearn),
    TEXT("pysr-text", "PySR equations, one a line", "julia", is_pysr_text),
    TEXT("gomea", "GP-GOMEA models", "gomea", is_gomea),
    TEXT("bingo", "Bingo equations", "bingo", is_bingo),
    TEXT("words", "E2E with operators in words", "e2e", is_words),
    TEXT("tir", "TIR expressions", "python", is_tir),
    TEXT("itea-text", "ITEA in Python", "python", is_itea),
    TEXT("e2e", "E2E or TPSR expressions", "e2e", is_e2e),
    TEXT("operon", "Operon models", "python", is_operon),
    TEXT("heuristiclab", "HeuristicLab models", "python", is_heuristiclab),
    TEXT("c", "C function", "python", is_c),
    TEXT("c++", "C++ function", "python", never),
    /* told by --from only: nothing sets them apart from plain text */
    TEXT("eql", "EQL models", "sympy", never),
    TEXT("qlattice", "QLattice models", "sympy", never),
    TEXT("sympy", "SymPy expressions", "sympy", never),
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

static bool
is_pickle(const Source *s)
{
	return s->len > 2 && s->text[0] == '\x80' && s->text[1] >= 2 &&
	       s->text[1] <= 5;
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
	if (is_pickle(s))
		diag_note(d, "it is a Python pickle; load it there and save "
		             "its equations_ with to_csv");
	return why != NULL;
}

const Container *
text_recognise(const char *s, size_t len)
{
	const Container *c = containers;

	while (!c->is || !c->is(s, len))
		c++;
	return c;
}

/* The text's own kind; NULL after an error. */
static const Container *
recognise(Arena *a, Diag *d, uint32_t src)
{
	const Source *s = &d->source.at[src];
	const char *kind = clang_kind(s->name, strlen(s->name));
	const Container *c;

	if (kind)
		return container_by_kind(kind);
	c = header_recognise(a, d, src);
	if (c)
		return c;
	if (!is_json(s->text, s->len) && is_c(s->text, s->len))
		return container_by_kind("c");
	if (!is_traversal(s->text, s->len) && header_refused(a, d, src))
		return NULL;
	return text_recognise(s->text, s->len);
}

bool
table_read(Arena *a, Diag *diag, uint32_t src, const Container *as,
           Span function, Table *t)
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
	if (as == container_by_kind("c") || as == container_by_kind("c++"))
		return clang_read(a, diag, src, as->kind[1] != '\0', function,
		                  t);
	if (as->columns)
		return header_read(a, diag, src, as, t);
	return as->is == is_json ? json_read(a, diag, src, t)
	                         : lines_read(a, diag, src, as, t);
}
