"""Muons in an endcap spectrometer: what a level-1 trigger sees of them.

    python3 simulate.py          writes muons.csv

A muon of transverse momentum pt (GeV, log-uniform from 3 to 60) and
pseudorapidity eta (uniform from 1.2 to 2.4) crosses four stations. Between
two stations it bends by

    dphi = q * K(eta) * (1/pt_local) + scattering + resolution

with bending powers K12, K23, K34 (rad GeV) that fall with eta as the solenoid's
radial field does: the full field before the first two stations, the weaker
return field of opposite sign after them. pt_local is pt less the energy lost
in the iron (0.25 GeV a station, times cosh(eta) over the path). Multiple
scattering is Gaussian with sigma = 0.9 mrad * 10 GeV / p, the chambers' own
resolution 0.35 mrad. Charge is folded away as the firmware does it: all three
angles change sign together so that dphi12 is not negative.

Hardware units: angles in 1/60 degree, saturated at 9 bits (dphi12, unsigned)
and 8 bits with sign (dphi23, dphi34); eta in units of 0.010875, 8 bits.
Numbers are of the size of CMS' endcap track finder; the model is ours.
"""

import numpy as np

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from front import save

SEED = 20261123
N = 4000
ANGLE = np.pi / 180 / 60  # rad a unit
ETA = 0.010875  # a unit


def bending(eta):
    """K12, K23, K34 in rad GeV."""
    fall = np.exp(-0.9 * (eta - 1.2))
    return 0.46 * fall, -0.11 * fall, -0.045 * (2.6 - eta)


def simulate(rng, n):
    pt = np.exp(rng.uniform(np.log(3), np.log(60), n))
    eta = rng.uniform(1.2, 2.4, n)
    charge = rng.choice([-1, 1], n)
    p = pt * np.cosh(eta)
    angles = []
    for station, k in enumerate(bending(eta)):
        lost = 0.25 * (station + 1)
        sigma = np.hypot(0.9e-3 * 10 / p, 0.35e-3)
        dphi = charge * k / (pt - lost) + rng.normal(0, sigma)
        angles.append(np.round(dphi / ANGLE))
    fold = np.where(angles[0] < 0, -1, 1)
    return {
        "dphi12": np.clip(angles[0] * fold, 0, 511),
        "dphi23": np.clip(angles[1] * fold, -128, 127),
        "dphi34": np.clip(angles[2] * fold, -128, 127),
        "eta": np.floor(eta / ETA),
        "pt": pt,
    }


if __name__ == "__main__":
    save("muons.csv", simulate(np.random.default_rng(SEED), N))
