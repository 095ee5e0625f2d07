#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compile the CUDA kernels to PTX, translate that to C, and let gapmc_ptx_run compare it with the CPU engine.

    run_ptx.py BUILD_DIRECTORY

As a control, PTX compiled with --fmad=true must differ. Ends with `N passed, N failed, N skipped`.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/cuda"))
from check_code import FLAGS  # noqa: E402


def translated(folder, fmad):
    """A library of the kernels, by way of PTX."""
    sources = []
    for name in ("kernels/cuda/cuda_backend.cu", "tests/cuda/math_kernels.cu"):
        ptx = folder / (pathlib.Path(name).stem + f"-{fmad}.ptx")
        flags = [flag for flag in FLAGS if not flag.startswith("--fmad")]
        subprocess.run(["nvcc", *flags, f"--fmad={fmad}", "-arch=compute_90", "-ptx", str(ROOT / name), "-o", str(ptx)], check=True)
        sources.append(ptx.with_suffix(".c"))
        text = ptx.read_text()
        if fmad == "true":  # the translator knows no operation without a rounding; here it must take them
            ptx.write_text(re.sub(r"\b(add|sub|mul)\.f32", r"\1.rn.f32", text))
        subprocess.run([sys.executable, str(ROOT / "tests/cuda/ptx_to_c.py"), str(ptx), str(sources[-1])], check=True)
    library = folder / f"kernels-{fmad}.so"
    subprocess.run(["gcc", "-O1", "-w", "-ffp-contract=off", "-fno-math-errno", "-shared", "-fPIC",
                    *map(str, sources), "-lm", "-o", str(library)], check=True)
    return library


def main():
    if shutil.which("nvcc") is None:
        print("no nvcc\n0 passed, 0 failed, 1 skipped")
        return 0
    program = pathlib.Path(sys.argv[1]).resolve() / "gapmc_ptx_run"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        done = subprocess.run([str(program), str(translated(folder, "false"))], capture_output=True, text=True, cwd=ROOT)
        print(done.stdout, done.stderr, sep="")
        passed, failed = map(int, re.search(r"(\d+) passed, (\d+) failed", done.stdout or "0 passed, 1 failed").groups())
        control = subprocess.run([str(program), str(translated(folder, "true"))], capture_output=True, text=True, cwd=ROOT)
        noticed = re.search(r"(\d+) passed, (\d+) failed", control.stdout)
        fused = noticed is not None and int(noticed[2]) > 0
        print(f"{'ok  ' if fused else 'FAIL'} control: contracted operations are noticed ({noticed and noticed[2]} checks fail)")
        passed, failed = passed + fused, failed + (not fused)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
