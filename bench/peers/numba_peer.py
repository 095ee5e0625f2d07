# SPDX-License-Identifier: Apache-2.0
"""The reference workload in Numba: one compiled loop over trajectories, fast arithmetic allowed, all processors."""

import sys

import numba
import numpy as np
from reference_study import BINS, YEARS, Reference, report

R = Reference()
G0, G1, V0, V1 = *R.growth, *R.log_volatility
L, START, FRONTIER, BASE, STEEP, SHAPES = R.cholesky, R.start, R.frontier, R.base, R.steepness, R.concentration * R.weights
RATES = np.array([e[0] for e in R.events])
PAIRS = np.array([e[1] for e in R.events])
SIZES = np.array([e[2:] for e in R.events])
PHI = R.phi


@numba.njit(parallel=True, fastmath=True, cache=False)
def simulate_chunks(n, threads):
    sums, squares = np.zeros((threads, YEARS)), np.zeros((threads, YEARS))
    histogram = np.zeros((threads, YEARS, BINS), dtype=np.int64)
    for t in numba.prange(threads):
        growth, volatility, x, z, weight = np.empty(6), np.empty(6), np.empty(6), np.empty(6), np.empty(3)
        size, happened, score = np.empty(2), np.empty(2, dtype=np.bool_), np.empty(2)
        for _ in range(n // threads):
            for i in range(6):
                growth[i] = G0[i] + G1[i] * np.random.standard_normal()
                volatility[i] = np.exp(V0[i] + V1[i] * np.random.standard_normal())
                x[i] = START[i]
            for e in range(2):
                size[e] = SIZES[e, 0] + SIZES[e, 1] * np.random.standard_normal()
                happened[e] = False
            total = 0.0
            for k in range(3):
                weight[k] = np.random.standard_gamma(SHAPES[k])
                total += weight[k]
            for year in range(YEARS):
                for e in range(2):
                    if not happened[e] and np.random.standard_exponential() < RATES[e]:
                        happened[e] = True
                        x[PAIRS[e]] += size[e]
                for i in range(6):
                    z[i] = np.random.standard_normal()
                for i in range(6):
                    shock = 0.0
                    for j in range(i + 1):
                        shock += L[i, j] * z[j]
                    x[i] += growth[i] + volatility[i] * shock
                for a in range(2):
                    score[a] = 0.0
                    for k in range(3):
                        reference = PHI * (max(x[k], x[3 + k]) - FRONTIER[k])
                        moved = x[3 * a + k] - START[3 * a + k]
                        score[a] += weight[k] / total * 100.0 / (1.0 + np.exp(-(BASE[a] + STEEP[k] * (moved - reference))))
                gap = score[0] - score[1]
                sums[t, year] += gap
                squares[t, year] += gap * gap
                histogram[t, year, min(max(int((gap + 100.0) * 10.0), 0), BINS - 1)] += 1
    return sums, squares, histogram


def simulate(n):
    sums, squares, histogram = simulate_chunks(n, numba.get_num_threads())
    return sums.sum(axis=0), squares.sum(axis=0), histogram.sum(axis=0)


report("Numba, float64", simulate, int(sys.argv[1]), 1 << 18, threads=numba.get_num_threads())
