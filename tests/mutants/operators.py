# SPDX-License-Identifier: Apache-2.0
"""Where a C++ source can be changed by one operator, and into what.

A small tokenizer finds the places: comments, strings, preprocessor lines and static_asserts are no places. clang-format puts a
space on both sides of a binary operator and none beside the brackets of templates, so spaces tell `a < b` from `list<int>`.
"""

import re
from dataclasses import dataclass

TOKEN = re.compile(r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<directive>^[ \t]*\#(?:\\\n|[^\n])*)
  | (?P<raw>R"(?P<delimiter>[^(\s]*)\(.*?\)(?P=delimiter)")
  | (?P<string>"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*')
  | (?P<number>(?:0[xX][0-9a-fA-F']+|\d[\d']*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)[uUlLfF]*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<operator><=>|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||\+=|-=|\*=|/=|[-+*/<>!=?:;,.(){}\[\]&|^~%@\\])
  | (?P<space>\s+)
""", re.VERBOSE | re.MULTILINE | re.DOTALL)

BINARY = {"<": ["<=", ">"], "<=": ["<", ">="], ">": [">=", "<"], ">=": [">", "<="], "==": ["!="], "!=": ["=="], "+": ["-"], "-": ["+"], "*": ["/"],
          "/": ["*"], "&&": ["||"], "||": ["&&"], "+=": ["-="], "-=": ["+="]}
WORDS = {"min": ["max"], "max": ["min"], "true": ["false"], "false": ["true"], "any_of": ["all_of"], "all_of": ["any_of"], "none_of": ["any_of"],
         "lower_bound": ["upper_bound"], "upper_bound": ["lower_bound"], "floor": ["ceil"], "ceil": ["floor"], "front": ["back"], "back": ["front"]}
OF_STD = {"min", "max", "any_of", "all_of", "none_of", "lower_bound", "upper_bound", "floor", "ceil"}


@dataclass(frozen=True)
class Mutant:
    path: str  # relative to the root
    begin: int
    end: int
    new: str
    line: int

    def applied(self, text):
        return text[: self.begin] + self.new + text[self.end :]


def tokens(text):
    """(kind, text, begin) of everything but spaces and comments; a character that is no token is an error."""
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"no token at {text[at:at + 40]!r}")
        if match.lastgroup not in ("space", "comment"):
            kind = "raw" if match["raw"] else match.lastgroup
            yield kind, match[0], at
        at = match.end()


def successor(number):
    """The constant after a decimal one, in its own spelling, or nothing."""
    match = re.fullmatch(r"(\d+)(\.\d*)?([uUlLfF]*)", number)
    if match is None:
        return []
    whole, rest, suffix = match[1], match[2] or "", match[3]
    later = [f"{int(whole) + 1}{rest}{suffix}"]
    return later + ([f"{int(whole) - 1}{rest}{suffix}"] if int(whole) > 0 else [])


def skipped(found):
    """Indices inside a static_assert or an attribute."""
    inside, depth, kind = set(), 0, None
    for i, (_, word, _) in enumerate(found):
        if kind is None and word == "static_assert":
            kind, depth = ")", 0
        if kind is not None:
            inside.add(i)
            depth += (word == "(") - (word == ")")
            if word == ";":
                kind = None
    return inside


def mutants_of(path, text):
    """Every change of one operator of a source, in the order of the text."""
    found = list(tokens(text))
    left_out = skipped(found)
    result = []

    def add(begin, old, new):
        result.append(Mutant(path, begin, begin + len(old), new, text.count("\n", 0, begin) + 1))

    for i, (kind, word, begin) in enumerate(found):
        if i in left_out:
            continue
        before, after = text[begin - 1 : begin], text[begin + len(word) : begin + len(word) + 1]
        previous = found[i - 1][1] if i else ""
        if kind == "operator" and word in BINARY and before.isspace() and after.isspace() and previous not in ("operator", "template", "return", ","):
            for new in BINARY[word]:
                add(begin, word, new)
        elif kind == "operator" and word == "!" and not after.isspace() and previous != "operator":
            add(begin, word, "")
        elif kind == "word" and word in WORDS and (previous == "::" or word not in OF_STD or text[begin - 5 : begin] == "std::"):
            if word in ("front", "back") and text[begin + len(word) : begin + len(word) + 1] != "(":
                continue
            for new in WORDS[word]:
                add(begin, word, new)
        elif kind == "number" and before != "<" and previous != "case" and not (previous == "=" and found[i + 1][1] == ";" and found[i - 2][1] == ")"):
            for new in successor(word):
                add(begin, word, new)
    return result
