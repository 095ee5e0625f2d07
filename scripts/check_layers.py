#!/usr/bin/env python3
"""Check that includes follow the flow of data (README, "Map of the tree").

Kernels: base < rng, math < model, draws < observe < tally < api < cpu, cuda. Nothing in kernels/ includes host/. Host:
study < digest, exact, config < resolve < plan < check, results < refine, exemplars, outputs; refine < checkpoint < session; record < ranks < app < app; text < outputs < charts < report < pack < session, folder < cache < app, and
outputs and folder do not see each other; host/ sees kernels/cpu and kernels/cuda only through kernels/api.
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
    "text": {"text"},
    "folder": {"digest", "text", "folder"},
    "cache": {"digest", "folder", "cache"},
    "facts": {"facts"},
    "exact": {"study", "exact"},
    "config": {"study", "text", "exact", "config"},
    "resolve": {"study", "exact", "resolve"},
    "plan": {"study", "digest", "exact", "resolve", "plan"},
    "record": {"study", "digest", "resolve", "plan", "record"},
    "results": {"study", "exact", "resolve", "plan", "record", "results"},
    "refine": {"study", "plan", "record", "results", "refine"},
    "exemplars": {"study", "plan", "record", "results", "exemplars"},
    "checkpoint": {"study", "digest", "plan", "record", "results", "refine", "checkpoint"},
    "check": {"study", "exact", "config", "resolve", "plan", "check"},
    "charts": {"study", "text", "exact", "results", "outputs", "charts"},
    "report": {"study", "digest", "text", "exact", "config", "resolve", "record", "results", "outputs", "charts", "report"},
    "pack": {"study", "record", "results", "outputs", "charts", "report", "pack"},
    "outputs": {"study", "digest", "text", "plan", "record", "results", "outputs"},
    "ranks": {"text", "plan", "resolve", "study", "exact", "digest", "record", "ranks"},
    "tables": {"text", "tables"},
    "writers": {"tables", "writers"},
    "samples": {"study", "text", "exact", "resolve", "plan", "results", "folder", "tables", "samples"},
    "session": {"study", "text", "config", "plan", "check", "record", "results", "refine", "exemplars", "checkpoint", "outputs", "pack", "session"},
    "bench": {"study", "text", "facts", "config", "plan", "record", "results", "outputs", "session", "bench"},
    "app": {
        "study", "digest", "text", "facts", "folder", "cache", "exact", "config", "resolve", "plan", "check", "record", "results", "refine",
        "ranks", "checkpoint", "outputs", "charts", "report", "pack", "session", "tables", "samples", "bench", "app",
    },
}
# Talk goes through host/app/talk.cpp and data through host/app/data_out.cpp, which alone name the descriptors.
STREAM = re.compile(
    r"\bfmt::print\b|\bfmt::println\b|\bstd::c(?:out|err|log)\b|\bstd(?:out|err)\b|\bf?printf\s*\(|\bf?puts\s*\(|\bputchar\b|\bperror\b|\bSTD(?:OUT|ERR)_FILENO\b|"
    r"#\s*include\s*<iostream>"
)
STREAM_OWNERS = {"host/app/talk.cpp", "host/app/data_out.cpp", "host/folder/standard_descriptors.cpp", "host/folder/file_calls.cpp"}
COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', re.DOTALL)
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
        text = path.read_text(encoding="utf-8")
        if str(path.relative_to(ROOT)) not in STREAM_OWNERS:
            for name in STREAM.findall(COMMENT_OR_TEXT.sub("", text)):
                yield f"{path.relative_to(ROOT)}: {name}: say it through host/app/talk.hpp, print data through host/app/data_out.hpp"
        for include in INCLUDE.findall(text):
            to_side, to_room = include.split("/")[:2]
            if side == "kernels":
                fine = to_side == "kernels" and to_room in KERNELS[room]
            elif to_side == "kernels":
                fine = to_room in KERNELS_FOR_HOST
            else:
                fine = to_room in HOST[room]
            if not fine:
                yield f"{path.relative_to(ROOT)}: includes {include}, against the flow"


# Where a namespace opens and ends, and where a type is defined in it.
NAMESPACE = re.compile(r"^namespace ([\w:]*) ?\{|^\}  // namespace|^(?:template<[^\n]*>\n)?(?:struct|class|enum class|enum) (?:alignas\(\w+\) )?(\w+)(?![\w<(])[^;{]*\{", re.MULTILINE)


def types_of(text):
    """Full names of the types that a header defines."""
    open_spaces = []
    for match in NAMESPACE.finditer(text):
        if match.group(0).startswith("namespace"):
            open_spaces.append(match.group(1) or "(unnamed)")
        elif match.group(0).startswith("}"):
            if open_spaces:
                open_spaces.pop()
        elif "(unnamed)" not in open_spaces:
            yield "::".join([*open_spaces, match.group(2)])


def twins():
    """Types of one name in two headers: programs that hold both are not C++, and no compiler says so."""
    found = {}
    for path in sorted(ROOT.glob("kernels/**/*")) + sorted(ROOT.glob("host/**/*")):
        if path.suffix not in {".hpp", ".cuh"}:
            continue
        for name in types_of(path.read_text(encoding="utf-8")):
            other = found.setdefault(name, path)
            if other != path:
                yield f"{path.relative_to(ROOT)}: {name} is also defined in {other.relative_to(ROOT)}"


def main():
    found = [*violations(), *twins()]
    for line in found:
        print(line)
    print(f"{len(found)} includes against the flow, streams beside talk and data, or types defined twice")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
