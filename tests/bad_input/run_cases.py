#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Gives each bad study of cases.py to a program and checks exit code and messages.

    run_cases.py PROGRAM [--reader-only] [--only TEXT] [--show]

--reader-only leaves out numeric cases and options of `run`, for a program that only reads. Ends with the line
`N passed, N failed` and exit code 0 if none failed.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
from cases import CASES, GOOD  # noqa: E402

BASE = (Path(__file__).parent / "base.toml").read_bytes()


def edited(case):
    text = BASE.decode()
    for old, new in case.edit:
        if text.count(old) != 1:
            raise ValueError(f"{case.name}: {old!r} stands {text.count(old)} times in base.toml")
        text = text.replace(old, new)
    return text


def make_file(case, folder):
    """Path of the study of a case, and the line that its message must name."""
    path = Path(folder) / "study.toml"
    if case.kind == "missing":
        return path, None
    if case.kind == "directory":
        path.mkdir()
        return path, None
    if case.kind == "fifo":
        os.mkfifo(path)
        return path, None
    if case.kind == "device":
        return Path("/dev/null"), None
    if case.text is not None:
        path.write_bytes(case.text if isinstance(case.text, bytes) else case.text.encode())
        return path, None
    text = edited(case)
    path.write_text(text)
    mark = (case.edit[0][1] if case.edit else None) if case.line == "" else case.line
    return path, text[: text.index(mark)].count("\n") + 1 if mark else None


def call(program, words):
    done = subprocess.run([program, *words], capture_output=True, timeout=20, stdin=subprocess.DEVNULL,
                          env={**os.environ, "NO_COLOR": "1"})
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def complaints(case, program, show):
    with tempfile.TemporaryDirectory() as folder:
        path, line = make_file(case, folder)
        if case.run:
            words = ["run", str(path), "--out", str(Path(folder) / "out"), *case.run]
        else:
            words = ["validate", str(path), *case.words]
        code, output = call(program, words)
    if show:
        print(f"--- {case.name}: exit {code}\n{output[:1500]}")
    if code not in case.code:
        yield f"exit code {code}, expected {' or '.join(map(str, case.code))}"
    for pattern in case.says:
        if not re.search(pattern, output):
            yield f"nothing matches {pattern!r}"
    if line is not None and not re.search(rf"study\.toml:{line}:\d+: ", output):
        yield f"line {line} is not named"
    if "\x1b" in output:
        yield "the output holds an escape character"
    if code != 0 and len(output) > 20000:
        yield f"{len(output)} characters of output"


def good_complaints(make, program):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.toml"
        path.write_bytes(make(BASE))
        code, output = call(program, ["validate", str(path)])
    if code != 0:
        yield f"exit code {code}: {output[:300]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--reader-only", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    passed = failed = 0
    jobs = [(case.name, lambda case=case: complaints(case, options.program, options.show)) for case in CASES
            if not (options.reader_only and (case.numeric or case.run))]
    jobs += [(f"good: {name}", lambda make=make: good_complaints(make, options.program)) for name, make in GOOD]
    for name, job in jobs:
        if options.only not in name:
            continue
        found = list(job())
        passed += not found
        failed += bool(found)
        for complaint in found:
            print(f"FAILED {name}: {complaint}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
