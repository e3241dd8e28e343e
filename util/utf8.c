/* UTF-8 (RFC 3629): no overlong forms, no surrogates, at most U+10FFFF. */
#include "util/util.h"

uint32_t
utf8_next(const char *s, size_t n, size_t *len)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char c = (unsigned char)s[0];
	size_t k = c < 0x80   ? 1
	           : c < 0xc0 ? 0
	           : c < 0xe0 ? 2
	           : c < 0xf0 ? 3
	           : c < 0xf8 ? 4
	                      : 0;
	uint32_t u = k < 2 ? c : c & (0x7fu >> k);

	*len = 1;
	if (k == 0 || k > n)
		return UTF8_BAD;
	for (size_t i = 1; i < k; i++) {
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			return UTF8_BAD;
		u = u << 6 | ((unsigned char)s[i] & 0x3f);
	}
	if (u < least[k] || u > 0x10ffff || (u >= 0xd800 && u < 0xe000))
		return UTF8_BAD;
	*len = k;
	return u;
}
