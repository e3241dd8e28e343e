/* The dialects: what differs between writers of equations.
 *
 * Sources: SymbolicRegression.jl src/Operators.jl, gplearn functions.py, DSO
 * functions.py and library.py, GP-GOMEA, Bingo's operator_eval.py, Eureqa's
 * list of functions. Calls that a tool gives a meaning of its own name rows of
 * ops.def or of builtin.def. */
#include "frontend/front.h"

#include <string.h>

const Dialect dialects[] = {
    {"julia",
     "trees as SymbolicRegression.jl prints them: -2.5 ^ b is (-2.5)^b",
     D_SIGNED_BASE | D_OWN_NAMES, "", "", "gaussian"},
    {"julia2021",
     "the same before version 0.10, where pow(x, y) is |x|^y, as are ^, "
     "sqrt and logarithms with abs in their names",
     D_SIGNED_BASE | D_OWN_NAMES, "pow=pow_abs", "", "gaussian"},
    {"python", "Python and what people write: -2.5 ^ b is -(2.5^b), 2x is 2*x",
     D_BESIDE, "", "", ""},
    {"sympy", "SymPy's str and srepr: E is e, I the imaginary unit", D_EULER,
     "sinc=sinc_radians", "", ""},
    {"gplearn", "prefix calls with protected div, log, sqrt and inv", 0,
     "div=pdiv log=plog sqrt=sqrtabs inv=pinv sig=sigmoid", "", ""},
    {"gomea", "GP-GOMEA: aq, p/ and plog, without blanks", D_GLUED,
     "plog=gomea_log sqrt=sqrtabs", "aq=aq p/=gomea_div", ""},
    {"bingo", "Bingo: (a)(b) is a product; log and sqrt take |x|", D_IMPLICIT,
     "log=logabs sqrt=sqrtabs", "", ""},
    {"e2e", "transformers: (3.79 add (-1.48 mul x_1))", 0, "",
     "add=add sub=sub mul=mul div=div pow=pow", ""},
    {"traversal", "prefix tokens: add,mul,x1,sin,x2", D_PREFIX, "", "", ""},
    {0}};

const Dialect *
dialect_by_name(const char *s)
{
	for (const Dialect *d = dialects; d->name; d++)
		if (strcmp(d->name, s) == 0)
			return d;
	return NULL;
}

const char *
dialect_pair(const char *pairs, const char *s, size_t len, size_t *out)
{
	while (pairs && *pairs) {
		size_t k = strcspn(pairs, "="), all = strcspn(pairs, " ");

		if (k == len && memcmp(pairs, s, len) == 0) {
			*out = all - k - 1;
			return pairs + k + 1;
		}
		pairs += all + (pairs[all] == ' ');
	}
	return NULL;
}
