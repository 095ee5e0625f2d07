# SPDX-License-Identifier: Apache-2.0
"""Parts of a run, added up on the command line: the bytes of the run in one piece. Needs the path of gapmc in GAPMC."""

import json
import os
import pathlib
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


def run(folder, *words):
    done = gapmc("run", STUDY, "--out", folder, "--quiet", *words)
    assert done.returncode == 0, done.stderr
    return folder


def merged(out, parts, *words):
    done = gapmc("merge", *parts, "--out", out, *words)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return run(tmp_path_factory.mktemp("whole") / "r", "-n", "100001")


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """Of that run: five, made by different threads, batches and lanes."""
    folder = tmp_path_factory.mktemp("parts")
    more = [["--threads", "1"], ["--threads", "2"], ["--batch", "64"], ["--batch", "4096"], []]
    return [run(folder / f"p{i}", "-n", "100001", "--shard", f"{i}/5", *words) for i, words in enumerate(more, start=1)]


def test_shards_in_any_order_are_the_run_in_one_piece(tmp_path, whole, parts):
    expected = files_of(whole)
    for seed in range(3):
        order = random.Random(seed).sample(parts, len(parts))
        done = merged(tmp_path / f"m{seed}", order)
        assert files_of(tmp_path / f"m{seed}") == expected
        assert "5 parts added up" in done.stderr
    card = json.loads((tmp_path / "m0/run.json").read_text())
    assert card["command"]["verb"] == "merge"
    assert gapmc("verify", tmp_path / "m0").returncode == 0


def test_sums_are_parts_again(tmp_path, whole, parts):
    half = merged(tmp_path / "half", [parts[4], parts[1]], "--partial")
    assert "not whole: shards 1, 3 and 4 of 5, trajectories 0 to 20031 and 40064 to 80063 of 100001 are missing" in half.stderr
    assert "a part of a run: 39,969 of its 100,001 trajectories" in half.stdout
    assert not (tmp_path / "half/hub").exists()
    merged(tmp_path / "all", [parts[0], tmp_path / "half", parts[3], parts[2]])
    assert files_of(tmp_path / "all") == files_of(whole)


def test_a_single_whole_run_stays_what_it_is(tmp_path, whole):
    merged(tmp_path / "m", [whole])
    assert files_of(tmp_path / "m") == files_of(whole)


def test_comparisons_are_added_up_too(tmp_path):
    def compared(folder, *words):
        done = gapmc("compare", STUDY, "--sweep", "index.phi=0.3,0.9", "-n", "6k", "--out", folder, "--quiet", *words)
        assert done.returncode == 0, done.stderr

    compared(tmp_path / "one")
    for i in (1, 2, 3):
        compared(tmp_path / f"p{i}", "--shard", f"{i}/3")
    merged(tmp_path / "m", [tmp_path / "p3", tmp_path / "p1", tmp_path / "p2"])
    assert files_of(tmp_path / "m") == files_of(tmp_path / "one")
    done = gapmc("merge", tmp_path / "p1", "--outcome", "edition", "--partial", "--out", tmp_path / "x")
    assert done.returncode == 64 and "one outcome" in done.stderr


def test_exact_quantiles_are_made_of_the_sum(tmp_path, parts, whole):
    merged(tmp_path / "m", parts, "--quiet")
    shutil.copytree(whole, tmp_path / "one")
    for folder in (tmp_path / "m", tmp_path / "one"):
        assert gapmc("refine", folder, "--quiet").returncode == 0
    assert files_of(tmp_path / "m") == files_of(tmp_path / "one")
    # A part that is whole loses them: they are the part's.
    done = merged(tmp_path / "again", [tmp_path / "m"])
    assert "quantiles: exact" not in done.stdout and files_of(tmp_path / "again") == files_of(whole)


def test_what_is_shown_can_be_chosen(tmp_path, parts):
    done = merged(tmp_path / "m", parts, "--contrast", "cn_minus_eu", "--outcome", "published")
    expected = run(tmp_path / "r", "-n", "100001", "--contrast", "cn_minus_eu", "--outcome", "published")
    assert files_of(tmp_path / "m") == files_of(expected)
    assert "cn_minus_eu" in done.stdout
    assert json.loads(gapmc("merge", *parts, "--out", tmp_path / "j", "--json", "--quiet").stdout)["run"]["trajectories"] == 100001
    done = gapmc("merge", *parts, "--out", tmp_path / "x", "--contrast", "cn_minus_us")
    assert done.returncode == 64 and "cn_minus_us" in done.stderr and not (tmp_path / "x").exists()


@pytest.mark.parametrize("case", ["missing", "twice", "overlap", "seed", "study", "damaged", "absent", "empty", "itself", "finished"])
def test_what_cannot_be_added_is_refused_by_name_and_nothing_is_written(tmp_path, parts, whole, case):
    out = tmp_path / "out"
    status, said, given = 65, [], list(parts)
    if case == "missing":
        given, said = parts[:2] + parts[3:], ["without shard 3 of 5", "40064 to 60095", "--partial"]
    elif case == "twice":
        given, said = [*parts, parts[2]], [f"{parts[2]} and {parts[2]} both have trajectories 40064 to 60095"]
    elif case == "overlap":
        given, said = [parts[1], whole], [f"{parts[1]} and {whole} both have trajectories 20032 to 40063"]
    elif case == "seed":
        given, said = [*parts[:4], run(tmp_path / "s", "-n", "100001", "--shard", "5/5", "--seed", "9")], [str(tmp_path / "s"), "another seed"]
    elif case == "study":
        given, said = [*parts[:4], run(tmp_path / "s", "-n", "100001", "--shard", "5/5", "index.phi=0.4")], [str(tmp_path / "s"), "different studies"]
    elif case == "damaged":
        shutil.copytree(parts[2], tmp_path / "d")
        record = bytearray((tmp_path / "d/tally.bin").read_bytes())
        record[len(record) // 2] ^= 4
        (tmp_path / "d/tally.bin").write_bytes(record)
        given, said = [parts[0], tmp_path / "d"], [str(tmp_path / "d"), "its checksum does not hold"]
    elif case == "absent":
        status, given, said = 66, [*parts, tmp_path / "nothing"], [str(tmp_path / "nothing")]
    elif case == "empty":
        (tmp_path / "e").mkdir()
        status, given, said = 66, [*parts, tmp_path / "e"], [str(tmp_path / "e")]
    elif case == "itself":
        status, out, said = 64, parts[1], ["is a part of the run and would be replaced"]
    elif case == "finished":
        status, out, said = 73, run(tmp_path / "f", "-n", "100"), ["--force"]
    before = files_of(pathlib.Path(out)) if pathlib.Path(out).exists() else None
    done = gapmc("merge", *given, "--out", out, *(["--force"] if case == "itself" else []))
    assert done.returncode == status, done.stderr
    assert all(text in done.stderr for text in said), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert (files_of(pathlib.Path(out)) if pathlib.Path(out).exists() else None) == before


def test_the_tasks_of_a_job_array_are_the_shards(tmp_path):
    """A task that is submitted again by itself is the same part; a number that is none of them is no other one."""
    for task in (3, 1, 2):
        done = gapmc("run", STUDY, "-n", "10007", "--shard", "slurm/3", "--out", tmp_path / f"s{task}", "--quiet", env={**os.environ, "SLURM_ARRAY_TASK_ID": str(task), "SLURM_ARRAY_TASK_COUNT": "1"})
        assert done.returncode == 0, done.stderr
    assert gapmc("merge", tmp_path / "s1", tmp_path / "s2", tmp_path / "s3", "--out", tmp_path / "m", "--quiet").returncode == 0
    assert files_of(tmp_path / "m") == files_of(run(tmp_path / "whole", "-n", "10007"))
    without = {name: value for name, value in os.environ.items() if name != "SLURM_ARRAY_TASK_ID"}
    for environment in (without, *({**without, "SLURM_ARRAY_TASK_ID": text} for text in ("", "0", "4", "-1", "2x", "1e0", " 1"))):
        done = gapmc("run", STUDY, "-n", "10007", "--shard", "slurm/3", "--out", tmp_path / "none", env=environment)
        assert done.returncode == 64 and "SLURM_ARRAY_TASK_ID" in done.stderr and "--array=1-3" in done.stderr, done.stderr
        assert not (tmp_path / "none").exists()


def test_a_merge_that_is_stopped_leaves_parts_and_nothing_else(tmp_path):
    """The six signals at moments of its whole time: the documented code, and the same command makes the run."""
    parts = [run(tmp_path / f"p{i}", "-n", "4000", "--shard", f"{i}/8") for i in range(1, 9)]
    before = [files_of(part) for part in parts]
    expected = files_of(run(tmp_path / "whole", "-n", "4000"))
    signals = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU]
    codes = []
    for i in range(60):
        out = tmp_path / "m"
        process = subprocess.Popen([GAPMC, "merge", *parts, "--out", out, "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.004 + 0.002 * i)
        process.send_signal(signals[i % len(signals)])
        codes.append(process.wait(timeout=60))
        if codes[-1] == 0:
            assert files_of(out) == expected
            shutil.rmtree(out)
        elif codes[-1] == 75:
            assert not out.exists()
        else:
            assert codes[-1] == -signals[i % len(signals)], "it came before the program had begun"
    assert 75 in codes and [files_of(part) for part in parts] == before
    merged(tmp_path / "m", parts, "--quiet")
    assert files_of(tmp_path / "m") == expected
