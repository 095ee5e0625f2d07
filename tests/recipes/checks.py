# SPDX-License-Identifier: Apache-2.0
"""Counts of checks, and what the tests of this folder share."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECIPES = ROOT / "scripts/recipes"
TOOLS = ROOT / ".venv-recipes/bin"  # scripts/install-python puts linters and Snakemake there


class Checks:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, what, problems):
        """problems: what is wrong, one text each; none is well."""
        problems = list(problems)
        self.passed, self.failed = self.passed + (not problems), self.failed + bool(problems)
        print("\n".join([f"{'FAIL' if problems else 'ok  '} {what}", *(f"     {problem}" for problem in problems)]), flush=True)

    def refused(self, what, problems):
        """A spoiled recipe, of which a check must find something."""
        self.check(f"refused: {what}", [] if list(problems) else ["nothing was found"])

    def skip(self, what, why):
        self.skipped += 1
        print(f"skip {what}: {why}", flush=True)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed else 0


def call(*words, **options):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, **options)


def complaints(done):
    """What a program said that ended with another code than 0."""
    return [] if done.returncode == 0 else [(done.stdout + done.stderr).strip()[-1500:] or f"exit {done.returncode}"]
