# SPDX-License-Identifier: Apache-2.0
"""What the build makes of CUDA compilers that are old, odd or know fewer generations (kernels/cuda/GapmcToolkit.cmake)."""

import pathlib
import stat
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ASKED = "75-real;90-real;100-real;120"


def nvcc_of(folder, release, codes):
    """A stand-in for a compiler that says which release it is, and which generations it knows."""
    nvcc = folder / "nvcc"
    nvcc.write_text("#!/bin/sh\ncase $1 in\n"
                    f"--version) echo 'Cuda compilation tools, release {release}, V{release}.1' ;;\n"
                    f"--list-gpu-code) printf '{codes}' ;;\nesac\n")
    nvcc.chmod(nvcc.stat().st_mode | stat.S_IXUSR)
    return nvcc


def examined(folder, release, codes, wish="AUTO"):
    """(architectures, obstacle, what is said) for a compiler."""
    script = folder / "examine.cmake"
    script.write_text(f'include("{ROOT}/kernels/cuda/GapmcToolkit.cmake")\nset(GAPMC_CUDA {wish})\nset(architectures "{ASKED}")\nset(obstacle "")\n'
                      f'gapmc_examine_nvcc("{nvcc_of(folder, release, codes)}" 12.8 architectures obstacle)\n'
                      'message(STATUS "architectures=${architectures}")\nmessage(STATUS "obstacle=${obstacle}")\n')
    done = subprocess.run(["cmake", "-P", str(script)], capture_output=True, text=True, check=True)
    said = done.stdout + done.stderr
    found = {line.split("=", 1)[0].lstrip("- "): line.split("=", 1)[1] for line in said.splitlines() if "=" in line}
    return found["architectures"], found["obstacle"], said


ALL = "sm_75\\nsm_80\\nsm_90\\nsm_100\\nsm_103\\nsm_120\\n"


def test_a_fitting_compiler_is_taken_as_it_is(tmp_path):
    assert examined(tmp_path, "13.0", ALL)[:2] == (ASKED, "")


@pytest.mark.parametrize("release", ["11.8", "12.4", "12.7"])
def test_an_old_one_is_named_and_left_alone(tmp_path, release):
    _, obstacle, _ = examined(tmp_path, release, ALL)
    assert f"is of CUDA {release}, and 12.8 is the least" in obstacle


def test_what_it_does_not_know_is_left_out_and_told(tmp_path):
    architectures, obstacle, said = examined(tmp_path, "12.8", "sm_75\\nsm_90\\nsm_120\\n")
    assert (architectures, obstacle) == ("75-real;90-real;120", "")
    assert "does not know 100-real" in said
    assert examined(tmp_path, "13.0", "sm_750\\nsm_90\\nsm_100\\nsm_120\\n")[0] == "90-real;100-real;120", "750 is not 75"


def test_where_cuda_is_demanded_nothing_is_left_out(tmp_path):
    _, obstacle, _ = examined(tmp_path, "12.8", "sm_75\\nsm_90\\nsm_120\\n", "ON")
    assert "does not know 100-real of GAPMC_CUDA_ARCHITECTURES" in obstacle


def test_nothing_known_is_an_obstacle(tmp_path):
    assert "does not know" in examined(tmp_path, "13.0", "sm_53\\n")[1]


def test_something_else_of_that_name(tmp_path):
    assert "does not say which version it is" in examined(tmp_path, "unknown", ALL)[1]


@pytest.mark.parametrize("status, text, obstacle", [
    (0, "", ""),
    (1, "gapmc_has_cub.cu:1:10: fatal error: cub/version.cuh: No such file or directory", "finds no CUB, which is in the toolkit's part CCCL"),
    (1, "gcc: unsupported version", "does not compile: gcc: unsupported version"),
])
def test_a_compiler_that_finds_no_cub_or_does_not_work(tmp_path, status, text, obstacle):
    nvcc = tmp_path / "nvcc"
    nvcc.write_text(f"#!/bin/sh\ngrep -q cub/version.cuh \"$2\" || exit 9\necho '{text}' >&2\nexit {status}\n")
    nvcc.chmod(nvcc.stat().st_mode | stat.S_IXUSR)
    script = tmp_path / "cub.cmake"
    script.write_text(f'include("{ROOT}/kernels/cuda/GapmcToolkit.cmake")\nset(obstacle "")\ngapmc_require_cub("{nvcc}" obstacle)\n'
                      'message(STATUS "obstacle=${obstacle}.")\n')
    done = subprocess.run(["cmake", "-P", str(script)], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert f"{obstacle}." in (done.stdout + done.stderr)
    assert (obstacle == "") == ("obstacle=." in (done.stdout + done.stderr))
