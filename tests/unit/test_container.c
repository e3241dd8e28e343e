/* What kinds of files are recognised, what is read from them, and what is
 * refused, with its place. */
#include "tests/unit/front.h"

typedef struct Read {
	Diag *diag;
	Table t;
	bool ok;
} Read;

static Read
read_as(Arena *a, const char *kind, const char *text)
{
	Read r = {.diag = diag_new(a, NULL)};

	r.ok =
	    table_read(a, r.diag, source(r.diag, "f", text).src,
	               kind ? container_by_kind(kind) : NULL, (Span){0}, &r.t);
	return r;
}

/* A text, its kind and dialect, and the meaning of its last row. */
static const struct {
	const char *text, *kind, *dialect;
	uint32_t rows;
	const char *meaning;
} samples[] = {
    {"Complexity|MSE|Equation\n1|0.5|pow(x0, 2.0)\n", "pysr2021", "julia2021",
     1, "abs(x0) ^ 2"},
    {"Complexity,Loss,Equation\n1,0.5,\"(-2.5 ^ x₁)\"\n", "pysr", "julia", 1,
     "(-2.5) ^ x₁"},
    {",complexity,loss,equation,score,sympy_format,lambda_format\n"
     "0,1,0.5,x0 - 1,0.0,x0 - 1,PySRFunction(X=>x0 - 1)\n",
     "pandas", "julia", 1, "x0 - 1"},
    {",Complexity,\"Parameterized equation, unscaled\","
     "\"Parameters: (best-fit, +1, -1)\",RMSE\n"
     "0,3,a1*x0**a2,\"{'a1': (-0.5, 0, 0), 'a2': (1.5, 0.1, -0.2)}\",3.0\n",
     "symbolfit", "python", 1, "a1 * x0 ^ a2"},
    {"expr,weights,python\n\"[Term Sin (fromList [(0,-1)])]\",\"[1]\","
     "2.5 + -1e-3*np.sin(x[:,0]**(-1)) + sqrtAbs(x[:,1])\n",
     "itea", "python", 1, "2.5 + (-0.001) * sin(x0 ^ -1) + sqrt(abs(x1))"},
    {"Filename,Number,Output,Formula,# variables,v1_name,v1_low,v1_high,"
     "v2_name,v2_low,v2_high\n"
     "I.6.2,2,f,exp(-(theta/sigma)**2/"
     "2),2,sigma,1,3,theta,-1,2.5\n,,,,,,,,,,\n",
     "feynman", "python", 1, "exp((-((theta / sigma) ^ 2)) / 2)"},
    {"dataset\tequation\tranges\n"
     "f1\tE_n = mom*sqrt(Bx**2)\tmom in [1.0,5.0]; Bx in [-1.0, 5.0]\n",
     "groundtruth", "python", 1, "mom * sqrt(Bx ^ 2)"},
    {",dataset,symbolic_model,model_size,mse_test\n"
     "0,f1,0.398942280401432*exp(-0.5*theta**2) + E,8,1e-32\n",
     "physo", "sympy", 1,
     "0.398942280401432 * exp((-0.5) * theta ^ 2) + exp(1)"},
    {"r,expression,traversal\n0.9,sin(x1)/x2,\"div,sin,x1,x2\"\n", "dso",
     "sympy", 1, "sin(x1) / x2"},
    {"compl,mse,individual\n2.0,0.039,\"(v4^16.0)\n\"\n", "table", "sympy", 1,
     "v4 ^ 16"},
    {"{\n  \"algorithm\": \"Operon\",\n  \"symbolic_model\": \"x0*log(x1)\",\n"
     "  \"mse_test\": 0.25\n}\n",
     "srbench", "sympy", 1, "x0 * log(x1)"},
    {"Piecewise(ExprCondPair(Symbol('X0'), LessThan(Symbol('X0'), "
     "Float('0.5', precision=53))), ExprCondPair(Integer(0), true))",
     "pstree", "sympy", 1, "ifelse(1 - greater(X0, 0.5), X0, 0)"},
    {"18.1 40.6 sqrt(666.000000000000+pi)\n"
     "40.3 34.8 0.0 11.4+((x1*x0)-(x2*pi))\n",
     "aifeynman", "python", 2, "11.4 + (x1 * x0 - x2 * pi)"},
    {"add,mul,x1,sin,x2,-1.5\n", "traversal", "traversal", 1,
     "x1 * sin(x2) + -1.5"},
    {"mult(pow(x1, -0.43), logm(x0))\n", "pysr2020", "julia2021", 1,
     "abs(x1) ^ -0.43 * log(abs(x0) + 1e-8)"},
    {"sub(add(-0.999, X1), sqrt(X0))\n", "gplearn", "gplearn", 1,
     "(-0.999) + X1 - sqrt(abs(X0))"},
    {"1.5+0.1*((x0)^2aqcos((x1aq0.5)))\n", "gomea", "gomea", 1,
     "1.5 + 0.1 * (x0 ^ 2 / sqrt(1 + square(cos(x1 / sqrt(1 + "
     "square(0.5))))))"},
    {"X_0 + (5.0)((0.49)(X_0) + (X_0)(X_1))\n", "bingo", "bingo", 1,
     "X_0 + 5 * (0.49 * X_0 + X_0 * X_1)"},
    {"(3.79 add (-1.48 mul x_1))\n", "words", "e2e", 1, "3.79 + (-1.48) * x_1"},
    {"Id((-5.0e-17) + ((1.0) * (Sin((x0)^(1)))))\n", "tir", "python", 1,
     "(-5e-17) + 1 * sin(x0 ^ 1)"},
    {"(0.1 + (0.4 * (-0.34 + (6.0e-16 * x_0))))\n", "e2e", "e2e", 1,
     "0.1 + 0.4 * ((-0.34) + 6e-16 * x_0)"},
    {"((-36.005) + (1.000 * (nu / (sqrt(1 + ((-391.4) * T) ^ 2)))))\n",
     "operon", "python", 1,
     "(-36.005) + 1 * (nu / sqrt(1 + ((-391.4) * T) ^ 2))"},
    {"\xef\xbb\xbf# a comment\r\n\r\n y = 2*x \r\n-x'\n", "text", "python", 2,
     NULL},
};

static void
every_kind_is_recognised(void **state)
{
	for (size_t i = 0; i < COUNT(samples); i++) {
		Read r = read_as(*state, NULL, samples[i].text);
		Front f = {.a = *state, .diag = r.diag};
		Ref e;

		assert_string_equal(log_of(r.diag), "");
		assert_true(r.ok);
		assert_string_equal(r.t.kind, samples[i].kind);
		assert_string_equal(r.t.dialect->name, samples[i].dialect);
		assert_int_equal(r.t.row.len, samples[i].rows);
		if (!samples[i].meaning)
			continue;
		f.e = expr_new(*state, r.diag);
		f.dialect = r.t.dialect;
		e = front_parse(&f, r.t.row.at[r.t.row.len - 1].equation);
		assert_string_equal(log_of(r.diag), "");
		assert_string_equal(expr_text(f.e, e, *state),
		                    samples[i].meaning);
	}
}

static void
rows_carry_what_files_say(void **state)
{
	Read s = read_as(*state, NULL, samples[3].text);
	Read f = read_as(*state, NULL, samples[5].text);
	Read g = read_as(*state, NULL, samples[6].text);
	Read a = read_as(*state, NULL, samples[12].text);
	Read j = read_as(*state, NULL, samples[10].text);
	const Row *row = s.t.row.at;

	assert_int_equal(row->param.len, 2);
	assert_string_equal(row->param.at[0].name, "a1");
	assert_string_equal(row->param.at[0].best, "-0.5");
	assert_string_equal(row->param.at[1].plus, "0.1");
	assert_string_equal(row->param.at[1].minus, "-0.2");
	assert_true(row->loss == 3.0 && row->complexity == 3);
	assert_int_equal(f.t.row.at[0].range.len, 2);
	assert_string_equal(f.t.row.at[0].range.at[1].name, "theta");
	assert_string_equal(f.t.row.at[0].range.at[1].lo, "-1");
	assert_string_equal(f.t.row.at[0].range.at[1].hi, "2.5");
	assert_int_equal(g.t.row.at[0].range.len, 2);
	assert_string_equal(g.t.row.at[0].range.at[1].hi, "5.0");
	assert_true(a.t.row.at[0].loss == 40.6);
	assert_string_equal(a.t.row.at[1].loss_text, "0.0");
	assert_true(j.t.row.at[0].loss == 0.25);
}

static void
kinds_can_be_given(void **state)
{
	Read r = read_as(*state, "heuristiclab", "sqr(x) * 1.5e-001\n");
	Read w = read_as(*state, "symbolfit", "a,b\n1,2\n");

	assert_true(r.ok);
	assert_string_equal(r.t.kind, "heuristiclab");
	assert_false(w.ok);
	assert_string_equal(
	    log_of(w.diag),
	    "f:1:1: error: this is no table of the kind symbolfit\n"
	    "    1 | a,b\n"
	    "      | ^~~\n"
	    "note: it needs the columns Parameterized equation, "
	    "unscaled|Parameters: (best-fit, +1, -1)\n");
}

static const struct {
	const char *text, *log;
} wrong_files[] = {
    {"", "f:1:1: error: the file is empty\n    1 | \n      | ^\n"},
    {" \n\t\n", "f:1:1: error: the file is empty\n    1 |  \n      | ^\n"},
    {"a,b\n1,2\n",
     "f:1:1: error: no column is named Equation\n"
     "    1 | a,b\n"
     "      | ^~~\n"
     "note: a table of equations begins with a line of column names, such as "
     "Complexity,Loss,Equation\n"},
    {"{\"a\": 1}\n",
     "f:1:1: error: the file has no equation\n"
     "    1 | {\"a\": 1}\n"
     "      | ^\n"
     "note: looked for a text under symbolic_model, equation, expression, "
     "model, formula and predicted_tree\n"},
    {"RMSE,\"Parameterized equation, unscaled\","
     "\"Parameters: (best-fit, +1, -1)\"\n1,a1,\"{'a1': (1, 2)}\"\n",
     "f:2:19: error: ',' is expected here\n"
     "    2 | 1,a1,\"{'a1': (1, 2)}\"\n"
     "      |                   ^\n"
     "note: parameters are written {'a1': (best, +1, -1), ...}\n"},
    {"dataset\tequation\tranges\nf1\tx\tx in 1,2\n",
     "f:2:6: error: ranges are written 'x in [1.0,5.0]; y in ...'\n"
     "    2 | f1 x x in 1,2\n"
     "      |      ^~~~~~~~\n"},
};

static void
wrong_files_are_pointed_at(void **state)
{
	for (size_t i = 0; i < COUNT(wrong_files); i++) {
		Read r = read_as(*state, NULL, wrong_files[i].text);

		assert_false(r.ok);
		assert_string_equal(log_of(r.diag), wrong_files[i].log);
	}
}

/* ---- templates ---- */

static const char *
joined(Arena *a, const char *row, const char *combine)
{
	Front f = front(a, "julia");
	Texts t = {0};
	Ref r;

	assert_true(template_split(a, f.diag, source(f.diag, "row", row), &t));
	for (uint32_t i = 0; i < t.len; i++)
		assert_true(define(&f, t.at[i]));
	r = parse(&f, combine);
	assert_string_equal(log_of(f.diag), "");
	return expr_text(f.e, r, a);
}

static void
templates_are_joined(void **state)
{
	assert_string_equal(joined(*state,
	                           "f = #1 * 0.9; g = (-2.5 ^ #2); "
	                           "p = [1.0, -2.0]",
	                           "p[1]*f(x, y) + g(x, y) - p[2]"),
	                    "1 * (x * 0.9) + (-2.5) ^ y - -2");
	assert_string_equal(joined(*state, "f = -0.46", "f(x)*f(x, y)"),
	                    "(-0.46) * -0.46");
	assert_string_equal(joined(*state, "f = #1 * #1 + #2",
	                           "D(f, 1)(2*x, y) + D(f, 2)(x, y)"),
	                    "2 * x + 2 * x + 1");
	assert_string_equal(joined(*state, "f = sin(#1) / #2", "D(f, 1)(x, y)"),
	                    "inv(y) * cos(x)");
	assert_string_equal(joined(*state, "f = exp(#1)", "D(f, 2)(x, y)"),
	                    "0");
}

static const struct {
	const char *row, *combine, *log;
} wrong_templates[] = {
    {"f = #1; 3 + g", NULL,
     "row:1:9: error: this piece has no '='\n"
     "    1 | f = #1; 3 + g\n"
     "      |         ^~~~~\n"
     "note: a template's row is written 'f = ...; g = ...; p = [1.0, 2.0]'\n"},
    {"f = gamma(#1)", "D(f, 1)(x)",
     "-e:1:1: error: gamma has no derivative among the operators\n"
     "    1 | D(f, 1)(x)\n"
     "      | ^~~~~~~~~~\n"},
    {"f = #1", "D(g, 1)(x)",
     "-e:1:3: error: D needs a function that is defined\n"
     "    1 | D(g, 1)(x)\n"
     "      |   ^\n"},
    {"f = #2", "f(x)",
     "-e:1:1: error: f takes 2 arguments, not 1\n"
     "    1 | f(x)\n"
     "      | ^~~~\n"},
};

static void
wrong_templates_are_pointed_at(void **state)
{
	for (size_t i = 0; i < COUNT(wrong_templates); i++) {
		Front f = front(*state, "julia");
		Texts t = {0};
		bool ok = template_split(
		    *state, f.diag,
		    source(f.diag, "row", wrong_templates[i].row), &t);

		for (uint32_t k = 0; ok && k < t.len; k++)
			assert_true(define(&f, t.at[k]));
		if (ok)
			assert_int_equal(parse(&f, wrong_templates[i].combine),
			                 0);
		assert_string_equal(log_of(f.diag), wrong_templates[i].log);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_kind_is_recognised),
	    TEST(rows_carry_what_files_say),
	    TEST(kinds_can_be_given),
	    TEST(wrong_files_are_pointed_at),
	    TEST(templates_are_joined),
	    TEST(wrong_templates_are_pointed_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
