# SPDX-License-Identifier: Apache-2.0
"""Completions as shells make them, by running the shells. Needs the path of gapmc in GAPMC."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from program import GAPMC, ROOT  # noqa: E402

ENVIRONMENT = {**os.environ, "PATH": f"{os.path.dirname(GAPMC)}:{os.environ['PATH']}", "TERM": "dumb", "LC_ALL": "C.UTF-8"}
STUDY = "configs/three-actors.toml"


def in_bash(line):
    """Lets bash itself cut the line, as it does for the interactive shell, and prints what it would insert."""
    script = r"""
        source <(gapmc completion bash)
        # Cut at blanks and, as readline does, at = and :
        line=$1
        mapfile -t COMP_WORDS < <(grep -oE '[=:]+|[^ =:]+' <<<"$line")
        [[ $line == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$line COMP_POINT=${#line}
        compopt() { :; }
        _gapmc gapmc "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        ((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(["bash", "-c", script, "bash", line], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("line, words", [
    ("gapmc ver", ["verify"]),
    ("gapmc verify r --bl", ["--blocks"]),
    (f"gapmc run {STUDY} --device cu", ["cuda", "cuda:all"]),
    (f"gapmc run {STUDY} --device=cp", ["cpu"]),
    ("gapmc run configs/three", ["configs/three-actors.toml"]),
    (f"gapmc run {STUDY} study.se", ["study.seed="]),
    (f"gapmc run {STUDY} +study.descr", ["+study.description="]),
    (f"gapmc run {STUDY} -n 5 actors.us.sc", ["actors.us.score=", "actors.us.score."]),
    (f"gapmc run {STUDY} drivers.investment.link=l", ["log", "logit"]),
    (f"gapmc run {STUDY} --out con", ["configs"]),
    (f"gapmc run {STUDY} --outcome ed", ["edition"]),
    ("gapmc run configs/three-actors.toml --contrast us", ["us_to_rest"]),
    ("gapmc run configs/three-actors.toml --contrast=us", ["us_to_rest"]),
    ("gapmc run --contrast ", []),
    ("gapmc completion z", ["zsh"]),
    ("gapmc hel", ["help"]),
    ("gapmc help val", ["validate"]),
    ("gapmc man val", ["validate"]),
])
def test_bash_completes(line, words):
    assert in_bash(line) == words


def typed(command, keys, wanted, timeout=20):
    """What an interactive shell shows after the keys, until something matches."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execvpe(command[0], command, {**ENVIRONMENT, "TERM": "xterm", "HOME": "/nonexistent", "PS1": "> "})
    shown, end = b"", time.monotonic() + timeout
    sent = False
    try:
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    part = os.read(terminal, 65536)
                except OSError:
                    break
                if b"\x1b[c" in part:  # fish asks what terminal this is
                    os.write(terminal, b"\x1b[?1;2c")
                shown += part
            elif not sent:
                os.write(terminal, keys.encode())
                sent = True
            if sent and re.search(wanted, shown):
                return True
    finally:
        os.close(terminal)
        os.waitpid(pid, os.WNOHANG)
        try:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
        except OSError:
            pass
    raise AssertionError(shown.decode(errors="replace"))


def test_interactive_bash_completes_a_verb_an_option_and_a_key():
    shell = ["bash", "--norc", "--noprofile", "-i"]
    begin = "source <(gapmc completion bash)\n"
    assert typed(shell, begin + "gapmc veri\t", rb"gapmc verify ")
    assert typed(shell, begin + "gapmc verify r --bl\t", rb"--blocks ")
    assert typed(shell, begin + f"gapmc run {STUDY} study.se\t7", rb"study\.seed=7"), "no blank before the value"


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_interactive_zsh_completes_a_verb_an_option_and_a_key():
    shell = ["zsh", "-f", "-i"]
    begin = "autoload -U compinit; compinit -D; source <(gapmc completion zsh)\n"
    assert typed(shell, begin + "gapmc veri\t", rb"gapmc verify")
    assert typed(shell, begin + "gapmc verify r --bl\t", rb"--bl\S*ocks")
    assert typed(shell, begin + f"gapmc run {STUDY} study.se\t7", rb"study\.se\S*ed=7")


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize("line, words", [
    ("gapmc ver", ["verify"]),
    ("gapmc verify r --bl", ["--blocks"]),
    (f"gapmc run {STUDY} --device cu", ["cuda", "cuda:all"]),
    (f"gapmc run {STUDY} study.se", ["study.seed="]),
    ("gapmc run configs/three", ["configs/three-actors.toml"]),
])
def test_fish_completes(line, words, tmp_path):
    done = subprocess.run(["fish", "--no-config", "-c", "gapmc completion fish | source; complete -C $argv[1]", line], cwd=ROOT,
                          env={**ENVIRONMENT, "HOME": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [answer.split("\t")[0] for answer in done.stdout.splitlines()] == words
