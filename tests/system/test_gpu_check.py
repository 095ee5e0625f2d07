# SPDX-License-Identifier: Apache-2.0
"""scripts/gpu-pack and scripts/gpu-check where there is no device: a true pack says what it could not do, and a pack of stand-ins
for its programs shows what the stages make of a device that works, lies, crashes or hangs."""

import io
import json
import os
import pathlib
import re
import subprocess
import tarfile

import pytest

from program import GAPMC, ROOT

STUDY = "tests/oracle/studies/01-trend.toml"
REFERENCE = "configs/reference-2x3x11.toml"
NO_DEVICE = {**os.environ, "CUDA_VISIBLE_DEVICES": ""}

# Stands in for gapmc: on a device it does what the file `device` says for the form of its walk.
PROGRAM = """#!/bin/bash
here=$(cd "$(dirname "$0")/.." && pwd)
case $1 in
  --version) echo "gapmc 0" ;;
  doctor) printf 'CUDA toolkit           13.0\\n'; cat "$here/doctor" ;;
  bench) echo '{"format": "gapmc-bench", "walk": "'"$GAPMC_CUDA_COMPILE"'"}' ;;
  run)
    while [ $# -gt 0 ]; do case $1 in --out) out=$2 ;; --device) device=$2 ;; --seed) seed=$2 ;; esac; shift; done
    mkdir -p "$out"
    digest=right
    walk="lists of the study read"
    case ${GAPMC_CUDA_COMPILE:-never} in
      always) walk="compiled for the study by NVRTC 13.0" ;;
      beside) walk="lists of the study read, then compiled for the study by NVRTC 13.0" ;;
    esac
    if [ "$device" = cuda ]; then
      case $(cat "$here/device-${GAPMC_CUDA_COMPILE:-never}" 2>/dev/null) in
        wrong) digest=wrong ;;
        crash) echo 'a "fault" of the device \\\\' >&2; exit 70 ;;
        hang) sleep 60 ;;
        lists) walk="lists of the study read" ;;
      esac
    fi
    [ -z "$seed" ] || digest=another
    echo "{\\"walk\\": \\"$walk\\"}" >"$out/run.json"
    echo "$digest  bands.csv" >"$out/SHA256SUMS"
    [ "$device $(cat "$here/samples" 2>/dev/null)" = "cuda other" ] && digest=other
    echo "$digest" >"$out/samples.csv"
    echo "result digest $digest"
    ;;
esac
"""


def check(pack, *words, most="20"):
    done = subprocess.run([str(pack / "gpu-check"), *words], capture_output=True, text=True, timeout=200, env={**NO_DEVICE, "GPU_CHECK_MOST": most})
    stages = {path.stem[-1]: json.loads(path.read_text()) for path in (pack / "results").glob("stage-?.json")}
    return done, stages


def outcome(stage, word):
    (step,) = [step for step in stage["steps"] if word in step["step"]]
    return step["outcome"], step["reason"]


def pack_sanitizer(folder, text):
    program = tarfile.TarInfo("bin/compute-sanitizer")
    program.size, program.mode = len(text), 0o755
    with tarfile.open(folder / "sanitizer.tar.gz", "w:gz") as archive:
        archive.addfile(program, io.BytesIO(text.encode()))


@pytest.fixture
def pack(tmp_path):
    """Of stand-ins, with a device that works."""
    folder = tmp_path / "pack"
    for name in ("bin", "lib", "walks", "results", "tree/configs"):
        (folder / name).mkdir(parents=True)
    programs = {"bin/gapmc": PROGRAM, "bin/gapmc_gpu_oracle": "#!/bin/bash\necho 'ok   words'\n",
                "bin/gapmc_cuda_bench": "#!/bin/bash\necho '{\"benchmarks\": []}'\n", "bin/gapmc_curand_peer": "#!/bin/bash\n",
                "gpu-check": (ROOT / "scripts/gpu-check").read_text()}
    for name, text in programs.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    pack_sanitizer(folder, "#!/bin/bash\nshift 4\nexec \"$@\"\n")
    (folder / "tree/configs/us-china-ai-index.toml").write_text("")
    (folder / "doctor").write_text("  cuda:0               self-test passed\n")
    (folder / "expected.txt").write_text(f"{REFERENCE} 1000 right\nconfigs/three-actors.toml 500 right\n")
    (folder / "control.txt").write_text(f"{REFERENCE} 1000 another\n")
    (folder / "pack.json").write_text('{\n "architecture": "sm_90",\n "toolkit": "13.0",\n "program": "gapmc 0",\n "ptx_sha256": "abc"\n}\n')
    return folder


def test_a_device_that_works_passes_every_stage(pack):
    done, stages = check(pack)
    assert done.returncode == 0, done.stdout
    assert sorted(stages) == ["A", "B", "C"]
    for stage in stages.values():
        assert stage["complete"] and stage["failed"] == stage["skipped"] == 0 and stage["passed"] == len(stage["steps"]) > 5
        assert (stage["format"], stage["architecture"], stage["ptx_sha256"]) == ("gapmc-gpu-check", "sm_90", "abc")
    total = sum(stage["passed"] for stage in stages.values())
    assert done.stdout.endswith(f"{total} passed, 0 failed, 0 skipped\n")
    bench = [step["result"] for step in stages["A"]["steps"] if "bench" in step["step"]]
    assert [result["walk"] for result in bench] == ["first", "never"]
    for stage in stages.values():
        assert stage["steps"][0]["step"] == "doctor" and "self-test passed" in stage["steps"][0]["result"]
    assert {"lists read", "compiled", "lists read, then compiled", "batches of 1024"} <= {
        step["step"].split("trajectories, ")[-1] for stage in stages.values() for step in stage["steps"]}


@pytest.mark.parametrize("fault, reason", [("wrong", "result digest wrong, and the processor's is right"), ("crash", 'exit 70: a "fault" of the device \\\\'),
                                           ("hang", "it did not end within 1 s"), ("lists", "not compiled for the study by")])
def test_a_fault_fails_its_own_steps_and_no_others(pack, fault, reason):
    (pack / "device-always").write_text(fault)
    done, stages = check(pack, "--stage", "A", most="1")
    assert done.returncode == 1 and list(stages) == ["A"]
    verdict, said = outcome(stages["A"], "trajectories, compiled")
    assert verdict == "failed" and said.endswith(reason)
    assert outcome(stages["A"], "trajectories, lists read")[0] == "passed"
    assert stages["A"]["failed"] == 1 and stages["A"]["complete"]


def test_a_device_that_does_not_see_the_seed_is_noticed(pack):
    (pack / "bin/gapmc").write_text(PROGRAM.replace("digest=another", "true"))
    _, stages = check(pack, "--stage", "B")
    assert outcome(stages["B"], "another seed") == ("failed", "result digest right, and the processor's is another")


def test_files_that_are_not_the_processors_are_named(pack):
    (pack / "device-never").write_text("wrong")
    _, stages = check(pack, "--stage", "B")
    for options in ("--exact-drivers --samples 500", "--samples-where"):
        verdict, said = outcome(stages["B"], f"the processor's files, {options}")
        assert verdict == "failed" and "right  bands.csv" in said and "wrong  bands.csv" in said
    (pack / "device-never").unlink()
    (pack / "samples").write_text("other")  # which no sum lists
    _, stages = check(pack, "--stage", "B")
    verdict, said = outcome(stages["B"], "--samples-where")
    assert verdict == "failed" and said.count("samples.csv") == 2 and "bands.csv" not in said
    (pack / "device-never").write_text("crash")
    _, stages = check(pack, "--stage", "B")
    assert outcome(stages["B"], "--samples-where") == ("failed", 'exit 70: a "fault" of the device \\\\')


def test_a_benchmark_that_crashes_half_way_leaves_readable_json(pack):
    (pack / "bin/gapmc_cuda_bench").write_text("#!/bin/bash\necho '{\"benchmarks\": [ {\"name\":\"a\"'\nexit 70\n")
    done, stages = check(pack, "--stage", "B")
    assert done.returncode == 1
    assert outcome(stages["B"], "every kernel") == ("failed", "exit 70: ")
    assert [step["result"] for step in stages["B"]["steps"] if "every kernel" in step["step"]] == ['{"benchmarks": [ {"name":"a"']


def test_a_doctor_that_hangs_is_a_failure_and_ends(pack):
    (pack / "bin/gapmc").write_text(PROGRAM.replace('doctor) printf', 'doctor) sleep 60; printf'))
    done, stages = check(pack, "--stage", "B", most="1")
    assert done.returncode == 1
    assert outcome(stages["B"], "doctor") == ("failed", "it did not end within 1 s")
    assert {step["reason"] for step in stages["B"]["steps"][1:]} == {"gapmc doctor did not end, so that no device is known to work"}


def test_texts_that_are_cut_within_a_character_leave_readable_json(pack):
    (pack / "bin/gapmc_gpu_oracle").write_text("#!/bin/bash\nprintf 'é%.0s' {1..400} >&2\nprintf x >&2\nexit 1\n")
    _, stages = check(pack, "--stage", "B")
    assert outcome(stages["B"], "cuRAND's words")[0] == "failed"


def test_a_stage_without_time_is_not_complete(pack):
    script = pack / "gpu-check"
    script.write_text(script.read_text().replace("budget=240", "budget=1"))
    (pack / "device-beside").write_text("hang")
    done, stages = check(pack, "--stage", "B")
    assert "the stage's time is over" in {step["reason"] for step in stages["B"]["steps"]}
    assert not stages["B"]["complete"]


def test_a_folder_that_takes_no_file_is_refused_before_anything_runs(pack):
    done, _ = check(pack, "--out", "/proc/self")
    assert done.returncode == 73 and "nothing can be written in /proc/self" in done.stderr


def test_the_device_is_asked_twice_a_stage(pack, tmp_path):
    (tmp_path / "tools").mkdir()
    smi = tmp_path / "tools/nvidia-smi"
    smi.write_text(f"#!/bin/bash\necho asked >>{tmp_path}/asked\necho 'A \"Card\", 580.1, 1200 MHz, 1980 MHz, 700.00 W, 0x0'\n")
    smi.chmod(0o755)
    subprocess.run([str(pack / "gpu-check"), "--stage", "B"], capture_output=True, env={**NO_DEVICE, "PATH": f"{tmp_path}/tools:{os.environ['PATH']}"}, timeout=200)
    stage = json.loads((pack / "results/stage-B.json").read_text())
    assert (stage["device"], stage["driver"], stage["clocks_max_sm_mhz"]) == ('A "Card"', "580.1", "1980 MHz")
    assert (tmp_path / "asked").read_text().count("asked") == 2


def test_a_driver_that_fails_is_no_architecture(tmp_path):
    (tmp_path / "nvidia-smi").write_text("#!/bin/bash\necho 'NVIDIA-SMI has failed because it could not talk to the driver'\nexit 9\n")
    (tmp_path / "nvidia-smi").chmod(0o755)
    environment = {**NO_DEVICE, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    for words, code in (([], 69), (["--allow-absent"], 0)):
        done = subprocess.run([str(ROOT / "scripts/gpu-check"), *words], capture_output=True, text=True, timeout=60, env=environment)
        assert done.returncode == code and "no CUDA device answers nvidia-smi" in done.stderr


def test_a_self_test_that_fails_and_a_sanitizer_that_complains(pack):
    (pack / "doctor").write_text("  cuda:0               no self-test\n")
    pack_sanitizer(pack, "#!/bin/bash\necho 'ERROR SUMMARY: 3 errors' >&2\nexit 99\n")
    done, stages = check(pack, "--stage", "A", "--stage", "C")
    assert done.returncode == 1
    assert outcome(stages["A"], "doctor") == ("failed", "the device's self-test did not pass")
    assert {(step["outcome"], step["reason"]) for step in stages["C"]["steps"][1:]} == {("failed", "exit 99: ERROR SUMMARY: 3 errors")}


def test_what_is_not_packed_is_said_and_skipped(pack):
    (pack / "bin/gapmc_cuda_bench").unlink()
    done, stages = check(pack, "--stage", "B")
    assert done.returncode == 0
    assert outcome(stages["B"], "every kernel") == ("skipped", "gapmc_cuda_bench is not in the pack")


def test_a_stage_that_is_stopped_leaves_what_it_had(pack):
    (pack / "device-always").write_text("hang")
    with subprocess.Popen([str(pack / "gpu-check"), "--stage", "A"], stdout=subprocess.PIPE, text=True, env=NO_DEVICE) as running:
        for line in running.stdout:
            if "lists read" in line:
                break
        running.kill()
    stage = json.loads((pack / "results/stage-A.json").read_text())
    assert not stage["complete"] and [step["outcome"] for step in stage["steps"]] == ["passed"] * len(stage["steps"]) and stage["steps"]


def test_without_a_device_each_step_refuses_with_its_reason(pack):
    (pack / "doctor").write_text("CUDA devices           no CUDA driver is installed\n")
    done, stages = check(pack)
    assert done.returncode == 69
    for stage in stages.values():
        assert {step["reason"] for step in stage["steps"] if step["outcome"] == "skipped"} == {"no CUDA driver is installed"}
        assert stage["failed"] == 0
    assert stages["A"]["passed"] == 2, "doctor, and the processor's digest"
    assert check(pack, "--allow-absent")[0].returncode == 0
    (pack / "expected.txt").write_text(f"{REFERENCE} 1000 other\n")
    done, stages = check(pack, "--stage", "A", "--allow-absent")
    assert done.returncode == 1 and "result digest right, and the processor's is other" in done.stdout, "the pack's own numbers are checked, too"


@pytest.mark.parametrize("words, code", [(["--stage", "D"], 64), (["--stages"], 64), (["--pack"], 64), (["--pack", "/nowhere"], 66)])
def test_what_cannot_be_read_is_refused(pack, words, code):
    assert check(pack, *words)[0].returncode == code


def test_a_true_pack_says_what_it_could_not_do(tmp_path):
    done = subprocess.run([str(ROOT / "scripts/gpu-pack"), "--programs", os.path.dirname(GAPMC), "--only", STUDY, "--out", str(tmp_path / "pack")],
                          capture_output=True, text=True, timeout=300, env=NO_DEVICE)
    if done.returncode != 0 and "this build has no" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    assert re.search(r"pack: \d+ MB, 1 compiled walks, 1 expected results", done.stdout)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pack"], "nothing temporary is left"
    (tmp_path / "pack/results/stage-A.json").write_text("of an earlier check")
    again = subprocess.run([str(ROOT / "scripts/gpu-pack"), "--programs", os.path.dirname(GAPMC), "--only", STUDY, "--out", f"{tmp_path}/pack//"],
                           capture_output=True, text=True, timeout=300, env=NO_DEVICE)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "pack/results/stage-A.json").read_text() == "of an earlier check"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "CUDA_VISIBLE_DEVICES": ""}
    ran = subprocess.run([str(tmp_path / "pack/gpu-check")], capture_output=True, text=True, timeout=300, env=environment, cwd="/")
    assert ran.returncode == 69, ran.stdout + ran.stderr
    for letter in "ABC":
        stage = json.loads(pathlib.Path(tmp_path, "pack/results", f"stage-{letter}.json").read_text())
        assert stage["complete"] and stage["failed"] == 0
        assert all(step["reason"] for step in stage["steps"] if step["outcome"] == "skipped")
    again = subprocess.run([str(ROOT / "scripts/gpu-pack"), "--programs", os.path.dirname(GAPMC), "--out", str(tmp_path)], capture_output=True, text=True)
    assert again.returncode == 73 and "is there and is no pack" in again.stderr
    for words in (["--arch"], ["--arch", "x"], ["--nonsense"]):
        assert subprocess.run([str(ROOT / "scripts/gpu-pack"), *words], capture_output=True).returncode == 64
