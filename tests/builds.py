# SPDX-License-Identifier: Apache-2.0
"""Builds of the tree beside the one that is tested: how they are configured and where they lie."""

import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[1]


class BuildFailed(RuntimeError):
    pass


def make(folder, compiler, kind, targets, jobs, *options):
    """Configures and builds targets in a folder, with what a compiler cache has. CUDA is left out unless the options say otherwise."""
    configure = ["cmake", "-S", ROOT, "-B", folder, "-G", "Ninja", f"-DCMAKE_BUILD_TYPE={kind}", f"-DCMAKE_CXX_COMPILER={compiler}",
                 "-DGAPMC_CUDA=OFF", *options]
    if shutil.which("ccache"):
        configure.append("-DCMAKE_CXX_COMPILER_LAUNCHER=ccache")
    for command in (configure, ["cmake", "--build", folder, "-j", str(jobs), "--target", *targets]):
        words = [str(word) for word in command]
        done = subprocess.run(words, capture_output=True, text=True, errors="replace")
        if done.returncode != 0:
            raise BuildFailed(f"{' '.join(words)}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")


def second_compiler():
    """The other compiler of the default tests, or nothing where it is not installed."""
    return "clang++" if shutil.which("clang++") else ""


def make_second(build, targets, jobs):
    """The folder of the second build, with these targets: by clang++, optimised, the library shared, fuzz targets possible.

    Three steps want something of it (fuzz, package, same-bytes). It is one build, so that nothing is compiled for each anew.
    """
    folder = pathlib.Path(build) / "second"
    make(folder, second_compiler(), "Release", targets, jobs, "-DBUILD_SHARED_LIBS=ON", "-DGAPMC_FUZZ=ON", "-DGAPMC_WARNINGS_ARE_ERRORS=OFF")
    return folder


def make_sanitized(build, targets, jobs, sanitizer="address,undefined"):
    """The folder of a build by g++ with sanitizers and preconditions: of the program, and of tests of the CUDA engine.

    Without optimisation, but for the thread sanitizer, whose calls before every access would make kernels by the shim take hours.
    """
    flags = "-O1" if sanitizer == "thread" else ""
    folder = pathlib.Path(build) / "matrix" / ("gxx-Debug-sanitized" if sanitizer == "address,undefined" else f"gxx-Debug-{sanitizer}")
    make(folder, "g++", "Debug", targets, jobs, f"-DGAPMC_SANITIZE={sanitizer}", "-DGAPMC_WARNINGS_ARE_ERRORS=OFF", f"-DCMAKE_CXX_FLAGS_DEBUG={flags}",
         "-DGAPMC_CHECKS=ON", "-DGAPMC_TESTS=ON")
    return folder
