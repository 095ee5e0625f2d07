#!/usr/bin/env python3
"""Check that includes follow the flow of data (README, "Map of the tree").

Kernels: base < rng, math < model, draws < observe < tally < api < cpu, cuda. Nothing in kernels/ includes host/. Host:
study < digest, exact, config < resolve < plan < check, results < run, outputs < app; host/ sees kernels/cpu and
kernels/cuda only through kernels/api.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
KERNELS = {
    "base": {"base"},
    "rng": {"base", "rng"},
    "math": {"base", "math"},
    "model": {"base", "math", "model"},
    "draws": {"base", "rng", "math", "model", "draws"},
    "observe": {"base", "math", "model", "observe"},
    "tally": {"base", "model", "observe", "tally"},
    "api": {"base", "model", "observe", "tally", "api"},
    "cpu": {"base", "rng", "math", "model", "draws", "observe", "tally", "api", "cpu"},
    "cuda": {"base", "rng", "math", "model", "draws", "observe", "tally", "api", "cuda"},
}
# What host rooms may see of kernels/: never an engine's own folder.
KERNELS_FOR_HOST = {"base", "rng", "math", "model", "draws", "observe", "tally", "api"}
HOST = {
    "study": {"study"},
    "digest": {"digest"},
    "exact": {"study", "exact"},
    "config": {"study", "config"},
    "resolve": {"study", "exact", "resolve"},
    "plan": {"study", "digest", "exact", "resolve", "plan"},
    "results": {"study", "digest", "exact", "resolve", "plan", "results"},
    "check": {"study", "exact", "config", "resolve", "plan", "results", "check"},
    "run": {"study", "plan", "results", "run"},
    "outputs": {"study", "digest", "results", "outputs"},
    "app": {"study", "digest", "exact", "config", "resolve", "plan", "check", "results", "run", "outputs", "app"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"((?:kernels|host)/[^"]+)"', re.MULTILINE)


def violations():
    for path in sorted(ROOT.glob("kernels/**/*")) + sorted(ROOT.glob("host/**/*")):
        if path.suffix not in {".hpp", ".cpp", ".cu", ".cuh"}:
            continue
        side, room = path.relative_to(ROOT).parts[:2]
        allowed = KERNELS if side == "kernels" else HOST
        if room not in allowed:
            yield f"{path.relative_to(ROOT)}: room {side}/{room} is not on the map (scripts/check_layers.py)"
            continue
        for include in INCLUDE.findall(path.read_text(encoding="utf-8")):
            to_side, to_room = include.split("/")[:2]
            if side == "kernels":
                fine = to_side == "kernels" and to_room in KERNELS[room]
            elif to_side == "kernels":
                fine = to_room in KERNELS_FOR_HOST
            else:
                fine = to_room in HOST[room]
            if not fine:
                yield f"{path.relative_to(ROOT)}: includes {include}, against the flow"


def main():
    found = list(violations())
    for line in found:
        print(line)
    print(f"{len(found)} includes against the flow")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
