// SPDX-License-Identifier: Apache-2.0
#include "host/folder/publication.hpp"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <utility>

#include "host/folder/blocked_signals.hpp"
#include "host/folder/durable.hpp"
#include "host/folder/generations.hpp"
#include "host/folder/lock.hpp"
#include "host/folder/publication_steps.hpp"
#include "host/folder/sums.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace fs = std::filesystem;
namespace {

using Kind = Journal::Kind;

void remove_file(FileCalls& calls, fs::path const& path) {
    if (calls.remove(path.c_str()) != 0 && errno != ENOENT) throw_file_error("remove", path, errno);
}

/*!
 * Removes the journal, then what it speaks of.
 *
 * Nothing may be published while something of another publication is left: a journal would find its files.
 * \throws CannotCreate, IoError
 */
void clear(FileCalls& calls, fs::path const& directory) {
    remove_file(calls, Journal::path(directory));
    for (auto const& name : names_in(directory)) {
        if (Journal::is_leftover(name) || Generations::is_leftover(name))
            remove_file(calls, directory / name);
    }
}

//! For the end of a publication: what cannot be removed is left to the next one.
void try_to_clear(FileCalls& calls, fs::path const& directory) {
    try {
        clear(calls, directory);
    } catch (Error const&) {
    }
}

//! The folders on the way to the names that are not there yet, parents first.
std::vector<std::string> missing_folders(fs::path const& directory, std::vector<std::string> const& names) {
    std::set<fs::path> missing;  // a parent sorts before what is in it
    for (auto const& name : names) {
        for (auto const& folder : folders_above(name)) {
            if (!is_present(directory / folder)) missing.insert(folder);
        }
    }
    std::vector<std::string> folders;
    for (auto const& folder : missing) folders.push_back(folder.string());
    return folders;
}

}  // namespace

Publication::Publication(FileCalls& calls, fs::path directory)
    : calls_{calls}, directory_{std::move(directory)} {
    settle(calls_, directory_);
}

Publication::~Publication() {
    open_.clear();
    if (!unsettled_) try_to_clear(calls_, directory_);
}

void Publication::write_staged(std::string const& name, std::string_view bytes) {
    write_new_file(calls_, Journal::new_file(directory_, staged_.size()), bytes, directory_ / name);
    staged_.push_back(name);
}

void Publication::require_new(std::string const& name) const {
    if (!is_safe_name(name) || name == sums_name)
        throw DataError{"\"" + plain_text(name) + "\" cannot be a file of a run."};
    if (std::find(staged_.begin(), staged_.end(), name) != staged_.end())
        throw DataError{"\"" + name + "\" is a file of this run already."};
}

void Publication::stage(std::string const& name, std::string_view bytes) {
    require_new(name);
    write_staged(name, bytes);
}

StagedFile& Publication::begin(std::string const& name) {
    require_new(name);
    auto const path = Journal::new_file(directory_, staged_.size());
    open_.push_back(std::make_unique<StagedFile>(calls_, path, directory_ / name));
    staged_.push_back(name);
    return *open_.back();
}

Journal Publication::plan(std::set<std::string> const& removed, bool overwrite) const {
    Journal journal;
    for (auto const& name : staged_) {
        auto const path = directory_ / name;
        bool const taken = is_present(path);
        std::error_code unknown;
        if (taken && (!overwrite || fs::is_directory(fs::symlink_status(path, unknown))))
            throw CannotCreate{plain_text(path.string()) +
                               " is there already and is not of this run. Move it away, or choose another "
                               "folder with --out."};
        journal.entries.push_back({taken ? Kind::replace : Kind::create, name});
    }
    for (auto const& name : removed) {
        if (std::find(staged_.begin(), staged_.end(), name) == staged_.end())
            journal.entries.push_back({Kind::remove, name});
    }
    journal.folders = missing_folders(directory_, staged_);
    return journal;
}

void Publication::commit(std::string_view list, std::set<std::string> const& removed, bool overwrite) {
    for (auto const& file : open_) file->close();
    write_staged(sums_name, list);
    Journal const journal = plan(removed, overwrite);
    try {
        publish(journal);
    } catch (std::exception const& error) {
        undo(journal, error.what());
        throw;
    }
}

void Publication::undo(Journal const& journal, std::string const& error) {
    try {
        BlockedSignals const blocked;
        PublicationSteps{calls_, directory_, journal}.back();
    } catch (std::exception const&) {
        unsettled_ = true;
        throw IoError{error + " The files could not be put back either: gapmc does that when it next opens " +
                      plain_text(directory_.string()) + "."};
    }
    try_to_clear(calls_, directory_);
}

void Publication::publish(Journal const& journal) {
    write_file(Journal::path(directory_), journal.text(), calls_);
    BlockedSignals const blocked;
    PublicationSteps steps{calls_, directory_, journal};
    steps.forward();
    steps.remove_emptied_folders();
    try_to_clear(calls_, directory_);
}

void settle(FileCalls& calls, fs::path const& directory) {
    auto const path = Journal::path(directory);
    if (is_present(path)) {
        Journal const journal = Journal::parse(read_small_file(path));
        BlockedSignals const blocked;
        PublicationSteps steps{calls, directory, journal};
        if (steps.is_committed()) {
            steps.remove_emptied_folders();
        } else {
            steps.back();
        }
    }
    clear(calls, directory);
}

void settle_before_reading(fs::path const& directory, FileCalls& calls) {
    if (!is_present(Journal::path(directory))) return;
    try {
        DirectoryLock const lock{calls, directory};
        settle(calls, directory);
    } catch (CannotCreate const& error) {
        throw CannotCreate{"The run in " + plain_text(directory.string()) +
                           " is not in place yet, or its replacement was interrupted. " + error.what()};
    }
}

}  // namespace gapmc
