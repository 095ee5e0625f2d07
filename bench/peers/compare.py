# SPDX-License-Identifier: Apache-2.0
"""Run every peer in turn, several rounds, and print rates as ratios to gapmc's; called by bench/run-peers.

All programs that simulate the whole workload must agree with gapmc on mean, sd and P(gap <= 0) of every year within 5
standard errors, or their rates are not printed.
"""

import argparse
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / "bench/peers"


def gapmc(program, instance, threads, n):
    """One run of the program, with all its tallies; the rate is that of the simulation, as its run card has it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", str(ROOT / "configs/reference-2x3x11.toml"), "-n", str(n), "--threads", str(threads), "--device", "cpu",
                   "--seed", "7", "--out", f"{folder}/r", "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "GAPMC_SIMD": instance})
        if done.returncode != 0:
            return None
        card = json.loads(pathlib.Path(folder, "r/run.json").read_text())
        gap = json.loads(pathlib.Path(folder, "r/result.json").read_text())["quantities"][0]["years"]
        return {"name": f"gapmc {instance}, {threads} thread{'s' if threads > 1 else ''}", "trajectories": n, "seconds": card["seconds"]["simulation"],
                "mean": [y["mean"][0] for y in gap], "sd": [y["sd"][0] for y in gap], "p0": [y["cdf"]["0"][0] for y in gap]}


def peer(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=PEERS)
    except FileNotFoundError:
        print(f"left out: {command[0]} was not built", file=sys.stderr)
        return None
    if done.returncode != 0 or not done.stdout.strip():
        print(f"left out: {' '.join(map(str, command))}: {done.stderr.strip()[-200:]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.strip().splitlines()[-1])


def disagreement(a, b):
    """Largest difference of two results in standard errors of the difference; sds by their normal approximation."""
    worst = 0.0
    for i in range(len(a["mean"])):
        n, m = a["trajectories"], b["trajectories"]
        scale = math.sqrt(1 / n + 1 / m)
        p = max((a["p0"][i] * n + b["p0"][i] * m) / (n + m), 1 / (n + m))
        worst = max(worst, abs(a["mean"][i] - b["mean"][i]) / (a["sd"][i] * scale), abs(a["sd"][i] - b["sd"][i]) / (a["sd"][i] * scale),
                    abs(a["p0"][i] - b["p0"][i]) / (math.sqrt(p * (1 - p)) * scale))
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=pathlib.Path, default=None)
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    program, threads = str(build / "gapmc"), len(os.sched_getaffinity(0))
    runs = [lambda i=i, t=t, n=n: gapmc(program, i, t, n) for i, t, n in
            (("avx512", 1, 8_000_000), ("avx512", threads, 16_000_000), ("avx2", 1, 6_000_000), ("scalar", 1, 2_000_000))]
    runs += [lambda f=f: peer([build / "gapmc_std_peer", f, "1000000"]) for f in ("tailored", "general")]
    runs += [lambda: peer([build / "gapmc_quantlib_peer", "300000"])]
    runs += [lambda s=s: peer([sys.executable, s, "2000000"]) for s in ("numpy_peer.py", "numba_peer.py", "jax_peer.py")]
    results = {}
    for _ in range(arguments.rounds):
        for make in runs:
            if (result := make()) is not None:
                results.setdefault(result["name"], []).append(result)
    base = next((rows for name, rows in results.items() if name.startswith("gapmc avx512, 1")), None) or next(iter(results.values()))
    rate = {name: statistics.median(r["trajectories"] / r["seconds"] for r in rows) for name, rows in results.items()}
    wrong = 0
    print(f"{'program':<58} {'M trajectories/s':>17} {'gapmc, 1 thread, is':>20} {'agrees within':>14}")
    for name, rows in sorted(results.items(), key=lambda item: -rate[item[0]]):
        apart = disagreement(base[0], rows[0]) if "mean" in rows[0] and rows[0] is not base[0] else None
        bad = apart is not None and apart > 5
        wrong += bad
        agreement = "-" if apart is None else f"{apart:.1f} s.e."
        if bad:
            print(f"{name:<58} {'WRONG':>17} {'':>20} {agreement:>14}")
        else:
            print(f"{name:<58} {rate[name] / 1e6:>17.3f} {rate[base[0]['name']] / rate[name]:>18.1f} x {agreement:>14}")
    if arguments.out:
        arguments.out.write_text(json.dumps({"format": "gapmc-peers", "rounds": arguments.rounds, "results": results}, indent=1) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
