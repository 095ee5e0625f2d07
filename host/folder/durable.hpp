// SPDX-License-Identifier: Apache-2.0
//! Files that are either whole under their name or not there: temporary in the same folder, fsync, rename,
//! fsync of the folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "host/folder/file_calls.hpp"

namespace gapmc {

//! How the name of a file ends that `write_file` has not finished; it begins with a dot.
inline constexpr std::string_view temporary_suffix = ".gapmc-tmp";

/*!
 * Turns an errno into an exception: "Cannot `doing` PATH (why)."
 *
 * \throws IoError when the medium is at fault (disk full, quota, file size limit, I/O error), else
 * CannotCreate.
 */
[[noreturn]] void throw_file_error(std::string const& doing, std::filesystem::path const& path,
                                   int error_number);

//! Creates a file that is not there yet, for writing. \throws CannotCreate, IoError.
int open_new_file(FileCalls& calls, std::filesystem::path const& path);

//! Writes everything. \throws IoError.
void write_all(FileCalls& calls, int file, std::string_view bytes, std::filesystem::path const& path);

//! Writes everything, forces it to the medium and closes the file, also on failure. \throws IoError.
void write_and_close(FileCalls& calls, int file, std::string_view bytes, std::filesystem::path const& path);

//! Makes the names in a folder durable. Folders we may not open and file systems that cannot do it are passed
//! over. \throws IoError.
void sync_directory(FileCalls& calls, std::filesystem::path const& directory);

/*!
 * Creates a file that is not there yet, fills it and forces it to the medium.
 *
 * \param shown the name it is to have in the end, for messages.
 * \throws CannotCreate, IoError; nothing is left behind then.
 */
void write_new_file(FileCalls& calls, std::filesystem::path const& path, std::string_view bytes,
                    std::filesystem::path const& shown);

//! One file, replaced as a whole. \throws CannotCreate, IoError.
void write_file(std::filesystem::path const& path, std::string_view bytes,
                FileCalls& calls = FileCalls::system());

//! \throws CannotCreate, IoError.
void rename_file(FileCalls& calls, std::filesystem::path const& from, std::filesystem::path const& to);

//! Whether a name is taken, be it by a link that leads nowhere. \throws IoError when that cannot be found
//! out.
bool is_present(std::filesystem::path const& path);

//! \throws CannotCreate when the folder we are in is gone.
std::filesystem::path absolute_path(std::filesystem::path const& path);

//! The names in a folder. \throws IoError when it cannot be read.
std::vector<std::string> names_in(std::filesystem::path const& directory);

//! A small file as a whole. \throws InputMissing when it cannot be opened, IoError when reading fails.
std::string read_small_file(std::filesystem::path const& path);

}  // namespace gapmc
