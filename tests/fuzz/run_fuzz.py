#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the fuzz targets with clang's libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer, and runs each for a while.

    run_fuzz.py BUILD [--seconds 20] [--only TARGET] [--jobs 2]

The program in BUILD makes the files that some targets start from; the targets are built in BUILD/second (tests/builds.py). What
a target finds is printed in base64 (`base64 -d >INPUT`, then `BUILD/second/gapmc_fuzz_TARGET INPUT`) and becomes a unit test
when it is mended. Inputs that reached new code stay in BUILD/found, so that a later run begins where an earlier one ended. As a
control, a planted fault must be found. Ends with `N passed, N failed`.
"""

import argparse
import base64
import concurrent.futures
import pathlib
import re
import subprocess
import sys
import tempfile

import corpora

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import builds  # noqa: E402

LONGEST = {"study": 16384, "schema": 512, "stop_rule": 256, "record": 8192, "sums": 4096}


def fuzz(build, target, seconds, work):
    """(statistics, findings as paths, output)"""
    found = build / "found" / target
    found.mkdir(parents=True, exist_ok=True)
    artifacts = work / "artifacts" / target
    artifacts.mkdir(parents=True)
    command = [str(build / "second" / f"gapmc_fuzz_{target}"), str(found), str(work / target), f"-max_total_time={seconds}", f"-max_len={LONGEST.get(target, 64)}",
               f"-dict={work}/words", f"-artifact_prefix={artifacts}/", "-timeout=60", "-report_slow_units=60", "-rss_limit_mb=4096", "-seed=1", "-print_final_stats=1", "-verbosity=1"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=seconds + 600)
    tries = re.search(r"number_of_executed_units: *(\d+)", done.stderr)
    cover = re.findall(r"cov: (\d+)", done.stderr)
    statistics = {"tries": int(tries[1]) if tries else 0, "cover": int(cover[-1]) if cover else 0, "code": done.returncode}
    return statistics, sorted(artifacts.iterdir()), done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--only")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    if not builds.second_compiler():
        print("0 passed, 0 failed, 1 skipped (no clang++)")
        return 0
    build = arguments.build.resolve()
    builds.make_second(build, ["gapmc_fuzz"], arguments.jobs)
    targets = [arguments.only] if arguments.only else list(LONGEST)
    failed = 0
    rows = []
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        corpora.write(work, str(build / "gapmc"))
        statistics, findings, _ = fuzz(build, "planted", 30, work)
        if not findings:
            failed += 1
            print(f"FAIL the planted fault was not found in {statistics['tries']} tries")
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            results = list(pool.map(lambda target: fuzz(build, target, arguments.seconds, work), targets))
        for target, (statistics, findings, output) in zip(targets, results):
            rows.append((target, statistics, len(findings)))
            if statistics["code"] != 0 or findings or statistics["tries"] == 0:
                failed += 1
                print(f"FAIL {target}: exit {statistics['code']} after {statistics['tries']} tries\n{output[-6000:]}")
                for finding in findings:
                    print(f"{finding.name} in base64:\n{base64.b64encode(finding.read_bytes()).decode()}")
    print(f"## Fuzzing\n\nEach target ran for {arguments.seconds} s with address and undefined-behaviour sanitizers.\n"
          "A finding is an input that ends the program, breaks a property of the target or takes more than 60 s or 4 GB.\n\n"
          "| target | inputs tried | edges of code reached | findings |\n|---|---:|---:|---:|")
    for target, statistics, findings in rows:
        print(f"| `{target}` | {statistics['tries']:,} | {statistics['cover']:,} | {findings} |")
    print(f"\n{len(targets) + 1 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
