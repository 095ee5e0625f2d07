#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One result, whatever built and ran it: builds gapmc with several compilers and build types and compares SHA256SUMS.

    same_bytes.py BUILD [--all] [--jobs 2]

Every build runs a few studies; each run's SHA256SUMS (all files but run.json) must equal those of the program in BUILD. By
default there are two: the second build (tests/builds.py), and one without optimisation with sanitizers; --all makes every pair
of compiler and build type, and prints them as a section of docs/validation.md. The program is also run with the C library's FMA and AVX2 variants masked, with 1, 2 and 5 threads, three batch sizes and every instance of the walk.
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
sys.path.insert(0, str(ROOT / "tests"))
import builds  # noqa: E402

STUDIES = [("configs/us-china-ai-index.toml", "700"), ("tests/oracle/studies/04-events.toml", "3000"),
           ("tests/oracle/studies/10-inputs.toml", "3000"), ("tests/oracle/studies/09-tails.toml", "3000")]
SECOND = ("clang++", "Release", "")
SANITIZED = ("g++", "Debug", "address,undefined")
ALL_BUILDS = [(compiler, *kind) for compiler in ("g++", "clang++") for kind in (("Release", ""), ("Debug", ""), ("Debug", "address,undefined"))]
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
    """Compiler and build type of the reference program, as ALL_BUILDS writes them."""
    text = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r", (GNU|Clang) \S+, (\w+)\)", text)
    return f"{ {'GNU': 'g++', 'Clang': 'clang++'}[found[1]]} {found[2]}" if found else ""


def program_of(compiler, kind, sanitizer, build, jobs):
    """The program that a compiler makes; it is built where another step builds it too, if one does."""
    if (compiler, kind, sanitizer) == SECOND:
        return str(builds.make_second(build, ["gapmc"], jobs) / "gapmc")
    if (compiler, kind, sanitizer) == SANITIZED:
        return str(builds.make_sanitized(build, ["gapmc"], jobs) / "gapmc")
    folder = build / "matrix" / f"{compiler.replace('+', 'x')}-{kind}{'-sanitized' if sanitizer else ''}"
    builds.make(folder, compiler, kind, ["gapmc"], jobs, f"-DGAPMC_SANITIZE={sanitizer}", "-DGAPMC_WARNINGS_ARE_ERRORS=OFF",
                "-DCMAKE_CXX_FLAGS_DEBUG=", f"-DGAPMC_CHECKS={'ON' if kind == 'Debug' else 'OFF'}")
    return str(folder / "gapmc")


class Checks:
    """Counts, and for each way of building or running one row: the name, and how many of its checks held."""

    def __init__(self, program):
        self.passed = self.failed = self.skipped = 0
        self.rows = []
        self.expected = {study: run(program, study, n) for study, n in STUDIES}

    def compare(self, way, program, words=(), environment=None, same=True, studies=tuple(STUDIES)):
        """Whether a program's sums are those of the reference, or for a control are others."""
        held = 0
        for study, n in studies:
            found = run(program, study, n, words, environment)
            if "does not run it" in found:
                return self.skip(way, "not on this processor")
            holds = (found == self.expected[study]) == same
            held += holds
            self.passed, self.failed = self.passed + holds, self.failed + (not holds)
            print(f"{'ok  ' if holds else 'FAIL'} {way}: {study}" + ("" if holds else f"\n{found[:600]}"), flush=True)
        self.rows.append((way, f"{held} of {len(studies)} {'equal' if same else 'differ'}"))

    def skip(self, way, reason):
        print(f"skip {way}: {reason}")
        self.skipped += 1
        self.rows.append((way, f"skipped, {reason}"))


def compare_ways_to_run(checks, program):
    for words in ("--threads 1", "--threads 2", "--threads 5", "--batch 64", "--batch 512", "--batch 1024"):
        checks.compare(words, program, words.split())
    for mask in MASKS:
        checks.compare(f"C library without {mask.split('=')[1]}", program, environment={"GLIBC_TUNABLES": mask})
    for instance in INSTANCES:
        checks.compare(f"instance {instance}", program, environment={"GAPMC_SIMD": instance})
    checks.compare("another seed, as a control", program, ["--seed", "424242"], same=False)


def compare_builds(checks, program, chosen, build, jobs):
    for compiler, kind, sanitizer in chosen:
        label = " ".join(word for word in (compiler, kind, sanitizer) if word)
        if label == reference_build(program):
            continue  # it is what the others are compared with
        if shutil.which(compiler) is None:
            checks.skip(label, f"no {compiler}")
            continue
        other = program_of(compiler, kind, sanitizer, build, jobs)
        checks.compare(label, other)
        # Lane instances are optimised in every build (kernels/CMakeLists.txt); the portable one is what the build type says.
        checks.compare(f"{label}, portable", other, environment={"GAPMC_SIMD": "portable"}, studies=STUDIES[1:2])


def section(checks, program):
    rows = "\n".join(f"| {way} | {verdict} |" for way, verdict in checks.rows)
    return ("## Same bytes\n\n"
            f"Each row ran {len(STUDIES)} studies, or one where the row says so, and compared `SHA256SUMS` with those of `{reference_build(program)}`.\n\n"
            f"| way to build or run | files |\n|---|---|\n{rows}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--all", action="store_true", help="every pair of compiler and build type")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    program = str(build / "gapmc")
    checks = Checks(program)
    compare_ways_to_run(checks, program)
    compare_builds(checks, program, ALL_BUILDS if arguments.all else [SECOND, SANITIZED], build, arguments.jobs)
    if arguments.all:
        print(section(checks, program))
    print(f"{checks.passed} passed, {checks.failed} failed, {checks.skipped} skipped")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
