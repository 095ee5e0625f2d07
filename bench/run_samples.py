#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What samples cost: the flagship with and without them, in turn.

    bench/run_samples.py [--program build/gapmc] [-n 1M] [--rounds 5] [--parts contrasts] [--formats parquet]

Prints the median seconds of both, their ratio, and the size of what was written. Folders are made anew in --folder.
"""

import argparse
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
    written = 0
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for _ in range(arguments.rounds):
            for name, more in (("run", []), ("run --samples", samples)):
                out = pathlib.Path(folder) / "r"
                start = time.monotonic()
                subprocess.run([arguments.program, "run", STUDY, "-n", arguments.n, "--quiet", "--out", out, *more], check=True, capture_output=True)
                seconds[name].append(time.monotonic() - start)
                written = sum(path.stat().st_size for path in out.glob("sample*")) if more else written
                shutil.rmtree(out)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    for name, values in seconds.items():
        print(f"{name:<14} median {medians[name]:.2f} s of {arguments.rounds}, {min(values):.2f} to {max(values):.2f}")
    print(f"ratio {medians['run --samples'] / medians['run']:.2f}, {written / 1e6:.0f} MB of samples")


if __name__ == "__main__":
    main()
