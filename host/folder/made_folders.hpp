// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "host/folder/file_calls.hpp"

namespace gapmc {

/*!
 * The folders that were made on the way to one.
 *
 * The destructor removes them again, unless they were kept or something lies in them. What was there before
 * is never touched.
 */
class MadeFolders {
  public:
    //! Creates the folder and its parents, durably. \throws CannotCreate, IoError; what was made is removed
    //! then.
    MadeFolders(FileCalls& calls, std::filesystem::path const& folder);
    MadeFolders(MadeFolders&& other) noexcept;
    MadeFolders& operator=(MadeFolders&&) = delete;
    ~MadeFolders();

    void keep() { made_.clear(); }

  private:
    FileCalls* calls_;
    std::vector<std::filesystem::path> made_;  //!< parents first
};

}  // namespace gapmc
