// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/directory.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

#include "host/digest/sha256.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace fs = std::filesystem;
namespace {

constexpr std::array run_files{"bands.csv", "study.toml", "resolved.toml", "result.json",
                               "tally.bin", "run.json",   "fan.svg",       "report.html"};

fs::path created(FileCalls& calls, fs::path const& directory) {
    if (directory.empty()) throw CannotCreate{"The output folder has no name. Give one with --out."};
    std::error_code unknown;
    if (fs::exists(directory, unknown) && !fs::is_directory(directory, unknown)) {
        throw CannotCreate{directory.string() + " is not a folder. Choose another with --out."};
    }
    make_directories(calls, directory);
    return directory;
}

bool present(fs::path const& path) {
    std::error_code unknown;
    return fs::exists(fs::symlink_status(path, unknown));
}

//! Removes a file; one that is not there is as good. \throws IoError, CannotCreate.
void remove_file(FileCalls& calls, fs::path const& path) {
    if (calls.remove(path.c_str()) != 0 && errno != ENOENT) throw_file_error("replace", path, errno);
}

}  // namespace

OutputDirectory::OutputDirectory(fs::path const& directory, Existing existing, FileCalls& calls)
    : calls_{calls}, directory_{created(calls, directory)}, existing_{existing}, lock_{calls, directory_} {
    if (existing_ == Existing::refuse) refuse_foreign();
    if (existing_ == Existing::extend) sums_ = read_sums(directory_);
    remove_temporaries(calls_, directory_);
    remove_temporaries(calls_, directory_ / "hub");
}

void OutputDirectory::refuse_foreign() const {
    if (present(directory_ / sums_name)) {
        throw CannotCreate{
            directory_.string() +
            " already holds a finished run. Choose another folder with --out, or replace it with --force."};
    }
    if (lock_.was_abandoned()) return;
    for (char const* name : run_files) {
        if (!present(directory_ / name)) continue;
        throw CannotCreate{
            directory_.string() + " holds " + name +
            " but no finished run. Choose another folder with --out, go on with a stopped run by `gapmc "
            "resume`, or write over it with --force."};
    }
}

void OutputDirectory::add(std::string const& name, std::string_view bytes, Listed listed) {
    if (!is_safe_name(name) || name == sums_name)
        throw DataError{"\"" + name + "\" cannot be a file of a run."};
    auto const path = directory_ / name;
    if (name.find('/') != std::string::npos) make_directories(calls_, path.parent_path());
    staged_.emplace_back(calls_, path, bytes);
    if (listed == Listed::yes) sums_[name] = sha256_hex(bytes);
}

void OutputDirectory::clear_former() {
    if (!present(directory_ / sums_name)) return;
    Sums former;
    try {
        former = read_sums(directory_);
    } catch (DataError const&) {
        // A damaged list names nothing we may remove.
    }
    remove_file(calls_, directory_ / sums_name);
    sync_directory(calls_, directory_);
    for (auto const& [name, digest] : former) {
        auto const path = directory_ / name;
        std::error_code unknown;
        bool const renewed = sums_.contains(name);
        // A file someone changed since is no longer ours to remove.
        if (!renewed && fs::is_regular_file(path, unknown) && sha256_file(path) == digest)
            remove_file(calls_, path);
    }
}

void OutputDirectory::sync_folders() {
    std::set<fs::path> folders{directory_};
    for (auto const& file : staged_) folders.insert(file.final_path().parent_path());
    for (auto const& folder : folders) sync_directory(calls_, folder);
}

void OutputDirectory::commit() {
    StagedFile list{calls_, directory_ / sums_name, format_sums(sums_)};
    if (existing_ != Existing::extend) clear_former();
    std::size_t published = 0;
    try {
        for (; published < staged_.size(); ++published) staged_[published].publish();
        sync_folders();
        list.publish();
    } catch (...) {
        // Of a run that is not finished nothing stays; of an extended one the renewed files do, and verify
        // tells.
        if (existing_ != Existing::extend) {
            for (std::size_t i = 0; i < published; ++i) calls_.remove(staged_[i].final_path().c_str());
        }
        throw;
    }
    sync_directory(calls_, directory_);
    staged_.clear();
}

}  // namespace gapmc
