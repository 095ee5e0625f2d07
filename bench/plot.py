#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draw docs/images/performance.svg from what was measured (bench/results): peers as bars, engines under their rooflines.

    plot.py PEERS.json LAYERS.json INSTRUCTIONS.jsonl OUT.svg     needs Matplotlib

LAYERS is the JSON of gapmc_bench (layers_bench.cpp), INSTRUCTIONS the output of gapmc_instructions. The lines of the device
are computed from tests/cuda/limits/taken-13.0.csv and the device's data sheet; nothing of it was measured.
"""

import csv
import json
import pathlib
import sys

import matplotlib
import matplotlib.pyplot as plt

ROOT = pathlib.Path(__file__).resolve().parents[1]
# Zen 4 dispatches six macro-operations a cycle (AMD, Software Optimization Guide for the Zen 4 Microarchitecture, 57647).
DISPATCH = 6
# NVIDIA H100 SXM (Hopper architecture white paper, table 3): processors, instructions of threads a cycle each, boost clock.
DEVICE = ("H100 SXM", 132 * 128 * 1.98e9)
STUDIES = {"reference-2x3x11.toml": "reference", "us-china-ai-index.toml": "flagship"}
DARK, LIGHT = "#222222", "#bbbbbb"


def draw_peers(axes, peers):
    rows = sorted(peers["table"], key=lambda row: row["trajectories_per_second"])
    rates = [row["trajectories_per_second"] / 1e6 for row in rows]
    ours = [row["program"].startswith("gapmc") for row in rows]
    axes.barh(range(len(rows)), rates, color=[DARK if own else LIGHT for own in ours], height=0.7)
    axes.set_yticks(range(len(rows)), [f"{row['program']}, {row['threads']} thread{'s' if row['threads'] > 1 else ''}" for row in rows], fontsize=8)
    axes.set_xlim(0, max(rates) * 1.1)
    for place, (row, rate) in enumerate(zip(rows, rates)):
        axes.text(rate + max(rates) * 0.01, place, f"{rate:.2f}" + ("" if ours[place] else f"   gapmc × {row['gapmc_is']:.1f}"), va="center", fontsize=8)
    axes.set_xlabel("million trajectories a second, reference workload")
    axes.set_title("a. The same workload by other means", loc="left", fontsize=10)


def rate_of(layers, study, instance):
    """Trajectories a second of walk and tally, one after the other."""
    seconds = 0.0
    for stage in ("walk", "tally"):
        rates = [row["trajectories/s"] for row in layers["benchmarks"]
                 if row["run_name"] == f"{stage}_alone/{STUDIES[study]}_{instance}" and row.get("aggregate_name", "median") == "median"]
        seconds += 1 / max(rates)
    return 1 / seconds


def limit(axes, rate, ends, text, **style):
    """A roofline: `rate` instructions a second over the instructions of a trajectory."""
    axes.plot(ends, [rate / x for x in ends], color=DARK, lw=1, **style)
    axes.text(ends[0] * 1.25, rate / ends[0], text, fontsize=8, va="center")
    axes.set(xscale="log", yscale="log", xlim=ends, xlabel="instructions a trajectory", ylabel="trajectories a second")


def draw_processor(axes, layers, counted):
    clock = float(layers["context"]["measured_clock_ghz"]) * 1e9
    counts = {}
    for row in counted:
        counts.setdefault((row["study"], row["instance"]), {})[row["stage"]] = row["instructions"]
    limit(axes, clock * DISPATCH, (5e2, 1e5), f"{DISPATCH} instructions a cycle at {clock / 1e9:.2f} GHz")
    for (study, instance), stages in counts.items():
        if len(stages) < 2:
            continue
        x, y = sum(stages.values()), rate_of(layers, study, instance)
        small = study.startswith("reference")
        axes.plot(x, y, "o" if small else "s", color=DARK, ms=5)
        axes.annotate(f"{STUDIES[study]}, {instance}\n{x * y / clock:.1f} a cycle", (x, y), xytext=(8, 14) if instance == "scalar" else (-8, -3),
                      textcoords="offset points", fontsize=7, ha="left" if instance == "scalar" else "right")
    axes.set_ylim(1e5, 5e7)
    axes.set_title("b. One processor core, walk and reductions", loc="left", fontsize=10)


def draw_device(axes, taken):
    limit(axes, DEVICE[1], (5e3, 3e6), f"{DEVICE[0]}, every issue slot", ls="--")
    for row in taken:
        x = float(row["issue_slots"])
        axes.plot(x, DEVICE[1] / x, "o", color="white", mec=DARK, ms=6)
        form = "compiled in" if row["kernel"] == "walk_compiled" else "lists read"
        axes.annotate(f"{STUDIES[pathlib.Path(row['study']).name]}, {form}", (x, DEVICE[1] / x), xytext=(7, 4), textcoords="offset points", fontsize=7)
    axes.set_title("c. A device's ceilings, computed", loc="left", fontsize=10)


def main():
    peers, layers = (json.loads(pathlib.Path(path).read_text()) for path in sys.argv[1:3])
    counted = [json.loads(line) for line in pathlib.Path(sys.argv[3]).read_text().splitlines()]
    with (ROOT / "tests/cuda/limits/taken-13.0.csv").open() as file:
        taken = list(csv.DictReader(file))
    matplotlib.rcParams.update({"svg.hashsalt": "gapmc", "font.family": "DejaVu Sans", "axes.spines.top": False, "axes.spines.right": False})
    figure = plt.figure(figsize=(10, 8), layout="constrained")
    upper, lower = figure.subfigures(2, 1)
    draw_peers(upper.subplots(), peers)
    left, right = lower.subplots(1, 2)
    draw_processor(left, layers, counted)
    draw_device(right, taken)
    figure.savefig(sys.argv[4], metadata={"Date": None, "Title": "Rates of gapmc beside other programs, and under its rooflines"})


if __name__ == "__main__":
    main()
