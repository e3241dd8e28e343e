/* Numerics by samples, --numerics data: the cheapest design whose metric on
 * samples stays within a tolerance of the real equation's. Nothing is proven
 * about other inputs. */
#ifndef SG_DATA_H
#define SG_DATA_H

#include "ir/passes.h"

/* What must hold, --keep. */
enum Keep {
	KEEP_RMSE,     /* over each output's deviation; may grow by tol of
	                  itself, or to tol where there are no labels */
	KEEP_ACCURACY, /* right decisions: may fall by tol */
	KEEP_AUC       /* area under the ROC curve: may fall by tol */
};
extern const char *const keep_name[3];

enum Decide { DECIDE_NONE, DECIDE_ARGMAX, DECIDE_ABOVE };

/* The outputs' decision takes the place of the outputs, --decision. */
typedef struct Decision {
	enum Decide kind;
	uint32_t out;     /* DECIDE_ABOVE: this output */
	mpq_ptr above;    /* is greater than this */
	const char *name; /* of the port */
	Span span;
} Decision;

/* Rows of samples. x and label are in the equation's units. */
typedef struct Rows {
	size_t n;
	uint32_t nvar, nlabel; /* nlabel 0: the equation is the truth */
	double *x;             /* [row * nvar + var] */
	int64_t *port;         /* the same as port integers */
	double *label;         /* [row * nlabel + k] */
} Rows;

typedef struct DataSpec {
	enum Keep keep;
	double tol; /* a fraction: 0.01 for 1% */
	const char *keep_text;
	Decision decision;
	Rows rows;
	uint64_t seed;  /* of the split into train and held-out rows */
	FILE *progress; /* NULL: no progress bar */
	Span span;      /* of --keep, for messages */
} DataSpec;

/* data.c: like lower_faithful. *e is replaced by what was lowered: limits,
 * other constants. n->out gets formats, n->bound infinity. */
Datapath *lower_data(const Expr **e, Numerics *n, const DataSpec *s,
                     DataResult *r, Arena *a);

/* ---- metric.c ---- */

/* One part of the rows with the equation's own values. */
typedef struct Part {
	Rows rows;
	uint32_t nout;
	double *real;  /* [row * nout + o]: the equation at x */
	double *scale; /* per output: its deviation */
	double limit;  /* loss that is allowed */
	double loss;   /* the real equation's */
} Part;

/* Splits the rows: a quarter is held out. False where a part would be too
 * small. */
bool part_split(Arena *a, const DataSpec *s, const Expr *e, Part *train,
                Part *held);
/* The loss of values y[row * nout + o], or of decisions y[row]: 0 is best. */
double part_loss(const DataSpec *s, const Part *p, const double *y);
/* The metric as users know it: accuracy, AUC, rmse in the output's units; of
 * several outputs, over their deviations. */
double part_score(const DataSpec *s, const Part *p, double loss);

/* ---- decide.c ---- */

/* Outputs y[o] * 2^lsb[o] to the one port of the decision. */
void decide(Datapath *d, const Decision *c, const DRef *y, const int *lsb,
            uint32_t n);
/* Drops increasing last functions that a decision does not see: c gets a
 * threshold of its own, moved with them. */
Expr *decision_strip(const Expr *e, Decision *c, Arena *a);
/* The decision over the reals as an Expr of one output, and its format. */
Expr *decision_expr(const Expr *e, const Decision *c, Arena *a);
Format decision_format(const Decision *c, uint32_t n);

/* ---- saturate.c ---- */

/* Limits signals of several variables to what they reach over the rows,
 * where intervals would say far more. NULL where there is none. */
Expr *saturate(const Expr *e, const Rows *rows, const Range *box, Arena *a);

/* ---- refit.c ---- */

typedef double RefitLoss(void *of, const Expr *e);
/* Moves the constants of e to where loss(of, e) is less, in at most `budget`
 * trials; *n is their number. */
Expr *refit(const Expr *e, RefitLoss *loss, void *of, unsigned budget,
            unsigned *n, Arena *a);

#endif
