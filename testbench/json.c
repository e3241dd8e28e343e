/* Where in a JSON text a member stands, so that a wrong manifest gets a caret.
 *
 * Contract: the text is one that jansson accepted, so brackets match, strings
 * end and only the shape of the walk matters here. Jansson keeps values but
 * not their places. */
#include "testbench/tb.h"

#include <string.h>

static size_t
skip_blank(const char *s, size_t i)
{
	return i + strspn(s + i, " \t\r\n,:");
}

static size_t
skip_string(const char *s, size_t i)
{
	for (i++; s[i] && s[i] != '"'; i++)
		if (s[i] == '\\' && s[i + 1])
			i++;
	return s[i] ? i + 1 : i;
}

static size_t
skip_value(const char *s, size_t i)
{
	size_t depth = 0;

	do {
		if (s[i] == '"') {
			i = skip_string(s, i);
			continue;
		}
		if (s[i] == '{' || s[i] == '[')
			depth++;
		if (s[i] == '}' || s[i] == ']')
			depth--;
		i++;
	} while (s[i] && (depth || !strchr(",}] \t\r\n", s[i])));
	return i;
}

static Span
value_at(uint32_t source, const char *s, size_t i)
{
	size_t end = i + strcspn(s + i, "\r\n");
	size_t stop = skip_value(s, i);

	return (Span){source, (uint32_t)i,
	              (uint32_t)((stop < end ? stop : end) - i)};
}

Span
json_member(const Diag *d, Span object, const char *key)
{
	const char *s = d->source.at[object.src].text;
	size_t n = strlen(key), i = skip_blank(s, object.pos + 1);

	while (s[i] == '"') {
		size_t end = skip_string(s, i);
		size_t value = skip_blank(s, end);

		if (end - i == n + 2 && !strncmp(s + i + 1, key, n))
			return value_at(object.src, s, value);
		i = skip_blank(s, skip_value(s, value));
	}
	return (Span){object.src, object.pos, 1};
}

Span
json_element(const Diag *d, Span array, size_t index)
{
	const char *s = d->source.at[array.src].text;
	size_t i = skip_blank(s, array.pos + 1);

	while (index-- && s[i] && s[i] != ']')
		i = skip_blank(s, skip_value(s, i));
	return value_at(array.src, s, i);
}
