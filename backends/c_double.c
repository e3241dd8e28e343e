/* The C header's conversions between port integers and doubles in the
 * equation's units, for tests and for hosts, under a macro so that no other
 * user gets floating point.
 *
 * A double becomes a port integer by its format's own rounding and overflow,
 * as ap_fixed does it: bit for bit where scale and offset are 1 and 0, else
 * up to the rounding of one division and one subtraction. No libm: a double
 * of 2^52 or more has no fraction, a smaller one fits an int64_t. Products
 * with powers of two are exact, so is the remainder modulo one. */
#include "backends/c.h"

#include <math.h>
#include <string.h>

static const char floor_function[] =
    "/* the largest integer that is not above v */\n"
    "static inline double @_floor(double v)\n"
    "{\n"
    "\tdouble i;\n"
    "\tif (v >= 4503599627370496.0 || v <= -4503599627370496.0)\n"
    "\t\treturn v;\n"
    "\ti = (double)(int64_t)v;\n"
    "\treturn i > v ? i - 1.0 : i;\n"
    "}\n\n";

/* When t, with floor f and fraction r, is rounded up. */
static const char *const rounds_up[] = {
    [Q_TRN] = NULL,
    [Q_TRN_ZERO] = "t < 0.0 && r > 0.0",
    [Q_RND] = "r >= 0.5",
    [Q_RND_ZERO] = "r > 0.5 || (r >= 0.5 && t < 0.0)",
    [Q_RND_MIN_INF] = "r > 0.5",
    [Q_RND_INF] = "r > 0.5 || (r >= 0.5 && t > 0.0)",
    [Q_RND_CONV] = "r > 0.5 || (r >= 0.5 && f - 2.0 * @_floor(f / 2.0) > 0.0)",
};

/* " * 2^k" as factors that a double can hold. */
static void
times_power(int k, Buf *b)
{
	enum { STEP = 1000 };

	while (k) {
		int step = k > STEP ? STEP : k < -STEP ? -STEP : k;

		buf_printf(b, " * %.17g", ldexp(1, step));
		k -= step;
	}
}

/* An exact decimal or fraction as C's nearest double. */
static void
real_literal(const char *s, Buf *b)
{
	const char *slash = strchr(s, '/');
	size_t n = slash ? (size_t)(slash - s) : strlen(s);

	buf_printf(b, "(");
	buf_add(b, s, n);
	if (strcspn(s, ".eE") >= n)
		buf_printf(b, ".0");
	if (slash) {
		buf_printf(b, " / %s", slash + 1);
		if (!strpbrk(slash + 1, ".eE"))
			buf_printf(b, ".0");
	}
	buf_printf(b, ")");
}

static bool
is_number(const char *s, const char *number)
{
	return strcmp(s, number) == 0;
}

/* f modulo 2^width: what is left of f towards zero is exact, and so is the
 * rest in integers. */
static void
wrap(const Design *g, const Format *f, const char *type, Buf *b)
{
	uint64_t half = UINT64_C(1) << (f->width - 1);
	uint64_t mask = half | (half - 1);

	buf_printf(b, "\tr = %s_floor((f < 0.0 ? -f : f)", g->name);
	times_power(-f->width, b);
	buf_printf(b, ")");
	times_power(f->width, b);
	buf_printf(b,
	           ";\n\tu = (uint64_t)(int64_t)(f < 0.0 ? f + r : f - r) & "
	           "0x%llx;\n",
	           (unsigned long long)mask);
	if (f->is_signed)
		buf_printf(b, "\treturn (%s)((int64_t)(u ^ %llu) - %llu);\n",
		           type, (unsigned long long)half,
		           (unsigned long long)half);
	else
		buf_printf(b, "\treturn (%s)u;\n", type);
}

/* The nearest of the format's integers, or 0 where that is its rule. */
static void
saturate(const Format *f, const char *type, Buf *b)
{
	bool zero = f->o == OV_SAT_ZERO;
	double end = ldexp(1, f->width - f->is_signed);
	double start = f->is_signed ? -end : 0;
	bool least_is_out = f->o == OV_SAT_SYM && f->is_signed && f->width > 1;

	buf_printf(b, "\tif (f >= %.1f)\n\t\treturn ", end);
	c_literal(zero ? 0 : format_hi(f), b);
	buf_printf(b, ";\n\tif (f %s %.1f)\n\t\treturn ",
	           least_is_out ? "<=" : "<", start);
	c_literal(zero ? 0 : format_lo(f), b);
	buf_printf(b, ";\n\treturn (%s)f;\n", type);
}

static void
from_double(const Design *g, const DesignInput *in, Buf *b)
{
	const Format *f = &in->format;
	const char *type = c_type(g->a, f->is_signed, f->width);

	buf_printf(b,
	           "/* v as %s takes it; NaN gives 0 */\n"
	           "static inline %s %s_%s_from_double(double v)\n"
	           "{\n\tdouble t, f%s;\n%s\tif (v != v)\n\t\treturn 0;\n"
	           "\tt = ",
	           format_text(f, g->a), type, g->name, in->ident,
	           rounds_up[f->q] || f->o == OV_WRAP ? ", r" : "",
	           f->o == OV_WRAP ? "\tuint64_t u;\n" : "");
	if (!is_number(in->offset, "0")) {
		buf_printf(b, "(v - ");
		real_literal(in->offset, b);
		buf_printf(b, ")");
	} else {
		buf_printf(b, "v");
	}
	if (!is_number(in->scale, "1")) {
		buf_printf(b, " / ");
		real_literal(in->scale, b);
	}
	times_power(-f->lsb, b);
	buf_printf(b,
	           ";\n\tt = t > 1e300 ? 1e300 : t < -1e300 ? -1e300 : t;\n"
	           "\tf = %s_floor(t);\n",
	           g->name);
	if (rounds_up[f->q]) {
		buf_printf(b, "\tr = t - f;\n\tif (");
		c_named(g, rounds_up[f->q], b);
		buf_printf(b, ")\n\t\tf += 1.0;\n");
	}
	if (f->o == OV_WRAP)
		wrap(g, f, type, b);
	else
		saturate(f, type, b);
	buf_printf(b, "}\n\n");
}

static void
to_double(const Design *g, const DPort *p, const char *scale,
          const char *offset, Buf *b)
{
	buf_printf(b,
	           "static inline double %s_%s_to_double(%s v)\n"
	           "{\n\treturn (double)v",
	           g->name, p->ident, c_type(g->a, p->is_signed, p->width));
	times_power(p->lsb, b);
	if (!is_number(scale, "1")) {
		buf_printf(b, " * ");
		real_literal(scale, b);
	}
	if (!is_number(offset, "0")) {
		buf_printf(b, " + ");
		real_literal(offset, b);
	}
	buf_printf(b, ";\n}\n\n");
}

void
c_conversions(const Design *g, Buf *b)
{
	buf_printf(b, "#ifdef %s_WITH_DOUBLE\n", g->name);
	if (g->in.len)
		c_named(g, floor_function, b);
	for (uint32_t i = 0; i < g->in.len; i++) {
		const DesignInput *in = &g->in.at[i];

		from_double(g, in, b);
		to_double(g, &g->dp->in.at[i], in->scale, in->offset, b);
	}
	for (uint32_t i = 0; i < g->out.len; i++)
		to_double(g, &g->dp->out.at[i], "1", "0", b);
	buf_printf(b, "#endif\n\n");
}
