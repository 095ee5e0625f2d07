# SPDX-License-Identifier: Apache-2.0
"""Nobody has to listen: files and exit codes are the same whatever becomes of stdout and stderr. Needs GAPMC."""

import json
import os
import subprocess
import sys

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from program import GAPMC, SMALL, gapmc, run, sums  # noqa: E402

FULL = "/dev/full"
# How talk may be lost: a full disk, a closed descriptor, a pipe without reader, full pipes whose reader sleeps.
LOSSES = ["full", "closed", "no reader", "reader sleeps", "reader sleeps, and writing does not wait"]


def start(loss, descriptor, words, **others):
    """Runs gapmc with the descriptor 1 or 2 in that state. Returns exit code and what came through the other one."""
    name = "stdout" if descriptor == 1 else "stderr"
    other = "stderr" if descriptor == 1 else "stdout"
    ends, options = [], {other: subprocess.PIPE, "text": True, **others}
    if loss == "full":
        ends.append(os.open(FULL, os.O_WRONLY))
        options[name] = ends[0]
    elif loss == "closed":
        options["preexec_fn"] = lambda: os.close(descriptor)
    elif loss == "no reader":
        reader, writer = os.pipe()
        os.close(reader)
        ends.append(writer)
        options[name] = writer
    else:
        reader, writer = os.pipe()
        os.set_blocking(writer, False)  # it belongs to the pipe's end, and so to the program too
        try:
            while True:
                os.write(writer, b"x" * 4096)
        except BlockingIOError:
            pass
        os.set_blocking(writer, loss == "reader sleeps")
        ends += [reader, writer]
        options[name] = writer
    done = subprocess.Popen([GAPMC, *map(str, words)], **options)
    text = done.communicate(timeout=120)
    for end in ends:
        os.close(end)
    return done.returncode, text[1] if descriptor == 1 else text[0]


@pytest.mark.parametrize("loss", LOSSES)
def test_a_run_whose_talk_is_lost_writes_its_results(tmp_path, loss):
    run(tmp_path / "heard", "-n", "1000")
    code, table = start(loss, 2, ["run", SMALL, "-n", "1000", "--out", tmp_path / "r"])
    assert code == 0 and "result digest" in table and sums(tmp_path / "r") == sums(tmp_path / "heard")


@pytest.mark.parametrize("loss", LOSSES[:3])
@pytest.mark.parametrize("words, code", [(["run", "no-such.toml"], 66), (["fly"], 64), (["run", SMALL, "--device", "cuda:99"], 69),
                                         (["run", SMALL, "index.phi=x"], 78), (["validate", SMALL, "index.phi=x"], 78)])
def test_an_error_that_nobody_hears_keeps_its_exit_code(loss, words, code, tmp_path):
    assert start(loss, 2, words, cwd=tmp_path)[0] == code


@pytest.mark.parametrize("loss", LOSSES[3:])
def test_an_error_that_nobody_takes_keeps_its_exit_code(loss, tmp_path):
    assert start(loss, 2, ["run", "no-such.toml"], cwd=tmp_path)[0] == 66


@pytest.mark.parametrize("loss", ["closed", "no reader"])
def test_a_reader_that_goes_away_ends_the_output_quietly(tmp_path, loss):
    code, talk = start(loss, 1, ["run", SMALL, "-n", "1000", "--out", tmp_path / "r"])
    assert code == 0 and "stdout" not in talk and (tmp_path / "r" / "SHA256SUMS").exists()
    for words in (["schema"], ["--help"], ["run", "--help"], ["verify", tmp_path / "r", "--quiet"], ["replay", SMALL, "--trajectory", "3", "--quiet"]):
        assert start(loss, 1, words) == (0, ""), words


def test_a_full_disk_below_stdout_is_an_error_that_keeps_the_files(tmp_path):
    code, talk = start("full", 1, ["run", SMALL, "-n", "1000", "--out", tmp_path / "r", "--quiet"])
    assert code == 74 and "stdout" in talk and (tmp_path / "r" / "SHA256SUMS").exists()
    for words in (["schema"], ["--version"], ["validate", SMALL, "--no-gate"], ["verify", tmp_path / "r"], ["completion", "bash"]):
        code, talk = start("full", 1, words)
        assert code == 74 and "gapmc: Writing to stdout failed (No space left on device)." in talk, words


def test_both_streams_closed_write_no_table_into_any_file(tmp_path):
    def close_all():
        for descriptor in (0, 1, 2):
            os.close(descriptor)

    done = subprocess.Popen([GAPMC, "run", SMALL, "-n", "1000", "--out", tmp_path / "r"], preexec_fn=close_all)
    assert done.wait(timeout=60) == 0
    run(tmp_path / "heard", "-n", "1000")
    assert sums(tmp_path / "r") == sums(tmp_path / "heard")
    assert {path.name for path in (tmp_path / "r").iterdir()} == {path.name for path in (tmp_path / "heard").iterdir()}
    json.loads((tmp_path / "r" / "run.json").read_text())


def test_a_head_behind_a_pipe_gets_its_lines(tmp_path):
    done = subprocess.run(["bash", "-o", "pipefail", "-c", f'"{GAPMC}" schema | head -n 1'], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout == gapmc("schema").stdout.splitlines(keepends=True)[0] and done.stderr == ""


def test_a_progress_line_nobody_can_see_does_not_end_the_run(tmp_path):
    """On a terminal that is gone: a pseudo-terminal whose other end was closed."""
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen([GAPMC, "run", SMALL, "-n", "3M", "--threads", "1", "--out", tmp_path / "r"], stdin=slave, stderr=slave,
                               stdout=subprocess.DEVNULL, env={**os.environ, "TERM": "xterm"})
    os.close(slave)
    os.read(master, 1)
    os.close(master)
    assert process.wait(timeout=120) == 0 and (tmp_path / "r" / "SHA256SUMS").exists()
