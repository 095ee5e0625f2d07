# SPDX-License-Identifier: Apache-2.0
"""Exact quantiles on the command line: `refine` after `run` gives the bytes of `run --exact`. Needs the path of gapmc in GAPMC."""

import csv
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from program import FLAGSHIP, GAPMC, ROOT, gapmc, run, sums  # noqa: E402

EVENTS = str(ROOT / "tests/oracle/studies/04-events.toml")
THREE = str(ROOT / "configs/three-actors.toml")


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "run.json"}


def bands(folder):
    return list(csv.DictReader(io.StringIO((folder / "bands.csv").read_text())))


def test_run_then_refine_gives_the_bytes_of_run_exact(tmp_path):
    for study, n in ((EVENTS, "3000"), (THREE, "5000")):
        for exact, drivers in (([], []), (["--exact"], []), (["--exact-drivers"], ["--drivers"])):
            for name in ("a", "b"):
                shutil.rmtree(tmp_path / name, ignore_errors=True)
            run(tmp_path / "a", "-n", n, *exact, study=study)
            run(tmp_path / "b", "-n", n, study=study)
            if exact:
                done = gapmc("refine", tmp_path / "b", *drivers)
                assert done.returncode == 0, done.stderr
                assert "exact order statistics of these trajectories" in done.stdout and "exact digest  " in done.stdout
                assert "further pass" in done.stderr and "MB for each thread" in done.stderr
            assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
        card = json.loads((tmp_path / "b/run.json").read_text())
        assert card["command"]["verb"] == "refine"
        assert gapmc("verify", tmp_path / "b", "--all").returncode == 0


def test_engines_do_not_show(tmp_path):
    run(tmp_path / "a", "-n", "5000", "--exact-drivers", study=THREE)
    for simd, words in (("portable", ["--threads", "1", "--batch", "64"]), ("scalar", ["--threads", "3", "--batch", "1024"])):
        shutil.rmtree(tmp_path / "b", ignore_errors=True)
        run(tmp_path / "b", "-n", "5000", study=THREE)
        done = gapmc("refine", tmp_path / "b", "--drivers", "--quiet", *words, env={**os.environ, "GAPMC_SIMD": simd})
        assert done.returncode == 0 and done.stderr == "", done.stderr
        assert files_of(tmp_path / "b") == files_of(tmp_path / "a")


def test_drivers_may_come_later_and_a_second_time_changes_nothing(tmp_path):
    run(tmp_path / "a", "-n", "3000", "--exact-drivers", study=EVENTS)
    run(tmp_path / "b", "-n", "3000", "--exact", study=EVENTS)
    assert gapmc("refine", tmp_path / "b", "--drivers", "--quiet").returncode == 0
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "b").iterdir()}
    for words in ([], ["--drivers"]):
        done = gapmc("refine", tmp_path / "b", *words)
        assert done.returncode == 0 and "are exact already" in done.stdout
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "b").iterdir()}


def test_files_say_what_is_exact_and_errors_are_of_sampling(tmp_path):
    plain = run(tmp_path / "a", "-n", "20000", study=THREE)
    exact = run(tmp_path / "b", "-n", "20000", "--exact", study=THREE)
    assert plain["run"]["result_digest"] == exact["run"]["result_digest"]
    assert "exact_digest" not in plain["run"] and len(exact["run"]["exact_digest"]) == 64
    moved = 0
    for before, after in zip(plain["quantities"], exact["quantities"]):
        assert "exact" not in before
        assert after["exact"] == (after["target"] not in ("driver", "driver_level")), after["id"]
        for year, year_after in zip(before["years"], after["years"]):
            assert (year_after["bin_width"] == 0) == after["exact"]
            for level, (value, error) in year["quantiles"].items():
                value_after, error_after = year_after["quantiles"][level]
                assert abs(value_after - value) <= year["bin_width"]
                moved += value_after != value
                assert after["exact"] or [value, error] == [value_after, error_after]
            assert {**year, "quantiles": 0, "bin_width": 0} == {**year_after, "quantiles": 0, "bin_width": 0}
    assert moved > 100
    # Nothing but quantiles, medians and their errors moves in bands.csv.
    for before, after in zip(bands(tmp_path / "a"), bands(tmp_path / "b")):
        if before != after:
            assert before["output_type"] in ("quantile", "median")
            assert {**before, "value": 0, "mcse": 0} == {**after, "value": 0, "mcse": 0}


def test_a_comparison_is_refined_with_its_differences(tmp_path):
    words = ("compare", THREE, "--sweep", "index.phi=0.2,0.8", "-n", "3000", "--quiet", "--out")
    assert gapmc(*words, tmp_path / "a", "--exact").returncode == 0
    assert gapmc(*words, tmp_path / "b").returncode == 0
    done = gapmc("refine", tmp_path / "b", "--quiet")
    assert done.returncode == 0 and "exact order statistics" in done.stdout, done.stderr
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    result = json.loads((tmp_path / "b/result.json").read_text())
    for scenario in result["scenarios"]:
        assert scenario["differences"] and all(quantity["exact"] for quantity in scenario["differences"])
    assert gapmc("verify", tmp_path / "b", "--all").returncode == 0
    # The baseline inside has the quantiles of a run alone.
    run(tmp_path / "c", "-n", "3000", "--exact", study=THREE)
    alone = {tuple(row.values())[:-2]: row["mcse"] for row in bands(tmp_path / "c")}
    for row in bands(tmp_path / "b"):
        if row["scenario_id"] == "baseline" and row["reference_id"] == "NA":
            assert alone[tuple(row.values())[:-3]] == row["mcse"]


def test_a_folder_passes_on_that_it_is_exact(tmp_path):
    run(tmp_path / "a", "-n", "3000", "--exact", study=EVENTS)
    done = gapmc("run", tmp_path / "a", "--quiet", "--out", tmp_path / "b")
    assert done.returncode == 0 and sums(tmp_path / "a") == sums(tmp_path / "b"), done.stderr
    # A part of it is none, and says nothing of it.
    done = gapmc("run", tmp_path / "a", "--shard", "1/2", "--quiet", "--out", tmp_path / "s")
    assert done.returncode == 0 and "exact" not in (tmp_path / "s/result.json").read_text()


def test_after_a_stop_rule_has_held(tmp_path):
    done = gapmc("run", THREE, "-n", "1M", "--until", "mcse(gap.p50@2028)<=0.2", "--exact", "--quiet", "--out", tmp_path / "a")
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "a/result.json").read_text())
    n = result["run"]["trajectories"]
    assert n < 1_000_000
    run(tmp_path / "b", "-n", n, "--exact", study=THREE)
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


def test_what_cannot_be_exact_is_refused(tmp_path):
    run(tmp_path / "s", "-n", "3000", "--shard", "1/2", study=EVENTS)
    before = files_of(tmp_path / "s")
    done = gapmc("refine", tmp_path / "s")
    assert done.returncode == 64 and "shard 1 of 2" in done.stderr and files_of(tmp_path / "s") == before
    done = gapmc("run", EVENTS, "-n", "3000", "--exact", "--shard", "1/2", "--out", tmp_path / "t")
    assert done.returncode == 64 and "--exact has no effect beside --shard" in done.stderr
    done = gapmc("run", tmp_path / "s", "--exact", "--out", tmp_path / "t")
    assert done.returncode == 64 and "needs every trajectory" in done.stderr
    assert not (tmp_path / "t").exists()
    assert gapmc("refine", tmp_path / "absent").returncode == 66
    (tmp_path / "empty").mkdir()
    assert gapmc("refine", tmp_path / "empty").returncode == 66


def renewed(folder, body):
    (folder / "tally.bin").write_bytes(body + hashlib.sha256(body).hexdigest().encode())
    lines = [line.split("  ")[1] for line in sums(folder).splitlines()]
    (folder / "SHA256SUMS").write_text("".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in lines))


def test_a_changed_exact_value_is_found(tmp_path):
    # The last byte before the checksum is the end of the last value: by one it stays in its bin, by 64 in the byte above it hardly does.
    run(tmp_path / "r", "-n", "3000", "--exact", study=EVENTS)
    body = (tmp_path / "r/tally.bin").read_bytes()[:-64]
    for place, change in ((-1, 0x01), (-4, 0x04)):
        changed = bytearray(body)
        changed[place] ^= change
        renewed(tmp_path / "r", bytes(changed))
        done = gapmc("verify", tmp_path / "r", "--all")
        assert done.returncode in (1, 65), done.stdout + done.stderr
        assert "DIFFERS" in done.stdout or "outside the bin" in done.stderr or "fit" in done.stderr
    renewed(tmp_path / "r", body)
    assert gapmc("verify", tmp_path / "r").returncode == 0


def test_stopped_or_killed_it_leaves_the_run_as_it_was(tmp_path):
    run(tmp_path / "r", "-n", "400k", study=FLAGSHIP)
    before = files_of(tmp_path / "r")
    for number, code in ((signal.SIGTERM, 75), (signal.SIGKILL, -9)):
        process = subprocess.Popen([GAPMC, "refine", tmp_path / "r", "--threads", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if "further pass" in line:
                break
        time.sleep(0.05)
        process.send_signal(number)
        assert process.wait(timeout=60) == code
        process.stderr.close()
        after = files_of(tmp_path / "r")
        after.pop(".gapmc.lock", None)
        for name in ("checkpoint-0.bin", "checkpoint-1.bin"):
            after.pop(name, None)  # which it goes on from (test_resume.py)
        assert after == before
    assert gapmc("verify", tmp_path / "r", "--blocks", "1", "--quiet").returncode == 0
    # Whoever comes next takes the lock over.
    assert gapmc("refine", tmp_path / "r", "--quiet").returncode == 0
    run(tmp_path / "e", "-n", "400k", "--exact", study=FLAGSHIP)
    assert files_of(tmp_path / "r") == files_of(tmp_path / "e")


def test_a_dry_run_says_that_there_will_be_more(tmp_path):
    done = gapmc("run", EVENTS, "-n", "3000", "--exact", "--dry-run", "--out", tmp_path / "r")
    assert done.returncode == 0 and "further pass" in done.stdout and not (tmp_path / "r").exists()
