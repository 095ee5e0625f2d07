# SPDX-License-Identifier: Apache-2.0
"""Runs that are stopped or killed, and go on: the bytes of a run that was never stopped. Needs the path of gapmc in GAPMC."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import time

import pytest

from program import FLAGSHIP, GAPMC, ROOT, SMALL, gapmc

THREE = str(ROOT / "configs/three-actors.toml")
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU]
# Each goes on with another engine than the one before it.
ENGINES = [("--threads", "1"), ("--threads", "2"), ("--threads", "3", "--batch", "64"), ("--threads", "1", "--batch", "1024")]
INSTANCES = [name for name in ("", "avx2", "scalar") if name in ("", "scalar") or "avx2" in open("/proc/cpuinfo").read()]


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json"}


def checkpoints_in(folder):
    return sorted(path.name for path in folder.glob("checkpoint-*.bin"))


def engine_of(number):
    return ENGINES[number % len(ENGINES)], {**os.environ, "GAPMC_SIMD": INSTANCES[number % len(INSTANCES)]} if INSTANCES[number % len(INSTANCES)] else dict(os.environ)


def interrupted(words, engine, seconds, number):
    """What a command ends with that gets a signal after some seconds."""
    options, environment = engine
    process = subprocess.Popen([GAPMC, *map(str, words), *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        out, talk = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
        out, talk = process.communicate(timeout=60)
    return process.returncode, out, talk


def whole(folder, words):
    done = gapmc(*words, "--out", folder, "--quiet")
    assert done.returncode == 0, done.stderr
    return folder


# What simulates, with all that has to go on: scenarios, stop rules, further passes, samples, shards.
WORKS = {
    "run": ("run", FLAGSHIP, "-n", "600k"),
    "shard": ("run", FLAGSHIP, "-n", "1800k", "--shard", "2/3"),
    "until": ("run", FLAGSHIP, "-n", "4M", "--until", "mcse(gap.mean@2035) <= 0.02"),
    "exact": ("run", FLAGSHIP, "-n", "300k", "--exact-drivers"),
    "samples": ("run", FLAGSHIP, "-n", "400k", "--samples", "100k", "--samples-as", "csv-wide", "--samples-of", "contrasts"),
    "compare": ("compare", FLAGSHIP, "--sweep", "index.phi=0.2,0.8", "-n", "200k"),
    "overrides": ("run", FLAGSHIP, "index.phi=0.5", "-n", "600k", "--seed", "7", "--outcome", "published"),
}


@pytest.mark.parametrize("work", sorted(WORKS))
def test_a_run_that_is_stopped_again_and_again_is_the_run(tmp_path, work):
    words = WORKS[work]
    expected = files_of(whole(tmp_path / "whole", words))
    folder = tmp_path / "r"
    code, stops, seconds = None, 0, 0.6
    while code != 0:
        command = (*words, "--out", folder) if stops == 0 else ("resume", folder)
        code, out, talk = interrupted(command, engine_of(stops), seconds, SIGNALS[stops % len(SIGNALS)])
        assert code in (0, 75), talk
        if code == 75:
            if stops == 0 and "Run again" in talk:  # nothing was counted yet
                assert not folder.exists()
                seconds += 0.2
                continue
            assert re.search("(are|is) kept[;.] `gapmc resume", talk) and checkpoints_in(folder), talk
            stops += 1
            seconds += 0.05  # so that even a slow machine gets beyond the start of the program
        assert stops < 200, "it does not come to an end"
    assert stops >= 1, "it was not stopped"
    assert files_of(folder) == expected
    assert gapmc("verify", folder, "--quiet").returncode == 0


def test_stopped_while_it_refines_or_extends(tmp_path):
    source = whole(tmp_path / "source", ("run", FLAGSHIP, "-n", "200k"))
    for verb, words, long in (("refine", ["--drivers"], ["-n", "200k", "--exact-drivers"]), ("extend", ["-n", "700001"], ["-n", "700001"])):
        expected = files_of(whole(tmp_path / f"{verb}-whole", ("run", FLAGSHIP, *long)))
        folder = tmp_path / verb
        shutil.copytree(source, folder)
        before = files_of(folder)
        code, stops = None, 0
        while code != 0:
            command = (verb, folder, *words) if stops == 0 else ("resume", folder)
            code, out, talk = interrupted(command, engine_of(stops), 0.35 + 0.05 * stops, SIGNALS[stops % len(SIGNALS)])
            assert code in (0, 75), talk
            stops += code == 75
            if code == 75:
                after = files_of(folder)
                for name in checkpoints_in(folder):
                    del after[name]
                assert after == before, "what was there before is there until the new files are"
            assert stops < 200
        assert stops >= 1 and files_of(folder) == expected


def killed(words, engine, seconds):
    options, environment = engine
    process = subprocess.Popen([GAPMC, *map(str, words), *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        talk = process.communicate(timeout=seconds)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        talk = process.communicate()[1]
    return process.returncode, talk


@pytest.mark.parametrize("seed", range(3))
def test_kills_at_random_moments_come_to_the_same_bytes(tmp_path, seed):
    """Chains of kills, each resumed by another engine, until the run is through; its command is what goes on as well."""
    random.seed(seed)
    words = ("run", FLAGSHIP, "-n", "1500k", "--out", tmp_path / "r", "--checkpoint-every", "100ms")
    expected = files_of(whole(tmp_path / "whole", ("run", FLAGSHIP, "-n", "1500k")))
    code, kills = None, 0
    while code != 0:
        resume = ("resume", tmp_path / "r", "--checkpoint-every", "100ms")
        command = resume if kills % 2 and checkpoints_in(tmp_path / "r") else words
        code, talk = killed(command, engine_of(kills), random.uniform(0.05, 0.9))
        if code == 73 and kills and "already holds a finished run" in talk:
            break  # the kill before came when all was written
        assert code in (0, -signal.SIGKILL), talk
        assert "damaged" not in talk
        kills += code != 0
        assert kills < 300, "it does not come to an end"
    assert kills >= 2
    assert files_of(tmp_path / "r") == expected


def checkpointed(folder, *words):
    """A small run that has been stopped, with checkpoints of two generations."""
    base = ("run", THREE, "-n", "100M", "--out", folder, "--threads", "1", *words)
    assert interrupted((*base, "--checkpoint-every", "100ms"), ((), dict(os.environ)), 1.2, signal.SIGTERM)[0] == 75
    assert len(checkpoints_in(folder)) == 2
    return base


def test_a_damaged_newest_generation_falls_back_to_the_one_before(tmp_path):
    checkpointed(tmp_path / "r")
    generation = {}
    for name in checkpoints_in(tmp_path / "r"):
        generation[name] = (tmp_path / "r" / name).stat().st_mtime_ns
    newest = max(generation, key=generation.get)
    older = min(generation, key=generation.get)
    kept = {name: (tmp_path / "r" / name).read_bytes() for name in generation}
    damage = {"cut": lambda b: b[: len(b) // 2], "flipped": lambda b: b[:1000] + bytes([b[1000] ^ 4]) + b[1001:], "empty": lambda b: b""}
    for name, change in damage.items():
        for file, content in kept.items():
            (tmp_path / "r" / file).write_bytes(content)
        (tmp_path / "r" / newest).write_bytes(change(kept[newest]))
        code, out, talk = interrupted(("resume", tmp_path / "r"), (("--threads", "1"), dict(os.environ)), 0.4, signal.SIGTERM)
        assert code == 75 and newest in talk and "goes on from the checkpoint before it" in talk, (name, talk)
    for file in kept:
        (tmp_path / "r" / file).write_bytes(kept[older][:-1])
    done = gapmc("resume", tmp_path / "r")
    assert done.returncode == 65 and "damaged" in done.stderr and "--force" in done.stderr
    done = gapmc("run", THREE, "-n", "1000", "--out", tmp_path / "r")
    assert done.returncode == 65 and "damaged" in done.stderr
    assert gapmc("run", THREE, "-n", "1000", "--out", tmp_path / "r", "--force", "--quiet").returncode == 0
    assert not checkpoints_in(tmp_path / "r")


def test_what_is_another_run_is_not_taken_up(tmp_path):
    base = checkpointed(tmp_path / "r")
    before = files_of(tmp_path / "r")
    others = [("-n", "99M"), ("--seed", "5"), ("--contrast", "cn_minus_eu"), ("index.phi=0.3",), ("--shard", "1/2"), ("--samples", "10"), ("--exact",), ("--until", "mcse(cn_minus_eu.mean@2030)<=0.1")]
    for words in others:
        done = gapmc(*base, *words)
        assert done.returncode == 73 and "has not ended" in done.stderr and "--force" in done.stderr, (words, done.stderr)
    for done in (gapmc("compare", THREE, "--sweep", "index.phi=0.3,0.9", "-n", "100M", "--out", tmp_path / "r"), gapmc("ask", THREE, "cn_minus_eu@2030 < 15", "--out", tmp_path / "r")):
        assert done.returncode == 73 and "has not ended" in done.stderr
    assert files_of(tmp_path / "r") == before
    # A run that has not ended is none to look at, and no place for another's result.
    for words in (("verify", tmp_path / "r"), ("run", tmp_path / "r", "--out", tmp_path / "s"), ("refine", tmp_path / "r"), ("replay", tmp_path / "r", "--trajectory", "1"), ("merge", tmp_path / "r", "--out", tmp_path / "s")):
        done = gapmc(*words)
        assert done.returncode == 66 and "gapmc resume" in done.stderr, (words, done.stderr)
    part = whole(tmp_path / "part", ("run", THREE, "-n", "1000"))
    done = gapmc("merge", part, "--out", tmp_path / "r")
    assert done.returncode == 73 and "gapmc resume" in done.stderr
    done = gapmc("run", THREE, "-n", "1000", "--out", tmp_path / "r", "--force", "--quiet")
    assert done.returncode == 0 and not checkpoints_in(tmp_path / "r")


def test_resume_without_a_run_to_go_on_with(tmp_path):
    assert gapmc("resume", tmp_path / "none").returncode == 66
    (tmp_path / "empty").mkdir()
    done = gapmc("resume", tmp_path / "empty")
    assert done.returncode == 66 and "no run to go on with" in done.stderr
    done = gapmc("resume", whole(tmp_path / "r", ("run", SMALL, "-n", "640")))
    assert done.returncode == 0 and "has ended already" in done.stdout


def test_it_goes_on_without_the_study_file(tmp_path):
    """A checkpoint holds what it needs: the file may have changed or gone."""
    study = tmp_path / "study.toml"
    shutil.copy(THREE, study)
    words = ("run", study, "-n", "3M", "--samples", "50", "--samples-as", "csv")
    expected = files_of(whole(tmp_path / "whole", words))
    assert interrupted((*words, "--out", tmp_path / "r"), (("--threads", "1"), dict(os.environ)), 0.5, signal.SIGTERM)[0] == 75
    study.unlink()
    done = gapmc("resume", tmp_path / "r", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["run"]["trajectories"] == 3_000_000
    assert files_of(tmp_path / "r") == expected


def test_a_run_that_is_killed_in_one_place_says_what_to_do(tmp_path):
    checkpointed(tmp_path / "r")
    told = []
    for i in range(7):
        process = subprocess.Popen([GAPMC, "resume", tmp_path / "r", "--checkpoint-every", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        lines = []
        for line in process.stderr:
            lines.append(line)
            if "goes on at" in line:
                break
        time.sleep(0.2)
        process.kill()
        told.append("".join(lines) + process.stderr.read())
        process.wait()
    assert not any("killed" in talk for talk in told[:5]), told
    assert all("processes in a row were killed" in talk and "--threads 1" in talk for talk in told[5:]), told
    # One that comes further is no such run any more.
    assert interrupted(("resume", tmp_path / "r"), (("--threads", "1"), dict(os.environ)), 0.5, signal.SIGTERM)[0] == 75
    code, out, talk = interrupted(("resume", tmp_path / "r"), (("--threads", "1"), dict(os.environ)), 0.5, signal.SIGTERM)
    assert code == 75 and "in a row" not in talk


def test_answers_that_are_stopped(tmp_path):
    words = ("ask", FLAGSHIP, "gap@2030 < 10", "first gap <= 5 by 2030", "-n", "700k")
    expected = gapmc(*words, "--quiet").stdout
    stops, code = 0, None
    while code != 0:
        command = (*words, "--out", tmp_path / "a") if stops == 0 else ("resume", tmp_path / "a", "--quiet")
        code, out, talk = interrupted(command, engine_of(stops), 0.4, SIGNALS[stops % len(SIGNALS)])
        assert code in (0, 75)
        stops += code == 75
    assert stops >= 1 and out == expected
    answers = json.loads((tmp_path / "a" / "answers.json").read_text())
    assert answers["trajectories"] == 700_000 and len(answers["statements"]) == 2
    assert gapmc(*words, "--out", tmp_path / "a").returncode == 73
    assert gapmc(*words, "--out", tmp_path / "a", "--force", "--quiet").returncode == 0
    for option in (("--force",), ("--checkpoint-every", "10s")):
        done = gapmc("ask", SMALL, *option)
        assert done.returncode == 64 and "without --out" in done.stderr


def test_a_stop_with_a_full_disk_is_an_error(tmp_path):
    """Nothing says 75 of what was not kept."""
    library = tmp_path / "full.so"
    source = tmp_path / "full.c"
    source.write_text("#include <errno.h>\nint fsync(int f) { (void)f; errno = ENOSPC; return -1; }\n")
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        pytest.skip("no C compiler")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    full = {**os.environ, "LD_PRELOAD": str(library)}
    base = checkpointed(tmp_path / "r")
    before = files_of(tmp_path / "r")
    # The older generation may have gone to make room for the new one, the newer one is there.
    code, out, talk = interrupted((*base, "--checkpoint-every", "100ms"), ((), full), 0.6, signal.SIGTERM)
    assert code == 74 and "disk" in talk, talk
    after = files_of(tmp_path / "r")
    assert after and all(before[name] == content for name, content in after.items())
    code, out, talk = interrupted(("resume", tmp_path / "r"), (("--threads", "1"), dict(os.environ)), 0.4, signal.SIGTERM)
    assert code == 75 and "goes on at" in talk


def test_how_often_is_a_time(tmp_path):
    for text, code in (("90", 0), ("30s", 0), ("5m", 0), ("1h", 0), ("200ms", 0), ("0", 0), ("1d", 64), ("-1", 64), ("", 64), ("s", 64), ("8000h", 64), ("1.5m", 64)):
        done = gapmc("run", SMALL, "-n", "64", "--out", tmp_path / "r", "--force", "--quiet", "--checkpoint-every", text)
        assert done.returncode == code, (text, done.stderr)
    done = gapmc("run", SMALL, "--dry-run", "--checkpoint-every", "30s")
    assert done.returncode == 64
