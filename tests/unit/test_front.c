/* Expressions and definitions: meanings, places, limits, and every message with
 * its text, line, column and caret. */
#include "tests/unit/front.h"

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
    {"|x - 1|", "abs(x - 1)", NULL},
    {"||x| - |y||", "abs(abs(x) - abs(y))", NULL},
    {"|x|*|y|^2", "abs(x) * abs(y) ^ 2", NULL},
    {"x!", "gamma(x + 1)", NULL},
    {"-x!^2", "-(gamma(x + 1) ^ 2)", NULL},
    {"x < y", "greater(y, x)", NULL},
    {"x >= y + 1", "1 - greater(y + 1, x)", NULL},
    {"x + 1 == y", "1 - greater(x + 1, y) - greater(y, x + 1)", NULL},
    {"x != y", "greater(x, y) + greater(y, x)", NULL},
    {"x > 0 && y > 0 || z > 0",
     "greater(max(greater(min(greater(x, 0), greater(y, 0)), 0), "
     "greater(z, 0)), 0)",
     NULL},
    {"not x > 0", "1 - greater(greater(x, 0), 0)", NULL},
    {"!(x > 0)", "1 - greater(greater(x, 0), 0)", NULL},
    {"x > 0 ? a : b", "ifelse(greater(x, 0), a, b)", NULL},
    {"a if x > 0 else b", "ifelse(greater(x, 0), a, b)", NULL},
    {"x > 0 ? a : y > 0 ? b : c",
     "ifelse(greater(x, 0), a, ifelse(greater(y, 0), b, c))", NULL},
    {"1 + (a if x else b if y else c)", "1 + ifelse(x, a, ifelse(y, b, c))",
     NULL},
    {"x[:,0] + x[1] + x[:, 12]", "x0 + x1 + x12", NULL},
    {"np.sin(x) + jax.numpy.exp(y)", "sin(x) + exp(y)", NULL},
    {"np.pi", "pi", NULL},
    {"y = x + 1", "x + 1", NULL},
    {"f(x, y) = x*y", "x * y", NULL},
    {"x' = -x", "-x", NULL},
    {"clamp(x, 0, 1)",
     "ifelse(greater(0, 1), ifelse(greater(x, 1), 1, 0), "
     "min(max(x, 0), 1))",
     NULL},
    {"fma(x, y, z)", "x * y + z", NULL},
    {"less(x, y)", "greater(y, x)", NULL},
    {"log_abs(x)", "log(abs(x) + 1e-8)", NULL},
    {"True + false", "1 + 0", NULL},
};

/* What only some dialects read. */
static const struct {
	const char *dialect, *text, *meaning;
} dialect_texts[] = {
    {"python", "Sin(x) + Abs(y)", "sin(x) + abs(y)"},
    {"python", "POW(x, 2)*Max(x, y, 0)", "x ^ 2 * max(max(x, y), 0)"},
    {"python", "IF(GT(x, 1), y, 0)", "ifelse(greater(x, 1), y, 0)"},
    {"python", "aq(x, y)", "x / sqrt(1 + square(y))"},
    {"python", "E*I", "E * I"},
    {"python", "'my x' + \"y\"", "my x + y"},
    {"python", "Piecewise((x, x > 0), (-x, True))",
     "ifelse(greater(x, 0), x, -x)"},
    {"sympy", "E**x", "exp(1) ^ x"},
    {"sympy", "sinc(x)", "sinc(x / pi)"},
    {"sympy",
     "Piecewise(ExprCondPair(Mul(Float('-0.5', precision=53), "
     "Symbol('X0')), And(LessThan(Symbol('X0'), Integer(2)), "
     "StrictGreaterThan(Symbol('X1'), Rational(-1, 2)))), "
     "ExprCondPair(Integer(0), true))",
     "ifelse(greater(min(1 - greater(X0, 2), greater(X1, (-1) / 2)), 0), "
     "(-0.5) * X0, 0)"},
    {"gplearn", "sqrt(X0)", "sqrt(abs(X0))"},
    {"gplearn", "div(X0, X1)",
     "X0 * cond(abs(X1) - 0.001, sign(X1) / max(abs(X1), 0.001)) + (1 - "
     "greater(abs(X1), 0.001))"},
    {"gplearn", "log(X0)", "cond(abs(X0) - 0.001, log(max(abs(X0), 0.001)))"},
    {"gomea", "2.5aqx1+x0aqcos(x1)*x0p/-3",
     "2.5 / sqrt(1 + square(x1)) + sign(-3) * (x0 / sqrt(1 + "
     "square(cos(x1))) * x0) / (1e-6 + abs(-3))"},
    {"gomea", "(x1)^2aq(x0)", "x1 ^ 2 / sqrt(1 + square(x0))"},
    {"bingo", "(X_0)((2.5)(X_1 - (cos(X_2))))^(2) + 2x",
     "X_0 * (2.5 * (X_1 - cos(X_2))) ^ 2 + 2 * x"},
    {"bingo", "log(X_0)", "log(abs(X_0))"},
    {"e2e", "(3.79 add (-1.48 mul x_1)) div x_0",
     "(3.79 + (-1.48) * x_1) / x_0"},
    {"julia2021", "pow(x, y)", "abs(x) ^ y"},
};

static void
dialects_read_their_own(void **state)
{
	for (size_t i = 0; i < COUNT(dialect_texts); i++)
		assert_string_equal(meaning(*state, dialect_texts[i].dialect,
		                            dialect_texts[i].text),
		                    dialect_texts[i].meaning);
}

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
	static const char *const args[] = {"()", "(x)", "(x, y)", "(x, y, z)"};

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
    {"2e", "-e:1:1: error: malformed number, or an operator is missing after "
           "it\n"
           "    1 | 2e\n"
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
    {"x @ y", "-e:1:3: error: unexpected character\n"
              "    1 | x @ y\n"
              "      |   ^\n"},
    {"|x", "-e:1:1: error: this '|' is not closed\n"
           "    1 | |x\n"
           "      | ^\n"},
    {"a < b < c", "-e:1:7: error: comparisons cannot be chained: write a < b "
                  "and b < c\n"
                  "    1 | a < b < c\n"
                  "      |       ^\n"},
    {"a if b", "-e:1:7: error: 'else' is expected here\n"
               "    1 | a if b\n"
               "      |       ^\n"},
    {"a ? b", "-e:1:6: error: ':' is expected here\n"
              "    1 | a ? b\n"
              "      |      ^\n"},
    {"x[1, 2]", "-e:1:2: error: an index is one number, as in x[0] or "
                "x[:,0]\n"
                "    1 | x[1, 2]\n"
                "      |  ^\n"},
    {"gaussian(x)",
     "-e:1:1: error: unknown function 'gaussian'\n"
     "    1 | gaussian(x)\n"
     "      | ^~~~~~~~\n"
     "note: PySR has no gaussian of its own; give the definition that the "
     "search used: --define 'gaussian(x) = ...'\n"},
    {"x § y", "-e:1:3: error: unexpected character\n"
              "    1 | x § y\n"
              "      |   ^\n"},
    {"f = #1; g = 2",
     "-e:1:3: error: unexpected '='\n"
     "    1 | f = #1; g = 2\n"
     "      |   ^\n"
     "note: an equation is one expression; a template `f = "
     "...; g = ...` needs the rule that joins them: --template 'f(x0) + "
     "g(x1)'\n"},
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

/* The same function, as Julia and Python users write it. */
static void
definitions_have_many_forms(void **state)
{
	static const char *const forms[] = {
	    "f(x, y) = x > 0 ? x^2 : y",
	    "f(x::T, y::T) = x > 0 ? x^2 : y",
	    "f = (x, y) -> x > 0 ? x^2 : y",
	    "f = lambda x, y: x**2 if x > 0 else y",
	    "\"f\": lambda x, y: x**2 if x > 0 else y",
	    "f(x, y) = ifelse(x > 0f0, x^T(2), y)",
	};

	for (size_t i = 0; i < COUNT(forms); i++) {
		Front f = front(*state, "julia");

		assert_true(define(&f, forms[i]));
		assert_string_equal(
		    expr_text(f.e, parse(&f, "f(a, b)"), *state),
		    "ifelse(greater(a, 0), a ^ 2, b)");
	}
}

/* Constants, arrows of one name, names that the table does not insist on. */
static void
definitions_replace_loose_names(void **state)
{
	Front f = front(*state, "julia");

	assert_true(define(&f, "k = -1.5"));
	assert_true(define(&f, "g = x -> k*x"));
	assert_true(define(&f, "gaussian(x) = exp(-x^2 / 2)"));
	assert_true(define(&f, "sech(x) = 2/cosh(x)"));
	assert_string_equal(
	    expr_text(f.e, parse(&f, "gaussian(g(x)) + k*sech(x)"), *state),
	    "exp((-(((-1.5) * x) ^ 2)) / 2) + (-1.5) * (2 / cosh(x))");
	assert_string_equal(log_of(f.diag), "");
}

static void
rows_of_an_unknown_function_are_counted(void **state)
{
	Front f = front(*state, "julia");
	Span rows[] = {source(f.diag, "a", "qq(x)"),
	               source(f.diag, "b", "x*qqq(y)"),
	               source(f.diag, "c", "1+qq(y)")};

	f.rows = rows;
	f.nrow = 3;
	assert_int_equal(front_parse(&f, rows[0]), 0);
	assert_string_equal(log_of(f.diag),
	                    "a:1:1: error: unknown function 'qq'\n"
	                    "    1 | qq(x)\n"
	                    "      | ^~\n"
	                    "note: qq occurs in 2 of the 3 equations read\n"
	                    "note: define it: --define 'qq(x) = ...'\n");
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
    {"f = x", "--define:1:5: error: 'x' is not a parameter of f\n"
              "    1 | f = x\n"
              "      |     ^\n"},
    {"f = lambda x = 1: x", "--define:1:14: error: ',' or ':' is expected "
                            "here\n"
                            "    1 | f = lambda x = 1: x\n"
                            "      |              ^\n"
                            "note: a definition is written 'sc(x) = "
                            "sin(x)*cos(x)'\n"},
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
    {"f(x) = x@", "--define:1:9: error: unexpected character\n"
                  "    1 | f(x) = x@\n"
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(expressions_mean_what_they_say),
	    TEST(dialects_read_their_own),
	    TEST(every_spelling_is_read),
	    TEST(pi_can_be_a_variable),
	    TEST(equal_parts_are_one_node),
	    TEST(nodes_know_their_text),
	    TEST(wrong_expressions_are_pointed_at),
	    TEST(size_is_limited),
	    TEST(definitions_expand),
	    TEST(definitions_have_many_forms),
	    TEST(definitions_replace_loose_names),
	    TEST(rows_of_an_unknown_function_are_counted),
	    TEST(expanded_nodes_point_at_the_call),
	    TEST(wrong_definitions_are_pointed_at),
	    TEST(definitions_cannot_explode),
	    TEST(a_call_of_a_definition_is_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
