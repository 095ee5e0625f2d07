# SPDX-License-Identifier: Apache-2.0
"""The scripts that install and start, with stand-ins for what they call: nothing is installed or built here."""

import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
import validation  # noqa: E402
LOCKED = "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 77 (unattended-upgr)"

# Packages that are installed stand in $STATE/installed, calls of apt-get in $STATE/calls. Each line of $STATE/answers is what
# one call of apt-get says before it fails; without such a line it installs what $STATE/archive holds.
DPKG_QUERY = """for package; do :; done
grep -qx -- "$package" "$STATE/installed" && echo "installed all"
"""
APT_GET = """echo "$*" >>"$STATE/calls"
if [ -s "$STATE/answers" ]; then head -n 1 "$STATE/answers" >&2; sed -i 1d "$STATE/answers"; exit 100; fi
case "$*" in *update*) exit 0 ;; esac
bad=0
for word; do
  case $word in -* | install) continue ;; esac
  if ! grep -qx -- "$word" "$STATE/archive"; then echo "E: Unable to locate package $word" >&2; bad=100; fi
done
[ $bad -eq 0 ] || exit $bad
for word; do case $word in -* | install) ;; *) echo "$word" >>"$STATE/installed" ;; esac; done
"""
SLEEP = 'echo "$1" >>"$STATE/sleeps"\n'


class Machine:
    """A folder of stand-ins before the machine's own commands."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "bin").mkdir(parents=True)
        self.say("dpkg", "echo amd64\n")
        self.say("dpkg-query", DPKG_QUERY)
        self.say("apt-get", APT_GET)
        self.say("sleep", SLEEP)
        self.say("id", "echo 0\n")
        for name in ("installed", "answers", "archive", "calls", "sleeps"):
            (folder / name).touch()

    def say(self, command, text):
        path = self.folder / "bin" / command
        path.write_text("#!/bin/bash\n" + text)
        path.chmod(0o755)

    def write(self, name, *lines):
        (self.folder / name).write_text("".join(line + "\n" for line in lines))

    def lines(self, name):
        return (self.folder / name).read_text().splitlines()

    def environment(self):
        return {**os.environ, "STATE": str(self.folder), "PATH": f"{self.folder}/bin:{os.environ['PATH']}"}

    def install(self, *packages):
        return subprocess.run([ROOT / "scripts/install-packages", *packages], env=self.environment(), capture_output=True, text=True, timeout=60)


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path / "machine")


def test_what_is_installed_calls_nothing(machine):
    machine.write("installed", "one", "two")
    done = machine.install("one", "--extra", "two")
    assert (done.returncode, done.stderr, machine.lines("calls")) == (0, "", [])


def test_missing_packages_are_installed(machine):
    machine.write("archive", "one", "two")
    assert machine.install("one", "--extra", "two").returncode == 0
    assert sorted(machine.lines("installed")) == ["one", "two"]


@pytest.mark.parametrize("first", ["lists", "dpkg"])
def test_a_held_lock_is_waited_for_and_said_every_half_minute(machine, first):
    """The lock of lists stops `update`, dpkg's stops `install`: both are waited for."""
    machine.write("archive", "one")
    answers = [LOCKED] * 7
    if first == "lists":
        answers[:4] = ["E: Could not get lock /var/lib/apt/lists/lock. It is held by process 76 (apt-get)"] * 4
    machine.write("answers", *answers)
    done = machine.install("one")
    assert done.returncode == 0, done.stderr
    assert machine.lines("installed") == ["one"]
    assert machine.lines("sleeps") == ["10"] * 7
    said = [line for line in done.stderr.splitlines() if line.startswith("Waiting")]
    assert [line.split(", ")[1].split(" s")[0] for line in said] == ["0", "30", "60"]
    assert "process 77 (unattended-upgr)" in said[-1]


def test_a_lock_held_for_ever_ends_after_a_quarter_of_an_hour(machine):
    machine.say("apt-get", f'echo "{LOCKED}" >&2\nexit 100\n')
    done = machine.install("no-such-tool")
    assert done.returncode == 69
    assert machine.lines("sleeps") == ["10"] * 90
    assert "did not finish within 15 minutes" in done.stderr
    assert "What the build needs is missing: no-such-tool. As root, run:" in done.stderr


def test_a_lock_that_cannot_be_opened_is_not_waited_for(machine):
    machine.write("answers", *["E: Could not open lock file /var/lib/dpkg/lock-frontend - open (30: Read-only file system)"] * 9)
    assert machine.install("no-such-tool").returncode == 69
    assert machine.lines("sleeps") == []


def test_a_name_unknown_to_the_archive_does_not_keep_the_others_away(machine):
    machine.write("archive", "one", "two")
    done = machine.install("one", "unknown", "--extra", "two", "strange")
    assert sorted(machine.lines("installed")) == ["one", "two"]
    assert done.returncode == 69
    assert "What the build needs is missing: unknown. " in done.stderr and "Going on without: strange." in done.stderr


def test_extra_packages_are_named_and_not_demanded(machine):
    done = machine.install("--extra", "strange")
    assert done.returncode == 0 and "Going on without: strange." in done.stderr


def test_what_is_there_without_its_package_is_enough(machine):
    """ninja of another origin counts; without root nothing is tried."""
    machine.say("id", "echo 1000\n")
    machine.say("sudo", "exit 1\n")
    machine.say("ninja", "exit 0\n")
    done = machine.install("ninja-build")
    assert done.returncode == 0 and "neither root nor sudo" in done.stderr
    done = machine.install("ninja-build", "no-such-tool")
    assert done.returncode == 69 and "is missing: no-such-tool." in done.stderr
    assert machine.lines("calls") == []


def test_headers_count_where_the_compiler_or_cmake_looks(machine, tmp_path):
    """Each library of the build has a probe, which says yes to its header and no without it."""
    packages = subprocess.run(["bash", "-c", '. "$0"; printf "%s\\n" "${build_packages[@]}" "${test_packages[@]}"', ROOT / "scripts/packages"],
                              capture_output=True, text=True, check=True).stdout.split()
    compiler = tmp_path / "compiler"  # sees nothing but what -I names
    compiler.write_text('#!/bin/bash\nexec g++ -nostdinc -nostdinc++ "$@"\n')
    compiler.chmod(0o755)
    prefix = tmp_path / "prefix/include"
    for header in ("toml++/toml.h", "nlohmann/json.hpp", "CLI/CLI.hpp", "fmt/format.h", "boost/version.hpp", "openssl/evp.h", "gtest/gtest.h", "gmock/gmock.h"):
        (prefix / header).parent.mkdir(parents=True, exist_ok=True)
        (prefix / header).touch()
    probe = '. "$0"; provided "$1"'
    for package in (name for name in packages if name.startswith("lib") or "json3" in name):
        for path, expected in ((str(prefix.parent), 0), ("/nowhere", 1)):
            environment = {**machine.environment(), "CXX": str(compiler), "CMAKE_PREFIX_PATH": path}
            assert subprocess.run(["bash", "-c", probe, ROOT / "scripts/packages", package], env=environment).returncode == expected, (package, path)


def test_apt_itself_is_waited_for(machine, tmp_path):
    """The machine's own apt-get, below folders of its own, while this process holds the lock of its lists."""
    if shutil.which("apt-get") is None:
        pytest.skip("no apt-get here")
    (tmp_path / "lists/partial").mkdir(parents=True)
    (tmp_path / "archives/partial").mkdir(parents=True)
    (tmp_path / "status").touch()
    (tmp_path / "apt.conf").write_text(f'Dir::State::lists "{tmp_path}/lists"; Dir::State::status "{tmp_path}/status"; Dir::Cache "{tmp_path}";\n'
                                       'Dir::Etc::sourcelist "/dev/null"; Dir::Etc::sourceparts "/dev/null";\n')
    for command in ("apt-get", "sleep"):
        (machine.folder / "bin" / command).unlink()
    environment = {**machine.environment(), "APT_CONFIG": str(tmp_path / "apt.conf")}
    with open(tmp_path / "lists/lock", "w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        process = subprocess.Popen([ROOT / "scripts/install-packages", "no-such-tool"], env=environment, stderr=subprocess.PIPE, text=True)
        assert process.stderr.readline().startswith("Installing: ")
        assert "Waiting for another package manager, 0 s so far (Could not get lock" in process.stderr.readline()
        time.sleep(0.2)
        assert process.poll() is None
    rest = process.stderr.read()
    assert process.wait() == 69
    assert "Unable to locate package no-such-tool" in rest and "What the build needs is missing: no-such-tool." in rest


@pytest.fixture
def tree(machine, tmp_path):
    """A checkout with scripts, a program that prints its words and a cmake that says nothing."""
    tree = tmp_path / "tree"
    (tree / "build").mkdir(parents=True)
    shutil.copytree(ROOT / "scripts", tree / "scripts")
    (tree / "build/gapmc").write_text('#!/bin/bash\nprintf "%s\\n" "$@"\nexit 7\n')
    (tree / "build/gapmc").chmod(0o755)
    (tree / "scripts/install-python").write_text('#!/bin/bash\necho "$*" >>"$STATE/python"\n')
    machine.say("cmake", 'echo "$*" >>"$STATE/calls"\n')
    machine.say("dpkg-query", "echo installed all\n")
    return tree


@pytest.mark.parametrize("words,trajectories,folder", [
    ([], ["-n", "10M"], ["--out", "results/us-china-ai-index"]),
    (["-n", "1M"], [], ["--out", "results/us-china-ai-index"]),
    (["-n1M", "study.title=a b"], [], ["--out", "results/us-china-ai-index"]),
    (["--trajectories=1M", "--out", "x"], [], []),
    (["--out=a b"], ["-n", "10M"], []),
])
def test_quickstart_says_nothing_twice(machine, tree, words, trajectories, folder):
    done = subprocess.run([tree / "scripts/quickstart", *words], env=machine.environment(), capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == ["run", "configs/us-china-ai-index.toml", *trajectories, *folder, "--force", *words]
    assert done.returncode == 7, "the program's own code"


def test_quickstart_configures_once(machine, tree):
    for expected in (["-S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release", "--build build --target gapmc"], ["--build build --target gapmc"]):
        machine.write("calls")
        subprocess.run([tree / "scripts/quickstart"], env=machine.environment(), capture_output=True, timeout=60)
        assert machine.lines("calls") == expected
        assert machine.lines("python")[-1] == "writers", "Arrow's libraries are there before CMake looks for them"
        (tree / "build/build.ninja").touch()


PYTHON = """case "$*" in *"version('$HAS')"*) exit 0 ;; *) exit 1 ;; esac
"""
PIP = """echo "$*" >>"$STATE/calls"
for word; do [ "$word" != "$ABSENT" ] || exit 1; done
"""


@pytest.fixture
def listed(machine, tmp_path):
    """A checkout with two lists of Python packages, an environment and its pip."""
    tree = tmp_path / "listed"
    (tree / "scripts/python").mkdir(parents=True)
    (tree / ".venv-data/bin").mkdir(parents=True)
    shutil.copy(ROOT / "scripts/install-python", tree / "scripts")
    (tree / "scripts/python/some.txt").write_text("# why\none==1.5\ntwo==2\n")
    (tree / "scripts/python/more.txt").write_text("three==3\n")
    for name, text in (("python", PYTHON), ("pip", PIP)):
        (tree / ".venv-data/bin" / name).write_text("#!/bin/bash\n" + text)
        (tree / ".venv-data/bin" / name).chmod(0o755)
    return lambda *lists, **more: subprocess.run([tree / "scripts/install-python", *lists], env={**machine.environment(), "HAS": "", "ABSENT": "", **more},
                                                 capture_output=True, text=True, timeout=60)


def test_python_packages_that_are_missing_are_installed_as_pinned(machine, listed):
    assert listed("some", "more", HAS="two").returncode == 0
    assert len(machine.lines("calls")) == 1 and machine.lines("calls")[0].endswith(" one==1.5 three==3")


def test_python_packages_that_cannot_be_had_stop_no_other(machine, listed):
    done = listed("some", ABSENT="one==1.5")
    assert done.returncode == 0 and "Going on without: one==1.5." in done.stderr and "two" not in done.stderr.split("Going on")[1]
    assert [line.split()[-1] for line in machine.lines("calls")] == ["two==2", "one==1.5", "two==2"]


def test_the_lists_of_python_packages_pin_every_version():
    lists = sorted((ROOT / "scripts/python").glob("*.txt"))
    assert len(lists) >= 2
    for path in lists:
        for line in path.read_text().splitlines():
            assert line.startswith("#") or line.count("==") == 1, f"{path.name}: {line}"


def test_quickstart_ends_where_a_package_is_missing(machine, tree):
    machine.say("dpkg-query", "exit 1\n")
    machine.say("apt-get", "exit 100\n")
    compiler = tree / "compiler"
    compiler.write_text("#!/bin/bash\nexit 1\n")
    compiler.chmod(0o755)
    done = subprocess.run([tree / "scripts/quickstart"], env={**machine.environment(), "CXX": str(compiler)}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 69 and done.stdout == ""
    assert "What the build needs is missing: libtomlplusplus-dev nlohmann-json3-dev libcli11-dev libfmt-dev" in done.stderr
    assert machine.lines("calls") == [], "neither configured nor built"


def test_a_section_is_what_a_step_prints_between_its_heading_and_its_counts():
    output = "mutant 1 of 2\n## Mutants\n\nTwo were tried.\n\n2 passed, 0 failed\n"
    assert validation.section_of(output) == "## Mutants\n\nTwo were tried."
    assert validation.section_of("killed\n") == ""


def test_sections_are_renewed_in_their_place_and_others_stay():
    order = ["coverage", "mutants", "fuzz"]
    before = "# Validation\n\nMeasured by hand.\n\n" + validation.INTRODUCTION
    first = validation.document("# Validation\n\nMeasured by hand.\n", {"mutants": "## Mutants\n\nold", "coverage": "## Coverage"}, order)
    second = validation.document(first, {"mutants": "## Mutants\n\nnew", "fuzz": ""}, order)
    assert second == before + "\n<!-- step: coverage -->\n## Coverage\n\n<!-- step: mutants -->\n## Mutants\n\nnew\n"
    assert validation.document(second, {}, order) == second
    assert validation.document(second, {}, ["coverage"]) == before + "\n<!-- step: coverage -->\n## Coverage\n"
