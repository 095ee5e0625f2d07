#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run every test of the project and add up what they count. Called by scripts/test.

    run_all.py BUILD_DIRECTORY [--long [--write]] [--only NAME ...] [--list]

Each step is a command that ends with counts ("N passed, N failed, N skipped" in the words of its own runner). A step
that cannot be read, or whose exit code and counts disagree, is a failure.
--long adds the steps that take hours, and shows all that they print. --write puts their sections into docs/validation.md.
"""

import argparse
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import validation

ROOT = pathlib.Path(__file__).resolve().parent.parent


def steps(build):
    program = str(build / "gapmc")
    python = sys.executable
    return [
        ("layers", [python, "scripts/check_layers.py"]),
        ("format", ["scripts/check-format"]),
        ("prose", [python, "scripts/check_prose.py"]),
        ("weak-symbols", ["scripts/check-weak-symbols", str(build)]),
        ("coefficients", [python, "scripts/coefficients/generate.py", "--check"]),
        ("cuda-code", [python, "tests/cuda/check_code.py"]),
        ("cuda-ptx", [python, "tests/cuda/run_ptx.py", str(build)]),
        ("units", [str(build / "gapmc_tests"), "--gtest_brief=1"]),
        ("golden-bits-fma", [str(build / "gapmc_golden_bits_fma"), "--gtest_brief=1"]),
        ("normal-exhaustive", [str(build / "gapmc_normal_exhaustive")]),
        ("program", [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/system",
                     *(f"--ignore=tests/system/test_{name}.py" for name in ("peers", "scripts", "prose", "mutants"))]),
        ("scripts", [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/system/test_scripts.py", "tests/system/test_prose.py",
                     "tests/system/test_mutants.py"]),
        ("peers", [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/system/test_peers.py"]),
        ("bad-input", [python, "tests/bad_input/run_cases.py", program]),
        ("oracle", [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/oracle"]),
        ("against-oracle", [python, "tests/system/against_oracle.py", program]),
        ("closed-forms", [python, "tests/closed_form/run_closed_forms.py", program, "-n", "10000000"]),
        ("fuzz", [python, "tests/fuzz/run_fuzz.py", str(build / "gapmc"), str(build / "fuzz"), "--seconds", "20"]),
        ("package", [python, "tests/package/run_package.py", str(build)]),
        ("same-bytes", [python, "tests/system/same_bytes.py", program, str(build / "matrix")]),
    ]


def long_steps(build):
    """Steps under --long only; each prints a section for docs/validation.md before its counts (tests/validation.py)."""
    python = sys.executable
    return [
        ("extend", [python, "tests/extend/run_extend.py", str(build)]),
        ("mutants", [python, "tests/mutants/run_mutants.py", str(build)]),
        ("fuzz-long", [python, "tests/fuzz/run_fuzz.py", str(build / "gapmc"), str(build / "fuzz"), "--seconds", "1800"]),
    ]


def counts_of(text, code):
    """(passed, failed, skipped) of a runner's closing line; steps without counts are one test."""
    google = re.search(r"\[  PASSED  \] (\d+) tests?\.", text)
    if google:
        failed = re.search(r"\[  FAILED  \] (\d+) tests?,", text)
        skipped = re.search(r"\[  SKIPPED \] (\d+) tests?,", text)
        return int(google[1]), int(failed[1]) if failed else 0, int(skipped[1]) if skipped else 0
    tail = "\n".join(text.strip().splitlines()[-3:])
    found = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped|errors?)\b", tail)}
    if found:
        return found.get("passed", 0), found.get("failed", 0) + found.get("error", 0) + found.get("errors", 0), found.get("skipped", 0)
    return (1, 0, 0) if code == 0 else (0, 1, 0)


def take_signals_as_usual():
    """A caller that ignores signals (nohup, a shell's background job) would have the program ignore them too."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def main():
    take_signals_as_usual()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--write", action="store_true", help="with --long: renew docs/validation.md")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    total = [0, 0, 0]
    long_names = [name for name, _ in long_steps(build)]
    sections = {}
    for name, command in steps(build) + (long_steps(build) if arguments.long else []):
        if arguments.list:
            print(name)
            continue
        if arguments.only and name not in arguments.only:
            continue
        start = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "GAPMC": str(build / "gapmc")})
        text = done.stdout + done.stderr
        counts = list(counts_of(text, done.returncode))
        if (done.returncode != 0) != (counts[1] > 0) or sum(counts) == 0:
            counts[1] += 1  # exit code and counts disagree, or nothing ran
        total = [a + b for a, b in zip(total, counts)]
        print(f"{name:<20} {counts[0]:>5} passed {counts[1]:>3} failed {counts[2]:>3} skipped  {time.monotonic() - start:>6.0f} s", flush=True)
        if name in long_names:
            print(text, flush=True)
            sections[name] = validation.section_of(done.stdout)
        elif counts[1]:
            print(text[-12000:], flush=True)
    if arguments.write and sections:
        path = ROOT / "docs/validation.md"
        path.write_text(validation.document(path.read_text() if path.exists() else "", sections, long_names))
    if not arguments.list:
        print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] or (not arguments.list and total[0] == 0) else 0


if __name__ == "__main__":
    sys.exit(main())
