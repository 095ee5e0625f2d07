// SPDX-License-Identifier: Apache-2.0
//! A run of three small files, and how tests look at folders.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "host/folder/directory.hpp"

namespace gapmc::testing {

inline std::vector<std::string> const small_run_names{"bands.csv", "study.toml", "hub/x.csv"};

inline void small_run_into(std::filesystem::path const& directory, std::string const& content,
                           Existing existing = Existing::refuse, FileCalls& calls = FileCalls::system()) {
    OutputDirectory output{directory, existing, small_run_names, calls};
    output.add("bands.csv", content);
    output.add("hub/x.csv", content + content);
    output.add("run.json", "{}", Listed::no);
    output.commit();
}

inline std::string read_text(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

inline void write_text(std::filesystem::path const& path, std::string const& text) {
    std::ofstream{path, std::ios::binary} << text;
}

inline std::size_t entries(std::filesystem::path const& directory) {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator{directory}, std::filesystem::directory_iterator{}));
}

//! Runs the body in a child process; its exit status, or minus the signal that ended it.
inline int in_child(std::function<int()> const& body) {
    pid_t const child = ::fork();
    if (child == 0) ::_exit(body());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace gapmc::testing
