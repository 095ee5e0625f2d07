#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What samples cost: the flagship with and without them, in turn.

    bench/run_samples.py [--program build/gapmc] [-n 1M] [--rounds 5] [--parts contrasts] [--formats parquet]

Prints the median seconds of both by the clock and of the processors, their ratios, and the size of what was written. By the
clock they say something on an idle machine alone. Folders are made anew in --folder.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
STUDY = ROOT / "configs/us-china-ai-index.toml"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/gapmc")
    parser.add_argument("-n", default="1M")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--parts", default="contrasts")
    parser.add_argument("--formats", default="parquet")
    parser.add_argument("--folder", default=None, help="where the runs are written (default: the system's temporary folder)")
    arguments = parser.parse_args()
    samples = ["--samples", arguments.n, "--samples-of", arguments.parts, "--samples-as", arguments.formats]
    seconds = {"run": [], "run --samples": []}
    busy = {"run": [], "run --samples": []}
    written = 0
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for _ in range(arguments.rounds):
            for name, more in (("run", []), ("run --samples", samples)):
                out = pathlib.Path(folder) / "r"
                start, before = time.monotonic(), os.times()
                subprocess.run([arguments.program, "run", STUDY, "-n", arguments.n, "--quiet", "--out", out, *more], check=True, capture_output=True)
                seconds[name].append(time.monotonic() - start)
                after = os.times()
                busy[name].append(after.children_user + after.children_system - before.children_user - before.children_system)
                written = sum(path.stat().st_size for path in out.glob("sample*")) if more else written
                shutil.rmtree(out)
    for name, values in seconds.items():
        print(f"{name:<14} median {statistics.median(values):.2f} s of {arguments.rounds}, {min(values):.2f} to {max(values):.2f}; "
              f"of processors {statistics.median(busy[name]):.2f} s, {min(busy[name]):.2f} to {max(busy[name]):.2f}")
    clock, work = (statistics.median(of["run --samples"]) / statistics.median(of["run"]) for of in (seconds, busy))
    print(f"ratio {clock:.2f} by the clock, {work:.2f} of processors' time; {written / 1e6:.0f} MB of samples")


if __name__ == "__main__":
    main()
