/* Names that are legal in every output language. */
#include "tests/unit/front.h"

#include "ir/passes.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(names_become_legal),
	    TEST(names_do_not_clash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
