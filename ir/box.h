/* Boxes of inputs: what box.c (one box) and box_split.c (many) share.
 *
 * A box is the set of inputs at which every node's exact value lies within
 * its limit: a variable's limit is its side of the box, another node's is
 * what is known of it, or a part of that. Cutting a node's limit in two cuts
 * the box in two, whatever the node is. */
#ifndef SG_BOX_H
#define SG_BOX_H

#include "ir/eval.h"

typedef struct Box {
	Range *limit;   /* per node: of its exact value */
	Range *value;   /* per node: with errors */
	Range *slope;   /* per node and argument */
	uint8_t *def;   /* per node */
	double *extra;  /* per node: see BoxTask.bend */
	double *gain;   /* per output and node */
	double *path;   /* per node: largest sum of |slopes| of all paths */
	bool empty;     /* no input is within all limits */
	uint32_t side;  /* by box_subdivide: the cut to make next */
	double smear;   /* of that; < 0: none can be made */
	double width;   /* of that */
	double *sum;    /* by box_gains: error per output, */
	uint32_t tried; /* and for how many goals no cut helped */
} Box;

/* A node whose limit may be cut. */
typedef struct Cut {
	Ref node;
	bool *above; /* per node: it is this one or depends on it */
	bool shared; /* it is read more than once */
} Cut;

/* What outputs first .. end - 1 need. */
typedef struct BoxView {
	uint32_t first, end;
	uint32_t nstep;
	Ref *step;     /* nodes, arguments first */
	VEC(Cut) cut;  /* the variables, then inner nodes */
	uint32_t nvar; /* so many variables */
	bool inner;    /* inner nodes were looked for */
} BoxView;

struct BoxPool {
	Arena *a;
	const Expr *e;
	OpBox *op;
	uint32_t nnode, nout;
	BoxView all, *one; /* of all outputs, of each */
	BoxView *v;        /* at hand: boxes have nothing beside it */
	Range *adjoint;    /* per node */
	double *path;      /* per node: the same without cancellation */
	double *off;       /* per node: |value with errors - exact| at most */
	BoxTask task;      /* at hand */
	VEC(Box) box;
};

/* Takes v in hand. */
void box_view(BoxPool *p, BoxView *v);
/* Lets node r be cut. */
void box_add_cut(BoxPool *p, Ref r);
/* Box i of the pool, made if there is none; pointers to boxes break. */
Box *box_at(BoxPool *p, uint32_t i);
void box_copy(const BoxPool *p, Box *to, const Box *from);
/* The whole box of the task as box 0; sets off. */
void box_root(BoxPool *p);
/* Everything about a box of which only the limit of a cut has changed. */
void box_update(BoxPool *p, Box *b, const Cut *c);
/* Takes box b into the result: hulls and maxima. */
void box_merge(const BoxPool *p, const Box *b, bool first, BoxEval *r);
/* Sum of gain * (err + extra) for an output. */
double box_error(const BoxPool *p, const Box *b, uint32_t out);

#endif
