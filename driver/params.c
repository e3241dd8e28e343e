/* --param: constants, lists with a value for each category, and tables of
 * them, as definitions. */
#include "driver/options.h"

#include "driver/args.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

enum { MAX_FILE = 1 << 24 };

typedef struct Reader {
	Arena *a;
	Diag *d;
	const char *category;
	uint32_t count; /* values of each list; 0: none was seen */
	Spans *out;
} Reader;

/* The number of values that `NAME = VALUE,VALUE` has. */
static uint32_t
values(const char *text)
{
	uint32_t n = 1;

	if (strchr(text, '('))
		return 1;
	for (; *text; text++)
		n += *text == ',';
	return n;
}

static bool
add(Reader *r, Span s)
{
	const char *text = diag_text(r->d, s, r->a);
	uint32_t n = values(text);

	if (n > 1 && r->count && n != r->count) {
		diag_error(r->d, s, "%u values, where another parameter has %u",
		           n, r->count);
		diag_note(r->d, "give one for each category");
		return false;
	}
	if (n > 1)
		r->count = n;
	vec_push(r->a, *r->out, s);
	return true;
}

/* NAME=VALUE,VALUE as NAME[CATEGORY]=VALUE,VALUE */
static Span
with_category(Reader *r, const char *text)
{
	size_t n = args_name(text);
	Span s = option_span(r->d, "--param", text), value = s;
	const char *t;

	if (values(text) == 1 || !strcmp(r->category, "category") ||
	    memchr(text, '[', n))
		return s;
	value.pos = (uint32_t)(strchr(text, '=') - text) + 1;
	value.len -= value.pos;
	t = arena_printf(r->a, "%.*s[%s]=%s", (int)n, text, r->category,
	                 text + value.pos);
	diag_origin(r->d, (Origin){.text = t,
	                           .from = (uint32_t)(strchr(t, '=') - t) + 1,
	                           .key = {s.src, 0, (uint32_t)n},
	                           .value = value});
	return option_span(r->d, "--param", t);
}

static bool
add_table(Reader *r, const char *path)
{
	size_t len;
	const char *text = file_read(r->a, path, MAX_FILE, &len);
	Texts defines = {0};

	if (!text) {
		diag_error(r->d, option_span(r->d, "--param", path),
		           "cannot read the file: %s", strerror(errno));
		diag_note(r->d, "give NAME=VALUE, or a table of parameters");
		return false;
	}
	if (!categories_read(r->a, r->d, diag_source(r->d, path, text, len),
	                     r->category, &defines))
		return false;
	for (uint32_t i = 0; i < defines.len; i++)
		if (!add(r, option_span(r->d, "--param", defines.at[i])))
			return false;
	return true;
}

static bool
check_category(Reader *r, const struct sg_options *opt)
{
	const char *s = opt->category;
	size_t n = 0;

	if (!s)
		return true;
	while (isalnum((unsigned char)s[n]) || s[n] == '_' || s[n] & 0x80)
		n++;
	if (n && !s[n] && !isdigit((unsigned char)s[0]))
		return true;
	diag_error(r->d, option_span(r->d, "--category", s),
	           "this is not a variable's name");
	return false;
}

bool
param_definitions(Arena *a, Diag *d, const struct sg_options *opt, Spans *out)
{
	Reader r = {.a = a, .d = d, .out = out};

	r.category = opt->category ? opt->category : option_preset("category");
	if (!check_category(&r, opt))
		return false;
	for (size_t i = 0; i < opt->params.n; i++) {
		const char *text = opt->params.text[i];

		if (strchr(text, '=') ? !add(&r, with_category(&r, text))
		                      : !add_table(&r, text))
			return false;
	}
	if (!opt->category || r.count)
		return true;
	diag_error(d, option_span(d, "--category", opt->category),
	           "no parameter has a value for each category");
	diag_note(d, "give --param NAME=VALUE,VALUE... or a table");
	return false;
}
