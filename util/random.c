/* Random numbers by counter: SplitMix64 (Steele, Lea, Flood: Fast splittable
 * pseudorandom number generators, OOPSLA 2014), so that the same seed gives
 * the same vectors everywhere and any vector can be made alone. */
#include "util/util.h"

uint64_t
mix64(uint64_t x)
{
	x += 0x9e3779b97f4a7c15; /* 2^64 / golden ratio: their increment */
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
	return x ^ (x >> 31);
}

/* floor(bits * n / 2^64) by 32-bit halves: each value of [0, n) gets within
 * one of 2^64 / n of the bit patterns. */
uint64_t
scale64(uint64_t bits, uint64_t n)
{
	uint64_t bl = bits & UINT32_MAX, bh = bits >> 32;
	uint64_t nl = n & UINT32_MAX, nh = n >> 32;
	uint64_t low = bl * nh + ((bl * nl) >> 32); /* < 2^64 */
	uint64_t mid = bh * nl + (low & UINT32_MAX);

	return bh * nh + (low >> 32) + (mid >> 32);
}
