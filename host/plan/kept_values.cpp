// SPDX-License-Identifier: Apache-2.0
#include "host/plan/kept_values.hpp"

#include <algorithm>
#include <stdexcept>

namespace gapmc {

void KeptValues::want(KeptLine line) {
    if (std::find(spec_.lines.begin(), spec_.lines.end(), line) == spec_.lines.end())
        spec_.lines.push_back(line);
}

void KeptValues::begin(Backend& backend, std::uint64_t trajectories) {
    if (!spec_.empty()) columns_ = backend.keep(spec_, trajectories);
}

std::size_t KeptValues::column_of(KeptLine line) const {
    auto const found = std::find(spec_.lines.begin(), spec_.lines.end(), line);
    if (found == spec_.lines.end()) throw std::logic_error("a value that nobody wanted");
    return static_cast<std::size_t>(found - spec_.lines.begin());
}

}  // namespace gapmc
