/* lower_NAME: operators of fixed-point signals that are neither sums nor
 * products nor functions of one signal. All are exact in their arguments'
 * integers, so they add no error; one that jumps demands exact arguments,
 * since an argument that may be off could fall on the other side. */
#include "ir/lower.h"

typedef struct Lower Lower;

bool lower_abs(Lower *l, Ref r, const Fixed *arg, Fixed *out);
