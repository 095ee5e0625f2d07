# SPDX-License-Identifier: Apache-2.0
"""Run gapmc and every peer in turn, several rounds, and print rates as ratios to gapmc's; called by bench/run-peers.

All must agree with gapmc on mean, sd and P(gap <= 0) of every year within 5 standard errors, or their rates are not printed
and the exit code is 1. A peer is compared with gapmc on as many threads; with --gpu, everything with gapmc on the device.
"""

import argparse
import datetime
import importlib.metadata
import json
import math
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / "bench/peers"
LIMIT = 5.0  # standard errors


def text_of(command):
    """First line of what a command prints, or nothing."""
    try:
        lines = subprocess.run(command, capture_output=True, text=True, cwd=ROOT).stdout.strip().splitlines()
    except FileNotFoundError:
        return ""
    return lines[0] if lines else ""


def gapmc(program, words, threads, n, instance=None):
    """One run of the program, with all its tallies; engine and rate (that of the simulation) are those of its run card."""
    environment = {**os.environ, **({"GAPMC_SIMD": instance} if instance else {})}
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", str(ROOT / "configs/reference-2x3x11.toml"), "-n", str(n), "--seed", "7", "--out", f"{folder}/r", "--quiet", *words]
        try:
            done = subprocess.run(command, capture_output=True, text=True, env=environment)
        except FileNotFoundError:
            return f"{program.name} was not built"
        if done.returncode != 0:
            return f"exit {done.returncode}: {done.stderr.strip()[-300:]}"
        card = json.loads(pathlib.Path(folder, "r/run.json").read_text())
        gap = json.loads(pathlib.Path(folder, "r/result.json").read_text())["quantities"][0]["years"]
    engine = re.sub(r"^cpu, | instance, \d+ threads?$", "", card["backend"])
    return {"name": f"gapmc, {engine}", "threads": threads, "trajectories": n, "seconds": card["seconds"]["simulation"],
            "mean": [y["mean"][0] for y in gap], "sd": [y["sd"][0] for y in gap], "p0": [y["cdf"]["0"][0] for y in gap]}


def peer(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=PEERS)
    except FileNotFoundError:
        return f"{pathlib.Path(command[0]).name} was not built"
    if done.returncode != 0 or not done.stdout.strip():
        return (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
    return json.loads(done.stdout.strip().splitlines()[-1])


def cpu_programs(build):
    """(label, function that runs it once) of everything that runs on the processor."""
    threads = len(os.sched_getaffinity(0))
    # Its own choice of lanes comes first: what the others are compared with.
    for instance, t, n in ((None, 1, 8_000_000), (None, threads, 16_000_000), ("avx2", 1, 6_000_000), ("scalar", 1, 2_000_000)):
        words = ["--device", "cpu", "--threads", str(t)]
        yield f"gapmc {instance or 'as it chooses'}, {t}", lambda i=instance, t=t, n=n, w=words: gapmc(build / "gapmc", w, t, n, i)
    for form in ("tailored", "general", "float"):
        yield f"C++ {form}", lambda f=form: peer(build / "gapmc_std_peer", f, "1000000")
    yield "QuantLib", lambda: peer(build / "gapmc_quantlib_peer", "500000")
    for name in ("numpy_peer.py", "numba_peer.py", "jax_peer.py"):
        yield name, lambda s=name: peer(sys.executable, s, "2000000")


def gpu_programs(build):
    """The same for the device; gapmc on the processor as well."""
    threads = len(os.sched_getaffinity(0))
    yield "gapmc cuda", lambda: gapmc(build / "gapmc", ["--device", "cuda"], 0, 1_000_000_000)
    yield "gapmc cpu", lambda: gapmc(build / "gapmc", ["--device", "cpu"], threads, 16_000_000)
    for generator in ("philox", "xorwow"):
        yield f"cuRAND {generator}", lambda g=generator: peer(build / "gapmc_curand_peer", g, "1000000000")
    for name, words in (("jax_peer.py", ["threefry"]), ("jax_peer.py", ["rbg"]), ("cupy_peer.py", []), ("torch_peer.py", []), ("torch_peer.py", ["--eager"])):
        yield f"{name} {' '.join(words)}".strip(), lambda s=name, w=words: peer(sys.executable, s, "200000000", *w)


def gpu_programs_on_cpu(build):
    """The device's peers on the processor: for their statistics, their rates mean nothing."""
    yield "gapmc", lambda: gapmc(build / "gapmc", ["--device", "cpu", "--threads", "1"], 1, 8_000_000)
    for generator in ("philox", "xorwow"):
        yield f"cuRAND {generator}", lambda g=generator: peer(build.parent / "build-peers-gpu/gapmc_curand_peer", g, "1000000", "--host")
    for name, words in (("cupy_peer.py", ["--numpy"]), ("torch_peer.py", []), ("torch_peer.py", ["--eager"])):
        yield f"{name} {' '.join(words)}".strip(), lambda s=name, w=words: peer(sys.executable, s, "2000000", *w)


def disagreement(a, b):
    """Largest difference of two results in standard errors of the difference (of sds: by their normal approximation); inf if one is no number."""
    if any(len(r[key]) != len(a["mean"]) for r in (a, b) for key in ("mean", "sd", "p0")):
        return math.inf
    n, m = a["trajectories"], b["trajectories"]
    scale = math.sqrt(1 / n + 1 / m)
    worst = 0.0
    for i in range(len(a["mean"])):
        p = max((a["p0"][i] * n + b["p0"][i] * m) / (n + m), 1 / (n + m))
        apart = [abs(a["mean"][i] - b["mean"][i]) / (a["sd"][i] * scale), math.sqrt(2) * abs(a["sd"][i] - b["sd"][i]) / (a["sd"][i] * scale),
                 abs(a["p0"][i] - b["p0"][i]) / (math.sqrt(p * (1 - p)) * scale)]
        worst = max(worst, *(math.inf if math.isnan(x) else x for x in apart))
    return worst


def judge(rounds):
    """rounds: {(name, threads): [result of each round]}, gapmc's own first. Rows (name, threads, rate, ratio or None, standard errors apart
    or None, is it wrong), fastest first; the ratio is that of gapmc's rate to the program's."""
    first = next(iter(rounds))
    reference = rounds[first][0]
    rate = {key: statistics.median(r["trajectories"] / r["seconds"] for r in results) for key, results in rounds.items()}
    rows = []
    for key, results in rounds.items():
        base = first if first[1] == 0 else next((k for k in rounds if k[0].startswith("gapmc") and k[1] == key[1]), None)
        apart = None if key == first else max(disagreement(reference, r) for r in results)
        rows.append((*key, rate[key], rate[base] / rate[key] if base else None, apart, apart is not None and apart > LIMIT))
    return sorted(rows, key=lambda row: -row[2])


def spread(results):
    """Fastest round over slowest: how much others disturbed the machine."""
    rates = [r["trajectories"] / r["seconds"] for r in results]
    return max(rates) / min(rates)


def print_table(rows, rounds):
    print(f"{'program':<52} {'threads':>7} {'M trajectories/s':>17} {'gapmc is':>10} {'fastest/slowest round':>22} {'agrees within':>14}")
    for name, threads, rate, ratio, apart, wrong in rows:
        agreement = "-" if apart is None else f"{apart:.1f} s.e."
        numbers = f"{'WRONG':>17} {'':>10}" if wrong else f"{rate / 1e6:>17.3f} {f'{ratio:.1f} x' if ratio else '-':>10}"
        print(f"{name:<52} {threads or 'device':>7} {numbers} {spread(rounds[name, threads]):>22.2f} {agreement:>14}")


def processor():
    text = pathlib.Path("/proc/cpuinfo").read_text() if pathlib.Path("/proc/cpuinfo").exists() else ""
    found = dict(re.findall(r"^(model name|cpu family|model)\s*: (.*)$", text, re.MULTILINE))
    return {"name": found.get("model name", "unknown"), "family": found.get("cpu family"), "model": found.get("model"),
            "avx512": " avx512f " in text, "processors": len(os.sched_getaffinity(0))}


def versions():
    found = {"python": sys.version.split()[0], "c++": text_of(["c++", "--version"]), "quantlib": text_of(["quantlib-config", "--version"]),
             "nvcc": text_of(["sh", "-c", "nvcc --version | grep -o 'release.*'"])}
    for package in ("numpy", "numba", "jax", "jaxlib", "cupy-cuda13x", "cupy-cuda12x", "torch", "triton"):
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            pass
    return {name: version for name, version in found.items() if version}


def context(gpu):
    """What a reader needs to know about where the numbers come from; no name of a machine."""
    found = {"date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(), "processor": processor(), "versions": versions(),
             "commit": text_of(["git", "rev-parse", "HEAD"]), "changed_since": bool(text_of(["git", "status", "--porcelain", "--untracked-files=no"]))}
    if gpu:
        found["device"] = text_of(["nvidia-smi", "--query-gpu=name,driver_version,power.limit,clocks.max.sm", "--format=csv,noheader"])
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--gpu", dest="programs", action="store_const", const=gpu_programs, default=cpu_programs)
    parser.add_argument("--gpu-on-cpu", dest="programs", action="store_const", const=gpu_programs_on_cpu)
    parser.add_argument("--only", default=None, help="programs whose label has this in it; gapmc runs always")
    parser.add_argument("--out", type=pathlib.Path, default=None)
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    programs = [(label, make) for label, make in arguments.programs(build)
                if arguments.only is None or label.startswith("gapmc") or arguments.only.lower() in label.lower()]
    rounds, left_out = {}, {}
    for number in range(arguments.rounds):
        for label, make in programs:
            if label in left_out:
                continue
            print(f"round {number + 1}: {label}", file=sys.stderr, flush=True)
            result = make()
            if isinstance(result, str):
                left_out[label] = result
            else:
                rounds.setdefault((result["name"], result["threads"]), []).append(result)
    for label, reason in left_out.items():
        print(f"left out: {label}: {reason}")
    if not rounds or not next(iter(rounds))[0].startswith("gapmc"):
        print("gapmc itself did not run: nothing to compare with")
        return 1
    rows = judge(rounds)
    print_table(rows, rounds)
    if arguments.out:
        columns = ("program", "threads", "trajectories_per_second", "gapmc_is", "standard_errors_apart", "wrong")
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps({
            "format": "gapmc-peers", "context": context(arguments.programs is gpu_programs), "rounds": arguments.rounds, "left_out": left_out,
            "table": [{**dict(zip(columns, row)), "fastest_to_slowest_round": spread(rounds[row[:2]])} for row in rows],
            "runs": [r for results in rounds.values() for r in results]}, indent=1) + "\n")
    return 1 if any(row[-1] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
