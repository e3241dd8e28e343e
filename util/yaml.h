/* A YAML text as nodes with their places. */
#ifndef SG_YAML_H
#define SG_YAML_H

#include "util/diag.h"

enum YamlKind { Y_TEXT, Y_LIST, Y_MAP };

typedef struct Yaml Yaml;
struct Yaml {
	enum YamlKind kind;
	Span span;              /* in the source, quotes included */
	const char *text;       /* Y_TEXT: quotes and escapes undone */
	Span inner;             /* Y_TEXT: the text's place without quotes */
	bool empty;             /* Y_TEXT: nothing, ~ or null, without quotes */
	VEC(const Yaml *) key;  /* Y_MAP: each a Y_TEXT, no two the same */
	VEC(const Yaml *) item; /* Y_LIST, and parallel to key for Y_MAP */
};

/* The one document of source `src`; NULL after an error. Nodes that are
 * aliased appear in several places, perhaps within themselves. */
const Yaml *yaml_read(Arena *a, Diag *d, uint32_t src);

#endif
