# SPDX-License-Identifier: Apache-2.0
"""The reference workload in CuPy: float32, cuRAND's generator by cupy.random, and all of a year in one fused kernel.

    cupy_peer.py TRAJECTORIES [--numpy]    --numpy: the same statements on NumPy, to check them where there is no device
"""

import sys

import numpy as np
from reference_study import BINS, YEARS, Reference, report

NUMPY = "--numpy" in sys.argv
if NUMPY:
    xp, fuse, to_host = np, lambda function: function, np.asarray
else:
    import cupy as xp

    fuse, to_host = xp.fuse, xp.asnumpy

R, F = Reference(), np.float32
CHUNK = 1 << (13 if NUMPY else 22)
SHIFT = [float(s) for s in R.start - np.tile(R.frontier, 2)]
rng = xp.random.default_rng(7)


def normal(rows):
    return rng.standard_normal((rows, CHUNK), dtype=F)


@fuse
def volatility_of(z, mean, sd):
    return xp.exp(mean + sd * z)


@fuse
def advance(*rows):
    """One year of 31 rows: levels less those at base, growths, volatilities, normals, uniforms, weights, sizes still to come."""
    moved, growth, volatility, z = (list(rows[i: i + 6]) for i in range(0, 24, 6))
    uniform, weight, left = rows[24:26], rows[26:29], list(rows[29:31])
    for e, (rate, pair, _, _) in enumerate(R.events):
        onset = uniform[e] < float(-np.expm1(-rate))
        moved[pair] = moved[pair] + xp.where(onset, left[e], left[e] * 0.0)
        left[e] = xp.where(onset, left[e] * 0.0, left[e])
    for i in range(6):
        shock = float(R.cholesky[i, 0]) * z[0]
        for j in range(1, i + 1):
            shock = shock + float(R.cholesky[i, j]) * z[j]
        moved[i] = moved[i] + growth[i] + volatility[i] * shock
    gap = weight[0] * 0.0
    for k in range(3):
        reference = float(R.phi) * xp.maximum(moved[k] + SHIFT[k], moved[3 + k] + SHIFT[3 + k])
        us, cn = (1.0 / (1.0 + xp.exp(-float(R.base[a]) - float(R.steepness[k]) * (moved[3 * a + k] - reference))) for a in range(2))
        gap = gap + weight[k] * (us - cn)
    bins = xp.minimum(xp.maximum((gap + 100.0) * 10.0, 0.0), float(BINS - 1)).astype(np.int32)
    return (*moved, *left, gap, gap * gap, bins)


def simulate(_):
    mean, sd = (xp.asarray(part, dtype=F)[:, None] for part in R.growth)
    growth = normal(6) * sd + mean
    volatility = volatility_of(normal(6), *(xp.asarray(part, dtype=F)[:, None] for part in R.log_volatility))
    left = [z * F(sd) + F(mean) for (_, _, mean, sd), z in zip(R.events, normal(2))]
    gammas = [rng.standard_gamma(float(R.concentration * w), CHUNK, dtype=F) for w in R.weights]
    scale = 100 / (gammas[0] + gammas[1] + gammas[2])
    weights = [g * scale for g in gammas]
    moved = [xp.zeros(CHUNK, dtype=F)] * 6
    sums, squares = [], []
    histogram = xp.zeros((YEARS, BINS), dtype=np.int32)
    for year in range(YEARS):
        *state, gap, square, bins = advance(*moved, *growth, *volatility, *normal(6), *rng.random((2, CHUNK), dtype=F), *weights, *left)
        moved, left = state[:6], state[6:]
        sums.append(gap.sum(dtype=np.float64))
        squares.append(square.sum(dtype=np.float64))
        xp.add.at(histogram[year], bins, 1)
    return to_host(xp.stack(sums)), to_host(xp.stack(squares)), to_host(histogram).astype(np.int64)


report("CuPy's statements on NumPy, float32" if NUMPY else "CuPy, float32, a fused kernel a year", simulate, int(sys.argv[1]), CHUNK,
       threads=1 if NUMPY else 0)
