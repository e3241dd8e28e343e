/* THE table of options: what the command line takes and what a design file
 * may hold, and the field of symgate.h that each option's text goes to. */
#ifndef SG_ARGS_H
#define SG_ARGS_H

#include "symgate.h"
#include "util/util.h"

/* Who takes an option. */
enum ArgUser {
	FOR_COMPILE = 1 << 0,
	FOR_VERIFY = 1 << 1,
	FOR_SYNTH = 1 << 2,
	FOR_SHOW = 1 << 3,
	FOR_FILE = 1 << 4, /* a design file */
	FOR_INIT = 1 << 5,
	FOR_ALL = ~0
};

/* Every option's value: the texts of the library's calls. */
typedef struct Args {
	struct sg_options o;
	struct sg_verify_options v;
	struct sg_synth_options s;
	const char *init_file;
} Args;

enum ArgKind {
	ARG_TEXT,  /* const char * */
	ARG_PATH,  /* the same; a file's or folder's path */
	ARG_LIST,  /* struct sg_list: repeatable, in order */
	ARG_PATHS, /* the same; paths */
	ARG_NAMED, /* the same; NAME=VALUE, one a name; without NAME: one for all
	              others */
	ARG_TABLE, /* the same, but what has no NAME is a path */
	ARG_FLAG,  /* int */
	ARG_HELP,
	ARG_VERSION
};

typedef struct Option {
	const char *name;   /* the long form */
	const char *arg;    /* its value's form, or NULL */
	const char *doc;    /* for --help */
	const char *preset; /* the value when it is not given, or NULL */
	int letter;         /* the short form, or 0 */
	int users;          /* ArgUser bits */
	enum ArgKind kind;
	size_t at; /* in Args */
} Option;

extern const Option option_table[]; /* name NULL ends it */
/* The value of an option that was not given, by its long name. */
const char *option_preset(const char *name);

/* Puts a value (NULL for a flag) into its field; a list grows by it. */
void args_store(Arena *a, Args *args, const Option *o, const char *value);
/* The field's text, or NULL; the field's list. */
const char *args_text(const Args *args, const Option *o);
struct sg_list args_list(const Args *args, const Option *o);
bool args_is_list(const Option *o);
/* The option's text s is a path. */
bool args_is_path(const Option *o, const char *s);
/* The length of NAME in NAME=VALUE, blanks cut off; 0: there is none. */
size_t args_name(const char *s);
/* What `over` gives takes the place of what `args` has, of the options that a
 * design file may hold: texts and lists as a whole, NAME=VALUE by its name. */
void args_override(Arena *a, Args *args, const Args *over);
/* `symgate compile` with all that a design file may hold given by options. */
const char *args_command(Arena *a, const Args *args);
/* Adds s as a shell would need it. */
void args_quote(Buf *b, const char *s);

#endif
