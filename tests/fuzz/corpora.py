# SPDX-License-Identifier: Apache-2.0
"""Inputs that fuzzing starts from: the studies of the tree, the bad ones, and the files of small runs."""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/bad_input"))
import run_cases  # noqa: E402

BETWEEN = b"\x1e"
RECORDED = ROOT / "configs/closed-form/score-map.toml"
RUNS = [["-n", "1"], ["-n", "64"], ["-n", "200"], ["-n", "256", "--shard", "2/3"], ["-n", "64", "study.title=T"], ["-n", "64", "--contrast", "gap"]]
RULES = ["mcse(gap.p50@2034)<=0.01", "mcse(ratio_2.mean@2026) <= 1e-3", " mcse( gap.sd@2030 )<=.5", "mcse(gap.p97.5@2030)<=0.1",
         "mcse(gap.narrower@2025)<=0.001", "mcse(gap.p2.5@2034)<=0.01", "mcse(gap.p025@2034)<=0.01", "mcse(gap.p5)<=1", "", "mcse(gap.p50@2034)<=-1"]
WORDS = ["mcse(", "gap", "ratio_2", ".mean@", ".sd@", ".narrower@", ".p", "@20", ")<=", "1e-", "{ p05 = ", "p50 = ", ", p95 = ", "dist = ", "unit = ",
         "truncate = ", "[[", "]]", "= true", "= false", "percent", "percent/yr", "month", "+events.", "study.", "index.", "\\x1e", "  "]


def small_studies():
    return sorted([*(ROOT / "configs").rglob("*.toml"), *(ROOT / "tests/oracle/studies").glob("*.toml")])


def study_seeds():
    base = run_cases.BASE
    for path in small_studies():
        yield path.read_bytes()
    for case in run_cases.CASES:
        text = case.text if case.text is not None else run_cases.edited(case) if case.kind == "file" else base
        text = text if isinstance(text, bytes) else text.encode()
        if len(text) < 65536:
            yield BETWEEN.join([text, *(word if isinstance(word, bytes) else word.encode() for word in case.words)])
    for word in ("study.seed=8", "+events.new.rate=0.1", "drivers.compute.us.growth={ p05 = 0.1, p95 = 0.4 }", "shocks.pair.0.rho=0.1"):
        yield base + BETWEEN + word.encode()


def run_files(program):
    """(record without its checksum, SHA256SUMS) of runs of the study that the target of records knows."""
    with tempfile.TemporaryDirectory() as folder:
        for i, words in enumerate(RUNS):
            run = pathlib.Path(folder, str(i))
            done = subprocess.run([program, "run", str(RECORDED), *words, "--out", str(run), "--quiet"], capture_output=True, text=True)
            if done.returncode != 0:
                raise RuntimeError(f"{words}: {done.stderr}")
            yield (run / "tally.bin").read_bytes()[:-64], (run / "SHA256SUMS").read_bytes()


def write(folder, program):
    """Writes FOLDER/TARGET/NUMBER for every target that has seeds, and FOLDER/words, a dictionary."""
    files = list(run_files(program))
    seeds = {"study": study_seeds(), "stop_rule": (rule.encode() for rule in RULES), "record": (record for record, _ in files),
             "sums": (sums for _, sums in files), "schema": (bytes([i] * 64) for i in range(0, 256, 5)), "planted": [b"g"]}
    for target, texts in seeds.items():
        (folder / target).mkdir(parents=True, exist_ok=True)
        for i, text in enumerate(texts):
            (folder / target / str(i)).write_bytes(text)
    (folder / "words").write_text("".join('"' + word.replace('"', '\\"') + '"\n' for word in WORDS))
