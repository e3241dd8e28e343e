/* Fixed: datapath nodes with a weight. */
#include "ir/lower.h"

#include <math.h>
#include <stdarg.h>

Fixed
fixed_align(Datapath *d, Fixed f, int lsb)
{
	check(lsb <= f.lsb);
	if (f.lsb - lsb > DP_MAX_WIDTH) {
		f.d = dp_at(d, f.d)->lo == 0 && dp_at(d, f.d)->hi == 0
		          ? f.d
		          : dp_shl(d, dp_shl(d, f.d, DP_MAX_WIDTH), 1);
	} else {
		f.d = dp_shl(d, f.d, (unsigned)(f.lsb - lsb));
	}
	f.lsb = lsb;
	return f;
}

void
fixed_align2(Datapath *d, Fixed *a, Fixed *b)
{
	if (a->lsb > b->lsb)
		*a = fixed_align(d, *a, b->lsb);
	else
		*b = fixed_align(d, *b, a->lsb);
}

Fixed
fixed_round(Datapath *d, Fixed f, int lsb)
{
	if (lsb <= f.lsb)
		return fixed_align(d, f, lsb);
	int k = lsb - f.lsb;
	if (k > DP_MAX_WIDTH - 1) { /* below a quarter of the new weight */
		f.local += fixed_mag(d, &f);
		f.d = dp_const(d, 0);
	} else {
		f.d = dp_round(d, f.d, (unsigned)k);
		f.local += ldexp(1, lsb - 1);
	}
	f.lsb = lsb;
	f.exact = false;
	return f;
}

Fixed
fixed_wrap(Datapath *d, Fixed f)
{
	if (f.lsb < 0 && -f.lsb < DP_MAX_WIDTH)
		f.d = dp_sbits(d, f.d, 0, (unsigned)-f.lsb);
	f.exact = false;
	return f;
}

double
fixed_add_up(double a, double b)
{
	double s = a + b;
	return s - a == b && s - b == a ? s : nextafter(s, INFINITY);
}

double
fixed_mag(const Datapath *d, const Fixed *f)
{
	const DNode *n = dp_at(d, f->d);
	double lo = fabs((double)n->lo), hi = fabs((double)n->hi);
	double most = ldexp(fmax(lo, hi), f->lsb) + fabs(f->bias);
	return nextafter(nextafter(most, INFINITY), INFINITY);
}

const char *
lower_text(const Lower *l, Ref r)
{
	char *s = expr_text(l->e, r, l->a);
	size_t len = 0;
	for (size_t i = 0; s[i] && i < 40; i++)
		len = ((unsigned char)s[i + 1] & 0xc0) != 0x80 ? i + 1 : len;
	return s[len] ? arena_printf(l->a, "%.*s...", (int)len, s) : s;
}

/* Of r, or where none of its text is left of what uses it. */
static Span
place(const Expr *e, Ref r)
{
	Ref at = r;
	for (Ref i = r + 1; !expr_at(e, at)->span.src && i < e->node.len; i++)
		for (int k = 0; k < expr_at(e, i)->narg; k++)
			if (expr_at(e, i)->arg[k] == at)
				at = i;
	return expr_at(e, at)->span;
}

bool
lower_refuse(Lower *l, Ref r, const char *note, const char *fmt, ...)
{
	va_list ap;
	char text[512];
	if (l->quiet || l->given) /* there is another attempt */
		return false;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	diag_error(l->e->diag, place(l->e, r), "%s", text);
	diag_note(l->e->diag, "%s", note);
	return false;
}
