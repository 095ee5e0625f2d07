// SPDX-License-Identifier: Apache-2.0
//! What may follow on a command line that is being written. The shells' scripts (gapmc completion) ask for
//! it, so that verbs, options, words and study keys are known in one place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gapmc {

//! First word of the question; the others are those of the command line after the program's name, the last
//! of them the one being written, perhaps empty.
inline constexpr std::string_view completing_word = "__complete";

//! Lines that ask the shell to offer names of its own.
inline constexpr std::string_view offer_files = ":files";
inline constexpr std::string_view offer_folders = ":folders";

/*!
 * One line for each word that may stand there: the word, or the word, a tab and what it means; or one of the
 * lines above. A word that goes on (a key with further parts, or one that wants a value) ends with . or =.
 */
std::string completions(std::vector<std::string> const& words);

}  // namespace gapmc
