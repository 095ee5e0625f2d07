# SPDX-License-Identifier: Apache-2.0
"""Scenarios on the command line: one of them, all of them beside the study, sweeps, other studies. Needs the path of gapmc in GAPMC."""

import csv
import io
import json
import os
import re
import sys
import xml.etree.ElementTree

sys.path.insert(0, os.path.dirname(__file__))
from program import FLAGSHIP, ROOT, gapmc, sums  # noqa: E402

THREE = ROOT / "configs/three-actors.toml"
SCENARIOS = """
[scenarios.stricter]
title = "Stricter | *twice* <b>"
overrides = ["index.phi=0.9"]

[scenarios.other]
builds_on = "stricter"
overrides = ["drivers.talent.cn.growth=0.2"]
"""


def study_with(tmp_path, tables=SCENARIOS):
    path = tmp_path / "study.toml"
    path.write_text((ROOT / "configs/three-actors.toml").read_text() + tables)
    return path


def bands(folder):
    return list(csv.DictReader(io.StringIO((folder / "bands.csv").read_text())))


def test_a_comparison_stops_on_the_error_of_a_difference(tmp_path):
    study = study_with(tmp_path)
    words = ("compare", study, "--until", "mcse(stricter: gap.mean@2032) <= 0.01 and mcse(gap.mean@2032) <= 0.5", "-n", "4M")
    done = gapmc(*words, "--out", tmp_path / "c")
    assert done.returncode == 0, done.stderr
    ahead = re.search(r"--until: about .* by the first 16384 trajectories, so that the run ends at (\d+)", done.stderr)
    result = json.loads((tmp_path / "c/result.json").read_text())
    assert ahead and int(ahead[1]) == result["run"]["trajectories"]
    error = next(d for d in result["scenarios"][1]["differences"] if d["id"] == "gap")["years"][-1]["mean"][1]
    assert result["scenarios"][1]["id"] == "stricter" and error <= 0.01
    # It is the comparison of that number.
    assert gapmc("compare", study, "-n", str(result["run"]["trajectories"]), "--quiet", "--out", tmp_path / "d").returncode == 0
    assert sums(tmp_path / "c") == sums(tmp_path / "d")


def test_a_panel_cuts_its_name_and_no_number(tmp_path):
    name = "a_scenario_of_thirty_two_letters"
    study = study_with(tmp_path, SCENARIOS + f'[scenarios.{name}]\ntitle = "Short"\noverrides = ["index.phi=0.9"]\n')
    assert gapmc("compare", study, "-n", "2000", "--quiet", "--out", tmp_path / "c").returncode == 0
    texts = [e.text for e in xml.etree.ElementTree.parse(tmp_path / "c/comparison.svg").iter() if e.text and e.text.startswith("a_scenario") and e.tag.endswith("text")]
    assert texts and all(re.search(r"\u2026 · .*\(2032\)$", text) for text in texts), texts


def test_a_scenario_alone_says_which_it_is(tmp_path):
    study = study_with(tmp_path)
    done = gapmc("run", study, "--scenario", "stricter", "-n", "2000", "--quiet", "--out", tmp_path / "s")
    assert done.returncode == 0, done.stderr
    assert "Scenario: Stricter" in done.stdout.splitlines()[0]
    assert {row["scenario_id"] for row in bands(tmp_path / "s")} == {"stricter"}
    result = json.loads((tmp_path / "s/result.json").read_text())
    assert result["run"]["scenario"] == "stricter" and result["study"]["scenario"]["overrides"] == ["index.phi=0.9"]
    # It is the study with these words, but for its name; and its own resolved study gives it again.
    words = gapmc("run", study, "index.phi=0.9", "-n", "2000", "--quiet", "--out", tmp_path / "w")
    assert words.returncode == 0
    values = [[row["value"] for row in bands(tmp_path / name)] for name in ("s", "w")]
    assert values[0] == values[1]
    assert all(row["scenario_id"].startswith("baseline+") for row in bands(tmp_path / "w"))
    assert "[scenarios" not in (tmp_path / "s/resolved.toml").read_text()
    again = gapmc("run", tmp_path / "s/resolved.toml", "--quiet", "--out", tmp_path / "r")
    assert again.returncode == 0 and [row["value"] for row in bands(tmp_path / "r")] == values[0]
    # A folder keeps its scenario, unless another is asked for.
    assert gapmc("run", tmp_path / "s", "--quiet", "--out", tmp_path / "t").returncode == 0 and sums(tmp_path / "t") == sums(tmp_path / "s")
    base = gapmc("run", tmp_path / "s", "--scenario", "baseline", "--quiet", "--out", tmp_path / "b")
    assert base.returncode == 0 and {row["scenario_id"] for row in bands(tmp_path / "b")} == {"baseline"}
    assert gapmc("verify", tmp_path / "s", "--all").returncode == 0
    assert gapmc("replay", tmp_path / "s", "--trajectory", "3").returncode == 0
    mixed = gapmc("run", study, "drivers.talent.us.growth=0.1", "--scenario", "stricter", "-n", "500", "--quiet", "--out", tmp_path / "m")
    assert mixed.returncode == 0
    (name,) = {row["scenario_id"] for row in bands(tmp_path / "m")}
    assert name.startswith("stricter+") and len(name) == len("stricter+") + 8


def test_all_scenarios_beside_the_study(tmp_path):
    study = study_with(tmp_path)
    done = gapmc("compare", study, "-n", "3000", "--quiet", "--out", tmp_path / "c")
    assert done.returncode == 0, done.stderr
    assert "2 scenarios beside the baseline" in done.stdout and "\nstricter  " in done.stdout and "\nbaseline  " in done.stdout
    names = {path.name for path in (tmp_path / "c").iterdir()}
    assert {"comparison.svg", "comparison.md", "bands.csv", "result.json", "tally.bin", "run.json", "fan.svg"} <= names
    assert gapmc("run", study, "-n", "3000", "--quiet", "--out", tmp_path / "b").returncode == 0
    rows = bands(tmp_path / "c")
    own = [row for row in rows if row["scenario_id"] == "baseline"]
    assert [{k: v for k, v in row.items() if k != "reference_id"} for row in own] == bands(tmp_path / "b")
    assert {row["reference_id"] for row in own} == {"NA"}
    for name in ("stricter", "other"):
        assert gapmc("run", study, "--scenario", name, "-n", "3000", "--quiet", "--out", tmp_path / name).returncode == 0
        alone = {tuple(row.values())[:-3]: row["value"] for row in bands(tmp_path / name)}
        here = {tuple(row.values())[:-4]: row["value"] for row in rows if row["scenario_id"] == name and row["reference_id"] == "NA"}
        assert len(here) > 100 and all(alone[key] == value for key, value in here.items())
        differences = [row for row in rows if row["scenario_id"] == name and row["reference_id"] == "baseline"]
        assert differences and all(row["target"].startswith("difference_") for row in differences)
        # The mean of differences is the difference of the means, which are of the same trajectories.
        mean = {row["target_date"]: float(row["value"]) for row in differences if row["target"] == "difference_contrast" and row["contrast"] == "gap" and row["output_type"] == "mean"}
        for date, value in mean.items():
            pick = [float(row["value"]) for source in (rows,) for row in source for scenario in (name, "baseline")
                    if row["scenario_id"] == scenario and row["target"] == "contrast" and row["contrast"] == "gap" and row["output_type"] == "mean" and row["target_date"] == date]
            assert len(pick) == 2 and abs(value - (pick[1] - pick[0])) < 1e-6, date
    assert gapmc("verify", tmp_path / "c", "--all").returncode == 0
    # The same again from its folder, with other engines; and other numbers of trajectories.
    again = gapmc("compare", tmp_path / "c", "--threads", "1", "--batch", "64", "--quiet", "--out", tmp_path / "again")
    assert again.returncode == 0 and sums(tmp_path / "again") == sums(tmp_path / "c")
    one = gapmc("compare", tmp_path / "c", "--scenario", "other", "-n", "500", "--quiet", "--out", tmp_path / "one")
    assert one.returncode == 0 and "1 scenario beside the baseline" in one.stdout
    assert json.loads((tmp_path / "one/run.json").read_text())["command"]["compared"] == ["other"]


def test_names_of_scenarios_stay_text(tmp_path):
    done = gapmc("compare", study_with(tmp_path), "-n", "500", "--quiet", "--out", tmp_path / "c")
    assert done.returncode == 0
    markdown = (tmp_path / "c/comparison.md").read_text()
    assert "Stricter \\| \\*twice\\* \\<b\\>" in markdown and "<b>" not in markdown
    tables = [line for line in markdown.splitlines() if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in tables}) == 1, "every row has as many cells"
    text = (tmp_path / "c/comparison.svg").read_text()
    xml.etree.ElementTree.fromstring(text)
    assert "<b>" not in text and "Stricter | *twice* &lt;b&gt;" in text


def test_sweeps_make_every_combination(tmp_path):
    done = gapmc("compare", study_with(tmp_path), "--sweep", "index.phi=0.2,0.8", "--sweep", "drivers.talent.cn.growth={ p05 = 0.1, p95 = 0.2 },0.3", "-n", "500", "--json", "--quiet", "--out",
                 tmp_path / "c")
    assert done.returncode == 0, done.stderr
    scenarios = json.loads(done.stdout)["scenarios"]
    assert [s["overrides"] for s in scenarios] == [[a, b] for a in ("index.phi=0.2", "index.phi=0.8")
                                                   for b in ("drivers.talent.cn.growth={ p05 = 0.1, p95 = 0.2 }", "drivers.talent.cn.growth=0.3")]
    assert len({s["id"] for s in scenarios}) == 4 and all(s["id"].startswith("baseline+") for s in scenarios)
    assert scenarios[0]["title"] == "index.phi=0.2, drivers.talent.cn.growth={ p05 = 0.1, p95 = 0.2 }"


def test_another_study_beside_this_one(tmp_path):
    text = (ROOT / "configs/three-actors.toml").read_text()
    other = tmp_path / "other.toml"
    other.write_text(re.sub(r"(?m)^(quantiles|years) = .*\n", "", text).replace("[report]", "[report]\nyears = [2032]\nquantiles = [0.25, 0.75]"))
    assert other.read_text() != text
    done = gapmc("compare", ROOT / "configs/three-actors.toml", "index.phi=0.5", "--with", other, "-n", "500", "--quiet", "--out", tmp_path / "c")
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "c/result.json").read_text())
    (scenario,) = result["scenarios"]
    assert scenario["unmoved"][0] < 1, "the words change the first study alone"
    # Each world has an id of its own; years and levels are those of the first study.
    assert scenario["id"].startswith("baseline+") and scenario["id"] != result["run"]["scenario"]
    keys = [tuple(row[k] for k in row if k not in ("value", "mcse")) for row in bands(tmp_path / "c")]
    assert len(set(keys)) == len(keys)
    for q in scenario["quantities"]:
        assert [list(y["quantiles"]) for y in q["years"]] == [list(y["quantiles"]) for y in result["quantities"][0]["years"]]
    picture = (tmp_path / "c/comparison.svg").read_text()
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", " ".join(re.findall(r'points="([^"]*)"', picture)))]
    assert numbers and all(-1 <= n <= 961 for n in numbers), "all lines lie in the picture"
    assert gapmc("verify", tmp_path / "c").returncode == 0


def test_words_stand_where_people_write_them(tmp_path):
    study = study_with(tmp_path)
    ways = [("--sweep", "index.phi=0.2,0.8", "index.base_spread=0.1"), ("index.base_spread=0.1", "--sweep", "index.phi=0.2,0.8")]
    said = []
    for i, words in enumerate(ways):
        done = gapmc("compare", study, *words, "-n", "500", "--json", "--quiet", "--out", tmp_path / str(i))
        assert done.returncode == 0, done.stderr
        said.append(json.loads(done.stdout))
    first = gapmc("compare", "--sweep", "index.phi=0.2,0.8", study, "index.base_spread=0.1", "-n", "500", "--json", "--quiet", "--out", tmp_path / "2")
    assert first.returncode == 0, first.stderr
    assert said[0] == said[1] == json.loads(first.stdout)
    assert [s["overrides"] for s in said[0]["scenarios"]] == [["index.base_spread=0.1", f"index.phi={v}"] for v in ("0.2", "0.8")]


def test_words_beside_a_folder_change_every_world_of_its_study(tmp_path):
    study = study_with(tmp_path)
    assert gapmc("compare", study, "-n", "500", "--quiet", "--out", tmp_path / "c").returncode == 0
    later = gapmc("compare", tmp_path / "c", "index.base_spread=0.1", "--json", "--quiet", "--out", tmp_path / "d")
    at_once = gapmc("compare", study, "index.base_spread=0.1", "-n", "500", "--json", "--quiet", "--out", tmp_path / "e")
    assert later.returncode == at_once.returncode == 0, later.stderr
    assert json.loads(later.stdout)["scenarios"] == json.loads(at_once.stdout)["scenarios"]
    # The same file beside itself, without the words: it stays without those that come later, too.
    assert gapmc("compare", study, "index.phi=0.3", "index.base_spread=0.2", "--with", study, "-n", "500", "--quiet", "--out", tmp_path / "f").returncode == 0
    again = gapmc("compare", tmp_path / "f", "index.base_spread=0.1", "--json", "--quiet", "--out", tmp_path / "g")
    assert again.returncode == 0, again.stderr
    assert [s["overrides"] for s in json.loads(again.stdout)["scenarios"]] == [[]]


def test_wrong_questions_are_refused_in_one_message_each_and_nothing_is_written(tmp_path):
    study = study_with(tmp_path)
    cases = [
        (["--scenario", "striter"], 64, "Did you mean 'stricter'?"),
        (["--scenario", "baseline"], 64, "the others are compared with it"),
        (["--scenario", "stricter,stricter"], 64, "asked for twice"),
        (["--scenario", "stricter", "--scenario", "stricter"], 64, "asked for twice"),
        (["--scenario", ""], 64, "its value is empty"),
        (["--scenario", "stricter,"], 64, "a name is empty"),
        (["--sweep", "index.phi"], 64, "not a sweep"),
        (["--sweep", "index.phi=0.1,0.1"], 64, "stands twice"),
        (["--sweep", "index.phi=0.1,"], 64, "a value is empty"),
        (["--sweep", "index.phi=" + ",".join(f"0.{i:03}" for i in range(1, 70))], 64, "more than 64 worlds"),
        (["--sweep", "index.phy=0.1"], 78, "Did you mean 'phi'?"),
        (["--sweep", "study.end=2030,2031"], 64, "a sweep cannot override [study]"),
        (["--sweep", "report.quantiles=[0.1,0.9],[0.2,0.8]"], 64, "a sweep cannot override [report]"),
        (["--sweep", "index.phi=0.2,0.8", "--sweep", "index.phi=0.5"], 64, "is swept already"),
        (["--sweep", "index.phi=0.2,0.20"], 64, "two of the worlds assume the same"),
        (["--with", study, "--with", tmp_path / "study.toml"], 64, "the same"),
        (["--with", tmp_path / "none.toml"], 66, "none.toml"),
        (["--samples", "5"], 64, "has no option --samples"),
        (["--until", "mcse(sterner: gap.p50@2030)<=0.1"], 64, "scenario 'sterner' is not compared"),
        (["--until", "mcse(stricter: gap.published.mean@2030)<=0.1"], 64, "scenarios are counted in the outcome constant alone"),
    ]
    for words, code, message in cases:
        done = gapmc("compare", study, "-n", "500", "--out", tmp_path / "c", *words)
        assert done.returncode == code and message in done.stderr, (words, done.returncode, done.stderr)
        assert not (tmp_path / "c").exists(), words
    none = gapmc("compare", ROOT / "configs/three-actors.toml", "-n", "500", "--out", tmp_path / "c")
    assert none.returncode == 64 and "has no [scenarios]" in none.stderr
    circle = study_with(tmp_path, SCENARIOS.replace("[scenarios.stricter]", '[scenarios.stricter]\nbuilds_on = "other"'))
    for verb in ("run", "compare", "validate"):
        done = gapmc(verb, circle, *([] if verb == "validate" else ["--out", tmp_path / "c"]))
        assert done.returncode == 78 and "in a circle" in done.stderr and not (tmp_path / "c").exists()


def test_every_scenario_of_the_flagship_says_what_it_cannot_show(tmp_path):
    done = gapmc("validate", FLAGSHIP, "--print-resolved")
    assert done.returncode == 0 and "in scenario" not in done.stderr
    assert done.stdout.count("[scenarios.") >= 8
    done = gapmc("compare", FLAGSHIP, "-n", "2000", "--json", "--quiet", "--out", tmp_path / "c")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert len(result["scenarios"]) >= 8 and "unpaired" not in result
    # They begin in 2026, after the origin; what they take out of 2025 is little.
    for scenario in result["scenarios"]:
        gap = next(q for q in scenario["differences"] if q["target"] == "contrast" and q["id"] == "gap")
        before = next(year for year in gap["years"] if year["year"] == 2025)
        assert abs(before["mean"][0]) < 0.15, scenario["id"]
        assert scenario["unmoved"][0] < 1, scenario["id"]


def test_studies_of_one_title_are_told_apart(tmp_path):
    for name, phi in (("a", 0.3), ("b", 0.9)):
        (tmp_path / f"{name}.toml").write_text(THREE.read_text().replace("phi = ", f"phi = {phi} #", 1))
    done = gapmc("compare", THREE, "--with", tmp_path / "a.toml", "--with", tmp_path / "b.toml", "-n", "1k", "--quiet", "--out", tmp_path / "r")
    assert done.returncode == 0, done.stderr
    ids = [scenario["id"] for scenario in json.loads((tmp_path / "r/result.json").read_text())["scenarios"]]
    assert len(set(ids)) == 2
    for id in ids:
        # In each of the years that are shown, and in the list below with the title.
        assert len([line for line in done.stdout.splitlines() if line.startswith(id)]) >= 3


def test_a_study_without_tails_has_no_columns_of_bands(tmp_path):
    done = gapmc("compare", THREE, "report.quantiles=[0.5]", "--sweep", "index.phi=0.3", "-n", "1k", "--quiet", "--out", tmp_path / "r")
    assert done.returncode == 0, done.stderr
    head = next(line for line in done.stdout.splitlines() if line.startswith("in 20"))
    assert head.split() == ["in", head.split()[1], "median", "difference", "\u00b1mcse", "nearer%", "saved"]
    assert "NA" not in done.stdout

