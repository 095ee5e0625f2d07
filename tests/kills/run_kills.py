#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills at random moments, resumed with other threads, batches and instances: the bytes of a run that nobody disturbed.

    run_kills.py BUILD_DIRECTORY [--kills 500] [--seed 1]

Chains of a run, a comparison, a run with further passes and one with a stop rule: each is killed (SIGKILL) again and again until it
is through. After every kill the newest sound checkpoint must hold at least what the one before it held; at the end the files are compared.
"""

import argparse
import os
import pathlib
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FLAGSHIP = str(ROOT / "configs/us-china-ai-index.toml")
INTERVAL = 0.1  # [s] between checkpoints
WORKS = {
    "run": ("run", FLAGSHIP, "-n", "2M"),
    "run --exact": ("run", FLAGSHIP, "-n", "600k", "--exact"),
    "run --until": ("run", FLAGSHIP, "-n", "4M", "--until", "mcse(gap.mean@2035) <= 0.01"),
    "compare": ("compare", FLAGSHIP, "--sweep", "index.phi=0.2,0.8", "-n", "500k"),
}
SPEAKS = re.compile(r"goes on at (\d+) of \d+ trajectories( of a further pass)?")


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json"}


class Chain:
    """One run until it is through."""

    def __init__(self, program, words, folder, draw):
        self.program, self.words, self.folder, self.draw = program, words, folder, draw
        self.kills = 0
        self.faults = []
        self.reached = (0, 0)

    def engine(self):
        environment = dict(os.environ)
        instance = self.draw.choice(["", "", "avx2", "scalar"])
        if instance == "scalar" or (instance and instance in pathlib.Path("/proc/cpuinfo").read_text()):
            environment["GAPMC_SIMD"] = instance
        return ["--threads", str(self.draw.randint(1, 3)), "--batch", str(self.draw.choice([0, 64, 256, 1024]))], environment

    def step(self, seconds):
        there = any(self.folder.glob("checkpoint-*.bin"))
        command = ["resume", str(self.folder)] if there and self.draw.random() < 0.5 else [*self.words, "--out", str(self.folder)]
        options, environment = self.engine()
        process = subprocess.Popen([self.program, *command, "--checkpoint-every", f"{INTERVAL * 1000:.0f}ms", *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)
        try:
            talk = process.communicate(timeout=seconds)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            talk = process.communicate()[1]
        said = SPEAKS.search(talk)
        if said:
            reached = (1 if said[2] else 0, int(said[1]))
            if reached < self.reached:
                self.faults.append(f"went back from {self.reached} to {reached}")
            self.reached = reached
        if "damaged" in talk:
            self.faults.append(talk)
        if process.returncode == -signal.SIGKILL:
            self.kills += 1
        elif process.returncode != 0:
            self.faults.append(f"exit code {process.returncode}: {talk}")
        return process.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    program = str((arguments.build / "gapmc").resolve())
    draw = random.Random(arguments.seed)
    kills, chains, faults, lengths = 0, 0, [], []
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        expected = {}
        for name, words in WORKS.items():
            out = base / f"whole-{len(expected)}"
            subprocess.run([program, *words, "--out", out, "--quiet"], check=True, stdout=subprocess.DEVNULL)
            expected[name] = files_of(out)
        while kills < arguments.kills:
            name = list(WORKS)[chains % len(WORKS)]
            chain = Chain(program, WORKS[name], base / f"chain-{chains}", draw)
            # Longer and longer, so that a slow machine comes to the end too.
            for i in range(400):
                if chain.step(draw.uniform(0.02, 0.6) * (1 + i / 20)):
                    break
            else:
                chain.faults.append("it does not come to an end")
            if not chain.faults and files_of(chain.folder) != expected[name]:
                chain.faults.append("other bytes")
            faults += [f"{name}: {fault}" for fault in chain.faults]
            kills += chain.kills
            lengths.append(chain.kills)
            chains += 1
    print("## Kills\n")
    print(f"{kills} kills at random moments, in {chains} runs of four kinds, {statistics.median(lengths):.0f} in a run at the median and {max(lengths)} at most; each was resumed with other threads, batches and instances.")
    print(f"Checkpoints were {INTERVAL} s apart.")
    if faults:
        print("Faults: " + "; ".join(faults[:5]))
    else:
        print("All runs came to the bytes of a run that nobody disturbed, and none went back behind a checkpoint that it had.")
    print(f"{kills if not faults else 0} passed, {len(faults)} failed, 0 skipped")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
