#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The workflow of scripts/snakemake: its merged folder has the bytes of one run, whatever happens to a part.

    run_workflow.py BUILD

One part is stopped by SIGUSR1 (75) and one killed by SIGKILL, each in its first try and behind a checkpoint; Snakemake tries
again, and both go on from there. A second call makes nothing; another number of parts makes all of them again, in the same
folders. Skipped without Snakemake, which scripts/install-python brings. Ends with `N passed, N failed, N skipped`.
"""

import os
import pathlib
import re
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from checks import ROOT, TOOLS, Checks, call, complaints  # noqa: E402

STUDY = ROOT / "configs/us-china-ai-index.toml"
TRAJECTORIES = "900k"

# Stands before the program: the first try of part 2 is stopped, that of part 3 killed, as soon as a checkpoint is there. Of
# a kill the checkpoint is what is left, of a stop what the program writes then.
DISTURBED = """#!/bin/bash
for word; do
  case $before in --shard) part=${word%%/*} ;; --out) folder=$word ;; esac
  before=$word
done
case $1-$part in run-2) signal=USR1 ;; run-3) signal=KILL ;; *) exec "$PROGRAM" "$@" ;; esac
if [ -e "$MARKS/$part" ]; then exec "$PROGRAM" "$@"; fi
: >"$MARKS/$part"
"$PROGRAM" "$@" --checkpoint-every 100ms &
until compgen -G "$folder/checkpoint-*.bin" >/dev/null; do sleep 0.02; kill -0 $! || break; done
kill -$signal $!
wait $!
code=$?
echo $code >"$MARKS/$part"
exit $code
"""


class Workflow:
    def __init__(self, folder, program, snakefile=ROOT / "scripts/snakemake/Snakefile"):
        self.folder, self.program, self.snakefile = folder, program, snakefile
        (folder / "marks").mkdir(parents=True)
        self.disturbed = folder / "gapmc"
        self.disturbed.write_text(DISTURBED)
        self.disturbed.chmod(0o755)

    def make(self, parts, *words):
        environment = {**os.environ, "GAPMC": str(self.disturbed), "PROGRAM": str(self.program), "MARKS": str(self.folder / "marks"), "HOME": str(self.folder)}
        return call(TOOLS / "snakemake", "-s", self.snakefile, "--directory", self.folder, "--cores", "1", *words,
                    "--config", f"study={STUDY}", f"parts={parts}", f"options=-n {TRAJECTORIES}", "out=out", env=environment)

    def log(self, part):
        return (self.folder / f"out/parts/{part}.log").read_text()


def with_folders_as_outputs(folder):
    """The workflow as one might write it first: a part's output is its folder, which Snakemake removes before it tries again."""
    source = ROOT / "scripts/snakemake"
    text = (source / "Snakefile").read_text()
    for old, new in (('f"{out}/parts/{{part}}/SHA256SUMS"', 'directory(f"{out}/parts/{{part}}")'), ('f"{folder}/SHA256SUMS"', "folder")):
        assert old in text
        text = text.replace(old, new)
    folder.mkdir()
    (folder / "Snakefile").write_text(text)
    shutil.copy(source / "config.yaml", folder)
    return folder / "Snakefile"


def files(folder):
    """All of a run but the run card."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "run.json"}


def differing(one, other):
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def went_on(workflow, part, code):
    """What is wrong with a part whose first try is to have ended with a code, and whose second to have gone on from a checkpoint."""
    mark, log = workflow.folder / f"marks/{part}", workflow.log(part)
    start = re.search(r"it goes on at (\d+) of (\d+) trajectories", log)
    ended = mark.read_text().strip() if mark.exists() else "undisturbed"
    if ended != str(code):
        yield f"the first try ended {ended}"
    if not start or not 0 < int(start[1]) < int(start[2]):
        yield f"it did not go on: {log[-600:]}"


def main():
    program = pathlib.Path(sys.argv[1]).resolve() / "gapmc"
    checks = Checks()
    if not (TOOLS / "snakemake").exists():
        checks.skip("the workflow", "no Snakemake in .venv-recipes")
        return checks.end()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        done = call(program, "run", STUDY, "-n", TRAJECTORIES, "--quiet", "--out", folder / "one")
        checks.check("one run", complaints(done))
        one = files(folder / "one")
        workflow = Workflow(folder, program)
        done = workflow.make(3)
        checks.check("Snakemake makes three parts, of which two are disturbed", complaints(done))
        checks.check("a part that was stopped went on", went_on(workflow, 2, 75))
        checks.check("a part that was killed went on", went_on(workflow, 3, 137))
        checks.refused("a part that nobody disturbed", went_on(workflow, 1, 75))
        checks.check(f"merged: the {len(one)} files of one run", differing(one, files(folder / "out/merged")))
        checks.refused("a part alone", differing(one, files(folder / "out/parts/1")))
        report = files(folder / "out/report")
        checks.check("report: chart, bands and table", differing({name: one[name] for name in ("fan.svg", "bands.csv")}, {name: report.get(name) for name in report if name != "table.txt"}))
        checks.check("the table is of the whole run", [] if b"900,000 trajectories" in report.get("table.txt", b"") else [report])
        done = workflow.make(3)
        checks.check("a second call makes nothing", complaints(done) or ([] if "Nothing to be done" in done.stderr else [done.stderr[-600:]]))
        checks.check("two parts instead of three", complaints(workflow.make(2)))
        checks.check("merged again: the same files", differing(one, files(folder / "out/merged")))
        checks.check("they were made again", [] if "numbers 450048 to 899999" in workflow.log(2).replace(",", "") else [workflow.log(2)[-600:]])
        careless = Workflow(folder / "careless", program, with_folders_as_outputs(folder / "spoiled"))
        done = careless.make(3, "out/parts/2")
        checks.check("with folders as outputs a part is made, too", complaints(done))
        checks.refused("and it began anew", went_on(careless, 2, 75))
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
