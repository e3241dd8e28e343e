/* "Did you mean": the optimal string alignment distance (edits, with a swap
 * of two neighbours as one), rows kept on the stack.
 *
 * Reference: Damerau, Commun. ACM 7 (1964) 171. */
#include "util/util.h"

#include <string.h>

enum { LONGEST = 40 }; /* longer words have no near ones */

static size_t
min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

static size_t
distance(const char *s, size_t n, const char *t, size_t m)
{
	size_t row[3][LONGEST + 1];

	for (size_t j = 0; j <= m; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *r = row[i % 3], *up = row[(i + 2) % 3],
		       *up2 = row[(i + 1) % 3];

		r[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t differ = s[i - 1] != t[j - 1];

			r[j] =
			    min3(up[j] + 1, r[j - 1] + 1, up[j - 1] + differ);
			if (i > 1 && j > 1 && s[i - 1] == t[j - 2] &&
			    s[i - 2] == t[j - 1] && up2[j - 2] + 1 < r[j])
				r[j] = up2[j - 2] + 1;
		}
	}
	return row[n % 3][m];
}

const char *
nearest_word(const char *s, size_t len, const char *const *words, size_t n)
{
	const char *best = NULL;
	size_t least = len / 3 + 1; /* as many edits are no slip */

	for (size_t i = 0; len <= LONGEST && i < n; i++) {
		size_t m = strlen(words[i]), d;

		if (m > LONGEST)
			continue;
		d = distance(s, len, words[i], m);
		if (d < least && d < m && d < len) {
			best = words[i];
			least = d;
		}
	}
	return best;
}
