// SPDX-License-Identifier: Apache-2.0
//! Checks on a study's file and raw text before a parser sees them. (toml++ 3.3.0 has no limits of its own.)
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "host/study/quantity.hpp"

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

/*!
 * The same of a word of the command line, which may be empty.
 *
 * \throws StudyError with the column
 */
void guard_words(std::string_view text);

/*!
 * Where the first character outside of texts and comments stands that is not ASCII; nothing if there is none.
 *
 * TOML 1.0 knows none there but a byte order mark at the start, and some of them
 * toml++ 3.3.0 does not survive: such a text must not be parsed.
 */
std::optional<Place> stray_character(std::string_view text);

}  // namespace gapmc
