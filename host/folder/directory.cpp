// SPDX-License-Identifier: Apache-2.0
#include "host/folder/directory.hpp"

#include <unistd.h>

#include <cerrno>

#include "host/digest/sha256.hpp"
#include "host/folder/durable.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace fs = std::filesystem;
namespace {

//! A file that cannot be read is as good as changed.
bool is_unchanged(fs::path const& path, std::string const& digest) {
    std::error_code unknown;
    try {
        return fs::is_regular_file(path, unknown) && sha256_file(path) == digest;
    } catch (Error const&) {
        return false;
    }
}

}  // namespace

OutputDirectory::OutputDirectory(fs::path const& directory, Existing existing,
                                 std::vector<std::string> const& names, FileCalls& calls,
                                 std::vector<std::string> unlisted)
    : calls_{calls}, directory_{directory}, existing_{existing}, unlisted_{std::move(unlisted)} {
    open();
    publication_ = std::make_unique<Publication>(calls_, directory_);
    require_room(names);
    if (!may_overwrite()) refuse_foreign(names);
    if (existing_ == Existing::extend) sums_ = read_sums(directory_);
}

void OutputDirectory::open() {
    if (directory_.empty()) throw CannotCreate{"The output folder has no name. Give one with --out."};
    std::error_code unknown;
    if (fs::exists(directory_, unknown) && !fs::is_directory(directory_, unknown))
        throw CannotCreate{plain_text(directory_.string()) + " is not a folder. Choose another with --out."};
    // Another process may remove a folder that it made between our look and our lock.
    constexpr int tries = 3;
    for (int i = 1; !lock_; ++i) {
        made_ = std::make_unique<MadeFolders>(calls_, directory_);
        try {
            lock_ = std::make_unique<DirectoryLock>(calls_, directory_);
        } catch (CannotCreate const&) {
            if (i == tries || fs::exists(directory_, unknown)) throw;
            made_.reset();
        }
    }
}

//! What would make the commit fail is found before the run begins.
void OutputDirectory::require_room(std::vector<std::string> const& names) const {
    std::error_code unknown;
    for (auto const& name : names) {
        auto const path = directory_ / name;
        if (fs::is_directory(fs::symlink_status(path, unknown)))
            throw CannotCreate{plain_text(path.string()) +
                               " is a folder, and a file of the run has this name. Move it away, or choose "
                               "another folder with --out."};
        for (auto const& above : folders_above(name)) {
            auto const folder = directory_ / above;
            if (!is_present(folder)) continue;
            if (!fs::is_directory(folder, unknown)) throw_file_error("write below", folder, ENOTDIR);
            if (::access(folder.c_str(), W_OK | X_OK) != 0)
                throw_file_error("write in the folder", folder, errno);
        }
    }
}

void OutputDirectory::refuse_foreign(std::vector<std::string> const& names) const {
    std::string const folder = plain_text(directory_.string());
    if (is_present(directory_ / sums_name))
        throw CannotCreate{
            folder +
            " already holds a finished run. Choose another folder with --out, or replace it with --force."};
    if (existing_ == Existing::refuse && Generations::are_in(directory_))
        throw CannotCreate{folder +
                           " holds a run that has not ended: `gapmc resume` goes on with it. Choose "
                           "another folder with --out, or give it up with --force."};
    for (auto const& name : names) {
        if (!is_present(directory_ / name)) continue;
        throw CannotCreate{folder + " holds " + plain_text(name) +
                           " but no finished run. Choose another folder with --out, or write over it with "
                           "--force."};
    }
}

bool has_finished_run(fs::path const& directory) { return is_present(directory / sums_name); }

void OutputDirectory::add(std::string const& name, std::string_view bytes, Listed listed) {
    publication_->stage(name, bytes);
    if (listed == Listed::yes) sums_[name] = sha256_hex(bytes);
}

StagedFile& OutputDirectory::begin(std::string const& name) { return publication_->begin(name); }

//! Checkpoints, and what the run that is replaced has and the new one does not. A file someone changed since
//! is no longer ours to remove.
std::set<std::string> OutputDirectory::former_files() const {
    std::set<std::string> files;
    for (char const* const name : Generations::names)
        if (is_present(directory_ / name)) files.insert(name);
    if (existing_ != Existing::replace || !is_present(directory_ / sums_name)) return files;
    Sums former;
    try {
        former = read_sums(directory_);
    } catch (DataError const&) {
        return files;  // a damaged list names nothing that we may remove
    }
    for (auto const& [name, digest] : former) {
        if (!sums_.contains(name) && is_unchanged(directory_ / name, digest)) files.insert(name);
    }
    for (auto const& name : unlisted_)
        if (is_present(directory_ / name)) files.insert(name);
    return files;
}

void OutputDirectory::commit() {
    lock_->require_held();
    publication_->commit(format_sums(sums_), former_files(), may_overwrite());
    made_->keep();
}

}  // namespace gapmc
