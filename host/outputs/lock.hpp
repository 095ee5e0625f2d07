// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "host/outputs/file_calls.hpp"

namespace gapmc {

/*!
 * Keeps a second process out of a folder: the file `.gapmc.lock` in it, held by flock(2), with the owner
 * inside.
 *
 * The system frees the hold of a process that dies, so a file left behind stops nobody. It only tells that
 * the last owner did not end in order.
 */
class DirectoryLock {
  public:
    static constexpr char const* file_name = ".gapmc.lock";

    //! \throws CannotCreate when another process holds it (named), or the folder cannot be written; IoError.
    DirectoryLock(FileCalls& calls, std::filesystem::path const& directory);
    DirectoryLock(DirectoryLock const&) = delete;
    DirectoryLock& operator=(DirectoryLock const&) = delete;
    //! Removes the file, then lets go.
    ~DirectoryLock();

    //! Whether a dead process left the file.
    bool was_abandoned() const { return abandoned_; }

  private:
    FileCalls& calls_;
    std::filesystem::path path_;
    int file_ = -1;
    bool abandoned_ = false;
};

}  // namespace gapmc
