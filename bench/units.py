#!/usr/bin/env python3
"""LUTs of function units by Yosys: symgate's choice, each family alone, FloPoCo.

    bench/units.py PROGRAM flopoco|operator [BITS [FAMILY ...]]
    bench/units.py PROGRAM flopoco|operator BITS model

PROGRAM is the benchmark bench/units.c, which writes the units as Verilog; all
of one size go through one run of Yosys (synth_xilinx -family xcup, nothing
flattened, so that each keeps its own count; for "flopoco" without block RAM
and multipliers, as FloPoCo's figures were made). Prints a CSV line a unit:

    set,f,bits,family,kind,model LUT,model DSP,LUT,DSP,ms

then a Markdown table: per function and size our LUTs, D a multiplier block,
beside FloPoCo's in the set "flopoco", and with < what a family alone would have
been where that is smaller. Exit status 1 if there is such a family, or if
FloPoCo is smaller. With "model" nothing runs but the model, and what is chosen
makes the table alone; the README has that of the operators.
"""

import csv
import re
import subprocess
import sys
import tempfile
from pathlib import Path

COLUMNS = "set f bits family kind model model_dsp lut dsp ms".split()
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


def by_model(rows):
    return {r["name"]: (int(r["model"]), int(r["model_dsp"])) for r in rows}


def measure(program, which, bits, families):
    with tempfile.TemporaryDirectory() as tmp:
        cwd = Path(tmp)
        out = subprocess.run(
            [program, which, str(cwd / "units.v"), str(bits)],
            check=True, capture_output=True, text=True,
        ).stdout
        fields = "name,set,f,lo,hi,bits,family,kind,model,model_dsp,ms".split(",")
        rows = [dict(zip(fields, r)) for r in csv.reader(out.splitlines())]
        model = families == ["model"]
        if families:
            families = ["all"] if model else families
            rows = [r for r in rows if r["family"] in families]
        text = (cwd / "units.v").read_text()
        names = [r["name"] for r in rows]
        found = by_model(rows) if model else synthesise(names, text, which == "flopoco", cwd)
    for r in rows:
        r["bits"] = int(r["bits"])
        r["lut"], r["dsp"] = found[r["name"]]
    return rows


def cell(here, which, bits):
    """(text, whether another family or FloPoCo is smaller) of one size."""
    ours = next((r for r in here if r["family"] == "all"), None)
    if not ours:
        return "-", False
    text = str(ours["lut"]) + (f" + {ours['dsp']} D" if ours["dsp"] else "")
    peer = None
    if which == "flopoco":
        peer = FLOPOCO[ours["f"]][bits // 2 - 4]
        text += f" ({peer or '-'})"
    best = min(here, key=share)
    if share(best) < share(ours):
        text += f" < {best['lut']} {best['family']}"
    return text, share(best) < share(ours) or (peer is not None and peer < ours["lut"])


def table(rows, which, sizes):
    """Prints it; how many cells are not the least."""
    bad = 0
    print("| f | x | " + " | ".join(f"{b} bits" for b in sizes) + " |")
    print("|---|---|" + "--:|" * len(sizes))
    for f in dict.fromkeys(r["f"] for r in rows):
        of = [r for r in rows if r["f"] == f]
        cells = [cell([r for r in of if r["bits"] == b], which, b) for b in sizes]
        bad += sum(smaller for _, smaller in cells)
        box = f"[{of[0]['lo']}, {of[0]['hi']})"
        print(f"| {f} | {box} | " + " | ".join(text for text, _ in cells) + " |")
    return bad


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("flopoco", "operator"):
        raise SystemExit(__doc__)
    program, which = sys.argv[1:3]
    sizes = [int(b) for b in sys.argv[3].split(",")] if len(sys.argv) > 3 else [8, 10, 12, 14, 16]
    rows = []
    for b in sizes:
        here = measure(program, which, b, sys.argv[4:])
        for r in here:
            print(",".join(str(r[k]) for k in COLUMNS), flush=True)
        rows += here
    bad = table(rows, which, sizes)
    total = sum(share(r) for r in rows if r["family"] == "all")
    print(f"total {total:.0f}, {bad} not the least")
    errors = [float(r["model"]) / r["lut"] for r in rows if r["lut"] and r["dsp"] == int(r["model_dsp"])]
    errors.sort()
    if errors:
        print(f"model/Yosys: median {errors[len(errors)//2]:.2f}, "
              f"5 % {errors[len(errors)//20]:.2f}, 95 % {errors[-1 - len(errors)//20]:.2f}")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
