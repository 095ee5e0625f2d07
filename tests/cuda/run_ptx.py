#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compile the CUDA kernels to PTX, translate that to C, and let gapmc_ptx_run compare it with the CPU engine.

    run_ptx.py BUILD_DIRECTORY [--update]

It also counts the issue slots that a trajectory takes on sm_90: those of the PTX as it ran, times what ptxas' machine code
is longer or shorter than the same kernel's PTX, and the words of local memory that it moves. tests/cuda/taken.csv holds
what they may be; --update writes it. As a control, PTX compiled with --fmad=true must differ. Ends with
`N passed, N failed, N skipped`.
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
TABLE = ROOT / "tests/cuda/taken.csv"
COLUMNS = ["issue_slots", "local_words"]
INSTRUCTION_BYTES = 16  # of sm_70 and later
COUNTED = {("walk_shared", "configs/reference-2x3x11.toml"), ("walk_local", "configs/us-china-ai-index.toml")}
sys.path.insert(0, str(ROOT / "tests/cuda"))
from check_code import FLAGS, SOURCE, kernel_name  # noqa: E402


def translated(folder, fmad):
    """A library of the kernels, by way of PTX, and the issue slots of each kernel's text."""
    sources, lengths = [], {}
    for name in ("kernels/cuda/cuda_backend.cu", "tests/cuda/math_kernels.cu"):
        ptx = folder / (pathlib.Path(name).stem + f"-{fmad}.ptx")
        flags = [flag for flag in FLAGS if not flag.startswith("--fmad")]
        subprocess.run(["nvcc", *flags, f"--fmad={fmad}", "-arch=compute_90", "-ptx", str(ROOT / name), "-o", str(ptx)], check=True)
        sources.append(ptx.with_suffix(".c"))
        text = ptx.read_text()
        if fmad == "true":  # the translator knows no operation without a rounding; here it must take them
            ptx.write_text(re.sub(r"\b(add|sub|mul)\.f32", r"\1.rn.f32", text))
        done = subprocess.run([sys.executable, str(ROOT / "tests/cuda/ptx_to_c.py"), str(ptx), str(sources[-1])], check=True, capture_output=True, text=True)
        lengths.update({name: int(slots) for name, slots in map(str.split, done.stdout.splitlines())})
    library = folder / f"kernels-{fmad}.so"
    subprocess.run(["gcc", "-O1", "-w", "-ffp-contract=off", "-fno-math-errno", "-shared", "-fPIC",
                    *map(str, sources), "-lm", "-o", str(library)], check=True)
    return library, lengths


def machine_code_lengths(folder):
    """{kernel: machine instructions of its text on sm_90}."""
    cubin = folder / "kernels.cubin"
    subprocess.run(["nvcc", *FLAGS, "-arch=sm_90", "-cubin", str(ROOT / SOURCE), "-o", str(cubin)], check=True, capture_output=True)
    sections = subprocess.run(["readelf", "-S", "-W", str(cubin)], check=True, capture_output=True, text=True).stdout
    return {kernel_name(name): int(size, 16) // INSTRUCTION_BYTES
            for name, size in re.findall(r"\.text\.(\S+)\s+PROGBITS\s+\S+\s+\S+\s+([0-9a-f]+)", sections)}


def issue_slots(ran, lengths, folder):
    """[{kernel, study, issue_slots, local_words}] of the walks in COUNTED."""
    machine = machine_code_lengths(folder)
    text = {kernel_name(name): slots for name, slots in lengths.items() if "BatchOnDevice" in name}
    rows = []
    for kernel, study, slots, words in re.findall(r"^taken (\S+) (\S+) (\S+) (\S+)$", ran, re.MULTILINE):
        if (kernel, study) in COUNTED:
            print(f"{kernel}, {study}: {slots} slots of PTX a trajectory; text {text[kernel]} slots, machine code {machine[kernel]}")
            rows.append({"kernel": kernel, "study": study, "issue_slots": round(float(slots) * machine[kernel] / text[kernel]), "local_words": int(words)})
    return rows


def main():
    if shutil.which("nvcc") is None:
        print("no nvcc\n0 passed, 0 failed, 1 skipped")
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()
    program = arguments.build.resolve() / "gapmc_ptx_run"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        library, lengths = translated(folder, "false")
        done = subprocess.run([str(program), str(library)], capture_output=True, text=True, cwd=ROOT)
        print(done.stdout, done.stderr, sep="")
        passed, failed = map(int, re.search(r"(\d+) passed, (\d+) failed", done.stdout or "0 passed, 1 failed").groups())
        rows = issue_slots(done.stdout, lengths, folder)
        if arguments.update:
            with TABLE.open("w", newline="") as file:
                writer = csv.DictWriter(file, ["kernel", "study", *COLUMNS], lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        with TABLE.open() as file:
            limits = {(row["kernel"], row["study"]): {c: int(row[c]) for c in COLUMNS} for row in csv.DictReader(file)}
        for kernel, study in sorted(COUNTED):
            found = next(({c: row[c] for c in COLUMNS} for row in rows if (row["kernel"], row["study"]) == (kernel, study)), None)
            limit = limits.get((kernel, study))
            holds = found is not None and limit is not None and all(found[c] <= limit[c] for c in COLUMNS)
            print(f"{'ok  ' if holds else 'FAIL'} {kernel}, {study}: a trajectory takes {found}, at most {limit}")
            passed, failed = passed + holds, failed + (not holds)
        control = subprocess.run([str(program), str(translated(folder, "true")[0])], capture_output=True, text=True, cwd=ROOT)
        noticed = re.search(r"(\d+) passed, (\d+) failed", control.stdout)
        fused = noticed is not None and int(noticed[2]) > 0
        print(f"{'ok  ' if fused else 'FAIL'} control: contracted operations are noticed ({noticed and noticed[2]} checks fail)")
        passed, failed = passed + fused, failed + (not fused)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
