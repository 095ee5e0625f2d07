// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gapmc {

/*!
 * Edits that turn one text into another: insertions, deletions, substitutions and swaps of neighbours, each
 * 1, no part edited twice (optimal string alignment distance).
 *
 * \see Damerau (1964), "A technique for computer detection and correction of spelling errors", CACM 7(3).
 */
int edit_distance(std::string_view a, std::string_view b);

/*!
 * The candidate nearest to a misspelt word; empty if none is near.
 *
 * Near is at most two edits (one for words of up to three letters), or the same but for case, `-` for `_` or
 * leading zeros of a number, or a longer word cut short by its writer after four letters or more. Ties go to
 * the longest common beginning, then to the longest common end, then to the first in \p candidates.
 */
std::string nearest_name(std::string_view word, std::vector<std::string> const& candidates);

}  // namespace gapmc
