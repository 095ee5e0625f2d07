# SPDX-License-Identifier: Apache-2.0
"""docs/first-study.md tells what the program does. Needs the path of gapmc in GAPMC."""

import re
import tomllib

import pytest

from program import ROOT, gapmc

STUDY = ROOT / "configs/first-study.toml"
TEXT = (ROOT / "docs/first-study.md").read_text()


def blocks(language):
    return [body for found, body in re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL) if found == language]


def part_of(part, whole):
    """Whether every key of the first table is in the second, with the same value."""
    return all(key in whole and (part_of(value, whole[key]) if isinstance(value, dict) else value == whole[key]) for key, value in part.items())


def test_its_study_is_the_one_in_configs():
    study = tomllib.loads(STUDY.read_text())
    assert len(blocks("toml")) == 4
    for block in blocks("toml"):
        assert part_of(tomllib.loads(block), study), block


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("first") / "r"
    outputs = [gapmc("validate", STUDY), gapmc("run", STUDY, "--out", folder), gapmc("ask", folder, "gap@2030 < 7")]
    assert [done.returncode for done in outputs] == [0, 0, 0]
    return "\n".join(done.stdout for done in outputs), folder


def test_its_tables_are_what_is_printed(printed):
    lines = {" ".join(line.split()) for line in printed[0].splitlines()}
    shown = [" ".join(line.split()) for block in blocks("") for line in block.splitlines() if line.strip()]
    assert len(shown) >= 11
    assert [line for line in shown if line not in lines] == []
    assert "11.4 %" in printed[0] and "(11.4 %)" in TEXT


def test_its_sentences_are_those_of_the_page(printed):
    page = re.sub("<[^>]*>", "", (printed[1] / "report.html").read_text())
    sentences = [line[2:].replace("**", "") for line in TEXT.splitlines() if line.startswith("> ")]
    assert len(sentences) == 2 and all(sentence in page for sentence in sentences)


def test_what_it_says_of_the_growth_of_the_south(tmp_path):
    done = gapmc("compare", STUDY, "--sweep", "drivers.networks.south.growth_per_year=1.06,1.12", "--out", tmp_path / "g", "--quiet")
    rows = [line.split() for line in done.stdout.split("in 2030")[1].splitlines() if "growth_per_year=1" in line]
    assert rows[0][4].startswith("+2.2") or rows[0][4].startswith("+2.18")
    assert rows[1][4].startswith("-2.3") and "2.2 points wider" in TEXT and "2.3 points narrower" in TEXT
