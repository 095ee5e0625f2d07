# SPDX-License-Identifier: Apache-2.0
"""What tests of the built program share. Needs the path of gapmc in GAPMC."""

import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
GAPMC = os.path.abspath(os.environ.get("GAPMC", str(ROOT / "build" / "gapmc")))
FLAGSHIP = str(ROOT / "configs" / "us-china-ai-index.toml")
SMALL = str(ROOT / "configs" / "closed-form" / "links.toml")
FILES = {"study.toml", "resolved.toml", "bands.csv", "result.json", "fan.svg", "report.html", "numbers.json", "numbers.tex", "numbers.typ", "tally.bin", "run.json", "SHA256SUMS", "hub"}


def gapmc(*words, **options):
    return subprocess.run([GAPMC, *map(str, words)], capture_output=True, text=True, timeout=300, **options)


def run(folder, *words, study=SMALL):
    done = gapmc("run", study, "--out", folder, "--quiet", *words)
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "result.json").read_text())


def sums(folder):
    return (folder / "SHA256SUMS").read_text()
