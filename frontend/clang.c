/* A C or C++ file to rows: one for each output of one of its functions.
 *
 * The file is compiled by libclang in memory, whose errors are passed on; then
 * the function is run on symbols (clang.h). The one to read is named by the
 * user, or the only one that no other function of the file calls. */
#include "frontend/clang.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- from libclang ---- */

const char *
cursor_text(const CReader *r, CXString s)
{
	const char *t = r->cx->getCString(s);
	const char *copy = arena_strdup(r->a, t ? t : "");

	r->cx->disposeString(s);
	return copy;
}

static uint32_t
file_source(CReader *r, CXFile file)
{
	const char *name = cursor_text(r, r->cx->getFileName(file)), *text;
	FileSource f = {.name = name};
	size_t len;

	for (uint32_t i = 0; i < r->file.len; i++)
		if (!strcmp(r->file.at[i].name, name))
			return r->file.at[i].src;
	text = r->cx->getFileContents(r->tu, file, &len);
	f.src = diag_source(
	    r->d, name, arena_strndup(r->a, text ? text : "", text ? len : 0),
	    text ? len : 0);
	vec_push(r->a, r->file, f);
	return f.src;
}

Span
location_span(CReader *r, CXSourceLocation at)
{
	CXFile file;
	unsigned offset;

	r->cx->getExpansionLocation(at, &file, NULL, NULL, &offset);
	if (!file)
		return (Span){0};
	return (Span){file_source(r, file), offset, 0};
}

Span
range_span(CReader *r, CXSourceRange range)
{
	Span from = location_span(r, r->cx->getRangeStart(range));
	Span to = location_span(r, r->cx->getRangeEnd(range));

	if (from.src == to.src && to.pos > from.pos)
		from.len = to.pos - from.pos;
	return from;
}

Span
cursor_span(CReader *r, CXCursor c)
{
	return range_span(r, r->cx->getCursorExtent(c));
}

typedef struct Children {
	CReader *r;
	Cursors *to;
} Children;

static enum CXChildVisitResult
add_child(CXCursor c, CXCursor parent, CXClientData data)
{
	Children *k = data;

	(void)parent;
	vec_push(k->r->a, *k->to, c);
	return CXChildVisit_Continue;
}

Cursors
cursor_children(CReader *r, CXCursor c)
{
	Cursors to = {0};

	r->cx->visitChildren(c, add_child, &(Children){r, &to});
	return to;
}

/* ---- errors ---- */

/* The message at its place, unless there was one already. */
static bool
tell(CReader *r, Span at, const char *fmt, va_list ap)
{
	va_list again;
	int n;
	char *s;

	r->failed = true;
	for (uint32_t i = 0; i < r->told.len; i++)
		if (!memcmp(&r->told.at[i], &at, sizeof at))
			return false;
	vec_push(r->a, r->told, at);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	check(n >= 0);
	s = arena_alloc(r->a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	diag_error(r->d, at, "%s", s);
	return true;
}

Value
run_error(CReader *r, Span at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	r->silent = r->stopped || !tell(r, at, fmt, ap);
	va_end(ap);
	return (Value){0};
}

void
run_note(CReader *r, const char *text)
{
	if (!r->silent)
		diag_note(r->d, "%s", text);
}

Value
run_stop(CReader *r, Span at, const char *fmt, ...)
{
	va_list ap;

	if (!r->stopped) {
		va_start(ap, fmt);
		r->silent = !tell(r, at, fmt, ap);
		va_end(ap);
	}
	r->stopped = true;
	return (Value){0};
}

static void
pass_on(CReader *r, CXDiagnostic x)
{
	CXDiagnosticSet notes = r->cx->getChildDiagnostics(x);
	Span at = location_span(r, r->cx->getDiagnosticLocation(x));

	for (unsigned i = 0; i < r->cx->getDiagnosticNumRanges(x); i++) {
		Span s = range_span(r, r->cx->getDiagnosticRange(x, i));

		if (s.src == at.src && s.pos == at.pos)
			at.len = s.len;
	}
	diag_error(r->d, at, "%s",
	           cursor_text(r, r->cx->getDiagnosticSpelling(x)));
	for (unsigned i = 0; i < r->cx->getNumDiagnosticsInSet(notes); i++)
		diag_note(
		    r->d, "%s",
		    cursor_text(r, r->cx->getDiagnosticSpelling(
				       r->cx->getDiagnosticInSet(notes, i))));
}

/* libclang's own errors. */
static bool
compiles(CReader *r)
{
	bool ok = true;

	for (unsigned i = 0; i < r->cx->getNumDiagnostics(r->tu); i++) {
		CXDiagnostic x = r->cx->getDiagnostic(r->tu, i);

		if (r->cx->getDiagnosticSeverity(x) >= CXDiagnostic_Error) {
			pass_on(r, x);
			ok = false;
		}
		r->cx->disposeDiagnostic(x);
	}
	return ok;
}

/* ---- the function ---- */

static bool
is_scope(enum CXCursorKind k)
{
	return k == CXCursor_Namespace || k == CXCursor_LinkageSpec ||
	       k == CXCursor_UnexposedDecl;
}

static void
find_functions(CReader *r, CXCursor scope, Cursors *found)
{
	Cursors k = cursor_children(r, scope);

	for (uint32_t i = 0; i < k.len; i++) {
		CXCursor c = k.at[i];
		enum CXCursorKind kind = r->cx->getCursorKind(c);

		if (!r->cx->Location_isFromMainFile(
			r->cx->getCursorLocation(c)))
			continue;
		if (is_scope(kind))
			find_functions(r, c, found);
		else if (kind == CXCursor_FunctionDecl &&
		         r->cx->isCursorDefinition(c))
			vec_push(r->a, *found, c);
	}
}

/* Marks the functions that something below a cursor calls. */
typedef struct Calls {
	CReader *r;
	const Cursors *all;
	bool *called;
	uint32_t of;
} Calls;

static enum CXChildVisitResult
mark_call(CXCursor c, CXCursor parent, CXClientData data)
{
	Calls *m = data;
	const Clang *cx = m->r->cx;
	CXCursor f;

	(void)parent;
	if (cx->getCursorKind(c) != CXCursor_DeclRefExpr)
		return CXChildVisit_Recurse;
	f = cx->getCursorDefinition(cx->getCursorReferenced(c));
	for (uint32_t i = 0; i < m->all->len; i++)
		m->called[i] |=
		    i != m->of && cx->equalCursors(f, m->all->at[i]);
	return CXChildVisit_Recurse;
}

static const char *
function_name(CReader *r, CXCursor f)
{
	CXCursor in = r->cx->getCursorSemanticParent(f);
	const char *name = cursor_text(r, r->cx->getCursorSpelling(f));

	while (r->cx->getCursorKind(in) == CXCursor_Namespace) {
		name = arena_printf(
		    r->a, "%s::%s",
		    cursor_text(r, r->cx->getCursorSpelling(in)), name);
		in = r->cx->getCursorSemanticParent(in);
	}
	return name;
}

static bool
wrong_function(CReader *r, const Cursors *from, Span at, const char *message)
{
	Buf b = buf_new(r->a);

	for (uint32_t i = 0; i < from->len; i++)
		buf_printf(&b, "%s%s", i ? ", " : "",
		           function_name(r, from->at[i]));
	diag_error(r->d, at, "%s", message);
	if (from->len)
		diag_note(r->d, "give FILE:FUNCTION with one of: %s", b.s);
	return false;
}

static bool
named_function(CReader *r, const Cursors *all, Span name, CXCursor *f)
{
	const char *s = diag_text(r->d, name, r->a);
	uint32_t n = 0;

	for (uint32_t i = 0; i < all->len; i++) {
		const char *full = function_name(r, all->at[i]);

		if (strcmp(full, s) != 0 &&
		    strcmp(cursor_text(r, r->cx->getCursorSpelling(all->at[i])),
		           s) != 0)
			continue;
		*f = all->at[i];
		n++;
	}
	if (n == 1)
		return true;
	return wrong_function(r, all, name,
	                      n ? "the file has several functions of this name"
	                        : "the file has no such function");
}

/* The only one that no other one calls. */
static bool
only_function(CReader *r, const Cursors *all, CXCursor *f)
{
	bool *called = arena_alloc(r->a, all->len + 1);
	Cursors top = {0};

	for (uint32_t i = 0; i < all->len; i++)
		r->cx->visitChildren(all->at[i], mark_call,
		                     &(Calls){r, all, called, i});
	for (uint32_t i = 0; i < all->len; i++)
		if (!called[i] &&
		    strcmp(function_name(r, all->at[i]), "main") != 0)
			vec_push(r->a, top, all->at[i]);
	if (!all->len)
		return wrong_function(r, all, (Span){r->src, 0, 0},
		                      "the file defines no function");
	if (top.len != 1)
		return wrong_function(
		    r, top.len ? &top : all, (Span){r->src, 0, 0},
		    "the file has several functions that may be meant");
	*f = top.at[0];
	return true;
}

/* ---- the file ---- */

static enum CXErrorCode
compile_file(CReader *r, bool cpp)
{
	const Source *s = &r->d->source.at[r->src];
	const char *args[] = {"-x",
	                      cpp ? "c++" : "c",
	                      cpp ? "-std=gnu++17" : "-std=gnu17",
	                      "-include",
	                      "math.h",
	                      "-fno-math-errno",
	                      "-fbracket-depth=500",
	                      "-Wno-everything"};
	struct CXUnsavedFile file = {s->name, s->text, s->len};

	r->index = r->cx->createIndex(0, 0);
	return r->cx->parseTranslationUnit2(r->index, s->name, args,
	                                    sizeof args / sizeof *args, &file,
	                                    1, CXTranslationUnit_None, &r->tu);
}

/* Whether libclang gets through the file: it overflows its stack on sums of
 * 100,000 terms and has no limit for macros, so a child tries it first. */
static bool
survives(CReader *r, bool cpp)
{
	enum { SURVIVED = 42 }; /* no sanitizer's or signal's status */
	const struct rlimit seconds = {5, 5}, none = {0, 0};
	pid_t child = fork();
	int status, null;

	if (child < 0)
		return true; /* untried */
	if (child == 0) {
		null = open("/dev/null", O_WRONLY);
		dup2(null, STDERR_FILENO); /* what it says when it crashes */
		setrlimit(RLIMIT_CPU, &seconds);
		setrlimit(RLIMIT_CORE, &none);
		compile_file(r, cpp);
		_exit(SURVIVED);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return true;
	return WIFEXITED(status) && WEXITSTATUS(status) == SURVIVED;
}

static bool
parse_file(CReader *r, bool cpp)
{
	if (survives(r, cpp) && compile_file(r, cpp) == CXError_Success)
		return true;
	diag_error(r->d, (Span){r->src, 0, 0},
	           "libclang cannot read the file: it is nested too deeply, or "
	           "its macros make too much of it");
	return false;
}

static void
close_file(CReader *r)
{
	if (r->tu)
		r->cx->disposeTranslationUnit(r->tu);
	if (r->index)
		r->cx->disposeIndex(r->index);
}

static bool
read_function(CReader *r, Span function, Table *t)
{
	Cursors all = {0};
	CXCursor f = {0};

	if (!compiles(r))
		return false;
	find_functions(r, r->cx->getTranslationUnitCursor(r->tu), &all);
	if (function.src ? !named_function(r, &all, function, &f)
	                 : !only_function(r, &all, &f))
		return false;
	run_function(r, f, t);
	return !r->failed;
}

bool
clang_read(Arena *a, Diag *d, uint32_t src, bool cpp, Span function, Table *t)
{
	const char *why = "";
	CReader r = {.a = a,
	             .d = d,
	             .cx = clang_load(a, &why),
	             .e = expr_new(a, d),
	             .src = src};
	bool ok;

	if (d->source.at[src].len > C_MAX_BYTES) {
		diag_error(d, (Span){src, 0, 0}, "more than %d bytes of C",
		           C_MAX_BYTES);
		return false;
	}
	if (!r.cx) {
		diag_error(d, (Span){src, 0, 0},
		           "C is read through libclang, which is not there: %s",
		           why);
		diag_note(d, "install it: util/deps does");
		return false;
	}
	r.front = (Front){
	    .a = a, .diag = d, .e = r.e, .dialect = dialect_by_name("python")};
	vec_push(a, r.file, ((FileSource){d->source.at[src].name, src}));
	ok = parse_file(&r, cpp) && read_function(&r, function, t);
	close_file(&r);
	t->outputs = true;
	return ok;
}

/* ---- names of files ---- */

static const struct {
	const char *suffix;
	bool cpp;
} suffixes[] = {{".c", false}, {".h", false},  {".cpp", true},
                {".cc", true}, {".cxx", true}, {".hpp", true},
                {".hh", true}, {".hxx", true}, {".C", true}};

const char *
clang_kind(const char *path, size_t len)
{
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		size_t n = strlen(suffixes[i].suffix);

		if (len > n && !memcmp(path + len - n, suffixes[i].suffix, n))
			return suffixes[i].cpp ? "c++" : "c";
	}
	return NULL;
}
