# SPDX-License-Identifier: Apache-2.0
"""Ranks of Open MPI and of MPICH on this machine: the bytes of one process. Needs the path of gapmc in GAPMC and the launchers."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

import pytest

from program import FLAGSHIP, GAPMC, ROOT, SMALL, gapmc

THREE = str(ROOT / "configs/three-actors.toml")
FOLDER = pathlib.Path(GAPMC).parent
# Containers run tests as root, and have fewer processors than ranks.
AS_ROOT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
LAUNCHERS = {"openmpi": ["mpirun.openmpi", "--oversubscribe", "-n"], "mpich": ["mpiexec.mpich", "-n"]}
PRESENT = [name for name, words in LAUNCHERS.items() if shutil.which(words[0]) and (FOLDER / f"gapmc_{name}.so").exists()]
missing = pytest.mark.skipif(not PRESENT, reason="no MPI with a module beside the program")


def launched(mpi, ranks, *words, environment=AS_ROOT, program=GAPMC, seconds=120):
    command = [*LAUNCHERS[mpi], str(ranks), program, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=seconds, env=environment)


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json"}


def whole(folder, *words):
    done = gapmc(*words, "--out", folder, "--quiet")
    assert done.returncode == 0, done.stderr
    return files_of(folder)


def test_both_launchers_are_tried():
    """On a machine with both compilers both modules are built, and none of the tests below passes by being left out."""
    for name in LAUNCHERS:
        if shutil.which(f"mpicc.{name}") and shutil.which(LAUNCHERS[name][0]):
            assert name in PRESENT


@missing
@pytest.mark.parametrize("mpi", PRESENT)
def test_any_number_of_ranks_gives_the_bytes_of_one(tmp_path, mpi):
    expected = whole(tmp_path / "one", "run", FLAGSHIP, "-n", "600001")
    for ranks in (1, 2, 3, 4, 8):
        done = launched(mpi, ranks, "run", FLAGSHIP, "-n", "600001", "--out", tmp_path / f"r{ranks}", "--threads", "1")
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("result digest") == 1, "one rank speaks"
        assert (f"{ranks} ranks of" in done.stderr) == (ranks > 1), done.stderr
        assert files_of(tmp_path / f"r{ranks}") == expected, ranks
    card = json.loads((tmp_path / "r3/run.json").read_text())
    assert "3 ranks of" in card["backend"]


@missing
@pytest.mark.parametrize("mpi", PRESENT)
def test_every_verb_that_simulates_shares_its_work(tmp_path, mpi):
    works = {
        "until": ("run", FLAGSHIP, "-n", "4M", "--until", "mcse(gap.mean@2035) <= 0.02"),
        "exact": ("run", FLAGSHIP, "-n", "200k", "--exact"),
        "samples": ("run", FLAGSHIP, "-n", "200k", "--samples", "1000", "--samples-as", "csv-wide", "--samples-by", "gap@2035"),
        "compare": ("compare", FLAGSHIP, "--sweep", "index.phi=0.2,0.8", "-n", "150k"),
    }
    for name, words in works.items():
        expected = whole(tmp_path / f"{name}-one", *words)
        done = launched(mpi, 2, *words, "--out", tmp_path / name, "--quiet")
        assert done.returncode == 0 and done.stderr == "", done.stderr
        assert files_of(tmp_path / name) == expected, name
    for verb, words, long in (("refine", (), ("-n", "200k", "--exact")), ("extend", ("-n", "500k"), ("-n", "500k"))):
        whole(tmp_path / verb, "run", FLAGSHIP, "-n", "200k")
        done = launched(mpi, 2, verb, tmp_path / verb, *words, "--quiet")
        assert done.returncode == 0, done.stderr
        assert files_of(tmp_path / verb) == whole(tmp_path / f"{verb}-one", "run", FLAGSHIP, *long)
    asked = ("ask", FLAGSHIP, "gap@2030 < 10", "-n", "400k", "--quiet")
    assert launched(mpi, 2, *asked).stdout == gapmc(*asked).stdout


@missing
@pytest.mark.parametrize("mpi", PRESENT)
def test_ranks_of_different_instances_and_threads_add_up(tmp_path, mpi):
    """A script chooses the lanes by the rank: processors of a cluster differ."""
    script = tmp_path / "mixed"
    script.write_text(f'#!/bin/sh\nrank=${{OMPI_COMM_WORLD_RANK:-$PMI_RANK}}\n[ "$rank" = 1 ] && export GAPMC_SIMD=scalar\n[ "$rank" = 2 ] && export GAPMC_SIMD=portable\nexec {GAPMC} "$@"\n')
    script.chmod(0o755)
    done = launched(mpi, 3, "run", THREE, "-n", "700k", "--out", tmp_path / "r", program=script)
    assert done.returncode == 0 and "among them" in done.stderr, done.stderr
    assert files_of(tmp_path / "r") == whole(tmp_path / "one", "run", THREE, "-n", "700k")


def signalled(command, seconds, number):
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=AS_ROOT)
    time.sleep(seconds)
    start = time.monotonic()
    process.send_signal(number)
    out, talk = process.communicate(timeout=60)
    return process.returncode, talk, time.monotonic() - start


@missing
@pytest.mark.parametrize("mpi", PRESENT)
def test_a_job_that_is_signalled_keeps_what_all_ranks_have(tmp_path, mpi):
    """USR1 is forwarded by both launchers. That of MPICH 4.0.2 then loses exit codes, so that what is there counts."""
    words = ("run", FLAGSHIP, "-n", "8M", "--out", tmp_path / "r")
    code, talk, seconds = signalled([*LAUNCHERS[mpi], "3", GAPMC, *words], 4, signal.SIGUSR1)
    assert "are kept; `gapmc resume" in talk and seconds < 8, talk
    if mpi == "openmpi":
        assert code == 75
    assert list((tmp_path / "r").glob("checkpoint-*.bin"))
    # The same command goes on, by other ranks or by none.
    code, talk, seconds = signalled([*LAUNCHERS[mpi], "2", GAPMC, *words], 2.5, signal.SIGUSR1)
    assert "goes on at" in talk and "are kept" in talk, talk
    done = gapmc("resume", tmp_path / "r", "--quiet")
    assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "r") == whole(tmp_path / "one", "run", FLAGSHIP, "-n", "8M")


@missing
@pytest.mark.parametrize("mpi", PRESENT)
def test_a_rank_that_is_killed_leaves_a_checkpoint_to_go_on_from(tmp_path, mpi):
    words = ("run", FLAGSHIP, "-n", "8M", "--out", str(tmp_path / "r"), "--checkpoint-every", "300ms")
    process = subprocess.Popen([*LAUNCHERS[mpi], "3", GAPMC, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=AS_ROOT)
    time.sleep(4)
    children = [int(pid) for pid in subprocess.run(["pgrep", "-f", f"^{GAPMC} run .*{tmp_path}"], capture_output=True, text=True).stdout.split()]
    assert len(children) >= 3
    os.kill(max(children), signal.SIGKILL)
    assert process.wait(timeout=60) != 0
    subprocess.run(["pkill", "-9", "-f", f"^{GAPMC} run .*{tmp_path}"])
    time.sleep(0.5)
    assert list((tmp_path / "r").glob("checkpoint-*.bin"))
    done = gapmc("resume", tmp_path / "r")
    assert done.returncode == 0 and "goes on at" in done.stderr, done.stderr
    assert files_of(tmp_path / "r") == whole(tmp_path / "one", "run", FLAGSHIP, "-n", "8M")


@missing
@pytest.mark.parametrize("mpi", PRESENT)
def test_errors_come_once_and_with_their_code(tmp_path, mpi):
    (tmp_path / "wrong.toml").write_text("[study\n")
    for words, code in ((("run", tmp_path / "wrong.toml"), 78), (("run", THREE, "--no-such"), 64), (("run", tmp_path / "none.toml"), 66), (("run", THREE, "--device", "cuda", "--out", tmp_path / "r"), 69)):
        done = launched(mpi, 3, *words)
        assert done.stderr.count("gapmc: ") == 1, done.stderr
        assert done.returncode == code, (words, done.returncode, done.stderr)
        assert not (tmp_path / "r").exists()


@missing
@pytest.mark.parametrize("mpi", PRESENT)
def test_shards_are_not_joined(tmp_path, mpi):
    """Each process its own part, by a script that knows its number."""
    script = tmp_path / "part"
    script.write_text(f'#!/bin/sh\ni=$((${{OMPI_COMM_WORLD_RANK:-$PMI_RANK}} + 1))\nexec {GAPMC} run {SMALL} -n 10000 --shard $i/3 --out {tmp_path}/s$i --quiet\n')
    script.chmod(0o755)
    assert launched(mpi, 3, program=script).returncode == 0
    assert gapmc("merge", *(tmp_path / f"s{i}" for i in (1, 2, 3)), "--out", tmp_path / "m", "--quiet").returncode == 0
    assert files_of(tmp_path / "m") == whole(tmp_path / "one", "run", SMALL, "-n", "10000")


@pytest.mark.parametrize("variable", ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"])
def test_processes_that_nobody_joins_are_refused(tmp_path, variable):
    """A program without a module, or with one of another MPI, would do the same work several times in one folder."""
    alone = tmp_path / "bin" / "gapmc"
    alone.parent.mkdir()
    shutil.copy(GAPMC, alone)
    environment = {**os.environ, variable: "4"}

    def tried(*words, **more):
        return subprocess.run([alone, *map(str, words)], capture_output=True, text=True, env={**environment, **more}, timeout=60)

    for words in (("run", SMALL), ("compare", THREE), ("ask", THREE, "cn_minus_eu@2030 < 1"), ("resume", tmp_path), ("refine", tmp_path), ("extend", tmp_path, "-n", "5")):
        done = tried(*words)
        assert done.returncode == 64 and "4 processes were started together" in done.stderr and variable in done.stderr and "--shard" in done.stderr, done.stderr
    assert tried("run", SMALL, "-n", "1000", "--shard", "2/4", "--out", tmp_path / "s", "--quiet").returncode == 0
    assert tried("validate", SMALL, "--no-gate").returncode == 0, "verbs that leave nothing work as ever"
    assert tried("run", SMALL, GAPMC_MPI=str(tmp_path / "none.so")).returncode == 64
    one = subprocess.run([alone, "run", SMALL, "-n", "640", "--out", tmp_path / "one", "--quiet"], env={**os.environ, variable: "1"})
    assert one.returncode == 0


@missing
@pytest.mark.parametrize("mpi", PRESENT)
def test_a_module_of_another_mpi_is_refused(tmp_path, mpi):
    other = next((name for name in PRESENT if name != mpi), None)
    if other is None:
        pytest.skip("one MPI alone is here")
    done = launched(mpi, 2, "run", SMALL, "--out", tmp_path / "r", environment={**AS_ROOT, "GAPMC_MPI": other})
    assert done.returncode != 0 and "sees this one alone" in done.stderr and "GAPMC_MPI" in done.stderr, done.stderr
    assert not (tmp_path / "r").exists()
