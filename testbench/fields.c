/* Typed fields of a JSON object, by table, with carets for what is wrong;
 * and the exact numbers that such fields hold. */
#include "testbench/fields.h"

#include <string.h>

enum { MAX_NAME = 200 }; /* of a module: it becomes file names */

/* ---- numbers ---- */

static bool
read_decimal(const char *s, size_t len, mpq_ptr q)
{
	bool minus = len && (*s == '-' || *s == '+');

	if (!expr_parse_decimal(s + minus, len - minus, q))
		return false;
	if (*s == '-')
		mpq_neg(q, q);
	return true;
}

bool
read_rational(const char *s, mpq_ptr q)
{
	size_t n = strcspn(s, "/");
	mpq_t d;
	bool ok;

	if (!s[n])
		return read_decimal(s, n, q);
	mpq_init(d);
	ok = read_decimal(s, n, q) &&
	     read_decimal(s + n + 1, strlen(s + n + 1), d) && mpq_sgn(d) != 0;
	if (ok)
		mpq_div(q, q, d);
	mpq_clear(d);
	return ok;
}

/* ---- fields ---- */

static bool
is_rational(const char *s, bool negative_too)
{
	mpq_t q;
	bool ok;

	mpq_init(q);
	ok = read_rational(s, q) && (negative_too || mpq_sgn(q) >= 0);
	mpq_clear(q);
	return ok;
}

static bool
is_name(const char *s)
{
	static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "abcdefghijklmnopqrstuvwxyz_0123456789";
	size_t n = strlen(s);

	return n && n <= MAX_NAME && strspn(s, word) == n &&
	       !(*s >= '0' && *s <= '9');
}

static void
wrong(Load *l, Span at, const Field *f)
{
	static const char *const must[] = {
	    [TEXT] = "a string",
	    [TEXT_OR_NULL] = "a string or null",
	    [NAME] = "a string: letters, digits and _, not a digit first",
	    [RATIONAL] = "a number in quotes, such as \"-1.5\" or \"1/3\"",
	    [BOUND] = "a number in quotes, not negative, or \"\"",
	    [FLAG] = "true or false"};

	l->ok = false;
	if (f->kind == INTEGER)
		diag_error(l->diag, at,
		           "\"%s\" must be an integer from %ld to %ld", f->key,
		           f->lo, f->hi);
	else
		diag_error(l->diag, at, "\"%s\" must be %s", f->key,
		           must[f->kind]);
}

static bool
text_fits(enum Kind k, const char *s)
{
	switch (k) {
	case NAME:
		return is_name(s);
	case RATIONAL:
		return is_rational(s, true);
	case BOUND:
		return !*s || is_rational(s, false);
	default:
		return true;
	}
}

static bool
store(Load *l, const Field *f, const json_t *v, void *to)
{
	char *at = (char *)to + f->at;

	if (f->kind == FLAG) {
		bool b = json_is_true(v);
		memcpy(at, &b, sizeof b);
		return json_is_boolean(v);
	}
	if (f->kind == INTEGER) {
		int64_t i = json_integer_value(v);
		memcpy(at, &i, sizeof i);
		return json_is_integer(v) && i >= f->lo && i <= f->hi;
	}
	if (f->kind == TEXT_OR_NULL && json_is_null(v))
		return true;
	if (!json_is_string(v) || !text_fits(f->kind, json_string_value(v)))
		return false;
	const char *s = arena_strdup(l->a, json_string_value(v));
	memcpy(at, &s, sizeof s);
	return true;
}

void
read_fields(Load *l, const json_t *object, Span at, const Field *f, void *to)
{
	for (; f->key; f++) {
		const json_t *v = json_object_get(object, f->key);

		if (!v) {
			l->ok = false;
			diag_error(l->diag, at, "\"%s\" is missing", f->key);
		} else if (!store(l, f, v, to)) {
			wrong(l, json_member(l->diag, at, f->key), f);
		}
	}
}

/* One of the words in `words`, blank-separated. */
void
expect_word(Load *l, Span object, const char *key, const char *got,
            const char *words)
{
	size_t n = got ? strlen(got) : 0;

	for (const char *w = words; got && *w;
	     w += strcspn(w, " "), w += strspn(w, " "))
		if (strcspn(w, " ") == n && !strncmp(w, got, n))
			return;
	if (!got)
		return; /* reported as missing */
	l->ok = false;
	diag_error(l->diag, json_member(l->diag, object, key),
	           "\"%s\" must be one of: %s", key, words);
}

void
port_value(const Format *f, const char *scale, const char *offset, int64_t x,
           mpq_ptr q)
{
	mpq_t t;

	mpq_init(t);
	mpq_set_si(q, x, 1);
	if (f->lsb >= 0)
		mpq_mul_2exp(q, q, (mp_bitcnt_t)f->lsb);
	else
		mpq_div_2exp(q, q, (mp_bitcnt_t)-f->lsb);
	check(read_rational(scale, t));
	mpq_mul(q, q, t);
	check(read_rational(offset, t));
	mpq_add(q, q, t);
	mpq_clear(t);
}
