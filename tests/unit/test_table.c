/* Tables of equations: layouts, messages with their places, selection. */
#include "tests/unit/front.h"

#include <math.h>

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

	r.ok = table_read(a, r.diag, source(r.diag, "f.csv", text).src, NULL,
	                  (Span){0}, &r.t);
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
		assert_memory_equal(r.t.doc, "PySR ", 5);
		assert_memory_equal(r.t.dialect->name, "julia", 5);
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
	assert_string_equal(r.t.kind, "outputs");
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
	assert_string_equal(r.t.dialect->name, "sympy");
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_layout_reads_the_same),
	    TEST(quotes_end_where_a_cell_can_end),
	    TEST(output_tables_give_outputs),
	    TEST(python_powers_tell_the_dialect),
	    TEST(equations_know_their_line),
	    TEST(wrong_tables_are_pointed_at),
	    TEST(tables_are_limited),
	    TEST(selection_follows_pysr),
	    TEST(all_selects_every_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
