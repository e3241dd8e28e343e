#!/usr/bin/env python3
"""LUTs of function units by Yosys: symgate's choice, each family alone, FloPoCo.

    bench/units.py PROGRAM flopoco|operator [BITS [FAMILY ...]]

PROGRAM is the benchmark bench/units.c, which writes the units as Verilog; all
of one size go through one run of Yosys (synth_xilinx -family xcup, nothing
flattened, so that each keeps its own count; for "flopoco" without block RAM
and multipliers, as FloPoCo's figures were made). Prints a CSV line a unit:

    set,f,bits,family,kind,model LUT,model DSP,LUT,DSP,ms

then a table: per function and size our LUTs, beside FloPoCo's in the set
"flopoco", and the family that would have been smaller if there is one. Exit
status 1 if there is one, or if FloPoCo is smaller.
"""

import csv
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LUTS, DSPS = 1182240, 6840  # of an xcvu9p: a DSP is worth 173 LUTs

# FloPoCo's best family, LUT2..LUT6 by the same Yosys run; None: it refuses
# or runs for longer than 90 s. Measured with its public tree of October 2024:
# multipartite with compressed tables of initial values, piecewise polynomials
# of degree 1 and 2.
FLOPOCO = {
    "sin(1.5*x)": (23, 46, 103, 204, 287),
    "exp(-2*x)": (28, 54, 116, None, None),
    "log(1 + x)": (34, 52, 95, None, None),
    "1/(1 + x)": (24, 46, 87, 193, 291),
    "tanh(4*x)": (70, 89, 162, 232, None),
    "exp(-16*x*x)": (45, 92, 156, 260, None),
    "1/(1 + exp(-8*(x - 0.5)))": (65, 87, 136, 225, None),
    "sqrt(x)": (None, None, None, None, None),
}


def synthesise(names, text, limited, cwd):
    """{module: (LUT, DSP)} of the modules in `text`."""
    ports = {n: re.search(rf"module {n} \((.*?)\);", text, re.S)[1] for n in names}
    top = ["module top(input [31:0] x,"]
    width = {
        n: [int(m) + 1 for m in re.findall(r"\[(\d+):0\]", ports[n])] for n in names
    }
    top.append(", ".join(f"output [{width[n][1]-1}:0] y_{n}" for n in names) + ");")
    for n in names:
        top.append(
            f"{n} {n}(.in_valid(1'b1), .out_valid(), .x(x[{width[n][0]-1}:0]), "
            f".y(y_{n}));"
        )
    (cwd / "all.v").write_text(text + "\n".join(top) + "\nendmodule\n")
    flags = "-nodsp -nobram" if limited else ""
    script = (
        f"read_verilog all.v; synth_xilinx -family xcup {flags} -noiopad"
        " -noclkbuf -top top; tee -o stat.txt stat"
    )
    subprocess.run(["yosys", "-q", "-p", script], cwd=cwd, check=True, timeout=3000)
    cells, name = {}, None
    for line in (cwd / "stat.txt").read_text().splitlines():
        if m := re.match(r"=== (.*) ===", line):
            name = m[1]
            cells[name] = {}
        elif m := re.match(r"\s+(\w+)\s+(\d+)$", line):
            cells[name][m[1]] = int(m[2])

    def count(module, pattern):
        return sum(
            n if re.fullmatch(pattern, c) else n * count(c, pattern) if c in cells else 0
            for c, n in cells[module].items()
        )

    return {n: (count(n, r"LUT[1-6]|INV"), count(n, "DSP48E2")) for n in names}


def share(r):
    return r["lut"] + r["dsp"] * LUTS / DSPS


def measure(program, which, bits, families):
    with tempfile.TemporaryDirectory() as tmp:
        cwd = Path(tmp)
        out = subprocess.run(
            [program, which, str(cwd / "units.v"), str(bits)],
            check=True, capture_output=True, text=True,
        ).stdout
        fields = "name,set,f,bits,family,kind,model,model_dsp,ms".split(",")
        rows = [dict(zip(fields, r)) for r in csv.reader(out.splitlines())]
        if families:
            rows = [r for r in rows if r["family"] in families]
        text = (cwd / "units.v").read_text()
        found = synthesise([r["name"] for r in rows], text, which == "flopoco", cwd)
    for r in rows:
        r["bits"] = int(r["bits"])
        r["lut"], r["dsp"] = found[r["name"]]
    return rows


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("flopoco", "operator"):
        raise SystemExit(__doc__)
    program, which = sys.argv[1:3]
    sizes = [int(b) for b in sys.argv[3].split(",")] if len(sys.argv) > 3 else [8, 10, 12, 14, 16]
    with ThreadPoolExecutor(1) as pool:
        work = [pool.submit(measure, program, which, b, sys.argv[4:]) for b in sizes]
        rows = [r for w in work for r in w.result()]
    for r in rows:
        print(f"{r['set']},{r['f']},{r['bits']},{r['family']},{r['kind']},{r['model']},"
              f"{r['model_dsp']},{r['lut']},{r['dsp']},{r['ms']}")
    bad = 0
    total = 0
    for f in dict.fromkeys(r["f"] for r in rows):
        line = f"{f:26}"
        for bits in sizes:
            here = [r for r in rows if r["f"] == f and r["bits"] == bits]
            ours = next((r for r in here if r["family"] == "all"), None)
            if not ours:
                line += f"{'-':>15}"
                continue
            total += share(ours)
            cell = f"{ours['lut']}" + (f"+{ours['dsp']}D" if ours["dsp"] else "")
            peer = FLOPOCO[f][bits // 2 - 4] if which == "flopoco" else None
            cell += f"/{peer or '-'}" if which == "flopoco" else ""
            best = min(here, key=share)
            if share(best) < share(ours):
                cell += f" <{best['family'][0]}{best['lut']}"
            bad += share(best) < share(ours) or (peer is not None and peer < ours["lut"])
            line += f"{cell:>15}"
        print(line)
    print(f"total {total:.0f}")
    errors = [float(r["model"]) / r["lut"] for r in rows if r["lut"] and r["dsp"] == int(r["model_dsp"])]
    errors.sort()
    if errors:
        print(f"model/Yosys: median {errors[len(errors)//2]:.2f}, "
              f"5 % {errors[len(errors)//20]:.2f}, 95 % {errors[-1 - len(errors)//20]:.2f}")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
