// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/base/trajectory_range.hpp"

namespace gapmc {

/*!
 * Numbers and ranges with commas between, "5,17,100-120", in the order given; a range holds both of its ends.
 * Numbers may be written as counts are: 1e6, 10k.
 *
 * \param option  what is named in the message \param most  largest number
 * \throws UsageError if it is none of these, a range runs backwards, or there are more than most_listed
 * numbers
 */
std::vector<std::uint64_t> parse_number_list(std::string const& option, std::string const& text,
                                             std::uint64_t most);

inline constexpr std::uint64_t most_listed = 1'000'000;

}  // namespace gapmc
