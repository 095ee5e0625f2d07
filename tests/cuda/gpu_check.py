#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What only a machine with a CUDA device can show; called by scripts/gpu-check.

    gpu_check.py PROGRAM [--oracle PROGRAM] [--bench PROGRAM] [--out FILE] [--allow-absent]

Ends with `N passed, N failed, N skipped`.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/cuda"))
from check_code import ptx_digest  # noqa: E402

FLAGSHIP, REFERENCE = "configs/us-china-ai-index.toml", "configs/reference-2x3x11.toml"
BATCHES = ["0", "1024", "33344", "131072"]  # of the device; 0: its own choice
TOOLS = ["memcheck", "racecheck", "initcheck", "synccheck"]


class Report:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.lines = []

    def check(self, holds, what):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        self.say(f"{'ok  ' if holds else 'FAIL'} {what}")

    def skip(self, what):
        self.skipped += 1
        self.say(f"skip {what}")

    def say(self, line):
        self.lines.append(line)
        print(line, flush=True)


def run(program, study, n, device, *words, before=(), compiled="never"):
    """(SHA256SUMS, run card) of a run, or what went wrong. compiled: GAPMC_CUDA_COMPILE."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*before, program, "run", str(ROOT / study), "-n", n, "--device", device, "--out", f"{folder}/r", "--quiet", *words]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "GAPMC_CUDA_COMPILE": compiled})
        if done.returncode != 0:
            return f"exit {done.returncode}: {(done.stderr + done.stdout).strip()[-600:]}", {}
        r = pathlib.Path(folder, "r")
        return (r / "SHA256SUMS").read_text(), json.loads((r / "run.json").read_text())


def query(what):
    done = subprocess.run(["nvidia-smi", f"--query-gpu={what}", "--format=csv,noheader"], capture_output=True, text=True)
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 and done.stdout.strip() else "unknown"


def same_bytes(program, report):
    studies = [(FLAGSHIP, "3M"), (REFERENCE, "10M"), ("configs/three-actors.toml", "1M")]
    studies += [(str(path.relative_to(ROOT)), "200k") for path in sorted((ROOT / "configs/closed-form").glob("*.toml"))]
    for study, n in studies:
        expected, _ = run(program, study, n, "cpu")
        for batch in BATCHES if study in (FLAGSHIP, REFERENCE) else BATCHES[:1]:
            words = [] if batch == "0" else ["--batch", batch]
            found, _ = run(program, study, n, "cuda", *words)
            report.check(found == expected and found.count("\n") > 3, f"{study}, {n}, batch {batch}: device = CPU" + ("" if found == expected else f"\n{found}"))
        found, _ = run(program, study, n, "cuda", compiled="always")
        report.check(found == expected and found.count("\n") > 3, f"{study}, {n}, compiled in: device = CPU" + ("" if found == expected else f"\n{found}"))
    another, _ = run(program, REFERENCE, "100k", "cuda", "--seed", "424242")
    report.check(another != run(program, REFERENCE, "100k", "cpu")[0], "control: another seed gives other bytes")


def sanitizers(program, report):
    if shutil.which("compute-sanitizer") is None:
        report.skip("compute-sanitizer is not installed")
        return
    for tool in TOOLS:
        for study in (REFERENCE, FLAGSHIP):
            found, _ = run(program, study, "2k", "cuda", before=("compute-sanitizer", "--tool", tool, "--error-exitcode", "99"))
            report.check(found.count("\n") > 3, f"compute-sanitizer {tool}, {study}" + ("" if found.count("\n") > 3 else f"\n{found}"))


def bounded(command, seconds):
    """A program's outcome, or that it did not end or does not exist, as an exit code with words."""
    try:
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=seconds)
    except (subprocess.TimeoutExpired, OSError) as e:
        return subprocess.CompletedProcess(command, 124, "", str(e))


def against_libraries(oracle, report):
    """cuRAND's words, Thrust's sorted rows: gapmc_gpu_oracle's own checks, one by one."""
    if oracle is None:
        report.skip("gapmc_gpu_oracle was not asked for (--oracle)")
        return
    done = bounded([oracle], 120)
    lines = re.findall(r"^(ok  |FAIL) (.*)$", done.stdout, re.MULTILINE)
    for verdict, what in lines:
        report.check(verdict == "ok  ", what)
    bad = any(verdict == "FAIL" for verdict, _ in lines)
    report.check(lines and done.returncode == int(bad), f"gapmc_gpu_oracle: {len(lines)} checks, exit {done.returncode} {done.stderr[-600:]}")


def benchmarks(bench, out, report):
    """Every kernel by itself: Google Benchmark's own JSON, beside the report's. No time is judged."""
    if bench is None:
        report.skip("gapmc_cuda_bench was not built (libbenchmark-dev is not installed)")
        return
    done = bounded([bench, "--benchmark_min_time=0.1", "--benchmark_repetitions=3", "--benchmark_report_aggregates_only=true",
                    f"--benchmark_out={out}", "--benchmark_out_format=json"], 200)
    print(done.stdout)
    rows = json.loads(out.read_text())["benchmarks"] if done.returncode == 0 else []
    broken = [row["name"] for row in rows if row.get("error_occurred")]
    report.check(rows and not broken, f"gapmc_cuda_bench: {len(rows)} rows, exit {done.returncode} {broken or ''} {done.stderr[-600:] if not rows else ''}")


def rates(program, report):
    """What `gapmc bench` says of device and processor; on the device with the study's lists read and compiled in."""
    found = {}
    for device, compiled in (("cuda", "never"), ("cuda", "always"), ("cpu", "never")):
        form = device + (", compiled in" if compiled == "always" else "")
        done = subprocess.run([program, "bench", "--device", device, "--seconds", "4", "--json", "--quiet"], capture_output=True, text=True,
                              env={**os.environ, "GAPMC_CUDA_COMPILE": compiled})
        report.check(done.returncode == 0, f"gapmc bench, {form}: exit {done.returncode} {done.stderr.strip()[-600:]}")
        try:
            found[form] = json.loads(done.stdout)
        except json.JSONDecodeError:
            found[form] = {"failure": (done.stderr + done.stdout)[-600:]}
            continue
        for w in found[form]["workloads"]:
            rate = f"{w['warm']['trajectories_per_second']['median'] / 1e6:.1f} M trajectories/s" if w["warm"] else "WRONG"
            report.say(f"     {form}, {w['workload']}: {rate}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--oracle", default=None)
    parser.add_argument("--bench", default=None)
    parser.add_argument("--out", type=pathlib.Path, default=None)
    parser.add_argument("--allow-absent", action="store_true")
    arguments = parser.parse_args()
    report = Report()
    doctor = subprocess.run([arguments.program, "doctor"], capture_output=True, text=True)
    print(doctor.stdout)
    name = query("name")
    out = arguments.out or ROOT / "bench/results" / (re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") + ".json")
    out.parent.mkdir(parents=True, exist_ok=True)
    report.check(doctor.returncode == 0 and re.search(r"cuda:0 +self-test passed", doctor.stdout), "doctor: every engine gives the golden numbers")
    same_bytes(arguments.program, report)
    against_libraries(arguments.oracle, report)
    sanitizers(arguments.program, report)
    measured = rates(arguments.program, report)
    benchmarks(arguments.bench, out.with_name(out.stem + "-kernels.json"), report)
    out.write_text(json.dumps({
        "format": "gapmc-gpu-check", "device": name, "driver": query("driver_version"), "clocks_sm_mhz": query("clocks.sm"),
        "clocks_max_sm_mhz": query("clocks.max.sm"), "power_limit": query("power.limit"), "throttling": query("clocks_throttle_reasons.active"),
        "date": datetime.date.today().isoformat(), "doctor": doctor.stdout.splitlines(), "ptx_sha256": ptx_digest(), "rates": measured,
        "checks": report.lines, "passed": report.passed, "failed": report.failed, "skipped": report.skipped}, indent=1) + "\n")
    print(f"written: {out}\n{report.passed} passed, {report.failed} failed, {report.skipped} skipped")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
