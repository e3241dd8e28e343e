/* YAML: see yaml.h. libyaml parses; its marks count characters, ours bytes. */
#include "util/yaml.h"

#include <string.h>
#include <yaml.h>

enum { MAX_KEYS = 10000 };

typedef struct Reader {
	Arena *a;
	Diag *d;
	uint32_t src;
	size_t start;     /* after a byte order mark */
	uint32_t *offset; /* of each character, and of the end */
	size_t nchar;
	Yaml *node; /* by libyaml's number, from 1 */
} Reader;

/* ---- places ---- */

static void
find_characters(Reader *r)
{
	const Source *s = &r->d->source.at[r->src];
	size_t len;

	r->offset = arena_alloc(r->a, (s->len + 1) * sizeof *r->offset);
	r->start = s->len >= 3 && !memcmp(s->text, "\xef\xbb\xbf", 3) ? 3 : 0;
	for (size_t i = r->start; i < s->len; i += len) {
		utf8_next(s->text + i, s->len - i, &len);
		r->offset[r->nchar++] = (uint32_t)i;
	}
	r->offset[r->nchar] = (uint32_t)s->len;
}

static uint32_t
at_mark(const Reader *r, yaml_mark_t m)
{
	return r->offset[m.index < r->nchar ? m.index : r->nchar];
}

static Span
between(const Reader *r, yaml_mark_t from, yaml_mark_t to)
{
	const char *text = r->d->source.at[r->src].text;
	uint32_t start = at_mark(r, from), end = at_mark(r, to);

	while (end > start && strchr(" \t\r\n", text[end - 1]))
		end--;
	return (Span){r->src, start, end - start};
}

/* ---- errors ---- */

static void
syntax(const Reader *r, const yaml_parser_t *p)
{
	Span at = {r->src, at_mark(r, p->problem_mark), 0};
	uint32_t line, col;

	if (p->error == YAML_READER_ERROR)
		at.pos = (uint32_t)(r->start + p->problem_offset);
	diag_error(r->d, at, "%s", p->problem ? p->problem : "no memory");
	if (!p->context)
		return;
	at.pos = at_mark(r, p->context_mark);
	diag_locate(r->d, at, &line, &col);
	diag_note(r->d, "%s that begins in line %u", p->context, line);
}

/* Every key a text, and none twice. */
static bool
check_keys(const Reader *r, const Yaml *y)
{
	if (y->key.len > MAX_KEYS) {
		diag_error(r->d, y->span, "more than %d keys", MAX_KEYS);
		return false;
	}
	for (uint32_t i = 0; i < y->key.len; i++) {
		const Yaml *k = y->key.at[i];

		if (k->kind != Y_TEXT) {
			diag_error(r->d, k->span, "a key must be a text");
			return false;
		}
		for (uint32_t n = 0; n < i; n++) {
			uint32_t line, col;

			if (strcmp(y->key.at[n]->text, k->text) != 0)
				continue;
			diag_locate(r->d, y->key.at[n]->span, &line, &col);
			diag_error(r->d, k->span,
			           "'%s' is given twice, first in line %u",
			           k->text, line);
			return false;
		}
	}
	return true;
}

/* ---- nodes ---- */

static void
take_text(Reader *r, const yaml_node_t *n, Yaml *y)
{
	const char *s = (const char *)n->data.scalar.value;
	bool plain = n->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	bool quoted = n->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
	              n->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;

	y->kind = Y_TEXT;
	y->text = arena_strndup(r->a, s, n->data.scalar.length);
	y->empty = plain && (!*s || !strcmp(s, "~") || !strcmp(s, "null") ||
	                     !strcmp(s, "Null") || !strcmp(s, "NULL"));
	y->inner = y->span;
	if (quoted && y->span.len >= 2) {
		y->inner.pos++;
		y->inner.len -= 2;
	}
}

static void
take_node(Reader *r, const yaml_node_t *n, Yaml *y)
{
	y->span = between(r, n->start_mark, n->end_mark);
	if (n->type == YAML_SCALAR_NODE) {
		take_text(r, n, y);
	} else if (n->type == YAML_SEQUENCE_NODE) {
		y->kind = Y_LIST;
		for (const yaml_node_item_t *i = n->data.sequence.items.start;
		     i < n->data.sequence.items.top; i++)
			vec_push(r->a, y->item, &r->node[*i]);
	} else {
		y->kind = Y_MAP;
		for (const yaml_node_pair_t *i = n->data.mapping.pairs.start;
		     i < n->data.mapping.pairs.top; i++) {
			vec_push(r->a, y->key, &r->node[i->key]);
			vec_push(r->a, y->item, &r->node[i->value]);
		}
	}
}

static const Yaml *
take_document(Reader *r, yaml_document_t *doc)
{
	const size_t n = (size_t)(doc->nodes.top - doc->nodes.start);

	if (!n) {
		diag_error(r->d, (Span){r->src, 0, 0}, "the file is empty");
		return NULL;
	}
	r->node = arena_alloc(r->a, (n + 1) * sizeof *r->node);
	for (size_t i = 0; i < n; i++)
		take_node(r, &doc->nodes.start[i], &r->node[i + 1]);
	for (size_t i = 1; i <= n; i++)
		if (r->node[i].kind == Y_MAP && !check_keys(r, &r->node[i]))
			return NULL;
	return &r->node[1];
}

/* Nothing may follow the first document. */
static bool
is_last(const Reader *r, yaml_parser_t *p)
{
	yaml_document_t doc;
	bool last = true;

	if (!yaml_parser_load(p, &doc)) {
		syntax(r, p);
		return false;
	}
	if (yaml_document_get_root_node(&doc)) {
		diag_error(r->d, (Span){r->src, at_mark(r, doc.start_mark), 0},
		           "a second document; there can be one");
		last = false;
	}
	yaml_document_delete(&doc);
	return last;
}

const Yaml *
yaml_read(Arena *a, Diag *d, uint32_t src)
{
	Reader r = {.a = a, .d = d, .src = src};
	const Source *s = &d->source.at[src];
	const Yaml *root = NULL;
	yaml_parser_t p;
	yaml_document_t doc;

	if (!yaml_parser_initialize(&p))
		die("no memory for YAML");
	find_characters(&r);
	yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    &p, (const unsigned char *)s->text + r.start, s->len - r.start);
	if (!yaml_parser_load(&p, &doc)) {
		syntax(&r, &p);
	} else {
		root = take_document(&r, &doc);
		yaml_document_delete(&doc);
	}
	if (root && !is_last(&r, &p))
		root = NULL;
	yaml_parser_delete(&p);
	return root;
}
