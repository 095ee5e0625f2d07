# SPDX-License-Identifier: Apache-2.0
"""The n-th call of the system on the run's folder fails, for every n: an error or the right bytes. Needs the path of gapmc in GAPMC."""

import os
import shutil
import subprocess

import pytest

from program import GAPMC, SMALL, gapmc

# Calls on the folder and on files in it are counted in the order in which they come; the one of that number fails.
LIBRARY = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static unsigned char ours[4096];
static long count = 0, fails_at = -1;
static int fails_with = 0;
static char const* folder = NULL;

static int fails(char const* call) {
    if (folder == NULL) {
        folder = getenv("FAIL_FOLDER") ? getenv("FAIL_FOLDER") : "";
        fails_at = getenv("FAIL_AT") ? atol(getenv("FAIL_AT")) : -1;
        fails_with = getenv("FAIL_WITH") ? atoi(getenv("FAIL_WITH")) : 0;
    }
    if (++count != fails_at) return 0;
    int const file = dup(2);
    dprintf(file, "INJECTED %s\n", call);
    errno = fails_with;
    return 1;
}
static int is_ours(char const* path) {
    char const* at = getenv("FAIL_FOLDER");
    return at != NULL && strncmp(path, at, strlen(at)) == 0;
}
#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))

static int opened(char const* name, char const* path, int flags, int mode) {
    if (is_ours(path) && fails("open")) return -1;
    int const file = REAL(name, int (*)(char const*, int, ...))(path, flags, mode);
    if (file >= 0 && file < 4096) ours[file] = is_ours(path);
    return file;
}
int open(char const* path, int flags, ...) {
    va_list list; va_start(list, flags); int const mode = va_arg(list, int); va_end(list);
    return opened("open", path, flags, mode);
}
int open64(char const* path, int flags, ...) {
    va_list list; va_start(list, flags); int const mode = va_arg(list, int); va_end(list);
    return opened("open64", path, flags, mode);
}
ssize_t write(int file, void const* bytes, size_t size) {
    if (file >= 0 && file < 4096 && ours[file] && fails("write")) return -1;
    return REAL("write", ssize_t (*)(int, void const*, size_t))(file, bytes, size);
}
int fsync(int file) {
    if (file >= 0 && file < 4096 && ours[file] && fails("fsync")) return -1;
    return 0;  /* the page cache is enough for a test */
}
int ftruncate(int file, off_t size) {
    if (file >= 0 && file < 4096 && ours[file] && fails("ftruncate")) return -1;
    return REAL("ftruncate", int (*)(int, off_t))(file, size);
}
int close(int file) {
    int const was = file >= 0 && file < 4096 && ours[file];
    if (was) ours[file] = 0;
    int const failed = was && fails("close"), why = errno;
    int const result = REAL("close", int (*)(int))(file);
    if (failed) errno = why;
    return failed ? -1 : result;
}
int rename(char const* from, char const* to) {
    if (is_ours(to) && fails("rename")) return -1;
    return REAL("rename", int (*)(char const*, char const*))(from, to);
}
int flock(int file, int what) {
    if (file >= 0 && file < 4096 && ours[file] && fails("flock")) return -1;
    return REAL("flock", int (*)(int, int))(file, what);
}
int mkdir(char const* path, mode_t mode) {
    if (is_ours(path) && fails("mkdir")) return -1;
    return REAL("mkdir", int (*)(char const*, mode_t))(path, mode);
}
"""
# ENOSPC, EIO
ERRORS = (28, 5)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("injected")
    (folder / "fail.c").write_text(LIBRARY)
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        pytest.skip("no C compiler")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", folder / "fail.so", folder / "fail.c", "-ldl"], check=True)
    return folder / "fail.so"


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json"} if folder.exists() else {}


def injected(library, folder, at, error, *words):
    environment = {**os.environ, "LD_PRELOAD": str(library), "FAIL_FOLDER": str(folder), "FAIL_AT": str(at), "FAIL_WITH": str(error)}
    return subprocess.run([GAPMC, *map(str, words)], capture_output=True, text=True, env=environment, timeout=60)


def every_call(library, folder, words, prepare, check):
    """Until a run goes untouched. Returns which calls failed, and how many of these the program ended with an error for."""
    calls, errors = [], 0
    for error in ERRORS:
        for at in range(1, 1000):
            shutil.rmtree(folder, ignore_errors=True)
            prepare()
            done = injected(library, folder, at, error, *words)
            told = [line for line in done.stderr.splitlines() if line.startswith("INJECTED")]
            check(done, at, error)
            if not told:
                assert done.returncode == 0, done.stderr
                break
            calls.append(told[0].split()[1])
            errors += done.returncode != 0
        else:
            pytest.fail("it never went untouched")
    return calls, errors


def test_a_run_and_its_checkpoints(library, tmp_path):
    words = ("run", SMALL, "-n", "40000", "--threads", "1", "--checkpoint-every", "1ms", "--out", tmp_path / "r")
    assert gapmc("run", SMALL, "-n", "40000", "--out", tmp_path / "whole", "--quiet").returncode == 0
    expected = files_of(tmp_path / "whole")

    def check(done, at, error):
        after = files_of(tmp_path / "r")
        if done.returncode == 0:
            assert after == expected, (at, error, "a success has the right bytes")
        else:
            assert done.returncode in (73, 74), (at, error, done.stderr)
            left = {name for name in after if not name.startswith(("checkpoint-", ".gapmc", ".checkpoint"))}
            assert not left, (at, error, "no file of a run that failed has its name")
        # Whatever was left, the same command comes to the end.
        again = gapmc(*words, "--quiet", "--force")
        assert again.returncode == 0 and files_of(tmp_path / "r") == expected, (at, error, again.stderr)

    calls, errors = every_call(library, tmp_path / "r", words, lambda: None, check)
    assert {"open", "write", "fsync", "close", "rename", "mkdir", "flock"} <= set(calls), set(calls)
    assert errors > len(calls) / 3


def test_a_run_that_replaces_another(library, tmp_path):
    assert gapmc("run", SMALL, "-n", "640", "--out", tmp_path / "old", "--quiet").returncode == 0
    assert gapmc("run", SMALL, "-n", "6400", "--out", tmp_path / "new", "--quiet").returncode == 0
    old, new = files_of(tmp_path / "old"), files_of(tmp_path / "new")

    def check(done, at, error):
        after = {name: content for name, content in files_of(tmp_path / "r").items() if not name.startswith((".gapmc", "checkpoint-"))}
        assert after == (new if done.returncode == 0 else old), (at, error, done.returncode, done.stderr)

    every_call(library, tmp_path / "r", ("run", SMALL, "-n", "6400", "--force", "--out", tmp_path / "r"), lambda: shutil.copytree(tmp_path / "old", tmp_path / "r"), check)


def test_parts_that_are_merged(library, tmp_path):
    for i in (1, 2):
        assert gapmc("run", SMALL, "-n", "6400", "--shard", f"{i}/2", "--out", tmp_path / f"p{i}", "--quiet").returncode == 0
    assert gapmc("run", SMALL, "-n", "6400", "--out", tmp_path / "whole", "--quiet").returncode == 0
    expected = files_of(tmp_path / "whole")

    def check(done, at, error):
        after = {name: content for name, content in files_of(tmp_path / "r").items() if not name.startswith(".gapmc")}
        assert after == (expected if done.returncode == 0 else {}), (at, error, done.returncode, done.stderr)

    every_call(library, tmp_path / "r", ("merge", tmp_path / "p1", tmp_path / "p2", "--out", tmp_path / "r"), lambda: None, check)
