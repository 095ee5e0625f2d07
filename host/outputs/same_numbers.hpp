// SPDX-License-Identifier: Apache-2.0
//! Numbers of files that another version of the program wrote, held against those that this one writes:
//! values, not their errors, which are claims that a version may make otherwise.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gapmc {

struct ComparedNumbers {
    std::uint64_t compared = 0;
    std::vector<std::string> different;  //!< where they stand, for people

    //! Nothing to compare is no agreement.
    bool agree() const { return compared > 0 && different.empty(); }
};

/*!
 * Numbers that both texts of a bands.csv have: rows are the same where their other columns are, as far as
 * both files have these. \throws DataError if one has no columns `value` and `mcse`
 */
ComparedNumbers compare_bands(std::string const& theirs, std::string const& ours);

/*!
 * Numbers that both texts of a result.json have at the same place. Objects of a list are the same where
 * their names are (`target`, `id`, `contrast`, `threshold`, `year`). \throws DataError if one is not JSON
 */
ComparedNumbers compare_results(std::string const& theirs, std::string const& ours);

}  // namespace gapmc
