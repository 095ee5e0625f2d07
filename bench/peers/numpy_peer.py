# SPDX-License-Identifier: Apache-2.0
"""The reference workload in NumPy: float32, one thread, chunks that stay in the second-level cache."""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import sys  # noqa: E402

import numpy as np  # noqa: E402
from reference_study import BINS, YEARS, Reference, report  # noqa: E402

R, F = Reference(), np.float32
rng = np.random.Generator(np.random.SFC64(7))


def normal(*shape):
    return rng.standard_normal(shape, dtype=F)


def simulate(n):
    growth = F(R.growth[0])[:, None] + F(R.growth[1])[:, None] * normal(6, n)
    volatility = np.exp(F(R.log_volatility[0])[:, None] + F(R.log_volatility[1])[:, None] * normal(6, n))
    sizes = [F(mean) + F(sd) * normal(n) for _, _, mean, sd in R.events]
    gammas = np.stack([rng.standard_gamma(R.concentration * w, n, dtype=F) for w in R.weights])
    weights = F(100) * gammas / gammas.sum(axis=0)
    x = np.repeat(F(R.start)[:, None], n, axis=1)
    happened = [np.zeros(n, dtype=bool) for _ in R.events]
    cholesky, steepness = F(R.cholesky), F(R.steepness)[:, None]
    sums, squares, histogram = np.zeros(YEARS), np.zeros(YEARS), np.zeros((YEARS, BINS), dtype=np.int64)
    for year in range(YEARS):
        for e, (rate, pair, _, _) in enumerate(R.events):
            onset = (rng.standard_exponential(n, dtype=F) < F(rate)) & ~happened[e]
            happened[e] |= onset
            x[pair] += np.where(onset, sizes[e], F(0))
        x += growth + volatility * (cholesky @ normal(6, n))
        reference = F(R.phi) * (np.maximum(x[:3], x[3:]) - F(R.frontier)[:, None])
        scores = []
        for a in range(2):
            moved = x[3 * a: 3 * a + 3] - F(R.start[3 * a: 3 * a + 3])[:, None]
            scores.append((weights / (F(1) + np.exp(-(F(R.base[a]) + steepness * (moved - reference))))).sum(axis=0))
        gap = scores[0] - scores[1]
        sums[year], squares[year] = gap.sum(dtype=np.float64), np.square(gap, dtype=np.float64).sum()
        histogram[year] = np.bincount(np.clip((gap + F(100)) * F(10), 0, BINS - 1).astype(np.int32), minlength=BINS)
    return sums, squares, histogram


report("NumPy, float32, SFC64", simulate, int(sys.argv[1]), 8192, threads=1)
