// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gapmc {

inline constexpr int tally_groups = 64;  //!< trajectory mod 64: groups behind the errors of sds and ratios

}  // namespace gapmc
