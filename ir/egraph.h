/* An e-graph: many equal forms of an Expr at once.
 *
 * Reference: Willsey, Nandi, Wang, Flatt, Tatlock, Panchekha, "egg: Fast and
 * extensible equality saturation", POPL 2021. Nodes are never removed; each
 * is the name of its class until a union-find joins it to another. Nothing
 * depends on the clock or on addresses: the same input gives the same graph. */
#ifndef SG_EGRAPH_H
#define SG_EGRAPH_H

#include "ir/passes.h"

typedef uint32_t Id; /* index in EGraph.node; a class is one of its nodes */

typedef struct ENode {
	uint8_t op; /* enum Op; O_none: equal to another one by now */
	uint8_t narg;
	uint32_t index; /* const: Ref in EGraph.konst; var: its index */
	Id arg[OP_ARGS];
	Span span;
} ENode;

/* What is known of a class: true of the value that all its nodes have. */
typedef struct EFact {
	Range value;   /* over the box */
	uint64_t vars; /* that it depends on */
	bool total;    /* defined everywhere in the box */
	Ref konst;     /* in EGraph.konst if it is that rational, or 0 */
} EFact;

typedef struct EGraph {
	Arena *a;
	Expr *konst; /* the constants, each once */
	OpBox *box;
	const Range *x; /* of the variables */
	VEC(ENode) node;
	VEC(Id) parent;  /* union-find, per node */
	VEC(EFact) fact; /* of a class: at its name */
	Id *hash;        /* of nodes, open addressing; 0: free */
	uint32_t hash_size;
	/* made by eg_rebuild: the nodes of a class, as lists */
	VEC(Id) first, next; /* 0 ends */
	bool dirty;          /* a union since the last eg_rebuild */
} EGraph;

enum { EG_VARS = 64 }; /* more variables than this: no e-graph */

/* ---- egraph.c ---- */
EGraph *eg_new(Arena *a, Diag *d, const Range *x);
Id eg_find(const EGraph *g, Id c);
Id eg_const(EGraph *g, mpq_srcptr q);
Id eg_add(EGraph *g, enum Op op, uint32_t index, const Id *arg, Span s);
void eg_union(EGraph *g, Id x, Id y);
/* Restores congruence: nodes with equal arguments are one; spreads facts. */
void eg_rebuild(EGraph *g);
const EFact *eg_fact(const EGraph *g, Id c);
mpq_srcptr eg_q(const EGraph *g, Id c); /* NULL: no rational constant */
/* Adds e; class[r] = its nodes' classes. */
void eg_add_expr(EGraph *g, const Expr *e, Id *class);

/* ---- egraph_rules.c ---- */

enum { RULE_VARS = 8 };

/* A pattern or a condition's argument: "(add ?x (mul ?y 2))". */
typedef struct Pattern {
	enum Op op; /* O_var: variable number `var`; O_const: `q` */
	uint8_t var;
	mpq_t q;
	struct Pattern *arg[OP_ARGS];
} Pattern;

typedef struct Subst {
	Id of[RULE_VARS]; /* 0: not bound */
} Subst;

/* Side conditions: see rules.def. */
enum CondKind {
	C_const,
	C_nonzero,
	C_positive,
	C_nonneg,
	C_nonpos,
	C_total,
	C_single,
	C_above, /* of two variables from here on */
	C_meet,
	C_shift,
	C_count
};

/* One of them, of one or two variables. */
typedef struct Condition {
	uint8_t kind; /* enum CondKind */
	uint8_t x, y;
} Condition;

enum RuleKind { RULE_POLY, RULE_REAL };

typedef struct Rule {
	const char *name;
	enum RuleKind kind;
	Pattern *lhs, *rhs;
	VEC(Condition) condition;
	const char *left, *right, *when; /* as text */
	uint32_t nvar;
	char var[RULE_VARS]; /* their letters */
} Rule;

typedef struct Rules {
	VEC(Rule) at;
} Rules;

/* rules.def, parsed. */
const Rules *rules_read(Arena *a);
bool rule_holds(const EGraph *g, const Rule *r, const Subst *s);

/* ---- egraph_match.c ---- */

typedef struct Match {
	Id root;
	Subst s;
} Match;
typedef struct Matches {
	VEC(Match) at;
} Matches;

/* The places where the rule's left side occurs and its condition holds, at
 * most `limit`; `steps` counts down, none is found at 0. */
void eg_match(const EGraph *g, const Rule *r, uint32_t limit, uint64_t *steps,
              Matches *out);
/* Adds the right side and joins it to the root. */
void eg_apply(EGraph *g, const Rule *r, const Match *m);

/* ---- egraph_extract.c ---- */

/* What an operation costs, in LUTs, where its value is needed. */
typedef struct ECost {
	double mul, square, unit, coef, add;
} ECost;

/* The cheapest outputs, sharing counted; *cost gets their estimate. NULL
 * where steps ran out. */
Expr *eg_extract(EGraph *g, const Expr *e, const Id *class, const ECost *c,
                 Arena *a, double *cost);

#endif
