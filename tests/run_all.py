#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run every test of the project and add up what they count. Called by scripts/test.

    run_all.py BUILD_DIRECTORY [--long [--write]] [--cluster] [--only NAME ...] [--list]

Each step is a command that ends with counts ("N passed, N failed, N skipped" in the words of its own runner). A step
that cannot be read, or whose exit code and counts disagree, is a failure. Steps that use one processor run side by side, as many
as there are processors, and a line is printed when each ends; the others follow one by one.
--long adds the steps that take hours, and shows all that they print. --write puts their sections into docs/validation.md.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time
from typing import NamedTuple

import validation
from usual_signals import take_signals_as_usual

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Step(NamedTuple):
    name: str
    command: list
    alone: bool = False  # it uses every processor itself
    long: bool = False  # under --long only; a section that it prints goes into docs/validation.md (tests/validation.py)
    cluster: bool = False  # under --cluster, which runs nothing else: it starts a scheduler on this machine


def steps(build):
    program = str(build / "gapmc")
    python = sys.executable
    pytest = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    own = ROOT / ".venv-browser/bin/python"
    reading = str(own) if own.exists() else python
    apart = ("peers", "scripts", "prose", "mutants")
    return [
        Step("layers", [python, "scripts/check_layers.py"]),
        Step("format", ["scripts/check-format"]),
        Step("prose", [python, "scripts/check_prose.py"]),
        Step("weak-symbols", ["scripts/check-weak-symbols", str(build)]),
        Step("coefficients", [python, "scripts/coefficients/generate.py", "--check"]),
        Step("units", [str(build / "gapmc_tests"), "--gtest_brief=1"]),
        Step("cuda-engine", [str(build / "gapmc_fake_cuda_tests"), "--gtest_brief=1"]),
        Step("program", [*pytest, "tests/system", *(f"--ignore=tests/system/test_{name}.py" for name in apart)]),
        Step("cuda-code", [python, "tests/cuda/check_code.py"]),
        Step("cuda-newest", [python, "tests/cuda/newest_toolkit.py", str(build)]),
        Step("cuda-ptx", [python, "tests/cuda/run_ptx.py", str(build)]),
        Step("against-oracle", [python, "tests/system/against_oracle.py", program]),
        Step("oracle", [*pytest, "tests/oracle"]),
        Step("scripts", [*pytest, *(f"tests/system/test_{name}.py" for name in ("scripts", "prose", "mutants"))]),
        Step("recipes", [python, "tests/recipes/run_recipes.py", str(build)]),
        Step("workflow", [python, "tests/recipes/run_workflow.py", str(build)]),
        Step("browser", [reading, "tests/browser/run_browser.py", str(build)]),
        Step("documents", [reading, "tests/documents/run_documents.py", str(build)]),
        Step("peers", [*pytest, "tests/system/test_peers.py"]),
        Step("bad-input", [python, "tests/bad_input/run_cases.py", program]),
        Step("golden-bits-fma", [str(build / "gapmc_golden_bits_fma"), "--gtest_brief=1"]),
        Step("normal-exhaustive", [str(build / "gapmc_normal_exhaustive")], alone=True),
        Step("closed-forms", [python, "tests/closed_form/run_closed_forms.py", program, "-n", "10000000"], alone=True),
        Step("ask-coverage", [python, "tests/coverage/ask_coverage.py", str(build)]),
        Step("answers-of-samples", [python, "tests/coverage/answers_of_samples.py", str(build), "-n", "50000"]),
        Step("fuzz", [python, "tests/fuzz/run_fuzz.py", str(build), "--seconds", "20"], alone=True),
        Step("package", [python, "tests/package/run_package.py", str(build)], alone=True),
        Step("same-bytes", [python, "tests/system/same_bytes.py", str(build)], alone=True),
        Step("cuda-engine-memory", [python, "tests/cuda/run_fake.py", str(build)], alone=True),
        Step("cuda-engine-threads", [python, "tests/cuda/run_fake.py", str(build), "--thread"], alone=True, long=True),
        Step("exact-quantiles", [str(build / "gapmc_exact_quantiles")], alone=True, long=True),
        Step("extend", [python, "tests/extend/run_extend.py", str(build)], alone=True, long=True),
        Step("kills", [python, "tests/kills/run_kills.py", str(build)], alone=True, long=True),
        Step("ask-coverage-long", [python, "tests/coverage/ask_coverage.py", str(build), "--seeds", "4000"], long=True),
        Step("answers-of-samples-long", [python, "tests/coverage/answers_of_samples.py", str(build)], long=True),
        Step("package-cuda", [python, "tests/package/run_package.py", str(build), "--with-cuda"], alone=True, long=True),
        Step("same-bytes-all", [python, "tests/system/same_bytes.py", str(build), "--all"], alone=True, long=True),
        Step("mutants", [python, "tests/mutants/run_mutants.py", str(build)], alone=True, long=True),
        Step("cluster", [python, "-u", "tests/cluster/run_cluster.py", str(build)], alone=True, cluster=True),
        Step("fuzz-long", [python, "tests/fuzz/run_fuzz.py", str(build), "--seconds", "1800"], alone=True, long=True),
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


class Outcome(NamedTuple):
    step: Step
    counts: list
    text: str
    section: str
    seconds: float


def outcome_of(step, build):
    start = time.monotonic()
    done = subprocess.run(step.command, cwd=ROOT, capture_output=True, text=True, errors="replace", env={**os.environ, "GAPMC": str(build / "gapmc")})
    text = done.stdout + done.stderr
    counts = list(counts_of(text, done.returncode))
    if (done.returncode != 0) != (counts[1] > 0) or sum(counts) == 0:
        counts[1] += 1  # exit code and counts disagree, or nothing ran
    return Outcome(step, counts, text, validation.section_of(done.stdout), time.monotonic() - start)


def outcomes(chosen, build):
    """Outcomes as they come: steps that use one processor side by side, then the others one by one."""
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        together = [pool.submit(outcome_of, step, build) for step in chosen if not step.alone]
        for future in concurrent.futures.as_completed(together):
            yield future.result()
    for step in chosen:
        if step.alone:
            yield outcome_of(step, build)


def show(outcome):
    passed, failed, skipped = outcome.counts
    print(f"{outcome.step.name:<20} {passed:>5} passed {failed:>3} failed {skipped:>3} skipped  {outcome.seconds:>6.0f} s", flush=True)
    if outcome.step.long:
        print(outcome.text, flush=True)
    elif failed:
        print(outcome.text[-12000:], flush=True)


def main():
    take_signals_as_usual()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--cluster", action="store_true", help="the scripts of scripts/slurm on a real Slurm of this machine, and nothing else")
    parser.add_argument("--write", action="store_true", help="with --long: renew docs/validation.md")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    all_steps = [step for step in steps(build) if step.cluster == arguments.cluster and (arguments.long or not step.long)]
    unknown = set(arguments.only) - {step.name for step in all_steps}
    if unknown:
        parser.error(f"no step of these is called {' '.join(sorted(unknown))}; --list shows them, with --long all")
    if arguments.list:
        print("\n".join(step.name for step in all_steps))
        return 0
    total = [0, 0, 0]
    sections = {}
    for outcome in outcomes([step for step in all_steps if not arguments.only or step.name in arguments.only], build):
        show(outcome)
        total = [a + b for a, b in zip(total, outcome.counts)]
        if outcome.step.long:
            sections[outcome.step.name] = outcome.section
    if arguments.write and sections:
        path = ROOT / "docs/validation.md"
        path.write_text(validation.document(path.read_text() if path.exists() else "", sections, [step.name for step in steps(build) if step.long]))
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] or total[0] == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
