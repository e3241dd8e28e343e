/* Ports in the equation's units: see affine.c. */
#ifndef SG_AFFINE_H
#define SG_AFFINE_H

#include <gmp.h>

#include "ir/format.h"

/* x * 2^lsb_x * scale + offset, assigned to f as ap_fixed does it. 0 where
 * that needs more than 63 bits. */
DRef dp_affine(Datapath *d, DRef x, int lsb_x, mpq_srcptr scale,
               mpq_srcptr offset, const Format *f);

#endif
