/* Ranges that tables of ground truth state for their variables:
 *
 *     mom in [1.0,5.0]; Bx in [1.0,5.0] */
#include "frontend/container.h"

#include <string.h>

static bool
wrong(Diag *d, Span cell)
{
	diag_error(d, cell, "ranges are written 'x in [1.0,5.0]; y in ...'");
	return false;
}

/* The number at s, of all bytes up to `end`; NULL if it is none. */
static const char *
bound(Arena *a, const char *s, size_t len)
{
	double v;

	while (len && s[0] == ' ')
		s++, len--;
	while (len && s[len - 1] == ' ')
		len--;
	return table_real(s, len, &v) ? arena_strndup(a, s, len) : NULL;
}

bool
ranges_read(Arena *a, Diag *d, Span cell, Row *row)
{
	const char *s = diag_text(d, cell, a);

	while (*s) {
		Stated r;
		size_t name = strcspn(s, " "), lo, hi;
		const char *t = s + name;

		if (strncmp(t, " in [", 5) != 0)
			return wrong(d, cell);
		t += 5;
		lo = strcspn(t, ",");
		hi = strcspn(t, "]");
		if (!t[lo] || !t[hi] || hi < lo)
			return wrong(d, cell);
		r.name = arena_strndup(a, s, name);
		r.lo = bound(a, t, lo);
		r.hi = bound(a, t + lo + 1, hi - lo - 1);
		if (!r.lo || !r.hi)
			return wrong(d, cell);
		vec_push(a, row->range, r);
		s = t + hi + 1;
		s += strspn(s, "; ");
	}
	return true;
}
