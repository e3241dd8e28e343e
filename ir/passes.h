/* The passes over Expr, and lowering to a Datapath. */
#ifndef SG_PASSES_H
#define SG_PASSES_H

#include "ir/design.h"
#include "ir/eval.h"
#include "ir/opts.h"

/* An input port as the equation sees it:
 *     variable = (port integer * 2^format.lsb) * scale + offset. */
typedef struct InputSpec {
	const char *name;
	Format format;
	mpq_t scale, offset;
	int64_t lo, hi; /* port integer range */
	bool clamp;
	int column; /* of the samples */
	Span span;  /* of the option or of the first use */
} InputSpec;

typedef struct OutputSpec {
	bool auto_format; /* format is chosen from range and error */
	Format format;
	/* allowed |output - exact|: ulp > 0 in units of the output's last
	 * place, else abs in the equation's units */
	double ulp, abs;
	Span span;
} OutputSpec;

enum Undefined { UNDEF_ERROR, UNDEF_ANY };

/* Constants are no part of what is divided, but a factor of the quotient. */
#define DIVIDE_ASIDE (UINT64_C(1) << 63)

/* Reciprocals in products, one a bit, in the equation's order: all, and those
 * of ports, sums and products. */
typedef struct Reciprocals {
	uint64_t all, plain;
} Reciprocals;

typedef struct Numerics {
	const InputSpec *in; /* parallel to e->var */
	OutputSpec *out;     /* parallel to e->out; formats are filled in */
	enum Undefined undefined;
	const Target *target;
	double period_ns;
	bool hurry;      /* delay counts as area does, */
	bool urgent;     /* of units too */
	unsigned stages; /* between the ports, as asked for; 0: any */
	OptSet opts;     /* optimisations that are on */
	/* NULL, or units that were planned for other numerics: saves time
	 * and changes nothing */
	struct UnitCache *units;
	Format uniform; /* --numerics uniform: the one type */
	const char *name;
	/* NULL, or: one port for it instead of the outputs' (data.h) */
	const struct Decision *decision;
	/* per output, or NULL: how far the equation that is lowered may be
	 * from the one that the bound is against */
	const double *off;
	uint64_t divide; /* which reciprocals are divisors; ratio.c */
	/* results */
	Reciprocals reciprocals; /* that the equation has */
	/* per output */
	double *bound;   /* proven absolute error; +inf if not proven */
	double planned;  /* inputs of all units that were asked for, in sum, of
	                    large ones fewer: what they take to plan */
	bool *saturates; /* leaves the format's range: saturates, or wraps where
	                    the format says so */
	Buf *dump;       /* if set, --dump formats text goes here */
} Numerics;

/* simplify.c: a new Expr with exact folding, table algebra, powers as
 * products, division by constants as products, common sub-expressions.
 * Never changes where an output is defined. Gives canonical form: no sub,
 * neg, div, square, cube; sums and products of rationals folded. */
Expr *simplify(const Expr *e, Arena *a);

/* bind.c: the variable's value at a port integer, exactly. */
void port_to_equation(const InputSpec *in, int64_t port, mpq_ptr q);
/* The box of the variables in the equation's units, outward rounded;
 * parallel to e->var. */
Range *variable_box(Arena *a, const Expr *e, const InputSpec *in);

/* factor.c: polynomial outputs factored to need few multiplications; NULL if
 * none gains by it. x: the variables' box; off[o] gets how far output o may
 * be from the old one in that box. */
Expr *factor(const Expr *e, const Range *x, const Target *t, double *off,
             Arena *a);

/* egraph_forms.c: other forms of e, equal to it over the box x and defined at
 * the same places there, that may be cheaper; in simplify's form. */
typedef struct Forms {
	VEC(const Expr *) at;
} Forms;
Forms equal_forms(const Expr *e, const Range *x, Arena *a);

/* lower.c: the faithful numerics. NULL after an error (all of them reported
 * with a caret and a way out). */
Datapath *lower_faithful(const Expr *e, Numerics *n, Arena *a);
/* uniform.c: every intermediate in n->uniform. Takes the equation as it was
 * read: the order of operations is part of its meaning there. */
Datapath *lower_uniform(const Expr *e, Numerics *n, Arena *a);

/* pair.c: whether two of n ports are narrow enough to be one number. */
bool pair_possible(const InputSpec *in, uint32_t n);

/* names.c: an identifier that is legal in Verilog, C, C++ and Tcl, equal to
 * `name` where that is legal already, and different from all in `taken`. */
const char *legal_name(Arena *a, const char *name, const char *const *taken,
                       size_t ntaken);

#endif
