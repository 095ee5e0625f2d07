#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The CUDA engine by the newest toolkit that Python's package index has, whatever toolkit is installed.

    newest_toolkit.py BUILD_DIRECTORY

Puts NVIDIA's wheels into a folder of the build directory and lets check_code.py compile by their nvcc, for one architecture of
each of the compiler's front ends; what its code takes is shown and not judged. Without the index nothing is tested, and that is said. Ends with `N passed, N failed, N skipped`.
"""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
WHEELS = "cuda-toolkit[nvcc,cccl,nvrtc,nvtx,curand]"
ARCHITECTURES = ["90", "120"]


def pip():
    """An interpreter that has pip."""
    for python in (sys.executable, "python3", "/usr/bin/python3"):
        if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
            return [python, "-m", "pip"]
    return None


def main():
    folder = pathlib.Path(sys.argv[1]).resolve() / "newest-cuda"
    command = pip()
    if command is None:
        print("no pip\n0 passed, 0 failed, 1 skipped")
        return 0
    done = subprocess.run([*command, "install", "-q", "--upgrade", "--target", str(folder), WHEELS], capture_output=True, text=True)
    compilers = sorted(folder.glob("nvidia/*/bin/nvcc"))
    if done.returncode != 0 or not compilers:
        print(f"no wheels: {(done.stderr or done.stdout).strip()[-300:]}\n0 passed, 0 failed, 1 skipped")
        return 0
    environment = {**os.environ, "PATH": f"{compilers[-1].parent}:{os.environ['PATH']}"}
    return subprocess.run([sys.executable, str(ROOT / "tests/cuda/check_code.py"), "--without-limits", "--arch", *ARCHITECTURES], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
