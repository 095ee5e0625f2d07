#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts of `gapmc ask` against the trajectories themselves, read from Parquet and judged by pandas.

    answers_of_samples.py BUILD_DIRECTORY [-n 1000000]

Needs the readers of scripts/python/readers.txt (.venv-data), in which it starts itself again.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
STUDY = ROOT / "configs/us-china-ai-index.toml"
READERS = ROOT / ".venv-data/bin/python"
OWN = ["+report.quantities.peak.of='gap'", "+report.quantities.peak.over='maximum'", "+report.quantities.low_year.of='gap'", "+report.quantities.low_year.over='year_of_minimum'"]


def statements(t):
    """Statements, and for each how pandas says the same of a table (trajectory x year of each column)."""

    def first(column, threshold, last):
        years = [year for year in t[column].columns if year <= last]
        return (t[column][years] <= threshold).any(axis=1)

    def happened(event, last):
        column = f"event.{event}.onsets"
        return (t[column][[year for year in t[column].columns if year <= last]] > 0).any(axis=1)

    gap, score_us, score_cn = t["gap"], t["score.us"], t["score.cn"]
    return [
        ("gap@2030 < 15 and gap@2035 > 20", (gap[2030] < 15) & (gap[2035] > 20), None),
        ("not (score.us@2035 <= score.cn@2035 or gap@2028 >= 30)", ~((score_us[2035] <= score_cn[2035]) | (gap[2028] >= 30)), None),
        ("first gap <= 0 by 2033", first("gap", 0, 2033), None),
        ("gap.published@2030 <= 10 given us_bust happened by 2028", t["gap.published"][2030] <= 10, happened("us_bust", 2028)),
        ("peak@2035 > 30 and low_year@2035 >= 2034", (t["peak"][2035] > 30) & (t["low_year"][2035] >= 2034), None),
        ("gap@2035 - gap@2030 < 0.25 * gap@2027", gap[2035] - gap[2030] < 0.25 * gap[2027], None),
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("-n", type=int, default=1_000_000)
    arguments = parser.parse_args()
    try:
        import pandas
    except ImportError:
        pandas = None
    if pandas is None or not hasattr(pandas, "read_parquet") or pathlib.Path(sys.prefix) != READERS.parents[1]:
        if not READERS.exists() or os.environ.get("GAPMC_IN_READERS"):
            print("0 passed, 0 failed, 1 skipped")
            return 0
        os.environ["GAPMC_IN_READERS"] = "1"
        os.execv(READERS, [READERS, __file__, *sys.argv[1:]])
    program = arguments.build / "gapmc"
    n = str(arguments.n)
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "run"
        words = [program, "run", STUDY, *OWN, "-n", n, "--samples", n, "--samples-of", "contrasts,scores,events", "--quiet", "--out", out]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        wanted = ["gap", "gap.published", "score.us", "score.cn", "event.us_bust.onsets", "peak", "low_year"]
        long = pandas.read_parquet(out / "samples.parquet", columns=["trajectory", "year", *wanted])
        years = sorted(set(long["year"]))
        table = {name: pandas.DataFrame(long[name].to_numpy().reshape(-1, len(years)), columns=years) for name in wanted}
        assert len(table["gap"]) == arguments.n and list(long["trajectory"][:: len(years)]) == list(range(arguments.n))
        listed = statements(table)
        done = subprocess.run([program, "ask", STUDY, *OWN, "-n", n, "--quiet", "--json", *(text for text, _, _ in listed)], check=True, capture_output=True, text=True)
    print("## Answers and trajectories\n")
    print(f"Counts of `ask` beside those of pandas over the same {arguments.n:,} trajectories of the flagship, read from Parquet.\n")
    print("| statement | by `ask` | by pandas |\n|---|---:|---:|")
    failed = 0
    for (text, holds, given), answer in zip(listed, json.loads(done.stdout)["statements"]):
        number = int((holds & given).sum() if given is not None else holds.sum())
        of = int(given.sum()) if given is not None else arguments.n
        same = (answer["fulfilled"], answer["of"]) == (number, of)
        failed += not same or not 0 < number < of
        print(f"| `{text}` | {answer['fulfilled']} of {answer['of']} | {number} of {of} |")
    print(f"\n{len(listed) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
