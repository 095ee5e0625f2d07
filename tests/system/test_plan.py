# SPDX-License-Identifier: Apache-2.0
"""What a run is said to take before it is made. Needs the path of gapmc in GAPMC."""

import json
import math
import os
import subprocess

import pytest

from program import GAPMC, ROOT, gapmc

STUDY = str(ROOT / "configs/three-actors.toml")


def planned(*words):
    done = gapmc("plan", *words, "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def rates(tmp_path_factory):
    path = tmp_path_factory.mktemp("rates") / "rates.json"
    assert gapmc("bench", "flagship", "-n", "65536", "--seconds", "0", "--threads", "1", "--quiet", "--out", path).returncode == 0
    return path


def test_terms_add_up_and_follow_from_what_was_measured(rates):
    plan = planned(STUDY, "-n", "1T", "--devices", f"64x{rates}", "--devices", "2xhere")
    assert plan["trajectories"] == 10**12 and [kind["number"] for kind in plan["devices"]] == [64, 2]
    speed = sum(kind["number"] * kind["trajectories_per_second"] for kind in plan["devices"])
    slowest = min(kind["trajectories_per_second"] for kind in plan["devices"])
    ranks, parts = plan["seconds"]["as_ranks"], plan["seconds"]["as_parts"]
    assert ranks["simulation"] == pytest.approx(1e12 / speed)
    assert parts["simulation"] == pytest.approx(1e12 / 66 / slowest)
    assert ranks["together"] == pytest.approx(7 * plan["seconds_to_add_a_record"])
    assert parts["together"] == pytest.approx(66 * plan["seconds_to_add_a_record"])
    for time in (ranks, parts):
        assert time["total"] == pytest.approx(sum(time[name] for name in ("start", "simulation", "one_process", "together")))
        assert min(time.values()) >= 0 and time["start"] > 0 and time["one_process"] > 0


def test_errors_and_sizes_are_those_of_a_run(tmp_path):
    plan = planned(STUDY, "-n", "262144")
    assert gapmc("run", STUDY, "-n", "262144", "--exact", "--out", tmp_path / "r", "--quiet").returncode == 0
    result = json.loads((tmp_path / "r/result.json").read_text())
    gap = next(entry for entry in result["quantities"] if entry["target"] == "contrast" and entry["id"] == "gap")
    last = gap["years"][-1]
    said = {entry["statistic"]: entry["standard_error"] for entry in plan["errors"]}
    # The error of an error: of a mean a part in sqrt(2 n), of a quantile some per cent.
    assert said["mean"] == pytest.approx(last["mean"][1], rel=0.02)
    assert said["median"] == pytest.approx(last["quantiles"]["0.5"][1], rel=0.25)
    assert said["5 % quantile"] == pytest.approx(last["quantiles"]["0.05"][1], rel=0.25)
    assert planned(STUDY, "-n", "262144000")["errors"][0]["standard_error"] == pytest.approx(said["mean"] / math.sqrt(1000))
    assert plan["bytes"]["record"] == pytest.approx((tmp_path / "r/tally.bin").stat().st_size, rel=0.25)
    folder = sum(path.stat().st_size for path in (tmp_path / "r").rglob("*") if path.is_file())
    assert plan["bytes"]["folder"] == pytest.approx(folder, rel=0.25)
    assert plan["seconds"]["as_ranks"]["together"] == 0 and plan["devices"][0]["name"] == "here"


def test_the_table_says_the_same(rates):
    done = gapmc("plan", STUDY, "-n", "1T", "--devices", f"64x{rates}")
    assert done.returncode == 0
    assert "of one of the flagship here" in done.stdout
    for text in ("three-actors (2024 to 2032", "1000000000000", "as ranks of one job", "as parts and a merge", "nine tenths of the time", "one standard error"):
        assert text in done.stdout, text
    alone = gapmc("plan", STUDY, "-n", "1000", "--quiet").stdout
    assert "as parts" not in alone and "with one of the first kind already" in alone


def test_what_nobody_measured_has_no_rate(tmp_path, rates):
    def refused(code, word, *words):
        done = gapmc("plan", STUDY, *words)
        assert done.returncode == code and word in done.stderr and done.stdout == "", done.stderr

    refused(66, "Nobody can say how fast", "--devices", "64xH200")
    refused(65, "not a file of `gapmc bench --out`", "--devices", STUDY)
    refused(64, "of what?", "--devices", "64")
    refused(64, "of what?", "--devices", "64x")
    refused(64, "1 to 1000000", "--devices", "0xhere")
    refused(66, "neither 'here' nor a file", "--devices", str(tmp_path))
    os.mkfifo(tmp_path / "pipe")
    refused(66, "neither 'here' nor a file", "--devices", str(tmp_path / "pipe"))
    report = json.loads(rates.read_text())
    report["workloads"][0]["warm"]["trajectories_per_second"]["median"] = 1e-300
    (tmp_path / "slow.json").write_text(json.dumps(report))
    refused(65, "none that a machine has", "--devices", str(tmp_path / "slow.json"))
    report["workloads"][0]["golden"]["expected"] = "0" * 64
    (tmp_path / "other.json").write_text(json.dumps(report))
    refused(65, "draws or counts differently", "--devices", str(tmp_path / "other.json"))


def test_names_of_files_are_text_for_people(tmp_path, rates):
    path = os.fsencode(tmp_path) + b"/\xff\x1b[31m.json"
    report = json.loads(rates.read_text())
    report["engine"]["backend"] = "one\x1b[31m\ntwo"
    with open(path, "w") as file:
        json.dump(report, file)
    for words in ([], ["--json"]):
        done = subprocess.run([GAPMC, "plan", STUDY, "--quiet", "--devices", path, *words], capture_output=True, check=True)
        assert b"\x1b" not in done.stdout and b"\xff" not in done.stdout
    assert "\\xFF" in json.loads(done.stdout)["devices"][0]["name"]


def test_one_device_is_useful_or_none_is():
    for n, useful in (("4611686018427387904", True), ("1", False)):
        text = gapmc("plan", STUDY, "-n", n, "--quiet").stdout
        assert ("as ranks, nine tenths" in text) == useful and ("with one of the first kind already" in text) != useful, text


def test_what_has_no_plan(tmp_path):
    assert gapmc("run", STUDY, "-n", "1000", "--out", tmp_path / "r", "--quiet").returncode == 0
    assert gapmc("extend", tmp_path / "r", "-n", "2000", "--shard", "1/2", "--out", tmp_path / "p", "--quiet").returncode == 0
    assert planned(tmp_path / "p", "-n", "500")["trajectories"] == 500
    assert gapmc("compare", STUDY, "--sweep", "index.phi=0.3", "-n", "1000", "--out", tmp_path / "c", "--quiet").returncode == 0
    done = gapmc("plan", tmp_path / "c")
    assert done.returncode == 64 and "holds a comparison" in done.stderr


def test_a_folder_and_a_scenario_are_studies_too(tmp_path):
    assert gapmc("run", STUDY, "-n", "1000", "--out", tmp_path / "r", "--quiet").returncode == 0
    assert planned(tmp_path / "r")["trajectories"] == 1000
    flagship = ROOT / "configs/us-china-ai-index.toml"
    base, other = planned(flagship, "-n", "1G"), planned(flagship, "-n", "1G", "--scenario", "diffusion_wins")
    assert base["errors"] != other["errors"]
