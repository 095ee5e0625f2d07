#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""gapmc against the independent NumPy oracle (tests/oracle) on the flagship and on eleven smaller studies.

    against_oracle.py PROGRAM [-n 400000] [--oracle 60000]

Every reported number must agree within 5 combined standard errors. As a negative control, the oracle's answer to a
slightly different study must be told apart. Ends with `N passed, N failed`.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
STUDIES = sorted((ROOT / "tests/oracle/studies").glob("*.toml"))
FLAGSHIP = ROOT / "configs/us-china-ai-index.toml"
CONTROL = ["index.base_spread=0.9"]


def answer(program, study, n, oracle_n, folder, oracle_words=()):
    result = pathlib.Path(folder, "r")
    subprocess.run([program, "run", str(study), "-n", str(n), "--out", str(result), "--quiet", "--force"], check=True,
                   capture_output=True, text=True)
    oracle = pathlib.Path(folder, "oracle.json")
    subprocess.run([sys.executable, "-m", "tests.oracle.oracle", str(study), "-n", str(oracle_n), "--seed", "7", *oracle_words,
                    "--json", str(oracle)], check=True, cwd=ROOT, capture_output=True, text=True)
    # Outcomes that a study does not declare are not reported by the program.
    text = (result / "result.json").read_text()
    skip = [word for name in ("contrast_edition", "contrast_published") if f'"{name}"' not in text.split('"quantities"')[1]
            for word in ("--skip", name)]
    done = subprocess.run([sys.executable, "-m", "tests.oracle.compare", str(result / "result.json"), str(oracle), *skip],
                          cwd=ROOT, capture_output=True, text=True)
    return done


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("-n", type=int, default=400_000)
    parser.add_argument("--oracle", type=int, default=60_000)
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.program)
    passed = failed = 0

    def check(label, done, code=0):
        nonlocal passed, failed
        holds = done.returncode == code
        passed, failed = passed + holds, failed + (not holds)
        print(f"{'ok  ' if holds else 'FAIL'} {label}: {(done.stdout.strip().splitlines() or [done.stderr.strip()])[-1]}", flush=True)
        if not holds:
            print(done.stdout + done.stderr)

    with tempfile.TemporaryDirectory() as folder:
        for study in STUDIES:
            check(study.stem, answer(program, study, arguments.n, arguments.oracle, folder))
        check("flagship", answer(program, FLAGSHIP, arguments.n // 2, arguments.oracle // 2, folder))
        check("flagship, oracle given another spread: told apart",
              answer(program, FLAGSHIP, 20_000, 10_000, folder, CONTROL), code=1)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
