"""The search behind hall_of_fame.csv: pt from three angles and eta.

    python3 search.py            reads muons.csv, writes hall_of_fame.csv

The quotient a / sqrt(1 + b*b) (Operon's aq) is defined everywhere, so every
equation of the front can be proven over the whole input box.
"""

import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import front

SEED = 7
INPUTS = ["dphi12", "dphi23", "dphi34", "eta"]

if __name__ == "__main__":
    data = front.load("muons.csv")
    x = np.column_stack([data[n] for n in INPUTS])
    rows = front.search(x, data["pt"], INPUTS, "add,sub,mul,aq,exp,tanh", SEED)
    front.write("hall_of_fame.csv", rows)
