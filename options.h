/* The texts of symgate.h's options as values. Every text is a source of its
 * own, named as the option ("--input"), so that messages point into it. All
 * functions return false after an error. */
#ifndef SG_OPTIONS_H
#define SG_OPTIONS_H

#include "backends/backend.h"
#include "ir/passes.h"
#include "symgate.h"

/* [NAME=]FORMAT[@LO..HI][*SCALE][+OFFSET], numbers exact. */
typedef struct InputOption {
	const char *name; /* NULL: for all inputs without one of their own */
	Format format;
	bool has_range;
	mpq_t lo, hi, scale, offset; /* lo, hi in the equation's units */
	Span span, name_span;
	bool used;
} InputOption;

/* [NAME=]FORMAT or [NAME=]auto. */
typedef struct OutputOption {
	const char *name; /* NULL: for all others */
	bool auto_format;
	Format format;
	Span span, name_span;
	bool used;
} OutputOption;

typedef struct Options {
	InputOption *input;
	size_t ninput;
	OutputOption *output;
	size_t noutput;
	double ulp, abs; /* --max-error: one of them is > 0 */
	Span max_error;
	enum Undefined undefined;
	bool uniform;       /* --numerics uniform[:FORMAT] */
	bool uniform_given; /* with a FORMAT */
	Format uniform_format;
	Span numerics;
	const Target *target;
	double clock_mhz;
	int latency; /* LATENCY_AUTO, 0: combinational, N ranks */
	bool *emit;  /* parallel to backends[] */
} Options;

/* A source for option `name`'s text, and all of it as a span. */
Span option_span(Diag *d, const char *name, const char *text);
/* Everything but EQUATIONS, --define, --select, --data and --dump. */
bool options_read(Arena *a, Diag *d, const struct sg_options *opt, Options *o);

/* The n words of comma-separated `s`, as spans. */
typedef VEC(Span) Words;
Words option_words(Arena *a, const Diag *d, Span s);
/* Index in words[0..n-1] of the span's text; an error with the choices and
 * -1 if it is none of them. `what` names the kind: "target". */
int option_choice(Diag *d, Span s, const char *what, const char *const *words,
                  size_t n);

/* "0.125", or "1/3" where no decimal ends: exact. */
const char *rational_text(Arena *a, mpq_srcptr q);

#endif
