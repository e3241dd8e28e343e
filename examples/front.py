"""Search with pyoperon, front out: shared by the examples' search scripts.

    pip install pyoperon numpy

A front is written as PySR writes its hall of fame (Complexity,Loss,Equation),
with all digits of the constants, so that `symgate compile` reads it like any
other. Complexity is the number of nodes that Operon counts.
"""

import csv
import re

import numpy as np
from pyoperon.sklearn import SymbolicRegressor


def load(path):
    """Columns of a CSV with a header, as a dict of float arrays."""
    with open(path, newline="") as f:
        rows = list(csv.reader(f))
    data = np.array(rows[1:], dtype=float)
    return {name: data[:, i] for i, name in enumerate(rows[0])}


def save(path, columns):
    """The inverse of load."""
    with open(path, "w", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(columns)
        out.writerows(zip(*(["%.6g" % v for v in c] for c in columns.values())))


def respell(text, names):
    """Operon's infix with our variable names for its X1, X2 ..."""
    return re.sub(r"\bX(\d+)\b", lambda m: names[int(m.group(1)) - 1], text)


def search(x, y, names, symbols, seed, length=25, generations=200):
    """The Pareto front (complexity, mean squared error, equation)."""
    reg = SymbolicRegressor(
        allowed_symbols=symbols + ",constant,variable",
        objectives=["mse", "length"],
        reinserter="keep-best",
        optimizer_iterations=5,
        max_length=length,
        population_size=1000,
        pool_size=1000,
        generations=generations,
        max_evaluations=2_000_000,
        n_threads=1,
        random_state=seed,
    )
    reg.fit(x, y)
    front = {}
    for m in reg.pareto_front_:
        loss = float(m["objective_values"][0])
        text = respell(reg.get_model_string(m["tree"], 9), names)
        old = front.get(m["complexity"])
        if old is None or loss < old[0]:
            front[m["complexity"]] = (loss, text)
    return dominating(front)


def dominating(front):
    """Rows by complexity, each with a smaller loss than all before it."""
    rows, best = [], float("inf")
    for complexity in sorted(front):
        loss, text = front[complexity]
        if loss < best:
            rows.append((complexity, loss, text))
            best = loss
    return rows


def write(path, rows):
    with open(path, "w") as f:
        f.write("Complexity,Loss,Equation\n")
        for complexity, loss, text in rows:
            f.write('%d,%.8g,"%s"\n' % (complexity, loss, text))
