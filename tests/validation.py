# SPDX-License-Identifier: Apache-2.0
"""The end of docs/validation.md: what the long steps of run_all.py found, one section a step.

A long step prints its section as Markdown, from a line that begins with `## ` to the line before its counts. Sections of
steps that did not run stay as they are.
"""

import re

INTRODUCTION = """<!-- step: introduction -->
## Long tests

`scripts/test --long --write` makes what follows anew.
Each section is the output of one step, and a section that a later run left out keeps the figures of the run that made it.
"""
COUNTS = re.compile(r"\d+ passed, \d+ failed")
MARK = re.compile(r"<!-- step: (\S+) -->\n")


def section_of(output):
    """The section that a step printed, or nothing."""
    lines = output.splitlines()
    begin = next((i for i, line in enumerate(lines) if line.startswith("## ")), len(lines))
    end = next((i for i in range(begin, len(lines)) if COUNTS.match(lines[i])), len(lines))
    return "\n".join(lines[begin:end]).strip()


def document(old, sections, order):
    """The text with new sections in the place of old ones, in the order of the steps; steps that are gone lose theirs.

    What stands before the first of them is left alone.
    """
    parts = MARK.split(old)
    found = {**dict(zip(parts[1::2], (part.strip() for part in parts[2::2]))), **sections}
    return parts[0].rstrip() + "\n\n" + INTRODUCTION + "".join(f"\n<!-- step: {name} -->\n{found[name]}\n" for name in order if found.get(name))
