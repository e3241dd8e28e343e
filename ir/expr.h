/* Expr: what the equation means over the reals.
 *
 * A hash-consed DAG. Nodes sit in one array in topological order (arguments
 * have a smaller index), so every analysis is one loop. Constants are exact
 * rationals; a sub-DAG without variables, such as sin(0.5), is an exact real
 * constant that is never rounded until the numerics ask for it. Several
 * outputs share one DAG. */
#ifndef SG_EXPR_H
#define SG_EXPR_H

#include <gmp.h>
#include <mpfi.h>

#include "util/diag.h"

typedef VEC(const char *) Texts;
typedef uint32_t Ref; /* index in Expr.node; 0 = none */

enum Op {
	O_none,
	O_const, /* index: Expr.konst */
	O_var,   /* index: Expr.var */
#define OP(name, ...) O_##name,
#include "ir/ops.def"
	O_count
};

enum { OP_ARGS = 3 }; /* the largest arity */

typedef struct ExprNode {
	uint8_t op; /* enum Op */
	uint8_t narg;
	uint32_t index; /* const: Expr.konst; var: Expr.var */
	Ref arg[OP_ARGS];
	Span span; /* the first piece of source that made it */
} ExprNode;

typedef struct Var {
	const char *name; /* as the user wrote it */
	Span span;        /* first use */
} Var;

typedef struct ExprOutput {
	const char *name;
	Ref ref;
	const char *text; /* the equation as read */
	Span span;        /* of that text */
} ExprOutput;

typedef struct Expr {
	Arena *a;
	Diag *diag;
	VEC(ExprNode) node; /* [0] is unused */
	VEC(mpq_ptr) konst;
	VEC(Var) var;
	VEC(ExprOutput) out;
	uint32_t *hash; /* open addressing, indices into node */
	uint32_t hash_size;
} Expr;

Expr *expr_new(Arena *a, Diag *diag);
/* Constructors return the existing node when there is an equal one. They do
 * no algebra; that is simplify.c's work. */
Ref expr_const(Expr *e, mpq_srcptr q, Span s);
Ref expr_int(Expr *e, long v, Span s);
Ref expr_var(Expr *e, const char *name, Span s);
Ref expr_op(Expr *e, enum Op op, const Ref *arg, Span s);
/* Index of the variable, or -1. */
int expr_find_var(const Expr *e, const char *name);
/* Decimal literal, exactly: "1.5e-3", "2f0", "1e300". False if malformed or
 * its exponent is outside [-400, 400]. */
bool expr_parse_decimal(const char *s, size_t len, mpq_ptr q);

static inline const ExprNode *
expr_at(const Expr *e, Ref r)
{
	return &e->node.at[r];
}
bool expr_is_const(const Expr *e, Ref r); /* an O_const */
mpq_srcptr expr_q(const Expr *e, Ref r);  /* value of an O_const */
bool expr_is_int(const Expr *e, Ref r, long v);

/* Copies what `root` needs of `from` into `to`; vars and consts by value.
 * map[old] = new, 0 = not copied yet, shared by calls for the same pair. */
Ref expr_copy(Expr *to, const Expr *from, Ref root, Ref *map);
/* Infix text that the parser reads back to the same DAG. */
char *expr_text(const Expr *e, Ref r, Arena *a);
/* The same; where that is long, nodes that are used again are definitions
 * ("let t3 = x * y", each after those it uses), which are added to `define`. */
char *expr_lets(const Expr *e, Ref r, Arena *a, Texts *define);
/* The whole DAG, one node a line: the text that --dump parse shows. */
void expr_print(const Expr *e, Buf *b);
/* Internal consistency: order, arity, indices. Dies on a violation. */
void expr_check(const Expr *e);

/* ---- the operator table: ir/ops.def ---- */

/* Algebra, read by the simplifier and the analyses. */
enum OpFlag {
	F_COMM = 1 << 0,    /* f(a,b) = f(b,a) */
	F_ASSOC = 1 << 1,   /* f(f(a,b),c) = f(a,f(b,c)) */
	F_IDEM = 1 << 2,    /* f(a,a) = a; for one argument f(f(a)) = f(a) */
	F_INVOL = 1 << 3,   /* f(f(a)) = a */
	F_ODD = 1 << 4,     /* f(-a) = -f(a) */
	F_EVEN = 1 << 5,    /* f(-a) = f(a) */
	F_MONO = 1 << 6,    /* increasing wherever it is defined */
	F_JUMP = 1 << 7,    /* not continuous somewhere */
	F_TOTAL = 1 << 8,   /* defined for all reals */
	F_POLY = 1 << 9,    /* + - * neg square cube: a ring operation */
	F_ZERO = 1 << 10,   /* neutral element 0 (right side at least) */
	F_ONE = 1 << 11,    /* neutral element 1 (right side at least) */
	F_PERIOD = 1 << 12, /* period 2*pi */
	F_LOOSE = 1 << 13   /* the name has other meanings elsewhere: users may
	                       define it anew */
};

/* How much of a box an operator is defined on. */
enum Defined { DEF_ALL, DEF_SOME, DEF_NONE };

struct Lower; /* ir/lower.h */
typedef struct Fixed Fixed;

typedef struct OpInfo {
	const char *name; /* enum name without O_ */
	uint8_t narg;
	const char *spell; /* function-call names, first = ours */
	const char *infix; /* infix spellings, blank-separated, or "" */
	uint8_t prec;      /* infix: binds tighter when larger; 0 = no infix */
	uint32_t flags;
	const char *doc; /* exact meaning, for `symgate operators` */

	/* The value in double by libm, NaN where undefined. Its error is at
	 * most OP_ULP ulp for finite arguments (see eval.h). */
	double (*real)(const double *a);
	/* Enclosure of { f(a) : a in the box, f defined }, outward rounded at
	 * r's precision; says how much of the box is defined. For a box that
	 * is one point this is the reference value. r may not alias a. */
	enum Defined (*range)(mpfi_ptr r, mpfi_srcptr const *a);
	/* Enclosures of the partial derivatives over the box (one-sided at
	 * kinks: the hull of both sides); [-inf, +inf] where unbounded or
	 * where a jump lies inside the box. r = range's result. */
	void (*deriv)(mpfi_t *d, mpfi_srcptr const *a, mpfi_srcptr r);
	/* Fixed point from fixed-point arguments, for operators of two or
	 * more signals; NULL where units, sums and products do the work. */
	bool (*lower)(struct Lower *l, Ref r, const Fixed *arg, Fixed *out);
} OpInfo;

extern const OpInfo op_info[O_count];

/* Operator with this function-call name, or O_none. */
enum Op op_by_name(const char *s, size_t len);

#endif
