// SPDX-License-Identifier: Apache-2.0
//! Checks on a study's file and raw text before a parser sees them. (toml++ 3.3.0 overflows its stack on a
//! key of 200,000 parts.)
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gapmc {

struct TextLimits {
    std::size_t bytes = std::size_t{1} << 20;
    std::size_t line_bytes = 8192;
    int key_dots = 32;
    int nesting = 32;  //!< open brackets and braces
};

/*!
 * Contents of a study file, at most TextLimits::bytes, not yet checked.
 *
 * Never blocks: a pipe or device is refused before it is opened.
 *
 * \throws InputMissing if there is no such file or it may not be read
 * \throws StudyError if it is not a regular file, or too large
 */
std::string read_study_text(std::string const& path);

/*!
 * Checks that a text may be parsed: UTF-8 without NUL, not empty, lines, keys and nesting within TextLimits.
 *
 * \throws StudyError with file, line and column
 */
void guard_text(std::string_view text, std::string const& file);

}  // namespace gapmc
