# SPDX-License-Identifier: Apache-2.0
"""A finished run that gets more trajectories has the bytes of a run of so many. Needs the path of gapmc in GAPMC."""

import json
import random
import shutil
import signal
import subprocess
import time

import pytest

from program import GAPMC, ROOT, gapmc

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


def extended(base, out, number, shard, *words):
    done = gapmc("extend", base, "-n", number, "--shard", shard, "--out", out, "--quiet", *words)
    assert done.returncode == 0, done.stderr
    return out


# The last group of the run full or not, decomposed or not; more shards than there are groups; shards of several sizes.
@pytest.mark.parametrize("before, number, shards", [(10, 70, 2), (64, 1000, 3), (30011, 100001, 3), (65501, 65530, 4), (65500, 66000, 5), (70001, 70002, 1)])
def test_shards_of_what_is_missing_and_the_run_are_the_longer_run(tmp_path, before, number, shards):
    expected = files_of(run(tmp_path / "whole", "-n", number))
    base = run(tmp_path / "base", "-n", before)
    kept = files_of(base)
    parts = [extended(base, tmp_path / f"p{i}", number, f"{i}/{shards}", "--threads", str(1 + i % 2)) for i in range(1, shards + 1)]
    assert files_of(base) == kept, "the run itself stays"
    for seed in range(3):
        order = random.Random(seed).sample([base, *parts], shards + 1)
        done = gapmc("merge", *order, "--out", tmp_path / f"m{seed}", "--quiet")
        assert done.returncode == 0, done.stderr
        assert files_of(tmp_path / f"m{seed}") == expected
    assert gapmc("verify", tmp_path / "m0").returncode == 0
    assert gapmc("verify", parts[-1]).returncode == 0
    assert json.loads((parts[0] / "run.json").read_text())["command"]["extends"] == before


def test_extensions_of_extensions_in_any_order(tmp_path):
    expected = files_of(run(tmp_path / "whole", "-n", "500"))
    first = run(tmp_path / "a", "-n", "100")
    second = run(tmp_path / "b", "-n", "200")
    parts = [first, *(extended(first, tmp_path / f"s{i}", 200, f"{i}/2") for i in (1, 2)), *(extended(second, tmp_path / f"t{i}", 500, f"{i}/3") for i in (1, 2, 3))]
    for seed in range(6):
        order = random.Random(seed).sample(parts, len(parts))
        done = gapmc("merge", *order, "--out", tmp_path / f"m{seed}", "--quiet")
        assert done.returncode == 0, done.stderr
        assert files_of(tmp_path / f"m{seed}") == expected


def test_a_shard_of_an_extension_that_is_stopped_goes_on(tmp_path):
    base = run(tmp_path / "base", "-n", "20011")
    whole = files_of(extended(base, tmp_path / "whole", "4M", "2/2"))
    words = [GAPMC, "extend", base, "-n", "4M", "--shard", "2/2", "--out", tmp_path / "p", "--threads", "1"]
    process = subprocess.Popen([str(word) for word in words], stderr=subprocess.PIPE, text=True)
    time.sleep(0.7)
    process.send_signal(signal.SIGTERM)
    talk = process.communicate(timeout=60)[1]
    assert process.returncode == 75 and "are kept" in talk, talk
    # The run that it extends is not asked again: the checkpoint says what is to be done.
    shutil.rmtree(base)
    done = gapmc("resume", tmp_path / "p")
    assert done.returncode == 0 and "the run had begun" in done.stderr, done.stderr
    assert files_of(tmp_path / "p") == whole


def test_a_comparison_is_extended_in_shards_too(tmp_path):
    words = ("--sweep", "index.phi=0.3,0.9")
    expected = files_of(run(tmp_path / "whole", "-n", "6k", *words, verb="compare"))
    base = run(tmp_path / "base", "-n", "1001", *words, verb="compare")
    parts = [extended(base, tmp_path / f"p{i}", "6k", f"{i}/2") for i in (1, 2)]
    assert gapmc("merge", *parts, base, "--out", tmp_path / "m", "--quiet").returncode == 0
    assert files_of(tmp_path / "m") == expected


def test_what_a_shard_of_an_extension_may_not_be(tmp_path):
    base = run(tmp_path / "base", "-n", "1001")
    part = extended(base, tmp_path / "p1", "5000", "1/2")

    def refused(code, word, *words):
        done = gapmc(*words)
        assert done.returncode == code and word in done.stderr, done.stderr

    refused(64, "--out", "extend", base, "-n", "2k", "--shard", "1/2")
    refused(64, "--shard", "extend", base, "-n", "2k", "--out", tmp_path / "x")
    refused(64, "is the run itself", "extend", base, "-n", "2k", "--shard", "1/2", "--out", base, "--force")
    assert gapmc("verify", base).returncode == 0
    damaged = tmp_path / "damaged"
    shutil.copytree(base, damaged)
    (damaged / "tally.bin").write_bytes(b"")
    refused(65, str(damaged), "extend", damaged, "-n", "2k", "--shard", "1/2", "--out", tmp_path / "x")
    refused(64, "more than 20", "extend", base, "-n", "20", "--shard", "1/2", "--out", tmp_path / "x")
    refused(64, "shard 1 of 2 of what extends 1001 trajectories", "extend", part, "-n", "9k", "--shard", "1/2", "--out", tmp_path / "x")
    refused(64, "Give a larger number", "run", part, "-n", "1001", "--out", tmp_path / "x")
    refused(66, "not the folder of a run", "extend", tmp_path / "nothing", "-n", "9k", "--shard", "1/2", "--out", tmp_path / "x")
    refused(65, "3008 to 4999 of 5000", "merge", base, part, "--out", tmp_path / "x")
    refused(65, "0 to 959", "merge", part, "--out", tmp_path / "x")
    # The same trajectories twice: a shard of the whole run beside one of the extension.
    again = run(tmp_path / "again", "-n", "5000", "--shard", "1/2")
    refused(65, "both have trajectories", "merge", base, part, again, "--out", tmp_path / "x")
    done = gapmc("extend", base, "-n", "1001", "--shard", "1/2", "--out", tmp_path / "x")
    assert done.returncode == 0 and "already" in done.stdout and not (tmp_path / "x").exists()
