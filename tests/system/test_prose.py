# SPDX-License-Identifier: Apache-2.0
"""scripts/check_prose.py: where sentences end, and what stays as it is."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
import check_prose  # noqa: E402

WHOLE = [
    "Values, e.g. Those of 2.5 or `a. B`, stay (see there. It says so).",
    "It runs from 1 … N without end.",
    "**12. A title.**",
    "Rates (cf. Table 2) are of one day; ratios carry further.",
]
SPLIT = [
    ("It ends in 2035. Then it stops! Does it? Yes.", ["It ends in 2035.", "Then it stops!", "Does it?", "Yes."]),
    ("**12. A title.** A reason. *Why*: so.", ["**12. A title.**", "A reason.", "*Why*: so."]),
    ("One is here. `run` does it. gapmc draws. [A link](x. Y) follows.", ["One is here.", "`run` does it.", "gapmc draws.", "[A link](x. Y) follows."]),
    ('He said "no." It was so. 5 % lie below.', ['He said "no."', "It was so.", "5 % lie below."]),
]
KEPT = """# A title. With two parts

| cell. Two sentences | b |
|---|---|

```sh
a. B
  c
```
<!-- A comment. It stays. -->
![A picture. Below it](x.svg)

    indented. Code
"""


@pytest.mark.parametrize("text", WHOLE)
def test_one_sentence_stays_whole(text):
    assert check_prose.sentences(text) == [text]


@pytest.mark.parametrize("text,expected", SPLIT)
def test_sentences_are_told_apart(text, expected):
    assert check_prose.sentences(text) == expected


def test_code_tables_headings_and_comments_are_kept():
    assert check_prose.converted(KEPT) == KEPT
    assert list(check_prose.problems(KEPT)) == []


def test_wrapped_paragraphs_lists_and_quotations_are_joined_and_split():
    source = "One\nsentence. Two\nof them.\n- An item that\n  goes on. And ends.\n  - Below it. Deeper\n1. First. Second\n   ends.\n\n> Quoted\n> text. Ends.\n"
    expected = ("One sentence.\nTwo of them.\n- An item that goes on.\n  And ends.\n  - Below it.\n    Deeper\n1. First.\n   Second ends.\n\n"
                "> Quoted text.\n> Ends.\n")
    assert check_prose.converted(source) == expected
    assert check_prose.converted(expected) == expected
    assert [number for number, _ in check_prose.problems(source)] == [1, 2, 3, 4, 5, 6, 7, 8, 10, 11]


def test_what_breaks_the_rule_is_found_by_line():
    long = "A" + " word" * 80 + "."
    source = f"Fine.\nTwo. Sentences.\n\n{long}\n\n| a | {'b' * 161} |\n| a | [{'b' * 20}]({'c' * 200}) |\n"
    assert [number for number, _ in check_prose.problems(source)] == [2, 4, 6]


@pytest.mark.parametrize("path", check_prose.documents(), ids=str)
def test_joining_and_splitting_changes_no_word_and_is_done_once(path):
    source = path.read_text(encoding="utf-8")
    once = check_prose.converted(source)
    assert check_prose.converted(once) == once
    assert [word for word in once.split() if word != ">"] == [word for word in source.split() if word != ">"]
