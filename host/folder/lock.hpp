// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "host/folder/file_calls.hpp"

namespace gapmc {

/*!
 * Keeps a second process out of a folder: the file `.gapmc.lock` in it, with the owner inside.
 *
 * Where the file system has flock(2), the file is held by it, and the system lets go when the owner dies.
 * Elsewhere the file holds by being there (`hold_by_existence`). Either way a file that a dead process of
 * this machine left behind stops nobody.
 */
class DirectoryLock {
  public:
    static constexpr char const* file_name = ".gapmc.lock";

    //! \throws CannotCreate when another process holds it (named), or the folder cannot be written; IoError.
    //! Nothing of ours is left behind then.
    DirectoryLock(FileCalls& calls, std::filesystem::path const& directory);
    DirectoryLock(DirectoryLock const&) = delete;
    DirectoryLock& operator=(DirectoryLock const&) = delete;
    //! Removes the file, then lets go.
    ~DirectoryLock();

    //! \throws CannotCreate when the file was removed or replaced since: another process may be at work.
    void require_held() const;

  private:
    //! False where a file is there already and flock cannot tell whether it is held.
    bool hold_new_or_by_flock(std::filesystem::path const& directory);

    FileCalls& calls_;
    std::filesystem::path path_;
    int file_ = -1;
};

}  // namespace gapmc
