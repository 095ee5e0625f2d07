// SPDX-License-Identifier: Apache-2.0
//! Two runs with different files, and what a folder holds, for tests that replace one by the other.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "host/digest/sha256.hpp"
#include "host/folder/directory.hpp"

namespace gapmc::testing {

//! Name relative to the folder -> content.
using Files = std::map<std::string, std::string>;

inline Files listed_files(std::string const& content) {
    Files files{{"bands.csv", content}, {"result.json", content + "!"}};
    if (content == "former") {
        files["hub/old/stale.csv"] = content;
    } else {
        files["hub/x.csv"] = content + content;
        files["hub/deep/y.csv"] = content;
    }
    return files;
}

//! All files of the finished run with this content.
inline Files files_of_run(std::string const& content) {
    Files files = listed_files(content);
    Sums sums;
    for (auto const& [name, bytes] : files) sums[name] = sha256_hex(bytes);
    files["SHA256SUMS"] = format_sums(sums);
    files["run.json"] = "{" + content + "}";
    return files;
}

inline void run_into(std::filesystem::path const& directory, std::string const& content, Existing existing,
                     FileCalls& calls) {
    OutputDirectory output{directory, existing, {"bands.csv", "result.json", "run.json"}, calls};
    for (auto const& [name, bytes] : listed_files(content)) output.add(name, bytes);
    output.add("run.json", "{" + content + "}", Listed::no);
    output.commit();
}

//! What a folder holds; empty when it is not there.
inline Files files_in(std::filesystem::path const& directory) {
    Files files;
    if (!std::filesystem::exists(directory)) return files;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{directory}) {
        auto const name = entry.path().lexically_relative(directory).string();
        if (entry.is_directory()) {
            if (std::filesystem::is_empty(entry.path())) files[name + "/"] = "";
            continue;
        }
        std::ifstream file{entry.path(), std::ios::binary};
        files[name] = {std::istreambuf_iterator<char>{file}, {}};
    }
    return files;
}

//! The same without empty folders and what gapmc keeps for itself while it works.
inline Files run_files_in(std::filesystem::path const& directory) {
    Files files = files_in(directory);
    std::erase_if(files, [](auto const& file) {
        auto const& name = file.first;
        return name.ends_with("/") || name.starts_with(".gapmc.") || name.starts_with("..gapmc.");
    });
    return files;
}

//! The run that is there, and the one that comes.
inline Files const former = files_of_run("former");
inline Files const newer = files_of_run("newer");

//! What a program sees that does not know the journal: where a list is, everything is as it says.
inline void expect_true_list(std::filesystem::path const& directory) {
    if (std::filesystem::exists(directory / sums_name)) {
        EXPECT_TRUE(verify_sums(directory, {}).empty());
    }
}

}  // namespace gapmc::testing
