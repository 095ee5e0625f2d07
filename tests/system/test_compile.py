# SPDX-License-Identifier: Apache-2.0
"""gapmc compile: walks of CUDA devices, compiled where no device is."""

import os
import re
import subprocess
import time

import pytest

from program import FLAGSHIP, GAPMC, gapmc

REFERENCE = "configs/reference-2x3x11.toml"
ARCHITECTURE = "sm_90"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """(folder of walks, what the first compilation said)"""
    folder = tmp_path_factory.mktemp("walks")
    done = gapmc("compile", REFERENCE, "--arch", ARCHITECTURE, "--out", folder / "here")
    if done.returncode == 69 and "this build has no" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    return folder / "here", done


def test_a_walk_is_kept_and_its_folder_named(compiled):
    folder, done = compiled
    assert re.fullmatch(rf"{ARCHITECTURE}   NVRTC \d+\.\d+, \d+ bytes, \d+\.\d s\n", done.stdout)
    assert f"GAPMC_CACHE={folder}" in done.stderr
    (walk,) = folder.iterdir()
    assert b"\x7fELF" in walk.read_bytes()[:300], "machine code"


def test_other_numbers_and_seeds_find_it_and_another_shape_does_not(compiled):
    folder, _ = compiled
    before = {path: path.read_bytes() for path in folder.iterdir()}
    again = gapmc("compile", REFERENCE, "study.seed=3", "index.phi=0.6", "--arch", ARCHITECTURE, "--out", folder, "--quiet")
    assert again.returncode == 0 and again.stdout.endswith("kept before\n") and again.stderr == ""
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    other = gapmc("compile", REFERENCE, "study.end=2027", "--arch", ARCHITECTURE, "--out", folder)
    assert other.returncode == 0 and "kept before" not in other.stdout
    assert len(list(folder.iterdir())) == 2


def test_several_architectures_are_compiled_once_each(compiled):
    folder, _ = compiled
    done = gapmc("compile", REFERENCE, "--arch", f"sm_80,{ARCHITECTURE},sm_80", "--out", folder)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["sm_80", ARCHITECTURE]


def test_the_users_cache_is_the_folder_without_out(compiled, tmp_path):
    done = gapmc("compile", REFERENCE, "--arch", ARCHITECTURE, env={**os.environ, "GAPMC_CACHE": str(tmp_path / "cache")})
    assert done.returncode == 0 and len(list((tmp_path / "cache").iterdir())) == 1
    none = gapmc("compile", REFERENCE, "--arch", ARCHITECTURE, env={**os.environ, "GAPMC_CACHE": ""})
    assert none.returncode == 64 and "no folder to keep compiled walks in" in none.stderr


@pytest.mark.parametrize("words", ["90", "sm_", "sm_9x", "compute_90", "sm_90,", ",", "sm_90 sm_80", "sm_9000"])
def test_what_is_no_architecture_is_refused(words, tmp_path):
    done = gapmc("compile", REFERENCE, "--arch", words, "--out", tmp_path / "walks")
    assert done.returncode == 64 and "not an architecture" in done.stderr
    assert not (tmp_path / "walks").exists()


def test_an_architecture_that_the_compiler_does_not_know_any_more(compiled, tmp_path):
    done = gapmc("compile", REFERENCE, "--arch", "sm_50", "--out", tmp_path / "walks")
    assert done.returncode == 69 and "refuses the walk for sm_50" in done.stderr


def test_a_newer_one_gets_ptx_and_is_told_so(compiled, tmp_path):
    done = gapmc("compile", REFERENCE, "--arch", "sm_199", "--out", tmp_path / "walks")
    assert done.returncode == 0 and re.search(r"as PTX for compute_\d+", done.stdout)


def test_a_folder_that_cannot_be_made(compiled, tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = gapmc("compile", REFERENCE, "--arch", ARCHITECTURE, "--out", tmp_path / "file" / "walks")
    assert done.returncode == 73 and "cannot be made" in done.stderr


def test_a_study_that_is_not_sound_is_refused_before(tmp_path):
    done = gapmc("compile", REFERENCE, "index.phi=-3", "--arch", ARCHITECTURE, "--out", tmp_path / "walks")
    assert done.returncode == 78
    assert not (tmp_path / "walks").exists()


def test_a_signal_ends_it_at_once_and_keeps_nothing(compiled, tmp_path):
    """The flagship's walk takes the compiler more than ten seconds, in which it cannot be interrupted."""
    with subprocess.Popen([GAPMC, "compile", FLAGSHIP, "--arch", ARCHITECTURE, "--out", str(tmp_path / "walks")], stderr=subprocess.PIPE) as running:
        time.sleep(3)
        began = time.monotonic()
        running.terminate()
        assert running.wait(60) == 75
        assert time.monotonic() - began < 3
    assert not (tmp_path / "walks").exists()


def test_without_a_device_the_architecture_must_be_said(tmp_path):
    done = gapmc("compile", REFERENCE, env={**os.environ, "CUDA_VISIBLE_DEVICES": "", "GAPMC_CACHE": str(tmp_path)})
    assert done.returncode == 64 and "--arch sm_90" in done.stderr
