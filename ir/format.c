/* Number formats as text and as limits.
 *
 * Forms: ap_fixed<W,I[,Q[,O]]>, ap_ufixed, ap_int<W>, ap_uint<W> (AMD, UG1399
 * "Arbitrary Precision Fixed-Point Data Types"), Qm.n and UQm.n (ARM's: m
 * counts the sign), sfixW_EnF and ufixW_EnF (MathWorks: W bits, F of them
 * behind the point; _EF scales up by 2^F). Blanks may stand between tokens. */
#include "ir/format.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static const char *const round_name[] = {
    [Q_TRN] = "TRN",
    [Q_TRN_ZERO] = "TRN_ZERO",
    [Q_RND] = "RND",
    [Q_RND_ZERO] = "RND_ZERO",
    [Q_RND_MIN_INF] = "RND_MIN_INF",
    [Q_RND_INF] = "RND_INF",
    [Q_RND_CONV] = "RND_CONV",
};
static const char *const over_name[] = {
    [OV_WRAP] = "WRAP",
    [OV_SAT] = "SAT",
    [OV_SAT_ZERO] = "SAT_ZERO",
    [OV_SAT_SYM] = "SAT_SYM",
};
#define COUNT(t) (sizeof(t) / sizeof *(t))

/* Integer bits beyond this have no use and would leave int16_t exponents. */
enum { INT_BITS_MAX = 2000 };

/* ---- tokens ---- */

typedef struct Cursor {
	Diag *diag;
	Span all;      /* the whole format */
	const char *s; /* the source's text */
	uint32_t at, end;
	Span word; /* the last token */
} Cursor;

static bool
fail(Cursor *c, Span s, const char *what, const char *way_out)
{
	diag_error(c->diag, s, "%s", what);
	diag_note(c->diag, "%s", way_out);
	return false;
}

static const char forms[] =
    "formats are ap_fixed<W,I>, ap_ufixed<W,I>, ap_int<W>, ap_uint<W>, Qm.n, "
    "UQm.n, sfixW_EnF and ufixW_EnF";

static bool
misread(Cursor *c)
{
	return fail(c, c->all, "this is not a number format", forms);
}

static void
blanks(Cursor *c)
{
	while (c->at < c->end && (c->s[c->at] == ' ' || c->s[c->at] == '\t'))
		c->at++;
}

static bool
accept(Cursor *c, const char *w)
{
	uint32_t n = (uint32_t)strlen(w);
	blanks(c);
	if (c->end - c->at < n || memcmp(c->s + c->at, w, n) != 0)
		return false;
	c->word = (Span){c->all.src, c->at, n};
	c->at += n;
	return true;
}

static bool
at_digit(const Cursor *c)
{
	return c->at < c->end && isdigit((unsigned char)c->s[c->at]);
}

/* An integer, and the token; far too large ones come out as 1000000. */
static bool
integer(Cursor *c, int *v)
{
	blanks(c);
	uint32_t from = c->at;
	bool minus = c->at < c->end && c->s[c->at] == '-';
	c->at += minus;
	if (!at_digit(c))
		return false;
	for (*v = 0; at_digit(c); c->at++)
		if (*v < 1000000)
			*v = 10 * *v + (c->s[c->at] - '0');
	*v = *v > 1000000 ? 1000000 : *v;
	*v = minus ? -*v : *v;
	c->word = (Span){c->all.src, from, c->at - from};
	return true;
}

/* An upper-case name such as AP_RND. */
static bool
name(Cursor *c)
{
	blanks(c);
	uint32_t from = c->at;
	while (c->at < c->end &&
	       (isupper((unsigned char)c->s[c->at]) || c->s[c->at] == '_'))
		c->at++;
	c->word = (Span){c->all.src, from, c->at - from};
	return c->at > from;
}

/* ---- limits ---- */

static bool
set_width(Cursor *c, Format *f, Span at, int w)
{
	if (w < 1 || w > DP_MAX_WIDTH)
		return fail(c, at, "the width is not in 1..63",
		            "integers of up to 63 bits are supported");
	f->width = (uint8_t)w;
	return true;
}

static bool
set_lsb(Cursor *c, Format *f, Span at, int lsb)
{
	if (lsb < -INT_BITS_MAX || lsb > INT_BITS_MAX)
		return fail(c, at, "the binary point is too far away",
		            "weights from 2^-2000 to 2^2000 are supported");
	f->lsb = (int16_t)lsb;
	return true;
}

/* ---- the forms ---- */

static int
find_name(const Cursor *c, const char *const *table, size_t n)
{
	const char *s = c->s + c->word.pos;
	uint32_t len = c->word.len;
	if (len > 3 && !memcmp(s, "AP_", 3)) {
		s += 3;
		len -= 3;
	}
	for (size_t i = 0; i < n; i++)
		if (strlen(table[i]) == len && !memcmp(table[i], s, len))
			return (int)i;
	return -1;
}

/* `,Q`, `,O` and `,0` of an ap_fixed, each optional. */
static bool
modes(Cursor *c, Format *f)
{
	int k;
	if (!accept(c, ","))
		return true;
	if (!name(c) || (k = find_name(c, round_name, COUNT(round_name))) < 0)
		return fail(c, c->word, "this is not a quantisation mode",
		            "modes are AP_TRN, AP_TRN_ZERO, AP_RND, "
		            "AP_RND_ZERO, AP_RND_MIN_INF, AP_RND_INF and "
		            "AP_RND_CONV");
	f->q = (enum Round)k;
	f->q_given = true;
	if (!accept(c, ","))
		return true;
	if (!name(c) || (k = find_name(c, over_name, COUNT(over_name))) < 0)
		return fail(c, c->word, "this is not an overflow mode",
		            "modes are AP_WRAP, AP_SAT, AP_SAT_ZERO and "
		            "AP_SAT_SYM");
	f->o = (enum Over)k;
	f->o_given = true;
	if (accept(c, ",") && (!integer(c, &k) || k != 0))
		return fail(c, c->word, "saturation bits are not supported",
		            "leave the fifth argument out");
	return true;
}

/* `<W,I...>` or, for the integers, `<W>`. */
static bool
ap_type(Cursor *c, Format *f, bool is_int)
{
	int w, i;
	if (!accept(c, "<") || !integer(c, &w))
		return misread(c);
	if (!set_width(c, f, c->word, w))
		return false;
	if (!is_int) {
		if (!accept(c, ",") || !integer(c, &i))
			return fail(c, c->all, "ap_fixed needs W and I",
			            "write ap_fixed<W,I>: W bits, I of them "
			            "before the point");
		if (!set_lsb(c, f, c->word, i - w) || !modes(c, f))
			return false;
	}
	return accept(c, ">") ? true : misread(c);
}

static bool
q_type(Cursor *c, Format *f)
{
	int m, n;
	uint32_t from = c->at;
	if (!integer(c, &m) || !accept(c, ".") || !integer(c, &n))
		return misread(c);
	Span at = {c->all.src, from, c->at - from};
	return set_width(c, f, at, m + n) && set_lsb(c, f, at, -n);
}

static bool
sfix_type(Cursor *c, Format *f)
{
	int w, e = 0;
	if (!integer(c, &w))
		return misread(c);
	if (!set_width(c, f, c->word, w))
		return false;
	if (!accept(c, "_E"))
		return true;
	bool behind = accept(c, "n");
	if (!integer(c, &e))
		return misread(c);
	return set_lsb(c, f, c->word, behind ? -e : e);
}

static bool
parse(Cursor *c, Format *f)
{
	f->is_signed = true;
	if (accept(c, "ap_fixed"))
		return ap_type(c, f, false);
	if (accept(c, "ap_int"))
		return ap_type(c, f, true);
	if (accept(c, "sfix"))
		return sfix_type(c, f);
	if (accept(c, "Q"))
		return q_type(c, f);
	f->is_signed = false;
	if (accept(c, "ap_ufixed"))
		return ap_type(c, f, false);
	if (accept(c, "ap_uint"))
		return ap_type(c, f, true);
	if (accept(c, "ufix"))
		return sfix_type(c, f);
	if (accept(c, "UQ"))
		return q_type(c, f);
	if (accept(c, "float") || accept(c, "double") || accept(c, "half"))
		return fail(c, c->word,
		            "only fixed-point formats are supported", forms);
	return misread(c);
}

bool
format_parse(Diag *diag, Span s, Format *f)
{
	check(s.src > 0);
	Cursor c = {diag,          s, diag->source.at[s.src].text, s.pos,
	            s.pos + s.len, s};
	*f = (Format){.q = Q_TRN, .o = OV_WRAP};
	if (!parse(&c, f))
		return false;
	blanks(&c);
	return c.at == c.end ? true : misread(&c);
}

const char *
format_text(const Format *f, Arena *a)
{
	const char *modes = "";
	if (f->o_given)
		modes = arena_printf(a, ",AP_%s,AP_%s", round_name[f->q],
		                     over_name[f->o]);
	else if (f->q_given)
		modes = arena_printf(a, ",AP_%s", round_name[f->q]);
	return arena_printf(a, "ap_%sfixed<%d,%d%s>", f->is_signed ? "" : "u",
	                    f->width, f->width + f->lsb, modes);
}

/* ---- values ---- */

/* AP_SAT_SYM leaves out the least value; one signed bit has no other below
 * zero, and ap_fixed keeps it there. */
int64_t
format_lo(const Format *f)
{
	if (!f->is_signed)
		return 0;
	int64_t lo = -(INT64_C(1) << (f->width - 1));
	return f->o == OV_SAT_SYM && f->width > 1 ? lo + 1 : lo;
}

int64_t
format_hi(const Format *f)
{
	unsigned bits = f->width - (f->is_signed ? 1U : 0U);
	return (int64_t)((UINT64_C(1) << bits) - 1);
}

/* Whether w + part, 0 <= part < 1, becomes w + 1 by rule q. half is the sign
 * of part - 1/2. */
static bool
rounds_up(enum Round q, mpz_srcptr w, bool exact, int half)
{
	bool minus = mpz_sgn(w) < 0;
	switch (q) {
	case Q_TRN:
		return false;
	case Q_TRN_ZERO:
		return minus && !exact;
	case Q_RND:
		return half >= 0;
	case Q_RND_ZERO:
		return half > 0 || (half == 0 && minus);
	case Q_RND_MIN_INF:
		return half > 0;
	case Q_RND_INF:
		return half > 0 || (half == 0 && !minus);
	case Q_RND_CONV:
		return half > 0 || (half == 0 && mpz_odd_p(w));
	}
	die("no rounding %d", (int)q);
}

/* w = num / den by rule q. */
static void
round_ratio(enum Round q, mpz_ptr w, mpz_srcptr num, mpz_srcptr den)
{
	mpz_t part;
	mpz_init(part);
	mpz_fdiv_qr(w, part, num, den);
	bool exact = mpz_sgn(part) == 0;
	mpz_mul_2exp(part, part, 1);
	if (rounds_up(q, w, exact, mpz_cmp(part, den)))
		mpz_add_ui(w, w, 1);
	mpz_clear(part);
}

/* The integer w by f's overflow rule. */
static int64_t
limit_integer(const Format *f, mpz_ptr w)
{
	int64_t lo = format_lo(f), hi = format_hi(f);
	bool below = mpz_cmp_si(w, lo)<0, above = mpz_cmp_si(w, hi)> 0;
	if (!below && !above)
		return mpz_get_si(w);
	if (f->o == OV_SAT_ZERO)
		return 0;
	if (f->o != OV_WRAP)
		return below ? lo : hi;
	mpz_fdiv_r_2exp(w, w, f->width);
	DNode field = {.op = f->is_signed ? D_sbits : D_bits, .w = f->width};
	return dop_eval(&field, mpz_get_si(w), 0, 0, NULL);
}

int64_t
format_from_q(const Format *f, mpq_srcptr v)
{
	mpq_t s; /* v in units of f's weight */
	mpz_t w;
	mpq_init(s);
	mpz_init(w);
	if (f->lsb < 0)
		mpq_mul_2exp(s, v, (mp_bitcnt_t)-f->lsb);
	else
		mpq_div_2exp(s, v, (mp_bitcnt_t)f->lsb);
	round_ratio(f->q, w, mpq_numref(s), mpq_denref(s));
	int64_t r = limit_integer(f, w);
	mpz_clear(w);
	mpq_clear(s);
	return r;
}

int64_t
format_from_double(const Format *f, double v)
{
	mpq_t q;
	check(!isnan(v));
	if (isinf(v)) /* as a huge power of two: 0 modulo any other */
		v = copysign(0x1p1023, v);
	mpq_init(q);
	mpq_set_d(q, v);
	int64_t r = format_from_q(f, q);
	mpq_clear(q);
	return r;
}
