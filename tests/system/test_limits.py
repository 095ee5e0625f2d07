# SPDX-License-Identifier: Apache-2.0
"""What the system refuses: threads, memory. Needs the path of gapmc in GAPMC."""

import os
import re
import resource
import sys

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from program import FLAGSHIP, gapmc, run, sums  # noqa: E402

GIB = 1 << 30


def limited(stack, memory):
    def limit():
        # A thread reserves its stack when it starts (as large as the limit says), and fails to where there is no room.
        if stack is not None:
            resource.setrlimit(resource.RLIMIT_STACK, (stack, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    return limit


def test_a_run_goes_on_with_the_threads_that_start_and_says_so_once(tmp_path):
    run(tmp_path / "free", "-n", "20k", study=FLAGSHIP)
    done = gapmc("run", FLAGSHIP, "-n", "20k", "--threads", "16", "--device", "cpu", "--out", tmp_path / "r", preexec_fn=limited(GIB, 4 * GIB))
    assert done.returncode == 0, done.stderr
    [(used, wanted)] = re.findall(r"(\d+) of (\d+) threads were used", done.stderr)
    assert 1 <= int(used) < int(wanted) == 16
    assert sums(tmp_path / "r") == sums(tmp_path / "free")


def test_a_run_where_no_thread_starts_goes_on_with_one(tmp_path):
    done = gapmc("run", FLAGSHIP, "-n", "5k", "--threads", "4", "--device", "cpu", "--out", tmp_path / "r", preexec_fn=limited(3 * GIB, 2 * GIB))
    assert done.returncode == 0 and "1 of 4 threads were used" in done.stderr


@pytest.mark.parametrize("threads", ["1", "2"])
def test_out_of_memory_names_remedies_that_help(tmp_path, threads):
    done = gapmc("run", FLAGSHIP, "-n", "5k", "--threads", threads, "--batch", "262144", "--device", "cpu", "--out", tmp_path / "r",
                 preexec_fn=limited(None, GIB // 4))
    assert done.returncode == 70 and "out of memory" in done.stderr
    assert "more memory" in done.stderr and "study smaller" in done.stderr and "internal fault" not in done.stderr
    assert not (tmp_path / "r" / "SHA256SUMS").exists()
