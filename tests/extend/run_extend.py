#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What it takes to extend the program: adds a section, a verb, a study key and a list of the topology to a scratch copy.

    run_extend.py BUILD [--jobs 2]

Each addition may touch three files at most, those that it makes included. The copy is built, and the program must have what was
added: the verb in its help, the key in schema, file and command line, the section among what `verify --all` counts again on
every engine of the processor, the list in the digest of the model. The copy and its build lie in BUILD/extend and are used
again. Ends with `N passed, N failed`.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from scratch_copy import fresh_copy  # noqa: E402

MOST_FILES = 3
STUDY = "configs/closed-form/first-passage.toml"
LICENCE = "// SPDX-License-Identifier: Apache-2.0\n"

# Of each addition: files that it makes, and (file, text, what stands there instead).
ADDITIONS = {
    "a section": (
        {"kernels/tally/squared_distance.hpp": LICENCE + """//! Section *squared distances*: sums of the squared distance of a row from one unit.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

struct SquaredDistance {
    std::int32_t row = 0;
    std::int32_t year = 0;
    std::uint32_t cell = 0;

    static constexpr int products = 1;
    static constexpr int counts = 0;
    template<class View, class Value, class Sink>
    GAPMC_HD void count(View const&, Value const& value, Sink& sink) const {
        sink.product(0, value(row, year) - 1, value(row, year) - 1);
    }
    void place(TallySizes& sizes, std::int32_t) { cell = TallySizes::take(sizes.products, 1); }
};

}  // namespace gapmc
"""},
        [("kernels/tally/sections.hpp", '#include "kernels/tally/standing.hpp"',
          '#include "kernels/tally/squared_distance.hpp"\n#include "kernels/tally/standing.hpp"'),
         ("kernels/tally/sections.hpp", "    Items<Product> products;", "    Items<Product> products;\n    Items<SquaredDistance> squared_distances;"),
         ("kernels/tally/sections.hpp", "    visit(h.products...);", "    visit(h.products...);\n    visit(h.squared_distances...);"),
         ("host/plan/spec_builder.cpp", "        spec_.rows.push_back({1});",
          "        spec_.rows.push_back({1});\n        spec_.squared_distances.push_back({row_, spec_.years - 1, 0});")]),
    "a verb": (
        {"host/app/greet_command.cpp": LICENCE + """#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"

namespace gapmc {

Action declare_greet(VerbOptions&) {
    return [] {
        print_data("Good day\\n");
        return 0;
    };
}

}  // namespace gapmc
"""},
        [("host/app/commands.hpp", "Action declare_man(VerbOptions& verb);", "Action declare_man(VerbOptions& verb);\nAction declare_greet(VerbOptions& verb);"),
         ("host/app/verbs.cpp", '        {"man",', '        {"greet", "Wish a good day", {"gapmc greet", "gapmc greet > day.txt"}, declare_greet},\n        {"man",')]),
    "a study key": (
        {},
        [("host/study/study.hpp", "    std::string shown_contrast", "    std::vector<double> landmarks;  //!< of charts\n    std::string shown_contrast"),
         ("host/config/schema_reports.cpp", "constexpr std::array report_keys{", """constexpr std::array report_keys{
    Key{.name = "landmarks",
        .kind = Kind::numbers,
        .member = member<&Study::landmarks>,
        .bounds = inner_fraction,
        .min_items = 1,
        .max_items = 4,
        .doc = "numbers to remember"},""")]),
    "a list of the topology": (
        {},
        [("kernels/model/topology.hpp", "    Items<DrawName> measurement_draws;", "    Items<DrawName> measurement_draws;\n    Items<float> reserves;"),
         ("kernels/model/topology.hpp", "    visit(h.measurement_draws...);", "    visit(h.measurement_draws...);\n    visit(h.reserves...);")]),
}


def apply(tree, made, changes):
    """The files touched."""
    for name, text in made.items():
        (tree / name).write_text(text)
    for name, old, new in changes:
        text = (tree / name).read_text()
        if text.count(old) != 1:
            sys.exit(f"{name}: {old!r} stands there {text.count(old)} times, not once. Mend this test")
        (tree / name).write_text(text.replace(old, new))
    return sorted({*made, *(name for name, _, _ in changes)})


def build(tree, jobs):
    launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    for command in (["cmake", "-S", tree, "-B", tree / "build", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DGAPMC_TESTS=OFF", "-DGAPMC_CUDA=OFF",
                     *launcher], ["cmake", "--build", tree / "build", "-j", str(jobs), "--target", "gapmc"]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"the copy does not build\n{done.stdout[-4000:]}\n{done.stderr[-2000:]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    tree = (arguments.build / "extend").resolve()
    tree.mkdir(parents=True, exist_ok=True)
    fresh_copy(tree, pathlib.Path(__file__).resolve().parents[2])
    before = (arguments.build / "gapmc").resolve()
    touched = {what: apply(tree, *addition) for what, addition in ADDITIONS.items()}
    build(tree, arguments.jobs)
    after = tree / "build/gapmc"

    def said(program, *words):
        return subprocess.run([program, *words], cwd=tree, capture_output=True, text=True)

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        runs = {key: said(program, "run", STUDY, "-n", "4096", "--quiet", "--json", "--out", folder / key) for key, program in (("old", before), ("new", after))}
        results = {key: json.loads(done.stdout) for key, done in runs.items()}
        resolved = said(after, "validate", STUDY, "+report.landmarks=[0.25, 0.75]", "--print-resolved").stdout
        plan = [said(program, "run", STUDY, "-n", "64", "--dry-run", "--quiet").stdout.splitlines()[-1] for program in (before, after)]
        checks = {
            **{f"{what} takes {len(files)} of at most {MOST_FILES} files": len(files) <= MOST_FILES for what, files in touched.items()},
            "the verb is there, in the help too": said(after, "greet").stdout == "Good day\n" and "greet" in said(after, "--help").stdout,
            "the key is in the schema": "landmarks" in said(after, "schema").stdout and "landmarks" not in said(before, "schema").stdout,
            "the key is read, kept and written": "landmarks = [0.25, 0.75]" in resolved,
            "the key is checked": said(after, "validate", STUDY, "+report.landmarks=[2]").returncode == 78,
            "the section is counted, and again the same": said(after, "verify", folder / "new", "--all").returncode == 0
            and results["old"]["run"]["result_digest"] != results["new"]["run"]["result_digest"],
            "what was there before reads the same": results["old"]["quantities"] == results["new"]["quantities"],
            "the plan has another digest": plan[0] != plan[1],
        }
    print("## Extending\n\nFiles that one addition touches, in a copy of the tree that was built and used:\n")
    print("| addition | files |\n|---|---|")
    for what, files in touched.items():
        print(f"| {what} | {', '.join(f'`{file}`' for file in files)} |")
    print()
    for what, holds in checks.items():
        if not holds:
            print(f"FAIL {what}")
    failed = sum(not holds for holds in checks.values())
    print(f"{len(checks) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
