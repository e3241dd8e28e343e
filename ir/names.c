/* Names that are legal in every output language.
 *
 * The rule, in this order:
 *   1. ASCII letters and digits stay. Greek letters become their English
 *      names, sub- and superscript digits become digits, any other character
 *      beyond ASCII becomes u and its code point in hexadecimal, and any
 *      other ASCII character becomes an underscore.
 *   2. Runs of underscores become one, and none is left at either end.
 *   3. If it begins with a digit or is reserved, x_ goes before it; an empty
 *      one is x.
 *   4. It is cut to MAX_NAME characters.
 *   5. If it is taken, the first of _2, _3, ... that makes it free is added.
 * Tcl reserves nothing, and gives no letter, digit or underscore a meaning.
 * Reserved and taken are compared without case: VHDL has none, and neither
 * have some file systems. Invariant: a legal name is its own legal name. */
#include "ir/passes.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { MAX_NAME = 48 };

typedef struct Words {
	const char *language;
	const char *words; /* blank-separated */
} Words;

static const Words reserved[] = {
    {"Verilog-2001 (IEEE 1364-2001, annex B)",
     "always and assign automatic begin buf bufif0 bufif1 case casex casez "
     "cell cmos config deassign default defparam design disable edge else end "
     "endcase endconfig endfunction endgenerate endmodule endprimitive "
     "endspecify endtable endtask event for force forever fork function "
     "generate genvar highz0 highz1 if ifnone incdir include initial inout "
     "input instance integer join large liblist library localparam "
     "macromodule medium module nand negedge nmos nor noshowcancelled not "
     "notif0 notif1 or output parameter pmos posedge primitive pull0 pull1 "
     "pulldown pullup pulsestyle_ondetect pulsestyle_onevent rcmos real "
     "realtime reg release repeat rnmos rpmos rtran rtranif0 rtranif1 "
     "scalared showcancelled signed small specify specparam strong0 strong1 "
     "supply0 supply1 table task time tran tranif0 tranif1 tri tri0 tri1 "
     "triand trior trireg unsigned use vectored wait wand weak0 weak1 while "
     "wire wor xnor xor"},
    {"SystemVerilog (IEEE 1800-2017, annex B, beyond Verilog-2001)",
     "accept_on alias always_comb always_ff always_latch assert assume before "
     "bind bins binsof bit break byte chandle checker class clocking const "
     "constraint context continue cover covergroup coverpoint cross dist do "
     "endchecker endclass endclocking endgroup endinterface endpackage "
     "endprogram endproperty endsequence enum eventually expect export "
     "extends extern final first_match foreach forkjoin global iff "
     "ignore_bins illegal_bins implements implies import inside int "
     "interconnect interface intersect join_any join_none let local logic "
     "longint matches modport nettype new nexttime null package packed "
     "priority program property protected pure rand randc randcase "
     "randsequence ref reject_on restrict return s_always s_eventually "
     "s_nexttime s_until s_until_with sequence shortint shortreal soft "
     "solve static string strong struct super sync_accept_on sync_reject_on "
     "tagged this throughout timeprecision timeunit type typedef union "
     "unique unique0 until until_with untyped uwire var virtual void "
     "wait_order weak wildcard with within mailbox semaphore process std"},
    {"VHDL-2008 (IEEE 1076-2008, 15.10)",
     "abs access after alias all and architecture array assert assume "
     "assume_guarantee attribute begin block body buffer bus case component "
     "configuration constant context cover default disconnect downto else "
     "elsif end entity exit fairness file for force function generate "
     "generic group guarded if impure in inertial inout is label library "
     "linkage literal loop map mod nand new next nor not null of on open or "
     "others out package parameter port postponed procedure process property "
     "protected pure range record register reject release rem report "
     "restrict restrict_guarantee return rol ror select sequence severity "
     "shared signal sla sll sra srl strong subtype then to transport type "
     "unaffected units until use variable vmode vprop vunit wait when while "
     "with xnor xor"},
    {"C (ISO 9899:2024, 6.4.1) and common macros",
     "alignas alignof auto bool break case char const constexpr continue "
     "default do double else enum extern false float for goto if inline int "
     "long nullptr register restrict return short signed sizeof static "
     "static_assert struct switch thread_local true typedef typeof "
     "typeof_unqual union unsigned void volatile while NULL EOF NAN INFINITY "
     "HUGE_VAL errno stdin stdout stderr assert offsetof unix linux i386 main "
     "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t "
     "intptr_t uintptr_t intmax_t uintmax_t size_t ptrdiff_t"},
    {"C++ (ISO 14882:2020, 5.11) and the HLS headers",
     "alignas alignof and and_eq asm auto bitand bitor bool break case catch "
     "char char8_t char16_t char32_t class compl concept const consteval "
     "constexpr constinit const_cast continue co_await co_return co_yield "
     "decltype default delete do double dynamic_cast else enum explicit "
     "export extern false float for friend goto if inline int long mutable "
     "namespace new noexcept not not_eq nullptr operator or or_eq private "
     "protected public register reinterpret_cast requires return short "
     "signed sizeof static static_assert static_cast struct switch template "
     "this thread_local throw true try typedef typeid typename union "
     "unsigned using virtual void volatile wchar_t while xor xor_eq "
     "import module std hls ap_int ap_uint ap_fixed ap_ufixed"},
    {"Verilator 5.006 (names it warns of, and members of a model's class)",
     "abort asm atomic_cancel atomic_commit atomic_noexcept bit_vector cdecl "
     "complex const_iterator deque far huge interrupt iterator list map near "
     "override pascal queue sc_clock sc_in sc_inout sc_out sc_signal "
     "sensitive sensitive_neg sensitive_pos set stack synchronized "
     "transaction_safe transaction_safe_dynamic type_info vector eval "
     "eval_step eval_end_step trace name contextp hierName modelName threads "
     "rootp vlSymsp"},
    {"our own ports and constants",
     "clk rst ce in_valid out_valid valid latency ii"},
};

static bool
has_word(const char *words, const char *s)
{
	size_t n = strlen(s);

	for (size_t len; *words; words += len + (words[len] == ' ')) {
		len = strcspn(words, " ");
		if (len == n && strncasecmp(words, s, n) == 0)
			return true;
	}
	return false;
}

/* Our own wires, tables and functions: n, t or lzc and a number, alone or
 * before an underscore. */
static bool
is_node_name(const char *s)
{
	static const char *const family[] = {"n", "t", "lzc"};

	for (size_t i = 0; i < sizeof family / sizeof *family; i++) {
		size_t n = strlen(family[i]), digits;

		if (strncasecmp(s, family[i], n) != 0)
			continue;
		digits = strspn(s + n, "0123456789");
		if (digits && (!s[n + digits] || s[n + digits] == '_'))
			return true;
	}
	return false;
}

static bool
is_reserved(const char *s)
{
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (has_word(reserved[i].words, s))
			return true;
	return is_node_name(s);
}

/* ---- spelling ---- */

/* U+0391 to U+03A9 and, 32 later, U+03B1 to U+03C9; the gap in the capitals
 * is the final sigma of the small letters. */
static const char *const greek[] = {
    "alpha",   "beta", "gamma", "delta",  "epsilon", "zeta", "eta",
    "theta",   "iota", "kappa", "lambda", "mu",      "nu",   "xi",
    "omicron", "pi",   "rho",   "sigma",  "sigma",   "tau",  "upsilon",
    "phi",     "chi",  "psi",   "omega"};

static void
add_greek(Buf *b, uint32_t c)
{
	bool small = c >= 0x3b1;
	const char *s = greek[c - (small ? 0x3b1 : 0x391)];
	char first = (char)(small ? s[0] : s[0] - 'a' + 'A');

	buf_printf(b, "%c%s", first, s + 1);
}

static bool
is_greek(uint32_t c)
{
	return (c >= 0x391 && c <= 0x3a9 && c != 0x3a2) ||
	       (c >= 0x3b1 && c <= 0x3c9);
}

/* The digit that a sub- or superscript shows, or -1. */
static int
script_digit(uint32_t c)
{
	if (c == 0xb9)
		return 1;
	if (c == 0xb2 || c == 0xb3)
		return (int)(c - 0xb0);
	if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079))
		return (int)(c - 0x2070);
	if (c >= 0x2080 && c <= 0x2089)
		return (int)(c - 0x2080);
	return -1;
}

static void
add_character(Buf *b, uint32_t c)
{
	int digit = script_digit(c);

	if (c < 0x80 && isalnum((int)c))
		buf_printf(b, "%c", (char)c);
	else if (digit >= 0)
		buf_printf(b, "%d", digit);
	else if (is_greek(c))
		add_greek(b, c);
	else if (c == 0xb5) /* the micro sign */
		buf_printf(b, "mu");
	else if (c >= 0x80)
		buf_printf(b, "u%04x", c);
	else if (b->len && b->s[b->len - 1] != '_')
		buf_printf(b, "_");
}

/* Cuts *b to at most n bytes that do not end in an underscore. */
static void
cut(Buf *b, size_t n)
{
	if (b->len > n)
		b->len = n;
	if (b->len && b->s[b->len - 1] == '_')
		b->len--;
	b->s[b->len] = '\0';
}

static Buf
spell(Arena *a, const char *name)
{
	Buf b = buf_new(a);
	size_t n = strlen(name);

	buf_add(&b, "", 0);
	for (size_t i = 0, len; i < n && b.len < MAX_NAME; i += len)
		add_character(&b, utf8_next(name + i, n - i, &len));
	cut(&b, MAX_NAME);
	return b;
}

/* ---- clashes ---- */

static bool
is_taken(const char *s, const char *const *taken, size_t ntaken)
{
	for (size_t i = 0; i < ntaken; i++)
		if (strcasecmp(s, taken[i]) == 0)
			return true;
	return false;
}

const char *
legal_name(Arena *a, const char *name, const char *const *taken, size_t ntaken)
{
	Buf plain = spell(a, name), b = buf_new(a);
	const char *s;

	if (!plain.len || isdigit((unsigned char)plain.s[0]) ||
	    is_reserved(plain.s))
		buf_add(&b, "x_", 2);
	buf_add(&b, plain.s, plain.len);
	cut(&b, MAX_NAME);
	s = b.s;
	for (unsigned i = 2; is_taken(s, taken, ntaken); i++)
		s = arena_printf(a, "%s_%u", b.s, i);
	return s;
}
