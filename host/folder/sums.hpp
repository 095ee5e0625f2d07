// SPDX-License-Identifier: Apache-2.0
//! SHA256SUMS, the list that `sha256sum -c` reads. Its presence marks a finished run.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gapmc {

//! File name relative to the folder, with '/' between its parts -> SHA-256 in hexadecimal; ordered by the
//! names' bytes.
using Sums = std::map<std::string, std::string>;

//! Name of the list in a run's folder.
inline constexpr char const* sums_name = "SHA256SUMS";

//! Whether a name may stand in the list: relative, nowhere "..", no control character, no backslash.
bool is_safe_name(std::string_view name);

//! The list as text: digest, two spaces, name, line feed. \throws DataError for a name that is not safe.
std::string format_sums(Sums const& sums);

//! Reads such a text. \throws DataError with the line when one is malformed, unsafe or repeated.
Sums parse_sums(std::string_view text);

//! Reads the list of a folder. \throws InputMissing when there is none.
Sums read_sums(std::filesystem::path const& directory);

//! One sentence for each expected file that a list does not name, and one for a list that names nothing.
std::vector<std::string> unlisted(Sums const& sums, std::vector<std::string> const& expected);

/*!
 * Compares the files of a finished run with its list, and the list with the files that the run must have.
 *
 * A file that is listed beyond the expected ones is compared like the others.
 *
 * \return One sentence for each file that is not listed, is missing or differs; empty when all agree.
 * \throws InputMissing without a list, DataError when it is malformed, IoError when reading fails.
 */
std::vector<std::string> verify_sums(std::filesystem::path const& directory,
                                     std::vector<std::string> const& expected);

}  // namespace gapmc
