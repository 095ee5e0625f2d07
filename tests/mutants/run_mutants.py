#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether the tests notice a change of one operator: tries some at random in a scratch copy of the tree.

    run_mutants.py BUILD [--number 60] [--seed 1] [--rooms host/plan ...] [--least 0.85] [--jobs 2]

The copy and its build lie in BUILD/mutants and are used again, as are the verdicts there while no source or test has changed: a
run that was stopped goes on. A mutant that does not compile, or compiles to the same program
(then it means the same), is left out and another takes its place. One is killed if a unit test or a fast test of the program
fails, crashes or takes five times as long as without it. A change that no test could notice, since it has no effect that is
promised, counts as survived: the bar leaves room for those. Ends with `N passed, N failed`.
"""

import argparse
import contextlib
import difflib
import hashlib
import json
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from operators import mutants_of  # noqa: E402
from scratch_copy import fresh_copy  # noqa: E402
from usual_signals import take_signals_as_usual  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ["host/results", "host/plan", "host/record", "host/check", "host/resolve", "host/outputs", "host/folder", "host/session"]
MEMORY = 6 << 30


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))


class Running:
    """A test in a session of its own, so that what it starts ends with it."""

    def __init__(self, name, command, environment, tree, program):
        self.name, self.begin, self.file = name, time.monotonic(), tempfile.TemporaryFile()
        self.process = subprocess.Popen(command, cwd=tree, stdout=self.file, stderr=subprocess.STDOUT, preexec_fn=limits, start_new_session=True,
                                        env={**os.environ, **environment, "GAPMC": str(program)})

    def output(self):
        self.file.seek(0)
        return self.file.read().decode(errors="replace")

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait()


class Verdicts:
    """What earlier runs found in this state of sources and tests, one line of JSON each."""

    def __init__(self, path):
        self.path, self.state, self.known = path, self.state_of_tree(), {}
        if path.exists():
            for line in path.read_text().splitlines():
                entry = json.loads(line)
                if entry["state"] == self.state:
                    self.known[entry["mutant"]] = (entry["verdict"], entry["killer"])

    @staticmethod
    def state_of_tree():
        names = subprocess.run(["git", "ls-files", "-z", "CMakeLists.txt", "scripts/cmake", "kernels", "host", "tests", "configs"], cwd=ROOT,
                               capture_output=True, text=True, check=True).stdout.split("\0")
        state = hashlib.sha256()
        for name in sorted(name for name in names if name and (ROOT / name).is_file()):
            state.update(name.encode() + b"\0" + (ROOT / name).read_bytes() + b"\0")
        return state.hexdigest()

    @staticmethod
    def name_of(mutant):
        return f"{mutant.path}:{mutant.begin}:{mutant.end}:{mutant.new}"

    def of(self, mutant):
        return self.known.get(self.name_of(mutant))

    def add(self, mutant, verdict, killer):
        with self.path.open("a") as file:
            print(json.dumps({"state": self.state, "mutant": self.name_of(mutant), "verdict": verdict, "killer": killer}), file=file)


class Scratch:
    def __init__(self, folder, jobs):
        # The build lies in the tree as that of a checkout does: a compiler cache then has what was compiled there.
        self.tree, self.build, self.jobs, self.said = folder, folder / "build", jobs, ""
        self.tree.mkdir(parents=True, exist_ok=True)
        fresh_copy(self.tree, ROOT)
        launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        done = subprocess.run(["cmake", "-S", self.tree, "-B", self.build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DGAPMC_TESTS=ON",
                               "-DGAPMC_CUDA=OFF", *launcher], capture_output=True, text=True)
        if done.returncode != 0 or not self.compiles():
            sys.exit(f"The tree itself does not build in {self.build}\n{done.stderr[-2000:]}{self.said[-4000:]}")
        self.same = self.programs()
        self.limit = 3600.0
        begin = time.monotonic()
        killer, output = self.killer()
        if killer:
            sys.exit(f"The tree itself fails {killer}, so nothing can be said of mutants\n{output[:4000]}")
        self.limit = max(60.0, 5 * (time.monotonic() - begin))

    def compiles(self):
        command = ["cmake", "--build", self.build, "--target", "gapmc", "gapmc_tests", "-j", str(self.jobs)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        self.said = done.stdout
        return done.returncode == 0

    def programs(self):
        return [hashlib.sha256((self.build / name).read_bytes()).hexdigest() for name in ("gapmc", "gapmc_tests")]

    def tests(self):
        """(name, command, more environment); what the engine for a device does cannot hang on host/."""
        program = str(self.build / "gapmc")
        pytest = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
        units = [str(self.build / "gapmc_tests"), "--gtest_brief=1", "--gtest_fail_fast", "--gtest_filter=-CudaKernels.*:*EveryKernelStudy*"]
        shards = [("units", units, {"GTEST_TOTAL_SHARDS": str(self.jobs), "GTEST_SHARD_INDEX": str(shard)}) for shard in range(self.jobs)]
        return shards + [("bad-input", [sys.executable, "tests/bad_input/run_cases.py", program], {}),
                         ("program", [*pytest, "tests/system/test_program.py", "tests/system/test_verify.py"], {})]

    def killer(self):
        """(the first test that fails, its output), or empty texts. As many run side by side as there are jobs."""
        waiting, running = self.tests(), []
        try:
            while waiting or running:
                while waiting and len(running) < self.jobs:
                    running.append(Running(*waiting.pop(0), self.tree, self.build / "gapmc"))
                time.sleep(0.1)
                for test in list(running):
                    if test.process.poll() is None:
                        if time.monotonic() - test.begin > self.limit:
                            return f"{test.name} (time)", ""
                        continue
                    running.remove(test)
                    if test.process.returncode != 0:
                        return test.name, test.output()
        finally:
            for test in running:
                test.stop()
        return "", ""


def difference(mutant, text):
    old, new = text.splitlines(), mutant.applied(text).splitlines()
    return "\n".join(list(difflib.unified_diff(old, new, mutant.path, mutant.path, n=1, lineterm=""))[2:])


def try_one(scratch, mutant):
    """(verdict, by what): equal, stillborn, killed or survived."""
    file = scratch.tree / mutant.path
    text = file.read_text()
    file.write_text(mutant.applied(text))
    try:
        if not scratch.compiles():
            return "stillborn", ""
        if scratch.programs() == scratch.same:
            return "equal", ""
        killer, _ = scratch.killer()
        return ("killed", killer) if killer else ("survived", "")
    finally:
        file.write_text(text)


def candidates(rooms):
    found = []
    for room in rooms:
        for path in sorted((ROOT / room).glob("*.cpp")):
            found += mutants_of(str(path.relative_to(ROOT)), path.read_text())
    return found


def report(number, seed, counts, survivors):
    tried = counts["killed"] + counts["survived"]
    print(f"## Mutants\n\nOf {tried} changes of one operator (seed {seed}), the tests killed {counts['killed']}: {100 * counts['killed'] / max(tried, 1):.0f} %.\n"
          f"Left out were {counts['stillborn']} that do not compile and {counts['equal']} that compile to the same program.\n"
          "A survivor is a gap in the tests, or a change without an effect that is promised.\n")
    for mutant, text in survivors:
        print(f"```diff\n{mutant.path}:{mutant.line}\n{difference(mutant, text)}\n```\n")


def main():
    take_signals_as_usual()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--number", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", nargs="*", default=ROOMS)
    parser.add_argument("--least", type=float, default=0.85, help="share of the tried that must be killed")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    scratch = Scratch(arguments.build.resolve() / "mutants", arguments.jobs)
    verdicts = Verdicts(scratch.build / "verdicts.jsonl")
    order = candidates(arguments.rooms)
    random.Random(arguments.seed).shuffle(order)
    print(f"{len(order)} places and changes in {' '.join(arguments.rooms)}", flush=True)
    counts = dict.fromkeys(("killed", "survived", "stillborn", "equal"), 0)
    survivors = []
    for mutant in order:
        if counts["killed"] + counts["survived"] >= arguments.number:
            break
        begin = time.monotonic()
        known = verdicts.of(mutant)
        verdict, killer = known or try_one(scratch, mutant)
        if not known:
            verdicts.add(mutant, verdict, killer)
        counts[verdict] += 1
        text = (ROOT / mutant.path).read_text()
        print(f"{verdict:<9} {time.monotonic() - begin:5.0f} s  {mutant.path}:{mutant.line}  {text[mutant.begin:mutant.end]!r} -> {mutant.new!r}  {killer}", flush=True)
        if verdict == "survived":
            survivors.append((mutant, text))
    report(arguments.number, arguments.seed, counts, survivors)
    tried = counts["killed"] + counts["survived"]
    enough = tried > 0 and counts["killed"] >= arguments.least * tried
    print(f"{int(enough)} passed, {int(not enough)} failed")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
