// SPDX-License-Identifier: Apache-2.0
#include "host/folder/made_folders.hpp"

#include <cerrno>
#include <utility>

#include "host/folder/durable.hpp"

namespace gapmc {
namespace fs = std::filesystem;
namespace {

void remove_empty(FileCalls& calls, std::vector<fs::path>& made) {
    for (; !made.empty(); made.pop_back()) calls.remove_directory(made.back().c_str());
}

}  // namespace

MadeFolders::MadeFolders(FileCalls& calls, fs::path const& folder) : calls_{&calls} {
    fs::path path;
    try {
        for (auto const& part : absolute_path(folder)) {
            path /= part;
            std::error_code unknown;
            if (part.empty() || fs::is_directory(path, unknown)) continue;
            if (calls.make_directory(path.c_str()) == 0) {
                made_.push_back(path);
                sync_directory(calls, path.parent_path());
            } else if (errno != EEXIST || !fs::is_directory(path, unknown)) {
                throw_file_error("create the folder", path, errno);
            }
        }
    } catch (...) {
        remove_empty(*calls_, made_);
        throw;
    }
}

MadeFolders::MadeFolders(MadeFolders&& other) noexcept
    : calls_{other.calls_}, made_{std::exchange(other.made_, {})} {}

MadeFolders::~MadeFolders() { remove_empty(*calls_, made_); }

}  // namespace gapmc
