#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs gapmc on the closed-form studies and compares result.json with the exact values.

    run_closed_forms.py GAPMC_BINARY [-n 10000000] [--seed S] [--only NAME] [--jobs 1]

A check passes where |z| <= 5, z in the reported standard errors, which hold what bins leave. Nothing is told apart by less
than 1e-4, for states are float32: where an error is below 2e-5, z is 5 at that bound. Each case has a control: a run with slightly
changed inputs, in which at least one |z| > 5 must appear.
"""

import argparse
import concurrent.futures
import json
import math
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from closed_form.cases import STUDIES, words  # noqa: E402
from closed_form.closed_forms import CASES  # noqa: E402

LIMIT = 5.0
DETERMINISTIC = 1e-4


def simulate(options, case, overrides):
    """result.json of one run."""
    with tempfile.TemporaryDirectory(prefix="gapmc-closed-form-") as folder:
        out = pathlib.Path(folder) / "out"
        command = [options.gapmc, "run", str(STUDIES / f"{case.study}.toml"), "-n", str(min(options.n, case.most)),
                   "--seed", str(options.seed), "--out", str(out), "--quiet", *words(overrides)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}\nexit code {done.returncode}\n{done.stderr.strip()}")
        with open(out / "result.json", encoding="utf-8") as stream:
            return json.load(stream)


def only(rows, **wanted):
    found = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    if len(found) != 1:
        raise LookupError(f"{len(found)} entries with {wanted}")
    return found[0]


def by_number(table, number):
    """The entry of a table whose key, a text, is this number."""
    found = [value for key, value in table.items() if math.isclose(float(key), number, rel_tol=1e-9, abs_tol=1e-12)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} entries for {number} among {list(table)}")
    return found[0]


def estimate(result, selector):
    """[value, standard error] of a selector of cases.py."""
    table, name, at, key = selector
    if table == "event":
        return only(only(result["events"], id=name)["years"], year=at)[key]
    if table == "decomposition":
        row = only(only(result["decomposition"], contrast=name)["years"], year=at)
        return row["total"] if key == "total" else row["parts"][key]
    if table == "passage":
        row = only(result["passages"], target="contrast", contrast=name, threshold=at)
        return row[key[0]][str(key[1])] if isinstance(key, tuple) else row[key]
    row = only(only(result["quantities"], target=table, id=name)["years"], year=at)
    if not isinstance(key, tuple):
        return row[key]
    return by_number(row["quantiles" if key[0] == "quantile" else key[0]], key[1])


def deviation(check, result):
    """z of one check; infinite where the result has no number. A value without an error must be the exact one."""
    value, error = estimate(result, check.selector)
    if value is None or not math.isfinite(check.exact):
        return math.inf
    return (value - check.exact) / max(error or 0.0, DETERMINISTIC / LIMIT)


def describe(check, z, result):
    value, error = estimate(result, check.selector)
    return f"    {check.selector}: {value} +- {error}, exact {check.exact}, z {z:.2f} ({check.how})"


def run_case(options, case):
    """[(passed, text)] of the case and of its control."""
    out = []
    try:
        checks = case.checks()
        for control in (False, True):
            result = simulate(options, case, case.overrides | (case.control if control else {}))
            scored = [(abs(deviation(check, result)), check) for check in checks]
            worst, where = max(scored, key=lambda entry: entry[0])
            if control:
                noticed = worst > LIMIT
                text = f"{case.name}, control {' '.join(words(case.control))[:60]}"
                verdict = "noticed" if noticed else "NOT NOTICED"
                out.append((noticed, f"{text}: {verdict}, worst |z| {worst:.1f} {where.selector}"))
                continue
            wrong = [entry for entry in scored if not entry[0] <= LIMIT]
            text = f"{case.name}: {len(checks)} checks, worst |z| {worst:.2f} {where.selector}"
            text += "".join("\n" + describe(check, z, result) for z, check in wrong)
            out.append((not wrong, text))
    except (RuntimeError, LookupError, KeyError, ArithmeticError, OSError, ValueError, AssertionError) as error:
        out.append((False, f"{case.name}: {type(error).__name__}: {error}"))
    return out


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gapmc", help="the program")
    parser.add_argument("-n", type=int, default=10_000_000, help="trajectories of a run")
    parser.add_argument("--seed", type=int, default=20250115)
    parser.add_argument("--only", action="append", metavar="NAME", help="cases to run, default all")
    parser.add_argument("--jobs", type=int, default=1, help="cases at once")
    options = parser.parse_args(arguments)
    unknown = set(options.only or []) - {case.name for case in CASES}
    if unknown:
        parser.error(f"no case {sorted(unknown)}; cases: {' '.join(case.name for case in CASES)}")
    chosen = [case for case in CASES if not options.only or case.name in options.only]
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(max(1, options.jobs)) as pool:
        for lines in pool.map(lambda case: run_case(options, case), chosen):
            for good, text in lines:
                passed, failed = passed + good, failed + (not good)
                print(f"{'ok  ' if good else 'FAIL'} {text}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
