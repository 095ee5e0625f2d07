# SPDX-License-Identifier: Apache-2.0
"""The reference workload in PyTorch: float32, one function compiled by torch.compile where that works, on a device if there is one.

    torch_peer.py TRAJECTORIES [--eager]
"""

import os
import sys

import numpy as np
import torch
from reference_study import BINS, YEARS, Reference, report

R = Reference()
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
CHUNK = 1 << (22 if DEVICE == "cuda" else 16)
torch.manual_seed(7)
SHAPES = torch.tensor(R.concentration * R.weights, dtype=torch.float32, device=DEVICE)[:, None].expand(3, CHUNK)
GAMMAS = torch.distributions.Gamma(SHAPES, torch.ones_like(SHAPES))
GROWTH, LOG_VOLATILITY, CHOLESKY = R.growth.T.tolist(), R.log_volatility.T.tolist(), R.cholesky.tolist()
START, FRONTIER, BASE, STEEP, PHI = R.start.tolist(), R.frontier.tolist(), R.base.tolist(), R.steepness.tolist(), float(R.phi)
EVENTS = [(float(-np.expm1(-rate)), pair, float(mean), float(sd)) for rate, pair, mean, sd in R.events]


def normal():
    return torch.randn(CHUNK, device=DEVICE)


def walk(gammas):
    """Gaps [year][trajectory], sums and sums of squares. Rows are drawn one by one, so that draws are fused into what uses them."""
    growth = [mean + sd * normal() for mean, sd in GROWTH]
    volatility = [torch.exp(mean + sd * normal()) for mean, sd in LOG_VOLATILITY]
    left = [mean + sd * normal() for _, _, mean, sd in EVENTS]
    scale = 100.0 / (gammas[0] + gammas[1] + gammas[2])
    weights = [gammas[k] * scale for k in range(3)]
    x = [torch.full((CHUNK,), start, device=DEVICE) for start in START]
    gaps = []
    for _ in range(YEARS):
        for e, (probability, pair, _, _) in enumerate(EVENTS):
            onset = torch.rand(CHUNK, device=DEVICE) < probability
            x[pair] = x[pair] + torch.where(onset, left[e], 0.0)
            left[e] = torch.where(onset, 0.0, left[e])
        z = [normal() for _ in range(6)]
        for i in range(6):
            x[i] = x[i] + growth[i] + volatility[i] * sum(CHOLESKY[i][j] * z[j] for j in range(i + 1))
        gap = 0.0
        for k in range(3):
            reference = PHI * (torch.maximum(x[k], x[3 + k]) - FRONTIER[k])
            us, cn = (torch.sigmoid(BASE[a] + STEEP[k] * (x[3 * a + k] - START[3 * a + k] - reference)) for a in range(2))
            gap = gap + weights[k] * (us - cn)
        gaps.append(gap)
    gaps = torch.stack(gaps)
    return gaps, gaps.sum(dim=1, dtype=torch.float64), gaps.square().sum(dim=1, dtype=torch.float64)


def simulate(_):
    gaps, sums, squares = function(GAMMAS.sample())
    histogram = torch.stack([torch.histc(gap, BINS, -100.0, 100.0) for gap in gaps])
    return sums.cpu().numpy(), squares.cpu().numpy(), histogram.cpu().numpy().astype(np.int64)


function, how = walk, "eager"
if "--eager" not in sys.argv:
    try:
        function, how = torch.compile(walk, dynamic=False), "torch.compile"
        with torch.no_grad():
            simulate(CHUNK)
    except Exception as problem:  # whatever a compiler may lack here: eager works everywhere
        print(f"torch.compile does not work: {problem}", file=sys.stderr)
        function, how = walk, "eager"
with torch.no_grad():
    if DEVICE == "cuda":
        report(f"PyTorch {how}, float32", simulate, int(sys.argv[1]), CHUNK, threads=0)
    else:
        torch.set_num_threads(len(os.sched_getaffinity(0)))
        report(f"PyTorch {how}, float32", simulate, int(sys.argv[1]), CHUNK, threads=torch.get_num_threads())
