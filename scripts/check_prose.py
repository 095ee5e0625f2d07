#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Documents keep one sentence on each line of their source, so that a diff shows the sentences that changed.

    check_prose.py             checks the documents; ends with `N passed, N failed`
    check_prose.py --fix FILE  joins wrapped paragraphs and begins a line with each sentence

A line of prose holds at most 400 characters, a cell of a table 160 without the targets of its links. Code, headings and tables
are left as they are. Paragraphs, items of lists and quotations are taken sentence by sentence; what stands in brackets or in a
code span stays in one piece.
"""

import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "DECISIONS.md", "docs/*.md", "*/README.md"]
LONGEST_LINE = 400
LONGEST_CELL = 160

ITEM = re.compile(r"(\s*)([-*+]|\d+[.)])(\s+)(?=\S)")
QUOTE = re.compile(r"\s*>\s?")
FENCE = re.compile(r"\s*(```+|~~~+)")
ALONE = re.compile(r"\s*(#{1,6}\s|\||<|!\[|\[[^\]]+\]:\s|\$\$|([-*_]\s*){3,}$)")  # headings, tables, HTML, pictures, link targets, formulas, rules
BREAK = re.compile(r"(  +|\\)$")
ABBREVIATION = re.compile(r"(^|[\s(\"“‘])(e\.g|i\.e|etc|cf|vs|approx|[Ff]igs?|[Ee]qs?|[Nn]os?|[Ss]ects?|pp?|al|ca|resp|incl|Dr|Mr|Ms|St)\.$")
END = re.compile(r"[.!?][\"'”’)\]*_]*$")
BEGIN = re.compile(r"[\"'“‘(*_`]*([A-Z0-9±−+–$\[]|gapmc\b|`)|[*_]{1,2}\w")


def pieces(text):
    """Words of a text, with what is in brackets or in a code span kept together."""
    words, word, depth, span = [], "", 0, ""
    for token in re.findall(r"`+|\s+|[()\[\]]|[^`\s()\[\]]+", text):
        if token.startswith("`"):
            span = "" if token == span else span or token
        elif not span:
            depth = max(0, depth + (token in "([") - (token in ")]"))
        if token.isspace() and not span and depth == 0:
            words.append(word)
            word = ""
        else:
            word += " " if token.isspace() else token
    return [word for word in [*words, word] if word]


def sentences(text):
    """The sentences of a paragraph."""
    result, sentence = [], ""
    words = pieces(text)
    for i, word in enumerate(words):
        sentence += (" " if sentence else "") + word
        numbered = re.fullmatch(r"[*_]*\d+\.", sentence)  # "**12. A title.**"
        last = i + 1 == len(words)
        if last or (END.search(word) and not ABBREVIATION.search(sentence) and not numbered and BEGIN.match(words[i + 1])):
            result.append(sentence)
            sentence = ""
    return result


class Writer:
    """Collects a paragraph's lines and writes its sentences."""

    def __init__(self):
        self.lines = []
        self.text, self.first, self.rest = [], "", ""

    def alone(self, line):
        self.flush()
        self.lines.append(line)

    def begin(self, first, rest, text):
        self.flush()
        self.text, self.first, self.rest = [text], first, rest

    def flush(self):
        if self.text:
            found = sentences(" ".join(self.text))
            self.lines += [(self.rest if i else self.first) + sentence for i, sentence in enumerate(found)]
        self.text = []


def converted(source):
    """The document with one sentence a line."""
    writer = Writer()
    fence = ""
    inside_comment = False
    in_item = False
    for line in source.split("\n"):
        opening = FENCE.match(line)
        if fence or opening:
            writer.alone(line)
            if not fence:
                fence = opening[1]
            elif opening and opening[1].startswith(fence) and line.strip() == opening[1]:
                fence = ""
        elif inside_comment or line.lstrip().startswith("<!--"):
            writer.alone(line)
            inside_comment = "-->" not in line
        elif not line.strip():
            writer.alone(line)
        elif ALONE.match(line):
            writer.alone(line)
            in_item = in_item and line.startswith(" ")
        elif item := ITEM.match(line):
            in_item = True
            writer.begin(item[0], " " * len(item[0]), line[item.end() :])
        elif not writer.text and not in_item and line.startswith("    "):
            writer.alone(line)  # indented code
        elif quote := QUOTE.match(line):
            if writer.text and writer.first.lstrip().startswith(">"):
                writer.text.append(line[quote.end() :])
            else:
                writer.begin(quote[0], quote[0], line[quote.end() :])
        elif writer.text:
            writer.text.append(line.strip())
        else:
            indent = line[: len(line) - len(line.lstrip())]
            in_item = in_item and indent != ""
            writer.begin(indent, indent, line.strip())
        if writer.text and BREAK.search(line):
            writer.text[-1] = writer.text[-1].rstrip() + ("\\" if line.endswith("\\") and not writer.text[-1].endswith("\\") else "")
    writer.flush()
    return "\n".join(writer.lines)


def cells(line):
    plain = re.sub(r"\]\([^)]*\)", "]", line.strip().strip("|"))
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", plain)]


def problems(source):
    """(line number, what is wrong) of a document."""
    expected = converted(source).split("\n")
    kept = set(expected)
    fence = ""
    for number, line in enumerate(source.split("\n"), 1):
        opening = FENCE.match(line)
        if opening:
            fence = "" if fence else opening[1]
        elif fence:
            continue
        elif line.lstrip().startswith("|"):
            long = [cell for cell in cells(line) if len(cell) > LONGEST_CELL]
            if long:
                yield number, f"a cell of {len(long[0])} characters, {LONGEST_CELL} are allowed: {long[0][:60]}..."
        elif line not in kept:
            yield number, f"not one whole sentence: {line.strip()[:80]}"
        elif len(line) > LONGEST_LINE:
            yield number, f"{len(line)} characters, {LONGEST_LINE} are allowed: {line[:60]}..."


def documents():
    return sorted({path for pattern in DOCUMENTS for path in ROOT.glob(pattern)})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fix", nargs="+", type=pathlib.Path, default=[])
    arguments = parser.parse_args()
    for path in arguments.fix:
        path.write_text(converted(path.read_text(encoding="utf-8")), encoding="utf-8")
    if arguments.fix:
        return 0
    passed = failed = 0
    for path in documents():
        name = str(path.relative_to(ROOT))
        found = list(problems(path.read_text(encoding="utf-8")))
        for number, what in found:
            print(f"{name}:{number}: {what}")
        passed, failed = passed + (not found), failed + bool(found)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
