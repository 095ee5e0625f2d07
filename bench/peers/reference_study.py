# SPDX-License-Identifier: Apache-2.0
"""The reference workload's numbers, read from the study file, for the peers; and how a peer reports."""

import json
import math
import pathlib
import sys
import time
import tomllib

import numpy as np

Z95 = 1.6448536269514722
ACTORS, DRIVERS = ("us", "cn"), ("investment", "compute", "talent")
DIMENSION_OF = {"investment": "capital", "compute": "machines", "talent": "people"}
YEARS, BINS = 11, 2000  # histogram of 0.1 points from -100 to 100


class Reference:
    """Constants of configs/reference-2x3x11.toml; pairs in the order [actor][driver]."""

    def __init__(self):
        study = tomllib.loads((pathlib.Path(__file__).resolve().parents[2] / "configs/reference-2x3x11.toml").read_text())
        pairs = [(d, a) for a in ACTORS for d in DRIVERS]
        name = lambda pair: f"{pair[0]}.{pair[1]}"  # noqa: E731
        cell = lambda pair: study["drivers"][pair[0]][pair[1]]  # noqa: E731
        between = lambda low, high: (0.5 * (low + high), (high - low) / (2 * Z95))  # noqa: E731
        self.start = np.array([math.log(cell(p)["level"]) for p in pairs])
        growth = [between(cell(p)["growth"]["p05"], cell(p)["growth"]["p95"]) for p in pairs]
        volatility = [between(math.log(cell(p)["volatility"]["p05"]), math.log(cell(p)["volatility"]["p95"])) for p in pairs]
        self.growth, self.log_volatility = np.array(growth).T, np.array(volatility).T
        correlation = np.eye(6)
        for entry in study["shocks"]["pair"]:
            i, j = (([name(p) for p in pairs]).index(n) for n in entry["between"])
            correlation[i, j] = correlation[j, i] = entry["rho"]
        self.cholesky = np.linalg.cholesky(correlation)
        self.events = []
        for event in study["events"].values():
            ((driver, of),) = event["level"].items()
            ((actor, size),) = of.items()
            self.events.append((event["rate"], pairs.index((driver, actor)), *between(size["p05"], size["p95"])))
        index = study["index"]
        self.phi, self.concentration = index["phi"], index["weight_concentration"]
        self.weights = np.array([index["dimensions"][DIMENSION_OF[d]]["weight"] for d in DRIVERS])
        self.steepness = np.array([index["dimensions"][DIMENSION_OF[d]]["steepness"] for d in DRIVERS])
        totals = np.array([study["actors"][a]["score"] / 100 for a in ACTORS])
        self.base = np.log(totals / (1 - totals))
        self.frontier = np.maximum(self.start[:3], self.start[3:])


def report(name, simulate, trajectories, chunk, threads):
    """Warm up, then time simulate(n) -> (sums, squares, histogram [year][bin]) over whole chunks; print one line of JSON.

    threads: of the processor that simulate; 0: a device does.
    """
    simulate(chunk)
    sums, squares, histogram = np.zeros(YEARS), np.zeros(YEARS), np.zeros((YEARS, BINS), dtype=np.int64)
    done, start = 0, time.perf_counter()
    while done < trajectories:
        s, q, h = simulate(chunk)
        sums, squares, histogram, done = sums + s, squares + q, histogram + h, done + chunk
    seconds = time.perf_counter() - start
    mean = sums / done
    json.dump({"name": name, "threads": threads, "trajectories": done, "seconds": seconds, "mean": list(map(float, mean)),
               "sd": list(map(float, np.sqrt(squares / done - mean**2))),
               "p0": list(map(float, histogram[:, : BINS // 2].sum(axis=1) / done))}, sys.stdout)
    print()
