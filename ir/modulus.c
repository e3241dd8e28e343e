/* Moduli of continuity of operators whose slope is unbounded: how far two
 * values can be apart whose arguments are t apart.
 *
 * Contract: see eval.h; every c is rounded up.
 *   sqrt    |sqrt u - sqrt v| <= sqrt |u - v|, as sqrt is subadditive; in the
 *           same way |u^p - v^p| <= |u - v|^p for 0 < p < 1 and u, v >= 0,
 *           and so the cube root on one side of zero. Across zero its worst
 *           case is symmetric: 2 cbrt(t / 2) = 2^(2/3) cbrt t.
 *   asin    worst at the ends: acos(1 - t), which is below 1.4143 sqrt t up
 *           to t = 2^-10. Beyond, a tangent of w there or before is above it:
 *           its slope is at least 16 * 1.414, and acos(1 - t) <= pi sqrt(t/2)
 *           <= 2.23 sqrt t < 22 t for t > 2^-6, < 1.43 sqrt t <= 45 t / 2
 *           for t between 2^-10 and 2^-6 (acos(1 - t) is concave there).
 *   acosh   acosh(1 + t) <= sqrt(2 t), since cosh s >= 1 + s^2 / 2; and it is
 *           concave, hence subadditive. */
#include <math.h>

#include "ir/eval.h"

bool
op_modulus(enum Op op, const Range *arg, double *c, double *power)
{
	*c = 1;
	*power = 0.5;
	switch (op) {
	case O_sqrt:
		return true;
	case O_cbrt:
		*power = 1.0 / 3;
		*c = arg[0].lo < 0 && arg[0].hi > 0 ? 1.5875 : 1.0001;
		return true;
	case O_asin:
	case O_acos:
	case O_acosh:
		*c = 1.4154;
		return true;
	case O_pow:
		*c =
		    1.0001; /* t^p for the p enclosed against the least of them */
		*power = arg[1].lo;
		return arg[1].hi - arg[1].lo < 1e-12 && *power > 0.01 &&
		       *power < 0.99;
	default:
		return false;
	}
}
