# SPDX-License-Identifier: Apache-2.0
"""`gapmc ask`: how probable statements are. Needs the path of gapmc in GAPMC."""

import csv
import io
import json
import math
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from program import ROOT, gapmc  # noqa: E402

STUDY = ROOT / "configs/three-actors.toml"


def answers(*words):
    done = gapmc("ask", *words, "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_threshold_has_the_probability_of_the_table(tmp_path):
    assert gapmc("run", STUDY, "-n", "20k", "--quiet", "--out", tmp_path / "r").returncode == 0
    rows = [row for row in csv.DictReader(io.StringIO((tmp_path / "r/bands.csv").read_text()))
            if row["target"] == "contrast" and row["contrast"] == "gap" and row["output_type"] == "cdf" and row["target_date"].startswith("2030")]
    assert rows
    # The folder of a run asks of exactly that run.
    said = answers(tmp_path / "r", *[f"gap@2030 <= {row['output_type_id']}" for row in rows])
    assert said["trajectories"] == 20000
    for row, answer in zip(rows, said["statements"]):
        assert answer["probability"][0] == float(row["value"]) and answer["probability"][1] == float(row["mcse"]) and answer["of"] == 20000


def test_a_study_is_asked_for_its_own_statements(tmp_path):
    own = ["+report.quantities.peak.of='gap'", "+report.quantities.peak.over='maximum'", "+report.statements.high.holds='peak@2030 > 12'", "+report.statements.low.holds='gap@2032 < 5'"]
    said = answers(STUDY, *own, "-n", "5k")["statements"]
    assert [(s["id"], s["statement"]) for s in said] == [("high", "peak@2030 > 12"), ("low", "gap@2032 < 5")]
    # A run counts them, and its table and files say the same.
    done = gapmc("run", STUDY, *own, "-n", "5k", "--quiet", "--out", tmp_path / "r")
    assert done.returncode == 0 and "P(high)" in done.stdout and "largest gap so far [points], in 2032: median" in done.stdout
    result = json.loads((tmp_path / "r/result.json").read_text())
    assert result["statements"] == said
    rows = {row["contrast"]: row for row in csv.DictReader(io.StringIO((tmp_path / "r/bands.csv").read_text())) if row["target"] == "statement"}
    assert {id: float(row["value"]) for id, row in rows.items()} == {s["id"]: s["probability"][0] for s in said}
    assert answers(tmp_path / "r")["statements"] == said
    # What is asked on the command line stands alone.
    assert [s["statement"] for s in answers(STUDY, *own, "gap@2030 < 3", "-n", "1k")["statements"]] == ["gap@2030 < 3"]
    nothing = gapmc("ask", STUDY)
    assert nothing.returncode == 64 and "no [report.statements]" in nothing.stderr


def test_drivers_are_compared_by_their_logarithms(tmp_path):
    """Against counting in the samples' logarithms, in a study whose levels are counted in steps of a fifth of what there is at base."""
    flagship = ROOT / "configs/us-china-ai-index.toml"
    run = gapmc("run", flagship, "-n", "3k", "--samples", "3k", "--samples-of", "drivers", "--samples-as", "csv", "--quiet", "--out", tmp_path / "r")
    assert run.returncode == 0, run.stderr
    values = {}
    for row in csv.DictReader(io.StringIO((tmp_path / "r/samples.csv").read_text())):
        for name in ("compute.cn", "compute.us"):
            values.setdefault((name, int(row["year"])), []).append(float(row[name + ".ln"]))
    cn, next_cn, us = values["compute.cn", 2025], values["compute.cn", 2026], values["compute.us", 2026]
    expected = {
        "compute.cn@2026 - compute.cn@2025 > 0": [b > a for a, b in zip(cn, next_cn)],
        "compute.cn@2026 - 2 * compute.cn@2025 < 0": [b - a < math.log(2) for a, b in zip(cn, next_cn)],
        "0 > 3 * compute.cn@2025 - compute.cn@2026": [b - a > math.log(3) for a, b in zip(cn, next_cn)],
        "compute.us@2026 >= 20 * compute.cn@2026": [b - a >= math.log(20) for a, b in zip(next_cn, us)],
        "2 * compute.cn@2026 < 1600": [b < math.log(800) for b in next_cn],
        "(-compute.cn@2026 > -800)": [b < math.log(800) for b in next_cn],
        "compute.cn.ln@2026 + compute.us.ln@2026 < 16": [a + b < 16 for a, b in zip(next_cn, us)],
    }
    for answer in answers(flagship, *expected, "-n", "3k")["statements"]:
        counted = sum(expected[answer["statement"]])
        assert answer["fulfilled"] == counted and 100 < counted < 2900, answer
    for words in (["ask", flagship, "compute.cn@2026 - compute.cn@2025 > 100"], ["run", flagship, "+report.quantities.low.of='compute.cn'", "--out", tmp_path / "x"]):
        refused = gapmc(*words, "-n", "1k", "--quiet")
        assert refused.returncode == (64 if words[0] == "ask" else 78), refused.stderr
        assert "compute.cn is counted in steps of 141 kH100e" in refused.stderr and "compute.cn.ln" in refused.stderr
    assert not (tmp_path / "x").exists()
    share = gapmc("ask", flagship, "compute.cn.logit@2026 > 0", "-n", "1k")
    assert share.returncode == 64 and "Write compute.cn.ln" in share.stderr


def test_an_event_that_is_switched_off_happens_never():
    (answer,) = answers(STUDY, "bust happened by 2032", "events.bust.enabled=false", "-n", "1k")["statements"]
    assert (answer["fulfilled"], answer["of"]) == (0, 1000)


def test_a_condition_splits_the_trajectories():
    both, given, condition = answers(STUDY, "-n", "20k", "gap@2032 < gap@2027 and gap@2027 < 10", "gap@2032 < gap@2027 given gap@2027 < 10", "gap@2027 < 10")["statements"]
    assert both["fulfilled"] == given["fulfilled"] and given["of"] == condition["fulfilled"] < 20000
    assert given["conditional"] and not both["conditional"]


def test_the_same_answer_whatever_the_threads_and_batches():
    words = (STUDY, "-n", "5k", "gap@2032 < gap@2027 or first gap <= 3 by 2030")
    assert answers(*words) == answers(*words, "--threads", "1", "--batch", "64")
    assert answers(*words) != answers(*words, "--seed", "12")


def test_words_and_statements_are_told_apart():
    plain = answers(STUDY, "-n", "2k", "gap@2030>=5")["statements"][0]
    changed = answers(STUDY, "gap@2030>=5", "index.phi=0.9", "-n", "2k")["statements"]
    assert len(changed) == 1 and changed[0]["fulfilled"] != plain["fulfilled"]


def test_people_read_the_statement_its_probability_and_the_outcome():
    done = gapmc("ask", STUDY, "gap@2030 < 5", "gap@2030 > 4 given gap@2030 > 1000", "-n", "2k", "--quiet")
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and "2,000 trajectories, seed" in lines[1]
    assert lines[2].startswith("gap: United States minus ") and "[points], constant method of 2024" in lines[2] and not lines[3]
    assert "gap@2030 < 5" in lines and any(" % ± " in line and " of 2,000)" in line for line in lines)
    assert any("NA (no trajectory fulfils the condition)" in line for line in lines)
    published = gapmc("ask", STUDY, "gap@2030 < 5", "-n", "2k", "--quiet", "--outcome", "published")
    assert "as published" in published.stdout


def test_what_is_not_understood_has_a_caret_below_it(tmp_path):
    done = gapmc("ask", STUDY, "gap@2030 < 15 annd gap@2031 > 20", "-n", "100", cwd=tmp_path)
    assert done.returncode == 64 and done.stdout == "" and list(tmp_path.iterdir()) == []
    lines = done.stderr.splitlines()
    at = next(i for i, line in enumerate(lines) if line.endswith("gap@2030 < 15 annd gap@2031 > 20"))
    assert lines[at + 1].index("^") == lines[at].index("annd")
    for text, reason in (("gpa@2030 < 1", "Did you mean 'gap'"), ("gap@2099 < 1", "not an index year"), ("gap@2030 < compute.us@2030", "Compare quantities of one unit"),
                         ("", "its value is empty"), ("gap@2030", "a comparison is needed")):
        done = gapmc("ask", STUDY, text, "-n", "100")
        assert done.returncode == 64 and reason in done.stderr, (text, done.stderr)
    assert gapmc("ask", STUDY).returncode == 64, "nothing is asked"
    assert "nothing is asked" in gapmc("ask", STUDY, "index.phi=0.5", "-n", "100").stderr
