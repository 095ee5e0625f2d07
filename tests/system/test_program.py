# SPDX-License-Identifier: Apache-2.0
"""The program as a user meets it: exit codes, files, signals, reproducibility. Needs the path of gapmc in GAPMC."""

import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GAPMC = os.environ.get("GAPMC", str(ROOT / "build" / "gapmc"))
FLAGSHIP = str(ROOT / "configs" / "us-china-ai-index.toml")
SMALL = str(ROOT / "configs" / "closed-form" / "links.toml")
FILES = {"study.toml", "resolved.toml", "bands.csv", "result.json", "fan.svg", "tally.bin", "run.json", "SHA256SUMS", "hub"}


def gapmc(*words, **options):
    return subprocess.run([GAPMC, *map(str, words)], capture_output=True, text=True, timeout=300, **options)


def run(folder, *words, study=SMALL):
    done = gapmc("run", study, "--out", folder, "--quiet", *words)
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "result.json").read_text())


def sums(folder):
    return (folder / "SHA256SUMS").read_text()


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
        assert set(w) == {"workload", "overrides", "right", "golden", "repeatable", "normals_per_trajectory", "cold", "warm",
                          "normals_per_second", "time_to_error", "devices"}
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


def test_replay_shows_the_trajectory_that_was_counted(tmp_path):
    result = run(tmp_path / "r", "-n", "1")
    done = gapmc("replay", tmp_path / "r", "--trajectory", "0", "--json")
    assert done.returncode == 0, done.stderr
    path = json.loads(done.stdout)["paths"]["gap"]
    counted = next(q for q in result["quantities"] if q["target"] == "contrast" and q["id"] == "gap")
    assert [year["mean"][0] for year in counted["years"]] == pytest.approx(path, abs=1e-9)
    assert gapmc("replay", tmp_path / "r", "--trajectory", "1").returncode == 64


def test_shards_partition_the_run(tmp_path):
    whole = run(tmp_path / "whole", "-n", "6400")
    parts = [run(tmp_path / f"s{i}", "-n", "6400", "--shard", f"{i}/3") for i in (1, 2, 3)]
    ranges = [(p["run"]["first_trajectory"], p["run"]["trajectories"]) for p in parts]
    assert sum(n for _, n in ranges) == 6400 and [first for first, _ in ranges] == [0, ranges[0][1], ranges[0][1] + ranges[1][1]]
    mean = lambda r: r["quantities"][0]["years"][-1]["mean"][0]  # noqa: E731
    pooled = sum(mean(p) * n for p, (_, n) in zip(parts, ranges)) / 6400
    assert pooled == pytest.approx(mean(whole), abs=1e-9)


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


def test_a_finished_run_is_replaced_only_by_force(tmp_path):
    run(tmp_path / "r", "-n", "1000")
    before = sums(tmp_path / "r")
    done = gapmc("run", SMALL, "-n", "2000", "--out", tmp_path / "r")
    assert done.returncode == 73 and "--force" in done.stderr and sums(tmp_path / "r") == before
    run(tmp_path / "r", "-n", "2000", "--force")
    assert sums(tmp_path / "r") != before


@pytest.mark.parametrize("words, code", [
    (["run", "no-such-file.toml"], 66),
    (["run", SMALL, "--device", "cuda"], 69),
    (["run", SMALL, "--device", "toaster"], 64),
    (["run", SMALL, "-n", "0"], 64),
    (["run", SMALL, "-n", "1e30"], 64),
    (["run", SMALL, "-n", "1.5"], 64),
    (["run", SMALL, "-n", "-5"], 64),
    (["run", SMALL, "--seed", "x"], 64),
    (["run", SMALL, "--shard", "3/2"], 64),
    (["run", SMALL, "--batch", "100"], 64),
    (["run", SMALL, "--until", "gap<1"], 64),
    (["run", SMALL, "--until", "mcse(gap.p50@1999)<=0.1"], 64),
    (["run", SMALL, "studdy.name=x"], 78),
    (["run", "/"], 78),
    (["run"], 64),
    (["bench", "referense"], 64),
    (["bench", "--seconds", "-1"], 64),
    (["bench", "--seconds", "inf"], 64),
    (["bench", "--seconds", "nan"], 64),
    (["bench", "--batch", "100"], 64),
    (["bench", "reference", "-n", "0"], 64),
    (["bench", "reference", "-n", "64", "--seconds", "0", "--out", "no-such-folder/bench.json"], 73),
    (["fly"], 64),
    ([], 64),
    (["verify", "no-such-folder"], 66),
    (["--help"], 0),
    (["--version"], 0),
    (["schema"], 0),
    (["init"], 0),
])
def test_exit_codes(words, code, tmp_path):
    done = gapmc(*words, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert code in (0,) or done.stderr.strip(), "an error without a word"


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
    assert (tmp_path / "a" / "tally.bin").read_bytes() == (tmp_path / "b" / "tally.bin").read_bytes()


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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGUSR1])
def test_a_signal_stops_cleanly_and_leaves_no_half_result(tmp_path, number):
    process = start_long_run(tmp_path / "r")
    process.send_signal(number)
    assert process.wait(timeout=30) == 75 and b"Run again" in process.stderr.read()
    assert not (tmp_path / "r").exists()


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
    assert not {path.name for path in (tmp_path / "r").iterdir()} & FILES


def test_a_full_stdout_is_an_error():
    with open("/dev/full", "w") as full:
        done = subprocess.run([GAPMC, "schema"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 74 and done.stderr


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
