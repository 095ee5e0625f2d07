#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How often value ± 1.96 errors of `gapmc ask` holds the true probability, over many seeds.

    ask_coverage.py BUILD_DIRECTORY [--seeds 1000] [-n 2000]

The study is a driver whose logarithm is a Gaussian random walk, so that what is asked of one year has the probability of a
normal, and of two years that of a bivariate normal, whose integral is computed here by Simpson's rule.
"""

import argparse
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

PHI = statistics.NormalDist()
SIGMA = 0.3  # of a year's change of the logarithm

STUDY = f"""[study]
format = 1
name = "ask-coverage"
actors = ["one", "two"]
base = 2024
origin = 2025-01-15
end = 2028
[actors.one]
score = 60.0
[actors.two]
score = 57.0
[drivers.compute]
unit = "1"
link = "log"
one = {{ level = 1.0, growth = 0.0, volatility = {SIGMA} }}
two = {{ level = 1.0, growth = 0.0, volatility = 0.2 }}
[index.dimensions.main]
weight = 1.0
loadings = {{ compute = 1.0 }}
"""


def both(first, second, low, high):
    """P(W(first) < low and W(second) > high) of a random walk with standard normal steps, by Simpson's rule over the first."""
    rest = math.sqrt(second - first)
    scale = math.sqrt(first)
    begin, end, parts = -10 * scale, low, 20_000
    width = (end - begin) / parts

    def density(w):
        return PHI.pdf(w / scale) / scale * (1 - PHI.cdf((high - w) / rest))

    inner = sum((4 if i % 2 else 2) * density(begin + i * width) for i in range(1, parts))
    return width / 3 * (density(begin) + density(end) + inner)


def level(w):
    """The driver's level where the walk stands at w."""
    return math.exp(SIGMA * w)


def cases():
    """Statements and their true probabilities."""
    one = [(w, PHI.cdf(w)) for w in (0.0, -1.0, -1.75)]
    listed = [(f"compute.one@2025 < {level(w)!r}", p) for w, p in one]
    joint = both(1, 4, 0.5, 0.25)
    listed.append((f"compute.one@2025 < {level(0.5)!r} and compute.one@2028 > {level(0.25)!r}", joint))
    listed.append((f"compute.one@2028 > {level(0.25)!r} given compute.one@2025 < {level(0.5)!r}", joint / PHI.cdf(0.5)))
    rare = both(1, 2, -1.5, -1.0)
    listed.append((f"compute.one@2026 > {level(-1.0)!r} given compute.one@2025 < {level(-1.5)!r}", rare / PHI.cdf(-1.5)))
    either = PHI.cdf(0.5) + (1 - PHI.cdf(0.25 / 2)) - joint
    listed.append((f"compute.one@2025 < {level(0.5)!r} or compute.one@2028 > {level(0.25)!r}", either))
    return listed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("-n", type=int, default=2000)
    arguments = parser.parse_args()
    listed = cases()
    held = [0] * len(listed)
    claimed = [0] * len(listed)
    with tempfile.TemporaryDirectory() as folder:
        study = pathlib.Path(folder) / "study.toml"
        study.write_text(STUDY)
        for seed in range(arguments.seeds):
            done = subprocess.run(
                [arguments.build / "gapmc", "ask", study, "-n", str(arguments.n), "--seed", str(seed), "--threads", "1", "--quiet", "--json", *(text for text, _ in listed)],
                capture_output=True, text=True, check=True)
            for i, (answer, (_, truth)) in enumerate(zip(json.loads(done.stdout)["statements"], listed)):
                value, error = answer["probability"]
                if error is None:
                    continue
                claimed[i] += 1
                held[i] += abs(value - truth) <= 1.96 * error
    print("## Answers\n")
    print(f"How often value ± 1.96 errors of `ask` holds the true probability, in {arguments.seeds:,} runs of {arguments.n:,} trajectories with other seeds.")
    print(f"By chance alone a cell is off by {100 * math.sqrt(0.95 * 0.05 / arguments.seeds):.1f}.\n")
    print("Of a condition that fewer than 100 trajectories fulfil no error is claimed, and no interval is looked at.\n")
    print("| statement | true probability | runs with an error | intervals that hold it, % |\n|---|---:|---:|---:|")
    failed = 0
    for (text, truth), number, of in zip(listed, held, claimed):
        share = 100 * number / of if of else float("nan")
        failed += not (of >= 0.9 * arguments.seeds and 93 <= share <= 97)
        print(f"| `{text}` | {truth:.6f} | {of} | {share:.1f} |")
    print(f"\n{len(listed) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
