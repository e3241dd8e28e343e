/* The list of backends: a new one is its file and a row here. The manifest is
 * last, because it lists the others' files. */
#include "backends/backend.h"

#include <string.h>

const Backend *const backends[] = {
    &backend_verilog,  &backend_hls,      &backend_c, &backend_ref,
    &backend_datapath, &backend_manifest, NULL};

const Backend *
backend_by_name(const char *s, size_t len)
{
	for (const Backend *const *p = backends; *p; p++)
		if (strlen((*p)->name) == len && !memcmp((*p)->name, s, len))
			return *p;
	return NULL;
}
