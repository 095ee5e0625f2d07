// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gapmc {
//! 128-bit integers: sums of squares of 2^62 observations of 31 bits stay below 2^124.
__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;
}  // namespace gapmc
