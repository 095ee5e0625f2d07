# SPDX-License-Identifier: Apache-2.0
"""The command line as a user meets it: exit codes, refusals, help, manual pages. Needs the path of gapmc in GAPMC."""

import os
import re
import shutil
import subprocess
import sys

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from program import GAPMC, ROOT, SMALL, gapmc, run, sums  # noqa: E402

VERBS = re.findall(r"^  (\w+)  ", gapmc("--help").stdout.split("Options:")[0], re.MULTILINE)


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
    (["run", "/"], 66),
    (["run"], 64),
    (["bench", "referense"], 64),
    (["bench", "--seconds", "-1"], 64),
    (["bench", "--seconds", "inf"], 64),
    (["bench", "--seconds", "nan"], 64),
    (["bench", "--batch", "100"], 64),
    (["run", SMALL, "-n", "4611686018427387905", "--dry-run"], 64),
    (["run", SMALL, "study.trajectories=4611686018427387905"], 78),
    (["validate", SMALL, "--no-gate", "--seed", "9223372036854775807"], 0),
    (["validate", SMALL, "--no-gate", "study.seed=9223372036854775807"], 0),
    (["validate", SMALL, "--no-gate", "--seed", "9223372036854775808"], 64),
    (["validate", SMALL, "--no-gate", "study.seed=9223372036854775808"], 78),
    (["run", SMALL, "--batch", "2147483584"], 64),
    (["run", SMALL, "--threads", "99999999999999999999"], 64),
    (["run", SMALL, "--out"], 64),
    (["run", SMALL, "--json=perhaps"], 64),
    (["run", SMALL, "--dry-run", "--json"], 64),
    (["validate", SMALL, "--no-gate", "--json", "--batch", "7"], 64),
    (["replay", SMALL, "--trajectory", "1", "--device", "cuda"], 64),
    (["verify", "folder", "-n", "5", "--seed", "3"], 64),
    (["verify", "folder", "--blocks", "0"], 64),
    (["completion", "tcsh"], 64),
    (["completion"], 64),
    (["man", "fly"], 64),
    ([""], 64),
    (["run", ""], 64),
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


@pytest.mark.parametrize("option", ["--seed", "-n", "--trajectories", "--out", "--until", "--batch", "--shard", "--device", "--threads"])
@pytest.mark.parametrize("form", ["apart", "joined"])
def test_an_empty_value_of_run_is_usage(option, form, tmp_path):
    words = [option, ""] if form == "apart" else [f"{option}="]
    done = gapmc("run", SMALL, *words, cwd=tmp_path)
    assert done.returncode == 64 and not list(tmp_path.iterdir())


def test_an_unset_variable_does_not_make_the_default_run(tmp_path):
    done = subprocess.run(["bash", "-c", f'"{GAPMC}" run "{SMALL}" --seed "$NO_SUCH_TASK_ID" --out r'], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 64 and "--seed: its value is empty" in done.stderr and not (tmp_path / "r").exists()


def test_the_last_of_a_repeated_option_wins(tmp_path):
    run(tmp_path / "a", "-n", "9k", "--seed", "5", "--seed", "6", "-n", "1k")
    run(tmp_path / "b", "--seed=6", "--trajectories=1000")
    assert sums(tmp_path / "a") == sums(tmp_path / "b")


def test_a_refusal_says_what_to_do():
    assert "Did you mean 'verify'?" in gapmc("verfy", "r").stderr and "Did you mean 'verify'?" in gapmc("help", "verfy").stderr
    assert "Did you mean --blocks?" in gapmc("verify", "r", "--block", "1").stderr
    told = gapmc("replay", SMALL, "--trajectory", "1", "--threads", "2").stderr
    assert "no option --threads" in told and "would have no effect" in told and "validate, run, compare, ask, resume, refine, extend, verify, bench, plan" in told
    assert "1048576" in gapmc("run", SMALL, "--batch", "2147483584").stderr


def test_overrides_that_are_not_utf8_are_refused_before_anything_runs(tmp_path):
    done = subprocess.run([GAPMC, "run", SMALL, b"study.title=caf\xe9", "--out", tmp_path / "r"], capture_output=True, text=True)
    assert done.returncode == 64 and r"caf\xE9" in done.stderr and not (tmp_path / "r").exists()


def test_a_study_whose_path_is_not_utf8_runs_and_its_card_escapes_the_path(tmp_path):
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.toml")
    shutil.copy(SMALL, path)
    done = subprocess.run([GAPMC, "run", path, "-n", "1000", "--quiet", "--out", tmp_path / "r"], capture_output=True)
    assert done.returncode == 0, done.stderr
    assert r"caf\\xE9.toml" in (tmp_path / "r" / "run.json").read_text(encoding="utf-8")


def test_the_examples_of_help_are_one_session_that_runs(tmp_path):
    environment = {**os.environ, "PATH": f"{os.path.dirname(GAPMC)}:{os.environ['PATH']}"}
    assert len(VERBS) >= 10
    for verb in VERBS:
        examples = [line.strip() for line in gapmc(verb, "--help").stdout.split("Examples:\n")[1].splitlines()]
        assert len(examples) == 2
        for example in examples:
            assert f"gapmc {verb}" in example
            done = subprocess.run(["bash", "-eo", "pipefail", "-c", example], cwd=tmp_path, env=environment, capture_output=True, text=True)
            # Only a build with the run-time compiler can compile.
            without_compiler = verb == "compile" and done.returncode == 69 and "this build has no" in done.stderr
            assert done.returncode == 0 or without_compiler, f"{example}: {done.stderr}"


def test_help_may_be_asked_for_in_three_ways():
    assert gapmc("help").stdout == gapmc("-h").stdout == gapmc("--help").stdout != ""
    assert gapmc("help", "run").stdout == gapmc("run", "-h").stdout == gapmc("run", "--nonsense", "--help").stdout != ""


def test_manual_pages_have_no_fault_and_name_every_option():
    for verb in [None, *VERBS]:
        words = ["man"] if verb is None else ["man", verb]
        page = gapmc(*words).stdout
        assert f"gapmc{'' if verb is None else chr(92) + '-' + verb} " in page
        if verb is not None:
            for option in re.findall(r"^ +(?:-\w, )?(--[\w-]+)", gapmc(verb, "--help").stdout, re.MULTILINE):
                assert option.replace("-", r"\-") in page, f"{verb} {option}"
        if shutil.which("groff"):
            done = subprocess.run(["groff", "-man", "-ww", "-Tutf8"], input=page, capture_output=True, text=True)
            assert done.returncode == 0 and not done.stderr, done.stderr


def test_docs_name_every_verb_and_option():
    text = (ROOT / "docs" / "cli.md").read_text()
    for verb in VERBS:
        assert f"`{verb}`" in text, verb
        for option in re.findall(r"^ +(?:-\w, )?(--[\w-]+)", gapmc(verb, "--help").stdout, re.MULTILINE):
            assert option in text, f"{verb} {option}"


def test_installing_brings_program_manual_pages_and_completions(tmp_path):
    build = os.path.dirname(GAPMC)
    if not os.path.exists(os.path.join(build, "cmake_install.cmake")):
        pytest.skip("the program was not built by CMake here")
    subprocess.run(["cmake", "--build", build, "--target", "gapmc_program_files"], check=True, capture_output=True)
    done = subprocess.run(["cmake", "--install", build, "--prefix", tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    pages = {path.name for path in (tmp_path / "share/man/man1").iterdir()}
    assert pages == {"gapmc.1", *(f"gapmc-{verb}.1" for verb in VERBS)}
    for name in ("bin/gapmc", "share/bash-completion/completions/gapmc", "share/zsh/site-functions/_gapmc",
                 "share/fish/vendor_completions.d/gapmc.fish"):
        assert (tmp_path / name).is_file(), name
