#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One result, whatever built and ran it: builds gapmc with several compilers and build types and compares SHA256SUMS.

    same_bytes.py REFERENCE_PROGRAM BUILD_ROOT [--jobs 2]

Every build runs a few studies; each run's SHA256SUMS (all files but run.json) must equal the reference program's. The
reference is also run with the C library's FMA and AVX2 variants masked, with 1, 2 and 5 threads, three batch sizes and every instance of the walk.
As a negative control, another seed must give other sums. Ends with `N passed, N failed, N skipped`.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
STUDIES = [("configs/us-china-ai-index.toml", "700"), ("tests/oracle/studies/04-events.toml", "3000"),
           ("tests/oracle/studies/10-inputs.toml", "3000"), ("tests/oracle/studies/09-tails.toml", "3000")]
BUILDS = [("g++", "Release", ""), ("g++", "Debug", ""), ("g++", "Debug", "address,undefined"), ("clang++", "Release", ""),
          ("clang++", "Debug", ""), ("clang++", "Debug", "address,undefined")]
INSTANCES = ["portable", "scalar", "avx2", "avx512"]
MASKS = ["glibc.cpu.hwcaps=-AVX2,-FMA"]


def run(program, study, n, words=(), environment=None):
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", str(ROOT / study), "-n", n, "--out", f"{folder}/r", "--quiet", *words]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **(environment or {})})
        if done.returncode != 0:
            return f"exit {done.returncode}: {done.stderr.strip()[-300:]}"
        return pathlib.Path(folder, "r", "SHA256SUMS").read_text()


def reference_build(program):
    """Compiler and build type of the reference program, as BUILDS writes them."""
    text = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r", (GNU|Clang) \S+, (\w+)\)", text)
    return f"{ {'GNU': 'g++', 'Clang': 'clang++'}[found[1]]} {found[2]}" if found else ""


def build(compiler, kind, sanitizer, root, jobs):
    folder = root / f"{compiler.replace('+', 'x')}-{kind}{'-sanitized' if sanitizer else ''}"
    configure = ["cmake", "-S", str(ROOT), "-B", str(folder), "-G", "Ninja", f"-DCMAKE_BUILD_TYPE={kind}",
                 f"-DCMAKE_CXX_COMPILER={compiler}", f"-DGAPMC_SANITIZE={sanitizer}", "-DGAPMC_WARNINGS_ARE_ERRORS=OFF", "-DGAPMC_CUDA=OFF", "-DCMAKE_CXX_FLAGS_DEBUG=", f"-DGAPMC_CHECKS={'ON' if kind == 'Debug' else 'OFF'}"]
    if shutil.which("ccache"):
        configure.append("-DCMAKE_CXX_COMPILER_LAUNCHER=ccache")
    for command in (configure, ["cmake", "--build", str(folder), "--target", "gapmc", "-j", str(jobs)]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return str(folder / "gapmc")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("build_root", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    expected = {study: run(arguments.program, study, n) for study, n in STUDIES}
    passed = failed = skipped = 0

    def check(what, found, wanted, same=True):
        nonlocal passed, failed
        holds = (found == wanted) == same
        passed, failed = passed + holds, failed + (not holds)
        print(f"{'ok  ' if holds else 'FAIL'} {what}" + ("" if holds else f"\n{found[:600]}"), flush=True)

    for study, n in STUDIES:
        for words in (["--threads", "1"], ["--threads", "2"], ["--threads", "5"], ["--batch", "64"], ["--batch", "512"], ["--batch", "1024"]):
            check(f"{study} {' '.join(words)}", run(arguments.program, study, n, words), expected[study])
        for mask in MASKS:
            check(f"{study} {mask}", run(arguments.program, study, n, (), {"GLIBC_TUNABLES": mask}), expected[study])
        for instance in INSTANCES:
            found = run(arguments.program, study, n, (), {"GAPMC_SIMD": instance})
            if "does not run it" in found:
                print(f"skip {study} {instance}: not on this processor")
                skipped += 1
                continue
            check(f"{study} {instance}", found, expected[study])
        check(f"{study} another seed differs", run(arguments.program, study, n, ["--seed", "424242"]), expected[study], same=False)
    for compiler, kind, sanitizer in BUILDS:
        label = f"{compiler} {kind} {sanitizer}".strip()
        if label == reference_build(arguments.program):
            continue  # it is what the others are compared with
        if shutil.which(compiler) is None:
            print(f"skip {label}: no {compiler}")
            skipped += 1
            continue
        program = build(compiler, kind, sanitizer, arguments.build_root, arguments.jobs)
        for study, n in STUDIES:
            check(f"{label}: {study}", run(program, study, n), expected[study])
        # Lane instances are optimised in every build (kernels/CMakeLists.txt); the portable one is what the build type says.
        study, n = STUDIES[1]
        check(f"{label}, portable: {study}", run(program, study, n, (), {"GAPMC_SIMD": "portable"}), expected[study])
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
