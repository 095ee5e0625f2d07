# SPDX-License-Identifier: Apache-2.0
"""A finished run that gets more trajectories has the bytes of a run of so many. Needs the path of gapmc in GAPMC."""

import json
import shutil

import pytest

from program import ROOT, gapmc

STUDY = ROOT / "configs/three-actors.toml"


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json"}


def run(folder, *words, verb="run"):
    done = gapmc(verb, STUDY, "--out", folder, "--quiet", *words)
    assert done.returncode == 0, done.stderr
    return folder


# The last group of 64 full or not, below and beyond the 65,536 trajectories that are decomposed, and steps of several sizes.
@pytest.mark.parametrize("numbers", [(10, 70), (64, 65), (100, 1000, 1001, 20000), (65536, 70001), (65000, 100001), (70000, 100001)])
def test_a_run_that_is_extended_is_the_longer_run(tmp_path, numbers):
    run(tmp_path / "r", "-n", numbers[0])
    for i, number in enumerate(numbers[1:]):
        words = [["--threads", "1"], ["--batch", "64"], []][i % 3]
        done = gapmc("extend", tmp_path / "r", "-n", number, *words)
        assert done.returncode == 0, done.stderr
        assert f"{number:,} trajectories" in done.stdout
        assert files_of(tmp_path / "r") == files_of(run(tmp_path / f"r{number}", "-n", number))
    assert json.loads((tmp_path / "r/run.json").read_text())["command"]["verb"] == "extend"


def test_what_a_run_has_beside_its_counts_grows_too(tmp_path):
    words = ("--contrast", "cn_minus_eu", "--outcome", "published")
    run(tmp_path / "r", "-n", "1000", "--exact-drivers", *words)
    assert gapmc("extend", tmp_path / "r", "-n", "3000", "--quiet").returncode == 0
    assert files_of(tmp_path / "r") == files_of(run(tmp_path / "s", "-n", "3000", "--exact-drivers", *words))
    compared = ("--sweep", "index.phi=0.3,0.9")
    run(tmp_path / "c", "-n", "1000", *compared, verb="compare")
    assert gapmc("extend", tmp_path / "c", "-n", "3000", "--quiet").returncode == 0
    assert files_of(tmp_path / "c") == files_of(run(tmp_path / "d", "-n", "3000", *compared, verb="compare"))


def test_shards_are_merged_first(tmp_path):
    parts = [run(tmp_path / f"p{i}", "-n", "1000", "--shard", f"{i}/3") for i in (1, 2, 3)]
    done = gapmc("extend", parts[0], "-n", "3000")
    assert done.returncode == 64 and "shard 1 of 3" in done.stderr and "Merge" in done.stderr
    assert gapmc("merge", parts[0], parts[2], "--partial", "--out", tmp_path / "half", "--quiet").returncode == 0
    before = files_of(tmp_path / "half")
    done = gapmc("extend", tmp_path / "half", "-n", "3000", "--quiet")
    assert done.returncode == 64 and "a part of a run" in done.stderr and files_of(tmp_path / "half") == before
    assert gapmc("merge", *parts, "--out", tmp_path / "all", "--quiet").returncode == 0
    assert gapmc("extend", tmp_path / "all", "-n", "3000", "--quiet").returncode == 0
    assert files_of(tmp_path / "all") == files_of(run(tmp_path / "s", "-n", "3000"))


def test_nothing_changes_where_there_is_nothing_to_do(tmp_path):
    run(tmp_path / "r", "-n", "1000")
    before = {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir() if path.is_file()}
    for words, status, said in ((("-n", "1000"), 0, "has 1000 trajectories already"), (("-n", "999"), 64, "more than 999"), ((), 64, "--trajectories is missing")):
        done = gapmc("extend", tmp_path / "r", *words)
        assert done.returncode == status and said in done.stdout + done.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir() if path.is_file()} == before
    assert gapmc("extend", tmp_path / "none", "-n", "10").returncode == 66
    (tmp_path / "empty").mkdir()
    assert gapmc("extend", tmp_path / "empty", "-n", "10").returncode == 66
    shutil.copytree(tmp_path / "r", tmp_path / "d")
    record = bytearray((tmp_path / "d/tally.bin").read_bytes())
    record[len(record) // 2] ^= 1
    (tmp_path / "d/tally.bin").write_bytes(record)
    assert gapmc("extend", tmp_path / "d", "-n", "2000").returncode == 65
