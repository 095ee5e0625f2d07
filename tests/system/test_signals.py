# SPDX-License-Identifier: Apache-2.0
"""Signals at any moment from the start of main to its end: 75, and the folder as it was but for a checkpoint. Needs the path of gapmc in GAPMC."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from program import FILES, FLAGSHIP, GAPMC, SMALL, gapmc  # noqa: E402

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU]


def start(folder, *words, study=FLAGSHIP, **options):
    return subprocess.Popen([GAPMC, "run", study, "--out", folder, "--threads", "2", *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)


def in_main(process):
    """Waits until the program has set its handlers (SigCgt in /proc): what comes before is not its own time."""
    want = 1 << (signal.SIGXCPU - 1)
    while process.poll() is None:
        with open(f"/proc/{process.pid}/status") as status:
            caught = int(next(line for line in status if line.startswith("SigCgt")).split()[1], 16)
        if caught & want:
            return
    pytest.fail("ended before it was asked to")


def finish(process):
    talk = process.communicate(timeout=60)[1].decode()
    return process.returncode, talk


def nothing_left(tmp_path):
    return not list(tmp_path.iterdir())


def only_a_checkpoint(folder):
    return not folder.exists() or [path.name for path in folder.iterdir()] == ["checkpoint-0.bin"]


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_during_simulation_stops_cleanly(tmp_path, number):
    process = start(tmp_path / "made" / "r", "-n", "1G")
    time.sleep(1.0)
    process.send_signal(number)
    code, talk = finish(process)
    assert code == 75 and "trajectories are kept" in talk and "gapmc resume" in talk
    assert [path.name for path in (tmp_path / "made" / "r").iterdir()] == ["checkpoint-0.bin"]


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_in_the_first_50_ms_stops_cleanly(tmp_path, number):
    for milliseconds in range(0, 50, 2):
        process = start(tmp_path / "r", "-n", "1G")
        in_main(process)
        time.sleep(milliseconds / 1000)
        process.send_signal(number)
        code, talk = finish(process)
        assert code == 75, milliseconds
        assert only_a_checkpoint(tmp_path / "r"), milliseconds
        assert ("Run again" in talk) == nothing_left(tmp_path), milliseconds
        shutil.rmtree(tmp_path / "r", ignore_errors=True)


def test_a_signal_at_any_moment_of_a_whole_run_leaves_all_or_nothing(tmp_path):
    """The moments fall into planning, simulation, decomposition and writing."""
    started = time.monotonic()
    assert finish(start(tmp_path / "whole", "-n", "4k"))[0] == 0
    lasts = time.monotonic() - started
    names = {path.name for path in (tmp_path / "whole").iterdir()}
    codes = []
    for i in range(60):
        folder = tmp_path / f"r{i}"
        process = start(folder, "-n", "4k")
        in_main(process)
        time.sleep(lasts * 1.1 * i / 60)
        process.send_signal(SIGNALS[i % len(SIGNALS)])
        code = finish(process)[0]
        codes.append(code)
        if code == 75:
            assert only_a_checkpoint(folder), i
        else:
            assert code == 0 and {path.name for path in folder.iterdir()} == names, i
            assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder).returncode == 0, i
    assert 75 in codes, codes


@pytest.mark.parametrize("sign", [".gapmc.lock", ".gapmc.new."])
def test_a_signal_when_the_folder_is_taken_and_while_files_are_written(tmp_path, sign):
    """The moment is seen in the folder: its lock, or the first file that waits there for its name."""
    codes = []
    for i in range(20):
        folder = tmp_path / f"r{i}"
        process = start(folder, "-n", "64", study=SMALL)
        while process.poll() is None:
            if folder.exists() and any(name.startswith(sign) for name in os.listdir(folder)):
                break
        process.send_signal(SIGNALS[i % len(SIGNALS)])
        code = finish(process)[0]
        codes.append(code)
        assert code in (0, 75), i
        if code == 75:
            assert only_a_checkpoint(folder), i
        else:
            assert {path.name for path in folder.iterdir()} == FILES, i
    assert 75 in codes, codes


def test_two_signals_within_30_ms_are_one(tmp_path):
    """A trap that forwards, and a scheduler that signals every process."""
    for first, second, pause in [(a, b, p) for a in SIGNALS for b in (a, signal.SIGTERM) for p in (0.0, 0.01, 0.03)]:
        process = start(tmp_path / "r", "-n", "1G")
        in_main(process)
        time.sleep(0.02)
        process.send_signal(first)
        time.sleep(pause)
        process.send_signal(second)  # does nothing to a process that has ended and was not waited for
        assert finish(process)[0] == 75, (first, second, pause)
        assert only_a_checkpoint(tmp_path / "r"), (first, second, pause)
        shutil.rmtree(tmp_path / "r", ignore_errors=True)


def test_a_signal_during_the_decomposition_is_heard_at_once(tmp_path):
    """Of a monthly study the decomposition, which comes last, takes much of the time."""
    words = ["study.step=1 month", "-n", "20000"]
    started = time.monotonic()
    assert finish(start(tmp_path / "whole", *words))[0] == 0
    whole = time.monotonic() - started
    seconds = json.loads((tmp_path / "whole" / "run.json").read_text())["seconds"]
    # Of several estimates the smallest: other work on the machine can only lengthen them.
    plans = [gapmc("run", FLAGSHIP, *words, "--threads", "2", "--dry-run").stdout for _ in range(4)]
    walking = min(float(re.search(r"^time +about ([\d.]+) s", plan, re.MULTILINE)[1]) for plan in plans)
    assert walking < seconds["simulation"], "there is a decomposition after the walks"
    for share in (0.7, 0.9):
        for _ in range(8):  # a run that was faster than the first has ended before its signal
            process = start(tmp_path / "r", *words)
            time.sleep(share * whole)
            asked = time.monotonic()
            process.send_signal(signal.SIGTERM)
            code = finish(process)[0]
            if code != 0:
                break
            shutil.rmtree(tmp_path / "r")
            share *= 0.85
        assert code == 75 and time.monotonic() - asked < 0.5 * whole
        assert only_a_checkpoint(tmp_path / "r")
        shutil.rmtree(tmp_path / "r")


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_that_the_program_was_started_to_ignore_stays_ignored(tmp_path, number):
    process = start(tmp_path / "r", "-n", "300k", study=SMALL, preexec_fn=lambda: signal.signal(number, signal.SIG_IGN), restore_signals=False)
    time.sleep(0.05)
    process.send_signal(number)
    assert finish(process)[0] == 0 and {path.name for path in (tmp_path / "r").iterdir()} == FILES


SLOW_DISK = """
#include <unistd.h>
int fsync(int file) { (void)file; for (int i = 0; i < 30; ++i) usleep(100000); return 0; }
"""


@pytest.fixture(scope="module")
def slow_disk(tmp_path_factory):
    """A library under which every fsync takes 3 s: a place where the program cannot look for signals."""
    folder = tmp_path_factory.mktemp("slow")
    (folder / "slow.c").write_text(SLOW_DISK)
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        pytest.skip("no C compiler")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", folder / "slow.so", folder / "slow.c"], check=True)
    return {**os.environ, "LD_PRELOAD": str(folder / "slow.so")}


@pytest.mark.parametrize("pause, code", [(0.3, 75), (1.3, 130)])
def test_a_second_interrupt_counts_after_a_second_and_still_clears_away(tmp_path, slow_disk, pause, code):
    process = start(tmp_path / "r", "-n", "64", env=slow_disk, study=SMALL)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    time.sleep(pause)
    assert process.poll() is None, "the disk was not slow"
    process.send_signal(signal.SIGINT)
    assert finish(process)[0] == code and nothing_left(tmp_path)


@pytest.mark.parametrize("words", [["validate", FLAGSHIP, "--threads", "1"], ["bench", "flagship", "--device", "cpu", "-n", "1G"], ["doctor"]])
def test_other_verbs_stop_too(words, tmp_path):
    process = subprocess.Popen([GAPMC, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    in_main(process)
    time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 75


def test_a_verb_that_waits_for_its_reader_can_be_stopped():
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, b"x" * 4096)
    except BlockingIOError:
        os.set_blocking(writer, True)
    process = subprocess.Popen([GAPMC, "schema"], stdout=writer, stderr=subprocess.PIPE)
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    code = finish(process)[0]
    os.close(reader)
    os.close(writer)
    assert code == 75
