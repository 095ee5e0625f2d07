#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What nvcc makes of the CUDA engine, without a device: compiled for every architecture with warnings as errors,
registers, spills and stack of each kernel against a committed table, and PTX searched for what would change results.
The programs that only a device can run (oracles, benchmarks) are compiled for one architecture.

    check_code.py [--update | --without-limits] [--arch 90 ...]

The tables are in tests/cuda/limits, one for each release of the toolkit that was looked at: a kernel may need less than its own
says, and at most 1 % more. --update writes the table of the nvcc on the PATH.
Ends with `N passed, N failed, N skipped`.
"""

import argparse
import csv
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = "kernels/cuda/cuda_backend.cu"
TABLES = ROOT / "tests/cuda/limits"
COLUMNS = ["registers", "spill_stores", "spill_loads", "stack", "shared"]
# As kernels/cuda/GapmcCuda.cmake gives them: flags are part of the results.
FLAGS = ["-std=c++20", "-O3", "--fmad=false", "--Werror=all-warnings", f"-I{ROOT}"]


def toolkit():
    """The release of the nvcc on the PATH: (13, 0)."""
    text = subprocess.run(["nvcc", "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in re.search(r"release (\d+)\.(\d+)", text).groups())


def table_of(name, release):
    """(file, share by which figures may exceed it) of a release: what one release's compiler makes, another's may make a little
    otherwise. A release without a table is held against the newest older one, less strictly."""
    own = TABLES / f"{name}-{release[0]}.{release[1]}.csv"
    if own.exists():
        return own, 0.01
    older = [path for path in sorted(TABLES.glob(f"{name}-*.csv"), key=release_of) if release_of(path) < release]
    return (older or sorted(TABLES.glob(f"{name}-*.csv"), key=release_of))[-1 if older else 0], 0.10


def release_of(path):
    return tuple(int(part) for part in path.stem.rsplit("-", 1)[1].split("."))


def within(found, limit, share, slack):
    """\param slack  what is little, whatever the figure"""
    return all(found[column] <= limit[column] + max(share * limit[column], slack if share > 0.01 else 0) for column in limit)


def architectures():
    text = (ROOT / "CMakeLists.txt").read_text()
    return re.findall(r"\d+", re.search(r'GAPMC_CUDA_ARCHITECTURES "([^"]*)"', text)[1])


ONLY_COMPILED = ["kernels/base/list.hpp", "kernels/base/macros.hpp", "kernels/base/number.hpp", "kernels/cuda/compiled_walk.cuh", "kernels/cuda/number_words.hpp",
                 "kernels/cuda/study_compiler.cpp", "kernels/cuda/study_source.cpp", "kernels/cuda/study_source.hpp"]


def kernel_name(mangled):
    """walk_shared of _ZN5gapmc11walk_sharedENS_12WalkOnDeviceE; reduce_section.CountedRow and walk_local.256 of templates'
    instances."""
    length, rest = re.search(r"_ZN5gapmc(\d+)(.*)", mangled).groups()
    name, rest = rest[: int(length)], rest[int(length):]
    if number := re.match(r"ILi(\d+)E", rest):
        return f"{name}.{number[1]}"
    argument = re.match(r"INS_(\d+)(.*)", rest)
    return f"{name}.{argument[2][: int(argument[1])]}" if argument else name


def resources(arch, folder):
    """{kernel: {column: number}} of one architecture, from ptxas' own report."""
    done = subprocess.run(["nvcc", *FLAGS, f"-arch=sm_{arch}", "-Xptxas=-v", "-cubin", str(ROOT / SOURCE), "-o", f"{folder}/{arch}.cubin"],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-3000:])
    found = {}
    for block in done.stderr.split("Compiling entry function '")[1:]:
        numbers = {"registers": r"Used (\d+) registers", "spill_stores": r"(\d+) bytes spill stores", "spill_loads": r"(\d+) bytes spill loads",
                   "stack": r"(\d+) bytes stack frame", "shared": r"(\d+) bytes smem"}
        found[kernel_name(block.split("'")[0])] = {
            column: int(match[1]) if (match := re.search(pattern, block)) else 0 for column, pattern in numbers.items()}
    return found


FORBIDDEN = [
    (r"\.approx", "an approximate operation"),
    (r"\.ftz", "an operation that flushes subnormal numbers"),
    (r"\.f64", "double precision"),
    (r"\.full", "a division that is not correctly rounded"),
    (r"^\s*(?:@!?%p\d+ )?(?:add|sub|mul|fma|div|sqrt|rcp)\.(?!rn\.f32|rm|[su](?:8|16|32|64)|wide|lo|hi|cc)", "arithmetic without a stated rounding"),
    (r"\b(?:atom|red)\.shared\.(?!add\.u32|or\.b32|and\.b32|min\.s32|max\.s32)", "an atomic that shared memory does by a loop"),
    (r"\b(?:atom|red)\.\S*\.f32", "an atomic sum of floating-point numbers"),
]


def faults(ptx):
    """(line, why) of everything in a text of PTX that would change results or speed."""
    return [(line.strip(), why) for line in ptx.splitlines() for pattern, why in FORBIDDEN if re.search(pattern, line)]


def ptx_digest():
    """SHA-256 of what device results stand for: the engine's PTX for compute_90, less the names that the compiler makes of
    paths, and the sources, less comments, that only the walk compiled for a study has."""
    with tempfile.NamedTemporaryFile(suffix=".ptx") as out:
        subprocess.run(["nvcc", *FLAGS, "-arch=compute_90", "-ptx", str(ROOT / SOURCE), "-o", out.name], check=True, capture_output=True)
        text = pathlib.Path(out.name).read_text()
    text = re.sub(r"_ZN\d+_INTERNAL_\w+?gapmc", "_INTERNAL_gapmc", text)
    for source in ONLY_COMPILED:
        text += re.sub(r"^\s*//.*\n", "", (ROOT / source).read_text(), flags=re.MULTILINE)
    # The version of the language changes with each release of the toolkit, also where nothing else does.
    return hashlib.sha256("\n".join(line for line in text.splitlines() if not line.startswith(("//", ".version"))).encode()).hexdigest()


def evidence():
    """Whether results of a device stand beside the code that gave them: a line for people."""
    files = sorted((ROOT / "bench/results").glob("*.json"))
    records = [(path, record) for path in files if (record := json.loads(path.read_text())).get("format") == "gapmc-gpu-check"]
    if not records:
        return "GPU evidence: none yet; scripts/gpu-check makes it"
    digest = ptx_digest()
    return "\n".join(f"GPU evidence of {record['device']}, stage {record['stage']}: "
                     f"{'current' if record['ptx_sha256'] == digest else 'STALE (the PTX is another)'}" for _, record in records)


def programs_for_a_device():
    """(source, what nvcc says against it) of the CUDA sources that no program of the test build holds, of those that are made of
    CUB's templates, which are another release's with another toolkit, and of the declarations that the runtime in software shares
    with the toolkit's."""
    for source in sorted([ROOT / "kernels/cuda/column_search.cu", *(ROOT / "tests/cuda").glob("oracle_*.cu"), *(ROOT / "bench/cuda").glob("*.cu"), ROOT / "tests/cuda/fake/declarations.cpp"]):
        form = ["-arch=compute_90", "-ptx"] if source.suffix == ".cu" else ["-c"]
        with tempfile.NamedTemporaryFile(suffix=".out") as out:
            done = subprocess.run(["nvcc", "-std=c++20", "--Werror=all-warnings", f"-I{ROOT}", *form, str(source), "-o", out.name],
                                  capture_output=True, text=True)
        yield source.relative_to(ROOT), done.stderr[-2000:] if done.returncode else ""


def contracted():
    """What --fmad=true would have fused: proof that the search for fused operations has something to find."""
    counts = []
    for fmad in ("false", "true"):
        with tempfile.NamedTemporaryFile(suffix=".ptx") as out:
            flags = [flag for flag in FLAGS if not flag.startswith("--fmad")]
            subprocess.run(["nvcc", *flags, f"--fmad={fmad}", "-arch=compute_90", "-ptx", str(ROOT / SOURCE), "-o", out.name], check=True, capture_output=True)
            counts.append(len(re.findall(r"fma\.rn\.f32", pathlib.Path(out.name).read_text())))
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--without-limits", action="store_true", help="of a compiler that nobody has looked at: what it makes may be larger")
    parser.add_argument("--arch", nargs="*", default=None)
    arguments = parser.parse_args()
    if shutil.which("nvcc") is None:
        print("no nvcc\n0 passed, 0 failed, 1 skipped")
        return 0
    release = toolkit()
    path, share = table_of("resources", release)
    print(f"CUDA {release[0]}.{release[1]}, limits of {path.name}")
    with path.open() as file:
        table = {(row["arch"], row["kernel"]): {c: int(row[c]) for c in COLUMNS} for row in csv.DictReader(file)}
    passed = failed = 0

    def check(holds, what):
        nonlocal passed, failed
        passed, failed = passed + bool(holds), failed + (not holds)
        print(f"{'ok  ' if holds else 'FAIL'} {what}", flush=True)

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for arch in arguments.arch or architectures():
            found = resources(arch, folder)
            check(found, f"sm_{arch}: compiles, {len(found)} kernels")
            for kernel, numbers in sorted(found.items()):
                rows.append({"arch": arch, "kernel": kernel, **numbers})
                limit = table.get((arch, kernel))
                check(arguments.update or arguments.without_limits or (limit and within(numbers, limit, share, 32)),
                      f"sm_{arch} {kernel}: {numbers}, at most {limit}")
        ptx_file = pathlib.Path(folder, "kernels.ptx")
        subprocess.run(["nvcc", *FLAGS, "-arch=compute_75", "-ptx", str(ROOT / SOURCE), "-o", str(ptx_file)], check=True, capture_output=True)
        ptx = ptx_file.read_text()
    found = faults(ptx)
    check(not found, f"PTX: {len(ptx.splitlines())} lines, nothing that would change results {found[:3]}")
    for line in ("ex2.approx.f32 %f1, %f2;", "add.ftz.f32 %f1, %f2, %f3;", "fma.rn.f64 %fd1, %fd2, %fd3, %fd4;", "add.f32 %f1, %f2, %f3;",
                 "@%p1 mul.f32 %f1, %f2, %f3;", "div.full.f32 %f1, %f2, %f3;", "atom.shared.cas.b64 %rd1, [%r1], %rd2, %rd3;",
                 "atom.shared.add.u64 %rd1, [%r1], %rd2;", "red.global.add.f32 [%rd1], %f1;"):
        check(faults(line), f"control: {line}")
    for source, against in programs_for_a_device():
        check(not against, f"{source}: compiles{against and ' not: ' + against}")
    without, fused = contracted()
    check(fused > without, f"control: --fmad=true would fuse {fused - without} operations")
    print(evidence())
    if arguments.update:
        with (TABLES / f"resources-{release[0]}.{release[1]}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, ["arch", "kernel", *COLUMNS], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
