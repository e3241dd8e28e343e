/* The operators in C, one row each: an infix form, a function of <math.h>, or
 * a function that is written down.
 *
 * The C front end takes a function whose text is one of these for the operator
 * itself, so that an equation written by `--emit ref` comes back as it was. */
#include "ir/op_c.h"

#define INFIX(form)                                                            \
	{                                                                      \
		NULL, NULL, form                                               \
	}
#define MATH(name)                                                             \
	{                                                                      \
		name, NULL, NULL                                               \
	}
#define X(name, body)                                                          \
	{                                                                      \
		"op_" name,                                                    \
		    "static double op_" name "(double x)\n{\n\t" body "\n}\n", \
		    NULL                                                       \
	}
#define XY(name, body)                                                         \
	{                                                                      \
		"op_" name,                                                    \
		    "static double op_" name                                   \
		    "(double x, double y)\n{\n\t" body "\n}\n",                \
		    NULL                                                       \
	}
#define XYZ(name, body)                                                        \
	{                                                                      \
		"op_" name,                                                    \
		    "static double op_" name                                   \
		    "(double x, double y, double z)\n{\n\t" body "\n}\n",      \
		    NULL                                                       \
	}

const OpC op_c[O_count] = {
    [O_add] = INFIX("%0 + %1"),
    [O_sub] = INFIX("%0 - %1"),
    [O_mul] = INFIX("%0 * %1"),
    [O_div] = INFIX("%0 / %1"),
    [O_neg] = INFIX("-%0"),
    [O_abs] = MATH("fabs"),
    [O_square] = X("square", "return x * x;"),
    [O_cube] = X("cube", "return x * x * x;"),
    [O_inv] = X("inv", "return 1.0 / x;"),
    [O_pow] = MATH("pow"),
    [O_sqrt] = MATH("sqrt"),
    [O_cbrt] = MATH("cbrt"),
    [O_exp] = MATH("exp"),
    [O_exp2] = MATH("exp2"),
    [O_log] = MATH("log"),
    [O_log2] = MATH("log2"),
    [O_log10] = MATH("log10"),
    [O_log1p] = MATH("log1p"),
    [O_sin] = MATH("sin"),
    [O_cos] = MATH("cos"),
    [O_tan] = MATH("tan"),
    [O_sinh] = MATH("sinh"),
    [O_cosh] = MATH("cosh"),
    [O_tanh] = MATH("tanh"),
    [O_asin] = MATH("asin"),
    [O_acos] = MATH("acos"),
    [O_atan] = MATH("atan"),
    [O_asinh] = MATH("asinh"),
    [O_acosh] = MATH("acosh"),
    [O_atanh] = MATH("atanh"),
    [O_erf] = MATH("erf"),
    [O_erfc] = MATH("erfc"),
    [O_gamma] = MATH("tgamma"),
    [O_sinc] = X("sinc", "const double t = 3.14159265358979323846 * x;\n\n\t"
                         "return x == 0.0 ? 1.0 : sin(t) / t;"),
    [O_sigmoid] = X("sigmoid", "return 1.0 / (1.0 + exp(-x));"),
    [O_gauss] = X("gauss", "return exp(-x * x);"),
    [O_relu] = X("relu", "return x > 0.0 ? x : 0.0;"),
    [O_max] = MATH("fmax"),
    [O_min] = MATH("fmin"),
    [O_sign] = X("sign", "return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0;"),
    [O_floor] = MATH("floor"),
    [O_ceil] = MATH("ceil"),
    [O_round] = MATH("rint"),
    [O_greater] = XY("greater", "return x > y ? 1.0 : 0.0;"),
    [O_cond] = XY("cond", "return x > 0.0 ? y : 0.0;"),
    [O_ifelse] = XYZ("ifelse", "return x > 0.0 ? y : z;"),
    [O_mod] = XY("mod", "return x - y * floor(x / y);"),
    [O_pi] = INFIX("3.14159265358979323846"),
};
