// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gapmc {

/*!
 * The worlds of sweeps: for each combination of their values the words of overrides, the last sweep fastest.
 *
 * \param sweeps  `key=a,b,c` each; commas within brackets, braces and quotes are parts of a value
 * \throws UsageError for a word without a key or values, or with one value twice
 */
std::vector<std::vector<std::string>> swept_words(std::vector<std::string> const& sweeps);

}  // namespace gapmc
