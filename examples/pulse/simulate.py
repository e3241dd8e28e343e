"""Digitised detector pulses: samples in, true energy and time known.

    python3 simulate.py          writes pulses.csv

A calorimeter cell's pulse after a CR-RC2 shaper with peaking time tau, in
units of the 25 ns sampling period:

    s(t) = (t/tau)^2 * exp(2 * (1 - t/tau))   for t > 0, else 0

sampled five times around the peak, with amplitude e (ADC counts, uniform from
100 to 2000), arrival time t0 (uniform from -0.5 to 0.5 sample), Gaussian noise
of 2 counts a sample and a 12-bit ADC whose pedestal is already subtracted.
The search is to find e and t0 from the samples s1 to s5.
"""

import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from front import save

SEED = 20261124
N = 3000
TAU = 2.0  # samples
NOISE = 2.0  # ADC counts


def shape(t):
    u = np.maximum(t, 0) / TAU
    return u**2 * np.exp(2 * (1 - u))


def simulate(rng, n):
    e = rng.uniform(100, 2000, n)
    t0 = rng.uniform(-0.5, 0.5, n)
    columns = {}
    for i in range(1, 6):
        s = e * shape(i - t0) + rng.normal(0, NOISE, n)
        columns["s%d" % i] = np.clip(np.round(s), -2048, 2047)
    columns["energy"] = e
    columns["time"] = t0
    return columns


if __name__ == "__main__":
    save("pulses.csv", simulate(np.random.default_rng(SEED), N))
