# SPDX-License-Identifier: Apache-2.0
"""tests/mutants: which places of a source are changed, into what, and which never."""

import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests/mutants"))
import run_mutants  # noqa: E402
from operators import mutants_of, tokens  # noqa: E402

SOURCE = """// SPDX a < b
#include <vector>
#define TWICE(x) x + x
static_assert(2 + 2 == 4, "sum");
std::vector<int> const list{1'000, 0x10};
/* c && d */ auto const text = R"(a < b "quoted" + 1)";
template<class T>
T sum(T&& a, T const& b) { return a + b; }
bool operator==(A const&, A const&) = default;
char const* words = "x < y && !z", *slash = "\\"'"; char quote = '\\'';
bool f(int n) {
    if (!g(n) || n <= 2.5e1) return std::max(n, -1) > 0;
    return true;
}
"""


def changes(text):
    return [(mutant.line, text[mutant.begin : mutant.end], mutant.new) for mutant in mutants_of("x.cpp", text)]


def test_every_token_of_the_tree_is_read():
    for path in sorted((run_mutants.ROOT / "host").rglob("*.cpp")):
        text = path.read_text()
        assert sum(len(word) for _, word, _ in tokens(text)) > 0, path


def test_operators_are_changed_and_comments_strings_and_templates_are_not():
    assert changes(SOURCE) == [
        (8, "+", "-"), (12, "!", ""), (12, "||", "&&"), (12, "<=", "<"), (12, "<=", ">="), (12, "max", "min"), (12, "1", "2"), (12, "1", "0"),
        (12, ">", ">="), (12, ">", "<"), (12, "0", "1"), (13, "true", "false")]


def test_a_change_is_one_place_of_the_text():
    for mutant in mutants_of("x.cpp", SOURCE):
        changed = mutant.applied(SOURCE)
        assert changed != SOURCE and len(changed.splitlines()) == len(SOURCE.splitlines())
        assert sum(a != b for a, b in zip(changed.splitlines(), SOURCE.splitlines())) == 1


def test_the_tree_has_enough_places():
    found = run_mutants.candidates([room for room in run_mutants.ROOMS if (run_mutants.ROOT / room).is_dir()])
    assert len(found) > 1000 and len(set(found)) == len(found)


def test_a_difference_names_file_and_lines():
    text = "a\nif (b < c) d();\n"
    mutant = mutants_of("x.cpp", text)[0]
    assert run_mutants.difference(mutant, text).splitlines()[1:] == [" a", "-if (b < c) d();", "+if (b <= c) d();"]


# A project in small: what its test looks at, what it does not, and what makes no difference to the program.
SMALL = {
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.25)\nproject(small LANGUAGES CXX)\nset(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})\n"
                      "foreach(name gapmc gapmc_tests)\nadd_executable(${name} test.cpp host/plan/sum.cpp)\nendforeach()\n",
    "test.cpp": "int sum(int, int);\nint main() { return sum(2, 3) == 5 ? 0 : 1; }\n",
    "host/plan/sum.cpp": "#include <string>\nint sum(int a, int b) {\n    if (a > 90) return a;\n    return a + b;\n}\n"
                         "std::string twice(std::string const& a) { return a + a; }\nstatic_assert(1 < 2);\n"
                         "[[maybe_unused]] static bool idle(int a) { return a < 7; }\n"}


def test_killed_survived_stillborn_and_equal_are_told_apart(tmp_path, monkeypatch):
    for name, text in SMALL.items():
        (tmp_path / "small" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "small" / name).write_text(text)
    subprocess.run("git init -q && git add -A", cwd=tmp_path / "small", shell=True, check=True)
    monkeypatch.setattr(run_mutants, "ROOT", tmp_path / "small")
    monkeypatch.setattr(run_mutants.Scratch, "tests", lambda scratch: [("units", [str(scratch.build / "gapmc_tests")], {})])
    scratch = run_mutants.Scratch(tmp_path / "scratch", 2)
    found = {}
    for mutant in run_mutants.candidates(["host/plan"]):
        old = SMALL[mutant.path][mutant.begin : mutant.end]
        found[(mutant.line, old, mutant.new)] = run_mutants.try_one(scratch, mutant)
    assert found == {
        (3, ">", ">="): ("survived", ""), (3, ">", "<"): ("killed", "units"), (3, "90", "91"): ("survived", ""), (3, "90", "89"): ("survived", ""),
        (4, "+", "-"): ("killed", "units"), (6, "+", "-"): ("stillborn", ""), (8, "<", "<="): ("equal", ""), (8, "<", ">"): ("equal", ""),
        (8, "7", "8"): ("equal", ""), (8, "7", "6"): ("equal", "")}
    assert (scratch.tree / "host/plan/sum.cpp").read_text() == SMALL["host/plan/sum.cpp"], "as it was"


def test_verdicts_are_kept_while_sources_and_tests_are_the_same(tmp_path, monkeypatch):
    for name, text in SMALL.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/t.py").write_text("assert True\n")
    subprocess.run("git init -q && git add -A", cwd=tmp_path, shell=True, check=True)
    monkeypatch.setattr(run_mutants, "ROOT", tmp_path)
    first, second = run_mutants.candidates(["host/plan"])[:2]
    store = tmp_path / "verdicts.jsonl"
    run_mutants.Verdicts(store).add(first, "killed", "units")
    again = run_mutants.Verdicts(store)
    assert again.of(first) == ("killed", "units") and again.of(second) is None
    (tmp_path / "tests/t.py").write_text("assert 1\n")
    assert run_mutants.Verdicts(store).of(first) is None, "another test may see what this one did not"


def test_a_test_that_hangs_is_stopped_with_all_that_it_started(tmp_path, monkeypatch):
    scratch = run_mutants.Scratch.__new__(run_mutants.Scratch)
    scratch.tree, scratch.build, scratch.jobs, scratch.limit = tmp_path, tmp_path, 2, 1.0
    hang = ["sh", "-c", f"sleep 1000 & echo $! > {tmp_path}/child; wait"]
    monkeypatch.setattr(run_mutants.Scratch, "tests", lambda self: [("slow", hang, {}), ("quick", ["true"], {})])
    assert scratch.killer() == ("slow (time)", "")
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 10
    while pathlib.Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not pathlib.Path(f"/proc/{child}").exists()
