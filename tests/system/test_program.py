# SPDX-License-Identifier: Apache-2.0
"""The program as a user meets it: exit codes, files, signals, reproducibility. Needs the path of gapmc in GAPMC."""

import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import time

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from program import FILES, FLAGSHIP, GAPMC, ROOT, SMALL, gapmc, run, sums  # noqa: E402


def test_a_run_leaves_the_files_of_the_contract(tmp_path):
    run(tmp_path / "r", "-n", "1000")
    assert {path.name for path in (tmp_path / "r").iterdir()} == FILES
    listed = {line.split("  ")[1] for line in sums(tmp_path / "r").splitlines()}
    assert "run.json" not in listed and "tally.bin" in listed and any(name.startswith("hub/") for name in listed)


def test_a_table_and_what_is_said_of_it_do_not_mix_in_one_file(tmp_path):
    done = subprocess.run([GAPMC, "run", FLAGSHIP, "-n", "1000", "--out", tmp_path / "r"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=300)
    assert len(done.stdout) > 4096, "longer than a stream's buffer"
    assert re.fullmatch(r"1000 trajectories in .*", done.stdout.splitlines()[-1])


def test_sha256sum_accepts_the_list(tmp_path):
    run(tmp_path / "r", "-n", "1000")
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "r").returncode == 0


def test_bytes_do_not_depend_on_threads_batches_or_instance(tmp_path):
    texts = set()
    for i, words in enumerate((["--threads", "1"], ["--threads", "2"], ["--threads", "5"], ["--batch", "64"], ["--batch", "1024"])):
        run(tmp_path / str(i), "-n", "5000", *words, study=FLAGSHIP)
        texts.add(sums(tmp_path / str(i)))
    environment = {**os.environ, "GAPMC_SIMD": "portable"}
    done = gapmc("run", FLAGSHIP, "--out", tmp_path / "portable", "--quiet", "-n", "5000", env=environment)
    assert done.returncode == 0, done.stderr
    texts.add(sums(tmp_path / "portable"))
    assert len(texts) == 1


def test_bytes_depend_on_seed_number_and_study(tmp_path):
    run(tmp_path / "a", "-n", "1000")
    run(tmp_path / "b", "-n", "1000", "--seed", "2")
    run(tmp_path / "c", "-n", "1001")
    assert len({sums(tmp_path / name) for name in "abc"}) == 3


def test_drivers_beyond_numbers_are_named_by_validate():
    done = gapmc("validate", ROOT / "configs/three-actors.toml", "drivers.power.us.growth=90")
    assert done.returncode == 78 and "power.us at the end of 2032" in done.stderr


def test_the_flagship_has_the_digest_that_the_readme_gives_for_comparison(tmp_path):
    given = re.search(r"flagship with `-n 1M` has the result digest `([0-9a-f]{64})`", (ROOT / "README.md").read_text(encoding="utf-8"))[1]
    done = gapmc("run", FLAGSHIP, "-n", "1M", "--quiet", "--out", tmp_path / "r")
    assert f"result digest {given}\n" in done.stdout


def test_validate_shows_the_path_of_every_driver_in_its_own_unit(tmp_path):
    done = gapmc("validate", ROOT / "configs/reference-2x3x11.toml")
    lines = done.stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("Drivers: implied"))
    rows = [line.split() for line in lines[start + 1:lines.index("", start)]]
    assert len(rows) == 3 * 6 and sum("." in row[0] for row in rows if not row[0].isdigit()) == 6
    assert "Drivers: implied" not in gapmc("validate", ROOT / "configs/reference-2x3x11.toml", "--no-gate").stdout


def test_a_folder_given_as_study_makes_the_same_run(tmp_path):
    run(tmp_path / "a", "-n", "2000", "--seed", "5")
    run(tmp_path / "b", study=str(tmp_path / "a"))
    for name in ("resolved.toml", "bands.csv", "result.json", "tally.bin", "fan.svg"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_verify_accepts_a_run_and_sees_a_changed_file(tmp_path):
    run(tmp_path / "r", "-n", "3000")
    assert gapmc("verify", tmp_path / "r", "--all").returncode == 0
    bands = tmp_path / "r" / "bands.csv"
    bands.write_text(bands.read_text().replace("2025", "2052", 1))
    done = gapmc("verify", tmp_path / "r")
    assert done.returncode == 1 and "bands.csv" in done.stdout


def test_verify_sees_a_tally_of_another_seed(tmp_path):
    run(tmp_path / "r", "-n", "3000")
    run(tmp_path / "other", "-n", "3000", "--seed", "9")
    (tmp_path / "r" / "tally.bin").write_bytes((tmp_path / "other" / "tally.bin").read_bytes())
    digest = subprocess.run(["sha256sum", tmp_path / "r" / "tally.bin"], capture_output=True, text=True).stdout.split()[0]
    text = re.sub(r"[0-9a-f]{64}(  tally\.bin)", digest + r"\1", sums(tmp_path / "r"))
    (tmp_path / "r" / "SHA256SUMS").write_text(text)
    assert gapmc("verify", tmp_path / "r").returncode == 1


def test_doctor_finds_the_golden_numbers_on_every_engine():
    done = gapmc("doctor")
    assert done.returncode == 0, done.stdout
    assert "FAILED" not in done.stdout and len(re.findall("self-test passed", done.stdout)) >= 2


def test_replay_shows_the_trajectory_that_was_counted(tmp_path):
    result = run(tmp_path / "r", "-n", "1")
    done = gapmc("replay", tmp_path / "r", "--trajectory", "0", "--json")
    assert done.returncode == 0, done.stderr
    path = json.loads(done.stdout)["paths"]["contrast gap"]
    counted = next(q for q in result["quantities"] if q["target"] == "contrast" and q["id"] == "gap")
    assert [year["mean"][0] for year in counted["years"]] == pytest.approx(path, abs=1e-9)
    assert gapmc("replay", tmp_path / "r", "--trajectory", "1").returncode == 64


def test_shards_partition_the_run(tmp_path):
    whole = run(tmp_path / "whole", "-n", "6400")
    parts = [run(tmp_path / f"s{i}", "-n", "6400", "--shard", f"{i}/3") for i in (1, 2, 3)]
    assert whole["run"]["ranges"] == [[0, 6400]] and all(p["run"]["of_trajectories"] == 6400 for p in parts)
    ends = [end for p in parts for bounds in p["run"]["ranges"] for end in bounds]
    assert ends[0] == 0 and ends[-1] == 6400 and ends[1:-1:2] == ends[2::2]
    numbers = [p["run"]["trajectories"] for p in parts]
    mean = lambda r: r["quantities"][0]["years"][-1]["mean"][0]  # noqa: E731
    pooled = sum(mean(p) * n for p, n in zip(parts, numbers)) / 6400
    assert pooled == pytest.approx(mean(whole), abs=1e-9)


def test_a_shard_says_that_it_is_one(tmp_path):
    done = gapmc("run", SMALL, "-n", "6400", "--shard", "2/3", "--out", tmp_path / "s")
    assert "a part of a run: " in done.stdout and "a part of a run: " in (tmp_path / "s" / "fan.svg").read_text()
    assert ",baseline (a part: " in (tmp_path / "s" / "bands.csv").read_text()
    assert not (tmp_path / "s" / "hub").exists(), "a hub takes only whole runs"
    assert gapmc("verify", tmp_path / "s", "--all").returncode == 0
    run(tmp_path / "again", study=str(tmp_path / "s"))
    assert sums(tmp_path / "again") == sums(tmp_path / "s"), "the folder of a shard makes that shard again"


def test_a_surplus_shard_is_an_empty_record(tmp_path):
    result = run(tmp_path / "s", "-n", "64", "--shard", "3/3")
    assert result["run"]["trajectories"] == 0 and result["run"]["ranges"] == []
    assert (tmp_path / "s" / "tally.bin").exists() and not (tmp_path / "s" / "fan.svg").exists()
    assert ",nan" not in (tmp_path / "s" / "bands.csv").read_text()


def test_verify_sees_a_number_that_does_not_follow_from_the_record(tmp_path):
    run(tmp_path / "r", "-n", "3000")
    for name in ("bands.csv", "result.json", "fan.svg"):
        path = tmp_path / "r" / name
        whole = path.read_bytes()
        at = [match.start() for match in re.finditer(rb"\d\.\d", whole)][-1]
        path.write_bytes(whole[:at] + (b"1" if whole[at:at + 1] != b"1" else b"2") + whole[at + 1:])
        listed = sums(tmp_path / "r")
        digest = subprocess.run(["sha256sum", path], capture_output=True, text=True).stdout.split()[0]
        (tmp_path / "r" / "SHA256SUMS").write_text(re.sub(rf"[0-9a-f]{{64}}(  {re.escape(name)})", digest + r"\1", listed))
        done = gapmc("verify", tmp_path / "r")
        assert done.returncode == 1 and re.search(rf"{re.escape(name)} follows from the record +DIFFERS", done.stdout), done.stdout
        path.write_bytes(whole)
        (tmp_path / "r" / "SHA256SUMS").write_text(listed)
    assert gapmc("verify", tmp_path / "r").returncode == 0


def test_a_stop_rule_gives_the_bytes_of_a_plain_run(tmp_path):
    rule = "mcse(gap.mean@2025)<=0.02"
    stopped = run(tmp_path / "until", "-n", "8M", "--until", rule, "--threads", "2")
    n = stopped["run"]["trajectories"]
    assert n in [2**k for k in range(16, 24)]
    run(tmp_path / "plain", "-n", n)
    assert sums(tmp_path / "until") == sums(tmp_path / "plain")


def test_a_stop_rule_that_is_not_met_writes_results_and_says_no(tmp_path):
    done = gapmc("run", SMALL, "-n", "70000", "--until", "mcse(gap.mean@2025)<=1e-9", "--out", tmp_path / "r")
    assert done.returncode == 1 and (tmp_path / "r" / "SHA256SUMS").exists()


@pytest.mark.parametrize("damage", [lambda lines: [], lambda lines: lines[1:], lambda lines: lines[:-1],
                                    lambda lines: [line for line in lines if "hub/" not in line]])
def test_verify_refuses_a_list_that_lacks_a_file(tmp_path, damage):
    run(tmp_path / "r", "-n", "1000")
    lines = sums(tmp_path / "r").splitlines(keepends=True)
    (tmp_path / "r" / "SHA256SUMS").write_text("".join(damage(lines)))
    done = gapmc("verify", tmp_path / "r")
    assert done.returncode == 1 and "is not listed in SHA256SUMS" in done.stdout, done.stdout + done.stderr


def test_an_interrupted_replacement_is_undone_by_whoever_opens_the_folder(tmp_path):
    folder = tmp_path / "r"
    run(folder, "-n", "1000")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    (folder / ".gapmc.journal").write_text("gapmc-journal 1\nreplace bands.csv\ncreate extra.csv\nreplace SHA256SUMS\nend\n")
    (folder / "bands.csv").rename(folder / ".gapmc.former.0")
    (folder / "SHA256SUMS").rename(folder / ".gapmc.former.2")
    (folder / "bands.csv").write_text("of the new run")
    (folder / "extra.csv").write_text("of the new run")
    (folder / ".gapmc.new.2").write_text("the list of the new run")
    assert gapmc("verify", folder, "--all").returncode == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_gets_no_file_of_the_run(tmp_path, closed):
    run(tmp_path / "open", "-n", "1000")
    done = subprocess.run(["sh", "-c", f'exec "$@" {closed}', "sh", GAPMC, "run", SMALL, "-n", "1000", "--out", tmp_path / "r"], timeout=300,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr
    assert sums(tmp_path / "r") == sums(tmp_path / "open") and {path.name for path in (tmp_path / "r").iterdir()} == FILES
    assert gapmc("verify", tmp_path / "r", "--all").returncode == 0


def test_a_refused_run_leaves_what_it_found(tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "bands.csv").write_text("mine")
    done = gapmc("run", SMALL, "-n", "1000", "--out", tmp_path / "r")
    assert done.returncode == 73 and "bands.csv" in done.stderr and [path.name for path in (tmp_path / "r").iterdir()] == ["bands.csv"]
    for verb in re.findall(r"`?gapmc ([a-z]+)", done.stderr):
        assert verb in gapmc("--help").stdout


def test_a_finished_run_is_replaced_only_by_force(tmp_path):
    run(tmp_path / "r", "-n", "1000")
    before = sums(tmp_path / "r")
    done = gapmc("run", SMALL, "-n", "2000", "--out", tmp_path / "r")
    assert done.returncode == 73 and "--force" in done.stderr and sums(tmp_path / "r") == before
    run(tmp_path / "r", "-n", "2000", "--force")
    assert sums(tmp_path / "r") != before


def test_the_template_validates_and_runs(tmp_path):
    (tmp_path / "mine.toml").write_text(gapmc("init").stdout)
    assert gapmc("validate", tmp_path / "mine.toml", "--no-gate").returncode == 0
    assert gapmc("run", tmp_path / "mine.toml", "-n", "1000", "--out", tmp_path / "r", "--quiet").returncode == 0


def test_the_schema_accepts_every_study_and_refuses_a_misspelt_key():
    jsonschema = pytest.importorskip("jsonschema")
    import tomllib

    def plain(value):
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value if isinstance(value, (bool, int, float, str)) else str(value)

    schema = json.loads(gapmc("schema").stdout)
    validator = jsonschema.Draft4Validator(schema)
    studies = sorted((ROOT / "configs").glob("**/*.toml")) + sorted((ROOT / "tests/oracle/studies").glob("*.toml"))
    assert len(studies) > 20
    for path in studies:
        errors = list(validator.iter_errors(plain(tomllib.loads(path.read_text()))))
        assert not errors, f"{path.name}: {errors[0].message}"
    study = plain(tomllib.loads(pathlib.Path(SMALL).read_text()))
    study["study"]["titel"] = "x"
    assert list(validator.iter_errors(study))


def test_validate_prints_a_resolved_study_that_resolves_to_itself(tmp_path):
    first = gapmc("validate", FLAGSHIP, "--print-resolved").stdout
    (tmp_path / "again.toml").write_text(first)
    assert gapmc("validate", tmp_path / "again.toml", "--print-resolved").stdout == first and len(first) > 10_000


def test_overrides_reach_the_run(tmp_path):
    run(tmp_path / "a", "-n", "500")
    run(tmp_path / "b", "-n", "500", "study.title=Another title")
    assert "Another title" in (tmp_path / "b" / "resolved.toml").read_text()
    a, b = (json.loads((tmp_path / name / "result.json").read_text())["run"] for name in "ab")
    assert a["result_digest"] != "" and a["plan_digest"] == b["plan_digest"], "a title moves no number"
    assert a["result_digest"] == b["result_digest"] and a["study_digest"] != b["study_digest"]
    assert a["scenario"] == "baseline" and b["scenario"] == "baseline+" + b["study_digest"][:8]
    assert b["overrides"] == ["study.title=Another title"] and "(with study.title=Another title)" in (tmp_path / "b" / "fan.svg").read_text()


def test_json_goes_to_stdout_and_talk_to_stderr(tmp_path):
    done = gapmc("run", SMALL, "-n", "1000", "--out", tmp_path / "r", "--json")
    assert json.loads(done.stdout)["format"] == "gapmc-result" and "trajectories in" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_a_dry_run_writes_nothing(tmp_path):
    done = gapmc("run", SMALL, "-n", "1G", "--dry-run", "--out", tmp_path / "r")
    assert done.returncode == 0 and "plan digest" in done.stdout and not (tmp_path / "r").exists()


def start_long_run(folder):
    process = subprocess.Popen([GAPMC, "run", FLAGSHIP, "-n", "100M", "--out", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1.5)
    assert process.poll() is None
    return process


def test_a_killed_run_leaves_no_final_name_and_can_be_repeated(tmp_path):
    process = start_long_run(tmp_path / "r")
    process.kill()
    process.wait()
    assert not {path.name for path in (tmp_path / "r").iterdir()} & FILES
    run(tmp_path / "r", "-n", "1000")


def test_a_full_disk_is_an_error_and_leaves_nothing(tmp_path):
    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = gapmc("run", FLAGSHIP, "-n", "1000", "--out", tmp_path / "r", preexec_fn=small_files)
    assert done.returncode == 74, done.stderr
    assert not (tmp_path / "r").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    done = gapmc("run", SMALL, "-n", "1000", "--out", tmp_path / "file" / "r")
    assert done.returncode == 73 and "file" in done.stderr


def test_memory_does_not_grow_with_the_number_of_trajectories(tmp_path):
    def peak(n):
        run(tmp_path / f"m{n}", "-n", n, "--threads", "2")
        return json.loads((tmp_path / f"m{n}" / "run.json").read_text())["peak_memory_bytes"]

    assert peak(4_000_000) < 1.1 * peak(70_000)


def test_two_runs_into_one_folder_do_not_mix(tmp_path):
    first = start_long_run(tmp_path / "r")
    second = gapmc("run", SMALL, "-n", "1000", "--out", tmp_path / "r")
    first.terminate()
    assert second.returncode == 73 and first.wait(timeout=30) == 75


def test_a_locale_with_another_decimal_point_changes_nothing(tmp_path):
    run(tmp_path / "a", "-n", "500")
    environment = {**os.environ, "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Asia/Kathmandu"}
    assert gapmc("run", SMALL, "--out", tmp_path / "b", "--quiet", "-n", "500", env=environment).returncode == 0
    assert sums(tmp_path / "a") == sums(tmp_path / "b")


def test_a_stop_rule_is_looked_at_after_powers_of_two_alone(tmp_path):
    rule = "mcse(gap.mean@2030)<=5"
    study = ROOT / "configs/closed-form/links.toml"
    years = gapmc("run", study, "-n", "1k", "--out", tmp_path / "years", "--quiet").stdout
    last = [line.split()[0] for line in years.splitlines() if line[:2] == "20"][-1]
    rule = rule.replace("2030", last)
    for number, status, counted in ((131071, 1, 131071), (131072, 0, 131072), (200000, 0, 131072)):
        done = gapmc("run", study, "-n", str(number), "--until", rule, "--out", tmp_path / str(number))
        assert done.returncode == status, done.stderr
        assert f"{counted:,} trajectories" in done.stdout
        assert ("will hardly be reached" in done.stderr) == ("was not reached" in done.stderr) == (status == 1)
