// SPDX-License-Identifier: Apache-2.0
#include "host/folder/publication_steps.hpp"

#include <cerrno>
#include <set>

namespace gapmc {
namespace fs = std::filesystem;

using Kind = Journal::Kind;

template<class Action>
void PublicationSteps::for_each_file(Action const& action) {
    for (std::size_t k = 0; k < journal_.entries.size(); ++k) {
        if (k != list_) action(k);
    }
}

void PublicationSteps::forward() {
    make_way(list_);
    sync_directory(calls_, directory_);
    for_each_file([&](std::size_t k) { make_way(k); });
    for (auto const& name : journal_.folders) {
        fs::path const folder = directory_ / name;
        if (calls_.make_directory(folder.c_str()) != 0 && errno != EEXIST)
            throw_file_error("create the folder", folder, errno);
    }
    for_each_file([&](std::size_t k) { give_name(k); });
    sync_folders();
    give_name(list_);
    sync_directory(calls_, directory_);
}

void PublicationSteps::back() {
    if (is_committed()) rename_file(calls_, final_path(list_), new_file(list_));
    for_each_file([&](std::size_t k) { take_back(k); });
    for (auto folder = journal_.folders.rbegin(); folder != journal_.folders.rend(); ++folder)
        calls_.remove_directory((directory_ / *folder).c_str());  // unless someone put a file there
    sync_folders();
    restore(list_);
    sync_directory(calls_, directory_);
}

void PublicationSteps::remove_emptied_folders() {
    for (auto const& entry : journal_.entries) {
        if (entry.kind != Kind::remove) continue;
        for (auto const& folder : folders_above(entry.name)) {
            if (calls_.remove_directory((directory_ / folder).c_str()) != 0) break;
        }
    }
}

void PublicationSteps::make_way(std::size_t k) {
    if (journal_.entries[k].kind != Kind::create) rename_file(calls_, final_path(k), former_file(k));
}

void PublicationSteps::give_name(std::size_t k) {
    if (journal_.entries[k].kind != Kind::remove) rename_file(calls_, new_file(k), final_path(k));
}

void PublicationSteps::restore(std::size_t k) {
    if (is_present(former_file(k))) rename_file(calls_, former_file(k), final_path(k));
}

void PublicationSteps::take_back(std::size_t k) {
    bool const named = journal_.entries[k].kind == Kind::create && !is_present(new_file(k));
    if (named && is_present(final_path(k))) rename_file(calls_, final_path(k), new_file(k));
    restore(k);
}

//! Those that are there: on the way back some are gone again.
void PublicationSteps::sync_folders() {
    std::set<fs::path> folders{directory_};
    for (auto const& entry : journal_.entries) {
        for (auto const& folder : folders_above(entry.name)) folders.insert(directory_ / folder);
    }
    for (auto const& folder : folders) {
        if (is_present(folder)) sync_directory(calls_, folder);
    }
}

}  // namespace gapmc
