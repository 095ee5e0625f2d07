# SPDX-License-Identifier: Apache-2.0
"""A Slurm of one machine in a folder of its own: without systemd, cgroups or accounting, on loopback. As root, with Debian's packages."""

import os
import pathlib
import shutil
import subprocess
import time

CONTROLLER_PORT, NODE_PORT = 16917, 16918

CONFIGURATION = """\
ClusterName=one
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={node}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
# A job that is requeued waits until its credential has expired: 121 s, unless that is shorter.
AuthInfo=socket={folder}/munge/socket,cred_expire=5
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
ReturnToService=2
KillWait=20
SlurmdTimeout=60
JobRequeue=1
PropagateResourceLimits=NONE
NodeName=localhost NodeAddr=127.0.0.1 CPUs={processors} RealMemory=2000 State=UNKNOWN
PartitionName=spare Nodes=localhost Default=YES PriorityTier=1 MaxTime=INFINITE GraceTime=15 State=UP
PartitionName=first Nodes=localhost PriorityTier=9 MaxTime=INFINITE PreemptMode=OFF State=UP
"""


class Slurm:
    """Up while it is entered; `environment` makes commands of Slurm speak to it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.environment = {**os.environ, "SLURM_CONF": str(self.folder / "slurm.conf")}

    @staticmethod
    def absence():
        """Why there can be none here; empty if there can."""
        if os.geteuid() != 0:
            return "it has to be started as root"
        missing = [name for name in ("slurmctld", "slurmd", "sbatch", "munged", "setpriv") if not shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")]
        return f"{', '.join(missing)} not installed" if missing else ""

    def run(self, *words, check=True, **options):
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True, env={**self.environment, **options.pop("extra", {})}, timeout=120, **options)
        if check and done.returncode != 0:
            raise RuntimeError(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def __enter__(self):
        for name in ("munge", "state", "spool"):
            (self.folder / name).mkdir()
        self.folder.chmod(0o755)
        (self.folder / "munge").chmod(0o755)
        shutil.chown(self.folder / "munge", "munge", "munge")
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(folder=self.folder, controller=CONTROLLER_PORT, node=NODE_PORT, processors=os.cpu_count()))
        munge = self.folder / "munge"
        self.run("setpriv", "--reuid", "munge", "--regid", "munge", "--clear-groups", "/usr/sbin/munged", "--force", f"--socket={munge}/socket", f"--pid-file={munge}/pid", f"--log-file={munge}/log", f"--seed-file={munge}/seed", "--key-file=/etc/munge/munge.key")
        self.run("/usr/sbin/slurmctld", "-f", self.folder / "slurm.conf")
        self.run("/usr/sbin/slurmd", "-f", self.folder / "slurm.conf", "-N", "localhost")
        for _ in range(150):
            if self.run("sinfo", "-h", "-p", "spare", "-o", "%t", check=False).stdout.strip() == "idle":
                return self
            time.sleep(0.2)
        raise RuntimeError("the node does not come up: " + (self.folder / "slurmctld.log").read_text()[-2000:])

    def __exit__(self, *_):
        self.run("scancel", "--full", "--user", "root", check=False)
        time.sleep(1)
        self.run("scontrol", "shutdown", check=False)
        time.sleep(1)
        for name in ("slurmd.pid", "slurmctld.pid", "munge/pid"):
            path = self.folder / name
            if path.exists() and path.read_text().strip():
                subprocess.run(["kill", path.read_text().strip()], capture_output=True)

    def show(self, job):
        """What Slurm says of a job: {"JobState": ..., "Restarts": ..., ...}."""
        text = self.run("scontrol", "show", "job", job).stdout
        return dict(word.split("=", 1) for word in text.split() if "=" in word)

    def wait(self, job, *states, seconds=150):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.show(job)
            if found["JobState"] in states:
                return found
            time.sleep(0.3)
        raise RuntimeError(f"job {job} is {found['JobState']} and not {states} after {seconds} s")
