/* Option texts to values: see options.h and `man symgate`.
 *
 * Numbers are rationals from the text to the proof; a double is taken of
 * them only where a bound may be rounded down (--max-error) or where it is
 * no part of the numerics (--clock). */
#include "options.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAX_LATENCY = 1000,
	MAX_EXPONENT = 1000, /* of 2^-N in --max-error */
	MIN_MHZ_INV = 1000,  /* slowest clock: 1/1000 MHz */
	MAX_MHZ = 10000
};

/* ---- reading along a text ---- */

/* What is left of a span's text. */
typedef struct Scan {
	Diag *d;
	const char *s; /* the whole source's text */
	Span rest;
} Scan;

static Scan
scan(Diag *d, Span s)
{
	return (Scan){d, d->source.at[s.src].text, s};
}

static const char *
here(const Scan *c)
{
	return c->s + c->rest.pos;
}

static char
peek(const Scan *c)
{
	return c->rest.len ? *here(c) : '\0';
}

/* Cuts off the next n bytes. */
static Span
take(Scan *c, size_t n)
{
	Span s = {c->rest.src, c->rest.pos, (uint32_t)n};

	c->rest.pos += s.len;
	c->rest.len -= s.len;
	return s;
}

static bool
accept(Scan *c, const char *word)
{
	size_t n = strlen(word);

	if (c->rest.len < n || strncmp(here(c), word, n) != 0)
		return false;
	take(c, n);
	return true;
}

static bool
is(const Scan *c, Span s, const char *word)
{
	return s.len == strlen(word) && !strncmp(c->s + s.pos, word, s.len);
}

Span
option_span(Diag *d, const char *name, const char *text)
{
	size_t len = strlen(text);

	return (Span){diag_source(d, name, text, len), 0, (uint32_t)len};
}

Words
option_words(Arena *a, const Diag *d, Span s)
{
	const char *text = d->source.at[s.src].text;
	Words w = {0};
	Span word = {s.src, s.pos, 0};

	for (uint32_t i = s.pos; i <= s.pos + s.len; i++) {
		if (i < s.pos + s.len && text[i] != ',')
			continue;
		word.len = i - word.pos;
		vec_push(a, w, word);
		word.pos = i + 1;
	}
	return w;
}

int
option_choice(Diag *d, Span s, const char *what, const char *const *words,
              size_t n)
{
	const char *text = d->source.at[s.src].text + s.pos, *near;
	Buf b = buf_new(d->a);

	for (size_t i = 0; i < n; i++) {
		if (strlen(words[i]) == s.len &&
		    !strncmp(text, words[i], s.len))
			return (int)i;
		buf_printf(&b, "%s%s", i ? ", " : "", words[i]);
	}
	diag_error(d, s, "unknown %s '%.*s'", what, (int)s.len, text);
	near = nearest_word(text, s.len, words, n);
	if (near)
		diag_note(d, "did you mean %s? known: %s", near, b.s);
	else
		diag_note(d, "known: %s", b.s);
	return -1;
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
	size_t n = decimal_len(here(c), c->rest.len);
	Span at = c->rest;

	if (n && expr_parse_decimal(here(c), n, q)) {
		take(c, n);
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
static bool
take_number(Scan *c, const char *what, mpq_ptr q)
{
	bool negative = accept(c, "-");
	Span at;
	mpq_t den;

	if (!negative)
		accept(c, "+");
	if (!take_decimal(c, what, q))
		return false;
	if (negative)
		mpq_neg(q, q);
	if (!accept(c, "/"))
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

static bool
at_end(const Scan *c, const char *what)
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

static void
init_q(Arena *a, mpq_ptr q)
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
	long n = decimals(q);
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

/* ---- ports ---- */

static Span
trimmed(const Scan *c, Span s)
{
	while (s.len && isspace((unsigned char)c->s[s.pos])) {
		s.pos++;
		s.len--;
	}
	while (s.len && isspace((unsigned char)c->s[s.pos + s.len - 1]))
		s.len--;
	return s;
}

/* NAME= at the front, if there is one. */
static bool
take_name(Arena *a, Scan *c, const char **name, Span *at)
{
	const char *eq = memchr(here(c), '=', c->rest.len);

	*name = NULL;
	*at = c->rest;
	if (!eq)
		return true;
	*at = trimmed(c, take(c, (size_t)(eq - here(c))));
	accept(c, "=");
	c->rest = trimmed(c, c->rest);
	if (!at->len) {
		diag_error(c->d, *at, "no name before '='");
		return false;
	}
	*name = arena_strndup(a, c->s + at->pos, at->len);
	return true;
}

/* A format ends at one of @ * +, or at a minus after its last digit. */
static Span
take_format(Scan *c)
{
	const char *s = here(c);
	size_t n = 0;
	int depth = 0;

	for (; n < c->rest.len; n++) {
		depth += (s[n] == '<') - (s[n] == '>');
		if (depth > 0)
			continue;
		if (strchr("@*+", s[n]))
			break;
		if (s[n] == '-' && n &&
		    (isdigit((unsigned char)s[n - 1]) || s[n - 1] == '>'))
			break;
	}
	return take(c, n);
}

static bool
take_range(Scan *c, InputOption *o)
{
	Span at = c->rest;

	o->has_range = true;
	if (!take_number(c, "LO", o->lo))
		return false;
	if (!accept(c, "..")) {
		diag_error(c->d, c->rest, "'..' is missing");
		diag_note(c->d, "a range is @LO..HI, such as @-4..4");
		return false;
	}
	if (!take_number(c, "HI", o->hi))
		return false;
	if (mpq_cmp(o->lo, o->hi) <= 0)
		return true;
	at.len -= c->rest.len;
	diag_error(c->d, at, "the range is empty: LO is above HI");
	return false;
}

static bool
take_scale(Scan *c, InputOption *o)
{
	Span at = c->rest;

	if (!take_number(c, "SCALE", o->scale))
		return false;
	if (mpq_sgn(o->scale) != 0)
		return true;
	at.len -= c->rest.len;
	diag_error(c->d, at, "a scale of zero makes the input a constant");
	return false;
}

static bool
input_read(Arena *a, Diag *d, const char *text, InputOption *o)
{
	Scan c = scan(d, option_span(d, "--input", text));

	init_q(a, o->lo);
	init_q(a, o->hi);
	init_q(a, o->scale);
	init_q(a, o->offset);
	mpq_set_ui(o->scale, 1, 1);
	o->span = c.rest;
	if (!take_name(a, &c, &o->name, &o->name_span) ||
	    !format_parse(d, trimmed(&c, take_format(&c)), &o->format))
		return false;
	if (accept(&c, "@") && !take_range(&c, o))
		return false;
	if (accept(&c, "*") && !take_scale(&c, o))
		return false;
	if (peek(&c) == '-' || accept(&c, "+"))
		if (!take_number(&c, "OFFSET", o->offset))
			return false;
	if (!c.rest.len)
		return true;
	diag_error(d, c.rest, "unexpected text");
	diag_note(d, "the form is [NAME=]FORMAT[@LO..HI][*SCALE][+OFFSET]");
	return false;
}

static bool
output_read(Arena *a, Diag *d, const char *text, OutputOption *o)
{
	Scan c = scan(d, option_span(d, "--output", text));

	o->span = c.rest;
	if (!take_name(a, &c, &o->name, &o->name_span))
		return false;
	c.rest = trimmed(&c, c.rest);
	o->auto_format = is(&c, c.rest, "auto");
	return o->auto_format || format_parse(d, c.rest, &o->format);
}

/* The same name twice would leave open which of them counts. */
static bool
name_twice(Diag *d, const char *const *name, const Span *span, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++) {
			const char *x = name[i], *y = name[j];

			if ((!x && y) || (x && !y) || (x && strcmp(x, y) != 0))
				continue;
			diag_error(d, span[i],
			           x ? "'%s' is given twice"
			             : "%sa format for all others "
			               "is given twice",
			           x ? x : "");
			return true;
		}
	return false;
}

static bool
ports_read(Arena *a, Diag *d, const struct sg_options *opt, Options *o)
{
	size_t ni = o->ninput = opt->inputs.n, no = o->noutput = opt->outputs.n;
	const char **name =
	    arena_alloc(a, (ni > no ? ni : no) * sizeof *name + 1);
	Span *span = arena_alloc(a, (ni > no ? ni : no) * sizeof *span + 1);
	bool ok = true;

	o->input = arena_alloc(a, ni * sizeof *o->input + 1);
	o->output = arena_alloc(a, no * sizeof *o->output + 1);
	for (size_t i = 0; i < ni; i++) {
		InputOption *p = &o->input[i];

		ok &= input_read(a, d, opt->inputs.text[i], p);
		name[i] = p->name;
		span[i] = p->name_span;
	}
	ok = ok && !name_twice(d, name, span, ni);
	for (size_t i = 0; i < no; i++) {
		OutputOption *p = &o->output[i];

		ok &= output_read(a, d, opt->outputs.text[i], p);
		name[i] = p->name;
		span[i] = p->name_span;
	}
	return ok && !name_twice(d, name, span, no);
}

/* ---- numerics ---- */

/* q rounded down, so that a bound never grows by being read. */
static double
round_down(mpq_srcptr q)
{
	mpfr_t f;
	double v;

	mpfr_init2(f, 53);
	mpfr_set_q(f, q, MPFR_RNDD);
	v = mpfr_get_d(f, MPFR_RNDD);
	mpfr_clear(f);
	return v;
}

/* 2^N, or a number. */
static bool
take_bound(Scan *c, mpq_ptr q)
{
	Span at = c->rest;
	mpq_t n;
	bool ok;

	if (!accept(c, "2^"))
		return take_number(c, "the error", q);
	mpq_init(n);
	ok = take_number(c, "the exponent", n);
	if (ok && (mpz_cmp_ui(mpq_denref(n), 1) != 0 ||
	           mpz_cmpabs_ui(mpq_numref(n), MAX_EXPONENT) > 0)) {
		at.len -= c->rest.len;
		diag_error(c->d, at,
		           "the exponent must be an integer in "
		           "[-%d, %d]",
		           MAX_EXPONENT, MAX_EXPONENT);
		ok = false;
	}
	mpq_set_ui(q, 1, 1);
	if (ok && mpq_sgn(n) < 0)
		mpq_div_2exp(q, q, mpz_get_ui(mpq_numref(n)));
	else if (ok)
		mpq_mul_2exp(q, q, mpz_get_ui(mpq_numref(n)));
	mpq_clear(n);
	return ok;
}

static bool
max_error_read(Diag *d, const char *text, Options *o)
{
	Scan c = scan(d, option_span(d, "--max-error", text));
	mpq_t q;
	double v;
	bool ulp;

	o->max_error = c.rest;
	mpq_init(q);
	bool ok = take_bound(&c, q);
	v = round_down(q);
	mpq_clear(q);
	if (!ok)
		return false;
	ulp = accept(&c, "ulp");
	if (!at_end(&c, "the error"))
		return false;
	if (ulp && v < 0.5) {
		diag_error(d, o->max_error,
		           "no rounded result is always "
		           "closer than half an ulp");
		diag_note(d, "give 0.5ulp or more, or a finer --output format");
		return false;
	}
	if (!(v > 0)) {
		diag_error(d, o->max_error, "the error must be positive");
		return false;
	}
	*(ulp ? &o->ulp : &o->abs) = v;
	return true;
}

static bool
undefined_read(Diag *d, const char *text, Options *o)
{
	static const char *const word[] = {
	    [UNDEF_ERROR] = "error", [UNDEF_ANY] = "any"};
	int i = option_choice(d, option_span(d, "--undefined", text), "policy",
	                      word, 2);

	o->undefined = i < 0 ? UNDEF_ERROR : (enum Undefined)i;
	return i >= 0;
}

static bool
numerics_read(Diag *d, const char *text, Options *o)
{
	static const char *const word[] = {"faithful", "uniform"};
	Scan c = scan(d, option_span(d, "--numerics", text));
	int i;

	o->numerics = c.rest;
	o->uniform = o->uniform_given = accept(&c, "uniform:");
	if (o->uniform)
		return format_parse(d, c.rest, &o->uniform_format);
	i = option_choice(d, c.rest, "numerics", word, 2);
	o->uniform = i == 1;
	return i >= 0;
}

/* ---- timing and choice of output ---- */

static bool
target_read(Arena *a, Diag *d, const char *text, Options *o)
{
	VEC(const char *) name = {0};
	int i;

	for (size_t t = 0; targets[t]; t++)
		vec_push(a, name, targets[t]->name);
	i = option_choice(d, option_span(d, "--target", text), "target",
	                  name.at, name.len);
	o->target = i < 0 ? NULL : targets[i];
	return i >= 0;
}

static bool
clock_read(Diag *d, const char *text, Options *o)
{
	static const struct {
		const char *name;
		double mhz; /* of one unit, or of the period of one unit */
		bool period;
	} unit[] = {{"GHz", 1e3, false},  {"MHz", 1, false},
	            {"kHz", 1e-3, false}, {"ns", 1e3, true},
	            {"ps", 1e6, true},    {"us", 1, true}};
	Scan c = scan(d, option_span(d, "--clock", text));
	Span all = c.rest;
	mpq_t q;

	mpq_init(q);
	bool ok = take_number(&c, "the clock", q);
	double v = mpq_get_d(q);
	mpq_clear(q);
	if (!ok)
		return false;
	for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
		if (!is(&c, c.rest, unit[i].name))
			continue;
		o->clock_mhz =
		    unit[i].period ? unit[i].mhz / v : unit[i].mhz * v;
		if (v > 0 && o->clock_mhz * MIN_MHZ_INV >= 1 &&
		    o->clock_mhz <= MAX_MHZ)
			return true;
		diag_error(d, all, "the clock must be within 1 kHz and %d GHz",
		           MAX_MHZ / 1000);
		return false;
	}
	diag_error(d, c.rest,
	           c.rest.len ? "unknown unit of the clock"
	                      : "the clock has no unit");
	diag_note(d, "give a frequency in GHz, MHz, kHz or a period in ns, ps, "
	             "us, such as 200MHz or 5ns");
	return false;
}

static bool
latency_read(Diag *d, const char *text, Options *o)
{
	Span s = option_span(d, "--latency", text);
	size_t n = strspn(text, "0123456789");
	long v;

	if (!strcmp(text, "auto")) {
		o->latency = LATENCY_AUTO;
		return true;
	}
	if (!strcmp(text, "comb")) {
		o->latency = 0;
		return true;
	}
	v = n && n < 6 ? strtol(text, NULL, 10) : 0;
	o->latency = (int)v;
	if (text[n] == '\0' && v >= 1 && v <= MAX_LATENCY)
		return true;
	diag_error(d, s,
	           "the latency must be auto, comb or a number of "
	           "cycles from 1 to %d",
	           MAX_LATENCY);
	return false;
}

static bool
emit_read(Arena *a, Diag *d, const char *text, Options *o)
{
	Words w = option_words(a, d, option_span(d, "--emit", text));
	VEC(const char *) name = {0};
	VEC(size_t) index = {0};
	bool ok = true;
	size_t n = 0;

	for (; backends[n]; n++)
		if (!backends[n]->always) {
			vec_push(a, name, backends[n]->name);
			vec_push(a, index, n);
		}
	o->emit = arena_alloc(a, n + 1);
	for (uint32_t i = 0; i < w.len; i++) {
		int k = option_choice(d, w.at[i], "output", name.at, name.len);

		if (k < 0)
			ok = false;
		else
			o->emit[index.at[k]] = true;
	}
	return ok;
}

static const char *
either(const char *text, const char *otherwise)
{
	return text ? text : otherwise;
}

bool
options_read(Arena *a, Diag *d, const struct sg_options *opt, Options *o)
{
	bool ok = ports_read(a, d, opt, o);

	ok &= max_error_read(d, either(opt->max_error, "1ulp"), o);
	ok &= undefined_read(d, either(opt->undefined, "error"), o);
	ok &= numerics_read(d, either(opt->numerics, "faithful"), o);
	ok &= target_read(a, d, either(opt->target, "xcvu9p"), o);
	ok &= clock_read(d, either(opt->clock, "200MHz"), o);
	ok &= latency_read(d, either(opt->latency, "auto"), o);
	ok &= emit_read(a, d, either(opt->emit, "verilog,hls,c"), o);
	return ok;
}
