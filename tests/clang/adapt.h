/* Included in front of every file here when it is compiled, not when symgate
 * reads it: TESTn(f) makes test_f, which takes the n inputs and gives the
 * outputs as arrays. */
#define TEST(f, ...)                                                           \
	void test_##f(const double *v, double *y);                             \
	void test_##f(const double *v, double *y)                              \
	{                                                                      \
		(void)v;                                                       \
		__VA_ARGS__;                                                   \
	}
#define TEST1(f) TEST(f, y[0] = f(v[0]))
#define TEST2(f) TEST(f, y[0] = f(v[0], v[1]))
#define TEST3(f) TEST(f, y[0] = f(v[0], v[1], v[2]))
#define TEST4(f) TEST(f, y[0] = f(v[0], v[1], v[2], v[3]))
