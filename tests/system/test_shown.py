# SPDX-License-Identifier: Apache-2.0
"""What table and chart of a run show: asked for, inherited from a folder, and refused. Needs the path of gapmc in GAPMC."""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from program import ROOT, gapmc, sums  # noqa: E402


def test_what_is_shown_is_asked_for_and_changes_no_number(tmp_path):
    study = ROOT / "configs/three-actors.toml"
    plain = gapmc("run", study, "-n", "500", "--quiet", "--out", tmp_path / "plain")
    shown = gapmc("run", study, "-n", "500", "--quiet", "--out", tmp_path / "shown", "--contrast", "cn_minus_eu", "--outcome", "published")
    assert plain.returncode == shown.returncode == 0, shown.stderr
    assert "\ncn_minus_eu: " in shown.stdout and "as published" in shown.stdout and "\ncn_minus_eu: " not in plain.stdout
    for name in ("bands.csv", "resolved.toml"):
        assert (tmp_path / "shown" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()
    said = [json.loads((tmp_path / name / "result.json").read_text())["run"] for name in ("plain", "shown")]
    assert said[1]["headline"] == {"contrast": "cn_minus_eu", "outcome": "published"} and said[0]["result_digest"] == said[1]["result_digest"]
    assert (tmp_path / "shown/fan.svg").read_bytes() != (tmp_path / "plain/fan.svg").read_bytes()
    assert gapmc("verify", tmp_path / "shown").returncode == 0, "renders the same chart again"
    again = gapmc("run", tmp_path / "shown", "--quiet", "--out", tmp_path / "again")
    assert again.returncode == 0 and sums(tmp_path / "again") == sums(tmp_path / "shown")


def test_what_is_said_now_wins_over_what_a_folder_was_made_with(tmp_path):
    study = ROOT / "configs/three-actors.toml"
    assert gapmc("run", study, "-n", "2000", "--shard", "2/2", "--quiet", "--out", tmp_path / "a", "--contrast", "eu_to_us", "--outcome", "published").returncode == 0
    shown = gapmc("run", tmp_path / "a", "report.contrast=gap", "report.outcome=constant", "--quiet", "--out", tmp_path / "b").stdout
    assert "\ngap: " in shown and "constant method" in shown.splitlines()[1]
    assert json.loads((tmp_path / "b/run.json").read_text())["command"]["shard"] == "2/2", "of that, nothing was said"
    whole = gapmc("run", tmp_path / "a", "--shard", "1/1", "--quiet", "--out", tmp_path / "c").stdout
    assert "\n2,000 trajectories" in whole and "\neu_to_us: " in whole
    lacks = gapmc("run", tmp_path / "a", "~index.measurement", "--quiet", "--out", tmp_path / "d")
    assert lacks.returncode == 64 and "--outcome" in lacks.stderr, "the folder's choice is gone with its part of the study"


def test_plans_and_progress_speak_of_what_is_shown():
    for words in (["--contrast", "us_to_rest"], ["report.contrast=us_to_rest"]):
        assert "mean of us_to_rest, constant method of 2024, in 2032" in gapmc("run", ROOT / "configs/three-actors.toml", "-n", "1000", "--dry-run", "--quiet", *words).stdout


def test_one_trajectory_has_no_random_walk_to_compare_with(tmp_path):
    assert gapmc("run", ROOT / "configs/three-actors.toml", "-n", "1", "--quiet", "--out", tmp_path / "r").returncode == 0
    assert "random walk" not in (tmp_path / "r/fan.svg").read_text()


def test_what_cannot_be_shown_is_refused(tmp_path):
    for words in (["--contrast", "gpa"], ["--contrast", ""], ["--outcome", "edition"], ["--outcome", "official"], ["--contrast", "x\x1b[31m"]):
        done = gapmc("run", ROOT / "configs/three-actors.toml", "-n", "100", "--out", tmp_path / "r", *words)
        assert done.returncode == 64 and not (tmp_path / "r").exists(), done.stderr
        assert "\x1b" not in done.stderr
