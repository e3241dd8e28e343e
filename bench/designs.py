"""The benchmark set: what bench/share and bench/clock compile.

A design is a name and the arguments of `symgate compile`. The jet taggers
come from the collection in $SYMGATE_CORPUS (default ../shared/corpus) where
there is one; without it, the polynomial ones from the examples.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("SYMGATE_CORPUS", ROOT / "../shared/corpus"))

MUON = [
    "examples/muon/hall_of_fame.csv", "--data", "examples/muon/muons.csv",
    "--input", "ap_uint<9>", "--input", "dphi23=ap_int<8>",
    "--input", "dphi34=ap_int<8>", "--input", "eta=ap_uint<8>@110..221",
    "--output", "ap_ufixed<10,7>",
]  # fmt: skip
PULSE = [
    "examples/pulse/energy.csv", "examples/pulse/time.csv",
    "--select", "complexity=15", "--input", "ap_int<12>", "--name", "pulse",
    "--output", "energy=ap_ufixed<12,12>", "--output", "time=ap_fixed<8,1>",
]  # fmt: skip

# name, equation, inputs, output: typical of triggers and of control
SMALL = [
    ("gauss", "exp(-x0*x0/2)", ["ap_fixed<12,4>@-4..4"], "ap_ufixed<12,1>"),
    ("wave", "sin(0.3*x0)*x1 + exp(-x2*x2)", ["ap_fixed<12,4>@-4..4"], "ap_fixed<12,4>"),
    ("damped", "exp(-0.5*x0)*sin(3*x0)", ["ap_ufixed<12,3>@0..8"], "ap_fixed<12,1>"),
    ("sigmoid", "1/(1 + exp(-(0.8*x0 - 1.2*x1 + 0.3)))", ["ap_fixed<12,4>@-4..4"], "ap_ufixed<10,0>"),
    ("neurons", "0.7*tanh(0.9*x0 + 0.4*x1 - 0.2) - 1.3*tanh(0.5*x0 - 0.8*x1)", ["ap_fixed<12,4>@-4..4"], "ap_fixed<12,3>"),
    ("ratio", "x0/(x1 + 1.5)", ["x0=ap_fixed<12,4>@-4..4", "x1=ap_ufixed<12,3>@0..8"], "ap_fixed<12,3>"),
    ("hypot", "sqrt(x0*x0 + x1*x1 + 1)", ["ap_fixed<12,4>@-7..7"], "ap_ufixed<12,4>"),
    ("mass", "sqrt(2*a*b*(1 - cos(v)))", ["a=ap_ufixed<8,6>@4..63", "b=ap_ufixed<8,6>@4..63", "v=ap_ufixed<9,2>@0.5..3.1"], "ap_ufixed<10,8>"),
    ("logs", "log(x0/x1)", ["ap_ufixed<12,4>@0.25..15.9"], "ap_fixed<12,4>"),
    ("relu", "max(0, 0.75*x0 - 0.3*x1) - max(0, 0.4*x1 - x0 + 0.1)", ["ap_fixed<12,4>@-4..4"], "ap_fixed<12,5>"),
    ("cubic", "0.21*x0*x0*x0 - 0.73*x0*x0 + 1.1*x0*x1 - 0.4", ["ap_fixed<12,3>@-2..2"], "ap_fixed<14,5>"),
    ("angle", "atan(x1/x0)", ["x0=ap_ufixed<10,2>@0.25..3.9", "x1=ap_fixed<10,3>@-3.9..3.9"], "ap_fixed<10,2>"),
]  # fmt: skip


def jets(files, width, error, *more):
    """The published designs' latencies are part of what is compared, so ours are limited: more."""
    port = f"ap_fixed<{width},6>"
    return [*map(str, files), *more, "--input", port + "@-4..<4", "--output", port, "--max-error", error]


def designs():
    """name -> (arguments, target, clock in MHz), in the order of the tables."""
    sets = CORPUS / "jets"
    poly = sets / "jets_poly.csv"
    xc = ("xcvu9p", 200)
    d = {}
    if not poly.exists():
        poly = ROOT / "examples/jets/taggers.csv"
    else:
        d["jets_sin_12"] = (jets([sets / "jets_sin.csv"], 12, "2^-6", "--latency", "3"), *xc)
        d["jets_sincos_14"] = (jets([sets / "jets_sincos.csv"], 14, "2^-6", "--latency", "3"), *xc)
    d["jets_poly_16"] = (jets([poly], 16, "2^-6", "--latency", "2"), *xc)
    d["jets_poly_ulp"] = (jets([poly], 16, "1ulp", "--latency", "4"), *xc)
    if sets.exists():
        d["jets_sin_ulp"] = (jets([sets / "jets_sin.csv"], 16, "1ulp", "--latency", "7"), *xc)
        d["jets_sincos_ulp"] = (jets([sets / "jets_sincos.csv"], 16, "1ulp", "--latency", "7"), *xc)
        for i in range(5):
            front = [sets / f"front_tagger{i}.csv"]
            sc = ("--select", "best", "--define", "sc(x) = sin(x)*cos(x)")
            d[f"tagger{i}"] = (jets(front, 16, "1ulp", *sc), *xc)
    for target, clock in (("ecp5", 160), xc):
        d[f"muon_{target}"] = (MUON, target, clock)
        d[f"pulse_{target}"] = (PULSE, target, clock)
    for name, equation, inputs, output in SMALL:
        ports = [w for i in inputs for w in ("--input", i)] + ["--output", output]
        d[name] = (["-e", equation, *ports], *xc)
    return d


# the published Vivado HLS designs on xcvu9p: share, cycles, largest error observed over [-4, 4)
PUBLISHED = {
    "jets_sin_12": (0.0117, 6, 3.5),
    "jets_sincos_14": (0.0165, 7, 3.8),
    "jets_poly_16": (0.0227, 5, 0.37),
    "jets_poly_ulp": (0.0227, 5, 0.37),
    "jets_sin_ulp": (0.0164, 7, 2.6),
}
