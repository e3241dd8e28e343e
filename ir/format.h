/* Number formats of ports, and the only rounding and overflow rules. */
#ifndef SG_FORMAT_H
#define SG_FORMAT_H

#include <gmp.h>

#include "ir/datapath.h"

enum Round {                /* ap_fixed's Q modes */
	     Q_TRN,         /* floor */
	     Q_TRN_ZERO,    /* towards zero */
	     Q_RND,         /* half up */
	     Q_RND_ZERO,    /* half towards zero */
	     Q_RND_MIN_INF, /* half down */
	     Q_RND_INF,     /* half away from zero */
	     Q_RND_CONV     /* half to even */
};

enum Over { /* ap_fixed's O modes */
	    OV_WRAP,
	    OV_SAT,
	    OV_SAT_ZERO,
	    OV_SAT_SYM
};

typedef struct Format {
	bool is_signed;
	uint8_t width; /* 1..63 */
	int16_t lsb;   /* value = integer * 2^lsb; may be any sign */
	enum Round q;
	enum Over o;
	bool o_given; /* the user wrote an O mode: AP_WRAP then wraps */
	bool q_given;
} Format;

/* ap_fixed<W,I[,Q,O]>, ap_ufixed, ap_int<W>, ap_uint<W>, Qm.n, UQm.n,
 * sfixW_EnF / ufixW_EnF. Qm.n is ARM's: m integer bits with the sign, n
 * fraction bits. Error at the span's text if it is none of these. */
bool format_parse(Diag *diag, Span s, Format *f);
/* "ap_fixed<16,6>", with the modes where the user gave them. */
const char *format_text(const Format *f, Arena *a);
int64_t format_lo(const Format *f);
int64_t format_hi(const Format *f);
/* The integer of v assigned to f: rounding, then overflow, exactly as
 * ap_fixed does it. A double must not be NaN. */
int64_t format_from_q(const Format *f, mpq_srcptr v);
int64_t format_from_double(const Format *f, double v);

/* Datapath pieces of an assignment to f: x has weight 2^lsb_x, any rounding,
 * any overflow, bit for bit as ap_fixed. */
DRef dp_quantize(Datapath *d, DRef x, int lsb_x, const Format *f);

#endif
