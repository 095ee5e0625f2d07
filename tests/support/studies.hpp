// SPDX-License-Identifier: Apache-2.0
//! Studies for tests: files of the source tree, and small ones put together from a head and a body.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/check/feasibility.hpp"
#include "host/config/read_study.hpp"

namespace gapmc::support {

//! Root of the source tree, or of what a program that was carried to another machine has of it.
inline std::string tree() {
    char const* const carried = std::getenv("GAPMC_TREE");
    return carried == nullptr ? GAPMC_SOURCE_DIR : carried;
}

//! Text of a file of the source tree. \throws std::runtime_error if it is not there
inline std::string source_text(std::string const& path) {
    std::ifstream file{tree() + "/" + path, std::ios::binary};
    if (!file) throw std::runtime_error{path + ": not in the source tree"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

//! A study that must be sound: every error of the reader or of the numeric checks is thrown.
inline Study parse(std::string const& text, std::vector<std::string> const& overrides = {}) {
    ReadResult result = read_study(text, "test.toml", overrides);
    result.require_ok();
    std::vector<Problem> const problems = check_feasibility(result.study, "test.toml");
    if (any_error(problems)) throw std::runtime_error{format_problems(problems)};
    return result.study;
}

inline Study load(std::string const& path, std::vector<std::string> const& overrides = {}) {
    return parse(source_text(path), overrides);
}

//! Paths, relative to the root, of every study file that a run must be able to take.
inline std::vector<std::string> all_studies() {
    std::vector<std::string> paths;
    for (char const* const folder : {"configs", "configs/closed-form", "tests/oracle/studies"})
        for (auto const& entry : std::filesystem::directory_iterator{tree() + "/" + folder})
            if (entry.path().extension() == ".toml")
                paths.push_back(std::string{folder} + "/" + entry.path().filename().string());
    std::sort(paths.begin(), paths.end());
    return paths;
}

//! What a small study varies in its head.
struct Head {
    std::string step = "1 year";
    int end = 2034;
    std::string actors = R"("us", "cn")";
};

//! Actors us (78) and cn (58), base 2024, and a body of drivers, events and an index.
inline std::string study_text(Head const& head, std::string const& body) {
    return "[study]\nformat = 1\nname = \"test\"\nactors = [" + head.actors +
           "]\nbase = 2024\norigin = 2025-01-01\nend = " + std::to_string(head.end) + "\nstep = \"" +
           head.step + "\"\n[actors.us]\nscore = 78\n[actors.cn]\nscore = 58\n" + body;
}

//! One log driver `x` of both actors with the given process keys, one dimension that it loads.
inline std::string one_driver(std::string const& us, std::string const& cn) {
    return "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nus = { level = 10" + us + " }\ncn = { level = 5" + cn +
           " }\n[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n";
}

}  // namespace gapmc::support
