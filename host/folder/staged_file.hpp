// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

#include "host/folder/file_calls.hpp"

namespace gapmc {

/*!
 * A file of a publication that is written piece by piece, by us or, by its path, by somebody else.
 * It has a temporary name until the publication is committed.
 */
class StagedFile {
  public:
    //! \param shown the name it is to have in the end, for messages. \throws CannotCreate, IoError.
    StagedFile(FileCalls& calls, std::filesystem::path path, std::filesystem::path shown);
    StagedFile(StagedFile const&) = delete;
    StagedFile& operator=(StagedFile const&) = delete;
    ~StagedFile();

    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path const& shown() const { return shown_; }

    //! Append. \throws IoError.
    void write(std::string_view bytes);
    //! Now and then, after some writes: lets the medium begin with what is there, so that `close` waits less.
    void hand_over() noexcept;
    //! Once, after the last write: forces everything to the medium, also what others wrote. \throws IoError.
    void close();

  private:
    FileCalls& calls_;
    std::filesystem::path path_;
    std::filesystem::path shown_;
    int file_ = -1;
};

}  // namespace gapmc
