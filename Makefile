# symgate. `make demo` and `make check` each work as the very first command;
# `make` alone builds once `make deps` has been run.
B = build
CC = gcc
CFLAGS = -O3 -g
WARN = -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
DEFS = -D_XOPEN_SOURCE=700 -I.
# libclang 17 or later, which knows operators: the newest that is installed.
# C input loads it when it is needed, so only its header and name are wanted.
LLVM = $(shell ls -d /usr/lib/llvm-*/include/clang-c 2>/dev/null | \
         sed 's|/include/clang-c||' | sort -t- -k2n | tail -n 1)
LLVM_INCLUDE = $(or $(LLVM:%=%/include),$(shell llvm-config --includedir))
LLVM_LIB = $(or $(LLVM:%=%/lib),$(shell llvm-config --libdir))
LIBCLANG = $(notdir $(realpath $(LLVM_LIB)/libclang.so))
$B/frontend/clang.o $B/frontend/clang_%.o: DEFS += -isystem $(LLVM_INCLUDE)
$B/frontend/clang_load.o: DEFS += -DLIBCLANG='"$(LIBCLANG)"'
LIBS = -lmpfi -lmpfr -lgmp -lfftw3 -ljansson -lcsv -lyaml -lnlopt -lzip -lmd -lm
SAN = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all

prefix = /usr/local
DESTDIR =
N = 1000

SRC = symgate.c $(wildcard util/*.c frontend/*.c ir/*.c backends/*.c hls/*.c \
      testbench/*.c driver/*.c)
OBJ = $(SRC:%.c=$B/%.o)
UNIT = $(patsubst tests/unit/%.c,$B/tests/%,$(wildcard tests/unit/*.c))
VERSION = $(shell sed -n 's/.*SG_VERSION "\(.*\)".*/\1/p' ir/design.h)
OURS = $(shell git ls-files '*.c' '*.h' ':!tests/clang')

all: symgate

symgate: $B/symgate
	cp $< $@

$B/symgate: $B/main.o $B/libsymgate.a
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

$B/libsymgate.a: $(OBJ)
	rm -f $@ && ar rcs $@ $(OBJ)

$B/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(WARN) $(CFLAGS) $(DEFS) -MMD -c -o $@ $<

# one cmocka program a file in tests/unit
$B/tests/%: tests/unit/%.c $B/libsymgate.a
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(WARN) $(CFLAGS) $(DEFS) -MMD -o $@ $< $B/libsymgate.a -lcmocka $(LIBS)

# the fuzzer and the benchmark see the public header only
$B/fuzz: tests/fuzz.c $B/libsymgate.a
	$(CC) $(WARN) $(CFLAGS) $(DEFS) -MMD -o $@ $^ $(LIBS)
$B/values: tests/values.c $B/libsymgate.a
	$(CC) $(WARN) $(CFLAGS) $(DEFS) -MMD -o $@ $< $B/libsymgate.a $(LIBS)
$B/bench: bench/bench.c $B/libsymgate.a
	$(CC) $(WARN) $(CFLAGS) $(DEFS) -MMD -o $@ $^ $(LIBS)
# the benchmark of the function units sees what is inside
$B/bench-units: bench/units.c $B/libsymgate.a
	$(CC) $(WARN) $(CFLAGS) $(DEFS) -MMD -o $@ $< $B/libsymgate.a $(LIBS)

deps:
	@util/deps

# `deps` first, then a second make that sees what it installed
demo check lint: deps
	@$(MAKE) --no-print-directory run-$@
run-demo: symgate
	@examples/demo
run-check-build: symgate $(UNIT) $B/fuzz $B/values
run-check: run-check-build
	@B=$B tests/run
run-lint:
	@LLVM_INCLUDE=$(LLVM_INCLUDE) tests/lint $(OURS)

# accept what the file tests and the README's commands print now
rebase: symgate
	@B=$B tests/run --rebase cases errors readme
fuzz: symgate $B/fuzz
	@B=$B tests/run-fuzz $N
bench: symgate $B/bench
	@B=$B bench/run
	@bench/share --symgate $B/symgate --csv $B/share.csv
	@bench/results $B/share.csv
	@bench/share --ablate --symgate $B/symgate

bench-peers: symgate
	@bench/peers --symgate $B/symgate
bench-units: $B/bench-units
	@bench/units.py $B/bench-units flopoco
	@bench/units.py $B/bench-units operator
# the README's section of results, with FEYNMAN=FILE.csv from `bench/feynman --save` its line of these
bench-readme: symgate
	@bench/share --symgate $B/symgate --csv $B/share.csv --published
	@bench/results $B/share.csv $(FEYNMAN:%=--feynman %) --readme
bench-share: symgate
	@bench/share --symgate $B/symgate
bench-clock: symgate
	@bench/clock --symgate $B/symgate
bench-feynman: symgate
	@SYMGATE=$B/symgate bench/feynman

# everything again under the address and undefined-behaviour sanitizers
check-san:
	@$(MAKE) --no-print-directory B=$B/san CFLAGS='$(SAN)' run-check-san
run-check-san: $B/symgate $(UNIT) $B/fuzz
	@B=$B tests/run unit cases errors compile

format:
	clang-format -i $(OURS)

install: symgate
	install -d $(DESTDIR)$(prefix)/bin $(DESTDIR)$(prefix)/include \
	    $(DESTDIR)$(prefix)/lib/pkgconfig $(DESTDIR)$(prefix)/share/man/man1
	install symgate $(DESTDIR)$(prefix)/bin
	install -m 644 symgate.h $(DESTDIR)$(prefix)/include
	install -m 644 $B/libsymgate.a $(DESTDIR)$(prefix)/lib
	sed -e 's|@prefix@|$(prefix)|' -e 's|@version@|$(VERSION)|' \
	    -e 's|@libs@|$(LIBS)|' symgate.pc.in \
	    > $(DESTDIR)$(prefix)/lib/pkgconfig/symgate.pc
	install -m 644 docs/symgate.1 $(DESTDIR)$(prefix)/share/man/man1

clean:
	rm -rf $B symgate

.PHONY: all deps demo check lint run-demo run-check run-check-build run-lint rebase fuzz \
	bench bench-peers bench-readme bench-units bench-share bench-clock bench-feynman check-san run-check-san format install clean
-include $(shell find $B -name '*.d' 2>/dev/null)
