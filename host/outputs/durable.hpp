// SPDX-License-Identifier: Apache-2.0
//! Files that are either whole under their name or not there: temporary in the same folder, fsync, rename,
//! fsync of the folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "host/outputs/file_calls.hpp"

namespace gapmc {

//! How the name of a temporary ends; it begins with a dot.
inline constexpr std::string_view temporary_suffix = ".gapmc-tmp";

/*!
 * Turns an errno into an exception: "Cannot `doing` PATH (why)."
 *
 * \throws IoError when the medium is at fault (disk full, quota, file size limit, I/O error), else
 * CannotCreate.
 */
[[noreturn]] void throw_file_error(std::string const& doing, std::filesystem::path const& path,
                                   int error_number);

//! Writes everything, forces it to the medium and closes the file, also on failure. \throws IoError.
void write_and_close(FileCalls& calls, int file, std::string_view bytes, std::filesystem::path const& path);

//! Makes the names in a folder durable. Folders we may not open and file systems that cannot do it are passed
//! over. \throws IoError.
void sync_directory(FileCalls& calls, std::filesystem::path const& directory);

//! Creates a folder and its parents, durably. \throws CannotCreate, IoError.
void make_directories(FileCalls& calls, std::filesystem::path const& directory);

/*!
 * Content that waits, on the medium, for its name.
 *
 * The destructor removes what was not published.
 */
class StagedFile {
  public:
    //! Writes the temporary beside its final name. \throws CannotCreate, IoError; nothing is left behind
    //! then.
    StagedFile(FileCalls& calls, std::filesystem::path final_path, std::string_view bytes);
    StagedFile(StagedFile&& other) noexcept;
    StagedFile& operator=(StagedFile&&) = delete;
    ~StagedFile();

    //! Gives it its name, replacing what has it. The caller then syncs the folder. \throws IoError,
    //! CannotCreate.
    void publish();
    std::filesystem::path const& final_path() const { return final_path_; }

  private:
    FileCalls* calls_;
    std::filesystem::path final_path_;
    std::filesystem::path temporary_;  //!< empty when nothing waits
};

//! One file, replaced as a whole. \throws CannotCreate, IoError.
void write_file(std::filesystem::path const& path, std::string_view bytes,
                FileCalls& calls = FileCalls::system());

//! Removes the temporaries that a killed process left in a folder (not below it). Call only under the
//! folder's lock.
void remove_temporaries(FileCalls& calls, std::filesystem::path const& directory);

}  // namespace gapmc
