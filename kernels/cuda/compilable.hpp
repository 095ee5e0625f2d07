// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace gapmc {

//! What a compiler makes for a generation of devices that is newer than itself: PTX of the newest one that it
//! knows, which the driver compiles. \param known  generations, 90 for sm_90
inline std::string compilable(std::string const& architecture, std::vector<int> const& known) {
    if (!architecture.starts_with("sm_")) return architecture;
    int const wanted = std::atoi(architecture.c_str() + 3);
    int best = 0;
    for (int const one : known)
        if (one <= wanted) best = std::max(best, one);
    if (best == wanted || best == 0) return architecture;
    return "compute_" + std::to_string(best);
}

}  // namespace gapmc
