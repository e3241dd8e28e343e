/* The front end: expressions, definitions, tables, selection, names. Every
 * message is pinned: text, line, column and caret. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/front.h"
#include "ir/passes.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static int
setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static Front
front(Arena *a, const char *dialect)
{
	Diag *d = diag_new(a, NULL);

	return (Front){.a = a,
	               .diag = d,
	               .e = expr_new(a, d),
	               .dialect = dialect_by_name(dialect)};
}

static Span
source(Diag *d, const char *name, const char *text)
{
	size_t len = strlen(text);

	return (Span){diag_source(d, name, text, len), 0, (uint32_t)len};
}

static Ref
parse(Front *f, const char *text)
{
	return front_parse(f, source(f->diag, "-e", text));
}

static bool
define(Front *f, const char *text)
{
	return front_define(f, source(f->diag, "--define", text));
}

static const char *
log_of(const Diag *d)
{
	return d->log.s ? d->log.s : "";
}

/* ---- expressions ---- */

/* The text of what `text` means, all brackets written as expr_text does. */
static const char *
meaning(Arena *a, const char *dialect, const char *text)
{
	Front f = front(a, dialect);
	Ref r = parse(&f, text);

	assert_string_equal(log_of(f.diag), "");
	assert_true(r != 0);
	expr_check(f.e);
	return expr_text(f.e, r, a);
}

static const struct {
	const char *text, *python, *julia; /* julia NULL: the same */
} expressions[] = {
    {"a+b-c", "a + b - c", NULL},
    {"a-(b-c)", "a - (b - c)", NULL},
    {"a/b*c", "a / b * c", NULL},
    {"a/(b*c)", "a / (b * c)", NULL},
    {"a+b*c", "a + b * c", NULL},
    {"(a+b)*c", "(a + b) * c", NULL},
    {"a^b^c", "a ^ (b ^ c)", NULL},
    {"a**b**c", "a ^ (b ^ c)", NULL},
    {"(a^b)^c", "(a ^ b) ^ c", NULL},
    {"-x^2", "-(x ^ 2)", NULL},
    {"-x*y", "(-x) * y", NULL},
    {"-0.94 ^ b", "-(0.94 ^ b)", "(-0.94) ^ b"},
    {"(-0.94 ^ b)", "-(0.94 ^ b)", "(-0.94) ^ b"},
    {"x * -0.94 ^ b", "x * (-(0.94 ^ b))", "x * (-0.94) ^ b"},
    {"- 0.94 ^ b", "-(0.94 ^ b)", NULL},
    {"x -0.94 ^ b", "x - 0.94 ^ b", NULL},
    {"a ^ -b", "a ^ (-b)", NULL},
    {"a ^ -b ^ c", "a ^ (-(b ^ c))", NULL},
    {"a ^ -b * c", "a ^ (-b) * c", NULL},
    {"2*-3", "2 * -3", NULL},
    {"x0 - -1.94", "x0 - -1.94", NULL},
    {"- -1", "1", NULL},
    {"--x", "-(-x)", NULL},
    {"+x", "x", NULL},
    {"+-+x", "-x", NULL},
    {"1e5", "100000", NULL},
    {"1.0e-5", "0.00001", NULL},
    {"2.09e8", "209000000", NULL},
    {".5+5.", "0.5 + 5", NULL},
    {"1.5f3", "1500", NULL},
    {"1f0", "1", NULL},
    {"1e-001", "0.1", NULL},
    {"1E+2", "100", NULL},
    {"0.1234567890123456789012", "0.1234567890123456789012", NULL},
    {"1e300*1e-300", "1e300 * 1e-300", NULL},
    {"0e0", "0", NULL},
    {"Δx + x₁*_y", "Δx + x₁ * _y", NULL},
    {"日本 + x̂", "日本 + x̂", NULL},
    {"sin(x)*sin (x)", "sin(x) * sin(x)", NULL},
    {"ln(x)", "log(x)", NULL},
    {"square(x)+logistic(x)", "square(x) + sigmoid(x)", NULL},
    {"pow(a, b)", "a ^ b", NULL},
    {"add(a, mul(b, c))", "a + b * c", NULL},
    {"max(a, b, c, d)", "max(max(max(a, b), c), d)", NULL},
    {"min(a,\n\tb)", "min(a, b)", NULL},
    {"pi*x", "pi * x", NULL},
    {"pi()", "pi", NULL},
    {"sin + cos(sin)", "sin + cos(sin)", NULL},
    {"((((x))))", "x", NULL},
    {" x ", "x", NULL},
};

static void
expressions_mean_what_they_say(void **state)
{
	for (size_t i = 0; i < COUNT(expressions); i++) {
		const char *t = expressions[i].text;
		const char *py = expressions[i].python;
		const char *jl = expressions[i].julia;

		assert_string_equal(meaning(*state, "python", t), py);
		assert_string_equal(meaning(*state, "julia", t), jl ? jl : py);
	}
}

/* Each operator in the table is read by each of its spellings. */
static void
every_spelling_is_read(void **state)
{
	static const char *const args[] = {"()", "(x)", "(x, y)"};

	for (int op = O_var + 1; op < O_count; op++) {
		const char *s = op_info[op].spell;

		while (*s) {
			size_t n = strcspn(s, " ");
			Front f = front(*state, "python");
			Ref r =
			    parse(&f, arena_printf(*state, "%.*s%s", (int)n, s,
			                           args[op_info[op].narg]));

			assert_true(r != 0);
			assert_int_equal(expr_at(f.e, r)->op, op);
			s += n + (s[n] == ' ');
		}
	}
}

static void
pi_can_be_a_variable(void **state)
{
	Front f = front(*state, "python");
	Ref v = expr_var(f.e, "pi", (Span){0});

	assert_int_equal(parse(&f, "pi"), v);
	assert_int_equal(expr_at(f.e, parse(&f, "pi()"))->op, O_pi);
}

static void
equal_parts_are_one_node(void **state)
{
	Front f = front(*state, "python");
	Ref r = parse(&f, "sin(x*2) + sin(x*2.0)");

	assert_int_equal(expr_at(f.e, r)->arg[0], expr_at(f.e, r)->arg[1]);
	assert_int_equal(parse(&f, "sin(x*2)"), expr_at(f.e, r)->arg[0]);
}

/* The piece of the text that made the node, for every later message. */
static void
nodes_know_their_text(void **state)
{
	Front f = front(*state, "python");
	Ref r = parse(&f, "a + (b - -2 * c) ** 2");
	const ExprNode *n = expr_at(f.e, r), *p = expr_at(f.e, n->arg[1]);
	const ExprNode *s = expr_at(f.e, p->arg[0]);
	const ExprNode *m = expr_at(f.e, s->arg[1]);

	assert_string_equal(diag_text(f.diag, n->span, *state),
	                    "a + (b - -2 * c) ** 2");
	assert_string_equal(diag_text(f.diag, p->span, *state),
	                    "(b - -2 * c) ** 2");
	assert_string_equal(diag_text(f.diag, s->span, *state), "b - -2 * c");
	assert_string_equal(diag_text(f.diag, m->span, *state), "-2 * c");
	assert_string_equal(
	    diag_text(f.diag, expr_at(f.e, m->arg[0])->span, *state), "-2");
}

static const struct {
	const char *text, *log;
} wrong_expressions[] = {
    {"", "-e:1:1: error: the expression is empty\n"
         "    1 | \n"
         "      | ^\n"},
    {"  ", "-e:1:3: error: the expression is empty\n"
           "    1 |   \n"
           "      |   ^\n"},
    {"2*", "-e:1:3: error: a number, a name or '(' is expected at the end\n"
           "    1 | 2*\n"
           "      |   ^\n"},
    {"a*/b", "-e:1:3: error: a number, a name or '(' is expected before '/'\n"
             "    1 | a*/b\n"
             "      |   ^\n"},
    {"(a+b", "-e:1:1: error: this '(' is not closed\n"
             "    1 | (a+b\n"
             "      | ^\n"},
    {"sin(x", "-e:1:4: error: this '(' is not closed\n"
              "    1 | sin(x\n"
              "      |    ^\n"},
    {"a+b)", "-e:1:4: error: unexpected ')'\n"
             "    1 | a+b)\n"
             "      |    ^\n"},
    {"()", "-e:1:2: error: a number, a name or '(' is expected before ')'\n"
           "    1 | ()\n"
           "      |  ^\n"},
    {"a, b", "-e:1:2: error: unexpected ','\n"
             "    1 | a, b\n"
             "      |  ^\n"},
    {"x y", "-e:1:3: error: an operator is missing before 'y'\n"
            "    1 | x y\n"
            "      |   ^\n"},
    {"(a)(b)", "-e:1:4: error: an operator is missing before '('\n"
               "    1 | (a)(b)\n"
               "      |    ^\n"},
    {"2x", "-e:1:1: error: malformed number, or an operator is missing after "
           "it\n"
           "    1 | 2x\n"
           "      | ^~\n"},
    {"1.2.3", "-e:1:1: error: malformed number, or an operator is missing "
              "after it\n"
              "    1 | 1.2.3\n"
              "      | ^~~~~\n"},
    {"x + 1.0im", "-e:1:5: error: complex numbers have no meaning in hardware\n"
                  "    1 | x + 1.0im\n"
                  "      |     ^~~~~\n"},
    {"NaN*2 + -inf", "-e:1:1: error: 'NaN' is not a number\n"
                     "    1 | NaN*2 + -inf\n"
                     "      | ^~~\n"
                     "-e:1:10: error: 'inf' is not a number\n"
                     "    1 | NaN*2 + -inf\n"
                     "      |          ^~~\n"},
    {"x + 1e301", "-e:1:5: error: constant 1e301 is not within 1e-300 .. "
                  "1e300\n"
                  "    1 | x + 1e301\n"
                  "      |     ^~~~~\n"},
    {"1e-301", "-e:1:1: error: constant 1e-301 is not within 1e-300 .. "
               "1e300\n"
               "    1 | 1e-301\n"
               "      | ^~~~~~\n"},
    {"1e999999999999", "-e:1:1: error: constant 1e999999999999 is not within "
                       "1e-300 .. 1e300\n"
                       "    1 | 1e999999999999\n"
                       "      | ^~~~~~~~~~~~~~\n"},
    {"x & y", "-e:1:3: error: unexpected character\n"
              "    1 | x & y\n"
              "      |   ^\n"},
    {"x × y", "-e:1:3: error: unexpected character\n"
              "    1 | x × y\n"
              "      |   ^\n"},
    {"f = #1; g = 2", "-e:1:3: error: unexpected '='\n"
                      "    1 | f = #1; g = 2\n"
                      "      |   ^\n"
                      "note: an equation is one expression; a template `f = "
                      "...; g = ...` lacks the rule that joins them\n"},
    {"sin(x, y)", "-e:1:1: error: sin takes 1 argument, not 2\n"
                  "    1 | sin(x, y)\n"
                  "      | ^~~~~~~~~\n"},
    {"1 + max(x)", "-e:1:5: error: max takes at least 2 arguments, not 1\n"
                   "    1 | 1 + max(x)\n"
                   "      |     ^~~~~~\n"},
    {"div(x)", "-e:1:1: error: div takes 2 arguments, not 1\n"
               "    1 | div(x)\n"
               "      | ^~~~~~\n"},
    {"Sin(x) + qqqq(x, y)*qqqq(y, sin())",
     "-e:1:1: error: unknown function 'Sin'\n"
     "    1 | Sin(x) + qqqq(x, y)*qqqq(y, sin())\n"
     "      | ^~~\n"
     "note: did you mean sin? If not, define it: --define 'Sin(x) = ...'\n"
     "-e:1:10: error: unknown function 'qqqq'\n"
     "    1 | Sin(x) + qqqq(x, y)*qqqq(y, sin())\n"
     "      |          ^~~~\n"
     "note: define it: --define 'qqqq(x, y) = ...'\n"
     "-e:1:29: error: sin takes 1 argument, not 0\n"
     "    1 | Sin(x) + qqqq(x, y)*qqqq(y, sin())\n"
     "      |                             ^~~~~\n"},
};

static void
wrong_expressions_are_pointed_at(void **state)
{
	for (size_t i = 0; i < COUNT(wrong_expressions); i++) {
		Front f = front(*state, "julia");

		assert_int_equal(parse(&f, wrong_expressions[i].text), 0);
		assert_string_equal(log_of(f.diag), wrong_expressions[i].log);
	}
}

static const char *
repeated(Arena *a, const char *s, unsigned n, const char *end)
{
	Buf b = buf_new(a);

	while (n--)
		buf_add(&b, s, strlen(s));
	buf_add(&b, end, strlen(end));
	return b.s;
}

/* Depth 1000, 100,000 nodes, and no more; see front.h. */
static void
size_is_limited(void **state)
{
	static const struct {
		const char *part, *end;
		unsigned fits, breaks;
		const char *message;
	} limits[] = {
	    {"-", "x", 999, 1000, "the expression is nested more than 1000"},
	    {"a^", "x", 999, 1000, "the expression is nested more than 1000"},
	    {"sin(", "x", 0, 5000, "the expression is nested more than 1000"},
	    {"(", "x", 0, 100000, "the expression is nested more than 1000"},
	    {"x+", "x", 40000, 60000, "more than 100000 nodes"},
	    {"1", "", 300, 301, "is not within 1e-300 .. 1e300"},
	    {"0", "", 1000, 1001, "number of more than 1000 characters"},
	    {"x", "", 200, 201, "name of more than 200 bytes"}};

	for (size_t i = 0; i < COUNT(limits); i++) {
		Front f = front(*state, "julia"), g = front(*state, "julia");
		const char *end = limits[i].end;

		if (limits[i].fits)
			assert_true(parse(&f, repeated(*state, limits[i].part,
			                               limits[i].fits, end)));
		assert_false(parse(&g, repeated(*state, limits[i].part,
		                                limits[i].breaks, end)));
		assert_non_null(strstr(log_of(g.diag), limits[i].message));
		assert_int_equal(g.diag->errors, 1);
	}
}

/* ---- definitions ---- */

static void
definitions_expand(void **state)
{
	Front f = front(*state, "julia");

	assert_true(define(&f, "sc(x) = sin(x)*cos(x)"));
	assert_true(define(&f, " lin ( x0, Δ , c ) = c + x0*Δ*pi"));
	assert_true(define(&f, "twice(x)=sc(x)+sc(sc(x))"));
	assert_true(define(&f, "two() = 2"));
	assert_true(define(&f, "p(x) = -2.0 ^ x")); /* written, not printed */
	assert_string_equal(
	    expr_text(f.e, parse(&f, "sc(a*b) - sc(3)"), *state),
	    "sin(a * b) * cos(a * b) - sin(3) * cos(3)");
	assert_string_equal(expr_text(f.e, parse(&f, "lin(y, 2, z)"), *state),
	                    "z + y * 2 * pi");
	assert_string_equal(
	    expr_text(f.e, parse(&f, "twice(u)"), *state),
	    "sin(u) * cos(u) + sin(sin(u) * cos(u)) * cos(sin(u) * cos(u))");
	assert_string_equal(expr_text(f.e, parse(&f, "two()^p(q)"), *state),
	                    "2 ^ (-(2 ^ q))");
	assert_string_equal(log_of(f.diag), "");
}

static void
expanded_nodes_point_at_the_call(void **state)
{
	Front f = front(*state, "julia");
	Ref r;

	assert_true(define(&f, "sc(x) = sin(x)*cos(x)"));
	assert_true(define(&f, "dd(x) = sc(x) + 1"));
	r = parse(&f, "2 + dd(y*y)");
	for (Ref n = 1; n <= r; n++)
		if (expr_at(f.e, n)->op == O_sin ||
		    expr_at(f.e, n)->op == O_cos)
			assert_string_equal(
			    diag_text(f.diag, expr_at(f.e, n)->span, *state),
			    "dd(y*y)");
}

static const struct {
	const char *text, *log;
} wrong_definitions[] = {
    {"sc(x)", "--define:1:6: error: '=' is expected here\n"
              "    1 | sc(x)\n"
              "      |      ^\n"
              "note: a definition is written 'sc(x) = sin(x)*cos(x)'\n"},
    {"3 = x", "--define:1:1: error: a name is expected here\n"
              "    1 | 3 = x\n"
              "      | ^\n"
              "note: a definition is written 'sc(x) = sin(x)*cos(x)'\n"},
    {"f = x", "--define:1:3: error: '(' is expected here\n"
              "    1 | f = x\n"
              "      |   ^\n"
              "note: a definition is written 'sc(x) = sin(x)*cos(x)'\n"},
    {"f(2) = x", "--define:1:3: error: a parameter's name is expected here\n"
                 "    1 | f(2) = x\n"
                 "      |   ^\n"
                 "note: a definition is written 'sc(x) = sin(x)*cos(x)'\n"},
    {"f(x = x", "--define:1:5: error: ',' or ')' is expected here\n"
                "    1 | f(x = x\n"
                "      |     ^\n"
                "note: a definition is written 'sc(x) = sin(x)*cos(x)'\n"},
    {"f(x, x) = x", "--define:1:6: error: parameter x appears twice\n"
                    "    1 | f(x, x) = x\n"
                    "      |      ^\n"},
    {"f(x) = x?", "--define:1:9: error: unexpected character\n"
                  "    1 | f(x) = x?\n"
                  "      |         ^\n"},
    {"f(x) = ", "--define:1:8: error: the expression is empty\n"
                "    1 | f(x) = \n"
                "      |        ^\n"},
    {"f(x) = k*x", "--define:1:8: error: 'k' is not a parameter of f\n"
                   "    1 | f(x) = k*x\n"
                   "      |        ^\n"},
    {"f(x) = f(x-1)", "--define:1:8: error: the definition of f calls itself\n"
                      "    1 | f(x) = f(x-1)\n"
                      "      |        ^\n"},
    {"f(x) = qqqq(x)", "--define:1:8: error: unknown function 'qqqq'\n"
                       "    1 | f(x) = qqqq(x)\n"
                       "      |        ^~~~\n"
                       "note: define it: --define 'qqqq(x) = ...'\n"},
    {"sin(x) = x", "--define:1:1: error: sin is an operator and cannot be "
                   "redefined\n"
                   "    1 | sin(x) = x\n"
                   "      | ^~~\n"
                   "note: choose another name, in the equations too; "
                   "`symgate operators` says what sin means\n"},
    {"dd(x) = x", "--define:1:1: error: dd is already defined\n"
                  "    1 | dd(x) = x\n"
                  "      | ^~\n"},
};

static void
wrong_definitions_are_pointed_at(void **state)
{
	for (size_t i = 0; i < COUNT(wrong_definitions); i++) {
		Front f = front(*state, "julia");

		assert_true(define(&f, "dd(x) = x"));
		assert_false(define(&f, wrong_definitions[i].text));
		assert_string_equal(log_of(f.diag), wrong_definitions[i].log);
		assert_int_equal(f.define.len, 1);
	}
}

/* Each doubles the one before: 2^40 nodes without the limit. */
static void
definitions_cannot_explode(void **state)
{
	Front f = front(*state, "julia");

	assert_true(define(&f, "f0(x) = x+x"));
	for (int i = 1; f.diag->errors == 0 && i < 40; i++)
		define(&f, arena_printf(*state, "f%d(x) = f%d(x)+f%d(x)", i,
		                        i - 1, i - 1));
	assert_int_equal(f.diag->errors, 1);
	assert_non_null(strstr(log_of(f.diag), "more than 100000 nodes"));
}

static void
a_call_of_a_definition_is_checked(void **state)
{
	Front f = front(*state, "julia");

	assert_true(define(&f, "sc(x) = sin(x)*cos(x)"));
	assert_int_equal(parse(&f, "1 + sc(x, y)"), 0);
	assert_string_equal(log_of(f.diag),
	                    "-e:1:5: error: sc takes 1 argument, not 2\n"
	                    "    1 | 1 + sc(x, y)\n"
	                    "      |     ^~~~~~~~\n");
}

/* ---- tables ---- */

typedef struct Read {
	Diag *diag;
	Table t;
	bool ok;
} Read;

static Read
read_text(Arena *a, const char *text)
{
	Read r = {.diag = diag_new(a, NULL)};

	r.ok = table_read(a, r.diag, source(r.diag, "f.csv", text).src, &r.t);
	return r;
}

/* Every layout of the same two rows. */
static const char *const layouts[] = {
    "Complexity,Loss,Equation\n1,0.5,\"x0\"\n3,1.5e-5,\"max(x0, 2.0)\"\n",
    "Complexity,Loss,Equation\n1,0.5,x0\n3,1.5e-5,max(x0, 2.0)\n",
    "Complexity|MSE|Equation\n1|0.5|x0\n3|1.5e-5|max(x0, 2.0)",
    "\xef\xbb\xbf"
    "complexity\tloss\tequation\r\n1\t0.5\tx0\r\n3\t1.5e-5\tmax(x0, 2.0)\r\n",
    "EQUATION;LOSS;COMPLEXITY\r\rx0;0.5;1\rmax(x0, 2.0);1.5e-5;3\r",
    ",complexity,loss,equation,score,sympy_format,lambda_format\n"
    "0,1,0.5,x0,,x0,PySRFunction(X=>x0)\n"
    "1,3,1.5e-5,\"max(x0, 2.0)\",,\"Max(x0, 2.0)\",\"PySRFunction(X=>a, b)\"\n",
    "\n \nComplexity , Loss , Equation\n\n 1 , 0.5 , \"x0\" \n"
    "Complexity,Loss,Equation\n3,1.5e-5,\"max(x0, 2.0)\" , , \n  \n",
    "Complexity,Loss,Equation\n1,0.5,\"x0\"\n3,1.5e-5,\"max(x0, 2.0)\"",
};

static void
every_layout_reads_the_same(void **state)
{
	for (size_t i = 0; i < COUNT(layouts); i++) {
		Read r = read_text(*state, layouts[i]);
		const Row *row = r.t.row.at;

		assert_string_equal(log_of(r.diag), "");
		assert_true(r.ok);
		assert_string_equal(r.t.kind, "PySR hall of fame");
		assert_string_equal(r.t.dialect->name, "julia");
		assert_int_equal(r.t.row.len, 2);
		assert_string_equal(diag_text(r.diag, row[0].equation, *state),
		                    "x0");
		assert_string_equal(diag_text(r.diag, row[1].equation, *state),
		                    "max(x0, 2.0)");
		assert_int_equal(row[0].number, 1);
		assert_int_equal(row[1].number, 2);
		assert_int_equal(row[1].complexity, 3);
		assert_true(row[1].loss == 1.5e-5);
		assert_string_equal(row[1].loss_text, "1.5e-5");
		assert_true(row[0].score == 0);
		assert_true(fabs(row[1].score - log(0.5 / 1.5e-5) / 2) < 1e-12);
	}
}

/* Text between quotes as pandas (doubled) and as Julia (raw) write it, and
 * with a line end inside. */
static void
quotes_end_where_a_cell_can_end(void **state)
{
	Read r = read_text(*state, "Equation,Note\n"
	                           "\"a\"\"b\",1\n"
	                           "\"c \"d\" e\" ,2\n"
	                           "\"x0\n + 1\",3\n"
	                           "f,\"\"\n");
	static const char *const want[] = {"a\"\"b", "c \"d\" e", "x0\n + 1",
	                                   "f"};
	uint32_t line, col;

	assert_true(r.ok);
	assert_int_equal(r.t.row.len, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++)
		assert_string_equal(
		    diag_text(r.diag, r.t.row.at[i].equation, *state), want[i]);
	diag_locate(r.diag, r.t.row.at[3].equation, &line, &col);
	assert_int_equal(line, 6);
	assert_int_equal(col, 1);
}

static void
output_tables_give_outputs(void **state)
{
	Read r = read_text(*state, "Output,Equation\ng,\"x0**2 + 1\"\nq, x1\n");
	Pick p = {0};

	assert_true(r.ok);
	assert_true(r.t.outputs);
	assert_string_equal(r.t.kind, "equations with outputs");
	assert_string_equal(r.t.dialect->name, "python");
	assert_string_equal(r.t.row.at[0].output, "g");
	assert_string_equal(r.t.row.at[1].output, "q");
	assert_true(table_select(*state, r.diag, &r.t, "best", (Span){0}, &p));
	assert_int_equal(p.len, 2);
}

static void
python_powers_tell_the_dialect(void **state)
{
	Read r = read_text(*state, "Complexity,Loss,Equation\n1,1,x0**2\n");

	assert_true(r.ok);
	assert_string_equal(r.t.dialect->name, "python");
}

/* An error in an equation is shown in its file. */
static void
equations_know_their_line(void **state)
{
	Read r = read_text(*state, "Complexity,Loss,Equation\n"
	                           "1,0.5,\"x0\"\n"
	                           "3,0.25,\"log(x0, 2)\"\n");
	Front f = {.a = *state,
	           .diag = r.diag,
	           .e = expr_new(*state, r.diag),
	           .dialect = r.t.dialect};

	assert_int_equal(front_parse(&f, r.t.row.at[1].equation), 0);
	assert_string_equal(log_of(r.diag),
	                    "f.csv:3:9: error: log takes 1 argument, not 2\n"
	                    "    3 | 3,0.25,\"log(x0, 2)\"\n"
	                    "      |         ^~~~~~~~~~\n");
}

static const struct {
	const char *text, *log;
} wrong_tables[] = {
    {"", "f.csv:1:1: error: the file is empty\n"
         "    1 | \n"
         "      | ^\n"},
    {"\n \n", "f.csv:1:1: error: the file is empty\n"
              "    1 | \n"
              "      | ^\n"},
    {"Complexity,Loss,Equation\n",
     "f.csv:1:1: error: the table has a header and no equations\n"
     "    1 | Complexity,Loss,Equation\n"
     "      | ^~~~~~~~~~~~~~~~~~~~~~~~\n"},
    {"a,b\n1,2\n", "f.csv:1:1: error: no column is named Equation\n"
                   "    1 | a,b\n"
                   "      | ^~~\n"
                   "note: a table of equations begins with a line of column "
                   "names, such as Complexity,Loss,Equation\n"},
    {"Complexity,Loss,Equation\n1,abc,\"x\"\n-2,1,\"x\"\n1.5,1,x\n4,1,\n5\n",
     "f.csv:2:3: error: loss 'abc' is not a number\n"
     "    2 | 1,abc,\"x\"\n"
     "      |   ^~~\n"
     "f.csv:3:1: error: complexity '-2' is not a whole number\n"
     "    3 | -2,1,\"x\"\n"
     "      | ^~\n"
     "f.csv:4:1: error: complexity '1.5' is not a whole number\n"
     "    4 | 1.5,1,x\n"
     "      | ^~~\n"
     "f.csv:5:1: error: the row has no equation\n"
     "    5 | 4,1,\n"
     "      | ^~~~\n"
     "f.csv:6:1: error: the row has no equation\n"
     "    6 | 5\n"
     "      | ^\n"},
    {"Equation,Score\nx,1,2\n\"y\",z\n",
     "f.csv:2:5: error: the row has 3 cells, the header has 2\n"
     "    2 | x,1,2\n"
     "      |     ^\n"
     "f.csv:3:5: error: score 'z' is not a number\n"
     "    3 | \"y\",z\n"
     "      |     ^\n"},
    {"Loss,Equation\n1,\"x\",2\n",
     "f.csv:2:7: error: the row has 3 cells, the header has 2\n"
     "    2 | 1,\"x\",2\n"
     "      |       ^\n"},
    {"Equation\n\"x + 1\ny\n", "f.csv:2:1: error: this quote is not closed\n"
                               "    2 | \"x + 1\n"
                               "      | ^\n"},
    {"Output,Equation\ng,x\ng,y\n,z\n",
     "f.csv:3:1: error: output 'g' has an equation already, in row 1\n"
     "    3 | g,y\n"
     "      | ^\n"
     "f.csv:4:1: error: the output has no name\n"
     "    4 | ,z\n"
     "      | ^\n"},
    {"\xff\xfe"
     "E",
     "f.csv:1:1: error: the file is UTF-16; save it as UTF-8\n"
     "    1 | ??E\n"
     "      | ^\n"},
};

static void
wrong_tables_are_pointed_at(void **state)
{
	for (size_t i = 0; i < COUNT(wrong_tables); i++) {
		Read r = read_text(*state, wrong_tables[i].text);

		assert_string_equal(log_of(r.diag), wrong_tables[i].log);
		assert_false(r.ok);
	}
}

static void
tables_are_limited(void **state)
{
	const char *head = "Equation\n";
	Read rows = read_text(
	    *state, arena_printf(*state, "%s%s", head,
	                         repeated(*state, "x\n", 100001, "")));
	Read cells =
	    read_text(*state, arena_printf(*state, "%s%s", head,
	                                   repeated(*state, "x,", 1001, "\n")));

	assert_false(rows.ok);
	assert_string_equal(log_of(rows.diag),
	                    "f.csv:100002:1: error: more than 100000 rows\n"
	                    "    100002 | x\n"
	                    "           | ^\n");
	assert_false(cells.ok);
	assert_non_null(
	    strstr(log_of(cells.diag), "more than 1000 cells in a line"));
}

/* ---- selection ---- */

static const char front_text[] = "Complexity,Loss,Equation\n"
				 "1,8.0,\"x\"\n"     /* score 0 */
				 "2,1.0,\"x+1\"\n"   /* 2.08 */
				 "4,0.1,\"x+2\"\n"   /* 1.15 */
				 "5,0.08,\"x+3\"\n"  /* 0.22 */
				 "9,0.07,\"x+4\"\n"; /* 0.03 */
static const char ties_text[] = "Complexity,Loss,Equation,Score\n"
				"1,Inf,a,7\n2,nan,b,9\n3,0.0,c,1\n"
				"4,0.0,d,1\n";
static const char linear_text[] = "Complexity,Loss,Equation\n"
				  "1,-1,a\n2,-3,b\n3,-2,c\n";
static const char plain_text[] = "Equation,Unit\na,m\nb,s\n";
static const char inf_text[] = "Complexity,Loss,Equation\n"
			       "1,Inf,a\n3,2.0,b\n5,1.5,c\n7,1.0,d\n";
static const char runs_text[] = "Complexity,Loss,Equation\n"
				"1,4,a\n3,1,b\nComplexity,Loss,Equation\n"
				"1,9,c\n3,0.9,d\n";

static const struct {
	const char *text, *how;
	int row; /* 0: a refusal with this log */
	const char *log;
} selections[] = {
    {front_text, "best", 3, ""},
    {front_text, "accurate", 5, ""},
    {front_text, "score", 2, ""},
    {front_text, "complexity=4", 3, ""},
    {front_text, "row=4", 4, ""},
    {ties_text, "best", 3, ""},
    {ties_text, "accurate", 3, ""},
    {ties_text, "score", 1, ""},
    {linear_text, "best", 2, ""},
    {linear_text, "score", 2, ""},
    {inf_text, "score", 2, ""}, /* -log(2/Inf) = Inf */
    {inf_text, "best", 4, ""},  /* 1.5 is within 1.5 * 1.0; d scores more */
    {runs_text, "best", 4, ""}, /* the second run begins anew */
    {plain_text, "row=2", 2, ""},
    {"Equation,Score\nx,1\ny,2\n", "score", 2, ""},
    {"Equation\nx\n", "best", 1, ""},
    {"Equation\nx\n", "accurate", 1, ""},
    {plain_text, "best", 0,
     "--select:1:1: error: 'best' needs a Loss column of numbers\n"
     "    1 | best\n"
     "      | ^~~~\n"
     "note: the columns are Equation, Unit; give --select row=N or all\n"},
    {plain_text, "complexity=1", 0,
     "--select:1:1: error: the table has no Complexity column\n"
     "    1 | complexity=1\n"
     "      | ^~~~~~~~~~~~\n"
     "note: the columns are Equation, Unit\n"},
    {front_text, "complexity=3", 0,
     "--select:1:1: error: no row has complexity 3\n"
     "    1 | complexity=3\n"
     "      | ^~~~~~~~~~~~\n"
     "note: the complexities are 1, 2, 4, 5, 9\n"},
    {front_text, "complexity=x", 0,
     "--select:1:1: error: 'x' is not a whole number\n"
     "    1 | complexity=x\n"
     "      | ^~~~~~~~~~~~\n"},
    {front_text, "row=0", 0,
     "--select:1:1: error: there is no row 0\n"
     "    1 | row=0\n"
     "      | ^~~~~\n"
     "note: the rows are 1 to 5\n"},
    {front_text, "row=99999999999999999999", 0,
     "--select:1:1: error: '99999999999999999999' is not a whole number\n"
     "    1 | row=99999999999999999999\n"
     "      | ^~~~~~~~~~~~~~~~~~~~~~~~\n"},
    {front_text, "first", 0,
     "--select:1:1: error: unknown selection 'first'\n"
     "    1 | first\n"
     "      | ^~~~~\n"
     "note: give best, accurate, score, complexity=N, row=N or all\n"},
};

static void
selection_follows_pysr(void **state)
{
	for (size_t i = 0; i < COUNT(selections); i++) {
		Read r = read_text(*state, selections[i].text);
		Span s = source(r.diag, "--select", selections[i].how);
		Pick p = {0};
		bool ok = table_select(*state, r.diag, &r.t, selections[i].how,
		                       s, &p);

		assert_string_equal(log_of(r.diag), selections[i].log);
		assert_int_equal(ok, selections[i].row > 0);
		assert_int_equal(p.len, selections[i].row > 0);
		if (ok)
			assert_int_equal(p.at[0] + 1, selections[i].row);
	}
}

static void
all_selects_every_row(void **state)
{
	Read r = read_text(*state, front_text);
	Pick p = {0};

	assert_true(table_select(*state, r.diag, &r.t, "all", (Span){0}, &p));
	assert_int_equal(p.len, 5);
	for (uint32_t i = 0; i < p.len; i++)
		assert_int_equal(p.at[i], i);
}

/* ---- names ---- */

static const char *const names[][2] = {
    {"x0", "x0"},
    {"x_1", "x_1"},
    {"reg", "x_reg"},
    {"int", "x_int"},
    {"Signed", "x_Signed"},
    {"Δx", "Deltax"},
    {"x₁", "x1"},
    {"σ²", "sigma2"},
    {"µ", "mu"},
    {"ς", "sigma"},
    {"é", "u00e9"},
    {"日", "u65e5"},
    {"_x", "x"},
    {"x__y_", "x_y"},
    {"", "x"},
    {"1a", "x_1a"},
    {"²", "x_2"},
    {"a b;rm -rf", "a_b_rm_rf"},
    {"../../etc", "etc"},
    {"clk", "x_clk"},
    {"out_valid", "x_out_valid"},
    {"n12", "x_n12"},
    {"T3", "x_T3"},
    {"n", "n"},
    {"n1x", "n1x"},
    {"time", "x_time"},
    {"eval", "x_eval"},
    {"downto", "x_downto"},
    {"unix", "x_unix"},
    {"I", "I"},
};

static void
names_become_legal(void **state)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		const char *s = legal_name(*state, names[i][0], NULL, 0);

		assert_string_equal(s, names[i][1]);
		assert_string_equal(legal_name(*state, s, NULL, 0), s);
	}
	assert_int_equal(
	    strlen(legal_name(*state, repeated(*state, "é", 900, ""), NULL, 0)),
	    48);
}

static void
names_do_not_clash(void **state)
{
	static const char *const taken[] = {"x0", "X1", "Y", "y_2"};

	assert_string_equal(legal_name(*state, "x0", taken, 4), "x0_2");
	assert_string_equal(legal_name(*state, "x1", taken, 4), "x1_2");
	assert_string_equal(legal_name(*state, "y", taken, 4), "y_3");
	assert_string_equal(legal_name(*state, "z", taken, 4), "z");
}

/* ---- real files, and no files at all ---- */

/* What a row of the corpus may be refused for: operators that its file does
 * not define, and templates. */
static void
check_refusal(const Diag *d)
{
	const char *s = log_of(d);

	while ((s = strstr(s, ": error: "))) {
		s += strlen(": error: ");
		if (strncmp(s, "unknown function", 16) != 0 &&
		    strncmp(s, "unexpected '='", 14) != 0)
			fail_msg("%s", s);
	}
}

static void
check_row(Arena *a, const Diag *all, const Row *row, const Dialect *dialect)
{
	const char *text = arena_strdup(a, diag_text(all, row->equation, a));
	Diag *d = diag_new(a, NULL);
	Front f = {.a = a, .diag = d, .e = expr_new(a, d), .dialect = dialect};
	Ref r = parse(&f, text), again;

	if (!r) {
		check_refusal(d);
		return;
	}
	again = parse(&f, expr_text(f.e, r, a));
	assert_int_equal(again, r);
	expr_check(f.e);
}

static uint32_t
check_file(const char *path)
{
	Arena *a = arena_new();
	Diag *d = diag_new(a, NULL);
	Table t;
	size_t len;
	char *text = file_read(a, path, 1 << 24, &len);
	uint32_t n = 0;

	assert_non_null(text);
	if (table_read(a, d, diag_source(d, path, text, len), &t)) {
		for (; n < t.row.len; n++)
			if (t.row.at[n].has_complexity || t.outputs)
				check_row(a, d, &t.row.at[n], t.dialect);
	} else if (!strstr(log_of(d), "no column is named Equation")) {
		fail_msg("%s", log_of(d));
	}
	arena_free(a);
	return n;
}

static uint32_t
check_folder(Arena *a, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	uint32_t n = 0;

	while (dir && (e = readdir(dir)))
		if (strstr(e->d_name, ".csv"))
			n += check_file(
			    arena_printf(a, "%s/%s", folder, e->d_name));
	if (dir)
		closedir(dir);
	return n;
}

static void
real_files_are_read(void **state)
{
	const char *root = getenv("SYMGATE_CORPUS");
	uint32_t n = 0;

	if (!root)
		root = "../shared/corpus";
	n += check_folder(*state, arena_printf(*state, "%s/pysr", root));
	n += check_folder(*state, arena_printf(*state, "%s/jets", root));
	n +=
	    check_folder(*state, arena_printf(*state, "%s/pysr_derived", root));
	print_message("%u rows of real files in %s\n", n, root);
}

static uint64_t
next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	return *seed ^= *seed << 17;
}

/* Overwrites, drops or repeats a few bytes. */
static char *
mutated(Arena *a, const char *s, size_t *len, uint64_t *seed)
{
	static const char bytes[] = "()+-*/^,|=\"\t\n\r x0.e5\xff\xce\x00#";
	Buf b = buf_new(a);
	size_t n = strlen(s);

	buf_add(&b, "", 0);
	for (size_t i = 0; i < n; i++) {
		uint64_t r = next(seed);

		if (r % 16 == 0)
			buf_add(&b, &bytes[(r >> 8) % sizeof bytes], 1);
		else if (r % 16 == 1)
			buf_add(&b, s + i, (r >> 8) % (n - i) % 9);
		else if (r % 16 != 2)
			buf_add(&b, s + i, 1);
	}
	*len = b.len;
	return b.s;
}

static void
check_any_bytes(const char *from, uint64_t *seed)
{
	Arena *a = arena_new();
	Front f = front(a, *seed & 1 ? "julia" : "python");
	size_t len;
	char *s = mutated(a, from, &len, seed);
	Span all = {diag_source(f.diag, "f", s, len), 0, (uint32_t)len};
	Table t;
	bool ok = table_read(a, f.diag, all.src, &t);

	assert_true(ok || f.diag->errors > 0);
	for (uint32_t i = 0; ok && i < t.row.len; i++) {
		uint32_t errors = f.diag->errors;
		Ref r = front_parse(&f, t.row.at[i].equation);

		assert_true((r == 0) == (f.diag->errors > errors));
	}
	front_define(&f, all);
	front_parse(&f, all);
	expr_check(f.e);
	arena_free(a);
}

static void
no_bytes_break_it(void **state)
{
	const char *n = getenv("SYMGATE_FUZZ");
	long rounds = n ? strtol(n, NULL, 10) : 2000;
	uint64_t seed = 88172645463325252u;

	(void)state;
	for (long i = 0; i < rounds; i++) {
		size_t k = next(&seed) % (COUNT(layouts) + 2);

		check_any_bytes(
		    k < COUNT(layouts) ? layouts[k]
		    : k > COUNT(layouts)
			? "f(x, y) = sin(x)^-2.5e-3*max(x, y, 1.5f0)"
			: front_text,
		    &seed);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(expressions_mean_what_they_say),
	    TEST(every_spelling_is_read),
	    TEST(pi_can_be_a_variable),
	    TEST(equal_parts_are_one_node),
	    TEST(nodes_know_their_text),
	    TEST(wrong_expressions_are_pointed_at),
	    TEST(size_is_limited),
	    TEST(definitions_expand),
	    TEST(expanded_nodes_point_at_the_call),
	    TEST(wrong_definitions_are_pointed_at),
	    TEST(definitions_cannot_explode),
	    TEST(a_call_of_a_definition_is_checked),
	    TEST(every_layout_reads_the_same),
	    TEST(quotes_end_where_a_cell_can_end),
	    TEST(output_tables_give_outputs),
	    TEST(python_powers_tell_the_dialect),
	    TEST(equations_know_their_line),
	    TEST(wrong_tables_are_pointed_at),
	    TEST(tables_are_limited),
	    TEST(selection_follows_pysr),
	    TEST(all_selects_every_row),
	    TEST(names_become_legal),
	    TEST(names_do_not_clash),
	    TEST(real_files_are_read),
	    TEST(no_bytes_break_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
