/* Design files: options in YAML. */
#ifndef SG_DESIGN_FILE_H
#define SG_DESIGN_FILE_H

#include "driver/args.h"
#include "util/diag.h"

/* One design, with all that the file and the command line say of it. */
typedef struct FileDesign {
	const char *name; /* in the file's list; NULL: the file has none */
	Args args;
} FileDesign;

typedef struct DesignFile {
	const char *path;   /* NULL: the options came without a file */
	const char *sha256; /* of its text */
	VEC(FileDesign) design;
} DesignFile;

/* The designs of opt->design, only those that are asked for; without a file,
 * the one that the options are. False after an error. */
bool design_file_read(Arena *a, Diag *d, const struct sg_options *opt,
                      DesignFile *f);

#endif
