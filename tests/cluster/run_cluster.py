#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The scripts of scripts/slurm on a real Slurm of this machine: arrays, MPI, time limits, preemption, a node that fails.

    run_cluster.py BUILD [CASE...]

Every job's result must have the bytes of one run that nobody disturbed. Without root, munge and Slurm it is skipped and says why.
"""
import os
import pathlib
import shutil
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.dirname(__file__))
from one_machine_slurm import Slurm  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts" / "slurm"
STUDY = ROOT / "configs" / "us-china-ai-index.toml"
AS_ROOT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


class Cases:
    def __init__(self, slurm, program, folder):
        self.slurm, self.program, self.folder = slurm, program, folder
        self.extra = {"GAPMC": str(program), **AS_ROOT}

    def files(self, folder):
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json"}

    def undisturbed(self, number):
        folder = self.folder / f"undisturbed-{number}"
        if not folder.exists():
            self.slurm.run(self.program, "run", STUDY, "-n", number, "--quiet", "--out", folder)
        return self.files(folder)

    def submit(self, script, *words, options=()):
        log = self.folder / f"{pathlib.Path(script).name}-%j.log"
        return self.slurm.run("sbatch", "--parsable", f"--output={log}", *options, script, *words, extra=self.extra).stdout.strip()

    def log(self, script, job):
        return (self.folder / f"{script}-{job}.log").read_text()

    def checkpoints(self, folder):
        return sorted(folder.glob("checkpoint-*.bin"))

    # The cases themselves.

    def an_array_and_its_merge(self):
        out = self.folder / "array"
        out.mkdir()
        done = self.slurm.run(SCRIPTS / "array-and-merge", "4", out, STUDY, "-n", "600k", "--quiet", "--threads", "1", extra={**self.extra, "SBATCH_ARGS": f"--output={out}/log-%A-%a"})
        self.slurm.wait(done.stdout.split()[-1], "COMPLETED")
        assert self.files(out / "merged") == self.undisturbed("600k")

    def one_task_again(self):
        """A part that was lost is submitted alone, with the same number of parts."""
        out = self.folder / "array"
        shutil.rmtree(out / "part-3")
        shutil.rmtree(out / "merged")
        job = self.submit(SCRIPTS / "array", "4", out, STUDY, "-n", "600k", "--quiet", options=("--array=3",))
        self.slurm.wait(job, "COMPLETED")
        self.slurm.run(self.program, "merge", *sorted(out.glob("part-*")), "--out", out / "merged", "--quiet")
        assert self.files(out / "merged") == self.undisturbed("600k")

    def ranks_of_mpi(self):
        job = self.submit(SCRIPTS / "mpi", STUDY, "-n", "4M", "--out", self.folder / "mpi", options=("--ntasks=2",))
        self.slurm.wait(job, "COMPLETED")
        assert "2 ranks of" in self.log("mpi", job)
        assert self.files(self.folder / "mpi") == self.undisturbed("4M")

    def ranks_whose_time_is_over(self):
        """The signal comes ten seconds after the start; the job asks for another round, and its command goes on."""
        out = self.folder / "mpi-limit"
        job = self.submit(SCRIPTS / "mpi", STUDY, "-n", "30M", "--out", out, options=("--ntasks=2", "--time=1", "--signal=B:USR1@50"))
        self.slurm.wait(job, "COMPLETED", seconds=300)
        log = self.log("mpi", job)
        assert "are kept" in log and "goes on at" in log, log
        assert self.files(out) == self.undisturbed("30M")

    def a_job_whose_time_is_over(self):
        out = self.folder / "limit"
        job = self.submit(SCRIPTS / "one-node", STUDY, "-n", "30M", "--out", out, options=("--cpus-per-task=2", "--time=1", "--signal=USR1@50"))
        found = self.slurm.wait(job, "COMPLETED", seconds=300)
        log = self.log("one-node", job)
        assert int(found["Restarts"]) >= 1 and "are kept" in log and "goes on at" in log, log
        assert self.files(out) == self.undisturbed("30M")

    def a_job_that_is_preempted(self):
        out = self.folder / "preempted"
        job = self.submit(SCRIPTS / "one-node", STUDY, "-n", "30M", "--out", out, options=("--cpus-per-task=2", "--partition=spare"))
        self.slurm.wait(job, "RUNNING")
        time.sleep(4)
        urgent = self.submit(SCRIPTS / "one-node", STUDY, "-n", "64", "--out", self.folder / "urgent", options=("--cpus-per-task=2", "--partition=first"))
        self.slurm.wait(urgent, "COMPLETED")
        found = self.slurm.wait(job, "COMPLETED", seconds=300)
        log = self.log("one-node", job)
        assert int(found["Restarts"]) >= 1 and "are kept" in log and "goes on at" in log, log
        assert self.files(out) == self.undisturbed("30M")

    def a_node_that_fails(self):
        """Nobody is warned: what is lost is less than an interval between checkpoints."""
        out = self.folder / "failed"
        job = self.submit(SCRIPTS / "one-node", STUDY, "-n", "30M", "--out", out, "--checkpoint-every", "1s", options=("--cpus-per-task=2",))
        self.slurm.wait(job, "RUNNING")
        while len(self.checkpoints(out)) < 2:
            time.sleep(0.2)
        self.slurm.run("scontrol", "update", "nodename=localhost", "state=down", "reason=test")
        self.slurm.wait(job, "PENDING")
        time.sleep(3)
        self.slurm.run("scontrol", "update", "nodename=localhost", "state=resume", check=False)  # it may be back already
        self.slurm.wait(job, "COMPLETED", seconds=300)
        assert "goes on at" in self.log("one-node", job)
        assert self.files(out) == self.undisturbed("30M")

    def tasks_that_nobody_joins(self):
        """srun without MPI starts the same work several times."""
        done = self.slurm.run("srun", "--ntasks=2", self.program, "run", STUDY, "-n", "1000", "--out", self.folder / "none", check=False)
        assert done.returncode == 64 and "2 processes were started together" in done.stderr, done.stderr
        assert not (self.folder / "none").exists()


def main():
    absence = Slurm.absence()
    if absence:
        print(f"no cluster here: {absence}\n0 passed, 0 failed, 1 skipped")
        return 0
    program = pathlib.Path(sys.argv[1]).resolve() / "gapmc"
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="gapmc-cluster-") as folder:
        base = pathlib.Path(folder)
        base.chmod(0o755)  # munge runs as a user of its own
        (base / "slurm").mkdir()
        (base / "jobs").mkdir()
        with Slurm(base / "slurm") as slurm:
            cases = Cases(slurm, program, base / "jobs")
            known = [name for name, value in vars(Cases).items() if callable(value) and value.__code__.co_argcount == 1]
            for name in sys.argv[2:] or known:
                start = time.monotonic()
                try:
                    getattr(cases, name)()
                    passed += 1
                    print(f"ok     {name.replace('_', ' '):<34} {time.monotonic() - start:5.0f} s", flush=True)
                except Exception:  # whatever happens, the next case and the end of Slurm come
                    failed += 1
                    print(f"FAILED {name.replace('_', ' ')}\n{traceback.format_exc()}", flush=True)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
