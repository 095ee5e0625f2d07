# SPDX-License-Identifier: Apache-2.0
"""The page of a run. Needs the path of gapmc in GAPMC."""

import html.parser
import os
import tomllib
import xml.etree.ElementTree

import pytest

from program import FLAGSHIP, SMALL, gapmc, run

VOID = {"meta", "wbr"}


class Page(html.parser.HTMLParser):
    """Text and structure of a page; by a parser that is not ours."""

    def __init__(self, text):
        super().__init__()
        self.open, self.words, self.tables, self.faults = [], [], [], []
        self.feed(text)
        self.close()
        self.faults += [f"{tag} is not closed" for tag in self.open]

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{tag} is closed in the wrong place")

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.words.append(data)
        if self.open and self.open[-1] in ("td", "th"):
            self.tables[-1][-1][-1] += data

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def tables_of(path):
    """Every table of a study, wherever it is, but those of scenarios."""
    study = tomllib.loads(path.read_text())
    study.pop("scenarios", None)
    tables = [study]
    for table in tables:
        for value in table.values():
            tables += [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]
    return tables


@pytest.fixture(scope="module")
def flagship(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report") / "r"
    done = gapmc("run", FLAGSHIP, "-n", "20k", "--out", folder)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_a_run_leaves_a_page_and_says_where(flagship):
    folder, talk = flagship
    assert f"a page to read and to mail: {folder}/report.html" in talk
    text = (folder / "report.html").read_text()
    page = Page(text)
    assert page.faults == []
    assert "constant method of 2024" in page.text and "is nearer to parity than the 19.96 points of 2024" in page.text
    assert len(text) < 2_000_000 and "report.html" in (folder / "SHA256SUMS").read_text()


def test_its_table_is_the_one_that_is_printed(flagship):
    folder, talk = flagship
    table = Page((folder / "report.html").read_text()).tables[0]
    printed = [line.split() for line in talk.splitlines()]
    assert table[0] in printed, "the heads"
    for row in table[1:]:
        assert row in printed


def test_every_input_is_in_it_with_its_source(flagship):
    folder, _ = flagship
    text = "".join(Page((folder / "report.html").read_text()).text.split())
    quantities = [table for table in tables_of(folder / "resolved.toml") if "source" in table]
    assert len(quantities) > 150
    for quantity in quantities:
        if quantity["source"] != "judgement":
            assert "".join(quantity["source"].split()) in text, quantity["source"]


def test_report_makes_the_same_page_and_others(flagship, tmp_path):
    folder, _ = flagship
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert gapmc("report", folder).stdout == (folder / "report.html").read_text()
    other = gapmc("report", folder, "--outcome", "published", "--out", tmp_path / "p.html")
    assert other.returncode == 0 and other.stdout == "" and str(tmp_path / "p.html") in other.stderr
    page = Page((tmp_path / "p.html").read_text())
    assert "(United States minus China, as published) is nearer to parity" in page.text and page.faults == []
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before, "nothing in the folder changes"


def test_what_report_refuses(flagship, tmp_path):
    folder, _ = flagship
    assert gapmc("report", tmp_path / "none").returncode == 66
    assert gapmc("report", SMALL).returncode == 66
    assert gapmc("report", folder, "--contrast", "gapp").returncode == 64
    assert gapmc("report", folder, "--outcome", "true").returncode == 64
    assert gapmc("report", folder, "--out", "").returncode == 64
    assert gapmc("report", folder, "--out", tmp_path / "no/such/folder.html").returncode in (73, 74)
    (tmp_path / "empty").mkdir()
    assert gapmc("report", tmp_path / "empty").returncode == 66


def test_out_follows_links_and_replaces_nothing_but_files(flagship, tmp_path):
    folder, _ = flagship
    real, link, pipe = tmp_path / "real.svg", tmp_path / "link.svg", tmp_path / "pipe"
    real.write_text("before")
    link.symlink_to(real)
    os.mkfifo(pipe)
    (tmp_path / "folder").mkdir()
    assert gapmc("figure", folder, "--out", link).returncode == 0 and link.is_symlink() and real.read_text().startswith("<svg")
    for path in (pipe, tmp_path / "folder"):
        done = gapmc("figure", folder, "--out", path)
        assert done.returncode == 73 and "is no file" in done.stderr, done.stderr
    assert pipe.is_fifo()
    dangling = tmp_path / "dangling.svg"
    dangling.symlink_to(tmp_path / "later.svg")
    assert gapmc("report", folder, "--out", dangling).returncode == 0 and (tmp_path / "later.svg").exists() and dangling.is_symlink()


def test_events_that_are_switched_off_are_no_assumptions(tmp_path):
    done = gapmc("run", FLAGSHIP, "events.us_bust.enabled=false", "-n", "1k", "--out", tmp_path / "r", "--quiet")
    assert done.returncode == 0
    text = Page((tmp_path / "r/report.html").read_text()).text
    assert "Bust of US private AI investment" not in text.split("Assumptions")[-1]
    assert "are called judgement" in text and "0 name no source" not in text.replace("10 name", "")


def test_no_report_leaves_it_out_for_good(tmp_path):
    done = gapmc("run", SMALL, "-n", "2k", "--no-report", "--out", tmp_path / "r")
    assert done.returncode == 0 and "a page to read" not in done.stdout and not (tmp_path / "r/report.html").exists()
    assert gapmc("verify", tmp_path / "r", "--quiet").returncode == 0
    assert gapmc("extend", tmp_path / "r", "-n", "3k", "--quiet").returncode == 0
    assert not (tmp_path / "r/report.html").exists()
    assert "<!DOCTYPE html>" in gapmc("report", tmp_path / "r").stdout


def test_a_page_that_was_changed_is_found(tmp_path):
    run(tmp_path / "r", "-n", "2k")
    page = tmp_path / "r/report.html"
    page.write_text(page.read_text().replace("points", "poinst", 1))
    done = gapmc("verify", tmp_path / "r", "--quiet")
    assert done.returncode == 1 and "report.html" in done.stdout


def test_parts_have_none_and_their_merge_has_the_whole_run_s(tmp_path):
    run(tmp_path / "whole", "-n", "2k")
    for i in (1, 2):
        done = gapmc("run", SMALL, "-n", "2k", "--shard", f"{i}/2", "--out", tmp_path / f"p{i}")
        assert done.returncode == 0 and not (tmp_path / f"p{i}/report.html").exists() and "a page to read" not in done.stdout
    assert "a part of a run" in gapmc("report", tmp_path / "p1").stdout
    assert gapmc("merge", tmp_path / "p1", tmp_path / "p2", "--out", tmp_path / "m", "--quiet").returncode == 0
    assert (tmp_path / "m/report.html").read_bytes() == (tmp_path / "whole/report.html").read_bytes()


def test_a_comparison_shows_its_scenarios(tmp_path):
    done = gapmc("compare", FLAGSHIP, "--scenario", "controls_lifted", "--scenario", "counter", "-n", "5k", "--out", tmp_path / "c", "--quiet")
    assert done.returncode == 0, done.stderr
    page = Page((tmp_path / "c/report.html").read_text())
    assert page.faults == [] and "Each scenario beside the baseline" in page.text and "trajectory by trajectory" in page.text


KINDS = ("fan", "ridges", "passages", "causes", "events", "drivers")


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_is_as_wide_as_it_says_and_its_letters_are_as_large(flagship, tmp_path, kind):
    folder, _ = flagship
    for width, pixels in (("16cm", 604.72), ("8cm", 302.36), ("6in", 576)):
        file = tmp_path / f"{kind}.svg"
        done = gapmc("figure", folder, "--kind", kind, "--width", width, "--font", "9pt", "--out", file)
        assert done.returncode == 0, done.stderr
        root = xml.etree.ElementTree.parse(file).getroot()
        assert abs(float(root.get("width")) - pixels) < 0.01 and root.get("viewBox").startswith("0 0 ")
        sizes = [float(e.get("font-size")) for e in root.iter() if e.tag.endswith("text")]
        assert max(sizes) == 12 and min(sizes) >= 9.6, "9 pt are 12 px; numbers in cells of a narrow timeline have 7.2 pt"
        assert "var(" not in file.read_text() and root[1].tag.endswith("desc") and len(root[1].text) > 40


def test_figures_are_of_the_contrast_and_outcome_that_are_asked_for(flagship):
    folder, _ = flagship
    assert "as published" in gapmc("figure", folder, "--outcome", "published").stdout
    assert "constant method" in gapmc("figure", folder, "--kind", "ridges").stdout


def test_what_figure_refuses(flagship, tmp_path):
    folder, _ = flagship
    for words in (["--kind", "pie"], ["--width", "16"], ["--width", "1cm"], ["--font", "200pt"], ["--kind", ""], ["--width", "nan cm"], ["--width", "8cm", "--font", "12pt"]):
        done = gapmc("figure", folder, *words)
        assert done.returncode == 64 and done.stdout == "", words
    done = gapmc("figure", folder, "--kind", "scenarios")
    assert done.returncode == 65 and "each scenario of a comparison" in done.stderr
    assert gapmc("figure", tmp_path / "none").returncode == 66
