"""The searches behind energy.csv and time.csv: e and t0 from five samples.

    python3 search.py            reads pulses.csv, writes energy.csv, time.csv

The arrival time is searched in units of the sampling period.
"""

import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import front

SEED = 11
INPUTS = ["s1", "s2", "s3", "s4", "s5"]

if __name__ == "__main__":
    data = front.load("pulses.csv")
    x = np.column_stack([data[n] for n in INPUTS])
    for name in ("energy", "time"):
        rows = front.search(
            x, data[name], INPUTS, "add,sub,mul,aq,tanh", SEED, 20, 100
        )
        front.write(name + ".csv", rows)
