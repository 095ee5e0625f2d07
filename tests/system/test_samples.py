# SPDX-License-Identifier: Apache-2.0
"""`run --samples`: whole trajectories in files, read back by their usual readers. Needs the path of gapmc in GAPMC.

What the files hold is compared with `replay`, which walks each trajectory by itself, and with the means of the run.
"""

import csv
import hashlib
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from program import GAPMC, ROOT, gapmc  # noqa: E402

STUDY = ROOT / "configs/three-actors.toml"
PYTHON = ROOT / ".venv-data/bin/python"
HERE = pathlib.Path(__file__).resolve().parent
MODULES = pathlib.Path(GAPMC).parent
ALL_FORMATS = "parquet,csv,csv-wide,netcdf"
FILES = {"samples.parquet", "sample_inputs.parquet", "samples.csv", "sample_inputs.csv", "samples_wide.csv", "samples.nc"}


def needs(module):
    return pytest.mark.skipif(not (MODULES / f"gapmc_{module}.so").exists(), reason=f"this build has no writer of {module}")


def readable(reader, path):
    module = {"netcdf4": "netCDF4", "schema": "pyarrow"}.get(reader, reader)
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True).returncode != 0:
        pytest.skip(f"{reader} is not installed (scripts/install-python readers)")
    done = subprocess.run([PYTHON, HERE / "read_samples.py", reader, path], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def run(folder, *words, study=STUDY, **options):
    done = gapmc("run", study, "--out", folder, *words, **options)
    assert done.returncode == 0, done.stderr
    return done


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.name in FILES}


def replayed(folder, numbers):
    done = gapmc("replay", folder, "--trajectory", ",".join(map(str, numbers)), "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return said["years"], {t["trajectory"]: t for t in said.get("trajectories", [said])}


def label(column):
    """What `replay` calls a column of samples."""
    parts = column.split(".")
    if parts[0] == "score":
        return "score " + parts[1]
    if parts[0] == "event":
        return f"{parts[2]} {parts[1]}"
    if parts[-1] in ("edition", "published"):
        return f"contrast {parts[0]} ({parts[1]})"
    if len(parts) == 1:
        return "contrast " + column
    return f"driver {parts[0]}.{parts[1]}" if len(parts) == 3 else "level " + column


def long_csv(path):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    return {name: [float(row[i]) for row in rows[1:]] for i, name in enumerate(rows[0])}


def check_against_replay(folder, columns, numbers):
    years, trajectories = replayed(folder, numbers)
    assert columns["trajectory"] == [n for n in numbers for _ in years]
    assert columns["year"] == [y for _ in numbers for y in years]
    quantities = [name for name in columns if name not in ("trajectory", "year")]
    assert quantities
    for name in quantities:
        for i, n in enumerate(numbers):
            paths = trajectories[n]["paths"]
            expected = paths[label(name)] if label(name) in paths else paths["driver " + name]
            assert columns[name][i * len(years) : (i + 1) * len(years)] == expected, (name, n)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A run of 3,000 with 1,000 samples in every format that this build writes."""
    folder = tmp_path_factory.mktemp("samples") / "r"
    formats = [f for f in ALL_FORMATS.split(",") if f.startswith("csv") or (MODULES / f"gapmc_{f}.so").exists()]
    done = run(folder, "-n", "3k", "--samples", "1k", "--samples-as", ",".join(formats))
    assert "1000 trajectories kept as samples" in done.stderr
    return folder


def test_the_long_file_holds_what_replay_shows(kept):
    columns = long_csv(kept / "samples.csv")
    years = sorted(set(columns["year"]))
    assert len(columns["year"]) == 1000 * len(years)
    few = [0, 1, 63, 64, 500, 999]
    picked = [i for i, n in enumerate(columns["trajectory"]) if n in few]
    check_against_replay(kept, {name: [values[i] for i in picked] for name, values in columns.items()}, few)
    paths = replayed(kept, [5])[1][5]["paths"]
    assert {label(name) if label(name) in paths else "driver " + name for name in columns if name not in ("trajectory", "year")} == set(paths), "all rows"


def test_inputs_are_those_of_replay_in_their_own_unit(kept):
    columns = long_csv(kept / "sample_inputs.csv")
    assert columns["trajectory"] == list(range(1000))
    held = replayed(kept, [0, 77, 999])[1]
    assert set(columns) - {"trajectory"} == set(held[0]["inputs"])
    logs = 0
    for name, values in columns.items():
        if name == "trajectory":
            continue
        for n, trajectory in held.items():
            x = trajectory["inputs"][name]
            # A level, a rate of onsets and a multiplier are logarithms in the walk.
            own = math.exp(x) if name.endswith((".level", ".rate")) or ".multipliers." in name else x
            logs += own != x
            if ".base." in name:
                own = 100 / (1 + math.exp(-x))
            assert math.isclose(values[n], own, rel_tol=1e-14), (name, n)
    assert logs > 0


def test_the_wide_file_says_the_same(kept):
    columns, inputs, wide = long_csv(kept / "samples.csv"), long_csv(kept / "sample_inputs.csv"), long_csv(kept / "samples_wide.csv")
    years = sorted(set(map(int, columns["year"])))
    names = [name for name in columns if name not in ("trajectory", "year")]
    assert list(wide) == ["trajectory", *(f"{name}@{y}" for name in names for y in years), *(name for name in inputs if name != "trajectory")]
    for name in names:
        for k, y in enumerate(years):
            assert wide[f"{name}@{y}"] == columns[name][k :: len(years)]
    for name in inputs:
        assert wide[name] == inputs[name]


@needs("parquet")
@pytest.mark.parametrize("reader", ["pandas", "polars", "duckdb", "pyarrow"])
@pytest.mark.parametrize("table", ["samples", "sample_inputs"])
def test_parquet_has_the_values_of_the_csv(kept, reader, table):
    read = readable(reader, kept / f"{table}.parquet")
    expected = long_csv(kept / f"{table}.csv")
    assert list(read) == list(expected)
    for name, values in expected.items():
        assert read[name] == values, name
        assert all(isinstance(v, int) == (name in ("trajectory", "year")) for v in read[name])


@pytest.mark.parametrize("reader", ["pandas", "polars", "duckdb", "pyarrow"])
@pytest.mark.parametrize("table", ["samples", "sample_inputs", "samples_wide"])
def test_csv_is_read_without_options(kept, reader, table):
    read = readable(reader, kept / f"{table}.csv")
    expected = long_csv(kept / f"{table}.csv")
    assert list(read) == list(expected)
    for name, values in expected.items():
        assert read[name] == values, name


@needs("netcdf")
def test_netcdf_has_the_values_of_the_csv(kept):
    read = readable("xarray", kept / "samples.nc")
    expected = long_csv(kept / "samples.csv")
    inputs = long_csv(kept / "sample_inputs.csv")
    assert set(read) == set(expected) | set(inputs)
    for name, values in expected.items():
        assert read[name] == values, name
    for name in set(inputs) - {"trajectory"}:
        assert read[name] == inputs[name], name


@needs("netcdf")
def test_netcdf_describes_itself(kept):
    said = readable("netcdf4", kept / "samples.nc")
    assert said["attributes"]["Conventions"].startswith("CF-1") and said["attributes"]["study"] == "three-actors"
    gap = said["variables"]["gap"]
    assert gap["units"] == "points" and gap["dimensions"] == ["trajectory", "year"] and gap["shape"][0] == 1000 and "minus" in gap["long_name"]
    assert said["variables"]["trajectory"]["dimensions"] == ["trajectory"] and said["variables"]["year"]["type"] == "int32"
    assert all(v["long_name"] for v in said["variables"].values())


@needs("parquet")
def test_parquet_describes_itself(kept):
    said = readable("schema", kept / "samples.parquet")
    assert said["facts"]["study"] == "three-actors" and said["facts"]["choice"] == "the first 1000 trajectories"
    assert said["columns"]["gap"]["unit"] == "points" and "minus" in said["columns"]["gap"]["description"]
    assert said["columns"]["trajectory"]["type"] == "int64" and said["columns"]["year"]["type"] == "int32" and said["columns"]["gap"]["type"] == "double"


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_reads_the_csv(kept, tmp_path):
    script = tmp_path / "read.R"
    script.write_text(f"""d <- read.csv("{kept}/samples.csv"); i <- read.csv("{kept}/sample_inputs.csv")
cat(nrow(d), nrow(i), sprintf("%.17g", d$gap[12345 %% nrow(d)]), sprintf("%.17g", sum(d$score.us)), is.numeric(d$gap), "\\n")""")
    done = subprocess.run(["Rscript", "--vanilla", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    columns = long_csv(kept / "samples.csv")
    lines, inputs, gap, total, numeric = done.stdout.split()
    n = len(columns["gap"])
    assert (int(lines), int(inputs), numeric) == (n, 1000, "TRUE") and float(gap) == columns["gap"][12345 % n - 1]
    assert math.isclose(float(total), math.fsum(columns["score.us"]), rel_tol=1e-12)


def test_the_means_of_all_trajectories_are_those_of_the_run(tmp_path):
    run(tmp_path / "r", "-n", "2k", "--samples", "2k", "--samples-as", "csv", "--samples-of", "contrasts,scores,drivers")
    columns = long_csv(tmp_path / "r/samples.csv")
    years = sorted(set(map(int, columns["year"])))
    compared = 0
    with open(tmp_path / "r/bands.csv", newline="") as file:
        for row in csv.DictReader(file):
            if row["output_type"] != "mean" or row["horizon"] == "NA":
                continue
            c = row["contrast"]
            names = {"contrast": c, "contrast_edition": c + ".edition", "contrast_published": c + ".published", "score": "score." + c, "driver_level": c}
            name = names.get(row["target"]) or next((x for x in (c + ".ln", c + ".logit", c) if row["target"] == "driver" and x in columns), None)
            if name not in columns:
                continue
            values = columns[name][years.index(int(row["target_date"][:4])) :: len(years)]
            if row["target"] == "driver_level":
                continue  # its mean is not reported where tails are heavy
            assert math.isclose(math.fsum(values) / len(values), float(row["value"]), rel_tol=1e-9, abs_tol=1e-9), (name, row)
            compared += 1
    assert compared > 20


def test_levels_are_as_fine_as_the_scale_that_drivers_move_on(tmp_path):
    """Also where ten years of growth make the largest level a billion times the smallest: no steps, no zeros, and the counts of `ask`."""
    study = ROOT / "configs/us-china-ai-index.toml"
    run(tmp_path / "r", "-n", "2k", "--samples", "2k", "--samples-as", "csv", "--samples-of", "drivers", study=study)
    columns = long_csv(tmp_path / "r/samples.csv")
    undone = {".ln": math.exp, ".logit": lambda x: 1 / (1 + math.exp(-x))}
    compared = 0
    for name in columns:
        for suffix, undo in undone.items():
            if not name.endswith(suffix) or name.removesuffix(suffix) not in columns:
                continue
            levels = columns[name.removesuffix(suffix)]
            assert min(levels) > 0 and all(math.isclose(a, undo(b), rel_tol=1e-13) for a, b in zip(levels, columns[name])), name
            compared += 1
    assert compared >= 8
    first = [level for level, year in zip(columns["compute.cn"], columns["year"]) if year == 2025]
    assert len(set(first)) > 1900
    for bound in (600, 850, 1200):
        done = gapmc("ask", study, f"compute.cn@2025 < {bound}", "-n", "2k", "--quiet")
        assert f"({sum(level < bound for level in first):,} of 2,000)" in done.stdout


@pytest.mark.parametrize("words", [["--samples", "1k"], ["--samples", "100", "--samples-by", "gap@2030"], ["--samples-where", "gap@2032 < gap@2027"]])
def test_the_same_bytes_whatever_the_threads_batches_and_lanes(tmp_path, words):
    formats = [f for f in ALL_FORMATS.split(",") if f.startswith("csv") or (MODULES / f"gapmc_{f}.so").exists()]
    asked = ["-n", "9k", *words, "--samples-as", ",".join(formats), "--quiet"]
    run(tmp_path / "a", *asked, "--threads", "1")
    expected = digests(tmp_path / "a")
    assert len(expected) == 2 * (len(formats) - 1) + 1 - ("netcdf" in formats)
    for i, more in enumerate((["--threads", "2"], ["--batch", "64"], ["--threads", "3", "--batch", "4096"])):
        run(tmp_path / f"b{i}", *asked, *more)
        assert digests(tmp_path / f"b{i}") == expected, more
    for name in ("scalar", "portable"):
        run(tmp_path / name, *asked, env={**os.environ, "GAPMC_SIMD": name})
        assert digests(tmp_path / name) == expected, name
    run(tmp_path / "seed", *asked, "--seed", "5")
    assert digests(tmp_path / "seed") != expected


def test_ranks_are_evenly_spaced(tmp_path):
    run(tmp_path / "all", "-n", "2k", "--samples", "2k", "--samples-as", "csv", "--samples-of", "contrasts", "--quiet")
    run(tmp_path / "some", "-n", "2k", "--samples", "20", "--samples-by", "gap@2030", "--samples-as", "csv", "--quiet")
    every, some = long_csv(tmp_path / "all/samples.csv"), long_csv(tmp_path / "some/samples.csv")
    at = [i for i, y in enumerate(every["year"]) if y == 2030]
    ranked = sorted((every["gap"][i], every["trajectory"][i]) for i in at)
    expected = sorted(ranked[int((k - 0.5) * 2000 / 20)][1] for k in range(1, 21))
    years = sorted(set(some["year"]))
    assert some["trajectory"][:: len(years)] == expected
    check_against_replay(tmp_path / "some", some, [int(n) for n in expected])


def test_statements_choose_as_ask_counts(tmp_path):
    statement = "gap@2030 < gap@2027 and gap@2030 > 2"
    done = run(tmp_path / "r", "-n", "3k", "--samples-where", statement, "--samples-as", "csv")
    asked = json.loads(gapmc("ask", STUDY, "-n", "3k", statement, "--json", "--quiet").stdout)["statements"][0]
    columns = long_csv(tmp_path / "r/samples.csv")
    years = sorted(set(columns["year"]))
    numbers = [int(n) for n in columns["trajectory"][:: len(years)]]
    assert len(numbers) == asked["fulfilled"] and numbers == sorted(numbers) and f"{len(numbers)} trajectories kept" in done.stderr
    a, b = years.index(2027), years.index(2030)
    for i in range(len(numbers)):
        gap = columns["gap"][i * len(years) : (i + 1) * len(years)]
        assert 2 < gap[b] < gap[a]
    run(tmp_path / "few", "-n", "3k", "--samples-where", statement, "--samples", "7", "--samples-as", "csv", "--quiet")
    few = long_csv(tmp_path / "few/samples.csv")
    assert few["trajectory"][:: len(years)] == numbers[:7]
    check_against_replay(tmp_path / "few", few, numbers[:7])
    done = run(tmp_path / "more", "-n", "3k", "--samples-where", "gap@2030 > 1000", "--samples", "7", "--samples-as", ALL_FORMATS if len(list(MODULES.glob("gapmc_*.so"))) > 1 else "csv")
    assert "0 trajectories kept as samples: there are no more" in done.stderr
    assert (tmp_path / "more/samples.csv").read_text().count("\n") == 1


def test_a_shard_a_scenario_and_a_stop_rule_keep_their_own(tmp_path):
    run(tmp_path / "shard", "-n", "3k", "--shard", "2/3", "--samples", "5", "--samples-as", "csv", "--quiet")
    columns = long_csv(tmp_path / "shard/samples.csv")
    first = int(columns["trajectory"][0])
    assert first > 900 and first % 64 == 0
    check_against_replay(tmp_path / "shard", columns, list(range(first, first + 5)))
    flagship = ROOT / "configs/us-china-ai-index.toml"
    for name, words in (("base", []), ("lifted", ["--scenario", "controls_lifted"])):
        run(tmp_path / name, "-n", "200", *words, "--samples", "3", "--samples-as", "csv", "--samples-of", "contrasts", "--quiet", study=flagship)
        check_against_replay(tmp_path / name, long_csv(tmp_path / name / "samples.csv"), [0, 1, 2])
    assert (tmp_path / "base/samples.csv").read_bytes() != (tmp_path / "lifted/samples.csv").read_bytes()
    rule = ["--until", "mcse(gap.p50@2025)<=0.05", "-n", "1M"]
    score_map = ROOT / "configs/closed-form/score-map.toml"
    run(tmp_path / "until", *rule, "--samples", "4", "--samples-as", "csv", "--quiet", study=score_map)
    check_against_replay(tmp_path / "until", long_csv(tmp_path / "until/samples.csv"), [0, 1, 2, 3])


def test_the_folder_stays_a_run(kept, tmp_path):
    assert not any(name in (kept / "SHA256SUMS").read_text() for name in FILES)
    assert gapmc("verify", kept, "--quiet").returncode == 0
    folder = tmp_path / "r"
    run(folder, "-n", "300", "--samples", "3", "--samples-as", "csv", "--quiet")
    plain = (folder / "SHA256SUMS").read_text()
    assert gapmc("run", STUDY, "-n", "300", "--out", folder, "--quiet").returncode == 73
    run(folder, "-n", "300", "--force", "--quiet")
    assert (folder / "SHA256SUMS").read_text() == plain and not FILES & {path.name for path in folder.iterdir()}, "samples go with their run"
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign/samples.csv").write_text("mine")
    assert gapmc("run", STUDY, "-n", "300", "--out", tmp_path / "foreign", "--quiet").returncode == 73
    assert (tmp_path / "foreign/samples.csv").read_text() == "mine"


@pytest.mark.parametrize("words, said", [
    (["--samples", "0"], "too small"),
    (["--samples", "301"], "the run has 300 trajectories"),
    (["--samples", "200", "--shard", "1/2"], "trajectories"),
    (["--samples-by", "gap@2030"], "--samples-by has no effect without samples"),
    (["--samples-of", "scores"], "--samples-of has no effect without samples"),
    (["--samples-as", "csv"], "--samples-as has no effect without samples"),
    (["--samples", "3", "--samples-of", "score"], "Did you mean 'scores'"),
    (["--samples", "3", "--samples-as", "csv,,csv"], "'' is not known"),
    (["--samples", "3", "--samples-by", "gpa@2030"], "Did you mean 'gap'"),
    (["--samples", "3", "--samples-by", "gap@2030 < 5"], "Name one quantity"),
    (["--samples", "3", "--samples-by", "gap"], "the year of the quantity is missing"),
    (["--samples-where", "gap@2030 <"], "--samples-where"),
    (["--samples-where", "gap@2030 < 5 given gap@2027 < 5"], "Join both sides by and"),
    (["--samples-where", "gap@2030 < 5", "--samples-by", "gap@2030", "--samples", "3"], "--samples-by"),
    (["--samples", "3", "--dry-run"], "--dry-run"),
])
def test_what_cannot_be_sampled_is_said_and_nothing_is_written(tmp_path, words, said):
    done = gapmc("run", STUDY, "-n", "300", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (64, "") and said in done.stderr, done.stderr
    assert list(tmp_path.iterdir()) == []
    assert gapmc("compare", STUDY, "--samples", "3").returncode == 64


def test_without_its_modules_the_program_says_so_and_writes_csv(tmp_path):
    alone = tmp_path / "bin/gapmc"
    alone.parent.mkdir()
    shutil.copy(GAPMC, alone)
    done = subprocess.run([alone, "run", STUDY, "-n", "300", "--samples", "3", "--out", tmp_path / "r"], capture_output=True, text=True)
    assert done.returncode == 0 and "samples are written as CSV" in done.stderr
    assert (tmp_path / "r/samples.csv").exists() and (tmp_path / "r/sample_inputs.csv").exists()
    for name in ("parquet", "netcdf"):
        done = subprocess.run([alone, "run", STUDY, "-n", "300", "--samples", "3", "--samples-as", name, "--out", tmp_path / name], capture_output=True, text=True)
        assert done.returncode == 64 and "cannot be written" in done.stderr and "Install" in done.stderr and not (tmp_path / name).exists()
    (alone.parent / "gapmc_parquet.so").write_text("no library")
    done = subprocess.run([alone, "run", STUDY, "-n", "300", "--samples", "3", "--samples-as", "parquet", "--out", tmp_path / "x"], capture_output=True, text=True)
    assert done.returncode == 64 and "cannot be loaded" in done.stderr


def test_replay_takes_lists_and_ranges(tmp_path):
    years, several = replayed(STUDY, [5, 17, 100, 3])
    done = gapmc("replay", STUDY, "--trajectory", "5,17,100-102,3", "--json")
    said = json.loads(done.stdout)
    assert [t["trajectory"] for t in said["trajectories"]] == [5, 17, 100, 101, 102, 3]
    one = json.loads(gapmc("replay", STUDY, "--trajectory", "17", "--json").stdout)
    assert one["paths"] == several[17]["paths"] and one["inputs"] == several[17]["inputs"] and one["years"] == years
    text = gapmc("replay", STUDY, "--trajectory", "17,3").stdout
    assert text == gapmc("replay", STUDY, "--trajectory", "17").stdout + "\n" + gapmc("replay", STUDY, "--trajectory", "3").stdout
    for words, said in ((["7-5"], "runs backwards"), (["0-200"], "Add --json"), (["5,999G"], "the run has"), (["a"], "not a number")):
        done = gapmc("replay", STUDY, "--trajectory", *words)
        assert done.returncode == 64 and said in done.stderr and done.stdout == ""
