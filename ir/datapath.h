/* Datapath: what the hardware computes, in exact integers.
 *
 * Nodes sit in one array in topological order and are hash-consed. The
 * builder functions fold constants, drop operations that do nothing and give
 * each node the tightest bounds that follow from its arguments' bounds. A
 * node whose integer would need more than 63 bits is refused: the builder
 * returns 0 and every builder call with a 0 argument returns 0, so a chain
 * can be built first and checked once. */
#ifndef SG_DATAPATH_H
#define SG_DATAPATH_H

#include "util/diag.h"

typedef uint32_t DRef; /* index in Datapath.node; 0 = none */

enum DOp {
	D_none,
#define DOP(name, n, doc) D_##name,
#include "ir/dops.def"
	D_count
};

enum { DP_MAX_WIDTH = 63, DP_ARGS = 3 };

typedef struct DNode {
	uint8_t op; /* enum DOp */
	uint8_t narg;
	uint8_t w;      /* bits, sbits: field width */
	int16_t lsb;    /* value = integer * 2^lsb, for reading only */
	uint16_t stage; /* registers between the inputs and it; schedule.c */
	bool packed;    /* shares the LUT of its only reader; pack.c */
	bool chained;   /* a sum that a sum reads; pack.c */
	DRef arg[DP_ARGS];
	int64_t k;      /* see dops.def */
	int64_t lo, hi; /* proven bounds of the integer */
	Span span;      /* the piece of the equation it computes */
} DNode;

struct Target; /* ir/target.h */

/* What a table costs on a target, once somebody has asked. */
typedef struct TablePrice {
	const struct Target *of; /* NULL: nobody has */
	double lut;
} TablePrice;

typedef struct DTable {
	const int64_t *at;
	uint32_t len;      /* 1 .. 2^24 */
	int64_t lo, hi;    /* of the entries */
	TablePrice *price; /* shared by copies of the table */
} DTable;

typedef struct DPort {
	const char *name;  /* the user's name */
	const char *ident; /* legal in every output language; backends use it */
	DRef ref;          /* inputs: the D_input; outputs: the node */
	bool is_signed;
	uint8_t width;  /* 1..63 */
	int16_t lsb;    /* port integer * 2^lsb is the port's value */
	int64_t lo, hi; /* inputs: the promised range; outputs: proven */
	Span span;
} DPort;

typedef struct Datapath {
	Arena *a;
	const char *name;
	VEC(DNode) node; /* [0] is unused */
	VEC(DTable) table;
	VEC(DPort) in, out;
	uint16_t latency; /* register ranks from inputs to outputs */
	Span span;        /* the builder stamps new nodes with it */
	int16_t lsb;      /* and with this */
	DRef overflow;    /* 1 once a node needed more than 63 bits */
	uint32_t *hash;
	uint32_t hash_size;
} Datapath;

Datapath *dp_new(Arena *a, const char *name);

/* ---- building; bounds follow from the arguments ---- */
DRef dp_input(Datapath *d, const DPort *port); /* appends to d->in */
DRef dp_const(Datapath *d, int64_t v);
DRef dp_add(Datapath *d, DRef a, DRef b);
DRef dp_sub(Datapath *d, DRef a, DRef b);
DRef dp_mul(Datapath *d, DRef a, DRef b);
DRef dp_neg(Datapath *d, DRef a);
DRef dp_shl(Datapath *d, DRef a, unsigned k);
DRef dp_asr(Datapath *d, DRef a, unsigned k);
DRef dp_shlv(Datapath *d, DRef a, DRef b);
DRef dp_asrv(Datapath *d, DRef a, DRef b);
DRef dp_lzc(Datapath *d, DRef a, unsigned field);
DRef dp_lt(Datapath *d, DRef a, DRef b);
DRef dp_eq(Datapath *d, DRef a, DRef b);
DRef dp_select(Datapath *d, DRef c, DRef a, DRef b);
DRef dp_lut(Datapath *d, DRef a, uint32_t table);
DRef dp_bits(Datapath *d, DRef a, unsigned k, unsigned w);
DRef dp_sbits(Datapath *d, DRef a, unsigned k, unsigned w);
uint32_t dp_table(Datapath *d, const int64_t *at, uint32_t len);
/* The same table as one of another datapath, which lives as long. */
uint32_t dp_table_copy(Datapath *d, const DTable *t);

/* Tightens a node's bounds to what the caller has proven about it by other
 * means (a real-number range plus its error, an exhaustive unit); nodes that
 * use it follow. Nodes are hash-consed, so this must be a fact about the
 * value a for every input, wherever it is used, and not about one use of it
 * (behind a select, say). Dies if nothing is left. */
void dp_assume(Datapath *d, DRef a, int64_t lo, int64_t hi);

/* ---- composed of the above ---- */
/* a / 2^k rounded half up: asr(a + 2^(k-1), k). */
DRef dp_round(Datapath *d, DRef a, unsigned k);
DRef dp_min(Datapath *d, DRef a, DRef b);
DRef dp_max(Datapath *d, DRef a, DRef b);
DRef dp_clamp(Datapath *d, DRef a, int64_t lo, int64_t hi);
/* a * c by canonical signed digits (shifts and adds); c any constant. */
DRef dp_mul_const(Datapath *d, DRef a, int64_t c);

/* ---- reading ---- */
/* Bits of the two's complement form of every integer in [lo, hi], the sign
 * bit included: 4 for [0, 7], 1 for [-1, 0] and for [0, 0]. */
unsigned width_of(int64_t lo, int64_t hi);
static inline const DNode *
dp_at(const Datapath *d, DRef r)
{
	return &d->node.at[r];
}
/* Bits of a node's two's complement form. */
/* -1 - x is ~x, and (2^k - 1) - x, 0 <= x < 2^k, too: an inverter in the LUT
 * that reads it. */
bool dp_is_not(const Datapath *d, const DNode *n);
/* Low bits that are always zero, as far as shl and const show it. */
unsigned dp_trailing_zeros(const Datapath *d, DRef r);
/* A sum of which one is zero where the other has bits: wires. */
bool dp_is_joined(const Datapath *d, const DNode *n);
/* What r is when bits that are constants are taken off its end. */
DRef dp_upper(const Datapath *d, DRef r);
static inline unsigned
dp_width(const Datapath *d, DRef r)
{
	return width_of(d->node.at[r].lo, d->node.at[r].hi);
}
extern const char *const dop_name[D_count];
extern const char *const dop_doc[D_count];
extern const uint8_t dop_narg[D_count];

/* ---- for the datapath's own files and for passes that rewrite ---- */
extern const char dp_too_wide[]; /* the fault of a node beyond 63 bits */
/* Bounds of the operation n that follow from its arguments' bounds (n->lo and
 * n->hi are not read). NULL, or why it is not an operation: dp_too_wide, or
 * a broken rule such as a negative shift. */
const char *dop_bounds(const Datapath *d, const DNode *n, int64_t *lo,
                       int64_t *hi);
/* Operation `op` with its constants: all dp_NAME functions above go through
 * here. Dies where dop_bounds names a broken rule. */
DRef dp_op(Datapath *d, enum DOp op, int64_t k, unsigned w, const DRef *arg);
/* The equal node if there is one (same op, k, w, args), else n is appended.
 * No folding: n->lo and n->hi must be set. */
DRef dp_intern(Datapath *d, const DNode *n);
/* Rebuilds the hash table after nodes were changed in place. */
void dp_rehash(Datapath *d);
/* The first thing that is wrong with d, or NULL; *at is its node or 0. */
const char *dp_fault(const Datapath *d, DRef *at);

/* A copy in another arena, tables and all. */
Datapath *dp_copy(Arena *a, const Datapath *d);
/* One to build on in another way, while d lives. */
Datapath *dp_fork(Arena *a, const Datapath *d);
/* An empty copy with d's ports and tables; map[r] of its inputs. The second
 * call, when map holds every node that an output needs, gives it the outputs. */
Datapath *dp_shell(const Datapath *d, DRef *map);
void dp_shell_outputs(Datapath *new, const Datapath *d, const DRef *map);

/* ---- passes and tools ---- */
/* Dead-node removal: keeps ports and what the outputs need. */
void dp_dce(Datapath *d);
/* The verifier: order, arity, field ranges, table indices, and that every
 * node's bounds lie within what its arguments' bounds allow; port ranges fit
 * their widths; after schedule, stages are consistent. Dies on a violation. */
void dp_check(const Datapath *d);
/* The text form, and back. Reading checks everything that dp_check checks,
 * as errors and not as deaths. NULL after an error. */
void dp_print(const Datapath *d, Buf *b);
Datapath *dp_read(Arena *a, Diag *diag, uint32_t source);

/* The interpreter, the bit-exact reference of every backend: port integers
 * in, port integers out. Dies if a node leaves its proven bounds, unless
 * `bad` is given: then *bad is the first such node and the result stands. */
void dp_interp(const Datapath *d, const int64_t *in, int64_t *out, DRef *bad);
/* The same for n vectors, in[v * nin + i], out[v * nout + o]. */
void dp_interp_batch(const Datapath *d, const int64_t *in, int64_t *out,
                     size_t n, DRef *bad);
/* One operation's value: the only definition of the arithmetic, used by the
 * builder's folding and by the interpreter. t is NULL but for lut. */
int64_t dop_eval(const DNode *n, int64_t a, int64_t b, int64_t c,
                 const DTable *t);

#endif
