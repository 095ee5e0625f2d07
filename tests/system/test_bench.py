# SPDX-License-Identifier: Apache-2.0
"""`gapmc bench` as a user meets it. Needs the path of gapmc in GAPMC."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from program import GAPMC, ROOT, gapmc, run  # noqa: E402


def bench(*words, **options):
    return gapmc("bench", "--device", "cpu", "-n", "4096", "--seconds", "0", *words, **options)


def test_bench_gives_golden_answers_and_its_json_to_stdout_and_to_a_file(tmp_path):
    done = bench("--threads", "2", "--json", "--out", tmp_path / "bench.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"] and (tmp_path / "bench.json").read_text() == done.stdout
    report = json.loads(done.stdout)
    assert set(report) == {"format", "version", "program", "host", "engine", "cuda", "nvml", "workloads", "right", "finished"}
    assert report["format"] == "gapmc-bench" and report["version"] == 1 and report["right"] is True
    assert set(report["program"]) == {"version", "commit", "compiler", "build_type"}
    assert report["engine"]["threads"] == 2 and report["engine"]["instance"] and report["engine"]["devices"] == []
    assert report["nvml"] == {"driver": None, "absence": "no CUDA device is used"}
    assert [w["workload"] for w in report["workloads"]] == ["reference", "flagship", "flagship-quarterly"]
    for w in report["workloads"]:
        assert set(w) == {"workload", "overrides", "right", "golden", "repeatable", "walk", "normals_per_trajectory", "cold", "warm",
                          "normals_per_second", "time_to_error", "devices"}
        assert w["walk"] is None, "a processor has one walk"
        assert w["golden"]["equal"] and w["golden"]["digest"] == w["golden"]["expected"] and len(w["golden"]["digest"]) == 64
        assert w["warm"]["repetitions"] == len(w["warm"]["seconds"]) == 5 and w["warm"]["trajectories"] == 4096
        rates = w["warm"]["trajectories_per_second"]
        assert 0 < rates["min"] <= rates["median"] <= rates["max"]
        assert w["normals_per_second"]["median"] == pytest.approx(rates["median"] * w["normals_per_trajectory"])
        assert [(goal["statistic"], goal["standard_error"], goal["year"]) for goal in w["time_to_error"]] == [("mean", 0.01, 2035), ("p05", 0.05, 2035)]
        assert all(goal["seconds"] == pytest.approx(goal["trajectories"] / rates["median"]) for goal in w["time_to_error"])
        assert w["devices"] is None
    assert [w["cold"]["first_of_process"] for w in report["workloads"]] == [True, False, False]


def test_bench_repeats_what_a_run_gives(tmp_path):
    done = bench("reference", "--json")
    [w] = json.loads(done.stdout)["workloads"]
    result = run(tmp_path / "r", "-n", "4096", study=str(ROOT / "configs" / "reference-2x3x11.toml"))
    assert w["warm"]["result_digest"] == result["run"]["result_digest"]
    gap = next(q for q in result["quantities"] if q["target"] == "contrast" and q["id"] == "gap")
    mean_error = gap["years"][-1]["mean"][1]
    assert w["time_to_error"][0]["trajectories"] == pytest.approx(4096 * (mean_error / 0.01) ** 2, rel=1e-6)


def test_bench_prints_a_table_and_talks_on_stderr():
    done = bench("reference")
    assert done.returncode == 0 and re.search(r"^reference +right ", done.stdout, re.MULTILINE) and "reference:" in done.stderr
    assert bench("reference", "--quiet").stderr == ""


def test_bench_chooses_its_own_number_of_trajectories():
    done = gapmc("bench", "reference", "--device", "cpu", "--seconds", "0", "--json")
    assert json.loads(done.stdout)["workloads"][0]["warm"]["trajectories"] == 65536


def test_bench_names_the_nearest_workload():
    done = gapmc("bench", "flagshp")
    assert done.returncode == 64 and "'flagship'" in done.stderr and "flagship-quarterly" in done.stderr


def test_bench_stops_cleanly(tmp_path):
    process = subprocess.Popen([GAPMC, "bench", "reference", "-n", "1G", "--device", "cpu", "--out", tmp_path / "bench.json"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 75 and b"Run again" in process.stderr.read()
    assert process.stdout.read() == b"" and not list(tmp_path.iterdir())
