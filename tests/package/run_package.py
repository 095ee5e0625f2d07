#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A project of somebody else finds, links and runs the installed library, static and shared.

    run_package.py BUILD [--with-cuda] [--jobs 2]

BUILD is installed into a temporary prefix, and so is the second build, whose library is shared (tests/builds.py). For each: the
outside project of this folder is configured with that prefix alone, its program says what `gapmc validate --print-resolved` says
and catches the library's errors, the installed program runs, and the installed headers are those of the door. --with-cuda makes
the shared library by BUILD's compiler and with the CUDA engine instead. Ends with `N passed, N failed, N skipped`.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests"))
import builds  # noqa: E402

STUDY = ROOT / "configs/us-china-ai-index.toml"


def call(*words, code=0, **options):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **options)
    if done.returncode != code:
        raise RuntimeError(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout, done.stderr


def setting(build, name):
    return re.search(rf"^{name}:\w+=(.*)$", (build / "CMakeCache.txt").read_text(), re.MULTILINE)[1]


def make_shared(build, with_cuda, jobs):
    """The folder of a build whose library is shared, or nothing where its compiler is not installed."""
    targets = ["gapmc", "gapmc_library", "gapmc_program_files"]
    if not with_cuda:
        return builds.make_second(build, targets, jobs) if builds.second_compiler() else None
    cuda = [f"-D{name}={setting(build, name)}" for name in ("GAPMC_CUDA", "GAPMC_CUDA_ARCHITECTURES")]
    builds.make(build / "shared", setting(build, "CMAKE_CXX_COMPILER"), "Release", targets, jobs, "-DBUILD_SHARED_LIBS=ON", *cuda)
    return build / "shared"


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, what, holds, detail=""):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        print(f"{'ok  ' if holds else 'FAIL'} {what}" + ("" if holds else f"\n{detail}"), flush=True)


def check_install(checks, kind, build, folder):
    prefix, outside = folder / kind, folder / f"{kind}-user"
    call("cmake", "--install", build, "--prefix", prefix)
    libraries = {path.name for path in prefix.glob("lib*/**/libgapmc*")}
    wanted = {"libgapmc.a"} if kind == "static" else {"libgapmc.so", "libgapmc.so.0.1", "libgapmc.so.0.1.0"}
    checks.check(f"{kind}: the library", libraries == wanted, libraries)
    headers = {str(path.relative_to(prefix / "include/gapmc")) for path in prefix.glob("include/**/*") if path.is_file()}
    engines = [name for name in headers if name.startswith(("kernels/cuda/", "kernels/cpu/", "host/app/"))]
    checks.check(f"{kind}: {len(headers)} headers, none of an engine", headers and not engines, engines)
    shutil.copytree(HERE, outside / "source", ignore=shutil.ignore_patterns("*.py"))
    call("cmake", "-S", outside / "source", "-B", outside / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
         "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror")
    call("cmake", "--build", outside / "build")
    user, program = outside / "build/user", prefix / "bin/gapmc"
    expected, _ = call(program, "validate", STUDY, "--print-resolved")
    said, _ = call(user, STUDY)
    checks.check(f"{kind}: the outside program prints the resolved study", said == expected, said[:300])
    call(program, "run", STUDY, "-n", "1000", "--quiet", "--out", outside / "run")
    digest, *files = call(user, STUDY, "1000")[0].split()
    run = outside / "run"
    checks.check(f"{kind}: the outside program simulates what the program does", digest == json.loads((run / "result.json").read_text())["run"]["result_digest"],
                 digest)
    checks.check(f"{kind}: it names the {len(files)} files of the run", files and all((run / name).is_file() for name in files), files)
    wrong = outside / "wrong.toml"
    wrong.write_text(STUDY.read_text().replace("[study]", "[study]\nno_such_key = 1", 1))
    _, error = call(user, wrong, code=78)
    checks.check(f"{kind}: an error of the library is caught outside", "no_such_key" in error, error)
    if kind == "shared":
        needed, _ = call("ldd", user)
        checks.check("shared: the outside program loads the library", "libgapmc.so.0.1" in needed, needed)
        names = call("nm", "-DC", "--defined-only", next(prefix.glob("lib*/**/libgapmc.so.0.1.0")))[0].splitlines()
        foreign = [name for name in names if not re.match(r"\S+ \S ((typeinfo|typeinfo name|vtable) for )?gapmc::", name)]
        checks.check(f"shared: {len(names)} names leave it, all of gapmc", names and not foreign, foreign[:5])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--with-cuda", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        check_install(checks, "static", build, pathlib.Path(folder))
        shared = make_shared(build, arguments.with_cuda, arguments.jobs)
        if shared:
            check_install(checks, "shared", shared, pathlib.Path(folder))
    print(f"{checks.passed} passed, {checks.failed} failed, {0 if shared else 1} skipped{'' if shared else ' (no clang++)'}")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
