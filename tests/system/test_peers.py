# SPDX-License-Identifier: Apache-2.0
"""Whether bench/peers/compare.py would notice a peer that simulates something else: simulated results, right and spoiled."""

import math
import pathlib
import random
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench/peers"))
from compare import LIMIT, disagreement, judge  # noqa: E402

YEARS = [(20.0 - 0.5 * y, 1.0 + 0.8 * y) for y in range(11)]  # mean and sd of a normal gap


def result(name, threads=1, seed=1, n=1_000_000, seconds=1.0, shift=0.0, stretch=1.0):
    """Statistics of n normal gaps a year, each with its own error; shift in sds of the last year alone."""
    chance = random.Random(seed)
    mean, sd, p0 = [], [], []
    for year, (m, s) in enumerate(YEARS):
        moved, scaled = (m + shift * s, s * stretch) if year == 10 else (m, s)
        p = 0.5 * math.erfc(moved / scaled / math.sqrt(2))
        mean.append(moved + scaled * chance.gauss(0, 1) / math.sqrt(n))
        sd.append(scaled * (1 + chance.gauss(0, 1) / math.sqrt(2 * n)))
        p0.append(min(max(round(n * p + math.sqrt(n * p * (1 - p)) * chance.gauss(0, 1)), 0), n) / n)
    return {"name": name, "threads": threads, "trajectories": n, "seconds": seconds, "mean": mean, "sd": sd, "p0": p0}


def verdicts(*results):
    return {row[0]: row[-1] for row in judge({(r["name"], r["threads"]): [r] for r in results})}


def test_equal_distributions_agree():
    for seed in range(2, 102):
        assert disagreement(result("gapmc"), result("peer", seed=seed)) < LIMIT


# A standard error of the difference of two means is 0.0014 sd, of two sds 0.001 sd.
@pytest.mark.parametrize("spoiled", [{"shift": 0.012}, {"shift": -0.012}, {"stretch": 1.01}, {"stretch": 0.99}])
def test_a_shifted_or_stretched_year_is_found_wrong(spoiled):
    assert verdicts(result("gapmc"), result("right", seed=2), result("spoiled", seed=2, **spoiled)) == {"gapmc": False, "right": False, "spoiled": True}


def test_a_probability_of_its_own_is_found_wrong():
    spoiled = result("spoiled", seed=2)
    spoiled["p0"][10] += 0.003
    assert verdicts(result("gapmc"), spoiled)["spoiled"]


@pytest.mark.parametrize("key", ["mean", "sd", "p0"])
def test_no_number_and_a_missing_year_are_found_wrong(key):
    not_a_number, short = result("peer", seed=2), result("peer", seed=2)
    not_a_number[key][3] = math.nan
    short[key].pop()
    assert disagreement(result("gapmc"), not_a_number) == disagreement(result("gapmc"), short) == math.inf


def test_every_round_counts_and_ratios_are_of_equal_threads():
    rows = judge({("gapmc", 1): [result("gapmc", 1, seconds=s) for s in (1.0, 9.0, 1.1)], ("gapmc", 2): [result("gapmc", 2, seconds=0.5)],
                  ("slow", 2): [result("slow", 2, seed=2, seconds=2.0), result("slow", 2, seed=2, seconds=2.0, shift=0.1)],
                  ("alone", 7): [result("alone", 7, seed=3)]})
    found = {row[:2]: row[3:] for row in rows}
    assert found["slow", 2][0] == pytest.approx(4.0) and found["slow", 2][2]
    assert found["alone", 7][0] is None and not found["alone", 7][2]
    assert found["gapmc", 1] == (1.0, None, False)
    device = judge({("gapmc", 0): [result("gapmc", 0, seconds=0.1)], ("peer", 1): [result("peer", seed=2)]})
    assert device[1][3] == pytest.approx(10.0)
