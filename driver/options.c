/* Option texts to values: see options.h and `man symgate`.
 *
 * Numbers are rationals from the text to the proof; a double is taken of
 * them only where a bound may be rounded down (--max-error) or where it is
 * no part of the numerics (--clock). */
#include "driver/options.h"

#include "driver/args.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAX_LATENCY = 1000,
	MAX_EXPONENT = 1000, /* of 2^-N in --max-error */
	MIN_MHZ_INV = 1000,  /* slowest clock: 1/1000 MHz */
	MAX_MHZ = 10000
};

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

	if (!scan_accept(c, "2^"))
		return scan_number(c, "the error", q);
	mpq_init(n);
	ok = scan_number(c, "the exponent", n);
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
	ulp = scan_accept(&c, "ulp");
	if (!scan_end(&c, "the error"))
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
	static const char *const word[] = {"faithful", "uniform", "data"};
	Scan c = scan(d, option_span(d, "--numerics", text));
	int i;

	o->numerics = c.rest;
	o->uniform = o->uniform_given = scan_accept(&c, "uniform:");
	if (o->uniform)
		return format_parse(d, c.rest, &o->uniform_format);
	i = option_choice(d, c.rest, "numerics", word, 3);
	o->uniform = i == 1;
	o->by_data = i == 2;
	return i >= 0;
}

/* ---- timing and choice of output ---- */

const Target *
option_target(Arena *a, Diag *d, const char *text)
{
	VEC(const char *) name = {0};
	int i;

	for (size_t t = 0; targets[t]; t++)
		vec_push(a, name, targets[t]->name);
	i = option_choice(d, option_span(d, "--target", text), "target",
	                  name.at, name.len);
	return i < 0 ? NULL : targets[i];
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
	bool ok = scan_number(&c, "the clock", q);
	double v = mpq_get_d(q);
	mpq_clear(q);
	if (!ok)
		return false;
	for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
		if (!scan_is(&c, unit[i].name))
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

	o->hurry = strcmp(text, "any") != 0;
	if (!strcmp(text, "auto") || !o->hurry) {
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
	           "the latency must be auto, any, comb or a number of "
	           "cycles from 1 to %d",
	           MAX_LATENCY);
	return false;
}

/* NULL: everything. */
static bool
emit_read(Arena *a, Diag *d, const char *text, Options *o)
{
	VEC(const char *) name = {0};
	Words w = {0};
	bool ok = true;
	size_t n = 0;

	for (; backends[n]; n++)
		if (!backends[n]->always)
			vec_push(a, name, backends[n]->name);
	o->emit = arena_alloc(a, n + 1);
	for (size_t i = 0; !text && i < n; i++)
		o->emit[i] = !backends[i]->asked;
	if (text)
		w = option_words(a, d, option_span(d, "--emit", text));
	for (uint32_t i = 0; i < w.len; i++) {
		int k = option_choice(d, w.at[i], "output", name.at, name.len);

		const char *word = diag_text(d, w.at[i], a);

		for (size_t b = 0; k >= 0 && b < n; b++)
			o->emit[b] |= !strcmp(backends[b]->name, word);
		ok &= k >= 0;
	}
	return ok;
}

/* What is on: -O's rows less those that --without names. */
static bool
opts_read(Arena *a, Diag *d, const char *level, const char *without, Options *o)
{
	static const char *const word[] = {"0", "1", "2"};
	const char *name[OPT_count];
	Words w = {0};
	bool ok;

	o->level = option_choice(d, option_span(d, "-O", level), "level", word,
	                         OPT_LEVEL_MAX + 1);
	ok = o->level >= 0;
	o->opts = opts_level(o->level);
	for (int i = 0; i < OPT_count; i++)
		name[i] = opt_info[i].name;
	if (without)
		w = option_words(a, d, option_span(d, "--without", without));
	for (uint32_t i = 0; i < w.len; i++) {
		int k =
		    option_choice(d, w.at[i], "optimisation", name, OPT_count);

		if (k >= 0)
			o->opts &= ~(UINT32_C(1) << k);
		ok &= k >= 0;
	}
	return ok;
}

/* The option's text, or what it is when it is not given. */
static const char *
either(const char *text, const char *name)
{
	return text ? text : option_preset(name);
}

bool
options_read(Arena *a, Diag *d, const struct sg_options *opt, Options *o)
{
	bool ok = ports_read(a, d, opt, o);

	ok &= max_error_read(d, either(opt->max_error, "max-error"), o);
	ok &= undefined_read(d, either(opt->undefined, "undefined"), o);
	ok &= numerics_read(d, either(opt->numerics, "numerics"), o);
	ok &= tuning_read(d, opt, o);
	o->target = option_target(a, d, either(opt->target, "target"));
	ok &= o->target != NULL;
	ok &= clock_read(d, either(opt->clock, "clock"), o);
	ok &= latency_read(d, either(opt->latency, "latency"), o);
	ok &= emit_read(a, d, opt->emit, o);
	ok &=
	    opts_read(a, d, either(opt->optimise, "optimise"), opt->without, o);
	return ok;
}
