/* Arithmetic on values by C's rules.
 *
 * Integers that are known are computed here and now; what is not known is a
 * node over the reals. Floating results are not rounded: the equation is the
 * real one. Only a constant that becomes a float takes the float's value, as
 * 0.1f does. */
#include "frontend/clang.h"

#include <string.h>

Value
value_int(int64_t k)
{
	return (Value){
	    .kind = V_number, .known = true, .truth = k == 0 || k == 1, .k = k};
}

Value
value_ref(Ref ref)
{
	return (Value){.kind = ref ? V_number : V_bad, .ref = ref};
}

Ref
value_node(CReader *r, Value v, Span at)
{
	if (v.kind != V_number)
		return 0;
	return v.known ? expr_int(r->e, (long)v.k, at) : v.ref;
}

static Value
truth(Value v)
{
	v.truth = true;
	return v;
}

Value
value_op(CReader *r, enum Op op, Value x, Value y, Span at)
{
	Ref arg[OP_ARGS] = {value_node(r, x, at), 0};

	if (op_info[op].narg > 1)
		arg[1] = value_node(r, y, at);
	if (!arg[0] || (op_info[op].narg > 1 && !arg[1]))
		return (Value){0};
	if (r->e->node.len > C_MAX_NODES)
		return run_stop(r, at,
		                "the function has more than %d operations",
		                C_MAX_NODES);
	return value_ref(expr_op(r->e, op, arg, at));
}

Value
value_apply(CReader *r, const char *definition, const Value *arg, uint32_t n,
            Span at)
{
	Ref ref[4] = {0};

	for (uint32_t i = 0; i < n; i++)
		if (!(ref[i] = value_node(r, arg[i], at)))
			return (Value){0};
	if (r->e->node.len > C_MAX_NODES)
		return run_stop(r, at,
		                "the function has more than %d operations",
		                C_MAX_NODES);
	return value_ref(front_apply(&r->front, definition, ref, at));
}

/* ---- truth ---- */

/* g where the node is 1 - g, or 0 */
static Ref
negated(const CReader *r, Ref v)
{
	const ExprNode *n = expr_at(r->e, v);

	return n->op == O_sub && expr_is_int(r->e, n->arg[0], 1) ? n->arg[1]
	                                                         : 0;
}

Value
value_not(CReader *r, Value v, Span at)
{
	v = value_truth(r, v, at);
	if (v.kind != V_number)
		return v;
	if (v.known)
		return value_int(!v.k);
	if (negated(r, v.ref))
		return truth(value_ref(negated(r, v.ref)));
	return truth(value_op(r, O_sub, value_int(1), v, at));
}

static Value
compare(CReader *r, enum CXBinaryOperatorKind op, Value x, Value y, Span at)
{
	Value over = value_op(r, O_greater, x, y, at);
	Value under = value_op(r, O_greater, y, x, at);
	Value one = value_int(1);

	over.truth = under.truth = true;
	switch (op) {
	case CXBinaryOperator_GT:
		return over;
	case CXBinaryOperator_LT:
		return under;
	case CXBinaryOperator_LE:
		return value_not(r, over, at);
	case CXBinaryOperator_GE:
		return value_not(r, under, at);
	case CXBinaryOperator_EQ:
		one = value_op(r, O_sub, one, over, at);
		return truth(value_op(r, O_sub, one, under, at));
	default:
		return truth(value_op(r, O_add, over, under, at));
	}
}

Value
value_truth(CReader *r, Value v, Span at)
{
	if (v.kind == V_pointer)
		return run_error(r, at, "a pointer is used as a truth value");
	if (v.kind != V_number || v.truth)
		return v;
	if (v.known)
		return value_int(v.k != 0);
	return compare(r, CXBinaryOperator_NE, v, value_int(0), at);
}

static bool
is_known(Value v, int64_t k)
{
	return v.known && v.k == k;
}

Value
value_select(CReader *r, Ref cond, Value x, Value y, Span at)
{
	Ref arg[OP_ARGS], g = negated(r, cond);
	bool both = x.truth && y.truth;
	Value v;

	if (x.kind != V_number || y.kind != V_number)
		return (Value){0};
	if (g)
		return value_select(r, g, y, x, at);
	if (is_known(x, 1) && is_known(y, 0))
		return truth(value_ref(cond));
	if (is_known(x, 0) && is_known(y, 1))
		return value_not(r, truth(value_ref(cond)), at);
	arg[0] = cond;
	arg[1] = value_node(r, x, at);
	arg[2] = value_node(r, y, at);
	if (arg[1] == arg[2])
		return x;
	v = value_ref(expr_op(r->e, O_ifelse, arg, at));
	v.truth = both;
	return v;
}

/* ---- integers ---- */

static bool
is_unsigned(const CReader *r, CXType t)
{
	int k = (int)r->cx->getCanonicalType(t).kind;

	return k == CXType_Bool || (k >= CXType_Char_U && k <= CXType_UInt128);
}

/* k in type t, where it fits: in C it would wrap, or worse. */
static Value
fitted(CReader *r, int64_t k, CXType t, Span at)
{
	long long bits = 8 * r->cx->Type_getSizeOf(t);
	int64_t top;

	if (bits > 64 || bits < 8)
		return value_int(k);
	top = (int64_t)(((uint64_t)1 << (bits - 1)) - 1);
	if (is_unsigned(r, t) ? k >= 0 && (bits == 64 || k / 2 <= top)
	                      : k <= top && k >= -top - 1)
		return value_int(k);
	return run_error(r, at, "%lld is outside the range of '%s'",
	                 (long long)k, type_name(r, t));
}

/* Integer arithmetic on known values; false where it overflows. */
static bool
compute(enum CXBinaryOperatorKind op, int64_t x, int64_t y, int64_t *k)
{
	switch (op) {
	case CXBinaryOperator_Add:
		return !__builtin_add_overflow(x, y, k);
	case CXBinaryOperator_Sub:
		return !__builtin_sub_overflow(x, y, k);
	case CXBinaryOperator_Mul:
		return !__builtin_mul_overflow(x, y, k);
	case CXBinaryOperator_Div:
		*k = x / (y ? y : 1);
		return y && !(x == INT64_MIN && y == -1);
	case CXBinaryOperator_Rem:
		*k = y == -1 ? 0 : x % (y ? y : 1);
		return y != 0;
	case CXBinaryOperator_Shl:
		return x >= 0 && y >= 0 && y < 62 &&
		       !__builtin_mul_overflow(x, (int64_t)1 << y, k);
	case CXBinaryOperator_Shr:
		*k = y >= 0 && y < 63 ? x >> y : 0;
		return x >= 0 && y >= 0 && y < 63;
	case CXBinaryOperator_And:
		*k = x & y;
		return true;
	case CXBinaryOperator_Or:
		*k = x | y;
		return true;
	case CXBinaryOperator_Xor:
		*k = x ^ y;
		return true;
	case CXBinaryOperator_LT:
		*k = x < y;
		return true;
	case CXBinaryOperator_GT:
		*k = x > y;
		return true;
	case CXBinaryOperator_LE:
		*k = x <= y;
		return true;
	case CXBinaryOperator_GE:
		*k = x >= y;
		return true;
	case CXBinaryOperator_EQ:
		*k = x == y;
		return true;
	case CXBinaryOperator_NE:
		*k = x != y;
		return true;
	default:
		return false;
	}
}

static bool
is_comparison(enum CXBinaryOperatorKind op)
{
	return op >= CXBinaryOperator_LT && op <= CXBinaryOperator_NE;
}

static Value
known_binary(CReader *r, enum CXBinaryOperatorKind op, Value x, Value y,
             CXType t, Span at)
{
	bool divides = op == CXBinaryOperator_Div || op == CXBinaryOperator_Rem;
	int64_t k;

	if (divides && !y.k)
		return run_error(r, at, "an integer is divided by zero");
	if (!compute(op, x.k, y.k, &k))
		return run_error(r, at, "this integer arithmetic overflows");
	return is_comparison(op) ? value_int(k) : fitted(r, k, t, at);
}

/* The quotient's integer part, and what is left. */
static Value
integer_divide(CReader *r, bool rest, Value x, Value y, Span at)
{
	Value arg[2] = {x, y};

	return value_apply(r,
	                   rest ? "rem(x, y) = x - y * trunc(x / y)"
	                        : "quo(x, y) = trunc(x / y)",
	                   arg, 2, at);
}

Value
value_binary(CReader *r, enum CXBinaryOperatorKind op, Value x, Value y,
             CXType t, Span at)
{
	bool whole = !type_is_float(type_kind(r, t));

	if (x.kind == V_bad || y.kind == V_bad)
		return (Value){0};
	if (x.kind != V_number || y.kind != V_number)
		return run_error(r, at,
		                 "this arithmetic is not one of numbers");
	if (x.known && y.known && whole)
		return known_binary(r, op, x, y, t, at);
	if (is_comparison(op))
		return compare(r, op, x, y, at);
	switch (op) {
	case CXBinaryOperator_Add:
		return value_op(r, O_add, x, y, at);
	case CXBinaryOperator_Sub:
		return value_op(r, O_sub, x, y, at);
	case CXBinaryOperator_Mul:
		return value_op(r, O_mul, x, y, at);
	case CXBinaryOperator_Div:
		return whole ? integer_divide(r, false, x, y, at)
		             : value_op(r, O_div, x, y, at);
	case CXBinaryOperator_Rem:
		return integer_divide(r, true, x, y, at);
	default:
		return run_error(
		    r, at, "bits of an integer that depends on the inputs");
	}
}

/* ---- conversions ---- */

static Value
to_float(CReader *r, Ref v, Span at)
{
	mpfr_t f;
	mpq_t q;

	mpfr_init2(f, 24);
	mpq_init(q);
	mpfr_set_q(f, expr_q(r->e, v), MPFR_RNDN);
	mpfr_get_q(q, f);
	v = expr_const(r->e, q, at);
	mpq_clear(q);
	mpfr_clear(f);
	return value_ref(v);
}

static Value
to_integer(CReader *r, Value v, CXType t, Span at)
{
	mpz_t z;
	int64_t k;
	bool fits;

	if (!expr_is_const(r->e, v.ref))
		return value_apply(r, "trunc(x) = sign(x) * floor(abs(x))", &v,
		                   1, at);
	mpz_init(z);
	mpz_tdiv_q(z, mpq_numref(expr_q(r->e, v.ref)),
	           mpq_denref(expr_q(r->e, v.ref)));
	fits = mpz_fits_slong_p(z);
	k = fits ? mpz_get_si(z) : 0;
	mpz_clear(z);
	if (!fits)
		return run_error(r, at,
		                 "the constant is outside the range of "
		                 "'%s'",
		                 type_name(r, t));
	return fitted(r, k, t, at);
}

Value
value_convert(CReader *r, Value v, CXType from, CXType to, Span at)
{
	enum TypeKind f = type_kind(r, from), t = type_kind(r, to);

	if (v.kind != V_number)
		return v;
	if (t == K_BOOL)
		return value_truth(r, v, at);
	if (t == K_INT && type_is_float(f))
		return to_integer(r, v, to, at);
	if (t == K_INT && v.known)
		return fitted(r, v.k, to, at);
	if (type_is_float(t) && !type_is_float(f))
		v = (Value){.kind = V_number,
		            .truth = v.truth && !v.known,
		            .ref = value_node(r, v, at)};
	if (t == K_FLOAT && expr_is_const(r->e, v.ref))
		return to_float(r, v.ref, at);
	if (type_is_float(t) || t == K_INT)
		return v;
	return run_error(r, at, "a conversion from '%s' to '%s'",
	                 type_name(r, from), type_name(r, to));
}
