/* Reading along an option's text: words and exact numbers.
 *
 * Numbers are rationals from the text to the proof. */
#include "driver/scan.h"

#include <ctype.h>
#include <string.h>

Scan
scan(Diag *d, Span s)
{
	return (Scan){d, d->source.at[s.src].text, s};
}

const char *
scan_here(const Scan *c)
{
	return c->s + c->rest.pos;
}

char
scan_peek(const Scan *c)
{
	return c->rest.len ? *scan_here(c) : '\0';
}

/* Cuts off the next n bytes. */
Span
scan_take(Scan *c, size_t n)
{
	Span s = {c->rest.src, c->rest.pos, (uint32_t)n};

	c->rest.pos += s.len;
	c->rest.len -= s.len;
	return s;
}

bool
scan_accept(Scan *c, const char *word)
{
	size_t n = strlen(word);

	if (c->rest.len < n || strncmp(scan_here(c), word, n) != 0)
		return false;
	scan_take(c, n);
	return true;
}

bool
scan_is(const Scan *c, const char *word)
{
	return c->rest.len == strlen(word) &&
	       !strncmp(scan_here(c), word, c->rest.len);
}

Span
scan_trim(const Scan *c, Span s)
{
	while (s.len && isspace((unsigned char)c->s[s.pos])) {
		s.pos++;
		s.len--;
	}
	while (s.len && isspace((unsigned char)c->s[s.pos + s.len - 1]))
		s.len--;
	return s;
}

/* ---- numbers ---- */

/* Bytes of the unsigned decimal at s; the dots of "1..2" are not part of it. */
static size_t
decimal_len(const char *s, size_t len)
{
	size_t i = 0, e;

	while (i < len && isdigit((unsigned char)s[i]))
		i++;
	if (i < len && s[i] == '.' && !(i + 1 < len && s[i + 1] == '.'))
		i++;
	while (i < len && isdigit((unsigned char)s[i]))
		i++;
	e = i;
	if (e && e < len && (s[e] == 'e' || s[e] == 'E')) {
		e++;
		if (e < len && (s[e] == '+' || s[e] == '-'))
			e++;
		if (e < len && isdigit((unsigned char)s[e]))
			for (i = e; i < len && isdigit((unsigned char)s[i]);)
				i++;
	}
	return i;
}

static bool
take_decimal(Scan *c, const char *what, mpq_ptr q)
{
	size_t n = decimal_len(scan_here(c), c->rest.len);
	Span at = c->rest;

	if (n && expr_parse_decimal(scan_here(c), n, q)) {
		scan_take(c, n);
		return true;
	}
	at.len = n ? (uint32_t)n : 0;
	diag_error(c->d, at, "%s is not a number%s", what,
	           n ? " that can be represented" : "");
	diag_note(c->d, "write a decimal such as 0.25 or 1e-3, or a fraction "
	                "such as 1/3");
	return false;
}

/* [+-] decimal [/ decimal] */
bool
scan_number(Scan *c, const char *what, mpq_ptr q)
{
	bool negative = scan_accept(c, "-");
	Span at;
	mpq_t den;

	if (!negative)
		scan_accept(c, "+");
	if (!take_decimal(c, what, q))
		return false;
	if (negative)
		mpq_neg(q, q);
	if (!scan_accept(c, "/"))
		return true;
	mpq_init(den);
	at = c->rest;
	bool ok = take_decimal(c, what, den);
	if (ok && mpq_sgn(den) == 0) {
		diag_error(c->d, at, "%s divides by zero", what);
		ok = false;
	}
	if (ok)
		mpq_div(q, q, den);
	mpq_clear(den);
	return ok;
}

bool
scan_end(const Scan *c, const char *what)
{
	if (!c->rest.len)
		return true;
	diag_error(c->d, c->rest, "unexpected text after %s", what);
	return false;
}

static void
clear_q(void *q)
{
	mpq_clear(q);
}

void
rational_init(Arena *a, mpq_ptr q)
{
	mpq_init(q);
	arena_defer(a, clear_q, q);
}

/* Decimal digits after the point that q needs; -1 if it never ends. */
static long
decimals(mpq_srcptr q)
{
	mpz_t den, five;
	long twos, fives;

	mpz_init_set(den, mpq_denref(q));
	mpz_init_set_ui(five, 5);
	twos = (long)mpz_scan1(den, 0);
	mpz_tdiv_q_2exp(den, den, (mp_bitcnt_t)twos);
	fives = (long)mpz_remove(den, den, five);
	bool ends = mpz_cmp_ui(den, 1) == 0;
	mpz_clears(den, five, NULL);
	return !ends ? -1 : twos > fives ? twos : fives;
}

const char *
rational_text(Arena *a, mpq_srcptr q)
{
	const long n = decimals(q);
	void (*release)(void *, size_t);
	mpz_t scaled; /* |q| * 10^n, an integer: only the point is missing */
	char *s, *text;
	int whole;

	mp_get_memory_functions(NULL, NULL, &release);
	if (n <= 0) {
		s = mpq_get_str(NULL, 10, q);
		text = arena_strdup(a, s);
	} else {
		mpz_init(scaled);
		mpz_ui_pow_ui(scaled, 10, (unsigned long)n);
		mpz_mul(scaled, scaled, mpq_numref(q));
		mpz_divexact(scaled, scaled, mpq_denref(q));
		mpz_abs(scaled, scaled);
		gmp_asprintf(&s, "%0*Zd", (int)n + 1, scaled);
		mpz_clear(scaled);
		whole = (int)strlen(s) - (int)n;
		text = arena_printf(a, "%s%.*s.%s", mpq_sgn(q) < 0 ? "-" : "",
		                    whole, s, s + whole);
	}
	release(s, strlen(s) + 1);
	return text;
}
