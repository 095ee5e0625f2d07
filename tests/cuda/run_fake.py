#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The CUDA engine on machines in software (tests/cuda/fake), with sanitizers: of memory and undefined behaviour, or of threads.

    run_fake.py BUILD [--thread] [--jobs 2]

Ends with `N passed, N failed`.
"""

import argparse
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import builds  # noqa: E402

# What looks at memory that is given back, and at threads that meet; every study, or every search, would take an hour.
MEMORY = "FailingCuda.*:FakeCuda.RunsThat*:FakeCuda.Stops*:KeptCuda.EveryCall*:KeptCuda.Keeps*:-FailingCuda.NoCompiler*"
THREADS = "FakeCuda.*:FailingCuda.*:KeptCuda.*:-FailingCuda.EveryCall*:KeptCuda.EveryCall*"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--thread", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    folder = builds.make_sanitized(arguments.build.resolve(), ["gapmc_fake_cuda_tests"], arguments.jobs, "thread" if arguments.thread else "address,undefined")
    tests = THREADS if arguments.thread else MEMORY
    return subprocess.run([str(folder / "gapmc_fake_cuda_tests"), "--gtest_brief=1", f"--gtest_filter={tests}"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
