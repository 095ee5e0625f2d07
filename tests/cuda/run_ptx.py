#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compile the CUDA kernels to PTX, translate that to C, and let gapmc_ptx_run compare it with the CPU engine.

    run_ptx.py BUILD_DIRECTORY [--update]

Once for the kernels that read a study's lists, over all studies of the tree; once for the walk that the engine's run-time
compiler makes of a study, over those in COMPILED; both also by the front end for Blackwell's generations. As a control, PTX compiled with --fmad=true must differ.

It also counts the issue slots that a trajectory takes on sm_90: those of the PTX as it ran, times what ptxas' machine code
is longer or shorter than the same kernel's PTX, and the words of local memory that it moves. tests/cuda/limits holds what
they may be, by release of the toolkit; --update writes it. Ends with `N passed, N failed, N skipped`.
"""

import argparse
import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COLUMNS = ["issue_slots", "local_words"]
INSTRUCTION_BYTES = 16  # of sm_70 and later
# The compiler has another front end for compute_100 and later than for earlier generations.
BLACKWELL = "compute_100"
REFERENCE, FLAGSHIP = "configs/reference-2x3x11.toml", "configs/us-china-ai-index.toml"
COUNTED = {("walk_shared", REFERENCE), ("walk_local.1024", FLAGSHIP), ("walk_compiled", REFERENCE), ("walk_compiled", FLAGSHIP)}
COMPILED = [REFERENCE, FLAGSHIP, "configs/three-actors.toml", *(f"tests/oracle/studies/{name}.toml" for name in (
    "02-couplings", "04-events", "08-shares", "09-tails", "10-inputs", "11-exposure"))]
COMPILED_FOR_BLACKWELL = {REFERENCE, FLAGSHIP, "tests/oracle/studies/04-events.toml", "tests/oracle/studies/09-tails.toml"}
sys.path.insert(0, str(ROOT / "tests/cuda"))
from check_code import FLAGS, SOURCE, TABLES, faults, kernel_name, table_of, toolkit, within  # noqa: E402


def run(*words):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, cwd=ROOT).stdout


def library_of(ptx_files, folder, tag):
    """(library, {kernel: issue slots of its text}) of the kernels in some PTX files."""
    translations, lengths = [], {}
    for ptx in ptx_files:
        translations.append(ptx.with_suffix(".c"))
        for line in run(sys.executable, ROOT / "tests/cuda/ptx_to_c.py", ptx, translations[-1]).splitlines():
            name, slots = line.split()
            if "OnDevice" in name:
                lengths[kernel_name(name)] = int(slots)
    library = folder / f"kernels-{tag}.so"
    run("gcc", "-O1", "-w", "-ffp-contract=off", "-fno-math-errno", "-shared", "-fPIC", *translations, "-lm", "-o", library)
    return library, lengths


def ptx_of(sources, folder, fmad="false", front_end="compute_90"):
    flags = [flag for flag in FLAGS if not flag.startswith("--fmad")] + [f"--fmad={fmad}"]
    for source in sources:
        ptx = folder / (pathlib.Path(source).stem + f"-{fmad}-{front_end}.ptx")
        run("nvcc", *flags, f"-arch={front_end}", "-ptx", ROOT / source, "-o", ptx)
        if fmad == "true":  # the translator knows no operation without a rounding; here it must take them
            ptx.write_text(re.sub(r"\b(add|sub|mul)\.f32", r"\1.rn.f32", ptx.read_text()))
        yield ptx


def machine_code_lengths(cubin):
    """{kernel: machine instructions of its text}."""
    return {kernel_name(name): int(size, 16) // INSTRUCTION_BYTES for name, size in
            re.findall(r" \.text\.(\S+)\s+PROGBITS\s+\S+\s+\S+\s+([0-9a-f]+)", run("readelf", "-S", "-W", cubin))}


def taken(ran, lengths, cubin):
    """[{kernel, study, issue_slots, local_words}] of the walks in COUNTED."""
    machine = machine_code_lengths(cubin)
    for kernel, study, slots, words in re.findall(r"^taken (\S+) (\S+) (\S+) (\S+)$", ran, re.MULTILINE):
        if (kernel, study) in COUNTED:
            print(f"{kernel}, {study}: {slots} slots of PTX a trajectory; text {lengths[kernel]} slots, machine code {machine[kernel]}")
            yield {"kernel": kernel, "study": study, "issue_slots": round(float(slots) * machine[kernel] / lengths[kernel]), "local_words": int(words)}


class Counts:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, holds, what):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        print(f"{'ok  ' if holds else 'FAIL'} {what}", flush=True)

    def add(self, done):
        """Those of gapmc_ptx_run; its output."""
        print(done.stdout, done.stderr, sep="", flush=True)
        counts = re.search(r"(\d+) passed, (\d+) failed", done.stdout)
        passed, failed = map(int, counts.groups()) if counts else (0, 1)
        self.passed, self.failed = self.passed + passed, self.failed + failed
        return done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()
    if shutil.which("nvcc") is None:
        print("no nvcc\n0 passed, 0 failed, 1 skipped")
        return 0
    program = arguments.build.resolve() / "gapmc_ptx_run"
    counts, rows, release = Counts(), [], toolkit()

    def compare(library, *words):
        return subprocess.run([str(program), str(library), *words], capture_output=True, text=True, cwd=ROOT)

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        sources = [SOURCE, "tests/cuda/math_kernels.cu"]
        library, lengths = library_of(ptx_of(sources, folder), folder, "false")
        run("nvcc", *FLAGS, "-arch=sm_90", "-cubin", ROOT / SOURCE, "-o", folder / "kernels.cubin")
        rows += taken(counts.add(compare(library)), lengths, folder / "kernels.cubin")
        newer, _ = library_of(ptx_of(sources, folder, front_end=BLACKWELL), folder, BLACKWELL)
        counts.add(compare(newer))
        control = compare(library_of(ptx_of(sources, folder, "true"), folder, "true")[0])
        noticed = re.search(r"(\d+) passed, (\d+) failed", control.stdout)
        counts.check(noticed and int(noticed[2]) > 0, f"control: contracted operations are noticed ({noticed and noticed[2]} checks fail)")
    for study in COMPILED:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            ptx, cubin = folder / "walk.ptx", folder / "walk.cubin"
            run(program, "--compile", study, "compute_90", ptx)
            found = faults(ptx.read_text())
            counts.check(not found, f"{study}, compiled in: {len(ptx.read_text().splitlines())} lines of PTX, nothing that would change results {found[:3]}")
            library, lengths = library_of([ptx], folder, "compiled")
            ran = counts.add(compare(library, "--compiled", study))
            if ("walk_compiled", study) in COUNTED:
                run(program, "--compile", study, "sm_90", cubin)
                rows += taken(ran, lengths, cubin)
            if study in COMPILED_FOR_BLACKWELL:
                run(program, "--compile", study, BLACKWELL, ptx)
                found = faults(ptx.read_text())
                counts.check(not found, f"{study}, compiled in for {BLACKWELL}: nothing that would change results {found[:3]}")
                newer, _ = library_of([ptx], folder, "compiled-newer")
                counts.add(compare(newer, "--compiled", study))
            if study == REFERENCE:
                other = compare(library, "--compiled", FLAGSHIP)
                counts.check(other.returncode != 0, "control: the walk of another study is noticed")
    if arguments.update:
        with (TABLES / f"taken-{release[0]}.{release[1]}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, ["kernel", "study", *COLUMNS], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    path, share = table_of("taken", release)
    with path.open() as file:
        limits = {(row["kernel"], row["study"]): {c: int(row[c]) for c in COLUMNS} for row in csv.DictReader(file)}
    for key in sorted(COUNTED):
        found = next(({c: row[c] for c in COLUMNS} for row in rows if (row["kernel"], row["study"]) == key), None)
        limit = limits.get(key)
        counts.check(found and limit and within(found, limit, share, 0), f"{', '.join(key)}: a trajectory takes {found}, at most {limit}")
    print(f"{counts.passed} passed, {counts.failed} failed, 0 skipped")
    return 1 if counts.failed else 0


if __name__ == "__main__":
    sys.exit(main())
