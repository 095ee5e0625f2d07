// SPDX-License-Identifier: Apache-2.0
//! Parts of a study by their names, which must be there.
#pragma once

#include <algorithm>
#include <string>

#include "host/study/study.hpp"

namespace gapmc {

inline Contrast const& contrast_of(Study const& study, std::string const& id) {
    return *std::find_if(study.contrasts.begin(), study.contrasts.end(),
                         [&](Contrast const& c) { return c.id == id; });
}

//! The driver of a pair, `compute` of "compute.us".
inline Driver const& driver_of(Study const& study, std::string const& pair) {
    std::string const id = pair.substr(0, pair.find('.'));
    return *std::find_if(study.drivers.begin(), study.drivers.end(),
                         [&](Driver const& d) { return d.id == id; });
}

}  // namespace gapmc
