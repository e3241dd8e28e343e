/* A hash of bytes for tables in memory; its values are never stored. */
#include "util/util.h"

/* FNV-1a (Fowler, Noll, Vo), with the finaliser of MurmurHash3 so that the
 * low bits, which index a table, depend on every input bit. */
uint32_t
hash_bytes(uint32_t seed, const void *p, size_t n)
{
	const unsigned char *s = p;
	uint32_t h = seed ^ 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ s[i]) * 16777619u;
	h = (h ^ h >> 16) * 0x85ebca6bu;
	h = (h ^ h >> 13) * 0xc2b2ae35u;
	return h ^ h >> 16;
}
