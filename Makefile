# symgate: `make demo` and `make check` set up all they need.
CC = gcc
CFLAGS = -O2 -g
WARN = -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
DEFS = -D_POSIX_C_SOURCE=200809L -I.
LIBS = -lsollya -lmpfi -lmpfr -lgmp -lfftw3 -ljansson -lcsv -lm
B = build

SRC = symgate.c $(wildcard util/*.c frontend/*.c ir/*.c backends/*.c hls/*.c testbench/*.c)
OBJ = $(SRC:%.c=$B/%.o)

all: symgate

symgate: $B/main.o $B/libsymgate.a
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

$B/libsymgate.a: $(OBJ)
	rm -f $@ && ar rcs $@ $(OBJ)

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(WARN) $(CFLAGS) $(DEFS) -MMD -c -o $@ $<

# one cmocka program a file in tests/unit
$B/tests/%: tests/unit/%.c $B/libsymgate.a
	@mkdir -p $(@D)
	$(CC) $(WARN) $(CFLAGS) $(DEFS) -o $@ $< $B/libsymgate.a -lcmocka $(LIBS)

-include $(OBJ:.o=.d) $B/main.d
