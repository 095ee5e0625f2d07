# SPDX-License-Identifier: Apache-2.0
"""Further passes that are shared out: shards of `refine`, added up, give the bytes of `refine`. Needs the path of gapmc in GAPMC."""

import random
import shutil
import signal
import subprocess
import time

import pytest

from program import FLAGSHIP, GAPMC, ROOT, gapmc

THREE = str(ROOT / "configs/three-actors.toml")


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "run.json"}


def sound(*words, code=0):
    done = gapmc(*words)
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run, and the same refined by one process: its contrasts, and its drivers too, which takes two passes."""
    folder = tmp_path_factory.mktemp("made")
    sound("run", THREE, "-n", "30011", "--out", folder / "run", "--quiet")
    for name, words in (("scores", []), ("drivers", ["--drivers"])):
        shutil.copytree(folder / "run", folder / name)
        done = sound("refine", folder / name, *words)
        assert f"{1 + len(words)} further pass" in done.stderr
    return folder


def shards(run, out, number, *words):
    for i in range(1, number + 1):
        done = sound("refine", run, "--shard", f"{i}/{number}", "--out", out / f"s{i}", "--threads", str(1 + i % 2), *words)
        assert f"shard {i} of {number} of a further pass" in done.stdout
    return [out / f"s{i}" for i in range(1, number + 1)]


@pytest.mark.parametrize("number", [1, 3, 16])
def test_shards_in_any_order_are_the_refined_run(tmp_path, made, number):
    run = shutil.copytree(made / "run", tmp_path / "r")
    parts = shards(run, tmp_path, number)
    assert files_of(run) == files_of(made / "run"), "shards leave the run alone"
    random.Random(number).shuffle(parts)
    done = sound("refine", run, *parts)
    assert "exact order statistics of these trajectories" in done.stdout
    assert files_of(run) == files_of(made / "scores")
    assert sound("verify", run, "--all")


def test_a_shard_beyond_the_groups_of_a_run_is_empty(tmp_path):
    sound("run", THREE, "-n", "100", "--out", tmp_path / "run", "--quiet")
    parts = shards(tmp_path / "run", tmp_path, 4)
    expected = shutil.copytree(tmp_path / "run", tmp_path / "expected")
    sound("refine", expected)
    sound("refine", tmp_path / "run", *parts)
    assert files_of(tmp_path / "run") == files_of(expected)


def test_two_passes_are_shared_out_one_after_the_other(tmp_path, made):
    run = shutil.copytree(made / "run", tmp_path / "r")
    first = shards(run, tmp_path / "first", 2, "--drivers")
    done = sound("refine", run, *first, "--drivers", code=75)
    assert "1 further pass is to be made, by shards again or by one process; what was found before the next further pass is kept" in done.stderr
    assert {name: bytes for name, bytes in files_of(run).items() if not name.startswith("checkpoint")} == files_of(made / "run")
    alone = shutil.copytree(run, tmp_path / "alone")
    done = sound("refine", run, *first, "--drivers", code=65)
    assert "another pass" in done.stderr
    second = shards(run, tmp_path / "second", 3, "--drivers")
    sound("refine", run, *second, "--drivers")
    assert files_of(run) == files_of(made / "drivers")
    # After the first pass one process can make the second.
    sound("resume", alone)
    assert files_of(alone) == files_of(made / "drivers")


def test_shards_are_of_the_run_and_of_all_of_it(tmp_path, made):
    run = shutil.copytree(made / "run", tmp_path / "r")
    parts = shards(run, tmp_path, 3)

    def refused(code, word, *words):
        assert word in sound("refine", *words, code=code).stderr
        assert files_of(run) == files_of(made / "run")

    refused(65, "are in no shard, the first of them 20032 to 30010", run, *parts[:2])
    refused(65, "counted already", run, *parts, parts[1])
    refused(65, "another --drivers", run, *parts, "--drivers")
    refused(66, "not the folder of a shard", run, tmp_path / "nothing")
    refused(66, "not the folder of a shard", run, made / "run")
    refused(64, "is the run itself", run, "--shard", "1/2", "--out", run, "--force")
    refused(64, "is the run itself", run, "--shard", "1/2", "--out", f"{run}/../{run.name}/")
    refused(64, "no effect beside --shard", run, parts[0], "--shard", "1/2", "--out", tmp_path / "x")
    refused(64, "Give one with --out", run, "--shard", "1/2")
    refused(64, "--out has no effect without --shard", run, "--out", tmp_path / "x")
    refused(73, "--force", run, "--shard", "1/3", "--out", parts[0])
    refused(66, "not the folder of a run", THREE, "--shard", "1/3", "--out", tmp_path / "x")
    other = tmp_path / "other"
    sound("run", THREE, "-n", "30011", "--seed", "8", "--out", other, "--quiet")
    strange = shards(other, tmp_path / "strange", 1)
    refused(65, str(strange[0]), run, *strange)
    longer = shutil.copytree(run, tmp_path / "longer")
    sound("extend", longer, "-n", "40k", "--quiet")
    assert "another state of it" in sound("refine", longer, *parts, code=65).stderr
    damaged = shutil.copytree(parts[0], tmp_path / "damaged")
    bytes_of = bytearray((damaged / "pass.bin").read_bytes())
    bytes_of[len(bytes_of) // 2] ^= 1
    (damaged / "pass.bin").write_bytes(bytes_of)
    refused(65, "its checksum does not hold", run, damaged, *parts[1:])
    assert "is checked when `gapmc refine` adds it up" in sound("verify", parts[0], code=64).stderr
    # Damaged passes in the run's own folder: shards begin them anew, as `refine` does.
    for name in ("checkpoint-0.bin", "checkpoint-1.bin"):
        (run / name).write_bytes(bytes_of)
    done = sound("refine", run, "--shard", "1/3", "--out", tmp_path / "anew")
    assert "begin anew" in done.stderr and files_of(tmp_path / "anew") == files_of(parts[0])
    for name in ("checkpoint-0.bin", "checkpoint-1.bin"):
        (run / name).unlink()
    # A shard of a run has no quantiles of the run.
    sound("run", THREE, "-n", "1000", "--shard", "1/2", "--out", tmp_path / "half", "--quiet")
    assert "Merge the shards first" in sound("refine", tmp_path / "half", "--shard", "1/2", "--out", tmp_path / "x", code=64).stderr
    exact = sound("refine", made / "scores", "--shard", "1/2", "--out", tmp_path / "x")
    assert "are exact already" in exact.stdout and not (tmp_path / "x").exists()


def test_a_shard_that_is_stopped_goes_on(tmp_path):
    run = tmp_path / "run"
    sound("run", FLAGSHIP, "-n", "3M", "--out", run, "--quiet")
    expected = sound("refine", run, "--shard", "2/2", "--out", tmp_path / "whole", "--quiet")
    assert expected.stdout
    words = [GAPMC, "refine", run, "--shard", "2/2", "--out", tmp_path / "s", "--threads", "1"]
    for verb in (words, [GAPMC, "resume", tmp_path / "s", "--threads", "2"]):
        process = subprocess.Popen([str(word) for word in verb], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 20
        while verb is words and time.monotonic() < deadline and not (tmp_path / "s").exists():
            time.sleep(0.01)
        time.sleep(0.25)
        if verb is words:
            process.send_signal(signal.SIGTERM)
        talk = process.communicate(timeout=60)[1]
        if verb is words:
            assert process.returncode == 75 and "of 1500032 trajectories of a further pass are kept" in talk.replace("1499968", "1500032"), talk
        else:
            assert process.returncode == 0 and "the run had begun" in talk, talk
    assert files_of(tmp_path / "s") == files_of(tmp_path / "whole")
    # The very same command finds that it is done.
    assert sound(*words[1:], code=73)


def test_a_comparison_is_refined_in_shards(tmp_path):
    sound("compare", THREE, "--sweep", "index.phi=0.3,0.9", "-n", "6k", "--out", tmp_path / "r", "--quiet")
    expected = shutil.copytree(tmp_path / "r", tmp_path / "expected")
    sound("refine", expected)
    # Of its differences some take two passes.
    sound("refine", tmp_path / "r", *shards(tmp_path / "r", tmp_path / "first", 2), code=75)
    sound("refine", tmp_path / "r", *shards(tmp_path / "r", tmp_path / "second", 2))
    assert files_of(tmp_path / "r") == files_of(expected)
