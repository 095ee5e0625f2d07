// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "host/folder/durable.hpp"
#include "host/folder/file_calls.hpp"
#include "host/folder/journal.hpp"

namespace gapmc {

//! The steps of one journal, forward and back. Each of the way back looks where the files are, so that it may
//! be repeated after any interruption.
class PublicationSteps {
  public:
    PublicationSteps(FileCalls& calls, std::filesystem::path const& directory, Journal const& journal)
        : calls_{calls}, directory_{directory}, journal_{journal}, list_{journal.list()} {}

    //! Whether the new SHA256SUMS has its name: the one rename that decides. Only with a journal in place.
    bool is_committed() const { return !is_present(new_file(list_)); }

    //! SHA256SUMS makes way first and gets its name last. \throws CannotCreate, IoError
    void forward();

    //! From anywhere, also after the commit, to what was there before. \throws CannotCreate, IoError
    void back();

    //! The folders that a former run's files have left empty go with them.
    void remove_emptied_folders();

  private:
    std::filesystem::path new_file(std::size_t k) const { return Journal::new_file(directory_, k); }
    std::filesystem::path former_file(std::size_t k) const { return Journal::former_file(directory_, k); }
    std::filesystem::path final_path(std::size_t k) const { return directory_ / journal_.entries[k].name; }

    template<class Action>
    void for_each_file(Action const& action);  //!< every entry but the list
    void make_way(std::size_t k);
    void give_name(std::size_t k);
    void restore(std::size_t k);
    void take_back(std::size_t k);
    void sync_folders();

    FileCalls& calls_;
    std::filesystem::path const& directory_;
    Journal const& journal_;
    std::size_t list_;
};

}  // namespace gapmc
